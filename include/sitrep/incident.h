/* What comes out, as plain structs: incidents of one report.
 *
 * Strings are terminated UTF-8, "" when unknown; words of closed vocabularies are those of
 * docs/format-record.md.  Everything lives as long as the callback that was given it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SITREP_INCIDENT_H
#define SITREP_INCIDENT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** No bound, or not known. */
#define SR_VIEW_OPEN INT64_MIN

/** A count as the text bounds it: "at least 60" is {60, 60, SR_VIEW_OPEN}. */
typedef struct sr_view_count {
    int64_t low, best, high;
} sr_view_count;

/** Words of the report: bytes [begin, end) of its text, or of its title. */
typedef struct sr_view_span {
    uint32_t begin, end;
    int      in_title;
} sr_view_span;

/** A perpetrator, target, victim, weapon, warning or position. */
typedef struct sr_view_party {
    const char         *name;
    const char         *actor;       /* id in the actor table */
    const char         *kind;        /* person group organization agency state facility … */
    const char         *description;
    const char         *code;        /* target, victim or weapon type; verb of a position */
    const char         *effect;
    const char         *about;       /* of a position or relation: the second party */
    const char         *certainty;   /* stance, one of nine */
    const char         *by;          /* who says so; "" the report itself */
    const char         *by_class;
    sr_view_count       count;
    const sr_view_span *evidence;
    size_t              n_evidence;
    double              probability; /* in [0, 1] */
} sr_view_party;

typedef struct sr_view_parties {
    const sr_view_party *at;
    size_t               n;
} sr_view_parties;

typedef struct sr_view_incident {
    const char     *type;
    const char     *subtype;
    const char     *stage;
    int             background;     /* told as history beside the main one */
    const char     *start, *end;    /* YYYY-MM-DD */
    const char     *date_precision;
    const char     *time_of_day;
    const char     *place, *venue, *admin1;
    const char     *country;        /* ISO 3166-1 alpha-2 */
    const char     *place_precision;
    int             located;        /* lat and lon are known */
    double          lat, lon;       /* degrees */
    sr_view_count   killed, wounded, missing, abducted, killed_attackers, wounded_attackers;
    sr_view_parties perpetrators, targets, victims, weapons, warnings, positions, relations;
    const sr_view_span *evidence;
    size_t          n_evidence;
    double          probability;    /* in [0, 1] */
} sr_view_incident;

/** One report that was read. */
typedef struct sr_view_report {
    const char             *id;
    const char             *title;
    const char             *published; /* YYYY-MM-DD */
    const char             *kind;      /* fresh_incident, court, opinion … */
    double                  relevance; /* in [0, 1] */
    const char             *text;      /* [text_len] bytes that spans count, not terminated */
    size_t                  text_len;
    const sr_view_incident *incidents; /* the main one first */
    size_t                  n_incidents;
} sr_view_report;

#ifdef __cplusplus
}
#endif

#endif
