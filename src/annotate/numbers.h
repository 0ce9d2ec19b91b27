/* Insides of the number annotator: what its files share.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_ANNOTATE_NUMBERS_H
#define SR_ANNOTATE_NUMBERS_H

#include "annotate/amount.h"

typedef struct sr_numbers {
    const sr_pieces   *p;
    const sr_document *doc;
    const sr_know     *know;
    const sr_lexicon  *lexicon;
    int                bounds, bound_kind, bound_place;
    int                units, unit_unit, unit_factor, unit_place;
    int                labels, label_joint;
    int                persons, person_class, person_number;
    bool               tagged; // tokens have parts of speech
    sr_arena          *arena;
    SR_LIST(sr_quantity) out;
} sr_numbers;

/** A number with its bounds, in pieces [begin, end). */
typedef struct sr_bounded {
    uint32_t  begin, end; // with bounds words
    uint32_t  number;     // first piece of the number itself
    sr_amount low, high;  // high.kind NONE: no range
    sr_count  count;
    bool      bound;      // has a bounds word or is a range
    bool      money;      // a sign of money stands before it
} sr_bounded;

/** What is counted: noun as a piece (UINT32_MAX none), the unit, the piece behind the noun. */
typedef struct sr_counted {
    uint32_t noun, end;
    uint8_t  unit;   // sr_unit
    double   factor; // amount = number * factor; 0: counts whole things
} sr_counted;

/** The person noun at piece i; its pieces, 0: none. @param many  out: plural; @param group  out: a family */
uint32_t sr_numbers_person(const sr_numbers *n, uint32_t i, bool *many, bool *group);
/** What the number counts or measures; see the order of the tests there. */
sr_counted sr_numbers_counted(const sr_numbers *n, const sr_bounded *b);
/** "a man", "another Iraqi soldier": the noun that the article at i counts one of; UINT32_MAX. */
uint32_t sr_numbers_one(const sr_numbers *n, uint32_t i);
/** Noun of a zero ("no casualties") behind piece i; UINT32_MAX. */
uint32_t sr_numbers_none(const sr_numbers *n, uint32_t i);
/** The number is a day, a year or a clock time inside a date: not a quantity. */
bool sr_numbers_in_date(const sr_pieces *p, const sr_bounded *b);

#endif
