"""Locks, responses, surveys and the rows of conversations, in Polars: each asked for once."""

import polars as pl
from polars_cells import col, when
from polars_facts import FAR, HUMAN_OR_VIRTUAL, Facts, is_type, opening


def locks(facts: Facts) -> pl.DataFrame:
    """Return the locks of human agents. Each ends at the nearest that follows of five things."""
    is_virtual = col("actor") == "VIRTUAL_AGENT"
    before = col("holder").shift(1).over("conversation_id")
    taken = (
        facts.ordered.filter(is_type("lock.acquired"))
        .select("o", "time", "conversation_id", "agent_id", "team_id", "actor")
        .with_columns(
            human_id=when(~is_virtual).then("agent_id"),
            holder=pl.concat_str(is_virtual.cast(pl.String), "agent_id"),
        )
        .with_columns(changes_hands=col("holder").ne_missing(before))
    )
    # Where an agent went elsewhere: to another conversation, or out.
    out = facts.ordered.filter(is_type("presence.changed") & (col("says") == "OFFLINE"))
    moment = (
        pl.concat([
            taken.filter(col("human_id").is_not_null()).select(
                "o", "time", "human_id", place="conversation_id"
            ),
            out.select("o", "time", human_id="agent_id", place=pl.lit("OFFLINE")),
        ])
        .sort("o")
        .filter(col("place").ne_missing(col("place").shift(1).over("human_id")))
    )  # fmt: skip
    change = facts.change.select(
        "o", "time", "conversation_id", "status", changer="agent_id", changed_by="actor"
    )
    release = facts.ordered.filter(is_type("lock.released"))
    reply = facts.course.filter(col("step") == "reply")
    both = ["conversation_id", "agent_id"]
    ended = taken.lazy()
    for name, following, by in (
        ("steal", taken.filter("changes_hands"), ["conversation_id"]),
        ("change", change, ["conversation_id"]),
        ("release", release, both),
        ("moment", moment, ["human_id"]),
        ("reply", reply, both),
    ):
        kept = ["status", "changer", "changed_by"] if name == "change" else []
        right = following.lazy().select(
            "o", *by, *kept, col("o").alias(f"{name}_o"), col("time").alias(f"{name}_time")
        )
        ended = ended.join_asof(
            right, on="o", by=by, strategy="forward", allow_exact_matches=False,
            check_sortedness=False,
        )  # fmt: skip
    ends = ("steal", "change", "release", "moment")
    own_resolve = (
        (col("status") == "RESOLVED")
        & (col("changed_by") == "AGENT")
        & (col("changer") == col("agent_id"))
    )
    previous_end = col("end_o").shift(1).over("conversation_id")
    return (
        ended.with_columns(
            end_o=pl.min_horizontal(*(f"{end}_o" for end in ends)).fill_null(FAR),
            end_time=pl.min_horizontal(*(f"{end}_time" for end in ends), pl.lit(facts.as_of)),
        )
        # To take what one holds already is nothing.
        .with_columns(
            again=~col("changes_hands") & (previous_end > col("o")).fill_null(value=False)
        )
        .filter(~col("again") & col("human_id").is_not_null())
        .select(
            "conversation_id",
            "agent_id",
            "team_id",
            length=col("end_time") - col("time"),
            kind=when(col("reply_o") < col("end_o"))
            .then(pl.lit("HANDLING"))
            .when(own_resolve & (col("change_o") == col("end_o")))
            .then(pl.lit("NO_REPLY"))
            .otherwise(pl.lit("CHERRY_PICKING")),
        )
        .collect()
    )


