/* `--muc4`: templates of the Fourth Message Understanding Conference, one object a report.
 *
 * What our values are called there is in muc4_list.h.  Everything is printed in capitals, as the
 * task has it.  Left out is what the task does not count as an incident:
 *   - types and stages without a row in the tables (protests, arrests, rumours);
 *   - background more than about two months old, or of unknown date;
 *   - combat between armed sides that hits no civilian and no property;
 *   - mere mentions: nobody and nothing is attacked or blamed.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/country.h"
#include "publish/json.h"
#include "publish/publish.h"

/* "More than about two months old without news". */
#define NEWS_DAYS 60

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

/* Grammatical number of a noun phrase by its head: the last word before a preposition. */
static bool is_plural(sr_str phrase)
{
    static const char *const breaks[] = {"of", "in", "at", "on", "from", "with", "for", "near",
                                         "who", "which", "that", "and", "between", NULL};
    static const char *const plurals[] = {"people", "children", "police", "personnel", "troops",
                                          "cattle", "clergy", NULL};
    sr_str head = {NULL, 0};
    for (sr_str rest = phrase; rest.len;) {
        sr_str word = sr_str_cut(&rest, ' ');
        if (head.len && is_one_of(word, breaks))
            break;
        if (word.len)
            head = word;
    }
    if (is_one_of(head, plurals))
        return true;
    if (head.len < 3)
        return false;
    sr_str end = sr_str_slice(head, head.len - 3, head.len);
    return sr_str_eq_case(end, SR_STR("men")) ||
           (sr_to_lower(end.ptr[2]) == 's' && sr_to_lower(end.ptr[1]) != 's' &&
            sr_to_lower(end.ptr[1]) != 'u');
}

/* ------------------------------------------------------------------ who and what */

static bool kind_is(const sr_party *party, sr_entity_kind kind)
{
    return sr_str_eq(party->value.kind, sr_entity_kind_name(kind));
}

static bool is_thing(const sr_party *target)
{
    if (kind_is(target, SR_ENTITY_PERSON) || kind_is(target, SR_ENTITY_GROUP))
        return false;
    return kind_is(target, SR_ENTITY_FACILITY) || kind_is(target, SR_ENTITY_PLACE) ||
           LOOKUP(things, target->value.code);
}

static sr_str called(const sr_party *party)
{
    return party->value.name.len ? party->value.name : party->value.description;
}

/* The i-th thing attacked; NULL when target i is a person. */
static const sr_party *thing_at(const sr_incident *incident, uint32_t i)
{
    const sr_party *target = &incident->targets.at[i];
    return is_thing(target) && called(target).len ? target : NULL;
}

/* Fighters of an armed group: whoever attacks them, the task does not count it. */
static bool is_combatant(const sr_party *party)
{
    return sr_str_eq(party->value.code, SR_STR("combatant"));
}

/* People attacked: the victims, then the targets that are people and not among the victims.
 * NULL: number i is none. */
static const sr_party *person_at(const sr_incident *incident, uint32_t i)
{
    const sr_parties *victims = &incident->victims;
    if (i < victims->n)
        return called(&victims->at[i]).len && !is_combatant(&victims->at[i]) ? &victims->at[i] : NULL;
    const sr_party *target = &incident->targets.at[i - victims->n];
    if (is_thing(target) || !called(target).len)
        return NULL;
    for (uint32_t v = 0; v < victims->n; v++)
        if (sr_str_eq_case(called(target), victims->at[v].value.name) ||
            sr_str_eq_case(called(target), victims->at[v].value.description))
            return NULL;
    return target;
}

/* A name proper: a victim's name, or a target's name when it is a known person. */
static bool is_named(const sr_incident *incident, const sr_party *person)
{
    bool victim = person >= incident->victims.at &&
                  person < incident->victims.at + incident->victims.n;
    return person->value.name.len && (victim || person->value.description.len);
}

/* A group or body by its proper name, rather than persons. */
static bool is_organization(const sr_party *perpetrator)
{
    const sr_value *value = &perpetrator->value;
    if (kind_is(perpetrator, SR_ENTITY_PERSON))
        return false;
    if (value->actor.len || kind_is(perpetrator, SR_ENTITY_ORGANIZATION) ||
        kind_is(perpetrator, SR_ENTITY_AGENCY) || kind_is(perpetrator, SR_ENTITY_STATE))
        return true;
    return false;
}

