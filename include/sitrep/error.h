/* Statuses and error details of libsitrep.
 *
 * A function that can fail returns an sr_status: SR_OK (0) or a negative code, and fills the
 * caller's sr_error (its last parameter, which may be NULL).  There is no hidden error state.
 * Bad input is not a failure: it is told through the on_message callback and the run goes on.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SITREP_ERROR_H
#define SITREP_ERROR_H

#include <stdint.h>

#ifndef SR_API
#define SR_API __attribute__((visibility("default")))
#endif
#ifndef SR_NODISCARD
#define SR_NODISCARD __attribute__((warn_unused_result))
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef enum sr_status {
    SR_OK = 0,
    SR_E_IO = -1,        /* input or output failed */
    SR_E_NOMEM = -2,     /* out of memory */
    SR_E_LIMIT = -3,     /* a limit was reached */
    SR_E_CORRUPT = -4,   /* a file is damaged */
    SR_E_VERSION = -5,   /* a file is of another version */
    SR_E_NOT_FOUND = -6, /* not found */
    SR_E_USAGE = -7,     /* the request makes no sense */
    SR_E_INPUT = -8,     /* the input cannot be read */
    SR_E_STOPPED = -9    /* a callback stopped the run */
} sr_status;

/** Details of a failure; owned by the caller, filled at most once. */
typedef struct sr_error {
    sr_status code;       /* SR_OK as long as nothing failed */
    uint64_t  offset;     /* byte offset in the file concerned; 0 where there is none */
    char      where[256]; /* file or part, terminated */
    char      text[256];  /* what was wrong and what to do; lower case, no dot, terminated */
} sr_error;

/** Text of a status for people ("out of memory"). Static storage. */
SR_API const char *sr_status_text(sr_status status);

#ifdef __cplusplus
}
#endif

#endif
