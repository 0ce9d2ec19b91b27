/* Did it happen?  Negation, modality, what governs the happening, and whether it is one
 * happening or a habit.
 *
 * By the table of actuality words; the idea of events under embedding predicates follows
 * Saurí and Pustejovsky 2009 (FactBank).
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract/mention.h"

/* Actuality that a word at t gives in this position; -1: none told. */
static int told(const sr_reader *r, uint32_t t, const char *position)
{
    sr_lexicon_match m;
    if (!sr_reader_find(r, r->t.actuality, t, r->doc->n_tokens, &m))
        return -1;
    for (uint32_t row = m.row; row != SR_NO_ROW;
         row = sr_lexicon_next(r->t.lexicon, r->t.actuality, row))
        if (sr_str_eq(sr_reader_cell(r, r->t.actuality, row, r->t.actuality_position), sr_str_c(position)))
            return sr_actuality_from(sr_reader_cell(r, r->t.actuality, row, r->t.actuality_value));
    return -1;
}

static void weaken(sr_mention *m, int actuality, float factor)
{
    if (actuality < 0 || actuality == SR_ACTUALITY_ACCOMPLISHED)
        return;
    m->actuality = (uint8_t)actuality;
    m->probability *= factor;
}

/* The verb or noun that an infinitive or a noun hangs on. */
static void judge_governor(const sr_reader *r, sr_mention *m, const sr_chunks *c, uint32_t chunk)
{
    uint32_t i = chunk, steps = 0;
    while (i-- > 0 && steps++ < 5) {
        const sr_chunk *g = &c->at[i];
        if (g->kind == SR_CHUNK_ADVERB || g->kind == SR_CHUNK_PREPOSITION)
            continue;
        if (g->kind != SR_CHUNK_VERB && g->kind != SR_CHUNK_NOUN && g->kind != SR_CHUNK_ADJECTIVE)
            return;
        int actuality = told(r, g->head, "governor");
        if (actuality >= 0) { // "urged them to prevent attacks" tells of none
            bool open = g->kind == SR_CHUNK_VERB && g->flags & (SR_CHUNK_INFINITIVE | SR_CHUNK_MODAL | SR_CHUNK_FUTURE);
            weaken(m, actuality, open && actuality == SR_ACTUALITY_FOILED ? 0.3f : 1.0f);
            return;
        }
        if (told(r, g->head, "fact") >= 0)
            return;
        if (g->kind == SR_CHUNK_VERB) {
            if (c->at[chunk].flags & SR_CHUNK_INFINITIVE)
                weaken(m, SR_ACTUALITY_PLANNED, 0.8f); // purpose: "went there to kill"
            return;
        }
        if (c->at[chunk].kind == SR_CHUNK_NOUN)
            return;
    }
    if (c->at[chunk].flags & SR_CHUNK_INFINITIVE)
        weaken(m, SR_ACTUALITY_HYPOTHETICAL, 0.8f);
}

static void judge_verb(const sr_reader *r, sr_mention *m, const sr_chunks *c, uint32_t chunk)
{
    const sr_chunk *v = &c->at[chunk];
    m->negated = (v->flags & SR_CHUNK_NEGATED) != 0;
    if (v->flags & SR_CHUNK_MODAL)
        weaken(m, SR_ACTUALITY_HYPOTHETICAL, 0.5f);
    else if (v->flags & SR_CHUNK_FUTURE)
        weaken(m, SR_ACTUALITY_PLANNED, 0.5f);
    if (v->flags & (SR_CHUNK_INFINITIVE | SR_CHUNK_GERUND))
        judge_governor(r, m, c, chunk);
    /* A present tense without a day is a habit ("militants attack villages"), but headlines
     * and summaries use it, too: only bare plurals on both sides count as one. */
    if (sr_str_eq(r->doc->tokens[v->head].lemma, r->doc->tokens[v->head].fold) && m->time == SR_NONE &&
        !(v->flags & (SR_CHUNK_PASSIVE | SR_CHUNK_INFINITIVE)))
        m->probability *= 0.8f;
}

