/* HTTP messages of web archives: header, chunks, content coding; see warc.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

#include "base/library.h"
#include "base/limits.h"
#include "ingest/warc.h"

#define HEADER_BYTES (256u << 10)
#define CODINGS_MAX 4
#define PIECE (64u << 10)
#define AT_ONCE ((size_t)1 << 20) // bytes unpacked before the limits are looked at

/* Offset behind the empty line of a header; 0: it has none. */
static size_t header_end(sr_str s)
{
    s = sr_str_slice(s, 0, HEADER_BYTES);
    for (size_t at = sr_str_find(s, '\n', 0); at < s.len; at = sr_str_find(s, '\n', at + 1)) {
        if (at + 1 < s.len && s.ptr[at + 1] == '\n')
            return at + 2;
        if (at + 2 < s.len && s.ptr[at + 1] == '\r' && s.ptr[at + 2] == '\n')
            return at + 3;
    }
    return 0;
}

/* A header's value by its name, the last of several; empty: none. */
static sr_str header(sr_str head, const char *name)
{
    sr_str found = {NULL, 0};
    for (sr_str rest = head; rest.len;) {
        sr_str line = sr_str_cut(&rest, '\n'), value = line;
        sr_str key = sr_str_cut(&value, ':');
        if (value.ptr && sr_str_eq_case(sr_str_trim(key), sr_str_c(name)))
            found = sr_str_trim(value);
    }
    return found;
}

/* ------------------------------------------------------------------------- chunks */

static int hex(uint8_t c)
{
    c = sr_to_lower(c);
    return sr_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The size line of a chunk at *at; false: there is none. */
static bool chunk_size(sr_str s, size_t *at, uint64_t *size)
{
    size_t i = *at, digits = 0;
    *size = 0;
    for (; i < s.len && hex(s.ptr[i]) >= 0 && digits < 15; i++, digits++)
        *size = *size << 4 | (uint64_t)hex(s.ptr[i]);
    size_t end = sr_str_find(sr_str_slice(s, 0, i + 1024), '\n', i);
    if (!digits || end >= s.len || s.ptr[end] != '\n')
        return false;
    for (size_t k = i; k < end && s.ptr[k] != ';'; k++) // extensions may follow
        if (!sr_is_space(s.ptr[k]))
            return false;
    *at = end + 1;
    return true;
}

/* Chunks joined; false when the bytes were not chunked at all. */
static bool dechunk(sr_str s, sr_buf *out, bool *damaged)
{
    size_t at = 0, chunks = 0;
    sr_buf_clear(out);
    for (;;) {
        uint64_t size;
        if (!chunk_size(s, &at, &size)) {
            *damaged = true;
            return chunks > 0;
        }
        chunks++;
        if (size == 0)
            return true;
        size_t n = (size_t)SR_MIN(size, (uint64_t)(s.len - at));
        sr_buf_put(out, sr_str_slice(s, at, at + n));
        at += n;
        if (n < size) {
            *damaged = true;
            return true;
        }
        if (at < s.len && s.ptr[at] == '\r')
            at++;
        if (at < s.len && s.ptr[at] == '\n')
            at++;
    }
}

/* ----------------------------------------------------------------- content coding */

static bool is_too_much(const sr_buf *out, sr_str in)
{
    return out->len > SR_LIMIT_WARC_ENTITY || (out->len > SR_LIMIT_UNPACK_BYTES && out->len / SR_LIMIT_WARC_RATIO > in.len);
}

/* Inflate all; window bits as zlib has them. *whole: the stream ended well. */
static void inflate_all(sr_str in, int bits, sr_buf *out, bool *whole)
{
    z_stream z = {0};
    *whole = false;
    sr_buf_clear(out);
    if (inflateInit2(&z, bits) != Z_OK)
        return;
    z.next_in = (Bytef *)(uintptr_t)in.ptr;
    z.avail_in = (uInt)SR_MIN(in.len, (size_t)1 << 30);
    int code = Z_OK;
    while (code == Z_OK && sr_buf_reserve(out, PIECE)) {
        size_t room = SR_MIN(out->room - out->len, (size_t)1 << 30);
        z.next_out = out->ptr + out->len;
        z.avail_out = (uInt)room;
        code = inflate(&z, Z_NO_FLUSH);
        out->len += room - z.avail_out;
        if (code == Z_STREAM_END && bits > 15 && z.avail_in > 3 && z.next_in[0] == 0x1F && z.next_in[1] == 0x8B)
            code = inflateReset(&z); // members one after the other
        if (is_too_much(out, in))
            break;
    }
    *whole = code == Z_STREAM_END;
    (void)inflateEnd(&z);
}

/* Undo gzip or deflate; false: the bytes are not in it. */
static bool undo_zlib(sr_str in, bool gzip, sr_buf *out, bool *damaged)
{
    bool whole;
    inflate_all(in, gzip ? 15 + 32 : 15, out, &whole);
    if (!whole && out->len == 0 && !gzip)
        inflate_all(in, -15, out, &whole); // deflate without zlib's header, as some servers have it
    *damaged = *damaged || !whole;
    return whole || out->len;
}

/* Brotli has no mark at its begin: what ends in an error was something else. */
static bool undo_brotli(sr_str in, sr_buf *out, bool *damaged)
{
    BrotliDecoderState *state = sr_library_load(SR_LIBRARY_BROTLI) ? BrotliDecoderCreateInstance(NULL, NULL, NULL) : NULL;
    BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
    const uint8_t      *next = in.ptr;
    size_t              left = in.len;
    sr_buf_clear(out);
    if (!state)
        return false;
    while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && !is_too_much(out, in) && sr_buf_reserve(out, PIECE)) {
        size_t   room = SR_MIN(out->room - out->len, AT_ONCE), free = room;
        uint8_t *to = out->ptr + out->len;
        result = BrotliDecoderDecompressStream(state, &left, &next, &free, &to, NULL);
        out->len += room - free;
    }
    BrotliDecoderDestroyInstance(state);
    *damaged = *damaged || result != BROTLI_DECODER_RESULT_SUCCESS;
    return result != BROTLI_DECODER_RESULT_ERROR && out->len > 0;
}

