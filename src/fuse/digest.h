/* What pairs of reports are compared by: the unpacked form of a digest.
 *
 *   words   the heaviest words of title and text, tf·idf, unit length, as integers (so that
 *           sums do not depend on their order)
 *   title   the same of the title; lead: of the first bytes of the text
 *   names   pairs of capitalised neighbours ("John Doe", "North Street") with the weight that
 *           their rarity gives them
 *   units   the report's mentions: first what it is about (also when no incident was read in
 *           it), then its background
 *
 * Every list is sorted by hash.  The packed form is versioned by sr_digest_version and holds
 * nothing that is not recomputed from the report.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_FUSE_DIGEST_H
#define SR_FUSE_DIGEST_H

#include "fuse/fold.h"

enum {
    SR_DIGEST_WORDS = 96,
    SR_DIGEST_TITLE = 16,
    SR_DIGEST_LEAD = 40,
    SR_DIGEST_NAMES = 48,
    SR_DIGEST_AGES = 12,
    SR_DIGEST_UNITS = 32,
    SR_DIGEST_PEOPLE = 8,
    SR_DIGEST_ACTORS = 4,
};
#define SR_DIGEST_UNIT_WEIGHT 1024 // length of a vector of words

typedef struct sr_digest_term {
    uint32_t hash;
    int32_t  weight;
} sr_digest_term;

typedef struct sr_digest_unit {
    uint32_t mention;         // SR_NONE: no incident was read
    sr_day   first, last;     // SR_DAY_NONE: unknown
    uint32_t geonameid, place, admin1, venue, subtype; // hashes; 0: unknown
    uint32_t place_word;      // rarest word of the place's name, as in `words`; 0: unknown
    float    lat, lon;        // with `located`
    int32_t  killed, wounded; // -1: unknown
    uint32_t people[SR_DIGEST_PEOPLE]; // full names of those harmed and suspected, hashed
    uint32_t actors[SR_DIGEST_ACTORS];
    uint8_t  n_people, n_actors;
    uint8_t  type, date_precision, place_precision;
    char     country[3];
    uint8_t  located, background;
    uint8_t  unused[2];       // keeps packed bytes free of padding
} sr_digest_unit;

typedef struct sr_digest {
    sr_day            published; // SR_DAY_NONE: unknown
    uint32_t          url;       // hash of publisher and url, of a table's row: of its id; 0: none
    uint32_t          table;     // hash of what imported the row of a table that it is; 0: no row
    sr_fold_signature signature;
    uint32_t          n_words, n_title, n_lead, n_names, n_ages, n_units;
    sr_digest_term    words[SR_DIGEST_WORDS], title[SR_DIGEST_TITLE], lead[SR_DIGEST_LEAD];
    sr_digest_term    names[SR_DIGEST_NAMES];
    uint32_t          ages[SR_DIGEST_AGES];
    sr_digest_unit    units[SR_DIGEST_UNITS]; // at least one
} sr_digest;

/** @return false: not a whole digest of this form */
bool sr_digest_unpack(const sr_fold_model *model, sr_str packed, sr_digest *out);
/** Published day, words and number of units alone: most pairs differ in these already. @return as sr_digest_unpack */
bool sr_digest_unpack_words(const sr_fold_model *model, sr_str packed, sr_digest *out);
/** Sum over the terms that both have of the product of their weights. */
int32_t sr_digest_dot(const sr_digest_term *a, uint32_t n_a, const sr_digest_term *b, uint32_t n_b);

/* ---- the model: weights of pairs, rarity of words ---- */

#define SR_FOLD_KIND "fold"
#define SR_FOLD_VERSION 2u

/* Payload of models/fold.bin: u32 n_weights, n_words, n_names, reports behind the table, n_known; float weights[];
 * u32 hash[n_words], hash[n_names], known[n_known], each rising; u8 idf[n_words], idf[n_names] in twentieths. */
struct sr_fold_model {
    uint64_t        version; // of digests: hash of the table and of the form
    const float    *weights; // [SR_PAIR_FEATURES]; NULL: none
    const uint32_t *word_hashes, *name_hashes;
    const uint32_t *known;   // names of groups and towns: they lead to too many reports
    const uint8_t  *word_idf, *name_idf;
    uint32_t        n_words, n_names, n_known;
    float           unknown; // idf of what the table does not have
};

float sr_fold_word_idf(const sr_fold_model *model, uint32_t hash);
float sr_fold_name_idf(const sr_fold_model *model, uint32_t hash);
/** Is it the name of a group or a town, which stands in the reports of all that they do and of all that happens there? */
bool  sr_fold_name_known(const sr_fold_model *model, uint32_t hash);

/* ---- words of a text ---- */

typedef struct sr_fold_word {
    uint32_t hash;     // of its folded form without plural
    uint32_t begin, end;
    bool     capital;  // begins with a capital, and a small letter follows or it is all capitals
    bool     digits;
    bool     adjacent; // exactly one space before it
} sr_fold_word;

typedef struct sr_fold_words {
    sr_fold_word *at;
    uint32_t      n;
    bool          upper; // hardly a small letter: capitals tell nothing
} sr_fold_words;

/** Words of a text. Cost: O(bytes). */
void sr_fold_words_of(sr_str text, sr_fold_words *out, sr_arena *arena);
/** Hash of two neighbours as a name. */
uint32_t sr_fold_pair_hash(uint32_t a, uint32_t b);

#endif
