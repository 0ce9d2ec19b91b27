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

static unsigned class_bit(sr_str name)
{
    static const struct {
        const char *name;
        unsigned    bit;
    } classes[] = {{"title", SR_CLASS_TITLE},     {"plain", SR_CLASS_PLAIN}, {"number", SR_CLASS_NUMBER},
                   {"capital", SR_CLASS_CAPITAL}, {"state", SR_CLASS_STATE}, {"date", SR_CLASS_DATE}};
    for (size_t i = 0; i < SR_COUNT(classes); i++)
        if (sr_str_eq(name, sr_str_c(classes[i].name)))
            return classes[i].bit;
    return SR_CLASS_PLAIN; // a user's row without a class
}

unsigned sr_text__classes_with(const sr_know *know, sr_str word)
{
    unsigned found = sr_text__classes(word);
    const sr_lexicon *lexicon = know && found == 0 ? sr_know_lexicon(know) : NULL;
    int table = lexicon ? sr_lexicon_table(lexicon, SR_STR("abbreviations")) : -1;
    uint8_t low[32];
    if (table < 0 || word.len == 0 || word.len > sizeof low)
        return found;
    for (size_t i = 0; i < word.len; i++)
        low[i] = sr_to_lower(word.ptr[i]);
    uint64_t form = sr_hash(sr_str_from(low, word.len));
    sr_lexicon_match match;
    if (!sr_lexicon_find(lexicon, table, &form, NULL, 1, &match))
        return found;
    int column = sr_lexicon_column(lexicon, table, SR_STR("class"));
    return column < 0 ? SR_CLASS_PLAIN : class_bit(sr_lexicon_cell(lexicon, table, match.row, column));
}
