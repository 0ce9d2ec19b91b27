/* The SQLite engine; see db.h.
 *
 *   WAL, so that readers never wait; synchronous FULL, so that what was committed survives a power
 *   cut; foreign keys on; secure_delete off, since the set never deletes.
 *   PRAGMA application_id says that a file is ours, user_version its format.
 * SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "store/db.h"

#define APPLICATION_ID 0x53524C47 // "SRLG"
#define FORMAT 3
#define SHADOW_CACHE_KIB "49152" // of the tables of an earlier instant; what they need beyond it goes to a file
#define COMPOSED 32 // statements put together from pieces that are kept prepared
#define PIECES_MAX 24
#define BACKUP_PAGES 1024

typedef struct composed {
    sr_sql        pieces[PIECES_MAX];
    size_t        n;
    sqlite3_stmt *stmt;
} composed;

typedef struct sqlite_db {
    sr_db  db;
    sqlite3      *handle;
    char         *path;
    bool          read_only;
    sqlite3_stmt *stmts[SR_SQL_COUNT];
    composed      composed[COMPOSED];
    size_t        next_composed;
    bool          shadowed;
} sqlite_db;

static sqlite_db *of(sr_db *db) { return (sqlite_db *)db; }

/* ---- errors ---- */

static sr_status fail(sqlite_db *s, int rc, sr_error *err)
{
    static const struct {
        int         rc;
        sr_status   status;
        const char *text;
    } rows[] = {
        {SQLITE_NOMEM, SR_E_NOMEM, "out of memory"},
        {SQLITE_FULL, SR_E_IO, "the disk is full; the ledger is as it was before this step"},
        {SQLITE_BUSY, SR_E_IO, "another process is writing to the ledger; try again when it is done"},
        {SQLITE_LOCKED, SR_E_IO, "another process is writing to the ledger; try again when it is done"},
        {SQLITE_READONLY, SR_E_IO, "the ledger cannot be written: the file or its folder is read-only"},
        {SQLITE_CORRUPT, SR_E_CORRUPT,
         "the ledger is damaged; `sitrep db check` tells more, a backup or `sitrep db dump` may save it"},
        {SQLITE_NOTADB, SR_E_CORRUPT, "this file is no ledger of sitrep"},
        {SQLITE_CANTOPEN, SR_E_IO, "the ledger cannot be opened"},
    };
    for (size_t i = 0; i < SR_COUNT(rows); i++)
        if (rows[i].rc == (rc & 0xFF))
            return sr_error_set(err, rows[i].status, s->path, 0, "%s", rows[i].text);
    return sr_error_set(err, SR_E_IO, s->path, 0, "%s", s->handle ? sqlite3_errmsg(s->handle) : sqlite3_errstr(rc));
}

/* ---- running ---- */

static void bind_one(sqlite3_stmt *stmt, int at, const sr_cell *c)
{
    switch (c->kind) {
    case SR_CELL_NULL: (void)sqlite3_bind_null(stmt, at); break;
    case SR_CELL_INT: (void)sqlite3_bind_int64(stmt, at, c->i); break;
    case SR_CELL_REAL: (void)sqlite3_bind_double(stmt, at, c->r); break;
    case SR_CELL_TEXT:
        (void)sqlite3_bind_text64(stmt, at, c->s.ptr ? (const char *)c->s.ptr : "", c->s.len, SQLITE_STATIC,
                                  SQLITE_UTF8);
        break;
    case SR_CELL_BLOB:
        (void)sqlite3_bind_blob64(stmt, at, c->s.ptr ? (const void *)c->s.ptr : "", c->s.len, SQLITE_STATIC);
        break;
    }
}

static void bind(sqlite3_stmt *stmt, const sr_cell *args, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int at = args[i].name ? sqlite3_bind_parameter_index(stmt, args[i].name) : (int)i + 1;
        if (at)
            bind_one(stmt, at, &args[i]);
    }
}

