"""Every catalogue has every text of the interface, as it stands in the sources, whole and with its placeholders."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from bot.conversation.registry import COMMANDS
from bot.translation import CATALOGUES, LANGUAGES

ROOT = Path(__file__).parents[2]
ERRORS = ("InputError", "AddressError", "BodyError", "FetchError")
KEYWORDS = DEFAULT_KEYWORDS | dict.fromkeys(("translatable", *ERRORS))
TRANSLATED = LANGUAGES[1:]
COMMAND = re.compile(r"/[a-z]{3,}(?: (?:add|remove|list|off|here|invite|daily|zone|quiet)\b)?")


@cache
def mappings() -> tuple[tuple[str, str], ...]:
    tables = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    return tuple((table["pattern"], table["method"]) for table in tables)


@cache
def texts() -> dict[str, tuple[str, ...]]:
    """The texts in the sources: by the first form, all forms."""
    found: dict[str, tuple[str, ...]] = {}
    for folder in ("bot", "index"):
        patterns = [(pattern.removeprefix(f"{folder}/"), m) for pattern, m in mappings() if pattern.startswith(folder)]
        for _file, _line, text, _comments, _context in extract_from_dir(ROOT / folder, patterns, keywords=KEYWORDS):
            forms = (text,) if isinstance(text, str) else tuple(text)
            found[forms[0]] = max(found.get(forms[0], ()), forms, key=len)
    return found


@cache
def catalogue(language: str) -> Catalog:
    with (CATALOGUES / language / "LC_MESSAGES" / "newsdesk.po").open("rb") as file:
        return read_po(file, locale=language)


def entries(language: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], Message]]:
    for message in catalogue(language):
        if message.id:
            forms = (message.id,) if isinstance(message.id, str) else tuple(message.id)
            told = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            yield forms, told, message


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_there_is_a_catalogue_for_each_language_and_no_other() -> None:
    assert {path.name for path in CATALOGUES.iterdir()} == set(TRANSLATED)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_there_and_nothing_else(language: str) -> None:
    assert {forms[0]: forms for forms, _, _ in entries(language)} == texts(), "see docs/translating.md"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_and_none_is_a_guess(language: str) -> None:
    for forms, told, message in entries(language):
        assert all(told), forms
        assert not message.fuzzy, forms
        assert len(told) == (1 if len(forms) == 1 else catalogue(language).num_plurals), forms
        assert catalogue(language).locale == Locale.parse(language)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_has_the_placeholders_and_commands_of_its_text(language: str) -> None:
    for forms, told, _message in entries(language):
        for text in told:
            assert placeholders(text) <= placeholders(forms[-1]), text
            assert set(COMMAND.findall(text)) == set(COMMAND.findall(forms[-1])), text
        assert placeholders(told[-1]) == placeholders(forms[-1]), told
        assert all(text == text.strip() and "  " not in text for text in told), told


@pytest.mark.parametrize("language", TRANSLATED)
def test_descriptions_of_commands_fit_telegrams_menu(language: str) -> None:
    translated = {forms[0]: told[0] for forms, told, _ in entries(language)}
    assert all(len(translated[command.description]) <= 256 for command in COMMANDS)


def test_errors_that_people_see_can_be_translated() -> None:
    """Their sentences are plain texts with placeholders: what is put together before cannot be looked up."""
    for pattern, method in mappings():
        for path in ROOT.glob(pattern.replace("**.py", "**/*.py")) if method == "python" else ():
            if path.is_relative_to(ROOT / "bot" / "cli"):
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS:
                    passed_on = ast.unparse(node.args[0]) == "error.message"
                    assert passed_on or isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}"
