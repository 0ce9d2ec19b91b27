/* Reading actor dictionaries; see actor_file.h.
 *
 * Lines are gathered into one actor – names and codes – which is written when the next begins.
 * The form is taken from the Phoenix dictionaries themselves (openeventdata/petrarch2), not from a
 * specification: brackets, dates and comments are those that occur there.
 * SPDX-License-Identifier: Apache-2.0 */
#include "know/actor_file.h"

#include "base/utf8.h"

typedef struct code {
    sr_str   code;
    uint32_t first, last; // years; 0 open
} code;

typedef struct reader {
    sr_lexicon_builder *builder;
    const sr_lexicon   *codes;
    int                 table; // cameo-codes
    const char         *where;
    sr_str              source;
    sr_lexicon_note    *note;
    void               *payload;
    sr_arena           *arena;
    uint32_t            line;
    uint32_t            head_line; // of the current actor; 0: none yet
    bool                dated;     // a code of the actor has dates
    bool                no_code;   // [---]: the dictionary's way to say "no actor"
    SR_LIST(sr_str) names;         // blanks for underscores
    SR_LIST(code) found;
} reader;

static void complain(const reader *r, uint32_t line, const char *text)
{
    if (r->note)
        r->note(r->payload, r->where, line, text);
}

/* --- codes and dates --- */

/* Year of YYMMDD or YYYYMMDD; 0: no date. */
static uint32_t year_of(sr_str date)
{
    uint64_t number;
    if ((date.len != 6 && date.len != 8) || !sr_str_uint(date, 99991231, &number))
        return 0;
    uint32_t year = (uint32_t)(number / 10000);
    if (date.len == 6)
        year += year > 30 ? 1900 : 2000;
    return number / 100 % 100 <= 12 && number % 100 <= 31 ? year : 0;
}

static bool read_dates(sr_str dates, code *c)
{
    if (!dates.len)
        return true;
    if (dates.ptr[0] == '>')
        return (c->first = year_of(sr_str_trim(sr_str_slice(dates, 1, dates.len)))) != 0;
    if (dates.ptr[0] == '<')
        return (c->last = year_of(sr_str_trim(sr_str_slice(dates, 1, dates.len)))) != 0;
    sr_str from = sr_str_trim(sr_str_cut(&dates, '-'));
    c->first = year_of(from);
    c->last = year_of(sr_str_trim(dates));
    return c->first && c->last && c->first <= c->last;
}

static bool is_code(sr_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!sr_is_upper(s.ptr[i]) && !sr_is_digit(s.ptr[i]))
            return false;
    return s.len >= 3;
}

/* What stands between two brackets. */
static void read_code(reader *r, sr_str inside)
{
    code   c = {0};
    sr_str rest = sr_str_trim(inside);
    size_t n = 0;
    while (n < rest.len && !sr_is_space(rest.ptr[n]))
        n++;
    c.code = sr_str_slice(rest, 0, n);
    rest = sr_str_trim(sr_str_slice(rest, n, rest.len));
    if (sr_str_eq(c.code, SR_STR("---")))
        r->no_code = true;
    else if (!is_code(c.code))
        complain(r, r->line, "a code that is none; it was left out");
    else if (!read_dates(rest, &c))
        complain(r, r->line, "dates that are none; the code was left out");
    else
        *SR_PUSH(r->arena, &r->found) = c;
    r->dated = r->dated || c.first || c.last;
}

static void read_codes(reader *r, sr_str s)
{
    while ((s = sr_str_trim(s)).len) {
        size_t close = sr_str_find(s, ']', 0);
        if (s.ptr[0] != '[' || close == s.len) {
            complain(r, r->line, "not [CODE] or [CODE DATES]; the rest of the line was left out");
            return;
        }
        read_code(r, sr_str_slice(s, 1, close));
        s = sr_str_slice(s, close + 1, s.len);
    }
}

typedef struct meaning {
    sr_str kind, country;
} meaning;

static sr_str code_cell(const reader *r, sr_str part, sr_str column)
{
    uint32_t row = sr_lexicon_key(r->codes, r->table, part);
    return sr_lexicon_cell(r->codes, r->table, row, sr_lexicon_column(r->codes, r->table, column));
}

