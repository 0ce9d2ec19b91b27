/* JSON Feed 1 and 1.1; see feed.h.
 * Source: jsonfeed.org/version/1.1
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/feed_int.h"

#include <json-c/json.h>

#include "base/limits.h"
#include "ingest/url.h"

static sr_str string(json_object *object, const char *name)
{
    json_object *value;
    if (!json_object_object_get_ex(object, name, &value) || json_object_is_type(value, json_type_null) ||
        json_object_is_type(value, json_type_object) || json_object_is_type(value, json_type_array))
        return (sr_str){NULL, 0};
    return sr_str_c(json_object_get_string(value));
}

static json_object *array(json_object *object, const char *name)
{
    json_object *value;
    return json_object_object_get_ex(object, name, &value) && json_object_is_type(value, json_type_array) ? value : NULL;
}

static sr_str copied(sr_feed_job *job, json_object *object, const char *name)
{
    return sr_str_copy(job->arena, sr_str_trim(string(object, name)));
}

static sr_str line(sr_feed_job *job, json_object *object, const char *name)
{
    return sr_str_squeeze(job->arena, string(object, name));
}

static sr_str address(sr_feed_job *job, json_object *object, const char *name)
{
    return sr_str_copy(job->arena, sr_url_resolve(job->arena, job->url, string(object, name)));
}

/* `authors`, or the `author` of version 1. */
static sr_str authors(sr_feed_job *job, json_object *object)
{
    json_object *list = array(object, "authors"), *one;
    sr_str all = {NULL, 0};
    if (!list)
        return json_object_object_get_ex(object, "author", &one) && json_object_is_type(one, json_type_object)
                   ? line(job, one, "name") : line(job, object, "author");
    for (size_t i = 0; i < json_object_array_length(list) && all.len < 1024; i++) {
        one = json_object_array_get_idx(list, i);
        sr_str name = json_object_is_type(one, json_type_object) ? line(job, one, "name") : (sr_str){NULL, 0};
        if (name.len)
            all = all.len ? sr_str_format(job->arena, "%.*s, %.*s", SR_ARG(all), SR_ARG(name)) : name;
    }
    return all;
}

static void read_lists(sr_feed_job *job, json_object *object, sr_feed_item *item)
{
    json_object *tags = array(object, "tags"), *media = array(object, "attachments");
    for (size_t i = 0; tags && i < json_object_array_length(tags); i++) {
        json_object *tag = json_object_array_get_idx(tags, i);
        if (json_object_is_type(tag, json_type_string))
            sr_feed__add(job, &item->tags, sr_str_squeeze(job->arena, sr_str_c(json_object_get_string(tag))));
    }
    for (size_t i = 0; media && i < json_object_array_length(media); i++) {
        json_object *one = json_object_array_get_idx(media, i);
        if (json_object_is_type(one, json_type_object))
            sr_feed__add(job, &item->media, address(job, one, "url"));
    }
}

static void read_item(sr_feed_job *job, json_object *object, sr_feed_item *item)
{
    sr_str html = string(object, "content_html"), text = string(object, "content_text"), summary = string(object, "summary");
    item->title = line(job, object, "title");
    item->content = html.len ? sr_feed__text(job, html, true, false) : sr_feed__text(job, text, false, false);
    item->summary = sr_feed__text(job, summary, sr_markup_looks(summary), false);
    item->link = address(job, object, "url");
    item->id = copied(job, object, "id");
    if (item->link.len == 0)
        item->link = address(job, object, "external_url");
    item->author = authors(job, object);
    item->language = copied(job, object, "language");
    item->published.at.day = item->updated.at.day = SR_DAY_NONE;
    sr_feed__set_date(&item->published, copied(job, object, "date_published"));
    sr_feed__set_date(&item->updated, copied(job, object, "date_modified"));
    read_lists(job, object, item);
}

static void read_feed(sr_feed_job *job, json_object *object)
{
    sr_feed_item *feed = &job->out->feed;
    sr_str summary = string(object, "description");
    feed->title = line(job, object, "title");
    feed->summary = sr_feed__text(job, summary, sr_markup_looks(summary), false);
    feed->link = address(job, object, "home_page_url");
    feed->self = address(job, object, "feed_url");
    feed->author = authors(job, object);
    feed->language = copied(job, object, "language");
}

static sr_status no_feed(sr_feed_job *job, const char *why)
{
    job->out->fault = sr_str_copy(job->arena, sr_str_c(why));
    return SR_E_INPUT;
}

sr_status sr_feed__read_json(sr_feed_job *job)
{
    sr_str text = sr_str_trim(sr_buf_view(&job->reader->decoded));
    json_tokener *tokener = json_tokener_new_ex(SR_LIMIT_JSON_DEPTH);
    if (!tokener)
        return SR_E_NOMEM;
    json_object *root = json_tokener_parse_ex(tokener, (const char *)text.ptr, (int)text.len);
    enum json_tokener_error error = json_tokener_get_error(tokener);
    json_tokener_free(tokener);
    job->reader->json = root;
    if (error != json_tokener_success)
        return no_feed(job, "not JSON; skipped");
    json_object *items = json_object_is_type(root, json_type_object) ? array(root, "items") : NULL;
    if (!items)
        return no_feed(job, "no JSON Feed; skipped");
    size_t n = SR_MIN(json_object_array_length(items), (size_t)SR_LIMIT_FEED_ENTRIES);
    job->out->format = "json";
    read_feed(job, root);
    job->out->entries = SR_NEW(job->arena, sr_feed_item, n + 1);
    for (size_t i = 0; i < n; i++) {
        json_object *item = json_object_array_get_idx(items, i);
        if (json_object_is_type(item, json_type_object))
            read_item(job, item, &job->out->entries[job->out->n_entries++]);
    }
    return SR_OK;
}
