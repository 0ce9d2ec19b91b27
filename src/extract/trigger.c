/* Mentions: triggers of happenings and the phrases around them, by the table of triggers.
 *
 * A verb's subject and object and the phrases behind prepositions are put into the roles that
 * the trigger's row gives them; what a noun cannot be (a bridge as perpetrator) it does not
 * become.  The shallow grammar is annotate/chunk.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract/trigger_int.h"

#include "base/limits.h"

/* What a verb between a trigger and a time expression costs, in tokens. */
#define TIME_VERB_COST 6u

static int role_from(sr_str text)
{
#define X(NAME, name)                                                          \
    if (sr_str_eq(text, SR_STR(name)))                                         \
        return SR_ROLE_##NAME;
    SR_ROLE_LIST(X)
#undef X
    return SR_ROLE_NONE;
}

static bool has_word(sr_str list, sr_str word)
{
    while (list.ptr) {
        if (sr_str_eq(sr_str_cut(&list, ' '), word))
            return true;
    }
    return false;
}

static bool holds(const sr_builder *b, uint8_t role)
{
    for (size_t i = 0; i < b->list.n; i++)
        if (b->list.at[i].role == role)
            return true;
    return false;
}

/* Proper nouns, counted nouns, and nouns with the endings of doers ("tapper", "activist"). */
static bool looks_living(const sr_document *doc, const sr_noun *n)
{
    static const char *const endings[] = {"er", "or", "ist", "man", "men", "ian", "ee", "ant", "ard"};
    const sr_token *head = &doc->tokens[n->head];
    if (head->upos == SR_UPOS_PROPN || (sr_str_eq(n->type, SR_STR("person"))) ||
        n->plural || sr_count_known(n->count))
        return true;
    for (size_t i = 0; i < SR_COUNT(endings); i++)
        if (head->lemma.len > 4 && sr_str_ends(head->lemma, sr_str_c(endings[i])))
            return true;
    return false;
}

static bool harms_people(const sr_mention *m)
{
    return sr_str_eq(m->effect, SR_STR("death")) || sr_str_eq(m->effect, SR_STR("injury"));
}

static bool in_time(const sr_document *doc, uint32_t token)
{
    for (uint32_t i = 0; i < doc->n_times && doc->times[i].range.first <= token; i++)
        if (token < doc->times[i].range.end)
            return true;
    return false;
}

void sr_builder_add(sr_builder *b, uint32_t chunk, uint8_t wanted)
{
    if (chunk == SR_NO_CHUNK || wanted == SR_ROLE_NONE || !sr_chunk_is(b->chunks, chunk, SR_CHUNK_NOUN))
        return;
    sr_noun noun = sr_noun_read(b->r, b->chunks, chunk);
    if (in_time(b->r->doc, noun.head))
        return; // "between 3 and 9 May, at least 40 people were killed"
    if (noun.range.first < b->m->trigger.end && b->m->trigger.end <= noun.head && b->m->verb)
        noun.range.first = noun.whole.first = b->m->trigger.end; // "shot dead | 14 civilians"
    if (noun.range.first < b->m->trigger.end && b->m->trigger.first < noun.range.end)
        return;
    /* Only the living are killed and hurt: a noun there that looks like one is a person. */
    if (wanted == SR_ROLE_VICTIM && noun.class == SR_NOUN_OTHER && harms_people(b->m) &&
        looks_living(b->r->doc, &noun)) {
        noun.class = SR_NOUN_PERSON;
        if (!sr_count_known(noun.count) && !noun.plural && !noun.pronoun)
            noun.count = (sr_count){1, 1, 1};
    }
    uint8_t role = sr_noun_role(&noun, wanted);
    if (role == SR_ROLE_NONE || role == SR_ROLE_EVENT)
        return;
    for (size_t i = 0; i < b->list.n; i++)
        if (b->list.at[i].noun.head == noun.head)
            return;
    sr_participant *p = SR_PUSH(b->r->arena, &b->list);
    p->role = role;
    p->noun = noun;
}

