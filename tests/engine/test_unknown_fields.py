"""Fields that a type does not list mean nothing, whatever they are called."""

from replaydesk import replay_lines

LOG = [
    b'{"id":"a","type":"lock.acquired","time":0,"conversation_id":"c1","agent_id":"ann"}',
    (
        b'{"id":"b","type":"status.changed","time":60000,"conversation_id":"c1",'
        b'"status":"RESOLVED","agent_id":"ann"}'
    ),
    b'{"id":"c","type":"lock.released","time":60000,"conversation_id":"c1","agent_id":"ann"}',
]


def test_an_unknown_field_named_as_something_of_ours_means_nothing() -> None:
    """A line that says its own `rank`, stream or place is ordered as every other of its type."""
    named = [
        line[:-1] + b',"rank":9,"stream_kind":"team","stream_id":"x","order":[],"placed":7}'
        for line in LOG
    ]

    expected = replay_lines(LOG).dicts("user")
    assert expected[0]["no_reply_time"] == 60_000
    assert replay_lines(named).dicts("user") == expected
