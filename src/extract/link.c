/* Mentions of the same happening become one incident; different ones stay apart.
 *
 * Greedy, in reading order: each mention joins the compatible draft that speaks most for it,
 * or opens a new one if it is strong enough.  Type family, time and place decide what is
 * compatible; sameness of participants and nearness speak for a draft, weighed by a trained
 * model (models/links.bin, extract/linear.h) or, without one, by hand.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract/link.h"

#include "annotate/feature.h"
#include "extract/linear.h"

/* Least score (by hand) and probability (by the model) with which a mention joins a draft. */
#define LEAST_SCORE 0.7f
#define LEAST_LINK 0.65f // two incidents made one is worse than one told twice

/* Types that tell the same happening from different sides; the rest only match themselves. */
static const uint32_t general = 1u << SR_INCIDENT_ATTACK | 1u << SR_INCIDENT_FACILITY_ATTACK |
                                1u << SR_INCIDENT_UNARMED_ASSAULT;
static const uint32_t deadly = 1u << SR_INCIDENT_ATTACK | 1u << SR_INCIDENT_BOMBING |
                               1u << SR_INCIDENT_ASSASSINATION | 1u << SR_INCIDENT_SHELLING |
                               1u << SR_INCIDENT_AIRSTRIKE | 1u << SR_INCIDENT_ARSON |
                               1u << SR_INCIDENT_FACILITY_ATTACK | 1u << SR_INCIDENT_ARMED_CLASH |
                               1u << SR_INCIDENT_HOSTAGE_TAKING | 1u << SR_INCIDENT_MOB_VIOLENCE |
                               1u << SR_INCIDENT_RIOT | 1u << SR_INCIDENT_UNARMED_ASSAULT |
                               1u << SR_INCIDENT_HIJACKING | 1u << SR_INCIDENT_ROBBERY |
                               1u << SR_INCIDENT_KIDNAPPING | 1u << SR_INCIDENT_SEXUAL_VIOLENCE |
                               1u << SR_INCIDENT_OTHER;

static bool types_fit(uint32_t types, uint8_t type)
{
    uint32_t one = 1u << type;
    if (types & one)
        return true;
    if (one & 1u << SR_INCIDENT_HOSTAGE_TAKING && types & general)
        return true; // attackers who then hold those inside
    return ((one & general) && (types & deadly)) || ((types & general) == types && (one & deadly));
}

static bool periods_fit(sr_period a, sr_period b)
{
    if (a.first == SR_DAY_NONE || b.first == SR_DAY_NONE)
        return true;
    sr_day a_last = a.last == SR_DAY_NONE ? a.first : a.last;
    sr_day b_last = b.last == SR_DAY_NONE ? b.first : b.last;
    return a.first <= b_last + 1 && b.first <= a_last + 1;
}

/* "between 3 and | 9 May", "from Monday to | Friday": does expression b end what a, the one before it, begins? */
static bool ends_range(const sr_document *doc, const sr_timex *a, const sr_timex *b)
{
    if (b->range.first != a->range.end + 1 || a->range.first == 0 || a->period.first == SR_DAY_NONE ||
        b->period.last == SR_DAY_NONE || a->period.first > b->period.last)
        return false;
    sr_str before = doc->tokens[a->range.first - 1].fold, middle = doc->tokens[a->range.end].fold;
    return (sr_str_eq(before, SR_STR("between")) && sr_str_eq(middle, SR_STR("and"))) ||
           (sr_str_eq(before, SR_STR("from")) && (sr_str_eq(middle, SR_STR("to")) || sr_str_eq(middle, SR_STR("until"))));
}

static sr_period period_of(const sr_reader *r, uint32_t time)
{
    const sr_document *doc = r->doc;
    if (time == SR_NONE)
        return (sr_period){SR_DAY_NONE, SR_DAY_NONE, SR_PRECISION_UNKNOWN};
    const sr_timex *x = &doc->times[time];
    if (time + 1 < doc->n_times && ends_range(doc, x, x + 1))
        return (sr_period){x->period.first, x[1].period.last, x->period.precision};
    if (time > 0 && ends_range(doc, x - 1, x))
        return (sr_period){x[-1].period.first, x->period.last, x->period.precision};
    return x->period;
}

