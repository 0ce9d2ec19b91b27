/* Training table, averaging, pruning, quantising, writing; see perceptron.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "train/perceptron.h"

#include <stdio.h>
#include <stdlib.h>

#include "know/model.h"
#include "train/corpus.h"

static void *grown(void *old, size_t n, size_t size)
{
    void *at = realloc(old, n * size);
    if (!at)
        sr_train_fail("out of memory");
    return at;
}

void sr_perceptron_init(sr_perceptron *p, uint32_t n_labels, uint32_t least)
{
    *p = (sr_perceptron){.n_labels = n_labels, .least = least, .mask = (1u << 16) - 1, .now = 1};
    p->index = calloc((size_t)p->mask + 1, sizeof *p->index);
    if (!p->index)
        sr_train_fail("out of memory");
}

void sr_perceptron_free(sr_perceptron *p)
{
    for (uint32_t i = 0; i < p->n; i++)
        free(p->rows[i].cells);
    free(p->rows);
    free(p->index);
    *p = (sr_perceptron){0};
}

/* Slot of a key: its row's, or the free one where it belongs. */
static uint32_t slot_of(const sr_perceptron *p, uint64_t key)
{
    uint32_t slot = (uint32_t)(key >> 8) & p->mask;
    while (p->index[slot] != 0 && p->rows[p->index[slot] - 1].key != key)
        slot = (slot + 1) & p->mask;
    return slot;
}

void sr_perceptron_score(const sr_perceptron *p, const uint64_t *keys, unsigned n, int32_t *scores)
{
    for (unsigned i = 0; i < n; i++)
        __builtin_prefetch(&p->index[(uint32_t)(keys[i] >> 8) & p->mask]);
    for (unsigned i = 0; i < n; i++) {
        uint32_t at = p->index[slot_of(p, keys[i])];
        if (at == 0)
            continue;
        const sr_row *r = &p->rows[at - 1];
        for (unsigned c = 0; c < r->n; c++)
            if (r->cells[c].updates >= p->least)
                scores[r->cells[c].label] += r->cells[c].weight;
    }
}

static void index_grow(sr_perceptron *p)
{
    p->mask = p->mask * 2 + 1;
    free(p->index);
    p->index = calloc((size_t)p->mask + 1, sizeof *p->index);
    if (!p->index)
        sr_train_fail("out of memory");
    for (uint32_t i = 0; i < p->n; i++)
        p->index[slot_of(p, p->rows[i].key)] = i + 1;
}

static sr_row *row_of(sr_perceptron *p, uint64_t key)
{
    uint32_t slot = slot_of(p, key);
    if (p->index[slot] != 0)
        return &p->rows[p->index[slot] - 1];
    if (p->n == p->room) {
        p->room = p->room ? p->room * 2 : 1u << 16;
        p->rows = grown(p->rows, p->room, sizeof *p->rows);
    }
    p->rows[p->n++] = (sr_row){.key = key};
    p->index[slot] = p->n;
    if (p->n > p->mask / 2)
        index_grow(p);
    return &p->rows[p->n - 1];
}

void sr_perceptron_update(sr_perceptron *p, const uint64_t *keys, unsigned n, uint8_t label,
                          int32_t by)
{
    for (unsigned i = 0; i < n; i++) {
        sr_row *r = row_of(p, keys[i]);
        unsigned c = 0;
        while (c < r->n && r->cells[c].label != label)
            c++;
        if (c == r->n) {
            if (r->n == r->room) {
                r->room = (uint16_t)(r->room ? r->room * 2 : 2);
                r->cells = grown(r->cells, r->room, sizeof *r->cells);
            }
            r->cells[r->n++] = (sr_cell){.label = label, .stamp = p->now};
        }
        sr_cell *cell = &r->cells[c];
        cell->total += (int64_t)cell->weight * (p->now - cell->stamp);
        cell->stamp = p->now;
        cell->weight += by;
        cell->updates++;
    }
}

static double averaged(const sr_perceptron *p, const sr_cell *c)
{
    return (double)(c->total + (int64_t)c->weight * (p->now - c->stamp)) / (double)p->now;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? 1 : x > y ? -1 : 0;
}

typedef struct record {
    uint64_t key;
    double   size;  // largest absolute weight
    uint32_t row;
    uint32_t bytes;
} record;

static int by_record_size(const void *a, const void *b)
{
    const record *x = a, *y = b;
    if (x->size != y->size)
        return x->size < y->size ? 1 : -1;
    return x->key < y->key ? -1 : x->key > y->key;
}

