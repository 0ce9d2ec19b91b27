/* What a block of a page looks like, in numbers: the input of the model in page_choose.c and of its
 * trainer.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_PAGE_FEATURES_H
#define SR_INGEST_PAGE_FEATURES_H

#include "ingest/page_int.h"

/** Features of one block by itself and its surroundings, and with `_2` those that also know what
 *  the first round thought of its neighbours. */
#define SR_PAGE_FEATURES 99u
#define SR_PAGE_FEATURES_2 (SR_PAGE_FEATURES + 16u)

/** A feature that is looked at by itself: how the block stands to the <article> of the title. */
#define SR_PAGE_RELATION 95u
#define SR_PAGE_OTHER_ARTICLE 2.0F
/** And whether it is in comments of readers. */
#define SR_PAGE_IN_COMMENT 98u

typedef float sr_page_row[SR_PAGE_FEATURES_2];

/** Fill the first SR_PAGE_FEATURES of each row. @param rows  [blocks->n] zeroed */
void sr_page_features(const sr_html *html, const sr_page_meta *meta, const sr_blocks *blocks, sr_arena *arena,
                      sr_page_row *rows);

/** Fill the rest, from blocks' p of the first round. */
void sr_page_features_2(const sr_html *html, const sr_blocks *blocks, sr_arena *arena, sr_page_row *rows);

#endif
