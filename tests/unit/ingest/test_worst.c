/* The worst that could be thought of for each parser of foreign bytes that has no such test of its own: a
 * megabyte of one piece, again and again, ends in bounded time.  (Pages, feeds, web archives, robots.txt: in
 * their own tests.)  Time is processor time: a busy machine fails nothing.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "ingest/charset.h"
#include "ingest/dateline.h"
#include "ingest/feed_date.h"
#include "ingest/ingest.h"
#include "ingest/json_report.h"
#include "ingest/language.h"
#include "ingest/markup_text.h"
#include "ingest/opml.h"
#include "ingest/page_dates.h"
#include "ingest/parts.h"
#include "ingest/table.h"
#include "ingest/url.h"

enum { BYTES = 1 << 20 };
#define SECONDS 4.0

static void mail(sr_str s)
{
    sr_parts *parts = sr_mail_open(s);
    sr_part   part;
    assert_non_null(parts);
    while (parts->next(parts, &part) != SR_PART_END)
        continue;
    parts->close(parts);
    (void)sr_mail_sniff(s);
}

static void opml(sr_str s)
{
    sr_arena      arena;
    sr_opml_feed *feeds;
    size_t        n;
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_status status = sr_opml_read(s, &arena, &feeds, &n);
    assert_true(status == SR_OK || status == SR_E_INPUT);
    sr_arena_free(&arena);
}

static void dates(sr_str s)
{
    sr_instant  at;
    sr_page_day day;
    sr_dateline line;
    bool        whole;
    (void)sr_feed_date_read(s, &at, &whole);
    (void)sr_page_day_parse(s, false, &at);
    for (size_t from = 0; sr_page_day_find(s, from, false, &day); from = day.end)
        continue;
    sr_dateline_read(s, &line);
    (void)sr_instant_parse(s, &at);
}

static void table(sr_str s)
{
    sr_arena     arena;
    sr_table_row row;
    uint64_t     at = 0;
    sr_arena_init(&arena, 0, NULL, NULL);
    while (sr_table_next(s, ',', &at, &row, &arena))
        sr_arena_reset(&arena);
    sr_arena_free(&arena);
}

static void url(sr_str s)
{
    sr_arena arena;
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_str whole = sr_url_resolve(&arena, SR_STR("https://example.org/a/b"), s);
    (void)sr_url_host(whole);
    sr_arena_free(&arena);
}

static void text(sr_str s)
{
    sr_buf            room = SR_BUF_INIT, out = SR_BUF_INIT;
    sr_str            utf8;
    sr_charset_result result;
    sr_text_maker     maker = {.out = &out};
    assert_int_equal(SR_OK, sr_charset_to_utf8(s, SR_STR(""), true, &room, &utf8, &result));
    (void)sr_language_of(utf8);
    sr_markup_to_text(utf8, &maker);
    sr_buf_free(&room);
    sr_buf_free(&out);
}

static void json(sr_str s)
{
    sr_arena        arena;
    sr_json_reader *reader = sr_json_reader_open();
    sr_report       report;
    sr_arena_init(&arena, 0, NULL, NULL);
    (void)sr_json_report_read(reader, s, &arena, &report);
    sr_json_reader_close(reader);
    sr_arena_free(&arena);
}

/* Bytes as a file of any form: archives. */
static sr_str file;
static size_t file_at;

static sr_status look(void *p, const char *path, sr_os_entry *entry, sr_error *err)
{
    (void)p, (void)path, (void)err;
    *entry = (sr_os_entry){.kind = SR_OS_FILE, .size = file.len};
    return SR_OK;
}

static sr_status open_it(void *p, const char *path, int *handle, sr_error *err)
{
    (void)p, (void)path, (void)err;
    *handle = 0;
    file_at = 0;
    return SR_OK;
}

static sr_status read_it(void *p, int handle, uint8_t *out, size_t room, size_t *got, sr_error *err)
{
    (void)p, (void)handle, (void)err;
    *got = SR_MIN(room, file.len - file_at);
    if (*got)
        memcpy(out, file.ptr + file_at, *got);
    file_at += *got;
    return SR_OK;
}

static void close_it(void *p, int handle) { (void)p, (void)handle; }

static void any(sr_str s)
{
    static const char *const names[] = {"a"};
    sr_os           os = {look, NULL, open_it, read_it, close_it, NULL};
    sr_ingest      *run;
    sr_arena        arena;
    sr_report       report;
    sr_ingest_notes notes;
    file = s;
    sr_arena_init(&arena, 0, NULL, NULL);
    assert_int_equal(SR_OK, sr_ingest_open(&run, names, 1, &os, NULL));
    while (sr_ingest_next(run, &arena, &report, &notes) != SR_INGEST_END)
        sr_arena_reset(&arena);
    sr_ingest_close(run);
    sr_arena_free(&arena);
}

