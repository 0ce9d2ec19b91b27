/* Solving time expressions: what was said, with the rest filled from the anchors, and its value.
 *
 * Two registers.  In news the anchor is the day of publication: "Friday" is the last Friday, or by
 * a sign of the future the next; "in March" the last March.  In histories (most dates have years
 * that are not the year of publication) the anchor is the story: the last date that was told.
 * Without a day of publication only the story is there.
 *
 * Within a paragraph of news a year that was said holds for the dates without one in this and the
 * next sentence.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/times.h"

#include "base/banned.h"

/* What is known of an expression, or of the story so far. */
typedef struct stamp {
    int32_t year;        // SR_YEAR_NONE
    uint8_t year_digits; // 4, 3, 2
    uint8_t month, day, season, quarter, half, week, weekday;
    bool    weekend;
    sr_days days;        // solved days; first SR_DAY_NONE: not known
} stamp;

typedef struct solver {
    sr_times *t;
    sr_day    now;       // SR_DAY_NONE: not known
    int32_t   second;    // of the day; -1
    bool      history;
    stamp     story;
    int32_t   said_year; // in this paragraph and this or the last sentence; SR_YEAR_NONE
    uint32_t  said_in;   // sentence
    SR_LIST(sr_timex) out;
} solver;

static const stamp UNKNOWN = {.year = SR_YEAR_NONE, .year_digits = 4, .days = {SR_DAY_NONE, SR_DAY_NONE}};

static stamp stamp_of_day(sr_day day)
{
    stamp s = UNKNOWN;
    if (day == SR_DAY_NONE)
        return s;
    sr_civil c = sr_day_civil(day);
    s.year = c.year;
    s.month = (uint8_t)c.month;
    s.day = (uint8_t)c.day;
    s.days = (sr_days){day, day};
    return s;
}

static stamp stamp_of_week(sr_day day)
{
    stamp s = UNKNOWN;
    int year, week;
    if (day == SR_DAY_NONE)
        return s;
    sr_day_to_iso_week(day, &year, &week);
    s.year = year;
    s.week = (uint8_t)week;
    s.days = sr_calendar_around(day, 'W');
    return s;
}

/* First day of what a stamp tells; SR_DAY_NONE. */
static sr_day stamp_day(const stamp *s)
{
    return s->days.first;
}

static void find_days(stamp *s)
{
    if (s->days.first != SR_DAY_NONE || s->year == SR_YEAR_NONE || s->year < 1)
        return;
    if (s->day && s->month) {
        sr_day d = sr_day_from(s->year, s->month, s->day);
        s->days = (sr_days){d, d};
    } else if (s->month && !s->week) {
        s->days = sr_calendar_month(s->year, s->month);
    } else if (s->season) {
        s->days = sr_calendar_season(s->year, s->season);
    } else if (s->quarter) {
        s->days = (sr_days){sr_calendar_month(s->year, s->quarter * 3 - 2).first, sr_calendar_month(s->year, s->quarter * 3).last};
    } else if (s->half) {
        s->days = (sr_days){sr_calendar_month(s->year, s->half * 6 - 5).first, sr_calendar_month(s->year, s->half * 6).last};
    } else if (s->week && !s->month) {
        sr_day d = sr_day_iso_week(s->year, s->week);
        if (d != SR_DAY_NONE)
            s->days = (sr_days){d, d + 6};
    } else if (s->year_digits == 3) {
        s->days = sr_calendar_years(s->year, s->year + 9);
    } else if (s->year_digits == 2) {
        s->days = sr_calendar_years(SR_MAX(s->year, 1), s->year + 99);
    } else if (!s->week && !s->month) {
        s->days = sr_calendar_years(s->year, s->year);
    }
}

/* ------------------------------------------------------------------ values */

static sr_str year_text(sr_arena *arena, const stamp *s)
{
    if (s->year == SR_YEAR_NONE)
        return SR_STR("XXXX");
    if (s->year < 0 && s->year_digits == 3)
        return sr_str_format(arena, "BC%03d", -s->year / 10);
    if (s->year < 0 && s->year_digits == 2)
        return sr_str_format(arena, "BC%02d", -s->year / 100 - 1);
    if (s->year < 0)
        return sr_str_format(arena, "BC%04d", -s->year);
    if (s->year_digits == 3)
        return sr_str_format(arena, "%03d", s->year / 10);
    if (s->year_digits == 2)
        return sr_str_format(arena, "%02d", s->year / 100);
    return sr_str_format(arena, "%04d", s->year);
}

static sr_str date_text(sr_arena *arena, const stamp *s)
{
    static const char *const SEASONS[] = {"", "SP", "SU", "FA", "WI"};
    sr_str y = year_text(arena, s);
    if (s->week && s->month)
        return sr_str_format(arena, "%.*s-%02d-W%02d", SR_ARG(y), s->month, s->week);
    if (s->week)
        return sr_str_format(arena, "%.*s-W%02d%s", SR_ARG(y), s->week, s->weekend ? "-WE" : "");
    if (s->weekday && !s->day)
        return sr_str_format(arena, "XXXX-WXX-%d", s->weekday);
    if (s->day && s->month)
        return sr_str_format(arena, "%.*s-%02d-%02d", SR_ARG(y), s->month, s->day);
    if (s->day)
        return sr_str_format(arena, "%.*s-XX-%02d", SR_ARG(y), s->day);
    if (s->month)
        return sr_str_format(arena, "%.*s-%02d", SR_ARG(y), s->month);
    if (s->season)
        return sr_str_format(arena, "%.*s-%s", SR_ARG(y), SEASONS[s->season % 5]);
    if (s->quarter)
        return sr_str_format(arena, "%.*s-Q%d", SR_ARG(y), s->quarter);
    if (s->half)
        return sr_str_format(arena, "%.*s-H%d", SR_ARG(y), s->half);
    return y;
}

