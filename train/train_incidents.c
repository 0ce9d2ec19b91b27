/* Weights of models/incidents.bin: which drafts of a report are incidents that it tells as news.
 *
 * Wire text of MUC-4 dev: a draft is right if it is aligned with a key template; one that tells the
 * same incident again is wrong, too.  Modern text of wiki-incidents-2018 train: the main draft is
 * right.  The cross-validated figures over the wire documents are printed.
 * SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>

#include "extract/score.h"
#include "train/cases.h"
#include "train/logistic.h"

#define MODERN_WEIGHT 0.5f

static void each(const sr_case *c, void *payload)
{
    sr_logistic *l = payload;
    for (uint32_t d = 0; d < c->drafts.n; d++) {
        uint64_t keys[SR_SCORE_FEATURES_MAX];
        uint32_t t = c->aligned[d];
        bool wire = c->kind == SR_CASE_WIRE;
        if ((!wire && c->drafts.at[d].order > 0) || (wire && t != SR_NONE && c->templates[t].optional) ||
            (wire && !sr_score_applies(&c->reader, &c->mentions, &c->drafts, d)))
            continue;
        size_t n = sr_score_features(&c->reader, &c->mentions, &c->drafts, d, keys);
        sr_logistic_add(l, keys, n, t != SR_NONE, wire ? 1.0f : MODERN_WEIGHT,
                        (uint8_t)(c->fold + (wire ? 0 : SR_CASE_FOLDS)));
    }
}

static void cross_validate(sr_logistic *l)
{
    unsigned right[10] = {0}, all[10] = {0}, n = 0;
    double   loss = 0;
    for (uint8_t fold = 0; fold < SR_CASE_FOLDS; fold++) {
        sr_logistic_train(l, fold);
        for (size_t i = 0; i < l->examples.n; i++) {
            const sr_logistic_example *e = &l->examples.at[i];
            double p[SR_LOGISTIC_CLASSES];
            if (e->fold != fold)
                continue;
            sr_logistic_score(l, e, p);
            unsigned b = SR_MIN((unsigned)(p[1] * 10), 9u);
            right[b] += e->label;
            all[b]++;
            loss -= log(fmax(p[e->label], 1e-9));
            n++;
        }
    }
    printf("incidents: %u drafts of wire text, %zu examples, %u features, cross-validated log loss %.4f\n", n,
           l->examples.n, l->map.n, loss / (n ? n : 1));
    for (int b = 0; b < 10; b++)
        printf("incidents: said %.1f-%.1f, right %u of %u\n", b / 10.0, (b + 1) / 10.0, right[b], all[b]);
}

static void write_model(const char *folder, const sr_logistic *l)
{
    sr_logistic_write(l, folder, SR_SCORE_KIND, SR_SCORE_VERSION, sr_score_definition());
}

void sr_train_incidents(const sr_train_options *options)
{
    sr_logistic l;
    sr_know    *know;
    sr_error    err = {0};
    if (sr_know_open(&know, NULL, &err) != SR_OK)
        sr_train_fail("%s: %s", err.where, err.text);
    sr_logistic_init(&l, 2, options->seed);
    l.l2 = 0.005;
    l.rate = 0.03;
    sr_cases(options, know, 1u << SR_CASE_WIRE | 1u << SR_CASE_WIKI, each, &l);
    if (options->folds) {
        sr_train_folds(options, &l, write_model);
    } else {
        cross_validate(&l);
        sr_logistic_train(&l, SR_LOGISTIC_ALL);
        write_model(options->models, &l);
    }
    sr_logistic_free(&l);
    sr_know_close(know);
}
