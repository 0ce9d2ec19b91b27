/* Chunks: the base phrases of a sentence – noun groups, verb groups and what stands between
 * them – and the shallow grammar over them: subject, object, conjuncts, antecedents.
 *
 * Made from tags alone, in one pass; the finite-state way of Appelt, Hobbs et al. 1993
 * (FASTUS).  Used by speech (who says) and by extract (who did what to whom).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_ANNOTATE_CHUNK_H
#define SR_ANNOTATE_CHUNK_H

#include "record/document.h"

typedef enum sr_chunk_kind {
    SR_CHUNK_NOUN,
    SR_CHUNK_VERB,
    SR_CHUNK_PREPOSITION,
    SR_CHUNK_CONJUNCTION, // and, or, as well as
    SR_CHUNK_COMMA,
    SR_CHUNK_RELATIVE,    // who, which, that after a noun
    SR_CHUNK_MARK,        // that, if, because, while …: opens a clause
    SR_CHUNK_ADJECTIVE,   // predicative: "dead", "responsible"
    SR_CHUNK_ADVERB,
    SR_CHUNK_STOP,        // colon, semicolon, dash, bracket, quote
} sr_chunk_kind;

enum { // sr_chunk.flags
    SR_CHUNK_PASSIVE = 1,     // be/get + participle, or a participle alone behind a noun
    SR_CHUNK_NEGATED = 2,     // not, never, no
    SR_CHUNK_INFINITIVE = 4,  // to + verb
    SR_CHUNK_GERUND = 8,      // -ing without auxiliary
    SR_CHUNK_REDUCED = 16,    // participle without auxiliary
    SR_CHUNK_MODAL = 32,      // can could may might must should would
    SR_CHUNK_FUTURE = 64,     // will, shall, going to
    SR_CHUNK_PRONOUN = 128,   // noun group of one pronoun
    SR_CHUNK_PROPER = 256,    // head is a proper noun
    SR_CHUNK_PLURAL = 512,
    SR_CHUNK_DEFINITE = 1024, // the, this, that, those, possessive
    SR_CHUNK_COPULA = 2048,   // verb group whose head is "be"
    SR_CHUNK_INCLUDING = 4096, // preposition that names a part of the noun before it
    SR_CHUNK_OPENS = 8192,     // opening bracket
    SR_CHUNK_CLOSES = 16384,   // closing bracket
};

typedef struct sr_chunk {
    sr_range range;
    uint32_t head;      // token
    uint8_t  kind;      // sr_chunk_kind
    uint16_t flags;
    sr_range possessor; // "El Salvador" of "El Salvador's army"; empty: none
} sr_chunk;

typedef struct sr_chunks {
    sr_chunk *at;
    uint32_t  n;
} sr_chunks;

#define SR_NO_CHUNK UINT32_MAX

static inline bool sr_chunk_is(const sr_chunks *chunks, uint32_t i, sr_chunk_kind kind)
{
    return i < chunks->n && chunks->at[i].kind == kind;
}

/** Chunks of one sentence, in order. Cost: linear in its tokens. */
void sr_chunk_sentence(const sr_document *doc, uint32_t sentence, sr_chunks *out, sr_arena *arena);

/** Grammatical subject of verb group v (for a passive: who undergoes); SR_NO_CHUNK: none. */
uint32_t sr_chunk_subject(const sr_chunks *chunks, uint32_t v);
/** Direct object of verb group v; SR_NO_CHUNK: none. */
uint32_t sr_chunk_object(const sr_chunks *chunks, uint32_t v);
/** Next noun group coordinated with noun group i ("A, B and C"); SR_NO_CHUNK: none. */
uint32_t sr_chunk_conjunct(const sr_chunks *chunks, uint32_t i);
/** The noun group that `i` only modifies by "of" ("members of the FMLN": members); i itself otherwise. */
uint32_t sr_chunk_of_head(const sr_chunks *chunks, uint32_t i);
/** Range of noun group i with its directly following "of" phrases. */
sr_range sr_chunk_full(const sr_document *doc, const sr_chunks *chunks, uint32_t i);
/** Index of the chunk that covers a token; SR_NO_CHUNK: none. */
uint32_t sr_chunk_at(const sr_chunks *chunks, uint32_t token);

#endif
