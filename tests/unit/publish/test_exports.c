/* Cells, guards and rules of the exports; what whole files look like is held against the formats'
 * own rules in tests/program/test_export.py.
 * SPDX-License-Identifier: Apache-2.0 */
#include "export_sample.h"

#include "publish/codes.h"

static void test_publish_exports__csv_cell(void **state)
{
    static const struct {
        const char *text, *cell;
    } rows[] = {
        {"plain", "plain"},
        {"", ""},
        {"a,b", "\"a,b\""},
        {"say \"x\"", "\"say \"\"x\"\"\""},
        {"=1+1", "'=1+1"},
        {"  =1+1", "'  =1+1"},
        {"+cmd", "'+cmd"},
        {"-cmd", "'-cmd"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"\t=x", "\"' =x\""},
        {"\xEF\xBC\x9D"
         "1",
         "'\xEF\xBC\x9D"
         "1"},
        {"-74.25", "-74.25"},
        {"+5", "+5"},
        {"two\nlines", "\"two lines\""},
        {"bad \xFF", "bad \xEF\xBF\xBD"},
        {"a-b", "a-b"},
    };
    (void)state;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_buf out = SR_BUF_INIT;
        sr_csv_cell(&out, sr_str_c(rows[i].text));
        if (!sr_str_eq(sr_buf_view(&out), sr_str_c(rows[i].cell)))
            fail_msg("\"%s\": %.*s, expected %s", rows[i].text, SR_ARG(sr_buf_view(&out)), rows[i].cell);
        sr_buf_free(&out);
    }
}

static void test_publish_exports__numbers_and_instants(void **state)
{
    sr_arena arena;
    (void)state;
    sr_arena_init(&arena, 0, NULL, NULL);
    assert_str(sr_cell_real(&arena, -0.5, 3), "-0.500");
    assert_str(sr_cell_real(&arena, 1e12, 3), "");
    assert_str(sr_cell_real(&arena, -0.00001, 3), "0.000");
    sr_instant at = {sr_day_from(2024, 3, 22), 18 * 3600 + 5 * 60, -90, true};
    assert_str(sr_cell_instant(&arena, at), "2024-03-22T18:05:00-01:30");
    assert_int_equal(sr_cell_seconds(at), 1711136100);
    at.second = -1;
    assert_str(sr_cell_when(&arena, at), "2024-03-22");
    at.day = SR_DAY_NONE;
    assert_str(sr_cell_instant(&arena, at), "");
    assert_true(sr_cell_seconds(at) == INT64_MIN);
    sr_arena_free(&arena);
}

static void test_publish_exports__bounds(void **state)
{
    static const struct {
        const char *name;
        sr_count    count;
        int64_t     low, best, high;
    } rows[] = {
        {"exact", {5, 5, 5}, 5, 5, 5},
        {"at least", {60, 60, SR_COUNT_OPEN}, 60, 60, 60},
        {"up to", {SR_COUNT_OPEN, SR_COUNT_OPEN, 9}, 0, 9, 9},
        {"dozens", {24, SR_COUNT_OPEN, SR_COUNT_OPEN}, 24, 24, 24},
        {"between", {60, SR_COUNT_OPEN, 70}, 60, 60, 70},
        {"nobody", {0, 0, 0}, 0, 0, 0},
    };
    int64_t low, best, high;
    (void)state;
    assert_false(sr_export_bounds(SR_COUNT_NONE, &low, &best, &high));
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        assert_true(sr_export_bounds(rows[i].count, &low, &best, &high));
        assert_row(low == rows[i].low && best == rows[i].best && high == rows[i].high, rows[i].name);
    }
}

