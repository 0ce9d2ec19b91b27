/* The only thing that grows: a byte buffer with a ceiling.
 *
 * It remembers failure, so a chain of appends is checked once at the end
 * (`failed`).  Memory is malloc's; free it with sr_buf_free.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_BASE_BUF_H
#define SR_BASE_BUF_H

#include "base/str.h"

typedef struct sr_buf {
    uint8_t *ptr;
    size_t   len;
    size_t   room;
    size_t   ceiling; // len never passes this; 0: SIZE_MAX / 2
    bool     failed;  // an append did not fit or memory ran out; later appends do nothing
} sr_buf;

#define SR_BUF_INIT {0}

void   sr_buf_put(sr_buf *buf, sr_str s);
void   sr_buf_byte(sr_buf *buf, uint8_t c);
SR_PRINTF(2, 3) void sr_buf_printf(sr_buf *buf, const char *fmt, ...);
/** Room for `n` more bytes at buf->ptr + buf->len; false when failed. */
SR_NODISCARD bool sr_buf_reserve(sr_buf *buf, size_t n);
sr_str sr_buf_view(const sr_buf *buf);
void   sr_buf_clear(sr_buf *buf);
void   sr_buf_free(sr_buf *buf);

#endif
