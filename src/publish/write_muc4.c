/* `--muc4`: templates of the Fourth Message Understanding Conference, one object a report.
 *
 * What our values are called there is in muc4_list.h.  Everything is printed in capitals, as the
 * task has it.  Left out is what the task does not count as an incident:
 *   - types and stages without a row in the tables (protests, arrests, rumours);
 *   - background more than about two months old, or of unknown date;
 *   - combat between armed sides that hits no civilian and no property;
 *   - mere mentions: nobody and nothing is attacked or blamed.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"
#include "publish/country.h"
#include "publish/json.h"
#include "publish/publish.h"

#include <string.h>

#define SR_MUC4_NEWS_DAYS 60 // "more than about two months old without news"

#define SR_MUC4_FIRST 0.15   // least probability (with the incident's) of the surest answer of a slot
#define SR_MUC4_FURTHER 0.33 // and of further ones; by cross-validation on the dev documents
#define SR_MUC4_PARTIES 40   // of one kind in a template; more are left out

typedef struct pair {
    const char *ours, *theirs;
} pair;

#define X(ours, theirs) {ours, theirs},
#define SR_MUC4_WEAPONS
static const pair weapons[] = {
#include "publish/muc4_list.h"
};
#undef SR_MUC4_WEAPONS
#define SR_MUC4_THINGS
static const pair things[] = {
#include "publish/muc4_list.h"
};
#undef SR_MUC4_THINGS
#define SR_MUC4_PEOPLE
static const pair people[] = {
#include "publish/muc4_list.h"
};
#undef SR_MUC4_PEOPLE
#define SR_MUC4_THING_EFFECTS
static const pair thing_effects[] = {
#include "publish/muc4_list.h"
};
#undef SR_MUC4_THING_EFFECTS
#define SR_MUC4_PERSON_EFFECTS
static const pair person_effects[] = {
#include "publish/muc4_list.h"
};
#undef SR_MUC4_PERSON_EFFECTS
#define SR_MUC4_NATIONS
static const pair nations[] = {
#include "publish/muc4_list.h"
};
#undef SR_MUC4_NATIONS
#undef X

#define SR_MUC4_TYPES
static const char *const types[SR_INCIDENT_TYPE_COUNT] = {
#define X(ours, theirs) [SR_INCIDENT_##ours] = theirs,
#include "publish/muc4_list.h"
#undef X
};
#undef SR_MUC4_TYPES
#define SR_MUC4_STAGES
static const char *const stages[SR_ACTUALITY_COUNT] = {
#define X(ours, theirs) [SR_ACTUALITY_##ours] = theirs,
#include "publish/muc4_list.h"
#undef X
};
#undef SR_MUC4_STAGES
#define SR_MUC4_CONFIDENCES
static const char *const confidences[SR_STANCE_COUNT] = {
#define X(ours, theirs) [SR_STANCE_##ours] = theirs,
#include "publish/muc4_list.h"
#undef X
};
#undef SR_MUC4_CONFIDENCES

static const char *const phrase_breaks[] = {"of", "in", "at", "on", "from", "with", "for", "near",
                                            "who", "which", "that", "and", "between", NULL};
static const char *const plurals[] = {"people", "children", "police", "personnel", "troops",
                                      "cattle", "clergy", NULL};
/* What persons of a body are called. */
static const char *const members[] = {"guerrillas", "rebels", "members", "terrorists", "militants",
                                      "gunmen", "fighters", "insurgents", "militiamen", "troops",
                                      "soldiers", "commandos", "agents", "men", "elements",
                                      "policemen", "officers", "leaders", NULL};

/* Their word for ours; NULL: none. */
static const char *lookup(const pair *table, size_t n, sr_str ours)
{
    for (size_t i = 0; i < n; i++)
        if (sr_str_eq(ours, sr_str_c(table[i].ours)))
            return table[i].theirs;
    return NULL;
}
#define LOOKUP(table, ours) lookup(table, SR_COUNT(table), ours)

