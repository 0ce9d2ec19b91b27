/* Weights of models/incidents.bin: which drafts of a report are incidents that it tells as news.
 *
 * Wire text of MUC-4 dev: a draft is right if it is aligned with a key template; one that tells the
 * same incident again is wrong, too.  Modern text of wiki-incidents-2018 train: the main draft is
 * right.  The cross-validated figures over the wire documents are printed.
 * SPDX-License-Identifier: Apache-2.0 */

#include "extract/roles.h"
#include "extract/score.h"
#include "train/cases.h"
#include "train/logistic.h"

#include <stdio.h>

#define MODERN_WEIGHT 0.5f

static sr_know *judges[SR_CASE_FOLDS]; // knowledge with the roles that have not seen a fold

static void each(const sr_case *c, void *payload)
{
    sr_logistic *l = payload;
    sr_reader    reader = c->reader;
    sr_mentions  mentions = c->mentions;
    reader.know = judges[c->fold];
    sr_roles_judge(&reader, &mentions, &c->drafts);
    for (uint32_t d = 0; d < c->drafts.n; d++) {
        uint64_t keys[SR_SCORE_FEATURES_MAX];
        uint32_t t = c->aligned[d];
        bool wire = c->kind == SR_CASE_WIRE;
        if ((!wire && c->drafts.at[d].order > 0) || (wire && t != SR_NONE && c->templates[t].optional) ||
            (wire && !sr_score_applies(&reader, &mentions, &c->drafts, d)))
            continue;
        size_t n = sr_score_features(&reader, &mentions, &c->drafts, d, keys);
        sr_logistic_add(l, keys, n, t != SR_NONE, wire ? 1.0f : MODERN_WEIGHT,
                        (uint8_t)(c->fold + (wire ? 0 : SR_CASE_FOLDS)));
    }
}

static void write_model(const char *folder, const sr_logistic *l)
{
    sr_logistic_write(l, folder, SR_SCORE_KIND, SR_SCORE_VERSION, sr_score_definition());
}

void sr_train_incidents(const sr_train_options *options)
{
    for (unsigned fold = 0; fold < SR_CASE_FOLDS; fold++) {
        char            folder[4096];
        sr_error        err = {0};
        sr_know_options from = {.models_dir = folder};
        snprintf(folder, sizeof folder, "%s/fold%u", options->judges ? options->judges : options->models, fold);
        if (sr_know_open(&judges[fold], &from, &err) != SR_OK)
            sr_train_fail("%s: %s; train the roles with --folds first", err.where, err.text);
    }
    sr_train_on_cases(options, "incidents", 1u << SR_CASE_WIRE | 1u << SR_CASE_WIKI, each, write_model, 0);
    for (unsigned fold = 0; fold < SR_CASE_FOLDS; fold++)
        sr_know_close(judges[fold]);
}
