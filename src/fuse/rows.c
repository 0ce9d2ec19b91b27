/* The lists of an incident; see rows.h.
 *
 * A row stands for one name (actors by their id; a family name for the full name that ends in it);
 * perpetrators and positions keep a row for each stance and source, so that contradictory ones
 * stand side by side.  Nothing is taken out: what a source has moved on from is marked.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuse/rows.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "fuse/fold.h"

const uint8_t sr_row_fields[SR_ROW_LISTS] = {SR_FIELD_PERPETRATOR, SR_FIELD_TARGET, SR_FIELD_VICTIM, SR_FIELD_WEAPON,
                                             SR_FIELD_WARNING, SR_FIELD_POSITION, SR_FIELD_RELATION};

const sr_parties *sr_row_list(const sr_incident *said, int list)
{
    const sr_parties *lists[SR_ROW_LISTS] = {&said->perpetrators, &said->targets, &said->victims, &said->weapons,
                                             &said->warnings, &said->positions, &said->relations};
    return lists[list];
}

static uint64_t hash_folded(sr_str s, sr_arena *scratch)
{
    sr_arena_mark mark = sr_arena_here(scratch);
    uint64_t      h = s.len ? sr_hash(sr_utf8_fold(scratch, s)) : 0;
    sr_arena_return(scratch, mark);
    return h;
}

static uint64_t combine(uint64_t h, uint64_t x)
{
    h = (h ^ x) * 0x9E3779B97F4A7C15u;
    return h ^ (h >> 29);
}

static bool is_claimed(int list)
{
    uint8_t field = sr_row_fields[list];
    return field == SR_FIELD_PERPETRATOR || field == SR_FIELD_POSITION || field == SR_FIELD_RELATION || field == SR_FIELD_WARNING;
}

sr_str sr_last_word(sr_str name)
{
    size_t at = name.len;
    while (at > 0 && name.ptr[at - 1] != ' ')
        at--;
    return sr_str_slice(name, at, name.len);
}

static sr_row_key key_of(int list, const sr_party *p, sr_arena *scratch)
{
    const sr_value *v = &p->value;
    sr_str   name = v->name.len ? v->name : v->description, last = sr_last_word(name);
    uint64_t rest = combine(0x5EEDu, (uint64_t)list);
    if (is_claimed(list)) {
        rest = combine(rest, p->stance);
        rest = combine(rest, p->source.actor.len ? sr_hash(p->source.actor) : hash_folded(p->source.name, scratch));
        rest = combine(rest, sr_hash(v->code));
        rest = combine(rest, hash_folded(v->other, scratch));
    } else {
        rest = combine(rest, sr_hash(v->effect));
    }
    return (sr_row_key){.rest = rest, .name = v->actor.len ? sr_hash(v->actor) : hash_folded(name, scratch),
                        .last = hash_folded(last, scratch), .single = last.len == name.len};
}

static bool same_key(const sr_row_key *a, const sr_row_key *b, bool people)
{
    if (a->rest != b->rest)
        return false;
    return a->name == b->name || (people && a->single != b->single && a->last == b->last);
}

uint32_t sr_row_find(const sr_row_keys *keys, int list, const sr_party *party, sr_arena *scratch)
{
    uint8_t    field = sr_row_fields[list];
    bool       people = (field == SR_FIELD_VICTIM || field == SR_FIELD_PERPETRATOR) && party->value.name.len;
    sr_row_key key = key_of(list, party, scratch);
    for (uint32_t i = 0; i < keys->n; i++)
        if (same_key(&keys->at[i], &key, people && keys->party[i]->value.name.len))
            return i;
    return SR_NONE;
}

void sr_row_add(sr_row_keys *keys, int list, sr_party *party, sr_arena *arena)
{
    if (keys->n == keys->room) {
        uint32_t    room = keys->room ? 2 * keys->room : 8;
        sr_row_key *at = SR_NEW(arena, sr_row_key, room);
        sr_party  **parties = SR_NEW(arena, sr_party *, room);
        if (keys->n) {
            memcpy(at, keys->at, keys->n * sizeof *at);
            memcpy(parties, keys->party, keys->n * sizeof(sr_party *));
        }
        *keys = (sr_row_keys){at, parties, keys->n, room};
    }
    keys->at[keys->n] = key_of(list, party, arena);
    keys->party[keys->n++] = party;
}

static bool is_blame(uint8_t stance)
{
    return stance != SR_STANCE_DENIED_BY_ACTOR && stance != SR_STANCE_CLEARED_BY_AUTHORITIES;
}

static bool same_actor(const sr_value *a, const sr_value *b)
{
    if (a->actor.len || b->actor.len)
        return sr_str_eq(a->actor, b->actor);
    sr_str x = a->name.len ? a->name : a->description, y = b->name.len ? b->name : b->description;
    return sr_str_eq_case(x, y) || sr_str_eq_case(sr_last_word(x), y) || sr_str_eq_case(x, sr_last_word(y));
}

static bool same_source(const sr_source *a, const sr_source *b)
{
    if (!a->name.len || !b->name.len)
        return false;
    return a->actor.len ? sr_str_eq(a->actor, b->actor) : sr_str_eq_case(a->name, b->name);
}

bool sr_row_supersedes(const sr_party *later, const sr_party *old)
{
    if (!same_source(&later->source, &old->source))
        return false;
    bool same = same_actor(&later->value, &old->value);
    return (same && later->stance != old->stance) || (!same && is_blame(later->stance) && is_blame(old->stance));
}

/* ---- the whole lists ---- */

