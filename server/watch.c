/* Rules over changed incidents; see watch.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "watch.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/buf.h"
#include "base/error.h"
#include "deliver.h"
#include "members.h"
#include "route.h"
#include "text.h"

#define RECENT        50u  // alerts that a feed shows
#define EVIDENCE_MOST 6u   // spans of one alert
#define WORDS_MOST    400u // bytes of one span's words

typedef enum rule_kind { RULE_FIGURE, RULE_REVISED, RULE_POSITION, RULE_WARNING } rule_kind;

typedef struct rule {
    rule_kind kind;
    char field[8]; // killed, wounded
    double amount; // people, or percent
    char name[128];
} rule;

typedef struct watching {
    sr_ledger *ledger;
    const char *name;
    json_object *watch;
    rule rule;
    unsigned publishers;
    sr_error *err;
    sr_status status;
} watching;

/* --------------------------------------------------------------------------- rules */

static bool read_rule(const char *given, rule *r)
{
    int end = 0;
    *r = (rule){.kind = RULE_FIGURE};
    if (sscanf(given, "%7[a-z] >= %lf%n", r->field, &r->amount, &end) == 2 && !given[end])
        return (strcmp(r->field, "killed") == 0 || strcmp(r->field, "wounded") == 0) &&
               r->amount >= 1;
    r->kind = RULE_REVISED;
    if (sscanf(given, "%7[a-z] revised > %lf %%%n", r->field, &r->amount, &end) == 2 && end &&
        !given[end])
        return (strcmp(r->field, "killed") == 0 || strcmp(r->field, "wounded") == 0) &&
               r->amount > 0;
    r->kind = strncmp(given, "position on ", 12) == 0 ? RULE_POSITION : RULE_WARNING;
    const char *name = r->kind == RULE_POSITION ? given + 12 : given + 15;
    if (r->kind == RULE_WARNING && strncmp(given, "warning naming ", 15) != 0)
        return false;
    return snprintf(r->name, sizeof r->name, "%s", name) < (int)sizeof r->name && r->name[0];
}

sr_status watch_check_rule(const char *given, sr_error *err)
{
    rule r;
    if (given && read_rule(given, &r))
        return SR_OK;
    return sr_error_set(err, SR_E_USAGE, "rule", 0,
                        "wants one of: killed >= N; wounded >= N; killed revised > P %%; position "
                        "on NAME; warning naming NAME");
}

static json_object *report_of(json_object *record, const char *id)
{
    json_object *reports = json_get(record, "reports");
    for (size_t i = 0; i < json_length(reports); i++)
        if (strcmp(json_get_text(json_object_array_get_idx(reports, i), "id"), id) == 0)
            return json_object_array_get_idx(reports, i);
    return NULL;
}

/* Who published the report of a piece of evidence; NULL for a copy, "" when it is not known. */
static const char *publisher_of(json_object *record, json_object *evidence)
{
    json_object *report = report_of(record, json_get_text(evidence, "report"));
    return report && !json_get_text(report, "copy_of")[0] ? json_get_text(report, "publisher")
                                                          : NULL;
}

/* Publishers that stand behind pieces of evidence, once each. */
static void add_publishers(json_object *record, json_object *evidence, json_object *publishers)
{
    for (size_t i = 0; i < json_length(evidence); i++) {
        json_object *one = json_object_array_get_idx(evidence, i);
        const char *name = publisher_of(record, one);
        if (name)
            json_object_object_add(publishers, name, json_object_get(one));
    }
}

static double figure(json_object *count)
{
    json_object *best = json_get(count, "best"), *low = json_get(count, "low");
    json_object *value = best ? best : low;
    return value ? json_object_get_double(value) : -1;
}

/* An alert-to-be: what makes it the same alert for ever, why, and on what evidence. */
typedef struct finding {
    char key[512], why[400];
    json_object *evidence; // list, owned
} finding;

static void append_all(json_object *list, json_object *more)
{
    for (size_t i = 0; i < json_length(more) && json_length(list) < EVIDENCE_MOST; i++)
        json_object_array_add(list, json_object_get(json_object_array_get_idx(more, i)));
}

