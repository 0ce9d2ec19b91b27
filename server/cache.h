/* Answers that were given, by what was asked, as long as the ledger stays as it is.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_SERVER_CACHE_H
#define SR_SERVER_CACHE_H

#include "answer.h"

typedef struct cache cache;

cache *cache_new(void);
void cache_free(cache *c);
/** The answer kept for a key at a revision, with a reference for the caller; NULL: none.
 *  Thread-safe; cost: one hash and a comparison. */
answer *cache_get(cache *c, const char *key, uint64_t revision);
/** Keep an answer (a reference of its own); older ones make room. Thread-safe. */
void cache_put(cache *c, const char *key, uint64_t revision, answer *a);

#endif
