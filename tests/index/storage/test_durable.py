import errno
from pathlib import Path

import pytest

from index.storage.durable import cause, publish, write_durably


def test_replaces_the_whole(tmp_path: Path) -> None:
    final = tmp_path / "state.json"
    write_durably(final, b"a long first version")
    write_durably(final, b"short")
    assert final.read_bytes() == b"short"
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


def test_what_cannot_be_published_leaves_the_old(tmp_path: Path) -> None:
    final = tmp_path / "state.json"
    write_durably(final, b"old")
    with pytest.raises(FileNotFoundError):
        publish(tmp_path / "never written", final)
    assert final.read_bytes() == b"old"


def test_causes_in_few_words() -> None:
    assert cause(RuntimeError("write error in f: No space left on device")) == "the disk is full"
    assert cause(OSError(errno.ENOSPC, "No space left on device")) == "the disk is full"
    assert cause(PermissionError(errno.EACCES, "Permission denied", "file")) == "permission denied"
    assert cause(ValueError("One line.\nAnother.")) == "One line"
    assert cause(ValueError()) == "ValueError"
