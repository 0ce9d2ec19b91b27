/* Reading calendar dates: "3 May 2010", "the spring of 1943", "Friday evening", "mid-2007",
 * "next Tuesday at 3 pm", "the 20th", "07/22/2011".
 *
 * Functions read one construct each and give the piece behind it, 0 if it is not there.  They
 * nest as the phrases do: modifier, part of the day, day, clock.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/times.h"

#include "base/banned.h"

static bool is(const sr_times *t, uint32_t i, const char *word)
{
    return sr_piece_is(t->p, i, word);
}

static bool is_the(const sr_times *t, uint32_t i)
{
    return sr_time_kind(t->p, i) == SR_WORD_THE;
}

static bool comma(const sr_times *t, uint32_t i)
{
    return sr_piece_mark(t->p, i, ',');
}

static uint32_t token_flags(const sr_times *t, uint32_t i)
{
    return t->doc->tokens[t->p->at[i].token].flags;
}

static bool glued(const sr_times *t, uint32_t i)
{
    return i < t->p->n && !t->p->at[i].space;
}

/* A mark that joins the parts of a written date ("05-Aug-2016", "Jan/3"), unspaced. */
static bool separator(const sr_times *t, uint32_t i)
{
    return (sr_piece_mark(t->p, i, '-') || sr_piece_mark(t->p, i, '/') || sr_piece_mark(t->p, i, '.')) &&
           glued(t, i) && glued(t, i + 1);
}

/* ------------------------------------------------------------------ years */

static uint32_t era(const sr_times *t, uint32_t i, sr_when *w)
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
        end = era(t, i + 1, w);
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
static uint32_t short_year(const sr_times *t, uint32_t i, bool bare, sr_when *w)
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
static uint32_t named_year(const sr_times *t, uint32_t i, sr_when *w)
{
    uint32_t at = is(t, i, "of") || is(t, i, "in") ? i + 1 : i;
    uint8_t dir;
    uint32_t end = sr_when_direction(t, at, &dir);
    if (!end && at > i && is_the(t, at) && is(t, at + 1, "year")) {
        w->year_dir = SR_DIR_SAME;
        return at + 2;
    }
    if (!end || !(is(t, end, "year")) || (at == i && dir == SR_DIR_SAME))
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
    return (caps || (closed && p->at[i].value > 31)) && short_year(t, i, true, w) == i + 1;
}

/* The year behind a month, day, season, holiday: ", 1945", "of 1945", "-2016". */
static uint32_t year_after(const sr_times *t, uint32_t i, sr_when *w)
{
    uint32_t at = i, end;
    bool of = false;
    if (comma(t, at)) {
        at++;
        if (is(t, at, "in"))
            at++;
    } else if (is(t, at, "of") || is(t, at, "in")) {
        of = is(t, at, "of");
        at++;
        if (is_the(t, at) && is(t, at + 1, "year"))
            at += 2;
    } else if (separator(t, at)) {
        at++;
    }
    if ((end = sr_when_year(t, at, w)))
        return end;
    if ((end = short_year(t, at, of, w)))
        return end;
    if ((end = named_year(t, i, w)))
        return end;
    if (w->day && w->month && at == i && wire_year(t, i, w))
        return i + 1;
    return i;
}

/* ------------------------------------------------------------------ days */

/* A day of the month in digits, "4th", "fourth" or (next to a month) "twenty nine". */
static uint32_t day_number(const sr_times *t, uint32_t i, bool words, uint8_t *day)
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
        if (is(t, i - 1, *words))
            return true;
    }
    return false;
}

/* A day or year stands next to the month, weekday or season at i. */
static bool digits_near(const sr_times *t, uint32_t i, sr_word_kind k)
{
    const sr_pieces *p = t->p;
    bool year = sr_piece_digits(p, i + 1) || (comma(t, i + 1) && sr_piece_digits(p, i + 2) && p->at[i + 2].digits == 4);
    if (k == SR_WORD_SEASON)
        return year;
    bool near = year || (i > 0 && (sr_piece_digits(p, i - 1) || p->at[i - 1].kind == SR_PIECE_ORDINAL)) ||
                (i + 1 < p->n && p->at[i + 1].kind == SR_PIECE_ORDINAL) ||
                (i > 1 && is(t, i - 1, "of") && p->at[i - 2].kind == SR_PIECE_ORDINAL);
    if (k == SR_WORD_WEEKDAY)
        near = near || sr_time_kind(p, i + 1) == SR_WORD_MONTH || (i > 1 && is(t, i - 2, "week")) || (i > 0 && is(t, i - 1, "week")) ||
               (comma(t, i + 1) && (sr_piece_digits(p, i + 2) || sr_time_kind(p, i + 2) == SR_WORD_MONTH));
    return near;
}

/* "from May to October": one month tells that the other word is one. */
static bool month_range(const sr_times *t, uint32_t i)
{
    const sr_pieces *p = t->p;
    static const char *const JOINTS[] = {"to", "-", "until", "till", "through", "and", "or", NULL};
    for (const char *const *j = JOINTS; *j; j++) {
        if (is(t, i + 1, *j) && sr_time_kind(p, i + 2) == SR_WORD_MONTH && !p->time[i + 2].weak)
            return true;
        if (i > 1 && is(t, i - 1, *j) && sr_time_kind(p, i - 2) == SR_WORD_MONTH && (!p->time[i - 2].weak || i > 2) )
            return !p->time[i - 2].weak || is(t, i - 3, "from") || is(t, i - 3, "between") || sr_piece_digits(p, i - 3);
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
            if (is(t, i + 1, *f))
                return true;
        }
        uint32_t before = i > 0 && is_the(t, i - 1) ? i - 1 : i;
        return led_by(t, before, STRONG) || (before < i && sr_number_kind(p, i + 1) == SR_WORD_AND);
    }
    bool full = p->at[i].end - p->at[i].begin > 3 || is(t, i, "may");
    if (k == SR_WORD_MONTH && i > 0 && is_the(t, i - 1))
        return false;
    if (led_by(t, i, STRONG))
        return full || capital;
    return capital && led_by(t, i, CAPITAL) && (full || k == SR_WORD_WEEKDAY);
}

