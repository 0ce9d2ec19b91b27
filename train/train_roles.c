/* Weights of models/roles.bin: what a party of a report is to an incident of it.
 *
 * Wire text of MUC-4 dev: the parties of every draft that is aligned with a template, labelled by
 * the slot whose fill they say.  Modern text: of gva-incidents the named persons (victims,
 * suspects), of wiki-incidents-2018 train the named bodies (who is blamed); other parties of these
 * are left out, since their keys do not tell of them.
 * SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "extract/roles.h"
#include "train/cases.h"
#include "train/logistic.h"

#define MODERN_WEIGHT 0.5f
#define MODEL_BYTES (3u << 20)

static const char *const part_names[SR_PART_COUNT] = {"none", "person", "body", "thing", "people", "weapon"};
static const sr_part part_of_slot[SR_SLOT_COUNT] = {
    [SR_SLOT_PERSON] = SR_PART_PERSON, [SR_SLOT_BODY] = SR_PART_BODY,          [SR_SLOT_THING] = SR_PART_THING,
    [SR_SLOT_NAME] = SR_PART_PEOPLE,   [SR_SLOT_DESCRIPTION] = SR_PART_PEOPLE, [SR_SLOT_WEAPON] = SR_PART_WEAPON,
};

/* The part that a template gives a party; *optional: only an optional fill says so. */
static sr_part label_of(const sr_case *c, const sr_cast *cast, uint32_t party, const sr_case_template *t, bool *optional)
{
    static const sr_case_slot order[] = {SR_SLOT_WEAPON, SR_SLOT_BODY, SR_SLOT_NAME, SR_SLOT_DESCRIPTION,
                                         SR_SLOT_THING, SR_SLOT_PERSON};
    *optional = false;
    for (size_t s = 0; s < SR_COUNT(order); s++)
        for (uint32_t f = 0; f < t->n[order[s]]; f++)
            for (uint32_t i = cast->first[party]; i != SR_NONE; i = cast->next[i])
                if (sr_case_says(c, &cast->at[i].noun, &t->fills[order[s]][f])) {
                    *optional = t->fills[order[s]][f].optional;
                    return part_of_slot[order[s]];
                }
    return SR_PART_NONE;
}

/* Do the keys of this kind of case judge such a party? */
static bool is_judged(const sr_case *c, const sr_cast *cast, uint32_t party)
{
    if (c->kind == SR_CASE_WIRE)
        return true;
    for (uint32_t i = cast->first[party]; i != SR_NONE; i = cast->next[i]) {
        uint32_t e = cast->at[i].noun.entity;
        if (e == SR_NONE || !c->doc.entities[e].named)
            continue;
        uint8_t kind = c->doc.entities[e].kind;
        if (c->kind == SR_CASE_GVA ? kind == SR_ENTITY_PERSON
                                   : kind == SR_ENTITY_GROUP || kind == SR_ENTITY_ORGANIZATION)
            return true;
    }
    return false;
}

static void each(const sr_case *c, void *payload)
{
    sr_logistic *l = payload;
    sr_cast  cast;
    if (c->drafts.n == 0 ||
        (c->kind == SR_CASE_WIKI && c->templates[0].n[SR_SLOT_BODY] == 0))
        return;
    sr_cast_find(&c->reader, &cast);
    for (uint32_t d = 0; d < c->drafts.n; d++) {
        if (c->aligned[d] == SR_NONE)
            continue;
        const sr_case_template *t = &c->templates[c->aligned[d]];
        for (uint32_t party = 0; party < cast.n_parties; party++) {
            uint64_t keys[2 * SR_ROLES_FEATURES_MAX];
            bool     optional;
            sr_part  label = label_of(c, &cast, party, t, &optional);
            if (optional || !is_judged(c, &cast, party))
                continue;
            size_t n = sr_cast_party_features(&c->reader, &cast, party, keys);
            n += sr_cast_draft_features(&c->reader, &cast, &c->mentions, &c->drafts, d, party, keys + n);
            sr_logistic_add(l, keys, n, (uint8_t)label, c->kind == SR_CASE_WIRE ? 1.0f : MODERN_WEIGHT,
                            (uint8_t)(c->fold + (c->kind == SR_CASE_WIRE ? 0 : SR_CASE_FOLDS)));
        }
    }
}

