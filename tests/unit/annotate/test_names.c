/* The name tagger with the model that is built in; our own sentences, both registers.
 *
 * Expected names are joined by " | ", each KIND words; kinds as printed.
 * SPDX-License-Identifier: Apache-2.0 */
#include "unit/annotate/read.h"

#include "annotate/names.h"
#include "base/buf.h"
#include "know/model.h"
#include "record/vocabulary.h"

typedef struct row {
    const char *name, *input, *expected;
} row;

static sr_entity *names_of(read_state *s, const char *text, sr_report *report, sr_document *doc,
                           uint32_t *n)
{
    read_text(s, text, "", report, doc);
    sr_annotate_tags(doc, s->know, &s->arena);
    return sr_names_tag(doc, s->know, &s->arena, n);
}

static void test_annotate_names__sentences(void **state)
{
    static const row rows[] = {
        {"kinds", "Maria Lopez of the World Bank flew from Lima to Kenya.",
         "person Maria Lopez | organization World Bank | place Lima | place Kenya"},
        {"upper case", "MARIA LOPEZ OF THE WORLD BANK FLEW FROM LIMA TO KENYA.",
         "person MARIA LOPEZ | organization WORLD BANK | place LIMA | place KENYA"},
        {"title is no name", "President Robert Miller arrived in Nairobi.",
         "person Robert Miller | place Nairobi"},
        {"nationality", "The Colombian army said so.", "nationality Colombian"},
        {"no name", "The soldiers left the town at dawn.", ""},
    };
    for (size_t r = 0; r < SR_COUNT(rows); r++) {
        sr_report   report;
        sr_document doc;
        uint32_t    n;
        sr_entity  *names = names_of(*state, rows[r].input, &report, &doc, &n);
        sr_buf      got = SR_BUF_INIT;
        for (uint32_t i = 0; i < n; i++) {
            sr_buf_printf(&got, "%s%.*s %.*s", i > 0 ? " | " : "", SR_ARG(sr_entity_kind_name(names[i].kind)),
                          SR_ARG(sr_document_words(&doc, names[i].range)));
            assert_row(names[i].named && names[i].coref == i, rows[r].name);
            assert_row(names[i].head >= names[i].range.first && names[i].head < names[i].range.end,
                       rows[r].name);
            assert_row(names[i].probability > 0.0f && names[i].probability <= 1.0f, rows[r].name);
        }
        assert_str(sr_buf_view(&got), rows[r].expected);
        sr_buf_free(&got);
    }
}

static void test_annotate_names__again(void **state)
{
    sr_report   report;
    sr_document doc;
    uint32_t    n, m;
    const char *text = "Anna Berg, who leads Oxfam in Goma, met Joseph Kabongo.";
    sr_entity  *names = names_of(*state, text, &report, &doc, &n);
    sr_entity  *again = sr_names_tag(&doc, ((read_state *)*state)->know, &((read_state *)*state)->arena, &m);
    assert_int_equal(n, m);
    assert_true(n > 0);
    for (uint32_t i = 0; i < n; i++) {
        assert_int_equal(names[i].range.first, again[i].range.first);
        assert_true(names[i].probability == again[i].probability);
    }
}

static void test_annotate_names__empty(void **state)
{
    sr_report   report;
    sr_document doc;
    uint32_t    n = 1;
    assert_non_null(names_of(*state, "", &report, &doc, &n));
    assert_int_equal(n, 0);
    assert_null(sr_names_tag(&doc, NULL, &((read_state *)*state)->arena, &n));
}

static void test_annotate_names__refused(void **state)
{
    read_state *s = *state;
    sr_namer    namer;
    sr_str      good = sr_know_model(s->know, SR_STR("names")), payload;
    assert_int_equal(sr_namer_open(&namer, good, NULL), SR_OK);
    assert_int_equal(sr_model_check(good, "t", "names", SR_NAMES_VERSION, sr_namer_features(),
                                    &payload, NULL), SR_OK);
    sr_buf other = SR_BUF_INIT;
    sr_model_wrap(&other, "names", SR_NAMES_VERSION, sr_namer_features() ^ 1, payload);
    assert_int_equal(sr_namer_open(&namer, sr_str_copy(&s->arena, sr_buf_view(&other)), NULL),
                     SR_E_VERSION);
    sr_buf_free(&other);
}

/* Keys of the first word of a text. */
static unsigned keys_of(read_state *s, const char *text, uint64_t *keys)
{
    sr_report        report;
    sr_document      doc;
    sr_tagger        tagger;
    sr_name_sentence picture;
    read_text(s, text, "", &report, &doc);
    sr_annotate_tags(&doc, s->know, &s->arena);
    assert_int_equal(sr_tagger_open(&tagger, sr_know_model(s->know, SR_STR("tagger")), NULL), SR_OK);
    sr_name_sentence_make(&doc, &doc.sentences[0], &tagger, s->know, false, &picture, &s->arena);
    sr_name_sentences_link(&picture, 1, &s->arena);
    return sr_namer_keys(&picture, 0, keys);
}

/* Words further off than two make no difference but for the noun that tells what a name is. */
static void test_annotate_names__what_it_is_told_to_be(void **state)
{
    static const struct {
        const char *one, *other;
        bool        differ;
    } rows[] = {
        {"Varo is a small river.", "Varo is a small dancer.", true},
        {"Varo, the new river.", "Varo, the new dancer.", true},
        {"Varo (born in May) was a river.", "Varo (born in May) was a dancer.", true},
        {"Varo is a small river.", "Varo is a small river of Peru.", false},
        {"Varo saw a small river.", "Varo saw a small dancer.", false},
        {"Varo is a", "Varo is a small", false}, // nothing behind it
        {"Varo (born in May was a river.", "Varo (born in May was a dancer.", false},
    };
    for (size_t r = 0; r < SR_COUNT(rows); r++) {
        uint64_t one[SR_NAMES_KEYS_MAX], other[SR_NAMES_KEYS_MAX];
        unsigned n = keys_of(*state, rows[r].one, one);
        assert_int_equal(n, keys_of(*state, rows[r].other, other));
        assert_row((memcmp(one, other, n * sizeof *one) != 0) == rows[r].differ, rows[r].one);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_annotate_names__sentences),
        cmocka_unit_test(test_annotate_names__again),
        cmocka_unit_test(test_annotate_names__what_it_is_told_to_be),
        cmocka_unit_test(test_annotate_names__empty),
        cmocka_unit_test(test_annotate_names__refused),
    };
    return cmocka_run_group_tests(tests, read_setup, read_teardown);
}
