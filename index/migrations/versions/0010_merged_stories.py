"""Which story the stories became part of that turned out to be the same event."""

import sqlalchemy as sa
from alembic import op

revision = "index_0010"
down_revision = "index_0009"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "merged_stories",
        sa.Column("id", Id, primary_key=True, autoincrement=False),
        sa.Column(
            "story_id",
            Id,
            sa.ForeignKey("stories.id", name="fk_merged_stories_story_id", ondelete="CASCADE"),
            nullable=False,
        ),
    )
    op.create_index("ix_merged_stories_story_id", "merged_stories", ["story_id"])
