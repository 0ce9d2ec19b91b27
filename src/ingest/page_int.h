/* Inside the reading of pages: what the parts of page_*.c share.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_PAGE_INT_H
#define SR_INGEST_PAGE_INT_H

#include <setjmp.h>

#include "ingest/html.h"
#include "ingest/page.h"

struct json_object;
struct json_tokener;

struct sr_page_reader {
    sr_html              html;
    sr_buf               utf8;     // the page, when it had to be converted
    sr_arena             work;     // of one page; leaves to `boundary` when out of memory
    jmp_buf              boundary;
    struct json_tokener *tokener;
    struct json_object  *json;     // being looked at; freed at the next page
};

/** A paragraph, heading, list item, cell: inline content between two block boundaries. */
typedef struct sr_block {
    sr_str   text;       // white space squeezed, never empty
    uint32_t node;       // the block element it is in
    uint32_t first;      // its first text node
    uint32_t words, link_words;
    uint32_t chars, link_chars; // bytes
    uint8_t  tag;        // of `node`
    bool     hidden;     // by an attribute of an element around it
    bool     in;         // part of the article
    float    p;          // probability of that
} sr_block;

typedef struct sr_blocks {
    sr_block *at;
    size_t    n;
    bool      cut;
} sr_blocks;

/** Fewer words are no entry of a live blog: a time, and nothing told. */
#define SR_PAGE_ENTRY_WORDS 6u

/** Cut the body of the page into blocks. */
void sr_page_blocks(const sr_html *html, sr_arena *arena, sr_blocks *out);

/** The first block whose text begins at the node or behind it; blocks->n: none. */
size_t sr_page_block_of(const sr_blocks *blocks, uint32_t node);

/** Is the block one of the text: chosen, or with `all` one of prose? */
bool sr_page_is_text(const sr_block *block, bool all);

/** The text of [first, end): an empty line between two blocks. */
sr_str sr_page_text(const sr_blocks *blocks, size_t first, size_t end, bool all, sr_arena *arena);

/** What the head of the page and its data tell; see page_meta.c. */
typedef struct sr_page_meta {
    sr_page      page;         // title, author, publisher, url, published, modified and their `from`
    sr_str       description;
    sr_str       body;         // articleBody of JSON-LD; empty: none
    sr_str       declared_language;
    sr_str       author_ld, author_meta, author_card; // as JSON-LD, <meta> and the card for Twitter have it
    sr_str       type;         // @type of JSON-LD or og:type
    sr_instant   maybe;        // <meta name="date"> and its like, which may be a page's last build
    bool         month_first;  // 3/4/2020 is March 4
    bool         live;         // LiveBlogPosting
    sr_page_entry *updates;    // [n_updates] of it
    size_t       n_updates;
    bool         paid;         // isAccessibleForFree is false
    int          rank;         // of its @type: from 4 on it is a kind of article; 0: none told
} sr_page_meta;

/** All of a page before blocks are chosen: views into the reader.
 *  @return SR_OK, SR_E_NOMEM; calls the handler of reader->work when out of memory */
SR_NODISCARD sr_status sr_page_prepare(sr_page_reader *reader, const sr_page_input *in, sr_page_meta *meta,
                                       sr_blocks *blocks);

void sr_page_read_meta(sr_page_reader *reader, const sr_page_input *in, sr_page_meta *out);

/** Text of data in the head, whose entities and tags its maker may not have resolved, on one line. */
sr_str sr_page_plain(sr_arena *arena, sr_str s);

/** Letters and digits alone, in lower case, for comparing. */
sr_str sr_page_key(sr_arena *arena, sr_str s);

/** meta->page.author, after blocks were chosen. */
void sr_page_find_author(const sr_html *html, const sr_blocks *blocks, sr_arena *arena, sr_page_meta *meta);

/** Choose the blocks of the article (block.in, block.p). */
void sr_page_choose(const sr_html *html, const sr_page_meta *meta, sr_blocks *blocks, sr_arena *arena);

/** All that is not hidden: for fragments. */
void sr_page_choose_all(sr_blocks *blocks);

/** Times of publication and change where the head does not tell them, after blocks were chosen. */
void sr_page_find_dates(const sr_html *html, const sr_blocks *blocks, sr_arena *arena, bool month_first, sr_page_meta *meta);

/** Entries of a live blog (page->entries, intro), after blocks were chosen. */
void sr_page_find_entries(const sr_html *html, const sr_blocks *blocks, sr_arena *arena, const sr_page_meta *meta, sr_page *page);

/** Address of the next page of the same article; empty: none.  @param url  of this one */
sr_str sr_page_find_next(const sr_html *html, sr_str url, sr_arena *arena);

/** Is the element one that holds comments of readers, by its class or id? */
bool sr_page_is_comment(const sr_html *html, uint32_t node);

/** page->kind and reason, from title, url and the chosen blocks. */
void sr_page_find_kind(const sr_html *html, const sr_page_meta *meta, const sr_blocks *blocks, sr_arena *arena, sr_page *page);

/** Words of a text: runs of letters and digits; signs of scripts without spaces count half. */
uint32_t sr_page_words(sr_str text);

#endif
