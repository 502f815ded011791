"""The exports of conversations and of response times, in Polars."""

import polars as pl
from polars_cells import armed, col, instant, seconds, when
from polars_derived import responses
from polars_facts import HUMAN_OR_VIRTUAL, Facts


def _beginning(facts: Facts, rows: pl.DataFrame) -> pl.LazyFrame:
    """Add the names of who changed the status last, and of who resolved first."""
    agent = facts.agent.lazy()
    last = agent.select(
        last_agent_id="agent_id", last_name="agent_name", last_reference="agent_reference"
    )
    resolver = agent.select(
        resolved_agent_id="agent_id",
        resolver_name="agent_name",
        resolver_reference="agent_reference",
    )
    team = facts.team.lazy().select(last_team_id="team_id", last_team_name="team_name")
    return (
        rows.lazy()
        .join(last, on="last_agent_id", how="left")
        .join(resolver, on="resolved_agent_id", how="left")
        .join(team, on="last_team_id", how="left")
    )


def _conversation() -> list[pl.Expr]:
    return [
        col("printed_id").alias("Conversation ID"),
        col("medium").alias("Medium"),
        col("channel").alias("Channel"),
        col("channel_display_name").alias("Channel Display Name"),
        col("printed_contact_id").alias("Contact Profile ID"),
        col("primary_identifier").alias("Contact Primary Identifier"),
        col("secondary_identifier").alias("Contact Secondary Identifier"),
    ]


def _last_change() -> list[pl.Expr]:
    by = col("resolved_actor")
    return [
        armed("last_agent_id").alias("Last Status Change Agent ID"),
        col("last_name").alias("Last Status Change Agent Name"),
        col("last_reference").alias("Last Status Change Agent Reference"),
        armed("last_team_id").alias("Last Status Change Team ID"),
        col("last_team_name").alias("Last Status Change Team Name"),
        col("current_status").alias("Current Status"),
        when(col("resolved_bulk"))
        .then(pl.lit("BULK_RESOLVE"))
        .when(by.is_in(HUMAN_OR_VIRTUAL))
        .then(by)
        .when(col("resolved_at").is_not_null())
        .then(pl.lit("SYSTEM"))
        .alias("Resolved By"),
    ]


def _outcome() -> list[pl.Expr]:
    return [
        instant("resolved_at").alias("Resolved at"),
        armed("resolved_agent_id").alias("Resolved Agent ID"),
        col("resolver_name").alias("Resolved Agent Name"),
        col("resolver_reference").alias("Resolved Agent Reference"),
        col("inbound_messages").alias("Number of Inbound Messages"),
        col("outbound_messages").alias("Number of Outbound Messages"),
        seconds(col("first_response_time")).alias("First Response Time (s)"),
        seconds(col("handling_time")).alias("Handling Time (s)"),
        seconds(col("no_reply_time")).alias("No Reply Time (s)"),
        seconds(col("cherry_picking_time")).alias("Cherry Picking Time (s)"),
        seconds(col("resolution_time")).alias("Resolution Time (s)"),
        armed("topic_ids").alias("Topic IDs"),
        armed("topic_names").alias("Topic Names"),
        col("conversation_url").alias("Conversation URL"),
        instant("last_updated").alias("Last Updated"),
        armed("language").alias("Language"),
    ]


def resolved_conversation(facts: Facts, rows: pl.DataFrame, survey: pl.DataFrame) -> pl.LazyFrame:
    """Return the conversations that were resolved, with their latest survey."""
    latest = survey.lazy().unique(subset="conversation_id", keep="last", maintain_order=True)
    latest = latest.select("conversation_id", "score", "survey_status", "question", "answer")
    by = col("resolved_actor")
    return (
        _beginning(facts, rows)
        .filter(col("resolved_at").is_not_null())
        .join(latest, on="conversation_id", how="left")
        .sort("resolved_at", "conversation_id")
        .select(
            *_conversation(),
            instant("first_team_reply_at").alias("Created at"),
            *_last_change(),
            armed("reason").alias("Resolve Reason"),
            armed("comment").alias("Resolve Comment"),
            when(by.is_in([*HUMAN_OR_VIRTUAL, "AUTOMATION"]))
            .then(by)
            .otherwise(pl.lit("AUTO_RESOLVE"))
            .alias("Triggered By"),
            *_outcome(),
            col("score").alias("CSAT Score"),
            col("survey_status").alias("CSAT Status Completed"),
            armed("question").alias("CSAT Follow-up Question"),
            armed("answer").alias("CSAT Follow-up Response"),
        )
    )


def open_conversation(facts: Facts, rows: pl.DataFrame) -> pl.LazyFrame:
    """Return the conversations that are new or pending."""
    return (
        _beginning(facts, rows)
        .filter(col("current_status") != "RESOLVED")
        .sort("created_at", "conversation_id")
        .select(
            *_conversation(),
            instant("created_at").alias("Created at"),
            *_last_change(),
            *_outcome(),
        )
    )


def response_times(facts: Facts) -> pl.LazyFrame:
    """Return the waits that a human reply answered."""
    started_by = {
        "inbound": "CONTACT_SENT_MESSAGE",
        "handover": "VA_HANDED_OVER_CONVERSATION",
        "boomerang": "BOOMERANG",
        "moved": "AGENT_MOVED_TO_NEW",
    }
    reason = facts.event.lazy().with_row_index("opening_line").select("opening_line", "reason")
    reason = reason.filter(col("reason").is_not_null())
    return (
        responses(facts)
        .join(facts.conversation.lazy(), on="conversation_id")
        .join(facts.agent.lazy(), on="agent_id", how="left")
        .join(reason, on="opening_line", how="left")
        .with_columns(reason=when(col("started_by") == "handover").then("reason"))
        .sort("time", "message_id", "conversation_id")
        .select(
            col("printed_id").alias("Conversation ID"),
            col("medium").alias("Medium"),
            col("channel").alias("Sender Channel"),
            col("channel_display_name").alias("Sender Channel Display Name"),
            col("printed_contact_id").alias("Contact Profile ID"),
            col("started_by").replace_strict(started_by).alias("Started By"),
            armed("reason").alias("Transfer Reason"),
            instant("opened_at").alias("From"),
            instant("time").alias("To"),
            seconds(col("time") - col("opened_at")).alias("Agent Response Time (s)"),
            armed("agent_id").alias("Responding Agent ID"),
            col("agent_name").alias("Responding Agent Name"),
            col("agent_reference").alias("Responding Agent Reference"),
            armed("inbound_message_id").alias("Inbound Message ID"),
            armed("message_id").alias("Outbound Message ID"),
            col("conversation_url").alias("Conversation URL"),
        )
    )