static bool places_fit(const sr_reader *r, uint32_t a, uint32_t b)
{
    if (a == SR_NONE || b == SR_NONE)
        return true;
    const sr_place_value *x = &r->doc->places[a].value, *y = &r->doc->places[b].value;
    if (x->country[0] && y->country[0] && memcmp(x->country, y->country, 2) != 0)
        return false;
    return true;
}

static bool same_city(const sr_reader *r, uint32_t a, uint32_t b)
{
    if (a == SR_NONE || b == SR_NONE)
        return true;
    const sr_place_value *x = &r->doc->places[a].value, *y = &r->doc->places[b].value;
    if (x->precision != SR_PLACE_PRECISION_CITY || y->precision != SR_PLACE_PRECISION_CITY)
        return true;
    return sr_str_eq(x->name, y->name) || sr_str_eq(x->name, y->admin2) || sr_str_eq(x->name, y->admin1) ||
           sr_str_eq(y->name, x->admin2) || sr_str_eq(y->name, x->admin1);
}

static bool same_words(const sr_document *doc, uint32_t a, uint32_t b)
{
    return sr_str_eq(doc->tokens[a].lemma, doc->tokens[b].lemma) &&
           (doc->tokens[a].upos == SR_UPOS_NOUN || doc->tokens[a].upos == SR_UPOS_PROPN);
}

/* How many participants of m stand in the mentions of a draft, too, in the same role. */
static int shared(const sr_reader *r, const sr_mentions *all, uint32_t incident, const sr_mention *m)
{
    int n = 0;
    for (uint32_t i = 0; i < all->n && &all->at[i] < m; i++) {
        if (all->at[i].incident != incident)
            continue;
        for (uint32_t x = 0; x < all->at[i].n; x++)
            for (uint32_t y = 0; y < m->n; y++)
                if (all->at[i].at[x].role == m->at[y].role &&
                    same_words(r->doc, all->at[i].at[x].noun.head, m->at[y].noun.head))
                    n++;
    }
    return n;
}

static bool anew(const sr_reader *r, const sr_mention *m)
{
    static const char *const words[] = {"another", "second", "third", "separate", "also", "other",
                                        "meanwhile", "elsewhere", "earlier", "previous"};
    const sr_document *doc = r->doc;
    uint32_t from = m->trigger.first >= 4 ? m->trigger.first - 4 : 0;
    uint32_t start = doc->sentences[m->sentence].first;
    for (uint32_t t = SR_MAX(from, start); t < m->trigger.first; t++)
        for (size_t i = 0; i < 4; i++)
            if (sr_str_eq(doc->tokens[t].fold, sr_str_c(words[i])))
                return true;
    for (size_t i = 4; i < SR_COUNT(words); i++)
        if (sr_str_eq(doc->tokens[start].fold, sr_str_c(words[i])))
            return true;
    return false;
}

/* "this attack", "such an act": told before. */
static bool points_back(const sr_reader *r, const sr_mention *m)
{
    static const char *const words[] = {"this", "these", "that", "those", "such"};
    const sr_chunks *c = &r->chunks[m->sentence];
    uint32_t chunk = sr_chunk_at(c, m->trigger.first);
    if (m->verb || chunk == SR_NO_CHUNK)
        return false;
    for (size_t i = 0; i < SR_COUNT(words); i++)
        if (sr_str_eq(r->doc->tokens[c->at[chunk].range.first].fold, sr_str_c(words[i])))
            return true;
    return false;
}

