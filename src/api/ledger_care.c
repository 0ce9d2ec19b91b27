/* Care of a ledger: merging, computing anew, verifying, checking, copies.
 *
 * Merging is putting in: every reading of the other ledger goes through the same door as one that
 * was just read, ids computed anew.  Verifying is merging into an empty ledger and comparing: what
 * comes out must be what is there.
 * SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/ledger_int.h"
#include "api/ledger_put.h"

#define MERGE_BATCH 512

/* ---- merging ---- */

typedef struct merging {
    sr_store   *from;
    sr_ledger_put put;
    sr_on_work *on_work;
    void       *payload;
    uint64_t    done, total;
    sr_arena    arena; // of one report
    sr_error   *err;
    void (*on_fault)(const char *text, void *payload); // ids that do not fit; NULL
    void       *fault_payload;
    uint64_t    faults;
    sr_status   row; // of the last row that was copied: a callback can only stop
} merging;

static void tell_fault(merging *m, const char *what, sr_str id)
{
    char text[256];
    m->faults++;
    (void)snprintf(text, sizeof text, "%s %.*s: its id is not that of what it holds", what, SR_ARG(id));
    if (m->on_fault)
        m->on_fault(text, m->fault_payload);
}

/* Does a reading hold what its ids say? */
static void check_ids(merging *m, const sr_stored *s)
{
    uint8_t id[SR_ID_BYTES];
    char    text[SR_CLAIM_ID_TEXT];
    sr_report_id(s->report.publisher, s->report.url, s->report.text, id);
    sr_id_text(id, text);
    if (!sr_str_eq(s->report.id, sr_str_c(text)))
        tell_fault(m, "report", s->report.id);
    for (uint32_t i = 0; i < s->claims.n; i++) {
        sr_claim_id(&s->claims.at[i], s->extractor, text);
        if (!sr_str_eq(s->claim_ids[i], sr_str_c(text)))
            tell_fault(m, "claim", s->claim_ids[i]);
    }
}

static sr_status copy_reading(merging *m, int64_t reading)
{
    sr_stored s;
    sr_status status = sr_store_load_reading(m->from, reading, SR_STORED_TEXT | SR_STORED_CLAIMS, &s, &m->arena, m->err);
    if (status != SR_OK)
        return status;
    check_ids(m, &s);
    sr_report report = s.report;
    report.id = (sr_str){NULL, 0};
    for (uint32_t i = 0; status == SR_OK && i < s.n_names; i++) {
        report.id = s.names[i];
        if (i + 1 < s.n_names)
            status = sr_ledger_put_reading(&m->put, &report, s.extractor, NULL, NULL, m->err);
    }
    return status == SR_OK ? sr_ledger_put_reading(&m->put, &report, s.extractor, &s.claims, NULL, m->err) : status;
}

static sr_status copy_report(merging *m, int64_t report)
{
    sr_numbers readings;
    sr_arena_reset(&m->arena);
    sr_status status = sr_store_numbers(m->from, SR_SQL_READINGS_OF, SR_CELLS(SR_INT(report)), &readings, &m->arena, m->err);
    for (size_t i = 0; status == SR_OK && i < readings.n; i++)
        status = copy_reading(m, readings.at[i]);
    m->put.totals.reports++;
    m->done++;
    if (status == SR_OK && m->on_work && m->on_work(m->done, m->total, m->payload))
        return sr_error_set(m->err, SR_E_STOPPED, NULL, 0, "the run was stopped");
    return status;
}

static bool copy_actor(void *payload, const sr_cell *c, size_t n)
{
    merging *m = payload;
    sr_cell  cells[7];
    for (size_t i = 0; i < n && i < SR_COUNT(cells); i++)
        cells[i] = SR_TEXT(c[i].s); // bound by place: a column's name is no parameter's
    m->row = sr_store_run(m->put.ledger->store, n == 7 ? SR_SQL_ADD_ACTOR : SR_SQL_ADD_ACTOR_NAME, cells, n, NULL, NULL, m->err);
    return m->row == SR_OK;
}

static bool copy_actor_claim(void *payload, const sr_cell *c, size_t n)
{
    merging             *m = payload;
    sr_store_actor_claim claim = {c[1].s, c[2].s, c[3].s, c[4].s, c[5].s, c[6].s, c[7].s, c[8].s, c[9].i, c[10].s};
    uint8_t              id[SR_ID_BYTES];
    char                 text[SR_REPORT_ID_TEXT];
    (void)n;
    sr_store_actor_claim_id(&claim, id);
    if (!sr_str_eq(c[0].s, sr_str_from(id, sizeof id))) {
        if (c[0].s.len == SR_ID_BYTES) // as it stands there
            memcpy(id, c[0].s.ptr, SR_ID_BYTES);
        sr_id_text(id, text);
        tell_fault(m, "claim about an actor", sr_str_c(text));
    }
    m->row = sr_ledger_put_actor_claim(&m->put, &claim, NULL, m->err);
    return m->row == SR_OK;
}

