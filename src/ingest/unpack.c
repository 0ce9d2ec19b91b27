/* Unpacking; see unpack.h.  The three libraries behind one function each; several packed streams
 * one after the other count as one, as their own tools have it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/unpack.h"

#include <lzma.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#define XZ_MEMORY (256u << 20) // what a dictionary of `xz -9` needs and some more
#define ZSTD_WINDOW_LOG 27     // 128 MB, as the zstd tool

typedef enum packing { GZIP, XZ, ZSTD } packing;

struct sr_unpack {
    packing     kind;
    bool        open;    // inside a stream; false: between two
    bool        any;     // a stream has ended well
    z_stream    gzip;
    lzma_stream xz;
    ZSTD_DCtx  *zstd;
};

static sr_status damaged(sr_error *err, const char *what)
{
    return sr_error_set(err, SR_E_CORRUPT, NULL, 0, "packed data is %s", what);
}

sr_status sr_unpack_open(sr_unpack **out, sr_str head, sr_error *err)
{
    static const struct {
        packing kind;
        uint8_t len;
        uint8_t bytes[6];
    } magic[] = {{GZIP, 3, {0x1F, 0x8B, 8}},
                 {XZ, 6, {0xFD, '7', 'z', 'X', 'Z', 0}},
                 {ZSTD, 4, {0x28, 0xB5, 0x2F, 0xFD}}};
    *out = NULL;
    size_t i = 0;
    while (i < SR_COUNT(magic) && !sr_str_starts(head, sr_str_from(magic[i].bytes, magic[i].len)))
        i++;
    if (i == SR_COUNT(magic))
        return SR_OK;
    sr_unpack *u = calloc(1, sizeof *u);
    if (!u)
        return sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    u->kind = magic[i].kind;
    bool ok = u->kind == GZIP ? inflateInit2(&u->gzip, 15 + 16) == Z_OK
              : u->kind == XZ ? lzma_stream_decoder(&u->xz, XZ_MEMORY, LZMA_CONCATENATED) == LZMA_OK
                              : (u->zstd = ZSTD_createDCtx()) != NULL;
    if (ok && u->zstd)
        (void)ZSTD_DCtx_setParameter(u->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG);
    if (!ok) {
        sr_unpack_close(u);
        return sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    }
    *out = u;
    return SR_OK;
}

void sr_unpack_close(sr_unpack *u)
{
    if (!u)
        return;
    if (u->kind == GZIP)
        (void)inflateEnd(&u->gzip);
    else if (u->kind == XZ)
        lzma_end(&u->xz);
    else
        (void)ZSTD_freeDCtx(u->zstd);
    free(u);
}

static void taken(sr_str *in, size_t left)
{
    in->ptr += in->len - left;
    in->len = left;
}

static sr_status run_gzip(sr_unpack *u, sr_str *in, bool in_end, uint8_t *out, size_t room,
                          size_t *got, sr_error *err)
{
    room = SR_MIN(room, (size_t)1 << 30);
    if (!u->open) {
        if (in->len == 0)
            return SR_OK;
        if (u->any && in->ptr[0] != 0x1F) { // padding behind the last member
            in->len = 0;
            return SR_OK;
        }
        (void)inflateReset(&u->gzip);
        u->open = true;
    }
    u->gzip.next_in = (Bytef *)(uintptr_t)in->ptr;
    u->gzip.avail_in = (uInt)SR_MIN(in->len, (size_t)1 << 30);
    uInt before = u->gzip.avail_in;
    u->gzip.next_out = out;
    u->gzip.avail_out = (uInt)room;
    int code = inflate(&u->gzip, Z_NO_FLUSH);
    taken(in, in->len - (before - u->gzip.avail_in));
    *got = room - u->gzip.avail_out;
    if (code == Z_STREAM_END) {
        u->open = false;
        u->any = true;
        return SR_OK;
    }
    if (code == Z_MEM_ERROR)
        return sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    if (code != Z_OK && code != Z_BUF_ERROR)
        return damaged(err, "damaged");
    return *got == 0 && in_end && in->len == 0 ? damaged(err, "cut off") : SR_OK;
}

static sr_status run_xz(sr_unpack *u, sr_str *in, bool in_end, uint8_t *out, size_t room,
                        size_t *got, sr_error *err)
{
    u->xz.next_in = in->ptr;
    u->xz.avail_in = in->len;
    u->xz.next_out = out;
    u->xz.avail_out = room;
    lzma_ret code = u->any ? LZMA_STREAM_END : lzma_code(&u->xz, in_end ? LZMA_FINISH : LZMA_RUN);
    taken(in, u->xz.avail_in);
    *got = room - u->xz.avail_out;
    if (code == LZMA_STREAM_END) {
        u->any = true;
        taken(in, 0);
        return SR_OK;
    }
    if (code == LZMA_MEM_ERROR)
        return sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    if (code == LZMA_MEMLIMIT_ERROR)
        return damaged(err, "made with a dictionary above 256 MB");
    if (code != LZMA_OK && code != LZMA_BUF_ERROR)
        return damaged(err, "damaged");
    return *got == 0 && in_end && in->len == 0 ? damaged(err, "cut off") : SR_OK;
}

static sr_status run_zstd(sr_unpack *u, sr_str *in, bool in_end, uint8_t *out, size_t room,
                          size_t *got, sr_error *err)
{
    ZSTD_inBuffer  from = {in->ptr, in->len, 0};
    ZSTD_outBuffer to = {out, room, 0};
    if (!u->open && in->len == 0)
        return SR_OK;
    size_t code = ZSTD_decompressStream(u->zstd, &to, &from);
    taken(in, in->len - from.pos);
    *got = to.pos;
    if (ZSTD_isError(code))
        return damaged(err, "damaged");
    u->open = code != 0;
    return u->open && *got == 0 && in_end && in->len == 0 ? damaged(err, "cut off") : SR_OK;
}

sr_status sr_unpack_run(sr_unpack *unpack, sr_str *in, bool in_end, uint8_t *out, size_t room,
                        size_t *got, sr_error *err)
{
    *got = 0;
    return unpack->kind == GZIP ? run_gzip(unpack, in, in_end, out, room, got, err)
           : unpack->kind == XZ ? run_xz(unpack, in, in_end, out, room, got, err)
                                : run_zstd(unpack, in, in_end, out, room, got, err);
}
