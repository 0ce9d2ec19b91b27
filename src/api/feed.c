/* Reports of files and of memory; see feed.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "api/feed.h"

#include "base/limits.h"
#include "ingest/bytes.h"
#include "ingest/dateline.h"
#include "ingest/language.h"

sr_status sr_feed_files(sr_feed *feed, const char *const *paths, size_t n, sr_error *err)
{
    *feed = (sr_feed){.memory = NULL};
    return sr_ingest_open(&feed->ingest, paths, n, NULL, err);
}

sr_status sr_feed_world(sr_feed *feed, const sr_os *os, sr_ingest_describe *describe, const char *const *paths, size_t n,
                        sr_error *err)
{
    *feed = (sr_feed){.memory = NULL};
    sr_status status = sr_ingest_open(&feed->ingest, paths, n, os, err);
    if (status == SR_OK)
        sr_ingest_set_describe(feed->ingest, describe);
    return status;
}

void sr_feed_memory(sr_feed *feed, const sr_report_input *report)
{
    *feed = (sr_feed){.memory = report};
}

void sr_feed_close(sr_feed *feed)
{
    if (feed->ingest)
        sr_ingest_close(feed->ingest);
}

static void note(sr_arena *arena, sr_diagnostics *notes, const sr_report *report, size_t offset,
                 sr_str text)
{
    *SR_PUSH(arena, notes) = (sr_diagnostic){
        .file = report->file, .offset = offset, .text = text};
}

/* A valid copy of one member. */
static sr_str member(sr_arena *arena, const char *text)
{
    sr_bytes_faults faults;
    return text ? sr_bytes_repair(sr_str_c(text), arena, &faults) : (sr_str){NULL, 0};
}

static void set_text(const sr_report_input *in, sr_arena *arena, sr_report *report,
                     sr_diagnostics *notes)
{
    sr_bytes_faults faults;
    sr_str          text = sr_str_from(in->text, in->text_len);
    if (text.len > SR_LIMIT_REPORT_BYTES) {
        text.len = SR_LIMIT_REPORT_BYTES;
        note(arena, notes, report, text.len, SR_STR("the text is too long; it was cut here"));
    }
    report->text = sr_bytes_repair(text, arena, &faults);
    if (faults.invalid || faults.nul)
        note(arena, notes, report, faults.first,
             SR_STR("the text is not UTF-8; such bytes were replaced"));
}

/* What the caller says comes before what the text's first line says. */
static void set_dates(const sr_report_input *in, sr_arena *arena, sr_report *report,
                      sr_diagnostics *notes)
{
    sr_dateline line;
    sr_dateline_read(report->text, &line);
    report->body_begin = line.body_begin;
    report->dateline_place = line.place;
    report->dateline_region = line.region;
    report->dateline_source = line.source;
    report->published = (sr_instant){.day = line.day, .second = -1};
    if (!in->published)
        return;
    sr_instant given;
    if (sr_instant_parse(sr_str_trim(sr_str_c(in->published)), &given))
        report->published = given;
    else
        note(arena, notes, report, 0,
             SR_STR("the publication date is not ISO 8601; it was left out"));
}

static sr_pipeline_step give_memory(sr_feed *feed, sr_arena *arena, sr_report *report,
                                    sr_diagnostics *notes)
{
    const sr_report_input *in = feed->memory;
    if (feed->given)
        return SR_PIPELINE_END;
    feed->given = true;
    report->file = report->id = member(arena, in->id);
    report->url = member(arena, in->url);
    report->publisher = member(arena, in->publisher);
    report->title = member(arena, in->title);
    report->language = member(arena, in->language);
    set_text(in, arena, report, notes);
    if (report->language.len == 0)
        report->language = sr_str_c(sr_language_of(report->text));
    set_dates(in, arena, report, notes);
    return SR_PIPELINE_REPORT;
}

sr_pipeline_step sr_feed_next(void *payload, sr_arena *arena, sr_report *report,
                              sr_diagnostics *notes)
{
    static const sr_pipeline_step steps[] = {[SR_INGEST_REPORT] = SR_PIPELINE_REPORT,
                                             [SR_INGEST_SKIPPED] = SR_PIPELINE_SKIPPED,
                                             [SR_INGEST_END] = SR_PIPELINE_END};
    sr_feed        *feed = payload;
    sr_ingest_notes found = {NULL, 0};
    if (feed->memory)
        return give_memory(feed, arena, report, notes);
    sr_ingest_step step = sr_ingest_next(feed->ingest, arena, report, &found);
    for (size_t i = 0; i < found.n; i++)
        *SR_PUSH(arena, notes) = found.at[i];
    return steps[step];
}

void sr_feed_progress(const sr_feed *feed, uint64_t *bytes, uint64_t *total)
{
    *bytes = *total = 0;
    if (feed->ingest)
        *bytes = sr_ingest_bytes(feed->ingest, total);
}
