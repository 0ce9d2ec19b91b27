/* Harm told without a word of violence: "five dead", "one fatally", "was taken to hospital", "in
 * critical condition", "quadruple shooting".  Each alone is weak: it needs a deed told near it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract/trigger_int.h"

#define IS(word, text) sr_str_eq((word), SR_STR(text))

/* How many chunks behind its verb a hospital may stand. */
#define HOSPITAL_REACH 6u
/* How many chunks before "condition" its verb may stand. */
#define CONDITION_REACH 5u

static const char *const carrying[] = {"take", "rush", "transport", "airlift", "fly", "bring", "carry", "send",
                                       "admit", "evacuate", "drive", "treat", "land", NULL};
static const char *const hospitals[] = {"hospital", "clinic", "infirmary", "trauma", "medical", "hospitals",
                                        "icu", NULL};
static const char *const conditions[] = {"critical", "stable", "serious", "fair", "good", "grave", "guarded",
                                         "satisfactory", "critically", "extremely", NULL};

static bool range_holds(const sr_document *doc, sr_range range, const char *const *list)
{
    for (uint32_t t = range.first; t < range.end; t++)
        if (sr_str_among(doc->tokens[t].fold, list))
            return true;
    return false;
}

static bool told(sr_builder *b, const char *effect, bool hit)
{
    b->m->type = SR_INCIDENT_ATTACK;
    b->m->effect = sr_str_c(effect);
    b->m->strength = SR_STRENGTH_WEAK;
    b->m->hit = hit;
    return true;
}

/* Who stands right before chunk i: "left five people | dead", "five people were | dead". */
static void add_before_state(sr_builder *b, uint32_t i)
{
    uint32_t harmed = SR_NO_CHUNK;
    if (i > 0 && sr_chunk_is(b->chunks, i - 1, SR_CHUNK_NOUN))
        harmed = sr_chunk_of_head(b->chunks, i - 1);
    else if (i > 0 && sr_chunk_is(b->chunks, i - 1, SR_CHUNK_VERB))
        harmed = sr_subject(b->r, b->sentence, i - 1);
    sr_builder_add_subject(b, harmed, i, SR_ROLE_VICTIM);
}

/* ---- adjectives: "five dead", "12 wounded" ---- */

static const char *effect_of_state(const sr_document *doc, uint32_t t)
{
    sr_str fold = doc->tokens[t].fold;
    uint8_t u = doc->tokens[t].upos;
    if (u != SR_UPOS_ADJ && u != SR_UPOS_NOUN && u != SR_UPOS_PROPN)
        return NULL;
    return IS(fold, "dead")                                                       ? "death"
           : IS(fold, "wounded") || IS(fold, "injured") || IS(fold, "hurt")       ? "injury"
                                                                                  : NULL;
}

static bool read_state(sr_builder *b, uint32_t t, uint32_t chunk)
{
    const sr_chunk *c = &b->chunks->at[chunk];
    const char *effect = effect_of_state(b->r->doc, t);
    if (!effect || (c->kind != SR_CHUNK_ADJECTIVE && c->kind != SR_CHUNK_NOUN))
        return false;
    told(b, effect, false);
    if (c->kind == SR_CHUNK_ADJECTIVE) {
        add_before_state(b, chunk);
        return b->list.n > 0;
    }
    sr_noun noun = sr_noun_read(b->r, b->chunks, chunk); // "five dead", "the wounded soldiers"
    if (noun.class == SR_NOUN_OTHER && (sr_count_known(noun.count) || noun.head == t))
        noun.class = SR_NOUN_PERSON;
    if (sr_noun_role(&noun, SR_ROLE_VICTIM) == SR_ROLE_VICTIM) {
        sr_participant *p = SR_PUSH(b->r->arena, &b->list);
        p->role = SR_ROLE_VICTIM;
        p->noun = noun;
    }
    return b->list.n > 0;
}

/* ---- "three were shot, one fatally" ---- */

