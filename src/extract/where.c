/* The places of incidents; see where.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract/where.h"

#include "annotate/feature.h"
#include "extract/linear.h"

/* Of a dateline, in the units of distance_to: it stands beside no mention. */
#define FAR_AWAY 50000u
#define WHOLE_COUNTRY 0.6f
#define DATELINE_ONLY 0.5f // where the report was written
#define STRANGE 0.5f       // in a country that the report hardly names
#define LEAST_DATELINE 0.4f  // of a place told by a dateline only: less likely ones leave the country
#define SEAT_PEOPLE 400000u  // of a town that correspondents write from; a small one stands there for what happened in it
#define BESIDE 4000u // told within three sentences, in the units of distance_to

uint64_t sr_where_definition(void)
{
    return sr_hash(SR_STR("scenes features 1"));
}

static bool same_place(const sr_place_value *a, const sr_place_value *b)
{
    if (a->geonameid && b->geonameid)
        return a->geonameid == b->geonameid;
    return a->precision == b->precision && sr_str_eq(a->name, b->name) && memcmp(a->country, b->country, 3) == 0;
}

void sr_sites_find(const sr_reader *r, sr_sites *out)
{
    const sr_document *doc = r->doc;
    out->n = 0;
    out->site_of = SR_NEW(r->arena, uint32_t, doc->n_places + 1);
    for (uint32_t i = 0; i < doc->n_places; i++) {
        uint32_t s = 0;
        while (s < out->n && !same_place(&doc->places[out->first[s]].value, &doc->places[i].value))
            s++;
        if (s == out->n && s < SR_WHERE_SITES_MAX)
            out->first[out->n++] = i;
        out->site_of[i] = s < out->n ? s : SR_NONE;
    }
}

/* ------------------------------------------------------------------ features */

typedef struct feature_list {
    uint64_t *at;
    size_t    n;
} feature_list;

enum {
    F_BIAS = 1, F_PRECISION, F_TIMES, F_FIRST, F_DATELINE, F_MAJORITY, F_HOME, F_BEFORE, F_AFTER, F_SHAPE, F_SPEAKER,
    F_BODY, F_CHUNK, F_SENTENCE, F_DISTANCE, F_NEAR, F_RULE, F_OTHER, F_WITHIN, F_HOLDS, F_SURE, F_PEOPLE, F_ORDER,
    F_TITLE, F_RIVALS, F_VERB, F_BEFORE_NEAR
};

static void put(feature_list *f, unsigned name, uint64_t a, uint64_t b)
{
    if (f->n < SR_WHERE_FEATURES_MAX)
        f->at[f->n++] = sr_features_key(name, a, b, 0x7363656Eu);
}

static uint64_t bucket(uint64_t n)
{
    return n < 4 ? n : n < 7 ? 4 : n < 12 ? 5 : n < 20 ? 6 : n < 40 ? 7 : 8;
}

static uint64_t word(const sr_document *doc, uint32_t t)
{
    return doc->lemma_hashes ? doc->lemma_hashes[t] : doc->hashes[t];
}

/* How many places of the report are of a country, of all, in steps. */
static uint64_t share_of(const sr_document *doc, const char *country)
{
    uint32_t n = 0, all = 0;
    for (uint32_t i = 0; i < doc->n_places; i++) {
        all += doc->places[i].value.country[0] != 0;
        n += memcmp(doc->places[i].value.country, country, 2) == 0;
    }
    return all ? 4u * n / all : 0;
}

static bool in_longer_name(const sr_reader *r, sr_range place)
{
    uint32_t low = place.first > 8 ? place.first - 8 : 0;
    for (uint32_t t = low; t <= place.first; t++) {
        uint32_t e = r->entity_of[t];
        if (e == SR_NONE)
            continue;
        const sr_entity *x = &r->doc->entities[e];
        if (x->range.first <= place.first && x->range.end >= place.end &&
            x->range.end - x->range.first > place.end - place.first && x->kind != SR_ENTITY_PLACE)
            return true;
    }
    return false;
}

static bool stands_in(const sr_reader *r, uint32_t token, sr_str part)
{
    const sr_report *report = r->doc->report;
    if (!part.len || part.ptr < report->text.ptr || part.ptr >= report->text.ptr + report->text.len)
        return false;
    uint32_t at = (uint32_t)(part.ptr - report->text.ptr);
    uint32_t begin = sr_document_at(r->doc, at), end = sr_document_at(r->doc, at + (uint32_t)part.len);
    return r->doc->tokens[token].begin >= begin && r->doc->tokens[token].begin < end;
}

/* Told by a dateline, at the report's begin or below its head lines: where the report was written. */
static bool in_dateline(const sr_reader *r, uint32_t place)
{
    uint32_t t = r->doc->places[place].range.first;
    return sr_reader_dateline(r, t) || stands_in(r, t, r->doc->report->dateline_place) ||
           stands_in(r, t, r->doc->report->dateline_region);
}

