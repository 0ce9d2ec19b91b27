/* Descriptions: people, groups, bodies of states, buildings, vehicles and weapons by their nouns.
 *
 * A row of a table (longest first, form or lemma) is the head; the noun phrase is grown to the left
 * over adjectives, nouns and names, up to an article, a number or anything else.  A description may
 * hold names and nationalities, nothing else: the church in "church leaders" is not a target.
 * A body of a state gets its country from a nation's adjective, a country's name or its possessive
 * beside it; a description of a group gets the actor that is named in it ("FMLN guerrillas",
 * "guerrillas of the FMLN").
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/entities_int.h"
#include "annotate/tag.h"

typedef enum noun_table { NOUN_GROUP, NOUN_ORGAN, NOUN_PERSON, NOUN_TITLE, NOUN_FACILITY, NOUN_WEAPON } noun_table;

typedef struct noun {
    sr_range range;
    uint32_t row;
    uint8_t  table; // noun_table
} noun;

static bool is_any(const sr_entity_work *w, uint32_t i, const char *const *words, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (sr_entity_is(w, i, words[k]))
            return true;
    return false;
}
#define IS_ANY(w, i, words) is_any((w), (i), (words), SR_COUNT(words))

/* -- noun phrases ------------------------------------------------------------------ */

/* Participles that describe people; other verbs before a noun are the sentence's verb. */
static bool describes(const sr_entity_work *w, uint32_t i)
{
    static const char *const words[] = {
        "suspected", "armed", "masked", "hooded", "uniformed", "unidentified", "alleged", "unknown",
        "so-called", "wanted", "organized", "exiled", "retired", "acting", "deposed", "elected", "ruling",
        "unarmed", "displaced", "hired", "paid", "disguised", "armoured", "armored", "parked", "passing",
        "abandoned", "homemade", "improvised", "booby-trapped", "loaded", "crowded", "packed", "fortified",
        "occupied", "besieged", "speeding", "exploding", "demobilized", "fighting", "warring", "united",
        "governing", "sleeping", "attacking", "would-be", "self-proclaimed", "self-styled", "former", "late"};
    return IS_ANY(w, i, words);
}

static bool article(const sr_entity_work *w, uint32_t i)
{
    static const char *const words[] = {
        "the", "a", "an", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your",
        "some", "any", "no", "every", "each", "all", "both", "several", "many", "few", "most", "more", "other",
        "another", "such", "same", "own", "dozens", "hundreds", "thousands", "scores", "last", "next", "first",
        "second", "third"};
    return IS_ANY(w, i, words);
}

/* Without tags only these stand before a noun; words that could be anything end the phrase. */
static bool premodifier(const sr_entity_work *w, uint32_t i)
{
    const sr_token *t = sr_entity_token(w, i);
    char            country[3];
    if (w->closed[i] || article(w, i) || (t->flags & SR_TOKEN_JOINED))
        return false;
    switch (t->upos) {
    case SR_UPOS_ADJ:
    case SR_UPOS_NOUN:
    case SR_UPOS_PROPN:
        return true;
    case SR_UPOS_VERB:
    case SR_UPOS_ADV:
        return describes(w, i);
    case SR_UPOS_NONE:
        return (t->flags & SR_TOKEN_WORD) &&
               (describes(w, i) || sr_entity_demonym(w, i, country) ||
                (sr_entity_proper(w, i) && i > sr_entity_sentence_first(w, i)));
    default:
        return false;
    }
}

/* First token of the noun phrase whose last words begin at token i. */
static uint32_t phrase_begin(const sr_entity_work *w, uint32_t i)
{
    uint32_t first = sr_entity_sentence_first(w, i);
    while (i > first) {
        uint32_t p = i - 1;
        bool     hyphen = sr_entity_is(w, p, "-") && p > first &&
                      !(sr_entity_token(w, p)->flags & SR_TOKEN_SPACE) &&
                      !(sr_entity_token(w, i)->flags & SR_TOKEN_SPACE);
        if (w->cover[p]) {
            const sr_entity *e = &w->names.at[w->cover[p] - 1].entity;
            if (e->kind == SR_ENTITY_PERSON)
                return i;
            i = e->range.first;
        } else if (hyphen) {
            i = p - 1;
        } else if (premodifier(w, p)) {
            i = p;
        } else {
            return i;
        }
    }
    return i;
}

/* -- heads --------------------------------------------------------------------------- */

