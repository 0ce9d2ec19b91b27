/* Candidates, parties and their features; see roles.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract/roles.h"

#include "base/limits.h"

uint64_t sr_roles_definition(void)
{
    return sr_hash(SR_STR("roles features 2"));
}

/* ------------------------------------------------------------------ candidates */

static const sr_entity *entity_at(const sr_reader *r, const sr_noun *n)
{
    if (n->entity == SR_NONE)
        return NULL;
    const sr_entity *e = &r->doc->entities[n->entity];
    return n->head >= e->range.first && n->head < e->range.end ? e : NULL;
}

static bool is_human(const sr_entity *e)
{
    return e->kind == SR_ENTITY_PERSON || e->kind == SR_ENTITY_ROLE;
}

/* Are all words of range a (but articles and numbers) among those of b? */
static bool words_within(const sr_document *doc, sr_range a, sr_range b)
{
    for (uint32_t i = a.first; i < a.end; i++) {
        bool there = doc->tokens[i].upos == SR_UPOS_DET || doc->tokens[i].upos == SR_UPOS_NUM ||
                     doc->tokens[i].upos == SR_UPOS_PUNCT;
        for (uint32_t k = b.first; k < b.end && !there; k++)
            there = doc->hashes[i] == doc->hashes[k];
        if (!there)
            return false;
    }
    return a.first < a.end;
}

static bool counts_differ(const sr_noun *a, const sr_noun *b)
{
    return sr_count_known(a->count) && sr_count_known(b->count) &&
           (a->count.low != b->count.low || a->count.best != b->count.best);
}

/* "a group of armed men" and the armed men in it. */
static bool holds_members(const sr_noun *a, const sr_noun *b)
{
    return a->class == b->class && a->whole.first <= b->range.first && b->range.end <= a->whole.end && a->head != b->head;
}

/* A mayor is told from others by his office, a man or a victim is not. */
static bool tells_office(const sr_noun *n)
{
    static const char *const types[] = {"official", "military", "police", "religious", "judicial", "business",
                                        "media", "education", "medical", "culture", "guard", "activist"};
    for (size_t i = 0; i < SR_COUNT(types); i++)
        if (sr_str_eq(n->type, sr_str_c(types[i])))
            return true;
    return false;
}

/* Persons by their chain or their names; bodies by name; others by their words. */
static bool same_party(const sr_reader *r, const sr_noun *a, const sr_noun *b)
{
    const sr_document *doc = r->doc;
    const sr_entity *x = entity_at(r, a), *y = entity_at(r, b);
    if (x && y && is_human(x) && is_human(y) && !a->plural && !b->plural) {
        if (x->coref == y->coref && (x->named || tells_office(a)) && (y->named || tells_office(b)))
            return true;
        if (x->named && y->named)
            return doc->hashes[x->range.end - 1] == doc->hashes[y->range.end - 1] &&
                   (words_within(doc, x->range, y->range) || words_within(doc, y->range, x->range));
    }
    bool named = x && x->named, other = y && y->named;
    if (named || other)
        return named && other && x->kind == y->kind && !is_human(x) &&
               (x->coref == y->coref || (x->actor.len && sr_str_eq(x->actor, y->actor)) ||
                (doc->hashes[a->head] == doc->hashes[b->head] && words_within(doc, x->range, y->range)));
    if (holds_members(a, b) || holds_members(b, a))
        return true;
    uint64_t head = doc->lemma_hashes ? doc->lemma_hashes[a->head] : doc->hashes[a->head];
    uint64_t with = doc->lemma_hashes ? doc->lemma_hashes[b->head] : doc->hashes[b->head];
    return head == with && a->plural == b->plural && !counts_differ(a, b) &&
           (words_within(doc, a->range, b->range) || words_within(doc, b->range, a->range));
}

typedef SR_LIST(sr_candidate) candidate_list;

static void add(const sr_reader *r, candidate_list *list, sr_cast *out, sr_noun noun, uint32_t sentence,
                uint32_t chunk, bool inside)
{
    if (noun.pronoun || list->n >= SR_LIMIT_CANDIDATES)
        return;
    sr_candidate c = {.noun = noun, .sentence = sentence, .chunk = chunk, .inside = inside, .party = out->n_parties};
    for (size_t i = list->n; i-- > 0;)
        if (same_party(r, &list->at[i].noun, &noun)) {
            c.party = list->at[i].party;
            break;
        }
    if (c.party == out->n_parties)
        out->n_parties++;
    *SR_PUSH(r->arena, list) = c;
}

