/* Finding names of places: look up every run of tokens that may be one, weigh what speaks for a
 * place and what against it.
 *
 * The weights below are log-odds, set by hand on development texts; zero is where a name counts
 * as a place.  A name a little below may still be confirmed by its company (places.c).
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/places_int.h"

#include <math.h>

#include "base/utf8.h"
#include "record/vocabulary.h"

static const struct {
    float known;      // a country, region or common English name
    float words;      // the name has several words
    float per_decade; // each tenfold population above 10,000; below it counts against
    float smallest;   // bound of the former from below
    float alternate;  // only as another spelling
    float stop[SR_PLACE_STOP_COUNT];
    float behind_comma; // an abbreviation behind "City,"
    float proper, improper, improper_blind; // tagged PROPN; tagged otherwise
    float initial;    // begins a sentence: its capital says little
    float blind;      // upper-case text or headline
    float prep, weak, side, kind, loose_kind, kind_beside;
    float capital_before, title_before, capital_after, organization_after, agency_after, facility_after;
    float hyphen;     // "Navarro-Valls"
    float label;      // "Marburg virus"
    float university; // "University of X"
    float namesake;   // elsewhere it is a surname
    float demonym;    // the word means the people rather
    float in_name, in_body, in_facility, as_place; // entities over it
    float guess;      // an entity of this probability says nothing
    float outer;      // says where it is ("X, Y")
    float tentative;  // below this a name is dropped at once
} weight = {
    .known = 3.0F, .words = 1.5F, .per_decade = 0.9F, .smallest = -1.6F, .alternate = -1.2F,
    .stop = {[SR_PLACE_STOP_WORD] = -4.5F, [SR_PLACE_STOP_TIME] = -6.0F, [SR_PLACE_STOP_PERSON] = -3.0F,
             [SR_PLACE_STOP_OTHER] = -2.5F, [SR_PLACE_STOP_COMMA] = -20.0F},
    .behind_comma = 23.0F, .proper = 0.7F, .improper = -1.5F, .improper_blind = -3.0F, .initial = -0.5F,
    .blind = -1.0F, .prep = 1.6F, .weak = 0.5F, .side = 1.5F, .kind = 4.5F, .loose_kind = 2.0F, .kind_beside = 1.5F,
    .capital_before = -3.0F, .title_before = -3.5F, .capital_after = -2.5F, .organization_after = -5.0F,
    .agency_after = -1.5F, .facility_after = -2.0F, .hyphen = -3.0F, .label = -4.0F, .university = -4.0F,
    .namesake = -4.0F, .demonym = -4.0F, .in_name = -5.0F, .in_body = -3.0F, .in_facility = -2.0F,
    .as_place = 4.0F, .guess = 0.3F, .outer = 3.5F, .tentative = -2.0F,
};

enum { LONGEST_UNKNOWN = 3 }; // words of a place that the gazetteer does not know

/* ------------------------------------------------------------------ words */

bool sr_places_context(const sr_place_work *w, uint32_t i, uint32_t end, sr_place_context class, uint32_t *n,
                       double *value)
{
    static const char *const names[] = {
#define X(NAME, text) text,
        SR_PLACE_CONTEXT_LIST(X)
#undef X
    };
    sr_lexicon_match match;
    if (i >= end || !sr_lexicon_find(w->lexicon, w->context, w->doc->hashes + i, NULL, end - i, &match))
        return false;
    for (uint32_t row = match.row; row != SR_NO_ROW; row = sr_lexicon_next(w->lexicon, w->context, row)) {
        if (!sr_str_eq(sr_lexicon_cell(w->lexicon, w->context, row, w->context_class), sr_str_c(names[class])))
            continue;
        if (n)
            *n = match.n_tokens;
        if (value)
            (void)sr_str_decimal(sr_lexicon_cell(w->lexicon, w->context, row, w->context_value), value);
        return true;
    }
    return false;
}

static bool has_word(sr_str cell, sr_str word)
{
    while (cell.len)
        if (sr_str_eq(sr_str_cut(&cell, ' '), word))
            return true;
    return false;
}

