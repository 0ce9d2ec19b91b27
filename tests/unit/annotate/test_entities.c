/* Entities of sentences in both registers, and what must not be one.
 * SPDX-License-Identifier: Apache-2.0 */
#include "show.h"

#include <stdlib.h>

typedef struct row {
    const char *name, *text;
    const char *has;  // an entity as show.h writes it; NULL: none asked
    const char *hasnt; // a part that may not stand in the line; NULL: none
} row;

static const row mixed[] = {
    {"long name", "Fighters of Islamic State Khorasan attacked.", "GROUP Islamic State Khorasan =islamic-state-khorasan @AF", "=islamic-state "},
    {"acronym", "Police blamed ISKP for the blast.", "GROUP ISKP =islamic-state-khorasan @AF", NULL},
    {"Pakistani Taliban", "The Pakistani Taliban claimed the attack.", "GROUP Pakistani Taliban =tehrik-i-taliban-pakistan @PK", "=taliban"},
    {"no state without capitals", "They want an islamic state in the north.", NULL, "=islamic-state"},
    {"careless capitals", "A bomb was laid by Islamic state militants.", "=islamic-state", NULL},
    {"acronym needs capitals", "It is not his fault, who is to blame?", NULL, "=who"},
    {"ambassador is not Assad", "The ambassador spoke.", "person ambassador", "Assad"},
    {"rights are not HTS", "They defend human rights.", NULL, "hayat"},
    {"authorities", "Russian authorities blamed local separatists.", "agency Russian authorities @RU", NULL},
    {"separatists", "Russian authorities blamed local separatists.", "group local separatists", NULL},
    {"intelligence", "U.S. intelligence warned of it.", "agency U.S. intelligence @US", NULL},
    {"possessive", "Peru's army fought rebels.", "agency army @PE", NULL},
    {"of", "The army of Peru fought rebels.", "agency army @PE", NULL},
    {"group in description", "Suspected Boko Haram militants fled.", "group Suspected Boko Haram militants =boko-haram @NG", NULL},
    {"guerrillas of", "Guerrillas of the FMLN fled.", "group Guerrillas =fmln @SV", NULL},
    {"role", "Interior Minister Pavel Ivanov resigned.", "role Interior Minister", NULL},
    {"person without title", "Interior Minister Pavel Ivanov resigned.", "PERSON Pavel Ivanov", NULL},
    {"rank", "Col. Juan Lopez was shot.", "role Col.", NULL},
    {"embassy", "A bomb went off outside the U.S. embassy.", "facility U.S. embassy @US", NULL},
    {"hall", "Gunmen entered the Crocus City Hall.", "FACILITY Crocus City Hall", NULL},
    {"leaders of churches", "The church leaders met.", NULL, "facility church"},
    {"police station", "They burned the police station.", "facility police station", "agency police"},
    {"car bomb", "A car bomb exploded.", "weapon car bomb", "facility car"},
    {"rifles", "Men with assault rifles fired.", "weapon assault rifles", NULL},
    {"stone is none without an event", "The house was built of stone.", NULL, "weapon"},
    {"Latin American", "Latin American presidents met.", NULL, "@US"},
    {"wounded", "The wounded were taken away.", "person wounded", NULL},
    {"definition", "The New Dawn Front (NDF) struck. The NDF is small.", "GROUP NDF", NULL},
    {"definition is not a remark", "The PROCESS [words indistinct] went on.", NULL, "words indistinct"},
    {"united nations", "The U.N. condemned it.", "ORGANIZATION U.N. =united-nations", NULL},
    {"ambiguous acronym with country", "In El Salvador the FDR called a strike.", "GROUP FDR =fdr-el-salvador @SV", NULL},
    {"ambiguous acronym without", "The FDR was switched off.", NULL, "=fdr"},
};

static const row upper[] = {
    {"organization", "the fmln [farabundo marti national liberation front] attacked.", "GROUP FMLN =fmln @SV", NULL},
    {"long form", "the fmln [farabundo marti national liberation front] attacked.",
     "GROUP FARABUNDO MARTI NATIONAL LIBERATION FRONT =fmln @SV", NULL},
    {"other order", "the eln [army of national liberation] in colombia blew up a pipeline.", "GROUP ELN =eln-colombia @CO", NULL},
    {"shining path", "shining path guerrillas killed a mayor.", "=sendero-luminoso @PE", NULL},
    {"it is no actor", "it is said that who did it is not known to us.", NULL, "="},
    {"authorities", "the russian authorities blamed local separatists.", "agency RUSSIAN AUTHORITIES @RU", NULL},
    {"armed forces", "the salvadoran armed forces attacked a town.", "SALVADORAN ARMED FORCES @SV", NULL},
    {"rank", "col juan lopez was shot.", "role COL", NULL},
    {"name behind rank", "col juan lopez was shot.", "PERSON JUAN LOPEZ", NULL},
    {"embassy", "a bomb went off outside the u.s. embassy.", "facility U.S. EMBASSY @US", NULL},
    {"pylons", "guerrillas dynamited two high-tension towers.", "facility HIGH-TENSION TOWERS", NULL},
    {"rifles", "hooded men with m-16 rifles fired.", "weapon M-16 RIFLES", NULL},
    {"hooded men", "hooded men with m-16 rifles fired.", "group HOODED MEN", NULL},
};