static bool can_act(const sr_entity *e)
{
    return e->named && (e->kind == SR_ENTITY_GROUP || e->kind == SR_ENTITY_ORGANIZATION ||
                        e->kind == SR_ENTITY_AGENCY || e->kind == SR_ENTITY_STATE);
}

/* Bodies named inside a noun group whose head is somebody else. */
static void add_inside(const sr_reader *r, candidate_list *list, sr_cast *out, uint32_t sentence, uint32_t chunk)
{
    const sr_document *doc = r->doc;
    const sr_chunk *c = &r->chunks[sentence].at[chunk];
    for (uint32_t t = c->range.first; t < c->range.end; t++) {
        uint32_t e = r->entity_of[t];
        if (e == SR_NONE || !can_act(&doc->entities[e]) || doc->entities[e].range.first != t ||
            (c->head >= doc->entities[e].range.first && c->head < doc->entities[e].range.end))
            continue;
        const sr_entity *body = &doc->entities[e];
        if (sr_body_only_near(doc, body->range))
            continue;
        bool suspected = sr_noun_read(r, &r->chunks[sentence], chunk).suspected;
        sr_noun noun = {.range = body->range, .whole = body->range, .head = body->head, .entity = e,
                        .class = body->kind == SR_ENTITY_GROUP ? SR_NOUN_ARMED : SR_NOUN_BODY,
                        .count = SR_COUNT_NONE, .suspected = suspected};
        add(r, list, out, noun, sentence, chunk, true);
    }
}

/* "alleged members of | the X" */
static bool of_suspects(const sr_reader *r, const sr_chunks *chunks, uint32_t i)
{
    return i >= 2 && chunks->at[i - 1].kind == SR_CHUNK_PREPOSITION && chunks->at[i - 2].kind == SR_CHUNK_NOUN &&
           sr_str_eq(r->doc->tokens[chunks->at[i - 1].head].fold, SR_STR("of")) && sr_noun_read(r, chunks, i - 2).suspected;
}

static uint32_t first_conjunct(const sr_chunks *chunks, uint32_t i)
{
    for (uint32_t k = i; k-- > 0 && i - k < 8;)
        if (chunks->at[k].kind == SR_CHUNK_NOUN && sr_chunk_conjunct(chunks, k) == i)
            return first_conjunct(chunks, k);
    return i;
}

/* The verb groups that each candidate is subject and object of; its first conjunct speaks for it. */
static void find_governors(const sr_reader *r, sr_cast *out)
{
    out->governors = SR_NEW(r->arena, uint32_t, 2 * (size_t)out->n + 1);
    memset(out->governors, 0xFF, 2 * (size_t)out->n * sizeof *out->governors);
    for (uint32_t i = 0; i < out->n; i++) {
        const sr_chunks *chunks = &r->chunks[out->at[i].sentence];
        uint32_t one = out->at[i].inside ? out->at[i].chunk : first_conjunct(chunks, out->at[i].chunk);
        for (uint32_t v = 0; v < chunks->n; v++) {
            if (chunks->at[v].kind != SR_CHUNK_VERB)
                continue;
            if (sr_chunk_subject(chunks, v) == one && out->governors[2 * i] == SR_NONE)
                out->governors[2 * i] = v;
            if (sr_chunk_object(chunks, v) == one)
                out->governors[2 * i + 1] = v;
        }
    }
}

/* Chains of candidates by party, and the way from a head to its candidate. */
static void chain(const sr_reader *r, sr_cast *out)
{
    uint32_t n_tokens = r->doc->n_tokens;
    out->first = SR_NEW(r->arena, uint32_t, out->n_parties + 1);
    out->next = SR_NEW(r->arena, uint32_t, out->n + 1);
    out->of_head = SR_NEW(r->arena, uint32_t, n_tokens + 1);
    memset(out->first, 0xFF, (out->n_parties + 1) * sizeof *out->first);
    memset(out->of_head, 0xFF, (n_tokens + 1) * sizeof *out->of_head);
    for (uint32_t i = out->n; i-- > 0;) {
        const sr_candidate *c = &out->at[i];
        out->next[i] = out->first[c->party];
        out->first[c->party] = i;
        if (!c->inside)
            out->of_head[c->noun.head] = i;
    }
}