static bool noun_like(const sr_entity_work *w, uint32_t i)
{
    const sr_token *t = sr_entity_token(w, i);
    uint32_t        end = sr_entity_sentence_end(w, i);
    uint8_t         next = i + 1 < end ? sr_entity_token(w, i + 1)->upos : SR_UPOS_NONE;
    switch (t->upos) {
    case SR_UPOS_NOUN:
    case SR_UPOS_PROPN:
    case SR_UPOS_X:
    case SR_UPOS_NUM:
    case SR_UPOS_SYM:
        return true;
    case SR_UPOS_VERB: // "the wounded", read as a participle
        if (t->xpos != SR_XPOS_VBN || i == sr_entity_sentence_first(w, i) || !article(w, i - 1))
            return false;
        SR_FALLTHROUGH;
    case SR_UPOS_ADJ: // "the wounded", "three dead"
        return next != SR_UPOS_NOUN && next != SR_UPOS_PROPN && next != SR_UPOS_ADJ &&
               i > sr_entity_sentence_first(w, i) && (article(w, i - 1) || w->closed[i - 1]);
    case SR_UPOS_NONE:
        return true;
    default:
        return false;
    }
}

/* The noun only modifies the next one ("bomb" in "bomb attack"). */
static bool modifies(const sr_entity_work *w, uint32_t i)
{
    uint32_t end = sr_entity_sentence_end(w, i);
    if (i + 1 >= end || w->closed[i + 1])
        return false;
    uint8_t next = sr_entity_token(w, i + 1)->upos;
    if (sr_entity_is(w, i + 1, "-") && i + 2 < end && !(sr_entity_token(w, i + 1)->flags & SR_TOKEN_SPACE) &&
        !(sr_entity_token(w, i + 2)->flags & SR_TOKEN_SPACE))
        return true;
    return next == SR_UPOS_NOUN;
}

/* A match may hold whole names, but not begin or end inside one, nor be a part of one; only a name
 * that was guessed gives way to the table. */
static bool crosses_name(const sr_entity_work *w, sr_range r)
{
    for (uint32_t i = r.first; i < r.end; i++) {
        if (!w->cover[i])
            continue;
        const sr_candidate *c = &w->names.at[w->cover[i] - 1];
        sr_range            name = c->entity.range;
        bool                same = name.first == r.first && name.end == r.end;
        if (name.first < r.first || name.end > r.end || (same && c->rank != SR_RANK_GUESS))
            return true;
    }
    return false;
}

/* A guessed name in the words of the table is none. */
static void beat(sr_entity_work *w, sr_range r)
{
    for (uint32_t i = r.first; i < r.end; i++)
        if (w->cover[i] && w->names.at[w->cover[i] - 1].rank == SR_RANK_GUESS) {
            w->names.at[w->cover[i] - 1].beaten = true;
            w->cover[i] = 0;
        }
}

static void look(const sr_entity_work *w, const sr_entity_table *table, noun_table which, uint32_t i,
                 noun *best)
{
    sr_lexicon_match match;
    uint32_t         max = sr_entity_sentence_end(w, i) - i;
    while (max && sr_entity_find(w, table, i, max, true, &match)) {
        sr_range r = {i, i + match.n_tokens};
        if (match.n_tokens <= best->range.end - best->range.first)
            return;
        if (noun_like(w, r.end - 1) && !crosses_name(w, r) && (match.n_tokens > 1 || !w->closed[i]) &&
            !(which == NOUN_TITLE && sr_str_eq(sr_entity_cell(w, table, match.row), SR_STR("before")))) {
            *best = (noun){r, match.row, (uint8_t)which};
            return;
        }
        max = match.n_tokens - 1;
    }
}

static bool noun_at(const sr_entity_work *w, uint32_t i, noun *out)
{
    *out = (noun){{i, i}, SR_NO_ROW, NOUN_GROUP};
    if (!(sr_entity_token(w, i)->flags & (SR_TOKEN_WORD | SR_TOKEN_DIGIT)) || w->closed[i])
        return false;
    look(w, &w->groups, NOUN_GROUP, i, out);
    look(w, &w->organs, NOUN_ORGAN, i, out);
    look(w, &w->persons, NOUN_PERSON, i, out);
    look(w, &w->titles, NOUN_TITLE, i, out);
    look(w, &w->facilities, NOUN_FACILITY, i, out);
    look(w, &w->weapons, NOUN_WEAPON, i, out);
    return out->row != SR_NO_ROW;
}

/* One person, as the table of person nouns has it. */
static bool one_person(const sr_entity_work *w, sr_range r)
{
    sr_lexicon_match match;
    uint32_t         n = r.end - r.first;
    bool             one = false;
    if (!sr_entity_find(w, &w->persons, r.first, n, false, &match) || match.n_tokens != n) {
        if (n < 2 || !sr_entity_find(w, &w->persons, r.end - 1, 1, false, &match))
            return false;
    }
    for (uint32_t row = match.row; row != SR_NO_ROW; row = sr_lexicon_next(w->lexicon, w->persons.table, row))
        one |= sr_str_eq(sr_entity_cell(w, &w->persons, row), SR_STR("one"));
    return one;
}

