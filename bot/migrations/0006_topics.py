"""Topics, the stories that chats were told of, and those that wait to be told of."""

import sqlalchemy as sa
from alembic import op

revision = "bot_0006"
down_revision = "bot_0005"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("replies_to", Id))
    op.create_table(
        "topics",
        sa.Column("id", Id, primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("thread_id", sa.BigInteger),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("wording", sa.JSON, nullable=False),
        sa.Column("model_id", sa.Integer, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        sa.Column("sensitivity", sa.String(6), nullable=False),
        sa.Column("cadence", sa.String(7), nullable=False),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("story_id", Id),
        sa.Column("created", Moment, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "alerts",
        sa.Column("id", Id, primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("story_id", Id, nullable=False),
        sa.Column("topic_id", Id, nullable=False),
        sa.Column("delivery_id", Id),
        sa.Column("latest_id", Id),
        sa.Column("article_id", Id),
        sa.Column("told", Moment, nullable=False),
        sa.Column("articles", sa.JSON, nullable=False),
        sa.UniqueConstraint("chat_id", "story_id", name="uq_alerts_chat_id_story_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "held",
        sa.Column("id", Id, primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("story_id", Id, nullable=False),
        sa.Column("topic_id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("due", Moment, nullable=False),
        sa.UniqueConstraint("chat_id", "story_id", name="uq_held_chat_id_story_id"),
        sqlite_autoincrement=True,
    )
    watch = op.create_table(
        "watch",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
    )
    op.bulk_insert(watch, [{"id": 1, "sequence": 0, "revision": 0}])
    for table, column in (
        ("topics", "chat_id"),
        ("topics", "revision"),
        ("alerts", "story_id"),
        ("alerts", "delivery_id"),
        ("alerts", "told"),
        ("held", "due"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])
