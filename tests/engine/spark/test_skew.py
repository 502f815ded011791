"""Skew: one conversation, one agent and one contact with most of a log, and little memory."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from cluster import Cluster
from command_line import SCRIPT
from replaydesk.engine.export import ExportOptions, export
from replaydesk.engine.library import make_settings
from replaydesk.engine.sources import find_sources

EVENTS = 14_000
HEAP = 224
"""Megabytes of an executor. Spark sets 300 aside for itself, and takes less in tests only."""

SMALL_HEAP = f"""\
spark.executor.memory {HEAP}m
spark.testing.reservedMemory {100 << 20}
spark.cores.max 1
"""
NINE = 1_773_133_200_000


def lines() -> Iterator[str]:
    """Yield a log of long lines: 15 of 16 are of one conversation, all are of one agent."""
    text = "It rained all day, and nobody had thought of an umbrella. " * 340
    for number in range(EVENTS):
        fields = {
            "time": NINE + number * 1000,
            "conversation_id": "big" if number % 16 else f"c{number}",
            "id": f"e{number}",
            "agent_id": "ann",
        }
        if number % 4 == 2:
            lock = {"type": "lock.acquired", "note": f"{number} {text}"}
            yield json.dumps(fields | lock)
        else:
            message = {"type": "message.sent", "message_id": f"m{number}", "contact_id": "joe"}
            said = {"direction": "OUTBOUND", "content": f"{number} {text}"}
            yield json.dumps(fields | message | said)


def test_a_partition_beyond_an_executors_memory_finishes(
    tmp_path: Path, on_loopback: Cluster
) -> None:
    """One conversation, and so one partition, has more bytes than the executor: it is replayed."""
    log = tmp_path / "log.jsonl"
    log.write_text("\n".join(lines()))
    defaults = Path(on_loopback.environment["SPARK_CONF_DIR"]) / "spark-defaults.conf"
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "spark-defaults.conf").write_text(defaults.read_text() + SMALL_HEAP)
    export(find_sources([str(log)]), tmp_path / "here", make_settings({}), ExportOptions())
    ran = subprocess.run(
        [
            *(SCRIPT, "export", str(log), "--out", str(tmp_path / "there")),
            *("--engine", "spark", "--master", on_loopback.url),
        ],
        check=False,
        capture_output=True,
        text=True,
        timeout=900,
        env=on_loopback.environment | {"SPARK_CONF_DIR": str(tmp_path / "conf")},
    )

    assert sum(len(line) for line in lines() if '"big"' in line) > HEAP << 20
    assert ran.returncode == 0, ran.stderr
    for name in ("user.csv", "message.csv", "team.csv", "open-conversation.csv"):
        assert (tmp_path / "there" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()
