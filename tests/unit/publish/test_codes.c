/* Codes of other schemes: every leaf has exactly one value in each, every value is reachable or
 * says why it is not; sides and cases of incidents.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "know/know.h"
#include "publish/codes.h"
#include "publish/uuid.h"

static sr_know          *know;
static const sr_lexicon *lexicon;

static const struct {
    const char *column, *scheme;
} schemes[] = {
#define X(NAME, column, codes) {column, codes},
    SR_SCHEME_LIST(X)
#undef X
};

static const char *const case_names[] = {
#define X(NAME, name) name,
    SR_CASE_LIST(X)
#undef X
};

#define CODES_MAX 1024
static bool reached[CODES_MAX];

static int table(const char *name)
{
    int t = sr_lexicon_table(lexicon, sr_str_c(name));
    assert_true(t >= 0);
    return t;
}

static sr_str cell(const char *name, uint32_t row, const char *column)
{
    int t = table(name), c = sr_lexicon_column(lexicon, t, sr_str_c(column));
    assert_true(c >= 0);
    return sr_lexicon_cell(lexicon, t, row, c);
}

static int open_know(void **state)
{
    sr_error err = {0};
    (void)state;
    if (sr_know_open(&know, NULL, &err) != SR_OK)
        return -1;
    lexicon = sr_know_lexicon(know);
    return 0;
}

static int close_know(void **state)
{
    (void)state;
    sr_know_close(know);
    return 0;
}

/* Cases named before a value's '?'; fails on a name that is none. */
static uint32_t cases_named(sr_str names)
{
    uint32_t cases = 0;
    while (names.len) {
        sr_str name = sr_str_cut(&names, '&');
        size_t i = 0;
        while (i < SR_COUNT(case_names) && !sr_str_eq(name, sr_str_c(case_names[i])))
            i++;
        if (i == SR_COUNT(case_names))
            fail_msg("no case is called \"%.*s\"", SR_ARG(name));
        cases |= UINT32_C(1) << i;
    }
    return cases;
}

/* Marks a code as reached; PLOVER's modes behind the colon are not listed one by one. */
static void reach(const char *scheme, sr_str code)
{
    sr_str   rest = code, event = sr_str_cut(&rest, ':');
    char     key[96];
    uint32_t row;
    if (sr_str_eq(code, SR_STR("-")))
        return;
    (void)snprintf(key, sizeof key, "%s:%.*s", scheme, SR_ARG(event));
    row = sr_lexicon_key(lexicon, table("incident-codes"), sr_str_c(key));
    if (row == SR_NO_ROW || row >= CODES_MAX)
        fail_msg("incident-codes has no row \"%s\"", key);
    reached[row] = true;
}

/* One cell: the last alternative has no case, and each is what its own cases choose. */
static void check_cell(const char *scheme, sr_str subtype, sr_str all)
{
    bool last = false;
    for (sr_str rest = all; rest.len;) {
        sr_str value = sr_str_cut(&rest, '|'), names = {NULL, 0};
        size_t mark = sr_str_find(value, '?', 0);
        if (last || !value.len)
            fail_msg("%.*s, %s: an alternative is never chosen", SR_ARG(subtype), scheme);
        last = mark == value.len;
        if (!last) {
            names = sr_str_slice(value, 0, mark);
            value = sr_str_slice(value, mark + 1, value.len);
        }
        sr_str chosen = sr_code_choose(all, cases_named(names));
        if (!sr_str_eq(chosen, value))
            fail_msg("%.*s, %s: \"%.*s\" hides \"%.*s\"", SR_ARG(subtype), scheme, SR_ARG(chosen),
                     SR_ARG(value));
        reach(scheme, value);
    }
    if (!last)
        fail_msg("%.*s, %s: no value when no case holds", SR_ARG(subtype), scheme);
}

static void test_publish_codes__every_leaf_has_one_value(void **state)
{
    uint32_t n = sr_lexicon_rows(lexicon, table("incident-types"));
    (void)state;
    assert_in_range(n, 60, 200);
    for (uint32_t row = 0; row < n; row++)
        for (size_t s = 0; s < SR_COUNT(schemes); s++)
            check_cell(schemes[s].scheme, cell("incident-types", row, "subtype"),
                       cell("incident-types", row, schemes[s].column));
    for (int type = 0; type < SR_INCIDENT_TYPE_COUNT; type++)
        if (sr_lexicon_key(lexicon, table("incident-types"), sr_incident_type_name(type)) == SR_NO_ROW)
            fail_msg("no row for %.*s", SR_ARG(sr_incident_type_name(type)));
}

