/* Incidents in the forms of other programs: flat tables, maps, alerts.
 *
 * Place on the way: last stage, beside publish.h.  `read` fills an sr_export_incident from one
 * report's incident, the ledger from what the fold made of many reports; a writer sees only this.
 * An exporter writes what stands before the first incident (a header), one incident after the
 * other in the order given, and what stands behind the last.
 *
 * Invariants: the same incidents in the same order give the same bytes: no clock, no locale.
 * A field that cannot be filled honestly stays empty.  Words of articles are hostile in every
 * form: no formula in a table, no markup in XML, no line end in a row.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_PUBLISH_EXPORT_H
#define SR_PUBLISH_EXPORT_H

#include "base/buf.h"
#include "know/lexicon.h"
#include "record/fold.h"

/** A report that an incident was read from. */
typedef struct sr_export_report {
    sr_str id, url, publisher, title, language; // empty: unknown
    sr_instant published;
    sr_str text; // body that spans count; empty: not at hand, then nothing is quoted
} sr_export_report;

/** Words of one of the incident's reports. */
typedef struct sr_export_span {
    uint32_t report; // index in sr_export_incident.reports
    sr_span at;
} sr_export_span;

typedef struct sr_export_evidence {
    const sr_export_span *at;
    uint32_t n;
} sr_export_evidence;

/** A perpetrator, target, victim, weapon, warning, position or relation: one row per value ×
 *  stance × source; strongest current first, denied and cleared last. */
typedef struct sr_export_party {
    sr_value value;   // which members are used: record/claim.h
    uint8_t stance;   // sr_stance
    sr_source source; // name empty: the publisher
    sr_day stated;    // SR_DAY_NONE: unknown
    float probability;
    sr_export_evidence evidence;
} sr_export_party;

typedef struct sr_export_parties {
    const sr_export_party *at;
    uint32_t n;
} sr_export_parties;

/** What a writer needs of an incident.  Zeroed members are unknown, except `counts` and `told` (SR_COUNT_NONE)
 *  and days (SR_DAY_NONE). */
typedef struct sr_export_incident {
    sr_str id;      // stable; words of [a-z0-9-] only
    uint8_t type;   // sr_incident_type
    uint32_t types; // bit set of fair readings
    sr_str subtype; // leaf of data/incident-types.tsv
    const sr_str *factors;
    uint32_t n_factors;
    uint8_t stage; // sr_actuality
    bool background;
    sr_period date;
    sr_str time_of_day;
    sr_place_value place;
    sr_str venue;
    sr_count counts[SR_HARM_COUNT];
    sr_count told[SR_HARM_COUNT]; // lowest and highest of all figures that are not superseded
    sr_export_evidence count_evidence[SR_HARM_COUNT];
    sr_export_parties perpetrators, targets, victims, weapons, warnings, positions, relations;
    const sr_question *questions;
    uint32_t n_questions;
    const sr_export_report *reports; // in order of publication, first seen first; one or more
    uint32_t n_reports;
    uint32_t support;                 // independent reports: copies of one agency text count once
    uint32_t revision;                // from 1; 0: not kept in a ledger
    sr_instant first_seen, last_seen; // publication of the first and of the latest report
    sr_export_evidence evidence;      // triggers, date, place, counts
    float probability;
} sr_export_incident;

#define X(NAME, writer, name, version, media, what) SR_EXPORT_##NAME,
typedef enum sr_export_kind {
#include "publish/export_list.h"
    SR_EXPORT_COUNT
} sr_export_kind;
#undef X

/** Name on the command line ("acled"), version of what is written ("acled-2024/1"), media
 *  type, one line for people.  Static. */
const char *sr_export_name(sr_export_kind format);
const char *sr_export_version(sr_export_kind format);
const char *sr_export_media(sr_export_kind format);
const char *sr_export_summary(sr_export_kind format);
/** -1: no format has this name. */
int sr_export_from(sr_str name);

/** What a writer knows besides; all members may be zero. */
typedef struct sr_export_options {
    const sr_lexicon *lexicon; // codes, countries, actors; NULL: fields that need it stay empty
    sr_str sender;             // cap: who warns ("desk@example.org"); empty: "sitrep"
    bool actual;               // cap: status Actual; false: Test
} sr_export_options;

/** A run of one format.  Fields belong to the exporter, except that callers may read the counters.
 */
typedef struct sr_exporter {
    sr_export_kind format;
    const sr_export_options *options;
    sr_buf *out;
    uint64_t n;                  // incidents written
    uint64_t left_out;           // incidents that the form has no place for
    sr_arena kept;               // memory of the whole run
    struct sr_export_seen *seen; // stix: what was written already
    struct sr_xml *xml; // kml, atom: the open document
    sr_instant latest;           // newest publication so far
} sr_exporter;

/** Writes what stands before the first incident.
 *  @param options  outlives the exporter; may be NULL
 *  @param out      the caller's; may be emptied between calls; out->failed tells of no memory */
void sr_export_start(sr_exporter *exporter, sr_export_kind format,
                     const sr_export_options *options, sr_buf *out);
/** @param arena  memory of this incident; its handler is called when memory runs out, and then what
 *  was appended to `out` by this call is to be cut off.  Cost: linear in the incident. */
void sr_export_put(sr_exporter *exporter, const sr_export_incident *incident, sr_arena *arena);
/** Writes what stands behind the last incident. */
void sr_export_end(sr_exporter *exporter);
/** Gives memory back; after sr_export_end, or instead of it when the run was left. */
void sr_export_free(sr_exporter *exporter);

/** One incident of one report as exporters want it; views of the arguments, lists in the arena.
 *  The id is made from the report's and the incident's number in it: it is not the id that a
 *  ledger would give. */
void sr_export_from_report(const sr_report *report, const sr_incident *incident, uint32_t number,
                           sr_export_incident *out, sr_arena *arena);

/** The same of an incident that the fold made.
 *  @param reports  what was folded, texts included where there shall be quotes; outlives *out */
void sr_export_from_folded(const sr_folded_incident *incident, const sr_fold_report *reports,
                           sr_export_incident *out, sr_arena *arena);

#endif
