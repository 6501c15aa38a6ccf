import os
from pathlib import Path

import pytest

from index.errors import StorageError
from index.storage.folder_lock import FolderLock, alone_in
from tests.index.conftest import run_python

HOLDS_UNTIL_KILLED = """
import sys, time
from pathlib import Path
from index.storage.folder_lock import FolderLock

print(FolderLock(Path(sys.argv[1])).take())
time.sleep(600)
"""


def test_one_holder_in_one_process(tmp_path: Path) -> None:
    one, other = FolderLock(tmp_path), FolderLock(tmp_path)
    assert one.take()
    assert one.take()
    assert one.held
    assert not other.take()
    assert not other.held
    assert other.holder() == os.getpid()
    one.release()
    one.release()
    assert other.take()
    other.release()


def test_one_holder_among_processes_until_it_is_killed(tmp_path: Path) -> None:
    process = run_python(HOLDS_UNTIL_KILLED, tmp_path)
    assert process.stdout is not None
    assert process.stdout.readline() == "True\n"
    ours = FolderLock(tmp_path)
    assert not ours.take()
    assert ours.holder() == process.pid
    process.kill()
    process.communicate()
    assert ours.take()
    assert ours.holder() == os.getpid()
    ours.release()


def test_nobody_held_it_yet(tmp_path: Path) -> None:
    assert FolderLock(tmp_path).holder() is None
    (tmp_path / "index.lock").write_text("scribble")
    assert FolderLock(tmp_path).holder() is None


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"index\.lock cannot be written"):
        FolderLock(tmp_path / "gone").take()


ENTERS = """
import sys
from pathlib import Path
from index.storage.folder_lock import alone_in

print("waits")
with alone_in(Path(sys.argv[1])):
    print((Path(sys.argv[1]) / "made").read_text())
"""


def test_alone_in_a_folder(tmp_path: Path) -> None:
    with alone_in(tmp_path):
        process = run_python(ENTERS, tmp_path)
        assert process.stdout is not None
        assert process.stdout.readline() == "waits\n"
        (tmp_path / "made").write_text("by the first")
    output, _ = process.communicate()
    assert output == "by the first\n"
    assert [path.name for path in tmp_path.iterdir()] == ["made"]


def test_alone_in_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be used"), alone_in(tmp_path / "gone"):
        pass
