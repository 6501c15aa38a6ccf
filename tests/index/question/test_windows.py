from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.question.window import Window
from index.question.windows import MeantTime, meant_time

KYIV, NEW_YORK = ZoneInfo("Europe/Kyiv"), ZoneInfo("America/New_York")


def meant(question: str, at: str, zone: ZoneInfo) -> MeantTime | None:
    return meant_time(question, datetime.fromisoformat(at).replace(tzinfo=zone).astimezone(UTC), zone)


def shown(window: Window, zone: ZoneInfo) -> str:
    """A window on the clocks of its zone, midnight left out: "2025-07-09 .. 2025-07-10"."""
    bounds = [
        "" if bound is None else bound.astimezone(zone).strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")
        for bound in (window.since, window.until)
    ]
    return " .. ".join(bounds).strip()


THURSDAY = [  # asked at 15:00 on Thursday, 10 July 2025
    ("What happened yesterday?", "2025-07-09 .. 2025-07-10"),
    ("yesterday", "2025-07-09 .. 2025-07-10"),
    ("What happened yesterday morning in Kyiv?", "2025-07-09 .. 2025-07-10"),
    ("Who spoke today?", "2025-07-10 .. 2025-07-11"),
    ("today's news", "2025-07-10 .. 2025-07-11"),
    ("Who spoke earlier today?", "2025-07-10 .. 2025-07-11"),
    ("What was said this morning?", "2025-07-10 .. 2025-07-11"),
    ("What is going on tonight?", "2025-07-10 .. 2025-07-11"),
    ("What was hit last night?", "2025-07-09 .. 2025-07-10 12:00"),
    ("What was hit the day before yesterday?", "2025-07-08 .. 2025-07-09"),
    ("What happened last week?", "2025-06-30 .. 2025-07-07"),
    ("last week's vote", "2025-06-30 .. 2025-07-07"),
    ("What happened this week?", "2025-07-04 .. 2025-07-10 15:01"),
    ("What happened earlier this week?", "2025-07-04 .. 2025-07-10 15:01"),
    ("What happened last month?", "2025-06-01 .. 2025-07-01"),
    ("the previous month", "2025-06-01 .. 2025-07-01"),
    ("strikes this month", "2025-07-01 .. 2025-07-10 15:01"),
    ("What happened last year?", "2024-01-01 .. 2025-01-01"),
    ("so far this year", "2025-01-01 .. 2025-07-10 15:01"),
    ("Who won last weekend?", "2025-07-05 .. 2025-07-07"),
    ("Who won over the weekend?", "2025-07-05 .. 2025-07-07"),
    ("news of the past week", "2025-07-03 15:00 .. 2025-07-10 15:01"),
    ("attacks in the past 24 hours", "2025-07-09 15:00 .. 2025-07-10 15:01"),
    ("attacks in the last three days", "2025-07-07 15:00 .. 2025-07-10 15:01"),
    ("over the last couple of weeks", "2025-06-26 15:00 .. 2025-07-10 15:01"),
    ("in recent weeks", "2025-06-19 15:00 .. 2025-07-10 15:01"),
    ("during the last hour", "2025-07-10 14:00 .. 2025-07-10 15:01"),
    ("the past few days", "2025-07-07 15:00 .. 2025-07-10 15:01"),
    ("in the last month", "2025-06-10 15:00 .. 2025-07-10 15:01"),
    ("Who resigned 3 days ago?", "2025-07-07 .. 2025-07-08"),
    ("Who resigned two weeks ago?", "2025-06-23 .. 2025-06-30"),
    ("a month ago", "2025-05-26 .. 2025-06-25"),
    ("an hour ago", "2025-07-10 13:30 .. 2025-07-10 14:30"),
    ("What did Rubio say on Monday?", "2025-07-07 .. 2025-07-08"),
    ("What did Rubio say Monday?", "2025-07-07 .. 2025-07-08"),
    ("Monday's vote", "2025-07-07 .. 2025-07-08"),
    ("Wednesday", "2025-07-09 .. 2025-07-10"),
    ("on Tue", "2025-07-08 .. 2025-07-09"),
    ("on Thursday", "2025-07-10 .. 2025-07-11"),
    ("last Thursday", "2025-07-03 .. 2025-07-04"),
    ("last Friday", "2025-07-04 .. 2025-07-05"),
    ("this Monday", "2025-07-07 .. 2025-07-08"),
    ("on Monday night", "2025-07-07 .. 2025-07-08"),
    ("since Monday", "2025-07-07 .."),
    ("since yesterday", "2025-07-09 .."),
    ("since last week", "2025-06-30 .."),
    ("since the start of the year", "2025-01-01 .."),
    ("since the beginning of March", "2025-03-01 .."),
    ("since 1 July", "2025-07-01 .."),
    ("since March 2022", "2022-03-01 .."),
    ("since 2020", "2020-01-01 .."),
    ("since three days ago", "2025-07-07 .."),
    ("What has changed since Monday, and what will follow?", "2025-07-07 .."),
    ("from Monday until now", "2025-07-07 .."),
    ("before Monday", ".. 2025-07-07"),
    ("until yesterday", ".. 2025-07-10"),
    ("up to June", ".. 2025-07-01"),
    ("after Monday", "2025-07-08 .."),
    ("What happened after Tuesday's attack?", "2025-07-08 .."),
    ("after 1 July", "2025-07-02 .."),
    ("What happened in March?", "2025-03-01 .. 2025-04-01"),
    ("in march", "2025-03-01 .. 2025-04-01"),
    ("in May 10,000 people marched", "2025-05-01 .. 2025-06-01"),
    ("in May", "2025-05-01 .. 2025-06-01"),
    ("in July", "2025-07-01 .. 2025-08-01"),
    ("in December", "2024-12-01 .. 2025-01-01"),
    ("in early March", "2025-03-01 .. 2025-04-01"),
    ("at the end of June", "2025-06-01 .. 2025-07-01"),
    ("in Sept. 2023", "2023-09-01 .. 2023-10-01"),
    ("in February of 2024", "2024-02-01 .. 2024-03-01"),
    ("July 2023 floods", "2023-07-01 .. 2023-08-01"),
    ("Who won in 2019?", "2019-01-01 .. 2020-01-01"),
    ("during 2025", "2025-01-01 .. 2026-01-01"),
    ("in late 2023", "2023-01-01 .. 2024-01-01"),
    ("on 4 July", "2025-07-04 .. 2025-07-05"),
    ("on July 4", "2025-07-04 .. 2025-07-05"),
    ("on the 4th of July", "2025-07-04 .. 2025-07-05"),
    ("on July 4th, 2023", "2023-07-04 .. 2023-07-05"),
    ("on 4 July 2023", "2023-07-04 .. 2023-07-05"),
    ("2023-07-04", "2023-07-04 .. 2023-07-05"),
    ("May 9 parade", "2025-05-09 .. 2025-05-10"),
    ("What happened may 9?", "2025-05-09 .. 2025-05-10"),
    ("What happened on 25 December?", "2024-12-25 .. 2024-12-26"),
    ("What happened on 14 July?", "2024-07-14 .. 2024-07-15"),
    ("What happened on 29 February?", "2024-02-29 .. 2024-03-01"),
    ("between Monday and Wednesday", "2025-07-07 .. 2025-07-10"),
    ("from Friday to Monday", "2025-07-04 .. 2025-07-08"),
    ("from March to May", "2025-03-01 .. 2025-06-01"),
    ("from November to February", "2024-11-01 .. 2025-03-01"),
    ("between 2019 and 2021", "2019-01-01 .. 2022-01-01"),
    ("from 2021 to 2019", "2019-01-01 .. 2022-01-01"),
    ("from 29 February 2024 to 5 January 2024", "2024-01-05 .. 2024-03-01"),
    ("from 28 June to 2 July", "2025-06-28 .. 2025-07-03"),
    ("between 5 and 10 May", "2025-05-05 .. 2025-05-11"),
    ("5–10 May", "2025-05-05 .. 2025-05-11"),
    ("May 5-10, what happened?", "2025-05-05 .. 2025-05-11"),
    ("from May 5 to 10", "2025-05-05 .. 2025-05-11"),
    ("on Monday, 7 July", "2025-07-07 .. 2025-07-08"),
    ("on Monday 20 people died", "2025-07-07 .. 2025-07-08"),
    ("A hit from 1988 won a prize this week; which?", "2025-07-04 .. 2025-07-10 15:01"),
    ("records for April that fell on Tuesday", "2025-07-08 .. 2025-07-09"),
    ("Who said he will resign on Monday?", "2025-07-07 .. 2025-07-08"),
]


