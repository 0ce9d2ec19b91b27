/* The handlers of the routes: a question of the ledger, its answer as JSON.
 *
 * What the ledger gives as JSON is passed on as it is; lists are put together from its rows.
 * SPDX-License-Identifier: Apache-2.0 */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "limits.h"
#include "members.h"
#include "route.h"
#include "text.h"

static int append_json(const char *json, size_t len, void *payload)
{
    sr_buf *out = payload;
    json_comma(out);
    sr_buf_put(out, sr_str_from(json, len));
    return out->failed;
}

/* ------------------------------------------------------------------------ incidents */

/* The record's open questions; its strings cannot hold the name unescaped. */
static sr_str questions_of(const sr_ledger_row *row)
{
    if (!row->json_len)
        return SR_STR("null"); // not looked up
    sr_str json = sr_str_from(row->json, row->json_len), name = SR_STR("\"open_questions\":[");
    size_t at = sr_str_search(json, name, 0);
    size_t end = at < json.len ? sr_str_find(json, ']', at) : json.len;
    return end < json.len ? sr_str_slice(json, at + name.len - 1, end + 1) : SR_STR("[]");
}

/* The bounds of those abducted, which lists of the ledger have no column for; likewise. */
static void write_abducted(sr_buf *out, const sr_ledger_row *row)
{
    sr_str json = sr_str_from(row->json, row->json_len), name = SR_STR("\"abducted\":{");
    size_t at = row->json_len ? sr_str_search(json, name, 0) : json.len;
    size_t end = at < json.len ? sr_str_search(json, SR_STR(",\"as_of\""), at) : json.len;
    json_name(out, "abducted");
    if (end >= json.len) {
        sr_buf_put(out, SR_STR("null"));
        return;
    }
    sr_buf_put(out, sr_str_slice(json, at + name.len - 1, end));
    sr_buf_byte(out, '}');
}

static void write_date(sr_buf *out, const sr_ledger_row *row)
{
    json_name(out, "date");
    if (!row->start[0] && !row->end[0]) {
        sr_buf_put(out, SR_STR("null"));
        return;
    }
    sr_buf_byte(out, '{');
    json_text(out, "start", row->start);
    json_text(out, "end", row->end);
    json_text(out, "precision", row->date_precision);
    sr_buf_byte(out, '}');
}

static void write_place(sr_buf *out, const sr_ledger_row *row)
{
    json_name(out, "place");
    if (!row->place[0] && !row->country[0] && !row->venue[0]) {
        sr_buf_put(out, SR_STR("null"));
        return;
    }
    sr_buf_byte(out, '{');
    json_text(out, "name", row->place);
    json_text(out, "venue", row->venue);
    json_text(out, "admin1", row->admin1);
    json_text(out, "country", row->country);
    json_text(out, "precision", row->place_precision);
    if (row->located) {
        json_real(out, "lat", row->lat, 5);
        json_real(out, "lon", row->lon, 5);
    }
    sr_buf_byte(out, '}');
}

static void write_blamed(sr_buf *out, const sr_ledger_row *row)
{
    json_name(out, "perpetrator");
    if (!row->perpetrator[0]) {
        sr_buf_put(out, SR_STR("null"));
        return;
    }
    sr_buf_byte(out, '{');
    json_text(out, "name", row->perpetrator);
    json_text(out, "certainty", row->certainty);
    sr_buf_byte(out, '}');
}

/* One incident in a list: what a desk sees before it opens it. */
void write_row(sr_buf *out, const sr_ledger_row *row)
{
    json_comma(out);
    sr_buf_byte(out, '{');
    json_text(out, "id", row->id);
    json_text(out, "type", row->type);
    json_text(out, "subtype", row->subtype);
    json_text(out, "stage", row->stage);
    write_date(out, row);
    write_place(out, row);
    json_count(out, "killed", &row->killed);
    json_count(out, "wounded", &row->wounded);
    write_abducted(out, row);
    write_blamed(out, row);
    json_name(out, "contested");
    sr_buf_put(out, row->contested ? SR_STR("true") : SR_STR("false"));
    json_name(out, "open_questions");
    sr_buf_put(out, questions_of(row));
    json_number(out, "reports", row->reports);
    json_number(out, "reports_all", row->reports_all);
    json_text(out, "first_seen", row->first_seen);
    json_text(out, "last_seen", row->last_seen);
    json_real(out, "probability", row->probability, 3);
    sr_buf_byte(out, '}');
}

static int on_row(const sr_ledger_row *row, void *payload)
{
    sr_buf *out = payload;
    write_row(out, row);
    return out->failed;
}

