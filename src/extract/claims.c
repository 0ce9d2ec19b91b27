/* Claims from linked mentions: every value with its stance, source, span and probability.
 *
 * Mentions are numbered as the drafts are ordered: 0 is what the report is about.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract/claims_int.h"

#include "know/gazetteer.h"

#include <stdlib.h>

sr_claim *sr_claim_add(sr_writer *w, uint32_t draft, sr_field field, sr_range range, float probability)
{
    sr_claim *c = SR_PUSH(w->r->arena, &w->list);
    c->report = w->r->doc->report->id;
    c->mention = w->drafts->at[draft].order;
    c->field = (uint8_t)field;
    c->stance = SR_STANCE_REPORTED_AS_FACT;
    c->actuality = SR_ACTUALITY_ACCOMPLISHED;
    c->value = sr_value_none();
    c->span = sr_document_range_span(w->r->doc, range);
    c->stated = w->r->doc->report->published.day;
    c->probability = SR_MIN(probability, 1.0f);
    return c;
}

sr_str sr_claim_words(const sr_writer *w, sr_range range)
{
    return sr_str_squeeze(w->r->arena, sr_document_words(w->r->doc, range));
}

uint8_t sr_position_stance(const sr_writer *w, uint8_t verb, uint8_t class)
{
    const sr_lexicon *l = w->r->t.lexicon;
    int table = sr_lexicon_table(l, SR_STR("positions"));
    if (table < 0)
        return SR_STANCE_POSSIBLE;
    int class_column = sr_lexicon_column(l, table, SR_STR("class"));
    int stance_column = sr_lexicon_column(l, table, SR_STR("stance"));
    sr_str name = verb == SR_POSITION_SAYS ? SR_STR("_") : sr_position_verb_name(verb);
    for (uint32_t row = 0; row < sr_lexicon_rows(l, table); row++) {
        sr_str of = sr_lexicon_cell(l, table, row, class_column);
        if (!sr_str_eq(sr_lexicon_cell(l, table, row, 0), name) ||
            (!sr_str_eq(of, SR_STR("*")) && !sr_str_eq(of, sr_speaker_class_name(class))))
            continue;
        int stance = sr_stance_from(sr_lexicon_cell(l, table, row, stance_column));
        return stance < 0 ? SR_STANCE_POSSIBLE : (uint8_t)stance;
    }
    return SR_STANCE_REPORTED_AS_FACT;
}

void sr_claim_source(const sr_writer *w, sr_claim *c, uint32_t attribution)
{
    if (attribution == SR_NONE)
        return;
    const sr_document *doc = w->r->doc;
    const sr_attribution *a = &doc->attributions[attribution];
    c->source.name = sr_claim_words(w, a->speaker);
    c->source.class = a->speaker_class;
    if (a->speaker_entity != SR_NONE)
        c->source.actor = doc->entities[a->speaker_entity].actor;
}

/* Stance of a perpetrator that a mention names directly. */
static uint8_t mention_stance(const sr_writer *w, const sr_mention *m, const sr_noun *noun)
{
    uint8_t class = SR_SPEAKER_UNKNOWN;
    if (m->attribution != SR_NONE) {
        const sr_attribution *a = &w->r->doc->attributions[m->attribution];
        class = a->speaker_class;
        if (a->verb == SR_POSITION_SUSPECTS || a->verb == SR_POSITION_BLAMES ||
            a->verb == SR_POSITION_CHARGES)
            return sr_position_stance(w, a->verb, class);
        if (a->verb == SR_POSITION_SAYS && a->hedged)
            return sr_position_stance(w, SR_POSITION_BLAMES, class);
    }
    return noun->suspected ? sr_position_stance(w, SR_POSITION_SUSPECTS, class) : SR_STANCE_REPORTED_AS_FACT;
}

static const char *party_kind(const sr_writer *w, const sr_noun *n)
{
    if (n->entity != SR_NONE && n->class != SR_NOUN_FACILITY) {
        switch ((sr_entity_kind)w->r->doc->entities[n->entity].kind) {
        case SR_ENTITY_GROUP:
            return "group";
        case SR_ENTITY_AGENCY:
            return "agency";
        case SR_ENTITY_STATE:
            return "state";
        case SR_ENTITY_ORGANIZATION:
            return "organization";
        default:
            break;
        }
    }
    switch (n->class) {
    case SR_NOUN_ARMED:
        return n->plural ? "group" : "person";
    case SR_NOUN_BODY:
        return "organization";
    case SR_NOUN_FACILITY:
        return "facility";
    default:
        return "person";
    }
}

