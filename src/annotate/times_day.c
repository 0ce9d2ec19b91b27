/* Reading the parts of a date: years, months, days of the month, written dates, clock times.
 *
 * Each function gives the piece behind what it read, 0 if nothing is there.  A day list ("5 and 12
 * May") keeps its first days as expressions of their own and leaves the last to the caller.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/times.h"

#include "base/banned.h"

static uint32_t token_flags(const sr_times *t, uint32_t i)
{
    return t->doc->tokens[t->p->at[i].token].flags;
}

/* ------------------------------------------------------------------ years */

uint32_t sr_when_era(const sr_times *t, uint32_t i, sr_when *w)
{
    if (sr_time_kind(t->p, i) != SR_WORD_ERA)
        return i;
    if (t->p->time[i].value < 0)
        w->year = -w->year;
    return i + 1;
}

/* "nineteen ninety six", "two thousand and fifteen". */
static uint32_t year_words(const sr_times *t, uint32_t i, sr_when *w)
{
    const sr_pieces *p = t->p;
    sr_word_kind k = sr_number_kind(p, i);
    if (k != SR_WORD_UNIT && k != SR_WORD_TEN)
        return 0;
    sr_amount a = sr_amount_plain(p, i);
    if (a.kind == SR_AMOUNT_CARDINAL && a.value >= 1000 && a.value < 2200 && !a.digits) {
        w->year = (int32_t)a.value;
        return a.end;
    }
    if (k != SR_WORD_UNIT || p->number[i].value < 11 || a.end != i + 1 || sr_number_kind(p, a.end) != SR_WORD_TEN)
        return 0;
    sr_amount b = sr_amount_plain(p, a.end);
    if (b.kind != SR_AMOUNT_CARDINAL || b.value < 10 || b.value > 99)
        return 0;
    w->year = (int32_t)(a.value * 100 + b.value);
    return b.end;
}

uint32_t sr_when_year(const sr_times *t, uint32_t i, sr_when *w)
{
    const sr_pieces *p = t->p;
    if (sr_time_kind(p, i) == SR_WORD_ERA && sr_piece_digits(p, i + 1) && p->time[i].value > 0 &&
        p->at[i + 1].digits <= 4) { // "AD 70"
        w->year = (int32_t)p->at[i + 1].value;
        w->year_digits = 4;
        w->said_year = true;
        return i + 2;
    }
    uint32_t end = 0;
    if (sr_piece_digits(p, i) && !p->at[i].grouped && !p->at[i].decimal) {
        double v = p->at[i].value;
        bool old = sr_time_kind(p, i + 1) == SR_WORD_ERA && v > 0 && v < 5000;
        if (!old && (p->at[i].digits != 4 || v < 1000 || v >= 2200))
            return 0;
        w->year = (int32_t)v;
        end = sr_when_era(t, i + 1, w);
    } else {
        end = year_words(t, i, w);
    }
    if (end) {
        w->year_digits = 4;
        w->said_year = true;
    }
    return end;
}

static int32_t full_year(double two)
{
    return (int32_t)two + (two < 40 ? 2000 : 1900);
}

/* "'87", "of 87": two digits where only a year can be. */
uint32_t sr_when_short_year(const sr_times *t, uint32_t i, bool bare, sr_when *w)
{
    const sr_pieces *p = t->p;
    bool quote = sr_piece_mark(p, i, '\'') || (i < p->n && p->at[i].kind == SR_PIECE_MARK && p->at[i].mark >= 0x80);
    if (quote) {
        i++;
        while (i < p->n && p->at[i].kind == SR_PIECE_MARK && p->at[i].mark >= 0x80)
            i++;
    } else if (!bare) {
        return 0;
    }
    if (!sr_piece_digits(p, i) || p->at[i].digits != 2 || p->at[i].decimal || p->at[i].grouped)
        return 0;
    w->year = full_year(p->at[i].value);
    w->year_digits = 4;
    w->said_year = true;
    return i + 1;
}