static uint32_t month_at(const sr_times *t, uint32_t i, uint8_t *month)
{
    if (sr_time_kind(t->p, i) != SR_WORD_MONTH)
        return 0;
    *month = (uint8_t)t->p->time[i].value;
    return i + 1;
}

static uint32_t weekday_at(const sr_times *t, uint32_t i, sr_when *w)
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
    if (sr_piece_mark(t->p, i, '-') || sr_piece_mark(t->p, i, '/') || is(t, i, "to") || is(t, i, "through") ||
        is(t, i, "until") || is(t, i, "till"))
        *joint = 'r';
    else if (is(t, i, "and") || is(t, i, "or"))
        *joint = 'a';
    else
        return 0;
    if (*joint == 'a' && i >= 2) { // "between 3 and 7 May"
        uint32_t before = i - 2;
        if (is(t, before, "between") || (is_the(t, before) && before > 0 && is(t, before - 1, "between")))
            *joint = 'r';
    }
    return i + 1;
}

/* "3 May", "the 3rd of May", "third day of May"; `more`: "3 and 4 May" keeps the 3rd. */
static uint32_t day_month(sr_times *t, uint32_t i, sr_when *w)
{
    uint32_t begin = i, at = is_the(t, i) ? i + 1 : i, end, first_end = 0, second = 0;
    uint8_t day, first_day = 0, month, joint = 0;
    if (at > 0 && sr_piece_mark(t->p, at - 1, '$'))
        return 0;
    if (!(end = day_number(t, at, true, &day)))
        return 0;
    uint32_t next = day_joint(t, end, &joint);
    if (next) {
        uint8_t other;
        uint32_t the = is_the(t, next) ? next + 1 : next, stop = day_number(t, the, true, &other);
        uint32_t m = stop && is(t, stop, "of") ? stop + 1 : stop;
        if (stop && month_at(t, m, &month)) {
            first_day = day;
            first_end = end;
            day = other;
            second = next;
            end = stop;
        }
    }
    if (is(t, end, "day") && is(t, end + 1, "of") && !first_day)
        end++;
    if (is(t, end, "of"))
        end++;
    else if (separator(t, end) && glued(t, end))
        end++;
    if (is_the(t, end) && is(t, end - 1, "of"))
        end++;
    uint32_t at_month = end;
    if (!(end = month_at(t, end, &month)))
        return 0;
    bool numeral = sr_piece_digits(t->p, at) || t->p->at[at].kind == SR_PIECE_ORDINAL || sr_number_kind(t->p, at) == SR_WORD_ORDINAL;
    if (t->p->time[at_month].weak && !numeral && !sr_when_weak_ok(t, at_month))
        return 0; // "one may ask"
    w->day = day;
    w->month = month;
    uint32_t stop = year_after(t, end, w);
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
    uint32_t the = is_the(t, next) ? next + 1 : next, stop = day_number(t, the, joint == 'r', &day);
    if (!stop || day <= w->day)
        return end;
    uint8_t month;
    bool more = month_at(t, stop, &month) != 0 || (is(t, stop, "of") && month_at(t, stop + 1, &month));
    bool unit = sr_time_kind(t->p, stop) == SR_WORD_TIME_UNIT || sr_time_kind(t->p, stop) == SR_WORD_AMPM ||
                sr_piece_mark(t->p, stop, ':') || sr_piece_mark(t->p, stop, '/') ||
                (sr_piece_mark(t->p, stop, '-') && sr_piece_digits(t->p, stop + 1));
    bool noun = stop < t->p->n && t->p->at[stop].kind == SR_PIECE_WORD && sr_number_kind(t->p, stop) == SR_WORD_NONE &&
                joint == 'a' && sr_time_kind(t->p, stop) == SR_WORD_NONE;
    if (more || unit || noun)
        return end;
    sr_when whole = *w;
    uint32_t last = year_after(t, stop, &whole);
    keep_day(t, &whole, w->day, begin, end);
    *w = whole;
    w->day = day;
    w->begin = the > next && joint == 'a' ? the : next;
    w->joint = joint;
    return last;
}

