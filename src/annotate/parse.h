/* Dependencies: a greedy transition parser, UD basic trees.
 *
 * Arc-hybrid: a stack S (S0 on top) and the rest of the sentence B (B0 first);
 * SHIFT pushes B0, LEFT hangs S0 under B0, RIGHT hangs S0 under S1; both pop S0.
 * The root hangs under nothing and is what stays.  2n steps for n words; every
 * tree has one root and no circles, whatever the weights say.  Model file:
 * models/parser.bin, sections 0 actions (n * {move, relation}), 1 weights.
 *
 * Sources: Kuhlmann, Gomez-Rodriguez & Satta 2011 (arc-hybrid); Goldberg & Nivre
 * 2013 (training with a dynamic oracle); Zhang & Nivre 2011 (features).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_ANNOTATE_PARSE_H
#define SR_ANNOTATE_PARSE_H

#include "annotate/feature.h"
#include "base/limits.h"

#define SR_PARSE_VERSION 1u
#define SR_PARSE_WORDS_MAX SR_LIMIT_SENTENCE_TOKENS // longer sentences get a flat tree
#define SR_PARSE_KEYS_MAX 128u

enum { SR_PARSE_ACTIONS, SR_PARSE_WEIGHTS, SR_PARSE_SECTIONS };

typedef enum sr_move { SR_MOVE_SHIFT, SR_MOVE_LEFT, SR_MOVE_RIGHT, SR_MOVE_COUNT } sr_move;

/** A word as the parser sees it. */
typedef struct sr_node {
    uint64_t word, lemma; // hashes
    uint16_t cluster;     // as sr_view
    uint8_t  xpos, upos;
    uint8_t  commas;      // commas before it in the sentence, up to 255
    uint8_t  verbs;       // verbs before it, up to 255
} sr_node;

/** Where a parse stands.  Words are 0 .. n-1. */
typedef struct sr_parse_state {
    const sr_node *nodes; // [n + 2]: word n stands for nothing, n + 1 for the root above the tree
    uint16_t n;
    uint16_t next;        // B0; n: B is empty
    uint16_t depth;       // of the stack
    uint16_t stack[SR_PARSE_WORDS_MAX + 1];
    uint16_t head[SR_PARSE_WORDS_MAX + 2];
    uint8_t  rel[SR_PARSE_WORDS_MAX + 2];
    uint16_t left[SR_PARSE_WORDS_MAX + 2][2];  // outermost two children before a word; n: none
    uint16_t right[SR_PARSE_WORDS_MAX + 2][2]; // and behind it
    uint8_t  n_left[SR_PARSE_WORDS_MAX + 2], n_right[SR_PARSE_WORDS_MAX + 2];
    uint64_t rels_left[SR_PARSE_WORDS_MAX + 2], rels_right[SR_PARSE_WORDS_MAX + 2]; // bit a relation
} sr_parse_state;

typedef struct sr_parser {
    uint32_t       n_actions; //  A
    const uint8_t *actions;   // [A][2] move, relation
    sr_weights     weights;
} sr_parser;

/** Open a parser in place.  @param bytes  the model file; outlives the parser
 *  @return SR_E_VERSION, SR_E_CORRUPT as for the tagger */
SR_NODISCARD sr_status sr_parser_open(sr_parser *out, sr_str bytes, sr_error *err);
uint64_t sr_parser_features(void);

/** Nodes of a tagged sentence of at most SR_PARSE_WORDS_MAX words.  @param nodes  out: [n + 2] */
void sr_parser_nodes(const sr_document *doc, const sr_sentence *sentence, const sr_words *words,
                     sr_node *nodes);

void     sr_parse_begin(sr_parse_state *s, const sr_node *nodes, uint32_t n);
/** Is the move allowed here? */
bool     sr_parse_may(const sr_parse_state *s, sr_move move);
void     sr_parse_step(sr_parse_state *s, sr_move move, uint8_t relation);
/** One word is left and B is empty. */
static inline bool sr_parse_done(const sr_parse_state *s)
{
    return s->next == s->n && s->depth <= 1;
}
/** Keys of the features of a state.  @param keys  out: [SR_PARSE_KEYS_MAX] */
unsigned sr_parser_keys(const sr_parse_state *s, uint64_t *keys);
/** Parse; heads and relations are in *s afterwards. */
void     sr_parser_run(const sr_parser *parser, const sr_node *nodes, uint32_t n,
                       sr_parse_state *s);

#endif
