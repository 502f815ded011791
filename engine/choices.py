"""Options that are one of a few words."""

from collections.abc import Sequence

from ..events import ReplaydeskError, shown


class OptionError(ReplaydeskError, ValueError):
    """An option says a word that it does not know."""


def one_of(option: str, said: object, words: Sequence[str]) -> None:
    """Make sure that what an option says is one of its *words*.

    Raises:
        OptionError: It is none.
    """
    if said not in words:
        raise OptionError(f"{option} is {shown(said)}; expected one of {', '.join(words)}")
