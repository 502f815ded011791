"""Pages: self-contained, escaped, complete for the keyboard and for a screen reader."""

import base64
import hashlib
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from replaydesk import MetricPolicy, Result, replay, replay_lines, timeline
from replaydesk.engine.output import OutputError
from replaydesk.engine.terminal import safe
from small_log import Said, event, inbound, lines, lock, presence, release, reply, status

DEMO_DAY = Path(__file__).parents[3] / "replay_logs" / "demo_day"
Attributes = list[tuple[str, str | None]]

EVIL = (
    "</script><script>alert(1)</script>",
    "</style><style>*{display:none}</style>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus=alert(1) autofocus='",
    "<!-- ]]> --><svg onload=alert(1)>",
    "&lt;b&gt;&amp;",
    "a\x1b[2J\x00\r\n\u202eb",
)


class Parsed(HTMLParser):
    """A page: its start tags with their attributes, and the text of each kind of element."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, Attributes]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Note a start tag."""
        self.tags.append((tag, attrs))
        self.texts.append((tag, ""))

    def handle_data(self, data: str) -> None:
        """Add text to the element begun last."""
        if self.texts:
            tag, before = self.texts[-1]
            self.texts[-1] = (tag, before + data)

    def all(self, tag: str) -> Iterator[dict[str, str | None]]:
        """Yield the attributes of each element of a kind."""
        return (dict(attributes) for name, attributes in self.tags if name == tag)

    @property
    def shape(self) -> list[tuple[str, list[str]]]:
        """What the page is made of, whatever its text."""
        return [(tag, [name for name, _ in attributes]) for tag, attributes in self.tags]

    @property
    def text(self) -> str:
        """All of its text."""
        return "\n".join(text for _, text in self.texts)


@pytest.fixture(scope="module")
def day() -> Result:
    """The demo day, in Brussels."""
    return replay(DEMO_DAY, only=["resolved-conversation", "user"], tz="Europe/Brussels")


SUBJECTS: list[dict[str, Any]] = [
    {"conversation": "c003"},
    {"conversation": "c006"},
    {"agent": "nadia"},
    {"agent": "daan", "day": "2026-03-29"},
    {"agent": "robin"},
]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_page_needs_nothing_else(day: Result, subject: dict[str, Any]) -> None:
    """No script, no style on an element, no link but to its own rows, and a policy that says so."""
    page = Parsed(timeline(day, **subject).as_page())
    names = {name for _, attributes in page.tags for name, _ in attributes}
    hrefs = {tag.get("href") for name in ("a", "link") for tag in page.all(name)}

    assert not {"script", "link", "img", "iframe", "object", "base", "form"} & {
        tag for tag, _ in page.tags
    }
    assert not {name for name in names if name.startswith("on")} | names & {"src", "style"}
    assert all(href is not None and href.startswith("#") for href in hrefs)
    policy = next(m["content"] for m in page.all("meta") if "http-equiv" in m)
    style = next(text for tag, text in page.texts if tag == "style")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert "url(" not in style.replace("url(#pattern-", "")
    assert "@import" not in style


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_table_tells_all_of_the_timeline(day: Result, subject: dict[str, Any]) -> None:
    """Each entry has a row with its time, its sentence, its facts, its event and its place."""
    told = timeline(day, **subject)
    text = Parsed(told.as_page()).text

    for entry in told.entries:
        said = (entry.sentence, entry.event_id, entry.place, *(note.text for note in entry.notes))
        assert [words for words in said if safe(words) not in text] == []
        assert told.clock.time(entry.instant) in text


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_keyboard_reaches_every_bar_and_mark(day: Result, subject: dict[str, Any]) -> None:
    """Each is a link that says what it is, and leads to a row that there is."""
    page = Parsed(timeline(day, **subject).as_page())
    rows = {f"#{row['id']}" for row in page.all("tr") if row.get("id")}
    marks = [a for a in page.all("a") if (a.get("class") or "").startswith(("bar", "mark"))]

    assert marks
    assert all(mark["href"] in rows and mark["aria-label"] for mark in marks)
    assert sum(tag == "foreignobject" for tag, _ in page.tags) == len(marks)


def test_everything_that_lies_on_the_axis_is_drawn(day: Result) -> None:
    """Of c003 all spans have a bar, and every event of its own a bar or a mark."""
    told = timeline(day, conversation="c003")
    marks = [
        mark for mark in Parsed(told.as_page()).all("a") if mark.get("class") not in (None, "skip")
    ]
    bars = [mark for mark in marks if (mark["class"] or "").startswith("bar")]
    reached = {mark["href"] for mark in marks}
    own = {
        f"#e{number}"
        for number, entry in enumerate(told.entries)
        if entry.is_of_conversation and entry.conversation_id is None
    }

    assert len(bars) == len(told.spans)
    assert own <= reached