/* Conjuncts that only the tree shows, up to chunk `end`. */
static void add_conjuncts(sr_builder *b, uint32_t chunk, uint32_t end, uint8_t wanted)
{
    uint32_t i = chunk;
    for (unsigned steps = 0; steps < 12; steps++) {
        i = sr_conjunct(b->r, b->sentence, chunk, i);
        if (i == SR_NO_CHUNK || i >= end)
            return;
        sr_builder_add(b, i, wanted);
    }
}

void sr_builder_add_all(sr_builder *b, uint32_t chunk, uint8_t wanted)
{
    if (chunk != SR_NO_CHUNK)
        add_conjuncts(b, chunk, b->chunks->n, wanted);
    for (unsigned steps = 0; chunk != SR_NO_CHUNK && steps < 12; steps++) {
        sr_builder_add(b, chunk, wanted);
        chunk = sr_chunk_conjunct(b->chunks, chunk);
    }
}

/* Conjuncts in front of a subject: "gunmen and two women were killed". */
static void add_before(sr_builder *b, uint32_t chunk, uint8_t wanted)
{
    uint32_t i = chunk;
    for (unsigned steps = 0; steps < 6 && i != SR_NO_CHUNK && i >= 2; steps++) {
        uint32_t j = i - 1;
        if (!sr_chunk_is(b->chunks, j, SR_CHUNK_CONJUNCTION) && !sr_chunk_is(b->chunks, j, SR_CHUNK_COMMA))
            return;
        if (sr_chunk_is(b->chunks, j, SR_CHUNK_CONJUNCTION) && j > 0 && sr_chunk_is(b->chunks, j - 1, SR_CHUNK_COMMA))
            j--;
        if (j == 0 || !sr_chunk_is(b->chunks, j - 1, SR_CHUNK_NOUN))
            return;
        i = sr_chunk_of_head(b->chunks, j - 1);
        if (i > 0 && (sr_chunk_is(b->chunks, i - 1, SR_CHUNK_VERB) || sr_chunk_is(b->chunks, i - 1, SR_CHUNK_PREPOSITION)))
            return;
        sr_builder_add(b, i, wanted);
    }
}

/* Role that the row gives to a preposition, with "in front of" read as one. */
static uint8_t preposition_role(const sr_builder *b, uint32_t chunk, uint32_t *object)
{
    const sr_tables *t = &b->r->t;
    sr_str rows = sr_reader_cell(b->r, t->triggers, b->row, t->prepositions);
    sr_str word = b->r->doc->tokens[b->chunks->at[chunk].head].fold;
    *object = chunk + 1;
    if (sr_chunk_is(b->chunks, chunk + 1, SR_CHUNK_NOUN) && sr_chunk_is(b->chunks, chunk + 2, SR_CHUNK_PREPOSITION) &&
        sr_str_eq(b->r->doc->tokens[b->chunks->at[chunk + 1].head].fold, SR_STR("front"))) {
        *object = chunk + 3;
        word = SR_STR("near");
    }
    while (rows.ptr && rows.len) {
        sr_str entry = sr_str_cut(&rows, ' ');
        sr_str preposition = sr_str_cut(&entry, ':');
        if (sr_str_eq(preposition, word))
            return (uint8_t)role_from(entry);
    }
    return SR_ROLE_NONE;
}

/* Prepositional phrases from chunk i on, until the clause ends. */
static void add_phrases(sr_builder *b, uint32_t i, bool verb)
{
    unsigned steps = 0;
    for (; i < b->chunks->n && steps++ < 16; i++) {
        const sr_chunk *c = &b->chunks->at[i];
        if (c->kind == SR_CHUNK_PREPOSITION) {
            uint32_t object;
            uint8_t role = preposition_role(b, i, &object);
            if (role != SR_ROLE_NONE)
                sr_builder_add_all(b, object, role);
        } else if (c->kind == SR_CHUNK_VERB || c->kind == SR_CHUNK_MARK ||
                   c->kind == SR_CHUNK_RELATIVE || c->kind == SR_CHUNK_STOP ||
                   (c->kind == SR_CHUNK_COMMA && !verb)) {
            break;
        }
    }
}