/* The named person or body inside a noun group, if there is one. */
static const sr_entity *named_in(const sr_writer *w, const sr_noun *n)
{
    const sr_document *doc = w->r->doc;
    const sr_entity *best = NULL;
    for (uint32_t t = n->range.first; t < n->range.end; t++) {
        uint32_t e = w->r->entity_of[t];
        if (e != SR_NONE && doc->entities[e].named && doc->entities[e].kind == SR_ENTITY_PERSON)
            best = &doc->entities[e];
    }
    return best;
}

/* "3-year-old", "40-member": a number that a hyphen joins to what follows counts nothing. */
static bool begins_compound(const sr_writer *w, sr_range q)
{
    const sr_token *next = &w->r->doc->tokens[q.end];
    return next->begin == next[-1].end && sr_str_starts(next->fold, SR_STR("-"));
}

/* Words of a range without the quantity that it begins with. */
static sr_str uncounted(const sr_writer *w, sr_range range, uint32_t head)
{
    for (uint32_t i = 0; i < w->r->doc->n_quantities; i++) {
        sr_range q = w->r->doc->quantities[i].range;
        if (q.first == range.first && q.end <= head && !begins_compound(w, q))
            range.first = q.end;
    }
    return sr_claim_words(w, range);
}

static sr_str without_count(const sr_writer *w, const sr_noun *n)
{
    return uncounted(w, n->whole, n->head);
}

/* The country in the gazetteer. @return false: it is not there */
static bool country_at(const sr_know *know, const char *iso2, sr_gazetteer_place *out)
{
    const sr_gazetteer *g = sr_know_gazetteer(know);
    uint32_t            index = g && iso2[0] ? sr_gazetteer_country(g, iso2) : SR_NO_PLACE;
    if (index != SR_NO_PLACE)
        sr_gazetteer_place_at(g, index, out);
    return index != SR_NO_PLACE;
}

void sr_claim_party(const sr_writer *w, sr_claim *c, const sr_noun *n)
{
    const sr_entity *person = named_in(w, n);
    const sr_entity *entity = n->entity == SR_NONE ? NULL : &w->r->doc->entities[n->entity];
    c->value.kind = sr_str_c(party_kind(w, n));
    c->value.count = n->count;
    if (entity) {
        c->value.actor = entity->actor;
        if (entity->country[0])
            c->value.nationality = sr_str_c(entity->country);
    }
    if (entity && entity->kind == SR_ENTITY_NATIONALITY && n->class == SR_NOUN_BODY) { // "Israeli air strikes"
        sr_gazetteer_place country;
        c->value.kind = sr_entity_kind_name(SR_ENTITY_STATE);
        c->value.name = country_at(w->r->know, entity->country, &country) ? country.name : sr_str_c(entity->country);
    } else if (person) {
        c->value.name = sr_claim_words(w, person->range);
        c->value.count = (sr_count){1, 1, 1};
        if (person->range.first > n->range.first)
            c->value.description = sr_claim_words(w, (sr_range){n->range.first, person->range.first});
    } else {
        c->value.name = without_count(w, n);
    }
}

/* Type of a victim by the class of its noun, or of a title among its words. */
static sr_str victim_type(const sr_writer *w, const sr_noun *n)
{
    const sr_lexicon *l = w->r->t.lexicon;
    int types = sr_lexicon_table(l, SR_STR("victim-types"));
    int type = sr_lexicon_column(l, types, SR_STR("type"));
    uint32_t row = sr_lexicon_key(l, types, n->type);
    if (row != SR_NO_ROW)
        return sr_lexicon_cell(l, types, row, type);
    int titles = sr_lexicon_table(l, SR_STR("titles"));
    int class = sr_lexicon_column(l, titles, SR_STR("class"));
    for (uint32_t t = n->range.first; t < n->range.end; t++) {
        sr_lexicon_match m;
        if (sr_reader_find(w->r, titles, t, n->range.end, &m) &&
            (row = sr_lexicon_key(l, types, sr_lexicon_cell(l, titles, m.row, class))) != SR_NO_ROW)
            return sr_lexicon_cell(l, types, row, type);
    }
    return n->class == SR_NOUN_ARMED ? SR_STR("combatant") : SR_STR("civilian");
}

