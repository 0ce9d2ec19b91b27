/* NFC by ICU, stretch by stretch; see nfc.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "record/nfc.h"

#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/library.h"
#include "base/utf8.h"

#define STRETCH_UNITS 256 // of a letter and its marks; longer ones stay as they are

/* Bytes of signs that are NFC in whatever company: up to U+02FF, Cyrillic, General Punctuation and its
 * neighbours but for a few, Chinese, emoji. */
static bool is_sure(sr_str s, size_t *at)
{
    for (; *at < s.len; ++*at) {
        uint8_t c = s.ptr[*at];
        if (c < 0xCC || (c >= 0xD0 && c <= 0xD3) || (c >= 0xE4 && c <= 0xE9))
            continue;
        uint8_t next = *at + 1 < s.len ? s.ptr[*at + 1] : 0, third = *at + 2 < s.len ? s.ptr[*at + 2] : 0;
        if (c == 0xF0 && next == 0x9F)
            continue;
        if (c != 0xE2 || next == 0x83 || (next == 0x80 && third < 0x82) || (next == 0x84 && third >= 0xA6) || next >= 0x8C)
            return false; // U+20D0 ff. are marks; U+2000, U+2126 and others are other signs
    }
    return true;
}

typedef struct maker {
    sr_arena           *arena;
    const UNormalizer2 *nfc;
    sr_str              s;
    uint8_t            *out;
    size_t              n;
    SR_LIST(sr_nfc_change) changes;
} maker;

/* The stretch from `at` to before the next sign that nothing before it can change. */
static size_t stretch_end(const maker *m, size_t at)
{
    size_t len;
    (void)sr_utf8_read(m->s, at, &len);
    for (at += len; at < m->s.len; at += len) {
        uint32_t cp = m->s.ptr[at];
        if (cp < 0x80)
            return at;
        cp = sr_utf8_read(m->s, at, &len);
        if (cp == SR_UTF8_INVALID || unorm2_hasBoundaryBefore(m->nfc, (UChar32)cp))
            return at;
    }
    return at;
}

/* NFC of a stretch into `to`; its length, 0: it stays as it is. */
static size_t normal(const maker *m, sr_str stretch, char *to, size_t room)
{
    UErrorCode code = U_ZERO_ERROR;
    UChar      wide[STRETCH_UNITS], out[STRETCH_UNITS];
    int32_t    n = 0, len = 0;
    u_strFromUTF8(wide, STRETCH_UNITS, &n, (const char *)stretch.ptr, (int32_t)stretch.len, &code);
    int32_t made = unorm2_normalize(m->nfc, wide, n, out, STRETCH_UNITS, &code);
    u_strToUTF8(to, (int32_t)room, &len, out, made, &code);
    if (U_FAILURE(code) || (size_t)len > stretch.len * 3 || ((size_t)len == stretch.len && memcmp(to, stretch.ptr, stretch.len) == 0))
        return 0;
    return (size_t)len;
}

static void put_stretch(maker *m, size_t begin, size_t end)
{
    char   made[STRETCH_UNITS * 3 + 1];
    sr_str stretch = sr_str_slice(m->s, begin, end);
    size_t n = stretch.len < STRETCH_UNITS ? normal(m, stretch, made, sizeof made) : 0;
    if (n) {
        *SR_PUSH(m->arena, &m->changes) =
            (sr_nfc_change){(uint32_t)m->n, (uint32_t)n, (uint32_t)begin, (uint32_t)stretch.len};
        memcpy(m->out + m->n, made, n);
        m->n += n;
    } else {
        memcpy(m->out + m->n, stretch.ptr, stretch.len);
        m->n += stretch.len;
    }
}

sr_str sr_nfc(sr_arena *arena, sr_str text, sr_nfc_map *map)
{
    UErrorCode code = U_ZERO_ERROR;
    size_t     at = 0;
    if (map)
        *map = (sr_nfc_map){NULL, 0};
    if (is_sure(text, &at) || text.len > UINT32_MAX / 3 || !sr_library_load(SR_LIBRARY_ICU))
        return text;
    maker m = {.arena = arena, .nfc = unorm2_getNFCInstance(&code), .s = text};
    if (U_FAILURE(code))
        return text;
    m.out = sr_arena_alloc(arena, text.len * 3 + 1, 1); // a sign becomes at most three times as long
    for (size_t i = 0; i < text.len;) {
        size_t end = i + 1;
        while (end < text.len && text.ptr[end] < 0x80 && text.ptr[end - 1] < 0x80)
            end++;
        if (text.ptr[i] < 0x80 && end < text.len && end > i + 1)
            end--; // the last one may be the letter of a mark
        if (text.ptr[i] < 0x80 && end > i + 1) {
            memcpy(m.out + m.n, text.ptr + i, end - i);
            m.n += end - i;
        } else {
            end = stretch_end(&m, i);
            put_stretch(&m, i, end);
        }
        i = end;
    }
    if (m.changes.n == 0)
        return text;
    if (map)
        *map = (sr_nfc_map){m.changes.at, m.changes.n};
    return sr_str_from(m.out, m.n);
}

uint32_t sr_nfc_back(const sr_nfc_map *map, uint32_t at, bool end)
{
    size_t low = 0, high = map->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (map->at[middle].at < at || (map->at[middle].at == at && !end))
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return at;
    const sr_nfc_change *c = &map->at[low - 1];
    if (at - c->at >= c->len)
        return c->from + c->from_len + (at - c->at - c->len);
    return end ? c->from + c->from_len : c->from;
}

uint32_t sr_nfc_forth(const sr_nfc_map *map, uint32_t from)
{
    size_t low = 0, high = map->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (map->at[middle].from <= from)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return from;
    const sr_nfc_change *c = &map->at[low - 1];
    return from - c->from >= c->from_len ? c->at + c->len + (from - c->from - c->from_len) : c->at;
}
