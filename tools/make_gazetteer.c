/* The gazetteer compiler: GeoNames, Natural Earth, UCDP and our own tables into one block.
 *
 *   make_gazetteer --shared ../shared --data data --out models/gazetteer.bin
 *
 * Run by `make tables`; the result is committed.  Reads, in this order:
 *
 *   gazetteer/countries.tsv admin1.tsv admin2.tsv.xz cities500.tsv.xz natural-features.tsv
 *   actors/ucdp-places.tsv          places of fighting: districts and villages that are missing
 *   data/country-points.tsv         points of countries, weighed with those of countries.tsv
 *   data/place-kinds.tsv            words of kind that names of provinces are known without, too
 *   data/place-regions.tsv          regions, historical states, waters
 *   data/place-names.tsv            abbreviations, common and old names, demonyms
 *
 * Same input, same bytes: no floating point decides an order.  Form of the block:
 * docs/format-model.md.
 * SPDX-License-Identifier: Apache-2.0 */
#include <lzma.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "know/gazetteer_int.h"
#include "know/model.h"

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

static maker m;

/* ------------------------------------------------------------------ small tools */

static void die(const char *what, const char *where)
{
    (void)fprintf(stderr, "make_gazetteer: %s: %s\n", where, what);
    exit(EXIT_FAILURE);
}

static slot *map_slot(map *t, uint64_t key)
{
    if ((t->n + 1) * 2 > t->room) {
        size_t old = t->room;
        slot  *from = t->at;
        t->room = old ? old * 2 : 1024;
        t->at = malloc(t->room * sizeof *t->at);
        if (!t->at)
            die("out of memory", "map");
        for (size_t i = 0; i < t->room; i++)
            t->at[i].value = UINT32_MAX;
        t->n = 0;
        for (size_t i = 0; i < old; i++)
            if (from[i].value != UINT32_MAX)
                *map_slot(t, from[i].key) = from[i], t->n++;
        free(from);
    }
    size_t at = sr_gazetteer__key(key, 2) & (t->room - 1);
    while (t->at[at].value != UINT32_MAX && t->at[at].key != key)
        at = (at + 1) & (t->room - 1);
    return &t->at[at];
}

static uint32_t map_get(map *t, uint64_t key)
{
    return t->room ? map_slot(t, key)->value : UINT32_MAX;
}

static void map_set(map *t, uint64_t key, uint32_t value)
{
    slot *s = map_slot(t, key);
    t->n += s->value == UINT32_MAX;
    *s = (slot){key, value};
}

static sr_str unpack(sr_str packed, const char *path)
{
    sr_buf      out = SR_BUF_INIT;
    lzma_stream stream = LZMA_STREAM_INIT;
    if (lzma_stream_decoder(&stream, UINT64_MAX, 0) != LZMA_OK)
        die("xz cannot start", path);
    stream.next_in = packed.ptr;
    stream.avail_in = packed.len;
    lzma_ret ret = LZMA_OK;
    while (ret == LZMA_OK) {
        if (!sr_buf_reserve(&out, 1 << 20))
            die("out of memory", path);
        stream.next_out = out.ptr + out.len;
        stream.avail_out = 1 << 20;
        ret = lzma_code(&stream, LZMA_RUN);
        out.len += (1 << 20) - stream.avail_out;
    }
    lzma_end(&stream);
    if (ret != LZMA_STREAM_END)
        die("damaged xz file", path);
    return sr_buf_view(&out);
}

static sr_str read_table(const char *folder, const char *name)
{
    const char *path = (const char *)sr_str_format(&m.arena, "%s/%s", folder, name).ptr;
    sr_str      bytes;
    sr_error    err = {0};
    if (sr_file_map(path, &bytes, &err) != SR_OK)
        die(err.text, path);
    return sr_str_ends(sr_str_c(path), SR_STR(".xz")) ? unpack(bytes, path) : bytes;
}

/* Next row behind the header; comments are passed over. */
static bool row(sr_str *rest, sr_str cells[COLUMNS])
{
    while (rest->len) {
        sr_str line = sr_str_cut(rest, '\n');
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        for (size_t i = 0; i < COLUMNS; i++)
            cells[i] = sr_str_cut(&line, '\t');
        return true;
    }
    return false;
}

static sr_str first_row(sr_str table)
{
    sr_str header[COLUMNS];
    (void)row(&table, header);
    return table;
}

static uint32_t number(sr_str cell)
{
    uint64_t value = 0;
    return sr_str_uint(cell, UINT32_MAX, &value) ? (uint32_t)value : 0;
}

static bool degrees(sr_str cell, int32_t *out)
{
    double value;
    if (!sr_str_decimal(cell, &value))
        return false;
    *out = (int32_t)(value * 1e5 + (value < 0 ? -0.5 : 0.5));
    return true;
}

/* ------------------------------------------------------------------ places */

static uint32_t intern(sr_str name)
{
    uint64_t hash = sr_hash(name);
    uint32_t at = map_get(&m.pool, hash);
    if (at != UINT32_MAX)
        return at;
    at = (uint32_t)m.names.len;
    name = sr_str_slice(name, 0, NAME_BYTES);
    sr_buf_byte(&m.names, (uint8_t)name.len);
    sr_buf_put(&m.names, name);
    if (m.names.failed || m.names.len > 0xFFFFFF)
        die("too many names", "pool");
    map_set(&m.pool, hash, at);
    return at;
}

static sr_str place_name(const place *p)
{
    uint32_t at = p->record.name & 0xFFFFFF;
    return sr_str_from(m.names.ptr + at + 1, m.names.ptr[at]);
}

