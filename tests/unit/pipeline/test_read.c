/* The way of one report when memory runs out: whichever allocation fails, the report is left at its
 * boundary, nothing leaks (sanitizer builds tell), and the next report is read as if nothing was.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "pipeline/pipeline.h"

static const char text[] =
    "Gunmen killed at least nine people at a market near Kandahar on Friday, police said. The "
    "governor blamed the Taliban, who denied it. In 2002 three guards were wounded there.";

static const sr_report report = {.id = {(const uint8_t *)"r1", 2},
                                 .text = {(const uint8_t *)text, sizeof text - 1},
                                 .published = {18692, -1, 0, false}};

static void leave(void *payload) { longjmp(*(jmp_buf *)payload, 1); }

/* Read the report with allocation `fail_at` failing; false: memory ran out. */
static bool read_it(const sr_know *know, sr_publish_format format, uint64_t fail_at, sr_buf *out)
{
    const sr_pipeline_options options = {.format = format, .threshold = 0.3f, .threads = 1};
    const sr_publish_options  publish = {.extractor = "test"};
    static jmp_buf            boundary;
    static sr_arena           arena;
    static sr_pipeline_result result;
    volatile bool             whole = false;
    memset(&result, 0, sizeof result);
    sr_arena_init(&arena, 0, leave, &boundary);
    arena.fail_at = fail_at;
    if (setjmp(boundary) == 0) {
        sr_pipeline_read(&report, know, &options, &result, &arena);
        const sr_reading reading = {&report, &result.doc, &result.claims, &result.incidents};
        sr_publish(format, &reading, &publish, out);
        whole = true;
    }
    sr_arena_free(&arena);
    return whole;
}

static void test_pipeline_read__every_allocation_fails_once(void **state)
{
    sr_know *know;
    sr_error err = {0};
    (void)state;
    assert_int_equal(sr_know_open(&know, NULL, &err), SR_OK);
    for (int f = 0; f < 2; f++) {
        sr_publish_format format = f ? SR_PUBLISH_ANNOTATIONS : SR_PUBLISH_JSON;
        sr_buf            right = SR_BUF_INIT, out = SR_BUF_INIT;
        uint64_t          n = 1;
        assert_true(read_it(know, format, 0, &right));
        for (; !read_it(know, format, n, &out); n++)
            assert_true(n < 100000);
        assert_true(n > 10); // it did fail some times
        assert_true(sr_str_eq(sr_buf_view(&right), sr_buf_view(&out)));
        sr_buf_free(&right);
        sr_buf_free(&out);
    }
    sr_know_close(know);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pipeline_read__every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
