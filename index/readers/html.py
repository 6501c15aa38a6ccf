"""A saved web page: its article, without what stands around it."""

import logging
import re
from datetime import datetime, timedelta
from typing import Any

from index.articles.article import clean_line
from index.articles.dates import parse_date
from index.errors import InputError
from index.readers.draft import MEGABYTE, Draft, Drafts, Source
from index.readers.encoding import decode, encoding_of_label

MAX_PAGE = 4 * MEGABYTE  # real pages have up to two and a half
SHORTEST_HEADING = 15  # characters

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_PLAIN = str.maketrans("‘’“”", "''\"\"")
_MOMENTS = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//time[@itemprop='datePublished']/@datetime",
    "//time[@pubdate]/@datetime",
)
_MOMENT_IN_DATA = re.compile(r'"datePublished"\s*:\s*"([^"]{10,40})"')


def read_html(source: Source) -> Drafts:
    """The article of the page, named by its address or else by its file."""
    data = source.read_whole(MAX_PAGE)
    markup, _ = decode(data, declared_encoding(data) or source.encoding)
    yield page_draft(markup, name=source.name, now=source.now)


def page_draft(markup: str, *, name: str, now: datetime) -> Draft:
    """What the page says. Where it holds no article, its description stands for the text."""
    import trafilatura  # slow to import, and needed for this format only
    from trafilatura.metadata import extract_metadata

    for library in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(library).setLevel(logging.CRITICAL)  # they log each page that holds no article
    dates = {
        "original_date": True,
        "extensive_search": True,
        "max_date": f"{now + timedelta(days=1):%Y-%m-%d}",
        "outputformat": "%Y-%m-%dT%H:%M:%S%z",
    }
    try:
        tree: Any = trafilatura.load_html(markup)
        if tree is None:  # it takes a whole page only
            tree = trafilatura.load_html(f"<html><body>{markup}</body></html>")
        page = extract_metadata(tree, date_config=dates)
        article: Any = trafilatura.bare_extraction(tree, include_comments=False)
    except Exception as error:  # noqa: BLE001, a page may break the libraries in any way, and costs only itself
        raise InputError(f"no article can be taken from this web page ({type(error).__name__})") from None
    headings = [clean_line(heading.text_content()) for heading in tree.iter("h1")]
    return Draft(
        title=_title(page.title or "", headings),
        text=(article.text if article else None) or page.description or "",
        url=page.url,
        published=_moment(page.date, tree, markup, now),
        source=page.sitename,
        language=_language(tree),
        external_id=None if page.url else name,
    )


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page says it is in, where that is worth knowing: see `encoding_of_label`."""
    match = _CHARSET.search(data, 0, 4096)
    return encoding_of_label(match[1].decode()) if match else None


def _title(title: str, headings: list[str]) -> str:
    """The title without the outlet's name, where the page shows it without."""
    line = clean_line(title)
    plain = line.translate(_PLAIN)
    inside = [heading for heading in headings if heading.translate(_PLAIN) in plain]
    heading = max(inside, key=len, default="")
    return heading if len(heading) >= SHORTEST_HEADING else line


def _language(tree: Any) -> str | None:
    code = (tree.get("lang") or "").strip()
    return code if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*", code) else None


def _moment(found: str | None, tree: Any, markup: str, now: datetime) -> str | datetime | None:
    """The page's date; where that has no time of day, the time that the page's data give for the same day."""
    if found is None or "T00:00:00" not in found:
        return found
    exact = [value for path in _MOMENTS for value in tree.xpath(path)] + _MOMENT_IN_DATA.findall(markup)[:3]
    for value in exact:
        try:
            moment = parse_date(value, now=now)
        except InputError:
            continue
        if abs(moment - parse_date(found, now=now)) <= timedelta(days=1, hours=14):
            return moment
    return found
