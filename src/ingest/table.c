/* Rows of tables; see table.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/table.h"

#include "base/limits.h"
#include "base/utf8.h"

/* Where the row that begins at `at` ends: its line end, not one inside quotation marks. */
static uint64_t row_end(sr_str table, char sep, uint64_t at)
{
    bool quoted = false;
    for (; at < table.len; at++) {
        if (table.ptr[at] == '"' && sep == ',')
            quoted = !quoted;
        if (table.ptr[at] == '\n' && !quoted)
            break;
    }
    return at;
}

static sr_str unquoted(sr_str text, sr_arena *arena)
{
    uint8_t *out;
    size_t   n = 0;
    if (sr_str_find(text, '"', 0) == text.len)
        return text;
    out = sr_arena_alloc(arena, text.len + 1, 1);
    for (size_t i = 0; i < text.len; i++) {
        out[n++] = text.ptr[i];
        if (text.ptr[i] == '"' && i + 1 < text.len && text.ptr[i + 1] == '"')
            i++;
    }
    return sr_str_from(out, n);
}

/* One cell from `at`; gives where the next one begins, or past the row's end. */
static size_t take_cell(sr_str raw, char sep, size_t at, sr_table_cell *cell, sr_arena *arena)
{
    bool   quoted = sep == ',' && at < raw.len && raw.ptr[at] == '"';
    size_t begin = at + quoted, end = begin;
    if (!quoted) {
        end = sr_str_find(raw, (uint8_t)sep, begin);
        *cell = (sr_table_cell){sr_str_slice(raw, begin, end), (uint32_t)begin, (uint32_t)end};
        return end + 1;
    }
    while (end < raw.len && (raw.ptr[end] != '"' || (end + 1 < raw.len && raw.ptr[end + 1] == '"')))
        end += raw.ptr[end] == '"' ? 2 : 1;
    end = SR_MIN(end, raw.len);
    *cell = (sr_table_cell){unquoted(sr_str_slice(raw, begin, end), arena), (uint32_t)begin, (uint32_t)end};
    return sr_str_find(raw, (uint8_t)sep, SR_MIN(end + 1, raw.len)) + 1;
}

bool sr_table_next(sr_str table, char sep, uint64_t *at, sr_table_row *row, sr_arena *arena)
{
    if (*at >= table.len)
        return false;
    uint64_t end = row_end(table, sep, *at);
    *row = (sr_table_row){.raw = sr_str_slice(table, *at, end), .offset = *at};
    *at = end + 1;
    if (row->raw.len && row->raw.ptr[row->raw.len - 1] == '\r')
        row->raw.len--;
    if (row->raw.len > SR_LIMIT_LINE_BYTES || row->raw.len > SR_LIMIT_REPORT_BYTES)
        row->fault = "the row is too long";
    else if (sr_utf8_check(row->raw) < row->raw.len)
        row->fault = "the row is not UTF-8";
    if (row->fault)
        return true;
    row->cells = SR_NEW(arena, sr_table_cell, SR_TABLE_CELLS);
    for (size_t c = 0; c <= row->raw.len; row->n++) {
        if (row->n == SR_TABLE_CELLS) {
            row->fault = "the row has too many cells";
            break;
        }
        c = take_cell(row->raw, sep, c, &row->cells[row->n], arena);
    }
    return true;
}
