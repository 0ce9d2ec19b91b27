/* Looking at sources by themselves: what a page, a feed or an archive gave, before any reading of
 * meaning.  One JSON object a line; the members are those of docs/format-record.md, "inspect".
 *
 * No engine is needed: nothing is known here beside the formats.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SITREP_INSPECT_H
#define SITREP_INSPECT_H

#include <sitrep/error.h>
#include <sitrep/report.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What the files are taken for. */
typedef enum sr_inspect_what {
    SR_INSPECT_PAGE, /* HTML pages: text, title, author, dates, where each was found */
    SR_INSPECT_FEED, /* RSS, RDF, Atom, CDF, JSON Feed: an object a feed */
    SR_INSPECT_DATES, /* lines {"id","input"}: an object {"id","utc"} each */
    SR_INSPECT_WARC   /* web archives: an object a record */
} sr_inspect_what;

/** Callbacks may be NULL; on_output that returns non-zero stops the run. */
typedef struct sr_inspect_options {
    int (*on_output)(const char *bytes, size_t len, void *payload); /* one line a call */
    void (*on_message)(const sr_message *message, void *payload);
    void *payload;
} sr_inspect_options;

typedef struct sr_inspect_totals {
    uint64_t objects;  /* lines written */
    uint64_t messages; /* bad input that was told, remarks not counted */
} sr_inspect_totals;

/** Inspect files, folders (walked, sorted) and "-" (standard input), in the order given; packed
 *  files (.gz, .xz, .zst) are opened as they are.
 *  @param paths   [n] terminated
 *  @param totals  filled in any case; may be NULL
 *  @return SR_OK, also when some input was bad (totals->messages tells); SR_E_STOPPED when the
 *  callback asked for it; SR_E_USAGE, SR_E_NOMEM */
SR_API SR_NODISCARD sr_status sr_inspect_files(sr_inspect_what what, const char *const *paths, size_t n,
                                               const sr_inspect_options *options,
                                               sr_inspect_totals *totals, sr_error *err);

#ifdef __cplusplus
}
#endif

#endif