/* "of that year", "of next year", "last year" behind a month or day. */
uint32_t sr_when_named_year(const sr_times *t, uint32_t i, sr_when *w)
{
    uint32_t at = sr_when_is(t, i, "of") || sr_when_is(t, i, "in") ? i + 1 : i;
    uint8_t dir;
    uint32_t end = sr_when_direction(t, at, &dir);
    if (!end && at > i && sr_when_the(t, at) && sr_when_is(t, at + 1, "year")) {
        w->year_dir = SR_DIR_SAME;
        return at + 2;
    }
    if (!end || !(sr_when_is(t, end, "year")) || (at == i && dir == SR_DIR_SAME))
        return 0;
    w->year_dir = dir;
    return end + 1;
}

/* "3 JAN 90": two digits behind a day and month, as wires write them. */
static bool wire_year(const sr_times *t, uint32_t i, sr_when *w)
{
    const sr_pieces *p = t->p;
    if (!sr_piece_digits(p, i) || p->at[i].digits != 2 || p->at[i].decimal || !p->at[i].space)
        return false;
    bool caps = i > 0 && (token_flags(t, i - 1) & SR_TOKEN_CAPS) && p->at[i - 1].end - p->at[i - 1].begin == 3;
    bool closed = i + 1 >= p->n || (p->at[i + 1].kind == SR_PIECE_MARK && p->at[i + 1].mark != ':' && p->at[i + 1].mark != '-');
    return (caps || (closed && p->at[i].value > 31)) && sr_when_short_year(t, i, true, w) == i + 1;
}

/* The year behind a month, day, season, holiday: ", 1945", "of 1945", "-2016". */
uint32_t sr_when_year_after(const sr_times *t, uint32_t i, sr_when *w)
{
    uint32_t at = i, end;
    bool of = false;
    if (sr_when_comma(t, at)) {
        at++;
        if (sr_when_is(t, at, "in"))
            at++;
    } else if (sr_when_is(t, at, "of") || sr_when_is(t, at, "in")) {
        of = sr_when_is(t, at, "of");
        at++;
        if (sr_when_the(t, at) && sr_when_is(t, at + 1, "year"))
            at += 2;
    } else if (sr_when_separator(t, at)) {
        at++;
    }
    if ((end = sr_when_year(t, at, w)))
        return end;
    if ((end = sr_when_short_year(t, at, of, w)))
        return end;
    if ((end = sr_when_named_year(t, i, w)))
        return end;
    if (w->day && w->month && at == i && wire_year(t, i, w))
        return i + 1;
    return i;
}

/* ------------------------------------------------------------------ days */

/* A day of the month in digits, "4th", "fourth" or (next to a month) "twenty nine". */
uint32_t sr_when_day_number(const sr_times *t, uint32_t i, bool words, uint8_t *day)
{
    const sr_pieces *p = t->p;
    sr_amount a;
    if (i >= p->n)
        return 0;
    if (p->at[i].kind == SR_PIECE_DIGITS || p->at[i].kind == SR_PIECE_ORDINAL) {
        if (p->at[i].digits > 2 || p->at[i].decimal || p->at[i].value < 1 || p->at[i].value > 31)
            return 0;
        *day = (uint8_t)p->at[i].value;
        return i + 1;
    }
    sr_word_kind k = sr_number_kind(p, i);
    if (!(k == SR_WORD_ORDINAL || k == SR_WORD_ORDINAL_TEN || k == SR_WORD_TEN || (words && k == SR_WORD_UNIT)))
        return 0;
    a = sr_amount_plain(p, i);
    if (!(a.kind == SR_AMOUNT_ORDINAL || (words && a.kind == SR_AMOUNT_CARDINAL)) || a.value < 1 || a.value > 31)
        return 0;
    *day = (uint8_t)a.value;
    return a.end;
}

static bool led_by(const sr_times *t, uint32_t i, const char *const *words)
{
    if (i > 1 && sr_piece_mark(t->p, i - 1, '-'))
        i--; // "mid-May"
    for (; *words && i > 0; words++) {
        if (sr_when_is(t, i - 1, *words))
            return true;
    }
    return false;
}