static sr_str clock_text(sr_arena *arena, const sr_when *w, bool seconds)
{
    if (w->second >= 0 && seconds)
        return sr_str_format(arena, "%02d:%02d:%02d", w->hour, w->minute, w->second);
    return sr_str_format(arena, "%02d:%02d", w->hour, SR_MAX(w->minute, 0));
}

static sr_str part_name(const char *part)
{
    switch (part[0]) {
    case 'M': return SR_STR("morning");
    case 'A': return SR_STR("afternoon");
    case 'E': return SR_STR("evening");
    case 'N': return SR_STR("night");
    case 'D': return part[1] == 'A' ? SR_STR("morning") : part[1] == 'U' ? SR_STR("evening") : SR_STR("");
    default: return SR_STR("");
    }
}

static sr_precision precision_of(const sr_when *w, const stamp *s)
{
    if (w->hour >= 0)
        return SR_PRECISION_HOUR;
    if (w->part[0])
        return SR_PRECISION_PART_OF_DAY;
    if (s->day || s->weekday)
        return SR_PRECISION_DAY;
    if (s->week || s->weekend)
        return SR_PRECISION_WEEK;
    if (s->month)
        return SR_PRECISION_MONTH;
    if (s->season || s->quarter || s->half)
        return SR_PRECISION_SEASON;
    return s->year != SR_YEAR_NONE ? SR_PRECISION_YEAR : SR_PRECISION_UNKNOWN;
}

static sr_timex *put(solver *v, const sr_when *w, sr_timex_type type, sr_str value)
{
    sr_timex *out = SR_PUSH(v->t->arena, &v->out);
    *out = (sr_timex){.range = w->range, .type = (uint8_t)type, .value = value, .days = -1};
    out->period = (sr_period){SR_DAY_NONE, SR_DAY_NONE, SR_PRECISION_UNKNOWN};
    return out;
}

static void put_date(solver *v, const sr_when *w, stamp *s)
{
    sr_arena *arena = v->t->arena;
    bool clock = w->hour >= 0, part = w->part[0] != 0;
    find_days(s);
    sr_str value = date_text(arena, s);
    bool some_day = (w->form == SR_WHEN_NAMED && w->unit == 'D') || (w->form == SR_WHEN_SHIFT && w->parts[0].unit == 'D');
    if (w->form == SR_WHEN_NAMED && s->year == SR_YEAR_NONE && w->unit == 'W')
        value = SR_STR("XXXX-WXX");
    else if (w->form == SR_WHEN_NAMED && s->year == SR_YEAR_NONE && w->unit == 'K')
        value = SR_STR("XXXX-WXX-WE");
    else if (w->form == SR_WHEN_NAMED && s->year == SR_YEAR_NONE && w->unit == 'M')
        value = SR_STR("XXXX-XX");
    else if (w->form == SR_WHEN_NAMED && s->year == SR_YEAR_NONE && w->unit == 'D' && !clock && !part)
        value = SR_STR("XXXX-XX-XX");
    if (some_day && !s->day && s->year != SR_YEAR_NONE && !clock && !part)
        value = sr_str_format(arena, s->month ? "%.*s-XX" : "%.*s-XX-XX", SR_ARG(value));
    if (w->fiscal || w->school)
        value = sr_str_format(arena, "%s%.*s", w->fiscal ? "FY" : "SY", SR_ARG(value));
    if ((clock || part) && !s->day && !s->weekday && s->month)
        value = sr_str_format(arena, "%.*s-XX", SR_ARG(value));
    else if ((clock || part) && !s->day && !s->weekday)
        value = sr_str_format(arena, "%.*s-XX-XX", SR_ARG(value));
    if (clock)
        value = sr_str_format(arena, "%.*sT%.*s", SR_ARG(value), SR_ARG(clock_text(arena, w, true)));
    else if (part)
        value = sr_str_format(arena, "%.*sT%s", SR_ARG(value), w->part);
    sr_timex *out = put(v, w, clock || part ? SR_TIMEX_TIME : SR_TIMEX_DATE, value);
    if (w->fiscal || w->school)
        return;
    out->period = (sr_period){s->days.first, s->days.last, (uint8_t)precision_of(w, s)};
    bool around = w->form == SR_WHEN_NAMED && w->dir == SR_DIR_THIS && s->days.first != SR_DAY_NONE &&
                  s->days.first <= v->now && v->now <= s->days.last;
    if (around && w->sense < 0) // "earlier this month": up to now
        out->period.last = v->now;
    else if (around && w->sense > 0)
        out->period.first = v->now;
    if (clock)
        out->time_of_day = clock_text(arena, w, false);
    else if (part)
        out->time_of_day = part_name(w->part);
}

/* ----------------------------------------------------------------- anchors */

static bool future(const sr_when *w)
{
    return w->tense == SR_TENSE_FUTURE;
}

/* Where the story is, as a day; now if there is no story. */
static sr_day story_day(const solver *v)
{
    sr_day d = stamp_day(&v->story);
    return d != SR_DAY_NONE ? d : v->history ? SR_DAY_NONE : v->now;
}

