/* Clusters of units; see cluster.h.
 *
 * A unit joins the cluster to which it is tied best: the mean of its best BEST scores with the
 * cluster's units, a pair without a link counting as ABSENT.  The best scores, not all: a story that
 * runs for weeks is tied to its latest reports more than to its first.  After a unit has joined, its
 * neighbourhood is put right: clusters that it bridges merge, neighbours that are tied better to
 * its cluster than to their own move.  Ties are broken by canonical order.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuse/cluster.h"

#include <stdlib.h>

#define BEST 3u        // scores that count for a unit and a cluster
#define ABSENT (-3000) // score of a pair without a link
#define JOIN 0         // a unit joins from here on
#define MERGE 0        // two clusters merge from here on
#define MOVE 1000      // a unit moves when it is tied better by so much
#define MOVERS 16u     // neighbours that are looked at after a join
#define WITNESSES 64u  // latest units of a cluster that are asked for contradictions


void sr_clusters_open(sr_clusters *c, const sr_graph *graph, const sr_tie *ties, uint32_t n_ties, sr_arena *arena)
{
    *c = (sr_clusters){.graph = graph, .ties = ties, .n_ties = n_ties, .n_units = graph->n_units, .arena = arena};
    c->cluster = SR_NEW(arena, uint32_t, c->n_units + 1);
    c->at = SR_NEW(arena, sr_cluster, c->n_units + 1);
    c->stamp = SR_NEW(arena, uint32_t, c->n_units + 1);
    c->near = SR_NEW(arena, uint32_t, c->n_units + 1);
    for (uint32_t u = 0; u < c->n_units; u++)
        c->cluster[u] = SR_NONE;
}

static void put(sr_clusters *c, uint32_t cluster, uint32_t unit)
{
    sr_cluster *k = &c->at[cluster];
    if (k->n == k->room) {
        uint32_t  room = k->room ? 2 * k->room : 4;
        uint32_t *grown = SR_NEW(c->arena, uint32_t, room);
        if (k->n)
            memcpy(grown, k->units, k->n * sizeof *grown);
        k->units = grown;
        k->room = room;
    }
    uint32_t at = k->n++;
    for (; at > 0 && k->units[at - 1] > unit; at--)
        k->units[at] = k->units[at - 1];
    k->units[at] = unit;
    k->told += c->graph->units[unit].told;
    c->cluster[unit] = cluster;
}

static void take(sr_clusters *c, uint32_t unit)
{
    sr_cluster *k = &c->at[c->cluster[unit]];
    uint32_t    at = 0;
    while (k->units[at] != unit)
        at++;
    memmove(k->units + at, k->units + at + 1, (k->n - at - 1) * sizeof *k->units);
    k->n--;
    k->told -= c->graph->units[unit].told;
}


/* Does a unit contradict more of the cluster than it agrees with?  What ties them is then a third, vaguer one. */
static bool is_contradicted(const sr_clusters *c, uint32_t unit, const sr_cluster *k)
{
    const sr_graph     *g = c->graph;
    const sr_fold_unit *u = &g->units[unit];
    int64_t             apart = 0;
    uint32_t            looked = 0;
    for (uint32_t i = k->n; u->told && i-- > 0 && looked < WITNESSES;) {
        const sr_fold_unit *v = &g->units[k->units[i]];
        if (v->report == u->report || !v->told)
            continue;
        looked++;
        sr_pair_bearing bearing = sr_pair_bearing_of(&g->digests[u->report], u->index, &g->digests[v->report], v->index);
        apart += bearing == SR_PAIR_APART ? 1 : bearing == SR_PAIR_TOGETHER ? -1 : 0;
    }
    return apart > 0;
}

/* Do people's decisions, and that units of one report are two incidents, let a unit into a cluster? */
static bool is_allowed(const sr_clusters *c, uint32_t unit, uint32_t cluster)
{
    const sr_cluster *k = &c->at[cluster];
    uint32_t          report = c->graph->units[unit].report;
    uint32_t          low = 0, high = k->n, first = c->graph->first[report];
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        if (k->units[mid] < first)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < k->n && k->units[low] < c->graph->first[report + 1]; low++)
        if (k->units[low] != unit)
            return false;
    for (uint32_t i = 0; i < c->n_ties; i++) {
        uint32_t other = c->ties[i].a == unit ? c->ties[i].b : c->ties[i].b == unit ? c->ties[i].a : SR_NONE;
        if (!c->ties[i].same && other != SR_NONE && c->cluster[other] == cluster)
            return false;
    }
    return true;
}

