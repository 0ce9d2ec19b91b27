/* One incident out of what its members say; see reconcile.h.
 *
 * Single values are voted on: each independent voice gives its value a weight, the heaviest value
 * wins, the earliest told of equals.  Figures: the middle one of what the voices tell, so that
 * neither a misread total nor a part of it decides; from five on, where a toll develops, later
 * figures weigh more – twice a day, for two days –, and an official's twice.  A report that tells
 * as many dead as others tell wounded, and nobody wounded, is a voice for nobody wounded: these
 * have died.  So is one whose only wounded is told dead in it, too.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuse/reconcile.h"
#include "fuse/rows.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "fuse/fold.h"

#define DEVELOPING 5    // figures from here on follow a toll over time
#define BALLOTS 64u     // different values of a field that are voted on; further ones are kept, not chosen
#define VAGUE_DATE 0.3f // weight of a period of more than a day
#define TOWN 1.0f
#define REGION 0.5f
#define COUNTRY 0.2f

const uint8_t sr_single_fields[SR_SINGLE_FIELDS] = {SR_FIELD_TYPE, SR_FIELD_SUBTYPE, SR_FIELD_STAGE, SR_FIELD_DATE,
                                                    SR_FIELD_TIME_OF_DAY, SR_FIELD_PLACE, SR_FIELD_VENUE};
const uint8_t sr_harm_fields[SR_HARM_COUNT] = {
    [SR_HARM_KILLED] = SR_FIELD_KILLED,
    [SR_HARM_WOUNDED] = SR_FIELD_WOUNDED,
    [SR_HARM_MISSING] = SR_FIELD_MISSING,
    [SR_HARM_ABDUCTED] = SR_FIELD_ABDUCTED,
    [SR_HARM_KILLED_ATTACKERS] = SR_FIELD_KILLED_ATTACKERS,
    [SR_HARM_WOUNDED_ATTACKERS] = SR_FIELD_WOUNDED_ATTACKERS,
};

/* ---- values ---- */

static int harm_of(sr_field field)
{
    for (int h = 0; h < SR_HARM_COUNT; h++)
        if (sr_harm_fields[h] == field)
            return h;
    return -1;
}

sr_value sr_record_value(const sr_incident *in, sr_field field)
{
    sr_value v = sr_value_none();
    int      harm = harm_of(field);
    if (harm >= 0)
        v.count = in->counts[harm];
    else if (field == SR_FIELD_TYPE)
        v.code = sr_incident_type_name(in->type);
    else if (field == SR_FIELD_SUBTYPE)
        v.code = in->subtype;
    else if (field == SR_FIELD_STAGE)
        v.code = sr_actuality_name(in->stage);
    else if (field == SR_FIELD_DATE)
        v.period = in->date;
    else if (field == SR_FIELD_TIME_OF_DAY)
        v.code = in->time_of_day;
    else if (field == SR_FIELD_PLACE)
        v.place = in->place, v.name = in->place.name;
    else if (field == SR_FIELD_VENUE)
        v.name = in->venue;
    return v;
}

bool sr_value_given(sr_field field, const sr_value *v)
{
    if (harm_of(field) >= 0)
        return sr_count_known(v->count);
    if (field == SR_FIELD_DATE)
        return v->period.first != SR_DAY_NONE || v->period.last != SR_DAY_NONE;
    if (field == SR_FIELD_PLACE)
        return v->place.name.len || v->place.country[0];
    return v->code.len || v->name.len;
}

bool sr_value_same(sr_field field, const sr_value *a, const sr_value *b)
{
    if (harm_of(field) >= 0)
        return a->count.low == b->count.low && a->count.best == b->count.best && a->count.high == b->count.high;
    if (field == SR_FIELD_DATE)
        return a->period.first == b->period.first && a->period.last == b->period.last;
    if (field == SR_FIELD_PLACE) {
        if (a->place.geonameid || b->place.geonameid)
            return a->place.geonameid == b->place.geonameid;
        return sr_str_eq_case(a->place.name, b->place.name) && strcmp(a->place.country, b->place.country) == 0;
    }
    return sr_str_eq(a->code, b->code) && sr_str_eq_case(a->name, b->name);
}