sr_status answer_incidents(sr_ledger *ledger, const question *asked, reply *out, sr_error *err)
{
    sr_ledger_query query;
    sr_ledger_page page = {0};
    if (!query_read(asked, &query, out))
        return SR_OK;
    json_list(&out->body, "incidents");
    sr_status status = sr_ledger_list(ledger, &query, on_row, &out->body, &page, err);
    sr_buf_byte(&out->body, ']');
    json_number(&out->body, "total", (int64_t)page.total);
    json_text(&out->body, "next", page.cursor);
    json_text(&out->body, "as_of", asked->values[PARAM_AS_OF]);
    sr_buf_byte(&out->body, '}');
    return status;
}

sr_status answer_incident(sr_ledger *ledger, const question *asked, reply *out, sr_error *err)
{
    return sr_ledger_incident(ledger, asked->id, append_json, &out->body, err);
}

sr_status answer_timeline(sr_ledger *ledger, const question *asked, reply *out, sr_error *err)
{
    json_list(&out->body, "revisions");
    sr_status status = sr_ledger_timeline(ledger, asked->id, append_json, &out->body, err);
    json_list_end(&out->body);
    return status;
}

sr_status answer_claims(sr_ledger *ledger, const question *asked, reply *out, sr_error *err)
{
    json_list(&out->body, "claims");
    sr_status status = sr_ledger_claims(ledger, asked->id, append_json, &out->body, err);
    json_list_end(&out->body);
    return status;
}

/* ------------------------------------------------------- parts of a record by json-c */

static json_object *parse(sr_str json)
{
    json_tokener *t = json_tokener_new_ex(64);
    json_object *o = t ? json_tokener_parse_ex(t, (const char *)json.ptr, (int)json.len) : NULL;
    if (t)
        json_tokener_free(t);
    return o;
}

static sr_status record_of(sr_ledger *ledger, const char *id, json_object **out, sr_error *err)
{
    sr_buf record = {.ceiling = LIMIT_ANSWER_BYTES};
    sr_status status = sr_ledger_incident(ledger, id, append_json, &record, err);
    *out = status == SR_OK ? parse(sr_buf_view(&record)) : NULL;
    sr_buf_free(&record);
    return status == SR_OK && !*out
               ? sr_error_set(err, SR_E_CORRUPT, NULL, 0, "the record is no JSON")
               : status;
}

sr_status answer_positions(sr_ledger *ledger, const question *asked, reply *out, sr_error *err)
{
    json_object *record;
    sr_status status = record_of(ledger, asked->id, &record, err);
    if (status != SR_OK)
        return status;
    json_object *positions = json_object_object_get(record, "positions");
    sr_buf_byte(&out->body, '{');
    json_text(&out->body, "incident", json_object_get_string(json_object_object_get(record, "id")));
    json_name(&out->body, "positions");
    if (positions)
        json_value(&out->body, positions);
    else
        sr_buf_put(&out->body, SR_STR("[]"));
    sr_buf_byte(&out->body, '}');
    json_object_put(record);
    return SR_OK;
}

/* Highlights by report: {"REPORT":[{"span","in","field"}…]}. */
static void note(json_object *by_report, json_object *words, const char *field)
{
    const char *report = json_object_get_string(json_object_object_get(words, "report"));
    json_object *span = json_object_object_get(words, "span"),
                *in = json_object_object_get(words, "in");
    json_object *list = NULL;
    if (!report || !span)
        return;
    if (!json_object_object_get_ex(by_report, report, &list)) {
        list = json_object_new_array();
        json_object_object_add(by_report, report, list);
    }
    json_object *highlight = json_object_new_object();
    json_object_object_add(highlight, "span", json_object_get(span));
    if (in)
        json_object_object_add(highlight, "in", json_object_get(in));
    json_object_object_add(highlight, "field", json_object_new_string(field));
    json_object_array_add(list, highlight);
}

/* Whatever of a record has evidence; `field` is the nearest name above it. */
static void collect(json_object *node, const char *field, json_object *by_report)
{
    if (json_object_is_type(node, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(node); i++)
            collect(json_object_array_get_idx(node, i), field, by_report);
        return;
    }
    if (!json_object_is_type(node, json_type_object))
        return;
    json_object *own = json_object_object_get(node, "field");
    const char *name =
        own && json_object_is_type(own, json_type_string) ? json_object_get_string(own) : field;
    struct json_object_iterator at = json_object_iter_begin(node), end = json_object_iter_end(node);
    for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
        const char *key = json_object_iter_peek_name(&at);
        json_object *value = json_object_iter_peek_value(&at);
        if (strcmp(key, "evidence") != 0)
            collect(value, key, by_report);
        else if (json_object_is_type(value, json_type_object))
            note(by_report, value, name);
        else if (json_object_is_type(value, json_type_array))
            for (size_t i = 0; i < json_object_array_length(value); i++)
                note(by_report, json_object_array_get_idx(value, i), name);
    }
}

