/* Trains the block model of pages (src/ingest/page_model_list.h) from pages whose article is known.
 *
 *   sr_train_page DATA OUT.h          DATA: the folder article-html
 *   sr_train_page --cross-validate DATA FOLDER
 *       writes FOLDER/scrapinghub.jsonl and FOLDER/trafilatura.jsonl: each page as a model reads it
 *       that was trained on the other four fifths of the pages; for the scorer of article-html
 *
 * A page of scrapinghub has its whole text: a block is of the article when most of its word 4-grams
 * are in it.  A page of trafilatura has a few wanted and unwanted snippets: only blocks that hold
 * one count.  Rounds of gradient boosting on binned features; no randomness, so the same data give
 * the same bytes.  Source: Friedman, "Greedy Function Approximation" (2001).
 * SPDX-License-Identifier: Apache-2.0 */
#include <json-c/json.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "ingest/page_features.h"
#include "ingest/page_model.h"
#include "ingest/source.h"

#define FOLDS 5
#define TREES 120
#define RATE 0.1F
#define BINS 64
#define L2 4.0F
#define LEAST 6.0F // weight of a leaf's rows

typedef struct page {
    sr_html      html;
    sr_blocks    blocks;
    sr_page_row *rows;
    float       *label;  // 1 article, 0 not
    float       *weight; // 0: not known
    char         id[80];
    int          set;    // 0 scrapinghub, 1 trafilatura
    int          fold;
} page;

typedef struct model {
    sr_page_tree trees[2][TREES];
} model;

static page     pages[4000];
static size_t   n_pages;
static sr_arena memory; // of everything; never given back

static void die(const char *what, const char *which)
{
    fprintf(stderr, "train_page: %s: %s\n", what, which);
    exit(1);
}

/* ---------------------------------------------------------------------- labels */

/* Words as the scorer sees them: runs of letters and digits; hashes. */
static size_t words_of(sr_str s, uint64_t **out)
{
    uint64_t *list = SR_NEW(&memory, uint64_t, s.len / 2 + 2);
    size_t    n = 0, len, begin = 0;
    bool      inside = false;
    for (size_t i = 0; i <= s.len; i += len) {
        len = 1;
        uint32_t cp = i < s.len ? sr_utf8_read(s, i, &len) : ' ';
        bool     is = cp < 0x80 ? sr_is_alpha((uint8_t)cp) || sr_is_digit((uint8_t)cp) || cp == '_' : sr_utf8_is_letter(cp);
        if (is && !inside)
            begin = i;
        if (!is && inside)
            list[n++] = sr_hash(sr_str_slice(s, begin, i));
        inside = is;
    }
    *out = list;
    return n;
}

typedef struct gram_set {
    uint64_t *at;
    size_t    n;
} gram_set;

static uint64_t *slot(const gram_set *set, uint64_t gram)
{
    size_t i = (size_t)(gram ^ gram >> 30) & (set->n - 1);
    while (set->at[i] && set->at[i] != gram)
        i = (i + 1) & (set->n - 1);
    return &set->at[i];
}

static uint64_t gram_of(const uint64_t *w, size_t n)
{
    uint64_t h = n;
    for (size_t i = 0; i < n; i++)
        h = h * 0x9E3779B97F4A7C15ULL + w[i];
    return h | 1;
}

/* Grams of one to four words of the reference. */
static gram_set grams_of(sr_str text, size_t *n_words)
{
    uint64_t *w;
    size_t    n = words_of(text, &w);
    gram_set  set = {.n = 64};
    while (set.n < n * 10)
        set.n *= 2;
    set.at = SR_NEW(&memory, uint64_t, set.n);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 1; k <= 4 && i + k <= n; k++)
            *slot(&set, gram_of(w + i, k)) = gram_of(w + i, k);
    *n_words = n;
    return set;
}

static void label_by_text(page *p, sr_str text)
{
    size_t   n_words;
    gram_set set = grams_of(text, &n_words);
    for (size_t i = 0; i < p->blocks.n; i++) {
        uint64_t *w;
        size_t    n = words_of(p->blocks.at[i].text, &w), known = 0, all = 0, k = SR_MIN(n, (size_t)4);
        for (size_t j = 0; k && j + k <= n; j++) {
            all++;
            known += *slot(&set, gram_of(w + j, k)) != 0;
        }
        p->label[i] = all && known * 10 >= all * 6;
        p->weight[i] = fminf(6.0F, 0.25F + 100.0F * (float)n / (float)(n_words + 1));
        if (n == 0 || (n <= 3 && p->label[i] > 0))
            p->weight[i] = 0.1F;
    }
}

