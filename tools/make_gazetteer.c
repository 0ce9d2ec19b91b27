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
#include <stdio.h>
#include <stdlib.h>

#include "gazetteer_maker.h"

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
    write_file(out);
    clean_up();
    return m.faults ? EXIT_FAILURE : EXIT_SUCCESS;
}
