-- What the fold needs to find its way; computed from the claims, like derived.sql, but the same at
-- every instant, so it is made once.

CREATE TABLE digest (           -- by what reports are compared (fuse/fold.h)
    report INTEGER PRIMARY KEY,
    bytes  BLOB NOT NULL
) STRICT;
CREATE TABLE block (            -- where to look for other reports of the same incident
    key    INTEGER NOT NULL,
    report INTEGER NOT NULL,
    PRIMARY KEY (key, report)
) STRICT, WITHOUT ROWID;
CREATE TABLE link (             -- reports that may tell of one happening; both ways
    a INTEGER NOT NULL,
    b INTEGER NOT NULL,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE TABLE unit (             -- reports that links connect; named by the smallest
    n    INTEGER PRIMARY KEY,
    last INTEGER NOT NULL       -- latest instant of a report or decision in it; unknown: largest
) STRICT;
CREATE TABLE state (            -- one row
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    sequence INTEGER NOT NULL   -- of the last change of the incidents
) STRICT;
INSERT INTO state VALUES (1, 0);
