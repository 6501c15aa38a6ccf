"""The tables of the news. The migrations in `index/migrations` make them; the two are compared in the tests."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time in UTC, on databases with and without time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Refuse naive times: they are a mistake in the calling code."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time was about to be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """SQLite gives times back naive."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# What a table is told of that has one row from the first moment on, laid down by its migration.
BEGINS_WITH_A_ROW = "begins with a row"

# SQLite counts rows only in a column of exactly this type.
Id = BigInteger().with_variant(Integer, "sqlite")

articles = Table(
    "articles",
    metadata,
    Column("id", Id, primary_key=True),
    Column("external_id", String(500)),
    Column("url", Text),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("source", String(200), index=True),
    Column("language", String(35)),
    Column("published", UtcDateTime, index=True),
    Column("added", UtcDateTime, nullable=False, index=True),
    Column("content_hash", String(64), nullable=False, index=True),
    Column("story_id", Id, ForeignKey("stories.id"), index=True),
    # The article that this one is a near copy of: another source of it, without passages. See `index.articles.copies`.
    Column("copy_of", Id, index=True),
    # The feed that it came from; stays when the feed is removed.
    Column("feed_id", Id, index=True),
    # What the feed says, where `text` is from the page; `content_hash` is that of what the feed or file says.
    Column("teaser", Text),
    sqlite_autoincrement=True,
)

# Every name an article is known by: its canonical address, its id within its origin, its content.
article_keys = Table(
    "article_keys",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("article_id", Id, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
)

# What near copies have in common: articles that share a band are compared. Copies have none.
copy_bands = Table(
    "copy_bands",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", Id, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

# A passage is a span of its article's text; `start` = `stop` is the title alone.
passages = Table(
    "passages",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article_id", Id, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    Column("content_hash", LargeBinary(16), nullable=False, index=True),
    sqlite_autoincrement=True,
)

models = Table(
    "models",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(500), nullable=False),
    Column("fingerprint", String(64), nullable=False, unique=True),
    Column("dimension", Integer, nullable=False),
)

# Keyed by what was embedded, so a text that comes again is not embedded again. float16, little-endian, unit length.
vectors = Table(
    "vectors",
    metadata,
    Column("content_hash", LargeBinary(16), primary_key=True),
    Column("model_id", Integer, ForeignKey("models.id"), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

stories = Table(
    "stories",
    metadata,
    Column("id", Id, primary_key=True),
    Column("first", UtcDateTime, nullable=False),
    Column("last", UtcDateTime, nullable=False, index=True),
    sqlite_autoincrement=True,
)

# The stories that turned out to be the same event as another one, and the one that they are part of now. See
# `index.stories.merging`.
merged_stories = Table(
    "merged_stories",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("story_id", Id, ForeignKey("stories.id", ondelete="CASCADE"), nullable=False, index=True),
)

# The articles whose copy in the passage index is not yet what the tables say, in the order of their last change.
# `removed` stays as a trace of an article that is gone.
changes = Table(
    "changes",
    metadata,
    Column("article_id", Id, primary_key=True, autoincrement=False),
    Column("sequence", BigInteger, nullable=False, unique=True),
    Column("removed", Boolean, nullable=False),
)

# One row: `generation` names this database's history, `last_change` is the newest sequence in `changes`.
state = Table(
    "state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("generation", String(32), nullable=False),
    Column("last_change", BigInteger, nullable=False),
    info={BEGINS_WITH_A_ROW: True},
)

Index("ix_passages_article_position", passages.c.article_id, passages.c.position, unique=True)

# What is read again and again. `origin` names a feed's articles and stays when the feed moves; `interval` is seconds.
feeds = Table(
    "feeds",
    metadata,
    Column("id", Id, primary_key=True),
    Column("url", String(2000), nullable=False, unique=True),
    Column("origin", String(2010), nullable=False),
    Column("title", Text),
    Column("site", Text),
    Column("folder", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", String(64)),
    Column("next_check", UtcDateTime, nullable=False, index=True),
    Column("interval", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("last_error", Text),
    Column("error_values", JSON(none_as_null=True)),  # what goes into that sentence
    Column("retired", Boolean, nullable=False),
    Column("added", UtcDateTime, nullable=False),
    Column("checked", UtcDateTime),
    # When the full text is taken from an article's page; how many days and articles to keep, NULL: as the settings say.
    Column("pages", String(10), nullable=False, server_default="auto"),
    Column("keep_days", Integer),
    Column("keep_articles", Integer),
    sqlite_autoincrement=True,
)

# Pages that are still to be fetched for the full texts of their articles.
pages = Table(
    "pages",
    metadata,
    Column("article_id", Id, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("url", Text, nullable=False),
    Column("due", UtcDateTime, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
)

# The processes that share this database; `seen` is by the database's clock. What one that is seen no more had claimed
# is free for others.
processes = Table(
    "processes",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("machine", String(255), nullable=False),
    Column("seen", UtcDateTime, nullable=False),
)

# What one process alone works on at the moment, such as the feeds of a host.
claims = Table(
    "claims",
    metadata,
    Column("name", String(300), primary_key=True),
    Column("holder", String(64), nullable=False),
)

# How many records of files are imported, as long as their import has not come to the end. `modified` is in nanoseconds.
imports = Table(
    "imports",
    metadata,
    Column("path", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("modified", BigInteger, nullable=False),
    Column("records", BigInteger, nullable=False),
)
