/* Any text in NFC: once more changes nothing, the way back goes forwards and ends at the end, and what was
 * not changed is where the map says.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "base/utf8.h"
#include "record/nfc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sr_arena   arena;
    sr_nfc_map map;
    sr_str     text = sr_str_from(data, size);
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_str nfc = sr_nfc(&arena, text, &map);
    FUZZ_HOLDS(sr_utf8_check(text) < size || sr_utf8_check(nfc) == nfc.len);
    FUZZ_HOLDS(sr_str_eq(sr_nfc(&arena, nfc, NULL), nfc) || sr_utf8_check(text) < size || size > 256);
    uint32_t last = 0;
    for (uint32_t i = 0; i <= nfc.len; i++) {
        uint32_t from = sr_nfc_back(&map, i, false), to = sr_nfc_back(&map, i, true);
        FUZZ_HOLDS(from >= last && to <= size && from <= size);
        last = from;
    }
    FUZZ_HOLDS(sr_nfc_back(&map, (uint32_t)nfc.len, true) == size);
    for (size_t i = 0, at = 0, was = 0; i <= map.n; i++) { // between two changes all is as it was
        size_t end = i < map.n ? map.at[i].at : nfc.len, from = i < map.n ? map.at[i].from : size;
        FUZZ_HOLDS(end - at == from - was && sr_str_eq(sr_str_slice(nfc, at, end), sr_str_slice(text, was, from)));
        if (i < map.n) {
            at = end + map.at[i].len;
            was = from + map.at[i].from_len;
        }
    }
    sr_arena_free(&arena);
    return 0;
}