static const sr_claim *best_claim(const sr_claims *claims, uint32_t mention, sr_field field)
{
    const sr_claim *best = NULL;
    for (uint32_t i = 0; i < claims->n; i++) {
        const sr_claim *c = &claims->at[i];
        if (c->mention == mention && c->field == field && (!best || c->probability > best->probability))
            best = c;
    }
    return best;
}

const sr_claim *sr_best_claim(const sr_voice *voice, sr_field field)
{
    return voice->said ? best_claim(voice->claims, voice->said->mention, field) : NULL;
}

/* ---- facts ---- */

/* Equal for values that sr_value_same calls the same; never 0. */
static uint64_t hash_value(sr_field field, const sr_value *v, sr_arena *scratch)
{
    sr_arena_mark mark = sr_arena_here(scratch);
    int64_t       numbers[3] = {field, v->period.first, v->period.last};
    uint64_t      h = sr_hash(sr_str_from(numbers, sizeof numbers));
    if (field == SR_FIELD_PLACE && v->place.geonameid)
        h = h * 31 + v->place.geonameid;
    else if (field == SR_FIELD_PLACE)
        h = h * 37 + sr_hash(sr_str_format(scratch, "%.*s|%s", SR_ARG(sr_utf8_fold(scratch, v->place.name)), v->place.country));
    else if (field != SR_FIELD_DATE)
        h = h * 41 + sr_hash(sr_str_format(scratch, "%.*s|%.*s", SR_ARG(v->code), SR_ARG(sr_utf8_fold(scratch, v->name))));
    sr_arena_return(scratch, mark);
    return h | 1;
}

/* A victim by name: "a man" killed and "a man" wounded need not be one. */
static bool is_named_victim(const sr_claim *c, uint32_t mention, sr_str effect)
{
    return c->mention == mention && c->field == SR_FIELD_VICTIM && sr_str_eq(c->value.effect, effect) && c->value.name.len;
}

/* "Jo Doe" and "Doe" are one person. */
static bool is_told_dead(const sr_claims *claims, uint32_t mention, sr_str name)
{
    for (uint32_t i = 0; i < claims->n; i++)
        if (is_named_victim(&claims->at[i], mention, SR_STR("death")) &&
            sr_str_eq_case(sr_last_word(claims->at[i].value.name), sr_last_word(name)))
            return true;
    return false;
}

/* "Jo Doe was shot at noon.  Doe died in hospital": one dead, nobody wounded.  So it is where one is wounded, somebody is
 * named as wounded, and all who are named so are named as dead, too. */
static bool died_of_it(const sr_incident *said, const sr_claims *claims)
{
    const sr_count *killed = &said->counts[SR_HARM_KILLED], *wounded = &said->counts[SR_HARM_WOUNDED];
    bool            died = false;
    if (wounded->best != 1 || !sr_count_known(*killed) || killed->best == 0)
        return false;
    for (uint32_t i = 0; i < claims->n; i++) {
        const sr_claim *c = &claims->at[i];
        if (!is_named_victim(c, said->mention, SR_STR("injury")))
            continue;
        if (!is_told_dead(claims, said->mention, c->value.name))
            return false;
        died = true;
    }
    return died;
}

void sr_facts_of(const sr_incident *said, const sr_claims *claims, sr_facts *out, sr_arena *scratch)
{
    *out = (sr_facts){.values = {0}};
    for (int i = 0; i < SR_SINGLE_FIELDS; i++) {
        sr_value v = sr_record_value(said, (sr_field)sr_single_fields[i]);
        if (sr_value_given((sr_field)sr_single_fields[i], &v))
            out->values[i] = hash_value((sr_field)sr_single_fields[i], &v, scratch);
    }
    for (int h = 0; h < SR_HARM_COUNT; h++) {
        const sr_claim *c = best_claim(claims, said->mention, (sr_field)sr_harm_fields[h]);
        uint8_t         class = c ? c->source.class : SR_SPEAKER_UNKNOWN;
        out->official[h] = class == SR_SPEAKER_GOVERNMENT || class == SR_SPEAKER_POLICE || class == SR_SPEAKER_MILITARY ||
                           class == SR_SPEAKER_HOSPITAL || class == SR_SPEAKER_UN;
    }
    out->died = died_of_it(said, claims);
}

/* ---- votes ---- */

typedef struct ballot {
    uint64_t hash;
    sr_value value;
    float    weight;
    uint32_t support, first;
} ballot;

typedef SR_LIST(ballot) ballots;

