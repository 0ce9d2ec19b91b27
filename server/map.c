/* The map's marks: incidents that lie near one another at a scale are one mark with their number.
 *
 * The grid is of the Web Mercator projection, cells of CELL_PIXELS at the width asked.  A mark lies
 * at the mean of its incidents' places; one incident is never moved.  Those whose place is known
 * only as a country are counted by country, apart.
 * SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "limits.h"
#include "route.h"
#include "text.h"

#define CELL_PIXELS 52.0
#define TABLE       (LIMIT_MAP_CELLS * 4u)

typedef struct cell {
    uint64_t key; // grid cell, or country; 0: empty
    uint32_t n;
    bool area, same; // same: all at one place
    char country[4], precision[12];
    double lat, lon;       // sums
    double at_lat, at_lon; // of the first
    uint64_t row;          // of the first
    size_t begin, end;     // of the only one, in `rows`
} cell;

typedef struct map {
    double scale; // cells per world's width
    cell *cells;  // [TABLE], open addressing; later by number
    unsigned used, next;
    uint64_t *single; // rows of the marks of one incident: the first cells
    uint64_t total, unplaced, left_out;
    sr_buf rows;
} map;

static uint64_t grid_key(const map *m, const sr_ledger_point *row)
{
    double lat = fmax(-85, fmin(85, row->lat)) * M_PI / 180;
    double x = (row->lon + 180) / 360, y = (1 - log(tan(lat) + 1 / cos(lat)) / M_PI) / 2;
    return 1 + ((uint64_t)(x * m->scale) << 30 | (uint64_t)(y * m->scale));
}

static cell *slot(map *m, uint64_t key)
{
    size_t i = (size_t)(key * 0x9E3779B97F4A7C15ull >> 40) % TABLE;
    while (m->cells[i].key && m->cells[i].key != key)
        i = (i + 1) % TABLE;
    return &m->cells[i];
}

static int on_point(const sr_ledger_point *at, void *payload)
{
    map *m = payload;
    m->total++;
    if (!at->located) {
        m->unplaced++;
        return 0;
    }
    bool area = strcmp(at->precision, "country") == 0 && at->country[0];
    uint64_t key =
        area ? (1ull << 62 | (uint64_t)(uint8_t)at->country[0] << 8 | (uint8_t)at->country[1])
             : grid_key(m, at);
    cell *c = slot(m, key);
    if (!c->key && m->used >= LIMIT_MAP_CELLS) {
        m->left_out++;
        return 0;
    }
    if (!c->key) {
        *c = (cell){.key = key,
                    .area = area,
                    .same = true,
                    .at_lat = at->lat,
                    .at_lon = at->lon,
                    .row = at->row};
        m->used++;
        (void)snprintf(c->country, sizeof c->country, "%.3s", at->country);
        (void)snprintf(c->precision, sizeof c->precision, "%.11s", at->precision);
    }
    c->n++;
    c->lat += at->lat;
    c->lon += at->lon;
    c->same = c->same && fabs(at->lat - c->at_lat) < 1e-6 && fabs(at->lon - c->at_lon) < 1e-6;
    return 0;
}

static int by_number(const void *a, const void *b)
{
    const cell *x = a, *y = b;
    return x->n != y->n ? (x->n < y->n ? -1 : 1) : x->key < y->key ? -1 : x->key > y->key;
}

/* Sorts the cells; those of one incident come first, behind the empty ones. */
static size_t choose(const uint64_t **rows, void *payload)
{
    map *m = payload;
    size_t n = 0;
    qsort(m->cells, TABLE, sizeof *m->cells, by_number);
    m->next = 0;
    while (m->next < TABLE && !m->cells[m->next].key)
        m->next++;
    while (m->next + n < TABLE && m->cells[m->next + n].n == 1) {
        m->single[n] = m->cells[m->next + n].row;
        n++;
    }
    *rows = m->single;
    return n;
}

static int on_row(const sr_ledger_row *row, void *payload)
{
    map *m = payload;
    cell *c = &m->cells[m->next++];
    sr_buf_byte(&m->rows, '['); // so that write_row sets no comma
    c->begin = m->rows.len;
    write_row(&m->rows, row);
    c->end = m->rows.len;
    return m->rows.failed;
}

static void write_cell(const map *m, const cell *c, sr_buf *out)
{
    json_comma(out);
    sr_buf_byte(out, '{');
    json_number(out, "n", c->n);
    json_real(out, "lat", c->lat / c->n, 5);
    json_real(out, "lon", c->lon / c->n, 5);
    if (c->area)
        json_text(out, "country", c->country);
    json_name(out, "same");
    sr_buf_put(out, c->same ? SR_STR("true") : SR_STR("false"));
    if (c->n == 1 || c->same)
        json_text(out, "precision", c->precision);
    if (c->n == 1) {
        json_name(out, "incident");
        sr_buf_put(out, sr_str_slice(sr_buf_view(&m->rows), c->begin, c->end));
    }
    sr_buf_byte(out, '}');
}

static void write_cells(const map *m, const char *name, bool area, sr_buf *out)
{
    json_name(out, name);
    sr_buf_byte(out, '[');
    for (size_t i = 0; i < TABLE; i++)
        if (m->cells[i].key && m->cells[i].area == area)
            write_cell(m, &m->cells[i], out);
    sr_buf_byte(out, ']');
}

static void write_map(const map *m, sr_buf *out)
{
    sr_buf_byte(out, '{');
    write_cells(m, "cells", false, out);
    write_cells(m, "areas", true, out);
    json_number(out, "total", (int64_t)m->total);
    json_number(out, "unplaced", (int64_t)m->unplaced);
    json_number(out, "left_out", (int64_t)m->left_out);
    sr_buf_byte(out, '}');
}

sr_status answer_map(sr_ledger *ledger, const question *asked, reply *out, sr_error *err)
{
    sr_ledger_query query;
    uint64_t width = 1000;
    if (!query_read(asked, &query, out))
        return SR_OK;
    if (asked->values[PARAM_WIDTH] &&
        (!sr_str_uint(sr_str_c(asked->values[PARAM_WIDTH]), 100000000, &width) || width < 100))
        return refuse(out, 400, "width: wants the pixels of the world's width, 100 to 100,000,000");
    map m = {.scale = (double)width / CELL_PIXELS, .rows = {.ceiling = LIMIT_ANSWER_BYTES}};
    m.cells = calloc(TABLE, sizeof *m.cells);
    m.single = calloc(LIMIT_MAP_CELLS, sizeof *m.single);
    sr_status status = m.cells && m.single
                           ? sr_ledger_points(ledger, &query, on_point, choose, on_row, &m, err)
                           : sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    if (status == SR_OK)
        write_map(&m, &out->body);
    sr_buf_free(&m.rows);
    free(m.single);
    free(m.cells);
    return status;
}
