"""Joining: what conversations have to know of other streams, told to every worker or joined."""

import pickle
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
)
from ...projections import Frame, Projection
from ...projections.derivations import AgentMoments, Contact, Reference
from ..export import ExportOptions
from .arrow import mapped
from .beside import contacts_asked_for, lock_places, next_elsewhere, sign_out_places, told_contacts
from .schemas import ASKED, BESIDE, CONTACT, CONVERSATION, ENTITY, PLACES, PROFILE, TOLD
from .stages import EVENTS, agent_moments, by_digest, describe, digest_of, find_locks, lock_events
from .told import Told

MOMENTS_TOLD: Final = 1_000_000
"""Locks and changes of presence up to which every worker is told the moments of all agents."""

CONTACTS_TOLD: Final = 200_000
"""Events of contacts, or conversations, up to which every worker is told of all contacts."""

KEPT: Final = StorageLevel.DISK_ONLY


@attrs.define(eq=False)
class Surroundings:
    """What conversations have to know of other streams."""

    reference: Reference
    """The reference data; where contacts are joined they are gathered when they are asked for."""

    moments: AgentMoments | None
    """The moments of all agents; nothing where they are joined."""

    contacts: DataFrame | None = None
    """What the log says of each contact, where contacts are joined."""

    beside: list[DataFrame] = attrs.Factory(list)
    """What is joined to the conversations."""

    @property
    def has_contacts(self) -> bool:
        """Whether the reference data holds what the log says of contacts."""
        return self.contacts is None

    def told(
        self,
        exports: tuple[type[Projection[Any]], ...],
        frame: Frame,
        printed: ExportOptions | None = None,
    ) -> Told:
        """Return what every worker is told to fold *exports*."""
        reference = self.reference if self.has_contacts else without_contacts(self.reference)
        return Told(exports, frame, reference, self.moments, self.has_contacts, printed)

    def conversations(self, kept: DataFrame, partitions: int | None) -> DataFrame:
        """Return the events of conversations with what is joined; without that nothing is moved."""
        events = kept.where(F.col("what") == CONVERSATION).select(*EVENTS)
        if not self.beside:
            return events
        fingerprint = F.shiftleft(digest_of("stream"), 32).alias("fingerprint")
        nothing = [F.lit(None).cast("bigint").alias(name) for name in ("time", "placed", "block")]
        rows = events.withColumn("beside", F.lit(None).cast("tinyint"))
        for each in self.beside:
            rows = rows.unionByName(each.select(fingerprint, "line", *nothing, "beside"))
        return by_digest(rows.withColumn("digest", F.shiftright("fingerprint", 32)), partitions)

    def close(self) -> None:
        """Let go of what lies on the disks of the executors."""
        for each in self.beside:
            each.unpersist()


def is_joined(types: Mapping[str, int]) -> tuple[bool, bool]:
    """Tell whether contacts are joined, and whether moments are, given the events of each type."""
    told = sum(types.get(each.type, 0) for each in (ContactUpdated, ContactAttributeSet))
    # Of contacts that the log does not describe something is kept, too.
    contacts = max(told, types.get(ConversationStarted.type, 0))
    moments = types.get(LockAcquired.type, 0) + types.get(PresenceChanged.type, 0)
    return contacts > CONTACTS_TOLD, moments > MOMENTS_TOLD


def surroundings(
    kept: DataFrame,
    frame: Frame,
    *,
    asked: bool,
    joined: tuple[bool, bool],
    partitions: int | None,
) -> Surroundings:
    """Gather what conversations have to know, if they are *asked* for anything.

    Of *joined* the first says whether contacts are joined, and the second whether moments are.
    """
    contacts_joined, moments_joined = joined
    as_of = frame.period.as_of
    reference, sign_outs = describe(
        kept, as_of, has_contacts=not contacts_joined, has_moments=not moments_joined
    )
    found = Surroundings(reference, None)
    if not moments_joined:
        locks = find_locks(kept) if asked else []
        found.moments = agent_moments(locks, sign_outs, reference)
    elif asked:
        told = without_contacts(reference)
        found.beside.append(_moments(kept, told, as_of, partitions).persist(KEPT))
    if contacts_joined:
        contacts = found.contacts = _contacts(kept, as_of)
        reference.contacts = ContactsOnDemand(contacts)
        if asked:
            told = without_contacts(reference)
            found.beside.append(_of_conversations(kept, contacts, told, frame).persist(KEPT))
    return found


def _moments(
    kept: DataFrame, reference: Reference, as_of: int, partitions: int | None
) -> DataFrame:
    """Return where agents went after their locks; no agent's places need fit into memory."""
    locks = mapped(lock_events(kept), lambda rows: lock_places(rows, reference), PLACES)
    entities = kept.where(F.col("what") == ENTITY).select(*EVENTS)
    signed_out = mapped(entities, lambda rows: sign_out_places(rows, as_of), PLACES)
    places = locks.unionAll(signed_out)
    split = places.repartition(partitions, "agent") if partitions else places.repartition("agent")
    return mapped(split.sortWithinPartitions(*PLACES.names), next_elsewhere, BESIDE)


def _contacts(kept: DataFrame, as_of: int) -> DataFrame:
    events = kept.where(F.col("what") == CONTACT).select(*EVENTS)
    return mapped(events, lambda rows: told_contacts(rows, as_of), TOLD)


def _of_conversations(
    kept: DataFrame, contacts: DataFrame, reference: Reference, frame: Frame
) -> DataFrame:
    """Return what is said of contacts, for each of their conversations."""
    events = kept.where(F.col("what") == CONVERSATION).select(*EVENTS)
    asked = mapped(events, lambda rows: contacts_asked_for(rows, reference, frame), ASKED)
    what = F.lit(PROFILE).cast("tinyint").alias("beside")
    return asked.join(contacts, "contact").select("stream", what, "line")


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

    @property
    def is_gathered(self) -> bool:
        """Whether somebody has asked."""
        return self._gathered is not None

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
            rows = self.frame.toLocalIterator()
            self._gathered = dict(pickle.loads(row[1]) for row in rows)  # noqa: S301
        return self._gathered
