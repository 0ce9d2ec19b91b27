/* `--json`: one object a report, on one line.  The form is docs/format-record.md; its schema is
 * docs/schema/record.schema.json.
 *
 * Members of a report and of an incident are always there: null or an empty list when unknown.
 * Members of list rows (perpetrators, victims …) beyond the named minimum are left out when
 * unknown.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/json_party.h"
#include "publish/publish.h"

#define PROBABILITY_DECIMALS 3

static void put_probability(sr_json *json, const char *key, double probability)
{
    sr_json_key(json, key);
    sr_json_real(json, probability, PROBABILITY_DECIMALS);
}

static void put_parties(sr_json *json, const char *key, sr_parties parties, sr_field field)
{
    sr_json_key(json, key);
    sr_json_array(json);
    for (uint32_t i = 0; i < parties.n; i++) {
        sr_json_object(json);
        sr_json_party(json, field, &parties.at[i]);
        sr_json_key(json, "evidence");
        sr_json_evidence(json, parties.at[i].evidence);
        put_probability(json, "probability", (double)parties.at[i].probability);
        sr_json_end_object(json);
    }
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

static void put_incident(sr_json *json, const sr_incident *incident)
{
    sr_json_object(json);
    sr_json_types(json, incident);
    sr_json_put_str(json, "role", incident->background ? SR_STR("background") : SR_STR("main"));
    sr_json_put_str(json, "stage", sr_actuality_name(incident->stage));
    sr_json_key(json, "date");
    sr_json_period(json, incident->date);
    sr_json_put_str(json, "time_of_day", incident->time_of_day);
    sr_json_key(json, "place");
    sr_json_place(json, &incident->place, incident->venue);
    put_harm(json, incident);
    put_parties(json, "perpetrators", incident->perpetrators, SR_FIELD_PERPETRATOR);
    put_parties(json, "targets", incident->targets, SR_FIELD_TARGET);
    put_parties(json, "victims", incident->victims, SR_FIELD_VICTIM);
    put_parties(json, "weapons", incident->weapons, SR_FIELD_WEAPON);
    put_parties(json, "warnings", incident->warnings, SR_FIELD_WARNING);
    put_parties(json, "positions", incident->positions, SR_FIELD_POSITION);
    put_parties(json, "relations", incident->relations, SR_FIELD_RELATION);
    sr_json_questions(json, incident);
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
