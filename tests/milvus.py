"""A Milvus server of the tests' own, in a thread of this process: the one that its client opens for a file."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import grpc
from pymilvus import MilvusClient
from pymilvus.grpc_gen import milvus_pb2_grpc


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
    from milvus_lite.adapter.grpc.servicer import MilvusServicer  # which takes a while
    from milvus_lite.db import MilvusLite

    database = MilvusLite(str(folder / "milvus.db"))
    # The client asks every ten seconds whether the server is there, which this one would take for an attack.
    server = grpc.server(ThreadPoolExecutor(10), options=[("grpc.http2.max_ping_strikes", 0)])
    milvus_pb2_grpc.add_MilvusServiceServicer_to_server(MilvusServicer(database), server)
    bound = server.add_insecure_port(f"127.0.0.1:{port}")
    server.start()
    try:
        yield MilvusServer(bound)
    finally:
        server.stop(grace=0).wait()
        database.close()
