"""Differences between two replays: what changed, and which events or settings changed it."""

import pytest
from differing import DAY, replayed
from replaydesk import MetricPolicy, diff, replay_events, replay_lines
from replaydesk.engine.audit.compare import KeyColumnError
from replaydesk.engine.audit.diff import Diff, RowChange, with_policy
from replaydesk.events import decode
from replaydesk.projections import Users
from small_log import event, inbound, lines, lock, presence, reply


def causes(change: RowChange) -> list[tuple[str, str]]:
    """Return the events that may have changed a row, by their IDs and sides."""
    return [(cause.side, cause.event.id) for cause in change.causes.first]


def told(found: Diff) -> dict[str, list[tuple[str, str]]]:
    """Return the causes of each row that changed, by its key."""
    return {next(iter(change.key.values())): causes(change) for change in found.changes}


def test_between_two_instants_the_events_between_them_are_named() -> None:
    """A resolve between the two adds its row; a message after the first changes a row's cells."""
    here = replayed(*DAY, as_of="2026-03-10T09:30", only=["resolved-conversation"])
    there = replayed(*DAY, only=["resolved-conversation"])

    found = diff(here, there, "resolved-conversation")

    assert [(c.status, c.key["conversation_id"]) for c in found.changes] == [
        ("changed", "c1"),
        ("only there", "c2"),
    ]
    assert [(cell.column.key, cell.here, cell.there) for cell in found.changes[0].cells] == [
        ("inbound_messages", "1", "2"),
        ("last_updated", "2026-03-10T09:10:00.000+00:00", "2026-03-10T09:40:00.000+00:00"),
    ]
    assert told(found) == {"c1": [("there", "e8")], "c2": [("there", "e9")]}
    assert [(change.file, change.line) for change in found.changes[0].causes.first] == [
        ("lines", 8)
    ]
    assert (found.rows_here, found.rows_there, found.equal) == (1, 2, 0)
    assert [setting.name for setting in found.settings] == ["to", "as-of"]


def test_what_only_lasts_longer_is_the_as_of_instants_doing() -> None:
    """Where no event is in one only, the instant is what changed the row."""
    log = DAY[4:7]
    here = replayed(*log, as_of="2026-03-10T09:30")
    there = replayed(*log, as_of="2026-03-10T09:40")

    [change] = diff(here, there, "user").changes

    assert [(cell.column.key, cell.here, cell.there) for cell in change.cells] == [
        ("average_handling_time", "540", "1140"),
        ("handling_time", "540", "1140"),
    ]
    assert change.settings == ("as-of", "period")
    assert causes(change) == []


def test_between_two_policies_the_policy_is_named() -> None:
    """The log is not read again, and of two policies that changed each cell's own is named."""
    log = [*DAY, lock("c3", "ann", "09:50"), inbound("c3", "10:00")]
    policy = MetricPolicy(handling="LOCKED", message_content="ALL")
    here = replayed(*log)
    there = with_policy(here, "user", policy)

    found = diff(here, there, "user")

    assert [
        (change.key["user_id"], cell.column.key, cell.here, cell.there, change.settings)
        for change in found.changes
        for cell in change.cells
    ] == [
        ("ann", "average_handling_time", "540", "570", ("policy handling",)),
        ("ann", "handling_time", "540", "1140", ("policy handling",)),
    ]
    assert [(s.name, s.here, s.there) for s in found.settings] == [
        ("policy handling", "REPLIED", "LOCKED"),
        ("policy message_content", "X_ONLY", "ALL"),
    ]
    assert there.rows("user") == replayed(*log, policy=policy).rows("user")


def test_between_two_logs_the_events_of_one_of_them_are_named() -> None:
    """An event that is missing, and one that says another thing, are told of both sides."""
    other = [{**said, "id": f"e{n}"} for n, said in enumerate(DAY, 1)]
    other[6]["time"] = "2026-03-10T09:26:00Z"
    here, there = replayed(*DAY), replayed(*other[:8])

    found = diff(here, there, "resolved-conversation")
    waits = diff(here, there, "response-times")

    assert told(found) == {"c2": [("here", "e7"), ("there", "e7"), ("here", "e9")]}
    assert found.changes[0].status == "only here"
    assert told(waits) == {"c2": [("here", "e7"), ("there", "e7"), ("here", "e9")]}


def test_what_closed_a_lock_from_elsewhere_is_named() -> None:
    """Ann's lock on another conversation, and her sign-out, change what c1 says of hers."""
    log = [inbound("c1", "09:00"), lock("c1", "ann", "09:01"), reply("c1", "ann", "09:02")]
    away = replayed(*log, lock("c2", "ann", "09:10"), inbound("c3", "09:30"))
    gone = replayed(*log, presence("ann", "OFFLINE", "09:20"), inbound("c3", "09:30"))

    found = diff(away, gone, "open-conversation")

    assert [
        (cell.column.key, cell.here, cell.there)
        for change in found.changes
        for cell in change.cells
    ] == [("handling_time", "540", "1140")]
    assert told(found)["c1"] == [("here", "e4"), ("there", "e4")]