static void test_publish_exports__quote(void **state)
{
    sr_export_report   report = {.title = SR_STR("A title."),
                                 .text = SR_STR("First one. Gen. Ruiz  said\nten died. Last one.")};
    sr_export_incident in = {.reports = &report, .n_reports = 1};
    sr_arena           arena;
    (void)state;
    sr_arena_init(&arena, 0, NULL, NULL);
    assert_str(sr_export_quote(&in, (sr_export_span){0, {27, 30, false}}, &arena),
               "Gen. Ruiz said ten died.");
    assert_str(sr_export_quote(&in, (sr_export_span){0, {0, 1, true}}, &arena), "A title.");
    assert_str(sr_export_quote(&in, (sr_export_span){0, {0, 900, false}}, &arena), "");
    assert_str(sr_export_quote(&in, (sr_export_span){1, {0, 1, false}}, &arena), "");
    sr_arena_free(&arena);
}

static void test_publish_exports__sides(void **state)
{
    sample             s;
    sr_export_incident in;
    sr_arena           arena;
    (void)state;
    sample_make(&s);
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_export_from_report(&s.report, &s.incident[0], 0, &in, &arena);
    sr_sides sides = sr_sides_of(&in);
    assert_int_equal(sides.n_by, 1); // the denial is no second perpetrator
    assert_int_equal(sides.by_role, SR_ROLE_GROUP);
    assert_int_equal(sides.on_role, SR_ROLE_CIVILIANS);
    assert_true(sides.cases & 1u << SR_CASE_DEADLY);
    assert_true(sides.cases & 1u << SR_CASE_WITH_FIREARM);
    assert_false(sides.cases & 1u << SR_CASE_SINGLE);
    s.perpetrators[0].stance = SR_STANCE_CLEARED_BY_AUTHORITIES;
    sr_export_from_report(&s.report, &s.incident[0], 0, &in, &arena);
    assert_int_equal(sr_sides_of(&in).n_by, 0);
    sr_arena_free(&arena);
}

/* What did not happen has no row where no column could say so. */
static void test_publish_exports__no_events_that_did_not_happen(void **state)
{
    static const sr_export_kind kinds[] = {SR_EXPORT_ACLED, SR_EXPORT_UCDP, SR_EXPORT_GTD,
                                           SR_EXPORT_GDELT, SR_EXPORT_GDELT_MENTIONS};
    static const struct {
        sr_actuality stage;
        bool         rows;
    } stages[] = {{SR_ACTUALITY_ACCOMPLISHED, true}, {SR_ACTUALITY_HYPOTHETICAL, false},
                  {SR_ACTUALITY_PLANNED, false},     {SR_ACTUALITY_RETRACTED, false}};
    sr_know *know;
    sr_error err = {0};
    (void)state;
    assert_int_equal(sr_know_open(&know, NULL, &err), SR_OK);
    for (size_t k = 0; k < SR_COUNT(kinds); k++)
        for (size_t i = 0; i < SR_COUNT(stages); i++) {
            sample s;
            size_t lines = 0, header = kinds[k] != SR_EXPORT_GDELT && kinds[k] != SR_EXPORT_GDELT_MENTIONS;
            sample_make(&s);
            s.incidents.n = 1;
            s.incident[0].stage = (uint8_t)stages[i].stage;
            sr_buf out = sample_export(&s, kinds[k], sr_know_lexicon(know));
            for (size_t b = 0; b < out.len; b++)
                lines += out.ptr[b] == '\n';
            assert_row((lines > header) == stages[i].rows, sr_export_name(kinds[k]));
            sr_buf_free(&out);
        }
    sr_know_close(know);
}

