"""Counts of agents and teams: the tags and the topics that they added in the period."""

from given import (
    BOT,
    agent_updated,
    given,
    inbound,
    message_deleted,
    reply,
    tag_applied,
    tag_removed,
    topic_applied,
    topic_removed,
)
from replaydesk.projections import Teams, Users


def test_tags_and_topics_are_counted_in_the_period() -> None:
    """Each application by an agent counts for it and for its team, at its instant."""
    given(
        reply("09:00", "c1", team="t1", message="m1"),
        topic_applied("08:59", "c1", topic="x", agent="ann", team="t1"),
        topic_applied("09:00", "c1", topic="y", agent="ann", team="t1"),
        topic_applied("09:01", "c2", topic="y", agent="bob", team="t1"),
        topic_applied("10:00", "c1", topic="z", agent="ann", team="t1"),
        tag_applied("08:59", "c1", message="m1", tag="x", agent="ann", team="t1"),
        tag_applied("09:00", "c1", message="m1", tag="y", agent="ann", team="t1"),
        tag_applied("09:01", "c1", message="m1", tag="z", agent="ann", team="t1"),
        tag_applied("09:02", "c1", message="m2", tag="y", agent="bob", team="t1"),
        tag_applied("10:00", "c2", message="m1", tag="y", agent="ann", team="t1"),
    ).when_replayed(start="09:00", end="10:00").then_rows(
        Users,
        """
        user_id  topics_added  tags_added
        ann      1             2
        bob      1             1
        """,
    ).then_rows(
        Teams,
        """
        team_id  topics_added  tags_added
        t1       2             3
        """,
    )


def test_applying_what_is_applied_is_no_application() -> None:
    """Who applied it first, in or out of the period, human or machine, applied it."""
    given(
        topic_applied("09:00", "c1", topic="x", **BOT),
        topic_applied("09:01", "c1", topic="x", agent="ann"),
        topic_applied("09:02", "c1", topic="y", agent="bob"),
        topic_applied("09:03", "c1", topic="y", agent="ann"),
        topic_applied("09:04", "c1", topic="y", agent="bob"),
        tag_applied("09:00", "c1", message="m1", tag="x", **BOT),
        tag_applied("09:01", "c1", message="m1", tag="x", agent="ann"),
        tag_applied("09:02", "c1", message="m1", tag="y", agent="bob"),
        tag_applied("09:03", "c1", message="m1", tag="y", agent="ann"),
        tag_applied("09:04", "c1", message="m1", tag="y", agent="bob"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  topics_added  tags_added
        bob      1             1
        """,
    )


def test_removed_and_applied_again_is_another_application() -> None:
    """After it was removed, by anyone, a label can be applied again."""
    given(
        topic_applied("09:00", "c1", topic="x", agent="ann"),
        topic_removed("09:01", "c1", topic="x", **BOT),
        topic_applied("09:02", "c1", topic="x", agent="ann"),
        topic_applied("09:03", "c1", topic="x", agent="ann"),
        tag_applied("09:00", "c1", message="m1", tag="x", agent="ann"),
        tag_removed("09:01", "c1", message="m1", tag="x"),
        tag_applied("09:02", "c1", message="m1", tag="x", agent="ann"),
        tag_applied("09:03", "c1", message="m1", tag="x", agent="ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  topics_added  tags_added
        ann      2             2
        """,
    )


def test_removing_what_is_not_applied_changes_nothing() -> None:
    """A removal of another topic, or of a tag on another message, takes nothing away."""
    given(
        topic_removed("08:59", "c1", topic="x", agent="ann"),
        topic_applied("09:00", "c1", topic="x", agent="ann"),
        topic_removed("09:01", "c1", topic="y", agent="ann"),
        topic_removed("09:01", "c2", topic="x", agent="ann"),
        topic_applied("09:02", "c1", topic="x", agent="ann"),
        tag_removed("08:59", "c1", message="m1", tag="x", agent="ann"),
        tag_applied("09:00", "c1", message="m1", tag="x", agent="ann"),
        tag_removed("09:01", "c1", message="m2", tag="x", agent="ann"),
        tag_removed("09:01", "c2", message="m1", tag="x", agent="ann"),
        tag_applied("09:02", "c1", message="m1", tag="x", agent="ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  topics_added  tags_added
        ann      1             1
        """,
    )


def test_removal_and_application_in_one_instant_apply_in_the_order_of_ids() -> None:
    """Both have one rank: the event with the lower ID comes first."""
    # x is applied, removed by "2" and applied by "3"; y is applied by "2" to no effect.
    given(
        topic_applied("09:00", "c1", topic="x", agent="ann"),
        topic_removed("09:01", "c1", topic="x", id="2"),
        topic_applied("09:01", "c1", topic="x", agent="ann", id="3"),
        topic_applied("09:00", "c2", topic="y", agent="bob"),
        topic_removed("09:01", "c2", topic="y", id="3"),
        topic_applied("09:01", "c2", topic="y", agent="bob", id="2"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  topics_added
        ann      2
        bob      1
        """,
    )


def test_only_applications_by_an_agent_count() -> None:
    """What a machine applied counts for nobody, whomever the event names."""
    given(
        agent_updated("08:00", "kind", kind="VIRTUAL", team="t1"),
        reply("09:00", "c0", agent="ann", team="t1"),
        topic_applied("09:00", "c1", topic="a", actor="AUTOMATION", agent="ann", team="t1"),
        topic_applied("09:00", "c1", topic="b", actor="VIRTUAL_AGENT", agent="ann", team="t1"),
        topic_applied("09:00", "c1", topic="c", agent="kind"),
        topic_applied("09:00", "c1", topic="d", team="t1"),
        tag_applied("09:00", "c1", message="m1", tag="a", actor="SYSTEM", agent="ann", team="t1"),
        tag_applied("09:00", "c1", message="m1", tag="b", actor="VIRTUAL_AGENT", agent="ann"),
        tag_applied("09:00", "c1", message="m1", tag="c", agent="kind"),
        tag_applied("09:00", "c1", message="m1", tag="d", team="t1"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  topics_added  tags_added
        ann      0             0
        """,
    ).then_rows(
        Teams,
        """
        team_id  topics_added  tags_added
        t1       0             0
        """,
    )


def test_an_agent_not_named_adds_for_its_team() -> None:
    """An `AGENT` whom the log does not name has a team where the event says one."""
    given(
        reply("09:00", "c1", team="t1"),
        topic_applied("09:00", "c1", topic="x", actor="AGENT", team="t1"),
        tag_applied("09:00", "c1", message="m1", tag="x", actor="AGENT", team="t1"),
    ).when_replayed().then_no_rows(Users).then_rows(
        Teams,
        """
        team_id  topics_added  tags_added
        t1       1             1
        """,
    )


def test_a_tag_can_be_on_a_message_that_is_unknown_or_deleted() -> None:
    """The log need not know the message, nor need it be there still."""
    given(
        inbound("09:00", "c1", message="gone"),
        message_deleted("09:01", "c1", message="gone"),
        tag_applied("09:02", "c1", message="gone", tag="x", agent="ann"),
        tag_applied("09:02", "c1", message="unknown", tag="x", agent="ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  tags_added
        ann      2
        """,
    )
