/* Logistic regression; see logistic.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "train/logistic.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "train/corpus.h"
#include "train/perceptron.h"

#define MEMORY 0.9f              // of gradients
#define MEMORY_OF_SQUARES 0.999f
#define LEAST_WEIGHT 0.01f // smaller ones are not written

void sr_logistic_init(sr_logistic *l, uint32_t n_classes, uint64_t seed)
{
    *l = (sr_logistic){.n_classes = n_classes, .epochs = 8, .batch = 8, .rate = 0.001, .least = 3, .seed = seed};
    sr_arena_init(&l->arena, 0, NULL, NULL);
}

void sr_logistic_free(sr_logistic *l)
{
    sr_arena_free(&l->arena);
    free(l->seen);
    free(l->w);
}

static int by_key(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

void sr_logistic_add(sr_logistic *l, uint64_t *keys, size_t n, uint8_t label, float weight, uint8_t fold)
{
    qsort(keys, n, sizeof *keys, by_key);
    sr_logistic_example *e = SR_PUSH(&l->arena, &l->examples);
    *e = (sr_logistic_example){.features = SR_NEW(&l->arena, uint32_t, n + 1), .label = label,
                               .weight = weight, .fold = fold};
    for (size_t i = 0; i < n; i++)
        if (i == 0 || keys[i] != keys[i - 1])
            e->features[e->n++] = sr_map_add(&l->map, keys[i]);
}

void sr_logistic_score(const sr_logistic *l, const sr_logistic_example *e, double *out)
{
    uint32_t classes = l->n_classes;
    double   most = 0, sum = 0;
    for (uint32_t c = 0; c < classes; c++)
        out[c] = 0;
    for (uint32_t i = 0; i < e->n; i++) {
        const float *w = l->w + (size_t)e->features[i] * classes;
        for (uint32_t c = 0; c < classes; c++)
            out[c] += (double)w[c];
    }
    for (uint32_t c = 1; c < classes; c++)
        most = fmax(most, out[c]);
    for (uint32_t c = 0; c < classes; c++)
        sum += out[c] = exp(out[c] - most);
    for (uint32_t c = 0; c < classes; c++)
        out[c] /= sum;
}

/* Add the gradient of one example to grad[map.n][C]. */
static void gradient(const sr_logistic *l, const sr_logistic_example *e, float *grad)
{
    double   p[SR_LOGISTIC_CLASSES];
    uint32_t classes = l->n_classes;
    sr_logistic_score(l, e, p);
    for (uint32_t i = 0; i < e->n; i++) {
        if (l->seen[e->features[i]] < l->least)
            continue;
        float *g = grad + (size_t)e->features[i] * classes;
        for (uint32_t c = 0; c < classes; c++)
            g[c] += (float)((p[c] - (e->label == c)) * (double)e->weight / l->batch);
    }
}

/* One step of Adam, the t-th, over all weights; grad is emptied. */
static void step(sr_logistic *l, size_t size, unsigned t, double rate, float *grad, float *m, float *v)
{
    double r = rate * sqrt(1 - pow(MEMORY_OF_SQUARES, t)) / (1 - pow(MEMORY, t));
    for (size_t k = 0; k < size; k++) {
        float g = grad[k];
        m[k] += (1 - MEMORY) * (g - m[k]);
        v[k] += (1 - MEMORY_OF_SQUARES) * (g * g - v[k]);
        l->w[k] -= (float)r * m[k] / (sqrtf(v[k]) + 1e-8f);
        grad[k] = 0;
    }
}

static float *zeros(size_t n)
{
    float *a = calloc(n, sizeof *a);
    if (!a)
        sr_train_fail("out of memory");
    return a;
}

static void begin(sr_logistic *l, size_t size, uint8_t without)
{
    free(l->seen);
    free(l->w);
    l->w = zeros(size);
    l->seen = calloc(l->map.n + 1u, sizeof *l->seen);
    if (!l->seen)
        sr_train_fail("out of memory");
    for (uint32_t i = 0; i < l->examples.n; i++)
        for (uint32_t k = 0; l->examples.at[i].fold != without && k < l->examples.at[i].n; k++)
            l->seen[l->examples.at[i].features[k]]++;
}

