/* Codes of other schemes; see codes.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/codes.h"

#include <stdio.h>

static const char *const columns[] = {
#define X(NAME, column, codes) column,
    SR_SCHEME_LIST(X)
#undef X
};

static const char *const case_names[] = {
#define X(NAME, name) name,
    SR_CASE_LIST(X)
#undef X
};

static sr_str cell(const sr_lexicon *lexicon, const char *table_name, sr_str key,
                   const char *column)
{
    int table = sr_lexicon_table(lexicon, sr_str_c(table_name));
    uint32_t row = sr_lexicon_key(lexicon, table, key);
    return sr_lexicon_cell(lexicon, table, row,
                           sr_lexicon_column(lexicon, table, sr_str_c(column)));
}

static bool holds(sr_str name, uint32_t cases)
{
    for (size_t i = 0; i < SR_COUNT(case_names); i++)
        if (sr_str_eq(name, sr_str_c(case_names[i])))
            return cases >> i & 1;
    return false;
}

sr_str sr_code_choose(sr_str alternatives, uint32_t cases)
{
    while (alternatives.len) {
        sr_str value = sr_str_cut(&alternatives, '|'), names = {NULL, 0};
        size_t mark = sr_str_find(value, '?', 0);
        bool fits = true;
        if (mark < value.len) {
            names = sr_str_slice(value, 0, mark);
            value = sr_str_slice(value, mark + 1, value.len);
        }
        while (names.len && fits)
            fits = holds(sr_str_cut(&names, '&'), cases);
        if (fits)
            return value;
    }
    return (sr_str){NULL, 0};
}

static sr_str type_cell(const sr_lexicon *lexicon, sr_incident_type type, sr_str subtype,
                        const char *column)
{
    sr_str found = {NULL, 0};
    if (subtype.len)
        found = cell(lexicon, "incident-types", subtype, column);
    return found.len ? found : cell(lexicon, "incident-types", sr_incident_type_name(type), column);
}

sr_str sr_code(const sr_lexicon *lexicon, sr_incident_type type, sr_str subtype, sr_scheme scheme,
               uint32_t cases)
{
    sr_str code = sr_code_choose(type_cell(lexicon, type, subtype, columns[scheme]), cases);
    return sr_str_eq(code, SR_STR("-")) ? (sr_str){NULL, 0} : code;
}

sr_str sr_type_text(const sr_lexicon *lexicon, sr_incident_type type, sr_str subtype)
{
    return type_cell(lexicon, type, subtype, "name");
}

sr_str sr_code_cell(const sr_lexicon *lexicon, const char *scheme, sr_str code, const char *column)
{
    char key[96];
    (void)snprintf(key, sizeof key, "%s:%.*s", scheme, SR_ARG(code));
    return code.len ? cell(lexicon, "incident-codes", sr_str_c(key), column) : (sr_str){NULL, 0};
}

sr_str sr_position_cameo(const sr_lexicon *lexicon, sr_str verb)
{
    sr_str code = cell(lexicon, "position-codes", verb, "cameo");
    return sr_str_eq(code, SR_STR("-")) ? (sr_str){NULL, 0} : code;
}

sr_str sr_country_cell(const sr_lexicon *lexicon, sr_str iso2, const char *column)
{
    return cell(lexicon, "countries", iso2, column);
}

sr_str sr_actor_country(const sr_lexicon *lexicon, sr_str actor)
{
    return actor.len ? cell(lexicon, "actors", actor, "country") : (sr_str){NULL, 0};
}