void sr_builder_add_subject(sr_builder *b, uint32_t chunk, uint32_t end, uint8_t wanted)
{
    if (chunk == SR_NO_CHUNK)
        return;
    add_before(b, chunk, wanted);
    sr_builder_add(b, chunk, wanted);
    for (size_t i = 0; i < b->list.n; i++)
        if (b->list.at[i].noun.head == b->chunks->at[chunk].head)
            b->list.at[i].noun.part = false; // "one of them died" is all that died
    add_conjuncts(b, chunk, end, wanted);
}

/* "shot dead" */
static bool ends_dead(const sr_document *doc, sr_range trigger)
{
    return trigger.end - trigger.first == 2 && sr_str_eq(doc->tokens[trigger.end - 1].fold, SR_STR("dead"));
}

static void verb_roles(sr_builder *b, uint32_t chunk)
{
    const sr_tables *t = &b->r->t;
    const sr_chunk *c = &b->chunks->at[chunk];
    uint8_t subject = (uint8_t)role_from(sr_reader_cell(b->r, t->triggers, b->row, t->subject));
    uint8_t object = (uint8_t)role_from(sr_reader_cell(b->r, t->triggers, b->row, t->object));
    uint32_t s = sr_subject(b->r, b->sentence, chunk);
    uint32_t o = sr_object(b->r, b->sentence, chunk);
    uint32_t last = sr_chunk_at(b->chunks, b->m->trigger.end - 1);
    bool     object_follows = last != SR_NO_CHUNK && last > chunk && sr_chunk_is(b->chunks, last + 1, SR_CHUNK_NOUN);
    /* "three were killed and nine others wounded": harm without an object is undergone. */
    bool undergone = object == SR_ROLE_VICTIM && b->m->effect.len && o == SR_NO_CHUNK && !object_follows &&
                     !(c->flags & (SR_CHUNK_GERUND | SR_CHUNK_INFINITIVE)) &&
                     c->range.end - c->range.first == 1 &&
                     (b->m->trigger.end == c->range.end || ends_dead(b->r->doc, b->m->trigger));
    if ((c->flags & SR_CHUNK_PASSIVE || undergone) && object != SR_ROLE_NONE) {
        sr_builder_add_subject(b, s, chunk, object);
    } else {
        sr_builder_add_subject(b, s, chunk, subject);
        sr_builder_add_all(b, o, object);
    }
    uint32_t after = chunk + 1;
    /* A phrase that goes past its verb ("open fire on"): its object follows the phrase. */
    if (last != SR_NO_CHUNK && last > chunk) {
        after = last + 1;
        if (object != SR_ROLE_NONE)
            sr_builder_add_all(b, after, object);
    }
    add_phrases(b, after, true);
}

/* What hardly anybody but a state or its like does: whose strike it is called did it. */
static bool by_air_or_guns(uint8_t type)
{
    return type == SR_INCIDENT_AIRSTRIKE || type == SR_INCIDENT_SHELLING;
}

static bool is_state_adjective(const sr_entity *e)
{
    return e->country[0] && (e->kind == SR_ENTITY_NATIONALITY || e->kind == SR_ENTITY_STATE);
}