@pytest.mark.parametrize("zone", [KYIV, NEW_YORK], ids=str)
@pytest.mark.parametrize(("question", "expected"), THURSDAY)
def test_on_a_thursday(question: str, expected: str, zone: ZoneInfo) -> None:
    found = meant(question, "2025-07-10T15:00", zone)
    assert found is not None
    assert shown(found.window, zone) == expected


@pytest.mark.parametrize(
    "question",
    [
        "",
        "may",
        "What may happen?",
        "Why may 20 people be expelled?",
        "the march on Washington",
        "after march on Washington",
        "in the 2020 election",
        "the 2024 Olympics",
        "by 2030",
        "in 2030",
        "before 2030",
        "next week",
        "tomorrow",
        "next Friday",
        "every Monday",
        "What happens by Friday?",
        "What happens this Friday?",
        "Will they meet on Thursday?",
        "Who will win in November?",
        "Is he going to speak before Monday?",
        "Where is the summit on 14 July?",
        "over 2000 people were killed",
        "at 2000 metres",
        "in 2000,5",
        "in the 2010s",
        "during the 2024-25 season",
        "in 2024-25",
        "in 10 days",
        "for two weeks",
        "on 31 February",
        "on 29 February 2023",
        "on 0 May",
        "on May 45",
        "0 hours of the last 0 days",
        "the September 11 attacks",
        "the January 6 committee",
        "the 7 October attack",
        "What does USA Today say?",
        "Russia Today ban",
        "in the Sunday Times",
        "on Sunday Times layoffs",
        "the Mail on Sunday",
        "Black Friday sales",
        "the first Friday prayers",
        "Who is born on Sunday 13 July 2025?",
        "What will be seen this weekend?",
        "effects of sun exposure",
        "last time",
        "since the election",
        "the last election",
        "in a week of protests",
        "half past seven",
    ],
)
def test_no_time_or_none_that_is_past(question: str) -> None:
    found = meant(question, "2025-07-10T15:00", KYIV)
    assert found is None


