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

#define SR_LEXICON_TOKENS 32u // tokens of the longest phrase

typedef struct sr_lexicon sr_lexicon;

typedef struct sr_lexicon_match {
    uint32_t row;      // first row with this phrase, in file order
    uint32_t n_tokens; // tokens matched
} sr_lexicon_match;

/** Open a compiled block; every offset in it is checked, so that a damaged one cannot lead astray.
 *  @param file  a container of kind "lexicon" (know/model.h), aligned to 8; outlives the lexicon
 *  @param base  its tables are taken over where the block has none of that name; outlives the
 *               lexicon; NULL: none
 *  @return SR_OK; SR_E_CORRUPT, SR_E_VERSION, SR_E_NOMEM.  Cost: O(cells). */
SR_NODISCARD sr_status sr_lexicon_open(sr_lexicon **out, sr_str file, const char *where,
                                       const sr_lexicon *base, sr_error *err);
void                   sr_lexicon_close(sr_lexicon *lexicon);

/* All functions below are total: a table or column of -1, a row out of range or a NULL lexicon
 * give no match, no row, an empty cell. */

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

/** The first row whose first cell is `key`, byte for byte; for tables whose first column is not
 *  `phrase` (`type`, `id`, `verb` …).  SR_NO_ROW: none, or a table of phrases. */
uint32_t sr_lexicon_key(const sr_lexicon *lexicon, int table, sr_str key);
int      sr_lexicon_tables(const sr_lexicon *lexicon);
sr_str   sr_lexicon_table_name(const sr_lexicon *lexicon, int table);
int      sr_lexicon_columns(const sr_lexicon *lexicon, int table);
sr_str   sr_lexicon_column_name(const sr_lexicon *lexicon, int table, int column);

#endif
