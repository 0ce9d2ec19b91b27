/* What the parts of the server share: its options, counters and the way back to HTTP.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_SERVER_CONTEXT_H
#define SR_SERVER_CONTEXT_H

#include <stdatomic.h>

#include "cache.h"
#include "events.h"
#include "server.h"
#include "work.h"

typedef struct counters {
    atomic_ullong requests[6]; // by hundreds of the status; [0] all
    atomic_ullong cache_hits, cache_misses;
    atomic_ullong refused_rate, refused_token, refused_host;
    atomic_ullong microseconds; // spent from the request to its answer, all together
    atomic_ullong bucket[8];    // answers within 1, 5, 10, 50, 100, 500, 1000 ms, and longer
} counters;

typedef struct page_file {
    const char *path; // "/assets/app.js"
    answer *answer;
} page_file;

typedef struct server {
    server_options options;
    char token[260];
    bool loopback;
    unsigned rate; // requests a second and address; 0: any
    struct MHD_Daemon *daemon;
    work *readers, *writer;
    cache *cache;
    events *events;
    page_file *files; // ends with a row without path
    answer *page;
    _Atomic uint64_t revision;
    _Atomic uint64_t floor; // of the last POST here: whoever wrote sees it at once
    counters counters;
    struct limiter *limiter;
} server;

typedef struct request request;

/** Give a sleeping connection its answer (a reference of its own) and wake it. NULL: 500. */
void request_done(request *r, answer *a);
/** Ask a handle for its sequence; wake listeners when it grew. Thread-safe. */
void server_changed(server *s, sr_ledger *ledger);
/** A line on standard error about something that failed on our side. */
void server_complain(server *s, const char *where, const char *text);

/** HTTP's side: MHD's callbacks. */
enum MHD_Result http_handle(void *server, struct MHD_Connection *connection, const char *url,
                            const char *method, const char *version, const char *upload,
                            size_t *upload_size, void **state);
void http_completed(void *server, struct MHD_Connection *connection, void **state,
                    enum MHD_RequestTerminationCode code);

#endif
