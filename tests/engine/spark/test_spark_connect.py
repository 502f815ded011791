"""Spark Connect: the same library over a client that has no Java."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from replaydesk import replay
from replaydesk.engine.export import ExportOptions, export
from replaydesk.engine.library import make_settings
from replaydesk.engine.sources import find_sources

LOG = Path(__file__).parents[3] / "replay_logs" / "demo_day" / "log.jsonl"


def test_the_library_works_over_spark_connect(needs_connect: None, tmp_path: Path) -> None:  # noqa: ARG001  # it skips
    """A server that PySpark starts here: the same bytes, joined and told, DataFrames and facts."""
    export(find_sources([str(LOG)]), tmp_path / "here", make_settings({}), ExportOptions())
    ran = subprocess.run(
        [
            *(sys.executable, "-W", "ignore", Path(__file__).with_name("over_connect.py")),
            *("local[2]", str(LOG), str(tmp_path)),
        ],
        check=False,
        capture_output=True,
        text=True,
        timeout=900,
        env=os.environ | {"SPARK_LOCAL_IP": "127.0.0.1"},
    )

    assert ran.returncode == 0, ran.stderr[-4000:]
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    here = replay(LOG)
    assert told == {
        "session": "pyspark.sql.connect.session",
        "stored": here.counts.read,
        "read": here.counts.read,
        "user": len(here.rows("user")),
        "message": len(here.rows("message")),
        "lock_interval": sum(len(each.locks) for each in here.replayed.conversations()),
        "rejects": here.counts.rejected,
    }
    for out in (tmp_path / "joined True", tmp_path / "joined False"):
        names = sorted(path.name for path in (tmp_path / "here").iterdir())
        assert sorted(path.name for path in out.iterdir()) == names
        differing = [name for name in names if differ(tmp_path / "here" / name, out / name)]
        assert differing == ["manifest.json"]


def differ(one: Path, other: Path) -> bool:
    """Tell whether two files are not the same."""
    return one.read_bytes() != other.read_bytes()
