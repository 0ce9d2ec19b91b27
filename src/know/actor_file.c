/* Reading actor dictionaries; see actor_file.h.
 *
 * Lines are gathered into one entry – names and codes – which is handed over when the next begins.
 * The form is taken from the Phoenix dictionaries themselves (openeventdata/petrarch2), not from a
 * specification: brackets, dates and comments are those that occur there.
 * SPDX-License-Identifier: Apache-2.0 */
#include "know/actor_file.h"

#include "base/day.h"
#include "base/limits.h"
#include "base/utf8.h"

#define SNIFFED_LINES 2000u
#define SNIFFED_ENTRIES 50u

typedef struct reader {
    const char          *where;
    sr_lexicon_note     *note;
    void                *payload;
    sr_on_actor_entry   *on_entry;
    void                *entry_payload;
    sr_arena            *arena;
    uint32_t             line;
    uint32_t             head_line; // of the current entry; 0: none yet
    bool                 dated;     // a code of the entry has dates
    bool                 no_code;   // [---]: the dictionary's way to say "no actor"
    sr_str               raw;       // the line
    SR_LIST(sr_actor_name) names;
    SR_LIST(sr_actor_code) found;
} reader;

static void complain(const reader *r, uint32_t line, const char *text)
{
    if (r->note)
        r->note(r->payload, r->where, line, text);
}

/* --- codes and dates --- */

/* YYMMDD or YYYYMMDD as YYYYMMDD; 0: no date. */
static uint32_t date_of(sr_str date)
{
    uint64_t number;
    if ((date.len != 6 && date.len != 8) || !sr_str_uint(date, 99991231, &number))
        return 0;
    if (date.len == 6 && number)
        number += number / 10000 > 30 ? 19000000 : 20000000;
    int year = (int)(number / 10000), month = (int)(number / 100 % 100), day = (int)(number % 100);
    bool sound = year && month <= 12 && (!day || (month && day <= sr_days_in_month(year, month)));
    return sound ? (uint32_t)number : 0;
}

static bool read_dates(sr_str dates, sr_actor_code *c)
{
    if (!dates.len)
        return true;
    if (dates.ptr[0] == '>')
        return (c->first = date_of(sr_str_trim(sr_str_slice(dates, 1, dates.len)))) != 0;
    if (dates.ptr[0] == '<')
        return (c->last = date_of(sr_str_trim(sr_str_slice(dates, 1, dates.len)))) != 0;
    sr_str from = sr_str_trim(sr_str_cut(&dates, '-'));
    c->first = date_of(from);
    c->last = date_of(sr_str_trim(dates));
    return c->first && c->last && c->first <= c->last;
}

static bool is_code(sr_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!sr_is_upper(s.ptr[i]) && !sr_is_digit(s.ptr[i]))
            return false;
    return s.len >= 3 && sr_is_upper(s.ptr[0]); // digits alone are a verb's
}