/* "the FMLN's attack", "guerrilla attack", "embassy bombing": what stands before the noun. */
static void modifier_roles(sr_builder *b, const sr_chunk *c)
{
    const sr_reader *r = b->r;
    uint32_t end = b->m->trigger.first;
    for (uint32_t t = c->range.first; t < end; t++) {
        uint32_t e = r->entity_of[t];
        sr_chunk part = {.kind = SR_CHUNK_NOUN, .range = {t, t + 1}, .head = t};
        if (e != SR_NONE && r->doc->entities[e].range.end <= end) {
            part.range = r->doc->entities[e].range;
            part.head = r->doc->entities[e].head;
        } else if (r->doc->tokens[t].upos != SR_UPOS_NOUN && r->doc->tokens[t].upos != SR_UPOS_PROPN) {
            continue;
        }
        sr_chunks one = {&part, 1};
        sr_noun noun = sr_noun_read(r, &one, 0);
        noun.count = SR_COUNT_NONE;
        bool state = by_air_or_guns(b->m->type) &&
                     ((e != SR_NONE && is_state_adjective(&r->doc->entities[e])) || noun.class == SR_NOUN_SECURITY);
        noun.class = state ? SR_NOUN_BODY : noun.class;
        uint8_t role = noun.class == SR_NOUN_ARMED || state                          ? SR_ROLE_PERPETRATOR
                       : noun.class == SR_NOUN_WEAPON                                ? SR_ROLE_WEAPON
                       : noun.class == SR_NOUN_FACILITY                              ? SR_ROLE_TARGET
                       : noun.class == SR_NOUN_PERSON && sr_str_eq(b->m->effect, SR_STR("death")) ? SR_ROLE_VICTIM
                                                                                     : SR_ROLE_NONE;
        if (role != SR_ROLE_NONE && !sr_str_eq(noun.type, SR_STR("child"))) {
            sr_participant *p = SR_PUSH(r->arena, &b->list);
            p->role = role;
            p->noun = noun;
        }
        t = part.range.end - 1;
    }
}

static bool governed_by(const sr_reader *r, uint32_t verb, sr_str pattern)
{
    sr_lexicon_match m;
    return sr_reader_find(r, r->t.reporting, verb, r->doc->n_tokens, &m) &&
           sr_str_eq(sr_reader_cell(r, r->t.reporting, m.row, r->t.reporting_pattern), pattern);
}

/* Verbs whose subject undergoes what their object names ("sustained injuries"). */
static bool undergoes(const sr_document *doc, uint32_t verb)
{
    static const char *const lemmas[] = {"sustain", "suffer", "receive", "die", "have"};
    for (size_t i = 0; i < SR_COUNT(lemmas); i++)
        if (sr_str_eq(doc->tokens[verb].lemma, sr_str_c(lemmas[i])))
            return true;
    return false;
}

/* "X was the target of an attack", "X became the scene of an attack". */
static void predicate_roles(sr_builder *b, uint32_t chunk)
{
    static const struct {
        const char *noun;
        uint8_t     role;
    } rows[] = {{"scene", SR_ROLE_SCENE},   {"site", SR_ROLE_SCENE},     {"target", SR_ROLE_TARGET},
                {"victim", SR_ROLE_VICTIM}, {"object", SR_ROLE_TARGET}};
    const sr_chunks *c = b->chunks;
    if (chunk < 3 || !sr_chunk_is(c, chunk - 1, SR_CHUNK_PREPOSITION) || !sr_chunk_is(c, chunk - 2, SR_CHUNK_NOUN) ||
        !sr_chunk_is(c, chunk - 3, SR_CHUNK_VERB))
        return;
    for (size_t i = 0; i < SR_COUNT(rows); i++)
        if (sr_str_eq(b->r->doc->tokens[c->at[chunk - 2].head].lemma, sr_str_c(rows[i].noun)))
            sr_builder_add(b, sr_subject(b->r, b->sentence, chunk - 3), rows[i].role);
}

/* "no casualties", "no deaths were reported": nobody, and that is a figure. */
static void add_nobody(sr_builder *b, uint32_t chunk)
{
    const sr_chunk *c = &b->chunks->at[chunk];
    if (!b->m->effect.len || !(c->flags & SR_CHUNK_NEGATED) || c->head + 1 != b->m->trigger.end)
        return;
    sr_participant *p = SR_PUSH(b->r->arena, &b->list);
    p->role = SR_ROLE_VICTIM;
    p->noun = (sr_noun){.range = c->range, .whole = c->range, .head = c->head, .entity = SR_NONE, .class = SR_NOUN_PERSON,
                        .plural = true, .negated = true, .unnamed = true, .count = {0, 0, 0}};
}