static place *add_place(sr_str name, uint8_t kind, uint8_t country)
{
    place *p = SR_PUSH(&m.arena, &m.places);
    p->record.name = intern(name) | (uint32_t)country << 24;
    p->record.id = (uint32_t)kind << 24;
    p->kind = kind;
    p->country = country;
    p->admin1 = p->admin2 = SR_NO_PLACE;
    return p;
}

static void flag(place *p, uint32_t bit)
{
    p->record.id |= bit << 24;
}

static void set_id(place *p, sr_str cell)
{
    uint32_t id = number(cell);
    if (id > 0xFFFFFF)
        die("a geonameid needs more than 24 bits", "places");
    p->record.id |= id;
}

static bool locate(place *p, sr_str lat, sr_str lon)
{
    return degrees(lat, &p->record.lat) && degrees(lon, &p->record.lon);
}

static void borrow(place *p, uint32_t from)
{
    if (from == SR_NO_PLACE || (m.places.at[from].record.id >> 24 & SR_GAZETTEER__UNLOCATED)) {
        flag(p, SR_GAZETTEER__UNLOCATED);
        return;
    }
    p->record.lat = m.places.at[from].record.lat;
    p->record.lon = m.places.at[from].record.lon;
    flag(p, SR_GAZETTEER__BORROWED);
}

static uint8_t country_of(sr_str iso)
{
    for (uint32_t i = 0; i < m.n_countries; i++)
        if (iso.len == 2 && memcmp(m.iso[i], iso.ptr, 2) == 0)
            return (uint8_t)i;
    return SR_GAZETTEER__NO_COUNTRY;
}

/* ------------------------------------------------------------------ names */

/* Eight times the logarithm to base 2, in integers. */
static uint32_t log8(uint32_t x)
{
    if (x == 0)
        return 0;
    uint32_t bits = 31 - (uint32_t)__builtin_clz(x);
    uint32_t fraction = bits >= 3 ? x >> (bits - 3) & 7 : x << (3 - bits) & 7;
    return bits * 8 + fraction;
}

static const uint32_t kind_rank[SR_GAZETTEER_KINDS] = {
    [SR_GAZETTEER_COUNTRY] = 120, [SR_GAZETTEER_ADMIN1] = 20,    [SR_GAZETTEER_ADMIN2] = 0,
    [SR_GAZETTEER_CITY] = 10,     [SR_GAZETTEER_FEATURE] = 40,   [SR_GAZETTEER_REGION] = 90,
    [SR_GAZETTEER_CONTINENT] = 200,
};

static uint32_t rank_of(const place *p, unsigned flags)
{
    uint32_t bits = p->record.id >> 24, rank = 1000 + kind_rank[p->kind] + log8(p->record.population);
    rank += bits & SR_GAZETTEER__CAPITAL ? 30 : 0;
    rank += bits & SR_GAZETTEER__SEAT ? 12 : 0;
    rank -= bits & SR_GAZETTEER__SECTION ? 20 : 0;
    rank -= bits & SR_GAZETTEER__BORROWED ? 20 : 0;
    rank += flags & SR_GAZETTEER_COMMON ? 200 : 0;
    rank += flags & SR_GAZETTEER_MAIN ? 40 : 0;
    return rank;
}

static uint64_t key_of(sr_str plain, unsigned as)
{
    sr_gazetteer_form form = sr_gazetteer_form_of(plain, true);
    return sr_gazetteer__key(form.hash, as);
}

static uint64_t name_key(sr_str name)
{
    return key_of(name, SR_GAZETTEER__AS_NAME);
}

static void note_words(sr_str plain)
{
    unsigned words = 1;
    for (size_t i = 0; i < plain.len; i++)
        words += plain.ptr[i] == ' ';
    words = SR_MIN(words, SR_GAZETTEER__MAX_WORDS);
    uint64_t first = sr_gazetteer_form_of(sr_str_slice(plain, 0, sr_str_find(plain, ' ', 0)), true).hash;
    uint64_t at = sr_gazetteer__key(first, SR_GAZETTEER__AS_NAME) >> (64 - FILTER_BITS);
    unsigned shift = at & 1 ? 4 : 0;
    uint8_t *byte = &m.filter[at >> 1];
    if ((*byte >> shift & 15u) < words)
        *byte = (uint8_t)((*byte & ~(15u << shift)) | words << shift);
}

static void add_entry(sr_str plain, uint32_t index, unsigned flags, unsigned as)
{
    uint64_t key = key_of(plain, as);
    uint32_t head = map_get(&m.index, key), rank = rank_of(&m.places.at[index], flags);
    for (uint32_t i = head; i != UINT32_MAX; i = m.entries.at[i].next) {
        entry *e = &m.entries.at[i];
        if (e->place == index) {
            e->flags |= (uint8_t)(flags & SR_GAZETTEER_SHORT ? flags & ~(unsigned)SR_GAZETTEER_SHORT : flags);
            e->rank = SR_MAX(e->rank, rank);
            return;
        }
    }
    map_set(&m.index, key, (uint32_t)m.entries.n);
    *SR_PUSH(&m.arena, &m.entries) = (entry){key, index, rank, (uint8_t)flags, head};
    note_words(plain);
}

/* Whether a name can be looked up at all: ASCII letters after folding, long enough. */
static bool usable(sr_str plain)
{
    size_t letters = 0;
    for (size_t i = 0; i < plain.len; i++) {
        if (plain.ptr[i] >= 0x80)
            return false;
        letters += sr_is_alpha(plain.ptr[i]);
    }
    return letters > 0 && plain.len < NAME_BYTES;
}

static sr_str plain_of(sr_str name)
{
    uint8_t letters[NAME_BYTES + 6];
    size_t  n = sr_gazetteer__plain(name, letters, sizeof letters);
    return sr_str_squeeze(&m.arena, sr_str_from(letters, n));
}

