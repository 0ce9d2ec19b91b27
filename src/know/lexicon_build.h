/* From rows to a compiled lexicon block: at build time for data/, at run time for users' rows.
 *
 * A table is a TSV file: lines that start with `#` are comments, the first other line names the
 * columns, each further line is a row.  Rows keep their order; rows of several files of one table
 * follow each other.  The same rows give the same bytes.
 *
 * Everything lives in the caller's arena, whose handler deals with running out of memory; bytes
 * and lexicons that rows came from must live until sr_lexicon_build_finish.  Not thread-safe.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_KNOW_LEXICON_BUILD_H
#define SR_KNOW_LEXICON_BUILD_H

#include "base/buf.h"
#include "know/lexicon.h"

/** How a phrase is split; sr_text_phrase (text/text.h) is the one that running text agrees with. */
typedef size_t sr_lexicon_tokenise(sr_str phrase, uint64_t **hashes, sr_arena *arena);
/** Told of each line that was not taken as it stands. @param line  from 1 */
typedef void sr_lexicon_note(void *payload, const char *where, uint32_t line, const char *text);

typedef struct sr_lexicon_builder sr_lexicon_builder;

/** @param note  may be NULL. */
sr_lexicon_builder *sr_lexicon_build_start(sr_arena *arena, sr_lexicon_tokenise *tokenise,
                                           sr_lexicon_note *note, void *payload);
/** Add the rows of a TSV file to a table, which is made if it is new.  Columns are matched by
 *  name; a row with fewer cells than columns is filled up with empty ones, one with more is noted
 *  and left out, as is one that is not UTF-8 or has a cell above 65,535 bytes.
 *  @param where  the file's name for notes; lives as long as the builder
 *  @return false: no usable line of columns (noted); nothing was added. */
bool sr_lexicon_build_tsv(sr_lexicon_builder *builder, sr_str table, sr_str bytes, const char *where);
/** Add one row; columns that the table lacks are added to it.  A row that cannot be kept (see
 *  above) is noted.
 *  @param columns, cells  [n]; the cells are not copied */
void sr_lexicon_build_row(sr_lexicon_builder *builder, sr_str table, const char *const *columns,
                          const sr_str *cells, size_t n, const char *where, uint32_t line);
/** Make a table with the columns of a compiled one, without its rows; -1: nothing. */
void sr_lexicon_build_columns(sr_lexicon_builder *builder, const sr_lexicon *lexicon, int table);
/** Add the rows of a compiled table to the table of the same name. */
void sr_lexicon_build_rows(sr_lexicon_builder *builder, const sr_lexicon *lexicon, int table);
/** Append the compiled block, in its container, to *out.
 *  @return SR_OK; SR_E_NOMEM; SR_E_LIMIT above 4 GiB */
SR_NODISCARD sr_status sr_lexicon_build_finish(sr_lexicon_builder *builder, sr_buf *out, sr_error *err);

#endif
