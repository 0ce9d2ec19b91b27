/* Weights of models/fold.bin: which pairs of reports tell of one happening, and how rare words and
 * pairs of capitalised words are in news.
 *
 * Gold: gva-incidents dev, news-clusters dev (ecbplus, g5w1h), each whole and cut to the summaries that
 * feeds give; wikinews, which has one report of each event, as what is not the same, its years pressed into
 * weeks: in a large stream most of what is alike is not the same.  Pairs that share a key and enough
 * words are examples; logistic regression by Newton's method with L2.  Cross-validation goes by
 * incidents (ecbplus: topics) in FOLDS parts: a pair is scored by a model that has seen neither
 * side's part, the whole set is clustered with these scores, and the clusters are written to
 * <models>/fold.<set>.jsonl in the form that the scorer of incidents reads (--hold 0 only: the
 * program's figures on these sets are otherwise those of a model that has seen them).
 * SPDX-License-Identifier: Apache-2.0 */
#include <json-c/json.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuse/cluster.h"
#include "know/gazetteer.h"
#include "know/lexicon.h"
#include "know/model.h"
#include "train/map.h"
#include "train/reports.h"
#include "train/train.h"

#define FOLDS 5
#define ROUNDS 12
#define L2 2.0
#define LEAST_REPORTS 3 // in which a word stands, to be in the table
#define NO_FOLD FOLDS

typedef struct set {
    const char      *name, *docs, *gold;
    double           weight; // of its pairs
    unsigned         how;    // it is read: SR_TRAIN_…
    sr_train_reports reports;
    uint32_t        *order;   // canonical
    sr_digest       *digests; // canonical order
    sr_fold_keys    *keys;
    uint32_t        *cluster; // gold, by canonical place
    uint8_t         *fold;
} set;

typedef struct example {
    uint16_t *at; // features that are not zero
    float    *x;
    uint16_t  n;
    bool      same;
    uint8_t   fold_a, fold_b;
    float     weight;
} example;

typedef SR_LIST(uint32_t) numbers;

typedef struct learner {
    const sr_train_options *options;
    sr_know                *know;
    sr_arena                arena;
    SR_LIST(example)        examples;
    sr_map                  words, names;
    numbers                 word_reports, name_reports; // by number in the map
    uint32_t                n_reports;
    sr_fold_model           model;
    SR_LIST(uint32_t)       known; // hashes of names of groups and towns
    double                  weights[FOLDS + 1][FOLDS + 1][SR_PAIR_FEATURES]; // [a][b]: without both
} learner;

static set sets[] = {
    {.name = "gva", .docs = "gva-incidents/docs.dev.jsonl.gz", .gold = "gva-incidents/gold.dev.jsonl", .weight = 1},
    {.name = "ecbplus", .docs = "news-clusters/ecbplus.docs.dev.jsonl.gz", .gold = "news-clusters/ecbplus.gold.dev.jsonl", .weight = 1},
    {.name = "g5w1h", .docs = "news-clusters/g5w1h.docs.dev.jsonl.gz", .gold = "news-clusters/g5w1h.gold.dev.jsonl", .weight = 1},
    {.name = "gva-short", .docs = "gva-incidents/docs.dev.jsonl.gz", .gold = "gva-incidents/gold.dev.jsonl", .weight = .5, .how = SR_TRAIN_SUMMARIES},
    {.name = "ecbplus-short", .docs = "news-clusters/ecbplus.docs.dev.jsonl.gz", .gold = "news-clusters/ecbplus.gold.dev.jsonl", .weight = .5, .how = SR_TRAIN_SUMMARIES},
    {.name = "g5w1h-short", .docs = "news-clusters/g5w1h.docs.dev.jsonl.gz", .gold = "news-clusters/g5w1h.gold.dev.jsonl", .weight = .5, .how = SR_TRAIN_SUMMARIES},
    {.name = "crowd", .docs = "wikinews/wikinews-2019-2020.jsonl.xz", .weight = 1, .how = SR_TRAIN_CROWDED},
    {.name = "crowd-short", .docs = "wikinews/wikinews-2019-2020.jsonl.xz", .weight = 1, .how = SR_TRAIN_CROWDED | SR_TRAIN_SUMMARIES},
};

