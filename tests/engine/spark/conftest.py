"""One session of Spark for all its tests: to start one takes longer than most tests."""

import importlib.util
import os
import shutil
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from cluster import SHORT_LIVED, Cluster, cluster, unmeasured

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

REQUIRED = os.environ.get("REPLAYDESK_SPARK") == "required"
"""Whether tests fail where Spark cannot be had, as in the gate, and are not skipped."""

UNSEEN = {
    "spark.sql.ui.explainMode": "simple",
    "spark.sql.lightweightPlanChangeValidation": "false",
}
"""What Spark need not do for tests: tell each plan at length to a page that nobody opens, and look
after each of its own rules whether the plan is still one."""

FOR_SMALL_LOGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    # Plans are neither adapted nor compiled, which pays on large logs only; on the cluster they
    # are, as by default.
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.driver.extraJavaOptions": SHORT_LIVED,
    **UNSEEN,
}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run these tests last: Java, its sockets and threads stay with this process until it ends.

    Of the processes of `pytest -n` one takes them, and they come first, for they take longest.
    """
    are_first = "PYTEST_XDIST_WORKER" in os.environ
    items.sort(key=lambda item: (Path(__file__).parent in item.path.parents) != are_first)


def has_java() -> bool:
    """Tell whether there is a Java that could run Spark."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java") is not None or (
        home is not None and (Path(home) / "bin" / "java").exists()
    )


@pytest.fixture(scope="session")
def needs_spark() -> None:
    """Skip where PySpark or Java is missing; fail where Spark is required."""
    if importlib.util.find_spec("pyspark") is None:
        lacking = "PySpark is missing: pip install 'replaydesk[spark]' brings it"
    elif not has_java():
        lacking = "Spark runs on Java, and there is none here: install openjdk-17-jre-headless"
    else:
        return
    if REQUIRED:
        pytest.fail(lacking)
    pytest.skip(lacking)


@pytest.fixture(scope="session")
def needs_connect(needs_spark: None) -> None:  # noqa: ARG001  # it skips
    """Skip where Spark Connect is missing, too; fail where Spark is required."""
    for name in ("grpc", "grpc_status", "google.protobuf", "zstandard"):
        if importlib.util.find_spec(name.partition(".")[0]) is None:
            lacking = f"{name} is missing: pip install 'pyspark[connect]' brings Spark Connect"
            if REQUIRED:
                pytest.fail(lacking)
            pytest.skip(lacking)


@pytest.fixture(scope="session")
def spark(needs_spark: None) -> Iterator["SparkSession"]:  # noqa: ARG001  # it skips
    """A session with two workers in this machine's own processes."""
    from pyspark.sql import SparkSession  # noqa: PLC0415  # it may be missing

    os.environ["PYSPARK_PYTHON"] = sys.executable
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        builder = SparkSession.builder.master("local[2]").config(map=dict(FOR_SMALL_LOGS))
        with patch.dict(os.environ, unmeasured(), clear=True):
            session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


@pytest.fixture
def in_small_blocks(spark: "SparkSession") -> Iterator["SparkSession"]:
    """Let Spark cut files into blocks of some lines."""
    spark.conf.set("spark.sql.files.maxPartitionBytes", "48k")
    spark.conf.set("spark.sql.files.openCostInBytes", "1k")
    yield spark
    spark.conf.unset("spark.sql.files.maxPartitionBytes")
    spark.conf.unset("spark.sql.files.openCostInBytes")


@pytest.fixture(scope="session")
def on_loopback(
    needs_spark: None,  # noqa: ARG001  # it skips
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Cluster]:
    """A master and two workers with a core each, as processes of their own."""
    with cluster(tmp_path_factory.mktemp("cluster")) as running:
        defaults = Path(running.environment["SPARK_CONF_DIR"]) / "spark-defaults.conf"
        unseen = [f"{name} {value}\n" for name, value in UNSEEN.items()]
        defaults.write_text("".join([defaults.read_text(), *unseen]))
        yield running
