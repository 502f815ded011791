"""What conversations have to know of other streams: told to every worker or joined, it is one."""

import tracemalloc
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from replaydesk import replay
from replaydesk.engine.export import ExportOptions
from replaydesk.engine.export import export as export_locally
from replaydesk.engine.library import make_settings
from replaydesk.engine.sources import find_sources
from replaydesk.events import OrderKey
from replaydesk.projections import ByContact
from replaydesk.projections.derivations import AgentMoments

pytest.importorskip("pyarrow", reason="pip install 'replaydesk[spark]' brings pyarrow")
from replaydesk.engine.spark.beside import moments_of, next_elsewhere
from replaydesk.engine.spark.chunks import Chunk
from replaydesk.engine.spark.judging import batch_of
from replaydesk.engine.spark.schemas import PLACES

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.filterwarnings("ignore")

DAY = Path(__file__).parents[3] / "replay_logs" / "demo_day"
BRUSSELS = "Europe/Brussels"

Place = tuple[str, OrderKey]

CONVERSATIONS = [("conversation", "c1"), ("conversation", "c2"), ("conversation", "ann")]
STREAMS = st.sampled_from([*CONVERSATIONS, ("agent", "")])


@st.composite
def places(draw: st.DrawFn) -> list[Place]:
    """Draw where agents locked and signed out: few instants, so that many are equal."""
    numbers = draw(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 1), STREAMS), max_size=30))
    found = []
    for number, (time, seq, (kind, stream_id)) in enumerate(numbers):
        agent_id = draw(st.sampled_from(["ann", "bob"]))
        rank = 7 if kind == "conversation" else 8
        key = (time, seq, rank, f"e{number % 7}", kind, stream_id or agent_id)
        found.append((agent_id, key))
    return list({key: (agent_id, key) for agent_id, key in found}.values())


def batches(found: list[Place], size: int) -> Iterator[Any]:
    """Yield places as Spark hands them over: by agent, in order."""
    ordered = sorted(found)
    for start in range(0, len(ordered), size):
        yield batch_of(PLACES, [(each, *key) for each, key in ordered[start : start + size]])


@settings(deadline=None)
@given(places(), st.integers(1, 4))
def test_what_is_joined_answers_as_all_moments_do(found: list[Place], size: int) -> None:
    """Of every lock: where its agent went next is the same, asked of all or of what is joined."""
    known = AgentMoments()
    for agent_id in {agent_id for agent_id, _ in found}:
        known.add(agent_id, [key for each, key in found if each == agent_id])
    chunk_of: defaultdict[str, Chunk] = defaultdict(Chunk)
    together = Chunk()
    for batch in next_elsewhere(batches(found, size)):
        for stream_id, what, data in zip(*batch.to_pydict().values(), strict=True):
            chunk_of[stream_id].beside.append((what, data))
            together.beside.append((what, data))

    for agent_id, lock in found:
        if lock[4] == "conversation":
            expected = known.next_elsewhere(agent_id, lock)
            own = moments_of(chunk_of[lock[5]])
            assert own.next_elsewhere(agent_id, lock) == expected
            assert moments_of(together).next_elsewhere(agent_id, lock) == expected


def test_an_agent_with_many_locks_is_not_held_in_memory() -> None:
    """Where an agent went next is found batch by batch: of a hundred no more stays than of one."""

    def many() -> Iterator[Any]:
        for start in range(0, 100_000, 1_000):
            yield from batches(
                [
                    ("ann", (start + number, 0, 7, "e", "conversation", f"c{number % 90}"))
                    for number in range(1_000)
                ],
                1_000,
            )

    found = next_elsewhere(many())
    next(found)
    tracemalloc.start()
    rows = sum(batch.num_rows for batch in found)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert rows == 99_000
    assert peak < 8 << 20


def test_by_size_or_as_asked_the_bytes_are_the_same(
    spark: "SparkSession", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Contacts are joined, or moments, or both; what is few is told: the same bytes."""
    from replaydesk.engine.spark import joining  # noqa: PLC0415  # it needs PySpark
    from replaydesk.spark import export  # noqa: PLC0415

    log = str(DAY / "log.jsonl")
    asked, options = make_settings({"tz": BRUSSELS}), ExportOptions(tz=BRUSSELS)
    export_locally(find_sources([log]), tmp_path / "here", asked, options)
    names = sorted(path.name for path in (tmp_path / "here").iterdir())
    for size in ("CONTACTS_TOLD", "MOMENTS_TOLD", None):
        out = tmp_path / f"{size}"
        with monkeypatch.context() as changed:
            if size is not None:
                changed.setattr(joining, size, 0)
            joined = True if size is None else None
            export(spark, [log], out, settings=asked, options=options, partitions=2, joined=joined)

        assert sorted(path.name for path in out.iterdir()) == names
        assert [name for name in names if differ(out, tmp_path / "here", name)] == ["manifest.json"]


def test_what_is_joined_is_decided_by_the_counts_of_events() -> None:
    """Contacts by what the log says of them or by conversations, moments by locks and presence."""
    pytest.importorskip("pyspark", reason="pip install 'replaydesk[spark]' brings PySpark")
    from replaydesk.engine.spark.joining import is_joined  # noqa: PLC0415

    assert is_joined({"message.sent": 10_000_000}) == (False, False)
    assert is_joined({"contact.updated": 60_000, "contact.attribute_set": 50_000}) == (True, False)
    assert is_joined({"conversation.started": 600_000}) == (True, False)
    assert is_joined({"lock.acquired": 400_000, "presence.changed": 200_000}) == (False, True)


def test_joined_contacts_do_not_come_to_the_driver(
    spark: "SparkSession", monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where contacts are joined their rows are finished in tasks, and the driver holds none."""
    from replaydesk import spark as on_spark  # noqa: PLC0415  # it needs PySpark
    from replaydesk.engine.spark import joining  # noqa: PLC0415
    from replaydesk.engine.spark.arrow import in_pieces  # noqa: PLC0415

    gathered = []

    def watched(frame: Any) -> Iterator[Any]:
        gathered.append(frame)
        return in_pieces(frame)

    monkeypatch.setattr(joining, "in_pieces", watched)
    log = str(DAY / "log.jsonl")
    only = ["contact", "contact-attribute", "user", "tag"]
    here = replay(log, only=only, channels="acme mail")
    there = on_spark.replay(spark, log, only=only, channels="acme mail", partitions=2, joined=True)

    assert sorted(there.dataframe("contact").collect()) == sorted(plain(here.rows("contact")))
    assert sorted(there.dataframe("contact-attribute").collect()) == sorted(
        plain(here.rows("contact-attribute"))
    )
    for slug in ("user", "tag"):
        assert [*there.projection(slug).rows(there.reference)] == here.rows(slug)
    kept = [each for each in there.projections if isinstance(each, ByContact)]
    assert [each.contacts_held() for each in kept] == [0] * 4
    contacts = there.reference.contacts
    assert gathered == []
    assert dict(contacts) == dict(here.reference.contacts)
    assert len(gathered) == 1
    there.close()


def plain(rows: list[Any]) -> list[tuple[Any, ...]]:
    """Return rows as Spark has them."""
    return [tuple(row) for row in rows]


def differ(out: Path, other: Path, name: str) -> bool:
    """Tell whether a file is not the same in two folders."""
    return (out / name).read_bytes() != (other / name).read_bytes()
