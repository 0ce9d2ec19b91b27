/* Names to places: the committed gazetteer, and damaged copies of it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>

#include "know/gazetteer_int.h"
#include "know/know.h"
#include "know/model.h"

enum { TOKENS = 16 };

typedef struct world {
    sr_know            *know;
    const sr_gazetteer *g;
} world;

static int set_up(void **state)
{
    static world w;
    sr_error     err = {0};
    if (sr_know_open(&w.know, NULL, &err) != SR_OK)
        return -1;
    w.g = sr_know_gazetteer(w.know);
    *state = &w;
    return w.g ? 0 : -1;
}

static int tear_down(void **state)
{
    sr_know_close(((world *)*state)->know);
    return 0;
}

/* Tokens apart at '|' (no space before it) and ' ' (space before it). */
static size_t forms_of(const char *text, sr_gazetteer_form *forms)
{
    size_t n = 0;
    bool   space = true;
    while (*text && n < TOKENS) {
        size_t len = strcspn(text, " |");
        forms[n++] = sr_gazetteer_form_of(sr_str_from(text, len), space);
        space = text[len] == ' ';
        text += len + (text[len] != 0);
    }
    return n;
}

static sr_gazetteer_place first_reading(const sr_gazetteer *g, const char *text, size_t *tokens)
{
    sr_gazetteer_form           forms[TOKENS];
    const sr_gazetteer_reading *readings;
    size_t                      count, n = forms_of(text, forms);
    sr_gazetteer_place          place;
    *tokens = sr_gazetteer_find(g, forms, n, &readings, &count);
    sr_gazetteer_place_at(g, *tokens ? sr_gazetteer_index(readings[0]) : SR_NO_PLACE, &place);
    return place;
}

static void test_know_gazetteer__names(void **state)
{
    static const struct {
        const char *text;   // '|' joins tokens without a space
        size_t      tokens; // matched
        const char *country;
        int         kind;
        uint32_t    geonameid; // 0: not looked at
    } rows[] = {
        {"Mosul", 1, "IQ", SR_GAZETTEER_CITY, 99072},
        {"MOSUL is", 1, "IQ", SR_GAZETTEER_CITY, 99072},
        {"New York", 2, "US", SR_GAZETTEER_CITY, 5128581},
        {"new|-|york", 3, "US", SR_GAZETTEER_CITY, 5128581},
        {"Port-au-Prince", 1, "HT", SR_GAZETTEER_CITY, 0},
        {"Port|-|au|-|Prince", 5, "HT", SR_GAZETTEER_CITY, 0},
        {"Port au Prince", 3, "HT", SR_GAZETTEER_CITY, 0},
        {"U.S.", 1, "US", SR_GAZETTEER_COUNTRY, 6252001},
        {"U.S|.", 1, "US", SR_GAZETTEER_COUNTRY, 6252001},
        {"Iraq|'s", 1, "IQ", SR_GAZETTEER_COUNTRY, 0},
        {"Sana|'a", 1, "", SR_GAZETTEER_KINDS, 0}, // no name ends at a clitic; "Sana" is one of its own
        {"Sana'a", 1, "YE", SR_GAZETTEER_CITY, 71137},
        {"San Salvador ,", 2, "SV", SR_GAZETTEER_CITY, 0},
        {"São Paulo", 2, "BR", SR_GAZETTEER_CITY, 0},
        {"Sao Paulo", 2, "BR", SR_GAZETTEER_CITY, 0},
        {"Soviet Union", 2, "SU", SR_GAZETTEER_COUNTRY, 0},
        {"Burma", 1, "MM", SR_GAZETTEER_COUNTRY, 0},
        {"Zaire", 1, "CD", SR_GAZETTEER_COUNTRY, 0},
        {"Middle East", 2, "", SR_GAZETTEER_REGION, 0},
        {"Calif.", 1, "US", SR_GAZETTEER_ADMIN1, 5332921},
        {"St. Louis", 2, "US", SR_GAZETTEER_CITY, 0},
        {"Saint Louis", 2, "US", SR_GAZETTEER_CITY, 0},
        {"North Darfur", 2, "SD", SR_GAZETTEER_ADMIN1, 0},
        {"Northern Darfur", 2, "SD", SR_GAZETTEER_ADMIN1, 0},
        {"Raqqa", 1, "SY", SR_GAZETTEER_CITY, 0},
        {"al|-|Raqqah", 3, "SY", -1, 0},
        {"Cook County", 2, "US", SR_GAZETTEER_ADMIN2, 0},
        {"qwertyuiop", 0, "", -1, 0},
        {",", 0, "", -1, 0},
    };
    const sr_gazetteer *g = ((world *)*state)->g;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        size_t             tokens;
        sr_gazetteer_place p = first_reading(g, rows[i].text, &tokens);
        assert_row(tokens == rows[i].tokens, rows[i].text);
        if (!tokens || rows[i].kind == SR_GAZETTEER_KINDS)
            continue;
        assert_row(strcmp(p.country, rows[i].country) == 0, rows[i].text);
        assert_row(rows[i].kind < 0 || p.kind == rows[i].kind, rows[i].text);
        assert_row(!rows[i].geonameid || p.geonameid == rows[i].geonameid, rows[i].text);
        assert_row(p.located, rows[i].text);
    }
}

