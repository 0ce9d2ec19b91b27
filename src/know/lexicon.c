/* Reading compiled lexicons; see lexicon.h for what they are, lexicon_int.h for their layout.
 *
 * Opening checks whatever a look-up relies on: sections inside the block, strings inside the pool,
 * chains of rows that only go forward, parents before children, and a free slot to stop at.
 * SPDX-License-Identifier: Apache-2.0 */
#include "know/lexicon.h"

#include <stdlib.h>

#include "know/lexicon_int.h"
#include "know/model.h"

typedef struct table {
    const uint8_t          *pool;
    const uint32_t         *columns;
    const uint32_t         *cells;
    const uint32_t         *next;
    const sr_lexicon__node *nodes;
    const uint32_t         *slots;
    const uint64_t         *filter;
    uint32_t                name;
    uint32_t                n_columns, n_rows;
    uint32_t                slot_mask;
    uint64_t                filter_mask; // in bits
} table;

struct sr_lexicon {
    int   n_tables;
    table tables[];
};

static sr_str string_at(const uint8_t *pool, uint32_t offset)
{
    uint16_t len;
    memcpy(&len, pool + offset, sizeof len);
    return sr_str_from(pool + offset + sizeof len, len);
}

/* --- opening --- */

typedef struct opening {
    sr_str           block; // payload
    sr_lexicon__head head;
    const uint8_t   *pool;
} opening;

static const void *section(const opening *o, uint32_t offset, uint64_t count, size_t size)
{
    if (offset % 8 || offset > o->block.len || count > (o->block.len - offset) / size)
        return NULL;
    return o->block.ptr + offset;
}

static bool strings_fit(const opening *o, const uint32_t *offsets, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (offsets[i] > o->head.pool_len || o->head.pool_len - offsets[i] < sizeof(uint16_t))
            return false;
        if (string_at(o->pool, offsets[i]).len > o->head.pool_len - offsets[i] - sizeof(uint16_t))
            return false;
    }
    return true;
}

static bool rows_sound(const table *t)
{
    for (uint32_t i = 0; i < t->n_rows; i++)
        if (t->next[i] != SR_NO_ROW && (t->next[i] <= i || t->next[i] >= t->n_rows))
            return false;
    return true;
}

static bool nodes_sound(const table *t, uint32_t n_nodes)
{
    if (t->nodes[SR_LEXICON_ROOT].row != SR_NO_ROW)
        return false;
    for (uint32_t i = 0; i < n_nodes; i++) {
        const sr_lexicon__node *node = &t->nodes[i];
        if (node->row != SR_NO_ROW && node->row >= t->n_rows)
            return false;
        if (i && node->parent >= i && node->parent != SR_LEXICON_KEYS)
            return false;
    }
    uint32_t taken = 0;
    for (uint32_t i = 0; i <= t->slot_mask; i++) {
        if ((t->slots[i] & ~SR_LEXICON_MORE) >= n_nodes)
            return false;
        taken += t->slots[i] != 0;
    }
    return taken <= t->slot_mask;
}

static bool power_of_two(uint32_t n)
{
    return n && !(n & (n - 1));
}

static bool open_table(const opening *o, const sr_lexicon__entry *e, table *t)
{
    uint64_t n_cells = (uint64_t)e->n_rows * e->n_columns;
    *t = (table){.pool = o->pool,
                 .columns = section(o, e->columns, e->n_columns, sizeof(uint32_t)),
                 .cells = section(o, e->cells, n_cells, sizeof(uint32_t)),
                 .next = section(o, e->next, e->n_rows, sizeof(uint32_t)),
                 .nodes = section(o, e->nodes, e->n_nodes, sizeof(sr_lexicon__node)),
                 .slots = section(o, e->slots, e->n_slots, sizeof(uint32_t)),
                 .filter = section(o, e->filter, e->n_filter, sizeof(uint64_t)),
                 .name = e->name,
                 .n_columns = e->n_columns,
                 .n_rows = e->n_rows,
                 .slot_mask = e->n_slots - 1,
                 .filter_mask = (uint64_t)e->n_filter * 64 - 1};
    return t->columns && t->cells && t->next && t->nodes && t->slots && t->filter &&
           e->n_columns && e->n_columns <= INT16_MAX && e->n_nodes && e->n_rows < SR_NO_ROW &&
           power_of_two(e->n_slots) && power_of_two(e->n_filter) && strings_fit(o, &e->name, 1) &&
           strings_fit(o, t->columns, e->n_columns) && strings_fit(o, t->cells, n_cells) &&
           rows_sound(t) && nodes_sound(t, e->n_nodes);
}

