/* A memo: results that only depend on their key, kept for the next time.
 *
 * Threads share one; nothing is ever changed or taken out.  Its room is fixed: when it is full,
 * results are computed anew each time, which costs time and changes nothing else.
 *
 * Thread-safe, without locks: an entry is written first and made known afterwards.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_BASE_MEMO_H
#define SR_BASE_MEMO_H

#include <stddef.h>
#include <stdint.h>

typedef struct sr_memo sr_memo;

/** @param bytes  room for entries; pages are taken from the system as they fill
 *  @return NULL when there is no memory; sr_memo_free */
sr_memo *sr_memo_new(size_t bytes);
void     sr_memo_free(sr_memo *memo);

/** The value of a key.
 *  @param hash  of the key
 *  @param key   [len] compared byte by byte: no padding that is not set
 *  @return aligned to 16; NULL: not known.  Cost: one or two cache misses. */
const void *sr_memo_find(const sr_memo *memo, uint64_t hash, const void *key, size_t len);
/** Begin to fetch where a key lies, then what lies there, before it is looked for. */
void        sr_memo_fetch_slot(const sr_memo *memo, uint64_t hash);
void        sr_memo_fetch(const sr_memo *memo, uint64_t hash);
/** Keep a value; it is copied.
 *  @return the copy; NULL: no room */
const void *sr_memo_put(sr_memo *memo, uint64_t hash, const void *key, size_t len, const void *value, size_t size);

#endif
