/* Digests of reports and the keys they are found by; see digest.h and fold.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuse/digest.h"

#include <math.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "fuse/fuse.h"
#include "fuse/pair.h"
#include "know/model.h"

#define LEAD_BYTES 700      // of the text: headline, dateline and two or three sentences
#define READ_BYTES 200000u  // of the text that are looked at
#define MENTION_THRESHOLD 0.3f
#define FORM 6u             // of packed digests and of the keys made of them

/* ---- the model ---- */

static uint64_t features_of(void)
{
    return sr_hash(sr_pair_definition());
}

static bool read_model(sr_fold_model *m, sr_str payload)
{
    uint32_t head[5];
    if (payload.len < sizeof head)
        return false;
    memcpy(head, payload.ptr, sizeof head);
    uint64_t need = sizeof head + 4ull * head[0] + 5ull * head[1] + 5ull * head[2] + 4ull * head[4];
    if (head[0] != SR_PAIR_FEATURES || payload.len < need)
        return false;
    const uint8_t *at = payload.ptr + sizeof head;
    m->weights = (const void *)at;
    m->word_hashes = (const void *)(at += 4ull * head[0]);
    m->name_hashes = (const void *)(at += 4ull * head[1]);
    m->known = (const void *)(at += 4ull * head[2]);
    m->word_idf = (at += 4ull * head[4]);
    m->name_idf = at + head[1];
    m->n_words = head[1];
    m->n_names = head[2];
    m->n_known = head[4];
    m->unknown = logf((float)head[3] + 1.0f) + 0.7f;
    m->version = sr_hash(sr_str_from(m->word_hashes, (size_t)(payload.ptr + need - (const uint8_t *)(const void *)m->word_hashes)));
    return true;
}

const sr_fold_model *sr_fold_model_open(const sr_know *know, sr_arena *arena)
{
    sr_fold_model *m = SR_NEW(arena, sr_fold_model, 1);
    sr_error       err = {0};
    sr_str         file = sr_know_model(know, SR_STR(SR_FOLD_KIND)), payload;
    bool sound = file.len && sr_model_check(file, "fold", SR_FOLD_KIND, SR_FOLD_VERSION, features_of(), &payload, &err) == SR_OK &&
                 read_model(m, payload);
    if (!sound)
        *m = (sr_fold_model){.unknown = 8.0f};
    m->version = m->version * 31u + FORM;
    return m;
}

/* Place of a hash; n: it is not there. */
static uint32_t place_of(const uint32_t *hashes, uint32_t n, uint32_t hash)
{
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        if (hashes[mid] < hash)
            low = mid + 1;
        else
            high = mid;
    }
    return low < n && hashes[low] == hash ? low : n;
}

static float idf(const uint32_t *hashes, const uint8_t *values, uint32_t n, uint32_t hash, float unknown)
{
    uint32_t at = place_of(hashes, n, hash);
    return at < n ? (float)values[at] / 20.0f : unknown;
}

bool sr_fold_name_known(const sr_fold_model *m, uint32_t hash)
{
    return place_of(m->known, m->n_known, hash) < m->n_known;
}

float sr_fold_word_idf(const sr_fold_model *m, uint32_t hash)
{
    return idf(m->word_hashes, m->word_idf, m->n_words, hash, m->unknown);
}

float sr_fold_name_idf(const sr_fold_model *m, uint32_t hash)
{
    return idf(m->name_hashes, m->name_idf, m->n_names, hash, m->unknown);
}

/* ---- vectors ---- */

typedef struct counted {
    uint32_t hash;
    float    weight;
} counted;

static int by_hash(const void *a, const void *b)
{
    const counted *x = a, *y = b;
    return (x->hash > y->hash) - (x->hash < y->hash);
}

static int by_weight(const void *a, const void *b)
{
    const counted *x = a, *y = b;
    if (x->weight > y->weight || x->weight < y->weight)
        return x->weight > y->weight ? -1 : 1;
    return by_hash(a, b);
}

