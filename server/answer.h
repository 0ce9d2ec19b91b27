/* A finished answer: bytes plain and packed, shared by all connections that ask the same.
 *
 * MHD counts the references of its responses, so an answer is made once and queued many times.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_SERVER_ANSWER_H
#define SR_SERVER_ANSWER_H

#include <microhttpd.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "base/buf.h"

typedef struct answer {
    atomic_uint references;
    unsigned status;
    size_t bytes;  // of memory, about
    char etag[24]; // W/"…"; "" for an answer that is not kept by anybody
    struct MHD_Response *plain, *packed, *unchanged; // packed, unchanged may be NULL
} answer;

typedef enum answer_care {
    ANSWER_ONCE,    // errors, answers to POST: no-store
    ANSWER_CHECKED, // API and page: kept by the client, but asked again each time (ETag)
} answer_care;

/** Make an answer of bytes; takes the buffer's memory.
 *  @param origin  origin that may read it from elsewhere; NULL: none
 *  @return NULL: out of memory. The caller holds one reference. */
answer *answer_make(unsigned status, const char *type, sr_buf *body, answer_care care,
                    const char *origin);
/** {"error":{"status","message"}} */
answer *answer_error(unsigned status, const char *message, const char *origin);
answer *answer_hold(answer *a);
void answer_drop(answer *a);
/** Queue it: 304 when the client has it, packed when it takes gzip. */
enum MHD_Result answer_send(struct MHD_Connection *connection, answer *a);

#endif
