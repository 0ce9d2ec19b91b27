/* Reports into the ledger: read by the pipeline, put in by batches, folded before each commit.
 *
 *   source ─► known already? ─► pipeline (threads) ─► store, in input order ─► fold ─► commit
 *
 * The store is touched by the caller's thread alone: when a report is taken from the source, and
 * when its claims are handed over.  A batch is one transaction with its incidents, so whatever
 * happens the ledger is whole; a run that was broken off passes over what is there.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "api/engine.h"
#include "api/feed.h"
#include "api/ledger_int.h"
#include "api/ledger_put.h"
#include "base/limits.h"
#include "extract/extract.h"

#define BATCH 256

typedef struct job {
    sr_ledger_put            put;
    const sr_ingest_options *options;
    sr_feed                  feed;
    const sr_report_input   *reports; // in memory; NULL: files
    size_t                   n_reports, next_report;
    bool                     again;    // the ledger's own reports
    int64_t                  edition;  // the last one that was read again
    sr_str                   extractor;
    sr_status                status;
    sr_error                *err;
} job;

/* ---- messages ---- */

static void on_note(void *payload, const sr_diagnostic *diagnostic)
{
    job *j = payload;
    char file[512], text[512];
    j->put.totals.messages += !diagnostic->remark;
    if (!j->options->on_message)
        return;
    (void)snprintf(file, sizeof file, "%.*s", SR_ARG(diagnostic->file));
    (void)snprintf(text, sizeof text, "%.*s", SR_ARG(diagnostic->text));
    sr_message message = {file, diagnostic->offset, text, diagnostic->remark};
    j->options->on_message(&message, j->options->payload);
}

/* ---- from the source ---- */

typedef struct unread {
    int64_t edition, reading;
} unread;

static bool on_unread(void *payload, const sr_cell *c, size_t n)
{
    unread *u = payload;
    (void)n;
    u->edition = c[0].i;
    u->reading = c[1].i;
    return false;
}

/* The next report of the ledger that this extractor has not read; its names are in the ledger. */
static sr_pipeline_step from_ledger(job *j, sr_arena *arena, sr_report *report)
{
    unread    u = {0, 0};
    sr_stored stored;
    sr_store *store = j->put.ledger->store;
    j->status = sr_store_run(store, SR_SQL_UNREAD_AFTER, SR_CELLS(SR_INT(j->edition), SR_TEXT(j->extractor)), on_unread, &u, j->err);
    if (j->status != SR_OK || !u.edition)
        return SR_PIPELINE_END;
    j->edition = u.edition;
    j->status = sr_store_load_reading(store, u.reading, SR_STORED_TEXT, &stored, arena, j->err);
    if (j->status != SR_OK)
        return SR_PIPELINE_END;
    *report = stored.report;
    report->id = (sr_str){NULL, 0};
    return SR_PIPELINE_REPORT;
}

/* The next report of files, or of the caller's memory one after the other. */
static sr_pipeline_step from_source(job *j, sr_arena *arena, sr_report *report, sr_diagnostics *notes)
{
    if (j->again)
        return from_ledger(j, arena, report);
    if (!j->reports)
        return sr_feed_next(&j->feed, arena, report, notes);
    if (j->next_report == j->n_reports)
        return SR_PIPELINE_END;
    sr_feed_memory(&j->feed, &j->reports[j->next_report++]);
    return sr_feed_next(&j->feed, arena, report, notes);
}

/* A report that was read before needs no reading, only its name if that is new. */
static sr_status pass_over(job *j, const sr_report *report, bool *known)
{
    bool      named;
    sr_status status = sr_store_has_report(j->put.ledger->store, report, j->extractor, known, &named, &j->put.ledger->arena, j->err);
    if (status != SR_OK || !*known)
        return status;
    j->put.totals.reports++;
    j->put.totals.repeated++;
    return named ? SR_OK : sr_ledger_put_reading(&j->put, report, j->extractor, NULL, NULL, j->err);
}

static void tell_progress(job *j)
{
    sr_progress progress = {.reports = j->put.totals.reports, .incidents = j->put.totals.incidents};
    if (!j->options->on_progress)
        return;
    if (j->again)
        progress.bytes = 0;
    else if (j->reports)
        progress.bytes = j->next_report, progress.bytes_total = j->n_reports;
    else
        sr_feed_progress(&j->feed, &progress.bytes, &progress.bytes_total);
    if (j->options->on_progress(&progress, &j->put.totals, j->options->payload) && j->status == SR_OK)
        j->status = sr_error_set(j->err, SR_E_STOPPED, NULL, 0, "the run was stopped");
}

static sr_pipeline_step next(void *payload, sr_arena *arena, sr_report *report, sr_diagnostics *notes)
{
    job             *j = payload;
    bool             known = false;
    if (j->status != SR_OK)
        return SR_PIPELINE_END;
    if (setjmp(j->put.ledger->boundary)) {
        j->status = SR_E_NOMEM;
        return SR_PIPELINE_END;
    }
    sr_pipeline_step step = from_source(j, arena, report, notes);
    if (step != SR_PIPELINE_REPORT)
        return step;
    j->status = pass_over(j, report, &known);
    if (j->status != SR_OK)
        return SR_PIPELINE_END;
    if (known)
        tell_progress(j);
    return known ? SR_PIPELINE_SKIPPED : SR_PIPELINE_REPORT;
}

