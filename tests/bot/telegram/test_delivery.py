"""What goes wrong between the bot and Telegram, and that nothing is lost or repeated by it."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from telegram.error import Conflict

from bot.chats.chats import Chats
from bot.telegram.client import Client
from config import SettingError
from tests.bot.telegram.conftest import Runner
from tests.botapi import Fault, TelegramDouble, bad, blocked, broken, dropped, flooded, hanging, lost, refused


@pytest.mark.usefixtures("bot")
async def test_a_429_makes_only_that_chat_wait(telegram: TelegramDouble) -> None:
    alice, bob = telegram.person("Alice"), telegram.person("Bob")
    fault = telegram.fail("sendMessage", flooded(2), chat=alice)
    await alice.write("/help")
    await telegram.wait_until(lambda: fault.hits)
    await alice.write("/start")
    await bob.write("/help")
    assert (await telegram.next_message(bob)).text.startswith("What I can do")
    assert telegram.messages(alice) == []
    assert (await telegram.next_message(alice)).text.startswith("What I can do")
    assert (await telegram.next_message(alice)).text.startswith("Hello!")
    calls = [call for call in telegram.calls_of("sendMessage") if call.parameters["chat_id"] == alice.id]
    assert calls[1].at - calls[0].at >= 2.0


@pytest.mark.parametrize("fault", [broken, dropped])
async def test_what_did_not_arrive_is_sent_again(
    telegram: TelegramDouble, bot: Runner, fault: Callable[[], Fault]
) -> None:
    alice = telegram.person("Alice")
    telegram.fail("sendMessage", fault())
    await alice.write("/help")
    assert (await telegram.next_message(alice)).text.startswith("What I can do")
    await bot.end()
    assert len(telegram.messages(alice)) == 1


async def test_only_a_lost_answer_repeats_a_message(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice")
    telegram.fail("sendMessage", lost())
    await alice.write("/help")
    await telegram.next_message(alice)
    await telegram.next_message(alice)
    await alice.write("/start")
    assert (await telegram.next_message(alice)).text.startswith("Hello!")
    await bot.end()
    assert len(telegram.messages(alice)) == 3


@pytest.mark.parametrize("fault", [bad("TOPIC_CLOSED"), bad("not enough rights to send text messages to the chat")])
async def test_permanent_errors_are_not_tried_again(telegram: TelegramDouble, bot: Runner, fault: Fault) -> None:
    alice = telegram.person("Alice")
    telegram.fail("sendMessage", fault, times=5)
    await alice.write("/help")
    await telegram.wait_until(lambda: fault.hits)
    await bot.end()
    await bot.start()
    await bot.end()
    assert fault.hits == 1


async def test_demand_14_a_chat_that_blocks_the_bot_is_marked_and_comes_back(
    telegram: TelegramDouble, bot: Runner
) -> None:
    alice = telegram.person("Alice")
    chats = Chats(bot.database)
    fault = telegram.fail("sendMessage", blocked())
    await alice.write("/help")
    await alice.write("/start")
    await telegram.wait_until(lambda: fault.hits)
    await bot.end()
    known = chats.get(alice.id)
    assert known is not None
    assert known.gone == bot.now
    sent = len(telegram.messages(alice))
    await bot.start()
    await alice.write("/help")
    await telegram.wait_until(lambda: len(telegram.messages(alice)) > sent)
    back = chats.get(alice.id)
    assert back is not None
    assert back.gone is None


async def test_a_block_is_noticed_when_it_happens(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice")
    await alice.write("/help")
    await telegram.next_message(alice)
    alice.block()
    await telegram.updates_taken()
    await bot.end()
    known = Chats(bot.database).get(alice.id)
    assert known is not None
    assert known.gone is not None


async def test_a_group_that_becomes_a_supergroup_keeps_its_answer(telegram: TelegramDouble, runner: Runner) -> None:
    alice = telegram.person("Alice")
    group = telegram.group("Group", alice)
    await alice.write("/help", chat=group)
    new = group.migrate()
    await runner.start()
    assert (await telegram.next_message(new)).text.startswith("What I can do")
    await runner.end()
    chats = Chats(runner.database)
    assert chats.get(group.id) is None
    assert chats.get(new.id) is not None
    assert telegram.messages(group) == []


@pytest.mark.usefixtures("bot")
async def test_buttons_work_after_the_move_to_a_supergroup(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    group = telegram.group("Group", alice)
    await alice.write("/ask When will Rubio meet Lavrov?", chat=group)
    answer = await telegram.next_message(group)
    data = str(answer.button("Sources")["callback_data"])
    new = group.migrate()
    await alice.write("/help", chat=new)
    there = await telegram.next_message(new)
    assert await alice.tap(there, data=data) == ""
    assert "Cited source" in (await telegram.next_message(new)).text


async def test_the_answer_in_hand_is_sent_before_the_end(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice")
    await alice.write("When will Rubio meet Lavrov?")
    await telegram.updates_taken()
    await bot.end()
    assert "Lavrov" in telegram.messages(alice)[0].text


async def test_what_cannot_be_sent_before_the_end_is_sent_after_the_next_start(
    telegram: TelegramDouble, bot: Runner
) -> None:
    alice = telegram.person("Alice")
    fault = telegram.fail("sendMessage", flooded(3600))
    await alice.write("/help")
    await telegram.wait_until(lambda: fault.hits)
    await bot.end()
    assert telegram.messages(alice) == []
    bot.pass_time(timedelta(hours=1))
    await bot.start()
    assert (await telegram.next_message(alice)).text.startswith("What I can do")


async def test_a_message_that_could_not_be_sent_for_a_day_is_given_up(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice")
    fault = telegram.fail("sendMessage", flooded(3600), times=2)
    await alice.write("/help")
    await telegram.wait_until(lambda: fault.hits == 1)
    await bot.end()
    bot.pass_time(timedelta(days=1))
    await bot.start()
    await telegram.wait_until(lambda: fault.hits == 2)
    await bot.end()
    await bot.start()
    await alice.write("/start")
    assert (await telegram.next_message(alice)).text.startswith("Hello!")


async def test_a_server_without_optional_methods(telegram: TelegramDouble, runner: Runner) -> None:
    telegram.switch_off("sendChatAction", "setMyCommands", "sendMessageDraft", "deleteWebhook", "answerCallbackQuery")
    await runner.start()
    alice = telegram.person("Alice")
    await alice.write("When will Rubio meet Lavrov?")
    answer = await telegram.next_message(alice)
    assert "Lavrov" in answer.text
    tapping = asyncio.create_task(alice.tap(answer, "More"))
    assert "Lavrov" in (await telegram.next_message(alice)).text
    tapping.cancel()


@pytest.mark.usefixtures("bot")
async def test_typing_that_hangs_delays_nothing(telegram: TelegramDouble) -> None:
    telegram.fail("sendChatAction", hanging())
    alice = telegram.person("Alice")
    await alice.write("When will Rubio meet Lavrov?")
    assert "Lavrov" in (await telegram.next_message(alice)).text


async def test_a_webhook_left_over_is_removed(telegram: TelegramDouble, runner: Runner) -> None:
    telegram.world.webhook.url = "https://old.example/hook"
    await runner.start()
    alice = telegram.person("Alice")
    await alice.write("/help")
    assert (await telegram.next_message(alice)).text.startswith("What I can do")


@pytest.mark.usefixtures("bot")
async def test_another_poller_does_not_end_the_bot(telegram: TelegramDouble) -> None:
    async with Client(telegram.token, base_url=f"{telegram.url}/bot") as other:
        try:
            await other.get_updates(timeout=0)
        except Conflict:
            pytest.fail("the newer request is the one that is served")
    alice = telegram.person("Alice")
    await alice.write("/help")
    assert (await telegram.next_message(alice)).text.startswith("What I can do")


async def test_a_server_that_is_not_there_at_first(telegram: TelegramDouble, runner: Runner) -> None:
    telegram.fail("getMe", broken())
    runner.begin()
    alice = telegram.person("Alice")
    await alice.write("/help")
    assert (await telegram.next_message(alice)).text.startswith("What I can do")


async def test_the_end_comes_while_the_server_is_not_there(telegram: TelegramDouble, runner: Runner) -> None:
    fault = telegram.fail("getMe", hanging())
    runner.begin()
    await telegram.wait_until(lambda: fault.hits)
    await runner.end()


@pytest.mark.parametrize("token", ["1:wrong", "7000000001:AAEwrongWRONGwrongWRONGwrongWRONGwron"])
async def test_a_refused_token(telegram: TelegramDouble, runner: Runner, token: str) -> None:
    with pytest.raises(SettingError, match="refuses the token") as raised:
        await runner.begin(telegram_token=token)
    assert token not in str(raised.value)
    assert telegram.calls_of("getUpdates") == []


async def test_a_token_refused_while_the_bot_runs(telegram: TelegramDouble, runner: Runner) -> None:
    running = runner.begin()
    await telegram.wait_until(lambda: telegram.calls_of("getUpdates"))
    telegram.fail("getUpdates", refused(401, "Unauthorized"), times=5)
    await telegram.person("Alice").write("/help")  # ends the request that waits
    with pytest.raises(SettingError, match="refuses the token"):
        await running
