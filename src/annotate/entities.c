/* Entities: persons, organisations, groups, agencies, states, places by name; roles, facilities,
 * weapons, nationalities; and the descriptions that stand for them.
 *
 * Reads tags and lemmas, times and quantities where they are; gives doc->entities.  Steps:
 * names of the actor table (actors.c), names seen by the tagger or by signs (guess.c), acronyms
 * that the report explains (acronyms.c); these are settled, then made consistent within the
 * report; then descriptions around them (mentions.c).
 *
 * Invariants: named entities do not cross or nest; a description may hold names and nationalities,
 * nothing else; ranges have no article, head lies in the range; coref of a name is the first
 * mention of the same name (descriptions: see coreference.c).
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/annotate.h"
#include "annotate/entities_int.h"
#include "annotate/names.h"

#include <stdlib.h>

/* -- what tokens are --------------------------------------------------------- */

bool sr_entity_proper(const sr_entity_work *w, uint32_t i)
{
    const sr_token *t = sr_entity_token(w, i);
    if (t->upos == SR_UPOS_PROPN)
        return true;
    return t->upos == SR_UPOS_NONE && !w->upper[t->sentence] && (t->flags & SR_TOKEN_CAPITAL);
}

bool sr_entity_find(const sr_entity_work *w, const sr_entity_table *table, uint32_t i, uint32_t max,
                    bool lemmas, sr_lexicon_match *match)
{
    const sr_document *doc = w->doc;
    return sr_lexicon_find(w->lexicon, table->table, doc->hashes + i,
                           lemmas && doc->lemma_hashes ? doc->lemma_hashes + i : NULL, max, match);
}

sr_str sr_entity_cell(const sr_entity_work *w, const sr_entity_table *table, uint32_t row)
{
    return sr_lexicon_cell(w->lexicon, table->table, row, table->column);
}

/* "Latin American" is of no country. */
static bool part_of_continent(const sr_entity_work *w, uint32_t i)
{
    static const char *const words[] = {"latin", "south", "central", "inter", "pan", "ibero", "native", "african"};
    uint32_t first = sr_entity_sentence_first(w, i);
    uint32_t p = i > first + 1 && sr_entity_is(w, i - 1, "-") ? i - 2 : i - 1;
    if (i == first || (!sr_entity_is(w, i, "american") && !sr_entity_is(w, i, "americans")))
        return false;
    for (size_t k = 0; k < SR_COUNT(words); k++)
        if (sr_entity_is(w, p, words[k]))
            return true;
    return false;
}

/* The demonym at token i, looked up once. */
static void read_demonym(sr_entity_work *w, uint32_t i)
{
    uint32_t           place;
    sr_gazetteer_place p;
    const sr_token    *t = &w->doc->tokens[i];
    if (!(t->flags & SR_TOKEN_WORD) || !(w->upper[t->sentence] || (t->flags & SR_TOKEN_CAPITAL)) ||
        t->fold.len < 4 || part_of_continent(w, i))
        return;
    size_t n = sr_atlas_people(w->doc->atlas, i, &place);
    if (!n || n > 8)
        return;
    sr_gazetteer_place_at(w->gazetteer, place, &p);
    w->demonyms[i].n = (uint8_t)n;
    memcpy(w->demonyms[i].country, p.country, 3);
}

uint32_t sr_entity_demonym(const sr_entity_work *w, uint32_t i, char country[3])
{
    country[0] = country[1] = country[2] = 0;
    if (!w->demonyms || !w->demonyms[i].n)
        return 0;
    memcpy(country, w->demonyms[i].country, 3);
    return w->demonyms[i].n;
}

bool sr_str_has_word(sr_str text, sr_str word)
{
    while (text.len)
        if (sr_str_eq(sr_str_cut(&text, ' '), word))
            return true;
    return false;
}

/* -- names ----------------------------------------------------------------------- */

void sr_entities_put_name(sr_entity_work *w, sr_range range, int kind, sr_candidate_rank rank,
                          float probability)
{
    sr_candidate *c = SR_PUSH(w->arena, &w->names);
    c->entity = (sr_entity){.range = range, .head = range.end - 1, .kind = (uint8_t)kind,
                            .named = true, .probability = probability};
    c->rank = (uint8_t)rank;
}

static uint32_t length(sr_range r)
{
    return r.end - r.first;
}

