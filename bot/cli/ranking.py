"""A ranking as it is printed: a table for people, JSON and TREC's run format for programs."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.cli.ask import as_plain

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from index.search.search import RankedArticle

RUN_NAME = "newsdesk"
PASSAGE_SHOWN = 160  # characters of the best passage


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"
    TREC = "trec"


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was found for a query, best first, and the texts of its passages by id."""

    number: str
    query: str
    found: "tuple[RankedArticle, ...]"
    texts: Mapping[int, str]


def ranking_lines(ranking: Ranking, form: Format, *, named: bool) -> Iterator[str]:
    """The lines to print; a table says which query it answers when it is `named`."""
    if form is Format.TREC:
        yield from trec_lines(ranking)
    elif form is Format.JSON:
        yield json.dumps(_as_json(ranking), ensure_ascii=False, default=as_plain)
    else:
        if named:
            yield f"{ranking.number}: {ranking.query}"
        yield from _table_lines(ranking) if ranking.found else ["Nothing found."]


def trec_lines(ranking: Ranking) -> Iterator[str]:
    """A run in the format of trec_eval; a document is named by its id or, without one, its address."""
    number = _one_word(ranking.number)
    for rank, found in enumerate(ranking.found, start=1):
        article = found.article
        document = _one_word(article.external_id or article.url or f"article-{article.article_id}")
        yield f"{number} Q0 {document} {rank} {found.score:.6f} {RUN_NAME}"


def _one_word(name: str) -> str:
    return "_".join(name.split())


def _as_json(ranking: Ranking) -> dict[str, object]:
    articles = [_article_as_json(found, ranking.texts) for found in ranking.found]
    return {"id": ranking.number, "query": ranking.query, "articles": articles}


def _article_as_json(found: "RankedArticle", texts: Mapping[int, str]) -> dict[str, object]:
    article = found.article
    return {
        "id": article.external_id,
        "url": article.url,
        "title": article.title,
        "source": article.source,
        "published": article.published,
        "score": round(found.score, 6),
        "arms": {arm: round(score, 6) for arm, score in found.arms.items()},
        "passages": [
            {"text": texts.get(p.passage_id, ""), "cosine": round(p.cosine, 6), "words": round(p.words, 6)}
            for p in found.passages
        ],
    }


def _table_lines(ranking: Ranking) -> Iterator[str]:
    from rich.console import Console

    console = Console(markup=False, highlight=False, emoji=False)
    table = _table(ranking)
    with console.capture() as capture:
        # A line for a program is as long as it needs to be.
        console.print(table, width=None if console.is_terminal else console.measure(table).maximum, crop=False)
    yield from (line.rstrip() for line in capture.get().splitlines())


def _table(ranking: Ranking) -> "Table":
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in ("score", "published", "outlet"):
        table.add_column(name, justify="right" if name == "score" else "left", no_wrap=True)
    table.add_column("headline and passage")
    for found in ranking.found:
        published = f"{found.article.published:%Y-%m-%d}" if found.article.published else "–"
        shown = _headline_and_passage(found, ranking.texts)
        table.add_row(f"{found.score:.3f}", published, found.article.source or "–", shown)
    return table


def _headline_and_passage(found: "RankedArticle", texts: Mapping[int, str]) -> "Text":
    from rich.text import Text

    from index.articles.article import shortened

    title = found.article.title
    text = Text(title, "bold")
    best = next((texts[p.passage_id] for p in found.passages if p.passage_id in texts), "")
    if best not in ("", title):
        text.append(f"\n{shortened(' '.join(best.split()), PASSAGE_SHOWN)}", "not bold dim")
    return text
