/* What a sentence is about when it talks of violence and none happened: a film or a novel, a game, a drill,
 * an illness or a storm, a statistic, a rumour that proved false, a figure of speech.
 *
 * By the tables contexts and metaphors, and by who does it to whom; each finding leaves a share of the
 * mention's probability.  Armed doers and weapons are taken at their word, save in fiction and drills.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract/mention.h"

/* ---- contexts ---- */

typedef enum context { NONE, SPORT, ENTERTAINMENT, FICTION, EXERCISE, NATURE, ANIMAL, CONTEXTS } context;

static const char *const context_names[CONTEXTS] = {
    [NONE] = "none",         [SPORT] = "sport",   [ENTERTAINMENT] = "entertainment", [FICTION] = "fiction",
    [EXERCISE] = "exercise", [NATURE] = "nature", [ANIMAL] = "animal",
};

/* The context that the words at t give; *n: how many they are. */
static context context_at(const sr_reader *r, uint32_t t, uint32_t end, uint32_t *n)
{
    sr_lexicon_match m;
    *n = 1;
    if (!sr_reader_find(r, r->t.contexts, t, end, &m))
        return NONE;
    *n = m.n_tokens;
    sr_str name = sr_reader_cell(r, r->t.contexts, m.row, r->t.context);
    for (int k = 1; k < CONTEXTS; k++)
        if (sr_str_eq(name, sr_str_c(context_names[k])))
            return (context)k;
    return NONE;
}

/* The first words of a sentence that give a context; SR_NO_TOKEN: none do. */
static uint32_t told_at(const sr_reader *r, uint32_t sentence, context wanted)
{
    const sr_sentence *s = &r->doc->sentences[sentence];
    for (uint32_t t = s->first, n; t < s->end; t += n)
        if (context_at(r, t, s->end, &n) == wanted)
            return t;
    return SR_NO_TOKEN;
}

/* The context of a noun group's last words. */
static context context_of(const sr_reader *r, const sr_chunks *c, uint32_t chunk)
{
    if (!sr_chunk_is(c, chunk, SR_CHUNK_NOUN))
        return NONE;
    for (uint32_t t = c->at[chunk].range.first, n; t <= c->at[chunk].head; t += n) {
        context told = context_at(r, t, c->at[chunk].range.end, &n);
        if (told != NONE && t + n > c->at[chunk].head)
            return told;
    }
    return NONE;
}

/* ---- who does it ---- */

static bool armed(const sr_mention *m)
{
    for (uint32_t i = 0; i < m->n; i++)
        if (m->at[i].role == SR_ROLE_WEAPON || (m->at[i].role == SR_ROLE_PERPETRATOR && m->at[i].noun.class == SR_NOUN_ARMED))
            return true;
    return false;
}

static bool has_victim(const sr_mention *m)
{
    for (uint32_t i = 0; i < m->n; i++)
        if (m->at[i].role == SR_ROLE_VICTIM)
            return true;
    return false;
}

/* "The film tells of a sniper who killed", "in the novel rebels seize", "the kidnapping plot of the film". */
static bool in_fiction(const sr_reader *r, const sr_mention *m, const sr_chunks *c)
{
    uint32_t t = told_at(r, m->sentence, FICTION);
    uint32_t i = t == SR_NO_TOKEN ? SR_NO_CHUNK : sr_chunk_at(c, t);
    if (i == SR_NO_CHUNK || context_of(r, c, i) != FICTION)
        return false;
    bool in = i > 0 && sr_chunk_is(c, i - 1, SR_CHUNK_PREPOSITION) &&
              (sr_str_eq(r->doc->tokens[c->at[i - 1].head].fold, SR_STR("in")) ||
               sr_str_eq(r->doc->tokens[c->at[i - 1].head].fold, SR_STR("of")));
    return t < m->trigger.first ? i == 0 || in : in;
}

/* "Homicides fell by 12 per cent": figures about many, not a happening. */
static bool statistic(const sr_reader *r, const sr_mention *m, const sr_chunks *c, uint32_t chunk)
{
    static const char *const moves[] = {"rise", "fall", "increase", "decrease", "drop", "decline", "climb", "soar", "double",
                                        "triple", "surge", "plummet", "grow", "halve", "jump", "average", NULL};
    if (m->verb || !(c->at[chunk].flags & SR_CHUNK_PLURAL) || has_victim(m))
        return false;
    for (uint32_t i = chunk + 1; i < c->n && c->at[i].kind != SR_CHUNK_STOP; i++)
        if (c->at[i].kind == SR_CHUNK_VERB)
            return sr_str_among(r->doc->tokens[c->at[i].head].lemma, moves);
    return false;
}

