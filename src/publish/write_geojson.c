/* `geojson`: RFC 7946, one feature an incident, one a line inside one feature collection.
 *
 * A point is where the place is known to be, never moved; where only a country is known there is no
 * geometry.  How large an area a point stands for is said by geo_precision and, where the report
 * tells it, uncertainty_radius_m.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/country.h"
#include "publish/codes.h"
#include "publish/export_int.h"
#include "publish/json_record.h"
#include "publish/table.h"

#define POSITION_DECIMALS 6

static void put_geometry(sr_json *json, const sr_place_value *place)
{
    sr_json_key(json, "geometry");
    if (!place->located || place->precision == SR_PLACE_PRECISION_COUNTRY ||
        place->precision == SR_PLACE_PRECISION_UNKNOWN) {
        sr_json_null(json);
        return;
    }
    sr_json_object(json);
    sr_json_put_str(json, "type", SR_STR("Point"));
    sr_json_key(json, "coordinates");
    sr_json_array(json);
    sr_json_real(json, place->lon, POSITION_DECIMALS);
    sr_json_real(json, place->lat, POSITION_DECIMALS);
    sr_json_end_array(json);
    sr_json_end_object(json);
}

/* exact near admin2 admin1 country; a town's point is near at best. */
static sr_str geo_precision(const sr_place_value *place)
{
    switch (place->precision) {
    case SR_PLACE_PRECISION_EXACT:
        return place->radius_km > 0 ? SR_STR("near") : SR_STR("exact");
    case SR_PLACE_PRECISION_CITY:
        return SR_STR("near");
    case SR_PLACE_PRECISION_UNKNOWN:
        return (sr_str){NULL, 0};
    default:
        return sr_place_precision_name(place->precision);
    }
}

static void put_bounds(sr_json *json, const char *const keys[3], sr_count count)
{
    const int64_t bounds[3] = {count.low, count.best, count.high};
    for (int i = 0; i < 3; i++) {
        sr_json_key(json, keys[i]);
        if (bounds[i] == SR_COUNT_OPEN)
            sr_json_null(json);
        else
            sr_json_int(json, bounds[i]);
    }
}

static void put_counts(sr_json *json, const sr_export_incident *in)
{
    static const struct {
        int harm;
        const char *keys[3];
    } counts[] = {
        {SR_HARM_KILLED, {"killed_low", "killed_best", "killed_high"}},
        {SR_HARM_WOUNDED, {"injured_low", "injured_best", "injured_high"}},
        {SR_HARM_MISSING, {"missing_low", "missing_best", "missing_high"}},
        {SR_HARM_ABDUCTED, {"abducted_low", "abducted_best", "abducted_high"}},
    };
    for (size_t i = 0; i < SR_COUNT(counts); i++)
        put_bounds(json, counts[i].keys, in->counts[counts[i].harm]);
}

/* Who blames whom, where it stands: {by, verb, whom, confidence, published, article, start, end}.
 */
static void put_attribution(sr_json *json, const sr_row *row, const sr_export_party *p)
{
    const sr_export_span *span = p->evidence.n ? &p->evidence.at[0] : NULL;
    const sr_export_report *report =
        span && span->report < row->in->n_reports ? &row->in->reports[span->report] : NULL;
    sr_json_object(json);
    sr_json_put_str(json, "by", p->source.name);
    sr_json_put_str(json, "stance", sr_stance_name(p->stance));
    sr_json_put_str(json, "whom", sr_party_name(p));
    sr_json_key(json, "confidence");
    sr_json_real(json, (double)p->probability, 3);
    sr_json_key(json, "published");
    sr_json_instant(json, report ? report->published : (sr_instant){.day = SR_DAY_NONE});
    sr_json_put_str(json, "article",
                    !report           ? (sr_str){NULL, 0}
                    : report->url.len ? report->url
                                      : report->id);
    if (span) {
        sr_json_key(json, "span");
        sr_json_span(json, span->at);
    }
    sr_json_end_object(json);
}

