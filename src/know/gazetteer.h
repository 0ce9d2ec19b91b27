/* Places of the world, compiled from GeoNames and Natural Earth into one block.
 *
 * Names are folded (lower case, ASCII letters where there is a usual spelling) and kept with
 * all their readings; a reading is a place with country, admin1/admin2, coordinates, kind and
 * population.  Which reading is meant is decided in annotate/places, with context.
 *
 * Immutable; may be shared between threads.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_KNOW_GAZETTEER_H
#define SR_KNOW_GAZETTEER_H

#include "base/error.h"
#include "base/str.h"

typedef struct sr_gazetteer sr_gazetteer;

typedef enum sr_gazetteer_kind {
    SR_GAZETTEER_COUNTRY,
    SR_GAZETTEER_ADMIN1,
    SR_GAZETTEER_ADMIN2,
    SR_GAZETTEER_CITY,    // populated place
    SR_GAZETTEER_FEATURE, // sea, range, desert, region, island …
    SR_GAZETTEER_CONTINENT,
} sr_gazetteer_kind;

typedef struct sr_gazetteer_place {
    uint32_t index;       // its own number in the gazetteer
    uint32_t geonameid;   // 0: none
    sr_str   name;        // as written, UTF-8
    uint8_t  kind;        // sr_gazetteer_kind
    char     country[3];  // ISO alpha-2, terminated; "" for seas and the like
    uint32_t admin1;      // index of the admin1 place; UINT32_MAX none
    uint32_t admin2;      // index of the admin2 place; UINT32_MAX none
    uint32_t population;  // 0 unknown
    bool     capital;     // of a country
    bool     seat;        // of an admin1
    double   lat, lon;    // degrees
    bool     located;
} sr_gazetteer_place;

/** One reading of a name. */
typedef struct sr_gazetteer_reading {
    uint32_t place;       // index
    bool     main;        // the place's own name, not an alternate
} sr_gazetteer_reading;

/** Open gazetteer.bin. @param file  a container of kind "gazetteer" (know/model.h), aligned to 64;
 *  outlives the gazetteer
 *  @return SR_OK; SR_E_CORRUPT, SR_E_VERSION, SR_E_NOMEM */
SR_NODISCARD sr_status sr_gazetteer_open(sr_gazetteer **out, sr_str file, const char *where,
                                         sr_error *err);
void                   sr_gazetteer_close(sr_gazetteer *gazetteer);

/** Longest name that starts at forms[0].
 *  @param forms     [n] sr_hash of folded tokens
 *  @param readings  out: view of all readings, most populous first
 *  @param count     out: how many
 *  @return tokens matched; 0: none */
size_t sr_gazetteer_find(const sr_gazetteer *gazetteer, const uint64_t *forms, size_t n,
                         const sr_gazetteer_reading **readings, size_t *count);
/** As above for exactly n tokens. */
size_t sr_gazetteer_exact(const sr_gazetteer *gazetteer, const uint64_t *forms, size_t n,
                          const sr_gazetteer_reading **readings);
void   sr_gazetteer_place_at(const sr_gazetteer *gazetteer, uint32_t index, sr_gazetteer_place *out);
/** Country by ISO alpha-2; UINT32_MAX: none. */
uint32_t sr_gazetteer_country(const sr_gazetteer *gazetteer, const char iso2[2]);
/** ISO alpha-2 of a demonym ("afghan", "iraqis"), folded; "" when unknown. Static. */
const char *sr_gazetteer_demonym(const sr_gazetteer *gazetteer, uint64_t form);
/** Great-circle distance in km, radius 6371. */
double sr_gazetteer_km(double lat1, double lon1, double lat2, double lon2);

#endif
