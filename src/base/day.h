/* Civil days: the proleptic Gregorian calendar as day numbers.
 *
 * A day is an int32: days since 1970-01-01, negative before.  SR_DAY_NONE is
 * "unknown".  Never asks the clock.
 * Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_BASE_DAY_H
#define SR_BASE_DAY_H

#include "base/str.h"

typedef int32_t sr_day;
#define SR_DAY_NONE INT32_MIN

typedef struct sr_civil {
    int year;  // 1 to 9999
    int month; // 1 to 12
    int day;   // 1 to 31
} sr_civil;

/** Day number of a date; SR_DAY_NONE if there is no such date (30 February, year 0). */
sr_day   sr_day_from(int year, int month, int day);
sr_civil sr_day_civil(sr_day day);
/** 0 Monday … 6 Sunday. */
int      sr_day_weekday(sr_day day);
int      sr_days_in_month(int year, int month);
/** Monday of ISO week `week` (1 to 53) of `year`; SR_DAY_NONE if the year has no such week. */
sr_day   sr_day_iso_week(int year, int week);
/** ISO week number and its year of a day. */
void     sr_day_to_iso_week(sr_day day, int *year, int *week);
/** Easter Sunday of a year, Gregorian (Meeus/Jones/Butcher). */
sr_day   sr_day_easter(int year);
/** "YYYY-MM-DD" at the start of s; SR_DAY_NONE otherwise. */
sr_day   sr_day_parse(sr_str s);
#define SR_DAY_TEXT 11
/** "YYYY-MM-DD", terminated; "" for SR_DAY_NONE. */
void     sr_day_format(sr_day day, char out[SR_DAY_TEXT]);

#endif