static void add_name(sr_str name, uint32_t index, unsigned flags)
{
    sr_arena_mark mark = sr_arena_here(&m.arena);
    sr_str        plain = plain_of(name);
    uint8_t       copy[NAME_BYTES + 6];
    memcpy(copy, plain.ptr, plain.len);
    plain.ptr = copy;
    sr_arena_return(&m.arena, mark);
    if (usable(plain))
        add_entry(plain, index, flags, SR_GAZETTEER__AS_NAME);
}

static void add_demonym(sr_str name, uint32_t country)
{
    sr_str plain = plain_of(name);
    if (plain.len > 1)
        add_entry(plain, country, SR_GAZETTEER_MAIN, SR_GAZETTEER__AS_DEMONYM);
}

/* "X district (Y)" and "X, Y" without what follows X. */
static sr_str head_of(sr_str name)
{
    size_t end = SR_MIN(sr_str_find(name, '(', 0), sr_str_find(name, ',', 0));
    return end > 2 ? sr_str_trim(sr_str_slice(name, 0, end)) : name;
}

/* The name without its word of kind; the same view when it has none. */
static sr_str without_kind(sr_str plain)
{
    for (size_t i = 0; i < m.affixes.n; i++) {
        sr_str affix = m.affixes.at[i];
        if (affix.len + 2 > plain.len)
            continue;
        if (affix.ptr[0] == ' ' && sr_str_ends(plain, affix))
            return sr_str_slice(plain, 0, plain.len - affix.len);
        if (affix.ptr[0] != ' ' && sr_str_starts(plain, affix))
            return sr_str_slice(plain, affix.len, plain.len);
    }
    return plain;
}

static const char *const sides[][2] = {
    {"north", "northern"}, {"south", "southern"}, {"east", "eastern"}, {"west", "western"}};

/* "Northern Darfur" for "North Darfur" and the other way round. */
static void add_sides(sr_str plain, uint32_t index, unsigned flags)
{
    size_t first = sr_str_find(plain, ' ', 0);
    sr_str word = sr_str_slice(plain, 0, first), rest = sr_str_slice(plain, first, plain.len);
    if (rest.len < 3)
        return;
    for (size_t i = 0; i < SR_COUNT(sides); i++)
        for (int k = 0; k < 2; k++)
            if (sr_str_eq(word, sr_str_c(sides[i][k])))
                add_name(sr_str_join(&m.arena, sr_str_c(sides[i][1 - k]), rest), index, flags);
}

static void add_area(sr_str name, uint32_t index, unsigned flags)
{
    sr_str plain = plain_of(head_of(name));
    add_name(name, index, flags);
    if (!sr_str_eq(plain, plain_of(name)))
        add_name(plain, index, flags);
    add_sides(plain, index, flags);
    sr_str bare = without_kind(plain);
    if (bare.len < plain.len && bare.len >= SHORTEST) {
        unsigned less = (flags & ~(unsigned)SR_GAZETTEER_COMMON) | SR_GAZETTEER_SHORT;
        add_name(bare, index, less);
        add_sides(bare, index, less);
    }
}

/* Countries where names carry the Arabic article, and the article's spellings before sun letters. */
static const char *const arabic[] = {"AE", "BH", "DZ", "EG", "IQ", "JO", "KW", "LB", "LY", "MA",
                                     "OM", "PS", "QA", "SA", "SD", "SY", "TN", "YE", "IR"};
static const char *const articles[] = {"al ", "el ", "ad ", "an ", "ar ", "as ", "ash ", "at ", "ath ", "az "};

static bool is_arabic(uint8_t country)
{
    for (size_t i = 0; i < SR_COUNT(arabic); i++)
        if (country < m.n_countries && memcmp(m.iso[country], arabic[i], 2) == 0)
            return true;
    return false;
}

/* Final "ah" is often written "a". */
static void add_soft(sr_str plain, uint32_t index, unsigned flags)
{
    add_name(plain, index, flags);
    if (plain.len > 4 && sr_str_ends(plain, SR_STR("ah")))
        add_name(sr_str_slice(plain, 0, plain.len - 1), index, flags & ~(unsigned)SR_GAZETTEER_MAIN);
}

static void add_arabic(sr_str name, uint32_t index, unsigned flags)
{
    sr_str plain = plain_of(name);
    add_soft(plain, index, flags);
    for (size_t i = 0; i < SR_COUNT(articles); i++) {
        sr_str article = sr_str_c(articles[i]);
        if (!sr_str_starts(plain, article) || plain.len < article.len + 4)
            continue;
        sr_str bare = sr_str_slice(plain, article.len, plain.len);
        unsigned less = flags & ~(unsigned)SR_GAZETTEER_MAIN;
        add_soft(bare, index, less | SR_GAZETTEER_SHORT);
        add_soft(sr_str_join(&m.arena, SR_STR("al "), bare), index, less);
        return;
    }
}

/* ------------------------------------------------------------------ tables: areas */

static void read_kinds(const char *data)
{
    sr_str table = first_row(read_table(data, "place-kinds.tsv")), c[COLUMNS];
    while (row(&table, c)) {
        if (!sr_str_eq(c[1], SR_STR("admin1")) && !sr_str_eq(c[1], SR_STR("admin2")))
            continue;
        sr_str word = plain_of(c[0]), where = c[2];
        while (where.len) {
            sr_str at = sr_str_cut(&where, ' ');
            if (sr_str_eq(at, SR_STR("after")))
                *SR_PUSH(&m.arena, &m.affixes) = sr_str_join(&m.arena, SR_STR(" "), word);
            else if (sr_str_eq(at, SR_STR("before")))
                *SR_PUSH(&m.arena, &m.affixes) = sr_str_join(&m.arena, word, SR_STR(" "));
            else
                for (size_t i = 0; i < 4; i++) {
                    static const char *const links[] = {" of ", " de la ", " del ", " de "};
                    *SR_PUSH(&m.arena, &m.affixes) = sr_str_join(&m.arena, word, sr_str_c(links[i]));
                }
        }
    }
}

