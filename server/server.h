/* `sitrep serve`: the HTTP API under /api/v1, the page, live events.
 *
 * One thread speaks HTTP and never waits for the ledger: it answers from the cache, or hands a
 * job to a worker and lets the connection sleep.  Each worker owns a read-only handle of the
 * ledger; one writer owns the handle that POST writes by.  A watcher asks the ledger's sequence
 * four times a second: a new one makes old answers stale and wakes those who listen for events.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_SERVER_SERVER_H
#define SR_SERVER_SERVER_H

#include <stdbool.h>

#include <sitrep/sitrep.h>

typedef struct server_options {
    const char *db;         // NULL: the default ledger
    const char *address;    // NULL: 127.0.0.1
    unsigned port;          // 0: 8650
    const char *token_file; // NULL: $SITREP_TOKEN, else none
    const char *cors;       // origin that may read the API from its own pages; NULL: none
    unsigned rate;          // requests per second and address; 0: 100, on loopback none
    unsigned workers;       // readers of the ledger; 0: 4
    bool read_only;         // no POST
    bool log;               // one line a request on standard error
    const char *data_dir, *models_dir; // as for sr_engine_open
} server_options;

/** Serve until SIGINT or SIGTERM.
 *  @return SR_OK after a clean stop; SR_E_USAGE when the options ask for something unsafe or
 *  senseless; else as sr_ledger_open and sr_engine_open; SR_E_IO when the address is not free */
SR_NODISCARD sr_status server_run(const server_options *options, sr_error *err);

#endif
