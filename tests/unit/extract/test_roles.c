/* Parties of a report: which noun groups name the same, and what they are to an incident.
 * All sentences are written for these tests.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "annotate/annotate.h"
#include "extract/roles.h"
#include "text/text.h"

static sr_know *know;

typedef struct reading {
    sr_arena    arena;
    sr_report   report;
    sr_document doc;
    sr_reader   reader;
    sr_mentions mentions;
    sr_drafts   drafts;
    sr_cast     cast;
} reading;

static void read_text(reading *r, const char *text)
{
    memset(r, 0, sizeof *r);
    sr_arena_init(&r->arena, 0, NULL, NULL);
    r->report = (sr_report){.id = SR_STR("t"), .text = sr_str_c(text),
                            .published = {.day = sr_day_from(2021, 6, 16), .second = -1}};
    sr_text_read(&r->report, know, &r->doc, &r->arena);
    sr_annotate(&r->doc, know, SR_ANNOTATE_ALL, &r->arena);
    assert_true(sr_extract_drafts(&r->doc, know, &r->reader, &r->mentions, &r->drafts, &r->arena));
    sr_cast_find(&r->reader, &r->cast);
}

/* The party of the n-th candidate (from 0) whose head is `word`. */
static uint32_t party_of(const reading *r, const char *word, unsigned n)
{
    for (uint32_t i = 0; i < r->cast.n; i++)
        if (sr_str_eq_case(sr_document_words(&r->doc, (sr_range){r->cast.at[i].noun.head, r->cast.at[i].noun.head + 1}),
                           sr_str_c(word)) && n-- == 0)
            return r->cast.at[i].party;
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
        read_text(&r, rows[i].text);
        uint32_t a = party_of(&r, rows[i].one, 0), b = party_of(&r, rows[i].other, rows[i].which);
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
    read_text(&r, "Guerrillas killed three peasants in the village on Monday.");
    sr_roles_judge(&r.reader, &r.mentions, &r.drafts);
    const sr_participant *doer = participant(&r, "Guerrillas"), *hurt = participant(&r, "peasants");
    assert_non_null(doer);
    assert_non_null(hurt);
    assert_int_equal(doer->role, SR_ROLE_PERPETRATOR);
    assert_int_equal(hurt->role, SR_ROLE_VICTIM);
    assert_true(doer->probability > 0.3f && doer->probability <= 1.0f);
    assert_true(hurt->probability > 0.3f && hurt->probability <= 1.0f);
    sr_arena_free(&r.arena);
}

static void test_roles__a_speaker_is_no_party(void **state)
{
    (void)state;
    reading r;
    read_text(&r, "Gunmen killed two farmers near the river on Monday, said police commander Paul Odera.");
    sr_roles_judge(&r.reader, &r.mentions, &r.drafts);
    const sr_participant *speaker = participant(&r, "Odera");
    assert_true(!speaker || speaker->probability < 0.3f);
    sr_arena_free(&r.arena);
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
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roles__who_is_the_same),
        cmocka_unit_test(test_roles__what_the_rules_found_is_judged),
        cmocka_unit_test(test_roles__a_speaker_is_no_party),
    };
    return cmocka_run_group_tests(tests, open_know, close_know);
}
