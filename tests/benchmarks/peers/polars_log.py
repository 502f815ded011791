"""A log as one data frame: every column with its type, duplicates dropped."""

from pathlib import Path

import polars as pl

# By rank: what an agent did comes before what ended it.
TYPES = (
    (
        "channel.updated", "business_hours.updated", "team.updated", "agent.updated",
        "topic.updated", "tag.updated", "contact.updated", "contact.attribute_set",
    ),
    ("conversation.started",),
    ("message.sent", "message.updated", "message.deleted"),
    ("topic.applied", "topic.removed", "tag.applied", "tag.removed", "language.set"),
    ("virtual_agent.handed_over",),
    ("status.changed",),
    ("lock.released",),
    ("lock.acquired",),
    ("presence.changed",),
    ("csat.sent", "csat.replied", "csat.expired"),
)  # fmt: skip
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_TEXTS = (
    "id", "time", "type", "conversation_id", "message_id", "channel_id", "contact_id", "agent_id",
    "team_id", "topic_id", "tag_id", "survey_id", "attribute_id", "actor_type", "direction",
    "message_type", "origin", "outbound_type", "content", "url", "language", "status", "reason",
    "comment", "follow_up_question", "follow_up_answer", "presence", "away_state", "name",
    "display_name", "medium", "email", "reference", "kind", "primary_identifier",
    "secondary_identifier", "value", "attribute_type", "timezone",
)  # fmt: skip
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    **dict.fromkeys(_TEXTS, pl.String),
    **dict.fromkeys(("bulk", "boomerang", "error", "active"), pl.Boolean),
    **dict.fromkeys(("seq", "score"), pl.Int64),
    "weekly": pl.Struct({day: pl.List(pl.List(pl.String)) for day in DAYS}),
    "holidays": pl.List(pl.String),
}


def read(log: Path) -> pl.DataFrame:
    """Read a log; of two events of one stream with one ID one is kept."""
    time = pl.col("time")
    event = (
        pl.scan_ndjson(log, schema=_SCHEMA)
        .with_columns(
            pl.col("type").cast(pl.Enum([name for names in TYPES for name in names]), strict=False),
            # The survey service writes milliseconds, everybody else a date with an offset.
            pl.coalesce(
                time.cast(pl.Int64, strict=False),
                time.str.to_datetime("%+", time_unit="ms", strict=False).to_physical(),
            ).alias("time"),
            pl.col("seq").fill_null(0),
        )
        .filter(pl.col("type").is_not_null() & pl.col("time").is_not_null())
        .collect(engine="streaming")
    )
    stream = pl.coalesce(
        "conversation_id", "agent_id", "channel_id", "contact_id", "topic_id", "tag_id", "team_id"
    )
    # Fingerprints tell whether there are duplicates at all; mostly there are none.
    identity = event.select(pl.struct(stream, "id").hash()).to_series()
    if identity.n_unique() == event.height:
        return event
    return (
        event.with_columns(stream=stream)
        .sort("time", "seq", "type")
        .unique(subset=["stream", "id"], keep="first")
        .drop("stream")
    )
