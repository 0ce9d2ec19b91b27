/* Reports in JSON, put into the ledger; see post.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "post.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "limits.h"
#include "text.h"

typedef struct telling {
    sr_buf messages, incidents;
} telling;

static void on_message(const sr_message *message, void *payload)
{
    telling *t = payload;
    json_comma(&t->messages);
    sr_buf_byte(&t->messages, '{');
    json_text(&t->messages, "report", message->file);
    json_number(&t->messages, "offset", (int64_t)message->offset);
    json_text(&t->messages, "text", message->text);
    sr_buf_byte(&t->messages, '}');
}

static int on_incident(const char *id, int is_new, void *payload)
{
    telling *t = payload;
    json_comma(&t->incidents);
    sr_buf_byte(&t->incidents, '{');
    json_text(&t->incidents, "id", id);
    json_name(&t->incidents, "new");
    sr_buf_put(&t->incidents, is_new ? SR_STR("true}") : SR_STR("false}"));
    return 0;
}

static const char *member(json_object *o, const char *name)
{
    json_object *value = json_object_object_get(o, name);
    return json_object_is_type(value, json_type_string) ? json_object_get_string(value) : NULL;
}

/* @return false: no report */
static bool read_report(json_object *o, sr_report_input *in)
{
    json_object *text = json_object_object_get(o, "text");
    if (!json_object_is_type(o, json_type_object) || !json_object_is_type(text, json_type_string))
        return false;
    *in = (sr_report_input){.id = member(o, "id") ? member(o, "id") : member(o, "doc"),
                            .url = member(o, "url"),
                            .publisher = member(o, "publisher"),
                            .published = member(o, "published"),
                            .title = member(o, "title"),
                            .language = member(o, "language"),
                            .text = json_object_get_string(text),
                            .text_len = (size_t)json_object_get_string_len(text)};
    return true;
}

static void write_totals(const sr_ingest_totals *t, const telling *told, sr_buf *out)
{
    sr_buf_byte(out, '{');
    json_number(out, "reports", (int64_t)t->reports);
    json_number(out, "added", (int64_t)t->added);
    json_number(out, "repeated", (int64_t)t->repeated);
    json_number(out, "versions", (int64_t)t->versions);
    json_number(out, "copies", (int64_t)t->copies);
    json_number(out, "claims", (int64_t)t->claims);
    json_name(out, "incidents");
    sr_buf_byte(out, '[');
    sr_buf_put(out, sr_buf_view(&told->incidents));
    sr_buf_put(out, SR_STR("]"));
    json_name(out, "messages");
    sr_buf_byte(out, '[');
    sr_buf_put(out, sr_buf_view(&told->messages));
    sr_buf_put(out, SR_STR("]}"));
}

static sr_status ingest(sr_ledger *ledger, sr_engine *engine, json_object **list, size_t n,
                        reply *out, sr_error *err)
{
    sr_report_input *reports = calloc(n, sizeof *reports);
    if (!reports)
        return sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    for (size_t i = 0; i < n; i++) {
        if (!read_report(list[i], &reports[i])) {
            free(reports);
            return refuse(out, 400,
                          "report %zu: wants an object with a member text; nothing was put in",
                          i + 1);
        }
    }
    telling told = {{.ceiling = LIMIT_ANSWER_BYTES}, {.ceiling = LIMIT_ANSWER_BYTES}};
    sr_ingest_totals totals = {0};
    sr_ingest_options options = SR_INGEST_OPTIONS_INIT;
    options.on_message = on_message;
    options.on_incident = on_incident;
    options.payload = &told;
    sr_status status = sr_ledger_ingest_reports(ledger, engine, reports, n, &options, &totals, err);
    if (status == SR_OK)
        write_totals(&totals, &told, &out->body);
    sr_buf_free(&told.messages);
    sr_buf_free(&told.incidents);
    free(reports);
    return status;
}

sr_status post_reports(sr_ledger *ledger, sr_engine *engine, sr_str body, reply *out, sr_error *err)
{
    json_tokener *t = json_tokener_new_ex(32);
    if (!t)
        return sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    json_tokener_set_flags(t, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    json_object *root =
        body.len ? json_tokener_parse_ex(t, (const char *)body.ptr, (int)body.len) : NULL;
    size_t end = json_tokener_get_parse_end(t);
    while (end < body.len && sr_is_space(body.ptr[end]))
        end++;
    bool whole = root && end == body.len;
    json_tokener_free(t);
    sr_status status;
    if (!whole) {
        status =
            refuse(out, 400, "the body is not one JSON value in UTF-8; wrong from byte %zu", end);
    } else {
        json_object *list = json_object_is_type(root, json_type_object)
                                ? json_object_object_get(root, "reports")
                                : NULL;
        bool many = json_object_is_type(list, json_type_array);
        size_t n = many ? json_object_array_length(list) : 1;
        if (!n || n > LIMIT_POST_REPORTS) {
            status = refuse(out, 400, "wants 1 to %u reports", LIMIT_POST_REPORTS);
        } else {
            json_object **all = calloc(n, sizeof *all);
            for (size_t i = 0; all && i < n; i++)
                all[i] = many ? json_object_array_get_idx(list, i) : root;
            status = all ? ingest(ledger, engine, all, n, out, err)
                         : sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
            free(all);
        }
    }
    json_object_put(root);
    return status;
}
