/* The fold over many reports; see fold.h.
 *
 *   reports ──► canonical order ──► digests, graph ──► clusters, report by report ──► incidents
 *                                                           └─► revisions: what each report changed
 *
 * The replay is the clustering itself: no state is computed twice, and what an incident was after
 * any report is what the fold of the reports until then gives.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuse/fold.h"

#include <stdlib.h>

#include "fuse/cluster.h"
#include "fuse/fuse.h"
#include "fuse/rows.h"

typedef SR_LIST(sr_revision) revision_list;

/* What is known of a cluster after the last report that touched it. */
typedef struct state {
    bool          begun;
    bool          story;
    uint32_t      id;       // unit whose id it has
    sr_incident   record;   // single values and counts only
    sr_row_keys   rows[SR_ROW_LISTS];
    revision_list revisions;
} state;

typedef struct folding {
    const sr_fold_model  *model;
    const sr_fold_report *reports;  // input
    uint32_t             *order;    // [n] canonical place -> index into the input
    uint32_t              n;
    sr_digest            *digests;  // [n] canonical
    sr_graph              graph;
    sr_clusters           clusters;
    const sr_incident   **said;     // [units] NULL: no incident was read
    sr_facts             *facts;    // [units]
    sr_str               *ids;      // [units]
    bool                 *was_id;   // [units] an incident had its id after some report
    state                *states;   // [units] by cluster
    uint32_t             *newest;   // [n] scratch: newest report of a url in the cluster at hand
    uint32_t             *url;      // [n] number of the report's url; SR_NONE
    sr_arena             *arena;
} folding;

/* ---- what goes in ---- */

static int by_publication(const void *a, const void *b, void *payload)
{
    const sr_fold_report *r = payload;
    const uint32_t       *x = a, *y = b;
    int                   cmp = sr_instant_cmp(r[*x].published, r[*y].published);
    return cmp ? cmp : sr_str_cmp(r[*x].id, r[*y].id);
}

/* Canonical order, every report once. */
static void order_reports(folding *f, uint32_t n)
{
    f->order = SR_NEW(f->arena, uint32_t, n + 1);
    for (uint32_t i = 0; i < n; i++)
        f->order[i] = i;
    union {
        const sr_fold_report *in;
        void                 *out;
    } payload = {f->reports};
    if (n)
        qsort_r(f->order, n, sizeof *f->order, by_publication, payload.out);
    for (uint32_t i = 0; i < n; i++)
        if (i == 0 || !sr_str_eq(f->reports[f->order[i]].id, f->reports[f->order[f->n - 1]].id))
            f->order[f->n++] = f->order[i];
}

static const sr_fold_report *report_at(const folding *f, uint32_t r) { return &f->reports[f->order[r]]; }

static void make_graph(folding *f)
{
    sr_fold_keys *keys = SR_NEW(f->arena, sr_fold_keys, f->n + 1);
    f->digests = SR_NEW(f->arena, sr_digest, f->n + 1);
    for (uint32_t r = 0; r < f->n; r++) {
        sr_str digest = report_at(f, r)->digest;
        if (!sr_digest_unpack(f->model, digest, &f->digests[r])) {
            digest = sr_fold_digest(f->model, report_at(f, r), f->arena);
            (void)sr_digest_unpack(f->model, digest, &f->digests[r]);
        }
        sr_fold_block_keys(f->model, digest, &keys[r], f->arena);
    }
    sr_graph_build(f->model, f->digests, keys, f->n, NULL, NULL, &f->graph, f->arena);
}

static int by_url(const void *a, const void *b, void *payload)
{
    const sr_digest *d = payload;
    const uint32_t  *x = a, *y = b;
    if (d[*x].url != d[*y].url)
        return d[*x].url < d[*y].url ? -1 : 1;
    return (*x > *y) - (*x < *y);
}

/* Reports of one url are versions of one article: the same number. */
static void number_urls(folding *f)
{
    uint32_t *at = SR_NEW(f->arena, uint32_t, f->n + 1);
    f->url = SR_NEW(f->arena, uint32_t, f->n + 1);
    f->newest = SR_NEW(f->arena, uint32_t, f->n + 1);
    for (uint32_t r = 0; r < f->n; r++)
        at[r] = r;
    if (f->n)
        qsort_r(at, f->n, sizeof *at, by_url, f->digests);
    for (uint32_t i = 0; i < f->n; i++) {
        bool again = i && f->digests[at[i]].url == f->digests[at[i - 1]].url;
        f->url[at[i]] = !f->digests[at[i]].url ? SR_NONE : again ? f->url[at[i - 1]] : at[i];
    }
}

