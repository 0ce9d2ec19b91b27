/* Positions: who blames, suspects, claims, denies, condemns, warned – as claims about an
 * incident, each with the perpetrators it names.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract/claims_int.h"

/* The incident that a statement at a token is about: told in its sentence, before it in the
 * text, else the main one. */
static uint32_t about(const sr_writer *w, sr_range content, uint32_t sentence)
{
    const sr_mentions *all = w->mentions;
    uint32_t best = SR_NONE;
    for (uint32_t i = 0; i < all->n; i++) {
        const sr_mention *m = &all->at[i];
        if (m->incident == SR_NONE)
            continue;
        if (m->trigger.first >= content.first && m->trigger.end <= content.end)
            return m->incident;
        if (m->sentence == sentence)
            best = m->incident;
    }
    if (best != SR_NONE)
        return best;
    for (uint32_t d = 0; d < w->drafts->n; d++)
        if (w->drafts->at[d].order == 0)
            best = d;
    return best;
}

static bool can_act(const sr_noun *n)
{
    return !n->pronoun && (n->class == SR_NOUN_ARMED || n->class == SR_NOUN_BODY ||
                           n->class == SR_NOUN_PERSON || n->class == SR_NOUN_SECURITY);
}

/* "blaming Israel": a country, where it is blamed, is its state. */
static bool is_state(const sr_document *doc, const sr_noun *n)
{
    return n->class == SR_NOUN_PLACE && n->entity != SR_NONE && doc->entities[n->entity].actor.len;
}

/* A blame is weighed with what the whole report says of the blamed. */
static float weighed(const sr_writer *w, uint32_t draft, uint32_t head, float stated)
{
    float judged = 0;
    for (size_t i = 0; i < w->mentions->suspicions.n; i++) {
        const sr_suspicion *s = &w->mentions->suspicions.at[i];
        if (s->draft == draft && s->head == head)
            judged = SR_MAX(judged, s->probability);
    }
    return w->mentions->judged ? 0.5f * (stated + judged) : stated;
}

static void add_perpetrators(sr_writer *w, uint32_t draft, uint32_t sentence, sr_range accused,
                             uint32_t attribution, uint8_t stance, float probability)
{
    const sr_chunks *chunks = &w->r->chunks[sentence];
    uint32_t i = sr_chunk_at(chunks, accused.first);
    if (i != SR_NO_CHUNK && chunks->at[i].kind != SR_CHUNK_NOUN)
        i = i + 1 < chunks->n && chunks->at[i + 1].kind == SR_CHUNK_NOUN ? i + 1 : SR_NO_CHUNK;
    for (unsigned steps = 0; i != SR_NO_CHUNK && steps < 6; steps++) {
        sr_noun n = sr_noun_read(w->r, chunks, i);
        bool state = is_state(w->r->doc, &n);
        if (can_act(&n) || state) {
            float p = weighed(w, draft, n.head, probability);
            sr_claim *c = sr_claim_add(w, draft, SR_FIELD_PERPETRATOR, n.whole, p);
            sr_claim_party(w, c, &n);
            if (state)
                c->value.kind = sr_entity_kind_name(SR_ENTITY_STATE);
            for (int body = 0; c && body < 2; body++) {
                c->stance = stance;
                sr_claim_source(w, c, attribution);
                c = body ? NULL : sr_claim_body(w, draft, &n, p);
            }
        }
        i = sr_chunk_conjunct(chunks, i);
    }
}

static void write_position(sr_writer *w, uint32_t draft, uint32_t index)
{
    const sr_attribution *a = &w->r->doc->attributions[index];
    sr_range evidence = {SR_MIN(a->speaker.first, a->cue.first), SR_MAX(a->speaker.end, a->cue.end)};
    if (a->speaker.first >= a->speaker.end)
        evidence = a->cue;
    evidence.end = SR_MAX(evidence.end, SR_MIN(a->accused.end, w->r->doc->sentences[w->r->doc->tokens[a->cue.first].sentence].end));
    sr_claim *c = sr_claim_add(w, draft, SR_FIELD_POSITION, evidence, a->negated ? 0.4f : 0.7f);
    c->value.code = sr_position_verb_name(a->verb);
    c->value.name = sr_claim_words(w, a->accused);
    uint32_t e = a->accused.first < a->accused.end ? w->r->entity_of[a->accused.end - 1] : SR_NONE;
    if (e != SR_NONE)
        c->value.actor = w->r->doc->entities[e].actor;
    c->stance = sr_position_stance(w, a->verb, a->speaker_class);
    sr_claim_source(w, c, index);
}