static bool strong_enough(const sr_reader *r, const sr_mention *m)
{
    if (m->probability < 0.35f || m->strength == SR_STRENGTH_ANAPHOR || points_back(r, m))
        return false;
    if (m->actuality == SR_ACTUALITY_HYPOTHETICAL || m->actuality == SR_ACTUALITY_PLANNED)
        return false;
    if (m->strength == SR_STRENGTH_EVENT)
        return !m->definite || m->n > 0 || m->verb || m->time != SR_NONE;
    for (uint32_t i = 0; i < m->n; i++)
        if ((m->at[i].role == SR_ROLE_VICTIM && !m->at[i].noun.pronoun) ||
            m->at[i].role == SR_ROLE_TARGET || m->at[i].role == SR_ROLE_WEAPON)
            return true;
    return false;
}

static bool compatible(const sr_reader *r, const sr_incident_draft *draft, const sr_mention *m, uint32_t place)
{
    return types_fit(draft->types, m->type) && periods_fit(draft->period, period_of(r, m->time)) &&
           places_fit(r, draft->place, place);
}

static float speaks_for(const sr_reader *r, const sr_mentions *all, const sr_drafts *drafts, uint32_t d,
                        const sr_mention *m, uint32_t place)
{
    const sr_incident_draft *draft = &drafts->at[d];
    if (!compatible(r, draft, m, place))
        return -1.0f;
    float score = 1.0f;
    /* The lead tells again what the title said. */
    bool lead = r->doc->sentences[all->at[draft->lead].sentence].flags & SR_SENTENCE_TITLE &&
                m->sentence <= all->at[draft->lead].sentence + 2;
    if (lead)
        score += 1.0f;
    if (!same_city(r, draft->place, place))
        score -= 1.2f;
    if (draft->types & 1u << m->type)
        score += 0.5f;
    score += 0.8f * (float)SR_MIN(shared(r, all, d, m), 3);
    for (uint32_t i = 0; i < all->n && &all->at[i] < m; i++)
        if (all->at[i].incident == d && m->sentence - all->at[i].sentence <= 1)
            score += m->sentence == all->at[i].sentence ? 0.6f : 0.2f;
    if (m->definite || m->strength != SR_STRENGTH_EVENT)
        score += 0.5f;
    if (anew(r, m))
        score -= 1.5f;
    return score;
}

/* ------------------------------------------------------------------ features */

uint64_t sr_link_definition(void)
{
    return sr_hash(SR_STR("links features 2"));
}

typedef struct feature_list {
    uint64_t *at;
    size_t    n;
} feature_list;

enum {
    F_BIAS = 1, F_TYPES, F_SAME_TYPE, F_TRIGGER, F_CITY, F_PERIOD, F_SHARED, F_APART, F_GAP, F_PARAGRAPHS, F_ANEW,
    F_FORM, F_SIZE, F_LAST, F_DRAFTS, F_TIME, F_STAGE, F_COUNTS, F_GAP_TYPE, F_GAP_FORM, F_HARM, F_TITLE
};

static void put(feature_list *f, unsigned name, uint64_t a, uint64_t b)
{
    if (f->n < SR_LINK_FEATURES_MAX)
        f->at[f->n++] = sr_features_key(name, a, b, 0x6C696E6Bu);
}

static uint64_t bucket(uint64_t n)
{
    return n < 4 ? n : n < 7 ? 4 : n < 12 ? 5 : n < 20 ? 6 : 7;
}

/* What two mentions tell of one role: 0 not both tell it, 1 others, 2 the same; counts apart. */
static void compare_roles(const sr_reader *r, const sr_mention *a, const sr_mention *b, uint8_t *told, bool *counts)
{
    for (uint32_t x = 0; x < a->n; x++)
        for (uint32_t y = 0; y < b->n; y++) {
            uint8_t role = a->at[x].role;
            const sr_noun *p = &a->at[x].noun, *q = &b->at[y].noun;
            if (role != b->at[y].role || p->pronoun || q->pronoun)
                continue;
            told[role] = SR_MAX(told[role], same_words(r->doc, p->head, q->head) ? 2 : 1);
            *counts |= role == SR_ROLE_VICTIM && sr_count_known(p->count) && sr_count_known(q->count) &&
                       p->count.low != q->count.low;
        }
}

