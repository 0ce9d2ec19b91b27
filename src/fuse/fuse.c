/* The fold of one report's claims; see fuse.h.
 *
 * Every decision looks at the set of claims only, walked in canonical order, so the same set
 * gives the same incidents.  Single values (type, date, place …) go to the most probable claim,
 * the first of equals; lists keep one row per value × stance × source; counts go to the largest
 * total told, since a report's smaller figures are most often parts of it; what is told of
 * different sides, or as an addition, adds up.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuse/fuse.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "fuse/rows.h"

typedef SR_LIST(sr_party) party_list;
typedef SR_LIST(sr_span) span_list;
typedef SR_LIST(sr_question) question_list;

typedef struct folder {
    const sr_claims *claims;
    sr_incident     *incident;
    float            threshold;
    sr_arena        *arena;
    span_list        evidence;
    question_list    questions;
} folder;

#define EACH_CLAIM(f, c, wanted)                                               \
    for (const sr_claim *c = (f)->claims->at; c < (f)->claims->at + (f)->claims->n; c++) \
        if (c->mention == (f)->incident->mention && c->field == (wanted) &&    \
            c->probability >= (f)->threshold)

static const sr_claim *best_of(const folder *f, sr_field field)
{
    const sr_claim *best = NULL;
    EACH_CLAIM(f, c, field) if (!best || c->probability > best->probability) best = c;
    return best;
}

static bool same_span(sr_span a, sr_span b)
{
    return a.begin == b.begin && a.end == b.end && a.in_title == b.in_title;
}

static void add_span(sr_arena *arena, span_list *list, sr_span span)
{
    if (span.begin == span.end)
        return;
    for (size_t i = 0; i < list->n; i++)
        if (same_span(list->at[i], span))
            return;
    *SR_PUSH(arena, list) = span;
}

/* ---- lists ---- */

/* What a row is called: actors by id, others by their words, also where these describe an actor
 * ("the guerrillas"). */
static sr_str key_of(sr_arena *arena, const sr_value *v)
{
    bool described = v->description.len && sr_str_eq(v->name, v->description);
    if (v->actor.len && !described)
        return v->actor;
    sr_str words = v->name.len ? v->name : v->description;
    return sr_utf8_fold(arena, words);
}

/* Positions and perpetrators keep a row for each stance and source; what was hit, hurt or used
 * is one row whoever tells it, and the mention that tells its effect fills it in. */
static bool same_row(sr_arena *arena, const sr_party *p, const sr_claim *c)
{
    bool same_name = sr_str_eq(key_of(arena, &p->value), key_of(arena, &c->value));
    if (c->field == SR_FIELD_VICTIM || c->field == SR_FIELD_TARGET || c->field == SR_FIELD_WEAPON)
        return same_name && (!p->value.effect.len || !c->value.effect.len ||
                             sr_str_eq(p->value.effect, c->value.effect));
    bool same_other = c->field != SR_FIELD_RELATION || sr_str_eq(p->value.other, c->value.other);
    return same_name && same_other && p->stance == c->stance && sr_str_eq(p->source.name, c->source.name) &&
           sr_str_eq(p->value.code, c->value.code);
}

static int by_strength(const void *a, const void *b)
{
    const sr_party *x = a, *y = b;
    if (x->stance != y->stance)
        return x->stance < y->stance ? -1 : 1;
    if (x->probability > y->probability || x->probability < y->probability)
        return x->probability > y->probability ? -1 : 1;
    const sr_span *s = x->evidence.at, *t = y->evidence.at;
    if (s->begin != t->begin)
        return s->begin < t->begin ? -1 : 1;
    return sr_str_cmp(x->value.name, y->value.name);
}

