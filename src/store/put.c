/* Putting reports, readings, claims, claims of dictionaries and decisions in, if absent; see store.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>

#include "store/store_int.h"

static bool was_put(sr_store *store) { return store->db->ops->changed(store->db); }

static sr_cell text_or_null(sr_str text) { return text.len ? SR_TEXT(text) : SR_NULL(); }
static sr_cell day_or_null(sr_day day) { return day == SR_DAY_NONE ? SR_NULL() : SR_INT(day); }
static sr_cell bound_or_null(int64_t bound) { return bound == SR_COUNT_OPEN ? SR_NULL() : SR_INT(bound); }

/* ---- reports ---- */

/* Members of a report as identity wants them. */
typedef struct identity {
    sr_str  url;
    uint8_t id[SR_ID_BYTES];
    int64_t edition;
} identity;

static identity identify(const sr_report *report, sr_arena *arena)
{
    identity out = {.url = sr_url_canonical(report->url, arena)};
    sr_report_id(report->publisher, out.url, report->text, out.id);
    out.edition = sr_edition_id(report);
    return out;
}

static sr_status insert_report(sr_store *store, const sr_report *report, const identity *who,
                               sr_store_added *out, sr_error *err)
{
    int64_t   known, text_hash = (int64_t)sr_hash(report->text);
    sr_status status = sr_store_run(store, SR_SQL_ADD_REPORT,
                                    SR_CELLS(SR_BLOB(sr_id_view(who->id)), SR_TEXT(report->publisher), SR_TEXT(who->url),
                                             SR_TEXT(report->text), SR_INT(text_hash)),
                                    NULL, NULL, err);
    if (status != SR_OK)
        return status;
    out->is_new = was_put(store);
    if (!out->is_new)
        return sr_store_number(store, SR_SQL_FIND_REPORT, SR_CELLS(SR_BLOB(sr_id_view(who->id))), 0, &out->report, err);
    out->report = store->db->ops->inserted(store->db);
    if (who->url.len) {
        status = sr_store_number(store, SR_SQL_KNOWN_URL,
                                 SR_CELLS(SR_TEXT(who->url), SR_TEXT(report->publisher), SR_INT(out->report)), 0, &known, err);
        out->is_version = known != 0;
    }
    if (status == SR_OK)
        status = sr_store_number(store, SR_SQL_KNOWN_TEXT, SR_CELLS(SR_INT(text_hash), SR_INT(out->report)), 0, &known, err);
    out->is_copy = !out->is_version && status == SR_OK && known != 0;
    return status;
}

static sr_status insert_edition(sr_store *store, const sr_report *report, int64_t id, sr_store_added *out,
                                sr_error *err)
{
    const sr_instant *at = &report->published;
    bool              dated = at->day != SR_DAY_NONE;
    sr_status         status = sr_store_run(
        store, SR_SQL_ADD_EDITION,
        SR_CELLS(SR_INT(out->report), SR_INT(id), day_or_null(at->day), dated && at->second >= 0 ? SR_INT(at->second) : SR_NULL(),
                         dated && at->has_offset ? SR_INT(at->offset_minutes) : SR_NULL(),
                         dated ? SR_INT(sr_instant_seconds(*at)) : SR_NULL(), SR_TEXT(report->title),
                         SR_TEXT(report->language), SR_TEXT(report->members)),
        NULL, NULL, err);
    if (status != SR_OK)
        return status;
    if (!was_put(store))
        return sr_store_number(store, SR_SQL_FIND_EDITION, SR_CELLS(SR_INT(out->report), SR_INT(id)), 0, &out->edition, err);
    out->edition = store->db->ops->inserted(store->db);
    return sr_store_run(store, SR_SQL_ADD_WORDS,
                        SR_CELLS(SR_INT(out->edition), SR_TEXT(report->title), SR_TEXT(report->text)), NULL, NULL, err);
}

sr_status sr_store_add_report(sr_store *store, const sr_report *report, sr_str extractor,
                              sr_store_added *out, sr_arena *arena, sr_error *err)
{
    identity who = identify(report, arena);
    int64_t  reading = 0;
    *out = (sr_store_added){0};
    memcpy(out->id, who.id, SR_ID_BYTES);
    sr_status status = insert_report(store, report, &who, out, err);
    if (status == SR_OK)
        status = insert_edition(store, report, who.edition, out, err);
    if (status == SR_OK && report->id.len)
        status = sr_store_run(store, SR_SQL_ADD_NAME, SR_CELLS(SR_INT(out->report), SR_TEXT(report->id), SR_INT(out->edition)),
                              NULL, NULL, err);
    if (status == SR_OK)
        status = sr_store_number(store, SR_SQL_FIND_READING, SR_CELLS(SR_INT(out->edition), SR_TEXT(extractor)), 0, &reading, err);
    out->has_reading = reading != 0;
    return status;
}