sr_place_kind sr_places_kind(const sr_place_work *w, uint32_t i, uint32_t end, const char *where)
{
    static const struct {
        const char *word;
        int         kind;
    } kinds[] = {{"country", SR_GAZETTEER_COUNTRY}, {"admin1", SR_GAZETTEER_ADMIN1}, {"admin2", SR_GAZETTEER_ADMIN2},
                 {"city", SR_GAZETTEER_CITY},       {"section", SR_GAZETTEER_CITY},  {"water", SR_GAZETTEER_FEATURE},
                 {"land", SR_GAZETTEER_FEATURE}};
    sr_place_kind    none = {.kind = -1};
    sr_lexicon_match match;
    if (i >= end || !sr_lexicon_find(w->lexicon, w->kinds, w->doc->hashes + i, NULL, end - i, &match))
        return none;
    sr_str at = sr_lexicon_cell(w->lexicon, w->kinds, match.row, w->kinds_where);
    if (where && !has_word(at, sr_str_c(where)))
        return none;
    sr_str kind = sr_lexicon_cell(w->lexicon, w->kinds, match.row, w->kinds_kind);
    for (size_t k = 0; k < SR_COUNT(kinds); k++)
        if (sr_str_eq(kind, sr_str_c(kinds[k].word)))
            return (sr_place_kind){kinds[k].kind, match.n_tokens, has_word(at, SR_STR("loose"))};
    return none;
}

static bool blind(const sr_place_work *w, uint32_t i)
{
    return w->blind[w->doc->tokens[i].sentence];
}

/* Whether the token looks like a part of a name. */
static bool proper(const sr_place_work *w, uint32_t i)
{
    const sr_token *t = sr_places_token(w, i);
    if (!(t->flags & SR_TOKEN_WORD))
        return false;
    return blind(w, i) ? t->upos == SR_UPOS_PROPN : (t->flags & SR_TOKEN_CAPITAL) != 0;
}

static const sr_entity *entity_at(const sr_place_work *w, uint32_t i)
{
    return w->cover[i] == 0 || w->cover[i] == SR_NONE ? NULL : &w->doc->entities[w->cover[i] - 1];
}

static uint8_t stop_class(const sr_place_work *w, sr_range name)
{
    static const char *const names[] = {
#define X(NAME, text) text,
        SR_PLACE_STOP_LIST(X)
#undef X
    };
    sr_lexicon_match match;
    uint32_t         n = name.end - name.first;
    if (!sr_lexicon_find(w->lexicon, w->stop, w->doc->hashes + name.first, NULL, n, &match) || match.n_tokens != n)
        return SR_PLACE_STOP_NONE;
    sr_str class = sr_lexicon_cell(w->lexicon, w->stop, match.row, w->stop_class);
    for (uint8_t k = 1; k < SR_PLACE_STOP_COUNT; k++)
        if (sr_str_eq(class, sr_str_c(names[k])))
            return k;
    return SR_PLACE_STOP_NONE;
}

/* ------------------------------------------------------------------ shape */

static bool has_period(sr_str token)
{
    return sr_str_find(token, '.', 0) < token.len;
}

/* "US", "UAE": not the begin of what they stand for. */
static bool is_abbreviation(const sr_place_work *w, sr_range name, const sr_gazetteer_place *place, unsigned flags)
{
    sr_str fold = sr_places_token(w, name.first)->fold;
    if (name.end - name.first != 1 || fold.len > 3 || !(flags & SR_GAZETTEER_COMMON) || place->name.len < 2)
        return false;
    return fold.ptr[0] != sr_to_lower(place->name.ptr[0]) || fold.ptr[1] != sr_to_lower(place->name.ptr[1]);
}

/* "UN", "E.U.": letters that stand for something else than a place. */
static bool is_acronym(const sr_place_work *w, sr_range name, unsigned flags)
{
    const sr_token *t = sr_places_token(w, name.first);
    if (name.end - name.first != 1 || flags & SR_GAZETTEER_COMMON)
        return false;
    if (has_period(sr_str_slice(t->fold, 0, t->fold.len - 1)))
        return true;
    return !blind(w, name.first) && t->flags & SR_TOKEN_CAPS && t->fold.len <= 5;
}

/* "Kabul", "d'Ivoire". */
static bool has_capital(const sr_place_work *w, const sr_token *t)
{
    bool found = (t->flags & SR_TOKEN_CAPITAL) != 0;
    for (uint32_t i = t->begin; i < t->end && !found; i++)
        found = sr_is_upper(w->doc->text.ptr[i]);
    return found;
}

