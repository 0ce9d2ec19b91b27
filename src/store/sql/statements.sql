-- Every statement that the store runs, by name; values are bound, never pasted in.
-- A list is put together from pieces: list_select, pieces list_where_…, list_order_…, list_limit.

-- ------------------------------------------------------------------ putting in

-- :add_report
INSERT INTO report (id, publisher, url, text, text_hash) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (id) DO NOTHING;
-- :find_report
SELECT n FROM report WHERE id = ?;
-- :known_url
SELECT 1 FROM report WHERE url = ? AND url <> '' AND publisher = ? AND n <> ? LIMIT 1; -- the index holds no ''
-- :known_text
SELECT 1 FROM report WHERE text_hash = ? AND n <> ? LIMIT 1;
-- :add_name
INSERT INTO report_name VALUES (?, ?, ?) ON CONFLICT DO NOTHING;
-- :find_name
SELECT 1 FROM report_name WHERE report = ? AND name = ? AND edition = ?;
-- :add_edition
INSERT INTO edition (report, id, day, second, offset, published, title, language, members)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (report, id) DO NOTHING;
-- :find_edition
SELECT n FROM edition WHERE report = ? AND id = ?;
-- :add_words
INSERT INTO words (rowid, title, text) VALUES (?, ?, ?);
-- :add_reading
INSERT INTO reading (edition, extractor, version, kind, relevance, mentions) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (edition, extractor) DO NOTHING;
-- :find_reading
SELECT n FROM reading WHERE edition = ? AND extractor = ?;
-- :add_claim
INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING;
-- :add_decision
INSERT INTO decision (id, kind, report_a, mention_a, report_b, mention_b, author, at, note)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING;
-- :add_actor
INSERT INTO actor VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING;
-- :add_actor_name
INSERT INTO actor_name VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING;
-- :add_actor_claim
INSERT INTO actor_claim VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING;
-- :find_actor
SELECT 1 FROM actor WHERE id = ?;

-- ------------------------------------------------- from claims to what is derived

-- :set_trait
INSERT INTO trait (report, edition, reading, published)
SELECT e.report, e.n, r.n, e.published FROM edition e JOIN reading r ON r.edition = e.n
WHERE e.report = ?1
ORDER BY e.published IS NULL, e.published, e.second IS NULL, e.id, r.version DESC, r.extractor DESC LIMIT 1
ON CONFLICT (report) DO UPDATE SET edition = excluded.edition, reading = excluded.reading,
    published = excluded.published;
-- :first_trait
INSERT INTO trait (report, edition, reading, published) SELECT report, n, ?2, published FROM edition WHERE n = ?1;
-- :report_count
SELECT count(*) FROM report;
-- :reports_after
SELECT n FROM report WHERE n > ? ORDER BY n LIMIT ?;
-- :load_report
SELECT r.n, r.id, r.publisher, r.url, r.text, e.day, e.second, e.offset, e.title, e.language, e.members,
    g.n, g.extractor, g.kind, g.relevance, g.mentions, t.published, t.unit, d.bytes, e.n,
    (SELECT max(ifnull(published, 9223372036854775807)) FROM edition WHERE report = r.n)
FROM report r JOIN trait t ON t.report = r.n JOIN edition e ON e.n = t.edition
    JOIN reading g ON g.n = t.reading LEFT JOIN digest d ON d.report = r.n
WHERE r.n = ?;
-- :load_reading
SELECT r.n, r.id, r.publisher, r.url, r.text, e.day, e.second, e.offset, e.title, e.language, e.members,
    g.n, g.extractor, g.kind, g.relevance, g.mentions, e.published, NULL, NULL, e.n, e.published
