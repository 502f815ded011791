"""What every event has: the envelope, its place in the order, and the rules of its fields."""

from collections.abc import Callable
from operator import attrgetter
from types import NoneType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Literal,
    Self,
    TypeVar,
    cast,
    dataclass_transform,
    get_args,
    get_origin,
)

import attrs

from .errors import InvalidEventError
from .instants import shown
from .personal import EventId, Personal, mark_of
from .rules import Instant, Rule, SequenceNumber

if TYPE_CHECKING:
    Attribute = attrs.Attribute[Any]
else:
    Attribute = attrs.Attribute  # generic in its stubs only

StreamKind = Literal["agent", "channel", "contact", "conversation", "tag", "team", "topic"]
"""What a stream is a stream of."""

E = TypeVar("E", bound="Event")

OrderKey = tuple[int, int, int, str, str, str]
"""An event's place in the log: time, seq, rank, id, and where those are equal its stream."""


def stream_of(place: OrderKey) -> tuple[StreamKind, str]:
    """Return the stream of the event at a *place* in the log: its kind and its ID."""
    return cast("StreamKind", place[4]), place[5]


def broken(name: str, value: object, rule: Rule) -> InvalidEventError:
    """Return the error that says that field *name* breaks its *rule*."""
    found = shown(value)
    return InvalidEventError(f"{name} is {found}; expected {rule.expected}", found)


def rule_of(annotation: Any) -> Rule:
    """Return the rule that the annotation of an event's field carries."""
    if get_origin(annotation) is Annotated:
        return next(part for part in annotation.__metadata__ if isinstance(part, Rule))
    return next(rule_of(part) for part in get_args(annotation) if part is not NoneType)


def _is_utf_8(text: str) -> bool:
    """Tell whether a line could say *text*: no UTF-8 has a lone surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _validator(rule: Rule, default: object) -> Callable[[Any, Attribute, Any], None]:
    def validate(_event: Any, attribute: Attribute, value: Any) -> None:
        held = rule.holds(value) and (type(value) is not str or _is_utf_8(value))
        if not held and (value is not None or default is not None):
            raise broken(attribute.name, value, rule)

    return validate


def _validated(cls: type, attributes: list[Attribute]) -> list[Attribute]:
    for attribute in attributes:
        if rule_of(attribute.type).is_free and mark_of(attribute.type) is None:
            raise TypeError(f"{cls.__name__}.{attribute.name} does not say whether it is personal")
    return [
        attribute.evolve(validator=_validator(rule_of(attribute.type), attribute.default))
        for attribute in attributes
    ]


def fields_of(cls: type[Any]) -> tuple[Attribute, ...]:
    """Return the fields of an event class."""
    return tuple(attrs.fields(cls))


# Not slotted: the decoded object of a line becomes the event's dictionary, see `Event.restore`.
_define = attrs.frozen(kw_only=True, slots=False, field_transformer=_validated)


@dataclass_transform(kw_only_default=True, frozen_default=True)
def fields_of_events(cls: type[E]) -> type[E]:
    """Declare fields that several event types share."""
    return _define(cls)


@dataclass_transform(kw_only_default=True, frozen_default=True)
def event(*, rank: int) -> Callable[[type[E]], type[E]]:
    """Declare an event class with its *rank* in the order; its `type` is its name in the log.

    The annotations of the class are its fields, and bring their rules; those with a default are
    optional in the log.
    """

    def declare(cls: type[E]) -> type[E]:
        cls = _define(cls)
        cls.rank = rank
        fields = fields_of(cls)
        marks = {field.name: mark_of(field.type) for field in fields}
        cls.personal = {n: mark for n, mark in marks.items() if isinstance(mark, Personal)}
        cls.rules = {field.name: rule_of(field.type) for field in fields}
        del cls.rules["time"]  # text in the log and milliseconds here: the codec reads it
        cls.tests = {name: rule.holds for name, rule in cls.rules.items()}
        cls.stream_id = property(attrgetter(cls.stream_field))  # type: ignore[method-assign,assignment]
        in_stream = attrgetter("time", "seq", "rank", "id", "stream_kind", cls.stream_field)
        cls.order = property(in_stream)  # type: ignore[method-assign,assignment]
        cls.names = frozenset(cls.rules) | {"time", "type"}
        cls.required = tuple(field.name for field in fields if field.default is attrs.NOTHING)
        for field in fields:
            if field.default is not attrs.NOTHING:
                setattr(cls, field.name, field.default)
        return cls

    return declare


@fields_of_events
class Event:
    """Something that happened, as the log says it.

    Instants are whole milliseconds since 1970-01-01T00:00:00Z. An event is immutable and checked
    when it is made; two events are equal when all their fields are.
    """

    type: ClassVar[str]
    """The type's name in the log."""

    rank: ClassVar[int]
    """Breaks a tie between events of one instant and one `seq`."""

    stream_kind: ClassVar[StreamKind]
    stream_field: ClassVar[str]
    """The field that holds the ID of the stream."""

    rules: ClassVar[dict[str, Rule]]
    """The rule of each field but `time`."""

    tests: ClassVar[dict[str, Callable[[Any], bool]]]
    """The tests of those rules."""

    personal: ClassVar[dict[str, Personal]]
    """The class of each field whose text is personal."""

    required: ClassVar[tuple[str, ...]]

    names: ClassVar[frozenset[str]]
    """What a line of this type can say: its fields, and `type`."""

    placed: ClassVar[int | None] = None
    """Where the log has it: one number for its source and line; nothing for one made by hand.
    It is no field: two events from different lines can be equal."""

    id: EventId
    time: Instant
    seq: SequenceNumber = 0

    if TYPE_CHECKING:  # read in C; each type has them from `event`

        @property
        def stream_id(self) -> str:
            """The ID of the entity or conversation that the event belongs to."""

        @property
        def order(self) -> OrderKey:
            """The event's place in the log, before any other whose `order` is greater.

            Events apply in the order of time, `seq`, rank and ID; the stream keeps apart what is
            equal in these. Within one stream, equal means a duplicate.
            """

    @classmethod
    def check(cls, fields: dict[str, Any]) -> None:
        """Check the decoded *fields* of a line, all but `time`, against the rules of this type.

        Raises:
            InvalidEventError: A required field is missing, or a value breaks its rule.
        """
        for name in cls.required:
            if fields.get(name) is None:
                raise InvalidEventError(f"{name} is missing; {cls.type} needs one")
        tests = cls.tests
        for name, value in fields.items():
            holds = tests.get(name)
            if holds is not None and value is not None and not holds(value):
                raise broken(name, value, cls.rules[name])

    @classmethod
    def restore(cls, fields: dict[str, Any], placed: int | None = None) -> Self:
        """Make the event of a line that was checked before, with `time` in milliseconds.

        *fields* becomes the event's own dictionary: several times faster than naming each field
        to `__init__`, and every line goes this way.
        """
        if None in fields.values() or not cls.names.issuperset(fields):
            # An unknown field must not hide what the class says, such as the rank.
            fields = {
                name: value
                for name, value in fields.items()
                if value is not None and name in cls.names
            }
        fields["placed"] = placed
        restored = cls.__new__(cls)
        object.__setattr__(restored, "__dict__", fields)
        return restored
