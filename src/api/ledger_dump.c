/* A ledger as JSON lines in canonical order, and back: docs/format-ledger.md.
 *
 * Reports by id, then decisions by id, then actors, then claims of dictionaries by id; so equal ledgers give equal bytes.  What is
 * loaded goes through the door of ingest: every id is computed anew, and a line whose ids do not
 * fit is refused whole.
 * SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <json-c/json.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/ledger_int.h"
#include "api/ledger_put.h"
#include "base/limits.h"
#include "base/utf8.h"

#define BATCH 32768 // reports a transaction: a dump has no order in time, so each batch folds parts of all units

/* ---- dump ---- */

typedef struct dumping {
    sr_on_bytes *on_bytes;
    void        *payload;
    sr_status    status;
    sr_error    *err;
    int64_t      n;
    uint8_t      after[SR_ID_BYTES];
    bool         found;
} dumping;

static bool on_line(void *payload, const sr_cell *c, size_t n)
{
    dumping *d = payload;
    (void)n;
    if (d->on_bytes((const char *)c[0].s.ptr, c[0].s.len, d->payload) || d->on_bytes("\n", 1, d->payload))
        d->status = sr_error_set(d->err, SR_E_STOPPED, NULL, 0, "the call was stopped");
    return d->status == SR_OK;
}

static bool on_next(void *payload, const sr_cell *c, size_t n)
{
    dumping *d = payload;
    (void)n;
    d->found = true;
    d->n = c[0].i;
    memcpy(d->after, c[1].s.ptr, SR_MIN(c[1].s.len, (size_t)SR_ID_BYTES));
    return false;
}

static sr_status dump(sr_ledger *ledger, dumping *d, sr_error *err)
{
    sr_status status = SR_OK;
    do {
        d->found = false;
        status = sr_store_run(ledger->store, SR_SQL_DUMP_NEXT, SR_CELLS(SR_BLOB(sr_str_from(d->after, d->n ? SR_ID_BYTES : 0))), on_next, d, err);
        if (status == SR_OK && d->found)
            status = sr_store_run(ledger->store, SR_SQL_DUMP_REPORT, SR_CELLS(SR_INT(d->n)), on_line, d, err);
    } while (status == SR_OK && d->status == SR_OK && d->found);
    if (status == SR_OK && d->status == SR_OK)
        status = sr_store_run(ledger->store, SR_SQL_DUMP_DECISIONS, NULL, 0, on_line, d, err);
    if (status == SR_OK && d->status == SR_OK)
        status = sr_store_run(ledger->store, SR_SQL_DUMP_ACTORS, NULL, 0, on_line, d, err);
    if (status == SR_OK && d->status == SR_OK)
        status = sr_store_run(ledger->store, SR_SQL_DUMP_ACTOR_CLAIMS, NULL, 0, on_line, d, err);
    return status == SR_OK ? d->status : status;
}

sr_status sr_ledger_dump(sr_ledger *ledger, sr_on_bytes *on_bytes, void *payload, sr_error *err)
{
    dumping d = {.on_bytes = on_bytes, .payload = payload, .err = err};
    SR_LEDGER_GUARD(ledger, err);
    sr_status status = sr_ledger__begin_read(ledger, err);
    return status == SR_OK ? sr_ledger__end(ledger, dump(ledger, &d, err), err) : status;
}

/* ---- load ---- */

typedef struct loading {
    sr_ledger_put put;
    const char   *path;
    FILE         *file;
    uint64_t      offset; // of the line
    const char   *fault;  // of the line; NULL: none
    sr_error     *err;
} loading;

static sr_str str_of(json_object *object, const char *key)
{
    json_object *value;
    if (!json_object_object_get_ex(object, key, &value) || !json_object_is_type(value, json_type_string))
        return (sr_str){NULL, 0};
    return sr_str_from(json_object_get_string(value), (size_t)json_object_get_string_len(value));
}

