/* Reading dates; see feed_date.h.
 *
 * Two ways, tried in turn.  Numbers first: year, month and day in ISO's order or one of its compact
 * forms.  Else words: month name, day, year, clock and zone in any order, each at most once; a word
 * that is none of them makes the whole no date, unless it stands where a zone stands.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/feed_date.h"

#include <stdio.h>

#include "base/utf8.h"

#define DATE_BYTES 128u     // longer strings are no dates
#define TWO_DIGIT_PIVOT 70  // 70 to 99 are of the twentieth century
#define KOREAN_OFFSET 540

typedef struct cursor {
    sr_str s; // folded
    size_t i;
} cursor;

typedef struct parts {
    int  year, month, day; // -1: not told; year as four digits
    int  second;           // of the day; -1
    bool has_offset;
    int  offset;           // minutes east
    bool korean;
} parts;

static uint8_t at(const cursor *c, size_t ahead)
{
    return c->i + ahead < c->s.len ? c->s.ptr[c->i + ahead] : 0;
}

static void skip_space(cursor *c)
{
    while (sr_is_space(at(c, 0)))
        c->i++;
}

static size_t count_digits(const cursor *c)
{
    size_t n = 0;
    while (sr_is_digit(at(c, n)))
        n++;
    return n;
}

/* Exactly n digits ahead + k as a number; the caller has counted. */
static int number(const cursor *c, size_t ahead, size_t n)
{
    int value = 0;
    for (size_t k = 0; k < n; k++)
        value = value * 10 + (at(c, ahead + k) - '0');
    return value;
}

static int full_year(int year, size_t digits)
{
    return digits > 2 ? year : year < TWO_DIGIT_PIVOT ? 2000 + year : 1900 + year;
}

static bool is_word_byte(uint8_t c)
{
    return sr_is_alpha(c) || c >= 0x80 || c == '/';
}

static sr_str word_here(const cursor *c)
{
    size_t n = 0;
    while (is_word_byte(at(c, n)))
        n++;
    return sr_str_slice(c->s, c->i, c->i + n);
}

static bool is_one_of(sr_str word, const char *list)
{
    for (sr_str rest = sr_str_c(list); rest.len;)
        if (sr_str_eq(sr_str_cut(&rest, ' '), word))
            return true;
    return false;
}

static int month_of(sr_str word)
{
#define MONTH(number, words)                                                                       \
    if (is_one_of(word, words))                                                                    \
        return number;
#define ZONE(minutes, words)
#include "ingest/feed_date_list.h"
    return 0;
}

static bool zone_of(sr_str word, int *minutes)
{
#define MONTH(number, words)
#define ZONE(east, words)                                                                          \
    if (is_one_of(word, words)) {                                                                  \
        *minutes = east;                                                                           \
        return true;                                                                               \
    }
#include "ingest/feed_date_list.h"
    return false;
}

/* ------------------------------------------------------------- clock and zone */

/* "+03:00", "-0330", "+3", "+03" at the cursor. */
static bool read_offset(cursor *c, parts *p)
{
    int sign = at(c, 0) == '-' ? -1 : 1;
    c->i++;
    size_t n = count_digits(c);
    if (n == 0 || n > 4)
        return false;
    int hours = number(c, 0, n <= 2 ? n : n - 2), minutes = n <= 2 ? 0 : number(c, n - 2, 2);
    c->i += n;
    if (n <= 2 && at(c, 0) == ':') {
        c->i++;
        if (count_digits(c) != 2)
            return false;
        minutes = number(c, 0, 2);
        c->i += 2;
    }
    if (hours > 23 || minutes > 59 || p->has_offset || is_word_byte(at(c, 0)))
        return false;
    p->has_offset = true;
    p->offset = sign * (hours * 60 + minutes);
    return true;
}

/* am, pm and their like behind a clock. */
static bool apply_half(parts *p, bool after_noon)
{
    int hour = p->second / 3600;
    if (p->second < 0 || hour > 12)
        return p->second >= 0 && after_noon; // "14:00 pm" says it twice
    p->second += (hour == 12 ? (after_noon ? 0 : -12) : after_noon ? 12 : 0) * 3600;
    return true;
}

