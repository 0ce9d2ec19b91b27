/* Where a run's reports come from: files, or one report of the caller's memory.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_API_FEED_H
#define SR_API_FEED_H

#include <sitrep/report.h>

#include "ingest/ingest.h"
#include "pipeline/pipeline.h"

typedef struct sr_feed {
    const sr_report_input *memory; // NULL: files
    bool                   given;  // the report in memory was handed over
    sr_ingest             *ingest; // NULL: memory
} sr_feed;

/** Files, folders and "-" in the order given; sr_feed_close. */
SR_NODISCARD sr_status sr_feed_files(sr_feed *feed, const char *const *paths, size_t n,
                                     sr_error *err);
/** As sr_feed_files, in another world than the system's files, which must outlive the feed.
 *  @param describe  tells address and content type of a path; may be NULL */
SR_NODISCARD sr_status sr_feed_world(sr_feed *feed, const sr_os *os, sr_ingest_describe *describe,
                                     const char *const *paths, size_t n, sr_error *err);
/** One report, which must outlive the run. */
void sr_feed_memory(sr_feed *feed, const sr_report_input *report);
void sr_feed_close(sr_feed *feed);

/** A sr_pipeline_next over a sr_feed. */
sr_pipeline_step sr_feed_next(void *feed, sr_arena *arena, sr_report *report,
                              sr_diagnostics *notes);
/** Bytes read so far, and of the whole input; 0: not known. */
void sr_feed_progress(const sr_feed *feed, uint64_t *bytes, uint64_t *total);

#endif