void sr_cast_find(const sr_reader *r, sr_cast *out)
{
    candidate_list list = {0};
    *out = (sr_cast){0};
    for (uint32_t s = 0; s < r->doc->n_sentences; s++) {
        if (r->doc->sentences[s].flags & SR_SENTENCE_REMARK)
            continue;
        for (uint32_t i = 0; i < r->chunks[s].n; i++) {
            if (r->chunks[s].at[i].kind != SR_CHUNK_NOUN)
                continue;
            sr_noun noun = sr_noun_read(r, &r->chunks[s], i);
            noun.suspected |= of_suspects(r, &r->chunks[s], i);
            add(r, &list, out, noun, s, i, false);
            add_inside(r, &list, out, s, i);
        }
    }
    out->at = list.at;
    out->n = (uint32_t)list.n;
    chain(r, out);
    find_governors(r, out);
}

/* ------------------------------------------------------------------ features */

typedef struct feature_list {
    uint64_t *at;
    size_t    n;
} feature_list;

/* Numbers of the features' names. */
enum {
    F_BIAS = 1, F_HEAD, F_CLASS, F_TYPE, F_FORM, F_MODIFIER, F_BEFORE, F_AFTER, F_PREPOSITION,
    F_GOVERNED, F_SUBJECT, F_OBJECT, F_QUOTED, F_SPEAKER, F_ACCUSED, F_SAID, F_SENTENCE, F_TIMES, F_INSIDE,
    F_TYPE_CLASS, F_TYPE_HEAD, F_RULE, F_RULE_EFFECT, F_RULE_TRIGGER, F_RULE_CLASS, F_RULE_NONE, F_RULE_OTHER,
    F_NEAR, F_NEAR_TRIGGER, F_NEAR_CLASS, F_PATH, F_GRAMMAR, F_DISTANCE, F_MAIN, F_DRAFTS, F_GRAMMAR_CLASS,
    F_CLASS_BEFORE, F_ENTITY_GRAMMAR, F_HEAD_CLASS_SIDE, F_HEAD_CLUSTER, F_GRAMMAR_CLUSTER, F_BESIDE_CLUSTER, F_GOVERNED_CLUSTER,
    F_NEAR_CLUSTER
};

static void put(feature_list *f, unsigned name, uint64_t a, uint64_t b)
{
    if (f->n < SR_ROLES_FEATURES_MAX)
        f->at[f->n++] = sr_features_key(name, a, b, 0x706172u);
}

static uint64_t bucket(uint64_t n)
{
    return n < 4 ? n : n < 7 ? 4 : n < 12 ? 5 : n < 20 ? 6 : n < 40 ? 7 : 8;
}

static uint64_t lemma(const sr_document *doc, uint32_t t)
{
    return doc->lemma_hashes ? doc->lemma_hashes[t] : doc->hashes[t];
}

/* Words that stand in like company (GloVe): the first bits of the cluster's path; 0: none. */
static uint64_t cluster(const sr_document *doc, uint32_t t, unsigned bits)
{
    return doc->views ? sr_view_cluster(&doc->views[t], bits) : 0;
}

static uint64_t entity_kind(const sr_document *doc, const sr_noun *n)
{
    if (n->entity == SR_NONE)
        return 0;
    const sr_entity *e = &doc->entities[n->entity];
    return 1u + e->kind * 4u + e->named * 2u + (e->actor.len > 0);
}

/* The head's lemma; names are all one: who somebody is must not tell what he did. */
static uint64_t head_word(const sr_document *doc, const sr_noun *n)
{
    bool named = n->entity != SR_NONE && doc->entities[n->entity].named &&
                 doc->entities[n->entity].range.first <= n->head && n->head < doc->entities[n->entity].range.end;
    return named ? 1 : lemma(doc, n->head);
}

/* Class and kind in one value. */
static uint64_t sort_of(const sr_document *doc, const sr_noun *n)
{
    return n->class | entity_kind(doc, n) << 8;
}

