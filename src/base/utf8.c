/* UTF-8; see utf8.h.  Decoding follows Unicode 15, table 3-7 (no overlong
 * forms, no surrogates, nothing above U+10FFFF).
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

uint32_t sr_utf8_read(sr_str s, size_t at, size_t *len)
{
    const uint8_t *p = s.ptr + at;
    size_t left = s.len - at;
    uint8_t a = p[0];
    *len = 1;
    if (a < 0x80)
        return a;
    if (a < 0xC2 || a > 0xF4)
        return SR_UTF8_INVALID;
    size_t n = a < 0xE0 ? 2 : a < 0xF0 ? 3 : 4;
    if (left < n)
        return SR_UTF8_INVALID;
    uint8_t low = a == 0xE0 ? 0xA0 : a == 0xF0 ? 0x90 : 0x80;
    uint8_t high = a == 0xED ? 0x9F : a == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high)
        return SR_UTF8_INVALID;
    uint32_t cp = a & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return SR_UTF8_INVALID;
        cp = cp << 6 | (p[i] & 0x3Fu);
    }
    *len = n;
    return cp;
}

size_t sr_utf8_write(uint32_t cp, uint8_t *out)
{
    if (cp < 0x80) {
        out[0] = (uint8_t)cp;
        return 1;
    }
    size_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    static const uint8_t lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n - 1; i > 0; i--) {
        out[i] = (uint8_t)(0x80 | (cp & 0x3F));
        cp >>= 6;
    }
    out[0] = (uint8_t)(lead[n] | cp);
    return n;
}

size_t sr_utf8_check(sr_str s)
{
    size_t len;
    for (size_t i = 0; i < s.len; i += len) {
        uint64_t eight;
        len = 1;
        if (s.ptr[i] >= 0x80) {
            if (sr_utf8_read(s, i, &len) == SR_UTF8_INVALID)
                return i;
        } else if (s.len - i >= sizeof eight) { // most text is ASCII
            memcpy(&eight, s.ptr + i, sizeof eight);
            len = eight & UINT64_C(0x8080808080808080) ? 1 : sizeof eight;
        }
    }
    return s.len;
}

/* Ranges of simple case pairs: [first, last] upper-case at every `step`-th code
 * point, lower = upper + delta.  From Unicode 15 UnicodeData.txt. */
static const struct {
    uint32_t first, last;
    uint32_t step;
    int32_t  delta;
} pairs[] = {
    {'A', 'Z', 1, 32},          {0xC0, 0xD6, 1, 32},        {0xD8, 0xDE, 1, 32},
    {0x100, 0x12E, 2, 1},       {0x130, 0x130, 1, -199},    {0x132, 0x136, 2, 1},
    {0x139, 0x147, 2, 1},       {0x14A, 0x176, 2, 1},       {0x178, 0x178, 1, -121},
    {0x179, 0x17D, 2, 1},       {0x1A0, 0x1A4, 2, 1},       {0x1AF, 0x1AF, 1, 1},
    {0x1CD, 0x1DB, 2, 1},       {0x1DE, 0x1EE, 2, 1},       {0x1F8, 0x21E, 2, 1},
    {0x386, 0x386, 1, 38},      {0x388, 0x38A, 1, 37},      {0x391, 0x3A1, 1, 32},
    {0x3A3, 0x3AB, 1, 32},      {0x400, 0x40F, 1, 80},      {0x410, 0x42F, 1, 32},
    {0x460, 0x480, 2, 1},       {0x48A, 0x4BE, 2, 1},       {0x1E00, 0x1E94, 2, 1},
    {0x1EA0, 0x1EFE, 2, 1},
};

uint32_t sr_utf8_lower(uint32_t cp)
{
    if (cp < 0x80)
        return sr_to_lower((uint8_t)cp);
    for (size_t i = 1; i < SR_COUNT(pairs) && pairs[i].first <= cp; i++)
        if (cp <= pairs[i].last && (cp - pairs[i].first) % pairs[i].step == 0)
            return (uint32_t)((int32_t)cp + pairs[i].delta);
    return cp;
}

bool sr_utf8_is_upper(uint32_t cp)
{
    return sr_utf8_lower(cp) != cp;
}

bool sr_utf8_is_space(uint32_t cp)
{
    if (cp < 0x80)
        return sr_is_space((uint8_t)cp);
    return cp == 0x85 || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200B) || cp == 0x2028 ||
           cp == 0x2029 || cp == 0x202F || cp == 0x3000 || cp == 0xFEFF;
}

bool sr_utf8_is_letter(uint32_t cp)
{
    if (cp < 0x80)
        return sr_is_alpha((uint8_t)cp);
    if (cp == 0xAA || cp == 0xB5 || cp == 0xBA)
        return true;
    if (cp < 0xC0 || cp == 0xD7 || cp == 0xF7)
        return false;
    if (cp >= 0x2000 && cp < 0x2C00)
        return false;
    return !(cp >= 0x3000 && cp <= 0x3020) && !(cp >= 0xFE30 && cp <= 0xFE6F) && cp != 0xFEFF &&
           cp < 0x1F000;
}

sr_str sr_utf8_fold(sr_arena *arena, sr_str s)
{
    /* U+0130 is the only pair whose lower form is shorter; none is longer. */
    uint8_t *out = sr_arena_alloc(arena, s.len + 1, 1);
    size_t n = 0, len;
    for (size_t i = 0; i < s.len; i += len) {
        if (s.ptr[i] < 0x80) {
            out[n++] = sr_to_lower(s.ptr[i]);
            len = 1;
            continue;
        }
        uint32_t cp = sr_utf8_read(s, i, &len);
        if (cp == SR_UTF8_INVALID)
            out[n++] = s.ptr[i];
        else
            n += sr_utf8_write(sr_utf8_lower(cp), out + n);
    }
    return sr_str_from(out, n);
}