/* Rows of one perpetrator stand together, strongest first: only the first one counts. */
static bool is_repeated(const sr_parties *parties, uint32_t i)
{
    const sr_value *value = &parties->at[i].value;
    for (uint32_t before = 0; before < i; before++) {
        const sr_value *other = &parties->at[before].value;
        if (sr_str_eq_case(called(&parties->at[before]), called(&parties->at[i])) ||
            (value->actor.len && sr_str_eq(value->actor, other->actor)))
            return true;
    }
    return false;
}

/* ------------------------------------------------------------------ what counts */

static bool has_civilian_harm(const sr_incident *incident)
{
    for (uint32_t i = 0; i < incident->victims.n + incident->targets.n; i++) {
        const sr_party *person = person_at(incident, i);
        if (!person)
            continue;
        const char *type = LOOKUP(people, person->value.code);
        if (!type || !is_one_of(sr_str_c(type), (const char *const[]){"ACTIVE MILITARY",
                                                                      "LAW ENFORCEMENT", NULL}))
            return true;
    }
    for (uint32_t i = 0; i < incident->targets.n; i++)
        if (thing_at(incident, i))
            return true;
    return false;
}

/* Somebody was hit, and all of them fight. */
static bool hits_fighters_only(const sr_incident *incident)
{
    bool any = false;
    for (uint32_t i = 0; i < incident->victims.n; i++) {
        const char *type = LOOKUP(people, incident->victims.at[i].value.code);
        if (!is_combatant(&incident->victims.at[i]) &&
            !(type && strcmp(type, "ACTIVE MILITARY") == 0))
            return false;
        any = true;
    }
    return any;
}

static bool has_party(const sr_incident *incident)
{
    for (uint32_t i = 0; i < incident->victims.n + incident->targets.n; i++)
        if (person_at(incident, i))
            return true;
    for (uint32_t i = 0; i < incident->targets.n; i++)
        if (thing_at(incident, i))
            return true;
    return incident->perpetrators.n > 0;
}

static bool is_old(const sr_incident *incident, sr_day published)
{
    if (!incident->background)
        return false;
    return incident->date.last == SR_DAY_NONE || published == SR_DAY_NONE ||
           incident->date.last < published - NEWS_DAYS;
}

static bool counts(const sr_incident *incident, sr_day published)
{
    return types[incident->type] && stages[incident->stage] && has_party(incident) &&
           !is_old(incident, published) &&
           (has_civilian_harm(incident) ||
            (incident->type != SR_INCIDENT_ARMED_CLASH && !hits_fighters_only(incident)));
}

/* ------------------------------------------------------------------ fills */