static void note(watching *w, json_object *record, const char *incident, finding *f);

/* A publisher that is not known may be one of the others: it counts only where it is alone. */
static bool enough(const watching *w, json_object *publishers, char *why, size_t room)
{
    int n = json_object_object_length(publishers);
    if (n > 1 && json_object_object_get_ex(publishers, "", NULL))
        n--;
    (void)snprintf(why + strlen(why), room - strlen(why), ", told by %d publisher%s", n,
                   n == 1 ? "" : "s");
    return n >= (int)w->publishers;
}

/* What each publisher told last counts: who went down again no longer stands behind the figure, who
 * was merely followed by another still does. */
static void look_at_figure(watching *w, json_object *record, const char *incident)
{
    json_object *count = json_get(record, w->rule.field), *history = json_get(count, "history");
    json_object *publishers = json_object_new_object();
    finding f = {.evidence = json_object_new_array()};
    for (size_t i = 0; i < json_length(history); i++) {
        json_object *told = json_object_array_get_idx(history, i);
        json_object *evidence = json_object_array_get_idx(json_get(told, "evidence"), 0);
        const char *name = evidence ? publisher_of(record, evidence) : NULL;
        if (!name)
            continue;
        json_object_object_del(publishers, name);
        if (figure(told) >= w->rule.amount)
            json_object_object_add(publishers, name, json_object_get(evidence));
    }
    struct json_object_iterator at = json_object_iter_begin(publishers),
                                end = json_object_iter_end(publishers);
    for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at))
        if (json_length(f.evidence) < EVIDENCE_MOST)
            json_object_array_add(f.evidence, json_object_get(json_object_iter_peek_value(&at)));
    (void)snprintf(f.key, sizeof f.key, "figure");
    (void)snprintf(f.why, sizeof f.why, "%s %s%g", w->rule.field,
                   json_get(count, "high") ? "" : "at least ", figure(count));
    if (figure(count) >= w->rule.amount && enough(w, publishers, f.why, sizeof f.why))
        note(w, record, incident, &f);
    json_object_put(publishers);
    json_object_put(f.evidence);
}

static void look_at_revisions(watching *w, json_object *record, const char *incident)
{
    json_object *timeline = json_get(record, "timeline"),
                *history = json_get(json_get(record, w->rule.field), "history");
    for (size_t i = 0; i < json_length(timeline); i++) {
        json_object *step = json_object_array_get_idx(timeline, i);
        double from = figure(json_get(step, "from")), to = figure(json_get(step, "to"));
        if (strcmp(json_get_text(step, "kind"), "value") != 0 ||
            strcmp(json_get_text(step, "field"), w->rule.field) != 0 || from <= 0 || to < 0)
            continue;
        double percent = (to > from ? to - from : from - to) / from * 100;
        json_object *publishers = json_object_new_object();
        finding f = {.evidence = json_object_new_array()};
        for (size_t k = 0; k < json_length(history); k++) {
            json_object *told = json_object_array_get_idx(history, k);
            if (figure(told) == to) {
                add_publishers(record, json_get(told, "evidence"), publishers);
                append_all(f.evidence, json_get(told, "evidence"));
            }
        }
        (void)snprintf(f.key, sizeof f.key, "revised|%s|%g|%g", json_get_text(step, "report"), from,
                       to);
        (void)snprintf(f.why, sizeof f.why, "%s revised from %g to %g (%.0f %%)", w->rule.field,
                       from, to, percent);
        if (percent > w->rule.amount && enough(w, publishers, f.why, sizeof f.why))
            note(w, record, incident, &f);
        json_object_put(publishers);
        json_object_put(f.evidence);
    }
}

/* Does a row name what the rule names? By actor id or by words, without regard to case. */
static bool names(json_object *row, const char *const members[], const char *name)
{
    for (size_t i = 0; members[i]; i++) {
        const char *value = json_get_text(row, members[i]);
        if (value[0] && strcasestr(value, name)) {
            const char *at = strcasestr(value, name);
            size_t n = strlen(name);
            bool begins = at == value || !sr_is_alpha((uint8_t)at[-1]),
                 ends = !sr_is_alpha((uint8_t)at[n]);
            if (begins && ends) // "hts" is not in "rights"
                return true;
        }
    }
    return false;
}

