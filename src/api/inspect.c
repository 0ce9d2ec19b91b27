/* The run of <sitrep/inspect.h>: walks the paths, hands each file to the way that was asked for.
 * SPDX-License-Identifier: Apache-2.0 */
#include "api/inspect.h"

#include <setjmp.h>
#include <stdio.h>

#include "base/limits.h"
#include "ingest/ingest.h"

static const struct {
    sr_inspect_one *one;
} ways[] = {
    [SR_INSPECT_PAGE] = {sr_inspect_page},
};

void sr_inspect_put(sr_inspection *run)
{
    const sr_inspect_options *o = run->options;
    sr_buf_byte(&run->line, '\n');
    run->totals.objects++;
    if (!run->line.failed && o->on_output && o->on_output((const char *)run->line.ptr, run->line.len, o->payload))
        run->stopped = true;
    if (!run->line.failed)
        sr_buf_clear(&run->line);
}

void sr_inspect_note(sr_inspection *run, const char *file, uint64_t offset, const char *text, bool remark)
{
    sr_message message = {file, offset, text, remark};
    run->totals.messages += !remark;
    if (run->options->on_message)
        run->options->on_message(&message, run->options->payload);
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

/* --------------------------------------------------------------------- the run */

typedef struct boundary {
    jmp_buf back;
} boundary;

static void on_oom(void *payload)
{
    longjmp(((boundary *)payload)->back, 1);
}

static sr_status run_all(sr_inspection *run, sr_inspect_one *one, const sr_walk *walk, sr_error *err)
{
    sr_status status = SR_OK;
    for (size_t i = 0; i < walk->n && status == SR_OK && !run->stopped; i++) {
        const sr_input *input = &walk->inputs[i];
        sr_arena_reset(&run->arena);
        if (input->fault)
            sr_inspect_note(run, input->path, 0, input->fault, false);
        else
            status = one(run, input, err);
        if (run->line.failed)
            status = sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    }
    return run->stopped && status == SR_OK ? SR_E_STOPPED : status;
}

sr_status sr_inspect_files(sr_inspect_what what, const char *const *paths, size_t n, const sr_inspect_options *options,
                           sr_inspect_totals *totals, sr_error *err)
{
    static const sr_inspect_options quiet = {0};
    sr_inspection                   run = {.options = options ? options : &quiet, .paths = paths, .n_paths = n};
    sr_walk                         walk = {0};
    boundary                        b;
    if ((unsigned)what >= SR_COUNT(ways))
        return sr_error_set(err, SR_E_USAGE, NULL, 0, "nothing to inspect has number %d", (int)what);
    sr_status status = sr_walk_paths(&walk, &sr_os_real, paths, n, err);
    sr_arena_init(&run.arena, SR_LIMIT_REPORT_MEMORY, on_oom, &b);
    if (status == SR_OK && setjmp(b.back) == 0)
        status = run_all(&run, ways[what].one, &walk, err);
    else if (status == SR_OK)
        status = sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    if (totals)
        *totals = run.totals;
    sr_page_reader_close(run.page);
    sr_arena_free(&run.arena);
    sr_buf_free(&run.line);
    sr_walk_free(&walk);
    return status;
}
