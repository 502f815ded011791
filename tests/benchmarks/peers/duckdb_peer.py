"""The twelve exports in DuckDB: an expert's SQL, from a JSON Lines log to CSV files.

    python tests/benchmarks/peers/duckdb_peer.py LOG.jsonl OUT --threads 2

It does the whole job that `replaydesk export` does with default settings: it reads one plain log,
leaves broken lines behind, drops duplicates, puts events in order, derives every fact and writes
twelve sorted CSV files. On generated logs they are replaydesk's to the byte.

What no generated log shows is left out, which makes the peer faster rather than slower:

- a second `message.sent` of one message, a conversation without `conversation.started` or with
  several, and a channel, contact or language that only later events name;
- most rules on what a reject is, the rejects file, and the manifest;
- a topic or a tag that is applied twice counts once, but not by the order of equal instants where
  `arg_max` asks for the latest of a message's contents or of a contact's descriptions;
- opening spans that overlap, touch or begin at a local time that happens twice;
- agents that are described anew within the millisecond in which they act.
"""

import argparse
from pathlib import Path

import duckdb

SCRIPTS = Path(__file__).parent / "duckdb_sql"
CSV = "HEADER, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S.%g+00:00'"


def export(log: Path, out: Path, threads: int) -> None:
    """Write the twelve exports of *log* into the folder *out*, with so many threads.

    Raises:
        duckdb.Error: The log or the folder cannot be read or written, or memory ran out.
    """
    out.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(config={"threads": threads}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        # Every export says its own order; the order of the log's lines means nothing.
        connection.execute("SET preserve_insertion_order = false")
        for script in sorted(SCRIPTS.glob("*.sql")):
            sql = script.read_text(encoding="utf-8")
            for name, value in {"log": log, "out": out, "csv": CSV}.items():
                sql = sql.replace(
                    f"{{{name}}}", str(value).replace("'", "''") if name != "csv" else CSV
                )
            connection.execute(sql)


def main() -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(description="Write the twelve exports with DuckDB.")
    parser.add_argument("log", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    export(arguments.log, arguments.out, arguments.threads)


if __name__ == "__main__":
    main()