static bool may_join(const sr_clusters *c, uint32_t unit, uint32_t cluster)
{
    return is_allowed(c, unit, cluster) && !is_contradicted(c, unit, &c->at[cluster]);
}

static bool all_allowed(const sr_clusters *c, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < c->at[a].n; i++)
        if (!is_allowed(c, c->at[a].units[i], b))
            return false;
    return true;
}

/* Two clusters are apart when more of their units contradict the other one than not. */
static bool may_merge(const sr_clusters *c, uint32_t a, uint32_t b)
{
    uint32_t against = 0, small = c->at[a].n <= c->at[b].n ? a : b, large = small == a ? b : a;
    if (!all_allowed(c, small, large))
        return false;
    for (uint32_t i = 0; i < c->at[small].n; i++)
        against += is_contradicted(c, c->at[small].units[i], &c->at[large]);
    return 2 * against <= c->at[small].told;
}

/* Mean of the best scores of a unit with a cluster (without itself).  Between incidents only reports count
 * in which one was read: what two have in common with a third that tells of none ties them to nothing. */
static int32_t affinity(const sr_clusters *c, uint32_t unit, uint32_t cluster)
{
    int32_t  best[BEST];
    const sr_fold_unit *u = &c->graph->units[unit];
    bool     in = c->cluster[unit] == cluster, told = u->told && c->at[cluster].told > in;
    uint32_t n = 0, others = (told ? c->at[cluster].told : c->at[cluster].n) - in;
    uint32_t most = SR_MIN(others, BEST);
    if (most == 0)
        return INT32_MIN;
    for (uint32_t e = 0; e < u->n; e++) {
        sr_edge edge = c->graph->edges[u->begin + e];
        if (c->cluster[edge.unit] != cluster || (told && !c->graph->units[edge.unit].told))
            continue;
        uint32_t at = SR_MIN(n, most - 1);
        if (n == most && best[at] >= edge.score)
            continue;
        for (; at > 0 && best[at - 1] < edge.score; at--)
            best[at] = best[at - 1];
        best[at] = edge.score;
        n = SR_MIN(n + 1, most);
    }
    int64_t sum = (int64_t)(most - n) * ABSENT;
    for (uint32_t i = 0; i < n; i++)
        sum += best[i];
    return (int32_t)(sum / (int64_t)most);
}

/* Mean over the smaller cluster of its units' affinities to the larger; of two incidents, of the units in
 * which one was read. */
static int32_t cluster_affinity(const sr_clusters *c, uint32_t a, uint32_t b)
{
    if (c->at[a].n > c->at[b].n || (c->at[a].n == c->at[b].n && c->at[a].units[0] > c->at[b].units[0])) {
        uint32_t t = a;
        a = b;
        b = t;
    }
    bool    told = c->at[a].told && c->at[b].told;
    int64_t sum = 0, n = told ? c->at[a].told : c->at[a].n;
    for (uint32_t i = 0; i < c->at[a].n; i++)
        if (!told || c->graph->units[c->at[a].units[i]].told)
            sum += affinity(c, c->at[a].units[i], b);
    return (int32_t)(sum / n);
}

static void note(sr_clusters *c, sr_step_kind kind, uint32_t unit, uint32_t from, uint32_t to)
{
    *SR_PUSH(c->arena, &c->steps) = (sr_step){(uint8_t)kind, unit, from, to};
}

/* All of the later-begun cluster goes to the other. */
static uint32_t merge(sr_clusters *c, uint32_t a, uint32_t b)
{
    uint32_t to = c->at[a].units[0] < c->at[b].units[0] ? a : b, from = to == a ? b : a;
    for (uint32_t i = 0; i < c->at[from].n; i++)
        put(c, to, c->at[from].units[i]);
    c->at[from].n = c->at[from].told = 0;
    note(c, SR_STEP_MERGED, SR_NONE, from, to);
    return to;
}

