-- The facts that several exports share.

-- The order of events, once, over nothing but what the derivations need. `o` is an event's place.
CREATE TABLE ordered AS
WITH placed AS (
    SELECT
        row_number() OVER (
            ORDER BY time, seq, CASE
                WHEN type <= 'contact.attribute_set'::event_type THEN 0
                WHEN type = 'conversation.started' THEN 1
                WHEN type <= 'message.deleted'::event_type THEN 2
                WHEN type <= 'language.set'::event_type THEN 3
                WHEN type = 'virtual_agent.handed_over' THEN 4
                WHEN type = 'status.changed' THEN 5
                WHEN type = 'lock.released' THEN 6
                WHEN type = 'lock.acquired' THEN 7
                WHEN type = 'presence.changed' THEN 8
                ELSE 9
            END, id
        ) AS o,
        type, time, conversation_id, agent_id, team_id, actor_type, message_id, rowid AS line,
        coalesce(status, direction, presence, away_state) AS says
    FROM event
    WHERE type >= 'conversation.started'::event_type
)
SELECT
    o, type, time, conversation_id, message_id, line, says, agent_id,
    coalesce(team_id, member_team_id) AS team_id,
    coalesce(
        actor_type,
        CASE
            WHEN says = 'INBOUND' THEN 'CONTACT'
            WHEN agent_id IS NULL THEN 'SYSTEM'
            WHEN is_virtual THEN 'VIRTUAL_AGENT'
            ELSE 'AGENT'
        END
    ) AS actor
FROM placed
LEFT JOIN agent USING (agent_id)
LEFT JOIN membership ON team_id IS NULL AND member_id = agent_id AND time >= since AND time < until;

-- Changes of status; one to what is so already is none.
CREATE TABLE change AS
WITH told AS (
    SELECT
        o, time, conversation_id, line, agent_id, team_id, actor, says AS status,
        lag(says, 1, 'NEW') OVER (PARTITION BY conversation_id ORDER BY o) AS before
    FROM ordered
    WHERE type = 'status.changed'
)
SELECT
    o, told.time, told.conversation_id, told.agent_id, told.team_id, actor, told.status,
    coalesce(bulk, false) AS bulk, coalesce(boomerang, false) AS boomerang, reason, comment
FROM told JOIN event ON event.rowid = line
WHERE told.status <> before;

-- What waits, replies and resolves are made of. A reset ends a wait: a human reply or a resolve.
CREATE TABLE course AS
WITH step AS (
    SELECT
        o, time, conversation_id, message_id, line, agent_id, team_id,
        CASE
            WHEN type = 'virtual_agent.handed_over' THEN 'handover'
            WHEN says = 'INBOUND' THEN 'inbound'
            ELSE 'reply'
        END AS step
    FROM ordered
    WHERE type = 'virtual_agent.handed_over'
        OR (type = 'message.sent' AND (says = 'INBOUND' OR actor = 'AGENT'))
    UNION ALL
    SELECT
        o, time, conversation_id, NULL, NULL, agent_id, team_id,
        CASE
            WHEN status = 'RESOLVED' THEN 'resolve'
            WHEN boomerang THEN 'boomerang'
            ELSE 'moved'
        END AS step
    FROM change
    WHERE status = 'RESOLVED' OR (status = 'NEW' AND (boomerang OR actor = 'AGENT'))
)
SELECT
    *,
    max(CASE WHEN step IN ('reply', 'resolve') THEN o END) OVER earlier AS last_reset,
    max(CASE WHEN step = 'resolve' THEN o END) OVER earlier AS last_resolve,
    min(CASE WHEN step = 'inbound' THEN o END) OVER earlier AS first_inbound,
    max(CASE WHEN step = 'inbound' THEN o END) OVER earlier AS last_inbound
FROM step
WINDOW earlier AS (
    PARTITION BY conversation_id ORDER BY o ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
);

CREATE TABLE resolve AS
SELECT change.*, last_reset IS DISTINCT FROM last_resolve AS with_reply
FROM change JOIN course USING (o)
WHERE status = 'RESOLVED';

