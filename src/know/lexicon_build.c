/* Compiling lexicons; see lexicon_build.h, and lexicon_int.h for the layout.
 * SPDX-License-Identifier: Apache-2.0 */
#include "know/lexicon_build.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "know/lexicon_int.h"
#include "know/model.h"

typedef struct row {
    const sr_str *cells; // in the order of the table's columns; may be fewer
    const char   *where;
    uint32_t      n_cells;
    uint32_t      line;
} row;

typedef struct table {
    sr_str name;
    SR_LIST(sr_str) columns;
    SR_LIST(row) rows;
} table;

struct sr_lexicon_builder {
    sr_arena            *arena;
    sr_lexicon_tokenise *tokenise;
    sr_lexicon_note     *note;
    void                *payload;
    SR_LIST(table) tables;
};

sr_lexicon_builder *sr_lexicon_build_start(sr_arena *arena, sr_lexicon_tokenise *tokenise,
                                           sr_lexicon_note *note, void *payload)
{
    sr_lexicon_builder *b = SR_NEW(arena, sr_lexicon_builder, 1);
    b->arena = arena;
    b->tokenise = tokenise;
    b->note = note;
    b->payload = payload;
    return b;
}

/* --- rows in --- */

static void note(const sr_lexicon_builder *b, const char *where, uint32_t line, const char *text)
{
    if (b->note)
        b->note(b->payload, where, line, text);
}

static table *find_table(sr_lexicon_builder *b, sr_str name)
{
    for (size_t i = 0; i < b->tables.n; i++)
        if (sr_str_eq(b->tables.at[i].name, name))
            return &b->tables.at[i];
    return NULL;
}

static table *make_table(sr_lexicon_builder *b, sr_str name)
{
    table *t = find_table(b, name);
    if (!t) {
        t = SR_PUSH(b->arena, &b->tables);
        t->name = name;
    }
    return t;
}

static size_t find_column(const table *t, sr_str name)
{
    size_t i = 0;
    while (i < t->columns.n && !sr_str_eq(t->columns.at[i], name))
        i++;
    return i;
}

typedef struct reader {
    sr_lexicon_builder *b;
    const char         *where;
    sr_str              rest;
    uint32_t            line;
    SR_LIST(sr_str) cells;   // of the current line
    SR_LIST(size_t) columns; // of the table, by the file's columns
} reader;

/* The next line that is neither comment nor empty, cut into cells; false at the end. */
static bool read_line(reader *r)
{
    while (r->rest.len) {
        sr_str line = sr_str_cut(&r->rest, '\n');
        r->line++;
        if (sr_str_ends(line, SR_STR("\r")))
            line.len--;
        if (!line.len || line.ptr[0] == '#')
            continue;
        r->cells.n = 0;
        do
            *SR_PUSH(r->b->arena, &r->cells) = sr_str_cut(&line, '\t');
        while (line.ptr);
        return true;
    }
    return false;
}

static const char *bad_header(const reader *r, const table *t)
{
    bool has_key = !t || !t->columns.n;
    for (size_t i = 0; i < r->cells.n; i++) {
        sr_str name = r->cells.at[i];
        if (!name.len || name.len > UINT8_MAX || sr_utf8_check(name) != name.len)
            return "a column without a proper name; the file was left out";
        for (size_t k = 0; k < i; k++)
            if (sr_str_eq(r->cells.at[k], name))
                return "two columns of one name; the file was left out";
        has_key = has_key || sr_str_eq(name, t->columns.at[0]);
    }
    if (r->cells.n > INT8_MAX)
        return "more than 127 columns; the file was left out";
    return has_key ? NULL : "the table's first column is missing; the file was left out";
}

