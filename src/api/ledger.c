/* The ledger of <sitrep/ledger.h>: opening, looking at an earlier instant, ids.
 *
 * Place on the way: joins store (what is kept) and pipeline (what is folded) behind the public
 * door; ledger_*.c hold the calls by subject.
 * SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "api/ledger_int.h"
#include "ingest/dateline.h"
#include "text/text.h"

#define PREFIX_MIN 4 // digits of an id

SR_NORETURN static void leave(void *payload) { longjmp(((sr_ledger *)payload)->boundary, 1); }

sr_status sr_ledger__no_memory(sr_ledger *ledger, sr_error *err)
{
    sr_store_rollback(ledger->store);
    sr_arena_reset(&ledger->arena);
    sr_arena_reset(&ledger->lists);
    return sr_error_set(err, SR_E_NOMEM, ledger->path, 0, "out of memory; the ledger is as it was before this step");
}

/* ---- opening ---- */

void sr_ledger_default_path(char *out, size_t room)
{
    const char *db = getenv("SITREP_DB"), *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (!room)
        return;
    if (db && db[0])
        (void)snprintf(out, room, "%s", db);
    else if (data && data[0])
        (void)snprintf(out, room, "%s/sitrep/sitrep.db", data);
    else
        (void)snprintf(out, room, "%s/.local/share/sitrep/sitrep.db", home && home[0] ? home : ".");
}

/* Make the folders above a file that is to be made. */
static void make_folders(const char *path)
{
    char folder[4096];
    (void)snprintf(folder, sizeof folder, "%s", path);
    for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        (void)mkdir(folder, 0777); // what fails shows when the file is opened
        *slash = '/';
    }
}

static sr_status look(const char *path, const sr_ledger_options *options, sr_error *err)
{
    struct stat is;
    if (strcmp(path, ":memory:") == 0)
        return SR_OK;
    if (stat(path, &is) == 0) {
        if (S_ISDIR(is.st_mode))
            return sr_error_set(err, SR_E_IO, path, 0, "this is a folder, not a ledger");
        return SR_OK;
    }
    if (errno != ENOENT)
        return sr_error_set(err, SR_E_IO, path, 0, "the ledger cannot be opened: %s", strerror(errno));
    if (options->read_only || !options->create)
        return sr_error_set(err, SR_E_NOT_FOUND, path, 0, "no ledger there; `sitrep ingest` makes one");
    make_folders(path);
    return SR_OK;
}

sr_status sr_ledger_open(sr_ledger **out, const char *path, const sr_ledger_options *options, sr_error *err)
{
    static const sr_ledger_options usual = SR_LEDGER_OPTIONS_INIT;
    char                           default_path[4096];
    *out = NULL;
    options = options ? options : &usual;
    if (!path) {
        sr_ledger_default_path(default_path, sizeof default_path);
        path = default_path;
    }
    sr_status status = look(path, options, err);
    if (status != SR_OK)
        return status;
    sr_ledger *ledger = calloc(1, sizeof *ledger);
    if (!ledger || !(ledger->path = strdup(path))) {
        free(ledger);
        return sr_error_set(err, SR_E_NOMEM, path, 0, "out of memory");
    }
    sr_store_options store = {.read_only = options->read_only != 0,
                              .create = options->create != 0,
                              .busy_ms = options->busy_ms,
                              .cache_mb = options->cache_mb ? options->cache_mb : usual.cache_mb};
    ledger->read_only = store.read_only;
    ledger->then = SR_NO_LIMIT;
    sr_arena_init(&ledger->arena, 0, leave, ledger);
    sr_arena_init(&ledger->lists, 0, leave, ledger);
    sr_arena_init(&ledger->model_arena, 0, leave, ledger);
    status = sr_store_open(&ledger->store, path, &store, err);
    if (status != SR_OK) {
        sr_ledger_close(ledger);
        return status;
    }
    *out = ledger;
    return SR_OK;
}

void sr_ledger_close(sr_ledger *ledger)
{
    if (!ledger)
        return;
    sr_store_close(ledger->store);
    sr_know_close(ledger->know);
    sr_arena_free(&ledger->arena);
    sr_arena_free(&ledger->lists);
    sr_arena_free(&ledger->model_arena);
    sr_buf_free(&ledger->record);
    free(ledger->path);
    free(ledger);
}