/* A day or year stands next to the month, weekday or season at i. */
static bool digits_near(const sr_times *t, uint32_t i, sr_word_kind k)
{
    const sr_pieces *p = t->p;
    bool year = sr_piece_digits(p, i + 1) || (sr_when_comma(t, i + 1) && sr_piece_digits(p, i + 2) && p->at[i + 2].digits == 4);
    if (k == SR_WORD_SEASON)
        return year;
    bool near = year || (i > 0 && (sr_piece_digits(p, i - 1) || p->at[i - 1].kind == SR_PIECE_ORDINAL)) ||
                (i + 1 < p->n && p->at[i + 1].kind == SR_PIECE_ORDINAL) ||
                (i > 1 && sr_when_is(t, i - 1, "of") && p->at[i - 2].kind == SR_PIECE_ORDINAL);
    if (k == SR_WORD_WEEKDAY)
        near = near || sr_time_kind(p, i + 1) == SR_WORD_MONTH || (i > 1 && sr_when_is(t, i - 2, "week")) || (i > 0 && sr_when_is(t, i - 1, "week")) ||
               (sr_when_comma(t, i + 1) && (sr_piece_digits(p, i + 2) || sr_time_kind(p, i + 2) == SR_WORD_MONTH));
    return near;
}

/* "from May to October": one month tells that the other word is one. */
static bool month_range(const sr_times *t, uint32_t i)
{
    const sr_pieces *p = t->p;
    static const char *const JOINTS[] = {"to", "-", "until", "till", "through", "and", "or", NULL};
    for (const char *const *j = JOINTS; *j; j++) {
        if (sr_when_is(t, i + 1, *j) && sr_time_kind(p, i + 2) == SR_WORD_MONTH && !p->time[i + 2].weak)
            return true;
        if (i > 1 && sr_when_is(t, i - 1, *j) && sr_time_kind(p, i - 2) == SR_WORD_MONTH && (!p->time[i - 2].weak || i > 2) )
            return !p->time[i - 2].weak || sr_when_is(t, i - 3, "from") || sr_when_is(t, i - 3, "between") || sr_piece_digits(p, i - 3);
    }
    return false;
}

/* A word that is also an ordinary word ("may", "march", "sun", "fall") stands for the date here. */
bool sr_when_weak_ok(const sr_times *t, uint32_t i)
{
    static const char *const SURE[] = {"in", "since", "last", "next", NULL};
    static const char *const STRONG[] = {"in", "since", "of", "until", "till", "by", "during", "early", "late", "mid",
                                         "this", "last", "next", "that", "throughout", "between", "every", "each", NULL};
    static const char *const CAPITAL[] = {"from", "to", "through", "after", "before", "and", "on", "around", "or", NULL};
    static const char *const FIGHT[] = {"offensive", "offensives", "campaign", "campaigns", "fighting", NULL};
    const sr_pieces *p = t->p;
    const sr_token *token = &t->doc->tokens[p->at[i].token];
    sr_word_kind k = sr_time_kind(p, i);
    if (digits_near(t, i, k) || (k == SR_WORD_MONTH && (led_by(t, i, SURE) || month_range(t, i))))
        return true;
    if (t->tagged && (token->upos == SR_UPOS_AUX || token->upos == SR_UPOS_VERB))
        return false;
    bool capital = (token->flags & SR_TOKEN_CAPITAL) && !t->doc->upper;
    if (k == SR_WORD_SEASON) {
        for (const char *const *f = FIGHT; *f; f++) {
            if (sr_when_is(t, i + 1, *f))
                return true;
        }
        uint32_t before = i > 0 && sr_when_the(t, i - 1) ? i - 1 : i;
        return led_by(t, before, STRONG) || (before < i && sr_number_kind(p, i + 1) == SR_WORD_AND);
    }
    bool full = p->at[i].end - p->at[i].begin > 3 || sr_when_is(t, i, "may");
    if (k == SR_WORD_MONTH && i > 0 && sr_when_the(t, i - 1))
        return false;
    if (led_by(t, i, STRONG))
        return full || capital;
    return capital && led_by(t, i, CAPITAL) && (full || k == SR_WORD_WEEKDAY);
}