static bool sentence_has_event(const sr_entity_work *w, uint32_t i)
{
    const sr_sentence *s = &w->doc->sentences[sr_entity_token(w, i)->sentence];
    sr_lexicon_match   match;
    for (uint32_t k = s->first; k < s->end; k++)
        if (k != i && sr_entity_find(w, &w->triggers, k, s->end - k, true, &match) &&
            sr_str_eq(sr_entity_cell(w, &w->triggers, match.row), SR_STR("event")))
            return true;
    return false;
}

static int kind_of(const sr_entity_work *w, const noun *n)
{
    switch ((noun_table)n->table) {
    case NOUN_GROUP:
        return one_person(w, n->range) ? SR_ENTITY_PERSON : SR_ENTITY_GROUP;
    case NOUN_ORGAN:
        return SR_ENTITY_AGENCY;
    case NOUN_PERSON:
    case NOUN_TITLE:
        return SR_ENTITY_PERSON;
    case NOUN_FACILITY:
        return SR_ENTITY_FACILITY;
    case NOUN_WEAPON:
        return sr_str_eq(sr_entity_cell(w, &w->weapons, n->row), SR_STR("context")) &&
                       !sentence_has_event(w, n->range.first)
                   ? -1
                   : SR_ENTITY_WEAPON;
    }
    return -1;
}

/* -- whose ------------------------------------------------------------------------------- */

/* The name that stands at token i; NULL: none. */
static const sr_entity *name_over(const sr_entity_work *w, uint32_t i)
{
    return i < w->doc->n_tokens && w->cover[i] ? &w->names.at[w->cover[i] - 1].entity : NULL;
}

static bool is_country(const sr_entity *e)
{
    return e && e->country[0] && (e->kind == SR_ENTITY_STATE || e->kind == SR_ENTITY_PLACE);
}

/* Country or actor of what stands at token i, if it says one. */
static void take_from(const sr_entity_work *w, uint32_t i, sr_entity *e)
{
    const sr_entity *name = name_over(w, i);
    char             country[3];
    if (name && (name->kind == SR_ENTITY_GROUP || name->kind == SR_ENTITY_ORGANIZATION) &&
        (e->kind == SR_ENTITY_GROUP || e->kind == SR_ENTITY_PERSON) && !e->actor.len)
        e->actor = name->actor;
    if (e->country[0])
        return;
    if (is_country(name) || (name && e->actor.len && sr_str_eq(e->actor, name->actor)))
        memcpy(e->country, name->country, 3);
    else if (!name && sr_entity_demonym(w, i, country))
        memcpy(e->country, country, 3);
}

/* "… of the FMLN", "the army of El Salvador", "El Salvador's army". */
static void take_neighbours(const sr_entity_work *w, sr_entity *e)
{
    static const char *const joints[] = {"of", "from", "in"};
    uint32_t                 first = sr_entity_sentence_first(w, e->range.first);
    uint32_t                 end = sr_entity_sentence_end(w, e->range.first), i = e->range.end;
    if (e->range.first > first + 1 && (sr_entity_is(w, e->range.first - 1, "'s") ||
                                       sr_entity_is(w, e->range.first - 1, "'")))
        take_from(w, name_over(w, e->range.first - 2) ? name_over(w, e->range.first - 2)->range.first
                                                      : e->range.first - 2, e);
    if (i + 1 < end && IS_ANY(w, i, joints)) {
        bool of = sr_entity_is(w, i, "of");
        i += sr_entity_is(w, i + 1, "the") ? 2 : 1;
        const sr_entity *name = name_over(w, i);
        if (name && name->range.first == i && (of || name->kind == SR_ENTITY_GROUP))
            take_from(w, i, e);
    }
}

/* In running text a body's name is written with capitals. */
static bool written_as_name(const sr_entity_work *w, sr_range r)
{
    const sr_token *head = sr_entity_token(w, r.end - 1);
    if (w->upper[head->sentence])
        return head->upos == SR_UPOS_PROPN;
    return (head->flags & SR_TOKEN_CAPITAL) && (r.end - r.first > 1 || !(head->flags & SR_TOKEN_CAPS)) &&
           r.end - 1 > sr_entity_sentence_first(w, r.first);
}

/* Titles from token `end` on, then a person's name: its first token; 0: none. */
static uint32_t name_behind(const sr_entity_work *w, uint32_t i)
{
    sr_lexicon_match match;
    uint32_t         end = sr_entity_sentence_end(w, i - 1);
    while (i < end && !w->cover[i] && sr_entity_find(w, &w->titles, i, end - i, false, &match))
        i += match.n_tokens;
    const sr_entity *name = i < end ? name_over(w, i) : NULL;
    return name && name->range.first == i && name->kind == SR_ENTITY_PERSON ? i : 0;
}

