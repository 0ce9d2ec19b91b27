/* A claim: one statement read in one report – field = value, about one incident
 * mention of that report, with who says it, how strongly, and where it stands.
 *
 * Claims are immutable.  Views live in the arena they were made in.
 * The value's members that a field does not use are zero; which it uses:
 *
 *   type stage role             code
 *   subtype factor time_of_day  code
 *   date                        period
 *   place                       place, name
 *   venue                       name
 *   killed … wounded_attackers  count, kind (whose: people security civilians attackers),
 *                               other ("more": on top of what was told before),
 *                               code (wounded: "hit" where the dead may be among them)
 *   perpetrator                 name, actor, kind, description, nationality, count
 *   target                      name, kind, code (target type), effect, count, nationality
 *   victim                      name, description, code (victim type), effect, count,
 *                               nationality, age, gender, was
 *   weapon                      name, code (weapon type)
 *   warning                     name (what about), period, actor
 *   position                    code (verb), name (accused), actor, other (what about)
 *   relation                    name (from), code (type), other (to)
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_RECORD_CLAIM_H
#define SR_RECORD_CLAIM_H

#include "record/document.h"

typedef struct sr_value {
    sr_str         code;        // word of a closed vocabulary
    sr_str         name;        // words of the text, white space squeezed
    sr_str         actor;       // id in the actor table; empty: unknown
    sr_str         kind;        // group organization agency state person facility …
    sr_str         description; // "peasants", "a 12-year-old boy"
    sr_str         effect;      // death injury destroyed some_damage …
    sr_str         nationality; // ISO 3166-1 alpha-2
    sr_str         other;       // second party of a relation; what a position is about
    sr_str         age, gender, was;
    sr_count       count;       // SR_COUNT_OPEN in all three: none
    sr_period      period;
    sr_place_value place;
} sr_value;

/** Who asserts a claim; name empty: the publisher. */
typedef struct sr_source {
    sr_str  name;  // words of the text
    sr_str  actor; // id in the actor table; empty: unknown
    uint8_t class; // sr_speaker_class
} sr_source;

typedef struct sr_claim {
    sr_str    report;      // report id
    uint32_t  mention;     // the report's own nth incident, from 0; SR_NONE: about the report
    uint8_t   field;       // sr_field
    uint8_t   stance;      // sr_stance
    uint8_t   actuality;   // sr_actuality
    sr_value  value;
    sr_source source;
    sr_span   span;        // evidence
    sr_day    stated;      // day of the statement; SR_DAY_NONE unknown
    float     probability; // in [0, 1]: that the text says so
} sr_claim;

/** What extract hands to fuse for one report: its claims, in canonical order. */
typedef struct sr_claims {
    sr_claim *at;
    uint32_t  n;
    uint32_t  n_mentions;  // mentions are numbered from 0; the first is what the report is about
    uint8_t   kind;        // sr_report_kind
    float     relevance;   // in [0, 1]: that the report tells of a violent incident
} sr_claims;

/** No count at all. */
#define SR_COUNT_NONE ((sr_count){SR_COUNT_OPEN, SR_COUNT_OPEN, SR_COUNT_OPEN})
static inline bool sr_count_known(sr_count c)
{
    return c.low != SR_COUNT_OPEN || c.best != SR_COUNT_OPEN || c.high != SR_COUNT_OPEN;
}
/** An empty value: counts and period unknown. */
sr_value sr_value_none(void);
/** Canonical order: mention, field, span, then everything else. */
int      sr_claim_cmp(const sr_claim *a, const sr_claim *b);

#define SR_CLAIM_ID_TEXT 33
/** 32 hex digits that name a claim by its content: the same on every machine and run.
 *  @param extractor  version of what read it */
void     sr_claim_id(const sr_claim *claim, sr_str extractor, char out[SR_CLAIM_ID_TEXT]);

#endif