static sr_status copy_actors(merging *m)
{
    sr_status status = sr_ledger_put_begin(&m->put, m->err);
    if (status == SR_OK)
        status = sr_store_run(m->from, SR_SQL_ALL_ACTORS, NULL, 0, copy_actor, m, m->err);
    if (status == SR_OK)
        status = m->row;
    if (status == SR_OK)
        status = sr_store_run(m->from, SR_SQL_ALL_ACTOR_NAMES, NULL, 0, copy_actor, m, m->err);
    if (status == SR_OK)
        status = m->row;
    if (status == SR_OK)
        status = sr_store_run(m->from, SR_SQL_ALL_ACTOR_CLAIMS, NULL, 0, copy_actor_claim, m, m->err);
    return status == SR_OK ? m->row : status;
}

static bool copy_decision(void *payload, const sr_cell *c, size_t n)
{
    merging          *m = payload;
    sr_store_decision d = {.same = sr_str_eq(c[0].s, SR_STR("same")), .mention_a = c[2].i < 0 ? SR_NONE : (uint32_t)c[2].i,
                           .mention_b = c[4].i < 0 ? SR_NONE : (uint32_t)c[4].i, .author = c[5].s, .at = c[6].i, .note = c[7].s};
    const sr_str      ids[] = {c[1].s, c[3].s};
    uint8_t          *to[] = {d.report_a, d.report_b};
    (void)n;
    for (size_t i = 0; i < 2; i++) {
        int64_t report = 0;
        if (ids[i].len != SR_ID_BYTES)
            return true;
        memcpy(to[i], ids[i].ptr, SR_ID_BYTES);
        if (sr_store_number(m->put.ledger->store, SR_SQL_FIND_REPORT, SR_CELLS(SR_BLOB(ids[i])), 0, &report, m->err) == SR_OK && report)
            sr_ledger_put_dirty(&m->put, report);
    }
    m->row = sr_store_add_decision(m->put.ledger->store, &d, m->err);
    return m->row == SR_OK;
}

static sr_status copy_decisions(merging *m)
{
    sr_status status = sr_ledger_put_begin(&m->put, m->err);
    if (status == SR_OK)
        status = sr_store_run(m->from, SR_SQL_DECISIONS, NULL, 0, copy_decision, m, m->err);
    return status == SR_OK ? m->row : status;
}

/* Reports first, by batches; decisions when all they speak of is there. */
static sr_status copy_all(merging *m)
{
    int64_t   total, after = 0;
    sr_status status = sr_store_number(m->from, SR_SQL_REPORT_COUNT, NULL, 0, 0, &total, m->err);
    m->total = (uint64_t)total;
    if (status == SR_OK)
        status = copy_actors(m);
    while (status == SR_OK) {
        sr_numbers batch;
        sr_arena   lists = m->put.ledger->lists; // its handler
        sr_arena_init(&lists, 0, lists.on_oom, lists.payload);
        status = sr_store_numbers(m->from, SR_SQL_REPORTS_AFTER, SR_CELLS(SR_INT(after), SR_INT(MERGE_BATCH)), &batch, &lists, m->err);
        for (size_t i = 0; status == SR_OK && i < batch.n; i++)
            status = copy_report(m, after = batch.at[i]);
        size_t n = batch.n;
        sr_arena_free(&lists);
        if (status == SR_OK)
            status = n ? sr_ledger_put_commit(&m->put, m->err) : SR_OK;
        if (!n)
            break;
    }
    if (status == SR_OK)
        status = copy_decisions(m);
    return status == SR_OK ? sr_ledger_put_commit(&m->put, m->err) : status;
}

SR_NORETURN static void leave(void *payload) { longjmp(((sr_ledger *)payload)->boundary, 1); }

/* Everything of `from` into `ledger`. */
static sr_status merge_from(sr_ledger *ledger, sr_store *from, merging *m)
{
    static const sr_ingest_options usual = SR_INGEST_OPTIONS_INIT;
    m->from = from;
    sr_ledger_put_init(&m->put, ledger, &usual);
    sr_arena_init(&m->arena, 0, leave, ledger);
    sr_status status = sr_store_begin(from, false, m->err);
    if (status == SR_OK)
        status = copy_all(m);
    sr_store_rollback(from);
    if (status != SR_OK)
        sr_store_rollback(ledger->store);
    sr_arena_free(&m->arena);
    sr_ledger_put_free(&m->put);
    return status;
}