static void put_attributions(sr_json *json, const sr_row *row)
{
    sr_json_key(json, "attributions");
    sr_json_array(json);
    for (uint32_t i = 0; i < row->in->perpetrators.n; i++)
        put_attribution(json, row, &row->in->perpetrators.at[i]);
    sr_json_end_array(json);
}

static void put_sources(sr_json *json, const sr_export_incident *in)
{
    sr_json_key(json, "sources");
    sr_json_array(json);
    for (uint32_t i = 0; i < in->n_reports; i++) {
        const sr_export_report *report = &in->reports[i];
        sr_json_object(json);
        sr_json_put_str(json, "publisher", sr_export_publisher(report));
        sr_json_put_str(json, "url", report->url);
        sr_json_put_str(json, "title", report->title);
        sr_json_key(json, "published");
        sr_json_instant(json, report->published);
        sr_json_end_object(json);
    }
    sr_json_end_array(json);
}

static void put_place(sr_json *json, const sr_row *row)
{
    const sr_place_value *place = &row->in->place;
    sr_str iso2 = sr_str_c(place->country);
    sr_json_put_str(json, "place_name", place->name);
    sr_json_put_str(json, "venue", row->in->venue);
    sr_json_put_str(json, "admin1", sr_cell_admin1(row));
    sr_json_put_str(json, "admin2", sr_cell_admin2(row));
    sr_json_put_str(json, "country", sr_country_name(iso2));
    sr_json_put_str(json, "country_iso3", sr_country_cell(row->options->lexicon, iso2, "iso3"));
    sr_json_put_str(json, "geo_precision", geo_precision(place));
    sr_json_key(json, "uncertainty_radius_m");
    if (place->radius_km > 0)
        sr_json_real(json, place->radius_km * 1000, 0);
    else
        sr_json_null(json);
}

static void put_properties(sr_json *json, const sr_row *row)
{
    const sr_export_incident *in = row->in;
    sr_json_key(json, "properties");
    sr_json_object(json);
    sr_json_put_str(json, "title", sr_cell_title(row));
    sr_json_put_str(json, "type", sr_incident_type_name(in->type));
    sr_json_put_str(json, "subtype", in->subtype);
    sr_json_put_str(json, "stage", sr_actuality_name(in->stage));
    sr_json_put_str(json, "date_start", sr_cell_day(row->arena, in->date.first));
    sr_json_put_str(json, "date_end", sr_cell_day(row->arena, in->date.last));
    sr_json_put_str(json, "date_precision", sr_precision_name(in->date.precision));
    put_place(json, row);
    put_counts(json, in);
    put_attributions(json, row);
    put_sources(json, in);
    sr_json_key(json, "first_seen");
    sr_json_instant(json, in->first_seen);
    sr_json_key(json, "last_revised");
    sr_json_instant(json, in->last_seen);
    sr_json_key(json, "revision");
    if (in->revision)
        sr_json_int(json, in->revision);
    else
        sr_json_null(json);
    sr_json_key(json, "probability");
    sr_json_real(json, (double)in->probability, 3);
    sr_json_end_object(json);
}

static void start(sr_exporter *exporter)
{
    sr_buf_printf(exporter->out, "{\"type\":\"FeatureCollection\",\"schema\":\"%s\",\"features\":[",
                  sr_export_version(SR_EXPORT_GEOJSON));
}

static void put(sr_exporter *exporter, const sr_export_incident *incident, sr_arena *arena)
{
    sr_row row = sr_row_of(exporter, incident, arena);
    sr_json json = sr_json_to(exporter->out);
    sr_buf_put(exporter->out, exporter->n ? SR_STR(",\n") : SR_STR("\n"));
    sr_json_object(&json);
    sr_json_put_str(&json, "type", SR_STR("Feature"));
    sr_json_put_str(&json, "id", incident->id);
    put_geometry(&json, &incident->place);
    put_properties(&json, &row);
    sr_json_end_object(&json);
}

static void end(sr_exporter *exporter)
{
    sr_buf_put(exporter->out, SR_STR("\n]}\n"));
}

const sr_export_writer sr_export_geojson = {start, put, end};
