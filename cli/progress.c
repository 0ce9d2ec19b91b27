/* Progress bar; see progress.h.  The clock is asked for this and for nothing else.
 * SPDX-License-Identifier: Apache-2.0 */
#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define BAR_COLUMNS 24
#define INTERVAL 0.1 // seconds between two drawings

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void progress_start(progress_bar *bar, bool wanted)
{
    *bar = (progress_bar){.on = wanted && isatty(STDERR_FILENO)};
    if (bar->on)
        bar->begun = now();
}

static void put_bar(double share)
{
    int full = (int)(share * BAR_COLUMNS + 0.5);
    fputc('[', stderr);
    for (int i = 0; i < BAR_COLUMNS; i++)
        fputc(i < full ? '#' : '.', stderr);
    fprintf(stderr, "] %3d %%  ", (int)(share * 100));
}

void progress_draw(progress_bar *bar, const sr_progress *p)
{
    if (!bar->on)
        return;
    double time = now(), spent = time - bar->begun;
    if (time - bar->drawn < INTERVAL)
        return;
    bar->drawn = time;
    bar->shown = true;
    double share = p->bytes_total ? (double)p->bytes / (double)p->bytes_total : 0;
    fputs("\r\033[K", stderr);
    if (p->bytes_total)
        put_bar(share > 1 ? 1 : share);
    fprintf(stderr, "%llu reports, %llu incidents, %.0f reports/s", (unsigned long long)p->reports,
            (unsigned long long)p->incidents, spent > 0 ? (double)p->reports / spent : 0.0);
    if (share > 0.01 && share < 1) {
        double left = spent * (1 - share) / share;
        fprintf(stderr, ", %d:%02d left", (int)(left / 60), (int)left % 60);
    }
    fflush(stderr);
}

void progress_clear(progress_bar *bar)
{
    if (bar->shown) {
        fputs("\r\033[K", stderr);
        fflush(stderr);
        bar->shown = false;
    }
}
