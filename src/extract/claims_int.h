/* Shared insides of claims.c and positions.c: the growing list of claims.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_EXTRACT_CLAIMS_INT_H
#define SR_EXTRACT_CLAIMS_INT_H

#include "extract/mention.h"

typedef struct sr_writer {
    const sr_reader   *r;
    const sr_mentions *mentions;
    const sr_drafts   *drafts;
    SR_LIST(sr_claim)  list;
    SR_LIST(uint32_t)  judged; // indexes of perpetrators that no clause names as such
} sr_writer;

/** A new claim of a draft with its evidence; the caller fills in value, stance and source. */
sr_claim *sr_claim_add(sr_writer *w, uint32_t draft, sr_field field, sr_range range, float probability);
/** Words of a range, white space squeezed. */
sr_str    sr_claim_words(const sr_writer *w, sr_range range);
/** Who asserts it: the speaker of an attribution; SR_NONE: the publisher. */
void      sr_claim_source(const sr_writer *w, sr_claim *c, uint32_t attribution);
/** Name, kind, actor, count … of a party. */
void      sr_claim_party(const sr_writer *w, sr_claim *c, const sr_noun *n);
/** A further perpetrator: the group or agency whose people noun n names ("guerrillas of the X");
 *  NULL: none. The caller fills in stance and source. */
sr_claim *sr_claim_body(sr_writer *w, uint32_t draft, const sr_noun *n, float probability);
/** Stance that data/positions.tsv gives to a verb by a class of speakers. */
uint8_t   sr_position_stance(const sr_writer *w, uint8_t verb, uint8_t class);

/** Claims of positions, of the perpetrators they name, and of warnings. */
void      sr_positions_write(sr_writer *w);
/** Claims of how named bodies stand to each other. */
void      sr_relations_write(sr_writer *w);

#endif