static bool read_header(reader *r, sr_str name)
{
    if (!read_line(r)) {
        note(r->b, r->where, r->line, "no line names the columns; the file was left out");
        return false;
    }
    const char *bad = bad_header(r, find_table(r->b, name));
    if (bad) {
        note(r->b, r->where, r->line, bad);
        return false;
    }
    table *t = make_table(r->b, name);
    for (size_t i = 0; i < r->cells.n; i++) {
        size_t column = find_column(t, r->cells.at[i]);
        if (column == t->columns.n)
            *SR_PUSH(r->b->arena, &t->columns) = r->cells.at[i];
        *SR_PUSH(r->b->arena, &r->columns) = column;
    }
    return true;
}

static const char *bad_cells(const sr_str *cells, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (cells[i].len > UINT16_MAX)
            return "a cell of more than 65535 bytes; the row was left out";
        if (sr_utf8_check(cells[i]) != cells[i].len)
            return "not UTF-8; the row was left out";
    }
    return NULL;
}

static const char *bad_row(const reader *r)
{
    if (r->cells.n > r->columns.n)
        return "more cells than columns; the row was left out";
    return bad_cells(r->cells.at, r->cells.n);
}

bool sr_lexicon_build_tsv(sr_lexicon_builder *b, sr_str name, sr_str bytes, const char *where)
{
    reader r = {.b = b, .where = where, .rest = bytes};
    if (sr_str_starts(bytes, SR_STR("\xEF\xBB\xBF")))
        r.rest = sr_str_slice(bytes, 3, bytes.len);
    if (!read_header(&r, name))
        return false;
    table *t = make_table(b, name);
    while (read_line(&r)) {
        const char *bad = bad_row(&r);
        if (bad) {
            note(b, where, r.line, bad);
            continue;
        }
        sr_str *cells = SR_NEW(b->arena, sr_str, t->columns.n);
        for (size_t i = 0; i < r.cells.n; i++)
            cells[r.columns.at[i]] = r.cells.at[i];
        *SR_PUSH(b->arena, &t->rows) = (row){cells, where, (uint32_t)t->columns.n, r.line};
    }
    return true;
}

void sr_lexicon_build_row(sr_lexicon_builder *b, sr_str name, const char *const *columns,
                          const sr_str *cells, size_t n, const char *where, uint32_t line)
{
    table      *t = make_table(b, name);
    const char *bad = bad_cells(cells, n);
    for (size_t i = 0; i < n; i++)
        if (find_column(t, sr_str_c(columns[i])) == t->columns.n)
            *SR_PUSH(b->arena, &t->columns) = sr_str_c(columns[i]);
    if (bad) {
        note(b, where, line, bad);
        return;
    }
    sr_str *kept = SR_NEW(b->arena, sr_str, t->columns.n);
    for (size_t i = 0; i < n; i++)
        kept[find_column(t, sr_str_c(columns[i]))] = cells[i];
    *SR_PUSH(b->arena, &t->rows) = (row){kept, where, (uint32_t)t->columns.n, line};
}

void sr_lexicon_build_columns(sr_lexicon_builder *b, const sr_lexicon *lexicon, int from)
{
    if (!sr_lexicon_columns(lexicon, from))
        return;
    table *t = make_table(b, sr_lexicon_table_name(lexicon, from));
    for (int i = 0; i < sr_lexicon_columns(lexicon, from); i++) {
        sr_str name = sr_lexicon_column_name(lexicon, from, i);
        if (find_column(t, name) == t->columns.n)
            *SR_PUSH(b->arena, &t->columns) = name;
    }
}

void sr_lexicon_build_rows(sr_lexicon_builder *b, const sr_lexicon *lexicon, int from)
{
    if (!sr_lexicon_columns(lexicon, from))
        return;
    sr_lexicon_build_columns(b, lexicon, from);
    table *t = make_table(b, sr_lexicon_table_name(lexicon, from));
    for (uint32_t i = 0; i < sr_lexicon_rows(lexicon, from); i++) {
        sr_str *cells = SR_NEW(b->arena, sr_str, t->columns.n);
        for (int k = 0; k < sr_lexicon_columns(lexicon, from); k++)
            cells[find_column(t, sr_lexicon_column_name(lexicon, from, k))] =
                sr_lexicon_cell(lexicon, from, i, k);
        *SR_PUSH(b->arena, &t->rows) = (row){cells, "compiled table", (uint32_t)t->columns.n, i + 1};
    }
}