sr_status sr_ledger__refold(sr_ledger *ledger, sr_refold *out, sr_error *err)
{
    if (!ledger->model) {
        sr_know_options know = {.phrase = sr_text_phrase};
        sr_status       status = ledger->know ? SR_OK : sr_know_open(&ledger->know, &know, err);
        if (status != SR_OK)
            return status;
        ledger->model = sr_fold_model_open(ledger->know, &ledger->model_arena);
    }
    *out = (sr_refold){.store = ledger->store,
                       .model = ledger->model,
                       .lexicon = sr_know_lexicon(ledger->know),
                       .threshold = SR_LEDGER_THRESHOLD,
                       .arena = &ledger->arena,
                       .lists = &ledger->lists,
                       .record = &ledger->record};
    return SR_OK;
}

/* ---- transactions ---- */

sr_status sr_ledger__begin_read(sr_ledger *ledger, sr_error *err) { return sr_store_begin(ledger->store, false, err); }

sr_status sr_ledger__begin_write(sr_ledger *ledger, sr_error *err)
{
    if (ledger->read_only)
        return sr_error_set(err, SR_E_USAGE, ledger->path, 0, "the ledger was opened for reading only");
    if (ledger->then != SR_NO_LIMIT)
        return sr_error_set(err, SR_E_USAGE, ledger->path, 0, "the past cannot be written; leave out the instant (as-of)");
    return sr_store_begin(ledger->store, true, err);
}

sr_status sr_ledger__end(sr_ledger *ledger, sr_status status, sr_error *err)
{
    if (status == SR_OK)
        return sr_store_commit(ledger->store, err);
    sr_store_rollback(ledger->store);
    return status;
}

/* ---- instants ---- */

sr_status sr_ledger__instant(const char *text, int64_t *out, sr_error *err)
{
    sr_instant at;
    if (!sr_instant_parse(sr_str_trim(sr_str_c(text)), &at) || at.day == SR_DAY_NONE)
        return sr_error_set(err, SR_E_INPUT, NULL, 0, "\"%.60s\" is no instant; say 2024-03-22 or 2024-03-22T18:00:00Z", text);
    *out = sr_instant_seconds(at);
    return SR_OK;
}

/* Did something come that was known at the instant already, since its state was made? */
static sr_status then_moved(sr_ledger *ledger, bool *moved, sr_error *err)
{
    int64_t   yes = 0;
    sr_status status = sr_store_number(ledger->store, SR_SQL_THEN_MOVED,
                                       (sr_cell[]){SR_INT(ledger->then_reading), SR_INT(ledger->then_decision), SR_INT(ledger->then)},
                                       3, 0, &yes, err);
    *moved = yes != 0;
    return status;
}

static sr_status make_then(sr_ledger *ledger, sr_refold *refold, int64_t then, sr_error *err)
{
    sr_status status = sr_store_number(ledger->store, SR_SQL_THEN_READING, NULL, 0, 0, &ledger->then_reading, err);
    if (status == SR_OK)
        status = sr_store_number(ledger->store, SR_SQL_THEN_DECISION, NULL, 0, 0, &ledger->then_decision, err);
    return status == SR_OK ? sr_refold_then(refold, then, err) : status;
}

sr_status sr_ledger_as_of(sr_ledger *ledger, const char *instant, sr_error *err)
{
    sr_refold refold;
    int64_t   then = SR_NO_LIMIT;
    SR_LEDGER_GUARD(ledger, err);
    sr_status status = instant ? sr_ledger__instant(instant, &then, err) : SR_OK;
    bool      moved = then != ledger->then;
    if (status == SR_OK && !moved && instant)
        status = then_moved(ledger, &moved, err);
    if (status != SR_OK || !moved)
        return status;
    sr_store_unshadow(ledger->store);
    ledger->then = SR_NO_LIMIT;
    if (!instant)
        return SR_OK;
    status = sr_ledger__refold(ledger, &refold, err);
    if (status == SR_OK)
        status = sr_store_shadow(ledger->store, then, err);
    if (status == SR_OK)
        status = sr_ledger__begin_read(ledger, err);
    if (status == SR_OK)
        status = sr_ledger__end(ledger, make_then(ledger, &refold, then, err), err);
    if (status == SR_OK)
        ledger->then = then;
    else
        sr_store_unshadow(ledger->store);
    return status;
}

uint64_t sr_ledger_sequence(sr_ledger *ledger)
{
    int64_t sequence;
    if (sr_store_number(ledger->store, SR_SQL_SEQUENCE, NULL, 0, 0, &sequence, NULL) != SR_OK)
        return 0;
    return (uint64_t)sequence;
}

/* ---- ids ---- */

