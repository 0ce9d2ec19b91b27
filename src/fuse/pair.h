/* The same-incident decision for a pair of reports: features, logistic model, rule for background.
 *
 * Symmetric; looks at the two digests only.  The trainer (train/train_fold.c) uses the same
 * features.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_FUSE_PAIR_H
#define SR_FUSE_PAIR_H

#include "fuse/digest.h"

/* One row a feature: X(NAME). Rows ending in a number are the bin or the knot from there on. */
#define SR_PAIR_LIST(X)                                                        \
    X(BIAS)                                                                    \
    X(TEXT_00) X(TEXT_05) X(TEXT_10) X(TEXT_20) X(TEXT_30) X(TEXT_45) X(TEXT_60) \
    X(TITLE_00) X(TITLE_10) X(TITLE_30) X(TITLE_60) X(TITLE_NONE)              \
    X(LEAD_00) X(LEAD_05) X(LEAD_15) X(LEAD_30) X(LEAD_50)                     \
    X(NAMES_00) X(NAMES_05) X(NAMES_15) X(NAMES_30) X(NAMES_SHARE) X(NAMES_NONE) X(NAME_RAREST) \
    X(WORD_RAREST)                                                             \
    X(AGES_UNKNOWN) X(AGES_NONE) X(AGES_ONE) X(AGES_TWO) X(AGES_MORE) X(AGES_ALL) \
    X(PUBLISHED_UNKNOWN) X(PUBLISHED_0) X(PUBLISHED_1) X(PUBLISHED_2) X(PUBLISHED_4) \
    X(PUBLISHED_8) X(PUBLISHED_15) X(PUBLISHED_31) X(PUBLISHED_91)             \
    X(DATE_UNKNOWN) X(DATE_0) X(DATE_1) X(DATE_2) X(DATE_4) X(DATE_11) X(DATE_41) \
    X(DATE_WITHIN) X(DATE_OUTSIDE)                                             \
    X(PLACE_UNKNOWN) X(PLACE_SAME) X(PLACE_15KM) X(PLACE_60KM) X(PLACE_REGION) \
    X(PLACE_OTHER_REGION) X(PLACE_COUNTRY) X(PLACE_ELSEWHERE)                  \
    X(KILLED_UNKNOWN) X(KILLED_NOBODY) X(KILLED_SAME) X(KILLED_NEAR) X(KILLED_OTHER) \
    X(WOUNDED_UNKNOWN) X(WOUNDED_NOBODY) X(WOUNDED_SAME) X(WOUNDED_NEAR) X(WOUNDED_OTHER) \
    X(TYPE_SAME) X(TYPE_NEAR) X(TYPE_OTHER) X(TYPE_ONE) X(TYPE_NEITHER)        \
    X(SUBTYPE_SAME) X(SUBTYPE_OTHER)                                           \
    X(VENUE_SAME) X(VENUE_OTHER)                                               \
    X(ACTOR_SAME) X(ACTOR_OTHER) X(PERSON_SAME) X(PERSON_TWO) X(PERSON_OTHER)  \
    X(COPY) X(COPY_30) X(COPY_60) X(URL_SAME)                                  \
    X(TEXT_PLACE_SAME) X(TEXT_PLACE_UNKNOWN) X(TEXT_PLACE_OTHER)               \
    X(TEXT_DATE_SAME) X(TEXT_DATE_UNKNOWN) X(TEXT_DATE_OTHER)                  \
    X(TEXT_PUBLISHED_NEAR) X(TEXT_PUBLISHED_FAR) X(TEXT_NEITHER)               \
    X(NAMES_PLACE_SAME) X(NAMES_PLACE_OTHER) X(NAMES_DATE_SAME) X(NAMES_DATE_OTHER) \
    X(NAMES_PUBLISHED_FAR) X(DATE_PLACE_SAME) X(TEXT_LEAD)                     \
    X(SHORT) X(SHORT_TEXT) X(SHORT_LEAD) X(SHORT_NAMES) X(SHORT_RAREST) X(SHORT_PLACE_SAME) X(SHORT_COPY)

typedef enum sr_pair_feature {
#define X(NAME) SR_PAIR_##NAME,
    SR_PAIR_LIST(X) SR_PAIR_FEATURES
#undef X
} sr_pair_feature;

/** Names of all features: a model made with others is refused. */
sr_str sr_pair_definition(void);

/** @param dot  sr_digest_dot of the words of both */
void    sr_pair_features(const sr_fold_model *model, const sr_digest *a, const sr_digest *b, int32_t dot,
                         float out[SR_PAIR_FEATURES]);
/** What is taken from the log odds of short reports without an incident. */
double  sr_pair_doubt(const sr_digest *a, const sr_digest *b);
/** Log odds that what both reports are about is the same, in thousandths. */
int32_t sr_pair_score(const sr_fold_model *model, const sr_digest *a, const sr_digest *b, int32_t dot);

/** Pairs of reports below are not looked at, if both have words. */
#define SR_PAIR_LEAST_DOT (SR_DIGEST_UNIT_WEIGHT * SR_DIGEST_UNIT_WEIGHT / 100 * 4)
/** Reports with fewer words are compared with all that share a key. */
#define SR_PAIR_FEW_WORDS 4u
/** Pairs below this score count for nothing. */
#define SR_PAIR_LEAST_SCORE (-1500)
/** Is one a near copy of the other, or a version of the same article? Symmetric. */
bool sr_pair_is_copy(const sr_digest *a, const sr_digest *b);
/** Does a pair tie what is folded together?  Nothing joins without a score above zero, so pairs below
 *  count within a block and tie no blocks. */
bool sr_pair_links(int32_t score, bool copy);

/** Reports further apart, in days of publication, must name a person of both. */
#define SR_PAIR_FAR_APART 200

/** What place, day and people of two mentions, units of reports a and b, say about their being one incident: they
 *  contradict, they agree, or one of them is too vague to tell.  Symmetric; cost: one sum of words at most. */
typedef enum sr_pair_bearing { SR_PAIR_VAGUE, SR_PAIR_TOGETHER, SR_PAIR_APART } sr_pair_bearing;
sr_pair_bearing sr_pair_bearing_of(const sr_digest *a, uint32_t unit_a, const sr_digest *b, uint32_t unit_b);

bool sr_pair_is_candidate(const sr_digest *a, const sr_digest *b, int32_t dot);

/** Is what one report tells as background the same as a mention of another?  Same place, day and
 *  family of types. */
bool sr_pair_same_background(const sr_digest_unit *a, const sr_digest_unit *b);

#endif
