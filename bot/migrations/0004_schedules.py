"""Briefs that come by themselves, their private copies, and what a person was asked for."""

import sqlalchemy as sa
from alembic import op

revision = "bot_0004"
down_revision = "bot_0003"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "schedules",
        sa.Column("id", Id, primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("thread_id", sa.BigInteger),
        sa.Column("topic", sa.Text),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("minute", sa.Integer, nullable=False),
        sa.Column("due", Moment, nullable=False),
        sa.Column("told", Moment),
        sa.Column("token", sa.String(32), nullable=False),
        sa.UniqueConstraint("token", name="uq_schedules_token"),
        sqlite_autoincrement=True,
    )
    for column in ("chat_id", "due"):
        op.create_index(f"ix_schedules_{column}", "schedules", [column])
    op.create_table(
        "brief_copies",
        sa.Column("schedule_id", Id, primary_key=True),
        sa.Column("person_id", sa.BigInteger, primary_key=True, autoincrement=False),
    )
    op.create_table(
        "expected",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("asked", Moment, nullable=False),
    )
