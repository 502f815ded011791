"""Utilisation: handling time as a percentage of available time, and the policies on both."""

import pytest
from given import available, away, given, locked, offline, released, reply, resolved
from replaydesk import MetricPolicy
from replaydesk.projections import Users


def test_it_is_handling_time_by_available_time() -> None:
    """Nine minutes of handling in an hour of presence are 15 %."""
    given(
        available("09:00", "ann"),
        locked("09:10", "c1", agent="ann"),
        reply("09:15", "c1", agent="ann"),
        released("09:19", "c1", agent="ann"),
        locked("09:30", "c2", agent="ann"),
        released("09:40", "c2", agent="ann"),
        offline("10:00", "ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  handling_time  available_time  utilisation
        ann      540            3600            15
        """,
    )


@pytest.mark.parametrize(
    ("handled", "signed_in", "percent"),
    [
        ("00:00:01", "00:00:03", "33.33"),
        ("00:00:02", "00:00:03", "66.67"),
        ("00:00:01", "00:00:08", "12.5"),
        ("00:00:00.001", "00:00:20", "0.01"),  # 0.005 is rounded up
        ("00:00:00.001", "00:00:20.001", "0"),  # just below
        ("00:00:00.003", "00:00:20", "0.02"),  # 0.015 is rounded up
        ("00:00:19.999", "00:00:20", "100"),  # 99.995
        ("00:00:07", "00:00:07", "100"),
        ("00:00:09", "00:00:04", "225"),
    ],
)
def test_it_is_rounded_half_up_to_two_decimals(handled: str, signed_in: str, percent: str) -> None:
    """Hundredths of a percent are whole, and there is no cap at 100."""
    given(
        available("00:00", "ann"),
        locked("00:00", "c1", agent="ann"),
        reply("00:00", "c1", agent="ann", seq=1),
        released(handled, "c1", agent="ann"),
        away(signed_in, "ann"),
    ).when_replayed().then_rows(
        Users,
        f"""
        user_id  utilisation
        ann      {percent}
        """,
    )


def test_it_is_blank_without_available_time() -> None:
    """An agent who was only away, or of whom no presence is told, has none."""
    given(
        away("09:00", "ann"),
        locked("09:00", "c1", agent="ann"),
        reply("09:01", "c1", agent="ann"),
        released("09:05", "c1", agent="ann"),
        locked("09:00", "c2", agent="bob"),
        reply("09:01", "c2", agent="bob"),
        released("09:05", "c2", agent="bob"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  handling_time  away_time  utilisation
        ann      300            300        -
        bob      300            0          -
        """,
    )


def test_it_is_zero_without_handling_time() -> None:
    """An agent who was available and handled nothing is not utilised at all."""
    given(available("09:00", "ann"), offline("10:00", "ann")).when_replayed().then_rows(
        Users,
        """
        user_id  utilisation
        ann      0
        """,
    )


def test_it_is_not_capped() -> None:
    """An agent who works while away can exceed 100 %."""
    # 45 minutes of handling, 30 of them while available.
    given(
        available("09:00", "ann"),
        locked("09:00", "c1", agent="ann"),
        away("09:30", "ann"),
        reply("09:40", "c1", agent="ann"),
        released("09:45", "c1", agent="ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  utilisation
        ann      150
        """,
    )


def test_it_is_of_the_period() -> None:
    """Both times are those of the period, as far as it has passed."""
    # From 9:30 to 10:00: available for 30 minutes, handling for 6; as of 9:36 that is all there is.
    scenario = given(
        available("09:00", "ann"),
        locked("09:00", "c1", agent="ann"),
        reply("09:01", "c1", agent="ann"),
        released("09:36", "c1", agent="ann"),
        offline("11:00", "ann"),
    )

    scenario.when_replayed(start="09:30", end="10:00").then_rows(
        Users,
        """
        user_id  handling_time  available_time  utilisation
        ann      360            1800            20
        """,
    )
    scenario.when_replayed(start="09:30", end="10:00", as_of="09:36").then_rows(
        Users,
        """
        user_id  handling_time  available_time  utilisation
        ann      360            360             100
        """,
    )


# Handling 10 minutes, no reply 6, cherry-picking 4; available 40, away 10.
HOUR = given(
    available("09:00", "ann"),
    locked("09:00", "c1", agent="ann"),
    reply("09:05", "c1", agent="ann"),
    released("09:10", "c1", agent="ann"),
    locked("09:10", "c2", agent="ann"),
    resolved("09:16", "c2", agent="ann"),
    locked("09:20", "c3", agent="ann"),
    released("09:24", "c3", agent="ann"),
    away("09:40", "ann", "lunch"),
    offline("09:50", "ann"),
)


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent"),
    [
        ("HANDLING", "AVAILABLE", "25"),  # 10 of 40
        ("HANDLING_AND_NO_REPLY", "AVAILABLE", "40"),  # 16 of 40
        ("LOCKED", "AVAILABLE", "50"),  # 20 of 40
        ("HANDLING", "AVAILABLE_AND_AWAY", "20"),  # 10 of 50
        ("HANDLING_AND_NO_REPLY", "AVAILABLE_AND_AWAY", "32"),  # 16 of 50
        ("LOCKED", "AVAILABLE_AND_AWAY", "40"),  # 20 of 50
    ],
)
def test_policies_choose_numerator_and_denominator(
    numerator: str, denominator: str, percent: str
) -> None:
    """What counts as work and what as presence are settings, each by itself."""
    policy = MetricPolicy.of(
        {"utilisation_numerator": numerator, "utilisation_denominator": denominator}
    )

    HOUR.when_replayed(policy=policy).then_rows(
        Users,
        f"""
        user_id  utilisation  handling_time  no_reply_time  cherry_picking_time
        ann      {percent}    600            360            240
        """,
    )


def test_the_defaults_are_handling_and_available() -> None:
    """Without a policy it is handling time by available time."""
    HOUR.when_replayed().then_rows(
        Users,
        """
        user_id  utilisation
        ann      25
        """,
    )


def test_away_time_alone_can_be_the_denominator() -> None:
    """By `AVAILABLE_AND_AWAY` an agent who was only away has a utilisation."""
    given(
        away("09:00", "ann"),
        locked("09:00", "c1", agent="ann"),
        reply("09:01", "c1", agent="ann"),
        released("09:05", "c1", agent="ann"),
        offline("09:20", "ann"),
    ).when_replayed(policy=MetricPolicy(utilisation_denominator="AVAILABLE_AND_AWAY")).then_rows(
        Users,
        """
        user_id  utilisation
        ann      25
        """,
    )