static bool undo_zstd(sr_str in, sr_buf *out, bool *damaged)
{
    ZSTD_DStream *stream = ZSTD_createDStream();
    ZSTD_inBuffer from = {in.ptr, in.len, 0};
    size_t        code = 1;
    sr_buf_clear(out);
    if (!stream)
        return false;
    while ((from.pos < from.size || code) && !ZSTD_isError(code) && !is_too_much(out, in) && sr_buf_reserve(out, PIECE)) {
        ZSTD_outBuffer to = {out->ptr + out->len, SR_MIN(out->room - out->len, AT_ONCE), 0};
        size_t         before = from.pos;
        code = ZSTD_decompressStream(stream, &to, &from);
        out->len += to.pos;
        if (to.pos == 0 && from.pos == before) // cut off
            break;
    }
    (void)ZSTD_freeDStream(stream);
    *damaged = *damaged || code != 0;
    return out->len > 0;
}

typedef enum coding { PLAIN, GZIP, DEFLATE, BROTLI, ZSTD, UNKNOWN } coding;

static coding coding_of(sr_str name)
{
    static const struct {
        const char *name;
        coding      coding;
    } rows[] = {{"", PLAIN},  {"identity", PLAIN}, {"gzip", GZIP}, {"x-gzip", GZIP}, {"deflate", DEFLATE}, {"br", BROTLI},
                {"zstd", ZSTD}};
    for (size_t i = 0; i < SR_COUNT(rows); i++)
        if (sr_str_eq_case(name, sr_str_c(rows[i].name)))
            return rows[i].coding;
    return UNKNOWN;
}

static bool undo(coding what, sr_str in, sr_buf *out, bool *damaged)
{
    return in.len == 0      ? false
           : what == BROTLI ? undo_brotli(in, out, damaged)
           : what == ZSTD   ? undo_zstd(in, out, damaged)
                            : undo_zlib(in, what == GZIP, out, damaged);
}

static void undo_codings(sr_str names, sr_buf room[2], int which, sr_http_message *m)
{
    sr_str list[CODINGS_MAX];
    size_t n = 0;
    while (names.len && n < CODINGS_MAX)
        list[n++] = sr_str_trim(sr_str_cut(&names, ','));
    while (n-- > 0) {
        coding what = coding_of(list[n]);
        if (what == PLAIN)
            continue;
        if (what == UNKNOWN || !undo(what, m->entity, &room[which], &m->damaged))
            return; // said to be packed, and is not: many archives keep it so
        m->entity = sr_buf_view(&room[which]);
        which = !which;
    }
}

static sr_str mime_of(sr_str content_type, sr_buf *room)
{
    sr_str mime = sr_str_trim(sr_str_slice(content_type, 0, SR_MIN(sr_str_find(content_type, ';', 0), sr_str_find(content_type, ',', 0))));
    sr_buf_clear(room);
    for (size_t i = 0; i < mime.len && i < 256; i++)
        sr_buf_byte(room, sr_to_lower(mime.ptr[i]));
    return sr_buf_view(room);
}

bool sr_http_read(sr_str bytes, sr_buf room[3], sr_http_message *m)
{
    *m = (sr_http_message){0};
    if (!sr_str_eq_case(sr_str_slice(bytes, 0, 5), SR_STR("HTTP/")))
        return false;
    size_t end = header_end(bytes);
    end = end ? end : bytes.len;
    sr_str head = sr_str_slice(bytes, 0, end), rest = head, line = sr_str_cut(&rest, '\n');
    size_t space = sr_str_find(line, ' ', 0);
    for (size_t i = space + 1; i < line.len && i < space + 5 && sr_is_digit(line.ptr[i]); i++)
        m->status = m->status * 10 + (line.ptr[i] - '0');
    m->content_type = header(rest, "content-type");
    m->mime = mime_of(m->content_type, &room[2]);
    m->payload = m->entity = sr_str_slice(bytes, end, bytes.len);
    sr_str transfer = header(rest, "transfer-encoding");
    int which = 0;
    if (sr_str_eq_case(sr_str_trim(transfer), SR_STR("chunked")) && dechunk(m->payload, &room[0], &m->damaged)) {
        m->entity = sr_buf_view(&room[0]);
        which = 1;
    }
    undo_codings(header(rest, "content-encoding"), room, which, m);
    return true;
}
