"""A small day for what differs between two replays of it: two conversations, one resolved late."""

from typing import Any

from replaydesk import Result, replay_lines
from small_log import Said, inbound, lines, lock, reply, status

DAY = [
    inbound("c1", "09:00"),
    lock("c1", "ann", "09:01"),
    reply("c1", "ann", "09:05"),
    status("c1", "RESOLVED", "09:10", "ann"),
    inbound("c2", "09:20"),
    lock("c2", "bob", "09:21"),
    reply("c2", "bob", "09:25"),
    inbound("c1", "09:40"),
    status("c2", "RESOLVED", "09:45", "bob"),
]


def replayed(*events: Said, **options: Any) -> Result:
    """Replay a small log."""
    return replay_lines(lines(*events), **options)
