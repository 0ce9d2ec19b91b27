/* Which mentions of a report are one incident: what the program and the trainer of models/links.bin
 * (train/train_links.c) share.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_EXTRACT_LINK_H
#define SR_EXTRACT_LINK_H

#include "extract/mention.h"

#define SR_LINK_KIND "links"
#define SR_LINK_VERSION 1u
#define SR_LINK_FEATURES_MAX 64

uint64_t sr_link_definition(void);
/** Features of mention m as one more mention of draft d; keys, no order.
 *  @param place  of the mention (sr_mention_place)
 *  @param out    [SR_LINK_FEATURES_MAX] */
size_t sr_link_features(const sr_reader *r, const sr_mentions *all, const sr_drafts *drafts, uint32_t d,
                        const sr_mention *m, uint32_t place, uint64_t *out);
/** Is a mention sure enough to be part of an incident at all? */
bool sr_link_takes(const sr_mention *m);
/** May the mention be of the draft's incident, by type, time and country? */
bool sr_link_may(const sr_reader *r, const sr_incident_draft *draft, const sr_mention *m, uint32_t place);
/** A new draft, number `index`, from mention number `mention`. */
void sr_link_open(const sr_reader *r, sr_incident_draft *d, const sr_mentions *all, uint32_t mention, uint32_t place,
                  uint32_t index);
/** Add a mention to draft number `index`. */
void sr_link_join(const sr_reader *r, sr_incident_draft *d, sr_mention *m, uint32_t place, uint32_t index);

#endif
