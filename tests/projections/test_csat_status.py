"""Surveys: their status, score, question and answer, and the one that a conversation shows."""

import pytest
from given import csat_expired, csat_replied, csat_sent, given, resolved
from replaydesk.events import Event
from replaydesk.projections import ResolvedConversations

ASKED = csat_sent("09:10", "c1", follow_up_question="Why?")
EXPIRED = csat_expired("09:30", "c1")


@pytest.mark.parametrize(
    ("surveys", "status"),
    [
        ([], "-"),
        ([csat_sent("09:10", "c1")], "SENT"),
        ([csat_replied("09:20", "c1")], "SENT"),
        ([ASKED, csat_replied("09:20", "c1", follow_up_answer="Slow.")], "SENT"),
        ([csat_sent("09:10", "c1"), csat_replied("09:20", "c1", score=4)], "COMPLETED"),
        ([csat_replied("09:20", "c1", score=4)], "COMPLETED"),
        ([csat_replied("09:20", "c1", score=4, follow_up_answer="Fine.")], "COMPLETED"),
        ([ASKED, csat_replied("09:20", "c1", score=4)], "PARTIAL"),
        ([csat_replied("09:20", "c1", score=4, follow_up_question="Why?")], "PARTIAL"),
        (
            [
                csat_replied("09:20", "c1", score=4),
                csat_sent("09:21", "c1", follow_up_question="Why?"),
            ],
            "PARTIAL",
        ),
        ([ASKED, csat_replied("09:20", "c1", score=4, follow_up_answer="Slow.")], "COMPLETED"),
        (
            [
                ASKED,
                csat_replied("09:20", "c1", score=4),
                csat_replied("09:21", "c1", follow_up_answer="Slow."),
            ],
            "COMPLETED",
        ),
        ([csat_sent("09:10", "c1"), EXPIRED], "EXPIRED"),
        ([EXPIRED], "EXPIRED"),
        ([ASKED, csat_replied("09:20", "c1", follow_up_answer="Slow."), EXPIRED], "EXPIRED"),
        ([csat_replied("09:20", "c1", score=4), EXPIRED], "COMPLETED"),
        ([ASKED, csat_replied("09:20", "c1", score=4), EXPIRED], "PARTIAL"),
        ([EXPIRED, csat_replied("09:40", "c1", score=4)], "COMPLETED"),
        ([EXPIRED, csat_sent("09:40", "c1")], "EXPIRED"),
        ([EXPIRED, csat_replied("09:40", "c1", follow_up_answer="Slow.")], "EXPIRED"),
    ],
)
def test_the_status_says_how_far_a_survey_came(surveys: list[Event], status: str) -> None:
    """A score makes it complete, or partial while a question is open; without, expired or sent."""
    given(resolved("09:00", "c1"), *surveys).when_replayed().then_rows(
        ResolvedConversations,
        f"""
        conversation_id  csat_status
        c1               {status}
        """,
    )


def test_an_empty_answer_is_an_answer() -> None:
    """An empty text is a value: the question is answered with nothing."""
    given(
        resolved("09:00", "c1"),
        ASKED,
        csat_replied("09:20", "c1", score=4, follow_up_answer=""),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        csat_status  csat_follow_up_answer
        COMPLETED    -
        """,
    )


def test_the_latest_of_each_is_shown() -> None:
    """Score, question and answer are the latest told, each by itself; what is absent stays."""
    given(
        resolved("09:00", "c1"),
        csat_sent("09:10", "c1", follow_up_question="Why?"),
        csat_replied("09:20", "c1", score=2, follow_up_answer="Slow."),
        csat_replied("09:21", "c1", score=4),
        csat_replied("09:22", "c1", follow_up_question="Really?"),
        csat_replied("09:23", "c1", follow_up_answer="Well."),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        csat_score  csat_status  csat_follow_up_question  csat_follow_up_answer
        4           COMPLETED    Really?                  Well.
        """,
    )


def test_what_a_later_event_leaves_out_stays() -> None:
    """A reply without an answer takes none back, and neither does one without a score."""
    given(
        resolved("09:00", "c1"),
        csat_sent("09:10", "c1", follow_up_question="Why?"),
        csat_replied("09:20", "c1", score=2, follow_up_answer="Slow."),
        csat_replied("09:21", "c1"),
        csat_sent("09:22", "c1"),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        csat_score  csat_status  csat_follow_up_question  csat_follow_up_answer
        2           COMPLETED    Why?                     Slow.
        """,
    )


def test_what_comes_after_the_as_of_instant_is_not_yet_told() -> None:
    """A survey is shown as it was at the as-of instant."""
    given(
        resolved("09:00", "c1"),
        csat_sent("09:10", "c1", follow_up_question="Why?"),
        csat_replied("09:20", "c1", score=2),
        csat_replied("09:30", "c1", score=5, follow_up_answer="Fine."),
    ).when_replayed(as_of="09:25").then_rows(
        ResolvedConversations,
        """
        csat_score  csat_status  csat_follow_up_question  csat_follow_up_answer
        2           PARTIAL      Why?                     -
        """,
    )


def test_a_survey_is_told_by_its_id() -> None:
    """Two surveys of one conversation do not mix; the one without an ID is one more."""
    # The latest, by its first event, is b.
    given(
        resolved("09:00", "c1"),
        csat_sent("09:10", "c1", follow_up_question="unnamed"),
        csat_sent("09:11", "c1", survey="a", follow_up_question="a"),
        csat_sent("09:12", "c1", survey="b"),
        csat_replied("09:13", "c1", survey="b", score=3),
        csat_replied("09:14", "c1", score=1),
        csat_replied("09:15", "c1", survey="a", score=2, follow_up_answer="a"),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        csat_score  csat_status  csat_follow_up_question  csat_follow_up_answer
        3           COMPLETED    -                        -
        """,
    )


def test_a_conversation_shows_its_latest_survey_by_first_event() -> None:
    """A survey that began earlier is not shown, however late it is answered."""
    given(
        resolved("09:00", "c1"),
        csat_sent("09:10", "c1", survey="z"),
        csat_expired("09:20", "c1", survey="a"),
        csat_replied("09:30", "c1", survey="z", score=5),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        csat_score  csat_status
        -           EXPIRED
        """,
    )


def test_one_id_in_two_conversations_is_two_surveys() -> None:
    """A survey is a conversation and an ID."""
    given(
        resolved("09:00", "c1"),
        resolved("09:00", "c2"),
        csat_replied("09:10", "c1", survey="a", score=1),
        csat_sent("09:10", "c2", survey="a"),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        conversation_id  csat_score  csat_status
        c1               1           COMPLETED
        c2               -           SENT
        """,
    )