static sr_str member(json_object *o, const char *name)
{
    json_object *v = NULL;
    (void)json_object_object_get_ex(o, name, &v);
    return v ? sr_str_c(json_object_get_string(v)) : (sr_str){NULL, 0};
}

static void label_by_snippets(page *p, json_object *row, const char *name, float label)
{
    json_object *list = NULL;
    (void)json_object_object_get_ex(row, name, &list);
    for (size_t s = 0; list && s < json_object_array_length(list); s++) {
        sr_str snippet = sr_str_squeeze(&memory, sr_str_c(json_object_get_string(json_object_array_get_idx(list, s))));
        for (size_t i = 0; i < p->blocks.n; i++) {
            sr_str text = sr_str_squeeze(&memory, p->blocks.at[i].text);
            if (snippet.len == 0 || sr_str_search(text, snippet, 0) == text.len)
                continue;
            p->label[i] = label;
            p->weight[i] = 6.0F;
        }
    }
}

/* ----------------------------------------------------------------------- pages */

static void read_page(sr_page_reader *reader, const char *path, int set, json_object *row)
{
    sr_source *source;
    sr_error   err = {0};
    sr_page_meta meta;
    page        *p = &pages[n_pages++];
    if (sr_source_open(&source, &sr_os_real, path, &err) != SR_OK || sr_source_want(source, SR_LIMIT_PAGE_BYTES, &err) != SR_OK)
        die(path, err.text);
    sr_page_input in = {.bytes = sr_source_window(source)};
    if (sr_page_prepare(reader, &in, &meta, &p->blocks) != SR_OK)
        die(path, "out of memory");
    p->set = set;
    (void)snprintf(p->id, sizeof p->id, "%s", json_object_get_string(json_object_object_get(row, "id")));
    p->fold = (int)(sr_hash(sr_str_c(p->id)) % FOLDS);
    p->rows = (sr_page_row *)sr_arena_alloc(&memory, p->blocks.n + 1, sizeof(sr_page_row));
    p->label = SR_NEW(&memory, float, p->blocks.n + 1);
    p->weight = SR_NEW(&memory, float, p->blocks.n + 1);
    sr_page_features(&reader->html, &meta, &p->blocks, &reader->work, p->rows);
    if (set == 0) {
        label_by_text(p, member(row, "text"));
    } else {
        label_by_snippets(p, row, "without", 0);
        label_by_snippets(p, row, "with", 1);
    }
    p->html = reader->html; // kept: the second round walks its nodes
    reader->html = (sr_html){0};
    reader->work = (sr_arena){.ceiling = reader->work.ceiling, .on_oom = reader->work.on_oom, .payload = reader->work.payload};
    sr_source_close(source);
}

static void read_set(const char *folder, const char *name, int set)
{
    char   path[1024], *line = NULL;
    size_t room = 0;
    (void)snprintf(path, sizeof path, "%s/%s/gold.dev.jsonl", folder, name);
    FILE           *f = fopen(path, "r");
    sr_page_reader *reader = sr_page_reader_open();
    if (!f || !reader)
        die(path, "cannot read it");
    while (getline(&line, &room, f) > 0) {
        json_object *row = json_tokener_parse(line);
        if (!row)
            die(path, "not JSON");
        (void)snprintf(path, sizeof path, "%s/%s/html/%s.html.gz", folder, name, json_object_get_string(json_object_object_get(row, "id")));
        read_page(reader, path, set, row);
        json_object_put(row);
    }
    free(line);
    fclose(f);
    sr_page_reader_close(reader);
}

/* -------------------------------------------------------------------- boosting */

typedef struct sample {
    const float *row;
    float        label, weight, score, gradient, hessian;
    uint8_t      bin[SR_PAGE_FEATURES_2];
    uint8_t      node; // of the tree being grown
} sample;

static float edges[SR_PAGE_FEATURES_2][BINS]; // upper edge of each bin
static int   n_edges[SR_PAGE_FEATURES_2];

