"""The exports of sums, in Polars: teams, users, topics, tags, virtual agents, and presence."""

from typing import TYPE_CHECKING

import polars as pl
from polars_cells import armed, average, col, decimal, instant, seconds, when
from polars_facts import Facts, is_type, latest

if TYPE_CHECKING:
    from polars.lazyframe.group_by import LazyGroupBy

_CHANNEL = {
    "medium": "Medium",
    "channel": "Channel",
    "channel_display_name": "Channel Display Name",
}
_COUNTS = (
    "contacts_helped", "replies", "resolves_with_reply", "resolves_without_reply", "tags_added",
    "topics_added", "csat_1", "csat_2", "csat_3", "csat_4", "csat_5", "handling_time",
    "no_reply_time", "cherry_picking_time",
)  # fmt: skip
_CSAT = tuple(col(f"csat_{score}").alias(f"CSAT With Score {score}") for score in range(1, 6))


def work(facts: Facts, lock: pl.DataFrame, survey: pl.DataFrame) -> dict[str, pl.LazyFrame]:
    """Return what agents and teams did, by whose it is: `agent_id` or `team_id`."""
    contacts = facts.conversation.lazy().select("conversation_id", "contact_id")
    by_human = col("actor") == "AGENT"
    deeds = (
        facts.course.lazy()
        .filter(col("step") == "reply")
        .select("agent_id", "team_id", "conversation_id", is_reply=pl.lit(value=True))
        .join(contacts, on="conversation_id", how="left")
        .drop("conversation_id"),
        lock.lazy()
        .filter(col("length") > 0)
        .select("agent_id", "team_id", "kind", "length", "conversation_id"),
        facts.resolve.lazy().filter(by_human).select("agent_id", "team_id", "with_reply"),
        survey.lazy().filter(col("score").is_not_null()).select("agent_id", "team_id", "score"),
        facts.label.lazy().filter(by_human).select("agent_id", "team_id", "tag_id", "topic_id"),
    )
    handled = col("kind") == "HANDLING"
    handling_time = col("length").filter(handled).sum()
    conversations = col("conversation_id").filter(handled).n_unique()
    deed = pl.concat(deeds, how="diagonal").collect().lazy()
    return {
        owner: deed.filter(col(owner).is_not_null())
        .group_by(owner)
        .agg(
            handling_time=handling_time,
            average_handling_time=average(handling_time, conversations),
            no_reply_time=col("length").filter(col("kind") == "NO_REPLY").sum(),
            cherry_picking_time=col("length").filter(col("kind") == "CHERRY_PICKING").sum(),
            contacts_helped=col("contact_id").drop_nulls().n_unique(),
            replies=col("is_reply").sum(),
            resolves_with_reply=col("with_reply").sum(),
            resolves_without_reply=(~col("with_reply")).sum(),
            tags_added=col("tag_id").count(),
            topics_added=col("topic_id").count(),
            **{f"csat_{score}": (col("score") == score).sum() for score in range(1, 6)},
        )
        for owner in ("agent_id", "team_id")
    }


def team(
    facts: Facts, worked: dict[str, pl.LazyFrame], rows: pl.DataFrame, first: pl.DataFrame
) -> pl.LazyFrame:
    """Return the teams with an outbound message."""
    outbound = is_type("message.sent") & (col("direction") == "OUTBOUND")
    response, resolution = col("first_response_time"), col("resolution_time")
    answered = first.lazy().group_by("team_id").agg(response=average(response.sum(), pl.len()))
    resolved = (
        rows.lazy()
        .filter(col("resolved_actor") == "AGENT", resolution.is_not_null())
        .group_by(team_id="resolved_team_id")
        .agg(resolution=average(resolution.sum(), pl.len()))
    )
    return (
        facts.ordered.lazy()
        .filter(outbound & col("team_id").is_not_null())
        .select("team_id")
        .unique()
        .join(facts.team.lazy(), on="team_id", how="left")
        .join(worked["team_id"], on="team_id", how="left")
        .join(answered, on="team_id", how="left")
        .join(resolved, on="team_id", how="left")
        .with_columns(col(*_COUNTS).fill_null(0))
        .sort("team_id")
        .select(
            instant("team_created_at").alias("Created at"),
            armed("team_id").alias("Team ID"),
            col("team_name").alias("Team Name"),
            col("resolves_with_reply").alias("Resolves With Reply"),
            col("resolves_without_reply").alias("Resolves Without Reply"),
            seconds(col("response")).alias("Average First Response Time (s)"),
            seconds(col("resolution")).alias("Average Resolution Time (s)"),
            seconds(col("handling_time")).alias("Total Handling Time (s)"),
            seconds(col("no_reply_time")).alias("Total No Reply Time (s)"),
            seconds(col("cherry_picking_time")).alias("Total Cherry Picking Time (s)"),
            seconds(col("average_handling_time")).alias("Average Handling Time (s)"),
            col("contacts_helped").alias("Contacts Helped"),
            *_CSAT,
            col("tags_added").alias("Tags Added"),
            col("topics_added").alias("Topics Added"),
            col("replies").alias("Replies"),
        )
    )


