"""`newsdesk ask`: one question, one answer."""

import json
import sys
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

import typer

from bot.cli.options import Options, clock, open_desk, say_when_waiting, window


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="The question, in quotes.")],
    since: Annotated[str | None, typer.Option(help="Only news from this day or time on.")] = None,
    until: Annotated[str | None, typer.Option(help="Only news up to this day or time.")] = None,
    source: Annotated[str | None, typer.Option(help="Only news of this outlet.")] = None,
    now: Annotated[str | None, typer.Option(help="Answer as if it were this day or time.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON, for programs.")] = False,
) -> None:
    """Answer a question as people see it: quoted sentences with their sources, then headlines."""
    options: Options = context.obj
    settings = options.settings()
    asked = clock(now)
    with open_desk(settings) as desk:
        say_when_waiting(desk.newsdesk)
        answer = desk.newsdesk.ask(question, now=asked, window=window(since, until), outlet=source)
    if as_json:
        document = {"answered": answer.answered, "answer": " ".join(q.text for q in answer.quotes), **asdict(answer)}
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, default=_plain) + "\n")
        return
    from bot.rendering.console import show_answer

    show_answer(answer, settings)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    raise TypeError(f"{type(value).__name__} has no JSON form")
