"""The outlets of all articles are read with every question; without an index that means reading every text."""

from alembic import op

revision = "index_0003"
down_revision = "index_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_articles_source", "articles", ["source"])