/* h:mm, h:mm:ss, with a fraction; the next signs must not go on with it. */
static bool read_clock(cursor *c, parts *p)
{
    size_t n = count_digits(c);
    int hour = number(c, 0, SR_MIN(n, (size_t)2)), minute, second = 0;
    if (n > 2 || p->second >= 0)
        return false;
    c->i += n + 1;
    n = count_digits(c);
    minute = number(c, 0, SR_MIN(n, (size_t)2));
    if (n == 0 || n > 2)
        return false;
    c->i += n;
    if (at(c, 0) == ':') {
        c->i++;
        n = count_digits(c);
        second = number(c, 0, SR_MIN(n, (size_t)2));
        if (n == 0 || n > 2)
            return false;
        c->i += n;
        if ((at(c, 0) == '.' || at(c, 0) == ',') && sr_is_digit(at(c, 1))) {
            c->i++;
            c->i += count_digits(c);
        }
    }
    if (at(c, 0) == ':' || hour > 24 || minute > 59 || second > 60 || (hour == 24 && minute + second))
        return false;
    p->second = hour * 3600 + minute * 60 + SR_MIN(second, 59);
    return true;
}

/* Compact "T101455", "1014": two, four or six digits. */
static bool read_compact_clock(cursor *c, size_t n, parts *p)
{
    int hour = number(c, 0, 2), minute = n >= 4 ? number(c, 2, 2) : 0, second = n >= 6 ? number(c, 4, 2) : 0;
    if ((n != 2 && n != 4 && n != 6) || hour > 23 || minute > 59 || second > 60 || p->second >= 0)
        return false;
    c->i += n;
    if (at(c, 0) == '.' && sr_is_digit(at(c, 1))) {
        c->i++;
        c->i += count_digits(c);
    }
    p->second = hour * 3600 + minute * 60 + SR_MIN(second, 59);
    return true;
}

/* A word behind the clock: half of the day, or a zone, known or not. */
static bool read_zone_word(cursor *c, parts *p)
{
    sr_str word = word_here(c);
    int minutes;
    c->i += word.len;
    if (is_one_of(word, "am a.m pm p.m \xEC\x98\xA4\xED\x9B\x84 \xEC\x98\xA4\xEC\xA0\x84"))
        return apply_half(p, word.ptr[0] == 'p' || sr_str_eq(word, SR_STR("\xEC\x98\xA4\xED\x9B\x84")));
    if (is_one_of(word, "uhr h hrs"))
        return true;
    if (!zone_of(word, &minutes))
        return word.len >= 1 && word.len <= 32; // a zone we do not know: the offset stays unknown
    if ((at(c, 0) == '+' || at(c, 0) == '-') && sr_is_digit(at(c, 1)))
        return read_offset(c, p);               // GMT+01:00
    if (p->has_offset)
        return true;                            // "+0100 (CET)"
    p->has_offset = true;
    p->offset = minutes;
    return true;
}

/* What follows a day: clock, half, zone, in brackets or not, up to the end. */
static bool read_rest(cursor *c, parts *p)
{
    unsigned words = 0;
    while (skip_space(c), c->i < c->s.len) {
        uint8_t sign = at(c, 0);
        size_t n = count_digits(c);
        bool ok = false;
        if (n && at(c, n) == ':')
            ok = read_clock(c, p);
        else if (n)
            ok = false;
        else if ((sign == '+' || sign == '-') && sr_is_digit(at(c, 1)))
            ok = p->second >= 0 && read_offset(c, p);
        else if (is_word_byte(sign))
            ok = ++words <= 3 && read_zone_word(c, p);
        else if ((ok = sign == '(' || sign == ')' || sign == ',' || sign == '.'))
            c->i++;
        if (!ok)
            return false;
    }
    return true;
}

/* --------------------------------------------------------------- numbers first */

static bool set_ordinal(parts *p, int year, int ordinal)
{
    sr_day first = sr_day_from(year, 1, 1);
    if (first == SR_DAY_NONE || ordinal < 1)
        return false;
    sr_civil day = sr_day_civil(first + ordinal - 1);
    if (day.year != year)
        return false;
    p->year = year;
    p->month = day.month;
    p->day = day.day;
    return true;
}