/* ---- one field each ---- */

static bool is_body(const sr_entity *e)
{
    return e->named && (e->kind == SR_ENTITY_GROUP || e->kind == SR_ENTITY_AGENCY ||
                        e->kind == SR_ENTITY_ORGANIZATION);
}

/* "guerrillas of the FMLN", "FMLN guerrillas": the body behind the persons; NULL: none, or the
 * noun group names just that. */
static const sr_entity *body_behind(const sr_writer *w, const sr_noun *n)
{
    const sr_document *doc = w->r->doc;
    for (uint32_t i = 0; i < doc->n_entities && doc->entities[i].range.first < n->whole.end; i++) {
        const sr_entity *e = &doc->entities[i];
        if (e->range.first >= n->whole.first && e->range.end <= n->whole.end && is_body(e) && !sr_body_only_near(doc, e->range) &&
            (n->head < e->range.first || n->head >= e->range.end))
            return e;
    }
    return NULL;
}

sr_claim *sr_claim_body(sr_writer *w, uint32_t draft, const sr_noun *n, float probability)
{
    const sr_entity *body = body_behind(w, n);
    if (!body)
        return NULL;
    sr_claim *c = sr_claim_add(w, draft, SR_FIELD_PERPETRATOR, body->range, probability);
    c->value.name = sr_claim_words(w, body->range);
    c->value.actor = body->actor;
    c->value.kind = sr_entity_kind_name(body->kind);
    if (body->country[0])
        c->value.nationality = sr_str_c(body->country);
    return c;
}

/* How probable it is that a participant takes part: as judged, else by its mention. */
static float takes_part(const sr_mention *m, const sr_participant *p)
{
    return p->probability > 0.0f ? p->probability : 0.7f * m->probability + 0.1f;
}

/* A party goes by its fullest name and description, wherever in the report they stand. */
static void name_fully(const sr_writer *w, sr_claim *c, const sr_participant *p)
{
    if (p->name.first < p->name.end) {
        c->value.name = sr_claim_words(w, p->name);
        if (p->words.first < p->words.end)
            c->value.description = uncounted(w, p->words, p->words.end - 1);
    } else if (p->words.first < p->words.end) {
        c->value.name = uncounted(w, p->words, p->words.end - 1);
    }
}

/* Whom no clause blames and who is judged less probable than this is only possibly meant. */
#define LIKELY 0.35f

static bool told_in_clause(const sr_writer *w, const sr_mention *m, const sr_noun *n)
{
    bool named = n->entity != SR_NONE && w->r->doc->entities[n->entity].named;
    return !named || w->r->doc->tokens[n->head].sentence == m->sentence;
}

static bool attacks(const sr_writer *w, uint32_t incident, uint32_t head)
{
    for (uint32_t i = 0; i < w->mentions->n; i++)
        for (uint32_t k = 0; w->mentions->at[i].incident == incident && k < w->mentions->at[i].n; k++) {
            const sr_participant *p = &w->mentions->at[i].at[k];
            if (p->role == SR_ROLE_PERPETRATOR && p->noun.head == head)
                return true;
        }
    return false;
}

/* Who is harmed by a mention: bits 1 fighters and who attacked before, 2 others. */
static unsigned harmed_by(const sr_writer *w, const sr_mention *m)
{
    unsigned who = 0;
    for (uint32_t i = 0; i < m->n; i++)
        if (m->at[i].role == SR_ROLE_VICTIM && !m->at[i].judged && !m->at[i].noun.negated && !m->at[i].noun.pronoun)
            who |= m->at[i].noun.class == SR_NOUN_ARMED || attacks(w, m->incident, m->at[i].noun.head) ? 1u : 2u;
    return who;
}

