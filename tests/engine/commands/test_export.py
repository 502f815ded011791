"""`replaydesk export`: what the options of the main job do to what it writes."""

import csv
import gzip
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from command_line import process, run

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


@pytest.fixture
def log(day: list[bytes], tmp_path: Path) -> Path:
    """Ann's hour in a file: c1 on channel w, which is called Web, and c2 on channel v."""
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"\n".join(day))
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where the exports go."""
    return tmp_path / "out"


def rows(out: Path, slug: str) -> list[dict[str, str]]:
    """Return the rows of an export by their headers."""
    with (out / f"{slug}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def manifest(out: Path) -> dict[str, Any]:
    """Return what the job says of itself."""
    said: dict[str, Any] = json.loads((out / "manifest.json").read_text())
    return said


def exports(out: Path) -> dict[str, bytes]:
    """Return the exports in a folder."""
    return {path.name: path.read_bytes() for path in out.glob("*.csv")}


def test_a_job_writes_what_the_day_means(log: Path, out: Path) -> None:
    """Twelve exports and a manifest, with the figures that were worked out for the day."""
    assert run("export", log, "--out", out) == (0, "", "")
    (ann,) = rows(out, "user")

    assert len(exports(out)) == 12
    assert sorted(path.name for path in out.iterdir()) == sorted([*exports(out), "manifest.json"])
    assert (ann["User ID"], ann["Available Time (s)"]) == ("ann", "3600")
    assert (ann["Handling Time (s)"], ann["Utilization (%)"]) == ("540", "15")
    assert manifest(out)["inputs"][0]["name"] == str(log)


@pytest.mark.parametrize("stored", [bytes, gzip.compress, zstd.compress], ids=["", "gzip", "zstd"])
def test_a_log_can_come_from_standard_input(log: Path, out: Path, stored: Any) -> None:
    """`-` reads standard input, plain or compressed, and it is named so."""
    run("export", log, "--out", out)
    expected = exports(out)
    assert run("export", "-", "--out", out, stdin=stored(log.read_bytes())) == (0, "", "")

    assert exports(out) == expected
    assert [entry["name"] for entry in manifest(out)["inputs"]] == ["-"]


def test_the_process_reads_its_standard_input(log: Path, out: Path) -> None:
    """A log can be piped into the real command."""
    ran = process("export", "-", "--out", out, input=log.read_text())

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert manifest(out)["counts"]["applied"] == 9


def test_a_log_can_be_several(log: Path, out: Path, tmp_path: Path) -> None:
    """Files, folders and standard input together are one log."""
    run("export", log, "--out", out)
    expected = exports(out)
    lines = log.read_bytes().split(b"\n")
    (tmp_path / "folder" / "deep").mkdir(parents=True)
    (tmp_path / "folder" / "deep" / "b.jsonl.gz").write_bytes(gzip.compress(lines[4]))
    (tmp_path / "folder" / "a.jsonl").write_bytes(b"\n".join(lines[5:]))
    (tmp_path / "one").write_bytes(b"\n".join(lines[2:4]))
    logs = [tmp_path / "folder", tmp_path / "one", "-"]
    run("export", *logs, "--out", out, stdin=b"\n".join(lines[:2]))

    assert exports(out) == expected
    assert [Path(entry["name"]).name for entry in manifest(out)["inputs"]] == [
        *("a.jsonl", "b.jsonl.gz", "one", "-")
    ]


def test_a_copy_of_a_log_is_counted_once(log: Path, out: Path) -> None:
    """Every event of the second copy is a duplicate."""
    copy = log.with_name("copy.jsonl")
    copy.write_bytes(log.read_bytes())
    run("export", log, copy, "--out", out)
    counts = manifest(out)["counts"]

    assert (counts["read"], counts["applied"], counts["duplicates"]) == (18, 9, 9)


def test_a_log_named_twice_is_read_once(log: Path, out: Path) -> None:
    """Nobody means that a file is two logs; the manifest has the other name, too."""
    run("export", log, log.parent / "." / log.name, "--out", out)
    (entry,) = manifest(out)["inputs"]

    assert manifest(out)["counts"]["read"] == 9
    assert (entry["name"], entry["also"]) == (str(log), [str(log)])


def test_only_what_is_asked_for_is_written(log: Path, out: Path) -> None:
    """`--only` can be said again and again; what an earlier job wrote besides goes."""
    run("export", log, "--out", out)
    run("export", log, "--out", out, "--only", "user", "--only", "team")

    assert sorted(exports(out)) == ["team.csv", "user.csv"]
    assert list(manifest(out)["exports"]) == ["team", "user"]


def test_channels_are_kept_by_id_or_name(log: Path, out: Path) -> None:
    """`--channel` can be said again and again; a channel that is not there keeps nothing."""
    kept = {}
    for channels in (["w"], ["Web"], ["Web", "v"], ["nowhere"]):
        options = [part for channel in channels for part in ("--channel", channel)]
        run("export", log, "--out", out, *options)
        kept["+".join(channels)] = [row["Message ID"] for row in rows(out, "message")]

    assert kept == {
        "w": ["m1", "m2"],
        "Web": ["m1", "m2"],
        "Web+v": ["m1", "m2", "m3"],
        "nowhere": [],
    }


def test_policies_are_other_readings(log: Path, out: Path) -> None:
    """`--policy` can be said again and again, of one policy after the other."""
    policies = ["resolved_created_at=CONVERSATION", "message_content=NONE"]
    run("export", log, "--out", out, *[part for said in policies for part in ("--policy", said)])

    assert {row["Content"] for row in rows(out, "message")} == {""}
    assert rows(out, "resolved-conversation")[0]["Created at"] == "2026-03-10T09:00:00.000+00:00"
    assert manifest(out)["settings"]["policies"]["message_content"] == "NONE"


@pytest.mark.parametrize(
    "options",
    [
        ["--period", "2026-03-10T09:05:00Z..2026-03-10T09:10:00Z"],
        ["--from", "2026-03-10T10:05", "--to", "2026-03-10T10:10", "--tz", "Europe/Brussels"],
        ["--from", "2026-03-10T09:05", "--as-of", "2026-03-10T09:09:59.999Z"],
    ],
    ids=" ".join,
)
def test_the_period_is_what_lies_in_it(log: Path, out: Path, options: list[str]) -> None:
    """The reply of 9:05 is in the period, the resolve of 9:10 and the question of 9:30 are not."""
    run("export", log, "--out", out, *options)
    (ann,) = rows(out, "user")

    assert [row["Message ID"] for row in rows(out, "message")] == ["m2"]
    assert rows(out, "resolved-conversation") == []
    assert (ann["Replies"], ann["Resolves - With Reply"]) == ("1", "0")


def test_a_day_is_a_day_in_the_zone(log: Path, out: Path) -> None:
    """In Honolulu it is the evening of the ninth, and that is how instants are printed."""
    sent = {}
    for day in ("2026-03-09", "2026-03-10"):
        run("export", log, "--out", out, "--period", day, "--tz", "Pacific/Honolulu")
        sent[day] = [row["Created at"] for row in rows(out, "message")]

    assert sent == {
        "2026-03-09": [
            "2026-03-09T23:00:00.000-10:00",
            "2026-03-09T23:05:00.000-10:00",
            "2026-03-09T23:30:00.000-10:00",
        ],
        "2026-03-10": [],
    }


def test_headers_and_text_are_as_asked(log: Path, out: Path) -> None:
    """`--lang fr` changes the headers, `--raw-text` leaves formulas armed."""
    run("export", log, "--out", out)
    disarmed = {row["Message ID"]: row["Content"] for row in rows(out, "message")}
    run("export", log, "--out", out, "--lang", "fr", "--raw-text")
    raw = {row["ID du message"]: row["Contenus"] for row in rows(out, "message")}

    assert (disarmed["m2"], raw["m2"]) == ("'=1+1", "=1+1")


@pytest.mark.parametrize("workers", [1, 3])
def test_the_number_of_workers_changes_nothing(log: Path, out: Path, workers: int) -> None:
    """Any number of processes write the same bytes."""
    run("export", log, "--out", out)
    expected = exports(out)
    run("export", log, "--out", out, "--workers", workers)

    assert exports(out) == expected
