"""The bot as the process that people start: killed, ended, started twice, started with a wrong token."""

import asyncio
import os
import shutil
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from config import Settings
from tests.bot.conftest import open_database, store_sample
from tests.botapi import TelegramDouble, hanging

CHECKOUT = Path(__file__).parents[3]
QUESTION = "When will Rubio meet Lavrov?"

Start = Callable[..., Awaitable[Process]]


@pytest.fixture(scope="module")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample in it."""
    from index.newsdesk import open_newsdesk

    folder = tmp_path_factory.mktemp("sample")
    database = open_database(folder)
    with open_newsdesk(Settings(data_dir=folder), database) as desk:
        store_sample(desk)
        desk.index_pending(lambda: False)
    database.close()
    return folder


@pytest.fixture
def folder(sample_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_folder, tmp_path / "data"))


@pytest_asyncio.fixture
async def start(telegram: TelegramDouble, folder: Path) -> AsyncIterator[Start]:
    """Starts `newsdesk run`."""
    started: list[Process] = []

    async def run(*arguments: str, token: str | None = None) -> Process:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("NEWSDESK_")}
        environment["NEWSDESK_DATA_DIR"] = str(folder)
        environment["NEWSDESK_TELEGRAM_API_URL"] = telegram.url
        environment["NEWSDESK_TELEGRAM_TOKEN"] = telegram.token if token is None else token
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.cli.main", *(arguments or ("run",)),
            cwd=CHECKOUT, env=environment, stdout=PIPE, stderr=PIPE,
        )  # fmt: skip
        started.append(process)
        return process

    yield run
    for process in started:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def output(process: Process) -> str:
    out, error = await process.communicate()
    return (out + error).decode()


async def test_an_update_in_hand_is_answered_before_the_end(telegram: TelegramDouble, start: Start) -> None:
    process = await start()
    alice = telegram.person("Alice")
    await alice.write(QUESTION)
    await telegram.wait_until(lambda: telegram.world.updates.waiting() == [], 60.0)
    process.send_signal(signal.SIGTERM)
    said = await output(process)
    assert process.returncode == 0
    assert ["Lavrov" in message.text for message in telegram.messages(alice)] == [True]
    assert telegram.token not in said
    assert "Traceback" not in said


async def test_nothing_is_lost_or_doubled_by_a_kill(telegram: TelegramDouble, start: Start) -> None:
    """Killed with every update accepted and every answer on its way or not yet made."""
    process = await start()
    people = [telegram.person(f"Person {number}") for number in range(12)]
    stuck = telegram.fail("sendMessage", hanging(), times=100)
    for person in people:
        await person.write(QUESTION)
        await person.write("/help")
    await telegram.wait_until(lambda: stuck.hits and telegram.world.updates.waiting() == [], 60.0)
    process.kill()
    await process.communicate()
    stuck.release()
    assert telegram.sent == []

    again = await start()
    for person in people:
        assert "Lavrov" in (await telegram.next_message(person, 60.0)).text
        assert (await telegram.next_message(person)).text.startswith("What I can do")
    again.send_signal(signal.SIGINT)
    await again.communicate()
    assert again.returncode == 0
    assert len(telegram.sent) == 2 * len(people)


async def test_a_second_process_on_the_same_folder(telegram: TelegramDouble, start: Start) -> None:
    first = await start()
    await telegram.wait_until(lambda: telegram.calls_of("getUpdates"), 60.0)
    second = await start()
    said = await output(second)
    assert second.returncode == 1
    assert f"Process {first.pid} already runs the bot on" in said
    assert "Traceback" not in said
    alice = telegram.person("Alice")
    await alice.write("/help")
    await telegram.next_message(alice)


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("", "The bot needs a token: get one from @BotFather"),
        ("my token: 1:x", "is not a token"),
        ("1:wrong", "refuses the token"),
    ],
)
async def test_a_token_that_is_missing_or_wrong(start: Start, token: str, said: str) -> None:
    process = await start(token=token)
    told = await output(process)
    assert process.returncode == 2
    assert said in told
    assert "Traceback" not in told
    assert not token or token not in told


async def test_articles_stored_by_another_process_are_found(
    telegram: TelegramDouble, start: Start, tmp_path: Path
) -> None:
    process = await start()
    await telegram.wait_until(lambda: telegram.calls_of("getUpdates"), 60.0)
    news = tmp_path / "news.txt"
    news.write_text("Zebras of Quillota win the regatta\n\nThe Zebras of Quillota won the harbour regatta on Friday.")
    importing = await start("import", str(news))
    await importing.communicate()
    assert importing.returncode == 0
    assert process.stderr is not None
    while line := await process.stderr.readline():
        if b"Articles are in the index" in line:
            break
    alice = telegram.person("Alice")
    await alice.write("Who won the harbour regatta?")
    assert "Quillota" in (await telegram.next_message(alice)).text
