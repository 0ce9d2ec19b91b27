/* Bytes of a feed -> UTF-8; see feed_repair.h.
 *
 * In order: a byte order mark; zero bytes that tell UTF-16 or -32; the charset of the HTTP header;
 * the XML declaration; UTF-8 where the bytes are valid; windows-1252; ISO 8859-2.  A charset that
 * does not fit the bytes gives way to the next, as feed readers have it.  Bytes that are UTF-8 but
 * for a few stay UTF-8.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/feed_repair.h"

#include <stdlib.h>
#include <unicode/ucnv.h>

#include "base/library.h"
#include "base/utf8.h"

#define NAME_BYTES 40u
#define DECLARATION_BYTES 512u
#define PIECE_UNITS 4096
#define SOUND_SHARE 8u // so many valid sequences for one bad byte: UTF-8 with faults

/* ICU's names for what browsers and readers mean by these: the larger set. */
static const char *wider(const char *name)
{
    static const char *const rows[][2] = {{"gb2312", "gb18030"},   {"gbk", "gb18030"},        {"x-gbk", "gb18030"},
                                          {"euc-kr", "windows-949"}, {"ks_c_5601-1987", "windows-949"},
                                          {"shift_jis", "windows-31j"}, {"x-sjis", "windows-31j"},
                                          {"big5", "big5-hkscs"},  {"iso-8859-1", "windows-1252"},
                                          {"latin1", "windows-1252"}, {"iso-8859-9", "windows-1254"},
                                          {"us-ascii", "windows-1252"}, {"ascii", "windows-1252"}};
    for (size_t i = 0; i < SR_COUNT(rows); i++)
        if (strcmp(rows[i][0], name) == 0)
            return rows[i][1];
    return name;
}

/* Valid multi-byte sequences, and bytes that are none. */
static void weigh(sr_str bytes, size_t *valid, size_t *invalid)
{
    size_t n;
    *valid = *invalid = 0;
    for (size_t i = 0; i < bytes.len; i += n) {
        n = 1;
        if (bytes.ptr[i] < 0x80)
            continue;
        if (sr_utf8_read(bytes, i, &n) == SR_UTF8_INVALID)
            ++*invalid;
        else
            ++*valid;
    }
}

/* UTF-8 with bad bytes read as windows-1252. */
static void mend(sr_str bytes, sr_buf *out, sr_feed_faults *faults)
{
    size_t n, begin = 0;
    uint8_t sign[4];
    for (size_t i = 0; i < bytes.len; i += n) {
        n = 1;
        if (bytes.ptr[i] < 0x80 || sr_utf8_read(bytes, i, &n) != SR_UTF8_INVALID)
            continue;
        sr_buf_put(out, sr_str_slice(bytes, begin, i));
        sr_buf_put(out, sr_str_from(sign, sr_utf8_write(sr_c1_meant(bytes.ptr[i]), sign)));
        begin = i + 1;
        faults->undecoded++;
    }
    sr_buf_put(out, sr_str_slice(bytes, begin, bytes.len));
}

static void put_units(sr_buf *out, const UChar *units, size_t n, size_t *bad)
{
    uint8_t sign[4];
    for (size_t i = 0; i < n; i++) {
        uint32_t cp = units[i];
        if (cp >= 0xD800 && cp < 0xDC00 && i + 1 < n && units[i + 1] >= 0xDC00 && units[i + 1] < 0xE000)
            cp = 0x10000 + ((cp - 0xD800) << 10) + (units[++i] - 0xDC00u);
        else if (cp >= 0xD800 && cp < 0xE000)
            cp = 0xFFFD;
        *bad += cp == 0xFFFD;
        sr_buf_put(out, sr_str_from(sign, sr_utf8_write(cp, sign)));
    }
}