/* --- strings --- */

/* Each string once.  slots: offset of the string + 1; 0 empty. */
typedef struct pool {
    sr_buf    bytes;
    uint32_t *slots;
    size_t    n_slots, taken;
} pool;

static bool is_at(const pool *p, uint32_t offset, sr_str s)
{
    uint16_t len;
    memcpy(&len, p->bytes.ptr + offset, sizeof len);
    return sr_str_eq(sr_str_from(p->bytes.ptr + offset + sizeof len, len), s);
}

static void grow_pool(pool *p, sr_arena *arena)
{
    uint32_t *old = p->slots;
    size_t    n_old = p->n_slots;
    p->n_slots = n_old ? n_old * 4 : 1024;
    p->slots = SR_NEW(arena, uint32_t, p->n_slots);
    for (size_t i = 0; i < n_old; i++) {
        if (!old[i])
            continue;
        uint16_t len;
        memcpy(&len, p->bytes.ptr + old[i] - 1, sizeof len);
        size_t at = sr_hash(sr_str_from(p->bytes.ptr + old[i] - 1 + sizeof len, len)) & (p->n_slots - 1);
        while (p->slots[at])
            at = (at + 1) & (p->n_slots - 1);
        p->slots[at] = old[i];
    }
}

static uint32_t put_string(pool *p, sr_arena *arena, sr_str s)
{
    if (p->bytes.failed)
        return 0;
    if (p->taken * 2 >= p->n_slots)
        grow_pool(p, arena);
    size_t at = sr_hash(s) & (p->n_slots - 1);
    for (; p->slots[at]; at = (at + 1) & (p->n_slots - 1))
        if (is_at(p, p->slots[at] - 1, s))
            return p->slots[at] - 1;
    uint16_t len = (uint16_t)s.len;
    uint32_t offset = (uint32_t)p->bytes.len;
    sr_buf_put(&p->bytes, sr_str_from(&len, sizeof len));
    sr_buf_put(&p->bytes, s);
    p->slots[at] = offset + 1;
    p->taken++;
    return offset;
}

/* --- the trie of one table --- */

typedef struct trie {
    SR_LIST(sr_lexicon__node) nodes;
    uint32_t *slots; // of the final size only after lay_out
    uint32_t  n_slots;
    uint64_t *filter;
    uint32_t  n_filter;
    uint32_t *next; // [rows]
    uint32_t *last; // [rows] by the first row of a phrase: its last row so far
} trie;

static uint32_t two_power(uint64_t least)
{
    uint32_t n = 2;
    while (n < least && n < (1u << 31))
        n *= 2;
    return n;
}

/* Slots for all nodes, never more than two thirds taken. */
static void lay_out(trie *t, sr_arena *arena, size_t n_nodes)
{
    t->n_slots = two_power(n_nodes + n_nodes / 2 + 1);
    t->slots = SR_NEW(arena, uint32_t, t->n_slots);
    for (uint32_t i = 1; i < t->nodes.n; i++) {
        uint32_t at = sr_lexicon__slot(t->nodes.at[i].parent, t->nodes.at[i].token) & (t->n_slots - 1);
        while (t->slots[at])
            at = (at + 1) & (t->n_slots - 1);
        t->slots[at] = i;
    }
}

static uint32_t step(trie *t, sr_arena *arena, uint32_t parent, uint64_t token)
{
    uint32_t at = sr_lexicon__slot(parent, token) & (t->n_slots - 1);
    for (; t->slots[at]; at = (at + 1) & (t->n_slots - 1)) {
        const sr_lexicon__node *node = &t->nodes.at[t->slots[at]];
        if (node->token == token && node->parent == parent)
            return t->slots[at];
    }
    if (t->nodes.n + 1 > t->n_slots / 2) {
        lay_out(t, arena, t->nodes.n * 2);
        return step(t, arena, parent, token);
    }
    uint32_t number = (uint32_t)t->nodes.n;
    *SR_PUSH(arena, &t->nodes) = (sr_lexicon__node){token, parent, SR_NO_ROW};
    t->slots[at] = number;
    return number;
}

