/* `--gvdb`: the form of the Gun Violence Database, one object a report, about its main incident.
 *
 * Counts are of victims: attackers are taken off where they were told apart.  In this flat form a
 * count is 0 when the report gives the other one and none for this.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/json_record.h"
#include "publish/publish.h"

#include <stdio.h>

/* "19:30" as Americans write it, "7:30 p.m."; other words as they are. */
static void put_time_of_day(sr_json *json, sr_str time)
{
    uint64_t hour, minute;
    sr_str   rest = time, first = sr_str_cut(&rest, ':');
    char     text[32];
    if (!sr_str_uint(first, 23, &hour) || !sr_str_uint(rest, 59, &minute)) {
        sr_json_put_some(json, "part_of_day", time);
        return;
    }
    const char *half = hour < 12 ? "a.m." : "p.m.";
    int         shown = hour % 12 ? (int)(hour % 12) : 12;
    if (minute)
        (void)snprintf(text, sizeof text, "%d:%02d %s", shown, (int)minute, half);
    else
        (void)snprintf(text, sizeof text, "%d %s", shown, half);
    sr_json_put_str(json, "clock_time", sr_str_c(text));
}

static int64_t victims_of(sr_count all, sr_count attackers)
{
    int64_t n = all.best != SR_COUNT_OPEN ? all.best : all.low;
    if (n == SR_COUNT_OPEN)
        return -1;
    if (attackers.best != SR_COUNT_OPEN && attackers.best <= n)
        n -= attackers.best;
    return n;
}

static void put_counts(sr_json *json, const sr_incident *incident)
{
    int64_t killed = victims_of(incident->counts[SR_HARM_KILLED],
                                incident->counts[SR_HARM_KILLED_ATTACKERS]);
    int64_t wounded = victims_of(incident->counts[SR_HARM_WOUNDED],
                                 incident->counts[SR_HARM_WOUNDED_ATTACKERS]);
    if (killed < 0 && wounded < 0)
        return;
    sr_json_key(json, "killed");
    sr_json_int(json, SR_MAX(killed, 0));
    sr_json_key(json, "injured");
    sr_json_int(json, SR_MAX(wounded, 0));
}

static void put_victims(sr_json *json, const sr_parties *victims)
{
    sr_json_key(json, "victims");
    sr_json_array(json);
    for (uint32_t i = 0; i < victims->n; i++) {
        const sr_value *value = &victims->at[i].value;
        const char     *was = sr_str_eq(value->effect, SR_STR("death"))    ? "killed"
                              : sr_str_eq(value->effect, SR_STR("injury")) ? "injured"
                                                                           : NULL;
        sr_json_object(json);
        sr_json_put_some(json, "name", value->name);
        sr_json_put_some(json, "age", value->age);
        sr_json_put_some(json, "gender", value->gender);
        if (was) {
            sr_json_key(json, "was");
            sr_json_array(json);
            sr_json_str(json, sr_str_c(was));
            sr_json_end_array(json);
        }
        sr_json_end_object(json);
    }
    sr_json_end_array(json);
}

/* Only persons by name: "a gunman" is not a name. */
static void put_shooters(sr_json *json, const sr_parties *perpetrators)
{
    sr_json_key(json, "shooters");
    sr_json_array(json);
    for (uint32_t i = 0; i < perpetrators->n; i++) {
        const sr_value *value = &perpetrators->at[i].value;
        bool            named = value->name.len && sr_is_upper(value->name.ptr[0]);
        bool            repeated = false;
        for (uint32_t before = 0; before < i && !repeated; before++)
            repeated = sr_str_eq(value->name, perpetrators->at[before].value.name);
        if (repeated || !sr_str_eq(value->kind, SR_STR("person")) || !(named || value->age.len))
            continue;
        sr_json_object(json);
        if (named)
            sr_json_put_str(json, "name", value->name);
        sr_json_put_some(json, "age", value->age);
        sr_json_put_some(json, "gender", value->gender);
        sr_json_end_object(json);
    }
    sr_json_end_array(json);
}

static void put_place(sr_json *json, const sr_incident *incident)
{
    const sr_place_value *place = &incident->place;
    bool                  is_state = place->precision == SR_PLACE_PRECISION_ADMIN1;
    sr_json_put_some(json, "state", is_state && !place->admin1.len ? place->name : place->admin1);
    if (!is_state && place->precision != SR_PLACE_PRECISION_COUNTRY)
        sr_json_put_some(json, "city", place->name);
    sr_json_put_some(json, "place", incident->venue);
}

static const sr_incident *main_incident(const sr_reading *reading)
{
    for (uint32_t i = 0; reading->incidents && i < reading->incidents->n; i++)
        if (!reading->incidents->at[i].background)
            return &reading->incidents->at[i];
    return NULL;
}

void sr_write_gvdb(const sr_reading *reading, const sr_publish_options *options, sr_buf *out)
{
    const sr_incident *incident = main_incident(reading);
    sr_json            json = sr_json_to(out);
    (void)options;
    sr_json_object(&json);
    sr_json_put_str(&json, "id", reading->report->id);
    if (incident) {
        if (incident->date.first != SR_DAY_NONE && incident->date.first == incident->date.last) {
            sr_json_key(&json, "date");
            sr_json_day(&json, incident->date.first);
        }
        put_place(&json, incident);
        if (incident->time_of_day.len)
            put_time_of_day(&json, incident->time_of_day);
        for (uint32_t i = 0; i < incident->weapons.n && i < 1; i++)
            sr_json_put_some(&json, "weapon", incident->weapons.at[i].value.name);
        put_counts(&json, incident);
        put_victims(&json, &incident->victims);
        put_shooters(&json, &incident->perpetrators);
    }
    sr_json_end_object(&json);
    sr_buf_byte(out, '\n');
}