static float place_weight(const sr_place_value *p)
{
    if (p->precision == SR_PLACE_PRECISION_EXACT || p->precision == SR_PLACE_PRECISION_CITY)
        return TOWN;
    return p->precision == SR_PLACE_PRECISION_COUNTRY ? COUNTRY : REGION;
}

/* A value that the incident cannot have is no candidate: a day after the first report of it. */
static float weight_of(sr_field field, const sr_value *v, const sr_incident *said, sr_day told)
{
    float p = SR_MAX(said->probability, 0.1f);
    if (field == SR_FIELD_PLACE)
        return p * place_weight(&v->place);
    if (field != SR_FIELD_DATE)
        return p;
    if (v->period.first != v->period.last)
        p *= VAGUE_DATE;
    if (told != SR_DAY_NONE && v->period.first != SR_DAY_NONE && v->period.first > told)
        p *= 0.1f;
    return p;
}

static ballot *ballot_of(ballots *out, uint64_t hash)
{
    for (size_t k = 0; k < out->n; k++)
        if (out->at[k].hash == hash)
            return &out->at[k];
    return NULL;
}

static void vote(const sr_voice *voices, uint32_t n, int single, ballots *out, sr_arena *arena)
{
    sr_field field = (sr_field)sr_single_fields[single];
    sr_day   told = n ? voices[0].published.day : SR_DAY_NONE;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t hash = voices[i].said ? voices[i].facts->values[single] : 0;
        ballot  *b = hash ? ballot_of(out, hash) : NULL;
        if (!hash || (!b && out->n >= BALLOTS))
            continue;
        if (!b) {
            b = SR_PUSH(arena, out);
            *b = (ballot){.hash = hash, .value = sr_record_value(voices[i].said, field), .first = i};
        }
        b->support += voices[i].counts;
        if (voices[i].counts)
            b->weight += weight_of(field, &b->value, voices[i].said, told);
    }
}

static bool inside(const sr_place_value *town, const sr_place_value *region)
{
    if (strcmp(town->country, region->country) != 0 || place_weight(town) < TOWN)
        return false;
    if (region->precision == SR_PLACE_PRECISION_COUNTRY)
        return true;
    return place_weight(region) < TOWN && sr_str_eq(town->admin1, region->admin1.len ? region->admin1 : region->name);
}

/* A vaguer value speaks for the finer ones that lie in it. */
static float backing(sr_field field, const ballots *b, size_t i)
{
    float weight = b->at[i].weight;
    const sr_value *v = &b->at[i].value;
    for (size_t k = 0; k < b->n; k++) {
        const sr_value *w = &b->at[k].value;
        if (k == i)
            continue;
        if (field == SR_FIELD_PLACE && inside(&v->place, &w->place))
            weight += b->at[k].weight;
        if (field == SR_FIELD_DATE && v->period.first == v->period.last && w->period.first != w->period.last &&
            w->period.first <= v->period.first && v->period.last <= w->period.last)
            weight += b->at[k].weight;
    }
    return weight;
}

static const ballot *winner(sr_field field, const ballots *b)
{
    const ballot *best = NULL;
    float         most = -1;
    for (size_t i = 0; i < b->n; i++) {
        float weight = backing(field, b, i);
        if (weight > most + 1e-4f) {
            most = weight;
            best = &b->at[i];
        }
    }
    return best;
}

static void set_single(sr_incident *in, sr_field field, const sr_value *v)
{
    if (field == SR_FIELD_TYPE)
        in->type = (uint8_t)SR_MAX(sr_incident_type_from(v->code), 0);
    else if (field == SR_FIELD_SUBTYPE)
        in->subtype = v->code;
    else if (field == SR_FIELD_STAGE)
        in->stage = (uint8_t)SR_MAX(sr_actuality_from(v->code), 0);
    else if (field == SR_FIELD_DATE)
        in->date = v->period;
    else if (field == SR_FIELD_TIME_OF_DAY)
        in->time_of_day = v->code;
    else if (field == SR_FIELD_PLACE)
        in->place = v->place;
    else
        in->venue = v->name;
}

/* ---- figures ---- */

static int64_t size_of(sr_count c)
{
    return c.best != SR_COUNT_OPEN ? c.best : c.low != SR_COUNT_OPEN ? c.low : c.high;
}

typedef struct figure {
    sr_count count;
    int64_t  size;
    double   weight;
    uint32_t voice;
    bool     silent; // not told: nobody wounded where only the dead are told
} figure;

