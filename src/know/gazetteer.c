/* Reader of the gazetteer block; see gazetteer.h, gazetteer_int.h and docs/format-model.md.
 *
 * Hash of a name: its letters as digits of a number to base `base` modulo 2^64, so that the hash
 * of a run of tokens follows from the hashes of its tokens; sr_gazetteer__key then mixes it.
 * 17 bits of bucket and 24 bits of print leave one false name in some two million lookups.
 *
 * Sections are checked against the payload on opening; numbers inside them at each use.
 * SPDX-License-Identifier: Apache-2.0 */
#include "know/gazetteer_int.h"

#include <math.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "know/latin_table.h"
#include "know/model.h"

static const uint64_t base = 0x9E3779B97F4A7C15u; // odd: invertible modulo 2^64

enum { MAX_TOKENS = 24, MAX_PLAIN = 256 };
enum { DEMONYM_TOKENS = 3 }; // "South Korean", "Guinea-Bissauan"

struct sr_gazetteer {
    sr_gazetteer__header        head;
    const sr_gazetteer__record *places;   // [P]
    const uint32_t             *buckets;  // [B + 1]
    const sr_gazetteer_reading *readings; // [E]
    const uint8_t              *codes, *filter, *prints, *names;
};

/* ------------------------------------------------------------------ forms */

/* Words that are written short; both spellings give one form. */
static const struct {
    const char *from, *to;
} shorts[] = {{"st", "saint"}, {"ste", "sainte"}, {"sto", "santo"}, {"mt", "mount"}, {"ft", "fort"}};

/* Letters of one code point, up to two; ' ' for a hyphen or space, 0 for what is left out. */
static size_t spell(uint32_t cp, uint8_t out[4], sr_str raw)
{
    if (cp < 0x80) {
        uint8_t c = sr_to_lower((uint8_t)cp);
        if (c == '.' || c == '\'' || c == '`')
            return 0;
        out[0] = c == '-' || sr_is_space(c) ? ' ' : c;
        return 1;
    }
    if ((cp >= 0x300 && cp < 0x370) || cp == 0x2018 || cp == 0x2019 || cp == 0x2BB || cp == 0x2BC ||
        cp == 0x2BF || cp == 0x2BE || cp == 0xB4 || cp == 0xAD)
        return 0; // accents of their own, apostrophes, soft hyphen
    if ((cp >= 0x2010 && cp <= 0x2015) || sr_utf8_is_space(cp)) {
        out[0] = ' ';
        return 1;
    }
    const char *latin = NULL;
    if (cp >= 0xC0 && cp < 0xC0 + SR_COUNT(latin_00c0))
        latin = latin_00c0[cp - 0xC0];
    else if (cp >= 0x1E00 && cp < 0x1E00 + SR_COUNT(latin_1e00))
        latin = latin_1e00[cp - 0x1E00];
    if (latin && latin[0]) {
        out[0] = (uint8_t)latin[0];
        out[1] = (uint8_t)latin[1];
        return latin[1] ? 2 : 1;
    }
    memcpy(out, raw.ptr, raw.len);
    return raw.len;
}

/* Replace a short word that ends at out[n] and began at out[word]; gives the new end. */
static size_t lengthen(uint8_t *out, size_t word, size_t n, size_t room)
{
    if (n - word < 2 || n - word > 3)
        return n;
    for (size_t i = 0; i < SR_COUNT(shorts); i++) {
        size_t len = strlen(shorts[i].from), to = strlen(shorts[i].to);
        if (len == n - word && memcmp(out + word, shorts[i].from, len) == 0 && word + to <= room) {
            memcpy(out + word, shorts[i].to, to);
            return word + to;
        }
    }
    return n;
}

size_t sr_gazetteer__plain(sr_str name, uint8_t *out, size_t room)
{
    size_t n = 0, word = 0, len;
    for (size_t at = 0; at < name.len; at += len) {
        uint8_t  letters[4];
        uint32_t cp = sr_utf8_read(name, at, &len);
        size_t   more = spell(cp, letters, sr_str_slice(name, at, at + len));
        if (n + more > room)
            return n;
        if (more == 1 && letters[0] == ' ') {
            n = lengthen(out, word, n, room - 1);
            word = n + 1;
        }
        memcpy(out + n, letters, more);
        n += more;
    }
    return lengthen(out, word, n, room);
}

