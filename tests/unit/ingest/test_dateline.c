/* Date lines, datelines and instants.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>

#include "ingest/dateline.h"

typedef struct row {
    const char *text, *day, *place, *region, *source, *body;
} row;

static const row rows[] = {
    {"date 2024-03-22\nTwo men fell.", "2024-03-22", "", "", "", "Two men"},
    {" date 2024-03-22 In a town", "2024-03-22", "", "", "", "In a"},
    {"Date: 2024-03-22\n\nLIMA (AFP) - Men", "2024-03-22", "LIMA", "", "AFP", "Men"},
    {"date 2024-02-30\nMen", "!", "", "", "", "Men"},
    {"dates 2024-03-22\nMen", "", "", "", "", "dates"},
    {"date 2024-03-221 x", "", "", "", "", "date"},
    {"   PUERTO AZUL, 3 JAN 90 (XYZ-ABC) -- [TEXT] THE ARMY LEFT.", "1990-01-03", "PUERTO AZUL", "", "XYZ-ABC", "THE ARMY"},
    {"NO CITY (CHILE), NO DATE -- [SPEECH] [SOTO]\n[TEXT] WE HAVE", "", "", "CHILE", "", "WE HAVE"},
    {"ROMA (ITALY), JUNE 11 89 (TV UNO CANAL 8)\n-- [INTERVIEW WITH\nSOTO] WE", "1989-06-11", "ROMA", "ITALY", "TV UNO CANAL 8", "WE"},
    {"PUERTO AZUL, 31 FEB 90 -- MEN LEFT", "!", "PUERTO AZUL", "", "", "MEN LEFT"},
    {"PUERTO AZUL, 3 JAN (XYZ) -- MEN LEFT", "?", "PUERTO AZUL", "", "XYZ", "MEN LEFT"},
    {"KABUL, Afghanistan (Jan. 10, 2011) \xE2\x80\x93 A bomb", "2011-01-10", "KABUL", "Afghanistan", "", "A bomb"},
    {"KABUL, Afghanistan (Jan. 10, 2011)\nA bomb", "2011-01-10", "KABUL", "Afghanistan", "", "A bomb"},
    {"MOSCOW (Reuters) - A man", "", "MOSCOW", "", "Reuters", "A man"},
    {"MOSCOW, Sept 4 (Reuters) - A man", "?", "MOSCOW", "", "Reuters", "A man"},
    {"Kabul (AFP) - A man", "", "Kabul", "", "AFP", "A man"},
    {"LIMA, 12 May 2019 (AFP) \xE2\x80\x94 A man", "2019-05-12", "LIMA", "", "AFP", "A man"},
    {"BEIJING (Xinhua, March 3rd, 2010) -- A man", "2010-03-03", "BEIJING", "", "Xinhua", "A man"},
    {"ST. MARTIN-SUR-MER, France \xE2\x80\x94 A man", "", "ST. MARTIN-SUR-MER", "France", "", "A man"},
    {"UPDATE \xE2\x80\x94 A man", "", "", "", "", "UPDATE"},
    {"THE ARMY -- WHICH LEFT -- IS BACK", "", "", "", "", "THE ARMY"},
    {"NATO - the alliance - met", "", "", "", "", "NATO"},
    {"A man (42) - tall - left.", "", "", "", "", "A man"},
    {"On Friday, May 3, 2019, a man left.", "", "", "", "", "On Friday"},
    {"Friday, May 3, 2019\n\nA man left.", "2019-05-03", "", "", "", "A man"},
    {"Patrol finds arms\n2012-06-S-07\n\nFARAH, Afghanistan (June 14) \xE2\x80\x94 Men", "2012-06-14", "FARAH", "Afghanistan", "", "Patrol"},
    {"Update\n2012-06-S-07\n1977, 2082\n\nFARAH, Afghanistan (June 14) \xE2\x80\x94 Men", "2012-06-14", "FARAH", "Afghanistan", "", "Update"},
    {"July 2: Patrols in the West\nCommand\n2012-07-CA-009\nA patrol found arms.", "2012-07-02", "", "", "", "July"},
    {"July 2: Patrols in the West\nCommand\n2012-03-CA-009\nA patrol found arms.", "", "", "", "", "July"},
    {"Patrols on July 2 in the West\nA patrol found arms in 2012.", "", "", "", "", "Patrols"},
    {"[TEXT] THE ARMY LEFT", "", "", "", "", "THE ARMY"},
    {"[Note] The army left", "", "", "", "", "[Note]"},
    {"", "", "", "", "", ""},
    {"date", "", "", "", "", "date"},
};

static void test_ingest_dateline__rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        const row *r = &rows[i];
        sr_dateline got;
        char day[SR_DAY_TEXT];
        sr_dateline_read(sr_str_c(r->text), &got);
        sr_day_format(got.day, day);
        const char *said = got.fault == SR_DATELINE_NO_SUCH_DAY ? "!" : got.fault == SR_DATELINE_NO_YEAR ? "?" : day;
        assert_row(strcmp(said, r->day) == 0, r->text);
        assert_row(sr_str_eq(got.place, sr_str_c(r->place)), r->text);
        assert_row(sr_str_eq(got.region, sr_str_c(r->region)), r->text);
        assert_row(sr_str_eq(got.source, sr_str_c(r->source)), r->text);
        sr_str body = sr_str_slice(sr_str_c(r->text), got.body_begin, SIZE_MAX);
        assert_row(sr_str_starts(body, sr_str_c(r->body)), r->text);
    }
}

static void test_ingest_dateline__every_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        for (size_t n = 0; n <= strlen(rows[i].text); n++) {
            uint8_t *exact = malloc(n + 1); // sanitizers see a read behind the end
            memcpy(exact, rows[i].text, n);
            sr_dateline got;
            sr_dateline_read(sr_str_from(exact, n), &got);
            assert_true(got.body_begin <= n);
            free(exact);
        }
    }
}

static void test_ingest_instant__rows(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool        ok;
        int         second, offset;
        bool        has_offset;
    } cases[] = {
        {"2024-03-22", true, -1, 0, false},
        {"2024-03-22T14:05", true, 50700, 0, false},
        {"2024-03-22T14:05:07Z", true, 50707, 0, true},
        {" 2024-03-22 14:05:07.25 +03:00 ", true, 50707, 180, true},
        {"2024-03-22T14:05:07-0330", true, 50707, -210, true},
        {"2024-03-22T140507+05", true, 50707, 300, true},
        {"2024-03-22T24:00", false, 0, 0, false},
        {"2024-02-30", false, 0, 0, false},
        {"2024-03", false, 0, 0, false},
        {"2024-03-22x", false, 0, 0, false},
        {"2024-03-22T14:05 noon", false, 0, 0, false},
        {"22 March 2024", false, 0, 0, false},
        {"", false, 0, 0, false},
    };
    for (size_t i = 0; i < SR_COUNT(cases); i++) {
        sr_instant got;
        assert_row(sr_instant_parse(sr_str_c(cases[i].text), &got) == cases[i].ok, cases[i].text);
        assert_row((got.day == sr_day_from(2024, 3, 22)) == cases[i].ok, cases[i].text);
        assert_row(!cases[i].ok || (got.second == cases[i].second && got.offset_minutes == cases[i].offset &&
                                    got.has_offset == cases[i].has_offset), cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ingest_dateline__rows),
        cmocka_unit_test(test_ingest_dateline__every_cut),
        cmocka_unit_test(test_ingest_instant__rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