/* Longer first, then surer, then earlier. */
static int by_weight(const void *a, const void *b)
{
    const sr_candidate *x = a, *y = b;
    uint32_t            lx = length(x->entity.range), ly = length(y->entity.range);
    if (lx != ly)
        return lx > ly ? -1 : 1;
    if (x->rank != y->rank)
        return x->rank > y->rank ? -1 : 1;
    if (x->entity.range.first != y->entity.range.first)
        return x->entity.range.first < y->entity.range.first ? -1 : 1;
    if (x->entity.kind != y->entity.kind)
        return (int)x->entity.kind - (int)y->entity.kind;
    return sr_str_cmp(x->entity.actor, y->entity.actor);
}

/* First token, then longer, then named, then kind. */
static int by_place(const sr_entity *x, const sr_entity *y)
{
    if (x->range.first != y->range.first)
        return x->range.first < y->range.first ? -1 : 1;
    if (x->range.end != y->range.end)
        return x->range.end > y->range.end ? -1 : 1;
    if (x->named != y->named)
        return x->named ? -1 : 1;
    return (int)x->kind - (int)y->kind;
}

static int candidate_by_place(const void *a, const void *b)
{
    return by_place(&((const sr_candidate *)a)->entity, &((const sr_candidate *)b)->entity);
}

static int entity_by_place(const void *a, const void *b)
{
    return by_place(a, b);
}

void sr_entities_settle(sr_entity_work *w)
{
    size_t kept = 0;
    memset(w->cover, 0, w->doc->n_tokens * sizeof *w->cover);
    if (w->names.n)
        qsort(w->names.at, w->names.n, sizeof *w->names.at, by_weight);
    for (size_t k = 0; k < w->names.n; k++) {
        sr_range r = w->names.at[k].entity.range;
        bool     taken = false;
        for (uint32_t i = r.first; i < r.end; i++)
            taken |= w->cover[i] != 0;
        if (taken)
            continue;
        for (uint32_t i = r.first; i < r.end; i++)
            w->cover[i] = 1;
        w->names.at[kept++] = w->names.at[k];
    }
    w->names.n = kept;
    if (kept)
        qsort(w->names.at, kept, sizeof *w->names.at, candidate_by_place);
    for (size_t k = 0; k < kept; k++)
        for (uint32_t i = w->names.at[k].entity.range.first; i < w->names.at[k].entity.range.end; i++)
            w->cover[i] = (uint32_t)k + 1;
}

/* Where a name's own word ends: before "of", "for", "in", "de". */
static uint32_t core_end(const sr_entity_work *w, sr_range r)
{
    static const char *const joints[] = {"of", "for", "in", "de", "del", "on", "against", "and"};
    for (uint32_t i = r.first + 1; i < r.end; i++)
        for (size_t k = 0; k < SR_COUNT(joints); k++)
            if (sr_entity_is(w, i, joints[k]))
                return i;
    return r.end;
}

int sr_entities_kind_by_words(const sr_entity_work *w, sr_range r)
{
    uint32_t         end = core_end(w, r);
    sr_lexicon_match match;
    for (uint32_t i = r.first; i < end; i++)
        if (sr_entity_find(w, &w->name_words, i, end - i, true, &match) && i + match.n_tokens == end)
            return sr_entity_kind_from(sr_entity_cell(w, &w->name_words, match.row));
    return -1;
}

/* -- one name, one reading ------------------------------------------------------ */

static uint64_t name_hash(const sr_document *doc, sr_range r)
{
    uint64_t h = 0;
    for (uint32_t i = r.first; i < r.end; i++)
        h = (h ^ doc->hashes[i]) * 0x9E3779B97F4A7C15u + (h >> 29);
    return h;
}

/* From hashes to numbers, open addressing; room for as many keys as it was made for. */
typedef struct map {
    uint64_t *keys;
    uint32_t *values;
    size_t    mask;
} map;

static map map_new(sr_arena *arena, size_t n)
{
    size_t room = 16;
    while (room < n * 2)
        room *= 2;
    map m = {SR_NEW(arena, uint64_t, room), SR_NEW(arena, uint32_t, room), room - 1};
    for (size_t i = 0; i < room; i++)
        m.values[i] = SR_NONE;
    return m;
}

/* Where the value of a key is or goes. */
static uint32_t *map_at(const map *m, uint64_t key)
{
    size_t i = (key ^ key >> 32) & m->mask;
    while (m->values[i] != SR_NONE && m->keys[i] != key)
        i = (i + 1) & m->mask;
    m->keys[i] = key;
    return &m->values[i];
}

/* Are these exactly the words of a country or a region? */
static bool land(const sr_entity_work *w, sr_range r)
{
    const sr_gazetteer_reading *readings;
    sr_gazetteer_place          place;
    if (!w->forms || sr_gazetteer_exact(w->gazetteer, w->forms + r.first, length(r), &readings) == 0)
        return false;
    sr_gazetteer_place_at(w->gazetteer, sr_gazetteer_index(readings[0]), &place);
    return place.kind == SR_GAZETTEER_COUNTRY || place.kind == SR_GAZETTEER_REGION;
}

