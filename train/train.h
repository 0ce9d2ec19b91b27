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
    const char *judges; // incidents: folder with fold0 .. fold4 of the roles, so that no report is judged by a model that saw it
    unsigned    epochs; // 0: the model's own number
    unsigned    seed;
    int         hold;   // names: fold 0 .. 4 of wikigold and docred-ner that is not trained on; -1: none
    bool        folds;  // roles, incidents: a model without each fold, in <models>/fold0 .. fold4
} sr_train_options;

void sr_train_tagger(const sr_train_options *options);
void sr_train_parser(const sr_train_options *options);

void sr_train_names(const sr_train_options *options);

/** Set a document's tags with the trained tagger.  @param masked  hide all capitals */
void sr_train_tags(const sr_tagger *tagger, sr_document *doc, bool masked, sr_arena *arena);

extern const char *const sr_train_treebanks[2];
/** Set the tags of the treebanks' train parts as a tagger gives them that has not seen the
 *  sentence (jackknifing): what is trained on tags must know their errors.
 *  @param masked   capitals hidden
 *  @param corpora  read from sr_train_treebanks; tokens' upos and xpos are set */
void sr_train_jackknife(const sr_train_options *options, bool masked, sr_corpus corpora[2],
                        sr_arena *arena);
/** models/incidents.bin; needs the other models built in. */
void sr_train_incidents(const sr_train_options *options);
/** models/fold.bin; needs the other models built in.  hold 0: cross-validates first. */
void sr_train_fold(const sr_train_options *options);
/** models/links.bin; needs the language models built in; roles, scenes and incidents need it. */
void sr_train_links(const sr_train_options *options);
/** models/roles.bin; needs the other models built in. */
void sr_train_roles(const sr_train_options *options);
/** models/scenes.bin; needs the other models built in. */
void sr_train_scenes(const sr_train_options *options);
/** Lemma tables from the treebanks (sections SR_TAG_SCRIPTS, _LEMMAS, _SUFFIXES). */
void sr_train_lemmas(const sr_train_options *options, const sr_corpus *const *corpora, unsigned n,
                     sr_buf sections[3], sr_arena *arena);

/** Name of a data file: "<shared>/data/<set>", for sr_train_file. */
const char *sr_train_folder(const sr_train_options *options, const char *set, sr_arena *arena);
/** All bytes of a model that was trained before, aligned. */
sr_str sr_train_model(const sr_train_options *options, const char *kind, sr_arena *arena);

#endif