static bool same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

sr_status sr_ledger_merge(sr_ledger *ledger, const char *other, sr_on_work *on_work, void *payload,
                          sr_ingest_totals *totals, sr_error *err)
{
    merging          m = {.on_work = on_work, .payload = payload, .err = err};
    sr_store        *from;
    sr_store_options options = {.read_only = true, .busy_ms = 10000, .cache_mb = 16};
    if (totals)
        *totals = (sr_ingest_totals){0};
    if (access(other, F_OK) != 0)
        return sr_error_set(err, SR_E_NOT_FOUND, other, 0, "no ledger there");
    if (same_file(ledger->path, other))
        return sr_error_set(err, SR_E_USAGE, other, 0, "this is the ledger itself");
    SR_LEDGER_GUARD(ledger, err);
    sr_status status = sr_store_open(&from, other, &options, err);
    if (status != SR_OK)
        return status;
    status = merge_from(ledger, from, &m);
    sr_store_close(from);
    if (totals)
        *totals = status == SR_OK ? m.put.totals : m.put.committed;
    return status;
}

/* ---- computing anew ---- */

sr_status sr_ledger_rebuild(sr_ledger *ledger, sr_on_work *on_work, void *payload, sr_error *err)
{
    sr_refold refold;
    SR_LEDGER_GUARD(ledger, err);
    sr_status status = sr_ledger__refold(ledger, &refold, err);
    if (status == SR_OK)
        status = sr_ledger__begin_write(ledger, err);
    if (status != SR_OK)
        return status;
    refold.on_work = on_work;
    refold.payload = payload;
    return sr_ledger__end(ledger, sr_refold_all(&refold, err), err);
}

/* ---- verifying ---- */

typedef struct comparing {
    merging  *m;
    sr_store *other;
    bool      there; // the row is in the other, too
    bool      names; // `there` is looked for by all of it
} comparing;

static bool on_same(void *payload, const sr_cell *c, size_t n)
{
    (void)c, (void)n;
    ((comparing *)payload)->there = true;
    return false;
}

static void fault(merging *m, const char *what, const uint8_t *id)
{
    char text[160], hex[SR_REPORT_ID_TEXT];
    m->faults++;
    sr_id_text(id, hex);
    (void)snprintf(text, sizeof text, "incident %s: %s", hex, what);
    if (m->on_fault)
        m->on_fault(text, m->fault_payload);
}

/* An incident that is kept must be computed, with the same bytes. */
static bool on_kept(void *payload, const sr_cell *c, size_t n)
{
    comparing *k = payload;
    (void)n;
    k->there = false;
    if (sr_store_run(k->other, SR_SQL_FIND_DIGEST, SR_CELLS(SR_BLOB(c[0].s), SR_INT(c[1].i)), on_same, k, NULL) != SR_OK || !k->there)
        fault(k->m, "is not what its claims give", c[0].s.ptr);
    return true;
}

static bool on_computed(void *payload, const sr_cell *c, size_t n)
{
    comparing *k = payload;
    (void)n;
    k->there = false;
    if (sr_store_run(k->other, SR_SQL_FIND_INCIDENT, SR_CELLS(SR_BLOB(c[0].s)), on_same, k, NULL) != SR_OK || !k->there)
        fault(k->m, "follows from the claims and is missing", c[0].s.ptr);
    return true;
}

/* Is the record still the one that was put there? */
static bool on_kept_record(void *payload, const sr_cell *c, size_t n)
{
    comparing *k = payload;
    (void)n;
    k->there = false;
    if (sr_store_run(k->other, SR_SQL_FIND_RECORD, SR_CELLS(SR_BLOB(c[0].s), SR_TEXT(c[1].s)), on_same, k, NULL) != SR_OK || !k->there)
        fault(k->m, "its record is not what its claims give", c[0].s.ptr);
    return true;
}

static sr_status compare(sr_ledger *ledger, sr_ledger *fresh, merging *m, sr_error *err)
{
    comparing there = {.m = m, .other = fresh->store}, here = {.m = m, .other = ledger->store};
    sr_status status = sr_store_run(ledger->store, SR_SQL_ALL_DIGESTS, NULL, 0, on_kept, &there, err);
    if (status == SR_OK)
        status = sr_store_run(ledger->store, SR_SQL_ALL_RECORDS, NULL, 0, on_kept_record, &there, err);
    return status == SR_OK ? sr_store_run(fresh->store, SR_SQL_ALL_DIGESTS, NULL, 0, on_computed, &here, err) : status;
}

