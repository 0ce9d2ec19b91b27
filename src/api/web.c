/* `sitrep fetch`: what is at some addresses, read like files; see <sitrep/web.h>.
 *
 * All is fetched first; ingest then reads through a world whose files are the documents, and the
 * system's files where the caller wants these, too.
 * SPDX-License-Identifier: Apache-2.0 */
#include "api/web.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "api/engine.h"
#include "api/feed.h"
#include "base/file.h"
#include "base/library.h"
#include "base/limits.h"
#include "ingest/opml.h"

typedef struct world {
    sr_fetch *fetches; // [n]
    size_t    n, at;   // at: byte of the document that is open
    bool      files;   // what was not fetched is a file
} world;

#define FETCHED (-2) // handles: that of the first document; downwards from there

sr_fetch_options sr_web__options(const sr_web_options *w)
{
    sr_fetch_options o = SR_FETCH_OPTIONS_INIT;
    o.proxy = w->proxy;
    o.ca_file = w->ca_file;
    o.timeout_s = w->timeout_s ? w->timeout_s : o.timeout_s;
    o.pause_ms = w->pause_ms;
    o.at_once = w->at_once ? w->at_once : o.at_once;
    o.retries = w->retries;
    o.most_bytes = w->most_mb ? (size_t)SR_MIN(w->most_mb, 1024u) << 20 : o.most_bytes;
    o.allow_private = w->allow_private != 0;
    o.ignore_robots = w->ignore_robots != 0;
    o.stop = w->stop;
    return o;
}

static sr_fetch *find(world *w, const char *path)
{
    for (size_t i = 0; i < w->n; i++)
        if (strcmp(w->fetches[i].url, path) == 0)
            return &w->fetches[i];
    return NULL;
}

static sr_status look(void *p, const char *path, sr_os_entry *entry, sr_error *err)
{
    sr_fetch *f = find(p, path);
    if (!f && ((world *)p)->files)
        return sr_os_real.look(sr_os_real.world, path, entry, err);
    if (!f || f->outcome != SR_FETCH_OK)
        return sr_error_set(err, SR_E_NOT_FOUND, path, 0, "%s", f ? f->why : "not fetched");
    *entry = (sr_os_entry){.kind = SR_OS_FILE, .size = f->body.len};
    return SR_OK;
}

static sr_status list(void *p, const char *path, sr_os_each *each, void *payload, sr_error *err)
{
    if (((world *)p)->files)
        return sr_os_real.list(sr_os_real.world, path, each, payload, err);
    return sr_error_set(err, SR_E_IO, path, 0, "no folder");
}

static sr_status open_it(void *p, const char *path, int *handle, sr_error *err)
{
    world *w = p;
    sr_fetch *f = find(w, path);
    if (!f && w->files)
        return sr_os_real.open(sr_os_real.world, path, handle, err);
    if (!f)
        return sr_error_set(err, SR_E_NOT_FOUND, path, 0, "not fetched");
    w->at = 0;
    *handle = FETCHED - (int)(f - w->fetches);
    return SR_OK;
}

static sr_status read_it(void *p, int handle, uint8_t *out, size_t room, size_t *got, sr_error *err)
{
    world *w = p;
    if (handle > FETCHED)
        return sr_os_real.read(sr_os_real.world, handle, out, room, got, err);
    sr_str rest = sr_buf_view(&w->fetches[FETCHED - handle].body);
    rest = sr_str_slice(rest, w->at, rest.len);
    *got = SR_MIN(room, rest.len);
    if (*got)
        memcpy(out, rest.ptr, *got);
    w->at += *got;
    return SR_OK;
}

static void close_it(void *p, int handle)
{
    (void)p;
    if (handle > FETCHED)
        sr_os_real.close(sr_os_real.world, handle);
}

/* The address and the type of a document, as its server told them. */
static void describe(void *p, const char *path, sr_str *url, sr_str *content_type)
{
    sr_fetch *f = find(p, path);
    *url = f ? sr_str_c(f->final_url ? f->final_url : path) : (sr_str){NULL, 0};
    *content_type = sr_str_c(f && f->content_type ? f->content_type : "");
}

int sr_web_is_url(const char *path)
{
    return strncasecmp(path, "http://", 7) == 0 || strncasecmp(path, "https://", 8) == 0;
}

sr_status sr_web_read(sr_engine *engine, const char *const *urls, size_t n, const sr_web_options *web,
                      const sr_read_options *read, sr_read_totals *totals, sr_error *err)
{
    sr_fetch_options options = sr_web__options(web);
    world w = {.fetches = calloc(n + 1, sizeof(sr_fetch)), .files = web->files != 0};
    sr_os os = {look, list, open_it, read_it, close_it, &w};
    sr_feed feed;
    if (totals)
        *totals = (sr_read_totals){0};
    if (!w.fetches)
        return sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    for (size_t i = 0; i < n; i++)
        if (!w.files || sr_web_is_url(urls[i]))
            w.fetches[w.n++].url = urls[i];
    sr_status status = sr_fetch_all(w.fetches, w.n, &options, NULL, NULL, err);
    if (status == SR_OK)
        status = sr_feed_world(&feed, &os, describe, urls, n, err);
    if (status == SR_OK) {
        status = sr_engine__run(engine, &feed, read, totals, err);
        sr_feed_close(&feed);
    }
    for (size_t i = 0; i < w.n; i++)
        sr_fetch_free(&w.fetches[i]);
    free(w.fetches);
    return status;
}

sr_status sr_web_opml(const char *path, sr_on_feed *on_feed, void *payload, sr_error *err)
{
    sr_str        bytes;
    sr_arena      arena;
    sr_opml_feed *feeds;
    size_t        n;
    sr_status status = sr_file_map(path, &bytes, err);
    if (status != SR_OK)
        return status;
    sr_arena_init(&arena, 0, NULL, NULL);
    status = sr_opml_read(sr_str_slice(bytes, 0, SR_LIMIT_FEED_BYTES), &arena, &feeds, &n);
    if (status == SR_E_NOT_FOUND)
        (void)sr_error_set(err, status, path, 0, "%s is not installed, without which lists of feeds cannot be read", sr_library_name(SR_LIBRARY_XML));
    else if (status != SR_OK)
        (void)sr_error_set(err, status, path, 0, status == SR_E_INPUT ? "no OPML in it" : "out of memory");
    for (size_t i = 0; status == SR_OK && i < n; i++)
        if (on_feed((const char *)feeds[i].url.ptr, (const char *)feeds[i].title.ptr, payload))
            status = sr_error_set(err, SR_E_STOPPED, path, 0, "stopped");
    sr_arena_free(&arena);
    sr_file_unmap(bytes);
    return status;
}
