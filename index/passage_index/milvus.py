"""What the two indexes on Milvus share: the connection, the shape of a collection, and the change they hold.

Milvus is one place for all processes, so nothing is saved by one and loaded by another but the number of the last
change. Names of collections carry the generation of the database: another database's are never mistaken for one's own.
"""

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import grpc
from pymilvus import CollectionSchema, DataType, MilvusClient, MilvusException

from index.errors import StorageError
from index.passage_index.protocol import Scope, microseconds
from index.question.window import Window

SECONDS = 30.0  # that writing is waited for
ASKED_SECONDS = 10.0  # that an answer to a question is waited for
MOST = 16_384  # hits that Milvus gives at once
WRITTEN = 500  # rows in one request
STATE = "newsdesk_state"

# Looked for often, so that one that was away is not away for as long again; on its own a connection waits two minutes.
CONNECTING = {
    "grpc.initial_reconnect_backoff_ms": 200,
    "grpc.min_reconnect_backoff_ms": 1_000,
    "grpc.max_reconnect_backoff_ms": 2_000,
}

# Which has a handler of its own and tells of each error with its trace; here an error becomes a sentence.
logging.getLogger("pymilvus").setLevel(logging.CRITICAL + 1)

Rows = Sequence[Mapping[str, Any]]


class Milvus:
    """One Milvus: a server (`milvus://user:password@host:19530/database`) or, for trying it, a file ending in .db."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("milvus", "milvus+https") or not (parts.hostname or parts.path.endswith(".db")):
            raise StorageError("The index address is not one of milvus://host:port or milvus:///folder/file.db.")
        self.name = f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"
        self._in_file = parts.hostname is None
        with self.plain_errors():
            if parts.hostname:
                scheme = "https" if parts.scheme.endswith("https") else "http"
                token = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
                self.client = MilvusClient(
                    f"{scheme}://{parts.hostname}:{parts.port or 19530}",
                    token=token if parts.username else "",
                    db_name=parts.path.strip("/"),
                    timeout=SECONDS,
                    grpc_options=CONNECTING,
                )
            else:
                Path(parts.path).parent.mkdir(parents=True, exist_ok=True)
                self.client = MilvusClient(parts.path, timeout=SECONDS)

    @contextmanager
    def plain_errors(self) -> Iterator[None]:
        """Say in a sentence what Milvus, or its absence, has to say."""
        try:
            yield
        except (MilvusException, grpc.RpcError, OSError) as error:
            told = error.details() if isinstance(error, grpc.Call) else getattr(error, "message", "")
            said = str(told or error).splitlines()[0]
            raise StorageError(f"The index at {self.name} does not answer: {said.rstrip('.')}.") from error

    def ensure(self, name: str, schema: CollectionSchema, indexes: Mapping[str, Mapping[str, Any]]) -> None:
        """Make a collection with these indexes by field and let it be searched; what is there of it stays."""
        with self.plain_errors():
            if not self.client.has_collection(name, timeout=SECONDS):
                self._create(name, schema)
            for field, index in indexes.items():
                if not self.client.list_indexes(name, field_name=field, timeout=SECONDS):
                    parameters = self.client.prepare_index_params()
                    parameters.add_index(field, **index)
                    # Not waited for: where there are rows, loading them waits for their index.
                    self.client.create_index(name, parameters, timeout=SECONDS, sync=False)
            self.client.load_collection(name, timeout=SECONDS)

    def _create(self, name: str, schema: CollectionSchema) -> None:
        try:
            self.client.create_collection(name, schema=schema, consistency_level="Strong", timeout=SECONDS)
        except MilvusException:
            if not self.client.has_collection(name, timeout=SECONDS):  # which another process may have made just now
                raise

    def write(self, name: str, rows: Rows) -> None:
        """Store rows; those with the same key are replaced."""
        with self.plain_errors():
            for start in range(0, len(rows), WRITTEN):
                self.client.upsert(name, [dict(row) for row in rows[start : start + WRITTEN]], timeout=SECONDS)

    def remove(self, name: str, condition: str) -> None:
        """Remove the rows that meet a condition."""
        with self.plain_errors():
            self.client.delete(name, filter=condition, timeout=SECONDS)

    def count(self, name: str, condition: str = "") -> int:
        """How many rows meet a condition."""
        with self.plain_errors():
            found = self.client.query(name, filter=condition, output_fields=["count(*)"], timeout=ASKED_SECONDS)
        return int(found[0]["count(*)"])

    def search(
        self, name: str, field: str, asked: Any, most: int, condition: str, facts: Sequence[str], **options: Any
    ) -> list[Mapping[str, Any]]:
        """The nearest rows, best first: their facts and a `distance`."""
        if most <= 0:
            return []
        with self.plain_errors():
            [hits] = self.client.search(
                name,
                [asked],
                anns_field=field,
                limit=min(most, MOST),
                filter=condition,
                output_fields=list(facts),
                timeout=ASKED_SECONDS,
                **options,
            )
        return [{**hit["entity"], "distance": hit["distance"]} for hit in hits]

    def drop(self, generation: str) -> None:
        """Remove all collections of a generation, and the note of what they held."""
        prefix = collection_name(generation, "")
        with self.plain_errors():
            names = [name for name in self.client.list_collections(timeout=SECONDS) if name.startswith(prefix)]
            for name in names:
                self.client.drop_collection(name, timeout=SECONDS)
            if names and self.client.has_collection(STATE, timeout=SECONDS):
                self.client.delete(STATE, ids=names, timeout=SECONDS)

    def settle(self, name: str) -> None:
        """In a file, let what was written last count in the rarity of words; a server does so by itself."""
        if self._in_file:
            with self.plain_errors():
                self.client.flush(name, timeout=SECONDS)

    def close(self) -> None:
        """Give the connection back; those of others stay."""
        self.client.close()


class HeldChange:
    """The last change that a copy in Milvus holds, in a row of its own. `unsaved` is what this process is ahead."""

    def __init__(self, milvus: Milvus, copy: str) -> None:
        self._milvus = milvus
        self._copy = copy
        self._unsaved = False
        self.sequence = 0
        schema = milvus.client.create_schema(enable_dynamic_field=False)
        schema.add_field("copy", DataType.VARCHAR, max_length=200, is_primary=True)
        schema.add_field("sequence", DataType.INT64)
        schema.add_field("nothing", DataType.FLOAT_VECTOR, dim=2)  # no collection is without a vector
        milvus.ensure(STATE, schema, {"nothing": {"index_type": "FLAT", "metric_type": "L2"}})
        self.read()

    def advance(self, sequence: int) -> None:
        """Note a change that is in Milvus now."""
        self._unsaved = self._unsaved or sequence != self.sequence
        self.sequence = sequence

    def write(self) -> None:
        """Let others know."""
        if self._unsaved:
            row = {"copy": self._copy, "sequence": self.sequence, "nothing": [0.0, 0.0]}
            self._milvus.write(STATE, [row])
            self._unsaved = False

    def read(self) -> None:
        """See what another process has written, unless this one is ahead of what it wrote itself."""
        if self._unsaved:
            return
        with self._milvus.plain_errors():
            found = self._milvus.client.get(STATE, ids=[self._copy], output_fields=["sequence"], timeout=SECONDS)
        self.sequence = int(found[0]["sequence"]) if found else 0


def collection_name(generation: str, what: str) -> str:
    """The name of a collection, which may have no other signs in it."""
    return f"newsdesk_{generation}_{what}".replace("-", "_")


def outlet_number(outlet: str) -> int:
    """An outlet as Milvus knows it: a number, so that no name has to be written into a condition."""
    return int.from_bytes(hashlib.blake2b(outlet.encode(), digest_size=8).digest(), signed=True)


def condition(scope: Scope) -> str:
    """What a row has to meet to lie in the scope; empty when all do."""
    terms = []
    if scope.outlets:
        terms.append(f"outlet in {sorted(map(outlet_number, scope.outlets))}")
    return " and ".join([*terms, *_times(scope.window)])


def both(*conditions: str) -> str:
    """All of the conditions that are not empty."""
    return " and ".join(each for each in conditions if each)


def _times(window: Window) -> list[str]:
    since = [f"moment >= {microseconds(window.since)}"] if window.since is not None else []
    until = [f"moment < {microseconds(window.until)}"] if window.until is not None else []
    return since + until
