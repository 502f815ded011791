"""Files that are written whole or not at all."""

import stat
from pathlib import Path

import pytest
from replaydesk.engine.export import OutputError
from replaydesk.engine.whole_file import write_whole


def test_a_file_is_written_or_replaced(tmp_path: Path) -> None:
    """There is the content and nothing beside it, readable as any file that one writes."""
    file, other = tmp_path / "file", tmp_path / "other"
    other.write_bytes(b"")
    for content in (b"first", b"second"):
        write_whole(file, content)
        assert file.read_bytes() == content

    assert sorted(tmp_path.iterdir()) == [file, other]
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)


def test_what_was_there_stays_where_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk leaves the earlier file as it was, and no half of the new one."""
    file = tmp_path / "file"
    write_whole(file, b"earlier")

    def full(_path: Path, _content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match="cannot be written: No space left on device"):
        write_whole(file, b"later")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", b"earlier")]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The message names the file that was asked for."""
    with pytest.raises(OutputError, match="nowhere/file: it cannot be written: No such file"):
        write_whole(tmp_path / "nowhere" / "file", b"")


def test_only_files_are_replaced(tmp_path: Path) -> None:
    """A folder, or a device, is left alone."""
    for there in (tmp_path, Path("/dev/null")):
        with pytest.raises(OutputError, match="it is there, and is no file"):
            write_whole(there, b"")
