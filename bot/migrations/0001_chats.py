"""Chats, the inbox, answers and deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "bot_0001"
down_revision = None
branch_labels = ("bot",)
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "chats",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("private", sa.Boolean, nullable=False),
        sa.Column("language", sa.String(35)),
        sa.Column("time_zone", sa.String(64)),
        sa.Column("first_seen", Moment, nullable=False),
        sa.Column("gone", Moment),
    )
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("received", Moment, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("starts", sa.Integer, nullable=False),
        sa.Column("finished", Moment),
    )
    op.create_index("ix_inbox_received", "inbox", ["received"])
    op.create_table(
        "answers",
        sa.Column("id", Id, primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("person_id", sa.BigInteger),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("asked", Moment, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    for column in ("chat_id", "asked"):
        op.create_index(f"ix_answers_{column}", "answers", [column])
    op.create_table(
        "deliveries",
        sa.Column("id", Id, primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("thread_id", sa.BigInteger),
        sa.Column("question_id", sa.BigInteger),
        sa.Column("quoted", sa.Boolean, nullable=False),
        sa.Column("html", sa.Text, nullable=False),
        sa.Column("buttons", sa.JSON, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("recorded", Moment, nullable=False),
        sa.Column("due", Moment, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("edits", Id),
        sa.Column("key", sa.String(200)),
        sa.Column("error", sa.Text),
        sa.UniqueConstraint("key", name="uq_deliveries_key"),
        sqlite_autoincrement=True,
    )
    for column in ("chat_id", "recorded", "state"):
        op.create_index(f"ix_deliveries_{column}", "deliveries", [column])