static int by_size(const void *a, const void *b)
{
    const figure *x = a, *y = b;
    if (x->size != y->size)
        return x->size < y->size ? -1 : 1;
    return (x->voice > y->voice) - (x->voice < y->voice);
}

static const figure *middle(figure *at, uint32_t n)
{
    double all = 0, sum = 0;
    if (n)
        qsort(at, n, sizeof *at, by_size);
    for (uint32_t i = 0; i < n; i++)
        all += at[i].weight;
    for (uint32_t i = 0; i < n; i++)
        if ((sum += at[i].weight) >= all / 2)
            return &at[i];
    return NULL;
}

/* What the voices tell of a harm. */
static uint32_t gather(const sr_voice *voices, uint32_t n, int harm, figure *out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!voices[i].said || !voices[i].counts || !sr_count_known(voices[i].said->counts[harm]))
            continue;
        bool died = harm == SR_HARM_WOUNDED && voices[i].facts->died;
        out[count++] = died ? (figure){{0, 0, 0}, 0, 1, i, true} : (figure){voices[i].said->counts[harm], size_of(voices[i].said->counts[harm]), 1, i, false};
    }
    return count;
}

/* Voices that tell as many dead as others tell wounded, and nobody wounded: these have died. */
static uint32_t add_silent(const sr_voice *voices, uint32_t n, int64_t wounded, figure *out, uint32_t count)
{
    for (uint32_t i = 0; i < n; i++) {
        if (!voices[i].said || !voices[i].counts || sr_count_known(voices[i].said->counts[SR_HARM_WOUNDED]))
            continue;
        sr_count killed = voices[i].said->counts[SR_HARM_KILLED];
        if (sr_count_known(killed) && size_of(killed) >= wounded)
            out[count++] = (figure){{0, 0, 0}, 0, 1, i, true};
    }
    return count;
}

/* Later figures weigh more, officials' twice. */
static void weigh(const sr_voice *voices, figure *at, uint32_t n, int harm)
{
    sr_day first = SR_DAY_NONE;
    for (uint32_t i = 0; i < n; i++) {
        sr_day day = voices[at[i].voice].published.day;
        if (day != SR_DAY_NONE && (first == SR_DAY_NONE || day < first))
            first = day;
    }
    for (uint32_t i = 0; i < n; i++) {
        sr_day day = voices[at[i].voice].published.day;
        int    days = day == SR_DAY_NONE ? 0 : SR_MIN(day - first, 2);
        at[i].weight = (double)(1 << days) * (voices[at[i].voice].facts->official[harm] ? 2 : 1);
    }
}

/* The chosen figure; its bounds widened to what is told no earlier than it. */
static sr_count fold_count(const sr_voice *voices, uint32_t n, int harm, figure *room)
{
    uint32_t      count = gather(voices, n, harm, room);
    const figure *best = middle(room, count);
    if (best && harm == SR_HARM_WOUNDED) {
        count = add_silent(voices, n, best->size, room, count);
        best = middle(room, count);
    }
    if (best && best->size >= DEVELOPING) {
        weigh(voices, room, count, harm);
        best = middle(room, count);
    }
    if (!best)
        return SR_COUNT_NONE;
    sr_count result = best->count;
    uint32_t since = best->voice;
    for (uint32_t i = 0; i < count; i++)
        if (room[i].size == best->size)
            since = SR_MAX(since, room[i].voice);
    if (result.best == SR_COUNT_OPEN)
        result.best = result.low;
    for (uint32_t i = 0; i < count; i++) {
        sr_count c = room[i].count;
        if (room[i].voice < since || room[i].silent)
            continue;
        result.low = result.low == SR_COUNT_OPEN || c.low == SR_COUNT_OPEN ? result.low : SR_MIN(result.low, c.low);
        result.high = result.high == SR_COUNT_OPEN || c.high == SR_COUNT_OPEN ? result.high : SR_MAX(result.high, c.high);
    }
    return result;
}

/* ---- questions ---- */

typedef SR_LIST(sr_question) question_list;

static void ask(sr_arena *arena, question_list *questions, sr_question_kind kind, uint8_t field)
{
    *SR_PUSH(arena, questions) = (sr_question){(uint8_t)kind, field};
}

