/* Lists, counts and exports: a query becomes pieces of one statement; values are bound.
 * SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/ledger_int.h"
#include "api/ledger_query.h"
#include "base/day.h"

#define PAGE 50
#define PAGE_MAX 1000
#define WIDE (360 * 180 / 10) // square degrees; the tree of places does not pay for so much of the world
#define KM_PER_DEGREE 111.195

static const struct {
    sr_sql after, order;
    int    key; // column of list_select
} sorts[] = {
    [SR_LEDGER_BY_DATE] = {SR_SQL_LIST_AFTER_LATEST, SR_SQL_LIST_ORDER_LATEST, 30},
    [SR_LEDGER_BY_OLDEST] = {SR_SQL_LIST_AFTER_OLDEST, SR_SQL_LIST_ORDER_OLDEST, 31},
    [SR_LEDGER_BY_CHANGED] = {SR_SQL_LIST_AFTER_CHANGED, SR_SQL_LIST_ORDER_CHANGED, 32},
    [SR_LEDGER_BY_KILLED] = {SR_SQL_LIST_AFTER_KILLED, SR_SQL_LIST_ORDER_KILLED, 33},
    [SR_LEDGER_BY_SUPPORT] = {SR_SQL_LIST_AFTER_SUPPORT, SR_SQL_LIST_ORDER_SUPPORT, 34},
};

/* ---- from a query to a statement ---- */

void sr_question_piece(sr_question_text *q, sr_sql piece)
{
    if (q->n_pieces < SR_COUNT(q->pieces))
        q->pieces[q->n_pieces++] = piece;
}

void sr_question_arg(sr_question_text *q, const char *name, sr_cell value)
{
    value.name = name;
    if (q->n_args < SR_COUNT(q->args))
        q->args[q->n_args++] = value;
}

static void where_text(sr_question_text *q, const char *text, sr_sql piece, const char *name)
{
    if (!text || !text[0])
        return;
    sr_question_piece(q, piece);
    sr_question_arg(q, name, SR_TEXT(sr_str_c(text)));
}

/* "A,b" as a JSON array for json_each, in upper or lower case. */
static void where_words(sr_question_text *q, const char *text, sr_sql piece, const char *name, bool upper, sr_arena *arena)
{
    sr_buf  buf = SR_BUF_INIT;
    sr_json json = sr_json_to(&buf);
    if (!text || !text[0])
        return;
    sr_json_array(&json);
    for (sr_str rest = sr_str_c(text); rest.len;) {
        sr_str   word = sr_str_trim(sr_str_cut(&rest, ','));
        uint8_t *cased = sr_arena_copy(arena, word.ptr ? (const void *)word.ptr : "", word.len);
        for (size_t i = 0; i < word.len; i++)
            cased[i] = upper && sr_is_lower(cased[i]) ? (uint8_t)(cased[i] - 32) : upper ? cased[i] : sr_to_lower(cased[i]);
        if (word.len)
            sr_json_str(&json, sr_str_from(cased, word.len));
    }
    sr_json_end_array(&json);
    sr_str list = sr_str_copy(arena, sr_buf_view(&buf));
    sr_buf_free(&buf);
    sr_question_piece(q, piece);
    sr_question_arg(q, name, SR_TEXT(list));
}

static sr_status where_day(sr_question_text *q, const char *text, sr_sql piece, const char *name, sr_error *err)
{
    if (!text || !text[0])
        return SR_OK;
    sr_day day = strlen(text) == 10 ? sr_day_parse(sr_str_c(text)) : SR_DAY_NONE;
    if (day == SR_DAY_NONE)
        return sr_error_set(err, SR_E_INPUT, NULL, 0, "\"%.40s\" is no day; say it as 2024-03-22", text);
    sr_question_piece(q, piece);
    sr_question_arg(q, name, SR_INT(day));
    return SR_OK;
}

static void where_least(sr_question_text *q, int64_t least, sr_sql piece, const char *name)
{
    if (least <= 0)
        return;
    sr_question_piece(q, piece);
    sr_question_arg(q, name, SR_INT(least));
}

#define REAL(value) ((sr_cell){.kind = SR_CELL_REAL, .r = (value)})