/* A year for a date without one, in news: the last such date, or the next. */
static int32_t near_year(const solver *v, const sr_when *w, int month, int day)
{
    sr_civil now = sr_day_civil(v->now);
    int here = now.month * 32 + now.day, there = month * 32 + (day ? day : now.month == month ? now.day : 1);
    bool leap = month == 2 && day == 29;
    int32_t year = now.year;
    if (future(w))
        year += there < here;
    else if (w->tense == SR_TENSE_NONE && there > here && there - here < 32 * 2)
        year += 0; // a date soon to come, without any verb
    else
        year -= there > here;
    for (int tries = 0; leap && tries < 8 && sr_day_from(year, 2, 29) == SR_DAY_NONE; tries++)
        year += future(w) ? 1 : -1;
    return year;
}

/* @param range  the month ends a range that begins with the story's */
static int32_t story_year(const solver *v, int month, bool range)
{
    const stamp *s = &v->story;
    if (s->year == SR_YEAR_NONE || s->year_digits != 4)
        return SR_YEAR_NONE;
    // A story goes forward: from the end of a year to the next.
    if (s->year > 0 && ((s->month == 12 && month == 1) || (range && month && s->month > month)))
        return s->year + 1;
    return s->year;
}

static int32_t fill_year(const solver *v, const sr_when *w, int month, int day)
{
    const stamp *last = &v->story;
    if (w->joint == 'r' && month && last->month && last->year > 0 && last->year_digits == 4)
        return last->year + (month * 32 + day < last->month * 32 + (day ? last->day : 0)); // the end of a range
    bool story = v->history || v->now == SR_DAY_NONE;
    if (story)
        return story_year(v, month, w->joint == 'r');
    if (v->said_year != SR_YEAR_NONE)
        return v->said_year;
    return near_year(v, w, month, day);
}

/* "of that year", "last year". */
static int32_t directed_year(const solver *v, uint8_t dir)
{
    int32_t now = v->now == SR_DAY_NONE ? SR_YEAR_NONE : sr_day_civil(v->now).year;
    int32_t story = v->story.year_digits == 4 && v->story.year != SR_YEAR_NONE ? v->story.year : v->history ? SR_YEAR_NONE : now;
    int32_t base = v->history ? story : now;
    switch (dir) {
    case SR_DIR_SAME: return story;
    case SR_DIR_PREVIOUS: return story == SR_YEAR_NONE ? story : story - 1;
    case SR_DIR_FOLLOWING: return story == SR_YEAR_NONE ? story : story + 1;
    case SR_DIR_LAST: case SR_DIR_PAST: return base == SR_YEAR_NONE ? base : base - 1;
    case SR_DIR_NEXT: case SR_DIR_COMING: return base == SR_YEAR_NONE ? base : base + 1;
    default: return base;
    }
}

static int weekday_from_zero(const sr_when *w)
{
    return w->weekday - 1;
}

/* A weekday: the last or next one from now, or the one of a named week. */
static sr_day solve_weekday(const solver *v, const sr_when *w)
{
    sr_day base = v->history ? story_day(v) : v->now;
    if (base == SR_DAY_NONE)
        return SR_DAY_NONE;
    int today = sr_day_weekday(base), want = weekday_from_zero(w);
    sr_day monday = base - today;
    switch (w->dir) {
    case SR_DIR_LAST: case SR_DIR_PREVIOUS: return monday - 7 + want;
    case SR_DIR_NEXT: case SR_DIR_FOLLOWING: return monday + 7 + want;
    case SR_DIR_THIS: return monday + want;
    case SR_DIR_COMING: return base + (want - today + 6) % 7 + 1;
    case SR_DIR_PAST: return base - ((today - want + 6) % 7 + 1);
    case SR_DIR_SAME: {
        sr_day d = story_day(v);
        return d == SR_DAY_NONE ? d : d - sr_day_weekday(d) + want;
    }
    default: break;
    }
    sr_day begin = stamp_day(&v->story);
    if (w->joint == 'r' && begin != SR_DAY_NONE && v->story.day) // "from next Monday to Friday"
        return begin + (want - sr_day_weekday(begin) + 7) % 7;
    if (v->history || future(w))
        return base + (want - today + 7) % 7;
    return base - (today - want + 7) % 7;
}

/* ------------------------------------------------------------------- solving */

