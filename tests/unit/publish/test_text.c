/* Text for people: layout, and that an article cannot steer the terminal.
 * SPDX-License-Identifier: Apache-2.0 */
#include "sample.h"

#include "publish/plain.h"

static void test_publish_text__plain(void **state)
{
    static const struct {
        const char *name, *input, *expected;
        size_t      columns;
    } rows[] = {
        {"as it is", "Arlen", "Arlen", 0},
        {"line ends are spaces", "a\r\n\tb", "a b", 0},
        {"escape sequence", "\x1b]0;x\x07y", "\xEF\xBF\xBD]0;x\xEF\xBF\xBDy", 0},
        {"C1 control", "a\xC2\x9B" "2Jb", "a\xEF\xBF\xBD" "2Jb", 0},
        {"bidirectional override", "a\xE2\x80\xAE" "b\xE2\x81\xA6", "a\xEF\xBF\xBD" "b\xEF\xBF\xBD", 0},
        {"zero width", "a\xE2\x80\x8B" "b\xEF\xBB\xBF", "a\xEF\xBF\xBD" "b\xEF\xBF\xBD", 0},
        {"not UTF-8", "a\xFF", "a\xEF\xBF\xBD", 0},
        {"fits", "Arlen", "Arlen", 5},
        {"cut", "Arlen market", "Arl…", 4},
        {"wide", "\xE4\xB8\xAD\xE5\x9B\xBD\xE4\xBA\xBA", "\xE4\xB8\xAD…", 4},
    };
    (void)state;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_buf out = SR_BUF_INIT;
        size_t used = sr_plain_put(&out, sr_str_c(rows[i].input), rows[i].columns);
        assert_row(sr_str_eq(sr_buf_view(&out), sr_str_c(rows[i].expected)), rows[i].name);
        assert_row(!rows[i].columns || used <= rows[i].columns, rows[i].name);
        sr_buf_free(&out);
    }
}

static void test_publish_text__layout(void **state)
{
    static const char expected[] =
        "r1  2023-05-06  Twelve killed\n"
        "  ATTACK (mass shooting), accomplished, 93 % sure\n"
        "    when          2023-05-05, 19:30\n"
        "    where         market, Arlen, Lower Hills, CO  (4.5, -74.25; city)\n"
        "    killed        at least 12\n"
        "                    “At least 12 farmers were kille”\n"
        "    perpetrators  Red Front  accused by authorities, by police\n"
        "                    “by the Red Front nea”\n"
        "                  Red Front  denied by actor, by The Red Front\n"
        "                    “by the Red Front nea”\n"
        "    targets       barn  (1, commercial, destroyed)\n"
        "    victims       farmers  (at least 12, civilian, death)\n"
        "    weapons       rifles  (rifle)\n"
        "    warnings      2023-03, police: an attack\n"
        "                    “At least 12 farmers were kille”\n"
        "    positions     police → blames → Red Front\n"
        "    relations     Red Front part of Red League\n"
        "    open          perpetrator contested, wounded unknown\n"
        "\n";
    sample s;
    (void)state;
    sample_make(&s);
    s.spans[1] = (sr_span){32, 52, false};
    s.incidents.n = 1;
    sr_buf out = sample_write(&s, SR_PUBLISH_TEXT, false);
    assert_str(sr_buf_view(&out), expected);
    sr_buf_free(&out);
}

static void test_publish_text__hostile(void **state)
{
    sample s;
    (void)state;
    sample_make(&s);
    const sr_str hostile = SR_STR("\x1b[2J\x1b]8;;http://x\x07" "evil\xE2\x80\xAE\xC2\x9B\n\nr2");
    s.report.id = s.report.title = hostile;
    s.perpetrators[0].value.name = s.perpetrators[0].source.name = hostile;
    s.victim.value.description = s.weapon.value.name = hostile;
    s.victim.value.code = s.position.value.code = s.incident[0].subtype = hostile;
    s.warning.value.name = s.position.value.name = s.relation.value.other = hostile;
    s.incident[0].venue = s.incident[0].place.name = s.incident[0].time_of_day = hostile;
    s.report.text = SR_STR("\x1b[31m red \x07\x08\x08 text that goes on and on to the end of it all");
    sr_buf out = sample_write(&s, SR_PUBLISH_TEXT, false);
    for (size_t i = 0; i < out.len; i++)
        if ((out.ptr[i] < 0x20 && out.ptr[i] != '\n') || out.ptr[i] == 0x7F)
            fail_msg("byte %02x at %zu of %.*s", out.ptr[i], i, SR_ARG(sr_buf_view(&out)));
    assert_false(sample_has(&out, "\xE2\x80\xAE"));
    assert_false(sample_has(&out, "\xC2\x9B"));
    assert_true(sample_has(&out, "evil"));
    sr_buf_free(&out);
}

static void test_publish_text__color_and_nothing(void **state)
{
    sample s;
    (void)state;
    sample_make(&s);
    sr_buf out = sample_write(&s, SR_PUBLISH_TEXT, true);
    assert_true(sample_has(&out, "\033[1mATTACK\033[0m"));
    sr_buf_free(&out);
    s.incidents.n = 0;
    out = sample_write(&s, SR_PUBLISH_TEXT, true);
    assert_int_equal(out.len, 0);
    sr_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_publish_text__plain),
        cmocka_unit_test(test_publish_text__layout),
        cmocka_unit_test(test_publish_text__hostile),
        cmocka_unit_test(test_publish_text__color_and_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
