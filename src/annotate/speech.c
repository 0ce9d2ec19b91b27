/* Who says: cues of speech, blame, claim, denial and warning, with speaker and content.
 *
 * Works on chunks (chunk.h) and the table of reporting words (data/reporting.tsv); a pattern of
 * the table says where speaker, content and accused stand.  Last annotator but coreference;
 * reads entities for the speaker's class.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/annotate.h"

#include "annotate/chunk.h"

typedef struct tables {
    const sr_lexicon *lexicon;
    int reporting, verb, pattern, certainty;
    int classes, class;
} tables;

typedef SR_LIST(sr_attribution) attribution_list;

typedef struct reader {
    sr_document      *doc;
    sr_arena         *arena;
    tables            t;
    sr_chunks         chunks;  // of the sentence being read
    const sr_sentence *sentence;
    attribution_list  *out;
} reader;

static bool is(const reader *r, uint32_t i, sr_chunk_kind kind)
{
    return i < r->chunks.n && r->chunks.at[i].kind == kind;
}

static bool word_is(const reader *r, uint32_t token, const char *word)
{
    return sr_str_is(r->doc->tokens[token].fold, word);
}

static bool lemma_is(const reader *r, uint32_t token, const char *word)
{
    return sr_str_is(r->doc->tokens[token].lemma, word);
}

/* ---- speaker ---- */

static int class_of_range(const reader *r, sr_range range, uint32_t head)
{
    if (r->t.classes < 0 || range.first >= range.end)
        return SR_SPEAKER_UNKNOWN;
    const sr_document *doc = r->doc;
    int found = SR_SPEAKER_UNKNOWN;
    for (uint32_t t = range.first; t < range.end; t++) {
        sr_lexicon_match m;
        if (!sr_lexicon_find(r->t.lexicon, r->t.classes, doc->hashes + t,
                             doc->lemma_hashes ? doc->lemma_hashes + t : NULL, range.end - t, &m))
            continue;
        int class = sr_speaker_class_from(sr_lexicon_cell(r->t.lexicon, r->t.classes, m.row, r->t.class));
        if (class < 0)
            continue;
        bool has_head = t <= head && head < t + m.n_tokens;
        /* "police official", "intelligence official": the other word tells more than the vague head.
         * "Health Minister X": of two words that tell, the later one before the name. */
        bool vague = class == SR_SPEAKER_UNNAMED_OFFICIAL || class == SR_SPEAKER_WITNESS;
        if (has_head && !vague)
            return class;
        if (found == SR_SPEAKER_UNKNOWN || (!vague && t < head) || (found == SR_SPEAKER_UNNAMED_OFFICIAL && !has_head) ||
            (has_head && found == SR_SPEAKER_WITNESS))
            found = class;
        t += m.n_tokens - 1;
    }
    return found;
}

static bool comes_from(const reader *r, uint32_t preposition)
{
    return word_is(r, preposition, "from") || word_is(r, preposition, "by") ||
           word_is(r, preposition, "of");
}

static void set_speaker(reader *r, sr_attribution *a, uint32_t chunk)
{
    if (chunk == SR_NO_CHUNK || !is(r, chunk, SR_CHUNK_NOUN))
        return;
    const sr_chunk *c = &r->chunks.at[chunk];
    sr_range range = sr_chunk_full(r->doc, &r->chunks, chunk);
    uint32_t head = c->head;
    int class = class_of_range(r, range, head);
    /* "reports from Russian authorities", "findings of the police": who is behind the paper speaks. */
    int own = class_of_range(r, c->range, head);
    if ((own == SR_SPEAKER_MEDIA || own == SR_SPEAKER_UNKNOWN) && is(r, chunk + 1, SR_CHUNK_PREPOSITION) &&
        is(r, chunk + 2, SR_CHUNK_NOUN) && comes_from(r, r->chunks.at[chunk + 1].head) &&
        class_of_range(r, r->chunks.at[chunk + 2].range, r->chunks.at[chunk + 2].head) != SR_SPEAKER_UNKNOWN) {
        set_speaker(r, a, chunk + 2);
        return;
    }
    a->speaker = range;
    while (a->speaker.first + 1 < a->speaker.end &&
           r->doc->tokens[a->speaker.first].upos == SR_UPOS_DET)
        a->speaker.first++;
    a->speaker_entity = sr_document_entity(r->doc, head);
    if (a->speaker_entity != SR_NONE) {
        const sr_entity *e = &r->doc->entities[a->speaker_entity];
        if (e->kind == SR_ENTITY_GROUP)
            class = SR_SPEAKER_PERPETRATOR_GROUP;
        else if (e->kind == SR_ENTITY_STATE && class == SR_SPEAKER_UNKNOWN)
            class = SR_SPEAKER_GOVERNMENT;
        else if (e->coref != SR_NONE && e->coref < r->doc->n_entities && class == SR_SPEAKER_UNKNOWN)
            class = class_of_range(r, r->doc->entities[e->coref].range, r->doc->entities[e->coref].head);
    }
    a->speaker_class = (uint8_t)class;
}

