/* The JSON writer: escapes, numbers, commas.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <math.h>

#include "publish/json.h"

static void test_publish_json__strings(void **state)
{
    static const struct {
        const char *name, *input, *expected;
    } rows[] = {
        {"plain", "Arlen", "\"Arlen\""},
        {"empty", "", "\"\""},
        {"quote and backslash", "a\"b\\c", "\"a\\\"b\\\\c\""},
        {"line ends", "a\nb\r\tc", "\"a\\nb\\r\\tc\""},
        {"controls", "\x01\x1b[2J\x7f", "\"\\u0001\\u001b[2J\\u007f\""},
        {"C1 control", "\xC2\x9B", "\"\\u009b\""},
        {"accents stay", "S\xC3\xA3o Paulo", "\"S\xC3\xA3o Paulo\""},
        {"line separator", "a\xE2\x80\xA8" "b\xE2\x80\xA9", "\"a\\u2028b\\u2029\""},
        {"broken UTF-8", "a\xFF" "b\xE2\x80", "\"a\xEF\xBF\xBD" "b\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {"outside the BMP", "\xF0\x9F\x98\x80", "\"\xF0\x9F\x98\x80\""},
    };
    (void)state;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_buf  out = SR_BUF_INIT;
        sr_json json = sr_json_to(&out);
        sr_json_str(&json, sr_str_c(rows[i].input));
        assert_row(sr_str_eq(sr_buf_view(&out), sr_str_c(rows[i].expected)), rows[i].name);
        sr_buf_free(&out);
    }
}

static void test_publish_json__reals(void **state)
{
    static const struct {
        const char *expected;
        double      input;
        int         decimals;
    } rows[] = {
        {"0", 0, 3},          {"0", -0.0001, 3},        {"0.93", (double)0.93f, 3},  {"1", 0.9996, 3},
        {"55.75", 55.75, 5},  {"-0.05", -0.05, 2},      {"100", 99.995, 2},  {"-74.08175", -74.08175, 5},
        {"null", (double)NAN, 3},     {"null", (double)INFINITY, 3},    {"null", 1e10, 3},   {"7", 7.4, 0},
    };
    (void)state;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_buf  out = SR_BUF_INIT;
        sr_json json = sr_json_to(&out);
        sr_json_real(&json, rows[i].input, rows[i].decimals);
        assert_str(sr_buf_view(&out), rows[i].expected);
        sr_buf_free(&out);
    }
}

static void test_publish_json__nesting(void **state)
{
    sr_buf  out = SR_BUF_INIT;
    sr_json json = sr_json_to(&out);
    (void)state;
    sr_json_object(&json);
    sr_json_key(&json, "a");
    sr_json_array(&json);
    sr_json_int(&json, INT64_MIN);
    sr_json_object(&json);
    sr_json_end_object(&json);
    sr_json_bool(&json, false);
    sr_json_end_array(&json);
    sr_json_put_str(&json, "b", (sr_str){NULL, 0});
    sr_json_put_some(&json, "c", (sr_str){NULL, 0});
    sr_json_put_some(&json, "d", SR_STR("x"));
    sr_json_key(&json, "e");
    sr_json_raw(&json, SR_STR("{\"k\":\n1}"));
    sr_json_end_object(&json);
    assert_str(sr_buf_view(&out),
               "{\"a\":[-9223372036854775808,{},false],\"b\":null,\"d\":\"x\",\"e\":{\"k\": 1}}");
    sr_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_publish_json__strings),
        cmocka_unit_test(test_publish_json__reals),
        cmocka_unit_test(test_publish_json__nesting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
