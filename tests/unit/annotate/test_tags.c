/* Tagger and lemmas with the model that is built in; our own sentences, both registers.
 *
 * Rows give words as form/UPOS/lemma, joined by spaces; a few hard words may be left out as
 * form alone.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "annotate/annotate.h"
#include "annotate/tag.h"
#include "base/utf8.h"
#include "know/model.h"
#include "text/text.h"

typedef struct row {
    const char *name, *input, *expected;
} row;

static sr_arena arena;
static sr_know *know;

static int setup(void **state)
{
    (void)state;
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_error err = {0};
    if (sr_know_open(&know, NULL, &err) != SR_OK)
        fail_msg("%s: %s", err.where, err.text);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    sr_know_close(know);
    sr_arena_free(&arena);
    return 0;
}

static sr_document tagged(const char *text)
{
    sr_report *report = SR_NEW(&arena, sr_report, 1);
    report->text = sr_str_c(text);
    sr_document doc = {0};
    sr_text_read(report, know, &doc, &arena);
    sr_annotate_tags(&doc, know, &arena);
    return doc;
}

static void check(const row *r)
{
    sr_document doc = tagged(r->input);
    sr_str      rest = sr_str_c(r->expected);
    for (uint32_t i = 0; i < doc.n_tokens; i++) {
        sr_str word = sr_str_cut(&rest, ' ');
        sr_str form = sr_str_cut(&word, '/');
        sr_str got = sr_document_words(&doc, (sr_range){i, i + 1});
        assert_row(sr_str_eq_case(form, got), r->name);
        if (word.len == 0)
            continue;
        sr_str upos = sr_str_cut(&word, '/');
        if (!sr_str_eq(upos, sr_upos_name(doc.tokens[i].upos)))
            fail_msg("row \"%s\": %.*s is %.*s, expected %.*s", r->name, SR_ARG(got),
                     SR_ARG(sr_upos_name(doc.tokens[i].upos)), SR_ARG(upos));
        if (!sr_str_eq(word, doc.tokens[i].lemma))
            fail_msg("row \"%s\": lemma of %.*s is %.*s, expected %.*s", r->name, SR_ARG(got),
                     SR_ARG(doc.tokens[i].lemma), SR_ARG(word));
        assert_row(doc.lemma_hashes[i] == sr_hash(word), r->name);
    }
    assert_row(rest.len == 0, r->name);
}

static void test_annotate_tag__sentences(void **state)
{
    (void)state;
    static const row rows[] = {
        {"passive", "Two soldiers were killed by gunmen near the bridge.",
         "Two/NUM/two soldiers/NOUN/soldier were/AUX/be killed/VERB/kill by/ADP/by "
         "gunmen/NOUN/gunman near/ADP/near the/DET/the bridge/NOUN/bridge ./PUNCT/."},
        {"upper case", "TWO SOLDIERS WERE KILLED BY GUNMEN NEAR THE BRIDGE.",
         "Two/NUM/two soldiers/NOUN/soldier were/AUX/be killed/VERB/kill by/ADP/by "
         "gunmen/NOUN/gunman near/ADP/near the/DET/the bridge/NOUN/bridge ./PUNCT/."},
        {"negation", "The police didn't say who had fired.",
         "The/DET/the police/NOUN/police did/AUX/do n't/PART/not say/VERB/say who/PRON/who "
         "had/AUX/have fired/VERB/fire ./PUNCT/."},
        {"possessive", "The mayor's house was hit and he's in hospital.",
         "The/DET/the mayor/NOUN/mayor 's/PART/'s house/NOUN/house was hit/VERB/hit and/CCONJ/and "
         "he/PRON/he 's/AUX/be in/ADP/in hospital/NOUN/hospital ./PUNCT/."},
        {"names", "President Omar Haddad flew to Lima on Tuesday.",
         "President/PROPN/president Omar/PROPN/omar Haddad/PROPN/haddad flew/VERB/fly to/ADP/to "
         "Lima/PROPN/lima on/ADP/on Tuesday/PROPN/tuesday ./PUNCT/."},
        {"digits", "At least 37 people died in 1997.",
         "At/ADP/at least/ADJ/least 37/NUM/37 people/NOUN/people died/VERB/die in/ADP/in "
         "1997/NUM/1997 ./PUNCT/."},
    };
    for (size_t i = 0; i < SR_COUNT(rows); i++)
        check(&rows[i]);
}

static void test_annotate_tag__ptb(void **state)
{
    (void)state;
    sr_document doc = tagged("They will have taken the hostages.");
    static const int expected[] = {SR_XPOS_PRP, SR_XPOS_MD, SR_XPOS_VB, SR_XPOS_VBN,
                                   SR_XPOS_DT, SR_XPOS_NNS, SR_XPOS_STOP};
    assert_int_equal(doc.n_tokens, SR_COUNT(expected));
    for (uint32_t i = 0; i < doc.n_tokens; i++)
        assert_int_equal(doc.tokens[i].xpos, expected[i]);
    assert_int_equal(sr_xpos_from(SR_STR("PRP$")), SR_XPOS_PRPS);
    assert_int_equal(sr_xpos_from(SR_STR("nothing")), -1);
    assert_str(sr_xpos_name(SR_XPOS_LRB), "-LRB-");
}

static void test_annotate_tag__printed_lemmas(void **state)
{
    (void)state;
    static const row rows[] = {
        {"names keep capitals", "Omar Haddad saw them.", "Omar Haddad see they ."},
        {"I", "They asked me and I refused.", "they ask I and I refuse ."},
        {"acronym", "The UN has left.", "the UN have leave ."},
        {"a number without commas", "They counted 1,200 votes.", "they count 1200 vote ."},
    };
    for (size_t r = 0; r < SR_COUNT(rows); r++) {
        sr_document doc = tagged(rows[r].input);
        sr_str      all = {NULL, 0};
        sr_annotate_printed_lemmas(&doc, know, &arena);
        for (uint32_t i = 0; i < doc.n_tokens; i++) {
            sr_str lemma = doc.tokens[i].lemma;
            all = i == 0 ? lemma : sr_str_format(&arena, "%.*s %.*s", SR_ARG(all), SR_ARG(lemma));
        }
        assert_str(all, rows[r].expected);
    }
}

/* "Ruritanian" is in no list of words; what makes it a name is the entity. */
static void test_annotate_tag__printed_nationality(void **state)
{
    (void)state;
    sr_document doc = tagged("A Ruritanian minister left.");
    sr_entity   entity = {.range = {1, 2}, .head = 1, .kind = SR_ENTITY_NATIONALITY};
    doc.entities = &entity;
    doc.n_entities = 1;
    doc.tokens[1].upos = SR_UPOS_ADJ;
    doc.tokens[1].lemma = doc.tokens[1].fold;
    sr_annotate_printed_lemmas(&doc, know, &arena);
    assert_str(doc.tokens[1].lemma, "Ruritanian");
    assert_str(doc.tokens[2].lemma, "minister");
}

