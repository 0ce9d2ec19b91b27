/* Insides of the time annotator: what its files share.
 *
 * Two steps.  Reading (times_read.c, times_span.c) turns words into sr_when: what was said, with
 * the fields that were said.  Solving (times_solve.c) fills the rest from the anchors: the day of
 * publication and the story so far.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_ANNOTATE_TIMES_H
#define SR_ANNOTATE_TIMES_H

#include "annotate/amount.h"
#include "annotate/calendar.h"

#define SR_YEAR_NONE INT32_MIN

typedef enum sr_when_form {
    SR_WHEN_NOTHING,
    SR_WHEN_DATE,     // calendar fields
    SR_WHEN_DEICTIC,  // `shift` days from the day of speaking
    SR_WHEN_NAMED,    // a direction and a unit: last week, the next day, that year
    SR_WHEN_SHIFT,    // so much later or earlier than an anchor
    SR_WHEN_DURATION,
    SR_WHEN_SET,
    SR_WHEN_REF,      // PRESENT_REF …
} sr_when_form;

typedef enum sr_when_dir { // direction of NAMED, and of a weekday, month, season or year
    SR_DIR_NONE,
    SR_DIR_LAST,      // last, past
    SR_DIR_NEXT,
    SR_DIR_THIS,
    SR_DIR_SAME,      // that, the same: of the story
    SR_DIR_PREVIOUS,  // of the story
    SR_DIR_FOLLOWING, // of the story
    SR_DIR_COMING,    // the next one there is
    SR_DIR_PAST,      // the last one there was
} sr_when_dir;

typedef enum sr_when_base { SR_BASE_NOW, SR_BASE_STORY, SR_BASE_WHEN } sr_when_base;

typedef enum sr_tense { SR_TENSE_NONE, SR_TENSE_PAST, SR_TENSE_FUTURE } sr_tense;

typedef struct sr_span_part {
    double n;
    char   unit;
    bool   unknown; // "several"
} sr_span_part;

typedef struct sr_when {
    uint32_t begin, end;  // pieces of its sentence
    sr_range range;       // tokens
    uint32_t sentence;
    uint8_t  form;        // sr_when_form
    uint8_t  tense;       // sr_tense
    uint8_t  joint;       // with the expression before it: 'r' range, 'a' and/or, 0 none
    int32_t  year;        // SR_YEAR_NONE; negative: BC; first year of a decade or century
    uint8_t  year_digits; // 4; 3 decade; 2 century
    bool     said_year;   // the year was said, not filled in
    uint8_t  month, day, weekday, season, quarter, half; // from 1; 0: not said
    uint8_t  week;        // of the year, or of the month if `month`
    bool     weekend;
    bool     fiscal, school;
    uint32_t holiday;     // row of holidays + 1
    uint8_t  dir;         // sr_when_dir of the unit, weekday, month, season, part …
    uint8_t  year_dir, month_dir; // "of that year", "of next month"
    char     unit;        // of NAMED
    int32_t  shift;       // DEICTIC: days
    uint8_t  mod;         // 'S' start, 'M' middle, 'E' end, 0
    bool     article;     // begins with "the": the story's, not the speaker's
    int8_t   hour, minute, second; // -1: not said
    char     part[3];     // part of the day, "" not said
    int8_t   sense;       // SHIFT: +1 later, -1 earlier
    uint8_t  base;        // sr_when_base
    bool     plan;        // "in two weeks", "from now": exact, not by unit
    struct sr_when *from; // BASE_WHEN
    sr_span_part parts[3];
    uint8_t  n_parts;
    bool     to_now;      // DURATION that ends now ("the last three days"); sense -1; +1 begins now
    const char *text;     // value of REF and SET, terminated
} sr_when;

typedef struct sr_times {
    const sr_pieces   *p;
    sr_document       *doc;
    const sr_lexicon  *lexicon;
    int                holidays, holiday_rule, bounds, bound_place;
    sr_arena          *arena;
    uint32_t           sentence;
    bool               bc;      // years before Christ were named
    bool               tagged;
    SR_LIST(sr_when)   found;
} sr_times;

/* The piece at i is … */
static inline bool sr_when_is(const sr_times *t, uint32_t i, const char *word)
{
    return sr_piece_is(t->p, i, word);
}
static inline bool sr_when_the(const sr_times *t, uint32_t i)
{
    return sr_time_kind(t->p, i) == SR_WORD_THE;
}
static inline bool sr_when_comma(const sr_times *t, uint32_t i)
{
    return sr_piece_mark(t->p, i, ',');
}
static inline bool sr_when_glued(const sr_times *t, uint32_t i)
{
    return i < t->p->n && !t->p->at[i].space;
}
/** A mark that joins the parts of a written date ("05-Aug-2016", "Jan/3"), unspaced. */
static inline bool sr_when_separator(const sr_times *t, uint32_t i)
{
    return (sr_piece_mark(t->p, i, '-') || sr_piece_mark(t->p, i, '/') || sr_piece_mark(t->p, i, '.')) &&
           sr_when_glued(t, i) && sr_when_glued(t, i + 1);
}

