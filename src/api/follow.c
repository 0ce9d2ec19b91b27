/* Feeds followed into a ledger; see <sitrep/web.h>.
 *
 *   feeds, conditionally ─► entries not seen ─► those with a text ────────────► ledger
 *                                            └► pages they link to ─► article ─┘
 *
 * What a feed was like is a setting of the ledger (kind "feed", name its address): JSON with the
 * members of docs/format-record.md, "feeds".  It is written behind the reports, so a round that is
 * broken off loses nothing: entries that are not marked as seen come again, and the ledger knows
 * reports it has.  The clock is used for the health of feeds alone, never as the date of a report.
 * SPDX-License-Identifier: Apache-2.0 */
#include <json-c/json.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "api/web.h"
#include "base/limits.h"
#include "ingest/feed.h"
#include "ingest/feed_date.h"
#include "ingest/page.h"

#define BACK_OFF_MOST_S 21600 // six hours
#define BACK_OFF_FIRST_S 120

/* A feed of the round. */
typedef struct followed {
    char            *url;
    json_object     *state;   // as it was, then as it will be
    json_object     *seen;    // array of the keys of the feed's entries that are done
    sr_feed_document feed;
    bool             asked;
} followed;

/* An entry whose text is on a page. */
typedef struct wanted {
    size_t              feed;
    const sr_feed_item *item;
    char                key[17];
} wanted;

typedef struct follow_round {
    const sr_follow_options *options;
    sr_follow_totals totals;
    sr_arena         arena;
    jmp_buf          boundary;
    sr_ledger       *ledger;
    int64_t          clock;   // Unix seconds
    followed        *feeds;   // [n]
    size_t           n, room;
    sr_feed_reader  *reader;
    sr_page_reader  *pages;
    SR_LIST(sr_report_input) reports;
    SR_LIST(wanted)  wanted;
    sr_fetch        *fetches; // of the pages
} follow_round;

SR_NORETURN static void leave(void *payload) { longjmp(((follow_round *)payload)->boundary, 1); }

static void tell(follow_round *r, const char *where, const char *text, bool remark)
{
    sr_message message = {where, 0, text, remark};
    r->totals.messages += !remark;
    if (r->options->on_message)
        r->options->on_message(&message, r->options->payload);
}

/* ------------------------------------------------------------------------- states */

static const char *text_of(json_object *o, const char *key)
{
    json_object *v;
    return json_object_object_get_ex(o, key, &v) && json_object_is_type(v, json_type_string) ? json_object_get_string(v) : "";
}

static int64_t int_of(json_object *o, const char *key)
{
    json_object *v;
    return json_object_object_get_ex(o, key, &v) ? json_object_get_int64(v) : 0;
}

static void put_text(json_object *o, const char *key, const char *text)
{
    json_object_object_del(o, key);
    if (text && text[0])
        (void)json_object_object_add(o, key, json_object_new_string(text));
}

static void put_int(json_object *o, const char *key, int64_t value)
{
    json_object_object_del(o, key);
    (void)json_object_object_add(o, key, json_object_new_int64(value));
}

/* A Unix time as "2024-03-22T14:05:07Z". */
static void put_clock(json_object *o, const char *key, int64_t seconds)
{
    char utc[SR_UTC_TEXT];
    sr_instant at = {.day = (sr_day)(seconds / 86400), .second = (int32_t)(seconds % 86400), .has_offset = true};
    sr_instant_format_utc(&at, utc);
    put_text(o, key, utc);
}

static followed *add_feed(follow_round *r, const char *url)
{
    for (size_t i = 0; i < r->n; i++)
        if (strcmp(r->feeds[i].url, url) == 0)
            return &r->feeds[i];
    if (r->n == r->room) {
        size_t room = r->room ? 2 * r->room : 32;
        followed *more = realloc(r->feeds, room * sizeof *more);
        if (!more)
            longjmp(r->boundary, 1);
        r->feeds = more;
        r->room = room;
    }
    r->feeds[r->n] = (followed){.url = strdup(url), .state = json_object_new_object()};
    if (!r->feeds[r->n].url)
        longjmp(r->boundary, 1);
    return &r->feeds[r->n++];
}

static int on_known(const char *json, size_t len, void *payload)
{
    follow_round *r = payload;
    json_tokener *t = json_tokener_new();
    json_object *o = t ? json_tokener_parse_ex(t, json, (int)len) : NULL, *value;
    if (o && text_of(o, "name")[0]) {
        followed *f = add_feed(r, text_of(o, "name"));
        if (json_object_object_get_ex(o, "value", &value) && json_object_is_type(value, json_type_object)) {
            json_object_put(f->state);
            f->state = json_object_get(value);
        }
    }
    json_object_put(o);
    if (t)
        json_tokener_free(t);
    return 0;
}