static int by_value(const void *a, const void *b)
{
    const float *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void make_bins(sample *s, size_t n, size_t features)
{
    float *values = malloc(n * sizeof *values);
    for (size_t f = 0; f < features; f++) {
        for (size_t i = 0; i < n; i++)
            values[i] = s[i].row[f];
        qsort(values, n, sizeof *values, by_value);
        n_edges[f] = 0;
        for (int b = 1; b < BINS; b++) {
            float low = values[(n - 1) * (size_t)b / BINS];
            size_t at = (n - 1) * (size_t)b / BINS;
            while (at + 1 < n && values[at + 1] <= low)
                at++;
            if (at + 1 >= n)
                break;
            float edge = (low + values[at + 1]) / 2;
            if (n_edges[f] == 0 || edge > edges[f][n_edges[f] - 1])
                edges[f][n_edges[f]++] = edge;
        }
        for (size_t i = 0; i < n; i++) {
            int b = 0;
            while (b < n_edges[f] && s[i].row[f] > edges[f][b])
                b++;
            s[i].bin[f] = (uint8_t)b;
        }
    }
    free(values);
}

typedef struct cell {
    float g, h;
} cell;

static float worth(float g, float h)
{
    return g * g / (h + L2);
}

/* The best split of each node of a level. */
static void split_level(sample *s, size_t n, size_t features, sr_page_tree *tree, size_t first, size_t nodes)
{
    static cell cells[SR_PAGE_TREE_LEAVES][SR_PAGE_FEATURES_2][BINS];
    memset(cells, 0, sizeof cells);
    for (size_t i = 0; i < n; i++) {
        size_t node = s[i].node - first;
        for (size_t f = 0; f < features; f++) {
            cells[node][f][s[i].bin[f]].g += s[i].gradient;
            cells[node][f][s[i].bin[f]].h += s[i].hessian;
        }
    }
    for (size_t node = 0; node < nodes; node++) {
        float best = 1e-3F;
        tree->feature[first + node] = 0;
        tree->threshold[first + node] = 1e30F; // all to the first child
        for (size_t f = 0; f < features; f++) {
            float g = 0, h = 0, left_g = 0, left_h = 0;
            for (int b = 0; b < BINS; b++) {
                g += cells[node][f][b].g;
                h += cells[node][f][b].h;
            }
            for (int b = 0; b < n_edges[f]; b++) {
                left_g += cells[node][f][b].g;
                left_h += cells[node][f][b].h;
                if (left_h < LEAST || h - left_h < LEAST)
                    continue;
                float gain = worth(left_g, left_h) + worth(g - left_g, h - left_h) - worth(g, h);
                if (gain <= best)
                    continue;
                best = gain;
                tree->feature[first + node] = (uint8_t)f;
                tree->threshold[first + node] = edges[f][b];
            }
        }
    }
    for (size_t i = 0; i < n; i++) {
        size_t node = s[i].node;
        s[i].node = (uint8_t)(2 * node + 1 + (s[i].row[tree->feature[node]] > tree->threshold[node]));
    }
}

static void grow(sample *s, size_t n, size_t features, sr_page_tree *tree)
{
    float g[SR_PAGE_TREE_LEAVES] = {0}, h[SR_PAGE_TREE_LEAVES] = {0};
    for (size_t i = 0; i < n; i++) {
        float p = 1.0F / (1.0F + expf(-s[i].score));
        s[i].gradient = (s[i].label - p) * s[i].weight;
        s[i].hessian = fmaxf(p * (1 - p), 0.01F) * s[i].weight;
        s[i].node = 0;
    }
    for (size_t level = 0; level < SR_PAGE_TREE_DEPTH; level++)
        split_level(s, n, features, tree, ((size_t)1 << level) - 1, (size_t)1 << level);
    for (size_t i = 0; i < n; i++) {
        g[s[i].node - SR_PAGE_TREE_NODES] += s[i].gradient;
        h[s[i].node - SR_PAGE_TREE_NODES] += s[i].hessian;
    }
    for (size_t leaf = 0; leaf < SR_PAGE_TREE_LEAVES; leaf++)
        tree->leaf[leaf] = RATE * g[leaf] / (h[leaf] + L2);
    for (size_t i = 0; i < n; i++)
        s[i].score += tree->leaf[s[i].node - SR_PAGE_TREE_NODES];
}

/* Which pages are trained on: those whose fold is in the mask. */
static void train_round(sr_page_tree *trees, unsigned folds, size_t features)
{
    size_t n = 0, room = 0;
    for (size_t p = 0; p < n_pages; p++)
        room += pages[p].blocks.n;
    sample *s = calloc(room, sizeof *s);
    for (size_t p = 0; p < n_pages; p++)
        for (size_t i = 0; (folds >> pages[p].fold & 1) && i < pages[p].blocks.n; i++)
            if (pages[p].weight[i] > 0)
                s[n++] = (sample){.row = pages[p].rows[i], .label = pages[p].label[i], .weight = pages[p].weight[i]};
    make_bins(s, n, features);
    for (size_t t = 0; t < TREES; t++)
        grow(s, n, features, &trees[t]);
    free(s);
}

static void score_pages(const sr_page_tree *trees, unsigned folds)
{
    for (size_t p = 0; p < n_pages; p++)
        if (folds >> pages[p].fold & 1)
            sr_page_score(trees, TREES, pages[p].rows, &pages[p].blocks);
}

static void second_rows(unsigned folds)
{
    for (size_t p = 0; p < n_pages; p++)
        if (folds >> pages[p].fold & 1)
            sr_page_features_2(&pages[p].html, &pages[p].blocks, &memory, pages[p].rows);
}

/* Both rounds on the pages of some folds; the second learns from what first rounds that did not see
 * a page thought of it. */
static void train(model *m, unsigned folds)
{
    for (unsigned f = 0; f < FOLDS; f++) {
        if (!(folds >> f & 1))
            continue;
        train_round(m->trees[0], folds & ~(1U << f), SR_PAGE_FEATURES);
        score_pages(m->trees[0], 1U << f);
    }
    second_rows(folds);
    train_round(m->trees[1], folds, SR_PAGE_FEATURES_2);
    train_round(m->trees[0], folds, SR_PAGE_FEATURES);
}

static void apply(const model *m, unsigned folds)
{
    score_pages(m->trees[0], folds);
    second_rows(folds);
    score_pages(m->trees[1], folds);
}

/* ---------------------------------------------------------------------- output */

static void write_tree(FILE *f, const sr_page_tree *t)
{
    fputs("T({", f);
    for (size_t i = 0; i < SR_PAGE_TREE_NODES; i++)
        fprintf(f, "%s%u", i ? "," : "", t->feature[i]);
    fputs("},{", f);
    for (size_t i = 0; i < SR_PAGE_TREE_NODES; i++)
        fprintf(f, "%s%.8eF", i ? "," : "", (double)t->threshold[i]);
    fputs("},{", f);
    for (size_t i = 0; i < SR_PAGE_TREE_LEAVES; i++)
        fprintf(f, "%s%.8eF", i ? "," : "", (double)t->leaf[i]);
    fputs("})\n", f);
}

static void write_model(const model *m, const char *path)
{
    FILE *f = fopen(path, "w");
    if (!f)
        die(path, "cannot write it");
    fputs("/* Weights of the block model of pages; made by train/train_page.c, card: models/page.md. */\n", f);
    for (int round = 0; round < 2; round++) {
        fprintf(f, "#ifdef ROUND_%d\n", round + 1);
        for (size_t t = 0; t < TREES; t++)
            write_tree(f, &m->trees[round][t]);
        fputs("#endif\n", f);
    }
    fclose(f);
}

static void write_texts(const char *folder, const char *name, int set)
{
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/%s.jsonl", folder, name);
    FILE *f = fopen(path, "w");
    if (!f)
        die(path, "cannot write it");
    for (size_t p = 0; p < n_pages; p++) {
        if (pages[p].set != set)
            continue;
        sr_buf text = SR_BUF_INIT;
        for (size_t i = 0; i < pages[p].blocks.n; i++) {
            if (!pages[p].blocks.at[i].in)
                continue;
            sr_buf_put(&text, pages[p].blocks.at[i].text);
            sr_buf_put(&text, SR_STR("\n\n"));
        }
        json_object *row = json_object_new_object();
        json_object_object_add(row, "id", json_object_new_string(pages[p].id));
        json_object_object_add(row, "text", json_object_new_string_len((const char *)text.ptr, (int)text.len));
        fprintf(f, "%s\n", json_object_to_json_string_ext(row, JSON_C_TO_STRING_PLAIN));
        json_object_put(row);
        sr_buf_free(&text);
    }
    fclose(f);
}

int main(int argc, char **argv)
{
    static model m;
    bool         cross = argc == 4 && strcmp(argv[1], "--cross-validate") == 0;
    if (!cross && argc != 3) {
        fputs("usage: sr_train_page [--cross-validate] DATA OUT\n", stderr);
        return 2;
    }
    const char *data = argv[argc - 2], *out = argv[argc - 1];
    read_set(data, "scrapinghub", 0);
    read_set(data, "trafilatura", 1);
    if (!cross) {
        train(&m, (1U << FOLDS) - 1);
        write_model(&m, out);
        return 0;
    }
    for (unsigned fold = 0; fold < FOLDS; fold++) {
        train(&m, ((1U << FOLDS) - 1) & ~(1U << fold));
        apply(&m, 1U << fold);
        for (size_t p = 0; p < n_pages; p++) // the next training overwrites p
            if (pages[p].fold == (int)fold)
                sr_page_decide(&pages[p].blocks, pages[p].rows);
    }
    write_texts(out, "scrapinghub", 0);
    write_texts(out, "trafilatura", 1);
    return 0;
}