/* "The gunman was shot dead by police": who ends an attack on others did not commit it. */
static bool ends_attack(const sr_writer *w, const sr_mention *m, const sr_noun *n)
{
    bool guards = n->class == SR_NOUN_SECURITY || n->class == SR_NOUN_BODY ||
                  sr_str_eq(w->r->doc->tokens[n->head].lemma, SR_STR("agent"));
    if (!guards || harmed_by(w, m) != 1u)
        return false;
    for (uint32_t i = 0; i < w->mentions->n; i++) {
        const sr_mention *x = &w->mentions->at[i];
        if (x->incident == m->incident && x->effect.len && harmed_by(w, x) & 2u)
            return true;
    }
    return false;
}

/* "three", "others", "the wounded": counted, but no description of anybody. */
static bool only_a_number(const sr_document *doc, const sr_noun *n)
{
    const sr_token *head = &doc->tokens[n->head];
    return head->upos == SR_UPOS_NUM || head->upos == SR_UPOS_DET || head->upos == SR_UPOS_PRON ||
           sr_str_eq(head->lemma, SR_STR("other")) || sr_str_eq(head->lemma, SR_STR("several")) ||
           sr_str_eq(head->fold, SR_STR("wounded")) || sr_str_eq(head->fold, SR_STR("injured")) ||
           sr_str_eq(head->fold, SR_STR("dead")) || sr_str_eq(head->fold, SR_STR("missing")) || sr_str_eq(head->lemma, SR_STR("casualty"));
}

static void write_perpetrator(sr_writer *w, const sr_mention *m, const sr_participant *participant)
{
    const sr_noun *n = &participant->noun;
    if (n->pronoun || only_a_number(w->r->doc, n) || ends_attack(w, m, n))
        return;
    float p = takes_part(m, participant);
    sr_claim *c = sr_claim_add(w, m->incident, SR_FIELD_PERPETRATOR, n->whole, p);
    if (participant->judged)
        *SR_PUSH(w->r->arena, &w->judged) = (uint32_t)w->list.n - 1;
    sr_claim_party(w, c, n);
    name_fully(w, c, participant);
    bool named = n->entity != SR_NONE && w->r->doc->entities[n->entity].named;
    if (!named && !named_in(w, n))
        c->value.description = c->value.name; // by its words only
    /* Bodies named inside the group are judged as parties of their own. */
    for (int body = participant->probability > 0.0f; c && body < 2; body++) {
        /* A body blamed by no clause is only possibly meant. */
        bool only_possible = participant->judged && (!told_in_clause(w, m, n) || p < LIKELY);
        c->stance = only_possible ? SR_STANCE_POSSIBLE : mention_stance(w, m, n);
        sr_claim_source(w, c, m->attribution);
        c->actuality = m->actuality;
        c = body ? NULL : sr_claim_body(w, m->incident, n, p);
    }
}

/* "A watchman escaped unhurt." */
static bool is_unhurt(const sr_document *doc, const sr_noun *n)
{
    static const char *const words[] = {"unhurt", "unharmed", "unscathed", "uninjured", NULL};
    uint32_t end = doc->sentences[doc->tokens[n->head].sentence].end;
    for (uint32_t t = n->head + 1; t < end && t < n->head + 4; t++)
        if (sr_str_among(doc->tokens[t].fold, words))
            return true;
    return false;
}

static void write_victim(sr_writer *w, const sr_mention *m, const sr_participant *p, sr_str effect)
{
    const sr_noun *n = &p->noun;
    if (is_unhurt(w->r->doc, n) || sr_str_eq(effect, SR_STR("destroyed")))
        effect = (sr_str){NULL, 0}; // people are not destroyed
    if (n->pronoun || n->negated || n->unnamed || n->class == SR_NOUN_LIVES || n->part ||
        only_a_number(w->r->doc, n))
        return;
    sr_claim *c = sr_claim_add(w, m->incident, SR_FIELD_VICTIM, n->whole, takes_part(m, p));
    sr_claim_party(w, c, n);
    name_fully(w, c, p);
    c->value.effect = effect;
    c->value.code = victim_type(w, n);
    if (c->value.name.len && !c->value.description.len && named_in(w, n) == NULL && p->name.first >= p->name.end) {
        c->value.description = c->value.name;
        c->value.name = (sr_str){NULL, 0};
    }
    sr_claim_source(w, c, m->attribution);
}

