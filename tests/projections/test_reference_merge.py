"""Reference data that was folded in parts: together they say what one fold says."""

from typing import cast

import attrs
from given import (
    agent_updated,
    attribute_set,
    channel_updated,
    contact_updated,
    hours_updated,
    tag_updated,
    team_updated,
    topic_updated,
)
from replaydesk.events import Event
from replaydesk.projections import routes
from replaydesk.projections.derivations import ContactEvent, Reference, derive_contact

STREAMS = (
    [
        channel_updated("09:00"),
        hours_updated("09:01", timezone="UTC", weekly={"mon": "09:00-17:00"}),
    ],
    [team_updated("09:00", "t1", name="Days"), team_updated("09:02", "t1", name="Nights")],
    [agent_updated("09:00", "ann", team="t1"), agent_updated("09:05", "ann", team="t2")],
    [topic_updated("09:00", "x", name="Billing")],
    [tag_updated("09:00", "y", name="Urgent")],
    [
        contact_updated("09:00", "joe", medium="EMAIL"),
        attribute_set("09:03", "joe", "tier", value="gold"),
    ],
)
"""Streams that together touch every field of the reference data."""


def test_parts_of_the_reference_data_add_up_to_the_whole() -> None:
    """Merged folds of the streams, one each, hold what one fold of all of them holds."""
    whole = folded(*STREAMS)
    merged = Reference()
    for stream in reversed(STREAMS):
        merged.merge(folded(stream))

    assert all(getattr(whole, field.name) for field in attrs.fields(Reference))
    assert attrs.evolve(merged, opening_hours={}) == attrs.evolve(whole, opening_hours={})
    assert merged.channel_names("web") == whole.channel_names("web")
    assert merged.agent_names("ann") == whole.agent_names("ann")
    ours, theirs = merged.opening_hours["web"], whole.opening_hours["web"]
    assert ours is not None
    assert theirs is not None
    assert (ours.timezone, ours.weekly) == (theirs.timezone, theirs.weekly)


def folded(*streams: list[Event]) -> Reference:
    """Return the reference data that *streams* say, with contacts in a dictionary."""
    contacts = {
        stream[0].stream_id: derive_contact(cast("list[ContactEvent]", stream))
        for stream in streams
        if stream[0].stream_kind == "contact"
    }
    reference = Reference(contacts=contacts)
    handlers = routes([reference])
    for stream in streams:
        for event in stream:
            for handle in handlers.get(type(event), ()):
                handle(event)
    return reference
