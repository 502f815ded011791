"""The facts that several exports share, in Polars: read once, ordered once, kept as columns."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
import polars as pl
from polars_cells import armed, col, when
from polars_log import DAYS, TYPES, read

RANKS = {name: rank for rank, names in enumerate(TYPES) for name in names}
DAY = 86_400_000
FAR = 9_000_000_000_000_000

HUMAN_OR_VIRTUAL = ("AGENT", "VIRTUAL_AGENT")


def is_type(*names: str) -> pl.Expr:
    """Tell events of these types."""
    return col("type").is_in(list(names))


@attrs.define
class Facts:
    """What was derived of a log."""

    event: pl.DataFrame
    as_of: int
    agent: pl.DataFrame
    team: pl.DataFrame
    channel: pl.DataFrame
    contact: pl.DataFrame
    membership: pl.DataFrame
    ordered: pl.DataFrame
    change: pl.DataFrame
    course: pl.DataFrame
    resolve: pl.DataFrame
    label: pl.DataFrame
    conversation: pl.DataFrame

    def latest(self, kind: str, *keys: str) -> pl.DataFrame:
        """Return the latest event of a type of reference data for each of its entities."""
        return latest(self.event, kind, *keys)


def latest(event: pl.DataFrame, kind: str, *keys: str) -> pl.DataFrame:
    """Return the latest event of a type of reference data for each of its entities."""
    described = event.filter(is_type(kind)).sort("time", "seq", "id")
    return described.unique(subset=list(keys), keep="last")


def derive(log: Path) -> Facts:
    """Read a log, and derive what more than one export needs."""
    event = read(log)
    agent = latest(event, "agent.updated", "agent_id").select(
        "agent_id",
        is_virtual=(col("kind") == "VIRTUAL").fill_null(value=False),
        agent_name=armed("name"),
        agent_email=armed("email"),
        agent_reference=armed("reference"),
    )
    team = latest(event, "team.updated", "team_id").select("team_id", team_name=armed("name"))
    created = event.filter(is_type("team.updated")).group_by("team_id")
    team = team.join(created.agg(team_created_at=col("time").min()), on="team_id")
    channel = latest(event, "channel.updated", "channel_id").select(
        "channel_id",
        armed("medium").alias("medium"),
        armed("name").alias("channel"),
        when(col("display_name").is_null())
        .then(armed("name"))
        .otherwise(armed("display_name"))
        .alias("channel_display_name"),
        shows_content=col("medium").str.to_lowercase().is_in(["x", "twitter"]),
    )
    contact = latest(event, "contact.updated", "contact_id").select(
        "contact_id",
        armed("medium").alias("contact_medium"),
        armed("primary_identifier").alias("primary_identifier"),
        armed("secondary_identifier").alias("secondary_identifier"),
    )
    # An agent's team holds from one description to the next.
    membership = (
        event.filter(is_type("agent.updated"))
        .sort("time", "seq", "id")
        .select("time", "agent_id", member_team_id="team_id")
    )
    ordered = _ordered(event, agent, membership)
    change = _changes(event, ordered)
    course = _course(ordered, change)
    resolve = change.filter(col("status") == "RESOLVED").join(
        course.select("o", with_reply=col("last_reset").ne_missing(col("last_resolve"))),
        on="o",
        maintain_order="left",
    )
    conversation = (
        event.lazy()
        .filter(is_type("conversation.started"))
        .select(
            "conversation_id",
            "contact_id",
            "channel_id",
            created_at="time",
            printed_id=armed("conversation_id"),
            printed_contact_id=armed("contact_id"),
            conversation_url=armed("url"),
        )
        .join(channel.lazy(), on="channel_id", how="left")
        .join(contact.lazy(), on="contact_id", how="left")
        .with_columns(col("shows_content").fill_null(value=False))
        .collect()
    )
    as_of = event["time"].max()
    return Facts(
        event=event,
        as_of=as_of if isinstance(as_of, int) else 0,
        agent=agent,
        team=team,
        channel=channel,
        contact=contact,
        membership=membership,
        ordered=ordered,
        change=change,
        course=course,
        resolve=resolve,
        label=_labels(event, ordered),
        conversation=conversation,
    )


def actor(agent: pl.DataFrame) -> pl.Expr:
    """Return the actor of an event: the one that it names, else the default."""
    virtual = agent.filter(col("is_virtual"))["agent_id"].to_list()
    default = (
        when(col("direction") == "INBOUND")
        .then(pl.lit("CONTACT"))
        .when(col("agent_id").is_null())
        .then(pl.lit("SYSTEM"))
        .when(col("agent_id").is_in(virtual))
        .then(pl.lit("VIRTUAL_AGENT"))
        .otherwise(pl.lit("AGENT"))
    )
    return pl.coalesce("actor_type", default)


def _ordered(event: pl.DataFrame, agent: pl.DataFrame, membership: pl.DataFrame) -> pl.DataFrame:
    """Put the events in order, with nothing but what derivations need; `o` is an event's place."""
    narrow = (
        "line", "type", "time", "seq", "id", "conversation_id", "message_id", "agent_id", "team_id",
        "direction",
    )  # fmt: skip
    return (
        event.lazy()
        .with_row_index("line")
        .filter(col("conversation_id").is_not_null() | is_type("presence.changed"))
        .select(
            *narrow,
            pl.coalesce("status", "presence").alias("says"),
            actor=actor(agent),
            rank=col("type").replace_strict(RANKS, return_dtype=pl.UInt8),
        )
        .sort("time", "seq", "rank", "id")
        .drop("seq", "rank", "id")
        .with_row_index("o")
        .join_asof(membership.lazy(), on="time", by="agent_id", check_sortedness=False)
        .with_columns(pl.coalesce("team_id", "member_team_id").alias("team_id"))
        .drop("member_team_id")
        .collect()
    )