/* The noun group behind the first preposition `word` after chunk i, within the clause. */
static uint32_t after_preposition(const reader *r, uint32_t i, const char *word)
{
    for (uint32_t k = i + 1; k + 1 < r->chunks.n; k++) {
        const sr_chunk *c = &r->chunks.at[k];
        if (c->kind == SR_CHUNK_PREPOSITION && word_is(r, c->head, word) && is(r, k + 1, SR_CHUNK_NOUN))
            return k + 1;
        if (c->kind == SR_CHUNK_MARK || c->kind == SR_CHUNK_STOP ||
            (c->kind == SR_CHUNK_VERB && k > i + 1))
            break;
    }
    return SR_NO_CHUNK;
}

/* ---- content ---- */

static bool opens_quoted(const reader *r, const sr_sentence *s)
{
    return s->first < s->end && (r->doc->tokens[s->first].flags & SR_TOKEN_QUOTED);
}

/* A quotation goes on over the sentences behind the one with its cue. */
static uint32_t quote_end(const reader *r, uint32_t end)
{
    const sr_document *doc = r->doc;
    uint32_t s = (uint32_t)(r->sentence - doc->sentences) + 1;
    bool quoted = false;
    for (uint32_t t = r->sentence->first; t < r->sentence->end; t++)
        quoted |= (doc->tokens[t].flags & SR_TOKEN_QUOTED) != 0;
    while (quoted && s < doc->n_sentences && opens_quoted(r, &doc->sentences[s]) &&
           !(doc->sentences[s].flags & SR_SENTENCE_TITLE)) {
        end = doc->sentences[s].end;
        s++;
    }
    return end;
}

static bool content_before(const reader *r, uint32_t v)
{
    uint32_t i = v;
    while (i > 0 && r->chunks.at[i - 1].kind == SR_CHUNK_ADVERB)
        i--;
    return i > 0 && (is(r, i - 1, SR_CHUNK_COMMA) || is(r, i - 1, SR_CHUNK_STOP));
}

/* End of the sentence without its final mark. */
static uint32_t sentence_end(const reader *r)
{
    uint32_t end = r->sentence->end;
    if (end > r->sentence->first + 1 && r->doc->tokens[end - 1].upos == SR_UPOS_PUNCT)
        end--;
    return end;
}

/* ---- patterns ---- */

/* Who can speak: a class of speakers, or somebody with a name. */
static bool can_speak(const reader *r, uint32_t chunk)
{
    const sr_chunk *c = &r->chunks.at[chunk];
    uint32_t        e = sr_document_entity(r->doc, c->head);
    if (class_of_range(r, sr_chunk_full(r->doc, &r->chunks, chunk), c->head) != SR_SPEAKER_UNKNOWN)
        return true;
    return e != SR_NONE && r->doc->entities[e].kind != SR_ENTITY_PLACE &&
           r->doc->entities[e].kind != SR_ENTITY_FACILITY && r->doc->entities[e].kind != SR_ENTITY_WEAPON;
}

