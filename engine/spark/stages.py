"""Stages: judged lines, brought together by stream; entities, locks and conversations of them."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import attrs
from pyspark import cloudpickle
from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F  # noqa: N812

from ...events import OrderKey, Redaction
from ...projections.derivations import AgentMoments, Reference
from ...projections.fact_tables import FactTable
from .arrow import mapped
from .entities import Lock, SignOuts, described, locked
from .fact_frames import fact_rows, schema_of
from .folding import folded_agents, folded_conversations, settled_contacts
from .packing import unpack
from .schemas import CONTACT, CONVERSATION, ENTITY, OF_CONTACT, PICKLED
from .told import Told

EVENTS: Final = ("fingerprint", "line", "time", "placed", "block")
_HALF: Final = (1 << 32) - 1


def by_stream(judged: DataFrame, partitions: int | None) -> DataFrame:
    """Bring the events of each stream together, and those of one ID side by side.

    A fingerprint is what it is in the local engine: a digest of the stream and one of the ID.
    """
    # Rejects and accounts belong to no stream; a reject goes wherever its place says.
    stream = F.coalesce("stream", F.col("placed").cast("string"))
    marked = judged.withColumn("fingerprint", _fingerprint(stream, F.col("event")))
    marked = marked.withColumn("digest", F.shiftright("fingerprint", 32)).drop("stream", "event")
    same = Window.partitionBy("digest", "fingerprint")
    return by_digest(marked, partitions).withColumn("may_repeat", F.count(F.lit(1)).over(same) > 1)


def by_digest(rows: DataFrame, partitions: int | None) -> DataFrame:
    """Bring the rows of each digest together."""
    split = rows.repartition(partitions, "digest") if partitions else rows.repartition("digest")
    return split.sortWithinPartitions("digest", "fingerprint")


def digest_of(stream: str) -> Column:
    """Return the digest of a stream, given the column of its ID."""
    return F.shiftright(F.shiftleft(F.xxhash64(stream), 32), 32)


def _fingerprint(stream: Column, event: Column) -> Column:
    low = F.xxhash64(event).bitwiseAND(F.lit(_HALF))
    return F.shiftleft(F.xxhash64(stream), 32).bitwiseOR(low)


def describe(
    kept: DataFrame,
    as_of: int,
    redaction: Redaction | None,
    *,
    has_contacts: bool,
    has_moments: bool,
) -> tuple[Reference, list[tuple[str, list[OrderKey]]]]:
    """Return the reference data and where agents signed out, as far as they are asked for."""
    described_here = (ENTITY, CONTACT) if has_contacts else (ENTITY,)
    entities = kept.where(F.col("what").isin(*described_here)).select(*EVENTS)
    reference = Reference()
    sign_outs: list[SignOuts] = []

    def task(batches: Iterator[Any]) -> Iterator[Any]:
        return described(batches, as_of, redaction, has_moments=has_moments)

    for (data,) in mapped(entities, task, PICKLED).collect():
        part, moments = unpack(data)
        reference.merge(part)
        sign_outs += moments
    return reference, sign_outs


def find_locks(kept: DataFrame, redaction: Redaction | None) -> list[Lock]:
    """Return the locks of all conversations, without duplicates."""
    locks: list[Lock] = []
    found = mapped(lock_events(kept), lambda rows: locked(rows, redaction), PICKLED)
    for (data,) in found.collect():
        locks += unpack(data)
    return locks


def lock_events(kept: DataFrame) -> DataFrame:
    """Return the locks of all conversations, and what they may be duplicates of."""
    is_one = F.col("is_lock") | F.col("may_repeat")
    return kept.where((F.col("what") == CONVERSATION) & is_one).select(*EVENTS)


def agent_moments(
    locks: Iterable[Lock], sign_outs: Iterable[SignOuts], reference: Reference
) -> AgentMoments:
    """Gather where human agents locked and signed out, given the locks that are no duplicates."""
    by_agent: dict[str, list[OrderKey]] = {}
    for agent_id, actor_type, order in locks:
        if reference.is_human_lock(actor_type, agent_id):
            by_agent.setdefault(agent_id, []).append(order)
    for agent_id, orders in sign_outs:
        by_agent.setdefault(agent_id, []).extend(orders)
    moments = AgentMoments()
    for agent_id, orders in by_agent.items():
        moments.add(agent_id, orders)
    return moments


def fold(kept: DataFrame, conversations: DataFrame, told: Told) -> DataFrame:
    """Fold every stream: return rows of exports, projections to be merged, and the duplicates.

    *conversations* are those that were kept, with what was joined to them.
    """
    data = cloudpickle.dumps(told)
    nothing = cloudpickle.dumps(
        attrs.evolve(told, reference=Reference(), moments=AgentMoments())  # agents ask nobody
    )
    entities = kept.where(F.col("what").isin(ENTITY, CONTACT)).select(*EVENTS)
    folded = mapped(entities, lambda rows: folded_agents(rows, nothing), told.schema)
    return folded.unionAll(
        mapped(conversations, lambda rows: folded_conversations(rows, data), told.schema)
    )


def facts(streams: DataFrame, told: Told, table: FactTable) -> DataFrame:
    """Return the facts of a kind that *streams* have."""
    data, name = cloudpickle.dumps(told), table.name
    return mapped(streams, lambda rows: fact_rows(rows, data, name), schema_of(table))


def settle(folded: DataFrame, contacts: DataFrame, told: Told, partitions: int | None) -> DataFrame:
    """Finish *contacts*, given what the log says of them: return rows and projections like `fold`.

    Whatever was kept of a contact comes together, a part of the contacts at a time.
    """
    data = cloudpickle.dumps(attrs.evolve(told, moments=AgentMoments()))
    kept = folded.where(F.col("what") == OF_CONTACT).select(
        F.col("key1").alias("contact"), "what", F.col("data").alias("line")
    )
    said = contacts.select("contact", F.lit(None).cast("tinyint").alias("what"), "line")
    rows = kept.unionAll(said)
    split = rows.repartition(partitions, "contact") if partitions else rows.repartition("contact")
    return mapped(
        split.sortWithinPartitions("contact"),
        lambda rows: settled_contacts(rows, data),
        told.schema,
    )