static void solve_holiday(const solver *v, const sr_when *w, stamp *s)
{
    const sr_times *t = v->t;
    sr_str rule = sr_lexicon_cell(t->lexicon, t->holidays, w->holiday - 1, t->holiday_rule);
    bool exact = true;
    int32_t year = s->year;
    sr_day base = v->history ? SR_DAY_NONE : v->now;
    if (year == SR_YEAR_NONE && v->history)
        year = story_year(v, 0, false);
    if (year == SR_YEAR_NONE && base != SR_DAY_NONE) {
        int32_t now = sr_day_civil(base).year;
        year = v->said_year != SR_YEAR_NONE ? v->said_year : now;
        sr_days d = sr_calendar_holiday(rule, year, &exact);
        bool later = d.first > base, next = future(w) || w->dir == SR_DIR_NEXT || w->dir == SR_DIR_FOLLOWING || w->dir == SR_DIR_COMING;
        if (year == now && d.first != SR_DAY_NONE && w->dir != SR_DIR_THIS) {
            if (next && d.last < base + (w->dir ? 1 : 0))
                year++;
            else if (!next && later)
                year--;
        }
    }
    sr_days d = year == SR_YEAR_NONE ? (sr_days){SR_DAY_NONE, SR_DAY_NONE} : sr_calendar_holiday(rule, year, &exact);
    *s = UNKNOWN;
    if (d.first == SR_DAY_NONE) {
        if (sr_str_starts(rule, SR_STR("fixed ")) && rule.len == 11) {
            s->month = (uint8_t)((rule.ptr[6] - '0') * 10 + rule.ptr[7] - '0');
            s->day = (uint8_t)((rule.ptr[9] - '0') * 10 + rule.ptr[10] - '0');
        }
        s->year = year;
        return;
    }
    if (w->weekend) {
        sr_day day = sr_day_weekday(d.first) == 0 ? d.first - 1 : d.first; // a Monday ends its weekend
        *s = stamp_of_week(day);
        s->weekend = true;
        s->days = sr_calendar_around(day, 'K');
        s->days.last = SR_MAX(s->days.last, d.first);
        return;
    }
    *s = stamp_of_day(d.first);
    s->days = exact ? d : (sr_days){d.first - 1, d.last + 1}; // a day either way
    if (!exact || d.last > d.first)
        s->day = 0; // to the month only
}

static void nth_week_of_month(stamp *s, uint8_t n)
{
    sr_days month = sr_calendar_month(s->year, s->month);
    if (month.first == SR_DAY_NONE)
        return;
    // The first week is the one with the first Thursday, as in ISO years.
    sr_day first = month.first + (3 - sr_day_weekday(month.first) + 7) % 7 - 3;
    sr_day last = month.last - sr_day_weekday(month.last);
    s->week = n == 99 ? 5 : n;
    sr_day day = n == 99 ? last : first + 7 * (n - 1);
    s->days = (sr_days){day, day + 6};
}

static void solve_month(const solver *v, const sr_when *w, stamp *s);

static void solve_week(const solver *v, const sr_when *w, stamp *s)
{
    if (w->week == 100) {
        solve_month(v, w, s);
        sr_day day = s->year == SR_YEAR_NONE ? SR_DAY_NONE : sr_day_from(s->year, w->month, w->day);
        if (day != SR_DAY_NONE)
            *s = stamp_of_week(day);
        return;
    }
    if (w->month || w->month_dir) {
        if (w->month_dir) {
            sr_day base = v->history ? story_day(v) : v->now;
            int step = w->month_dir == SR_DIR_LAST || w->month_dir == SR_DIR_PREVIOUS ? -1 : w->month_dir == SR_DIR_NEXT || w->month_dir == SR_DIR_FOLLOWING ? 1 : 0;
            stamp at = stamp_of_day(sr_calendar_add(base, 'M', step));
            s->year = at.year;
            s->month = at.month;
        }
        if (s->year == SR_YEAR_NONE)
            s->year = fill_year(v, w, s->month, 0);
        if (s->year != SR_YEAR_NONE)
            nth_week_of_month(s, w->week);
        else
            s->week = w->week == 99 ? 5 : w->week;
        return;
    }
    if (s->year == SR_YEAR_NONE && v->now != SR_DAY_NONE && !v->history)
        s->year = sr_day_civil(v->now).year;
    s->week = w->week == 99 ? (s->year != SR_YEAR_NONE && s->year > 0 && sr_day_iso_week(s->year, 53) != SR_DAY_NONE ? 53 : 52) : w->week;
}

static void solve_season(const solver *v, const sr_when *w, stamp *s)
{
    if (s->year != SR_YEAR_NONE)
        return;
    if (v->history || v->now == SR_DAY_NONE) {
        s->year = story_year(v, 0, false);
        if (s->year != SR_YEAR_NONE && (w->dir == SR_DIR_NEXT || w->dir == SR_DIR_FOLLOWING)) {
            int there = w->season == 4 ? 12 : w->season * 3;
            s->year += v->story.month >= there || v->story.season >= w->season || (!v->story.month && !v->story.season);
        } else if (s->year != SR_YEAR_NONE && (w->dir == SR_DIR_LAST || w->dir == SR_DIR_PREVIOUS)) {
            s->year -= 1;
        }
        return;
    }
    if (v->said_year != SR_YEAR_NONE && !w->dir) {
        s->year = v->said_year;
        return;
    }
    sr_civil now = sr_day_civil(v->now);
    int begin = w->season * 3, end = w->season == 4 ? 12 : begin + 2;
    s->year = now.year;
    if (w->season == 4 && now.month <= 2 && w->dir != SR_DIR_NEXT)
        s->year--;
    else if (w->dir == SR_DIR_NEXT || w->dir == SR_DIR_COMING || (future(w) && w->dir == SR_DIR_NONE))
        s->year += now.month > end || (w->dir == SR_DIR_NEXT && now.month >= begin);
    else if (w->dir != SR_DIR_THIS && now.month < begin)
        s->year--;
    else if (w->dir == SR_DIR_LAST && now.month >= begin && now.month <= end)
        s->year--;
}