sr_status sr_store_has_report(sr_store *store, const sr_report *report, sr_str extractor, bool *has,
                              bool *named, sr_arena *arena, sr_error *err)
{
    identity    who = identify(report, arena);
    int64_t     n, edition = 0, reading = 0, name = report->id.len == 0;
    sr_status   status = sr_store_number(store, SR_SQL_FIND_REPORT, SR_CELLS(SR_BLOB(sr_id_view(who.id))), 0, &n, err);
    *has = *named = false;
    if (status == SR_OK && n)
        status = sr_store_number(store, SR_SQL_FIND_EDITION, SR_CELLS(SR_INT(n), SR_INT(who.edition)), 0, &edition, err);
    if (status == SR_OK && edition)
        status = sr_store_number(store, SR_SQL_FIND_READING, SR_CELLS(SR_INT(edition), SR_TEXT(extractor)), 0, &reading, err);
    if (status == SR_OK && reading && !name)
        status = sr_store_number(store, SR_SQL_FIND_NAME, SR_CELLS(SR_INT(n), SR_TEXT(report->id), SR_INT(edition)), 0, &name, err);
    *has = reading != 0;
    *named = name != 0;
    return status;
}

/* ---- claims ---- */

int64_t sr_store_extractor_number(sr_str extractor)
{
    size_t   begin = extractor.len;
    uint64_t number;
    while (begin && extractor.len - begin < 9 && sr_is_digit(extractor.ptr[begin - 1]))
        begin--;
    return sr_str_uint(sr_str_slice(extractor, begin, extractor.len), INT32_MAX, &number) ? (int64_t)number : 0;
}

static int64_t thousandths(float share) { return lround((double)SR_MAX(0.0f, SR_MIN(1.0f, share)) * 1000); }

static void place_cells(const sr_place_value *place, sr_cell *out)
{
    bool precise = place->precision != SR_PLACE_PRECISION_UNKNOWN;
    const sr_cell cells[] = {text_or_null(place->name), text_or_null(place->admin1), text_or_null(place->admin2),
                             text_or_null(sr_str_c(place->country)),
                             precise ? SR_TEXT(sr_place_precision_name(place->precision)) : SR_NULL(),
                             place->geonameid ? SR_INT(place->geonameid) : SR_NULL(),
                             place->located ? SR_INT(llround(place->lat * 1e6)) : SR_NULL(),
                             place->located ? SR_INT(llround(place->lon * 1e6)) : SR_NULL(),
                             place->radius_km > 0 ? SR_INT(llround(place->radius_km * 1e3)) : SR_NULL(),
                             place->population ? SR_INT(place->population) : SR_NULL()};
    memcpy(out, cells, sizeof cells);
}

void sr_store_claim_cells(int64_t reading, const uint8_t id[SR_ID_BYTES], const sr_claim *c, sr_cell out[SR_CLAIM_CELLS])
{
    const sr_value *v = &c->value;
    bool            precise = v->period.precision != SR_PRECISION_UNKNOWN;
    const sr_cell   cells[] = {
        SR_INT(reading), SR_BLOB(sr_id_view(id)), SR_INT(c->mention == SR_NONE ? -1 : (int64_t)c->mention),
        SR_TEXT(sr_field_name(c->field)), SR_TEXT(sr_stance_name(c->stance)), SR_TEXT(sr_actuality_name(c->actuality)),
        SR_INT(thousandths(c->probability)), SR_INT(c->span.in_title), SR_INT(c->span.begin), SR_INT(c->span.end),
        day_or_null(c->stated), text_or_null(c->source.name), text_or_null(c->source.actor),
        SR_TEXT(sr_speaker_class_name(c->source.class)), text_or_null(v->code), text_or_null(v->name),
        text_or_null(v->actor), text_or_null(v->kind), text_or_null(v->description), text_or_null(v->effect),
        text_or_null(v->nationality), text_or_null(v->other), text_or_null(v->age), text_or_null(v->gender),
        text_or_null(v->was), bound_or_null(v->count.low), bound_or_null(v->count.best), bound_or_null(v->count.high),
        day_or_null(v->period.first), day_or_null(v->period.last),
        precise ? SR_TEXT(sr_precision_name(v->period.precision)) : SR_NULL()};
    _Static_assert(SR_COUNT(cells) + 10 == SR_CLAIM_CELLS, "the columns of table claim");
    memcpy(out, cells, sizeof cells);
    place_cells(&v->place, out + SR_COUNT(cells));
}

static sr_status insert_claim(sr_store *store, int64_t reading, const char *report, const sr_claim *given,
                              sr_str extractor, uint64_t *n, sr_error *err)
{
    sr_claim claim = *given;
    char     text[SR_CLAIM_ID_TEXT];
    uint8_t  id[SR_ID_BYTES];
    sr_cell  cells[SR_CLAIM_CELLS];
    claim.report = sr_str_c(report);
    claim.probability = SR_MAX(0.0f, SR_MIN(1.0f, claim.probability)); // as it is kept, so that its id holds
    sr_claim_id(&claim, extractor, text);
    (void)sr_id_parse(sr_str_c(text), id);
    sr_store_claim_cells(reading, id, &claim, cells);
    sr_status status = sr_store_run(store, SR_SQL_ADD_CLAIM, cells, SR_CLAIM_CELLS, NULL, NULL, err);
    if (status == SR_OK)
        *n += was_put(store);
    return status;
}