static uint64_t city_relation(const sr_reader *r, uint32_t a, uint32_t b)
{
    if (a == SR_NONE || b == SR_NONE)
        return 0;
    return same_city(r, a, b) ? 1u + (r->doc->places[a].value.precision == SR_PLACE_PRECISION_CITY &&
                                      r->doc->places[b].value.precision == SR_PLACE_PRECISION_CITY)
                              : 3u;
}

static uint64_t period_relation(const sr_reader *r, sr_period a, uint32_t time)
{
    sr_period b = period_of(r, time);
    if (a.first == SR_DAY_NONE || b.first == SR_DAY_NONE)
        return (a.first != SR_DAY_NONE) | (uint64_t)(b.first != SR_DAY_NONE) << 1;
    return a.first == b.first && a.last == b.last ? 4 : 5;
}

size_t sr_link_features(const sr_reader *r, const sr_mentions *all, const sr_drafts *drafts, uint32_t d,
                        const sr_mention *m, uint32_t place, uint64_t *out)
{
    feature_list f = {out, 0};
    const sr_document *doc = r->doc;
    const sr_incident_draft *draft = &drafts->at[d];
    uint8_t told[SR_ROLE_COUNT] = {0};
    uint32_t gap = UINT32_MAX, last = SR_NONE, paragraphs = 0;
    bool counts = false, trigger = false, harm = false;
    for (uint32_t i = 0; i < all->n && &all->at[i] < m; i++) {
        const sr_mention *x = &all->at[i];
        if (x->incident != SR_NONE)
            last = x->incident;
        if (x->incident != d)
            continue;
        gap = m->sentence - x->sentence;
        trigger |= sr_str_eq(doc->tokens[x->trigger.first].lemma, doc->tokens[m->trigger.first].lemma);
        harm |= x->effect.len && sr_str_eq(x->effect, m->effect);
        compare_roles(r, x, m, told, &counts);
    }
    for (uint32_t s = m->sentence; s > 0 && s > m->sentence - SR_MIN(gap, m->sentence); s--)
        paragraphs += (doc->sentences[s].flags & SR_SENTENCE_PARAGRAPH) != 0;
    uint64_t form = m->definite | (uint64_t)m->verb << 1 | (uint64_t)m->generic << 2 | (uint64_t)m->strength << 3;
    bool same = draft->types >> m->type & 1;
    put(&f, F_BIAS, 0, 0);
    put(&f, F_TYPES, draft->type, m->type);
    put(&f, F_SAME_TYPE, same, trigger);
    put(&f, F_TRIGGER, sr_hash(doc->tokens[m->trigger.first].lemma), 0);
    put(&f, F_CITY, city_relation(r, draft->place, place), same);
    put(&f, F_PERIOD, period_relation(r, draft->period, m->time), same);
    for (unsigned role = 0; role < SR_ROLE_COUNT; role++)
        if (told[role])
            put(&f, F_SHARED, role, told[role]);
    put(&f, F_APART, told[SR_ROLE_VICTIM], told[SR_ROLE_TARGET]);
    put(&f, F_COUNTS, counts, told[SR_ROLE_VICTIM]);
    put(&f, F_GAP, bucket(gap), 0);
    put(&f, F_GAP_TYPE, bucket(gap), same);
    put(&f, F_GAP_FORM, bucket(gap), form);
    put(&f, F_PARAGRAPHS, bucket(paragraphs), same);
    put(&f, F_ANEW, anew(r, m), m->definite);
    put(&f, F_FORM, form, m->n > 0);
    put(&f, F_SIZE, bucket(draft->n_mentions), bucket(gap));
    put(&f, F_LAST, last == d, bucket(drafts->n));
    put(&f, F_DRAFTS, bucket(drafts->n), 0);
    put(&f, F_TIME, m->time != SR_NONE, draft->time != SR_NONE);
    put(&f, F_STAGE, m->actuality, all->at[draft->lead].actuality);
    put(&f, F_HARM, harm, sr_hash(m->effect));
    put(&f, F_TITLE, (doc->sentences[all->at[draft->lead].sentence].flags & SR_SENTENCE_TITLE) != 0, bucket(gap));
    return f.n;
}

