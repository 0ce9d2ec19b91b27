/* The lists of an incident – perpetrators, targets, victims … – out of those of its members.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_FUSE_ROWS_H
#define SR_FUSE_ROWS_H

#include "fuse/reconcile.h"

#define SR_ROW_LISTS 7
/** Field of each list: perpetrator target victim weapon warning position relation. */
extern const uint8_t sr_row_fields[SR_ROW_LISTS];

/** What makes a row one: who or what, and for what people say also stance, source and verb. */
typedef struct sr_row_key {
    uint64_t rest;       // list, stance, source, code, effect
    uint64_t name;       // of the whole name
    uint64_t last;       // of its last word
    bool     single;     // one word
} sr_row_key;

typedef struct sr_row_keys {
    sr_row_key *at;
    sr_party  **party;   // the one that brought the row in
    uint32_t    n, room;
} sr_row_keys;

const sr_parties *sr_row_list(const sr_incident *said, int list);
/** What stands behind the last blank of a name. */
sr_str   sr_last_word(sr_str name);
/** The row that a party belongs to; SR_NONE: a new one. */
uint32_t sr_row_find(const sr_row_keys *keys, int list, const sr_party *party, sr_arena *scratch);
/** Append a row. */
void     sr_row_add(sr_row_keys *keys, int list, sr_party *party, sr_arena *arena);
/** Does a blame of the same named source for another actor, told later, take the place of `old`? */
bool     sr_row_supersedes(const sr_party *later, const sr_party *old);
/** "gunmen", "a suicide bomber": somebody did it, whoever stands behind him. */
bool     sr_is_doer(const sr_value *value, uint8_t stance);

/** All rows of all lists with evidence, support and state; adds questions about perpetrators. */
void sr_rows_fold(const sr_voice *voices, uint32_t n, sr_folded_incident *out, sr_arena *arena);

#endif
