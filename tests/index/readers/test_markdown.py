from datetime import UTC, datetime

import pytest

from tests.index.readers.conftest import ReadFile, only_article, refusals

TEXT = """
The *port* of **Vell** [opened](https://harbour.example/gates "gates") on
Monday &mdash; `at last`. ![crane](crane.png)

## The crews

- Forty ships
- Nine days

> "We are glad," they said.

| ship | cargo |
|------|-------|
| Ann  | grain |
"""
PLAIN = (
    "The port of Vell opened on Monday — at last.\n\nThe crews\n\nForty ships\n\nNine days\n\n"
    '"We are glad," they said.\n\nship\n\ncargo\n\nAnn\n\ngrain'
)


def test_the_heading_is_the_title(read: ReadFile) -> None:
    article = only_article(read("strike.md", f"# Strike at *Vell* ends #\n{TEXT}"))
    assert article.title == "Strike at Vell ends"
    assert article.text == PLAIN
    assert article.external_id == "strike.md"


def test_an_underlined_heading_is_one_too(read: ReadFile) -> None:
    assert only_article(read("strike.md", f"Strike at Vell ends\n=====\n{TEXT}")).title == "Strike at Vell ends"


def test_front_matter(read: ReadFile) -> None:
    front = """---
title: "Strike: the end"
date: 2025-03-01 10:00
source: Harbour Post
url: https://harbour.example/strike
language: en
tags:
  - ports
---
"""
    article = only_article(read("strike.md", front + "# Strike at Vell ends\n" + TEXT))
    assert article.title == "Strike: the end"
    assert article.published == datetime(2025, 3, 1, 10, tzinfo=UTC)
    assert (article.source, article.url, article.language) == ("Harbour Post", "https://harbour.example/strike", "en")
    assert article.text == PLAIN


def test_a_text_without_heading(read: ReadFile) -> None:
    article = only_article(read("strike.md", "---\n\nThe port of Vell opened on Monday. All is well.\r\n"))
    assert article.title == "The port of Vell opened on Monday."


@pytest.mark.parametrize("content", ["[" * 20_000, "*a " * 20_000, ">" * 100_000 + "a", "- " * 60_000 + "a"])
def test_hostile_markup_ends(read: ReadFile, content: str) -> None:
    assert len(read("strike.md", content)) == 1


def test_a_long_file_is_refused(read: ReadFile) -> None:
    assert refusals(read("strike.md", "# Long\n" + "word " * 60_000)) == [
        "strike.md: it has more than 256 KB, the most that a file of this kind may have"
    ]
