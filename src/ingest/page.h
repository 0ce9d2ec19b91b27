/* An HTML page -> the article on it, as a report.
 *
 *   bytes ─► charset ─► html (sweep, libxml2) ─► blocks ─► body ─► text
 *                              └──────────────► meta, dates ─► title, author, published, …
 *
 * The text of the article is what is stored and what every span counts in: paragraphs, headings,
 * list items and quotes in their order, separated by an empty line, Unicode NFC, without menus,
 * teasers, banners and comments.  A page is foreign bytes: whatever is on it, reading ends within
 * the limits of base/limits.h (SR_LIMIT_PAGE_…) and never fails but for memory.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_PAGE_H
#define SR_INGEST_PAGE_H

#include "base/error.h"
#include "record/report.h"

typedef struct sr_page_reader sr_page_reader;

/** What is known of a page beside its bytes; empty views: not known. */
typedef struct sr_page_input {
    sr_str bytes;
    sr_str content_type; // of the HTTP header or the mail part: "text/html; charset=gbk"
    sr_str url;          // it was fetched from; base of relative links
    bool   fragment;     // no whole page but the content of a feed item or a mail: all of its text counts
} sr_page_input;

/** Where on the page a value was found; the surest first. */
typedef enum sr_page_from {
    SR_PAGE_FROM_NOWHERE,
    SR_PAGE_FROM_JSON_LD,
    SR_PAGE_FROM_META,
    SR_PAGE_FROM_ELEMENT, // time, microdata, h1, title, rel=author, lang
    SR_PAGE_FROM_URL,
    SR_PAGE_FROM_TEXT,    // words of the page
    SR_PAGE_FROM_INPUT,   // sr_page_input
    SR_PAGE_FROM_MODIFIED, // no time of publication is told: that of the last change stands for it
} sr_page_from;

typedef enum sr_page_kind {
    SR_PAGE_ARTICLE,
    SR_PAGE_LIVE_BLOG,
    SR_PAGE_LISTING,  // teasers of other pages
    SR_PAGE_NOT_ARTICLE,
} sr_page_kind;

/** An instant and where it was found. */
typedef struct sr_page_date {
    sr_instant   instant; // day SR_DAY_NONE: unknown; never guessed from the clock
    sr_page_from from;
} sr_page_date;

/** Something told at a time of its own. */
typedef struct sr_page_entry {
    sr_str     title; // empty: none of its own
    sr_str     text;
    sr_instant published;
} sr_page_entry;

/** All views are in the arena of the call; unknown is empty. */
typedef struct sr_page {
    sr_str       text;      // valid UTF-8, NFC
    sr_str       title;
    sr_str       author;    // several: "A; B"
    sr_str       publisher;
    sr_str       language;  // BCP 47, of the text where it can be told, else as the page says
    sr_str       url;       // canonical
    sr_page_date published, modified;
    sr_page_from title_from, author_from, publisher_from, language_from, url_from;
    sr_page_kind kind;
    const sr_page_entry *entries; // [n_entries] of a live blog, in the page's order; none where they cannot be told
    size_t       n_entries;
    sr_str       intro;     // what `text` has before them
    sr_str       next;      // address of the next page of the same article
    const char  *reason;    // why it is not an article, static; NULL
    const char  *charset;   // the bytes were in, static
    size_t       invalid;   // bytes that this charset does not have, now U+FFFD
    bool         cut;       // a limit was reached: what lies behind it was not read
} sr_page;

/** @return NULL: out of memory */
sr_page_reader *sr_page_reader_open(void);
void            sr_page_reader_close(sr_page_reader *reader);

/** Read a page.  The reader keeps its memory between pages; one owner, not thread-safe.
 *  Pure: depends on the input alone.
 *  @param arena  results live there; if it leaves by longjmp the reader stays sound
 *  @return SR_OK; SR_E_NOMEM: *out is empty
 *  Cost: linear in the bytes, and in the blocks of the page. */
SR_NODISCARD sr_status sr_page_read(sr_page_reader *reader, const sr_page_input *in, sr_arena *arena,
                                    sr_page *out);

/** Put what a page told into a report: title, text, published, publisher, language, url, where the
 *  report does not have them yet.  Views are shared. */
void sr_page_to_report(const sr_page *page, sr_report *report);

/** "article", "live blog", "listing", "not an article". */
const char *sr_page_kind_name(sr_page_kind kind);
/** "JSON-LD", "meta", "element", "url", "text", "input", "modified", "". */
const char *sr_page_from_name(sr_page_from from);

/** Is `next` the address of the page after `url`, of the same article?  @param told  a link says so */
bool sr_page_is_next(sr_str url, sr_str next, bool told);

/** Do these first bytes look like an HTML page (not a feed, not XML of another kind)? */
bool sr_page_sniff(sr_str head);

#endif
