"""Response pairs: what opens a wait, which reply closes it, and what ends it unanswered."""

from collections.abc import Callable

import pytest
from given import (
    BOT,
    agent_updated,
    given,
    handed_over,
    inbound,
    moved_to_new,
    outbound,
    pending,
    reply,
    resolved,
)
from replaydesk.events import Event
from replaydesk.projections import ResponseTimes


def test_an_inbound_message_opens_a_wait() -> None:
    """A wait opens at the message and names it; the human reply that follows answers it."""
    given(
        inbound("09:00", "c1", message="in"),
        reply("09:05", "c1", message="out", agent="ann"),
    ).when_replayed().then_rows(
        ResponseTimes,
        """
        started_by            from   to     response_time  inbound_message_id  outbound_message_id
        CONTACT_SENT_MESSAGE  09:00  09:05  300            in                  out
        """,
    )


def test_a_second_message_opens_no_second_wait() -> None:
    """While a wait is open a message changes neither its opening nor what it names."""
    given(
        inbound("09:00", "c1", message="first"),
        inbound("09:03", "c1", message="second"),
        reply("09:05", "c1", agent="ann"),
    ).when_replayed().then_rows(
        ResponseTimes,
        """
        from   to     inbound_message_id
        09:00  09:05  first
        """,
    )


def test_a_reply_closes_one_wait() -> None:
    """A reply without an open wait is no response; the next message opens another wait."""
    given(
        reply("08:59", "c1", agent="ann"),
        inbound("09:00", "c1", message="first"),
        reply("09:05", "c1", agent="ann"),
        reply("09:06", "c1", agent="ann"),
        inbound("09:10", "c1", message="second"),
        reply("09:11", "c1", agent="bob"),
    ).when_replayed().then_rows(
        ResponseTimes,
        """
        from   to     agent_id  inbound_message_id
        09:00  09:05  ann       first
        09:10  09:11  bob       second
        """,
    )


NO_REPLIES = [
    outbound("09:01", "c1", **BOT),
    outbound("09:01", "c1", agent="kind"),
    outbound("09:01", "c1", actor="AUTO_RESPONDER"),
    outbound("09:01", "c1"),
    inbound("09:01", "c1", actor="AGENT", agent="ann"),
]


@pytest.mark.parametrize("message", NO_REPLIES)
def test_only_a_human_reply_closes_a_wait(message: Event) -> None:
    """What machines send, or the contact, leaves the contact waiting."""
    given(
        agent_updated("08:00", "kind", kind="VIRTUAL"),
        inbound("09:00", "c1"),
        message,
        reply("09:05", "c1", agent="ann"),
    ).when_replayed().then_rows(
        ResponseTimes,
        """
        from   to     agent_id
        09:00  09:05  ann
        """,
    )


def test_a_reply_that_names_no_agent_closes_a_wait() -> None:
    """A human reply answers, also where the log does not say whose it is."""
    given(
        inbound("09:00", "c1"),
        reply("09:05", "c1"),
    ).when_replayed().then_rows(
        ResponseTimes,
        """
        from   to     agent_id
        09:00  09:05  -
        """,
    )


def test_a_handover_opens_a_wait() -> None:
    """A handover opens a wait with its reason and names the last inbound message before it."""
    given(
        inbound("09:00", "c1", message="m1"),
        reply("09:01", "c1", agent="ann"),
        inbound("09:02", "c1", message="m2"),
        reply("09:03", "c1", agent="ann"),
        handed_over("09:10", "c1", reason="asked for a human"),
        reply("09:15", "c1", agent="ann", message="out"),
    ).when_replayed(start="09:04").then_rows(
        ResponseTimes,
        """
        started_by                   transfer_reason    from   response_time  inbound_message_id
        VA_HANDED_OVER_CONVERSATION  asked for a human  09:10  300            m2
        """,
    )


def test_a_handover_takes_the_place_of_an_open_wait() -> None:
    """Whatever opened the wait, from the handover on it is the handover's; the last one's."""
    given(
        inbound("09:00", "c1", message="m1"),
        handed_over("09:01", "c1", reason="first"),
        inbound("09:02", "c1", message="m2"),
        handed_over("09:03", "c1", reason="second"),
        inbound("09:04", "c1", message="m3"),
        reply("09:05", "c1", agent="ann"),
        reply("09:06", "c1", agent="ann"),
    ).when_replayed().then_rows(
        ResponseTimes,
        """
        started_by                   transfer_reason  from   to     inbound_message_id
        VA_HANDED_OVER_CONVERSATION  second           09:03  09:05  m2
        """,
    )


def test_a_handover_without_a_message_before_it_names_none() -> None:
    """A wait can open before the contact has written; a handover need not say why."""
    given(
        handed_over("09:00", "c1"),
        inbound("09:01", "c1"),
        reply("09:05", "c1", agent="ann"),
    ).when_replayed().then_rows(
        ResponseTimes,
        """
        started_by                   transfer_reason  from   inbound_message_id
        VA_HANDED_OVER_CONVERSATION  -                09:00  -
        """,
    )


