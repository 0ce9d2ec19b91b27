/* UTF-8: reading code points, checking, lower-casing.
 *
 * Text is checked once in `ingest`; later rooms rely on it.  Lower-casing uses
 * a small table for Latin, Greek and Cyrillic (simple case mapping, one to one)
 * so that it needs no library, no locale and keeps no state.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_BASE_UTF8_H
#define SR_BASE_UTF8_H

#include "base/str.h"

#define SR_UTF8_INVALID 0xFFFFFFFFu

/** The code point at s.ptr[at] and its length in bytes (1 to 4).
 *  On an invalid byte: SR_UTF8_INVALID and length 1. `at` < s.len. */
uint32_t sr_utf8_read(sr_str s, size_t at, size_t *len);
/** Write a code point; returns its length (1 to 4). `out` has room for 4. */
size_t   sr_utf8_write(uint32_t cp, uint8_t *out);
/** Offset of the first invalid byte; s.len when all is valid. Cost: O(n). */
size_t   sr_utf8_check(sr_str s);
/** Lower-case form of a code point (simple mapping; Latin, Greek, Cyrillic). */
uint32_t sr_utf8_lower(uint32_t cp);
bool     sr_utf8_is_upper(uint32_t cp);
/** Letters of any script we know of: ASCII letters and everything from U+00AA on that is not
 *  punctuation, space or symbol. */
bool     sr_utf8_is_letter(uint32_t cp);
/** White space: ASCII, U+0085, U+00A0, U+2000..200B, U+2028, U+2029, U+202F, U+3000, U+FEFF. */
bool     sr_utf8_is_space(uint32_t cp);
/** Lower-case copy in the arena; the same number of code points. */
sr_str   sr_utf8_fold(sr_arena *arena, sr_str s);

#endif
