/* Statuses and error details: the public types of <sitrep/error.h>, and how they are filled.
 *
 * Three kinds of trouble, three treatments: bad input becomes a diagnostic on
 * the report and the run goes on (record/report.h); a failing world (I/O,
 * memory, a corrupt file, a limit) comes back as a negative sr_status with the
 * details in the caller's sr_error; our own mistakes assert.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_BASE_ERROR_H
#define SR_BASE_ERROR_H

#include <sitrep/error.h>

#include "base/compiler.h"

/** Fill *err (may be NULL) and return `code`, so that it can end a function.
 *  @param where  file or part; NULL for none
 *  @param fmt    printf format of the text */
SR_PRINTF(5, 6)
sr_status sr_error_set(sr_error *err, sr_status code, const char *where,
                       uint64_t offset, const char *fmt, ...);

#endif
