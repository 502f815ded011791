"""Text that goes to a terminal: readable, and nothing but readable."""

import pytest
from replaydesk.engine.terminal import safe


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("one\ntwo\r\tthree\x00\x7f", r"one\ntwo\r\tthree\x00\x7f"),
        ("\x9b2J\x85", r"\x9b2J\x85"),
        ("a\u2028b\u2029c", r"a\u2028b\u2029c"),
        ("abc\u202edcba\u2066x\u2069", r"abc\u202edcba\u2066x\u2069"),
        ("half \ud83d", r"half \ud83d"),
    ],
)
def test_what_could_act_is_shown_as_an_escape(text: str, shown: str) -> None:
    """Controls, turned directions, ends of lines and halves of characters cannot do anything."""
    assert safe(text) == shown


@pytest.mark.parametrize("text", ["", "Chloé Şahin", "👩‍💻 नमस्ते", "مرحبا", "“quoted” \\ and so on"])
def test_what_is_only_text_stays(text: str) -> None:
    """Letters of any script, joined emoji and backslashes are left as they are."""
    assert safe(text) == text
