/* Date lines and datelines; see dateline.h.
 *
 * A dateline is read as a sequence of parts: a place, perhaps its region ("Afghanistan",
 * "(ITALY)"), a date, a source in brackets, and the dash that ends it.  It is believed when it
 * has a date or a source and its end; a place in capitals and a dash alone only in mixed-case
 * text.  Press releases have lines above it: a dateline with a date is looked for there too, but
 * then the text above stays part of the prose.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/dateline.h"

#include "base/utf8.h"

#define PLACE_BYTES 48u   // longest name of a place
#define SOURCE_BYTES 64u  // longest source
#define TAG_BYTES 600u    // longest editor's remark between dateline and text
#define HEAD_BYTES 1200u  // how far down a press release a dateline is looked for
#define HEAD_LINES 12u
#define PIVOT 70          // two-digit years: 70 is 1970, 69 is 2069

typedef struct cursor {
    sr_str s;
    size_t i;
} cursor;

static uint8_t at(const cursor *c, size_t ahead)
{
    return c->i + ahead < c->s.len ? c->s.ptr[c->i + ahead] : 0;
}

static void skip_space(cursor *c)
{
    size_t n;
    while (c->i < c->s.len && sr_utf8_is_space(sr_utf8_read(c->s, c->i, &n)))
        c->i += n;
}

/* Blanks and at most one line end. */
static void skip_blank(cursor *c)
{
    bool line = false;
    while (sr_is_space(at(c, 0)) && !(at(c, 0) == '\n' && line)) {
        line = line || at(c, 0) == '\n';
        c->i++;
    }
}

static size_t letters(const cursor *c)
{
    size_t n = 0;
    while (sr_is_alpha(at(c, n)))
        n++;
    return n;
}

/* ---------------------------------------------------------------------- dates */

/* 1 to 12 by a name or its first three letters ("Sept" too); 0: none. */
static int month_of(sr_str word)
{
    static const char *const names[] = {"january", "february", "march", "april", "may", "june", "july",
                                        "august", "september", "october", "november", "december"};
    for (int i = 0; i < 12; i++) {
        sr_str name = sr_str_c(names[i]);
        if (sr_str_eq_case(word, name) || (word.len == 3 && sr_str_eq_case(word, sr_str_slice(name, 0, 3))))
            return i + 1;
    }
    return sr_str_eq_case(word, SR_STR("sept")) ? 9 : 0;
}

static bool is_weekday(sr_str word)
{
    static const char *const names[] = {"monday", "tuesday", "wednesday", "thursday", "friday",
                                        "saturday", "sunday"};
    for (size_t i = 0; i < SR_COUNT(names); i++) {
        sr_str name = sr_str_c(names[i]);
        if (sr_str_eq_case(word, name) || (word.len == 3 && sr_str_eq_case(word, sr_str_slice(name, 0, 3))))
            return true;
    }
    return false;
}

/* A number of `min` to `max` digits and no more; -1: none. */
static int number(cursor *c, size_t min, size_t max)
{
    size_t n = 0;
    int value = 0;
    while (n <= max && sr_is_digit(at(c, n)))
        value = value * 10 + (at(c, n++) - '0');
    if (n < min || n > max || sr_is_alpha(at(c, n)))
        return -1;
    c->i += n;
    return value;
}

static int day_number(cursor *c)
{
    cursor was = *c;
    int day = number(c, 1, 2);
    if (day >= 0)
        return day;
    size_t n = sr_is_digit(at(c, 1)) ? 2 : 1; // 3rd
    if (!sr_is_digit(at(c, 0)) || letters(&(cursor){c->s, c->i + n}) != 2)
        return -1;
    cursor digits = {sr_str_slice(c->s, 0, c->i + n), c->i};
    day = number(&digits, 1, 2);
    c->i = day < 0 ? was.i : c->i + n + 2;
    return day;
}

static int month_name(cursor *c)
{
    size_t n = letters(c);
    int month = month_of(sr_str_slice(c->s, c->i, c->i + n));
    if (month)
        c->i += n + (at(c, n) == '.');
    return month;
}

