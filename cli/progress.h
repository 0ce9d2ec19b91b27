/* A bar on standard error: share done, rate, time left.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_CLI_PROGRESS_H
#define SR_CLI_PROGRESS_H

#include <sitrep/pipeline.h>

#include <stdbool.h>

typedef struct progress_bar {
    bool   on;    // standard error is a terminal and a bar is wanted
    double begun; // seconds of the steady clock
    double drawn; // when it was last drawn
    bool   shown; // the line has a bar on it
} progress_bar;

void progress_start(progress_bar *bar, bool wanted);
/** Draw it, at most ten times a second. */
void progress_draw(progress_bar *bar, const sr_progress *progress);
/** Take it off the line, before a message and at the end. */
void progress_clear(progress_bar *bar);

#endif
