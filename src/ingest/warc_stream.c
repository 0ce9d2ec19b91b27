/* Bytes of a web archive; see warc_stream.h.
 * Sources: RFC 1952 (gzip), "zstd for WARC" (IIPC): a skippable frame 0x184D2A5D holds the dictionary.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/warc_stream.h"

#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "base/limits.h"

#define PIECE (256u << 10)
#define RAW_KEEP (64u << 20) // of one member, for going back to its begin
#define DICTIONARY_BYTES (16u << 20)
#define ZSTD_WINDOW_LOG 27

typedef enum packing { PLAIN, GZIP, ZSTD } packing;

struct sr_warc_stream {
    const sr_os *os;
    int          handle;
    packing      packing;
    sr_buf       raw;          // of the file; [at, len) not yet used
    size_t       at;
    uint64_t     base;         // offset of raw[0] in the file
    uint64_t     member;       // offset of the member at hand
    bool         raw_end, open; // open: inside a member
    const char  *damage;
    sr_buf       window;
    size_t       front;
    uint64_t     taken;        // plain: offset of the window's front
    z_stream     gzip;
    ZSTD_DCtx   *zstd;
    uint64_t     made;         // bytes of the member
    struct {
        uint64_t at, file;     // byte of the unpacked stream, of the file
    } *members;                // [n_members] begun in the window, and the one before
    size_t       n_members, room;
};

/* ------------------------------------------------------------------------ raw bytes */

/* Drop what lies before the member at hand. */
static void compact(sr_warc_stream *s)
{
    size_t drop = s->member > s->base ? SR_MIN((size_t)(s->member - s->base), s->at) : 0;
    if (s->packing == PLAIN || s->at - drop > RAW_KEEP)
        drop = s->at;
    if (!drop || (drop < PIECE && drop < s->raw.len))
        return;
    memmove(s->raw.ptr, s->raw.ptr + drop, s->raw.len - drop);
    s->raw.len -= drop;
    s->at -= drop;
    s->base += drop;
}

/* At least `size` raw bytes behind `at`, less only at the end. */
static bool refill(sr_warc_stream *s, size_t size)
{
    while (s->raw.len - s->at < size && !s->raw_end) {
        size_t got = 0;
        compact(s);
        if (!sr_buf_reserve(&s->raw, PIECE)) {
            s->damage = "out of memory";
            s->raw_end = true;
        } else if (s->os->read(s->os->world, s->handle, s->raw.ptr + s->raw.len, PIECE, &got, NULL) != SR_OK) {
            s->damage = "cannot be read on";
            s->raw_end = true;
        } else {
            s->raw.len += got;
            s->raw_end = got == 0;
        }
    }
    return s->raw.len - s->at >= size;
}

static sr_str raw_here(const sr_warc_stream *s)
{
    return sr_str_slice(sr_buf_view(&s->raw), s->at, s->raw.len);
}

static bool is_gzip(sr_str b)
{
    return b.len >= 4 && b.ptr[0] == 0x1F && b.ptr[1] == 0x8B && b.ptr[2] == 8 && b.ptr[3] < 0x20;
}

static bool is_zstd(sr_str b)
{
    return sr_str_starts(b, SR_STR("\x28\xB5\x2F\xFD"));
}

static bool is_skippable(sr_str b)
{
    return b.len >= 8 && (b.ptr[0] & 0xF0) == 0x50 && b.ptr[1] == 0x2A && b.ptr[2] == 0x4D && b.ptr[3] == 0x18;
}

static size_t skippable_size(sr_str b)
{
    return (size_t)b.ptr[4] | (size_t)b.ptr[5] << 8 | (size_t)b.ptr[6] << 16 | (size_t)b.ptr[7] << 24;
}

/* ---------------------------------------------------------------------- unpacking */

/* A dictionary, packed itself or not. */
static void load_dictionary(sr_warc_stream *s, sr_str bytes)
{
    unsigned long long size = is_zstd(bytes) ? ZSTD_getFrameContentSize(bytes.ptr, bytes.len) : 0;
    if (!is_zstd(bytes)) {
        (void)ZSTD_DCtx_loadDictionary(s->zstd, bytes.ptr, bytes.len);
        return;
    }
    size = size > DICTIONARY_BYTES ? DICTIONARY_BYTES : size; // also: not told
    void *room = malloc((size_t)size + 1);
    size_t got = room ? ZSTD_decompress(room, (size_t)size, bytes.ptr, bytes.len) : 0;
    if (room && !ZSTD_isError(got))
        (void)ZSTD_DCtx_loadDictionary(s->zstd, room, got);
    free(room);
}