static sr_cell column(sqlite3_stmt *stmt, int i)
{
    sr_cell c = {.name = sqlite3_column_name(stmt, i)};
    switch (sqlite3_column_type(stmt, i)) {
    case SQLITE_INTEGER: c.kind = SR_CELL_INT, c.i = sqlite3_column_int64(stmt, i); break;
    case SQLITE_FLOAT: c.kind = SR_CELL_REAL, c.r = sqlite3_column_double(stmt, i); break;
    case SQLITE_TEXT:
        c.kind = SR_CELL_TEXT;
        c.s.ptr = sqlite3_column_text(stmt, i);
        c.s.len = (size_t)sqlite3_column_bytes(stmt, i);
        break;
    case SQLITE_BLOB:
        c.kind = SR_CELL_BLOB;
        c.s.ptr = sqlite3_column_blob(stmt, i);
        c.s.len = (size_t)sqlite3_column_bytes(stmt, i);
        break;
    default: c.kind = SR_CELL_NULL; break;
    }
    return c;
}

/* The rows of a bound statement; SQLITE_DONE or an error. */
static int step_all(sqlite3_stmt *stmt, sr_on_cells *on_cells, void *payload)
{
    sr_cell cells[64];
    int     rc, n = sqlite3_column_count(stmt);
    if (n > (int)SR_COUNT(cells))
        return SQLITE_MISUSE;
    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        for (int i = 0; on_cells && i < n; i++)
            cells[i] = column(stmt, i);
        if (on_cells && !on_cells(payload, cells, (size_t)n))
            return SQLITE_DONE;
    }
    return rc;
}

static sqlite3_stmt *prepare_composed(sqlite_db *s, const sr_sql *pieces, size_t n, int *rc)
{
    for (size_t i = 0; i < COMPOSED; i++) {
        composed *c = &s->composed[i];
        if (c->stmt && c->n == n && memcmp(c->pieces, pieces, n * sizeof *pieces) == 0 &&
            !sqlite3_stmt_busy(c->stmt))
            return c->stmt;
    }
    sr_buf text = SR_BUF_INIT;
    for (size_t i = 0; i < n; i++) {
        sr_buf_put(&text, sr_str_c(sr_sql_text[pieces[i]]));
        sr_buf_byte(&text, ' ');
    }
    composed *c = &s->composed[s->next_composed++ % COMPOSED];
    sqlite3_finalize(c->stmt);
    c->stmt = NULL;
    *rc = text.failed ? SQLITE_NOMEM
                      : sqlite3_prepare_v3(s->handle, (const char *)text.ptr, (int)text.len,
                                           SQLITE_PREPARE_PERSISTENT, &c->stmt, NULL);
    c->n = n;
    memcpy(c->pieces, pieces, n * sizeof *pieces);
    sr_buf_free(&text);
    return c->stmt;
}

static sqlite3_stmt *prepare(sqlite_db *s, const sr_sql *pieces, size_t n, int *rc)
{
    *rc = SQLITE_OK;
    if (n > PIECES_MAX) {
        *rc = SQLITE_MISUSE;
        return NULL;
    }
    if (n > 1)
        return prepare_composed(s, pieces, n, rc);
    sqlite3_stmt **slot = &s->stmts[pieces[0]];
    if (!*slot)
        *rc = sqlite3_prepare_v3(s->handle, sr_sql_text[pieces[0]], -1, SQLITE_PREPARE_PERSISTENT, slot, NULL);
    return *slot;
}

static sr_status run(sr_db *db, const sr_sql *pieces, size_t n_pieces, const sr_cell *args,
                     size_t n_args, sr_on_cells *on_cells, void *payload, sr_error *err)
{
    sqlite_db    *s = of(db);
    int           rc;
    sqlite3_stmt *stmt = prepare(s, pieces, n_pieces, &rc), *own = NULL;
    if (stmt && sqlite3_stmt_busy(stmt)) { // asked again from within its own rows
        rc = sqlite3_prepare_v2(s->handle, sqlite3_sql(stmt), -1, &own, NULL);
        stmt = own;
    }
    if (!stmt)
        return fail(s, rc == SQLITE_OK ? SQLITE_MISUSE : rc, err);
    bind(stmt, args, n_args);
    rc = step_all(stmt, on_cells, payload);
    sr_status status = rc == SQLITE_DONE ? SR_OK : fail(s, rc, err);
    (void)sqlite3_reset(stmt);
    (void)sqlite3_clear_bindings(stmt);
    sqlite3_finalize(own);
    return status;
}