static int quantised(const sr_perceptron *p, const sr_cell *c, double scale, uint32_t min_updates)
{
    if (c->updates < min_updates)
        return 0;
    double w = averaged(p, c) * scale;
    int    q = (int)(w < 0 ? w - 0.5 : w + 0.5);
    return SR_MAX(-127, SR_MIN(127, q));
}

/* A few very large weights are cut, so that the small ones keep their steps. */
static double scale_of(const sr_perceptron *p, uint32_t min_updates)
{
    size_t n = 0, all = 0;
    for (uint32_t i = 0; i < p->n; i++)
        all += p->rows[i].n;
    double *sizes = grown(NULL, all + 1, sizeof *sizes);
    for (uint32_t i = 0; i < p->n; i++)
        for (unsigned c = 0; c < p->rows[i].n; c++)
            if (p->rows[i].cells[c].updates >= min_updates) {
                double w = averaged(p, &p->rows[i].cells[c]);
                sizes[n++] = w < 0 ? -w : w;
            }
    qsort(sizes, n, sizeof *sizes, by_size);
    double top = n > 0 ? sizes[n / 2000] : 1;
    free(sizes);
    return 127 / (top > 0 ? top : 1);
}

static void record_write(const sr_perceptron *p, const record *r, double scale, uint32_t least,
                         uint8_t *out)
{
    const sr_row *row = &p->rows[r->row];
    bool dense = r->bytes == 3 + p->n_labels;
    out[0] = (uint8_t)(r->key >> 48);
    out[1] = (uint8_t)(r->key >> 56);
    out[2] = dense ? 255 : (uint8_t)((r->bytes - 3) / 2);
    memset(out + 3, 0, r->bytes - 3);
    unsigned at = 3;
    for (unsigned c = 0; c < row->n; c++) {
        int q = quantised(p, &row->cells[c], scale, least);
        if (q == 0)
            continue;
        if (dense) {
            out[3 + row->cells[c].label] = (uint8_t)(int8_t)q;
        } else {
            out[at++] = row->cells[c].label;
            out[at++] = (uint8_t)(int8_t)q;
        }
    }
}

static uint32_t records_make(const sr_perceptron *p, double scale, uint32_t least, record *records)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n; i++) {
        record r = {.key = p->rows[i].key, .row = i};
        unsigned kept = 0;
        for (unsigned c = 0; c < p->rows[i].n; c++) {
            int q = quantised(p, &p->rows[i].cells[c], scale, least);
            kept += q != 0;
            r.size = SR_MAX(r.size, (double)(q < 0 ? -q : q));
        }
        if (kept == 0)
            continue;
        r.bytes = 3 + SR_MIN(2 * kept, p->n_labels);
        if (r.bytes < 3 + p->n_labels && kept >= 255)
            r.bytes = 3 + p->n_labels;
        records[n++] = r;
    }
    return n;
}

static void put_u32(sr_buf *out, uint32_t v)
{
    sr_buf_put(out, sr_str_from(&v, sizeof v));
}

static void records_write(const sr_perceptron *p, const record *records, uint32_t n, double scale,
                          uint32_t least, sr_buf *out)
{
    unsigned bits = 8;
    while ((2u << bits) < n)
        bits++;
    uint32_t  buckets = 1u << bits;
    uint32_t *starts = grown(NULL, (size_t)buckets + 2, sizeof *starts);
    memset(starts, 0, ((size_t)buckets + 2) * sizeof *starts);
    for (uint32_t i = 0; i < n; i++)
        starts[((uint32_t)records[i].key & (buckets - 1)) + 1] += records[i].bytes;
    for (uint32_t b = 0; b < buckets; b++)
        starts[b + 1] += starts[b];
    uint32_t  total = starts[buckets];
    uint32_t *next = grown(NULL, buckets, sizeof *next);
    memcpy(next, starts, buckets * sizeof *next);
    uint8_t *bytes = grown(NULL, (size_t)total + 1, 1);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t b = (uint32_t)records[i].key & (buckets - 1);
        record_write(p, &records[i], scale, least, bytes + next[b]);
        next[b] += records[i].bytes;
    }
    put_u32(out, bits);
    put_u32(out, total);
    sr_buf_put(out, sr_str_from(starts, ((size_t)buckets + 2) * sizeof *starts));
    sr_buf_put(out, sr_str_from(bytes, total));
    free(starts);
    free(next);
    free(bytes);
}

