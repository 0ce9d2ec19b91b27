/* CoNLL-U: multiword tokens, heads, offsets past a title, stand-off lines.
 * SPDX-License-Identifier: Apache-2.0 */
#include "sample.h"

/* Title "Old", then "We don't. San\nSalvador!"; document text is title, "\n\n", text. */
#define TITLE "Old"
#define BODY "We don't. San\nSalvador!"

static void make(sample *s)
{
    static sr_token tokens[] = {
        {.begin = 0, .end = 3, .sentence = 0, .head = SR_NO_TOKEN, .upos = SR_UPOS_ADJ},
        {.begin = 5, .end = 7, .sentence = 1, .head = 2, .upos = SR_UPOS_PRON, .deprel = SR_DEPREL_NSUBJ},
        {.begin = 8, .end = 10, .sentence = 1, .head = SR_NO_TOKEN, .upos = SR_UPOS_AUX, .xpos = 1, .deprel = SR_DEPREL_ROOT},
        {.begin = 10, .end = 13, .sentence = 1, .head = 2, .upos = SR_UPOS_PART, .deprel = SR_DEPREL_ADVMOD, .flags = SR_TOKEN_JOINED},
        {.begin = 13, .end = 14, .sentence = 1, .head = 2, .upos = SR_UPOS_PUNCT, .deprel = SR_DEPREL_PUNCT},
        {.begin = 15, .end = 18, .sentence = 2, .head = SR_NO_TOKEN, .upos = SR_UPOS_PROPN},
        {.begin = 19, .end = 27, .sentence = 2, .head = SR_NO_TOKEN, .upos = SR_UPOS_PROPN},
        {.begin = 27, .end = 28, .sentence = 2, .head = SR_NO_TOKEN, .upos = SR_UPOS_PUNCT},
    };
    static sr_sentence sentences[] = {
        {0, 1, 0, 3, SR_SENTENCE_TITLE},
        {1, 5, 5, 14, SR_SENTENCE_PARSED},
        {5, 8, 15, 28, 0},
    };
    static sr_entity entities[2];
    static sr_timex  times[1];
    static sr_place  places[1];
    static sr_quantity quantities[1];
    static sr_attribution said[1];
    memset(entities, 0, sizeof entities);
    entities[0].range = (sr_range){0, 1};
    entities[1].range = (sr_range){5, 7};
    entities[1].kind = SR_ENTITY_PLACE;
    entities[1].coref = 1;
    entities[1].head = 6;
    entities[1].named = true;
    times[0] = (sr_timex){.range = {5, 6}, .type = SR_TIMEX_DATE, .value = SR_STR("2024-03-22"),
                          .period = {sr_day_from(2024, 3, 22), SR_DAY_NONE, SR_PRECISION_DAY}};
    places[0] = (sr_place){.range = {5, 7},
                           .value = {.name = SR_STR("San Salvador"), .admin1 = SR_STR("San Salvador"),
                                     .country = "SV", .geonameid = 3583361, .located = true,
                                     .lat = 13.68935, .lon = -89.18718}};
    quantities[0] = (sr_quantity){.range = {1, 2}, .count = {60, 60, SR_COUNT_OPEN},
                                  .unit = SR_UNIT_PERSON, .noun = SR_NO_TOKEN};
    said[0] = (sr_attribution){.cue = {2, 4}, .verb = SR_POSITION_BLAMES, .speaker = {1, 2},
                               .speaker_class = SR_SPEAKER_POLICE, .content = {5, 8}};
    tokens[2].lemma = SR_STR("do");
    s->report.title = SR_STR(TITLE);
    s->report.text = SR_STR(BODY);
    s->doc = (sr_document){.report = &s->report, .text = SR_STR(TITLE "\n\n" BODY),
                           .body_offset = 5, .tokens = tokens, .n_tokens = 8,
                           .sentences = sentences, .n_sentences = 3, .entities = entities,
                           .n_entities = 2, .times = times, .n_times = 1, .places = places,
                           .n_places = 1, .quantities = quantities, .n_quantities = 1,
                           .attributions = said, .n_attributions = 1};
    s->reading = (sr_reading){&s->report, &s->doc, NULL, NULL};
}

