/* Which mentions are the same: names, roles, descriptions, pronouns.
 * SPDX-License-Identifier: Apache-2.0 */
#include "show.h"

typedef struct row {
    const char *name, *text;
    const char *mention; // its last occurrence in the text
    const char *first;   // first mention of its chain; NULL: it stands alone
} row;

static const row rows[] = {
    {"same name", "Hamas fired rockets. Israel blamed Hamas.", "Hamas", "Hamas"},
    {"acronym", "The Kurdistan Workers' Party struck. The PKK said so.", "PKK", "Kurdistan Workers' Party"},
    {"defined acronym", "The New Dawn Front (NDF) struck. The NDF is small.", "NDF", "New Dawn Front"},
    {"last name", "Abdul Karim Salimi was arrested. Police said Salimi confessed.", "Salimi", "Abdul Karim Salimi"},
    {"role and name", "Interior Minister Pavel Ivanov resigned.", "Pavel Ivanov", "Interior Minister"},
    {"apposition", "Pavel Ivanov, the interior minister, resigned.", "interior minister", "Pavel Ivanov"},
    {"apposition with of", "Pavel Ivanov, the leader of the farmers' union, resigned.", "leader", "Pavel Ivanov"},
    {"name behind of", "The mayor of Santiago, Pavel Ivanov, resigned.", "Pavel Ivanov", "mayor"},
    {"age between", "Pavel Ivanov, 30, a teacher, was hurt.", "teacher", "Pavel Ivanov"},
    {"named", "A man named Pavel Ivanov was killed.", "Pavel Ivanov", "man"},
    {"several are no apposition", "Pavel Ivanov, two teachers and a child were hurt.", "teachers", NULL},
    {"the group", "Boko Haram attacked a village. The group burned houses.", "group", "Boko Haram"},
    {"another group", "Boko Haram attacked a village. Another group burned houses.", "group", NULL},
    {"the attackers", "Gunmen stormed a hotel. The attackers fled.", "attackers", "Gunmen"},
    {"the embassy", "A bomb hit the U.S. embassy. The embassy was closed.", "embassy", "U.S. embassy"},
    {"other embassy", "A bomb hit the U.S. embassy. The French embassy was closed.", "French embassy", NULL},
    {"he", "Pavel Ivanov spoke in Moscow. He blamed rebels.", "He", "Pavel Ivanov"},
    {"she is not a man", "King Harald met Anna Berg. She spoke.", "She", "Anna Berg"},
    {"they", "Gunmen stormed a hotel. They took hostages.", "They", "Gunmen"},
    {"nobody before", "He was killed at home.", "He", NULL},
};

static uint32_t last_entity(const sr_document *doc, const char *words)
{
    uint32_t found = SR_NONE;
    for (uint32_t i = 0; i < doc->n_entities; i++)
        if (sr_str_eq_case(sr_document_words(doc, doc->entities[i].range), sr_str_c(words)))
            found = i;
    return found;
}

static void check(read_state *s, const row *r, bool upper)
{
    sr_document doc;
    sr_str      line = show_text(s, r->text, upper, &doc);
    uint32_t    i = last_entity(&doc, r->mention);
    if (i == SR_NONE)
        fail_msg("row \"%s\": no such entity in %.*s", r->name, SR_ARG(line));
    uint32_t first = doc.entities[i].coref;
    sr_str   words = sr_document_words(&doc, doc.entities[first].range);
    if (!r->first) {
        assert_row(first == i, r->name);
        return;
    }
    if (first == i || !sr_str_eq_case(words, sr_str_c(r->first)))
        fail_msg("row \"%s\": is \"%.*s\" in %.*s", r->name, SR_ARG(words), SR_ARG(line));
}

static void test_mixed(void **state)
{
    for (size_t i = 0; i < SR_COUNT(rows); i++)
        check(*state, &rows[i], false);
}

static void test_upper(void **state)
{
    for (size_t i = 0; i < SR_COUNT(rows); i++)
        check(*state, &rows[i], true);
}

static void test_actor_goes_on(void **state)
{
    sr_document doc;
    (void)show_text(*state, "Boko Haram attacked a village. The group burned houses.", false, &doc);
    uint32_t i = last_entity(&doc, "group");
    assert_int_not_equal(i, SR_NONE);
    assert_str(doc.entities[i].actor, "boko-haram");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mixed),
        cmocka_unit_test(test_upper),
        cmocka_unit_test(test_actor_goes_on),
    };
    return cmocka_run_group_tests(tests, read_setup, read_teardown);
}