static int64_t int_of(json_object *object, const char *key, int64_t none)
{
    json_object *value;
    if (!json_object_object_get_ex(object, key, &value) || !json_object_is_type(value, json_type_int))
        return none;
    return json_object_get_int64(value);
}

static json_object *array_of(json_object *object, const char *key)
{
    json_object *value;
    return json_object_object_get_ex(object, key, &value) && json_object_is_type(value, json_type_array) ? value : NULL;
}

static size_t length(json_object *array) { return array ? json_object_array_length(array) : 0; }

static bool id_of(json_object *object, const char *key, uint8_t out[SR_ID_BYTES]) { return sr_id_parse(str_of(object, key), out); }

static sr_cell cell_of(json_object *value)
{
    switch (json_object_get_type(value)) {
    case json_type_int: return SR_INT(json_object_get_int64(value));
    case json_type_string: return SR_TEXT(sr_str_from(json_object_get_string(value), (size_t)json_object_get_string_len(value)));
    case json_type_null:
    case json_type_boolean:
    case json_type_double:
    case json_type_object:
    case json_type_array: break;
    }
    return SR_NULL();
}

static bool within(int64_t value, int64_t low, int64_t high) { return value >= low && value <= high; }

/* Days of the years 1 to 9999, or none. */
static bool sound_day(sr_day day)
{
    return day == SR_DAY_NONE || within(day, sr_day_from(1, 1, 1), sr_day_from(9999, 12, 31));
}

static bool sound_bound(int64_t bound) { return bound == SR_COUNT_OPEN || within(bound, 0, SR_LIMIT_DUMP_COUNT); }

/* What an id can be right for and no reader may meet: days outside the calendar, places outside the world. */
static bool sound_claim(const sr_claim *c, const sr_report *report)
{
    const sr_value *v = &c->value;
    size_t          room = c->span.in_title ? report->title.len : report->text.len;
    return c->span.begin <= c->span.end && c->span.end <= room && sound_day(c->stated) && sound_day(v->period.first) &&
           sound_day(v->period.last) && sound_bound(v->count.low) && sound_bound(v->count.best) && sound_bound(v->count.high) &&
           fabs(v->place.lat) <= 90 && fabs(v->place.lon) <= 180 && v->place.radius_km >= 0 && v->place.radius_km <= 40000;
}

/* Columns that may be no text, and those that must be a number. */
static bool sound_kinds(const sr_cell *c)
{
    for (size_t i = 2; i < 10; i++)
        if (c[i].kind != (i >= 3 && i <= 5 ? SR_CELL_TEXT : SR_CELL_INT))
            return false;
    if (c[8].i < 0 || c[8].i > UINT32_MAX || c[9].i < c[8].i || c[9].i > UINT32_MAX || c[6].i < 0 || c[6].i > 1000 ||
        c[2].i < -1 || c[2].i > INT32_MAX)
        return false;
    return c[13].kind == SR_CELL_TEXT;
}

/* The i-th claim of a reading; its id must be that of what it holds. */
static bool claim_of(json_object *row, const sr_report *report, sr_str report_id, sr_str extractor, sr_claim *out)
{
    sr_cell cells[SR_CLAIM_CELLS] = {{0}};
    char    id[SR_CLAIM_ID_TEXT];
    if (!json_object_is_type(row, json_type_array) || json_object_array_length(row) != SR_CLAIM_CELLS - 1)
        return false;
    for (size_t i = 1; i < SR_CLAIM_CELLS; i++)
        cells[i] = cell_of(json_object_array_get_idx(row, i - 1));
    if (!sound_kinds(cells) || !sr_store_claim_from(cells, out) || !sound_claim(out, report))
        return false;
    out->report = report_id;
    sr_claim_id(out, extractor, id);
    return sr_str_eq(cells[1].s, sr_str_c(id));
}

