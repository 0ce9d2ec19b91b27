/* Probability of drafts; see score.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract/score.h"

#include "extract/linear.h"

/* Names of the features: one letter pair each; a change of their meaning changes the version. */
enum { DEFINITION = 1 };

/* Probability by the rules from which on the model alone decides. */
#define SURE 0.4f

uint64_t sr_score_definition(void)
{
    return sr_hash(SR_STR("incidents features 3")) + DEFINITION;
}

typedef struct feature_list {
    uint64_t *at;
    size_t    n;
} feature_list;

static void put(feature_list *f, const char *name, uint64_t a, uint64_t b)
{
    if (f->n >= SR_SCORE_FEATURES_MAX)
        return;
    uint64_t parts[3] = {sr_hash(sr_str_c(name)), a, b};
    f->at[f->n++] = sr_hash(sr_str_from(parts, sizeof parts));
}

static uint64_t bucket(uint64_t n)
{
    return n < 4 ? n : n < 8 ? 4 : n < 16 ? 5 : n < 40 ? 6 : 7;
}

/* Days between the report and the draft's last day, in steps. */
static uint64_t age(const sr_reader *r, const sr_incident_draft *d)
{
    sr_day published = r->doc->report->published.day;
    sr_day last = d->period.last == SR_DAY_NONE ? d->period.first : d->period.last;
    if (last == SR_DAY_NONE)
        return 0;
    if (published == SR_DAY_NONE)
        return 1;
    int64_t days = (int64_t)published - last;
    return days < 0 ? 2 : days == 0 ? 3 : days <= 1 ? 4 : days <= 7 ? 5 : days <= 30 ? 6 : days <= 90 ? 7 : 8;
}

static void put_participants(const sr_reader *r, const sr_mention *m, feature_list *f, uint64_t *roles)
{
    for (uint32_t i = 0; i < m->n; i++) {
        const sr_participant *p = &m->at[i];
        if (p->judged)
            continue;
        *roles |= 1u << p->role;
        put(f, "role", p->role, p->noun.class);
        put(f, "head", p->role, sr_hash(r->doc->tokens[p->noun.head].lemma));
        if (p->noun.type.len)
            put(f, "kind", p->role, sr_hash(p->noun.type));
        put(f, "many", p->role,
            p->noun.plural | (uint64_t)sr_count_known(p->noun.count) << 1 | (uint64_t)p->noun.pronoun << 2);
        if (p->noun.entity != SR_NONE)
            put(f, "named", p->role,
                r->doc->entities[p->noun.entity].named + 2u * r->doc->entities[p->noun.entity].kind);
    }
}

static void put_mention(const sr_reader *r, const sr_mention *m, feature_list *f, bool lead)
{
    const sr_document *doc = r->doc;
    const sr_token *t = &doc->tokens[m->trigger.end - 1];
    const char *which = lead ? "lead" : "more";
    uint64_t lemma = sr_hash(doc->tokens[m->trigger.first].lemma);
    put(f, which, lemma, m->verb);
    put(f, lead ? "lead tag" : "more tag", t->xpos, m->type);
    put(f, lead ? "lead state" : "more state",
        m->strength | (uint64_t)m->actuality << 4 | (uint64_t)m->negated << 8,
        (uint64_t)m->generic << 1 | m->definite);
    if (!lead)
        return;
    put(f, "lead quoted", (t->flags & SR_TOKEN_QUOTED) != 0, m->type);
    put(f, "lead has", m->n, m->time != SR_NONE);
    put(f, "lead title", doc->sentences[m->sentence].flags & SR_SENTENCE_TITLE, 0);
    if (m->attribution != SR_NONE) {
        const sr_attribution *a = &doc->attributions[m->attribution];
        put(f, "lead said", a->verb | (uint64_t)a->hedged << 5 | (uint64_t)a->negated << 6, a->speaker_class);
    } else {
        put(f, "lead told", 0, 0);
    }
    uint32_t first = doc->sentences[m->sentence].first;
    for (uint32_t k = m->trigger.first > first + 3 ? m->trigger.first - 3 : first; k < m->trigger.first; k++)
        put(f, "before", sr_hash(doc->tokens[k].lemma), 0);
    for (uint32_t k = m->trigger.end; k < SR_MIN(m->trigger.end + 3, doc->sentences[m->sentence].end); k++)
        put(f, "after", sr_hash(doc->tokens[k].lemma), 0);
}

