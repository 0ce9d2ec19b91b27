/* Lemmas: exceptions first, then endings by the longest known suffix.
 *
 * A lemma is its form with some last bytes replaced; which, is one of the
 * model's scripts.  Exceptions are kept by form and label, rules by suffix and
 * label.  Learned from treebanks and from WordNet's lists of irregular forms;
 * conventions are UD's ("n't" is not, "wo" will, "me" I).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_ANNOTATE_LEMMA_H
#define SR_ANNOTATE_LEMMA_H

#include "annotate/feature.h"
#include "know/know.h"

#define SR_LEMMA_SUFFIX_MAX 6u // bytes of the longest suffix of a rule

enum { // sr_word_entry.tags of an exception
    SR_LEMMA_CAPITAL = 1, // printed with a capital ("I", "American")
};

/** A script: cut `cut` bytes off the end, add text[add_at .. add_at + add_len). */
typedef struct sr_script {
    uint8_t  cut;
    uint8_t  add_len;
    uint16_t add_at;
} sr_script;

typedef struct sr_lemmas {
    const sr_script *scripts;  // [S]; script 0 changes nothing
    uint32_t         n_scripts; // S
    sr_str           text;     // what scripts add
    sr_words         exact;    // sr_lemma_key -> script
    sr_words         suffixes; // sr_lemma_suffix_key -> script
} sr_lemmas;

/** @param scripts  uint32 S, uint32 bytes of text, scripts, text */
SR_NODISCARD sr_status sr_lemmas_open(sr_lemmas *out, sr_str scripts, sr_str exact, sr_str suffixes,
                                      sr_error *err);

static inline uint64_t sr_lemma_key(uint64_t form_hash, uint8_t upos, uint8_t xpos)
{
    return sr_features_key(1, form_hash, upos, xpos);
}
static inline uint64_t sr_lemma_suffix_key(uint64_t tail, unsigned n, uint8_t upos, uint8_t xpos)
{
    return sr_features_key(2, tail, n, (uint64_t)upos << 8 | xpos);
}

/** Script of a form, by its label.
 *  @param tail     as sr_view.tail
 *  @param capital  out: the printed lemma has a capital; may be NULL */
uint32_t sr_lemma_script(const sr_lemmas *lemmas, sr_str fold, uint64_t hash, uint64_t tail,
                         uint8_t upos, uint8_t xpos, bool *capital);
/** Apply a script; the form itself where it does not fit. */
sr_str sr_lemma_apply(const sr_lemmas *lemmas, uint32_t script, sr_str form, sr_arena *arena);

#endif
