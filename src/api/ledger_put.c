/* Batches on their way into the ledger; see ledger_put.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "api/ledger_put.h"

#include <stdlib.h>

SR_NORETURN static void leave(void *payload) { longjmp(((sr_ledger *)payload)->boundary, 1); }

void sr_ledger_put_init(sr_ledger_put *put, sr_ledger *ledger, const sr_ingest_options *options)
{
    *put = (sr_ledger_put){.ledger = ledger, .options = options};
    sr_arena_init(&put->kept, 0, leave, ledger);
}

void sr_ledger_put_free(sr_ledger_put *put)
{
    sr_arena_free(&put->kept);
    free(put->actors);
    put->actors = NULL;
}

sr_status sr_ledger_put_begin(sr_ledger_put *put, sr_error *err)
{
    sr_status status = put->begun ? SR_OK : sr_ledger__begin_write(put->ledger, err);
    put->begun = put->begun || status == SR_OK;
    return status;
}

void sr_ledger_put_dirty(sr_ledger_put *put, int64_t report) { *SR_PUSH(&put->kept, &put->dirty) = report; }

/* ---- actors ---- */

/* @return false: noted before */
static bool note_actor(sr_ledger_put *put, sr_str id)
{
    uint64_t hash = sr_hash(id) | 1;
    if (2 * (put->n_actors + 1) > put->actors_room) {
        size_t    room = put->actors_room ? put->actors_room * 2 : 256;
        uint64_t *larger = calloc(room, sizeof *larger);
        if (!larger)
            put->kept.on_oom(put->kept.payload);
        for (size_t i = 0; i < put->actors_room; i++) {
            size_t at = (size_t)(put->actors[i] >> 1) & (room - 1);
            while (put->actors[i] && larger[at])
                at = (at + 1) & (room - 1);
            if (put->actors[i])
                larger[at] = put->actors[i];
        }
        free(put->actors);
        put->actors = larger;
        put->actors_room = room;
    }
    size_t at = (size_t)(hash >> 1) & (put->actors_room - 1);
    while (put->actors[at] && put->actors[at] != hash)
        at = (at + 1) & (put->actors_room - 1);
    if (put->actors[at])
        return false;
    put->actors[at] = hash;
    put->n_actors++;
    return true;
}

static sr_str cell(const sr_lexicon *lexicon, int table, uint32_t row, const char *column)
{
    return sr_lexicon_cell(lexicon, table, row, sr_lexicon_column(lexicon, table, sr_str_c(column)));
}

/* All names of an actor with the years they hold. */
static sr_status put_names(sr_ledger_put *put, const sr_lexicon *lexicon, sr_str id, sr_error *err)
{
    int       names = sr_lexicon_table(lexicon, SR_STR("actor-names"));
    int       column = sr_lexicon_column(lexicon, names, SR_STR("actor"));
    uint32_t  n = sr_lexicon_rows(lexicon, names);
    sr_status status = SR_OK;
    for (uint32_t i = 0; status == SR_OK && i < n; i++)
        if (sr_str_eq(sr_lexicon_cell(lexicon, names, i, column), id))
            status = sr_store_run(put->ledger->store, SR_SQL_ADD_ACTOR_NAME,
                                  SR_CELLS(SR_TEXT(id), SR_TEXT(sr_lexicon_cell(lexicon, names, i, 0)),
                                           SR_TEXT(cell(lexicon, names, i, "first")), SR_TEXT(cell(lexicon, names, i, "last"))),
                                  NULL, NULL, err);
    return status;
}

static sr_status put_actor(sr_ledger_put *put, const sr_lexicon *lexicon, sr_str id, sr_error *err)
{
    int64_t known;
    if (!id.len || !note_actor(put, id))
        return SR_OK;
    sr_status status = sr_store_number(put->ledger->store, SR_SQL_FIND_ACTOR, SR_CELLS(SR_TEXT(id)), 0, &known, err);
    int       actors = sr_lexicon_table(lexicon, SR_STR("actors"));
    uint32_t  row = sr_lexicon_key(lexicon, actors, id);
    if (status != SR_OK || known || row == SR_NO_ROW)
        return status;
    status = sr_store_run(put->ledger->store, SR_SQL_ADD_ACTOR,
                          SR_CELLS(SR_TEXT(id), SR_TEXT(cell(lexicon, actors, row, "name")),
                                   SR_TEXT(cell(lexicon, actors, row, "kind")), SR_TEXT(cell(lexicon, actors, row, "country")),
                                   SR_TEXT(cell(lexicon, actors, row, "parent")), SR_TEXT(cell(lexicon, actors, row, "first")),
                                   SR_TEXT(cell(lexicon, actors, row, "last"))),
                          NULL, NULL, err);
    if (status == SR_OK)
        status = put_names(put, lexicon, id, err);
    sr_str parent = cell(lexicon, actors, row, "parent");
    return status == SR_OK ? put_actor(put, lexicon, parent, err) : status;
}

