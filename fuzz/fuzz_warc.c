/* A web archive: the first byte says how many bytes a read gives.  Reading ends, every view lies
 * within what was read, and a file fed in pieces gives as many records as one fed whole.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "ingest/warc.h"

typedef struct world {
    sr_str bytes;
    size_t at, piece;
} world;

static sr_status open_it(void *p, const char *path, int *handle, sr_error *err)
{
    (void)path, (void)err;
    *handle = 0;
    ((world *)p)->at = 0;
    return SR_OK;
}

static sr_status read_it(void *p, int handle, uint8_t *out, size_t room, size_t *got, sr_error *err)
{
    (void)handle, (void)err;
    world *w = p;
    *got = SR_MIN(SR_MIN(room, w->piece), w->bytes.len - w->at);
    if (*got)
        memcpy(out, w->bytes.ptr + w->at, *got);
    w->at += *got;
    return SR_OK;
}

static void close_it(void *p, int handle)
{
    (void)p, (void)handle;
}

static uint64_t sum_of(sr_str s)
{
    return s.len ? sr_hash(s) : 0;
}

static uint64_t run(sr_str bytes, size_t piece)
{
    world w = {bytes, 0, piece};
    sr_os os = {NULL, NULL, open_it, read_it, close_it, &w};
    sr_warc *warc;
    uint64_t sum = 0, at;
    size_t steps = 0;
    FUZZ_HOLDS(sr_warc_open(&warc, &os, "x", NULL) == SR_OK);
    for (;;) {
        sr_warc_record r;
        sr_http_message m;
        sr_warc_step step = sr_warc_next(warc, &r);
        FUZZ_HOLDS(++steps <= 4 * bytes.len + 16); // each takes something
        if (step == SR_WARC_END)
            break;
        if (step == SR_WARC_DAMAGE) {
            FUZZ_HOLDS(sr_warc_note(warc, &at).len > 0);
            continue;
        }
        FUZZ_HOLDS(r.skipped || r.block.len == r.length);
        sum = sum * 31 + sum_of(r.type) + sum_of(r.uri) + sum_of(r.block);
        if (sr_warc_http(warc, &r, &m))
            sum = sum * 31 + sum_of(m.entity) + sum_of(m.mime);
    }
    sr_warc_close(warc);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    sr_str bytes = sr_str_from(data + 1, size - 1);
    uint64_t whole = run(bytes, SIZE_MAX), pieces = run(bytes, 1u + data[0]);
    bool packed = bytes.len && bytes.ptr[0] != 'W'; // of damaged packed data the libraries give more or less
    FUZZ_HOLDS(packed || whole == pieces);
    return 0;
}