static void put_words(const sr_reader *r, const sr_candidate *c, feature_list *f)
{
    const sr_document *doc = r->doc;
    const sr_noun *n = &c->noun;
    const sr_sentence *s = &doc->sentences[c->sentence];
    put(f, F_HEAD, head_word(doc, n), 0);
    if (head_word(doc, n) != 1) {
        put(f, F_HEAD_CLUSTER, cluster(doc, n->head, 12), 0);
        put(f, F_HEAD_CLUSTER, cluster(doc, n->head, 8), 1);
    }
    put(f, F_CLASS, sort_of(doc, n), 0);
    if (n->type.len)
        put(f, F_TYPE, sr_hash(n->type), n->class);
    put(f, F_FORM, n->plural | (uint64_t)sr_count_known(n->count) << 1 | (uint64_t)n->part << 2 | (uint64_t)n->suspected << 3 |
                       (uint64_t)n->negated << 4 | (uint64_t)n->more << 5, n->class);
    for (uint32_t t = n->range.first, k = 0; t < n->range.end && k < 5; t++)
        if (t != n->head && doc->tokens[t].upos != SR_UPOS_PROPN) {
            put(f, F_MODIFIER, lemma(doc, t), 0);
            k++;
        }
    put(f, F_BEFORE, n->whole.first > s->first ? lemma(doc, n->whole.first - 1) : 0, 0);
    put(f, F_CLASS_BEFORE, n->whole.first > s->first ? lemma(doc, n->whole.first - 1) : 0, sort_of(doc, n));
    if (n->whole.first > s->first + 1)
        put(f, F_BEFORE, lemma(doc, n->whole.first - 2), 2);
    put(f, F_AFTER, n->whole.end < s->end ? lemma(doc, n->whole.end) : 0, 0);
    if (n->whole.end + 1 < s->end)
        put(f, F_AFTER, lemma(doc, n->whole.end + 1), 2);
    put(f, F_INSIDE, c->inside, n->class);
}

/* "of the murder", "attacked by", "killed …": what governs it. */
static void put_grammar(const sr_reader *r, const sr_cast *cast, uint32_t i, feature_list *f)
{
    const sr_document *doc = r->doc;
    const sr_candidate *c = &cast->at[i];
    const sr_chunks *chunks = &r->chunks[c->sentence];
    uint64_t sort = sort_of(doc, &c->noun);
    for (unsigned g = 0; g < 2; g++) {
        uint32_t v = cast->governors[2 * i + g];
        if (v == SR_NONE)
            continue;
        uint64_t passive = (chunks->at[v].flags & SR_CHUNK_PASSIVE) != 0;
        put(f, F_SUBJECT + g, lemma(doc, chunks->at[v].head), passive);
        put(f, F_GRAMMAR_CLUSTER, cluster(doc, chunks->at[v].head, 12), passive | g << 1);
        put(f, F_ENTITY_GRAMMAR, sr_features_key(g, lemma(doc, chunks->at[v].head), passive, 0), c->noun.class);
    }
    uint32_t one = c->inside ? c->chunk : first_conjunct(chunks, c->chunk);
    if (c->inside) { // the head it stands before
        put(f, F_GOVERNED, lemma(doc, chunks->at[c->chunk].head), 1);
        return;
    }
    if (one == 0 || chunks->at[one - 1].kind != SR_CHUNK_PREPOSITION)
        return;
    uint64_t word = lemma(doc, chunks->at[one - 1].head);
    put(f, F_PREPOSITION, word, sort);
    if (one >= 2 && (chunks->at[one - 2].kind == SR_CHUNK_NOUN || chunks->at[one - 2].kind == SR_CHUNK_VERB))
        put(f, F_GOVERNED, lemma(doc, chunks->at[one - 2].head), word);
    if (one >= 2)
        put(f, F_GOVERNED_CLUSTER, cluster(doc, chunks->at[one - 2].head, 8), word);
}