/* "attacks on convoys": a plural that nothing counts or points at, and no harm told with it. */
static bool bare_plural(const sr_reader *r, const sr_mention *m, const sr_chunk *n)
{
    if (!(n->flags & SR_CHUNK_PLURAL) || n->flags & SR_CHUNK_DEFINITE || n->head + 1 != m->trigger.end)
        return false;
    for (uint32_t t = n->range.first; t < n->head; t++) {
        uint8_t u = r->doc->tokens[t].upos;
        if (u == SR_UPOS_NUM || u == SR_UPOS_DET)
            return false;
    }
    for (uint32_t i = 0; i < m->n; i++)
        if (m->at[i].role == SR_ROLE_VICTIM && sr_count_known(m->at[i].noun.count))
            return false;
    return true;
}

/* "were killed in clashes": the harm before it makes the plural one happening. */
static bool harm_before(const sr_reader *r, const sr_chunks *c, uint32_t chunk)
{
    sr_lexicon_match m;
    return chunk >= 2 && sr_chunk_is(c, chunk - 1, SR_CHUNK_PREPOSITION) && sr_chunk_is(c, chunk - 2, SR_CHUNK_VERB) &&
           sr_reader_find(r, r->t.triggers, c->at[chunk - 2].head, c->at[chunk - 2].range.end, &m) &&
           sr_reader_cell(r, r->t.triggers, m.row, r->t.effect).len > 0;
}

static void judge_noun(const sr_reader *r, sr_mention *m, const sr_chunks *c, uint32_t chunk)
{
    const sr_chunk *n = &c->at[chunk];
    m->negated = (n->flags & SR_CHUNK_NEGATED) != 0;
    m->definite = (n->flags & SR_CHUNK_DEFINITE) != 0;
    for (uint32_t t = n->range.first; t < m->trigger.first; t++)
        weaken(m, told(r, t, "modifier"), 0.8f);
    m->generic = m->time == SR_NONE && bare_plural(r, m, n) && !harm_before(r, c, chunk);
    if (m->generic)
        m->probability *= 0.4f;
    judge_governor(r, m, c, chunk);
    /* "there were no attacks", "denied the attack" */
    if (chunk > 0 && sr_chunk_is(c, chunk - 1, SR_CHUNK_VERB) && (c->at[chunk - 1].flags & SR_CHUNK_NEGATED))
        m->negated = true;
    if (chunk > 0 && sr_chunk_is(c, chunk - 1, SR_CHUNK_VERB) &&
        (c->at[chunk - 1].flags & (SR_CHUNK_MODAL | SR_CHUNK_FUTURE)))
        weaken(m, SR_ACTUALITY_HYPOTHETICAL, 0.6f);
}

/* A clause opened by "if", "unless", "whether". */
static void judge_clause(const sr_reader *r, sr_mention *m, const sr_chunks *c, uint32_t chunk)
{
    for (uint32_t i = chunk; i-- > 0 && chunk - i < 12;) {
        if (sr_chunk_is(c, i, SR_CHUNK_STOP))
            return;
        if (sr_chunk_is(c, i, SR_CHUNK_MARK) || sr_chunk_is(c, i, SR_CHUNK_ADVERB)) {
            int actuality = told(r, c->at[i].head, "mark");
            weaken(m, actuality, 0.6f);
            if (sr_chunk_is(c, i, SR_CHUNK_MARK))
                return;
        }
    }
}

static bool metaphor(const sr_reader *r, uint32_t t, const char *position, uint32_t *end)
{
    sr_lexicon_match m;
    if (!sr_reader_find(r, r->t.metaphors, t, r->doc->n_tokens, &m) ||
        !sr_str_eq(sr_reader_cell(r, r->t.metaphors, m.row, r->t.metaphor_position), sr_str_c(position)))
        return false;
    *end = t + m.n_tokens;
    return true;
}

