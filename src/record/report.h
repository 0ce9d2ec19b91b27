/* A report: one published document, as ingest hands it over.
 *
 * All views live in the arena the report was read into.  `text` is valid UTF-8
 * and never changed afterwards: every span of every later record counts bytes
 * of it (or of `title`).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_RECORD_REPORT_H
#define SR_RECORD_REPORT_H

#include "base/day.h"
#include "record/vocabulary.h"

/** Something in the input that was wrong and what was done about it. */
typedef struct sr_diagnostic {
    sr_str   file;   // as given by the user
    uint64_t offset; // bytes into the file
    sr_str   text;   // "what is wrong; what was done about it"
    bool     remark; // worth telling, but nothing of the input is lost: it does not count as bad
} sr_diagnostic;

/** An instant as far as a source tells it. */
typedef struct sr_instant {
    sr_day  day;            // SR_DAY_NONE: unknown
    int32_t second;         // of the day, local; -1: not told
    int32_t offset_minutes; // east of UTC; only with `has_offset`
    bool    has_offset;
} sr_instant;

typedef struct sr_report {
    sr_str     id;          // the caller's, else file name (see record format)
    sr_str     file;        // where it was read; for messages
    uint64_t   file_offset; // bytes into that file
    sr_str     url;         // empty: none
    sr_str     publisher;   // empty: unknown
    sr_str     title;       // empty: none
    sr_str     language;    // BCP 47 as given; empty: unknown
    sr_str     text;        // the body as given; spans count its bytes
    sr_instant published;   // from the caller, the date line or the dateline, in this order
    sr_str     dateline_place; // "SAN SALVADOR" of a dateline, a view into text; empty: none
    sr_str     dateline_region; // "Afghanistan" of "KABUL, Afghanistan"; empty: none
    sr_str     dateline_source; // "ACAN-EFE", "Reuters"; empty: none
    size_t     body_begin;  // bytes of text before the first sentence (date line, dateline, tags)
    sr_str     members;     // the unknown members of a JSON report, as one JSON object; empty: none
} sr_report;

#endif