/* ---- rarity ---- */

static void count(sr_arena *arena, sr_map *map, numbers *counts, uint64_t hash, uint32_t stamp, uint32_t **seen, uint32_t *room)
{
    uint32_t number = sr_map_add(map, hash);
    while (counts->n <= number)
        *SR_PUSH(arena, counts) = 0;
    if (number >= *room) {
        uint32_t grown = 2 * number + 1024;
        *seen = realloc(*seen, grown * sizeof **seen);
        if (!*seen)
            sr_train_fail("no memory");
        memset(*seen + *room, 0, (grown - *room) * sizeof **seen);
        *room = grown;
    }
    if ((*seen)[number] != stamp)
        counts->at[number]++;
    (*seen)[number] = stamp;
}

static void count_words(learner *l, const sr_train_reports *reports)
{
    static uint32_t *seen_words, *seen_names, room_words, room_names;
    for (uint32_t r = 0; r < reports->n; r++) {
        sr_fold_words w;
        sr_arena_mark mark = sr_arena_here(&l->arena);
        sr_str both = sr_str_join(&l->arena, sr_str_join(&l->arena, reports->at[r].title, SR_STR("\n\n")), reports->at[r].text);
        sr_fold_words_of(both, &w, &l->arena);
        sr_fold_word *kept = malloc((w.n + 1) * sizeof *kept);
        if (!kept)
            sr_train_fail("no memory");
        if (w.n)
            memcpy(kept, w.at, w.n * sizeof *kept);
        sr_arena_return(&l->arena, mark);
        l->n_reports++;
        for (uint32_t i = 0; i < w.n; i++) {
            count(&l->arena, &l->words, &l->word_reports, kept[i].hash, l->n_reports, &seen_words, &room_words);
            if (i && kept[i].capital && kept[i - 1].capital && kept[i].adjacent && !w.upper)
                count(&l->arena, &l->names, &l->name_reports, sr_fold_pair_hash(kept[i - 1].hash, kept[i].hash),
                      l->n_reports, &seen_names, &room_names);
        }
        free(kept);
    }
}

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Names of groups, agencies and towns stand in the reports of all that they do and of all that happens there, however
 * seldom the training texts have them. */
#define KNOWN_POPULATION 100000u

static void add_known(learner *l, sr_str name)
{
    sr_fold_words w;
    sr_fold_words_of(name, &w, &l->arena);
    for (uint32_t i = 1; i < w.n; i++)
        if (w.at[i].capital && w.at[i - 1].capital && w.at[i].adjacent)
            *SR_PUSH(&l->arena, &l->known) = sr_fold_pair_hash(w.at[i - 1].hash, w.at[i].hash);
}

static void make_known(learner *l)
{
    const sr_lexicon   *lexicon = sr_know_lexicon(l->know);
    const sr_gazetteer *gazetteer = sr_know_gazetteer(l->know);
    int                 names = sr_lexicon_table(lexicon, SR_STR("actor-names"));
    for (uint32_t i = 0; i < sr_lexicon_rows(lexicon, names); i++)
        add_known(l, sr_lexicon_cell(lexicon, names, i, 0));
    for (uint32_t i = 0; i < sr_gazetteer_places(gazetteer); i++) {
        sr_gazetteer_place place;
        sr_gazetteer_place_at(gazetteer, i, &place);
        if (place.population >= KNOWN_POPULATION)
            add_known(l, place.name);
    }
    qsort(l->known.at, l->known.n, sizeof *l->known.at, by_number);
    uint32_t n = 0;
    for (size_t i = 0; i < l->known.n; i++)
        if (i == 0 || l->known.at[i] != l->known.at[i - 1])
            l->known.at[n++] = l->known.at[i];
    l->model.known = l->known.at;
    l->model.n_known = n;
}

