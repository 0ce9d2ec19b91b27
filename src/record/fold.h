/* The fold over many reports: what goes in (reports of a block with their claims, people's
 * decisions) and what comes out (incidents with members, history and revisions).
 *
 * Reports and claims are named by their place in the input, so that every value can be followed
 * to its words: report r, span s.  Everything that comes out is a function of the set that went
 * in; no order of arrival, no clock.  Views live as long as the input and the arena of the call.
 *
 *   canonical order of reports   publication instant, report id; undated reports last
 *   canonical order of claims    report, claim id
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_RECORD_FOLD_H
#define SR_RECORD_FOLD_H

#include "record/incident.h"

/** One report of a block. */
typedef struct sr_fold_report {
    sr_str           id;         // 32 hex digits; unique in the input
    sr_instant       published;  // day SR_DAY_NONE: unknown
    sr_str           publisher, url, title, language;
    sr_str           text;       // may be empty once there is a digest
    const sr_str    *caller_ids; // ids that the callers gave; may be none
    uint32_t         n_caller_ids;
    const sr_claims *claims;     // of the newest extractor version, in canonical order
    sr_str           extractor;  // that version; part of the claims' ids
    const sr_str    *claim_ids;  // [claims->n], 32 hex digits each; NULL: computed
    sr_str           digest;     // sr_fold_digest of this report; empty: computed
} sr_fold_report;

/** What a person decided about two mentions: a claim like others, attributed and reversible.
 *  Of two decisions about the same mentions the later holds; a decision about a report that is
 *  not in the block is passed over. */
typedef struct sr_fold_decision {
    bool       same;     // else: not the same incident
    sr_str     report_a, report_b;   // report ids
    uint32_t   mention_a, mention_b; // SR_NONE: what the report is about (its mention 0)
    sr_str     who;      // "human:NAME"
    sr_instant at;
} sr_fold_decision;

/** Words in one of the reports. */
typedef struct sr_fold_evidence {
    uint32_t report; // index into the input
    sr_span  span;
} sr_fold_evidence;

/** A mention that belongs to an incident. */
typedef struct sr_fold_member {
    uint32_t report;     // index into the input
    uint32_t mention;    // SR_NONE: the report as a whole, in which no incident was read
    uint32_t copy_of;    // index of the report that this one copies or a newer version of which
                         // is there: not a voice of its own; SR_NONE: a voice
    bool     main;       // what the report is about: every report is so in one incident or story
    bool     background; // told as history there
    sr_str   id;         // hash of its first claim: the id the incident would have by this member
} sr_fold_member;

/** One value that reports give for a field of which an incident has one (type, subtype, stage,
 *  date, time_of_day, place, venue). */
typedef struct sr_fold_value {
    uint8_t           field;    // sr_field
    bool              chosen;   // the value of the incident; exactly one a field
    sr_value          value;
    uint32_t          support;  // independent reports that give it
    sr_instant        first, last; // published
    sr_fold_evidence *evidence;
    uint32_t          n_evidence;
} sr_fold_value;

typedef enum sr_fold_state {
    SR_FOLD_CURRENT,
    SR_FOLD_SUPERSEDED, // the same source has moved on, or a later figure took its place
    SR_FOLD_CONTESTED,  // other sources stand behind another, incompatible value
} sr_fold_state;

/** One figure told, in order of publication. */
typedef struct sr_fold_figure {
    uint8_t          harm;  // SR_HARM_…
    uint8_t          state; // sr_fold_state
    sr_count         count; // everybody the report counts
    sr_source        source; // strongest behind it in that report
    sr_instant       as_of; // publication of the report
    sr_fold_evidence evidence;
} sr_fold_figure;

/** A perpetrator, target, victim, weapon, warning, position or relation. */
typedef struct sr_fold_row {
    sr_value          value;
    uint8_t           stance;
    uint8_t           state;   // sr_fold_state
    sr_source         source;
    sr_day            stated;  // first
    sr_instant        first, last; // published
    uint32_t          support; // independent reports
    float             probability;
    sr_fold_evidence *evidence;
    uint32_t          n_evidence;
} sr_fold_row;

typedef struct sr_fold_rows {
    sr_fold_row *at;
    uint32_t     n;
} sr_fold_rows;

typedef enum sr_revision_kind {
    SR_REVISION_FIRST,   // the incident is told for the first time
    SR_REVISION_VALUE,   // a field changed: from → to
    SR_REVISION_ROW,     // a row of a list came in (`to`) or was superseded (`from`)
    SR_REVISION_REPORT,  // a report joined and changed nothing
    SR_REVISION_MERGED,  // another incident (`other`) turned out to be this one
    SR_REVISION_SPLIT,   // a part left for another incident (`other`), or came from it
    SR_REVISION_KIND_COUNT
} sr_revision_kind;

/** One step of the timeline; computed by replaying the reports in canonical order. */
typedef struct sr_revision {
    sr_instant at;       // publication of `report`
    uint32_t   report;   // the one that caused it; index into the input
    uint8_t    kind;     // sr_revision_kind
    uint8_t    field;    // sr_field of VALUE and ROW
    uint8_t    from_stance, to_stance; // of ROW; sr_stance
    sr_value   from, to; // members as the field uses them (record/claim.h); sr_value_none: nothing
    sr_str     other;    // id of the other incident of MERGED and SPLIT
} sr_revision;

typedef struct sr_folded_incident {
    sr_str            id;       // 32 hex digits: its first claim in canonical order
    bool              story;    // no incident was read in any member: reports of one happening, no record
    sr_str           *former;   // ids it had in the replay and those of what was merged into it, rising
    uint32_t          n_former;
    sr_fold_member   *members;  // canonical order
    uint32_t          n_members;
    uint32_t          support;  // independent reports
    sr_instant        first, last; // published; of the members
    sr_incident       record;   // reconciled single values, counts, types, questions; its lists of
                                // parties and its evidence stay empty: they are below
    sr_fold_value    *values;   // every value given, by field, chosen first
    uint32_t          n_values;
    sr_fold_figure   *figures;  // by harm, then canonical order
    uint32_t          n_figures;
    sr_fold_rows      perpetrators, targets, victims, weapons, warnings, positions, relations;
    sr_revision      *revisions; // canonical order
    uint32_t          n_revisions;
} sr_folded_incident;

/** What the fold gives: incidents in canonical order of their first claims, stories among them. */
typedef struct sr_folded {
    sr_folded_incident *at;
    uint32_t            n;
} sr_folded;

#endif
