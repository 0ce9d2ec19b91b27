/* A file as a stream; see source.h.
 *
 * The window is one buffer: `at` is its front, bytes before it were taken.  Failure is kept: what
 * was read before it can still be used.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/source.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "ingest/unpack.h"

#define PIECE (128u << 10) // bytes asked of the system at once
#define SNIFF 256u         // bytes looked at for UTF-16 without a mark

typedef enum coding { UTF8, UTF16_LE, UTF16_BE } coding;

struct sr_source {
    const sr_os *os;
    char        *path;
    int          handle;
    uint8_t      piece[PIECE]; // [raw behind] what the system gave and nobody used yet
    sr_str       raw;          // view into piece
    bool         raw_end;
    uint64_t     raw_total;
    sr_unpack   *unpack;       // NULL: not packed
    uint64_t     unpacked;     // bytes
    coding       coding;
    uint8_t      carry[4];     // of UTF-16: bytes of a sign that is not whole yet
    size_t       n_carry;
    sr_buf       window;
    size_t       at;
    uint64_t     offset;
    bool         ended;
    bool         as_bytes;     // unpack, but leave the coding alone
    unsigned     notes;
    sr_status    status;       // of the first failure; SR_OK
    sr_error     error;
};

static sr_status fail(sr_source *s, sr_status status)
{
    s->status = status;
    s->ended = true;
    s->error.code = status;
    return status;
}

/* Refill `raw` when it is empty. */
static sr_status refill(sr_source *s)
{
    if (s->raw.len || s->raw_end)
        return SR_OK;
    size_t got = 0;
    sr_status status = s->os->read(s->os->world, s->handle, s->piece, sizeof s->piece, &got, &s->error);
    s->raw = sr_str_from(s->piece, got);
    s->raw_total += got;
    s->raw_end = got == 0;
    return status;
}

/* Up to `room` unpacked bytes; *got == 0: the end. */
static sr_status pull(sr_source *s, uint8_t *out, size_t room, size_t *got)
{
    *got = 0;
    do {
        sr_status status = refill(s);
        if (status != SR_OK)
            return status;
        if (!s->unpack) {
            *got = SR_MIN(room, s->raw.len);
            if (*got)
                memcpy(out, s->raw.ptr, *got);
            s->raw = sr_str_slice(s->raw, *got, s->raw.len);
        } else {
            status = sr_unpack_run(s->unpack, &s->raw, s->raw_end, out, room, got, &s->error);
            if (status != SR_OK)
                return status;
        }
        s->unpacked += *got;
        if (s->unpack && s->unpacked > SR_LIMIT_UNPACK_BYTES &&
            s->unpacked / SR_LIMIT_UNPACK_RATIO > s->raw_total)
            return sr_error_set(&s->error, SR_E_LIMIT, NULL, 0, "unpacks to more than %u times its size",
                                SR_LIMIT_UNPACK_RATIO);
    } while (*got == 0 && !(s->raw_end && s->raw.len == 0));
    return SR_OK;
}

static uint32_t unit(const sr_source *s, const uint8_t *p)
{
    return s->coding == UTF16_LE ? (uint32_t)(p[0] | p[1] << 8) : (uint32_t)(p[0] << 8 | p[1]);
}

/* Append UTF-16 bytes as UTF-8; a half sign at the end is carried over, or broken at the end. */
static void convert(sr_source *s, sr_str in, bool end)
{
    size_t i = 0;
    uint8_t out[4];
    while (i + 1 < in.len) {
        uint32_t cp = unit(s, in.ptr + i);
        size_t used = 2;
        if (cp >= 0xD800 && cp < 0xDC00) {
            if (i + 3 >= in.len && !end)
                break;
            uint32_t low = i + 3 < in.len ? unit(s, in.ptr + i + 2) : 0;
            used = low >= 0xDC00 && low < 0xE000 ? 4 : 2;
            cp = used == 4 ? 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
        } else if (cp >= 0xDC00 && cp < 0xE000) {
            cp = 0xFFFD;
        }
        sr_buf_put(&s->window, sr_str_from(out, sr_utf8_write(cp, out)));
        i += used;
    }
    if (end && i < in.len)
        sr_buf_put(&s->window, SR_STR("\xEF\xBF\xBD"));
    s->n_carry = end ? 0 : in.len - i;
    memmove(s->carry, in.ptr + i, s->n_carry);
}

/* One more piece behind the window. */
static sr_status extend(sr_source *s)
{
    size_t got;
    if (s->at && (s->at == s->window.len || s->at > s->window.len / 2)) {
        memmove(s->window.ptr, s->window.ptr + s->at, s->window.len - s->at);
        s->window.len -= s->at;
        s->at = 0;
    }
    if (s->coding == UTF8) {
        if (!sr_buf_reserve(&s->window, PIECE))
            return sr_error_set(&s->error, SR_E_NOMEM, NULL, 0, "out of memory");
        sr_status status = pull(s, s->window.ptr + s->window.len, PIECE, &got);
        s->window.len += got;
        s->ended = got == 0;
        return status;
    }
    uint8_t bytes[4096 + sizeof s->carry];
    size_t carried = s->n_carry;
    memcpy(bytes, s->carry, carried);
    sr_status status = pull(s, bytes + carried, 4096, &got);
    s->ended = got == 0;
    convert(s, sr_str_from(bytes, carried + got), got == 0);
    if (status == SR_OK && s->window.failed)
        status = sr_error_set(&s->error, SR_E_NOMEM, NULL, 0, "out of memory");
    return status;
}