static void add_evidence(sr_arena *arena, sr_fold_row *row, uint32_t report, const sr_evidence *spans)
{
    typedef SR_LIST(sr_fold_evidence) evidence_list;
    for (uint32_t i = 0; i < spans->n; i++) {
        bool          full = (row->n_evidence & (row->n_evidence - 1)) == 0;
        evidence_list list = {row->evidence, row->n_evidence, full ? row->n_evidence : row->n_evidence + 1};
        *SR_PUSH(arena, &list) = (sr_fold_evidence){report, spans->at[i]};
        row->evidence = list.at;
        row->n_evidence = (uint32_t)list.n;
    }
}

static void complete(sr_value *row, const sr_value *v)
{
    sr_str       *to[] = {&row->description, &row->kind, &row->nationality, &row->age, &row->gender, &row->was, &row->code, &row->effect, &row->actor};
    const sr_str *from[] = {&v->description, &v->kind, &v->nationality, &v->age, &v->gender, &v->was, &v->code, &v->effect, &v->actor};
    for (size_t i = 0; i < SR_COUNT(to); i++)
        if (!to[i]->len)
            *to[i] = *from[i];
    if (v->name.len > row->name.len)
        row->name = v->name; // the full name of a family name
    if (!sr_count_known(row->count))
        row->count = v->count;
}

typedef struct work_row {
    sr_fold_row row;
    uint32_t    last_voice, at; // the voice counted last; order of telling
} work_row;

bool sr_is_doer(const sr_value *value, uint8_t stance)
{
    return stance == SR_STANCE_REPORTED_AS_FACT && value->description.len && sr_str_eq(value->name, value->description);
}

static void states(work_row *rows, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        sr_fold_row *x = &rows[i].row;
        sr_party     old = {.value = x->value, .stance = x->stance, .source = x->source};
        for (uint32_t k = 0; k < n; k++) {
            sr_fold_row *y = &rows[k].row;
            sr_party     later = {.value = y->value, .stance = y->stance, .source = y->source};
            if (k != i && sr_instant_cmp(x->last, y->first) < 0 && sr_row_supersedes(&later, &old))
                x->state = SR_FOLD_SUPERSEDED;
        }
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < n; k++) {
            sr_fold_row *x = &rows[i].row, *y = &rows[k].row;
            if (k == i || x->state == SR_FOLD_SUPERSEDED || y->state == SR_FOLD_SUPERSEDED)
                continue;
            bool same = same_actor(&x->value, &y->value), blame_x = is_blame(x->stance), blame_y = is_blame(y->stance);
            bool named = x->value.name.len && y->value.name.len && !sr_is_doer(&x->value, x->stance) &&
                         !sr_is_doer(&y->value, y->stance);
            bool other = named && !same && blame_x && blame_y && !same_source(&x->source, &y->source) &&
                         (x->source.name.len || y->source.name.len);
            if (other || (same && blame_x != blame_y))
                x->state = SR_FOLD_CONTESTED;
        }
}