static int by_iso(const void *a, const void *b)
{
    return memcmp(((const sr_str *)a)->ptr, ((const sr_str *)b)->ptr, 2);
}

/* Historical states have codes of their own (ISO 3166-3). */
static void historical_codes(const char *data, sr_str *codes, size_t *n)
{
    sr_str table = first_row(read_table(data, "place-regions.tsv")), c[COLUMNS];
    while (row(&table, c)) {
        bool known = !sr_str_eq(c[2], SR_STR("historical"));
        for (size_t i = 0; i < *n; i++)
            known |= memcmp(codes[i].ptr, c[3].ptr, 2) == 0;
        if (!known && *n < SR_GAZETTEER__NO_COUNTRY)
            codes[(*n)++] = c[3];
    }
}

static void read_countries(const char *shared, const char *data)
{
    sr_str codes[SR_GAZETTEER__NO_COUNTRY];
    size_t n = 0;
    sr_str whole = first_row(read_table(shared, "data/gazetteer/countries.tsv")), table = whole, c[COLUMNS];
    while (row(&table, c) && n < SR_GAZETTEER__NO_COUNTRY)
        codes[n++] = c[0];
    historical_codes(data, codes, &n);
    qsort(codes, n, sizeof *codes, by_iso);
    m.n_countries = (uint32_t)n;
    for (size_t i = 0; i < n; i++) {
        memcpy(m.iso[i], codes[i].ptr, 2);
        (void)add_place(SR_STR(""), SR_GAZETTEER_COUNTRY, (uint8_t)i);
    }
    for (table = whole; row(&table, c);) {
        uint8_t index = country_of(c[0]);
        place  *p = &m.places.at[index];
        p->record.name = intern(sr_str_trim(c[2])) | (uint32_t)index << 24;
        p->record.population = number(c[9]);
        set_id(p, c[12]);
        if (!locate(p, c[4], c[5]) && !locate(p, c[6], c[7]))
            flag(p, SR_GAZETTEER__UNLOCATED);
    }
}

/* The middle between both points where they agree about; else the table's. */
static void place_countries(const char *data)
{
    sr_str table = first_row(read_table(data, "country-points.tsv")), c[COLUMNS];
    while (row(&table, c)) {
        uint8_t index = country_of(c[0]);
        sr_gazetteer__record old, *r;
        if (index == SR_GAZETTEER__NO_COUNTRY)
            die("an unknown country", "country-points.tsv");
        r = &m.places.at[index].record;
        old = *r;
        if (!locate(&m.places.at[index], c[1], c[2]))
            die("no number", "country-points.tsv");
        bool both = !(r->id >> 24 & SR_GAZETTEER__UNLOCATED);
        if (both && sr_gazetteer_km(old.lat / 1e5, old.lon / 1e5, r->lat / 1e5, r->lon / 1e5) < AGREE_KM) {
            r->lat = old.lat + (r->lat - old.lat) / 2;
            r->lon = old.lon + (r->lon - old.lon) / 2;
        }
        r->id &= ~((uint32_t)SR_GAZETTEER__UNLOCATED << 24);
    }
}

/* After all countries are there: their names count for the rank with population. */
static void name_countries(const char *shared)
{
    sr_str table = first_row(read_table(shared, "data/gazetteer/countries.tsv")), c[COLUMNS];
    while (row(&table, c)) {
        uint32_t index = country_of(c[0]);
        add_name(c[2], index, SR_GAZETTEER_MAIN);
        while (c[13].len) {
            sr_str demonym = sr_str_cut(&c[13], '|'), tail = sr_str_slice(demonym, demonym.len - 1, demonym.len);
            if (map_get(&m.index, name_key(demonym)) != UINT32_MAX)
                continue; // "Guadeloupe", "Turkey": the name of the place itself
            add_demonym(demonym, index);
            if (sr_str_eq(tail, SR_STR("n")) || sr_str_eq(tail, SR_STR("i")) || sr_str_eq(tail, SR_STR("o")) ||
                sr_str_eq(tail, SR_STR("r")))
                add_demonym(sr_str_join(&m.arena, demonym, SR_STR("s")), index);
        }
    }
}

static void read_admin1(const char *shared)
{
    sr_str table = first_row(read_table(shared, "data/gazetteer/admin1.tsv")), c[COLUMNS];
    while (row(&table, c)) {
        uint32_t index = (uint32_t)m.places.n;
        uint8_t  country = country_of(sr_str_slice(c[0], 0, 2));
        place   *p = add_place(c[1], SR_GAZETTEER_ADMIN1, country);
        set_id(p, c[3]);
        p->record.population = number(c[8]);
        if (!locate(p, c[4], c[5]) && !locate(p, c[6], c[7]))
            borrow(p, country);
        map_set(&m.codes, sr_hash(c[0]), index);
        m.n_admin1++;
        add_area(c[1], index, SR_GAZETTEER_MAIN);
        add_area(c[2], index, SR_GAZETTEER_MAIN);
        if (is_arabic(country))
            add_arabic(c[2], index, SR_GAZETTEER_MAIN);
    }
}

static uint32_t admin_place(sr_str code)
{
    return map_get(&m.codes, sr_hash(code));
}

