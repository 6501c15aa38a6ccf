"""A Milvus server of the tests' own, in a thread of this process: the one that its client opens for a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from pymilvus import MilvusClient


class MilvusServer:
    """A running server, reached over TCP like any other."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._numbers = count(1)

    @contextmanager
    def new_database(self) -> Iterator[str]:
        """The address of an empty database on it, which is gone afterwards."""
        name = f"made_{next(self._numbers)}"
        client = MilvusClient(f"http://127.0.0.1:{self.port}", dedicated=True)
        client.create_database(name)
        yield f"milvus://127.0.0.1:{self.port}/{name}"
        client.use_database(name)
        for collection in client.list_collections():
            client.drop_collection(collection)
        client.use_database("default")
        client.drop_database(name)
        client.close()


@contextmanager
def running_milvus(folder: Path, port: int = 0) -> Iterator[MilvusServer]:
    """A server that keeps what it has in `folder`, while it runs; 0 is any port that is free."""
    from milvus_lite.adapter.grpc.server import start_server_in_thread  # which takes a while

    server, database, bound = start_server_in_thread(str(folder / "milvus.db"), port=port)
    try:
        yield MilvusServer(bound)
    finally:
        server.stop(grace=0).wait()
        database.close()
