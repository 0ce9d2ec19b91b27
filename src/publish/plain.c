/* Terminal-safe text; see plain.h.  Sources: ECMA-48 (controls), UAX 9 (bidirectional controls),
 * UAX 11 (wide characters; whole blocks, which is enough to align a table).
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/plain.h"

#include "base/utf8.h"

#define REPLACEMENT 0xFFFDu

typedef struct span {
    uint32_t first, last;
} span;

/* Controls, bidirectional controls, zero-width and tag characters, line and paragraph ends. */
static const span hidden[] = {
    {0x00, 0x1F},     {0x7F, 0x9F},     {0xAD, 0xAD},       {0x61C, 0x61C},     {0x180E, 0x180E},
    {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},
    {0xFFF0, 0xFFFB}, {0xFFFE, 0xFFFF}, {0xE0000, 0xE0FFF},
};

static const span combining[] = {
    {0x300, 0x36F}, {0x483, 0x489}, {0x591, 0x5BD}, {0x610, 0x61A},
    {0x64B, 0x65F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE20, 0xFE2F},
};

static const span wide[] = {
    {0x1100, 0x115F}, {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F}, {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF},
    {0x20000, 0x3FFFD},
};

static bool within(const span *spans, size_t n, uint32_t cp)
{
    for (size_t i = 0; i < n; i++)
        if (cp >= spans[i].first && cp <= spans[i].last)
            return true;
    return false;
}

static size_t columns_of(uint32_t cp)
{
    if (cp < 0x300)
        return 1;
    if (within(combining, SR_COUNT(combining), cp))
        return 0;
    return within(wide, SR_COUNT(wide), cp) ? 2 : 1;
}

/* The next sign as it may be shown; a run of white space is one space. */
static uint32_t next(sr_str text, size_t *at)
{
    size_t   len;
    uint32_t cp = sr_utf8_read(text, *at, &len);
    *at += len;
    if (cp == SR_UTF8_INVALID)
        return REPLACEMENT;
    if (sr_utf8_is_space(cp) && cp != 0x200B && cp != 0xFEFF) {
        while (*at < text.len) {
            uint32_t more = sr_utf8_read(text, *at, &len);
            if (more == SR_UTF8_INVALID || !sr_utf8_is_space(more) || more == 0x200B ||
                more == 0xFEFF)
                break;
            *at += len;
        }
        return ' ';
    }
    return within(hidden, SR_COUNT(hidden), cp) ? REPLACEMENT : cp;
}

size_t sr_plain_put(sr_buf *out, sr_str text, size_t columns)
{
    size_t used = 0, whole = 0, fits = out->len;
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = next(text, &at);
        size_t   width = columns_of(cp);
        uint8_t  bytes[4];
        if (columns && used + width > columns) {
            out->len = fits; // room for the sign that says it was cut
            sr_buf_put(out, SR_STR("…"));
            return whole + 1;
        }
        sr_buf_put(out, sr_str_from(bytes, sr_utf8_write(cp, bytes)));
        used += width;
        if (used < columns) {
            fits = out->len;
            whole = used;
        }
    }
    return used;
}

size_t sr_plain_width(sr_str text)
{
    size_t used = 0;
    for (size_t at = 0; at < text.len;)
        used += columns_of(next(text, &at));
    return used;
}

void sr_plain_pad(sr_buf *out, size_t columns)
{
    while (columns--)
        sr_buf_byte(out, ' ');
}