/* ---- units ---- */

static sr_str story_id(folding *f, sr_str report)
{
    sr_str a = sr_str_join(f->arena, SR_STR("story\n"), report), b = sr_str_join(f->arena, SR_STR("story2\n"), report);
    return sr_str_format(f->arena, "%016llx%016llx", (unsigned long long)sr_hash(a), (unsigned long long)sr_hash(b));
}

/* The first claim of a mention by its id; a report without one is named by itself. */
static sr_str unit_id(folding *f, const sr_fold_report *report, const sr_incident *said)
{
    char   buffer[SR_CLAIM_ID_TEXT];
    sr_str first = {NULL, 0};
    for (uint32_t i = 0; said && i < report->claims->n; i++) {
        const sr_claim *c = &report->claims->at[i];
        if (c->mention != said->mention)
            continue;
        sr_str id;
        if (report->claim_ids) {
            id = report->claim_ids[i];
        } else {
            sr_claim_id(c, report->extractor, buffer);
            id = sr_str_c(buffer);
        }
        if (!first.len || sr_str_cmp(id, first) < 0)
            first = report->claim_ids ? id : sr_str_copy(f->arena, id);
    }
    return first.len ? first : story_id(f, report->id);
}

static void make_units(folding *f, float threshold)
{
    f->said = SR_NEW(f->arena, const sr_incident *, f->graph.n_units + 1);
    f->facts = SR_NEW(f->arena, sr_facts, f->graph.n_units + 1);
    f->ids = SR_NEW(f->arena, sr_str, f->graph.n_units + 1);
    f->was_id = SR_NEW(f->arena, bool, f->graph.n_units + 1);
    f->states = SR_NEW(f->arena, state, f->graph.n_units + 1);
    for (uint32_t r = 0; r < f->n; r++) {
        const sr_fold_report *report = report_at(f, r);
        sr_incidents          incidents = {NULL, 0};
        if (report->claims)
            sr_fuse_report(report->claims, threshold, &incidents, f->arena);
        for (uint32_t u = f->graph.first[r]; u < f->graph.first[r + 1]; u++) {
            uint32_t mention = f->digests[r].units[u - f->graph.first[r]].mention;
            for (uint32_t i = 0; i < incidents.n; i++)
                if (mention != SR_NONE && incidents.at[i].mention == mention)
                    f->said[u] = &incidents.at[i];
            if (f->said[u])
                sr_facts_of(f->said[u], report->claims, &f->facts[u], f->arena);
            f->ids[u] = unit_id(f, report, f->said[u]);
        }
    }
}

/* ---- decisions ---- */

static uint32_t find_unit(const folding *f, sr_str report, uint32_t mention)
{
    for (uint32_t r = 0; r < f->n; r++) {
        if (!sr_str_eq(report_at(f, r)->id, report))
            continue;
        for (uint32_t u = f->graph.first[r]; u < f->graph.first[r + 1]; u++)
            if (f->digests[r].units[u - f->graph.first[r]].mention == mention)
                return u;
        return mention == SR_NONE || mention == 0 ? f->graph.first[r] : SR_NONE;
    }
    return SR_NONE;
}

typedef struct dated_tie {
    sr_tie                  tie;
    const sr_fold_decision *by;
} dated_tie;

static int by_pair(const void *a, const void *b)
{
    const dated_tie *x = a, *y = b;
    if (x->tie.a != y->tie.a)
        return x->tie.a < y->tie.a ? -1 : 1;
    if (x->tie.b != y->tie.b)
        return x->tie.b < y->tie.b ? -1 : 1;
    int cmp = sr_instant_cmp(x->by->at, y->by->at);
    if (!cmp)
        cmp = sr_str_cmp(x->by->who, y->by->who);
    return cmp ? cmp : x->tie.same - y->tie.same;
}

/* Of decisions about the same pair the last one holds. */
static uint32_t make_ties(folding *f, const sr_fold_decision *decisions, uint32_t n, sr_tie **out)
{
    dated_tie *all = SR_NEW(f->arena, dated_tie, n + 1);
    uint32_t   count = 0, kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t a = find_unit(f, decisions[i].report_a, decisions[i].mention_a);
        uint32_t b = find_unit(f, decisions[i].report_b, decisions[i].mention_b);
        if (a != SR_NONE && b != SR_NONE && a != b)
            all[count++] = (dated_tie){{SR_MIN(a, b), SR_MAX(a, b), decisions[i].same}, &decisions[i]};
    }
    if (count)
        qsort(all, count, sizeof *all, by_pair);
    *out = SR_NEW(f->arena, sr_tie, count + 1);
    for (uint32_t i = 0; i < count; i++)
        if (i + 1 == count || all[i].tie.a != all[i + 1].tie.a || all[i].tie.b != all[i + 1].tie.b)
            (*out)[kept++] = all[i].tie;
    return kept;
}

