"""The processes that share a database, and what each of them alone works on."""

import sqlalchemy as sa
from alembic import op

revision = "index_0006"
down_revision = "index_0005"
branch_labels = None
depends_on = None

Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "processes",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("machine", sa.String(255), nullable=False),
        sa.Column("seen", Moment, nullable=False),
    )
    op.create_table(
        "claims",
        sa.Column("name", sa.String(300), primary_key=True),
        sa.Column("holder", sa.String(64), nullable=False),
    )
