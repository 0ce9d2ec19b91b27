/* What the reader makes of sentences: types, counts, roles, positions, what did not happen.
 * All sentences are written for these tests; each row in one of the two registers or both.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/reading.h"

static sr_str upper(sr_arena *arena, const char *text)
{
    sr_str s = sr_str_copy(arena, sr_str_c(text));
    uint8_t *p = sr_arena_copy(arena, s.ptr, s.len);
    for (size_t i = 0; i < s.len; i++)
        if (sr_is_lower(p[i]))
            p[i] = (uint8_t)(p[i] - 32);
    return sr_str_from(p, s.len);
}

#define NO (-1)

static const struct row {
    const char *text;
    const char *type;  // NULL: no incident at all
    int         killed, wounded; // low bound; NO: not told
} rows[] = {
    {"Gunmen killed at least 12 villagers near the town on Monday.", "ATTACK", 12, NO},
    {"Three soldiers were killed and nine others wounded when a roadside bomb exploded on Tuesday.",
     "BOMBING", 3, 9},
    {"A suicide bomber blew himself up outside a mosque, killing seven worshippers and injuring 20.",
     "BOMBING", 7, 20},
    {"Armed men kidnapped two engineers from a construction site on Sunday.", "KIDNAPPING", NO, NO},
    {"Rebels set fire to a bus on the highway; no one was hurt.", "ARSON", NO, NO},
    {"Two robbers held up a bank in the capital on Monday and shot a guard dead.", "ROBBERY", 1, NO},
    {"Three men were shot outside a bar on Friday; one of them died.", "ATTACK", 1, 2},
    {"A man was shot in the head late on Friday. He died at the scene.", "ATTACK", 1, NO},
    {"Four soldiers and a reporter were injured in an ambush near the border.", "ATTACK", NO, 5},
    {"A guard working with a road crew, 20 km west of the city, was killed and two others injured in an attack.",
     "ATTACK", 1, 2},
    {"A blast killed two clerks working for the ministry and ten villagers.", "BOMBING", 12, NO},
    {"A bomb in the market killed four people and injured ten others.", "BOMBING", 4, 10},
    {"Nine guards, three of them gravely, were wounded by a bomb outside the depot.", "BOMBING", NO, 9},
    {"The ambush on the ridge left a tally of three rebels killed and a sentry injured.", "ATTACK", 3, 1},
    {"A bomb hidden in a cart killed a vendor and wounded badly five others.", "BOMBING", 1, 5},
    {"Two drivers were killed and a clerk and a civilian injured when gunmen attacked the convoy.", "ATTACK", 2, 2},
    {"A bomb in a bakery killed two clerks. Five other customers were taken to a clinic.", "BOMBING", 2, 5},
    {"Three shoppers were wounded and a fourth died in hospital after gunmen opened fire.", "ATTACK", 1, 3},
    {"A bomb went off behind the post office on Monday. There were no casualties.", "BOMBING", 0, 0},
    {"A shepherd lost a leg when a landmine exploded under him.", "BOMBING", NO, 1},
    {"The death toll from Monday's bombing of a ferry rose to 61, rescuers said.", "BOMBING", 61, NO},
    {"Two shepherds were killed and a third wounded in a raid by gunmen.", "ATTACK", 2, 1},
    {"Three surveyors travelling in a jeep were killed by gunmen on Monday.", "ATTACK", 3, NO},
    {"At least 18 pilgrims, including four porters and two cooks, were killed when a bomb exploded.", "BOMBING", 18, NO},
    {"Insurgents shot dead 14 herders near the village.", "ATTACK", 14, NO},
    {"Between 3 and 9 May, at least 40 civilians were killed and 60 injured when gunmen raided the camps.", "ATTACK", 40, 60},
    {"A young man shot dead eight fellow pupils in a school. Six more children and a teacher were hospitalised.", "ATTACK", 8, 7},
    {"Troops fired on a truck, killing six people. Seven more civilians died in a raid on the post.", "ATTACK", 13, NO},
    {"The guards left after shooting dead all six raiders, state radio reported.", "ATTACK", 6, NO},
    {"One clerk was killed and 14 others were shot when gunmen stormed the depot.", "ATTACK", 1, 14},
    {"A gunman opened fire in a cinema, killing five people and sending more than a dozen to hospital.", "ATTACK", 5, 12},
    {"A bomb wounded eleven pilgrims, two of whom later died in hospital.", "BOMBING", 2, 11},
    {"Officials raised the death toll from the bombings at two bakeries to 31.", "BOMBING", 31, NO},
    {"The governor's office put the toll of the bombing at 17, with 40 injured.", "BOMBING", 17, 40},
    {"The mayor, a lawyer, said at least 30 died in the bombing.", "BOMBING", 30, NO},
    {"Nine people were killed and up to 80 wounded when a bomb exploded in the hall.", "BOMBING", 9, NO},
    {"Two constables were martyred and four others sustained injuries when raiders attacked the post.", "ATTACK", 2, 4},
    {"Suspected rebels hacked to death 14 shepherds with machetes.", "ATTACK", 14, NO},
    {"Rebels took the pilot of the plane, a father of two, hostage on Friday.", "HOSTAGE_TAKING", NO, NO},
    {"The army fired missiles at the town on Monday, killing three people.", "SHELLING", 3, NO},
    {"Marchers threw stones at the police, who killed two students.", "RIOT", 2, NO},
    {"At least 27 soldiers, including eight officers, were killed in clashes.", "ARMED_CLASH", 27, NO},
    {"The minister warned that militants could attack the dam.", NULL, NO, NO},
    {"The company attacked its rivals with a new price bomb.", NULL, NO, NO},
    {"If the rebels attack the convoy, the army will respond.", NULL, NO, NO},
    {"A bomb exploded at a market in the city on Monday.", "BOMBING", NO, NO},
    {"Gunmen attacked a market on Tuesday.", "ATTACK", NO, NO},
    {"The senator attacked the policy in a speech on Tuesday.", NULL, NO, NO},
    {"The striker shot twice before half-time and the crowd went home happy.", NULL, NO, NO},
};

static void check_row(const struct row *row, const char *name, sr_str text)
{
    reading r;
    reading_fuse(&r, (const char *)text.ptr, 0.0f);
    if (!row->type) {
        assert_row(r.incidents.n == 0 || r.incidents.at[0].probability < 0.5f, name);
    } else {
        assert_row(r.incidents.n >= 1, name);
        const sr_incident *in = &r.incidents.at[0];
        if (!sr_str_eq(sr_incident_type_name(in->type), sr_str_c(row->type)))
            fail_msg("row \"%s\": type %.*s", name, SR_ARG(sr_incident_type_name(in->type)));
        int64_t killed = in->counts[SR_HARM_KILLED].low, wounded = in->counts[SR_HARM_WOUNDED].low;
        if (row->killed != NO && killed != row->killed)
            fail_msg("row \"%s\": killed %lld", name, (long long)killed);
        if (row->wounded != NO && wounded != row->wounded)
            fail_msg("row \"%s\": wounded %lld", name, (long long)wounded);
    }
    sr_arena_free(&r.arena);
}

static void test_extract__mixed_case(void **state)
{
    (void)state;
    for (size_t i = 0; i < SR_COUNT(rows); i++)
        check_row(&rows[i], rows[i].text, sr_str_c(rows[i].text));
}

static void test_extract__upper_case(void **state)
{
    (void)state;
    sr_arena a;
    sr_arena_init(&a, 0, NULL, NULL);
    for (size_t i = 0; i < SR_COUNT(rows); i++)
        if (rows[i].type)
            check_row(&rows[i], rows[i].text, upper(&a, rows[i].text));
    sr_arena_free(&a);
}

static const sr_party *perpetrator(const sr_incident *in, const char *word)
{
    for (uint32_t i = 0; i < in->perpetrators.n; i++)
        if (sr_str_search(in->perpetrators.at[i].value.name, sr_str_c(word), 0) <
            in->perpetrators.at[i].value.name.len)
            return &in->perpetrators.at[i];
    return NULL;
}

static void test_extract__who_is_blamed_and_by_whom(void **state)
{
    (void)state;
    static const struct {
        const char *text, *who, *stance, *by;
    } cases[] = {
        {"A bomb killed four people in Kabul on Tuesday. Afghan officials blamed the Taliban for the attack.",
         "Taliban", "accused_by_authorities", "Afghan officials"},
        {"A bomb killed four people in Kabul on Tuesday. The Taliban claimed responsibility for the attack.",
         "Taliban", "claimed_by_actor", "Taliban"},
        {"A bomb killed four people in Kabul on Tuesday. The Taliban denied responsibility for the attack.",
         "Taliban", "denied_by_actor", "Taliban"},
        {"A bomb killed four people in Jos on Tuesday. The army suspects Boko Haram.", "Boko Haram",
         "suspected_by_authorities", "army"},
        {"A bomb killed four people in Jos on Tuesday. Officials blamed the Lord's Resistance Army.",
         "Lord's Resistance Army", "accused_by_authorities", "Officials"},
        {"Suspected Boko Haram militants killed nine farmers in a village on Monday.",
         "Boko Haram", "suspected", ""},
        {"A bomb killed four people in Jos on Tuesday, the governor said, blaming Cameroon.", "Cameroon",
         "accused_by_authorities", "governor"},
        {"Alleged members of Boko Haram killed nine farmers in a village on Monday.", "Boko Haram", "suspected", ""},
        {"Israeli air strikes killed nine people in Gaza on Monday.", "Israel", "reported_as_fact", ""},
        {"Shells killed nine people in Donetsk on Monday. Russia denied responsibility, accusing the Ukrainian army.",
         "Ukrainian army", "accused_by_authorities", "Russia"},
    };
    for (size_t i = 0; i < SR_COUNT(cases); i++) {
        reading r;
        reading_fuse(&r, cases[i].text, 0.0f);
        assert_row(r.incidents.n >= 1, cases[i].text);
        const sr_party *p = perpetrator(&r.incidents.at[0], cases[i].who);
        assert_row(p != NULL, cases[i].text);
        if (!sr_str_eq(sr_stance_name(p->stance), sr_str_c(cases[i].stance)))
            fail_msg("%s: stance %.*s", cases[i].text, SR_ARG(sr_stance_name(p->stance)));
        assert_str(p->source.name, cases[i].by);
        sr_arena_free(&r.arena);
    }
}

/* Who ends an attack, who is only near a body by his words, and numbers, are no perpetrators. */
static void test_extract__who_did_not(void **state)
{
    (void)state;
    static const struct {
        const char *text, *who, *not_who;
    } cases[] = {
        {"A gunman killed four people in Jos on Tuesday before being shot dead by police.", "gunman", "police"},
        {"A gunman killed four people in Jos on Tuesday. Special Branch agents killed the gunman.", "gunman", "agents"},
        {"An Islamic State sympathiser killed four people in Jos on Tuesday.", "sympathiser", ""},
        {"Shells fired by rebels killed nine people, with 20 missing, the Hamas-run health office in Gaza said.", "rebels", "Hamas"},
    };
    for (size_t i = 0; i < SR_COUNT(cases); i++) {
        reading r;
        reading_fuse(&r, cases[i].text, 0.0f);
        assert_row(r.incidents.n >= 1 && perpetrator(&r.incidents.at[0], cases[i].who), cases[i].text);
        for (uint32_t k = 0; k < r.incidents.at[0].perpetrators.n; k++) {
            const sr_party *p = &r.incidents.at[0].perpetrators.at[k];
            assert_row(!*cases[i].not_who || sr_str_search(p->value.name, sr_str_c(cases[i].not_who), 0) >= p->value.name.len,
                       cases[i].text);
            assert_row(!sr_str_eq(p->value.name, SR_STR("Islamic State")), cases[i].text);
        }
        sr_arena_free(&r.arena);
    }
}

