/* The tokeniser's word lists: data/abbreviations.tsv and data/token-parts.tsv, compiled by
 * tools/make_word_tables.py into a sorted table.
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/text_int.h"

#include "word_tables.h"

unsigned sr_text__classes(sr_str word)
{
    uint8_t key[sizeof words[0].phrase];
    if (word.len == 0 || word.len >= sizeof key)
        return 0;
    memset(key, 0, sizeof key);
    for (size_t i = 0; i < word.len; i++)
        key[i] = sr_to_lower(word.ptr[i]);
    size_t low = 0, high = SR_COUNT(words);
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = memcmp(words[mid].phrase, key, sizeof key);
        if (order == 0)
            return words[mid].classes;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return 0;
}