/* Equal hashes become one, their weights are summed. */
static uint32_t merge_equal(counted *at, uint32_t n)
{
    uint32_t kept = 0;
    if (n)
        qsort(at, n, sizeof *at, by_hash);
    for (uint32_t i = 0; i < n; i++) {
        if (kept && at[kept - 1].hash == at[i].hash)
            at[kept - 1].weight += at[i].weight;
        else
            at[kept++] = at[i];
    }
    return kept;
}

/* The `room` heaviest, sorted by hash, scaled so that `scale` is the weight 1. */
static uint32_t keep_heaviest(counted *at, uint32_t n, float scale, sr_digest_term *out, uint32_t room)
{
    uint32_t kept = 0;
    if (n)
        qsort(at, n, sizeof *at, by_weight);
    n = SR_MIN(n, room);
    if (n)
        qsort(at, n, sizeof *at, by_hash);
    for (uint32_t i = 0; i < n; i++) {
        int32_t weight = (int32_t)lroundf(at[i].weight * scale);
        if (weight > 0)
            out[kept++] = (sr_digest_term){at[i].hash, weight};
    }
    return kept;
}

/* tf·idf of words, the first `n` of a text; the title counts `boost` times. */
static uint32_t vector(const sr_fold_model *m, const sr_fold_words *const *parts, const uint32_t *n_words, const float *boost,
                       uint32_t n_parts, sr_digest_term *out, uint32_t room, sr_arena *arena)
{
    uint32_t total = 0, n = 0;
    double   square = 0;
    for (uint32_t p = 0; p < n_parts; p++)
        total += n_words[p];
    counted *at = SR_NEW(arena, counted, total + 1);
    for (uint32_t p = 0; p < n_parts; p++)
        for (uint32_t i = 0; i < n_words[p]; i++)
            at[n++] = (counted){parts[p]->at[i].hash, boost[p]};
    n = merge_equal(at, n);
    for (uint32_t i = 0; i < n; i++) {
        at[i].weight = (1.0f + logf(at[i].weight)) * sr_fold_word_idf(m, at[i].hash);
        square += (double)at[i].weight * (double)at[i].weight;
    }
    return keep_heaviest(at, n, square > 0 ? (float)(SR_DIGEST_UNIT_WEIGHT / sqrt(square)) : 0, out, room);
}

static uint32_t names_of(const sr_fold_model *m, const sr_fold_words *title, const sr_fold_words *text,
                         sr_digest_term *out, sr_arena *arena)
{
    const sr_fold_words *const parts[] = {title, text};
    counted *at = SR_NEW(arena, counted, title->n + text->n + 1);
    uint32_t n = 0;
    for (int p = 0; p < 2; p++)
        for (uint32_t i = 1; i < parts[p]->n && !parts[p]->upper; i++) {
            const sr_fold_word *a = &parts[p]->at[i - 1], *b = &parts[p]->at[i];
            if (a->capital && b->capital && b->adjacent)
                at[n++] = (counted){sr_fold_pair_hash(a->hash, b->hash), 1.0f};
        }
    n = merge_equal(at, n);
    for (uint32_t i = 0; i < n; i++)
        at[i].weight = sr_fold_name_idf(m, at[i].hash) * (at[i].weight > 1 ? 1.2f : 1.0f);
    return keep_heaviest(at, n, 100.0f, out, SR_DIGEST_NAMES);
}

static bool word_is(sr_str text, const sr_fold_words *w, uint32_t i, const char *what)
{
    return i < w->n && sr_str_eq_case(sr_str_slice(text, w->at[i].begin, w->at[i].end), sr_str_c(what));
}

/* "22-year-old", "Jo Doe, 22," */
static void add_ages(sr_str text, const sr_fold_words *w, sr_digest *d)
{
    for (uint32_t i = 0; i < w->n && d->n_ages < SR_DIGEST_AGES; i++) {
        const sr_fold_word *at = &w->at[i];
        uint64_t            age;
        if (!at->digits || at->end - at->begin > 2 ||
            !sr_str_uint(sr_str_slice(text, at->begin, at->end), 99, &age) || age == 0)
            continue;
        bool spelled = word_is(text, w, i + 1, "year") || word_is(text, w, i + 1, "years");
        bool between = i && w->at[i - 1].capital && at->begin - w->at[i - 1].end == 2 &&
                       text.ptr[w->at[i - 1].end] == ',' && at->end < text.len &&
                       (text.ptr[at->end] == ',' || text.ptr[at->end] == '.');
        bool known = !spelled && !between;
        for (uint32_t k = 0; k < d->n_ages; k++)
            known |= d->ages[k] == (uint32_t)age;
        if (!known)
            d->ages[d->n_ages++] = (uint32_t)age;
    }
}

