"""Near copies are linked to the article that came first."""

import sqlalchemy as sa
from alembic import op

revision = "index_0004"
down_revision = "index_0003"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.add_column("articles", sa.Column("copy_of", Id))
    op.create_index("ix_articles_copy_of", "articles", ["copy_of"])
    op.create_table(
        "copy_bands",
        sa.Column("band", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column(
            "article_id",
            Id,
            sa.ForeignKey("articles.id", name="fk_copy_bands_article_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_copy_bands_article_id", "copy_bands", ["article_id"])
