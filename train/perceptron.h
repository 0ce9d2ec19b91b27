/* Averaged perceptron over sparse hashed features, and its export.
 *
 * Weights are integers while training, so a run gives the same bytes on every
 * machine.  Only (feature, label) pairs that were ever updated take memory.
 * Sources: Collins 2002 (averaging), Krauth & Mezard 1987 (margin).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_TRAIN_PERCEPTRON_H
#define SR_TRAIN_PERCEPTRON_H

#include "annotate/feature.h"
#include "base/buf.h"

typedef struct sr_cell {
    int64_t  total; // sum of the weight over all steps up to `stamp`
    int32_t  weight;
    uint32_t stamp;
    uint32_t updates;
    uint8_t  label;
} sr_cell;

typedef struct sr_row {
    uint64_t key;
    sr_cell *cells; // [n]
    uint16_t n, room;
} sr_row;

typedef struct sr_perceptron {
    sr_row   *rows;  // [n]
    uint32_t  n, room;
    uint32_t *index; // [mask + 1] row + 1; 0: empty
    uint32_t  mask;
    uint32_t  now;   // steps taken; the caller counts it up
    uint32_t  n_labels;
    uint32_t  least; // a weight counts once it was changed so often
} sr_perceptron;

/** @param least  weights that were changed more seldom count nothing, in training and after:
 *  fewer weights, and they generalise better (Goldberg & Elhadad 2011) */
void sr_perceptron_init(sr_perceptron *p, uint32_t n_labels, uint32_t least);
void sr_perceptron_free(sr_perceptron *p);
/** scores[L] += weights of the keys. */
void sr_perceptron_score(const sr_perceptron *p, const uint64_t *keys, unsigned n, int32_t *scores);
void sr_perceptron_update(sr_perceptron *p, const uint64_t *keys, unsigned n, uint8_t label,
                          int32_t by);

/** Averaged weights as a table of annotate/feature.h.
 *  @param max_bytes  features with the smallest weights are left out until it fits
 *  @return weights per unit of score: scores / scale are those of the trainer */
double sr_perceptron_export(const sr_perceptron *p, size_t max_bytes, sr_buf *out);

/** A word table of n entries; keys[i] is the whole hash of entry i, its print is set here.
 *  Of entries with one key the first stays. */
void sr_train_words(const uint64_t *keys, const sr_word_entry *entries, uint32_t n, sr_buf *out);

/** Join sections into a block (annotate/feature.h). */
void sr_train_sections(const sr_str *sections, uint32_t n, sr_buf *out);
/** Write a model file with its header. */
void sr_train_write(const char *folder, const char *kind, uint32_t version, uint64_t features,
                    sr_str payload);

#endif
