"""Which process an update is with, and which chat it comes from."""

import sqlalchemy as sa
from alembic import op

revision = "bot_0007"
down_revision = "bot_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inbox", sa.Column("chat_id", sa.BigInteger))
    op.add_column("inbox", sa.Column("holder", sa.String(64)))
    op.create_index("ix_inbox_chat_id", "inbox", ["chat_id"])
