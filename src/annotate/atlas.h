/* What the gazetteer says of each token: names of places and of peoples that begin there.
 *
 * Names, entities and places ask the same of the same tokens; what was looked up once lies here.
 * Belongs to its document and, like it, to one thread.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_ANNOTATE_ATLAS_H
#define SR_ANNOTATE_ATLAS_H

#include "know/gazetteer.h"
#include "know/know.h"
#include "record/document.h"

typedef struct sr_sight {
    const sr_gazetteer_reading *readings;
    uint32_t                    n_readings, country;
    uint8_t                     place, people; // tokens of the longest name that begins here; 0: none
    bool                        place_known, people_known; // looked up
} sr_sight;

typedef struct sr_atlas {
    const sr_gazetteer *gazetteer;
    const sr_document  *doc;
    sr_gazetteer_form  *forms;  // [T]
    sr_sight           *sights; // [T]
} sr_atlas;

/** Forms of a document's tokens. @return in the arena; NULL without a gazetteer.  Cost: O(bytes). */
sr_atlas *sr_atlas_make(const sr_document *doc, const sr_know *know, sr_arena *arena);
/** Begin to fetch what will be asked at token i; see sr_gazetteer_fetch. */
void      sr_atlas_fetch(const sr_atlas *atlas, uint32_t i, unsigned step);
/** Longest name of a place that begins at token i and ends in its sentence; as sr_gazetteer_find. */
size_t    sr_atlas_place(sr_atlas *atlas, uint32_t i, const sr_gazetteer_reading **readings, size_t *count);
/** Longest demonym likewise; as sr_gazetteer_demonym. @param country  out: may be NULL */
size_t    sr_atlas_people(sr_atlas *atlas, uint32_t i, uint32_t *country);

#endif
