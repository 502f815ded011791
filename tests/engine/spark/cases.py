"""An application that exports several conformance cases in one session: a child of the tests.

python cases.py MASTER OUT NAME...
"""

import os
import sys
from pathlib import Path


def main() -> None:
    """Export each case to a folder of its name."""
    # The folder of this script holds tests, and the one that has what tests share is above.
    sys.path[0] = str(Path(__file__).parents[2])
    from conformance import case  # noqa: PLC0415
    from pyspark.sql import SparkSession  # noqa: PLC0415  # it may be missing
    from replaydesk.spark import export  # noqa: PLC0415

    master, out, *names = sys.argv[1:]
    spark = SparkSession.builder.master(master).getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    for name in names:
        asked = case(name)
        os.chdir(asked.folder)
        folder = Path(out) / name
        export(spark, [asked.log], folder, settings=asked.settings, options=asked.options)
    spark.stop()


if __name__ == "__main__":
    main()
