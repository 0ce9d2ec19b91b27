/* Parties of a report: which noun groups name the same, and what they are to an incident.
 * All sentences are written for these tests.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/reading.h"

#include "extract/roles.h"

/* The party of the n-th candidate (from 0) whose head is `word`. */
static uint32_t party_of(const reading *r, const sr_cast *cast, const char *word, unsigned n)
{
    for (uint32_t i = 0; i < cast->n; i++)
        if (sr_str_eq_case(sr_document_words(&r->doc, (sr_range){cast->at[i].noun.head, cast->at[i].noun.head + 1}),
                           sr_str_c(word)) && n-- == 0)
            return cast->at[i].party;
    return SR_NONE;
}

static const struct {
    const char *text, *one, *other;
    unsigned    which; // of `other`
    bool        same;
} rows[] = {
    {"Gunmen shot Mayor Elena Vargas on Monday. Vargas died in hospital.", "Vargas", "Vargas", 1, true},
    {"A group of armed men raided the farm. The armed men fled.", "men", "men", 1, true},
    {"A group of armed men raided the farm.", "group", "men", 0, true},
    {"Two soldiers were killed and five soldiers were wounded.", "soldiers", "soldiers", 1, false},
    {"Carla Mendez was killed by Juan Mendez on Monday.", "Mendez", "Mendez", 1, false},
    {"A man was stabbed by another man in the bar.", "bar", "man", 0, false},
};

static void test_roles__who_is_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        reading r;
        sr_cast cast;
        reading_draft(&r, rows[i].text);
        sr_cast_find(&r.reader, &cast);
        uint32_t a = party_of(&r, &cast, rows[i].one, 0), b = party_of(&r, &cast, rows[i].other, rows[i].which);
        if (a == SR_NONE || b == SR_NONE || (a == b) != rows[i].same)
            fail_msg("%s: %s %u, %s %u", rows[i].text, rows[i].one, a, rows[i].other, b);
        sr_arena_free(&r.arena);
    }
}

/* A participant of some mention whose head is `word`; NULL: none. */
static const sr_participant *participant(const reading *r, const char *word)
{
    for (uint32_t m = 0; m < r->mentions.n; m++)
        for (uint32_t i = 0; i < r->mentions.at[m].n; i++) {
            const sr_participant *p = &r->mentions.at[m].at[i];
            if (sr_str_eq_case(sr_document_words(&r->doc, (sr_range){p->noun.head, p->noun.head + 1}), sr_str_c(word)))
                return p;
        }
    return NULL;
}

static void test_roles__what_the_rules_found_is_judged(void **state)
{
    (void)state;
    reading r;
    reading_draft(&r, "Guerrillas killed three peasants in the village on Monday.");
    sr_roles_judge(&r.reader, &r.mentions, &r.drafts);
    const sr_participant *doer = participant(&r, "Guerrillas"), *hurt = participant(&r, "peasants");
    assert_non_null(doer);
    assert_non_null(hurt);
    assert_int_equal(doer->role, SR_ROLE_PERPETRATOR);
    assert_int_equal(hurt->role, SR_ROLE_VICTIM);
    assert_true(doer->probability > 0.5f && doer->probability <= 1.0f);
    assert_true(hurt->probability > 0.4f && hurt->probability <= 1.0f);
    sr_arena_free(&r.arena);
}

static void test_roles__a_speaker_is_no_party(void **state)
{
    (void)state;
    reading r;
    reading_draft(&r, "Gunmen killed two farmers near the river on Monday, said police commander Paul Odera.");
    sr_roles_judge(&r.reader, &r.mentions, &r.drafts);
    const sr_participant *speaker = participant(&r, "Odera");
    assert_true(!speaker || speaker->probability < 0.3f);
    sr_arena_free(&r.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roles__who_is_the_same),
        cmocka_unit_test(test_roles__what_the_rules_found_is_judged),
        cmocka_unit_test(test_roles__a_speaker_is_no_party),
    };
    return cmocka_run_group_tests(tests, reading_open, reading_close);
}