static bool read_fatally(sr_builder *b, uint32_t t, uint32_t chunk)
{
    if (!IS(b->r->doc->tokens[t].fold, "fatally") || chunk == 0 ||
        !sr_chunk_is(b->chunks, chunk - 1, SR_CHUNK_NOUN) ||
        b->r->doc->tokens[b->chunks->at[chunk - 1].head].upos != SR_UPOS_NUM)
        return false;
    told(b, "death", false);
    sr_builder_add(b, chunk - 1, SR_ROLE_VICTIM);
    return b->list.n > 0;
}

/* ---- "was taken to a hospital", "sent two people to hospital", "was hospitalized" ---- */

static bool hospital_follows(const sr_builder *b, uint32_t verb)
{
    const sr_chunks *c = b->chunks;
    for (uint32_t i = verb + 1; i + 1 < c->n && i <= verb + HOSPITAL_REACH; i++) {
        if (c->at[i].kind == SR_CHUNK_VERB || c->at[i].kind == SR_CHUNK_STOP)
            return false;
        if (c->at[i].kind == SR_CHUNK_PREPOSITION && c->at[i + 1].kind == SR_CHUNK_NOUN &&
            (IS(b->r->doc->tokens[c->at[i].head].fold, "to") || IS(b->r->doc->tokens[c->at[i].head].fold, "at") ||
             IS(b->r->doc->tokens[c->at[i].head].fold, "in")) &&
            range_holds(b->r->doc, c->at[i + 1].range, hospitals))
            return true;
    }
    return false;
}

static bool read_hospital(sr_builder *b, uint32_t t, uint32_t chunk)
{
    const sr_chunk *c = &b->chunks->at[chunk];
    sr_str lemma = b->r->doc->tokens[t].lemma;
    if (c->kind != SR_CHUNK_VERB || c->head != t)
        return false;
    if (!IS(lemma, "hospitalize") && !IS(lemma, "hospitalise") &&
        (!sr_str_among(lemma, carrying) || !hospital_follows(b, chunk)))
        return false;
    told(b, "injury", true);
    b->m->verb = true;
    uint32_t object = sr_object(b->r, b->sentence, chunk);
    if (c->flags & SR_CHUNK_PASSIVE || (object == SR_NO_CHUNK && c->flags & SR_CHUNK_REDUCED))
        sr_builder_add_subject(b, sr_subject(b->r, b->sentence, chunk), chunk, SR_ROLE_VICTIM);
    else
        sr_builder_add_all(b, object, SR_ROLE_VICTIM);
    return b->list.n > 0;
}

/* ---- "lost a leg" ---- */

static bool read_lost_limb(sr_builder *b, uint32_t t, uint32_t chunk)
{
    static const char *const limbs[] = {"leg", "arm", "foot", "hand", "limb", "eye", "finger", "toe", NULL};
    const sr_chunk *c = &b->chunks->at[chunk];
    const sr_document *doc = b->r->doc;
    if (c->kind != SR_CHUNK_VERB || c->head != t || c->flags & SR_CHUNK_NEGATED || !IS(doc->tokens[t].lemma, "lose"))
        return false;
    uint32_t object = sr_object(b->r, b->sentence, chunk);
    if (object == SR_NO_CHUNK || !sr_str_among(doc->tokens[b->chunks->at[object].head].lemma, limbs))
        return false;
    told(b, "injury", false);
    b->m->verb = true;
    sr_builder_add_subject(b, sr_subject(b->r, b->sentence, chunk), chunk, SR_ROLE_VICTIM);
    return b->list.n > 0;
}

/* ---- "is in critical condition", "two in stable condition" ---- */