/* Names violence itself: a deed or a doer, not only that people died. */
static bool names_violence(const sr_mention *m)
{
    if (m->type == SR_INCIDENT_OTHER)
        return false;
    bool harm = sr_str_eq(m->effect, SR_STR("death")) || sr_str_eq(m->effect, SR_STR("injury"));
    if (m->strength == SR_STRENGTH_EVENT && !(harm && m->type == SR_INCIDENT_ATTACK))
        return true;
    for (uint32_t i = 0; i < m->n; i++)
        if (m->at[i].role == SR_ROLE_PERPETRATOR ||
            (m->at[i].role == SR_ROLE_WEAPON && !sr_str_eq(m->at[i].noun.type, SR_STR("fire"))))
            return true;
    return false;
}

void sr_link_join(const sr_reader *r, sr_incident_draft *d, sr_mention *m, uint32_t place, uint32_t index)
{
    m->incident = index;
    d->types |= 1u << m->type;
    d->n_mentions++;
    d->probability = 1.0f - (1.0f - d->probability) * (1.0f - 0.3f * m->probability);
    if (d->period.first == SR_DAY_NONE && m->time != SR_NONE) {
        d->period = period_of(r, m->time);
        d->time = m->time;
    }
    if (place != SR_NONE && (d->place == SR_NONE || r->doc->places[place].value.precision <
                                                        r->doc->places[d->place].value.precision))
        d->place = place;
    d->violent |= names_violence(m);
    for (uint32_t i = 0; i < m->n; i++)
        d->harmful |= m->at[i].role == SR_ROLE_VICTIM && !m->at[i].noun.negated &&
                      (sr_str_eq(m->effect, SR_STR("death")) || sr_str_eq(m->effect, SR_STR("injury")));
    bool accident = m->type == SR_INCIDENT_OTHER;
    bool sharper = (1u << m->type & ~general) && (1u << d->type & general) && m->probability >= 0.5f &&
                   !(accident && d->violent) && !(m->type == SR_INCIDENT_ARSON && d->harmful);
    sharper |= d->type == SR_INCIDENT_OTHER && d->violent && !accident && names_violence(m);
    if (sharper || (m->type == d->type && d->subtype.len == 0)) {
        if (sharper)
            d->type = m->type;
        if (m->subtype.len)
            d->subtype = m->subtype;
    }
}

/* Days between a draft and the report beyond which it is told as history. */
#define BACKGROUND_DAYS 60

static void order_drafts(const sr_reader *r, sr_drafts *drafts)
{
    sr_day published = r->doc->report->published.day;
    for (uint32_t i = 0; i < drafts->n; i++) {
        sr_incident_draft *d = &drafts->at[i];
        sr_day last = d->period.last == SR_DAY_NONE ? d->period.first : d->period.last;
        d->background = published != SR_DAY_NONE && last != SR_DAY_NONE && last < published - BACKGROUND_DAYS;
        d->order = i;
    }
    /* The main incident: the first that is not background; an arrest gives way to a deed that
     * killed or hurt; the others keep their order. */
    uint32_t n = 0;
    bool harm = false;
    for (uint32_t i = 0; i < drafts->n; i++)
        harm |= drafts->at[i].harmful && !drafts->at[i].background;
    for (int rank = 0; rank < 3; rank++)
        for (uint32_t i = 0; i < drafts->n; i++) {
            const sr_incident_draft *d = &drafts->at[i];
            int own = d->background ? 2 : d->type == SR_INCIDENT_ARREST && harm ? 1 : 0;
            if (own == rank)
                drafts->at[i].order = n++;
        }
}

