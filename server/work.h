/* Jobs for those who own a handle of the ledger: readers answer routes, the writer takes reports.
 *
 * A connection sleeps while its job is done.  The same question asked twice at once is one job
 * with two sleepers.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_SERVER_WORK_H
#define SR_SERVER_WORK_H

#include "answer.h"
#include "route.h"

struct request; // http.c
struct server;

typedef struct work work;

/** Start `n` threads, each with its own handle. @return SR_E_NOMEM, or as sr_ledger_open */
SR_NODISCARD sr_status work_start(work **out, struct server *server, unsigned n, bool writes,
                                  sr_error *err);
/** Wake everybody, wait for the threads; jobs that wait are answered 503. */
void work_stop(work *w);

/** A question for the readers. The caller has suspended the connection; it is resumed with
 *  request_done; NULL: nobody waits, a kept answer is made anew.  @return false: too many wait (the
 * caller resumes by itself) */
bool work_ask(work *w, const route *route, const char *key, const question *asked,
              struct request *request);
/** A body for the writer; its memory goes to the job, unless the call fails. */
bool work_write(work *w, sr_buf *body, struct request *request);
/** Jobs that wait or run, for metrics. */
unsigned work_length(work *w);

#endif
