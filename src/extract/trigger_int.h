/* Shared insides of trigger.c and harm.c: a mention while its participants are collected.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_EXTRACT_TRIGGER_INT_H
#define SR_EXTRACT_TRIGGER_INT_H

#include "extract/mention.h"

typedef struct sr_builder {
    const sr_reader        *r;
    sr_mention             *m;
    uint32_t                sentence;
    const sr_chunks        *chunks;
    SR_LIST(sr_participant) list;
    uint32_t                row;
} sr_builder;

/** Put what noun group `chunk` names into the list, in the role that it can fill; nothing if none. */
void sr_builder_add(sr_builder *b, uint32_t chunk, uint8_t wanted);
/** The same with what is coordinated with it: before it, behind it, and by the tree up to chunk `end`. */
void sr_builder_add_subject(sr_builder *b, uint32_t chunk, uint32_t end, uint8_t wanted);
void sr_builder_add_all(sr_builder *b, uint32_t chunk, uint8_t wanted);

/** Harm told without a word of violence at token t of chunk: "five dead", "was taken to hospital", "in
 *  critical condition", "one fatally".  Fills the mention and its list; false: none told. */
bool sr_harm_read(sr_builder *b, uint32_t t, uint32_t chunk);
/** "quadruple shooting": how many it hit, as a victim of a noun trigger's group. */
void sr_harm_multiple(sr_builder *b, const sr_chunk *group);
/** The dead that a toll told by noun group `chunk` rises to ("rose to 133"). */
void sr_harm_toll(sr_builder *b, uint32_t chunk);

#endif
