"""The processes of a drill: started by name, killed, and started again; and what becomes of their work."""

import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import func, select

from bot.tables import deliveries
from index.storage.database import Database
from index.storage.tables import articles, passages, vectors
from tests.botapi import TelegramDouble


class Crew:
    """Workers and bots, each a process of its own on the same database."""

    def __init__(self, address: str, folder: Path, articles: int, telegram: TelegramDouble) -> None:
        self._arguments = (address, folder, articles, telegram)
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def begin(self, *names: str, **environment: str) -> None:
        """Start processes, each named after its role: `worker 1`; variables of the environment are set for them."""
        address, folder, count, telegram = self._arguments
        for name in names:
            role = name.split()[0]
            arguments = (role, address, folder / name, count, telegram.url, telegram.token)
            command = [sys.executable, "-m", "tests.bench.drill_process", *map(str, arguments)]
            with (folder / f"{name}.log").open("ab") as log:
                self._running[name] = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | environment)

    def kill(self, *names: str) -> None:
        """End processes as a power cut does."""
        for name in names:
            process = self._running.pop(name)
            process.kill()
            process.wait()

    def kill_all(self) -> None:
        """End all of them."""
        self.kill(*self._running)

    def names(self) -> list[str]:
        """Those that run."""
        return list(self._running)

    def said(self, name: str) -> str:
        """What a process has logged."""
        return (self._arguments[1] / f"{name}.log").read_text(encoding="utf-8")

    def ended(self) -> list[str]:
        """Those that ended by themselves, which none should."""
        return [name for name, process in self._running.items() if process.poll() is not None]


def named(role: str, count: int) -> list[str]:
    """The names of so many processes of a role."""
    return [f"{role} {number}" for number in range(count)]


def state_of(database: Database) -> tuple[int, int, int]:
    """Articles stored, passages without a vector, messages that wait."""
    with database.read() as connection:
        stored = connection.execute(select(func.count()).select_from(articles)).scalar_one()
        lacking = select(func.count()).select_from(
            passages.outerjoin(vectors, vectors.c.content_hash == passages.c.content_hash)
        )
        missing = connection.execute(lacking.where(vectors.c.content_hash.is_(None))).scalar_one()
        waits = select(func.count()).where(deliveries.c.state == "waiting", deliveries.c.key.is_not(None))
        return stored, missing, connection.execute(waits).scalar_one()
