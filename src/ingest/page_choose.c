/* Which blocks are the article; see page_int.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/page_int.h"

void sr_page_choose(const sr_html *html, const sr_page_meta *meta, sr_blocks *blocks, sr_arena *arena)
{
    (void)html, (void)meta, (void)arena;
    for (size_t i = 0; i < blocks->n; i++) {
        sr_block *b = &blocks->at[i];
        b->in = !b->hidden && b->words >= 10 && b->link_words * 3 < b->words;
        b->p = b->in ? 1 : 0;
    }
}
