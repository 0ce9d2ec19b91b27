/* Subjects, objects and conjuncts of chunks: by the tree where a sentence was parsed, else by the
 * shallow grammar of annotate/chunk.
 *
 * The tree knows subjects past asides and relative clauses ("a guard working with X, 50 km west
 * of Y, was killed"); the chunks are safer on short lists.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract/mention.h"

/* Verbs climbed from a conjunct to the verb it shares a subject with. */
#define CLIMBS_MAX 5u

static bool parsed(const sr_reader *r, uint32_t sentence)
{
    return (r->doc->sentences[sentence].flags & SR_SENTENCE_PARSED) != 0;
}

/* The child nearest before the word ("one woman and a child were": parsers make two subjects of it),
 * else the first behind it. */
static uint32_t child_of(const sr_document *doc, uint32_t sentence, uint32_t head, sr_deprel a, sr_deprel b)
{
    uint32_t best = SR_NO_TOKEN;
    for (uint32_t t = doc->sentences[sentence].first; t < doc->sentences[sentence].end; t++)
        if (doc->tokens[t].head == head && (doc->tokens[t].deprel == a || doc->tokens[t].deprel == b) &&
            (t < head || best == SR_NO_TOKEN))
            best = t;
    return best;
}

static uint32_t noun_chunk_at(const sr_chunks *chunks, uint32_t token)
{
    uint32_t c = token == SR_NO_TOKEN ? SR_NO_CHUNK : sr_chunk_at(chunks, token);
    return c != SR_NO_CHUNK && chunks->at[c].kind == SR_CHUNK_NOUN ? c : SR_NO_CHUNK;
}

static uint32_t tree_subject(const sr_reader *r, uint32_t sentence, const sr_chunks *chunks, uint32_t v)
{
    const sr_document *doc = r->doc;
    uint32_t verb = chunks->at[v].head;
    for (unsigned step = 0; step < CLIMBS_MAX && verb != SR_NO_TOKEN; step++) {
        const sr_token *t = &doc->tokens[verb];
        uint32_t subject = child_of(doc, sentence, verb, SR_DEPREL_NSUBJ, SR_DEPREL_NSUBJ_PASS);
        uint8_t relation = t->deprel;
        if (relation == SR_DEPREL_ACL_RELCL &&
            (subject == SR_NO_TOKEN || doc->tokens[subject].upos == SR_UPOS_PRON))
            return noun_chunk_at(chunks, t->head);
        if (subject != SR_NO_TOKEN)
            return noun_chunk_at(chunks, subject);
        if (relation == SR_DEPREL_ACL)
            return noun_chunk_at(chunks, t->head);
        if (relation != SR_DEPREL_CONJ && relation != SR_DEPREL_XCOMP && relation != SR_DEPREL_ADVCL)
            return SR_NO_CHUNK;
        verb = t->head;
    }
    return SR_NO_CHUNK;
}

/* From a part to the whole: "27, including several militants, were", "nine soldiers, three of them badly, were". */
static uint32_t whole_of(const sr_reader *r, const sr_chunks *chunks, uint32_t i)
{
    uint32_t from = sr_chunk_of_head(chunks, i);
    uint32_t k = from > 0 ? from - 1 : 0;
    if (from >= 2 && chunks->at[from - 1].kind == SR_CHUNK_COMMA && chunks->at[from - 2].kind == SR_CHUNK_NOUN &&
        sr_noun_read(r, chunks, from).part)
        return sr_chunk_of_head(chunks, from - 2);
    if (from < 2 || !(chunks->at[k].flags & SR_CHUNK_INCLUDING))
        return from;
    k -= chunks->at[k - 1].kind == SR_CHUNK_COMMA && k > 1;
    return chunks->at[k - 1].kind == SR_CHUNK_NOUN ? sr_chunk_of_head(chunks, k - 1) : from;
}

static bool counts_people(const sr_reader *r, const sr_chunks *chunks, uint32_t i)
{
    sr_noun n = sr_noun_read(r, chunks, i);
    return sr_count_known(n.count) && (n.class == SR_NOUN_PERSON || n.class == SR_NOUN_SECURITY ||
                                       n.class == SR_NOUN_ARMED);
}