static void look_at_rows(watching *w, json_object *record, const char *incident)
{
    static const char *const accused[] = {"accused", "actor", NULL}, *const warned[] = {
                                                                         "about", "by", "actor",
                                                                         "by_actor", NULL};
    bool positions = w->rule.kind == RULE_POSITION;
    json_object *rows = json_get(record, positions ? "positions" : "warnings");
    for (size_t i = 0; i < json_length(rows); i++) {
        json_object *row = json_object_array_get_idx(rows, i), *publishers;
        if (!names(row, positions ? accused : warned, w->rule.name))
            continue;
        finding f = {.evidence = json_object_new_array()};
        publishers = json_object_new_object();
        add_publishers(record, json_get(row, "evidence"), publishers);
        append_all(f.evidence, json_get(row, "evidence"));
        (void)snprintf(f.key, sizeof f.key, "%s|%s|%s|%s", positions ? "position" : "warning",
                       json_get_text(row, "by"), json_get_text(row, "verb"),
                       json_get_text(row, positions ? "accused" : "about"));
        (void)snprintf(
            f.why, sizeof f.why, "%.120s %s %.160s",
            json_get_text(row, "by")[0] ? json_get_text(row, "by") : "the reports",
            positions ? (json_get_text(row, "verb")[0] ? json_get_text(row, "verb") : "speaks of")
                      : "warned before of",
            json_get_text(row, positions ? "accused" : "about"));
        if (enough(w, publishers, f.why, sizeof f.why))
            note(w, record, incident, &f);
        json_object_put(publishers);
        json_object_put(f.evidence);
    }
}

/* -------------------------------------------------------------------------- alerts */

/* Ids of all alerts that there ever were, as members: there can be many. */
static json_object *fired_of(json_object *watch)
{
    json_object *fired = json_get(watch, "fired");
    if (json_object_is_type(fired, json_type_object))
        return fired;
    json_object *set = json_object_new_object();
    for (size_t i = 0; i < json_length(fired); i++)
        json_object_object_add(set, json_object_get_string(json_object_array_get_idx(fired, i)),
                               json_object_new_int(1));
    json_object_object_add(watch, "fired", set);
    return set;
}

static bool has_fired(json_object *watch, const char *id)
{
    return json_object_object_get_ex(fired_of(watch), id, NULL);
}

static void alert_id(const watching *w, const char *incident, const char *key, char out[33])
{
    sr_buf b = SR_BUF_INIT;
    sr_buf_printf(&b, "%s|%s|%s", w->name, incident, key);
    XXH128_hash_t h = XXH3_128bits(b.ptr, b.len);
    (void)snprintf(out, 33, "%016llx%016llx", (unsigned long long)h.high64,
                   (unsigned long long)h.low64);
    sr_buf_free(&b);
}

static int keep_json(const char *json, size_t len, void *payload)
{
    (void)len;
    *(json_object **)payload = json_tokener_parse(json);
    return 0;
}

/* The words of a span, with their report. */
static json_object *words_of(watching *w, json_object *record, json_object *evidence)
{
    json_object *out = json_object_new_object(), *report = NULL, *span = json_get(evidence, "span");
    const char *id = json_get_text(evidence, "report");
    bool title = strcmp(json_get_text(evidence, "in"), "title") == 0;
    json_object *known = report_of(record, id);
    static const char *const members[] = {"publisher", "url", "published", "title"};
    json_object_object_add(out, "report", json_object_new_string(id));
    for (size_t i = 0; i < SR_COUNT(members); i++)
        if (json_get_text(known, members[i])[0])
            json_object_object_add(out, members[i],
                                   json_object_new_string(json_get_text(known, members[i])));
    json_object_object_add(out, "span", json_object_get(span));
    if (title)
        json_object_object_add(out, "in", json_object_new_string("title"));
    if (sr_ledger_report(w->ledger, id, keep_json, &report, NULL) == SR_OK && report &&
        json_length(span) == 2) {
        const char *whole = json_get_text(report, title ? "title" : "text");
        size_t n = strlen(whole),
               begin = (size_t)json_object_get_int64(json_object_array_get_idx(span, 0)),
               end = (size_t)json_object_get_int64(json_object_array_get_idx(span, 1));
        if (begin < end && end <= n)
            json_object_object_add(
                out, "words",
                json_object_new_string_len(whole + begin,
                                           (int)SR_MIN(end - begin, (size_t)WORDS_MOST)));
    }
    json_object_put(report);
    return out;
}

