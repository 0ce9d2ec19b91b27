/* `csv`: one row an incident, in our own words, for spreadsheets and data frames.
 *
 * Lists are joined by "; ".  A perpetrator is "NAME (stance, by whom)", so that a suspicion never
 * stands there as a fact.  Bounds that no report gives stay empty.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/codes.h"
#include "publish/export_int.h"
#include "publish/table.h"

static const sr_str nothing;

static sr_str cell_schema(const sr_row *row)
{
    (void)row;
    return sr_str_c(sr_export_version(SR_EXPORT_CSV));
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
static sr_str cell_role(const sr_row *row)
{
    return row->in->background ? SR_STR("background") : SR_STR("main");
}

static sr_str cell_start(const sr_row *row)
{
    return sr_cell_day(row->arena, row->in->date.first);
}
static sr_str cell_end(const sr_row *row)
{
    return sr_cell_day(row->arena, row->in->date.last);
}
static sr_str cell_time(const sr_row *row)
{
    return row->in->time_of_day;
}
static sr_str cell_venue(const sr_row *row)
{
    return row->in->venue;
}
static sr_str cell_name(const sr_row *row)
{
    return row->in->place.name;
}
static sr_str cell_iso2(const sr_row *row)
{
    return sr_str_c(row->in->place.country);
}

static sr_str cell_date_precision(const sr_row *row)
{
    return sr_precision_name(row->in->date.precision);
}

static sr_str cell_place_precision(const sr_row *row)
{
    return sr_place_precision_name(row->in->place.precision);
}

static sr_str cell_geonameid(const sr_row *row)
{
    uint32_t id = row->in->place.geonameid;
    return id ? sr_cell_int(row->arena, id) : nothing;
}

static sr_str bound(const sr_row *row, int64_t n)
{
    return n == SR_COUNT_OPEN ? nothing : sr_cell_int(row->arena, n);
}

#define COUNT_CELLS(name, HARM)                                                                    \
    static sr_str name##_low(const sr_row *row)                                                    \
    {                                                                                              \
        return bound(row, row->in->counts[HARM].low);                                              \
    }                                                                                              \
    static sr_str name##_best(const sr_row *row)                                                   \
    {                                                                                              \
        return bound(row, row->in->counts[HARM].best);                                             \
    }                                                                                              \
    static sr_str name##_high(const sr_row *row)                                                   \
    {                                                                                              \
        return bound(row, row->in->counts[HARM].high);                                             \
    }
COUNT_CELLS(killed, SR_HARM_KILLED)
COUNT_CELLS(wounded, SR_HARM_WOUNDED)
COUNT_CELLS(missing, SR_HARM_MISSING)
COUNT_CELLS(abducted, SR_HARM_ABDUCTED)
COUNT_CELLS(killed_attackers, SR_HARM_KILLED_ATTACKERS)
COUNT_CELLS(wounded_attackers, SR_HARM_WOUNDED_ATTACKERS)

static sr_str perpetrator(const sr_row *row, const sr_export_party *p)
{
    sr_str stance = sr_stance_name(p->stance), name = sr_party_name(p);
    if (!name.len)
        return nothing;
    return p->source.name.len
               ? sr_str_format(row->arena, "%.*s (%.*s, by %.*s)", SR_ARG(name), SR_ARG(stance),
                               SR_ARG(p->source.name))
               : sr_str_format(row->arena, "%.*s (%.*s)", SR_ARG(name), SR_ARG(stance));
}

static sr_str cell_perpetrators(const sr_row *row)
{
    sr_str all = nothing;
    for (uint32_t i = 0; i < row->in->perpetrators.n; i++)
        all = sr_cell_join(row->arena, all, "; ", perpetrator(row, &row->in->perpetrators.at[i]));
    return all;
}

/* Names of a list, each once. */
static sr_str names(const sr_row *row, const sr_export_parties *parties)
{
    sr_str all = nothing;
    for (uint32_t i = 0; i < parties->n; i++) {
        sr_str name = sr_party_name(&parties->at[i]);
        bool repeated = false;
        for (uint32_t k = 0; k < i && !repeated; k++)
            repeated = sr_str_eq(name, sr_party_name(&parties->at[k]));
        if (!repeated)
            all = sr_cell_join(row->arena, all, "; ", name);
    }
    return all;
}

