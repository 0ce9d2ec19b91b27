/* One line of JSON -> a report; see json_report.h.  json-c parses; the object is kept in the
 * reader until the next line, because the arena may leave by longjmp.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/json_report.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "ingest/dateline.h"

struct sr_json_reader {
    json_tokener *tokener;
    json_object  *object; // of the last line
};

sr_json_reader *sr_json_reader_open(void)
{
    sr_json_reader *reader = calloc(1, sizeof *reader);
    if (reader && !(reader->tokener = json_tokener_new_ex(SR_LIMIT_JSON_DEPTH))) {
        free(reader);
        return NULL;
    }
    if (reader)
        json_tokener_set_flags(reader->tokener, JSON_TOKENER_STRICT | JSON_TOKENER_ALLOW_TRAILING_CHARS);
    return reader;
}

void sr_json_reader_close(sr_json_reader *reader)
{
    if (!reader)
        return;
    json_object_put(reader->object);
    json_tokener_free(reader->tokener);
    free(reader);
}

static sr_json_result fault(size_t at, const char *text)
{
    sr_json_result r = {.status = SR_E_INPUT, .fault_at = at};
    (void)snprintf(r.fault, sizeof r.fault, "%s", text);
    return r;
}

/* Parse the line into reader->object. */
static sr_json_result parse(sr_json_reader *reader, sr_str line)
{
    json_object_put(reader->object);
    reader->object = NULL;
    json_tokener_reset(reader->tokener);
    if (line.len > INT32_MAX - 1)
        return fault(0, "longer than 2 GB");
    reader->object = json_tokener_parse_ex(reader->tokener, (const char *)line.ptr, (int)line.len);
    enum json_tokener_error error = json_tokener_get_error(reader->tokener);
    size_t end = json_tokener_get_parse_end(reader->tokener);
    if (error == json_tokener_continue)
        return fault(line.len, "not JSON: the object is not closed in its line");
    if (error != json_tokener_success) {
        sr_json_result r = fault(end, "");
        (void)snprintf(r.fault, sizeof r.fault, "not JSON: %s", json_tokener_error_desc(error));
        return r;
    }
    if (sr_str_trim(sr_str_slice(line, end, line.len)).len)
        return fault(end, "not JSON: something follows the object");
    if (!json_object_is_type(reader->object, json_type_object))
        return fault(0, "not a JSON object");
    return (sr_json_result){.status = SR_OK};
}

/* A string member, copied and taken out of the object; false: it is no string. */
static bool take(json_object *object, const char *name, sr_arena *arena, sr_str *out)
{
    json_object *value;
    if (!json_object_object_get_ex(object, name, &value))
        return false;
    if (json_object_is_type(value, json_type_null)) {
        json_object_object_del(object, name);
        return false;
    }
    if (!json_object_is_type(value, json_type_string))
        return false;
    *out = sr_str_copy(arena, sr_str_from(json_object_get_string(value),
                                          (size_t)json_object_get_string_len(value)));
    json_object_object_del(object, name);
    return true;
}

/* `id`, else `doc`: strings or whole numbers. */
static void take_id(json_object *object, sr_arena *arena, sr_str *out)
{
    static const char *const names[] = {"id", "doc"};
    for (size_t i = 0; i < SR_COUNT(names) && out->len == 0; i++) {
        json_object *value;
        if (take(object, names[i], arena, out) || !json_object_object_get_ex(object, names[i], &value) ||
            !json_object_is_type(value, json_type_int))
            continue;
        *out = sr_str_format(arena, "%s", json_object_get_string(value));
        json_object_object_del(object, names[i]);
    }
}

/* The members that are left, as one object; empty: none. */
static sr_str rest(json_object *object, sr_arena *arena)
{
    if (json_object_object_length(object) == 0)
        return (sr_str){NULL, 0};
    size_t len;
    const char *text = json_object_to_json_string_length(
        object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &len);
    return text ? sr_str_copy(arena, sr_str_from(text, len)) : (sr_str){NULL, 0};
}

sr_json_result sr_json_report_read(sr_json_reader *reader, sr_str line, sr_arena *arena,
                                   sr_report *report)
{
    sr_json_result result = parse(reader, line);
    if (result.status != SR_OK)
        return result;
    json_object *object = reader->object;
    sr_str published = {NULL, 0};
    if (!take(object, "text", arena, &report->text))
        return fault(0, "no member \"text\" with a string");
    take_id(object, arena, &report->id);
    (void)take(object, "url", arena, &report->url);
    (void)take(object, "publisher", arena, &report->publisher);
    (void)take(object, "title", arena, &report->title);
    (void)take(object, "language", arena, &report->language);
    if (take(object, "published", arena, &published) && published.len)
        result.bad_date = !sr_instant_parse(published, &report->published);
    report->members = rest(object, arena);
    return result;
}
