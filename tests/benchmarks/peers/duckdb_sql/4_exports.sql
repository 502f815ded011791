-- The twelve exports, the longest first. None needs another.

COPY (
    SELECT
        armed(message_id) AS "Message ID", instant(sent.time) AS "Created at",
        printed_id AS "Conversation ID", conversation.medium AS "Medium", channel AS "Channel",
        channel_display_name AS "Channel Display Name",
        printed_contact_id AS "Contact Profile ID",
        conversation.primary_identifier AS "Contact Primary Identifier",
        conversation.secondary_identifier AS "Contact Secondary Identifier",
        armed(message_type) AS "Message Type", armed(origin) AS "Origin",
        armed(outbound_type) AS "Outbound Message Type", direction AS "Direction",
        armed(agent_id) AS "Agent ID", agent_name AS "Agent Name",
        agent_reference AS "Agent Reference", armed(team_id) AS "Team ID",
        team_name AS "Team Name", armed(tag_ids) AS "Tag IDs", armed(tag_names) AS "Tag Names",
        CASE WHEN shows_content THEN armed(
            CASE
                WHEN rewritten_at >= sent.time THEN new_content
                ELSE coalesce(content, new_content)
            END
        ) END AS "Content",
        conversation_url AS "Conversation URL", armed(url) AS "Post URL",
        instant(greatest(sent.time, touched_at)) AS "Last Updated",
        instant(deleted_at) AS "Deleted at", actor AS "System User Type"
    FROM (
        SELECT
            event.* EXCLUDE (team_id, actor_type),
            agent_name, agent_reference,
            coalesce(
                actor_type,
                CASE
                    WHEN direction = 'INBOUND' THEN 'CONTACT'
                    WHEN event.agent_id IS NULL THEN 'SYSTEM'
                    WHEN is_virtual THEN 'VIRTUAL_AGENT'
                    ELSE 'AGENT'
                END
            ) AS actor,
            CASE WHEN actor IN ('AGENT', 'VIRTUAL_AGENT')
                THEN coalesce(event.team_id, member_team_id) END AS team_id
        FROM event
        LEFT JOIN agent USING (agent_id)
        LEFT JOIN membership
            ON event.team_id IS NULL AND member_id = event.agent_id
            AND event.time >= since AND event.time < until
        WHERE type = 'message.sent'
    ) AS sent
    LEFT JOIN conversation USING (conversation_id)
    LEFT JOIN team USING (team_id)
    LEFT JOIN message_fate USING (conversation_id, message_id)
    LEFT JOIN message_tags USING (conversation_id, message_id)
    ORDER BY sent.time, message_id, conversation_id
) TO '{out}/message.csv' ({csv});

COPY (
    SELECT
        printed_id AS "Conversation ID", medium AS "Medium", channel AS "Channel",
        channel_display_name AS "Channel Display Name",
        printed_contact_id AS "Contact Profile ID",
        primary_identifier AS "Contact Primary Identifier",
        secondary_identifier AS "Contact Secondary Identifier",
        instant(first_team_reply_at) AS "Created at",
        armed(last_agent_id) AS "Last Status Change Agent ID",
        last.agent_name AS "Last Status Change Agent Name",
        last.agent_reference AS "Last Status Change Agent Reference",
        armed(last_team_id) AS "Last Status Change Team ID",
        team_name AS "Last Status Change Team Name",
        current_status AS "Current Status",
        CASE
            WHEN resolved_bulk THEN 'BULK_RESOLVE'
            WHEN resolved_actor IN ('AGENT', 'VIRTUAL_AGENT') THEN resolved_actor
            ELSE 'SYSTEM'
        END AS "Resolved By",
        armed(reason) AS "Resolve Reason", armed(comment) AS "Resolve Comment",
        CASE
            WHEN resolved_actor IN ('AGENT', 'VIRTUAL_AGENT', 'AUTOMATION') THEN resolved_actor
            ELSE 'AUTO_RESOLVE'
        END AS "Triggered By",
        instant(resolved_at) AS "Resolved at",
        armed(resolved_agent_id) AS "Resolved Agent ID",
        resolver.agent_name AS "Resolved Agent Name",
        resolver.agent_reference AS "Resolved Agent Reference",
        inbound_messages AS "Number of Inbound Messages",
        outbound_messages AS "Number of Outbound Messages",
        seconds(first_response_time) AS "First Response Time (s)",
        seconds(handling_time) AS "Handling Time (s)",
        seconds(no_reply_time) AS "No Reply Time (s)",
        seconds(cherry_picking_time) AS "Cherry Picking Time (s)",
        seconds(resolution_time) AS "Resolution Time (s)",
        armed(topic_ids) AS "Topic IDs", armed(topic_names) AS "Topic Names",
        conversation_url AS "Conversation URL", instant(last_updated) AS "Last Updated",
        armed(language) AS "Language", score AS "CSAT Score",
        survey_status AS "CSAT Status Completed", armed(question) AS "CSAT Follow-up Question",
        armed(answer) AS "CSAT Follow-up Response"
    FROM conversation_row
    LEFT JOIN agent AS last ON last.agent_id = last_agent_id
    LEFT JOIN agent AS resolver ON resolver.agent_id = resolved_agent_id
    LEFT JOIN team ON team.team_id = last_team_id
    LEFT JOIN (
        FROM survey
        QUALIFY row_number() OVER (PARTITION BY conversation_id ORDER BY first_o DESC) = 1
    ) AS survey USING (conversation_id)
    WHERE resolved_at IS NOT NULL
    ORDER BY resolved_at, conversation_id
) TO '{out}/resolved-conversation.csv' ({csv});