static void noun_roles(sr_builder *b, uint32_t chunk)
{
    const sr_chunks *chunks = b->chunks;
    add_nobody(b, chunk);
    modifier_roles(b, &chunks->at[chunk]);
    sr_harm_multiple(b, &chunks->at[chunk]);
    sr_harm_toll(b, chunk);
    predicate_roles(b, chunk);
    add_phrases(b, chunk + 1, false);
    /* "X carried out the attack"; "the attack left five dead" is the verb's own mention. */
    uint32_t i = chunk;
    while (i > 0 && (sr_chunk_is(chunks, i - 1, SR_CHUNK_ADVERB) || sr_chunk_is(chunks, i - 1, SR_CHUNK_PREPOSITION) ||
                     sr_chunk_is(chunks, i - 1, SR_CHUNK_ADJECTIVE)))
        i--;
    if (i > 0 && sr_chunk_is(chunks, i - 1, SR_CHUNK_VERB)) {
        const sr_chunk *verb = &chunks->at[i - 1];
        uint8_t role = (uint8_t)role_from(
            sr_reader_cell(b->r, b->r->t.triggers, b->row, b->r->t.subject));
        if (governed_by(b->r, verb->head, SR_STR("perpetrate")))
            role = SR_ROLE_PERPETRATOR;
        else if (!undergoes(b->r->doc, verb->head))
            role = SR_ROLE_NONE;
        uint32_t s = role == SR_ROLE_NONE || verb->flags & SR_CHUNK_PASSIVE
                         ? SR_NO_CHUNK
                         : sr_subject(b->r, b->sentence, i - 1);
        if (s != SR_NO_CHUNK) {
            add_before(b, s, role);
            sr_builder_add(b, s, role);
        }
    }
    /* "the attack was carried out by X" */
    uint32_t v = chunk + 1;
    while (sr_chunk_is(chunks, v, SR_CHUNK_ADVERB) || sr_chunk_is(chunks, v, SR_CHUNK_RELATIVE) ||
           (sr_chunk_is(chunks, v, SR_CHUNK_PREPOSITION) && sr_chunk_is(chunks, v + 1, SR_CHUNK_NOUN)))
        v += sr_chunk_is(chunks, v, SR_CHUNK_PREPOSITION) ? 2 : 1;
    if (sr_chunk_is(chunks, v, SR_CHUNK_VERB) && chunks->at[v].flags & SR_CHUNK_PASSIVE &&
        governed_by(b->r, chunks->at[v].head, SR_STR("perpetrate")))
        add_phrases(b, v + 1, true);
}

/* Verb groups between two tokens of a sentence: how many clauses lie between them. */
static uint32_t verbs_between(const sr_chunks *c, uint32_t a, uint32_t b)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->n; i++)
        n += c->at[i].kind == SR_CHUNK_VERB && c->at[i].head > SR_MIN(a, b) && c->at[i].head < SR_MAX(a, b);
    return n;
}

/* "KABUL, Afghanistan (June 18, 2011) – …" further down in a release: the day of the report. */
static bool bracketed_dateline(const sr_reader *r, const sr_timex *x, uint32_t sentence)
{
    const sr_document *doc = r->doc;
    uint32_t t = x->range.first, first = doc->sentences[sentence].first;
    return t > first && sr_str_eq(doc->tokens[t - 1].fold, SR_STR("(")) &&
           x->period.first == doc->report->published.day &&
           verbs_between(&r->chunks[sentence], first, t) == 0;
}

static bool tells_a_day(const sr_timex *x)
{
    return x->period.precision != SR_PRECISION_UNKNOWN && x->period.precision <= SR_PRECISION_DAY;
}