/* Pass over skippable frames; the first of a file may be a dictionary. */
static void skip_frames(sr_warc_stream *s)
{
    while (refill(s, 8) && is_skippable(raw_here(s))) {
        size_t size = skippable_size(raw_here(s));
        bool   first = s->base + s->at == 0;
        if (first && size <= DICTIONARY_BYTES && refill(s, 8 + size))
            load_dictionary(s, sr_str_slice(raw_here(s), 8, 8 + size));
        s->at += 8;
        while (size && refill(s, 1)) {
            size_t n = SR_MIN(size, s->raw.len - s->at);
            s->at += n;
            size -= n;
        }
        s->member = s->base + s->at;
    }
}

static bool is_member(const sr_warc_stream *s, sr_str b)
{
    return s->packing == GZIP ? is_gzip(b) : is_zstd(b) || is_skippable(b);
}

/* Move to the next bytes that look like a member's begin. */
static bool find_member(sr_warc_stream *s)
{
    while (refill(s, 8) || s->at < s->raw.len) {
        sr_str b = raw_here(s);
        if (is_member(s, b))
            return true;
        size_t next = sr_str_find(b, s->packing == GZIP ? 0x1F : 0x28, 1);
        s->at += next;
        s->member = s->base + s->at;
    }
    return false;
}

/* Remember where the member at hand begins, and forget those before the window. */
static bool keep_member(sr_warc_stream *s)
{
    size_t drop = 0;
    while (drop + 1 < s->n_members && s->members[drop + 1].at <= s->taken)
        drop++;
    s->n_members -= drop;
    if (drop)
        memmove(s->members, s->members + drop, s->n_members * sizeof *s->members);
    if (s->n_members == s->room) {
        size_t room = s->room ? 2 * s->room : 64;
        void  *more = realloc(s->members, room * sizeof *s->members);
        if (!more) {
            s->damage = "out of memory";
            return false;
        }
        s->members = more;
        s->room = room;
    }
    s->members[s->n_members].at = s->taken + (s->window.len - s->front);
    s->members[s->n_members++].file = s->member;
    return true;
}

/* Begin the next member; false: there is none. */
static bool begin_member(sr_warc_stream *s)
{
    s->member = s->base + s->at;
    if (s->packing == ZSTD)
        skip_frames(s);
    if (!find_member(s))
        return false;
    if (s->packing == GZIP)
        (void)inflateReset(&s->gzip);
    else
        (void)ZSTD_DCtx_reset(s->zstd, ZSTD_reset_session_only);
    s->member = s->base + s->at;
    s->open = true;
    s->made = 0;
    return keep_member(s);
}

static bool run_gzip(sr_warc_stream *s, uint8_t *out, size_t room, size_t *got)
{
    sr_str in = raw_here(s);
    s->gzip.next_in = (Bytef *)(uintptr_t)in.ptr;
    s->gzip.avail_in = (uInt)SR_MIN(in.len, (size_t)1 << 30);
    s->gzip.next_out = out;
    s->gzip.avail_out = (uInt)room;
    int code = inflate(&s->gzip, Z_NO_FLUSH);
    s->at = (size_t)(s->gzip.next_in - s->raw.ptr);
    *got = room - s->gzip.avail_out;
    s->open = code != Z_STREAM_END;
    return code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR;
}

static bool run_zstd(sr_warc_stream *s, uint8_t *out, size_t room, size_t *got)
{
    sr_str         in = raw_here(s);
    ZSTD_inBuffer  from = {in.ptr, in.len, 0};
    ZSTD_outBuffer to = {out, room, 0};
    size_t         code = ZSTD_decompressStream(s->zstd, &to, &from);
    s->at += from.pos;
    *got = to.pos;
    s->open = code != 0;
    return !ZSTD_isError(code);
}

/* One more piece of unpacked bytes; false: the end or damage. */
static bool unpack_more(sr_warc_stream *s)
{
    size_t got = 0;
    if (!s->open && !begin_member(s))
        return false;
    if (!refill(s, 1)) {
        s->damage = s->damage ? s->damage : "cut off";
        s->open = false;
        return false;
    }
    bool sound = s->packing == GZIP ? run_gzip(s, s->window.ptr + s->window.len, PIECE, &got)
                                    : run_zstd(s, s->window.ptr + s->window.len, PIECE, &got);
    s->window.len += got;
    s->made += got;
    if (!sound)
        s->damage = "damaged";
    else if (s->made > SR_LIMIT_UNPACK_BYTES && s->made / SR_LIMIT_WARC_RATIO > s->base + s->at - s->member)
        s->damage = "packed too well to be a record";
    return !s->damage;
}

