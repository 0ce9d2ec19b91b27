/* Reports of data sets, read with the program's own way and kept in memory with their claims.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_TRAIN_REPORTS_H
#define SR_TRAIN_REPORTS_H

#include "know/know.h"
#include "record/fold.h"

typedef struct sr_train_reports {
    sr_fold_report *at; // id: hash of publisher, url and text; caller_ids[0]: as in the file
    uint32_t        n, room;
} sr_train_reports;

enum {
    SR_TRAIN_SUMMARIES = 1, // most are cut to two sentences, as feeds give them
    SR_TRAIN_CROWDED = 2,   // a year is told as three weeks: as many reports a day as a large stream has
};
/** Append the reports of a file. @param claims  also read their claims; else they have none
 *  @param how  of the above */
void sr_train_read_reports(const sr_know *know, const char *path, bool claims, unsigned how, sr_train_reports *out, sr_arena *arena);

#endif
