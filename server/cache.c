/* A table of four ways a set; the oldest of a set makes room. See cache.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "limits.h"

#define SETS 512u
#define WAYS 4u

typedef struct entry {
    char *key;
    answer *kept;
    uint64_t revision, used;
    uint64_t made_ms, fresh_ms; // when it was made, and last known to be of the ledger's revision
} entry;

struct cache {
    pthread_mutex_t lock;
    uint64_t clock; // counts uses
    size_t bytes;
    entry at[SETS][WAYS];
};

cache *cache_new(void)
{
    cache *c = calloc(1, sizeof *c);
    if (c && pthread_mutex_init(&c->lock, NULL) != 0) {
        free(c);
        return NULL;
    }
    return c;
}

static void forget(cache *c, entry *e)
{
    if (e->kept)
        c->bytes -= e->kept->bytes;
    answer_drop(e->kept);
    free(e->key);
    *e = (entry){0};
}

static void forget_all(cache *c)
{
    for (size_t s = 0; s < SETS; s++)
        for (size_t w = 0; w < WAYS; w++)
            forget(c, &c->at[s][w]);
}

void cache_free(cache *c)
{
    if (!c)
        return;
    forget_all(c);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

static entry *set_of(cache *c, const char *key)
{
    return c->at[XXH3_64bits(key, strlen(key)) % SETS];
}

static entry *find(entry *set, const char *key)
{
    for (size_t w = 0; w < WAYS; w++)
        if (set[w].key && strcmp(set[w].key, key) == 0)
            return &set[w];
    return NULL;
}

answer *cache_get(cache *c, const char *key, uint64_t revision, uint64_t floor, uint64_t now_ms,
                  bool *renew)
{
    answer *found = NULL;
    pthread_mutex_lock(&c->lock);
    entry *e = find(set_of(c, key), key);
    bool fresh = e && e->revision >= revision;
    *renew = e && !fresh && now_ms - e->made_ms >= LIMIT_RENEW_MS;
    if (fresh)
        e->fresh_ms = now_ms;
    if (e && (fresh || (e->revision >= floor && now_ms - e->fresh_ms <= LIMIT_STALE_MS))) {
        e->used = ++c->clock;
        found = answer_hold(e->kept);
    }
    pthread_mutex_unlock(&c->lock);
    return found;
}

void cache_put(cache *c, const char *key, uint64_t revision, uint64_t now_ms, answer *a)
{
    char *copy = a->bytes <= LIMIT_CACHE_ANSWER ? strdup(key) : NULL;
    if (!copy)
        return;
    pthread_mutex_lock(&c->lock);
    if (c->bytes + a->bytes > LIMIT_CACHE_BYTES)
        forget_all(c);
    entry *set = set_of(c, key), *e = find(set, key);
    for (size_t w = 0; !e && w < WAYS; w++)
        if (!set[w].key)
            e = &set[w];
    if (!e) {
        e = set;
        for (size_t w = 1; w < WAYS; w++)
            if (set[w].used < e->used)
                e = &set[w];
    }
    forget(c, e);
    *e = (entry){copy, answer_hold(a), revision, ++c->clock, now_ms, now_ms};
    c->bytes += a->bytes;
    pthread_mutex_unlock(&c->lock);
}
