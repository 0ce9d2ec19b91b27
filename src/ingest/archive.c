/* zip and tar, by libarchive; see parts.h.
 *
 * Streamed: an archive of any size takes the memory of its largest member read.  Names are only
 * names here, nothing is ever written anywhere.
 * SPDX-License-Identifier: Apache-2.0 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/library.h"
#include "base/limits.h"
#include "ingest/parts.h"

#define PIECE (128u << 10)

typedef struct archive_parts {
    sr_parts        parts;
    sr_source      *source;
    struct archive *archive;
    sr_buf          bytes, name;
    size_t          given;   // bytes of the window to take before the next read
    uint64_t        made;    // bytes unpacked so far
    unsigned        entries;
    bool            ended;
} archive_parts;

bool sr_archive_sniff(sr_str head)
{
    return sr_str_starts(head, SR_STR("PK\3\4")) || sr_str_starts(head, SR_STR("PK\5\6")) ||
           sr_str_starts(head, SR_STR("BZh")) ||
           (head.len > 262 && sr_str_eq(sr_str_slice(head, 257, 262), SR_STR("ustar")));
}

/* libarchive's next piece: the window of the source. */
static la_ssize_t read_piece(struct archive *archive, void *payload, const void **bytes)
{
    archive_parts *p = payload;
    sr_error err = {0};
    sr_source_take(p->source, p->given);
    p->given = 0;
    if (sr_source_want(p->source, 1, &err) != SR_OK && sr_source_window(p->source).len == 0) {
        archive_set_error(archive, EIO, "%s", err.text);
        return -1;
    }
    sr_str window = sr_str_slice(sr_source_window(p->source), 0, PIECE);
    *bytes = window.ptr;
    p->given = window.len;
    return (la_ssize_t)window.len;
}

static sr_part_step note(archive_parts *p, const char *what)
{
    (void)snprintf(p->parts.note, sizeof p->parts.note, "%.80s%s%s", p->name.len ? (const char *)p->name.ptr : "",
                   p->name.len ? ": " : "", what);
    p->parts.note_at = sr_source_raw(p->source);
    return SR_PART_NOTE;
}

static sr_part_step end(archive_parts *p, const char *what)
{
    p->ended = true;
    return note(p, what);
}

static bool is_bomb(const archive_parts *p)
{
    return p->made > SR_LIMIT_UNPACK_BYTES && p->made / SR_LIMIT_UNPACK_RATIO > sr_source_raw(p->source);
}

/* The member's bytes; a note when it is left out. */
static sr_part_step read_member(archive_parts *p, sr_part *part)
{
    sr_buf_clear(&p->bytes);
    for (;;) {
        if (!sr_buf_reserve(&p->bytes, PIECE))
            return end(p, "out of memory; the rest was not read");
        la_ssize_t got = archive_read_data(p->archive, p->bytes.ptr + p->bytes.len, PIECE);
        if (got == 0)
            break;
        if (got < 0) // encrypted, damaged, a way of packing that is not known
            return note(p, archive_error_string(p->archive) ? archive_error_string(p->archive) : "cannot be unpacked; skipped");
        p->bytes.len += (size_t)got;
        p->made += (uint64_t)got;
        if (is_bomb(p))
            return end(p, "unpacks to far more than a text can; the rest was not read");
        if (p->bytes.len > SR_LIMIT_PART_BYTES)
            return note(p, "longer than 64 MB; skipped");
    }
    *part = (sr_part){.name = sr_buf_view(&p->name), .bytes = sr_buf_view(&p->bytes), .offset = sr_source_raw(p->source),
                      .published = {.day = SR_DAY_NONE, .second = -1}};
    part->name.len--; // without its terminator
    return SR_PART;
}

static void keep_name(archive_parts *p, struct archive_entry *entry)
{
    const char *name = archive_entry_pathname_utf8(entry);
    if (!name)
        name = archive_entry_pathname(entry);
    sr_buf_clear(&p->name);
    sr_buf_put(&p->name, sr_str_slice(sr_str_c(name ? name : "?"), 0, 1024));
    sr_buf_byte(&p->name, 0);
}

/* Names with a leading dot are passed over as in folders, and what Macs leave behind. */
static bool is_hidden(sr_str name)
{
    size_t begin = name.len;
    while (begin && name.ptr[begin - 1] != '/')
        begin--;
    return (begin < name.len && name.ptr[begin] == '.') || sr_str_starts(name, SR_STR("__MACOSX/"));
}

static sr_part_step next(sr_parts *parts, sr_part *part)
{
    archive_parts *p = (archive_parts *)(void *)parts;
    struct archive_entry *entry;
    while (!p->ended) {
        sr_buf_clear(&p->name);
        int code = archive_read_next_header(p->archive, &entry);
        if (code == ARCHIVE_EOF) {
            p->ended = true;
            break;
        }
        if (code < ARCHIVE_WARN)
            return end(p, p->entries ? "the archive is damaged; the rest was not read" : "no archive that can be read; skipped");
        if (archive_entry_filetype(entry) != AE_IFREG)
            continue;
        keep_name(p, entry);
        if (is_hidden(sr_str_slice(sr_buf_view(&p->name), 0, p->name.len - 1)))
            continue;
        if (++p->entries > SR_LIMIT_PARTS)
            return end(p, "more than 100,000 files; the rest was not read");
        if (sr_str_starts(sr_buf_view(&p->name), SR_STR("[Content_Types].xml")))
            return end(p, "an office document, which is not read; skipped");
        return read_member(p, part);
    }
    return SR_PART_END;
}

static void close_parts(sr_parts *parts)
{
    archive_parts *p = (archive_parts *)(void *)parts;
    (void)archive_read_free(p->archive);
    sr_buf_free(&p->bytes);
    sr_buf_free(&p->name);
    free(p);
}

sr_parts *sr_archive_open(sr_source *source)
{
    archive_parts *p = sr_library_load(SR_LIBRARY_ARCHIVE) ? calloc(1, sizeof *p) : NULL;
    if (!p || !(p->archive = archive_read_new())) {
        free(p);
        return NULL;
    }
    p->parts.next = next;
    p->parts.close = close_parts;
    p->source = source;
    sr_buf_byte(&p->name, 0);
    p->name.len = 0;
    (void)archive_read_support_format_zip_streamable(p->archive);
    (void)archive_read_support_format_tar(p->archive);
    (void)archive_read_support_filter_bzip2(p->archive);
    (void)archive_read_open(p->archive, p, NULL, read_piece, NULL); // the first call of next tells of a failure
    return &p->parts;
}