/* Does another value stand behind at least half as many voices, and more than one? */
static bool is_contested(sr_field field, const ballots *b, const ballot *won)
{
    for (size_t i = 0; won && i < b->n; i++) {
        const sr_value *v = &b->at[i].value;
        bool vaguer = (field == SR_FIELD_PLACE && inside(&won->value.place, &v->place)) ||
                      (field == SR_FIELD_DATE && v->period.first != v->period.last);
        if (&b->at[i] != won && !vaguer && b->at[i].support >= 2 && 2 * b->at[i].support >= won->support)
            return true;
    }
    return false;
}

static void ask_single(sr_incident *in, const bool contested[SR_SINGLE_FIELDS], question_list *list, sr_arena *arena)
{
    if (in->date.first == SR_DAY_NONE)
        ask(arena, list, SR_QUESTION_UNKNOWN, SR_FIELD_DATE);
    else if (in->date.precision == SR_PRECISION_UNKNOWN || in->date.precision > SR_PRECISION_DAY)
        ask(arena, list, SR_QUESTION_IMPRECISE, SR_FIELD_DATE);
    if (!in->place.name.len && !in->place.country[0])
        ask(arena, list, SR_QUESTION_UNKNOWN, SR_FIELD_PLACE);
    else if (in->place.precision >= SR_PLACE_PRECISION_ADMIN1)
        ask(arena, list, SR_QUESTION_IMPRECISE, SR_FIELD_PLACE);
    for (int i = 0; i < SR_SINGLE_FIELDS; i++)
        if (contested[i])
            ask(arena, list, SR_QUESTION_CONTESTED, sr_single_fields[i]);
}

static void ask_counts(sr_incident *in, question_list *list, sr_arena *arena)
{
    for (int h = SR_HARM_KILLED; h <= SR_HARM_WOUNDED; h++) {
        if (!sr_count_known(in->counts[h]))
            ask(arena, list, SR_QUESTION_UNKNOWN, sr_harm_fields[h]);
        else if (in->counts[h].low != in->counts[h].high)
            ask(arena, list, in->counts[h].high == SR_COUNT_OPEN || in->counts[h].low == SR_COUNT_OPEN ? SR_QUESTION_IMPRECISE
                                                                                                   : SR_QUESTION_CONTESTED,
                sr_harm_fields[h]);
    }
}

/* ---- doors ---- */

static void fold_rest(const sr_voice *voices, uint32_t n, sr_incident *in, sr_arena *arena)
{
    SR_LIST(sr_str) factors = {0};
    in->background = true;
    for (uint32_t i = 0; i < n; i++) {
        const sr_incident *said = voices[i].said;
        if (!said)
            continue;
        in->types |= said->types;
        in->background &= said->background;
        in->probability = SR_MAX(in->probability, said->probability);
        for (uint32_t f = 0; f < said->n_factors; f++) {
            bool known = false;
            for (size_t k = 0; k < factors.n; k++)
                known |= sr_str_eq(factors.at[k], said->factors[f]);
            if (!known)
                *SR_PUSH(arena, &factors) = said->factors[f];
        }
    }
    in->factors = factors.at;
    in->n_factors = (uint32_t)factors.n;
}

void sr_reconcile(const sr_voice *voices, uint32_t n, sr_incident *in, sr_arena *arena)
{
    question_list questions = {0};
    bool contested[SR_SINGLE_FIELDS] = {false};
    *in = (sr_incident){.type = SR_INCIDENT_OTHER, .date = {SR_DAY_NONE, SR_DAY_NONE, SR_PRECISION_UNKNOWN}};
    for (int i = 0; i < SR_SINGLE_FIELDS; i++) {
        sr_field field = (sr_field)sr_single_fields[i];
        ballots  b = {0};
        vote(voices, n, i, &b, arena);
        const ballot *won = winner(field, &b);
        if (won)
            set_single(in, field, &won->value);
        contested[i] = (field == SR_FIELD_DATE || field == SR_FIELD_PLACE) && is_contested(field, &b, won);
    }
    figure *room = SR_NEW(arena, figure, n + 1);
    for (int h = 0; h < SR_HARM_COUNT; h++)
        in->counts[h] = fold_count(voices, n, h, room);
    fold_rest(voices, n, in, arena);
    ask_single(in, contested, &questions, arena);
    ask_counts(in, &questions, arena);
    in->questions = questions.at;
    in->n_questions = (uint32_t)questions.n;
}

