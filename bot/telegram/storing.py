"""Writing to the database from the event loop: in a thread, and for as long as it takes."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import structlog

from index.errors import StorageError

LONGEST_WAIT = 30.0  # seconds

log = structlog.get_logger(__name__)
_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


async def stored(
    action: Callable[_Arguments, _Result], *arguments: _Arguments.args, **named: _Arguments.kwargs
) -> _Result:
    """The result of an action on the database; while that fails (a full disk), try again after growing waits."""
    wait = 1.0
    while True:
        try:
            return await asyncio.to_thread(action, *arguments, **named)
        except StorageError as error:
            log.error("The database cannot be used; trying again", reason=str(error), seconds=wait)  # noqa: TRY400
        await asyncio.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT)
