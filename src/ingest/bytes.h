/* Foreign bytes made into text: is it text at all, invalid UTF-8, NUL bytes.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_BYTES_H
#define SR_INGEST_BYTES_H

#include "base/str.h"

/** What a file holds, told by its first bytes. */
typedef enum sr_bytes_kind {
    SR_BYTES_TEXT,
    SR_BYTES_JSON,   // first sign is {
    SR_BYTES_MARKUP, // a page, a feed
    SR_BYTES_BINARY,
    SR_BYTES_EMPTY,  // nothing but white space
} sr_bytes_kind;

/** @param head  the first few thousand bytes */
sr_bytes_kind sr_bytes_look(sr_str head);

typedef struct sr_bytes_faults {
    size_t invalid;  // bytes that are not UTF-8, each now U+FFFD
    size_t nul;      // NUL bytes, each now a space
    size_t first;    // offset of the first of either, in the bytes given
} sr_bytes_faults;

/** A valid copy in the arena; *faults tells what was put right. Cost: linear. */
sr_str sr_bytes_repair(sr_str bytes, sr_arena *arena, sr_bytes_faults *faults);

#endif
