/* Acronyms that a report explains itself, and what they then mean everywhere in it.
 *
 *   long form (ACR)    long form [ACR]    ACR (long form)    ACR [LONG FORM]
 *
 * Where the letters are the initials of the words before the bracket they are the long form
 * (Schwartz and Hearst 2003, without matching inside words); else the name that stands there is.
 * Square brackets are how monitored broadcasts were annotated ("FMLN [FARABUNDO MARTI NATIONAL
 * LIBERATION FRONT]"); what they hold is taken as a name when letters and initials agree by half.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/entities_int.h"

#define ACRONYM_LETTERS 8u
#define LONG_FORM_TOKENS 12u

typedef struct definition {
    sr_range acronym, full;
} definition;

/* One token, or tokens joined by hyphens, all capitals and short enough. */
static bool acronym_at(const sr_entity_work *w, sr_range r)
{
    size_t letters = 0;
    if (r.end - r.first > 3 || r.first >= r.end)
        return false;
    for (uint32_t i = r.first; i < r.end; i++) {
        const sr_token *t = sr_entity_token(w, i);
        sr_str          s = sr_document_words(w->doc, (sr_range){i, i + 1});
        if (i > r.first && (t->flags & SR_TOKEN_SPACE))
            return false;
        for (size_t k = 0; k < s.len; k++) {
            if (sr_is_lower(s.ptr[k]) || s.ptr[k] >= 0x80)
                return false;
            letters += sr_is_upper(s.ptr[k]);
        }
    }
    return letters >= 2 && letters <= ACRONYM_LETTERS;
}

static bool small_word(const sr_entity_work *w, uint32_t i)
{
    static const char *const small[] = {"of", "the", "for", "and", "in", "de", "la", "el", "y", "del",
                                        "to", "on", "des", "du", "e", "-", "'", "'s", "/", "al", "&"};
    for (size_t k = 0; k < SR_COUNT(small); k++)
        if (sr_entity_is(w, i, small[k]))
            return true;
    return false;
}

/* The words that end at `end` and whose initials are the acronym's letters; empty: none. */
static sr_range by_initials(const sr_entity_work *w, sr_range acronym, uint32_t end, uint32_t first)
{
    sr_str   letters = sr_document_words(w->doc, acronym);
    size_t   left = letters.len;
    uint32_t i = end;
    while (left && i > first && end - i < LONG_FORM_TOKENS) {
        sr_str fold = sr_entity_token(w, i - 1)->fold;
        while (left && !sr_is_upper(letters.ptr[left - 1]))
            left--;
        if (!left)
            break;
        if (fold.len && fold.ptr[0] == sr_to_lower(letters.ptr[left - 1]))
            left--;
        else if (!small_word(w, i - 1))
            return (sr_range){0, 0};
        i--;
    }
    return left || end - i < 2 ? (sr_range){0, 0} : (sr_range){i, end};
}

/* The settled name that ends at (or starts at) a token. */
static sr_range name_at(const sr_entity_work *w, uint32_t i, bool ends)
{
    uint32_t k = i < w->doc->n_tokens ? w->cover[i] : 0;
    if (!k)
        return (sr_range){0, 0};
    const sr_entity *e = &w->names.at[k - 1].entity;
    bool             fits = ends ? e->range.end == i + 1 : e->range.first == i;
    return fits && e->kind != SR_ENTITY_PERSON ? e->range : (sr_range){0, 0};
}

/* Words in square brackets that can be a name: two or more, no verb, no sign but hyphens. */
static bool plain_words(const sr_entity_work *w, sr_range r)
{
    uint32_t words = 0;
    for (uint32_t i = r.first; i < r.end; i++) {
        const sr_token *t = sr_entity_token(w, i);
        if ((t->flags & SR_TOKEN_DIGIT) || t->upos == SR_UPOS_AUX ||
            ((t->flags & SR_TOKEN_PUNCT) && !small_word(w, i)))
            return false;
        words += (t->flags & SR_TOKEN_WORD) && !small_word(w, i);
    }
    return words >= 2 && r.end - r.first <= LONG_FORM_TOKENS;
}

/* At least half of the acronym's letters are initials of the words, in any order: a long form in
 * another language than the acronym ("MRTA": Tupac Amaru Revolutionary Movement). */
static bool letters_agree(const sr_entity_work *w, sr_range acronym, sr_range words)
{
    sr_str   letters = sr_document_words(w->doc, acronym);
    unsigned all = 0, found = 0, used[26] = {0};
    for (uint32_t i = words.first; i < words.end; i++) {
        sr_str fold = sr_entity_token(w, i)->fold;
        if (fold.len && sr_is_lower(fold.ptr[0]))
            used[fold.ptr[0] - 'a']++;
    }
    for (size_t k = 0; k < letters.len; k++) {
        uint8_t c = sr_to_lower(letters.ptr[k]);
        if (!sr_is_lower(c))
            continue;
        all++;
        if (used[c - 'a']) {
            used[c - 'a']--;
            found++;
        }
    }
    return found >= 2 && found * 2 >= all;
}

static bool starts_with_article(const sr_entity_work *w, uint32_t i)
{
    return sr_entity_is(w, i, "the") || sr_entity_is(w, i, "a") || sr_entity_is(w, i, "an");
}

