/* The graph that is clustered: units of the reports in canonical order, and the scores of those
 * pairs that may be the same.
 *
 * Edges are a function of the two reports of a pair, so a connected part of the graph is the same
 * whether it is computed from that part's reports or from all.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_FUSE_EDGES_H
#define SR_FUSE_EDGES_H

#include "fuse/pair.h"

typedef struct sr_edge {
    uint32_t unit;  // the other one
    int32_t  score; // log odds in thousandths
} sr_edge;

typedef struct sr_fold_unit {
    uint32_t report;  // place in canonical order
    uint32_t index;   // of the digest's units; 0: what the report is about
    uint32_t begin, n; // its edges
    bool     told;    // an incident was read in it
} sr_fold_unit;

typedef struct sr_graph {
    const sr_digest *digests;   // [n_reports] canonical order
    uint32_t         n_reports;
    sr_fold_unit         *units;     // [n_units] canonical order; a report's units stand together
    uint32_t         n_units;
    uint32_t        *first;     // [n_reports + 1] first unit of each report
    sr_edge         *edges;     // of all units, both directions; a unit's edges by their unit, rising
    uint32_t         n_edges;
    uint32_t        *copy_of;   // [n_reports] earlier report of which it is a near copy, or that it is
                                // a new version of; SR_NONE
} sr_graph;

/** Score of a pair of reports, earlier first; the trainer gives its own. */
typedef int32_t sr_score_pair(const void *payload, uint32_t earlier, uint32_t later, int32_t dot);

/** @param keys     [n_reports] of the digests
 *  @param score    NULL: sr_pair_score with the model
 *  Cost: the sum of the lengths of the word lists, and a score for each candidate until
 *  SR_LINKS_MAX links of a report to earlier ones are found, best dot first. */
void sr_graph_build(const sr_fold_model *model, const sr_digest *digests, const sr_fold_keys *keys,
                    uint32_t n_reports, sr_score_pair *score, const void *payload, sr_graph *out,
                    sr_arena *arena);
#define SR_LINKS_MAX 64u

#endif