static void test_extract__every_claim_points_into_the_text(void **state)
{
    (void)state;
    reading r;
    reading_fuse(&r, "KABUL, June 15 (Wire) - A car bomb exploded near a school in Kabul on Tuesday, killing at "
                  "least six children, police said. The Taliban denied involvement.", 0.0f);
    assert_true(r.claims.n > 4);
    for (uint32_t i = 0; i < r.claims.n; i++) {
        const sr_claim *c = &r.claims.at[i];
        assert_true(c->span.begin < c->span.end && c->span.end <= r.doc.text.len);
        assert_true(c->probability >= 0 && c->probability <= 1);
        if (i > 0)
            assert_true(sr_claim_cmp(c - 1, c) <= 0);
    }
    sr_arena_free(&r.arena);
}

/* A number that a hyphen joins to what follows counts nothing, so it stays; ages are written so. */
static void test_extract__counts_are_cut_ages_are_not(void **state)
{
    (void)state;
    static const struct {
        const char *text, *victim;
    } cases[] = {
        {"A 3-year-old child was shot dead by gunmen in Lima on Thursday.", "3-year-old child"},
        {"Gunmen wounded two 15-year-old girls in Lima on Thursday, police said.", "15-year-old girls"},
        {"Gunmen killed three farmers in Lima on Thursday, police said.", "farmers"},
    };
    for (size_t i = 0; i < SR_COUNT(cases); i++) {
        reading r;
        reading_fuse(&r, cases[i].text, 0.0f);
        assert_row(r.incidents.n >= 1 && r.incidents.at[0].victims.n == 1, cases[i].text);
        assert_str(r.incidents.at[0].victims.at[0].value.description, cases[i].victim);
        sr_arena_free(&r.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_extract__mixed_case),
        cmocka_unit_test(test_extract__upper_case),
        cmocka_unit_test(test_extract__who_is_blamed_and_by_whom),
        cmocka_unit_test(test_extract__who_did_not),
        cmocka_unit_test(test_extract__every_claim_points_into_the_text),
        cmocka_unit_test(test_extract__counts_are_cut_ages_are_not),
    };
    return cmocka_run_group_tests(tests, reading_open, reading_close);
}
