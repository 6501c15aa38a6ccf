"""What near copies have in common lies side by side by its time: 28 days in the upper 16 bits, the rest as it was."""

from alembic import op

revision = "index_0009"
down_revision = "index_0008"
branch_labels = None
depends_on = None

PERIODS = {  # since the first day of the year 1
    "sqlite": "CAST((julianday(substr(coalesce(published, added), 1, 19)) - 1721425.499999) / 28 AS BIGINT)",
    "postgresql": "CAST(floor((extract(epoch FROM coalesce(published, added)) / 86400 + 719162) / 28) AS BIGINT)",
}
REGROUPED = """
    UPDATE copy_bands SET band = (band & 281474976710655) | (
        SELECT ({period} & 65535) << 48 FROM articles WHERE articles.id = copy_bands.article_id
    )
"""


def upgrade() -> None:
    op.execute(REGROUPED.format(period=PERIODS[op.get_bind().dialect.name]))