/* ------------------------------------------------------------------ words */

static bool is_one_of(sr_str text, const char *const *list)
{
    for (; *list; list++)
        if (sr_str_eq_case(text, sr_str_c(*list)))
            return true;
    return false;
}

static bool is_plural_word(sr_str word)
{
    if (is_one_of(word, plurals))
        return true;
    if (word.len < 3)
        return false;
    sr_str end = sr_str_slice(word, word.len - 3, word.len);
    return sr_str_eq_case(end, SR_STR("men")) ||
           (sr_to_lower(end.ptr[2]) == 's' && sr_to_lower(end.ptr[1]) != 's' &&
            sr_to_lower(end.ptr[1]) != 'u');
}

/* The head of a noun phrase: the last word before a preposition. */
static sr_str head_of(sr_str phrase)
{
    sr_str head = {NULL, 0};
    for (sr_str rest = phrase; rest.len;) {
        sr_str word = sr_str_cut(&rest, ' ');
        if (head.len && is_one_of(word, phrase_breaks))
            break;
        if (word.len)
            head = word;
    }
    return head;
}

/* ------------------------------------------------------------------ who and what */

static bool kind_is(const sr_party *party, sr_entity_kind kind)
{
    return sr_str_eq(party->value.kind, sr_entity_kind_name(kind));
}

static sr_str called(const sr_party *party)
{
    return party->value.name.len ? party->value.name : party->value.description;
}

static bool is_thing(const sr_party *target)
{
    if (kind_is(target, SR_ENTITY_PERSON) || kind_is(target, SR_ENTITY_GROUP))
        return false;
    return kind_is(target, SR_ENTITY_FACILITY) || kind_is(target, SR_ENTITY_PLACE) ||
           LOOKUP(things, target->value.code);
}

/* A group or body by its proper name, rather than persons. */
static bool is_body(const sr_party *party)
{
    bool described = party->value.description.len && sr_str_eq(party->value.name, party->value.description);
    return kind_is(party, SR_ENTITY_ORGANIZATION) || kind_is(party, SR_ENTITY_AGENCY) ||
           kind_is(party, SR_ENTITY_STATE) ||
           (!kind_is(party, SR_ENTITY_PERSON) && !described && party->value.actor.len);
}

/* "guerrillas of the Red Front" and "Red Front guerrillas" name persons and a body: the task wants
 * each in its slot. */
static void split_names(const sr_party *party, sr_str *persons, sr_str *body)
{
    sr_str name = called(party), rest = name;
    *persons = *body = (sr_str){NULL, 0};
    if (!is_body(party)) {
        *persons = name;
        return;
    }
    *body = name;
    for (sr_str before = {NULL, 0}; rest.len;) {
        sr_str word = sr_str_cut(&rest, ' ');
        if (sr_str_eq_case(word, SR_STR("of")) && is_one_of(before, members)) {
            *persons = sr_str_trim(sr_str_slice(name, 0, (size_t)(word.ptr - name.ptr)));
            *body = sr_str_starts(rest, SR_STR("the ")) || sr_str_starts(rest, SR_STR("THE "))
                        ? sr_str_slice(rest, 4, rest.len)
                        : rest;
            return;
        }
        before = word;
    }
    sr_str last = head_of(name);
    if (last.len < name.len && is_one_of(last, members) && last.ptr + last.len == name.ptr + name.len) {
        *persons = name;
        *body = sr_str_trim(sr_str_slice(name, 0, (size_t)(last.ptr - name.ptr)));
    }
}

static sr_str persons_of(const sr_party *party)
{
    sr_str persons, body;
    split_names(party, &persons, &body);
    return persons;
}

static sr_str body_of(const sr_party *party)
{
    sr_str persons, body;
    split_names(party, &persons, &body);
    return body;
}

/* Parties of one incident that fill a group of slots, each name once. */
typedef struct cast {
    const sr_party *at[SR_MUC4_PARTIES];
    uint32_t        n;
} cast;