def test_the_classes_of_locks_differ_without_colour() -> None:
    """Handling, no reply and cherry-picking have lanes of their own, by name and by pattern."""
    log = (
        *(lock("c1", "ann", "09:00"), reply("c1", "ann", "09:01"), release("c1", "ann", "09:10")),
        *(lock("c1", "ann", "09:20"), release("c1", "ann", "09:30")),
        *(lock("c1", "ann", "09:40"), status("c1", "RESOLVED", "09:50", "ann")),
    )
    page = timeline(replay_lines(lines(*log)), conversation="c1").as_page()
    parsed = Parsed(page)
    labels = [a["aria-label"] or "" for a in parsed.all("a") if "bar" in (a.get("class") or "")]
    heights = {
        text: (dict(attributes)["y"])
        for (tag, attributes), (_, text) in zip(parsed.tags, parsed.texts, strict=True)
        if tag == "text" and dict(attributes).get("class") == "title"
    }

    assert {pattern["id"] for pattern in parsed.all("pattern")} >= {
        "pattern-NO_REPLY",
        "pattern-CHERRY_PICKING",
    }
    swatches = [rect["class"] for rect in parsed.all("rect") if "y" in rect and "class" in rect]
    assert [swatch for swatch in swatches if swatch and swatch.startswith("bar ")] == [
        *("bar HANDLING", "bar NO_REPLY", "bar CHERRY_PICKING")
    ]
    for name in ("Handling", "No reply", "Cherry-picking"):
        assert sum(label.startswith(f"{name}, agent ann: ") for label in labels) == 1
        assert name in heights
    assert len(set(heights.values())) == len(heights)


@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize("kind", ["conversation", "agent"])
def test_text_of_the_log_cannot_become_markup(evil: str, kind: str) -> None:
    """Whatever names, IDs and messages say, the page has the shape that harmless text gives it."""
    shapes = [Parsed(page_of(words, kind)).shape for words in (evil, "x" * len(safe(evil)))]
    page = Parsed(page_of(evil, kind))

    assert shapes[0] == shapes[1]
    assert safe(evil) in page.text
    assert not any(character in page_of(evil, kind) for character in "\x1b\x00\r\u202e")


def page_of(words: str, kind: str) -> str:
    """Make the page of a log in which everything is called, and says, the same *words*."""
    label = {"conversation_id": words, "agent_id": words}
    log: list[Said] = [
        event("agent.updated", "08:00", agent_id=words, name=words, reference=words),
        event("channel.updated", "08:00", channel_id=words, medium=words, name=words),
        presence(words, "AWAY", "08:30", away_state=words),
        event(
            *("conversation.started", "09:00"),
            conversation_id=words,
            contact_id=words,
            channel_id=words,
            url=words,
            language=words,
        ),
        inbound(words, "09:00", message_id=words, content=words),
        lock(words, words, "09:01", team_id=words),
        event("topic.applied", "09:02", **label, topic_id=words),
        event("tag.applied", "09:03", **label, tag_id=words, message_id=words),
        reply(words, words, "09:04", content=words),
        event("virtual_agent.handed_over", "09:05", **label, reason=words),
        status(words, "RESOLVED", "09:06", words, reason=words, comment=words),
        event("csat.replied", "09:07", **label, survey_id=words, score=1, follow_up_answer=words),
        {**release(words, words, "09:08", cause=words), "id": words},
    ]
    policy = MetricPolicy(message_content="ALL")
    result = replay_lines(lines(*log), policy=policy, channels=[words])
    result.sources[0].name = words
    return timeline(result, **{kind: words}).as_page()


def test_the_totals_are_in_the_page_as_exported(day: Result) -> None:
    """Each total stands there as the export prints it, also where words say it as well."""
    told = timeline(day, agent="daan")
    values = [data["value"] for data in Parsed(told.as_page()).all("data")]

    assert values == [total.printed for total in told.totals]
    assert "2715.832" in values


def test_a_long_gap_is_left_out_and_said() -> None:
    """A survey that expires a day later does not press the conversation into a corner."""
    log = (
        inbound("c1", "09:00"),
        reply("c1", "ann", "09:05"),
        event("csat.expired", "2026-03-11T09:05", conversation_id="c1"),
    )
    page = timeline(replay_lines(lines(*log)), conversation="c1").as_page()

    assert " left out</text>" in page
    assert ">09:03:00</text>" in page


def test_a_page_is_written_whole_or_not_at_all(
    day: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the last step fails, the earlier page is as it was, and nothing lies beside it."""
    file = tmp_path / "c003.html"
    file.write_text("earlier")
    told = timeline(day, conversation="c003")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(OutputError, match="No space left on device"):
            told.write_page(file)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [
        ("c003.html", "earlier")
    ]
    told.write_page(file)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [
        ("c003.html", told.as_page())
    ]


def test_the_same_log_makes_the_same_page(day: Result) -> None:
    """A page has no clock of its own: made again, it is the same to the byte."""
    again = replay(DEMO_DAY, only=[], tz="Europe/Brussels")

    assert timeline(day, agent="tom").as_page() == timeline(again, agent="tom").as_page()


def test_the_data_is_json(day: Result) -> None:
    """What the page shows is there for programs, as plain data."""
    data = json.loads(json.dumps(timeline(day, conversation="c003").as_data()))

    assert (data["kind"], data["id"], len(data["entries"])) == ("conversation", "c003", 16)


def test_of_many_files_the_first_are_named(tmp_path: Path) -> None:
    """The footer names eight, and says how many more there are."""
    for number in range(11):
        log = tmp_path / f"{number:02}.jsonl"
        log.write_bytes(lines(inbound("c1", f"09:{number:02}", id=f"e{number}"))[0])

    page = timeline(replay(tmp_path), conversation="c1").as_page()

    assert "06.jsonl" in page
    assert "07.jsonl, and 3 more." in page
    assert "08.jsonl" not in page.rpartition("<footer")[2]