/* The table of one map: hashes rising, rarities beside them. */
static uint32_t make_table(learner *l, const sr_map *map, const numbers *counts, const uint32_t **hashes, const uint8_t **idf)
{
    uint32_t *at = SR_NEW(&l->arena, uint32_t, map->n + 1), n = 0;
    uint8_t  *values = SR_NEW(&l->arena, uint8_t, map->n + 1);
    for (uint32_t i = 0; i < map->n; i++)
        if (counts->at[i] >= LEAST_REPORTS)
            at[n++] = (uint32_t)map->keys[i];
    qsort(at, n, sizeof *at, by_number);
    for (uint32_t i = 0; i < n; i++) {
        double reports = counts->at[sr_map_get(map, at[i])];
        values[i] = (uint8_t)fmin(255, round(20 * log((l->n_reports + 1.0) / reports)));
    }
    *hashes = at;
    *idf = values;
    return n;
}

/* ---- gold ---- */

static int by_publication(const void *a, const void *b, void *payload)
{
    const sr_fold_report *r = payload;
    const uint32_t *x = a, *y = b;
    int cmp = sr_instant_cmp(r[*x].published, r[*y].published);
    return cmp ? cmp : sr_str_cmp(r[*x].id, r[*y].id);
}

static const char *text_member(json_object *o, const char *name)
{
    json_object *v = NULL;
    return json_object_object_get_ex(o, name, &v) && v ? json_object_get_string(v) : "";
}

static uint32_t find_report(const set *s, const char *doc)
{
    for (uint32_t i = 0; i < s->reports.n; i++)
        if (sr_str_eq(s->reports.at[s->order[i]].caller_ids[0], sr_str_c(doc)))
            return i;
    return SR_NONE;
}

static void put_gold(set *s, const char *doc, uint32_t cluster, uint8_t fold)
{
    uint32_t at = find_report(s, doc);
    if (at == SR_NONE)
        return;
    s->cluster[at] = cluster;
    s->fold[at] = fold;
}

/* Reports of which none tells the same as another. */
static void all_apart(set *s)
{
    for (uint32_t i = 0; i < s->reports.n; i++) {
        s->cluster[i] = i;
        s->fold[i] = (uint8_t)(sr_hash(s->reports.at[s->order[i]].id) % FOLDS);
    }
}

static void read_gold(learner *l, set *s)
{
    if (!s->gold) {
        all_apart(s);
        return;
    }
    sr_str text = sr_train_file(sr_train_folder(l->options, "", &l->arena), s->gold, &l->arena);
    for (uint32_t i = 0; i < s->reports.n; i++)
        s->cluster[i] = SR_NONE, s->fold[i] = NO_FOLD;
    while (text.len) {
        sr_str       line = sr_str_cut(&text, '\n');
        json_object *o = line.len ? json_tokener_parse((const char *)sr_str_copy(&l->arena, line).ptr) : NULL, *docs;
        if (!o)
            continue;
        const char *name = text_member(o, "cluster");
        if (!*name)
            name = text_member(o, "incident");
        const char *part = *text_member(o, "topic") ? text_member(o, "topic") : name;
        uint32_t    cluster = (uint32_t)sr_hash(sr_str_c(name)) >> 1;
        uint8_t     fold = (uint8_t)(sr_hash(sr_str_c(part)) % FOLDS);
        if (json_object_object_get_ex(o, "docs", &docs))
            for (size_t d = 0; d < json_object_array_length(docs); d++)
                put_gold(s, json_object_get_string(json_object_array_get_idx(docs, d)), cluster, fold);
        else
            put_gold(s, text_member(o, "doc"), cluster, fold);
        json_object_put(o);
    }
}

static void read_set(learner *l, set *s)
{
    const char *path = sr_train_folder(l->options, s->docs, &l->arena);
    sr_train_read_reports(l->know, path, true, s->how, &s->reports, &l->arena);
    uint32_t n = s->reports.n;
    s->order = SR_NEW(&l->arena, uint32_t, n + 1);
    s->digests = SR_NEW(&l->arena, sr_digest, n + 1);
    s->keys = SR_NEW(&l->arena, sr_fold_keys, n + 1);
    s->cluster = SR_NEW(&l->arena, uint32_t, n + 1);
    s->fold = SR_NEW(&l->arena, uint8_t, n + 1);
    for (uint32_t i = 0; i < n; i++)
        s->order[i] = i;
    qsort_r(s->order, n, sizeof *s->order, by_publication, s->reports.at);
    read_gold(l, s);
}