COPY (
    SELECT
        printed_id AS "Conversation ID", medium AS "Medium", channel AS "Channel",
        channel_display_name AS "Channel Display Name",
        printed_contact_id AS "Contact Profile ID",
        primary_identifier AS "Contact Primary Identifier",
        secondary_identifier AS "Contact Secondary Identifier",
        instant(created_at) AS "Created at",
        armed(last_agent_id) AS "Last Status Change Agent ID",
        last.agent_name AS "Last Status Change Agent Name",
        last.agent_reference AS "Last Status Change Agent Reference",
        armed(last_team_id) AS "Last Status Change Team ID",
        team_name AS "Last Status Change Team Name",
        current_status AS "Current Status",
        CASE
            WHEN resolved_bulk THEN 'BULK_RESOLVE'
            WHEN resolved_actor IN ('AGENT', 'VIRTUAL_AGENT') THEN resolved_actor
            WHEN resolved_at IS NOT NULL THEN 'SYSTEM'
        END AS "Resolved By",
        instant(resolved_at) AS "Resolved at",
        armed(resolved_agent_id) AS "Resolved Agent ID",
        resolver.agent_name AS "Resolved Agent Name",
        resolver.agent_reference AS "Resolved Agent Reference",
        inbound_messages AS "Number of Inbound Messages",
        outbound_messages AS "Number of Outbound Messages",
        seconds(first_response_time) AS "First Response Time (s)",
        seconds(handling_time) AS "Handling Time (s)",
        seconds(no_reply_time) AS "No Reply Time (s)",
        seconds(cherry_picking_time) AS "Cherry Picking Time (s)",
        seconds(resolution_time) AS "Resolution Time (s)",
        armed(topic_ids) AS "Topic IDs", armed(topic_names) AS "Topic Names",
        conversation_url AS "Conversation URL", instant(last_updated) AS "Last Updated",
        armed(language) AS "Language"
    FROM conversation_row
    LEFT JOIN agent AS last ON last.agent_id = last_agent_id
    LEFT JOIN agent AS resolver ON resolver.agent_id = resolved_agent_id
    LEFT JOIN team ON team.team_id = last_team_id
    WHERE current_status <> 'RESOLVED'
    ORDER BY created_at, conversation_id
) TO '{out}/open-conversation.csv' ({csv});

