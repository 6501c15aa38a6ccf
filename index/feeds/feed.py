"""A feed as it is kept: what to ask for, when to ask again, and what went wrong the last time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from urllib.parse import urlsplit

from config import NewsdeskError


class Pages(Enum):
    """When the full text is taken from the page of an article: where the feed gives a teaser only, always, never."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed. `origin` names its articles and stays as it is when the feed moves to another address.

    `error_values` go into the sentence `last_error`; `trouble` is both. `keep_days` and `keep_articles` are None where
    the settings decide.
    """

    feed_id: int
    url: str
    origin: str
    title: str | None
    site: str | None
    folder: str | None
    etag: str | None
    last_modified: str | None
    body_hash: str | None
    next_check: datetime
    interval: timedelta
    failures: int
    last_error: str | None
    error_values: Mapping[str, str | int] | None
    retired: bool
    added: datetime
    checked: datetime | None = None
    pages: Pages = Pages.AUTO
    keep_days: int | None = None
    keep_articles: int | None = None

    @property
    def trouble(self) -> NewsdeskError | None:
        """What went wrong the last time."""
        return NewsdeskError(self.last_error, **self.error_values or {}) if self.last_error else None

    @property
    def host(self) -> str:
        """The server that is asked."""
        return urlsplit(self.url).hostname or ""
