"""A bot in a process of its own talks to the double; when it is killed, nothing that it did not confirm is lost."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.botapi import TelegramDouble

BOT = """
import sys
from telegram.ext import ApplicationBuilder, MessageHandler, filters

async def echo(update, context):
    await update.message.reply_text("You said: " + update.message.text)

application = ApplicationBuilder().token(sys.argv[1]).base_url(sys.argv[2] + "/bot").build()
application.add_handler(MessageHandler(filters.TEXT, echo))
application.run_polling()
"""


@asynccontextmanager
async def running(telegram: TelegramDouble) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", BOT, telegram.token, telegram.url)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_a_killed_bot_is_followed_by_another(telegram: TelegramDouble) -> None:
    person = telegram.person()
    async with running(telegram) as first:
        await person.write("one")
        assert (await telegram.next_message(person, timeout=60)).text == "You said: one"
        await telegram.updates_taken()
        first.kill()
        await first.wait()
        await person.write("two")
    async with running(telegram) as second:
        assert (await telegram.next_message(person, timeout=60)).text == "You said: two"
        second.terminate()
        assert await second.wait() == 0
    assert [call.status for call in telegram.calls_of("getUpdates") if call.status == 409] == []