/* "an elder and three of his men": one and the other, with nothing but "and" between them. */
static bool coordinated(const sr_chunks *chunks, uint32_t one, uint32_t other)
{
    return other >= one + 2 && chunks->at[other - 1].kind == SR_CHUNK_CONJUNCTION &&
           chunks->at[other - 2].kind == SR_CHUNK_NOUN && sr_chunk_of_head(chunks, other - 2) == one;
}

/* "… were killed and | a fifth seriously | injured": behind "and", right before its verb. */
static bool opens_clause(const sr_chunks *chunks, uint32_t i, uint32_t v)
{
    if (i < 2 || chunks->at[i - 1].kind != SR_CHUNK_CONJUNCTION || chunks->at[i - 2].kind == SR_CHUNK_NOUN)
        return false;
    while (i + 1 < v && chunks->at[i + 1].kind == SR_CHUNK_ADVERB)
        i++;
    return i + 1 == v;
}

/* "…, state media | reported": of a verb before it this is no subject. */
static bool reports(const sr_reader *r, const sr_chunks *chunks, uint32_t subject)
{
    sr_lexicon_match m;
    return sr_chunk_is(chunks, subject + 1, SR_CHUNK_VERB) &&
           sr_reader_find(r, r->t.reporting, chunks->at[subject + 1].head, r->doc->n_tokens, &m);
}

/* "12 mourners, two of whom later died": the two; SR_NO_CHUNK: no such clause. */
static uint32_t part_of_whom(const sr_reader *r, const sr_chunks *chunks, uint32_t v)
{
    uint32_t i = v;
    while (i > 0 && chunks->at[i - 1].kind == SR_CHUNK_ADVERB)
        i--;
    if (i < 3 || chunks->at[i - 2].kind != SR_CHUNK_PREPOSITION || chunks->at[i - 3].kind != SR_CHUNK_NOUN)
        return SR_NO_CHUNK;
    sr_str who = r->doc->tokens[chunks->at[i - 1].head].fold;
    return sr_str_eq(who, SR_STR("whom")) || sr_str_eq(who, SR_STR("them")) ? i - 3 : SR_NO_CHUNK;
}

uint32_t sr_subject(const sr_reader *r, uint32_t sentence, uint32_t v)
{
    const sr_chunks *chunks = &r->chunks[sentence];
    uint32_t part = part_of_whom(r, chunks, v);
    if (part != SR_NO_CHUNK)
        return part;
    /* "and nine others wounded": a participle right behind its noun. */
    if (v > 0 && chunks->at[v - 1].kind == SR_CHUNK_NOUN &&
        chunks->at[v].flags & SR_CHUNK_REDUCED) {
        bool with = v > 1 && chunks->at[v - 2].kind == SR_CHUNK_PREPOSITION &&
                    sr_str_eq(r->doc->tokens[chunks->at[v - 2].head].fold, SR_STR("with"));
        return with && counts_people(r, chunks, v - 1) ? v - 1 : sr_chunk_subject(chunks, v); // "with 50 injured"
    }
    uint32_t near = sr_chunk_subject(chunks, v);
    if (near != SR_NO_CHUNK && near + 2 == v && chunks->at[v - 1].kind == SR_CHUNK_RELATIVE && counts_people(r, chunks, near))
        return near; // "eight, including the two who died"
    /* "the mayor said at least 50 died" */
    if (near != SR_NO_CHUNK && near + 1 == v && r->doc->tokens[chunks->at[near].head].upos == SR_UPOS_NUM &&
        counts_people(r, chunks, near))
        return near;
    if (near != SR_NO_CHUNK)
        near = whole_of(r, chunks, near);
    uint32_t s = parsed(r, sentence) ? tree_subject(r, sentence, chunks, v) : SR_NO_CHUNK;
    if (s == SR_NO_CHUNK || s == v || (s > v && (near != SR_NO_CHUNK || reports(r, chunks, s))))
        return near;
    s = whole_of(r, chunks, s);
    if (near != SR_NO_CHUNK && near != s && opens_clause(chunks, near, v) && counts_people(r, chunks, near))
        return near;
    if (near != SR_NO_CHUNK && coordinated(chunks, s, near))
        return near; // the last of them: those before it are found from there
    return near != s && near != SR_NO_CHUNK && counts_people(r, chunks, near) && !counts_people(r, chunks, s) ? near : s;
}