/* What the model calls an organisation may be an agency or a group, a place may be a facility; a
 * country that acts is a place. */
static void refine(const sr_entity_work *w, sr_entity *e)
{
    int told;
    if (e->actor.len || (e->kind != SR_ENTITY_ORGANIZATION && e->kind != SR_ENTITY_PLACE))
        return;
    told = sr_entities_kind_by_words(w, e->range);
    if (e->kind == SR_ENTITY_ORGANIZATION && (told == SR_ENTITY_AGENCY || told == SR_ENTITY_GROUP))
        e->kind = (uint8_t)told;
    if (told < 0 && e->kind == SR_ENTITY_ORGANIZATION && land(w, e->range))
        e->kind = SR_ENTITY_PLACE;
    if (e->kind == SR_ENTITY_PLACE && told == SR_ENTITY_FACILITY && length(e->range) > 1)
        e->kind = SR_ENTITY_FACILITY;
    if (!e->country[0])
        (void)sr_entity_demonym(w, e->range.first, e->country);
}

/* A title at the begin of a person's name is not part of it. */
static void strip_title(const sr_entity_work *w, sr_entity *e)
{
    sr_lexicon_match match;
    while (e->kind == SR_ENTITY_PERSON && length(e->range) > 1 &&
           sr_entity_find(w, &w->titles, e->range.first, length(e->range) - 1, false, &match))
        e->range.first += match.n_tokens;
}

/* The kind that most mentions of one name have, weighted by how sure they are. */
static void vote(sr_entity_work *w)
{
    size_t n = w->names.n;
    map    groups = map_new(w->arena, n);
    float(*votes)[SR_ENTITY_KIND_COUNT] = sr_arena_alloc(w->arena, n + 1, sizeof *votes);
    for (uint32_t k = 0; k < n; k++) {
        const sr_entity *e = &w->names.at[k].entity;
        uint32_t        *group = map_at(&groups, name_hash(w->doc, e->range));
        if (*group == SR_NONE)
            *group = k;
        votes[*group][e->kind] += e->probability;
    }
    for (uint32_t k = 0; k < n; k++) {
        sr_entity *e = &w->names.at[k].entity;
        uint32_t   group = *map_at(&groups, name_hash(w->doc, e->range));
        if (w->names.at[k].rank >= SR_RANK_ACTOR)
            continue;
        for (int kind = 0; kind < SR_ENTITY_KIND_COUNT; kind++)
            if (votes[group][kind] > votes[group][e->kind])
                e->kind = (uint8_t)kind;
    }
}

/* Of which person (1 + index) a token is a last name; 0 for short words. */
static map last_names(const sr_entity_work *w, size_t *tokens)
{
    *tokens = 0;
    for (size_t k = 0; k < w->names.n; k++)
        *tokens += length(w->names.at[k].entity.range);
    return map_new(w->arena, *tokens);
}

static void note_last_names(const sr_entity_work *w, const map *m, uint32_t k)
{
    const sr_entity *e = &w->names.at[k].entity;
    for (uint32_t i = e->range.first + 1; e->kind == SR_ENTITY_PERSON && i < e->range.end; i++)
        if (w->doc->tokens[i].fold.len >= 4)
            *map_at(m, w->doc->hashes[i]) = k;
}

#define SURE 0.7f // a name read with this probability is not read anew as a person's

/* Last names of persons that stand alone: a person, wherever they are written as a name. */
static void short_names(sr_entity_work *w)
{
    const sr_document *doc = w->doc;
    bool               added = false;
    size_t             tokens, n = w->names.n;
    map                last = last_names(w, &tokens);
    if (!tokens)
        return;
    for (uint32_t k = 0; k < n; k++)
        note_last_names(w, &last, k);
    for (uint32_t i = 0; i < doc->n_tokens; i++) {
        size_t i_hash = (doc->hashes[i] ^ doc->hashes[i] >> 32) & last.mask;
        if (last.values[i_hash] == SR_NONE || *map_at(&last, doc->hashes[i]) == SR_NONE)
            continue;
        uint32_t k = w->cover[i];
        if (k) {
            sr_candidate *c = &w->names.at[k - 1];
            if (length(c->entity.range) == 1 && c->rank < SR_RANK_ACTOR && c->entity.probability < SURE)
                c->entity.kind = SR_ENTITY_PERSON;
        } else if (sr_entity_proper(w, i)) {
            sr_entities_put_name(w, (sr_range){i, i + 1}, SR_ENTITY_PERSON, SR_RANK_GUESS, 0.7f);
            added = true;
        }
    }
    if (added)
        sr_entities_settle(w);
}

