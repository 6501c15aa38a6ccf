from pathlib import Path

import pytest

from index.passage_index.growing_file import GrowingFile


def test_it_grows_and_knows_its_content(tmp_path: Path) -> None:
    file = GrowingFile(tmp_path / "f")
    assert file.is_whole()
    for data in (b"one", b"", b"two", bytes(9_000_000)):
        file.append(data)
        file.sync()
        assert file.is_whole()
    assert file.content() == b"onetwo" + bytes(9_000_000)
    assert file.content(3) == b"two" + bytes(9_000_000)
    assert GrowingFile(tmp_path / "f", file.size, file.checksum).is_whole()


def test_room_and_remains_count_for_nothing(tmp_path: Path) -> None:
    file = GrowingFile(tmp_path / "f")
    file.append(b"kept")
    file.make_room(100)
    assert (tmp_path / "f").stat().st_size > 104
    GrowingFile(tmp_path / "f", file.size, file.checksum).append(b"of a writer that was killed")
    assert file.is_whole()
    file.append(b"!")
    assert file.content() == b"kept!"
    assert file.is_whole()


@pytest.mark.parametrize("content", [b"", b"wholf", b"whol"])
def test_damage_is_seen(tmp_path: Path, content: bytes) -> None:
    file = GrowingFile(tmp_path / "f")
    file.append(b"whole")
    (tmp_path / "f").write_bytes(content)
    assert not file.is_whole()


def test_a_file_that_is_gone_is_not_whole(tmp_path: Path) -> None:
    file = GrowingFile(tmp_path / "f")
    file.append(b"whole")
    (tmp_path / "f").unlink()
    assert not file.is_whole()


def test_what_was_read_once_is_not_read_again(tmp_path: Path) -> None:
    file = GrowingFile(tmp_path / "f")
    file.append(b"whole")
    assert file.is_whole()
    (tmp_path / "f").write_bytes(b"other")
    assert file.is_whole()
    file.append(b"!")
    assert file.is_whole()
