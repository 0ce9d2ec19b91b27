/* The form of the block model: boosted trees of fixed depth.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_PAGE_MODEL_H
#define SR_INGEST_PAGE_MODEL_H

#include "ingest/page_features.h"

#define SR_PAGE_TREE_DEPTH 4
#define SR_PAGE_TREE_NODES 15
#define SR_PAGE_TREE_LEAVES 16
/* A block is of the article from this probability on. */
#define SR_PAGE_THRESHOLD 0.5F
/* From here on where hardly anything would be. */
#define SR_PAGE_THRESHOLD_FEW 0.15F

/** A node sends a row to its second child when row[feature] > threshold; nodes in heap order. */
typedef struct sr_page_tree {
    uint8_t feature[SR_PAGE_TREE_NODES];
    float   threshold[SR_PAGE_TREE_NODES];
    float   leaf[SR_PAGE_TREE_LEAVES];
} sr_page_tree;

/** One round: block.p, the probability that the block is of the article.  @param trees  [n]; @param rows  [blocks->n] */
void sr_page_score(const sr_page_tree *trees, size_t n, sr_page_row *rows, sr_blocks *blocks);

/** From probabilities to choices (block.in). */
void sr_page_decide(sr_blocks *blocks, sr_page_row *rows);

#endif