/* A description that holds another one takes its place; nationalities stay. */
static void swallow(sr_entity_work *w, uint32_t first)
{
    size_t kept = w->found.n;
    while (kept && w->found.at[kept - 1].entity.range.end > first)
        kept--;
    for (size_t k = kept; k < w->found.n; k++)
        if (w->found.at[k].entity.kind == SR_ENTITY_NATIONALITY || w->found.at[k].entity.range.first < first)
            w->found.at[kept++] = w->found.at[k];
    w->found.n = kept;
}

static void put(sr_entity_work *w, const noun *n, int kind)
{
    uint32_t  name = kind == SR_ENTITY_PERSON ? name_behind(w, n->range.end) : 0;
    sr_entity e = {.range = {phrase_begin(w, n->range.first), n->range.end}, .head = n->range.end - 1,
                   .kind = (uint8_t)(name ? SR_ENTITY_ROLE : kind), .probability = 0.9f};
    if (name)
        e.range.end = name;
    for (uint32_t i = e.range.first; i < n->range.end; i++)
        take_from(w, i, &e);
    take_neighbours(w, &e);
    e.named = (kind == SR_ENTITY_FACILITY || kind == SR_ENTITY_AGENCY) && written_as_name(w, e.range);
    if (modifies(w, e.range.end - 1) && !name) {
        if (kind == SR_ENTITY_PERSON)
            return;
        e.probability = 0.5f;
    }
    swallow(w, e.range.first);
    sr_candidate *c = SR_PUSH(w->arena, &w->found);
    c->entity = e;
}

/* Titles that stand only before names ("Gen.", "Fr."). */
static uint32_t put_title(sr_entity_work *w, uint32_t i)
{
    sr_lexicon_match match;
    if (!sr_entity_find(w, &w->titles, i, sr_entity_sentence_end(w, i) - i, false, &match))
        return 0;
    uint32_t name = name_behind(w, i + match.n_tokens);
    sr_str   class = sr_lexicon_cell(w->lexicon, w->titles.table, match.row, w->title_class);
    if (!name || sr_str_eq(class, SR_STR("courtesy")))
        return 0;
    sr_candidate *c = SR_PUSH(w->arena, &w->found);
    c->entity = (sr_entity){.range = {phrase_begin(w, i), name}, .head = name - 1, .kind = SR_ENTITY_ROLE,
                            .probability = 0.9f};
    return name;
}

static void put_plain(sr_entity_work *w, sr_range r, int kind, const char country[3])
{
    sr_candidate *c = SR_PUSH(w->arena, &w->found);
    c->entity = (sr_entity){.range = r, .head = r.end - 1, .kind = (uint8_t)kind, .probability = 0.9f};
    memcpy(c->entity.country, country, 3);
}

static bool pronoun(const sr_entity_work *w, uint32_t i)
{
    static const char *const words[] = {"he", "him", "himself", "she", "herself", "they", "them", "themselves"};
    uint8_t                  upos = sr_entity_token(w, i)->upos;
    if (upos == SR_UPOS_PRON || upos == SR_UPOS_NONE) {
        if (IS_ANY(w, i, words))
            return true;
        return sr_entity_is(w, i, "her") && sr_entity_token(w, i)->deprel != SR_DEPREL_NMOD_POSS &&
               upos == SR_UPOS_PRON && i + 1 < sr_entity_sentence_end(w, i) &&
               sr_entity_token(w, i + 1)->upos != SR_UPOS_NOUN && sr_entity_token(w, i + 1)->upos != SR_UPOS_ADJ;
    }
    return false;
}

void sr_entities_find_mentions(sr_entity_work *w)
{
    const sr_document *doc = w->doc;
    char               country[3];
    for (uint32_t i = 0; i < doc->n_tokens;) {
        noun     n;
        uint32_t next = i + 1, nation, title;
        if (!w->cover[i] && (nation = sr_entity_demonym(w, i, country)) > 0 &&
            !w->cover[i + nation - 1])
            put_plain(w, (sr_range){i, i + nation}, SR_ENTITY_NATIONALITY, country);
        if (noun_at(w, i, &n)) {
            int kind = kind_of(w, &n);
            if (kind >= 0) {
                beat(w, n.range);
                put(w, &n, kind);
            }
            next = n.range.end;
        } else if (!w->cover[i] && (title = put_title(w, i)) > 0) {
            next = title;
        } else if (pronoun(w, i)) {
            put_plain(w, (sr_range){i, i + 1}, SR_ENTITY_PERSON, "\0\0");
        }
        i = next;
    }
}
