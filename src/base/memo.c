/* See memo.h.  Slots hold where an entry lies, in units of 16 bytes; 0: free.  A key may lie twice when two
 * threads put it at once: both values are the same.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/memo.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    SLOTS = 1 << 15,
    LONGEST_WALK = 8, // slots looked at for one key
    UNIT = 16,
};

typedef struct entry {
    uint64_t hash;
    uint32_t len, value; // of the key; bytes from the entry's begin to its value
} entry;

struct sr_memo {
    uint8_t        *entries; // unit 0 is never used
    size_t          room;    // units
    _Atomic size_t  used;
    _Atomic uint32_t slots[SLOTS];
};

static size_t units(size_t bytes)
{
    return (bytes + UNIT - 1) / UNIT;
}

sr_memo *sr_memo_new(size_t bytes)
{
    sr_memo *m = calloc(1, sizeof *m);
    if (!m)
        return NULL;
    m->room = units(bytes);
    m->used = 1;
    m->entries = m->room < UINT32_MAX ? calloc(m->room, UNIT) : NULL;
    if (m->entries)
        return m;
    free(m);
    return NULL;
}

void sr_memo_free(sr_memo *memo)
{
    if (!memo)
        return;
    free(memo->entries);
    free(memo);
}

static uint32_t slot_of(uint64_t hash, unsigned step)
{
    return ((uint32_t)(hash >> 32) + step) & (SLOTS - 1);
}

static bool is_of(const entry *e, uint64_t hash, const void *key, size_t len)
{
    return e->hash == hash && e->len == len && memcmp(e + 1, key, len) == 0;
}

const void *sr_memo_find(const sr_memo *memo, uint64_t hash, const void *key, size_t len)
{
    for (unsigned step = 0; step < LONGEST_WALK; step++) {
        uint32_t at = atomic_load_explicit(&memo->slots[slot_of(hash, step)], memory_order_acquire);
        if (at == 0)
            return NULL;
        const entry *e = (const entry *)(const void *)(memo->entries + (size_t)at * UNIT);
        if (is_of(e, hash, key, len))
            return memo->entries + (size_t)at * UNIT + e->value;
    }
    return NULL;
}

void sr_memo_fetch_slot(const sr_memo *memo, uint64_t hash)
{
    __builtin_prefetch(&memo->slots[slot_of(hash, 0)]);
}

void sr_memo_fetch(const sr_memo *memo, uint64_t hash)
{
    uint32_t at = atomic_load_explicit(&memo->slots[slot_of(hash, 0)], memory_order_relaxed);
    const uint8_t *bytes = memo->entries + (size_t)at * UNIT;
    __builtin_prefetch(bytes);
    __builtin_prefetch(bytes + 64);
}

const void *sr_memo_put(sr_memo *memo, uint64_t hash, const void *key, size_t len, const void *value, size_t size)
{
    size_t head = units(sizeof(entry) + len), all = head + units(size);
    if (all > memo->room || atomic_load_explicit(&memo->used, memory_order_relaxed) > memo->room - all)
        return NULL;
    unsigned step = 0;
    while (step < LONGEST_WALK && atomic_load_explicit(&memo->slots[slot_of(hash, step)], memory_order_relaxed) != 0)
        step++;
    if (step == LONGEST_WALK)
        return NULL;
    size_t at = atomic_fetch_add_explicit(&memo->used, all, memory_order_relaxed);
    if (at > memo->room - all)
        return NULL;
    uint8_t *bytes = memo->entries + at * UNIT;
    entry    e = {hash, (uint32_t)len, (uint32_t)(head * UNIT)};
    memcpy(bytes, &e, sizeof e);
    memcpy(bytes + sizeof e, key, len);
    memcpy(bytes + head * UNIT, value, size);
    for (; step < LONGEST_WALK; step++) {
        uint32_t none = 0;
        if (atomic_compare_exchange_strong_explicit(&memo->slots[slot_of(hash, step)], &none, (uint32_t)at,
                                                    memory_order_release, memory_order_relaxed))
            break;
    }
    return bytes + head * UNIT;
}
