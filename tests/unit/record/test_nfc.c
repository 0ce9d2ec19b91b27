/* NFC and the way back: what is changed, where it came from, and that all else stays where it was.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "base/buf.h"
#include "record/document.h"

static void test_rows(void **state)
{
    static const struct {
        const char *text, *nfc;
        size_t      changes;
    } rows[] = {{"plain", "plain", 0},
                {"", "", 0},
                {"Caf\u00e9 \u2013 \u201cMoscow\u201d \u041c\u043e\u0441\u043a\u0432\u0430 \u4e2d\u6587 \U0001F600", NULL, 0},
                {"Jose\u0301 Pe\u0301rez", "Jos\u00e9 P\u00e9rez", 2},
                {"e\u0301", "\u00e9", 1},
                {"\u0301", "\u0301", 0}, // a mark without a letter
                {"a\u0323\u0307", "\u1ea1\u0307", 1},
                {"a\u0307\u0323", "\u1ea1\u0307", 1}, // marks out of order
                {"\u212b\u2126", "\u00c5\u03a9", 2}, // Angstrom, Ohm
                {"\u1112\u1161\u11ab", "\ud55c", 1}, // Hangul of its letters
                {"\u05e9\u05bc\u05c1", NULL, 0},
                {"x\xff\xfey e\u0301", "x\xff\xfey \u00e9", 1}}; // no UTF-8: passed by
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sr_arena   arena;
        sr_nfc_map map;
        sr_arena_init(&arena, 0, NULL, NULL);
        sr_str text = sr_str_c(rows[i].text), nfc = sr_nfc(&arena, text, &map);
        assert_str(nfc, rows[i].nfc ? rows[i].nfc : rows[i].text);
        assert_int_equal(rows[i].changes, map.n);
        assert_true(sr_str_eq(nfc, sr_nfc(&arena, nfc, NULL)));
        assert_int_equal(text.len, sr_nfc_back(&map, (uint32_t)nfc.len, true));
        assert_int_equal(0, sr_nfc_back(&map, 0, false));
        sr_arena_free(&arena);
    }
}

/* Spans of a document's words are those of the text that was given. */
static void test_spans(void **state)
{
    const char *given = "In Bogota\u0301, Jose\u0301 fell.";
    sr_arena    arena;
    sr_nfc_map  map;
    (void)state;
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_str nfc = sr_nfc(&arena, sr_str_c(given), &map);
    static const struct {
        const char *word, *was;
    } rows[] = {{"In", "In"}, {"Bogot\u00e1", "Bogota\u0301"}, {"Jos\u00e9", "Jose\u0301"}, {"fell", "fell"}, {"\u00e9", "e\u0301"}, {"os", "os"}};
    sr_report   report = {.text = sr_str_c(given)};
    sr_document doc = {.report = &report, .text = nfc, .body_map = map};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t  at = sr_str_search(nfc, sr_str_c(rows[i].word), 0);
        sr_span span = sr_document_span(&doc, (uint32_t)at, (uint32_t)(at + strlen(rows[i].word)));
        assert_str(sr_str_slice(report.text, span.begin, span.end), rows[i].was);
        assert_int_equal(at, sr_document_at(&doc, span.begin));
    }
    sr_arena_free(&arena);
}

/* A letter with a hundred thousand marks, and a hundred thousand letters with one. */
static void test_worst(void **state)
{
    sr_arena   arena;
    sr_nfc_map map;
    sr_buf     text = SR_BUF_INIT;
    (void)state;
    for (int kind = 0; kind < 2; kind++) {
        sr_arena_init(&arena, 0, NULL, NULL);
        sr_buf_clear(&text);
        for (int i = 0; i < 100000; i++)
            sr_buf_put(&text, kind || i == 0 ? SR_STR("e\u0301") : SR_STR("\u0301"));
        sr_str nfc = sr_nfc(&arena, sr_buf_view(&text), &map);
        assert_int_equal(kind ? 100000 : 0, map.n);
        assert_int_equal(kind ? 200000 : text.len, nfc.len);
        sr_arena_free(&arena);
    }
    sr_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_spans), cmocka_unit_test(test_worst)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
