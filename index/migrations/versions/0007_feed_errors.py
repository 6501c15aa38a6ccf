"""What goes into the sentence on what is wrong with a feed, so that it can be told in other languages."""

import sqlalchemy as sa
from alembic import op

revision = "index_0007"
down_revision = "index_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feeds", sa.Column("error_values", sa.JSON))