/* A word of ASCII letters that is not written short, as most are: the hash of its letters. */
static bool form_of_word(sr_str token, sr_gazetteer_form *form)
{
    if (token.len == 0 || token.len > MAX_PLAIN || token.len == 2 || token.len == 3)
        return false;
    for (size_t i = 0; i < token.len; i++) {
        uint8_t c = sr_to_lower(token.ptr[i]);
        if (!sr_is_alpha(c))
            return false;
        form->hash = form->hash * base + c;
        form->power *= base;
    }
    form->first = form->hash;
    form->blank = false;
    return true;
}

sr_gazetteer_form sr_gazetteer_form_of(sr_str token, bool space)
{
    sr_gazetteer_form word = {.power = 1, .joined = !space};
    if (form_of_word(token, &word))
        return word;
    uint8_t           plain[MAX_PLAIN];
    size_t            n = sr_gazetteer__plain(token, plain, sizeof plain);
    sr_gazetteer_form form = {.power = 1, .joined = !space, .blank = true};
    form.clitic = token.len > 1 && (token.ptr[0] == '\'' || token.ptr[0] == 0xE2);
    for (size_t i = 0; i < n; i++) {
        if (plain[i] == ' ') {
            if (form.words == 0)
                form.first = form.hash;
            form.words = (uint8_t)SR_MIN(form.words + 1, 200);
        }
        form.hash = form.hash * base + plain[i];
        form.power *= base;
        form.blank &= !sr_is_alpha(plain[i]) && !sr_is_digit(plain[i]) && plain[i] < 0x80;
    }
    if (form.words == 0)
        form.first = form.hash;
    return form;
}

void sr_gazetteer__add(sr_gazetteer__sum *sum, const sr_gazetteer_form *form, bool first)
{
    if (!first && !form->joined) {
        sum->hash = sum->hash * base + ' ';
        sum->words++;
    }
    sum->hash = sum->hash * form->power + form->hash;
    sum->words += form->words;
}

