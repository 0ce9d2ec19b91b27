/* Routes and parameters; see route.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "route.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "limits.h"
#include "text.h"

// clang-format off
const route routes[] = {
    {"GET", "/", 0, answer_index, "this table"},
    {"GET", "/openapi.json", 0, NULL, "description of this API (OpenAPI 3.1)"},
    {"GET", "/incidents", P_FILTERS | P(LIMIT) | P(CURSOR), answer_incidents, "incidents that fit, a page at a time"},
    {"GET", "/incidents/{id}", P(AS_OF), answer_incident, "one incident with values, history, rows, revisions, reports"},
    {"GET", "/incidents/{id}/timeline", P(AS_OF), answer_timeline, "its revisions in order"},
    {"GET", "/incidents/{id}/claims", P(AS_OF), answer_claims, "the claims it rests on"},
    {"GET", "/incidents/{id}/positions", P(AS_OF), answer_positions, "who says what about whom"},
    {"GET", "/incidents/{id}/evidence", P(AS_OF), answer_evidence, "its reports' texts with the words that were read"},
    {"GET", "/map", P_FILTERS | P(WIDTH), answer_map, "incidents of a box, near ones joined"},
    {"GET", "/counts", P_FILTERS | P(BY), answer_counts, "incidents by type, country, stage, day, month or year"},
    {"GET", "/actors", P(Q) | P(LIMIT) | P(AS_OF), answer_actors, "who acts in the ledger"},
    {"GET", "/actors/{id}", P(AS_OF), answer_actor, "one actor: names, parent, incidents, relations"},
    {"GET", "/relations", P_FILTERS | P(LIMIT) | P(CURSOR), answer_relations, "relations between actors in incidents that fit"},
    {"GET", "/reports", P(Q) | P(LIMIT) | P(AS_OF), answer_reports, "reports, the last published first, or those that hold all the words"},
    {"GET", "/reports/{id}", P(AS_OF), answer_report, "one report with its text"},
    {"POST", "/reports", 0, NULL, "put reports in"},
    {"GET", "/search", P(Q) | P(LIMIT) | P(AS_OF), answer_search, "reports that hold all the words"},
    {"GET", "/diff", P(FROM) | P(TO), answer_diff, "what was learned between two moments"},
    {"GET", "/feeds", P_MOVES, answer_feeds, "feeds that are followed and how they do"},
    {"GET", "/watches", P_MOVES, answer_watches, "saved queries with their rules"},
    {"GET", "/stats", P(AS_OF), answer_stats, "what the ledger holds"},
    {"GET", "/export", P_FILTERS | P(FORMAT), answer_export, "incidents that fit, in a named format"},
    {"GET", "/formats", 0, answer_formats, "the formats of export"},
    {"GET", "/events", 0, NULL, "changes as they come (server-sent events)"},
    {NULL, NULL, 0, NULL, NULL},
};
// clang-format on

static const char *const param_names[] = {
#define X(NAME, text) text,
    PARAM_LIST(X)
#undef X
};

const char *param_name(param p)
{
    return param_names[p];
}

param param_find(const char *name)
{
    param p = 0;
    while (p < PARAM_COUNT && strcmp(param_names[p], name) != 0)
        p++;
    return p;
}

/* Does the path fit the pattern? Copies what stands for {id}. */
static bool fits(const char *pattern, const char *path, char *id, size_t room)
{
    const char *hole = strstr(pattern, "{id}");
    if (!hole)
        return strcmp(pattern, path[0] ? path : "/") == 0;
    size_t before = (size_t)(hole - pattern);
    if (strncmp(pattern, path, before) != 0)
        return false;
    const char *after = hole + 4;
    size_t rest = strlen(path + before), tail = strlen(after);
    if (rest <= tail || strcmp(path + before + rest - tail, after) != 0)
        return false;
    size_t n = rest - tail;
    bool slashes = strncmp(pattern, "/actors/", 8) == 0; // a name may hold one
    if (n >= room || (!slashes && memchr(path + before, '/', n)))
        return false;
    memcpy(id, path + before, n);
    id[n] = 0;
    return true;
}

route_found route_find(const char *method, const char *path, const route **found, char *id,
                       size_t room)
{
    route_found result = ROUTE_NONE;
    bool head = strcmp(method, "HEAD") == 0;
    id[0] = 0;
    for (const route *r = routes; r->method; r++) {
        if (!fits(r->path, path, id, room))
            continue;
        *found = r;
        if (strcmp(r->method, head ? "GET" : method) == 0)
            return ROUTE_FOUND;
        result = ROUTE_METHOD;
    }
    return result;
}

sr_status refuse(reply *out, unsigned status, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    out->status = status;
    (void)vsnprintf(out->message, sizeof out->message, fmt, args);
    va_end(args);
    return SR_OK;
}

static bool bad(reply *out, param p, const char *wants)
{
    (void)refuse(out, 400, "%s: wants %s", param_names[p], wants);
    return false;
}