/* A report with its highlights; one that is not there is passed over. */
static sr_status write_report(sr_ledger *ledger, const char *id, json_object *highlights,
                              sr_buf *out, sr_error *err)
{
    sr_buf json = {.ceiling = LIMIT_ANSWER_BYTES};
    sr_status status = sr_ledger_report(ledger, id, append_json, &json, err);
    if (status == SR_OK) {
        json_object *report = parse(sr_buf_view(&json));
        if (report && json_object_is_type(report, json_type_object)) {
            json_object_object_add(report, "highlights", json_object_get(highlights));
            json_comma(out);
            json_value(out, report);
        }
        json_object_put(report);
    }
    sr_buf_free(&json);
    return status == SR_E_NOT_FOUND ? SR_OK : status;
}

sr_status answer_evidence(sr_ledger *ledger, const question *asked, reply *out, sr_error *err)
{
    json_object *record;
    sr_status status = record_of(ledger, asked->id, &record, err);
    if (status != SR_OK)
        return status;
    json_object *by_report = json_object_new_object();
    collect(record, "incident", by_report);
    json_list(&out->body, "reports");
    struct json_object_iterator at = json_object_iter_begin(by_report),
                                end = json_object_iter_end(by_report);
    for (; status == SR_OK && !out->body.failed && !json_object_iter_equal(&at, &end);
         json_object_iter_next(&at))
        status = write_report(ledger, json_object_iter_peek_name(&at),
                              json_object_iter_peek_value(&at), &out->body, err);
    json_list_end(&out->body);
    json_object_put(by_report);
    json_object_put(record);
    return status;
}

static int on_related(const sr_ledger_row *row, void *payload)
{
    sr_buf *out = payload;
    json_object *record = parse(sr_str_from(row->json, row->json_len));
    json_object *relations = json_object_object_get(record, "relations");
    size_t n = relations && json_object_is_type(relations, json_type_array)
                   ? json_object_array_length(relations)
                   : 0;
    for (size_t i = 0; i < n; i++) {
        json_object *relation = json_object_array_get_idx(relations, i);
        json_object_object_add(relation, "incident", json_object_new_string(row->id));
        if (row->start[0])
            json_object_object_add(relation, "date", json_object_new_string(row->start));
        json_comma(out);
        json_value(out, relation);
    }
    json_object_put(record);
    return out->failed;
}

sr_status answer_relations(sr_ledger *ledger, const question *asked, reply *out, sr_error *err)
{
    sr_ledger_query query;
    sr_ledger_page page = {0};
    if (!query_read(asked, &query, out))
        return SR_OK;
    query.limit = query.limit ? query.limit : LIMIT_ROWS;
    json_list(&out->body, "relations");
    sr_status status = sr_ledger_list(ledger, &query, on_related, &out->body, &page, err);
    sr_buf_byte(&out->body, ']');
    json_text(&out->body, "next", page.cursor);
    sr_buf_byte(&out->body, '}');
    return status;
}

/* --------------------------------------------------------------- the rest of the ledger */

static bool limit_read(const question *asked, unsigned otherwise, reply *out, unsigned *limit)
{
    uint64_t given = otherwise;
    if (asked->values[PARAM_LIMIT] &&
        (!sr_str_uint(sr_str_c(asked->values[PARAM_LIMIT]), LIMIT_ROWS, &given) || !given)) {
        (void)refuse(out, 400, "limit: wants a whole number from 1 to %u", LIMIT_ROWS);
        return false;
    }
    *limit = (unsigned)given;
    return true;
}

sr_status answer_counts(sr_ledger *ledger, const question *asked, reply *out, sr_error *err)
{
    sr_ledger_query query;
    const char *by = asked->values[PARAM_BY] ? asked->values[PARAM_BY] : "type";
    if (!query_read(asked, &query, out))
        return SR_OK;
    json_list(&out->body, "counts");
    sr_status status = sr_ledger_counts(ledger, &query, by, append_json, &out->body, err);
    json_list_end(&out->body);
    return status;
}

sr_status answer_actors(sr_ledger *ledger, const question *asked, reply *out, sr_error *err)
{
    unsigned limit;
    if (!limit_read(asked, 50, out, &limit))
        return SR_OK;
    json_list(&out->body, "actors");
    sr_status status =
        sr_ledger_actors(ledger, asked->values[PARAM_Q], limit, append_json, &out->body, err);
    json_list_end(&out->body);
    return status;
}

