/* `gdelt`: GDELT 2.0 events, 61 columns parted by tabs, no header.
 *
 * AvgTone is always 0: we do not measure tone.  NumMentions counts reports up to now, not those of
 * the first quarter of an hour.  The places of the actors, ethnic and religion codes, ADM1 and ADM2
 * codes and feature ids (GNS numbers there) stay empty.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/gdelt.h"

static const sr_str nothing;

static const sr_gdelt_event *event(const sr_row *row)
{
    return row->more;
}

static sr_str cell_id(const sr_row *row)
{
    return sr_str_format(row->arena, "%llu", (unsigned long long)event(row)->id);
}

static bool has_day(const sr_row *row)
{
    return row->in->date.first != SR_DAY_NONE && row->in->date.precision != SR_PRECISION_UNKNOWN;
}

static sr_civil civil(const sr_row *row)
{
    return sr_day_civil(row->in->date.first);
}

static sr_str cell_day(const sr_row *row)
{
    if (!has_day(row))
        return nothing;
    sr_civil c = civil(row);
    return sr_str_format(row->arena, "%04d%02d%02d", c.year, c.month, c.day);
}

static sr_str cell_month(const sr_row *row)
{
    if (!has_day(row))
        return nothing;
    sr_civil c = civil(row);
    return sr_str_format(row->arena, "%04d%02d", c.year, c.month);
}

static sr_str cell_year(const sr_row *row)
{
    return has_day(row) ? sr_cell_int(row->arena, civil(row).year) : nothing;
}

static sr_str cell_fraction(const sr_row *row)
{
    if (!has_day(row))
        return nothing;
    sr_civil c = civil(row);
    return sr_cell_real(row->arena, c.year + (c.month * 30 + c.day) / 365.0, 4);
}

/* GOV of KEN is KENGOV; a known group stands before its role. */
static sr_str actor_code(const sr_row *row, const sr_cameo_actor *a)
{
    return sr_str_join(row->arena, sr_str_join(row->arena, a->country, a->group), a->role);
}

#define ACTOR_CELLS(n)                                                                             \
    static sr_str cell_##n##_code(const sr_row *row)                                               \
    {                                                                                              \
        return actor_code(row, &event(row)->n);                                                    \
    }                                                                                              \
    static sr_str cell_##n##_name(const sr_row *row)                                               \
    {                                                                                              \
        return event(row)->n.name;                                                                 \
    }                                                                                              \
    static sr_str cell_##n##_country(const sr_row *row)                                            \
    {                                                                                              \
        return event(row)->n.country;                                                              \
    }                                                                                              \
    static sr_str cell_##n##_group(const sr_row *row)                                              \
    {                                                                                              \
        return event(row)->n.group;                                                                \
    }                                                                                              \
    static sr_str cell_##n##_role(const sr_row *row)                                               \
    {                                                                                              \
        return event(row)->n.role;                                                                 \
    }
ACTOR_CELLS(one)
ACTOR_CELLS(two)

static sr_str cell_root(const sr_row *row)
{
    return row->in->background || event(row)->position ? SR_STR("0") : SR_STR("1");
}

static sr_str cell_code(const sr_row *row)
{
    return event(row)->code;
}
static sr_str cell_base(const sr_row *row)
{
    return sr_str_slice(event(row)->code, 0, 3);
}
static sr_str cell_root_code(const sr_row *row)
{
    return sr_str_slice(event(row)->code, 0, 2);
}

static sr_str cell_quad(const sr_row *row)
{
    return sr_code_cell(row->options->lexicon, "cameo", event(row)->code, "part");
}

static sr_str cell_goldstein(const sr_row *row)
{
    return sr_code_cell(row->options->lexicon, "cameo", event(row)->code, "scale");
}

static sr_str cell_articles(const sr_row *row)
{
    return sr_cell_int(row->arena, row->in->n_reports);
}

static sr_str cell_sources(const sr_row *row)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < row->in->n_reports; i++) {
        bool repeated = false;
        for (uint32_t k = 0; k < i && !repeated; k++)
            repeated = sr_str_eq(sr_export_publisher(&row->in->reports[i]),
                                 sr_export_publisher(&row->in->reports[k]));
        n += !repeated;
    }
    return sr_cell_int(row->arena, n);
}

static sr_str cell_tone(const sr_row *row)
{
    (void)row;
    return SR_STR("0");
}

/* 1 country, 2 state and 3 city of the United States, 4 city and 5 first-level division elsewhere.
 */
