/* What web archives hold, as parts; see parts.h.
 *
 * Read: responses with status 200 (and those without one), resources, conversions (plain text of WET
 * files).  The day of the crawl is no day of publication and is not used.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "ingest/parts.h"
#include "ingest/warc.h"

typedef struct warc_parts {
    sr_parts   parts;
    sr_warc   *warc;
    sr_os      os;      // over `source`, where the path cannot be opened twice
    sr_source *source;
    uint64_t   others;  // records that hold no text
    bool       told;
    sr_error   trouble; // why it could not be opened
} warc_parts;

static sr_status open_source(void *world, const char *path, int *handle, sr_error *err)
{
    (void)world, (void)path, (void)err;
    *handle = 0;
    return SR_OK;
}

static sr_status read_source(void *world, int handle, uint8_t *out, size_t room, size_t *got, sr_error *err)
{
    (void)handle;
    sr_source *source = world;
    sr_status status = sr_source_want(source, 1, err);
    sr_str window = sr_str_slice(sr_source_window(source), 0, room);
    *got = window.len;
    if (window.len)
        memcpy(out, window.ptr, window.len);
    sr_source_take(source, window.len);
    return window.len ? SR_OK : status;
}

static void close_source(void *world, int handle) { (void)world, (void)handle; }

static bool begins(sr_str s, const char *word)
{
    sr_str w = sr_str_c(word);
    return sr_str_eq_case(sr_str_slice(s, 0, w.len), w);
}

static bool is_readable(sr_str mime)
{
    static const char *const kinds[] = {"text/html", "application/xhtml", "text/plain", "application/rss", "application/atom",
                                        "application/rdf", "application/xml", "text/xml", "application/feed+json"};
    for (size_t i = 0; i < SR_COUNT(kinds); i++)
        if (begins(mime, kinds[i]))
            return true;
    return false;
}

/* The part that a record holds; false: none that is read. */
static bool part_of(warc_parts *p, const sr_warc_record *r, sr_part *part)
{
    sr_http_message http;
    sr_str type = sr_str_trim(r->type), content = sr_str_trim(r->content_type), bytes = r->block;
    bool response = sr_str_eq_case(type, SR_STR("response"));
    if (sr_str_eq_case(type, SR_STR("revisit")) || r->skipped)
        return false;
    if (response && sr_warc_http(p->warc, r, &http)) {
        if (http.status != 200)
            return false;
        content = http.content_type;
        bytes = http.entity;
    } else if (!response && !sr_str_eq_case(type, SR_STR("resource")) && !sr_str_eq_case(type, SR_STR("conversion"))) {
        return false;
    }
    if (!is_readable(content) || sr_str_trim(bytes).len == 0 || !begins(sr_str_trim(r->uri), "http"))
        return false;
    *part = (sr_part){.bytes = bytes, .content_type = content, .url = sr_str_trim(r->uri), .offset = r->offset,
                      .published = {.day = SR_DAY_NONE, .second = -1}};
    part->is_text = begins(content, "text/plain");
    return true;
}

static sr_part_step next(sr_parts *parts, sr_part *part)
{
    warc_parts *p = (warc_parts *)(void *)parts;
    sr_warc_record record;
    while (p->warc) {
        sr_warc_step step = sr_warc_next(p->warc, &record);
        if (step == SR_WARC_END)
            break;
        if (step == SR_WARC_DAMAGE) {
            sr_str note = sr_warc_note(p->warc, &parts->note_at);
            (void)snprintf(parts->note, sizeof parts->note, "%.*s", SR_ARG(note));
            return SR_PART_NOTE;
        }
        if (part_of(p, &record, part))
            return SR_PART;
        p->others++;
    }
    if (p->told)
        return SR_PART_END;
    p->told = true;
    parts->note_at = 0;
    if (!p->warc) {
        (void)snprintf(parts->note, sizeof parts->note, "%.150s; skipped", p->trouble.text);
        return SR_PART_NOTE;
    }
    (void)snprintf(parts->note, sizeof parts->note, "%llu record%s without a text of the web (requests, images, errors); passed over",
                   (unsigned long long)p->others, p->others == 1 ? "" : "s");
    return p->others ? SR_PART_REMARK : SR_PART_END;
}

static void close_parts(sr_parts *parts)
{
    warc_parts *p = (warc_parts *)(void *)parts;
    sr_warc_close(p->warc);
    free(p);
}

sr_parts *sr_warc_parts_open(const sr_os *os, const char *path, sr_source *source)
{
    warc_parts *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    p->parts.next = next;
    p->parts.close = close_parts;
    p->source = source;
    p->os = source ? (sr_os){NULL, NULL, open_source, read_source, close_source, source} : *os;
    (void)!sr_warc_open(&p->warc, &p->os, path, &p->trouble);
    return &p->parts;
}
