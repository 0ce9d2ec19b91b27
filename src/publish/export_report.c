/* From the incident of one report to what exporters want; and small questions about it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/export_int.h"
#include "publish/table.h"

static sr_export_evidence evidence_of(sr_evidence evidence, sr_arena *arena)
{
    sr_export_span *at = SR_NEW(arena, sr_export_span, evidence.n);
    for (uint32_t i = 0; i < evidence.n; i++)
        at[i] = (sr_export_span){0, evidence.at[i]};
    return (sr_export_evidence){at, evidence.n};
}

static sr_export_parties parties_of(const sr_parties *parties, sr_arena *arena)
{
    sr_export_party *at = SR_NEW(arena, sr_export_party, parties->n);
    for (uint32_t i = 0; i < parties->n; i++) {
        const sr_party *p = &parties->at[i];
        at[i] = (sr_export_party){p->value,  p->stance,      p->source,
                                  p->stated, p->probability, evidence_of(p->evidence, arena)};
    }
    return (sr_export_parties){at, parties->n};
}

/* Ids of the export forms are words: what else stands in a report's id becomes a hash of it. */
static sr_str id_of(const sr_report *report, uint32_t number, sr_arena *arena)
{
    sr_str key = sr_str_format(arena, "%.*s\n%.*s\n%.*s\n%u", SR_ARG(report->publisher),
                               SR_ARG(report->url), SR_ARG(report->id), (unsigned)number);
    return sr_str_format(arena, "%016llx", (unsigned long long)sr_hash(key));
}

void sr_export_from_report(const sr_report *report, const sr_incident *in, uint32_t number,
                           sr_export_incident *out, sr_arena *arena)
{
    sr_export_report *one = SR_NEW(arena, sr_export_report, 1);
    *one = (sr_export_report){.id = report->id,
                              .url = report->url,
                              .publisher = report->publisher,
                              .title = report->title,
                              .language = report->language,
                              .published = report->published,
                              .text = report->text};
    *out = (sr_export_incident){
        .id = id_of(report, number, arena),
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
        .perpetrators = parties_of(&in->perpetrators, arena),
        .targets = parties_of(&in->targets, arena),
        .victims = parties_of(&in->victims, arena),
        .weapons = parties_of(&in->weapons, arena),
        .warnings = parties_of(&in->warnings, arena),
        .positions = parties_of(&in->positions, arena),
        .relations = parties_of(&in->relations, arena),
        .questions = in->questions,
        .n_questions = in->n_questions,
        .reports = one,
        .n_reports = 1,
        .support = 1,
        .first_seen = report->published,
        .last_seen = report->published,
        .evidence = evidence_of(in->evidence, arena),
        .probability = in->probability,
    };
    for (int i = 0; i < SR_HARM_COUNT; i++) {
        out->counts[i] = out->told[i] = in->counts[i];
        out->count_evidence[i] = evidence_of(in->count_evidence[i], arena);
    }
}

bool sr_export_is_event(const sr_export_incident *in)
{
    switch (in->stage) {
    case SR_ACTUALITY_ACCOMPLISHED:
    case SR_ACTUALITY_ONGOING:
    case SR_ACTUALITY_ATTEMPTED:
    case SR_ACTUALITY_FOILED:
    case SR_ACTUALITY_DISPUTED:
        return true;
    default:
        return false;
    }
}

bool sr_export_is_web(sr_str url)
{
    return sr_str_starts(url, SR_STR("http://")) || sr_str_starts(url, SR_STR("https://"));
}