static sr_status load_reading(loading *l, json_object *reading, const sr_report *report, sr_str id)
{
    json_object *rows = array_of(reading, "claims");
    sr_str       extractor = str_of(reading, "extractor");
    int          kind = sr_report_kind_from(str_of(reading, "kind"));
    int64_t      relevance = int_of(reading, "relevance", -1), mentions = int_of(reading, "mentions", -1);
    sr_arena    *arena = &l->put.ledger->arena;
    if (!extractor.len || kind < 0 || relevance < 0 || relevance > 1000 || !within(mentions, 0, SR_LIMIT_MENTIONS) || !rows ||
        length(rows) > SR_LIMIT_DUMP_CLAIMS) {
        l->fault = "a reading lacks what it must have, or has more than any";
        return SR_OK;
    }
    sr_claims claims = {.at = SR_NEW(arena, sr_claim, length(rows)), .n = (uint32_t)length(rows), .kind = (uint8_t)kind,
                        .relevance = (float)((double)relevance / 1000), .n_mentions = (uint32_t)mentions};
    for (uint32_t i = 0; i < claims.n; i++)
        if (!claim_of(json_object_array_get_idx(rows, i), report, id, extractor, &claims.at[i])) {
            l->fault = "a claim is not what its id says";
            return SR_OK;
        }
    return sr_ledger_put_reading(&l->put, report, extractor, &claims, NULL, l->err);
}

static bool published_of(json_object *edition, sr_instant *out)
{
    int64_t day = int_of(edition, "day", SR_DAY_NONE), second = int_of(edition, "second", -1);
    int64_t offset = int_of(edition, "offset", INT64_MIN);
    bool    told = offset != INT64_MIN;
    *out = (sr_instant){.day = SR_DAY_NONE, .second = -1};
    if (!within(day, INT32_MIN, INT32_MAX) || !sound_day((sr_day)day) || !within(second, -1, 86400) || (told && !within(offset, -1440, 1440)))
        return false;
    *out = (sr_instant){.day = (sr_day)day, .second = (int32_t)second, .has_offset = told, .offset_minutes = told ? (int32_t)offset : 0};
    return true;
}

/* Further members are printed as they are: nothing but one JSON object may stand there. */
static bool sound_members(sr_str text)
{
    if (!text.len)
        return true;
    json_tokener *tokener = json_tokener_new_ex(SR_LIMIT_JSON_DEPTH);
    if (!tokener || text.len >= INT32_MAX) {
        if (tokener)
            json_tokener_free(tokener);
        return false;
    }
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    json_object *object = json_tokener_parse_ex(tokener, (const char *)text.ptr, (int)text.len);
    bool         sound = json_object_is_type(object, json_type_object) && json_tokener_get_parse_end(tokener) == text.len;
    json_object_put(object);
    json_tokener_free(tokener);
    return sound;
}

/* What callers call it; the report is in already. */
static sr_status load_names(loading *l, json_object *names, sr_report *report)
{
    sr_status status = SR_OK;
    for (size_t i = 0; status == SR_OK && i < length(names); i++) {
        json_object *name = json_object_array_get_idx(names, i);
        if (!json_object_is_type(name, json_type_string))
            continue;
        report->id = sr_str_from(json_object_get_string(name), (size_t)json_object_get_string_len(name));
        status = sr_ledger_put_reading(&l->put, report, SR_STR("-"), NULL, NULL, l->err);
    }
    report->id = (sr_str){NULL, 0};
    return status;
}

static sr_status load_edition(loading *l, json_object *edition, sr_report *report, sr_str id)
{
    char         text[32];
    json_object *readings = array_of(edition, "readings");
    sr_status    status = SR_OK;
    bool sound = published_of(edition, &report->published) && sound_members(str_of(edition, "members"));
    report->title = str_of(edition, "title");
    report->language = str_of(edition, "language");
    report->members = str_of(edition, "members");
    (void)snprintf(text, sizeof text, "%016llx", (unsigned long long)sr_edition_id(report));
    if (!sound || !sr_str_eq(str_of(edition, "id"), sr_str_c(text)) || !length(readings)) {
        l->fault = "an edition is not what its id says, or cannot be, or has no reading";
        return SR_OK;
    }
    for (size_t i = 0; status == SR_OK && !l->fault && i < length(readings); i++)
        status = load_reading(l, json_object_array_get_idx(readings, i), report, id);
    return status == SR_OK && !l->fault ? load_names(l, array_of(edition, "names"), report) : status;
}