static void read_admin2(const char *shared)
{
    sr_str table = first_row(read_table(shared, "data/gazetteer/admin2.tsv.xz")), c[COLUMNS];
    while (row(&table, c)) {
        uint32_t index = (uint32_t)m.places.n;
        size_t   dot = sr_str_find(c[0], '.', 3);
        uint8_t  country = country_of(sr_str_slice(c[0], 0, 2));
        place   *p = add_place(c[1], SR_GAZETTEER_ADMIN2, country);
        p->admin1 = admin_place(sr_str_slice(c[0], 0, dot));
        set_id(p, c[3]);
        p->record.population = number(c[6]);
        if (!locate(p, c[4], c[5]))
            borrow(p, p->admin1);
        map_set(&m.codes, sr_hash(c[0]), index);
        m.n_admin2++;
        add_area(c[1], index, SR_GAZETTEER_MAIN);
        if (!sr_str_eq(c[1], c[2]))
            add_area(c[2], index, SR_GAZETTEER_MAIN);
    }
}

/* ------------------------------------------------------------------ tables: towns, features */

static const struct {
    const char *code;
    uint32_t    flag;
} town_flags[] = {{"PPLC", SR_GAZETTEER__CAPITAL},
                  {"PPLA", SR_GAZETTEER__SEAT},
                  {"PPLX", SR_GAZETTEER__SECTION}};

static bool worth_keeping(sr_str alternate)
{
    bool   capitals = true;
    size_t letters = 0;
    for (size_t i = 0; i < alternate.len; i++) {
        capitals &= !sr_is_lower(alternate.ptr[i]) && alternate.ptr[i] < 0x80;
        letters += sr_is_alpha(alternate.ptr[i]) || alternate.ptr[i] >= 0xC0;
    }
    if (letters < SHORTEST || (capitals && letters <= CODE_LETTERS))
        return false;
    return sr_is_upper(alternate.ptr[0]) || alternate.ptr[0] >= 0x80; // else a transliteration by machine
}

static void read_cities(const char *shared)
{
    sr_str table = first_row(read_table(shared, "data/gazetteer/cities500.tsv.xz")), c[COLUMNS];
    while (row(&table, c)) {
        uint32_t index = (uint32_t)m.places.n;
        uint8_t  country = country_of(c[7]);
        place   *p = add_place(c[1], SR_GAZETTEER_CITY, country);
        set_id(p, c[0]);
        p->record.population = number(c[10]);
        if (!locate(p, c[4], c[5]))
            die("a town without coordinates", "cities500");
        for (size_t i = 0; i < SR_COUNT(town_flags); i++)
            if (sr_str_eq(c[6], sr_str_c(town_flags[i].code)))
                flag(p, town_flags[i].flag);
        sr_str code = sr_str_format(&m.arena, "%.*s.%.*s", SR_ARG(c[7]), SR_ARG(c[8]));
        p->admin1 = admin_place(code);
        p->admin2 = admin_place(sr_str_format(&m.arena, "%.*s.%.*s", SR_ARG(code), SR_ARG(c[9])));
        add_name(c[1], index, SR_GAZETTEER_MAIN);
        add_name(c[2], index, SR_GAZETTEER_MAIN);
        if (is_arabic(country))
            add_arabic(c[2], index, SR_GAZETTEER_MAIN);
        while (c[3].len) {
            sr_str alternate = sr_str_cut(&c[3], '|');
            if (worth_keeping(alternate))
                add_name(alternate, index, 0);
        }
    }
}

static int by_number(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return x < y ? -1 : x > y;
}

/* Whether a coordinate is at the edge of nine tenths of the towns', or outside; gives their middle. */
static bool aside(int32_t x, int32_t *towns, size_t n, int32_t *middle)
{
    qsort(towns, n, sizeof *towns, by_number);
    int32_t low = towns[n / 20], high = towns[n - 1 - n / 20];
    int64_t margin = ((int64_t)high - low) / 10;
    *middle = low + (high - low) / 2;
    return x < low + margin || x > high - margin;
}

/* Where provinces have a polygon's middle already; where codes of towns are of another year. */
static const char *const settled[] = {"AU", "BR", "CA", "US", "VN"};

/* Some label points of provinces stand on an island or in a corner: where a point is far from the
 * middle of the towns, that middle takes its place. */
static void centre_province(uint32_t index, int32_t *lat, int32_t *lon)
{
    size_t n = 0;
    place *p = &m.places.at[index];
    for (size_t i = 0; i < SR_COUNT(settled); i++)
        if (p->country < m.n_countries && memcmp(m.iso[p->country], settled[i], 2) == 0)
            return;
    for (size_t i = m.n_countries + m.n_admin1 + m.n_admin2; i < m.places.n; i++)
        if (m.places.at[i].admin1 == index) {
            lat[n] = m.places.at[i].record.lat;
            lon[n++] = m.places.at[i].record.lon;
        }
    int32_t north, east;
    if (n < SPREAD_TOWNS)
        return;
    bool off = aside(p->record.lat, lat, n, &north);
    off |= aside(p->record.lon, lon, n, &east);
    if (off) {
        p->record.lat = north;
        p->record.lon = east;
    }
}

static void centre_provinces(void)
{
    int32_t *lat = malloc(m.places.n * sizeof *lat), *lon = malloc(m.places.n * sizeof *lon);
    if (!lat || !lon)
        die("out of memory", "provinces");
    for (uint32_t i = 0; i < m.n_admin1; i++)
        centre_province(m.n_countries + i, lat, lon);
    free(lat);
    free(lon);
}

/* The country of the town nearest to an island; towns are few near the open sea. */
static uint8_t shore(const place *p)
{
    double   best = ISLAND_KM;
    uint8_t  country = SR_GAZETTEER__NO_COUNTRY;
    for (size_t i = 0; i < m.places.n; i++) {
        const place *town = &m.places.at[i];
        int32_t      away = town->record.lat - p->record.lat;
        if (town->kind != SR_GAZETTEER_CITY || away > 60000 || away < -60000)
            continue;
        double km = sr_gazetteer_km(town->record.lat / 1e5, town->record.lon / 1e5, p->record.lat / 1e5,
                                    p->record.lon / 1e5);
        if (km < best) {
            best = km;
            country = town->country;
        }
    }
    return country;
}

