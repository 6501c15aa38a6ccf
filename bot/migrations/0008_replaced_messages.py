"""The message that a delivery replaces, by its own number: a button is pressed before its delivery is known as sent."""

import sqlalchemy as sa
from alembic import op

revision = "bot_0008"
down_revision = "bot_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("replaced_id", sa.BigInteger))