-- A reply answers the last handover since the reset before it, else the first thing since then
-- that made the conversation wait.
CREATE TABLE response AS
WITH wait AS (
    SELECT
        coalesce(
            max(CASE WHEN step = 'handover' THEN o END),
            min(CASE WHEN step IN ('inbound', 'boomerang', 'moved') THEN o END)
        ) AS opened,
        max(CASE WHEN step = 'reply' THEN o END) AS replied
    FROM course
    GROUP BY conversation_id, last_reset
    HAVING opened IS NOT NULL AND replied IS NOT NULL
)
SELECT
    reply.conversation_id, reply.time AS "to", opening.time AS "from", opening.step AS started_by,
    opening.line AS opening_line, reply.agent_id, reply.message_id AS outbound_message_id,
    coalesce(opening.message_id, inbound.message_id) AS inbound_message_id
FROM wait
JOIN course AS reply ON reply.o = replied
JOIN course AS opening ON opening.o = opened
LEFT JOIN course AS inbound ON inbound.o = opening.last_inbound AND opening.step <> 'inbound';

-- The locks of human agents. Each ends at the nearest that follows of five things.
CREATE TABLE lock AS
WITH taken AS (
    SELECT
        *, lag(holder) OVER (PARTITION BY conversation_id ORDER BY o) IS DISTINCT FROM holder
            AS changes_hands
    FROM (
        SELECT
            o, time, conversation_id, agent_id, team_id, actor,
            CASE WHEN actor <> 'VIRTUAL_AGENT' THEN agent_id END AS human_id,
            (human_id IS NULL, agent_id) AS holder
        FROM ordered WHERE type = 'lock.acquired'
    )
), moment AS (
    -- Where an agent went elsewhere: to another conversation, or out.
    SELECT *, lag(place) OVER (PARTITION BY agent_id ORDER BY o) IS DISTINCT FROM place AS moves
    FROM (
        SELECT o, time, agent_id, conversation_id AS place
        FROM taken WHERE human_id IS NOT NULL
        UNION ALL
        SELECT o, time, agent_id, 'OFFLINE'
        FROM ordered WHERE type = 'presence.changed' AND says = 'OFFLINE'
    )
), ended AS (
    SELECT
        taken.*, change.o AS change_o,
        least(steal.o, change.o, release.o, moment.o) AS end_o,
        least(steal.time, change.time, release.time, moment.time, (FROM frame)) AS end_time,
        change.status = 'RESOLVED' AND change.actor = 'AGENT'
            AND change.agent_id = taken.agent_id AS own_resolve,
        reply.o AS reply_o
    FROM taken
    ASOF LEFT JOIN (FROM taken WHERE changes_hands) AS steal
        ON taken.conversation_id = steal.conversation_id AND taken.o < steal.o
    ASOF LEFT JOIN change
        ON taken.conversation_id = change.conversation_id AND taken.o < change.o
    ASOF LEFT JOIN (FROM ordered WHERE type = 'lock.released') AS release
        ON taken.conversation_id = release.conversation_id
        AND taken.agent_id = release.agent_id AND taken.o < release.o
    ASOF LEFT JOIN (FROM moment WHERE moves) AS moment
        ON taken.human_id = moment.agent_id AND taken.o < moment.o
    ASOF LEFT JOIN (FROM course WHERE step = 'reply') AS reply
        ON taken.conversation_id = reply.conversation_id
        AND taken.agent_id = reply.agent_id AND taken.o < reply.o
), held AS (
    -- To take what one holds already is nothing.
    SELECT *, NOT changes_hands AND coalesce(
        lag(coalesce(end_o, 9000000000000000)) OVER (PARTITION BY conversation_id ORDER BY o), 0
    ) > o AS again
    FROM ended
)
SELECT
    conversation_id, agent_id, team_id, end_time - time AS length,
    CASE
        WHEN reply_o < coalesce(end_o, 9000000000000000) THEN 'HANDLING'
        WHEN own_resolve AND change_o = end_o THEN 'NO_REPLY'
        ELSE 'CHERRY_PICKING'
    END AS class
FROM held
WHERE NOT again AND human_id IS NOT NULL;

-- Topics put on conversations and tags put on messages where they were not, and whether they stay.
CREATE TABLE label AS
WITH told AS (
    SELECT
        o, ordered.type, ordered.conversation_id, ordered.message_id, ordered.agent_id,
        ordered.team_id, actor, topic_id, tag_id,
        ordered.type IN ('topic.applied', 'tag.applied') AS applied
    FROM ordered JOIN event ON event.rowid = line
    WHERE ordered.type IN ('topic.applied', 'topic.removed', 'tag.applied', 'tag.removed')
), compared AS (
    SELECT
        *,
        lag(applied, 1, false) OVER (stream) AS carried,
        bool_or(NOT applied) OVER (
            stream ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
        ) IS NOT TRUE AS is_current
    FROM told
    WINDOW stream AS (PARTITION BY conversation_id, message_id, topic_id, tag_id ORDER BY o)
)
SELECT * EXCLUDE (type, applied, carried) FROM compared WHERE applied AND NOT carried;

