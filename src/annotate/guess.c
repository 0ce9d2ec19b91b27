/* Names without a model: runs of proper words, told apart by titles, by their own words and by the
 * gazetteer.
 *
 * Used when the program has no model of names; what it gives is marked with low probability.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/entities_int.h"

/* Joins two parts of one name: "of", "de", "al", a hyphen without spaces. */
static bool joint(const sr_entity_work *w, uint32_t i)
{
    static const char *const joints[] = {"of", "de", "la", "del", "al", "el", "bin", "ibn", "von",
                                         "van", "da", "dos", "y", "e", "-", "ul", "ur"};
    for (size_t k = 0; k < SR_COUNT(joints); k++)
        if (sr_entity_is(w, i, joints[k]))
            return true;
    return false;
}

/* Without tags a capital at a sentence's begin says nothing unless another follows. */
static bool starts_name(const sr_entity_work *w, uint32_t i)
{
    uint32_t end = sr_entity_sentence_end(w, i);
    if (!sr_entity_proper(w, i) || w->closed[i])
        return false;
    if (sr_entity_token(w, i)->upos != SR_UPOS_NONE || i > sr_entity_sentence_first(w, i))
        return true;
    return i + 1 < end && sr_entity_proper(w, i + 1) && !w->cover[i + 1];
}

static uint32_t name_end(const sr_entity_work *w, uint32_t i)
{
    uint32_t end = sr_entity_sentence_end(w, i), j = i + 1;
    for (;;) {
        while (j < end && sr_entity_proper(w, j) && !w->closed[j])
            j++;
        uint32_t k = j;
        while (k < end && k < j + 2 && joint(w, k))
            k++;
        if (k == j || k >= end || !sr_entity_proper(w, k) || w->closed[k])
            return j;
        j = k;
    }
}

static bool place_known(const sr_entity_work *w, sr_range r)
{
    const sr_gazetteer_reading *readings;
    return w->forms && sr_gazetteer_exact(w->gazetteer, w->forms + r.first, r.end - r.first, &readings) > 0;
}

static bool follows_place_word(const sr_entity_work *w, uint32_t i)
{
    static const char *const words[] = {"in", "at", "near", "from", "to", "outside", "around"};
    for (size_t k = 0; i > sr_entity_sentence_first(w, i) && k < SR_COUNT(words); k++)
        if (sr_entity_is(w, i - 1, words[k]))
            return true;
    return false;
}

static int kind_of(const sr_entity_work *w, sr_range r, bool titled, float *probability)
{
    uint32_t       n = r.end - r.first;
    const sr_token *t = sr_entity_token(w, r.first);
    int            told = sr_entities_kind_by_words(w, r);
    *probability = 0.6f;
    if (titled)
        return SR_ENTITY_PERSON;
    if (told >= 0 && n > 1)
        return told;
    if (place_known(w, r))
        return SR_ENTITY_PLACE;
    *probability = 0.4f;
    if (n == 1 && (t->flags & SR_TOKEN_CAPS) && !w->upper[t->sentence])
        return SR_ENTITY_ORGANIZATION;
    if (follows_place_word(w, r.first))
        return SR_ENTITY_PLACE;
    return n <= 4 ? SR_ENTITY_PERSON : SR_ENTITY_ORGANIZATION;
}

/* Words that no name begins with, whatever their tag. */
static bool opens_nothing(const sr_entity_work *w, uint32_t i)
{
    static const char *const words[] = {"of", "in", "at", "by", "the", "and", "from", "for", "on"};
    for (size_t k = 0; k < SR_COUNT(words); k++)
        if (sr_entity_is(w, i, words[k]))
            return true;
    return false;
}

static void guess(sr_entity_work *w, uint32_t first, uint32_t end)
{
    sr_lexicon_match match;
    bool             titled = false;
    float            probability;
    while (first < end && ((sr_entity_token(w, first)->flags & SR_TOKEN_PUNCT) || opens_nothing(w, first)))
        first++;
    while (first < end && sr_entity_find(w, &w->titles, first, end - first, false, &match)) {
        first += match.n_tokens;
        titled = true;
    }
    for (; first < end && opens_nothing(w, first); first++)
        titled = false; // "MAYOR OF LIMA"
    if (!titled && first > sr_entity_sentence_first(w, first))
        for (uint32_t n = 1; n <= 5 && first >= sr_entity_sentence_first(w, first) + n; n++)
            titled |= sr_entity_find(w, &w->titles, first - n, n, false, &match) && match.n_tokens == n;
    if (first >= end)
        return;
    sr_range r = {first, end};
    int      kind = kind_of(w, r, titled, &probability);
    sr_entities_put_name(w, r, kind, SR_RANK_GUESS, probability);
}

void sr_entities_guess_names(sr_entity_work *w)
{
    sr_entities_settle(w);
    for (uint32_t i = 0; i < w->doc->n_tokens;) {
        if (!starts_name(w, i)) {
            i++;
            continue;
        }
        uint32_t end = name_end(w, i);
        bool     covered = false;
        for (uint32_t k = i; k < end; k++)
            covered |= w->cover[k] != 0;
        if (!covered)
            guess(w, i, end);
        i = end;
    }
}