static bool whole(const question *a, param p, uint64_t max, reply *out, uint64_t *value)
{
    if (!a->values[p] || sr_str_uint(sr_str_c(a->values[p]), max, value))
        return true;
    (void)refuse(out, 400, "%s: wants a whole number up to %llu", param_names[p],
                 (unsigned long long)max);
    return false;
}

/* n numbers with commas between. */
static bool numbers(const char *text, double *out, size_t n)
{
    sr_str rest = sr_str_c(text);
    for (size_t i = 0; i < n; i++)
        if (!rest.ptr || !sr_str_decimal(sr_str_trim(sr_str_cut(&rest, ',')), &out[i]))
            return false;
    return !rest.ptr;
}

static bool is_day(const char *text)
{
    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
        return false;
    for (int i = 0; i < 10; i++)
        if (i != 4 && i != 7 && !sr_is_digit((uint8_t)text[i]))
            return false;
    return true;
}

static bool read_places(const question *a, sr_ledger_query *q, reply *out)
{
    double v[4];
    if (a->values[PARAM_BBOX]) {
        if (!numbers(a->values[PARAM_BBOX], v, 4) || v[1] > v[3] || v[0] < -180 || v[2] > 180 ||
            v[1] < -90 || v[3] > 90)
            return bad(out, PARAM_BBOX, "WEST,SOUTH,EAST,NORTH in degrees");
        q->has_box = 1;
        q->west = v[0], q->south = v[1], q->east = v[2], q->north = v[3];
    }
    if (a->values[PARAM_NEAR]) {
        if (!numbers(a->values[PARAM_NEAR], v, 3) || v[0] < -90 || v[0] > 90 || v[1] < -180 ||
            v[1] > 180 || v[2] <= 0)
            return bad(out, PARAM_NEAR, "LAT,LON,KILOMETRES");
        q->has_circle = 1;
        q->lat = v[0], q->lon = v[1], q->radius_km = v[2];
    }
    return true;
}

static bool read_sort(const question *a, sr_ledger_query *q, reply *out)
{
    static const char *const sorts[] = {"date", "oldest", "changed", "killed", "support"};
    const char *given = a->values[PARAM_SORT];
    for (unsigned i = 0; given && i < SR_COUNT(sorts); i++) {
        if (strcmp(given, sorts[i]) == 0) {
            q->sort = (sr_ledger_sort)i;
            return true;
        }
    }
    return !given || bad(out, PARAM_SORT, "date, oldest, changed, killed or support");
}

static bool read_numbers(const question *a, sr_ledger_query *q, reply *out)
{
    uint64_t killed = 0, wounded = 0, reports = 0, limit = 0;
    if (!whole(a, PARAM_KILLED_MIN, INT32_MAX, out, &killed) ||
        !whole(a, PARAM_WOUNDED_MIN, INT32_MAX, out, &wounded) ||
        !whole(a, PARAM_REPORTS_MIN, INT32_MAX, out, &reports) ||
        !whole(a, PARAM_LIMIT, LIMIT_ROWS, out, &limit) ||
        !whole(a, PARAM_CHANGED_AFTER, INT64_MAX, out, &q->changed_after))
        return false;
    q->killed_min = (int64_t)killed;
    q->wounded_min = (int64_t)wounded;
    q->reports_min = (unsigned)reports;
    q->limit = (unsigned)limit;
    const char *share = a->values[PARAM_PROBABILITY_MIN], *contested = a->values[PARAM_CONTESTED];
    if (share && !text_double(share, 0, 1, &q->probability_min))
        return bad(out, PARAM_PROBABILITY_MIN, "a number from 0 to 1");
    if (contested && strcmp(contested, "1") != 0 && strcmp(contested, "-1") != 0)
        return bad(out, PARAM_CONTESTED, "1 (contested) or -1 (not contested)");
    q->contested = !contested ? 0 : contested[0] == '-' ? -1 : 1;
    return true;
}

bool query_read(const question *a, sr_ledger_query *q, reply *out)
{
    *q = (sr_ledger_query)SR_LEDGER_QUERY_INIT;
    q->type = a->values[PARAM_TYPE];
    q->stage = a->values[PARAM_STAGE];
    q->country = a->values[PARAM_COUNTRY];
    q->place = a->values[PARAM_PLACE];
    q->actor = a->values[PARAM_ACTOR];
    q->text = a->values[PARAM_Q];
    q->report = a->values[PARAM_REPORT];
    q->cursor = a->values[PARAM_CURSOR];
    q->from = a->values[PARAM_FROM];
    q->to = a->values[PARAM_TO];
    if ((q->from && !is_day(q->from)) || (q->to && !is_day(q->to)))
        return bad(out, q->from && !is_day(q->from) ? PARAM_FROM : PARAM_TO, "a day, YYYY-MM-DD");
    return read_places(a, q, out) && read_sort(a, q, out) && read_numbers(a, q, out);
}
