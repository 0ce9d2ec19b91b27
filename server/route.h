/* The table of routes: method, path, parameters, what answers.
 *
 * GET /api/v1 lists the table, web/openapi.json describes it; a test holds the two together.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_SERVER_ROUTE_H
#define SR_SERVER_ROUTE_H

#include <sitrep/ledger.h>

#include "base/buf.h"

#define PARAM_LIST(X)                                                                              \
    X(Q, "q")                                                                                      \
    X(TYPE, "type")                                                                                \
    X(STAGE, "stage")                                                                              \
    X(COUNTRY, "country")                                                                          \
    X(PLACE, "place")                                                                              \
    X(ACTOR, "actor") X(FROM, "from") X(TO, "to") X(BBOX, "bbox") X(NEAR, "near")                  \
        X(KILLED_MIN, "killed_min") X(WOUNDED_MIN, "wounded_min") X(REPORTS_MIN, "reports_min")    \
            X(CONTESTED, "contested") X(PROBABILITY_MIN, "probability_min") X(REPORT, "report")    \
                X(CHANGED_AFTER, "changed_after") X(SORT, "sort") X(LIMIT, "limit")                \
                    X(CURSOR, "cursor") X(AS_OF, "as_of") X(WIDTH, "width") X(BY, "by")            \
                        X(FORMAT, "format")

typedef enum param {
#define X(NAME, text) PARAM_##NAME,
    PARAM_LIST(X) PARAM_COUNT
#undef X
} param;

#define P(NAME) (1u << PARAM_##NAME)
#define P_FILTERS                                                                                  \
    (P(Q) | P(TYPE) | P(STAGE) | P(COUNTRY) | P(PLACE) | P(ACTOR) | P(FROM) | P(TO) | P(BBOX) |    \
     P(NEAR) | P(KILLED_MIN) | P(WOUNDED_MIN) | P(REPORTS_MIN) | P(CONTESTED) |                    \
     P(PROBABILITY_MIN) | P(REPORT) | P(CHANGED_AFTER) | P(SORT) | P(AS_OF))

/* What this answers changes without a change of the incidents: it is never kept. */
#define P_MOVES (1u << 31)

/** What was asked; texts belong to the job. */
typedef struct question {
    const char *id;                  // the {id} of the path; "" none
    const char *values[PARAM_COUNT]; // NULL: not given
} question;

/** What a handler makes. */
typedef struct reply {
    sr_buf body;
    unsigned status;   // set by a handler that refuses; 0: 200
    const char *type;  // media type; NULL: application/json
    char message[256]; // of a refusal
} reply;

/** Answer from the ledger; a failing call is told by its status and *err. */
typedef sr_status handler(sr_ledger *ledger, const question *asked, reply *out, sr_error *err);

typedef struct route {
    const char *method;
    const char *path; // after /api/v1; one {id} at most
    unsigned params;  // bits P(…) that are understood, and P_MOVES
    handler *run;     // NULL: the HTTP side answers (events, POST, the description)
    const char *summary;
} route;

extern const route routes[]; // ends with a row without method

typedef enum route_found { ROUTE_NONE, ROUTE_METHOD, ROUTE_FOUND } route_found;

/** Find the row of a path (after /api/v1).
 *  @param id  [room] out: the {id}, terminated
 *  @return ROUTE_METHOD: the path is there, but not with this method */
route_found route_find(const char *method, const char *path, const route **found, char *id,
                       size_t room);
/** Number of a parameter; PARAM_COUNT: no such one. */
param param_find(const char *name);
const char *param_name(param p);

/** Fill a query from parameters. @return false after a message in out->message (status 400) */
bool query_read(const question *asked, sr_ledger_query *query, reply *out);
/** Refuse: status and message. @return SR_OK, so that it can end a handler */
SR_PRINTF(3, 4) sr_status refuse(reply *out, unsigned status, const char *fmt, ...);

/** One incident in a list. */
void write_row(sr_buf *out, const sr_ledger_row *row);

handler answer_index, answer_incidents, answer_incident, answer_timeline, answer_claims,
    answer_positions, answer_evidence, answer_map, answer_counts, answer_actors, answer_actor,
    answer_relations, answer_report, answer_search, answer_reports, answer_diff, answer_feeds, answer_watches,
    answer_stats, answer_export, answer_formats;

#endif
