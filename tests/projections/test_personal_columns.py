"""Which columns are personal: every column of text is told, on one side or the other."""

from replaydesk import EXPORTS
from replaydesk.events import EVENT_TYPES
from replaydesk.projections import Kind
from replaydesk.projections.personal_columns import PERSONAL_COLUMNS

OPEN = {
    *("medium", "channel", "channel_display_name", "language"),
    *("message_type", "origin", "outbound_type"),
    *("team_id", "team_name", "last_status_change_team_id", "last_status_change_team_name"),
    *("topic_id", "topic_name", "topic_ids", "topic_names"),
    *("tag_id", "tag_name", "tag_ids", "tag_names"),
    *("attribute_id", "attribute_name", "attribute_type"),
}
"""The columns whose text is the centre's own setup, or its source's words."""


def test_every_column_of_text_is_personal_or_open() -> None:
    """A new column of text is not shared before somebody decided that it can be."""
    columns = {column.key: column.kind for export in EXPORTS for column in export.columns()}
    texts = {key for key, kind in columns.items() if kind in (Kind.TEXT, Kind.TEXTS)}

    assert {*PERSONAL_COLUMNS} | OPEN == texts
    assert {*PERSONAL_COLUMNS} & OPEN == set()


def test_a_key_means_one_thing_in_every_export() -> None:
    """The table goes by keys, so one key never stands on text in one export and not in another."""
    kinds = [(c.key, c.kind in (Kind.TEXT, Kind.TEXTS)) for e in EXPORTS for c in e.columns()]

    assert len(dict(kinds)) == len({*kinds})


def test_the_classes_are_those_of_events() -> None:
    """No column is of a class that no event has."""
    classes = {personal for event in EVENT_TYPES for personal in event.personal.values()}

    assert {*PERSONAL_COLUMNS.values()} <= classes
