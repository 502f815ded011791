"""Personal text: every field of every event says whether it holds any."""

import re
from pathlib import Path
from typing import Any, ClassVar, Literal

import pytest
from replaydesk.events import EVENT_TYPES, Event
from replaydesk.events.event import event, fields_of, rule_of
from replaydesk.events.personal import Open, Personal, mark_of
from replaydesk.events.rules import Text

PAGE = (Path(__file__).parent.parent.parent / "events" / "README.md").read_text()
FIELDS = [(cls, field) for cls in EVENT_TYPES for field in fields_of(cls)]


def named(cls: type[Event], name: str) -> str:
    """Return a field as the tables call it: only `name` and `id` mean several things."""
    if name != "name":
        return f"`{name}`"
    return f"`name` of `{cls.type}`" if "name" in cls.personal else "`name` of any other type"


def table_of(heading: str) -> list[list[str]]:
    """Return the first two cells of each row of the table with a heading."""
    rows = PAGE.split(heading, 1)[1].split("\n\n", 1)[0].splitlines()[1:]
    return [row.strip("| ").split(" | ")[:2] for row in rows]


@pytest.mark.parametrize(("cls", "field"), FIELDS, ids=lambda value: getattr(value, "name", None))
def test_every_field_is_classified(cls: type[Event], field: Any) -> None:
    """A field that can hold any text is personal or open; no other field says anything."""
    mark = mark_of(field.type)

    assert isinstance(mark, Personal | Open) == rule_of(field.type).is_free
    assert cls.personal.get(field.name) == (mark if isinstance(mark, Personal) else None)


def test_a_new_field_cannot_forget_to_say() -> None:
    """An event class with a text of which nobody said whether it is personal is an error."""

    class Noted(Event):
        type: ClassVar[Literal["noted"]] = "noted"
        note: Text | None = None

    with pytest.raises(TypeError, match=r"^Noted\.note does not say whether it is personal$"):
        event(rank=9)(Noted)


def test_the_page_tells_of_every_class() -> None:
    """The table of classes names each with all of its fields, in the words of the declarations."""
    told: dict[str, list[str]] = {}
    for cls in EVENT_TYPES:
        for name, personal in cls.personal.items():
            fields = told.setdefault(personal.name, [])
            if named(cls, name) not in fields:
                fields.append(named(cls, name))

    table = table_of("| class | fields | why |\n")

    assert {name: set(fields.split(", ")) for name, fields in table} == {
        f"`{name}`": set(fields) for name, fields in told.items()
    }


def test_the_page_tells_of_every_open_field() -> None:
    """The table of open fields has all of them and no other."""
    is_open = {named(cls, f.name) for cls, f in FIELDS if isinstance(mark_of(f.type), Open)}

    rows = table_of("| open fields | why |\n")

    assert {field for fields, _ in rows for field in fields.split(", ")} == is_open


def test_a_class_has_one_name() -> None:
    """Two classes never share the beginning of their pseudonyms."""
    marks = {id(mark): mark for cls in EVENT_TYPES for mark in cls.personal.values()}
    names = [mark.name for mark in marks.values()]

    assert len({*names}) == len(names) == 19
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)
