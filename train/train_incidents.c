/* Weights of models/incidents.bin: which drafts of a report are incidents.
 *
 * Wire text of MUC-4 dev: a draft is right if a key template of a fitting type shares a word with
 * its participants (or if it has none, by its type alone).  Modern text of wiki-incidents-2018
 * train: the first draft is right.  Logistic regression with AdaGrad and L2; the cross-validated
 * figures over the wire documents are printed.
 * SPDX-License-Identifier: Apache-2.0 */
#include <json-c/json.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "annotate/annotate.h"
#include "extract/score.h"
#include "know/model.h"
#include "text/text.h"
#include "train/map.h"
#include "train/train.h"

#define FOLDS 5
#define EPOCHS 12
#define RATE 0.03
#define L2 0.1
#define LEAST_COUNT 3

typedef struct example {
    uint32_t *features; // numbers
    uint32_t  n;
    float     weight;
    bool      right;
    uint8_t   fold;     // FOLDS: not part of the cross-validation
} example;

typedef struct learner {
    const sr_train_options *options;
    sr_know                *know;
    sr_arena                arena;   // examples
    sr_arena                scratch; // one report
    sr_map                  map;
    SR_LIST(example)        examples;
    uint32_t               *seen;    // [map.n] how often
    double                 *w, *g;
} learner;

static sr_str member(json_object *o, const char *name)
{
    json_object *v = NULL;
    if (!json_object_object_get_ex(o, name, &v) || !v || !json_object_is_type(v, json_type_string))
        return (sr_str){NULL, 0};
    return sr_str_c(json_object_get_string(v));
}

/* Is one of the words of `text` (four letters or more) among the words of any fill? */
static bool shares_word(sr_str fills, sr_str text)
{
    while (text.len) {
        while (text.len && !sr_is_alpha(text.ptr[0]))
            text = sr_str_slice(text, 1, text.len);
        size_t n = 0;
        while (n < text.len && sr_is_alpha(text.ptr[n]))
            n++;
        if (n >= 4 && sr_str_search(fills, sr_str_slice(text, 0, n), 0) < fills.len)
            return true;
        text = sr_str_slice(text, n, text.len);
    }
    return false;
}

/* All string fills of a template in one text, folded. */
static sr_str fills_of(json_object *template, sr_arena *arena)
{
    static const char *const slots[] = {"perp_individual_id", "perp_organization_id", "phys_tgt_id",
                                        "hum_tgt_name", "hum_tgt_description", "incident_instrument_id"};
    sr_buf all = SR_BUF_INIT;
    for (size_t s = 0; s < SR_COUNT(slots); s++) {
        json_object *fills;
        if (!json_object_object_get_ex(template, slots[s], &fills))
            continue;
        for (size_t i = 0; i < json_object_array_length(fills); i++) {
            json_object *values;
            if (!json_object_object_get_ex(json_object_array_get_idx(fills, i), "values", &values))
                continue;
            for (size_t v = 0; v < json_object_array_length(values); v++) {
                sr_buf_put(&all, sr_str_c(json_object_get_string(json_object_array_get_idx(values, v))));
                sr_buf_byte(&all, '\n');
            }
        }
    }
    sr_str folded = sr_str_copy(arena, sr_buf_view(&all));
    sr_buf_free(&all);
    return folded;
}

static bool type_fits(json_object *template, uint8_t type)
{
    static const struct {
        const char *key;
        uint32_t    ours;
    } rows[] = {
        {"KIDNAPPING", 1u << SR_INCIDENT_KIDNAPPING | 1u << SR_INCIDENT_HOSTAGE_TAKING},
        {"BOMBING", 1u << SR_INCIDENT_BOMBING | 1u << SR_INCIDENT_SHELLING | 1u << SR_INCIDENT_AIRSTRIKE},
        {"ARSON", 1u << SR_INCIDENT_ARSON},
        {"ROBBERY", 1u << SR_INCIDENT_ROBBERY},
    };
    json_object *types;
    if (!json_object_object_get_ex(template, "incident_type", &types) || json_object_array_length(types) == 0)
        return false;
    json_object *values;
    (void)json_object_object_get_ex(json_object_array_get_idx(types, 0), "values", &values);
    const char *key = json_object_get_string(json_object_array_get_idx(values, 0));
    for (size_t i = 0; i < SR_COUNT(rows); i++)
        if (strcmp(rows[i].key, key) == 0)
            return (rows[i].ours >> type & 1) || type == SR_INCIDENT_ATTACK;
    return true;
}