/* A year behind a day: " 1990", ", 1990", " 90"; -1: none. */
static int year_behind(cursor *c)
{
    cursor was = *c;
    bool comma = at(c, 0) == ',';
    c->i += comma;
    skip_blank(c);
    int year = number(c, 4, 4);
    if (year < 0 && !comma && c->i > was.i) {
        year = number(c, 2, 2);
        if (year >= 0)
            year += year >= PIVOT ? 1900 : 2000;
    }
    if (year < 0)
        *c = was;
    return year;
}

static void weekday(cursor *c)
{
    size_t n = letters(c);
    if (n == 0 || !is_weekday(sr_str_slice(c->s, c->i, c->i + n)))
        return;
    c->i += n;
    c->i += at(c, 0) == '.';
    c->i += at(c, 0) == ',';
    skip_blank(c);
}

/* Day, month, year in either order, from the cursor; false: no date there. */
static bool day_month_year(cursor *c, int *year, int *month, int *day)
{
    weekday(c);
    *month = month_name(c);
    if (*month) {
        skip_blank(c);
        *day = day_number(c);
    } else {
        *day = day_number(c);
        if (*day < 0)
            return false;
        skip_blank(c);
        *month = month_name(c);
    }
    if (*day < 0 || *month == 0)
        return false;
    *year = year_behind(c);
    return true;
}

/* A date at the cursor, which moves behind it; false: none. */
static bool read_date(cursor *c, sr_dateline *out)
{
    cursor was = *c;
    if (sr_str_eq_case(sr_str_slice(c->s, c->i, c->i + 7), SR_STR("no date"))) {
        c->i += 7;
        return true;
    }
    int year, month, day;
    if (sr_is_digit(at(c, 0)) && at(c, 4) == '-' && at(c, 7) == '-' && sr_is_digit(at(c, 9))) {
        out->day = sr_day_parse(sr_str_slice(c->s, c->i, c->i + 10));
        out->fault = out->day == SR_DAY_NONE ? SR_DATELINE_NO_SUCH_DAY : SR_DATELINE_SOUND;
        out->fault_at = c->i;
        c->i += 10;
        return true;
    }
    if (!day_month_year(c, &year, &month, &day)) {
        *c = was;
        return false;
    }
    out->day = year < 0 ? SR_DAY_NONE : sr_day_from(year, month, day);
    out->fault = year < 0                    ? SR_DATELINE_NO_YEAR
                 : out->day == SR_DAY_NONE ? SR_DATELINE_NO_SUCH_DAY
                                             : SR_DATELINE_SOUND;
    out->fault_at = was.i;
    return true;
}

/* --------------------------------------------------------------------- places */

typedef struct place {
    sr_str name;
    bool   caps; // all letters are capitals
} place;

static bool is_particle(sr_str word)
{
    static const char *const particles[] = {"of", "the", "de", "del", "la", "las", "los", "el", "al", "and",
                                            "da", "do", "dos", "di", "du", "des", "le", "near", "in", "y",
                                            "en", "on", "upon", "sur", "am", "an"};
    for (size_t i = 0; i < SR_COUNT(particles); i++)
        if (sr_str_eq(word, sr_str_c(particles[i])))
            return true;
    return false;
}

/* Bytes of a word of a place's name: letters of any script with . ' - / inside. */
static size_t place_word(const cursor *c, bool *caps)
{
    cursor w = *c;
    size_t n = 0;
    *caps = true;
    while (w.i < w.s.len) {
        uint32_t cp = sr_utf8_read(w.s, w.i, &n);
        bool inside = w.i > c->i && cp > 0 && cp < 0x80 && strchr(".'/-", (int)cp) &&
                      (cp == '.' || sr_utf8_is_letter(sr_utf8_read(w.s, SR_MIN(w.i + 1, w.s.len - 1), &(size_t){0})));
        if (cp == SR_UTF8_INVALID || (!sr_utf8_is_letter(cp) && !inside && cp != 0x2019))
            break;
        if (sr_utf8_is_letter(cp) && !sr_utf8_is_upper(cp) && (cp < 0x80 || sr_utf8_lower(cp) == cp))
            *caps = false;
        w.i += n;
    }
    return w.i - c->i;
}

