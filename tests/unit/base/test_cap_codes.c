/* CAP's codes at their thresholds.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "base/cap_codes.h"

#define OPEN INT64_MIN

static void test_base_cap_codes__severity(void **state)
{
    (void)state;
    static const struct {
        int64_t low, best, high;
        const char *severity;
    } rows[] = {
        {OPEN, OPEN, OPEN, "Unknown"}, {-1, -1, -1, "Unknown"},    {0, 0, 0, "Minor"},
        {1, 1, 1, "Moderate"},         {9, 9, 9, "Moderate"},      {10, 10, 10, "Severe"},
        {49, 49, 49, "Severe"},        {50, 50, 50, "Extreme"},    {5, 20, 90, "Severe"},
        {60, OPEN, OPEN, "Extreme"},   {OPEN, OPEN, 12, "Severe"}, {3, OPEN, 60, "Moderate"},
    };
    for (size_t i = 0; i < SR_COUNT(rows); i++)
        assert_string_equal(sr_cap_severity(rows[i].low, rows[i].best, rows[i].high),
                            rows[i].severity);
}

static void test_base_cap_codes__stages(void **state)
{
    (void)state;
    static const struct {
        const char *stage, *urgency, *once, *twice;
    } rows[] = {
        {"accomplished", "Past", "Likely", "Observed"},
        {"attempted", "Past", "Likely", "Observed"},
        {"foiled", "Past", "Likely", "Observed"},
        {"ongoing", "Immediate", "Likely", "Observed"},
        {"threatened", "Future", "Possible", "Possible"},
        {"planned", "Future", "Possible", "Possible"},
        {"hypothetical", "Unknown", "Possible", "Possible"},
        {"disputed", "Past", "Possible", "Possible"},
        {"", "Past", "Likely", "Observed"},
    };
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_str stage = sr_str_c(rows[i].stage);
        assert_string_equal(sr_cap_urgency(stage), rows[i].urgency);
        assert_string_equal(sr_cap_certainty(stage, false, 1), rows[i].once);
        assert_string_equal(sr_cap_certainty(stage, false, 2), rows[i].twice);
        assert_string_equal(sr_cap_certainty(stage, true, 2), "Possible");
    }
}

static void test_base_cap_codes__radius(void **state)
{
    (void)state;
    assert_true(sr_cap_radius(SR_STR("exact"), 0) == 1);
    assert_true(sr_cap_radius(SR_STR("city"), 0) == 10);
    assert_true(sr_cap_radius(SR_STR("city"), 25) == 25);
    assert_true(sr_cap_radius(SR_STR("admin1"), 0) == 0);
    assert_true(sr_cap_radius(SR_STR("admin1"), 25) == 0);
    assert_true(sr_cap_radius(SR_STR("country"), 0) == 0);
    assert_true(sr_cap_radius(SR_STR(""), 0) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_cap_codes__severity),
        cmocka_unit_test(test_base_cap_codes__stages),
        cmocka_unit_test(test_base_cap_codes__radius),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
