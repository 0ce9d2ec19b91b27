-- The ledger's file, format 3.  See docs/format-ledger.md.
--
-- What is kept for ever: report, report_name, edition, reading, claim, actor_claim, decision.  They only grow;
-- triggers refuse everything else.  Identity is content: an id is a hash of what it names, so
-- inserting is "if absent", and two ledgers merge by inserting.
--   n     a number of this file only, never shown and never exported
--   id    16 bytes of a hash; shown as 32 hex digits
-- What can be computed anew from these stands in derived.sql.
-- Instants are seconds of UTC since 1970; a day without time counts as its first second.

CREATE TABLE report (          -- one text at one place
    n         INTEGER PRIMARY KEY,
    id        BLOB NOT NULL UNIQUE CHECK (length(id) = 16), -- of publisher, url, text
    publisher TEXT NOT NULL,
    url       TEXT NOT NULL,   -- canonical; '' none
    text      TEXT NOT NULL,
    text_hash INTEGER NOT NULL -- the same text elsewhere is a copy
) STRICT;
CREATE INDEX report_url ON report (url, publisher) WHERE url <> '';
CREATE INDEX report_text ON report (text_hash);

CREATE TABLE edition (         -- what was told about a report beside its text
    n          INTEGER PRIMARY KEY,
    report     INTEGER NOT NULL REFERENCES report (n),
    id         INTEGER NOT NULL, -- hash of what follows
    day        INTEGER,        -- published: days since 1970-01-01, local; NULL unknown
    second     INTEGER CHECK (second BETWEEN 0 AND 86400), -- of that day; NULL not told
    offset     INTEGER CHECK (offset BETWEEN -1440 AND 1440), -- minutes east of UTC; NULL not told
    published  INTEGER,        -- the instant of the three; NULL unknown
    title      TEXT NOT NULL,
    language   TEXT NOT NULL,
    members    TEXT NOT NULL,  -- further members as one JSON object; '' none
    UNIQUE (report, id)
) STRICT;

