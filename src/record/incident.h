/* An incident: what the fold makes of all claims about one happening.
 *
 * Every list entry points back to the words it was read from.  Unknown stays
 * empty, SR_DAY_NONE or an open count.  Views live as long as the claims.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_RECORD_INCIDENT_H
#define SR_RECORD_INCIDENT_H

#include "record/claim.h"

typedef struct sr_evidence {
    sr_span *at;
    uint32_t n;
} sr_evidence;

/** A perpetrator, target, victim, weapon, warning, position or relation: one row
 *  per value × stance × source. */
typedef struct sr_party {
    sr_value    value;
    uint8_t     stance;
    sr_source   source;
    sr_day      stated;
    sr_evidence evidence;
    float       probability;
} sr_party;

typedef struct sr_parties {
    sr_party *at;
    uint32_t  n;
} sr_parties;

#define SR_QUESTION_KIND_LIST(X)                                               \
    X(UNKNOWN, "unknown") X(CONTESTED, "contested")                            \
    X(IMPRECISE, "imprecise") X(UNCONFIRMED, "unconfirmed")

typedef enum sr_question_kind {
#define X(NAME, text) SR_QUESTION_##NAME,
    SR_QUESTION_KIND_LIST(X) SR_QUESTION_KIND_COUNT
#undef X
} sr_question_kind;

typedef struct sr_question {
    uint8_t kind;  // sr_question_kind
    uint8_t field; // sr_field
} sr_question;

enum { // indexes of sr_incident.counts
    SR_HARM_KILLED,
    SR_HARM_WOUNDED,
    SR_HARM_MISSING,
    SR_HARM_ABDUCTED,
    SR_HARM_KILLED_ATTACKERS,
    SR_HARM_WOUNDED_ATTACKERS,
    SR_HARM_COUNT
};

typedef struct sr_incident {
    uint32_t       mention;    // of its report
    bool           background; // told as history beside the main one
    uint8_t        type;       // sr_incident_type
    uint32_t       types;      // bit set of fair readings, 1 << sr_incident_type
    sr_str         subtype;
    sr_str        *factors;
    uint32_t       n_factors;
    uint8_t        stage;      // sr_actuality
    sr_period      date;
    sr_str         time_of_day;
    sr_place_value place;
    sr_str         venue;
    sr_count       counts[SR_HARM_COUNT];
    sr_evidence    count_evidence[SR_HARM_COUNT];
    sr_parties     perpetrators, targets, victims, weapons, warnings, positions, relations;
    sr_question   *questions;
    uint32_t       n_questions;
    sr_evidence    evidence;   // of the incident itself: triggers, date, place, counts
    float          probability;
} sr_incident;

typedef struct sr_incidents {
    sr_incident *at;
    uint32_t     n;
} sr_incidents;

#endif
