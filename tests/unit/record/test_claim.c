/* Identity and order of claims.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "record/claim.h"

static sr_claim make(void)
{
    return (sr_claim){.report = SR_STR("r1"),
                      .field = SR_FIELD_KILLED,
                      .value = sr_value_none(),
                      .stated = SR_DAY_NONE,
                      .span = {3, 9, false},
                      .probability = 0.5f};
}

static bool same_id(const sr_claim *a, const sr_claim *b)
{
    char left[SR_CLAIM_ID_TEXT], right[SR_CLAIM_ID_TEXT];
    sr_claim_id(a, SR_STR("e1"), left);
    sr_claim_id(b, SR_STR("e1"), right);
    return strcmp(left, right) == 0;
}

static void test_record_claim__id_depends_on_content(void **state)
{
    enum { SAME, NOISE, COUNT, SPAN, STANCE, SOURCE, SHIFTED, PLACE, CASES };
    (void)state;
    for (int c = 0; c < CASES; c++) {
        sr_claim a = make(), b = make();
        if (c == NOISE)
            b.probability = 0.50001f;
        if (c == COUNT)
            b.value.count.low = 3;
        if (c == SPAN)
            b.span.in_title = true;
        if (c == STANCE)
            b.stance = SR_STANCE_POSSIBLE;
        if (c == SOURCE)
            b.source.name = SR_STR("police");
        if (c == SHIFTED) { // the same bytes, cut elsewhere
            a.value.name = SR_STR("ab");
            b.value.name = SR_STR("a");
            b.value.actor = SR_STR("b");
        }
        if (c == PLACE)
            b.value.place.geonameid = 7;
        if (same_id(&a, &b) != (c <= NOISE))
            fail_msg("case %d", c);
    }
}

/* The id must not change between versions of the program that read the same claim. */
static void test_record_claim__id_is_stable(void **state)
{
    char     id[SR_CLAIM_ID_TEXT];
    sr_claim claim = make();
    (void)state;
    sr_claim_id(&claim, SR_STR("e1"), id);
    assert_string_equal(id, "fa21716e9e366e7dd42ecdf559ff98ee");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_record_claim__id_depends_on_content),
        cmocka_unit_test(test_record_claim__id_is_stable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
