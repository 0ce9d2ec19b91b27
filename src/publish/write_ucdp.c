/* `ucdp`: the 49 columns of UCDP GED, CSV.
 *
 * UCDP counts events with at least one death; others are left out, as is what did not happen.
 * Numbers of conflicts, dyads and sides are UCDP's own and stay empty, except that side_*_new_id
 * hold numbers of ours.  A perpetrator who is only blamed, contested or has no name ("gunmen") is
 * no side.  low and high are the outermost bounds of all reports that stand, contested ones
 * included (sr_export_bounds says what an open bound is), best is the figure that holds, and
 * deaths_a + deaths_b + deaths_civilians + deaths_unknown = best always.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/codes.h"
#include "publish/country.h"
#include "publish/export_int.h"
#include "publish/table.h"

#include <math.h>

static const sr_str nothing;

/* How UCDP sees an incident; one a row. */
typedef struct view {
    sr_str side_a, side_b;
    char kind; // '1' state-based '2' non-state '3' one-sided; 0 not known
    int64_t low, best, high;
    int64_t a, b, civilians, unknown;
} view;

static bool is_state(sr_role role)
{
    return role == SR_ROLE_GOVERNMENT || role == SR_ROLE_MILITARY || role == SR_ROLE_POLICE;
}

static bool is_group(sr_role role)
{
    return role == SR_ROLE_REBELS || role == SR_ROLE_MILITIA || role == SR_ROLE_IDENTITY ||
           role == SR_ROLE_GROUP || role == SR_ROLE_UNIDENTIFIED;
}

static sr_str side_name(const sr_row *row, const sr_export_party *party, sr_role role)
{
    if (!party)
        return nothing;
    if (is_state(role))
        return sr_cell_join(row->arena, SR_STR("Government of"), " ", sr_cell_country(row));
    return role == SR_ROLE_CIVILIANS ? SR_STR("Civilians") : sr_party_name(party);
}

static char kind_of(const sr_sides *s)
{
    if (s->on_role == SR_ROLE_CIVILIANS)
        return is_state(s->by_role) || is_group(s->by_role) ? '3' : 0;
    if (is_state(s->by_role) || is_state(s->on_role))
        return is_group(s->by_role) || is_group(s->on_role) ? '1' : 0;
    return is_group(s->by_role) && is_group(s->on_role) ? '2' : 0;
}

/* Who died: attackers as far as they were told apart, the rest by the side that was hit. */
static void share_deaths(const sr_row *row, view *v, bool known, bool swapped)
{
    sr_count attackers = row->in->counts[SR_HARM_KILLED_ATTACKERS];
    int64_t by = attackers.best != SR_COUNT_OPEN  ? attackers.best
                 : attackers.low != SR_COUNT_OPEN ? attackers.low
                                                  : 0;
    by = known ? SR_MIN(SR_MAX(by, INT64_C(0)), v->best) : 0; // nobody's dead are no side's
    int64_t rest = v->best - by;
    *(swapped ? &v->b : &v->a) = by;
    if (row->sides.on_role == SR_ROLE_CIVILIANS)
        v->civilians = rest;
    else if (is_state(row->sides.on_role) || is_group(row->sides.on_role))
        *(swapped ? &v->a : &v->b) = rest;
    else
        v->unknown = rest;
}

static bool view_of(const sr_row *row, view *v)
{
    const sr_sides *s = &row->sides;
    const sr_export_party *by = s->n_by && sr_party_is_sure(row->in, s->by[0]) &&
                                        (is_state(s->by_role) || sr_party_is_named(s->by[0]))
                                    ? s->by[0]
                                    : NULL;
    bool swapped = is_state(s->on_role) && !is_state(s->by_role); // the state is always side a
    *v = (view){.kind = by ? kind_of(s) : 0};
    if (!sr_export_bounds(row->in->counts[SR_HARM_KILLED], &v->low, &v->best, &v->high) ||
        v->best < 1)
        return false;
    int64_t low, best, high; // of all that reports say, what others contradict too
    if (sr_export_bounds(row->in->told[SR_HARM_KILLED], &low, &best, &high)) {
        v->low = SR_MIN(v->low, low);
        v->high = SR_MAX(v->high, high);
    }
    v->side_a = side_name(row, by, s->by_role);
    v->side_b = s->on_role == SR_ROLE_UNKNOWN ? nothing : side_name(row, s->on, s->on_role);
    if (swapped) {
        sr_str a = v->side_a;
        v->side_a = v->side_b;
        v->side_b = a;
    }
    share_deaths(row, v, by != NULL, swapped);
    return true;
}

static const view *seen(const sr_row *row)
{
    return row->more;
}

static sr_str own_number(const sr_row *row, sr_str text)
{
    return text.len ? sr_str_format(row->arena, "%llu", (unsigned long long)(sr_hash(text) >> 16))
                    : nothing;
}

static sr_str cell_number(const sr_row *row)
{
    return own_number(row, row->in->id);
}