static void put_speech(const sr_reader *r, const sr_candidate *c, feature_list *f)
{
    const sr_document *doc = r->doc;
    uint32_t head = c->noun.head;
    if (doc->tokens[head].flags & SR_TOKEN_QUOTED)
        put(f, F_QUOTED, 1, c->noun.class);
    for (uint32_t i = 0; i < doc->n_attributions; i++) {
        const sr_attribution *a = &doc->attributions[i];
        if (head >= a->speaker.first && head < a->speaker.end)
            put(f, F_SPEAKER, a->verb, c->noun.class);
        if (head >= a->accused.first && head < a->accused.end)
            put(f, F_ACCUSED, a->verb | (uint64_t)a->negated << 8, c->noun.class);
        if (head >= a->content.first && head < a->content.end && a->verb != SR_POSITION_SAYS)
            put(f, F_SAID, a->verb, c->noun.class);
    }
}

size_t sr_cast_party_features(const sr_reader *r, const sr_cast *cast, uint32_t party, uint64_t *out)
{
    feature_list f = {out, 0};
    uint32_t times = 0;
    for (uint32_t i = cast->first[party]; i != SR_NONE; i = cast->next[i]) {
        if (++times > 6)
            continue;
        put_words(r, &cast->at[i], &f);
        put_grammar(r, cast, i, &f);
        put_speech(r, &cast->at[i], &f);
    }
    const sr_candidate *c = &cast->at[cast->first[party]];
    put(&f, F_BIAS, 0, 0);
    put(&f, F_TIMES, bucket(times), c->noun.class);
    put(&f, F_SENTENCE, bucket(c->sentence), c->noun.class);
    put(&f, F_SENTENCE, 99, bucket(c->sentence));
    return f.n;
}

/* The part that the rules give a candidate in mention m; SR_ROLE_NONE: none. */
static uint8_t rule_role(const sr_mention *m, const sr_candidate *c)
{
    for (uint32_t i = 0; i < m->n; i++) {
        const sr_noun *n = &m->at[i].noun;
        if (!m->at[i].judged && (n->head == c->noun.head ||
            (c->inside && c->noun.range.first >= n->whole.first && c->noun.range.end <= n->whole.end)))
            return m->at[i].role;
    }
    return SR_ROLE_NONE;
}

/* Kinds of chunks between two tokens, as one value; up to eight. */
static uint64_t path_between(const sr_chunks *chunks, uint32_t from, uint32_t to)
{
    uint64_t path = from < to;
    unsigned steps = 0;
    for (uint32_t i = 0; i < chunks->n; i++)
        if (chunks->at[i].head > SR_MIN(from, to) && chunks->at[i].head < SR_MAX(from, to)) {
            if (++steps > 7)
                return 0;
            path = path << 4 | (1u + chunks->at[i].kind);
        }
    return path << 1 | 1;
}

/* How the trigger governs the candidate: subject or object of its verb (passive or not), behind a
 * preposition of it, before it in one group; 0: otherwise. */
static uint64_t relation(const sr_reader *r, const sr_cast *cast, uint32_t i, const sr_mention *m)
{
    const sr_candidate *c = &cast->at[i];
    const sr_chunks *chunks = &r->chunks[c->sentence];
    for (unsigned g = 0; g < 2; g++) {
        uint32_t v = cast->governors[2 * i + g];
        if (v != SR_NONE && chunks->at[v].head >= m->trigger.first && chunks->at[v].head < m->trigger.end)
            return 1u + g + 2u * ((chunks->at[v].flags & SR_CHUNK_PASSIVE) != 0);
    }
    uint32_t one = first_conjunct(chunks, c->chunk);
    if (one >= 2 && chunks->at[one - 1].kind == SR_CHUNK_PREPOSITION &&
        chunks->at[one - 2].head >= m->trigger.first && chunks->at[one - 2].head < m->trigger.end)
        return 8u + lemma(r->doc, chunks->at[one - 1].head) % 100000u;
    return 0;
}

static void put_mention(const sr_reader *r, const sr_cast *cast, uint32_t i, const sr_mention *m, uint8_t type, feature_list *f)
{
    const sr_document *doc = r->doc;
    const sr_candidate *c = &cast->at[i];
    uint64_t trigger = lemma(doc, m->trigger.first), sort = sort_of(doc, &c->noun);
    uint8_t role = rule_role(m, c);
    if (role != SR_ROLE_NONE) {
        put(f, F_RULE, role, bucket((uint64_t)(m->probability * 10)));
        put(f, F_RULE_EFFECT, role, sr_hash(m->effect) + type);
        put(f, F_RULE_TRIGGER, role, trigger);
        put(f, F_RULE_CLASS, role, sort);
    }
    if (m->sentence != c->sentence)
        return;
    uint64_t grammar = relation(r, cast, i, m);
    if (grammar) {
        put(f, F_GRAMMAR, grammar, trigger);
        put(f, F_GRAMMAR_CLASS, grammar, sort | (uint64_t)m->type << 32);
    }
}