/* A run of digits without separators. */
static bool read_compact_date(cursor *c, size_t n, parts *p)
{
    int tail = n >= 4 ? number(c, n - 4, 4) : 0;
    switch (n) {
    case 4: // YYYY
        p->year = number(c, 0, 4);
        break;
    case 5: // YYDDD; with a year of ours at its end it may be a month or a day and that year
        if (tail >= 1900 && tail < 2100)
            return false;
        if (!set_ordinal(p, full_year(number(c, 0, 2), 2), number(c, 2, 3)))
            return false;
        break;
    case 6: // YYMMDD
        p->year = full_year(number(c, 0, 2), 2);
        p->month = number(c, 2, 2);
        p->day = number(c, 4, 2);
        break;
    case 7: // YYYYDDD
        if (!set_ordinal(p, number(c, 0, 4), number(c, 4, 3)))
            return false;
        break;
    case 8: case 12: case 14: // YYYYMMDD[hhmm[ss]]
        p->year = number(c, 0, 4);
        p->month = number(c, 4, 2);
        p->day = number(c, 6, 2);
        c->i += 8;
        return n == 8 || read_compact_clock(c, n - 8, p);
    default:
        return false;
    }
    c->i += n;
    return true;
}

/* Seconds or milliseconds of the Unix clock, 2001 to 2033. */
static bool read_unix(cursor *c, size_t n, parts *p)
{
    if ((n != 10 && n != 13) || at(c, 0) != '1' || c->i + n != c->s.len)
        return false;
    int64_t seconds = 0;
    for (size_t k = 0; k < 10; k++)
        seconds = seconds * 10 + (at(c, k) - '0');
    sr_civil day = sr_day_civil((sr_day)(seconds / 86400));
    *p = (parts){day.year, day.month, day.day, (int)(seconds % 86400), true, 0, false};
    c->i += n;
    return true;
}

/* "-W12", "-W12-3" behind a year. */
static bool read_week(cursor *c, parts *p)
{
    c->i += at(c, 0) == '-';
    c->i++;
    int week = count_digits(c) >= 2 ? number(c, 0, 2) : 0, day = 1;
    c->i += 2;
    if (at(c, 0) == '-' && sr_is_digit(at(c, 1)))
        c->i++;
    if (count_digits(c) == 1) {
        day = number(c, 0, 1);
        c->i++;
    }
    sr_day monday = sr_day_iso_week(p->year, week);
    if (monday == SR_DAY_NONE || day < 1 || day > 7)
        return false;
    sr_civil civil = sr_day_civil(monday + day - 1);
    p->year = civil.year;
    p->month = civil.month;
    p->day = civil.day;
    return true;
}

/* Month and day behind "YYYY-": digits, an ordinal day, or a month's name. */
static bool read_month_day(cursor *c, uint8_t separator, parts *p)
{
    size_t n = count_digits(c);
    if (n == 0) {
        sr_str word = word_here(c);
        p->month = month_of(word);
        c->i += word.len;
    } else if (n == 3 && at(c, 0) == '0' && at(c, 3) == separator) {
        p->month = number(c, 1, 2); // a zero too many
        c->i += 3;
    } else if (n == 3) {
        if (!set_ordinal(p, p->year, number(c, 0, 3)))
            return false;
        c->i += 3;
        return true;
    } else if (n <= 2) {
        p->month = number(c, 0, n);
        c->i += n;
    } else {
        return false;
    }
    if (p->month < 1 || p->month > 12)
        return false;
    if (at(c, 0) != separator)
        return true; // a month
    c->i++;
    n = count_digits(c);
    p->day = number(c, 0, SR_MIN(n, (size_t)2));
    c->i += n;
    return n == 1 || n == 2;
}

/* D.M.YYYY, and with a slash or a dash where only one order is possible. */
static bool read_day_first(cursor *c, size_t n, uint8_t separator, parts *p)
{
    int first = number(c, 0, n), second;
    c->i += n + 1;
    size_t m = count_digits(c);
    second = number(c, 0, SR_MIN(m, (size_t)2));
    if (m == 0 || m > 2 || at(c, m) != separator)
        return false;
    c->i += m + 1;
    if (count_digits(c) != 4)
        return false;
    p->year = number(c, 0, 4);
    c->i += 4;
    bool swap = separator != '.' && second > 12;
    if (separator != '.' && first != second && first <= 12 && second <= 12)
        return false; // two readings
    p->day = swap ? second : first;
    p->month = swap ? first : second;
    return true;
}

