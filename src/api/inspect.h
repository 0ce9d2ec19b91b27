/* Inside `inspect`: what the ways of looking at a file share.  Each has a file inspect_<what>.c and
 * a row in the table of inspect.c.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_API_INSPECT_H
#define SR_API_INSPECT_H

#include <sitrep/inspect.h>

#include <setjmp.h>

#include "ingest/feed.h"
#include "ingest/page.h"
#include "ingest/source.h"
#include "ingest/warc.h"
#include "ingest/walk.h"
#include "publish/json.h"
#include "record/report.h"

typedef struct sr_inspection {
    const sr_inspect_options *options;
    sr_inspect_totals         totals;
    sr_arena                  arena;    // of one file; reset before it
    jmp_buf                   boundary; // where the arena's handler leaves to: the file at hand is given up
    sr_source                *source;   // of the file at hand; closed behind it
    sr_warc                  *warc;     // likewise
    sr_buf                    line;     // the object being written
    sr_page_reader           *page;     // opened when the first page comes
    sr_feed_reader           *feed;     // opened when the first feed comes
    bool                      stopped;
    const char               *folder;   // the path given by the user that the file is of
} sr_inspection;

/** Look at one file. @return SR_OK; SR_E_NOMEM ends the run */
typedef sr_status sr_inspect_one(sr_inspection *run, const sr_input *input, sr_error *err);

sr_inspect_one sr_inspect_page, sr_inspect_feed, sr_inspect_dates, sr_inspect_warc;

/** The object in run->line is whole: hand it over and clear it. */
void sr_inspect_put(sr_inspection *run);
/** Tell of something wrong, or with `remark` of something worth knowing, in a file. */
void sr_inspect_note(sr_inspection *run, const char *file, uint64_t offset, const char *text, bool remark);
/** As above, of a view. */
void sr_inspect_note_str(sr_inspection *run, const char *file, uint64_t offset, sr_str text, bool remark);
/** key and "YYYY-MM-DD[THH:MM:SS[+HH:MM]]"; null when unknown. */
void sr_inspect_put_instant(sr_json *json, const char *key, const sr_instant *instant);
/** The name of a report that a file holds: without folder and endings. Views into path. */
sr_str sr_inspect_name(const char *path);
/** The path below the folder that the user gave; of a file given itself, its name. */
sr_str sr_inspect_path(const sr_inspection *run, const sr_input *input);
/** The file's bytes, unpacked, up to `most`, as run->source; false: there are none, which was told. */
bool sr_inspect_load(sr_inspection *run, const sr_input *input, size_t most, sr_str *bytes);

#endif
