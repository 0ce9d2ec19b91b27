/* Gold names of the data sets, on our own tokens.
 *
 * Each set's words are joined to running text (white space guessed where the set
 * keeps none) and read by text/, so that training sees what reading sees; spans
 * go over by bytes.
 *
 *   docred-ner, wikigold, crossner-politics   as marked
 *   gmb-ner                                   silver; titles cut off persons
 *   ud-gum-open                               mentions whose head is a proper noun, cut to it
 *
 * Adjectives and people of a country, whatever a set calls them, are NATIONALITY.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_TRAIN_NAMES_DATA_H
#define SR_TRAIN_NAMES_DATA_H

#include "annotate/names.h"
#include "train/train.h"

#define SR_NAME_NONE 255u // kind of a word that is in no name

typedef struct sr_name_set {
    const char *name;
    sr_report   report;
    sr_document doc;     // our tokens
    uint8_t    *kinds;   // [T] sr_entity_kind or SR_NAME_NONE
    bool       *begins;  // [T] first word of a name
    uint32_t   *docs;    // [S] number of the source's document
    bool        silver;
} sr_name_set;

typedef enum sr_name_source {
    SR_NAMES_DOCRED, SR_NAMES_WIKIGOLD, SR_NAMES_CROSSNER, SR_NAMES_CROSSNER_DEV,
    SR_NAMES_GUM, SR_NAMES_GMB, SR_NAMES_TRAIN, // those before are trained on
    SR_NAMES_GUM_DEV = SR_NAMES_TRAIN, SR_NAMES_SOURCES
} sr_name_source;

/** Read a set; tags are not set yet. */
void sr_name_set_read(sr_name_set *out, sr_name_source source, const sr_train_options *options,
                      sr_arena *arena);
/** Turn adjectives of countries into NATIONALITY; needs tags. */
void sr_name_set_nationalities(sr_name_set *set, const sr_know *know);
/** Cut titles off the front of persons' names. */
void sr_name_set_titles(sr_name_set *set, const sr_know *know);

#endif