/* Capitals where a name has them: "Rio de Janeiro", "al-Raqqa", "Port-au-Prince". */
static bool shaped(const sr_place_work *w, sr_range name)
{
    if (blind(w, name.first))
        return true;
    for (uint32_t i = name.first; i < name.end; i++) {
        const sr_token *t = sr_places_token(w, i);
        if (!(t->flags & SR_TOKEN_WORD) || has_capital(w, t))
            continue;
        bool fine = i == name.first ? t->fold.len == 2 && i + 1 < name.end && w->forms[i + 1].joined
                    : i + 1 == name.end ? w->forms[i].joined : t->fold.len <= 4;
        if (!fine)
            return false;
    }
    return true;
}

/* An abbreviation needs its capitals or periods, and a tag in upper-case text. */
static bool abbreviation_ok(const sr_place_work *w, uint32_t i)
{
    const sr_token *t = sr_places_token(w, i);
    if (has_period(t->fold))
        return true;
    return blind(w, i) ? t->upos == SR_UPOS_PROPN : (t->flags & SR_TOKEN_CAPS) != 0;
}

/* ------------------------------------------------------------------ evidence */

static float population_evidence(uint32_t population)
{
    float e = weight.per_decade * (log10f((float)population + 1.0F) - 4.0F);
    return e < weight.smallest ? weight.smallest : e;
}

/* What the name itself says. */
static float name_evidence(const sr_place_work *w, sr_place_mention *m)
{
    uint32_t population, most = 0;
    unsigned flags = 0;
    bool     known = false;
    for (uint32_t i = 0; i < m->n && i < 64; i++) {
        uint8_t kind = sr_gazetteer_kind_at(w->gazetteer, sr_gazetteer_index(m->readings[i]), &population);
        flags |= sr_gazetteer_flags(m->readings[i]);
        known |= (sr_gazetteer_flags(m->readings[i]) & SR_GAZETTEER_COMMON) || kind == SR_GAZETTEER_COUNTRY ||
                 (kind == SR_GAZETTEER_ADMIN1 && sr_gazetteer_flags(m->readings[i]) == SR_GAZETTEER_MAIN &&
                  population > 1000000);
        most = SR_MAX(most, population);
    }
    m->certain = known;
    m->stop = stop_class(w, m->name);
    if (known && (m->stop == SR_PLACE_STOP_PERSON || m->stop == SR_PLACE_STOP_OTHER))
        m->stop = SR_PLACE_STOP_NONE;
    float e = known ? weight.known : population_evidence(most);
    e += flags & SR_GAZETTEER_MAIN ? 0 : weight.alternate;
    e += m->name.end - m->name.first > 1 ? weight.words : 0;
    return e + weight.stop[m->stop];
}

static float tag_evidence(const sr_place_work *w, sr_range name)
{
    const sr_token *t = sr_places_token(w, name.first);
    if (t->upos == SR_UPOS_NONE)
        return 0;
    if (t->upos == SR_UPOS_PROPN)
        return weight.proper;
    return blind(w, name.first) ? weight.improper_blind : weight.improper;
}

static bool is_title(const sr_place_work *w, uint32_t i)
{
    sr_lexicon_match match;
    return sr_lexicon_find(w->lexicon, w->titles, w->doc->hashes + i, NULL, 1, &match);
}

static bool is_demonym(const sr_place_work *w, uint32_t i)
{
    return sr_gazetteer_demonym(w->gazetteer, w->forms + i, 1, NULL) > 0;
}

/* What a word of names tells of what is named (data/name-words.tsv). */
static enum { NAME_NONE, NAME_ORGANIZATION, NAME_AGENCY, NAME_FACILITY, NAME_PLACE }
name_word(const sr_place_work *w, uint32_t i, uint32_t end)
{
    sr_lexicon_match match;
    if (!sr_lexicon_find(w->lexicon, w->name_words, w->doc->hashes + i, NULL, end - i, &match))
        return NAME_NONE;
    sr_str kind = sr_lexicon_cell(w->lexicon, w->name_words, match.row, w->name_kind);
    return sr_str_eq(kind, SR_STR("facility")) ? NAME_FACILITY
           : sr_str_eq(kind, SR_STR("agency")) ? NAME_AGENCY
           : sr_str_eq(kind, SR_STR("place"))  ? NAME_PLACE : NAME_ORGANIZATION;
}

static float hint(sr_place_mention *m, sr_place_kind kind)
{
    m->hint = (int8_t)kind.kind;
    return kind.loose ? weight.loose_kind : weight.kind;
}