/* A path for a ledger that is thrown away, beside the system's temporary files. */
static sr_status temporary_path(char *out, size_t room, sr_error *err)
{
    const char *folder = getenv("TMPDIR");
    (void)snprintf(out, room, "%s/sitrep-verify-XXXXXX", folder && folder[0] ? folder : "/tmp");
    if (!mkdtemp(out))
        return sr_error_set(err, SR_E_IO, out, 0, "no temporary folder: %s", strerror(errno));
    return SR_OK;
}

static void remove_temporary(const char *folder)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    char                     path[4200];
    for (size_t i = 0; i < SR_COUNT(endings); i++) {
        (void)snprintf(path, sizeof path, "%s/verify.db%s", folder, endings[i]);
        (void)remove(path);
    }
    (void)rmdir(folder);
}

sr_status sr_ledger_verify(sr_ledger *ledger, void (*on_fault)(const char *text, void *payload), sr_on_work *on_work,
                           void *payload, uint64_t *faults, sr_error *err)
{
    merging    m = {.on_work = on_work, .payload = payload, .on_fault = on_fault, .fault_payload = payload, .err = err};
    char       folder[4096], path[4200];
    sr_ledger *fresh;
    *faults = 0;
    if (ledger->then != SR_NO_LIMIT)
        return sr_error_set(err, SR_E_USAGE, ledger->path, 0, "verify looks at the whole ledger; leave out the instant (as-of)");
    sr_status status = temporary_path(folder, sizeof folder, err);
    if (status != SR_OK)
        return status;
    (void)snprintf(path, sizeof path, "%s/verify.db", folder);
    status = sr_ledger_open(&fresh, path, NULL, err);
    if (status == SR_OK && setjmp(fresh->boundary))
        status = sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    else if (status == SR_OK)
        status = merge_from(fresh, ledger->store, &m);
    if (status == SR_OK)
        status = compare(ledger, fresh, &m, err);
    sr_ledger_close(fresh);
    remove_temporary(folder);
    *faults = m.faults;
    return status;
}

/* ---- checking ---- */

typedef struct checking {
    void (*on_fault)(const char *text, void *payload);
    void    *payload;
    uint64_t faults;
    const char *what;
} checking;

static void check_fault(checking *k, const char *text)
{
    k->faults++;
    if (k->on_fault)
        k->on_fault(text, k->payload);
}

static bool on_integrity(void *payload, const sr_cell *c, size_t n)
{
    (void)n;
    if (c[0].kind == SR_CELL_TEXT && !sr_str_eq(c[0].s, SR_STR("ok")))
        check_fault(payload, (const char *)c[0].s.ptr);
    return true;
}

static bool on_foreign_key(void *payload, const sr_cell *c, size_t n)
{
    char text[160];
    (void)n;
    (void)snprintf(text, sizeof text, "%.*s row %lld points to nothing in %.*s", SR_ARG(c[0].s), (long long)c[1].i, SR_ARG(c[2].s));
    check_fault(payload, text);
    return true;
}

static bool on_orphans(void *payload, const sr_cell *c, size_t n)
{
    char text[160];
    if (n < 2 || !c[1].i)
        return true;
    (void)snprintf(text, sizeof text, "%.*s: %lld", SR_ARG(c[0].s), (long long)c[1].i);
    check_fault(payload, text);
    return true;
}

sr_status sr_ledger_check(sr_ledger *ledger, void (*on_fault)(const char *text, void *payload), void *payload,
                          uint64_t *faults, sr_error *err)
{
    checking  k = {.on_fault = on_fault, .payload = payload};
    int64_t   unsearched = 0;
    sr_status status = sr_store_run(ledger->store, SR_SQL_INTEGRITY, NULL, 0, on_integrity, &k, err);
    if (status == SR_OK)
        status = sr_store_run(ledger->store, SR_SQL_FOREIGN_KEYS, NULL, 0, on_foreign_key, &k, err);
    if (status == SR_OK)
        status = sr_store_run(ledger->store, SR_SQL_ORPHANS, NULL, 0, on_orphans, &k, err);
    if (status == SR_OK)
        status = sr_store_number(ledger->store, SR_SQL_WORDS_CHECK, NULL, 0, 0, &unsearched, err);
    if (unsearched)
        check_fault(&k, "some reports are not in the index of words");
    *faults = k.faults;
    return status;
}