static sr_status put_actors(sr_ledger_put *put, const sr_lexicon *lexicon, const sr_claims *claims, sr_error *err)
{
    sr_status status = SR_OK;
    for (uint32_t i = 0; status == SR_OK && i < claims->n; i++) {
        status = put_actor(put, lexicon, claims->at[i].value.actor, err);
        if (status == SR_OK)
            status = put_actor(put, lexicon, claims->at[i].source.actor, err);
    }
    return status;
}

sr_status sr_ledger_put_actor_claim(sr_ledger_put *put, const sr_store_actor_claim *claim, bool *is_new, sr_error *err)
{
    bool      added = false;
    sr_status status = sr_ledger_put_begin(put, err);
    if (status == SR_OK)
        status = sr_store_add_actor_claim(put->ledger->store, claim, &added, err);
    put->totals.claims += added;
    put->moved = put->moved || added;
    if (is_new)
        *is_new = added;
    return status;
}

/* ---- readings ---- */

static void count(sr_ledger_put *put, const sr_store_added *added, uint64_t claims)
{
    put->totals.added += added->is_new;
    put->totals.versions += added->is_version;
    put->totals.copies += added->is_copy;
    put->totals.claims += claims;
}

sr_status sr_ledger_put_reading(sr_ledger_put *put, const sr_report *report, sr_str extractor, const sr_claims *claims,
                                const sr_lexicon *lexicon, sr_error *err)
{
    sr_ledger     *ledger = put->ledger;
    sr_store_added added;
    uint64_t       n = 0;
    sr_arena_mark  mark = sr_arena_here(&ledger->arena);
    sr_status      status = sr_ledger_put_begin(put, err);
    if (status == SR_OK)
        status = sr_store_add_report(ledger->store, report, extractor, &added, &ledger->arena, err);
    if (status != SR_OK)
        return status;
    if (claims && !added.has_reading)
        status = sr_store_add_reading(ledger->store, &added, extractor, claims, &n, err);
    if (status == SR_OK && claims && lexicon)
        status = put_actors(put, lexicon, claims, err);
    if (status == SR_OK && claims && !added.has_reading && !added.is_new)
        status = sr_store_settle_report(ledger->store, added.report, err);
    sr_arena_return(&ledger->arena, mark);
    if (claims) {
        put->totals.repeated += !added.is_new;
        count(put, &added, n);
    }
    sr_ledger_put_dirty(put, added.report);
    put->n_batch++;
    return status;
}

static void on_incident(void *payload, const uint8_t id[SR_ID_BYTES], bool is_new)
{
    sr_ledger_put  *put = payload;
    sr_ledger_told *told = SR_PUSH(&put->kept, &put->told);
    memcpy(told->id, id, SR_ID_BYTES);
    told->is_new = is_new;
}

static void tell(sr_ledger_put *put)
{
    for (size_t i = 0; put->options && put->options->on_incident && i < put->told.n; i++) {
        char id[SR_REPORT_ID_TEXT];
        sr_id_text(put->told.at[i].id, id);
        (void)put->options->on_incident(id, put->told.at[i].is_new, put->options->payload);
    }
}

sr_status sr_ledger_put_commit(sr_ledger_put *put, sr_error *err)
{
    sr_refold refold;
    if (!put->begun)
        return SR_OK;
    sr_status status = sr_ledger__refold(put->ledger, &refold, err);
    refold.on_incident = on_incident;
    refold.payload = put;
    if (status == SR_OK)
        status = sr_refold_reports(&refold, put->dirty.at, put->dirty.n, err);
    if (status == SR_OK && put->moved) // no incident did, but what is shown of actors
        status = sr_store_run(put->ledger->store, SR_SQL_NEXT_SEQUENCE, NULL, 0, NULL, NULL, err);
    status = sr_ledger__end(put->ledger, status, err);
    put->begun = put->moved = false;
    if (status != SR_OK)
        return status;
    put->totals.incidents += put->told.n;
    put->committed = put->totals;
    tell(put);
    put->n_batch = 0;
    memset(&put->dirty, 0, sizeof put->dirty);
    memset(&put->told, 0, sizeof put->told);
    sr_arena_reset(&put->kept);
    sr_arena_reset(&put->ledger->arena);
    return SR_OK;
}
