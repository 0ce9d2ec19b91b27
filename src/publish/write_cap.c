/* `cap`: OASIS Common Alerting Protocol 1.2, one alert an incident, each a document of its own that
 * begins with its XML declaration.
 *
 * Status is Test unless asked otherwise, scope Restricted; we never instruct.  An incident whose
 * reports have no date, or that is retracted, is left out.  Every alert is an Alert: what was sent
 * before, which an Update must name, is the sender's to know.
 *
 * What severity, certainty, urgency and the circle say stands in base/cap_codes.h, which alerts of
 * watches use, too.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cap_codes.h"
#include "publish/codes.h"
#include "publish/export_int.h"
#include "publish/table.h"
#include "publish/xml.h"

static const sr_str nothing;

static sr_str cell_urgency(const sr_row *row)
{
    return sr_str_c(sr_cap_urgency(sr_actuality_name(row->in->stage)));
}

static sr_str cell_severity(const sr_row *row)
{
    int64_t low, best, high;
    if (!sr_export_bounds(row->in->counts[SR_HARM_KILLED], &low, &best, &high))
        low = best = high = -1;
    return sr_str_c(sr_cap_severity(low, best, high));
}

static sr_str cell_certainty(const sr_row *row)
{
    bool contested =
        sr_export_contested(row->in, SR_FIELD_TYPE) || sr_export_contested(row->in, SR_FIELD_STAGE);
    return sr_str_c(
        sr_cap_certainty(sr_actuality_name(row->in->stage), contested, row->in->support));
}

static sr_str code(const sr_row *row, sr_scheme scheme)
{
    return sr_code(row->options->lexicon, row->in->type, row->in->subtype, scheme,
                   row->sides.cases);
}

static sr_str cell_category(const sr_row *row)
{
    sr_str category = code(row, SR_SCHEME_CAP);
    return category.len ? category : SR_STR("Other");
}

static sr_str cell_event(const sr_row *row)
{
    sr_str name = sr_type_text(row->options->lexicon, row->in->type, row->in->subtype);
    return name.len ? name : sr_incident_type_name(row->in->type);
}

static sr_str cell_circle(const sr_row *row)
{
    const sr_place_value *place = &row->in->place;
    double radius = sr_cap_radius(sr_place_precision_name(place->precision), place->radius_km);
    if (!place->located || radius <= 0)
        return nothing;
    sr_str lat = sr_cell_lat(row), lon = sr_cell_lon(row), km = sr_cell_real(row->arena, radius, 1);
    return sr_str_format(row->arena, "%.*s,%.*s %.*s", SR_ARG(lat), SR_ARG(lon), SR_ARG(km));
}

static sr_str cell_area(const sr_row *row)
{
    sr_str area = row->in->place.name;
    if (row->in->place.precision == SR_PLACE_PRECISION_COUNTRY)
        area = nothing;
    else if (row->in->place.precision != SR_PLACE_PRECISION_ADMIN1)
        area = sr_cell_join(row->arena, area, ", ", sr_cell_admin1(row));
    area = sr_cell_join(row->arena, area, ", ", sr_cell_country(row));
    return area.len ? area : SR_STR("unknown");
}

static sr_str cell_iso2(const sr_row *row)
{
    return sr_str_c(row->in->place.country);
}

static sr_str cell_geonames(const sr_row *row)
{
    return row->in->place.geonameid ? sr_cell_int(row->arena, row->in->place.geonameid) : nothing;
}

static sr_str cell_native(const sr_row *row)
{
    return row->in->subtype.len ? row->in->subtype : sr_incident_type_name(row->in->type);
}

static sr_str cell_cameo(const sr_row *row)
{
    return code(row, SR_SCHEME_CAMEO);
}
static sr_str cell_acled(const sr_row *row)
{
    return code(row, SR_SCHEME_ACLED);
}

static sr_str bound(const sr_row *row, int harm, bool high)
{
    sr_count c = row->in->counts[harm];
    int64_t n = high ? c.high : c.low;
    return n == SR_COUNT_OPEN ? nothing : sr_cell_int(row->arena, n);
}

static sr_str cell_killed_low(const sr_row *row)
{
    return bound(row, SR_HARM_KILLED, false);
}
static sr_str cell_killed_high(const sr_row *row)
{
    return bound(row, SR_HARM_KILLED, true);
}
static sr_str cell_wounded_low(const sr_row *row)
{
    return bound(row, SR_HARM_WOUNDED, false);
}
static sr_str cell_wounded_high(const sr_row *row)
{
    return bound(row, SR_HARM_WOUNDED, true);
}

static sr_str with_stance(const sr_row *row, bool claimed)
{
    sr_str all = nothing;
    for (uint32_t i = 0; i < row->sides.n_by; i++)
        if ((row->sides.by[i]->stance == SR_STANCE_CLAIMED_BY_ACTOR) == claimed)
            all = sr_cell_join(row->arena, all, "; ", sr_party_name(row->sides.by[i]));
    return all;
}

static sr_str cell_claimed_by(const sr_row *row)
{
    return with_stance(row, true);
}
static sr_str cell_attributed_to(const sr_row *row)
{
    return with_stance(row, false);
}
static sr_str cell_sources_n(const sr_row *row)
{
    return sr_cell_int(row->arena, row->in->support);
}

static sr_str cell_schema(const sr_row *row)
{
    (void)row;
    return sr_str_c(sr_export_version(SR_EXPORT_CAP));
}

static sr_str cell_web(const sr_row *row)
{
    for (uint32_t i = 0; i < row->in->n_reports; i++)
        if (sr_export_is_web(row->in->reports[i].url))
            return row->in->reports[i].url;
    return nothing;
}

static sr_str cell_identifier(const sr_row *row)
{
    return sr_str_format(row->arena, "sitrep-%.*s-%u", SR_ARG(row->in->id),
                         (unsigned)SR_MAX(row->in->revision, 1u));
}

static sr_str cell_sender(const sr_row *row)
{
    return row->options->sender.len ? row->options->sender : SR_STR("sitrep");
}

static sr_str cell_sent(const sr_row *row)
{
    return sr_cell_instant(row->arena, row->in->last_seen);
}

static sr_str cell_status(const sr_row *row)
{
    return row->options->actual ? SR_STR("Actual") : SR_STR("Test");
}

static sr_str cell_restriction(const sr_row *row)
{
    (void)row;
    return SR_STR("for the desk that ran sitrep");
}

#define CONSTANT(name, text)                                                                       \
    static sr_str name(const sr_row *row)                                                          \
    {                                                                                              \
        (void)row;                                                                                 \
        return SR_STR(text);                                                                       \
    }
CONSTANT(cell_alert, "Alert")
CONSTANT(cell_restricted, "Restricted")
CONSTANT(cell_language, "en")
CONSTANT(cell_monitor, "Monitor")

/* In the order that the standard's schema demands. */
static const sr_column head[] = {
    {"identifier", cell_identifier},   {"sender", cell_sender},   {"sent", cell_sent},
    {"status", cell_status},           {"msgType", cell_alert},   {"scope", cell_restricted},
    {"restriction", cell_restriction}, {"incidents", sr_cell_id},
};
static const sr_column info[] = {
    {"language", cell_language},    {"category", cell_category}, {"event", cell_event},
    {"responseType", cell_monitor}, {"urgency", cell_urgency},   {"severity", cell_severity},
    {"certainty", cell_certainty},
};
static const sr_column event_codes[] = {
    {"sitrep", cell_native},
    {"CAMEO", cell_cameo},
    {"ACLED", cell_acled},
};
static const sr_column words[] = {
    {"senderName", cell_sender},
    {"headline", sr_cell_title},
    {"description", sr_cell_notes},
    {"web", cell_web},
};
static const sr_column parameters[] = {
    {"incident", sr_cell_id},
    {"killed_low", cell_killed_low},
    {"killed_high", cell_killed_high},
    {"wounded_low", cell_wounded_low},
    {"wounded_high", cell_wounded_high},
    {"claimed_by", cell_claimed_by},
    {"attributed_to", cell_attributed_to},
    {"independent_reports", cell_sources_n},
    {"sources", sr_cell_sources},
    {"schema", cell_schema},
};
static const sr_column area[] = {
    {"areaDesc", cell_area},
    {"circle", cell_circle},
};
static const sr_column geocodes[] = {
    {"ISO3166-1", cell_iso2},
    {"GeoNames", cell_geonames},
};

