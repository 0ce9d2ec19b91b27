/* The parser with the model that is built in: our own sentences in both registers, and the shape
 * of every tree.
 *
 * Rows give a word's head and relation as HEAD:RELATION, words counted from 1, 0 the root; "_"
 * leaves a word open.
 * SPDX-License-Identifier: Apache-2.0 */
#include "unit/annotate/read.h"

#include "annotate/parse.h"
#include "annotate/tag.h"
#include "base/limits.h"
#include "know/model.h"
#include "record/vocabulary.h"

typedef struct row {
    const char *name, *input, *expected;
} row;

static void parse(read_state *s, const char *text, sr_report *report, sr_document *doc)
{
    read_text(s, text, "", report, doc);
    sr_annotate_tags(doc, s->know, &s->arena);
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        sr_annotate_parse(doc, i, s->know, &s->arena);
}

static void test_annotate_parse__sentences(void **state)
{
    static const row rows[] = {
        {"active", "Gunmen killed two soldiers yesterday.",
         "2:nsubj 0:root 4:nummod 2:obj 2:obl:unmarked 2:punct"},
        {"upper case", "THE REBELS KILLED TWO SOLDIERS YESTERDAY.",
         "2:det 3:nsubj 0:root 5:nummod 3:obj 3:obl:unmarked 3:punct"},
        {"passive", "The bridge was destroyed by rebels.",
         "2:det 4:nsubj:pass 4:aux:pass 0:root 6:case 4:obl:agent 4:punct"},
        {"speech", "The minister said that police had arrested three men.",
         "2:det 3:nsubj 0:root 7:mark 7:nsubj 7:aux 3:ccomp 9:nummod 7:obj 3:punct"},
        {"relative clause", "They buried the man who had been shot.",
         "2:nsubj 0:root 4:det 2:obj 8:nsubj:pass 8:aux 8:aux:pass 4:acl:relcl 2:punct"},
        {"coordination", "Soldiers and rebels clashed.", "4:nsubj 3:cc 1:conj 0:root 4:punct"},
    };
    for (size_t r = 0; r < SR_COUNT(rows); r++) {
        sr_report   report;
        sr_document doc;
        parse(*state, rows[r].input, &report, &doc);
        assert_row(doc.n_sentences == 1, rows[r].name);
        sr_str rest = sr_str_c(rows[r].expected);
        for (uint32_t i = 0; i < doc.n_tokens; i++) {
            sr_str   word = sr_str_cut(&rest, ' '), head = sr_str_cut(&word, ':');
            uint64_t h = 0;
            uint32_t got = doc.tokens[i].head == SR_NO_TOKEN ? 0 : doc.tokens[i].head + 1;
            bool     open = sr_str_eq(head, SR_STR("_"));
            if ((!open && (!sr_str_uint(head, 100, &h) || h != got)) ||
                (word.len > 0 && !sr_str_eq(word, sr_deprel_name(doc.tokens[i].deprel))))
                fail_msg("row \"%s\": word %u has %u:%.*s, expected %.*s:%.*s", rows[r].name, i + 1, got,
                         SR_ARG(sr_deprel_name(doc.tokens[i].deprel)), SR_ARG(head), SR_ARG(word));
        }
        assert_row(rest.len == 0, rows[r].name);
    }
}

/* One root, heads inside the sentence, no circles. */
static void check_tree(const sr_document *doc, const sr_sentence *e)
{
    uint32_t roots = 0, n = e->end - e->first;
    for (uint32_t i = e->first; i < e->end; i++) {
        uint32_t steps = 0, at = i;
        while (doc->tokens[at].head != SR_NO_TOKEN && steps++ <= n) {
            at = doc->tokens[at].head;
            assert_in_range(at, e->first, e->end - 1);
        }
        assert_true(steps <= n);
        roots += doc->tokens[i].head == SR_NO_TOKEN;
        assert_true((doc->tokens[i].head == SR_NO_TOKEN) == (doc->tokens[i].deprel == SR_DEPREL_ROOT));
        assert_int_not_equal(doc->tokens[i].deprel, SR_DEPREL_NONE);
    }
    assert_int_equal(roots, 1);
}

static void test_annotate_parse__trees(void **state)
{
    static const char *const texts[] = {
        ".", "?!", ")))) ((((", "a", "of of of of of", "1 2 3 4 5 6 7 8 9", "- - - and and , , ,",
        "who which that who which that what",
        "The attack, which police, who came late, said rebels, whom none saw, made, failed.",
    };
    for (size_t k = 0; k < SR_COUNT(texts); k++) {
        sr_report   report;
        sr_document doc;
        parse(*state, texts[k], &report, &doc);
        for (uint32_t s = 0; s < doc.n_sentences; s++) {
            assert_true((doc.sentences[s].flags & SR_SENTENCE_PARSED) != 0);
            check_tree(&doc, &doc.sentences[s]);
        }
    }
}

/* A list without end gets a flat tree; the same text gives the same tree. */
static void test_annotate_parse__long(void **state)
{
    read_state *s = *state;
    sr_buf text = SR_BUF_INIT;
    for (unsigned i = 0; i < 2 * SR_PARSE_WORDS_MAX; i++)
        sr_buf_put(&text, SR_STR("word "));
    sr_buf_byte(&text, 0);
    assert_false(text.failed);
    sr_report   report;
    sr_document doc;
    read_text(s, (const char *)text.ptr, "", &report, &doc);
    sr_annotate_tags(&doc, s->know, &s->arena);
    doc.sentences[0].end = doc.n_tokens; // as if the splitter had no limit
    doc.n_sentences = 1;
    sr_annotate_parse(&doc, 0, s->know, &s->arena);
    check_tree(&doc, &doc.sentences[0]);
    assert_int_equal(doc.tokens[doc.n_tokens - 1].head, 0);
    sr_buf_free(&text);
}

static void test_annotate_parse__refused(void **state)
{
    read_state *s = *state;
    sr_parser   parser;
    sr_error    err = {0};
    sr_str      good = sr_know_model(s->know, SR_STR("parser")), payload;
    assert_int_equal(sr_parser_open(&parser, good, NULL), SR_OK);
    assert_int_equal(sr_parser_open(&parser, sr_know_model(s->know, SR_STR("tagger")), &err),
                     SR_E_VERSION);
    assert_int_equal(sr_model_check(good, "t", "parser", SR_PARSE_VERSION, sr_parser_features(),
                                    &payload, NULL), SR_OK);
    sr_buf other = SR_BUF_INIT;
    sr_model_wrap(&other, "parser", SR_PARSE_VERSION, sr_parser_features() ^ 1, payload);
    assert_int_equal(sr_parser_open(&parser, sr_str_copy(&s->arena, sr_buf_view(&other)), NULL),
                     SR_E_VERSION);
    sr_buf_free(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_annotate_parse__sentences),
        cmocka_unit_test(test_annotate_parse__trees),
        cmocka_unit_test(test_annotate_parse__long),
        cmocka_unit_test(test_annotate_parse__refused),
    };
    return cmocka_run_group_tests(tests, read_setup, read_teardown);
}
