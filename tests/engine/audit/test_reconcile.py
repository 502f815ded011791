"""Reconciling: what is found between a vendor's file and our export, and nothing else."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reconciling import changed, demo, table, week_of, written
from replaydesk import EXPORTS, UnknownExportError, UnknownZoneError, reconcile, replay_lines
from replaydesk.engine.audit.compare import KeyColumnError
from replaydesk.engine.audit.identity import printed_identity
from replaydesk.engine.audit.reconcile import Reconciliation, ToleranceError
from replaydesk.projections import BY_SLUG

SLUGS = [export.slug for export in EXPORTS]
SHIFTABLE = {
    "resolved-conversation": "Resolved at",
    "message": "Last Updated",
    "response-times": "From",
    "user-presence": "To",
    "contact": "Last Updated",
}
"""Of each export with times that are no keys one column of them."""


def told(found: Reconciliation) -> list[tuple[str, str, str | None, str, str, int | None]]:
    """Return what was found, each finding by the first of its key."""
    return [
        (
            f.status,
            next(iter(f.key.values())),
            f.column.key if f.column else None,
            f.ours,
            f.theirs,
            f.line,
        )
        for f in found.findings()
    ]


def test_a_vendors_file_of_another_make_agrees(day: list[bytes], tmp_path: Path) -> None:
    """Ann's hour in French, with other columns, clocks for durations and decimal commas."""
    theirs = (
        "Utilisation (%);Équipe;Temps (s) de traitement;ID utilisateur;Heure (s) disponible (s)\n"
        "15,00 %;Nord;0:09:00;ann;3 600,0\n"
    )
    path = tmp_path / "vendor.csv"
    path.write_text(theirs, "utf-8")

    found = reconcile(replay_lines(day), "user", path)

    assert found.agrees
    assert found.vendor.unknown == ("Équipe",)
    assert [column.key for column in found.vendor.columns] == [
        "user_id",
        "available_time",
        "handling_time",
        "utilisation",
    ]
    assert "user_name" in {column.key for column in found.missing}
    assert found.tried == []


def test_what_differs_is_told_with_both_values(day: list[bytes], tmp_path: Path) -> None:
    """A changed cell, a row of theirs, a row twice and a row of ours: each is told once."""
    rows = [
        ["Message ID", "Conversation ID", "Created at", "Direction"],
        ["m1", "c1", "2026-03-10 09:00", "INBOUND"],
        ["m3", "c2", "2026-03-10 09:31", "inbound"],
        ["m3", "c2", "2026-03-10 09:30", "inbound"],
        ["m3", "c2", "2026-03-10 09:30", "inbound"],
        ["m4", "c2", "2026-03-10 09:30", "n/a"],
    ]
    path = written(tmp_path / "vendor.csv", rows)

    found = reconcile(replay_lines(day), "message", path, search=False)

    assert told(found) == [
        ("only ours", "c1", None, "", "", None),
        ("only theirs", "c2", None, "", "", 6),
        ("doubled", "c2", None, "", "", 3),
        ("doubled", "c2", None, "", "", 5),
    ]
    rows[4] = ["m3", "c2", "", "x"]
    written(path, rows[:2] + rows[4:5])
    assert told(reconcile(replay_lines(day), "message", path, search=False)) == [
        ("different", "c2", "created_at", "2026-03-10T09:30:00.000+00:00", "", 3),
        ("different", "c2", "direction", "INBOUND", "x", 3),
        ("only ours", "c1", None, "", "", None),
    ]


def test_times_without_an_offset_are_of_the_vendors_zone(day: list[bytes], tmp_path: Path) -> None:
    """Their clock is that of the replay, or the one that is said."""
    rows = [["Message ID", "Created at"], ["m1", "10/03/2026 10:00:00"]]
    path = written(tmp_path / "vendor.csv", rows)
    only = replay_lines(day[:4])

    found = reconcile(only, "message", path, vendor_tz="Europe/Brussels", dates="day-first")

    assert found.agrees
    assert not reconcile(only, "message", path, dates="day-first", search=False).agrees
    with pytest.raises(UnknownZoneError, match="'Middle/Earth' is no time zone"):
        reconcile(only, "message", path, vendor_tz="Middle/Earth", dates="day-first")


def test_a_tolerance_accepts_what_is_near(day: list[bytes], tmp_path: Path) -> None:
    """Times may be so many seconds apart, and it is said how many would do."""
    rows = [["User ID", "Handling Time (s)", "Replies"], ["ann", "541.5", "1"]]
    path = written(tmp_path / "vendor.csv", rows)

    strict = reconcile(replay_lines(day), "user", path, search=False)

    assert strict.enough_tolerance == 2
    assert reconcile(replay_lines(day), "user", path, tolerance=1.5).agrees
    assert not reconcile(replay_lines(day), "user", path, tolerance=1.499, search=False).agrees
    written(path, [*rows, ["bob", "1", "1"]])
    assert reconcile(replay_lines(day), "user", path, search=False).enough_tolerance is None


