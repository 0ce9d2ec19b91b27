/* Training texts: treebanks (CoNLL-U) and name-tagged sentences as documents.
 *
 * A corpus is one big sr_document whose tokens are the gold words, with the
 * gold beside it, so that features come from the same code as in the program.
 * Everything lives in one arena.  Trouble ends the trainer with a message.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_TRAIN_CORPUS_H
#define SR_TRAIN_CORPUS_H

#include "record/document.h"

typedef struct sr_corpus {
    sr_report   report;
    sr_document doc;
    uint8_t    *upos;   // [T] gold; NULL where the corpus has none
    uint8_t    *xpos;   // [T]
    sr_str     *lemmas; // [T] as printed
    uint32_t   *heads;  // [T] token index; SR_NO_TOKEN: root
    uint8_t    *deprels; // [T]
    sr_str     *names;  // [T] "B-PER", "I-PER", "O"; as in the file
    sr_str     *misc;   // [T] last column of CoNLL-U
    bool       *wide;   // [S] sentence begins a paragraph or document
} sr_corpus;

/** All bytes of a file, unpacked when its name ends in .xz. */
sr_str sr_train_file(const char *folder, const char *name, sr_arena *arena);
/** CoNLL-U: forms, lemmas, tags, heads, relations; multiword tokens by their words. */
void sr_corpus_conllu(sr_corpus *out, sr_str text, sr_arena *arena);
/** One token a line, columns split by tab or space, sentences by an empty line.
 *  @param word,tag  columns counted from 0; tag: the last one if -1
 *  @param pos       column of a PTB tag; -1: none */
void sr_corpus_columns(sr_corpus *out, sr_str text, int word, int tag, int pos, sr_arena *arena);

/** End with a message on standard error. */
SR_NORETURN SR_PRINTF(1, 2) void sr_train_fail(const char *fmt, ...);

/** A sequence of pseudo-random numbers that is the same everywhere (SplitMix64). */
static inline uint64_t sr_train_random(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}
/** 0 .. n-1 in a random order. */
void sr_train_shuffle(uint32_t *order, uint32_t n, uint64_t *state);

#endif
