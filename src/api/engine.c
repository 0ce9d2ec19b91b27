/* The engine of <sitrep/pipeline.h>: knowledge opened once, runs over files or one report.
 *
 * Place on the way: behind the only door that cli and server use; calls ingest for reports and
 * pipeline for everything else, and turns records into the public structs.
 * SPDX-License-Identifier: Apache-2.0 */
#include <sitrep/sitrep.h>

#include <stdio.h>
#include <stdlib.h>

#include "annotate/annotate.h"
#include "api/engine.h"
#include "api/feed.h"
#include "api/view.h"
#include "base/limits.h"
#include "pipeline/pipeline.h"
#include "publish/export.h"
#include "text/text.h"

struct sr_engine {
    sr_know *know;
};

#define X(NAME, name, annotations) _Static_assert((int)SR_PUBLISH_##NAME == (int)SR_FORMAT_##NAME, "same order");
#include "publish/format_list.h"
#undef X
#define X(NAME, writer, name, version, media, what)                                                               \
    _Static_assert((int)SR_PUBLISH_COUNT + (int)SR_EXPORT_##NAME == (int)SR_FORMAT_##NAME, "same order");
#include "publish/export_list.h"
#undef X

const char *sr_version(void) { return SITREP_VERSION; }

/* Formats of `read`: name, one line. */
static const struct {
    const char *name, *what;
} formats[] = {
    [SR_FORMAT_TEXT] = {"text", "for people"},
    [SR_FORMAT_JSON] = {"json", "one JSON object a report"},
    [SR_FORMAT_CLAIMS] = {"claims", "one JSON object a claim"},
    [SR_FORMAT_ANNOTATIONS] = {"annotations", "CoNLL-U: tokens, tags, trees, names, times, places"},
    [SR_FORMAT_MUC4] = {"muc4", "MUC-4 templates, JSON lines"},
    [SR_FORMAT_GVDB] = {"gvdb", "Gun Violence Database form, JSON lines"},
    [SR_FORMAT_NONE] = {"none", "nothing"},
};
_Static_assert(SR_COUNT(formats) == SR_PUBLISH_COUNT, "one row a format");

const char *sr_format_name(int format)
{
    if (format >= 0 && format < (int)SR_PUBLISH_COUNT)
        return formats[format].name;
    return format >= 0 && format < (int)SR_FORMAT_COUNT
               ? sr_export_name((sr_export_kind)(format - (int)SR_PUBLISH_COUNT)) : NULL;
}

const char *sr_format_summary(int format)
{
    if (format >= 0 && format < (int)SR_PUBLISH_COUNT)
        return formats[format].what;
    return format >= 0 && format < (int)SR_FORMAT_COUNT
               ? sr_export_summary((sr_export_kind)(format - (int)SR_PUBLISH_COUNT)) : NULL;
}

static void tell_notes(const sr_know *know, const sr_engine_options *options)
{
    size_t              n;
    const sr_know_note *notes = sr_know_notes(know, &n);
    for (size_t i = 0; options && options->on_message && i < n; i++) {
        char       text[256];
        sr_message message = {.file = notes[i].file, .text = text, .remark = 1};
        (void)snprintf(text, sizeof text, "line %u: %s", (unsigned)notes[i].line, notes[i].text);
        options->on_message(&message, options->payload);
    }
}

sr_status sr_engine_open(sr_engine **out, const sr_engine_options *options, sr_error *err)
{
    sr_know_options know = {.phrase = sr_text_phrase};
    sr_engine      *engine = calloc(1, sizeof *engine);
    *out = NULL;
    if (!engine)
        return sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    if (options) {
        know.data_dir = options->data_dir;
        know.models_dir = options->models_dir;
    }
    sr_status status = sr_know_open(&engine->know, &know, err);
    if (status == SR_OK && (status = sr_annotate_check(engine->know, err)) != SR_OK)
        sr_know_close(engine->know);
    if (status != SR_OK) {
        free(engine);
        return status;
    }
    tell_notes(engine->know, options);
    *out = engine;
    return SR_OK;
}

void sr_engine_close(sr_engine *engine)
{
    if (!engine)
        return;
    sr_know_close(engine->know);
    free(engine);
}

const sr_know *sr_engine__know(const sr_engine *engine) { return engine->know; }

/* What a run hands over goes to the user's callbacks. */
typedef struct user {
    const sr_read_options *options;
    sr_feed               *feed;
    sr_read_totals         totals;
    bool                   exports; // the format is one of publish/export.h
    sr_export_options      export_options;
    sr_exporter            exporter;
    sr_buf                 bytes; // what the exporter wrote and the user was not given yet
} user;

static void on_note(void *payload, const sr_diagnostic *diagnostic)
{
    user *u = payload;
    char  file[512], text[512];
    u->totals.messages += !diagnostic->remark;
    if (!u->options->on_message)
        return;
    (void)snprintf(file, sizeof file, "%.*s", SR_ARG(diagnostic->file));
    (void)snprintf(text, sizeof text, "%.*s", SR_ARG(diagnostic->text));
    sr_message message = {file, diagnostic->offset, text, diagnostic->remark};
    u->options->on_message(&message, u->options->payload);
}

/* Hand over what the exporter wrote; true: the user wants to stop. */
static int flush(user *u)
{
    sr_str bytes = sr_buf_view(&u->bytes);
    int    stop = 0;
    u->totals.bytes_out += bytes.len;
    if (bytes.len && u->options->on_output)
        stop = u->options->on_output((const char *)bytes.ptr, bytes.len, u->options->payload);
    sr_buf_clear(&u->bytes);
    return stop;
}

static int export_reading(user *u, const sr_reading *reading, sr_arena *arena)
{
    sr_buf_clear(&u->bytes); // of a report that was left half written
    for (uint32_t i = 0; reading->incidents && i < reading->incidents->n; i++) {
        sr_export_incident in;
        sr_export_from_report(reading->report, &reading->incidents->at[i], i, &in, arena);
        sr_export_put(&u->exporter, &in, arena);
    }
    return flush(u);
}

static void tell_left_out(user *u)
{
    if (!u->exporter.left_out || !u->options->on_message)
        return;
    char       text[160];
    sr_message message = {.file = sr_export_name(u->exporter.format), .text = text, .remark = 1};
    (void)snprintf(text, sizeof text, "%llu incidents have no place in this form; left out",
                   (unsigned long long)u->exporter.left_out);
    u->options->on_message(&message, u->options->payload);
}

static bool on_reading(void *payload, const sr_reading *reading, sr_str bytes, sr_arena *arena)
{
    user                  *u = payload;
    const sr_read_options *options = u->options;
    int                    stop = 0;
    u->totals.reports++;
    u->totals.incidents += reading->incidents ? reading->incidents->n : 0;
    u->totals.bytes_out += bytes.len;
    if (u->exports)
        stop = export_reading(u, reading, arena);
    else if (options->on_output)
        stop = options->on_output((const char *)bytes.ptr, bytes.len, options->payload);
    if (!stop && options->on_report) {
        sr_view_report view;
        sr_view_make(reading, &view, arena);
        stop = options->on_report(&view, options->payload);
    }
    if (!stop && options->on_progress) {
        sr_progress progress = {.reports = u->totals.reports, .incidents = u->totals.incidents};
        sr_feed_progress(u->feed, &progress.bytes, &progress.bytes_total);
        options->on_progress(&progress, options->payload);
    }
    return !stop;
}

static sr_status check(const sr_read_options *options, sr_error *err)
{
    if ((unsigned)options->format >= SR_FORMAT_COUNT)
        return sr_error_set(err, SR_E_USAGE, NULL, 0, "no format has number %d",
                            (int)options->format);
    if (!(options->threshold >= 0 && options->threshold <= 1))
        return sr_error_set(err, SR_E_USAGE, NULL, 0, "threshold is not between 0 and 1");
    if (options->threads > SR_LIMIT_THREADS)
        return sr_error_set(err, SR_E_USAGE, NULL, 0, "more than %d threads", SR_LIMIT_THREADS);
    return SR_OK;
}

static sr_status run(sr_engine *engine, sr_feed *feed, const sr_read_options *options,
                     sr_read_totals *totals, sr_error *err)
{
    user                u = {.options = options, .feed = feed};
    sr_pipeline_options pipeline = {.format = (sr_publish_format)options->format,
                                    .threshold = (float)options->threshold,
                                    .threads = SR_MAX(1u, options->threads),
                                    .color = options->color != 0};
    sr_pipeline_sink    sink = {on_reading, on_note, &u};
    sr_status           status = SR_OK;
    u.exports = (unsigned)options->format >= SR_PUBLISH_COUNT;
    if (u.exports) {
        pipeline.format = SR_PUBLISH_NONE;
        u.export_options.lexicon = sr_know_lexicon(engine->know);
        sr_export_start(&u.exporter, (sr_export_kind)(options->format - (int)SR_PUBLISH_COUNT),
                        &u.export_options, &u.bytes);
        if (flush(&u))
            status = sr_error_set(err, SR_E_STOPPED, NULL, 0, "the run was stopped");
    }
    if (status == SR_OK)
        status = sr_pipeline_run(engine->know, &pipeline, sr_feed_next, feed, &sink, err);
    if (u.exports) {
        sr_buf_clear(&u.bytes);
        sr_export_end(&u.exporter);
        if (status == SR_OK && flush(&u))
            status = sr_error_set(err, SR_E_STOPPED, NULL, 0, "the run was stopped");
        tell_left_out(&u);
        sr_export_free(&u.exporter);
        sr_buf_free(&u.bytes);
    }
    if (totals)
        *totals = u.totals;
    return status;
}

sr_status sr_engine__run(sr_engine *engine, sr_feed *feed, const sr_read_options *options,
                         sr_read_totals *totals, sr_error *err)
{
    sr_status status = check(options, err);
    return status == SR_OK ? run(engine, feed, options, totals, err) : status;
}

sr_status sr_engine_read_files(sr_engine *engine, const char *const *paths, size_t n,
                               const sr_read_options *options, sr_read_totals *totals,
                               sr_error *err)
{
    sr_feed feed;
    if (totals)
        *totals = (sr_read_totals){0};
    sr_status status = check(options, err);
    if (status == SR_OK)
        status = sr_feed_files(&feed, paths, n, err);
    if (status != SR_OK)
        return status;
    status = run(engine, &feed, options, totals, err);
    sr_feed_close(&feed);
    return status;
}

sr_status sr_engine_read_report(sr_engine *engine, const sr_report_input *report,
                                const sr_read_options *options, sr_read_totals *totals,
                                sr_error *err)
{
    sr_feed feed;
    if (totals)
        *totals = (sr_read_totals){0};
    sr_status status = check(options, err);
    if (status != SR_OK)
        return status;
    sr_feed_memory(&feed, report);
    status = run(engine, &feed, options, totals, err);
    sr_feed_close(&feed);
    return status;
}
