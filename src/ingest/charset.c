/* Encodings; see charset.h.
 * Source: WHATWG Encoding Standard (labels), HTML Standard 13.2.3.2 (looking for <meta>).
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/charset.h"

#include <stdlib.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucsdet.h>
#include <uchardet.h>

#include "base/library.h"
#include "base/utf8.h"

#define LOOK_META 4096u         // bytes in which a declaration is looked for
#define LOOK_DETECT (64u << 10) // bytes beyond ASCII and their neighbours given to the detectors
#define PIVOT 4096

typedef struct label {
    const char *label; // lower case, without - and _
    const char *name;  // as ICU knows it
} label;

/* Labels met in the wild; a name is the encoding that browsers use for it. */
static const label labels[] = {
    {"utf8", "utf-8"},
    {"unicode11utf8", "utf-8"},
    {"usascii", "windows-1252"},
    {"ascii", "windows-1252"},
    {"latin1", "windows-1252"},
    {"l1", "windows-1252"},
    {"iso88591", "windows-1252"},
    {"cp1252", "windows-1252"},
    {"windows1252", "windows-1252"},
    {"windows1250", "windows-1250"},
    {"cp1250", "windows-1250"},
    {"windows1251", "windows-1251"},
    {"cp1251", "windows-1251"},
    {"win1251", "windows-1251"},
    {"windows1253", "windows-1253"},
    {"windows1254", "windows-1254"},
    {"iso88599", "windows-1254"},
    {"latin5", "windows-1254"},
    {"windows1255", "windows-1255"},
    {"windows1256", "windows-1256"},
    {"cp1256", "windows-1256"},
    {"windows1257", "windows-1257"},
    {"windows1258", "windows-1258"},
    {"windows874", "windows-874"},
    {"tis620", "windows-874"},
    {"iso885911", "windows-874"},
    {"iso88592", "iso-8859-2"},
    {"latin2", "iso-8859-2"},
    {"iso88593", "iso-8859-3"},
    {"iso88594", "iso-8859-4"},
    {"iso88595", "iso-8859-5"},
    {"iso88596", "iso-8859-6"},
    {"iso88597", "iso-8859-7"},
    {"iso88598", "iso-8859-8"},
    {"iso88598i", "iso-8859-8"},
    {"iso885910", "iso-8859-10"},
    {"iso885913", "iso-8859-13"},
    {"iso885914", "iso-8859-14"},
    {"iso885915", "iso-8859-15"},
    {"latin9", "iso-8859-15"},
    {"koi8r", "koi8-r"},
    {"koi8u", "koi8-u"},
    {"ibm866", "ibm-866"},
    {"cp866", "ibm-866"},
    {"macintosh", "macintosh"},
    {"xmaccyrillic", "x-mac-cyrillic"},
    {"gb2312", "gb18030"},
    {"gbk", "gb18030"},
    {"gb18030", "gb18030"},
    {"xgbk", "gb18030"},
    {"hzgb2312", "hz"},
    {"big5", "big5-hkscs"},
    {"big5hkscs", "big5-hkscs"},
    {"eucjp", "euc-jp"},
    {"shiftjis", "windows-31j"},
    {"sjis", "windows-31j"},
    {"xsjis", "windows-31j"},
    {"windows31j", "windows-31j"},
    {"cp932", "windows-31j"},
    {"iso2022jp", "iso-2022-jp"},
    {"iso2022kr", "iso-2022-kr"},
    {"euckr", "windows-949"},
    {"ksc56011987", "windows-949"},
    {"ksc5601", "windows-949"},
    {"uhc", "windows-949"},
    {"cp949", "windows-949"},
    {"utf16", "utf-16le"}, // a declaration that can be read as ASCII lies
    {"utf16le", "utf-16le"},
    {"utf16be", "utf-16be"},
};

const char *sr_charset_name(sr_str name)
{
    char   flat[24];
    size_t n = 0;
    name = sr_str_trim(name);
    for (size_t i = 0; i < name.len; i++) {
        uint8_t c = sr_to_lower(name.ptr[i]);
        if (c == '-' || c == '_' || c == ':' || c == ' ')
            continue;
        if (n + 1 >= sizeof flat)
            return NULL;
        flat[n++] = (char)c;
    }
    flat[n] = 0;
    for (size_t i = 0; i < SR_COUNT(labels); i++)
        if (strcmp(labels[i].label, flat) == 0)
            return labels[i].name;
    return NULL;
}