/* A warning before the event: what was announced, by whom, when. */
static void write_warning(sr_writer *w, uint32_t draft, uint32_t index)
{
    const sr_document *doc = w->r->doc;
    const sr_attribution *a = &doc->attributions[index];
    uint32_t sentence = doc->tokens[a->cue.first].sentence, nearest = SR_NONE, distance = UINT32_MAX;
    for (uint32_t i = 0; i < doc->n_times; i++) {
        const sr_timex *x = &doc->times[i];
        uint32_t d = x->range.first > a->cue.first ? x->range.first - a->cue.first
                                                   : a->cue.first - x->range.first;
        if (doc->tokens[x->range.first].sentence == sentence && x->period.first != SR_DAY_NONE &&
            d < distance) {
            nearest = i;
            distance = d;
        }
    }
    sr_range content = a->content;
    content.end = SR_MIN(content.end, doc->sentences[sentence].end);
    for (uint32_t t = content.first; t < content.end; t++)
        if (sr_str_eq(doc->tokens[t].fold, SR_STR(",")) && t > content.first + 3)
            content.end = t;
    sr_claim *c = sr_claim_add(w, draft, SR_FIELD_WARNING, (sr_range){a->cue.first, SR_MAX(content.end, a->cue.end)}, 0.6f);
    c->value.name = sr_claim_words(w, content);
    if (nearest != SR_NONE)
        c->value.period = doc->times[nearest].period;
    c->actuality = SR_ACTUALITY_PLANNED;
    for (uint32_t t = content.first; t < content.end && !c->value.actor.len; t++)
        if (w->r->entity_of[t] != SR_NONE && doc->entities[w->r->entity_of[t]].kind == SR_ENTITY_GROUP)
            c->value.actor = doc->entities[w->r->entity_of[t]].actor;
    sr_claim_source(w, c, index);
}

/* Does the announced thing look like violence? */
static bool announces_violence(const sr_writer *w, const sr_attribution *a)
{
    for (uint32_t i = 0; i < w->mentions->n; i++) {
        const sr_mention *m = &w->mentions->at[i];
        if (m->trigger.first >= a->content.first && m->trigger.end <= a->content.end)
            return true;
    }
    return false;
}

static bool nobody(const sr_document *doc, sr_range speaker)
{
    static const char *const words[] = {"no", "nobody", "none", "no-one", "neither", NULL};
    if (speaker.first >= speaker.end)
        return false;
    uint32_t from = speaker.first > 0 && doc->tokens[speaker.first - 1].sentence == doc->tokens[speaker.first].sentence
                        ? speaker.first - 1
                        : speaker.first;
    for (uint32_t t = from; t < speaker.end; t++)
        if (sr_str_among(doc->tokens[t].fold, words))
            return true;
    return false;
}

/* A lorry, a bomb, a town welcomes and condemns nothing: the grammar took the wrong noun. */
static bool may_speak(const sr_writer *w, const sr_attribution *a, uint32_t sentence)
{
    const sr_chunks *chunks = &w->r->chunks[sentence];
    uint32_t chunk = a->speaker.first < a->speaker.end ? sr_chunk_at(chunks, a->speaker.first) : SR_NO_CHUNK;
    if (chunk == SR_NO_CHUNK || chunks->at[chunk].kind != SR_CHUNK_NOUN || a->speaker_class != SR_SPEAKER_UNKNOWN)
        return true;
    uint8_t class = sr_noun_read(w->r, chunks, chunk).class;
    return class != SR_NOUN_FACILITY && class != SR_NOUN_WEAPON && class != SR_NOUN_EVENT;
}