/* Is one the first letters of the other's words? */
static bool is_acronym(sr_str acronym, sr_str name)
{
    size_t n = 0;
    for (sr_str rest = name; rest.len;) {
        sr_str word = sr_str_cut(&rest, ' ');
        if (!word.len || is_one_of(word, phrase_breaks) || sr_str_eq_case(word, SR_STR("the")))
            continue;
        if (n >= acronym.len || sr_to_lower(word.ptr[0]) != sr_to_lower(acronym.ptr[n]))
            return false;
        n++;
    }
    return n == acronym.len && n > 1;
}

/* The same words; of bodies also the same actor, or an acronym. */
static bool same_called(const sr_party *a, const sr_party *b, sr_str (*name_of)(const sr_party *))
{
    sr_str x = name_of(a), y = name_of(b);
    if (sr_str_eq_case(x, y))
        return true;
    return name_of == body_of && ((a->value.actor.len && sr_str_eq(a->value.actor, b->value.actor)) ||
                                  is_acronym(x, y) || is_acronym(y, x));
}

static bool holds(const cast *c, const sr_party *party, sr_str (*name_of)(const sr_party *))
{
    for (uint32_t i = 0; i < c->n; i++)
        if (same_called(c->at[i], party, name_of))
            return true;
    return false;
}

/* Put a party in by its probability, each name once: the surest telling of it stays. */
static void add(cast *c, const sr_party *party, sr_str (*name_of)(const sr_party *))
{
    if (!name_of(party).len)
        return;
    for (uint32_t i = 0; i < c->n; i++)
        if (same_called(c->at[i], party, name_of)) {
            if (c->at[i]->probability >= party->probability)
                return;
            memmove(&c->at[i], &c->at[i + 1], (c->n - i - 1) * sizeof *c->at);
            c->n--;
            break;
        }
    if (c->n == SR_MUC4_PARTIES)
        return;
    uint32_t at = c->n;
    while (at > 0 && c->at[at - 1]->probability < party->probability)
        at--;
    memmove(&c->at[at + 1], &c->at[at], (c->n - at) * sizeof *c->at);
    c->at[at] = party;
    c->n++;
}

/* A slot wants one answer; further ones must be surer.  @param p  of the incident */
static void keep_likely(cast *c, double p)
{
    uint32_t n = 0;
    while (n < c->n && (double)c->at[n]->probability * p >= (n == 0 ? SR_MUC4_FIRST : SR_MUC4_FURTHER))
        n++;
    c->n = n;
}

typedef struct template {
    const sr_incident *incident;
    const char        *type;
    cast               weapons, persons, bodies, things, people;
    cast               hurt; // people again, once for every effect
} template;

/* A fighter of an armed group: what is done to such is no incident of the task. */
static bool is_combatant(const sr_party *person)
{
    return sr_str_eq(person->value.code, SR_STR("combatant"));
}

/* Everybody attacked: the victims, then the targets that are people and not among the victims. */
static void gather_people(template *t)
{
    const sr_parties *victims = &t->incident->victims, *targets = &t->incident->targets;
    for (uint32_t i = 0; i < victims->n + targets->n; i++) {
        const sr_party *party = i < victims->n ? &victims->at[i] : &targets->at[i - victims->n];
        if ((i >= victims->n && is_thing(party)) || is_combatant(party))
            continue;
        add(&t->people, party, called);
        if (t->hurt.n < SR_MUC4_PARTIES && called(party).len)
            t->hurt.at[t->hurt.n++] = party;
    }
}

