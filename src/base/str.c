/* Views; see str.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

sr_str sr_str_slice(sr_str s, size_t begin, size_t end)
{
    if (end > s.len)
        end = s.len;
    if (begin >= end)
        return (sr_str){s.ptr, 0};
    return (sr_str){s.ptr + begin, end - begin};
}

sr_str sr_str_trim(sr_str s)
{
    while (s.len && sr_is_space(s.ptr[0]))
        s.ptr++, s.len--;
    while (s.len && sr_is_space(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

bool sr_str_among(sr_str s, const char *const *list)
{
    for (; *list; list++)
        if (sr_str_is(s, *list))
            return true;
    return false;
}

bool sr_str_eq_case(sr_str a, sr_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (sr_to_lower(a.ptr[i]) != sr_to_lower(b.ptr[i]))
            return false;
    return true;
}

int sr_str_cmp(sr_str a, sr_str b)
{
    size_t n = SR_MIN(a.len, b.len);
    if (n && a.ptr[0] != b.ptr[0])
        return a.ptr[0] < b.ptr[0] ? -1 : 1;
    int order = n ? memcmp(a.ptr, b.ptr, n) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool sr_str_starts(sr_str s, sr_str prefix)
{
    return s.len >= prefix.len && sr_str_eq(sr_str_slice(s, 0, prefix.len), prefix);
}

bool sr_str_ends(sr_str s, sr_str suffix)
{
    return s.len >= suffix.len && sr_str_eq(sr_str_slice(s, s.len - suffix.len, s.len), suffix);
}

size_t sr_str_find(sr_str s, uint8_t c, size_t from)
{
    if (from >= s.len)
        return s.len;
    const uint8_t *p = memchr(s.ptr + from, c, s.len - from);
    return p ? (size_t)(p - s.ptr) : s.len;
}

size_t sr_str_search(sr_str s, sr_str needle, size_t from)
{
    if (needle.len == 0)
        return SR_MIN(from, s.len);
    for (size_t i = from; needle.len <= s.len && i <= s.len - needle.len; i++) {
        i = sr_str_find(s, needle.ptr[0], i);
        if (i > s.len - needle.len)
            break;
        if (memcmp(s.ptr + i, needle.ptr, needle.len) == 0)
            return i;
    }
    return s.len;
}

sr_str sr_str_cut(sr_str *rest, uint8_t c)
{
    size_t at = sr_str_find(*rest, c, 0);
    sr_str head = sr_str_slice(*rest, 0, at);
    *rest = at < rest->len ? sr_str_slice(*rest, at + 1, rest->len) : (sr_str){NULL, 0};
    return head;
}

bool sr_str_uint(sr_str s, uint64_t max, uint64_t *out)
{
    uint64_t value = 0;
    if (s.len == 0)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        uint64_t digit = (uint64_t)s.ptr[i] - '0';
        if (!sr_is_digit(s.ptr[i]) || value > max / 10 || value * 10 > max - SR_MIN(digit, max))
            return false;
        value = value * 10 + digit;
    }
    *out = value;
    return value <= max;
}

bool sr_str_decimal(sr_str s, double *out)
{
    bool negative = s.len && s.ptr[0] == '-';
    if (s.len && (s.ptr[0] == '-' || s.ptr[0] == '+'))
        s = sr_str_slice(s, 1, s.len);
    double value = 0, scale = 1;
    bool fraction = false;
    size_t digits = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '.' && !fraction) {
            fraction = true;
        } else if (sr_is_digit(s.ptr[i]) && digits < 18) {
            value = value * 10 + (s.ptr[i] - '0');
            scale *= fraction ? 10 : 1;
            digits++;
        } else {
            return false;
        }
    }
    *out = (negative ? -value : value) / scale;
    return digits > 0;
}

sr_str sr_str_copy(sr_arena *arena, sr_str s)
{
    return sr_str_from(sr_arena_copy(arena, s.ptr, s.len), s.len);
}

sr_str sr_str_join(sr_arena *arena, sr_str a, sr_str b)
{
    uint8_t *p = sr_arena_alloc(arena, a.len + b.len + 1, 1);
    if (a.len)
        memcpy(p, a.ptr, a.len);
    if (b.len)
        memcpy(p + a.len, b.ptr, b.len);
    return sr_str_from(p, a.len + b.len);
}

sr_str sr_str_format(sr_arena *arena, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    size_t len = n > 0 ? (size_t)n : 0;
    char *p = sr_arena_alloc(arena, len + 1, 1);
    (void)vsnprintf(p, len + 1, fmt, again);
    va_end(again);
    return sr_str_from(p, len);
}

sr_str sr_str_squeeze(sr_arena *arena, sr_str s)
{
    s = sr_str_trim(s);
    uint8_t *p = sr_arena_alloc(arena, s.len + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (!sr_is_space(s.ptr[i]))
            p[n++] = s.ptr[i];
        else if (p[n - 1] != ' ')
            p[n++] = ' ';
    }
    return sr_str_from(p, n);
}

uint64_t sr_hash(sr_str s)
{
    return XXH3_64bits(s.len ? s.ptr : (const uint8_t *)"", s.len);
}
