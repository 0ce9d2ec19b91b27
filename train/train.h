/* The trainers: one model each; shared options.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_TRAIN_TRAIN_H
#define SR_TRAIN_TRAIN_H

#include "annotate/tag.h"
#include "train/corpus.h"
#include "train/perceptron.h"

typedef struct sr_train_options {
    const char *shared; // folder with data/
    const char *models; // folder to write to
    unsigned    epochs; // 0: the model's own number
    unsigned    seed;
} sr_train_options;

void sr_train_tagger(const sr_train_options *options);
/** models/incidents.bin; needs the other models built in. */
void sr_train_incidents(const sr_train_options *options);
/** Lemma tables from the treebanks (sections SR_TAG_SCRIPTS, _LEMMAS, _SUFFIXES). */
void sr_train_lemmas(const sr_train_options *options, const sr_corpus *const *corpora, unsigned n,
                     sr_buf sections[3], sr_arena *arena);

/** Name of a data file: "<shared>/data/<set>", for sr_train_file. */
const char *sr_train_folder(const sr_train_options *options, const char *set, sr_arena *arena);
/** All bytes of a model that was trained before, aligned. */
sr_str sr_train_model(const sr_train_options *options, const char *kind, sr_arena *arena);

#endif
