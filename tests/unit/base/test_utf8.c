/* UTF-8: validity by the table of the standard, lower-casing.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "base/utf8.h"

static void test_base_utf8__validity(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t      valid; // bytes before the first fault
    } rows[] = {{"plain", 5},         {"caf\xC3\xA9", 5},         {"\xC0\xAF", 0},
                {"a\xED\xA0\x80", 1}, {"\xF4\x90\x80\x80", 0},    {"x\xE2\x82", 1},
                {"\xFF", 0},          {"\xF0\x9F\x92\xA3", 4},    {"\xE0\x80\x80", 0}};
    for (size_t i = 0; i < SR_COUNT(rows); i++)
        assert_row(sr_utf8_check(sr_str_c(rows[i].bytes)) == rows[i].valid, rows[i].bytes);
}

static void test_base_utf8__every_code_point_round_trips(void **state)
{
    (void)state;
    for (uint32_t cp = 1; cp < 0x110000; cp++) {
        if (cp >= 0xD800 && cp < 0xE000)
            continue;
        uint8_t bytes[4];
        size_t n = sr_utf8_write(cp, bytes), len;
        assert_int_equal(sr_utf8_read(sr_str_from(bytes, n), 0, &len), cp);
        assert_int_equal(len, n);
        uint8_t low[4];
        assert_true(sr_utf8_write(sr_utf8_lower(cp), low) <= n);
    }
}

static void test_base_utf8__fold(void **state)
{
    (void)state;
    sr_arena a;
    sr_arena_init(&a, 0, NULL, NULL);
    assert_str(sr_utf8_fold(&a, SR_STR("AL-QA\u02bfIDA \u00c9TA \u0416 \u0141\u00d3D\u0179")),
               "al-qa\u02bfida \u00e9ta \u0436 \u0142\u00f3d\u017a");
    sr_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_utf8__validity),
        cmocka_unit_test(test_base_utf8__every_code_point_round_trips),
        cmocka_unit_test(test_base_utf8__fold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