static void test_annotate_tag__without_model(void **state)
{
    (void)state;
    sr_report   report = {.text = SR_STR("Bombs exploded.")};
    sr_document doc = {0};
    sr_text_read(&report, NULL, &doc, &arena);
    sr_annotate_tags(&doc, NULL, &arena);
    assert_str(doc.tokens[1].lemma, "exploded");
    assert_int_equal(doc.tokens[1].upos, SR_UPOS_NONE);
    assert_true(doc.lemma_hashes[1] == doc.hashes[1]);
}

/* A model made with other features, and one that is cut, are refused. */
static void test_annotate_tag__refused(void **state)
{
    (void)state;
    sr_tagger tagger;
    sr_error  err = {0};
    sr_str    good = sr_know_model(know, SR_STR("tagger"));
    sr_str    payload;
    assert_int_equal(sr_tagger_open(&tagger, good, NULL), SR_OK);
    assert_int_equal(sr_model_check(good, "t", "tagger", SR_TAG_VERSION, sr_tagger_features(),
                                    &payload, &err), SR_OK);
    sr_buf other = SR_BUF_INIT;
    sr_model_wrap(&other, "tagger", SR_TAG_VERSION, sr_tagger_features() + 1, payload);
    assert_int_equal(sr_tagger_open(&tagger, sr_str_copy(&arena, sr_buf_view(&other)), &err),
                     SR_E_VERSION);
    sr_buf_clear(&other);
    sr_model_wrap(&other, "tagger", SR_TAG_VERSION, sr_tagger_features(),
                  sr_str_slice(payload, 0, payload.len / 2));
    assert_int_equal(sr_tagger_open(&tagger, sr_str_copy(&arena, sr_buf_view(&other)), NULL),
                     SR_E_CORRUPT);
    sr_buf_free(&other);
}