/* "Rumours that a bomb had exploded proved false", "the call was a hoax". */
static bool untrue(const sr_reader *r, const sr_mention *m)
{
    static const char *const tales[] = {"rumour", "rumor", "report", "claim", "call", "alarm", "alert", "story", "tale", NULL};
    static const char *const words[] = {"false", "untrue", "unfounded", "baseless", "fake", "fabricated", "debunked", NULL};
    const sr_sentence *s = &r->doc->sentences[m->sentence];
    bool tale = false;
    for (uint32_t t = s->first; t < s->end; t++) {
        tale |= t < m->trigger.first && sr_str_among(r->doc->tokens[t].lemma, tales);
        if (sr_str_eq(r->doc->tokens[t].lemma, SR_STR("hoax")) || (tale && sr_str_among(r->doc->tokens[t].fold, words)))
            return true;
    }
    return false;
}

/* "denied that any soldiers had been killed" */
static bool any_denied(const sr_reader *r, const sr_mention *m)
{
    static const char *const denials[] = {"deny", "dismiss", "refute", "reject", NULL};
    bool denied = false, any = false;
    for (uint32_t t = r->doc->sentences[m->sentence].first; t < m->trigger.first; t++) {
        denied |= sr_str_among(r->doc->tokens[t].lemma, denials);
        any |= denied && sr_str_eq(r->doc->tokens[t].fold, SR_STR("any"));
    }
    return any;
}

/* "killed the blaze", "killed the programme": what was killed is nobody. */
static bool kills_a_thing(const sr_reader *r, const sr_mention *m, const sr_chunks *c, uint32_t chunk)
{
    if (!m->verb || !m->effect.len || has_victim(m) || c->at[chunk].flags & SR_CHUNK_PASSIVE)
        return false;
    uint32_t object = sr_object(r, m->sentence, chunk);
    if (object == SR_NO_CHUNK || r->doc->tokens[c->at[object].head].upos != SR_UPOS_NOUN)
        return false;
    return sr_noun_read(r, c, object).class == SR_NOUN_OTHER;
}

static context doer_context(const sr_reader *r, const sr_mention *m, const sr_chunks *c, uint32_t chunk)
{
    if (!m->verb)
        return NONE;
    uint32_t subject = c->at[chunk].flags & SR_CHUNK_PASSIVE ? SR_NO_CHUNK : sr_subject(r, m->sentence, chunk);
    for (uint32_t i = chunk + 1; c->at[chunk].flags & SR_CHUNK_PASSIVE && i + 1 < c->n && i < chunk + 4; i++)
        if (sr_chunk_is(c, i, SR_CHUNK_PREPOSITION) && sr_str_eq(r->doc->tokens[c->at[i].head].fold, SR_STR("by")))
            subject = i + 1; // "killed by lightning"
    return subject == SR_NO_CHUNK ? NONE : context_of(r, c, subject);
}

float sr_mention_frame(const sr_reader *r, const sr_mention *m, uint32_t chunk)
{
    enum { UNLIKELY = 15, HARDLY = 30 }; // hundredths that are left
    const sr_chunks *c = &r->chunks[m->sentence];
    context doer = doer_context(r, m, c, chunk);
    uint32_t object = m->verb ? sr_object(r, m->sentence, chunk) : SR_NO_CHUNK;
    bool animal = object != SR_NO_CHUNK && context_of(r, c, object) == ANIMAL;
    if (in_fiction(r, m, c) || untrue(r, m) || (!m->effect.len && told_at(r, m->sentence, EXERCISE) != SR_NO_TOKEN))
        return UNLIKELY / 100.0f;
    if (armed(m))
        return 1.0f;
    if (doer == NATURE || doer == ANIMAL || doer == FICTION || doer == ENTERTAINMENT || animal)
        return UNLIKELY / 100.0f;
    if (statistic(r, m, c, chunk) || any_denied(r, m) || kills_a_thing(r, m, c, chunk))
        return HARDLY / 100.0f;
    if (!m->effect.len && (told_at(r, m->sentence, SPORT) != SR_NO_TOKEN))
        return HARDLY / 100.0f;
    return 1.0f;
}

/* Words of sport or entertainment in a report that is about them: at least this many, and one in
 * this many tokens. */
#define PLAYFUL_LEAST 2
#define PLAYFUL_SHARE 60

bool sr_report_playful(const sr_reader *r)
{
    uint32_t playful = 0;
    for (uint32_t t = 0, n; t < r->doc->n_tokens; t += n) {
        context told = context_at(r, t, r->doc->n_tokens, &n);
        playful += told == SPORT || told == ENTERTAINMENT || told == FICTION;
    }
    return playful >= PLAYFUL_LEAST && playful * PLAYFUL_SHARE >= r->doc->n_tokens;
}
