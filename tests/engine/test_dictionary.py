"""The data dictionary: every column of every export, to the letter of the specification."""

from typing import Any

import pytest
from replaydesk import EXPORTS, replay_lines
from replaydesk.engine.dictionary import as_text, described
from specified_columns import SLUGS, table

OF_INSTANTS = {"created_at", "resolved_at", "deleted_at", "last_updated", "from", "to"}


def columns_of(slug: str) -> list[dict[str, Any]]:
    """Return what the dictionary says of the columns of an export."""
    return described(EXPORTS)[slug]


def unit_of(key: str, english: str) -> str:
    """Return the unit that a column's header or key says."""
    if key in OF_INSTANTS:
        return "RFC 3339"
    return next((unit for unit in ("s", "%") if english.endswith(f"({unit})")), "")


@pytest.mark.parametrize("slug", SLUGS)
def test_the_columns_are_those_of_the_specification(slug: str) -> None:
    """Keys and headers in both languages are as the pages have them, in their order."""
    assert table(slug) == [
        (column["key"], column["english"], column["french"]) for column in columns_of(slug)
    ]


def test_every_export_is_described() -> None:
    """The dictionary has all twelve exports, and no other."""
    assert sorted(SLUGS) == sorted(described(EXPORTS))
    assert len(SLUGS) == 12


@pytest.mark.parametrize("slug", SLUGS)
def test_headers_are_written_as_the_dictionary_has_them(slug: str) -> None:
    """The header row of an export is its columns, quoted where that is needed: nowhere."""
    result = replay_lines([])

    assert [",".join(row[1] for row in table(slug)) + "\n"] == list(result.csv(slug))
    assert [",".join(row[2] for row in table(slug)) + "\n"] == list(result.csv(slug, lang="fr"))


@pytest.mark.parametrize("slug", SLUGS)
def test_units_are_those_of_the_headers(slug: str) -> None:
    """Seconds and percent stand in the header; an instant says how it is written."""
    expected = {key: unit_of(key, english) for key, english, _ in table(slug)}

    assert expected == {column["key"]: column["unit"] for column in columns_of(slug)}


@pytest.mark.parametrize("slug", SLUGS)
def test_every_column_has_a_meaning(slug: str) -> None:
    """A meaning is a sentence."""
    assert [
        column["key"] for column in columns_of(slug) if not column["meaning"].endswith(".")
    ] == []


def test_ids_of_rows_are_never_blank() -> None:
    """What an export has a row for is always named; what may be missing is said to be optional."""
    optional = {
        slug: {column["key"] for column in columns_of(slug) if column["optional"]} for slug in SLUGS
    }

    assert "user_id" not in optional["user"]
    assert "topic_id" not in optional["topic"]
    assert {"to", "away_state", "user_name", "user_email"} == optional["user-presence"]
    assert {"handling_time", "replies", "csat_1"}.isdisjoint(optional["user"])
    assert {"average_handling_time", "utilisation", "user_name"} <= optional["user"]


def test_the_dictionary_can_be_read() -> None:
    """As text, a column is its key and unit, its headers, and what it means."""
    exports = {export.slug: export for export in EXPORTS}
    lines = list(as_text([exports["user-presence"], exports["topic"]]))

    assert lines[0].startswith("user-presence: `AVAILABLE` and `AWAY` intervals")
    assert lines[1:3] == ["  user_id", "      User ID | ID utilisateur"]
    assert "  duration [s]" in lines
    assert "  from [RFC 3339]" in lines
    assert lines.index("") == 1 + 3 * 8
    assert lines[2 + 3 * 8].startswith("topic: ")
    assert lines[-2] == "      Channel Display Name | Nom complet de la chaîne"