uint32_t sr_when_month_at(const sr_times *t, uint32_t i, uint8_t *month)
{
    if (sr_time_kind(t->p, i) != SR_WORD_MONTH)
        return 0;
    *month = (uint8_t)t->p->time[i].value;
    return i + 1;
}

uint32_t sr_when_weekday_at(const sr_times *t, uint32_t i, sr_when *w)
{
    if (sr_time_kind(t->p, i) != SR_WORD_WEEKDAY || (t->p->time[i].weak && !sr_when_weak_ok(t, i)))
        return 0;
    w->weekday = (uint8_t)t->p->time[i].value;
    return i + 1;
}

/* Days joined to one month: "5 and 12 May", "6-7 January"; the first is kept as its own. */
static void keep_day(sr_times *t, const sr_when *model, uint8_t day, uint32_t begin, uint32_t end)
{
    sr_when w = *model;
    w.day = day;
    (void)sr_when_keep(t, &w, begin, end);
}

static uint32_t day_joint(const sr_times *t, uint32_t i, uint8_t *joint)
{
    if (sr_piece_mark(t->p, i, '-') || sr_piece_mark(t->p, i, '/') || sr_when_is(t, i, "to") || sr_when_is(t, i, "through") ||
        sr_when_is(t, i, "until") || sr_when_is(t, i, "till"))
        *joint = 'r';
    else if (sr_when_is(t, i, "and") || sr_when_is(t, i, "or"))
        *joint = 'a';
    else
        return 0;
    if (*joint == 'a' && i >= 2) { // "between 3 and 7 May"
        uint32_t before = i - 2;
        if (sr_when_is(t, before, "between") || (sr_when_the(t, before) && before > 0 && sr_when_is(t, before - 1, "between")))
            *joint = 'r';
    }
    return i + 1;
}

/* "3 May", "the 3rd of May", "third day of May"; `more`: "3 and 4 May" keeps the 3rd. */
uint32_t sr_when_day_month(sr_times *t, uint32_t i, sr_when *w)
{
    uint32_t begin = i, at = sr_when_the(t, i) ? i + 1 : i, end, first_end = 0, second = 0;
    uint8_t day, first_day = 0, month, joint = 0;
    if (at > 0 && sr_piece_mark(t->p, at - 1, '$'))
        return 0;
    if (!(end = sr_when_day_number(t, at, true, &day)))
        return 0;
    uint32_t next = day_joint(t, end, &joint);
    if (next) {
        uint8_t other;
        uint32_t the = sr_when_the(t, next) ? next + 1 : next, stop = sr_when_day_number(t, the, true, &other);
        uint32_t m = stop && sr_when_is(t, stop, "of") ? stop + 1 : stop;
        if (stop && sr_when_month_at(t, m, &month)) {
            first_day = day;
            first_end = end;
            day = other;
            second = next;
            end = stop;
        }
    }
    if (sr_when_is(t, end, "day") && sr_when_is(t, end + 1, "of") && !first_day)
        end++;
    if (sr_when_is(t, end, "of"))
        end++;
    else if (sr_when_separator(t, end) && sr_when_glued(t, end))
        end++;
    if (sr_when_the(t, end) && sr_when_is(t, end - 1, "of"))
        end++;
    uint32_t at_month = end;
    if (!(end = sr_when_month_at(t, end, &month)))
        return 0;
    bool numeral = sr_piece_digits(t->p, at) || t->p->at[at].kind == SR_PIECE_ORDINAL || sr_number_kind(t->p, at) == SR_WORD_ORDINAL;
    if (t->p->time[at_month].weak && !numeral && !sr_when_weak_ok(t, at_month))
        return 0; // "one may ask"
    w->day = day;
    w->month = month;
    uint32_t stop = sr_when_year_after(t, end, w);
    if (first_day) {
        keep_day(t, w, first_day, begin, first_end);
        w->begin = second;
        w->joint = joint;
    }
    return stop;
}

