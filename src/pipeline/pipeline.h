/* The way of one report, and a run over many.
 *
 * sr_pipeline_read is the main path: text → annotate → extract → fuse, one call a room.
 * sr_pipeline_run takes reports from a source, reads them with several threads, writes each in the
 * wanted format and hands the bytes over in the order of the input, so that the number of threads
 * never shows.  Out of memory is one path per report: the report is given up with a diagnostic and
 * written as one without incidents.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_PIPELINE_PIPELINE_H
#define SR_PIPELINE_PIPELINE_H

#include "know/know.h"
#include "publish/publish.h"

typedef struct sr_pipeline_options {
    sr_publish_format format;
    float             threshold; // claims less probable than this are left out; [0, 1]
    unsigned          threads;   // 1 to SR_LIMIT_THREADS; 1: no thread is started
    bool              color;
    size_t            memory;    // bytes one report may take; 0: SR_LIMIT_REPORT_MEMORY
    bool              claims_only; // nothing is fused and nothing written: for a ledger
} sr_pipeline_options;

/** All that is read from one report; lives in its arena. */
typedef struct sr_pipeline_result {
    sr_document  doc;
    sr_claims    claims;
    sr_incidents incidents;
} sr_pipeline_result;

/** Read one report. Pure: depends on nothing but its arguments.
 *  @param out  zeroed before
 *  Calls the arena's handler when out of memory. */
void sr_pipeline_read(const sr_report *report, const sr_know *know,
                      const sr_pipeline_options *options, sr_pipeline_result *out,
                      sr_arena *arena);

/** Diagnostics that go with a report, in the order they were found. */
typedef SR_LIST(sr_diagnostic) sr_diagnostics;

typedef enum sr_pipeline_step {
    SR_PIPELINE_REPORT,  // a report; notes may be about it
    SR_PIPELINE_SKIPPED, // no report: the notes say what was passed over; go on
    SR_PIPELINE_END,     // no more reports; notes may still tell something
} sr_pipeline_step;

/** Gives the next report. Runs in the caller's thread; may leave by the arena's handler and must
 *  then go on behind the report that was too large.
 *  @param arena   the report's; report and notes live there
 *  @param notes   out: what was wrong with the input since the last step */
typedef sr_pipeline_step sr_pipeline_next(void *source, sr_arena *arena, sr_report *report,
                                          sr_diagnostics *notes);

/** What is done with one report that was read, in the order of the input; false: stop the run. */
typedef struct sr_pipeline_sink {
    bool (*reading)(void *payload, const sr_reading *reading, sr_str bytes, sr_arena *arena);
    void (*note)(void *payload, const sr_diagnostic *diagnostic);
    void *payload;
} sr_pipeline_sink;

/** Read all reports of a source.
 *  @return SR_OK; SR_E_STOPPED when the sink asked for it; SR_E_NOMEM */
SR_NODISCARD sr_status sr_pipeline_run(const sr_know *know, const sr_pipeline_options *options,
                                       sr_pipeline_next *next, void *source,
                                       const sr_pipeline_sink *sink, sr_error *err);

#endif