static void solve_month(const solver *v, const sr_when *w, stamp *s)
{
    if (s->year != SR_YEAR_NONE)
        return;
    if (w->dir && v->now != SR_DAY_NONE && !v->history) {
        sr_civil now = sr_day_civil(v->now);
        int here = now.month * 32 + (w->day ? now.day : 0), there = w->month * 32 + w->day;
        s->year = now.year;
        if (w->dir == SR_DIR_NEXT || w->dir == SR_DIR_COMING || w->dir == SR_DIR_FOLLOWING)
            s->year += there <= here;
        else if (w->dir != SR_DIR_THIS && w->dir != SR_DIR_SAME)
            s->year -= there >= here;
        return;
    }
    if (w->dir == SR_DIR_PREVIOUS || w->dir == SR_DIR_LAST) {
        s->year = v->story.year == SR_YEAR_NONE ? SR_YEAR_NONE : v->story.year - (v->story.month && w->month >= v->story.month);
        return;
    }
    s->year = fill_year(v, w, w->month, w->day);
    if (w->day && s->year > 0 && sr_day_from(s->year, w->month, w->day) == SR_DAY_NONE)
        s->year = SR_YEAR_NONE; // 30 February
}

static void solve_lone_day(const solver *v, const sr_when *w, stamp *s)
{
    sr_day base = v->history ? story_day(v) : v->now;
    if (w->month_dir == SR_DIR_SAME || (v->history && !w->month_dir)) {
        base = story_day(v);
    }
    if (base == SR_DAY_NONE) {
        if (v->story.month) {
            s->year = v->story.year;
            s->month = v->story.month;
        }
        return;
    }
    sr_civil c = sr_day_civil(base);
    int step = 0;
    if (w->month_dir == SR_DIR_NEXT || w->month_dir == SR_DIR_FOLLOWING)
        step = 1;
    else if (w->month_dir == SR_DIR_LAST || w->month_dir == SR_DIR_PREVIOUS)
        step = -1;
    else if (!w->month_dir && !v->history)
        step = future(w) ? (w->day < c.day) : -(w->day > c.day);
    stamp at = stamp_of_day(sr_calendar_add(sr_day_from(c.year, c.month, 1), 'M', step));
    s->year = at.year;
    s->month = at.month;
}

/* The weekday and day of the month: "Monday 21": the month where they meet. */
static bool solve_weekday_day(const solver *v, const sr_when *w, stamp *s)
{
    sr_day base = v->history ? story_day(v) : v->now;
    if (base == SR_DAY_NONE)
        return false;
    int sign = future(w) ? 1 : -1;
    sr_day month = sr_calendar_around(base, 'M').first;
    for (int k = 0; k < 24; k++) {
        for (int dir = 0; dir < 2; dir++) {
            sr_civil c = sr_day_civil(sr_calendar_add(month, 'M', (dir ? -sign : sign) * k));
            sr_day d = sr_day_from(c.year, c.month, w->day);
            bool side = k > 0 || d == base || (sign > 0 ? d > base : d < base) || dir;
            if (d != SR_DAY_NONE && side && sr_day_weekday(d) == weekday_from_zero(w)) {
                *s = stamp_of_day(d);
                return true;
            }
        }
    }
    return false;
}

static void solve_date(solver *v, const sr_when *w, stamp *s)
{
    *s = UNKNOWN;
    s->year = w->year;
    s->year_digits = w->year_digits ? w->year_digits : 4;
    s->month = w->month;
    s->day = w->day;
    s->season = w->season;
    s->quarter = w->quarter;
    s->half = w->half;
    if (w->year_dir)
        s->year = directed_year(v, w->year_dir);
    if (w->holiday) {
        solve_holiday(v, w, s);
    } else if (w->week) {
        solve_week(v, w, s);
    } else if (w->weekday && w->day && !w->month) {
        if (!solve_weekday_day(v, w, s))
            s->weekday = w->weekday;
    } else if (w->weekday && !w->day) {
        sr_day d = solve_weekday(v, w);
        *s = stamp_of_day(d);
        s->weekday = w->weekday;
    } else if (w->season) {
        solve_season(v, w, s);
    } else if (w->month) {
        solve_month(v, w, s);
    } else if (w->day) {
        solve_lone_day(v, w, s);
    } else if ((w->quarter || w->half) && s->year == SR_YEAR_NONE) {
        s->year = fill_year(v, w, 0, 0);
    } else if ((w->hour >= 0 || w->part[0]) && s->year == SR_YEAR_NONE) {
        if (v->story.day && v->story.month && w->hour >= 0) { // a clock time of the day that was told
            stamp story = v->story;
            *s = UNKNOWN;
            s->year = story.year;
            s->month = story.month;
            s->day = story.day;
            s->days = story.days;
        }
    }
}

