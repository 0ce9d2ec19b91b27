/* Where a run's reports come from: files, or one report of the caller's memory.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_API_SOURCE_H
#define SR_API_SOURCE_H

#include <sitrep/report.h>

#include "ingest/ingest.h"
#include "pipeline/pipeline.h"

typedef struct sr_source {
    const sr_report_input *memory; // NULL: files
    bool                   given;  // the report in memory was handed over
    sr_ingest             *ingest;
} sr_source;

/** Files, folders and "-" in the order given. */
SR_NODISCARD sr_status sr_source_files(sr_source *source, const char *const *paths, size_t n,
                                       sr_error *err);
void                   sr_source_memory(sr_source *source, const sr_report_input *report);
void                   sr_source_close(sr_source *source);
/** A sr_pipeline_next over a sr_source. */
bool sr_source_next(void *source, sr_arena *arena, sr_report *report, sr_diagnostics *notes);
/** Bytes read so far, and of the whole input; 0: not known. */
void sr_source_progress(const sr_source *source, uint64_t *bytes, uint64_t *total);

#endif