/* "Navarro-Valls": joined to another name that is none of a place. */
static float hyphen_evidence(const sr_place_work *w, sr_range name)
{
    uint32_t first = sr_places_first(w, name.first), end = sr_places_end(w, name.first);
    uint32_t left = name.first, right = name.end;
    bool     before = left >= first + 2 && w->forms[left].joined && sr_places_is(w, left - 1, "-") && w->forms[left - 1].joined;
    bool     after = right + 1 < end && w->forms[right].joined && sr_places_is(w, right, "-") && w->forms[right + 1].joined;
    bool     apart = (before && proper(w, left - 2) && !is_demonym(w, left - 2)) ||
                 (after && proper(w, right + 1) && !is_demonym(w, right + 1));
    return apart ? weight.hyphen : 0;
}

/* Words before the name: "in", "the city of", "northern"; names that it may be a part of. */
static float left_evidence(const sr_place_work *w, sr_place_mention *m)
{
    uint32_t at = m->name.first, first = sr_places_first(w, at);
    float    e = 0;
    if (at == first)
        return weight.initial;
    if (sr_places_context(w, at - 1, at, SR_PLACE_CONTEXT_SIDE, NULL, NULL) && !w->forms[at].joined) {
        e += weight.side;
        at--;
    }
    if (at > first && sr_places_is(w, at - 1, "the"))
        at--;
    if (at == first)
        return e + weight.initial;
    if (at >= first + 2 && (sr_places_is(w, at - 1, "of") || sr_places_is(w, at - 1, "de"))) {
        for (uint32_t back = 2; back <= 4 && at >= first + back; back++) {
            sr_place_kind kind = sr_places_kind(w, at - back, at - 1, "of");
            if (kind.kind >= 0 && kind.n == back - 1)
                return e + hint(m, kind);
        }
        if (proper(w, at - 2) && name_word(w, at - 2, at - 1) == NAME_ORGANIZATION)
            return e + weight.university;
    }
    if (sr_places_context(w, at - 1, at, SR_PLACE_CONTEXT_PREP, NULL, NULL))
        return e + weight.prep;
    if (sr_places_context(w, at - 1, at, SR_PLACE_CONTEXT_WEAK, NULL, NULL))
        return e + weight.weak;
    if (sr_places_kind(w, at - 1, at, NULL).kind >= 0)
        return e + weight.kind_beside;
    if (at < m->name.first || is_demonym(w, at - 1))
        return e;
    if (is_title(w, at - 1) && sr_places_token(w, at - 1)->flags & SR_TOKEN_CAPITAL)
        e += weight.title_before;
    else if (proper(w, at - 1) && (at - 1 > first || sr_places_token(w, at - 1)->upos == SR_UPOS_PROPN) &&
             !sr_places_context(w, at - 1, at, SR_PLACE_CONTEXT_SIDE, NULL, NULL))
        e += weight.capital_before;
    m->personal = e < 0;
    return e;
}

/* Words behind it: its word of kind, or the rest of another name. */
static float right_evidence(const sr_place_work *w, sr_place_mention *m)
{
    uint32_t at = m->name.end, end = sr_places_end(w, m->name.first);
    if (at >= end)
        return 0;
    sr_place_kind kind = sr_places_kind(w, at, end, "after");
    if (kind.kind >= 0 && !w->forms[at].joined) {
        bool capital = !blind(w, at) && sr_places_token(w, at)->flags & SR_TOKEN_CAPITAL;
        if (capital)
            m->range.end = at + kind.n;
        kind.loose |= m->stop == SR_PLACE_STOP_WORD && !capital;
        return hint(m, kind);
    }
    if (sr_places_context(w, at, end, SR_PLACE_CONTEXT_LABEL, NULL, NULL))
        return weight.label;
    if (!proper(w, at) || w->forms[at].clitic || w->forms[at].joined || is_title(w, at) || is_demonym(w, at))
        return 0;
    for (uint32_t i = at; i < end && i < at + 4 && proper(w, i); i++)
        switch (name_word(w, i, end)) {
        case NAME_FACILITY:
            return weight.facility_after;
        case NAME_AGENCY:
            return weight.agency_after;
        case NAME_ORGANIZATION:
            return weight.organization_after;
        case NAME_PLACE:
            return 0;
        default:
            break;
        }
    return weight.capital_after;
}