/* What is blown up, burnt or wrecked is damaged; only what is destroyed or razed is destroyed. */
static sr_str effect_on_thing(const sr_writer *w, const sr_mention *m)
{
    static const char *const wholly[] = {"destroy", "demolish", "raze", "level", "flatten", "topple"};
    if (!sr_str_eq(m->effect, SR_STR("destroyed")))
        return (sr_str){NULL, 0};
    for (size_t i = 0; i < SR_COUNT(wholly); i++)
        if (sr_str_eq(w->r->doc->tokens[m->trigger.first].lemma, sr_str_c(wholly[i])))
            return m->effect;
    return SR_STR("some_damage");
}

static void write_target(sr_writer *w, const sr_mention *m, const sr_participant *p)
{
    const sr_noun *n = &p->noun;
    if (n->pronoun)
        return;
    sr_claim *c = sr_claim_add(w, m->incident, SR_FIELD_TARGET, n->whole, takes_part(m, p));
    sr_claim_party(w, c, n);
    name_fully(w, c, p);
    c->value.code = n->type;
    c->value.effect = effect_on_thing(w, m);
    sr_claim_source(w, c, m->attribution);
}

static void write_weapon(sr_writer *w, const sr_mention *m, const sr_participant *p)
{
    const sr_noun *n = &p->noun;
    float probability = p->probability > 0.0f ? p->probability : 0.8f * m->probability + 0.1f;
    sr_claim *c = sr_claim_add(w, m->incident, SR_FIELD_WEAPON, n->range, probability);
    c->value.name = without_count(w, n);
    c->value.code = n->type;
}

static void write_venue(sr_writer *w, const sr_mention *m, const sr_noun *n)
{
    if (n->class != SR_NOUN_FACILITY)
        return;
    sr_claim *c = sr_claim_add(w, m->incident, SR_FIELD_VENUE, n->range, 0.6f * m->probability + 0.1f);
    c->value.name = sr_claim_words(w, n->range);
}

static int64_t plus(int64_t a, int64_t b)
{
    return a == SR_COUNT_OPEN || b == SR_COUNT_OPEN ? SR_COUNT_OPEN : a + b;
}

static sr_count sum(sr_count a, sr_count b)
{
    return (sr_count){plus(a.low, b.low), plus(a.best, b.best), plus(a.high, b.high)};
}

static int harm_field(const sr_mention *m)
{
    if (sr_str_eq(m->effect, SR_STR("death")))
        return SR_FIELD_KILLED;
    if (sr_str_eq(m->effect, SR_STR("injury")))
        return SR_FIELD_WOUNDED;
    if (m->type == SR_INCIDENT_KIDNAPPING || m->type == SR_INCIDENT_HOSTAGE_TAKING)
        return SR_FIELD_ABDUCTED;
    return -1;
}

/* Which side of an incident a counted noun stands on; figures of different sides add up. */
static const char *side_of_noun(const sr_noun *n)
{
    if (n->class == SR_NOUN_ARMED)
        return "attackers";
    if (n->class == SR_NOUN_SECURITY)
        return "security";
    return sr_str_eq(n->type, SR_STR("civilian")) ? "civilians" : "people";
}

/* "Six rebels died and seven others were hurt": a bare number stands where those before it stood. */
static const char *side_of(const sr_writer *w, const sr_mention *m, const sr_noun *n)
{
    const char    *side = side_of_noun(n);
    const sr_noun *before = NULL;
    if (n->class != SR_NOUN_PERSON || !only_a_number(w->r->doc, n))
        return side;
    for (uint32_t k = 0; k < w->mentions->n; k++) {
        const sr_mention *x = &w->mentions->at[k];
        for (uint32_t i = 0; x->incident == m->incident && x->sentence == m->sentence && i < x->n; i++) {
            const sr_noun *other = &x->at[i].noun;
            if (x->at[i].role == SR_ROLE_VICTIM && !x->at[i].judged && other->head < n->head &&
                (!before || other->head > before->head))
                before = other;
        }
    }
    return before ? side_of_noun(before) : side;
}

static const char *const sides[] = {"attackers", "security", "civilians", "people"};

