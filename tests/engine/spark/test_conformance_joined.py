"""The conformance cases with contacts and moments joined: the same bytes and accounting.

Of them the gate replays a few; all: `REPLAYDESK_SPARK_JOINED=all`.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conformance import NAMES, accounted, case, differing, expected_account

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.usefixtures("without_coverage"),
]

CHOSEN = NAMES if os.environ.get("REPLAYDESK_SPARK_JOINED") == "all" else NAMES[16:60:20]


@pytest.mark.parametrize("name", CHOSEN or NAMES)
def test_case_gives_the_expected_bytes_joined(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spark: "SparkSession"
) -> None:
    """However small the log: whatever could be told to every worker is joined."""
    from replaydesk.spark import export  # noqa: PLC0415  # it needs PySpark

    asked = case(name)
    monkeypatch.chdir(asked.folder)
    export(
        spark, [asked.log], tmp_path, settings=asked.settings, options=asked.options, joined=True
    )

    assert differing(asked, tmp_path) == []
    assert accounted(tmp_path) == expected_account(asked)
