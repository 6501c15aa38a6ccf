from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from index.storage.database import Database
from index.storage.tables import articles
from index.trend import OUTLETS, trend_of

NOW = datetime(2025, 3, 3, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def stored(database: Database, *told: tuple[str | None, datetime]) -> list[int]:
    with database.write() as connection:
        return [
            int(
                connection.execute(
                    insert(articles)
                    .values(title="a", text="a", content_hash=str(n), source=outlet, published=at, added=NOW)
                    .returning(articles.c.id)
                ).scalar_one()
            )
            for n, (outlet, at) in enumerate(told)
        ]


def test_counts_by_day_and_outlet_the_busiest_first(database: Database) -> None:
    ids = stored(database, ("A", NOW), ("B", NOW - DAY), ("B", NOW - DAY), (None, NOW), ("B", NOW - 9 * DAY))
    with database.read() as connection:
        found = trend_of(connection, "topic", ids, since=NOW - 2 * DAY, now=NOW, zone=UTC)
    assert found.days == (date(2025, 3, 1), date(2025, 3, 2), date(2025, 3, 3))
    assert found.outlets == (("B", (0, 2, 0)), ("A", (0, 0, 1)), (None, (0, 0, 1)))
    assert (found.by_day, found.total) == ((0, 2, 2), 4)


def test_a_day_is_one_of_the_time_zone(database: Database) -> None:
    ids = stored(database, ("A", datetime(2025, 3, 2, 23, tzinfo=UTC)))
    with database.read() as connection:
        found = trend_of(connection, "topic", ids, since=NOW - DAY, now=NOW, zone=ZoneInfo("Europe/Kyiv"))
    assert found.by_day == (0, 1)


def test_many_outlets_become_others(database: Database) -> None:
    ids = stored(database, *((f"Outlet {n}", NOW) for n in range(OUTLETS + 3)))
    with database.read() as connection:
        found = trend_of(connection, "topic", ids, since=NOW, now=NOW, zone=UTC)
    assert found.outlets[-1] == (None, (3,))
    assert len(found.outlets) == OUTLETS + 1


def test_nothing(database: Database) -> None:
    with database.read() as connection:
        found = trend_of(connection, "topic", [], since=NOW - DAY, now=NOW, zone=UTC)
    assert (found.total, found.outlets) == (0, ())