static void write_count(sr_writer *w, const sr_mention *m, int field, sr_count count, const char *side,
                        bool more, sr_range evidence)
{
    float p = m->negated ? 0.5f : 0.75f * m->probability + 0.15f;
    sr_claim *c = sr_claim_add(w, m->incident, (sr_field)field, evidence, p);
    c->value.count = count;
    c->value.kind = sr_str_c(side);
    if (more)
        c->value.other = SR_STR("more");
    if (m->hit && field == SR_FIELD_WOUNDED)
        c->value.code = SR_STR("hit");
    sr_claim_source(w, c, m->attribution);
    if (!sr_str_eq(c->value.kind, SR_STR("attackers")) || field == SR_FIELD_ABDUCTED)
        return;
    sr_claim *apart = sr_claim_add(
        w, m->incident,
        field == SR_FIELD_KILLED ? SR_FIELD_KILLED_ATTACKERS : SR_FIELD_WOUNDED_ATTACKERS, evidence, p * 0.8f);
    apart->value.count = count;
    sr_claim_source(w, apart, m->attribution);
}

static bool said_as_addition(const sr_writer *w, const sr_mention *m)
{
    const sr_document *doc = w->r->doc;
    uint32_t from = m->trigger.first >= 2 ? m->trigger.first - 2 : 0;
    for (uint32_t t = from; t < SR_MIN(m->trigger.end + 1, doc->n_tokens); t++)
        if (sr_str_eq(doc->tokens[t].fold, SR_STR("also")))
            return true;
    return false;
}

/* What one mention tells of one side. */
typedef struct told_count {
    sr_count count;
    sr_range evidence;
    int      field; // -1: nothing told
    bool     more;
} told_count;

static told_count count_side(const sr_writer *w, const sr_mention *m, const char *side)
{
    told_count told = {{0, 0, 0}, m->trigger, -1, false};
    bool more = true; // "another man": beside those told before; "a boy and another man" are all
    int field = harm_field(m);
    for (uint32_t i = 0; i < m->n; i++) {
        const sr_noun *n = &m->at[i].noun;
        bool lives = n->class == SR_NOUN_LIVES;
        int one = lives ? SR_FIELD_KILLED : field;
        sr_count count = n->negated ? (sr_count){0, 0, 0} : n->count;
        if ((m->at[i].role != SR_ROLE_VICTIM && !lives) || one < 0 || n->part || m->at[i].judged ||
            !sr_count_known(count) || !sr_str_eq(sr_str_c(side_of(w, m, n)), sr_str_c(side)))
            continue;
        told.count = sum(told.count, count);
        told.field = one;
        more &= n->more;
        told.evidence = n->whole;
    }
    told.more = (told.field >= 0 && more) || said_as_addition(w, m);
    return told;
}

/* "no casualties": neither dead nor wounded. */
static bool no_casualties(const sr_writer *w, const sr_mention *m)
{
    bool nobody = false;
    for (uint32_t i = 0; i < m->n; i++)
        nobody |= m->at[i].noun.negated && m->at[i].role == SR_ROLE_VICTIM;
    return nobody && sr_str_eq(w->r->doc->tokens[m->trigger.end - 1].lemma, SR_STR("casualty"));
}

/* The harmed of one mention: a figure for each side, summed over its conjuncts ("four soldiers and a
 * captain").  People named beside a side are not its total ("four soldiers and a reporter"): then
 * the figure for all people is the sum. */
static void write_counts(sr_writer *w, const sr_mention *m)
{
    told_count all = {{0, 0, 0}, m->trigger, -1, false};
    bool beside = false;
    for (size_t k = 0; k < SR_COUNT(sides); k++) {
        told_count told = count_side(w, m, sides[k]);
        if (told.field < 0)
            continue;
        bool people = sr_str_eq(sr_str_c(sides[k]), SR_STR("people"));
        if (people && beside) {
            told.count = sum(told.count, all.count);
            told.more |= all.more;
        } else if (!sr_str_eq(sr_str_c(sides[k]), SR_STR("attackers"))) {
            all.count = sum(all.count, told.count);
            all.more |= told.more;
            beside = true;
        }
        write_count(w, m, told.field, told.count, sides[k], told.more, told.evidence);
    }
    if (no_casualties(w, m))
        write_count(w, m, SR_FIELD_WOUNDED, (sr_count){0, 0, 0}, "people", false, m->trigger);
}