static bool is_right(const sr_reader *r, const sr_mentions *mentions, const sr_drafts *drafts, uint32_t d,
                     json_object *templates, sr_arena *arena)
{
    for (size_t t = 0; t < json_object_array_length(templates); t++) {
        json_object *template = json_object_array_get_idx(templates, t);
        if (!type_fits(template, drafts->at[d].type))
            continue;
        sr_str fills = fills_of(template, arena);
        bool any = false;
        for (uint32_t i = 0; i < mentions->n; i++)
            for (uint32_t p = 0; mentions->at[i].incident == d && p < mentions->at[i].n; p++) {
                any = true;
                if (shares_word(fills, sr_document_words(r->doc, mentions->at[i].at[p].noun.range)))
                    return true;
            }
        if (!any)
            return true;
    }
    return false;
}

static void add_example(learner *l, const sr_reader *r, const sr_mentions *mentions, const sr_drafts *drafts,
                        uint32_t d, bool right, float weight, uint8_t fold)
{
    uint64_t keys[SR_SCORE_FEATURES_MAX];
    size_t n = sr_score_features(r, mentions, drafts, d, keys);
    example *e = SR_PUSH(&l->arena, &l->examples);
    *e = (example){.features = SR_NEW(&l->arena, uint32_t, n + 1), .n = (uint32_t)n, .weight = weight,
                   .right = right, .fold = fold};
    for (size_t i = 0; i < n; i++)
        e->features[i] = sr_map_add(&l->map, keys[i]);
}

typedef void each_line(learner *l, json_object *document, json_object *other, uint32_t number);

static void read_lines(learner *l, sr_str documents, sr_str others, each_line *each)
{
    for (uint32_t number = 0; documents.len; number++) {
        sr_str line = sr_str_cut(&documents, '\n'), other = others.ptr ? sr_str_cut(&others, '\n') : (sr_str){NULL, 0};
        if (!line.len)
            continue;
        sr_arena_reset(&l->scratch);
        json_object *d = json_tokener_parse((const char *)sr_str_copy(&l->scratch, line).ptr);
        json_object *o = other.len ? json_tokener_parse((const char *)sr_str_copy(&l->scratch, other).ptr) : NULL;
        if (d)
            each(l, d, o, number);
        json_object_put(d);
        json_object_put(o);
    }
}

static bool read_document(learner *l, json_object *document, sr_report *report, sr_document *doc, sr_reader *r,
                          sr_mentions *mentions, sr_drafts *drafts)
{
    *report = (sr_report){.id = SR_STR("x"), .text = sr_str_copy(&l->scratch, member(document, "text"))};
    report->published.day = sr_day_parse(member(document, "date_iso"));
    report->published.second = -1;
    memset(doc, 0, sizeof *doc);
    sr_text_read(report, l->know, doc, &l->scratch);
    sr_annotate(doc, l->know, SR_ANNOTATE_ALL, &l->scratch);
    return sr_extract_drafts(doc, l->know, r, mentions, drafts, &l->scratch);
}

static void each_wire(learner *l, json_object *document, json_object *key, uint32_t number)
{
    sr_report report;
    sr_document doc;
    sr_reader r;
    sr_mentions mentions;
    sr_drafts drafts;
    json_object *templates;
    if (!key || !json_object_object_get_ex(key, "templates", &templates) ||
        !read_document(l, document, &report, &doc, &r, &mentions, &drafts))
        return;
    for (uint32_t d = 0; d < drafts.n; d++)
        /* Neighbouring documents can be near copies: whole runs of 20 go into one fold. */
        if (sr_score_applies(&r, &mentions, &drafts, d))
            add_example(l, &r, &mentions, &drafts, d,
                    is_right(&r, &mentions, &drafts, d, templates, &l->scratch), 1.0f,
                    (uint8_t)(number / 20 % FOLDS));
}

static void each_modern(learner *l, json_object *document, json_object *none, uint32_t number)
{
    sr_report report;
    sr_document doc;
    sr_reader r;
    sr_mentions mentions;
    sr_drafts drafts;
    (void)none, (void)number;
    if (read_document(l, document, &report, &doc, &r, &mentions, &drafts) && drafts.n > 0)
        add_example(l, &r, &mentions, &drafts, 0, true, 0.5f, FOLDS);
}

static double score(const learner *l, const example *e)
{
    double sum = 0;
    for (uint32_t i = 0; i < e->n; i++)
        sum += l->w[e->features[i]];
    return 1.0 / (1.0 + exp(-sum));
}

