/* The block of a gazetteer as it lies in the file; see docs/format-model.md.  Shared by the
 * reader (gazetteer.c) and the maker (tools/make_gazetteer.c).
 *
 *   P places   E entries (name → reading)   B buckets   all numbers little endian
 *
 * Places: countries first (sorted by ISO code), then admin1, then admin2, then the rest.
 * Entries are sorted by (bucket, print, rank of the reading); an entry's key is
 * sr_gazetteer__key: its top bucket_bits choose the bucket, the next 24 bits are the print.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_KNOW_GAZETTEER_INT_H
#define SR_KNOW_GAZETTEER_INT_H

#include "know/gazetteer.h"

enum { // sections, in file order
    SR_GAZETTEER__PLACES,   // [P] sr_gazetteer__record
    SR_GAZETTEER__BUCKETS,  // [B + 1] u32 first entry of each bucket
    SR_GAZETTEER__READINGS, // [E] u32 sr_gazetteer_reading
    SR_GAZETTEER__CODES,    // [countries] ISO alpha-2, two bytes each
    SR_GAZETTEER__FILTER,   // [2^filter_bits / 2] nibbles: most words of a name beginning so
    SR_GAZETTEER__PRINTS,   // [E] three bytes each
    SR_GAZETTEER__NAMES,    // names: one byte of length, then the bytes
    SR_GAZETTEER__SECTIONS,
};

typedef struct sr_gazetteer__header {
    uint32_t n_places, n_countries, n_admin1, n_admin2;
    uint32_t n_entries, bucket_bits, filter_bits, names_bytes;
    uint32_t begin[SR_GAZETTEER__SECTIONS]; // bytes from the payload's begin, multiples of 8
    uint32_t reserved;
} sr_gazetteer__header;

typedef struct sr_gazetteer__record {
    uint32_t name;     // low 24 bits: into names; high 8: index of its country, 255 none
    uint32_t id;       // low 24 bits: geonameid; high 8: kind (3 bits), flags
    int32_t  lat, lon; // 1/100,000 degree
    uint16_t admin1;   // number among the admin1 places; 0xFFFF none
    uint16_t admin2;
    uint32_t population;
} sr_gazetteer__record;

enum { // flags of a record, above the kind
    SR_GAZETTEER__CAPITAL = 8,
    SR_GAZETTEER__SEAT = 16,
    SR_GAZETTEER__SECTION = 32,
    SR_GAZETTEER__BORROWED = 64,
    SR_GAZETTEER__UNLOCATED = 128,
};

#define SR_GAZETTEER__NO_COUNTRY 255u
#define SR_GAZETTEER__MAX_WORDS 15u
#define SR_GAZETTEER__FORMAT 0x53524741u // feature hash in the container: how forms are made

/* A name while it is put together. */
typedef struct sr_gazetteer__sum {
    uint64_t hash;
    unsigned words; // spaces seen
} sr_gazetteer__sum;

enum { SR_GAZETTEER__AS_NAME = 0, SR_GAZETTEER__AS_DEMONYM = 1 };

void     sr_gazetteer__add(sr_gazetteer__sum *sum, const sr_gazetteer_form *form, bool first);
/* Key of a whole name, or of its first word for the filter. */
uint64_t sr_gazetteer__key(uint64_t hash, unsigned as);
/* Letters of a name as forms see them; returns the length written (never above room). */
size_t   sr_gazetteer__plain(sr_str name, uint8_t *out, size_t room);

#endif
