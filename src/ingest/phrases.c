/* Phrases by their first byte; see phrases.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/phrases.h"

#include <assert.h>

void sr_phrases_make(sr_phrases *set, const sr_phrase *rows, size_t n)
{
    assert(n <= SR_PHRASES_MAX);
    memset(set, 0, sizeof *set);
    set->at = rows;
    for (size_t i = n; i-- > 0;) { // from the last, so that chains are in the order of the table
        size_t len = strlen(rows[i].words);
        assert(len > 1 && len < 256 && rows[i].kind < 32);
        uint8_t *head = &set->first[(uint8_t)rows[i].words[0]];
        set->second[(uint8_t)rows[i].words[0]] |= 1U << ((uint8_t)rows[i].words[1] & 31);
        set->len[i] = (uint8_t)len;
        set->next[i] = *head;
        *head = (uint8_t)(i + 1);
    }
}

static bool is_at(const sr_phrases *set, size_t row, sr_str text, size_t at)
{
    size_t         n = set->len[row];
    const uint8_t *words = (const uint8_t *)set->at[row].words, *s = text.ptr + at;
    if (n > text.len - at)
        return false;
    for (size_t i = 1; i < n; i++)
        if (sr_to_lower(s[i]) != words[i])
            return false;
    return true;
}

uint32_t sr_phrases_in(const sr_phrases *set, sr_str text)
{
    uint32_t found = 0;
    for (size_t at = 0; at + 1 < text.len; at++) {
        uint8_t first = sr_to_lower(text.ptr[at]);
        if (!(set->second[first] >> (text.ptr[at + 1] & 31) & 1)) // the class of a letter is that of both cases
            continue;
        for (size_t row = set->first[first]; row; row = set->next[row - 1])
            if (!(found >> set->at[row - 1].kind & 1) && is_at(set, row - 1, text, at))
                found |= 1U << set->at[row - 1].kind;
    }
    return found;
}

const sr_phrase *sr_phrases_at(const sr_phrases *set, sr_str text, size_t at)
{
    for (size_t row = at < text.len ? set->first[sr_to_lower(text.ptr[at])] : 0; row; row = set->next[row - 1])
        if (is_at(set, row - 1, text, at))
            return &set->at[row - 1];
    return NULL;
}