/* ---- copies and figures ---- */

sr_status sr_ledger_stats(sr_ledger *ledger, sr_on_json *on_json, void *payload, sr_error *err)
{
    SR_LEDGER_GUARD(ledger, err);
    return sr_ledger__rows(ledger, SR_SQL_STATS, NULL, 0, on_json, payload, err);
}

sr_status sr_ledger_backup(sr_ledger *ledger, const char *path, sr_on_work *on_work, void *payload, sr_error *err)
{
    if (access(path, F_OK) == 0)
        return sr_error_set(err, SR_E_USAGE, path, 0, "something is there already; nothing was done");
    return sr_store_backup(ledger->store, path, on_work, payload, err);
}

sr_status sr_ledger_vacuum(sr_ledger *ledger, sr_error *err)
{
    if (ledger->read_only)
        return sr_error_set(err, SR_E_USAGE, ledger->path, 0, "the ledger was opened for reading only");
    return sr_store_vacuum(ledger->store, err);
}

/* ---- settings ---- */

static bool settings_of(const char *kind, const sr_sql feed[4], const sr_sql watch[4], const sr_sql **out)
{
    *out = strcmp(kind, "feed") == 0 ? feed : strcmp(kind, "watch") == 0 ? watch : NULL;
    return *out != NULL;
}

static const sr_sql feeds[] = {SR_SQL_PUT_FEED, SR_SQL_DROP_FEED, SR_SQL_ALL_FEEDS, SR_SQL_GET_FEED};
static const sr_sql watches[] = {SR_SQL_PUT_WATCH, SR_SQL_DROP_WATCH, SR_SQL_ALL_WATCHES, SR_SQL_GET_WATCH};

sr_status sr_ledger_put_setting(sr_ledger *ledger, const char *kind, const char *name, const char *json, sr_error *err)
{
    const sr_sql *sql;
    if (!settings_of(kind, feeds, watches, &sql))
        return sr_error_set(err, SR_E_USAGE, NULL, 0, "settings are of feed or watch, not %.40s", kind);
    SR_LEDGER_GUARD(ledger, err);
    sr_cell   args[] = {SR_TEXT(sr_str_c(name)), SR_TEXT(sr_str_c(json))};
    int64_t   valid = 1;
    sr_status status = json ? sr_store_number(ledger->store, SR_SQL_IS_JSON, &args[1], 1, 0, &valid, err) : SR_OK;
    if (status == SR_OK && !valid)
        return sr_error_set(err, SR_E_INPUT, NULL, 0, "the setting of %.80s is not JSON", name);
    if (status == SR_OK)
        status = sr_ledger__begin_write(ledger, err);
    if (status != SR_OK)
        return status;
    return sr_ledger__end(ledger, sr_store_run(ledger->store, json ? sql[0] : sql[1], args, json ? 2 : 1, NULL, NULL, err), err);
}

typedef struct settings {
    sr_buf      buf;
    sr_on_json *on_json;
    void       *payload;
    sr_status   status;
    sr_error   *err;
    uint64_t    n;
} settings;

static bool on_setting(void *payload, const sr_cell *c, size_t n)
{
    settings *s = payload;
    sr_json   json = sr_json_to(&s->buf);
    (void)n;
    s->n++;
    sr_json_object(&json);
    sr_json_put_str(&json, "name", c[0].s);
    sr_json_key(&json, "value");
    sr_json_raw(&json, c[1].s);
    sr_json_end_object(&json);
    s->status = sr_ledger__hand(&s->buf, s->on_json, s->payload, s->err);
    return s->status == SR_OK;
}

sr_status sr_ledger_settings(sr_ledger *ledger, const char *kind, const char *name, sr_on_json *on_json, void *payload,
                             sr_error *err)
{
    settings      s = {.on_json = on_json, .payload = payload, .err = err};
    const sr_sql *sql;
    if (!settings_of(kind, feeds, watches, &sql))
        return sr_error_set(err, SR_E_USAGE, NULL, 0, "settings are of feed or watch, not %.40s", kind);
    SR_LEDGER_GUARD(ledger, err);
    sr_cell   arg = SR_TEXT(sr_str_c(name));
    sr_status status = sr_store_run(ledger->store, name ? sql[3] : sql[2], &arg, name ? 1 : 0, on_setting, &s, err);
    sr_buf_free(&s.buf);
    if (status == SR_OK && s.status == SR_OK && name && !s.n)
        return sr_error_set(err, SR_E_NOT_FOUND, NULL, 0, "no %s %.80s", kind, name);
    return status == SR_OK ? s.status : status;
}