static bool read_condition(sr_builder *b, uint32_t t, uint32_t chunk)
{
    const sr_chunks *c = b->chunks;
    if (!IS(b->r->doc->tokens[t].lemma, "condition") || c->at[chunk].kind != SR_CHUNK_NOUN ||
        c->at[chunk].head != t || !range_holds(b->r->doc, c->at[chunk].range, conditions) || chunk == 0 ||
        c->at[chunk - 1].kind != SR_CHUNK_PREPOSITION)
        return false;
    told(b, "injury", true);
    uint32_t i = chunk - 1;
    for (unsigned step = 0; i > 0 && step < CONDITION_REACH; step++, i--) {
        const sr_chunk *before = &c->at[i - 1];
        if (before->kind == SR_CHUNK_VERB) {
            sr_builder_add_subject(b, sr_subject(b->r, b->sentence, i - 1), i - 1, SR_ROLE_VICTIM);
            break;
        }
        if (before->kind == SR_CHUNK_NOUN && step == 0) { // "one in critical condition"
            sr_noun n = sr_noun_read(b->r, c, i - 1);
            if (sr_count_known(n.count)) {
                sr_builder_add(b, i - 1, SR_ROLE_VICTIM);
                break;
            }
        }
        if (before->kind != SR_CHUNK_NOUN && before->kind != SR_CHUNK_PREPOSITION &&
            before->kind != SR_CHUNK_ADVERB)
            break;
    }
    return b->list.n > 0;
}

/* ---- "took its pilot hostage", "held a priest, X Y, captive" ---- */

/* How many chunks behind its verb "hostage" may stand. */
#define HOSTAGE_REACH 10u

static bool read_hostage(sr_builder *b, uint32_t t, uint32_t chunk)
{
    static const char *const takes[] = {"take", "hold", "seize", "keep", NULL};
    static const char *const taken[] = {"hostage", "captive", "hostages", NULL};
    const sr_chunks   *c = b->chunks;
    const sr_document *doc = b->r->doc;
    if (c->at[chunk].kind != SR_CHUNK_VERB || c->at[chunk].head != t || c->at[chunk].flags & (SR_CHUNK_NEGATED | SR_CHUNK_PASSIVE) ||
        !sr_str_among(doc->tokens[t].lemma, takes))
        return false;
    for (uint32_t i = chunk + 1; i < c->n && i <= chunk + HOSTAGE_REACH; i++) {
        uint8_t kind = c->at[i].kind;
        if (kind == SR_CHUNK_VERB || kind == SR_CHUNK_STOP || kind == SR_CHUNK_MARK)
            return false;
        if ((kind != SR_CHUNK_NOUN && kind != SR_CHUNK_ADJECTIVE) || !sr_str_among(doc->tokens[c->at[i].head].fold, taken))
            continue;
        b->m->type = SR_INCIDENT_HOSTAGE_TAKING;
        b->m->subtype = SR_STR("hostage_barricade");
        b->m->strength = SR_STRENGTH_EVENT;
        b->m->verb = true;
        sr_builder_add_subject(b, sr_subject(b->r, b->sentence, chunk), chunk, SR_ROLE_PERPETRATOR);
        sr_builder_add(b, chunk + 1, SR_ROLE_VICTIM);
        return b->list.n > 0;
    }
    return false;
}

bool sr_harm_read(sr_builder *b, uint32_t t, uint32_t chunk)
{
    return read_state(b, t, chunk) || read_fatally(b, t, chunk) || read_hospital(b, t, chunk) ||
           read_lost_limb(b, t, chunk) || read_condition(b, t, chunk) || read_hostage(b, t, chunk);
}

/* ---- "quadruple shooting", "double murder" ---- */

void sr_harm_multiple(sr_builder *b, const sr_chunk *group)
{
    static const struct {
        const char *word;
        int64_t     n;
    } words[] = {{"double", 2}, {"triple", 3}, {"quadruple", 4}, {"quintuple", 5}, {"sextuple", 6}};
    sr_mention *m = b->m;
    bool shooting = IS(m->subtype, "shooting") || IS(m->subtype, "stabbing");
    if (!shooting && !IS(m->effect, "death"))
        return;
    for (uint32_t t = group->range.first; t < m->trigger.first; t++)
        for (size_t i = 0; i < SR_COUNT(words); i++) {
            if (!sr_str_eq(b->r->doc->tokens[t].fold, sr_str_c(words[i].word)))
                continue;
            if (!m->effect.len) {
                m->effect = SR_STR("injury");
                m->hit = true;
            }
            sr_participant *p = SR_PUSH(b->r->arena, &b->list);
            p->role = SR_ROLE_VICTIM;
            p->noun = (sr_noun){.range = {t, t + 1}, .whole = {t, t + 1}, .head = t, .entity = SR_NONE,
                                .class = SR_NOUN_PERSON, .plural = true, .unnamed = true,
                                .count = {words[i].n, words[i].n, words[i].n}};
        }
}