sr_status sr_source_want(sr_source *s, size_t size, sr_error *err)
{
    while (s->status == SR_OK && !s->ended && s->window.len - s->at < size) {
        sr_status status = extend(s);
        if (status != SR_OK)
            (void)fail(s, status);
    }
    if (s->status == SR_OK)
        return SR_OK;
    return sr_error_set(err, s->status, s->path, s->offset + (s->window.len - s->at), "%s", s->error.text);
}

/* UTF-16 without a byte order mark: ASCII signs make every other byte zero. */
static coding guess(sr_str head)
{
    size_t zeros[2] = {0}, half = SR_MIN(head.len, SNIFF) / 2;
    for (size_t i = 0; i < 2 * half; i++)
        zeros[i & 1] += head.ptr[i] == 0;
    if (half < 8)
        return UTF8;
    if (zeros[1] * 10 > half * 6 && zeros[0] * 20 < half)
        return UTF16_LE;
    return zeros[0] * 10 > half * 6 && zeros[1] * 20 < half ? UTF16_BE : UTF8;
}

/* The first bytes that tell a packed file; a pipe may give them one by one. */
static sr_status first_bytes(sr_source *s)
{
    sr_status status = SR_OK;
    size_t have = 0;
    while (status == SR_OK && have < SR_UNPACK_HEAD && !s->raw_end) {
        size_t got = 0;
        status = s->os->read(s->os->world, s->handle, s->piece + have, sizeof s->piece - have, &got, &s->error);
        have += got;
        s->raw_end = got == 0;
    }
    s->raw = sr_str_from(s->piece, have);
    s->raw_total = have;
    return status;
}

/* Look at the first bytes: packed? which coding? */
static sr_status begin(sr_source *s)
{
    sr_status status = first_bytes(s);
    if (status == SR_OK)
        status = sr_unpack_open(&s->unpack, s->raw, &s->error);
    while (status == SR_OK && !s->ended && s->window.len < SNIFF)
        status = extend(s);
    if (status != SR_OK && s->window.len == 0)
        return status;
    if (status != SR_OK)
        (void)fail(s, status); // what came before it is used; the next want tells
    s->notes |= s->unpack ? SR_SOURCE_PACKED : 0;
    if (s->as_bytes)
        return SR_OK;
    sr_str head = sr_buf_view(&s->window);
    if (sr_str_starts(head, SR_STR("\xEF\xBB\xBF"))) {
        s->at = 3;
        return SR_OK;
    }
    bool le = sr_str_starts(head, SR_STR("\xFF\xFE")), be = sr_str_starts(head, SR_STR("\xFE\xFF"));
    s->coding = le ? UTF16_LE : be ? UTF16_BE : guess(head);
    if (s->coding == UTF8)
        return SR_OK;
    s->notes |= SR_SOURCE_UTF16;
    sr_buf bytes = s->window;
    s->window = (sr_buf){.ceiling = bytes.ceiling};
    size_t mark = le || be ? 2 : 0;
    convert(s, sr_str_slice(sr_buf_view(&bytes), mark, bytes.len), s->ended);
    sr_buf_free(&bytes);
    return s->window.failed ? sr_error_set(&s->error, SR_E_NOMEM, NULL, 0, "out of memory") : SR_OK;
}

static sr_status open_source(sr_source **out, const sr_os *os, const char *path, bool as_bytes, sr_error *err)
{
    *out = NULL;
    sr_source *s = calloc(1, sizeof *s);
    if (!s || !(s->path = strdup(path))) {
        free(s);
        return sr_error_set(err, SR_E_NOMEM, path, 0, "out of memory");
    }
    s->os = os;
    s->as_bytes = as_bytes;
    s->window.ceiling = SR_LIMIT_LINE_BYTES + 8u * PIECE;
    sr_status status = os->open(os->world, path, &s->handle, err);
    if (status != SR_OK) {
        free(s->path);
        free(s);
        return status;
    }
    status = begin(s);
    if (status != SR_OK) {
        (void)sr_error_set(err, status, path, 0, "%s", s->error.text);
        sr_source_close(s);
        return status;
    }
    *out = s;
    return SR_OK;
}

sr_status sr_source_open(sr_source **out, const sr_os *os, const char *path, sr_error *err)
{
    return open_source(out, os, path, false, err);
}

sr_status sr_source_open_bytes(sr_source **out, const sr_os *os, const char *path, sr_error *err)
{
    return open_source(out, os, path, true, err);
}

void sr_source_close(sr_source *s)
{
    if (!s)
        return;
    s->os->close(s->os->world, s->handle);
    sr_unpack_close(s->unpack);
    sr_buf_free(&s->window);
    free(s->path);
    free(s);
}

sr_str sr_source_window(const sr_source *s)
{
    return sr_str_slice(sr_buf_view(&s->window), s->at, s->window.len);
}

bool sr_source_ended(const sr_source *s)
{
    return s->ended;
}

void sr_source_take(sr_source *s, size_t size)
{
    size = SR_MIN(size, s->window.len - s->at);
    s->at += size;
    s->offset += size;
}

uint64_t sr_source_offset(const sr_source *s)
{
    return s->offset;
}

uint64_t sr_source_raw(const sr_source *s)
{
    return s->raw_total;
}

unsigned sr_source_notes(const sr_source *s)
{
    return s->notes;
}
