/* Who says what: cue, speaker and content of our own sentences, in both registers.
 *
 * A row expects of each attribution with its cue: the speaker's words and class, and words that its content holds and lacks.
 * SPDX-License-Identifier: Apache-2.0 */
#include "show.h"

typedef struct row {
    const char *name, *text, *cue, *speaker;
    const char *holds, *lacks; // NULL: not asked
    const char *class;         // of the speaker; NULL: not asked
} row;

static const row rows[] = {
    {"subject", "The company said that it had paid the group.", "said", "company", "it had paid", NULL, NULL},
    {"behind", "Two people were killed, officials said.", "said", "officials", "Two people were killed", NULL, NULL},
    {"inverted quotation", "\"It was terrible,\" said Omar Haddad, a shopkeeper.", "said", "Omar Haddad", "terrible", NULL, NULL},
    {"inverted between commas", "Two people, said a spokesman for the ministry, were killed in the blast.", "said",
     "spokesman", "Two people", NULL, NULL},
    {"clause between commas", "The mayor, who arrived at noon, told reporters that the bridge had been closed.", "told",
     "mayor", "the bridge had been closed", "reporters", NULL},
    {"object is no speaker", "Police, who came late, reported three deaths.", "reported", "Police", "three deaths", NULL, NULL},
    {"who is told", "A police source told Reuters the man was known.", "told", "police source", "the man was known",
     "Reuters", NULL},
    {"circumstances behind", "Many were hurt, the hospital's director said in an interview with Radio One.", "said",
     "hospital's director", "Many were hurt", "interview", NULL},
    {"according to, first", "According to police, two gunmen fled the scene.", "According to", "police",
     "two gunmen fled", "According", NULL},
    {"according to, last", "Two gunmen fled the scene, according to police.", "according to", "police",
     "Two gunmen fled", "police", NULL},
    {"nearest class", "Deputy Governor Tom Lind said the road was open.", "said", "Deputy Governor Tom Lind", NULL, NULL,
     "government"},
    {"colon", "The minister said: we are safe.", "said", "minister", "we are safe", ":", NULL},
    {"goes on", "Three died, officials told state media, adding that the search was over.", "adding", "officials",
     "the search was over", NULL, NULL},
    {"goes on behind a conjunction", "The governor said officers were where the bus exploded, but said it was an accident.",
     "said", "governor", NULL, NULL, NULL},
    {"accusation", "The union accused the government of ignoring its demands.", "accused", "union", "the government", NULL, NULL},
};

static bool holds(sr_str text, const char *words)
{
    sr_str want = sr_str_c(words);
    for (size_t k = 0; k + want.len <= text.len; k++)
        if (sr_str_eq_case(sr_str_slice(text, k, k + want.len), want))
            return true;
    return false;
}

/* Every attribution with the row's cue is as the row expects. */
static void check(read_state *s, const row *r, bool upper)
{
    sr_document doc;
    bool        found = false;
    (void)show_text(s, r->text, upper, &doc);
    for (uint32_t i = 0; i < doc.n_attributions; i++) {
        const sr_attribution *a = &doc.attributions[i];
        if (!sr_str_eq_case(sr_document_words(&doc, a->cue), sr_str_c(r->cue)))
            continue;
        sr_str speaker = sr_document_words(&doc, a->speaker), content = sr_document_words(&doc, a->content);
        if (!sr_str_eq_case(speaker, sr_str_c(r->speaker)))
            fail_msg("row \"%s\": \"%.*s\" speaks", r->name, SR_ARG(speaker));
        if (r->class && !sr_str_eq(sr_speaker_class_name(a->speaker_class), sr_str_c(r->class)))
            fail_msg("row \"%s\": speaker of another class", r->name);
        if ((r->holds && !holds(content, r->holds)) || (r->lacks && holds(content, r->lacks)))
            fail_msg("row \"%s\": \"%.*s\" is said", r->name, SR_ARG(content));
        found = true;
    }
    if (!found)
        fail_msg("row \"%s\": no such cue", r->name);
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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_mixed), cmocka_unit_test(test_upper)};
    return cmocka_run_group_tests(tests, read_setup, read_teardown);
}