static void test_annotate_tag__lemmas_are_utf8(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "THEY SAW BL\303\234TTEN ON MONDAY AND THE BL\303\234TTEN OF THE ARMY.",
        "THEY SAW ROH\303\234TTEN ON MONDAY AND THE ROH\303\234TTEN OF THE ARMY.",
    };
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        sr_document doc = tagged(rows[r]);
        for (uint32_t i = 0; i < doc.n_tokens; i++)
            assert_row(sr_utf8_check(doc.tokens[i].lemma) == doc.tokens[i].lemma.len, rows[r]);
    }
}

/* What words add is summed apart and kept; the label is the one that all weights together give. */
static void test_annotate_tag__kept_sums(void **state)
{
    (void)state;
    static const char *const rows[] = {"The 31 rebels shot 12 men in San Miguel on 3 May, radio said.",
                                       "THE REBELS SHOT MEN AND MEN SHOT THE REBELS IN SAN MIGUEL."};
    sr_tagger tagger;
    assert_int_equal(sr_tagger_open(&tagger, sr_know_model(know, SR_STR("tagger")), NULL), SR_OK);
    sr_memo *memos[] = {NULL, sr_memo_new(1 << 20), sr_memo_new(4096)}; // none, one with room, one that fills
    for (size_t r = 0; r < sizeof rows / sizeof *rows * 2; r++) {
        sr_document    doc = tagged(rows[r / 2]);
        const sr_view *views = doc.views;
        uint32_t       n = doc.n_tokens;
        bool           masked = r / 2 == 1;
        for (size_t m = 0; m < 3; m++) {
            uint8_t *labels = SR_NEW(&arena, uint8_t, n);
            sr_tagger_run(&tagger, memos[m], views, n, masked, labels);
            for (uint32_t i = 0; i < n; i++) {
                uint64_t keys[SR_TAG_KEYS_MAX];
                int32_t  scores[SR_LABELS_MAX] = {0};
                if (sr_tagger_sure(&tagger, &views[i]) < tagger.n_labels)
                    continue;
                sr_weights_add(&tagger.weights[masked], keys,
                               sr_tagger_keys(views, n, i, i > 0 ? labels[i - 1] : SR_TAG_BEGIN,
                                              i > 1 ? labels[i - 2] : SR_TAG_BEGIN, keys), scores);
                for (uint32_t l = 0; l < tagger.n_labels; l++)
                    assert_row(scores[l] < scores[labels[i]] || (scores[l] == scores[labels[i]] && l >= labels[i]), rows[r / 2]);
            }
        }
    }
    for (size_t m = 0; m < 3; m++)
        sr_memo_free(memos[m]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_annotate_tag__sentences),
        cmocka_unit_test(test_annotate_tag__ptb),
        cmocka_unit_test(test_annotate_tag__printed_lemmas),
        cmocka_unit_test(test_annotate_tag__printed_nationality),
        cmocka_unit_test(test_annotate_tag__lemmas_are_utf8),
        cmocka_unit_test(test_annotate_tag__kept_sums),
        cmocka_unit_test(test_annotate_tag__without_model),
        cmocka_unit_test(test_annotate_tag__refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
