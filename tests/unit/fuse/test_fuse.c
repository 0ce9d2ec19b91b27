/* The fold of one report, from literal claims.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "fuse/fuse.h"

static sr_claim claim(sr_field field, uint32_t begin)
{
    sr_claim c = {.report = SR_STR("r1"), .field = (uint8_t)field, .probability = 0.8f};
    c.value = sr_value_none();
    c.span = (sr_span){begin, begin + 5, false};
    return c;
}

static sr_claim coded(sr_field field, uint32_t begin, const char *code)
{
    sr_claim c = claim(field, begin);
    c.value.code = sr_str_c(code);
    return c;
}

static sr_claim counted(sr_field field, uint32_t begin, int64_t low, int64_t best, int64_t high)
{
    sr_claim c = claim(field, begin);
    c.value.count = (sr_count){low, best, high};
    return c;
}

static sr_claim accused(uint32_t begin, const char *name, sr_stance stance, const char *by)
{
    sr_claim c = claim(SR_FIELD_PERPETRATOR, begin);
    c.value.name = sr_str_c(name);
    c.stance = (uint8_t)stance;
    c.source.name = sr_str_c(by);
    return c;
}

static bool asks(const sr_incident *in, sr_question_kind kind, sr_field field)
{
    for (uint32_t i = 0; i < in->n_questions; i++)
        if (in->questions[i].kind == kind && in->questions[i].field == field)
            return true;
    return false;
}

static sr_incidents fold(sr_claim *list, uint32_t n, uint32_t mentions, sr_arena *arena)
{
    sr_claims claims = {.at = list, .n = n, .n_mentions = mentions};
    sr_incidents out;
    sr_fuse_report(&claims, 0.0f, &out, arena);
    return out;
}

static void test_fuse_report__positions_stand_side_by_side(void **state)
{
    (void)state;
    sr_arena a;
    sr_arena_init(&a, 0, NULL, NULL);
    sr_claim list[] = {
        coded(SR_FIELD_TYPE, 0, "ATTACK"),
        accused(10, "Red Front", SR_STANCE_DENIED_BY_ACTOR, "Red Front"),
        accused(20, "Red Front", SR_STANCE_SUSPECTED_BY_AUTHORITIES, "police"),
        accused(30, "RED FRONT", SR_STANCE_SUSPECTED_BY_AUTHORITIES, "police"),
        accused(40, "smugglers", SR_STANCE_ACCUSED_BY_AUTHORITIES, "the ministry"),
    };
    sr_incidents out = fold(list, SR_COUNT(list), 1, &a);
    assert_int_equal(out.n, 1);
    const sr_parties *p = &out.at[0].perpetrators;
    assert_int_equal(p->n, 3);
    assert_int_equal(p->at[0].stance, SR_STANCE_ACCUSED_BY_AUTHORITIES);
    assert_int_equal(p->at[1].stance, SR_STANCE_SUSPECTED_BY_AUTHORITIES);
    assert_int_equal(p->at[1].evidence.n, 2);
    assert_int_equal(p->at[2].stance, SR_STANCE_DENIED_BY_ACTOR);
    assert_true(asks(&out.at[0], SR_QUESTION_CONTESTED, SR_FIELD_PERPETRATOR));
    assert_true(asks(&out.at[0], SR_QUESTION_UNCONFIRMED, SR_FIELD_PERPETRATOR));
    assert_true(asks(&out.at[0], SR_QUESTION_UNKNOWN, SR_FIELD_DATE));
    sr_arena_free(&a);
}

static void test_fuse_report__largest_total_keeps_its_bounds(void **state)
{
    (void)state;
    sr_arena a;
    sr_arena_init(&a, 0, NULL, NULL);
    sr_claim list[] = {
        coded(SR_FIELD_TYPE, 0, "BOMBING"),
        counted(SR_FIELD_KILLED, 10, 3, 3, 3),
        counted(SR_FIELD_KILLED, 20, 60, 60, SR_COUNT_OPEN),
        counted(SR_FIELD_WOUNDED, 30, 0, 0, 0),
    };
    sr_incidents out = fold(list, SR_COUNT(list), 1, &a);
    const sr_incident *in = &out.at[0];
    assert_int_equal(in->counts[SR_HARM_KILLED].low, 60);
    assert_true(in->counts[SR_HARM_KILLED].high == SR_COUNT_OPEN);
    assert_int_equal(in->count_evidence[SR_HARM_KILLED].at[1].begin, 20);
    assert_int_equal(in->counts[SR_HARM_WOUNDED].high, 0);
    assert_false(sr_count_known(in->counts[SR_HARM_MISSING]));
    assert_true(asks(in, SR_QUESTION_IMPRECISE, SR_FIELD_KILLED));
    assert_false(asks(in, SR_QUESTION_UNKNOWN, SR_FIELD_WOUNDED));
    assert_true(asks(in, SR_QUESTION_UNKNOWN, SR_FIELD_PERPETRATOR));
    sr_arena_free(&a);
}

static void test_fuse_report__sides_and_additions_add_up(void **state)
{
    (void)state;
    static const struct {
        const char *kind, *other;
        int64_t     n;
    } figures[] = {{"people", "", 5}, {"security", "", 4}, {"civilians", "", 3}, {"attackers", "", 2},
                   {"people", "more", 1}};
    sr_arena a;
    sr_arena_init(&a, 0, NULL, NULL);
    sr_claim list[6] = {coded(SR_FIELD_TYPE, 0, "ATTACK")};
    for (uint32_t i = 0; i < 5; i++) {
        list[i + 1] = counted(SR_FIELD_KILLED, 10 * (i + 1), figures[i].n, figures[i].n, figures[i].n);
        list[i + 1].value.kind = sr_str_c(figures[i].kind);
        list[i + 1].value.other = sr_str_c(figures[i].other);
    }
    /* people 5 + 1 more = 6; soldiers and civilians 4 + 3 = 7 is larger; attackers 2 on top */
    assert_int_equal(fold(list, 6, 1, &a).at[0].counts[SR_HARM_KILLED].best, 9);
    assert_int_equal(fold(list, 2, 1, &a).at[0].counts[SR_HARM_KILLED].best, 5);
    sr_arena_free(&a);
}

static void test_fuse_report__mentions_stay_apart_and_threshold_counts(void **state)
{
    (void)state;
    sr_arena a;
    sr_arena_init(&a, 0, NULL, NULL);
    sr_claim list[] = {coded(SR_FIELD_TYPE, 0, "ARSON"), coded(SR_FIELD_TYPE, 50, "KIDNAPPING")};
    list[1].mention = 1;
    list[1].probability = 0.2f;
    sr_claims claims = {.at = list, .n = 2, .n_mentions = 2};
    sr_incidents out;
    sr_fuse_report(&claims, 0.0f, &out, &a);
    assert_int_equal(out.n, 2);
    assert_int_equal(out.at[1].type, SR_INCIDENT_KIDNAPPING);
    sr_fuse_report(&claims, 0.5f, &out, &a);
    assert_int_equal(out.n, 1);
    assert_int_equal(out.at[0].type, SR_INCIDENT_ARSON);
    sr_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fuse_report__positions_stand_side_by_side),
        cmocka_unit_test(test_fuse_report__largest_total_keeps_its_bounds),
        cmocka_unit_test(test_fuse_report__sides_and_additions_add_up),
        cmocka_unit_test(test_fuse_report__mentions_stay_apart_and_threshold_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