static sr_status where_box(sr_question_text *q, const sr_ledger_query *query, sr_error *err)
{
    if (!query->has_box)
        return SR_OK;
    if (!(query->south <= query->north) || !(fabs(query->west) <= 180 && fabs(query->east) <= 180 && fabs(query->south) <= 90 && fabs(query->north) <= 90))
        return sr_error_set(err, SR_E_INPUT, NULL, 0, "the box is no west, south, east, north in degrees");
    bool wide = (query->east - query->west) * (query->north - query->south) > WIDE;
    sr_question_piece(q, query->west > query->east ? SR_SQL_LIST_WHERE_BOX_WRAPPED
                         : wide                    ? SR_SQL_LIST_WHERE_BOX_WIDE
                                                   : SR_SQL_LIST_WHERE_BOX);
    sr_question_arg(q, ":west", REAL(query->west));
    sr_question_arg(q, ":east", REAL(query->east));
    sr_question_arg(q, ":south", REAL(query->south));
    sr_question_arg(q, ":north", REAL(query->north));
    return SR_OK;
}

/* A box around the circle narrows the search; the distance decides. */
static sr_status where_circle(sr_question_text *q, const sr_ledger_query *query, sr_error *err)
{
    if (!query->has_circle)
        return SR_OK;
    if (!(query->radius_km > 0) || !(fabs(query->lat) <= 90 && fabs(query->lon) <= 180))
        return sr_error_set(err, SR_E_INPUT, NULL, 0, "the circle is no latitude, longitude and radius in km");
    double high = query->radius_km / KM_PER_DEGREE;
    double top = fmin(89.9, fabs(query->lat) + high);
    double wide = high / cos(top * 3.14159265358979323846 / 180);
    sr_question_piece(q, SR_SQL_LIST_WHERE_CIRCLE);
    sr_question_arg(q, ":circle_south", REAL(query->lat - high));
    sr_question_arg(q, ":circle_north", REAL(query->lat + high));
    sr_question_arg(q, ":circle_west", REAL(query->lon - wide));
    sr_question_arg(q, ":circle_east", REAL(query->lon + wide));
    sr_question_arg(q, ":circle_all", SR_INT(wide >= 180 || fabs(query->lat) + high >= 89.9));
    sr_question_arg(q, ":lat", REAL(query->lat));
    sr_question_arg(q, ":lon", REAL(query->lon));
    sr_question_arg(q, ":radius", REAL(query->radius_km));
    return SR_OK;
}

static sr_status where_report(sr_ledger *ledger, sr_question_text *q, const char *report, sr_error *err)
{
    uint8_t id[SR_ID_BYTES];
    int64_t n = 0;
    if (!report || !report[0])
        return SR_OK;
    sr_status status = sr_ledger__find_report(ledger, report, id, &n, err);
    sr_question_piece(q, SR_SQL_LIST_WHERE_REPORT);
    sr_question_arg(q, ":report", SR_INT(n));
    return status;
}

static void where_search(sr_question_text *q, const char *text, sr_arena *arena)
{
    if (!text || !text[0])
        return;
    sr_question_piece(q, SR_SQL_LIST_WHERE_TEXT);
    sr_question_arg(q, ":text", SR_TEXT(sr_ledger__words(text, arena)));
}

sr_status sr_question_make(sr_ledger *ledger, const sr_ledger_query *query, sr_sql select, bool stories,
                           sr_question_text *q, sr_error *err)
{
    *q = (sr_question_text){.n_pieces = 0};
    sr_question_piece(q, select);
    sr_question_arg(q, ":stories", SR_INT(stories));
    if (!query)
        return SR_OK;
    where_words(q, query->type, SR_SQL_LIST_WHERE_TYPE, ":type", true, &ledger->arena);
    where_words(q, query->stage, SR_SQL_LIST_WHERE_STAGE, ":stage", false, &ledger->arena);
    where_words(q, query->country, SR_SQL_LIST_WHERE_COUNTRY, ":country", true, &ledger->arena);
    where_text(q, query->place, SR_SQL_LIST_WHERE_PLACE, ":place");
    where_text(q, query->actor, SR_SQL_LIST_WHERE_ACTOR, ":actor");
    where_search(q, query->text, &ledger->arena);
    where_least(q, query->killed_min, SR_SQL_LIST_WHERE_KILLED, ":killed");
    where_least(q, query->wounded_min, SR_SQL_LIST_WHERE_WOUNDED, ":wounded");
    where_least(q, query->reports_min, SR_SQL_LIST_WHERE_REPORTS, ":reports");
    where_least(q, (int64_t)query->changed_after, SR_SQL_LIST_WHERE_CHANGED, ":sequence");
    where_least(q, llround(query->probability_min * 1000), SR_SQL_LIST_WHERE_PROBABILITY, ":probability");
    if (query->contested)
        sr_question_piece(q, query->contested > 0 ? SR_SQL_LIST_WHERE_CONTESTED : SR_SQL_LIST_WHERE_UNCONTESTED);
    sr_status status = where_day(q, query->from, SR_SQL_LIST_WHERE_FROM, ":from", err);
    if (status == SR_OK)
        status = where_day(q, query->to, SR_SQL_LIST_WHERE_TO, ":to", err);
    if (status == SR_OK)
        status = where_box(q, query, err);
    if (status == SR_OK)
        status = where_circle(q, query, err);
    return status == SR_OK ? where_report(ledger, q, query->report, err) : status;
}

