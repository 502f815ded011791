"""The export job: a manifest that tells what was done, and all files or none."""

import gzip
import hashlib
import json
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from replaydesk import MetricPolicy, Options, UnknownExportError
from replaydesk.engine.counts import Counts
from replaydesk.engine.export import Exported, ExportOptions, export
from replaydesk.engine.library import make_settings
from replaydesk.engine.replay import Settings
from replaydesk.engine.sources import find_sources

NINE = 1_773_133_200_000
ROWS = {
    "resolved-conversation": 1,
    "open-conversation": 1,
    "message": 3,
    "team": 1,
    "contact": 2,
    "topic": 0,
    "tag": 0,
    "user-presence": 1,
    "user": 1,
    "response-times": 1,
    "virtual-agent": 0,
    "contact-attribute": 0,
}
"""How many rows the day has in each export."""

FILES = sorted(["manifest.json", *(f"{slug}.csv" for slug in ROWS)])

Job = Callable[..., Exported]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Name a folder that is not there yet, in one that is not there either."""
    return tmp_path / "somewhere" / "out"


@pytest.fixture
def job(day: list[bytes], out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    """Export the day, or other lines, with other settings and options than the usual ones."""
    monkeypatch.chdir(tmp_path)

    def run(lines: list[bytes] = day, settings: Options | None = None, **options: Any) -> Exported:
        Path("log.jsonl").write_bytes(b"\n".join(lines))
        chosen = make_settings(settings or {})
        return export(find_sources(["log.jsonl"]), out, chosen, ExportOptions(**options))

    return run


def manifest_of(out: Path) -> dict[str, Any]:
    """Read the manifest of a folder."""
    manifest: dict[str, Any] = json.loads((out / "manifest.json").read_bytes())
    return manifest


def contents(out: Path) -> dict[str, bytes]:
    """Read all that a folder holds, at any depth."""
    files = [path for path in out.rglob("*") if path.is_file()]
    return {str(path.relative_to(out)): path.read_bytes() for path in files}


def test_a_job_writes_twelve_exports_and_a_manifest(job: Job, out: Path) -> None:
    """The folder is made, and holds these files and nothing else."""
    done = job()

    assert sorted(path.name for path in out.iterdir()) == FILES
    assert done.rows == ROWS
    assert done.counts == Counts(read=9, applied=9)
    assert sorted(done.files) == sorted(out.iterdir())
    assert done.files[-1].name == "manifest.json"


def test_the_manifest_knows_every_export(job: Job, out: Path) -> None:
    """Rows and digest of each export are those of its file."""
    job()
    exports = manifest_of(out)["exports"]

    assert {slug: entry["rows"] for slug, entry in exports.items()} == ROWS
    for slug, entry in exports.items():
        written = (out / f"{slug}.csv").read_bytes()
        assert entry["sha256"] == hashlib.sha256(written).hexdigest()
        assert written.count(b"\n") == ROWS[slug] + 1


def test_the_manifest_tells_what_was_asked_for(job: Job, out: Path) -> None:
    """Version, period, as-of instant, zone, channels, language and policies are all there."""
    policy = MetricPolicy(handling="LOCKED")
    settings = {
        "period": "2026-03-10",
        "as_of": "2026-03-10T11:00",
        "tz": "Europe/Brussels",
        "channels": ["w", "Shop", "a"],
        "policy": policy,
    }
    job(settings=settings, tz="Europe/Brussels", lang="fr", raw_text=True)
    manifest = manifest_of(out)

    assert manifest["version"] == version("replaydesk")
    assert manifest["settings"] == {
        "from": "2026-03-10T00:00:00.000+01:00",
        "to": "2026-03-11T00:00:00.000+01:00",
        "as_of": "2026-03-10T11:00:00.000+01:00",
        "tz": "Europe/Brussels",
        "tzdata": version("tzdata"),
        "channels": ["Shop", "a", "w"],
        "lang": "fr",
        "raw_text": True,
        "max_line": 16_777_216,
        "damaged": "FAIL",
        "policies": {
            "handling": "LOCKED",
            "business_hours": "APPLY",
            "utilisation_numerator": "HANDLING",
            "utilisation_denominator": "AVAILABLE",
            "resolved_created_at": "FIRST_TEAM_REPLY",
            "message_content": "X_ONLY",
        },
    }


def test_the_manifest_tells_what_was_not_said(job: Job, out: Path) -> None:
    """Where nothing was asked for, it says what was taken instead."""
    job()
    settings = manifest_of(out)["settings"]

    assert [settings[name] for name in ("from", "to", "as_of", "tz", "lang", "raw_text")] == [
        "2026-03-10T09:00:00.000+00:00",
        "2026-03-10T10:00:00.001+00:00",
        "2026-03-10T10:00:00.000+00:00",
        "UTC",
        "en",
        False,
    ]


def test_the_manifest_knows_every_input(day: list[bytes], out: Path, tmp_path: Path) -> None:
    """Size and digest are those of the bytes as they are stored, compressed or not."""
    plain, packed = b"\n".join(day[:4]), gzip.compress(b"\n".join([*day[4:], b"no", b"{}"]))
    (tmp_path / "a.jsonl").write_bytes(plain)
    (tmp_path / "b.jsonl.gz").write_bytes(packed)
    export(find_sources([str(tmp_path)]), out, Settings(as_of=NINE), ExportOptions())
    manifest = manifest_of(out)

    assert manifest["inputs"] == [
        {
            "name": f"{tmp_path}/{name}",
            "size": len(stored),
            "sha256": hashlib.sha256(stored).hexdigest(),
        }
        for name, stored in (("a.jsonl", plain), ("b.jsonl.gz", packed))
    ]
    assert manifest["counts"] == {
        "read": 11,
        "applied": 4,
        "duplicates": 0,
        "unknown": 0,
        "after_as_of": 5,
        "rejected": 2,
    }


def test_the_manifest_of_an_empty_log_makes_nothing_up(job: Job, out: Path) -> None:
    """Where there is no event there is no earliest and no latest, and no end just after it."""
    job([])
    settings = manifest_of(out)["settings"]

    assert [settings["from"], settings["as_of"], settings["to"]] == [None, None, None]


def test_the_manifest_of_an_empty_log_tells_what_was_said(job: Job, out: Path) -> None:
    """A period that was asked for stands in the manifest, also where it ends as 1970 begins."""
    job([], settings={"end": 0})

    assert manifest_of(out)["settings"]["to"] == "1970-01-01T00:00:00.000+00:00"


def test_the_end_of_all_logs_is_printed(job: Job, out: Path) -> None:
    """A period that ends with the last instant of a log ends where no RFC 3339 text can."""
    job(settings={"period": "9999-12-31"})
    settings = manifest_of(out)["settings"]

    assert settings["from"] == "9999-12-31T00:00:00.000+00:00"
    assert settings["to"] == "+10000-01-01T00:00:00.000+00:00"


def test_exports_are_printed_as_asked(job: Job, out: Path) -> None:
    """Zone, language and raw text are those of the options."""
    job(tz="Asia/Kathmandu", lang="fr", raw_text=True)
    presence = (out / "user-presence.csv").read_text().splitlines()

    assert presence[0].startswith("ID utilisateur,Nom d'utilisateur,")
    assert presence[1] == (
        "ann,Ann,a@x.org,AVAILABLE,,2026-03-10T14:45:00.000+05:45,2026-03-10T15:45:00.000+05:45,3600"
    )
    assert b",=1+1," in (out / "message.csv").read_bytes()
    job()
    assert b",'=1+1," in (out / "message.csv").read_bytes()


def test_only_what_was_asked_for_is_written(job: Job, out: Path) -> None:
    """The manifest lists what there is."""
    done = job(only=("user", "team"))

    assert sorted(contents(out)) == ["manifest.json", "team.csv", "user.csv"]
    assert list(manifest_of(out)["exports"]) == list(done.rows) == ["team", "user"]
    with pytest.raises(UnknownExportError):
        job(only=("users",))


def test_rejects_are_written_where_there_are_any(job: Job, out: Path, day: list[bytes]) -> None:
    """Each reject is a line that names its file; without rejects there is no such file."""
    job([*day, b"no", b'{"type":"new"}', day[0].replace(b'"X"', b'"Y"')])

    lines = [json.loads(line) for line in (out / "rejects.jsonl").read_bytes().splitlines()]
    assert [(line["file"], line["line"]) for line in lines] == [
        ("log.jsonl", 10),
        ("log.jsonl", 12),
    ]
    assert sorted(contents(out)) == sorted([*FILES, "rejects.jsonl"])


def test_what_an_earlier_job_wrote_and_this_one_does_not_goes(job: Job, out: Path) -> None:
    """Exports and rejects of another day do not stay beside those of this one."""
    job([b"no"])
    assert "rejects.jsonl" in contents(out)
    job(only=("user",))

    assert sorted(contents(out)) == ["manifest.json", "user.csv"]


def test_what_no_job_wrote_stays(job: Job, out: Path) -> None:
    """Files of others in the folder are no business of a job, with or without a manifest."""
    others = {"notes.txt": b"x", "team.csv.bak": b"y", "sub/user.csv": b"z", ".hidden": b""}
    for name, text in others.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(text)
    for only in (("team",), ("user",)):
        job(only=only)

        assert {name: contents(out)[name] for name in others} == others


def test_a_manifest_of_something_else_is_no_trouble(job: Job, out: Path) -> None:
    """A file of that name which no job wrote names no files that could go."""
    out.mkdir(parents=True)
    for manifest in (b"", b"[]", b"{}", b'{"exports":5}', b'{"exports":{"notes":1,"../x":2}}'):
        (out / "manifest.json").write_bytes(manifest)
        (out / "notes.csv").write_bytes(b"mine")
        job(only=("user",))

        assert sorted(contents(out)) == ["manifest.json", "notes.csv", "user.csv"]


def test_a_summary_tells_the_counts_and_the_rows() -> None:
    """A person reads how many lines became what, and how many rows there are."""
    done = Exported(Counts(read=12_345), {"user": 6_789, "team": 0}, [], [])

    assert done.summary().splitlines()[0] == "      12,345  lines read"
    assert done.summary().splitlines()[6:] == [
        "       6,789  rows of user",
        "           0  rows of team",
    ]
