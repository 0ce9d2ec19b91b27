/* Numbers as they are written: "1.2 million", "one hundred and twelve", "two dozen", "4th",
 * "two thirds", "several".  Shared by numbers and times; private to the room.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_ANNOTATE_AMOUNT_H
#define SR_ANNOTATE_AMOUNT_H

#include "annotate/words.h"

typedef enum sr_amount_kind {
    SR_AMOUNT_NONE,
    SR_AMOUNT_CARDINAL,
    SR_AMOUNT_ORDINAL,
    SR_AMOUNT_FRACTION, // of one, or with a whole number before it
    SR_AMOUNT_VAGUE,    // "dozens": at least `value`
} sr_amount_kind;

typedef struct sr_amount {
    uint8_t  kind;    // sr_amount_kind; NONE: no number here
    uint32_t end;     // piece behind it
    double   value;
    double   scale;   // what the last word multiplied by (1000, 12), for "two to three dozen"; 1
    bool     whole;   // no fraction
    bool     digits;  // begins with digits
    bool     article; // "a dozen": begins with an article
    bool     unknown; // "many": not even a lower bound
} sr_amount;

/** The number that begins at piece i; kind NONE if there is none. Articles begin one only before
 *  a word that needs them ("a dozen", "a hundred", "a third"). */
sr_amount sr_amount_read(const sr_pieces *pieces, uint32_t i);
/** Only numerals that name a year or a day of a month: no fractions, vague words, scales of digits. */
sr_amount sr_amount_plain(const sr_pieces *pieces, uint32_t i);

#endif
