"""Joining: what conversations have to know of other streams, told to every worker or joined."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs
from pyspark.sql import DataFrame
from pyspark.sql import functions as F  # noqa: N812
from pyspark.storagelevel import StorageLevel

from ...events import (
    ContactAttributeSet,
    ContactUpdated,
    ConversationStarted,
    LockAcquired,
    PresenceChanged,
    Redaction,
)
from ...projections import Frame, Projection
from ...projections.derivations import AgentMoments, Contact, Reference
from ..export import ExportOptions
from .arrow import in_pieces, mapped
from .beside import contacts_asked_for, lock_places, next_elsewhere, sign_out_places, told_contacts
from .entities import SignOuts
from .packing import unpack
from .schemas import ASKED, BESIDE, CONTACT, CONVERSATION, ENTITY, PLACES, PROFILE, TOLD
from .stages import EVENTS, agent_moments, by_digest, describe, digest_of, find_locks, lock_events
from .told import Told

MOMENTS_TOLD: Final = 500_000
"""Locks and changes of presence up to which every worker is told the moments of all agents: on the
driver some 320 bytes each while they are gathered, and 72 in each worker."""

CONTACTS_TOLD: Final = 100_000
"""Events of contacts up to which every worker is told of all contacts: a kilobyte each."""

CONVERSATIONS_TOLD: Final = 500_000
"""Conversations up to which the driver adds up contacts; the log need not describe any of them."""

KEPT: Final = StorageLevel.DISK_ONLY


def is_joined(types: Mapping[str, int]) -> tuple[bool, bool]:
    """Tell whether contacts are joined, and whether moments are, given the events of each type."""
    told = sum(types.get(each.type, 0) for each in (ContactUpdated, ContactAttributeSet))
    started = types.get(ConversationStarted.type, 0)
    moments = types.get(LockAcquired.type, 0) + types.get(PresenceChanged.type, 0)
    return told > CONTACTS_TOLD or started > CONVERSATIONS_TOLD, moments > MOMENTS_TOLD


@attrs.define(eq=False)
class Surroundings:
    """What conversations have to know of other streams; what is large is gathered when it is asked.

    What is joined comes with the events of each conversation, and the rest is told.
    """

    kept: DataFrame
    frame: Frame
    redaction: Redaction | None
    partitions: int | None
    joins_contacts: bool
    joins_moments: bool
    reference: Reference = attrs.field(init=False)
    """The reference data; where contacts are joined they are gathered when they are asked for."""

    contacts: DataFrame | None = attrs.field(init=False, default=None)
    """What the log says of each contact, where contacts are joined."""

    _sign_outs: list[SignOuts] = attrs.field(init=False)
    _moments: AgentMoments | None = attrs.field(init=False, default=None)
    _beside: list[DataFrame] | None = attrs.field(init=False, default=None)

    def __attrs_post_init__(self) -> None:
        """Gather the reference data."""
        self.reference, self._sign_outs = describe(
            self.kept,
            self.frame.period.as_of,
            self.redaction,
            has_contacts=not self.joins_contacts,
            has_moments=not self.joins_moments,
        )
        if self.joins_contacts:
            self.contacts = _contacts(self.kept, self.frame.period.as_of, self.redaction)
            self.reference.contacts = ContactsOnDemand(self.contacts)

    def told(
        self,
        exports: tuple[type[Projection[Any]], ...],
        printed: ExportOptions | None = None,
        *,
        asks: bool,
    ) -> Told:
        """Return what tasks are told to fold *exports*, of conversations if they *ask* for them."""
        moments = None
        if not self.joins_moments:
            moments = self._all_moments() if asks else AgentMoments()
        reference = self.reference if self.contacts is None else without_contacts(self.reference)
        has_contacts, redaction = self.contacts is None, self.redaction
        return Told(exports, self.frame, reference, moments, has_contacts, redaction, printed)

    def conversations(self, *, asks: bool) -> DataFrame:
        """Return the events of conversations, with what is joined if somebody *asks* for facts.

        Where nothing is joined nothing is moved.
        """
        events = self.kept.where(F.col("what") == CONVERSATION).select(*EVENTS)
        beside = self._all_beside() if asks else []
        if not beside:
            return events
        fingerprint = F.shiftleft(digest_of("stream"), 32).alias("fingerprint")
        nothing = [F.lit(None).cast("bigint").alias(name) for name in ("time", "placed", "block")]
        rows = events.withColumn("beside", F.lit(None).cast("tinyint"))
        for each in beside:
            rows = rows.unionByName(each.select(fingerprint, "line", *nothing, "beside"))
        return by_digest(
            rows.withColumn("digest", F.shiftright("fingerprint", 32)), self.partitions
        )

    def close(self) -> None:
        """Let go of what lies on the disks of the executors."""
        for each in self._beside or ():
            each.unpersist()

    def _all_moments(self) -> AgentMoments:
        if self._moments is None:
            locks = find_locks(self.kept, self.redaction)
            self._moments = agent_moments(locks, self._sign_outs, self.reference)
        return self._moments

    def _all_beside(self) -> list[DataFrame]:
        if self._beside is None:
            told = without_contacts(self.reference)
            beside = []
            if self.joins_moments:
                beside.append(self._of_agents(told))
            if self.contacts is not None:
                beside.append(self._of_conversations(self.contacts, told))
            self._beside = [each.persist(KEPT) for each in beside]
        return self._beside

    def _of_agents(self, reference: Reference) -> DataFrame:
        """Return where agents went after their locks; no agent's places need fit into memory."""
        as_of, redaction, partitions = self.frame.period.as_of, self.redaction, self.partitions
        locks = lock_events(self.kept)
        locked = mapped(locks, lambda rows: lock_places(rows, reference, redaction), PLACES)
        entities = self.kept.where(F.col("what") == ENTITY).select(*EVENTS)
        left = mapped(entities, lambda rows: sign_out_places(rows, as_of, redaction), PLACES)
        places = locked.unionAll(left)
        by = (partitions, "agent") if partitions else ("agent",)
        ordered = places.repartition(*by).sortWithinPartitions(*PLACES.names)
        return mapped(ordered, next_elsewhere, BESIDE)

    def _of_conversations(self, contacts: DataFrame, reference: Reference) -> DataFrame:
        """Return what is said of contacts, for each of their conversations."""
        frame, redaction = self.frame, self.redaction
        events = self.kept.where(F.col("what") == CONVERSATION).select(*EVENTS)

        def task(batches: Iterator[Any]) -> Iterator[Any]:
            return contacts_asked_for(batches, reference, frame, redaction)

        what = F.lit(PROFILE).cast("tinyint").alias("beside")
        asked = mapped(events, task, ASKED)
        return asked.join(contacts, "contact").select("stream", what, "line")