static void test_know_gazetteer__demonyms(void **state)
{
    static const struct {
        const char *text;
        size_t      tokens;
        const char *country;
    } rows[] = {{"Afghan", 1, "AF"}, {"Iraqis", 1, "IQ"}, {"South Korean soldiers", 2, "KR"}, {"TURKISH", 1, "TR"},
                {"Turkey", 0, ""},   {"Mosul", 0, ""},    {"Niger", 0, ""},                   {"Nigerien", 1, "NE"}};
    const sr_gazetteer *g = ((world *)*state)->g;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_gazetteer_form  forms[TOKENS];
        uint32_t           country;
        size_t             n = forms_of(rows[i].text, forms);
        sr_gazetteer_place p;
        assert_row(sr_gazetteer_demonym(g, forms, n, &country) == rows[i].tokens, rows[i].text);
        sr_gazetteer_place_at(g, country, &p);
        assert_row(strcmp(p.country, rows[i].country) == 0, rows[i].text);
    }
}

static void test_know_gazetteer__chain(void **state)
{
    const sr_gazetteer *g = ((world *)*state)->g;
    size_t              tokens;
    sr_gazetteer_place  town = first_reading(g, "Peshawar", &tokens), province, district;
    sr_gazetteer_place_at(g, town.admin1, &province);
    assert_int_equal(province.kind, SR_GAZETTEER_ADMIN1);
    assert_true(sr_gazetteer_inside(g, town.index, province.index));
    assert_true(sr_gazetteer_inside(g, town.index, sr_gazetteer_country(g, "PK")));
    assert_false(sr_gazetteer_inside(g, town.index, sr_gazetteer_country(g, "AF")));
    assert_false(sr_gazetteer_inside(g, province.index, town.index));
    sr_gazetteer_place_at(g, town.admin2, &district);
    assert_true(town.admin2 == SR_NO_PLACE || district.kind == SR_GAZETTEER_ADMIN2);
    assert_int_equal(sr_gazetteer_country(g, "ZZ"), SR_NO_PLACE);
    assert_int_equal(sr_gazetteer_country(g, ""), SR_NO_PLACE);
    sr_gazetteer_place_at(g, UINT32_MAX, &town);
    assert_int_equal(town.name.len, 0);
}

static void test_know_gazetteer__sphere(void **state)
{
    (void)state;
    double km = sr_gazetteer_km(52.52, 13.405, 48.8566, 2.3522); // Berlin, Paris
    assert_true(km > 870 && km < 885);
    double lat = 10, lon = 179.9;
    sr_gazetteer_move(&lat, &lon, 90, 100);
    assert_true(lon < -178 && lon > -180 && lat > 9.9 && lat < 10.1);
    assert_true(sr_gazetteer_km(10, 179.9, lat, lon) > 99.9 && sr_gazetteer_km(10, 179.9, lat, lon) < 100.1);
}

static void test_know_gazetteer__refused(void **state)
{
    (void)state;
    sr_gazetteer__header h = {.n_places = 1, .bucket_bits = 1, .filter_bits = 1};
    sr_gazetteer__header odd[] = {h, h, h, h};
    odd[0].bucket_bits = 40;
    odd[1].n_entries = UINT32_MAX;
    odd[2].begin[SR_GAZETTEER__NAMES] = UINT32_MAX - 7;
    odd[3].n_countries = 2; // more than there are places
    for (size_t i = 0; i < SR_COUNT(odd); i++) {
        sr_buf        file = SR_BUF_INIT;
        sr_gazetteer *g;
        sr_error      err = {0};
        sr_model_wrap(&file, SR_GAZETTEER_KIND, SR_GAZETTEER_VERSION, SR_GAZETTEER__FORMAT,
                      sr_str_from(&odd[i], sizeof odd[i]));
        assert_int_equal(sr_gazetteer_open(&g, sr_buf_view(&file), "test", &err), SR_E_CORRUPT);
        assert_null(g);
        sr_buf_free(&file);
    }
}

/* Bytes changed all over a copy: nothing outside it may be read (seen by the sanitizers). */
static void test_know_gazetteer__damaged(void **state)
{
    sr_str   file = sr_know_model(((world *)*state)->know, SR_STR("gazetteer"));
    size_t   room = (file.len + 63) & ~(size_t)63;
    uint8_t *copy = aligned_alloc(64, room);
    assert_non_null(copy);
    memcpy(copy, file.ptr, file.len);
    uint64_t seed = 1;
    for (size_t i = 0; i < file.len / 64; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        copy[SR_MODEL_HEADER + sizeof(sr_gazetteer__header) + (seed >> 20) % (file.len - 200)] = (uint8_t)(seed >> 56);
    }
    sr_gazetteer *g;
    sr_error      err = {0};
    assert_int_equal(sr_gazetteer_open(&g, sr_str_from(copy, file.len), "damaged", &err), SR_OK);
    static const char *const words[] = {"Mosul", "New York", "San Jose", "Paris", "Santa Cruz", "Victoria", "La Paz"};
    for (size_t i = 0; i < SR_COUNT(words); i++) {
        size_t tokens;
        (void)first_reading(g, words[i], &tokens);
    }
    for (uint32_t i = 0; i < sr_gazetteer_places(g); i += 7) {
        sr_gazetteer_place p;
        sr_gazetteer_place_at(g, i, &p);
        (void)sr_gazetteer_inside(g, i, p.admin1);
        (void)sr_hash(p.name);
    }
    sr_gazetteer_close(g);
    free(copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_know_gazetteer__names),   cmocka_unit_test(test_know_gazetteer__demonyms),
        cmocka_unit_test(test_know_gazetteer__chain),   cmocka_unit_test(test_know_gazetteer__sphere),
        cmocka_unit_test(test_know_gazetteer__refused), cmocka_unit_test(test_know_gazetteer__damaged),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
