/* The graph that is clustered; see edges.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuse/edges.h"

#include <stdlib.h>

typedef struct pair_edge {
    uint32_t later, earlier; // units
    int32_t  score;
} pair_edge;

typedef struct posting {
    uint64_t hash;
    uint32_t report;
    int32_t  weight;
} posting;

typedef struct candidate {
    uint32_t report;
    int32_t  dot;
} candidate;

typedef struct builder {
    const sr_fold_model *model;
    const sr_digest     *digests;
    uint32_t             n;
    sr_score_pair       *score;
    const void          *payload;
    sr_graph            *graph;
    posting             *words, *keys; // sorted by hash, then report
    uint32_t             n_words, n_keys;
    int32_t             *dot;      // [n] of the report at hand with earlier ones
    uint32_t            *shares;   // [n] report at hand + 1, if it shares a key with it
    SR_LIST(pair_edge)   edges;
    sr_arena            *arena;
} builder;

static int by_hash(const void *a, const void *b)
{
    const posting *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->report > y->report) - (x->report < y->report);
}

static void make_postings(builder *b, const sr_fold_keys *keys)
{
    uint32_t words = 0, n_keys = 0;
    for (uint32_t i = 0; i < b->n; i++)
        words += b->digests[i].n_words, n_keys += keys[i].n;
    b->words = SR_NEW(b->arena, posting, words + 1);
    b->keys = SR_NEW(b->arena, posting, n_keys + 1);
    for (uint32_t i = 0; i < b->n; i++) {
        const sr_digest *d = &b->digests[i];
        for (uint32_t k = 0; k < d->n_words; k++)
            b->words[b->n_words++] = (posting){d->words[k].hash, i, d->words[k].weight};
        for (uint32_t k = 0; k < keys[i].n; k++)
            b->keys[b->n_keys++] = (posting){keys[i].at[k], i, 0};
    }
    qsort(b->words, b->n_words, sizeof(posting), by_hash);
    qsort(b->keys, b->n_keys, sizeof(posting), by_hash);
}

/* First posting of a hash. */
static uint32_t find(const posting *at, uint32_t n, uint64_t hash)
{
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (at[mid].hash < hash)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static void add_dots(builder *b, uint32_t r)
{
    const sr_digest *d = &b->digests[r];
    for (uint32_t k = 0; k < d->n_words; k++)
        for (uint32_t p = find(b->words, b->n_words, d->words[k].hash);
             p < b->n_words && b->words[p].hash == d->words[k].hash && b->words[p].report < r; p++) {
            uint32_t other = b->words[p].report;
            b->dot[other] += d->words[k].weight * b->words[p].weight;
        }
}

static int by_dot(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    if (x->dot != y->dot)
        return x->dot > y->dot ? -1 : 1;
    return (x->report > y->report) - (x->report < y->report);
}

static void add_edge(builder *b, uint32_t later, uint32_t earlier, int32_t score)
{
    *SR_PUSH(b->arena, &b->edges) = (pair_edge){later, earlier, score};
}

static void link_background(builder *b, uint32_t r, uint32_t earlier)
{
    const sr_digest *x = &b->digests[r], *y = &b->digests[earlier];
    for (uint32_t i = 0; i < x->n_units; i++)
        for (uint32_t k = 0; k < y->n_units; k++)
            if ((i || k) && sr_pair_same_background(&x->units[i], &y->units[k]))
                add_edge(b, b->graph->first[r] + i, b->graph->first[earlier] + k, 1500);
}

/* Earlier reports that share a key with report r and enough words, best first. */
static uint32_t candidates_of(builder *b, const sr_fold_keys *keys, uint32_t r, candidate *out)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < keys[r].n; k++)
        for (uint32_t p = find(b->keys, b->n_keys, keys[r].at[k]);
             p < b->n_keys && b->keys[p].hash == keys[r].at[k] && b->keys[p].report < r; p++) {
            uint32_t other = b->keys[p].report;
            if (b->shares[other] == r + 1)
                continue;
            b->shares[other] = r + 1;
            out[n++] = (candidate){other, b->dot[other]};
        }
    if (n)
        qsort(out, n, sizeof *out, by_dot);
    return n;
}

