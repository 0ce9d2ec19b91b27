/* JSON writer; see json.h.  Source: RFC 8259.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/json.h"

#include <assert.h>
#include <math.h>

#include "base/utf8.h"

static void separate(sr_json *json)
{
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    if (json->some[json->depth])
        sr_buf_byte(json->out, ',');
    json->some[json->depth] = true;
}

static void open(sr_json *json, uint8_t bracket)
{
    separate(json);
    sr_buf_byte(json->out, bracket);
    assert(json->depth + 1 < SR_JSON_DEPTH);
    json->some[++json->depth] = false;
}

static void close(sr_json *json, uint8_t bracket)
{
    assert(json->depth > 0 && !json->after_key);
    json->depth--;
    sr_buf_byte(json->out, bracket);
}

void sr_json_object(sr_json *json) { open(json, '{'); }
void sr_json_end_object(sr_json *json) { close(json, '}'); }
void sr_json_array(sr_json *json) { open(json, '['); }
void sr_json_end_array(sr_json *json) { close(json, ']'); }

void sr_json_key(sr_json *json, const char *key)
{
    assert(!json->after_key);
    separate(json);
    sr_buf_byte(json->out, '"');
    sr_buf_put(json->out, sr_str_c(key));
    sr_buf_put(json->out, SR_STR("\":"));
    json->after_key = true;
}

void sr_json_null(sr_json *json)
{
    separate(json);
    sr_buf_put(json->out, SR_STR("null"));
}

void sr_json_bool(sr_json *json, bool value)
{
    separate(json);
    sr_buf_put(json->out, value ? SR_STR("true") : SR_STR("false"));
}

/* Decimal digits of `value`, at least `width` of them, most significant first. */
static void put_digits(sr_buf *out, uint64_t value, int width)
{
    uint8_t digits[24];
    int     n = 0;
    do {
        digits[n++] = (uint8_t)('0' + value % 10);
        value /= 10;
    } while (value || n < width);
    while (n)
        sr_buf_byte(out, digits[--n]);
}

void sr_json_int(sr_json *json, int64_t value)
{
    separate(json);
    if (value < 0)
        sr_buf_byte(json->out, '-');
    put_digits(json->out, value < 0 ? -(uint64_t)value : (uint64_t)value, 1);
}

void sr_json_real(sr_json *json, double value, int decimals)
{
    assert(decimals >= 0 && decimals <= 9);
    if (!(fabs(value) <= 1e9)) {
        sr_json_null(json);
        return;
    }
    uint64_t unit = 1;
    for (int i = 0; i < decimals; i++)
        unit *= 10;
    uint64_t scaled = (uint64_t)llround(fabs(value) * (double)unit);
    uint64_t rest = scaled % unit;
    separate(json);
    if (value < 0 && scaled)
        sr_buf_byte(json->out, '-');
    put_digits(json->out, scaled / unit, 1);
    while (rest && rest % 10 == 0) {
        rest /= 10;
        decimals--;
    }
    if (rest) {
        sr_buf_byte(json->out, '.');
        put_digits(json->out, rest, decimals);
    }
}

static void put_unicode_escape(sr_buf *out, uint32_t cp)
{
    static const char hex[] = "0123456789abcdef";
    sr_buf_put(out, SR_STR("\\u"));
    for (int shift = 12; shift >= 0; shift -= 4)
        sr_buf_byte(out, (uint8_t)hex[cp >> shift & 15]);
}

static void put_escaped(sr_buf *out, uint32_t cp)
{
    switch (cp) {
    case '"': sr_buf_put(out, SR_STR("\\\"")); break;
    case '\\': sr_buf_put(out, SR_STR("\\\\")); break;
    case '\n': sr_buf_put(out, SR_STR("\\n")); break;
    case '\r': sr_buf_put(out, SR_STR("\\r")); break;
    case '\t': sr_buf_put(out, SR_STR("\\t")); break;
    default: put_unicode_escape(out, cp); break;
    }
}

/* Must be escaped, or breaks lines or terminals when it is not. */
static bool is_special(uint32_t cp)
{
    return cp < 0x20 || cp == '"' || cp == '\\' || (cp >= 0x7F && cp < 0xA0) || cp == 0x2028 ||
           cp == 0x2029;
}

void sr_json_str(sr_json *json, sr_str value)
{
    sr_buf *out = json->out;
    separate(json);
    sr_buf_byte(out, '"');
    for (size_t at = 0, plain = 0, len; at <= value.len; at += len) {
        len = 1;
        uint32_t cp = at < value.len ? sr_utf8_read(value, at, &len) : SR_UTF8_INVALID;
        if (cp != SR_UTF8_INVALID && !is_special(cp))
            continue;
        sr_buf_put(out, sr_str_slice(value, plain, at));
        plain = at + len;
        if (at == value.len)
            break;
        if (cp == SR_UTF8_INVALID)
            sr_buf_put(out, SR_STR("\xEF\xBF\xBD"));
        else
            put_escaped(out, cp);
    }
    sr_buf_byte(out, '"');
}

void sr_json_raw(sr_json *json, sr_str text)
{
    separate(json);
    for (sr_str rest = text; rest.len;) {
        sr_str line = sr_str_cut(&rest, '\n');
        sr_buf_put(json->out, line);
        if (rest.ptr)
            sr_buf_byte(json->out, ' ');
    }
}

void sr_json_put_str(sr_json *json, const char *key, sr_str value)
{
    sr_json_key(json, key);
    if (value.len)
        sr_json_str(json, value);
    else
        sr_json_null(json);
}

void sr_json_put_some(sr_json *json, const char *key, sr_str value)
{
    if (value.len)
        sr_json_put_str(json, key, value);
}