sr_status sr_store_add_reading(sr_store *store, const sr_store_added *report, sr_str extractor,
                               const sr_claims *claims, uint64_t *n, sr_error *err)
{
    int64_t   reading = 0;
    char      id[SR_REPORT_ID_TEXT];
    sr_status status = sr_store_run(
        store, SR_SQL_ADD_READING,
        SR_CELLS(SR_INT(report->edition), SR_TEXT(extractor), SR_INT(sr_store_extractor_number(extractor)),
                         SR_TEXT(sr_report_kind_name(claims->kind)), SR_INT(thousandths(claims->relevance)),
                         SR_INT(claims->n_mentions)),
        NULL, NULL, err);
    *n = 0;
    if (status == SR_OK && was_put(store))
        reading = store->db->ops->inserted(store->db);
    else if (status == SR_OK)
        status = sr_store_number(store, SR_SQL_FIND_READING, SR_CELLS(SR_INT(report->edition), SR_TEXT(extractor)), 0, &reading, err);
    if (status == SR_OK && report->is_new)
        status = sr_store_run(store, SR_SQL_FIRST_TRAIT, SR_CELLS(SR_INT(report->edition), SR_INT(reading)), NULL, NULL, err);
    sr_id_text(report->id, id);
    for (uint32_t i = 0; status == SR_OK && i < claims->n; i++)
        status = insert_claim(store, reading, id, &claims->at[i], extractor, n, err);
    return status;
}

sr_status sr_store_settle_report(sr_store *store, int64_t report, sr_error *err)
{
    return sr_store_run(store, SR_SQL_SET_TRAIT, SR_CELLS(SR_INT(report)), NULL, NULL, err);
}

/* ---- decisions ---- */

void sr_store_decision_id(const sr_store_decision *d, uint8_t out[SR_ID_BYTES])
{
    uint8_t numbers[24];
    const int64_t told[] = {d->mention_a, d->mention_b, d->at};
    for (size_t i = 0; i < sizeof numbers; i++)
        numbers[i] = (uint8_t)((uint64_t)told[i / 8] >> (8 * (i % 8)));
    const sr_str parts[] = {d->same ? SR_STR("same") : SR_STR("split"), sr_id_view(d->report_a), sr_id_view(d->report_b),
                            sr_str_from(numbers, sizeof numbers), d->author, d->note};
    sr_id_of(parts, SR_COUNT(parts), out);
}

static sr_cell mention_cell(uint32_t mention) { return SR_INT(mention == SR_NONE ? -1 : (int64_t)mention); }

sr_status sr_store_add_decision(sr_store *store, const sr_store_decision *d, sr_error *err)
{
    uint8_t id[SR_ID_BYTES];
    sr_store_decision_id(d, id);
    return sr_store_run(store, SR_SQL_ADD_DECISION,
                        SR_CELLS(SR_BLOB(sr_id_view(id)), SR_TEXT(d->same ? SR_STR("same") : SR_STR("split")),
                                 SR_BLOB(sr_id_view(d->report_a)), mention_cell(d->mention_a),
                                 SR_BLOB(sr_id_view(d->report_b)), mention_cell(d->mention_b), SR_TEXT(d->author),
                                 SR_INT(d->at), SR_TEXT(d->note)),
                        NULL, NULL, err);
}

/* ---- what dictionaries of actors say ---- */

void sr_store_actor_claim_id(const sr_store_actor_claim *c, uint8_t out[SR_ID_BYTES])
{
    char line[24];
    int  n = snprintf(line, sizeof line, "%lld", (long long)c->line);
    const sr_str parts[] = {c->actor, c->field, c->value, c->kind, c->country, c->first, c->last, c->source,
                            sr_str_from(line, (size_t)n), c->evidence};
    sr_id_of(parts, SR_COUNT(parts), out);
}

sr_status sr_store_add_actor_claim(sr_store *store, const sr_store_actor_claim *c, bool *is_new, sr_error *err)
{
    uint8_t id[SR_ID_BYTES];
    sr_store_actor_claim_id(c, id);
    sr_status status = sr_store_run(store, SR_SQL_ADD_ACTOR_CLAIM,
                                    SR_CELLS(SR_BLOB(sr_id_view(id)), SR_TEXT(c->actor), SR_TEXT(c->field),
                                             SR_TEXT(c->value), SR_TEXT(c->kind), SR_TEXT(c->country),
                                             SR_TEXT(c->first), SR_TEXT(c->last), SR_TEXT(c->source),
                                             SR_INT(c->line), SR_TEXT(c->evidence)),
                                    NULL, NULL, err);
    if (is_new)
        *is_new = status == SR_OK && was_put(store);
    return status;
}
