"""Days and times as options of the command line."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from index.question.window import Window

HOW = "write it like 2025-07-09 or 2025-07-09T14:30"


def now_utc() -> datetime:
    """The real time."""
    return datetime.now(UTC)


def moment(text: str) -> datetime:
    """A day or a time as people write it, in UTC; a day means its beginning."""
    from index.articles.dates import parse_date
    from index.errors import InputError

    try:
        return parse_date(text, now=now_utc())
    except InputError:
        raise typer.BadParameter(f"{text!r} is not a day or a time; {HOW}") from None


def end(text: str) -> datetime:
    """The same for the end of a span: a day alone belongs to it."""
    given = moment(text)
    return given if ":" in text else given + timedelta(days=1)


def window(since: datetime | None, until: datetime | None) -> "Window | None":
    """The window that the two options describe, None without either."""
    from index.question.window import Window

    if since is None and until is None:
        return None
    if since is not None and until is not None and until <= since:
        raise typer.BadParameter("--since lies after --until")
    return Window(since, until)


Since = Annotated[
    datetime | None,
    typer.Option(
        parser=moment, metavar="DAY", show_default=False, help="Only news from this day or time on, such as 2025-07-09."
    ),
]
Until = Annotated[
    datetime | None,
    typer.Option(parser=end, metavar="DAY", show_default=False, help="Only news up to this time or the day's end."),
]
Now = Annotated[
    datetime | None,
    typer.Option(parser=moment, metavar="DAY", show_default=False, help="Do as if it were this day or time."),
]