static void cross_validate(sr_logistic *l)
{
    unsigned right[SR_PART_COUNT] = {0}, given[SR_PART_COUNT] = {0}, told[SR_PART_COUNT] = {0};
    unsigned said[10] = {0}, held[10] = {0}, n = 0;
    double   loss = 0;
    for (uint8_t fold = 0; fold < SR_CASE_FOLDS; fold++) {
        sr_logistic_train(l, fold);
        for (size_t i = 0; i < l->examples.n; i++) {
            const sr_logistic_example *e = &l->examples.at[i];
            double p[SR_LOGISTIC_CLASSES];
            if (e->fold != fold)
                continue;
            sr_logistic_score(l, e, p);
            loss -= log(fmax(p[e->label], 1e-9));
            n++;
            told[e->label]++;
            for (uint32_t k = 1; k < SR_PART_COUNT; k++) {
                said[SR_MIN((int)(p[k] * 10), 9)]++;
                held[SR_MIN((int)(p[k] * 10), 9)] += e->label == k;
                if (p[k] < 0.3)
                    continue;
                given[k]++;
                right[k] += e->label == k;
            }
        }
    }
    printf("roles: %u parties of wire text, cross-validated log loss %.4f\n", n, loss / (n ? n : 1));
    for (int k = 1; k < SR_PART_COUNT; k++)
        printf("roles: %s: told %u, given %u, right %u, F %.1f\n", part_names[k], told[k], given[k], right[k],
               200.0 * right[k] / (told[k] + given[k] ? told[k] + given[k] : 1));
    for (int b = 0; b < 10; b++)
        printf("roles: said %.1f-%.1f, right %u of %u\n", b / 10.0, (b + 1) / 10.0, held[b], said[b]);
}

static void write_model(const char *folder, const sr_logistic *l)
{
    sr_perceptron table;
    sr_perceptron_init(&table, SR_PART_COUNT, 1);
    table.now = 0;
    for (uint32_t f = 0; f < l->map.n; f++)
        for (uint8_t c = 1; c < SR_PART_COUNT; c++) {
            int32_t w = (int32_t)lrint((double)l->w[(size_t)f * l->n_classes + c] * 10000);
            if (w)
                sr_perceptron_update(&table, &l->map.keys[f], 1, c, w);
        }
    table.now = 1;
    sr_buf weights = SR_BUF_INIT, payload = SR_BUF_INIT;
    float  head[2] = {(float)(sr_perceptron_export(&table, MODEL_BYTES, &weights) * 10000), 0};
    sr_str sections[SR_ROLES_SECTIONS] = {sr_str_from(head, sizeof head), sr_buf_view(&weights)};
    sr_train_sections(sections, SR_ROLES_SECTIONS, &payload);
    sr_train_write(folder, SR_ROLES_KIND, SR_ROLES_VERSION, sr_roles_definition(), sr_buf_view(&payload));
    sr_buf_free(&weights);
    sr_buf_free(&payload);
    sr_perceptron_free(&table);
}

void sr_train_roles(const sr_train_options *options)
{
    sr_logistic l;
    sr_know *know;
    sr_error err = {0};
    if (sr_know_open(&know, NULL, &err) != SR_OK)
        sr_train_fail("%s: %s", err.where, err.text);
    sr_logistic_init(&l, SR_PART_COUNT, options->seed);
    sr_cases(options, know, 1u << SR_CASE_WIRE | 1u << SR_CASE_WIKI | 1u << SR_CASE_GVA, each, &l);
    printf("roles: %zu examples, %u features\n", l.examples.n, l.map.n);
    l.epochs = 6;
    l.batch = 128;
    l.rate = 0.002;
    if (options->epochs)
        l.epochs = options->epochs;
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