def _presence(facts: Facts) -> pl.LazyFrame:
    state = pl.concat_str("presence", pl.lit(" "), col("away_state").fill_null(""))
    told = facts.event.filter(is_type("presence.changed")).sort("time", "seq", "id")
    told = told.filter(state.ne_missing(state.shift(1).over("agent_id")))
    ends_at = col("time").shift(-1).over("agent_id")
    return told.lazy().select(
        "agent_id", "presence", "away_state", "time", ends_at=ends_at,
        length=ends_at.fill_null(facts.as_of) - col("time"),
    )  # fmt: skip


def user_presence(facts: Facts) -> pl.LazyFrame:
    """Return the intervals in which agents were available or away."""
    return (
        _presence(facts)
        .filter(col("presence") != "OFFLINE", col("length") > 0)
        .join(facts.agent.lazy(), on="agent_id", how="left")
        .sort("agent_id", "time")
        .select(
            armed("agent_id").alias("User ID"),
            col("agent_name").alias("User Name"),
            col("agent_email").alias("User Email"),
            col("presence").alias("Type"),
            armed("away_state").alias("Away State"),
            instant("time").alias("From"),
            instant("ends_at").alias("To"),
            seconds(col("length")).alias("Duration (s)"),
        )
    )


def user(facts: Facts, worked: dict[str, pl.LazyFrame]) -> pl.LazyFrame:
    """Return the human agents with anything to show."""
    length, presence = col("length"), col("presence")
    signed_in = (
        _presence(facts)
        .group_by("agent_id")
        .agg(
            available=length.filter(presence == "AVAILABLE").sum(),
            away=length.filter(presence == "AWAY").sum(),
        )
    )
    shown = (*_COUNTS, "available", "away")
    utilisation = when(col("available") > 0).then(
        average(10_000 * col("handling_time"), col("available"))
    )
    return (
        worked["agent_id"]
        .join(signed_in, on="agent_id", how="full", coalesce=True)
        .join(facts.agent.lazy(), on="agent_id", how="left")
        .with_columns(col(*shown).fill_null(0))
        .filter(~col("is_virtual").fill_null(value=False) & pl.any_horizontal(col(*shown) > 0))
        .sort("agent_id")
        .select(
            armed("agent_id").alias("User ID"),
            col("agent_name").alias("User Name"),
            col("agent_email").alias("User Email"),
            col("agent_reference").alias("User Reference"),
            seconds(col("available")).alias("Available Time (s)"),
            seconds(col("away")).alias("Away Time (s)"),
            col("contacts_helped").alias("Contacts Helped"),
            seconds(col("average_handling_time")).alias("Avg. Handling Time (s)"),
            seconds(col("handling_time")).alias("Handling Time (s)"),
            seconds(col("no_reply_time")).alias("No Reply Time (s)"),
            seconds(col("cherry_picking_time")).alias("Cherry Picking Time (s)"),
            col("replies").alias("Replies"),
            col("resolves_with_reply").alias("Resolves - With Reply"),
            col("resolves_without_reply").alias("Resolves - No Reply"),
            col("tags_added").alias("Tags Added"),
            col("topics_added").alias("Topics Added"),
            decimal(utilisation, 2).alias("Utilization (%)"),
            *_CSAT,
        )
    )


def _by_channel(facts: Facts, label: str) -> "LazyGroupBy":
    conversation = facts.conversation.lazy().select("conversation_id", "contact_id", "channel_id")
    labels = facts.label.lazy().filter(col(label).is_not_null())
    return labels.join(conversation, on="conversation_id").group_by(label, "channel_id")


