"""Articles, passages, vectors, stories and the record of changes."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "index_0001"
down_revision = None
branch_labels = ("index",)
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "stories",
        sa.Column("id", Id, primary_key=True),
        sa.Column("first", Moment, nullable=False),
        sa.Column("last", Moment, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_stories_last", "stories", ["last"])
    op.create_table(
        "articles",
        sa.Column("id", Id, primary_key=True),
        sa.Column("external_id", sa.String(500)),
        sa.Column("url", sa.Text),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("source", sa.String(200)),
        sa.Column("language", sa.String(35)),
        sa.Column("published", Moment),
        sa.Column("added", Moment, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("story_id", Id, sa.ForeignKey("stories.id", name="fk_articles_story_id")),
        sqlite_autoincrement=True,
    )
    for column in ("published", "added", "content_hash", "story_id"):
        op.create_index(f"ix_articles_{column}", "articles", [column])
    op.create_table(
        "article_keys",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column(
            "article_id",
            Id,
            sa.ForeignKey("articles.id", name="fk_article_keys_article_id", ondelete="CASCADE"),
            nullable=False,
        ),
    )
    op.create_index("ix_article_keys_article_id", "article_keys", ["article_id"])
    op.create_table(
        "passages",
        sa.Column("id", Id, primary_key=True),
        sa.Column(
            "article_id",
            Id,
            sa.ForeignKey("articles.id", name="fk_passages_article_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("stop", sa.Integer, nullable=False),
        sa.Column("content_hash", sa.LargeBinary(16), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_passages_article_id", "passages", ["article_id"])
    op.create_index("ix_passages_content_hash", "passages", ["content_hash"])
    op.create_index("ix_passages_article_position", "passages", ["article_id", "position"], unique=True)
    op.create_table(
        "models",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(500), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("dimension", sa.Integer, nullable=False),
        sa.UniqueConstraint("fingerprint", name="uq_models_fingerprint"),
    )
    op.create_table(
        "vectors",
        sa.Column("content_hash", sa.LargeBinary(16), primary_key=True),
        sa.Column("model_id", sa.Integer, sa.ForeignKey("models.id", name="fk_vectors_model_id"), primary_key=True),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "changes",
        sa.Column("article_id", Id, primary_key=True, autoincrement=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.UniqueConstraint("sequence", name="uq_changes_sequence"),
    )
    state = op.create_table(
        "state",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("generation", sa.String(32), nullable=False),
        sa.Column("last_change", sa.BigInteger, nullable=False),
    )
    op.bulk_insert(state, [{"id": 1, "generation": uuid.uuid4().hex, "last_change": 0}])
