/* Chunks; see chunk.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/chunk.h"

#include "annotate/tag.h"

static bool word_is(const sr_document *doc, uint32_t t, const char *word)
{
    return sr_str_is(doc->tokens[t].fold, word);
}

static sr_upos upos(const sr_document *doc, uint32_t t)
{
    return (sr_upos)doc->tokens[t].upos;
}

static bool xpos_is(const sr_document *doc, uint32_t t, sr_xpos xpos)
{
    return doc->tokens[t].xpos == xpos;
}

static bool is_noun(const sr_document *doc, uint32_t t)
{
    return upos(doc, t) == SR_UPOS_NOUN || upos(doc, t) == SR_UPOS_PROPN;
}

static const char *const relatives[] = {"who", "which", "whom", "that", "whose", NULL};
static const char *const verb_modals[] = {"can", "could", "may", "might", "must", "should",
                                          "would", "ought", "'d", NULL};
static const char *const verb_futures[] = {"will", "shall", "'ll", "wo", NULL};
static const char *const negations[] = {"not", "n't", "never", "no", NULL};
static const char *const definites[] = {"the", "this", "that", "these", "those", "his", "her",
                                        "its", "their", "our", "my", "your", NULL};

/* A participle that stands before its noun ("suspected militants", "the burning bus"). */
static bool premodifier(const sr_document *doc, uint32_t t, uint32_t first, uint32_t end)
{
    if (upos(doc, t) != SR_UPOS_VERB || t + 1 >= end)
        return false;
    if (!xpos_is(doc, t, SR_XPOS_VBN) && !xpos_is(doc, t, SR_XPOS_VBG))
        return false;
    if (!is_noun(doc, t + 1) && !(upos(doc, t + 1) == SR_UPOS_ADJ && t + 2 < end && is_noun(doc, t + 2)))
        return false;
    if (t == first) { // behind a noun it is the noun's verb: "rebels set fire to a bus"
        bool opens = t == doc->sentences[doc->tokens[t].sentence].first;
        uint32_t before = t;
        while (before > doc->sentences[doc->tokens[t].sentence].first &&
               upos(doc, before - 1) == SR_UPOS_ADV)
            before--;
        if (before > 0 && sr_str_eq(doc->tokens[before - 1].lemma, SR_STR("have")))
            return false; // "having previously gathered information"
        return xpos_is(doc, t, SR_XPOS_VBN) &&
               (opens || (!is_noun(doc, t - 1) && upos(doc, t - 1) != SR_UPOS_PRON &&
                          upos(doc, t - 1) != SR_UPOS_NUM));
    }
    sr_upos before = upos(doc, t - 1);
    if (before == SR_UPOS_DET || before == SR_UPOS_ADJ || before == SR_UPOS_NUM ||
        xpos_is(doc, t - 1, SR_XPOS_PRPS))
        return true;
    return xpos_is(doc, t, SR_XPOS_VBN) && (before == SR_UPOS_ADP || before == SR_UPOS_PUNCT ||
                                      before == SR_UPOS_CCONJ);
}

/* End of the quantity that starts at token t ("at least 60"); t if none does. */
static uint32_t quantity_end(const sr_document *doc, uint32_t t)
{
    uint32_t low = 0, high = doc->n_quantities;
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        if (doc->quantities[mid].range.first < t)
            low = mid + 1;
        else
            high = mid;
    }
    if (low < doc->n_quantities && doc->quantities[low].range.first == t)
        return doc->quantities[low].range.end;
    return t;
}

