"""The catalogue of doubts: what each means, and what to do about it."""

from functools import partial
from typing import Final

from .doubts_finder import DoubtKind
from .doubts_in_locks import (
    LockOnResolved,
    LongLock,
    ReleaseWithoutLock,
    ReplyWithoutLock,
    RequeueKeepsLock,
)
from .doubts_in_names import AGENT, CHANNEL, CONTACT, TAG, TEAM, TOPIC, NeverDescribed
from .doubts_in_numbers import SequenceGap
from .doubts_in_order import NegativeWait, ReplyBeforeInbound, SameInstant, SeqAgainstClock
from .doubts_in_presence import AgentWithoutPresence, LockWhile, LogWithoutPresence, Overworked

DOUBTS: Final[tuple[DoubtKind, ...]] = (
    DoubtKind(
        "reply-without-lock",
        "WRONG",
        "A human agent replied without holding the lock, in a log that speaks of locks. No lock "
        "interval becomes handling by that reply: handling time is too low.",
        "Look for a lock.acquired of the agent that the log lacks or dates later than the reply; "
        "where a robot or a bulk job replied in its name, let the event say so by actor_type.",
        ReplyWithoutLock,
    ),
    DoubtKind(
        "release-without-lock",
        "WRONG",
        "A human agent gave up a lock that it did not hold; that changes nothing. Not raised where "
        "something else ended the agent's lock in the same instant.",
        "If it never held the lock, look for the lock.acquired that the log lacks. If its lock had "
        "ended before, the source keeps locks longer than the definition: locked time is too low.",
        ReleaseWithoutLock,
    ),
    DoubtKind(
        "lock-while-offline",
        "WRONG",
        "A human agent took a lock while it was OFFLINE. The lock counts, the available time does "
        "not.",
        "Look for a presence.changed that the log lacks, or for the clocks of the two sources: "
        "presence often comes from another system than conversations.",
        partial(LockWhile, state="OFFLINE"),
    ),
    DoubtKind(
        "lock-on-resolved",
        "LOOK",
        "A human agent took the lock of a resolved conversation. It counts like any other lock, "
        "most often as cherry-picking time.",
        "Look whether the agent reopened the conversation and the log lacks the status.changed, "
        "or dates it later; whoever only reads needs no lock.",
        LockOnResolved,
    ),
    DoubtKind(
        "requeue-keeps-lock",
        "LOOK",
        "An agent, or a boomerang, set the status to NEW, which it was all along, while a human "
        "agent held the lock. That is no change, so that the lock goes on.",
        "If it was a return to the queue, let the source say lock.released with it: the lock "
        "ended there.",
        RequeueKeepsLock,
    ),
    DoubtKind(
        "long-lock",
        "LOOK",
        "A human agent held one lock for longer than a working day of 8 hours.",
        "Look at what ended it. If the agent went home without signing out, the night counts: let "
        "the source say OFFLINE, or lock.released, when it did.",
        LongLock,
    ),
    DoubtKind(
        "lock-while-away",
        "LOOK",
        "A human agent held a lock while it was AWAY. The lock counts, and the time is not "
        "available time: utilisation rises.",
        "Ask whether the agent worked on or left the conversation open. To count away time as "
        "well, choose the policy utilisation_denominator=AVAILABLE_AND_AWAY.",
        partial(LockWhile, state="AWAY"),
    ),
    DoubtKind(
        "utilisation-over-100",
        "LOOK",
        "A human agent's utilisation in the period, by the policies in force, is over 100 %: it "
        "worked while it was not available.",
        "Look at its locks outside of its available time, of which the longest is named, and at "
        "the doubts lock-while-away, lock-while-offline and long-lock.",
        Overworked,
    ),
    DoubtKind(
        "log-without-presence",
        "LOOK",
        "The log has locks and no presence at all. Utilisation is blank, and nobody ever signs "
        "out: a lock that nothing else ends goes on over nights and weekends.",
        "Add the presence.changed events of the workforce system, or read locked time with that "
        "in mind.",
        LogWithoutPresence,
    ),
    DoubtKind(
        "agent-without-presence",
        "LOOK",
        "An agent has locks and no presence, in a log that has the presence of others. Its "
        "utilisation is blank, and it never signs out.",
        "Look whether the two systems know the agent under two IDs, or whether it is a virtual "
        "agent that the log does not describe as one.",
        AgentWithoutPresence,
    ),
    DoubtKind(
        "reply-before-inbound",
        "LOOK",
        "A human agent replied before any inbound message. No wait was open, so that the reply is "
        "no response; the first response is a later reply, if there is one.",
        "It is right where the agent wrote first. Else look for the inbound message that the log "
        "lacks or dates later.",
        ReplyBeforeInbound,
    ),
    DoubtKind(
        "negative-wait",
        "LOOK",
        "By the numbers that the source gives the events of a conversation, a reply follows what "
        "it answers; by the clock it precedes it. The exports go by the clock and never have a "
        "negative wait: they take the reply for one to something earlier, or to nothing.",
        "Look for a row that is dated wrongly, or for two clocks that differ. Where seq only tells "
        "events of one instant apart, the numbers mean nothing here.",
        NegativeWait,
    ),
    DoubtKind(
        "seq-against-clock",
        "LOOK",
        "By the numbers that the source gives the events of a conversation, one follows another; "
        "by the clock it precedes it. The exports go by the clock.",
        "Look for a row that is dated wrongly, or for two clocks that differ: what happened can "
        "read as something else, such as a reopening. Where seq only tells events of one instant "
        "apart, the numbers mean nothing here.",
        SeqAgainstClock,
    ),
    DoubtKind(
        "same-instant",
        "LOOK",
        "Messages, changes of status, locks or handovers of one conversation have the same instant "
        "and no seq (or the same), and figures hang on which came first: in the opposite order a "
        "lock, a response, a resolve or the status would be another. Their types decide, then "
        "their IDs.",
        "Let the source say seq, or finer times.",
        SameInstant,
    ),
    DoubtKind(
        "sequence-gap",
        "LOOK",
        "A source numbers its events by seq, those of each conversation from 0 or 1 or all of the "
        "log, and a number is missing; more of them are there than are not.",
        "Look among the rejects and the unknown types first, and for events after the as-of "
        "instant; then ask the source for the event.",
        SequenceGap,
    ),
    DoubtKind(
        "agent-never-described",
        "LOOK",
        "Events name an agent that no agent.updated describes: its name, reference and team are "
        "blank, and without an actor_type it is taken for a human.",
        "Add its agent.updated; if it is virtual, that changes figures.",
        partial(NeverDescribed, entity=AGENT),
    ),
    DoubtKind(
        "channel-never-described",
        "LOOK",
        "Events name a channel that no channel.updated describes: its medium and names are blank, "
        "and it cannot be chosen by its name.",
        "Add its channel.updated, and its business_hours.updated where it is not open 24/7.",
        partial(NeverDescribed, entity=CHANNEL),
    ),
    DoubtKind(
        "team-never-described",
        "LOOK",
        "Events name a team that no team.updated describes: its name and creation are blank.",
        "Add its team.updated, or correct the team_id.",
        partial(NeverDescribed, entity=TEAM),
    ),
    DoubtKind(
        "topic-never-described",
        "LOOK",
        "Events name a topic that no topic.updated describes: its name is blank, and so is "
        "whether it is active.",
        "Add its topic.updated, or correct the topic_id.",
        partial(NeverDescribed, entity=TOPIC),
    ),
    DoubtKind(
        "tag-never-described",
        "LOOK",
        "Events name a tag that no tag.updated describes: its name is blank, and so is whether it "
        "is active.",
        "Add its tag.updated, or correct the tag_id.",
        partial(NeverDescribed, entity=TAG),
    ),
    DoubtKind(
        "contact-never-described",
        "LOOK",
        "Events name a contact that no contact.updated describes: its medium and identifiers are "
        "blank.",
        "Add its contact.updated, or correct the contact_id.",
        partial(NeverDescribed, entity=CONTACT),
    ),
)
"""Every kind of doubt: first what cannot be right, then what deserves a look."""