/* ---- into the store ---- */

static bool on_reading(void *payload, const sr_reading *reading, sr_str bytes, sr_arena *arena)
{
    job             *j = payload;
    const sr_claims  none = {.n = 0};
    unsigned         batch = j->options->batch ? j->options->batch : BATCH;
    (void)bytes, (void)arena;
    if (j->status != SR_OK)
        return false;
    if (setjmp(j->put.ledger->boundary)) {
        j->status = SR_E_NOMEM;
        return false;
    }
    j->put.totals.reports++;
    j->status = sr_ledger_put_reading(&j->put, reading->report, j->extractor, reading->claims ? reading->claims : &none,
                                      j->put.lexicon, j->err);
    if (j->status == SR_OK && j->put.n_batch >= batch)
        j->status = sr_ledger_put_commit(&j->put, j->err);
    if (j->status == SR_OK)
        tell_progress(j);
    return j->status == SR_OK;
}

/* What was put in before a stop is kept; after a failure it is not. */
static sr_status finish(job *j, sr_status status)
{
    sr_ledger *ledger = j->put.ledger;
    if (j->status != SR_OK)
        status = j->status;
    if (status == SR_E_NOMEM)
        return sr_ledger__no_memory(ledger, j->err);
    if (setjmp(ledger->boundary))
        return sr_ledger__no_memory(ledger, j->err);
    if (status == SR_OK || status == SR_E_STOPPED) {
        sr_status last = sr_ledger_put_commit(&j->put, j->err);
        return last == SR_OK ? status : last;
    }
    sr_store_rollback(ledger->store);
    return status;
}

static sr_status run(job *j, sr_engine *engine, sr_ingest_totals *totals)
{
    sr_pipeline_options pipeline = {.threads = SR_MAX(1u, j->options->threads), .claims_only = true,
                                    .format = SR_PUBLISH_CLAIMS, .threshold = SR_LEDGER_THRESHOLD};
    sr_pipeline_sink    sink = {on_reading, on_note, j};
    j->extractor = SR_STR(SR_EXTRACT_VERSION);
    j->put.lexicon = sr_know_lexicon(sr_engine__know(engine));
    sr_error  run_err = {0};
    sr_status status = sr_pipeline_run(sr_engine__know(engine), &pipeline, next, j, &sink, &run_err);
    if (j->status == SR_OK && status != SR_OK && j->err)
        *j->err = run_err;
    status = finish(j, status);
    if (totals) {
        uint64_t reports = j->put.totals.reports, messages = j->put.totals.messages;
        *totals = status == SR_OK || status == SR_E_STOPPED ? j->put.totals : j->put.committed;
        totals->reports = reports;
        totals->messages = messages;
    }
    sr_ledger_put_free(&j->put);
    return status;
}

static sr_status check(sr_ledger *ledger, const sr_ingest_options *options, sr_error *err)
{
    if (options->threads > SR_LIMIT_THREADS)
        return sr_error_set(err, SR_E_USAGE, NULL, 0, "more than %d threads", SR_LIMIT_THREADS);
    if (ledger->read_only)
        return sr_error_set(err, SR_E_USAGE, ledger->path, 0, "the ledger was opened for reading only");
    return SR_OK;
}

static const sr_ingest_options usual = SR_INGEST_OPTIONS_INIT;

sr_status sr_ledger_ingest_files(sr_ledger *ledger, sr_engine *engine, const char *const *paths, size_t n,
                                 const sr_ingest_options *options, sr_ingest_totals *totals, sr_error *err)
{
    sr_error own = {0};
    job      j = {.options = options ? options : &usual, .err = err ? err : &own};
    if (totals)
        *totals = (sr_ingest_totals){0};
    sr_ledger_put_init(&j.put, ledger, j.options);
    sr_status status = check(ledger, j.options, err);
    if (status == SR_OK)
        status = sr_feed_files(&j.feed, paths, n, err);
    if (status != SR_OK)
        return status;
    status = run(&j, engine, totals);
    sr_feed_close(&j.feed);
    return status;
}

sr_status sr_ledger_ingest_reports(sr_ledger *ledger, sr_engine *engine, const sr_report_input *reports, size_t n,
                                   const sr_ingest_options *options, sr_ingest_totals *totals, sr_error *err)
{
    static const sr_report_input nothing;
    sr_error own = {0};
    job      j = {.options = options ? options : &usual, .err = err ? err : &own};
    if (totals)
        *totals = (sr_ingest_totals){0};
    sr_ledger_put_init(&j.put, ledger, j.options);
    sr_status status = check(ledger, j.options, err);
    if (status != SR_OK)
        return status;
    j.reports = n ? reports : &nothing;
    j.n_reports = n;
    return run(&j, engine, totals);
}

sr_status sr_ledger_reread(sr_ledger *ledger, sr_engine *engine, const sr_ingest_options *options, sr_ingest_totals *totals,
                           sr_error *err)
{
    sr_error own = {0};
    job      j = {.options = options ? options : &usual, .again = true, .err = err ? err : &own};
    if (totals)
        *totals = (sr_ingest_totals){0};
    sr_ledger_put_init(&j.put, ledger, j.options);
    sr_status status = check(ledger, j.options, err);
    return status == SR_OK ? run(&j, engine, totals) : status;
}