/* "Kuril Is." is written out; what stays abbreviated is left out. */
static sr_str feature_name(sr_str name)
{
    name = sr_str_squeeze(&m.arena, name);
    if (sr_str_ends(name, SR_STR(" Is.")))
        name = sr_str_join(&m.arena, sr_str_slice(name, 0, name.len - 1), SR_STR("lands"));
    else if (sr_str_ends(name, SR_STR(" I.")))
        name = sr_str_join(&m.arena, sr_str_slice(name, 0, name.len - 1), SR_STR("sland"));
    bool fine = sr_str_find(name, '.', 0) == name.len && sr_str_find(name, '(', 0) == name.len;
    for (size_t i = 1; i < name.len; i++)
        fine &= !(sr_is_upper(name.ptr[i]) && sr_is_upper(name.ptr[i - 1]));
    return fine ? name : (sr_str){NULL, 0};
}

static void read_features(const char *shared)
{
    sr_str table = first_row(read_table(shared, "data/gazetteer/natural-features.tsv")), c[COLUMNS];
    while (row(&table, c)) {
        sr_str name = feature_name(c[0]);
        if (!name.len || sr_str_eq(c[2], SR_STR("airport")) || sr_str_eq(c[2], SR_STR("continent")))
            continue;
        uint32_t known = map_get(&m.index, name_key(name));
        if (known != UINT32_MAX && m.entries.at[known].flags & SR_GAZETTEER_COMMON)
            continue; // place-regions has it
        uint32_t index = (uint32_t)m.places.n;
        place   *p = add_place(name, SR_GAZETTEER_FEATURE, SR_GAZETTEER__NO_COUNTRY);
        if (!locate(p, c[3], c[4]))
            flag(p, SR_GAZETTEER__UNLOCATED);
        else if (sr_str_starts(c[2], SR_STR("island"))) {
            p->country = shore(p);
            p->record.name = (p->record.name & 0xFFFFFF) | (uint32_t)p->country << 24;
        }
        add_name(name, index, SR_GAZETTEER_MAIN);
        while (c[1].len) {
            sr_str other = feature_name(sr_str_trim(sr_str_cut(&c[1], ',')));
            if (other.len)
                add_name(other, index, 0);
        }
    }
}

/* ------------------------------------------------------------------ tables: UCDP */

/* The place of this name and kind inside `within`; SR_NO_PLACE. */
static uint32_t inside(sr_str name, uint8_t kind, uint32_t within)
{
    for (uint32_t i = map_get(&m.index, name_key(name)); i != UINT32_MAX; i = m.entries.at[i].next) {
        uint32_t     index = m.entries.at[i].place;
        const place *p = &m.places.at[index], *w = &m.places.at[within];
        bool in = w->kind == SR_GAZETTEER_COUNTRY ? p->country == w->country
                  : w->kind == SR_GAZETTEER_ADMIN1 ? p->admin1 == within : p->admin2 == within;
        if (p->kind == kind && in)
            return index;
    }
    return SR_NO_PLACE;
}

static sr_str bare_name(sr_str name)
{
    sr_str head = head_of(name);
    size_t space = head.len;
    static const char *const kinds[] = {"province", "district", "state", "governorate", "region", "village",
                                        "town", "city", "department", "municipality", "oblast", "commune", "county"};
    while (space > 0 && head.ptr[space - 1] != ' ')
        space--;
    sr_str last = sr_str_slice(head, space, head.len);
    for (size_t i = 0; i < SR_COUNT(kinds); i++)
        if (space > 1 && sr_str_eq_case(last, sr_str_c(kinds[i])))
            return sr_str_trim(sr_str_slice(head, 0, space));
    return head;
}

/* A name of a place, not a description ("between X and Y", "Kabul-Jalalabad highway"). */
static bool is_name(sr_str name)
{
    size_t words = 1;
    for (size_t i = 0; i < name.len; i++) {
        if (sr_is_digit(name.ptr[i]) || name.ptr[i] == '/' || name.ptr[i] == ':' || name.ptr[i] == '"')
            return false;
        words += name.ptr[i] == ' ';
        if (i > 0 && name.ptr[i - 1] == ' ' && sr_is_lower(name.ptr[i]) && name.len - i > 5)
            return false; // "road", "highway", "border": common nouns
    }
    return name.len > 3 && words <= VILLAGE_WORDS && sr_is_upper(name.ptr[0]);
}

static uint32_t ucdp_country(sr_str name)
{
    for (uint32_t i = map_get(&m.index, name_key(head_of(name))); i != UINT32_MAX; i = m.entries.at[i].next)
        if (m.places.at[m.entries.at[i].place].kind == SR_GAZETTEER_COUNTRY)
            return m.entries.at[i].place;
    return SR_NO_PLACE;
}

typedef struct ucdp_row {
    sr_str   where, district;
    uint32_t country, admin1, admin2;
} ucdp_row;

static bool ucdp(sr_str *table, ucdp_row *out)
{
    sr_str c[COLUMNS];
    while (row(table, c)) {
        uint32_t country = ucdp_country(c[3]);
        if (country == SR_NO_PLACE)
            continue;
        *out = (ucdp_row){bare_name(c[0]), bare_name(c[1]), country, SR_NO_PLACE, SR_NO_PLACE};
        sr_str province = bare_name(c[2]);
        if (province.len)
            out->admin1 = inside(province, SR_GAZETTEER_ADMIN1, country);
        if (out->district.len)
            out->admin2 = inside(out->district, SR_GAZETTEER_ADMIN2,
                                 out->admin1 == SR_NO_PLACE ? country : out->admin1);
        return true;
    }
    return false;
}

