import pytest
from sqlalchemy import insert

from index.articles.outlets import DISTINCT_OUTLETS
from index.storage.database import Database
from index.storage.tables import articles
from tests.index.conftest import NOW


@pytest.mark.parametrize(
    "told", [[], [None], ["b"], ["Wire", "wire", "", "Ünion", "Wire", None, "a"], [f"o{n % 90}" for n in range(300)]]
)
def test_each_outlet_once(database: Database, told: list[str | None]) -> None:
    with database.write() as connection:
        if told:
            rows = [{"title": "t", "text": "", "source": name, "added": NOW, "content_hash": "h"} for name in told]
            connection.execute(insert(articles), rows)
        found = connection.execute(DISTINCT_OUTLETS).scalars().all()
    assert len(found) == len(set(found))
    assert set(found) == set(told) - {None}
