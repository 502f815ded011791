"""The twelve exports in Polars, as an expert writes them: from a JSON Lines log to CSV files.

    POLARS_MAX_THREADS=2 python tests/benchmarks/peers/polars_peer.py LOG.jsonl OUT

It does what `duckdb_peer.py` does, leaves out what that leaves out, and broken lines too: Polars
reads a log with a line that is no JSON not at all. Facts that several exports share are kept as
data frames; each export is a lazy query over them that is sorted and written in one go.
"""

import argparse
from pathlib import Path

import polars as pl
from polars_conversations import open_conversation, resolved_conversation, response_times
from polars_derived import conversation_rows, first_responses, locks, surveys
from polars_facts import derive
from polars_messages import contact, contact_attribute, message
from polars_totals import tag, team, topic, user, user_presence, virtual_agent, work


def export(log: Path, out: Path) -> None:
    """Write the twelve exports of *log* into the folder *out*.

    Raises:
        polars.exceptions.PolarsError: A line of the log is no JSON.
        OSError: The log or the folder cannot be read or written.
    """
    out.mkdir(parents=True, exist_ok=True)
    facts = derive(log)
    lock, survey, first = locks(facts), surveys(facts), first_responses(facts)
    rows = conversation_rows(facts, lock, first)
    worked = work(facts, lock, survey)
    exports = {
        "message": message(facts),
        "resolved-conversation": resolved_conversation(facts, rows, survey),
        "open-conversation": open_conversation(facts, rows),
        "response-times": response_times(facts),
        "team": team(facts, worked, rows, first),
        "user": user(facts, worked),
        "user-presence": user_presence(facts),
        "contact": contact(facts),
        "contact-attribute": contact_attribute(facts, rows),
        "topic": topic(facts),
        "tag": tag(facts),
        "virtual-agent": virtual_agent(facts),
    }
    for slug, query in exports.items():
        _write(query, out / f"{slug}.csv")


def _write(rows: pl.LazyFrame, path: Path) -> None:
    rows.sink_csv(path, datetime_format="%Y-%m-%dT%H:%M:%S%.3f+00:00")


def main() -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(description="Write the twelve exports with Polars.")
    parser.add_argument("log", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    export(arguments.log, arguments.out)


if __name__ == "__main__":
    main()
