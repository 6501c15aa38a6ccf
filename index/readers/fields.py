"""From a record with fields, named in any of the usual ways, to the draft of an article."""

import math
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from index.articles.article import clean_line
from index.articles.outlet import outlet_from_url
from index.readers.draft import Broken, Draft
from index.readers.markup import without_markup

_ID = "id guid docid uuid articleid externalid documentid newsid".split()
_URL = "url link href canonicalurl weburl articleurl pageurl sourceurl permalink externalurl uri".split()
_TITLE = "title headline name heading".split()
_TEXT = (
    "text body content article fulltext contenttext contenthtml maintext articlebody articletext bodytext bodyhtml "
    "plaintext story"
).split()
_SUMMARY = "description summary teaser abstract lead excerpt snippet standfirst".split()
_PUBLISHED = (
    "published date publishedat publishedon publisheddate publicationdate publishdate publishtime publishedtime "
    "pubdate datepublished datetime timestamp time created createdat datecreated creationdate issued firstpublished "
    "modified updated updatedat datemodified"
).split()
_SOURCE = "source outlet publisher site sourcename sitename publication newspaper feed domain".split()
_LANGUAGE = "language lang locale inlanguage".split()
_KNOWN = frozenset(_ID + _URL + _TITLE + _TEXT + _SUMMARY + _PUBLISHED + _SOURCE + _LANGUAGE)
_READABLE = frozenset(_TITLE + _TEXT + _SUMMARY)

_INSIDE = ("name", "title", "rendered", "text", "value", "href", "url", "$oid", "$date", "_", "#text")
_DEEPEST = 4  # objects in lists in objects; no field is nested further
_EMPTY = frozenset(["null", "none", "nan", "n/a", "nil"])
_SNIPPET = re.compile(r"(?:…|\.\.\.)?\s*\[\+\d+ chars\]\s*$")  # where a news interface cuts the text short
_LAST_SENTENCE = re.compile(r".*[.!?。](?=[\"”’»)\s]|$)", re.DOTALL)
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*")


@lru_cache(maxsize=4096)
def normal_name(name: str) -> str:
    """A field's name without what people write differently: case, underscores, hyphens, blanks."""
    return re.sub(r"[\s_\-]+", "", name).lower()


def names_an_article(names: list[str]) -> bool:
    """Whether a record with these fields can hold a title or a text."""
    return any(normal_name(name) in _READABLE for name in names)


def known_names(names: list[str]) -> int:
    """How many of the names mean something here."""
    return sum(normal_name(name) in _KNOWN for name in names)


def draft_of(record: object, place: str) -> Draft | Broken:
    """The draft of the article in `record`, an object of JSON or a row of a table."""
    if not isinstance(record, Mapping):
        return Broken(place, f"this is {_kind(record)}, not an object with fields such as title and text")
    # The first of several names that are the same but for case and hyphens counts, unless it holds nothing.
    fields = {
        normal_name(str(name)): value for name, value in reversed(list(record.items())) if value not in ("", None)
    }
    external_id = _first(fields, _ID)
    url = _first(fields, _URL)
    if url is None and external_id and external_id.startswith(("http://", "https://")):
        url = external_id
    return Draft(
        place=place,
        title=without_markup(_first(fields, _TITLE, nothing=frozenset()) or ""),
        text=_text(fields),
        url=url,
        published=_first(fields, _PUBLISHED),
        source=_source(fields),
        language=_language(fields),
        external_id=external_id,
    )


def _kind(value: object) -> str:
    kinds = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")


def _first(fields: Mapping[str, object], names: list[str], nothing: frozenset[str] = _EMPTY) -> str | None:
    """The first of the named fields that holds something."""
    for name in names:
        if name in fields:
            text = as_text(fields[name], between=" ")
            if text and text.lower() not in nothing:
                return text
    return None


def as_text(value: object, *, between: str = "\n\n", depth: int = 0) -> str:
    """A field's value as text: numbers as written, lists joined, of an object its name or its text."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or depth > _DEEPEST:
        return ""
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, list):
        return between.join(filter(None, (as_text(item, between=between, depth=depth + 1) for item in value)))
    if isinstance(value, Mapping):
        inner = (as_text(value.get(name), between=between, depth=depth + 1) for name in _INSIDE)
        return next(filter(None, inner), "")
    return ""


def _number(value: float | Decimal) -> str:
    try:
        if not math.isfinite(value):
            return ""
        return str(int(value)) if value == int(value) else str(value)
    except (ValueError, OverflowError):  # more digits than an id or a date has
        return ""


def _text(fields: Mapping[str, object]) -> str:
    whole = [text for name in _TEXT if name in fields and (text := as_text(fields[name]))]
    summary = without_markup(_first(fields, _SUMMARY) or "")
    for text in whole:
        if not text.endswith(" chars]") or not _SNIPPET.search(text):
            return without_markup(text)
    if not whole:
        return summary
    begun = without_markup(_SNIPPET.sub("", whole[0])).strip()
    finished = _LAST_SENTENCE.match(begun)
    # The text is cut inside a sentence. What is whole of it serves where it says more than the summary.
    if finished and clean_line(summary) in clean_line(finished[0]):
        return finished[0]
    return summary or f"{begun}…"


def _source(fields: Mapping[str, object]) -> str | None:
    name = _first(fields, _SOURCE)
    return outlet_from_url(name) if name and name.startswith(("http://", "https://")) else name


def _language(fields: Mapping[str, object]) -> str | None:
    code = _first(fields, _LANGUAGE)
    return code.replace("_", "-") if code and _CODE.fullmatch(code) else None
