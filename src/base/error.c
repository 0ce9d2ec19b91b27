/* Statuses and error details; see error.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

#define X(name, value, text) _Static_assert(SR_##name == (value), "as in <sitrep/error.h>");
#include "base/status_list.h"
#undef X

const char *sr_status_text(sr_status status)
{
    switch (status) {
#define X(name, value, text)                                                   \
    case SR_##name:                                                            \
        return text;
#include "base/status_list.h"
#undef X
    }
    return "unknown status";
}

sr_status sr_error_set(sr_error *err, sr_status code, const char *where,
                       uint64_t offset, const char *fmt, ...)
{
    if (!err)
        return code;
    err->code = code;
    err->offset = offset;
    (void)snprintf(err->where, sizeof err->where, "%s", where ? where : "");
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(err->text, sizeof err->text, fmt, ap);
    va_end(ap);
    return code;
}