static sr_status load_report(loading *l, json_object *object)
{
    sr_report    report = {.publisher = str_of(object, "publisher"), .url = str_of(object, "url"), .text = str_of(object, "text")};
    json_object *editions = array_of(object, "editions");
    uint8_t      id[SR_ID_BYTES], given[SR_ID_BYTES];
    sr_str       url = sr_url_canonical(report.url, &l->put.ledger->arena);
    sr_status    status = SR_OK;
    sr_report_id(report.publisher, url, report.text, id);
    if (!id_of(object, "id", given) || memcmp(id, given, sizeof id) != 0 || !length(editions) || report.text.len > SR_LIMIT_REPORT_BYTES) {
        l->fault = "the report is not what its id says, or has no edition";
        return SR_OK;
    }
    l->put.totals.reports++;
    for (size_t i = 0; status == SR_OK && !l->fault && i < length(editions); i++)
        status = load_edition(l, json_object_array_get_idx(editions, i), &report, str_of(object, "id"));
    return status;
}

static sr_status load_decision(loading *l, json_object *object)
{
    sr_store_decision d = {.same = sr_str_eq(str_of(object, "kind"), SR_STR("same")), .author = str_of(object, "author"),
                           .at = int_of(object, "at", INT64_MIN), .note = str_of(object, "note")};
    int64_t           a = int_of(object, "mention_a", -2), b = int_of(object, "mention_b", -2), report;
    uint8_t           given[SR_ID_BYTES], id[SR_ID_BYTES];
    d.mention_a = a < 0 ? SR_NONE : (uint32_t)a;
    d.mention_b = b < 0 ? SR_NONE : (uint32_t)b;
    bool good = id_of(object, "id", given) && id_of(object, "report_a", d.report_a) && id_of(object, "report_b", d.report_b) &&
                d.author.len && within(a, -1, INT32_MAX) && within(b, -1, INT32_MAX) &&
                within(d.at, sr_day_from(1, 1, 1) * INT64_C(86400), sr_day_from(9999, 12, 31) * INT64_C(86400));
    if (good)
        sr_store_decision_id(&d, id);
    if (!good || memcmp(id, given, sizeof id) != 0) {
        l->fault = "the decision is not what its id says";
        return SR_OK;
    }
    const uint8_t *reports[] = {d.report_a, d.report_b};
    sr_status      status = sr_ledger_put_begin(&l->put, l->err);
    for (size_t i = 0; status == SR_OK && i < 2; i++) {
        status = sr_store_number(l->put.ledger->store, SR_SQL_FIND_REPORT, SR_CELLS(SR_BLOB(sr_str_from(reports[i], SR_ID_BYTES))), 0, &report, l->err);
        if (report)
            sr_ledger_put_dirty(&l->put, report);
    }
    return status == SR_OK ? sr_store_add_decision(l->put.ledger->store, &d, l->err) : status;
}

static sr_status load_actor(loading *l, json_object *object)
{
    static const char *const keys[] = {"id", "name", "kind", "country", "parent", "first", "last"};
    sr_cell                  cells[SR_COUNT(keys)];
    json_object             *names = array_of(object, "names");
    for (size_t i = 0; i < SR_COUNT(keys); i++)
        cells[i] = SR_TEXT(str_of(object, keys[i]));
    if (!cells[0].s.len) {
        l->fault = "an actor without an id";
        return SR_OK;
    }
    sr_status status = sr_ledger_put_begin(&l->put, l->err);
    if (status == SR_OK)
        status = sr_store_run(l->put.ledger->store, SR_SQL_ADD_ACTOR, cells, SR_COUNT(cells), NULL, NULL, l->err);
    for (size_t i = 0; status == SR_OK && i < length(names); i++) {
        json_object *row = json_object_array_get_idx(names, i);
        if (!json_object_is_type(row, json_type_array) || json_object_array_length(row) != 3)
            continue;
        sr_cell name[] = {cells[0], cell_of(json_object_array_get_idx(row, 0)), cell_of(json_object_array_get_idx(row, 1)),
                          cell_of(json_object_array_get_idx(row, 2))};
        if (name[1].kind == SR_CELL_TEXT && name[2].kind == SR_CELL_TEXT && name[3].kind == SR_CELL_TEXT)
            status = sr_store_run(l->put.ledger->store, SR_SQL_ADD_ACTOR_NAME, name, SR_COUNT(name), NULL, NULL, l->err);
    }
    return status;
}