/* ---- units ---- */

static uint32_t hash32(sr_arena *arena, sr_str s)
{
    if (!s.len)
        return 0;
    sr_arena_mark mark = sr_arena_here(arena);
    uint64_t      h = sr_hash(sr_utf8_fold(arena, s));
    sr_arena_return(arena, mark);
    return (uint32_t)(h ^ h >> 32) | 1u;
}

static int32_t figure(sr_count c)
{
    int64_t best = c.best != SR_COUNT_OPEN ? c.best : c.low != SR_COUNT_OPEN ? c.low : c.high;
    return best == SR_COUNT_OPEN ? -1 : (int32_t)SR_MAX((int64_t)0, SR_MIN(best, (int64_t)1000000000));
}

static void put(uint32_t *at, uint8_t *n, uint32_t room, uint32_t hash)
{
    for (uint32_t i = 0; i < *n; i++)
        if (at[i] == hash)
            return;
    if (hash && *n < room)
        at[(*n)++] = hash;
}

/* First and last word of a name of two words or more. */
static uint32_t person_hash(sr_str name, sr_arena *arena)
{
    sr_arena_mark mark = sr_arena_here(arena);
    sr_fold_words w;
    sr_fold_words_of(name, &w, arena);
    uint32_t hash = w.n >= 2 && w.at[0].capital && w.at[w.n - 1].capital ? sr_fold_pair_hash(w.at[0].hash, w.at[w.n - 1].hash) : 0;
    sr_arena_return(arena, mark);
    return hash;
}

/* The rarest word of a place's name: what a text that speaks of it holds. */
static uint32_t rarest_word(const sr_fold_model *m, sr_str name, sr_arena *arena)
{
    sr_arena_mark mark = sr_arena_here(arena);
    sr_fold_words w;
    uint32_t      best = 0;
    sr_fold_words_of(name, &w, arena);
    for (uint32_t i = 0; i < w.n; i++)
        if (!best || sr_fold_word_idf(m, w.at[i].hash) > sr_fold_word_idf(m, best))
            best = w.at[i].hash;
    sr_arena_return(arena, mark);
    return best;
}

/* The name of a group stands in the reports of all its deeds; it tells none of them from another. */
static bool is_person(const sr_value *v)
{
    return !v->actor.len && (!v->kind.len || sr_str_eq(v->kind, SR_STR("person")));
}

static void set_unit(const sr_fold_model *m, const sr_incident *in, sr_digest_unit *u, sr_arena *arena)
{
    const sr_parties *people[] = {&in->victims, &in->perpetrators};
    *u = (sr_digest_unit){.mention = in->mention, .first = in->date.first, .last = in->date.last,
                          .geonameid = in->place.geonameid, .place = hash32(arena, in->place.name),
                          .place_word = rarest_word(m, in->place.name, arena),
                          .admin1 = hash32(arena, in->place.admin1), .venue = hash32(arena, in->venue),
                          .subtype = hash32(arena, in->subtype), .lat = (float)in->place.lat, .lon = (float)in->place.lon,
                          .killed = figure(in->counts[SR_HARM_KILLED]), .wounded = figure(in->counts[SR_HARM_WOUNDED]),
                          .type = in->type, .date_precision = in->date.precision, .place_precision = in->place.precision,
                          .located = in->place.located, .background = in->background};
    memcpy(u->country, in->place.country, sizeof u->country);
    for (size_t p = 0; p < SR_COUNT(people); p++)
        for (uint32_t i = 0; i < people[p]->n; i++)
            if (is_person(&people[p]->at[i].value))
                put(u->people, &u->n_people, SR_DIGEST_PEOPLE, person_hash(people[p]->at[i].value.name, arena));
    for (uint32_t i = 0; i < in->perpetrators.n; i++)
        put(u->actors, &u->n_actors, SR_DIGEST_ACTORS, hash32(arena, in->perpetrators.at[i].value.actor));
}