static void add_phrase(const sr_lexicon_builder *b, trie *t, const table *from, uint32_t number)
{
    const row    *r = &from->rows.at[number];
    uint64_t     *hashes = NULL;
    size_t        n = b->tokenise(r->cells[0], &hashes, b->arena);
    uint32_t      node = SR_LEXICON_ROOT;
    if (n > SR_LEXICON_TOKENS) {
        note(b, r->where, r->line, "a phrase of more than 32 words; it will not be found");
        return;
    }
    for (size_t i = 0; i < n; i++)
        node = step(t, b->arena, node, hashes[i]);
    if (node == SR_LEXICON_ROOT)
        return;
    uint32_t *first = &t->nodes.at[node].row;
    if (*first == SR_NO_ROW)
        *first = number;
    else
        t->next[t->last[*first]] = number;
    t->last[*first] = number;
}

static void add_key(const sr_lexicon_builder *b, trie *t, const table *from, uint32_t number)
{
    uint32_t node = step(t, b->arena, SR_LEXICON_KEYS, sr_hash(from->rows.at[number].cells[0]));
    if (t->nodes.at[node].row == SR_NO_ROW)
        t->nodes.at[node].row = number;
}

/* Most phrases have one token: their nodes say that there is nothing to look for behind them. */
static void mark_more(trie *t, sr_arena *arena)
{
    bool *more = SR_NEW(arena, bool, t->nodes.n);
    for (size_t i = 1; i < t->nodes.n; i++)
        if (t->nodes.at[i].parent != SR_LEXICON_KEYS)
            more[t->nodes.at[i].parent] = true;
    for (uint32_t i = 0; i < t->n_slots; i++)
        t->slots[i] |= t->slots[i] && more[t->slots[i]] ? SR_LEXICON_MORE : 0;
}

static void lay_filter(trie *t, sr_arena *arena)
{
    size_t n_first = 0;
    for (size_t i = 1; i < t->nodes.n; i++)
        n_first += t->nodes.at[i].parent == SR_LEXICON_ROOT;
    t->n_filter = two_power(n_first / 2); // 32 bits a token: one false alarm in 32
    t->filter = SR_NEW(arena, uint64_t, t->n_filter);
    for (size_t i = 1; i < t->nodes.n; i++) {
        uint64_t bit = t->nodes.at[i].token & ((uint64_t)t->n_filter * 64 - 1);
        if (t->nodes.at[i].parent == SR_LEXICON_ROOT)
            t->filter[bit / 64] |= UINT64_C(1) << (bit % 64);
    }
}

static trie make_trie(const sr_lexicon_builder *b, const table *from)
{
    trie t = {0};
    bool keyed = !sr_str_eq(from->columns.at[0], SR_STR("phrase"));
    *SR_PUSH(b->arena, &t.nodes) = (sr_lexicon__node){0, SR_LEXICON_ROOT, SR_NO_ROW};
    lay_out(&t, b->arena, from->rows.n);
    t.next = SR_NEW(b->arena, uint32_t, from->rows.n);
    t.last = SR_NEW(b->arena, uint32_t, from->rows.n);
    for (uint32_t i = 0; i < from->rows.n; i++) {
        t.next[i] = SR_NO_ROW;
        if (!from->rows.at[i].cells[0].len)
            continue;
        add_phrase(b, &t, from, i);
        if (keyed)
            add_key(b, &t, from, i);
    }
    lay_out(&t, b->arena, t.nodes.n);
    mark_more(&t, b->arena);
    lay_filter(&t, b->arena);
    return t;
}

/* --- writing --- */

