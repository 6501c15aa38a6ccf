"""The methods and types of the Bot API, read from the condensed table beside this file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("schema.json")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a method or a field of a type."""

    kinds: tuple[str, ...]
    required: bool
    constant: str | None


@dataclass(frozen=True, slots=True)
class Method:
    """A method: what it returns and what it takes."""

    returns: tuple[str, ...]
    parameters: Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Kind:
    """A type: its fields, or the types that it may stand for."""

    fields: Mapping[str, Field]
    subtypes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """All methods and types by name."""

    version: str
    methods: Mapping[str, Method]
    kinds: Mapping[str, Kind]


@cache
def bot_api() -> Schema:
    """The table, read once."""
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    return Schema(
        version=table["version"],
        methods={
            name: Method(tuple(returns.split("|")), _fields(parameters))
            for name, (returns, parameters) in table["methods"].items()
        },
        kinds={
            name: Kind({}, tuple(entry)) if isinstance(entry, list) else Kind(_fields(entry), ())
            for name, entry in table["types"].items()
        },
    )


def _fields(entries: Mapping[str, str]) -> dict[str, Field]:
    return {name: _field(notation) for name, notation in entries.items()}


def _field(notation: str) -> Field:
    required = notation.endswith("!")
    kinds, _, constant = notation.removesuffix("!").partition("=")
    return Field(tuple(kinds.split("|")), required, constant or None)