static float kind_evidence(const sr_place_mention *m, const sr_entity *e)
{
    bool whole = e->range.first == m->name.first && e->range.end <= m->range.end;
    switch (e->kind) {
    case SR_ENTITY_PLACE:
    case SR_ENTITY_STATE:
        return weight.as_place;
    case SR_ENTITY_PERSON:
    case SR_ENTITY_WEAPON:
        return weight.in_name;
    case SR_ENTITY_ORGANIZATION:
    case SR_ENTITY_GROUP:
        return whole && m->certain ? 0 : weight.in_body;
    case SR_ENTITY_AGENCY:
    case SR_ENTITY_FACILITY:
    case SR_ENTITY_EVENT:
        return whole ? 0 : weight.in_facility;
    default:
        return 0;
    }
}

/* Entities over it, as far as they are sure. */
static float cover_evidence(const sr_place_work *w, const sr_place_mention *m)
{
    const sr_entity *e = entity_at(w, m->name.first);
    if (!e)
        return 0;
    float sure = (e->probability - weight.guess) / (1.0F - weight.guess);
    return sure > 0 ? sure * kind_evidence(m, e) : 0;
}

/* An entity that is more than a guess. */
static bool sure_of(const sr_entity *e)
{
    return e && e->probability > 0.5F + weight.guess / 2;
}

/* Whether a word for its people is meant rather. */
static bool means_people(const sr_place_work *w, const sr_place_mention *m)
{
    uint32_t country;
    size_t   n = m->range.end - m->name.first;
    return sr_gazetteer_demonym(w->gazetteer, w->forms + m->name.first, n, &country) >=
               (size_t)(m->name.end - m->name.first) && !m->certain;
}

static void weigh(const sr_place_work *w, sr_place_mention *m)
{
    m->hint = -1;
    m->range = m->name;
    float e = name_evidence(w, m) + tag_evidence(w, m->name);
    e += left_evidence(w, m);
    e += right_evidence(w, m);
    e += hyphen_evidence(w, m->name);
    e += cover_evidence(w, m);
    e += means_people(w, m) ? weight.demonym : 0;
    e += blind(w, m->name.first) ? weight.blind : 0;
    m->evidence = e;
}

/* ------------------------------------------------------------------ runs of tokens */

static bool may_begin(const sr_place_work *w, uint32_t i)
{
    const sr_token *t = sr_places_token(w, i);
    if (!(t->flags & SR_TOKEN_WORD) || w->forms[i].clitic)
        return false;
    return t->flags & SR_TOKEN_CAPITAL || t->fold.len == 2; // "al-Raqqa"
}

/* "Houston, Tex.": the mention right before the comma before i. */
static uint32_t before_comma(const sr_place_work *w, uint32_t i)
{
    if (w->mentions.n == 0 || i < 2 || !sr_places_is(w, i - 1, ","))
        return SR_NONE;
    return w->mentions.at[w->mentions.n - 1].range.end == i - 1 ? (uint32_t)w->mentions.n - 1 : SR_NONE;
}

static bool take(sr_place_work *w, sr_place_mention *m, uint32_t first, uint32_t n)
{
    m->name = (sr_range){first, first + n};
    size_t count = sr_gazetteer_exact(w->gazetteer, w->forms + first, n, &m->readings);
    if (count == 0 || w->forms[first + n - 1].clitic || !shaped(w, m->name))
        return false;
    m->n = (uint32_t)count;
    m->outer = SR_NONE;
    sr_gazetteer_place place;
    sr_gazetteer_place_at(w->gazetteer, sr_gazetteer_index(m->readings[0]), &place);
    unsigned flags = sr_gazetteer_flags(m->readings[0]);
    if (is_acronym(w, m->name, flags) || (is_abbreviation(w, m->name, &place, flags) && !abbreviation_ok(w, first)))
        return false;
    weigh(w, m);
    uint32_t inner = before_comma(w, first);
    if (m->stop == SR_PLACE_STOP_COMMA && inner != SR_NONE && abbreviation_ok(w, first))
        m->evidence += weight.behind_comma;
    return m->evidence > weight.tentative || m->personal;
}

/* ------------------------------------------------------------------ places without an entry */

static bool unknown_word(const sr_place_work *w, uint32_t i, uint32_t end)
{
    const sr_entity *e = i < end ? entity_at(w, i) : NULL;
    if (i >= end || w->cover[i] == SR_NONE || !proper(w, i) || w->forms[i].clitic)
        return false;
    uint8_t upos = sr_places_token(w, i)->upos;
    return (upos == SR_UPOS_PROPN || upos == SR_UPOS_NONE) && (!sure_of(e) || e->kind == SR_ENTITY_PLACE) && !is_title(w, i) &&
           !is_demonym(w, i) && name_word(w, i, end) == NAME_NONE && stop_class(w, (sr_range){i, i + 1}) == SR_PLACE_STOP_NONE;
}