static sr_parties fold_parties(folder *f, sr_field field, bool strongest_first)
{
    party_list list = {0};
    EACH_CLAIM(f, c, field)
    {
        sr_party *row = NULL;
        for (size_t i = 0; i < list.n && !row; i++)
            if (same_row(f->arena, &list.at[i], c))
                row = &list.at[i];
        if (!row) {
            row = SR_PUSH(f->arena, &list);
            *row = (sr_party){.value = c->value, .stance = c->stance, .source = c->source,
                              .stated = c->stated, .probability = 0};
        }
        if (!row->value.name.len)
            row->value.name = c->value.name;
        if (!row->value.description.len)
            row->value.description = c->value.description;
        if (!row->value.effect.len)
            row->value.effect = c->value.effect;
        if (!sr_count_known(row->value.count))
            row->value.count = c->value.count;
        row->probability = SR_MAX(row->probability, c->probability);
        span_list spans = {row->evidence.at, row->evidence.n, row->evidence.n};
        add_span(f->arena, &spans, c->span);
        row->evidence = (sr_evidence){spans.at, (uint32_t)spans.n};
    }
    if (strongest_first && list.n)
        qsort(list.at, list.n, sizeof *list.at, by_strength);
    return (sr_parties){list.at, (uint32_t)list.n};
}

/* ---- counts ---- */

static int64_t size_of(sr_count c)
{
    return c.best != SR_COUNT_OPEN ? c.best : c.low != SR_COUNT_OPEN ? c.low : c.high;
}

static int64_t plus(int64_t a, int64_t b)
{
    return a == SR_COUNT_OPEN || b == SR_COUNT_OPEN ? SR_COUNT_OPEN : a + b;
}

static sr_count sum(sr_count a, sr_count b)
{
    if (!sr_count_known(a))
        return b;
    if (!sr_count_known(b))
        return a;
    return (sr_count){plus(a.low, b.low), plus(a.best, b.best), plus(a.high, b.high)};
}

static sr_count larger(sr_count a, sr_count b)
{
    if (!sr_count_known(a))
        return b;
    return sr_count_known(b) && size_of(b) > size_of(a) ? b : a;
}

/* Claims of one kind of figure: of the wounded by word, or of people hit, dead ones among them. */
static bool is_hit(const sr_claim *c)
{
    return sr_str_eq(c->value.code, SR_STR("hit"));
}

typedef struct side_figure {
    sr_count total, more; // the largest; what was told on top of it
} side_figure;

static side_figure side_of(const folder *f, sr_field field, bool hits, const char *side)
{
    side_figure s = {SR_COUNT_NONE, SR_COUNT_NONE};
    EACH_CLAIM(f, c, field)
    {
        if (is_hit(c) != hits || !sr_str_eq(c->value.kind, sr_str_c(side)))
            continue;
        sr_count *which = c->value.other.len ? &s.more : &s.total;
        *which = larger(*which, c->value.count);
    }
    return s;
}

/* Everybody harmed: soldiers and civilians add up unless a figure for all people is larger;
 * the attackers' own come on top. */
static sr_count total_count(const folder *f, sr_field field, bool hits)
{
    static const char *const names[] = {"security", "civilians"};
    side_figure people = side_of(f, field, hits, "people"), unsided = side_of(f, field, hits, "");
    side_figure attackers = side_of(f, field, hits, "attackers");
    sr_count    all = sum(people.total, people.more), sides = SR_COUNT_NONE;
    for (size_t i = 0; i < SR_COUNT(names); i++) {
        side_figure s = side_of(f, field, hits, names[i]);
        sides = sum(sides, sum(s.total, s.more));
        if (sr_count_known(people.total) && !sr_count_known(s.total))
            all = sum(all, s.more); // "killing six … seven more civilians died"
    }
    all = larger(larger(all, sides), sum(unsided.total, unsided.more));
    return sum(all, sum(attackers.total, attackers.more));
}

static int64_t minus(int64_t a, int64_t b)
{
    return a == SR_COUNT_OPEN ? SR_COUNT_OPEN : b == SR_COUNT_OPEN ? a : SR_MAX(a - b, 0);
}

/* "Three people were shot, one of them died": two are wounded. */
static sr_count survivors(sr_count hit, sr_count killed)
{
    if (!sr_count_known(hit) || !sr_count_known(killed))
        return hit;
    sr_count rest = {minus(hit.low, size_of(killed)), minus(hit.best, size_of(killed)),
                     minus(hit.high, size_of(killed))};
    return size_of(rest) > 0 ? rest : SR_COUNT_NONE;
}

