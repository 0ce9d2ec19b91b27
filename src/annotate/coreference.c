/* Coreference of descriptions and pronouns; names are linked in entities.c.
 *
 * Precision first: a link is made only by a rule that names its signs, from the surest to the least
 * (the sieves of Raghunathan et al. 2010, cut down): a role beside its name, apposition and copula,
 * the same noun with "the", "the group" and "the attackers", pronouns by number, sex and recency.
 * Reads entities; sets coref (index of the first entity of the chain) and hands the actor of a
 * name on to the descriptions of its chain.  Cost: linear times a window of entities.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/annotate.h"

#include "record/vocabulary.h"

#define WINDOW 120u        // entities looked back
#define SAME_NOUN_BACK 40u // sentences in which "the embassy" may be the one spoken of

enum { NUMBER_UNKNOWN, NUMBER_ONE, NUMBER_MANY };

typedef struct chain_work {
    const sr_document *doc;
    const sr_lexicon  *lexicon;
    int                persons, person_number, person_sex, titles, title_sex, groups, group_class;
    uint32_t          *root;   // union-find over entities
    uint8_t           *number; // NUMBER_*
    uint8_t           *sex;    // 'm', 'f' or 0
    uint8_t           *cls;    // of groups: first letter of the class in data/groups.tsv; 0 none
} chain_work;

static const sr_entity *at(const chain_work *w, uint32_t i)
{
    return &w->doc->entities[i];
}

static bool is(const chain_work *w, uint32_t token, const char *word)
{
    return token < w->doc->n_tokens && sr_str_is(w->doc->tokens[token].fold, word);
}

static bool is_any(const chain_work *w, uint32_t token, const char *const *words, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (is(w, token, words[k]))
            return true;
    return false;
}
#define IS_ANY(w, token, words) is_any((w), (token), (words), SR_COUNT(words))

static uint32_t sentence_of(const chain_work *w, uint32_t e)
{
    return w->doc->tokens[at(w, e)->range.first].sentence;
}

static uint32_t root(const chain_work *w, uint32_t e)
{
    while (w->root[e] != e)
        e = w->root[e] = w->root[w->root[e]];
    return e;
}

/* The lower index stays the root, so that it is the first mention. */
static void join(chain_work *w, uint32_t a, uint32_t b)
{
    a = root(w, a);
    b = root(w, b);
    if (a == b)
        return;
    uint32_t low = SR_MIN(a, b), high = SR_MAX(a, b);
    w->root[high] = low;
    if (!w->sex[low])
        w->sex[low] = w->sex[high];
}

static uint8_t sex_of_chain(const chain_work *w, uint32_t e)
{
    return w->sex[root(w, e)];
}

static bool alone(const chain_work *w, uint32_t e)
{
    return root(w, e) == e && !at(w, e)->named;
}

static bool definite(const chain_work *w, const sr_entity *e)
{
    static const char *const words[] = {"the", "this", "that", "these", "those"};
    uint32_t first = e->range.first;
    return first > w->doc->sentences[w->doc->tokens[first].sentence].first && IS_ANY(w, first - 1, words);
}

/* -- what an entity's words say -------------------------------------------------------- */

static void read_person(const chain_work *w, uint32_t e, int table, int sex, int number)
{
    const sr_entity *x = at(w, e);
    sr_lexicon_match match;
    for (uint32_t i = x->range.first; i < x->range.end; i++) {
        if (!sr_lexicon_find(w->lexicon, table, w->doc->hashes + i, NULL, x->range.end - i, &match) ||
            i + match.n_tokens != x->range.end)
            continue;
        sr_str s = sr_lexicon_cell(w->lexicon, table, match.row, sex);
        sr_str n = sr_lexicon_cell(w->lexicon, table, match.row, number);
        if (s.len == 1 && (s.ptr[0] == 'm' || s.ptr[0] == 'f'))
            w->sex[e] = s.ptr[0];
        if (n.len)
            w->number[e] = sr_str_eq(n, SR_STR("one")) ? NUMBER_ONE : NUMBER_MANY;
        return;
    }
}

static void read_title(const chain_work *w, uint32_t e)
{
    static const char *const man[] = {"mr.", "mr", "sir", "he", "him", "himself"};
    static const char *const woman[] = {"mrs.", "mrs", "ms.", "ms", "miss", "she", "her", "herself"};
    static const char *const many[] = {"they", "them", "themselves"};
    const sr_entity *x = at(w, e);
    uint32_t         before = x->range.first ? x->range.first - 1 : x->range.first;
    uint32_t         own = x->named ? before : x->range.first;
    if (IS_ANY(w, own, man))
        w->sex[e] = 'm', w->number[e] = NUMBER_ONE;
    if (IS_ANY(w, own, woman))
        w->sex[e] = 'f', w->number[e] = NUMBER_ONE;
    if (IS_ANY(w, own, many))
        w->number[e] = NUMBER_MANY;
}

