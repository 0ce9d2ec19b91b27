/* Documents of the web, by address: the only place that knows libcurl.
 *
 * Polite: one transfer a host at a time with a pause between, robots.txt, few redirects, limits of
 * time and size, conditional requests, back-off.  Careful: TLS is verified, only http and https,
 * and no address of the own machine or network is ever connected to (checked when the socket is
 * opened, so behind DNS and behind every redirect) unless that is allowed.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_FETCH_H
#define SR_INGEST_FETCH_H

#include <signal.h>

#include "base/buf.h"
#include "base/error.h"

typedef struct sr_fetch_options {
    const char *user_agent;    // NULL: sitrep's own
    const char *proxy;         // NULL: what the environment says
    const char *ca_file;       // certificates to trust instead of the system's; NULL
    unsigned    timeout_s;     // of a whole transfer
    unsigned    pause_ms;      // between two transfers of one host
    unsigned    at_once;       // transfers in all
    unsigned    retries;       // after failures that may pass
    size_t      most_bytes;    // of a document, unpacked
    bool        allow_private; // loopback, private and link-local addresses
    bool        ignore_robots;
    bool      (*is_public)(const uint8_t *bytes, size_t n); // NULL: sr_address_is_public; tests have servers on loopback only
    const volatile sig_atomic_t *stop; // set: finish at once; NULL
} sr_fetch_options;

#define SR_FETCH_OPTIONS_INIT {NULL, NULL, NULL, 60, 1000, 16, 2, 16u << 20, false, false, NULL, NULL}

typedef enum sr_fetch_outcome {
    SR_FETCH_OK,           // a document
    SR_FETCH_NOT_MODIFIED, // 304: as it was
    SR_FETCH_FAILED,       // `why` tells
    SR_FETCH_REFUSED,      // robots.txt or the address forbids it
    SR_FETCH_STOPPED,      // options.stop
} sr_fetch_outcome;

/** One document.  The first five members are the caller's, the rest is filled in. */
typedef struct sr_fetch {
    const char *url;
    const char *etag, *last_modified; // of the last time; NULL or "": none
    bool        no_robots;            // a feed the user follows: robots.txt is about pages found
    void       *tag;
    sr_fetch_outcome outcome;
    int         status;               // HTTP's; 0: no answer
    char        why[160];
    char       *final_url;            // behind redirects
    char       *content_type, *new_etag, *new_last_modified; // NULL: not told
    unsigned    retry_after_s;        // the server asks for; 0
    sr_buf      body;
} sr_fetch;

/** Told of each document as it is there; it may take `body`.  @return false: stop */
typedef bool sr_fetch_done(void *payload, sr_fetch *fetch);

/** Fetch all, several at once.  @param on_done  NULL: none
 *  @return SR_OK; SR_E_STOPPED, SR_E_NOMEM.  What a fetch holds is freed by sr_fetch_free. */
SR_NODISCARD sr_status sr_fetch_all(sr_fetch *fetches, size_t n, const sr_fetch_options *options,
                                    sr_fetch_done *on_done, void *payload, sr_error *err);
void sr_fetch_free(sr_fetch *fetch);

/** Is an address of the internet: not loopback, private, link-local, multicast or reserved?
 *  @param bytes  4 or 16, as on the wire */
bool sr_address_is_public(const uint8_t *bytes, size_t n);

/** May `path` (with query) be fetched, by a robots.txt? RFC 9309.
 *  @param delay_s  out: Crawl-delay; 0 */
bool sr_robots_allow(sr_str robots, sr_str agent, sr_str path, unsigned *delay_s);

#endif