bool sr_mention_figurative(const sr_reader *r, const sr_mention *m, uint32_t chunk)
{
    const sr_chunks *c = &r->chunks[m->sentence];
    uint32_t first = r->doc->sentences[m->sentence].first, end;
    uint32_t from = m->trigger.first >= first + 4 ? m->trigger.first - 4 : first;
    for (uint32_t t = from; t < m->trigger.end; t++)
        if (metaphor(r, t, "whole", &end) && end > m->trigger.first)
            return true;
    /* "bombarded with messages", "shot down the rivals with late goals" */
    for (uint32_t i = chunk + 1; i + 1 < c->n && i <= chunk + 4; i++)
        if (sr_chunk_is(c, i, SR_CHUNK_PREPOSITION) && sr_str_eq(r->doc->tokens[c->at[i].head].fold, SR_STR("with")) &&
            sr_chunk_is(c, i + 1, SR_CHUNK_NOUN) && metaphor(r, c->at[i + 1].head, "participant", &end))
            return true;
    if (m->effect.len)
        return false; // who is killed is killed
    for (uint32_t i = 0; i < m->n; i++) // "attacked … with a price bomb"
        for (uint32_t t = m->at[i].noun.range.first; m->at[i].role == SR_ROLE_WEAPON && t <= m->at[i].noun.head; t++)
            if (metaphor(r, t, "whole", &end))
                return true;
    for (uint32_t i = 0; i < m->n; i++) // "a bomb exploded at a market", "gunmen attacked a market"
        if (m->at[i].role == SR_ROLE_WEAPON ||
            (m->at[i].role == SR_ROLE_PERPETRATOR && m->at[i].noun.class == SR_NOUN_ARMED))
            return false;
    for (uint32_t i = 0; i < m->n; i++)
        if (metaphor(r, m->at[i].noun.range.end > 0 ? m->at[i].noun.head : 0, "participant", &end))
            return true;
    /* "shares exploded", "the comedian bombed" */
    uint32_t subject = m->verb ? sr_chunk_subject(c, chunk) : SR_NO_CHUNK;
    if (m->verb && subject == SR_NO_CHUNK && chunk > 0)
        subject = chunk - 1; // "as shares exploded"
    if (subject != SR_NO_CHUNK && c->at[subject].kind == SR_CHUNK_NOUN && metaphor(r, c->at[subject].head, "participant", &end))
        return true;
    /* "attacked the bill", "an attack on the policy": what took no role. */
    uint32_t object = m->verb ? sr_chunk_object(c, chunk)
                      : chunk + 2 < c->n && c->at[chunk + 1].kind == SR_CHUNK_PREPOSITION ? chunk + 2
                                                                                          : SR_NO_CHUNK;
    return object != SR_NO_CHUNK && c->at[object].kind == SR_CHUNK_NOUN &&
           metaphor(r, c->at[object].head, "participant", &end);
}

void sr_mention_judge(const sr_reader *r, sr_mention *m, uint32_t chunk)
{
    const sr_chunks *c = &r->chunks[m->sentence];
    m->probability = m->strength == SR_STRENGTH_EVENT ? 0.9f : 0.6f;
    m->probability *= sr_mention_figurative(r, m, chunk) ? 0.2f : sr_mention_frame(r, m, chunk);
    if (m->verb)
        judge_verb(r, m, c, chunk);
    else
        judge_noun(r, m, c, chunk);
    judge_clause(r, m, c, chunk);
    if (m->attribution != SR_NONE) {
        const sr_attribution *a = &r->doc->attributions[m->attribution];
        if (a->verb == SR_POSITION_WARNS_BEFORE || a->verb == SR_POSITION_THREATENS)
            weaken(m, a->verb == SR_POSITION_THREATENS ? SR_ACTUALITY_THREATENED : SR_ACTUALITY_PLANNED,
                   m->actuality == SR_ACTUALITY_ACCOMPLISHED && m->verb &&
                           !(c->at[chunk].flags & (SR_CHUNK_INFINITIVE | SR_CHUNK_GERUND | SR_CHUNK_MODAL))
                       ? 0.7f
                       : 0.5f);
        if (a->hedged)
            m->probability *= 0.85f;
        if (a->negated)
            m->probability *= 0.6f;
    }
    bool victims_none = false;
    for (uint32_t i = 0; i < m->n; i++)
        victims_none |= m->at[i].noun.negated && m->at[i].role == SR_ROLE_VICTIM;
    if (m->negated && !victims_none)
        m->probability *= 0.2f;
}
