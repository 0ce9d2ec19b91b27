/* Articles that are spread over several pages, put together again.
 *
 * A page that has a next one waits for it; when that comes, its text is added, and the article goes on its
 * way when the last page is there, when too many wait, or at the end of the run.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_JOINED_H
#define SR_INGEST_JOINED_H

#include "base/buf.h"
#include "record/report.h"

typedef struct sr_joined sr_joined;

/** A report and the pages it was put together of. */
typedef struct sr_joined_report {
    sr_report report;
    unsigned  pages;
} sr_joined_report;

/** @return NULL: out of memory */
sr_joined *sr_joined_open(void);
void       sr_joined_close(sr_joined *joined);

/** A page came.  @param url   it was read from
 *  @param next  address of the page after it; empty: it is the last
 *  @return true: it waits, or was added to one that does */
bool sr_joined_take(sr_joined *joined, const sr_report *report, sr_str url, sr_str next);

/** An article that is whole, or with `end` the next that waits; copied into the arena.
 *  @return false: none */
bool sr_joined_give(sr_joined *joined, bool end, sr_arena *arena, sr_joined_report *out);

#endif