/* No format needs the tables, and none reads past what an empty incident has. */
static void test_publish_exports__nothing_known(void **state)
{
    sr_export_report   report = {.published = {.day = SR_DAY_NONE}};
    sr_export_incident in = {.id = SR_STR("x"),
                             .date = {SR_DAY_NONE, SR_DAY_NONE, 0},
                             .reports = &report,
                             .n_reports = 1,
                             .first_seen = {.day = SR_DAY_NONE},
                             .last_seen = {.day = SR_DAY_NONE}};
    (void)state;
    for (int h = 0; h < SR_HARM_COUNT; h++)
        in.counts[h] = in.told[h] = SR_COUNT_NONE;
    for (int kind = 0; kind < SR_EXPORT_COUNT; kind++) {
        sr_exporter exporter;
        sr_buf      out = SR_BUF_INIT;
        sr_arena    arena;
        sr_arena_init(&arena, 0, NULL, NULL);
        sr_export_start(&exporter, (sr_export_kind)kind, NULL, &out);
        sr_export_put(&exporter, &in, &arena);
        sr_export_end(&exporter);
        assert_row(exporter.n + exporter.left_out == 1, sr_export_name((sr_export_kind)kind));
        assert_false(out.failed);
        sr_export_free(&exporter);
        sr_arena_free(&arena);
        sr_buf_free(&out);
    }
}

static void test_publish_exports__folded(void **state)
{
    sample           s;
    sr_arena         arena;
    sr_fold_evidence evidence[2] = {{5, {0, 30, false}}, {9, {0, 5, false}}};
    sr_fold_row      rows[2] = {{.value = sr_value_none(), .state = SR_FOLD_SUPERSEDED},
                                {.value = sr_value_none(), .evidence = evidence, .n_evidence = 2}};
    sr_fold_member   members[3] = {{.report = 5}, {.report = 2}, {.report = 5, .mention = 1}};
    sr_fold_report   reports[10] = {0};
    sr_fold_figure   figures[] = {
        {.harm = SR_HARM_KILLED, .count = {12, 12, 12}, .evidence = evidence[0]},
        {.harm = SR_HARM_KILLED, .state = SR_FOLD_CONTESTED, .count = {30, SR_COUNT_OPEN, SR_COUNT_OPEN}, .evidence = {.report = 9}},
        {.harm = SR_HARM_KILLED, .state = SR_FOLD_SUPERSEDED, .count = {50, 50, 50}, .evidence = {.report = 9}}};
    sr_export_incident out;
    (void)state;
    sample_make(&s);
    sr_arena_init(&arena, 0, NULL, NULL);
    reports[5].id = SR_STR("five");
    reports[2].id = SR_STR("two");
    rows[1].value.name = SR_STR("Red Front");
    sr_folded_incident in = {.id = SR_STR("abc"),
                             .record = s.incident[0],
                             .members = members,
                             .n_members = 3,
                             .support = 2,
                             .perpetrators = {rows, 2},
                             .figures = figures,
                             .n_figures = SR_COUNT(figures),
                             .n_revisions = 4};
    sr_export_from_folded(&in, reports, &out, &arena);
    assert_int_equal(out.n_reports, 2);
    assert_str(out.reports[0].id, "five");
    assert_str(out.reports[1].id, "two");
    assert_int_equal(out.perpetrators.n, 1);
    assert_int_equal(out.perpetrators.at[0].evidence.n, 1); // report 9 is no member
    assert_int_equal(out.perpetrators.at[0].evidence.at[0].report, 0);
    assert_int_equal(out.count_evidence[SR_HARM_KILLED].n, 1);
    assert_int_equal(out.count_evidence[SR_HARM_WOUNDED].n, 0);
    assert_int_equal(out.revision, 4);
    assert_int_equal(out.counts[SR_HARM_KILLED].low, 12);
    assert_int_equal(out.told[SR_HARM_KILLED].low, 12);
    assert_int_equal(out.told[SR_HARM_KILLED].high, 30); // contested, but told; not what was corrected
    assert_true(out.told[SR_HARM_WOUNDED].low == SR_COUNT_OPEN);
    sr_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_publish_exports__csv_cell),
        cmocka_unit_test(test_publish_exports__numbers_and_instants),
        cmocka_unit_test(test_publish_exports__bounds),
        cmocka_unit_test(test_publish_exports__quote),
        cmocka_unit_test(test_publish_exports__sides),
        cmocka_unit_test(test_publish_exports__no_events_that_did_not_happen),
        cmocka_unit_test(test_publish_exports__nothing_known),
        cmocka_unit_test(test_publish_exports__folded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