static bool was_seen(const followed *f, const char *key)
{
    json_object *seen;
    if (!json_object_object_get_ex(f->state, "seen", &seen) || !json_object_is_type(seen, json_type_array))
        return false;
    for (size_t i = 0; i < json_object_array_length(seen); i++)
        if (strcmp(json_object_get_string(json_object_array_get_idx(seen, i)), key) == 0)
            return true;
    return false;
}

static void mark_seen(followed *f, const char *key)
{
    (void)json_object_array_add(f->seen, json_object_new_string(key));
}

/* ------------------------------------------------------------------------- entries */

static void key_of(const sr_feed_item *item, char key[17])
{
    sr_str what = item->id.len ? item->id : item->link.len ? item->link : item->title.len ? item->title : item->summary;
    (void)snprintf(key, 17, "%016llx", (unsigned long long)sr_hash(what));
}

static const char *terminated(follow_round *r, sr_str s)
{
    return s.len ? (const char *)sr_str_copy(&r->arena, s).ptr : NULL;
}

/* "2024-03-22", "2024-03-22T14:05:07+03:00"; NULL: unknown. */
static const char *iso_text(follow_round *r, const sr_instant *i)
{
    char day[SR_DAY_TEXT];
    if (i->day == SR_DAY_NONE)
        return NULL;
    sr_day_format(i->day, day);
    if (i->second < 0)
        return terminated(r, sr_str_c(day));
    int minutes = i->offset_minutes < 0 ? -i->offset_minutes : i->offset_minutes;
    char offset[8] = "";
    if (i->has_offset)
        (void)snprintf(offset, sizeof offset, "%c%02d:%02d", i->offset_minutes < 0 ? '-' : '+', minutes / 60 % 24, minutes % 60);
    return (const char *)sr_str_format(&r->arena, "%sT%02d:%02d:%02d%s", day, i->second / 3600, i->second / 60 % 60,
                                       i->second % 60, offset).ptr;
}

static void add_report(follow_round *r, const sr_report *report)
{
    if (report->text.len == 0)
        return;
    *SR_PUSH(&r->arena, &r->reports) = (sr_report_input){
        .id = terminated(r, report->id), .url = terminated(r, report->url), .publisher = terminated(r, report->publisher),
        .published = iso_text(r, &report->published), .title = terminated(r, report->title),
        .language = terminated(r, report->language), .text = (const char *)report->text.ptr, .text_len = report->text.len};
}

static void add_entry(follow_round *r, followed *f, const sr_feed_item *item)
{
    sr_report report = {.published = {.day = SR_DAY_NONE, .second = -1}};
    sr_feed_to_report(&f->feed, item, &report);
    add_report(r, &report);
}

/* The newest date that the feed tells, for the alarm of silence. */
static void put_newest(followed *f)
{
    char newest[SR_UTC_TEXT] = "", utc[SR_UTC_TEXT];
    for (size_t i = 0; i < f->feed.n_entries; i++) {
        const sr_feed_item *item = &f->feed.entries[i];
        sr_instant_format_utc(item->published.whole ? &item->published.at : &item->updated.at, utc);
        if (strcmp(utc, newest) > 0)
            (void)snprintf(newest, sizeof newest, "%s", utc);
    }
    if (newest[0])
        put_text(f->state, "newest", newest);
}

/* Entries of a feed that came: those with a text become reports, the others are wanted. */
static void take_entries(follow_round *r, size_t index)
{
    followed *f = &r->feeds[index];
    f->seen = json_object_new_array();
    for (size_t i = 0; i < f->feed.n_entries; i++) {
        const sr_feed_item *item = &f->feed.entries[i];
        wanted w = {.feed = index, .item = item};
        key_of(item, w.key);
        if (was_seen(f, w.key)) {
            mark_seen(f, w.key);
            continue;
        }
        r->totals.entries++;
        if (!sr_feed_item_is_report(item) && item->link.len) {
            *SR_PUSH(&r->arena, &r->wanted) = w;
            continue;
        }
        add_entry(r, f, item);
        mark_seen(f, w.key);
    }
    put_int(f->state, "items", (int64_t)f->feed.n_entries);
    put_newest(f);
}

/* ----------------------------------------------------------------------- the feeds */

