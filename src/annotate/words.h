/* Pieces: tokens cut as numbers and dates need it, with the words of quantity and time known.
 *
 * Tokens keep "22-year-old", "14-18", "10:30pm" or "Dec31" together or apart as treebanks do;
 * here each is a run of digits, a run of letters, or one mark, so that a grammar sees the same
 * sequence either way.  Most tokens are one piece.  Shared by numbers and times; private to the
 * room.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_ANNOTATE_WORDS_H
#define SR_ANNOTATE_WORDS_H

#include "know/know.h"
#include "record/document.h"

/* Kinds of rows in data/number-words.tsv and data/time-words.tsv: X(NAME, "kind there"). */
#define SR_WORD_LIST(X)                                                                        \
    X(NONE, "") X(UNIT, "unit") X(TEN, "ten") X(HUNDRED, "hundred") X(SCALE, "scale")          \
    X(SUFFIX, "suffix") X(DOZEN, "dozen") X(VAGUE, "vague") X(COUPLE, "couple")                \
    X(ORDINAL, "ordinal") X(ORDINAL_TEN, "ordinal_ten") X(ORDINAL_SCALE, "ordinal_scale")      \
    X(HALF, "half") X(PART, "part") X(GLYPH, "glyph") X(ARTICLE, "article")                    \
    X(ANOTHER, "another") X(AND, "and") X(POINT, "point") X(MINUS, "minus")                    \
    X(NOBODY, "nobody") X(NO, "no") X(MORE, "more") X(CASUALTY, "casualty")                    \
    X(PART_OF, "part_of") X(STOP, "stop")                                                                      \
    X(MONTH, "month") X(WEEKDAY, "weekday") X(WEEKDAYS, "weekdays") X(SEASON, "season")        \
    X(SEASONS, "seasons") X(PART_DAY, "daypart") X(PARTS_DAY, "dayparts")                      \
    X(CLOCK, "clockword") X(TIME_UNIT, "timeunit") X(DEICTIC, "deictic")                       \
    X(TONIGHT, "tonight") X(PRESENT, "present") X(PAST, "past") X(FUTURE, "future")            \
    X(DIR, "dir") X(THAT, "that") X(THESE, "these") X(MOD, "mod") X(MOD_OF, "modof")           \
    X(HALF_OF, "halfof") X(END_OF, "eo") X(AGO, "ago") X(LATER, "later") X(HENCE, "hence")     \
    X(AFTER, "after") X(STARTING, "starting") X(EVERY, "every") X(OTHER, "other")              \
    X(PER, "per") X(FREQ, "freq") X(WHOLE, "whole") X(LONG, "long") X(AMPM, "ampm")            \
    X(OCLOCK, "oclock") X(ERA, "era") X(ZONE, "zone") X(HOURS, "hrs") X(DECADE, "decade")      \
    X(FISCAL, "fiscal") X(AGE, "age") X(AGED, "aged") X(WILL, "will") X(THE, "the")

#define X(NAME, text) SR_WORD_##NAME,
typedef enum sr_word_kind { SR_WORD_LIST(X) SR_WORD_COUNT } sr_word_kind;
#undef X

/** A row of a word table. */
typedef struct sr_word {
    double   value;    // 0 where there is none
    uint32_t row;
    uint16_t n;        // pieces the phrase has
    uint8_t  kind;     // sr_word_kind
    uint8_t  known;    // row was read already
    char     letter[3]; // first letters of a value that is no number ("MO", "FY"), terminated
    bool     weak;     // also an ordinary word: needs company
    uint8_t  adjective; // 1 only as an adjective before its noun; 2 after "the"
} sr_word;

typedef enum sr_piece_kind {
    SR_PIECE_WORD,
    SR_PIECE_DIGITS,  // "1,200", "7.62", "1990"
    SR_PIECE_ORDINAL, // "4th"
    SR_PIECE_DECADE,  // "1990s", "90s"
    SR_PIECE_MARK,
} sr_piece_kind;

typedef struct sr_piece {
    uint32_t token;
    uint32_t begin, end; // bytes of document text
    uint8_t  kind;       // sr_piece_kind
    uint8_t  mark;       // SR_PIECE_MARK: its ASCII sign ('-' for every dash); 0: other
    uint8_t  digits;     // SR_PIECE_DIGITS …: how many digits before a decimal point
    bool     space;      // white space (or a sentence's begin) before it
    bool     decimal;    // has a decimal point
    bool     grouped;    // has thousands separators
    double   value;
} sr_piece;

typedef struct sr_word_table {
    const sr_lexicon *lexicon;
    int               table, kind, value, weak;
    sr_word          *rows; // read when first met
    uint32_t          n_rows;
} sr_word_table;

/** Pieces of one sentence and the two word tables. */
typedef struct sr_pieces {
    const sr_document *doc;
    sr_word_table      numbers, times;
    sr_piece          *at;     // [n]
    uint64_t          *hashes; // [n] of the folded piece
    sr_word           *number; // [n] phrase of number-words that begins here; kind NONE: none
    sr_word           *time;   // [n] phrase of time-words
    uint32_t           n, room;
    uint32_t           first, end; // tokens of the sentence
    bool               any;    // a digit or a word of either table is among them
    sr_arena          *arena;
} sr_pieces;

/** The pieces of each sentence, made when they are first asked for; nobody changes them.
 *  @return [S] in the arena.  Cost: linear, two filtered look-ups a word, once a document. */
const sr_pieces *sr_pieces_of(sr_document *doc, const sr_know *know, sr_arena *arena);

/** First piece of a token of this sentence. */
uint32_t sr_piece_of(const sr_pieces *pieces, uint32_t token);
/** Folded text of a piece is the word. */
bool   sr_piece_is(const sr_pieces *pieces, uint32_t i, const char *word);
/** Piece i is that mark. */
static inline bool sr_piece_mark(const sr_pieces *p, uint32_t i, char mark)
{
    return i < p->n && p->at[i].kind == SR_PIECE_MARK && p->at[i].mark == (uint8_t)mark;
}
static inline sr_word_kind sr_number_kind(const sr_pieces *p, uint32_t i)
{
    return i < p->n ? (sr_word_kind)p->number[i].kind : SR_WORD_NONE;
}
static inline sr_word_kind sr_time_kind(const sr_pieces *p, uint32_t i)
{
    return i < p->n ? (sr_word_kind)p->time[i].kind : SR_WORD_NONE;
}
static inline bool sr_piece_digits(const sr_pieces *p, uint32_t i)
{
    return i < p->n && p->at[i].kind == SR_PIECE_DIGITS;
}
/** Tokens of pieces [i, end). */
sr_range sr_piece_range(const sr_pieces *pieces, uint32_t i, uint32_t end);

/** A row of some other table that begins at piece i. */
bool sr_piece_find(const sr_pieces *pieces, int table, uint32_t i, sr_lexicon_match *match);

#endif
