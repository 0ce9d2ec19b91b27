/* Civil days; see day.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/day.h"

#include <stdio.h>

int sr_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12)
        return 0;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

sr_day sr_day_from(int year, int month, int day)
{
    if (year < 1 || year > 9999 || day < 1 || day > sr_days_in_month(year, month))
        return SR_DAY_NONE;
    int y = year - (month <= 2);
    int era = y / 400;
    int yoe = y - era * 400;
    int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

sr_civil sr_day_civil(sr_day day)
{
    int z = day + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    int month = mp + (mp < 10 ? 3 : -9);
    return (sr_civil){yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) / 5 + 1};
}

int sr_day_weekday(sr_day day)
{
    int w = (int)(((int64_t)day + 3) % 7);
    return w < 0 ? w + 7 : w;
}

void sr_day_to_iso_week(sr_day day, int *year, int *week)
{
    sr_day thursday = day - sr_day_weekday(day) + 3;
    *year = sr_day_civil(thursday).year;
    *week = (thursday - sr_day_from(*year, 1, 1)) / 7 + 1;
}

sr_day sr_day_iso_week(int year, int week)
{
    sr_day fourth = sr_day_from(year, 1, 4);
    if (fourth == SR_DAY_NONE || week < 1 || week > 53)
        return SR_DAY_NONE;
    sr_day monday = fourth - sr_day_weekday(fourth) + 7 * (week - 1);
    int y, w;
    sr_day_to_iso_week(monday, &y, &w);
    return y == year ? monday : SR_DAY_NONE;
}

sr_day sr_day_easter(int year)
{
    int a = year % 19, b = year / 100, c = year % 100;
    int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30;
    int i = c / 4, k = c % 4;
    int l = (32 + 2 * e + 2 * i - h - k) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return sr_day_from(year, n / 31, n % 31 + 1);
}

sr_day sr_day_parse(sr_str s)
{
    uint64_t y, m, d;
    if (s.len < 10 || s.ptr[4] != '-' || s.ptr[7] != '-' ||
        !sr_str_uint(sr_str_slice(s, 0, 4), 9999, &y) ||
        !sr_str_uint(sr_str_slice(s, 5, 7), 12, &m) ||
        !sr_str_uint(sr_str_slice(s, 8, 10), 31, &d))
        return SR_DAY_NONE;
    return sr_day_from((int)y, (int)m, (int)d);
}

void sr_day_format(sr_day day, char out[SR_DAY_TEXT])
{
    out[0] = '\0';
    if (day == SR_DAY_NONE)
        return;
    sr_civil c = sr_day_civil(day);
    char text[40];
    (void)snprintf(text, sizeof text, "%04d-%02d-%02d", c.year, c.month, c.day);
    memcpy(out, text, SR_DAY_TEXT - 1);
    out[SR_DAY_TEXT - 1] = '\0';
}
