/* Shared insides of the room `text`: what the tokeniser leaves for the sentence splitter.
 *
 * Order of work: sr_text__lex (tokens and the gaps before them), sr_text__split (sentences),
 * sr_text__quotes (SR_TOKEN_QUOTED).  Each is one pass over its input.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_TEXT_TEXT_INT_H
#define SR_TEXT_TEXT_INT_H

#include "know/know.h"
#include "record/document.h"

/** White space before a token. */
typedef enum sr_text__gap {
    SR_GAP_NONE,
    SR_GAP_SPACE,
    SR_GAP_WIDE,      // two spaces or more in a line: typists' sign of a sentence's end
    SR_GAP_LINE,      // a line end that is only wrapping
    SR_GAP_PARAGRAPH, // a new paragraph, heading, or item of a list
} sr_text__gap;

/** Classes of words that data/abbreviations.tsv and data/token-parts.tsv give. */
enum {
    SR_CLASS_TITLE = 1 << 0,
    SR_CLASS_PLAIN = 1 << 1,
    SR_CLASS_NUMBER = 1 << 2,
    SR_CLASS_CAPITAL = 1 << 3,
    SR_CLASS_STATE = 1 << 4,
    SR_CLASS_PREFIX = 1 << 5,
    SR_CLASS_UNIT = 1 << 6,
    SR_CLASS_DOMAIN = 1 << 7,
    SR_CLASS_CLITIC2 = 1 << 8,
    SR_CLASS_CLITIC3 = 1 << 9,
    SR_CLASS_STARTER = 1 << 10,
    SR_CLASS_DATE = 1 << 11,
};

/** Classes of a word, ASCII case folded; 0: not in the tables. Cost: O(log rows). */
unsigned sr_text__classes(sr_str word);
/** The same with the abbreviations that users added to the table of that name; know may be NULL. */
unsigned sr_text__classes_with(const sr_know *know, sr_str word);

typedef struct sr_text__lexed {
    sr_token *tokens; // [n]
    uint8_t  *gaps;   // [n] sr_text__gap
    size_t    n;
    bool      cut_token;  // a run without white space was cut
    bool      cut_tokens; // the text has more tokens than the limit; the rest was left out
    uint32_t  cut_at;     // byte of the first cut
} sr_text__lexed;

typedef struct sr_text__options {
    bool     upper;       // upper-case register
    bool     has_title;   // the first paragraph is the title
    uint32_t body;        // byte where prose begins; 0: at once
    const sr_know *know;  // users' abbreviations; NULL: none
} sr_text__options;

/** Tokens of `text` with their forms in `fold`.
 *  @param fold  [text.len] scratch that becomes the tokens' forms; lives as long as they do */
void sr_text__lex(sr_str text, uint8_t *fold, sr_text__options options, sr_arena *arena,
                  sr_text__lexed *out);

/** Hardly a lower-case letter in it. */
bool sr_text__is_upper(sr_str text);

/** Sentences of doc->tokens; fills doc->sentences and tokens[].sentence.
 *  @return true if a sentence was longer than the limit and cut */
bool sr_text__split(sr_document *doc, const uint8_t *gaps, sr_text__options options,
                    sr_arena *arena);

/** Set SR_TOKEN_QUOTED; needs sentences. */
void sr_text__quotes(sr_document *doc, const uint8_t *gaps);

/** What a token is for quoting, from its bytes and its neighbours. */
typedef enum sr_text__mark {
    SR_MARK_NONE,
    SR_MARK_OPEN,
    SR_MARK_CLOSE,
    SR_MARK_EITHER, // a straight mark whose spacing does not tell
} sr_text__mark;

/** Double quotation marks ("single" ones in *single). `gap_after`: of the token behind it. */
sr_text__mark sr_text__quote_mark(const sr_document *doc, const uint8_t *gaps, size_t token,
                                  bool *single);

#endif