/* The date proper of the first way. */
static bool read_numeric_day(cursor *c, parts *p)
{
    size_t n = count_digits(c);
    uint8_t separator = at(c, n);
    bool parted = (separator == '-' || separator == '/' || separator == '.') && n > 0;
    if (n == 4 && (separator == 'w' || (separator == '-' && at(c, 5) == 'w'))) {
        p->year = number(c, 0, 4);
        c->i += 4;
        return read_week(c, p);
    }
    if (at(c, 0) == '-' && sr_is_digit(at(c, 1))) { // -YYMM, -YY-MM
        c->i++;
        n = count_digits(c);
        bool compact = n == 4;
        if (!compact && !(n == 2 && at(c, 2) == '-'))
            return false;
        p->year = full_year(number(c, 0, 2), 2);
        c->i += compact ? 2 : 3;
        if (count_digits(c) != 2)
            return false;
        p->month = number(c, 0, 2);
        c->i += 2;
        return true;
    }
    if (parted && (n == 4 || (n == 2 && separator == '-' && at(c, 5) == '-' && !sr_is_digit(at(c, 8))))) {
        p->year = full_year(number(c, 0, n), n);
        c->i += n + 1;
        return read_month_day(c, separator, p);
    }
    if (parted && n <= 2)
        return read_day_first(c, n, separator, p);
    return n > 0 && !is_word_byte(separator == 't' ? 0 : separator) && read_compact_date(c, n, p);
}

static bool read_numbers(cursor *c, parts *p)
{
    if (read_unix(c, count_digits(c), p))
        return true;
    if (!read_numeric_day(c, p))
        return false;
    if (c->i == c->s.len)
        return true;
    if (at(c, 0) == 't' && (sr_is_digit(at(c, 1)) || at(c, 1) == ' ')) {
        c->i++;
        skip_space(c);
        size_t n = count_digits(c);
        if (n && at(c, n) != ':' && !read_compact_clock(c, n, p))
            return false;
        size_t from = c->i;
        if (!read_rest(c, p))
            return false;
        uint8_t last = c->s.ptr[c->s.len - 1]; // ISO has no words but Z, however they are glued on
        return p->has_offset || from == c->s.len || !sr_is_alpha(last);
    }
    return (sr_is_space(at(c, 0)) || at(c, 0) == ',' || at(c, 0) == '-' || at(c, 0) == '+' || at(c, 0) == 'z') &&
           read_rest(c, p);
}

/* ------------------------------------------------------------------ East Asian */

/* One number and its sign: 2004년, 5月; false: the next is none. */
static bool read_counted(cursor *c, parts *p)
{
    static const struct {
        const char *sign;
        int         part; // 0 year 1 month 2 day
        bool        korean;
    } signs[] = {{"\xEB\x85\x84", 0, true},  {"\xEC\x9B\x94", 1, true},  {"\xEC\x9D\xBC", 2, true},
                 {"\xE5\xB9\xB4", 0, false}, {"\xE6\x9C\x88", 1, false}, {"\xE6\x97\xA5", 2, false}};
    size_t n = count_digits(c);
    if (n == 0 || n > 4)
        return false;
    for (size_t i = 0; i < SR_COUNT(signs); i++) {
        if (!sr_str_starts(sr_str_slice(c->s, c->i + n, c->s.len), sr_str_c(signs[i].sign)))
            continue;
        int value = number(c, 0, n), *to = signs[i].part == 0 ? &p->year : signs[i].part == 1 ? &p->month : &p->day;
        *to = signs[i].part == 0 ? full_year(value, n) : value;
        p->korean = p->korean || signs[i].korean;
        c->i += n + 3;
        return true;
    }
    return false;
}

