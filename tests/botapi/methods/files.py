"""getFile."""

from typing import Any

from tests.botapi.errors import bad_request
from tests.botapi.files import MOST_DOWNLOAD_BYTES
from tests.botapi.parameters import Parameters
from tests.botapi.world import World


def get_file(world: World, parameters: Parameters) -> dict[str, Any]:
    """Where a file can be downloaded from."""
    stored = world.files.by_id(parameters["file_id"])
    if stored is None:
        raise bad_request("invalid file_id")
    if stored.size > MOST_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
        "file_path": stored.path,
    }