CREATE TABLE survey AS
WITH told AS (
    SELECT
        ordered.conversation_id, survey_id, min(o) AS first_o,
        arg_max(score, o)::INTEGER AS score,
        arg_max(follow_up_question, o) AS question,
        arg_max(follow_up_answer, o) FILTER (ordered.type = 'csat.replied') AS answer,
        bool_or(ordered.type = 'csat.expired') AS is_expired,
        min(o) FILTER (score IS NOT NULL) AS returned_o,
        min(ordered.time) FILTER (score IS NOT NULL) AS returned_at,
        arg_max(ordered.agent_id, o) FILTER (ordered.type = 'csat.replied') AS replied_agent_id,
        arg_max(event.team_id, o)
            FILTER (ordered.type = 'csat.replied' AND event.agent_id IS NOT NULL)
            AS replied_team_id,
        arg_max(ordered.agent_id, o) FILTER (ordered.type = 'csat.sent') AS sent_agent_id,
        arg_max(event.team_id, o)
            FILTER (ordered.type = 'csat.sent' AND event.agent_id IS NOT NULL) AS sent_team_id
    FROM ordered JOIN event ON event.rowid = line
    WHERE ordered.type IN ('csat.sent', 'csat.replied', 'csat.expired')
    GROUP BY ALL
), owned AS (
    SELECT
        told.*,
        coalesce(
            replied_agent_id, sent_agent_id,
            CASE WHEN resolve.actor = 'AGENT' THEN resolve.agent_id END
        ) AS agent_id,
        CASE
            WHEN replied_agent_id IS NOT NULL THEN replied_team_id
            WHEN sent_agent_id IS NOT NULL THEN sent_team_id
            WHEN resolve.actor = 'AGENT' THEN resolve.team_id
        END AS named_team_id
    FROM told
    ASOF LEFT JOIN resolve
        ON told.conversation_id = resolve.conversation_id AND returned_o > resolve.o
)
SELECT
    conversation_id, first_o, score, question, answer, returned_at, agent_id,
    coalesce(named_team_id, member_team_id) AS team_id,
    CASE
        WHEN score IS NULL THEN CASE WHEN is_expired THEN 'EXPIRED' ELSE 'SENT' END
        WHEN question IS NOT NULL AND answer IS NULL THEN 'PARTIAL'
        ELSE 'COMPLETED'
    END AS survey_status
FROM owned
LEFT JOIN membership
    ON member_id = agent_id AND returned_at >= since AND returned_at < until;

-- What exports print of a conversation wherever they name it.
CREATE TABLE conversation AS
SELECT
    conversation_id, contact_id, channel_id, created_at,
    armed(conversation_id) AS printed_id, armed(contact_id) AS printed_contact_id,
    medium, channel, channel_display_name, coalesce(shows_content, false) AS shows_content,
    primary_identifier, secondary_identifier, armed(url) AS conversation_url
FROM (
    SELECT
        conversation_id, min(time) AS created_at, arg_min(channel_id, time) AS channel_id,
        arg_min(contact_id, time) AS contact_id, arg_min(url, time) AS url
    FROM event
    WHERE type = 'conversation.started'
    GROUP BY conversation_id
)
LEFT JOIN channel USING (channel_id)
LEFT JOIN contact USING (contact_id);