/* ---- what was given, in full ---- */

static void add_evidence(sr_arena *arena, sr_fold_value *v, uint32_t report, const sr_claim *c)
{
    typedef SR_LIST(sr_fold_evidence) evidence_list;
    if (!c || c->span.begin == c->span.end)
        return;
    /* Room is a power of two: full when the number is one. */
    bool          full = (v->n_evidence & (v->n_evidence - 1)) == 0;
    evidence_list list = {v->evidence, v->n_evidence, full ? v->n_evidence : v->n_evidence + 1};
    *SR_PUSH(arena, &list) = (sr_fold_evidence){report, c->span};
    v->evidence = list.at;
    v->n_evidence = (uint32_t)list.n;
}

typedef struct listed {
    sr_fold_value value;
    uint32_t      at; // in the order in which values were first told
} listed;

static int by_choice(const void *a, const void *b)
{
    const listed *s = a, *t = b;
    const sr_fold_value *x = &s->value, *y = &t->value;
    if (x->field != y->field)
        return x->field < y->field ? -1 : 1;
    if (x->chosen != y->chosen)
        return x->chosen ? -1 : 1;
    if (x->support != y->support)
        return x->support > y->support ? -1 : 1;
    return (s->at > t->at) - (s->at < t->at);
}

void sr_reconcile_values(const sr_voice *voices, uint32_t n, const sr_incident *record, sr_folded_incident *out, sr_arena *arena)
{
    SR_LIST(listed) list = {0};
    for (int i = 0; i < SR_SINGLE_FIELDS; i++) {
        sr_field field = (sr_field)sr_single_fields[i];
        sr_value chosen = sr_record_value(record, field);
        size_t   begin = list.n;
        for (uint32_t k = 0; k < n; k++) {
            if (!voices[k].said)
                continue;
            sr_value v = sr_record_value(voices[k].said, field);
            if (!sr_value_given(field, &v))
                continue;
            size_t at = begin;
            while (at < list.n && !sr_value_same(field, &list.at[at].value.value, &v))
                at++;
            if (at == list.n)
                *SR_PUSH(arena, &list) = (listed){{.field = (uint8_t)field, .value = v, .first = voices[k].published,
                                                   .chosen = sr_value_same(field, &v, &chosen)}, (uint32_t)at};
            sr_fold_value *row = &list.at[at].value;
            row->last = voices[k].published;
            row->support += voices[k].counts;
            add_evidence(arena, row, voices[k].report, sr_best_claim(&voices[k], field));
        }
    }
    if (list.n)
        qsort(list.at, list.n, sizeof *list.at, by_choice);
    out->values = SR_NEW(arena, sr_fold_value, list.n + 1);
    for (size_t i = 0; i < list.n; i++)
        out->values[i] = list.at[i].value;
    out->n_values = (uint32_t)list.n;
}

void sr_reconcile_figures(const sr_voice *voices, uint32_t n, const sr_incident *record, sr_folded_incident *out, sr_arena *arena)
{
    SR_LIST(sr_fold_figure) list = {0};
    for (int h = 0; h < SR_HARM_COUNT; h++) {
        int64_t best = size_of(record->counts[h]);
        uint32_t since = 0;
        for (uint32_t i = 0; i < n; i++)
            if (voices[i].said && sr_count_known(voices[i].said->counts[h]) && size_of(voices[i].said->counts[h]) == best)
                since = i;
        for (uint32_t i = 0; i < n; i++) {
            if (!voices[i].said || !sr_count_known(voices[i].said->counts[h]))
                continue;
            const sr_claim *c = sr_best_claim(&voices[i], (sr_field)sr_harm_fields[h]);
            bool same = size_of(voices[i].said->counts[h]) == best;
            bool past = i < since || (h == SR_HARM_WOUNDED && voices[i].facts->died);
            *SR_PUSH(arena, &list) = (sr_fold_figure){
                .harm = (uint8_t)h, .count = voices[i].said->counts[h], .as_of = voices[i].published,
                .state = same ? SR_FOLD_CURRENT : past ? SR_FOLD_SUPERSEDED : SR_FOLD_CONTESTED,
                .source = c ? c->source : (sr_source){0},
                .evidence = {voices[i].report, c ? c->span : (sr_span){0}}};
        }
    }
    out->figures = list.at;
    out->n_figures = (uint32_t)list.n;
}
