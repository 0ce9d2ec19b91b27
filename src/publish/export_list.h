/* Formats of exports: X(NAME, writer, "name on the command line", "version of the form / of our
 * filling of it", "media type", "one line").  Order: that of sr_format in <sitrep/pipeline.h>,
 * behind the formats of format_list.h.
 * SPDX-License-Identifier: Apache-2.0 */
/* clang-format off */
X(CSV, csv, "csv", "sitrep-csv/1", "text/csv; charset=utf-8", "one row an incident, for spreadsheets")
X(GEOJSON, geojson, "geojson", "rfc7946 sitrep-geojson/1", "application/geo+json", "GeoJSON feature collection, for maps")
X(ACLED, acled, "acled", "acled-31 sitrep-acled/1", "text/csv; charset=utf-8", "ACLED's 31 columns, CSV")
X(UCDP, ucdp, "ucdp", "ucdp-ged-49 sitrep-ucdp/1", "text/csv; charset=utf-8", "UCDP GED's 49 columns, CSV")
X(GTD, gtd, "gtd", "gtd-135 sitrep-gtd/1", "text/csv; charset=utf-8", "the Global Terrorism Database's 135 columns, CSV")
X(GDELT, gdelt, "gdelt", "gdelt-2.0-events sitrep-gdelt/1", "text/tab-separated-values; charset=utf-8", "GDELT 2.0 events, 61 columns, no header")
X(GDELT_MENTIONS, gdelt_mentions, "gdelt-mentions", "gdelt-2.0-mentions sitrep-gdelt/1", "text/tab-separated-values; charset=utf-8", "GDELT 2.0 mentions, 16 columns, no header")
X(KML, kml, "kml", "kml-2.2 sitrep-kml/1", "application/vnd.google-earth.kml+xml", "KML placemarks, for maps")
X(STIX, stix, "stix", "stix-2.1 sitrep-stix/1", "application/stix+json;version=2.1", "STIX 2.1 bundle, for threat platforms")
X(CAP, cap, "cap", "cap-1.2 sitrep-cap/1", "application/cap+xml", "CAP 1.2 alerts, one document an incident")
X(ATOM, atom, "atom", "rfc4287 sitrep-atom/1", "application/atom+xml", "Atom feed with places")
/* clang-format on */
