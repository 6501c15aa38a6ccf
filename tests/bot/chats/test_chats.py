from datetime import UTC, datetime, timedelta

import pytest

from bot.answers import Answers
from bot.chats.chat_settings import ChatSettings, Look
from bot.chats.chats import Chats
from bot.incoming import Place
from bot.outbox import Outbox, Outgoing
from bot.times.quiet_hours import QuietHours
from index.storage.database import Database
from tests.bot.made_answers import answer

pytestmark = pytest.mark.every_database

NOW = datetime(2025, 7, 10, 12, tzinfo=UTC)
GROUP, SUPERGROUP = -4_001, -1_002_000_000_001


@pytest.fixture
def chats(database: Database) -> Chats:
    return Chats(database)


def test_a_chat_is_known_once_it_has_spoken(chats: Chats) -> None:
    assert chats.get(7) is None
    chats.seen(7, private=True, language="de", now=NOW)
    known = chats.get(7)
    assert known is not None
    assert (known.private, known.language, known.settings, known.gone) == (True, "de", ChatSettings(), None)
    assert chats.seen(7, private=True, language="uk", now=NOW).language == "uk"


def test_what_a_chat_chose_stays_whatever_is_said_in_it(chats: Chats) -> None:
    chats.seen(7, private=True, language="de", now=NOW)
    chosen = ChatSettings("fa", "Asia/Tehran", QuietHours(1_320, 420), Look.SHORT, preview=True)
    chats.choose(7, chosen)
    assert chats.seen(7, private=True, language="uk", now=NOW).settings == chosen
    chats.choose(7, ChatSettings())
    known = chats.get(7)
    assert known is not None
    assert known.settings == ChatSettings()


def test_a_group_keeps_the_language_of_who_spoke_first(chats: Chats) -> None:
    chats.seen(GROUP, private=False, language=None, now=NOW)
    chats.seen(GROUP, private=False, language="de", now=NOW)
    assert chats.seen(GROUP, private=False, language="uk", now=NOW).language == "de"


def test_a_chat_that_is_gone_comes_back_when_it_speaks(chats: Chats) -> None:
    chats.seen(7, private=True, language=None, now=NOW)
    chats.leave(7, NOW)
    chats.leave(7, NOW + timedelta(hours=1))
    known = chats.get(7)
    assert known is not None
    assert known.gone == NOW
    chats.seen(7, private=True, language=None, now=NOW)
    back = chats.get(7)
    assert back is not None
    assert back.gone is None


def test_nothing_waits_for_a_chat_that_is_gone(chats: Chats, database: Database) -> None:
    outbox = Outbox(database)
    outbox.record([Outgoing(chat=7, html="a"), Outgoing(chat=8, html="b")], now=NOW)
    chats.leave(7, NOW)
    assert [waiting.chat for waiting in outbox.waiting()] == [8]


@pytest.mark.parametrize("new_has_spoken", [False, True])
def test_everything_moves_with_a_chat(chats: Chats, database: Database, *, new_has_spoken: bool) -> None:
    outbox, answers = Outbox(database), Answers(database)
    chats.seen(GROUP, private=False, language="de", now=NOW)
    kept = answers.keep(answer(), Place(GROUP, 1, 20))
    newer = answers.keep(answer(), Place(SUPERGROUP, 1, 20))
    [waiting] = outbox.record([Outgoing(chat=GROUP, html="a", question=20, quoted=True)], now=NOW)
    if new_has_spoken:
        chats.seen(SUPERGROUP, private=False, language="en", now=NOW)
    chats.move(GROUP, SUPERGROUP)
    assert chats.get(GROUP) is None
    moved = chats.get(SUPERGROUP)
    assert moved is not None
    assert moved.language == "de"
    assert answers.get(kept, SUPERGROUP) == answers.get(newer, SUPERGROUP) == answer()
    delivery = outbox.get(waiting.delivery_id)
    assert delivery is not None
    assert (delivery.outgoing.chat, delivery.outgoing.question, delivery.outgoing.quoted) == (SUPERGROUP, None, False)


def test_a_chat_that_never_spoke_moves_too(chats: Chats) -> None:
    chats.seen(SUPERGROUP, private=False, language="en", now=NOW)
    chats.move(GROUP, SUPERGROUP)
    moved = chats.get(SUPERGROUP)
    assert moved is not None
    assert moved.language == "en"