/* A cursor is the sort key and id of the last row: "KEY:ID". */
static sr_status after_cursor(const sr_ledger_query *query, sr_question_text *q, uint8_t id[SR_ID_BYTES], sr_error *err)
{
    char *end;
    if (!query->cursor || !query->cursor[0])
        return SR_OK;
    long long key = strtoll(query->cursor, &end, 10);
    if (*end != ':' || !sr_id_parse(sr_str_c(end + 1), id))
        return sr_error_set(err, SR_E_INPUT, NULL, 0, "the cursor is not one that a list gave");
    sr_question_piece(q, sorts[query->sort].after);
    sr_question_arg(q, ":key", SR_INT(key));
    sr_question_arg(q, ":id", SR_BLOB(sr_str_from(id, SR_ID_BYTES)));
    return SR_OK;
}

sr_status sr_question_ask(sr_ledger *ledger, const sr_question_text *q, sr_on_cells *on_cells, void *payload, sr_error *err)
{
    return sr_store_run_pieces(ledger->store, q->pieces, q->n_pieces, q->args, q->n_args, on_cells, payload, err);
}

/* ---- lists ---- */

typedef struct listing {
    sr_ledger             *ledger;
    const sr_ledger_query *query;
    sr_on_row             *on_row;
    void                  *payload;
    unsigned               limit, n;
    bool                   more, stopped;
    int64_t                key; // of the last row
    char                   id[SR_REPORT_ID_TEXT];
} listing;

static const char *text(sr_ledger *ledger, const sr_cell *c)
{
    return c->kind == SR_CELL_TEXT && c->s.len ? (const char *)sr_str_copy(&ledger->arena, c->s).ptr : "";
}

static int64_t bound(const sr_cell *c) { return c->kind == SR_CELL_INT ? c->i : SR_VIEW_OPEN; }

static const char *day(sr_ledger *ledger, const sr_cell *c)
{
    char out[SR_DAY_TEXT];
    sr_day_format(c->kind == SR_CELL_INT ? (sr_day)c->i : SR_DAY_NONE, out);
    return (const char *)sr_str_copy(&ledger->arena, sr_str_c(out)).ptr;
}

static void fill_row(sr_ledger *l, const sr_cell *c, const char *id, sr_ledger_row *row)
{
    *row = (sr_ledger_row){
        .id = id, .type = text(l, &c[1]), .subtype = text(l, &c[2]), .stage = text(l, &c[3]), .start = day(l, &c[4]),
        .end = day(l, &c[5]), .date_precision = text(l, &c[6]), .place = text(l, &c[7]), .venue = text(l, &c[8]),
        .admin1 = text(l, &c[9]), .country = text(l, &c[10]), .place_precision = text(l, &c[11]),
        .located = c[12].kind == SR_CELL_REAL, .lat = c[12].r, .lon = c[13].r,
        .killed = {bound(&c[14]), bound(&c[15]), bound(&c[16])}, .wounded = {bound(&c[17]), bound(&c[18]), bound(&c[19])},
        .perpetrator = text(l, &c[20]), .certainty = text(l, &c[21]), .contested = (int)c[22].i,
        .reports = (unsigned)c[23].i, .reports_all = (unsigned)c[24].i, .first_seen = text(l, &c[25]),
        .last_seen = text(l, &c[26]), .probability = (double)c[27].i / 1000, .json = text(l, &c[28]),
        .json_len = c[28].s.len};
}

static bool on_list_row(void *payload, const sr_cell *c, size_t n)
{
    listing      *l = payload;
    sr_ledger_row row;
    (void)n;
    if (l->n == l->limit) {
        l->more = true;
        return false;
    }
    sr_arena_mark mark = sr_arena_here(&l->ledger->arena);
    sr_id_text(c[0].s.ptr, l->id);
    fill_row(l->ledger, c, l->id, &row);
    l->key = c[sorts[l->query->sort].key].i;
    l->n++;
    l->stopped = l->on_row && l->on_row(&row, l->payload);
    sr_arena_return(&l->ledger->arena, mark);
    return !l->stopped;
}

