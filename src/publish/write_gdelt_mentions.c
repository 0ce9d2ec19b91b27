/* `gdelt-mentions`: GDELT 2.0 mentions, 16 columns parted by tabs, no header: where each report
 * tells the events of `gdelt`.
 *
 * Offsets count characters, from 0, as far as a report's text is at hand.  The sentence's number is
 * left empty, tone is always 0: neither is kept.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/gdelt.h"

static const sr_str nothing;

/* One event in one report. */
typedef struct mention {
    const sr_gdelt_event *event;
    uint32_t report;
    const sr_export_report *r;
} mention;

static const mention *seen(const sr_row *row)
{
    return row->more;
}

static sr_str cell_id(const sr_row *row)
{
    return sr_str_format(row->arena, "%llu", (unsigned long long)seen(row)->event->id);
}

static sr_str cell_event_time(const sr_row *row)
{
    return sr_gdelt_stamp(row, row->in->first_seen);
}

static sr_str cell_time(const sr_row *row)
{
    return sr_gdelt_stamp(row, seen(row)->r->published);
}

/* 1 from the web, 2 known by a citation only. */
static sr_str cell_type(const sr_row *row)
{
    return seen(row)->r->url.len ? SR_STR("1") : SR_STR("2");
}

static sr_str cell_source(const sr_row *row)
{
    return sr_export_publisher(seen(row)->r);
}

static sr_str cell_identifier(const sr_row *row)
{
    return seen(row)->r->url.len ? seen(row)->r->url : seen(row)->r->id;
}

static int64_t characters(sr_str text)
{
    int64_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += (text.ptr[i] & 0xC0) != 0x80;
    return n;
}

/* First evidence in this report's text; -1 where there is none. */
static sr_str offset(const sr_row *row, sr_export_evidence evidence)
{
    sr_str text = seen(row)->r->text;
    for (uint32_t i = 0; i < evidence.n; i++) {
        sr_export_span span = evidence.at[i];
        if (span.report == seen(row)->report && !span.at.in_title && span.at.end <= text.len)
            return sr_cell_int(row->arena, characters(sr_str_slice(text, 0, span.at.begin)));
    }
    return SR_STR("-1");
}

static sr_str actor_offset(const sr_row *row, const sr_cameo_actor *actor)
{
    return actor->party ? offset(row, actor->party->evidence) : SR_STR("-1");
}

static sr_str cell_one(const sr_row *row)
{
    return actor_offset(row, &seen(row)->event->one);
}
static sr_str cell_two(const sr_row *row)
{
    return actor_offset(row, &seen(row)->event->two);
}
static sr_str cell_action(const sr_row *row)
{
    return offset(row, seen(row)->event->evidence);
}

static sr_str cell_raw(const sr_row *row)
{
    (void)row;
    return SR_STR("1");
}

/* Tens from 10 to 100. */
static sr_str cell_confidence(const sr_row *row)
{
    int tens = (int)((double)row->in->probability * 10 + 0.5);
    return sr_cell_int(row->arena, SR_MIN(SR_MAX(tens, 1), 10) * 10);
}

static sr_str cell_length(const sr_row *row)
{
    return seen(row)->r->text.len ? sr_cell_int(row->arena, characters(seen(row)->r->text))
                                  : nothing;
}

static sr_str cell_tone(const sr_row *row)
{
    (void)row;
    return SR_STR("0");
}

static sr_str cell_extras(const sr_row *row)
{
    (void)row;
    return sr_str_c(sr_export_version(SR_EXPORT_GDELT_MENTIONS));
}

static const sr_column columns[] = {
    {"GLOBALEVENTID", cell_id},
    {"EventTimeDate", cell_event_time},
    {"MentionTimeDate", cell_time},
    {"MentionType", cell_type},
    {"MentionSourceName", cell_source},
    {"MentionIdentifier", cell_identifier},
    {"SentenceID", NULL},
    {"Actor1CharOffset", cell_one},
    {"Actor2CharOffset", cell_two},
    {"ActionCharOffset", cell_action},
    {"InRawText", cell_raw},
    {"Confidence", cell_confidence},
    {"MentionDocLen", cell_length},
    {"MentionDocTone", cell_tone},
    {"MentionDocTranslationInfo", NULL},
    {"Extras", cell_extras},
};
_Static_assert(SR_COUNT(columns) == 16, "GDELT 2.0 mentions have 16 columns");

static bool tells(sr_export_evidence evidence, uint32_t report)
{
    for (uint32_t i = 0; i < evidence.n; i++)
        if (evidence.at[i].report == report)
            return true;
    return false;
}

static void put(sr_exporter *exporter, const sr_export_incident *incident, sr_arena *arena)
{
    sr_row row = sr_row_of(exporter, incident, arena);
    sr_gdelt_events events = {0};
    sr_gdelt_events_of(&row, &events);
    for (size_t e = 0; e < events.n; e++)
        for (uint32_t r = 0; r < incident->n_reports; r++) {
            mention m = {&events.at[e], r, &incident->reports[r]};
            row.more = &m;
            if (!events.at[e].position || tells(events.at[e].evidence, r))
                sr_tsv_row(exporter->out, columns, SR_COUNT(columns), &row);
        }
}

const sr_export_writer sr_export_gdelt_mentions = {NULL, put, NULL};