FROM reading g JOIN edition e ON e.n = g.edition JOIN report r ON r.n = e.report WHERE g.n = ?;
-- :readings_of
SELECT g.n FROM edition e JOIN reading g ON g.edition = e.n WHERE e.report = ? ORDER BY e.n, g.n;
-- :unread_after
SELECT e.n, (SELECT g.n FROM reading g WHERE g.edition = e.n ORDER BY g.n LIMIT 1) FROM edition e
WHERE e.n > ?1 AND NOT EXISTS (SELECT 1 FROM reading g WHERE g.edition = e.n AND (g.extractor = ?2 OR g.extractor LIKE 'import:%'))
ORDER BY e.n LIMIT 1;
-- :load_names
SELECT DISTINCT m.name FROM report_name m JOIN edition e ON e.n = m.edition
WHERE m.report = ?1 AND (?2 IS NULL OR e.published <= ?2) AND (?3 IS NULL OR e.n = ?3) ORDER BY m.name;
-- :load_claims
SELECT * FROM claim WHERE reading = ? ORDER BY id;
-- :report_id
SELECT id FROM report WHERE n = ?;
-- :put_digest
INSERT INTO digest VALUES (?, ?) ON CONFLICT (report) DO UPDATE SET bytes = excluded.bytes;
-- :any_digest
SELECT bytes FROM digest LIMIT 1;
-- :get_digest
SELECT bytes FROM digest WHERE report = ?;
-- :put_key
INSERT INTO block VALUES (?, ?) ON CONFLICT DO NOTHING;
-- :drop_key
DELETE FROM block WHERE key = ? AND report = ?;
-- :of_key
SELECT report FROM block WHERE key = ? AND report <> ?;
-- :put_link
INSERT INTO link VALUES (?, ?) ON CONFLICT DO NOTHING;
-- :drop_links_from
DELETE FROM link WHERE a = ?;
-- :drop_links_to
DELETE FROM link WHERE (a, b) IN (SELECT b, a FROM link WHERE a = ?);
-- :links_of
SELECT b FROM link WHERE a = ?;
-- :set_unit
UPDATE trait SET unit = ?2 WHERE report = ?1;
-- :put_unit
INSERT INTO unit VALUES (?, ?) ON CONFLICT (n) DO UPDATE SET last = excluded.last;
-- :drop_unit
DELETE FROM unit WHERE n = ?;
-- :reports_of_unit
SELECT report FROM trait WHERE unit = ? ORDER BY report;
-- :decisions_of
SELECT kind, report_a, mention_a, report_b, mention_b, author, at FROM decision WHERE report_a = ?1
UNION SELECT kind, report_a, mention_a, report_b, mention_b, author, at FROM decision WHERE report_b = ?1
ORDER BY at;
-- :decisions
SELECT kind, report_a, mention_a, report_b, mention_b, author, at, note FROM decision ORDER BY at, id;
-- :decision_reports
SELECT a.n, b.n FROM decision d JOIN report a ON a.id = d.report_a JOIN report b ON b.id = d.report_b
WHERE d.kind = 'same' AND (d.report_a = ?1 OR d.report_b = ?1);

-- :incidents_of_unit
SELECT n, id, digest FROM incident WHERE unit = ?;
-- :drop_place
DELETE FROM incident_place WHERE incident = ?;
-- :drop_incident
DELETE FROM incident WHERE n = ?;
-- :put_incident
INSERT INTO incident (id, unit, story, latest, oldest, first, last, date_precision, type, subtype, stage,
    place, venue, admin1, country, place_precision, lat, lon, killed_low, killed_best, killed_high,
    wounded_low, wounded_best, wounded_high, killed, wounded, perpetrator, certainty, contested, reports,
    reports_all, first_seen, last_seen, changed, probability, digest, sequence)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
    ?, ?, ?);
-- :put_record
INSERT INTO record VALUES (?, ?);
-- :put_former
INSERT INTO former VALUES (?, ?) ON CONFLICT DO NOTHING;
-- :put_incident_report
INSERT INTO incident_report VALUES (?, ?, ?) ON CONFLICT DO NOTHING;
-- :put_incident_actor
INSERT INTO incident_actor VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING;
-- :put_revision
INSERT INTO revision VALUES (?, ?, ?, ?);
-- :put_place
INSERT INTO incident_place VALUES (?1, ?2, ?2, ?3, ?3);
-- :sequence
SELECT sequence FROM state;
-- :next_sequence
UPDATE state SET sequence = sequence + 1;

-- ---------------------------------------------------------------------- reading

-- `story` is nearly always 0: with a + before it no index is chosen for its sake.
-- :list_select
SELECT i.id, i.type, i.subtype, i.stage, i.first, i.last, i.date_precision, i.place, i.venue, i.admin1,
    i.country, i.place_precision, i.lat, i.lon, i.killed_low, i.killed_best, i.killed_high,
    i.wounded_low, i.wounded_best, i.wounded_high, i.perpetrator, i.certainty, i.contested, i.reports,
    i.reports_all, i.first_seen, i.last_seen, i.probability, r.json, i.unit, i.latest, i.oldest,
    -i.changed, -i.killed, -i.reports