double sr_perceptron_export(const sr_perceptron *p, size_t max_bytes, sr_buf *out)
{
    uint32_t min_updates = SR_MAX(p->least, 1);
    double   scale = scale_of(p, min_updates);
    record  *records = grown(NULL, p->n + 1, sizeof *records);
    uint32_t n = records_make(p, scale, min_updates, records);
    uint32_t all = n;
    qsort(records, n, sizeof *records, by_record_size);
    size_t   bytes = 0;
    for (uint32_t i = 0; i < n; i++) {
        bytes += records[i].bytes + 3; // some 2 records share the 4 bytes of a bucket
        if (bytes > max_bytes)
            n = i;
    }
    records_write(p, records, n, scale, min_updates, out);
    fprintf(stderr, "weights: %u features seen, %u with weight, %u kept (smallest %g), scale %g, %zu bytes\n",
            p->n, all, n, n > 0 ? records[n - 1].size : 0, scale, out->len);
    free(records);
    return scale;
}

typedef struct keyed {
    uint64_t key;
    uint32_t at;
} keyed;

static uint32_t words_mask;

static int by_bucket(const void *a, const void *b)
{
    const keyed *x = a, *y = b;
    uint32_t     i = (uint32_t)x->key & words_mask, j = (uint32_t)y->key & words_mask;
    if (i != j)
        return i < j ? -1 : 1;
    if (x->key >> 32 != y->key >> 32)
        return x->key < y->key ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

void sr_train_words(const uint64_t *keys, const sr_word_entry *entries, uint32_t n, sr_buf *out)
{
    unsigned bits = 4;
    while ((2u << bits) < n)
        bits++;
    uint32_t buckets = 1u << bits;
    words_mask = buckets - 1;
    keyed *sorted = grown(NULL, (size_t)n + 1, sizeof *sorted);
    for (uint32_t i = 0; i < n; i++)
        sorted[i] = (keyed){keys[i], i};
    qsort(sorted, n, sizeof *sorted, by_bucket);
    uint32_t *starts = grown(NULL, (size_t)buckets + 2, sizeof *starts);
    memset(starts, 0, ((size_t)buckets + 2) * sizeof *starts);
    sr_word_entry *kept = grown(NULL, (size_t)n + 1, sizeof *kept);
    uint32_t       k = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t key = sorted[i].key;
        if (i > 0 && ((key ^ sorted[i - 1].key) & words_mask) == 0 &&
            key >> 32 == sorted[i - 1].key >> 32)
            continue;
        kept[k] = entries[sorted[i].at];
        kept[k++].print = (uint32_t)(key >> 32);
        starts[((uint32_t)key & words_mask) + 1]++;
    }
    for (uint32_t b = 0; b < buckets; b++)
        starts[b + 1] += starts[b];
    put_u32(out, bits);
    put_u32(out, k);
    sr_buf_put(out, sr_str_from(starts, ((size_t)buckets + 2) * sizeof *starts));
    sr_buf_put(out, sr_str_from(kept, k * sizeof *kept));
    free(sorted);
    free(starts);
    free(kept);
}

void sr_train_sections(const sr_str *sections, uint32_t n, sr_buf *out)
{
    size_t at = 8 + 8 * (size_t)n;
    put_u32(out, n);
    put_u32(out, 0);
    for (uint32_t i = 0; i < n; i++) {
        put_u32(out, (uint32_t)at);
        put_u32(out, (uint32_t)sections[i].len);
        at = (at + sections[i].len + 7) & ~(size_t)7;
    }
    for (uint32_t i = 0; i < n; i++) {
        sr_buf_put(out, sections[i]);
        while (out->len % 8 != 0)
            sr_buf_byte(out, 0);
    }
    if (out->failed)
        sr_train_fail("out of memory");
}

void sr_train_write(const char *folder, const char *kind, uint32_t version, uint64_t features,
                    sr_str payload)
{
    char   path[4096];
    sr_buf file = SR_BUF_INIT;
    sr_model_wrap(&file, kind, version, features, payload);
    int n = snprintf(path, sizeof path, "%s/%s.bin", folder, kind);
    FILE *f = file.failed || n < 0 || (size_t)n >= sizeof path ? NULL : fopen(path, "wb");
    if (!f || fwrite(file.ptr, 1, file.len, f) != file.len || fclose(f) != 0)
        sr_train_fail("%s/%s.bin: cannot be written", folder, kind);
    fprintf(stderr, "%s: %zu bytes\n", path, file.len);
    sr_buf_free(&file);
}
