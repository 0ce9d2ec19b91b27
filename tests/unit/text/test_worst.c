/* Worst cases: long, nested, repeated input.  Each runs at two sizes, four times apart; a time that
 * grows like the square would grow sixteen times.  The clock is the process's own, without the
 * system's share, because fresh memory costs what the machine pleases.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <sys/resource.h>

#include "base/buf.h"
#include "base/limits.h"
#include "text/text.h"

#define SMALL ((size_t)1 << 18)
#define TIMES 4u
#define SLACK 2.5 // times slower than linear is still linear on a busy machine

typedef struct row {
    const char *name, *head, *unit, *tail;
} row;

static const row rows[] = {
    {"letters without a space", "", "a", ""},
    {"letters beyond ASCII", "", "\xC3\xA9", ""},
    {"opening quotes", "", "\"", ""},
    {"nested quotes", "", "\"(", ""},
    {"spaced quotes", "", " \"a", ""},
    {"typographic opening quotes", "", " \xE2\x80\x9C" "a", ""},
    {"single quotes", "", " 'a", ""},
    {"apostrophes", "", "'s", ""},
    {"opening brackets", "", "[", ""},
    {"brackets with words", "", " [A", ""},
    {"notes", "Men.", " [1", ""},
    {"dots", "", ".", ""},
    {"dots and letters", "", "a.", ""},
    {"dots and digits", "", "1.", ""},
    {"dashes and digits", "", "1-", ""},
    {"commas and digits", "", "1,", ""},
    {"hyphens", "", "non-", ""},
    {"mail signs", "", "a@", ""},
    {"mail signs only", "", "@", ""},
    {"local parts", "", "a.b-c_", "@x.org"},
    {"addresses", "", "http://", ""},
    {"address with brackets", "http://x.org/", "(", ""},
    {"blank lines", "", "\n", ""},
    {"short lines", "", "ab\n", ""},
    {"spaces", "", " ", ""},
    {"wide spaces", "", "\xE2\x80\x83", ""},
    {"NUL bytes", "", "\1", ""},
    {"bytes that are not UTF-8", "", "\xFF", ""},
    {"cut UTF-8", "", "\xE2\x80", ""},
    {"ampersands", "", "A&", ""},
    {"one line of prose", "", "The U.S. Army, etc., left. ", ""},
    {"initials", "", "J. ", ""},
    {"abbreviation before spaces", "", "No.       ", ""},
    {"closing marks", "He left.", "\")", ""},
    {"faces", "", " :)", ""},
    {"long dashes", "", "\xE2\x80\x94", ""},
};

static void fill(sr_buf *out, const row *r, size_t size)
{
    sr_buf_clear(out);
    sr_buf_put(out, sr_str_c(r->head));
    while (out->len < size)
        sr_buf_put(out, sr_str_c(r->unit));
    sr_buf_put(out, sr_str_c(r->tail));
    assert_false(out->failed);
}

static double user_seconds(void)
{
    struct rusage use;
    assert_int_equal(getrusage(RUSAGE_SELF, &use), 0);
    return (double)use.ru_utime.tv_sec + (double)use.ru_utime.tv_usec * 1e-6;
}

/* Every promise of the room about spans, then its time in seconds. */
static double read_all(sr_str text, sr_arena *arena)
{
    sr_report report = {.text = text};
    sr_document doc = {0};
    sr_arena_reset(arena);
    double begin = user_seconds();
    sr_text_read(&report, NULL, &doc, arena);
    double seconds = user_seconds() - begin;
    for (uint32_t i = 0; i < doc.n_tokens; i++) {
        const sr_token *t = &doc.tokens[i];
        assert_true(t->begin < t->end && t->end <= text.len && t->end - t->begin <= SR_LIMIT_TOKEN_BYTES);
        assert_true(i == 0 || t->begin >= doc.tokens[i - 1].end);
        assert_true(t->sentence < doc.n_sentences);
    }
    for (uint32_t i = 0; i < doc.n_sentences; i++) {
        const sr_sentence *s = &doc.sentences[i];
        assert_true(s->first < s->end && s->end - s->first <= SR_LIMIT_SENTENCE_TOKENS);
        assert_true(s->first == (i ? doc.sentences[i - 1].end : 0));
    }
    assert_true(doc.n_sentences == 0 || doc.sentences[doc.n_sentences - 1].end == doc.n_tokens);
    return seconds;
}

static void test_text_worst__linear(void **state)
{
    (void)state;
    sr_arena arena;
    sr_buf text = SR_BUF_INIT;
    sr_arena_init(&arena, 0, NULL, NULL);
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        fill(&text, &rows[i], SMALL);
        double few = read_all(sr_buf_view(&text), &arena);
        fill(&text, &rows[i], TIMES * SMALL);
        double many = read_all(sr_buf_view(&text), &arena);
        if (many > 0.2 && many > few * TIMES * SLACK)
            fail_msg("row \"%s\": %.3f s for 256 kB, %.3f s for 1 MB", rows[i].name, few, many);
        if (many > 4)
            fail_msg("row \"%s\": %.3f s for 1 MB", rows[i].name, many);
    }
    sr_buf_free(&text);
    sr_arena_free(&arena);
}

static bool said(const sr_document *doc, const char *text)
{
    for (uint32_t i = 0; i < doc->n_diagnostics; i++)
        if (sr_str_search(doc->diagnostics[i].text, sr_str_c(text), 0) < doc->diagnostics[i].text.len)
            return true;
    return false;
}

static void test_text_worst__cuts_are_told(void **state)
{
    (void)state;
    sr_arena arena;
    sr_buf text = SR_BUF_INIT;
    sr_arena_init(&arena, 0, NULL, NULL);
    static const struct {
        row         what;
        size_t      size;
        const char *note;
    } cases[] = {
        {{"token", "", "a", ""}, 300, "more than 256 bytes without a space"},
        {{"sentence", "", "a b ", ""}, 4000, "more than 400 words"},
        {{"report", "", "a b ", ""}, SR_LIMIT_REPORT_BYTES + 8, "longer than 8 MB"},
        {{"tokens", "", "a ", ""}, 2u * SR_LIMIT_REPORT_TOKENS + 8, "more than 2,000,000 words"},
    };
    for (size_t i = 0; i < SR_COUNT(cases); i++) {
        fill(&text, &cases[i].what, cases[i].size);
        sr_report report = {.text = sr_buf_view(&text)};
        sr_document doc = {0};
        sr_arena_reset(&arena);
        sr_text_read(&report, NULL, &doc, &arena);
        assert_row(said(&doc, cases[i].note), cases[i].what.name);
    }
    sr_buf_free(&text);
    sr_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_worst__linear),
        cmocka_unit_test(test_text_worst__cuts_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
