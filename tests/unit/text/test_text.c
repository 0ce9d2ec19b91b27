/* Tokens, sentences and quotation of small texts.
 *
 * Expected tokens are joined by spaces, a word joined to the one before it by "_"; sentences by
 * " | ", remarks marked R:, the title T:.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "know/know.h"
#include "text/text.h"

typedef struct row {
    const char *name, *input, *expected;
} row;

static sr_arena arena;

static int setup(void **state)
{
    (void)state;
    sr_arena_init(&arena, 0, NULL, NULL);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    sr_arena_free(&arena);
    return 0;
}

static sr_document read_text(sr_str title, sr_str text, size_t body)
{
    sr_report *report = SR_NEW(&arena, sr_report, 1);
    report->title = title;
    report->text = text;
    report->body_begin = body;
    sr_document doc = {0};
    sr_text_read(report, NULL, &doc, &arena);
    return doc;
}

static sr_str tokens_of(const sr_document *doc, bool forms)
{
    sr_buf out = SR_BUF_INIT;
    for (uint32_t i = 0; i < doc->n_tokens; i++) {
        const sr_token *t = &doc->tokens[i];
        if (i)
            sr_buf_byte(&out, t->flags & SR_TOKEN_JOINED ? '_' : ' ');
        sr_buf_put(&out, forms ? t->fold : sr_str_slice(doc->text, t->begin, t->end));
    }
    sr_str copy = sr_str_copy(&arena, sr_buf_view(&out));
    sr_buf_free(&out);
    return copy;
}

static void check_tokens(const row *rows, size_t n, bool forms)
{
    for (size_t i = 0; i < n; i++) {
        sr_document doc = read_text(SR_STR(""), sr_str_c(rows[i].input), 0);
        sr_str got = tokens_of(&doc, forms);
        if (!sr_str_eq(got, sr_str_c(rows[i].expected)))
            fail_msg("row \"%s\": got \"%.*s\", expected \"%s\"", rows[i].name, SR_ARG(got), rows[i].expected);
    }
}

static void test_text_lex__tokens(void **state)
{
    (void)state;
    static const row rows[] = {
        {"clitics", "They don't think it's Baghdad's.", "They do_n't think it_'s Baghdad_'s ."},
        {"clitics, capitals", "WE CAN'T; IT'S THE UN'S", "WE CA_N'T ; IT_'S THE UN_'S"},
        {"typographic clitics", "She\xE2\x80\x99ll say he didn\xE2\x80\x99t", "She_\xE2\x80\x99ll say he did_n\xE2\x80\x99t"},
        {"plural possessive", "the rebels' camp", "the rebels_' camp"},
        {"single quotes", "the 'rebels' camp", "the ' rebels ' camp"},
        {"cannot", "They cannot and Cannot", "They can_not and Can_not"},
        {"names with apostrophes", "O'Hara met Sana'a's mayor at ten o'clock", "O'Hara met Sana'a_'s mayor at ten o'clock"},
        {"hyphens", "a well-known 12-year-old", "a well - known 12 - year - old"},
        {"prefixes", "anti-government, non-combatants, ex-rebel", "anti-government , non-combatants , ex-rebel"},
        {"arms", "AK-47s and an M-16", "AK - 47s and an M - 16"},
        {"abbreviations", "U.S. Gen. Ward left at 5 a.m. today", "U.S. Gen. Ward left at 5 a.m. today"},
        {"initials", "John F. Meyer came.", "John F. Meyer came ."},
        {"no. with and without number", "He said no. No. 5 fell.", "He said no . No. 5 fell ."},
        {"numbers", "1,200 or 3.5 for $5, 7:30 on 9/11", "1,200 or 3.5 for $ 5 , 7:30 on 9/11"},
        {"list of numbers", "rows 1,2 and 10,11", "rows 1 , 2 and 10 , 11"},
        {"units", "7pm, 35km, 80%, 12th, 1980s, the '90s", "7 pm , 35 km , 80 % , 12th , 1980s , the '90s"},
        {"ranges", "60-70 in 2003-2004", "60 - 70 in 2003 - 2004"},
        {"dates and phones", "2024-03-22 call 555-0100", "2024-03-22 call 555-0100"},
        {"currency", "US$5m and \xE2\x82\xAC" "20", "US$ 5 m and \xE2\x82\xAC 20"},
        {"addresses", "see http://x.org/a-b(1), or mail a.b-c@x.org.", "see http://x.org/a-b(1) , or mail a.b-c@x.org ."},
        {"hosts", "read news.example.com.", "read news.example.com ."},
        {"ellipses", "So ... he left... and\xE2\x80\xA6", "So ... he left ... and \xE2\x80\xA6"},
        {"quotes", "\"Go,\" he said. ``Now!''", "\" Go , \" he said . `` Now ! ''"},
        {"brackets", "the front [FMLN] (left)", "the front [ FMLN ] ( left )"},
        {"no space after a stop", "Ten dead.The army came.", "Ten dead . The army came ."},
        {"slashes", "men and/or women, 1/2", "men and / or women , 1/2"},
        {"ampersand", "AT&T", "AT&T"},
        {"accents", "Bogot\xC3\xA1's caf\xC3\xA9", "Bogot\xC3\xA1_'s caf\xC3\xA9"},
        {"no-break space", "a\xC2\xA0" "b", "a b"},
        {"control bytes", "a\x01" "b", "a b"},
        {"invalid UTF-8", "a\xFF" "b", "a \xFF b"},
        {"state", "in Gary, Ind., and", "in Gary , Ind. , and"},
        {"empty", "", ""},
    };
    check_tokens(rows, SR_COUNT(rows), false);
}

static void test_text_lex__forms(void **state)
{
    (void)state;
    static const row rows[] = {
        {"lower case", "The ARMY Fled", "the army fled"},
        {"quotes", "\xE2\x80\x9CGo\xE2\x80\x9D ``x'' \xC2\xABy\xC2\xBB", "\" go \" \" x \" \" y \""},
        {"dashes", "a \xE2\x80\x93 b \xE2\x80\x94 c", "a - b -- c"},
        {"accents", "\xC3\x89" "lan \xC4\xB0zmir", "\xC3\xA9lan izmir"},
        {"clitic", "it\xE2\x80\x99S", "it_'s"},
        {"ellipsis", "a\xE2\x80\xA6", "a ..."},
    };
    check_tokens(rows, SR_COUNT(rows), true);
}

static sr_str sentences_of(const sr_document *doc)
{
    sr_buf out = SR_BUF_INIT;
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        const sr_sentence *s = &doc->sentences[i];
        sr_buf_put(&out, i ? SR_STR(" | ") : SR_STR(""));
        if (s->flags & SR_SENTENCE_REMARK)
            sr_buf_put(&out, SR_STR("R:"));
        if (s->flags & SR_SENTENCE_TITLE)
            sr_buf_put(&out, SR_STR("T:"));
        sr_buf_put(&out, sr_str_squeeze(&arena, sr_str_slice(doc->text, s->begin_byte, s->end_byte)));
    }
    sr_str copy = sr_str_copy(&arena, sr_buf_view(&out));
    sr_buf_free(&out);
    return copy;
}

static void test_text_sentence__borders(void **state)
{
    (void)state;
    static const row rows[] = {
        {"plain", "One fell. Two fled! Who won?", "One fell. | Two fled! | Who won?"},
        {"titles and initials", "Gen. J. R. Ward met Mr. Hill. He left.", "Gen. J. R. Ward met Mr. Hill. | He left."},
        {"abbreviation ends", "He is in the U.S. The army is not.", "He is in the U.S. | The army is not."},
        {"abbreviation goes on", "The U.S. Army came at 5 p.m. on Friday.", "The U.S. Army came at 5 p.m. on Friday."},
        {"closing quote", "\"We won.\" \"You did not,\" he said.", "\"We won.\" | \"You did not,\" he said."},
        {"speaker after quote", "\"Who fired?\" Mr. Hill asked. No one spoke.", "\"Who fired?\" Mr. Hill asked. | No one spoke."},
        {"bracketed close", "(It rained.) They left.", "(It rained.) | They left."},
        {"paragraphs", "A heading\n\nThe text goes on\nhere.", "A heading | The text goes on here."},
        {"bullets", "Dead:\n- two men\n- a child", "Dead: | - two men | - a child"},
        {"numbered", "1. Guns were found. 2. Men fled.", "1. Guns were found. | 2. Men fled."},
        {"decimal", "It was 3.5 km. No more.", "It was 3.5 km. | No more."},
        {"notes", "He left. [13] She stayed. [citation needed] All slept.",
         "He left. [13] | She stayed. [citation needed] | All slept."},
        {"sloppy writing", "we were there. nobody came! why", "we were there. | nobody came! | why"},
        {"years of life", "Ana Soto (b. May 1950, d. 1999) left.", "Ana Soto (b. May 1950, d. 1999) left."},
        {"lower case goes on", "approx. ten vs. two etc. and more", "approx. ten vs. two etc. and more"},
        {"upper case", "THE MEN FLED.  COL. WARD SAID SO. THE U.S. ARMY LEFT.",
         "THE MEN FLED. | COL. WARD SAID SO. | THE U.S. ARMY LEFT."},
        {"remark", "[WORDS INDISTINCT] THE FRONT [FMLN] LEFT. [END RECORDING]",
         "R:[WORDS INDISTINCT] | THE FRONT [FMLN] LEFT. | R:[END RECORDING]"},
        {"wrapped and indented",
         "   THE ARMY SAID THAT MANY MEN OF THE NORTHERN COLUMN HAD BEEN SEEN\nNEAR THE RIVER.\n   A SECOND PARAGRAPH FOLLOWS THE FIRST WITHOUT AN EMPTY LINE HERE\nAND ENDS.",
         "THE ARMY SAID THAT MANY MEN OF THE NORTHERN COLUMN HAD BEEN SEEN NEAR THE RIVER. | A SECOND PARAGRAPH FOLLOWS THE FIRST WITHOUT AN EMPTY LINE HERE AND ENDS."},
    };
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_document doc = read_text(SR_STR(""), sr_str_c(rows[i].input), 0);
        sr_str got = sentences_of(&doc);
        if (!sr_str_eq(got, sr_str_c(rows[i].expected)))
            fail_msg("row \"%s\": got \"%.*s\", expected \"%s\"", rows[i].name, SR_ARG(got), rows[i].expected);
    }
}

static void test_text_sentence__title_and_dateline(void **state)
{
    (void)state;
    sr_document doc = read_text(SR_STR("Bomb kills two. Police search"), SR_STR("LIMA (X) -- A bomb fell. It hit."), 12);
    assert_str(sentences_of(&doc), "T:Bomb kills two. Police search | R:LIMA (X) -- | A bomb fell. | It hit.");
    assert_int_equal(doc.body_offset, 31);
    sr_span span = sr_document_span(&doc, doc.sentences[2].begin_byte, doc.sentences[2].end_byte);
    assert_false(span.in_title);
    assert_int_equal(span.begin, 12);
}

/* Quoted tokens, joined by spaces. */
static sr_str quoted_of(const sr_document *doc)
{
    sr_buf out = SR_BUF_INIT;
    for (uint32_t i = 0; i < doc->n_tokens; i++) {
        if (!(doc->tokens[i].flags & SR_TOKEN_QUOTED))
            continue;
        sr_buf_put(&out, out.len ? SR_STR(" ") : SR_STR(""));
        sr_buf_put(&out, doc->tokens[i].fold);
    }
    sr_str copy = sr_str_copy(&arena, sr_buf_view(&out));
    sr_buf_free(&out);
    return copy;
}

