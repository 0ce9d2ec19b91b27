/* Incidents as they were computed: put in, dropped, compared; see store.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/limits.h"
#include "store/store_int.h"

#define UNKNOWN_DAY 99999999 // in `latest` and `oldest`: behind all days

static sr_cell day_cell(sr_day day) { return day == SR_DAY_NONE ? SR_NULL() : SR_INT(day); }
static sr_cell bound_cell(int64_t bound) { return bound == SR_COUNT_OPEN ? SR_NULL() : SR_INT(bound); }

typedef struct cached_list {
    sr_store_cached_list *out;
    sr_arena             *arena;
} cached_list;

static bool on_cached(void *payload, const sr_cell *c, size_t n)
{
    cached_list     *list = payload;
    sr_store_cached *row = SR_PUSH(list->arena, list->out);
    (void)n;
    row->n = c[0].i;
    row->digest = c[2].i;
    memcpy(row->id, c[1].s.ptr, SR_MIN(c[1].s.len, (size_t)SR_ID_BYTES));
    return true;
}

sr_status sr_store_cached_of(sr_store *store, int64_t unit, sr_store_cached_list *out, sr_arena *arena, sr_error *err)
{
    cached_list list = {out, arena};
    return sr_store_run(store, SR_SQL_INCIDENTS_OF_UNIT, SR_CELLS(SR_INT(unit)), on_cached, &list, err);
}

sr_status sr_store_drop_cached(sr_store *store, int64_t n, sr_error *err)
{
    sr_status status = sr_store_run(store, SR_SQL_DROP_PLACE, SR_CELLS(SR_INT(n)), NULL, NULL, err);
    return status == SR_OK ? sr_store_run(store, SR_SQL_DROP_INCIDENT, SR_CELLS(SR_INT(n)), NULL, NULL, err) : status;
}

/* A hash over all that is kept, chained part by part. */
static void chain(int64_t *hash, sr_str part)
{
    uint64_t both[2] = {(uint64_t)*hash, sr_hash(part)};
    *hash = (int64_t)sr_hash(sr_str_from(both, sizeof both));
}

int64_t sr_store_incident_digest(const sr_store_incident *in)
{
    int64_t hash = in->story;
    chain(&hash, in->json);
    for (uint32_t i = 0; i < in->n_former; i++)
        chain(&hash, in->former[i]);
    for (uint32_t i = 0; i < in->n_revisions; i++)
        chain(&hash, in->revisions[i].json);
    for (uint32_t i = 0; i < in->n_actors; i++) {
        chain(&hash, in->actors[i].actor);
        chain(&hash, in->actors[i].role);
    }
    return hash;
}

static sr_status put_row(sr_store *store, const sr_store_incident *in, int64_t sequence, sr_error *err)
{
    bool   dated = in->date.first != SR_DAY_NONE, located = in->place.located;
    int64_t day = dated ? in->date.first : in->date.last != SR_DAY_NONE ? in->date.last : UNKNOWN_DAY;
    return sr_store_run(
        store, SR_SQL_PUT_INCIDENT,
        SR_CELLS(SR_BLOB(sr_id_view(in->id)), SR_INT(in->unit), SR_INT(in->story),
                 SR_INT(day == UNKNOWN_DAY ? UNKNOWN_DAY : -day), SR_INT(day), day_cell(in->date.first),
                 day_cell(in->date.last), SR_TEXT(sr_precision_name(in->date.precision)), SR_TEXT(in->type),
                 SR_TEXT(in->subtype), SR_TEXT(in->stage), SR_TEXT(in->place.name), SR_TEXT(in->venue),
                 SR_TEXT(in->place.admin1), SR_TEXT(sr_str_c(in->place.country)),
                 SR_TEXT(sr_place_precision_name(in->place.precision)),
                 located ? (sr_cell){.kind = SR_CELL_REAL, .r = in->place.lat} : SR_NULL(),
                 located ? (sr_cell){.kind = SR_CELL_REAL, .r = in->place.lon} : SR_NULL(), bound_cell(in->killed.low),
                 bound_cell(in->killed.best), bound_cell(in->killed.high), bound_cell(in->wounded.low),
                 bound_cell(in->wounded.best), bound_cell(in->wounded.high), SR_INT(in->killed_figure),
                 SR_INT(in->wounded_figure), SR_TEXT(in->perpetrator), SR_TEXT(in->certainty), SR_INT(in->contested),
                 SR_INT(in->reports), SR_INT(in->reports_all), SR_TEXT(in->first_seen), SR_TEXT(in->last_seen),
                 SR_INT(in->changed), SR_INT(lround((double)in->probability * 1000)),
                 SR_INT(sr_store_incident_digest(in)), SR_INT(sequence)),
        NULL, NULL, err);
}