/* The first country is the actor's; the first role decides the kind, else the country does. */
static meaning meaning_of(const reader *r, const code *c)
{
    meaning m = {SR_STR(""), SR_STR("")};
    bool    role = false;
    for (size_t i = 0; i + 3 <= c->code.len; i += 3) {
        sr_str part = sr_str_slice(c->code, i, i + 3);
        sr_str kind = code_cell(r, part, SR_STR("kind")), country = code_cell(r, part, SR_STR("country"));
        bool   state = sr_str_eq(kind, SR_STR("state"));
        if (!m.country.len)
            m.country = country;
        if (kind.len && !role && (!state || !m.kind.len)) {
            m.kind = kind;
            role = !state;
        }
    }
    if (sr_str_eq(m.kind, SR_STR("agency")) && r->dated)
        m.kind = SR_STR("person");
    return m;
}

/* --- names --- */

static sr_str without_underscores(reader *r, sr_str s)
{
    uint8_t *p = sr_arena_copy(r->arena, s.ptr, s.len);
    for (size_t i = 0; i < s.len; i++)
        if (p[i] == '_')
            p[i] = ' ';
    return sr_str_squeeze(r->arena, sr_str_from(p, s.len));
}

static bool is_vowel(uint8_t c)
{
    return c && strchr("AEIOUYaeiouy", c);
}

static bool like_acronym(sr_str name)
{
    size_t letters = 0;
    bool   stops = false;
    for (size_t i = 0; i < name.len; i++) {
        stops = stops || name.ptr[i] == '.';
        if (name.ptr[i] != '.' && !sr_is_upper(name.ptr[i]))
            return false;
        letters += name.ptr[i] != '.';
    }
    for (size_t i = 0; i < name.len && !stops; i++)
        if (is_vowel(name.ptr[i]))
            return false;
    return letters >= 2 && letters <= 6;
}

/* Whether `acronym` spells the first letters of the name's words, in order, from the first on. */
static bool spells(sr_str acronym, sr_str name)
{
    size_t at = 0;
    bool   begins = true, first = true;
    for (size_t i = 0; i < name.len && at < acronym.len; i++) {
        if (begins && sr_to_lower(name.ptr[i]) == sr_to_lower(acronym.ptr[at]))
            at++;
        else if (begins && first)
            return false;
        first = first && !begins;
        begins = name.ptr[i] == ' ' || name.ptr[i] == '-';
    }
    return acronym.len >= 2 && at == acronym.len;
}

/* Capitals only at the beginnings of words; acronyms stay as they are. */
static sr_str as_written(reader *r, sr_str name)
{
    if (like_acronym(name))
        return name;
    uint8_t *p = sr_arena_copy(r->arena, name.ptr, name.len);
    for (size_t i = 1; i < name.len; i++)
        if (p[i - 1] != ' ' && p[i - 1] != '-' && p[i - 1] != '(' && p[i - 1] != '.')
            p[i] = sr_to_lower(p[i]);
    return sr_str_from(p, name.len);
}

/* Lower-case letters and digits, one hyphen between runs of them; "" if there are none. */
static sr_str id_of(reader *r, sr_str name)
{
    sr_str   low = sr_utf8_fold(r->arena, name);
    uint8_t *p = sr_arena_alloc(r->arena, low.len + 1, 1);
    size_t   n = 0;
    for (size_t i = 0; i < low.len; i++) {
        uint8_t c = low.ptr[i];
        if (sr_is_alpha(c) || sr_is_digit(c) || c >= 0x80)
            p[n++] = c;
        else if (n && p[n - 1] != '-' && c != '\'')
            p[n++] = '-';
    }
    while (n && p[n - 1] == '-')
        n--;
    return sr_str_from(p, n);
}

/* --- rows --- */

static void put_name(reader *r, sr_str phrase, sr_str actor, sr_str note)
{
    static const char *const columns[] = {"phrase", "actor", "note"};
    sr_str cells[] = {phrase, actor, note};
    sr_lexicon_build_row(r->builder, SR_STR("actor-names"), columns, cells, SR_COUNT(columns), r->where,
                         r->head_line);
}

/* "NAME (ACRONYM)": the name, and the acronym if it spells the name; other brackets are dropped. */
static sr_str without_brackets(reader *r, sr_str name, sr_str *acronym)
{
    size_t open = sr_str_find(name, '(', 0), close = sr_str_find(name, ')', open);
    *acronym = SR_STR("");
    if (open == 0 || close == name.len)
        return name;
    sr_str inside = sr_str_trim(sr_str_slice(name, open + 1, close));
    sr_str before = sr_str_trim(sr_str_slice(name, 0, open));
    sr_str after = sr_str_trim(sr_str_slice(name, close + 1, name.len));
    if (spells(inside, before))
        *acronym = inside;
    return after.len ? sr_str_format(r->arena, "%.*s %.*s", SR_ARG(before), SR_ARG(after)) : before;
}

