/* Rows of flat tables; see table.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/table.h"

#include "base/utf8.h"

/* Full-width forms of = + - @ start a formula, too. */
static bool starts_formula(uint32_t cp)
{
    return cp == '=' || cp == '+' || cp == '-' || cp == '@' || cp == 0xFF1D || cp == 0xFF0B ||
           cp == 0xFF0D || cp == 0xFF20;
}

static bool is_control(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x2028 || cp == 0x2029;
}

/* Text of one cell on one line; quotation marks doubled when asked for. */
static void put_line(sr_buf *out, sr_str text, bool double_quotes)
{
    for (size_t at = 0, len; at < text.len; at += len) {
        uint32_t cp = sr_utf8_read(text, at, &len);
        if (cp == SR_UTF8_INVALID)
            sr_buf_put(out, SR_STR("\xEF\xBF\xBD"));
        else if (is_control(cp))
            sr_buf_byte(out, ' ');
        else
            sr_buf_put(out, sr_str_slice(text, at, at + len));
        if (cp == '"' && double_quotes)
            sr_buf_byte(out, '"');
    }
}

/* What stands before the first letter decides: spreadsheets skip blanks. */
static bool is_formula(sr_str text)
{
    double number;
    size_t at = 0, len;
    while (at < text.len) {
        uint32_t cp = sr_utf8_read(text, at, &len);
        if (cp == SR_UTF8_INVALID || !(is_control(cp) || sr_utf8_is_space(cp)))
            return starts_formula(cp) && !sr_str_decimal(text, &number);
        at += len;
    }
    return false;
}

void sr_csv_cell(sr_buf *out, sr_str text)
{
    bool quoted = false;
    for (size_t i = 0; i < text.len && !quoted; i++)
        quoted =
            text.ptr[i] == '"' || text.ptr[i] == ',' || text.ptr[i] == ';' || text.ptr[i] < 0x20;
    if (quoted)
        sr_buf_byte(out, '"');
    if (is_formula(text))
        sr_buf_byte(out, '\'');
    put_line(out, text, quoted);
    if (quoted)
        sr_buf_byte(out, '"');
}

void sr_csv_header(sr_buf *out, const sr_column *columns, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i)
            sr_buf_byte(out, ',');
        sr_buf_put(out, sr_str_c(columns[i].name));
    }
    sr_buf_byte(out, '\n');
}

void sr_csv_row(sr_buf *out, const sr_column *columns, size_t n, const sr_row *row)
{
    for (size_t i = 0; i < n; i++) {
        if (i)
            sr_buf_byte(out, ',');
        if (columns[i].cell)
            sr_csv_cell(out, columns[i].cell(row));
    }
    sr_buf_byte(out, '\n');
}

void sr_tsv_row(sr_buf *out, const sr_column *columns, size_t n, const sr_row *row)
{
    for (size_t i = 0; i < n; i++) {
        if (i)
            sr_buf_byte(out, '\t');
        if (columns[i].cell)
            put_line(out, columns[i].cell(row), false);
    }
    sr_buf_byte(out, '\n');
}

sr_row sr_row_of(const sr_exporter *exporter, const sr_export_incident *incident, sr_arena *arena)
{
    return (sr_row){.in = incident,
                    .options = exporter->options,
                    .sides = sr_sides_of(incident),
                    .arena = arena,
                    .number = exporter->n + 1};
}