/* Reading: each gives the piece behind what it read, 0 if nothing is there. */
uint32_t sr_when_date(sr_times *t, uint32_t i, sr_when *w);   // calendar dates, clock times, named days
uint32_t sr_when_span(sr_times *t, uint32_t i, sr_when *w);   // durations and shifts
uint32_t sr_when_set(sr_times *t, uint32_t i, sr_when *w);
uint32_t sr_when_clock(const sr_times *t, uint32_t i, sr_when *w);
uint32_t sr_when_year(const sr_times *t, uint32_t i, sr_when *w); // also "499 BC", "nineteen ninety six"
uint32_t sr_when_short_year(const sr_times *t, uint32_t i, bool bare, sr_when *w); // "'87"
uint32_t sr_when_named_year(const sr_times *t, uint32_t i, sr_when *w); // "of that year"
uint32_t sr_when_era(const sr_times *t, uint32_t i, sr_when *w); // i if there is none
/** The year behind a month, day, season; i if there is none. */
uint32_t sr_when_year_after(const sr_times *t, uint32_t i, sr_when *w);
/** @param words  "twenty nine" counts, too: a month is next to it */
uint32_t sr_when_day_number(const sr_times *t, uint32_t i, bool words, uint8_t *day);
uint32_t sr_when_month_at(const sr_times *t, uint32_t i, uint8_t *month);
uint32_t sr_when_weekday_at(const sr_times *t, uint32_t i, sr_when *w);
uint32_t sr_when_day_month(sr_times *t, uint32_t i, sr_when *w); // "3 May"
uint32_t sr_when_month_day(sr_times *t, uint32_t i, sr_when *w); // "May 3", "May 2010", "May"
uint32_t sr_when_numeric(const sr_times *t, uint32_t i, sr_when *w); // "2024-03-22"
/** "22/04", "7.6": @param expected  a date must stand here */
uint32_t sr_when_numeric_short(const sr_times *t, uint32_t i, bool expected, sr_when *w);
uint32_t sr_when_zone(const sr_times *t, uint32_t i); // i if there is none
/** An empty expression that begins at piece i. */
sr_when sr_when_new(const sr_times *t, uint32_t i);
/** Keep an expression over pieces [begin, end). */
sr_when *sr_when_keep(sr_times *t, const sr_when *w, uint32_t begin, uint32_t end);
/** The direction word(s) at i ("last", "this past", "the same"); the piece behind, 0. */
uint32_t sr_when_direction(const sr_times *t, uint32_t i, uint8_t *dir);
/** The nearest sign of tense outside of pieces [begin, end). */
sr_tense sr_when_tense(const sr_times *t, uint32_t begin, uint32_t end);
bool     sr_when_weak_ok(const sr_times *t, uint32_t i);

/** Fill doc->times from what was read. */
void sr_when_solve(sr_times *t);

#endif