static void put_names(reader *r, sr_str name, sr_str actor)
{
    sr_str acronym;
    name = without_brackets(r, name, &acronym);
    put_name(r, as_written(r, name), actor, like_acronym(name) ? SR_STR("acronym") : SR_STR(""));
    if (acronym.len)
        put_name(r, acronym, actor, SR_STR("acronym"));
}

static sr_str year_text(reader *r, uint32_t year)
{
    return year ? sr_str_format(r->arena, "%u", year) : SR_STR("");
}

static void put_actor(reader *r, sr_str id, sr_str name, const code *c)
{
    static const char *const columns[] = {"id",      "name",  "kind", "country", "parent",
                                          "first", "last", "source",  "code"};
    meaning m = meaning_of(r, c);
    sr_str  cells[] = {id,
                       as_written(r, name),
                       m.kind,
                       m.country,
                       SR_STR(""),
                       year_text(r, c->first),
                       year_text(r, c->last),
                       r->source,
                       c->code};
    sr_lexicon_build_row(r->builder, SR_STR("actors"), columns, cells, SR_COUNT(columns), r->where,
                         r->head_line);
}

static void put_block(reader *r)
{
    sr_str acronym, name = r->names.n ? without_brackets(r, r->names.at[0], &acronym) : SR_STR("");
    sr_str id = id_of(r, name);
    if (r->names.n && !r->found.n && !r->no_code)
        complain(r, r->head_line, "a name without a code; it was left out");
    else if (r->names.n && !id.len)
        complain(r, r->head_line, "a name without letters; it was left out");
    else if (r->found.n && id.len) {
        for (size_t dated = 0; dated < 2; dated++)
            for (size_t i = 0; i < r->found.n; i++)
                if ((r->found.at[i].first || r->found.at[i].last) == (dated == 1))
                    put_actor(r, id, name, &r->found.at[i]);
        for (size_t i = 0; i < r->names.n; i++)
            put_names(r, r->names.at[i], id);
    }
    r->names.n = r->found.n = 0;
    r->no_code = r->dated = false;
}

/* --- lines --- */

static void read_name(reader *r, sr_str line)
{
    size_t open = sr_str_find(line, '[', 0);
    sr_str name = without_underscores(r, sr_str_slice(line, 0, open));
    if (sr_utf8_check(line) != line.len)
        complain(r, r->line, "not UTF-8; the name was left out");
    else if (!name.len)
        complain(r, r->line, "no name; the line was left out");
    else
        *SR_PUSH(r->arena, &r->names) = name;
    if (open < line.len)
        read_codes(r, sr_str_slice(line, open, line.len));
}

static void read_line(reader *r, sr_str line)
{
    bool indented = line.len && (line.ptr[0] == '\t' || line.ptr[0] == ' ');
    line = sr_str_trim(sr_str_slice(line, 0, sr_str_find(line, '#', 0)));
    line = sr_str_trim(sr_str_slice(line, 0, sr_str_find(line, ';', 0)));
    if (!line.len || line.ptr[0] == '<')
        return;
    if (line.ptr[0] != '+' && line.ptr[0] != '[' && !indented) {
        put_block(r);
        r->head_line = r->line;
        read_name(r, line);
    } else if (!r->head_line) {
        complain(r, r->line, "belongs to no name above it; it was left out");
    } else if (line.ptr[0] == '+') {
        read_name(r, sr_str_slice(line, 1, line.len));
    } else {
        read_codes(r, line);
    }
}

static sr_str source_of(const char *where)
{
    sr_str name = sr_str_c(where);
    while (sr_str_find(name, '/', 0) < name.len)
        (void)sr_str_cut(&name, '/');
    return sr_str_ends(name, SR_STR(SR_ACTOR_FILE_SUFFIX))
               ? sr_str_slice(name, 0, name.len - strlen(SR_ACTOR_FILE_SUFFIX))
               : name;
}

void sr_actor_file_read(sr_lexicon_builder *builder, const sr_lexicon *codes, sr_str bytes,
                        const char *where, sr_lexicon_note *note, void *payload, sr_arena *arena)
{
    reader r = {.builder = builder, .codes = codes, .where = where, .note = note, .payload = payload,
                .arena = arena, .source = source_of(where),
                .table = sr_lexicon_table(codes, SR_STR("cameo-codes"))};
    if (sr_str_starts(bytes, SR_STR("\xEF\xBB\xBF")))
        bytes = sr_str_slice(bytes, 3, bytes.len);
    while (bytes.len) {
        sr_str line = sr_str_cut(&bytes, '\n');
        r.line++;
        read_line(&r, line);
    }
    put_block(&r);
}