static void gather(template *t)
{
    const sr_incident *incident = t->incident;
    for (uint32_t i = 0; i < incident->weapons.n; i++)
        add(&t->weapons, &incident->weapons.at[i], called);
    for (uint32_t i = 0; i < incident->perpetrators.n; i++) {
        add(&t->persons, &incident->perpetrators.at[i], persons_of);
        add(&t->bodies, &incident->perpetrators.at[i], body_of);
    }
    for (uint32_t i = 0; i < incident->targets.n; i++)
        if (is_thing(&incident->targets.at[i]))
            add(&t->things, &incident->targets.at[i], called);
    gather_people(t);
    cast *const casts[] = {&t->weapons, &t->persons, &t->bodies, &t->things, &t->people};
    for (size_t i = 0; i < SR_COUNT(casts); i++)
        keep_likely(casts[i], (double)incident->probability);
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->hurt.n; i++)
        if (holds(&t->people, t->hurt.at[i], called))
            t->hurt.at[n++] = t->hurt.at[i];
    t->hurt.n = n;
}

/* A victim by name; targets that are people have one only beside a description. */
static bool is_named(const template *t, const sr_party *person)
{
    const sr_parties *victims = &t->incident->victims;
    bool victim = victims->n && person >= victims->at && person < victims->at + victims->n;
    return person->value.name.len && (victim || person->value.description.len);
}

/* ------------------------------------------------------------------ what counts */

static bool is_soldier(const sr_party *person)
{
    const char *type = LOOKUP(people, person->value.code);
    return type && (strcmp(type, "ACTIVE MILITARY") == 0 || strcmp(type, "LAW ENFORCEMENT") == 0);
}

/* Guerrillas against soldiers or police, or the other way, is war, unless others are hit. */
static bool is_combat(const template *t)
{
    if (t->incident->type != SR_INCIDENT_ARMED_CLASH || t->things.n)
        return false;
    for (uint32_t i = 0; i < t->people.n; i++)
        if (!is_soldier(t->people.at[i]))
            return false;
    return true;
}

static bool is_old(const sr_incident *incident, sr_day published)
{
    if (!incident->background)
        return false;
    return incident->date.last == SR_DAY_NONE || published == SR_DAY_NONE ||
           incident->date.last < published - SR_MUC4_NEWS_DAYS;
}

static bool counts(const template *t, sr_day published)
{
    bool mentioned_only = !t->persons.n && !t->bodies.n && !t->things.n && !t->people.n;
    return t->type && stages[t->incident->stage] && !mentioned_only &&
           !is_old(t->incident, published) && !is_combat(t);
}

/* ------------------------------------------------------------------ fills */

static void put_buffer(sr_json *json, sr_buf *buf)
{
    if (buf->failed)
        json->out->failed = true;
    sr_json_str(json, sr_buf_view(buf));
    sr_buf_free(buf);
}

/* Letters of Latin-1 from U+00C0 without their accents; the task knows ASCII capitals only. */
static const char latin1_plain[] = "AAAAAAACEEEEIIIIDNOOOOO*OUUUUYTS"
                                   "AAAAAAACEEEEIIIIDNOOOOO/OUUUUYTY";

/* A string in capitals. */
static void put_upper(sr_json *json, sr_str text)
{
    sr_buf upper = SR_BUF_INIT;
    for (size_t at = 0, len; at < text.len; at += len) {
        uint32_t cp = sr_utf8_read(text, at, &len);
        if (cp >= 0xC0 && cp <= 0xFF)
            sr_buf_byte(&upper, (uint8_t)latin1_plain[cp - 0xC0]);
        else if (cp < 0x80 && sr_is_lower((uint8_t)cp))
            sr_buf_byte(&upper, (uint8_t)(cp - 32));
        else
            sr_buf_put(&upper, sr_str_slice(text, at, at + len));
    }
    put_buffer(json, &upper);
}

/* {"value": …, "ref": …}; a plain string without a reference. */
static void put_fill(sr_json *json, sr_str value, sr_str ref)
{
    if (!ref.len) {
        put_upper(json, value);
        return;
    }
    sr_json_object(json);
    sr_json_key(json, "value");
    put_upper(json, value);
    sr_json_key(json, "ref");
    put_upper(json, ref);
    sr_json_end_object(json);
}