/* ---- voices ---- */

/* A member of the cluster that makes unit u no voice of its own: what it copies, or its newer
 * version; SR_NONE. */
static uint32_t stands_behind(const folding *f, uint32_t cluster, uint32_t u)
{
    uint32_t r = f->graph.units[u].report, original = f->graph.copy_of[r];
    if (f->url[r] != SR_NONE && f->newest[f->url[r]] != r)
        return f->newest[f->url[r]];
    if (original == SR_NONE || (f->url[r] != SR_NONE && f->url[original] == f->url[r]))
        return SR_NONE;
    for (uint32_t v = f->graph.first[original]; v < f->graph.first[original + 1]; v++)
        if (f->clusters.cluster[v] == cluster)
            return original;
    return SR_NONE;
}

static uint32_t make_voices(folding *f, uint32_t cluster, sr_voice **out, uint32_t **behind)
{
    const sr_cluster *k = &f->clusters.at[cluster];
    *out = SR_NEW(f->arena, sr_voice, k->n + 1);
    *behind = SR_NEW(f->arena, uint32_t, k->n + 1);
    for (uint32_t i = 0; i < k->n; i++) {
        uint32_t r = f->graph.units[k->units[i]].report;
        if (f->url[r] != SR_NONE)
            f->newest[f->url[r]] = r;
    }
    for (uint32_t i = 0; i < k->n; i++) {
        uint32_t r = f->graph.units[k->units[i]].report;
        (*behind)[i] = stands_behind(f, cluster, k->units[i]);
        (*out)[i] = (sr_voice){.said = f->said[k->units[i]], .facts = &f->facts[k->units[i]], .claims = report_at(f, r)->claims, .report = f->order[r],
                               .published = report_at(f, r)->published, .counts = (*behind)[i] == SR_NONE};
    }
    return k->n;
}

/* The unit whose id a cluster has: its first with claims, else its first. */
static uint32_t id_unit(const folding *f, uint32_t cluster)
{
    const sr_cluster *k = &f->clusters.at[cluster];
    for (uint32_t i = 0; i < k->n; i++)
        if (f->said[k->units[i]])
            return k->units[i];
    return k->units[0];
}

/* ---- revisions ---- */

static void push_revision(folding *f, state *s, uint32_t r, sr_revision revision)
{
    revision.at = report_at(f, r)->published;
    revision.report = f->order[r];
    *SR_PUSH(f->arena, &s->revisions) = revision;
}

static sr_revision plain(sr_revision_kind kind)
{
    return (sr_revision){.kind = (uint8_t)kind, .from = sr_value_none(), .to = sr_value_none()};
}

/* One list of changed single values and counts; gives how many. */
static uint32_t revise_values(folding *f, state *s, uint32_t r, const sr_incident *before, const sr_incident *after)
{
    uint32_t n = 0;
    for (int i = 0; i < SR_SINGLE_FIELDS + SR_HARM_COUNT; i++) {
        sr_field field = (sr_field)(i < SR_SINGLE_FIELDS ? sr_single_fields[i] : sr_harm_fields[i - SR_SINGLE_FIELDS]);
        sr_value from = sr_record_value(before, field), to = sr_record_value(after, field);
        if (sr_value_same(field, &from, &to))
            continue;
        sr_revision revision = plain(SR_REVISION_VALUE);
        revision.field = (uint8_t)field;
        revision.from = from;
        revision.to = to;
        push_revision(f, s, r, revision);
        n++;
    }
    return n;
}

static const sr_party *superseded_by(const state *s, int list, const sr_party *later)
{
    for (uint32_t i = s->rows[list].n; sr_row_fields[list] == SR_FIELD_PERPETRATOR && i-- > 0;)
        if (sr_row_supersedes(later, s->rows[list].party[i]))
            return s->rows[list].party[i];
    return NULL;
}

/* Rows that a unit brings in. */
static uint32_t revise_rows(folding *f, state *s, uint32_t r, uint32_t unit, bool tell)
{
    uint32_t n = 0;
    for (int list = 0; f->said[unit] && list < SR_ROW_LISTS; list++) {
        const sr_parties *parties = sr_row_list(f->said[unit], list);
        for (uint32_t p = 0; p < parties->n; p++) {
            sr_party *party = &parties->at[p];
            if (sr_row_find(&s->rows[list], list, party, f->arena) != SR_NONE)
                continue;
            sr_revision     revision = plain(SR_REVISION_ROW);
            const sr_party *old = superseded_by(s, list, party);
            revision.field = sr_row_fields[list];
            revision.to = party->value;
            revision.to_stance = party->stance;
            if (old)
                revision.from = old->value, revision.from_stance = old->stance;
            sr_row_add(&s->rows[list], list, party, f->arena);
            if (tell)
                push_revision(f, s, r, revision), n++;
        }
    }
    return n;
}