/* The name of a place at the cursor, in one line; false: none. */
static bool read_place(cursor *c, place *out)
{
    cursor w = *c;
    size_t end = c->i;
    out->caps = true;
    for (int words = 0; words < 6; words++) {
        bool caps;
        size_t n = place_word(&w, &caps), first;
        if (n == 0)
            break;
        sr_str word = sr_str_slice(w.s, w.i, w.i + n);
        bool capital = sr_utf8_is_upper(sr_utf8_read(w.s, w.i, &first));
        if (!capital && (end == c->i || !is_particle(word)))
            return false;
        out->caps = out->caps && caps;
        w.i += n;
        end = w.i;
        if (at(&w, 0) == ' ')
            w.i++;
        else
            break;
    }
    if (end == c->i || end - c->i > PLACE_BYTES)
        return false;
    out->name = sr_str_slice(c->s, c->i, end);
    c->i = end;
    return true;
}

/* ------------------------------------------------------------------ datelines */

/* The dash that ends a dateline; false: none. */
static bool read_dash(cursor *c)
{
    cursor w = *c;
    size_t n;
    skip_blank(&w);
    bool space = w.i > c->i;
    uint32_t cp = w.i < w.s.len ? sr_utf8_read(w.s, w.i, &n) : 0;
    if (cp == '-' || cp == '_') {
        while (at(&w, 0) == cp)
            w.i++;
        space = space || w.i - c->i > 1;
    } else if (cp == 0x2013 || cp == 0x2014 || cp == 0x2015) {
        w.i += n;
        space = true;
    } else {
        return false;
    }
    if (!space || !(sr_is_space(at(&w, 0)) || at(&w, 0) == '[' || cp >= 0x80))
        return false;
    *c = w;
    return true;
}

static bool looks_like_source(sr_str s)
{
    size_t upper = 0, alpha = 0;
    for (size_t i = 0; i < s.len; i++) {
        upper += sr_is_upper(s.ptr[i]);
        alpha += sr_is_alpha(s.ptr[i]);
    }
    return alpha >= 2 && upper >= 1 && sr_is_alpha(s.ptr[0]);
}

typedef struct parts {
    bool date, source, enclosed; // enclosed: the last part was in brackets
} parts;

/* "(Reuters)", "(Jan. 10, 2011)", "(Xinhua, Jan. 3, 2010)", "(ITALY)". */
static bool read_enclosed(cursor *c, parts *p, sr_dateline *out)
{
    cursor w = *c;
    w.i++;
    size_t end = w.i;
    int depth = 1;
    while (end < w.s.len && end - w.i <= SOURCE_BYTES && w.s.ptr[end] != '\n') {
        depth += (w.s.ptr[end] == '(' || w.s.ptr[end] == '[') - (w.s.ptr[end] == ')' || w.s.ptr[end] == ']');
        if (depth == 0)
            break;
        end++;
    }
    if (depth != 0 || end >= w.s.len || end == w.i)
        return false;
    cursor inside = {sr_str_slice(w.s, 0, end), w.i};
    sr_str source = sr_str_slice(w.s, w.i, end);
    bool date = read_date(&inside, out);
    if (date) {
        inside.i += at(&inside, 0) == ',';
        skip_blank(&inside);
        source = sr_str_slice(w.s, inside.i, end);
    } else {
        size_t comma = sr_str_find(source, ',', 0);
        cursor behind = {inside.s, w.i + comma + 1};
        skip_blank(&behind);
        if (comma < source.len && read_date(&behind, out)) {
            date = true;
            source.len = comma;
        }
    }
    p->date |= date;
    p->enclosed = true;
    c->i = end + 1;
    if (source.len == 0)
        return date;
    if (!looks_like_source(source))
        return false;
    if (!date && !p->date && !p->source && out->region.len == 0 && at(c, 0) == ',') {
        out->region = source;
        return true;
    }
    if (p->source)
        return false;
    out->source = source;
    return p->source = true;
}

/* ", 3 JAN 90", ", Afghanistan", " Jan. 3". */
static bool read_open(cursor *c, parts *p, sr_dateline *out)
{
    bool comma = at(c, 0) == ',';
    c->i += comma;
    skip_blank(c);
    place region;
    if (!p->date && read_date(c, out))
        p->date = true;
    else if (comma && !p->date && out->region.len == 0 && read_place(c, &region))
        out->region = region.name;
    else
        return false;
    p->enclosed = false;
    return true;
}