CREATE TABLE report_name (     -- what the callers who told an edition call the report
    report  INTEGER NOT NULL REFERENCES report (n),
    name    TEXT NOT NULL,
    edition INTEGER NOT NULL REFERENCES edition (n),
    PRIMARY KEY (report, name, edition)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_name_name ON report_name (name);

CREATE TABLE reading (         -- what one version of the extractor made of an edition
    n         INTEGER PRIMARY KEY,
    edition   INTEGER NOT NULL REFERENCES edition (n),
    extractor TEXT NOT NULL,
    version   INTEGER NOT NULL, -- the number that `extractor` ends in
    kind      TEXT NOT NULL,
    relevance INTEGER NOT NULL CHECK (relevance BETWEEN 0 AND 1000), -- thousandths
    mentions  INTEGER NOT NULL CHECK (mentions >= 0),
    UNIQUE (edition, extractor)
) STRICT;

CREATE TABLE claim (
    reading     INTEGER NOT NULL REFERENCES reading (n),
    id          BLOB NOT NULL CHECK (length(id) = 16),
    mention     INTEGER NOT NULL,
    field       TEXT NOT NULL,
    stance      TEXT NOT NULL,
    actuality   TEXT NOT NULL,
    probability INTEGER NOT NULL CHECK (probability BETWEEN 0 AND 1000), -- thousandths
    in_title    INTEGER NOT NULL CHECK (in_title IN (0, 1)),
    span_begin  INTEGER NOT NULL,
    span_end    INTEGER NOT NULL CHECK (span_end >= span_begin),
    stated      INTEGER,       -- day
    source      TEXT, source_actor TEXT, source_class TEXT NOT NULL, -- who says it
    code TEXT, name TEXT, actor TEXT, kind TEXT, description TEXT, effect TEXT,
    nationality TEXT, other TEXT, age TEXT, gender TEXT, was TEXT,
    low INTEGER, best INTEGER, high INTEGER,                         -- count
    first INTEGER, last INTEGER, precision TEXT,                     -- period, days
    place TEXT, admin1 TEXT, admin2 TEXT, country TEXT, place_precision TEXT,
    geonameid INTEGER, lat INTEGER, lon INTEGER,                     -- millionths of a degree
    radius INTEGER, population INTEGER,                              -- metres
    PRIMARY KEY (reading, id)
) STRICT, WITHOUT ROWID;

-- What people decided: a claim like any other, with an author.
--   same   mentions `a` and `b` are of one incident
--   split  they are not
-- A later decision about the same pair stands for the earlier.
CREATE TABLE decision (
    n         INTEGER PRIMARY KEY,
    id        BLOB NOT NULL UNIQUE CHECK (length(id) = 16), -- of what follows
    kind      TEXT NOT NULL CHECK (kind IN ('same', 'split')),
    report_a  BLOB NOT NULL CHECK (length(report_a) = 16),
    mention_a INTEGER NOT NULL,
    report_b  BLOB NOT NULL CHECK (length(report_b) = 16),
    mention_b INTEGER NOT NULL,
    author    TEXT NOT NULL CHECK (author <> ''),
    at        INTEGER NOT NULL,
    note      TEXT NOT NULL
) STRICT;
CREATE INDEX decision_a ON decision (report_a);
CREATE INDEX decision_b ON decision (report_b);

-- Who the actors of the claims are, as the extractor's tables had it.
CREATE TABLE actor (
    id      TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    kind    TEXT NOT NULL,
    country TEXT NOT NULL,
    parent  TEXT NOT NULL,
    first   TEXT NOT NULL, last TEXT NOT NULL -- years; '' open
) STRICT, WITHOUT ROWID;
CREATE TABLE actor_name (
    actor TEXT NOT NULL REFERENCES actor (id),
    name  TEXT NOT NULL,
    first TEXT NOT NULL, last TEXT NOT NULL,
    PRIMARY KEY (actor, name, first, last)
) STRICT, WITHOUT ROWID;

-- What dictionaries of actors say (`sitrep import`): each row a line of a file that says so.
CREATE TABLE actor_claim (
    id       BLOB PRIMARY KEY CHECK (length(id) = 16), -- of what follows
    actor    TEXT NOT NULL CHECK (actor <> ''), -- the entry's first name as ids of the table actor are made
    field    TEXT NOT NULL CHECK (field IN ('name', 'affiliation')),
    value    TEXT NOT NULL, -- a name; a code such as AFGGOV
    kind     TEXT NOT NULL, country TEXT NOT NULL, -- what a code means; '' not known
    first    TEXT NOT NULL, last TEXT NOT NULL, -- ISO day, month or year; '' open
    source   TEXT NOT NULL, -- who says it: the file's name
    line     INTEGER NOT NULL CHECK (line > 0), -- of the file
    evidence TEXT NOT NULL  -- the line itself
) STRICT, WITHOUT ROWID;
CREATE INDEX actor_claim_actor ON actor_claim (actor, field);
CREATE INDEX actor_claim_value ON actor_claim (field, value COLLATE NOCASE);

-- Not part of the set: what the sources and the alerts of this installation keep.
CREATE TABLE feed (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL             -- JSON
) STRICT, WITHOUT ROWID;
CREATE TABLE watch (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL             -- JSON
) STRICT, WITHOUT ROWID;

-- Titles and texts by words; rowid is edition.n.
CREATE VIRTUAL TABLE words USING fts5 (title, text, content='', tokenize='unicode61 remove_diacritics 2');

-- Append-only by construction.
CREATE TRIGGER report_no_update BEFORE UPDATE ON report BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows: reports are never changed or deleted');
END;
CREATE TRIGGER report_no_delete BEFORE DELETE ON report BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows: reports are never changed or deleted');
END;
CREATE TRIGGER report_name_no_update BEFORE UPDATE ON report_name BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows: report names are never changed or deleted');
END;
CREATE TRIGGER report_name_no_delete BEFORE DELETE ON report_name BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows: report names are never changed or deleted');
END;
CREATE TRIGGER edition_no_update BEFORE UPDATE ON edition BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows: editions are never changed or deleted');
END;
CREATE TRIGGER edition_no_delete BEFORE DELETE ON edition BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows: editions are never changed or deleted');
END;
CREATE TRIGGER reading_no_update BEFORE UPDATE ON reading BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows: readings are never changed or deleted');
END;
CREATE TRIGGER reading_no_delete BEFORE DELETE ON reading BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows: readings are never changed or deleted');
END;
CREATE TRIGGER claim_no_update BEFORE UPDATE ON claim BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows: claims are never changed or deleted');
END;
CREATE TRIGGER claim_no_delete BEFORE DELETE ON claim BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows: claims are never changed or deleted');
END;
CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows: decisions are never changed or deleted');
END;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows: decisions are never changed or deleted');
END;
CREATE TRIGGER actor_claim_no_update BEFORE UPDATE ON actor_claim BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows: claims are never changed or deleted');
END;
CREATE TRIGGER actor_claim_no_delete BEFORE DELETE ON actor_claim BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows: claims are never changed or deleted');
END;
