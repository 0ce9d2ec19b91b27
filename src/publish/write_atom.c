/* `atom`: an Atom feed (RFC 4287) with places as GeoRSS, one entry an incident.
 *
 * `updated` is the publication of the last report about an incident; an incident whose reports have
 * no date is left out, as Atom demands one and no clock is asked.  Summaries are plain text.  An
 * empty feed is dated 1970.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/codes.h"
#include "publish/export_int.h"
#include "publish/table.h"
#include "publish/uuid.h"
#include "publish/xml.h"

/* All strings of an entry, made before the library is called. */
typedef struct entry {
    sr_str id, title, updated, published, summary, url, type, point;
} entry;

static sr_str urn(sr_arena *arena, const char *what, sr_str name)
{
    char uuid[SR_UUID_TEXT];
    sr_uuid5(sr_str_format(arena, "%s/%.*s", what, SR_ARG(name)), uuid);
    return sr_str_format(arena, "urn:uuid:%s", uuid);
}

static entry prepare(const sr_row *row)
{
    const sr_export_incident *in = row->in;
    sr_str lat = sr_cell_lat(row), lon = sr_cell_lon(row);
    entry e = {.id = urn(row->arena, "incident", in->id),
               .title = sr_cell_title(row),
               .updated = sr_cell_instant(row->arena, in->last_seen),
               .published = sr_cell_instant(row->arena, in->first_seen),
               .summary = sr_cell_notes(row),
               .type = sr_incident_type_name(in->type)};
    for (uint32_t i = 0; i < in->n_reports && !e.url.len; i++)
        e.url = in->reports[i].url;
    if (lat.len && in->place.precision != SR_PLACE_PRECISION_COUNTRY)
        e.point = sr_str_format(row->arena, "%.*s %.*s", SR_ARG(lat), SR_ARG(lon));
    return e;
}

static void put(sr_exporter *exporter, const sr_export_incident *incident, sr_arena *arena)
{
    sr_row row = sr_row_of(exporter, incident, arena);
    entry e = prepare(&row);
    sr_xml *xml = exporter->xml;
    if (!e.updated.len)
        return;
    sr_xml_begin(xml, "entry");
    sr_xml_put(xml, "id", e.id);
    sr_xml_put(xml, "title", e.title);
    sr_xml_put(xml, "updated", e.updated);
    sr_xml_put(xml, "published", e.published);
    if (sr_export_is_web(e.url)) {
        sr_xml_begin(xml, "link");
        sr_xml_attribute(xml, "rel", SR_STR("alternate"));
        sr_xml_attribute(xml, "href", e.url);
        sr_xml_end(xml);
    }
    sr_xml_begin(xml, "category");
    sr_xml_attribute(xml, "term", e.type);
    sr_xml_end(xml);
    sr_xml_put(xml, "georss:point", e.point);
    sr_xml_begin(xml, "summary");
    sr_xml_text(xml, e.summary.len ? e.summary : e.title);
    sr_xml_end(xml);
    sr_xml_end(xml);
    sr_xml_line(xml);
    sr_xml_flush(xml);
}

static void start(sr_exporter *exporter)
{
    sr_xml *xml = exporter->xml = sr_xml_open(exporter->out);
    char uuid[SR_UUID_TEXT], text[SR_UUID_TEXT + 16] = "urn:uuid:";
    sr_uuid5(SR_STR("feed"), uuid);
    strcat(text, uuid);
    sr_xml_begin(xml, "feed");
    sr_xml_attribute(xml, "xmlns", SR_STR("http://www.w3.org/2005/Atom"));
    sr_xml_attribute(xml, "xmlns:georss", SR_STR("http://www.georss.org/georss"));
    sr_xml_put(xml, "id", sr_str_c(text));
    sr_xml_put(xml, "title", SR_STR("sitrep incidents"));
    sr_xml_begin(xml, "author");
    sr_xml_put(xml, "name", SR_STR("sitrep"));
    sr_xml_end(xml);
    sr_xml_begin(xml, "generator");
    sr_xml_attribute(xml, "version", sr_str_c(sr_export_version(SR_EXPORT_ATOM)));
    sr_xml_text(xml, SR_STR("sitrep"));
    sr_xml_end(xml);
    sr_xml_line(xml);
    sr_xml_flush(xml);
}

/* The order of a feed's elements is free, so its date may come when it is known. */
static void end(sr_exporter *exporter)
{
    bool some = exporter->latest.day != SR_DAY_NONE;
    sr_xml_put(exporter->xml, "updated",
               some ? sr_cell_instant(&exporter->kept, exporter->latest)
                    : SR_STR("1970-01-01T00:00:00Z"));
    sr_xml_close(exporter->xml);
    exporter->xml = NULL;
}

const sr_export_writer sr_export_atom = {start, put, end};
