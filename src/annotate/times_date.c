/* Reading calendar dates: "the spring of 1943", "Friday evening", "mid-2007", "next Tuesday at
 * 3 pm", "the 20th", "the last week of May".
 *
 * Functions read one construct each and give the piece behind it, 0 if it is not there.  They
 * nest as the phrases do: modifier, part of the day, day, clock.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/times.h"

#include "base/banned.h"

static uint32_t token_flags(const sr_times *t, uint32_t i)
{
    return t->doc->tokens[t->p->at[i].token].flags;
}

/* --------------------------------------------------------- larger stretches */

static bool tenth(double v)
{
    return v < 1e6 && (int)v % 10 == 0;
}

static bool is_one_of(const sr_times *t, uint32_t i, const char *const *words, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (sr_when_is(t, i, words[k]))
            return true;
    return false;
}

/* "in his early 20s", "in their 20s and 30s": how old somebody is. */
static bool is_age(const sr_times *t, uint32_t i)
{
    static const char *const whose[] = {"his", "her", "their", "my", "our", "your"};
    static const char *const between[] = {"early", "mid", "late", "teens", "and", "or", "to"};
    const sr_pieces *p = t->p;
    for (uint32_t k = i; k > 0 && i - k < 8;) {
        k--;
        if (is_one_of(t, k, whose, SR_COUNT(whose)))
            return true;
        if (p->at[k].kind != SR_PIECE_DECADE && sr_time_kind(p, k) != SR_WORD_DECADE && !sr_piece_mark(p, k, '-') &&
            !sr_piece_mark(p, k, ',') && !is_one_of(t, k, between, SR_COUNT(between)))
            return false;
    }
    return false;
}