static sr_status put_lists(sr_store *store, const sr_store_incident *in, int64_t n, sr_error *err)
{
    sr_status status = SR_OK;
    for (uint32_t i = 0; status == SR_OK && i < in->n_former; i++) {
        uint8_t id[SR_ID_BYTES];
        if (sr_id_parse(in->former[i], id) && memcmp(id, in->id, sizeof id) != 0)
            status = sr_store_run(store, SR_SQL_PUT_FORMER, SR_CELLS(SR_BLOB(sr_id_view(id)), SR_INT(n)), NULL, NULL, err);
    }
    for (uint32_t i = 0; status == SR_OK && i < in->n_members; i++) {
        uint32_t mention = in->members[i].mention;
        status = sr_store_run(store, SR_SQL_PUT_INCIDENT_REPORT,
                              SR_CELLS(SR_INT(n), SR_INT(in->members[i].report), SR_INT(mention == SR_NONE ? -1 : (int64_t)mention)),
                              NULL, NULL, err);
    }
    for (uint32_t i = 0; status == SR_OK && i < in->n_actors; i++) {
        const struct sr_store_actor *a = &in->actors[i];
        status = sr_store_run(store, SR_SQL_PUT_INCIDENT_ACTOR,
                              SR_CELLS(SR_INT(n), SR_TEXT(a->actor), SR_TEXT(a->role), SR_TEXT(a->name), SR_TEXT(a->stance), SR_TEXT(a->kind)),
                              NULL, NULL, err);
    }
    for (uint32_t i = 0; status == SR_OK && i < in->n_revisions; i++) {
        const struct sr_store_revision *r = &in->revisions[i];
        status = sr_store_run(store, SR_SQL_PUT_REVISION,
                              SR_CELLS(SR_INT(n), SR_INT(i), r->instant == INT64_MIN ? SR_NULL() : SR_INT(r->instant), SR_TEXT(r->json)),
                              NULL, NULL, err);
    }
    return status;
}

sr_status sr_store_put_incident(sr_store *store, const sr_store_incident *in, int64_t sequence, sr_error *err)
{
    sr_status status = put_row(store, in, sequence, err);
    if (status != SR_OK)
        return status;
    int64_t n = store->db->ops->inserted(store->db);
    status = sr_store_run(store, SR_SQL_PUT_RECORD, SR_CELLS(SR_INT(n), SR_TEXT(in->json)), NULL, NULL, err);
    if (status == SR_OK && in->place.located)
        status = sr_store_run(store, SR_SQL_PUT_PLACE,
                              SR_CELLS(SR_INT(n), ((sr_cell){.kind = SR_CELL_REAL, .r = in->place.lon}),
                                       ((sr_cell){.kind = SR_CELL_REAL, .r = in->place.lat})),
                              NULL, NULL, err);
    return status == SR_OK ? put_lists(store, in, n, err) : status;
}

sr_status sr_store_put_digest(sr_store *store, int64_t report, sr_str digest, const uint64_t *keys, size_t n_keys,
                              const uint64_t *old, size_t n_old, sr_error *err)
{
    sr_status status = SR_OK;
    for (size_t i = 0; status == SR_OK && i < n_old; i++)
        status = sr_store_run(store, SR_SQL_DROP_KEY, SR_CELLS(SR_INT((int64_t)old[i]), SR_INT(report)), NULL, NULL, err);
    if (status == SR_OK)
        status = sr_store_run(store, SR_SQL_PUT_DIGEST, SR_CELLS(SR_INT(report), SR_BLOB(digest)), NULL, NULL, err);
    for (size_t i = 0; status == SR_OK && i < n_keys; i++)
        status = sr_store_run(store, SR_SQL_PUT_KEY, SR_CELLS(SR_INT((int64_t)keys[i]), SR_INT(report)), NULL, NULL, err);
    return status;
}

sr_status sr_store_clear(sr_store *store, sr_error *err)
{
    static const sr_sql clears[] = {SR_SQL_CLEAR_DERIVED, SR_SQL_CLEAR_INCIDENT, SR_SQL_CLEAR_TRAIT, SR_SQL_CLEAR_BLOCK,
                                    SR_SQL_CLEAR_LINK, SR_SQL_CLEAR_DIGEST, SR_SQL_CLEAR_UNIT};
    sr_status status = SR_OK;
    for (size_t i = 0; status == SR_OK && i < SR_COUNT(clears); i++)
        status = sr_store_run(store, clears[i], NULL, 0, NULL, NULL, err);
    return status;
}
