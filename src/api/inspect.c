/* The run of <sitrep/inspect.h>: walks the paths, hands each file to the way that was asked for.
 * SPDX-License-Identifier: Apache-2.0 */
#include "api/inspect.h"

#include <stdio.h>

#include "base/limits.h"
#include "ingest/ingest.h"

static const struct {
    sr_inspect_one *one;
} ways[] = {
    [SR_INSPECT_PAGE] = {sr_inspect_page},
    [SR_INSPECT_FEED] = {sr_inspect_feed},
    [SR_INSPECT_DATES] = {sr_inspect_dates},
    [SR_INSPECT_WARC] = {sr_inspect_warc},
};

void sr_inspect_put(sr_inspection *run)
{
    const sr_inspect_options *o = run->options;
    sr_buf_byte(&run->line, '\n');
    if (run->line.failed)
        return; // the run ends
    run->totals.objects++;
    if (o->on_output && o->on_output((const char *)run->line.ptr, run->line.len, o->payload))
        run->stopped = true;
    sr_buf_clear(&run->line);
}

void sr_inspect_note(sr_inspection *run, const char *file, uint64_t offset, const char *text, bool remark)
{
    sr_message message = {file, offset, text, remark};
    run->totals.messages += !remark;
    if (run->options->on_message)
        run->options->on_message(&message, run->options->payload);
}

void sr_inspect_note_str(sr_inspection *run, const char *file, uint64_t offset, sr_str text, bool remark)
{
    char told[512];
    (void)snprintf(told, sizeof told, "%.*s", SR_ARG(text));
    sr_inspect_note(run, file, offset, told, remark);
}

void sr_inspect_put_instant(sr_json *json, const char *key, const sr_instant *i)
{
    char day[SR_DAY_TEXT], text[64];
    int  n;
    sr_day_format(i->day, day);
    n = snprintf(text, sizeof text, "%s", day);
    if (i->second >= 0 && n > 0)
        n += snprintf(text + n, sizeof text - (size_t)n, "T%02d:%02d:%02d", i->second / 3600, i->second / 60 % 60, i->second % 60);
    if (i->second >= 0 && i->has_offset) {
        int minutes = i->offset_minutes < 0 ? -i->offset_minutes : i->offset_minutes;
        n += snprintf(text + n, sizeof text - (size_t)n, "%c%02d:%02d", i->offset_minutes < 0 ? '-' : '+', minutes / 60, minutes % 60);
    }
    sr_json_put_str(json, key, sr_str_from(text, (size_t)n));
}

sr_str sr_inspect_name(const char *path)
{
    return sr_ingest_name(path);
}

sr_str sr_inspect_path(const sr_inspection *run, const sr_input *input)
{
    const char *path = input->path, *slash = strrchr(path, '/');
    size_t n = strlen(run->folder);
    if (!input->walked)
        return sr_str_c(slash ? slash + 1 : path);
    path += strncmp(path, run->folder, n) == 0 ? n : 0;
    while (*path == '/')
        path++;
    return sr_str_c(path);
}

bool sr_inspect_load(sr_inspection *run, const sr_input *input, size_t most, sr_str *bytes)
{
    sr_error  err = {0};
    char      text[sizeof err.text + 32];
    sr_status status = sr_source_open_bytes(&run->source, &sr_os_real, input->path, &err);
    if (status == SR_OK)
        status = sr_source_want(run->source, most + 1, &err);
    *bytes = run->source ? sr_source_window(run->source) : (sr_str){NULL, 0};
    if (status != SR_OK) {
        (void)snprintf(text, sizeof text, bytes->len ? "%s; the rest was not read" : "%s; skipped", err.text);
        sr_inspect_note(run, input->path, err.offset, text, false);
    }
    return status == SR_OK || bytes->len;
}

/* --------------------------------------------------------------------- the run */

SR_NORETURN static void leave(void *payload)
{
    longjmp(((sr_inspection *)payload)->boundary, 1);
}

/* The file at hand within its boundary. */
static sr_status within(sr_inspection *run, sr_inspect_one *one, const sr_input *input, sr_error *err)
{
    if (setjmp(run->boundary) == 0)
        return one(run, input, err);
    sr_inspect_note(run, input->path, 0, "it takes too much memory; the rest was not read", false);
    return SR_OK;
}

static sr_status run_one(sr_inspection *run, sr_inspect_one *one, const sr_input *input, sr_error *err)
{
    sr_arena_reset(&run->arena);
    sr_buf_clear(&run->line);
    if (input->fault) {
        sr_inspect_note(run, input->path, 0, input->fault, false);
        return SR_OK;
    }
    sr_status status = within(run, one, input, err);
    sr_source_close(run->source);
    sr_warc_close(run->warc);
    run->source = NULL;
    run->warc = NULL;
    return run->line.failed ? sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory") : status;
}

/* The files of one path of the user. */
static sr_status run_path(sr_inspection *run, sr_inspect_one *one, const char *path, sr_error *err)
{
    sr_walk   walk = {0};
    sr_status status = sr_walk_paths(&walk, &sr_os_real, &path, 1, err);
    run->folder = path;
    for (size_t i = 0; i < walk.n && status == SR_OK && !run->stopped; i++)
        status = run_one(run, one, &walk.inputs[i], err);
    sr_walk_free(&walk);
    return status;
}

sr_status sr_inspect_files(sr_inspect_what what, const char *const *paths, size_t n, const sr_inspect_options *options,
                           sr_inspect_totals *totals, sr_error *err)
{
    static const sr_inspect_options quiet = {0};
    sr_inspection                   run = {.options = options ? options : &quiet};
    sr_status                       status = SR_OK;
    if ((unsigned)what >= SR_COUNT(ways))
        return sr_error_set(err, SR_E_USAGE, NULL, 0, "nothing to inspect has number %d", (int)what);
    sr_arena_init(&run.arena, SR_LIMIT_REPORT_MEMORY, leave, &run);
    for (size_t i = 0; i < n && status == SR_OK && !run.stopped; i++)
        status = run_path(&run, ways[what].one, paths[i], err);
    if (totals)
        *totals = run.totals;
    sr_page_reader_close(run.page);
    sr_feed_reader_close(run.feed);
    sr_arena_free(&run.arena);
    sr_buf_free(&run.line);
    return run.stopped && status == SR_OK ? SR_E_STOPPED : status;
}
