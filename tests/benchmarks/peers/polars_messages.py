"""The exports of messages and of the contacts who wrote them, in Polars."""

import polars as pl
from polars_cells import armed, col, instant, when
from polars_facts import HUMAN_OR_VIRTUAL, Facts, actor, is_type, latest


def message(facts: Facts) -> pl.LazyFrame:
    """Return every message, with what became of it."""
    by_message = ["conversation_id", "message_id"]
    # Few messages are touched again, so what became of those few is gathered first.
    updated = is_type("message.updated") & col("content").is_not_null()
    fate = (
        facts.event.lazy()
        .filter(is_type("message.updated", "message.deleted", "tag.applied", "tag.removed"))
        .sort("time")
        .group_by(by_message)
        .agg(
            touched_at=col("time").max(),
            deleted_at=col("time").filter(is_type("message.deleted")).min(),
            new_content=col("content").filter(updated).last(),
            rewritten_at=col("time").filter(updated).last(),
        )
    )
    names = facts.latest("tag.updated", "tag_id").lazy().select("tag_id", tag_name="name")
    tags = (
        facts.label.lazy()
        .filter("is_current", col("tag_id").is_not_null())
        .join(names, on="tag_id", how="left")
        .sort("o")
        .group_by(by_message, maintain_order=True)
        .agg(
            tag_ids=col("tag_id").str.join(";"),
            tag_names=col("tag_name").fill_null("").str.join(";"),
        )
    )
    content = (
        when(col("rewritten_at") >= col("time"))
        .then("new_content")
        .otherwise(pl.coalesce("content", "new_content"))
    )
    sent = (
        facts.event.lazy()
        .filter(is_type("message.sent"))
        .select(
            "time", "conversation_id", "message_id", "message_type", "origin", "outbound_type",
            "direction", "agent_id", "team_id", "content", "url", actor=actor(facts.agent),
        )
        .sort("time", "message_id", "conversation_id")
        .join_asof(facts.membership.lazy(), on="time", by="agent_id", check_sortedness=False)
        .with_columns(
            team_id=when(col("actor").is_in(HUMAN_OR_VIRTUAL)).then(
                pl.coalesce("team_id", "member_team_id")
            )
        )
    )  # fmt: skip
    return (
        sent.join(
            facts.conversation.lazy(), on="conversation_id", how="left", maintain_order="left"
        )
        .join(facts.agent.lazy(), on="agent_id", how="left", maintain_order="left")
        .join(facts.team.lazy(), on="team_id", how="left", maintain_order="left")
        .join(fate, on=by_message, how="left", maintain_order="left")
        .join(tags, on=by_message, how="left", maintain_order="left")
        .with_columns(content=when("shows_content").then(content))
        .select(
            armed("message_id").alias("Message ID"),
            instant("time").alias("Created at"),
            col("printed_id").alias("Conversation ID"),
            col("medium").alias("Medium"),
            col("channel").alias("Channel"),
            col("channel_display_name").alias("Channel Display Name"),
            col("printed_contact_id").alias("Contact Profile ID"),
            col("primary_identifier").alias("Contact Primary Identifier"),
            col("secondary_identifier").alias("Contact Secondary Identifier"),
            armed("message_type").alias("Message Type"),
            armed("origin").alias("Origin"),
            armed("outbound_type").alias("Outbound Message Type"),
            col("direction").alias("Direction"),
            armed("agent_id").alias("Agent ID"),
            col("agent_name").alias("Agent Name"),
            col("agent_reference").alias("Agent Reference"),
            armed("team_id").alias("Team ID"),
            col("team_name").alias("Team Name"),
            armed("tag_ids").alias("Tag IDs"),
            armed("tag_names").alias("Tag Names"),
            armed("content").alias("Content"),
            col("conversation_url").alias("Conversation URL"),
            armed("url").alias("Post URL"),
            pl.max_horizontal("time", "touched_at").cast(pl.Datetime("ms")).alias("Last Updated"),
            instant("deleted_at").alias("Deleted at"),
            col("actor").alias("System User Type"),
        )
    )


def contact(facts: Facts) -> pl.LazyFrame:
    """Return the contacts with a message, and what their conversations add up to."""
    described = (
        facts.event.lazy()
        .filter(is_type("contact.updated", "contact.attribute_set"))
        .group_by("contact_id")
        .agg(described_at=col("time").max())
    )
    of_conversation = facts.conversation.lazy().select("conversation_id", "contact_id", "medium")
    inbound = col("direction") == "INBOUND"
    return (
        facts.ordered.lazy()
        .filter(is_type("message.sent"))
        .select("time", "conversation_id", "direction")
        .join(of_conversation, on="conversation_id", maintain_order="left")
        .filter(col("contact_id").is_not_null())
        .group_by("contact_id")
        .agg(
            inbound_at=col("time").filter(inbound).min(),
            conversations=col("conversation_id").n_unique(),
            inbound=inbound.sum(),
            outbound=(~inbound).sum(),
            sent_at=col("time").max(),
            channel_medium=col("medium").first(),
        )
        .join(facts.contact.lazy(), on="contact_id", how="left")
        .join(described, on="contact_id", how="left")
        .sort("contact_id")
        .select(
            armed("contact_id").alias("Contact Profile ID"),
            pl.coalesce("contact_medium", "channel_medium").alias("Medium"),
            col("primary_identifier").alias("Primary Identifier"),
            col("secondary_identifier").alias("Secondary Identifier"),
            instant("inbound_at").alias("Created at"),
            col("conversations").alias("Number of Conversations"),
            col("inbound").alias("Number of Inbound Messages"),
            col("outbound").alias("Number of Outbound Messages"),
            pl.max_horizontal("sent_at", "described_at")
            .cast(pl.Datetime("ms"))
            .alias("Last Updated"),
        )
    )


def contact_attribute(facts: Facts, rows: pl.DataFrame) -> pl.LazyFrame:
    """Return the attributes of the contacts who wrote, as far as they are set."""
    wrote = rows.lazy().filter(col("inbound_messages") > 0).select("contact_id").unique()
    return (
        latest(facts.event, "contact.attribute_set", "contact_id", "attribute_id")
        .lazy()
        .filter(col("value").is_not_null())
        .select("contact_id", "attribute_id", "name", "value", "attribute_type")
        .join(wrote, on="contact_id", how="semi")
        .join(facts.contact.lazy(), on="contact_id", how="left")
        .sort("contact_id", "attribute_id")
        .select(
            armed("contact_id").alias("Contact Profile ID"),
            col("primary_identifier").alias("Contact Primary Identifier"),
            col("secondary_identifier").alias("Contact Secondary Identifier"),
            armed("attribute_id").alias("Attribute ID"),
            armed("name").alias("Attribute Name"),
            armed("value").alias("Attribute Value"),
            armed("attribute_type").alias("Attribute Type"),
        )
    )
