/* Small record types as JSON; see json_record.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/json_record.h"

#include <stdio.h>

/* Degrees to five places are a metre; more would only be noise. */
#define DEGREE_DECIMALS 5

void sr_json_span(sr_json *json, sr_span span)
{
    if (span.in_title) {
        sr_json_object(json);
        sr_json_put_str(json, "in", SR_STR("title"));
        sr_json_key(json, "span");
    }
    sr_json_array(json);
    sr_json_int(json, span.begin);
    sr_json_int(json, span.end);
    sr_json_end_array(json);
    if (span.in_title)
        sr_json_end_object(json);
}

void sr_json_evidence(sr_json *json, sr_evidence evidence)
{
    sr_json_array(json);
    for (uint32_t i = 0; i < evidence.n; i++)
        sr_json_span(json, evidence.at[i]);
    sr_json_end_array(json);
}

void sr_json_day(sr_json *json, sr_day day)
{
    char text[SR_DAY_TEXT];
    sr_day_format(day, text);
    if (day == SR_DAY_NONE)
        sr_json_null(json);
    else
        sr_json_str(json, sr_str_c(text));
}

void sr_json_instant(sr_json *json, sr_instant instant)
{
    char day[SR_DAY_TEXT], text[64];
    int  n;
    if (instant.day == SR_DAY_NONE || instant.second < 0) {
        sr_json_day(json, instant.day);
        return;
    }
    sr_day_format(instant.day, day);
    n = snprintf(text, sizeof text, "%sT%02d:%02d:%02d", day, (int)(instant.second / 3600 % 24),
                 (int)(instant.second / 60 % 60), (int)(instant.second % 60));
    if (instant.has_offset && instant.offset_minutes == 0) {
        (void)snprintf(text + n, sizeof text - (size_t)n, "Z");
    } else if (instant.has_offset) {
        int off = instant.offset_minutes < 0 ? -instant.offset_minutes : instant.offset_minutes;
        (void)snprintf(text + n, sizeof text - (size_t)n, "%c%02d:%02d",
                       instant.offset_minutes < 0 ? '-' : '+', off / 60 % 100, off % 60);
    }
    sr_json_str(json, sr_str_c(text));
}

void sr_json_period(sr_json *json, sr_period period)
{
    if (period.first == SR_DAY_NONE && period.last == SR_DAY_NONE) {
        sr_json_null(json);
        return;
    }
    sr_json_object(json);
    sr_json_key(json, "start");
    sr_json_day(json, period.first);
    sr_json_key(json, "end");
    sr_json_day(json, period.last);
    sr_json_put_str(json, "precision", sr_precision_name(period.precision));
    sr_json_end_object(json);
}

static void put_bound(sr_json *json, const char *key, int64_t bound)
{
    sr_json_key(json, key);
    if (bound == SR_COUNT_OPEN)
        sr_json_null(json);
    else
        sr_json_int(json, bound);
}

void sr_json_count_members(sr_json *json, sr_count count)
{
    put_bound(json, "low", count.low);
    put_bound(json, "best", count.best);
    put_bound(json, "high", count.high);
}

void sr_json_count(sr_json *json, sr_count count)
{
    if (!sr_count_known(count)) {
        sr_json_null(json);
        return;
    }
    sr_json_object(json);
    sr_json_count_members(json, count);
    sr_json_end_object(json);
}

static void put_degrees(sr_json *json, const char *key, double degrees, bool located)
{
    sr_json_key(json, key);
    if (located)
        sr_json_real(json, degrees, DEGREE_DECIMALS);
    else
        sr_json_null(json);
}

void sr_json_place(sr_json *json, const sr_place_value *place, sr_str venue)
{
    if (!place->name.len && !place->country[0] && !venue.len) {
        sr_json_null(json);
        return;
    }
    sr_json_object(json);
    sr_json_put_str(json, "name", place->name);
    sr_json_put_str(json, "venue", venue);
    sr_json_put_str(json, "admin1", place->admin1);
    sr_json_put_str(json, "admin2", place->admin2);
    sr_json_put_str(json, "country", sr_str_c(place->country));
    put_degrees(json, "lat", place->lat, place->located);
    put_degrees(json, "lon", place->lon, place->located);
    sr_json_put_str(json, "precision", sr_place_precision_name(place->precision));
    sr_json_key(json, "geonameid");
    if (place->geonameid)
        sr_json_int(json, place->geonameid);
    else
        sr_json_null(json);
    if (place->radius_km > 0) {
        sr_json_key(json, "radius_km");
        sr_json_real(json, place->radius_km, 1);
    }
    sr_json_end_object(json);
}
