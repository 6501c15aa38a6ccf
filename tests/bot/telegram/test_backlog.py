"""A backlog of alerts: it drains at the pace allowed, and a question does not wait for it."""

from bot.outbox import Outbox, Outgoing, Priority
from tests.bot.telegram.conftest import Runner
from tests.botapi import TelegramDouble

ALERTS = 90


async def test_demand_8_a_question_is_answered_before_the_alerts_that_wait(
    telegram: TelegramDouble, runner: Runner
) -> None:
    people = [telegram.person(f"Person {number}") for number in range(ALERTS)]
    for person in people:
        person.met = person.started = True
    alerts = [Outgoing(chat=person.id, html="🔔 news", priority=Priority.ALERT) for person in people]
    Outbox(runner.database).record(alerts, now=runner.now)
    alice = telegram.person("Alice")
    await runner.start()
    await telegram.wait_until(lambda: telegram.sent)
    await alice.write("/help")
    reply = await telegram.next_message(alice)
    place = telegram.sent.index(reply)
    assert place < ALERTS  # not behind the last of them
    await telegram.wait_until(lambda: len(telegram.sent) == ALERTS + 1)
    assert {message.chat.id for message in telegram.sent} == {alice.id, *(person.id for person in people)}
