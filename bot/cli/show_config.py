"""`newsdesk config`: every setting, its value, its meaning."""

import json
import sys
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from bot.cli.options import Options


def show_config(context: typer.Context) -> None:
    """Print the settings in force, secrets masked, as a settings file that could be used."""
    from config import ENVIRONMENT_PREFIX, Settings

    options: Options = context.obj
    settings = options.settings()
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        sys.stdout.write(f"# {field.description} ({ENVIRONMENT_PREFIX}{name.upper()})\n{_line(name, value)}\n\n")


def _line(name: str, value: object) -> str:
    if value is None:
        return f"# {name} ="
    from pydantic import SecretStr

    if isinstance(value, SecretStr):
        return f'# {name} = "{value}"'
    return f"{name} = {_as_toml(value)}"


def _as_toml(value: object) -> str:
    """Strings of TOML are escaped like those of JSON, and one character more."""
    plain = value if isinstance(value, bool | int | float) else str(value)
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")