static void link_report(builder *b, const sr_fold_keys *keys, uint32_t r, candidate *room)
{
    memset(b->dot, 0, r * sizeof *b->dot);
    add_dots(b, r);
    uint32_t n = candidates_of(b, keys, r, room), links = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t earlier = room[i].report;
        link_background(b, r, earlier);
        if (links >= SR_LINKS_MAX || !sr_pair_is_candidate(&b->digests[earlier], &b->digests[r], room[i].dot))
            continue;
        int32_t score = b->score ? b->score(b->payload, earlier, r, room[i].dot)
                                 : sr_pair_score(b->model, &b->digests[earlier], &b->digests[r], room[i].dot);
        if (score < SR_PAIR_LEAST_SCORE)
            continue;
        bool copy = sr_pair_is_copy(&b->digests[earlier], &b->digests[r]);
        links += sr_pair_links(score, copy);
        add_edge(b, b->graph->first[r], b->graph->first[earlier], score);
        if (copy && earlier < b->graph->copy_of[r])
            b->graph->copy_of[r] = earlier;
    }
}

static int by_unit(const void *a, const void *b)
{
    const sr_edge *x = a, *y = b;
    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    return (x->score < y->score) - (x->score > y->score);
}

static void make_units(builder *b)
{
    sr_graph *g = b->graph;
    g->first = SR_NEW(b->arena, uint32_t, b->n + 1);
    g->copy_of = SR_NEW(b->arena, uint32_t, b->n + 1);
    for (uint32_t i = 0; i < b->n; i++) {
        g->first[i + 1] = g->first[i] + b->digests[i].n_units;
        g->copy_of[i] = SR_NONE;
    }
    g->n_units = g->first[b->n];
    g->units = SR_NEW(b->arena, sr_fold_unit, g->n_units + 1);
    for (uint32_t i = 0; i < b->n; i++)
        for (uint32_t k = 0; k < b->digests[i].n_units; k++)
            g->units[g->first[i] + k] = (sr_fold_unit){.report = i, .index = k, .told = b->digests[i].units[k].mention != SR_NONE};
}

/* Both directions of every edge, unit by unit. */
static void make_lists(builder *b)
{
    sr_graph *g = b->graph;
    g->n_edges = 2 * (uint32_t)b->edges.n;
    g->edges = SR_NEW(b->arena, sr_edge, g->n_edges + 1);
    for (size_t i = 0; i < b->edges.n; i++) {
        g->units[b->edges.at[i].later].n++;
        g->units[b->edges.at[i].earlier].n++;
    }
    uint32_t at = 0;
    for (uint32_t u = 0; u < g->n_units; u++) {
        g->units[u].begin = at;
        at += g->units[u].n;
        g->units[u].n = 0;
    }
    for (size_t i = 0; i < b->edges.n; i++) {
        pair_edge e = b->edges.at[i];
        sr_fold_unit  *later = &g->units[e.later], *earlier = &g->units[e.earlier];
        g->edges[later->begin + later->n++] = (sr_edge){e.earlier, e.score};
        g->edges[earlier->begin + earlier->n++] = (sr_edge){e.later, e.score};
    }
    for (uint32_t u = 0; u < g->n_units; u++)
        if (g->units[u].n > 1)
            qsort(g->edges + g->units[u].begin, g->units[u].n, sizeof(sr_edge), by_unit);
}

void sr_graph_build(const sr_fold_model *model, const sr_digest *digests, const sr_fold_keys *keys,
                    uint32_t n, sr_score_pair *score, const void *payload, sr_graph *out, sr_arena *arena)
{
    *out = (sr_graph){.digests = digests, .n_reports = n};
    builder b = {.model = model, .digests = digests, .n = n, .score = score, .payload = payload, .graph = out, .arena = arena};
    make_units(&b);
    make_postings(&b, keys);
    b.dot = SR_NEW(arena, int32_t, n + 1);
    b.shares = SR_NEW(arena, uint32_t, n + 1);
    candidate *room = SR_NEW(arena, candidate, n + 1);
    for (uint32_t r = 0; r < n; r++)
        link_report(&b, keys, r, room);
    make_lists(&b);
}