#define LISTS(X) X(head) X(info) X(event_codes) X(words) X(parameters) X(area) X(geocodes)

/* All strings of an alert, made before the library is called. */
typedef struct alert {
#define X(list) sr_str list[SR_COUNT(list)];
    LISTS(X)
#undef X
} alert;

static void prepare(const sr_row *row, alert *a)
{
#define X(list)                                                                                    \
    for (size_t i = 0; i < SR_COUNT(list); i++)                                                    \
        a->list[i] = list[i].cell(row);
    LISTS(X)
#undef X
}

static void put_elements(sr_xml *xml, const sr_column *columns, const sr_str *texts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        sr_xml_put(xml, columns[i].name, texts[i]);
}

static void put_pairs(sr_xml *xml, const char *element, const sr_column *columns,
                      const sr_str *texts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!texts[i].len)
            continue;
        sr_xml_begin(xml, element);
        sr_xml_put(xml, "valueName", sr_str_c(columns[i].name));
        sr_xml_put(xml, "value", texts[i]);
        sr_xml_end(xml);
    }
}

#define LIST(name) name, a.name, SR_COUNT(name)

static void put(sr_exporter *exporter, const sr_export_incident *incident, sr_arena *arena)
{
    sr_row row = sr_row_of(exporter, incident, arena);
    alert a;
    if (incident->last_seen.day == SR_DAY_NONE || incident->stage == SR_ACTUALITY_RETRACTED)
        return;
    prepare(&row, &a);
    sr_xml *xml = sr_xml_open(exporter->out);
    sr_xml_begin(xml, "alert");
    sr_xml_attribute(xml, "xmlns", SR_STR("urn:oasis:names:tc:emergency:cap:1.2"));
    put_elements(xml, LIST(head));
    sr_xml_begin(xml, "info");
    put_elements(xml, LIST(info));
    put_pairs(xml, "eventCode", LIST(event_codes));
    put_elements(xml, LIST(words));
    put_pairs(xml, "parameter", LIST(parameters));
    sr_xml_begin(xml, "area");
    put_elements(xml, LIST(area));
    put_pairs(xml, "geocode", LIST(geocodes));
    sr_xml_end(xml);
    sr_xml_end(xml);
    sr_xml_end(xml);
    sr_xml_close(xml);
}

const sr_export_writer sr_export_cap = {NULL, put, NULL};