FROM incident i JOIN record r ON r.incident = i.n WHERE +i.story <= :stories
-- :list_each
SELECT i.id, i.type, i.subtype, i.stage, i.first, i.last, i.date_precision, i.place, i.venue, i.admin1,
    i.country, i.place_precision, i.lat, i.lon, i.killed_low, i.killed_best, i.killed_high,
    i.wounded_low, i.wounded_best, i.wounded_high, i.perpetrator, i.certainty, i.contested, i.reports,
    i.reports_all, i.first_seen, i.last_seen, i.probability, '' AS json
FROM incident i WHERE +i.story <= :stories
-- :list_points
SELECT i.n, i.lat, i.lon, i.country, i.place_precision FROM incident i WHERE +i.story <= :stories
-- :list_count
SELECT count(*) FROM incident i WHERE +i.story <= :stories
-- :list_units
SELECT i.id, i.unit FROM incident i WHERE +i.story <= :stories
-- :list_by_type
SELECT i.type AS value, count(*), sum(max(i.killed, 0)) FROM incident i WHERE +i.story <= :stories
-- :list_by_country
SELECT i.country AS value, count(*), sum(max(i.killed, 0)) FROM incident i WHERE +i.story <= :stories
-- :list_by_stage
SELECT i.stage AS value, count(*), sum(max(i.killed, 0)) FROM incident i WHERE +i.story <= :stories
-- :list_by_day
SELECT coalesce(date(i.first * 86400, 'unixepoch'), '') AS value, count(*), sum(max(i.killed, 0)) FROM incident i WHERE +i.story <= :stories
-- :list_by_month
SELECT coalesce(strftime('%Y-%m', i.first * 86400, 'unixepoch'), '') AS value, count(*), sum(max(i.killed, 0)) FROM incident i WHERE +i.story <= :stories
-- :list_by_year
SELECT coalesce(strftime('%Y', i.first * 86400, 'unixepoch'), '') AS value, count(*), sum(max(i.killed, 0)) FROM incident i WHERE +i.story <= :stories
-- :list_where_type
AND i.type IN (SELECT value FROM json_each(:type))
-- :list_where_stage
AND i.stage IN (SELECT value FROM json_each(:stage))
-- :list_where_country
AND i.country IN (SELECT value FROM json_each(:country))
-- :list_where_place
AND (i.place = :place COLLATE NOCASE OR i.admin1 = :place COLLATE NOCASE OR i.venue = :place COLLATE NOCASE)
-- :list_where_from
AND coalesce(i.last, i.first) >= :from
-- :list_where_to
AND coalesce(i.first, i.last) <= :to
-- :list_where_actor
AND i.n IN (SELECT incident FROM incident_actor WHERE actor = :actor
    UNION SELECT incident FROM incident_actor WHERE name = :actor COLLATE NOCASE
    UNION SELECT a.incident FROM incident_actor a JOIN actor_name o ON o.actor = a.actor WHERE o.name = :actor COLLATE NOCASE
    UNION SELECT a.incident FROM actor_claim o
        JOIN incident_actor a ON a.name = o.value COLLATE NOCASE AND substr(a.actor, 1, 1) = '~'
        WHERE o.field = 'name' AND o.actor IN (
            SELECT actor FROM actor_claim WHERE field = 'name' AND actor = :actor
            UNION SELECT actor FROM actor_claim WHERE field = 'name' AND value = :actor COLLATE NOCASE))
-- :list_where_text
AND i.n IN (SELECT x.incident FROM words w JOIN edition e ON e.n = w.rowid
    JOIN trait t ON t.report = e.report AND t.edition = e.n JOIN incident_report x ON x.report = t.report
    WHERE words MATCH :text)
-- :list_where_report
AND i.n IN (SELECT incident FROM incident_report WHERE report = :report)
-- :list_where_box
AND i.n IN (SELECT incident FROM incident_place WHERE west <= :east AND east >= :west AND south <= :north
    AND north >= :south)
-- :list_where_box_wide
AND i.lat BETWEEN :south AND :north AND i.lon BETWEEN :west AND :east
-- :list_where_box_wrapped
AND i.n IN (SELECT incident FROM incident_place WHERE (west <= :east OR east >= :west) AND south <= :north
    AND north >= :south)