static void write_mention(sr_writer *w, const sr_mention *m)
{
    for (uint32_t i = 0; i < m->n; i++) {
        const sr_noun *n = &m->at[i].noun;
        switch (m->at[i].role) {
        case SR_ROLE_PERPETRATOR:
            write_perpetrator(w, m, &m->at[i]);
            break;
        case SR_ROLE_VICTIM:
            write_victim(w, m, &m->at[i], m->effect);
            break;
        case SR_ROLE_ARRESTED:
            write_victim(w, m, &m->at[i], SR_STR("detained"));
            break;
        case SR_ROLE_TARGET:
            write_target(w, m, &m->at[i]);
            write_venue(w, m, n);
            break;
        case SR_ROLE_WEAPON:
            write_weapon(w, m, &m->at[i]);
            break;
        case SR_ROLE_SCENE:
            write_venue(w, m, n);
            break;
        default:
            break;
        }
    }
    write_counts(w, m);
}

static void write_when(sr_writer *w, uint32_t draft, const sr_mention *lead)
{
    const sr_document *doc = w->r->doc;
    const sr_incident_draft *d = &w->drafts->at[draft];
    if (d->time != SR_NONE) {
        sr_claim *c = sr_claim_add(w, draft, SR_FIELD_DATE, doc->times[d->time].range, 0.8f);
        c->value.period = d->period;
    } else if (doc->report->published.day != SR_DAY_NONE) {
        /* No day is told: it happened on or shortly before the day of the report; the precision
         * says that this is only an upper bound. */
        sr_claim *c = sr_claim_add(w, draft, SR_FIELD_DATE, lead->trigger, 0.4f);
        c->value.period = (sr_period){doc->report->published.day, doc->report->published.day,
                                      SR_PRECISION_UNKNOWN};
    }
    for (uint32_t i = 0; i < w->mentions->n; i++) {
        const sr_mention *m = &w->mentions->at[i];
        if (m->incident != draft)
            continue;
        for (uint32_t k = 0; k < doc->n_times; k++) {
            const sr_timex *x = &doc->times[k];
            if (doc->tokens[x->range.first].sentence != m->sentence || x->time_of_day.len == 0)
                continue;
            sr_claim *c = sr_claim_add(w, draft, SR_FIELD_TIME_OF_DAY, x->range, 0.7f);
            c->value.code = x->time_of_day;
            return;
        }
    }
}

/* The country that the report speaks of most, when an incident's own sentences name no place. */
static uint32_t usual_place(const sr_document *doc)
{
    uint32_t best = SR_NONE, best_votes = 0;
    for (uint32_t i = 0; i < doc->n_places; i++) {
        uint32_t votes = 0;
        for (uint32_t k = 0; k < doc->n_places; k++)
            votes += sr_str_eq(doc->places[i].value.name, doc->places[k].value.name) &&
                     memcmp(doc->places[i].value.country, doc->places[k].value.country, 3) == 0;
        if (votes > best_votes) {
            best = i;
            best_votes = votes;
        }
    }
    return best;
}

/* What is left of a place when only its country is likely enough. */
static sr_place_value country_of(const sr_know *know, const sr_place_value *place)
{
    sr_gazetteer_place country;
    if (!country_at(know, place->country, &country))
        return *place;
    sr_place_value v = {.name = country.name, .geonameid = country.geonameid, .precision = SR_PLACE_PRECISION_COUNTRY,
                        .population = country.population};
    memcpy(v.country, place->country, sizeof v.country);
    return v;
}

static void write_where(sr_writer *w, uint32_t draft)
{
    const sr_document *doc = w->r->doc;
    uint32_t place = w->drafts->at[draft].place;
    float p = 0.8f;
    if (place == SR_NONE) {
        place = usual_place(doc);
        p = 0.4f;
    }
    if (place == SR_NONE)
        return;
    if (w->drafts->at[draft].place_probability > 0.0f)
        p = SR_MAX(w->drafts->at[draft].place_probability, 0.4f);
    sr_claim *c = sr_claim_add(w, draft, SR_FIELD_PLACE, doc->places[place].range,
                               p * doc->places[place].probability + 0.1f);
    c->value.place = doc->places[place].value;
    if (w->drafts->at[draft].country_only)
        c->value.place = country_of(w->r->know, &c->value.place);
    c->value.name = sr_claim_words(w, doc->places[place].range);
}