/* The clusters in which a unit has neighbours, each once, in the order of its edges: c->near. */
static uint32_t near_clusters(sr_clusters *c, uint32_t unit)
{
    const sr_fold_unit *u = &c->graph->units[unit];
    uint32_t       n = 0;
    c->now++;
    for (uint32_t e = 0; e < u->n; e++) {
        uint32_t k = c->cluster[c->graph->edges[u->begin + e].unit];
        if (k == SR_NONE || c->stamp[k] == c->now)
            continue;
        c->stamp[k] = c->now;
        c->near[n++] = k;
    }
    return n;
}

static uint32_t decided_cluster(const sr_clusters *c, uint32_t unit)
{
    for (uint32_t i = 0; i < c->n_ties; i++) {
        uint32_t other = c->ties[i].a == unit ? c->ties[i].b : c->ties[i].b == unit ? c->ties[i].a : SR_NONE;
        if (c->ties[i].same && other != SR_NONE && c->cluster[other] != SR_NONE && is_allowed(c, unit, c->cluster[other]))
            return c->cluster[other];
    }
    return SR_NONE;
}

static uint32_t best_cluster(sr_clusters *c, uint32_t unit)
{
    uint32_t n = near_clusters(c, unit), best = decided_cluster(c, unit);
    int32_t  best_score = JOIN;
    if (best != SR_NONE)
        return best;
    for (uint32_t i = 0; i < n; i++) {
        int32_t score = affinity(c, unit, c->near[i]);
        bool better = score > best_score || (best != SR_NONE && score == best_score && c->at[c->near[i]].units[0] < c->at[best].units[0]);
        if (better && may_join(c, unit, c->near[i])) {
            best = c->near[i];
            best_score = score;
        }
    }
    return best;
}

static void merge_near(sr_clusters *c, uint32_t unit)
{
    uint32_t n = near_clusters(c, unit);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t own = c->cluster[unit];
        if (c->near[i] == own || c->at[c->near[i]].n == 0 || cluster_affinity(c, own, c->near[i]) <= MERGE)
            continue;
        if (may_merge(c, c->near[i], own))
            (void)merge(c, own, c->near[i]);
    }
}

static bool is_decided(const sr_clusters *c, uint32_t unit)
{
    for (uint32_t i = 0; i < c->n_ties; i++)
        if (c->ties[i].same && (c->ties[i].a == unit || c->ties[i].b == unit))
            return true;
    return false;
}

static void move_near(sr_clusters *c, uint32_t unit)
{
    const sr_fold_unit *u = &c->graph->units[unit];
    uint32_t       own = c->cluster[unit], looked = 0;
    for (uint32_t e = u->n; e-- > 0 && looked < MOVERS;) {
        uint32_t other = c->graph->edges[u->begin + e].unit, from = c->cluster[other];
        if (from == SR_NONE || from == own || c->graph->edges[u->begin + e].score <= 0)
            continue;
        looked++;
        int32_t to_own = affinity(c, other, own), to_from = affinity(c, other, from);
        if (to_own <= JOIN || (to_from != INT32_MIN && to_own <= to_from + MOVE) ||
            !may_join(c, other, own) || is_decided(c, other))
            continue;
        take(c, other);
        put(c, own, other);
        note(c, SR_STEP_MOVED, other, from, own);
    }
}

/* Clusters that a person says are one. */
static void merge_decided(sr_clusters *c, uint32_t unit)
{
    for (uint32_t i = 0; i < c->n_ties; i++) {
        uint32_t other = c->ties[i].a == unit ? c->ties[i].b : c->ties[i].b == unit ? c->ties[i].a : SR_NONE;
        if (!c->ties[i].same || other == SR_NONE || c->cluster[other] == SR_NONE || c->cluster[other] == c->cluster[unit])
            continue;
        if (all_allowed(c, c->cluster[other], c->cluster[unit]))
            (void)merge(c, c->cluster[other], c->cluster[unit]);
    }
}

void sr_clusters_add(sr_clusters *c, uint32_t report)
{
    c->steps.n = 0;
    for (uint32_t unit = c->graph->first[report]; unit < c->graph->first[report + 1]; unit++) {
        uint32_t to = best_cluster(c, unit);
        if (to == SR_NONE)
            to = unit;
        put(c, to, unit);
        note(c, SR_STEP_JOINED, unit, SR_NONE, to);
        merge_decided(c, unit);
        merge_near(c, unit);
        move_near(c, unit);
    }
}
