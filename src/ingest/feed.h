/* Feeds: RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, CDF, JSON Feed -> what they say, one form for all.
 *
 *   bytes ─► feed_repair (decode, sound XML) ─► libxml2 ─► feed_xml (a table of elements) ─► entries
 *            json-c ─────────────────────────────────────► feed_json ─────────────────────►
 *
 * Texts are plain text, titles one line, links absolute where a base is known.  What the feed does
 * not say is empty; a date that cannot be read stays unknown and is never the time of fetching.
 * One bad entry costs nothing but itself.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_FEED_H
#define SR_INGEST_FEED_H

#include "base/error.h"
#include "record/report.h"

typedef struct sr_feed_reader sr_feed_reader;

typedef struct sr_feed_date {
    sr_str     text;  // as the feed has it; empty: not told
    sr_instant at;    // day SR_DAY_NONE: not told, or not to be read
    bool       whole; // the day is told, not only its month or year
} sr_feed_date;

typedef struct sr_feed_strings {
    sr_str *at; // [n]
    size_t  n;
} sr_feed_strings;

/** Said of an entry, or of the feed itself. */
typedef struct sr_feed_item {
    sr_str title;
    sr_str summary;   // description of an entry; subtitle of a feed
    sr_str content;   // full text of an entry
    sr_str link;      // alternate, absolute where it can be
    sr_str self;      // of a feed: its own address
    sr_str id;        // guid, atom:id
    sr_str author;    // several: "A, B"
    sr_str publisher;
    sr_str language;  // BCP 47 as given
    sr_feed_strings tags, media; // media: addresses of enclosures
    sr_feed_date published; // pubDate, published, issued, created
    sr_feed_date updated;   // updated, modified, dc:date
    bool   dated_by_dc;     // `updated` is a dc:date, which RSS 1.0 has for publication
    sr_str in_reply_to;     // thr:in-reply-to
    bool   has_point;       // georss:point, geo:lat and geo:long
    double lat, lon;        // degrees
} sr_feed_item;

typedef struct sr_feed_document {
    const char   *format;   // "rss", "rdf", "atom", "cdf", "json"; static
    sr_feed_item  feed;
    sr_feed_item *entries;  // [n_entries]
    size_t        n_entries;
    sr_str        fault;    // what was wrong with it and what was done; empty: nothing
    uint64_t      fault_at; // byte of the UTF-8 text
    bool          fault_loses_nothing; // it was repaired
} sr_feed_document;

typedef struct sr_feed_input {
    sr_str bytes;
    sr_str charset; // of an HTTP header; empty: none
    sr_str url;     // it came from, base of relative links; empty: none
} sr_feed_input;

/** @return NULL: out of memory */
sr_feed_reader *sr_feed_reader_open(void);
void            sr_feed_reader_close(sr_feed_reader *reader);

/** Read a feed.  One owner; pure.
 *  @param arena  where *out lives; if it leaves by longjmp the reader stays sound
 *  @return SR_OK; SR_E_INPUT: no feed, out->fault tells; SR_E_NOMEM.  Cost: linear */
SR_NODISCARD sr_status sr_feed_read(sr_feed_reader *reader, const sr_feed_input *in, sr_arena *arena,
                                    sr_feed_document *out);

/** Do these first bytes look like a feed of any kind? */
bool sr_feed_sniff(sr_str head);

/** Is the entry a report by itself: full content, or a summary that is no mere teaser? */
bool sr_feed_item_is_report(const sr_feed_item *item);
/** The report of an entry: its content, else its summary; title, url, publisher, language, date.
 *  Views are shared with the document; `file` and `file_offset` are untouched. */
void sr_feed_to_report(const sr_feed_document *feed, const sr_feed_item *item, sr_report *report);

#endif