/* More days behind "May 4": "-5", "and 7th". */
static uint32_t more_days(sr_times *t, uint32_t begin, uint32_t end, sr_when *w)
{
    uint8_t joint, day;
    uint32_t next = day_joint(t, end, &joint);
    if (!next)
        return end;
    uint32_t the = sr_when_the(t, next) ? next + 1 : next, stop = sr_when_day_number(t, the, joint == 'r', &day);
    if (!stop || day <= w->day)
        return end;
    uint8_t month;
    bool more = sr_when_month_at(t, stop, &month) != 0 || (sr_when_is(t, stop, "of") && sr_when_month_at(t, stop + 1, &month));
    bool unit = sr_time_kind(t->p, stop) == SR_WORD_TIME_UNIT || sr_time_kind(t->p, stop) == SR_WORD_AMPM ||
                sr_piece_mark(t->p, stop, ':') || sr_piece_mark(t->p, stop, '/') ||
                (sr_piece_mark(t->p, stop, '-') && sr_piece_digits(t->p, stop + 1));
    bool noun = stop < t->p->n && t->p->at[stop].kind == SR_PIECE_WORD && sr_number_kind(t->p, stop) == SR_WORD_NONE &&
                joint == 'a' && sr_time_kind(t->p, stop) == SR_WORD_NONE;
    if (more || unit || noun)
        return end;
    sr_when whole = *w;
    uint32_t last = sr_when_year_after(t, stop, &whole);
    keep_day(t, &whole, w->day, begin, end);
    *w = whole;
    w->day = day;
    w->begin = the > next && joint == 'a' ? the : next;
    w->joint = joint;
    return last;
}

/* "May 3", "May the 3rd, 2010", "May 2010", "May". */
uint32_t sr_when_month_day(sr_times *t, uint32_t i, sr_when *w)
{
    uint8_t month, day;
    uint32_t end = sr_when_month_at(t, i, &month);
    if (!end)
        return 0;
    bool weak = t->p->time[i].weak && !sr_when_weak_ok(t, i);
    w->month = month;
    uint32_t at = sr_when_comma(t, end) || sr_when_separator(t, end) ? end + 1 : end;
    at = sr_when_the(t, at) ? at + 1 : at;
    uint32_t stop = sr_when_day_number(t, at, at == end, &day);
    sr_when year = *w;
    bool plain_year = sr_when_year(t, at, &year) != 0; // "october two thousand"
    bool clock = stop && (sr_time_kind(t->p, stop) == SR_WORD_AMPM || (sr_piece_mark(t->p, stop, ':') && sr_when_glued(t, stop)));
    bool comma_ok = !sr_when_comma(t, end) || (stop && t->p->at[at].kind == SR_PIECE_ORDINAL);
    bool counted = stop && at == end && sr_piece_digits(t->p, at) && sr_when_is(t, stop, "people");
    if (stop && !plain_year && !clock && comma_ok && !counted && 
        !(weak && !sr_piece_digits(t->p, at) && t->p->at[at].kind != SR_PIECE_ORDINAL && sr_number_kind(t->p, at) == SR_WORD_UNIT)) {
        w->day = day;
        if (sr_when_separator(t, stop) && sr_piece_digits(t->p, stop + 1) && t->p->at[stop + 1].digits == 4)
            return sr_when_year(t, stop + 1, w);
        uint32_t last = sr_when_year_after(t, stop, w);
        return last > stop ? last : more_days(t, i, stop, w);
    }
    if (sr_when_separator(t, end) && sr_piece_digits(t->p, end + 1) && t->p->at[end + 1].digits == 4 && sr_when_separator(t, end + 2) &&
        sr_when_day_number(t, end + 3, false, &day)) { // "September-2020-23"
        w->day = day;
        return sr_when_year_after(t, end + 1, w) + 2;
    }
    if (weak && !(sr_when_year_after(t, end, w) > end))
        return 0;
    return sr_when_year_after(t, end, w);
}

