"""Which row is meant: by printed or raw values, and what is said where it is not one."""

from typing import Any

import pytest
from replaydesk import Result, explain, replay_lines
from replaydesk.engine.audit.explain_rows import (
    AmbiguousRowError,
    UnknownColumnError,
    UnknownRowError,
)
from small_log import event, inbound, lines, lock, presence, release, reply


@pytest.fixture
def result() -> Result:
    """A small morning of three agents, printed in Brussels."""
    return replay_lines(
        lines(
            event("agent.updated", "08:00", agent_id="ann", name="=Ann"),
            presence("ann", "AVAILABLE", "08:00"),
            presence("ann", "AWAY", "08:30"),
            lock("c1", "ann", "09:00"),
            release("c1", "ann", "09:00:00.500"),
            inbound("c1", "09:01", channel_id="web"),
            reply("c1", "anna", "09:02"),
            reply("c2", "bob", "09:03", channel_id="tel"),
            *(
                event("topic.applied", "09:04", conversation_id=c, topic_id="bill")
                for c in ("c1", "c2", "c3")
            ),
        ),
        tz="Europe/Brussels",
    )


@pytest.mark.parametrize(
    ("export", "where", "identity"),
    [
        ("user", {"user_name": "=Ann"}, {"user_id": "ann"}),
        ("user", {"user_name": "'=Ann"}, {"user_id": "ann"}),
        ("user", {"cherry_picking_time": "0.5"}, {"user_id": "ann"}),
        ("user", {"cherry_picking_time": "500"}, {"user_id": "ann"}),
        ("user", {"cherry_picking_time": 500}, {"user_id": "ann"}),
        ("user", {"user_name": "", "user_id": "bob"}, {"user_id": "bob"}),
        ("user", {"user_name": None, "user_id": "bob"}, {"user_id": "bob"}),
        ("user-presence", {"from": "2026-03-10T09:00:00.000+01:00"}, {"user_id": "ann"}),
        ("user-presence", {"from": "2026-03-10T08:00:00Z"}, {"user_id": "ann"}),
        ("user-presence", {"from": "2026-03-10T09:00"}, {"user_id": "ann"}),
        ("topic", {"topic_id": "bill", "channel_id": "web"}, {"channel_id": "web"}),
        ("topic", {"topic_id": "bill", "channel_id": ""}, {"channel_id": ""}),
    ],
)
def test_a_row_is_told_by_printed_or_raw_values(
    result: Result, export: str, where: dict[str, Any], identity: dict[str, str]
) -> None:
    """A value is what the export prints, disarmed or not, or what the library has."""
    explanation = explain(result, export, where)

    assert identity.items() <= explanation.identity.items()


def test_a_row_that_is_not_there_is_answered_with_near_ones(result: Result) -> None:
    """The message lists rows, the most alike first."""
    with pytest.raises(UnknownRowError) as error:
        explain(result, "user", {"user_id": "anne"})

    assert str(error.value).splitlines() == [
        "no row of user has user_id='anne'; the nearest are:",
        "  user_id='ann'",
        "  user_id='anna'",
        "  user_id='bob'",
    ]


def test_near_are_rows_that_meet_the_other_conditions(result: Result) -> None:
    """A row that has one of two values comes before one that is only alike."""
    with pytest.raises(UnknownRowError) as error:
        explain(result, "user", {"user_id": "ann", "replies": "1"})

    assert str(error.value).splitlines()[1:] == [
        "  user_id='ann' replies='0'",
        "  user_id='anna' replies='1'",
        "  user_id='bob' replies='1'",
    ]


def test_a_row_of_an_export_without_rows_is_not_there() -> None:
    """Where there is nothing to list, the message says that."""
    with pytest.raises(UnknownRowError, match="no row of tag has tag_id='x': the export has none"):
        explain(replay_lines([]), "tag", {"tag_id": "x"})


def test_several_rows_are_listed(result: Result) -> None:
    """The message lists the rows by what tells them apart, also by what is not printed."""
    with pytest.raises(AmbiguousRowError) as error:
        explain(result, "topic", {"topic_id": "bill"})

    assert str(error.value).splitlines() == [
        "3 rows of topic have topic_id='bill':",
        "  topic_id='bill' channel_id=''",
        "  topic_id='bill' channel_id='tel'",
        "  topic_id='bill' channel_id='web'",
    ]


def test_of_many_rows_ten_are_listed() -> None:
    """A message has an end: it says how many more there are."""
    log = lines(*(reply(f"c{number}", "ann", "09:00") for number in range(12)))
    with pytest.raises(AmbiguousRowError) as error:
        explain(replay_lines(log), "open-conversation", {"current_status": "NEW"})

    listed = str(error.value).splitlines()
    assert len(listed) == 12
    assert listed[-1] == "  and 2 more"


def test_a_row_must_be_told(result: Result) -> None:
    """Without a value there is no row, also where the export has only one."""
    with pytest.raises(AmbiguousRowError, match="name the row of contact, by its contact_id"):
        explain(result, "contact", {})


@pytest.mark.parametrize("key", ["channel_id", "User ID", "from_"])
def test_a_column_that_is_not_there_is_answered_with_the_columns(result: Result, key: str) -> None:
    """A key is a column's key of this export; the message lists them."""
    message = f"user has no column '{key}'; expected one of user_id, user_name, user_email, "
    with pytest.raises(UnknownColumnError, match=message):
        explain(result, "user", {key: "web"})
    with pytest.raises(UnknownColumnError, match=message):
        explain(result, "user", {"user_id": "ann"}, columns=[key])
