/* Where an incident happened, among the places of its report.
 * All sentences are written for these tests.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "annotate/annotate.h"
#include "extract/where.h"
#include "text/text.h"

static sr_know *know;

static const struct {
    const char *text;
    const char *place; // of the first draft
} rows[] = {
    {"Gunmen killed three farmers in Kaduna on Monday, officials in Abuja said.", "Kaduna"},
    {"A bomb exploded at a market in Quetta on Monday. Police in Islamabad said they had no suspects.", "Quetta"},
    {"Two people were shot dead in Marseille on Sunday, a police source told reporters in Paris.", "Marseille"},
    {"GUNMEN KILLED THREE FARMERS IN KADUNA ON MONDAY, OFFICIALS IN ABUJA SAID.", "Kaduna"},
};

static void test_where__not_where_it_was_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_arena    arena;
        sr_document doc = {0};
        sr_reader   reader;
        sr_mentions mentions;
        sr_drafts   drafts;
        sr_report   report = {.id = SR_STR("t"), .text = sr_str_c(rows[i].text),
                              .published = {.day = sr_day_from(2021, 6, 16), .second = -1}};
        sr_arena_init(&arena, 0, NULL, NULL);
        sr_text_read(&report, know, &doc, &arena);
        sr_annotate(&doc, know, SR_ANNOTATE_ALL, &arena);
        assert_true(sr_extract_drafts(&doc, know, &reader, &mentions, &drafts, &arena));
        sr_where_choose(&reader, &mentions, &drafts);
        if (drafts.n == 0 || drafts.at[0].place == SR_NONE)
            fail_msg("%s: %u drafts, no place", rows[i].text, drafts.n);
        sr_str name = doc.places[drafts.at[0].place].value.name;
        if (!sr_str_eq(name, sr_str_c(rows[i].place)))
            fail_msg("%s: %.*s", rows[i].text, SR_ARG(name));
        assert_true(drafts.at[0].place_probability > 0.0f && drafts.at[0].place_probability <= 1.0f);
        sr_arena_free(&arena);
    }
}

static int open_know(void **state)
{
    (void)state;
    return sr_know_open(&know, NULL, NULL) == SR_OK ? 0 : -1;
}

static int close_know(void **state)
{
    (void)state;
    sr_know_close(know);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_where__not_where_it_was_said)};
    return cmocka_run_group_tests(tests, open_know, close_know);
}
