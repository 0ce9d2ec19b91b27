/* Days of holidays, seasons and quarters; shifting days by calendar units.  Private to the room.
 * Days are sr_day (base/day.h).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_ANNOTATE_CALENDAR_H
#define SR_ANNOTATE_CALENDAR_H

#include "base/day.h"

typedef struct sr_days {
    sr_day first, last; // both inclusive; SR_DAY_NONE: unknown
} sr_days;

/** Days of a holiday in a year. @param rule  as in data/holidays.tsv; first SR_DAY_NONE: no such
 *  rule, or the holiday does not fall into the year.
 *  @param exact  out: the date is certain (not reckoned by the tabular Islamic calendar) */
sr_days sr_calendar_holiday(sr_str rule, int year, bool *exact);

/** The day n units later (earlier if negative); units are the letters of data/time-words.tsv.
 *  Months keep the day of the month where there is one, else take the last. */
sr_day sr_calendar_add(sr_day day, char unit, int n);
/** Days of the unit that holds `day`: its week, month, year … */
sr_days sr_calendar_around(sr_day day, char unit);

sr_days sr_calendar_month(int year, int month);
/** 1 spring (March to May) … 4 winter (December to February of the next year). */
sr_days sr_calendar_season(int year, int season);
sr_days sr_calendar_years(int first, int last);

#endif