CREATE TABLE first_response AS
WITH answered AS (
    SELECT
        conversation_id, min(o) FILTER (step = 'inbound') AS inbound_o,
        min(time) FILTER (step = 'inbound') AS inbound_at,
        min(o) FILTER (step = 'reply' AND first_inbound IS NOT NULL) AS reply_o,
        arg_min(time, o) FILTER (step = 'reply' AND first_inbound IS NOT NULL) AS replied_at,
        arg_min(team_id, o) FILTER (step = 'reply' AND first_inbound IS NOT NULL) AS team_id
    FROM course
    GROUP BY conversation_id
    HAVING reply_o IS NOT NULL
), timed AS (
    SELECT
        answered.conversation_id, channel_id, answered.team_id, replied_at,
        CASE WHEN handover.o > inbound_o THEN handover.time ELSE inbound_at END AS started_at
    FROM answered
    JOIN conversation USING (conversation_id)
    ASOF LEFT JOIN (FROM course WHERE step = 'handover') AS handover
        ON answered.conversation_id = handover.conversation_id AND reply_o > handover.o
)
SELECT
    conversation_id, team_id,
    CASE WHEN timed.channel_id IN (SELECT channel_id FROM opening) THEN
        coalesce(stop.open_before + least(replied_at - stop.opens_at, stop.length), 0)
        - coalesce(start.open_before + least(started_at - start.opens_at, start.length), 0)
    ELSE replied_at - started_at END AS first_response_time
FROM timed
ASOF LEFT JOIN opening AS start
    ON timed.channel_id = start.channel_id AND started_at >= start.opens_at
ASOF LEFT JOIN opening AS stop
    ON timed.channel_id = stop.channel_id AND replied_at >= stop.opens_at;

-- What the two exports of conversations say of each, first resolve and all.
CREATE TABLE conversation_row AS
WITH counted AS (
    SELECT
        conversation_id, max(time) AS last_updated,
        count(*) FILTER (type = 'message.sent' AND says = 'INBOUND') AS inbound_messages,
        count(*) FILTER (type = 'message.sent' AND says = 'OUTBOUND') AS outbound_messages,
        min(time) FILTER (type = 'message.sent' AND says = 'INBOUND') AS first_inbound_at
    FROM ordered
    WHERE conversation_id IS NOT NULL
    GROUP BY conversation_id
), status AS (
    SELECT
        conversation_id, arg_max(status, o) AS current_status,
        max(o) FILTER (status <> 'NEW') AS last_change, min(o) FILTER (status = 'RESOLVED') AS first
    FROM change
    GROUP BY conversation_id
), spoken AS (
    SELECT conversation_id, arg_max(language, time) AS language
    FROM event
    WHERE type IN ('conversation.started', 'language.set')
    GROUP BY conversation_id
), locked AS (
    SELECT
        conversation_id,
        sum(length) FILTER (class = 'HANDLING') AS handling_time,
        sum(length) FILTER (class = 'NO_REPLY') AS no_reply_time,
        sum(length) FILTER (class = 'CHERRY_PICKING') AS cherry_picking_time
    FROM lock
    GROUP BY conversation_id
), topics AS (
    SELECT
        conversation_id, string_agg(topic_id, ';' ORDER BY o) AS topic_ids,
        string_agg(coalesce(topic_name, ''), ';' ORDER BY o) AS topic_names
    FROM label LEFT JOIN topic USING (topic_id)
    WHERE is_current AND topic_id IS NOT NULL
    GROUP BY conversation_id
), team_reply AS (
    SELECT conversation_id, team_id, min(time) AS replied_at
    FROM course WHERE step = 'reply' GROUP BY ALL
)
SELECT
    conversation.*,
    replied_at AS first_team_reply_at,
    coalesce(current_status, 'NEW') AS current_status,
    CASE WHEN last.actor IN ('AGENT', 'VIRTUAL_AGENT') THEN last.agent_id END AS last_agent_id,
    last.team_id AS last_team_id,
    resolved.time AS resolved_at, resolved.actor AS resolved_actor, resolved.bulk AS resolved_bulk,
    resolved.reason, resolved.comment,
    CASE WHEN resolved.actor IN ('AGENT', 'VIRTUAL_AGENT') THEN resolved.agent_id END
        AS resolved_agent_id,
    resolved.team_id AS resolved_team_id,
    inbound_messages, outbound_messages, first_response_time,
    coalesce(handling_time, 0) AS handling_time, coalesce(no_reply_time, 0) AS no_reply_time,
    coalesce(cherry_picking_time, 0) AS cherry_picking_time,
    CASE WHEN resolved.time >= first_inbound_at THEN resolved.time - first_inbound_at END
        AS resolution_time,
    topic_ids, topic_names, last_updated, language
