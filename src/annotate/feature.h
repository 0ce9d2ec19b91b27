/* What the trained models see of a token, and how they look up weights.
 *
 * Tagger, parser and name tagger score labels as sums of weights of hashed
 * features.  This part turns tokens into views (word, ends, shape, cluster,
 * usual tags), mixes features into 64-bit keys, and reads the table of weights.
 * The trainers of train/ use the same code, so features cannot drift apart.
 *
 * In text whose capitals tell nothing (upper-case wire text) shapes are masked;
 * everything else rests on folded forms, which are the same in both registers.
 *
 * Files are little-endian and used in place.  All functions are thread-safe:
 * models are read only.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_ANNOTATE_FEATURE_H
#define SR_ANNOTATE_FEATURE_H

#include "base/error.h"
#include "base/memo.h"
#include "record/document.h"

#define SR_NO_CLUSTER 0u
#define SR_LABELS_MAX 256u // labels are one byte in the tables of weights

/** One word as the tables know it. */
typedef struct sr_word_entry {
    uint32_t print;   // upper half of the hash of the folded form
    uint16_t cluster; // 0x1000 | 12-bit path; SR_NO_CLUSTER: none
    uint16_t tags;    // class of its usual tags; 0: unknown
} sr_word_entry;

/** Word table: buckets of entries, in place. */
typedef struct sr_words {
    const uint32_t      *starts;  // [buckets + 1] first entry of a bucket
    const sr_word_entry *entries; // [n]
    uint32_t             n;
    unsigned             bits;    // buckets = 1 << bits
} sr_words;

/** A token as the models see it. */
typedef struct sr_view {
    uint64_t word;    // hash of the folded form, digits as one digit
    uint64_t tail;    // its last 8 bytes, last byte lowest
    uint64_t head;    // its first 8 bytes, first byte lowest
    uint64_t shape;   // runs of X x d and other bytes; letters all x when masked
    uint16_t cluster; // as sr_word_entry
    uint16_t tags;
    uint8_t  place;   // 1: first word of its sentence
    uint8_t  flags;   // of the token
} sr_view;

/** Table of weights: for a key the labels that have a weight.
 *  Bucket b holds records starts[b] .. starts[b + 1] of `bytes`:
 *  print (2 bytes), count (1), count * {label, weight}; count 255: n_labels weights. */
typedef struct sr_weights {
    const uint32_t *starts; // [buckets + 1] bytes
    const uint8_t  *bytes;  // [n_bytes]
    uint32_t        n_bytes;
    uint32_t        n_labels; // L
    unsigned        bits;     // buckets = 1 << bits
} sr_weights;

/** A block of a model file: numbered sections, each aligned to 8 bytes.
 *  Layout: uint32 count, uint32 0, count * {uint32 offset, uint32 length}, sections. */
typedef struct sr_sections {
    sr_str   all;
    uint32_t count;
} sr_sections;

/** @return SR_OK; SR_E_CORRUPT when the table does not fit the bytes. */
SR_NODISCARD sr_status sr_sections_open(sr_sections *out, sr_str bytes, sr_error *err);
/** Section i; empty when there is none. */
sr_str sr_sections_get(const sr_sections *sections, uint32_t i);

SR_NODISCARD sr_status sr_words_open(sr_words *out, sr_str bytes, sr_error *err);
/** Entry of a folded form by its hash; NULL when unknown. */
const sr_word_entry *sr_words_find(const sr_words *words, uint64_t hash);

SR_NODISCARD sr_status sr_weights_open(sr_weights *out, sr_str bytes, uint32_t n_labels,
                                       sr_error *err);
/** Add the weights of `n` keys to scores[L]; any label of a damaged table stays below
 *  SR_LABELS_MAX, so scores must have that room. */
void sr_weights_add(const sr_weights *weights, const uint64_t *keys, unsigned n, int32_t *scores);

/* -- what one word adds to the scores of the words around it ------------------------------- */

