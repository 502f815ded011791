"""The conformance cases: where they are, what each asks for, and what came out of it."""

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from replaydesk import MetricPolicy
from replaydesk.engine.export import ExportOptions
from replaydesk.engine.library import make_settings
from replaydesk.engine.replay import Settings

ROOT = Path(__file__).parent.parent
CASES = Path(os.environ.get("REPLAYDESK_CONFORMANCE", ROOT.parent / "shared" / "conformance"))
NAMES = sorted(case.name for case in CASES.glob("case-*")) or ["missing"]


class Case(NamedTuple):
    """A case: its folder, and what is asked of it."""

    folder: Path
    log: str
    settings: Settings
    options: ExportOptions


def case(name: str) -> Case:
    """Return a case; where the cases are missing the test is skipped."""
    folder = CASES / name
    if not folder.is_dir():
        pytest.skip(f"the conformance cases are not at {CASES}; set REPLAYDESK_CONFORMANCE")
    args = json.loads((folder / "args.json").read_text())
    names = {"start": "from", "end": "to", "as_of": "as_of"}
    instants = {name: args[key] for name, key in names.items() if args[key] is not None}
    settings = make_settings(
        {
            **instants,  # type: ignore[typeddict-item]  # the keys are those of the options
            "tz": args["tz"],
            "channels": args["channels"],
            "policy": MetricPolicy.of(args["policies"]),
        }
    )
    options = ExportOptions(tz=args["tz"], lang=args["lang"], raw_text=args["raw_text"])
    log = "log" if (folder / "log").is_dir() else "log.jsonl"
    return Case(folder, log, settings, options)


def differing(case: Case, out: Path) -> list[str]:
    """Return the exports in *out* that are not the expected ones to the byte."""
    return [
        expected.name
        for expected in sorted((case.folder / "expected").glob("*.csv"))
        if expected.read_bytes() != (out / expected.name).read_bytes()
    ]


def accounted(out: Path) -> tuple[dict[str, int], list[list[Any]]]:
    """Return the counts in *out*, and the rejected lines, sorted."""
    manifest = json.loads((out / "manifest.json").read_text())
    rejects = out / "rejects.jsonl"
    lines = rejects.read_text().splitlines() if rejects.exists() else []
    rejected = [[line["file"], line["line"]] for line in map(json.loads, lines)]
    return manifest["counts"], sorted(rejected)


def expected_account(case: Case) -> tuple[dict[str, int], list[list[Any]]]:
    """Return the counts that are expected, and the rejected lines, sorted."""
    folder = case.folder / "expected"
    rejected = json.loads((folder / "rejects.json").read_text())
    return json.loads((folder / "counts.json").read_text()), sorted(rejected)