/* Convert all; false: no such charset. *bad counts what it does not have. */
static bool convert(const char *name, sr_str bytes, sr_buf *out, size_t *bad)
{
    UErrorCode  code = U_ZERO_ERROR;
    UConverter *icu = sr_library_load(SR_LIBRARY_ICU) ? ucnv_open(wider(name), &code) : NULL;
    UChar       units[PIECE_UNITS];
    size_t      held = 0; // a half sign at the end of the last piece
    *bad = 0;
    sr_buf_clear(out);
    if (U_FAILURE(code) || !icu)
        return false;
    const char *in = (const char *)bytes.ptr, *end = in + bytes.len;
    do {
        code = U_ZERO_ERROR;
        UChar *to = units + held;
        ucnv_toUnicode(icu, &to, units + PIECE_UNITS, &in, end, NULL, true, &code);
        size_t n = (size_t)(to - units);
        held = code == U_BUFFER_OVERFLOW_ERROR && n && units[n - 1] >= 0xD800 && units[n - 1] < 0xDC00;
        put_units(out, units, n - held, bad);
        units[0] = held ? units[n - 1] : 0;
    } while (code == U_BUFFER_OVERFLOW_ERROR && !out->failed);
    ucnv_close(icu);
    return true;
}

/* A charset's name, lower case, terminated; "" when it is none. */
static void keep_name(sr_str name, char out[NAME_BYTES])
{
    name = sr_str_trim(name);
    out[0] = 0;
    if (name.len == 0 || name.len >= NAME_BYTES)
        return;
    for (size_t i = 0; i < name.len; i++) {
        uint8_t c = sr_to_lower(name.ptr[i]);
        if (!sr_is_alpha(c) && !sr_is_digit(c) && c != '-' && c != '_' && c != ':' && c != '.') {
            out[0] = 0;
            return;
        }
        out[i] = (char)c;
    }
    out[name.len] = 0;
}

/* encoding="…" of an XML declaration in ASCII bytes. */
static void declared_in(sr_str bytes, char out[NAME_BYTES])
{
    sr_str head = sr_str_slice(bytes, 0, DECLARATION_BYTES);
    head = sr_str_slice(head, 0, sr_str_search(head, SR_STR("?>"), 0));
    size_t at = sr_str_search(head, SR_STR("<?xml"), 0), key = sr_str_search(head, SR_STR("encoding"), at);
    out[0] = 0;
    if (key >= head.len)
        return;
    sr_str rest = sr_str_slice(head, key + 8, head.len);
    (void)sr_str_cut(&rest, '=');
    rest = sr_str_trim(rest);
    if (rest.len < 2 || (rest.ptr[0] != '"' && rest.ptr[0] != '\''))
        return;
    uint8_t quote = rest.ptr[0];
    rest = sr_str_slice(rest, 1, rest.len);
    keep_name(sr_str_slice(rest, 0, sr_str_find(rest, quote, 0)), out);
}

/* What the first bytes give away: marks, zero bytes, EBCDIC; NULL: nothing. */
static const char *by_first_bytes(sr_str bytes, size_t *mark)
{
    static const struct {
        const char *bytes;
        uint8_t     len, mark;
        const char *name;
    } rows[] = {{"\x00\x00\xFE\xFF", 4, 4, "utf-32be"}, {"\xFF\xFE\x00\x00", 4, 4, "utf-32le"},
                {"\xEF\xBB\xBF", 3, 3, "utf-8"},        {"\xFE\xFF", 2, 2, "utf-16be"},
                {"\xFF\xFE", 2, 2, "utf-16le"},         {"\x00\x00\x00<", 4, 0, "utf-32be"},
                {"<\x00\x00\x00", 4, 0, "utf-32le"},    {"\x00<\x00", 3, 0, "utf-16be"},
                {"<\x00", 2, 0, "utf-16le"},            {"\x4C\x6F\xA7\x94", 4, 0, "ibm-37"},
                {"\x2B\x2F\x76\x38", 4, 0, "utf-7"}};
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        if (sr_str_starts(bytes, sr_str_from(rows[i].bytes, rows[i].len))) {
            *mark = rows[i].mark;
            return rows[i].name;
        }
    }
    return NULL;
}