/* ------------------------------------------------------------- written dates */

static bool set_date(sr_when *w, double y, double m, double d)
{
    if (m < 1 || m > 12 || d < 1 || d > 31 || (y < 1000 && y >= 100) || y > 2199)
        return false;
    w->year = y >= 1000 ? (int32_t)y : full_year(y);
    w->year_digits = 4;
    w->said_year = true;
    w->month = (uint8_t)m;
    w->day = (uint8_t)d;
    return true;
}

static bool mixed_order(double a, double b, double c, bool dotted, sr_when *w)
{
    if (a >= 1000)
        return set_date(w, a, b, c) || set_date(w, a, c, b);
    if (dotted)
        return set_date(w, c, b, a) || set_date(w, c, a, b);
    return set_date(w, c, a, b) || set_date(w, c, b, a);
}

/* "2024-03-22", "3/22/2024", "22.03.2024", "20240322", "2019/aug/01", "23-2020-Sep". */
uint32_t sr_when_numeric(const sr_times *t, uint32_t i, sr_when *w)
{
    const sr_pieces *p = t->p;
    if (!sr_piece_digits(p, i) || p->at[i].grouped)
        return 0;
    const sr_piece *a = &p->at[i];
    if (a->digits == 8 && !a->decimal && a->value > 19000100 && a->value < 21001232) {
        int32_t v = (int32_t)a->value;
        return set_date(w, v / 10000, v / 100 % 100, v % 100) ? i + 1 : 0;
    }
    if (!sr_when_separator(t, i + 1) || i + 2 >= p->n)
        return 0;
    uint8_t month;
    bool two = sr_when_separator(t, i + 3) && i + 4 < p->n && p->at[i + 1].mark == p->at[i + 3].mark;
    if (two && sr_when_month_at(t, i + 2, &month) && sr_piece_digits(p, i + 4)) {
        const sr_piece *c = &p->at[i + 4];
        bool first = a->digits == 4;
        return set_date(w, first ? a->value : c->value, month, first ? c->value : a->value) ? i + 5 : 0;
    }
    if (two && sr_piece_digits(p, i + 2) && sr_when_month_at(t, i + 4, &month))
        return a->digits == 4 ? (set_date(w, a->value, month, p->at[i + 2].value) ? i + 5 : 0)
                              : set_date(w, p->at[i + 2].value, month, a->value) && p->at[i + 2].digits == 4 ? i + 5 : 0;
    if (two && sr_piece_digits(p, i + 2) && sr_piece_digits(p, i + 4) && !p->at[i + 4].decimal) {
        bool sized = (a->digits == 4 && p->at[i + 4].digits <= 2) || (a->digits <= 2 && (p->at[i + 4].digits == 4 || p->at[i + 4].digits == 2));
        return sized && mixed_order(a->value, p->at[i + 2].value, p->at[i + 4].value, p->at[i + 1].mark == '.', w) ? i + 5 : 0;
    }
    if (p->at[i + 1].mark == '.' || !sr_piece_digits(p, i + 2))
        return 0;
    // "2015-12", "12/2015"
    const sr_piece *b = &p->at[i + 2];
    if (sr_when_separator(t, i + 3) && p->at[i + 1].mark == p->at[i + 3].mark)
        return 0;
    if (a->digits == 4 && b->digits <= 2 && a->value >= 1900 && a->value < 2100 && b->value >= 1 && b->value <= 12 &&
        !(b->digits == 2 && p->at[i + 1].mark == '-' && b->value > (int)a->value % 100 && b->value <= 12 && (int)a->value % 100 >= 1 && (int)a->value % 100 < 12)) {
        w->year = (int32_t)a->value;
        w->month = (uint8_t)b->value;
    } else if (b->digits == 4 && a->digits <= 2 && a->value >= 1 && a->value <= 12 && b->value >= 1900 && b->value < 2100) {
        w->year = (int32_t)b->value;
        w->month = (uint8_t)a->value;
    } else {
        return 0;
    }
    w->year_digits = 4;
    w->said_year = true;
    return i + 3;
}

