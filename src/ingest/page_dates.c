/* Dates of pages; see page_dates.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/page_dates.h"

#include "base/utf8.h"
#include "ingest/dateline.h"

#define FIRST_YEAR 1994
#define LAST_YEAR 2037
#define WORD_MAX 40u

typedef struct month_row {
    const char *name;
    int         month;
} month_row;

static const month_row months[] = {
#define X(name, month) {name, month},
#include "ingest/month_list.h"
#undef X
};

typedef struct zone_row {
    const char *name;
    int         minutes;
} zone_row;

static const zone_row zones[] = {{"UTC", 0},     {"GMT", 0},     {"Z", 0},       {"EST", -300},  {"EDT", -240},
                                 {"ET", -300},   {"CST", -360},  {"CDT", -300},  {"MST", -420},  {"MDT", -360},
                                 {"PST", -480},  {"PDT", -420},  {"BST", 60},    {"CET", 60},    {"CEST", 120},
                                 {"MEZ", 60},    {"MESZ", 120},  {"EET", 120},   {"EEST", 180},  {"MSK", 180},
                                 {"IST", 330},   {"JST", 540},   {"KST", 540},   {"AEST", 600},  {"AEDT", 660}};

typedef struct scan {
    sr_str text;
    size_t at;
    bool   month_first;
} scan;

bool sr_page_day_plausible(sr_day day)
{
    return day != SR_DAY_NONE && day >= sr_day_from(FIRST_YEAR, 1, 1) && day <= sr_day_from(LAST_YEAR, 12, 31);
}

static uint8_t byte_at(sr_str s, size_t at)
{
    return at < s.len ? s.ptr[at] : 0;
}

/* Digits at `at`: their number, *value theirs; 0 when there are none or more than `most`. */
static size_t digits(sr_str s, size_t at, size_t most, int *value)
{
    size_t n = 0;
    *value = 0;
    while (sr_is_digit(byte_at(s, at + n))) {
        if (n == most)
            return 0;
        *value = *value * 10 + (s.ptr[at + n++] - '0');
    }
    return n;
}

/* Behind white space, &nbsp; and those of `also`, at most `most` signs. */
static size_t skip(sr_str s, size_t at, const char *also, size_t most)
{
    for (size_t i = 0; i < most && at < s.len; i++) {
        size_t n = 1;
        if (s.ptr[at] >= 0x80) {
            uint32_t cp = sr_utf8_read(s, at, &n);
            if (!sr_utf8_is_space(cp) && cp != 0x2013 && cp != 0x2014 && cp != 0xB7 && cp != 0xBA)
                break;
        } else if (!sr_is_space(s.ptr[at]) && !strchr(also, s.ptr[at])) {
            break;
        }
        at += n;
    }
    return at;
}

/* The letters at `at` in lower case. @return behind them */
static size_t word_at(sr_str s, size_t at, uint8_t *out, size_t *len)
{
    size_t n;
    *len = 0;
    for (; at < s.len; at += n) {
        n = 1;
        uint32_t cp = s.ptr[at] < 0x80 ? s.ptr[at] : sr_utf8_read(s, at, &n);
        bool     thai = cp >= 0x0E00 && cp < 0x0E80;
        if (cp < 0x80 ? !sr_is_alpha((uint8_t)cp) : !(thai || sr_utf8_is_letter(cp)))
            break;
        if (*len + 4 > WORD_MAX)
            break;
        *len += sr_utf8_write(cp == 0x130 ? 'i' : sr_utf8_lower(cp), out + *len);
    }
    return at;
}

