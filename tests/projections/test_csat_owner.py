"""Surveys: when one counts, to whom it belongs, and to which team."""

from given import (
    agent_updated,
    csat_expired,
    csat_replied,
    csat_sent,
    given,
    moved_to_new,
    reply,
    resolved,
)
from replaydesk.projections import Teams, Users


def test_a_survey_counts_once_with_its_latest_score() -> None:
    """Answered three times it is one survey; its first score says when, its last how much."""
    scenario = given(
        csat_sent("09:00", "c1", agent="ann"),
        csat_replied("09:05", "c1", follow_up_answer="Well."),
        csat_replied("09:10", "c1", score=2),
        csat_replied("09:20", "c1", score=5),
        csat_replied("09:30", "c1", score=4),
    )

    scenario.when_replayed(start="09:10", end="09:11").then_rows(
        Users,
        """
        user_id  csat_1  csat_2  csat_3  csat_4  csat_5
        ann      0       0       0       1       0
        """,
    )
    scenario.when_replayed(start="09:10", end="09:11", as_of="09:25").then_rows(
        Users,
        """
        user_id  csat_1  csat_2  csat_3  csat_4  csat_5
        ann      0       0       0       0       1
        """,
    )
    scenario.when_replayed(start="09:11").then_no_rows(Users)
    scenario.when_replayed(end="09:10").then_no_rows(Users)


def test_surveys_are_counted_by_score() -> None:
    """Each of the five columns counts the surveys with its score."""
    given(
        *(
            csat_replied("09:00", f"c{number}", score=score, agent="ann")
            for number, score in enumerate([1, 2, 2, 3, 3, 3, 4, 5, 5])
        ),
        csat_replied("09:00", "c1", score=5, agent="ann", survey="another"),
        csat_sent("09:00", "c9", agent="ann"),
        csat_expired("09:01", "c9"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  csat_1  csat_2  csat_3  csat_4  csat_5
        ann      1       2       3       1       3
        """,
    )


def test_a_score_after_it_expired_counts() -> None:
    """An expired survey that is answered late is returned all the same."""
    given(
        csat_sent("09:00", "c1", agent="ann"),
        csat_expired("09:10", "c1"),
        csat_replied("09:20", "c1", score=3),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  csat_3
        ann      1
        """,
    )


def test_it_belongs_to_the_agent_on_its_latest_reply_that_names_one() -> None:
    """A reply's agent comes before a sending's and a resolver's, also one without a score."""
    given(
        resolved("08:00", "c1", agent="dan"),
        csat_replied("09:00", "c1", score=5, agent="ann"),
        csat_replied("09:01", "c1", agent="bob", follow_up_answer="Fine."),
        csat_replied("09:02", "c1", score=4),
        csat_sent("09:03", "c1", agent="cleo"),
    ).when_replayed(start="09:00").then_rows(
        Users,
        """
        user_id  csat_4
        bob      1
        """,
    )


def test_else_to_the_agent_on_its_latest_sending_that_names_one() -> None:
    """Where no reply names an agent, a sending does, before any resolver."""
    given(
        resolved("08:00", "c1", agent="dan"),
        csat_sent("09:00", "c1", agent="ann"),
        csat_sent("09:01", "c1", agent="bob"),
        csat_sent("09:02", "c1"),
        csat_replied("09:03", "c1", score=4),
    ).when_replayed(start="09:00").then_rows(
        Users,
        """
        user_id  csat_4
        bob      1
        """,
    )


def test_else_to_who_made_the_latest_resolve_before_it_was_returned() -> None:
    """A resolve between the first score and the last is too late, and so is one after."""
    given(
        resolved("08:00", "c1", agent="ann"),
        moved_to_new("08:10", "c1"),
        resolved("08:20", "c1", agent="bob", bulk=True),
        csat_replied("09:00", "c1", score=3),
        moved_to_new("09:10", "c1"),
        resolved("09:20", "c1", agent="cleo"),
        csat_replied("09:30", "c1", score=4),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  resolves_without_reply  csat_4
        ann      1                       0
        bob      1                       1
        cleo     1                       0
        """,
    )


def test_a_resolve_in_the_instant_of_the_reply_comes_before_it() -> None:
    """A status comes before a survey of its instant, unless `seq` says that it came after."""
    given(
        csat_replied("09:00", "c1", score=4),
        resolved("09:00", "c1", agent="ann"),
        csat_replied("09:00", "c2", score=4),
        resolved("09:00", "c2", agent="bob", seq=1),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  csat_4
        ann      1
        bob      0
        """,
    )


def test_a_latest_resolve_by_a_machine_leaves_it_nobodys() -> None:
    """Where the latest resolve before it is not a human's, an earlier human one does not count."""
    given(
        agent_updated("07:00", "kind", kind="VIRTUAL"),
        resolved("08:00", "c1", agent="ann", team="t1"),
        moved_to_new("08:10", "c1"),
        resolved("08:20", "c1", agent="ann", actor="SYSTEM", team="t1"),
        csat_replied("09:00", "c1", score=3),
        resolved("08:20", "c2", agent="kind", team="t1"),
        csat_replied("09:00", "c2", score=3),
        resolved("08:20", "c3", actor="AGENT", team="t1"),
        csat_replied("09:00", "c3", score=3),
        csat_replied("09:00", "c4", score=3, team="t1"),
        reply("09:00", "c5", team="t1"),
    ).when_replayed(start="09:00").then_no_rows(Users).then_rows(
        Teams,
        """
        team_id  csat_3
        t1       0
        """,
    )


def test_its_team_is_that_of_the_event_that_named_the_agent() -> None:
    """The reply, the sending or the resolve that names the agent can name its team as well."""
    given(
        agent_updated("08:00", "ann", team="home"),
        resolved("08:30", "c1", agent="ann", team="t1"),
        csat_replied("09:00", "c1", score=1),
        csat_sent("08:50", "c2", agent="ann", team="t2"),
        csat_replied("09:00", "c2", score=2, team="other"),
        csat_replied("09:00", "c3", score=3, agent="ann", team="t3"),
        csat_sent("09:01", "c3", agent="ann", team="other"),
        *(reply("09:10", "c9", team=team) for team in ("home", "other", "t1", "t2", "t3")),
    ).when_replayed().then_rows(
        Teams,
        """
        team_id  csat_1  csat_2  csat_3
        home     0       0       0
        other    0       0       0
        t1       1       0       0
        t2       0       1       0
        t3       0       0       1
        """,
    )


def test_else_its_team_is_the_agents_when_it_was_returned() -> None:
    """Not the team when the survey was sent, when the conversation was resolved, or now."""
    given(
        agent_updated("08:00", "ann", team="early"),
        resolved("08:10", "c1", agent="ann"),
        csat_sent("08:20", "c2", agent="ann"),
        agent_updated("09:00", "ann", team="then"),
        csat_replied("09:00", "c1", score=1),
        csat_replied("09:10", "c2", score=2),
        csat_replied("09:20", "c3", score=3),
        agent_updated("10:00", "ann", team="late"),
        csat_replied("10:00", "c1", score=4),
        csat_replied("10:10", "c3", agent="ann"),
        *(reply("10:20", "c9", team=team) for team in ("early", "late", "then")),
    ).when_replayed().then_rows(
        Teams,
        """
        team_id  csat_1  csat_2  csat_3  csat_4
        early    0       0       0       0
        late     0       0       0       0
        then     0       1       1       1
        """,
    )