static void add_links(const watching *w, const char *incident, json_object *alert)
{
    const char *page = json_get_text(w->watch, "page");
    json_object *links = json_object_new_object();
    char url[600];
    page = page[0] ? page : "http://127.0.0.1:8650";
    (void)snprintf(url, sizeof url, "%.500s/incidents/%s", page, incident);
    json_object_object_add(links, "page", json_object_new_string(url));
    (void)snprintf(url, sizeof url, "%.500s/api/v1/incidents/%s", page, incident);
    json_object_object_add(links, "api", json_object_new_string(url));
    json_object_object_add(alert, "links", links);
}

/* Alerts of the same incident that this watch gave before, newest first. */
static json_object *earlier(const watching *w, const char *incident)
{
    json_object *recent = json_get(w->watch, "recent"), *out = json_object_new_array();
    for (size_t i = 0; i < json_length(recent); i++) {
        json_object *one = json_object_array_get_idx(recent, i),
                    *reference = json_object_new_object();
        json_object_object_add(reference, "alert", json_object_get(json_get(one, "alert")));
        json_object_object_add(reference, "found", json_object_get(json_get(one, "found")));
        if (strcmp(json_get_text(json_get(one, "incident"), "id"), incident) == 0)
            json_object_array_add(out, reference);
        else
            json_object_put(reference);
    }
    return out;
}

static json_object *make_alert(watching *w, json_object *record, const char *incident,
                               const char *id, const finding *f)
{
    static const char *const members[] = {"id",        "type",           "subtype",    "stage",
                                          "date",      "place",          "support",    "first_seen",
                                          "last_seen", "open_questions", "probability"};
    static const char *const counts[] = {"killed", "wounded"};
    json_object *alert = json_object_new_object(), *summary = json_object_new_object(),
                *evidence = json_object_new_array();
    json_object_object_add(alert, "alert", json_object_new_string(id));
    json_object_object_add(alert, "watch", json_object_new_string(w->name));
    json_object_object_add(alert, "rule", json_object_new_string(json_get_text(w->watch, "rule")));
    json_object_object_add(alert, "publishers_required", json_object_new_int64(w->publishers));
    json_object_object_add(alert, "why", json_object_new_string(f->why));
    char found[INSTANT_TEXT];
    text_instant(0, found);
    json_object_object_add(alert, "found", json_object_new_string(found));
    json_object_object_add(alert, "earlier", earlier(w, incident));
    for (size_t i = 0; i < SR_COUNT(members); i++)
        json_object_object_add(summary, members[i], json_object_get(json_get(record, members[i])));
    for (size_t i = 0; i < SR_COUNT(counts); i++) {
        json_object *count = json_get(record, counts[i]),
                    *bounds = count ? json_object_new_object() : NULL;
        for (size_t k = 0; bounds && k < 4; k++) {
            static const char *const parts[] = {"low", "best", "high", "as_of"};
            json_object_object_add(bounds, parts[k], json_object_get(json_get(count, parts[k])));
        }
        json_object_object_add(summary, counts[i], bounds);
    }
    json_object_object_add(alert, "incident", summary);
    for (size_t i = 0; i < json_length(f->evidence); i++)
        json_object_array_add(evidence,
                              words_of(w, record, json_object_array_get_idx(f->evidence, i)));
    json_object_object_add(alert, "evidence", evidence);
    add_links(w, incident, alert);
    return alert;
}

static json_object *list_of(json_object *watch, const char *name)
{
    json_object *list = json_get(watch, name);
    if (!json_object_is_type(list, json_type_array)) {
        list = json_object_new_array();
        json_object_object_add(watch, name, list);
    }
    return list;
}

/* A finding becomes an alert that waits, unless it was one before – under this id of the incident
 * or one that it had. */