static void fold_count(folder *f, sr_field field, int harm)
{
    sr_count count = total_count(f, field, false);
    if (field == SR_FIELD_WOUNDED)
        count = larger(count, survivors(total_count(f, field, true), f->incident->counts[SR_HARM_KILLED]));
    f->incident->counts[harm] = count;
    span_list spans = {0};
    EACH_CLAIM(f, c, field) add_span(f->arena, &spans, c->span);
    f->incident->count_evidence[harm] = (sr_evidence){spans.at, (uint32_t)spans.n};
}

/* ---- open questions ---- */

static void ask(folder *f, sr_question_kind kind, sr_field field)
{
    *SR_PUSH(f->arena, &f->questions) = (sr_question){(uint8_t)kind, (uint8_t)field};
}

static bool stands_against(const sr_party *p)
{
    return p->stance != SR_STANCE_DENIED_BY_ACTOR && p->stance != SR_STANCE_CLEARED_BY_AUTHORITIES;
}

static void ask_perpetrators(folder *f)
{
    const sr_parties *p = &f->incident->perpetrators;
    if (p->n == 0) {
        ask(f, SR_QUESTION_UNKNOWN, SR_FIELD_PERPETRATOR);
        return;
    }
    bool contested = false, confirmed = false;
    for (uint32_t i = 0; i < p->n; i++) {
        confirmed |= p->at[i].stance <= SR_STANCE_CLAIMED_BY_ACTOR;
        for (uint32_t k = 0; k < i; k++)
            contested |= !sr_str_eq(key_of(f->arena, &p->at[i].value), key_of(f->arena, &p->at[k].value)) &&
                         !sr_str_eq(p->at[i].source.name, p->at[k].source.name) &&
                         stands_against(&p->at[i]) && stands_against(&p->at[k]) && !sr_is_doer(&p->at[i].value, p->at[i].stance) &&
                         !sr_is_doer(&p->at[k].value, p->at[k].stance);
        contested |= !stands_against(&p->at[i]);
    }
    if (contested)
        ask(f, SR_QUESTION_CONTESTED, SR_FIELD_PERPETRATOR);
    if (!confirmed)
        ask(f, SR_QUESTION_UNCONFIRMED, SR_FIELD_PERPETRATOR);
}

static void ask_questions(folder *f)
{
    sr_incident *in = f->incident;
    if (in->date.first == SR_DAY_NONE)
        ask(f, SR_QUESTION_UNKNOWN, SR_FIELD_DATE);
    else if (in->date.precision == SR_PRECISION_UNKNOWN || in->date.precision > SR_PRECISION_DAY)
        ask(f, SR_QUESTION_IMPRECISE, SR_FIELD_DATE);
    if (!in->place.name.len && !in->place.country[0])
        ask(f, SR_QUESTION_UNKNOWN, SR_FIELD_PLACE);
    else if (in->place.precision >= SR_PLACE_PRECISION_ADMIN1)
        ask(f, SR_QUESTION_IMPRECISE, SR_FIELD_PLACE);
    static const struct {
        uint8_t harm, field;
    } harms[] = {{SR_HARM_KILLED, SR_FIELD_KILLED}, {SR_HARM_WOUNDED, SR_FIELD_WOUNDED}};
    for (size_t i = 0; i < SR_COUNT(harms); i++) {
        sr_count c = in->counts[harms[i].harm];
        if (!sr_count_known(c))
            ask(f, SR_QUESTION_UNKNOWN, (sr_field)harms[i].field);
        else if (c.low != c.high)
            ask(f, SR_QUESTION_IMPRECISE, (sr_field)harms[i].field);
    }
    ask_perpetrators(f);
    in->questions = f->questions.at;
    in->n_questions = (uint32_t)f->questions.n;
}

/* ---- one incident ---- */

static void fold_type(folder *f)
{
    sr_incident *in = f->incident;
    const sr_claim *best = best_of(f, SR_FIELD_TYPE);
    in->type = SR_INCIDENT_OTHER;
    if (best) {
        int type = sr_incident_type_from(best->value.code);
        in->type = type < 0 ? SR_INCIDENT_OTHER : (uint8_t)type;
        in->probability = best->probability;
    }
    in->types = 1u << in->type;
    EACH_CLAIM(f, c, SR_FIELD_TYPE)
    {
        int type = sr_incident_type_from(c->value.code);
        if (type >= 0)
            in->types |= 1u << type;
    }
}