static void failed_feed(follow_round *r, followed *f, const sr_fetch *got, const char *why)
{
    int64_t failures = int_of(f->state, "failures") + 1, wait = BACK_OFF_FIRST_S;
    for (int64_t k = 1; k < failures && wait < BACK_OFF_MOST_S; k++)
        wait *= 2;
    wait = SR_MAX(SR_MIN(wait, (int64_t)BACK_OFF_MOST_S), (int64_t)got->retry_after_s);
    put_int(f->state, "failures", failures);
    put_text(f->state, "error", why);
    put_clock(f->state, "next_try", r->clock + wait);
    r->totals.failed++;
    tell(r, f->url, why, false);
}

static void sound_feed(follow_round *r, followed *f, const sr_fetch *got)
{
    put_int(f->state, "failures", 0);
    put_text(f->state, "error", NULL);
    put_text(f->state, "next_try", NULL);
    put_clock(f->state, "last_success", r->clock);
    if (got->outcome == SR_FETCH_NOT_MODIFIED) {
        r->totals.unchanged++;
        return;
    }
    put_text(f->state, "etag", got->new_etag);
    put_text(f->state, "last_modified", got->new_last_modified);
}

static sr_str charset_of(const char *content_type)
{
    const char *at = content_type ? strcasestr(content_type, "charset=") : NULL;
    sr_str name = sr_str_c(at ? at + 8 : "");
    name = sr_str_slice(name, 0, sr_str_find(name, ';', 0));
    if (name.len > 1 && name.ptr[0] == '"')
        name = sr_str_slice(name, 1, name.len - 1);
    return sr_str_trim(name);
}

static void take_feed(follow_round *r, size_t index, const sr_fetch *got)
{
    followed *f = &r->feeds[index];
    if (got->outcome == SR_FETCH_STOPPED)
        return;
    put_clock(f->state, "last_try", r->clock);
    put_int(f->state, "status", got->status);
    if (got->outcome != SR_FETCH_OK && got->outcome != SR_FETCH_NOT_MODIFIED) {
        failed_feed(r, f, got, got->why);
        return;
    }
    if (got->outcome == SR_FETCH_OK) {
        sr_feed_input in = {sr_buf_view(&got->body), charset_of(got->content_type), sr_str_c(got->final_url)};
        if (sr_feed_read(r->reader, &in, &r->arena, &f->feed) != SR_OK) {
            failed_feed(r, f, got, "no feed at this address");
            return;
        }
        put_text(f->state, "title", terminated(r, f->feed.feed.title));
        take_entries(r, index);
    }
    sound_feed(r, f, got);
}

static sr_status ask_feeds(follow_round *r, const sr_fetch_options *options, sr_error *err)
{
    sr_fetch *fetches = calloc(r->n + 1, sizeof *fetches);
    char now[SR_UTC_TEXT];
    size_t n = 0;
    if (!fetches)
        return sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    json_object *clock = json_object_new_object();
    put_clock(clock, "now", r->clock);
    (void)snprintf(now, sizeof now, "%s", text_of(clock, "now"));
    json_object_put(clock);
    for (size_t i = 0; i < r->n; i++) {
        followed *f = &r->feeds[i];
        if (strcmp(text_of(f->state, "next_try"), now) > 0)
            continue; // it failed lately
        f->asked = true;
        fetches[n++] = (sr_fetch){.url = f->url, .etag = text_of(f->state, "etag"), .no_robots = true,
                                  .last_modified = text_of(f->state, "last_modified"), .tag = (void *)(uintptr_t)i};
    }
    r->totals.feeds = n;
    sr_status status = sr_fetch_all(fetches, n, options, NULL, NULL, err);
    for (size_t i = 0; i < n; i++) {
        take_feed(r, (size_t)(uintptr_t)fetches[i].tag, &fetches[i]);
        sr_fetch_free(&fetches[i]);
    }
    free(fetches);
    return status;
}

/* ----------------------------------------------------------------------- the pages */

