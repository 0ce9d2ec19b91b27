/* Every writer of a JSON form on the literal reading of sample.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "sample.h"

typedef struct row {
    const char *name, *expected;
} row;

static void check(sample *s, sr_publish_format format, const row *rows, size_t n)
{
    sr_buf out = sample_write(s, format, false);
    for (size_t i = 0; i < n; i++)
        if (!sample_has(&out, rows[i].expected))
            fail_msg("row \"%s\": no %s in %.*s", rows[i].name, rows[i].expected,
                     SR_ARG(sr_buf_view(&out)));
    sr_buf_free(&out);
}

static void test_publish_writers__json(void **state)
{
    static const row rows[] = {
        {"report", "{\"id\":\"r1\",\"published\":\"2023-05-06T10:30:00+02:00\",\"title\":\"Twelve "
                   "killed\",\"publisher\":null,\"url\":null,\"language\":\"en\",\"kind\":\"fresh_"
                   "incident\",\"relevance\":0.9,\"incidents\":[{"},
        {"types", "\"type\":\"ATTACK\",\"types\":[\"ATTACK\",\"ARMED_CLASH\"],\"subtype\":\"mass_"
                  "shooting\",\"factors\":[\"firearms\"],\"role\":\"main\",\"stage\":"
                  "\"accomplished\""},
        {"date", "\"date\":{\"start\":\"2023-05-05\",\"end\":\"2023-05-05\",\"precision\":\"day\"},"
                 "\"time_of_day\":\"19:30\""},
        {"place", "\"place\":{\"name\":\"Arlen\",\"venue\":\"market\",\"admin1\":\"Lower Hills\","
                  "\"admin2\":null,\"country\":\"CO\",\"lat\":4.5,\"lon\":-74.25,\"precision\":"
                  "\"city\",\"geonameid\":null}"},
        {"counts", "\"killed\":{\"low\":12,\"best\":12,\"high\":null,\"evidence\":[[0,30]]},"
                   "\"wounded\":null,"},
        {"perpetrator", "{\"name\":\"Red Front\",\"actor\":\"red-front\",\"kind\":\"group\","
                        "\"certainty\":\"accused_by_authorities\",\"by\":\"police\",\"by_class\":"
                        "\"police\",\"evidence\":[[31,51]],\"probability\":0.5}"},
        {"exact count", "\"effect\":\"destroyed\",\"count\":1,\"evidence\""},
        {"open count", "\"count\":12,\"count_range\":{\"low\":12,\"best\":12,\"high\":null}"},
        {"warning", "\"warnings\":[{\"by\":\"police\",\"by_class\":\"police\",\"date\":{\"start\":"
                    "\"2023-03-01\",\"end\":\"2023-03-31\",\"precision\":\"month\"},\"about\":\"an "
                    "attack\""},
        {"title evidence", "{\"from\":\"Red Front\",\"type\":\"part_of\",\"to\":\"Red League\","
                           "\"evidence\":[{\"in\":\"title\",\"span\":[0,8]}]"},
        {"questions", "\"open_questions\":[{\"kind\":\"contested\",\"field\":\"perpetrator\"},"
                      "{\"kind\":\"unknown\",\"field\":\"wounded\"}]"},
        {"background", "\"types\":[\"PROTEST\"],\"subtype\":null,\"factors\":[],\"role\":"
                       "\"background\",\"stage\":\"accomplished\",\"date\":null,\"time_of_day\":"
                       "null,\"place\":null,\"killed\":null"},
        {"end", "\"evidence\":[],\"probability\":0.5}]}\n"},
    };
    sample s;
    (void)state;
    sample_make(&s);
    check(&s, SR_PUBLISH_JSON, rows, SR_COUNT(rows));
}

static void test_publish_writers__json_of_nothing(void **state)
{
    sample s;
    (void)state;
    sample_make(&s);
    s.report = (sr_report){.id = SR_STR("x"),
                           .published = {SR_DAY_NONE, -1, 0, false},
                           .members = SR_STR("{\"desk\":\"south\"}")};
    s.reading = (sr_reading){.report = &s.report};
    sr_buf out = sample_write(&s, SR_PUBLISH_JSON, false);
    assert_str(sr_buf_view(&out),
               "{\"id\":\"x\",\"published\":null,\"title\":null,\"publisher\":null,\"url\":null,"
               "\"language\":null,\"kind\":null,\"relevance\":null,\"incidents\":[],\"members\":"
               "{\"desk\":\"south\"}}\n");
    sr_buf_free(&out);
}

static void test_publish_writers__claims(void **state)
{
    static const row rows[] = {
        {"code", "\"report\":\"r1\",\"mention\":0,\"field\":\"type\",\"value\":\"ATTACK\",\"stance"
                 "\":\"reported_as_fact\",\"source\":{\"name\":null,\"class\":\"unknown\",\"actor"
                 "\":null},\"actuality\":\"accomplished\",\"span\":[0,30],\"stated\":null,"
                 "\"probability\":0.75,\"extractor\":\"test-1\"}\n{"},
        {"count", "\"field\":\"killed\",\"value\":{\"low\":12,\"best\":12,\"high\":null}"},
        {"about the report", "\"mention\":null,\"field\":\"relation\",\"value\":{\"name\":\"Red "
                             "Front\",\"type\":\"part_of\",\"to\":\"Red League\"}"},
        {"title", "\"span\":{\"in\":\"title\",\"span\":[0,8]}"},
    };
    sample s;
    (void)state;
    sample_make(&s);
    check(&s, SR_PUBLISH_CLAIMS, rows, SR_COUNT(rows));
}

static void test_publish_writers__muc4(void **state)
{
    static const row rows[] = {
        {"one template", "{\"doc\":\"r1\",\"templates\":[{\"incident_date\":\"05 MAY 23\","
                         "\"incident_location\":\"COLOMBIA: ARLEN (CITY)\",\"incident_type\":"
                         "\"ATTACK\",\"incident_stage_of_execution\":\"ACCOMPLISHED\""},
        {"weapon", "\"incident_instrument_id\":[\"RIFLES\"],\"incident_instrument_type\":[{"
                   "\"value\":\"RIFLE\",\"ref\":\"RIFLES\"}]"},
        {"one row an organization",
         "\"perp_incident_category\":\"TERRORIST ACT\","
         "\"perp_organization_id\":[\"RED FRONT\"],\"perp_organization_confidence\":[{\"value\":"
         "\"SUSPECTED OR ACCUSED BY AUTHORITIES\",\"ref\":\"RED FRONT\"}]"},
        {"thing", "\"phys_tgt_id\":[\"BARN\"],\"phys_tgt_type\":[{\"value\":\"COMMERCIAL\",\"ref\":"
                  "\"BARN\"}],\"phys_tgt_number\":[{\"value\":\"1\",\"ref\":\"BARN\"}]"},
        {"people", "\"hum_tgt_description\":[\"FARMERS\"],\"hum_tgt_type\":[{"
                   "\"value\":\"CIVILIAN\",\"ref\":\"FARMERS\"}],\"hum_tgt_number\":[{\"value\":"
                   "\"12-\",\"ref\":\"FARMERS\"}]"},
        {"effect", "\"hum_tgt_effect_of_incident\":[{\"value\":\"DEATH\",\"ref\":\"FARMERS\"}]}]}"},
    };
    sample s;
    (void)state;
    sample_make(&s);
    check(&s, SR_PUBLISH_MUC4, rows, SR_COUNT(rows));
}

/* What the task does not count leaves an empty list. */
static void test_publish_writers__muc4_filter(void **state)
{
    enum { PROTEST, RUMOUR, OLD, SOLDIERS, MENTION, COUNTS, CASES };
    sample s;
    (void)state;
    for (int c = 0; c < CASES; c++) {
        sample_make(&s);
        s.incidents.n = 1;
        sr_incident *main = &s.incident[0];
        if (c == PROTEST)
            main->type = SR_INCIDENT_PROTEST;
        if (c == RUMOUR)
            main->stage = SR_ACTUALITY_HYPOTHETICAL;
        if (c == OLD) {
            main->background = true;
            main->date.first = main->date.last = sr_day_from(2022, 5, 5);
        }
        if (c == SOLDIERS) {
            main->type = SR_INCIDENT_ARMED_CLASH;
            main->targets.n = 0;
            s.victim.value.code = SR_STR("active_military");
        }
        if (c == MENTION)
            main->targets.n = main->victims.n = main->perpetrators.n = 0;
        sr_buf out = sample_write(&s, SR_PUBLISH_MUC4, false);
        if (sample_has(&out, "\"templates\":[]") != (c != COUNTS))
            fail_msg("case %d: %.*s", c, SR_ARG(sr_buf_view(&out)));
        sr_buf_free(&out);
    }
}