/* ---- "the death toll from the bombing rose to 133" ---- */

/* "the toll from the bombing of a bus rose to | 133": the group with the number; SR_NO_CHUNK: none. */
static uint32_t moved_to(const sr_builder *b, uint32_t chunk)
{
    static const char *const moves[] = {"rise", "climb", "reach", "stand", "increase", "jump", "hit", "pass", "exceed", "grow",
                                        "be", "mount", NULL};
    const sr_chunks *c = b->chunks;
    uint32_t v = chunk + 1;
    while (v + 1 < c->n && c->at[v].kind == SR_CHUNK_PREPOSITION && c->at[v + 1].kind == SR_CHUNK_NOUN)
        v += 2;
    if (v >= c->n || c->at[v].kind != SR_CHUNK_VERB || !sr_str_among(b->r->doc->tokens[c->at[v].head].lemma, moves))
        return SR_NO_CHUNK;
    uint32_t n = v + 1;
    n += n < c->n && c->at[n].kind == SR_CHUNK_PREPOSITION;
    return n < c->n && c->at[n].kind == SR_CHUNK_NOUN ? n : SR_NO_CHUNK;
}

/* "raised the toll from the bombings at two churches to | 133", "put the toll at | 22". */
static uint32_t set_to(const sr_builder *b, uint32_t chunk)
{
    static const char *const sets[] = {"raise", "put", "revise", "update", "increase", "bring", "place", "lift", "lower", "cut",
                                       "reduce", "push", "take", NULL};
    const sr_document *doc = b->r->doc;
    const sr_chunks *c = b->chunks;
    if (chunk == 0 || c->at[chunk - 1].kind != SR_CHUNK_VERB || !sr_str_among(doc->tokens[c->at[chunk - 1].head].lemma, sets))
        return SR_NO_CHUNK;
    uint32_t found = SR_NO_CHUNK;
    for (uint32_t i = chunk + 1; i + 1 < c->n && c->at[i].kind != SR_CHUNK_STOP && c->at[i].kind != SR_CHUNK_VERB &&
                                 c->at[i].kind != SR_CHUNK_MARK; i++) {
        sr_str word = doc->tokens[c->at[i].head].fold;
        if (c->at[i].kind == SR_CHUNK_PREPOSITION && (IS(word, "to") || IS(word, "at")) && c->at[i + 1].kind == SR_CHUNK_NOUN &&
            sr_count_known(sr_noun_read(b->r, c, i + 1).count))
            found = i + 1;
    }
    return found;
}

void sr_harm_toll(sr_builder *b, uint32_t chunk)
{
    const sr_chunks   *c = b->chunks;
    const sr_document *doc = b->r->doc;
    if (!IS(doc->tokens[c->at[chunk].head].lemma, "toll"))
        return;
    uint32_t n = moved_to(b, chunk);
    if (n == SR_NO_CHUNK)
        n = set_to(b, chunk);
    if (n == SR_NO_CHUNK)
        return;
    sr_noun noun = sr_noun_read(b->r, c, n);
    if (!sr_count_known(noun.count) || (noun.class != SR_NOUN_OTHER && noun.class != SR_NOUN_PERSON))
        return;
    noun.class = SR_NOUN_PERSON;
    noun.unnamed = true;
    sr_participant *p = SR_PUSH(b->r->arena, &b->list);
    p->role = SR_ROLE_VICTIM;
    p->noun = noun;
}