static void collect_rows(folding *f, uint32_t cluster, uint32_t r)
{
    state *s = &f->states[cluster];
    memset(s->rows, 0, sizeof s->rows);
    for (uint32_t i = 0; i < f->clusters.at[cluster].n; i++)
        (void)revise_rows(f, s, r, f->clusters.at[cluster].units[i], false);
}

static sr_incident record_of(folding *f, uint32_t cluster)
{
    sr_arena_mark mark = sr_arena_here(f->arena);
    sr_voice     *voices;
    uint32_t     *behind, n = make_voices(f, cluster, &voices, &behind);
    sr_incident   record;
    sr_reconcile(voices, n, &record, f->arena);
    record.factors = NULL;
    record.questions = NULL;
    record.n_factors = record.n_questions = 0;
    sr_arena_return(f->arena, mark);
    return record;
}

/* Bring a cluster's state up to date after report r. @param joined  unit that came in; SR_NONE */
static void update(folding *f, uint32_t cluster, uint32_t r, uint32_t joined, bool rebuilt)
{
    state *s = &f->states[cluster];
    if (f->clusters.at[cluster].n == 0)
        return;
    sr_incident before = s->record, after = record_of(f, cluster);
    bool        begun = s->begun;
    s->record = after;
    s->begun = true;
    s->id = id_unit(f, cluster);
    f->was_id[s->id] = true;
    uint32_t told = 0;
    if (!begun) {
        push_revision(f, s, r, plain(SR_REVISION_FIRST));
    } else {
        told = revise_values(f, s, r, &before, &after);
    }
    if (rebuilt)
        collect_rows(f, cluster, r);
    else if (joined != SR_NONE)
        told += revise_rows(f, s, r, joined, begun);
    if (begun && joined != SR_NONE && told == 0 && !rebuilt)
        push_revision(f, s, r, plain(SR_REVISION_REPORT));
}

static void take_over(folding *f, uint32_t from, uint32_t to, uint32_t r)
{
    state      *s = &f->states[from], *t = &f->states[to];
    revision_list all = {0};
    size_t      i = 0, k = 0;
    /* Both lists are in the order of publication; `to` goes first among equals. */
    while (i < t->revisions.n || k < s->revisions.n) {
        bool first = k >= s->revisions.n ||
                     (i < t->revisions.n && sr_instant_cmp(t->revisions.at[i].at, s->revisions.at[k].at) <= 0);
        *SR_PUSH(f->arena, &all) = first ? t->revisions.at[i++] : s->revisions.at[k++];
    }
    t->revisions = all;
    if (s->begun && t->begun) {
        sr_revision revision = plain(SR_REVISION_MERGED);
        revision.other = f->ids[s->id];
        push_revision(f, t, r, revision);
    }
    *s = (state){.begun = false};
}

/* Both sides are told of a part that goes from one to the other. */
static void tell_split(folding *f, uint32_t from, uint32_t to, uint32_t r)
{
    sr_revision revision = plain(SR_REVISION_SPLIT);
    revision.other = f->ids[id_unit(f, to)];
    push_revision(f, &f->states[from], r, revision);
    revision.other = f->ids[f->states[from].id];
    push_revision(f, &f->states[to], r, revision);
}

/* Apply what the last report did to the clusters, in the order in which it was done. */
static void replay(folding *f, uint32_t r)
{
    for (size_t i = 0; i < f->clusters.steps.n; i++) {
        sr_step step = f->clusters.steps.at[i];
        bool    emptied = step.from != SR_NONE && f->clusters.at[step.from].n == 0;
        if (step.kind == SR_STEP_MERGED || (step.kind == SR_STEP_MOVED && emptied))
            take_over(f, step.from, step.to, r);
        else if (step.kind == SR_STEP_MOVED)
            tell_split(f, step.from, step.to, r);
        if (step.from != SR_NONE)
            update(f, step.from, r, SR_NONE, true);
        update(f, step.to, r, step.unit, step.kind != SR_STEP_JOINED);
    }
}

/* ---- what comes out ---- */

static int by_text(const void *a, const void *b)
{
    return sr_str_cmp(*(const sr_str *)a, *(const sr_str *)b);
}

