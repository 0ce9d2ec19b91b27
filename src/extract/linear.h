/* Small logistic models of extract: a sorted table of hashed features and their weights.
 *
 * File: u32 n, u32 zero, u64 key[n] rising, float weight[n], in the container of know/model.h.
 * Read only and in place; thread-safe.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_EXTRACT_LINEAR_H
#define SR_EXTRACT_LINEAR_H

#include "know/know.h"

typedef struct sr_linear {
    const uint64_t *keys;
    const float    *weights;
    uint32_t        n;
} sr_linear;

/** Open model `name`. @return false: there is none, or it was made for other features */
bool sr_linear_open(sr_linear *out, const sr_know *know, const char *name, uint32_t version, uint64_t definition);
/** Probability of an example by its features. Cost: n * log(weights). */
float sr_linear_score(const sr_linear *model, const uint64_t *keys, size_t n);

#endif
