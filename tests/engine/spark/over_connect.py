"""An application over Spark Connect: a child of the tests.

python over_connect.py REMOTE LOG OUT

REMOTE is `local[2]`, for which PySpark starts a server of its own, or `sc://` and a host. It
exports the log to a folder twice, joined and told, stores it there as Parquet, and says in JSON
what the library gives.
"""

import json
import os
import sys
import warnings
from pathlib import Path
from typing import Any


def main() -> None:
    """Export, ask for DataFrames, and tell of them."""
    sys.path.pop(0)  # this folder holds tests
    warnings.simplefilter("ignore")
    from pyspark.sql import SparkSession  # noqa: PLC0415  # it may be missing
    from replaydesk import spark as on_spark  # noqa: PLC0415
    from replaydesk.engine.export import ExportOptions  # noqa: PLC0415
    from replaydesk.engine.library import make_settings  # noqa: PLC0415

    remote, log, out = sys.argv[1:]
    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = SparkSession.builder.remote(remote).getOrCreate()
    asked: dict[str, Any] = {"settings": make_settings({}), "options": ExportOptions()}
    for joined in (True, False):
        on_spark.export(spark, [log], Path(out) / f"joined {joined}", joined=joined, **asked)
    lines = spark.read.text(log)
    done = on_spark.replay(spark, lines, only=["user", "message"])
    lines.write.parquet(f"{out}/log.parquet")
    stored = on_spark.replay(spark, f"{out}/log.parquet", only=["user"])
    told = {
        "stored": stored.counts.read,
        "session": type(spark).__module__,
        "read": done.counts.read,
        "user": done.dataframe("user").count(),
        "message": done.dataframe("message").count(),
        "lock_interval": done.facts_frame("lock_interval").count(),
        "rejects": done.rejects_frame().where("not differs").count(),
    }
    done.close()
    stored.close()
    spark.stop()
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
