"""Folders of Parquet that a job on Spark wrote: whether they say what the local engine says."""

import json
from pathlib import Path
from typing import Any

import attrs
from replaydesk import replay
from replaydesk.engine.partitions import source_and_line


def unlike(out: Path, log: Path, **options: Any) -> list[str]:
    """Return the folders in *out* that do not say what the local engine says of *log*."""
    here = replay(log, **options)
    asked = [projection.slug for projection in here.replayed.projections]
    expected: dict[str, list[Any]] = {slug: here.dicts(slug) for slug in asked}
    rows = {slug: len(found) for slug, found in expected.items()}
    expected["accounting"] = [{"counts": attrs.asdict(here.counts), "rows": rows}]
    rejects = here.replayed.rejects
    expected["rejects"] = [
        {
            "file": str(log),
            "line": source_and_line(reject.placed)[1],
            "reason": reject.reason,
            "raw": reject.raw,
            "differs": differs,
        }
        for differs, some in ((False, rejects.proper), (True, rejects.differing))
        for reject in some
    ]
    assert sorted(path.name for path in out.iterdir()) == sorted(expected)
    return [name for name in expected if in_order(said(out / name)) != in_order(expected[name])]


def said(folder: Path) -> list[Any]:
    """Return the rows in a folder."""
    from pyarrow import parquet  # noqa: PLC0415  # it may be missing

    assert (folder / "_SUCCESS").exists()
    if folder.name == "accounting":
        texts = [path.read_text() for path in folder.glob("part-*")]
        return [json.loads(line) for text in texts for line in text.splitlines()]
    rows: list[Any] = parquet.read_table(folder).to_pylist()
    return rows


def in_order(rows: list[Any]) -> list[str]:
    """Return *rows* in an order of their own, as JSON: lists for tuples, text for bytes."""
    return sorted(json.dumps(row, default=lambda raw: raw.decode("latin-1")) for row in rows)
