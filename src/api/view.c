/* Plain structs for users; see view.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "api/view.h"

static const char *text(sr_arena *arena, sr_str s)
{
    return s.len ? (const char *)sr_str_copy(arena, s).ptr : "";
}

static const char *day_text(sr_arena *arena, sr_day day)
{
    char out[SR_DAY_TEXT];
    sr_day_format(day, out);
    return text(arena, sr_str_c(out));
}

static sr_view_count count(sr_count c)
{
    _Static_assert(SR_VIEW_OPEN == SR_COUNT_OPEN, "the public name of an open bound");
    return (sr_view_count){c.low, c.best, c.high};
}

static const sr_view_span *spans(sr_arena *arena, sr_evidence evidence)
{
    sr_view_span *out = SR_NEW(arena, sr_view_span, evidence.n);
    for (uint32_t i = 0; i < evidence.n; i++)
        out[i] = (sr_view_span){evidence.at[i].begin, evidence.at[i].end, evidence.at[i].in_title};
    return out;
}

static sr_view_party view_party(sr_arena *arena, const sr_party *party)
{
    const sr_value *value = &party->value;
    return (sr_view_party){
        .name = text(arena, value->name),
        .actor = text(arena, value->actor),
        .kind = text(arena, value->kind),
        .description = text(arena, value->description),
        .code = text(arena, value->code),
        .effect = text(arena, value->effect),
        .about = text(arena, value->other),
        .certainty = text(arena, sr_stance_name(party->stance)),
        .by = text(arena, party->source.name),
        .by_class = text(arena, sr_speaker_class_name(party->source.class)),
        .count = count(value->count),
        .evidence = spans(arena, party->evidence),
        .n_evidence = party->evidence.n,
        .probability = (double)party->probability,
    };
}

static sr_view_parties view_parties(sr_arena *arena, sr_parties parties)
{
    sr_view_party *at = SR_NEW(arena, sr_view_party, parties.n);
    for (uint32_t i = 0; i < parties.n; i++)
        at[i] = view_party(arena, &parties.at[i]);
    return (sr_view_parties){at, parties.n};
}

static void view_place(sr_arena *arena, const sr_incident *incident, sr_view_incident *out)
{
    const sr_place_value *place = &incident->place;
    out->place = text(arena, place->name);
    out->venue = text(arena, incident->venue);
    out->admin1 = text(arena, place->admin1);
    out->country = text(arena, sr_str_c(place->country));
    out->place_precision = text(arena, sr_place_precision_name(place->precision));
    out->located = place->located;
    out->lat = place->lat;
    out->lon = place->lon;
}

static void view_incident(sr_arena *arena, const sr_incident *incident, sr_view_incident *out)
{
    out->type = text(arena, sr_incident_type_name(incident->type));
    out->subtype = text(arena, incident->subtype);
    out->stage = text(arena, sr_actuality_name(incident->stage));
    out->background = incident->background;
    out->start = day_text(arena, incident->date.first);
    out->end = day_text(arena, incident->date.last);
    out->date_precision = text(arena, sr_precision_name(incident->date.precision));
    out->time_of_day = text(arena, incident->time_of_day);
    view_place(arena, incident, out);
    out->killed = count(incident->counts[SR_HARM_KILLED]);
    out->wounded = count(incident->counts[SR_HARM_WOUNDED]);
    out->missing = count(incident->counts[SR_HARM_MISSING]);
    out->abducted = count(incident->counts[SR_HARM_ABDUCTED]);
    out->killed_attackers = count(incident->counts[SR_HARM_KILLED_ATTACKERS]);
    out->wounded_attackers = count(incident->counts[SR_HARM_WOUNDED_ATTACKERS]);
    out->perpetrators = view_parties(arena, incident->perpetrators);
    out->targets = view_parties(arena, incident->targets);
    out->victims = view_parties(arena, incident->victims);
    out->weapons = view_parties(arena, incident->weapons);
    out->warnings = view_parties(arena, incident->warnings);
    out->positions = view_parties(arena, incident->positions);
    out->relations = view_parties(arena, incident->relations);
    out->evidence = spans(arena, incident->evidence);
    out->n_evidence = incident->evidence.n;
    out->probability = (double)incident->probability;
}

void sr_view_make(const sr_reading *reading, sr_view_report *out, sr_arena *arena)
{
    const sr_report  *report = reading->report;
    uint32_t          n = reading->incidents ? reading->incidents->n : 0;
    sr_view_incident *incidents = SR_NEW(arena, sr_view_incident, n);
    for (uint32_t i = 0; i < n; i++)
        view_incident(arena, &reading->incidents->at[i], &incidents[i]);
    *out = (sr_view_report){
        .id = text(arena, report->id),
        .title = text(arena, report->title),
        .published = day_text(arena, report->published.day),
        .kind = reading->claims ? text(arena, sr_report_kind_name(reading->claims->kind)) : "",
        .relevance = reading->claims ? (double)reading->claims->relevance : 0,
        .text = (const char *)report->text.ptr,
        .text_len = report->text.len,
        .incidents = incidents,
        .n_incidents = n,
    };
}