static void write_attribution(sr_writer *w, uint32_t index)
{
    const sr_document *doc = w->r->doc;
    const sr_attribution *a = &doc->attributions[index];
    uint32_t sentence = doc->tokens[a->cue.first].sentence;
    uint32_t draft = about(w, a->content, sentence);
    if (draft == SR_NONE)
        return;
    /* Nobody condemns, welcomes or threatens: a passive or a stray word. */
    if (a->speaker.first >= a->speaker.end && a->accused.first >= a->accused.end)
        return;
    if (nobody(doc, a->speaker) || !may_speak(w, a, sentence))
        return; // "no group claimed responsibility"
    uint8_t stance = sr_position_stance(w, a->verb, a->speaker_class);
    float p = a->hedged ? 0.6f : 0.75f;
    switch ((sr_position_verb)a->verb) {
    case SR_POSITION_SAYS:
    case SR_POSITION_CONFIRMS:
        return;
    case SR_POSITION_SUSPECTS:
        if (a->accused.first >= a->accused.end)
            return; // "believes that …": its mentions carry the stance
        SR_FALLTHROUGH;
    case SR_POSITION_BLAMES:
    case SR_POSITION_RULES_OUT:
    case SR_POSITION_CHARGES:
    case SR_POSITION_CONVICTS:
        if (!a->negated)
            add_perpetrators(w, draft, sentence, a->accused, index, stance, p);
        break;
    case SR_POSITION_CLAIMS_RESPONSIBILITY:
    case SR_POSITION_DENIES_RESPONSIBILITY:
        if (!a->negated)
            add_perpetrators(w, draft, sentence, a->speaker, index, stance, 0.85f);
        break;
    case SR_POSITION_WARNS_BEFORE:
        if (!announces_violence(w, a))
            return;
        write_warning(w, draft, index);
        break;
    default:
        break;
    }
    write_position(w, draft, index);
}

/* "X was behind the attack", "X is responsible": says who did it without a verb of doing. */
static void write_behind(sr_writer *w, uint32_t sentence)
{
    const sr_reader *r = w->r;
    const sr_chunks *chunks = &r->chunks[sentence];
    for (uint32_t v = 0; v < chunks->n; v++) {
        const sr_chunk *c = &chunks->at[v];
        sr_lexicon_match m;
        if (c->kind != SR_CHUNK_VERB || !(c->flags & SR_CHUNK_COPULA) || c->flags & SR_CHUNK_NEGATED ||
            !sr_reader_find(r, r->t.reporting, c->head, r->doc->sentences[sentence].end, &m) ||
            m.n_tokens < 2 ||
            !sr_str_eq(sr_reader_cell(r, r->t.reporting, m.row, r->t.reporting_pattern), SR_STR("perpetrate")))
            continue;
        uint32_t subject = sr_chunk_subject(chunks, v);
        uint32_t draft = about(w, (sr_range){c->head, r->doc->sentences[sentence].end}, sentence);
        if (subject == SR_NO_CHUNK || draft == SR_NONE)
            continue;
        uint32_t attribution = SR_NONE;
        for (uint32_t i = 0; i < r->doc->n_attributions; i++) {
            const sr_attribution *a = &r->doc->attributions[i];
            if (a->content.first <= c->head && c->head < a->content.end && a->cue.first != c->head)
                attribution = i;
        }
        uint8_t stance = SR_STANCE_REPORTED_AS_FACT;
        if (attribution != SR_NONE) {
            const sr_attribution *a = &r->doc->attributions[attribution];
            uint8_t verb = a->verb == SR_POSITION_SUSPECTS || a->hedged ? SR_POSITION_SUSPECTS
                                                                        : SR_POSITION_BLAMES;
            stance = sr_position_stance(w, verb, a->speaker_class);
        } else if (c->flags & SR_CHUNK_MODAL) {
            stance = SR_STANCE_POSSIBLE;
        }
        add_perpetrators(w, draft, sentence, chunks->at[subject].range, attribution, stance, 0.75f);
    }
}

void sr_positions_write(sr_writer *w)
{
    for (uint32_t i = 0; i < w->r->doc->n_attributions; i++)
        write_attribution(w, i);
    for (uint32_t s = 0; s < w->r->doc->n_sentences; s++)
        write_behind(w, s);
}