/* "22/04", "7.6": only where a date is expected. */
uint32_t sr_when_numeric_short(const sr_times *t, uint32_t i, bool expected, sr_when *w)
{
    const sr_pieces *p = t->p;
    double m, d;
    uint32_t end;
    if (!sr_piece_digits(p, i))
        return 0;
    if (p->at[i].decimal && expected && p->at[i].digits <= 2) { // "Friday 7.6"
        m = (int)p->at[i].value;
        sr_str s = sr_str_slice(t->doc->text, p->at[i].begin, p->at[i].end);
        uint64_t after;
        size_t dot = sr_str_find(s, '.', 0);
        if (!sr_str_uint(sr_str_slice(s, dot + 1, s.len), 31, &after))
            return 0;
        d = (double)after;
        end = i + 1;
    } else {
        if (!sr_when_separator(t, i + 1) || !sr_piece_digits(p, i + 2) || p->at[i].digits > 2 || p->at[i + 2].digits > 2 ||
            p->at[i].decimal || p->at[i + 2].decimal || (sr_when_separator(t, i + 3) && p->at[i + 3].mark == p->at[i + 1].mark))
            return 0;
        static const char *const WORDS[] = {"on", "since", "until", "till", "by", "before", "after", "from", "between",
                                            "this", "next", "last", NULL};
        if (p->at[i + 1].mark == '/') {
            for (const char *const *x = WORDS; *x && i > 0; x++)
                expected = expected || sr_when_is(t, i - 1, *x);
        }
        if (!expected && t->found.n > 0) { // "on 11/20, 11/22 or 11/25"
            const sr_when *last = &t->found.at[t->found.n - 1];
            expected = last->sentence == t->sentence && last->day && last->month && i - last->end <= 1 && last->end < i;
        }
        if (!expected)
            return 0;
        m = p->at[i].value;
        d = p->at[i + 2].value;
        end = i + 3;
    }
    if (m > 12 && d <= 12) {
        double s = m;
        m = d;
        d = s;
    }
    if (m < 1 || m > 12 || d < 1 || d > 31)
        return 0;
    w->month = (uint8_t)m;
    w->day = (uint8_t)d;
    bool year = sr_when_comma(t, end) && sr_piece_digits(p, end + 1) && p->at[end + 1].digits == 4;
    return year ? sr_when_year_after(t, end, w) : end; // "5/7, 2020"
}

/* ------------------------------------------------------------------ clock */

uint32_t sr_when_zone(const sr_times *t, uint32_t i)
{
    if (sr_time_kind(t->p, i) == SR_WORD_ZONE && !sr_when_is(t, i, "local") && !sr_when_is(t, i, "eastern"))
        return i + t->p->time[i].n;
    return i;
}

static uint32_t ampm(const sr_times *t, uint32_t i, sr_when *w)
{
    if (sr_time_kind(t->p, i) == SR_WORD_OCLOCK)
        i++;
    if (sr_time_kind(t->p, i) != SR_WORD_AMPM)
        return i;
    if (t->p->time[i].value > 0)
        w->hour = (int8_t)(w->hour < 12 ? w->hour + 12 : w->hour);
    else if (w->hour == 12)
        w->hour = 0;
    return i + 1;
}

