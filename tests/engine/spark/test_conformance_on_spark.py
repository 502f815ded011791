"""Conformance cases and real logs on Spark: the bytes and the accounting of the local engine.

All of them on this machine's cores and on a cluster, each time in one session. A small log takes
Spark a second, however small it is, so they are replayed beside each other, and before the first
test of them; only those that were selected.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import conformance
import many_on_spark
import pytest
import real_logs
from conformance import accounted, case, differing, expected_account
from many_on_spark import asked, failure_of, replay_all
from replaydesk.engine.export import export
from replaydesk.engine.sources import find_sources

pytestmark = [
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.usefixtures("without_coverage"),
]

PATIENCE = 900
"""Seconds that all of them may take on a cluster."""


@pytest.fixture(scope="module", params=["local[2]", "cluster"])
def replayed(
    needs_spark: None,  # noqa: ARG001  # it skips
    without_coverage: None,  # noqa: ARG001  # it stops what measures
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The folder with the exports of all logs that the selected tests ask for."""
    out = tmp_path_factory.mktemp("replayed")
    items: list[Any] = request.session.items
    calls = [item.callspec.params for item in items if hasattr(item, "callspec")]
    names = {call["name"] for call in calls if call.get("replayed") == request.param} - {"missing"}
    if request.param == "local[2]":
        replay_all(request.getfixturevalue("spark"), names, out)
        return out
    running = request.getfixturevalue("on_loopback")
    done = subprocess.run(
        [sys.executable, many_on_spark.__file__, running.url, str(out), *sorted(names)],
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env=running.environment,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return out


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """What the local engine makes of a log, which it is asked for once."""
    folder = tmp_path_factory.mktemp("here")

    def exported(name: str) -> Path:
        if not (folder / name).exists():
            log, settings, options = asked(name)
            export(find_sources([str(log)]), folder / name, settings, options)
        return folder / name

    return exported


@pytest.mark.parametrize("name", conformance.NAMES)
def test_case_gives_the_expected_bytes_on_spark(name: str, replayed: Path) -> None:
    """Every export of a case is the expected one to the byte, and every line is accounted for."""
    expected, out = case(name), replayed / name

    assert why_failed(name, replayed) == ""
    assert differing(expected, out) == []
    counts, rejected = accounted(out)
    # Cases name their files from their own folder, where only one of several threads could be.
    within = [[file.removeprefix(f"{expected.folder}/"), line] for file, line in rejected]
    assert (counts, within) == expected_account(expected)


@pytest.mark.parametrize("name", real_logs.NAMES)
def test_real_log_gives_the_bytes_of_the_local_engine_on_spark(
    name: str, replayed: Path, here: Callable[[str], Path]
) -> None:
    """Every export is that of the local engine to the byte, and so are the counts."""
    asked(name)

    assert why_failed(name, replayed) == ""
    ours, theirs = csv_files(here(name)), csv_files(replayed / name)
    assert ours.keys() == theirs.keys()
    assert [file for file in ours if ours[file] != theirs[file]] == []
    assert accounted(replayed / name) == accounted(here(name))


def why_failed(name: str, out: Path) -> str:
    """Return why a log could not be replayed, nothing where it was."""
    failed = failure_of(name, out)
    return failed.read_text() if failed.exists() else ""


def csv_files(out: Path) -> dict[str, bytes]:
    """Return the exports in a folder."""
    return {path.name: path.read_bytes() for path in sorted(out.glob("*.csv"))}
