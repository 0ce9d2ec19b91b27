/* `acled`: the 31 columns of ACLED's present export, CSV.
 *
 * Codes are ours, in ACLED's words; ids carry our own prefix, never one of theirs.  Left out are
 * incidents of a kind ACLED has no place for, and what did not happen (planned, threatened,
 * hypothetical, retracted).  Fatalities are the low bound, by ACLED's convention for vague words
 * (dozens 12, hundreds 100); empty, not 0, where no report speaks of deaths.  A contested
 * perpetrator is an unidentified one.  source_scale, assoc_actor_1 and, for a group whose aims no
 * word tells, inter1 stay empty.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/codes.h"
#include "publish/export_int.h"
#include "publish/table.h"

static const sr_str nothing;

static sr_str sub_event(const sr_row *row)
{
    return sr_code(row->options->lexicon, row->in->type, row->in->subtype, SR_SCHEME_ACLED,
                   row->sides.cases);
}

static sr_str cell_event(const sr_row *row)
{
    return sr_code_cell(row->options->lexicon, "acled", sub_event(row), "part");
}

static sr_str cell_disorder(const sr_row *row)
{
    return sr_code_cell(row->options->lexicon, "acled", sub_event(row), "scale");
}

static sr_str country_cell(const sr_row *row, const char *column)
{
    return sr_country_cell(row->options->lexicon, sr_str_c(row->in->place.country), column);
}

static sr_str cell_event_id(const sr_row *row)
{
    sr_str iso3 = country_cell(row, "iso3");
    return sr_str_format(row->arena, "SITREP-%.*s%s%.*s", SR_ARG(iso3), iso3.len ? "-" : "",
                         SR_ARG(row->in->id));
}

static sr_str cell_iso(const sr_row *row)
{
    return country_cell(row, "number");
}
static sr_str cell_region(const sr_row *row)
{
    return country_cell(row, "acled_region");
}

/* ACLED has days, weeks and months; a season, a year or "by then" has no date there. */
static sr_str cell_time_precision(const sr_row *row)
{
    switch (row->in->date.precision) {
    case SR_PRECISION_HOUR:
    case SR_PRECISION_PART_OF_DAY:
    case SR_PRECISION_DAY:
        return SR_STR("1");
    case SR_PRECISION_WEEK:
        return SR_STR("2");
    case SR_PRECISION_MONTH:
        return SR_STR("3");
    default:
        return nothing;
    }
}

static sr_str cell_date(const sr_row *row)
{
    return cell_time_precision(row).len ? sr_cell_day(row->arena, row->in->date.first) : nothing;
}

static sr_str cell_year(const sr_row *row)
{
    sr_period date = row->in->date;
    if (date.first == SR_DAY_NONE || date.last == SR_DAY_NONE ||
        date.precision == SR_PRECISION_UNKNOWN)
        return nothing;
    int year = sr_day_civil(date.first).year;
    return year == sr_day_civil(date.last).year ? sr_cell_int(row->arena, year) : nothing;
}

/* "Police Forces of Kenya", "Rioters (Kenya)". */
static sr_str actor(const sr_row *row, const sr_export_party *party, sr_role role)
{
    sr_str country = sr_cell_country(row), name = party ? sr_party_name(party) : nothing;
    bool known = party && sr_party_is_named(party);
    switch (role) {
    case SR_ROLE_MILITARY:
        return known ? name : sr_cell_join(row->arena, SR_STR("Military Forces"), " of ", country);
    case SR_ROLE_POLICE:
        return known ? name : sr_cell_join(row->arena, SR_STR("Police Forces"), " of ", country);
    case SR_ROLE_GOVERNMENT:
        return known ? name : sr_cell_join(row->arena, SR_STR("Government"), " of ", country);
    case SR_ROLE_RIOTERS:
        return sr_str_format(row->arena, "Rioters (%.*s)", SR_ARG(country));
    case SR_ROLE_PROTESTERS:
        return sr_str_format(row->arena, "Protesters (%.*s)", SR_ARG(country));
    case SR_ROLE_CIVILIANS:
        return sr_str_format(row->arena, "Civilians (%.*s)", SR_ARG(country));
    default:
        if (known || (party && sr_str_eq(party->value.kind, SR_STR("person"))))
            return name;
        return party ? sr_str_format(row->arena, "Unidentified Armed Group (%.*s)", SR_ARG(country))
                     : nothing;
    }
}

/* Whose event a demonstration or a mob is needs no name. */
static sr_role first_role(const sr_row *row)
{
    if (row->sides.n_by && sr_export_contested(row->in, SR_FIELD_PERPETRATOR))
        return SR_ROLE_UNIDENTIFIED;
    sr_str event = cell_event(row);
    if (row->sides.n_by)
        return row->sides.by_role;
    if (sr_str_eq(event, SR_STR("Protests")))
        return SR_ROLE_PROTESTERS;
    return sr_str_eq(event, SR_STR("Riots")) ? SR_ROLE_RIOTERS : SR_ROLE_UNKNOWN;
}

static sr_str cell_actor1(const sr_row *row)
{
    if (row->sides.n_by && sr_export_contested(row->in, SR_FIELD_PERPETRATOR))
        return sr_str_format(row->arena, "Unidentified Armed Group (%.*s)",
                             SR_ARG(sr_cell_country(row)));
    return actor(row, row->sides.n_by ? row->sides.by[0] : NULL, first_role(row));
}

