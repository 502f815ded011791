"""Event logs of a contact centre that never was, from a seed.

The logs follow the format of the event log and use nothing of this project, so they are a witness
of its own: what reads them was written by others. A log is made in the order of time and never
held, so it may be as long as the disk.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import chain, islice

from .centre import of_size
from .chance import Chance
from .contacts import next_contact
from .demo import demo_day
from .floor import Floor
from .log import HOUR, Log, instant, scattered
from .roster import ordinary
from .shifts import begin_day
from .trouble import disturbed, shuffled
from .words import spoken

__all__ = ["FIRST_DAY", "LAST_DAY", "demo_day", "generate", "generate_blocks"]

FIRST_DAY = date(1970, 1, 1)
LAST_DAY = date(9000, 1, 1)
"""Between them a log may begin: no event is before 1970, and what begins later has no room."""

_EVENTS_AN_AGENT = 4000
"""What a person and its contacts say in a week or so."""
_BLOCK = 1000


def generate_blocks(  # noqa: PLR0913  each is one setting of the log
    events: int,
    *,
    seed: int = 1,
    start: date = date(2026, 3, 2),
    agents: int | None = None,
    duplicates: float = 0,
    rejects: float = 0,
    shuffle: bool = False,
) -> Iterator[bytes]:
    """Make a log, in blocks of lines that each end in a newline: the fastest way to a file.

    Args:
        events: How many lines, broken and repeated ones included.
        seed: The same arguments make the same bytes, on any machine.
        start: The first day; it begins at 05:00 UTC with the names of everyone and everything.
        agents: How many people answer; by default as many as make a week or so of the log.
        duplicates: The share of lines that were there before; some differ in an unknown field.
        rejects: The share of lines that break a rule of the format.
        shuffle: Whether lines leave their order, within some thousand lines.

    Raises:
        ValueError: The first day is before `FIRST_DAY` or after `LAST_DAY`.
    """
    if not FIRST_DAY <= start <= LAST_DAY:
        raise ValueError(f"start is {start}; expected a day from {FIRST_DAY} to {LAST_DAY}")
    pages = _pages(seed, start, agents or min(max(5, events // _EVENTS_AN_AGENT), 2000))
    if duplicates or rejects or shuffle:
        chance = Chance(seed ^ 0x7E57)
        lines = islice(
            disturbed(chain.from_iterable(pages), chance, duplicates=duplicates, rejects=rejects),
            events,
        )
        pages = _blocks(shuffled(lines, chance) if shuffle else lines)
    left = events
    while left > 0:
        page = next(pages)[:left]
        left -= len(page)
        # Half a character, which a line that is not UTF-8 has, is written as the byte it was.
        yield ("\n".join(page) + "\n").encode("utf-8", "surrogateescape")


def generate(  # noqa: PLR0913  each is one setting of the log
    events: int,
    *,
    seed: int = 1,
    start: date = date(2026, 3, 2),
    agents: int | None = None,
    duplicates: float = 0,
    rejects: float = 0,
    shuffle: bool = False,
) -> Iterator[bytes]:
    """Make a log, line by line without the newlines; see `generate_blocks` for the settings."""
    for block in generate_blocks(
        events,
        seed=seed,
        start=start,
        agents=agents,
        duplicates=duplicates,
        rejects=rejects,
        shuffle=shuffle,
    ):
        yield from block[:-1].split(b"\n")


def _pages(seed: int, start: date, agents: int) -> Iterator[list[str]]:
    centre = of_size(agents)
    begins = instant(start, "05:00")
    log = Log(begins, scattered)
    for ms, body in enumerate(centre.lines(), begins):
        log.say(ms, body)
    floor = Floor(centre, ordinary(centre), Chance(seed), log, spoken(), _conversation_name)
    floor.at(begins + HOUR // 2, partial(begin_day, floor))
    floor.at(begins + HOUR // 2, partial(next_contact, floor))
    return floor.pages()


def _conversation_name(number: int) -> str:
    # Scattered as the IDs of events are, for a log's IDs do not come sorted; none comes twice.
    return f"cnv-{number * 2_654_435_761 & 0xFFFFFFFF:08x}"


def _blocks(lines: Iterator[str]) -> Iterator[list[str]]:
    while block := list(islice(lines, _BLOCK)):
        yield block