static void make_digests(learner *l, set *s)
{
    for (uint32_t i = 0; i < s->reports.n; i++) {
        sr_str digest = sr_fold_digest(&l->model, &s->reports.at[s->order[i]], &l->arena);
        if (!sr_digest_unpack(&l->model, digest, &s->digests[i]))
            sr_train_fail("a digest cannot be read back");
        sr_fold_block_keys(&l->model, digest, &s->keys[i], &l->arena);
    }
}

/* ---- examples ---- */

typedef struct collecting {
    learner  *l;
    const set *s;
    uint32_t  same, other;
} collecting;

/* Called for every candidate pair, as the program would score it. */
static int32_t collect(const void *payload, uint32_t a, uint32_t b, int32_t dot)
{
    collecting *c = *(collecting *const *)payload;
    const set  *s = c->s;
    float       x[SR_PAIR_FEATURES];
    if (s->fold[a] == NO_FOLD || s->fold[b] == NO_FOLD)
        return -20000;
    sr_pair_features(&c->l->model, &s->digests[a], &s->digests[b], dot, x);
    example *e = SR_PUSH(&c->l->arena, &c->l->examples);
    *e = (example){.same = s->cluster[a] == s->cluster[b], .fold_a = s->fold[a], .fold_b = s->fold[b], .weight = (float)s->weight};
    for (int i = 0; i < SR_PAIR_FEATURES; i++)
        e->n = (uint16_t)(e->n + (x[i] > 0 || x[i] < 0));
    e->at = SR_NEW(&c->l->arena, uint16_t, e->n + 1u);
    e->x = SR_NEW(&c->l->arena, float, e->n + 1u);
    e->n = 0;
    for (int i = 0; i < SR_PAIR_FEATURES; i++)
        if (x[i] > 0 || x[i] < 0) {
            e->at[e->n] = (uint16_t)i;
            e->x[e->n++] = x[i];
        }
    *(e->same ? &c->same : &c->other) += 1;
    return -20000; // no link: every candidate is to be seen
}

static void make_examples(learner *l, set *s)
{
    collecting  c = {.l = l, .s = s}, *payload = &c;
    sr_graph    graph;
    sr_graph_build(&l->model, s->digests, s->keys, s->reports.n, collect, &payload, &graph, &l->arena);
    uint64_t pairs = 0, reached = c.same;
    for (uint32_t i = 0; i < s->reports.n; i++)
        for (uint32_t k = 0; k < i; k++)
            pairs += s->cluster[i] == s->cluster[k] && s->cluster[i] != SR_NONE;
    printf("%s: %u reports, %u pairs of one happening and %u others; %.1f %% of the former reached\n", s->name, s->reports.n,
           c.same, c.other, pairs ? 100.0 * (double)reached / (double)pairs : 0);
}

/* ---- logistic regression ---- */

static double odds(const double *w, const example *e)
{
    double sum = 0;
    for (uint16_t i = 0; i < e->n; i++)
        sum += w[e->at[i]] * (double)e->x[i];
    return sum;
}

/* Solve h · step = g in place (Cholesky; h is positive definite by L2). */
static void solve(double *h, double *g, int n)
{
    for (int i = 0; i < n; i++)
        for (int k = 0; k <= i; k++) {
            double sum = h[i * n + k];
            for (int j = 0; j < k; j++)
                sum -= h[i * n + j] * h[k * n + j];
            h[i * n + k] = i == k ? sqrt(fmax(sum, 1e-9)) : sum / h[k * n + k];
        }
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j++)
            g[i] -= h[i * n + j] * g[j];
        g[i] /= h[i * n + i];
    }
    for (int i = n - 1; i >= 0; i--) {
        for (int j = i + 1; j < n; j++)
            g[i] -= h[j * n + i] * g[j];
        g[i] /= h[i * n + i];
    }
}