/* Words in capitals before a dash that are no place. */
static bool is_label(sr_str name)
{
    static const char *const labels[] = {
        "UPDATE", "BREAKING", "BREAKING NEWS", "EXCLUSIVE", "WATCH", "OPINION", "ANALYSIS", "FACTBOX",
        "TIMELINE", "CORRECTION", "EDITORIAL", "LIVE", "VIDEO", "PHOTOS", "REVIEW", "NOTE", "SUMMARY",
        "NEWS", "FEATURE", "INTERVIEW", "COMMENT", "ALERT", "URGENT", "FILE", "NATO", "ISIS", "ISIL"};
    for (size_t i = 0; i < SR_COUNT(labels); i++)
        if (sr_str_eq(name, sr_str_c(labels[i])))
            return true;
    return name.len < 3 || sr_str_starts(name, SR_STR("A ")) || sr_str_starts(name, SR_STR("AN "));
}

static bool is_no_place(sr_str name)
{
    return sr_str_eq_case(name, SR_STR("no city")) || sr_str_eq_case(name, SR_STR("clandestine"));
}

static bool is_line_separator(const cursor *c)
{
    return at(c, 0) == 0xE2 && at(c, 1) == 0x80 && at(c, 2) == 0xA8;
}

/* Whether nothing but blanks stands before the end of the line. */
static bool line_ends(const cursor *c)
{
    cursor w = *c;
    while (at(&w, 0) == ' ' || at(&w, 0) == '\t' || at(&w, 0) == '\r')
        w.i++;
    return w.i == w.s.len || at(&w, 0) == '\n' || is_line_separator(&w);
}

/* A dateline at the cursor.  @param upper  upper-case text */
static bool read_dateline(cursor *c, bool upper, sr_dateline *out)
{
    cursor w = *c;
    sr_dateline found = {.day = SR_DAY_NONE};
    parts p = {0};
    place where;
    if (!read_place(&w, &where))
        return false;
    found.place = is_no_place(where.name) ? (sr_str){NULL, 0} : where.name;
    bool dash = false;
    for (int n = 0; n < 5 && !(dash = read_dash(&w)); n++) {
        cursor before = w;
        while (at(&w, 0) == ' ')
            w.i++;
        bool brackets = at(&w, 0) == '(' || (at(&w, 0) == '[' && p.date);
        if (brackets ? !read_enclosed(&w, &p, &found) : !read_open(&w, &p, &found)) {
            w = before;
            break;
        }
    }
    bool ended = dash || (p.date && p.enclosed && line_ends(&w));
    if (!ended || (!p.date && !p.source && (upper || !where.caps || is_label(where.name))))
        return false;
    if (p.source && !p.date && !where.caps && !dash)
        return false;
    *out = found;
    *c = w;
    return true;
}

/* -------------------------------------------------------------------- the head */

/* "date 2024-03-22" and white space. */
static bool read_date_line(cursor *c, sr_dateline *out)
{
    cursor w = *c;
    if (!sr_str_eq_case(sr_str_slice(w.s, w.i, w.i + 4), SR_STR("date")))
        return false;
    w.i += 4;
    w.i += at(&w, 0) == ':';
    if (at(&w, 0) != ' ' && at(&w, 0) != '\t')
        return false;
    while (at(&w, 0) == ' ' || at(&w, 0) == '\t')
        w.i++;
    bool form = at(&w, 4) == '-' && at(&w, 7) == '-' && sr_is_digit(at(&w, 0)) && sr_is_digit(at(&w, 9)) &&
                !sr_is_digit(at(&w, 10)) && !sr_is_alpha(at(&w, 10));
    if (!form || !read_date(&w, out))
        return false;
    *c = w;
    return true;
}

/* A line that is nothing but a date with its year. */
static bool read_bare_date(cursor *c, sr_dateline *out)
{
    cursor w = *c;
    sr_dateline found = {.day = SR_DAY_NONE};
    if (!read_date(&w, &found) || found.day == SR_DAY_NONE)
        return false;
    while (at(&w, 0) == ' ' || at(&w, 0) == '\r')
        w.i++;
    if (at(&w, 0) != '\n')
        return false;
    out->day = found.day;
    *c = w;
    return true;
}

