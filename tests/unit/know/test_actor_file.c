/* Actor dictionaries of users; names here are invented.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "base/arena.h"
#include "know/actor_file.h"

static size_t words(sr_str s, uint64_t **hashes, sr_arena *arena)
{
    size_t n = 0;
    *hashes = SR_NEW(arena, uint64_t, s.len + 1);
    while (s.len)
        (*hashes)[n++] = sr_hash(sr_str_cut(&s, ' '));
    return n;
}

static void take_note(void *payload, const char *where, uint32_t line, const char *text)
{
    sr_buf_printf(payload, "%s:%u %s\n", where, line, text);
}

static sr_lexicon *compile(sr_lexicon_builder *builder, sr_buf *block)
{
    sr_lexicon *lexicon;
    sr_error    err = {0};
    assert_int_equal(sr_lexicon_build_finish(builder, block, &err), SR_OK);
    assert_int_equal(sr_lexicon_open(&lexicon, sr_buf_view(block), "test", NULL, &err), SR_OK);
    return lexicon;
}

/* All rows of a table, cells parted by |. */
static void print_table(sr_buf *out, const sr_lexicon *lexicon, sr_str name)
{
    int t = sr_lexicon_table(lexicon, name);
    for (uint32_t row = 0; row < sr_lexicon_rows(lexicon, t); row++)
        for (int c = 0; c < sr_lexicon_columns(lexicon, t); c++)
            sr_buf_printf(out, "%.*s%c", SR_ARG(sr_lexicon_cell(lexicon, t, row, c)),
                          c + 1 < sr_lexicon_columns(lexicon, t) ? '|' : '\n');
}

static const char codes[] = "code\tkind\tcountry\nUSA\tstate\tUS\nPER\tstate\tPE\nGOV\tagency\t\nREB\tgroup\t\n"
                            "IGO\torganization\t\n";

static const struct {
    const char *name, *text, *actors, *names, *notes;
} rows[] = {
    {"group with synonyms",
     "# own dictionary\n\nRED_RIVER_ARMY_ [PERREB] # a comment\n+ARMY_OF_THE_RED_RIVER\n",
     "red-river-army|Red River Army|group|PE||||toy|PERREB\n",
     "Red River Army|red-river-army|\nArmy Of The Red River|red-river-army|\n", ""},
    {"dates: the years in force, without dates first",
     "JANE_DOE_\n+MISS_DOE_\n\t[PERGOV 891231-20010115]\n\t[PERREB >010116]\n\t[USA <850101]\n\t[IGO]\n",
     "jane-doe|Jane Doe|organization|||||toy|IGO\n"
     "jane-doe|Jane Doe|person|PE||1989|2001|toy|PERGOV\n"
     "jane-doe|Jane Doe|group|PE||2001||toy|PERREB\n"
     "jane-doe|Jane Doe|state|US|||1985|toy|USA\n",
     "Jane Doe|jane-doe|\nMiss Doe|jane-doe|\n", ""},
    {"acronyms",
     "RED_RIVER-LAND_ARMY_(RRLA)_ [PERREB]\n+R.R.A._\n+RRLF_\n+RIVERS_\nCHINE_(XY) [USA]\n",
     "red-river-land-army|Red River-Land Army|group|PE||||toy|PERREB\nchine|Chine|state|US||||toy|USA\n",
     "Red River-Land Army|red-river-land-army|\nRRLA|red-river-land-army|acronym\n"
     "R.R.A.|red-river-land-army|acronym\nRRLF|red-river-land-army|acronym\n"
     "Rivers|red-river-land-army|\nChine|chine|\n", ""},
    {"a state's organ, an unknown code, no actor",
     "MINISTRY_ [USAGOV]\nTHING [XYZ]\nNOBODY_ [---]\n",
     "ministry|Ministry|agency|US||||toy|USAGOV\nthing|Thing||||||toy|XYZ\n", "Ministry|ministry|\nThing|thing|\n", ""},
    {"bad lines",
     "+LOST_\nNO_CODE_\nBAD_ [abc]\n\t[USA\nDATES_ [USA 2001-20020101]\n\xFF_ [USA]\n___ [USA]\n",
     "", "",
     "toy.actors.txt:1 belongs to no name above it; it was left out\n"
     "toy.actors.txt:2 a name without a code; it was left out\n"
     "toy.actors.txt:3 a code that is none; it was left out\n"
     "toy.actors.txt:4 not [CODE] or [CODE DATES]; the rest of the line was left out\n"
     "toy.actors.txt:3 a name without a code; it was left out\n"
     "toy.actors.txt:5 dates that are none; the code was left out\n"
     "toy.actors.txt:5 a name without a code; it was left out\n"
     "toy.actors.txt:6 not UTF-8; the name was left out\n"
     "toy.actors.txt:7 no name; the line was left out\n"},
    {"windows and old comments", "\xEF\xBB\xBFRED_ARMY [PERREB] ;mj 1/99\r\n\t\r\n<!-- remark -->\r\n",
     "red-army|Red Army|group|PE||||toy|PERREB\n", "Red Army|red-army|\n", ""},
};