-- :list_where_circle
AND i.n IN (SELECT incident FROM incident_place WHERE south <= :circle_north AND north >= :circle_south
    AND (:circle_all OR (west <= :circle_east AND east >= :circle_west)
        OR (west <= :circle_east - 360 AND east >= :circle_west - 360)
        OR (west <= :circle_east + 360 AND east >= :circle_west + 360)))
AND 12742.02 * asin(min(1, sqrt(pow(sin(radians(i.lat - :lat) / 2), 2)
    + cos(radians(:lat)) * cos(radians(i.lat)) * pow(sin(radians(i.lon - :lon) / 2), 2)))) <= :radius
-- :list_where_killed
AND i.killed >= :killed
-- :list_where_wounded
AND i.wounded >= :wounded
-- :list_where_reports
AND i.reports >= :reports
-- :list_where_contested
AND i.contested = 1
-- :list_where_uncontested
AND i.contested = 0
-- :list_where_probability
AND i.probability >= :probability
-- :list_where_changed
AND i.sequence > :sequence
-- :list_after_latest
AND (i.latest, i.id) > (:key, :id)
-- :list_after_oldest
AND (i.oldest, i.id) > (:key, :id)
-- :list_after_changed
AND (i.changed, i.id) < (-:key, :id)
-- :list_after_killed
AND (i.killed, i.id) < (-:key, :id)
-- :list_after_support
AND (i.reports, i.id) < (-:key, :id)
-- :list_order_latest
ORDER BY i.latest, i.id
-- :list_order_oldest
ORDER BY i.oldest, i.id
-- :list_order_changed
ORDER BY i.changed DESC, i.id DESC
-- :list_order_killed
ORDER BY i.killed DESC, i.id DESC
-- :list_order_support
ORDER BY i.reports DESC, i.id DESC
-- :list_one
AND i.n = :n
-- :list_limit
LIMIT :limit
-- :list_group
GROUP BY 1 ORDER BY 1

-- :resolve_incident
SELECT id FROM incident WHERE id BETWEEN ?1 AND ?2
UNION SELECT i.id FROM former f JOIN incident i ON i.n = f.incident WHERE f.id BETWEEN ?1 AND ?2
LIMIT 3;
-- :resolve_exact
SELECT id FROM incident WHERE id = ?1;
-- :resolve_former
SELECT i.id FROM former f JOIN incident i ON i.n = f.incident WHERE f.id = ?1
ORDER BY i.oldest, i.id LIMIT 1;
-- :resolve_report
SELECT r.id FROM report r JOIN trait t ON t.report = r.n WHERE r.id BETWEEN ?1 AND ?2 LIMIT 2;
-- :resolve_report_name
SELECT r.id FROM report_name m JOIN report r ON r.n = m.report JOIN trait t ON t.report = r.n
WHERE m.name = ? ORDER BY t.published IS NULL, t.published DESC, r.id LIMIT 1;
-- :get_record
SELECT r.json, i.unit, i.n FROM incident i JOIN record r ON r.incident = i.n WHERE i.id = ?;
-- :get_revisions
SELECT v.json FROM incident i JOIN revision v ON v.incident = i.n WHERE i.id = ? ORDER BY v.n;
-- :get_members
SELECT x.report, x.mention FROM incident i JOIN incident_report x ON x.incident = i.n WHERE i.id = ?
ORDER BY x.report, x.mention;
-- :incidents_of_report
SELECT DISTINCT i.id FROM incident_report x JOIN incident i ON i.n = x.incident WHERE x.report = ? AND i.story = 0
ORDER BY i.oldest, i.id;
-- :diff
SELECT v.json FROM revision v JOIN incident i ON i.n = v.incident
WHERE v.instant > :from AND v.instant <= :to AND i.story = 0 ORDER BY v.instant, i.id, v.n;
-- :search
SELECT r.n, r.id AS report, e.title, e.day, e.second, e.offset, r.publisher, r.url, r.text
FROM words w JOIN edition e ON e.n = w.rowid JOIN trait t ON t.report = e.report AND t.edition = e.n
    JOIN report r ON r.n = e.report