/* 오전, 오후, 上午, 下午, 午前, 午後 before a clock. */
static int read_half(cursor *c)
{
    static const char *const halves[] = {"\xEC\x98\xA4\xEC\xA0\x84", "\xE4\xB8\x8A\xE5\x8D\x88", "\xE5\x8D\x88\xE5\x89\x8D",
                                         "\xEC\x98\xA4\xED\x9B\x84", "\xE4\xB8\x8B\xE5\x8D\x88", "\xE5\x8D\x88\xE5\xBE\x8C"};
    for (int i = 0; i < (int)SR_COUNT(halves); i++) {
        if (sr_str_starts(sr_str_slice(c->s, c->i, c->s.len), sr_str_c(halves[i]))) {
            c->i += 6;
            return i / 3;
        }
    }
    return -1;
}

static bool read_east_asian(cursor *c, parts *p)
{
    while (read_counted(c, p))
        skip_space(c);
    if (p->year < 0) { // 2004-05-25 오후 11:23:17
        if (!read_numeric_day(c, p))
            return false;
        skip_space(c);
    } else if (p->month < 0) {
        return false;
    }
    int half = read_half(c);
    p->korean = p->korean || (half >= 0 && c->s.ptr[c->i - 6] == 0xEC);
    if (p->month > 0 && half < 0 && !p->korean && p->day < 0)
        return c->i == c->s.len;
    if (!read_rest(c, p))
        return false;
    return half < 0 || apply_half(p, half == 1);
}

/* ----------------------------------------------------------------------- words */

typedef struct word_date {
    int    numbers[3]; // not of a clock
    size_t digits[3];
    size_t n;
    int    month;
    size_t month_at; // numbers before it
} word_date;

static bool is_day_name(sr_str w)
{
    return is_one_of(w, "monday mon tuesday tue tues wednesday wed weds thursday thu thur thurs friday fri saturday sat"
                        " sunday sun montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sa sonntag so"
                        " lundi lun mardi mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim"
                        " lunes martes miércoles mié jueves jue viernes vie sábado sáb domingo dom"
                        " lunedì martedì mercoledì giovedì gio venerdì sabato domenica mar"
                        " κυρ δευ τρι τετ πεμ παρ σαβ пн вт ср чт пт сб вс"
                        " maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo"
                        " hétfő kedd szerda csütörtök péntek szombat vasárnap segunda terça quarta quinta sexta");
}

static bool take_word(cursor *c, parts *p, word_date *w)
{
    sr_str word = word_here(c);
    int month = month_of(word);
    bool day_name = is_day_name(word);
    /* "mar" is Tuesday in three languages: before any number or month, with a month behind it. */
    if (month && day_name && w->n == 0 && !w->month) {
        cursor ahead = {c->s, c->i + word.len};
        while (ahead.i < ahead.s.len && !is_word_byte(at(&ahead, 0)))
            ahead.i++;
        month = month_of(word_here(&ahead)) ? 0 : month;
    }
    if (month && !w->month) {
        w->month = month;
        w->month_at = w->n;
        c->i += word.len;
        return true;
    }
    if (day_name || (w->n && is_one_of(word, "st nd rd th er º")) || is_one_of(word, "de of the del um le el den à kl klo") ||
        (p->second < 0 && sr_str_eq(word, SR_STR("at")))) { // behind a clock it is a zone
        c->i += word.len;
        return true;
    }
    if (word.len && word.ptr[0] == 't' && word.len == 1 && sr_is_digit(at(c, 1))) {
        c->i++;
        return true;
    }
    return p->second >= 0 && read_zone_word(c, p);
}

/* Day and year among the numbers. */
static bool settle(parts *p, const word_date *w)
{
    if (!w->month || w->n == 0)
        return false;
    p->month = w->month;
    if (w->n == 1) { // month and year
        p->year = w->numbers[0];
        return w->digits[0] == 4;
    }
    size_t year = w->digits[0] > 2 ? 0 : 1;
    if (w->digits[1 - year] > 2 || w->n > 2)
        return false;
    p->year = full_year(w->numbers[year], w->digits[year]);
    p->day = w->numbers[1 - year];
    return true;
}