static uint32_t put_section(sr_buf *out, const void *bytes, size_t n, size_t size)
{
    while (out->len % 8 && !out->failed)
        sr_buf_byte(out, 0);
    uint32_t offset = (uint32_t)out->len;
    if (n)
        sr_buf_put(out, sr_str_from(bytes, n * size));
    return offset;
}

static sr_lexicon__entry put_table(const sr_lexicon_builder *b, const table *from, pool *p, sr_buf *out)
{
    size_t    n_columns = from->columns.n, n_rows = from->rows.n;
    uint32_t *columns = SR_NEW(b->arena, uint32_t, n_columns);
    uint32_t *cells = SR_NEW(b->arena, uint32_t, n_rows * n_columns);
    for (size_t i = 0; i < n_columns; i++)
        columns[i] = put_string(p, b->arena, from->columns.at[i]);
    for (size_t i = 0; i < n_rows; i++)
        for (size_t k = 0; k < n_columns; k++)
            cells[i * n_columns + k] = put_string(p, b->arena, k < from->rows.at[i].n_cells
                                                                   ? from->rows.at[i].cells[k]
                                                                   : SR_STR(""));
    trie t = make_trie(b, from);
    sr_lexicon__entry entry = {.n_columns = (uint32_t)n_columns, .n_rows = (uint32_t)n_rows,
                               .n_nodes = (uint32_t)t.nodes.n, .n_slots = t.n_slots,
                               .n_filter = t.n_filter};
    entry.name = put_string(p, b->arena, from->name);
    entry.columns = put_section(out, columns, n_columns, sizeof *columns);
    entry.cells = put_section(out, cells, n_rows * n_columns, sizeof *cells);
    entry.next = put_section(out, t.next, n_rows, sizeof *t.next);
    entry.nodes = put_section(out, t.nodes.at, t.nodes.n, sizeof *t.nodes.at);
    entry.slots = put_section(out, t.slots, t.n_slots, sizeof *t.slots);
    entry.filter = put_section(out, t.filter, t.n_filter, sizeof *t.filter);
    return entry;
}

static int by_name(const void *a, const void *b)
{
    return sr_str_cmp(((const table *)a)->name, ((const table *)b)->name);
}

static void put_payload(sr_lexicon_builder *b, pool *p, sr_buf *out)
{
    size_t             n = b->tables.n;
    sr_lexicon__head   head = {.n_tables = (uint32_t)n};
    sr_lexicon__entry *entries = SR_NEW(b->arena, sr_lexicon__entry, n);
    if (n)
        qsort(b->tables.at, n, sizeof *b->tables.at, by_name);
    (void)put_string(p, b->arena, SR_STR(""));
    put_section(out, &head, 1, sizeof head);
    put_section(out, entries, n, sizeof *entries);
    for (size_t i = 0; i < n; i++)
        entries[i] = put_table(b, &b->tables.at[i], p, out);
    head.pool_len = (uint32_t)p->bytes.len;
    head.pool = put_section(out, p->bytes.ptr, p->bytes.len, 1);
    if (out->failed || p->bytes.failed)
        return;
    memcpy(out->ptr, &head, sizeof head);
    if (n)
        memcpy(out->ptr + sizeof head, entries, n * sizeof *entries);
}

sr_status sr_lexicon_build_finish(sr_lexicon_builder *b, sr_buf *out, sr_error *err)
{
    pool   p = {.bytes = {.ceiling = UINT32_MAX}};
    sr_buf payload = {.ceiling = UINT32_MAX};
    put_payload(b, &p, &payload);
    bool failed = payload.failed || p.bytes.failed;
    if (!failed)
        sr_model_wrap(out, SR_LEXICON_KIND, SR_LEXICON_VERSION, 0, sr_buf_view(&payload));
    sr_buf_free(&payload);
    sr_buf_free(&p.bytes);
    if (failed || out->failed)
        return sr_error_set(err, SR_E_LIMIT, "lexicon", 0, "the tables do not fit into memory or 4 GiB");
    return SR_OK;
}