static void note(watching *w, json_object *record, const char *incident, finding *f)
{
    char id[33], former_id[33];
    json_object *former = json_get(record, "former"), *to = json_get(w->watch, "deliver");
    alert_id(w, incident, f->key, id);
    bool before = has_fired(w->watch, id);
    for (size_t i = 0; !before && i < json_length(former); i++) {
        alert_id(w, json_object_get_string(json_object_array_get_idx(former, i)), f->key,
                 former_id);
        before = has_fired(w->watch, former_id);
    }
    if (before)
        return;
    json_object_object_add(fired_of(w->watch), id, json_object_new_int(1));
    json_object *alert = make_alert(w, record, incident, id, f);
    for (size_t i = 0; i < json_length(to); i++) { // each delivery waits by itself
        json_object *waits = json_object_new_object();
        json_object_object_add(waits, "deliver", json_object_new_int64((int64_t)i));
        json_object_object_add(waits, "alert", json_object_get(alert));
        json_object_array_add(list_of(w->watch, "pending"), waits);
    }
    json_object *recent = list_of(w->watch, "recent"), *fresh = json_object_new_array();
    json_object_array_add(fresh, alert);
    for (size_t i = 0; i < json_length(recent) && i + 1 < RECENT; i++)
        json_object_array_add(fresh, json_object_get(json_object_array_get_idx(recent, i)));
    json_object_object_add(w->watch, "recent", fresh);
}

/* ----------------------------------------------------------------------- the whole */

/* A handle has one user at a time: records of a page are kept, and looked at when the call is over.
 */
static int on_changed(const sr_ledger_row *row, void *payload)
{
    json_object *record = json_tokener_parse(row->json);
    if (record)
        json_object_array_add(payload, record);
    return 0;
}

static void look_at(watching *w, json_object *records)
{
    for (size_t i = 0; i < json_length(records); i++) {
        json_object *record = json_object_array_get_idx(records, i);
        const char *incident = json_get_text(record, "id");
        if (w->rule.kind == RULE_FIGURE)
            look_at_figure(w, record, incident);
        else if (w->rule.kind == RULE_REVISED)
            look_at_revisions(w, record, incident);
        else
            look_at_rows(w, record, incident);
    }
}

static sr_status save(watching *w)
{
    return sr_ledger_put_setting(w->ledger, "watch", w->name,
                                 json_object_to_json_string_ext(w->watch, JSON_C_TO_STRING_PLAIN),
                                 w->err);
}

static sr_status read_query(watching *w, sr_ledger_query *query)
{
    question asked = {.id = ""};
    reply said = {.body = SR_BUF_INIT};
    json_object *given = json_get(w->watch, "query");
    for (param p = 0; p < PARAM_COUNT; p++)
        if (P_FILTERS & 1u << p)
            asked.values[p] =
                json_get_text(given, param_name(p))[0] ? json_get_text(given, param_name(p)) : NULL;
    if (query_read(&asked, query, &said))
        return SR_OK;
    return sr_error_set(w->err, SR_E_USAGE, w->name, 0, "%s", said.message);
}

/* Everything that changed since the last look, page by page; then one write of what was found. */
static sr_status look(watching *w)
{
    sr_ledger_query query;
    sr_ledger_page page = {0};
    uint64_t now = sr_ledger_sequence(w->ledger);
    uint64_t seen = (uint64_t)json_object_get_int64(json_get(w->watch, "sequence"));
    if (now == seen)
        return SR_OK;
    sr_status status = read_query(w, &query);
    query.changed_after = seen;
    query.limit = 500;
    query.sort = SR_LEDGER_BY_OLDEST;
    do {
        char cursor[sizeof page.cursor];
        memcpy(cursor, page.cursor, sizeof cursor);
        query.cursor = cursor[0] ? cursor : NULL;
        json_object *records = json_object_new_array();
        if (status == SR_OK)
            status = sr_ledger_list(w->ledger, &query, on_changed, records, &page, w->err);
        if (status == SR_OK)
            look_at(w, records);
        json_object_put(records);
    } while (status == SR_OK && page.cursor[0]);
    if (status != SR_OK)
        return status;
    json_object_object_add(w->watch, "sequence", json_object_new_int64((int64_t)now));
    return save(w);
}