static void test_publish_writers__muc4_values(void **state)
{
    sample s;
    (void)state;
    sample_make(&s);
    s.incident[0].date.precision = SR_PRECISION_UNKNOWN;
    s.incident[0].place.precision = SR_PLACE_PRECISION_COUNTRY;
    memcpy(s.incident[0].place.country, "RU", 3);
    s.victim.value.name = SR_STR("Ana Ruiz");
    s.victim.value.description = SR_STR("mayor");
    s.victim.value.count = SR_COUNT_NONE;
    s.victim.value.nationality = SR_STR("US");
    s.target.value.name = SR_STR("houses of the workers");
    s.target.value.count = SR_COUNT_NONE;
    static const row rows[] = {
        {"on or before", "\"incident_date\":\"- 05 MAY 23\""},
        {"country alone, by its name there", "\"incident_location\":\"USSR\""},
        {"name with title", "\"hum_tgt_name\":[\"ANA RUIZ\"],\"hum_tgt_description\":[{\"value\":"
                            "\"MAYOR\",\"ref\":\"ANA RUIZ\"}]"},
        {"one person", "\"hum_tgt_number\":[{\"value\":\"1\",\"ref\":\"ANA RUIZ\"}]"},
        {"foreigner", "\"hum_tgt_foreign_nation\":[{\"value\":\"UNITED STATES\",\"ref\":\"ANA "
                      "RUIZ\"}]"},
        {"plural", "\"phys_tgt_number\":[{\"value\":\"PLURAL\",\"ref\":\"HOUSES OF THE WORKERS\"}]"},
    };
    check(&s, SR_PUBLISH_MUC4, rows, SR_COUNT(rows));
}