/* Coreference of names: the same actor, the same words, the last name of a person before. */
static void link_names(sr_entity_work *w)
{
    size_t tokens;
    map    last = last_names(w, &tokens), firsts = map_new(w->arena, w->names.n);
    for (uint32_t k = 0; k < w->names.n; k++) {
        sr_entity *e = &w->names.at[k].entity;
        uint64_t   key = e->actor.len               ? sr_hash(e->actor)
                         : w->names.at[k].definition ? (uint64_t)w->names.at[k].definition
                                                     : name_hash(w->doc, e->range) + e->kind;
        uint32_t  *first = map_at(&firsts, key);
        if (*first == SR_NONE) {
            uint32_t holder = e->kind == SR_ENTITY_PERSON && length(e->range) == 1 && tokens
                                  ? *map_at(&last, w->doc->hashes[e->range.first])
                                  : SR_NONE;
            *first = holder != SR_NONE ? w->names.at[holder].entity.coref : k;
        }
        e->coref = *first;
        note_last_names(w, &last, k);
    }
}

/* -- the work -------------------------------------------------------------------- */

/* Most words of the sentence are in capitals. */
static bool sentence_upper(const sr_document *doc, const sr_sentence *s)
{
    uint32_t words = 0, caps = 0, lower = 0;
    for (uint32_t i = s->first; i < s->end; i++) {
        uint8_t f = doc->tokens[i].flags;
        words += (f & SR_TOKEN_WORD) != 0;
        caps += (f & SR_TOKEN_CAPS) != 0;
        lower += (f & SR_TOKEN_WORD) && !(f & SR_TOKEN_CAPITAL);
    }
    return doc->upper || (words >= 4 && caps * 4 >= words * 3 && lower == 0);
}

static void close_range(sr_entity_work *w, sr_range r)
{
    for (uint32_t i = r.first; i < r.end && i < w->doc->n_tokens; i++)
        w->closed[i] = true;
}

static void set_up(sr_entity_work *w)
{
    sr_document *doc = w->doc;
#define X(name, text, col)                                                                         \
    w->name.table = sr_lexicon_table(w->lexicon, SR_STR(text));                                    \
    w->name.column = sr_lexicon_column(w->lexicon, w->name.table, SR_STR(col));
    SR_ENTITY_TABLES(X)
#undef X
    w->actors = sr_lexicon_table(w->lexicon, SR_STR("actors"));
    w->actor_kind = sr_lexicon_column(w->lexicon, w->actors, SR_STR("kind"));
    w->actor_country = sr_lexicon_column(w->lexicon, w->actors, SR_STR("country"));
    w->actor_first = sr_lexicon_column(w->lexicon, w->actors, SR_STR("first"));
    w->actor_last = sr_lexicon_column(w->lexicon, w->actors, SR_STR("last"));
    w->actor_name = sr_lexicon_column(w->lexicon, w->actors, SR_STR("name"));
    w->name_note = sr_lexicon_column(w->lexicon, w->actor_names.table, SR_STR("note"));
    w->title_class = sr_lexicon_column(w->lexicon, w->titles.table, SR_STR("class"));
    w->person_class = sr_lexicon_column(w->lexicon, w->persons.table, SR_STR("class"));
    w->upper = SR_NEW(w->arena, bool, doc->n_sentences);
    w->cover = SR_NEW(w->arena, uint32_t, doc->n_tokens);
    w->closed = SR_NEW(w->arena, bool, doc->n_tokens);
    for (uint32_t s = 0; s < doc->n_sentences; s++)
        w->upper[s] = sentence_upper(doc, &doc->sentences[s]);
    for (uint32_t i = 0; i < doc->n_times; i++)
        close_range(w, doc->times[i].range);
    for (uint32_t i = 0; i < doc->n_quantities; i++)
        close_range(w, doc->quantities[i].range);
    if (!w->gazetteer)
        return;
    if (!doc->atlas)
        doc->atlas = sr_atlas_make(doc, w->know, w->arena);
    w->forms = doc->atlas->forms;
    w->demonyms = SR_NEW(w->arena, sr_entity_nation, doc->n_tokens);
    for (uint32_t i = 0; i < doc->n_tokens; i++)
        read_demonym(w, i);
}