COPY (
    SELECT
        printed_id AS "Conversation ID", conversation.medium AS "Medium",
        channel AS "Sender Channel", channel_display_name AS "Sender Channel Display Name",
        printed_contact_id AS "Contact Profile ID",
        CASE started_by
            WHEN 'inbound' THEN 'CONTACT_SENT_MESSAGE'
            WHEN 'handover' THEN 'VA_HANDED_OVER_CONVERSATION'
            WHEN 'boomerang' THEN 'BOOMERANG'
            ELSE 'AGENT_MOVED_TO_NEW'
        END AS "Started By",
        armed(handover.reason) AS "Transfer Reason",
        instant("from") AS "From", instant("to") AS "To",
        seconds("to" - "from") AS "Agent Response Time (s)",
        armed(response.agent_id) AS "Responding Agent ID", agent_name AS "Responding Agent Name",
        agent_reference AS "Responding Agent Reference",
        armed(inbound_message_id) AS "Inbound Message ID",
        armed(outbound_message_id) AS "Outbound Message ID",
        conversation_url AS "Conversation URL"
    FROM response
    JOIN conversation USING (conversation_id)
    LEFT JOIN agent USING (agent_id)
    LEFT JOIN (
        SELECT rowid AS line, reason FROM event WHERE type = 'virtual_agent.handed_over'
    ) AS handover ON handover.line = CASE WHEN started_by = 'handover' THEN opening_line END
    ORDER BY "to", outbound_message_id, conversation_id
) TO '{out}/response-times.csv' ({csv});

COPY (
    WITH first AS (
        SELECT team_id, average(sum(first_response_time), count(*))::BIGINT AS response
        FROM first_response WHERE first_response_time IS NOT NULL GROUP BY team_id
    ), resolution AS (
        SELECT
            resolved_team_id AS team_id,
            average(sum(resolution_time), count(*))::BIGINT AS resolution
        FROM conversation_row
        WHERE resolved_actor = 'AGENT' AND resolution_time IS NOT NULL
        GROUP BY resolved_team_id
    )
    SELECT
        instant(team_created_at) AS "Created at", armed(team_id) AS "Team ID",
        team_name AS "Team Name",
        coalesce(resolves_with_reply, 0) AS "Resolves With Reply",
        coalesce(resolves_without_reply, 0) AS "Resolves Without Reply",
        seconds(response) AS "Average First Response Time (s)",
        seconds(resolution) AS "Average Resolution Time (s)",
        seconds(coalesce(handling_time, 0)) AS "Total Handling Time (s)",
        seconds(coalesce(no_reply_time, 0)) AS "Total No Reply Time (s)",
        seconds(coalesce(cherry_picking_time, 0)) AS "Total Cherry Picking Time (s)",
        seconds(average_handling_time) AS "Average Handling Time (s)",
        coalesce(contacts_helped, 0) AS "Contacts Helped",
        coalesce(csat_1, 0) AS "CSAT With Score 1", coalesce(csat_2, 0) AS "CSAT With Score 2",
        coalesce(csat_3, 0) AS "CSAT With Score 3", coalesce(csat_4, 0) AS "CSAT With Score 4",
        coalesce(csat_5, 0) AS "CSAT With Score 5", coalesce(tags_added, 0) AS "Tags Added",
        coalesce(topics_added, 0) AS "Topics Added", coalesce(replies, 0) AS "Replies"
    FROM (
        SELECT DISTINCT team_id FROM ordered
        WHERE type = 'message.sent' AND says = 'OUTBOUND' AND team_id IS NOT NULL
    )
    LEFT JOIN team USING (team_id)
    LEFT JOIN (FROM work WHERE team_id IS NOT NULL) AS work USING (team_id)
    LEFT JOIN first USING (team_id)
    LEFT JOIN resolution USING (team_id)
    ORDER BY team_id
) TO '{out}/team.csv' ({csv});

COPY (
    SELECT
        armed(agent_id) AS "User ID", agent_name AS "User Name", agent_email AS "User Email",
        presence AS "Type", armed(away_state) AS "Away State", instant(begins_at) AS "From",
        instant(ends_at) AS "To", seconds(length) AS "Duration (s)"
    FROM presence
    LEFT JOIN agent USING (agent_id)
    WHERE presence <> 'OFFLINE' AND length > 0
    ORDER BY agent_id, begins_at
) TO '{out}/user-presence.csv' ({csv});

