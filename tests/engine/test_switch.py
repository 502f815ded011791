"""The switch from one set of files to the next, where a file system or somebody is in its way."""

import errno
import os
from pathlib import Path

import pytest
from replaydesk.engine.one_by_one import is_put_back, put_back
from replaydesk.engine.switch import _shown, sync_folder


def test_what_was_not_moved_yet_stays_where_it_is(tmp_path: Path) -> None:
    """A job that ended before it replaced anything left a list, and nothing to put back."""
    stage, out = tmp_path / "stage", tmp_path / "out"
    stage.mkdir()
    out.mkdir()
    (out / "user.csv").write_text("earlier")
    (stage / "journal.json").write_text('{"names": ["user.csv"], "kept": ["user.csv"]}')

    put_back(stage, out)

    assert (out / "user.csv").read_text() == "earlier"
    assert is_put_back(stage)


def test_a_folder_that_cannot_wait_for_its_disk_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems wait for files only."""

    def refuse(_descriptor: int) -> None:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    monkeypatch.setattr(os, "fsync", refuse)

    sync_folder(tmp_path)


def test_a_stage_that_somebody_removed_shows_nothing(tmp_path: Path) -> None:
    """Where there is no stage its links lead nowhere, and are settled as such."""
    assert _shown(tmp_path / "removed", "user.csv") is None