/* --------------------------------------------------------------- declarations */

/* Offset of the needle (lower case) in s at or after `from`, whatever its case; s.len: none. */
static size_t search_case(sr_str s, sr_str needle, size_t from)
{
    for (size_t i = from; i + needle.len <= s.len; i++)
        if (sr_to_lower(s.ptr[i]) == needle.ptr[0] && sr_str_eq_case(sr_str_slice(s, i, i + needle.len), needle))
            return i;
    return s.len;
}

/* The label behind "charset" (or "encoding"), "=", perhaps a quote. */
static const char *declared(sr_str s, sr_str word)
{
    for (size_t at = 0; (at = search_case(s, word, at)) < s.len;) {
        at += word.len;
        while (at < s.len && sr_is_space(s.ptr[at]))
            at++;
        if (at >= s.len || s.ptr[at] != '=')
            continue;
        at++;
        while (at < s.len && (sr_is_space(s.ptr[at]) || s.ptr[at] == '"' || s.ptr[at] == '\''))
            at++;
        size_t end = at;
        while (end < s.len && (sr_is_alpha(s.ptr[end]) || sr_is_digit(s.ptr[end]) || s.ptr[end] == '-' ||
                               s.ptr[end] == '_' || s.ptr[end] == ':'))
            end++;
        const char *name = sr_charset_name(sr_str_slice(s, at, end));
        if (name)
            return name;
    }
    return NULL;
}

/* What a <meta> or an XML declaration at the begin says. */
static const char *declared_inside(sr_str bytes)
{
    sr_str head = sr_str_slice(bytes, 0, LOOK_META);
    if (sr_str_starts(sr_str_trim(head), SR_STR("<?xml"))) {
        const char *name = declared(sr_str_slice(head, 0, sr_str_find(head, '>', 0)), SR_STR("encoding"));
        if (name)
            return name;
    }
    for (size_t at = 0; (at = search_case(head, SR_STR("<meta"), at)) < head.len; at++) {
        sr_str tag = sr_str_slice(head, at, sr_str_find(head, '>', at));
        const char *name = declared(tag, SR_STR("charset"));
        if (name)
            return name;
    }
    return NULL;
}

/* ------------------------------------------------------------------ detection */

/* The lines with bytes beyond ASCII, tags and all: a sample that tells more than the first bytes,
 * which are scripts. */
static size_t sample_of(sr_str bytes, char *out, size_t room)
{
    size_t n = 0, i = 0;
    while (i < bytes.len && n < room) {
        if (bytes.ptr[i] < 0x80) {
            i++;
            continue;
        }
        size_t begin = i, end = i;
        while (begin > 0 && i - begin < 64 && bytes.ptr[begin - 1] != '\n' && bytes.ptr[begin - 1] < 0x80)
            begin--;
        while (end < bytes.len && end - i < 256 && bytes.ptr[end] != '\n' && bytes.ptr[end] != '<')
            end++;
        size_t len = SR_MIN(end - begin, room - n);
        memcpy(out + n, bytes.ptr + begin, len);
        n += len;
        if (n < room)
            out[n++] = '\n';
        i = SR_MIN(bytes.len, end + 1);
    }
    return n;
}

static const char *detect_uchardet(const char *sample, size_t len)
{
    uchardet_t  detector = sr_library_load(SR_LIBRARY_UCHARDET) ? uchardet_new() : NULL;
    const char *name = NULL;
    if (detector && uchardet_handle_data(detector, sample, len) == 0) {
        uchardet_data_end(detector);
        name = sr_charset_name(sr_str_c(uchardet_get_charset(detector)));
    }
    if (detector)
        uchardet_delete(detector);
    return name;
}

