/* Requests a second and address: a token bucket for each, in a table of fixed size.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_SERVER_LIMITER_H
#define SR_SERVER_LIMITER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

typedef struct limiter limiter;

limiter *limiter_new(void);
void limiter_free(limiter *l);
/** May this address ask once more? `rate` a second, as many saved up as two seconds give.
 *  One user at a time (the HTTP thread). @param now_ms  monotonic */
bool limiter_allows(limiter *l, const struct sockaddr *address, unsigned rate, uint64_t now_ms);

#endif
