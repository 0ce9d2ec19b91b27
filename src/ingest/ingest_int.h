/* What the files of a run share: its state, and one call of sr_ingest_next on its way.
 *
 *   ingest.c            the run: the next input, its form, the summary
 *   ingest_document.c   a report from a text, a page, a line, a feed
 *   ingest_container.c  a report from a part of mail, archives, web archives
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_INGEST_INT_H
#define SR_INGEST_INGEST_INT_H

#include <setjmp.h>

#include "base/library.h"
#include "base/limits.h"
#include "ingest/bytes.h"
#include "ingest/feed.h"
#include "ingest/ingest.h"
#include "ingest/joined.h"
#include "ingest/json_report.h"
#include "ingest/page.h"
#include "ingest/parts.h"
#include "ingest/source.h"
#include "ingest/walk.h"

/* What an open source is read as. */
typedef enum form { NONE, PLAIN, LINES, PAGE, FEED, WARC, ARCHIVE, MAIL } form;

/* What was read and what was not, for the summary. */
typedef enum counted {
    READ_TEXTS, READ_LINES, READ_FILE_PAGES, READ_ENTRIES, READ_PAGES, READ_MAILS, READ_PARTS, READ_LIVE, READ_JOINED,
    NO_TEXT, NO_ARTICLE, BAD_LINES, BAD_FILES, NOT_READ, COUNTED
} counted;

/* The bytes of a part as a world of one file. */
typedef struct memory {
    sr_str bytes;
    size_t at;
    sr_os  os;
    char   path[1024];
} memory;

/* Entries of a live blog that wait to be given, in its order. */
typedef struct live {
    sr_arena arena;  // holds all of it
    const sr_page_entry *at;
    size_t   n, next;
    sr_report about; // what they have in common
} live;

struct sr_ingest {
    const sr_os    *os;
    sr_ingest_describe *describe; // NULL: files have no address
    sr_walk         walk;
    size_t          at;      // next input
    sr_source      *source;  // NULL: none is open
    const sr_input *input;   // of the source
    form            form;
    uint64_t        lines;   // reports of the source so far, read or passed over
    uint64_t        past;    // bytes of the inputs behind us
    sr_json_reader *json;
    sr_page_reader *page;    // NULL until the first page
    sr_feed_reader *feeds;   // NULL until the first feed
    sr_arena         feed_arena; // of the feed at hand
    jmp_buf          series_boundary;
    sr_feed_document feed;
    size_t           entry;  // next of the feed
    size_t           teasers; // of the feed: entries without a text
    sr_parts        *parts;  // of the container at hand
    sr_ingest       *inner;  // the run over the part at hand
    memory           memory; // what it reads
    sr_buf           room;   // a part's text, converted
    sr_joined       *joined; // articles that wait for their next page; NULL until the first
    live             live;   // the live blog whose entries are given
    unsigned         depth;  // containers around
    uint64_t         counts[COUNTED];
    bool             summed; // the summary was given
};

typedef struct step {
    sr_ingest *run;
    sr_arena  *arena;
    SR_LIST(sr_diagnostic) notes;
} step;

/* ---- ingest_document.c ---- */

void sr_ingest__note_at(step *s, const char *path, uint64_t offset, sr_str text);
/** Of the input at hand. */
void sr_ingest__note(step *s, uint64_t offset, sr_str text);
/** As note, of something that loses nothing of the input. */
void sr_ingest__remark(step *s, uint64_t offset, sr_str text);
/** A note on the end of a source that failed on the way. */
void sr_ingest__note_failure(step *s, const sr_error *err);
/** Is the library there that a form needs?  What is missing is told. */
bool sr_ingest__has(step *s, sr_library library);

void sr_ingest__start_report(step *s, sr_report *report, uint64_t offset);
/** What the text's first lines tell, where the caller did not; the language. */
void sr_ingest__read_head(step *s, sr_report *report);
/** What is made of a page that was read into a report: itself, or a part of something larger. */
sr_ingest_step sr_ingest__give_page(step *s, const sr_page *page, sr_str url, sr_report *report);
/** The next entry of the live blog at hand. */
sr_ingest_step sr_ingest__give_entry(step *s, sr_report *report);
/** An article of several pages that is whole, or with `end` one that waited in vain. */
bool sr_ingest__give_joined(step *s, bool end, sr_report *report);

/** A whole source as one report, as one page; its next line. */
sr_ingest_step sr_ingest__read_plain(step *s, sr_report *report);
sr_ingest_step sr_ingest__read_page(step *s, sr_report *report);
sr_ingest_step sr_ingest__read_line(step *s, sr_report *report);
/** Read the whole source as a feed; false: it is none, which the notes tell. */
bool           sr_ingest__open_feed(step *s);
/** The next entry that has a text. */
sr_ingest_step sr_ingest__read_entry(step *s, sr_report *report);

/* ---- ingest_container.c ---- */

/** The next report of a container, or nothing yet. */
sr_ingest_step sr_ingest__read_parts(step *s, sr_report *report);
/** A part's run is done: what it counted is the container's. */
void           sr_ingest__close_inner(sr_ingest *run);

#endif
