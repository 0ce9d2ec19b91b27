/* Parties, types and questions of an incident as JSON; see json_party.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/json_party.h"

#include <assert.h>

/* "count" when a number was told; "count_range" beside it when it is not exact. */
static void put_row_count(sr_json *json, sr_count count)
{
    if (!sr_count_known(count))
        return;
    if (count.best != SR_COUNT_OPEN) {
        sr_json_key(json, "count");
        sr_json_int(json, count.best);
    }
    if (count.low != count.best || count.high != count.best) {
        sr_json_key(json, "count_range");
        sr_json_count(json, count);
    }
}

/* Who says it; "by" is null when it is the report itself. */
static void put_source(sr_json *json, const sr_party *party)
{
    sr_json_put_str(json, "by", party->source.name);
    sr_json_put_some(json, "by_actor", party->source.actor);
    if (party->source.class != SR_SPEAKER_UNKNOWN)
        sr_json_put_str(json, "by_class", sr_speaker_class_name(party->source.class));
    if (party->stated != SR_DAY_NONE) {
        sr_json_key(json, "stated");
        sr_json_day(json, party->stated);
    }
}

static void put_perpetrator(sr_json *json, const sr_party *party)
{
    const sr_value *value = &party->value;
    sr_json_put_str(json, "name", value->name);
    sr_json_put_some(json, "actor", value->actor);
    sr_json_put_some(json, "kind", value->kind);
    sr_json_put_some(json, "description", value->description);
    sr_json_put_some(json, "nationality", value->nationality);
    sr_json_put_some(json, "age", value->age);
    sr_json_put_some(json, "gender", value->gender);
    put_row_count(json, value->count);
    sr_json_put_str(json, "certainty", sr_stance_name(party->stance));
    put_source(json, party);
}

static void put_target(sr_json *json, const sr_party *party)
{
    const sr_value *value = &party->value;
    sr_json_put_str(json, "name", value->name);
    sr_json_put_some(json, "actor", value->actor);
    sr_json_put_some(json, "kind", value->kind);
    sr_json_put_some(json, "description", value->description);
    sr_json_put_some(json, "type", value->code);
    sr_json_put_some(json, "effect", value->effect);
    sr_json_put_some(json, "nationality", value->nationality);
    put_row_count(json, value->count);
}

static void put_victim(sr_json *json, const sr_party *party)
{
    const sr_value *value = &party->value;
    sr_json_put_str(json, "name", value->name);
    sr_json_put_str(json, "description", value->description);
    sr_json_put_some(json, "actor", value->actor);
    sr_json_put_some(json, "type", value->code);
    sr_json_put_some(json, "effect", value->effect);
    sr_json_put_some(json, "nationality", value->nationality);
    sr_json_put_some(json, "age", value->age);
    sr_json_put_some(json, "gender", value->gender);
    sr_json_put_some(json, "was", value->was);
    put_row_count(json, value->count);
}

static void put_weapon(sr_json *json, const sr_party *party)
{
    sr_json_put_str(json, "name", party->value.name);
    sr_json_put_some(json, "type", party->value.code);
}

static void put_warning(sr_json *json, const sr_party *party)
{
    put_source(json, party);
    sr_json_key(json, "date");
    sr_json_period(json, party->value.period);
    sr_json_put_str(json, "about", party->value.name);
    sr_json_put_some(json, "actor", party->value.actor);
}

static void put_position(sr_json *json, const sr_party *party)
{
    const sr_value *value = &party->value;
    put_source(json, party);
    sr_json_put_str(json, "verb",
                    sr_str_eq(value->code, SR_STR("_")) ? (sr_str){NULL, 0} : value->code);
    sr_json_put_str(json, "accused", value->name);
    sr_json_put_some(json, "actor", value->actor);
    sr_json_put_str(json, "about", value->other);
    sr_json_put_str(json, "certainty", sr_stance_name(party->stance));
}

static void put_relation(sr_json *json, const sr_party *party)
{
    sr_json_put_str(json, "from", party->value.name);
    sr_json_put_str(json, "type", party->value.code);
    sr_json_put_str(json, "to", party->value.other);
}

void sr_json_party(sr_json *json, sr_field field, const sr_party *party)
{
    static void (*const shapes[SR_FIELD_COUNT])(sr_json *, const sr_party *) = {
        [SR_FIELD_PERPETRATOR] = put_perpetrator, [SR_FIELD_TARGET] = put_target,
        [SR_FIELD_VICTIM] = put_victim,           [SR_FIELD_WEAPON] = put_weapon,
        [SR_FIELD_WARNING] = put_warning,         [SR_FIELD_POSITION] = put_position,
        [SR_FIELD_RELATION] = put_relation,
    };
    assert(shapes[field]);
    shapes[field](json, party);
}

void sr_json_types(sr_json *json, const sr_incident *incident)
{
    sr_json_put_str(json, "type", sr_incident_type_name(incident->type));
    sr_json_key(json, "types");
    sr_json_array(json);
    sr_json_str(json, sr_incident_type_name(incident->type));
    for (int t = 0; t < SR_INCIDENT_TYPE_COUNT; t++)
        if (t != incident->type && incident->types >> t & 1)
            sr_json_str(json, sr_incident_type_name(t));
    sr_json_end_array(json);
    sr_json_put_str(json, "subtype", incident->subtype);
    sr_json_key(json, "factors");
    sr_json_array(json);
    for (uint32_t i = 0; i < incident->n_factors; i++)
        sr_json_str(json, incident->factors[i]);
    sr_json_end_array(json);
}

void sr_json_questions(sr_json *json, const sr_incident *incident)
{
    sr_json_key(json, "open_questions");
    sr_json_array(json);
    for (uint32_t i = 0; i < incident->n_questions; i++) {
        static const char *const kinds[] = {
#define X(NAME, text) text,
            SR_QUESTION_KIND_LIST(X)
#undef X
        };
        sr_json_object(json);
        sr_json_put_str(json, "kind", sr_str_c(kinds[incident->questions[i].kind]));
        sr_json_put_str(json, "field", sr_field_name(incident->questions[i].field));
        sr_json_end_object(json);
    }
    sr_json_end_array(json);
}