@pytest.mark.parametrize(
    ("zone", "at", "question", "expected"),
    [
        # The clocks of Kyiv go forward at 3:00 on 30 March and back at 4:00 on 26 October 2025.
        (KYIV, "2025-03-30T10:00", "today", "2025-03-29 22:00 .. 2025-03-30 21:00"),
        (KYIV, "2025-03-31T10:00", "yesterday", "2025-03-29 22:00 .. 2025-03-30 21:00"),
        (KYIV, "2025-03-30T05:00", "3 hours ago", "2025-03-29 22:30 .. 2025-03-29 23:30"),
        (KYIV, "2025-03-30T10:00", "in the last 24 hours", "2025-03-29 07:00 .. 2025-03-30 07:01"),
        (KYIV, "2025-03-31T10:00", "last night", "2025-03-29 22:00 .. 2025-03-31 09:00"),
        (KYIV, "2025-04-02T10:00", "last week", "2025-03-23 22:00 .. 2025-03-30 21:00"),
        (KYIV, "2025-10-26T10:00", "today", "2025-10-25 21:00 .. 2025-10-26 22:00"),
        (KYIV, "2025-10-28T10:00", "2 days ago", "2025-10-25 21:00 .. 2025-10-26 22:00"),
        (KYIV, "2025-10-28T10:00", "on Sunday", "2025-10-25 21:00 .. 2025-10-26 22:00"),
        (KYIV, "2025-10-26T05:00", "in the last 3 hours", "2025-10-26 .. 2025-10-26 03:01"),
        (KYIV, "2025-11-02T10:00", "last month", "2025-09-30 21:00 .. 2025-10-31 22:00"),
        (KYIV, "2025-11-02T10:00", "last weekend", "2025-10-24 21:00 .. 2025-10-26 22:00"),
        # Those of New York go forward at 2:00 on 9 March and back at 2:00 on 2 November 2025.
        (NEW_YORK, "2025-03-09T10:00", "today", "2025-03-09 05:00 .. 2025-03-10 04:00"),
        (NEW_YORK, "2025-03-09T04:00", "2 hours ago", "2025-03-09 05:30 .. 2025-03-09 06:30"),
        (NEW_YORK, "2025-11-02T10:00", "today", "2025-11-02 04:00 .. 2025-11-03 05:00"),
        (NEW_YORK, "2025-11-03T10:00", "over the weekend", "2025-11-01 04:00 .. 2025-11-03 05:00"),
        (NEW_YORK, "2025-11-10T10:00", "in March", "2025-03-01 05:00 .. 2025-04-01 04:00"),
    ],
)
def test_when_clocks_change(zone: ZoneInfo, at: str, question: str, expected: str) -> None:
    found = meant(question, at, zone)
    assert found is not None
    assert shown(found.window, ZoneInfo("UTC")) == expected