WHERE words MATCH ?1 ORDER BY rank, r.id LIMIT ?2;
-- :latest_reports
SELECT r.n, r.id AS report, e.title, e.day, e.second, e.offset, r.publisher, r.url, r.text
FROM trait t JOIN edition e ON e.n = t.edition JOIN report r ON r.n = t.report
ORDER BY t.published DESC, r.id LIMIT ?1;
-- An actor that a dictionary names is also who reports call by one of these names and no table knows ('~').
-- :actors
WITH pair AS (
    SELECT actor, incident FROM incident_actor
    WHERE ?1 IS NULL OR actor IN (SELECT actor FROM incident_actor WHERE name LIKE ?1 ESCAPE '\'
        UNION SELECT id FROM actor WHERE name LIKE ?1 ESCAPE '\'
        UNION SELECT actor FROM actor_name WHERE name LIKE ?1 ESCAPE '\'
        UNION SELECT actor FROM actor_claim WHERE field = 'name' AND value LIKE ?1 ESCAPE '\')
    GROUP BY actor, incident
), entry AS (
    SELECT actor, value FROM actor_claim WHERE field = 'name' AND (?1 IS NULL
        OR actor IN (SELECT actor FROM actor_claim WHERE field = 'name' AND value LIKE ?1 ESCAPE '\'))
), both AS (
    SELECT actor, incident FROM pair
    UNION ALL SELECT DISTINCT e.actor, x.incident
        FROM entry e JOIN incident_actor x ON x.name = e.value COLLATE NOCASE AND substr(x.actor, 1, 1) = '~'
        WHERE NOT EXISTS (SELECT 1 FROM incident_actor o WHERE o.actor = e.actor AND o.incident = x.incident)
    UNION ALL SELECT DISTINCT actor, NULL FROM entry
), top AS MATERIALIZED (
    SELECT b.actor, count(i.n) AS incidents, min(i.first) AS first, max(i.last) AS last, count(*) - count(b.incident) AS told
    FROM both b LEFT JOIN incident i INDEXED BY incident_when ON i.n = b.incident AND i.story = 0
    GROUP BY b.actor HAVING incidents > 0 OR told > 0 ORDER BY incidents DESC, b.actor LIMIT ?2
)
SELECT t.actor,
    coalesce(a.name, (SELECT value FROM actor_claim WHERE actor = t.actor AND field = 'name'
            ORDER BY source, line, length(value) DESC, value LIMIT 1),
        (SELECT max(name) FROM incident_actor WHERE actor = t.actor)) AS name,
    coalesce(nullif(a.kind, ''), (SELECT kind FROM actor_claim WHERE actor = t.actor AND field = 'affiliation'
            AND kind <> '' ORDER BY last = '' DESC, last DESC, first DESC, source, line, value LIMIT 1),
        (SELECT max(kind) FROM incident_actor WHERE actor = t.actor), '') AS kind,
    coalesce(nullif(a.country, ''), (SELECT country FROM actor_claim WHERE actor = t.actor AND field = 'affiliation'
            AND country <> '' ORDER BY last = '' DESC, last DESC, first DESC, source, line, value LIMIT 1), '') AS country,
    t.incidents, date(t.first * 86400, 'unixepoch') AS first, date(t.last * 86400, 'unixepoch') AS last,
    coalesce((SELECT group_concat(source, ', ') FROM (SELECT DISTINCT source FROM actor_claim WHERE actor = t.actor
        ORDER BY source)), '') AS source
FROM top t LEFT JOIN actor a ON a.id = t.actor ORDER BY t.incidents DESC, t.actor;
-- :find_actor_key
SELECT actor FROM (
    SELECT actor, 0 AS rank FROM incident_actor WHERE actor = ?1
    UNION SELECT id, 0 FROM actor WHERE id = ?1
    UNION SELECT actor, 0 FROM actor_claim WHERE actor = ?1
    UNION SELECT id, 1 FROM actor WHERE name = ?1 COLLATE NOCASE
    UNION SELECT actor, 2 FROM actor_name WHERE name = ?1 COLLATE NOCASE
    UNION SELECT actor, 3 FROM actor_claim WHERE field = 'name' AND value = ?1 COLLATE NOCASE
    UNION SELECT actor, 4 FROM incident_actor WHERE name = ?1 COLLATE NOCASE)
ORDER BY rank, actor LIMIT 1;
-- :actor_keys
SELECT json_group_array(actor) FROM (SELECT ?1 AS actor
    UNION SELECT x.actor FROM actor_claim c JOIN incident_actor x ON x.name = c.value COLLATE NOCASE
    WHERE c.actor = ?1 AND c.field = 'name' AND substr(x.actor, 1, 1) = '~');
-- :actor_told
SELECT coalesce((SELECT value FROM actor_claim WHERE actor = ?1 AND field = 'name'
        ORDER BY source, line, length(value) DESC, value LIMIT 1), ''),
    coalesce((SELECT kind FROM actor_claim WHERE actor = ?1 AND field = 'affiliation' AND kind <> ''
        ORDER BY last = '' DESC, last DESC, first DESC, source, line, value LIMIT 1), ''),
    coalesce((SELECT country FROM actor_claim WHERE actor = ?1 AND field = 'affiliation' AND country <> ''
        ORDER BY last = '' DESC, last DESC, first DESC, source, line, value LIMIT 1), '');
-- :actor_row
SELECT id, name, kind, country, parent, first, last FROM actor WHERE id = ?;
-- :actor_parent
SELECT name FROM actor WHERE id = ?;
-- :actor_names
SELECT * FROM (SELECT name, first, last, '' AS source, NULL AS line, '' AS evidence FROM actor_name WHERE actor = ?1
    UNION ALL SELECT value, first, last, source, min(line), evidence FROM actor_claim WHERE actor = ?1 AND field = 'name'
    GROUP BY value, first, last, source)
ORDER BY source, line, first, iif(line IS NULL, 0, -length(name)), name, last;
-- :actor_affiliations
SELECT value AS code, kind, country, first, last, source, min(line) AS line, evidence FROM actor_claim
WHERE actor = ?1 AND field = 'affiliation' GROUP BY value, kind, country, first, last, source
ORDER BY source, first, last, code;
-- In what follows ? is a list: actor_keys.
-- :actor_written
SELECT name, count(DISTINCT incident) AS incidents FROM incident_actor WHERE actor IN (SELECT value FROM json_each(?))
    AND name <> '' GROUP BY name ORDER BY incidents DESC, name LIMIT 50;
-- :actor_kind
SELECT kind FROM incident_actor WHERE actor IN (SELECT value FROM json_each(?)) GROUP BY kind
ORDER BY count(*) DESC, kind LIMIT 1;
-- :actor_roles
SELECT role, stance, count(DISTINCT incident) AS incidents FROM incident_actor
WHERE actor IN (SELECT value FROM json_each(?)) GROUP BY role, stance ORDER BY role, incidents DESC, stance;
-- :actor_incidents
SELECT lower(hex(i.id)) AS id, i.type, date(i.first * 86400, 'unixepoch') AS start, i.place, i.country,
    nullif(i.killed, -1) AS killed, group_concat(DISTINCT x.role) AS roles, min(x.stance) AS certainty
FROM incident_actor x JOIN incident i ON i.n = x.incident
WHERE x.actor IN (SELECT value FROM json_each(?)) AND i.story = 0
GROUP BY i.n ORDER BY i.latest, i.id LIMIT 200;
-- :actor_relations
SELECT o.actor, max(o.name) AS name, group_concat(DISTINCT x.role) AS as_roles,
    group_concat(DISTINCT o.role) AS their_roles, count(DISTINCT x.incident) AS incidents,
    date(min(i.first) * 86400, 'unixepoch') AS first, date(max(i.last) * 86400, 'unixepoch') AS last
FROM incident_actor x JOIN incident_actor o ON o.incident = x.incident
    AND o.actor NOT IN (SELECT value FROM json_each(?1))
    JOIN incident i ON i.n = x.incident
WHERE x.actor IN (SELECT value FROM json_each(?1)) AND i.story = 0
GROUP BY o.actor ORDER BY incidents DESC, o.actor LIMIT 100;

-- ------------------------------------------------------------------------- care

-- :clear_derived
DELETE FROM incident_place;
-- :clear_incident
DELETE FROM incident;
-- :clear_trait
DELETE FROM trait;
-- :clear_block
DELETE FROM block;
-- :clear_link
DELETE FROM link;
-- :clear_digest
DELETE FROM digest;
-- :clear_unit
DELETE FROM unit;
-- :stats
SELECT (SELECT count(*) FROM report) AS reports, (SELECT count(*) FROM edition) AS editions,
    (SELECT count(*) FROM reading) AS readings, (SELECT count(*) FROM claim) AS claims,
    (SELECT count(*) FROM decision) AS decisions, (SELECT count(*) FROM incident WHERE story = 0) AS incidents,
    (SELECT count(*) FROM incident WHERE story = 1) AS stories,
    (SELECT count(*) FROM incident WHERE contested = 1 AND story = 0) AS contested,
    (SELECT count(*) FROM revision) AS revisions, (SELECT count(*) FROM actor) AS actors,
    (SELECT count(*) FROM actor_claim) AS actor_claims,
    (SELECT count(*) FROM block) AS keys, (SELECT count(*) / 2 FROM link) AS links,
    (SELECT max(n) FROM (SELECT count(*) AS n FROM trait GROUP BY unit)) AS largest_unit,
    (SELECT sum(length(text)) FROM report) AS characters,
    (SELECT date(min(published), 'unixepoch') FROM trait) AS first_published,
    (SELECT date(max(published), 'unixepoch') FROM trait) AS last_published,
    (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size) AS bytes,
    (SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size) AS bytes_unused,
    (SELECT sequence FROM state) AS sequence, (SELECT user_version FROM pragma_user_version) AS format;
-- :integrity
PRAGMA integrity_check(20);
-- :foreign_keys
SELECT "table", rowid, parent FROM pragma_foreign_key_check LIMIT 20;
-- :words_check
SELECT count(*) FROM edition WHERE n NOT IN (SELECT id FROM words_docsize);
-- :orphans
SELECT 'report without an edition', count(*) FROM report WHERE n NOT IN (SELECT report FROM edition)
UNION ALL SELECT 'edition without a reading', count(*) FROM edition WHERE n NOT IN (SELECT edition FROM reading)
UNION ALL SELECT 'report that is not folded', count(*) FROM report WHERE n NOT IN (SELECT report FROM trait WHERE unit IS NOT NULL);

-- The set as JSON lines, and back.

-- :dump_report
SELECT json_object('report', json_object('id', lower(hex(r.id)), 'publisher', r.publisher, 'url', r.url,
    'text', r.text,
    'editions', (SELECT json_group_array(json(x)) FROM (SELECT json_object('id', printf('%016x', e.id),
        'day', e.day, 'second', e.second, 'offset', e.offset, 'title', e.title, 'language', e.language,
        'members', e.members,
        'names', (SELECT json_group_array(name) FROM (SELECT name FROM report_name WHERE report = r.n
            AND edition = e.n ORDER BY name)),
        'readings', (SELECT json_group_array(json(y)) FROM (SELECT json_object('extractor', g.extractor,
            'version', g.version, 'kind', g.kind, 'relevance', g.relevance, 'mentions', g.mentions,
            'claims', (SELECT json_group_array(json(z)) FROM (SELECT json_array(lower(hex(c.id)), c.mention,
                c.field, c.stance, c.actuality, c.probability, c.in_title, c.span_begin, c.span_end, c.stated,
                c.source, c.source_actor, c.source_class, c.code, c.name, c.actor, c.kind, c.description,
                c.effect, c.nationality, c.other, c.age, c.gender, c.was, c.low, c.best, c.high, c.first,
                c.last, c.precision, c.place, c.admin1, c.admin2, c.country, c.place_precision, c.geonameid,
                c.lat, c.lon, c.radius, c.population) AS z FROM claim c WHERE c.reading = g.n ORDER BY c.id))) AS y
            FROM reading g WHERE g.edition = e.n ORDER BY g.extractor))) AS x
        FROM edition e WHERE e.report = r.n ORDER BY printf('%016x', e.id)))))
FROM report r WHERE r.n = ?;
-- :dump_next
SELECT n, id FROM report WHERE id > ? ORDER BY id LIMIT 1;
-- :dump_decisions
SELECT json_object('decision', json_object('id', lower(hex(id)), 'kind', kind, 'report_a', lower(hex(report_a)),
    'mention_a', mention_a, 'report_b', lower(hex(report_b)), 'mention_b', mention_b, 'author', author,
    'at', at, 'note', note)) FROM decision ORDER BY id;
-- :dump_actors
SELECT json_object('actor', json_object('id', a.id, 'name', a.name, 'kind', a.kind, 'country', a.country,
    'parent', a.parent, 'first', a.first, 'last', a.last,
    'names', (SELECT json_group_array(json_array(name, first, last)) FROM (SELECT name, first, last
        FROM actor_name WHERE actor = a.id ORDER BY name, first, last)))) FROM actor a ORDER BY a.id;
-- :dump_actor_claims
SELECT json_object('actor_claim', json_object('id', lower(hex(id)), 'actor', actor, 'field', field, 'value', value,
    'kind', kind, 'country', country, 'first', first, 'last', last, 'source', source, 'line', line,
    'evidence', evidence)) FROM actor_claim ORDER BY id;

-- ---------------------------------------------------- as it was known at an instant
-- Units whose reports were all published by then are as they are; the others are folded anew.

-- :then_traits
INSERT INTO temp.trait SELECT report, edition, reading, published, unit FROM main.trait WHERE published <= ?;
-- :then_incidents
INSERT INTO temp.incident SELECT * FROM main.incident WHERE unit IN (SELECT n FROM unit WHERE last <= ?);
-- :then_records
INSERT INTO temp.record SELECT * FROM main.record WHERE incident IN (SELECT n FROM temp.incident);
-- :then_former
INSERT INTO temp.former SELECT * FROM main.former WHERE incident IN (SELECT n FROM temp.incident);
-- :then_reports
INSERT INTO temp.incident_report SELECT * FROM main.incident_report WHERE incident IN (SELECT n FROM temp.incident);
-- :then_actors
INSERT INTO temp.incident_actor SELECT * FROM main.incident_actor WHERE incident IN (SELECT n FROM temp.incident);
-- :then_revisions
INSERT INTO temp.revision SELECT * FROM main.revision WHERE incident IN (SELECT n FROM temp.incident);
-- :then_places
INSERT INTO temp.incident_place SELECT * FROM main.incident_place WHERE incident IN (SELECT n FROM temp.incident);
-- :then_straddling
SELECT DISTINCT t.unit FROM temp.trait t JOIN unit u ON u.n = t.unit WHERE u.last > ? ORDER BY t.unit;
-- :then_reading
SELECT coalesce(max(n), 0) FROM reading;
-- :then_decision
SELECT coalesce(max(n), 0) FROM decision;
-- :then_moved
SELECT EXISTS (SELECT 1 FROM reading r JOIN edition e ON e.n = r.edition WHERE r.n > ?1 AND e.published <= ?3)
    OR EXISTS (SELECT 1 FROM decision WHERE n > ?2);
-- :any_decision
SELECT EXISTS (SELECT 1 FROM decision);

-- ----------------------------------------------------------- merging, verifying

-- :all_actors
SELECT id, name, kind, country, parent, first, last FROM actor ORDER BY id;
-- :all_actor_names
SELECT actor, name, first, last FROM actor_name ORDER BY actor, name, first, last;
-- :all_actor_claims
SELECT id, actor, field, value, kind, country, first, last, source, line, evidence FROM actor_claim ORDER BY id;
-- :all_digests
SELECT id, digest FROM incident ORDER BY id;
-- :all_records
SELECT i.id, r.json FROM incident i JOIN record r ON r.incident = i.n ORDER BY i.id;
-- :find_digest
SELECT 1 FROM incident WHERE id = ? AND digest = ?;
-- :find_incident
SELECT 1 FROM incident WHERE id = ?;
-- :find_record
SELECT 1 FROM incident i JOIN record r ON r.incident = i.n WHERE i.id = ? AND r.json = ?;

-- :put_feed
INSERT INTO feed VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value;
-- :drop_feed
DELETE FROM feed WHERE name = ?;
-- :all_feeds
SELECT name, value FROM feed ORDER BY name;
-- :get_feed
SELECT name, value FROM feed WHERE name = ?;
-- :put_watch
INSERT INTO watch VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value;
-- :drop_watch
DELETE FROM watch WHERE name = ?;
-- :all_watches
SELECT name, value FROM watch ORDER BY name;
-- :get_watch
SELECT name, value FROM watch WHERE name = ?;

-- A line of a dump goes in whole or not at all.

-- :savepoint
SAVEPOINT line;
-- :rollback_to
ROLLBACK TO line;
-- :release
RELEASE line;
-- :is_json
SELECT json_valid(?);