static void read_entity(const chain_work *w, uint32_t e)
{
    const sr_entity *x = at(w, e);
    sr_lexicon_match match;
    if (x->kind == SR_ENTITY_PERSON || x->kind == SR_ENTITY_ROLE) {
        w->number[e] = x->named ? NUMBER_ONE : NUMBER_UNKNOWN;
        read_title(w, e);
        if (!x->named) {
            read_person(w, e, w->titles, w->title_sex, -1);
            read_person(w, e, w->persons, w->person_sex, w->person_number);
        }
    }
    if (x->kind == SR_ENTITY_GROUP)
        w->number[e] = x->named ? NUMBER_UNKNOWN : NUMBER_MANY;
    for (uint32_t i = x->range.first; !x->named && i < x->range.end; i++)
        if (sr_lexicon_find(w->lexicon, w->groups, w->doc->hashes + i,
                            w->doc->lemma_hashes ? w->doc->lemma_hashes + i : NULL, x->range.end - i, &match) &&
            i + match.n_tokens == x->range.end) {
            sr_str class = sr_lexicon_cell(w->lexicon, w->groups, match.row, w->group_class);
            w->cls[e] = class.len ? class.ptr[0] : 0;
            break;
        }
}

/* -- the rules ---------------------------------------------------------------------------- */

/* Behind an entity and its "of …": the next comma, full stop, verb or person's name. */
static uint32_t behind(const chain_work *w, uint32_t e)
{
    static const char *const joints[] = {"of", "for", "in", "at", "from", "on"};
    static const char *const stops[] = {",", ".", ";", "who", "(", "[", ")", "-", "--"};
    const sr_document *doc = w->doc;
    uint32_t           i = at(w, e)->range.end, end = doc->sentences[sentence_of(w, e)].end, k = e + 1;
    if (i >= end || !IS_ANY(w, i, joints))
        return i;
    for (; i < end && i < at(w, e)->range.end + 14; i++) {
        while (k < doc->n_entities && at(w, k)->range.first < i)
            k++;
        bool name = k < doc->n_entities && at(w, k)->range.first == i && at(w, k)->named &&
                    at(w, k)->kind == SR_ENTITY_PERSON;
        if (name || IS_ANY(w, i, stops) || doc->tokens[i].upos == SR_UPOS_VERB || doc->tokens[i].upos == SR_UPOS_AUX)
            return i;
    }
    return i;
}

/* A comma, an age in commas ("X, 30, a peasant"), "named": what may stand before an apposition. */
static uint32_t after_comma(const chain_work *w, uint32_t i)
{
    uint32_t end = w->doc->n_tokens;
    if (i + 2 < end && is(w, i, ",") && w->doc->tokens[i + 1].upos == SR_UPOS_NUM && is(w, i + 2, ","))
        return i + 3;
    if (is(w, i, ",") || is(w, i, "named"))
        return i + 1;
    return i;
}

static bool closes(const chain_work *w, uint32_t i, uint32_t end)
{
    static const char *const words[] = {",", ".", ";", "who", ")", "whose", "(", "["};
    return i >= end || IS_ANY(w, i, words);
}

/* "Interior Minister X"; "X, the interior minister,"; "the mayor of Y, X,"; "X is the mayor". */
static void beside_name(chain_work *w, uint32_t e)
{
    static const char *const copulas[] = {"is", "was"};
    const sr_entity *x = at(w, e);
    uint32_t         end = w->doc->sentences[sentence_of(w, e)].end;
    if ((x->kind != SR_ENTITY_PERSON && x->kind != SR_ENTITY_ROLE) || w->number[e] == NUMBER_MANY)
        return;
    uint32_t gap = x->named ? x->range.end : behind(w, e), start = after_comma(w, gap);
    for (uint32_t k = e + 1; k < w->doc->n_entities && at(w, k)->range.first <= start + 3; k++) {
        const sr_entity *y = at(w, k);
        if (y->range.first < gap || y->range.first >= end || y->kind != SR_ENTITY_PERSON ||
            w->number[k] == NUMBER_MANY || (x->named && y->named))
            continue;
        bool here = y->range.first == start, comma = start > gap;
        bool name_behind = y->named && here &&
                           (comma ? closes(w, y->range.end, end) || is(w, gap, "named") : x->kind == SR_ENTITY_ROLE || gap > x->range.end);
        bool copula = x->named && !y->named && IS_ANY(w, gap, copulas) && y->range.first <= gap + 2;
        bool apposed = x->named && !y->named && comma && closes(w, behind(w, k), end);
        if (name_behind || copula || apposed) {
            join(w, e, k);
            return;
        }
    }
}