void sr_logistic_train(sr_logistic *l, uint8_t without)
{
    uint32_t  n = (uint32_t)l->examples.n;
    uint32_t *order = calloc(n + 1u, sizeof *order);
    uint64_t  random = l->seed;
    size_t    size = ((size_t)l->map.n + 1) * l->n_classes;
    if (!order)
        sr_train_fail("out of memory");
    begin(l, size, without);
    float   *grad = zeros(size), *m = zeros(size), *v = zeros(size); // mean of the gradients, of their squares
    unsigned t = 0;
    for (unsigned epoch = 0; epoch < l->epochs; epoch++) {
        unsigned in_batch = 0;
        double   rate = l->rate * (1 - (double)epoch / l->epochs);
        sr_train_shuffle(order, n, &random);
        for (uint32_t i = 0; i < n; i++) {
            if (l->examples.at[order[i]].fold != without) {
                gradient(l, &l->examples.at[order[i]], grad);
                in_batch++;
            }
            if (in_batch == l->batch || (i + 1 == n && in_batch > 0)) {
                step(l, size, ++t, rate, grad, m, v);
                in_batch = 0;
            }
        }
    }
    for (size_t f = 0; f < size; f += l->n_classes)
        for (uint32_t c = l->n_classes; c-- > 0;)
            l->w[f + c] -= l->w[f];
    free(m);
    free(v);
    free(grad);
    free(order);
}

void sr_logistic_write(const sr_logistic *l, const char *folder, const char *kind, uint32_t version, uint64_t definition)
{
    uint64_t *keys = calloc(l->map.n + 1u, sizeof *keys);
    uint32_t n = 0;
    for (uint32_t f = 0; keys && f < l->map.n; f++)
        if (fabsf(l->w[(size_t)f * l->n_classes + 1]) >= LEAST_WEIGHT)
            keys[n++] = l->map.keys[f];
    if (!keys)
        sr_train_fail("out of memory");
    qsort(keys, n, sizeof *keys, by_key);
    sr_buf payload = SR_BUF_INIT;
    uint32_t head[2] = {n, 0};
    sr_buf_put(&payload, sr_str_from(head, sizeof head));
    sr_buf_put(&payload, sr_str_from(keys, n * sizeof *keys));
    for (uint32_t i = 0; i < n; i++) {
        float w = l->w[(size_t)sr_map_get(&l->map, keys[i]) * l->n_classes + 1];
        sr_buf_put(&payload, sr_str_from(&w, sizeof w));
    }
    sr_train_write(folder, kind, version, definition, sr_buf_view(&payload));
    sr_buf_free(&payload);
    free(keys);
}

void sr_logistic_report(sr_logistic *l, const char *name)
{
    unsigned right[10] = {0}, all[10] = {0}, n = 0;
    double   loss = 0;
    for (uint8_t fold = 0; fold < SR_LOGISTIC_FOLDS; fold++) {
        sr_logistic_train(l, fold);
        for (size_t i = 0; i < l->examples.n; i++) {
            const sr_logistic_example *e = &l->examples.at[i];
            double p[SR_LOGISTIC_CLASSES];
            if (e->fold != fold)
                continue;
            sr_logistic_score(l, e, p);
            unsigned b = SR_MIN((unsigned)(p[1] * 10), 9u);
            right[b] += e->label == 1;
            all[b]++;
            loss -= log(fmax(p[e->label], 1e-9));
            n++;
        }
    }
    printf("%s: %u examples of wire text, %zu in all, %u features, cross-validated log loss %.4f\n", name, n,
           l->examples.n, l->map.n, loss / (n ? n : 1));
    for (int b = 0; b < 10; b++)
        printf("%s: said %.1f-%.1f, right %u of %u\n", name, b / 10.0, (b + 1) / 10.0, right[b], all[b]);
}