/* A string in capitals. */
static void put_upper(sr_json *json, sr_str text)
{
    sr_buf upper = SR_BUF_INIT;
    for (size_t i = 0; i < text.len; i++)
        sr_buf_byte(&upper, sr_is_lower(text.ptr[i]) ? (uint8_t)(text.ptr[i] - 32) : text.ptr[i]);
    if (upper.failed)
        json->out->failed = true;
    sr_json_str(json, sr_buf_view(&upper));
    sr_buf_free(&upper);
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

static void put_buffer(sr_json *json, sr_buf *buf)
{
    if (buf->failed)
        json->out->failed = true;
    sr_json_str(json, sr_buf_view(buf));
    sr_buf_free(buf);
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

/* `COUNTRY: CITY (CITY)`. */
static void put_location(sr_json *json, const sr_place_value *place)
{
    static const char *const kinds[SR_PLACE_PRECISION_COUNT] = {
        [SR_PLACE_PRECISION_EXACT] = "CITY",
        [SR_PLACE_PRECISION_CITY] = "CITY",
        [SR_PLACE_PRECISION_ADMIN2] = "MUNICIPALITY",
        [SR_PLACE_PRECISION_ADMIN1] = "DEPARTMENT",
    };
    sr_str country = nation(sr_str_c(place->country));
    sr_buf text = SR_BUF_INIT;
    if (!country.len)
        return;
    sr_buf_put(&text, country);
    if (place->name.len && kinds[place->precision])
        sr_buf_printf(&text, ": %.*s (%s)", SR_ARG(place->name), kinds[place->precision]);
    sr_json_key(json, "incident_location");
    put_upper(json, sr_buf_view(&text));
    sr_buf_free(&text);
}

/* `7`, `5 - 7`, `6-` (at least), `~7` (about), PLURAL. */
static void put_number(sr_json *json, const sr_party *party, bool named)
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
        sr_buf_put(&text, !named && is_plural(called(party)) ? SR_STR("PLURAL") : SR_STR("1"));
    sr_json_object(json);
    sr_json_key(json, "value");
    put_buffer(json, &text);
    sr_json_key(json, "ref");
    put_upper(json, called(party));
    sr_json_end_object(json);
}

static void open_slot(sr_json *json, const char *slot)
{
    sr_json_key(json, slot);
    sr_json_array(json);
}

/* ------------------------------------------------------------------ groups of slots */

static void put_instruments(sr_json *json, const sr_incident *incident)
{
    if (sr_str_eq(sr_str_c(types[incident->type]), SR_STR("ARSON")) ||
        sr_str_eq(sr_str_c(types[incident->type]), SR_STR("KIDNAPPING")))
        return; // the task has no instruments there
    open_slot(json, "incident_instrument_id");
    for (uint32_t i = 0; i < incident->weapons.n; i++)
        if (incident->weapons.at[i].value.name.len && !is_repeated(&incident->weapons, i))
            put_upper(json, incident->weapons.at[i].value.name);
    sr_json_end_array(json);
    open_slot(json, "incident_instrument_type");
    for (uint32_t i = 0; i < incident->weapons.n; i++) {
        const sr_value *weapon = &incident->weapons.at[i].value;
        const char     *type = LOOKUP(weapons, weapon->code);
        if (type && (!weapon->name.len || !is_repeated(&incident->weapons, i)))
            put_fill(json, sr_str_c(type), weapon->name);
    }
    sr_json_end_array(json);
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
        category = kind_is(party, SR_ENTITY_AGENCY) || kind_is(party, SR_ENTITY_STATE)
                       ? "STATE-SPONSORED VIOLENCE"
                       : "TERRORIST ACT";
    }
    if (category) {
        sr_json_key(json, "perp_incident_category");
        sr_json_str(json, sr_str_c(category));
    }
}

static void put_perpetrators(sr_json *json, const sr_parties *perpetrators)
{
    put_category(json, perpetrators);
    open_slot(json, "perp_individual_id");
    for (uint32_t i = 0; i < perpetrators->n; i++)
        if (!is_organization(&perpetrators->at[i]) && called(&perpetrators->at[i]).len &&
            !is_repeated(perpetrators, i))
            put_upper(json, called(&perpetrators->at[i]));
    sr_json_end_array(json);
    open_slot(json, "perp_organization_id");
    for (uint32_t i = 0; i < perpetrators->n; i++)
        if (is_organization(&perpetrators->at[i]) && called(&perpetrators->at[i]).len &&
            !is_repeated(perpetrators, i))
            put_upper(json, called(&perpetrators->at[i]));
    sr_json_end_array(json);
    open_slot(json, "perp_organization_confidence");
    for (uint32_t i = 0; i < perpetrators->n; i++)
        if (is_organization(&perpetrators->at[i]) && called(&perpetrators->at[i]).len &&
            !is_repeated(perpetrators, i))
            put_fill(json, sr_str_c(confidences[perpetrators->at[i].stance]),
                     called(&perpetrators->at[i]));
    sr_json_end_array(json);
}

/* A nationality that is not the place's. */
static void put_foreign_nation(sr_json *json, const sr_incident *incident, const sr_party *party)
{
    sr_str home = sr_str_c(incident->place.country), theirs = party->value.nationality;
    if (theirs.len && home.len && !sr_str_eq(theirs, home) && nation(theirs).len)
        put_fill(json, nation(theirs), called(party));
}

