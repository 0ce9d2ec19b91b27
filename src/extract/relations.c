/* Relations of bodies that a report tells beside an incident: part of, allied with, backed by, rival of.
 *
 * By the table relations: a phrase with a named body close on either side, in one sentence and one clause.
 * The direction is that of the table, whichever side was told first.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract/claims_int.h"

#include "annotate/tag.h"

/* How far the bodies may stand from the phrase, in tokens. */
#define BEFORE_MAX 8u
#define BEHIND_MAX 6u

static bool is_body(const sr_entity *e)
{
    return e->named && (e->kind == SR_ENTITY_GROUP || e->kind == SR_ENTITY_ORGANIZATION ||
                        e->kind == SR_ENTITY_AGENCY || e->kind == SR_ENTITY_STATE);
}

/* A body, or a country that stands for its state ("Iran-backed"). */
static bool may_stand(const sr_document *doc, uint32_t e, bool country)
{
    const sr_entity *x = &doc->entities[e];
    return is_body(x) || (country && x->named && (x->kind == SR_ENTITY_PLACE || x->kind == SR_ENTITY_NATIONALITY));
}

static uint32_t body_before(const sr_reader *r, uint32_t t, uint32_t first, bool country)
{
    for (uint32_t i = t; i > first && t - i < BEFORE_MAX; i--) {
        uint32_t e = r->entity_of[i - 1];
        if (e != SR_NONE && may_stand(r->doc, e, country))
            return e;
        const sr_token *x = &r->doc->tokens[i - 1]; // "attacked members of": another clause; "A and members of B": no word of A
        if (x->upos == SR_UPOS_SCONJ || x->upos == SR_UPOS_CCONJ || (x->upos == SR_UPOS_VERB && x->xpos != SR_XPOS_VBN))
            break;
    }
    return SR_NONE;
}

static uint32_t body_behind(const sr_reader *r, uint32_t t, uint32_t end, bool country)
{
    for (uint32_t i = t; i < end && i - t < BEHIND_MAX; i++) {
        uint32_t e = r->entity_of[i];
        if (e != SR_NONE && may_stand(r->doc, e, country))
            return e;
        if (r->doc->tokens[i].upos == SR_UPOS_VERB || r->doc->tokens[i].upos == SR_UPOS_PUNCT)
            break;
    }
    return SR_NONE;
}

/* The incident of the sentence, else the main one. */
static uint32_t draft_of(const sr_writer *w, uint32_t sentence)
{
    uint32_t main = SR_NONE;
    for (uint32_t i = 0; i < w->mentions->n; i++)
        if (w->mentions->at[i].incident != SR_NONE && w->mentions->at[i].sentence == sentence)
            return w->mentions->at[i].incident;
    for (uint32_t d = 0; d < w->drafts->n; d++)
        if (w->drafts->at[d].order == 0)
            main = d;
    return main;
}

static void write_relation(sr_writer *w, uint32_t sentence, uint32_t from, uint32_t to, sr_str type)
{
    const sr_entity *a = &w->r->doc->entities[from], *b = &w->r->doc->entities[to];
    uint32_t draft = draft_of(w, sentence);
    bool same = a->coref == b->coref || (a->actor.len && sr_str_eq(a->actor, b->actor));
    if (draft == SR_NONE || same)
        return;
    sr_range evidence = {SR_MIN(a->range.first, b->range.first), SR_MAX(a->range.end, b->range.end)};
    sr_claim *c = sr_claim_add(w, draft, SR_FIELD_RELATION, evidence, 0.6f);
    c->value.name = sr_claim_words(w, a->range);
    c->value.actor = a->actor;
    c->value.code = type;
    c->value.other = sr_claim_words(w, b->range);
}

void sr_relations_write(sr_writer *w)
{
    const sr_reader   *r = w->r;
    const sr_lexicon  *l = r->t.lexicon;
    const sr_document *doc = r->doc;
    int table = sr_lexicon_table(l, SR_STR("relations"));
    int type = sr_lexicon_column(l, table, SR_STR("type"));
    int order = sr_lexicon_column(l, table, SR_STR("order"));
    for (uint32_t t = 0; t < doc->n_tokens; t++) {
        sr_lexicon_match m;
        const sr_sentence *s = &doc->sentences[doc->tokens[t].sentence];
        if (!sr_reader_find(r, table, t, s->end, &m))
            continue;
        sr_str   told = sr_reader_cell(r, table, m.row, type);
        bool     backward = sr_str_eq(sr_reader_cell(r, table, m.row, order), SR_STR("backward"));
        bool     country = !sr_str_eq(told, SR_STR("part_of")) || backward; // nobody is part of a country so
        uint32_t before = body_before(r, t, s->first, backward);
        uint32_t behind = body_behind(r, t + m.n_tokens, s->end, country && !backward);
        if (before != SR_NONE && behind != SR_NONE && before != behind)
            write_relation(w, doc->tokens[t].sentence, backward ? behind : before, backward ? before : behind,
                           told);
        t += m.n_tokens - 1;
    }
}
