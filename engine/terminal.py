"""Text from a log, made fit to be looked at: on a terminal, or on a page."""

import re
from typing import Any, Final

import orjson

# Control characters, the controls that turn the direction of text round, line ends that are not
# "\n", and halves of characters. What joins letters and emoji stays.
_DANGEROUS: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

_DANGEROUS_IN_JSON: Final = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def safe(text: str) -> str:
    r"""Return *text* as one line that does nothing but be read: `\x1b` for an escape character.

    A log is written by others: its text could move the cursor, hide what follows, or seem to end
    a line.
    """
    return _DANGEROUS.sub(_escaped, text)


def safe_json(data: Any) -> str:
    """Return *data* as indented JSON that does nothing but be read, and means the same.

    JSON escapes only some control characters by itself.
    """
    written = orjson.dumps(data, option=orjson.OPT_INDENT_2).decode()
    return _DANGEROUS_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def _escaped(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")