/* One telling of a site: its words' surroundings. */
static void put_telling(const sr_reader *r, uint32_t i, bool near, feature_list *f)
{
    const sr_document *doc = r->doc;
    const sr_place *p = &doc->places[i];
    uint32_t sentence = doc->tokens[p->range.first].sentence;
    const sr_sentence *s = &doc->sentences[sentence];
    uint64_t precision = p->value.precision;
    uint64_t before = p->range.first > s->first ? word(doc, p->range.first - 1) : 0;
    put(f, F_BEFORE, before, precision);
    if (near)
        put(f, F_BEFORE_NEAR, before, precision);
    put(f, F_AFTER, p->range.end < s->end ? word(doc, p->range.end) : 0, precision);
    put(f, F_SHAPE, doc->tokens[p->range.end - 1].upos, precision);
    if (in_longer_name(r, p->range))
        put(f, F_BODY, 1, precision);
    uint32_t chunk = sr_chunk_at(&r->chunks[sentence], p->range.first);
    if (chunk != SR_NO_CHUNK) {
        const sr_chunk *c = &r->chunks[sentence].at[chunk];
        put(f, F_CHUNK, c->head >= p->range.end, precision);
        if (c->head >= p->range.end)
            put(f, F_CHUNK, 2 + word(doc, c->head), 0);
        if (chunk >= 2 && r->chunks[sentence].at[chunk - 1].kind == SR_CHUNK_PREPOSITION)
            put(f, F_VERB, word(doc, r->chunks[sentence].at[chunk - 2].head), before);
    }
    for (uint32_t k = 0; k < doc->n_attributions; k++)
        if (p->range.first >= doc->attributions[k].speaker.first && p->range.first < doc->attributions[k].speaker.end)
            put(f, F_SPEAKER, 1, precision);
    put(f, F_DATELINE, in_dateline(r, i), precision);
    put(f, F_TITLE, (s->flags & SR_SENTENCE_TITLE) != 0, precision);
}

/* Sentences and tokens between a place and the nearest mention of a draft. */
static uint32_t distance_to(const sr_reader *r, const sr_mentions *all, uint32_t d, uint32_t place, bool *before)
{
    if (in_dateline(r, place)) {
        *before = true;
        return FAR_AWAY;
    }
    uint32_t t = r->doc->places[place].range.first, sentence = r->doc->tokens[t].sentence, best = UINT32_MAX;
    for (uint32_t i = 0; i < all->n; i++) {
        const sr_mention *m = &all->at[i];
        if (m->incident != d)
            continue;
        uint32_t apart = m->sentence > sentence ? m->sentence - sentence : sentence - m->sentence;
        uint32_t tokens = t > m->trigger.first ? t - m->trigger.first : m->trigger.first - t;
        uint32_t far = apart * 1000u + SR_MIN(tokens, 999u);
        if (far < best) {
            best = far;
            *before = t < m->trigger.first;
        }
    }
    return best;
}

static bool holds(const sr_place_value *outer, const sr_place_value *inner)
{
    if (memcmp(outer->country, inner->country, 2) != 0 || outer->precision <= inner->precision)
        return false;
    return outer->precision == SR_PLACE_PRECISION_COUNTRY || sr_str_eq(outer->name, inner->admin1) ||
           sr_str_eq(outer->name, inner->admin2);
}

size_t sr_where_features(const sr_reader *r, const sr_sites *sites, const sr_mentions *mentions,
                         const sr_drafts *drafts, uint32_t d, uint32_t site, uint64_t *out)
{
    feature_list f = {out, 0};
    const sr_document *doc = r->doc;
    const sr_incident_draft *draft = &drafts->at[d];
    const sr_place_value *v = &doc->places[sites->first[site]].value;
    uint64_t precision = v->precision;
    uint32_t times = 0, best = UINT32_MAX, rivals = 0;
    bool before = false, rule = false, other = false, inner = false, outer = false;
    for (uint32_t i = 0; i < doc->n_places; i++) {
        bool side = false;
        if (sites->site_of[i] != site)
            continue;
        uint32_t far = distance_to(r, mentions, d, i, &side);
        if (far < best) {
            best = far;
            before = side;
        }
        rule |= draft->place == i;
        for (uint32_t k = 0; k < drafts->n; k++)
            other |= k != d && drafts->at[k].place == i;
        if (++times <= 6)
            put_telling(r, i, far < 1000u, &f);
    }
    for (uint32_t k = 0; k < sites->n; k++) {
        const sr_place_value *x = &doc->places[sites->first[k]].value;
        inner |= holds(v, x);
        outer |= holds(x, v);
        rivals += x->precision == v->precision;
    }
    put(&f, F_BIAS, 0, 0);
    put(&f, F_PRECISION, precision, draft->order == 0);
    put(&f, F_TIMES, bucket(times), precision);
    put(&f, F_FIRST, bucket(doc->tokens[doc->places[sites->first[site]].range.first].sentence), precision);
    put(&f, F_MAJORITY, share_of(doc, v->country), precision);
    put(&f, F_RULE, rule, precision);
    put(&f, F_RULE, 16u + rule, bucket(best / 1000u));
    put(&f, F_OTHER, (uint64_t)other << 1 | rule, precision);
    put(&f, F_HOLDS, (uint64_t)inner << 1 | outer, precision);
    put(&f, F_RIVALS, bucket(rivals), precision);
    put(&f, F_SURE, (uint64_t)(doc->places[sites->first[site]].probability * 5), precision);
    put(&f, F_PEOPLE, v->population == 0 ? 0 : v->population < 5000 ? 1 : v->population < 100000 ? 2 : 3, precision);
    put(&f, F_ORDER, bucket(drafts->n), precision);
    put(&f, F_SENTENCE, bucket(best / 1000u) << 1 | before, precision);
    if (best < 1000u)
        put(&f, F_NEAR, bucket(best) << 1 | before, precision);
    return f.n;
}