/* What stands between two brackets. */
static void read_code(reader *r, sr_str inside)
{
    sr_actor_code c = {.line = r->line, .text = r->raw};
    sr_str        rest = sr_str_trim(inside);
    size_t        n = 0;
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

/* Brackets dropped; an acronym in them is a name of its own. */
static void add_name(reader *r, sr_str written)
{
    sr_str acronym, name = without_brackets(r, written, &acronym);
    *SR_PUSH(r->arena, &r->names) = (sr_actor_name){as_written(r, name), like_acronym(name), 0, 0, r->line, r->raw};
    if (acronym.len)
        *SR_PUSH(r->arena, &r->names) = (sr_actor_name){acronym, true, 0, 0, r->line, r->raw};
}

/* --- entries --- */

static void end_entry(reader *r)
{
    sr_actor_entry e = {.id = r->names.n ? id_of(r, r->names.at[0].name) : SR_STR(""), .line = r->head_line,
                        .names = r->names.at, .n_names = r->names.n, .codes = r->found.at, .n_codes = r->found.n,
                        .dated = r->dated};
    if (e.n_names && !e.n_codes && !r->no_code)
        complain(r, r->head_line, "a name without a code; it was left out");
    else if (e.n_names && !e.id.len)
        complain(r, r->head_line, "a name without letters; it was left out");
    else if (e.n_codes && e.id.len)
        r->on_entry(r->entry_payload, &e);
    r->names.n = r->found.n = 0;
    r->no_code = r->dated = false;
}

/* --- lines --- */

static void read_name(reader *r, sr_str line, bool synonym)
{
    size_t open = sr_str_find(line, '[', 0), names = r->names.n, codes = r->found.n;
    sr_str name = without_underscores(r, sr_str_slice(line, 0, open));
    if (sr_utf8_check(line) != line.len)
        complain(r, r->line, "not UTF-8; the name was left out");
    else if (!name.len)
        complain(r, r->line, "no name; the line was left out");
    else
        add_name(r, name);
    if (open < line.len)
        read_codes(r, sr_str_slice(line, open, line.len));
    if (synonym && r->found.n == codes + 1)
        for (size_t i = names; i < r->names.n; i++) {
            r->names.at[i].first = r->found.at[codes].first;
            r->names.at[i].last = r->found.at[codes].last;
        }
}

static void read_line(reader *r, sr_str line)
{
    bool indented = line.len && (line.ptr[0] == '\t' || line.ptr[0] == ' ');
    r->raw = sr_str_trim(line);
    line = sr_str_trim(sr_str_slice(line, 0, sr_str_find(line, '#', 0)));
    line = sr_str_trim(sr_str_slice(line, 0, sr_str_find(line, ';', 0)));
    if (!line.len || line.ptr[0] == '<')
        return;
    bool head = line.ptr[0] != '+' && line.ptr[0] != '[' && !indented;
    if (head) { // sound or not, what follows is not the entry's before it
        end_entry(r);
        r->head_line = 0;
    }
    if (r->raw.len > SR_LIMIT_ACTOR_LINE_BYTES || sr_utf8_check(r->raw) != r->raw.len) // of the comment
        r->raw = sr_utf8_check(line) == line.len ? line : SR_STR("");
    if (line.len > SR_LIMIT_ACTOR_LINE_BYTES || sr_str_find(line, 0, 0) < line.len) {
        complain(r, r->line, "longer than 4,096 bytes, or with a NUL byte; the line was left out");
    } else if (head) {
        r->head_line = r->line;
        read_name(r, line, false);
    } else if (!r->head_line) {
        complain(r, r->line, "belongs to no name above it; it was left out");
    } else if (line.ptr[0] == '+') {
        read_name(r, sr_str_slice(line, 1, line.len), true);
    } else {
        read_codes(r, line);
    }
}

void sr_actor_file_each(sr_str bytes, const char *where, sr_lexicon_note *note, void *payload,
                        sr_on_actor_entry *on_entry, void *entry_payload, sr_arena *arena)
{
    reader r = {.where = where, .note = note, .payload = payload, .on_entry = on_entry,
                .entry_payload = entry_payload, .arena = arena};
    if (sr_str_starts(bytes, SR_STR("\xEF\xBB\xBF")))
        bytes = sr_str_slice(bytes, 3, bytes.len);
    while (bytes.len) {
        sr_str line = sr_str_cut(&bytes, '\n');
        r.line++;
        read_line(&r, line);
    }
    end_entry(&r);
}

bool sr_actor_file_looks(sr_str bytes)
{
    unsigned entries = 0, others = 0;
    for (unsigned n = 0; bytes.len && n < SNIFFED_LINES && entries + others < SNIFFED_ENTRIES; n++) {
        sr_str line = sr_str_trim(sr_str_cut(&bytes, '\n'));
        line = sr_str_trim(sr_str_slice(line, 0, sr_str_find(line, '#', 0)));
        line = sr_str_trim(sr_str_slice(line, 0, sr_str_find(line, ';', 0)));
        size_t open = sr_str_find(line, '[', 0), close = sr_str_find(line, ']', open), end = open + 1;
        if (!line.len || line.ptr[0] == '<' || line.ptr[0] == '+' || open == line.len)
            continue; // comments, synonyms and names with their codes below say nothing
        while (end < close && !sr_is_space(line.ptr[end]))
            end++;
        sr_str code = sr_str_slice(line, open + 1, end), behind = sr_str_trim(sr_str_slice(line, SR_MIN(close + 1, line.len), line.len));
        bool   only_codes = close < line.len && (!behind.len || behind.ptr[0] == '['); // prose goes on, and has small letters
        for (size_t i = 0; i < open; i++)
            only_codes = only_codes && !sr_is_lower(line.ptr[i]);
        if (only_codes && (is_code(code) || sr_str_eq(code, SR_STR("---"))))
            entries++;
        else
            others++;
    }
    return entries > others;
}

/* --- what codes mean --- */

static sr_str code_cell(const sr_lexicon *codes, int table, sr_str part, const char *column)
{
    return sr_lexicon_cell(codes, table, sr_lexicon_key(codes, table, part), sr_lexicon_column(codes, table, sr_str_c(column)));
}

sr_actor_meaning sr_actor_code_meaning(const sr_lexicon *codes, sr_str code, bool dated)
{
    sr_actor_meaning m = {SR_STR(""), SR_STR("")};
    int              table = sr_lexicon_table(codes, SR_STR("cameo-codes"));
    bool             role = false, international = sr_str_starts(code, SR_STR("IMG"));
    for (size_t i = 0; i + 3 <= code.len; i += 3) {
        sr_str part = sr_str_slice(code, i, i + 3);
        sr_str kind = code_cell(codes, table, part, "kind"), country = code_cell(codes, table, part, "country");
        bool   state = sr_str_eq(kind, SR_STR("state"));
        if (international && sr_str_eq(part, SR_STR("MUS")))
            continue; // a belief there, not Mauritius
        if (!m.country.len)
            m.country = country;
        if (kind.len && !role && (!state || !m.kind.len)) {
            m.kind = kind;
            role = !state;
        }
    }
    if (sr_str_eq(m.kind, SR_STR("agency")) && dated)
        m.kind = SR_STR("person");
    return m;
}

/* --- rows of lexicon tables --- */

typedef struct writer {
    sr_lexicon_builder *builder;
    const sr_lexicon   *codes;
    const char         *where;
    sr_str              source;
    sr_arena           *arena;
} writer;

static sr_str year_text(writer *w, uint32_t date)
{
    return date ? sr_str_format(w->arena, "%u", date / 10000) : SR_STR("");
}

static void put_actor(writer *w, const sr_actor_entry *e, const sr_actor_code *c)
{
    static const char *const columns[] = {"id",      "name",  "kind", "country", "parent",
                                          "first", "last", "source",  "code"};
    sr_actor_meaning m = sr_actor_code_meaning(w->codes, c->code, e->dated);
    sr_str           cells[] = {e->id, e->names[0].name, m.kind, m.country, SR_STR(""),
                                year_text(w, c->first), year_text(w, c->last), w->source, c->code};
    sr_lexicon_build_row(w->builder, SR_STR("actors"), columns, cells, SR_COUNT(columns), w->where, e->line);
}

/* Codes without dates first. */
static void put_entry(void *payload, const sr_actor_entry *e)
{
    static const char *const columns[] = {"phrase", "actor", "note"};
    writer                  *w = payload;
    for (size_t dated = 0; dated < 2; dated++)
        for (size_t i = 0; i < e->n_codes; i++)
            if ((e->codes[i].first || e->codes[i].last) == (dated == 1))
                put_actor(w, e, &e->codes[i]);
    for (size_t i = 0; i < e->n_names; i++) {
        sr_str cells[] = {e->names[i].name, e->id, e->names[i].acronym ? SR_STR("acronym") : SR_STR("")};
        sr_lexicon_build_row(w->builder, SR_STR("actor-names"), columns, cells, SR_COUNT(columns), w->where, e->line);
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
    writer w = {.builder = builder, .codes = codes, .where = where, .source = source_of(where), .arena = arena};
    sr_actor_file_each(bytes, where, note, payload, put_entry, &w, arena);
}