static void set_units(const sr_fold_model *m, const sr_fold_report *report, sr_digest *d, sr_arena *arena)
{
    sr_incidents incidents = {NULL, 0};
    if (report->claims)
        sr_fuse_report(report->claims, MENTION_THRESHOLD, &incidents, arena);
    d->units[0] = (sr_digest_unit){.mention = SR_NONE, .first = SR_DAY_NONE, .last = SR_DAY_NONE,
                                   .killed = -1, .wounded = -1};
    d->n_units = 1;
    bool main = false;
    for (uint32_t i = 0; i < incidents.n; i++) {
        const sr_incident *in = &incidents.at[i];
        bool               first = !main && !in->background;
        if (first)
            set_unit(m, in, &d->units[0], arena), main = true;
        else if (d->n_units < SR_DIGEST_UNITS)
            set_unit(m, in, &d->units[d->n_units++], arena);
    }
}

/* ---- packing ---- */

#define PACK_LISTS(X)                                                          \
    X(words, n_words, SR_DIGEST_WORDS) X(title, n_title, SR_DIGEST_TITLE)      \
    X(lead, n_lead, SR_DIGEST_LEAD) X(names, n_names, SR_DIGEST_NAMES)         \
    X(ages, n_ages, SR_DIGEST_AGES) X(units, n_units, SR_DIGEST_UNITS)

typedef struct pack_head {
    uint64_t version;
    int32_t  published;
    uint32_t url, table;
    uint32_t n_sign, total_sign;
    uint32_t n[6];
    uint32_t unused; // keeps it free of padding
} pack_head;

static sr_str pack(const sr_fold_model *m, const sr_digest *d, sr_arena *arena)
{
    pack_head head = {m->version, d->published, d->url, d->table, d->signature.n, d->signature.total,
                      {d->n_words, d->n_title, d->n_lead, d->n_names, d->n_ages, d->n_units}, 0};
    size_t size = sizeof head + d->signature.n * sizeof d->signature.at[0];
#define X(list, count, room) size += d->count * sizeof d->list[0];
    PACK_LISTS(X)
#undef X
    uint8_t *at = sr_arena_alloc(arena, size, 1), *begin = at;
    memcpy(at, &head, sizeof head);
    at += sizeof head;
    memcpy(at, d->signature.at, d->signature.n * sizeof d->signature.at[0]);
    at += d->signature.n * sizeof d->signature.at[0];
#define X(list, count, room) memcpy(at, d->list, d->count * sizeof d->list[0]), at += d->count * sizeof d->list[0];
    PACK_LISTS(X)
#undef X
    return sr_str_from(begin, size);
}

bool sr_digest_unpack(const sr_fold_model *m, sr_str packed, sr_digest *d)
{
    pack_head head;
    if (packed.len < sizeof head)
        return false;
    memcpy(&head, packed.ptr, sizeof head);
    if (head.version != m->version || head.n_sign > SR_FOLD_SIGNATURE_SIZE)
        return false;
    *d = (sr_digest){.published = head.published, .url = head.url, .table = head.table, .signature = {.n = head.n_sign, .total = head.total_sign}};
    size_t size = sizeof head + head.n_sign * sizeof d->signature.at[0];
    int    k = 0;
#define X(list, count, room)                                                   \
    if (head.n[k] > (room))                                                    \
        return false;                                                          \
    d->count = head.n[k++];                                                    \
    size += d->count * sizeof d->list[0];
    PACK_LISTS(X)
#undef X
    if (packed.len != size || d->n_units == 0)
        return false;
    const uint8_t *at = packed.ptr + sizeof head;
    memcpy(d->signature.at, at, head.n_sign * sizeof d->signature.at[0]);
    at += head.n_sign * sizeof d->signature.at[0];
#define X(list, count, room) memcpy(d->list, at, d->count * sizeof d->list[0]), at += d->count * sizeof d->list[0];
    PACK_LISTS(X)
#undef X
    return true;
}

