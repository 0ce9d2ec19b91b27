/* Lexicons: the tables of language knowledge of data/ (TSV), compiled into one block
 * that needs no parsing at start.
 *
 * A table has named columns; its first column is `phrase`.  A phrase is a sequence of
 * token forms (folded, as text/ tokenises); looking up is walking the longest match from
 * one token on.  Where the caller gives lemmas, each token may match by form or by lemma
 * (form first), so a row `open fire` finds "opened fire".  Several rows may share a phrase.
 *
 * Immutable after opening; may be shared between threads.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_KNOW_LEXICON_H
#define SR_KNOW_LEXICON_H

#include "base/error.h"
#include "base/str.h"

#define SR_NO_ROW UINT32_MAX

typedef struct sr_lexicon sr_lexicon;

typedef struct sr_lexicon_match {
    uint32_t row;      // first row with this phrase, in file order
    uint32_t n_tokens; // tokens matched
} sr_lexicon_match;

/** Index of a table by its name ("triggers" for data/triggers.tsv); -1: no such table. */
int sr_lexicon_table(const sr_lexicon *lexicon, sr_str name);
/** Index of a column by its name; -1: no such column. */
int sr_lexicon_column(const sr_lexicon *lexicon, int table, sr_str name);

/** Longest phrase of `table` that starts at forms[0].
 *  @param forms   [n] sr_hash of folded tokens
 *  @param lemmas  [n] sr_hash of lemmas, or NULL
 *  @return false: none.  Cost: O(length of the longest phrase). */
bool sr_lexicon_find(const sr_lexicon *lexicon, int table, const uint64_t *forms,
                     const uint64_t *lemmas, size_t n, sr_lexicon_match *match);
/** The next row with the same phrase; SR_NO_ROW: none. */
uint32_t sr_lexicon_next(const sr_lexicon *lexicon, int table, uint32_t row);

/** A cell, "" when empty; a view that lives as long as the lexicon. */
sr_str   sr_lexicon_cell(const sr_lexicon *lexicon, int table, uint32_t row, int column);
uint32_t sr_lexicon_rows(const sr_lexicon *lexicon, int table);

#endif
