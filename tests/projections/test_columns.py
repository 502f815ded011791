"""Columns: declared once on a row, and the same on every export as the specification has them."""

import re

import pytest
from given import given
from replaydesk import EXPORTS
from replaydesk.projections import Column, Kind, Projection
from replaydesk.projections import columns as c
from replaydesk.projections.columns import column, columns_group, columns_of, row


@columns_group
class First:
    """Columns that other rows begin with."""

    agent_id: str = column(c.text("Agent ID", "ID de l'agent", "The agent."))


@columns_group
class Second:
    """Columns that follow."""

    from_: int = column(c.instant("From", "De", "When it began."))
    length: int | None = column(c.duration("Length (s)", "Durée (s)", "How long it was."))


@row
class AnyRow(Second, First):
    """A row of two groups and a column of its own."""

    total: int = column(c.count("Total", "Total", "How many."))


def test_a_column_is_what_its_field_declares() -> None:
    """Key, headers, kind and meaning stand on the field; it is optional where it can be nothing."""
    columns = columns_of(AnyRow)

    assert columns[2] == Column(
        key="length",
        field="length",
        english="Length (s)",
        french="Durée (s)",
        kind=Kind.DURATION,
        meaning="How long it was.",
        is_optional=True,
    )
    assert [(each.key, each.field, each.kind, each.is_optional) for each in columns] == [
        ("agent_id", "agent_id", Kind.TEXT, False),
        ("from", "from_", Kind.INSTANT, False),
        ("length", "length", Kind.DURATION, True),
        ("total", "total", Kind.COUNT, False),
    ]


def test_a_row_is_made_by_name_and_does_not_change() -> None:
    """Rows are made by name or by place, equal by their values, and frozen."""
    made = AnyRow(agent_id="ann", from_=1, length=None, total=2)

    assert made == AnyRow(total=2, length=None, from_=1, agent_id="ann")
    with pytest.raises(AttributeError):
        made.total = 3  # type: ignore[misc]
    assert made == AnyRow("ann", 1, None, 2)


@pytest.mark.parametrize(
    ("declared", "kind", "unit"),
    [
        (c.text, Kind.TEXT, ""),
        (c.texts, Kind.TEXTS, ""),
        (c.name, Kind.NAME, ""),
        (c.instant, Kind.INSTANT, "RFC 3339"),
        (c.duration, Kind.DURATION, "s"),
        (c.count, Kind.COUNT, ""),
        (c.percentage, Kind.PERCENTAGE, "%"),
        (c.boolean, Kind.BOOLEAN, ""),
    ],
)
def test_each_kind_has_its_declaration_and_unit(declared: object, kind: Kind, unit: str) -> None:
    """Only durations, percentages and instants are printed in a unit."""
    assert callable(declared)
    heading = declared("Header", "En-tête", "What it means.")

    assert (heading.english, heading.french, heading.kind, heading.meaning) == (
        "Header",
        "En-tête",
        kind,
        "What it means.",
    )
    assert kind.unit == unit


KEYS = {
    "resolved-conversation": 38,
    "open-conversation": 31,
    "message": 26,
    "team": 20,
    "contact": 9,
    "topic": 8,
    "tag": 9,
    "user-presence": 8,
    "user": 22,
    "response-times": 16,
    "virtual-agent": 12,
    "contact-attribute": 7,
}
"""How many columns each export has; csat_1 to csat_5 are five."""


def test_there_are_twelve_exports_each_with_its_columns() -> None:
    """The exports stand in the order of the specification, none twice."""
    assert {export.slug: len(export.columns()) for export in EXPORTS} == KEYS
    assert [export.slug for export in EXPORTS] == [*KEYS]


@pytest.mark.parametrize("export", EXPORTS)
def test_keys_and_headers_of_an_export_are_its_own(export: type[Projection[object]]) -> None:
    """Within an export no key and no header stands twice, and each column says what it means."""
    columns = export.columns()

    for names in (
        [each.key for each in columns],
        [each.english for each in columns],
        [each.french for each in columns],
    ):
        assert len(names) == len(set(names))
        assert all(names)
    for each in columns:
        assert re.fullmatch(r"[a-z][a-z_0-9]*[a-z0-9]", each.key)
        assert each.meaning.endswith(".")


@pytest.mark.parametrize("export", EXPORTS)
def test_a_duration_or_a_percentage_says_so_in_its_header(
    export: type[Projection[object]],
) -> None:
    """An English header names the unit of what is printed in seconds or percent, and no other."""
    for each in export.columns():
        said = re.search(r"\((s|%)\)\Z", each.english)
        unit = each.kind.unit if each.kind is not Kind.INSTANT else ""

        assert (said[1] if said else "") == unit, each.key


@pytest.mark.parametrize("export", EXPORTS)
def test_a_header_row_is_read_off_the_columns(export: type[Projection[object]]) -> None:
    """An export with no row is a file with its header, in the language chosen."""
    result = given().when_replayed(only=[export]).result

    assert [*result.csv(export)] == [",".join(c.english for c in export.columns()) + "\n"]
    assert [*result.csv(export, lang="fr")] == [",".join(c.french for c in export.columns()) + "\n"]
