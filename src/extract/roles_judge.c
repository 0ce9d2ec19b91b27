/* The trained judgement over parties, applied to the mentions; see roles.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "extract/roles.h"
#include "know/model.h"

/* Parts less probable than this are not added. */
#define LEAST 0.2f
/* What the clause of a sure verb says outright is at least so probable: who does not see the wider
 * reasons against it wants to be shown it. */
#define OUTRIGHT 0.31f
#define SURE_VERB 0.6f
#define UNLIKELY 0.02f

typedef struct judge {
    const sr_reader  *r;
    sr_mentions      *mentions;
    const sr_drafts  *drafts;
    sr_cast           cast;
    sr_weights        weights;
    float             scale; // weights per unit of score
} judge;

static bool open_model(const sr_know *know, sr_weights *weights, float *scale)
{
    sr_str      payload, file = sr_know_model(know, SR_STR("roles"));
    sr_sections sections;
    if (!file.len ||
        sr_model_check(file, "roles", SR_ROLES_KIND, SR_ROLES_VERSION, sr_roles_definition(), &payload, NULL) != SR_OK ||
        sr_sections_open(&sections, payload, NULL) != SR_OK)
        return false;
    sr_str head = sr_sections_get(&sections, SR_ROLES_HEAD);
    if (head.len < sizeof *scale)
        return false;
    memcpy(scale, head.ptr, sizeof *scale);
    return *scale > 0 && sr_weights_open(weights, sr_sections_get(&sections, SR_ROLES_WEIGHTS), SR_PART_COUNT, NULL) == SR_OK;
}

static void probabilities(const judge *j, const int32_t *scores, float *p)
{
    float most = 0, sum = 0;
    p[0] = 0;
    for (int i = 1; i < SR_PART_COUNT; i++) {
        p[i] = (float)scores[i] / j->scale;
        most = fmaxf(most, p[i]);
    }
    for (int i = 0; i < SR_PART_COUNT; i++)
        sum += p[i] = expf(p[i] - most);
    for (int i = 0; i < SR_PART_COUNT; i++)
        p[i] /= sum;
}

/* Probability of a role of the rules; < 0: the parts say nothing about it. */
static float role_probability(uint8_t role, const float *p)
{
    switch (role) {
    case SR_ROLE_PERPETRATOR:
        return p[SR_PART_PERSON] + p[SR_PART_BODY];
    case SR_ROLE_VICTIM:
        return p[SR_PART_PEOPLE];
    case SR_ROLE_TARGET:
        return p[SR_PART_THING] + p[SR_PART_PEOPLE];
    case SR_ROLE_WEAPON:
        return p[SR_PART_WEAPON];
    default:
        return -1;
    }
}

static const struct {
    uint8_t role, class; // what is added, and as what kind of noun where the words leave it open
} added[SR_PART_COUNT] = {
    [SR_PART_PERSON] = {SR_ROLE_PERPETRATOR, SR_NOUN_PERSON}, [SR_PART_BODY] = {SR_ROLE_PERPETRATOR, SR_NOUN_BODY},
    [SR_PART_THING] = {SR_ROLE_TARGET, SR_NOUN_FACILITY},     [SR_PART_PEOPLE] = {SR_ROLE_VICTIM, SR_NOUN_PERSON},
    [SR_PART_WEAPON] = {SR_ROLE_WEAPON, SR_NOUN_WEAPON},
};

/* The fullest name and description among the candidates of a party. */
static void name_party(const judge *j, uint32_t party, sr_participant *p)
{
    const sr_document *doc = j->r->doc;
    p->name = p->words = (sr_range){0, 0};
    for (uint32_t i = j->cast.first[party]; i != SR_NONE; i = j->cast.next[i]) {
        const sr_noun *n = &j->cast.at[i].noun;
        const sr_entity *e = n->entity == SR_NONE ? NULL : &doc->entities[n->entity];
        bool named = e && e->named && n->head >= e->range.first && n->head < e->range.end;
        sr_range range = named ? e->range : n->range, *best = named ? &p->name : &p->words;
        if (range.end - range.first > best->end - best->first)
            *best = range;
    }
}

/* Set what the rules found of this party in draft d.  @return bits of the roles found */
static uint32_t weigh(judge *j, uint32_t d, uint32_t party, const float *p)
{
    uint32_t found = 0;
    for (uint32_t k = 0; k < j->mentions->n; k++) {
        sr_mention *m = &j->mentions->at[k];
        bool outright = m->verb && m->probability >= SURE_VERB;
        for (uint32_t i = 0; m->incident == d && i < m->n; i++) {
            float    probability = role_probability(m->at[i].role, p);
            uint32_t c = j->cast.of_head[m->at[i].noun.head];
            if (probability < 0 || c == SR_NONE || j->cast.at[c].party != party)
                continue;
            m->at[i].probability = fmaxf(probability, outright ? OUTRIGHT : 1e-6f);
            name_party(j, party, &m->at[i]);
            found |= 1u << m->at[i].role;
        }
    }
    return found;
}