static void test_publish_annotations__whole(void **state)
{
    static const char expected[] =
        "# newdoc id = r1\n"
        "# title = Old\n"
        "# text = We don't.\n"
        "# quantity = 0 2 60 60 _ person\n"
        "# position = 3 8 blames 0 2 police 10 23\n"
        "1\tWe\t_\tPRON\t_\t_\t2\tnsubj\t_\tTokenRange=0:2\n"
        "2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\tTokenRange=3:8|SpaceAfter=No\n"
        "2\tdo\tdo\tAUX\tVBP\t_\t0\troot\t_\tTokenRange=3:5\n"
        "3\tn't\t_\tPART\t_\t_\t2\tadvmod\t_\tTokenRange=5:8\n"
        "4\t.\t_\tPUNCT\t_\t_\t2\tpunct\t_\tTokenRange=8:9\n"
        "\n"
        "# text = San Salvador!\n"
        "# entity = 10 22 place e1\n"
        "# time = 10 13 DATE 2024-03-22 2024-03-22 _\n"
        "# place = 10 22 3583361 SV San_Salvador 13.68935 -89.18718\n"
        "1\tSan\t_\tPROPN\t_\t_\t_\t_\t_\tTokenRange=10:13\n"
        "2\tSalvador\t_\tPROPN\t_\t_\t_\t_\t_\tTokenRange=14:22|SpaceAfter=No\n"
        "3\t!\t_\tPUNCT\t_\t_\t_\t_\t_\tTokenRange=22:23\n"
        "\n";
    sample s;
    (void)state;
    sample_make(&s);
    make(&s);
    sr_buf out = sample_write(&s, SR_PUBLISH_ANNOTATIONS, false);
    assert_str(sr_buf_view(&out), expected);
    sr_buf_free(&out);
}

static void test_publish_annotations__lines_stay_lines(void **state)
{
    sample s;
    (void)state;
    sample_make(&s);
    make(&s);
    s.report.id = SR_STR("a\n# newdoc id = b\x1b");
    s.doc.n_sentences = 0;
    sr_buf out = sample_write(&s, SR_PUBLISH_ANNOTATIONS, false);
    assert_str(sr_buf_view(&out), "# newdoc id = a # newdoc id = b\n# title = Old\n\n");
    sr_buf_free(&out);
}

/* Of a description no word that is tagged as a name is printed. */
static void test_publish_annotations__descriptions(void **state)
{
    static const struct {
        const char *name;
        uint8_t     kind, upos; // of "Salvador"
        const char *line;
    } rows[] = {
        {"noun behind a name", SR_ENTITY_GROUP, SR_UPOS_NOUN, "# entity = 14 22 group e1\n"},
        {"person tagged as a name", SR_ENTITY_PERSON, SR_UPOS_PROPN, "# entity = 14 22 role e1\n"},
        {"group tagged as a name", SR_ENTITY_GROUP, SR_UPOS_PROPN, NULL},
        {"weapon", SR_ENTITY_WEAPON, SR_UPOS_NOUN, "# entity = 10 22 weapon e1\n"},
    };
    (void)state;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sample s;
        sample_make(&s);
        make(&s);
        uint8_t kept = s.doc.tokens[6].upos;
        s.doc.entities[1].named = false;
        s.doc.entities[1].kind = rows[i].kind;
        s.doc.tokens[6].upos = rows[i].upos;
        sr_buf out = sample_write(&s, SR_PUBLISH_ANNOTATIONS, false);
        sr_str view = sr_buf_view(&out), line = sr_str_c(rows[i].line ? rows[i].line : "# entity");
        assert_row((sr_str_search(view, line, 0) < view.len) == (rows[i].line != NULL), rows[i].name);
        sr_buf_free(&out);
        s.doc.tokens[6].upos = kept;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_publish_annotations__whole),
        cmocka_unit_test(test_publish_annotations__lines_stay_lines),
        cmocka_unit_test(test_publish_annotations__descriptions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