static sr_str cell_relid(const sr_row *row)
{
    return sr_str_format(row->arena, "SITREP-%.*s", SR_ARG(row->in->id));
}

static sr_str cell_year(const sr_row *row)
{
    sr_day day = row->in->date.first;
    return day == SR_DAY_NONE ? nothing : sr_cell_int(row->arena, sr_day_civil(day).year);
}

static sr_str cell_status(const sr_row *row)
{
    (void)row;
    return SR_STR("Candidate");
}

static sr_str cell_kind(const sr_row *row)
{
    return seen(row)->kind ? sr_str_from(&seen(row)->kind, 1) : nothing;
}

static sr_str cell_side_a(const sr_row *row)
{
    return seen(row)->side_a;
}
static sr_str cell_side_b(const sr_row *row)
{
    return seen(row)->side_b;
}
static sr_str cell_side_a_id(const sr_row *row)
{
    return own_number(row, seen(row)->side_a);
}
static sr_str cell_side_b_id(const sr_row *row)
{
    return own_number(row, seen(row)->side_b);
}

static sr_str cell_dyad(const sr_row *row)
{
    sr_str a = seen(row)->side_a, b = seen(row)->side_b;
    return a.len && b.len ? sr_cell_join(row->arena, a, " - ", b) : nothing;
}

static sr_str cell_n_sources(const sr_row *row)
{
    return sr_cell_int(row->arena, row->in->support);
}

/* "publisher","date","title" of each report, ";" between. */
static sr_str cell_article(const sr_row *row)
{
    sr_str all = nothing;
    for (uint32_t i = 0; i < row->in->n_reports; i++) {
        const sr_export_report *r = &row->in->reports[i];
        sr_str by = sr_export_publisher(r), day = sr_cell_day(row->arena, r->published.day);
        sr_str one = sr_str_format(row->arena, "\"%.*s,%.*s,%.*s\"", SR_ARG(by), SR_ARG(day),
                                   SR_ARG(r->title));
        all = sr_cell_join(row->arena, all, ";", one);
    }
    return all;
}

static sr_str cell_source_date(const sr_row *row)
{
    return row->in->n_reports ? sr_cell_day(row->arena, row->in->reports[0].published.day)
                              : nothing;
}

static sr_str cell_headline(const sr_row *row)
{
    return row->in->n_reports ? row->in->reports[0].title : nothing;
}

/* Who told the reports: speakers behind perpetrators and positions, each once. */
static sr_str cell_original(const sr_row *row)
{
    const sr_export_parties *lists[] = {&row->in->perpetrators, &row->in->positions};
    sr_str all = nothing;
    for (size_t l = 0; l < SR_COUNT(lists); l++)
        for (uint32_t i = 0; i < lists[l]->n; i++) {
            sr_str name = lists[l]->at[i].source.name;
            if (name.len && sr_str_search(all, name, 0) >= all.len)
                all = sr_cell_join(row->arena, all, "; ", name);
        }
    return all;
}

static sr_str cell_where_prec(const sr_row *row)
{
    switch (row->in->place.precision) {
    case SR_PLACE_PRECISION_EXACT:
    case SR_PLACE_PRECISION_CITY:
        return row->in->place.radius_km > 0 ? SR_STR("2") : SR_STR("1");
    case SR_PLACE_PRECISION_ADMIN2:
        return SR_STR("3");
    case SR_PLACE_PRECISION_ADMIN1:
        return SR_STR("4");
    case SR_PLACE_PRECISION_COUNTRY:
        return SR_STR("6");
    default:
        return nothing;
    }
}

static sr_str cell_where(const sr_row *row)
{
    return sr_cell_join(row->arena, row->in->venue, ", ", sr_cell_place(row));
}

static sr_str cell_wkt(const sr_row *row)
{
    sr_str lat = sr_cell_lat(row), lon = sr_cell_lon(row);
    return lat.len ? sr_str_format(row->arena, "POINT (%.*s %.*s)", SR_ARG(lon), SR_ARG(lat))
                   : nothing;
}

/* Cells of half a degree, counted from 90 S 180 W eastwards, then northwards, from 1. */
static sr_str cell_priogrid(const sr_row *row)
{
    const sr_place_value *place = &row->in->place;
    if (!place->located)
        return nothing;
    int64_t y = SR_MIN((int64_t)floor((place->lat + 90) * 2), INT64_C(359));
    int64_t x = SR_MIN((int64_t)floor((place->lon + 180) * 2), INT64_C(719));
    return sr_cell_int(row->arena, y * 720 + x + 1);
}

static sr_str country_cell(const sr_row *row, const char *column)
{
    return sr_country_cell(row->options->lexicon, sr_str_c(row->in->place.country), column);
}

static sr_str cell_country_id(const sr_row *row)
{
    return country_cell(row, "gw");
}
static sr_str cell_region(const sr_row *row)
{
    return country_cell(row, "ucdp_region");
}