/* Types of GTD's weapons and targets come from what was used and hit, too. */
static void reach_gtd(void)
{
    char text[12];
#define SR_GTD_WEAPONS
#define X(ours, type, subtype, what)                                                               \
    (void)snprintf(text, sizeof text, "%d", type), reach("gtd_weapon", sr_str_c(text));
#include "publish/gtd_list.h"
#undef X
#undef SR_GTD_WEAPONS
#define SR_GTD_TARGETS
#define X(ours, type) (void)snprintf(text, sizeof text, "%d", type), reach("gtd_target", sr_str_c(text));
#include "publish/gtd_list.h"
#undef X
#undef SR_GTD_TARGETS
}

static void test_publish_codes__every_value_is_reachable_or_says_why(void **state)
{
    uint32_t n = sr_lexicon_rows(lexicon, table("incident-codes"));
    (void)state;
    assert_in_range(n, 150, CODES_MAX);
    test_publish_codes__every_leaf_has_one_value(state);
    for (uint32_t row = 0; row < sr_lexicon_rows(lexicon, table("position-codes")); row++) {
        reach("cameo", cell("position-codes", row, "cameo"));
        reach("plover", cell("position-codes", row, "plover"));
    }
    reach_gtd();
    for (uint32_t row = 0; row < n; row++) {
        sr_str code = cell("incident-codes", row, "code");
        sr_str why = cell("incident-codes", row, "unreachable");
        if (reached[row] == (why.len > 0))
            fail_msg("%.*s is %s, its row says \"%.*s\"", SR_ARG(code),
                     reached[row] ? "reached" : "not reached", SR_ARG(why));
    }
}

static void test_publish_codes__schemes_are_whole(void **state)
{
    static const struct {
        const char *scheme;
        uint32_t    n;
    } rows[] = {{"acled:", 25}, {"gtd:", 9}, {"gtd_weapon:", 13}, {"gtd_target:", 22},
                {"plover:", 16}, {"cap:", 12}};
    (void)state;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        uint32_t n = 0;
        for (uint32_t row = 0; row < sr_lexicon_rows(lexicon, table("incident-codes")); row++)
            n += sr_str_starts(cell("incident-codes", row, "code"), sr_str_c(rows[i].scheme));
        if (n != rows[i].n)
            fail_msg("%s %u values, expected %u", rows[i].scheme, n, rows[i].n);
    }
    for (int verb = 1; verb < SR_POSITION_VERB_COUNT; verb++)
        assert_true(sr_lexicon_key(lexicon, table("position-codes"), sr_position_verb_name(verb)) !=
                    SR_NO_ROW);
}

#define BIT(NAME) (UINT32_C(1) << SR_CASE_##NAME)