/* How far a time expression is from a trigger, in tokens; verbs between cost more than words, and a
 * nearer year or month tells less than a day.  UINT32_MAX: it belongs to another clause.  A day at
 * the sentence's begin or end holds for all of it ("… while searching for a leader, yesterday"). */
static uint32_t time_distance(const sr_reader *r, const sr_timex *x, sr_range trigger, uint32_t sentence)
{
    const sr_sentence *of = &r->doc->sentences[sentence];
    uint32_t verbs = verbs_between(&r->chunks[sentence], x->range.first, trigger.first);
    bool opens = x->range.first <= of->first + 2, ends = x->range.end + 2 >= of->end;
    if (verbs > 1 && !opens && !(ends && tells_a_day(x)))
        return UINT32_MAX;
    uint32_t d = x->range.first >= trigger.end ? x->range.first - trigger.end
                                               : trigger.first - SR_MIN(x->range.end, trigger.first);
    uint8_t precision = x->period.precision;
    return d + TIME_VERB_COST * SR_MIN(verbs, 3u) +
           (precision == SR_PRECISION_YEAR || precision == SR_PRECISION_SEASON ? 12
            : precision == SR_PRECISION_MONTH                                  ? 6
                                                                               : 0);
}

/* Time expression of a mention: in its sentence, the nearest. */
static uint32_t time_of(const sr_reader *r, sr_range trigger, uint32_t sentence)
{
    const sr_document *doc = r->doc;
    uint32_t best = SR_NONE, distance = UINT32_MAX;
    for (uint32_t i = 0; i < doc->n_times; i++) {
        const sr_timex *x = &doc->times[i];
        if (doc->tokens[x->range.first].sentence != sentence || x->type == SR_TIMEX_DURATION ||
            x->type == SR_TIMEX_SET || x->period.first == SR_DAY_NONE ||
            sr_reader_dateline(r, x->range.first) || bracketed_dateline(r, x, sentence))
            continue;
        uint32_t d = time_distance(r, x, trigger, sentence);
        if (d < distance) {
            best = i;
            distance = d;
        }
    }
    return best;
}

static uint32_t attribution_of(const sr_reader *r, uint32_t token)
{
    uint32_t best = SR_NONE;
    for (uint32_t i = 0; i < r->doc->n_attributions; i++) {
        const sr_attribution *a = &r->doc->attributions[i];
        if (token < a->content.first || token >= a->content.end)
            continue;
        if (best == SR_NONE || a->content.end - a->content.first <=
                                   r->doc->attributions[best].content.end -
                                       r->doc->attributions[best].content.first)
            best = i;
    }
    return best;
}

static uint8_t strength_of(sr_str words, const sr_builder *b)
{
    if (has_word(words, SR_STR("off")))
        return SR_STRENGTH_OFF;
    if (has_word(words, SR_STR("anaphor")))
        return SR_STRENGTH_ANAPHOR;
    if (has_word(words, SR_STR("object_weapon")))
        return holds(b, SR_ROLE_WEAPON) ? SR_STRENGTH_EVENT : SR_STRENGTH_OFF;
    return has_word(words, SR_STR("weak")) ? SR_STRENGTH_WEAK : SR_STRENGTH_EVENT;
}

/* The longest row of the trigger table at t with the wanted part of speech.  A form can be a row
 * of the other kind ("killing" the noun): then the lemma is looked up alone. */
static bool find_trigger(const sr_builder *b, uint32_t t, bool verb, sr_lexicon_match *match)
{
    const sr_reader *r = b->r;
    const sr_document *doc = r->doc;
    const sr_tables *tables = &r->t;
    uint32_t n = doc->sentences[b->sentence].end - t;
    sr_str wanted = verb ? SR_STR("verb") : SR_STR("noun");
    for (int by_lemma = 0; by_lemma < 2; by_lemma++) {
        if (by_lemma && !doc->lemma_hashes)
            return false;
        const uint64_t *forms = (by_lemma ? doc->lemma_hashes : doc->hashes) + t;
        const uint64_t *lemmas = doc->lemma_hashes ? doc->lemma_hashes + t : NULL;
        if (!sr_lexicon_find(tables->lexicon, tables->triggers, forms, lemmas, n, match))
            continue;
        for (uint32_t row = match->row; row != SR_NO_ROW;
             row = sr_lexicon_next(tables->lexicon, tables->triggers, row))
            if (sr_str_eq(sr_reader_cell(r, tables->triggers, row, tables->pos), wanted)) {
                match->row = row;
                return true;
            }
    }
    return false;
}