/* Train on everything but one fold; fold FOLDS + 1: on everything. */
static void train(learner *l, unsigned without)
{
    uint32_t n = (uint32_t)l->examples.n;
    uint32_t *order = calloc(n + 1, sizeof *order);
    uint64_t random = l->options->seed;
    memset(l->w, 0, l->map.n * sizeof *l->w);
    memset(l->g, 0, l->map.n * sizeof *l->g);
    for (unsigned epoch = 0; epoch < EPOCHS; epoch++) {
        sr_train_shuffle(order, n, &random);
        for (uint32_t i = 0; i < n; i++) {
            const example *e = &l->examples.at[order[i]];
            if (e->fold == without)
                continue;
            double error = (score(l, e) - (e->right ? 1.0 : 0.0)) * (double)e->weight;
            for (uint32_t k = 0; k < e->n; k++) {
                uint32_t f = e->features[k];
                if (l->seen[f] < LEAST_COUNT)
                    continue;
                double gradient = error + L2 * l->w[f];
                l->g[f] += gradient * gradient;
                l->w[f] -= RATE * gradient / sqrt(l->g[f] + 1e-6);
            }
        }
    }
    free(order);
}

static void cross_validate(learner *l)
{
    unsigned right[10] = {0}, all[10] = {0};
    double loss = 0;
    unsigned n = 0;
    for (unsigned fold = 0; fold < FOLDS; fold++) {
        train(l, fold);
        for (size_t i = 0; i < l->examples.n; i++) {
            const example *e = &l->examples.at[i];
            if (e->fold != fold)
                continue;
            double p = score(l, e);
            unsigned b = p >= 1.0 ? 9 : (unsigned)(p * 10);
            right[b] += e->right;
            all[b]++;
            loss -= log(fmax(e->right ? p : 1 - p, 1e-9));
            n++;
        }
    }
    printf("incidents: %u drafts of wire text, %zu examples, %u features, cross-validated log loss %.4f\n", n,
           l->examples.n, l->map.n, loss / (n ? n : 1));
    for (int b = 0; b < 10; b++)
        printf("incidents: said %.1f-%.1f, right %u of %u\n", b / 10.0, (b + 1) / 10.0, right[b], all[b]);
}

static int by_key(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void write_model(learner *l)
{
    uint64_t *keys = calloc(l->map.n + 1, sizeof *keys);
    uint32_t n = 0;
    for (uint32_t f = 0; f < l->map.n; f++)
        if (fabs(l->w[f]) >= 0.01)
            keys[n++] = l->map.keys[f];
    qsort(keys, n, sizeof *keys, by_key);
    sr_buf payload = SR_BUF_INIT, file = SR_BUF_INIT;
    uint32_t head[2] = {n, 0};
    sr_buf_put(&payload, sr_str_from(head, sizeof head));
    sr_buf_put(&payload, sr_str_from(keys, n * sizeof *keys));
    for (uint32_t i = 0; i < n; i++) {
        float w = (float)l->w[sr_map_get(&l->map, keys[i])];
        sr_buf_put(&payload, sr_str_from(&w, sizeof w));
    }
    sr_model_wrap(&file, SR_SCORE_KIND, SR_SCORE_VERSION, sr_score_definition(), sr_buf_view(&payload));
    sr_str path = sr_str_format(&l->arena, "%s/incidents.bin", l->options->models);
    FILE *out = fopen((const char *)path.ptr, "wb");
    if (!out || fwrite(file.ptr, 1, file.len, out) != file.len || fclose(out) != 0)
        sr_train_fail("%s cannot be written", (const char *)path.ptr);
    printf("%s: %u weights, %zu bytes\n", (const char *)path.ptr, n, file.len);
    sr_buf_free(&payload);
    sr_buf_free(&file);
    free(keys);
}

void sr_train_incidents(const sr_train_options *options)
{
    static learner l;
    sr_error err = {0};
    l = (learner){.options = options};
    sr_arena_init(&l.arena, 0, NULL, NULL);
    sr_arena_init(&l.scratch, 0, NULL, NULL);
    if (sr_know_open(&l.know, NULL, &err) != SR_OK)
        sr_train_fail("%s: %s", err.where, err.text);
    const char *wire = sr_train_folder(options, "muc4/dev", &l.arena);
    read_lines(&l, sr_train_file(wire, "documents.jsonl", &l.arena), sr_train_file(wire, "keys.jsonl", &l.arena),
               each_wire);
    const char *modern = sr_train_folder(options, "wiki-incidents-2018", &l.arena);
    read_lines(&l, sr_train_file(modern, "train.jsonl", &l.arena), (sr_str){NULL, 0}, each_modern);
    l.seen = calloc(l.map.n + 1, sizeof *l.seen);
    l.w = calloc(l.map.n + 1, sizeof *l.w);
    l.g = calloc(l.map.n + 1, sizeof *l.g);
    for (size_t i = 0; i < l.examples.n; i++)
        for (uint32_t k = 0; k < l.examples.at[i].n; k++)
            l.seen[l.examples.at[i].features[k]]++;
    cross_validate(&l);
    train(&l, FOLDS + 1);
    write_model(&l);
    sr_know_close(l.know);
}
