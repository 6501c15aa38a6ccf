"""Full texts from pages, how long articles of a feed are kept, and which feed an article came from."""

import sqlalchemy as sa
from alembic import op

revision = "index_0005"
down_revision = "index_0004"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("feeds", sa.Column("pages", sa.String(10), nullable=False, server_default="auto"))
    op.add_column("feeds", sa.Column("keep_days", sa.Integer))
    op.add_column("feeds", sa.Column("keep_articles", sa.Integer))
    op.add_column("feeds", sa.Column("checked", Moment))
    op.add_column("articles", sa.Column("feed_id", Id))
    op.create_index("ix_articles_feed_id", "articles", ["feed_id"])
    op.add_column("articles", sa.Column("teaser", sa.Text))
    op.create_table(
        "pages",
        sa.Column(
            "article_id",
            Id,
            sa.ForeignKey("articles.id", name="fk_pages_article_id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("due", Moment, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
    )
    op.create_index("ix_pages_due", "pages", ["due"])