static sr_str cell_actor2(const sr_row *row)
{
    const sr_export_party *on = row->sides.on;
    return on && row->sides.on_role != SR_ROLE_UNKNOWN ? actor(row, on, row->sides.on_role)
                                                       : nothing;
}

static sr_str cell_inter1(const sr_row *row)
{
    return sr_role_acled(first_role(row));
}
static sr_str cell_inter2(const sr_row *row)
{
    return sr_role_acled(row->sides.on_role);
}

static sr_str cell_interaction(const sr_row *row)
{
    sr_str a = cell_inter1(row), b = cell_inter2(row);
    return a.len && b.len ? sr_cell_join(row->arena, a, "-", b) : nothing;
}

/* Who the civilians were, as far as ACLED has words for it. */
static sr_str cell_assoc2(const sr_row *row)
{
    static const struct {
        const char *code, *name;
    } words[] = {
        {"media", "Journalists"},        {"medical", "Health Workers"},
        {"ngo", "Aid Workers"},          {"education", "Teachers"},
        {"legal_or_judicial", "Judges"}, {"government_official", "Government Officials"},
        {"business", "Business"},
    };
    sr_str country = sr_cell_country(row), all = nothing;
    for (size_t w = 0; w < SR_COUNT(words); w++)
        for (uint32_t i = 0; i < row->in->victims.n; i++)
            if (sr_str_eq(row->in->victims.at[i].value.code, sr_str_c(words[w].code))) {
                all = sr_cell_join(
                    row->arena, all, "; ",
                    sr_str_format(row->arena, "%s (%.*s)", words[w].name, SR_ARG(country)));
                break;
            }
    return all;
}

static sr_str cell_civilians(const sr_row *row)
{
    return row->sides.cases >> SR_CASE_ON_CIVILIANS & 1 ? SR_STR("Civilian targeting") : nothing;
}

static sr_str cell_geo_precision(const sr_row *row)
{
    switch (row->in->place.precision) {
    case SR_PLACE_PRECISION_EXACT:
    case SR_PLACE_PRECISION_CITY:
        return row->in->place.radius_km > 0 ? SR_STR("2") : SR_STR("1");
    case SR_PLACE_PRECISION_ADMIN2:
        return SR_STR("2");
    case SR_PLACE_PRECISION_ADMIN1:
    case SR_PLACE_PRECISION_COUNTRY:
        return SR_STR("3");
    default:
        return nothing;
    }
}

static sr_str cell_fatalities(const sr_row *row)
{
    sr_count killed = row->in->counts[SR_HARM_KILLED];
    int64_t low, best, high;
    if (!sr_export_bounds(killed, &low, &best, &high))
        return nothing;
    if (killed.best == SR_COUNT_OPEN && killed.high == SR_COUNT_OPEN)
        low = low == 24 ? 12 : low == 20 ? 10 : low == 200 ? 100 : low; // dozens, tens, hundreds
    return sr_cell_int(row->arena, low);
}

static sr_str cell_tags(const sr_row *row)
{
    return sr_str_format(row->arena, "schema=%s", sr_export_version(SR_EXPORT_ACLED));
}

static sr_str cell_timestamp(const sr_row *row)
{
    int64_t seconds = sr_cell_seconds(row->in->last_seen);
    return seconds == INT64_MIN ? nothing : sr_cell_int(row->arena, seconds);
}

static const sr_column columns[] = {
    {"event_id_cnty", cell_event_id},
    {"event_date", cell_date},
    {"year", cell_year},
    {"time_precision", cell_time_precision},
    {"disorder_type", cell_disorder},
    {"event_type", cell_event},
    {"sub_event_type", sub_event},
    {"actor1", cell_actor1},
    {"assoc_actor_1", NULL},
    {"inter1", cell_inter1},
    {"actor2", cell_actor2},
    {"assoc_actor_2", cell_assoc2},
    {"inter2", cell_inter2},
    {"interaction", cell_interaction},
    {"civilian_targeting", cell_civilians},
    {"iso", cell_iso},
    {"region", cell_region},
    {"country", sr_cell_country},
    {"admin1", sr_cell_admin1},
    {"admin2", sr_cell_admin2},
    {"admin3", NULL},
    {"location", sr_cell_place},
    {"latitude", sr_cell_lat},
    {"longitude", sr_cell_lon},
    {"geo_precision", cell_geo_precision},
    {"source", sr_cell_sources},
    {"source_scale", NULL},
    {"notes", sr_cell_notes},
    {"fatalities", cell_fatalities},
    {"tags", cell_tags},
    {"timestamp", cell_timestamp},
};
_Static_assert(SR_COUNT(columns) == 31, "ACLED has 31 columns");

static void start(sr_exporter *exporter)
{
    sr_csv_header(exporter->out, columns, SR_COUNT(columns));
}

static void put(sr_exporter *exporter, const sr_export_incident *incident, sr_arena *arena)
{
    sr_row row = sr_row_of(exporter, incident, arena);
    if (sr_export_is_event(incident) && sub_event(&row).len)
        sr_csv_row(exporter->out, columns, SR_COUNT(columns), &row);
}

const sr_export_writer sr_export_acled = {start, put, NULL};
