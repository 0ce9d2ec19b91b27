/* What the files of the gazetteer compiler share: the places and names collected so far.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_TOOLS_GAZETTEER_MAKER_H
#define SR_TOOLS_GAZETTEER_MAKER_H

#include "base/buf.h"
#include "know/gazetteer_int.h"

enum {
    BUCKET_BITS = 17,
    FILTER_BITS = 20,
    COLUMNS = 16,
    NAME_BYTES = 250,     // longer names are left out
    SHORTEST = 3,         // letters of an alternate spelling
    CODE_LETTERS = 4,     // an alternate in capitals up to this long is a code ("IEV"), not a name
    VILLAGE_WORDS = 4,    // a UCDP place with more words is a description
    ISLAND_KM = 60,       // an island belongs to the country of a town that near
    REGION_KNOWN = 20000, // population that a curated region is ranked with
    AGREE_KM = 400,       // two points of a country that are nearer are both about its middle
    SPREAD_TOWNS = 8,     // a province with so many towns has its point checked against them
};

typedef struct place {
    sr_gazetteer__record record;
    uint32_t             admin1, admin2; // indices of places; SR_NO_PLACE
    uint8_t              country;
    uint8_t              kind;
} place;

typedef struct entry {
    uint64_t key;
    uint32_t place;
    uint32_t rank; // higher first
    uint8_t  flags;
    uint32_t next; // entry with the same key while building; UINT32_MAX
} entry;

typedef struct slot {
    uint64_t key;
    uint32_t value; // UINT32_MAX: empty
} slot;

typedef struct map {
    slot  *at;
    size_t room, n; // room is a power of two
} map;

typedef struct maker {
    sr_arena arena;
    SR_LIST(place) places;
    SR_LIST(entry) entries;
    SR_LIST(sr_str) affixes; // plain words of kind, "after" ones as " word", others as "word "
    sr_buf   names;
    map      pool;  // hash of a name → offset in names
    map      codes; // hash of an admin code → place
    map      index; // key → first entry
    uint8_t  filter[(size_t)1 << (FILTER_BITS - 1)];
    uint32_t n_countries, n_admin1, n_admin2;
    char     iso[SR_GAZETTEER__NO_COUNTRY][2];
    unsigned faults;
} maker;

extern maker m;

/* Say what is wrong with a file and end. */
void die(const char *what, const char *where);
/* UINT32_MAX: not there. */
uint32_t map_get(map *t, uint64_t key);
void map_set(map *t, uint64_t key, uint32_t value);
/* A file of a folder, unpacked if it ends in .xz; it lives till the end. */
sr_str read_table(const char *folder, const char *name);
/* Next row; comments are passed over. */
bool row(sr_str *rest, sr_str cells[COLUMNS]);
/* What follows the header. */
sr_str first_row(sr_str table);
/* 0 for what is none. */
uint32_t number(sr_str cell);
/* Offset of a name in the pool. */
uint32_t intern(sr_str name);
sr_str place_name(const place *p);
place *add_place(sr_str name, uint8_t kind, uint8_t country);
void flag(place *p, uint32_t bit);
void set_id(place *p, sr_str cell);
/* False: no numbers. */
bool locate(place *p, sr_str lat, sr_str lon);
/* Take the point of what is around it. */
void borrow(place *p, uint32_t from);
/* SR_GAZETTEER__NO_COUNTRY: none. */
uint8_t country_of(sr_str iso);
uint64_t name_key(sr_str name);
/* Letters as they are looked up. */
sr_str plain_of(sr_str name);
void add_name(sr_str name, uint32_t index, unsigned flags);
void add_demonym(sr_str name, uint32_t country);
/* "X district (Y)" and "X, Y" without what follows X. */
sr_str head_of(sr_str name);
/* A name of a province or district, with and without its word of kind. */
void add_area(sr_str name, uint32_t index, unsigned flags);
bool is_arabic(uint8_t country);
/* A name with and without the Arabic article. */
void add_arabic(sr_str name, uint32_t index, unsigned flags);
/* Sort the names, write the block. */
void write_file(const char *path);
void clean_up(void);

#endif