FROM conversation
JOIN counted USING (conversation_id)
JOIN spoken USING (conversation_id)
LEFT JOIN status USING (conversation_id)
LEFT JOIN locked USING (conversation_id)
LEFT JOIN topics USING (conversation_id)
LEFT JOIN first_response USING (conversation_id)
LEFT JOIN change AS last ON last.o = last_change
LEFT JOIN change AS resolved ON resolved.o = status.first
LEFT JOIN team_reply
    ON team_reply.conversation_id = conversation.conversation_id
    AND team_reply.team_id = last.team_id;

-- Few messages are touched again, so what became of those few is gathered first.
CREATE TABLE message_fate AS
SELECT
    conversation_id, message_id, max(time) AS touched_at,
    min(time) FILTER (type = 'message.deleted') AS deleted_at,
    arg_max(content, time) FILTER (type = 'message.updated') AS new_content,
    arg_max(time, time) FILTER (type = 'message.updated' AND content IS NOT NULL) AS rewritten_at
FROM event
WHERE type IN ('message.updated', 'message.deleted', 'tag.applied', 'tag.removed')
GROUP BY conversation_id, message_id;

CREATE TABLE message_tags AS
SELECT
    conversation_id, message_id, string_agg(tag_id, ';' ORDER BY o) AS tag_ids,
    string_agg(coalesce(tag_name, ''), ';' ORDER BY o) AS tag_names
FROM label LEFT JOIN tag USING (tag_id)
WHERE is_current AND tag_id IS NOT NULL
GROUP BY conversation_id, message_id;

-- What agents and teams did, one row a deed, summed in one pass for both.
CREATE TABLE work AS
WITH deed AS (
    SELECT
        agent_id, team_id, 1 AS replies, contact_id, NULL::BIGINT AS handled,
        NULL::BIGINT AS unreplied, NULL::BIGINT AS picked, NULL AS handled_id, NULL::BOOLEAN AS with_reply,
        NULL::INTEGER AS score, NULL AS tag_id, NULL AS topic_id
    FROM course JOIN conversation USING (conversation_id)
    WHERE step = 'reply'
    UNION ALL BY NAME
    SELECT
        agent_id, team_id,
        CASE WHEN class = 'HANDLING' THEN length END AS handled,
        CASE WHEN class = 'NO_REPLY' THEN length END AS unreplied,
        CASE WHEN class = 'CHERRY_PICKING' THEN length END AS picked,
        CASE WHEN class = 'HANDLING' THEN conversation_id END AS handled_id
    FROM lock
    WHERE length > 0
    UNION ALL BY NAME
    SELECT agent_id, team_id, with_reply FROM resolve WHERE actor = 'AGENT'
    UNION ALL BY NAME
    SELECT agent_id, team_id, score FROM survey WHERE score IS NOT NULL
    UNION ALL BY NAME
    SELECT agent_id, team_id, tag_id, topic_id FROM label WHERE actor = 'AGENT'
)
SELECT
    agent_id, team_id,
    coalesce(sum(handled), 0)::BIGINT AS handling_time,
    coalesce(sum(unreplied), 0)::BIGINT AS no_reply_time,
    coalesce(sum(picked), 0)::BIGINT AS cherry_picking_time,
    CASE WHEN count(handled_id) > 0
        THEN average(handling_time, count(DISTINCT handled_id)) END AS average_handling_time,
    count(DISTINCT contact_id) AS contacts_helped, count(replies) AS replies,
    count(*) FILTER (with_reply) AS resolves_with_reply,
    count(*) FILTER (NOT with_reply) AS resolves_without_reply,
    count(tag_id) AS tags_added, count(topic_id) AS topics_added,
    count(*) FILTER (score = 1) AS csat_1, count(*) FILTER (score = 2) AS csat_2,
    count(*) FILTER (score = 3) AS csat_3, count(*) FILTER (score = 4) AS csat_4,
    count(*) FILTER (score = 5) AS csat_5
FROM deed
GROUP BY GROUPING SETS ((agent_id), (team_id));

CREATE TABLE presence AS
WITH told AS (
    SELECT agent_id, time, presence, away_state, seq, id
    FROM event WHERE type = 'presence.changed'
    QUALIFY (presence, away_state) IS DISTINCT FROM
        lag((presence, away_state)) OVER (PARTITION BY agent_id ORDER BY time, seq, id)
)
SELECT
    agent_id, presence, away_state, time AS begins_at,
    lead(time) OVER (PARTITION BY agent_id ORDER BY time, seq, id) AS ends_at,
    coalesce(ends_at, (FROM frame)) - time AS length
FROM told;
