/* Exports: incidents of a query, oldest first, through the writers of publish.
 *
 * `jsonl` is kept as it is shown; every other form is made from what the fold gives, so the unit
 * of each incident is folded again.  The last units are kept: incidents of one unit are near one
 * another in time, so most are folded once.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "api/ledger_int.h"
#include "api/ledger_query.h"
#include "publish/export.h"

#define UNITS 64                  // kept folded
#define UNITS_BYTES (96u << 20)   // and how much memory they may take together

typedef struct folded_unit {
    int64_t  unit; // -1: free
    uint64_t used; // when it was last asked for
    sr_arena arena;
    sr_block block;
} folded_unit;

typedef struct exporting {
    sr_ledger            *ledger;
    const sr_ledger_form *form;     // of ours, or
    sr_exporter           exporter; // of other programs
    bool                  foreign;
    sr_export_options     options;
    sr_on_bytes          *on_bytes;
    void                 *payload;
    sr_buf                out;
    uint64_t              index;
    folded_unit           units[UNITS];
    uint64_t              asked;
    sr_refold             refold;
    sr_error             *err;
} exporting;

/* ---- formats ---- */

const sr_export_format *sr_ledger_formats(size_t i)
{
    static const sr_export_format formats[] = {
#define X(NAME, name, media, summary, stories) {name, media, summary},
#include "publish/ledger_list.h"
#undef X
#define X(NAME, writer, name, version, media, what) {name, media, what},
#include "publish/export_list.h"
#undef X
    };
    return i < SR_COUNT(formats) ? &formats[i] : NULL;
}

static sr_status choose(exporting *e, const char *format, sr_error *err)
{
    int foreign = sr_export_from(sr_str_c(format));
    e->form = sr_ledger_find(sr_str_c(format));
    e->foreign = !e->form && foreign >= 0;
    if (!e->form && !e->foreign)
        return sr_error_set(err, SR_E_USAGE, NULL, 0, "no export format %.40s; `sitrep export --help` lists them", format);
    if (!e->foreign)
        return SR_OK;
    e->options.lexicon = sr_know_lexicon(e->ledger->know);
    sr_export_start(&e->exporter, (sr_export_kind)foreign, &e->options, &e->out);
    return SR_OK;
}

/* ---- pieces ---- */

static sr_status flush(exporting *e, size_t at_least)
{
    if (e->out.failed)
        return sr_error_set(e->err, SR_E_NOMEM, NULL, 0, "out of memory");
    if (e->out.len <= at_least)
        return SR_OK;
    if (e->on_bytes((const char *)e->out.ptr, e->out.len, e->payload))
        return sr_error_set(e->err, SR_E_STOPPED, NULL, 0, "the call was stopped");
    sr_buf_clear(&e->out);
    return SR_OK;
}

static void forget(folded_unit *u)
{
    u->unit = -1;
    sr_arena_free(&u->arena);
}

static folded_unit *oldest(exporting *e)
{
    folded_unit *out = &e->units[0];
    for (size_t i = 1; i < UNITS && out->unit >= 0; i++)
        if (e->units[i].unit < 0 || e->units[i].used < out->used)
            out = &e->units[i];
    return out;
}

/* Forget the units that were not asked for the longest, until the rest is small enough. */
static void make_room(exporting *e)
{
    for (;;) {
        size_t       bytes = 0;
        folded_unit *first = NULL;
        for (size_t i = 0; i < UNITS; i++) {
            if (e->units[i].unit < 0)
                continue;
            bytes += e->units[i].arena.in_use;
            first = !first || e->units[i].used < first->used ? &e->units[i] : first;
        }
        if (bytes < UNITS_BYTES || !first)
            return;
        forget(first);
    }
}

static sr_status fold_unit(exporting *e, int64_t unit, folded_unit **out)
{
    e->asked++;
    for (size_t i = 0; i < UNITS; i++)
        if (e->units[i].unit == unit) {
            e->units[i].used = e->asked;
            *out = &e->units[i];
            return SR_OK;
        }
    make_room(e);
    folded_unit *u = *out = oldest(e);
    forget(u);
    sr_arena_init(&u->arena, 0, e->ledger->arena.on_oom, e->ledger);
    sr_status status = sr_refold_unit(&e->refold, unit, e->ledger->then, true, &u->block, &u->arena, e->err);
    u->unit = status == SR_OK ? unit : -1;
    u->used = e->asked;
    return status;
}

