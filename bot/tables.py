"""The tables of the conversation. The migrations in `bot/migrations` make them; the two are compared in the tests."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from index.storage.tables import BEGINS_WITH_A_ROW, Id, UtcDateTime
from index.storage.tables import metadata as news_metadata

metadata = MetaData(naming_convention=news_metadata.naming_convention)

# A chat that has been spoken with. `language` is that of who spoke; what the chat has not chosen is null, the minutes
# of the day between which it is quiet included. `gone` is when it was found that nothing reaches it any more.
chats = Table(
    "chats",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("private", Boolean, nullable=False),
    Column("language", String(35)),
    Column("time_zone", String(64)),
    Column("first_seen", UtcDateTime, nullable=False),
    Column("gone", UtcDateTime),
    Column("chosen_language", String(35)),
    Column("quiet_from", Integer),
    Column("quiet_until", Integer),
    Column("look", String(5)),
    Column("preview", Boolean),
)

# The channel that is managed from a private chat, with its title at the time it was chosen.
managed = Table(
    "managed",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("title", Text, nullable=False),
)

# The briefs that come by themselves, on `topic` or, if that is null, on all news. Bit 0 of `days` is Monday, `minute`
# is of the day on the clocks of the chat's time zone. `due` is the next time, `told` until when the last one told.
schedules = Table(
    "schedules",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("thread_id", BigInteger),
    Column("topic", Text),
    Column("days", Integer, nullable=False),
    Column("minute", Integer, nullable=False),
    Column("due", UtcDateTime, nullable=False, index=True),
    Column("told", UtcDateTime),
    Column("token", String(32), nullable=False, unique=True),
    sqlite_autoincrement=True,
)

# Who gets a private copy of a brief.
brief_copies = Table(
    "brief_copies",
    metadata,
    Column("schedule_id", Id, primary_key=True),
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
)

# What a person was asked for and may write next, such as a city after the button "Time zone".
expected = Table(
    "expected",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("what", String(20), nullable=False),
    Column("asked", UtcDateTime, nullable=False),
)

# The people and groups that may use the bot where it is not open. People's private chats have their own numbers.
allowed = Table(
    "allowed",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("added", UtcDateTime, nullable=False),
)

# Invitations, by a hash of their code, and who took one.
invitations = Table(
    "invitations",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("made", UtcDateTime, nullable=False),
    Column("chat_id", BigInteger),
)

# What people said of answers. It is kept longer than the answer, so it holds what a question for an evaluation needs.
feedback = Table(
    "feedback",
    metadata,
    Column("answer_id", BigInteger, primary_key=True, autoincrement=False),
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("given", UtcDateTime, nullable=False),
    Column("is_right", Boolean, nullable=False),
    Column("asked", UtcDateTime, nullable=False),
    Column("question", Text, nullable=False),
    Column("quotes", JSON, nullable=False),
    Column("urls", JSON, nullable=False),
)

# What was accepted from Telegram, and by which of several processes it is handled. A finished update keeps only its
# number and a hash of what it said, by which it is known when it comes again.
inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("received", UtcDateTime, nullable=False, index=True),
    Column("content_hash", String(64), nullable=False),
    Column("body", Text),
    Column("starts", Integer, nullable=False),
    Column("finished", UtcDateTime),
    Column("chat_id", BigInteger, index=True),
    Column("holder", String(64)),
)

# Answers as they were given, for the buttons under them and for questions that follow.
answers = Table(
    "answers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("person_id", BigInteger),
    Column("message_id", BigInteger),
    Column("asked", UtcDateTime, nullable=False, index=True),
    Column("question", Text, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_autoincrement=True,
)

# The outbox: what is to be sent, what was, and what could not be.
# `question_id` is the message that it answers, `replies_to` the delivery whose message it goes on from, `edits` the one
# whose message it replaces, `replaced_id` such a message that was named by its own number, and `key` names what must
# not be sent a second time. `file` is a picture or a document and goes when it was sent.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("thread_id", BigInteger),
    Column("question_id", BigInteger),
    Column("quoted", Boolean, nullable=False),
    Column("html", Text, nullable=False),
    Column("buttons", JSON, nullable=False),
    Column("file_name", String(100)),
    Column("file", LargeBinary),
    Column("priority", Integer, nullable=False),
    Column("recorded", UtcDateTime, nullable=False, index=True),
    Column("due", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("state", String(8), nullable=False, index=True),
    Column("message_id", BigInteger),
    Column("edits", Id),
    Column("replaced_id", BigInteger),
    Column("replies_to", Id),
    Column("key", String(200), unique=True),
    Column("error", Text),
    Column("preview", Boolean),
    sqlite_autoincrement=True,
)

# What chats follow: words, as they were understood in `wording` and embedded by `model_id` (float16, little-endian), or
# a story. Each change takes the next `revision`, by which what is kept in memory is brought up to date.
topics = Table(
    "topics",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("thread_id", BigInteger),
    Column("text", Text, nullable=False),
    Column("wording", JSON, nullable=False),
    Column("model_id", Integer, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    Column("sensitivity", String(6), nullable=False),
    Column("cadence", String(7), nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("story_id", Id),
    Column("created", UtcDateTime, nullable=False),
    Column("revision", BigInteger, nullable=False, index=True),
    sqlite_autoincrement=True,
)

# The stories that a chat was told of. `delivery_id` is the message that told of it first, `latest_id` the one that can
# be edited as long as it is fresh; `article_id` is the article that it quotes, `articles` are all that it knew of.
alerts = Table(
    "alerts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("story_id", Id, nullable=False, index=True),
    Column("topic_id", Id, nullable=False),
    Column("delivery_id", Id, index=True),
    Column("latest_id", Id),
    Column("article_id", Id),
    Column("told", UtcDateTime, nullable=False, index=True),
    Column("articles", JSON, nullable=False),
    UniqueConstraint("chat_id", "story_id", name="uq_alerts_chat_id_story_id"),
    sqlite_autoincrement=True,
)

# The stories that wait to be told of together, when quiet hours end or an hour or a day is over.
held = Table(
    "held",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("story_id", Id, nullable=False),
    Column("topic_id", Id, nullable=False),
    Column("article_id", Id, nullable=False),
    Column("due", UtcDateTime, nullable=False, index=True),
    UniqueConstraint("chat_id", "story_id", name="uq_held_chat_id_story_id"),
    sqlite_autoincrement=True,
)

# One row: the change of the news up to which all topics were looked at, and the newest `revision` of a topic.
watch = Table(
    "watch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("revision", BigInteger, nullable=False),
    info={BEGINS_WITH_A_ROW: True},
)
