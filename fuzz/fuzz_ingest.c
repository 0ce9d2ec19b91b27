/* A whole file through ingest: the first byte chooses its name and how many bytes a read gives.
 * Fed whole and in pieces the same must come out (of damaged packed data the libraries give more
 * or less before they notice, so there it need only end); every report is valid UTF-8.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "base/utf8.h"
#include "ingest/ingest.h"

typedef struct world {
    sr_str bytes;
    size_t at, piece;
} world;

static sr_status look(void *p, const char *path, sr_os_entry *entry, sr_error *err)
{
    (void)path, (void)err;
    *entry = (sr_os_entry){.kind = SR_OS_FILE, .size = ((world *)p)->bytes.len};
    return SR_OK;
}

static sr_status list(void *p, const char *path, sr_os_each *each, void *payload, sr_error *err)
{
    (void)p, (void)path, (void)each, (void)payload, (void)err;
    return SR_OK;
}

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

/* All that comes out, as one hash. */
static uint64_t run(sr_str bytes, const char *name, size_t piece)
{
    world w = {.bytes = bytes, .piece = piece};
    sr_os os = {look, list, open_it, read_it, close_it, &w};
    sr_ingest *ingest;
    sr_arena arena;
    uint64_t sum = 0;
    sr_arena_init(&arena, 0, NULL, NULL);
    FUZZ_HOLDS(sr_ingest_open(&ingest, &name, 1, &os, NULL) == SR_OK);
    for (;;) {
        sr_report r;
        sr_ingest_notes notes;
        sr_arena_reset(&arena);
        sr_ingest_step what = sr_ingest_next(ingest, &arena, &r, &notes);
        for (size_t i = 0; i < notes.n; i++)
            sum = sum * 31 + sr_hash(notes.at[i].text) + notes.at[i].offset;
        if (what == SR_INGEST_END)
            break;
        if (what == SR_INGEST_SKIPPED)
            continue;
        FUZZ_HOLDS(sr_utf8_check(r.text) == r.text.len && sr_utf8_check(r.title) == r.title.len);
        FUZZ_HOLDS(sr_str_find(r.text, 0, 0) == r.text.len);
        FUZZ_HOLDS(r.id.len > 0 && r.body_begin <= r.text.len);
        sum = sum * 31 + sr_hash(r.text) + sr_hash(r.id) + sr_hash(r.members);
    }
    sr_ingest_close(ingest);
    sr_arena_free(&arena);
    return sum;
}

static bool is_packed(sr_str bytes)
{
    return sr_str_starts(bytes, SR_STR("\x1F\x8B\x08")) || sr_str_starts(bytes, SR_STR("\xFD" "7zXZ")) ||
           sr_str_starts(bytes, SR_STR("\x28\xB5\x2F\xFD"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"a.txt", "a.jsonl", "a", "a.jsonl.gz"};
    if (size == 0)
        return 0;
    sr_str bytes = sr_str_from(data + 1, size - 1);
    const char *name = names[data[0] & 3];
    uint64_t whole = run(bytes, name, SIZE_MAX);
    uint64_t pieces = run(bytes, name, 1u + (data[0] >> 2));
    FUZZ_HOLDS(pieces == whole || is_packed(bytes));
    return 0;
}
