"""Folds: what a class declares that it handles, and where events are routed to."""

from typing import Any

import pytest
from given import at, inbound, reply, resolved
from replaydesk import ReplaydeskError
from replaydesk.events import ConversationEvent, Event, MessageSent, StatusChanged
from replaydesk.projections import Fold, FoldDefinitionError, fold, handles, routes


class Tally(Fold):
    """Counts messages, and notes when the status changed."""

    def __init__(self) -> None:
        self.messages = 0
        self.changes: list[int] = []

    @handles(MessageSent)
    def count_message(self, _: MessageSent) -> None:
        """Count a message."""
        self.messages += 1

    @handles(StatusChanged)
    def note_change(self, event: StatusChanged) -> None:
        """Note when the status changed."""
        self.changes.append(event.time)


class DoubleTally(Tally):
    """Counts every message twice, by overriding the method."""

    def count_message(self, _: MessageSent) -> None:
        """Count a message twice."""
        self.messages += 2


class StatusTally(Tally):
    """Counts status changes as messages, by another method for a type of its base."""

    @handles(StatusChanged)
    def count_change(self, _: StatusChanged) -> None:
        """Count a change."""
        self.messages += 1


class EveryTally(Fold):
    """Counts two types by one method."""

    def __init__(self) -> None:
        self.events = 0

    @handles(MessageSent, StatusChanged)
    def count(self, _: Event) -> None:
        """Count an event."""
        self.events += 1


STORY: list[Event] = [inbound("09:00", "c1"), reply("09:01", "c1"), resolved("09:02", "c1")]


def test_each_event_goes_to_the_method_that_handles_its_type() -> None:
    """What no method handles changes nothing."""
    tally = Tally()
    fold([*STORY, inbound("09:03", "c1")], tally)

    assert (tally.messages, tally.changes) == (3, [at("09:02")])


def test_a_method_can_handle_several_types() -> None:
    """One method takes in each of the types that it names."""
    tally = EveryTally()
    fold(STORY, tally)

    assert tally.events == 3


def test_several_folds_take_in_the_same_events_in_their_order() -> None:
    """A type is routed to every fold that handles it, in the order of the folds."""
    first, second = Tally(), EveryTally()

    assert routes([first, second]) == {
        MessageSent: (first.count_message, second.count),
        StatusChanged: (first.note_change, second.count),
    }
    assert routes([second, first])[MessageSent] == (second.count, first.count_message)


def test_no_folds_handle_nothing() -> None:
    """Without folds there is no route."""
    assert routes([]) == {}


def test_a_subclass_inherits_and_overrides_by_the_methods_name() -> None:
    """The overridden method is called in place of its base's, and declares nothing again."""
    tally = DoubleTally()
    fold(STORY, tally)

    assert (tally.messages, tally.changes) == (4, [at("09:02")])


def test_a_subclass_can_handle_a_type_by_another_method() -> None:
    """Then its base's method is not called for that type; the base itself stays as it is."""
    tally, base = StatusTally(), Tally()
    fold(STORY, tally, base)

    assert (tally.messages, tally.changes) == (3, [])
    assert (base.messages, base.changes) == (2, [at("09:02")])


def test_a_type_that_is_handled_is_no_subclass_of_it() -> None:
    """A handler of a base class takes in none of the types derived of it."""

    class Base(Fold):
        taken: list[Any]

        @handles(ConversationEvent)
        def take(self, event: ConversationEvent) -> None:
            """Never called: no event is of that very type."""
            raise AssertionError(event)

    fold(STORY, Base())


def test_two_methods_for_one_type_are_a_contradiction() -> None:
    """The definition of the class fails: which class, which type, which methods, what to do."""
    with pytest.raises(FoldDefinitionError) as raised:

        class Contradiction(Fold):
            @handles(MessageSent)
            def first(self, event: MessageSent) -> None:
                """Take it in."""

            @handles(StatusChanged, MessageSent)
            def second(self, event: Event) -> None:
                """Take it in as well."""

    assert str(raised.value) == (
        "Contradiction handles MessageSent twice: in 'first' and in 'second'. "
        "Keep one, or let one call the other."
    )
    assert isinstance(raised.value, ReplaydeskError)
    assert isinstance(raised.value, TypeError)