uint64_t sr_gazetteer__key(uint64_t hash, unsigned as)
{
    uint64_t x = hash ^ as * 0xD6E8FEB86659FD93u; // then splitmix64 (Steele, Lea, Flood 2014)
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

/* ------------------------------------------------------------------ opening */

/* A section's first byte; NULL when it does not lie in the payload. */
static const void *section(sr_str payload, const sr_gazetteer__header *h, int which, uint64_t bytes)
{
    uint32_t begin = h->begin[which];
    if (begin % 8 != 0 || begin > payload.len || bytes > payload.len - begin)
        return NULL;
    return payload.ptr + begin;
}

static bool sound(const sr_gazetteer__header *h)
{
    return h->bucket_bits >= 1 && h->bucket_bits <= 24 && h->filter_bits >= 1 && h->filter_bits <= 24 &&
           h->n_countries <= SR_GAZETTEER__NO_COUNTRY && h->n_admin1 <= 0xFFFF && h->n_admin2 <= 0xFFFF &&
           h->n_places <= 0xFFFFFF && (uint64_t)h->n_countries + h->n_admin1 + h->n_admin2 <= h->n_places;
}

static bool lay_out(sr_gazetteer *g, sr_str payload)
{
    if (payload.len < sizeof g->head)
        return false;
    memcpy(&g->head, payload.ptr, sizeof g->head);
    const sr_gazetteer__header *h = &g->head;
    if (!sound(h))
        return false;
    uint64_t places = h->n_places, entries = h->n_entries, buckets = (uint64_t)1 << h->bucket_bits;
    g->places = section(payload, h, SR_GAZETTEER__PLACES, places * sizeof *g->places);
    g->buckets = section(payload, h, SR_GAZETTEER__BUCKETS, (buckets + 1) * sizeof *g->buckets);
    g->readings = section(payload, h, SR_GAZETTEER__READINGS, entries * sizeof *g->readings);
    g->codes = section(payload, h, SR_GAZETTEER__CODES, (uint64_t)h->n_countries * 2);
    g->filter = section(payload, h, SR_GAZETTEER__FILTER, (uint64_t)1 << (h->filter_bits - 1));
    g->prints = section(payload, h, SR_GAZETTEER__PRINTS, entries * 3);
    g->names = section(payload, h, SR_GAZETTEER__NAMES, h->names_bytes);
    return g->places && g->buckets && g->readings && g->codes && g->filter && g->prints && g->names;
}

sr_status sr_gazetteer_open(sr_gazetteer **out, sr_str file, const char *where, sr_error *err)
{
    *out = NULL;
    sr_str    payload;
    sr_status status = sr_model_check(file, where, SR_GAZETTEER_KIND, SR_GAZETTEER_VERSION,
                                      SR_GAZETTEER__FORMAT, &payload, err);
    if (status != SR_OK)
        return status;
    sr_gazetteer *g = calloc(1, sizeof *g);
    if (!g)
        return sr_error_set(err, SR_E_NOMEM, where, 0, "no memory for the gazetteer");
    if (!lay_out(g, payload)) {
        free(g);
        return sr_error_set(err, SR_E_CORRUPT, where, SR_MODEL_HEADER, "a section lies outside the file");
    }
    *out = g;
    return SR_OK;
}

void sr_gazetteer_close(sr_gazetteer *gazetteer)
{
    free(gazetteer);
}

/* ------------------------------------------------------------------ names */

static uint32_t print_at(const sr_gazetteer *g, uint32_t entry)
{
    const uint8_t *p = g->prints + (size_t)entry * 3;
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16;
}

static size_t look_up(const sr_gazetteer *g, uint64_t key, const sr_gazetteer_reading **readings)
{
    uint32_t bucket = (uint32_t)(key >> (64 - g->head.bucket_bits));
    uint32_t print = (uint32_t)(key >> (40 - g->head.bucket_bits)) & 0xFFFFFF;
    uint32_t at = g->buckets[bucket], end = SR_MIN(g->buckets[bucket + 1], g->head.n_entries);
    while (at < end && print_at(g, at) < print)
        at++;
    size_t n = 0;
    while (at + n < end && print_at(g, (uint32_t)(at + n)) == print)
        n++;
    *readings = n ? g->readings + at : NULL;
    return n;
}

/* Most words of a name whose first word has this hash; 0: no such name. */
static unsigned most_words(const sr_gazetteer *g, uint64_t first)
{
    uint64_t at = sr_gazetteer__key(first, SR_GAZETTEER__AS_NAME) >> (64 - g->head.filter_bits);
    return g->filter[at >> 1] >> (at & 1 ? 4 : 0) & 15;
}

/* Sums of forms[0 .. i], as long as a name may reach. */
static size_t reach(const sr_gazetteer *g, const sr_gazetteer_form *forms, size_t n,
                    sr_gazetteer__sum sums[MAX_TOKENS])
{
    bool     cut_word = n > 1 && forms[0].words == 0 && forms[1].joined && !forms[1].blank;
    unsigned most = cut_word ? SR_GAZETTEER__MAX_WORDS : most_words(g, forms[0].first);
    if (most == 0)
        return 0;
    sr_gazetteer__sum sum = {0};
    size_t            i = 0;
    for (; i < n && i < MAX_TOKENS; i++) {
        sr_gazetteer__add(&sum, &forms[i], i == 0);
        if (sum.words >= most)
            break;
        sums[i] = sum;
    }
    return i;
}

/* Begin of a key's bucket, fetched ahead of its look-up. */
static void fetch(const sr_gazetteer *g, uint64_t key)
{
    __builtin_prefetch(&g->buckets[key >> (64 - g->head.bucket_bits)]);
}

void sr_gazetteer_fetch(const sr_gazetteer *g, const sr_gazetteer_form *forms, size_t n, unsigned step)
{
    enum { MOST = 3 }; // words; longer names pay for themselves
    sr_gazetteer__sum sums[MAX_TOKENS];
    if (n == 0 || forms[0].blank)
        return;
    if (step == 0) {
        uint64_t at = sr_gazetteer__key(forms[0].first, SR_GAZETTEER__AS_NAME) >> (64 - g->head.filter_bits);
        __builtin_prefetch(&g->filter[at >> 1]);
        return;
    }
    size_t most = reach(g, forms, SR_MIN(n, (size_t)MOST), sums);
    for (size_t i = 0; i < most; i++)
        for (int demonym = 0; demonym < 2; demonym++) {
            uint64_t key = sr_gazetteer__key(sums[i].hash, demonym ? SR_GAZETTEER__AS_DEMONYM : SR_GAZETTEER__AS_NAME);
            uint32_t bucket = (uint32_t)(key >> (64 - g->head.bucket_bits));
            if (step == 1)
                fetch(g, key);
            else
                __builtin_prefetch(g->prints + (size_t)SR_MIN(g->buckets[bucket], g->head.n_entries) * 3);
        }
}

static size_t longest(const sr_gazetteer *g, const sr_gazetteer_form *forms, size_t n, unsigned as,
                      const sr_gazetteer_reading **readings, size_t *count)
{
    sr_gazetteer__sum sums[MAX_TOKENS];
    uint64_t          keys[MAX_TOKENS];
    *count = 0;
    *readings = NULL;
    if (n == 0 || forms[0].blank)
        return 0;
    size_t most = reach(g, forms, n, sums);
    for (size_t i = 0; i < most; i++) {
        keys[i] = sr_gazetteer__key(sums[i].hash, as);
        fetch(g, keys[i]);
    }
    for (size_t i = most; i > 0; i--) {
        if (forms[i - 1].blank || (i > 1 && forms[i - 1].clitic))
            continue;
        *count = look_up(g, keys[i - 1], readings);
        if (*count)
            return i;
    }
    return 0;
}

size_t sr_gazetteer_find(const sr_gazetteer *g, const sr_gazetteer_form *forms, size_t n,
                         const sr_gazetteer_reading **readings, size_t *count)
{
    return longest(g, forms, n, SR_GAZETTEER__AS_NAME, readings, count);
}

size_t sr_gazetteer_exact(const sr_gazetteer *g, const sr_gazetteer_form *forms, size_t n,
                          const sr_gazetteer_reading **readings)
{
    *readings = NULL;
    if (n == 0 || n > MAX_TOKENS || forms[0].blank || forms[n - 1].blank)
        return 0;
    sr_gazetteer__sum sum = {0};
    for (size_t i = 0; i < n; i++)
        sr_gazetteer__add(&sum, &forms[i], i == 0);
    return look_up(g, sr_gazetteer__key(sum.hash, SR_GAZETTEER__AS_NAME), readings);
}

size_t sr_gazetteer_demonym(const sr_gazetteer *g, const sr_gazetteer_form *forms, size_t n,
                            uint32_t *country)
{
    const sr_gazetteer_reading *readings;
    size_t                      count;
    size_t                      len = longest(g, forms, SR_MIN(n, (size_t)DEMONYM_TOKENS),
                                              SR_GAZETTEER__AS_DEMONYM, &readings, &count);
    if (country)
        *country = len ? sr_gazetteer_index(readings[0]) : SR_NO_PLACE;
    return len;
}

/* ------------------------------------------------------------------ places */

static sr_str name_at(const sr_gazetteer *g, uint32_t at)
{
    if (at >= g->head.names_bytes || g->names[at] > g->head.names_bytes - at - 1)
        return (sr_str){NULL, 0};
    return sr_str_from(g->names + at + 1, g->names[at]);
}

void sr_gazetteer_place_at(const sr_gazetteer *g, uint32_t index, sr_gazetteer_place *out)
{
    *out = (sr_gazetteer_place){.index = index, .admin1 = SR_NO_PLACE, .admin2 = SR_NO_PLACE};
    const sr_gazetteer__header *h = &g->head;
    if (index >= h->n_places)
        return;
    const sr_gazetteer__record *r = &g->places[index];
    uint32_t                    flags = r->id >> 24, country = r->name >> 24;
    out->geonameid = r->id & 0xFFFFFF;
    out->name = name_at(g, r->name & 0xFFFFFF);
    out->kind = (uint8_t)SR_MIN(flags & 7, SR_GAZETTEER_KINDS - 1u);
    if (country < h->n_countries)
        memcpy(out->country, g->codes + 2 * (size_t)country, 2);
    if (r->admin1 < h->n_admin1)
        out->admin1 = h->n_countries + r->admin1;
    if (r->admin2 < h->n_admin2)
        out->admin2 = h->n_countries + h->n_admin1 + r->admin2;
    out->population = r->population;
    out->capital = flags & SR_GAZETTEER__CAPITAL;
    out->seat = flags & SR_GAZETTEER__SEAT;
    out->section = flags & SR_GAZETTEER__SECTION;
    out->borrowed = flags & SR_GAZETTEER__BORROWED;
    out->located = !(flags & SR_GAZETTEER__UNLOCATED) && r->lat >= -9000000 && r->lat <= 9000000 &&
                   r->lon >= -18000000 && r->lon <= 18000000;
    if (out->located) {
        out->lat = r->lat / 1e5;
        out->lon = r->lon / 1e5;
    }
}

uint8_t sr_gazetteer_kind_at(const sr_gazetteer *g, uint32_t index, uint32_t *population)
{
    *population = 0;
    if (index >= g->head.n_places)
        return 0;
    *population = g->places[index].population;
    return (uint8_t)SR_MIN(g->places[index].id >> 24 & 7, SR_GAZETTEER_KINDS - 1u);
}

uint32_t sr_gazetteer_places(const sr_gazetteer *g)
{
    return g->head.n_places;
}

uint32_t sr_gazetteer_countries(const sr_gazetteer *g)
{
    return g->head.n_countries;
}

uint32_t sr_gazetteer_country(const sr_gazetteer *g, const char *iso2)
{
    if (!iso2[0] || !iso2[1])
        return SR_NO_PLACE;
    uint32_t low = 0, high = g->head.n_countries;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        const uint8_t *code = g->codes + 2 * (size_t)middle;
        int order = (code[0] << 8 | code[1]) - ((uint8_t)iso2[0] << 8 | (uint8_t)iso2[1]);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SR_NO_PLACE;
}

bool sr_gazetteer_inside(const sr_gazetteer *g, uint32_t a, uint32_t b)
{
    if (a == b)
        return true;
    sr_gazetteer_place inner, outer;
    sr_gazetteer_place_at(g, a, &inner);
    sr_gazetteer_place_at(g, b, &outer);
    switch (outer.kind) {
    case SR_GAZETTEER_COUNTRY:
        return inner.country[0] && memcmp(inner.country, outer.country, 2) == 0;
    case SR_GAZETTEER_ADMIN1:
        return inner.admin1 == b;
    case SR_GAZETTEER_ADMIN2:
        return inner.admin2 == b;
    default:
        return false;
    }
}

/* ------------------------------------------------------------------ the sphere */

static const double earth_km = 6371.0;
static const double radian = 0.017453292519943295; // of one degree

double sr_gazetteer_km(double lat1, double lon1, double lat2, double lon2)
{
    double a = sin((lat2 - lat1) * radian / 2), b = sin((lon2 - lon1) * radian / 2);
    double h = a * a + cos(lat1 * radian) * cos(lat2 * radian) * b * b;
    return 2 * earth_km * asin(sqrt(h < 1 ? h : 1));
}

void sr_gazetteer_move(double *lat, double *lon, double bearing, double km)
{
    double d = km / earth_km, t = bearing * radian, a = *lat * radian;
    double b = asin(sin(a) * cos(d) + cos(a) * sin(d) * cos(t));
    double east = atan2(sin(t) * sin(d) * cos(a), cos(d) - sin(a) * sin(b)) / radian;
    *lat = b / radian;
    *lon = fmod(*lon + east + 540.0, 360.0) - 180.0;
}