/* ------------------------------------------------------------------ choice */

/* The telling of a site that is nearest to a draft. */
static uint32_t nearest_telling(const sr_reader *r, const sr_sites *sites, const sr_mentions *mentions, uint32_t d, uint32_t site)
{
    uint32_t best = sites->first[site], best_far = UINT32_MAX;
    for (uint32_t i = 0; i < r->doc->n_places; i++) {
        bool side;
        uint32_t far = sites->site_of[i] == site ? distance_to(r, mentions, d, i, &side) : UINT32_MAX;
        if (far < best_far) {
            best = i;
            best_far = far;
        }
    }
    return best;
}

/* Is a site told by nothing but a dateline? */
static bool only_dateline(const sr_reader *r, const sr_sites *sites, uint32_t site)
{
    for (uint32_t i = 0; i < r->doc->n_places; i++)
        if (sites->site_of[i] == site && !in_dateline(r, i))
            return false;
    return true;
}

/* What a site is worth by its probability: a country tells little, and a place that is nearly as sure is
 * worth more; where a report was written gives way to places told beside the deed. */
static float worth_of(const sr_reader *r, const sr_sites *sites, uint32_t site, float p, bool beside)
{
    if (r->doc->places[sites->first[site]].value.precision == SR_PLACE_PRECISION_COUNTRY)
        return WHOLE_COUNTRY * p;
    if (share_of(r->doc, r->doc->places[sites->first[site]].value.country) == 0)
        p *= STRANGE;
    return beside && only_dateline(r, sites, site) ? DATELINE_ONLY * p : p;
}

/* Do the sentences about the draft name a place that is no country? */
static bool place_beside(const sr_reader *r, const sr_mentions *mentions, uint32_t d)
{
    for (uint32_t i = 0; i < r->doc->n_places; i++) {
        bool before;
        if (r->doc->places[i].value.precision != SR_PLACE_PRECISION_COUNTRY && distance_to(r, mentions, d, i, &before) < BESIDE)
            return true;
    }
    return false;
}

void sr_where_choose(const sr_reader *r, const sr_mentions *mentions, sr_drafts *drafts)
{
    sr_linear model;
    sr_sites  sites;
    if (r->doc->n_places == 0 || drafts->n == 0 ||
        !sr_linear_open(&model, r->know, SR_WHERE_KIND, SR_WHERE_VERSION, sr_where_definition()))
        return;
    sr_sites_find(r, &sites);
    uint32_t *chosen = SR_NEW(r->arena, uint32_t, drafts->n);
    for (uint32_t d = 0; d < drafts->n; d++) {
        float best = 0, most = 0;
        bool  beside = place_beside(r, mentions, d);
        chosen[d] = SR_NONE;
        for (uint32_t s = 0; s < sites.n; s++) {
            uint64_t keys[SR_WHERE_FEATURES_MAX];
            size_t n = sr_where_features(r, &sites, mentions, drafts, d, s, keys);
            float p = sr_linear_score(&model, keys, n);
            float worth = worth_of(r, &sites, s, p, beside);
            if (worth > most) {
                most = worth;
                best = p;
                chosen[d] = nearest_telling(r, &sites, mentions, d, s);
            }
        }
        drafts->at[d].place_probability = best;
        drafts->at[d].country_only = chosen[d] != SR_NONE && best < LEAST_DATELINE &&
                                     r->doc->places[chosen[d]].value.population >= SEAT_PEOPLE &&
                                     only_dateline(r, &sites, sites.site_of[chosen[d]]);
    }
    for (uint32_t d = 0; d < drafts->n; d++) // all are judged by the places of the rules
        if (chosen[d] != SR_NONE)
            drafts->at[d].place = chosen[d];
}