def test_what_is_said_of_names_is_named() -> None:
    """A new name of an agent or a channel changes the rows that print it."""
    named = [
        event("agent.updated", "08:00", agent_id="ann", name="Ann"),
        event("channel.updated", "08:00", channel_id="w", medium="WEB", name="Web"),
        inbound("c1", "09:00", channel_id="w"),
        reply("c1", "ann", "09:05", channel_id="w"),
    ]
    renamed = [
        *named,
        event("agent.updated", "10:00", agent_id="ann", name="Anna"),
        event("channel.updated", "10:01", channel_id="w", medium="WEB", name="Site"),
    ]
    here, there = replayed(*named), replayed(*renamed)

    messages, users = diff(here, there, "message"), diff(here, there, "user")

    assert told(users) == {"ann": [("there", "e5")]}
    assert [causes(change) for change in messages.changes] == [
        [("there", "e5"), ("there", "e6")]
    ] * 2


def test_a_message_is_changed_by_its_own_events_only() -> None:
    """Of a conversation's other messages nothing is told."""
    log = [inbound("c1", "09:00"), inbound("c1", "09:01")]
    deleted = event("message.deleted", "09:05", conversation_id="c1", message_id="in-09:00")

    found = diff(replayed(*log), replayed(*log, deleted, inbound("c1", "09:06")), "message")

    assert [(c.status, c.key["message_id"], causes(c)) for c in found.changes] == [
        ("changed", "in-09:00", [("there", "e3")]),
        ("only there", "in-09:06", [("there", "e4")]),
    ]


@pytest.mark.parametrize(
    ("slug", "key", "expected"),
    [
        ("team", "t1", ["e5", "e6"]),
        ("user", "ann", ["e5"]),
        ("contact", "p1", ["e5", "e6", "e7"]),
        ("contact-attribute", "p1", ["e3"]),
        ("topic", "x", ["e6"]),
        ("tag", "y", ["e7"]),
        ("user-presence", "ann", ["e8"]),
        ("virtual-agent", "bot", ["e9"]),
    ],
)
def test_each_export_names_the_events_of_whom_its_row_is_about(
    slug: str, key: str, expected: list[str]
) -> None:
    """Agents, teams, contacts, topics and tags are changed by what names them."""
    attribute = {"contact_id": "p1", "attribute_id": "a", "name": "A", "value": 1}
    log = [
        event("agent.updated", "08:00", agent_id="ann", name="Ann", team_id="t1"),
        inbound("c1", "09:00", contact_id="p1", message_id="m1"),
        event("contact.attribute_set", "09:01", **attribute),
        inbound("c2", "09:02", contact_id="p2", message_id="m2"),
        reply("c1", "ann", "09:05"),
        event("topic.applied", "09:06", conversation_id="c1", topic_id="x", agent_id="ann"),
        event("tag.applied", "09:07", conversation_id="c1", message_id="m1", tag_id="y"),
        presence("ann", "AVAILABLE", "09:08"),
        event("virtual_agent.handed_over", "09:09", conversation_id="c2", agent_id="bot"),
        inbound("c9", "09:30", contact_id="p9"),
    ]
    without = [raw for raw in lines(*log) if decode(raw).id not in expected]

    found = diff(replayed(*log), replay_lines(without), slug)

    assert told(found)[key] == [("here", name) for name in expected]


def test_very_many_causes_are_counted() -> None:
    """Of a row with more than fifty events that changed it all are counted, and the first kept."""
    log = [inbound("c1", f"09:{n:02}", contact_id="p") for n in range(60)]

    [change] = diff(replayed(log[0]), replayed(*log), "contact").changes

    assert change.causes.number == 59
    assert causes(change) == [("there", f"e{n}") for n in range(2, 52)]


def test_events_made_by_hand_have_no_line() -> None:
    """An event that was given as an object is named without a place."""
    events = [decode(raw) for raw in lines(*DAY)]

    found = diff(replay_events(events[:8]), replay_events(events), "resolved-conversation")

    assert [(c.file, c.line) for c in found.changes[0].causes.first] == [(None, None)]


def test_a_channel_that_only_one_replay_keeps_is_named() -> None:
    """No event is in one log only: the rows are there or not by the channels."""
    log = [inbound("c1", "09:00", channel_id="web"), inbound("c2", "09:01", channel_id="sms")]

    [change] = diff(replayed(*log, channels=["web"]), replayed(*log), "message").changes

    assert change.settings == ("channel",)
    assert causes(change) == []


def test_an_export_of_somebody_elses_cannot_be_compared() -> None:
    """By which columns its rows are aligned is not known."""

    class MyUsers(Users):
        """Agents as somebody else counts them."""

        slug = "my-user"

    here, there = (replayed(*log, only=[MyUsers]) for log in (DAY[:3], DAY))

    with pytest.raises(KeyColumnError, match="there is nothing to align the rows of my-user by"):
        diff(here, there, MyUsers)
