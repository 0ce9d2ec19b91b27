/* Entries of a live blog, each with its own time.
 *
 * Told by JSON-LD (liveBlogUpdate), else by <time> elements: an entry is the largest element around one that
 * has no other in it, or where there is none, what stands between two.  Times of day alone ("14:05") are not
 * enough: their day would be a guess.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/page_dates.h"
#include "ingest/page_int.h"

#define FEWEST 3u       // entries that make it worth while
#define MOST 2000u
#define ENTRY_WORDS 6u  // fewer are a time and nothing told

typedef struct moment {
    uint32_t   node, around; // the <time>, and the largest element around it alone
    size_t     first, end;   // blocks
    bool       all;          // none of them was chosen, but the entries around were: all of them are the entry
    sr_instant at;
} moment;

typedef struct finder {
    const sr_html      *html;
    const sr_blocks    *blocks;
    const sr_page_meta *meta;
    sr_arena           *arena;
    moment             *at;
    size_t              n;
    uint32_t           *below; // [nodes] moments in its subtree
} finder;

/* First block whose text begins at the node or behind it. */
static size_t block_from(const sr_blocks *blocks, uint32_t node)
{
    size_t low = 0, high = blocks->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (blocks->at[middle].first < node)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void find_moments(finder *f)
{
    f->at = SR_NEW(f->arena, moment, MOST);
    for (uint32_t i = 1; i < f->html->n && f->n < MOST; i++) {
        sr_instant at;
        if (f->html->nodes[i].tag != SR_TAG_TIME)
            continue;
        sr_str told = sr_html_get(f->html, i, SR_ATTRIBUTE_DATETIME);
        if (told.len && sr_page_day_parse(told, f->meta->month_first, &at) && at.second >= 0)
            f->at[f->n++] = (moment){.node = i, .at = at};
    }
    f->below = SR_NEW(f->arena, uint32_t, f->html->n);
    for (size_t k = 0; k < f->n; k++)
        f->below[f->at[k].node]++;
    for (size_t i = f->html->n - 1; i > 0; i--)
        f->below[f->html->nodes[i].parent] += f->below[i];
}

/* Is the block one of the entry's text? */
static bool is_text(const sr_block *b, bool all)
{
    return b->in || (all && !b->hidden && b->words >= ENTRY_WORDS && b->link_words * 3 < b->words);
}

static uint32_t words_in(const finder *f, size_t first, size_t end, bool all)
{
    uint32_t words = 0;
    for (size_t i = first; i < end; i++)
        words += is_text(&f->blocks->at[i], all) ? f->blocks->at[i].words : 0;
    return words;
}

/* Which blocks are those of each moment. */
static void lay_out(finder *f)
{
    size_t bare = 0; // moments whose element holds nothing but the time
    for (size_t k = 0; k < f->n; k++) {
        moment *m = &f->at[k];
        for (m->around = m->node; f->below[f->html->nodes[m->around].parent] == 1;)
            m->around = f->html->nodes[m->around].parent;
        m->first = block_from(f->blocks, m->around);
        m->end = block_from(f->blocks, f->html->nodes[m->around].end);
        m->all = words_in(f, m->first, m->end, false) < ENTRY_WORDS;
        bare += words_in(f, m->first, m->end, true) < ENTRY_WORDS;
    }
    for (size_t k = 0; 2 * bare > f->n && k < f->n; k++) {
        f->at[k].all = false;
        f->at[k].first = block_from(f->blocks, f->at[k].node);
        f->at[k].end = k + 1 < f->n ? block_from(f->blocks, f->at[k + 1].node) : f->blocks->n;
    }
}

static sr_str text_of(const finder *f, size_t first, size_t end, bool all)
{
    size_t n = 0;
    for (size_t i = first; i < end; i++)
        n += is_text(&f->blocks->at[i], all) ? f->blocks->at[i].text.len + 2 : 0;
    uint8_t *out = sr_arena_alloc(f->arena, n + 1, 1);
    n = 0;
    for (size_t i = first; i < end; i++) {
        if (!is_text(&f->blocks->at[i], all))
            continue;
        if (n) {
            memcpy(out + n, "\n\n", 2);
            n += 2;
        }
        memcpy(out + n, f->blocks->at[i].text.ptr, f->blocks->at[i].text.len);
        n += f->blocks->at[i].text.len;
    }
    return sr_str_from(out, n);
}

void sr_page_find_entries(const sr_html *html, const sr_blocks *blocks, sr_arena *arena, const sr_page_meta *meta, sr_page *page)
{
    finder f = {html, blocks, meta, arena, NULL, 0, NULL};
    size_t n = 0, first = blocks->n;
    if (meta->n_updates >= FEWEST) {
        page->entries = meta->updates;
        page->n_entries = meta->n_updates;
        return;
    }
    find_moments(&f);
    if (f.n < FEWEST)
        return;
    lay_out(&f);
    sr_page_entry *entries = SR_NEW(arena, sr_page_entry, f.n);
    for (size_t k = 0; k < f.n; k++) {
        const moment *m = &f.at[k];
        if (words_in(&f, m->first, m->end, m->all) < ENTRY_WORDS)
            continue;
        entries[n++] = (sr_page_entry){.text = text_of(&f, m->first, m->end, m->all), .published = m->at};
        first = SR_MIN(first, m->first);
    }
    if (n < FEWEST)
        return;
    page->entries = entries;
    page->n_entries = n;
    page->intro = text_of(&f, 0, first, false);
}
