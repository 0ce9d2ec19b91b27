/* From a report to a document: title and text joined, tokens, sentences.
 *
 * Second stage of the way; no model of tags or names is needed here.  Words and sentence
 * borders follow Universal Dependencies (English: clitics split, "cannot" two words), so that
 * taggers trained on UD see what they were trained on.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_TEXT_TEXT_H
#define SR_TEXT_TEXT_H

#include "know/know.h"
#include "record/document.h"

/** Fill text, body_offset, upper, tokens, hashes and sentences of *doc (zeroed before).
 *  @param report  outlives the document
 *  @param know    for abbreviations that users added; may be NULL: the project's own only
 *  @param arena   the report's arena; everything made lives there
 *  Cost: linear in the bytes of the text. */
void sr_text_read(const sr_report *report, const sr_know *know, sr_document *doc, sr_arena *arena);

/** Tokenise a phrase of a lexicon row; the same rules as running text.
 *  @param hashes  out: in the arena
 *  @return number of tokens */
size_t sr_text_phrase(sr_str phrase, uint64_t **hashes, sr_arena *arena);

#endif
