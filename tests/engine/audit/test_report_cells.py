"""Rows and cells in the reports of reconcile and diff."""

from replaydesk.engine.audit.report_cells import cell_told, row_told
from replaydesk.projections import BY_SLUG

COLUMNS = {column.key: column for column in BY_SLUG["message"].columns()}


def test_text_is_quoted_and_nothing_is_blank() -> None:
    """What is no text stands as it is printed."""
    assert cell_told("hello", COLUMNS["content"]) == '"hello"'
    assert cell_told("INBOUND", COLUMNS["direction"]) == "INBOUND"
    assert cell_told("", COLUMNS["content"]) == "blank"


def test_what_is_long_is_cut_and_what_is_dangerous_is_escaped() -> None:
    """Of more than sixty characters the first stand there, and none moves the cursor."""
    assert row_told({"message_id": "m" * 60, "conversation_id": "\x07"}) == (
        f"message_id={'m' * 60}, conversation_id=\\x07"
    )
    assert row_told({"message_id": "m" * 61}) == f"message_id={'m' * 59}…"
