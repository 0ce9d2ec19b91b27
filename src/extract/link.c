/* Mentions of the same happening become one incident; different ones stay apart.
 *
 * Greedy, in reading order: each mention joins the compatible draft that speaks most for it,
 * or opens a new one if it is strong enough.  Type family, time and place decide what is
 * compatible; sameness of participants and nearness speak for a draft.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract/mention.h"

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

static sr_period period_of(const sr_reader *r, uint32_t time)
{
    return time == SR_NONE ? (sr_period){SR_DAY_NONE, SR_DAY_NONE, SR_PRECISION_UNKNOWN}
                           : r->doc->times[time].period;
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

static float speaks_for(const sr_reader *r, const sr_mentions *all, const sr_drafts *drafts, uint32_t d,
                        const sr_mention *m, uint32_t place)
{
    const sr_incident_draft *draft = &drafts->at[d];
    if (!types_fit(draft->types, m->type) || !periods_fit(draft->period, period_of(r, m->time)) ||
        !places_fit(r, draft->place, place))
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

static void join(const sr_reader *r, sr_incident_draft *d, sr_mention *m, uint32_t place, uint32_t index)
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
                   !(accident && d->violent);
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

void sr_link(const sr_reader *r, sr_mentions *mentions, sr_drafts *out)
{
    SR_LIST(sr_incident_draft) drafts = {0};
    for (uint32_t i = 0; i < mentions->n; i++) {
        sr_mention *m = &mentions->at[i];
        /* What is only planned or imagined is no part of what happened. */
        if ((m->probability < 0.25f && !m->negated) || m->actuality == SR_ACTUALITY_HYPOTHETICAL ||
            m->actuality == SR_ACTUALITY_PLANNED)
            continue;
        uint32_t place = sr_mention_place(r, m), best = SR_NONE;
        float best_score = 0.7f;
        sr_drafts so_far = {drafts.at, (uint32_t)drafts.n};
        for (uint32_t d = 0; d < so_far.n; d++) {
            float score = speaks_for(r, mentions, &so_far, d, m, place);
            if (score > best_score) {
                best_score = score;
                best = d;
            }
        }
        if (best != SR_NONE) {
            join(r, &drafts.at[best], m, place, best);
        } else if (strong_enough(r, m)) {
            sr_incident_draft *d = SR_PUSH(r->arena, &drafts);
            *d = (sr_incident_draft){.type = m->type, .subtype = m->subtype, .lead = i,
                                     .first_sentence = m->sentence, .place = SR_NONE, .time = SR_NONE,
                                     .probability = m->probability};
            d->period.first = d->period.last = SR_DAY_NONE;
            join(r, d, m, place, (uint32_t)drafts.n - 1);
            d->probability = m->probability;
        }
    }
    out->at = drafts.at;
    out->n = (uint32_t)drafts.n;
    sr_drafts_when(r, mentions, out);
    order_drafts(r, out);
}