@pytest.mark.parametrize(
    ("change", "started_by"),
    [
        (moved_to_new("09:10", "c1", agent="ann"), "AGENT_MOVED_TO_NEW"),
        (moved_to_new("09:10", "c1", actor="AGENT"), "AGENT_MOVED_TO_NEW"),
        (moved_to_new("09:10", "c1", boomerang=True), "BOOMERANG"),
        (moved_to_new("09:10", "c1", boomerang=True, actor="AUTOMATION"), "BOOMERANG"),
        (moved_to_new("09:10", "c1", boomerang=True, agent="ann"), "BOOMERANG"),
    ],
)
def test_moving_to_new_opens_a_wait(change: Event, started_by: str) -> None:
    """An agent's change to `NEW`, or anyone's with the flag, opens a wait from then on."""
    given(
        inbound("09:00", "c1", message="m1"),
        reply("09:01", "c1", agent="ann"),
        pending("09:02", "c1"),
        change,
        reply("09:15", "c1", agent="ann"),
    ).when_replayed(start="09:02").then_rows(
        ResponseTimes,
        f"""
        started_by    from   response_time  inbound_message_id  transfer_reason
        {started_by}  09:10  300            m1                  -
        """,
    )


def test_moving_to_new_without_a_message_before_it_names_none() -> None:
    """A boomerang of a conversation in which the contact never wrote names no message."""
    given(
        pending("09:00", "c1"),
        moved_to_new("09:10", "c1", boomerang=True),
        reply("09:15", "c1", agent="ann"),
    ).when_replayed().then_rows(
        ResponseTimes,
        """
        started_by  from   inbound_message_id
        BOOMERANG   09:10  -
        """,
    )


@pytest.mark.parametrize("by", [BOT, {"actor": "SYSTEM"}, {"actor": "AUTOMATION"}, {}])
def test_moving_to_new_by_a_machine_opens_no_wait(by: dict[str, str]) -> None:
    """Without the flag a change to `NEW` that no human agent made opens nothing."""
    given(
        pending("09:00", "c1"),
        moved_to_new("09:10", "c1", **by),
        reply("09:15", "c1", agent="ann"),
    ).when_replayed().then_no_rows(ResponseTimes)


def test_moving_to_new_what_is_new_opens_no_wait() -> None:
    """`NEW` on a new conversation is no change, flag or not."""
    given(
        moved_to_new("09:00", "c1", agent="ann"),
        moved_to_new("09:01", "c1", boomerang=True),
        reply("09:15", "c1", agent="ann"),
    ).when_replayed().then_no_rows(ResponseTimes)


@pytest.mark.parametrize("change", [{"agent": "ann"}, {"boomerang": True}])
def test_moving_to_pending_opens_no_wait(change: dict[str, object]) -> None:
    """A change to `PENDING` brings nothing into the New queue, whoever made it, flag or not."""
    given(
        pending("09:00", "c1", **change),
        reply("09:15", "c1", agent="ann"),
    ).when_replayed().then_no_rows(ResponseTimes)


@pytest.mark.parametrize("status", [{"boomerang": True}, {"agent": "ann"}])
def test_moving_to_new_leaves_an_open_wait_as_it_is(status: dict[str, object]) -> None:
    """A change to `NEW` opens a wait only if none is open."""
    given(
        inbound("09:00", "c1"),
        pending("09:01", "c1", agent="ann"),
        moved_to_new("09:02", "c1", **status),
        reply("09:05", "c1", agent="ann"),
    ).when_replayed().then_rows(
        ResponseTimes,
        """
        started_by            from
        CONTACT_SENT_MESSAGE  09:00
        """,
    )


def test_a_resolve_closes_a_wait_without_a_response() -> None:
    """What is resolved is not answered: the reply after it is no response."""
    given(
        inbound("09:00", "c1"),
        resolved("09:01", "c1"),
        reply("09:05", "c1", agent="ann"),
        moved_to_new("09:10", "c1", agent="ann"),
        resolved("09:11", "c1", agent="ann"),
        reply("09:12", "c1", agent="ann"),
    ).when_replayed().then_no_rows(ResponseTimes)


@pytest.mark.parametrize("status", [pending, resolved])
def test_a_message_in_a_conversation_at_rest_opens_a_wait(status: Callable[..., Event]) -> None:
    """In a pending or resolved conversation the contact who writes is waiting all the same."""
    given(
        status("09:00", "c1"),
        inbound("09:10", "c1"),
        reply("09:15", "c1", agent="ann"),
    ).when_replayed().then_rows(
        ResponseTimes,
        """
        started_by            from   to
        CONTACT_SENT_MESSAGE  09:10  09:15
        """,
    )


def test_resolving_what_is_resolved_closes_no_wait() -> None:
    """A resolve that changes nothing leaves the wait of a message after the first one open."""
    given(
        resolved("09:00", "c1"),
        inbound("09:10", "c1"),
        resolved("09:11", "c1"),
        reply("09:15", "c1", agent="ann"),
    ).when_replayed().then_rows(
        ResponseTimes,
        """
        from   to
        09:10  09:15
        """,
    )
