/* Rows of tables: any bytes give rows inside the table, in order, with cells inside their row.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "ingest/table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char seps[] = {',', '\t'};
    sr_str            table = sr_str_from(data, size);
    sr_arena          arena;
    sr_arena_init(&arena, 0, NULL, NULL);
    for (size_t s = 0; s < sizeof seps; s++) {
        sr_table_row row;
        uint64_t     at = 0, before = 0;
        while (sr_table_next(table, seps[s], &at, &row, &arena)) {
            FUZZ_HOLDS(at > before && row.offset == before && at <= size + 1);
            FUZZ_HOLDS(row.offset + row.raw.len <= size && row.n <= SR_TABLE_CELLS);
            FUZZ_HOLDS(row.fault || row.n > 0);
            for (uint32_t i = 0; i < row.n; i++)
                FUZZ_HOLDS(row.cells[i].begin <= row.cells[i].end && row.cells[i].end <= row.raw.len &&
                           row.cells[i].text.len <= row.cells[i].end - row.cells[i].begin);
            before = at;
            sr_arena_reset(&arena);
        }
    }
    sr_arena_free(&arena);
    return 0;
}