/* "the village of X", "X district", "in X, KNOWN": a name by its context.  Gives its end or 0. */
static uint32_t unknown_place(const sr_place_work *w, uint32_t i, sr_place_mention *m)
{
    uint32_t end = sr_places_end(w, i), at = i;
    while (at < i + LONGEST_UNKNOWN && unknown_word(w, at, end) && sr_places_kind(w, at, end, "after").kind < 0)
        at++;
    if (at == i)
        return 0;
    *m = (sr_place_mention){.name = {i, at}, .range = {i, at}, .hint = -1, .outer = SR_NONE};
    const sr_entity *e = entity_at(w, i);
    bool             tagged = sure_of(e) && e->kind == SR_ENTITY_PLACE;
    sr_place_kind    after = sr_places_kind(w, at, end, "after");
    bool             named = after.kind >= 0 && !after.loose && (i > sr_places_first(w, i) || tagged);
    float            evidence = left_evidence(w, m);
    named |= evidence >= weight.kind;
    evidence += right_evidence(w, m) + hyphen_evidence(w, m->name) + (tagged ? weight.as_place : 0);
    m->certain = true;
    m->evidence = evidence;
    return (named || tagged) && evidence > 0 ? at : 0;
}

/* ------------------------------------------------------------------ the document */

static void find_at(sr_place_work *w, uint32_t *i)
{
    const sr_gazetteer_reading *readings;
    size_t                      count;
    sr_place_mention            m = {0};
    size_t                      n = 0;
    if (may_begin(w, *i))
        n = sr_atlas_place(w->doc->atlas, *i, &readings, &count);
    for (; n > 0; n--)
        if (take(w, &m, *i, (uint32_t)n)) {
            *SR_PUSH(w->arena, &w->mentions) = m;
            *i = m.range.end;
            return;
        }
    if (may_begin(w, *i) && unknown_place(w, *i, &m)) {
        *SR_PUSH(w->arena, &w->mentions) = m;
        *i = m.range.end;
        return;
    }
    (*i)++;
}

void sr_places_forget(sr_place_work *w)
{
    uint32_t room = 16;
    while (room < 2 * w->mentions.n)
        room *= 2;
    if (room > w->same_room)
        w->same = SR_NEW(w->arena, uint32_t, room);
    else
        memset(w->same, 0, w->same_room * sizeof *w->same);
    w->same_room = SR_MAX(room, w->same_room);
}

uint32_t *sr_places_same(sr_place_work *w, const sr_place_mention *m)
{
    /* Names with the same readings are one name; their address is where they lie in the block. */
    uint64_t hash = (uint64_t)(uintptr_t)m->readings * 0x9E3779B97F4A7C15u;
    uint32_t at = (uint32_t)(hash >> 40) & (w->same_room - 1);
    while (w->same[at] && w->mentions.at[w->same[at] - 1].readings != m->readings)
        at = (at + 1) & (w->same_room - 1);
    return &w->same[at];
}

/* "Dunn" of "Senator Dunn" is a person elsewhere, too. */
static void mind_namesakes(sr_place_work *w)
{
    sr_places_forget(w);
    for (uint32_t i = 0; i < w->mentions.n; i++) {
        const sr_place_mention *a = &w->mentions.at[i];
        if (a->n && a->personal && !a->certain && a->evidence <= 0)
            *sr_places_same(w, a) = i + 1;
    }
    for (uint32_t i = 0; i < w->mentions.n; i++) {
        sr_place_mention *b = &w->mentions.at[i];
        if (b->n && !b->personal && b->hint < 0 && *sr_places_same(w, b))
            b->evidence += weight.namesake;
    }
}

void sr_places_find(sr_place_work *w)
{
    const sr_document *doc = w->doc;
    for (uint32_t s = 0; s < doc->n_sentences; s++) {
        uint32_t end = doc->sentences[s].end;
        for (uint32_t i = doc->sentences[s].first; i < end;) {
            if (w->cover[i] == SR_NONE)
                i++; // inside a time expression
            else
                find_at(w, &i);
        }
    }
    mind_namesakes(w);
}
