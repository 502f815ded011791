"""The conformance cases on Spark: the same bytes and the same accounting, in one session.

A case takes Spark some seconds, however small its log. So the gate replays a choice of them: the
small ones of one rule each share their code with the others. All of them: `REPLAYDESK_SPARK=all`.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conformance import NAMES, accounted, case, differing, expected_account

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.filterwarnings("ignore")

CHOSEN = NAMES if os.environ.get("REPLAYDESK_SPARK") == "all" else NAMES[12:60:8]


@pytest.mark.parametrize("name", CHOSEN or NAMES)
def test_case_gives_the_expected_bytes_on_spark(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spark: "SparkSession"
) -> None:
    """Every export of a case is the expected one to the byte, and every line is accounted for."""
    from replaydesk.spark import export  # noqa: PLC0415  # it needs PySpark

    asked = case(name)
    monkeypatch.chdir(asked.folder)
    export(spark, [asked.log], tmp_path, settings=asked.settings, options=asked.options)

    assert differing(asked, tmp_path) == []
    assert accounted(tmp_path) == expected_account(asked)
