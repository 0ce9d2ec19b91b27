/* From an incident of the fold to what exporters want.
 *
 * The fold names reports by their place in its input; here they are numbered within the incident.
 * Superseded rows are left out: they are history, which these forms have no place for.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/export.h"

typedef struct folded {
    const sr_folded_incident *in;
    sr_export_report *reports;
    uint32_t *places; // [n_reports] in the fold's input
    uint32_t n_reports;
    sr_arena *arena;
} folded;

/* Number of a report of the fold's input within the incident; SR_NONE: not one of its. */
static uint32_t number_of(const folded *f, uint32_t place)
{
    for (uint32_t i = 0; i < f->n_reports; i++)
        if (f->places[i] == place)
            return i;
    return SR_NONE;
}

static void take_reports(folded *f, const sr_fold_report *reports)
{
    f->reports = SR_NEW(f->arena, sr_export_report, f->in->n_members);
    f->places = SR_NEW(f->arena, uint32_t, f->in->n_members);
    for (uint32_t i = 0; i < f->in->n_members; i++) {
        uint32_t place = f->in->members[i].report;
        if (number_of(f, place) != SR_NONE)
            continue;
        const sr_fold_report *r = &reports[place];
        f->places[f->n_reports] = place;
        f->reports[f->n_reports++] = (sr_export_report){
            r->id, r->url, r->publisher, r->title, r->language, r->published, r->text};
    }
}

static sr_export_evidence evidence_of(const folded *f, const sr_fold_evidence *evidence, uint32_t n)
{
    sr_export_span *at = SR_NEW(f->arena, sr_export_span, n);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t number = number_of(f, evidence[i].report);
        if (number != SR_NONE)
            at[kept++] = (sr_export_span){number, evidence[i].span};
    }
    return (sr_export_evidence){at, kept};
}

static sr_export_parties parties_of(const folded *f, const sr_fold_rows *rows)
{
    sr_export_party *at = SR_NEW(f->arena, sr_export_party, rows->n);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < rows->n; i++) {
        const sr_fold_row *r = &rows->at[i];
        if (r->state == SR_FOLD_SUPERSEDED)
            continue;
        at[kept++] = (sr_export_party){r->value,       r->stance,
                                       r->source,      r->stated,
                                       r->probability, evidence_of(f, r->evidence, r->n_evidence)};
    }
    return (sr_export_parties){at, kept};
}

/* Where the values that hold stand: type, date, place, then the figures. */
static sr_export_evidence evidence_of_incident(const folded *f)
{
    SR_LIST(sr_fold_evidence) all = {0};
    for (uint32_t i = 0; i < f->in->n_values; i++)
        for (uint32_t k = 0; f->in->values[i].chosen && k < f->in->values[i].n_evidence; k++)
            *SR_PUSH(f->arena, &all) = f->in->values[i].evidence[k];
    for (uint32_t i = 0; i < f->in->n_figures; i++)
        if (f->in->figures[i].state != SR_FOLD_SUPERSEDED)
            *SR_PUSH(f->arena, &all) = f->in->figures[i].evidence;
    return evidence_of(f, all.at, (uint32_t)all.n);
}

static int64_t nearest(sr_count c, bool low)
{
    int64_t ends[] = {low ? c.low : c.high, c.best, low ? c.high : c.low};
    for (size_t i = 0; i < SR_COUNT(ends); i++)
        if (ends[i] != SR_COUNT_OPEN)
            return ends[i];
    return SR_COUNT_OPEN;
}

static sr_count told(const folded *f, int harm)
{
    sr_count all = SR_COUNT_NONE;
    for (uint32_t i = 0; i < f->in->n_figures; i++) {
        const sr_fold_figure *figure = &f->in->figures[i];
        if (figure->harm != harm || figure->state == SR_FOLD_SUPERSEDED)
            continue;
        int64_t low = nearest(figure->count, true), high = nearest(figure->count, false);
        if (low != SR_COUNT_OPEN)
            all.low = all.low == SR_COUNT_OPEN ? low : SR_MIN(all.low, low);
        if (high != SR_COUNT_OPEN)
            all.high = all.high == SR_COUNT_OPEN ? high : SR_MAX(all.high, high);
    }
    return all;
}

static void take_counts(const folded *f, sr_export_incident *out)
{
    for (int h = 0; h < SR_HARM_COUNT; h++) {
        SR_LIST(sr_fold_evidence) all = {0};
        for (uint32_t i = 0; i < f->in->n_figures; i++)
            if (f->in->figures[i].harm == h && f->in->figures[i].state != SR_FOLD_SUPERSEDED)
                *SR_PUSH(f->arena, &all) = f->in->figures[i].evidence;
        out->counts[h] = f->in->record.counts[h];
        out->told[h] = told(f, h);
        out->count_evidence[h] = evidence_of(f, all.at, (uint32_t)all.n);
    }
}

void sr_export_from_folded(const sr_folded_incident *incident, const sr_fold_report *reports,
                           sr_export_incident *out, sr_arena *arena)
{
    const sr_incident *in = &incident->record;
    folded f = {.in = incident, .arena = arena};
    take_reports(&f, reports);
    *out = (sr_export_incident){
        .id = incident->id,
        .type = in->type,
        .types = in->types,
        .subtype = in->subtype,
        .factors = in->factors,
        .n_factors = in->n_factors,
        .stage = in->stage,
        .background = in->background,
        .date = in->date,
        .time_of_day = in->time_of_day,
        .place = in->place,
        .venue = in->venue,
        .perpetrators = parties_of(&f, &incident->perpetrators),
        .targets = parties_of(&f, &incident->targets),
        .victims = parties_of(&f, &incident->victims),
        .weapons = parties_of(&f, &incident->weapons),
        .warnings = parties_of(&f, &incident->warnings),
        .positions = parties_of(&f, &incident->positions),
        .relations = parties_of(&f, &incident->relations),
        .questions = in->questions,
        .n_questions = in->n_questions,
        .reports = f.reports,
        .n_reports = f.n_reports,
        .support = incident->support,
        .revision = incident->n_revisions,
        .first_seen = incident->first,
        .last_seen = incident->last,
        .evidence = evidence_of_incident(&f),
        .probability = in->probability,
    };
    take_counts(&f, out);
}
