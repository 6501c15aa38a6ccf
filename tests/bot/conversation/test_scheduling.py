"""Briefs that come by themselves, as a person makes, lists and ends them."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chats.chats import Chats
from bot.conversation.scheduled_brief import period_to_tell
from bot.conversation.scheduling import MOST
from bot.incoming import Place, Standing
from bot.sample import SAMPLE_CLOCK
from bot.schedules import Schedule, Schedules
from bot.times.recurrence import DAILY, Recurrence
from index.storage.database import Database
from tests.bot.conversation.conftest import ALICE, Say

GROUP = Place(-100, 1)
ADMIN = Standing(GROUP.chat, "", admin=True)


def test_several_a_day_are_listed_and_ended(say: Say) -> None:
    assert say("/brief list").text.startswith("No briefs come by themselves here.")
    say("/settings zone Kyiv")
    say("/brief daily 08:00 20:30")
    told = say("/brief mon 08:00 Ukraine")
    assert told.text == (
        "Scheduled briefs\n1. daily 8:00\u00a0AM\n2. daily 8:30\u00a0PM\n3. Mon 8:00\u00a0AM: Ukraine\n"
        "The next one: Dec 15, 2025, 8:30\u00a0PM. Times are in Europe/Kyiv; /settings changes the time zone."
    )
    [row] = told.buttons
    left = say(action=row[1].action)
    assert left.replaces
    assert "8:30" not in left.text.split("The next one")[0]
    say(action=row[1].action)
    assert say("/brief off").text == "No briefs come by themselves here any more."
    assert say("/brief list").buttons == ()


def test_the_same_brief_is_there_once(say: Say) -> None:
    say("/brief daily 08:00")
    assert len(say("/brief daily 8:00 8am").buttons[0]) == 1


def test_times_move_with_the_time_zone(say: Say, database: Database) -> None:
    say("/brief daily 08:00")
    say("/settings zone Tokyo")
    [schedule] = Schedules(database).of(ALICE.chat, None)
    assert schedule.due == datetime(2025, 12, 15, 23, tzinfo=UTC)


def test_too_many_and_impossible_ones_get_one_sentence(say: Say) -> None:
    for hour in range(MOST):
        say(f"/brief daily {hour}:00")
    assert say("/brief daily 23:30").text.startswith("More than 20 scheduled briefs are too many")
    say("/brief off")
    assert say("/brief daily 25:61").text == "25:61 is no time of day; write it like 08:00 or 18:30."
    assert say(f"/brief daily 08:00 {'x' * 300}").text == "That topic is too long; say it in a few words."
    assert say("/brief daily 08:00 ?!").text == "There are no words in that question; ask about something in the news."


def test_each_thread_of_a_forum_has_its_own(say: Say) -> None:
    for thread in (5, 6):
        place = GROUP._replace(thread=thread)
        assert len(say(f"/brief daily 0{thread}:00", place=place, private=False, standing=ADMIN).buttons[0]) == 1


@pytest.mark.parametrize("typed", ["/brief daily 08:00", "/brief off", "/brief 08:00"])
def test_only_admins_of_a_group_change_its_briefs(say: Say, database: Database, typed: str) -> None:
    assert say(typed, place=GROUP, private=False).text == "Only admins of this group can do that."
    assert say("/brief 24h", place=GROUP, private=False).text.startswith("The last 24 hours")
    assert Schedules(database).of(GROUP.chat, None) == []


def test_a_brief_of_another_chat_is_not_ended(say: Say, database: Database) -> None:
    say("/brief daily 08:00")
    [schedule] = Schedules(database).of(ALICE.chat, None)
    say(action=f"unschedule.{schedule.number}", place=Place(8, 8))
    assert Schedules(database).of(ALICE.chat, None) == [schedule]


def test_a_private_copy_for_who_wants_it(say: Say, database: Database) -> None:
    say("/brief daily 08:00", place=GROUP, private=False, standing=ADMIN)
    schedules = Schedules(database)
    [schedule] = schedules.of(GROUP.chat, None)
    bob = Place(9, 9)
    led = say(action=f"copy.{schedule.number}", place=GROUP._replace(person=9), private=False)
    assert led.passing
    assert led.start == f"copy-{schedule.token}"
    assert schedules.copies(schedule.number) == []
    assert say(f"/start {led.start}", place=bob).text.endswith("daily 8:00\u00a0AM")
    assert schedules.copies(schedule.number) == [9]
    assert say(action=f"uncopy.{schedule.number}", place=bob).passing
    assert schedules.copies(schedule.number) == []
    again = say(action=f"copy.{schedule.number}", place=GROUP._replace(person=9), private=False)
    assert again.text == "From now on this brief comes to you in private, too."
    assert schedules.copies(schedule.number) == [9]
    Chats(database).leave(9, SAMPLE_CLOCK)
    assert say(action=f"copy.{schedule.number}", place=GROUP._replace(person=9), private=False).start


def test_copies_by_forged_buttons_and_links(say: Say, database: Database) -> None:
    say("/brief daily 08:00", place=GROUP, private=False, standing=ADMIN)
    [schedule] = Schedules(database).of(GROUP.chat, None)
    assert say(action=f"copy.{schedule.number}", place=Place(9, 9)).text == "This brief no longer comes by itself."
    assert say("/start copy-guessed", place=Place(9, 9)).text == "This brief no longer comes by itself."
    assert Schedules(database).copies(schedule.number) == []


@pytest.mark.parametrize(
    ("told_hours_ago", "hours"),
    [([None], 24), ([24.0], 24), ([24.2], 25), ([40.0, 10.0], 10), ([0.1], 1), ([500.0], 168)],
)
def test_a_brief_goes_back_to_the_one_before(told_hours_ago: list[float | None], hours: int) -> None:
    now = SAMPLE_CLOCK.replace(hour=8)
    alike = [
        Schedule(
            number, 7, None, None, Recurrence(DAILY, 480), now, now - timedelta(hours=ago) if ago else None, str(number)
        )
        for number, ago in enumerate(told_hours_ago)
    ]
    assert period_to_tell(alike[0], alike, UTC, now) == timedelta(hours=hours)