/* Rules that the codebooks make depend on who did it to whom. */
static void test_publish_codes__by_case(void **state)
{
    static const struct {
        sr_incident_type type;
        const char      *subtype;
        sr_scheme        scheme;
        uint32_t         cases;
        const char      *code;
    } rows[] = {
        {SR_INCIDENT_ATTACK, "shooting", SR_SCHEME_ACLED, 0, "Attack"},
        {SR_INCIDENT_ATTACK, "shooting", SR_SCHEME_ACLED, BIT(ON_CIVILIANS), "Attack"},
        {SR_INCIDENT_ATTACK, "shooting", SR_SCHEME_ACLED, BIT(ON_ARMED), "Armed clash"},
        {SR_INCIDENT_ATTACK, "shooting", SR_SCHEME_ACLED, BIT(BY_STATE) | BIT(ON_PROTESTERS),
         "Excessive force against protesters"},
        {SR_INCIDENT_ATTACK, "stabbing", SR_SCHEME_ACLED, BIT(BY_RIOTERS), "Mob violence"},
        {SR_INCIDENT_ATTACK, "shooting", SR_SCHEME_CAMEO, BIT(SINGLE), "1823"},
        {SR_INCIDENT_ATTACK, "shooting", SR_SCHEME_CAMEO, 0, "193"},
        {SR_INCIDENT_ASSASSINATION, "", SR_SCHEME_CAMEO, BIT(FAILED), "185"},
        {SR_INCIDENT_BOMBING, "bombing.placed", SR_SCHEME_CAMEO, 0, "1834"},
        {SR_INCIDENT_BOMBING, "bombing.placed", SR_SCHEME_CAMEO, BIT(GDELT), "183"},
        {SR_INCIDENT_BOMBING, "bombing.suicide", SR_SCHEME_GTD, BIT(BY_ARMED), "3"},
        {SR_INCIDENT_ARMED_CLASH, "armed_clash", SR_SCHEME_GTD, BIT(BY_STATE), ""},
        {SR_INCIDENT_ARSON, "arson", SR_SCHEME_ACLED, BIT(ON_PEOPLE), "Attack"},
        {SR_INCIDENT_ARSON, "arson", SR_SCHEME_ACLED, 0, "Looting/property destruction"},
        {SR_INCIDENT_PROTEST, "protest", SR_SCHEME_ACLED, BIT(BY_STATE), "Protest with intervention"},
        {SR_INCIDENT_BOMBING, "bombing", SR_SCHEME_ACLED, BIT(FOILED), "Disrupted weapons use"},
        {SR_INCIDENT_OTHER, "territory_captured", SR_SCHEME_ACLED, BIT(BY_STATE),
         "Government regains territory"},
        {SR_INCIDENT_OTHER, "accident.fire", SR_SCHEME_ACLED, 0, ""},
        {SR_INCIDENT_ROBBERY, "no such leaf", SR_SCHEME_MUC4, 0, "ROBBERY"},
    };
    (void)state;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_str code = sr_code(lexicon, rows[i].type, sr_str_c(rows[i].subtype), rows[i].scheme,
                              rows[i].cases);
        if (!sr_str_eq(code, sr_str_c(rows[i].code)))
            fail_msg("%s: got \"%.*s\", expected \"%s\"", rows[i].subtype, SR_ARG(code), rows[i].code);
    }
    assert_str(sr_code_cell(lexicon, "cameo", SR_STR("190"), "scale"), "-10.0");
    assert_str(sr_code_cell(lexicon, "cameo", SR_STR("016"), "scale"), "-2.0");
    assert_str(sr_country_cell(lexicon, SR_STR("CH"), "fips"), "SZ");
    assert_str(sr_code(NULL, SR_INCIDENT_ATTACK, SR_STR("shooting"), SR_SCHEME_GTD, 0), "");
}

static void test_publish_codes__role(void **state)
{
    static const struct {
        const char *name, *kind, *code;
        sr_role     role;
    } rows[] = {
        {"Red Army Faction", "group", "", SR_ROLE_GROUP},
        {"separatist rebels", "group", "", SR_ROLE_REBELS},
        {"army", "agency", "", SR_ROLE_MILITARY},
        {"POLICE", "agency", "", SR_ROLE_POLICE},
        {"Ministry of Trade", "agency", "", SR_ROLE_GOVERNMENT},
        {"gunmen", "", "", SR_ROLE_UNIDENTIFIED},
        {"demonstrators", "", "", SR_ROLE_PROTESTERS},
        {"ambassador", "", "", SR_ROLE_UNKNOWN},
        {"farmers", "", "civilian", SR_ROLE_CIVILIANS},
        {"rebels", "", "combatant", SR_ROLE_GROUP},
        {"", "", "", SR_ROLE_UNKNOWN},
    };
    (void)state;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_value value = sr_value_none();
        value.name = sr_str_c(rows[i].name);
        value.kind = sr_str_c(rows[i].kind);
        value.code = sr_str_c(rows[i].code);
        assert_row(sr_role_of(&value) == rows[i].role, rows[i].name);
    }
}

/* Examples of RFC 9562 and of Python's documentation. */
static void test_publish_codes__uuid(void **state)
{
    static const uint8_t dns[16] = {0x6B, 0xA7, 0xB8, 0x10, 0x9D, 0xAD, 0x11, 0xD1,
                                    0x80, 0xB4, 0x00, 0xC0, 0x4F, 0xD4, 0x30, 0xC8};
    char                 text[SR_UUID_TEXT];
    (void)state;
    sr_uuid5_in(dns, SR_STR("www.example.com"), text);
    assert_string_equal(text, "2ed6657d-e927-568b-95e1-2665a8aea6a2");
    sr_uuid5_in(dns, SR_STR("python.org"), text);
    assert_string_equal(text, "886313e1-3b8a-5372-9b90-0c9aee199e5d");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_publish_codes__every_leaf_has_one_value),
        cmocka_unit_test(test_publish_codes__every_value_is_reachable_or_says_why),
        cmocka_unit_test(test_publish_codes__schemes_are_whole),
        cmocka_unit_test(test_publish_codes__by_case),
        cmocka_unit_test(test_publish_codes__role),
        cmocka_unit_test(test_publish_codes__uuid),
    };
    return cmocka_run_group_tests(tests, open_know, close_know);
}
