"""Markup to plain text."""

import html
import re

_BLOCKS = frozenset(
    """address article aside blockquote br caption center dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6
    header hr li main nav ol p pre section table td th tr ul""".split()
)
_UNSEEN = frozenset(["head", "iframe", "noscript", "script", "style", "svg", "template", "title"])
_TAG = re.compile(r"</[a-z][a-z0-9]*\s*>|<(?:br|hr|p|img)\b[^<>]*>", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<(?:p|br|div|li|td|h[1-6])\b", re.IGNORECASE)
_WHITE = re.compile(r"\s+")
_ENTITY = re.compile(r"&(?:[a-z]{2,10}|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)


def without_markup(text: str) -> str:
    """`text` as it reads, whether it was written as HTML or not."""
    if "<" in text and _TAG.search(text):
        return plain_text(text)
    return html.unescape(text) if "&" in text and _ENTITY.search(text) else text


def plain_text(markup: str) -> str:
    """The text of an HTML fragment, an empty line between its paragraphs. However deep or broken, it ends."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    from lxml import etree  # slow to import, and not needed for plain files

    parser = etree.HTMLParser(target=_Text(_PARAGRAPH.search(markup) is None), encoding="utf-8")
    text: str = etree.fromstring(markup.replace("\x00", "").encode("utf-8", "replace"), parser)
    return text


class _Text:
    """Takes what the parser finds, in order. Ends of lines mean something only where no tag parts paragraphs."""

    def __init__(self, lines_matter: bool) -> None:
        self._lines_matter = lines_matter
        self._pieces: list[str] = []
        self._unseen: list[str] = []

    def start(self, tag: str, _: object) -> None:
        if tag in _UNSEEN:
            self._unseen.append(tag)
        elif tag in _BLOCKS:
            self._pieces.append("\n" if tag == "br" else "\n\n")

    def end(self, tag: str) -> None:
        if self._unseen and tag == self._unseen[-1]:
            self._unseen.pop()
        elif tag in _BLOCKS and tag != "br":
            self._pieces.append("\n\n")

    def data(self, text: str) -> None:
        if not self._unseen:
            self._pieces.append(text if self._lines_matter else _WHITE.sub(" ", text))

    def comment(self, _: str) -> None:
        """A comment is not text."""

    def close(self) -> str:
        return "".join(self._pieces).strip()
