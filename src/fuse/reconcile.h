/* One incident out of what its members say: consensus of the single values, figures over time.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_FUSE_RECONCILE_H
#define SR_FUSE_RECONCILE_H

#include "record/fold.h"

/** The single fields, in canonical order. */
#define SR_SINGLE_FIELDS 7
extern const uint8_t sr_single_fields[SR_SINGLE_FIELDS];
extern const uint8_t sr_harm_fields[SR_HARM_COUNT];

/** What is looked at again and again in a reading, computed once. */
typedef struct sr_facts {
    uint64_t values[SR_SINGLE_FIELDS];  // equal for equal values; 0: not given
    bool     official[SR_HARM_COUNT];   // an official gives the figure
    bool     died;                      // those it tells wounded are among those it tells dead
} sr_facts;

/** A member's own reading, in canonical order. */
typedef struct sr_voice {
    const sr_incident *said;      // what its report alone says; NULL: no incident was read
    const sr_facts    *facts;     // of it
    const sr_claims   *claims;    // of its report
    uint32_t           report;    // index into the input
    sr_instant         published;
    bool               counts;    // an independent voice: no copy, no older version
} sr_voice;

/** Facts of a reading. */
void sr_facts_of(const sr_incident *said, const sr_claims *claims, sr_facts *out, sr_arena *scratch);

/** Set the single values, types, counts, probability and questions of *record.
 *  @param voices  [n] in canonical order
 *  Cost: O(n · different values). */
void sr_reconcile(const sr_voice *voices, uint32_t n, sr_incident *record, sr_arena *arena);

/** Every value given, by field, the chosen one first, with evidence. */
void sr_reconcile_values(const sr_voice *voices, uint32_t n, const sr_incident *record,
                         sr_folded_incident *out, sr_arena *arena);
/** Every figure told, with its state beside the chosen one. */
void sr_reconcile_figures(const sr_voice *voices, uint32_t n, const sr_incident *record,
                          sr_folded_incident *out, sr_arena *arena);

/** The record's value of a single field or a count, as claims carry it. */
sr_value sr_record_value(const sr_incident *record, sr_field field);
/** Is there a value at all? */
bool     sr_value_given(sr_field field, const sr_value *value);
bool     sr_value_same(sr_field field, const sr_value *a, const sr_value *b);
/** The most probable claim of a field, first of equals; NULL: none. */
const sr_claim *sr_best_claim(const sr_voice *voice, sr_field field);

#endif
