/* Which blocks are the article: two rounds of boosted trees; see page_int.h.
 *
 * The first round looks at each block and its surroundings, the second also at what the first
 * thought of its neighbours and of the elements around it.  Weights: page_model_list.h, made by
 * train/train_page.c; card: models/page.md.
 * SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "ingest/page_features.h"
#include "ingest/page_model.h"

#define SMALL_WORDS 120u // of a page that is all article
#define BATCH 16 // rows
#define FEW_WORDS 60u // an article of fewer words was probably missed: be less strict

static const sr_page_tree round_1[] = {
#define T(...) {__VA_ARGS__},
#define ROUND_1
#include "ingest/page_model_list.h"
#undef ROUND_1
};

static const sr_page_tree round_2[] = {
#define ROUND_2
#include "ingest/page_model_list.h"
#undef ROUND_2
#undef T
};

bool sr_page_is_comment(const sr_html *html, uint32_t node)
{
#define NAME(literal) {(const uint8_t *)(literal), sizeof(literal) - 1}
    static const sr_str names[] = {
        NAME("comment"), NAME("comments"), NAME("commentlist"), NAME("comment-list"), NAME("comments-list"),
        NAME("comments-area"), NAME("comment-body"), NAME("comment-content"), NAME("comments-container"), NAME("comment-section"),
        NAME("comments-section"), NAME("disqus_thread"), NAME("fb-comments"), NAME("respond"), NAME("kommentare"),
        NAME("comentarios"), NAME("user-comments"), NAME("comment-text"), NAME("commentwrapper"), NAME("comments-wrapper"),
        NAME("comment-wrapper"), NAME("js-comments"), NAME("reader-comments"),
    };
#undef NAME
    uint8_t tag = html->nodes[node].tag;
    if (html->nodes[node].n == 0 || tag == SR_TAG_BODY || tag == SR_TAG_HTML || tag == SR_TAG_MAIN)
        return false;
    sr_str both[2] = {sr_html_get(html, node, SR_ATTRIBUTE_CLASS), sr_html_get(html, node, SR_ATTRIBUTE_ID)};
    for (size_t k = 0; k < 2; k++)
        while (both[k].len) {
            sr_str word = sr_str_cut(&both[k], ' ');
            for (size_t i = 0; i < SR_COUNT(names); i++)
                if (word.len == names[i].len && sr_str_eq_case(word, names[i]))
                    return true;
        }
    return false;
}

/* Comments of readers look like prose; they are left out where something else remains. */
static void drop_comments(sr_blocks *blocks, sr_page_row *rows)
{
    uint32_t rest = 0;
    for (int round = 0; round < 2; round++) {
        if (round == 1 && rest < FEW_WORDS / 2)
            return;
        for (size_t i = 0; i < blocks->n; i++) {
            sr_block *b = &blocks->at[i];
            bool      comment = rows[i][SR_PAGE_IN_COMMENT] > 0;
            if (round == 0)
                rest += b->in && !comment ? b->words : 0;
            else if (comment)
                b->in = false;
        }
    }
}

/* A page that is hardly more than a text has nothing that the text could be told from. */
static void choose_small(sr_blocks *blocks)
{
    uint32_t words = 0;
    for (size_t i = 0; i < blocks->n; i++)
        words += blocks->at[i].words;
    for (size_t i = 0; words <= SMALL_WORDS && i < blocks->n; i++)
        blocks->at[i].in = !blocks->at[i].hidden && blocks->at[i].link_words * 2 <= blocks->at[i].words;
}

/* Other articles that follow the one with the title are left out. */
static void drop_other_articles(sr_blocks *blocks, sr_page_row *rows)
{
    uint32_t own = 0;
    for (size_t i = 0; i < blocks->n; i++)
        own += blocks->at[i].in && rows[i][SR_PAGE_RELATION] < SR_PAGE_OTHER_ARTICLE && rows[i][SR_PAGE_RELATION] >= 1 ? blocks->at[i].words : 0;
    for (size_t i = 0; own >= FEW_WORDS / 2 && i < blocks->n; i++)
        blocks->at[i].in &= rows[i][SR_PAGE_RELATION] != SR_PAGE_OTHER_ARTICLE;
}

void sr_page_decide(sr_blocks *blocks, sr_page_row *rows)
{
    uint32_t words = 0;
    for (size_t i = 0; i < blocks->n; i++) {
        blocks->at[i].in = blocks->at[i].p > SR_PAGE_THRESHOLD;
        words += blocks->at[i].in ? blocks->at[i].words : 0;
    }
    for (size_t i = 0; words < FEW_WORDS && i < blocks->n; i++)
        if (blocks->at[i].p > SR_PAGE_THRESHOLD_FEW)
            blocks->at[i].in = true;
    if (words == 0)
        choose_small(blocks);
    drop_comments(blocks, rows);
    drop_other_articles(blocks, rows);
}

void sr_page_choose_all(sr_blocks *blocks)
{
    for (size_t i = 0; i < blocks->n; i++) {
        blocks->at[i].p = blocks->at[i].hidden ? 0 : 1;
        blocks->at[i].in = !blocks->at[i].hidden;
    }
}

/* A few rows at a time go through all trees: trees and rows together fit into the nearest cache. */
void sr_page_score(const sr_page_tree *trees, size_t n, sr_page_row *rows, sr_blocks *blocks)
{
    for (size_t first = 0; first < blocks->n; first += BATCH) {
        float  score[BATCH] = {0};
        size_t count = SR_MIN(blocks->n - first, (size_t)BATCH);
        for (size_t t = 0; t < n; t++) {
            for (size_t i = 0; i < count; i++) {
                const float *row = rows[first + i];
                size_t       node = 0;
                for (int level = 0; level < SR_PAGE_TREE_DEPTH; level++)
                    node = 2 * node + 1 + (row[trees[t].feature[node]] > trees[t].threshold[node]);
                score[i] += trees[t].leaf[node - SR_PAGE_TREE_NODES];
            }
        }
        for (size_t i = 0; i < count; i++)
            blocks->at[first + i].p = 1.0F / (1.0F + expf(-score[i]));
    }
}

void sr_page_choose(const sr_html *html, const sr_page_meta *meta, sr_blocks *blocks, sr_arena *arena)
{
    sr_page_row *rows = (sr_page_row *)sr_arena_alloc(arena, blocks->n, sizeof(sr_page_row));
    sr_page_features(html, meta, blocks, arena, rows);
    sr_page_score(round_1, SR_COUNT(round_1), rows, blocks);
    sr_page_features_2(html, blocks, arena, rows);
    sr_page_score(round_2, SR_COUNT(round_2), rows, blocks);
    sr_page_decide(blocks, rows);
}
