"""What projections keep of contacts, taken out and put back a part of the contacts at a time."""

import marshal
from itertools import pairwise
from typing import Any

import pytest
from full_story import CONVERSATIONS, REPLAYED, folded, rows_of
from given import given, inbound, reply, tag_applied
from replaydesk import EXPORTS
from replaydesk.projections import (
    ByContact,
    ContactAttributes,
    ContactRowsProjection,
    Contacts,
    Projection,
    Teams,
    Users,
)

BY_CONTACT = [export for export in EXPORTS if issubclass(export, ByContact)]


def taken(projection: Projection[Any]) -> list[tuple[str, Any]]:
    """Take out what a projection keeps of contacts, as it comes back from a disk."""
    assert isinstance(projection, ByContact)
    data: list[tuple[str, Any]] = marshal.loads(marshal.dumps([*projection.take_contacts()]))  # noqa: S302
    return data


def put(projection: Projection[Any], kept: list[tuple[str, Any]]) -> None:
    """Put back what was taken out."""
    assert isinstance(projection, ByContact)
    for contact_id, data in kept:
        projection.put_contact(contact_id, data)


def test_these_exports_grow_with_the_contacts() -> None:
    """Every other keeps what does not, or rows that are finished."""
    slugs = [export.slug for export in BY_CONTACT]

    assert slugs == ["team", "contact", "tag", "user", "contact-attribute"]


@pytest.mark.parametrize("export", BY_CONTACT)
def test_what_is_taken_out_is_gone(export: type[Projection[Any]]) -> None:
    """Nothing is held any more, and as many entries came as were held."""
    projection = folded(export, CONVERSATIONS)
    assert isinstance(projection, ByContact)
    held = projection.contacts_held()

    assert len(taken(projection)) == held > 0
    assert projection.contacts_held() == 0
    assert taken(projection) == []


@pytest.mark.parametrize("export", BY_CONTACT)
def test_what_is_put_back_is_as_it_was(export: type[Projection[Any]]) -> None:
    """Into the same projection, after it took in other conversations in between."""
    whole = folded(export, CONVERSATIONS)
    first, rest = folded(export, CONVERSATIONS[:2]), folded(export, CONVERSATIONS[2:])
    kept = taken(first)
    first.merge(rest)
    put(first, kept)

    assert first == whole


@pytest.mark.parametrize("export", BY_CONTACT)
def test_contacts_settled_one_after_the_other_add_up(export: type[Projection[Any]]) -> None:
    """Each contact by itself: all rows are those of the whole, each once."""
    whole = folded(export, CONVERSATIONS)
    apart = [folded(export, [conversation]) for conversation in CONVERSATIONS]
    kept = [entry for projection in apart for entry in taken(projection)]
    rows: list[Any] = []
    for contact_id in sorted({contact_id for contact_id, _ in kept}):
        part = export(REPLAYED.frame)
        put(part, [entry for entry in kept if entry[0] == contact_id])
        assert isinstance(part, ByContact)
        if isinstance(part, ContactRowsProjection):
            rows += rows_of(part)
        part.settle()
        assert part.contacts_held() == 0
        apart.append(part)
    merged = export(REPLAYED.frame)
    for projection in apart:
        merged.merge(projection)

    assert [*rows, *rows_of(merged)] == rows_of(whole)


@pytest.mark.parametrize("export", [Contacts, ContactAttributes])
def test_rows_of_contacts_are_sorted_by_what_their_export_says(
    export: type[ContactRowsProjection[Any]],
) -> None:
    """So the rows of some contacts can be put between those of others."""
    rows = rows_of(folded(export, CONVERSATIONS))
    keys = [tuple(getattr(row, field) for field in export.sorted_by) for row in rows]

    assert len(keys) > 1
    assert all(before < after for before, after in pairwise(keys))


@pytest.mark.parametrize("export", [Users, Teams])
def test_a_contact_in_two_conversations_is_helped_once(export: type[Projection[Any]]) -> None:
    """Also where what is kept of the two was taken out apart."""
    by = {"agent": "ann", "team": "t1"}
    replayed = given(
        inbound("09:00", "c1", contact="kim"),
        reply("09:01", "c1", **by),
        inbound("09:02", "c2", contact="kim"),
        reply("09:03", "c2", **by),
    ).when_replayed()
    apart = [folded(export, [each]) for each in replayed.result.replayed.conversations()]
    kept = [entry for projection in apart for entry in taken(projection)]
    first, second = apart
    first.merge(second)
    put(first, kept)
    assert isinstance(first, ByContact)
    first.settle()

    assert len(kept) == 2
    assert [row.contacts_helped for row in rows_of(first)] == [1]


def test_of_a_contact_each_number_comes_back_as_what_it_was() -> None:
    """One conversation, two messages from the contact and three to it."""
    replayed = given(
        inbound("09:00", "c1", contact="kim", channel="web"),
        inbound("09:01", "c1"),
        reply("09:02", "c1", agent="ann"),
        reply("09:03", "c1", agent="ann"),
        reply("09:04", "c1", agent="ann"),
    ).when_replayed()
    first = folded(Contacts, replayed.result.replayed.conversations())
    rows, again = rows_of(first), Contacts(first.frame)
    put(again, taken(first))

    assert [(row.conversations, row.inbound_messages, row.outbound_messages) for row in rows] == [
        (1, 2, 3)
    ]
    assert rows_of(again) == rows


@pytest.mark.parametrize("export", BY_CONTACT)
def test_a_conversation_without_a_contact_is_nobodys(export: type[Projection[Any]]) -> None:
    """Nothing is kept of it by contact."""
    replayed = given(
        inbound("09:00", "c1", message="m1"),
        tag_applied("09:01", "c1", message="m1", tag="x"),
        reply("09:02", "c1", agent="ann", team="t1"),
    ).when_replayed()
    projection = folded(export, replayed.result.replayed.conversations())
    assert isinstance(projection, ByContact)

    assert projection.contacts_held() == 0
    assert taken(projection) == []