/* An empty file of a zip, and of a tar. */
#define ZIP "PK\3\4\n\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0a"
static char tar[1025];

static const struct {
    const char *name, *begin, *piece;
    size_t      n; // bytes of the piece; 0: a string
    void      (*read)(sr_str);
} rows[] = {
    {"boundaries", "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n", 0, mail},
    {"nested parts", "", "Content-Type: multipart/mixed; boundary=b\n\n--b\n", 0, mail},
    {"nested messages", "From: a\n", "Content-Type: message/rfc822\n\n", 0, mail},
    {"empty messages", "", "From a@b Tue Mar  5 07:08:09 2019\nSubject: x\n\n\n", 0, mail},
    {"headers", "", "Received: x\n", 0, mail},
    {"one header", "Subject: ", "=?utf-8?q?a?= ", 0, mail},
    {"open words", "Subject: ", "=?utf-8?q?", 0, mail},
    {"addresses", "From: ", "\"a\" <a@b>, ", 0, mail},
    {"groups", "From: ", "a:(", 0, mail},
    {"parameters", "Content-Type: text/plain", "; a*0=\"b", 0, mail},
    {"base64", "Content-Transfer-Encoding: base64\n\n", "=", 0, mail},
    {"outlines", "<opml><body>", "<outline>", 0, opml},
    {"feeds", "<opml><body>", "<outline xmlUrl='a'/>", 0, opml},
    {"attributes", "<opml><body><outline ", "a='b' ", 0, opml},
    {"entities", "<!DOCTYPE o [<!ENTITY a 'b'>]><opml><body><outline xmlUrl='", "&a;", 0, opml},
    {"digits", "", "1", 0, dates},
    {"days", "", "Mon, ", 0, dates},
    {"months", "", "May ", 0, dates},
    {"numbers", "", "1.2.", 0, dates},
    {"clocks", "", "10:", 0, dates},
    {"iso", "", "2019-03-", 0, dates},
    {"dashes", "", "KABUL, ", 0, dates},
    {"commas", "", ",", 0, table},
    {"quotes", "", "\"", 0, table},
    {"open quotes", "", "\",\n", 0, table},
    {"lines", "", "\n", 0, table},
    {"steps back", "", "../", 0, url},
    {"steps", "", "a/./", 0, url},
    {"marks", "", "?#", 0, url},
    {"high bytes", "", "\x81\xfe", 0, text},
    {"half signs", "", "\xe2\x80", 0, text},
    {"japanese", "", "\x1b$B", 0, text},
    {"declared", "<meta charset=", "gbk", 0, text},
    {"tags", "", "<a href='", 0, text},
    {"references", "", "&#", 0, text},
    {"words", "", "the der le ", 0, text},
    {"brackets", "{\"text\":", "[", 0, json},
    {"strings", "{\"text\":\"", "\\u0000", 0, json},
    {"members", "{\"a\":1", ",\"a\":1", 0, json},
    {"zip", "", ZIP, sizeof ZIP - 1, any},
    {"zip heads", "", "PK\3\4", 0, any},
    {"tar", "", tar, 512, any},
    {"bzip2", "", "BZh91AY&SY", 0, any},
    {"gzip", "", "\x1f\x8b\x08\0\0\0\0\0\0\3\3\0\0\0\0\0\0\0\0\0", 20, any},
};

static void test_worst(void **state)
{
    const char *slower = getenv("SITREP_TEST_SLOWER");
    double      limit = SECONDS * (slower ? strtod(slower, NULL) : 1);
    (void)state;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_buf bytes = SR_BUF_INIT;
        size_t n = rows[i].n ? rows[i].n : strlen(rows[i].piece);
        sr_buf_put(&bytes, sr_str_c(rows[i].begin));
        while (bytes.len < BYTES)
            sr_buf_put(&bytes, sr_str_from(rows[i].piece, n));
        clock_t begun = clock();
        rows[i].read(sr_buf_view(&bytes));
        double took = (double)(clock() - begun) / CLOCKS_PER_SEC;
        if (getenv("SITREP_TEST_VERBOSE"))
            printf("%-16s %5.2f s\n", rows[i].name, took);
        sr_buf_free(&bytes);
        assert_row(took < limit, rows[i].name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_worst)};
    unsigned                sum = 0;
    memcpy(tar, "a.txt", 5);
    memcpy(tar + 100, "0000644", 7);
    memcpy(tar + 124, "00000000000", 11);
    memcpy(tar + 148, "        ", 8);
    memcpy(tar + 257, "ustar\00000", 8);
    tar[156] = '0';
    for (size_t i = 0; i < 512; i++)
        sum += (uint8_t)tar[i];
    (void)snprintf(tar + 148, 8, "%06o", sum);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
