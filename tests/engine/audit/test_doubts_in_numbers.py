"""Doubts about numbers: where a source numbers its events densely, and where it does not."""

from doubting import doubted, doubts
from given import agent_updated, available, channel_updated, inbound, locked, released
from replaydesk.events import Event

NUMBERED: tuple[Event, ...] = (
    inbound("09:10", "c2", seq=1),
    locked("09:11", "c2", agent="ann", seq=2),
    released("09:12", "c2", agent="ann", seq=3),
)
"""A conversation whose events are numbered from 1, and none is missing."""


def numbered(conversation: str, *numbers: int) -> list[Event]:
    """Return a conversation of inbound messages with these numbers, a minute apart."""
    return [
        inbound(f"09:{minute:02}", conversation, seq=number)
        for minute, number in enumerate(numbers)
    ]


def test_a_missing_number_of_a_conversation_is_doubted() -> None:
    """Of 1 to 5 the 3 is missing; the events before and after it are shown."""
    log = (*numbered("c1", 1, 2, 4, 5), *NUMBERED)
    (doubt,) = doubts("sequence-gap", *log)

    assert doubt.text == "Its events are numbered by seq, and 1 number is missing: 3."
    assert doubt.severity == "LOOK"
    assert doubt.conversation_id == "c1"
    assert doubted("sequence-gap", *log) == ["e002 e003"]


def test_all_missing_numbers_are_counted() -> None:
    """Of 1 to 11 four are missing, in two runs; of 0 to 5 none."""
    log = (*numbered("c1", 1, 2, 5, 6, 7, 10, 11), *NUMBERED, *numbered("c3", 0, 1, 2, 3, 4, 5))
    (doubt,) = doubts("sequence-gap", *log)

    assert doubt.text.endswith("and 4 numbers are missing: 3 to 4, 8 to 9.")


def test_a_missing_beginning_is_doubted() -> None:
    """Two conversations are numbered from 1; a third begins with 3."""
    log = (*NUMBERED, *numbered("c1", 1, 2, 3), *numbered("c3", 3, 4, 5, 6))
    (doubt,) = doubts("sequence-gap", *log)

    assert doubt.text.endswith("2 numbers are missing: 1 to 2.")
    assert doubted("sequence-gap", *log) == ["e007"]


def test_a_log_that_begins_in_the_middle_misses_no_beginning() -> None:
    """All conversations begin with 3: what came before is not in the log."""
    log = (*numbered("c1", 3, 4, 5), *numbered("c2", 3, 4, 5))

    assert doubted("sequence-gap", *log) == []


def test_a_gap_outside_of_the_period_is_not_doubted() -> None:
    """The numbers 2 and 4 are of 9:01 and 9:02."""
    log = (*numbered("c1", 1, 2, 4, 5), *NUMBERED)

    assert doubted("sequence-gap", *log, start="09:03") == []
    assert doubted("sequence-gap", *log, start="09:01") == ["e002 e003"]


def test_a_conversation_that_is_not_numbered_densely_is_not_doubted() -> None:
    """Two events are no numbering, five of ten are not dense, and a number twice is no number."""
    for numbers in ((1, 3), (1, 3, 5, 7, 10), (1, 2, 2, 4), (0, 0, 0, 3)):
        log = (*numbered("c1", *numbers), *NUMBERED, *numbered("c3", 1, 2, 3))

        assert doubted("sequence-gap", *log) == []


def test_a_missing_number_of_the_log_is_doubted() -> None:
    """The whole log is numbered, names and presence too; of 11 to 18 the 15 is missing."""
    log = (
        channel_updated("08:00", seq=11),
        available("08:00", "ann", seq=12),
        inbound("09:00", "c1", seq=13),
        inbound("09:01", "c2", seq=14),
        inbound("09:03", "c1", seq=16),
        agent_updated("09:04", "ann", seq=17),
        inbound("09:05", "c2", seq=18),
    )
    (doubt,) = doubts("sequence-gap", *log)

    assert doubt.text == "The log's events are numbered by seq, and 1 number is missing: 15."
    assert doubt.conversation_id is None
    assert doubted("sequence-gap", *log) == ["e004 e005"]
    assert doubted("sequence-gap", *log, inbound("09:02", "c3", seq=15)) == []


def test_a_few_events_without_a_number_hide_no_gap() -> None:
    """More events of the log are numbered than are not, so of 11 to 15 the 13 is missing."""
    log = [inbound(f"09:{number}", "c1", seq=number) for number in (11, 12, 14, 15)]

    assert doubted("sequence-gap", *log, inbound("09:30", "c1")) == ["e002 e003"]


def test_a_channel_that_is_left_out_leaves_no_gap() -> None:
    """Numbers of conversations that the channel filter leaves out are not missing."""
    log = (
        inbound("09:00", "c1", seq=1, channel="web"),
        inbound("09:01", "c1", seq=2),
        inbound("09:02", "c2", seq=3, channel="mail"),
        inbound("09:03", "c1", seq=4),
    )

    assert doubted("sequence-gap", *log, channels=["web"]) == []


def test_a_log_that_is_not_numbered_densely_is_not_doubted() -> None:
    """Too few have a number, a number is there twice, or most are missing."""
    few = (*numbered("c1", 11, 12, 14), *(inbound("10:00", f"c{n}") for n in range(2, 6)))
    twice = (*numbered("c1", 11, 12, 14), *numbered("c2", 12, 16))
    sparse = (*numbered("c1", 10, 20, 30), *numbered("c2", 40, 50))

    for log in (few, twice, sparse):
        assert doubted("sequence-gap", *log) == []


def test_many_runs_are_shown_in_part() -> None:
    """Every third number of 11 to 32 is missing: seven, of which five are named."""
    numbers = [number for number in range(11, 33) if number % 3]
    (doubt,) = doubts("sequence-gap", *numbered("c1", *numbers))

    assert doubt.text.endswith("7 numbers are missing: 12, 15, 18, 21, 24, ….")