#define SR_NEAR 5u           // places of a word seen from the one that is scored: from 2 before to 2 behind
#define SR_NEAR_KEYS_MAX 32u // of one place
#define SR_NEAR_AHEAD 8u     // places that are fetched before they are looked at
#define SR_SCORES_ROOM (SR_LABELS_MAX + 16u)
enum { SR_MEMO_TAGGER = 0, SR_MEMO_NAMES = 2 }; // numbers of tables of weights in a memo; capitals hidden: one more

/** Keys of the features that a word alone makes when it stands at a place (2: it is scored itself).
 *  @param keys  out: [SR_NEAR_KEYS_MAX] */
typedef unsigned sr_near_keys(const sr_view *view, unsigned place, uint64_t *keys);

/** A walk over the words of a sentence; what each adds is found once, in the memo if it is there. */
typedef struct sr_near {
    const sr_weights *weights;
    sr_near_keys     *keys;
    sr_memo          *memo;  // NULL: none
    uint8_t           model; // SR_MEMO_…
    const sr_view    *views; // [n]
    uint32_t          n;
    uint32_t          next;  // places are counted from 2 before the sentence: the first one not looked at
    uint32_t          hashed; // likewise
    uint64_t          hashes[SR_NEAR_AHEAD];
    const int16_t    *sums[SR_NEAR];                        // [SR_NEAR][stride] each
    int16_t           room[SR_NEAR][SR_NEAR * SR_LABELS_MAX]; // for what the memo does not hold
} sr_near;

/** What stands outside a sentence. */
extern const sr_view sr_view_outside;

/** Begin a walk over views[n]. */
void sr_near_begin(sr_near *near, const sr_weights *weights, sr_near_keys *keys, sr_memo *memo, unsigned model,
                   const sr_view *views, uint32_t n);
/** Scores of word i: what the words around it add, and the weights of further keys.
 *  @param i       not before the word of the last call
 *  @param scores  out: [SR_SCORES_ROOM] */
void sr_near_score(sr_near *near, uint32_t i, const uint64_t *keys, unsigned n, int16_t *scores);

/** The first label with the highest score.  @param n  at least 1 */
uint32_t sr_scores_best(const int16_t *scores, uint32_t n);

/** Do the capitals of a sentence tell nothing? (all its letters are of one case) */
bool sr_features_masked(const sr_document *doc, const sr_sentence *sentence);

/** Views of the tokens of one sentence.
 *  @param views   out: [sentence tokens]
 *  @param masked  hide capitals */
void sr_features_views(const sr_document *doc, const sr_sentence *sentence, const sr_words *words,
                       bool masked, sr_view *views);

/** Hash of a folded form with its digits made one digit ("1989" = "2024"). */
uint64_t sr_features_word(sr_str fold, bool digits, uint64_t hash);

/** Key of template number `t` over up to three values. */
static inline uint64_t sr_features_key(uint64_t t, uint64_t a, uint64_t b, uint64_t c)
{
    uint64_t h = (a + t * 0x9E3779B97F4A7C15u) * 0xBF58476D1CE4E5B9u;
    h ^= h >> 29;
    h = (h + b) * 0x94D049BB133111EBu;
    h ^= h >> 32;
    h = (h + c) * 0xD6E8FEB86659FD93u;
    return h ^ (h >> 31);
}

/** The last n bytes (1 to 8) of a view's form. */
static inline uint64_t sr_view_tail(const sr_view *v, unsigned n)
{
    return v->tail & (~(uint64_t)0 >> (64 - 8 * n));
}
static inline uint64_t sr_view_head(const sr_view *v, unsigned n)
{
    return v->head & (~(uint64_t)0 >> (64 - 8 * n));
}
/** The first `bits` bits of a cluster path with their number; 0: no cluster. */
static inline uint64_t sr_view_cluster(const sr_view *v, unsigned bits)
{
    return (uint64_t)(v->cluster >> (12 - bits));
}

#endif
