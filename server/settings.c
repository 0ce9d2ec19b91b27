/* GET /feeds and /watches; see settings.h.
 *
 * A watch holds the secret and the address of its deliveries, which are as good as a password, and
 * lists that only the program needs: what is shown is put together anew, member by member.
 * SPDX-License-Identifier: Apache-2.0 */
#include "settings.h"

#include <string.h>

#include "base/error.h"
#include "members.h"
#include "route.h"
#include "text.h"

const char *feed_health(json_object *state, const char *silent_before)
{
    const char *newest = json_get_text(state, "newest"),
               *success = json_get_text(state, "last_success");
    if (json_object_get_int64(json_get(state, "failures")) > 0)
        return "failing";
    if (!success[0])
        return "not asked yet";
    if (strcmp(success, silent_before) < 0)
        return "not asked lately";
    return newest[0] && strcmp(newest, silent_before) < 0 ? "silent" : "well";
}

/* Members that are there, under their names. */
static void copy(json_object *from, const char *const names[], json_object *to)
{
    for (size_t i = 0; names[i]; i++) {
        json_object *value = json_get(from, names[i]);
        if (value)
            json_object_object_add(to, names[i], json_object_get(value));
    }
}

static void put(json_object *shown, sr_buf *out)
{
    json_comma(out);
    json_value(out, shown);
    json_object_put(shown);
}

static void put_feed(json_object *row, sr_buf *out)
{
    static const char *const members[] = {"title",    "last_success", "newest", "items", "last_try",
                                          "failures", "next_try",     "status", "error", NULL};
    json_object *state = json_get(row, "value"), *shown = json_object_new_object();
    char silent_before[INSTANT_TEXT];
    text_instant(FEED_SILENT_DAYS, silent_before);
    json_object_object_add(shown, "name", json_object_get(json_get(row, "name")));
    json_object_object_add(shown, "health",
                           json_object_new_string(feed_health(state, silent_before)));
    copy(state, members, shown);
    put(shown, out);
}

static void put_watch(json_object *row, sr_buf *out)
{
    static const char *const members[] = {"rule",    "publishers", "query", "page",
                                          "trouble", "recent",     NULL};
    json_object *value = json_get(row, "value"), *shown = json_object_new_object(),
                *ways = json_object_new_array(), *deliver = json_get(value, "deliver"),
                *fired = json_get(value, "fired"); // a list in older ledgers
    bool set = json_object_is_type(fired, json_type_object);
    json_object_object_add(shown, "name", json_object_get(json_get(row, "name")));
    copy(value, members, shown);
    for (size_t i = 0; i < json_length(deliver); i++)
        json_object_array_add(
            ways, json_object_get(json_get(json_object_array_get_idx(deliver, i), "kind")));
    json_object_object_add(shown, "deliver", ways);
    json_object_object_add(shown, "told",
                           json_object_new_int64(set ? json_object_object_length(fired)
                                                     : (int64_t)json_length(fired)));
    json_object_object_add(shown, "waiting",
                           json_object_new_int64((int64_t)json_length(json_get(value, "pending"))));
    put(shown, out);
}

typedef struct listing {
    void (*put)(json_object *row, sr_buf *out);
    sr_buf *out;
} listing;

static int on_setting(const char *json, size_t len, void *payload)
{
    listing *l = payload;
    json_object *row = json_tokener_parse(json);
    (void)len;
    if (json_object_is_type(json_get(row, "value"), json_type_object))
        l->put(row, l->out);
    json_object_put(row);
    return l->out->failed;
}

static sr_status list(sr_ledger *ledger, const char *kind, const char *name, listing *l,
                      sr_error *err)
{
    json_list(l->out, name);
    sr_status status = sr_ledger_settings(ledger, kind, NULL, on_setting, l, err);
    json_list_end(l->out);
    return status;
}

sr_status answer_feeds(sr_ledger *ledger, const question *asked, reply *out, sr_error *err)
{
    listing l = {put_feed, &out->body};
    (void)asked;
    return list(ledger, "feed", "feeds", &l, err);
}

sr_status answer_watches(sr_ledger *ledger, const question *asked, reply *out, sr_error *err)
{
    listing l = {put_watch, &out->body};
    (void)asked;
    return list(ledger, "watch", "watches", &l, err);
}
