"""Who was let in, what people said of answers, and files that are sent."""

import sqlalchemy as sa
from alembic import op

revision = "bot_0005"
down_revision = "bot_0004"
branch_labels = None
depends_on = None

Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "allowed",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("added", Moment, nullable=False),
    )
    op.create_table(
        "invitations",
        sa.Column("code_hash", sa.String(64), primary_key=True),
        sa.Column("made", Moment, nullable=False),
        sa.Column("chat_id", sa.BigInteger),
    )
    op.create_table(
        "feedback",
        sa.Column("answer_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("given", Moment, nullable=False),
        sa.Column("is_right", sa.Boolean, nullable=False),
        sa.Column("asked", Moment, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("quotes", sa.JSON, nullable=False),
        sa.Column("urls", sa.JSON, nullable=False),
    )
    op.add_column("deliveries", sa.Column("file_name", sa.String(100)))
    op.add_column("deliveries", sa.Column("file", sa.LargeBinary))
