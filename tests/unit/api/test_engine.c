/* The library as a user sees it: one report in memory, callbacks, statuses.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <sitrep/sitrep.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "know/model.h"

static sr_engine *engine;

static int set_up(void **state)
{
    sr_error err = {0};
    (void)state;
    return sr_engine_open(&engine, NULL, &err) == SR_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sr_engine_close(engine);
    return 0;
}

typedef struct heard {
    char     output[4096];
    char     message[256];
    uint64_t offset;
    char     id[32], published[32];
    size_t   text_len;
    int      reports, progress;
    int      stop;
} heard;

static int on_output(const char *bytes, size_t len, void *payload)
{
    heard *h = payload;
    (void)snprintf(h->output, sizeof h->output, "%.*s", (int)len, bytes);
    return h->stop;
}

static int on_report(const sr_view_report *report, void *payload)
{
    heard *h = payload;
    h->reports++;
    (void)snprintf(h->id, sizeof h->id, "%s", report->id);
    (void)snprintf(h->published, sizeof h->published, "%s", report->published);
    h->text_len = report->text_len;
    return 0;
}

static void on_message(const sr_message *message, void *payload)
{
    heard *h = payload;
    h->offset = message->offset;
    (void)snprintf(h->message, sizeof h->message, "%s: %s", message->file, message->text);
}

static void on_progress(const sr_progress *progress, void *payload)
{
    ((heard *)payload)->progress = (int)progress->reports;
}

static sr_status hear(const sr_report_input *report, heard *h, sr_read_totals *totals)
{
    sr_read_options options = SR_READ_OPTIONS_INIT;
    sr_error        err = {0};
    options.format = SR_FORMAT_JSON;
    options.on_output = on_output;
    options.on_report = on_report;
    options.on_message = on_message;
    options.on_progress = on_progress;
    options.payload = h;
    return sr_engine_read_report(engine, report, &options, totals, &err);
}

static void test_api_engine__report_in_memory(void **state)
{
    static const char text[] = "Nine people died near Arlen on Friday.";
    heard             h = {0};
    sr_read_totals    totals;
    sr_report_input   report = {.id = "r1", .published = "2021-03-06T10:00:00Z", .title = "Nine \"dead\"",
                                .text = text, .text_len = sizeof text - 1};
    (void)state;
    assert_int_equal(hear(&report, &h, &totals), SR_OK);
    assert_non_null(strstr(h.output, "{\"id\":\"r1\",\"published\":\"2021-03-06T10:00:00Z\",\"title\":"
                                     "\"Nine \\\"dead\\\"\""));
    assert_string_equal(h.id, "r1");
    assert_string_equal(h.published, "2021-03-06");
    assert_int_equal(h.text_len, sizeof text - 1);
    assert_int_equal(h.reports, 1);
    assert_int_equal(h.progress, 1);
    assert_int_equal(totals.reports, 1);
    assert_int_equal(totals.messages, 0);
    assert_int_equal(totals.bytes_out, strlen(h.output));
}

static void test_api_engine__bad_input_is_told(void **state)
{
    static const struct {
        const char *name;
        sr_report_input report;
        const char *message;
        uint64_t    offset;
    } rows[] = {
        {"not UTF-8", {.id = "r1", .text = "Nine\xFF died.", .text_len = 11}, "r1: the text is not UTF-8", 4},
        {"no date", {.id = "r1", .published = "yesterday", .text = "x", .text_len = 1},
         "r1: the publication date is not ISO 8601", 0},
    };
    (void)state;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        heard          h = {0};
        sr_read_totals totals;
        assert_int_equal(hear(&rows[i].report, &h, &totals), SR_OK);
        assert_row(totals.messages == 1 && totals.reports == 1, rows[i].name);
        assert_row(strncmp(h.message, rows[i].message, strlen(rows[i].message)) == 0, rows[i].name);
        assert_row(h.offset == rows[i].offset, rows[i].name);
    }
}

static void test_api_engine__empty_and_date_line(void **state)
{
    heard           h = {0};
    sr_report_input empty = {0}, dated = {.text = "date 2021-03-06 Nine died.", .text_len = 26};
    (void)state;
    assert_int_equal(hear(&empty, &h, NULL), SR_OK);
    assert_int_equal(h.reports, 1);
    assert_int_equal(hear(&dated, &h, NULL), SR_OK);
    assert_string_equal(h.published, "2021-03-06");
}

static void test_api_engine__callback_stops(void **state)
{
    heard           h = {.stop = 1};
    sr_report_input report = {.text = "x", .text_len = 1};
    (void)state;
    assert_int_equal(hear(&report, &h, NULL), SR_E_STOPPED);
}

static void test_api_engine__options_are_checked(void **state)
{
    sr_report_input report = {.text = "x", .text_len = 1};
    (void)state;
    for (int c = 0; c < 4; c++) {
        sr_error        err = {0};
        sr_read_options options = SR_READ_OPTIONS_INIT;
        if (c == 1)
            options.threshold = 1.5;
        if (c == 2)
            options.threads = 100000;
        if (c == 3)
            options.format = (sr_format)99;
        sr_status status = sr_engine_read_report(engine, &report, &options, NULL, &err);
        assert_int_equal(status, c ? SR_E_USAGE : SR_OK);
        assert_int_equal(err.code, status);
    }
}

static void test_api_engine__missing_models(void **state)
{
    sr_engine        *none;
    sr_error          err = {0};
    sr_engine_options options = {.models_dir = "/nonexistent/models"};
    (void)state;
    assert_true(sr_engine_open(&none, &options, &err) < 0);
    assert_null(none);
    assert_true(err.text[0]);
    sr_engine_close(NULL);
}

/* A sound file that was made with other features would be read as noise: it is refused by name. */
static void test_api_engine__foreign_model(void **state)
{
    char              folder[] = "/tmp/sitrep-engine-XXXXXX", path[64];
    sr_engine        *none;
    sr_error          err = {0};
    sr_engine_options options = {.models_dir = folder};
    sr_buf            bytes = SR_BUF_INIT;
    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/names.bin", folder);
    sr_model_wrap(&bytes, "names", 1, 0x5EED, SR_STR("weights"));
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
    sr_buf_free(&bytes);
    assert_int_equal(sr_engine_open(&none, &options, &err), SR_E_VERSION);
    assert_null(none);
    assert_string_equal(err.where, "names");
    assert_non_null(strstr(err.text, "other feature definitions"));
    (void)unlink(path);
    (void)rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_api_engine__report_in_memory),
        cmocka_unit_test(test_api_engine__bad_input_is_told),
        cmocka_unit_test(test_api_engine__empty_and_date_line),
        cmocka_unit_test(test_api_engine__callback_stops),
        cmocka_unit_test(test_api_engine__options_are_checked),
        cmocka_unit_test(test_api_engine__missing_models),
        cmocka_unit_test(test_api_engine__foreign_model),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
