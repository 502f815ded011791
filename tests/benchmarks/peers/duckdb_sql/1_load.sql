-- The log, read once. What is no event of a known type, or plainly breaks a rule, is left behind.

CREATE TYPE event_type AS ENUM (
    'channel.updated', 'business_hours.updated', 'team.updated', 'agent.updated', 'topic.updated',
    'tag.updated', 'contact.updated', 'contact.attribute_set', 'conversation.started',
    'message.sent', 'message.updated', 'message.deleted', 'topic.applied', 'topic.removed',
    'tag.applied', 'tag.removed', 'language.set', 'virtual_agent.handed_over', 'status.changed',
    'lock.released', 'lock.acquired', 'presence.changed', 'csat.sent', 'csat.replied',
    'csat.expired'
);

-- One wide table, because to read the JSON a second time costs more than to keep it. Types that are
-- given spare the sniffing, and a second look at each value.
CREATE TABLE event AS
WITH line AS (
    SELECT
        * REPLACE (
            TRY_CAST(type AS event_type) AS type,
            -- The survey service writes milliseconds, everybody else a date with an offset.
            CASE
                WHEN time[11] = 'T' AND (time[-1] = 'Z' OR time[-6] IN ('+', '-'))
                THEN epoch_ms(TRY_CAST(time AS TIMESTAMPTZ))
                ELSE TRY_CAST(time AS BIGINT)
            END AS time,
            coalesce(seq, 0) AS seq
        )
    FROM read_json(
        '{log}',
        format = 'newline_delimited',
        ignore_errors = true,
        columns = {
            id: 'VARCHAR', type: 'VARCHAR', time: 'VARCHAR', seq: 'BIGINT',
            conversation_id: 'VARCHAR', message_id: 'VARCHAR', channel_id: 'VARCHAR',
            contact_id: 'VARCHAR', agent_id: 'VARCHAR', team_id: 'VARCHAR', topic_id: 'VARCHAR',
            tag_id: 'VARCHAR', survey_id: 'VARCHAR', attribute_id: 'VARCHAR', actor_type: 'VARCHAR',
            direction: 'VARCHAR', message_type: 'VARCHAR', origin: 'VARCHAR',
            outbound_type: 'VARCHAR', content: 'VARCHAR', url: 'VARCHAR', language: 'VARCHAR',
            status: 'VARCHAR',
            bulk: 'BOOLEAN', boomerang: 'BOOLEAN', error: 'BOOLEAN', reason: 'VARCHAR',
            comment: 'VARCHAR', score: 'VARCHAR', follow_up_question: 'VARCHAR',
            follow_up_answer: 'VARCHAR', presence: 'VARCHAR', away_state: 'VARCHAR',
            name: 'VARCHAR', display_name: 'VARCHAR', medium: 'VARCHAR', email: 'VARCHAR', reference: 'VARCHAR',
            kind: 'VARCHAR', active: 'BOOLEAN', primary_identifier: 'VARCHAR',
            secondary_identifier: 'VARCHAR', value: 'JSON', attribute_type: 'VARCHAR',
            timezone: 'VARCHAR', weekly: 'JSON', holidays: 'DATE[]'
        }
    )
)
SELECT * FROM line
WHERE id <> '' AND time IS NOT NULL AND seq >= 0 AND CASE type
    WHEN 'message.sent' THEN
        conversation_id <> '' AND message_id <> '' AND direction IN ('INBOUND', 'OUTBOUND')
    WHEN 'status.changed' THEN
        conversation_id <> '' AND status IN ('NEW', 'PENDING', 'RESOLVED')
    WHEN 'lock.acquired' THEN conversation_id <> '' AND agent_id <> ''
    WHEN 'lock.released' THEN conversation_id <> '' AND agent_id <> ''
    WHEN 'csat.replied' THEN
        conversation_id <> '' AND coalesce(score, '5') IN ('1', '2', '3', '4', '5')
    WHEN 'presence.changed' THEN
        agent_id <> '' AND presence IN ('AVAILABLE', 'AWAY', 'OFFLINE')
    WHEN 'business_hours.updated' THEN
        channel_id <> '' AND (weekly IS NULL OR timezone IN (SELECT name FROM pg_timezone_names()))
    WHEN 'topic.updated' THEN topic_id <> '' AND name <> ''
    ELSE type IS NOT NULL
END;

-- Of two events of one stream with one ID the first in the order counts. Fingerprints tell in one
-- cheap pass whether there are any, and only those are looked at again.
CREATE VIEW identity AS
SELECT
    rowid AS line, id, time, seq, type,
    coalesce(conversation_id, agent_id, channel_id, contact_id, topic_id, tag_id, team_id) AS stream
FROM event;

DELETE FROM event WHERE rowid IN (
    SELECT line FROM (
        SELECT
            line, row_number() OVER (PARTITION BY stream, id ORDER BY time, seq, type) AS place
        FROM identity
        WHERE hash(stream, id) IN (
            SELECT hash(stream, id) FROM identity GROUP BY ALL HAVING count(*) > 1
        )
    )
    WHERE place > 1
);

-- Nothing is later than the as-of instant: by default it is the latest time of the log.
CREATE TABLE frame AS SELECT max(time) AS as_of FROM event;
