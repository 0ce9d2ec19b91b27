/* Statuses and error details.
 *
 * Three kinds of trouble, three treatments: bad input becomes a diagnostic on
 * the report and the run goes on (record/report.h); a failing world (I/O,
 * memory, a corrupt file, a limit) comes back as a negative sr_status with the
 * details in the caller's sr_error; our own mistakes assert.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_BASE_ERROR_H
#define SR_BASE_ERROR_H

#include <stdint.h>

#include "base/compiler.h"

typedef enum sr_status {
#define X(name, value, text) SR_##name = value,
#include "base/status_list.h"
#undef X
} sr_status;

/** Details of a failure; owned by the caller, filled at most once. */
typedef struct sr_error {
    sr_status code;       // SR_OK as long as nothing failed
    uint64_t  offset;     // byte offset in the file concerned; 0 where there is none
    char      where[256]; // file or part, terminated
    char      text[256];  // what was wrong and what to do; lower case, no dot, terminated
} sr_error;

/** Name of a status for people ("out of memory"). Static storage. */
const char *sr_status_text(sr_status status);

/** Fill *err (may be NULL) and return `code`, so that it can end a function.
 *  @param where  file or part; NULL for none
 *  @param fmt    printf format of the text */
SR_PRINTF(5, 6)
sr_status sr_error_set(sr_error *err, sr_status code, const char *where,
                       uint64_t offset, const char *fmt, ...);

#endif