static void set_members(folding *f, uint32_t cluster, const uint32_t *behind, sr_folded_incident *out)
{
    const sr_cluster *k = &f->clusters.at[cluster];
    out->members = SR_NEW(f->arena, sr_fold_member, k->n + 1);
    out->former = SR_NEW(f->arena, sr_str, k->n + 1);
    out->first = report_at(f, f->graph.units[k->units[0]].report)->published;
    for (uint32_t i = 0; i < k->n; i++) {
        uint32_t           u = k->units[i], r = f->graph.units[u].report;
        const sr_incident *said = f->said[u];
        out->last = report_at(f, r)->published;
        out->support += behind[i] == SR_NONE;
        out->members[out->n_members++] = (sr_fold_member){
            .report = f->order[r], .mention = said ? said->mention : SR_NONE,
            .copy_of = behind[i] == SR_NONE ? SR_NONE : f->order[behind[i]],
            
            .main = f->graph.units[u].index == 0, .background = said && said->background, .id = f->ids[u]};
        if (f->was_id[u] && !sr_str_eq(f->ids[u], out->id))
            out->former[out->n_former++] = f->ids[u];
    }
    if (out->n_former)
        qsort(out->former, out->n_former, sizeof *out->former, by_text);
}

static void give(folding *f, uint32_t cluster, sr_folded_incident *out)
{
    sr_voice *voices;
    uint32_t *behind, n = make_voices(f, cluster, &voices, &behind), id = id_unit(f, cluster);
    *out = (sr_folded_incident){.id = f->ids[id], .story = !f->said[id]};
    set_members(f, cluster, behind, out);
    sr_reconcile(voices, n, &out->record, f->arena);
    sr_reconcile_values(voices, n, &out->record, out, f->arena);
    sr_reconcile_figures(voices, n, &out->record, out, f->arena);
    sr_rows_fold(voices, n, out, f->arena);
    out->record.mention = f->said[id] ? f->said[id]->mention : SR_NONE;
    out->revisions = f->states[cluster].revisions.at;
    out->n_revisions = (uint32_t)f->states[cluster].revisions.n;
}

typedef struct place_of {
    uint32_t id, cluster;
} place_of;

static int by_id_unit(const void *a, const void *b)
{
    const place_of *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static void give_all(folding *f, sr_folded *out)
{
    place_of *at = SR_NEW(f->arena, place_of, f->graph.n_units + 1);
    uint32_t  n = 0;
    for (uint32_t k = 0; k < f->graph.n_units; k++)
        if (f->clusters.at[k].n)
            at[n++] = (place_of){id_unit(f, k), k};
    if (n)
        qsort(at, n, sizeof *at, by_id_unit);
    out->at = SR_NEW(f->arena, sr_folded_incident, n + 1);
    for (uint32_t i = 0; i < n; i++)
        if (f->said[at[i].id] || f->graph.units[at[i].id].index == 0)
            give(f, at[i].cluster, &out->at[out->n++]);
}

void sr_fold(const sr_fold_model *model, const sr_fold_report *reports, uint32_t n,
             const sr_fold_decision *decisions, uint32_t n_decisions, float threshold,
             sr_folded *out, sr_arena *arena)
{
    folding f = {.model = model, .reports = reports, .arena = arena};
    sr_tie *ties;
    *out = (sr_folded){NULL, 0};
    order_reports(&f, n);
    make_graph(&f);
    number_urls(&f);
    make_units(&f, threshold);
    uint32_t n_ties = make_ties(&f, decisions, n_decisions, &ties);
    sr_clusters_open(&f.clusters, &f.graph, ties, n_ties, arena);
    for (uint32_t r = 0; r < f.n; r++) {
        sr_clusters_add(&f.clusters, r);
        replay(&f, r);
    }
    give_all(&f, out);
}

/* ---- instants ---- */

static int64_t second_of(sr_instant at)
{
    int64_t second = at.second < 0 ? 86399 : at.second;
    return (int64_t)at.day * 86400 + second - (at.has_offset ? (int64_t)at.offset_minutes * 60 : 0);
}

int sr_instant_cmp(sr_instant a, sr_instant b)
{
    if (a.day == SR_DAY_NONE || b.day == SR_DAY_NONE)
        return (a.day == SR_DAY_NONE) - (b.day == SR_DAY_NONE);
    return (second_of(a) > second_of(b)) - (second_of(a) < second_of(b));
}

bool sr_fold_known_by(sr_instant published, sr_instant then)
{
    return published.day != SR_DAY_NONE && then.day != SR_DAY_NONE && sr_instant_cmp(published, then) <= 0;
}