/* "a bomb killed four", "fired rockets at", "threw stones": the weapon sharpens the deed. */
static void sharpen_by_weapon(sr_builder *b)
{
    enum { PLAIN = 1, SHOT = 2, THROWN = 4 };
    static const struct {
        const char *weapon, *subtype;
        uint8_t     type, from;
    } rows[] = {{"bomb", "", SR_INCIDENT_BOMBING, PLAIN},
                {"vehicle_bomb", "bombing.vehicle", SR_INCIDENT_BOMBING, PLAIN},
                {"explosive", "", SR_INCIDENT_BOMBING, PLAIN},
                {"dynamite", "", SR_INCIDENT_BOMBING, PLAIN},
                {"grenade", "grenade", SR_INCIDENT_BOMBING, PLAIN},
                {"mine", "landmine", SR_INCIDENT_BOMBING, PLAIN},
                {"mortar", "shelling", SR_INCIDENT_SHELLING, PLAIN | SHOT},
                {"rocket", "shelling", SR_INCIDENT_SHELLING, PLAIN | SHOT},
                {"missile", "shelling", SR_INCIDENT_SHELLING, PLAIN | SHOT},
                {"stone", "", SR_INCIDENT_RIOT, THROWN}};
    sr_mention *m = b->m;
    unsigned    deed = m->type == SR_INCIDENT_ATTACK && !m->subtype.len && harms_people(m)               ? PLAIN
                       : m->type == SR_INCIDENT_ATTACK && sr_str_eq(m->subtype, SR_STR("shooting"))      ? SHOT
                       : m->type == SR_INCIDENT_BOMBING && sr_str_eq(m->subtype, SR_STR("bombing.placed")) ? THROWN
                                                                                                         : 0;
    for (size_t i = 0; i < b->list.n; i++)
        for (size_t k = 0; k < SR_COUNT(rows) && b->list.at[i].role == SR_ROLE_WEAPON; k++)
            if (rows[k].from & deed && sr_str_eq(b->list.at[i].noun.type, sr_str_c(rows[k].weapon))) {
                m->type = rows[k].type;
                m->subtype = sr_str_c(rows[k].subtype);
                return;
            }
}

static bool read_trigger(sr_builder *b, uint32_t t, uint32_t chunk)
{
    const sr_reader *r = b->r;
    const sr_tables *tables = &r->t;
    const sr_chunk *c = &b->chunks->at[chunk];
    sr_lexicon_match match;
    bool verb = c->kind == SR_CHUNK_VERB;
    if ((verb && c->head != t) || (!verb && c->kind != SR_CHUNK_NOUN) ||
        !find_trigger(b, t, verb, &match))
        return sr_harm_read(b, t, chunk);
    uint32_t row = match.row;
    /* A phrase of nouns does not run into the verb ("guerrillas | attacked"). */
    uint32_t last = sr_chunk_at(b->chunks, t + match.n_tokens - 1);
    if (!verb && last != SR_NO_CHUNK && b->chunks->at[last].kind == SR_CHUNK_VERB)
        return false;
    /* A noun trigger counts as head of its group, or as the word before a weaker head. */
    if (!verb && c->head >= t + match.n_tokens)
        return false;
    b->row = row;
    b->m->trigger.end = t + match.n_tokens;
    b->m->verb = verb;
    b->m->effect = sr_reader_cell(r, tables->triggers, row, tables->effect);
    int type = sr_incident_type_from(sr_reader_cell(r, tables->triggers, row, tables->type));
    b->m->type = (uint8_t)(type < 0 ? SR_INCIDENT_OTHER : type);
    b->m->subtype = sr_reader_cell(r, tables->triggers, row, tables->subtype);
    if (verb)
        verb_roles(b, chunk);
    else
        noun_roles(b, chunk);
    sharpen_by_weapon(b);
    sr_str strength = sr_reader_cell(r, tables->triggers, row, tables->strength);
    b->m->strength = strength_of(strength, b);
    b->m->hit = has_word(strength, SR_STR("hit"));
    b->m->actuality = has_word(strength, SR_STR("attempted"))  ? SR_ACTUALITY_ATTEMPTED
                      : has_word(strength, SR_STR("foiled"))   ? SR_ACTUALITY_FOILED
                      : has_word(strength, SR_STR("threat"))   ? SR_ACTUALITY_THREATENED
                                                               : SR_ACTUALITY_ACCOMPLISHED;
    return b->m->strength != SR_STRENGTH_OFF;
}

