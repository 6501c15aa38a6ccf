"""JSON Feed: one object with an array of items, and what they have in common beside it."""

import dataclasses
import json

from index.errors import InputError
from index.readers.draft import Broken, Drafts, Source
from index.readers.encoding import decode
from index.readers.fields import as_text, draft_of
from index.readers.jsonl import TOO_DEEP, decoder


def read_json_feed(source: Source) -> Drafts:
    """One draft an item, from the outlet and in the language that the feed names."""
    text, _ = decode(source.read_whole(), source.encoding)
    try:
        feed = decoder.decode(text)
    except RecursionError:
        raise InputError(TOO_DEEP) from None
    except json.JSONDecodeError as error:
        raise InputError(f"this is not JSON (line {error.lineno}: {error.msg})") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise InputError("this JSON Feed has no list of items")
    for number, item in enumerate(items, start=1):
        draft = draft_of(item, f"entry {number}")
        if not isinstance(draft, Broken):
            draft = dataclasses.replace(
                draft,
                source=draft.source or as_text(feed.get("title")),
                language=draft.language or as_text(feed.get("language")),
            )
        yield draft