static sr_str cell_targets(const sr_row *row)
{
    return names(row, &row->in->targets);
}
static sr_str cell_victims(const sr_row *row)
{
    return names(row, &row->in->victims);
}
static sr_str cell_weapons(const sr_row *row)
{
    return names(row, &row->in->weapons);
}

static sr_str cell_questions(const sr_row *row)
{
    static const char *const kinds[] = {
#define X(NAME, text) text,
        SR_QUESTION_KIND_LIST(X)
#undef X
    };
    sr_str all = nothing;
    for (uint32_t i = 0; i < row->in->n_questions; i++) {
        sr_str field = sr_field_name(row->in->questions[i].field);
        all = sr_cell_join(row->arena, all, "; ",
                           sr_str_format(row->arena, "%s: %.*s", kinds[row->in->questions[i].kind],
                                         SR_ARG(field)));
    }
    return all;
}

static sr_str cell_urls(const sr_row *row)
{
    sr_str all = nothing;
    for (uint32_t i = 0; i < row->in->n_reports; i++)
        all = sr_cell_join(row->arena, all, " ", row->in->reports[i].url);
    return all;
}

static sr_str cell_reports(const sr_row *row)
{
    return sr_cell_int(row->arena, row->in->n_reports);
}
static sr_str cell_support(const sr_row *row)
{
    return sr_cell_int(row->arena, row->in->support);
}

static sr_str cell_first_seen(const sr_row *row)
{
    return sr_cell_when(row->arena, row->in->first_seen);
}

static sr_str cell_last_seen(const sr_row *row)
{
    return sr_cell_when(row->arena, row->in->last_seen);
}

static sr_str cell_probability(const sr_row *row)
{
    return sr_cell_real(row->arena, (double)row->in->probability, 3);
}

#define COUNT_COLUMNS(name)                                                                        \
    {#name "_low", name##_low}, {#name "_best", name##_best},                                      \
    {                                                                                              \
#name "_high", name##_high                                                                 \
    }

static const sr_column columns[] = {
    {"id", sr_cell_id},
    {"title", sr_cell_title},
    {"type", cell_type},
    {"subtype", cell_subtype},
    {"stage", cell_stage},
    {"role", cell_role},
    {"date_start", cell_start},
    {"date_end", cell_end},
    {"date_precision", cell_date_precision},
    {"time_of_day", cell_time},
    {"venue", cell_venue},
    {"place", cell_name},
    {"admin2", sr_cell_admin2},
    {"admin1", sr_cell_admin1},
    {"country", sr_cell_country},
    {"country_iso2", cell_iso2},
    {"latitude", sr_cell_lat},
    {"longitude", sr_cell_lon},
    {"place_precision", cell_place_precision},
    {"geonameid", cell_geonameid},
    COUNT_COLUMNS(killed),
    COUNT_COLUMNS(wounded),
    COUNT_COLUMNS(missing),
    COUNT_COLUMNS(abducted),
    COUNT_COLUMNS(killed_attackers),
    COUNT_COLUMNS(wounded_attackers),
    {"perpetrators", cell_perpetrators},
    {"targets", cell_targets},
    {"victims", cell_victims},
    {"weapons", cell_weapons},
    {"open_questions", cell_questions},
    {"notes", sr_cell_notes},
    {"sources", sr_cell_sources},
    {"urls", cell_urls},
    {"reports", cell_reports},
    {"independent_reports", cell_support},
    {"first_seen", cell_first_seen},
    {"last_seen", cell_last_seen},
    {"probability", cell_probability},
    {"schema", cell_schema},
};

static void start(sr_exporter *exporter)
{
    sr_csv_header(exporter->out, columns, SR_COUNT(columns));
}

static void put(sr_exporter *exporter, const sr_export_incident *incident, sr_arena *arena)
{
    sr_row row = sr_row_of(exporter, incident, arena);
    sr_csv_row(exporter->out, columns, SR_COUNT(columns), &row);
}

const sr_export_writer sr_export_csv = {start, put, NULL};
