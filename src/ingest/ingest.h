/* Reports from files, folders and standard input.
 *
 * First stage of the way: bytes -> reports.  Paths are walked when the run is opened (folders
 * sorted by the bytes of their names, so that a run is the same everywhere); files are read piece
 * by piece, so a file of JSON lines may be of any size.  gzip, xz and zstd are opened as they are,
 * UTF-16 with a byte order mark is converted.
 *
 * Whatever is wrong with an input becomes a note and the run goes on.
 * One owner; not thread-safe.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_INGEST_H
#define SR_INGEST_INGEST_H

#include "base/os.h"
#include "record/report.h"

typedef struct sr_ingest sr_ingest;

typedef enum sr_ingest_step {
    SR_INGEST_REPORT,  // a report; notes may be about it
    SR_INGEST_SKIPPED, // no report: the notes say what was passed over; go on
    SR_INGEST_END,     // all inputs are read; notes may still tell something
} sr_ingest_step;

typedef struct sr_ingest_notes {
    const sr_diagnostic *at; // [n] in the arena
    size_t               n;
} sr_ingest_notes;

/** Walk the paths.  "-" is standard input.
 *  @param paths  [n] terminated; a path that cannot be read becomes a note of the first steps.
 *                n == 0: standard input
 *  @param os     the outside world, outlives the run; NULL: the system's
 *  @param out    belongs to the caller; sr_ingest_close
 *  @return SR_OK or SR_E_NOMEM */
SR_NODISCARD sr_status sr_ingest_open(sr_ingest **out, const char *const *paths, size_t n,
                                      const sr_os *os, sr_error *err);

/** The next report, in input order.
 *  @param arena   where report and notes live; given by the caller for each step, so that reports
 *                 can be handed to threads.  Its handler may leave by longjmp: the run stays sound
 *                 and goes on behind the report that was too large
 *  Cost: linear in the bytes of the report. */
SR_NODISCARD sr_ingest_step sr_ingest_next(sr_ingest *ingest, sr_arena *arena, sr_report *report,
                                           sr_ingest_notes *notes);

/** Bytes of input read so far, and in all (packed files as they lie on disk); *total is 0 when
 *  standard input or a pipe is among them. */
uint64_t sr_ingest_bytes(const sr_ingest *ingest, uint64_t *total);

/** Address and content type of a path, as the world tells them; views that outlive the run. */
typedef void sr_ingest_describe(void *world, const char *path, sr_str *url, sr_str *content_type);
/** For worlds whose files have addresses: fetched documents. */
void sr_ingest_set_describe(sr_ingest *ingest, sr_ingest_describe *describe);

void sr_ingest_close(sr_ingest *ingest);

/** The name that a report without id gets: the file's without folder and endings ("stdin" for
 *  "-"). A view into `path`. */
sr_str sr_ingest_name(const char *path);

#endif
