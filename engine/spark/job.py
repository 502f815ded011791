"""The job: what `replaydesk export --engine spark` runs, and what `spark-submit` is given.

As a script this file is `replaydesk export --engine spark` with the arguments that follow it.
"""

import os
import sys
import warnings
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..export import Exported, ExportOptions
    from ..replay import Settings
    from ..sources import Reading


def run(  # noqa: PLR0913  # a job is all of these
    master: str | None,
    logs: Iterable[str],
    out: str,
    *,
    settings: "Settings",
    options: "ExportOptions",
    parquet: bool = False,
    reading: "Reading | None" = None,
    starting: Callable[[], None] = lambda: None,
) -> "Exported":
    """Export a log on Spark, and end what was started there.

    *master* is the URL of a cluster, `local[N]`, or `sc://` and a host for Spark Connect; by
    default what the environment says. *parquet* writes folders of Parquet by the workers, to any
    place that Spark writes to; otherwise CSV files are written here. When nothing stands in the way
    any more, and before the log is read, *starting* is called.

    Raises:
        SparkJobError: PySpark or Java is missing, or the job failed.
        DamagedLogError: The log cannot be read to its end.
        OutputError: The folder cannot be written.
        LogNotFoundError: A name is neither a file nor a folder with logs.
    """
    from .errors import spark_told  # noqa: PLC0415  # as a script this file has no package

    with warnings.catch_warnings(), spark_told():
        # PySpark warns of a pandas that is new to it; nothing here asks pandas for anything.
        warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")
        from pyspark.sql import SparkSession  # noqa: PLC0415  # it may be missing

        from .export import export, export_parquet  # noqa: PLC0415

        # Workers on this machine run this Python, unless somebody has said another.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.appName("replaydesk")
        if master is None or not master.startswith("sc://"):
            builder = builder.config("spark.ui.showConsoleProgress", "false")
            # Java remembers what it wrote until it is reset: a hundred batches of long lines.
            builder = builder.config("spark.serializer.objectStreamReset", "1")
        if master is not None:
            builder = (builder.remote if master.startswith("sc://") else builder.master)(master)
        is_ours = SparkSession.getActiveSession() is None
        spark = builder.getOrCreate()
        try:
            if parquet:
                return export_parquet(
                    *(spark, logs, out),
                    settings=settings,
                    options=options,
                    reading=reading,
                    starting=starting,
                )
            return export(
                *(spark, logs, Path(out)),
                settings=settings,
                options=options,
                reading=reading,
                starting=starting,
            )
        finally:
            if is_ours:
                spark.stop()


def main() -> None:
    """Run the command line's export on Spark."""
    sys.path.pop(0)  # the folder of this file, whose modules are no top-level ones
    sys.argv[1:1] = ["export", "--engine", "spark"]
    import_module("replaydesk.engine.commands").main()


if __name__ == "__main__":
    main()
