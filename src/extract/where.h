/* Where an incident happened: a trained choice among the places that a report names.
 *
 *   sites   places of the report that are the same (one entry of the gazetteer, or one name)
 *   choice  for each draft the site that is most probably its place, with that probability
 *
 * Features are hashes of (name, value) pairs over all tellings of a site; the trainer
 * (train/train_scenes.c) uses the same functions.  Model file models/scenes.bin (extract/linear.h).
 * Without a model the places of the rules stand.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_EXTRACT_WHERE_H
#define SR_EXTRACT_WHERE_H

#include "extract/mention.h"

#define SR_WHERE_KIND "scenes"
#define SR_WHERE_VERSION 1u
#define SR_WHERE_FEATURES_MAX 384
#define SR_WHERE_SITES_MAX 64

typedef struct sr_sites {
    uint32_t  n;
    uint32_t *site_of;                   // [doc->n_places]; SR_NONE: none
    uint32_t  first[SR_WHERE_SITES_MAX]; // its first place
} sr_sites;

uint64_t sr_where_definition(void);
void sr_sites_find(const sr_reader *r, sr_sites *out);
/** Features of a site as seen from draft d.  @param out  [SR_WHERE_FEATURES_MAX] */
size_t sr_where_features(const sr_reader *r, const sr_sites *sites, const sr_mentions *mentions,
                         const sr_drafts *drafts, uint32_t d, uint32_t site, uint64_t *out);
/** Set place and place_probability of all drafts. Does nothing without a sound model. */
void sr_where_choose(const sr_reader *r, const sr_mentions *mentions, sr_drafts *drafts);

#endif
