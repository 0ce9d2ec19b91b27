/* Reports from the web: pages and feeds by their addresses, and feeds followed into a ledger.
 *
 *     sr_web_options web = SR_WEB_OPTIONS_INIT;
 *     status = sr_web_read(engine, urls, n, &web, &read, &totals, &err);
 *     status = sr_web_follow(ledger, engine, urls, n, &follow, &sum, &err);
 *
 * Addresses of the own machine and network are refused unless allowed, TLS is verified, robots.txt
 * is obeyed for pages; a date that a source does not tell stays unknown.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SITREP_WEB_H
#define SITREP_WEB_H

#include <sitrep/ledger.h>
#include <sitrep/pipeline.h>

#include <signal.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct sr_web_options {
    const char *proxy;     /* NULL: what http_proxy, https_proxy say */
    const char *ca_file;   /* certificates to trust instead of the system's; NULL */
    unsigned timeout_s;    /* of one transfer; default 60 */
    unsigned pause_ms;     /* between two transfers of one host; default 1,000 */
    unsigned at_once;      /* transfers; default 16 */
    unsigned retries;      /* after failures that may pass; default 2 */
    unsigned most_mb;      /* of one document, unpacked; default 16 */
    int      allow_private;  /* also loopback, private and link-local addresses */
    int      ignore_robots;
    int      files;        /* what begins with neither http:// nor https:// is a file or a folder */
    const volatile sig_atomic_t *stop; /* set by a signal handler: finish and return; NULL */
} sr_web_options;
#define SR_WEB_OPTIONS_INIT {NULL, NULL, 60, 1000, 16, 2, 16, 0, 0, 0, NULL}

/** Does it begin with http:// or https://? */
SR_API int sr_web_is_url(const char *path);

/** Fetch pages and feeds and read them as sr_engine_read_files reads files, in the order given.
 *  What could not be fetched is told through read->on_message.
 *  @return as sr_engine_read_files; SR_E_STOPPED also for web->stop */
SR_API SR_NODISCARD sr_status sr_web_read(sr_engine *engine, const char *const *urls, size_t n,
                                          const sr_web_options *web, const sr_read_options *read,
                                          sr_read_totals *totals, sr_error *err);

typedef struct sr_follow_options {
    sr_web_options web;
    unsigned       threads; /* for reading */
    void (*on_message)(const sr_message *message, void *payload);
    void          *payload;
} sr_follow_options;
#define SR_FOLLOW_OPTIONS_INIT {SR_WEB_OPTIONS_INIT, 1, NULL, NULL}

typedef struct sr_follow_totals {
    uint64_t feeds;     /* asked */
    uint64_t unchanged; /* of these: as the last time */
    uint64_t failed;    /* of these */
    uint64_t entries;   /* not seen before */
    uint64_t pages;     /* fetched for entries without a text of their own */
    uint64_t messages;
    sr_ingest_totals ingest;
} sr_follow_totals;

/** One round over feeds: conditional requests, new entries with their text, or the pages they link to,
 *  into the ledger.  What was seen is kept in the ledger's settings "feed", so a round that was broken
 *  off goes on where it stopped; a feed that fails is asked again later and later.
 *  @param urls  [n] added to the feeds that the ledger knows; n == 0: those
 *  @return SR_OK also when feeds failed (told); SR_E_STOPPED; as sr_ledger_ingest_reports */
SR_API SR_NODISCARD sr_status sr_web_follow(sr_ledger *ledger, sr_engine *engine,
                                            const char *const *urls, size_t n,
                                            const sr_follow_options *options,
                                            sr_follow_totals *totals, sr_error *err);

/** Told of a feed of a list; non-zero stops. */
typedef int sr_on_feed(const char *url, const char *title, void *payload);
/** The feeds of an OPML file. @return SR_E_INPUT no OPML; SR_E_NOT_FOUND no such file, or no libxml2; SR_E_IO, SR_E_STOPPED */
SR_API SR_NODISCARD sr_status sr_web_opml(const char *path, sr_on_feed *on_feed, void *payload, sr_error *err);

#ifdef __cplusplus
}
#endif

#endif