static void solve_named(solver *v, const sr_when *w, stamp *s)
{
    bool of_story = v->history || w->dir == SR_DIR_SAME || w->dir == SR_DIR_PREVIOUS || w->dir == SR_DIR_FOLLOWING;
    sr_day base = of_story ? story_day(v) : v->now;
    int step = w->dir == SR_DIR_LAST || w->dir == SR_DIR_PAST || w->dir == SR_DIR_PREVIOUS ? -1
               : w->dir == SR_DIR_NEXT || w->dir == SR_DIR_FOLLOWING || w->dir == SR_DIR_COMING ? 1 : 0;
    *s = UNKNOWN;
    if (w->dir == SR_DIR_SAME && stamp_day(&v->story) == SR_DAY_NONE && !w->mod)
        base = SR_DAY_NONE;
    if (base == SR_DAY_NONE) {
        if (of_story && w->unit == 'Y' && v->story.year != SR_YEAR_NONE && v->story.year_digits == 4)
            s->year = v->story.year + step;
        else if (of_story && w->unit == 'D' && v->story.year != SR_YEAR_NONE && step == 0) {
            s->year = v->story.year;
            s->month = v->story.month;
            s->day = v->story.day;
        } else if (of_story && w->unit == 'M' && v->story.month && step == 0) {
            s->year = v->story.year;
            s->month = v->story.month;
        }
        return;
    }
    char unit = w->unit;
    // "that day" after a month only: the day is not known
    if (unit == 'D' && of_story && !v->story.day && v->story.year != SR_YEAR_NONE && stamp_day(&v->story) != SR_DAY_NONE) {
        s->year = v->story.year;
        s->month = v->story.month;
        return;
    }
    if (unit == 'K' && w->dir == SR_DIR_NONE && !v->history && sr_day_weekday(base) < 5)
        step = future(w) ? 0 : -1; // "over the weekend"
    if (w->part[0] == 'N' && w->dir == SR_DIR_LAST)
        step = -1;
    else if (w->part[0] && w->dir == SR_DIR_THIS)
        step = 0;
    sr_day d = sr_calendar_add(base, unit, step);
    if (d == SR_DAY_NONE)
        return;
    sr_civil c = sr_day_civil(d);
    switch (unit) {
    case 'D': *s = stamp_of_day(d); break;
    case 'B': *s = stamp_of_day(d); break;
    case 'W': case 'R': case 'K':
        *s = stamp_of_week(d);
        s->days = sr_calendar_around(d, unit);
        s->weekend = unit == 'K';
        if (w->weekday) {
            sr_day monday = sr_calendar_around(d, 'W').first;
            *s = stamp_of_day(monday + weekday_from_zero(w));
        }
        break;
    case 'M': s->year = c.year; s->month = (uint8_t)c.month; break;
    case 'Q': s->year = c.year; s->quarter = (uint8_t)((c.month - 1) / 3 + 1); break;
    case 'E': s->year = c.year / 10 * 10; s->year_digits = 3; break;
    case 'C': s->year = c.year / 100 * 100; s->year_digits = 2; break;
    default: s->year = c.year; break;
    }
}

static void solve_inner(solver *v, const sr_when *w, stamp *s);

static int whole_units(const sr_span_part *p)
{
    return p->n >= 0 && p->n < 100000 ? (int)p->n : 100000;
}

/* So many units from a day; to the day when planned, else as fine as the unit. */
static void solve_shift(solver *v, sr_when *w, stamp *s)
{
    *s = UNKNOWN;
    sr_day base = w->base == SR_BASE_NOW ? (v->history ? story_day(v) : v->now) : story_day(v);
    if (w->base == SR_BASE_WHEN && w->from) {
        stamp from = UNKNOWN;
        solve_inner(v, w->from, &from);
        find_days(&from);
        base = from.days.first;
        if (base != SR_DAY_NONE && w->parts[0].unit == 'Y' && !from.month && !from.day && from.year != SR_YEAR_NONE)
            w->plan = from.days.first == from.days.last;
    }
    char unit = w->n_parts ? w->parts[0].unit : 'D';
    bool unknown = w->parts[0].unknown;
    if (base == SR_DAY_NONE || unknown) {
        if (unit == 'Y' && !unknown && w->base == SR_BASE_STORY && v->story.year != SR_YEAR_NONE && v->story.year_digits == 4)
            s->year = v->story.year + w->sense * whole_units(&w->parts[0]);
        return;
    }
    if (w->base == SR_BASE_STORY && (unit == 'D' || unit == 'B') && !v->story.day && v->story.year != SR_YEAR_NONE && v->history) {
        s->year = v->story.year;
        s->month = v->story.month;
        return;
    }
    sr_day d = base;
    for (unsigned k = 0; k < w->n_parts && d != SR_DAY_NONE; k++) {
        const sr_span_part *p = &w->parts[k];
        int n = whole_units(p) * w->sense;
        if (p->unit == 'H' || p->unit == 'N' || p->unit == 'S')
            continue;
        d = sr_calendar_add(d, p->unit, n);
        double part = p->n - whole_units(p);
        if (part > 0 && part < 1 && p->unit == 'Y')
            d = sr_calendar_add(d, 'M', (int)(part * 12) * w->sense);
    }
    if (d == SR_DAY_NONE)
        return;
    bool fine = w->plan || w->n_parts > 1 || unit == 'D' || unit == 'B' || unit == 'F';
    if (fine) {
        *s = stamp_of_day(d);
        return;
    }
    sr_civil c = sr_day_civil(d);
    switch (unit) {
    case 'W': case 'K': *s = stamp_of_week(d); break;
    case 'M': case 'Q': s->year = c.year; s->month = (uint8_t)c.month; break;
    case 'Y': s->year = c.year; break;
    case 'E': s->year = c.year / 10 * 10; s->year_digits = 3; break;
    case 'C': s->year = c.year / 100 * 100; s->year_digits = 2; break;
    default: *s = stamp_of_day(d); memcpy(w->part, "XX", 3); break;
    }
}

/* --------------------------------------------------------------- durations */