/* Nothing but phrases of place, time and manner from chunk i to a comma or the end. */
static bool closes(const reader *r, uint32_t i)
{
    while (i < r->chunks.n) {
        if (r->chunks.at[i].kind == SR_CHUNK_PREPOSITION && is(r, i + 1, SR_CHUNK_NOUN))
            i += 2;
        else if (r->chunks.at[i].kind == SR_CHUNK_ADVERB)
            i++;
        else
            return r->chunks.at[i].kind == SR_CHUNK_COMMA || r->chunks.at[i].kind == SR_CHUNK_STOP ||
                   r->chunks.at[i].kind == SR_CHUNK_RELATIVE;
    }
    return true;
}

/* "…, said a spokesman for the ministry, …": the speaker stands behind the verb.  Between commas the
 * noun before the verb may be its subject all the same ("The mayor, who is ill, said so"). */
static bool is_inverted(const reader *r, uint32_t v, uint32_t subject, uint32_t object)
{
    const sr_chunk *verb = &r->chunks.at[v];
    if (object == SR_NO_CHUNK || !content_before(r, v) || !closes(r, object + 1) ||
        lemma_is(r, verb->head, "tell"))
        return false;
    if (subject == SR_NO_CHUNK || (r->doc->tokens[r->sentence->first].flags & SR_TOKEN_QUOTED))
        return true;
    return r->chunks.at[subject].range.end < verb->range.first && can_speak(r, object);
}

/* Is what is said told before the speaker?  "X is ill, the director, Y Z, said in an interview." */
static bool said_before(const reader *r, uint32_t v, uint32_t subject)
{
    uint32_t end = r->chunks.at[v].range.end;
    if (end + 1 >= sentence_end(r))
        return true;
    if (subject == SR_NO_CHUNK || subject == 0 || !content_before(r, subject))
        return false;
    if (end + 3 >= sentence_end(r))
        return true;
    for (uint32_t k = v + 1; k < r->chunks.n; k++)
        if (is(r, k, SR_CHUNK_VERB) || is(r, k, SR_CHUNK_MARK) ||
            (is(r, k, SR_CHUNK_STOP) && k + 1 < r->chunks.n))
            return false;
    return is(r, v + 1, SR_CHUNK_PREPOSITION);
}

/* "…, adding that", "… but said": the verb goes on with the speaker of the one before it. */
static const sr_attribution *goes_on_from(const reader *r, uint32_t v)
{
    uint32_t before = v;
    while (before > 0 && is(r, before - 1, SR_CHUNK_ADVERB))
        before--;
    bool joined = before > 0 && is(r, before - 1, SR_CHUNK_CONJUNCTION);
    bool added = before > 0 && is(r, before - 1, SR_CHUNK_COMMA) &&
                 (r->chunks.at[v].flags & SR_CHUNK_GERUND) != 0;
    if ((!joined && !added) || r->out->n == 0)
        return NULL;
    const sr_attribution *last = &r->out->at[r->out->n - 1];
    bool here = last->cue.first >= r->sentence->first && last->speaker.first < last->speaker.end;
    return here ? last : NULL;
}

/* What is said does not begin with the sign before it, nor with who was told. */
static void trim_content(const reader *r, sr_attribution *a, uint32_t v, uint32_t object)
{
    bool told = lemma_is(r, r->chunks.at[v].head, "tell") && object != SR_NO_CHUNK;
    if (told && a->content.first < r->chunks.at[object].range.end &&
        r->chunks.at[object].range.end < a->content.end && a->content.first >= r->chunks.at[v].range.end)
        a->content.first = r->chunks.at[object].range.end;
    while (a->content.first + 1 < a->content.end &&
           (word_is(r, a->content.first, ",") || word_is(r, a->content.first, ":")))
        a->content.first++;
}