/* Current first, then the strongest stance, then the best supported, then as told. */
static int by_strength(const void *a, const void *b)
{
    const work_row *x = a, *y = b;
    bool old_x = x->row.state == SR_FOLD_SUPERSEDED, old_y = y->row.state == SR_FOLD_SUPERSEDED;
    if (old_x != old_y)
        return old_x ? 1 : -1;
    if (x->row.stance != y->row.stance)
        return x->row.stance < y->row.stance ? -1 : 1;
    if (x->row.support != y->row.support)
        return x->row.support > y->row.support ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

#define STATES_MAX 512u // rows whose states are compared with one another

static sr_fold_rows fold_list(const sr_voice *voices, uint32_t n, int list, sr_arena *arena)
{
    SR_LIST(work_row) rows = {0};
    sr_row_keys keys = {0};
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t p = 0; voices[i].said && p < sr_row_list(voices[i].said, list)->n; p++) {
            sr_party *party = &sr_row_list(voices[i].said, list)->at[p];
            uint32_t  at = sr_row_find(&keys, list, party, arena);
            if (at == SR_NONE) {
                at = keys.n;
                sr_row_add(&keys, list, party, arena);
                *SR_PUSH(arena, &rows) = (work_row){.row = {.value = party->value, .stance = party->stance, .source = party->source,
                                                            .stated = party->stated, .first = voices[i].published},
                                                    .last_voice = SR_NONE, .at = at};
            }
            work_row *w = &rows.at[at];
            complete(&w->row.value, &party->value);
            w->row.last = voices[i].published;
            w->row.probability = SR_MAX(w->row.probability, party->probability);
            w->row.support += voices[i].counts && w->last_voice != i;
            w->last_voice = i;
            add_evidence(arena, &w->row, voices[i].report, &party->evidence);
        }
    uint32_t count = (uint32_t)rows.n;
    if (sr_row_fields[list] == SR_FIELD_PERPETRATOR) {
        states(rows.at, SR_MIN(count, STATES_MAX));
        if (count)
            qsort(rows.at, count, sizeof *rows.at, by_strength);
    }
    sr_fold_rows out = {SR_NEW(arena, sr_fold_row, count + 1), count};
    for (uint32_t i = 0; i < count; i++)
        out.at[i] = rows.at[i].row;
    return out;
}

static void ask_perpetrators(sr_folded_incident *out, sr_arena *arena)
{
    bool contested = false, confirmed = false;
    for (uint32_t i = 0; i < out->perpetrators.n; i++) {
        contested |= out->perpetrators.at[i].state == SR_FOLD_CONTESTED;
        confirmed |= out->perpetrators.at[i].stance <= SR_STANCE_CLAIMED_BY_ACTOR;
    }
    sr_incident *in = &out->record;
    sr_question *all = SR_NEW(arena, sr_question, in->n_questions + 3);
    if (in->n_questions)
        memcpy(all, in->questions, in->n_questions * sizeof *all);
    in->questions = all;
    if (out->perpetrators.n == 0)
        all[in->n_questions++] = (sr_question){SR_QUESTION_UNKNOWN, SR_FIELD_PERPETRATOR};
    else if (contested)
        all[in->n_questions++] = (sr_question){SR_QUESTION_CONTESTED, SR_FIELD_PERPETRATOR};
    if (out->perpetrators.n && !confirmed)
        all[in->n_questions++] = (sr_question){SR_QUESTION_UNCONFIRMED, SR_FIELD_PERPETRATOR};
}

void sr_rows_fold(const sr_voice *voices, uint32_t n, sr_folded_incident *out, sr_arena *arena)
{
    sr_fold_rows *lists[SR_ROW_LISTS] = {&out->perpetrators, &out->targets, &out->victims, &out->weapons,
                                         &out->warnings, &out->positions, &out->relations};
    for (int list = 0; list < SR_ROW_LISTS; list++)
        *lists[list] = fold_list(voices, n, list, arena);
    ask_perpetrators(out, arena);
}
