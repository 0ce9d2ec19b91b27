/* Holidays and calendar units; see calendar.h.
 *
 * Islamic dates: the tabular calendar (civil epoch, leap years 2 5 7 10 13 16 18 21 24 26 29),
 * a day or two off the sighted one, so they are never exact.
 * Source: E. M. Reingold, N. Dershowitz, "Calendrical Calculations", 2018, chapter 7.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/calendar.h"

#include "base/banned.h"

static const sr_days NOTHING = {SR_DAY_NONE, SR_DAY_NONE};

static sr_days one_day(sr_day day)
{
    return (sr_days){day, day};
}

/* The next blank-separated number of a rule, with sign. */
static int next_number(sr_str *rest)
{
    sr_str word = sr_str_cut(rest, ' ');
    double v = 0;
    if (word.len && word.ptr[0] == '+')
        word = sr_str_slice(word, 1, word.len);
    return sr_str_decimal(word, &v) && v > -1000 && v < 1000 ? (int)v : 0;
}

static sr_day islamic(int year, int month, int day)
{
    return day - 1 + 29 * (month - 1) + month / 2 + 354 * (year - 1) + (3 + 11 * year) / 30 + 227015 - 719163;
}

static sr_days islamic_rule(sr_str rest, int year)
{
    int month = next_number(&rest), day = rest.len ? next_number(&rest) : 0;
    if (month < 1 || month > 12 || year < 623)
        return NOTHING;
    int about = (year - 622) * 33 / 32;
    for (int y = about - 1; y <= about + 2; y++) {
        if (y < 1)
            continue;
        sr_days d = day ? one_day(islamic(y, month, day))
                        : (sr_days){islamic(y, month, 1), month == 12 ? islamic(y + 1, 1, 1) - 1
                                                                      : islamic(y, month + 1, 1) - 1};
        if (sr_day_civil(d.first).year == year)
            return d;
    }
    return NOTHING;
}

static sr_days nth_rule(sr_str rest, int year)
{
    int n = next_number(&rest), weekday = next_number(&rest), month = next_number(&rest);
    int more = rest.len ? next_number(&rest) : 0;
    if (month < 1 || month > 12 || weekday < 1 || weekday > 7)
        return NOTHING;
    sr_day first = sr_day_from(year, month, 1);
    if (first == SR_DAY_NONE)
        return NOTHING;
    sr_day day = first + (weekday - 1 - sr_day_weekday(first) + 7) % 7;
    if (n > 0) {
        day += 7 * (n - 1);
    } else {
        sr_day last = first + sr_days_in_month(year, month) - 1;
        while (day + 7 <= last)
            day += 7;
    }
    return one_day(day + more);
}

sr_days sr_calendar_holiday(sr_str rule, int year, bool *exact)
{
    sr_str kind = sr_str_cut(&rule, ' ');
    *exact = true;
    if (year < 1 || year > 9999)
        return NOTHING;
    if (sr_str_eq(kind, SR_STR("fixed")) && rule.len == 5) {
        int month = (rule.ptr[0] - '0') * 10 + rule.ptr[1] - '0', day = (rule.ptr[3] - '0') * 10 + rule.ptr[4] - '0';
        return one_day(sr_day_from(year, month, day));
    }
    if (sr_str_eq(kind, SR_STR("easter"))) {
        bool week = sr_str_starts(rule, SR_STR("week "));
        if (week)
            (void)sr_str_cut(&rule, ' ');
        sr_day day = sr_day_easter(year) + next_number(&rule);
        return week ? (sr_days){day, day + 6} : one_day(day);
    }
    if (sr_str_eq(kind, SR_STR("nth")))
        return nth_rule(rule, year);
    *exact = false;
    return sr_str_eq(kind, SR_STR("islamic")) ? islamic_rule(rule, year) : NOTHING;
}

static sr_day add_months(sr_day day, int n)
{
    sr_civil c = sr_day_civil(day);
    int at = c.year * 12 + c.month - 1 + n;
    int year = at / 12, month = at % 12 + 1;
    if (year < 1 || year > 9999 || at < 0)
        return SR_DAY_NONE;
    return sr_day_from(year, month, SR_MIN(c.day, sr_days_in_month(year, month)));
}

static sr_day add_workdays(sr_day day, int n)
{
    int step = n < 0 ? -1 : 1;
    for (int left = n * step; left > 0;) {
        day += step;
        if (sr_day_weekday(day) < 5)
            left--;
    }
    return day;
}

sr_day sr_calendar_add(sr_day day, char unit, int n)
{
    if (day == SR_DAY_NONE || n > 100000 || n < -100000)
        return SR_DAY_NONE;
    switch (unit) {
    case 'D': return day + n;
    case 'B': case 'V': return n > -1000 && n < 1000 ? add_workdays(day, n) : SR_DAY_NONE;
    case 'W': case 'K': case 'R': return day + 7 * n;
    case 'F': return day + 14 * n;
    case 'M': return add_months(day, n);
    case 'Q': return add_months(day, 3 * n);
    case 'Y': return n > -10000 && n < 10000 ? add_months(day, 12 * n) : SR_DAY_NONE;
    case 'E': return n > -1000 && n < 1000 ? add_months(day, 120 * n) : SR_DAY_NONE;
    case 'C': return n > -100 && n < 100 ? add_months(day, 1200 * n) : SR_DAY_NONE;
    default: return day;
    }
}

sr_days sr_calendar_month(int year, int month)
{
    sr_day first = sr_day_from(year, month, 1);
    return first == SR_DAY_NONE ? NOTHING : (sr_days){first, first + sr_days_in_month(year, month) - 1};
}

sr_days sr_calendar_season(int year, int season)
{
    int month = season * 3;
    sr_days first = sr_calendar_month(year, month);
    sr_days last = season == 4 ? sr_calendar_month(year + 1, 2) : sr_calendar_month(year, month + 2);
    return (sr_days){first.first, last.last};
}

sr_days sr_calendar_years(int first, int last)
{
    if (first < 1 || last > 9999)
        return NOTHING;
    return (sr_days){sr_day_from(first, 1, 1), sr_day_from(last, 12, 31)};
}

sr_days sr_calendar_around(sr_day day, char unit)
{
    if (day == SR_DAY_NONE)
        return NOTHING;
    sr_civil c = sr_day_civil(day);
    sr_day monday = day - sr_day_weekday(day);
    switch (unit) {
    case 'W': return (sr_days){monday, monday + 6};
    case 'R': return (sr_days){monday, monday + 4};
    case 'K': return (sr_days){monday + 5, monday + 6};
    case 'F': return (sr_days){monday, monday + 13};
    case 'M': return sr_calendar_month(c.year, c.month);
    case 'Q': {
        int month = (c.month - 1) / 3 * 3 + 1;
        return (sr_days){sr_calendar_month(c.year, month).first, sr_calendar_month(c.year, month + 2).last};
    }
    case 'Y': return sr_calendar_years(c.year, c.year);
    case 'E': return sr_calendar_years(c.year / 10 * 10, c.year / 10 * 10 + 9);
    case 'C': return sr_calendar_years((c.year - 1) / 100 * 100 + 1, (c.year - 1) / 100 * 100 + 100);
    default: return one_day(day);
    }
}
