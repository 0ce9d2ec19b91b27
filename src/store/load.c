/* Taking reports and their claims out; see store.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "store/store_int.h"

static sr_str  text_of(const sr_cell *c) { return c->kind == SR_CELL_TEXT ? c->s : (sr_str){NULL, 0}; }
static sr_day  day_of(const sr_cell *c) { return c->kind == SR_CELL_INT ? (sr_day)c->i : SR_DAY_NONE; }
static int64_t bound_of(const sr_cell *c) { return c->kind == SR_CELL_INT ? c->i : SR_COUNT_OPEN; }
static double  part_of(const sr_cell *c, double unit) { return c->kind == SR_CELL_INT ? (double)c->i / unit : 0; }

/* The value of a word of a vocabulary; `good` is cleared for a word that is not in it. */
static uint8_t word_of(const sr_cell *c, int (*from)(sr_str), bool *good)
{
    int value = c->kind == SR_CELL_NULL ? 0 : from(text_of(c));
    *good = *good && value >= 0;
    return value < 0 ? 0 : (uint8_t)value;
}

static void place_from(const sr_cell *c, sr_place_value *out, bool *good)
{
    sr_str country = text_of(&c[3]);
    *out = (sr_place_value){.name = text_of(&c[0]), .admin1 = text_of(&c[1]), .admin2 = text_of(&c[2])};
    memcpy(out->country, country.ptr ? (const char *)country.ptr : "", SR_MIN(country.len, sizeof out->country - 1));
    out->precision = word_of(&c[4], sr_place_precision_from, good);
    out->geonameid = c[5].kind == SR_CELL_INT ? (uint32_t)c[5].i : 0;
    out->located = c[6].kind == SR_CELL_INT && c[7].kind == SR_CELL_INT;
    out->lat = part_of(&c[6], 1e6);
    out->lon = part_of(&c[7], 1e6);
    out->radius_km = part_of(&c[8], 1e3);
    out->population = c[9].kind == SR_CELL_INT ? (uint32_t)c[9].i : 0;
}

bool sr_store_claim_from(const sr_cell c[SR_CLAIM_CELLS], sr_claim *out)
{
    bool good = true;
    memset(out, 0, sizeof *out);
    out->mention = c[2].i < 0 ? SR_NONE : (uint32_t)c[2].i;
    out->field = word_of(&c[3], sr_field_from, &good);
    out->stance = word_of(&c[4], sr_stance_from, &good);
    out->actuality = word_of(&c[5], sr_actuality_from, &good);
    out->probability = (float)((double)c[6].i / 1000);
    out->span = (sr_span){(uint32_t)c[8].i, (uint32_t)c[9].i, c[7].i != 0};
    out->stated = day_of(&c[10]);
    out->source = (sr_source){text_of(&c[11]), text_of(&c[12]), word_of(&c[13], sr_speaker_class_from, &good)};
    sr_value *v = &out->value;
    sr_str   *texts[] = {&v->code, &v->name, &v->actor, &v->kind, &v->description, &v->effect,
                         &v->nationality, &v->other, &v->age, &v->gender, &v->was};
    for (size_t i = 0; i < SR_COUNT(texts); i++)
        *texts[i] = text_of(&c[14 + i]);
    v->count = (sr_count){bound_of(&c[25]), bound_of(&c[26]), bound_of(&c[27])};
    v->period = (sr_period){day_of(&c[28]), day_of(&c[29]), word_of(&c[30], sr_precision_from, &good)};
    place_from(&c[31], &v->place, &good);
    return good;
}

typedef struct loading {
    sr_stored *out;
    sr_arena  *arena;
    unsigned   parts;
    int64_t    reading, edition;
    bool       found, bad;
    SR_LIST(sr_str) names;
    SR_LIST(sr_claim) claims;
    SR_LIST(sr_str) ids;
} loading;

static sr_str keep(loading *l, const sr_cell *c) { return sr_str_copy(l->arena, c->s); }

static sr_str id_text(sr_arena *arena, sr_str id)
{
    char text[SR_REPORT_ID_TEXT];
    if (id.len != SR_ID_BYTES)
        return (sr_str){NULL, 0};
    sr_id_text(id.ptr, text);
    return sr_str_copy(arena, sr_str_c(text));
}

static bool on_report(void *payload, const sr_cell *c, size_t n)
{
    loading   *l = payload;
    sr_stored *s = l->out;
    sr_report *r = &s->report;
    int        kind;
    (void)n;
    l->found = true;
    s->n = c[0].i;
    r->id = id_text(l->arena, c[1].s);
    r->publisher = keep(l, &c[2]);
    r->url = keep(l, &c[3]);
    if (l->parts & SR_STORED_TEXT)
        r->text = keep(l, &c[4]);
    r->published = (sr_instant){.day = day_of(&c[5]),
                                .second = c[6].kind == SR_CELL_INT ? (int32_t)c[6].i : -1,
                                .offset_minutes = (int32_t)c[7].i,
                                .has_offset = c[7].kind == SR_CELL_INT};
    r->title = keep(l, &c[8]);
    r->language = keep(l, &c[9]);
    r->members = keep(l, &c[10]);
    l->reading = c[11].i;
    l->edition = c[19].i;
    s->extractor = keep(l, &c[12]);
    kind = sr_report_kind_from(text_of(&c[13]));
    s->claims.kind = kind < 0 ? SR_REPORT_OTHER : (uint8_t)kind;
    s->claims.relevance = (float)((double)c[14].i / 1000);
    s->claims.n_mentions = (uint32_t)c[15].i;
    s->published = c[16].kind == SR_CELL_INT ? c[16].i : INT64_MIN;
    s->latest = c[20].kind == SR_CELL_INT ? c[20].i : INT64_MAX;
    s->unit = c[17].kind == SR_CELL_INT ? c[17].i : -1;
    if ((l->parts & SR_STORED_DIGEST) && c[18].kind == SR_CELL_BLOB)
        s->digest = keep(l, &c[18]);
    return false;
}

