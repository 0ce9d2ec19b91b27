/* Identity of reports; see report_id.h.  Source of the hash: FIPS 180-4, by OpenSSL.
 * SPDX-License-Identifier: Apache-2.0 */
#include "record/report_id.h"

#include <openssl/evp.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/library.h"

/* ---- addresses ---- */

static bool is_campaign(sr_str parameter)
{
    static const char *const names[] = {"fbclid=", "gclid=", "dclid=", "msclkid=", "igshid=", "mc_cid=", "mc_eid="};
    if (sr_str_starts(parameter, SR_STR("utm_")))
        return true;
    for (size_t i = 0; i < SR_COUNT(names); i++)
        if (sr_str_starts(parameter, sr_str_c(names[i])))
            return true;
    return false;
}

/* "a=1&utm_source=x&b=2" without the marks of campaigns, behind a "?" if anything is left. */
static sr_str clean_query(sr_str query, sr_arena *arena)
{
    sr_str out = {NULL, 0};
    for (sr_str rest = query; rest.len;) {
        sr_str one = sr_str_cut(&rest, '&');
        if (!one.len || is_campaign(one))
            continue;
        out = sr_str_join(arena, sr_str_join(arena, out, out.len ? SR_STR("&") : SR_STR("?")), one);
    }
    return out;
}

static sr_str lower(sr_str s, sr_arena *arena)
{
    sr_str   out = sr_str_copy(arena, s);
    uint8_t *bytes = SR_NEW(arena, uint8_t, s.len + 1);
    for (size_t i = 0; i < s.len; i++)
        bytes[i] = sr_to_lower(out.ptr[i]);
    return sr_str_from(bytes, s.len);
}

sr_str sr_url_canonical(sr_str url, sr_arena *arena)
{
    static const struct {
        const char *scheme, *port;
    } schemes[] = {{"http://", ":80"}, {"https://", ":443"}};
    sr_str given = sr_str_trim(url);
    for (size_t i = 0; i < SR_COUNT(schemes); i++) {
        size_t n = strlen(schemes[i].scheme);
        if (!sr_str_eq_case(sr_str_slice(given, 0, n), sr_str_c(schemes[i].scheme)))
            continue;
        sr_str rest = sr_str_slice(given, n, sr_str_find(given, '#', 0));
        size_t slash = SR_MIN(sr_str_find(rest, '/', 0), sr_str_find(rest, '?', 0));
        sr_str host = lower(sr_str_slice(rest, 0, slash), arena);
        sr_str tail = sr_str_slice(rest, slash, rest.len);
        size_t mark = sr_str_find(tail, '?', 0);
        sr_str path = sr_str_slice(tail, 0, mark);
        if (sr_str_ends(host, sr_str_c(schemes[i].port)))
            host.len -= strlen(schemes[i].port);
        return sr_str_join(arena, sr_str_join(arena, sr_str_c(schemes[i].scheme), host),
                           sr_str_join(arena, path.len ? path : SR_STR("/"),
                                       clean_query(sr_str_slice(tail, mark + 1, tail.len), arena)));
    }
    return sr_str_copy(arena, given);
}

/* ---- hashes ---- */

void sr_id_of(const sr_str *parts, size_t n, uint8_t out[SR_ID_BYTES])
{
    sr_library_need(SR_LIBRARY_CRYPTO);
    uint8_t     digest[EVP_MAX_MD_SIZE];
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool        good = context && EVP_DigestInit_ex(context, EVP_sha256(), NULL);
    for (size_t i = 0; i < n && good; i++) {
        uint8_t length[8];
        for (int k = 0; k < 8; k++)
            length[k] = (uint8_t)((uint64_t)parts[i].len >> (8 * k));
        good = EVP_DigestUpdate(context, length, sizeof length) &&
               (!parts[i].len || EVP_DigestUpdate(context, parts[i].ptr, parts[i].len));
    }
    good = good && EVP_DigestFinal_ex(context, digest, NULL);
    EVP_MD_CTX_free(context);
    if (!good)
        abort(); // only without memory for some hundred bytes: nothing could be kept then
    memcpy(out, digest, SR_ID_BYTES);
}

void sr_report_id(sr_str publisher, sr_str url, sr_str text, uint8_t out[SR_ID_BYTES])
{
    const sr_str parts[] = {publisher, url, text};
    sr_id_of(parts, SR_COUNT(parts), out);
}

int64_t sr_edition_id(const sr_report *report)
{
    const sr_instant *at = &report->published;
    int64_t  told[] = {at->day, at->day == SR_DAY_NONE ? 0 : at->second, at->has_offset ? at->offset_minutes : INT32_MAX};
    uint8_t  numbers[sizeof told];
    uint8_t  id[SR_ID_BYTES];
    uint64_t number = 0;
    for (size_t i = 0; i < sizeof numbers; i++)
        numbers[i] = (uint8_t)((uint64_t)told[i / 8] >> (8 * (i % 8)));
    const sr_str parts[] = {sr_str_from(numbers, sizeof numbers), report->title, report->language, report->members};
    sr_id_of(parts, SR_COUNT(parts), id);
    for (int i = 0; i < 8; i++)
        number = number << 8 | id[i];
    return (int64_t)number;
}

int64_t sr_instant_seconds(sr_instant at)
{
    if (at.day == SR_DAY_NONE)
        return INT64_MIN;
    int64_t second = at.second < 0 ? 86399 : at.second;
    return (int64_t)at.day * 86400 + second - (at.has_offset ? (int64_t)at.offset_minutes * 60 : 0);
}

void sr_id_text(const uint8_t id[SR_ID_BYTES], char out[SR_REPORT_ID_TEXT])
{
    static const char hex[] = "0123456789abcdef";
    for (int i = 0; i < SR_ID_BYTES; i++) {
        out[2 * i] = hex[id[i] >> 4];
        out[2 * i + 1] = hex[id[i] & 15];
    }
    out[2 * SR_ID_BYTES] = 0;
}

static int digit(uint8_t c)
{
    return sr_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool sr_id_parse(sr_str text, uint8_t out[SR_ID_BYTES])
{
    if (text.len != 2 * SR_ID_BYTES)
        return false;
    for (int i = 0; i < SR_ID_BYTES; i++) {
        int high = digit(text.ptr[2 * i]), low = digit(text.ptr[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}
