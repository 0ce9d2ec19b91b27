/* Weights of models/links.bin: is a mention one more of a draft's incident?
 *
 * Wire text of MUC-4 dev: mentions whose participants are those of one template only, put together by
 * template in reading order; each is compared with every draft so far that it may belong to.  Modern
 * text of wiki-incidents-2018 train and gva-incidents tells of one incident: its mentions belong
 * together.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract/link.h"
#include "train/cases.h"

#define WIKI_WEIGHT 1.0f
#define GVA_WEIGHT 0.2f

/* The template whose fills the participants of a mention are; SR_NONE: none, or several. */
static uint32_t template_of(const sr_case *c, const sr_mention *m)
{
    uint32_t found = SR_NONE;
    if (c->kind != SR_CASE_WIRE)
        return 0;
    for (uint32_t t = 0; t < c->n_templates; t++) {
        bool says = false;
        for (uint32_t i = 0; i < m->n && !says; i++)
            for (int s = 0; s < SR_SLOT_COUNT; s++)
                for (uint32_t f = 0; f < c->templates[t].n[s]; f++)
                    says |= sr_case_says(c, &m->at[i].noun, &c->templates[t].fills[s][f]);
        if (says && !sr_case_type_fits(&c->templates[t], m->type))
            says = false;
        if (says && found != SR_NONE)
            return SR_NONE;
        if (says)
            found = t;
    }
    return c->n_templates == 1 && found == SR_NONE ? SR_NONE : found;
}

static void each(const sr_case *c, void *payload)
{
    sr_logistic *l = payload;
    sr_mentions  all = c->mentions;
    sr_incident_draft drafts[SR_CASE_TEMPLATES];
    uint32_t     of[SR_CASE_TEMPLATES]; // template of each draft
    sr_drafts    so_far = {drafts, 0};
    all.at = sr_arena_copy(c->arena, c->mentions.at, c->mentions.n * sizeof *c->mentions.at);
    for (uint32_t i = 0; i < all.n; i++)
        all.at[i].incident = SR_NONE;
    for (uint32_t i = 0; i < all.n; i++) {
        sr_mention *m = &all.at[i];
        uint32_t t = sr_link_takes(m) ? template_of(c, m) : SR_NONE, own = SR_NONE;
        if (t == SR_NONE)
            continue;
        uint32_t place = sr_mention_place(&c->reader, m);
        for (uint32_t d = 0; d < so_far.n; d++) {
            uint64_t keys[SR_LINK_FEATURES_MAX];
            if (of[d] == t)
                own = d;
            if (!sr_link_may(&c->reader, &drafts[d], m, place))
                continue;
            size_t n = sr_link_features(&c->reader, &all, &so_far, d, m, place, keys);
            float weight = c->kind == SR_CASE_WIRE ? 1.0f : c->kind == SR_CASE_WIKI ? WIKI_WEIGHT : GVA_WEIGHT;
            sr_logistic_add(l, keys, n, of[d] == t, weight, (uint8_t)(c->fold + (c->kind == SR_CASE_WIRE ? 0 : SR_CASE_FOLDS)));
        }
        if (own != SR_NONE) {
            sr_link_join(&c->reader, &drafts[own], m, place, own);
        } else if (so_far.n < SR_CASE_TEMPLATES) {
            of[so_far.n] = t;
            sr_link_open(&c->reader, &drafts[so_far.n], &all, i, place, so_far.n);
            so_far.n++;
        }
    }
}

static void write_model(const char *folder, const sr_logistic *l)
{
    sr_logistic_write(l, folder, SR_LINK_KIND, SR_LINK_VERSION, sr_link_definition());
}

void sr_train_links(const sr_train_options *options)
{
    sr_train_on_cases(options, "links", 1u << SR_CASE_WIRE | 1u << SR_CASE_WIKI | 1u << SR_CASE_GVA, each, write_model, 0);
}
