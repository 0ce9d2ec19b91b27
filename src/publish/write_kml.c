/* `kml`: OGC KML 2.2, one placemark an incident.
 *
 * A placemark has a point only where the place is known more closely than the country; what stands
 * in the columns of `csv` stands in its extended data, by the same rules.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/codes.h"
#include "publish/export_int.h"
#include "publish/table.h"
#include "publish/xml.h"

static const sr_str nothing;

static sr_str count(const sr_row *row, int harm)
{
    sr_count c = row->in->counts[harm];
    if (!sr_count_known(c))
        return nothing;
    sr_str low = c.low == SR_COUNT_OPEN ? SR_STR("?") : sr_cell_int(row->arena, c.low);
    sr_str high = c.high == SR_COUNT_OPEN ? SR_STR("?") : sr_cell_int(row->arena, c.high);
    return sr_str_eq(low, high)
               ? low
               : sr_str_format(row->arena, "%.*s to %.*s", SR_ARG(low), SR_ARG(high));
}

static sr_str cell_type(const sr_row *row)
{
    return sr_incident_type_name(row->in->type);
}
static sr_str cell_subtype(const sr_row *row)
{
    return row->in->subtype;
}
static sr_str cell_stage(const sr_row *row)
{
    return sr_actuality_name(row->in->stage);
}
static sr_str cell_killed(const sr_row *row)
{
    return count(row, SR_HARM_KILLED);
}
static sr_str cell_wounded(const sr_row *row)
{
    return count(row, SR_HARM_WOUNDED);
}

static sr_str cell_precision(const sr_row *row)
{
    return sr_place_precision_name(row->in->place.precision);
}

static sr_str cell_date_precision(const sr_row *row)
{
    return sr_precision_name(row->in->date.precision);
}

static sr_str cell_perpetrators(const sr_row *row)
{
    sr_str all = nothing;
    for (uint32_t i = 0; i < row->in->perpetrators.n; i++) {
        const sr_export_party *p = &row->in->perpetrators.at[i];
        sr_str name = sr_party_name(p), stance = sr_stance_name(p->stance);
        if (name.len)
            all = sr_cell_join(
                row->arena, all, "; ",
                sr_str_format(row->arena, "%.*s (%.*s)", SR_ARG(name), SR_ARG(stance)));
    }
    return all;
}

static const sr_column data[] = {
    {"type", cell_type},
    {"subtype", cell_subtype},
    {"stage", cell_stage},
    {"date_precision", cell_date_precision},
    {"place", sr_cell_place},
    {"country", sr_cell_country},
    {"place_precision", cell_precision},
    {"killed", cell_killed},
    {"wounded", cell_wounded},
    {"perpetrators", cell_perpetrators},
    {"sources", sr_cell_sources},
};

/* All strings of a placemark, made before the library is called. */
typedef struct placemark {
    sr_str id, title, notes, begin, end, point, data[SR_COUNT(data)];
} placemark;

static placemark prepare(const sr_row *row)
{
    const sr_place_value *place = &row->in->place;
    bool drawn = place->located && place->precision != SR_PLACE_PRECISION_COUNTRY &&
                 place->precision != SR_PLACE_PRECISION_UNKNOWN;
    sr_str lon = sr_cell_lon(row), lat = sr_cell_lat(row);
    placemark p = {.id = sr_str_format(row->arena, "incident-%.*s", SR_ARG(row->in->id)),
                   .title = sr_cell_title(row),
                   .notes = sr_cell_notes(row),
                   .begin = sr_cell_day(row->arena, row->in->date.first),
                   .end = sr_cell_day(row->arena, row->in->date.last)};
    if (drawn)
        p.point = sr_str_format(row->arena, "%.*s,%.*s", SR_ARG(lon), SR_ARG(lat));
    for (size_t i = 0; i < SR_COUNT(data); i++)
        p.data[i] = data[i].cell(row);
    return p;
}

static void put_time(sr_xml *xml, const placemark *p)
{
    if (!p->begin.len && !p->end.len)
        return;
    sr_xml_begin(xml, "TimeSpan");
    sr_xml_put(xml, "begin", p->begin);
    sr_xml_put(xml, "end", p->end);
    sr_xml_end(xml);
}

static void put_data(sr_xml *xml, const char *name, sr_str value)
{
    if (!value.len)
        return;
    sr_xml_begin(xml, "Data");
    sr_xml_attribute(xml, "name", sr_str_c(name));
    sr_xml_put(xml, "value", value);
    sr_xml_end(xml);
}

static void put(sr_exporter *exporter, const sr_export_incident *incident, sr_arena *arena)
{
    sr_row row = sr_row_of(exporter, incident, arena);
    placemark p = prepare(&row);
    sr_xml *xml = exporter->xml;
    sr_xml_begin(xml, "Placemark");
    sr_xml_attribute(xml, "id", p.id);
    sr_xml_put(xml, "name", p.title);
    sr_xml_put(xml, "description", p.notes);
    put_time(xml, &p);
    sr_xml_begin(xml, "ExtendedData");
    for (size_t i = 0; i < SR_COUNT(data); i++)
        put_data(xml, data[i].name, p.data[i]);
    sr_xml_end(xml);
    if (p.point.len) {
        sr_xml_begin(xml, "Point");
        sr_xml_put(xml, "coordinates", p.point);
        sr_xml_end(xml);
    }
    sr_xml_end(xml);
    sr_xml_line(xml);
    sr_xml_flush(xml);
}

static void start(sr_exporter *exporter)
{
    sr_xml *xml = exporter->xml = sr_xml_open(exporter->out);
    sr_xml_begin(xml, "kml");
    sr_xml_attribute(xml, "xmlns", SR_STR("http://www.opengis.net/kml/2.2"));
    sr_xml_begin(xml, "Document");
    sr_xml_put(xml, "name", SR_STR("sitrep incidents"));
    sr_xml_begin(xml, "ExtendedData");
    put_data(xml, "schema", sr_str_c(sr_export_version(SR_EXPORT_KML)));
    sr_xml_end(xml);
    sr_xml_line(xml);
    sr_xml_flush(xml);
}

static void end(sr_exporter *exporter)
{
    sr_xml_close(exporter->xml);
    exporter->xml = NULL;
}

const sr_export_writer sr_export_kml = {start, put, end};
