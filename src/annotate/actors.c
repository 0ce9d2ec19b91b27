/* Actors: names of the actor table in the text, each in the reading that fits the report.
 *
 * A name is matched on token borders only, so "Assad" is not seen in "ambassador" nor "HTS" in
 * "rights".  Where letters have case, the name's capitals must be there; acronyms must be written
 * as such.  In upper-case text capitals tell nothing: acronyms that are words of the language
 * ("US", "WHO") are then not read unless the report explains them (acronyms.c).  A name that several actors have, or that has other meanings, is read
 * by what the report says elsewhere: countries, long forms, and its year.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/entities_int.h"

typedef struct reading {
    uint32_t row;
    int      score;
} reading;

typedef struct hit {
    sr_range range;
    uint32_t row; // first row of the phrase
} hit;

enum {
    SCORE_USER = 12,  // a row that the user has added
    SCORE_PLAIN = 6,  // a name without other meanings
    SCORE_OWN = 2,    // of our own table
    SCORE_COUNTRY = 4,
    SCORE_LONG = 5,   // another, longer name of the same actor in the report
    SCORE_YEAR = 2,
    SCORE_CUE = 3,    // "the ADF rebels"
    SCORE_NEEDED = 6,
};

static sr_str note_of(const sr_entity_work *w, uint32_t row)
{
    return sr_lexicon_cell(w->lexicon, w->actor_names.table, row, w->name_note);
}

static sr_str id_of(const sr_entity_work *w, uint32_t row)
{
    return sr_entity_cell(w, &w->actor_names, row);
}

static bool has_lower(sr_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (sr_is_lower(s.ptr[i]))
            return true;
    return false;
}

/* Letters and digits of both are the same bytes, case included. */
static bool same_letters(sr_str a, sr_str b)
{
    size_t i = 0, j = 0;
    for (;;) {
        while (i < a.len && a.ptr[i] < 0x80 && !sr_is_alpha(a.ptr[i]) && !sr_is_digit(a.ptr[i]))
            i++;
        while (j < b.len && b.ptr[j] < 0x80 && !sr_is_alpha(b.ptr[j]) && !sr_is_digit(b.ptr[j]))
            j++;
        if (i == a.len || j == b.len)
            return i == a.len && j == b.len;
        if (a.ptr[i++] != b.ptr[j++])
            return false;
    }
}

/* Words of three letters or more that begin with a capital. */
static unsigned capitals(sr_str s)
{
    unsigned n = 0;
    for (size_t i = 0; i < s.len;) {
        size_t end = i;
        while (end < s.len && (sr_is_alpha(s.ptr[end]) || s.ptr[end] >= 0x80 || sr_is_digit(s.ptr[end])))
            end++;
        n += end - i >= 3 && (sr_is_upper(s.ptr[i]) || sr_is_digit(s.ptr[i]) || s.ptr[i] >= 0x80);
        i = end + 1;
    }
    return n;
}

/* A group's noun right behind it: "ADF rebels". */
static bool cued(const sr_entity_work *w, uint32_t end)
{
    sr_lexicon_match match;
    uint32_t         stop = end ? sr_entity_sentence_end(w, end - 1) : 0;
    return end < stop && sr_entity_find(w, &w->groups, end, stop - end, true, &match);
}

/* Whether the way it is written allows the row, in a sentence of this register. */
static bool written_so(const sr_entity_work *w, sr_range range, uint32_t row, bool upper)
{
    sr_str words = sr_document_words(w->doc, range);
    sr_str phrase = sr_lexicon_cell(w->lexicon, w->actor_names.table, row, 0);
    sr_str note = note_of(w, row);
    if (sr_str_has_word(note, SR_STR("word")))
        return !upper && same_letters(words, phrase);
    if (upper)
        return true;
    if (sr_str_has_word(note, SR_STR("acronym")))
        return !has_lower(words) || same_letters(words, phrase);
    bool named = false, capital = !has_lower(sr_str_slice(words, 0, 1));
    for (size_t i = 0; i < phrase.len; i++)
        named |= sr_is_upper(phrase.ptr[i]);
    if (!named || (capitals(words) >= capitals(phrase) && (capitals(phrase) > 0 || capital)))
        return true;
    return capital && cued(w, range.end); // "Islamic state militants"
}

static size_t country_bit(const char country[2])
{
    if (!sr_is_upper((uint8_t)country[0]) || !sr_is_upper((uint8_t)country[1]))
        return 0;
    return (size_t)(country[0] - 'A') * 26 + (size_t)(country[1] - 'A');
}

