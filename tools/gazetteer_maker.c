/* Places and names of the gazetteer while it is compiled, and writing the block; see make_gazetteer.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "gazetteer_maker.h"

#include <lzma.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "know/model.h"

maker m;

/* ------------------------------------------------------------------ small tools */

void die(const char *what, const char *where)
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

uint32_t map_get(map *t, uint64_t key)
{
    return t->room ? map_slot(t, key)->value : UINT32_MAX;
}

void map_set(map *t, uint64_t key, uint32_t value)
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
    sr_str copy = sr_str_copy(&m.arena, sr_buf_view(&out));
    sr_buf_free(&out);
    return copy;
}

sr_str read_table(const char *folder, const char *name)
{
    const char *path = (const char *)sr_str_format(&m.arena, "%s/%s", folder, name).ptr;
    sr_str      bytes;
    sr_error    err = {0};
    if (sr_file_map(path, &bytes, &err) != SR_OK)
        die(err.text, path);
    return sr_str_ends(sr_str_c(path), SR_STR(".xz")) ? unpack(bytes, path) : bytes;
}

/* Next row behind the header; comments are passed over. */
bool row(sr_str *rest, sr_str cells[COLUMNS])
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

sr_str first_row(sr_str table)
{
    sr_str header[COLUMNS];
    (void)row(&table, header);
    return table;
}

uint32_t number(sr_str cell)
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

uint32_t intern(sr_str name)
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

sr_str place_name(const place *p)
{
    uint32_t at = p->record.name & 0xFFFFFF;
    return sr_str_from(m.names.ptr + at + 1, m.names.ptr[at]);
}

place *add_place(sr_str name, uint8_t kind, uint8_t country)
{
    place *p = SR_PUSH(&m.arena, &m.places);
    p->record.name = intern(name) | (uint32_t)country << 24;
    p->record.id = (uint32_t)kind << 24;
    p->kind = kind;
    p->country = country;
    p->admin1 = p->admin2 = SR_NO_PLACE;
    return p;
}

void flag(place *p, uint32_t bit)
{
    p->record.id |= bit << 24;
}

void set_id(place *p, sr_str cell)
{
    uint32_t id = number(cell);
    if (id > 0xFFFFFF)
        die("a geonameid needs more than 24 bits", "places");
    p->record.id |= id;
}

bool locate(place *p, sr_str lat, sr_str lon)
{
    return degrees(lat, &p->record.lat) && degrees(lon, &p->record.lon);
}

void borrow(place *p, uint32_t from)
{
    if (from == SR_NO_PLACE || (m.places.at[from].record.id >> 24 & SR_GAZETTEER__UNLOCATED)) {
        flag(p, SR_GAZETTEER__UNLOCATED);
        return;
    }
    p->record.lat = m.places.at[from].record.lat;
    p->record.lon = m.places.at[from].record.lon;
    flag(p, SR_GAZETTEER__BORROWED);
}

uint8_t country_of(sr_str iso)
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

uint64_t name_key(sr_str name)
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

sr_str plain_of(sr_str name)
{
    uint8_t letters[NAME_BYTES + 6];
    size_t  n = sr_gazetteer__plain(name, letters, sizeof letters);
    return sr_str_squeeze(&m.arena, sr_str_from(letters, n));
}

void add_name(sr_str name, uint32_t index, unsigned flags)
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

void add_demonym(sr_str name, uint32_t country)
{
    sr_str plain = plain_of(name);
    if (plain.len > 1)
        add_entry(plain, country, SR_GAZETTEER_MAIN, SR_GAZETTEER__AS_DEMONYM);
}

/* "X district (Y)" and "X, Y" without what follows X. */
sr_str head_of(sr_str name)
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

void add_area(sr_str name, uint32_t index, unsigned flags)
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

bool is_arabic(uint8_t country)
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

void add_arabic(sr_str name, uint32_t index, unsigned flags)
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

void write_file(const char *path)
{
    qsort(m.entries.at, m.entries.n, sizeof *m.entries.at, by_key);
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

void clean_up(void)
{
    free(m.pool.at);
    free(m.codes.at);
    free(m.index.at);
    sr_buf_free(&m.names);
    sr_arena_free(&m.arena);
}