static sr_str span_value(sr_arena *arena, const sr_when *w)
{
    sr_str out = SR_STR("P");
    bool time = false;
    for (unsigned k = 0; k < w->n_parts; k++) {
        const sr_span_part *p = &w->parts[k];
        double n = p->n;
        char unit[3] = {p->unit, 0, 0};
        bool clock = p->unit == 'H' || p->unit == 'N' || p->unit == 'S';
        if (p->unit == 'N')
            unit[0] = 'M';
        else if (p->unit == 'F' || p->unit == 'R')
            n *= p->unit == 'F' ? 2 : 1, unit[0] = 'W';
        else if (p->unit == 'E')
            memcpy(unit, "DE", 3);
        else if (p->unit == 'C')
            memcpy(unit, "CE", 3);
        else if (p->unit == 'L')
            memcpy(unit, "ML", 3);
        else if (p->unit == 'K')
            memcpy(unit, "WE", 3);
        else if (p->unit == 'B' || p->unit == 'V')
            unit[0] = 'D';
        else if (p->unit == 'Q')
            n *= 3, unit[0] = 'M';
        const char *t = clock && !time ? "T" : "";
        time = time || clock;
        out = p->unknown ? sr_str_format(arena, "%.*s%sX%s", SR_ARG(out), t, unit)
                         : sr_str_format(arena, "%.*s%s%.12g%s", SR_ARG(out), t, n, unit);
    }
    return out;
}

static int32_t span_days(const sr_when *w)
{
    double days = 0;
    for (unsigned k = 0; k < w->n_parts; k++) {
        const sr_span_part *p = &w->parts[k];
        if (p->unknown)
            return -1;
        double by = p->unit == 'D' || p->unit == 'B' || p->unit == 'V' ? 1 : p->unit == 'W' || p->unit == 'R' ? 7
                    : p->unit == 'F' ? 14 : p->unit == 'M' ? 30.4375 : p->unit == 'Q' ? 91.3125 : p->unit == 'Y' ? 365.25
                    : p->unit == 'E' ? 3652.5 : p->unit == 'C' ? 36525 : p->unit == 'L' ? 365250 : p->unit == 'K' ? 2
                    : p->unit == 'H' ? 1.0 / 24 : p->unit == 'N' ? 1.0 / 1440 : 1.0 / 86400;
        days += p->n * by;
    }
    return days < 1e8 ? (int32_t)days : -1;
}

/* "the first two weeks of 2021": days inside of a longer stretch; weeks as in ISO years. */
static void inner_period(solver *v, const sr_when *w, sr_timex *out)
{
    stamp whole = UNKNOWN;
    char unit = w->parts[0].unit;
    int n = whole_units(&w->parts[0]);
    solve_inner(v, w->from, &whole);
    find_days(&whole);
    sr_day first = whole.days.first, last = whole.days.last;
    if (first == SR_DAY_NONE || last == SR_DAY_NONE || n < 1 || n > 1000 || w->parts[0].unknown ||
        !(unit == 'D' || unit == 'W' || unit == 'M' || unit == 'Y'))
        return;
    if (unit == 'W') {
        first = first + (3 - sr_day_weekday(first) + 7) % 7 - 3;
        last = last - (sr_day_weekday(last) - 3 + 7) % 7 + 3;
    }
    sr_day end = w->sense > 0 ? sr_calendar_add(first, unit, n) - 1 : last;
    sr_day begin = w->sense > 0 ? first : sr_calendar_add(last + 1, unit, -n);
    if (begin <= end)
        out->period = (sr_period){begin, end, SR_PRECISION_DAY};
}

/* "the last three days": from when to when. */
static void span_period(const solver *v, const sr_when *w, sr_timex *out)
{
    if (!w->to_now || v->now == SR_DAY_NONE || v->history || w->n_parts == 0 || w->parts[0].unknown)
        return;
    char unit = w->parts[0].unit;
    if (unit == 'H' || unit == 'N' || unit == 'S')
        return;
    sr_day first, last;
    bool by_unit = unit == 'Q' || unit == 'E';
    if (by_unit) {
        sr_days here = sr_calendar_around(v->now, unit);
        int n = whole_units(&w->parts[0]);
        first = w->sense > 0 ? here.last + 1 : sr_calendar_add(here.first, unit, -n);
        last = w->sense > 0 ? sr_calendar_add(here.last + 1, unit, n) - 1 : here.first - 1;
    } else {
        sr_day far = v->now;
        for (unsigned k = 0; k < w->n_parts && far != SR_DAY_NONE; k++)
            far = sr_calendar_add(far, w->parts[k].unit, w->sense * whole_units(&w->parts[k]));
        if (far == SR_DAY_NONE)
            return;
        first = w->sense > 0 ? v->now + 1 : far;
        last = w->sense > 0 ? far : v->now - 1;
    }
    if (first == SR_DAY_NONE || last == SR_DAY_NONE || last < first)
        return;
    uint8_t precision = unit == 'D' || unit == 'B' ? SR_PRECISION_DAY : unit == 'W' || unit == 'F' ? SR_PRECISION_WEEK
                        : unit == 'M' ? SR_PRECISION_MONTH : unit == 'Q' ? SR_PRECISION_SEASON : SR_PRECISION_YEAR;
    out->period = (sr_period){first, last, precision};
}

/* --------------------------------------------------------------- sequence */

static void tell(solver *v, const sr_when *w, const stamp *s)
{
    if (s->year == SR_YEAR_NONE)
        return;
    if (w->year_dir == 0 && w->form == SR_WHEN_DATE && s->year_digits == 4 && w->said_year)
        v->said_year = s->year, v->said_in = w->sentence;
    else if (v->said_year == s->year)
        v->said_in = w->sentence;
    if (s->year_digits != 4 && v->history)
        return;
    v->story = *s;
    v->story.weekday = 0;
}

