"""What a difference between two replays is told as: text for a person, data for programs."""

from differing import DAY, replayed
from replaydesk import diff
from replaydesk.engine.audit.diff_report import as_data, as_text


def test_a_report_for_a_person() -> None:
    """The text names rows, cells, events in words with their lines, and settings."""
    here = replayed(*DAY, as_of="2026-03-10T09:30")
    found = diff(here, replayed(*DAY), "resolved-conversation")

    text = [*as_text(found, here, 20)]

    assert text == [
        "resolved-conversation: 1 rows here and 2 there, 0 of them the same",
        "  to: 2026-03-10T09:30:00.001+00:00 here, 2026-03-10T09:45:00.001+00:00 there",
        "  as-of: 2026-03-10T09:30:00.000+00:00 here, 2026-03-10T09:45:00.000+00:00 there",
        "",
        "changed: conversation_id=c1",
        "    inbound_messages: 1 here, 2 there",
        "    last_updated: 2026-03-10T09:10:00.000+00:00 here, 2026-03-10T09:40:00.000+00:00 there",
        *text[7:8],
        "",
        "only there: conversation_id=c2",
        *text[10:],
    ]
    assert text[7].startswith("    only there: lines:8: e8 2026-03-10T09:40:00.000+00:00 ")
    assert text[10].startswith("    only there: lines:9: e9 2026-03-10T09:45:00.000+00:00 ")
    assert "… and 1 more rows" in [*as_text(found, here, 1)]
    assert "    … and 1 more events" in [*as_text(found, here, 1, most_events=0)]
    assert [*as_text(diff(here, here, "user"), here, 1)][-1] == "nothing changed"


def test_a_report_as_data() -> None:
    """Plain data says the same, for programs."""
    here = replayed(*DAY[:8], only=["resolved-conversation"])
    found = diff(here, replayed(*DAY), "resolved-conversation")

    data = as_data(found)

    assert data["rows"] == {"here": 1, "there": 2, "equal": 1}
    assert data["changes"] == [
        {
            "status": "only there",
            "key": {"conversation_id": "c2"},
            "cells": [],
            "settings": [],
            "events": 1,
            "first_events": [
                {
                    "side": "there",
                    "id": "e9",
                    "type": "status.changed",
                    "time": "2026-03-10T09:45:00.000+00:00",
                    "stream_kind": "conversation",
                    "stream_id": "c2",
                    "file": "lines",
                    "line": 9,
                }
            ],
        }
    ]