static sr_str cell_clarity(const sr_row *row)
{
    return row->in->date.precision == SR_PRECISION_UNKNOWN ? nothing : SR_STR("1");
}

static sr_str cell_date_prec(const sr_row *row)
{
    sr_period date = row->in->date;
    switch (date.precision) {
    case SR_PRECISION_HOUR:
    case SR_PRECISION_PART_OF_DAY:
    case SR_PRECISION_DAY:
        return date.first == date.last ? SR_STR("1") : SR_STR("2");
    case SR_PRECISION_WEEK:
        return SR_STR("3");
    case SR_PRECISION_MONTH:
        return SR_STR("4");
    case SR_PRECISION_SEASON:
    case SR_PRECISION_YEAR:
        return SR_STR("5");
    default:
        return nothing;
    }
}

static sr_str cell_start(const sr_row *row)
{
    return sr_cell_day(row->arena, row->in->date.first);
}
static sr_str cell_end(const sr_row *row)
{
    return sr_cell_day(row->arena, row->in->date.last);
}
static sr_str cell_a(const sr_row *row)
{
    return sr_cell_int(row->arena, seen(row)->a);
}
static sr_str cell_b(const sr_row *row)
{
    return sr_cell_int(row->arena, seen(row)->b);
}
static sr_str cell_civilians(const sr_row *row)
{
    return sr_cell_int(row->arena, seen(row)->civilians);
}
static sr_str cell_unknown(const sr_row *row)
{
    return sr_cell_int(row->arena, seen(row)->unknown);
}
static sr_str cell_best(const sr_row *row)
{
    return sr_cell_int(row->arena, seen(row)->best);
}
static sr_str cell_high(const sr_row *row)
{
    return sr_cell_int(row->arena, seen(row)->high);
}
static sr_str cell_low(const sr_row *row)
{
    return sr_cell_int(row->arena, seen(row)->low);
}

static sr_str government_number(const sr_row *row, sr_str side)
{
    return sr_str_starts(side, SR_STR("Government of")) ? country_cell(row, "gw") : nothing;
}

static sr_str cell_gwnoa(const sr_row *row)
{
    return government_number(row, seen(row)->side_a);
}
static sr_str cell_gwnob(const sr_row *row)
{
    return government_number(row, seen(row)->side_b);
}

static const sr_column columns[] = {
    {"id", cell_number},
    {"relid", cell_relid},
    {"year", cell_year},
    {"active_year", NULL},
    {"code_status", cell_status},
    {"type_of_violence", cell_kind},
    {"conflict_dset_id", NULL},
    {"conflict_new_id", NULL},
    {"conflict_name", NULL},
    {"dyad_dset_id", NULL},
    {"dyad_new_id", NULL},
    {"dyad_name", cell_dyad},
    {"side_a_dset_id", NULL},
    {"side_a_new_id", cell_side_a_id},
    {"side_a", cell_side_a},
    {"side_b_dset_id", NULL},
    {"side_b_new_id", cell_side_b_id},
    {"side_b", cell_side_b},
    {"number_of_sources", cell_n_sources},
    {"source_article", cell_article},
    {"source_office", sr_cell_sources},
    {"source_date", cell_source_date},
    {"source_headline", cell_headline},
    {"source_original", cell_original},
    {"where_prec", cell_where_prec},
    {"where_coordinates", sr_cell_place},
    {"where_description", cell_where},
    {"adm_1", sr_cell_admin1},
    {"adm_2", sr_cell_admin2},
    {"latitude", sr_cell_lat},
    {"longitude", sr_cell_lon},
    {"geom_wkt", cell_wkt},
    {"priogrid_gid", cell_priogrid},
    {"country", sr_cell_country},
    {"country_id", cell_country_id},
    {"region", cell_region},
    {"event_clarity", cell_clarity},
    {"date_prec", cell_date_prec},
    {"date_start", cell_start},
    {"date_end", cell_end},
    {"deaths_a", cell_a},
    {"deaths_b", cell_b},
    {"deaths_civilians", cell_civilians},
    {"deaths_unknown", cell_unknown},
    {"best", cell_best},
    {"high", cell_high},
    {"low", cell_low},
    {"gwnoa", cell_gwnoa},
    {"gwnob", cell_gwnob},
};
_Static_assert(SR_COUNT(columns) == 49, "UCDP GED has 49 columns");

static void start(sr_exporter *exporter)
{
    sr_csv_header(exporter->out, columns, SR_COUNT(columns));
}

static void put(sr_exporter *exporter, const sr_export_incident *incident, sr_arena *arena)
{
    sr_row row = sr_row_of(exporter, incident, arena);
    view v;
    if (!sr_export_is_event(incident) || !view_of(&row, &v))
        return;
    row.more = &v;
    sr_csv_row(exporter->out, columns, SR_COUNT(columns), &row);
}

const sr_export_writer sr_export_ucdp = {start, put, NULL};
