"""A log is its events: their places in files, and how often they are told, mean nothing."""

import gzip
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import attrs
from hypothesis import example, given
from hypothesis import strategies as st
from laws.replays import job_outcome, outcome
from strategies import Line, Log, logs

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gz": gzip.compress,
    "zst": zstd.compress,
}
NAMES = ("a.jsonl", "b.jsonl.gz", "c.jsonl.zst", "inner/a.jsonl", "inner/more/d.jsonl.gz")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@attrs.frozen
class File:
    """How a part of a log is stored; its name says nothing of its compression."""

    name: str
    compression: str
    has_mark: bool
    is_ended: bool

    def write(self, folder: Path, lines: list[bytes]) -> None:
        """Write *lines* to a file in *folder*."""
        content = b"\n".join(lines) + (b"\n" if self.is_ended and lines else b"")
        path = folder / self.name
        path.parent.mkdir(parents=True, exist_ok=True)
        mark = BYTE_ORDER_MARK if self.has_mark else b""
        path.write_bytes(COMPRESSIONS[self.compression](mark + content))


files = st.lists(
    st.builds(
        File,
        st.sampled_from(NAMES),
        st.sampled_from(sorted(COMPRESSIONS)),
        has_mark=st.booleans(),
        is_ended=st.booleans(),
    ),
    min_size=1,
    max_size=len(NAMES),
    unique_by=lambda file: file.name,
)


@given(logs().flatmap(lambda log: st.tuples(st.just(log), st.permutations(log.lines))))
def test_shuffling_lines_changes_nothing(both: tuple[Log, list[Line]]) -> None:
    """The order of a log's lines changes no byte of an export, no count and no reject."""
    log, shuffled = both

    assert outcome(line.raw for line in shuffled) == outcome(log.raw)


@given(log=logs(), stored=files, data=st.data())
@example(Log([], [0]), [File("a.jsonl", "plain", has_mark=True, is_ended=True)], None)
def test_splitting_a_log_changes_nothing(
    log: Log, stored: list[File], data: st.DataObject | None
) -> None:
    """Files, folders and compressions change no byte of an export, no count and no reject."""
    parts: list[list[bytes]] = [[] for _ in stored]
    for line in log.raw:
        place = 0 if data is None else data.draw(st.integers(0, len(stored) - 1))
        parts[place].append(line)
    with tempfile.TemporaryDirectory() as folder:
        for file, lines in zip(stored, parts, strict=True):
            file.write(Path(folder, "log"), lines)
        split = job_outcome(Path(folder, "log"), Path(folder, "out"))

    assert split == outcome(log.raw)


@given(logs().flatmap(lambda log: st.tuples(st.just(log), repeats_of(log))))
def test_repeating_events_changes_no_export(both: tuple[Log, list[bytes]]) -> None:
    """An event that is told again is read and counted as a duplicate, and that is all."""
    log, repeats = both
    once = outcome(log.raw)

    often = outcome(repeats[::2] + log.raw + repeats[1::2])

    assert often.exports == once.exports
    more = {name: often.counts[name] - number for name, number in once.counts.items()}
    repeated = {"read": len(repeats), "duplicates": len(repeats)}
    assert more == dict.fromkeys(more, 0) | repeated
    assert {*often.rejects} == {*once.rejects}


def repeats_of(log: Log) -> st.SearchStrategy[list[bytes]]:
    """Return the strategy for events of a log to tell again."""
    events = [event.raw for event in log.events]
    return st.lists(st.sampled_from(events), max_size=8) if events else st.just([])