/* Index of the first time expression that begins at or after token t. */
static uint32_t time_from(const sr_document *doc, uint32_t t)
{
    uint32_t low = 0, high = doc->n_times;
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        if (doc->times[mid].range.first < t)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static bool time_begins(const sr_document *doc, uint32_t t)
{
    uint32_t i = time_from(doc, t);
    return i < doc->n_times && doc->times[i].range.first == t;
}

/* Can token t go on a noun group that began before it? */
static bool goes_on(const sr_document *doc, uint32_t t, uint32_t first, uint32_t end)
{
    switch (upos(doc, t)) {
    case SR_UPOS_DET:
    case SR_UPOS_NUM:
    case SR_UPOS_ADJ:
    case SR_UPOS_NOUN:
    case SR_UPOS_PROPN:
    case SR_UPOS_SYM:
    case SR_UPOS_X:
        return true;
    case SR_UPOS_PART:
        return xpos_is(doc, t, SR_XPOS_POS);
    case SR_UPOS_PRON:
        return xpos_is(doc, t, SR_XPOS_PRPS);
    case SR_UPOS_PUNCT: // hyphens inside a compound
        return word_is(doc, t, "-") && t + 1 < end && t > first &&
               !(doc->tokens[t].flags & SR_TOKEN_SPACE);
    case SR_UPOS_ADP: // "al-Qaeda in Iraq" is left to entities; "-" prefixes only
        return false;
    case SR_UPOS_ADV: // "nearly 30", "mostly civilian"
        return t + 1 < end && (upos(doc, t + 1) == SR_UPOS_NUM || upos(doc, t + 1) == SR_UPOS_ADJ) &&
               t > first && !xpos_is(doc, t, SR_XPOS_WRB);
    default:
        return premodifier(doc, t, first, end);
    }
}

static bool predicative(const sr_document *doc, const sr_chunk *chunk)
{
    for (uint32_t t = chunk->range.first; t < chunk->range.end; t++)
        if (is_noun(doc, t) || upos(doc, t) == SR_UPOS_PRON || upos(doc, t) == SR_UPOS_NUM ||
            upos(doc, t) == SR_UPOS_DET)
            return false;
    return true;
}

/* A noun group from token t on; returns its end, or t if none starts here. */
static uint32_t noun_group(const sr_document *doc, uint32_t t, uint32_t end, sr_chunk *chunk)
{
    uint32_t first = t;
    *chunk = (sr_chunk){.kind = SR_CHUNK_NOUN, .range = {t, t}, .head = t};
    if (upos(doc, t) == SR_UPOS_PRON && !xpos_is(doc, t, SR_XPOS_PRPS)) {
        chunk->range.end = t + 1;
        chunk->flags = SR_CHUNK_PRONOUN;
        return t + 1;
    }
    uint32_t last_noun = SR_NO_TOKEN;
    while (t < end) {
        uint32_t q = quantity_end(doc, t);
        if (t == first + 1 && upos(doc, t) == SR_UPOS_DET && word_is(doc, first, "dead"))
            break; // "shot dead | all five attackers"
        if (q > t && q <= end) {
            if (last_noun != SR_NO_TOKEN && upos(doc, t) != SR_UPOS_ADJ)
                break; // "at 1000 hours | a bus"
            t = q;
            continue;
        }
        if (!goes_on(doc, t, first, end) || (last_noun != SR_NO_TOKEN && time_begins(doc, t)))
            break; // "the businessman | last night"
        /* Behind its noun an adjective is predicative: "two others injured", "five people dead". */
        if (last_noun != SR_NO_TOKEN && upos(doc, t) == SR_UPOS_ADJ &&
            (t + 1 >= end || !goes_on(doc, t + 1, first, end) || upos(doc, t + 1) == SR_UPOS_DET ||
             upos(doc, t + 1) == SR_UPOS_NUM))
            break;
        /* A determiner inside opens the next group, except after "all", "both", "half". */
        if (t > first && upos(doc, t) == SR_UPOS_DET && last_noun != SR_NO_TOKEN)
            break;
        if (is_noun(doc, t))
            last_noun = t;
        if (xpos_is(doc, t, SR_XPOS_POS) && last_noun != SR_NO_TOKEN) {
            chunk->possessor = (sr_range){first, t};
            last_noun = SR_NO_TOKEN;
        }
        t++;
    }
    while (t > first && (upos(doc, t - 1) == SR_UPOS_PUNCT || upos(doc, t - 1) == SR_UPOS_ADV) &&
           quantity_end(doc, t - 1) == t - 1)
        t--;
    if (t == first)
        return first;
    chunk->range.end = t;
    chunk->head = last_noun != SR_NO_TOKEN && last_noun < t ? last_noun : t - 1;
    if (predicative(doc, chunk) && quantity_end(doc, first) == first)
        chunk->kind = SR_CHUNK_ADJECTIVE;
    if (upos(doc, chunk->head) == SR_UPOS_PROPN)
        chunk->flags |= SR_CHUNK_PROPER;
    if (xpos_is(doc, chunk->head, SR_XPOS_NNS) || xpos_is(doc, chunk->head, SR_XPOS_NNPS))
        chunk->flags |= SR_CHUNK_PLURAL;
    if (chunk->possessor.end > chunk->possessor.first ||
        sr_str_among(doc->tokens[first].fold, definites))
        chunk->flags |= SR_CHUNK_DEFINITE;
    for (uint32_t i = first; i < chunk->head; i++)
        if (sr_str_among(doc->tokens[i].fold, negations))
            chunk->flags |= SR_CHUNK_NEGATED;
    return t;
}

static void verb_flags(const sr_document *doc, sr_chunk *chunk)
{
    bool be = false, auxiliary = false;
    uint32_t head = chunk->head;
    for (uint32_t t = chunk->range.first; t < chunk->range.end; t++) {
        const sr_token *token = &doc->tokens[t];
        if (sr_str_among(token->fold, negations))
            chunk->flags |= SR_CHUNK_NEGATED;
        if (word_is(doc, t, "to") && t < head && !auxiliary)
            chunk->flags |= SR_CHUNK_INFINITIVE;
        if (t == head)
            continue;
        if (sr_str_among(token->fold, verb_modals))
            chunk->flags |= SR_CHUNK_MODAL;
        if (sr_str_among(token->fold, verb_futures))
            chunk->flags |= SR_CHUNK_FUTURE;
        if (token->upos == SR_UPOS_AUX || token->upos == SR_UPOS_VERB)
            auxiliary = true;
        if (sr_str_eq(token->lemma, SR_STR("be")) || sr_str_eq(token->lemma, SR_STR("get")))
            be = true;
    }
    if (sr_str_eq(doc->tokens[head].lemma, SR_STR("be")))
        chunk->flags |= SR_CHUNK_COPULA;
    bool participle = xpos_is(doc, head, SR_XPOS_VBN) || xpos_is(doc, head, SR_XPOS_VBD);
    if (be && participle)
        chunk->flags |= SR_CHUNK_PASSIVE;
    if (!auxiliary && xpos_is(doc, head, SR_XPOS_VBN))
        chunk->flags |= SR_CHUNK_REDUCED | SR_CHUNK_PASSIVE;
    if (!auxiliary && xpos_is(doc, head, SR_XPOS_VBG))
        chunk->flags |= SR_CHUNK_GERUND;
}

/* "have" before a participle is an auxiliary, however it is tagged. */
static bool main_verb(const sr_document *doc, uint32_t t)
{
    return upos(doc, t) == SR_UPOS_VERB && !sr_str_eq(doc->tokens[t].lemma, SR_STR("have"));
}

/* A verb group from token t on: auxiliaries, "to", adverbs between them, one main verb. */
static uint32_t verb_group(const sr_document *doc, uint32_t t, uint32_t end, sr_chunk *chunk)
{
    uint32_t first = t, head = SR_NO_TOKEN;
    *chunk = (sr_chunk){.kind = SR_CHUNK_VERB, .range = {t, t}};
    while (t < end) {
        sr_upos u = upos(doc, t);
        if (u == SR_UPOS_VERB && head != SR_NO_TOKEN && main_verb(doc, head))
            break; // a second main verb opens its own group
        if (u == SR_UPOS_VERB || u == SR_UPOS_AUX) {
            head = t;
        } else if (u == SR_UPOS_PART && !xpos_is(doc, t, SR_XPOS_POS)) {
            if (head != SR_NO_TOKEN && main_verb(doc, head))
                break; // "wanted | to kill"
        } else if (u != SR_UPOS_ADV || t == first || (head != SR_NO_TOKEN && main_verb(doc, head))) {
            break;
        }
        t++;
    }
    if (head == SR_NO_TOKEN)
        return first;
    chunk->range.end = head + 1;
    chunk->head = head;
    verb_flags(doc, chunk);
    return head + 1;
}

static uint8_t single_kind(const sr_document *doc, uint32_t t, const sr_chunk *before)
{
    sr_str fold = doc->tokens[t].fold;
    bool after_noun = before && (before->kind == SR_CHUNK_NOUN || before->kind == SR_CHUNK_COMMA ||
                                 before->kind == SR_CHUNK_PREPOSITION);
    if (sr_str_among(fold, relatives) && upos(doc, t) != SR_UPOS_SCONJ)
        return after_noun ? SR_CHUNK_RELATIVE : SR_CHUNK_MARK;
    switch (upos(doc, t)) {
    case SR_UPOS_ADP:
        return SR_CHUNK_PREPOSITION;
    case SR_UPOS_CCONJ:
        return SR_CHUNK_CONJUNCTION;
    case SR_UPOS_SCONJ:
        return SR_CHUNK_MARK;
    case SR_UPOS_ADV:
        return xpos_is(doc, t, SR_XPOS_WRB) ? SR_CHUNK_MARK : SR_CHUNK_ADVERB;
    case SR_UPOS_PART:
    case SR_UPOS_INTJ:
        return SR_CHUNK_ADVERB;
    case SR_UPOS_PUNCT:
        return sr_str_eq(fold, SR_STR(",")) ? SR_CHUNK_COMMA : SR_CHUNK_STOP;
    default:
        return SR_CHUNK_STOP;
    }
}

/* Conjunctions of several words; t if none starts here. */
static uint32_t conjunction_end(const sr_document *doc, uint32_t t, uint32_t end)
{
    static const char *const words[][3] = {{"as", "well", "as"}, {"along", "with", NULL},
                                           {"together", "with", NULL}, {"in", "addition", "to"}};
    for (size_t i = 0; i < SR_COUNT(words); i++) {
        uint32_t n = 0;
        while (n < 3 && words[i][n] && t + n < end && word_is(doc, t + n, words[i][n]))
            n++;
        if (n >= 2 && (n == 3 || !words[i][n]))
            return t + n;
    }
    return t;
}

static bool is_time(const sr_document *doc, const sr_chunk *c)
{
    uint32_t i = time_from(doc, c->head + 1);
    while (i-- > 0 && doc->times[i].range.first + 16 > c->head)
        if (doc->times[i].range.first <= c->head && c->head < doc->times[i].range.end)
            return true;
    return false;
}

/* Past tense and participle look alike: between a noun and its object it is the past tense
 * ("gunmen killed 12 villagers"), whatever the tagger says. */
static void settle_participles(const sr_document *doc, sr_chunks *c)
{
    for (uint32_t v = 1; v + 1 < c->n; v++) {
        sr_chunk *verb = &c->at[v];
        if (verb->kind == SR_CHUNK_VERB && verb->flags & SR_CHUNK_REDUCED &&
            c->at[v - 1].kind == SR_CHUNK_NOUN && c->at[v + 1].kind == SR_CHUNK_NOUN &&
            !is_time(doc, &c->at[v + 1]))
            verb->flags &= (uint16_t)~(SR_CHUNK_REDUCED | SR_CHUNK_PASSIVE);
    }
}

void sr_chunk_sentence(const sr_document *doc, uint32_t sentence, sr_chunks *out, sr_arena *arena)
{
    uint32_t t = doc->sentences[sentence].first, end = doc->sentences[sentence].end;
    SR_LIST(sr_chunk) list = {0};
    while (t < end) {
        sr_chunk chunk;
        const sr_chunk *before = list.n ? &list.at[list.n - 1] : NULL;
        uint32_t next = t;
        bool relative = sr_str_among(doc->tokens[t].fold, relatives) && upos(doc, t) == SR_UPOS_PRON &&
                        !(word_is(doc, t, "that") && !before);
        uint32_t joined = conjunction_end(doc, t, end);
        if (joined > t) {
            *SR_PUSH(arena, &list) = (sr_chunk){.range = {t, joined}, .head = t, .kind = SR_CHUNK_CONJUNCTION};
            t = joined;
            continue;
        }
        if (!relative && !premodifier(doc, t, t, end))
            next = verb_group(doc, t, end, &chunk);
        if (next == t && !relative)
            next = noun_group(doc, t, end, &chunk);
        if (next == t) {
            chunk = (sr_chunk){.range = {t, t + 1}, .head = t, .kind = single_kind(doc, t, before)};
            next = t + 1;
        }
        *SR_PUSH(arena, &list) = chunk;
        t = next;
    }
    out->at = list.at;
    out->n = (uint32_t)list.n;
    settle_participles(doc, out);
    for (uint32_t i = 0; i < out->n; i++) {
        sr_chunk *c = &out->at[i];
        if (word_is(doc, c->head, "including")) {
            c->kind = SR_CHUNK_PREPOSITION;
            c->flags = SR_CHUNK_INCLUDING;
        }
        if (c->kind == SR_CHUNK_STOP && (word_is(doc, c->head, "(") || word_is(doc, c->head, "[")))
            c->flags |= SR_CHUNK_OPENS;
        if (c->kind == SR_CHUNK_STOP && (word_is(doc, c->head, ")") || word_is(doc, c->head, "]")))
            c->flags |= SR_CHUNK_CLOSES;
    }
}

uint32_t sr_chunk_of_head(const sr_chunks *chunks, uint32_t i)
{
    while (i >= 2 && sr_chunk_is(chunks, i - 1, SR_CHUNK_PREPOSITION) && sr_chunk_is(chunks, i - 2, SR_CHUNK_NOUN))
        i -= 2;
    return i;
}

/* Where a comma closes an aside, the index before the comma that opens it; else i. */
static uint32_t before_aside(const sr_chunks *c, uint32_t comma)
{
    for (uint32_t i = comma; i-- > 0 && comma - i < 14;) {
        if (c->at[i].kind == SR_CHUNK_COMMA)
            return i > 0 && c->at[i - 1].kind == SR_CHUNK_NOUN ? i - 1 : comma;
        if (c->at[i].kind == SR_CHUNK_STOP)
            break;
    }
    return comma;
}

/* Where chunk i closes a bracket, the index of the chunk that opens it; else i. */
static uint32_t bracket_begin(const sr_chunks *c, uint32_t i)
{
    if (!(c->at[i].flags & SR_CHUNK_CLOSES))
        return i;
    for (uint32_t k = i; k-- > 0 && i - k < 12;)
        if (c->at[k].flags & SR_CHUNK_OPENS)
            return k;
    return i;
}

uint32_t sr_chunk_subject(const sr_chunks *chunks, uint32_t v)
{
    uint32_t i = v, steps = 0;
    while (i-- > 0 && steps++ < 40) {
        const sr_chunk *c = &chunks->at[i];
        switch (c->kind) {
        case SR_CHUNK_ADVERB:
            continue;
        case SR_CHUNK_ADJECTIVE:
            continue;
        case SR_CHUNK_COMMA: {
            /* "…, the group said, blaming others" */
            if (i + 1 == v && chunks->at[v].flags & SR_CHUNK_GERUND && i > 0 && sr_chunk_is(chunks, i - 1, SR_CHUNK_VERB) &&
                !(chunks->at[i - 1].flags & (SR_CHUNK_GERUND | SR_CHUNK_REDUCED | SR_CHUNK_PASSIVE)))
                return sr_chunk_subject(chunks, i - 1);
            uint32_t before = before_aside(chunks, i);
            if (before != i) {
                i = sr_chunk_of_head(chunks, before);
                return i;
            }
            continue;
        }
        case SR_CHUNK_CONJUNCTION:
            /* "attacked … and killed": the subject of the verb before the conjunction. */
            for (uint32_t k = i; k-- > 0 && i - k < 12;) {
                if (chunks->at[k].kind == SR_CHUNK_VERB)
                    return sr_chunk_subject(chunks, k);
                if (chunks->at[k].kind == SR_CHUNK_STOP || chunks->at[k].kind == SR_CHUNK_MARK)
                    break;
            }
            return SR_NO_CHUNK;
        case SR_CHUNK_RELATIVE:
            while (i > 0 && (sr_chunk_is(chunks, i - 1, SR_CHUNK_COMMA) || sr_chunk_is(chunks, i - 1, SR_CHUNK_PREPOSITION)))
                i--;
            return i > 0 && sr_chunk_is(chunks, i - 1, SR_CHUNK_NOUN) ? i - 1 : SR_NO_CHUNK;
        case SR_CHUNK_NOUN:
            if (i > 1 && chunks->at[i - 1].flags & SR_CHUNK_INCLUDING) {
                i--; // "four people, including a child, were …"
                continue;
            }
            if (i > 0 && sr_chunk_is(chunks, i - 1, SR_CHUNK_PREPOSITION)) {
                i--; // object of a preposition: look before it
                continue;
            }
            if (i > 0 && sr_chunk_is(chunks, i - 1, SR_CHUNK_VERB)) {
                const sr_chunk *verb = &chunks->at[i - 1];
                /* "gunmen raided a farm, killing four", "raided a farm, killed four": the object of that verb did not. */
                if (!(chunks->at[v].flags & (SR_CHUNK_REDUCED | SR_CHUNK_COPULA)) && v > 0 && sr_chunk_is(chunks, v - 1, SR_CHUNK_COMMA) &&
                    !(verb->flags & (SR_CHUNK_PASSIVE | SR_CHUNK_GERUND)))
                    return sr_chunk_subject(chunks, i - 1);
                bool inside = i > 1 && sr_chunk_is(chunks, i - 2, SR_CHUNK_RELATIVE);
                bool modifies = verb->flags & SR_CHUNK_GERUND && i > 1 && sr_chunk_is(chunks, i - 2, SR_CHUNK_NOUN);
                if (inside || modifies || (verb->flags & SR_CHUNK_REDUCED)) {
                    i = inside ? i - 2 : i - 1;
                    continue;
                }
            }
            return i;
        case SR_CHUNK_VERB:
            if (chunks->at[v].flags & (SR_CHUNK_GERUND | SR_CHUNK_INFINITIVE))
                return sr_chunk_subject(chunks, i);
            /* "three members of the corps travelling in a car were" */
            if (c->flags & SR_CHUNK_REDUCED || (c->flags & SR_CHUNK_GERUND && i > 0 && sr_chunk_is(chunks, i - 1, SR_CHUNK_NOUN)))
                continue;
            return SR_NO_CHUNK;
        case SR_CHUNK_STOP: {
            uint32_t open = bracket_begin(chunks, i);
            if (open == i)
                return SR_NO_CHUNK;
            i = open; // "the Front (PLF) attacked"
            continue;
        }
        case SR_CHUNK_PREPOSITION:
            continue; // "by attacking", or a stranded preposition
        default:
            return SR_NO_CHUNK;
        }
    }
    return SR_NO_CHUNK;
}

uint32_t sr_chunk_object(const sr_chunks *chunks, uint32_t v)
{
    if (chunks->at[v].flags & SR_CHUNK_PASSIVE)
        return SR_NO_CHUNK;
    uint32_t i = v + 1;
    while (i < chunks->n && chunks->at[i].kind == SR_CHUNK_ADVERB)
        i++;
    return sr_chunk_is(chunks, i, SR_CHUNK_NOUN) ? i : SR_NO_CHUNK;
}

uint32_t sr_chunk_conjunct(const sr_chunks *chunks, uint32_t i)
{
    uint32_t next = i + 1;
    while (sr_chunk_is(chunks, next, SR_CHUNK_PREPOSITION) && sr_chunk_is(chunks, next + 1, SR_CHUNK_NOUN))
        next += 2; // "three men from X and a woman"
    bool comma = sr_chunk_is(chunks, next, SR_CHUNK_COMMA);
    next += comma;
    bool conjunction = sr_chunk_is(chunks, next, SR_CHUNK_CONJUNCTION);
    next += conjunction;
    if ((!comma && !conjunction) || !sr_chunk_is(chunks, next, SR_CHUNK_NOUN))
        return SR_NO_CHUNK;
    /* "A and B were": a finite verb behind the second means that it is a new clause. */
    uint32_t after = next + 1;
    while (sr_chunk_is(chunks, after, SR_CHUNK_PREPOSITION) && sr_chunk_is(chunks, after + 1, SR_CHUNK_NOUN))
        after += 2;
    if (sr_chunk_is(chunks, after, SR_CHUNK_VERB))
        return SR_NO_CHUNK;
    if (comma && !conjunction) { // a list only if a conjunction follows further on
        uint32_t k = after;
        while (sr_chunk_is(chunks, k, SR_CHUNK_COMMA) && sr_chunk_is(chunks, k + 1, SR_CHUNK_NOUN))
            k += 2;
        k += sr_chunk_is(chunks, k, SR_CHUNK_COMMA);
        if (!sr_chunk_is(chunks, k, SR_CHUNK_CONJUNCTION))
            return SR_NO_CHUNK;
    }
    return next;
}

sr_range sr_chunk_full(const sr_document *doc, const sr_chunks *chunks, uint32_t i)
{
    sr_range range = chunks->at[i].range;
    while (sr_chunk_is(chunks, i + 1, SR_CHUNK_PREPOSITION) && sr_chunk_is(chunks, i + 2, SR_CHUNK_NOUN) &&
           word_is(doc, chunks->at[i + 1].head, "of")) {
        i += 2;
        range.end = chunks->at[i].range.end;
    }
    return range;
}

uint32_t sr_chunk_at(const sr_chunks *chunks, uint32_t token)
{
    uint32_t low = 0, high = chunks->n;
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        if (chunks->at[mid].range.end <= token)
            low = mid + 1;
        else
            high = mid;
    }
    return low < chunks->n && chunks->at[low].range.first <= token ? low : SR_NO_CHUNK;
}
