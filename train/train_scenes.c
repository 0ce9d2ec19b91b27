/* Weights of models/scenes.bin: which of a report's places is that of an incident.
 *
 * A site is right if it has the name of the most precise place of the key that the report names at
 * all.  Wire text of MUC-4 dev (drafts aligned with a template), gva-incidents (town and state) and
 * wiki-incidents-2018 train, the main drafts.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"
#include "extract/where.h"
#include "train/cases.h"

#define EPOCHS 3 // more of them learn places by heart

static bool is_called(const sr_case *c, const sr_sites *sites, uint32_t site, sr_str name)
{
    for (uint32_t i = 0; i < c->doc.n_places; i++) {
        if (sites->site_of[i] != site)
            continue;
        sr_str words = sr_utf8_fold(c->arena, sr_document_words(&c->doc, c->doc.places[i].range));
        if (sr_str_eq(words, name) || sr_str_eq(sr_utf8_fold(c->arena, c->doc.places[i].value.name), name) ||
            (name.len > words.len && words.len > 3 && sr_str_starts(name, words)))
            return true;
    }
    return false;
}

static void each(const sr_case *c, void *payload)
{
    sr_logistic *l = payload;
    sr_sites sites;
    if (c->drafts.n == 0 || c->doc.n_places == 0)
        return;
    sr_sites_find(&c->reader, &sites);
    for (uint32_t d = 0; d < c->drafts.n; d++) {
        if (c->aligned[d] == SR_NONE)
            continue;
        const sr_case_template *t = &c->templates[c->aligned[d]];
        uint32_t level = 0;
        bool any = false;
        for (; level < t->n_places && !any; level++)
            for (uint32_t s = 0; s < sites.n; s++)
                any |= is_called(c, &sites, s, t->places[level]);
        /* A key that tells the country alone, of a report that does not name it: no site is right. */
        bool country = !any && t->n_places == 1 && c->kind == SR_CASE_WIRE;
        for (uint32_t s = 0; (any || country) && s < sites.n; s++) {
            uint64_t keys[SR_WHERE_FEATURES_MAX];
            size_t n = sr_where_features(&c->reader, &sites, &c->mentions, &c->drafts, d, s, keys);
            sr_logistic_add(l, keys, n, any && is_called(c, &sites, s, t->places[level - 1]), 1.0f,
                            (uint8_t)(c->fold + (c->kind == SR_CASE_WIRE ? 0 : SR_CASE_FOLDS)));
        }
    }
}

static void write_model(const char *folder, const sr_logistic *l)
{
    sr_logistic_write(l, folder, SR_WHERE_KIND, SR_WHERE_VERSION, sr_where_definition());
}

void sr_train_scenes(const sr_train_options *options)
{
    sr_train_on_cases(options, "scenes", 1u << SR_CASE_WIRE | 1u << SR_CASE_WIKI | 1u << SR_CASE_GVA, each, write_model, EPOCHS);
}