static void note_country(sr_entity_work *w, const char country[2])
{
    size_t bit = country_bit(country);
    w->countries[bit / 64] |= (uint64_t)1 << bit % 64;
}

static bool knows_country(const sr_entity_work *w, const char country[2])
{
    size_t bit = country_bit(country);
    return bit && (w->countries[bit / 64] >> bit % 64 & 1);
}

bool sr_entities_actor(const sr_entity_work *w, sr_str id, int *kind, char country[3], sr_str *name)
{
    uint32_t row = sr_lexicon_key(w->lexicon, w->actors, id);
    country[0] = country[1] = country[2] = 0;
    *kind = SR_ENTITY_GROUP;
    if (row == SR_NO_ROW)
        return false;
    int    read = sr_entity_kind_from(sr_lexicon_cell(w->lexicon, w->actors, row, w->actor_kind));
    sr_str iso = sr_lexicon_cell(w->lexicon, w->actors, row, w->actor_country);
    if (read >= 0)
        *kind = read;
    if (iso.len == 2)
        memcpy(country, iso.ptr, 2);
    if (name)
        *name = sr_lexicon_cell(w->lexicon, w->actors, row, w->actor_name);
    return true;
}

/* Year of a cell "1990" or "1990-05-01"; `otherwise` when empty. */
static int year_of(sr_str cell, int otherwise)
{
    uint64_t year;
    return sr_str_uint(sr_str_slice(cell, 0, 4), 9999, &year) ? (int)year : otherwise;
}

static bool year_fits(const sr_entity_work *w, uint32_t row)
{
    sr_day day = w->doc->report->published.day;
    if (day == SR_DAY_NONE)
        return false;
    uint32_t actor = sr_lexicon_key(w->lexicon, w->actors, id_of(w, row));
    int      first = year_of(sr_lexicon_cell(w->lexicon, w->actors, actor, w->actor_first), 0);
    int      last = year_of(sr_lexicon_cell(w->lexicon, w->actors, actor, w->actor_last), 9999);
    int      year = sr_day_civil(day).year;
    return first > 0 && year >= first && year <= last + 1;
}

/* Built-in rows name their sources; a user's row need not. */
static bool from_user(sr_str note)
{
    static const char *const sources[] = {"own", "ucdp", "wikipedia", "phoenix", "geonames"};
    for (size_t k = 0; k < SR_COUNT(sources); k++)
        if (sr_str_has_word(note, sr_str_c(sources[k])))
            return false;
    return true;
}

static int score(const sr_entity_work *w, const hit *h, uint32_t row, sr_str *longs, size_t n_longs)
{
    sr_str note = note_of(w, row), id = id_of(w, row);
    char   country[3];
    int    kind, total = 0;
    bool   doubt = sr_str_has_word(note, SR_STR("context"));
    (void)sr_entities_actor(w, id, &kind, country, NULL);
    total += doubt ? 0 : from_user(note) ? (int)SCORE_USER : (int)SCORE_PLAIN;
    total += sr_str_has_word(note, SR_STR("own")) ? SCORE_OWN : 0;
    total += country[0] && knows_country(w, country) ? SCORE_COUNTRY : 0;
    for (size_t i = 0; i < n_longs; i++)
        if (sr_str_eq(longs[i], id)) {
            total += SCORE_LONG;
            break;
        }
    total += year_fits(w, row) ? SCORE_YEAR : 0;
    total += kind == SR_ENTITY_GROUP && cued(w, h->range.end) ? SCORE_CUE : 0;
    return total;
}

/* The row with the highest score; earlier rows win ties. */
static reading best_reading(const sr_entity_work *w, const hit *h, sr_str *longs, size_t n_longs)
{
    bool    upper = w->upper[sr_entity_token(w, h->range.first)->sentence];
    reading best = {SR_NO_ROW, -1};
    for (uint32_t row = h->row; row != SR_NO_ROW;
         row = sr_lexicon_next(w->lexicon, w->actor_names.table, row)) {
        if (!written_so(w, h->range, row, upper))
            continue;
        int points = score(w, h, row, longs, n_longs);
        if (points > best.score)
            best = (reading){row, points};
    }
    return best;
}

/* Longest name at token i that is written as one; false: none. */
static bool hit_at(const sr_entity_work *w, uint32_t i, hit *out)
{
    bool             upper = w->upper[sr_entity_token(w, i)->sentence];
    uint32_t         max = sr_entity_sentence_end(w, i) - i;
    sr_lexicon_match match;
    while (max && sr_entity_find(w, &w->actor_names, i, max, false, &match)) {
        *out = (hit){{i, i + match.n_tokens}, match.row};
        for (uint32_t row = match.row; row != SR_NO_ROW;
             row = sr_lexicon_next(w->lexicon, w->actor_names.table, row))
            if (written_so(w, out->range, row, upper))
                return true;
        max = match.n_tokens - 1;
    }
    return false;
}