static void train(learner *l, int without_a, int without_b, double *w)
{
    enum { N = SR_PAIR_FEATURES };
    double *h = calloc((size_t)N * N, sizeof *h), g[N];
    if (!h)
        sr_train_fail("no memory");
    memset(w, 0, N * sizeof *w);
    for (int round = 0; round < ROUNDS; round++) {
        memset(h, 0, (size_t)N * N * sizeof *h);
        for (int i = 0; i < N; i++) {
            h[i * N + i] = L2;
            g[i] = -L2 * w[i];
        }
        for (size_t k = 0; k < l->examples.n; k++) {
            const example *e = &l->examples.at[k];
            if (e->fold_a == without_a || e->fold_b == without_a || e->fold_a == without_b || e->fold_b == without_b)
                continue;
            double p = 1 / (1 + exp(-odds(w, e))), weight = (double)e->weight, curve = fmax(p * (1 - p), 1e-4) * weight;
            double error = ((e->same ? 1.0 : 0.0) - p) * weight;
            for (uint16_t i = 0; i < e->n; i++) {
                g[e->at[i]] += error * (double)e->x[i];
                double row = curve * (double)e->x[i];
                for (uint16_t j = 0; j <= i; j++)
                    h[e->at[i] * N + e->at[j]] += row * (double)e->x[j];
            }
        }
        solve(h, g, N);
        for (int i = 0; i < N; i++)
            w[i] += fmax(-2, fmin(2, g[i]));
    }
    free(h);
}

/* ---- cross-validation ---- */

typedef struct scoring {
    const learner *l;
    const set     *s;
} scoring;

static int32_t held_out_score(const void *payload, uint32_t a, uint32_t b, int32_t dot)
{
    const scoring *c = payload;
    uint8_t  fa = c->s->fold[a], fb = c->s->fold[b];
    const double *w = c->l->weights[SR_MIN(fa, fb)][SR_MAX(fa, fb)];
    float    x[SR_PAIR_FEATURES];
    double   sum = 0;
    sr_pair_features(&c->l->model, &c->s->digests[a], &c->s->digests[b], dot, x);
    for (int i = 0; i < SR_PAIR_FEATURES; i++)
        sum += w[i] * (double)x[i];
    return (int32_t)lround(1000 * fmax(-20, fmin(20, sum - sr_pair_doubt(&c->s->digests[a], &c->s->digests[b]))));
}

static void write_clusters(learner *l, const set *s, const sr_graph *graph)
{
    sr_clusters clusters;
    sr_clusters_open(&clusters, graph, NULL, 0, &l->arena);
    for (uint32_t r = 0; r < s->reports.n; r++)
        sr_clusters_add(&clusters, r);
    sr_str path = sr_str_format(&l->arena, "%s/fold.%s.jsonl", l->options->models, s->name);
    FILE  *out = fopen((const char *)path.ptr, "wb");
    if (!out)
        sr_train_fail("%s cannot be written", (const char *)path.ptr);
    for (uint32_t r = 0; r < s->reports.n; r++)
        fprintf(out, "{\"doc\": \"%.*s\", \"cluster\": \"%u\"}\n", SR_ARG(s->reports.at[s->order[r]].caller_ids[0]),
                clusters.cluster[graph->first[r]]);
    (void)fclose(out);
}

static void show_calibration(learner *l)
{
    unsigned right[10] = {0}, all[10] = {0};
    for (size_t k = 0; k < l->examples.n; k++) {
        const example *e = &l->examples.at[k];
        double p = 1 / (1 + exp(-odds(l->weights[SR_MIN(e->fold_a, e->fold_b)][SR_MAX(e->fold_a, e->fold_b)], e)));
        int b = (int)fmin(9, p * 10);
        right[b] += e->same;
        all[b]++;
    }
    for (int b = 0; b < 10; b++)
        printf("fold: said %.1f-%.1f, the same %u of %u\n", b / 10.0, (b + 1) / 10.0, right[b], all[b]);
}

static void cross_validate(learner *l)
{
    for (int a = 0; a < FOLDS; a++)
        for (int b = a; b < FOLDS; b++)
            train(l, a, b, l->weights[a][b]);
    show_calibration(l);
    for (size_t i = 0; i < SR_COUNT(sets); i++) {
        scoring  payload = {l, &sets[i]};
        sr_graph graph;
        sr_graph_build(&l->model, sets[i].digests, sets[i].keys, sets[i].reports.n, held_out_score, &payload, &graph, &l->arena);
        write_clusters(l, &sets[i], &graph);
    }
}

