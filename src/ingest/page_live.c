/* Entries of a live blog, each with its own time.
 *
 * Told by JSON-LD (liveBlogUpdate), else by <time> elements: an entry is the largest element around one that
 * has no other in it, or where there is none, what stands between two.  Times of day alone ("14:05") are not
 * enough: their day would be a guess.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "ingest/page_dates.h"
#include "ingest/page_int.h"

#define FEWEST 3u       // entries that make it worth while

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

static void find_moments(finder *f)
{
    f->at = SR_NEW(f->arena, moment, SR_LIMIT_PAGE_ENTRIES);
    for (uint32_t i = 1; i < f->html->n && f->n < SR_LIMIT_PAGE_ENTRIES; i++) {
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

static uint32_t words_in(const finder *f, size_t first, size_t end, bool all)
{
    uint32_t words = 0;
    for (size_t i = first; i < end; i++)
        words += sr_page_is_text(&f->blocks->at[i], all) ? f->blocks->at[i].words : 0;
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
        m->first = sr_page_block_of(f->blocks, m->around);
        m->end = sr_page_block_of(f->blocks, f->html->nodes[m->around].end);
        m->all = words_in(f, m->first, m->end, false) < SR_PAGE_ENTRY_WORDS;
        bare += words_in(f, m->first, m->end, true) < SR_PAGE_ENTRY_WORDS;
    }
    for (size_t k = 0; 2 * bare > f->n && k < f->n; k++) {
        f->at[k].all = false;
        f->at[k].first = sr_page_block_of(f->blocks, f->at[k].node);
        f->at[k].end = k + 1 < f->n ? sr_page_block_of(f->blocks, f->at[k + 1].node) : f->blocks->n;
    }
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
        if (words_in(&f, m->first, m->end, m->all) < SR_PAGE_ENTRY_WORDS)
            continue;
        entries[n++] = (sr_page_entry){.text = sr_page_text(blocks, m->first, m->end, m->all, arena), .published = m->at};
        first = SR_MIN(first, m->first);
    }
    if (n < FEWEST)
        return;
    page->entries = entries;
    page->n_entries = n;
    page->intro = sr_page_text(blocks, 0, first, false, arena);
}