static void test_know_actor_file__rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_arena arena;
        sr_buf   notes = SR_BUF_INIT, block = SR_BUF_INIT, known = SR_BUF_INIT, actors = SR_BUF_INIT, names = SR_BUF_INIT;
        sr_arena_init(&arena, 0, NULL, NULL);
        sr_lexicon_builder *builder = sr_lexicon_build_start(&arena, words, NULL, NULL);
        assert_true(sr_lexicon_build_tsv(builder, SR_STR("cameo-codes"), sr_str_c(codes), "codes"));
        sr_lexicon *cameo = compile(builder, &known);
        builder = sr_lexicon_build_start(&arena, words, take_note, &notes);
        sr_actor_file_read(builder, cameo, sr_str_c(rows[i].text), "toy.actors.txt", take_note, &notes, &arena);
        sr_lexicon *lexicon = compile(builder, &block);
        print_table(&actors, lexicon, SR_STR("actors"));
        print_table(&names, lexicon, SR_STR("actor-names"));
        assert_str(sr_buf_view(&actors), rows[i].actors);
        assert_str(sr_buf_view(&names), rows[i].names);
        assert_str(sr_buf_view(&notes), rows[i].notes);
        sr_lexicon_close(lexicon);
        sr_lexicon_close(cameo);
        sr_buf_free(&notes), sr_buf_free(&block), sr_buf_free(&known), sr_buf_free(&actors), sr_buf_free(&names);
        sr_arena_free(&arena);
    }
}

static void print_entry(void *payload, const sr_actor_entry *e)
{
    sr_buf *out = payload;
    sr_buf_printf(out, "%u %.*s%s\n", e->line, SR_ARG(e->id), e->dated ? " dated" : "");
    for (size_t i = 0; i < e->n_names; i++)
        sr_buf_printf(out, " %u %.*s %u-%u |%.*s|\n", e->names[i].line, SR_ARG(e->names[i].name), e->names[i].first,
                      e->names[i].last, SR_ARG(e->names[i].text));
    for (size_t i = 0; i < e->n_codes; i++)
        sr_buf_printf(out, " %u %.*s %u-%u |%.*s|\n", e->codes[i].line, SR_ARG(e->codes[i].code), e->codes[i].first,
                      e->codes[i].last, SR_ARG(e->codes[i].text));
}

static void test_know_actor_file__entries(void **state)
{
    static const char text[] = "# c\nRED_ARMY_ [PERREB 910100-19930000] # \xff\n+BLUE_ [USA >300101]\n+TWO_ [USA] [PER <310101]\n";
    sr_arena          arena;
    sr_buf            out = SR_BUF_INIT;
    (void)state;
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_actor_file_each(sr_str_c(text), "toy", NULL, NULL, print_entry, &out, &arena);
    assert_str(sr_buf_view(&out), "2 red-army dated\n"
                                  " 2 Red Army 0-0 |RED_ARMY_ [PERREB 910100-19930000]|\n"
                                  " 3 Blue 20300101-0 |+BLUE_ [USA >300101]|\n"
                                  " 4 Two 0-0 |+TWO_ [USA] [PER <310101]|\n"
                                  " 2 PERREB 19910100-19930000 |RED_ARMY_ [PERREB 910100-19930000]|\n"
                                  " 3 USA 20300101-0 |+BLUE_ [USA >300101]|\n"
                                  " 4 USA 0-0 |+TWO_ [USA] [PER <310101]|\n"
                                  " 4 PER 0-19310101 |+TWO_ [USA] [PER <310101]|\n");
    sr_buf_free(&out);
    sr_arena_free(&arena);
}

static void test_know_actor_file__looks(void **state)
{
    static const struct {
        const char *text;
        bool        looks;
    } looks[] = {{"", false},
                 {"# c\n\nRED_ARMY_ [PERREB]\n", true},
                 {"RED_ARMY_\n+RED_\n\t[PERREB >010101]\n", true},
                 {"FARMER [~AGR]\nFARMHAND [~AGR]\nRED_ [PER]\n", false},
                 {"a,b,c\n1,2,3\n", false},
                 {"NOBODY [---]\n", true},
                 {"text with a note [1] in it\n", false},
                 {"NAME [PERREB", false},
                 {"--- GIVE [070] ---\nGIVE\n- * AID_ [071]\n", false}, // verbs
                 {"See it [PDF] there.\n", false},
                 {"[INFO] started\n", false}};
    (void)state;
    for (size_t i = 0; i < SR_COUNT(looks); i++)
        assert_int_equal(sr_actor_file_looks(sr_str_c(looks[i].text)), looks[i].looks);
}

static void test_know_actor_file__meaning(void **state)
{
    static const char table[] = "code\tkind\tcountry\nIMG\tgroup\t\nMUS\tstate\tMU\nPER\tstate\tPE\nMNC\torganization\t\nGOV\tagency\t\n";
    static const struct {
        const char *code;
        bool        dated;
        const char *kind, *country;
    } means[] = {{"MUSGOV", false, "agency", "MU"}, {"MUSGOV", true, "person", "MU"}, {"IMGMUS", false, "group", ""}, {"IMGMUSPER", false, "group", "PE"},
                 {"MNCMUS", false, "organization", "MU"}, {"XYZ", false, "", ""}};
    sr_arena arena;
    sr_buf   known = SR_BUF_INIT;
    (void)state;
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_lexicon_builder *builder = sr_lexicon_build_start(&arena, words, NULL, NULL);
    assert_true(sr_lexicon_build_tsv(builder, SR_STR("cameo-codes"), sr_str_c(table), "codes"));
    sr_lexicon *cameo = compile(builder, &known);
    for (size_t i = 0; i < SR_COUNT(means); i++) {
        sr_actor_meaning m = sr_actor_code_meaning(cameo, sr_str_c(means[i].code), means[i].dated);
        assert_str(m.kind, means[i].kind);
        assert_str(m.country, means[i].country);
    }
    sr_lexicon_close(cameo);
    sr_buf_free(&known);
    sr_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_know_actor_file__rows), cmocka_unit_test(test_know_actor_file__entries),
        cmocka_unit_test(test_know_actor_file__looks), cmocka_unit_test(test_know_actor_file__meaning)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
