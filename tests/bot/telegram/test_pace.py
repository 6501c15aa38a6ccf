"""The limits, by a clock moved by hand."""

from math import inf

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.pace import BEHIND, KEPT, Even, Pace, Window

PERSON, GROUP = 7, -1_001


def send(pace: Pace, chat: int, now: float, *, takes: float = 0.0) -> None:
    pace.begin(chat, now)
    pace.end(chat, now + takes)


def ready_at(pace: Pace, chat: int, now: float) -> float:
    return max(pace.chat_ready_at(chat, now), pace.all.ready_at(now))


def test_a_short_burst_then_one_a_second() -> None:
    pace = Pace()
    for _ in range(3):
        assert ready_at(pace, PERSON, 10.0) == 10.0
        send(pace, PERSON, 10.0)
    assert ready_at(pace, PERSON, 10.0) == 13.0
    assert ready_at(pace, PERSON, 13.0) == 13.0


def test_twenty_a_minute_to_a_group() -> None:
    pace = Pace()
    now = 0.0
    for _ in range(20):
        now = ready_at(pace, GROUP, now)
        send(pace, GROUP, now)
    assert now < 20.0
    assert ready_at(pace, GROUP, now) == 60.0


def test_thirty_a_second_in_all() -> None:
    pace = Pace()
    for chat in range(1, 31):
        assert ready_at(pace, chat, 5.0) == 5.0
        send(pace, chat, 5.0)
    assert ready_at(pace, 31, 5.0) == 6.0


def test_a_message_counts_until_a_span_after_its_answer() -> None:
    window = Window(1, 1.0)
    window.begin()
    assert window.ready_at(0.0) == inf
    assert window.most_under_way(0.0) == 1
    window.end(2.5)
    assert window.ready_at(2.6) == 3.5
    assert window.next_room() == 3.5
    assert window.quiet(3.5)
    assert window.next_room() == inf


def test_what_goes_evenly_makes_up_for_a_short_delay_only() -> None:
    even = Even(8, 1.0)
    for moment in (50.0, 60.0):  # nothing goes in between
        at_once = 0
        while even.waits_until(moment) == inf:
            even.begin(moment)
            at_once += 1
        assert at_once == BEHIND + 1
        assert even.waits_until(moment) == moment + 0.125


def test_a_stalled_chat_holds_up_no_other() -> None:
    pace = Pace()
    pace.stall(PERSON, 40.0)
    pace.stall(PERSON, 30.0)
    assert ready_at(pace, PERSON, 10.0) == 40.0
    assert ready_at(pace, GROUP, 10.0) == 10.0
    assert ready_at(pace, PERSON, 41.0) == 41.0


def test_quiet_chats_are_forgotten() -> None:
    pace = Pace()
    for chat in range(3 * KEPT):
        send(pace, chat, chat * 10.0)
        pace.stall(chat, chat * 10.0)
    assert len(pace._chats) + len(pace._stalled) <= 2 * KEPT + 2


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 0.9)), min_size=1, max_size=200))
def test_no_limit_is_ever_broken(messages: list[tuple[int, float]]) -> None:
    """However long the answers take, arrivals at the server keep to the limits; each arrives while it is under way."""
    pace, now = Pace(), 0.0
    arrivals: list[tuple[float, int]] = []
    for chat, takes in messages:
        now = max(now, ready_at(pace, -chat, now))
        pace.begin(-chat, now)
        arrivals.append((now + takes / 2, -chat))
        now += takes
        pace.end(-chat, now)
    for at, chat in arrivals:
        same = [other for other, where in arrivals if where == chat]
        assert sum(at <= other < at + 60 for other in same) <= 20 or chat == 0
        assert sum(at <= other < at + 3 for other in same) <= 3
        assert sum(at <= other < at + 1 for other, _ in arrivals) <= 30
