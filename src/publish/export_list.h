/* Formats of exports: X(NAME, writer, "version of the form / of our filling of it", "media type",
 * "one line").  The name on the command line is the writer's.  Order: that of sr_format in
 * <sitrep/pipeline.h>, behind the formats of format_list.h.
 * SPDX-License-Identifier: Apache-2.0 */
X(CSV, csv, "sitrep-csv/1", "text/csv; charset=utf-8", "one row an incident, for spreadsheets")
X(GEOJSON, geojson, "rfc7946 sitrep-geojson/1", "application/geo+json", "GeoJSON feature collection, for maps")