void sr_link_open(const sr_reader *r, sr_incident_draft *d, const sr_mentions *all, uint32_t mention, uint32_t place,
                  uint32_t index)
{
    sr_mention *m = &all->at[mention];
    *d = (sr_incident_draft){.type = m->type, .subtype = m->subtype, .lead = mention, .first_sentence = m->sentence,
                             .place = SR_NONE, .time = SR_NONE, .probability = m->probability};
    d->period.first = d->period.last = SR_DAY_NONE;
    sr_link_join(r, d, m, place, index);
    d->probability = m->probability;
}

bool sr_link_takes(const sr_mention *m)
{
    /* What is only planned or imagined is no part of what happened. */
    return (m->probability >= 0.25f || m->negated) && m->actuality != SR_ACTUALITY_HYPOTHETICAL &&
           m->actuality != SR_ACTUALITY_PLANNED;
}

bool sr_link_may(const sr_reader *r, const sr_incident_draft *draft, const sr_mention *m, uint32_t place)
{
    return compatible(r, draft, m, place);
}

/* "In a separate incident", "elsewhere": what follows is not what was told before. */
static bool opens_another(const sr_reader *r, uint32_t sentence)
{
    static const char *const words[] = {"separate", "separately", "elsewhere", NULL};
    const sr_document *doc = r->doc;
    const sr_sentence *s = &doc->sentences[sentence];
    for (uint32_t t = s->first; t < s->end && t < s->first + 5; t++)
        if (sr_str_among(doc->tokens[t].fold, words))
            return true;
    return false;
}

/* The draft that speaks most for a mention; SR_NONE: none does enough. */
static uint32_t best_draft(const sr_reader *r, const sr_linear *model, const sr_mentions *all, const sr_drafts *drafts,
                           const sr_mention *m, uint32_t place)
{
    uint32_t best = SR_NONE;
    float    most = model ? LEAST_LINK : LEAST_SCORE;
    bool     another = opens_another(r, m->sentence);
    for (uint32_t d = 0; d < drafts->n; d++) {
        float score = -1.0f;
        if (another && drafts->at[d].first_sentence < m->sentence)
            continue;
        if (!model) {
            score = speaks_for(r, all, drafts, d, m, place);
        } else if (compatible(r, &drafts->at[d], m, place)) {
            uint64_t keys[SR_LINK_FEATURES_MAX];
            score = sr_linear_score(model, keys, sr_link_features(r, all, drafts, d, m, place, keys));
        }
        if (score > most) {
            most = score;
            best = d;
        }
    }
    return best;
}

void sr_link(const sr_reader *r, sr_mentions *mentions, sr_drafts *out)
{
    SR_LIST(sr_incident_draft) drafts = {0};
    sr_linear model;
    bool trained = sr_linear_open(&model, r->know, SR_LINK_KIND, SR_LINK_VERSION, sr_link_definition());
    for (uint32_t i = 0; i < mentions->n; i++) {
        sr_mention *m = &mentions->at[i];
        if (!sr_link_takes(m))
            continue;
        uint32_t  place = sr_mention_place(r, m);
        sr_drafts so_far = {drafts.at, (uint32_t)drafts.n};
        uint32_t  best = best_draft(r, trained ? &model : NULL, mentions, &so_far, m, place);
        if (best != SR_NONE) {
            sr_link_join(r, &drafts.at[best], m, place, best);
        } else if (strong_enough(r, m)) {
            sr_incident_draft *d = SR_PUSH(r->arena, &drafts);
            sr_link_open(r, d, mentions, i, place, (uint32_t)drafts.n - 1);
        }
    }
    out->at = drafts.at;
    out->n = (uint32_t)drafts.n;
    sr_drafts_when(r, mentions, out);
    order_drafts(r, out);
}
