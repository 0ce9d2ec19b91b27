/* JSON out, numbers in; see text.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/utf8.h"

void json_comma(sr_buf *out)
{
    uint8_t last = out->len ? out->ptr[out->len - 1] : '[';
    if (last != '[' && last != '{' && last != ':')
        sr_buf_byte(out, ',');
}

static void escape(sr_buf *out, const uint8_t *at, size_t n, uint32_t code)
{
    if (code == SR_UTF8_INVALID) {
        sr_buf_put(out, SR_STR("\xEF\xBF\xBD"));
    } else if (code == '"' || code == '\\') {
        sr_buf_byte(out, '\\');
        sr_buf_byte(out, (uint8_t)code);
    } else if (code == '\n') {
        sr_buf_put(out, SR_STR("\\n"));
    } else if (code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029) {
        sr_buf_printf(out, "\\u%04x", (unsigned)code);
    } else {
        sr_buf_put(out, sr_str_from(at, n));
    }
}

void json_string(sr_buf *out, const char *text)
{
    sr_str s = sr_str_c(text);
    sr_buf_byte(out, '"');
    for (size_t at = 0, n; at < s.len; at += n) {
        uint32_t code = sr_utf8_read(s, at, &n);
        escape(out, s.ptr + at, n, code);
    }
    sr_buf_byte(out, '"');
}

void json_name(sr_buf *out, const char *name)
{
    json_comma(out);
    json_string(out, name);
    sr_buf_byte(out, ':');
}

void json_text(sr_buf *out, const char *name, const char *text)
{
    json_name(out, name);
    if (text && text[0])
        json_string(out, text);
    else
        sr_buf_put(out, SR_STR("null"));
}

void json_number(sr_buf *out, const char *name, int64_t number)
{
    json_name(out, name);
    sr_buf_printf(out, "%lld", (long long)number);
}

void json_real(sr_buf *out, const char *name, double value, int decimals)
{
    json_name(out, name);
    sr_buf_printf(out, "%.*f", decimals, isfinite(value) ? value : 0.0);
}

static void bound(sr_buf *out, const char *name, int64_t value)
{
    if (value == SR_VIEW_OPEN) {
        json_name(out, name);
        sr_buf_put(out, SR_STR("null"));
    } else {
        json_number(out, name, value);
    }
}

void json_count(sr_buf *out, const char *name, const sr_view_count *count)
{
    json_name(out, name);
    if (count->low == SR_VIEW_OPEN && count->best == SR_VIEW_OPEN && count->high == SR_VIEW_OPEN) {
        sr_buf_put(out, SR_STR("null"));
        return;
    }
    sr_buf_byte(out, '{');
    bound(out, "low", count->low);
    bound(out, "best", count->best);
    bound(out, "high", count->high);
    sr_buf_byte(out, '}');
}

void json_list(sr_buf *out, const char *name)
{
    sr_buf_byte(out, '{');
    json_name(out, name);
    sr_buf_byte(out, '[');
}

void json_list_end(sr_buf *out)
{
    sr_buf_put(out, SR_STR("]}"));
}

void text_instant(unsigned days_ago, char out[INSTANT_TEXT])
{
    time_t then = time(NULL) - (time_t)days_ago * 86400;
    struct tm utc;
    (void)strftime(out, INSTANT_TEXT, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&then, &utc));
}

bool text_is_plain(const char *text)
{
    sr_str s = sr_str_c(text);
    for (size_t at = 0, n; at < s.len; at += n) {
        uint32_t code = sr_utf8_read(s, at, &n);
        if (code == SR_UTF8_INVALID || code < 0x20 || (code >= 0x7F && code < 0xA0))
            return false;
    }
    return true;
}

bool text_double(const char *text, double low, double high, double *out)
{
    return sr_str_decimal(sr_str_c(text), out) && *out >= low && *out <= high;
}