/* The mention of draft d that is nearest to a candidate: in its sentence, else by sentences. */
static const sr_mention *nearest(const sr_mentions *mentions, uint32_t d, const sr_candidate *c, uint32_t *distance)
{
    const sr_mention *best = NULL;
    *distance = UINT32_MAX;
    for (uint32_t k = 0; k < mentions->n; k++) {
        const sr_mention *m = &mentions->at[k];
        if (m->incident != d)
            continue;
        uint32_t apart = m->sentence > c->sentence ? m->sentence - c->sentence : c->sentence - m->sentence;
        uint32_t tokens = m->trigger.first > c->noun.head ? m->trigger.first - c->noun.head : c->noun.head - m->trigger.first;
        uint32_t far = apart * 1000u + SR_MIN(tokens, 999u);
        if (far < *distance) {
            *distance = far;
            best = m;
        }
    }
    return best;
}

size_t sr_cast_draft_features(const sr_reader *r, const sr_cast *cast, const sr_mentions *mentions,
                              const sr_drafts *drafts, uint32_t d, uint32_t party, uint64_t *out)
{
    feature_list f = {out, 0};
    const sr_document *doc = r->doc;
    const sr_incident_draft *draft = &drafts->at[d];
    uint32_t best_distance = UINT32_MAX, closest = SR_NONE, seen = 0;
    const sr_mention *near = NULL;
    bool ruled = false;
    uint32_t other = 0;
    for (uint32_t i = cast->first[party]; i != SR_NONE && ++seen <= 8; i = cast->next[i]) {
        uint32_t distance;
        const sr_mention *m = nearest(mentions, d, &cast->at[i], &distance);
        if (distance < best_distance) {
            best_distance = distance;
            near = m;
            closest = i;
        }
        for (uint32_t k = 0; k < mentions->n; k++) {
            uint8_t role = rule_role(&mentions->at[k], &cast->at[i]);
            if (mentions->at[k].incident == d) {
                put_mention(r, cast, i, &mentions->at[k], draft->type, &f);
                ruled |= role != SR_ROLE_NONE;
            } else if (role != SR_ROLE_NONE) {
                other |= 1u << role;
            }
        }
    }
    if (closest == SR_NONE || !near)
        return f.n;
    const sr_candidate *c = &cast->at[closest];
    uint64_t sort = sort_of(doc, &c->noun), apart = bucket(best_distance / 1000u);
    uint64_t side = c->noun.head < near->trigger.first;
    put(&f, F_TYPE_CLASS, draft->type, sort);
    put(&f, F_TYPE_CLASS, 100u + draft->type, sr_hash(c->noun.type));
    put(&f, F_TYPE_HEAD, draft->type, head_word(doc, &c->noun));
    put(&f, F_RULE_NONE, ruled, sort);
    put(&f, F_RULE_OTHER, other, ruled);
    put(&f, F_DISTANCE, apart << 1 | side, c->noun.class);
    put(&f, F_DISTANCE, 64u + (apart << 1 | side), ruled);
    put(&f, F_MAIN, draft->order == 0, c->noun.class);
    put(&f, F_DRAFTS, bucket(drafts->n), c->noun.class);
    if (best_distance < 1000u) {
        put(&f, F_NEAR, bucket(best_distance) << 1 | side, c->noun.class);
        put(&f, F_NEAR_TRIGGER, lemma(doc, near->trigger.first), c->noun.class | side << 8);
        put(&f, F_PATH, path_between(&r->chunks[c->sentence], near->trigger.first, c->noun.head), c->noun.class);
        put(&f, F_HEAD_CLASS_SIDE, head_word(doc, &c->noun), side | (uint64_t)near->type << 8);
    }
    return f.n;
}
