"""`newsdesk search`: ranked articles and passages, for people and for programs that measure."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.ask import Outlet
from bot.cli.complaints import Complaints
from bot.cli.options import Options, open_desk, say_when_waiting
from bot.cli.ranking import Format, Ranking, ranking_lines
from bot.cli.times import Now, Since, Until, now_utc, window

if TYPE_CHECKING:
    from bot.cli.queries import Query


def search(
    context: typer.Context,
    query: Annotated[
        str | None, typer.Argument(metavar="QUERY", help="What to search for.", show_default=False)
    ] = None,
    most: Annotated[int, typer.Option("-k", metavar="NUMBER", min=1, max=1000, help="How many articles.")] = 10,
    form: Annotated[Format, typer.Option("--format", help="How to print them.")] = Format.TABLE,
    queries: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            show_default=False,
            help="Many searches in one run: a line `id<TAB>query` or `id<TAB>query<TAB>now` for each.",
        ),
    ] = None,
    since: Since = None,
    until: Until = None,
    source: Outlet = None,
    now: Now = None,
) -> None:
    """Search the articles by words and by meaning, best first.

    In the format trec the document is the article's id, or its address where it has none.
    """
    if (query is None) == (queries is None):
        raise typer.BadParameter("give either a query or --queries FILE")
    options: Options = context.obj
    span, clock = window(since, until), now or now_utc()
    wanted = _wanted(query, queries, clock)
    with open_desk(options.settings()) as desk:
        say_when_waiting(desk.newsdesk)
        for asked in wanted:
            found = desk.newsdesk.search(asked.text, now=asked.now or clock, most=most, window=span, outlet=source)
            texts = desk.newsdesk.passage_texts([p.passage_id for r in found for p in r.passages])
            ranking = Ranking(asked.number, asked.text, tuple(found), texts)
            for line in ranking_lines(ranking, form, named=queries is not None):
                sys.stdout.write(line + "\n")


def _wanted(query: str | None, queries: Path | None, now: datetime) -> "list[Query]":
    from bot.cli.queries import Query, read_queries
    from index.errors import InputError

    if queries is None:
        return [Query("1", query or "")]
    complaints = Complaints()
    wanted: list[Query] = []
    for read in read_queries(queries, now):
        if isinstance(read, Query):
            wanted.append(read)
        else:
            complaints.hear(read)
    complaints.close()
    if not wanted:
        raise InputError(f"The file {queries} holds no query that could be asked.")
    return wanted