static bool on_name(void *payload, const sr_cell *c, size_t n)
{
    loading *l = payload;
    (void)n;
    *SR_PUSH(l->arena, &l->names) = keep(l, &c[0]);
    return true;
}

static void keep_texts(loading *l, sr_claim *claim)
{
    sr_value *v = &claim->value;
    sr_str   *texts[] = {&claim->source.name, &claim->source.actor, &v->code, &v->name, &v->actor, &v->kind,
                         &v->description, &v->effect, &v->nationality, &v->other, &v->age, &v->gender, &v->was,
                         &v->place.name, &v->place.admin1, &v->place.admin2};
    for (size_t i = 0; i < SR_COUNT(texts); i++)
        *texts[i] = texts[i]->len ? sr_str_copy(l->arena, *texts[i]) : (sr_str){NULL, 0};
}

static bool on_claim(void *payload, const sr_cell *c, size_t n)
{
    loading  *l = payload;
    sr_claim *claim = SR_PUSH(l->arena, &l->claims);
    l->bad = l->bad || n != SR_CLAIM_CELLS || !sr_store_claim_from(c, claim);
    if (l->bad)
        return false;
    keep_texts(l, claim);
    claim->report = l->out->report.id;
    *SR_PUSH(l->arena, &l->ids) = id_text(l->arena, c[1].s);
    return true;
}

typedef struct claim_and_id {
    sr_claim claim;
    sr_str   id;
} claim_and_id;

static int by_canonical_order(const void *a, const void *b)
{
    const claim_and_id *x = a, *y = b;
    int                 order = sr_claim_cmp(&x->claim, &y->claim);
    return order ? order : sr_str_cmp(x->id, y->id);
}

static void sort_claims(loading *l)
{
    size_t        n = l->claims.n;
    claim_and_id *both = SR_NEW(l->arena, claim_and_id, n);
    for (size_t i = 0; i < n; i++)
        both[i] = (claim_and_id){l->claims.at[i], l->ids.at[i]};
    if (n > 1)
        qsort(both, n, sizeof *both, by_canonical_order);
    for (size_t i = 0; i < n; i++)
        l->claims.at[i] = both[i].claim, l->ids.at[i] = both[i].id;
    l->out->claims.at = l->claims.at;
    l->out->claims.n = (uint32_t)n;
    l->out->claim_ids = l->ids.at;
}

static sr_status load(sr_store *store, sr_sql sql, int64_t n, unsigned parts, sr_stored *out, sr_arena *arena,
                      sr_error *err)
{
    loading l = {.out = out, .arena = arena, .parts = parts};
    memset(out, 0, sizeof *out);
    sr_status status = sr_store_run(store, sql, SR_CELLS(SR_INT(n)), on_report, &l, err);
    if (status == SR_OK && !l.found)
        return sr_error_set(err, SR_E_NOT_FOUND, NULL, 0, "no such report");
    if (status == SR_OK) // as known at an instant: by those who told of it by then
        status = sr_store_run(store, SR_SQL_LOAD_NAMES,
                              SR_CELLS(SR_INT(out->n), store->then == INT64_MAX ? SR_NULL() : SR_INT(store->then),
                                       sql == SR_SQL_LOAD_READING ? SR_INT(l.edition) : SR_NULL()),
                              on_name, &l, err);
    out->names = l.names.at;
    out->n_names = (uint32_t)l.names.n;
    if (status == SR_OK && (parts & SR_STORED_CLAIMS)) {
        status = sr_store_run(store, SR_SQL_LOAD_CLAIMS, SR_CELLS(SR_INT(l.reading)), on_claim, &l, err);
        if (status == SR_OK && l.bad)
            return sr_error_set(err, SR_E_CORRUPT, NULL, 0, "a claim of report %.*s cannot be read", SR_ARG(out->report.id));
        sort_claims(&l);
    }
    return status;
}

sr_status sr_store_load(sr_store *store, int64_t report, unsigned parts, sr_stored *out, sr_arena *arena, sr_error *err)
{
    return load(store, SR_SQL_LOAD_REPORT, report, parts, out, arena, err);
}

sr_status sr_store_load_reading(sr_store *store, int64_t reading, unsigned parts, sr_stored *out, sr_arena *arena,
                                sr_error *err)
{
    return load(store, SR_SQL_LOAD_READING, reading, parts, out, arena, err);
}
