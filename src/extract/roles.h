/* Who takes part in an incident, and as what: a trained judgement over all that the report says of
 * a party, beside the roles that the table of triggers gives in single clauses.
 *
 *   candidates  noun groups, and bodies named inside them ("guerrillas of the X")
 *   parties     candidates that name the same (same words, or one chain of names)
 *   roles       for each party and draft the probability of each part, given that the draft is
 *               an incident
 *
 * Features are hashes of (name, value) pairs over all candidates of a party; the trainer
 * (train/train_roles.c) uses the same functions.  Model file models/roles.bin: sections 0 the
 * number of parts and the scale, 1 a table of weights (annotate/feature.h).  Without a model the
 * roles of the rules stand.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_EXTRACT_ROLES_H
#define SR_EXTRACT_ROLES_H

#include "annotate/feature.h"
#include "extract/mention.h"

#define SR_ROLES_KIND "roles"
#define SR_ROLES_VERSION 1u
#define SR_ROLES_FEATURES_MAX 384

/** What a party is to an incident. */
typedef enum sr_part {
    SR_PART_NONE,
    SR_PART_PERSON, // perpetrators: individuals
    SR_PART_BODY,   // perpetrators: groups, organisations, states
    SR_PART_THING,  // things attacked
    SR_PART_PEOPLE, // persons attacked or harmed
    SR_PART_WEAPON,
    SR_PART_COUNT
} sr_part;

enum { SR_ROLES_HEAD, SR_ROLES_WEIGHTS, SR_ROLES_SECTIONS };

typedef struct sr_candidate {
    sr_noun  noun;
    uint32_t sentence;
    uint32_t chunk;    // its noun group
    bool     inside;   // a body named inside that group
    uint32_t party;
} sr_candidate;

typedef struct sr_cast {
    sr_candidate *at;  // in reading order
    uint32_t      n;
    uint32_t      n_parties;
    uint32_t     *governors; // [n][2] for each candidate: verb chunk it is subject, object of
    uint32_t     *first;     // [n_parties] first candidate of a party
    uint32_t     *next;      // [n] next candidate of the same party; SR_NONE: no more
    uint32_t     *of_head;   // [tokens] the candidate, not inside another, whose head the token is; SR_NONE: none
} sr_cast;

uint64_t sr_roles_definition(void);

/** All candidates of a document, put into parties. Cost: candidates × parties. */
void sr_cast_find(const sr_reader *r, sr_cast *out);
/** Features of a party that do not depend on a draft.  @param out  [SR_ROLES_FEATURES_MAX] */
size_t sr_cast_party_features(const sr_reader *r, const sr_cast *cast, uint32_t party, uint64_t *out);
/** Features of a party as seen from draft d. */
size_t sr_cast_draft_features(const sr_reader *r, const sr_cast *cast, const sr_mentions *mentions,
                              const sr_drafts *drafts, uint32_t d, uint32_t party, uint64_t *out);

/** Judge all parties for all drafts: participants that the rules found get their probability, further
 *  ones are added to the mention nearest to them. Does nothing without a sound model. */
void sr_roles_judge(const sr_reader *r, sr_mentions *mentions, const sr_drafts *drafts);

#endif
