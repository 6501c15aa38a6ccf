"""`newsdesk search`: ranked articles, for people and for programs that measure."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import Options, clock, moment, open_desk, say_when_waiting, window

if TYPE_CHECKING:
    from index.search import RankedArticle

RUN_NAME = "newsdesk"


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"
    TREC = "trec"


def search(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(help="What to search for.", show_default=False)] = None,
    most: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many articles.")] = 10,
    form: Annotated[Format, typer.Option("--format", help="How to print them.")] = Format.TABLE,
    queries: Annotated[
        Path | None,
        typer.Option(help="A file with a line `id<TAB>query` or `id<TAB>query<TAB>now` for each search."),
    ] = None,
    since: Annotated[str | None, typer.Option(help="Only news from this day or time on.")] = None,
    until: Annotated[str | None, typer.Option(help="Only news up to this day or time.")] = None,
    source: Annotated[str | None, typer.Option(help="Only news of this outlet.")] = None,
    now: Annotated[str | None, typer.Option(help="Search as if it were this day or time.")] = None,
) -> None:
    """Search the articles by words and by meaning, best first."""
    if (query is None) == (queries is None):
        raise typer.BadParameter("give either a query or --queries FILE")
    options: Options = context.obj
    wanted = [("1", query, clock(now))] if query is not None else list(read_queries(queries or Path(), clock(now)))
    with open_desk(options.settings()) as desk:
        say_when_waiting(desk.newsdesk)
        found = (
            (number, asked, desk.newsdesk.search(asked, now=at, most=most, window=window(since, until), outlet=source))
            for number, asked, at in wanted
        )
        for line in _lines(found, form, alone=query is not None):
            sys.stdout.write(line + "\n")


def read_queries(path: Path, now: datetime) -> Iterator[tuple[str, str, datetime]]:
    """(id, query, clock) of each line; InputError names the line that is none."""
    from index.errors import InputError

    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                parts = line.rstrip("\r\n").split("\t")
                if len(parts) == 1 and not parts[0].strip():
                    continue
                if len(parts) not in (2, 3) or not parts[0].strip():
                    raise InputError(f"{path}, line {number}: it is not `id<TAB>query` or `id<TAB>query<TAB>now`.")
                yield parts[0].strip(), parts[1], moment(parts[2]) if len(parts) == 3 and parts[2].strip() else now
    except OSError as error:
        raise InputError(f"The file {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise InputError(f"The file {path} is not text in UTF-8.") from None


def _lines(found: Iterable[tuple[str, str, "list[RankedArticle]"]], form: Format, *, alone: bool) -> Iterator[str]:
    for number, asked, ranked in found:
        if form is Format.TREC:
            yield from trec_lines(number, ranked)
        elif form is Format.JSON:
            yield json.dumps(
                {"id": number, "query": asked, "articles": [_as_json(r) for r in ranked]}, ensure_ascii=False
            )
        else:
            if not alone:
                yield f"{number}: {asked}"
            yield from _table(ranked)


def trec_lines(number: str, ranked: "list[RankedArticle]") -> Iterator[str]:
    """A run in the format of trec_eval; a document is named by its id or, without one, its address."""
    for rank, r in enumerate(ranked, start=1):
        document = r.article.external_id or r.article.url or f"article-{r.article.article_id}"
        yield f"{number} Q0 {'_'.join(document.split())} {rank} {r.score:.6f} {RUN_NAME}"


def _as_json(ranked: "RankedArticle") -> dict[str, object]:
    article = ranked.article
    return {
        "id": article.external_id,
        "url": article.url,
        "title": article.title,
        "source": article.source,
        "published": article.published.astimezone(UTC).isoformat() if article.published else None,
        "score": round(ranked.score, 6),
        "arms": {arm: round(score, 6) for arm, score in ranked.arms.items()},
        "passages": [
            {"passage_id": p.passage_id, "cosine": round(p.cosine, 6), "words": round(p.words, 6)}
            for p in ranked.passages
        ],
    }


def _table(ranked: "list[RankedArticle]") -> Iterator[str]:
    from rich.console import Console
    from rich.table import Table

    if not ranked:
        yield "Nothing found."
        return
    table = Table(box=None, pad_edge=False)
    for name in ("score", "published", "outlet", "headline"):
        table.add_column(name, justify="right" if name == "score" else "left", no_wrap=name != "headline")
    for r in ranked:
        published = f"{r.article.published:%Y-%m-%d}" if r.article.published else "–"
        table.add_row(f"{r.score:.3f}", published, r.article.source or "–", r.article.title, style=None)
    console = Console(markup=False, highlight=False)
    with console.capture() as capture:
        console.print(table)
    yield capture.get().rstrip("\n")
