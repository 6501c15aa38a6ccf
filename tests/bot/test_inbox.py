from datetime import UTC, datetime, timedelta

import pytest

from bot.inbox import Accepted, Inbox
from index.storage.database import Database

pytestmark = pytest.mark.every_database

NOW = datetime(2025, 7, 10, 12, tzinfo=UTC)


@pytest.fixture
def inbox(database: Database) -> Inbox:
    return Inbox(database)


def test_an_update_is_accepted_once(inbox: Inbox) -> None:
    assert inbox.accept(5, "five", NOW)
    assert not inbox.accept(5, "five", NOW)
    inbox.finish(5, NOW)
    assert not inbox.accept(5, "five", NOW)


def test_numbers_may_begin_anew(inbox: Inbox) -> None:
    inbox.accept(5, "five", NOW)
    inbox.finish(5, NOW)
    assert inbox.accept(5, "another five", NOW)
    assert inbox.unfinished() == [Accepted(5, "another five")]


def test_what_was_not_finished_is_taken_up_in_order(inbox: Inbox) -> None:
    for number in (7, 5, 6):
        inbox.accept(number, str(number), NOW)
    inbox.finish(6, NOW)
    assert inbox.unfinished() == [Accepted(5, "5"), Accepted(7, "7")]


def test_a_finished_update_says_nothing_any_more(inbox: Inbox, database: Database) -> None:
    inbox.accept(5, "private words", NOW)
    inbox.finish(5, NOW)
    with database.read() as connection:
        assert "private words" not in str(connection.exec_driver_sql("SELECT * FROM inbox").all())


def test_beginning_again_is_counted(inbox: Inbox) -> None:
    inbox.accept(5, "five", NOW)
    assert [inbox.begin_again(5) for _ in range(3)] == [1, 2, 3]


def test_only_finished_updates_are_forgotten(inbox: Inbox) -> None:
    inbox.accept(5, "five", NOW)
    inbox.accept(6, "six", NOW)
    inbox.finish(6, NOW)
    inbox.prune(NOW + timedelta(days=2))
    assert [accepted.update_id for accepted in inbox.unfinished()] == [5]
    assert inbox.accept(6, "six", NOW)
