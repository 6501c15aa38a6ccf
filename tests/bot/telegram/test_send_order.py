from math import inf

from bot.telegram.send_order import SendOrder

REPLY, ALERT = 0, 10


def drained(order: SendOrder, now: float = 100.0) -> list[int]:
    found = []
    while (taken := order.take(now, lambda _chat: now)) is not None:
        found.append(taken[0])
        order.done(taken[1])
    return found


def test_replies_before_alerts_and_older_ones_first() -> None:
    order = SendOrder()
    for number, chat, priority in ((1, 1, ALERT), (2, 2, ALERT), (3, 3, REPLY), (4, 1, REPLY), (5, 3, REPLY)):
        order.add(number, chat, priority, 0.0)
    assert drained(order) == [3, 4, 5, 1, 2]


def test_one_at_a_time_to_a_chat() -> None:
    order = SendOrder()
    order.add(1, 7, REPLY, 0.0)
    order.add(2, 7, REPLY, 0.0)
    assert order.take(1.0, lambda _: 1.0) == (1, 7)
    assert order.take(1.0, lambda _: 1.0) is None
    order.done(7)
    assert order.take(1.0, lambda _: 1.0) == (2, 7)


def test_a_chat_that_is_not_ready_holds_up_no_other() -> None:
    order = SendOrder()
    order.add(1, 7, REPLY, 0.0)
    order.add(2, 8, ALERT, 0.0)
    ready = {7: 30.0, 8: 0.0}
    assert order.take(1.0, ready.__getitem__) == (2, 8)
    assert order.take(1.0, ready.__getitem__) is None
    assert order.next_at() == 30.0
    assert order.take(30.0, ready.__getitem__) == (1, 7)
    assert order.next_at() == inf


def test_what_is_put_back_stays_first_in_its_chat() -> None:
    order = SendOrder()
    order.add(1, 7, REPLY, 0.0)
    order.add(2, 7, REPLY, 0.0)
    assert order.take(1.0, lambda _: 1.0) == (1, 7)
    order.add(1, 7, REPLY, 1.0)
    order.done(7)
    assert drained(order) == [1, 2]


def test_deliveries_wait_until_they_are_due() -> None:
    order = SendOrder()
    order.add(1, 7, REPLY, 50.0)
    order.add(2, 7, REPLY, 0.0)
    assert drained(order, 10.0) == [2]
    assert order.next_at() == 50.0
    assert drained(order, 50.0) == [1]


def test_a_reply_overtakes_a_great_backlog() -> None:
    order = SendOrder()
    for number in range(10_000):
        order.add(number, number, ALERT, 0.0)
    assert order.take(1.0, lambda _: 1.0) == (0, 0)
    order.add(10_000, 5, REPLY, 1.0)
    assert order.take(1.0, lambda _: 1.0) == (10_000, 5)


def test_only_what_is_as_urgent_as_asked_for() -> None:
    order = SendOrder()
    order.add(1, 7, ALERT, 0.0)
    assert order.take(1.0, lambda _: 1.0, REPLY) is None
    order.add(2, 8, REPLY, 0.0)
    assert order.take(1.0, lambda _: 1.0, REPLY) == (2, 8)
    assert order.take(1.0, lambda _: 1.0) == (1, 7)