static sr_status exec(sqlite_db *s, const char *sql, sr_error *err)
{
    int rc = sqlite3_exec(s->handle, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? SR_OK : fail(s, rc, err);
}

static int64_t inserted(sr_db *db) { return sqlite3_last_insert_rowid(of(db)->handle); }
static bool    changed(sr_db *db) { return sqlite3_changes(of(db)->handle) > 0; }

/* ---- transactions ---- */

static sr_status begin(sr_db *db, bool write, sr_error *err)
{
    return exec(of(db), write ? "BEGIN IMMEDIATE" : "BEGIN", err);
}

static void rollback(sr_db *db)
{
    sqlite_db *s = of(db);
    for (size_t i = 0; i < SR_SQL_COUNT; i++)
        if (s->stmts[i])
            (void)sqlite3_reset(s->stmts[i]);
    for (size_t i = 0; i < COMPOSED; i++)
        if (s->composed[i].stmt)
            (void)sqlite3_reset(s->composed[i].stmt);
    if (!sqlite3_get_autocommit(s->handle))
        (void)sqlite3_exec(s->handle, "ROLLBACK", NULL, NULL, NULL);
}

static sr_status commit(sr_db *db, sr_error *err)
{
    sr_status status = exec(of(db), "COMMIT", err);
    if (status != SR_OK)
        rollback(db);
    return status;
}

/* ---- opening ---- */

static void finalize_all(sqlite_db *s)
{
    for (size_t i = 0; i < SR_SQL_COUNT; i++) {
        sqlite3_finalize(s->stmts[i]);
        s->stmts[i] = NULL;
    }
    for (size_t i = 0; i < COMPOSED; i++) {
        sqlite3_finalize(s->composed[i].stmt);
        s->composed[i].stmt = NULL;
    }
}

static void close_db(sr_db *db)
{
    sqlite_db *s = of(db);
    rollback(db);
    finalize_all(s);
    (void)sqlite3_close_v2(s->handle);
    free(s->path);
    free(s);
}

static int number(sqlite_db *s, const char *sql, int64_t *out)
{
    sqlite3_stmt *stmt = NULL;
    int           rc = sqlite3_prepare_v2(s->handle, sql, -1, &stmt, NULL);
    *out = 0;
    if (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        *out = sqlite3_column_int64(stmt, 0);
        rc = SQLITE_OK;
    }
    sqlite3_finalize(stmt);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* Run the text of derived.sql with its tables in a schema. */
static sr_status make_derived(sqlite_db *s, const char *schema, sr_error *err)
{
    sr_buf text = SR_BUF_INIT;
    for (sr_str rest = sr_str_c(sr_sql_derived); rest.len;) {
        sr_buf_put(&text, sr_str_cut(&rest, '@'));
        if (rest.ptr)
            sr_buf_put(&text, sr_str_c(schema));
    }
    sr_buf_byte(&text, 0);
    sr_status status = text.failed ? fail(s, SQLITE_NOMEM, err) : exec(s, (const char *)text.ptr, err);
    sr_buf_free(&text);
    return status;
}

static sr_status make_schema(sqlite_db *s, sr_error *err)
{
    char mark[96];
    (void)snprintf(mark, sizeof mark, "PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION_ID, FORMAT);
    sr_status status = exec(s, sr_sql_schema, err);
    if (status == SR_OK)
        status = make_derived(s, "main", err);
    if (status == SR_OK)
        status = exec(s, sr_sql_fold, err);
    return status == SR_OK ? exec(s, mark, err) : status;
}

/* migrations[v] brings a file from format v + 1 to v + 2. */
static const char *const migrations[FORMAT] = {
    "CREATE INDEX incident_reports ON incident (reports, id);"
    "CREATE INDEX incident_facet ON incident (story, type, country, stage, contested, first, last, killed, wounded,"
    " reports, probability, lat, lon, place_precision)",
    "CREATE INDEX incident_when ON incident (n, story, first, last);"
    "CREATE TABLE actor_claim (id BLOB PRIMARY KEY CHECK (length(id) = 16), actor TEXT NOT NULL CHECK (actor <> ''),"
    " field TEXT NOT NULL CHECK (field IN ('name', 'affiliation')), value TEXT NOT NULL, kind TEXT NOT NULL,"
    " country TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, source TEXT NOT NULL,"
    " line INTEGER NOT NULL CHECK (line > 0), evidence TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX actor_claim_actor ON actor_claim (actor, field);"
    "CREATE INDEX actor_claim_value ON actor_claim (field, value COLLATE NOCASE);"
    "CREATE TRIGGER actor_claim_no_update BEFORE UPDATE ON actor_claim BEGIN"
    " SELECT RAISE(ABORT, 'the ledger only grows: claims are never changed or deleted'); END;"
    "CREATE TRIGGER actor_claim_no_delete BEFORE DELETE ON actor_claim BEGIN"
    " SELECT RAISE(ABORT, 'the ledger only grows: claims are never changed or deleted'); END",
};

static sr_status migrate(sqlite_db *s, int64_t version, sr_error *err)
{
    char mark[64];
    for (int64_t v = version; v < FORMAT; v++) {
        sr_status status = exec(s, migrations[v - 1], err);
        if (status != SR_OK)
            return status;
    }
    (void)snprintf(mark, sizeof mark, "PRAGMA user_version = %d", FORMAT);
    return exec(s, mark, err);
}

static sr_status settle_format(sqlite_db *s, sr_error *err)
{
    int64_t application, version, tables;
    int     rc = number(s, "PRAGMA application_id", &application);
    if (rc == SQLITE_OK)
        rc = number(s, "PRAGMA user_version", &version);
    if (rc == SQLITE_OK)
        rc = number(s, "SELECT count(*) FROM sqlite_schema", &tables);
    if (rc != SQLITE_OK)
        return fail(s, rc, err);
    if (tables == 0 && application == 0 && !s->read_only)
        return make_schema(s, err);
    if (application != APPLICATION_ID)
        return sr_error_set(err, SR_E_CORRUPT, s->path, 0, "this file is no ledger of sitrep");
    if (version > FORMAT)
        return sr_error_set(err, SR_E_VERSION, s->path, 0,
                            "the ledger has format %d, this sitrep knows %d; use a newer sitrep", (int)version, FORMAT);
    if (version == FORMAT)
        return SR_OK;
    if (s->read_only)
        return sr_error_set(err, SR_E_VERSION, s->path, 0,
                            "the ledger has the older format %d; any command that writes brings it up to date",
                            (int)version);
    return migrate(s, version, err);
}

/* A ledger on a medium that cannot be written has no place for the files of WAL: read as it lies. */
static int open_handle(sqlite_db *s, const sr_db_options *options, bool immutable)
{
    int    flags = options->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    sr_buf uri = SR_BUF_INIT;
    if (options->create && !options->read_only)
        flags |= SQLITE_OPEN_CREATE;
    bool memory = strcmp(s->path, ":memory:") == 0;
    sr_buf_put(&uri, memory ? SR_STR("") : SR_STR("file:"));
    for (const char *c = s->path; *c; c++)
        if (strchr("?#%", *c))
            sr_buf_printf(&uri, "%%%02X", (unsigned)(unsigned char)*c);
        else
            sr_buf_byte(&uri, (uint8_t)*c);
    sr_buf_put(&uri, immutable ? SR_STR("?immutable=1") : SR_STR(""));
    sr_buf_byte(&uri, 0);
    int rc = uri.failed ? SQLITE_NOMEM
                        : sqlite3_open_v2((const char *)uri.ptr, &s->handle,
                                          flags | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX, NULL);
    sr_buf_free(&uri);
    return rc;
}

static sr_status configure(sqlite_db *s, const sr_db_options *options, sr_error *err)
{
    char cache[64];
    int64_t ignored;
    (void)sqlite3_busy_timeout(s->handle, (int)options->busy_ms);
    (void)sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)snprintf(cache, sizeof cache, "PRAGMA cache_size = -%u", options->cache_mb * 1024);
    sr_status status = exec(s, cache, err);
    if (status == SR_OK)
        status = exec(s, "PRAGMA foreign_keys = ON; PRAGMA secure_delete = OFF; PRAGMA trusted_schema = OFF", err);
    if (status != SR_OK || options->read_only)
        return status;
    int rc = number(s, "PRAGMA journal_mode = WAL", &ignored);
    if (rc != SQLITE_OK)
        return fail(s, rc, err);
    return exec(s, "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000", err);
}

static sr_status settle(sqlite_db *s, const sr_db_options *options, sr_error *err)
{
    sr_status status = configure(s, options, err);
    if (status == SR_OK)
        status = begin(&s->db, !options->read_only, err);
    if (status != SR_OK)
        return status;
    status = settle_format(s, err);
    if (status == SR_OK)
        return commit(&s->db, err);
    rollback(&s->db);
    return status;
}

static const sr_db_ops ops;

sr_status sr_sqlite_open(sr_db **out, const char *path, const sr_db_options *options, sr_error *err)
{
    sqlite_db *s = calloc(1, sizeof *s);
    *out = NULL;
    if (!s || !(s->path = strdup(path))) {
        free(s);
        return sr_error_set(err, SR_E_NOMEM, path, 0, "out of memory");
    }
    s->db.ops = &ops;
    s->read_only = options->read_only;
    int       rc = open_handle(s, options, false);
    sr_status status = rc == SQLITE_OK ? settle(s, options, err) : fail(s, rc, err);
    if (status == SR_E_IO && options->read_only) {
        (void)sqlite3_close_v2(s->handle);
        s->handle = NULL;
        if (open_handle(s, options, true) == SQLITE_OK) {
            sr_error again = {0};
            status = settle(s, options, &again);
            if (err && status != SR_OK)
                *err = again;
        }
    }
    if (status != SR_OK) {
        close_db(&s->db);
        return status;
    }
    if (err)
        *err = (sr_error){0};
    *out = &s->db;
    return SR_OK;
}

/* ---- looking at an earlier instant ---- */

static void unshadow(sr_db *db)
{
    static const char *const tables[] = {"incident_place", "revision", "incident_actor", "incident_report",
                                         "former", "record", "incident", "trait"};
    sqlite_db *s = of(db);
    if (!s->shadowed)
        return;
    finalize_all(s);
    for (size_t i = 0; i < SR_COUNT(tables); i++) {
        char drop[64];
        (void)snprintf(drop, sizeof drop, "DROP TABLE IF EXISTS temp.%s", tables[i]);
        (void)exec(s, drop, NULL);
    }
    s->shadowed = false;
}

static sr_status shadow(sr_db *db, sr_error *err)
{
    sqlite_db *s = of(db);
    unshadow(db);
    finalize_all(s);
    s->shadowed = true;
    sr_status status = exec(s, "PRAGMA temp.cache_size = -" SHADOW_CACHE_KIB, err);
    return status == SR_OK ? make_derived(s, "temp", err) : status;
}

/* ---- care ---- */

static sr_status backup(sr_db *db, const char *path, int (*step)(uint64_t, uint64_t, void *),
                        void *payload, sr_error *err)
{
    sqlite_db *s = of(db);
    sqlite3   *to = NULL;
    int        rc = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    sqlite3_backup *b = rc == SQLITE_OK ? sqlite3_backup_init(to, "main", s->handle, "main") : NULL;
    if (!b)
        rc = rc == SQLITE_OK ? sqlite3_errcode(to) : rc;
    bool stopped = false;
    while (b && !stopped) {
        rc = sqlite3_backup_step(b, BACKUP_PAGES);
        if (rc != SQLITE_OK && rc != SQLITE_BUSY && rc != SQLITE_LOCKED)
            break;
        uint64_t total = (uint64_t)sqlite3_backup_pagecount(b);
        stopped = step && step(total - (uint64_t)sqlite3_backup_remaining(b), total, payload);
        if (rc != SQLITE_OK)
            sqlite3_sleep(50);
    }
    (void)sqlite3_backup_finish(b);
    (void)sqlite3_close_v2(to);
    if (rc == SQLITE_DONE)
        return SR_OK;
    (void)remove(path);
    if (stopped)
        return sr_error_set(err, SR_E_STOPPED, path, 0, "the run was stopped");
    return sr_error_set(err, SR_E_IO, path, 0, "the copy failed: %s; nothing was left there", sqlite3_errstr(rc));
}

static sr_status vacuum(sr_db *db, sr_error *err)
{
    sr_status status = exec(of(db), "INSERT INTO words (words) VALUES ('optimize')", err);
    if (status == SR_OK)
        status = exec(of(db), "VACUUM; PRAGMA optimize", err);
    return status == SR_OK ? exec(of(db), "PRAGMA wal_checkpoint(TRUNCATE)", err) : status;
}

static const sr_db_ops ops = {close_db, begin, commit, rollback, run, inserted,
                                  changed, shadow, unshadow, backup, vacuum};