static void read_ucdp_districts(const char *shared)
{
    sr_str   table = first_row(read_table(shared, "data/actors/ucdp-places.tsv"));
    ucdp_row r;
    while (ucdp(&table, &r)) {
        if (r.admin1 == SR_NO_PLACE || r.admin2 != SR_NO_PLACE || !is_name(r.district))
            continue;
        uint32_t index = (uint32_t)m.places.n;
        place   *p = add_place(r.district, SR_GAZETTEER_ADMIN2, m.places.at[r.admin1].country);
        p->admin1 = r.admin1;
        borrow(p, r.admin1);
        m.n_admin2++;
        add_area(r.district, index, SR_GAZETTEER_MAIN);
    }
}

static void read_ucdp_villages(const char *shared)
{
    sr_str   table = first_row(read_table(shared, "data/actors/ucdp-places.tsv"));
    ucdp_row r;
    while (ucdp(&table, &r)) {
        uint32_t around = r.admin2 != SR_NO_PLACE ? r.admin2 : r.admin1 != SR_NO_PLACE ? r.admin1 : r.country;
        uint32_t wide = r.admin1 != SR_NO_PLACE ? r.admin1 : r.country;
        if (!is_name(r.where) || wide == r.country || inside(r.where, SR_GAZETTEER_CITY, wide) != SR_NO_PLACE)
            continue;
        uint32_t index = (uint32_t)m.places.n;
        place   *p = add_place(r.where, SR_GAZETTEER_CITY, m.places.at[r.country].country);
        p->admin1 = r.admin1;
        p->admin2 = r.admin2;
        borrow(p, around);
        if (is_arabic(p->country))
            add_arabic(r.where, index, SR_GAZETTEER_MAIN);
        add_name(r.where, index, SR_GAZETTEER_MAIN);
    }
}

/* ------------------------------------------------------------------ tables: our own */

static uint8_t region_kind(sr_str word, bool own_code)
{
    if (sr_str_eq(word, SR_STR("continent")))
        return SR_GAZETTEER_CONTINENT;
    if (sr_str_eq(word, SR_STR("water")))
        return SR_GAZETTEER_FEATURE;
    return own_code ? SR_GAZETTEER_COUNTRY : SR_GAZETTEER_REGION;
}

static uint32_t new_region(sr_str c[COLUMNS])
{
    uint8_t country = country_of(c[3]);
    bool    own = sr_str_eq(c[2], SR_STR("historical")) && country != SR_GAZETTEER__NO_COUNTRY &&
               place_name(&m.places.at[country]).len == 0;
    uint32_t index = own ? country : (uint32_t)m.places.n;
    place   *p = own ? &m.places.at[country] : add_place(c[0], region_kind(c[2], false), country);
    if (own)
        p->record.name = intern(c[0]) | (uint32_t)country << 24;
    p->record.population = SR_MAX(p->record.population, (uint32_t)REGION_KNOWN);
    if (!locate(p, c[4], c[5]))
        die("a region without coordinates", "place-regions.tsv");
    map_set(&m.codes, sr_hash(sr_str_join(&m.arena, SR_STR("region:"), c[1])), index);
    return index;
}

/* "the Sahel": without the article where that is a name, too. */
static sr_str without_article(sr_str phrase)
{
    sr_str rest = sr_str_slice(phrase, 4, phrase.len);
    bool   known = sr_str_starts(phrase, SR_STR("the ")) && map_get(&m.index, name_key(rest)) != UINT32_MAX;
    return known ? rest : phrase;
}

static void read_regions(const char *data)
{
    sr_str table = first_row(read_table(data, "place-regions.tsv")), c[COLUMNS];
    while (row(&table, c)) {
        uint32_t index = map_get(&m.codes, sr_hash(sr_str_join(&m.arena, SR_STR("region:"), c[1])));
        if (index == UINT32_MAX)
            index = new_region(c);
        add_name(without_article(c[0]), index, SR_GAZETTEER_MAIN | SR_GAZETTEER_COMMON);
    }
}

static uint32_t most_populous(sr_str name, uint8_t country)
{
    uint32_t best = SR_NO_PLACE;
    for (uint32_t i = map_get(&m.index, name_key(name)); i != UINT32_MAX; i = m.entries.at[i].next) {
        const entry *e = &m.entries.at[i];
        const place *p = &m.places.at[e->place];
        if (p->kind != SR_GAZETTEER_CITY || p->country != country)
            continue;
        if (best == SR_NO_PLACE || p->record.population > m.places.at[best].record.population)
            best = e->place;
    }
    return best;
}

static uint32_t target_place(sr_str target)
{
    sr_str kind = sr_str_cut(&target, ':');
    if (sr_str_eq(kind, SR_STR("region")))
        return map_get(&m.codes, sr_hash(sr_str_join(&m.arena, SR_STR("region:"), target)));
    if (sr_str_eq(kind, SR_STR("admin1")))
        return admin_place(target);
    uint8_t country = country_of(sr_str_slice(target, 0, 2));
    if (country == SR_GAZETTEER__NO_COUNTRY)
        return SR_NO_PLACE;
    if (sr_str_eq(kind, SR_STR("city")))
        return most_populous(sr_str_slice(target, 3, target.len), country);
    return country;
}

static void read_names(const char *data)
{
    sr_str table = first_row(read_table(data, "place-names.tsv")), c[COLUMNS];
    while (row(&table, c)) {
        uint32_t index = target_place(c[1]);
        if (index == SR_NO_PLACE) {
            (void)fprintf(stderr, "place-names.tsv: no place %.*s (%.*s)\n", SR_ARG(c[1]), SR_ARG(c[0]));
            m.faults++;
        } else if (sr_str_starts(c[1], SR_STR("demonym:")))
            add_demonym(c[0], index);
        else if (sr_str_starts(c[1], SR_STR("admin1:")))
            add_area(without_article(c[0]), index, SR_GAZETTEER_MAIN | SR_GAZETTEER_COMMON);
        else
            add_name(without_article(c[0]), index, SR_GAZETTEER_MAIN | SR_GAZETTEER_COMMON);
    }
}

