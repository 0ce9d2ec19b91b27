/* Rows of tables: CSV after RFC 4180 (cells in quotation marks may hold commas, line ends and doubled
 * marks) and tab-separated rows.
 *
 * A row keeps where it stands, so that claims can point at its bytes.  Limits: SR_TABLE_CELLS cells a row,
 * SR_LIMIT_LINE_BYTES a row; what is longer is told and passed over.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_TABLE_H
#define SR_INGEST_TABLE_H

#include "base/arena.h"
#include "base/str.h"

#define SR_TABLE_CELLS 256u

typedef struct sr_table_cell {
    sr_str   text;       // without quotation marks; a view, or a copy in the arena
    uint32_t begin, end; // bytes of the row, without quotation marks
} sr_table_cell;

typedef struct sr_table_row {
    sr_str         raw; // without its line end
    uint64_t       offset; // bytes into the table
    sr_table_cell *cells;
    uint32_t       n;
    const char    *fault; // what is wrong with it; NULL: nothing
} sr_table_row;

/** The next row. @param sep  ',' or '\t'; quotation marks count only with ','
 *  @param at   in, out: bytes read so far
 *  @return false: no more */
bool sr_table_next(sr_str table, char sep, uint64_t *at, sr_table_row *row, sr_arena *arena);

#endif