static void fold_values(folder *f)
{
    sr_incident *in = f->incident;
    static const uint8_t evident[] = {SR_FIELD_TYPE, SR_FIELD_DATE, SR_FIELD_PLACE, SR_FIELD_VENUE};
    const sr_claim *c;
    fold_type(f);
    if ((c = best_of(f, SR_FIELD_SUBTYPE)))
        in->subtype = c->value.code;
    if ((c = best_of(f, SR_FIELD_STAGE))) {
        int stage = sr_actuality_from(c->value.code);
        in->stage = stage < 0 ? SR_ACTUALITY_ACCOMPLISHED : (uint8_t)stage;
    }
    if ((c = best_of(f, SR_FIELD_DATE)))
        in->date = c->value.period;
    if ((c = best_of(f, SR_FIELD_TIME_OF_DAY)))
        in->time_of_day = c->value.code;
    if ((c = best_of(f, SR_FIELD_PLACE)))
        in->place = c->value.place;
    if ((c = best_of(f, SR_FIELD_VENUE)))
        in->venue = c->value.name;
    if ((c = best_of(f, SR_FIELD_ROLE)))
        in->background = sr_str_eq(c->value.code, SR_STR("background"));
    for (size_t i = 0; i < SR_COUNT(evident); i++)
        if ((c = best_of(f, (sr_field)evident[i])))
            add_span(f->arena, &f->evidence, c->span);
}

static void fold_factors(folder *f)
{
    SR_LIST(sr_str) list = {0};
    EACH_CLAIM(f, c, SR_FIELD_FACTOR) *SR_PUSH(f->arena, &list) = c->value.code;
    f->incident->factors = list.at;
    f->incident->n_factors = (uint32_t)list.n;
}

static void fold_incident(folder *f)
{
    static const uint8_t fields[SR_HARM_COUNT] = {
        [SR_HARM_KILLED] = SR_FIELD_KILLED,
        [SR_HARM_WOUNDED] = SR_FIELD_WOUNDED,
        [SR_HARM_MISSING] = SR_FIELD_MISSING,
        [SR_HARM_ABDUCTED] = SR_FIELD_ABDUCTED,
        [SR_HARM_KILLED_ATTACKERS] = SR_FIELD_KILLED_ATTACKERS,
        [SR_HARM_WOUNDED_ATTACKERS] = SR_FIELD_WOUNDED_ATTACKERS,
    };
    sr_incident *in = f->incident;
    in->date = (sr_period){SR_DAY_NONE, SR_DAY_NONE, SR_PRECISION_UNKNOWN};
    fold_values(f);
    fold_factors(f);
    for (int harm = 0; harm < SR_HARM_COUNT; harm++) {
        fold_count(f, (sr_field)fields[harm], harm);
        for (uint32_t i = 0; i < in->count_evidence[harm].n; i++)
            add_span(f->arena, &f->evidence, in->count_evidence[harm].at[i]);
    }
    in->perpetrators = fold_parties(f, SR_FIELD_PERPETRATOR, true);
    in->targets = fold_parties(f, SR_FIELD_TARGET, false);
    in->victims = fold_parties(f, SR_FIELD_VICTIM, false);
    in->weapons = fold_parties(f, SR_FIELD_WEAPON, false);
    in->warnings = fold_parties(f, SR_FIELD_WARNING, false);
    in->positions = fold_parties(f, SR_FIELD_POSITION, false);
    in->relations = fold_parties(f, SR_FIELD_RELATION, false);
    ask_questions(f);
    in->evidence = (sr_evidence){f->evidence.at, (uint32_t)f->evidence.n};
}

void sr_fuse_report(const sr_claims *claims, float threshold, sr_incidents *out, sr_arena *arena)
{
    SR_LIST(sr_incident) list = {0};
    for (uint32_t m = 0; m < claims->n_mentions; m++) {
        sr_incident incident = {.mention = m};
        folder f = {.claims = claims, .incident = &incident, .threshold = threshold, .arena = arena};
        if (!best_of(&f, SR_FIELD_TYPE))
            continue;
        fold_incident(&f);
        *SR_PUSH(arena, &list) = incident;
    }
    out->at = list.at;
    out->n = (uint32_t)list.n;
}