/* Remarks in capitals between brackets: [TEXT] [PASSAGE OMITTED]. */
static void skip_tags(cursor *c)
{
    for (;;) {
        cursor w = *c;
        skip_space(&w);
        int depth = 0;
        size_t from = w.i, capitals = 0;
        do {
            uint8_t b = at(&w, 0);
            depth += (b == '[') - (b == ']');
            capitals += sr_is_upper(b);
            if (depth == 0 || sr_is_lower(b) || w.i >= w.s.len || w.i - from > TAG_BYTES)
                break;
            w.i++;
        } while (depth > 0);
        if (w.i == from || depth != 0 || capitals < 2)
            return;
        c->i = w.i + 1;
    }
}

/* Year and month of a press release's number in [begin, end): year, month, perhaps letters, a count ("2014-02-907",
 * "2014-02-ZZ-907").  So ISAF's press office in Afghanistan numbered its releases; no other publisher's form is known here. */
static bool release_number(sr_str text, size_t begin, size_t end, int *year, int *month)
{
    for (size_t i = begin; i + 8 < end; i++) {
        cursor c = {sr_str_slice(text, 0, end), i};
        if ((i > begin && (sr_is_digit(text.ptr[i - 1]) || text.ptr[i - 1] == '-')) || !sr_is_digit(text.ptr[i]))
            continue;
        *year = number(&c, 4, 4);
        if (*year < 1900 || *year >= 2100 || at(&c, 0) != '-')
            continue;
        c.i++;
        *month = number(&c, 2, 2);
        if (*month >= 1 && *month <= 12 && at(&c, 0) == '-' && (sr_is_upper(at(&c, 1)) || sr_is_digit(at(&c, 3))))
            return true;
    }
    return false;
}

/* The year of a release's number, else the only year written in [begin, end), as part of a number or by
 * itself; -1: none or several. */
static int only_year(sr_str text, size_t begin, size_t end)
{
    int year = -1, month;
    if (release_number(text, begin, end, &year, &month))
        return year;
    year = -1;
    for (size_t i = begin; i < end;) {
        cursor c = {sr_str_slice(text, 0, end), i};
        int value = number(&c, 4, 4);
        if (value >= 1900 && value < 2100) {
            if (year >= 0 && year != value)
                return -1;
            year = value;
        }
        while (i < end && sr_is_digit(text.ptr[i]))
            i++;
        while (i < end && !sr_is_digit(text.ptr[i]))
            i++;
    }
    return year;
}

/* The year of a dateline that has none, from the head lines above it ("No. 2014-02-907"). */
static void add_year(sr_str text, size_t begin, size_t end, sr_dateline *line)
{
    int year = only_year(text, begin, end), none, month, day;
    cursor c = {text, line->fault_at};
    if (year < 0 || !day_month_year(&c, &none, &month, &day))
        return;
    line->day = sr_day_from(year, month, day);
    line->fault = line->day == SR_DAY_NONE ? SR_DATELINE_NO_SUCH_DAY : SR_DATELINE_SOUND;
}

static void next_line(cursor *c)
{
    while (c->i < c->s.len && at(c, 0) != '\n' && !is_line_separator(c))
        c->i++;
    skip_space(c);
}

/* A release without a dateline: the day in its title ("June 20: Operations in the East"), of the year of
 * its number, if the number is of that month or a neighbour. */
static void day_of_title(const cursor *c, sr_dateline *out)
{
    int year, month, none, title_month, day;
    size_t end = SR_MIN(c->s.len, c->i + HEAD_BYTES);
    if (!release_number(c->s, c->i, end, &year, &month))
        return;
    for (cursor w = *c; w.i < end && at(&w, 0) != '\n'; w.i++) {
        cursor d = w;
        bool word = w.i == c->i || at(&(cursor){w.s, w.i - 1}, 0) == ' ';
        if (!word || !day_month_year(&d, &none, &title_month, &day))
            continue;
        int apart = (title_month - month + 12) % 12;
        if (none < 0 && (apart <= 1 || apart == 11))
            out->day = sr_day_from(year + (month == 1 && title_month == 12 ? -1 : 0), title_month, day);
        return;
    }
}