uint32_t sr_object(const sr_reader *r, uint32_t sentence, uint32_t v)
{
    const sr_chunks *chunks = &r->chunks[sentence];
    uint32_t o = sr_chunk_object(chunks, v);
    if (o != SR_NO_CHUNK || !parsed(r, sentence) || chunks->at[v].flags & SR_CHUNK_PASSIVE)
        return o;
    return noun_chunk_at(chunks, child_of(r->doc, sentence, chunks->at[v].head, SR_DEPREL_OBJ, SR_DEPREL_OBJ));
}

/* Steps from a conjunct up to the noun it is one of. */
#define CONJUNCT_STEPS_MAX 6u

/* How token t hangs on the chunk: 2 as its conjunct, 1 as a conjunct inside its modifiers, 0 not. */
static int hangs_on(const sr_document *doc, const sr_chunk *chunk, uint32_t t)
{
    bool direct = true;
    if (doc->tokens[t].deprel != SR_DEPREL_CONJ)
        return 0;
    for (unsigned step = 0; step < CONJUNCT_STEPS_MAX && t != SR_NO_TOKEN; step++) {
        if (t >= chunk->range.first && t < chunk->range.end)
            return step == 0 ? 0 : direct ? 2 : 1;
        switch ((sr_deprel)doc->tokens[t].deprel) {
        case SR_DEPREL_CONJ:
            break;
        case SR_DEPREL_NMOD:
        case SR_DEPREL_OBL:
        case SR_DEPREL_ACL:
            direct = false;
            break;
        default:
            return 0;
        }
        t = doc->tokens[t].head;
    }
    return 0;
}

/* "two clerks working for the bank and ten shoppers": people coordinated past a reduced clause. */
static uint32_t past_clause(const sr_reader *r, const sr_chunks *chunks, uint32_t of)
{
    uint32_t i = of + 1;
    if (i >= chunks->n || chunks->at[i].kind != SR_CHUNK_VERB || !(chunks->at[i].flags & (SR_CHUNK_GERUND | SR_CHUNK_REDUCED)))
        return SR_NO_CHUNK;
    for (i++; i + 1 < chunks->n && chunks->at[i].kind == SR_CHUNK_PREPOSITION && chunks->at[i + 1].kind == SR_CHUNK_NOUN;)
        i += 2;
    if (i + 1 >= chunks->n || chunks->at[i].kind != SR_CHUNK_CONJUNCTION || chunks->at[i + 1].kind != SR_CHUNK_NOUN ||
        !counts_people(r, chunks, i + 1) || !counts_people(r, chunks, of))
        return SR_NO_CHUNK;
    bool clause = i + 2 < chunks->n && chunks->at[i + 2].kind == SR_CHUNK_VERB; // a clause of its own
    return clause ? SR_NO_CHUNK : i + 1;
}

uint32_t sr_conjunct(const sr_reader *r, uint32_t sentence, uint32_t of, uint32_t after)
{
    const sr_chunks *chunks = &r->chunks[sentence];
    const sr_document *doc = r->doc;
    bool part = false; // in "18 pilgrims, including four porters and two cooks, were"
    for (uint32_t i = of + 1; i < chunks->n && parsed(r, sentence); i++) {
        part = (part || chunks->at[i].flags & SR_CHUNK_INCLUDING) && chunks->at[i].kind != SR_CHUNK_VERB;
        if (chunks->at[i].kind != SR_CHUNK_NOUN || i <= after || part)
            continue;
        int hangs = hangs_on(doc, &chunks->at[of], chunks->at[i].head);
        if (hangs == 2)
            return i;
        if (hangs == 1) {
            /* A parser hangs "and" on the nearest noun; people counted apart belong further up. */
            if (counts_people(r, chunks, i))
                return i;
        }
    }
    return after == of ? past_clause(r, chunks, of) : SR_NO_CHUNK;
}