@pytest.mark.parametrize("tolerance", [-1, float("nan"), float("inf")])
def test_a_tolerance_is_a_number_of_seconds(
    day: list[bytes], tmp_path: Path, tolerance: float
) -> None:
    """What is no number of seconds is refused."""
    path = written(tmp_path / "vendor.csv", [["User ID"], ["ann"]])

    with pytest.raises(ToleranceError, match="is no tolerance"):
        reconcile(replay_lines(day), "user", path, tolerance=tolerance)


def test_rows_can_be_aligned_by_other_columns(day: list[bytes], tmp_path: Path) -> None:
    """A key is said by our key or by their header; without one there is nothing to align by."""
    path = written(tmp_path / "vendor.csv", [["Nom d'utilisateur", "Replies"], ["Ann", "1"]])

    with pytest.raises(KeyColumnError, match="nothing to align the rows of user by"):
        reconcile(replay_lines(day), "user", path)
    for key in ("user_name", "Nom d'utilisateur"):
        assert reconcile(replay_lines(day), "user", path, keys=[key]).agrees


def test_a_mapping_is_a_file_or_a_dictionary(day: list[bytes], tmp_path: Path) -> None:
    """What other headers mean can be said in Python or in JSON."""
    path = written(tmp_path / "vendor.csv", [["Who", "Replies"], ["ann", "1"]])
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"Who": "user_id"}', "utf-8")

    for said in (mapping, str(mapping), {"Who": "user_id"}):
        assert reconcile(replay_lines(day), "user", path, mapping=said).agrees


def test_an_export_must_have_been_asked_for(day: list[bytes], tmp_path: Path) -> None:
    """Of an export that was not replayed nothing can be said."""
    path = written(tmp_path / "vendor.csv", [["User ID"], ["ann"]])

    with pytest.raises(UnknownExportError, match="user was not asked for"):
        reconcile(replay_lines(day, only=["team"]), "user", path)


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_an_export_agrees_with_itself(tmp_path: Path, slug: str, lang: str, delimiter: str) -> None:
    """Every export of the demo day, its columns and rows shuffled, is all equal to itself."""
    header, *rows = table(demo(), slug, lang)
    chance = random.Random(f"{slug} {lang}")  # noqa: S311  # a shuffle is no secret
    places = chance.sample(range(len(header)), len(header))
    shuffled = [[row[place] for place in places] for row in chance.sample(rows, len(rows))]
    path = written(tmp_path / "v.csv", [[header[place] for place in places], *shuffled], delimiter)

    found = reconcile(demo(), slug, path)

    assert found.agrees
    assert len(found.comparison.equal) == len(rows) > 0
    assert found.missing == ()


@pytest.mark.parametrize("slug", SLUGS)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_every_seeded_error_is_found_and_nothing_else(
    tmp_path: Path, slug: str, data: st.DataObject
) -> None:
    """A changed cell, a dropped row, a doubled row, a shifted time: all of them, and only they."""
    result = demo() if slug != "message" else week_of("2026-03-03")
    header, *rows = table(result, slug)
    english = {column.key: column.english for column in BY_SLUG[slug].columns()}
    keys = [header.index(english[key]) for key in printed_identity(slug)]
    free = [place for place in range(len(header)) if place not in keys]
    chosen = data.draw(st.permutations(range(len(rows))).map(lambda places: places[:4]))
    theirs = [*rows]
    expected: list[tuple[str, list[str], str]] = []
    for place, error in zip(chosen, ("changed", "dropped", "doubled", "shifted"), strict=False):
        row, column = rows[place], data.draw(st.sampled_from(free))
        cell, status = row[column] + "9", "different"
        if error == "shifted":
            column = header.index(SHIFTABLE[slug]) if slug in SHIFTABLE else column
            cell = shifted(row[column]) if slug in SHIFTABLE else cell
        if error == "doubled":
            theirs.append(row)
            status = "doubled"
        elif error == "dropped":
            theirs[place] = []
            status = "only ours"
        elif cell != row[column]:
            theirs[place] = [*row[:column], cell, *row[column + 1 :]]
        else:
            continue
        name = header[column] if status == "different" else ""
        expected.append((status, [row[key] for key in keys], name))
    path = written(tmp_path / "seeded.csv", [header, *theirs])

    found = [
        (finding.status, [*finding.key.values()], finding.column.english if finding.column else "")
        for finding in reconcile(result, slug, path, search=False).findings()
    ]

    assert sorted(found) == sorted(expected)


def shifted(cell: str) -> str:
    """Return a time as another hour of its day; a blank one as it is."""
    return re.sub(r"T(\d)(\d)", lambda clock: f"T{clock[1]}{(int(clock[2]) + 1) % 4}", cell)


def test_every_cell_of_a_shifted_column_is_found(tmp_path: Path) -> None:
    """Where each time of a column is a minute late, each of them is found, and by how much."""
    rows = table(demo(), "response-times")
    late = changed(rows, "Agent Response Time (s)", lambda cell: str(float(cell) + 60))

    found = reconcile(demo(), "response-times", written(tmp_path / "late.csv", late), search=False)

    assert [f.column and f.column.key for f in found.findings()] == ["response_time"] * 351
    assert {*found.comparison.times_apart(9)} == {60_000}
    assert found.enough_tolerance == 60
