/* Civil days against known dates.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "base/day.h"

static void test_base_day__known_dates(void **state)
{
    (void)state;
    static const struct {
        const char *date;
        int         number, weekday, iso_year, iso_week;
    } rows[] = {
        {"1970-01-01", 0, 3, 1970, 1},      {"2024-03-22", 19804, 4, 2024, 12},
        {"1989-12-31", 7304, 6, 1989, 52},  {"2000-02-29", 11016, 1, 2000, 9},
        {"2021-01-03", 18630, 6, 2020, 53}, {"1900-03-01", -25508, 3, 1900, 9},
    };
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        int year, week;
        char text[SR_DAY_TEXT];
        sr_day day = sr_day_parse(sr_str_c(rows[i].date));
        assert_int_equal(day, rows[i].number);
        assert_int_equal(sr_day_weekday(day), rows[i].weekday);
        sr_day_to_iso_week(day, &year, &week);
        assert_int_equal(year, rows[i].iso_year);
        assert_int_equal(week, rows[i].iso_week);
        sr_day_format(day, text);
        assert_string_equal(text, rows[i].date);
    }
}

static void test_base_day__every_day_round_trips(void **state)
{
    (void)state;
    for (sr_day d = -200000; d < 200000; d++) {
        sr_civil c = sr_day_civil(d);
        assert_int_equal(sr_day_from(c.year, c.month, c.day), d);
    }
}

static void test_base_day__impossible_dates_are_none(void **state)
{
    (void)state;
    static const char *const rows[] = {"1989-11-31", "2023-02-29", "2024-13-01", "0000-01-01",
                                       "2024-3-22",  "",           "20240322",   "2024-00-10"};
    for (size_t i = 0; i < SR_COUNT(rows); i++)
        assert_row(sr_day_parse(sr_str_c(rows[i])) == SR_DAY_NONE, rows[i]);
}

static void test_base_day__easter(void **state)
{
    (void)state;
    assert_int_equal(sr_day_easter(2024), sr_day_from(2024, 3, 31));
    assert_int_equal(sr_day_easter(1990), sr_day_from(1990, 4, 15));
    assert_int_equal(sr_day_easter(2019), sr_day_from(2019, 4, 21));
    assert_int_equal(sr_day_iso_week(2024, 12), sr_day_from(2024, 3, 18));
    assert_int_equal(sr_day_iso_week(2024, 53), SR_DAY_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_day__known_dates),
        cmocka_unit_test(test_base_day__every_day_round_trips),
        cmocka_unit_test(test_base_day__impossible_dates_are_none),
        cmocka_unit_test(test_base_day__easter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