/* A dateline with a date or a source further down, below the head lines of a press release. */
static void search_below(const cursor *c, bool upper, sr_dateline *out)
{
    cursor w = *c;
    for (unsigned lines = 0; lines < HEAD_LINES && w.i - c->i < HEAD_BYTES && w.i < w.s.len; lines++) {
        sr_dateline found = {.day = SR_DAY_NONE};
        cursor line = w;
        place where;
        bool caps = read_place(&(cursor){w.s, w.i}, &where) && where.caps;
        if (caps && read_dateline(&line, upper, &found) &&
            (found.day != SR_DAY_NONE || found.fault != SR_DATELINE_SOUND || found.source.len)) {
            found.body_begin = out->body_begin;
            *out = found;
            if (found.fault == SR_DATELINE_NO_YEAR)
                add_year(w.s, c->i, w.i, out);
            return;
        }
        next_line(&w);
    }
    day_of_title(c, out);
}

static bool is_upper_case(sr_str text)
{
    size_t upper = 0, lower = 0;
    for (size_t i = 0; i < SR_MIN(text.len, 2000u); i++) {
        upper += sr_is_upper(text.ptr[i]);
        lower += sr_is_lower(text.ptr[i]);
    }
    return lower * 20 < upper;
}

void sr_dateline_read(sr_str text, sr_dateline *out)
{
    cursor c = {text, 0};
    *out = (sr_dateline){.day = SR_DAY_NONE};
    sr_dateline line = {.day = SR_DAY_NONE}, given = {.day = SR_DAY_NONE};
    bool upper = is_upper_case(text);
    skip_space(&c);
    bool dated = read_date_line(&c, &given) || read_bare_date(&c, &given);
    if (dated)
        skip_space(&c);
    bool found = read_dateline(&c, upper, &line);
    if (found)
        *out = line;
    skip_tags(&c);
    skip_space(&c);
    out->body_begin = c.i;
    if (!found)
        search_below(&c, upper, out);
    if (dated) {
        out->day = given.day;
        out->fault = given.fault;
        out->fault_at = given.fault_at;
    }
}

/* ------------------------------------------------------------------- instants */

/* Two digits below `limit` at the cursor; -1: not so. */
static int two(cursor *c, int limit)
{
    if (!sr_is_digit(at(c, 0)) || !sr_is_digit(at(c, 1)))
        return -1;
    int value = (at(c, 0) - '0') * 10 + (at(c, 1) - '0');
    c->i += 2;
    return value < limit ? value : -1;
}

/* "Z", "+03:00", "+0300", "+03" or nothing. */
static bool read_offset(cursor *c, sr_instant *out)
{
    while (at(c, 0) == ' ')
        c->i++;
    uint8_t sign = at(c, 0);
    if (sign == 'Z' || sign == 'z') {
        c->i++;
        out->has_offset = true;
        return true;
    }
    if (sign != '+' && sign != '-')
        return true;
    c->i++;
    int hours = two(c, 24), minutes = 0;
    c->i += at(c, 0) == ':';
    if (sr_is_digit(at(c, 0)))
        minutes = two(c, 60);
    out->has_offset = true;
    out->offset_minutes = (hours * 60 + minutes) * (sign == '-' ? -1 : 1);
    return hours >= 0 && minutes >= 0;
}

static bool read_clock(cursor *c, sr_instant *out)
{
    int hour = two(c, 24), minute = -1, second = 0;
    c->i += at(c, 0) == ':';
    minute = two(c, 60);
    if (at(c, 0) == ':' || sr_is_digit(at(c, 0))) {
        c->i += at(c, 0) == ':';
        second = two(c, 61);
    }
    if (at(c, 0) == '.' || at(c, 0) == ',') {
        c->i++;
        while (sr_is_digit(at(c, 0)))
            c->i++;
    }
    if (hour < 0 || minute < 0 || second < 0)
        return false;
    out->second = hour * 3600 + minute * 60 + SR_MIN(second, 59);
    return true;
}

bool sr_instant_parse(sr_str s, sr_instant *out)
{
    const sr_instant unknown = {.day = SR_DAY_NONE, .second = -1};
    *out = unknown;
    cursor c = {sr_str_trim(s), 0};
    sr_instant got = unknown;
    got.day = sr_day_parse(c.s);
    c.i = 10;
    bool ok = got.day != SR_DAY_NONE;
    if (ok && c.i < c.s.len) {
        ok = at(&c, 0) == 'T' || at(&c, 0) == 't' || at(&c, 0) == ' ';
        c.i++;
        ok = ok && read_clock(&c, &got) && read_offset(&c, &got) && c.i == c.s.len;
    }
    if (ok)
        *out = got;
    return ok;
}
