/* Clusters of units, grown report by report in canonical order.
 *
 * The state after a report depends on this report and the earlier ones only: so the state "as it
 * was known then" is the same as the fold of what was published by then, and the steps are the
 * timeline.  Units of one report never share a cluster.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_FUSE_CLUSTER_H
#define SR_FUSE_CLUSTER_H

#include "fuse/edges.h"

typedef struct sr_cluster {
    uint32_t *units; // rising
    uint32_t  n, room;
    uint32_t  told;   // units in which an incident was read
} sr_cluster;

typedef enum sr_step_kind { SR_STEP_JOINED, SR_STEP_MERGED, SR_STEP_MOVED } sr_step_kind;

/** What a report did: a unit joined or opened a cluster, two clusters merged, a unit moved. */
typedef struct sr_step {
    uint8_t  kind;
    uint32_t unit;     // JOINED, MOVED
    uint32_t from, to; // clusters; MERGED: all of `from` went to `to`
} sr_step;

/** People's decisions about pairs of units, later decisions already settled. */
typedef struct sr_tie {
    uint32_t a, b; // units; a < b
    bool     same;
} sr_tie;

typedef struct sr_clusters {
    const sr_graph *graph;
    const sr_tie   *ties;      // by a, then b
    uint32_t        n_ties;
    uint32_t       *cluster;   // [n_units]; SR_NONE: not placed yet
    sr_cluster     *at;        // numbered by the unit that opened it; may be empty
    uint32_t        n_units;
    SR_LIST(sr_step) steps;    // of the last report
    uint32_t       *stamp, *near, now; // scratch
    sr_arena       *arena;
} sr_clusters;

void sr_clusters_open(sr_clusters *c, const sr_graph *graph, const sr_tie *ties, uint32_t n_ties, sr_arena *arena);
/** Place the units of the next report; c->steps tells what changed. */
void sr_clusters_add(sr_clusters *c, uint32_t report);

#endif
