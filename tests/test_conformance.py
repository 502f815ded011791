"""The conformance cases that come with the specification: exact bytes, exact accounting.

They are not part of this repository. Where the folder is missing every case is skipped, and says
so; `REPLAYDESK_CONFORMANCE` names another place.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from replaydesk import MetricPolicy
from replaydesk.engine.export import ExportOptions, export
from replaydesk.engine.library import make_settings
from replaydesk.engine.sources import find_sources

ROOT = Path(__file__).parent.parent
CASES = Path(os.environ.get("REPLAYDESK_CONFORMANCE", ROOT.parent / "shared" / "conformance"))
NAMES = sorted(case.name for case in CASES.glob("case-*")) or ["missing"]


@pytest.mark.parametrize("name", NAMES)
def test_case_gives_the_expected_bytes(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every export of a case is the expected one to the byte, and every line is accounted for."""
    case = CASES / name
    if not case.is_dir():
        pytest.skip(f"the conformance cases are not at {CASES}; set REPLAYDESK_CONFORMANCE")
    monkeypatch.chdir(case)
    counts, rejects = run(json.loads((case / "args.json").read_text()), case, tmp_path)

    differing = [
        expected.name
        for expected in sorted((case / "expected").glob("*.csv"))
        if expected.read_bytes() != (tmp_path / expected.name).read_bytes()
    ]
    assert differing == []
    assert counts == json.loads((case / "expected" / "counts.json").read_text())
    assert sorted(rejects) == sorted(json.loads((case / "expected" / "rejects.json").read_text()))


def run(args: dict[str, Any], case: Path, out: Path) -> tuple[dict[str, int], list[list[Any]]]:
    """Export a case into *out*; return the counts and the rejected lines."""
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
    log = "log" if (case / "log").is_dir() else "log.jsonl"
    export(find_sources([log]), out, settings, options)
    manifest = json.loads((out / "manifest.json").read_text())
    rejects = out / "rejects.jsonl"
    lines = rejects.read_text().splitlines() if rejects.exists() else []
    return manifest["counts"], [[line["file"], line["line"]] for line in map(json.loads, lines)]
