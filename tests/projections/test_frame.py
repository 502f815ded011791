"""The frame of a replay: the period's arithmetic, and policies that say what they can be."""

import attrs
import pytest
from replaydesk import MetricPolicy, PolicyError, ReplaydeskError
from replaydesk.projections import Frame, Period

POLICIES = {
    "handling": "REPLIED",
    "business_hours": "APPLY",
    "utilisation_numerator": "HANDLING",
    "utilisation_denominator": "AVAILABLE",
    "resolved_created_at": "FIRST_TEAM_REPLY",
    "message_content": "X_ONLY",
}
"""Every policy, and its default."""

TEN = Period(start=100, end=110, as_of=200)
PASSING = Period(start=100, end=110, as_of=105)


@pytest.mark.parametrize(
    ("instant", "expected"), [(99, False), (100, True), (109, True), (110, False)]
)
def test_a_period_holds_its_start_and_not_its_end(instant: int, expected: bool) -> None:  # noqa: FBT001
    """An instant is in `[start, end)`."""
    assert TEN.holds(instant) is expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (100, 110, 10),
        (0, 1000, 10),
        (104, 106, 2),
        (90, 101, 1),
        (109, 120, 1),
        (90, 100, 0),
        (110, 120, 0),
        (0, 1, 0),
        (105, 105, 0),
    ],
)
def test_an_overlap_is_what_two_ranges_share(start: int, end: int, expected: int) -> None:
    """It is never less than nothing, and ranges that touch share nothing."""
    assert TEN.overlap(start, end) == expected


def test_an_overlap_ends_at_the_as_of_instant() -> None:
    """Of a period that ends after it the rest has not passed; it holds its instants still."""
    assert PASSING.overlap(0, 1000) == 5
    assert PASSING.overlap(103, 104) == 1
    assert PASSING.overlap(105, 110) == 0
    assert PASSING.holds(109)


@pytest.mark.parametrize("empty", [Period(110, 100, 200), Period(100, 100, 200)])
def test_a_period_whose_start_is_not_before_its_end_is_empty(empty: Period) -> None:
    """It holds nothing and overlaps nothing."""
    assert not any(map(empty.holds, range(90, 120)))
    assert empty.overlap(0, 1000) == 0


def test_the_defaults_are_the_standard() -> None:
    """A policy that nobody chose reads the definitions as they stand."""
    assert attrs.asdict(MetricPolicy()) == POLICIES


def test_a_policy_is_made_of_the_readings_that_are_named() -> None:
    """What is not named has its default."""
    assert MetricPolicy.of({}) == MetricPolicy()
    assert MetricPolicy.of({"handling": "LOCKED"}) == MetricPolicy(handling="LOCKED")


def test_every_reading_is_listed() -> None:
    """As the command line takes them: the default of each policy first."""
    assert MetricPolicy.all_readings() == [
        "handling=REPLIED",
        "handling=LOCKED",
        "business_hours=APPLY",
        "business_hours=IGNORE",
        "utilisation_numerator=HANDLING",
        "utilisation_numerator=HANDLING_AND_NO_REPLY",
        "utilisation_numerator=LOCKED",
        "utilisation_denominator=AVAILABLE",
        "utilisation_denominator=AVAILABLE_AND_AWAY",
        "resolved_created_at=FIRST_TEAM_REPLY",
        "resolved_created_at=CONVERSATION",
        "message_content=X_ONLY",
        "message_content=ALL",
        "message_content=NONE",
    ]


@pytest.mark.parametrize(
    ("readings", "message"),
    [
        ({"handling": "locked"}, "policy handling is 'locked'; expected one of REPLIED, LOCKED"),
        ({"handling": ""}, "policy handling is ''; expected one of REPLIED, LOCKED"),
        (
            {"message_content": "APPLY"},
            "policy message_content is 'APPLY'; expected one of X_ONLY, ALL, NONE",
        ),
        (
            {"holding": "LOCKED"},
            "'holding' is no policy; expected one of " + ", ".join(POLICIES),
        ),
    ],
)
def test_a_reading_that_there_is_not_is_an_error(readings: dict[str, str], message: str) -> None:
    """The message says what was found and what there is."""
    with pytest.raises(PolicyError) as raised:
        MetricPolicy.of(readings)

    assert str(raised.value) == message
    assert isinstance(raised.value, ReplaydeskError)
    assert isinstance(raised.value, ValueError)


def test_a_frame_keeps_every_channel_by_default() -> None:
    """Without channels and policy a frame is the period alone."""
    assert Frame(period=TEN) == Frame(period=TEN, channels=frozenset(), policy=MetricPolicy())


@pytest.mark.parametrize("name", POLICIES)
def test_every_policy_refuses_what_is_no_reading_of_it(name: str) -> None:
    """A reading that a policy does not have is an error that names the policy."""
    with pytest.raises(PolicyError, match=f"policy {name} is 'NO'; expected one of"):
        MetricPolicy.of({name: "NO"})
