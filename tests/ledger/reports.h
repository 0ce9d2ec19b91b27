/* Sets of reports made up for tests, from a seed: incidents told by several publishers, later
 * figures, copies, new versions at an address, background, reports without a date, quiet ones.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_TESTS_LEDGER_REPORTS_H
#define SR_TESTS_LEDGER_REPORTS_H

#include <sitrep/report.h>

#include <stdint.h>

typedef struct made_report {
    sr_report_input in;
    char id[24], url[96], publisher[32], published[32], title[160], text[1200];
} made_report;

/** Next number of a seed (SplitMix64, Steele et al. 2014). */
uint64_t made_random(uint64_t *seed);
/** A set of n reports. @param spread  places × days that incidents are spread over; 0: few */
void made_set(made_report *out, size_t n, uint64_t seed, unsigned spread);
/** The same, as a stream: incidents of the days [from, from + n_days), in towns of the caller's, each with names
 *  of its own.  @param towns  [n_towns] the first ones see the most */
void made_stream(made_report *out, size_t n, uint64_t seed, unsigned from, unsigned n_days, const char *const *towns,
                 unsigned n_towns);
/** Reports in another order. */
void made_shuffle(made_report **order, size_t n, uint64_t *seed);

#endif