static const char *detect_icu(const char *sample, size_t len, int *confidence)
{
    UErrorCode  code = U_ZERO_ERROR;
    const char *name = NULL;
    *confidence = 0;
    if (!sr_library_load(SR_LIBRARY_ICU))
        return NULL;
    UCharsetDetector *detector = ucsdet_open(&code);
    if (U_SUCCESS(code)) {
        ucsdet_setText(detector, sample, (int32_t)len, &code);
        const UCharsetMatch *match = ucsdet_detect(detector, &code);
        if (U_SUCCESS(code) && match) {
            name = sr_charset_name(sr_str_c(ucsdet_getName(match, &code)));
            *confidence = ucsdet_getConfidence(match, &code);
        }
    }
    ucsdet_close(detector);
    return name;
}

/* What the bytes look like, where nothing was declared.  windows-1252 where both are unsure: it is
 * by far the most frequent that remains. */
static const char *detected(sr_str bytes)
{
    char *sample = malloc(LOOK_DETECT);
    if (!sample)
        return NULL;
    size_t      len = sample_of(bytes, sample, LOOK_DETECT);
    int         confidence;
    const char *first = detect_uchardet(sample, len);
    const char *second = detect_icu(sample, len, &confidence);
    free(sample);
    if (first && strcmp(first, "utf-8") == 0)
        first = NULL; // it was looked at before
    if (second && strcmp(second, "utf-8") == 0)
        second = NULL;
    if (first)
        return first;
    return second && confidence >= 30 ? second : "windows-1252";
}

/* ----------------------------------------------------------------- conversion */

/* Every sequence that the encoding does not have becomes one U+FFFD; counted. */
static void U_EXPORT2 on_invalid(const void *context, UConverterToUnicodeArgs *args, const char *units, int32_t length,
                                 UConverterCallbackReason reason, UErrorCode *code)
{
    static const UChar replacement = 0xFFFD;
    (void)units, (void)length;
    if (reason > UCNV_IRREGULAR)
        return;
    ++*(size_t *)(uintptr_t)context;
    *code = U_ZERO_ERROR;
    ucnv_cbToUWriteUChars(args, &replacement, 1, 0, code);
}

/* Append `bytes` as UTF-8 to `out`; false: out of memory, or ICU does not have the encoding. */
static bool convert(sr_str bytes, const char *name, sr_buf *out, size_t *invalid)
{
    UErrorCode  code = U_ZERO_ERROR;
    *invalid = 0;
    if (!sr_library_load(SR_LIBRARY_ICU))
        return false;
    UConverter *from = ucnv_open(name, &code);
    UConverter *to = ucnv_open("utf-8", &code);
    UChar       pivot[PIVOT], *pivot_in = pivot, *pivot_out = pivot;
    const char *in = (const char *)bytes.ptr, *in_end = in + bytes.len;
    bool        done = false, first = true;
    if (U_SUCCESS(code))
        ucnv_setToUCallBack(from, on_invalid, invalid, NULL, NULL, &code);
    while (U_SUCCESS(code) && !done && sr_buf_reserve(out, (size_t)(in_end - in) * 2 + 64)) {
        char *begin = (char *)out->ptr + out->len, *end = (char *)out->ptr + out->room, *at = begin;
        ucnv_convertEx(to, from, &at, end, &in, in_end, pivot, &pivot_in, &pivot_out, pivot + PIVOT, first, true, &code);
        out->len += (size_t)(at - begin);
        first = false;
        if (code == U_BUFFER_OVERFLOW_ERROR)
            code = U_ZERO_ERROR;
        else
            done = U_SUCCESS(code);
    }
    ucnv_close(from);
    ucnv_close(to);
    return done;
}

/* A valid copy of nearly valid UTF-8, each bad byte U+FFFD. */
static void repair(sr_str bytes, sr_buf *out, size_t *invalid)
{
    size_t n, begin = 0;
    *invalid = 0;
    for (size_t i = 0; i < bytes.len; i += n) {
        n = 1;
        if (bytes.ptr[i] < 0x80 || sr_utf8_read(bytes, i, &n) != SR_UTF8_INVALID)
            continue;
        sr_buf_put(out, sr_str_slice(bytes, begin, i));
        sr_buf_put(out, SR_STR("\xEF\xBF\xBD"));
        begin = i + 1;
        ++*invalid;
    }
    sr_buf_put(out, sr_str_slice(bytes, begin, bytes.len));
}