/* First and last id that begin with the digits. @return false: no digits of an id */
static bool range_of(const char *digits, uint8_t low[SR_ID_BYTES], uint8_t high[SR_ID_BYTES])
{
    char   text[2][SR_REPORT_ID_TEXT];
    size_t n = strlen(digits);
    if (n < PREFIX_MIN || n > 2 * SR_ID_BYTES)
        return false;
    memset(text[0], '0', sizeof text[0]);
    memset(text[1], 'f', sizeof text[1]);
    memcpy(text[0], digits, n);
    memcpy(text[1], digits, n);
    return sr_id_parse(sr_str_from(text[0], 2 * SR_ID_BYTES), low) && sr_id_parse(sr_str_from(text[1], 2 * SR_ID_BYTES), high);
}

typedef struct id_search {
    uint8_t id[SR_ID_BYTES];
    size_t  n;
} id_search;

static bool on_id(void *payload, const sr_cell *c, size_t n)
{
    id_search *search = payload;
    if (n && c[0].s.len == SR_ID_BYTES && !search->n++)
        memcpy(search->id, c[0].s.ptr, SR_ID_BYTES);
    return true;
}

static sr_status not_found(const char *what, const char *id, const id_search *search, sr_error *err)
{
    if (search->n > 1)
        return sr_error_set(err, SR_E_USAGE, NULL, 0, "several %ss begin with %.40s; give more digits", what, id);
    return sr_error_set(err, SR_E_NOT_FOUND, NULL, 0, "no %s %.40s", what, id);
}

sr_status sr_ledger__find_incident(sr_ledger *ledger, const char *id, uint8_t out[SR_ID_BYTES], sr_error *err)
{
    uint8_t   low[SR_ID_BYTES], high[SR_ID_BYTES];
    id_search search = {.n = 0};
    sr_status status = SR_OK;
    if (!range_of(id, low, high))
        return sr_error_set(err, SR_E_NOT_FOUND, NULL, 0, "%.40s is no id of an incident: 4 to 32 digits of 0-9 and a-f", id);
    sr_str from = sr_str_from(low, SR_ID_BYTES), to = sr_str_from(high, SR_ID_BYTES);
    if (strlen(id) == 2 * SR_ID_BYTES) {
        status = sr_store_run(ledger->store, SR_SQL_RESOLVE_EXACT, SR_CELLS(SR_BLOB(from)), on_id, &search, err);
        if (status == SR_OK && !search.n)
            status = sr_store_run(ledger->store, SR_SQL_RESOLVE_FORMER, SR_CELLS(SR_BLOB(from)), on_id, &search, err);
    } else {
        status = sr_store_run(ledger->store, SR_SQL_RESOLVE_INCIDENT, SR_CELLS(SR_BLOB(from), SR_BLOB(to)), on_id, &search, err);
    }
    if (status == SR_OK && search.n != 1)
        return not_found("incident", id, &search, err);
    memcpy(out, search.id, SR_ID_BYTES);
    return status;
}

sr_status sr_ledger__find_report(sr_ledger *ledger, const char *id, uint8_t out[SR_ID_BYTES], int64_t *n, sr_error *err)
{
    uint8_t   low[SR_ID_BYTES], high[SR_ID_BYTES];
    id_search search = {.n = 0};
    sr_status status = sr_store_run(ledger->store, SR_SQL_RESOLVE_REPORT_NAME, SR_CELLS(SR_TEXT(sr_str_c(id))), on_id, &search, err);
    if (status == SR_OK && !search.n && range_of(id, low, high))
        status = sr_store_run(ledger->store, SR_SQL_RESOLVE_REPORT,
                              SR_CELLS(SR_BLOB(sr_str_from(low, SR_ID_BYTES)), SR_BLOB(sr_str_from(high, SR_ID_BYTES))), on_id, &search, err);
    if (status == SR_OK && search.n != 1)
        return not_found("report", id, &search, err);
    memcpy(out, search.id, SR_ID_BYTES);
    return status == SR_OK ? sr_store_number(ledger->store, SR_SQL_FIND_REPORT, SR_CELLS(SR_BLOB(sr_str_from(out, SR_ID_BYTES))), 0, n, err)
                           : status;
}

sr_status sr_ledger_resolve(sr_ledger *ledger, const char *id, char out[SR_LEDGER_ID_TEXT], sr_error *err)
{
    uint8_t found[SR_ID_BYTES];
    SR_LEDGER_GUARD(ledger, err);
    out[0] = 0;
    sr_status status = sr_ledger__find_incident(ledger, id, found, err);
    if (status == SR_OK)
        sr_id_text(found, out);
    return status;
}
