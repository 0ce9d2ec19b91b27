/* `sitrep inspect --feed` and `--dates`; see inspect.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include <json-c/json.h>

#include "api/inspect.h"
#include "base/limits.h"
#include "ingest/feed.h"
#include "ingest/feed_date.h"

static void put_date(sr_json *json, const char *key, const sr_feed_date *date)
{
    char utc[SR_UTC_TEXT];
    sr_instant_format_utc(&date->at, utc);
    sr_json_put_some(json, key, sr_str_c(utc));
}

static void put_list(sr_json *json, const char *key, const sr_feed_strings *list)
{
    if (!list->n)
        return;
    sr_json_key(json, key);
    sr_json_array(json);
    for (size_t i = 0; i < list->n; i++)
        sr_json_str(json, list->at[i]);
    sr_json_end_array(json);
}

/* A text, also an empty one that stood there as markup without words. */
static void put_text(sr_json *json, const char *key, sr_str text)
{
    if (!text.ptr)
        return;
    sr_json_key(json, key);
    sr_json_str(json, text);
}

/* An entry's `summary` is its content when it has no other: what a reader shows. */
static void put_item(sr_json *json, const sr_feed_item *item, bool feed)
{
    sr_json_object(json);
    sr_json_put_some(json, "title", item->title);
    put_text(json, feed ? "subtitle" : "summary", feed || item->summary.ptr ? item->summary : item->content);
    sr_json_put_some(json, "content", item->content);
    sr_json_put_some(json, "link", item->link);
    sr_json_put_some(json, "self", item->self);
    sr_json_put_some(json, "id", item->id);
    sr_json_put_some(json, "language", item->language);
    sr_json_put_some(json, "author", item->author);
    sr_json_put_some(json, "publisher", item->publisher);
    put_list(json, "tags", &item->tags);
    put_date(json, "published", &item->published);
    put_date(json, "updated", &item->updated);
    sr_json_put_some(json, "in_reply_to", item->in_reply_to);
    put_list(json, "media", &item->media);
    if (item->has_point) {
        sr_json_key(json, "point");
        sr_json_array(json);
        sr_json_real(json, item->lat, 6);
        sr_json_real(json, item->lon, 6);
        sr_json_end_array(json);
    }
    sr_json_end_object(json);
}

static void put_feed(sr_inspection *run, sr_str id, const sr_feed_document *feed)
{
    sr_json json = sr_json_to(&run->line);
    sr_json_object(&json);
    sr_json_put_str(&json, "id", id);
    sr_json_put_str(&json, "format", sr_str_c(feed->format));
    sr_json_key(&json, "feed");
    put_item(&json, &feed->feed, true);
    sr_json_key(&json, "entries");
    sr_json_array(&json);
    for (size_t i = 0; i < feed->n_entries; i++)
        put_item(&json, &feed->entries[i], false);
    sr_json_end_array(&json);
    sr_json_end_object(&json);
    sr_inspect_put(run);
}

sr_status sr_inspect_feed(sr_inspection *run, const sr_input *input, sr_error *err)
{
    sr_feed_document feed;
    sr_feed_input    in = {0};
    if (!sr_inspect_load(run, input, SR_LIMIT_FEED_BYTES, &in.bytes))
        return SR_OK;
    if (!run->feed)
        run->feed = sr_feed_reader_open();
    sr_status status = run->feed ? sr_feed_read(run->feed, &in, &run->arena, &feed) : SR_E_NOMEM;
    if (status == SR_E_NOMEM)
        return sr_error_set(err, SR_E_NOMEM, input->path, 0, "out of memory");
    if (feed.fault.len)
        sr_inspect_note_str(run, input->path, feed.fault_at, feed.fault, feed.fault_loses_nothing);
    if (status == SR_OK)
        put_feed(run, sr_inspect_path(run, input), &feed);
    return SR_OK;
}

/* ------------------------------------------------------------------------- dates */

static void date_line(sr_inspection *run, const char *file, json_tokener *tokener, sr_str line, uint64_t offset)
{
    json_tokener_reset(tokener);
    json_object *object = json_tokener_parse_ex(tokener, (const char *)line.ptr, (int)line.len), *id, *input;
    bool sound = json_object_is_type(object, json_type_object) && json_object_object_get_ex(object, "id", &id) &&
                 json_object_object_get_ex(object, "input", &input) && json_object_is_type(input, json_type_string);
    if (!sound) {
        sr_inspect_note(run, file, offset, "no object with \"id\" and \"input\"; the line was skipped", false);
    } else {
        sr_instant at;
        char       utc[SR_UTC_TEXT];
        sr_json    json = sr_json_to(&run->line);
        (void)sr_feed_date_read(sr_str_from(json_object_get_string(input), (size_t)json_object_get_string_len(input)),
                                &at, NULL);
        sr_instant_format_utc(&at, utc);
        sr_json_object(&json);
        sr_json_put_str(&json, "id", sr_str_c(json_object_get_string(id)));
        sr_json_put_str(&json, "utc", sr_str_c(utc));
        sr_json_end_object(&json);
        sr_inspect_put(run);
    }
    json_object_put(object);
}

sr_status sr_inspect_dates(sr_inspection *run, const sr_input *input, sr_error *err)
{
    sr_str bytes;
    if (!sr_inspect_load(run, input, SR_LIMIT_LINE_BYTES, &bytes))
        return SR_OK;
    json_tokener *tokener = json_tokener_new_ex(SR_LIMIT_JSON_DEPTH);
    for (sr_str rest = bytes; tokener && rest.len && !run->stopped;) {
        uint64_t offset = (uint64_t)(rest.ptr - bytes.ptr);
        sr_str   line = sr_str_trim(sr_str_cut(&rest, '\n'));
        if (line.len)
            date_line(run, input->path, tokener, line, offset);
    }
    if (tokener)
        json_tokener_free(tokener);
    return tokener ? SR_OK : sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
}
