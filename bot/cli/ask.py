"""`newsdesk ask`: one question, one answer."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from bot.cli.options import Options, open_desk, say_when_waiting
from bot.cli.times import Now, Since, Until, now_utc, window

Outlet = Annotated[
    str | None, typer.Option(metavar="OUTLET", show_default=False, help="Only news of this outlet, such as Reuters.")
]


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="The question, in quotes.")],
    since: Since = None,
    until: Until = None,
    source: Outlet = None,
    now: Now = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON, for programs.")] = False,
) -> None:
    """Answer a question as people see it: quoted sentences with their sources, then headlines."""
    options: Options = context.obj
    settings = options.settings()
    span = window(since, until)
    with open_desk(settings) as desk:
        say_when_waiting(desk.newsdesk)
        answer = desk.newsdesk.ask(question, now=now or now_utc(), window=span, outlet=source)
    if as_json:
        document = {"answered": answer.answered, "answer": " ".join(q.text for q in answer.quotes), **asdict(answer)}
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, default=as_plain) + "\n")
        return
    from bot.cli.answers import show_answer

    show_answer(answer, settings)


def as_plain(value: Any) -> str:
    """A time as JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    raise TypeError(f"{type(value).__name__} has no JSON form")
