"""JSON lines: one object on each line."""

import dataclasses
import json

from index.readers.draft import Broken, Draft, Drafts, Source
from index.readers.encoding import DAMAGED
from index.readers.fields import draft_of
from index.readers.lines import TOO_LONG, Line, read_lines

TOO_DEEP = "its JSON is nested too deeply"
_LONGEST_NUMBER = 18  # digits; more than that is a name and no number


def read_jsonl(source: Source) -> Drafts:
    """One draft a line; a line that is broken costs no other."""
    for line in read_lines(source):
        if line.text is None or line.text.strip():
            yield _draft(line)


def whole_number(digits: str) -> int | str:
    """A number of JSON; one of very many digits stays as it is written."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


# Control characters inside a text are not JSON, but often there, and make_article takes them out.
decoder = json.JSONDecoder(strict=False, parse_int=whole_number)


def _draft(line: Line) -> Draft | Broken:
    place = f"line {line.number}"
    if line.text is None:
        return Broken(place, TOO_LONG)
    try:
        record = decoder.decode(line.text)
    except RecursionError:
        return Broken(place, TOO_DEEP)
    except json.JSONDecodeError as error:
        return Broken(place, f"this is not JSON ({error.msg})")
    draft = draft_of(record, place)
    return draft if line.whole or isinstance(draft, Broken) else dataclasses.replace(draft, notes=(DAMAGED,))
