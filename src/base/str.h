/* Strings are views: not terminated, never owned, passed by value.
 *
 * Small total functions that return views; parsing is slicing.  Text is UTF-8
 * where a room says so; these functions look at bytes.  Byte classes are our
 * own, never the locale's.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_BASE_STR_H
#define SR_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/compiler.h"

typedef struct sr_str {
    const uint8_t *ptr; // NULL only when len is 0
    size_t         len; // bytes
} sr_str;

/** A view of a string literal. */
#define SR_STR(literal) ((sr_str){(const uint8_t *)("" literal), sizeof(literal) - 1})
/** For printf: "%.*s", SR_ARG(s). */
#define SR_ARG(s) (int)SR_MIN((s).len, (size_t)1 << 20), (s).ptr ? (const char *)(s).ptr : ""

static inline sr_str sr_str_from(const void *ptr, size_t len)
{
    return (sr_str){(const uint8_t *)ptr, len};
}
static inline sr_str sr_str_c(const char *terminated)
{
    return terminated ? sr_str_from(terminated, strlen(terminated)) : (sr_str){NULL, 0};
}

static inline bool sr_is_digit(uint8_t c) { return c >= '0' && c <= '9'; }
static inline bool sr_is_upper(uint8_t c) { return c >= 'A' && c <= 'Z'; }
static inline bool sr_is_lower(uint8_t c) { return c >= 'a' && c <= 'z'; }
static inline bool sr_is_alpha(uint8_t c) { return sr_is_upper(c) || sr_is_lower(c); }
static inline bool sr_is_space(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline uint8_t sr_to_lower(uint8_t c)
{
    return sr_is_upper(c) ? (uint8_t)(c + 32) : c;
}

/** Bytes [begin, end) of s, both cut to its length. */
sr_str sr_str_slice(sr_str s, size_t begin, size_t end);
sr_str sr_str_trim(sr_str s);
static inline bool sr_str_eq(sr_str a, sr_str b)
{
    return a.len == b.len && (a.len == 0 || (a.ptr[0] == b.ptr[0] && memcmp(a.ptr, b.ptr, a.len) == 0));
}
/** Is it this terminated word? */
static inline bool sr_str_is(sr_str s, const char *word)
{
    return s.len == 0 ? word[0] == 0 : s.ptr[0] == (uint8_t)word[0] && strlen(word) == s.len && memcmp(s.ptr, word, s.len) == 0;
}
/** Equal without regard to ASCII case. */
bool   sr_str_eq_case(sr_str a, sr_str b);
/** Is it one of a NULL-terminated list, byte for byte?  Cost: linear in the list. */
bool   sr_str_among(sr_str s, const char *const *list);
/** Bytewise order: <0, 0, >0; a prefix comes first. */
int    sr_str_cmp(sr_str a, sr_str b);
bool   sr_str_starts(sr_str s, sr_str prefix);
bool   sr_str_ends(sr_str s, sr_str suffix);
/** Offset of the first `c` at or after `from`; s.len if there is none. */
size_t sr_str_find(sr_str s, uint8_t c, size_t from);
/** Offset of the first `needle` at or after `from`; s.len if there is none. Cost: O(s * needle). */
size_t sr_str_search(sr_str s, sr_str needle, size_t from);
/** Cut *rest at the first `c`: gives what is before it, leaves what is after it.
 *  Without a `c` gives all and leaves an empty view with ptr NULL. */
sr_str sr_str_cut(sr_str *rest, uint8_t c);
/** A decimal number without sign that fills s; false on anything else or above `max`. */
bool   sr_str_uint(sr_str s, uint64_t max, uint64_t *out);
/** A decimal number with sign, fraction and nothing else ("-12.5"); locale-free. */
bool   sr_str_decimal(sr_str s, double *out);

/** A copy in the arena, zero-terminated behind its length. */
sr_str sr_str_copy(sr_arena *arena, sr_str s);
/** a and b joined, in the arena. */
sr_str sr_str_join(sr_arena *arena, sr_str a, sr_str b);
/** printf into the arena. */
SR_PRINTF(2, 3) sr_str sr_str_format(sr_arena *arena, const char *fmt, ...);
/** Runs of white space become one space, ends trimmed; in the arena. */
sr_str sr_str_squeeze(sr_arena *arena, sr_str s);

/** 64-bit hash of the bytes, the same on every machine and run (XXH3). */
uint64_t sr_hash(sr_str s);

#endif