/* Persons and their body each go to their slot. */
static void test_publish_writers__muc4_bodies(void **state)
{
    static const struct {
        const char *name, *persons, *body;
    } rows[] = {
        {"guerrillas of the Red Front", "[\"GUERRILLAS\"]", "[\"RED FRONT\"]"},
        {"Red Front guerrillas", "[\"RED FRONT GUERRILLAS\"]", "[\"RED FRONT\"]"},
        {"Front of Free Men", NULL, "[\"FRONT OF FREE MEN\"]"},
        {"Armed Forces", NULL, "[\"ARMED FORCES\"]"},
        {"Rebels", NULL, "[\"REBELS\"]"},
    };
    (void)state;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sample s;
        char   expected[128];
        sample_make(&s);
        s.perpetrators[0].value.name = s.perpetrators[1].value.name = sr_str_c(rows[i].name);
        sr_buf out = sample_write(&s, SR_PUBLISH_MUC4, false);
        (void)snprintf(expected, sizeof expected, "\"perp_organization_id\":%s", rows[i].body);
        assert_row(sample_has(&out, expected), rows[i].name);
        (void)snprintf(expected, sizeof expected, "\"perp_individual_id\":%s",
                       rows[i].persons ? rows[i].persons : "");
        assert_row(sample_has(&out, expected) == (rows[i].persons != NULL), rows[i].name);
        sr_buf_free(&out);
    }
}

/* One name is one person, with every effect told. */
static void test_publish_writers__muc4_repeated(void **state)
{
    sample   s;
    sr_party victims[4];
    (void)state;
    sample_make(&s);
    for (int i = 0; i < 4; i++)
        victims[i] = s.victim;
    victims[1].value.effect = SR_STR("injury");
    victims[3].value.description = SR_STR("rebels");
    victims[3].value.code = SR_STR("combatant");
    s.incident[0].victims = (sr_parties){victims, 4};
    s.incident[0].venue = s.incident[0].place.name = SR_STR("Usulut\xC3\xA1n");
    static const row rows[] = {
        {"one description", "\"hum_tgt_description\":[\"FARMERS\"]"},
        {"two effects", "\"hum_tgt_effect_of_incident\":[{\"value\":\"DEATH\",\"ref\":\"FARMERS\"},{"
                        "\"value\":\"INJURY\",\"ref\":\"FARMERS\"}]"},
        {"ASCII capitals", "COLOMBIA: USULUTAN (CITY)"},
    };
    check(&s, SR_PUBLISH_MUC4, rows, SR_COUNT(rows));
}

static void test_publish_writers__gvdb(void **state)
{
    sample s;
    (void)state;
    sample_make(&s);
    s.victim.value.name = SR_STR("Ana Ruiz");
    s.victim.value.age = SR_STR("34");
    s.incident[0].counts[SR_HARM_KILLED] = (sr_count){3, 3, 3};
    s.incident[0].counts[SR_HARM_KILLED_ATTACKERS] = (sr_count){1, 1, 1};
    s.perpetrators[0].value.kind = s.perpetrators[1].value.kind = SR_STR("person");
    sr_buf out = sample_write(&s, SR_PUBLISH_GVDB, false);
    assert_str(sr_buf_view(&out),
               "{\"id\":\"r1\",\"date\":\"2023-05-05\",\"state\":\"Lower Hills\",\"city\":\"Arlen\""
               ",\"place\":\"market\",\"clock_time\":\"7:30 p.m.\",\"weapon\":\"rifles\",\"killed\""
               ":2,\"injured\":0,\"victims\":[{\"name\":\"Ana Ruiz\",\"age\":\"34\",\"was\":"
               "[\"killed\"]}],\"shooters\":[{\"name\":\"Red Front\"}]}\n");
    sr_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_publish_writers__json),
        cmocka_unit_test(test_publish_writers__json_of_nothing),
        cmocka_unit_test(test_publish_writers__claims),
        cmocka_unit_test(test_publish_writers__muc4),
        cmocka_unit_test(test_publish_writers__muc4_filter),
        cmocka_unit_test(test_publish_writers__muc4_values),
        cmocka_unit_test(test_publish_writers__muc4_bodies),
        cmocka_unit_test(test_publish_writers__muc4_repeated),
        cmocka_unit_test(test_publish_writers__gvdb),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
