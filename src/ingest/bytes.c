/* Foreign bytes; see bytes.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/bytes.h"

#include "base/utf8.h"

#define SAMPLE 8192u
#define CONTROL_MIN 4u  // so many and 2 % control bytes: not text
#define INVALID_MIN 16u // so many and 20 % bytes that are not UTF-8: not text

static bool has_magic(sr_str head)
{
    static const char *const magics[] = {"%PDF-", "PK\3\4", "\177ELF", "\x89PNG", "GIF8", "\xFF\xD8\xFF",
                                         "SQLite format 3", "BZh9", "Rar!", "7z\xBC\xAF", "OggS", "ID3",
                                         "\xCA\xFE\xBA\xBE", "\xD0\xCF\x11\xE0"};
    for (size_t i = 0; i < SR_COUNT(magics); i++)
        if (sr_str_starts(head, sr_str_c(magics[i])))
            return true;
    return false;
}

/* Control bytes that no text has, and bytes that are not UTF-8, in percent of all. */
static bool is_binary(sr_str head)
{
    size_t control = 0, invalid = 0, n;
    for (size_t i = 0; i < head.len; i += n) {
        uint8_t c = head.ptr[i];
        n = 1;
        if (c < 0x20)
            control += !sr_is_space(c) && c != 0x1B;
        else if (c >= 0x80 && sr_utf8_read(head, i, &n) == SR_UTF8_INVALID && i + 4 < head.len)
            invalid++;
    }
    return (control >= CONTROL_MIN && control * 50 > head.len) ||
           (invalid >= INVALID_MIN && invalid * 5 > head.len);
}

static bool is_markup(sr_str s)
{
    static const char *const starts[] = {"<!doctype", "<html", "<?xml", "<rss", "<feed", "<rdf", "<head", "<body",
                                         "WARC/"};
    for (size_t i = 0; i < SR_COUNT(starts); i++) {
        sr_str start = sr_str_c(starts[i]);
        if (sr_str_eq_case(sr_str_slice(s, 0, start.len), start))
            return true;
    }
    return false;
}

sr_bytes_kind sr_bytes_look(sr_str head)
{
    head = sr_str_slice(head, 0, SAMPLE);
    sr_str text = head;
    while (text.len && sr_is_space(text.ptr[0]))
        text = sr_str_slice(text, 1, text.len);
    if (text.len == 0)
        return SR_BYTES_EMPTY;
    if (has_magic(head) || is_binary(head))
        return SR_BYTES_BINARY;
    return text.ptr[0] == '{' ? SR_BYTES_JSON : is_markup(text) ? SR_BYTES_MARKUP : SR_BYTES_TEXT;
}

/* Copy `in` to out with its faults put right; out has room for three bytes a byte. */
static size_t repair_to(sr_str in, uint8_t *out, sr_bytes_faults *faults)
{
    size_t n, len = 0;
    for (size_t i = 0; i < in.len; i += n) {
        n = 1;
        bool bad = in.ptr[i] >= 0x80 && sr_utf8_read(in, i, &n) == SR_UTF8_INVALID;
        if ((bad || in.ptr[i] == 0) && faults->invalid + faults->nul == 0)
            faults->first = i;
        if (bad) {
            memcpy(out + len, "\xEF\xBF\xBD", 3);
            len += 3;
            faults->invalid++;
        } else if (in.ptr[i] == 0) {
            out[len++] = ' ';
            faults->nul++;
        } else {
            memcpy(out + len, in.ptr + i, n);
            len += n;
        }
    }
    return len;
}

sr_str sr_bytes_repair(sr_str bytes, sr_arena *arena, sr_bytes_faults *faults)
{
    *faults = (sr_bytes_faults){0};
    bool sound = sr_utf8_check(bytes) == bytes.len && sr_str_find(bytes, 0, 0) == bytes.len;
    if (sound)
        return sr_str_copy(arena, bytes);
    size_t bad = 0, n;
    for (size_t i = 0; i < bytes.len; i += n) {
        n = 1;
        bad += bytes.ptr[i] >= 0x80 && sr_utf8_read(bytes, i, &n) == SR_UTF8_INVALID;
    }
    uint8_t *out = sr_arena_alloc(arena, bytes.len + 2 * bad + 1, 1);
    return sr_str_from(out, repair_to(bytes, out, faults));
}