static void put_day(sr_buf *out, sr_day day)
{
    static const char *const months[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                         "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    sr_civil civil = sr_day_civil(day);
    sr_buf_printf(out, "%02d %s %02d", civil.day, months[civil.month - 1], civil.year % 100);
}

/* `30 DEC 89`, `15 JAN 89 - 21 JAN 89`, `- 21 JAN 89` (on or before). */
static void put_date(sr_json *json, sr_period date, sr_day published)
{
    sr_buf text = SR_BUF_INIT;
    sr_day last = date.last != SR_DAY_NONE ? date.last : published;
    if (date.first != SR_DAY_NONE && last < date.first)
        last = date.first;
    if (last == SR_DAY_NONE)
        return;
    if (date.first == SR_DAY_NONE || date.precision == SR_PRECISION_UNKNOWN)
        sr_buf_put(&text, SR_STR("- ")); // only known from the dateline
    else if (date.first != last) {
        put_day(&text, date.first);
        sr_buf_put(&text, SR_STR(" - "));
    }
    put_day(&text, last);
    sr_json_key(json, "incident_date");
    put_buffer(json, &text);
}

static sr_str nation(sr_str iso2)
{
    const char *theirs = LOOKUP(nations, iso2);
    return theirs ? sr_str_c(theirs) : sr_country_name(iso2);
}

/* `COUNTRY: CITY (CITY)`; what a province is called there the record does not tell. */
static void put_location(sr_json *json, const sr_place_value *place)
{
    sr_str country = nation(sr_str_c(place->country));
    sr_buf text = SR_BUF_INIT;
    if (!country.len)
        return;
    sr_buf_put(&text, country);
    if (place->name.len && place->precision != SR_PLACE_PRECISION_COUNTRY)
        sr_buf_printf(&text, ": %.*s%s", SR_ARG(place->name),
                      place->precision == SR_PLACE_PRECISION_CITY ? " (CITY)" : "");
    sr_json_key(json, "incident_location");
    put_upper(json, sr_buf_view(&text));
    sr_buf_free(&text);
}

/* `7`, `5 - 7`, `6-` (at least), `~7` (about), PLURAL. */
static void put_number(sr_json *json, const template *t, const sr_party *party)
{
    sr_count c = party->value.count;
    sr_buf   text = SR_BUF_INIT;
    bool     low = c.low != SR_COUNT_OPEN, high = c.high != SR_COUNT_OPEN;
    if (low && high && c.low == c.high)
        sr_buf_printf(&text, "%lld", (long long)c.low);
    else if (low && high)
        sr_buf_printf(&text, "%lld - %lld", (long long)c.low, (long long)c.high);
    else if (low)
        sr_buf_printf(&text, "%lld-", (long long)c.low);
    else if (c.best != SR_COUNT_OPEN)
        sr_buf_printf(&text, "~%lld", (long long)c.best);
    else if (high)
        sr_buf_printf(&text, "~%lld", (long long)c.high);
    else
        sr_buf_put(&text, !is_named(t, party) && is_plural_word(head_of(called(party)))
                              ? SR_STR("PLURAL")
                              : SR_STR("1"));
    sr_json_object(json);
    sr_json_key(json, "value");
    put_buffer(json, &text);
    sr_json_key(json, "ref");
    put_upper(json, called(party));
    sr_json_end_object(json);
}

/* ------------------------------------------------------------------ slots */

/* The fill of one party in one slot; nothing where it has none. */
typedef void put_of(sr_json *json, const template *t, const sr_party *party);

static void put_slot(sr_json *json, const template *t, const char *name, const cast *parties,
                     put_of *put)
{
    sr_json before = *json;
    size_t  begin = json->out->len;
    sr_json_key(json, name);
    sr_json_array(json);
    size_t empty = json->out->len;
    for (uint32_t i = 0; i < parties->n; i++)
        put(json, t, parties->at[i]);
    if (json->out->len > empty || json->out->failed) {
        sr_json_end_array(json);
    } else { // an empty slot is left out
        json->out->len = begin;
        *json = before;
    }
}

static void put_name(sr_json *json, const template *t, const sr_party *party)
{
    (void)t;
    put_upper(json, called(party));
}

static void put_persons(sr_json *json, const template *t, const sr_party *party)
{
    (void)t;
    put_upper(json, persons_of(party));
}

static void put_body(sr_json *json, const template *t, const sr_party *party)
{
    (void)t;
    put_upper(json, body_of(party));
}

static void put_confidence(sr_json *json, const template *t, const sr_party *party)
{
    (void)t;
    /* Nobody blames it in so many words: the text as a whole does. */
    bool judged = party->stance == SR_STANCE_POSSIBLE && !party->source.name.len;
    put_fill(json, sr_str_c(confidences[judged ? SR_STANCE_REPORTED_AS_FACT : party->stance]), body_of(party));
}

static void put_word(sr_json *json, const char *word, const sr_party *party)
{
    if (word)
        put_fill(json, sr_str_c(word), called(party));
}

static void put_weapon_type(sr_json *json, const template *t, const sr_party *party)
{
    (void)t;
    put_word(json, LOOKUP(weapons, party->value.code), party);
}

/* No weapon is named, but the deed tells it: who is shot is shot with a gun. */
static void put_weapon_by_deed(sr_json *json, const template *t)
{
    bool shot = sr_str_eq(t->incident->subtype, SR_STR("shooting")) || sr_str_eq(t->incident->subtype, SR_STR("mass_shooting"));
    const char *word = strcmp(t->type, "BOMBING") == 0 ? "BOMB" : shot ? "GUN" : NULL;
    if (word)
        sr_json_put_str(json, "incident_instrument_type", sr_str_c(word));
}

static void put_thing_type(sr_json *json, const template *t, const sr_party *party)
{
    const char *word = LOOKUP(things, party->value.code);
    (void)t;
    put_word(json, word ? word : "OTHER", party);
}

static void put_person_type(sr_json *json, const template *t, const sr_party *party)
{
    const char *word = LOOKUP(people, party->value.code);
    (void)t;
    put_word(json, word ? word : "CIVILIAN", party);
}

/* Bombs and fire do damage where nothing else is told. */
static void put_thing_effect(sr_json *json, const template *t, const sr_party *party)
{
    const char *word = LOOKUP(thing_effects, party->value.effect);
    bool hit = strcmp(t->type, "BOMBING") == 0 || strcmp(t->type, "ARSON") == 0;
    if (!word && hit && t->incident->stage == SR_ACTUALITY_ACCOMPLISHED)
        word = "SOME DAMAGE";
    put_word(json, word, party);
}

static void put_person_effect(sr_json *json, const template *t, const sr_party *party)
{
    for (uint32_t i = 0; t->hurt.at[i] != party; i++)
        if (sr_str_eq_case(called(t->hurt.at[i]), called(party)) &&
            sr_str_eq(t->hurt.at[i]->value.effect, party->value.effect))
            return; // told already
    put_word(json, LOOKUP(person_effects, party->value.effect), party);
}

/* A nationality that is not the place's. */
static void put_foreign_nation(sr_json *json, const template *t, const sr_party *party)
{
    sr_str home = sr_str_c(t->incident->place.country), theirs = party->value.nationality;
    if (theirs.len && home.len && !sr_str_eq(theirs, home) && nation(theirs).len)
        put_fill(json, nation(theirs), called(party));
}

static void put_proper_name(sr_json *json, const template *t, const sr_party *party)
{
    if (is_named(t, party))
        put_upper(json, party->value.name);
}

static void put_description(sr_json *json, const template *t, const sr_party *party)
{
    if (!is_named(t, party))
        put_upper(json, called(party));
    else if (party->value.description.len)
        put_fill(json, party->value.description, party->value.name);
}

/* Soldiers, police and the like act for a state, whoever they are said to be. */
static bool is_of_state(const sr_party *party)
{
    static const char *const words[] = {"soldiers", "soldier", "troops", "policemen", "policeman", "police", "army",
                                        "military", "guardsmen", "battalion", "brigade", "patrol", "forces", NULL};
    return kind_is(party, SR_ENTITY_AGENCY) || kind_is(party, SR_ENTITY_STATE) ||
           (!party->value.actor.len && is_one_of(head_of(called(party)), words));
}

/* TERRORIST ACT, or by the state; nothing when nobody is blamed. */
static void put_category(sr_json *json, const sr_parties *perpetrators)
{
    const char *category = NULL;
    for (uint32_t i = 0; i < perpetrators->n && !category; i++) {
        const sr_party *party = &perpetrators->at[i];
        if (party->stance == SR_STANCE_DENIED_BY_ACTOR ||
            party->stance == SR_STANCE_CLEARED_BY_AUTHORITIES)
            continue;
        category = is_of_state(party) ? "STATE-SPONSORED VIOLENCE" : "TERRORIST ACT";
    }
    if (category) {
        sr_json_key(json, "perp_incident_category");
        sr_json_str(json, sr_str_c(category));
    }
}

static void put_template(sr_json *json, const template *t, sr_day published)
{
    const sr_incident *incident = t->incident;
    bool               kidnapping = strcmp(t->type, "KIDNAPPING") == 0;
    sr_json_object(json);
    put_date(json, incident->date, published);
    put_location(json, &incident->place);
    sr_json_put_str(json, "incident_type", sr_str_c(t->type));
    sr_json_put_str(json, "incident_stage_of_execution", sr_str_c(stages[incident->stage]));
    if (!kidnapping && strcmp(t->type, "ARSON") != 0) {
        put_slot(json, t, "incident_instrument_id", &t->weapons, put_name);
        if (t->weapons.n)
            put_slot(json, t, "incident_instrument_type", &t->weapons, put_weapon_type);
        else
            put_weapon_by_deed(json, t);
    }
    put_category(json, &incident->perpetrators);
    put_slot(json, t, "perp_individual_id", &t->persons, put_persons);
    put_slot(json, t, "perp_organization_id", &t->bodies, put_body);
    put_slot(json, t, "perp_organization_confidence", &t->bodies, put_confidence);
    if (!kidnapping) {
        put_slot(json, t, "phys_tgt_id", &t->things, put_name);
        put_slot(json, t, "phys_tgt_type", &t->things, put_thing_type);
        put_slot(json, t, "phys_tgt_number", &t->things, put_number);
        put_slot(json, t, "phys_tgt_foreign_nation", &t->things, put_foreign_nation);
        put_slot(json, t, "phys_tgt_effect_of_incident", &t->things, put_thing_effect);
    }
    put_slot(json, t, "hum_tgt_name", &t->people, put_proper_name);
    put_slot(json, t, "hum_tgt_description", &t->people, put_description);
    put_slot(json, t, "hum_tgt_type", &t->people, put_person_type);
    put_slot(json, t, "hum_tgt_number", &t->people, put_number);
    put_slot(json, t, "hum_tgt_foreign_nation", &t->people, put_foreign_nation);
    put_slot(json, t, "hum_tgt_effect_of_incident", &t->hurt, put_person_effect);
    sr_json_end_object(json);
}

void sr_write_muc4(const sr_reading *reading, const sr_publish_options *options, sr_buf *out)
{
    const sr_report *report = reading->report;
    sr_json          json = sr_json_to(out);
    (void)options;
    sr_json_object(&json);
    sr_json_put_str(&json, "doc", report->id);
    sr_json_key(&json, "templates");
    sr_json_array(&json);
    for (uint32_t i = 0; reading->incidents && i < reading->incidents->n; i++) {
        const sr_incident *incident = &reading->incidents->at[i];
        template           t = {.incident = incident, .type = types[incident->type]};
        gather(&t);
        if (counts(&t, report->published.day))
            put_template(&json, &t, report->published.day);
    }
    sr_json_end_array(&json);
    sr_json_end_object(&json);
    sr_buf_byte(out, '\n');
}
