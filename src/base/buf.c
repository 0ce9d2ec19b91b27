/* Growing buffer; see buf.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/checked.h"

bool sr_buf_reserve(sr_buf *buf, size_t n)
{
    size_t need, ceiling = buf->ceiling ? buf->ceiling : SIZE_MAX / 2;
    if (buf->failed || !sr_add_ok(buf->len, n, &need) || need > ceiling) {
        buf->failed = true;
        return false;
    }
    if (need <= buf->room)
        return true;
    size_t room = buf->room ? buf->room : 256;
    while (room < need)
        room = room > ceiling / 2 ? ceiling : room * 2;
    uint8_t *p = realloc(buf->ptr, room);
    if (!p) {
        buf->failed = true;
        return false;
    }
    buf->ptr = p;
    buf->room = room;
    return true;
}

void sr_buf_put(sr_buf *buf, sr_str s)
{
    if (s.len && sr_buf_reserve(buf, s.len)) {
        memcpy(buf->ptr + buf->len, s.ptr, s.len);
        buf->len += s.len;
    }
}

void sr_buf_byte(sr_buf *buf, uint8_t c)
{
    if (sr_buf_reserve(buf, 1))
        buf->ptr[buf->len++] = c;
}

void sr_buf_printf(sr_buf *buf, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n >= 0 && sr_buf_reserve(buf, (size_t)n + 1)) {
        (void)vsnprintf((char *)buf->ptr + buf->len, (size_t)n + 1, fmt, again);
        buf->len += (size_t)n;
    }
    va_end(again);
}

sr_str sr_buf_view(const sr_buf *buf)
{
    return sr_str_from(buf->len ? buf->ptr : (const uint8_t *)"", buf->len);
}

void sr_buf_clear(sr_buf *buf)
{
    buf->len = 0;
    buf->failed = false;
}

void sr_buf_free(sr_buf *buf)
{
    free(buf->ptr);
    *buf = (sr_buf)SR_BUF_INIT;
}