def topic(facts: Facts) -> pl.LazyFrame:
    """Return the topics that were applied, by channel."""
    names = latest(facts.event, "topic.updated", "topic_id").lazy()
    conversation = col("conversation_id")
    return (
        _by_channel(facts, "topic_id")
        .agg(total=conversation.n_unique(), current=conversation.filter("is_current").n_unique())
        .join(names.select("topic_id", "name", "active"), on="topic_id", how="left")
        .join(facts.channel.lazy(), on="channel_id", how="left")
        .sort("topic_id", "channel_id")
        .select(
            armed("topic_id").alias("Topic ID"),
            armed("name").alias("Topic Name"),
            _active().alias("Active"),
            col("total").alias("Total Conversations"),
            col("current").alias("Total Current Conversations"),
            *(col(column).alias(header) for column, header in _CHANNEL.items()),
        )
    )


def tag(facts: Facts) -> pl.LazyFrame:
    """Return the tags that were applied, by channel."""
    names = latest(facts.event, "tag.updated", "tag_id").lazy()
    message = pl.struct("conversation_id", "message_id")
    return (
        _by_channel(facts, "tag_id")
        .agg(
            contacts=col("contact_id").drop_nulls().n_unique(),
            total=message.n_unique(),
            current=message.filter(col("is_current")).n_unique(),
        )
        .join(names.select("tag_id", "name", "active"), on="tag_id", how="left")
        .join(facts.channel.lazy(), on="channel_id", how="left")
        .sort("tag_id", "channel_id")
        .select(
            armed("tag_id").alias("Tag ID"),
            armed("name").alias("Tag Name"),
            _active().alias("Active"),
            col("contacts").alias("Total Contacts"),
            col("total").alias("Total Messages"),
            col("current").alias("Total Current Messages"),
            *(col(column).alias(header) for column, header in _CHANNEL.items()),
        )
    )


def _active() -> pl.Expr:
    return when(col("name").is_not_null()).then(col("active").fill_null(value=True))


def virtual_agent(facts: Facts) -> pl.LazyFrame:
    """Return what virtual agents did, by channel."""
    is_virtual = col("actor") == "VIRTUAL_AGENT"
    who = ("agent_id", "conversation_id")
    handed_over = facts.ordered.filter(is_type("virtual_agent.handed_over"))
    failed = facts.event["error"].gather(handed_over["line"]).fill_null(value=False)
    sent = facts.ordered.lazy().filter(is_type("message.sent") & is_virtual)
    labels = facts.label.lazy().filter(is_virtual)
    put = when(col("tag_id").is_null()).then(pl.lit("topic")).otherwise(pl.lit("tag"))
    deeds = (
        sent.select(*who, deed=pl.lit("sent")),
        handed_over.with_columns(failed=failed).lazy().select(
            *who, "failed", deed=pl.lit("handover")
        ),
        facts.resolve.lazy().filter(is_virtual).select(*who, deed=pl.lit("resolve")),
        labels.select(*who, "message_id", deed=put),
    )  # fmt: skip
    channels = facts.conversation.lazy().select("conversation_id", "channel_id")

    def conversations(deed: pl.Expr) -> pl.Expr:
        return col("conversation_id").filter(deed).n_unique()

    is_tag = col("deed") == "tag"
    handover = col("deed") == "handover"
    return (
        pl.concat(deeds, how="diagonal")
        .filter(col("agent_id").is_not_null())
        .join(channels, on="conversation_id")
        .group_by("agent_id", "channel_id")
        .agg(
            sent=conversations(col("deed") == "sent"),
            handed_over=conversations(handover),
            failed=conversations(handover & col("failed")),
            resolved=conversations(col("deed") == "resolve"),
            topics=(col("deed") == "topic").sum(),
            tagged=pl.struct("conversation_id", "message_id").filter(is_tag).n_unique(),
            tags=is_tag.sum(),
        )
        .join(facts.agent.lazy(), on="agent_id", how="left")
        .join(facts.channel.lazy(), on="channel_id", how="left")
        .sort("agent_id", "channel_id")
        .select(
            armed("agent_id").alias("Agent ID"),
            col("agent_name").alias("Agent Name"),
            *(col(column).alias(header) for column, header in _CHANNEL.items()),
            col("sent").alias("Total Conversations"),
            col("handed_over").alias("Handed Over to Agent"),
            col("failed").alias("Handed Over Due to Error"),
            col("resolved").alias("Resolved"),
            col("topics").alias("Total Conversations Topics"),
            col("tagged").alias("Total Messages Tagged"),
            col("tags").alias("Total Message Tags"),
        )
    )
