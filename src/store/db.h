/* What the store asks of a database: run a statement by name with values, in transactions.
 *
 * The interface that a PostgreSQL store can take: an engine has the statements of sql/ in its own
 * dialect and these functions; everything else of the store is written on top of them.
 *
 * One owner at a time.  Statements are prepared once and kept.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_STORE_DB_H
#define SR_STORE_DB_H

#include "base/error.h"
#include "base/str.h"
#include "store/statements.h" // made of sql/statements.sql: sr_sql, SR_SQL_…

typedef enum sr_cell_kind { SR_CELL_NULL, SR_CELL_INT, SR_CELL_REAL, SR_CELL_TEXT, SR_CELL_BLOB } sr_cell_kind;

/** A value that is bound, or a column of a row. */
typedef struct sr_cell {
    sr_cell_kind kind;
    const char  *name; // parameter ":name", or column; NULL: bound by its place
    int64_t      i;
    double       r;
    sr_str       s;    // TEXT and BLOB; lives until the callback returns
} sr_cell;

#define SR_INT(value) ((sr_cell){.kind = SR_CELL_INT, .i = (value)})
#define SR_TEXT(value) ((sr_cell){.kind = SR_CELL_TEXT, .s = (value)})
#define SR_BLOB(value) ((sr_cell){.kind = SR_CELL_BLOB, .s = (value)})
#define SR_NULL() ((sr_cell){.kind = SR_CELL_NULL})
#define SR_CELLS(...) ((const sr_cell[]){__VA_ARGS__}), SR_COUNT(((const sr_cell[]){__VA_ARGS__}))

/** @return false: no more rows are wanted */
typedef bool sr_on_cells(void *payload, const sr_cell *cells, size_t n);

typedef struct sr_db sr_db;
typedef struct sr_db_ops {
    void (*close)(sr_db *db);
    /** @param write  takes the writer's lock at once, waiting for another writer */
    sr_status (*begin)(sr_db *db, bool write, sr_error *err);
    sr_status (*commit)(sr_db *db, sr_error *err);
    void (*rollback)(sr_db *db); // also when nothing was begun; never fails
    /** Run one statement put together from pieces. @param on_cells  NULL: rows are not wanted */
    sr_status (*run)(sr_db *db, const sr_sql *pieces, size_t n_pieces, const sr_cell *args,
                     size_t n_args, sr_on_cells *on_cells, void *payload, sr_error *err);
    int64_t (*inserted)(sr_db *db); // number of the last row put in
    bool (*changed)(sr_db *db);     // the last statement changed a row
    /** Tables of derived.sql once more, for this connection alone and before those of the file. */
    sr_status (*shadow)(sr_db *db, sr_error *err);
    void (*unshadow)(sr_db *db);
    sr_status (*backup)(sr_db *db, const char *path, int (*step)(uint64_t, uint64_t, void *),
                        void *payload, sr_error *err);
    sr_status (*vacuum)(sr_db *db, sr_error *err);
} sr_db_ops;

struct sr_db {
    const sr_db_ops *ops;
};

typedef struct sr_db_options {
    bool     read_only, create;
    unsigned busy_ms, cache_mb;
} sr_db_options;

/** SQLite, in one file. */
sr_status sr_sqlite_open(sr_db **out, const char *path, const sr_db_options *options, sr_error *err);

#endif
