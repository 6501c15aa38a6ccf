"""Condense a machine-readable description of the Bot API to the bare table that the double checks requests against.

    python -m tests.botapi.condense telegram-bot-api.json > tests/botapi/schema.json

A method is a pair of what it returns and its parameters, a type is a map of its fields or a list of its subtypes. A
parameter or field is written as its types joined by `|`, then `=constant` where it has one value only, then `!` where
it is required. No descriptions are kept.
"""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

CONSTANT = re.compile(r'(?:always|must be) ["“]?([a-z0-9_]+)["”]?$')


def condense(document: Mapping[str, Any]) -> dict[str, Any]:
    """The table: the version, the methods and the types, in the order of the description."""
    return {
        "version": document["version"].removeprefix("Bot API "),
        "methods": {
            name: ["|".join(method["returns"]), {field["name"]: notation(field) for field in method.get("fields", [])}]
            for name, method in document["methods"].items()
        },
        "types": {
            name: kind["subtypes"]
            if kind.get("subtypes")
            else {field["name"]: notation(field) for field in kind.get("fields", [])}
            for name, kind in document["types"].items()
        },
    }


def notation(field: Mapping[str, Any]) -> str:
    """A parameter or field as `Integer|String!` or `String=article!`."""
    text = "|".join(field["types"])
    constant = CONSTANT.search(field["description"])
    if constant is not None and field["types"] == ["String"]:
        text += f"={constant[1]}"
    return text + ("!" if field["required"] else "")


def render(table: Mapping[str, Any]) -> str:
    """The table as JSON with one method or type a line, so that a change shows as the lines it touches."""
    parts = [f'"version": {json.dumps(table["version"])}']
    for section in ("methods", "types"):
        lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in table[section].items()]
        parts.append(f'"{section}": {{\n' + ",\n".join(lines) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    sys.stdout.write(render(condense(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))))