static bool on_total(void *payload, const sr_cell *c, size_t n)
{
    (void)n;
    *(uint64_t *)payload = (uint64_t)c[0].i;
    return false;
}

static sr_status list(listing *l, sr_ledger_page *page, sr_error *err)
{
    sr_question_text q;
    uint8_t          id[SR_ID_BYTES];
    sr_status        status = SR_OK;
    if (page) {
        status = sr_question_make(l->ledger, l->query, SR_SQL_LIST_COUNT, false, &q, err);
        if (status == SR_OK)
            status = sr_question_ask(l->ledger, &q, on_total, &page->total, err);
    }
    if (status == SR_OK)
        status = sr_question_make(l->ledger, l->query, SR_SQL_LIST_SELECT, false, &q, err);
    if (status == SR_OK)
        status = after_cursor(l->query, &q, id, err);
    if (status != SR_OK)
        return status;
    sr_question_piece(&q, sorts[l->query->sort].order);
    sr_question_piece(&q, SR_SQL_LIST_LIMIT);
    sr_question_arg(&q, ":limit", SR_INT((int64_t)l->limit + 1));
    status = sr_question_ask(l->ledger, &q, on_list_row, l, err);
    if (status == SR_OK && l->more && page)
        (void)snprintf(page->cursor, sizeof page->cursor, "%lld:%s", (long long)l->key, l->id);
    return status;
}

sr_status sr_ledger_list(sr_ledger *ledger, const sr_ledger_query *query, sr_on_row *on_row, void *payload,
                         sr_ledger_page *page, sr_error *err)
{
    static const sr_ledger_query everything = SR_LEDGER_QUERY_INIT;
    query = query ? query : &everything;
    listing l = {.ledger = ledger, .query = query, .on_row = on_row, .payload = payload};
    l.limit = SR_MIN(query->limit ? query->limit : PAGE, (unsigned)PAGE_MAX);
    if (page)
        *page = (sr_ledger_page){.total = 0};
    if ((size_t)query->sort >= SR_COUNT(sorts))
        return sr_error_set(err, SR_E_USAGE, NULL, 0, "no sort has number %d", (int)query->sort);
    SR_LEDGER_GUARD(ledger, err);
    sr_status status = sr_ledger__begin_read(ledger, err);
    if (status == SR_OK)
        status = sr_ledger__end(ledger, list(&l, page, err), err);
    if (status == SR_OK && l.stopped)
        return sr_error_set(err, SR_E_STOPPED, NULL, 0, "the call was stopped");
    return status;
}

static bool on_each(void *payload, const sr_cell *c, size_t n)
{
    listing      *l = payload;
    sr_ledger_row row;
    (void)n;
    sr_arena_mark mark = sr_arena_here(&l->ledger->arena);
    sr_id_text(c[0].s.ptr, l->id);
    fill_row(l->ledger, c, l->id, &row);
    l->stopped = l->on_row && l->on_row(&row, l->payload);
    sr_arena_return(&l->ledger->arena, mark);
    return !l->stopped;
}

sr_status sr_ledger_each(sr_ledger *ledger, const sr_ledger_query *query, sr_on_row *on_row, void *payload, sr_error *err)
{
    listing          l = {.ledger = ledger, .query = query, .on_row = on_row, .payload = payload};
    sr_question_text q;
    SR_LEDGER_GUARD(ledger, err);
    sr_status status = sr_question_make(ledger, query, SR_SQL_LIST_EACH, false, &q, err);
    if (status == SR_OK)
        status = sr_question_ask(ledger, &q, on_each, &l, err);
    if (status == SR_OK && l.stopped)
        return sr_error_set(err, SR_E_STOPPED, NULL, 0, "the call was stopped");
    return status;
}

/* ---- points ---- */

typedef struct pointing {
    sr_ledger   *ledger;
    sr_on_point *on_point;
    void        *payload;
    bool         stopped;
} pointing;

static bool on_point_row(void *payload, const sr_cell *c, size_t n)
{
    pointing *p = payload;
    (void)n;
    sr_arena_mark   mark = sr_arena_here(&p->ledger->arena);
    sr_ledger_point point = {.row = (uint64_t)c[0].i, .located = c[1].kind == SR_CELL_REAL, .lat = c[1].r, .lon = c[2].r,
                             .country = text(p->ledger, &c[3]), .precision = text(p->ledger, &c[4])};
    p->stopped = p->on_point(&point, p->payload) != 0;
    sr_arena_return(&p->ledger->arena, mark);
    return !p->stopped;
}