static void put_things(sr_json *json, const sr_incident *incident)
{
    uint32_t        n = incident->targets.n;
    const sr_party *thing;
    const char     *word;
    if (sr_str_eq(sr_str_c(types[incident->type]), SR_STR("KIDNAPPING")))
        return; // the task has no physical targets there
    open_slot(json, "phys_tgt_id");
    for (uint32_t i = 0; i < n; i++)
        if ((thing = thing_at(incident, i)))
            put_upper(json, called(thing));
    sr_json_end_array(json);
    open_slot(json, "phys_tgt_type");
    for (uint32_t i = 0; i < n; i++)
        if ((thing = thing_at(incident, i))) {
            word = LOOKUP(things, thing->value.code);
            put_fill(json, sr_str_c(word ? word : "OTHER"), called(thing));
        }
    sr_json_end_array(json);
    open_slot(json, "phys_tgt_number");
    for (uint32_t i = 0; i < n; i++)
        if ((thing = thing_at(incident, i)))
            put_number(json, thing, false);
    sr_json_end_array(json);
    open_slot(json, "phys_tgt_foreign_nation");
    for (uint32_t i = 0; i < n; i++)
        if ((thing = thing_at(incident, i)))
            put_foreign_nation(json, incident, thing);
    sr_json_end_array(json);
    open_slot(json, "phys_tgt_effect_of_incident");
    for (uint32_t i = 0; i < n; i++)
        if ((thing = thing_at(incident, i)) && (word = LOOKUP(thing_effects, thing->value.effect)))
            put_fill(json, sr_str_c(word), called(thing));
    sr_json_end_array(json);
}

static void put_people_names(sr_json *json, const sr_incident *incident)
{
    uint32_t        n = incident->victims.n + incident->targets.n;
    const sr_party *person;
    open_slot(json, "hum_tgt_name");
    for (uint32_t i = 0; i < n; i++)
        if ((person = person_at(incident, i)) && is_named(incident, person))
            put_upper(json, person->value.name);
    sr_json_end_array(json);
    open_slot(json, "hum_tgt_description");
    for (uint32_t i = 0; i < n; i++) {
        if (!(person = person_at(incident, i)))
            continue;
        if (!is_named(incident, person))
            put_upper(json, called(person));
        else if (person->value.description.len)
            put_fill(json, person->value.description, person->value.name);
    }
    sr_json_end_array(json);
}

static void put_people(sr_json *json, const sr_incident *incident)
{
    uint32_t        n = incident->victims.n + incident->targets.n;
    const sr_party *person;
    const char     *word;
    put_people_names(json, incident);
    open_slot(json, "hum_tgt_type");
    for (uint32_t i = 0; i < n; i++)
        if ((person = person_at(incident, i))) {
            word = LOOKUP(people, person->value.code);
            put_fill(json, sr_str_c(word ? word : "CIVILIAN"), called(person));
        }
    sr_json_end_array(json);
    open_slot(json, "hum_tgt_number");
    for (uint32_t i = 0; i < n; i++)
        if ((person = person_at(incident, i)))
            put_number(json, person, is_named(incident, person));
    sr_json_end_array(json);
    open_slot(json, "hum_tgt_foreign_nation");
    for (uint32_t i = 0; i < n; i++)
        if ((person = person_at(incident, i)))
            put_foreign_nation(json, incident, person);
    sr_json_end_array(json);
    open_slot(json, "hum_tgt_effect_of_incident");
    for (uint32_t i = 0; i < n; i++)
        if ((person = person_at(incident, i)) &&
            (word = LOOKUP(person_effects, person->value.effect)))
            put_fill(json, sr_str_c(word), called(person));
    sr_json_end_array(json);
}

void sr_write_muc4(const sr_reading *reading, const sr_publish_options *options, sr_buf *out)
{
    const sr_report *report = reading->report;
    sr_json          json = sr_json_to(out);
    (void)options;
    sr_json_object(&json);
    sr_json_put_str(&json, "doc", report->id);
    open_slot(&json, "templates");
    for (uint32_t i = 0; reading->incidents && i < reading->incidents->n; i++) {
        const sr_incident *incident = &reading->incidents->at[i];
        if (!counts(incident, report->published.day))
            continue;
        sr_json_object(&json);
        put_date(&json, incident->date, report->published.day);
        put_location(&json, &incident->place);
        sr_json_put_str(&json, "incident_type", sr_str_c(types[incident->type]));
        sr_json_put_str(&json, "incident_stage_of_execution", sr_str_c(stages[incident->stage]));
        put_instruments(&json, incident);
        put_perpetrators(&json, &incident->perpetrators);
        put_things(&json, incident);
        put_people(&json, incident);
        sr_json_end_object(&json);
    }
    sr_json_end_array(&json);
    sr_json_end_object(&json);
    sr_buf_byte(out, '\n');
}
