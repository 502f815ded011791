"""Text from a log, made fit to be looked at: on a terminal, or on a page."""

import re
from typing import Final

# Control characters, the controls that turn the direction of text round, line ends that are not
# "\n", and halves of characters. What joins letters and emoji stays.
_DANGEROUS: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def safe(text: str) -> str:
    r"""Return *text* as one line that does nothing but be read: `\x1b` for an escape character.

    A log is written by others: its text could move the cursor, hide what follows, or seem to end
    a line.
    """
    return _DANGEROUS.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")