static void append(judge *j, sr_mention *m, sr_participant one)
{
    sr_participant *at = SR_NEW(j->r->arena, sr_participant, m->n + 1);
    if (m->n)
        memcpy(at, m->at, m->n * sizeof *at);
    at[m->n++] = one;
    m->at = at;
}

/* The candidate that speaks best for a party: the longest name, else the nearest; and its mention. */
static const sr_candidate *speaker_of(const judge *j, uint32_t d, uint32_t party, sr_mention **mention)
{
    const sr_candidate *best = NULL;
    uint32_t best_far = UINT32_MAX, best_words = 0;
    for (uint32_t i = j->cast.first[party]; i != SR_NONE; i = j->cast.next[i]) {
        const sr_candidate *c = &j->cast.at[i];
        uint32_t far = UINT32_MAX, words = c->noun.range.end - c->noun.range.first;
        sr_mention *near = NULL;
        for (uint32_t k = 0; k < j->mentions->n; k++) {
            sr_mention *m = &j->mentions->at[k];
            uint32_t apart = m->sentence > c->sentence ? m->sentence - c->sentence : c->sentence - m->sentence;
            uint32_t tokens = m->trigger.first > c->noun.head ? m->trigger.first - c->noun.head : c->noun.head - m->trigger.first;
            if (m->incident == d && apart * 1000u + tokens < far) {
                far = apart * 1000u + tokens;
                near = m;
            }
        }
        if (near && (words > best_words || (words == best_words && far < best_far))) {
            best = c;
            best_far = far;
            best_words = words;
            *mention = near;
        }
    }
    return best;
}

/* Note how probably a party is a perpetrator, for what statements say of it. */
static void suspect(judge *j, uint32_t d, uint32_t party, float probability)
{
    for (uint32_t i = j->cast.first[party]; i != SR_NONE && probability > UNLIKELY; i = j->cast.next[i]) {
        sr_suspicion *s = SR_PUSH(j->r->arena, &j->mentions->suspicions);
        *s = (sr_suspicion){d, j->cast.at[i].noun.head, probability};
    }
}

static void judge_party(judge *j, uint32_t d, uint32_t party, const int32_t *base)
{
    uint64_t keys[SR_ROLES_FEATURES_MAX];
    int32_t  scores[SR_LABELS_MAX];
    float    p[SR_PART_COUNT];
    memcpy(scores, base, SR_PART_COUNT * sizeof *scores);
    size_t n = sr_cast_draft_features(j->r, &j->cast, j->mentions, j->drafts, d, party, keys);
    sr_weights_add(&j->weights, keys, (unsigned)n, scores);
    probabilities(j, scores, p);
    suspect(j, d, party, p[SR_PART_PERSON] + p[SR_PART_BODY]);
    uint32_t found = weigh(j, d, party, p);
    for (int part = 1; part < SR_PART_COUNT; part++) {
        float probability = role_probability(added[part].role, p);
        if (p[part] < LEAST || (found >> added[part].role & 1))
            continue;
        sr_mention *m = NULL;
        const sr_candidate *c = speaker_of(j, d, party, &m);
        if (j->drafts->at[d].background && c->sentence != m->sentence)
            continue; // history is told in a sentence; the rest of the report is about the news
        sr_participant one = {.role = added[part].role, .judged = true, .probability = probability, .noun = c->noun};
        if (one.noun.class == SR_NOUN_OTHER || part == SR_PART_THING || part == SR_PART_WEAPON)
            one.noun.class = added[part].class;
        name_party(j, party, &one);
        append(j, m, one);
        found |= 1u << added[part].role;
    }
}

void sr_roles_judge(const sr_reader *r, sr_mentions *mentions, const sr_drafts *drafts)
{
    judge j = {.r = r, .mentions = mentions, .drafts = drafts};
    if (drafts->n == 0 || !open_model(r->know, &j.weights, &j.scale))
        return;
    sr_cast_find(r, &j.cast);
    mentions->judged = true;
    for (uint32_t party = 0; party < j.cast.n_parties; party++) {
        uint64_t keys[SR_ROLES_FEATURES_MAX];
        int32_t  base[SR_LABELS_MAX] = {0};
        size_t   n = sr_cast_party_features(r, &j.cast, party, keys);
        sr_weights_add(&j.weights, keys, (unsigned)n, base);
        for (uint32_t d = 0; d < drafts->n; d++)
            judge_party(&j, d, party, base);
    }
}