sr_str sr_entities_actor_of(const sr_entity_work *w, sr_range range, int *kind, char country[3])
{
    sr_lexicon_match match;
    sr_str           none = {NULL, 0};
    int              unused;
    country[0] = 0;
    if (range.first >= range.end ||
        !sr_entity_find(w, &w->actor_names, range.first, range.end - range.first, false, &match) ||
        match.n_tokens != range.end - range.first)
        return none;
    hit     h = {range, match.row};
    reading best = best_reading(w, &h, NULL, 0);
    if (best.row == SR_NO_ROW)
        return none;
    sr_str id = id_of(w, best.row);
    (void)sr_entities_actor(w, id, kind ? kind : &unused, country, NULL);
    return id;
}

/* A state that does something, not the place where something happens. */
static bool acts(const sr_entity_work *w, sr_range range)
{
    static const char *const after[] = {"says", "said", "blamed", "accused", "denied", "condemned",
                                        "warned", "claimed", "vowed", "announced", "launched",
                                        "insisted", "rejected", "confirmed", "offered", "demanded"};
    static const char *const before[] = {"blamed", "accused", "accuses", "blames", "against", "with",
                                         "by", "urged", "told"};
    uint32_t first = sr_entity_sentence_first(w, range.first), end = sr_entity_sentence_end(w, range.first);
    for (size_t k = 0; range.end < end && k < SR_COUNT(after); k++)
        if (sr_entity_is(w, range.end, after[k]))
            return true;
    for (size_t k = 0; range.first > first && k < SR_COUNT(before); k++)
        if (sr_entity_is(w, range.first - 1, before[k]))
            return true;
    uint8_t next = range.end < end ? sr_entity_token(w, range.end)->upos : SR_UPOS_NONE;
    return (next == SR_UPOS_VERB || next == SR_UPOS_AUX) &&
           (range.first == first || sr_entity_token(w, range.first - 1)->upos == SR_UPOS_SCONJ);
}

static void put(sr_entity_work *w, const hit *h, reading r)
{
    sr_candidate *c = SR_PUSH(w->arena, &w->names);
    sr_entity    *e = &c->entity;
    sr_str        id = id_of(w, r.row);
    int           kind;
    (void)sr_entities_actor(w, id, &kind, e->country, NULL);
    bool plain = !sr_str_has_word(note_of(w, r.row), SR_STR("context"));
    if (kind == SR_ENTITY_STATE && !acts(w, h->range))
        kind = SR_ENTITY_PLACE;
    e->range = h->range;
    e->head = h->range.end - 1;
    e->kind = (uint8_t)kind;
    e->named = true;
    e->actor = id;
    e->probability = plain ? 0.97f : 0.8f;
    c->rank = plain ? SR_RANK_ACTOR : SR_RANK_CONTEXT;
}

/* First pass: where names are; countries and long forms that the report holds. */
void sr_entities_find_actors(sr_entity_work *w)
{
    SR_LIST(hit) hits = {0};
    SR_LIST(sr_str) longs = {0};
    char country[3];
    for (uint32_t i = 0; i < w->doc->n_tokens; i++) {
        hit h;
        if (sr_entity_demonym(w, i, country))
            note_country(w, country);
        if (!hit_at(w, i, &h))
            continue;
        *SR_PUSH(w->arena, &hits) = h;
        sr_str note = note_of(w, h.row), id = id_of(w, h.row);
        bool   plain = !sr_str_has_word(note, SR_STR("context")) && !sr_str_has_word(note, SR_STR("word"));
        int    kind;
        if (plain && sr_entities_actor(w, id, &kind, country, NULL)) {
            if (kind == SR_ENTITY_STATE && country[0])
                note_country(w, country);
            if (h.range.end - h.range.first > 1 || !sr_str_has_word(note, SR_STR("acronym")))
                *SR_PUSH(w->arena, &longs) = id;
        }
        i = h.range.end - 1;
    }
    for (size_t k = 0; k < hits.n; k++) {
        reading r = best_reading(w, &hits.at[k], longs.at, longs.n);
        if (r.row != SR_NO_ROW && r.score >= SCORE_NEEDED)
            put(w, &hits.at[k], r);
    }
}