def _contacts(kept: DataFrame, as_of: int, redaction: Redaction | None) -> DataFrame:
    events = kept.where(F.col("what") == CONTACT).select(*EVENTS)
    return mapped(events, lambda rows: told_contacts(rows, as_of, redaction), TOLD)


def without_contacts(reference: Reference) -> Reference:
    """Return the same reference data without its contacts; it shares the rest."""
    other = Reference()
    for field in attrs.fields(Reference):
        if field.name != "contacts":
            setattr(other, field.name, getattr(reference, field.name))
    return other


@attrs.define(eq=False)
class ContactsOnDemand(Mapping[str, Contact]):
    """What the log says of contacts, gathered on the driver once somebody asks for one."""

    frame: DataFrame
    _gathered: dict[str, Contact] | None = attrs.field(init=False, default=None)

    def __getitem__(self, contact_id: str) -> Contact:
        """Return what the log says of a contact.

        Raises:
            KeyError: It says nothing.
        """
        return self._all()[contact_id]

    def __iter__(self) -> Iterator[str]:
        """Yield the IDs of the contacts, in no order."""
        return iter(self._all())

    def __len__(self) -> int:
        """Return how many contacts the log tells of."""
        return len(self._all())

    def _all(self) -> dict[str, Contact]:
        if self._gathered is None:
            self._gathered = dict(unpack(row[1]) for row in in_pieces(self.frame))
        return self._gathered