static sr_status damaged(const char *where, uint64_t offset, const char *what, sr_error *err)
{
    return sr_error_set(err, SR_E_CORRUPT, where, SR_MODEL_HEADER + offset, "the lexicon's %s is damaged", what);
}

static sr_status open_block(opening *o, const char *where, const sr_lexicon__entry **entries, sr_error *err)
{
    if (o->block.len < sizeof o->head)
        return damaged(where, 0, "head", err);
    if ((uintptr_t)o->block.ptr % 8)
        return sr_error_set(err, SR_E_USAGE, where, 0, "a lexicon must be aligned to 8 bytes");
    memcpy(&o->head, o->block.ptr, sizeof o->head);
    o->pool = section(o, o->head.pool, o->head.pool_len, 1);
    *entries = section(o, sizeof o->head, o->head.n_tables, sizeof **entries);
    if (!o->pool || !*entries || o->head.n_tables > INT16_MAX)
        return damaged(where, 0, "head", err);
    return SR_OK;
}

static void take_over(sr_lexicon *lexicon, const sr_lexicon *base)
{
    int own = lexicon->n_tables;
    for (int i = 0; base && i < base->n_tables; i++) {
        sr_str name = sr_lexicon_table_name(base, i);
        bool   have = false;
        for (int k = 0; k < own && !have; k++)
            have = sr_str_eq(sr_lexicon_table_name(lexicon, k), name);
        if (!have)
            lexicon->tables[lexicon->n_tables++] = base->tables[i];
    }
}

sr_status sr_lexicon_open(sr_lexicon **out, sr_str file, const char *where, const sr_lexicon *base,
                          sr_error *err)
{
    *out = NULL;
    opening o = {0};
    const sr_lexicon__entry *entries = NULL;
    sr_status status = sr_model_check(file, where, SR_LEXICON_KIND, SR_LEXICON_VERSION, 0, &o.block, err);
    if (status == SR_OK)
        status = open_block(&o, where, &entries, err);
    if (status != SR_OK)
        return status;
    size_t n = o.head.n_tables, n_base = base ? (size_t)base->n_tables : 0;
    sr_lexicon *lexicon = calloc(1, sizeof *lexicon + (n + n_base) * sizeof lexicon->tables[0]);
    if (!lexicon)
        return sr_error_set(err, SR_E_NOMEM, where, 0, "no memory for %zu tables", n + n_base);
    for (size_t i = 0; i < n; i++) {
        if (!open_table(&o, &entries[i], &lexicon->tables[i])) {
            free(lexicon);
            return damaged(where, sizeof o.head + i * sizeof *entries, "table", err);
        }
        lexicon->n_tables++;
    }
    take_over(lexicon, base);
    *out = lexicon;
    return SR_OK;
}

void sr_lexicon_close(sr_lexicon *lexicon)
{
    free(lexicon);
}

/* --- looking up --- */

static const table *table_at(const sr_lexicon *lexicon, int index)
{
    return lexicon && index >= 0 && index < lexicon->n_tables ? &lexicon->tables[index] : NULL;
}

/* The slot of a child: its node, with SR_LEXICON_MORE; 0: none. */
static uint32_t child(const table *t, uint32_t parent, uint64_t token)
{
    uint32_t at = sr_lexicon__slot(parent, token) & t->slot_mask;
    for (uint32_t slot; (slot = t->slots[at]); at = (at + 1) & t->slot_mask) {
        const sr_lexicon__node *node = &t->nodes[slot & ~SR_LEXICON_MORE];
        if (node->token == token && node->parent == parent)
            return slot;
    }
    return 0;
}

static bool may_start(const table *t, uint64_t token)
{
    uint64_t bit = token & t->filter_mask;
    return t->filter[bit / 64] >> (bit % 64) & 1;
}

typedef struct walk {
    const table      *t;
    const uint64_t   *forms;
    const uint64_t   *lemmas;
    size_t            n;
    sr_lexicon_match *best;
} walk;