/* "May 3", "May the 3rd, 2010", "May 2010", "May". */
static uint32_t month_day(sr_times *t, uint32_t i, sr_when *w)
{
    uint8_t month, day;
    uint32_t end = month_at(t, i, &month);
    if (!end)
        return 0;
    bool weak = t->p->time[i].weak && !sr_when_weak_ok(t, i);
    w->month = month;
    uint32_t at = comma(t, end) || separator(t, end) ? end + 1 : end;
    at = is_the(t, at) ? at + 1 : at;
    uint32_t stop = day_number(t, at, at == end, &day);
    sr_when year = *w;
    bool plain_year = sr_when_year(t, at, &year) != 0; // "october two thousand"
    bool clock = stop && (sr_time_kind(t->p, stop) == SR_WORD_AMPM || (sr_piece_mark(t->p, stop, ':') && glued(t, stop)));
    bool comma_ok = !comma(t, end) || (stop && t->p->at[at].kind == SR_PIECE_ORDINAL);
    bool counted = stop && at == end && sr_piece_digits(t->p, at) && is(t, stop, "people");
    if (stop && !plain_year && !clock && comma_ok && !counted && 
        !(weak && !sr_piece_digits(t->p, at) && t->p->at[at].kind != SR_PIECE_ORDINAL && sr_number_kind(t->p, at) == SR_WORD_UNIT)) {
        w->day = day;
        if (separator(t, stop) && sr_piece_digits(t->p, stop + 1) && t->p->at[stop + 1].digits == 4)
            return sr_when_year(t, stop + 1, w);
        uint32_t last = year_after(t, stop, w);
        return last > stop ? last : more_days(t, i, stop, w);
    }
    if (separator(t, end) && sr_piece_digits(t->p, end + 1) && t->p->at[end + 1].digits == 4 && separator(t, end + 2) &&
        day_number(t, end + 3, false, &day)) { // "September-2020-23"
        w->day = day;
        return year_after(t, end + 1, w) + 2;
    }
    if (weak && !(year_after(t, end, w) > end))
        return 0;
    return year_after(t, end, w);
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
static uint32_t numeric(const sr_times *t, uint32_t i, sr_when *w)
{
    const sr_pieces *p = t->p;
    if (!sr_piece_digits(p, i) || p->at[i].grouped)
        return 0;
    const sr_piece *a = &p->at[i];
    if (a->digits == 8 && !a->decimal && a->value > 19000100 && a->value < 21001232) {
        int32_t v = (int32_t)a->value;
        return set_date(w, v / 10000, v / 100 % 100, v % 100) ? i + 1 : 0;
    }
    if (!separator(t, i + 1) || i + 2 >= p->n)
        return 0;
    uint8_t month;
    bool two = separator(t, i + 3) && i + 4 < p->n && p->at[i + 1].mark == p->at[i + 3].mark;
    if (two && month_at(t, i + 2, &month) && sr_piece_digits(p, i + 4)) {
        const sr_piece *c = &p->at[i + 4];
        bool first = a->digits == 4;
        return set_date(w, first ? a->value : c->value, month, first ? c->value : a->value) ? i + 5 : 0;
    }
    if (two && sr_piece_digits(p, i + 2) && month_at(t, i + 4, &month))
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
    if (separator(t, i + 3) && p->at[i + 1].mark == p->at[i + 3].mark)
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
static uint32_t numeric_short(const sr_times *t, uint32_t i, bool expected, sr_when *w)
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
        if (!separator(t, i + 1) || !sr_piece_digits(p, i + 2) || p->at[i].digits > 2 || p->at[i + 2].digits > 2 ||
            p->at[i].decimal || p->at[i + 2].decimal || (separator(t, i + 3) && p->at[i + 3].mark == p->at[i + 1].mark))
            return 0;
        static const char *const WORDS[] = {"on", "since", "until", "till", "by", "before", "after", "from", "between",
                                            "this", "next", "last", NULL};
        if (p->at[i + 1].mark == '/') {
            for (const char *const *x = WORDS; *x && i > 0; x++)
                expected = expected || is(t, i - 1, *x);
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
    return end;
}

/* --------------------------------------------------------- larger stretches */

static bool tenth(double v)
{
    return (int)v % 10 == 0;
}

/* "the 1990s", "'90s", "nineties", "15th century". */
static uint32_t decade(const sr_times *t, uint32_t i, sr_when *w)
{
    const sr_pieces *p = t->p;
    if (i < p->n && p->at[i].kind == SR_PIECE_DECADE && tenth(p->at[i].value)) {
        double v = p->at[i].value;
        if (!((p->at[i].digits == 4 && v >= 1000 && v < 2200) || (p->at[i].digits == 2 && v >= 10 && v < 100) ||
              (p->at[i].digits == 3 && v >= 100)))
            return 0;
        w->year = p->at[i].digits == 2 ? (int32_t)v + 1900 : (int32_t)v;
        w->year_digits = 3;
        w->said_year = true;
        return era(t, i + 1, w);
    }
    if (sr_piece_digits(p, i) && is(t, i + 1, "s") && tenth(p->at[i].value) &&
        (p->at[i].digits == 4 || (p->at[i].digits == 2 && p->at[i].value >= 20))) { // "1990 s"
        w->year = p->at[i].digits == 2 ? (int32_t)p->at[i].value + 1900 : (int32_t)p->at[i].value;
        w->year_digits = 3;
        w->said_year = true;
        return i + 2;
    }
    if (sr_time_kind(p, i) == SR_WORD_DECADE) {
        w->year = (int32_t)p->time[i].value;
        w->year_digits = 3;
        w->said_year = true;
        return i + 1;
    }
    sr_amount a = sr_amount_plain(p, i);
    if (a.kind == SR_AMOUNT_ORDINAL && a.value <= 30) {
        uint32_t at = sr_piece_mark(p, a.end, '-') ? a.end + 1 : a.end;
        if (is(t, at, "century")) {
            w->year = ((int32_t)a.value - 1) * 100;
            w->year_digits = 2;
            w->said_year = true;
            uint32_t end = era(t, at + 1, w);
            if (w->year < 0)
                w->year = -(int32_t)a.value * 100;
            return end;
        }
    }
    return 0;
}

/* "2019 Q1", "the first quarter of 2013", "H2 2019", "the second half of May". */
static uint32_t quarter(const sr_times *t, uint32_t i, sr_when *w)
{
    const sr_pieces *p = t->p;
    uint32_t at = i, end = sr_when_year(t, at, w);
    if (end)
        at = separator(t, end) ? end + 1 : end;
    if ((is(t, at, "q") || is(t, at, "h")) && sr_piece_digits(p, at + 1) && glued(t, at + 1) && p->at[at + 1].digits == 1) {
        bool q = is(t, at, "q");
        double v = p->at[at + 1].value;
        if (v < 1 || v > (q ? 4 : 2))
            return 0;
        *(q ? &w->quarter : &w->half) = (uint8_t)v;
        return end ? at + 2 : year_after(t, at + 2, w);
    }
    if (end)
        return 0;
    w->year = SR_YEAR_NONE;
    w->said_year = false;
    sr_amount a = sr_amount_plain(p, at);
    if (a.kind != SR_AMOUNT_ORDINAL || !is(t, a.end, "quarter") || a.value > 4)
        return 0;
    uint32_t stop = year_after(t, a.end + 1, w);
    if (stop == a.end + 1)
        return 0;
    w->quarter = (uint8_t)a.value;
    return stop;
}

/* "1982 summer", "2017 April". */
static uint32_t year_first(const sr_times *t, uint32_t i, sr_when *w)
{
    uint32_t end = sr_when_year(t, i, w);
    if (!end || !sr_piece_digits(t->p, i))
        return 0;
    if (sr_time_kind(t->p, end) == SR_WORD_SEASON)
        w->season = (uint8_t)t->p->time[end].value;
    else if (sr_time_kind(t->p, end) == SR_WORD_MONTH && !(sr_piece_digits(t->p, end + 1)) && !t->p->time[end].weak)
        w->month = (uint8_t)t->p->time[end].value;
    else
        return 0;
    return end + 1;
}

static uint32_t season(const sr_times *t, uint32_t i, sr_when *w)
{
    if (sr_time_kind(t->p, i) != SR_WORD_SEASON)
        return 0;
    w->season = (uint8_t)t->p->time[i].value;
    uint32_t end = year_after(t, i + 1, w);
    if (t->p->time[i].weak && end == i + 1 && !sr_when_weak_ok(t, i))
        return 0;
    if (t->p->time[i].weak && end == i + 1 && is(t, i + 1, "of"))
        return 0; // "the fall of the capital"
    return end;
}

static uint32_t holiday(const sr_times *t, uint32_t i, sr_when *w)
{
    sr_lexicon_match m;
    if (!sr_piece_find(t->p, t->holidays, i, &m))
        return 0;
    w->holiday = m.row + 1;
    uint32_t end = i + m.n_tokens;
    uint32_t stop = year_after(t, end, w);
    if (is(t, stop, "weekend")) {
        w->weekend = true;
        stop = year_after(t, stop + 1, w);
    }
    return stop;
}

/* "week 31", "the week of April 10th", "the first week of May". */
static uint32_t week(sr_times *t, uint32_t i, sr_when *w)
{
    const sr_pieces *p = t->p;
    uint32_t at = i;
    sr_amount a = sr_amount_plain(p, at);
    uint8_t n = 0;
    if (a.kind == SR_AMOUNT_ORDINAL && a.value <= 53 && (is(t, a.end, "week") || is(t, a.end, "month"))) {
        n = (uint8_t)a.value;
        at = a.end;
    } else if (is(t, at, "last") && is(t, at + 1, "week") && is(t, at + 2, "of")) {
        n = 99;
        at++;
    } else if (!is(t, at, "week")) {
        return 0;
    }
    if (is(t, at, "month")) {
        uint32_t end = n <= 12 ? year_after(t, at + 1, w) : 0;
        if (end <= at + 1)
            return 0;
        w->month = n;
        return end;
    }
    if (!n && sr_piece_digits(p, at + 1) && p->at[at + 1].value >= 1 && p->at[at + 1].value <= 53) {
        w->week = (uint8_t)p->at[at + 1].value;
        return year_after(t, at + 2, w);
    }
    if (!n && (is(t, at + 1, "of") || sr_time_kind(p, at + 1) == SR_WORD_STARTING)) { // "the week of 10 April"
        uint32_t day = is(t, at + 1, "of") ? at + 2 : at + 1 + p->time[at + 1].n, end = day_month(t, day, w);
        if (!end)
            end = month_day(t, day, w);
        w->week = 100;
        return w->day ? end : 0;
    }
    if (!n || !is(t, at + 1, "of"))
        return 0;
    w->week = n;
    uint32_t end = sr_when_year(t, at + 2, w);
    uint8_t dir;
    if (!end && (end = named_year(t, at + 1, w)))
        return end;
    if (!end && (end = month_at(t, at + 2, &w->month)))
        return year_after(t, end, w);
    if (!end && (end = sr_when_direction(t, at + 2, &dir)) && is(t, end, "month")) {
        w->month_dir = dir;
        return end + 1;
    }
    return end;
}

static uint32_t fiscal(const sr_times *t, uint32_t i, sr_when *w)
{
    if (sr_time_kind(t->p, i) != SR_WORD_FISCAL)
        return 0;
    sr_word word = t->p->time[i];
    uint32_t at = i + word.n, end = sr_when_year(t, at, w);
    if (!end)
        end = short_year(t, at, glued(t, at), w);
    w->fiscal = word.letter[0] == 'F';
    w->school = word.letter[0] == 'S';
    if (!end && word.n < 2)
        return 0;
    return end ? end : at;
}

/* A year by itself: only where numbers took it for one, or it says so. */
static uint32_t lone_year(const sr_times *t, uint32_t i, sr_when *w)
{
    const sr_pieces *p = t->p;
    if (is(t, i, "year") || is(t, i, "years")) {
        uint32_t end = sr_when_year(t, i + 1, w);
        return end;
    }
    uint32_t end = sr_when_year(t, i, w);
    if (!end) {
        if (t->bc && sr_piece_digits(p, i) && p->at[i].digits == 3 && !p->at[i].decimal && i > 0 &&
            (is(t, i - 1, "in") || is(t, i - 1, "by") || is(t, i - 1, "until") || is(t, i - 1, "since") ||
             sr_piece_mark(p, i + 1, '-') || is(t, i + 1, "to") || is(t, i - 1, "of") || is(t, i - 1, "spring"))) {
            w->year = -(int32_t)p->at[i].value;
            w->year_digits = 4;
            w->said_year = true;
            return i + 1;
        }
        return 0;
    }
    if (!sr_piece_digits(p, i) || end > i + 1)
        return end;
    uint32_t token = p->at[i].token;
    for (uint32_t q = 0, n = t->doc->n_quantities; q < n;) { // quantities are sorted by first token
        uint32_t mid = q + (n - q) / 2;
        const sr_quantity *found = &t->doc->quantities[mid];
        if (found->range.end <= token)
            q = mid + 1;
        else if (found->range.first > token)
            n = mid;
        else
            return found->unit == SR_UNIT_YEAR ? end : 0;
    }
    bool after_dash = i > 1 && sr_piece_mark(p, i - 1, '-');
    return after_dash && !(sr_piece_digits(p, i - 2) && !p->at[i - 1].space && p->at[i - 2].digits != 4) ? end : 0;
}

/* ------------------------------------------------------------- directions */

uint32_t sr_when_direction(const sr_times *t, uint32_t i, uint8_t *dir)
{
    const sr_pieces *p = t->p;
    bool the = is_the(t, i);
    uint32_t at = the ? i + 1 : i;
    bool this_ = is(t, at, "this");
    if (sr_time_kind(p, at) == SR_WORD_THAT) {
        *dir = SR_DIR_SAME;
        return is(t, at + 1, "same") ? at + 2 : at + 1;
    }
    if (sr_time_kind(p, at) == SR_WORD_PRESENT && is(t, at, "current")) {
        *dir = SR_DIR_THIS;
        return at + 1;
    }
    bool following = sr_time_kind(p, at) == SR_WORD_AFTER && (is(t, at, "following") || is(t, at, "preceding"));
    if (sr_time_kind(p, at) != SR_WORD_DIR && !following)
        return 0;
    uint32_t word = at;
    if (this_ && (sr_time_kind(p, at + 1) == SR_WORD_DIR))
        word = at + 1;
    if (is(t, word, "last"))
        *dir = the ? SR_DIR_PREVIOUS : SR_DIR_LAST;
    else if (is(t, word, "past"))
        *dir = SR_DIR_PAST;
    else if (is(t, word, "previous") || is(t, word, "preceding") || is(t, word, "prior"))
        *dir = SR_DIR_PREVIOUS;
    else if (is(t, word, "next"))
        *dir = the ? SR_DIR_FOLLOWING : SR_DIR_NEXT;
    else if (is(t, word, "coming") || is(t, word, "upcoming") || is(t, word, "forthcoming"))
        *dir = SR_DIR_COMING;
    else if (is(t, word, "this"))
        *dir = is(t, word + 1, "same") ? SR_DIR_SAME : SR_DIR_THIS;
    else if (is(t, word, "same"))
        *dir = SR_DIR_SAME;
    else
        *dir = p->time[word].value < 0 ? SR_DIR_PREVIOUS : SR_DIR_FOLLOWING;
    if (this_ && is(t, word + 1, "same"))
        word++;
    return word + 1;
}

/* "last week", "the following day", "this summer", "next Friday", "that night". */
static uint32_t named(sr_times *t, uint32_t i, sr_when *w)
{
    const sr_pieces *p = t->p;
    uint8_t dir;
    uint32_t at = sr_when_direction(t, i, &dir), end;
    if (!at)
        return 0;
    w->dir = dir;
    w->article = is_the(t, i);
    if (is(t, at, "whole") || is(t, at, "entire"))
        at++;
    sr_word_kind k = sr_time_kind(p, at);
    if (k == SR_WORD_FISCAL && dir != SR_DIR_SAME) {
        w->form = SR_WHEN_NAMED;
        w->unit = 'Y';
        w->fiscal = p->time[at].letter[0] == 'F';
        w->school = p->time[at].letter[0] == 'S';
        return at + p->time[at].n;
    }
    if (k == SR_WORD_TIME_UNIT) {
        char unit = p->time[at].letter[0];
        bool plural = p->at[at].end - p->at[at].begin > 3 &&
                      t->doc->text.ptr[p->at[at].end - 1] == 's';
        if (plural || unit == 'S' || unit == 'N' || unit == 'H' || unit == 'F')
            return 0;
        w->form = SR_WHEN_NAMED;
        w->unit = unit;
        end = at + p->time[at].n;
        if (unit == 'W' && is(t, end, "end") == false) { // "next week Wednesday", "next week on Tuesday"
            uint32_t on = is(t, end, "on") || sr_piece_mark(p, end, '-') ? end + 1 : end;
            uint32_t day = weekday_at(t, on, w);
            if (day)
                return day;
        }
        return end;
    }
    if (k == SR_WORD_PART_DAY) {
        w->form = SR_WHEN_NAMED;
        w->unit = 'D';
        w->part[0] = p->time[at].letter[0];
        w->part[1] = p->time[at].letter[1];
        return at + p->time[at].n;
    }
    w->form = SR_WHEN_DATE;
    if (k == SR_WORD_SEASON) {
        w->season = (uint8_t)p->time[at].value;
        return year_after(t, at + 1, w);
    }
    if (k == SR_WORD_WEEKDAY) {
        if (p->time[at].weak && (token_flags(t, at) & SR_TOKEN_CAPITAL) == 0)
            return 0;
        w->weekday = (uint8_t)p->time[at].value;
        sr_when date = *w;
        uint32_t next = sr_piece_mark(p, at + 1, '-') || sr_piece_mark(p, at + 1, '(') || comma(t, at + 1) ? at + 2 : at + 1;
        if ((end = day_month(t, next, &date)) || (end = month_day(t, next, &date)) ||
            (end = numeric_short(t, next, next == at + 1, &date))) {
            if (sr_piece_mark(p, next - 1, '(') && sr_piece_mark(p, end, ')'))
                end++;
            *w = date;
            w->dir = SR_DIR_NONE;
            return end;
        }
        return at + 1;
    }
    if ((end = day_month(t, at, w)))
        return end;
    if (k == SR_WORD_MONTH && (end = month_day(t, at, w)))
        return end;
    if ((end = numeric_short(t, at, true, w)))
        return end;
    if ((end = holiday(t, at, w)))
        return end;
    return 0;
}

/* ------------------------------------------------------------------ clock */

static uint32_t zone(const sr_times *t, uint32_t i)
{
    if (sr_time_kind(t->p, i) == SR_WORD_ZONE && !is(t, i, "local") && !is(t, i, "eastern"))
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
        w->hour = is(t, i, "midnight") ? 24 : 12;
        w->minute = 0;
        return zone(t, i + p->time[i].n);
    }
    if (is(t, i, "half") && is(t, i + 1, "past")) {
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
        return zone(t, ampm(t, a.end, w));
    }
    const sr_piece *h = &p->at[i];
    if (sr_piece_mark(p, i + 1, ':') && glued(t, i + 1) && sr_piece_digits(p, i + 2) && glued(t, i + 2) &&
        p->at[i + 2].digits == 2 && h->value <= 24 && p->at[i + 2].value < 60) {
        w->hour = (int8_t)h->value;
        w->minute = (int8_t)p->at[i + 2].value;
        uint32_t end = i + 3;
        if (sr_piece_mark(p, end, ':') && sr_piece_digits(p, end + 1) && glued(t, end) && p->at[end + 1].digits == 2 && p->at[end + 1].value < 60) {
            w->second = (int8_t)p->at[end + 1].value;
            end += 2;
        }
        uint32_t stop = ampm(t, end, w);
        if (stop == end && (is(t, end, "hrs") || is(t, end, "hours") || is(t, end, "h")))
            stop = end + 1;
        return zone(t, stop);
    }
    sr_word_kind after = sr_time_kind(p, i + 1);
    bool bare = t->doc->text.ptr[h->begin] == '0' || (t->doc->upper && i > 0 && is(t, i - 1, "at"));
    bare = bare && !(i + 1 < p->n && sr_piece_digits(p, i + 1)) && !separator(t, i + 1);
    if (h->digits == 4 && bare && h->value < 2400 && (int)h->value % 100 < 60 && !h->decimal && !h->grouped) { // "AT 2230"
        w->hour = (int8_t)((int)h->value / 100);
        w->minute = (int8_t)((int)h->value % 100);
        uint32_t end = ampm(t, i + 1, w);
        return zone(t, is(t, end, "hrs") || is(t, end, "hours") ? end + 1 : end);
    }
    if (h->digits == 4 && h->value < 2400 && (int)h->value % 100 < 60 && !h->decimal && !h->grouped &&
        (is(t, i + 1, "hrs") || is(t, i + 1, "hours") || is(t, i + 1, "gmt") || is(t, i + 1, "utc") ||
         after == SR_WORD_AMPM || (after == SR_WORD_ZONE && p->time[i + 1].n == 2))) {
        w->hour = (int8_t)((int)h->value / 100);
        w->minute = (int8_t)((int)h->value % 100);
        uint32_t end = ampm(t, i + 1, w);
        if (is(t, end, "hrs") || is(t, end, "hours"))
            end++;
        return zone(t, end);
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
        return zone(t, ampm(t, i + 1, w));
    }
    return 0;
}

/* ------------------------------------------------------------ whole dates */

/* Weekday with or without its date. */
static uint32_t week_date(sr_times *t, uint32_t i, sr_when *w)
{
    uint32_t at = weekday_at(t, i, w);
    if (!at)
        return 0;
    sr_when date = *w;
    date.begin = w->begin;
    uint32_t next = comma(t, at) ? at + 1 : at, end;
    if (is(t, next, "on"))
        next = at;
    if ((end = numeric(t, next, &date)) || (end = day_month(t, next, &date)) || (end = month_day(t, next, &date)) ||
        (next == at && (end = numeric_short(t, next, true, &date)))) {
        *w = date;
        return end;
    }
    uint32_t the = is_the(t, at) ? at + 1 : at;
    if (the < t->p->n && (t->p->at[the].kind == SR_PIECE_ORDINAL || the > at) &&
        (end = day_number(t, the, false, &w->day)))
        return end;
    if (the == at && sr_piece_digits(t->p, at) && day_number(t, at, false, &w->day) && w->day > 12 &&
        !(sr_time_kind(t->p, at + 1) == SR_WORD_AMPM) && !sr_piece_mark(t->p, at + 1, ':') &&
        !(at + 1 < t->p->n && t->p->at[at + 1].kind == SR_PIECE_WORD && sr_number_kind(t->p, at + 1) == SR_WORD_NONE))
        return at + 1;
    w->day = 0;
    uint8_t dir;
    uint32_t of = is(t, at, "of") ? at + 1 : 0; // "tuesday of next week"
    if (of && (end = sr_when_direction(t, of, &dir)) && is(t, end, "week")) {
        w->form = SR_WHEN_NAMED;
        w->dir = dir;
        w->unit = 'W';
        return end + 1;
    }
    return at;
}

/* "the 20th", "the 15th day of next month": alone only where no noun follows. */
static uint32_t lone_day(const sr_times *t, uint32_t i, sr_when *w)
{
    const sr_pieces *p = t->p;
    if (!is_the(t, i))
        return 0;
    uint8_t dir;
    uint32_t end = day_number(t, i + 1, false, &w->day);
    if (!end || sr_piece_digits(p, i + 1))
        return 0;
    uint32_t day = is(t, end, "day") ? end + 1 : end;
    uint32_t of = is(t, day, "of") ? day + 1 : day, stop = sr_when_direction(t, of, &dir);
    if (stop && is(t, stop, "month")) {
        w->month_dir = dir;
        return stop + 1;
    }
    if (of > day && is_the(t, of) && is(t, of + 1, "month")) {
        w->month_dir = SR_DIR_SAME;
        return of + 2;
    }
    bool digits = p->at[i + 1].kind == SR_PIECE_ORDINAL;
    bool alone = end >= p->n || (p->at[end].kind == SR_PIECE_MARK && p->at[end].mark != '-' && p->at[end].mark != '/') ||
                 sr_number_kind(p, end) == SR_WORD_STOP || sr_number_kind(p, end) == SR_WORD_AND;
    bool led = i > 0 && (is(t, i - 1, "on") || is(t, i - 1, "by") || is(t, i - 1, "until") || is(t, i - 1, "from") ||
                         is(t, i - 1, "to") || is(t, i - 1, "till") || is(t, i - 1, "between") || is(t, i - 1, "around"));
    return digits && alone && led ? end : 0;
}

/* A date without modifiers; the longest reading that begins at i. */
static uint32_t core(sr_times *t, uint32_t i, sr_when *w)
{
    typedef uint32_t reader(sr_times *, uint32_t, sr_when *);
    static reader *const FIRST[] = {week_date, day_month, month_day, week};
    typedef uint32_t plain_reader(const sr_times *, uint32_t, sr_when *);
    static plain_reader *const THEN[] = {numeric, quarter, decade, year_first, season, fiscal, holiday, lone_year, lone_day};
    size_t kept = t->found.n;
    sr_when blank = *w;
    for (size_t k = 0; k < SR_COUNT(FIRST); k++) {
        uint32_t end = FIRST[k](t, i, w);
        if (end)
            return end;
        t->found.n = kept;
        *w = blank;
    }
    uint32_t best = 0;
    for (size_t k = 0; k < SR_COUNT(THEN); k++) {
        sr_when one = blank;
        uint32_t end = THEN[k](t, i, &one);
        if (end > best) {
            best = end;
            *w = one;
        }
    }
    if (best)
        return best;
    *w = blank;
    return numeric_short(t, i, false, w);
}

static uint32_t deictic(const sr_times *t, uint32_t i, sr_when *w)
{
    sr_word_kind k = sr_time_kind(t->p, i);
    if (k == SR_WORD_END_OF) { // "EOY"
        w->form = SR_WHEN_NAMED;
        w->unit = t->p->time[i].letter[0];
        w->dir = SR_DIR_THIS;
        w->mod = 'E';
        return i + 1;
    }
    if (k != SR_WORD_DEICTIC && k != SR_WORD_TONIGHT)
        return 0;
    w->form = SR_WHEN_DEICTIC;
    w->shift = (int32_t)t->p->time[i].value;
    if (k == SR_WORD_TONIGHT)
        memcpy(w->part, "NI", 3);
    return i + t->p->time[i].n;
}

static bool day_known(const sr_when *w)
{
    return w->day || w->weekday || w->form == SR_WHEN_DEICTIC || (w->form == SR_WHEN_NAMED && w->unit == 'D') ||
           w->holiday;
}

static uint32_t part_at(const sr_times *t, uint32_t i, sr_when *w)
{
    if (sr_time_kind(t->p, i) != SR_WORD_PART_DAY)
        return 0;
    w->part[0] = t->p->time[i].letter[0];
    w->part[1] = t->p->time[i].letter[1];
    return i + t->p->time[i].n;
}

/* What follows a day: "evening", "in the morning", "at 3 pm", "around 07:30 local time". */
static uint32_t day_tail(const sr_times *t, uint32_t i, sr_when *w)
{
    uint32_t at = i, end;
    if (!w->part[0]) {
        uint32_t early = sr_time_kind(t->p, at) == SR_WORD_MOD ? at + 1 : at; // "Thursday late evening"
        if ((end = part_at(t, early, w)))
            return end;
        uint32_t in = is(t, at, "in") && is_the(t, at + 1) ? at + 2 : is(t, at, "at") ? at + 1 : 0;
        if (in && (end = part_at(t, sr_time_kind(t->p, in) == SR_WORD_MOD ? in + 1 : in, w)))
            return end;
    }
    if (w->hour >= 0)
        return i;
    if (is(t, at, "at") || comma(t, at))
        at++;
    if (is(t, at, "about") || is(t, at, "around") || is(t, at, "approximately") || is(t, at, "exactly"))
        at++;
    sr_when clock = *w;
    end = sr_when_clock(t, at, &clock);
    if (!end)
        return i;
    *w = clock;
    return end;
}

/* A date, a deictic or a direction, with the part of the day behind it. */
static uint32_t dated(sr_times *t, uint32_t i, sr_when *w)
{
    uint32_t end = deictic(t, i, w);
    sr_when blank = *w;
    if (!end && (end = week(t, is_the(t, i) ? i + 1 : i, w)) != 0)
        w->form = SR_WHEN_DATE;
    else if (!end)
        *w = blank;
    if (!end && (end = named(t, i, w)) == 0) {
        *w = blank;
        w->form = SR_WHEN_DATE;
        uint32_t at = is_the(t, i) ? i + 1 : i;
        end = core(t, i, w);
        if (!end && at > i && (end = core(t, at, w)))
            w->article = true;
        if (!end)
            return 0;
    }
    if (day_known(w)) {
        end = day_tail(t, end, w);
        if (w->part[0] && w->hour < 0)
            end = day_tail(t, end, w);
    }
    return end;
}

/* "the night of 5 May", "early in the morning of 29 April". */
static uint32_t part_of(sr_times *t, uint32_t i, sr_when *w)
{
    uint32_t at = is_the(t, i) ? i + 1 : i;
    if (sr_time_kind(t->p, at) == SR_WORD_MOD) {
        w->mod = (uint8_t)(t->p->time[at].letter[0] == 's' ? 'S' : t->p->time[at].letter[0] == 'e' ? 'E' : 'M');
        at++;
    }
    sr_when part = *w;
    uint32_t end = part_at(t, at, &part);
    if (!end)
        return 0;
    bool in = i > 0 && is(t, i - 1, "in");
    if (is(t, end, "hours"))
        end++;
    uint32_t next = is(t, end, "of") || is(t, end, "on") ? end + 1 : comma(t, end) && is_the(t, i) ? end + 1 : end;
    if (sr_piece_is(t->p, next - 1, "on") && !at)
        return 0;
    sr_when day = part;
    uint32_t stop = dated(t, next, &day);
    if (stop && day_known(&day)) {
        *w = day;
        memcpy(w->part, part.part, sizeof part.part);
        return stop;
    }
    t->found.n = t->found.n;
    if ((is_the(t, i) || in) && is(t, end, "at") == false)
        return 0;
    return 0;
}

/* "7:30 a.m. on Friday", "3 pm, May 5". */
static uint32_t clock_first(sr_times *t, uint32_t i, sr_when *w)
{
    sr_when clock = *w;
    uint32_t at = sr_when_clock(t, i, &clock);
    if (!at)
        return 0;
    if (is(t, at, "in") && is_the(t, at + 1)) {
        uint32_t end = part_at(t, at + 2, &clock);
        if (end) {
            at = end;
            if (clock.hour < 12 && clock.part[0] != 'M' && clock.part[0] != 'D' && !(clock.part[0] == 'N' && clock.hour < 6))
                clock.hour = (int8_t)(clock.hour + 12);
        }
    }
    size_t kept = t->found.n;
    uint32_t next = is(t, at, "on") || comma(t, at) ? at + 1 : at;
    sr_when day = clock;
    uint32_t end = dated(t, next, &day);
    if (end && day_known(&day) && (next == at || !comma(t, at) || day.day || day.weekday || day.form == SR_WHEN_DEICTIC)) {
        *w = day;
        w->begin = i;
        return zone(t, end);
    }
    t->found.n = kept;
    *w = clock;
    w->form = SR_WHEN_DATE;
    return at;
}

static uint8_t mod_letter(const sr_times *t, uint32_t i)
{
    char c = t->p->time[i].letter[0];
    return (uint8_t)(c == 's' ? 'S' : c == 'e' ? 'E' : c == 'r' ? 0 : 'M');
}

/* "early April", "late on Thursday", "mid-1916", "the end of 1944", "later that year". */
static uint32_t modified(sr_times *t, uint32_t i, sr_when *w)
{
    const sr_pieces *p = t->p;
    uint32_t at = is_the(t, i) ? i + 1 : i, next;
    sr_word_kind k = sr_time_kind(p, at), k0 = sr_time_kind(p, i);
    uint8_t mod;
    if (k0 == SR_WORD_MOD_OF || k0 == SR_WORD_HALF_OF) {
        at = i;
        k = k0;
    }
    if (k == SR_WORD_MOD) {
        mod = mod_letter(t, at);
        next = at + p->time[at].n;
        if (sr_piece_mark(p, next, '-'))
            next++;
        else if (is(t, next, "in") || is(t, next, "on"))
            next++;
    } else if (k == SR_WORD_LATER) { // "later that month"
        mod = p->time[at].value > 0 ? 'E' : 'S';
        next = at + 1;
        if (is(t, next, "in") || is(t, next, "on"))
            next++;
    } else if (k == SR_WORD_MOD_OF || k == SR_WORD_HALF_OF) {
        mod = k == SR_WORD_HALF_OF ? 0 : mod_letter(t, at);
        next = at + p->time[at].n;
    } else {
        return 0;
    }
    size_t kept = t->found.n;
    sr_when inner = *w;
    uint8_t half = k == SR_WORD_HALF_OF ? (uint8_t)p->time[at].value : 0;
    uint32_t end = 0;
    uint32_t the = is_the(t, next) ? next + 1 : next;
    sr_word_kind unit = sr_time_kind(p, the);
    bool of = k == SR_WORD_MOD_OF || k == SR_WORD_HALF_OF || (k == SR_WORD_LATER && next > at + 1);
    if (of && the > next && unit == SR_WORD_TIME_UNIT &&
        (is(t, the, "year") || is(t, the, "month") || is(t, the, "week") || is(t, the, "day") || is(t, the, "decade") || is(t, the, "century"))) {
        inner.form = SR_WHEN_NAMED; // "the end of the year"
        inner.unit = p->time[the].letter[0];
        inner.dir = SR_DIR_SAME;
        end = the + 1;
    } else {
        end = dated(t, next, &inner);
        if (!end)
            end = part_of(t, next, &inner);
    }
    bool fits = end && (k != SR_WORD_LATER || inner.form == SR_WHEN_NAMED || (inner.form == SR_WHEN_DATE && next > at + 1) ||
                        inner.form == SR_WHEN_DEICTIC || inner.dir || inner.year_dir);
    if (!fits || t->found.n > kept + 1) {
        t->found.n = kept;
        return 0;
    }
    if (t->found.n > kept) // "early 6 and 7 May": the first has it
        t->found.at[kept].begin = i, t->found.at[kept].range.first = p->at[i].token;
    *w = inner;
    if (!w->mod)
        w->mod = mod;
    w->sense = k == SR_WORD_LATER ? (int8_t)(mod == 'E' ? 1 : -1) : 0;
    if (half && w->form == SR_WHEN_DATE && !w->month && !w->season && w->year != SR_YEAR_NONE && w->year_digits == 4)
        w->half = half;
    if (t->found.n == kept)
        w->begin = i;
    return end;
}

/* A bare part of the day that names a time of the story: "that night" is NAMED; "at night",
 * "in the morning", "overnight" are here. */
static uint32_t lone_part(const sr_times *t, uint32_t i, sr_when *w)
{
    uint32_t at = is_the(t, i) ? i + 1 : i, end;
    uint32_t word = sr_time_kind(t->p, at) == SR_WORD_MOD ? at + 1 : at;
    bool led = i > 0 && (is(t, i - 1, "in") || is(t, i - 1, "at") || is(t, i - 1, "during") || is(t, i - 1, "by") ||
                         is(t, i - 1, "before") || is(t, i - 1, "until"));
    bool over = is(t, i, "overnight");
    if (!(led || over || (word > at && at == i)) || !(end = part_at(t, word, w)))
        return 0;
    bool noun = end < t->p->n && t->p->at[end].kind == SR_PIECE_WORD && sr_number_kind(t->p, end) == SR_WORD_NONE &&
                sr_time_kind(t->p, end) == SR_WORD_NONE && !over;
    if (noun || sr_piece_mark(t->p, end, '-'))
        return 0;
    w->form = SR_WHEN_DATE;
    return end;
}

uint32_t sr_when_date(sr_times *t, uint32_t i, sr_when *w)
{
    typedef uint32_t reader(sr_times *, uint32_t, sr_when *);
    static reader *const READERS[] = {modified, part_of, clock_first, dated};
    size_t kept = t->found.n;
    sr_when blank = *w;
    for (size_t k = 0; k < SR_COUNT(READERS); k++) {
        uint32_t end = READERS[k](t, i, w);
        if (end)
            return end;
        t->found.n = kept;
        *w = blank;
    }
    return lone_part(t, i, w);
}
