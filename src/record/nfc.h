/* Text in Unicode's normal form C, and the way back to the bytes it was made of.
 *
 * A report's text is kept as it was given, and what users are shown counts its bytes.  Words are compared
 * in NFC ("é" is one sign or two), so a document is read in it, over this map.
 * Source: Unicode Standard Annex 15; ICU normalises.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_RECORD_NFC_H
#define SR_RECORD_NFC_H

#include "base/arena.h"
#include "base/str.h"

/** A stretch that NFC writes otherwise. */
typedef struct sr_nfc_change {
    uint32_t at, len;      // bytes of the NFC text
    uint32_t from, from_len; // bytes of the text it was made of
} sr_nfc_change;

/** Changes in their order; none: both texts are the same. */
typedef struct sr_nfc_map {
    const sr_nfc_change *at;
    size_t               n;
} sr_nfc_map;

/** `text` in NFC, in the arena; `text` itself where it is so already.  @param map  out; NULL: not wanted
 *  Cost: linear; next to nothing for most text of Latin, Cyrillic and Chinese script, where one look
 *  at each byte tells that it is NFC. */
sr_str sr_nfc(sr_arena *arena, sr_str text, sr_nfc_map *map);

/** From a byte of the NFC text to the original one's.  Inside a changed stretch: its begin, or with
 *  `end` its end.  Cost: logarithmic in the changes. */
uint32_t sr_nfc_back(const sr_nfc_map *map, uint32_t at, bool end);
/** The other way: of a stretch its begin. */
uint32_t sr_nfc_forth(const sr_nfc_map *map, uint32_t from);

#endif