/* Are the bytes UTF-8, given that not all are?  *good counts sequences beyond ASCII. */
static bool nearly_utf8(sr_str bytes)
{
    size_t n, good = 0, bad = 0;
    for (size_t i = 0; i < bytes.len; i += n) {
        n = 1;
        if (bytes.ptr[i] < 0x80)
            continue;
        if (sr_utf8_read(bytes, i, &n) == SR_UTF8_INVALID)
            bad++;
        else
            good++;
    }
    return good > 4 * bad;
}

typedef struct mark {
    const char *bytes, *name;
    size_t      len;
} mark;

static const mark marks[] = {{"\xEF\xBB\xBF", "utf-8", 3}, {"\xFF\xFE", "utf-16le", 2}, {"\xFE\xFF", "utf-16be", 2}};

/* UTF-16 without a mark: "<" or "{" and a zero byte. */
static const char *utf16_without_mark(sr_str b)
{
    if (b.len < 4)
        return NULL;
    if (b.ptr[0] && !b.ptr[1] && b.ptr[2] && !b.ptr[3])
        return "utf-16le";
    return !b.ptr[0] && b.ptr[1] && !b.ptr[2] && b.ptr[3] ? "utf-16be" : NULL;
}

static bool has_escapes(sr_str bytes)
{
    return sr_str_find(bytes, 0x1B, 0) < bytes.len || sr_str_search(sr_str_slice(bytes, 0, LOOK_DETECT), SR_STR("~{"), 0) <
                                                          SR_MIN(bytes.len, LOOK_DETECT);
}

static bool is_stateful(const char *name)
{
    return strncmp(name, "iso-2022", 8) == 0 || strcmp(name, "hz") == 0;
}

static bool is_unicode(const char *name)
{
    return strncmp(name, "utf", 3) == 0;
}

/* The encoding of bytes without a mark. @param valid  they are UTF-8 */
static const char *choose(sr_str bytes, sr_str content_type, bool html, bool valid)
{
    const char *name = utf16_without_mark(bytes);
    if (name)
        return name;
    const char *told = declared(content_type, SR_STR("charset"));
    if (!told && html)
        told = declared_inside(bytes);
    if (valid)
        return told && is_stateful(told) && has_escapes(bytes) ? told : "utf-8";
    if (told && !is_unicode(told) && !is_stateful(told) && !nearly_utf8(bytes))
        return told;
    if (nearly_utf8(bytes))
        return "utf-8";
    name = detected(bytes);
    return name ? name : "windows-1252";
}

/* NUL bytes and what remains of a mark are no text. */
static void drop_nul(sr_buf *buf)
{
    for (size_t i = 0; i < buf->len; i++)
        if (buf->ptr[i] == 0)
            buf->ptr[i] = ' ';
}

sr_status sr_charset_to_utf8(sr_str bytes, sr_str content_type, bool html, sr_buf *room, sr_str *out,
                             sr_charset_result *result)
{
    *result = (sr_charset_result){0};
    for (size_t i = 0; i < SR_COUNT(marks) && !result->name; i++) {
        if (!sr_str_starts(bytes, sr_str_from(marks[i].bytes, marks[i].len)))
            continue;
        bytes = sr_str_slice(bytes, marks[i].len, bytes.len);
        result->name = marks[i].name;
    }
    bool valid = sr_utf8_check(bytes) == bytes.len;
    if (!result->name)
        result->name = choose(bytes, content_type, html, valid);
    sr_buf_clear(room);
    *out = bytes;
    bool is_utf8 = strcmp(result->name, "utf-8") == 0;
    if (is_utf8 && valid && sr_str_find(bytes, 0, 0) == bytes.len)
        return SR_OK;
    if (is_utf8)
        repair(bytes, room, &result->invalid);
    else if (!convert(bytes, result->name, room, &result->invalid) && !room->failed) {
        sr_buf_clear(room); // ICU is built without it
        result->name = "utf-8";
        repair(bytes, room, &result->invalid);
    }
    if (room->failed)
        return SR_E_NOMEM;
    drop_nul(room);
    *out = sr_buf_view(room);
    return SR_OK;
}
