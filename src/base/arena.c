/* Arenas; see arena.h.  A chain of blocks, each filled from the front.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/checked.h"
#include "base/limits.h"

#if defined(__SANITIZE_ADDRESS__)
#define HAVE_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAVE_ASAN 1
#endif
#endif
#ifdef HAVE_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#define GAP 16u
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#define GAP 0u
#endif

#define ALIGN 16u
#define BLOCK_MIN (64u * 1024u)

struct sr_arena_block {
    sr_arena_block *older;
    size_t          used;
    size_t          room;
    uint8_t         pad[8]; // the data below starts at a multiple of ALIGN
    uint8_t         data[];
};

void sr_arena_init(sr_arena *arena, size_t ceiling, sr_oom_handler *on_oom, void *payload)
{
    memset(arena, 0, sizeof *arena);
    arena->ceiling = ceiling;
    arena->on_oom = on_oom;
    arena->payload = payload;
}

SR_NORETURN static void out_of_memory(sr_arena *arena)
{
    if (arena->on_oom)
        arena->on_oom(arena->payload);
    abort();
}

static sr_arena_block *take_spare(sr_arena *arena, size_t need)
{
    for (sr_arena_block **at = &arena->spare; *at; at = &(*at)->older) {
        if ((*at)->room >= need) {
            sr_arena_block *block = *at;
            *at = block->older;
            return block;
        }
    }
    return NULL;
}

static void add_block(sr_arena *arena, size_t need)
{
    sr_arena_block *block = take_spare(arena, need);
    if (!block) {
        size_t room = need > BLOCK_MIN ? need : BLOCK_MIN;
        if (arena->block && room < arena->block->room * 2 && arena->block->room < (1u << 22))
            room = arena->block->room * 2;
        size_t whole;
        if (!sr_add_ok(room, sizeof *block, &whole) || !(block = malloc(whole)))
            out_of_memory(arena);
        block->room = room;
        POISON(block->data, room);
    }
    block->used = 0;
    block->older = arena->block;
    arena->block = block;
}

void *sr_arena_alloc(sr_arena *arena, size_t count, size_t size)
{
    size_t bytes, whole;
    if (!sr_mul_ok(count, size, &bytes) || !sr_add_ok(bytes, ALIGN - 1 + GAP, &whole))
        out_of_memory(arena);
    whole &= ~(size_t)(ALIGN - 1);
    if (whole < bytes)
        whole = bytes;
    if (arena->fail_at && --arena->fail_at == 0)
        out_of_memory(arena);
    if (arena->ceiling && whole > arena->ceiling - SR_MIN(arena->in_use, arena->ceiling))
        out_of_memory(arena);
    if (!arena->block || arena->block->room - arena->block->used < whole)
        add_block(arena, whole);
    uint8_t *p = arena->block->data + arena->block->used;
    arena->block->used += whole;
    arena->in_use += whole;
    UNPOISON(p, bytes);
    memset(p, 0, bytes);
    return p;
}

void *sr_arena_copy(sr_arena *arena, const void *bytes, size_t len)
{
    size_t whole;
    if (!sr_add_ok(len, 1, &whole))
        out_of_memory(arena);
    uint8_t *p = sr_arena_alloc(arena, whole, 1);
    if (len)
        memcpy(p, bytes, len);
    return p;
}

sr_arena_mark sr_arena_here(const sr_arena *arena)
{
    return (sr_arena_mark){arena->block, arena->block ? arena->block->used : 0, arena->in_use};
}

void sr_arena_return(sr_arena *arena, sr_arena_mark mark)
{
    while (arena->block != mark.block) {
        sr_arena_block *block = arena->block;
        assert(block && "the mark belongs to this arena");
        arena->block = block->older;
        POISON(block->data, block->room);
        block->older = arena->spare;
        arena->spare = block;
    }
    if (arena->block) {
        POISON(arena->block->data + mark.used, arena->block->room - mark.used);
        arena->block->used = mark.used;
    }
    arena->in_use = mark.in_use;
}

void sr_arena_reset(sr_arena *arena)
{
    sr_arena_return(arena, (sr_arena_mark){NULL, 0, 0});
    size_t kept = 0;
    for (sr_arena_block **at = &arena->spare; *at;) {
        sr_arena_block *block = *at;
        if (kept + block->room > SR_LIMIT_ARENA_KEEP) {
            *at = block->older;
            free(block);
        } else {
            kept += block->room;
            at = &block->older;
        }
    }
}

void sr_arena_free(sr_arena *arena)
{
    sr_arena_return(arena, (sr_arena_mark){NULL, 0, 0});
    while (arena->spare) {
        sr_arena_block *block = arena->spare;
        arena->spare = block->older;
        free(block);
    }
}

void sr_list__grow(sr_arena *arena, void **at, size_t n, size_t *room, size_t size)
{
    if (n < *room)
        return;
    size_t bigger = *room ? *room * 2 : 8;
    void *copy = sr_arena_alloc(arena, bigger, size);
    if (n)
        memcpy(copy, *at, n * size);
    *at = copy;
    *room = bigger;
}