static sr_status load_actor_claim(loading *l, json_object *object)
{
    sr_store_actor_claim c = {str_of(object, "actor"), str_of(object, "field"), str_of(object, "value"),
                              str_of(object, "kind"), str_of(object, "country"), str_of(object, "first"),
                              str_of(object, "last"), str_of(object, "source"), int_of(object, "line", 0),
                              str_of(object, "evidence")};
    bool    known = sr_str_eq(c.field, SR_STR("name")) || sr_str_eq(c.field, SR_STR("affiliation"));
    uint8_t given[SR_ID_BYTES], id[SR_ID_BYTES];
    sr_store_actor_claim_id(&c, id);
    if (!c.actor.len || !known || c.line < 1 || !id_of(object, "id", given) || memcmp(id, given, sizeof id) != 0) {
        l->fault = "the claim about an actor is not what its id says";
        return SR_OK;
    }
    return sr_ledger_put_actor_claim(&l->put, &c, NULL, l->err);
}

static sr_status load_object(loading *l, json_object *line)
{
    static const struct {
        const char *key;
        sr_status (*load)(loading *, json_object *);
    } kinds[] = {{"report", load_report}, {"decision", load_decision}, {"actor", load_actor}, {"actor_claim", load_actor_claim}};
    for (size_t i = 0; i < SR_COUNT(kinds); i++) {
        json_object *object;
        if (json_object_object_get_ex(line, kinds[i].key, &object) && json_object_is_type(object, json_type_object))
            return kinds[i].load(l, object);
    }
    l->fault = "neither a report nor a decision nor an actor nor a claim about one";
    return SR_OK;
}

/* One line is put in whole or not at all. */
static sr_status load_line(loading *l, sr_str text)
{
    json_tokener *tokener = json_tokener_new_ex(SR_LIMIT_JSON_DEPTH);
    json_object  *line = NULL;
    sr_arena_mark mark = sr_arena_here(&l->put.ledger->arena);
    sr_status     status = SR_OK;
    l->fault = NULL;
    if (!tokener)
        return sr_error_set(l->err, SR_E_NOMEM, NULL, 0, "out of memory");
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    if (text.len < INT32_MAX)
        line = json_tokener_parse_ex(tokener, (const char *)text.ptr, (int)text.len);
    if (!json_object_is_type(line, json_type_object) || json_tokener_get_parse_end(tokener) != text.len)
        l->fault = "no JSON object";
    else
        status = sr_ledger_put_begin(&l->put, l->err);
    if (status == SR_OK && !l->fault)
        status = sr_store_run(l->put.ledger->store, SR_SQL_SAVEPOINT, NULL, 0, NULL, NULL, l->err);
    if (status == SR_OK && !l->fault) {
        sr_ledger_put before = l->put;
        status = load_object(l, line);
        if (status == SR_OK && l->fault) {
            l->put.totals = before.totals;
            l->put.dirty = before.dirty;
            l->put.n_batch = before.n_batch;
            status = sr_store_run(l->put.ledger->store, SR_SQL_ROLLBACK_TO, NULL, 0, NULL, NULL, l->err);
        }
        if (status == SR_OK)
            status = sr_store_run(l->put.ledger->store, SR_SQL_RELEASE, NULL, 0, NULL, NULL, l->err);
    }
    sr_arena_return(&l->put.ledger->arena, mark);
    json_object_put(line);
    json_tokener_free(tokener);
    return status;
}

