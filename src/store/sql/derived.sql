-- What is computed from the claims and can be computed anew (`sitrep rebuild`).  Made twice: in the
-- ledger, and as temporary tables of a connection that looks at an earlier instant; temporary
-- tables stand before those of the file, so the same questions are asked of both.  @ is the schema.

CREATE TABLE @.trait (          -- what stands for a report
    report    INTEGER PRIMARY KEY,
    edition   INTEGER NOT NULL, -- the first published one
    reading   INTEGER NOT NULL, -- by the newest extractor
    published INTEGER,          -- instant of that edition; NULL unknown
    unit      INTEGER           -- what is folded together: its smallest report; NULL not folded yet
) STRICT;
CREATE INDEX @.trait_unit ON trait (unit);
CREATE INDEX @.trait_published ON trait (published);

CREATE TABLE @.incident (
    n               INTEGER PRIMARY KEY,
    id              BLOB NOT NULL UNIQUE,
    unit            INTEGER NOT NULL,
    story           INTEGER NOT NULL, -- no incident was read in it: only reports of one happening
    latest          INTEGER NOT NULL, -- first day, the latest least; unknown days last
    oldest          INTEGER NOT NULL, -- first day, the earliest least; unknown days last
    first           INTEGER, last INTEGER, date_precision TEXT NOT NULL, -- days
    type            TEXT NOT NULL, subtype TEXT NOT NULL, stage TEXT NOT NULL,
    place           TEXT NOT NULL, venue TEXT NOT NULL, admin1 TEXT NOT NULL, country TEXT NOT NULL,
    place_precision TEXT NOT NULL,
    lat REAL, lon REAL,
    killed_low INTEGER, killed_best INTEGER, killed_high INTEGER,
    wounded_low INTEGER, wounded_best INTEGER, wounded_high INTEGER,
    killed          INTEGER NOT NULL, -- best, else low; -1 unknown
    wounded         INTEGER NOT NULL,
    perpetrator     TEXT NOT NULL, certainty TEXT NOT NULL,
    contested       INTEGER NOT NULL,
    reports         INTEGER NOT NULL, -- independent ones
    reports_all     INTEGER NOT NULL,
    first_seen      TEXT NOT NULL, last_seen TEXT NOT NULL, -- ISO 8601; '' unknown
    changed         INTEGER NOT NULL, -- instant of the last report; 0 unknown
    probability     INTEGER NOT NULL, -- thousandths
    digest          INTEGER NOT NULL, -- of the record
    sequence        INTEGER NOT NULL  -- when this cache last changed
) STRICT;
CREATE INDEX @.incident_unit ON incident (unit);
CREATE INDEX @.incident_latest ON incident (latest, id);
CREATE INDEX @.incident_oldest ON incident (oldest, id);
CREATE INDEX @.incident_changed ON incident (changed, id);
CREATE INDEX @.incident_killed ON incident (killed, id);
CREATE INDEX @.incident_country ON incident (country, first);
CREATE INDEX @.incident_sequence ON incident (sequence);
CREATE INDEX @.incident_reports ON incident (reports, id);
-- Totals, filters and places are read from it alone, a third of the table.
CREATE INDEX @.incident_facet ON incident (story, type, country, stage, contested, first, last, killed, wounded,
    reports, probability, lat, lon, place_precision);

-- Who acts is counted from it alone.
CREATE INDEX @.incident_when ON incident (n, story, first, last);

CREATE TABLE @.record (         -- the incident as it is shown
    incident INTEGER PRIMARY KEY REFERENCES incident (n) ON DELETE CASCADE,
    json     TEXT NOT NULL
) STRICT;
CREATE TABLE @.former (         -- ids that lead to an incident, its own not among them
    id       BLOB NOT NULL,
    incident INTEGER NOT NULL REFERENCES incident (n) ON DELETE CASCADE,
    PRIMARY KEY (id, incident)
) STRICT, WITHOUT ROWID;
CREATE INDEX @.former_incident ON former (incident);
CREATE TABLE @.incident_report (
    incident INTEGER NOT NULL REFERENCES incident (n) ON DELETE CASCADE,
    report   INTEGER NOT NULL,
    mention  INTEGER NOT NULL,
    PRIMARY KEY (incident, report, mention)
) STRICT, WITHOUT ROWID;
CREATE INDEX @.incident_report_report ON incident_report (report);
CREATE TABLE @.incident_actor (
    incident INTEGER NOT NULL REFERENCES incident (n) ON DELETE CASCADE,
    actor    TEXT NOT NULL,     -- id in the actor table, else '~' and the folded name
    role     TEXT NOT NULL,     -- perpetrator, target, victim, speaker …
    name     TEXT NOT NULL,
    stance   TEXT NOT NULL,
    kind     TEXT NOT NULL,
    PRIMARY KEY (incident, actor, role, name, stance)
) STRICT, WITHOUT ROWID;
CREATE INDEX @.incident_actor_actor ON incident_actor (actor);
CREATE INDEX @.incident_actor_name ON incident_actor (name COLLATE NOCASE);
CREATE TABLE @.revision (
    incident INTEGER NOT NULL REFERENCES incident (n) ON DELETE CASCADE,
    n        INTEGER NOT NULL,  -- in order
    instant  INTEGER,           -- publication of the report that caused it; NULL unknown
    json     TEXT NOT NULL,
    PRIMARY KEY (incident, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX @.revision_instant ON revision (instant);
CREATE VIRTUAL TABLE @.incident_place USING rtree (incident, west, east, south, north);