uint32_t sr_when_clock(const sr_times *t, uint32_t i, sr_when *w)
{
    const sr_pieces *p = t->p;
    if (sr_time_kind(p, i) == SR_WORD_CLOCK) {
        w->hour = sr_when_is(t, i, "midnight") ? 24 : 12;
        w->minute = 0;
        return sr_when_zone(t, i + p->time[i].n);
    }
    if (sr_when_is(t, i, "half") && sr_when_is(t, i + 1, "past")) {
        sr_amount a = sr_amount_plain(p, i + 2);
        if (a.kind != SR_AMOUNT_CARDINAL || a.value < 1 || a.value > 12)
            return 0;
        w->hour = (int8_t)a.value;
        w->minute = 30;
        return ampm(t, a.end, w);
    }
    if (!sr_piece_digits(p, i)) {
        sr_amount a = sr_amount_plain(p, i);
        bool clock = sr_time_kind(p, a.end) == SR_WORD_OCLOCK || sr_time_kind(p, a.end) == SR_WORD_AMPM;
        if (a.kind != SR_AMOUNT_CARDINAL || !clock || a.value > 12)
            return 0;
        w->hour = (int8_t)a.value;
        w->minute = 0;
        return sr_when_zone(t, ampm(t, a.end, w));
    }
    const sr_piece *h = &p->at[i];
    if (sr_piece_mark(p, i + 1, ':') && sr_when_glued(t, i + 1) && sr_piece_digits(p, i + 2) && sr_when_glued(t, i + 2) &&
        p->at[i + 2].digits == 2 && h->value <= 24 && p->at[i + 2].value < 60) {
        w->hour = (int8_t)h->value;
        w->minute = (int8_t)p->at[i + 2].value;
        uint32_t end = i + 3;
        if (sr_piece_mark(p, end, ':') && sr_piece_digits(p, end + 1) && sr_when_glued(t, end) && p->at[end + 1].digits == 2 && p->at[end + 1].value < 60) {
            w->second = (int8_t)p->at[end + 1].value;
            end += 2;
        }
        uint32_t stop = ampm(t, end, w);
        if (stop == end && (sr_when_is(t, end, "hrs") || sr_when_is(t, end, "hours") || sr_when_is(t, end, "h")))
            stop = end + 1;
        return sr_when_zone(t, stop);
    }
    sr_word_kind after = sr_time_kind(p, i + 1);
    bool bare = t->doc->text.ptr[h->begin] == '0' || (t->doc->upper && i > 0 && sr_when_is(t, i - 1, "at"));
    bare = bare && !(i + 1 < p->n && sr_piece_digits(p, i + 1)) && !sr_when_separator(t, i + 1);
    if (h->digits == 4 && bare && h->value < 2400 && (int)h->value % 100 < 60 && !h->decimal && !h->grouped) { // "AT 2230"
        w->hour = (int8_t)((int)h->value / 100);
        w->minute = (int8_t)((int)h->value % 100);
        uint32_t end = ampm(t, i + 1, w);
        return sr_when_zone(t, sr_when_is(t, end, "hrs") || sr_when_is(t, end, "hours") ? end + 1 : end);
    }
    if (h->digits == 4 && h->value < 2400 && (int)h->value % 100 < 60 && !h->decimal && !h->grouped &&
        (sr_when_is(t, i + 1, "hrs") || sr_when_is(t, i + 1, "hours") || sr_when_is(t, i + 1, "gmt") || sr_when_is(t, i + 1, "utc") ||
         after == SR_WORD_AMPM || (after == SR_WORD_ZONE && p->time[i + 1].n == 2))) {
        w->hour = (int8_t)((int)h->value / 100);
        w->minute = (int8_t)((int)h->value % 100);
        uint32_t end = ampm(t, i + 1, w);
        if (sr_when_is(t, end, "hrs") || sr_when_is(t, end, "hours"))
            end++;
        return sr_when_zone(t, end);
    }
    if ((after == SR_WORD_AMPM || after == SR_WORD_OCLOCK) && h->digits <= 2 && h->value >= 1 && h->value <= 12) {
        if (h->decimal) { // "8.30 pm"
            int minute = (int)(h->value * 100 + 0.5) % 100;
            if (minute >= 60)
                return 0;
            w->minute = (int8_t)minute;
        } else {
            w->minute = 0;
        }
        w->hour = (int8_t)h->value;
        return sr_when_zone(t, ampm(t, i + 1, w));
    }
    return 0;
}
