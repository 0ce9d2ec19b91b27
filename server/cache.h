/* Answers that were given, by what was asked, as long as the ledger stays as it is.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_SERVER_CACHE_H
#define SR_SERVER_CACHE_H

#include "answer.h"

typedef struct cache cache;

cache *cache_new(void);
void cache_free(cache *c);
/** The answer kept for a key, with a reference for the caller; NULL: none.
 *  @param revision  what the ledger is at
 *  @param floor     older answers are never given
 *  @param now_ms    monotonic
 *  @param renew     out: it is no longer of `revision`, and old enough (LIMIT_RENEW_MS) to be made
 *                   anew; it was known to be so at most LIMIT_STALE_MS ago
 *  Thread-safe; cost: one hash and a comparison. */
answer *cache_get(cache *c, const char *key, uint64_t revision, uint64_t floor, uint64_t now_ms,
                  bool *renew);
/** Keep an answer (a reference of its own); older ones make room. Thread-safe. */
void cache_put(cache *c, const char *key, uint64_t revision, uint64_t now_ms, answer *a);

#endif