static void tell(loading *l, const char *what)
{
    char text[160];
    l->put.totals.messages++;
    (void)snprintf(text, sizeof text, "%s; the line was skipped", what);
    sr_message message = {l->path, l->offset, text, 0};
    if (l->put.options && l->put.options->on_message)
        l->put.options->on_message(&message, l->put.options->payload);
}

/* Values that a line would make, at most: each costs the JSON library some 60 bytes however few it has in the line. */
static size_t values_of(sr_str text)
{
    size_t n = 0;
    bool   quoted = false;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.ptr[i];
        if (quoted && c == '\\')
            i++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted)
            n += c == ',' || c == '[' || c == '{' || c == ':';
    }
    return n;
}

static const char *unreadable(sr_str text, bool cut)
{
    if (cut)
        return "a line that is too long";
    for (size_t at = 0, len = 1; at < text.len; at += len)
        if (text.ptr[at] == 0 || sr_utf8_read(text, at, &len) == SR_UTF8_INVALID)
            return "not UTF-8";
    return values_of(text) > SR_LIMIT_DUMP_VALUES ? "a line of too many values" : NULL;
}

/* The next line; what is longer than a line may be is passed over. @return bytes read, 0 at the end */
static uint64_t read_line(FILE *file, sr_buf *line, bool *cut)
{
    uint64_t n = 0;
    int      c;
    sr_buf_clear(line);
    *cut = false;
    while ((c = getc_unlocked(file)) != EOF) {
        n++;
        if (c == '\n')
            break;
        *cut = *cut || line->len >= SR_LIMIT_LINE_BYTES;
        if (!*cut)
            sr_buf_byte(line, (uint8_t)c);
    }
    return n;
}

static sr_status load_lines(loading *l, sr_buf *line)
{
    sr_status status = SR_OK;
    uint64_t  got;
    bool      cut;
    while (status == SR_OK && (got = read_line(l->file, line, &cut)) > 0) {
        sr_str text = sr_str_trim(sr_buf_view(line));
        if (line->failed)
            return sr_error_set(l->err, SR_E_NOMEM, NULL, 0, "out of memory");
        l->fault = unreadable(text, cut);
        if (text.len && !l->fault)
            status = load_line(l, text);
        if (status == SR_OK && l->fault)
            tell(l, l->fault);
        l->offset += got;
        if (status == SR_OK && l->put.n_batch >= BATCH)
            status = sr_ledger_put_commit(&l->put, l->err);
    }
    if (status == SR_OK && ferror(l->file))
        status = sr_error_set(l->err, SR_E_IO, l->path, l->offset, "cannot be read: %s", strerror(errno));
    return status == SR_OK ? sr_ledger_put_commit(&l->put, l->err) : status;
}

sr_status sr_ledger_load(sr_ledger *ledger, const char *path, const sr_ingest_options *options,
                         sr_ingest_totals *totals, sr_error *err)
{
    static const sr_ingest_options usual = SR_INGEST_OPTIONS_INIT;
    bool    standard = strcmp(path, "-") == 0;
    sr_buf  line = SR_BUF_INIT;
    loading l = {.path = path, .err = err};
    if (totals)
        *totals = (sr_ingest_totals){0};
    l.file = standard ? stdin : fopen(path, "rb");
    if (!l.file)
        return sr_error_set(err, errno == ENOENT ? SR_E_NOT_FOUND : SR_E_IO, path, 0, "cannot be read: %s", strerror(errno));
    sr_ledger_put_init(&l.put, ledger, options ? options : &usual);
    sr_arena_reset(&ledger->arena);
    sr_status status = setjmp(ledger->boundary) ? sr_ledger__no_memory(ledger, err) : load_lines(&l, &line);
    if (status != SR_OK)
        sr_store_rollback(ledger->store);
    if (totals)
        *totals = status == SR_OK ? l.put.totals : l.put.committed;
    if (!standard)
        (void)fclose(l.file);
    sr_buf_free(&line);
    sr_ledger_put_free(&l.put);
    return status;
}