static void read_clause(reader *r, sr_attribution *a, uint32_t v)
{
    const sr_chunk *verb = &r->chunks.at[v];
    uint32_t begin = r->sentence->first;
    uint32_t subject = sr_chunk_subject(&r->chunks, v);
    if (verb->flags & SR_CHUNK_PASSIVE) {
        set_speaker(r, a, after_preposition(r, v, "by"));
        a->content = (sr_range){begin, sentence_end(r)};
        if (a->verb == SR_POSITION_SAYS)
            a->hedged = true; // "is reported to have"
        return;
    }
    uint32_t object = sr_chunk_object(&r->chunks, v);
    bool inverted = is_inverted(r, v, subject, object);
    const sr_attribution *before = goes_on_from(r, v);
    if (before) {
        a->speaker = before->speaker;
        a->speaker_entity = before->speaker_entity;
        a->speaker_class = before->speaker_class;
        a->content = (sr_range){verb->range.end, sentence_end(r)};
        trim_content(r, a, v, object);
    } else if (inverted) {
        set_speaker(r, a, object);
        a->content = (sr_range){begin, verb->range.first};
    } else {
        set_speaker(r, a, subject);
        uint32_t first = subject != SR_NO_CHUNK ? r->chunks.at[subject].range.first : verb->range.first;
        a->content = said_before(r, v, subject) ? (sr_range){begin, first}
                                                : (sr_range){verb->range.end, sentence_end(r)};
        trim_content(r, a, v, object);
    }
    if (a->content.end >= sentence_end(r) || (inverted && !before))
        a->content.end = SR_MAX(a->content.end, quote_end(r, a->content.end));
}

/* "According to X, …", "…, according to X": what is said is the rest of the sentence. */
static sr_range beside(const reader *r, sr_range cue, uint32_t speaker)
{
    uint32_t first = r->sentence->first, end = sentence_end(r);
    uint32_t after = sr_chunk_full(r->doc, &r->chunks, speaker).end;
    if (cue.first == first && after + 1 < end && word_is(r, after, ","))
        return (sr_range){after + 1, end};
    if (after >= end && cue.first > first)
        return (sr_range){first, cue.first};
    return (sr_range){first, end};
}

/* The accused of "blamed X for", "X was blamed", "blamed the attack on X", "points to X". */
static void read_accusation(reader *r, sr_attribution *a, uint32_t v)
{
    const sr_chunk *verb = &r->chunks.at[v];
    uint32_t accused = SR_NO_CHUNK;
    uint32_t on = after_preposition(r, v, "on"), to = after_preposition(r, v, "to");
    bool attributes = lemma_is(r, verb->head, "attribute");
    if (verb->flags & SR_CHUNK_PASSIVE) {
        set_speaker(r, a, after_preposition(r, v, "by"));
        accused = attributes && to != SR_NO_CHUNK ? to
                  : lemma_is(r, verb->head, "blame") && on != SR_NO_CHUNK
                      ? on
                      : sr_chunk_subject(&r->chunks, v);
    } else {
        set_speaker(r, a, sr_chunk_subject(&r->chunks, v));
        uint32_t after = v + 1;
        while (is(r, after, SR_CHUNK_ADVERB) || is(r, after, SR_CHUNK_PREPOSITION))
            after++;
        accused = is(r, after, SR_CHUNK_NOUN) ? after : SR_NO_CHUNK;
        if (attributes && to != SR_NO_CHUNK)
            accused = to;
        else if (lemma_is(r, verb->head, "blame") && on != SR_NO_CHUNK)
            accused = on;
    }
    a->content = (sr_range){verb->range.end, sentence_end(r)};
    if (accused == SR_NO_CHUNK)
        return;
    /* "… a more alarming perpetrator: X" */
    if (is(r, accused + 1, SR_CHUNK_STOP) && word_is(r, r->chunks.at[accused + 1].head, ":") &&
        is(r, accused + 2, SR_CHUNK_NOUN))
        accused += 2;
    a->accused = sr_chunk_full(r->doc, &r->chunks, accused);
}

