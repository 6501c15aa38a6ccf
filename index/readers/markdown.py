"""Markdown: perhaps front matter, a title, and a text without its markup."""

import dataclasses
import re

from index.readers.draft import Broken, Drafts, Source
from index.readers.encoding import DAMAGED, decode
from index.readers.fields import draft_of
from index.readers.markup import plain_text

MAX_MARKDOWN = 1 << 18  # bytes, about 40,000 words; the parser takes minutes for a megabyte of brackets

_FRONT = re.compile(r"\s*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"([A-Za-z][\w -]*):[ \t]+(.+)")
_HEADING = re.compile(r"\s*(?:#[ \t]+(.+?)[ \t#]*(?:\n|\Z)|(\S.*)\n=+[ \t]*(?:\n|\Z))")


def read_markdown(source: Source) -> Drafts:
    """The article, named by its file so that a later version takes its place."""
    text, whole = decode(source.read_whole(MAX_MARKDOWN), source.encoding)
    fields, body = _front_matter(text.replace("\r\n", "\n").replace("\r", "\n"))
    heading = _HEADING.match(body)
    if heading:
        fields.setdefault("title", _rendered(heading[1] or heading[2]))
        body = body[heading.end() :]
    draft = draft_of({**fields, "text": ""}, "")
    if not isinstance(draft, Broken):
        draft = dataclasses.replace(
            draft,
            text=_rendered(body),
            external_id=draft.external_id or source.name,
            notes=() if whole else (DAMAGED,),
        )
    yield draft


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The lines `key: value` between two rules at the beginning, and what follows."""
    front = _FRONT.match(text)
    if front is None:
        return {}, text
    pairs = (match for line in front[1].split("\n") if (match := _KEY.fullmatch(line.rstrip())))
    return {match[1]: match[2].strip("\"' ") for match in pairs}, text[front.end() :]


def _rendered(markdown: str) -> str:
    from markdown_it import MarkdownIt  # slow to import, and needed for this format only

    return plain_text(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown))