@pytest.mark.parametrize(
    ("at", "question", "expected"),
    [
        ("2025-01-01T00:30", "yesterday", "2024-12-31 .. 2025-01-01"),
        ("2025-01-01T00:30", "today", "2025-01-01 .. 2025-01-02"),
        ("2025-01-01T00:30", "last month", "2024-12-01 .. 2025-01-01"),
        ("2025-01-01T00:30", "in December", "2024-12-01 .. 2025-01-01"),
        ("2025-01-01T00:30", "in January", "2025-01-01 .. 2025-02-01"),
        ("2025-01-01T00:30", "last week", "2024-12-23 .. 2024-12-30"),
        ("2025-01-01T00:30", "this week", "2024-12-26 .. 2025-01-01 00:31"),
        ("2024-12-31T23:59", "this year", "2024-01-01 .. 2025-01-01"),
        ("2025-03-31T12:00", "last month", "2025-02-01 .. 2025-03-01"),
        ("2025-03-31T12:00", "a month ago", "2025-02-14 .. 2025-03-16"),
        ("2024-03-01T12:00", "yesterday", "2024-02-29 .. 2024-03-01"),
        ("2024-03-01T12:00", "in February", "2024-02-01 .. 2024-03-01"),
        ("2024-02-29T12:00", "last year", "2023-01-01 .. 2024-01-01"),
        ("2024-02-29T12:00", "today", "2024-02-29 .. 2024-03-01"),
        ("2024-01-05T12:00", "What happened on 29 February?", "2020-02-29 .. 2020-03-01"),
        ("2025-07-12T12:00", "over the weekend", "2025-07-12 .. 2025-07-14"),  # asked on a Saturday
        ("2025-07-13T12:00", "last weekend", "2025-07-05 .. 2025-07-07"),
        ("2025-07-14T12:00", "this weekend", "2025-07-12 .. 2025-07-14"),
        ("2025-07-11T12:00", "last Friday", "2025-07-04 .. 2025-07-05"),
        ("2025-07-11T12:00", "on Friday", "2025-07-11 .. 2025-07-12"),
    ],
)
def test_ends_of_months_and_years(at: str, question: str, expected: str) -> None:
    for zone in (KYIV, NEW_YORK):
        found = meant(question, at, zone)
        assert found is not None
        assert shown(found.window, zone) == expected


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("What happened in Kyiv yesterday?", "What happened in Kyiv?"),
        ("What did Rubio say on Monday night about Iran?", "What did Rubio say about Iran?"),
        ("Who left this week, and why?", "Who left, and why?"),
        ("Since last week, who resigned?", ", who resigned?"),
        ("earlier this week", ""),
        ("the attacks of the past 24 hours", "the attacks"),
        ("today's news", "news"),
        ("May 5-10, what happened?", ", what happened?"),
    ],
)
def test_the_words_that_said_so_are_cut_out(question: str, rest: str) -> None:
    found = meant(question, "2025-07-10T15:00", KYIV)
    assert found is not None
    assert found.rest == rest


pieces = st.sampled_from(
    """in on at since before after until from between and to of the last past this previous next over by within early
    - – , ? 's May may march March Mar. 1 2 9 11 29 30 31 0 45 999 5th 2000 2024 2025 2030 1999 2024-02-29 2025-13-40
    Feb february Monday sun Sunday today yesterday tonight night week weekend month year years days hours decade a few
    ago three will did weeks couple recent start""".split()
)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001


@settings(max_examples=400, deadline=None)
@given(
    st.lists(pieces, max_size=9).map(" ".join) | st.text(max_size=40), moments, st.sampled_from([KYIV, NEW_YORK, UTC])
)
@example("from 29 February 2024 to 5 January 2024", datetime(2025, 7, 10), UTC)  # noqa: DTZ001
@example("999 years ago", datetime(2000, 1, 1), KYIV)  # noqa: DTZ001
@example("the last 999 decades", datetime(2000, 1, 1), KYIV)  # noqa: DTZ001
@example("999 decades ago", datetime(2000, 1, 1), KYIV)  # noqa: DTZ001
def test_any_words_at_any_time(question: str, now: datetime, zone: ZoneInfo) -> None:
    asked = now.replace(tzinfo=UTC)
    found = meant_time(question, asked, zone)
    if found is not None:
        since, until = found.window.since, found.window.until
        assert (since, until) != (None, None)
        assert since is None or since < asked
        assert since is None or until is None or since < until
        assert all(bound is None or bound.utcoffset() == timedelta(0) for bound in (since, until))
        assert len(found.rest) < len(question)


def test_a_long_question_is_read_at_once() -> None:
    assert meant("in the last " * 170, "2025-07-10T15:00", KYIV) is None
    assert meant("from 5 May to " * 140, "2025-07-10T15:00", KYIV) is not None
    assert meant("the " * 500, "2025-07-10T15:00", KYIV) is None
    assert meant("🙂" * 4_096, "2025-07-10T15:00", KYIV) is None