/* All words before the head of x stand in y, too. */
static bool words_within(const chain_work *w, const sr_entity *x, const sr_entity *y)
{
    for (uint32_t i = x->range.first; i < x->head; i++) {
        bool found = false;
        for (uint32_t k = y->range.first; k < y->range.end && !found; k++)
            found = w->doc->hashes[k] == w->doc->hashes[i];
        if (!found)
            return false;
    }
    return true;
}

/* "the embassy" after "the U.S. embassy". */
static bool same_noun(chain_work *w, uint32_t e)
{
    const sr_entity *x = at(w, e);
    uint32_t         sentence = sentence_of(w, e);
    for (uint32_t k = e; k-- > 0 && e - k < WINDOW && sentence - sentence_of(w, k) <= SAME_NOUN_BACK;) {
        const sr_entity *y = at(w, k);
        if (y->kind != x->kind || y->range.end > x->range.first || w->doc->hashes[y->head] != w->doc->hashes[x->head])
            continue;
        if (x->country[0] && y->country[0] && memcmp(x->country, y->country, 2) != 0)
            continue;
        if (w->number[k] && w->number[e] && w->number[k] != w->number[e])
            continue;
        if (!words_within(w, x, y))
            continue;
        join(w, e, k);
        return true;
    }
    return false;
}

/* "the group": the last group named in these sentences, or the only one of the report. */
static bool the_group(chain_work *w, uint32_t e)
{
    static const char *const nouns[] = {"group", "organization", "organisation", "movement", "faction",
                                        "militia", "network", "cartel", "gang", "outfit"};
    const sr_entity *x = at(w, e);
    uint32_t         only = SR_NONE;
    if (x->kind != SR_ENTITY_GROUP || x->head != x->range.first || x->actor.len || !IS_ANY(w, x->head, nouns))
        return false;
    for (uint32_t k = e; k-- > 0 && e - k < WINDOW;) {
        const sr_entity *y = at(w, k);
        if (y->kind != SR_ENTITY_GROUP || !y->named)
            continue;
        if (sentence_of(w, e) - sentence_of(w, k) <= 2) {
            join(w, e, k);
            return true;
        }
        if (only == SR_NONE)
            only = k;
        else if (root(w, only) != root(w, k))
            return false;
    }
    if (only != SR_NONE)
        join(w, e, only);
    return only != SR_NONE;
}

/* People in arms in the sentences before, `back` of them at most, of that class (0: any). */
static uint32_t in_arms(const chain_work *w, uint32_t e, uint32_t back, uint8_t class)
{
    const sr_entity *x = at(w, e);
    for (uint32_t k = e; k-- > 0 && e - k < WINDOW && sentence_of(w, e) - sentence_of(w, k) <= back;) {
        const sr_entity *y = at(w, k);
        bool arms = class ? w->cls[k] == class : w->cls[k] && w->cls[k] != 'p'; // all but "political"
        if (y->range.end <= x->range.first && !y->named && arms &&
            (y->kind == SR_ENTITY_GROUP || y->kind == SR_ENTITY_PERSON) &&
            (w->number[k] == NUMBER_ONE) == (w->number[e] == NUMBER_ONE))
            return k;
    }
    return SR_NONE;
}

/* "the attackers": gunmen and the like described shortly before, else others in arms. */
static bool the_attackers(chain_work *w, uint32_t e)
{
    if (w->cls[e] != 'g' || at(w, e)->head != at(w, e)->range.first)
        return false;
    uint32_t k = in_arms(w, e, 5, 'g');
    if (k == SR_NONE)
        k = in_arms(w, e, 2, 0);
    if (k != SR_NONE)
        join(w, e, k);
    return k != SR_NONE;
}

static bool is_pronoun(const chain_work *w, uint32_t e)
{
    const sr_entity *x = at(w, e);
    static const char *const words[] = {"he", "him", "himself", "she", "her", "herself", "they", "them", "themselves"};
    return x->kind == SR_ENTITY_PERSON && !x->named && x->range.end - x->range.first == 1 &&
           IS_ANY(w, x->range.first, words);
}

