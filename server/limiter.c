/* Token buckets; see limiter.h.  Addresses that fall on one place of the table share a bucket:
 * the table cannot grow by strangers' doing.  IPv6 counts by /64, which is one household.
 * SPDX-License-Identifier: Apache-2.0 */
#include "limiter.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <xxhash.h>

#define PLACES 4096u

typedef struct bucket {
    uint64_t filled_ms;
    double tokens;
} bucket;

struct limiter {
    bucket at[PLACES];
};

limiter *limiter_new(void)
{
    return calloc(1, sizeof(limiter));
}
void limiter_free(limiter *l)
{
    free(l);
}

static uint64_t place(const struct sockaddr *address)
{
    if (address && address->sa_family == AF_INET)
        return XXH3_64bits(&((const struct sockaddr_in *)(const void *)address)->sin_addr, 4);
    if (address && address->sa_family == AF_INET6)
        return XXH3_64bits(&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, 8);
    return 0;
}

bool limiter_allows(limiter *l, const struct sockaddr *address, unsigned rate, uint64_t now_ms)
{
    bucket *b = &l->at[place(address) % PLACES];
    double most = 2.0 * rate;
    b->tokens = b->filled_ms ? b->tokens + (double)(now_ms - b->filled_ms) * rate / 1000.0 : most;
    if (b->tokens > most)
        b->tokens = most;
    b->filled_ms = now_ms;
    if (b->tokens < 1)
        return false;
    b->tokens -= 1;
    return true;
}
