/* The store over its engine: transactions, statements, numbers; see store.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "store/store.h"

#include <stdlib.h>

#include "store/store_int.h"

sr_status sr_store_open(sr_store **out, const char *path, const sr_store_options *options, sr_error *err)
{
    sr_store *store = calloc(1, sizeof *store);
    *out = NULL;
    if (!store)
        return sr_error_set(err, SR_E_NOMEM, path, 0, "out of memory");
    sr_status status = sr_sqlite_open(&store->db, path, options, err);
    if (status != SR_OK) {
        free(store);
        return status;
    }
    store->then = INT64_MAX;
    *out = store;
    return SR_OK;
}

void sr_store_close(sr_store *store)
{
    if (!store)
        return;
    store->db->ops->close(store->db);
    free(store);
}

sr_status sr_store_begin(sr_store *store, bool write, sr_error *err)
{
    return store->db->ops->begin(store->db, write, err);
}
sr_status sr_store_commit(sr_store *store, sr_error *err) { return store->db->ops->commit(store->db, err); }
void      sr_store_rollback(sr_store *store) { store->db->ops->rollback(store->db); }
sr_status sr_store_vacuum(sr_store *store, sr_error *err) { return store->db->ops->vacuum(store->db, err); }

sr_status sr_store_shadow(sr_store *store, int64_t then, sr_error *err)
{
    store->then = then;
    return store->db->ops->shadow(store->db, err);
}

void sr_store_unshadow(sr_store *store)
{
    store->then = INT64_MAX;
    store->db->ops->unshadow(store->db);
}

sr_status sr_store_backup(sr_store *store, const char *path, int (*step)(uint64_t, uint64_t, void *),
                          void *payload, sr_error *err)
{
    return store->db->ops->backup(store->db, path, step, payload, err);
}

sr_status sr_store_run_pieces(sr_store *store, const sr_sql *pieces, size_t n, const sr_cell *args,
                              size_t n_args, sr_on_cells *on_cells, void *payload, sr_error *err)
{
    return store->db->ops->run(store->db, pieces, n, args, n_args, on_cells, payload, err);
}

sr_status sr_store_run(sr_store *store, sr_sql sql, const sr_cell *args, size_t n_args,
                       sr_on_cells *on_cells, void *payload, sr_error *err)
{
    return sr_store_run_pieces(store, &sql, 1, args, n_args, on_cells, payload, err);
}

static bool take_number(void *payload, const sr_cell *cells, size_t n)
{
    if (n && cells[0].kind == SR_CELL_INT)
        *(int64_t *)payload = cells[0].i;
    return false;
}

sr_status sr_store_number(sr_store *store, sr_sql sql, const sr_cell *args, size_t n_args, int64_t none,
                          int64_t *out, sr_error *err)
{
    *out = none;
    return sr_store_run(store, sql, args, n_args, take_number, out, err);
}

typedef struct number_list {
    sr_numbers *out;
    sr_arena   *arena;
} number_list;

static bool push_number(void *payload, const sr_cell *cells, size_t n)
{
    number_list *list = payload;
    if (n && cells[0].kind == SR_CELL_INT)
        *SR_PUSH(list->arena, list->out) = cells[0].i;
    return true;
}

sr_status sr_store_numbers(sr_store *store, sr_sql sql, const sr_cell *args, size_t n_args, sr_numbers *out,
                           sr_arena *arena, sr_error *err)
{
    number_list list = {out, arena};
    *out = (sr_numbers){NULL, 0, 0};
    return sr_store_run(store, sql, args, n_args, push_number, &list, err);
}