static bool read_words(cursor *c, parts *p)
{
    word_date w = {.n = 0};
    while (skip_space(c), c->i < c->s.len) {
        uint8_t sign = at(c, 0);
        size_t n = count_digits(c);
        bool ok;
        if (n && at(c, n) == ':' && n <= 2) {
            ok = read_clock(c, p);
        } else if (n) {
            ok = n <= 4 && w.n < 2;
            if (ok) {
                w.digits[w.n] = n;
                w.numbers[w.n++] = number(c, 0, n);
                c->i += n;
            }
        } else if ((sign == '+' || sign == '-') && sr_is_digit(at(c, 1)) && p->second >= 0) {
            ok = read_offset(c, p);
        } else if (is_word_byte(sign)) {
            ok = take_word(c, p, &w);
        } else {
            ok = sign == ',' || sign == '.' || sign == '-' || sign == '(' || sign == ')' || sign == '/' || sign == '|';
            c->i++;
        }
        if (!ok)
            return false;
    }
    return settle(p, &w);
}

/* A weekday's name before numbers: "Fri, 2006/09/15 08:19:53 EDT". */
static void skip_day_name(cursor *c)
{
    sr_str word = word_here(c);
    if (!is_day_name(word))
        return;
    cursor ahead = {c->s, c->i + word.len};
    while (at(&ahead, 0) == ',' || at(&ahead, 0) == '.' || sr_is_space(at(&ahead, 0)))
        ahead.i++;
    if (count_digits(&ahead) == 4)
        *c = ahead;
}

static const parts nothing = {-1, -1, -1, -1, false, 0, false};

static bool make(const parts *p, sr_instant *out)
{
    sr_day day = sr_day_from(p->year, p->month < 0 ? 1 : p->month, p->day < 0 ? 1 : p->day);
    if (day == SR_DAY_NONE)
        return false;
    out->day = day;
    out->second = p->second;
    if (out->second == 86400) { // 24:00 is the begin of the next day
        out->day++;
        out->second = 0;
    }
    out->has_offset = p->has_offset || (p->korean && p->second >= 0);
    out->offset_minutes = p->has_offset ? p->offset : out->has_offset ? KOREAN_OFFSET : 0;
    return true;
}

bool sr_feed_date_read(sr_str text, sr_instant *out, bool *whole)
{
    static bool (*const ways[])(cursor *, parts *) = {read_numbers, read_east_asian, read_words};
    uint8_t room[2 * DATE_BYTES];
    size_t  n = 0, used;
    bool    to_day;
    whole = whole ? whole : &to_day;
    *whole = false;
    *out = (sr_instant){.day = SR_DAY_NONE, .second = -1};
    text = sr_str_trim(text);
    if (text.len == 0 || text.len > DATE_BYTES)
        return false;
    for (size_t i = 0; i < text.len; i += used) {
        uint32_t cp = sr_utf8_read(text, i, &used);
        cp = cp == SR_UTF8_INVALID ? '?' : sr_utf8_is_space(cp) ? ' ' : cp == 0x2212 ? '-' : sr_utf8_lower(cp);
        n += sr_utf8_write(cp, room + n);
    }
    for (size_t i = 0; i < SR_COUNT(ways); i++) {
        cursor c = {sr_str_from(room, n), 0};
        parts p = nothing;
        skip_day_name(&c);
        if (!ways[i](&c, &p) || c.i != c.s.len || !make(&p, out))
            continue;
        *whole = p.day > 0;
        return true;
    }
    *out = (sr_instant){.day = SR_DAY_NONE, .second = -1};
    return false;
}

void sr_instant_format_utc(const sr_instant *instant, char out[SR_UTC_TEXT])
{
    out[0] = 0;
    if (instant->day == SR_DAY_NONE)
        return;
    int64_t second = SR_MAX(instant->second, 0) - (instant->has_offset ? instant->offset_minutes * 60 : 0);
    int64_t day = instant->day;
    while (second < 0) {
        second += 86400;
        day--;
    }
    day += second / 86400;
    second %= 86400;
    sr_civil civil = sr_day_civil((sr_day)day);
    if (civil.year < 1 || civil.year > 9999)
        return;
    char date[SR_DAY_TEXT];
    sr_day_format((sr_day)day, date);
    (void)snprintf(out, SR_UTC_TEXT, "%.10sT%02d:%02d:%02dZ", date, (int)(second / 3600), (int)(second / 60 % 60),
                   (int)(second % 60));
}
