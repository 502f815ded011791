"""The twelve exports in DuckDB: an expert's SQL, from a JSON Lines log to CSV files.

    python tests/benchmarks/peers/duckdb_peer.py LOG.jsonl OUT --threads 2

It does the whole job that `replaydesk export` does with default settings: it reads one plain log,
leaves broken lines behind, drops duplicates, puts events in order, derives every fact and writes
twelve sorted CSV files. On generated logs they are replaydesk's to the byte.

What no generated log shows is left out, which makes the peer faster rather than slower:

- a second `message.sent` of one message, a conversation without `conversation.started` or with
  several, and channels, contacts and URLs that only later events name;
- most rules on what a reject is, the rejects file, and the manifest;
- the tie between two changes of one language, one message's content or one team's name within a
  millisecond, and an agent that is described anew, not with `seq` 0, as it acts;
- opening spans that overlap, or begin at a local time that happens twice;
- numbers as values of attributes that JSON can write in more than one way.
"""

import argparse
from concurrent.futures import ThreadPoolExecutor
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
    *derivations, exports = [
        script.read_text(encoding="utf-8")
        .replace("{log}", _quoted(log))
        .replace("{out}", _quoted(out))
        .replace("{csv}", CSV)
        for script in sorted(SCRIPTS.glob("*.sql"))
    ]
    with duckdb.connect(config={"threads": threads}) as connection:
        connection.execute("SET GLOBAL TimeZone = 'UTC'")
        # Every export says its own order; the order of the log's lines means nothing.
        connection.execute("SET GLOBAL preserve_insertion_order = false")
        for script in derivations:
            connection.execute(script)
        # A small export keeps one thread busy at most: others run beside it.
        with ThreadPoolExecutor(threads) as pool:
            statements = duckdb.extract_statements(exports)
            done = [pool.submit(connection.cursor().execute, one) for one in statements]
        for one in done:
            one.result()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


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