def responses(facts: Facts) -> pl.LazyFrame:
    """Return the waits that a human reply answered.

    It answers the last handover since the reset before it, else the first thing since then that
    made the conversation wait.
    """
    course, o = facts.course.lazy(), col("o")
    step = col("step")
    wait = (
        course.group_by("conversation_id", "last_reset")
        .agg(
            opened=pl.coalesce(
                o.filter(step == "handover").max(),
                o.filter(step.is_in(["inbound", "boomerang", "moved"])).min(),
            ),
            o=o.filter(step == "reply").max(),
        )
        .drop("conversation_id", "last_reset")
        .drop_nulls()
    )
    opened = course.select(
        opened="o", opened_at="time", started_by="step", opening_line="line",
        inbound_o=when(step == "inbound").then(o).otherwise("last_inbound"),
    )  # fmt: skip
    inbound = course.select(inbound_o="o", inbound_message_id="message_id")
    return (
        wait.join(course, on="o")
        .join(opened, on="opened")
        .join(inbound, on="inbound_o", how="left")
    )


def surveys(facts: Facts) -> pl.DataFrame:
    """Return the surveys of conversations: score, status, and to whom they belong."""
    told = facts.ordered.filter(is_type("csat.sent", "csat.replied", "csat.expired"))
    more = ["survey_id", "score", "follow_up_question", "follow_up_answer"]
    told = told.hstack(facts.event.select(*more, named_team_id="team_id")[told["line"]])
    replied, scored = is_type("csat.replied"), col("score").is_not_null()

    def naming(column: str, kind: str) -> pl.Expr:
        return col(column).filter(is_type(kind) & col("agent_id").is_not_null()).last()

    resolved = facts.resolve.select(
        "o", "conversation_id", resolver="agent_id", resolver_team="team_id", resolved_by="actor"
    )
    by_human = col("resolved_by") == "AGENT"
    status = (
        when(col("score").is_null() & col("is_expired"))
        .then(pl.lit("EXPIRED"))
        .when(col("score").is_null())
        .then(pl.lit("SENT"))
        .when(col("question").is_not_null() & col("answer").is_null())
        .then(pl.lit("PARTIAL"))
        .otherwise(pl.lit("COMPLETED"))
    )
    return (
        told.lazy()
        .group_by("conversation_id", "survey_id")
        .agg(
            col("score").drop_nulls().last(),
            first_o=col("o").min(),
            question=col("follow_up_question").drop_nulls().last(),
            answer=col("follow_up_answer").filter(replied).drop_nulls().last(),
            is_expired=is_type("csat.expired").any(),
            o=col("o").filter(scored).min(),
            time=col("time").filter(scored).min(),
            replied_agent=naming("agent_id", "csat.replied"),
            replied_team=naming("named_team_id", "csat.replied"),
            sent_agent=naming("agent_id", "csat.sent"),
            sent_team=naming("named_team_id", "csat.sent"),
        )
        .sort("o")
        .join_asof(
            resolved.lazy(), on="o", by="conversation_id", allow_exact_matches=False,
            check_sortedness=False,
        )
        .with_columns(
            agent_id=pl.coalesce("replied_agent", "sent_agent", when(by_human).then("resolver")),
            team_id=when(col("replied_agent").is_not_null())
            .then("replied_team")
            .when(col("sent_agent").is_not_null())
            .then("sent_team")
            .when(by_human)
            .then("resolver_team"),
            survey_status=status,
        )
        .sort("time")
        .join_asof(facts.membership.lazy(), on="time", by="agent_id", check_sortedness=False)
        .with_columns(pl.coalesce("team_id", "member_team_id").alias("team_id"))
        .sort("first_o")
        .collect()
    )  # fmt: skip


def first_responses(facts: Facts) -> pl.DataFrame:
    """Return each conversation's first response: the team's, and its time in opening hours."""
    spans = opening(facts)
    reply = (col("step") == "reply") & (col("first_inbound") < col("o"))
    course = facts.course.lazy()
    started_at = course.select(started="o", started_at="time")
    timed = (
        course.filter(reply)
        .unique(subset="conversation_id", keep="first", maintain_order=True)
        .with_columns(started=pl.max_horizontal("first_inbound", "last_handover"))
        .join(started_at, on="started")
        .join(
            facts.conversation.lazy().select("conversation_id", "channel_id"), on="conversation_id"
        )
    )

    def open_until(instant: str) -> pl.Expr:
        within = pl.min_horizontal(col(instant) - col("opens_at"), "length")
        return (col("open_before") + within).fill_null(0).alias(f"open_until_{instant}")

    for instant in ("time", "started_at"):
        timed = (
            timed.sort(instant)
            .join_asof(
                spans.lazy(), left_on=instant, right_on="opens_at", by="channel_id",
                coalesce=False, check_sortedness=False,
            )
            .with_columns(open_until(instant))
            .drop("opens_at", "length", "open_before")
        )  # fmt: skip
    has_hours = col("channel_id").is_in(spans["channel_id"].unique().to_list())
    elapsed = col("time") - col("started_at")
    return timed.select(
        "conversation_id",
        "team_id",
        first_response_time=when(has_hours)
        .then(col("open_until_time") - col("open_until_started_at"))
        .otherwise(elapsed),
    ).collect()