static void test_text_quote__ranges(void **state)
{
    (void)state;
    static const row rows[] = {
        {"straight", "He said \"we won\" and left.", "we won"},
        {"typographic", "\xE2\x80\x9CGo,\xE2\x80\x9D he said, \xE2\x80\x98now\xE2\x80\x99 or never.", "go , now"},
        {"single pair, possessive", "the 'old men' of the rebels' camp", "old men"},
        {"no pair", "the rebels' camp and 'the rest", ""},
        {"missing end", "He said \"we won. Then he left. All slept.", "we won ."},
        {"speech over paragraphs", "He said: \"We won.\n\n\"We did,\" he said.", "we won . we did ,"},
        {"missing end, next opens anew", "\"One two. X said. \"Three\" four", "one two . three"},
        {"wire marks", "``We won,'' he said.", "we won ,"},
    };
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_document doc = read_text(SR_STR(""), sr_str_c(rows[i].input), 0);
        sr_str got = quoted_of(&doc);
        if (!sr_str_eq(got, sr_str_c(rows[i].expected)))
            fail_msg("row \"%s\": got \"%.*s\", expected \"%s\"", rows[i].name, SR_ARG(got), rows[i].expected);
    }
}

static void test_text_text__flags(void **state)
{
    (void)state;
    sr_document doc = read_text(SR_STR(""), SR_STR("The ARMY's 5th \xC3\x89lan, I x"), 0);
    static const uint8_t expected[] = {
        SR_TOKEN_SPACE | SR_TOKEN_CAPITAL | SR_TOKEN_WORD,
        SR_TOKEN_SPACE | SR_TOKEN_CAPITAL | SR_TOKEN_CAPS | SR_TOKEN_WORD,
        SR_TOKEN_JOINED | SR_TOKEN_WORD,
        SR_TOKEN_SPACE | SR_TOKEN_DIGIT | SR_TOKEN_WORD,
        SR_TOKEN_SPACE | SR_TOKEN_CAPITAL | SR_TOKEN_WORD,
        SR_TOKEN_PUNCT,
        SR_TOKEN_SPACE | SR_TOKEN_CAPITAL | SR_TOKEN_WORD,
        SR_TOKEN_SPACE | SR_TOKEN_WORD,
    };
    assert_int_equal(doc.n_tokens, SR_COUNT(expected));
    for (size_t i = 0; i < SR_COUNT(expected); i++)
        assert_int_equal(doc.tokens[i].flags, expected[i]);
    assert_false(doc.upper);
    doc = read_text(SR_STR("A title"), SR_STR("THE ARMY LEFT SAN MIGUEL"), 0);
    assert_true(doc.upper);
}

