from datetime import UTC, datetime, timedelta

import pytest

from bot.inbox import Inbox
from bot.outbox import SHOWN_AGAIN_AFTER, Outbox, Outgoing, Priority
from index.storage.database import Database

pytestmark = pytest.mark.every_database

NOW = datetime(2025, 7, 10, 12, tzinfo=UTC)


@pytest.fixture
def outbox(database: Database) -> Outbox:
    return Outbox(database)


def test_a_message_comes_back_as_it_was_recorded(outbox: Outbox) -> None:
    message = Outgoing(
        chat=-100,
        html="<b>a</b>",
        buttons=((("More", "1:more.1.1"), ("Sources", "1:sources.1")),),
        priority=Priority.ALERT,
        thread=3,
        question=4,
        quoted=True,
        key="k",
    )
    [waiting] = outbox.record([message], now=NOW)
    assert (waiting.chat, waiting.priority, waiting.due) == (-100, Priority.ALERT, NOW)
    assert outbox.waiting() == [waiting]
    delivery = outbox.get(waiting.delivery_id)
    assert delivery is not None
    assert delivery.outgoing == message
    assert (delivery.recorded, delivery.attempts, delivery.edited_message) == (NOW, 0, None)


def test_recording_finishes_the_update_in_the_same_moment(outbox: Outbox, database: Database) -> None:
    inbox = Inbox(database)
    inbox.accept(5, "five", NOW)
    outbox.record([Outgoing(chat=1, html="a")], now=NOW, finishing=5)
    assert inbox.unfinished() == []


def test_what_was_sent_or_failed_waits_no_longer(outbox: Outbox) -> None:
    sent, failed, late = outbox.record([Outgoing(chat=1, html=text) for text in "abc"], now=NOW)
    outbox.sent({sent.delivery_id: 70})
    outbox.failed(failed.delivery_id, "refused")
    due = NOW + timedelta(seconds=30)
    outbox.later(late.delivery_id, due, 1)
    assert outbox.get(sent.delivery_id) is None
    assert outbox.get(failed.delivery_id) is None
    [waiting] = outbox.waiting()
    assert (waiting.delivery_id, waiting.due) == (late.delivery_id, due)


def test_an_edit_knows_the_message_it_replaces(outbox: Outbox) -> None:
    [first] = outbox.record([Outgoing(chat=1, html="a", question=9)], now=NOW)
    [edit] = outbox.record([Outgoing(chat=1, html="b", question=9, edits=first.delivery_id)], now=NOW)
    before = outbox.get(edit.delivery_id)
    assert before is not None
    assert before.edited_message is None
    outbox.sent({first.delivery_id: 70})
    after = outbox.get(edit.delivery_id)
    assert after is not None
    assert after.edited_message == 70


def test_a_message_is_replaced_whose_delivery_is_not_known_as_sent(outbox: Outbox) -> None:
    outbox.record([Outgoing(chat=1, html="a", question=9)], now=NOW)
    [waiting] = outbox.record([Outgoing(chat=1, html="b", question=70, replaces=70)], now=NOW)
    delivery = outbox.get(waiting.delivery_id)
    assert delivery is not None
    assert delivery.edited_message == 70
    assert outbox.answering(1, 70) == []


def test_the_deliveries_that_answer_a_message(outbox: Outbox) -> None:
    first, second, failed = outbox.record([Outgoing(chat=1, html=text, question=9) for text in "abc"], now=NOW)
    outbox.failed(failed.delivery_id, "refused")
    later = NOW + timedelta(seconds=1)
    outbox.record([Outgoing(chat=1, html="d", question=9, edits=first.delivery_id)], now=NOW)
    outbox.record([Outgoing(chat=1, html="e", question=9, key="a press")], now=NOW)
    outbox.record([Outgoing(chat=2, html="f", question=9)], now=NOW)
    assert outbox.answering(1, 9) == [first.delivery_id, second.delivery_id]
    [newest] = outbox.record([Outgoing(chat=1, html="g", question=9)], now=later)
    assert outbox.answering(1, 9) == [newest.delivery_id]
    assert outbox.answering(1, 10) == []


def test_what_has_a_key_is_recorded_once_in_a_while(outbox: Outbox) -> None:
    message = Outgoing(chat=1, html="a", key="k")
    assert len(outbox.record([message, Outgoing(chat=1, html="b")], now=NOW)) == 2
    assert outbox.record([message], now=NOW + timedelta(seconds=1)) == []
    assert len(outbox.record([message], now=NOW + SHOWN_AGAIN_AFTER)) == 1


def test_the_key_of_a_failed_delivery_is_free(outbox: Outbox) -> None:
    message = Outgoing(chat=1, html="a", key="k")
    [first] = outbox.record([message], now=NOW)
    outbox.failed(first.delivery_id, "refused")
    assert len(outbox.record([message], now=NOW)) == 1


def test_what_waits_is_never_forgotten(outbox: Outbox) -> None:
    waits, sent = outbox.record([Outgoing(chat=1, html=text) for text in "ab"], now=NOW)
    outbox.sent({sent.delivery_id: 70})
    outbox.prune(NOW + timedelta(days=30))
    assert outbox.waiting() == [waits]
