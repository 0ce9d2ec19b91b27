/* Words, names and signatures of a text; see digest.h and fold.h.
 *
 * A word is a run of letters and digits; it counts by a hash of its lower-case form without the
 * plural's s.  That is coarser than the words of `text`, needs no lexicon, and treats all reports
 * alike, whatever wrote them.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/utf8.h"
#include "fuse/digest.h"

#define WORD_BYTES 64 // longer runs are cut: no language's words are
#define SHINGLE 5     // words of a run

static bool is_word(uint32_t cp)
{
    return cp < 128 ? sr_is_alpha((uint8_t)cp) || sr_is_digit((uint8_t)cp) : sr_utf8_is_letter(cp);
}

/* FNV-1a over the folded bytes: a word is a few bytes long. */
static uint32_t hash_bytes(const uint8_t *at, size_t n)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ at[i]) * 16777619u;
    h ^= h >> 15;
    h *= 0x2c1b3c6du;
    h ^= h >> 12;
    return h ? h : 1;
}

static uint32_t mix(uint32_t h, uint32_t x)
{
    h = (h ^ x) * 0x9E3779B1u;
    return h ^ (h >> 15);
}

uint32_t sr_fold_pair_hash(uint32_t a, uint32_t b)
{
    return mix(mix(0x51ED270Bu, a), b) | 1u;
}

static uint32_t hash_word(const uint8_t *folded, size_t n)
{
    if (n > 4 && folded[n - 1] == 's' && folded[n - 2] != 's')
        n--;
    return hash_bytes(folded, n);
}

/* One word from byte `at` on; gives the byte behind it. */
static size_t read_word(sr_str text, size_t at, sr_fold_word *word, uint32_t *lower, uint32_t *upper)
{
    uint8_t folded[WORD_BYTES + 4];
    size_t  n = 0, begin = at;
    bool    first_upper = false, small = false, digits = true;
    while (at < text.len) {
        size_t   len;
        uint32_t cp = sr_utf8_read(text, at, &len);
        if (!is_word(cp))
            break;
        bool capital = sr_utf8_is_upper(cp), digit = cp < 128 && sr_is_digit((uint8_t)cp);
        first_upper |= at == begin && capital;
        small |= !capital && !digit;
        digits &= digit;
        *(capital ? upper : lower) += !digit;
        if (n < WORD_BYTES)
            n += sr_utf8_write(sr_utf8_lower(cp), folded + n);
        at += len;
    }
    *word = (sr_fold_word){.hash = hash_word(folded, n), .begin = (uint32_t)begin, .end = (uint32_t)at,
                           .capital = first_upper && (small || n > 1), .digits = digits};
    return at;
}

void sr_fold_words_of(sr_str text, sr_fold_words *out, sr_arena *arena)
{
    SR_LIST(sr_fold_word) list = {0};
    uint32_t lower = 0, upper = 0;
    for (size_t at = 0; at < text.len;) {
        size_t len;
        if (!is_word(sr_utf8_read(text, at, &len))) {
            at += len;
            continue;
        }
        sr_fold_word word;
        at = read_word(text, at, &word, &lower, &upper);
        bool apostrophe = word.begin > 0 && word.end - word.begin == 1 && list.n &&
                          list.at[list.n - 1].end < word.begin && word.begin - list.at[list.n - 1].end <= 3 &&
                          text.ptr[word.begin - 1] != ' ' && text.ptr[word.begin] == 's';
        if (apostrophe) // "Smith's" is Smith
            continue;
        word.adjacent = list.n && list.at[list.n - 1].end + 1 == word.begin && text.ptr[word.begin - 1] == ' ';
        *SR_PUSH(arena, &list) = word;
    }
    *out = (sr_fold_words){list.at, (uint32_t)list.n, upper > 4 * lower};
}

/* ---- signatures ---- */

static int by_value(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Hashes of all runs of words, rising, each once. */
static uint32_t *shingles(sr_str text, uint32_t *n, sr_arena *arena)
{
    sr_fold_words words;
    sr_fold_words_of(text, &words, arena);
    uint32_t count = words.n >= SHINGLE ? words.n - SHINGLE + 1 : words.n > 0, kept = 0;
    uint32_t *all = SR_NEW(arena, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t h = 0x2545F491u;
        for (uint32_t k = i; k < SR_MIN(i + SHINGLE, words.n); k++)
            h = mix(h, words.at[k].hash);
        all[i] = h * 0x85EBCA6Bu ^ h >> 13;
    }
    qsort(all, count, sizeof *all, by_value);
    for (uint32_t i = 0; i < count; i++)
        if (i == 0 || all[i] != all[i - 1])
            all[kept++] = all[i];
    *n = kept;
    return all;
}

void sr_fold_sign(sr_str text, sr_fold_signature *out, sr_arena *arena)
{
    sr_arena_mark mark = sr_arena_here(arena);
    uint32_t  n;
    uint32_t *all = shingles(text, &n, arena);
    *out = (sr_fold_signature){.n = SR_MIN(n, (uint32_t)SR_FOLD_SIGNATURE_SIZE), .total = n};
    if (out->n)
        memcpy(out->at, all, out->n * sizeof *all);
    sr_arena_return(arena, mark);
}

/* Share of the `most` smallest of the union that both have (bottom-k sketch, Broder 1997). */
static float share(const uint32_t *a, uint32_t n_a, const uint32_t *b, uint32_t n_b, uint32_t most)
{
    uint32_t i = 0, k = 0, both = 0, seen = 0;
    while (seen < most && (i < n_a || k < n_b)) {
        bool in_a = i < n_a && (k >= n_b || a[i] <= b[k]);
        bool in_b = k < n_b && (i >= n_a || b[k] <= a[i]);
        both += in_a && in_b;
        i += in_a;
        k += in_b;
        seen++;
    }
    return seen ? (float)both / (float)seen : 0.0f;
}

float sr_fold_resemblance(const sr_fold_signature *a, const sr_fold_signature *b)
{
    bool whole = a->total == a->n && b->total == b->n;
    return share(a->at, a->n, b->at, b->n, whole ? UINT32_MAX : SR_FOLD_SIGNATURE_SIZE);
}

float sr_fold_resemblance_exact(sr_str a, sr_str b, sr_arena *arena)
{
    sr_arena_mark mark = sr_arena_here(arena);
    uint32_t  n_a, n_b;
    uint32_t *x = shingles(a, &n_a, arena), *y = shingles(b, &n_b, arena);
    float     result = share(x, n_a, y, n_b, UINT32_MAX);
    sr_arena_return(arena, mark);
    return result;
}