/* Every node is reached by one path only, so the cost is bounded by the trie's part that the
 * tokens spell; depth by SR_LEXICON_TOKENS. */
static void go_on(const walk *w, uint32_t slot, uint32_t depth)
{
    uint32_t node = slot & ~SR_LEXICON_MORE;
    if (w->t->nodes[node].row != SR_NO_ROW && depth > w->best->n_tokens)
        *w->best = (sr_lexicon_match){w->t->nodes[node].row, depth};
    if (depth >= w->n || (slot & SR_LEXICON_MORE) == 0)
        return;
    uint32_t by_form = child(w->t, node, w->forms[depth]);
    if (by_form)
        go_on(w, by_form, depth + 1);
    if (w->lemmas && w->lemmas[depth] != w->forms[depth]) {
        uint32_t by_lemma = child(w->t, node, w->lemmas[depth]);
        if (by_lemma)
            go_on(w, by_lemma, depth + 1);
    }
}

bool sr_lexicon_find(const sr_lexicon *lexicon, int index, const uint64_t *forms,
                     const uint64_t *lemmas, size_t n, sr_lexicon_match *match)
{
    const table *t = table_at(lexicon, index);
    if (!t || n == 0 || !(may_start(t, forms[0]) || (lemmas && may_start(t, lemmas[0]))))
        return false;
    *match = (sr_lexicon_match){SR_NO_ROW, 0};
    walk w = {t, forms, lemmas, SR_MIN(n, (size_t)SR_LEXICON_TOKENS), match};
    go_on(&w, SR_LEXICON_ROOT | SR_LEXICON_MORE, 0);
    return match->n_tokens > 0;
}

uint32_t sr_lexicon_next(const sr_lexicon *lexicon, int index, uint32_t row)
{
    const table *t = table_at(lexicon, index);
    return t && row < t->n_rows ? t->next[row] : SR_NO_ROW;
}

uint32_t sr_lexicon_key(const sr_lexicon *lexicon, int index, sr_str key)
{
    const table *t = table_at(lexicon, index);
    uint32_t slot = t ? child(t, SR_LEXICON_KEYS, sr_hash(key)) : 0;
    return slot ? t->nodes[slot & ~SR_LEXICON_MORE].row : SR_NO_ROW;
}

sr_str sr_lexicon_cell(const sr_lexicon *lexicon, int index, uint32_t row, int column)
{
    const table *t = table_at(lexicon, index);
    if (!t || row >= t->n_rows || column < 0 || (uint32_t)column >= t->n_columns)
        return SR_STR("");
    return string_at(t->pool, t->cells[(size_t)row * t->n_columns + (uint32_t)column]);
}

uint32_t sr_lexicon_rows(const sr_lexicon *lexicon, int index)
{
    const table *t = table_at(lexicon, index);
    return t ? t->n_rows : 0;
}

int sr_lexicon_tables(const sr_lexicon *lexicon)
{
    return lexicon ? lexicon->n_tables : 0;
}

sr_str sr_lexicon_table_name(const sr_lexicon *lexicon, int index)
{
    const table *t = table_at(lexicon, index);
    return t ? string_at(t->pool, t->name) : SR_STR("");
}

int sr_lexicon_table(const sr_lexicon *lexicon, sr_str name)
{
    for (int i = 0; i < sr_lexicon_tables(lexicon); i++)
        if (sr_str_eq(sr_lexicon_table_name(lexicon, i), name))
            return i;
    return -1;
}

int sr_lexicon_columns(const sr_lexicon *lexicon, int index)
{
    const table *t = table_at(lexicon, index);
    return t ? (int)t->n_columns : 0;
}

sr_str sr_lexicon_column_name(const sr_lexicon *lexicon, int index, int column)
{
    const table *t = table_at(lexicon, index);
    return t && column >= 0 && (uint32_t)column < t->n_columns ? string_at(t->pool, t->columns[column])
                                                               : SR_STR("");
}

int sr_lexicon_column(const sr_lexicon *lexicon, int index, sr_str name)
{
    for (int i = 0; i < sr_lexicon_columns(lexicon, index); i++)
        if (sr_str_eq(sr_lexicon_column_name(lexicon, index, i), name))
            return i;
    return -1;
}