COPY (
    WITH signed_in AS (
        SELECT
            agent_id,
            coalesce(sum(length) FILTER (presence = 'AVAILABLE'), 0)::BIGINT AS available,
            coalesce(sum(length) FILTER (presence = 'AWAY'), 0)::BIGINT AS away
        FROM presence
        GROUP BY agent_id
    )
    SELECT
        armed(agent_id) AS "User ID", agent_name AS "User Name", agent_email AS "User Email",
        agent_reference AS "User Reference",
        seconds(coalesce(available, 0)) AS "Available Time (s)",
        seconds(coalesce(away, 0)) AS "Away Time (s)",
        coalesce(contacts_helped, 0) AS "Contacts Helped",
        seconds(average_handling_time) AS "Avg. Handling Time (s)",
        seconds(coalesce(handling_time, 0)) AS "Handling Time (s)",
        seconds(coalesce(no_reply_time, 0)) AS "No Reply Time (s)",
        seconds(coalesce(cherry_picking_time, 0)) AS "Cherry Picking Time (s)",
        coalesce(replies, 0) AS "Replies",
        coalesce(resolves_with_reply, 0) AS "Resolves - With Reply",
        coalesce(resolves_without_reply, 0) AS "Resolves - No Reply",
        coalesce(tags_added, 0) AS "Tags Added", coalesce(topics_added, 0) AS "Topics Added",
        CASE WHEN available > 0 THEN rtrim(rtrim(CAST(
            average(10000 * coalesce(handling_time, 0), available) * 0.01 AS DECIMAL(18, 2)
        )::VARCHAR, '0'), '.') END AS "Utilization (%)",
        coalesce(csat_1, 0) AS "CSAT With Score 1", coalesce(csat_2, 0) AS "CSAT With Score 2",
        coalesce(csat_3, 0) AS "CSAT With Score 3", coalesce(csat_4, 0) AS "CSAT With Score 4",
        coalesce(csat_5, 0) AS "CSAT With Score 5"
    FROM (FROM work WHERE agent_id IS NOT NULL) AS work
    FULL JOIN signed_in USING (agent_id)
    LEFT JOIN agent USING (agent_id)
    WHERE is_virtual IS NOT TRUE AND greatest(
        available, away, contacts_helped, handling_time, no_reply_time, cherry_picking_time,
        replies, resolves_with_reply, resolves_without_reply, tags_added, topics_added,
        csat_1, csat_2, csat_3, csat_4, csat_5
    ) > 0
    ORDER BY agent_id
) TO '{out}/user.csv' ({csv});

COPY (
    WITH spoken AS (
        SELECT
            contact_id, min(time) FILTER (direction = 'INBOUND') AS inbound_at,
            count(DISTINCT conversation_id) AS conversations,
            count(*) FILTER (direction = 'INBOUND') AS inbound,
            count(*) FILTER (direction = 'OUTBOUND') AS outbound,
            max(time) AS sent_at, arg_min(conversation.medium, time) AS channel_medium
        FROM (
            SELECT time, conversation_id, says AS direction FROM ordered WHERE type = 'message.sent'
        )
        JOIN conversation USING (conversation_id)
        WHERE contact_id IS NOT NULL
        GROUP BY contact_id
    )
    SELECT
        armed(contact_id) AS "Contact Profile ID",
        coalesce(contact_medium, channel_medium) AS "Medium",
        primary_identifier AS "Primary Identifier",
        secondary_identifier AS "Secondary Identifier", instant(inbound_at) AS "Created at",
        conversations AS "Number of Conversations", inbound AS "Number of Inbound Messages",
        outbound AS "Number of Outbound Messages",
        instant(greatest(sent_at, described_at)) AS "Last Updated"
    FROM spoken
    LEFT JOIN contact USING (contact_id)
    LEFT JOIN contact_described USING (contact_id)
    ORDER BY contact_id
) TO '{out}/contact.csv' ({csv});

COPY (
    SELECT
        armed(contact_id) AS "Contact Profile ID",
        primary_identifier AS "Contact Primary Identifier",
        secondary_identifier AS "Contact Secondary Identifier",
        armed(attribute_id) AS "Attribute ID", armed(name) AS "Attribute Name",
        armed(value) AS "Attribute Value", armed(attribute_type) AS "Attribute Type"
    FROM attribute
    LEFT JOIN contact USING (contact_id)
    WHERE value IS NOT NULL AND contact_id IN (
        SELECT contact_id FROM conversation_row WHERE inbound_messages > 0
    )
    ORDER BY contact_id, attribute_id
) TO '{out}/contact-attribute.csv' ({csv});