def _changes(event: pl.DataFrame, ordered: pl.DataFrame) -> pl.DataFrame:
    """Return the changes of status; one to what is so already is none."""
    told = ordered.filter(is_type("status.changed"))
    before = col("says").shift(1, fill_value="NEW").over("conversation_id")
    change = told.filter(col("says") != before).drop("direction", "message_id")
    more = event.select("bulk", "boomerang", "reason", "comment")[change["line"]]
    return change.rename({"says": "status"}).hstack(
        more.with_columns(col("bulk", "boomerang").fill_null(value=False))
    )


def _course(ordered: pl.DataFrame, change: pl.DataFrame) -> pl.DataFrame:
    """Return what waits, replies and resolves are made of, with what came before each.

    A reset ends a wait: a human reply or a resolve.
    """
    columns = ["o", "time", "conversation_id", "message_id", "line", "agent_id", "team_id", "step"]
    spoken = (
        ordered.lazy()
        .with_columns(
            step=when(is_type("virtual_agent.handed_over"))
            .then(pl.lit("handover"))
            .when(is_type("message.sent") & (col("direction") == "INBOUND"))
            .then(pl.lit("inbound"))
            .when(is_type("message.sent") & (col("actor") == "AGENT"))
            .then(pl.lit("reply"))
        )
        .filter(col("step").is_not_null())
        .select(columns)
    )
    changed = (
        change.lazy()
        .with_columns(
            message_id=pl.lit(None, pl.String),
            step=when(col("status") == "RESOLVED")
            .then(pl.lit("resolve"))
            .when((col("status") == "NEW") & col("boomerang"))
            .then(pl.lit("boomerang"))
            .when((col("status") == "NEW") & (col("actor") == "AGENT"))
            .then(pl.lit("moved")),
        )
        .filter(col("step").is_not_null())
        .select(columns)
    )

    def last(*steps: str) -> pl.Expr:
        place = when(col("step").is_in(list(steps))).then("o")
        return place.shift(1).forward_fill().over("conversation_id")

    return (
        pl.concat([spoken, changed])
        .sort("o")
        .with_columns(
            last_reset=last("reply", "resolve"),
            last_resolve=last("resolve"),
            last_inbound=last("inbound"),
            last_handover=last("handover"),
            first_inbound=when(col("step") == "inbound").then("o").min().over("conversation_id"),
        )
        .collect()
    )


def _labels(event: pl.DataFrame, ordered: pl.DataFrame) -> pl.DataFrame:
    """Return topics and tags that were put where they were not, and whether they stay."""
    told = ordered.filter(
        is_type("topic.applied", "topic.removed", "tag.applied", "tag.removed")
    ).drop("direction", "says")
    told = told.hstack(event.select("topic_id", "tag_id")[told["line"]])
    stream = ["conversation_id", "message_id", "topic_id", "tag_id"]
    applied = is_type("topic.applied", "tag.applied")
    return (
        told.lazy()
        .with_columns(
            carried=applied.shift(1, fill_value=False).over(stream),
            last_removed=when(~applied).then("o").max().over(stream),
        )
        .filter(applied & ~col("carried"))
        .with_columns(is_current=(col("last_removed") < col("o")).fill_null(value=True))
        .collect()
    )


def opening(facts: Facts) -> pl.DataFrame:
    """Return each channel's opening spans as instants, with what was open before each."""
    start = facts.event["time"].min()
    days = range((start if isinstance(start, int) else 0) // DAY - 2, facts.as_of // DAY + 3)
    calendars = facts.latest("business_hours.updated", "channel_id")
    spans: list[tuple[str, int, int]] = []
    for row in calendars.filter(col("weekly").is_not_null()).iter_rows(named=True):
        zone, holidays = ZoneInfo(row["timezone"]), set(row["holidays"] or ())
        for number in days:
            day = date(1970, 1, 1) + timedelta(days=number)
            if day.isoformat() not in holidays:
                for clocks in row["weekly"][DAYS[day.weekday()]] or ():
                    opens_at, closes_at = _instants(day, clocks, zone)
                    spans.append((row["channel_id"], opens_at, closes_at - opens_at))
    frame = pl.DataFrame(
        spans,
        orient="row",
        schema={"channel_id": pl.String, "opens_at": pl.Int64, "length": pl.Int64},
    ).sort("opens_at")
    before = col("length").cum_sum().over("channel_id") - col("length")
    return frame.with_columns(open_before=before)


def _instants(day: date, clocks: list[str], zone: ZoneInfo) -> Iterator[int]:
    for clock in clocks:
        wall = datetime(day.year, day.month, day.day)  # noqa: DTZ001  # the zone comes below
        wall += timedelta(hours=int(clock[:2]), minutes=int(clock[3:]))
        # The smaller of both offsets takes a time that happens twice at its second occurrence, as
        # the end of a span wants it, and moves a skipped one forward.
        offset = min(
            wall.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta() for fold in (0, 1)
        )
        yield (wall - datetime(1970, 1, 1) - offset) // timedelta(milliseconds=1)  # noqa: DTZ001