bool sr_digest_unpack_words(const sr_fold_model *m, sr_str packed, sr_digest *d)
{
    pack_head head;
    if (packed.len < sizeof head)
        return false;
    memcpy(&head, packed.ptr, sizeof head);
    size_t begin = sizeof head + head.n_sign * sizeof d->signature.at[0];
    if (head.version != m->version || head.n_sign > SR_FOLD_SIGNATURE_SIZE || head.n[0] > SR_DIGEST_WORDS ||
        packed.len < begin + head.n[0] * sizeof d->words[0])
        return false;
    d->published = head.published;
    d->n_words = head.n[0];
    d->n_units = head.n[5];
    memcpy(d->words, packed.ptr + begin, d->n_words * sizeof d->words[0]);
    return true;
}

bool sr_fold_digest_current(const sr_fold_model *model, sr_str digest)
{
    sr_digest d;
    return sr_digest_unpack(model, digest, &d);
}

static uint32_t words_within(const sr_fold_words *w, uint32_t bytes)
{
    uint32_t n = 0;
    while (n < w->n && w->at[n].end <= bytes)
        n++;
    return n;
}

/* Rows of a table are told apart by their ids: one again with other values is a version of it, wherever the
 * article is that it was coded from. */
static void set_row(const sr_fold_report *report, sr_digest *d, sr_arena *arena)
{
    sr_str id = report->n_caller_ids ? report->caller_ids[0] : report->id;
    d->table = hash32(arena, report->extractor);
    d->url = hash32(arena, sr_str_join(arena, sr_str_join(arena, report->extractor, SR_STR("\n")), id));
}

sr_str sr_fold_digest(const sr_fold_model *m, const sr_fold_report *report, sr_arena *arena)
{
    sr_arena_mark mark = sr_arena_here(arena);
    sr_digest     d = {.published = report->published.day};
    sr_fold_words title, text;
    sr_str        body = sr_str_slice(report->text, 0, READ_BYTES);
    sr_fold_words_of(report->title, &title, arena);
    sr_fold_words_of(body, &text, arena);
    const sr_fold_words *both[] = {&title, &text};
    const float          boost[] = {3.0f, 1.0f}, once[] = {1.0f, 1.0f};
    uint32_t             whole[] = {title.n, text.n}, begin[] = {title.n, words_within(&text, LEAD_BYTES)};
    d.n_words = vector(m, both, whole, boost, 2, d.words, SR_DIGEST_WORDS, arena);
    d.n_lead = vector(m, both, begin, once, 2, d.lead, SR_DIGEST_LEAD, arena);
    d.n_title = vector(m, both, whole, once, 1, d.title, SR_DIGEST_TITLE, arena);
    d.n_names = names_of(m, &title, &text, d.names, arena);
    add_ages(report->title, &title, &d);
    add_ages(body, &text, &d);
    sr_fold_sign(report->text, &d.signature, arena);
    if (sr_str_starts(report->extractor, SR_STR("import:")))
        set_row(report, &d, arena);
    else if (report->url.len)
        d.url = hash32(arena, sr_str_join(arena, sr_str_join(arena, report->publisher, SR_STR("\n")), report->url));
    set_units(m, report, &d, arena);
    sr_arena_return(arena, mark);
    return pack(m, &d, arena);
}

int32_t sr_digest_dot(const sr_digest_term *a, uint32_t n_a, const sr_digest_term *b, uint32_t n_b)
{
    int64_t  sum = 0;
    uint32_t i = 0, k = 0;
    while (i < n_a && k < n_b) {
        if (a[i].hash == b[k].hash)
            sum += (int64_t)a[i++].weight * b[k++].weight;
        else if (a[i].hash < b[k].hash)
            i++;
        else
            k++;
    }
    return (int32_t)SR_MIN(sum, (int64_t)INT32_MAX);
}
