/* Which of some phrases are in a text: one pass over the text, whatever their number.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_PHRASES_H
#define SR_INGEST_PHRASES_H

#include "base/str.h"

#define SR_PHRASES_MAX 250u

typedef struct sr_phrase {
    const char *words; // lower case where it is ASCII
    uint8_t     kind;  // below 32
} sr_phrase;

typedef struct sr_phrases {
    const sr_phrase *at;
    uint8_t          first[256]; // by first byte: index + 1 of the first phrase, 0: none
    uint32_t         second[256]; // by first byte: which second ones there are, of 32 classes
    uint8_t          next[SR_PHRASES_MAX]; // likewise
    uint8_t          len[SR_PHRASES_MAX];
} sr_phrases;

/** @param rows  [n] up to SR_PHRASES_MAX, each of 2 to 255 bytes; outlives the set */
void sr_phrases_make(sr_phrases *set, const sr_phrase *rows, size_t n);

/** Kinds of the phrases that begin anywhere in the text, as bits; letters of ASCII in either case. */
uint32_t sr_phrases_in(const sr_phrases *set, sr_str text);

/** The first row of the table that the text has at byte `at`; NULL: none. */
const sr_phrase *sr_phrases_at(const sr_phrases *set, sr_str text, size_t at);

#endif