/* The page of an entry: its article, else what the feed says of it. */
static void take_page(follow_round *r, const wanted *w, const sr_fetch *got)
{
    followed *f = &r->feeds[w->feed];
    bool passes = got->outcome == SR_FETCH_STOPPED ||
                  (got->outcome == SR_FETCH_FAILED && (got->status == 0 || got->status == 429 || got->status >= 500));
    if (passes) { // comes again in the next round
        if (got->outcome != SR_FETCH_STOPPED)
            tell(r, got->url, got->why, false);
        return;
    }
    sr_page page;
    sr_report report = {.published = {.day = SR_DAY_NONE, .second = -1}}, entry = report;
    sr_feed_to_report(&f->feed, w->item, &entry);
    mark_seen(f, w->key);
    sr_page_input in = {.bytes = sr_buf_view(&got->body), .content_type = sr_str_c(got->content_type), .url = sr_str_c(got->final_url)};
    bool read = got->outcome == SR_FETCH_OK && sr_page_read(r->pages, &in, &r->arena, &page) == SR_OK &&
                page.kind != SR_PAGE_NOT_ARTICLE && page.text.len > entry.text.len;
    if (got->outcome != SR_FETCH_OK)
        tell(r, got->url, got->why, got->outcome == SR_FETCH_REFUSED);
    r->totals.pages += read;
    if (read) {
        if (entry.published.day != SR_DAY_NONE && page.published.instant.second < 0)
            report.published = entry.published; // the feed tells the time, too
        report.title = entry.title;
        report.publisher = entry.publisher;
        report.url = entry.url;
        report.id = entry.id;
        sr_page_to_report(&page, &report);
    }
    add_report(r, read ? &report : &entry);
}

static sr_status ask_pages(follow_round *r, const sr_fetch_options *options, sr_error *err)
{
    size_t n = r->wanted.n;
    r->fetches = calloc(n + 1, sizeof *r->fetches);
    if (!r->fetches)
        return sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    for (size_t i = 0; i < n; i++)
        r->fetches[i].url = terminated(r, r->wanted.at[i].item->link);
    sr_status status = sr_fetch_all(r->fetches, n, options, NULL, NULL, err);
    for (size_t i = 0; i < n && status != SR_E_NOMEM; i++)
        take_page(r, &r->wanted.at[i], &r->fetches[i]);
    return status;
}

/* ----------------------------------------------------------------------- the round */

/* What is known of the feeds now; of a feed that came, what was seen of it. */
static sr_status keep_states(follow_round *r, sr_error *err)
{
    sr_status status = SR_OK;
    for (size_t i = 0; i < r->n && status == SR_OK; i++) {
        followed *f = &r->feeds[i];
        if (f->seen) {
            json_object_object_del(f->state, "seen");
            (void)json_object_object_add(f->state, "seen", json_object_get(f->seen));
        }
        status = sr_ledger_put_setting(r->ledger, "feed", f->url, json_object_to_json_string_ext(f->state, JSON_C_TO_STRING_PLAIN), err);
    }
    return status;
}

static sr_status go(follow_round *r, sr_engine *engine, const char *const *urls, size_t n, sr_error *err)
{
    sr_fetch_options  options = sr_web__options(&r->options->web);
    sr_ingest_options ingest = SR_INGEST_OPTIONS_INIT;
    ingest.threads = r->options->threads;
    ingest.on_message = r->options->on_message;
    ingest.payload = r->options->payload;
    if (setjmp(r->boundary))
        return sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    sr_status status = sr_ledger_settings(r->ledger, "feed", NULL, on_known, r, err);
    for (size_t i = 0; i < n && status == SR_OK; i++)
        (void)add_feed(r, urls[i]);
    if (status != SR_OK || !(r->reader = sr_feed_reader_open()) || !(r->pages = sr_page_reader_open()))
        return status != SR_OK ? status : sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    sr_status asked = ask_feeds(r, &options, err);
    if (asked == SR_OK)
        asked = ask_pages(r, &options, err);
    if (asked == SR_E_NOMEM)
        return asked;
    if (r->reports.n)
        status = sr_ledger_ingest_reports(r->ledger, engine, r->reports.at, r->reports.n, &ingest, &r->totals.ingest, err);
    if (status == SR_OK)
        status = keep_states(r, err);
    return status == SR_OK ? asked : status;
}

sr_status sr_web_follow(sr_ledger *ledger, sr_engine *engine, const char *const *urls, size_t n, const sr_follow_options *options,
                        sr_follow_totals *totals, sr_error *err)
{
    follow_round *r = calloc(1, sizeof *r);
    if (!r)
        return sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    r->options = options;
    r->ledger = ledger;
    r->clock = (int64_t)time(NULL);
    sr_arena_init(&r->arena, 0, leave, r);
    sr_status status = go(r, engine, urls, n, err);
    if (totals)
        *totals = r->totals;
    for (size_t i = 0; i < r->n; i++) {
        free(r->feeds[i].url);
        json_object_put(r->feeds[i].state);
        json_object_put(r->feeds[i].seen);
    }
    for (size_t i = 0; r->fetches && i < r->wanted.n; i++)
        sr_fetch_free(&r->fetches[i]);
    free(r->fetches);
    free(r->feeds);
    sr_feed_reader_close(r->reader);
    sr_page_reader_close(r->pages);
    sr_arena_free(&r->arena);
    free(r);
    return status;
}