/* An expression inside of another. */
static void solve_inner(solver *v, const sr_when *w, stamp *s)
{
    if (w->form == SR_WHEN_DATE)
        solve_date(v, w, s);
    else if (w->form == SR_WHEN_DEICTIC)
        *s = stamp_of_day(v->now == SR_DAY_NONE ? v->now : v->now + w->shift);
    else if (w->form == SR_WHEN_NAMED)
        solve_named(v, w, s);
}

static void solve_one(solver *v, sr_when *w)
{
    stamp s;
    switch (w->form) {
    case SR_WHEN_DATE: solve_date(v, w, &s); break;
    case SR_WHEN_DEICTIC: {
        sr_day base = v->history ? SR_DAY_NONE : v->now;
        if (v->history && w->shift == 0 && !w->part[0] && w->hour < 0) {
            (void)put(v, w, SR_TIMEX_DATE, SR_STR("PRESENT_REF"));
            return;
        }
        s = stamp_of_day(base == SR_DAY_NONE ? base : base + w->shift);
        if (base == SR_DAY_NONE && w->hour < 0) {
            sr_str value = w->part[0] ? sr_str_format(v->t->arena, "XXXX-XX-XXT%s", w->part) : SR_STR("XXXX-XX-XX");
            sr_timex *out = put(v, w, w->part[0] ? SR_TIMEX_TIME : SR_TIMEX_DATE, value);
            out->time_of_day = part_name(w->part);
            out->period.precision = w->part[0] ? SR_PRECISION_PART_OF_DAY : SR_PRECISION_DAY;
            return;
        }
        break;
    }
    case SR_WHEN_NAMED: solve_named(v, w, &s); break;
    case SR_WHEN_SHIFT: solve_shift(v, w, &s); break;
    case SR_WHEN_DURATION:
        if (w->plan && w->tense != SR_TENSE_PAST && v->now != SR_DAY_NONE && !v->history) {
            w->form = SR_WHEN_SHIFT;
            w->sense = 1;
            solve_shift(v, w, &s);
            break;
        } else {
            sr_timex *out = put(v, w, SR_TIMEX_DURATION, span_value(v->t->arena, w));
            out->days = span_days(w);
            if (w->from)
                inner_period(v, w, out);
            else
                span_period(v, w, out);
            return;
        }
    case SR_WHEN_SET: (void)put(v, w, SR_TIMEX_SET, sr_str_c(w->text)); return;
    default: (void)put(v, w, SR_TIMEX_DATE, sr_str_c(w->text)); return;
    }
    if (w->form == SR_WHEN_SHIFT && w->parts[0].unknown) {
        (void)put(v, w, SR_TIMEX_DATE, w->sense > 0 ? SR_STR("FUTURE_REF") : SR_STR("PAST_REF"));
        return;
    }
    put_date(v, w, &s);
    tell(v, w, &s);
}

/* A year said behind a range or list holds for what stands before it: "18 August - 15 September
 * 1951", "summer and autumn 1918". */
static void share_years(sr_times *t)
{
    for (size_t i = t->found.n; i-- > 1;) {
        const sr_when *b = &t->found.at[i];
        sr_when *a = &t->found.at[i - 1];
        bool dates = a->form == SR_WHEN_DATE && b->form == SR_WHEN_DATE && a->sentence == b->sentence;
        bool less = (a->month || a->season) && (b->month || b->season) && !a->year_dir && !a->dir;
        if (!dates || !b->joint || b->year == SR_YEAR_NONE || b->year_digits != 4)
            continue;
        if (a->year == SR_YEAR_NONE && less) {
            a->year = b->year - (b->joint == 'r' && a->month > b->month && b->month && b->year > 0 ? 1 : 0);
            a->year_digits = 4;
            a->said_year = true;
        } else if (a->year > 0 && b->year < 0 && a->year_digits == 4 && b->joint == 'r' && a->year > -b->year) {
            a->year = -a->year; // "499 to 493 BC"
        }
    }
}

/* Most dates have years of their own, away from the year of publication. */
static bool is_history(const sr_times *t, sr_day now)
{
    if (now == SR_DAY_NONE)
        return true;
    int32_t year = sr_day_civil(now).year;
    size_t far = 0, near = 0;
    for (size_t i = 0; i < t->found.n; i++) {
        const sr_when *w = &t->found.at[i];
        if (w->form == SR_WHEN_DEICTIC || (w->form == SR_WHEN_DATE && w->weekday && !w->month))
            near += 2;
        else if (w->form == SR_WHEN_DATE && w->said_year && w->year_digits == 4)
            *(w->year == year ? &near : &far) += 1;
    }
    return far >= 6 && far > 4 * near;
}

void sr_when_solve(sr_times *t)
{
    const sr_report *report = t->doc->report;
    solver v = {.t = t, .now = report ? report->published.day : SR_DAY_NONE, .second = report ? report->published.second : -1,
                .story = UNKNOWN, .said_year = SR_YEAR_NONE};
    share_years(t);
    v.history = is_history(t, v.now);
    uint32_t sentence = 0;
    for (size_t i = 0; i < t->found.n; i++) {
        sr_when *w = &t->found.at[i];
        for (; sentence < w->sentence; sentence++) {
            if (t->doc->sentences[sentence + 1].flags & SR_SENTENCE_PARAGRAPH)
                v.said_year = SR_YEAR_NONE;
        }
        if (v.said_year != SR_YEAR_NONE && w->sentence > v.said_in + 1)
            v.said_year = SR_YEAR_NONE;
        solve_one(&v, w);
    }
    t->doc->times = v.out.at;
    t->doc->n_times = (uint32_t)v.out.n;
}