static const sr_folded_incident *find(const sr_block *block, const char *id)
{
    for (uint32_t i = 0; i < block->folded.n; i++)
        if (sr_str_eq(block->folded.at[i].id, sr_str_c(id)))
            return &block->folded.at[i];
    return NULL;
}

static sr_status put_incident(exporting *e, const sr_cell *id, int64_t unit)
{
    char         text[SR_REPORT_ID_TEXT];
    folded_unit *u;
    sr_status    status = fold_unit(e, unit, &u);
    if (status != SR_OK)
        return status;
    sr_id_text(id->s.ptr, text);
    sr_ledger_item item = {find(&u->block, text), u->block.reports, e->index++};
    if (!item.incident)
        return sr_error_set(e->err, SR_E_CORRUPT, e->ledger->path, 0,
                            "incident %s does not follow from its claims; `sitrep rebuild` computes all anew", text);
    if (e->foreign) {
        sr_export_incident out;
        sr_arena_mark      mark = sr_arena_here(&u->arena);
        sr_export_from_folded(item.incident, item.reports, &out, &u->arena);
        sr_export_put(&e->exporter, &out, &u->arena);
        sr_arena_return(&u->arena, mark);
    } else {
        e->form->row(&item, &e->out);
    }
    return flush(e, 1 << 16);
}

typedef struct rows {
    exporting *e;
    sr_status  status;
} rows;

static bool on_unit(void *payload, const sr_cell *c, size_t n)
{
    rows *r = payload;
    (void)n;
    r->status = put_incident(r->e, &c[0], c[1].i);
    return r->status == SR_OK;
}

static bool on_record(void *payload, const sr_cell *c, size_t n)
{
    rows *r = payload;
    (void)n;
    sr_buf_put(&r->e->out, c[28].s);
    sr_buf_byte(&r->e->out, '\n');
    r->status = flush(r->e, 1 << 16);
    return r->status == SR_OK;
}

static sr_status export(exporting *e, const sr_ledger_query *query, sr_error *err)
{
    bool             records = e->form && strcmp(e->form->name, "jsonl") == 0;
    rows             r = {e, SR_OK};
    sr_question_text q;
    sr_status status = sr_question_make(e->ledger, query, records ? SR_SQL_LIST_SELECT : SR_SQL_LIST_UNITS,
                                        e->form && e->form->stories, &q, err);
    sr_question_piece(&q, SR_SQL_LIST_ORDER_OLDEST);
    if (status == SR_OK)
        status = sr_question_ask(e->ledger, &q, records ? on_record : on_unit, &r, err);
    if (status == SR_OK)
        status = r.status;
    if (status == SR_OK && e->foreign)
        sr_export_end(&e->exporter);
    return status == SR_OK ? flush(e, 0) : status;
}

static void give_back(exporting *e)
{
    if (e->foreign)
        sr_export_free(&e->exporter);
    for (size_t i = 0; i < UNITS; i++)
        forget(&e->units[i]);
    sr_buf_free(&e->out);
    free(e);
}

static sr_status run(exporting *e, const char *format, const sr_ledger_query *query, sr_error *err)
{
    sr_status status = sr_ledger__refold(e->ledger, &e->refold, err);
    if (status == SR_OK)
        status = choose(e, format, err);
    if (status == SR_OK)
        status = sr_ledger__begin_read(e->ledger, err);
    return status == SR_OK ? sr_ledger__end(e->ledger, export(e, query, err), err) : status;
}

sr_status sr_ledger_export(sr_ledger *ledger, const char *format, const sr_ledger_query *query, sr_on_bytes *on_bytes,
                           void *payload, sr_error *err)
{
    exporting *const e = calloc(1, sizeof *e); // not on the stack: what a jump leaves behind is given back, too
    if (!e)
        return sr_error_set(err, SR_E_NOMEM, ledger->path, 0, "out of memory");
    *e = (exporting){.ledger = ledger, .on_bytes = on_bytes, .payload = payload, .err = err};
    for (size_t i = 0; i < UNITS; i++)
        e->units[i].unit = -1;
    sr_arena_reset(&ledger->arena);
    if (setjmp(ledger->boundary)) {
        give_back(e);
        return sr_ledger__no_memory(ledger, err);
    }
    sr_status status = run(e, format, query, err);
    ledger->left_out = e->foreign ? e->exporter.left_out : 0;
    give_back(e);
    return status;
}

uint64_t sr_ledger_left_out(const sr_ledger *ledger) { return ledger->left_out; }