/* How well entity k can be what pronoun e means; below 0: not at all. */
static int fitness(const chain_work *w, uint32_t e, uint32_t k, bool many, uint8_t sex)
{
    const sr_entity *y = at(w, k);
    uint32_t         back = sentence_of(w, e) - sentence_of(w, k);
    if (y->range.end > at(w, e)->range.first || back > (many ? 1u : 2u) || y->kind == SR_ENTITY_ROLE)
        return -1;
    if (many) {
        if (y->kind != SR_ENTITY_GROUP && !(y->kind == SR_ENTITY_PERSON && w->number[k] == NUMBER_MANY))
            return -1;
    } else {
        if (y->kind != SR_ENTITY_PERSON || w->number[k] == NUMBER_MANY)
            return -1;
        uint8_t other = sex_of_chain(w, k);
        if (other && sex && other != sex)
            return -1;
        if (!y->named && w->number[k] != NUMBER_ONE && !other)
            return -1;
    }
    int  points = 20 - (int)back * 6 + (y->named ? 3 : 0);
    bool first = true; // the first that could be meant in its sentence is mostly the subject
    for (uint32_t p = k; p-- > 0 && sentence_of(w, p) == sentence_of(w, k) && first;)
        first = at(w, p)->kind != y->kind;
    return points + (first ? 4 : 0) + (sex && sex_of_chain(w, k) == sex ? 2 : 0);
}

static void pronoun(chain_work *w, uint32_t e)
{
    bool     many = w->number[e] == NUMBER_MANY;
    uint32_t best = SR_NONE;
    int      points = -1;
    for (uint32_t k = e; k-- > 0 && e - k < WINDOW;) {
        int p = fitness(w, e, k, many, w->sex[e]);
        if (p > points) {
            points = p;
            best = k;
        }
    }
    if (best != SR_NONE)
        join(w, e, best);
}

static void hand_on(chain_work *w, sr_document *doc)
{
    for (uint32_t e = 0; e < doc->n_entities; e++) {
        sr_entity *first = &doc->entities[root(w, e)];
        doc->entities[e].coref = root(w, e);
        if (doc->entities[e].actor.len && !first->actor.len && doc->entities[e].named)
            first->actor = doc->entities[e].actor;
    }
    for (uint32_t e = 0; e < doc->n_entities; e++) {
        sr_entity *x = &doc->entities[e], *first = &doc->entities[x->coref];
        if (!x->actor.len && first->actor.len && x->kind != SR_ENTITY_NATIONALITY)
            x->actor = first->actor;
        if (!x->country[0] && first->country[0] && x->kind == first->kind)
            memcpy(x->country, first->country, sizeof x->country);
    }
}

static void set_up(chain_work *w, sr_arena *arena)
{
    const sr_lexicon *l = w->lexicon;
    uint32_t          n = w->doc->n_entities;
    w->persons = sr_lexicon_table(l, SR_STR("person-nouns"));
    w->person_number = sr_lexicon_column(l, w->persons, SR_STR("number"));
    w->person_sex = sr_lexicon_column(l, w->persons, SR_STR("sex"));
    w->titles = sr_lexicon_table(l, SR_STR("titles"));
    w->title_sex = sr_lexicon_column(l, w->titles, SR_STR("gender"));
    w->groups = sr_lexicon_table(l, SR_STR("groups"));
    w->group_class = sr_lexicon_column(l, w->groups, SR_STR("class"));
    w->root = SR_NEW(arena, uint32_t, n);
    w->number = SR_NEW(arena, uint8_t, n);
    w->sex = SR_NEW(arena, uint8_t, n);
    w->cls = SR_NEW(arena, uint8_t, n);
    for (uint32_t e = 0; e < n; e++)
        w->root[e] = e;
    for (uint32_t e = 0; e < n; e++) {
        read_entity(w, e);
        if (at(w, e)->coref < n)
            join(w, e, at(w, e)->coref);
    }
}

void sr_annotate_coreference(sr_document *doc, const sr_know *know, sr_arena *arena)
{
    chain_work w = {.doc = doc, .lexicon = sr_know_lexicon(know)};
    if (!doc->n_entities)
        return;
    set_up(&w, arena);
    for (uint32_t e = 0; e < doc->n_entities; e++)
        beside_name(&w, e);
    for (uint32_t e = 0; e < doc->n_entities; e++) {
        if (!alone(&w, e))
            continue;
        if (is_pronoun(&w, e))
            pronoun(&w, e);
        else if (definite(&w, at(&w, e)))
            (void)(the_group(&w, e) || same_noun(&w, e) || the_attackers(&w, e));
    }
    hand_on(&w, doc);
}
