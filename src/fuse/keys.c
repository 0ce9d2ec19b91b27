/* Keys under which a report is found by those that may tell of the same; see fold.h.
 *
 * Windows and cells are made so that spill-over needs no neighbours' look-up: a report stands
 * under every cell and window that its own small box touches, so two reports nearer than a box
 * share one.
 * SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "fuse/digest.h"
#include "fuse/pair.h"

#define CELL 0.5           // degrees
#define CELL_SPILL 0.125   // degrees on each side of a place
#define DAYS 8             // of a window of incidents
#define DAYS_SPILL 2       // on each side of an incident's days
#define WINDOWS 4          // of one mention at most: what is vaguer in time is found by its words
#define PUBLISHED_DAYS 30  // of a window of publication: small, so that few are found that are too far apart
#define PUBLISHED_SPILL 15 // reports of a month share one
#define NAME_DAYS 100      // of a window of publication, for names: reports of SR_PAIR_FAR_APART share one
#define NAME_SPILL (SR_PAIR_FAR_APART / 2)
#define KEY_WORDS 16       // rarest of a report, but no more than a quarter of its words: in two sentences all are
#define KEY_WORDS_LEAST 4
#define KEY_NAMES 10
#define KEY_IDF 5.0f       // commoner words find too much: those of more than one report in 150

enum { KEY_PLACE = 1, KEY_WORD, KEY_NAME, KEY_PERSON, KEY_URL };

#define NO_DAY INT64_MIN   // of a key that holds at any time

typedef struct key_list {
    uint64_t at[SR_FOLD_KEYS_MAX];
    uint32_t n;
} key_list;

static int64_t window(int64_t day, int64_t size)
{
    return day >= 0 ? day / size : -((-day + size - 1) / size);
}

/* Keys of one time stand together: news comes in its order, so a store that keeps keys sorted writes and reads near
 * the end of what it has, however much that is.  A day's low bits go before those of the hash. */
#define DAY_BITS 20
static void add(key_list *keys, uint64_t kind, int64_t window_day, int64_t a, int64_t b)
{
    int64_t  parts[4] = {(int64_t)kind, window_day, a, b};
    uint64_t hash = sr_hash(sr_str_from(parts, sizeof parts));
    if (window_day != NO_DAY)
        hash = (uint64_t)window_day << (64 - DAY_BITS) | hash >> DAY_BITS;
    if (keys->n < SR_FOLD_KEYS_MAX)
        keys->at[keys->n++] = hash;
}

static void place_keys(const sr_digest_unit *u, key_list *keys)
{
    bool vague = u->place_precision > SR_PLACE_PRECISION_ADMIN1 || u->first == SR_DAY_NONE || u->last == SR_DAY_NONE;
    if (u->mention == SR_NONE || vague || !u->located)
        return;
    int64_t first = window((int64_t)u->first - DAYS_SPILL, DAYS), last = window((int64_t)u->last + DAYS_SPILL, DAYS);
    if (last - first >= WINDOWS)
        return;
    int64_t south = (int64_t)floor(((double)u->lat - CELL_SPILL) / CELL), north = (int64_t)floor(((double)u->lat + CELL_SPILL) / CELL);
    int64_t west = (int64_t)floor(((double)u->lon - CELL_SPILL) / CELL), east = (int64_t)floor(((double)u->lon + CELL_SPILL) / CELL);
    for (int64_t w = first; w <= last; w++)
        for (int64_t y = south; y <= north; y++)
            for (int64_t x = west; x <= east; x++)
                add(keys, KEY_PLACE, w * DAYS, y, x);
}

typedef struct ranked {
    uint32_t hash;
    int32_t  weight;
} ranked;

static int by_rank(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return (x->hash > y->hash) - (x->hash < y->hash);
}

/* The heaviest terms, each with the windows of publication that a day's surroundings touch. */
static void term_keys(const sr_fold_model *m, const sr_digest *d, const sr_digest_term *terms, uint32_t n, uint32_t most,
                      uint64_t kind, key_list *keys)
{
    ranked  at[SR_DIGEST_WORDS];
    int64_t size = kind == KEY_NAME ? NAME_DAYS : PUBLISHED_DAYS, spill = kind == KEY_NAME ? NAME_SPILL : PUBLISHED_SPILL;
    int64_t first = NO_DAY, last = NO_DAY;
    if (d->published != SR_DAY_NONE) {
        first = window((int64_t)d->published - spill, size);
        last = window((int64_t)d->published + spill, size);
    }
    for (uint32_t i = 0; i < n; i++)
        at[i] = (ranked){terms[i].hash, terms[i].weight};
    if (n)
        qsort(at, n, sizeof *at, by_rank);
    for (uint32_t i = 0, taken = 0; i < n && taken < most; i++) {
        if (kind == KEY_NAME && sr_fold_name_known(m, at[i].hash))
            continue;
        taken++;
        if ((kind == KEY_WORD ? sr_fold_word_idf(m, at[i].hash) : sr_fold_name_idf(m, at[i].hash)) < KEY_IDF)
            continue;
        for (int64_t at_window = first; at_window <= last; at_window++)
            add(keys, kind, at_window == NO_DAY ? NO_DAY : at_window * size, at[i].hash, 0);
    }
}

static int by_value(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

void sr_fold_block_keys(const sr_fold_model *model, sr_str digest, sr_fold_keys *out, sr_arena *arena)
{
    sr_digest d;
    key_list  keys = {.n = 0};
    *out = (sr_fold_keys){NULL, 0};
    if (!sr_digest_unpack(model, digest, &d))
        return;
    if (d.url)
        add(&keys, KEY_URL, NO_DAY, d.url, 0);
    for (uint32_t u = 0; u < d.n_units; u++)
        for (uint32_t p = 0; p < d.units[u].n_people && u == 0; p++)
            add(&keys, KEY_PERSON, NO_DAY, d.units[u].people[p], 0);
    term_keys(model, &d, d.words, d.n_words, SR_MAX(KEY_WORDS_LEAST, SR_MIN(KEY_WORDS, d.n_words / 4)), KEY_WORD, &keys);
    term_keys(model, &d, d.names, d.n_names, KEY_NAMES, KEY_NAME, &keys);
    for (uint32_t u = 0; u < d.n_units; u++)
        place_keys(&d.units[u], &keys);
    qsort(keys.at, keys.n, sizeof keys.at[0], by_value);
    out->at = SR_NEW(arena, uint64_t, keys.n + 1);
    for (uint32_t i = 0; i < keys.n; i++)
        if (i == 0 || keys.at[i] != keys.at[i - 1])
            out->at[out->n++] = keys.at[i];
}