static sr_str cell_geo_type(const sr_row *row)
{
    bool us = sr_str_eq(sr_str_c(row->in->place.country), SR_STR("US"));
    switch (row->in->place.precision) {
    case SR_PLACE_PRECISION_COUNTRY:
        return SR_STR("1");
    case SR_PLACE_PRECISION_ADMIN1:
        return us ? SR_STR("2") : SR_STR("5");
    case SR_PLACE_PRECISION_ADMIN2:
    case SR_PLACE_PRECISION_CITY:
    case SR_PLACE_PRECISION_EXACT:
        return us ? SR_STR("3") : SR_STR("4");
    default:
        return SR_STR("0");
    }
}

static sr_str cell_geo_name(const sr_row *row)
{
    const sr_place_value *place = &row->in->place;
    sr_str name = nothing;
    if (place->precision != SR_PLACE_PRECISION_COUNTRY &&
        place->precision != SR_PLACE_PRECISION_ADMIN1)
        name = place->name;
    name = sr_cell_join(row->arena, name, ", ", sr_cell_admin1(row));
    return sr_cell_join(row->arena, name, ", ", sr_cell_country(row));
}

static sr_str cell_geo_country(const sr_row *row)
{
    return sr_country_cell(row->options->lexicon, sr_str_c(row->in->place.country), "fips");
}

static sr_str cell_added(const sr_row *row)
{
    return sr_gdelt_stamp(row, row->in->first_seen);
}

static sr_str cell_url(const sr_row *row)
{
    for (uint32_t i = 0; i < row->in->n_reports; i++)
        if (row->in->reports[i].url.len)
            return row->in->reports[i].url;
    return nothing;
}

#define EMPTY(name)                                                                                \
    {                                                                                              \
        name, NULL                                                                                 \
    }
#define ACTOR_COLUMNS(n, N)                                                                        \
    {"Actor" N "Code", cell_##n##_code}, {"Actor" N "Name", cell_##n##_name},                      \
        {"Actor" N "CountryCode", cell_##n##_country},                                             \
        {"Actor" N "KnownGroupCode", cell_##n##_group}, EMPTY("Actor" N "EthnicCode"),             \
        EMPTY("Actor" N "Religion1Code"), EMPTY("Actor" N "Religion2Code"),                        \
        {"Actor" N "Type1Code", cell_##n##_role}, EMPTY("Actor" N "Type2Code"),                    \
        EMPTY("Actor" N "Type3Code")
#define NO_GEO(N)                                                                                  \
    EMPTY("Actor" N "Geo_Type"), EMPTY("Actor" N "Geo_FullName"),                                  \
        EMPTY("Actor" N "Geo_CountryCode"), EMPTY("Actor" N "Geo_ADM1Code"),                       \
        EMPTY("Actor" N "Geo_ADM2Code"), EMPTY("Actor" N "Geo_Lat"), EMPTY("Actor" N "Geo_Long"),  \
        EMPTY("Actor" N "Geo_FeatureID")

static const sr_column columns[] = {
    {"GlobalEventID", cell_id},
    {"Day", cell_day},
    {"MonthYear", cell_month},
    {"Year", cell_year},
    {"FractionDate", cell_fraction},
    ACTOR_COLUMNS(one, "1"),
    ACTOR_COLUMNS(two, "2"),
    {"IsRootEvent", cell_root},
    {"EventCode", cell_code},
    {"EventBaseCode", cell_base},
    {"EventRootCode", cell_root_code},
    {"QuadClass", cell_quad},
    {"GoldsteinScale", cell_goldstein},
    {"NumMentions", cell_articles},
    {"NumSources", cell_sources},
    {"NumArticles", cell_articles},
    {"AvgTone", cell_tone},
    NO_GEO("1"),
    NO_GEO("2"),
    {"ActionGeo_Type", cell_geo_type},
    {"ActionGeo_FullName", cell_geo_name},
    {"ActionGeo_CountryCode", cell_geo_country},
    EMPTY("ActionGeo_ADM1Code"),
    EMPTY("ActionGeo_ADM2Code"),
    {"ActionGeo_Lat", sr_cell_lat},
    {"ActionGeo_Long", sr_cell_lon},
    EMPTY("ActionGeo_FeatureID"),
    {"DATEADDED", cell_added},
    {"SOURCEURL", cell_url},
};
_Static_assert(SR_COUNT(columns) == 61, "GDELT 2.0 events have 61 columns");

static void put(sr_exporter *exporter, const sr_export_incident *incident, sr_arena *arena)
{
    sr_row row = sr_row_of(exporter, incident, arena);
    sr_gdelt_events events = {0};
    sr_gdelt_events_of(&row, &events);
    for (size_t i = 0; i < events.n; i++) {
        row.more = &events.at[i];
        sr_tsv_row(exporter->out, columns, SR_COUNT(columns), &row);
    }
}

const sr_export_writer sr_export_gdelt = {NULL, put, NULL};
