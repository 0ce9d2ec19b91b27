/* What kind of page it is: an article, a live blog, a list of teasers, no article at all.
 *
 * A page is taken for an article unless something speaks against it: hardly any text was chosen and
 * the page asks for consent, for money, for patience; or teasers of other pages are most of it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"
#include "ingest/page_int.h"
#include "ingest/phrases.h"

#define FEW_WORDS 60u      // less is no article when something speaks against it
#define TEASER_WORDS 130u  // what is free of an article behind a paywall is mostly shorter
#define LIVE_ENTRIES 4u    // entries with a time of day that make a live blog
#define LIST_TEASERS 15u   // links of a headline's length that make a list
#define LIST_ARTICLES 5u   // <article> elements that the text comes from
#define LOOK_BLOCKS 400u
#define LOOK_BYTES 400u

typedef enum sign { CONSENT, PAYWALL, ERROR, LIVE, SIGNS } sign;

static const sr_phrase sign_rows[] = {
#define X(what, words) {words, what},
#include "ingest/page_sign_list.h"
#undef X
};

/* Which signs the text has, as bits. */
static unsigned signs_in(const sr_phrases *signs, sr_str text, sr_arena *arena)
{
    sr_arena_mark mark = sr_arena_here(arena);
    unsigned      found = sr_phrases_in(signs, sr_utf8_fold(arena, sr_str_slice(text, 0, LOOK_BYTES)));
    sr_arena_return(arena, mark);
    return found;
}

/* "14:05", "2.05 pm", "21h30" at the begin of a block. */
static bool begins_with_time(sr_str s)
{
    size_t i = 0, n = 0;
    while (i < s.len && i < 12 && !sr_is_digit(s.ptr[i]))
        i++;
    while (i + n < s.len && sr_is_digit(s.ptr[i + n]))
        n++;
    if (n == 0 || n > 2 || i + n + 2 >= s.len + 1)
        return false;
    uint8_t c = i + n < s.len ? s.ptr[i + n] : 0;
    return (c == ':' || c == '.' || c == 'h') && i + n + 2 < s.len && sr_is_digit(s.ptr[i + n + 1]) && sr_is_digit(s.ptr[i + n + 2]) &&
           (i + n + 3 >= s.len || (!sr_is_digit(s.ptr[i + n + 3]) && s.ptr[i + n + 3] != '.'));
}

typedef struct counts {
    uint32_t words, teasers, times, articles;
    unsigned signs; // in the blocks
} counts;

/* The <article> that a block stands in; 0: none. */
static uint32_t article_of(const sr_html *html, uint32_t node)
{
    while (node && html->nodes[node].tag != SR_TAG_ARTICLE)
        node = html->nodes[node].parent;
    return node;
}

static counts count(const sr_html *html, const sr_blocks *blocks, const sr_phrases *signs, sr_arena *arena)
{
    counts   c = {0};
    uint32_t last = 0;
    for (size_t i = 0; i < blocks->n; i++) {
        const sr_block *b = &blocks->at[i];
        c.teasers += b->link_words >= 4 && b->link_words * 10 >= b->words * 6;
        bool near = b->in || (i > 0 && b[-1].in) || (i + 1 < blocks->n && b[1].in);
        c.times += near && begins_with_time(b->text);
        if (i < LOOK_BLOCKS || i + LOOK_BLOCKS > blocks->n)
            c.signs |= signs_in(signs, b->text, arena);
        if (!b->in)
            continue;
        c.words += b->words;
        uint32_t article = article_of(html, b->node);
        c.articles += article && article != last;
        last = article ? article : last;
    }
    return c;
}

/* The address names a site, not a page of it. */
static bool is_home(sr_str url)
{
    size_t at = sr_str_search(url, SR_STR("://"), 0);
    if (at == url.len)
        return false;
    sr_str rest = sr_str_slice(url, at + 3, url.len);
    size_t slash = sr_str_find(rest, '/', 0);
    return slash + 1 >= rest.len;
}

static const char *no_article(const counts *c, const sr_page_meta *meta)
{
    bool paid = meta->paid || (c->signs & 1U << PAYWALL);
    if (c->words < FEW_WORDS && (c->signs & 1U << ERROR))
        return "an error or a check of the browser, not an article";
    if (c->words < TEASER_WORDS && paid)
        return "behind a paywall: only a teaser, not the article";
    if (c->words < FEW_WORDS && (c->signs & 1U << CONSENT))
        return "asks for consent to cookies, not an article";
    return c->words == 0 ? "no text of an article on the page" : NULL;
}

void sr_page_find_kind(const sr_html *html, const sr_page_meta *meta, const sr_blocks *blocks, sr_arena *arena, sr_page *page)
{
    sr_phrases signs;
    sr_phrases_make(&signs, sign_rows, SR_COUNT(sign_rows));
    counts   c = count(html, blocks, &signs, arena);
    unsigned named = signs_in(&signs, page->title, arena) | signs_in(&signs, page->url, arena);
    bool     live = meta->live || ((named & 1U << LIVE) && c.times >= LIVE_ENTRIES) || c.times >= 3 * LIVE_ENTRIES;
    bool     told = meta->rank >= 4; // it says itself that it is an article
    bool     list = !told && ((c.words < FEW_WORDS && c.teasers >= LIST_TEASERS) ||
                          (c.articles >= LIST_ARTICLES && c.words < 80 * c.articles) ||
                          (is_home(page->url) && c.teasers >= LIST_TEASERS / 2));
    page->reason = no_article(&c, meta);
    page->kind = live ? SR_PAGE_LIVE_BLOG : list ? SR_PAGE_LISTING : page->reason ? SR_PAGE_NOT_ARTICLE : SR_PAGE_ARTICLE;
    if (page->kind != SR_PAGE_NOT_ARTICLE)
        page->reason = NULL;
}