/* Stage: what its surest mention says. */
static uint8_t stage_of(const sr_writer *w, uint32_t draft)
{
    uint8_t stage = SR_ACTUALITY_ACCOMPLISHED;
    float best = -1;
    for (uint32_t i = 0; i < w->mentions->n; i++) {
        const sr_mention *m = &w->mentions->at[i];
        float weight = m->probability + (m->strength == SR_STRENGTH_EVENT ? 0.2f : 0.0f);
        if (m->incident == draft && weight > best) {
            best = weight;
            stage = m->actuality;
        }
    }
    return stage;
}

static void write_draft(sr_writer *w, uint32_t draft)
{
    const sr_incident_draft *d = &w->drafts->at[draft];
    const sr_mention *lead = &w->mentions->at[d->lead];
    sr_claim *c = sr_claim_add(w, draft, SR_FIELD_TYPE, lead->trigger, d->probability);
    c->value.code = sr_incident_type_name(d->type);
    for (int type = 0; type < SR_INCIDENT_TYPE_COUNT; type++)
        if (type != d->type && d->types & 1u << type) {
            c = sr_claim_add(w, draft, SR_FIELD_TYPE, lead->trigger, 0.5f * d->probability);
            c->value.code = sr_incident_type_name(type);
        }
    if (d->subtype.len) {
        c = sr_claim_add(w, draft, SR_FIELD_SUBTYPE, lead->trigger, 0.7f);
        c->value.code = d->subtype;
    }
    c = sr_claim_add(w, draft, SR_FIELD_STAGE, lead->trigger, 0.8f);
    c->value.code = sr_actuality_name(stage_of(w, draft));
    c = sr_claim_add(w, draft, SR_FIELD_ROLE, lead->trigger, 0.8f);
    c->value.code = d->background ? SR_STR("background") : SR_STR("main");
    write_when(w, draft, lead);
    write_where(w, draft);
}

static int by_canon(const void *a, const void *b)
{
    return sr_claim_cmp(a, b);
}

/* Where somebody's statement tells of a perpetrator, that tells who blames him and how: a perpetrator
 * that was only judged to be one gives way.  @param first  of the statements' claims */
static void drop_judged(sr_writer *w, uint32_t first)
{
    uint32_t kept = 0, next = 0;
    for (uint32_t i = 0; i < w->list.n; i++) {
        sr_claim *c = &w->list.at[i];
        bool judged = next < w->judged.n && w->judged.at[next] == i, stated = false;
        next += judged;
        for (uint32_t k = first; judged && k < w->list.n && !stated; k++) {
            const sr_claim *s = &w->list.at[k];
            stated = s->field == SR_FIELD_PERPETRATOR && s->mention == c->mention &&
                     (s->value.actor.len ? sr_str_eq(s->value.actor, c->value.actor)
                                         : sr_str_eq_case(s->value.name, c->value.name));
        }
        if (!stated)
            w->list.at[kept++] = *c; // kept <= i: what stands behind i is not touched
    }
    w->list.n = kept;
}

void sr_claims_write(const sr_reader *r, const sr_mentions *mentions, const sr_drafts *drafts,
                     sr_claims *out)
{
    sr_writer w = {.r = r, .mentions = mentions, .drafts = drafts};
    for (uint32_t d = 0; d < drafts->n; d++)
        write_draft(&w, d);
    for (uint32_t i = 0; i < mentions->n; i++)
        if (mentions->at[i].incident != SR_NONE)
            write_mention(&w, &mentions->at[i]);
    uint32_t statements = (uint32_t)w.list.n;
    sr_positions_write(&w);
    sr_relations_write(&w);
    drop_judged(&w, statements);
    if (w.list.n)
        qsort(w.list.at, w.list.n, sizeof *w.list.at, by_canon);
    out->at = w.list.at;
    out->n = (uint32_t)w.list.n;
    out->n_mentions = drafts->n;
}
