/* Places of the world, compiled from GeoNames, Natural Earth and UCDP into one block.
 *
 * A name is looked up as a run of tokens.  Before that each token becomes a *form*
 * (sr_gazetteer_form_of): lower case, ASCII letters where there is a usual spelling, periods
 * and apostrophes left out, hyphens as a space, "st." as "saint".  Forms of neighbouring tokens
 * are joined by arithmetic, so it does not matter how a tokeniser cuts "Port-au-Prince",
 * "Sana'a" or "U.S."; no string is built.
 *
 * A name has readings; a reading is a place with country, admin1, admin2, coordinates, kind and
 * population.  Which reading is meant is decided in annotate/places, with context.
 *
 * The block is used as it lies in the file (docs/format-model.md): nothing is parsed or
 * copied.  Whatever a damaged file holds, no function reads outside it.
 * Immutable; may be shared between threads.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_KNOW_GAZETTEER_H
#define SR_KNOW_GAZETTEER_H

#include "base/error.h"
#include "base/str.h"

typedef struct sr_gazetteer sr_gazetteer;

#define SR_GAZETTEER_KIND "gazetteer" // kind and version in the container (know/model.h)
#define SR_GAZETTEER_VERSION 1
#define SR_NO_PLACE UINT32_MAX

typedef enum sr_gazetteer_kind {
    SR_GAZETTEER_COUNTRY,
    SR_GAZETTEER_ADMIN1,
    SR_GAZETTEER_ADMIN2,
    SR_GAZETTEER_CITY,    // populated place
    SR_GAZETTEER_FEATURE, // sea, range, desert, island …
    SR_GAZETTEER_REGION,  // of the world or within countries: "Sahel", "Kurdistan", historical states
    SR_GAZETTEER_CONTINENT,
    SR_GAZETTEER_KINDS,
} sr_gazetteer_kind;

typedef struct sr_gazetteer_place {
    uint32_t index;       // its own number in the gazetteer
    uint32_t geonameid;   // 0: none
    sr_str   name;        // as written, UTF-8
    uint8_t  kind;        // sr_gazetteer_kind
    char     country[3];  // ISO alpha-2, terminated; "" for seas and the like
    uint32_t admin1;      // index of the admin1 place; SR_NO_PLACE none
    uint32_t admin2;      // index of the admin2 place; SR_NO_PLACE none
    uint32_t population;  // 0 unknown
    bool     capital;     // of a country
    bool     seat;        // of an admin1
    bool     section;     // a part of a town
    bool     borrowed;    // coordinates are those of the admin2, admin1 or country around it
    double   lat, lon;    // degrees
    bool     located;
} sr_gazetteer_place;

/** One token, ready for lookup. */
typedef struct sr_gazetteer_form {
    uint64_t hash;   // of its letters and digits; 0 with power 1: none ("'", ".")
    uint64_t power;  // multiplier of what stands before it
    uint64_t first;  // hash of its first word ("al" of "al-hasakah" as one token)
    uint8_t  words;  // spaces inside ("al-hasakah" as one token: 1)
    bool     joined; // no space before it
    bool     blank;  // holds no letter or digit
    bool     clitic; // begins with an apostrophe ("'s"): no name ends here
} sr_gazetteer_form;

/** @param token  the token's letters in any case (a view into the text or its folded form)
 *  @param space  white space before it in the text */
sr_gazetteer_form sr_gazetteer_form_of(sr_str token, bool space);

enum { // how a reading came to its name
    SR_GAZETTEER_MAIN = 1,   // the place's own name, not an alternate spelling
    SR_GAZETTEER_COMMON = 2, // an English name or abbreviation from data/place-names.tsv
    SR_GAZETTEER_SHORT = 4,  // a word of kind is left out ("Helmand" for "Helmand Province")
};

/** One reading of a name: place index in the low 24 bits, flags above. */
typedef uint32_t sr_gazetteer_reading;
static inline uint32_t sr_gazetteer_index(sr_gazetteer_reading reading)
{
    return reading & 0xFFFFFFu;
}
static inline unsigned sr_gazetteer_flags(sr_gazetteer_reading reading)
{
    return reading >> 24;
}

/** Use a file of models/gazetteer.bin's form.
 *  @param file   the whole file, aligned to 64; must outlive *out
 *  @param where  its name, for messages
 *  @param out    belongs to the caller; sr_gazetteer_close
 *  @return SR_OK; SR_E_CORRUPT, SR_E_VERSION, SR_E_NOMEM.  Cost: O(1). */
SR_NODISCARD sr_status sr_gazetteer_open(sr_gazetteer **out, sr_str file, const char *where,
                                         sr_error *err);
void                   sr_gazetteer_close(sr_gazetteer *gazetteer);

/** Longest name that starts at forms[0] (and ends at a token with a letter or digit).
 *  @param forms     [n]
 *  @param readings  out: view of all readings, best known and most populous first
 *  @param count     out: how many
 *  @return tokens matched; 0: none.  Cost: one table look for most words that start no name. */
size_t sr_gazetteer_find(const sr_gazetteer *gazetteer, const sr_gazetteer_form *forms, size_t n,
                         const sr_gazetteer_reading **readings, size_t *count);
/** As above for exactly n tokens. @return number of readings */
size_t sr_gazetteer_exact(const sr_gazetteer *gazetteer, const sr_gazetteer_form *forms, size_t n,
                          const sr_gazetteer_reading **readings);
/** Longest demonym ("Afghan", "Iraqis", "South Korean") that starts at forms[0].
 *  @param country  out: index of the country's place; may be NULL
 *  @return tokens matched; 0: none */
size_t sr_gazetteer_demonym(const sr_gazetteer *gazetteer, const sr_gazetteer_form *forms, size_t n,
                            uint32_t *country);

/** Begin to fetch what is looked up for names and demonyms at forms[0].  To be called for many tokens with step 0, then
 *  for all with step 1, then 2, so that their cache misses pass together. */
void sr_gazetteer_fetch(const sr_gazetteer *gazetteer, const sr_gazetteer_form *forms, size_t n, unsigned step);

/** *out is all zero with admin SR_NO_PLACE when there is no such index. Cost: O(1). */
void     sr_gazetteer_place_at(const sr_gazetteer *gazetteer, uint32_t index, sr_gazetteer_place *out);
/** Kind and population of a place alone; as sr_gazetteer_place_at, sooner. */
uint8_t  sr_gazetteer_kind_at(const sr_gazetteer *gazetteer, uint32_t index, uint32_t *population);
uint32_t sr_gazetteer_places(const sr_gazetteer *gazetteer);
/** Countries are the first places. */
uint32_t sr_gazetteer_countries(const sr_gazetteer *gazetteer);
/** Country by ISO alpha-2; SR_NO_PLACE: none. */
uint32_t sr_gazetteer_country(const sr_gazetteer *gazetteer, const char *iso2);
/** Whether a lies in b (or is b), as far as their admin chains tell. */
bool     sr_gazetteer_inside(const sr_gazetteer *gazetteer, uint32_t a, uint32_t b);
/** Great-circle distance in km, radius 6371. */
double   sr_gazetteer_km(double lat1, double lon1, double lat2, double lon2);
/** Move a point. @param bearing  degrees from north, clockwise */
void     sr_gazetteer_move(double *lat, double *lon, double bearing, double km);

#endif