/* What the tagger calls the name can be that kind of actor. */
static bool kinds_agree(int tagged, int actor)
{
    switch (tagged) {
    case SR_ENTITY_PERSON:
        return actor == SR_ENTITY_PERSON;
    case SR_ENTITY_PLACE:
        return actor == SR_ENTITY_STATE || actor == SR_ENTITY_PLACE;
    default:
        return actor != SR_ENTITY_PERSON && actor != SR_ENTITY_PLACE;
    }
}

/* A name ends before a bracket that it does not close: "ELN [ARMY OF" is ELN. */
static sr_range before_bracket(const sr_entity_work *w, sr_range r)
{
    uint32_t open = r.end;
    for (uint32_t i = r.first; i < r.end; i++)
        if (sr_entity_is(w, i, "(") || sr_entity_is(w, i, "["))
            open = i;
        else if (sr_entity_is(w, i, ")") || sr_entity_is(w, i, "]"))
            open = r.end;
    return (sr_range){r.first, open};
}

/* Names of the model beside those of the actor table; false: there is no model.  Where both see
 * the same words, the model settles names that have other meanings; others the table knows better. */
static bool tag_names(sr_entity_work *w)
{
    uint32_t   n;
    sr_entity *list = sr_names_tag(w->doc, w->know, w->arena, &n);
    if (!list)
        return false;
    sr_entities_settle(w);
    for (uint32_t k = 0; k < n; k++) {
        sr_entity *e = &list[k];
        uint32_t   c = w->cover[e->range.first];
        e->range = before_bracket(w, e->range);
        if (e->kind == SR_ENTITY_NATIONALITY || length(e->range) == 0)
            continue;
        sr_candidate *known = c ? &w->names.at[c - 1] : NULL;
        if (known && known->entity.range.first == e->range.first && known->entity.range.end == e->range.end) {
            if (kinds_agree(e->kind, known->entity.kind))
                known->rank = SR_RANK_ACTOR;
            if (known->rank == SR_RANK_ACTOR)
                continue;
        }
        sr_entities_put_name(w, e->range, e->kind, SR_RANK_NAME, e->probability);
    }
    return true;
}

static void find_names(sr_entity_work *w)
{
    sr_entities_find_actors(w);
    if (!tag_names(w))
        sr_entities_guess_names(w);
    for (size_t k = 0; k < w->names.n; k++)
        if (w->names.at[k].rank == SR_RANK_GUESS) // the tagger leaves titles out itself
            strip_title(w, &w->names.at[k].entity);
    sr_entities_settle(w);
    sr_entities_find_acronyms(w);
    sr_entities_settle(w);
    for (size_t k = 0; k < w->names.n; k++)
        refine(w, &w->names.at[k].entity);
    short_names(w);
    vote(w);
}

/* Guessed names that turned out to be the nouns of descriptions. */
static void drop_beaten(sr_entity_work *w)
{
    size_t kept = 0;
    for (size_t k = 0; k < w->names.n; k++)
        if (!w->names.at[k].beaten)
            w->names.at[kept++] = w->names.at[k];
    w->names.n = kept;
}

/* Names and descriptions into the document, sorted; coref follows the new order. */
static void deliver(sr_entity_work *w)
{
    sr_document *doc = w->doc;
    uint32_t     n = (uint32_t)(w->names.n + w->found.n);
    uint32_t    *moved = SR_NEW(w->arena, uint32_t, w->names.n + 1);
    sr_entity   *all = SR_NEW(w->arena, sr_entity, n + 1u);
    for (size_t k = 0; k < w->names.n; k++)
        all[k] = w->names.at[k].entity;
    for (size_t k = 0; k < w->found.n; k++) {
        all[w->names.n + k] = w->found.at[k].entity;
        all[w->names.n + k].coref = SR_NONE;
    }
    if (n)
        qsort(all, n, sizeof *all, entity_by_place);
    for (uint32_t i = 0, k = 0; i < n; i++)
        if (all[i].named && all[i].coref != SR_NONE)
            moved[k++] = i; // names keep their order among themselves
    for (uint32_t i = 0; i < n; i++)
        all[i].coref = all[i].coref == SR_NONE ? i : moved[all[i].coref];
    doc->entities = all;
    doc->n_entities = n;
}

void sr_annotate_entities(sr_document *doc, const sr_know *know, sr_arena *arena)
{
    sr_entity_work w = {.doc = doc, .know = know, .lexicon = sr_know_lexicon(know),
                        .gazetteer = sr_know_gazetteer(know), .arena = arena};
    if (!doc->n_tokens)
        return;
    set_up(&w);
    find_names(&w);
    sr_entities_find_mentions(&w);
    drop_beaten(&w);
    link_names(&w);
    deliver(&w);
}