sr_status answer_actor(sr_ledger *ledger, const question *asked, reply *out, sr_error *err)
{
    return sr_ledger_actor(ledger, asked->id, append_json, &out->body, err);
}

sr_status answer_report(sr_ledger *ledger, const question *asked, reply *out, sr_error *err)
{
    return sr_ledger_report(ledger, asked->id, append_json, &out->body, err);
}

sr_status answer_search(sr_ledger *ledger, const question *asked, reply *out, sr_error *err)
{
    return asked->values[PARAM_Q] ? answer_reports(ledger, asked, out, err)
                                  : refuse(out, 400, "q: wants words to look for");
}

sr_status answer_reports(sr_ledger *ledger, const question *asked, reply *out, sr_error *err)
{
    unsigned limit;
    if (!limit_read(asked, 20, out, &limit))
        return SR_OK;
    json_list(&out->body, "reports");
    sr_status status =
        sr_ledger_search(ledger, asked->values[PARAM_Q], limit, append_json, &out->body, err);
    json_list_end(&out->body);
    return status;
}

typedef struct revisions {
    sr_buf *out;
    unsigned n;
    bool cut;
} revisions;

static int on_revision(const char *json, size_t len, void *payload)
{
    revisions *r = payload;
    r->cut = r->n == LIMIT_REVISIONS;
    if (r->cut)
        return 1;
    r->n++;
    return append_json(json, len, r->out);
}

sr_status answer_diff(sr_ledger *ledger, const question *asked, reply *out, sr_error *err)
{
    revisions r = {.out = &out->body};
    json_list(&out->body, "revisions");
    sr_status status = sr_ledger_diff(ledger, asked->values[PARAM_FROM], asked->values[PARAM_TO],
                                      on_revision, &r, err);
    sr_buf_byte(&out->body, ']');
    json_name(&out->body, "truncated");
    sr_buf_put(&out->body, r.cut ? SR_STR("true}") : SR_STR("false}"));
    return r.cut ? SR_OK : status;
}

sr_status answer_stats(sr_ledger *ledger, const question *asked, reply *out, sr_error *err)
{
    (void)asked;
    return sr_ledger_stats(ledger, append_json, &out->body, err);
}

static int append_bytes(const char *bytes, size_t len, void *payload)
{
    sr_buf *out = payload;
    sr_buf_put(out, sr_str_from(bytes, len));
    return out->failed;
}

sr_status answer_export(sr_ledger *ledger, const question *asked, reply *out, sr_error *err)
{
    sr_ledger_query query;
    const sr_export_format *format = NULL;
    const char *wanted = asked->values[PARAM_FORMAT] ? asked->values[PARAM_FORMAT] : "jsonl";
    if (!query_read(asked, &query, out))
        return SR_OK;
    for (size_t i = 0; (format = sr_ledger_formats(i)) && strcmp(format->name, wanted) != 0; i++)
        ;
    if (!format)
        return refuse(out, 400, "format: no such one; /api/v1/formats lists them");
    out->type = format->media_type;
    return sr_ledger_export(ledger, format->name, &query, append_bytes, &out->body, err);
}

sr_status answer_formats(sr_ledger *ledger, const question *asked, reply *out, sr_error *err)
{
    const sr_export_format *format;
    (void)ledger;
    (void)asked;
    (void)err;
    json_list(&out->body, "formats");
    for (size_t i = 0; (format = sr_ledger_formats(i)); i++) {
        json_comma(&out->body);
        sr_buf_byte(&out->body, '{');
        json_text(&out->body, "name", format->name);
        json_text(&out->body, "media_type", format->media_type);
        json_text(&out->body, "summary", format->summary);
        sr_buf_byte(&out->body, '}');
    }
    json_list_end(&out->body);
    return SR_OK;
}

sr_status answer_index(sr_ledger *ledger, const question *asked, reply *out, sr_error *err)
{
    sr_buf *body = &out->body;
    (void)ledger;
    (void)asked;
    (void)err;
    sr_buf_byte(body, '{');
    json_text(body, "name", "sitrep");
    json_text(body, "version", sr_version());
    json_name(body, "routes");
    sr_buf_byte(body, '[');
    for (const route *r = routes; r->method; r++) {
        json_comma(body);
        sr_buf_byte(body, '{');
        json_text(body, "method", r->method);
        json_text(body, "path", r->path);
        json_text(body, "summary", r->summary);
        json_name(body, "parameters");
        sr_buf_byte(body, '[');
        for (param p = 0; p < PARAM_COUNT; p++) {
            if (r->params & 1u << p) {
                json_comma(body);
                json_string(body, param_name(p));
            }
        }
        sr_buf_put(body, SR_STR("]}"));
    }
    json_list_end(&out->body);
    return SR_OK;
}
