"""A peer in a process of its own, with the Python of the environment that the peers are installed in."""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
NAMES = ("sentence-transformers", "txtai", "haystack", "chroma", "llama-index")


@dataclass(frozen=True, slots=True)
class Told:
    """What a peer answered, how long that took it, and the most memory it has used so far."""

    ids: list[str]
    seconds: float
    megabytes: float


class PeerProcess:
    """A peer that runs elsewhere."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def index(self, passages: Sequence[tuple[str, str]], vectors: Path | None = None) -> Told:
        """Give it (id, text) pairs and, in a file of NumPy's, the vectors where they need not be made."""
        return self._ask({"index": list(passages), "vectors": str(vectors) if vectors else None})

    def rank(self, question: str, most: int) -> Told:
        """Its ids for a question, best first."""
        return self._ask({"rank": question, "most": most})

    def _ask(self, request: dict[str, Any]) -> Told:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the peer ended with {self._process.wait()}")
        return Told(**json.loads(line))


@contextmanager
def running(python: Path, name: str, model: Path) -> Iterator[PeerProcess]:
    """The peer `name` with the model in a folder, run by an interpreter that has it installed; ended at the end."""
    command = [str(python), "-m", "tests.bench.peers.serve", name, str(model)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False"}
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
        cwd=ROOT,
    ) as process:
        try:
            yield PeerProcess(process)
        finally:
            if process.stdin:
                process.stdin.close()
            process.terminate()