/* Deliver what waits; what is taken is noted at once, files when all are written: written again
 * they are the same. */
static sr_status deliver_all(watching *w, unsigned *waits)
{
    json_object *pending = list_of(w->watch, "pending"), *to = json_get(w->watch, "deliver");
    sr_status status = SR_OK;
    bool files = false; // some were written that are not noted yet
    for (size_t i = 0; status == SR_OK && i < json_length(pending);) {
        json_object *one = json_object_array_get_idx(pending, i);
        sr_error why = {0};
        size_t which = (size_t)json_object_get_int64(json_get(one, "deliver"));
        bool is_file =
            which < json_length(to) && deliver_is_file(json_object_array_get_idx(to, which));
        bool taken = which >= json_length(to) ||
                     deliver(json_object_array_get_idx(to, which), json_get(one, "alert"),
                             json_get(w->watch, "recent"), &why) == SR_OK;
        if (taken) {
            (void)json_object_array_del_idx(pending, i, 1);
            json_object_object_del(w->watch, "trouble");
        } else {
            json_object_object_add(w->watch, "trouble", json_object_new_string(why.text));
            ++*waits;
            i++;
        }
        files |= taken && is_file;
        if (!taken || !is_file)
            status = save(w), files = false;
    }
    return status == SR_OK && files ? save(w) : status;
}

static sr_status run_one(watching *w, unsigned *waits)
{
    if (!read_rule(json_get_text(w->watch, "rule"), &w->rule))
        return watch_check_rule(json_get_text(w->watch, "rule"), w->err);
    int64_t publishers = json_object_get_int64(json_get(w->watch, "publishers"));
    w->publishers = publishers > 0 ? (unsigned)publishers : 1;
    sr_status status = look(w);
    return status == SR_OK ? deliver_all(w, waits) : status;
}

static int collect(const char *json, size_t len, void *payload)
{
    (void)len;
    json_object *one = json_tokener_parse(json);
    if (one)
        json_object_array_add(payload, one);
    return 0;
}

sr_status watch_run(sr_ledger *ledger, const char *name, unsigned *waits, sr_error *err)
{
    json_object *all = json_object_new_array();
    unsigned none = 0;
    sr_status status = sr_ledger_settings(ledger, "watch", name, collect, all, err);
    waits = waits ? waits : &none;
    *waits = 0;
    for (size_t i = 0; status == SR_OK && i < json_length(all); i++) {
        json_object *one = json_object_array_get_idx(all, i);
        watching w = {.ledger = ledger,
                      .name = json_get_text(one, "name"),
                      .watch = json_get(one, "value"),
                      .err = err};
        status = run_one(&w, waits);
    }
    json_object_put(all);
    return status;
}

sr_status watch_add(sr_ledger *ledger, const char *name, const char *json, bool all, sr_error *err)
{
    json_object *watch = json_tokener_parse(json), *to = json_get(watch, "deliver");
    watching w = {.ledger = ledger, .name = name, .watch = watch, .err = err};
    sr_ledger_query query;
    sr_status status = watch ? watch_check_rule(json_get_text(watch, "rule"), err)
                             : sr_error_set(err, SR_E_USAGE, name, 0, "no JSON object");
    if (status == SR_OK && json_object_get_int64(json_get(watch, "publishers")) < 1)
        status = sr_error_set(err, SR_E_USAGE, name, 0,
                              "say how many publishers must tell it: --publishers N");
    if (status == SR_OK && !json_length(to))
        status = sr_error_set(err, SR_E_USAGE, name, 0,
                              "say where alerts go: --webhook, --command, --mail, --atom or --cap");
    for (size_t i = 0; status == SR_OK && i < json_length(to); i++)
        status = deliver_check(json_object_array_get_idx(to, i), err);
    if (status == SR_OK)
        status = read_query(&w, &query);
    if (status == SR_OK) {
        json_object_object_add(
            watch, "sequence",
            json_object_new_int64(all ? 0 : (int64_t)sr_ledger_sequence(ledger)));
        status = save(&w);
    }
    json_object_put(watch);
    return status;
}
