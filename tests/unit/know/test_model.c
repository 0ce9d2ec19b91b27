/* The container of binary files.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "know/embedded/embedded.h"
#include "know/model.h"

static sr_buf made(void)
{
    sr_buf out = SR_BUF_INIT;
    sr_model_wrap(&out, "toy", 3, 0xABCDEF, SR_STR("some payload"));
    assert_false(out.failed);
    return out;
}

static void test_know_model__round_trip(void **state)
{
    (void)state;
    sr_buf file = made();
    sr_str payload;
    sr_error err = {0};
    assert_int_equal(file.len, SR_MODEL_HEADER + 12);
    assert_int_equal(sr_model_verify(sr_buf_view(&file), "toy.bin", &err), SR_OK);
    assert_int_equal(sr_model_check(sr_buf_view(&file), "toy.bin", "toy", 3, 0xABCDEF, &payload, &err), SR_OK);
    assert_str(payload, "some payload");
    assert_int_equal(sr_model_check(sr_buf_view(&file), "toy.bin", NULL, 9, 9, NULL, NULL), SR_OK);
    sr_buf_free(&file);
}

/* As docs/format-model.md has it, byte for byte. */
static void test_know_model__layout(void **state)
{
    (void)state;
    static const uint8_t head[48] = "SRMODEL1" "toy\0\0\0\0\0\0\0\0\0\0\0\0\0" "\3\0\0\0" "\0\0\0\0"
                                    "\xEF\xCD\xAB\0\0\0\0\0" "\x0C\0\0\0\0\0\0";
    sr_buf   file = made();
    uint64_t sums[2];
    assert_memory_equal(file.ptr, head, sizeof head);
    memcpy(sums, file.ptr + 48, sizeof sums);
    assert_true(sums[0] == sr_hash(SR_STR("some payload")));
    assert_true(sums[1] == sr_hash(sr_str_from(file.ptr, 56)));
    sr_buf_free(&file);
}

static void test_know_model__refused(void **state)
{
    (void)state;
    static const struct {
        const char *name, *kind;
        uint32_t    version;
        uint64_t    features;
        sr_status   status;
        uint64_t    offset;
        const char *said;
    } rows[] = {
        {"same", "toy", 3, 0xABCDEF, SR_OK, 0, ""},
        {"kind", "tagger", 3, 0xABCDEF, SR_E_VERSION, 8, "a file of kind \"toy\", wanted \"tagger\""},
        {"version", "toy", 4, 0xABCDEF, SR_E_VERSION, 24, "toy format 3, this program reads 4"},
        {"features", "toy", 3, 1, SR_E_VERSION, 32, "made with other feature definitions"},
    };
    sr_buf file = made();
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_error err = {0};
        assert_row(sr_model_check(sr_buf_view(&file), "toy.bin", rows[i].kind, rows[i].version,
                                  rows[i].features, NULL, &err) == rows[i].status, rows[i].name);
        assert_row(err.offset == rows[i].offset, rows[i].name);
        assert_row(strncmp(err.text, rows[i].said, strlen(rows[i].said)) == 0, rows[i].name);
    }
    sr_buf_free(&file);
}

static void test_know_model__cut_and_flipped(void **state)
{
    (void)state;
    sr_buf file = made();
    for (size_t n = 0; n < file.len; n++)
        assert_int_equal(sr_model_verify(sr_str_from(file.ptr, n), "toy.bin", NULL), SR_E_CORRUPT);
    for (size_t i = 0; i < file.len * 8; i++) {
        file.ptr[i / 8] ^= (uint8_t)(1u << i % 8);
        assert_int_equal(sr_model_verify(sr_buf_view(&file), "toy.bin", NULL), SR_E_CORRUPT);
        file.ptr[i / 8] ^= (uint8_t)(1u << i % 8);
    }
    sr_buf_byte(&file, 0);
    assert_int_equal(sr_model_verify(sr_buf_view(&file), "toy.bin", NULL), SR_E_CORRUPT);
    sr_buf_free(&file);
}

static void test_know_model__inside_the_program(void **state)
{
    (void)state;
    bool lexicon = false;
    for (size_t i = 0; i < sr_know__n_blobs; i++) {
        const sr_know__blob *blob = &sr_know__blobs[i];
        sr_error             err = {0};
        assert_int_equal((uintptr_t)blob->bytes % 64, 0);
        if (sr_model_verify(sr_str_from(blob->bytes, blob->len), blob->name, &err) != SR_OK)
            fail_msg("%s: %s", err.where, err.text);
        lexicon = lexicon || strcmp(blob->name, "lexicon") == 0;
    }
    assert_true(lexicon);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_know_model__round_trip),
        cmocka_unit_test(test_know_model__layout),
        cmocka_unit_test(test_know_model__refused),
        cmocka_unit_test(test_know_model__cut_and_flipped),
        cmocka_unit_test(test_know_model__inside_the_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
