/* `--json`: one object a report, on one line.  The form is docs/format-record.md; its schema is
 * docs/schema/record.schema.json.
 *
 * Members of a report and of an incident are always there: null or an empty list when unknown.
 * Members of list rows (perpetrators, victims …) beyond the named minimum are left out when
 * unknown.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/json_record.h"
#include "publish/publish.h"

#define PROBABILITY_DECIMALS 3

static void put_probability(sr_json *json, const char *key, double probability)
{
    sr_json_key(json, key);
    sr_json_real(json, probability, PROBABILITY_DECIMALS);
}

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

typedef void put_row(sr_json *json, const sr_party *party);

static void put_parties(sr_json *json, const char *key, sr_parties parties, put_row *put)
{
    sr_json_key(json, key);
    sr_json_array(json);
    for (uint32_t i = 0; i < parties.n; i++) {
        sr_json_object(json);
        put(json, &parties.at[i]);
        sr_json_key(json, "evidence");
        sr_json_evidence(json, parties.at[i].evidence);
        put_probability(json, "probability", (double)parties.at[i].probability);
        sr_json_end_object(json);
    }
    sr_json_end_array(json);
}

static void put_types(sr_json *json, const sr_incident *incident)
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

static void put_harm(sr_json *json, const sr_incident *incident)
{
    static const char *const keys[SR_HARM_COUNT] = {
        [SR_HARM_KILLED] = "killed",
        [SR_HARM_WOUNDED] = "wounded",
        [SR_HARM_MISSING] = "missing",
        [SR_HARM_ABDUCTED] = "abducted",
        [SR_HARM_KILLED_ATTACKERS] = "killed_attackers",
        [SR_HARM_WOUNDED_ATTACKERS] = "wounded_attackers",
    };
    for (int i = 0; i < SR_HARM_COUNT; i++) {
        sr_json_key(json, keys[i]);
        if (!sr_count_known(incident->counts[i])) {
            sr_json_null(json);
            continue;
        }
        sr_json_object(json);
        sr_json_count_members(json, incident->counts[i]);
        sr_json_key(json, "evidence");
        sr_json_evidence(json, incident->count_evidence[i]);
        sr_json_end_object(json);
    }
}

static void put_questions(sr_json *json, const sr_incident *incident)
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

static void put_incident(sr_json *json, const sr_incident *incident)
{
    sr_json_object(json);
    put_types(json, incident);
    sr_json_put_str(json, "role", incident->background ? SR_STR("background") : SR_STR("main"));
    sr_json_put_str(json, "stage", sr_actuality_name(incident->stage));
    sr_json_key(json, "date");
    sr_json_period(json, incident->date);
    sr_json_put_str(json, "time_of_day", incident->time_of_day);
    sr_json_key(json, "place");
    sr_json_place(json, &incident->place, incident->venue);
    put_harm(json, incident);
    put_parties(json, "perpetrators", incident->perpetrators, put_perpetrator);
    put_parties(json, "targets", incident->targets, put_target);
    put_parties(json, "victims", incident->victims, put_victim);
    put_parties(json, "weapons", incident->weapons, put_weapon);
    put_parties(json, "warnings", incident->warnings, put_warning);
    put_parties(json, "positions", incident->positions, put_position);
    put_parties(json, "relations", incident->relations, put_relation);
    put_questions(json, incident);
    sr_json_key(json, "evidence");
    sr_json_evidence(json, incident->evidence);
    put_probability(json, "probability", (double)incident->probability);
    sr_json_end_object(json);
}

void sr_write_json(const sr_reading *reading, const sr_publish_options *options, sr_buf *out)
{
    const sr_report *report = reading->report;
    sr_json          json = sr_json_to(out);
    (void)options;
    sr_json_object(&json);
    sr_json_put_str(&json, "id", report->id);
    sr_json_key(&json, "published");
    sr_json_instant(&json, report->published);
    sr_json_put_str(&json, "title", report->title);
    sr_json_put_str(&json, "publisher", report->publisher);
    sr_json_put_str(&json, "url", report->url);
    sr_json_put_str(&json, "language", report->language);
    sr_json_put_str(&json, "kind", reading->claims ? sr_report_kind_name(reading->claims->kind)
                                                   : (sr_str){NULL, 0});
    sr_json_key(&json, "relevance");
    if (reading->claims)
        sr_json_real(&json, (double)reading->claims->relevance, PROBABILITY_DECIMALS);
    else
        sr_json_null(&json);
    sr_json_key(&json, "incidents");
    sr_json_array(&json);
    for (uint32_t i = 0; reading->incidents && i < reading->incidents->n; i++)
        put_incident(&json, &reading->incidents->at[i]);
    sr_json_end_array(&json);
    if (report->members.len) {
        sr_json_key(&json, "members");
        sr_json_raw(&json, report->members);
    }
    sr_json_end_object(&json);
    sr_buf_byte(out, '\n');
}