/* Who takes part as what, by the trained roles: the surest of each kind. */
static void put_judged(const sr_reader *r, const sr_mentions *mentions, uint32_t d, feature_list *f)
{
    enum { CLASSES = 16, STEPS = 5 };
    float best[SR_ROLE_COUNT][CLASSES] = {{0}}, of_role[SR_ROLE_COUNT] = {0};
    for (uint32_t i = 0; i < mentions->n; i++) {
        const sr_mention *m = &mentions->at[i];
        for (uint32_t k = 0; m->incident == d && k < m->n; k++) {
            const sr_participant *p = &m->at[k];
            float *most = &best[p->role][p->noun.class % CLASSES];
            *most = SR_MAX(*most, p->probability);
            of_role[p->role] = SR_MAX(of_role[p->role], p->probability);
            if (p->probability >= 0.4f && p->noun.entity == SR_NONE)
                put(f, "judged head", p->role, sr_hash(r->doc->tokens[p->noun.head].lemma));
        }
    }
    for (uint64_t role = 0; role < SR_ROLE_COUNT; role++) {
        put(f, "judged", role, (uint64_t)(of_role[role] * STEPS));
        for (uint64_t class = 0; class < CLASSES; class++)
            if (best[role][class] > 0)
                put(f, "judged class", role << 8 | class, (uint64_t)(best[role][class] * STEPS));
    }
}

size_t sr_score_features(const sr_reader *r, const sr_mentions *mentions, const sr_drafts *drafts,
                         uint32_t d, uint64_t *out)
{
    feature_list f = {out, 0};
    const sr_incident_draft *draft = &drafts->at[d];
    const sr_mention *lead = &mentions->at[draft->lead];
    uint64_t roles = 0, others = 0;
    put(&f, "bias", 0, 0);
    put(&f, "type", draft->type, sr_hash(draft->subtype));
    put(&f, "types", draft->types, 0);
    put(&f, "size", bucket(draft->n_mentions), 0);
    put(&f, "number", bucket(d), 0);
    put(&f, "drafts", bucket(drafts->n), d == 0);
    put(&f, "where", bucket(draft->first_sentence), 0);
    put(&f, "long", bucket(r->doc->n_sentences), 0);
    put(&f, "age", age(r, draft), draft->background);
    put(&f, "time", draft->period.precision, draft->time != SR_NONE);
    put(&f, "place", draft->place == SR_NONE ? 99 : r->doc->places[draft->place].value.precision, 0);
    put_mention(r, lead, &f, true);
    put_participants(r, lead, &f, &roles);
    put(&f, "lead roles", roles, lead->type);
    for (uint32_t i = 0; i < mentions->n; i++) {
        const sr_mention *m = &mentions->at[i];
        if (m->incident != d || m == lead)
            continue;
        put_mention(r, m, &f, false);
        put_participants(r, m, &f, &others);
    }
    put(&f, "roles", roles | others, 0);
    put_judged(r, mentions, d, &f);
    return f.n;
}

static const uint32_t beyond_the_keys =
    1u << SR_INCIDENT_ARREST | 1u << SR_INCIDENT_PROTEST | 1u << SR_INCIDENT_RIOT | 1u << SR_INCIDENT_OTHER |
    1u << SR_INCIDENT_ARMED_CLASH | 1u << SR_INCIDENT_SEXUAL_VIOLENCE | 1u << SR_INCIDENT_MOB_VIOLENCE;

bool sr_score_applies(const sr_reader *r, const sr_mentions *mentions, const sr_drafts *drafts, uint32_t d)
{
    (void)r;
    if (drafts->at[d].background || (1u << drafts->at[d].type & beyond_the_keys))
        return false;
    bool fighters = false;
    for (uint32_t i = 0; i < mentions->n; i++)
        for (uint32_t p = 0; mentions->at[i].incident == d && p < mentions->at[i].n; p++) {
            const sr_participant *x = &mentions->at[i].at[p];
            if (x->judged)
                continue;
            if (x->role == SR_ROLE_VICTIM && x->noun.class != SR_NOUN_ARMED)
                return true;
            fighters |= x->role == SR_ROLE_VICTIM;
        }
    return !fighters;
}

void sr_score_drafts(const sr_reader *r, const sr_mentions *mentions, sr_drafts *drafts)
{
    sr_linear model;
    if (!sr_linear_open(&model, r->know, SR_SCORE_KIND, SR_SCORE_VERSION, sr_score_definition()))
        return;
    for (uint32_t d = 0; d < drafts->n; d++) {
        uint64_t features[SR_SCORE_FEATURES_MAX];
        if (!sr_score_applies(r, mentions, drafts, d))
            continue;
        size_t n = sr_score_features(r, mentions, drafts, d, features);
        /* The keys hold few figures of speech, drills and films: what the rules doubt stays doubtful. */
        float doubt = SR_MIN(1.0f, drafts->at[d].probability / SURE);
        drafts->at[d].probability = doubt * sr_linear_score(&model, features, n);
    }
}
