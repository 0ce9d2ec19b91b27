/* Flat tables: a list of columns, one function a cell, written as CSV or as TSV.
 *
 * CSV after RFC 4180 with line ends of one LF.  A cell that a spreadsheet would take for a formula
 * is written behind an apostrophe (OWASP, "CSV injection"); numbers are left alone.  A TSV has no
 * quotes: tabs and line ends inside cells become spaces.  In both a row is one line, control
 * characters become spaces, bytes that are not UTF-8 become U+FFFD.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_PUBLISH_TABLE_H
#define SR_PUBLISH_TABLE_H

#include "publish/sides.h"

/** What a cell is made from; one a row. */
typedef struct sr_row {
    const sr_export_incident *in;
    const sr_export_options *options;
    sr_sides sides;
    const void *more; // of the format: which pair, which mention
    sr_arena *arena;
    uint64_t number; // of the incident in this run, from 1
} sr_row;

/** Text of a cell; empty: not known, or cannot be filled honestly. */
typedef sr_str sr_cell(const sr_row *row);

typedef struct sr_column {
    const char *name;
    sr_cell *cell; // NULL: always empty
} sr_column;

sr_row sr_row_of(const sr_exporter *exporter, const sr_export_incident *incident, sr_arena *arena);
void sr_csv_header(sr_buf *out, const sr_column *columns, size_t n);
void sr_csv_row(sr_buf *out, const sr_column *columns, size_t n, const sr_row *row);
void sr_tsv_row(sr_buf *out, const sr_column *columns, size_t n, const sr_row *row);
/** One cell of a CSV, guarded and quoted as needed. */
void sr_csv_cell(sr_buf *out, sr_str text);

/* --- cells that several formats share; see cells.c --- */

sr_str sr_cell_int(sr_arena *arena, int64_t n);
/** Fixed decimals, never an exponent, never the locale's comma. @param decimals  0 to 6 */
sr_str sr_cell_real(sr_arena *arena, double value, int decimals);
/** Formatted days; empty for SR_DAY_NONE. */
sr_str sr_cell_day(sr_arena *arena, sr_day day);
/** "2024-03-22T18:05:00+03:00"; a day without a time is midnight, without an offset UTC. */
sr_str sr_cell_instant(sr_arena *arena, sr_instant at);
/** As far as it was told: a day, or a day with time and offset; empty: unknown. */
sr_str sr_cell_when(sr_arena *arena, sr_instant at);
/** Seconds since 1970 of an instant read that way; INT64_MIN: unknown. */
int64_t sr_cell_seconds(sr_instant at);
/** a, sep, b; the separator only between two that are not empty. */
sr_str sr_cell_join(sr_arena *arena, sr_str a, const char *sep, sr_str b);

sr_str sr_cell_id(const sr_row *row);
sr_str sr_cell_lat(const sr_row *row);
sr_str sr_cell_lon(const sr_row *row);
sr_str sr_cell_country(const sr_row *row);
sr_str sr_cell_admin1(const sr_row *row);
sr_str sr_cell_admin2(const sr_row *row);
/** Name of the place when it is a town or a point; else of the smallest area that is known. */
sr_str sr_cell_place(const sr_row *row);
/** Publishers of the reports (hosts of their urls where no publisher is known), each once. */
sr_str sr_cell_sources(const sr_row *row);
/** Quoted sentences of the reports with their publishers; says what is disputed. */
sr_str sr_cell_notes(const sr_row *row);
/** "shooting in Kabul, Afghanistan, 2021-03-05". */
sr_str sr_cell_title(const sr_row *row);

/** Publisher of a report, else the host of its url; empty: neither. */
sr_str sr_export_publisher(const sr_export_report *report);
/** The sentence around a span, white space squeezed, at most 400 bytes; empty without text. */
sr_str sr_export_quote(const sr_export_incident *incident, sr_export_span span, sr_arena *arena);
/** True when an open question says that the field is contested. */
bool sr_export_contested(const sr_export_incident *incident, sr_field field);

/** Lower, best and upper count as a format wants numbers that must not be open: an open low is 0,
 *  an open best the low, else the high, an open high the best (or the low when that is more).
 *  @return false: nothing is known of this count */
bool sr_export_bounds(sr_count count, int64_t *low, int64_t *best, int64_t *high);

#endif