static bool plain_more(sr_warc_stream *s)
{
    if (!refill(s, 1))
        return false;
    sr_str in = raw_here(s);
    size_t n = SR_MIN(in.len, (size_t)PIECE);
    memcpy(s->window.ptr + s->window.len, in.ptr, n);
    s->window.len += n;
    s->at += n;
    return true;
}

/* ------------------------------------------------------------------------- outside */

sr_status sr_warc_stream_open(sr_warc_stream **out, const sr_os *os, const char *path, sr_error *err)
{
    *out = NULL;
    sr_warc_stream *s = calloc(1, sizeof *s);
    if (!s)
        return sr_error_set(err, SR_E_NOMEM, path, 0, "out of memory");
    s->os = os;
    sr_status status = os->open(os->world, path, &s->handle, err);
    if (status != SR_OK) {
        free(s);
        return status;
    }
    (void)refill(s, 8);
    sr_str head = raw_here(s);
    s->packing = is_gzip(head) ? GZIP : is_zstd(head) || is_skippable(head) ? ZSTD : PLAIN;
    bool ready = s->packing == GZIP ? inflateInit2(&s->gzip, 15 + 16) == Z_OK
                 : s->packing == ZSTD ? (s->zstd = ZSTD_createDCtx()) != NULL : true;
    if (s->zstd)
        (void)ZSTD_DCtx_setParameter(s->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG);
    *out = s;
    if (ready)
        return SR_OK;
    sr_warc_stream_close(s);
    *out = NULL;
    return sr_error_set(err, SR_E_NOMEM, path, 0, "out of memory");
}

void sr_warc_stream_close(sr_warc_stream *s)
{
    if (!s)
        return;
    s->os->close(s->os->world, s->handle);
    if (s->packing == GZIP)
        (void)inflateEnd(&s->gzip);
    (void)ZSTD_freeDCtx(s->zstd);
    free(s->members);
    sr_buf_free(&s->raw);
    sr_buf_free(&s->window);
    free(s);
}

void sr_warc_stream_want(sr_warc_stream *s, size_t size)
{
    while (s->window.len - s->front < size && !s->damage) {
        if (s->front && (s->front == s->window.len || s->front > s->window.len / 2)) {
            memmove(s->window.ptr, s->window.ptr + s->front, s->window.len - s->front);
            s->window.len -= s->front;
            s->front = 0;
        }
        if (!sr_buf_reserve(&s->window, PIECE)) {
            s->damage = "out of memory";
            return;
        }
        if (!(s->packing == PLAIN ? plain_more(s) : unpack_more(s)))
            return;
    }
}

sr_str sr_warc_stream_window(const sr_warc_stream *s)
{
    return sr_str_slice(sr_buf_view(&s->window), s->front, s->window.len);
}

void sr_warc_stream_take(sr_warc_stream *s, size_t size)
{
    size = SR_MIN(size, s->window.len - s->front);
    s->front += size;
    s->taken += size;
}

uint64_t sr_warc_stream_offset(const sr_warc_stream *s)
{
    if (s->packing == PLAIN)
        return s->taken;
    uint64_t at = s->base + s->at;
    for (size_t i = 0; i < s->n_members && s->members[i].at <= s->taken; i++)
        at = s->members[i].file;
    return at;
}

uint64_t sr_warc_stream_raw(const sr_warc_stream *s)
{
    return s->base + s->at;
}

bool sr_warc_stream_ended(const sr_warc_stream *s)
{
    return s->damage || (s->raw_end && s->at == s->raw.len && !s->open);
}

const char *sr_warc_stream_damage(const sr_warc_stream *s)
{
    return s->damage;
}

bool sr_warc_stream_resync(sr_warc_stream *s)
{
    s->window.len = s->front = 0;
    if (s->packing == PLAIN)
        return false;
    uint64_t from = SR_MAX(s->member + 1, s->base);
    s->at = SR_MIN((size_t)(from - s->base), s->raw.len);
    for (;;) {
        s->damage = NULL;
        s->open = false;
        s->window.len = 0;
        s->n_members = 0;
        if (!begin_member(s))
            return false;
        from = s->member + 1;
        sr_warc_stream_want(s, 5);
        if (sr_str_starts(sr_warc_stream_window(s), SR_STR("WARC/")))
            return true;
        s->at = SR_MIN((size_t)(SR_MAX(from, s->base) - s->base), s->raw.len);
    }
}