static void check(read_state *s, const row *rows, size_t n, bool capitals)
{
    for (size_t i = 0; i < n; i++) {
        sr_document doc;
        sr_str      line = show_text(s, rows[i].text, capitals, &doc);
        bool        has = !rows[i].has || sr_str_search(line, sr_str_c(rows[i].has), 0) < line.len;
        bool        hasnt = !rows[i].hasnt || sr_str_search(line, sr_str_c(rows[i].hasnt), 0) == line.len;
        if (!has || !hasnt)
            fail_msg("row \"%s\": %.*s", rows[i].name, SR_ARG(line));
    }
}

static void test_mixed(void **state)
{
    check(*state, mixed, SR_COUNT(mixed), false);
}

static void test_upper(void **state)
{
    check(*state, upper, SR_COUNT(upper), true);
}

/* Names neither cross nor nest, lists are sorted, heads and chains are in range. */
static void test_invariants(void **state)
{
    for (size_t i = 0; i < SR_COUNT(mixed) * 2; i++) {
        sr_document doc;
        (void)show_text(*state, mixed[i / 2].text, i % 2, &doc);
        for (uint32_t k = 0; k < doc.n_entities; k++) {
            const sr_entity *e = &doc.entities[k];
            assert_row(e->range.first < e->range.end && e->range.end <= doc.n_tokens, mixed[i / 2].name);
            assert_row(e->head >= e->range.first && e->head < e->range.end, mixed[i / 2].name);
            assert_row(e->coref <= k && doc.entities[e->coref].coref == e->coref, mixed[i / 2].name);
            for (uint32_t p = 0; p < k; p++) {
                const sr_entity *o = &doc.entities[p];
                assert_row(o->range.first <= e->range.first, mixed[i / 2].name);
                if (o->named && e->named && e->kind != SR_ENTITY_FACILITY && o->kind != SR_ENTITY_FACILITY &&
                    e->kind != SR_ENTITY_AGENCY && o->kind != SR_ENTITY_AGENCY)
                    assert_row(o->range.end <= e->range.first, mixed[i / 2].name);
            }
        }
    }
}

/* Rows of a user's folder come first and need no context. */
static void test_user_rows(void **state)
{
    char  folder[] = "/tmp/sitrep-actors-XXXXXX", path[128];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/actor-names.tsv", folder);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    (void)fputs("phrase\tactor\tfirst\tlast\tnote\nRed Lantern\tred-lantern\t\t\t\nHamas\tour-hamas\t\t\t\nPKK\tour-pkk\t\t\tacronym\n", f);
    (void)fclose(f);
    (void)snprintf(path, sizeof path, "%s/actors.tsv", folder);
    f = fopen(path, "w");
    assert_non_null(f);
    (void)fputs("id\tname\tkind\tcountry\tparent\tfirst\tlast\tsource\nred-lantern\tRed Lantern\tgroup\tNO\t\t\t\tours\n", f);
    (void)fclose(f);
    sr_know_options options = {.data_dir = folder, .phrase = sr_text_phrase};
    read_state      own = {0};
    sr_error        err = {0};
    assert_int_equal(sr_know_open(&own.know, &options, &err), SR_OK);
    sr_arena_init(&own.arena, 0, NULL, NULL);
    static const row rows[] = {
        {"new actor", "Red Lantern claimed it.", "GROUP Red Lantern =red-lantern @NO", NULL},
        {"own reading first", "Hamas claimed it.", "GROUP Hamas =our-hamas", NULL},
        {"own acronym first", "The PKK claimed it.", "GROUP PKK =our-pkk", NULL},
        {"built-in rows stay", "Hezbollah claimed it.", "GROUP Hezbollah =hezbollah @LB", NULL},
    };
    check(&own, rows, SR_COUNT(rows), false);
    sr_know_close(own.know);
    sr_arena_free(&own.arena);
    (void)remove(path);
    (void)snprintf(path, sizeof path, "%s/actor-names.tsv", folder);
    (void)remove(path);
    (void)remove(folder);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mixed),
        cmocka_unit_test(test_upper),
        cmocka_unit_test(test_invariants),
        cmocka_unit_test(test_user_rows),
    };
    return cmocka_run_group_tests(tests, read_setup, read_teardown);
}