static bool is_unicode_name(const char *name)
{
    return strncmp(name, "utf-", 4) == 0 || strncmp(name, "utf", 3) == 0 || strncmp(name, "ucs", 3) == 0 ||
           strncmp(name, "u16", 3) == 0 || strncmp(name, "u32", 3) == 0 || strncmp(name, "iso-10646", 9) == 0;
}

/* A fixed charset where a name's bytes are enough to see that it fits without a fault. */
static bool fits(const char *name, sr_str bytes, sr_buf *out)
{
    size_t bad;
    return name[0] && convert(name, bytes, out, &bad) && bad == 0;
}

/* windows-1252 has these five bytes only by courtesy of browsers. */
static bool has_undefined_1252(sr_str bytes)
{
    static const uint8_t undefined[] = {0x81, 0x8D, 0x8F, 0x90, 0x9D};
    for (size_t i = 0; i < SR_COUNT(undefined); i++)
        if (sr_str_find(bytes, undefined[i], 0) < bytes.len)
            return true;
    return false;
}

static void decode_marked(const char *name, sr_str bytes, sr_buf *out, sr_feed_faults *faults)
{
    char inside[NAME_BYTES];
    if (strcmp(name, "ibm-37") == 0) { // the declaration, in EBCDIC, tells which
        size_t bad;
        if (convert(name, sr_str_slice(bytes, 0, DECLARATION_BYTES), out, &bad)) {
            declared_in(sr_buf_view(out), inside);
            if (inside[0] && fits(inside, bytes, out))
                return;
        }
    }
    (void)convert(name, bytes, out, &faults->undecoded);
    faults->charset = name;
}

bool sr_feed_decode(sr_str bytes, sr_str declared, sr_buf *out, sr_feed_faults *faults)
{
    char   names[2][NAME_BYTES];
    size_t mark = 0, valid, invalid;
    const char *name = by_first_bytes(bytes, &mark);
    bytes = sr_str_slice(bytes, mark, bytes.len);
    *faults = (sr_feed_faults){.charset = ""};
    sr_buf_clear(out);
    if (name && strcmp(name, "utf-8") != 0) {
        decode_marked(name, bytes, out, faults);
        return !out->failed;
    }
    keep_name(declared, names[0]);
    declared_in(bytes, names[1]);
    weigh(bytes, &valid, &invalid);
    for (size_t i = 0; i < 2 && !name && valid + invalid; i++) {
        if (is_unicode_name(names[i]) || (invalid == 0 && strcmp(names[i], "us-ascii") == 0))
            continue;
        if (fits(names[i], bytes, out)) {
            faults->charset = "declared";
            return !out->failed;
        }
    }
    sr_buf_clear(out);
    if (invalid == 0 || name || valid / SOUND_SHARE >= invalid) {
        mend(bytes, out, faults);
        return !out->failed;
    }
    for (size_t i = 0; i < 2; i++) { // the declared one, faults and all, when it is of many bytes a sign
        size_t bad;
        if (names[i][0] && !is_unicode_name(names[i]) && convert(names[i], bytes, out, &bad) && bad * 50 < valid + invalid) {
            faults->charset = "declared";
            faults->undecoded = bad;
            return !out->failed;
        }
    }
    faults->charset = has_undefined_1252(bytes) ? "iso-8859-2" : "windows-1252";
    (void)convert(faults->charset, bytes, out, &faults->undecoded);
    return !out->failed;
}

uint32_t sr_c1_meant(uint32_t cp)
{
    static const uint16_t windows_1252[32] = {
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D,   0x017E, 0x0178};
    return cp >= 0x80 && cp < 0xA0 ? windows_1252[cp - 0x80] : cp;
}