def conversation_rows(
    facts: Facts, lock: pl.DataFrame, first_response: pl.DataFrame
) -> pl.DataFrame:
    """Return what the two exports of conversations say of each."""
    inbound = is_type("message.sent") & (col("direction") == "INBOUND")
    outbound = is_type("message.sent") & (col("direction") == "OUTBOUND")
    counted = (
        facts.ordered.lazy()
        .filter(col("conversation_id").is_not_null())
        .group_by("conversation_id")
        .agg(
            last_updated=col("time").max(),
            inbound_messages=inbound.sum(),
            outbound_messages=outbound.sum(),
            first_inbound_at=col("time").filter(inbound).min(),
        )
    )
    spoken = (
        facts.event.lazy()
        .filter(is_type("conversation.started", "language.set") & col("language").is_not_null())
        .select("conversation_id", "language", "time")
        .sort("time")
        .unique(subset="conversation_id", keep="last")
        .drop("time")
    )
    change = facts.change.lazy()
    current = change.unique(subset="conversation_id", keep="last", maintain_order=True)
    by = when(col("actor").is_in(HUMAN_OR_VIRTUAL)).then("agent_id")
    last = (
        change.filter(col("status") != "NEW")
        .unique(subset="conversation_id", keep="last", maintain_order=True)
        .select("conversation_id", last_agent_id=by, last_team_id="team_id")
    )
    resolved = facts.resolve.lazy().unique(
        subset="conversation_id", keep="first", maintain_order=True
    )
    resolved = resolved.select(
        "conversation_id", "reason", "comment", resolved_at="time", resolved_actor="actor",
        resolved_bulk="bulk", resolved_agent_id=by, resolved_team_id="team_id",
    )  # fmt: skip
    locked = lock.lazy().group_by("conversation_id").agg(
        col("length").filter(col("kind") == kind).sum().alias(f"{kind.lower()}_time")
        for kind in ("HANDLING", "NO_REPLY", "CHERRY_PICKING")
    )  # fmt: skip
    names = facts.latest("topic.updated", "topic_id").lazy().select("topic_id", topic_name="name")
    topics = (
        facts.label.lazy()
        .filter("is_current", col("topic_id").is_not_null())
        .join(names, on="topic_id", how="left")
        .sort("o")
        .group_by("conversation_id", maintain_order=True)
        .agg(
            topic_ids=col("topic_id").str.join(";"),
            topic_names=col("topic_name").fill_null("").str.join(";"),
        )
    )
    team_reply = (
        facts.course.lazy()
        .filter(col("step") == "reply")
        .group_by("conversation_id", last_team_id="team_id")
        .agg(first_team_reply_at=col("time").min())
    )
    rows = facts.conversation.lazy().join(counted, on="conversation_id")
    for more in (spoken, last, resolved, locked, topics, first_response.lazy().drop("team_id")):
        rows = rows.join(more, on="conversation_id", how="left")
    status = current.select("conversation_id", current_status="status")
    return (
        rows.join(status, on="conversation_id", how="left")
        .join(team_reply, on=["conversation_id", "last_team_id"], how="left")
        .with_columns(
            col("current_status").fill_null("NEW"),
            col("handling_time", "no_reply_time", "cherry_picking_time").fill_null(0),
            resolution_time=when(col("resolved_at") >= col("first_inbound_at")).then(
                col("resolved_at") - col("first_inbound_at")
            ),
        )
        .collect()
    )