/* A definition whose bracket opens at token `open` and closes at `close`. */
static bool define(const sr_entity_work *w, uint32_t open, uint32_t close, definition *out)
{
    uint32_t first = sr_entity_sentence_first(w, open);
    sr_range inside = {open + 1, close}, before = {open - 1, open};
    if (open == first || inside.first >= inside.end)
        return false;
    if (acronym_at(w, inside)) {
        sr_range full = by_initials(w, inside, open, first);
        if (!full.end)
            full = name_at(w, open - 1, true);
        *out = (definition){inside, full};
        return full.end > full.first + 1;
    }
    while (before.first > first && before.end - before.first < 3 &&
           !(sr_entity_token(w, before.first)->flags & SR_TOKEN_SPACE))
        before.first--;
    if (!acronym_at(w, before) || !plain_words(w, inside))
        return false;
    if (starts_with_article(w, inside.first))
        inside.first++;
    sr_range full = by_initials(w, before, inside.end, inside.first);
    bool     square = sr_entity_is(w, open, "[");
    if (!full.end)
        full = square && letters_agree(w, before, inside) ? inside : name_at(w, inside.first, false);
    *out = (definition){before, full};
    return full.end == inside.end && full.end > full.first + 1;
}

/* Two names share a word that is not small. */
static bool share_word(const sr_entity_work *w, sr_range r, sr_str name)
{
    for (uint32_t i = r.first; i < r.end; i++) {
        sr_str fold = sr_entity_token(w, i)->fold;
        if (fold.len < 4)
            continue;
        for (size_t k = 0; k + fold.len <= name.len; k++)
            if (sr_str_eq_case(sr_str_slice(name, k, k + fold.len), fold))
                return true;
    }
    return false;
}

/* Whose name it is: the long form's, else the acronym's if their words agree. */
static sr_entity meaning(const sr_entity_work *w, const definition *d)
{
    sr_entity e = {.named = true, .probability = 0.95f, .kind = SR_ENTITY_ORGANIZATION};
    int       kind = SR_ENTITY_ORGANIZATION;
    sr_str    name = {NULL, 0};
    e.actor = sr_entities_actor_of(w, d->full, &kind, e.country);
    if (!e.actor.len) {
        sr_str own = sr_entities_actor_of(w, d->acronym, &kind, e.country);
        if (own.len && sr_entities_actor(w, own, &kind, e.country, &name) && share_word(w, d->full, name))
            e.actor = own;
    }
    if (!e.actor.len) {
        const sr_candidate *named = w->cover[d->full.first] ? &w->names.at[w->cover[d->full.first] - 1] : NULL;
        int                 told = sr_entities_kind_by_words(w, d->full);
        bool                tagged = named && named->rank == SR_RANK_NAME;
        e.country[0] = 0;
        kind = SR_ENTITY_ORGANIZATION;
        if (told >= 0 && told != SR_ENTITY_PLACE && !(tagged && named->entity.kind != SR_ENTITY_ORGANIZATION))
            kind = told;
        else if (named && (tagged || named->entity.kind != SR_ENTITY_PLACE))
            kind = named->entity.kind;
    }
    e.kind = (uint8_t)kind;
    return e;
}

static bool same_tokens(const sr_document *doc, sr_range a, uint32_t at, uint32_t end)
{
    uint32_t n = a.end - a.first;
    if (end - at < n)
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (doc->hashes[a.first + i] != doc->hashes[at + i])
            return false;
    return true;
}

static void put_everywhere(sr_entity_work *w, sr_range form, sr_entity e, bool acronym,
                           uint32_t number)
{
    const sr_document *doc = w->doc;
    uint32_t           n = form.end - form.first;
    for (uint32_t i = 0; i < doc->n_tokens; i++) {
        sr_range r = {i, i + n};
        if (doc->hashes[i] != doc->hashes[form.first] ||
            !same_tokens(doc, form, i, sr_entity_sentence_end(w, i)))
            continue;
        if (!w->upper[sr_entity_token(w, i)->sentence] &&
            (acronym ? !acronym_at(w, r) : !(sr_entity_token(w, i)->flags & SR_TOKEN_CAPITAL)))
            continue;
        sr_candidate *c = SR_PUSH(w->arena, &w->names);
        c->entity = e;
        c->entity.range = r;
        c->entity.head = r.end - 1;
        c->rank = SR_RANK_DEFINED;
        c->definition = number;
    }
}

void sr_entities_find_acronyms(sr_entity_work *w)
{
    const sr_document *doc = w->doc;
    for (uint32_t i = 0; i < doc->n_tokens; i++) {
        bool round = sr_entity_is(w, i, "("), square = sr_entity_is(w, i, "[");
        if (!round && !square)
            continue;
        uint32_t   end = sr_entity_sentence_end(w, i), close = i + 1;
        definition d;
        while (close < end && close - i <= LONG_FORM_TOKENS &&
               !sr_entity_is(w, close, square ? "]" : ")"))
            close++;
        if (close >= end || close - i > LONG_FORM_TOKENS || !define(w, i, close, &d))
            continue;
        sr_entity e = meaning(w, &d);
        put_everywhere(w, d.acronym, e, true, i + 1);
        put_everywhere(w, d.full, e, false, i + 1);
    }
}