/* "the 1990s", "'90s", "nineties", "15th century". */
static uint32_t decade(const sr_times *t, uint32_t i, sr_when *w)
{
    const sr_pieces *p = t->p;
    if (i < p->n && p->at[i].digits != 4 && is_age(t, i))
        return 0;
    if (i < p->n && p->at[i].kind == SR_PIECE_DECADE && tenth(p->at[i].value)) {
        double v = p->at[i].value;
        if (!((p->at[i].digits == 4 && v >= 1000 && v < 2200) || (p->at[i].digits == 2 && v >= 10 && v < 100) ||
              (p->at[i].digits == 3 && v >= 100)))
            return 0;
        w->year = p->at[i].digits == 2 ? (int32_t)v + 1900 : (int32_t)v;
        w->year_digits = 3;
        w->said_year = true;
        return sr_when_era(t, i + 1, w);
    }
    if (sr_piece_digits(p, i) && sr_when_is(t, i + 1, "s") && tenth(p->at[i].value) &&
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
        if (sr_when_is(t, at, "century")) {
            w->year = ((int32_t)a.value - 1) * 100;
            w->year_digits = 2;
            w->said_year = true;
            uint32_t end = sr_when_era(t, at + 1, w);
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
        at = sr_when_separator(t, end) ? end + 1 : end;
    if ((sr_when_is(t, at, "q") || sr_when_is(t, at, "h")) && sr_piece_digits(p, at + 1) && sr_when_glued(t, at + 1) && p->at[at + 1].digits == 1) {
        bool q = sr_when_is(t, at, "q");
        double v = p->at[at + 1].value;
        if (v < 1 || v > (q ? 4 : 2))
            return 0;
        *(q ? &w->quarter : &w->half) = (uint8_t)v;
        return end ? at + 2 : sr_when_year_after(t, at + 2, w);
    }
    if (end)
        return 0;
    w->year = SR_YEAR_NONE;
    w->said_year = false;
    sr_amount a = sr_amount_plain(p, at);
    if (a.kind != SR_AMOUNT_ORDINAL || !sr_when_is(t, a.end, "quarter") || a.value > 4)
        return 0;
    uint32_t stop = sr_when_year_after(t, a.end + 1, w);
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
    uint32_t end = sr_when_year_after(t, i + 1, w);
    if (t->p->time[i].weak && end == i + 1 && !sr_when_weak_ok(t, i))
        return 0;
    if (t->p->time[i].weak && end == i + 1 && sr_when_is(t, i + 1, "of"))
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
    if (t->tagged && end < t->p->n && m.n_tokens == 1 && t->doc->tokens[t->p->at[end].token].upos == SR_UPOS_PROPN &&
        sr_time_kind(t->p, end) == SR_WORD_NONE)
        return 0; // "Easter Island"
    uint32_t stop = sr_when_year_after(t, end, w);
    if (sr_when_is(t, stop, "weekend")) {
        w->weekend = true;
        stop = sr_when_year_after(t, stop + 1, w);
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
    if (a.kind == SR_AMOUNT_ORDINAL && a.value <= 53 && (sr_when_is(t, a.end, "week") || sr_when_is(t, a.end, "month"))) {
        n = (uint8_t)a.value;
        at = a.end;
    } else if (sr_when_is(t, at, "last") && sr_when_is(t, at + 1, "week") && sr_when_is(t, at + 2, "of")) {
        n = 99;
        at++;
    } else if (!sr_when_is(t, at, "week")) {
        return 0;
    }
    if (sr_when_is(t, at, "month")) {
        uint32_t end = n <= 12 ? sr_when_year_after(t, at + 1, w) : 0;
        if (end <= at + 1)
            return 0;
        w->month = n;
        return end;
    }
    if (!n && sr_piece_digits(p, at + 1) && p->at[at + 1].value >= 1 && p->at[at + 1].value <= 53) {
        w->week = (uint8_t)p->at[at + 1].value;
        return sr_when_year_after(t, at + 2, w);
    }
    if (!n && (sr_when_is(t, at + 1, "of") || sr_time_kind(p, at + 1) == SR_WORD_STARTING)) { // "the week of 10 April"
        uint32_t day = sr_when_is(t, at + 1, "of") ? at + 2 : at + 1 + p->time[at + 1].n, end = sr_when_day_month(t, day, w);
        if (!end)
            end = sr_when_month_day(t, day, w);
        w->week = 100;
        return w->day ? end : 0;
    }
    if (!n || !sr_when_is(t, at + 1, "of"))
        return 0;
    w->week = n;
    uint32_t end = sr_when_year(t, at + 2, w);
    uint8_t dir;
    if (!end && (end = sr_when_named_year(t, at + 1, w)))
        return end;
    if (!end && (end = sr_when_month_at(t, at + 2, &w->month)))
        return sr_when_year_after(t, end, w);
    if (!end && (end = sr_when_direction(t, at + 2, &dir)) && sr_when_is(t, end, "month")) {
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
        end = sr_when_short_year(t, at, sr_when_glued(t, at), w);
    w->fiscal = word.letter[0] == 'F';
    w->school = word.letter[0] == 'S';
    if (!end && word.n < 2)
        return 0;
    return end ? end : at;
}

/* "the 1300 block of Elm Street", "of 1862 Tall Pine Road": where a house stands. */
static bool is_address(const sr_times *t, uint32_t i, uint32_t end)
{
    static const char *const blocks[] = {"block", "blocks", "blk"};
    static const char *const before[] = {"of", "at", "to", "near", "outside", "inside"};
    static const char *const streets[] = {"street", "st", "avenue", "ave", "road", "rd", "drive", "dr", "lane", "ln",
                                          "boulevard", "blvd", "court", "ct", "place", "terrace", "highway", "parkway"};
    const sr_pieces *p = t->p;
    const uint8_t *text = t->doc->text.ptr;
    if (is_one_of(t, end, blocks, SR_COUNT(blocks)))
        return true;
    if (i == 0 || !is_one_of(t, i - 1, before, SR_COUNT(before)))
        return false;
    for (uint32_t k = end; k < p->n && k < end + 6; k++) {
        const sr_piece *at = &p->at[k];
        bool capital = sr_is_upper(text[at->begin]), small = at->end - at->begin > 1 && sr_is_lower(text[at->begin + 1]);
        if (k > end && capital && small && is_one_of(t, k, streets, SR_COUNT(streets)))
            return true;
        if (!sr_piece_mark(p, k, '.') && !capital && at->kind != SR_PIECE_ORDINAL)
            return false;
    }
    return false;
}

/* A year by itself: only where numbers took it for one, or it says so. */
static uint32_t lone_year(const sr_times *t, uint32_t i, sr_when *w)
{
    const sr_pieces *p = t->p;
    if (sr_when_is(t, i, "year") || sr_when_is(t, i, "years")) {
        uint32_t end = sr_when_year(t, i + 1, w);
        return end;
    }
    uint32_t end = sr_when_year(t, i, w);
    if (!end) {
        if (t->bc && sr_piece_digits(p, i) && p->at[i].digits == 3 && !p->at[i].decimal && i > 0 &&
            (sr_when_is(t, i - 1, "in") || sr_when_is(t, i - 1, "by") || sr_when_is(t, i - 1, "until") || sr_when_is(t, i - 1, "since") ||
             sr_piece_mark(p, i + 1, '-') || sr_when_is(t, i + 1, "to") || sr_when_is(t, i - 1, "of") || sr_when_is(t, i - 1, "spring"))) {
            w->year = -(int32_t)p->at[i].value;
            w->year_digits = 4;
            w->said_year = true;
            return i + 1;
        }
        return 0;
    }
    if (!sr_piece_digits(p, i) || end > i + 1)
        return end;
    if (is_address(t, i, end))
        return 0;
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
    bool the = sr_when_the(t, i);
    uint32_t at = the ? i + 1 : i;
    bool this_ = sr_when_is(t, at, "this");
    if (sr_time_kind(p, at) == SR_WORD_THAT) {
        *dir = SR_DIR_SAME;
        return sr_when_is(t, at + 1, "same") ? at + 2 : at + 1;
    }
    if (sr_time_kind(p, at) == SR_WORD_PRESENT && sr_when_is(t, at, "current")) {
        *dir = SR_DIR_THIS;
        return at + 1;
    }
    bool following = sr_time_kind(p, at) == SR_WORD_AFTER && (sr_when_is(t, at, "following") || sr_when_is(t, at, "preceding"));
    if (sr_time_kind(p, at) != SR_WORD_DIR && !following)
        return 0;
    uint32_t word = at;
    if (this_ && (sr_time_kind(p, at + 1) == SR_WORD_DIR))
        word = at + 1;
    if (sr_when_is(t, word, "last"))
        *dir = the ? SR_DIR_PREVIOUS : SR_DIR_LAST;
    else if (sr_when_is(t, word, "past"))
        *dir = SR_DIR_PAST;
    else if (sr_when_is(t, word, "previous") || sr_when_is(t, word, "preceding") || sr_when_is(t, word, "prior"))
        *dir = SR_DIR_PREVIOUS;
    else if (sr_when_is(t, word, "next"))
        *dir = the ? SR_DIR_FOLLOWING : SR_DIR_NEXT;
    else if (sr_when_is(t, word, "coming") || sr_when_is(t, word, "upcoming") || sr_when_is(t, word, "forthcoming"))
        *dir = SR_DIR_COMING;
    else if (sr_when_is(t, word, "this"))
        *dir = sr_when_is(t, word + 1, "same") ? SR_DIR_SAME : SR_DIR_THIS;
    else if (sr_when_is(t, word, "same"))
        *dir = SR_DIR_SAME;
    else
        *dir = p->time[word].value < 0 ? SR_DIR_PREVIOUS : SR_DIR_FOLLOWING;
    if (this_ && sr_when_is(t, word + 1, "same"))
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
    w->article = sr_when_the(t, i);
    if (sr_when_is(t, at, "whole") || sr_when_is(t, at, "entire"))
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
        if (unit == 'W' && sr_when_is(t, end, "end") == false) { // "next week Wednesday", "next week on Tuesday"
            uint32_t on = sr_when_is(t, end, "on") || sr_piece_mark(p, end, '-') ? end + 1 : end;
            uint32_t day = sr_when_weekday_at(t, on, w);
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
        return sr_when_year_after(t, at + 1, w);
    }
    if (k == SR_WORD_WEEKDAY) {
        if (p->time[at].weak && (token_flags(t, at) & SR_TOKEN_CAPITAL) == 0)
            return 0;
        w->weekday = (uint8_t)p->time[at].value;
        sr_when date = *w;
        uint32_t next = sr_piece_mark(p, at + 1, '-') || sr_piece_mark(p, at + 1, '(') || sr_when_comma(t, at + 1) ? at + 2 : at + 1;
        if ((end = sr_when_day_month(t, next, &date)) || (end = sr_when_month_day(t, next, &date)) ||
            (end = sr_when_numeric_short(t, next, next == at + 1, &date))) {
            if (sr_piece_mark(p, next - 1, '(') && sr_piece_mark(p, end, ')'))
                end++;
            *w = date;
            w->dir = SR_DIR_NONE;
            return end;
        }
        return at + 1;
    }
    if ((end = sr_when_day_month(t, at, w)))
        return end;
    if (k == SR_WORD_MONTH && (end = sr_when_month_day(t, at, w)))
        return end;
    if ((end = sr_when_numeric_short(t, at, true, w)))
        return end;
    if ((end = holiday(t, at, w)))
        return end;
    return 0;
}

/* ------------------------------------------------------------ whole dates */

/* Weekday with or without its date. */
static uint32_t week_date(sr_times *t, uint32_t i, sr_when *w)
{
    uint32_t at = sr_when_weekday_at(t, i, w);
    if (!at)
        return 0;
    sr_when date = *w;
    date.begin = w->begin;
    uint32_t next = sr_when_comma(t, at) ? at + 1 : at, end;
    if (sr_when_is(t, next, "on"))
        next = at;
    if ((end = sr_when_numeric(t, next, &date)) || (end = sr_when_day_month(t, next, &date)) || (end = sr_when_month_day(t, next, &date)) ||
        (next == at && (end = sr_when_numeric_short(t, next, true, &date)))) {
        *w = date;
        return end;
    }
    uint32_t the = sr_when_the(t, at) ? at + 1 : at;
    if (the < t->p->n && (t->p->at[the].kind == SR_PIECE_ORDINAL || the > at) &&
        (end = sr_when_day_number(t, the, false, &w->day)))
        return end;
    if (the == at && sr_piece_digits(t->p, at) && sr_when_day_number(t, at, false, &w->day) && w->day > 12 &&
        !(sr_time_kind(t->p, at + 1) == SR_WORD_AMPM) && !sr_piece_mark(t->p, at + 1, ':') &&
        !(at + 1 < t->p->n && t->p->at[at + 1].kind == SR_PIECE_WORD && sr_number_kind(t->p, at + 1) == SR_WORD_NONE))
        return at + 1;
    w->day = 0;
    uint8_t dir;
    uint32_t of = sr_when_is(t, at, "of") ? at + 1 : 0; // "tuesday of next week"
    if (of && (end = sr_when_direction(t, of, &dir)) && sr_when_is(t, end, "week")) {
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
    bool the = sr_when_the(t, i);
    if (!the && !(i > 0 && sr_when_is(t, i - 1, "on") && p->at[i].kind == SR_PIECE_ORDINAL))
        return 0;
    uint8_t dir;
    uint32_t number = the ? i + 1 : i, end = sr_when_day_number(t, number, false, &w->day);
    if (!end || sr_piece_digits(p, number))
        return 0;
    uint32_t day = sr_when_is(t, end, "day") ? end + 1 : end;
    uint32_t of = sr_when_is(t, day, "of") ? day + 1 : day, stop = sr_when_direction(t, of, &dir);
    if (stop && sr_when_is(t, stop, "month")) {
        w->month_dir = dir;
        return stop + 1;
    }
    if (of > day && sr_when_the(t, of) && sr_when_is(t, of + 1, "month")) {
        w->month_dir = SR_DIR_SAME;
        return of + 2;
    }
    bool digits = p->at[number].kind == SR_PIECE_ORDINAL;
    bool alone = end >= p->n || (p->at[end].kind == SR_PIECE_MARK && p->at[end].mark != '-' && p->at[end].mark != '/') ||
                 sr_number_kind(p, end) == SR_WORD_STOP || sr_number_kind(p, end) == SR_WORD_AND;
    bool led = i > 0 && (sr_when_is(t, i - 1, "on") || sr_when_is(t, i - 1, "by") || sr_when_is(t, i - 1, "until") || sr_when_is(t, i - 1, "from") ||
                         sr_when_is(t, i - 1, "to") || sr_when_is(t, i - 1, "till") || sr_when_is(t, i - 1, "between") || sr_when_is(t, i - 1, "around"));
    return digits && alone && led ? end : 0;
}

/* A date without modifiers; the longest reading that begins at i. */
static uint32_t core(sr_times *t, uint32_t i, sr_when *w)
{
    typedef uint32_t reader(sr_times *, uint32_t, sr_when *);
    static reader *const FIRST[] = {week_date, sr_when_day_month, sr_when_month_day, week};
    typedef uint32_t plain_reader(const sr_times *, uint32_t, sr_when *);
    static plain_reader *const THEN[] = {sr_when_numeric, quarter, decade, year_first, season, fiscal, holiday, lone_year, lone_day};
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
    return sr_when_numeric_short(t, i, false, w);
}

/* "the year", "the month", "the week" by themselves behind a preposition. */
static bool current_unit(const sr_times *t, uint32_t i)
{
    static const char *const BEFORE[] = {"in", "of", "for", "during", "throughout", NULL};
    const sr_pieces *p = t->p;
    if (!(sr_when_is(t, i + 1, "year") || sr_when_is(t, i + 1, "month") || sr_when_is(t, i + 1, "week")))
        return false;
    uint32_t end = i + 2;
    bool closed = end >= p->n || (p->at[end].kind == SR_PIECE_MARK && p->at[end].mark != '-');
    for (const char *const *b = BEFORE; *b && i > 0 && closed; b++) {
        if (sr_when_is(t, i - 1, *b))
            return true;
    }
    return false;
}

static uint32_t deictic(const sr_times *t, uint32_t i, sr_when *w)
{
    sr_word_kind k = sr_time_kind(t->p, i);
    if (k == SR_WORD_THE && sr_when_is(t, i + 1, "weekend") && !sr_when_is(t, i + 2, "of")) {
        w->form = SR_WHEN_NAMED; // "over the weekend": the one by the tense
        w->unit = 'K';
        return i + 2;
    }
    if (k == SR_WORD_THE && current_unit(t, i)) { // "in the year": this one, or the story's
        w->form = SR_WHEN_NAMED;
        w->unit = t->p->time[i + 1].letter[0];
        w->dir = SR_DIR_SAME;
        w->mod = 'N';
        return i + 2;
    }
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
        uint32_t in = sr_when_is(t, at, "in") && sr_when_the(t, at + 1) ? at + 2 : sr_when_is(t, at, "at") ? at + 1 : 0;
        if (in && (end = part_at(t, sr_time_kind(t->p, in) == SR_WORD_MOD ? in + 1 : in, w)))
            return end;
    }
    if (w->hour >= 0)
        return i;
    if (sr_when_is(t, at, "at") || sr_when_comma(t, at))
        at++;
    if (sr_when_is(t, at, "about") || sr_when_is(t, at, "around") || sr_when_is(t, at, "approximately") || sr_when_is(t, at, "exactly"))
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
    if (!end && (end = week(t, sr_when_the(t, i) ? i + 1 : i, w)) != 0)
        w->form = SR_WHEN_DATE;
    else if (!end)
        *w = blank;
    if (!end && (end = named(t, i, w)) == 0) {
        *w = blank;
        w->form = SR_WHEN_DATE;
        uint32_t at = sr_when_the(t, i) ? i + 1 : i;
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
    uint32_t at = sr_when_the(t, i) ? i + 1 : i;
    if (sr_time_kind(t->p, at) == SR_WORD_MOD) {
        w->mod = (uint8_t)(t->p->time[at].letter[0] == 's' ? 'S' : t->p->time[at].letter[0] == 'e' ? 'E' : 'M');
        at++;
    }
    sr_when part = *w;
    uint32_t end = part_at(t, at, &part);
    if (!end)
        return 0;
    bool in = i > 0 && sr_when_is(t, i - 1, "in");
    if (sr_when_is(t, end, "hours"))
        end++;
    uint32_t next = sr_when_is(t, end, "of") || sr_when_is(t, end, "on") ? end + 1 : sr_when_comma(t, end) && sr_when_the(t, i) ? end + 1 : end;
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
    if ((sr_when_the(t, i) || in) && sr_when_is(t, end, "at") == false)
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
    if (sr_when_is(t, at, "in") && sr_when_the(t, at + 1)) {
        uint32_t end = part_at(t, at + 2, &clock);
        if (end) {
            at = end;
            if (clock.hour < 12 && clock.part[0] != 'M' && clock.part[0] != 'D' && !(clock.part[0] == 'N' && clock.hour < 6))
                clock.hour = (int8_t)(clock.hour + 12);
        }
    }
    size_t kept = t->found.n;
    uint32_t next = sr_when_is(t, at, "on") || sr_when_comma(t, at) ? at + 1 : at;
    sr_when day = clock;
    uint32_t end = dated(t, next, &day);
    if (end && day_known(&day) && (next == at || !sr_when_comma(t, at) || day.day || day.weekday || day.form == SR_WHEN_DEICTIC)) {
        *w = day;
        w->begin = i;
        return sr_when_zone(t, end);
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
    uint32_t at = sr_when_the(t, i) ? i + 1 : i, next;
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
        else if (sr_when_is(t, next, "in") || sr_when_is(t, next, "on"))
            next++;
    } else if (k == SR_WORD_LATER) { // "later that month"
        mod = p->time[at].value > 0 ? 'E' : 'S';
        next = at + 1;
        if (sr_when_is(t, next, "in") || sr_when_is(t, next, "on"))
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
    uint32_t the = sr_when_the(t, next) ? next + 1 : next;
    sr_word_kind unit = sr_time_kind(p, the);
    bool of = k == SR_WORD_MOD_OF || k == SR_WORD_HALF_OF || (k == SR_WORD_LATER && next > at + 1);
    bool bare = k == SR_WORD_MOD_OF && !sr_when_the(t, i) && (sr_when_is(t, the, "year") || sr_when_is(t, the, "month"));
    if (of && (the > next || bare) && unit == SR_WORD_TIME_UNIT &&
        (sr_when_is(t, the, "year") || sr_when_is(t, the, "month") || sr_when_is(t, the, "week") || sr_when_is(t, the, "day") || sr_when_is(t, the, "decade") || sr_when_is(t, the, "century"))) {
        inner.form = SR_WHEN_NAMED; // "the end of the year"
        inner.unit = p->time[the].letter[0];
        inner.dir = bare ? SR_DIR_THIS : SR_DIR_SAME;
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
    uint32_t at = sr_when_the(t, i) ? i + 1 : i, end;
    uint32_t word = sr_time_kind(t->p, at) == SR_WORD_MOD ? at + 1 : at;
    bool led = i > 0 && (sr_when_is(t, i - 1, "in") || sr_when_is(t, i - 1, "at") || sr_when_is(t, i - 1, "during") || sr_when_is(t, i - 1, "by") ||
                         sr_when_is(t, i - 1, "before") || sr_when_is(t, i - 1, "until"));
    bool over = sr_when_is(t, i, "overnight");
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
