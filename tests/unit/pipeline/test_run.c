/* Runs over many reports: order, stopping, and reports that take too much memory.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "pipeline/pipeline.h"

#define REPORTS 200

/* A source of numbered reports; each 10th step skips one with a note; report `large` does not fit. */
typedef struct source {
    int    given, n;
    int    large;       // -1: none
    size_t large_bytes; // its text
    bool   large_in_source; // it does not even fit while it is taken
} source;

static sr_pipeline_step next(void *payload, sr_arena *arena, sr_report *report,
                             sr_diagnostics *notes)
{
    source *s = payload;
    int     i = s->given++;
    if (i >= s->n)
        return SR_PIPELINE_END;
    if (i % 10 == 3) {
        *SR_PUSH(arena, notes) =
            (sr_diagnostic){.file = SR_STR("f"), .offset = (uint64_t)i, .text = SR_STR("is bad; left out")};
        return SR_PIPELINE_SKIPPED;
    }
    report->id = sr_str_format(arena, "r%d", i);
    report->file = SR_STR("f");
    report->file_offset = (uint64_t)i;
    report->published.day = SR_DAY_NONE;
    report->text = SR_STR("Nine people died near Arlen on Friday.");
    if (i == s->large && s->large_in_source)
        (void)sr_arena_alloc(arena, 1, s->large_bytes);
    if (i == s->large) {
        uint8_t *text = sr_arena_alloc(arena, s->large_bytes, 1);
        for (size_t b = 0; b < s->large_bytes; b++)
            text[b] = b % 5 == 4 ? ' ' : 'a';
        report->text = sr_str_from(text, s->large_bytes);
    }
    return SR_PIPELINE_REPORT;
}

/* What the sink saw, in order: "r0 " for a report, "!3 " for a note. */
typedef struct seen {
    sr_buf log;
    sr_buf bytes;
    int    stop_after; // reports; 0: never
    int    reports;
} seen;

static bool on_reading(void *payload, const sr_reading *reading, sr_str bytes, sr_arena *arena)
{
    seen *s = payload;
    (void)arena;
    sr_buf_printf(&s->log, "%.*s ", SR_ARG(reading->report->id));
    sr_buf_put(&s->bytes, bytes);
    return ++s->reports != s->stop_after;
}

static void on_note(void *payload, const sr_diagnostic *note)
{
    sr_buf_printf(&((seen *)payload)->log, "!%llu ", (unsigned long long)note->offset);
}

static seen run(source from, unsigned threads, size_t memory, int stop_after, sr_status expected)
{
    seen                s = {.stop_after = stop_after};
    sr_error            err = {0};
    sr_pipeline_options options = {.format = SR_PUBLISH_JSON, .threads = threads, .memory = memory};
    sr_pipeline_sink    sink = {on_reading, on_note, &s};
    assert_int_equal(sr_pipeline_run(NULL, &options, next, &from, &sink, &err), expected);
    assert_int_equal(err.code, expected);
    return s;
}

static void drop(seen *s)
{
    sr_buf_free(&s->log);
    sr_buf_free(&s->bytes);
}

static void test_pipeline_run__order(void **state)
{
    sr_buf expected = SR_BUF_INIT;
    (void)state;
    for (int i = 0; i < REPORTS; i++)
        sr_buf_printf(&expected, i % 10 == 3 ? "!%d " : "r%d ", i);
    seen one = run((source){.n = REPORTS, .large = -1}, 1, 0, 0, SR_OK);
    for (unsigned threads = 1; threads <= 9; threads += 4) {
        seen s = run((source){.n = REPORTS, .large = -1}, threads, 0, 0, SR_OK);
        assert_true(sr_str_eq(sr_buf_view(&s.log), sr_buf_view(&expected)));
        assert_true(sr_str_eq(sr_buf_view(&s.bytes), sr_buf_view(&one.bytes)));
        drop(&s);
    }
    drop(&one);
    sr_buf_free(&expected);
}

static void test_pipeline_run__ends(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= 3; threads++)
        for (int n = 0; n < 4; n++) {
            seen s = run((source){.n = n, .large = -1}, threads, 0, 0, SR_OK);
            assert_int_equal(s.reports, n);
            drop(&s);
        }
}

static void test_pipeline_run__stops(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= 3; threads++) {
        seen s = run((source){.n = REPORTS, .large = -1}, threads, 0, 2, SR_E_STOPPED);
        assert_str(sr_buf_view(&s.log), "r0 r1 ");
        drop(&s);
    }
}

/* The large report is given up with a note, written as an empty one, and the run goes on. */
static void test_pipeline_run__out_of_memory(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= 2; threads++) {
        source from = {.n = 3, .large = 1, .large_bytes = 300000};
        seen   s = run(from, threads, 400000, 0, SR_OK);
        assert_str(sr_buf_view(&s.log), "r0 !1 r1 r2 ");
        assert_true(sr_str_search(sr_buf_view(&s.bytes), SR_STR("{\"id\":\"r1\",\"published\":null"),
                                  0) < s.bytes.len);
        drop(&s);
        from.large_in_source = true;
        s = run(from, threads, 400000, 0, SR_OK);
        assert_str(sr_buf_view(&s.log), "r0 !1 r2 ");
        drop(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pipeline_run__order),
        cmocka_unit_test(test_pipeline_run__ends),
        cmocka_unit_test(test_pipeline_run__stops),
        cmocka_unit_test(test_pipeline_run__out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