static void read_cue(reader *r, uint32_t token, const sr_lexicon_match *m)
{
    const tables *t = &r->t;
    sr_str pattern = sr_lexicon_cell(t->lexicon, t->reporting, m->row, t->pattern);
    int verb = sr_position_verb_from(sr_lexicon_cell(t->lexicon, t->reporting, m->row, t->verb));
    if (sr_str_eq(sr_lexicon_cell(t->lexicon, t->reporting, m->row, t->verb), SR_STR("says")))
        verb = SR_POSITION_SAYS;
    uint32_t v = sr_chunk_at(&r->chunks, token);
    if (verb < 0 || v == SR_NO_CHUNK || sr_str_eq(pattern, SR_STR("perpetrate")))
        return;
    sr_attribution a = {.cue = {token, token + m->n_tokens},
                        .verb = (uint8_t)verb,
                        .speaker_entity = SR_NONE};
    a.hedged = sr_str_eq(sr_lexicon_cell(t->lexicon, t->reporting, m->row, t->certainty), SR_STR("hedged"));
    if (sr_str_eq(pattern, SR_STR("prep"))) {
        uint32_t next = sr_chunk_at(&r->chunks, token + m->n_tokens);
        if (next == SR_NO_CHUNK || !is(r, next, SR_CHUNK_NOUN))
            return;
        set_speaker(r, &a, next);
        a.content = beside(r, a.cue, next);
    } else {
        const sr_chunk *chunk = &r->chunks.at[v];
        if (chunk->kind != SR_CHUNK_VERB || (chunk->head != token && !sr_str_eq(pattern, SR_STR("noun"))))
            return;
        a.negated = (chunk->flags & SR_CHUNK_NEGATED) != 0;
        a.hedged |= (chunk->flags & SR_CHUNK_MODAL) != 0;
        if (sr_str_eq(pattern, SR_STR("clause"))) {
            read_clause(r, &a, v);
            /* "police suspect X", with nothing that X is said to have done. */
            if (lemma_is(r, chunk->head, "suspect") && !(chunk->flags & SR_CHUNK_PASSIVE) &&
                is(r, v + 1, SR_CHUNK_NOUN) && !is(r, v + 2, SR_CHUNK_VERB) && a.content.first >= chunk->range.end)
                a.accused = sr_chunk_full(r->doc, &r->chunks, v + 1);
        } else if (sr_str_eq(pattern, SR_STR("accuse")) || sr_str_eq(pattern, SR_STR("attribute"))) {
            read_accusation(r, &a, v);
        } else {
            set_speaker(r, &a, sr_chunk_subject(&r->chunks, v));
            a.content = (sr_range){token + m->n_tokens, sentence_end(r)};
        }
    }
    /* "No group claimed": a speaker that is nobody. */
    for (uint32_t i = a.speaker.first; i < a.speaker.end; i++)
        if (word_is(r, i, "no") || word_is(r, i, "nobody") || word_is(r, i, "none"))
            a.negated = true;
    if (a.speaker.first > 0 && a.speaker.first < a.speaker.end && word_is(r, a.speaker.first - 1, "no"))
        a.negated = true;
    *SR_PUSH(r->arena, r->out) = a;
}

void sr_annotate_speech(sr_document *doc, const sr_know *know, sr_arena *arena)
{
    const sr_lexicon *lexicon = sr_know_lexicon(know);
    tables t = {.lexicon = lexicon,
                .reporting = sr_lexicon_table(lexicon, SR_STR("reporting")),
                .classes = sr_lexicon_table(lexicon, SR_STR("speaker-classes"))};
    if (t.reporting < 0)
        return;
    t.verb = sr_lexicon_column(lexicon, t.reporting, SR_STR("verb"));
    t.pattern = sr_lexicon_column(lexicon, t.reporting, SR_STR("pattern"));
    t.certainty = sr_lexicon_column(lexicon, t.reporting, SR_STR("certainty"));
    t.class = t.classes < 0 ? -1 : sr_lexicon_column(lexicon, t.classes, SR_STR("class"));
    attribution_list out = {0};
    for (uint32_t s = 0; s < doc->n_sentences; s++) {
        const sr_sentence *sentence = &doc->sentences[s];
        reader r = {.doc = doc, .arena = arena, .t = t, .sentence = sentence, .out = &out};
        for (uint32_t i = sentence->first; i < sentence->end; i++) {
            sr_lexicon_match m;
            bool part = i > sentence->first && (doc->tokens[i].flags & SR_TOKEN_SPACE) == 0 &&
                        sr_str_eq(doc->tokens[i - 1].fold, SR_STR("-")); // "life-threatening"
            if (part || !sr_lexicon_find(lexicon, t.reporting, doc->hashes + i,
                                         doc->lemma_hashes ? doc->lemma_hashes + i : NULL, sentence->end - i, &m))
                continue;
            if (!r.chunks.at)
                sr_chunk_sentence(doc, s, &r.chunks, arena);
            read_cue(&r, i, &m);
        }
    }
    doc->attributions = out.at;
    doc->n_attributions = (uint32_t)out.n;
}