/* ------------------------------------------------------------------ writing */

static int by_key(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    uint64_t     p = x->key >> (40 - BUCKET_BITS), q = y->key >> (40 - BUCKET_BITS);
    if (p != q)
        return p < q ? -1 : 1;
    if (x->rank != y->rank)
        return x->rank > y->rank ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

static void section(sr_buf *out, sr_gazetteer__header *h, int which)
{
    while (out->len % 8)
        sr_buf_byte(out, 0);
    h->begin[which] = (uint32_t)out->len;
}

static void put_u32(sr_buf *out, uint32_t value)
{
    sr_buf_put(out, sr_str_from(&value, sizeof value));
}

static uint16_t admin_number(uint32_t index, uint32_t base, uint32_t n)
{
    return index != SR_NO_PLACE && index >= base && index - base < n ? (uint16_t)(index - base) : 0xFFFF;
}

static void write_places(sr_buf *out)
{
    for (size_t i = 0; i < m.places.n; i++) {
        place *p = &m.places.at[i];
        p->record.admin1 = admin_number(p->admin1, m.n_countries, m.n_admin1);
        p->record.admin2 = admin_number(p->admin2, m.n_countries + m.n_admin1, m.n_admin2);
        sr_buf_put(out, sr_str_from(&p->record, sizeof p->record));
    }
}

static void write_buckets(sr_buf *out)
{
    size_t at = 0;
    for (uint64_t bucket = 0; bucket < (uint64_t)1 << BUCKET_BITS; bucket++) {
        put_u32(out, (uint32_t)at);
        while (at < m.entries.n && m.entries.at[at].key >> (64 - BUCKET_BITS) == bucket)
            at++;
    }
    put_u32(out, (uint32_t)at);
}

static void write_prints(sr_buf *out)
{
    for (size_t i = 0; i < m.entries.n; i++) {
        uint64_t print = m.entries.at[i].key >> (40 - BUCKET_BITS);
        for (int k = 0; k < 3; k++)
            sr_buf_byte(out, (uint8_t)(print >> 8 * k));
    }
}

static void write_payload(sr_buf *out)
{
    sr_gazetteer__header h = {(uint32_t)m.places.n, m.n_countries, m.n_admin1, m.n_admin2,
                              (uint32_t)m.entries.n, BUCKET_BITS, FILTER_BITS, (uint32_t)m.names.len, {0}, 0};
    sr_buf_put(out, sr_str_from(&h, sizeof h));
    section(out, &h, SR_GAZETTEER__PLACES);
    write_places(out);
    section(out, &h, SR_GAZETTEER__BUCKETS);
    write_buckets(out);
    section(out, &h, SR_GAZETTEER__READINGS);
    for (size_t i = 0; i < m.entries.n; i++)
        put_u32(out, m.entries.at[i].place | (uint32_t)m.entries.at[i].flags << 24);
    section(out, &h, SR_GAZETTEER__CODES);
    sr_buf_put(out, sr_str_from(m.iso, 2 * (size_t)m.n_countries));
    section(out, &h, SR_GAZETTEER__FILTER);
    sr_buf_put(out, sr_str_from(m.filter, sizeof m.filter));
    section(out, &h, SR_GAZETTEER__PRINTS);
    write_prints(out);
    section(out, &h, SR_GAZETTEER__NAMES);
    sr_buf_put(out, sr_buf_view(&m.names));
    if (!out->failed)
        memcpy(out->ptr, &h, sizeof h);
}

static void write_file(const char *path)
{
    sr_buf payload = SR_BUF_INIT, file = SR_BUF_INIT;
    write_payload(&payload);
    sr_model_wrap(&file, SR_GAZETTEER_KIND, SR_GAZETTEER_VERSION, SR_GAZETTEER__FORMAT, sr_buf_view(&payload));
    FILE *f = fopen(path, "wb");
    if (!f || file.failed || fwrite(file.ptr, 1, file.len, f) != file.len || fclose(f) != 0)
        die("cannot be written", path);
    (void)printf("%s: %zu places, %zu names, %zu bytes\n", path, m.places.n, m.entries.n, file.len);
    sr_buf_free(&payload);
    sr_buf_free(&file);
}

int main(int argc, char **argv)
{
    const char *shared = "../shared", *data = "data", *out = "models/gazetteer.bin";
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--shared") == 0)
            shared = argv[i + 1];
        else if (strcmp(argv[i], "--data") == 0)
            data = argv[i + 1];
        else if (strcmp(argv[i], "--out") == 0)
            out = argv[i + 1];
        else
            argc = 0;
    }
    if (argc % 2 == 0) {
        (void)fprintf(stderr, "usage: make_gazetteer [--shared FOLDER] [--data FOLDER] [--out FILE]\n");
        return 2;
    }
    sr_arena_init(&m.arena, 0, NULL, NULL);
    read_kinds(data);
    read_countries(shared, data);
    place_countries(data);
    name_countries(shared);
    read_admin1(shared);
    read_admin2(shared);
    read_ucdp_districts(shared);
    read_cities(shared);
    centre_provinces();
    read_regions(data);
    read_features(shared);
    read_names(data);
    read_ucdp_villages(shared);
    qsort(m.entries.at, m.entries.n, sizeof *m.entries.at, by_key);
    write_file(out);
    return m.faults ? EXIT_FAILURE : EXIT_SUCCESS;
}
