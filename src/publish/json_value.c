/* Values of claims as JSON: their shape depends on the field, the table below says which.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/json_party.h"

typedef void put_value(sr_json *json, const sr_value *value);

static void put_code(sr_json *json, const sr_value *value)
{
    if (value->code.len)
        sr_json_str(json, value->code);
    else
        sr_json_null(json);
}

static void put_name(sr_json *json, const sr_value *value)
{
    if (value->name.len)
        sr_json_str(json, value->name);
    else
        sr_json_null(json);
}

static void put_period(sr_json *json, const sr_value *value)
{
    sr_json_period(json, value->period);
}

static void put_count(sr_json *json, const sr_value *value) { sr_json_count(json, value->count); }

static void put_place(sr_json *json, const sr_value *value)
{
    sr_json_place(json, &value->place, (sr_str){NULL, 0});
}

/* What each member of a party is called; "code" and "other" differ by field. */
static void put_party(sr_json *json, const sr_value *value, const char *code, const char *other)
{
    sr_json_object(json);
    sr_json_put_str(json, "name", value->name);
    sr_json_put_some(json, code, value->code);
    sr_json_put_some(json, "actor", value->actor);
    sr_json_put_some(json, "kind", value->kind);
    sr_json_put_some(json, "description", value->description);
    sr_json_put_some(json, "effect", value->effect);
    sr_json_put_some(json, "nationality", value->nationality);
    sr_json_put_some(json, other, value->other);
    sr_json_put_some(json, "age", value->age);
    sr_json_put_some(json, "gender", value->gender);
    sr_json_put_some(json, "was", value->was);
    if (sr_count_known(value->count)) {
        sr_json_key(json, "count");
        sr_json_count(json, value->count);
    }
    if (value->period.first != SR_DAY_NONE || value->period.last != SR_DAY_NONE) {
        sr_json_key(json, "date");
        sr_json_period(json, value->period);
    }
    sr_json_end_object(json);
}

static void put_actor(sr_json *json, const sr_value *value)
{
    put_party(json, value, "type", "about");
}

static void put_position(sr_json *json, const sr_value *value)
{
    put_party(json, value, "verb", "about");
}

static void put_relation(sr_json *json, const sr_value *value)
{
    put_party(json, value, "type", "to");
}

static put_value *const shapes[SR_FIELD_COUNT] = {
    [SR_FIELD_TYPE] = put_code,
    [SR_FIELD_SUBTYPE] = put_code,
    [SR_FIELD_FACTOR] = put_code,
    [SR_FIELD_STAGE] = put_code,
    [SR_FIELD_DATE] = put_period,
    [SR_FIELD_TIME_OF_DAY] = put_code,
    [SR_FIELD_PLACE] = put_place,
    [SR_FIELD_VENUE] = put_name,
    [SR_FIELD_KILLED] = put_count,
    [SR_FIELD_WOUNDED] = put_count,
    [SR_FIELD_MISSING] = put_count,
    [SR_FIELD_ABDUCTED] = put_count,
    [SR_FIELD_KILLED_ATTACKERS] = put_count,
    [SR_FIELD_WOUNDED_ATTACKERS] = put_count,
    [SR_FIELD_PERPETRATOR] = put_actor,
    [SR_FIELD_TARGET] = put_actor,
    [SR_FIELD_VICTIM] = put_actor,
    [SR_FIELD_WEAPON] = put_actor,
    [SR_FIELD_WARNING] = put_actor,
    [SR_FIELD_POSITION] = put_position,
    [SR_FIELD_RELATION] = put_relation,
    [SR_FIELD_ROLE] = put_code,
};

void sr_json_value(sr_json *json, sr_field field, const sr_value *value)
{
    shapes[field](json, value);
}