COPY (
    SELECT
        armed(topic_id) AS "Topic ID", armed(topic_name) AS "Topic Name", active AS "Active",
        total AS "Total Conversations", current AS "Total Current Conversations",
        medium AS "Medium", channel AS "Channel", channel_display_name AS "Channel Display Name"
    FROM (
        SELECT
            topic_id, channel_id, count(DISTINCT conversation_id) AS total,
            count(DISTINCT conversation_id) FILTER (is_current) AS current
        FROM label JOIN conversation USING (conversation_id)
        WHERE topic_id IS NOT NULL
        GROUP BY ALL
    )
    LEFT JOIN topic USING (topic_id)
    LEFT JOIN channel USING (channel_id)
    ORDER BY topic_id, channel_id NULLS FIRST
) TO '{out}/topic.csv' ({csv});

COPY (
    SELECT
        armed(tag_id) AS "Tag ID", armed(tag_name) AS "Tag Name", active AS "Active",
        contacts AS "Total Contacts", total AS "Total Messages",
        current AS "Total Current Messages",
        medium AS "Medium", channel AS "Channel", channel_display_name AS "Channel Display Name"
    FROM (
        SELECT
            tag_id, channel_id, count(DISTINCT contact_id) AS contacts,
            count(DISTINCT (conversation_id, message_id)) AS total,
            count(DISTINCT (conversation_id, message_id)) FILTER (is_current) AS current
        FROM label JOIN conversation USING (conversation_id)
        WHERE tag_id IS NOT NULL
        GROUP BY ALL
    )
    LEFT JOIN tag USING (tag_id)
    LEFT JOIN channel USING (channel_id)
    ORDER BY tag_id, channel_id NULLS FIRST
) TO '{out}/tag.csv' ({csv});

COPY (
    WITH deed AS (
        SELECT DISTINCT
            agent_id, conversation_id, 'sent' AS deed, NULL::BIGINT AS line, NULL AS message_id
        FROM ordered
        WHERE type = 'message.sent' AND actor = 'VIRTUAL_AGENT'
        UNION ALL BY NAME
        SELECT agent_id, conversation_id, 'handover' AS deed, line
        FROM course WHERE step = 'handover'
        UNION ALL BY NAME
        SELECT agent_id, conversation_id, 'resolve' AS deed
        FROM resolve WHERE actor = 'VIRTUAL_AGENT'
        UNION ALL BY NAME
        SELECT
            agent_id, conversation_id, message_id,
            CASE WHEN tag_id IS NULL THEN 'topic' ELSE 'tag' END AS deed
        FROM label WHERE actor = 'VIRTUAL_AGENT'
    )
    SELECT
        armed(agent_id) AS "Agent ID", agent_name AS "Agent Name", medium AS "Medium",
        channel AS "Channel", channel_display_name AS "Channel Display Name",
        sent AS "Total Conversations", handed_over AS "Handed Over to Agent",
        failed AS "Handed Over Due to Error", resolved AS "Resolved",
        topics AS "Total Conversations Topics", tagged AS "Total Messages Tagged",
        tags AS "Total Message Tags"
    FROM (
        SELECT
            agent_id, channel_id,
            count(DISTINCT conversation_id) FILTER (deed = 'sent') AS sent,
            count(DISTINCT conversation_id) FILTER (deed = 'handover') AS handed_over,
            count(DISTINCT conversation_id) FILTER (deed = 'handover' AND error) AS failed,
            count(DISTINCT conversation_id) FILTER (deed = 'resolve') AS resolved,
            count(*) FILTER (deed = 'topic') AS topics,
            count(DISTINCT (conversation_id, message_id)) FILTER (deed = 'tag') AS tagged,
            count(*) FILTER (deed = 'tag') AS tags
        FROM deed
        JOIN conversation USING (conversation_id)
        LEFT JOIN (SELECT rowid AS line, error FROM event WHERE error) USING (line)
        WHERE agent_id IS NOT NULL
        GROUP BY ALL
    )
    LEFT JOIN agent USING (agent_id)
    LEFT JOIN channel USING (channel_id)
    ORDER BY agent_id, channel_id NULLS FIRST
) TO '{out}/virtual-agent.csv' ({csv});
