"""What any test may ask for: the real data beside the checkout, and a running double of Telegram."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import settings

from tests.botapi import TelegramDouble

settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
settings.load_profile("untimed")

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data; tests that ask for it are skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the folder ../shared/data is not there")
    return SHARED_DATA


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    """A running double of Telegram; a request that the double cannot answer fails the test."""
    async with TelegramDouble() as double:
        yield double
    double.check()
