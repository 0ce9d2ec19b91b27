/* Where an incident happened, among the places of its report.
 * All sentences are written for these tests.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/reading.h"

#include "extract/where.h"

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
        reading r;
        reading_draft(&r, rows[i].text);
        sr_where_choose(&r.reader, &r.mentions, &r.drafts);
        if (r.drafts.n == 0 || r.drafts.at[0].place == SR_NONE)
            fail_msg("%s: %u drafts, no place", rows[i].text, r.drafts.n);
        sr_str name = r.doc.places[r.drafts.at[0].place].value.name;
        if (!sr_str_eq(name, sr_str_c(rows[i].place)))
            fail_msg("%s: %.*s", rows[i].text, SR_ARG(name));
        assert_true(r.drafts.at[0].place_probability > 0.0f && r.drafts.at[0].place_probability <= 1.0f);
        sr_arena_free(&r.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_where__not_where_it_was_said)};
    return cmocka_run_group_tests(tests, reading_open, reading_close);
}
