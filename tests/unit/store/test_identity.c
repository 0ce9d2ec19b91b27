/* Canonical addresses, ids, and claims that come out of the store as they went in.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "store/store.h"

static sr_arena arena;

static int begin(void **state)
{
    (void)state;
    sr_arena_init(&arena, 0, NULL, NULL);
    return 0;
}

static int end(void **state)
{
    (void)state;
    sr_arena_free(&arena);
    return 0;
}

static void test_store_identity__addresses(void **state)
{
    static const struct {
        const char *given, *wanted;
    } rows[] = {
        {"HTTP://News.Example.org:80", "http://news.example.org/"},
        {"https://example.org:443/A?b=1&utm_source=x#part", "https://example.org/A?b=1"},
        {"https://example.org/?fbclid=1", "https://example.org/"},
        {"https://example.org?b=2", "https://example.org/?b=2"},
        {"http://example.org:8080/", "http://example.org:8080/"},
        {"  urn:example:1 ", "urn:example:1"},
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_str once = sr_url_canonical(sr_str_c(rows[i].given), &arena);
        assert_str(once, rows[i].wanted);
        assert_str(sr_url_canonical(once, &arena), rows[i].wanted); // canonical stays canonical
    }
}

static void test_store_identity__ids(void **state)
{
    uint8_t a[SR_ID_BYTES], b[SR_ID_BYTES];
    char    text[SR_REPORT_ID_TEXT];
    (void)state;
    sr_report_id(SR_STR("ab"), SR_STR("c"), SR_STR("d"), a);
    sr_report_id(SR_STR("a"), SR_STR("bc"), SR_STR("d"), b);
    assert_memory_not_equal(a, b, SR_ID_BYTES); // parts do not run into one another
    sr_id_text(a, text);
    assert_true(sr_id_parse(sr_str_c(text), b));
    assert_memory_equal(a, b, SR_ID_BYTES);
    assert_false(sr_id_parse(SR_STR("0123456789abcdef0123456789abcdeg"), b));
    assert_false(sr_id_parse(SR_STR("0123"), b));
    sr_report_id(SR_STR(""), SR_STR(""), SR_STR(""), a);
    sr_id_text(a, text);
    assert_string_equal(text, "9d908ecfb6b256def8b49a7c504e6c88"); // the same on every machine
}

static void test_store_identity__instants(void **state)
{
    (void)state;
    assert_int_equal(86399, sr_instant_seconds((sr_instant){.day = 0, .second = -1}));
    assert_int_equal(-3600, sr_instant_seconds((sr_instant){.day = 0, .second = 0, .has_offset = true, .offset_minutes = 60}));
    assert_true(sr_instant_seconds((sr_instant){.day = SR_DAY_NONE}) == INT64_MIN);
    assert_int_equal(12, sr_store_extractor_number(SR_STR("sitrep-extract-12")));
    assert_int_equal(0, sr_store_extractor_number(SR_STR("human")));
}

static void test_store_identity__claims_come_back(void **state)
{
    sr_claim claim = {.report = SR_STR("r"), .mention = 3, .field = SR_FIELD_PLACE, .stance = SR_STANCE_ACCUSED,
                      .actuality = SR_ACTUALITY_FOILED, .probability = 0.125f, .span = {5, 9, true}, .stated = 18000,
                      .source = {SR_STR("police"), SR_STR("us-police"), SR_SPEAKER_POLICE}};
    uint8_t  id[SR_ID_BYTES] = {1};
    sr_cell  cells[SR_CLAIM_CELLS];
    sr_claim back;
    char     before[SR_CLAIM_ID_TEXT], after[SR_CLAIM_ID_TEXT];
    (void)state;
    claim.value = sr_value_none();
    claim.value.name = SR_STR("the bridge");
    claim.value.count = (sr_count){60, 60, SR_COUNT_OPEN};
    claim.value.place = (sr_place_value){.name = SR_STR("Mombasa"), .country = "KE", .located = true, .lat = -4.054664,
                                         .lon = 39.663593, .radius_km = 1.5, .precision = SR_PLACE_PRECISION_CITY,
                                         .geonameid = 186301, .population = 799668};
    sr_store_claim_cells(7, id, &claim, cells);
    assert_int_equal(7, cells[0].i);
    assert_true(sr_store_claim_from(cells, &back));
    back.report = claim.report;
    sr_claim_id(&claim, SR_STR("x-1"), before);
    sr_claim_id(&back, SR_STR("x-1"), after);
    assert_string_equal(before, after);
    assert_int_equal(0, sr_claim_cmp(&claim, &back));
    cells[3] = SR_TEXT(SR_STR("no such field"));
    assert_false(sr_store_claim_from(cells, &back));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_identity__addresses),
        cmocka_unit_test(test_store_identity__ids),
        cmocka_unit_test(test_store_identity__instants),
        cmocka_unit_test(test_store_identity__claims_come_back),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
