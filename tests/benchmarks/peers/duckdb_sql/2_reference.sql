-- Reference data: the latest that the log says, disarmed once here and not in every row.

-- Text that a spreadsheet could run as a formula. Everything that it can begin with is below 'A',
-- and next to no text of a log is: one comparison of a prefix spares the rest.
CREATE MACRO armed(t) AS CASE
    WHEN t >= 'A' OR t = '' THEN t
    WHEN t[1] IN ('=', '@', chr(9), chr(13)) THEN '''' || t
    WHEN t[1] IN ('+', '-') AND NOT regexp_full_match(t, '[+-][0-9 .()\[\]-]*') THEN '''' || t
    ELSE t
END;
CREATE MACRO seconds(ms) AS
    rtrim(rtrim(CAST(ms * 0.001 AS DECIMAL(18, 3))::VARCHAR, '0'), '.');
CREATE MACRO instant(ms) AS make_timestamp_ms(ms);
-- Half up, for nothing here is negative.
CREATE MACRO average(total, number) AS (2 * total + number) // (2 * number);

CREATE TABLE agent AS
SELECT
    agent_id, armed(name) AS agent_name, armed(email) AS agent_email,
    armed(reference) AS agent_reference, coalesce(kind = 'VIRTUAL', false) AS is_virtual
FROM event
WHERE type = 'agent.updated'
QUALIFY row_number() OVER (PARTITION BY agent_id ORDER BY time DESC, seq DESC, id DESC) = 1;

-- An agent's team from one description to the next. What describes comes first of its instant.
CREATE TABLE membership AS
SELECT
    agent_id AS member_id, team_id AS member_team_id, time AS since,
    coalesce(
        lead(time) OVER (PARTITION BY agent_id ORDER BY time, seq, id), 9000000000000000
    ) AS until
FROM event
WHERE type = 'agent.updated';

CREATE TABLE team AS
SELECT team_id, armed(arg_max(name, time)) AS team_name, min(time) AS team_created_at
FROM event WHERE type = 'team.updated' GROUP BY team_id;

CREATE TABLE channel AS
SELECT
    channel_id, armed(medium) AS medium, armed(name) AS channel,
    armed(coalesce(display_name, name)) AS channel_display_name,
    lower(medium) IN ('x', 'twitter') AS shows_content
FROM event
WHERE type = 'channel.updated'
QUALIFY row_number() OVER (PARTITION BY channel_id ORDER BY time DESC, seq DESC, id DESC) = 1;

CREATE TABLE topic AS
SELECT topic_id, name AS topic_name, coalesce(active, true) AS active
FROM event
WHERE type = 'topic.updated'
QUALIFY row_number() OVER (PARTITION BY topic_id ORDER BY time DESC, seq DESC, id DESC) = 1;

CREATE TABLE tag AS
SELECT tag_id, name AS tag_name, coalesce(active, true) AS active
FROM event
WHERE type = 'tag.updated'
QUALIFY row_number() OVER (PARTITION BY tag_id ORDER BY time DESC, seq DESC, id DESC) = 1;

CREATE TABLE contact AS
SELECT
    contact_id, armed(medium) AS contact_medium, armed(primary_identifier) AS primary_identifier,
    armed(secondary_identifier) AS secondary_identifier
FROM event
WHERE type = 'contact.updated'
QUALIFY row_number() OVER (PARTITION BY contact_id ORDER BY time DESC, seq DESC, id DESC) = 1;

CREATE TABLE contact_described AS
SELECT contact_id, max(time) AS described_at
FROM event WHERE type IN ('contact.updated', 'contact.attribute_set') GROUP BY contact_id;

CREATE TABLE attribute AS
SELECT contact_id, attribute_id, name, value ->> '$' AS value, attribute_type
FROM event
WHERE type = 'contact.attribute_set'
QUALIFY row_number() OVER (
    PARTITION BY contact_id, attribute_id ORDER BY time DESC, seq DESC, id DESC
) = 1;

-- The opening spans of each channel as instants, with what was open before each: the open time
-- up to any instant is then one look-up. The zones' rules are those of ICU, which takes a local
-- time that happens twice at its second occurrence, as the end of a span wants it.
CREATE TABLE opening AS
WITH calendar AS (
    SELECT channel_id, timezone, weekly, coalesce(holidays, []) AS holidays
    FROM event
    WHERE type = 'business_hours.updated'
    QUALIFY row_number() OVER (PARTITION BY channel_id ORDER BY time DESC, seq DESC, id DESC) = 1
), day AS (
    SELECT unnest(generate_series(
        (SELECT min(time) FROM event) // 86400000 - 2, (SELECT as_of FROM frame) // 86400000 + 2
    ))::INTEGER + DATE '1970-01-01' AS day
), span AS (
    SELECT
        channel_id, timezone, day,
        unnest((weekly -> lower(strftime(day, '%a')))::VARCHAR[][]) AS clocks
    FROM calendar CROSS JOIN day
    WHERE weekly IS NOT NULL AND NOT list_contains(holidays, day)
), written AS (
    SELECT
        channel_id,
        epoch_ms((day + clocks[1]::INTERVAL) AT TIME ZONE timezone) AS opens_at,
        epoch_ms((day + clocks[2]::INTERVAL) AT TIME ZONE timezone) AS closes_at
    FROM span
)
SELECT
    channel_id, opens_at, closes_at - opens_at AS length,
    sum(closes_at - opens_at) OVER (PARTITION BY channel_id ORDER BY opens_at)::BIGINT
        - (closes_at - opens_at) AS open_before
FROM written;