/* ---- the file ---- */

static void write_model(learner *l, const double *w)
{
    sr_buf   payload = SR_BUF_INIT, file = SR_BUF_INIT;
    uint32_t head[5] = {SR_PAIR_FEATURES, l->model.n_words, l->model.n_names, l->n_reports, l->model.n_known};
    sr_buf_put(&payload, sr_str_from(head, sizeof head));
    for (int i = 0; i < SR_PAIR_FEATURES; i++) {
        float weight = (float)w[i];
        sr_buf_put(&payload, sr_str_from(&weight, sizeof weight));
    }
    sr_buf_put(&payload, sr_str_from(l->model.word_hashes, 4ull * l->model.n_words));
    sr_buf_put(&payload, sr_str_from(l->model.name_hashes, 4ull * l->model.n_names));
    sr_buf_put(&payload, sr_str_from(l->model.known, 4ull * l->model.n_known));
    sr_buf_put(&payload, sr_str_from(l->model.word_idf, l->model.n_words));
    sr_buf_put(&payload, sr_str_from(l->model.name_idf, l->model.n_names));
    sr_model_wrap(&file, SR_FOLD_KIND, SR_FOLD_VERSION, sr_hash(sr_pair_definition()), sr_buf_view(&payload));
    sr_str path = sr_str_format(&l->arena, "%s/fold.bin", l->options->models);
    FILE  *out = fopen((const char *)path.ptr, "wb");
    if (!out || fwrite(file.ptr, 1, file.len, out) != file.len || fclose(out) != 0)
        sr_train_fail("%s cannot be written", (const char *)path.ptr);
    printf("%s: %u words, %u names of %u reports, %zu bytes\n", (const char *)path.ptr, head[1], head[2], head[3], file.len);
    sr_buf_free(&payload);
    sr_buf_free(&file);
}

static void show_weights(const double *w)
{
    sr_str names = sr_pair_definition();
    for (int i = 0; i < SR_PAIR_FEATURES; i++) {
        sr_str name = sr_str_cut(&names, ' ');
        printf("fold: %-22.*s %7.2f\n", SR_ARG(name), w[i]);
    }
}

void sr_train_fold(const sr_train_options *options)
{
    static learner l;
    static const char *const more[] = {"wikinews/wikinews-2019-2020.jsonl.xz", "timelines/docs.SyrianCrisis.jsonl.gz",
                                       "timelines/docs.IraqWar.jsonl.gz", "timelines/docs.H1N1.jsonl.gz"};
    sr_error err = {0};
    l = (learner){.options = options};
    sr_arena_init(&l.arena, 0, NULL, NULL);
    if (sr_know_open(&l.know, NULL, &err) != SR_OK)
        sr_train_fail("%s: %s", err.where, err.text);
    for (size_t i = 0; i < SR_COUNT(sets); i++) {
        read_set(&l, &sets[i]);
        if (!sets[i].how)
            count_words(&l, &sets[i].reports);
    }
    for (size_t i = 0; i < SR_COUNT(more); i++) {
        sr_train_reports reports = {0};
        sr_train_read_reports(l.know, sr_train_folder(options, more[i], &l.arena), false, 0, &reports, &l.arena);
        count_words(&l, &reports);
    }
    make_known(&l);
    l.model.n_words = make_table(&l, &l.words, &l.word_reports, &l.model.word_hashes, &l.model.word_idf);
    l.model.n_names = make_table(&l, &l.names, &l.name_reports, &l.model.name_hashes, &l.model.name_idf);
    l.model.unknown = logf((float)l.n_reports + 1.0f) + 0.7f;
    for (size_t i = 0; i < SR_COUNT(sets); i++) {
        make_digests(&l, &sets[i]);
        make_examples(&l, &sets[i]);
    }
    if (options->hold == 0)
        cross_validate(&l);
    static double w[SR_PAIR_FEATURES];
    train(&l, -1, -1, w);
    show_weights(w);
    write_model(&l, w);
    sr_know_close(l.know);
}