static sr_status whole_rows(listing *l, const uint64_t *rows, size_t n, sr_error *err)
{
    sr_question_text q;
    sr_status        status = sr_question_make(l->ledger, NULL, SR_SQL_LIST_EACH, false, &q, err);
    sr_question_piece(&q, SR_SQL_LIST_ONE);
    sr_question_arg(&q, ":n", SR_INT(0));
    for (size_t i = 0; status == SR_OK && !l->stopped && i < n; i++) {
        q.args[q.n_args - 1].i = (int64_t)rows[i];
        status = sr_question_ask(l->ledger, &q, on_each, l, err);
    }
    return status;
}

static sr_status points(pointing *p, listing *l, sr_choose_points *choose, sr_error *err)
{
    sr_question_text q;
    const uint64_t  *rows = NULL;
    sr_status        status = sr_question_make(p->ledger, l->query, SR_SQL_LIST_POINTS, false, &q, err);
    if (status == SR_OK)
        status = sr_question_ask(p->ledger, &q, on_point_row, p, err);
    if (status != SR_OK || p->stopped)
        return status;
    size_t n = choose(&rows, p->payload);
    return whole_rows(l, rows, n, err);
}

sr_status sr_ledger_points(sr_ledger *ledger, const sr_ledger_query *query, sr_on_point *on_point, sr_choose_points *choose,
                           sr_on_row *on_row, void *payload, sr_error *err)
{
    pointing p = {.ledger = ledger, .on_point = on_point, .payload = payload};
    listing  l = {.ledger = ledger, .query = query, .on_row = on_row, .payload = payload};
    SR_LEDGER_GUARD(ledger, err);
    sr_status status = sr_ledger__begin_read(ledger, err);
    if (status == SR_OK)
        status = sr_ledger__end(ledger, points(&p, &l, choose, err), err);
    if (status == SR_OK && (p.stopped || l.stopped))
        return sr_error_set(err, SR_E_STOPPED, NULL, 0, "the call was stopped");
    return status;
}

/* ---- counts ---- */

typedef struct counting {
    sr_buf      buf;
    sr_on_json *on_json;
    void       *payload;
    sr_status   status;
    sr_error   *err;
} counting;

static bool on_count(void *payload, const sr_cell *c, size_t n)
{
    counting *k = payload;
    sr_json   json = sr_json_to(&k->buf);
    (void)n;
    sr_json_object(&json);
    sr_json_put_str(&json, "value", c[0].s);
    sr_json_key(&json, "incidents");
    sr_json_int(&json, c[1].i);
    sr_json_key(&json, "killed");
    sr_json_int(&json, c[2].i);
    sr_json_end_object(&json);
    k->status = sr_ledger__hand(&k->buf, k->on_json, k->payload, k->err);
    return k->status == SR_OK;
}

sr_status sr_ledger_counts(sr_ledger *ledger, const sr_ledger_query *query, const char *by, sr_on_json *on_json,
                           void *payload, sr_error *err)
{
    static const struct {
        const char *by;
        sr_sql      sql;
    } rows[] = {{"type", SR_SQL_LIST_BY_TYPE},   {"country", SR_SQL_LIST_BY_COUNTRY}, {"stage", SR_SQL_LIST_BY_STAGE},
                {"day", SR_SQL_LIST_BY_DAY},     {"month", SR_SQL_LIST_BY_MONTH},     {"year", SR_SQL_LIST_BY_YEAR}};
    counting         k = {.on_json = on_json, .payload = payload, .err = err};
    sr_question_text q;
    size_t           i = 0;
    while (i < SR_COUNT(rows) && strcmp(rows[i].by, by) != 0)
        i++;
    if (i == SR_COUNT(rows))
        return sr_error_set(err, SR_E_USAGE, NULL, 0, "counts are by type, country, stage, day, month or year, not by %.40s", by);
    SR_LEDGER_GUARD(ledger, err);
    sr_status status = sr_question_make(ledger, query, rows[i].sql, false, &q, err);
    sr_question_piece(&q, SR_SQL_LIST_GROUP);
    if (status == SR_OK)
        status = sr_question_ask(ledger, &q, on_count, &k, err);
    sr_buf_free(&k.buf);
    return status == SR_OK ? k.status : status;
}