static void test_text_text__phrase_agrees_with_running_text(void **state)
{
    (void)state;
    static const char *const rows[] = {"car bomb", "U.S.", "Al-Qa'ida", "M-19", "people's army", "anti-tank mine"};
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        uint64_t *hashes;
        size_t n = sr_text_phrase(sr_str_c(rows[i]), &hashes, &arena);
        sr_document doc = read_text(SR_STR(""), sr_str_format(&arena, "they saw %s there", rows[i]), 0);
        assert_row(doc.n_tokens == n + 3, rows[i]);
        assert_row(memcmp(hashes, doc.hashes + 2, n * sizeof *hashes) == 0, rows[i]);
    }
}

/* A table of the user's extends the abbreviations. */
static void test_text_words__users_rows(void **state)
{
    (void)state;
    char folder[] = "/tmp/sitrep-text-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/abbreviations.tsv", folder);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    (void)fputs("phrase\tclass\nzugf\ttitle\nobl\tplain\n", f);
    assert_int_equal(fclose(f), 0);
    sr_know *know;
    sr_know_options options = {.data_dir = folder, .phrase = sr_text_phrase};
    assert_int_equal(sr_know_open(&know, &options, NULL), SR_OK);
    sr_report report = {.text = SR_STR("Zugf. Meyer of Perm Obl. left.")};
    sr_document doc = {0};
    sr_text_read(&report, know, &doc, &arena);
    assert_str(tokens_of(&doc, false), "Zugf. Meyer of Perm Obl. left .");
    assert_int_equal(doc.n_sentences, 1);
    sr_document without = {0};
    sr_text_read(&report, NULL, &without, &arena);
    assert_int_equal(without.n_tokens, doc.n_tokens + 2);
    sr_know_close(know);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_text_lex__tokens, setup, teardown),
        cmocka_unit_test_setup_teardown(test_text_lex__forms, setup, teardown),
        cmocka_unit_test_setup_teardown(test_text_sentence__borders, setup, teardown),
        cmocka_unit_test_setup_teardown(test_text_sentence__title_and_dateline, setup, teardown),
        cmocka_unit_test_setup_teardown(test_text_quote__ranges, setup, teardown),
        cmocka_unit_test_setup_teardown(test_text_text__flags, setup, teardown),
        cmocka_unit_test_setup_teardown(test_text_words__users_rows, setup, teardown),
        cmocka_unit_test_setup_teardown(test_text_text__phrase_agrees_with_running_text, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