static int month_of(sr_str word)
{
    size_t low = 0, high = SR_COUNT(months);
    while (low < high) {
        size_t middle = (low + high) / 2;
        int    order = sr_str_cmp(sr_str_c(months[middle].name), word);
        if (order == 0)
            return months[middle].month;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

/* A month's name at `at`. @return behind it; 0: none */
static size_t month_at(sr_str s, size_t at, int *month)
{
    uint8_t word[WORD_MAX];
    size_t  len, end = word_at(s, at, word, &len);
    *month = len ? month_of(sr_str_from(word, len)) : 0;
    return *month ? end : 0;
}

static int full_year(int year, size_t n_digits)
{
    if (n_digits == 4)
        return year >= FIRST_YEAR && year <= LAST_YEAR ? year : 0;
    return n_digits == 2 ? (year <= LAST_YEAR - 2000 ? 2000 + year : year >= 94 ? 1900 + year : 0) : 0;
}

/* ----------------------------------------------------------------------- time */

static size_t zone_at(sr_str s, size_t at, sr_instant *out)
{
    int    hours, minutes = 0;
    size_t i = skip(s, at, "(", 3);
    if ((byte_at(s, i) == '+' || byte_at(s, i) == '-') && i <= at + 1) {
        size_t n = digits(s, i + 1, 4, &hours);
        if (n == 4) {
            minutes = hours % 100;
            hours /= 100;
        } else if (n == 2 && byte_at(s, i + 3) == ':') {
            n += 1 + digits(s, i + 4, 2, &minutes);
        }
        if (n < 2 || hours > 14 || minutes > 59)
            return at;
        out->has_offset = true;
        out->offset_minutes = (hours * 60 + minutes) * (s.ptr[i] == '-' ? -1 : 1);
        return i + 1 + n;
    }
    size_t end = i;
    while (sr_is_alpha(byte_at(s, end)))
        end++;
    sr_str name = sr_str_slice(s, i, end);
    for (size_t z = 0; z < SR_COUNT(zones); z++) {
        if (!sr_str_eq(name, sr_str_c(zones[z].name)))
            continue;
        out->has_offset = true;
        out->offset_minutes = zones[z].minutes;
        return end;
    }
    return at;
}

/* am, a.m., PM: *hour is put right. */
static size_t half_of_day(sr_str s, size_t at, int *hour)
{
    size_t  i = skip(s, at, "", 2);
    uint8_t c = sr_to_lower(byte_at(s, i));
    size_t  next = i + 1 + (byte_at(s, i + 1) == '.');
    if ((c != 'a' && c != 'p') || sr_to_lower(byte_at(s, next)) != 'm' || sr_is_alpha(byte_at(s, next + 1)))
        return at;
    if (*hour > 12)
        return at;
    *hour = *hour % 12 + (c == 'p' ? 12 : 0);
    return next + 1;
}

/* A time of day behind a date: "T14:05:07+01:00", ", um 14.05 Uhr", " at 2:05 pm EST". */
static size_t time_at(sr_str s, size_t at, sr_instant *out)
{
    int    hour, minute, second = 0;
    size_t i = at, n;
    if (byte_at(s, i) == 'T' && sr_is_digit(byte_at(s, i + 1))) {
        i++;
    } else {
        i = skip(s, i, ",|-/@:.", 6);
        uint8_t word[WORD_MAX];
        size_t  len, end = word_at(s, i, word, &len);
        if (len && len <= 4 && sr_is_alpha(word[0]))
            i = skip(s, end, ".:", 3); // at, um, à, kl.
    }
    n = digits(s, i, 2, &hour);
    if (n == 0 || hour > 23)
        return at;
    i += n;
    if (byte_at(s, i) != ':' && byte_at(s, i) != 'h' && byte_at(s, i) != '.') {
        size_t half = half_of_day(s, i, &hour);
        if (half == i)
            return at;
        out->second = hour * 3600;
        return zone_at(s, half, out);
    }
    n = digits(s, i + 1, 2, &minute);
    if (n != 2 || minute > 59 || sr_is_digit(byte_at(s, i + 3)))
        return at;
    bool dotted = byte_at(s, i) == '.';
    i += 3;
    if (dotted && byte_at(s, i) == '.')
        return at; // 12.03.2019
    if (byte_at(s, i) == ':' && digits(s, i + 1, 2, &second) == 2 && second < 60) {
        i += 3;
        if (byte_at(s, i) == '.' || byte_at(s, i) == ',') {
            size_t end = i + 1;
            while (sr_is_digit(byte_at(s, end)))
                end++;
            i = end > i + 1 ? end : i;
        }
    }
    i = half_of_day(s, i, &hour);
    out->second = hour * 3600 + minute * 60 + second;
    return zone_at(s, i, out);
}

/* ----------------------------------------------------------------------- date */

static bool finish(const scan *s, int year, int month, int day, size_t end, sr_page_day *out)
{
    out->instant = (sr_instant){.day = sr_day_from(year, month, day), .second = -1};
    if (!sr_page_day_plausible(out->instant.day))
        return false;
    out->begin = s->at;
    out->end = time_at(s->text, end, &out->instant);
    return true;
}

/* Behind one of - . / or the sign for year, month, day in Chinese, Japanese, Korean; 0: none. */
static size_t separator(sr_str s, size_t at, uint8_t *kind)
{
    static const char *const signs[] = {"年", "月", "日", "년", "월", "일"};
    *kind = byte_at(s, at);
    if (*kind == '-' || *kind == '/' || *kind == '.') {
        size_t end = at + 1;
        if (*kind == '.')
            end = skip(s, end, "", 1);
        return end;
    }
    for (size_t i = 0; i < SR_COUNT(signs); i++) {
        size_t len = strlen(signs[i]);
        if (sr_str_eq(sr_str_slice(s, at, at + len), sr_str_from(signs[i], len))) {
            *kind = 'c';
            return skip(s, at + len, "", 1);
        }
    }
    return 0;
}

/* 2019-03-12, 2019/3/12, 2019.03.12, 2019年3月12日, 20190312, 2019. március 12. */
static bool year_first(const scan *s, sr_page_day *out)
{
    sr_str  t = s->text;
    int     year, month, day;
    uint8_t first, second;
    if (digits(t, s->at, 8, &year) == 8 && year / 10000 >= FIRST_YEAR)
        return finish(s, year / 10000, year / 100 % 100, year % 100, s->at + 8, out);
    if (digits(t, s->at, 4, &year) != 4 || !full_year(year, 4))
        return false;
    size_t at = separator(t, s->at + 4, &first);
    if (!at)
        at = skip(t, s->at + 4, "", 1);
    size_t n = digits(t, at, 2, &month);
    if (!n) {
        size_t end = month_at(t, skip(t, at, ".", 2), &month);
        if (!end && byte_at(t, at) == 'm' && byte_at(t, at + 1) == '.')
            end = month_at(t, skip(t, at + 2, "", 2), &month); // 2019 m. kovo 12 d.
        if (!end)
            return false;
        at = skip(t, end, ".", 2);
        n = digits(t, at, 2, &day);
        out->words = true;
        return n && finish(s, year, month, day, at + n, out);
    }
    size_t behind = separator(t, at + n, &second);
    if (!behind || (first != second && second != 'c'))
        return false;
    n = digits(t, behind, 2, &day);
    if (!n)
        return false;
    size_t end = behind + n, more = separator(t, end, &second);
    out->words = first == 'c';
    if (more && second == 'c')
        end = more;
    else if (more && second != '.' && sr_is_digit(byte_at(t, more)))
        return false;
    return finish(s, year, month, day, end, out);
}

/* 12.03.2019, 3/12/19 */
static bool day_or_month_first(const scan *s, sr_page_day *out)
{
    sr_str  t = s->text;
    int     a, b, year;
    uint8_t first, second;
    size_t  n = digits(t, s->at, 2, &a), at = separator(t, s->at + n, &first);
    if (!n || !at || first == 'c')
        return false;
    n = digits(t, at, 2, &b);
    size_t behind = n ? separator(t, at + n, &second) : 0;
    if (!behind || first != second)
        return false;
    n = digits(t, behind, 4, &year);
    year = full_year(year, n);
    if (!year || (byte_at(t, behind + n) == first && first != '.'))
        return false;
    out->short_year = n == 2;
    out->ambiguous = a <= 12 && b <= 12 && a != b && first != '.';
    bool swap = b > 12 || (a <= 12 && s->month_first && first != '.');
    return finish(s, year, swap ? a : b, swap ? b : a, behind + n, out);
}

/* "12 March 2019", "12. März 2019", "12 de marzo de 2019", "1er mars 2019", "12-Mar-19" */
static bool day_and_word(const scan *s, sr_page_day *out)
{
    sr_str  t = s->text;
    uint8_t word[WORD_MAX];
    int     day, month, year;
    size_t  len, n = digits(t, s->at, 2, &day), at = s->at + n;
    if (!n)
        return false;
    size_t end = word_at(t, at, word, &len); // st, nd, er
    if (len && len <= 2 && !month_of(sr_str_from(word, len)))
        at = end;
    at = skip(t, at, ".-/,", 3);
    end = word_at(t, at, word, &len); // of, de, den
    if (len && len <= 3 && !month_of(sr_str_from(word, len)))
        at = skip(t, end, ".", 2);
    end = month_at(t, at, &month);
    if (!end)
        return false;
    at = skip(t, end, ".,-/'", 3);
    end = word_at(t, at, word, &len); // de, del
    if (len && len <= 3)
        at = skip(t, end, "", 2);
    n = digits(t, at, 4, &year);
    year = full_year(year, n);
    if (!year || (n == 2 && byte_at(t, at + 2) == ':'))
        return false;
    out->words = true;
    out->short_year = n == 2;
    return finish(s, year, month, day, at + n, out);
}

/* "March 12, 2019", "Mar. 12th 2019" */
static bool word_and_day(const scan *s, sr_page_day *out)
{
    sr_str  t = s->text;
    uint8_t word[WORD_MAX];
    int     day, month, year;
    size_t  len, at = skip(t, word_at(t, s->at, word, &len), ".-/", 2);
    size_t  n = digits(t, at, 2, &day);
    if (!n || !(month = month_of(sr_str_from(word, len)))) // most words have no digit behind them
        return false;
    at += n;
    size_t end = word_at(t, at, word, &len);
    if (len == 2)
        at = end;
    at = skip(t, at, ",.-/", 3);
    n = digits(t, at, 4, &year);
    year = n == 4 ? full_year(year, n) : 0;
    if (!year)
        return false;
    out->words = true;
    return finish(s, year, month, day, at + n, out);
}

bool sr_page_day_find(sr_str text, size_t from, bool month_first, sr_page_day *out)
{
    scan s = {text, from, month_first};
    bool inside = false; // of a run of letters or digits
    for (; s.at < text.len; s.at++) {
        uint8_t c = text.ptr[s.at];
        bool    digit = sr_is_digit(c), letter = sr_is_alpha(c) || c >= 0x80;
        *out = (sr_page_day){0};
        if (digit && (s.at == 0 || !sr_is_digit(text.ptr[s.at - 1])) &&
            (year_first(&s, out) || day_or_month_first(&s, out) || day_and_word(&s, out)))
            return true;
        if (letter && !inside && word_and_day(&s, out))
            return true;
        inside = digit || letter;
    }
    return false;
}

bool sr_page_day_parse(sr_str text, bool month_first, sr_instant *out)
{
    sr_page_day found;
    text = sr_str_trim(text);
    if (sr_instant_parse(text, out) && sr_page_day_plausible(out->day))
        return true;
    *out = (sr_instant){.day = SR_DAY_NONE, .second = -1};
    if (!sr_page_day_find(sr_str_slice(text, 0, 120), 0, month_first, &found))
        return false;
    *out = found.instant;
    return true;
}

sr_day sr_page_day_of_url(sr_str url)
{
    for (size_t i = 0; i < url.len; i++) {
        int    year, month, day;
        size_t at = i + 4, n;
        if (!sr_is_digit(url.ptr[i]) || (i && (sr_is_digit(url.ptr[i - 1]))))
            continue;
        if (digits(url, i, 8, &year) == 8 && year / 10000 >= FIRST_YEAR && year / 10000 <= LAST_YEAR) {
            sr_day found = sr_day_from(year / 10000, year / 100 % 100, year % 100);
            if (found != SR_DAY_NONE)
                return found;
        }
        n = digits(url, i, 2, &day);
        if (n == 2 && digits(url, i + 3, 2, &month) == 2 && digits(url, i + 6, 4, &year) == 4 && full_year(year, 4) &&
            byte_at(url, i + 2) == byte_at(url, i + 5) && (byte_at(url, i + 2) == '-' || byte_at(url, i + 2) == '.')) {
            sr_day found = sr_day_from(year, month, day);
            if (found != SR_DAY_NONE)
                return found;
        }
        if (digits(url, i, 4, &year) != 4 || !full_year(year, 4))
            continue;
        uint8_t sign = byte_at(url, at);
        if (sign != '/' && sign != '-' && sign != '_' && sign != '.')
            continue;
        n = digits(url, at + 1, 2, &month);
        if (!n || byte_at(url, at + 1 + n) != sign)
            continue;
        at += 2 + n;
        n = digits(url, at, 2, &day);
        sr_day found = n ? sr_day_from(year, month, day) : SR_DAY_NONE;
        if (found != SR_DAY_NONE)
            return found;
    }
    return SR_DAY_NONE;
}
