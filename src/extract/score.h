/* How probable it is that a draft is an incident that the report tells as news: a logistic model
 * over what its mentions show.
 *
 * Features are hashes of (name, value) pairs; the trainer (train/train_incidents.c) uses the same
 * function.  Model file models/incidents.bin, payload: u32 n, u32 zero, u64 key[n] rising,
 * float weight[n].  Without a model the drafts keep the probabilities of the rules.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_EXTRACT_SCORE_H
#define SR_EXTRACT_SCORE_H

#include "extract/mention.h"

#define SR_SCORE_KIND "incidents"
#define SR_SCORE_VERSION 1u
#define SR_SCORE_FEATURES_MAX 256

/** Hash of the feature definitions: a model made with others is refused. */
uint64_t sr_score_definition(void);

/** Features of draft d; keys, no order.
 *  @param out  [SR_SCORE_FEATURES_MAX]
 *  @return how many; what does not fit is left out */
size_t sr_score_features(const sr_reader *r, const sr_mentions *mentions, const sr_drafts *drafts,
                         uint32_t d, uint64_t *out);

/** Is draft d of the kind that the training keys judge?  They leave out, by their task, arrests,
 *  protests, accidents, combat, attacks on armed groups, and history: such drafts keep the probability of
 *  the rules, and no example is made of them. */
bool sr_score_applies(const sr_reader *r, const sr_mentions *mentions, const sr_drafts *drafts, uint32_t d);

/** Set the probabilities of all drafts. Does nothing without a sound model. */
void sr_score_drafts(const sr_reader *r, const sr_mentions *mentions, sr_drafts *drafts);

#endif
