"""What a chat has chosen: language, quiet hours, look and preview."""

import sqlalchemy as sa
from alembic import op

revision = "bot_0002"
down_revision = "bot_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chats", sa.Column("chosen_language", sa.String(35)))
    op.add_column("chats", sa.Column("quiet_from", sa.Integer))
    op.add_column("chats", sa.Column("quiet_until", sa.Integer))
    op.add_column("chats", sa.Column("look", sa.String(5)))
    op.add_column("chats", sa.Column("preview", sa.Boolean))
    op.add_column("deliveries", sa.Column("preview", sa.Boolean))
