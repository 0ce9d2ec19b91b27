/* Views and the growing buffer.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "base/buf.h"

static void test_base_str__numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool        ok;
        double      value;
    } rows[] = {{"0", true, 0},      {"12.5", true, 12.5}, {"-3.25", true, -3.25}, {"", false, 0},
                {"1,2", false, 0},   {"1.2.3", false, 0},  {"x", false, 0},        {"-", false, 0},
                {"+7", true, 7}};
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        double value = 0;
        assert_row(sr_str_decimal(sr_str_c(rows[i].text), &value) == rows[i].ok, rows[i].text);
        if (rows[i].ok)
            assert_true(value == rows[i].value);
    }
    uint64_t n;
    assert_true(sr_str_uint(SR_STR("255"), 255, &n) && n == 255);
    assert_false(sr_str_uint(SR_STR("256"), 255, &n));
    assert_false(sr_str_uint(SR_STR("99999999999999999999"), UINT64_MAX, &n));
}

static void test_base_str__cutting(void **state)
{
    (void)state;
    sr_str rest = SR_STR("a\tbc\t");
    assert_str(sr_str_cut(&rest, '\t'), "a");
    assert_str(sr_str_cut(&rest, '\t'), "bc");
    assert_non_null(rest.ptr);
    assert_str(sr_str_cut(&rest, '\t'), "");
    assert_null(rest.ptr);
    assert_int_equal(sr_str_search(SR_STR("abcabd"), SR_STR("abd"), 0), 3);
    assert_int_equal(sr_str_search(SR_STR("ab"), SR_STR("abd"), 0), 2);
    assert_true(sr_str_cmp(SR_STR("ab"), SR_STR("abc")) < 0);
    assert_str(sr_str_trim(SR_STR(" \n x y\t")), "x y");
    sr_arena a;
    sr_arena_init(&a, 0, NULL, NULL);
    assert_str(sr_str_squeeze(&a, SR_STR("  x \n  y ")), "x y");
    sr_arena_free(&a);
}

static void test_base_buf__remembers_failure(void **state)
{
    (void)state;
    sr_buf buf = {.ceiling = 8};
    sr_buf_put(&buf, SR_STR("12345678"));
    assert_false(buf.failed);
    sr_buf_byte(&buf, '9');
    assert_true(buf.failed);
    sr_buf_clear(&buf);
    sr_buf_printf(&buf, "%d", 42);
    assert_str(sr_buf_view(&buf), "42");
    sr_buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_str__numbers),
        cmocka_unit_test(test_base_str__cutting),
        cmocka_unit_test(test_base_buf__remembers_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
