/* Names: which words name a person, an organisation, a place.
 *
 * A sequence model: labels B I L U of each kind and O, scored by hashed features
 * of words, clusters, tags, gazetteer and lexicons, and of the same word elsewhere in
 * the report; best sequence by Viterbi.
 * Only words that may belong to a name are scored.  Names do not nest; roles,
 * nationalities' bearers and actors are the work of entities.c, which merges what
 * this part sees with the tables.  Model file: models/names.bin, sections
 *
 *   0 labels   n * {kind, position}   1 weights   2 weights, capitals hidden
 *   3 calibration  float[2][2]: probability = 1 / (1 + exp(-(a + b * logit)))
 *
 * Method: structured perceptron, Collins 2002; BILOU and context aggregation, Ratinov & Roth 2009.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_ANNOTATE_NAMES_H
#define SR_ANNOTATE_NAMES_H

#include "annotate/tag.h"
#include "know/know.h"

/** Names of a tagged document in their order.
 *  Kinds: PERSON, ORGANIZATION, PLACE (countries, towns, facilities with a name of their own),
 *  NATIONALITY (adjectives and people of a country), EVENT (works, laws, contests: everything
 *  else that has a name).  `named` is true, head the last word, coref the own index, actor and
 *  country empty; probability that span and kind are right.  Leading articles and titles
 *  ("President") are left out.
 *  @param doc   tags are set (sr_annotate_tags)
 *  @param n     out: how many
 *  @return list in the arena, maybe empty; NULL and 0 when the model is not there
 *  Thread-safe.  Cost: linear; words far from any capital cost next to nothing. */
sr_entity *sr_names_tag(const sr_document *doc, const sr_know *know, sr_arena *arena, uint32_t *n);

/* -- shared with the trainer -------------------------------------------------- */

#define SR_NAMES_VERSION 1u
#define SR_NAMES_KEYS_MAX 112u
#define SR_NAMES_LABELS_MAX 32u
#define SR_NAMES_OUTSIDE 0u // label 0 is always O

enum { SR_NAMES_LABELS, SR_NAMES_WEIGHTS, SR_NAMES_MASKED, SR_NAMES_CALIBRATION, SR_NAMES_SECTIONS };

typedef enum sr_name_position { SR_NAME_O, SR_NAME_B, SR_NAME_I, SR_NAME_L, SR_NAME_U } sr_name_position;

/** What tables say of a word; 0: nothing. */
typedef struct sr_name_hint {
    uint8_t place;  // 1 + kind of the gazetteer's best reading * 4 + position (B I L U as 0 .. 3)
    uint8_t big;    // its size: 1 + number of decimal digits of the population
    uint8_t actor;  // position in a name of the actor table, 1 .. 4
    uint8_t word;   // 1 + kind that a word of names tells ("bank", "ministry")
    uint8_t title;  // 1: word of a title; 2: its last word
    uint8_t demonym; // 1: "Afghan", "Iraqis"
} sr_name_hint;

#define SR_NAMES_OTHERS 2u   // places of a word that are looked at: one before, one after
#define SR_NAMES_WINDOW 400u // tokens between two places that are still one story

/** A place where a word stands. */
typedef struct sr_name_place {
    const struct sr_name_sentence *sentence; // NULL: none
    uint32_t                       word;
} sr_name_place;

/** A sentence as the name tagger sees it. */
typedef struct sr_name_sentence {
    const sr_view      *views;  // [n]
    const sr_token     *tokens; // [n]
    const sr_name_hint *hints;  // [n]
    const uint32_t     *first;  // [n] first word of the run of capitals that a word is in
    const uint32_t     *last;   // [n] its last word; without a capital both are the word itself
    const bool         *may;    // [n] may belong to a name
    const bool         *proper; // [n] looks like part of one
    sr_name_place     (*others)[SR_NAMES_OTHERS]; // [n] nearest places of the same word
    uint32_t            n;
} sr_name_sentence;

typedef struct sr_namer {
    uint32_t       n_labels; //  L
    const uint8_t *labels;   // [L][2] sr_entity_kind, sr_name_position
    sr_weights     weights[2];
    float          calibration[2][2];
    bool           follows[SR_NAMES_LABELS_MAX][SR_NAMES_LABELS_MAX]; // label (second) after label
    uint8_t        n_before[SR_NAMES_LABELS_MAX];                     // labels that may come before one,
    uint8_t        before[SR_NAMES_LABELS_MAX][SR_NAMES_LABELS_MAX];  // in their order
} sr_namer;

SR_NODISCARD sr_status sr_namer_open(sr_namer *out, sr_str bytes, sr_error *err);
uint64_t sr_namer_features(void);
/** Fill in which labels follow which; n_labels and labels are set. */
void     sr_namer_link(sr_namer *namer);
/** Label may follow label (before: SR_NAMES_OUTSIDE at the begin; after likewise at the end). */
bool     sr_name_follows(const uint8_t before[2], const uint8_t after[2]);

/** What the tables know of the words of one sentence; places where the document has an atlas.
 *  @param hints  [n], zeroed */
void sr_name_hints(const sr_document *doc, const sr_sentence *sentence, const sr_know *know,
                   bool masked, sr_name_hint *hints);
/** Make the rest of a sentence's picture; arrays in the arena.  The tagger's views are taken where
 *  the document has them. */
void sr_name_sentence_make(const sr_document *doc, const sr_sentence *sentence,
                           const sr_tagger *tagger, const sr_know *know, bool masked,
                           sr_name_sentence *out, sr_arena *arena);
/** Link each word that may belong to a name with the nearest places of the same word.
 *  @param sentences  [n] of one report in their order; they point at each other, so they stay */
void sr_name_sentences_link(sr_name_sentence *sentences, uint32_t n, sr_arena *arena);
/** Keys of word i.  @param keys  out: [SR_NAMES_KEYS_MAX] */
unsigned sr_namer_keys(const sr_name_sentence *s, uint32_t i, uint64_t *keys);
/** Key of the transition from a label. */
static inline uint64_t sr_namer_transition(uint32_t before)
{
    return sr_features_key(1000, before, 0, 0);
}
/** Best labels of a sentence for given scores (Viterbi).
 *  @param scores       [n][L]; those of words that may not be in a name are not read
 *  @param transitions  [L][L] score of the second label after the first
 *  @param labels       out: [n] */
void sr_namer_best(const sr_namer *namer, const sr_name_sentence *s, const int32_t *scores,
                   const int32_t *transitions, uint8_t *labels, sr_arena *arena);
/** exp(transition / temperature) where the second label may follow the first, else 0; for sr_namer_logits. */
typedef struct sr_name_ways {
    float on[SR_NAMES_LABELS_MAX][SR_NAMES_LABELS_MAX];   // [first][second]
    float back[SR_NAMES_LABELS_MAX][SR_NAMES_LABELS_MAX]; // [second][first]
} sr_name_ways;
void sr_namer_ways(const sr_namer *namer, const int32_t *transitions, sr_name_ways *ways);
/** Logit of the label of each word of a name among all sequences (forward-backward at a fixed temperature).
 *  @param logits  out: [n], -20 to 20; other words' are left alone */
void sr_namer_logits(const sr_namer *namer, const sr_name_sentence *s, const int32_t *scores,
                     const sr_name_ways *ways, const uint8_t *labels, float *logits, sr_arena *arena);

#endif