/* "one died and two others were shot", "killing six and sending nine to hospital": whom the second tells of are
 * not those of the first.  "A man died when three people were shot": he may be one of them. */
static bool told_beside(const sr_reader *r, const sr_mentions *before, const sr_mention *m)
{
    static const char *const others[] = {"other", "others", "another", NULL};
    static const char *const turns[] = {"after", "when", "where", "as", "in", "who", "during", "of", NULL};
    const sr_document *doc = r->doc;
    for (uint32_t i = 0; i < m->n; i++)
        if (m->at[i].noun.more)
            return true;
    for (uint32_t i = 0; i < m->n; i++)
        for (uint32_t t = m->at[i].noun.range.first; t < m->at[i].noun.range.end; t++)
            if (sr_str_among(doc->tokens[t].fold, others))
                return true;
    for (uint32_t i = before->n; i-- > 0 && before->at[i].sentence == m->sentence;) {
        const sr_mention *x = &before->at[i];
        bool joined = x->verb && sr_str_eq(x->effect, SR_STR("death")), and = false;
        for (uint32_t t = x->trigger.end; joined && t < m->trigger.first; t++) {
            and |= doc->tokens[t].upos == SR_UPOS_CCONJ;
            joined = !sr_str_among(doc->tokens[t].fold, turns);
        }
        if (joined && and)
            return true;
    }
    return false;
}

void sr_mentions_find(const sr_reader *r, sr_mentions *out)
{
    const sr_document *doc = r->doc;
    SR_LIST(sr_mention) mentions = {0};
    for (uint32_t s = 0; s < doc->n_sentences; s++) {
        if (doc->sentences[s].flags & SR_SENTENCE_REMARK)
            continue;
        for (uint32_t t = doc->sentences[s].first; t < doc->sentences[s].end; t++) {
            uint32_t chunk = sr_chunk_at(&r->chunks[s], t);
            if (chunk == SR_NO_CHUNK || !(doc->tokens[t].flags & SR_TOKEN_WORD))
                continue;
            sr_mention m = {.trigger = {t, t + 1}, .sentence = s, .incident = SR_NONE, .time = SR_NONE};
            sr_builder b = {.r = r, .m = &m, .sentence = s, .chunks = &r->chunks[s]};
            if (!read_trigger(&b, t, chunk))
                continue;
            m.at = b.list.at;
            m.n = (uint32_t)b.list.n;
            m.hit = m.hit && !told_beside(r, &(sr_mentions){.at = mentions.at, .n = (uint32_t)mentions.n}, &m);
            m.time = time_of(r, m.trigger, s);
            m.attribution = attribution_of(r, t);
            sr_mention_judge(r, &m, chunk);
            *SR_PUSH(r->arena, &mentions) = m;
            t = m.trigger.end - 1;
            if (mentions.n >= SR_LIMIT_MENTIONS)
                goto full;
        }
    }
full:
    *out = (sr_mentions){.at = mentions.at, .n = (uint32_t)mentions.n};
}
