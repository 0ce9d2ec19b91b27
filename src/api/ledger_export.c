/* Exports: incidents of a query, oldest first, through the writers of publish.
 *
 * `jsonl` is kept as it is shown; every other form is made from what the fold gives, so the unit
 * of each incident is folded again, once while incidents of it follow one another.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "api/ledger_int.h"
#include "api/ledger_query.h"
#include "publish/export.h"

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
    sr_arena              block_arena;
    sr_block              block;
    int64_t               unit; // that block is of; -1: none
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

static sr_status fold_unit(exporting *e, int64_t unit)
{
    if (e->unit == unit)
        return SR_OK;
    e->unit = -1;
    sr_arena_reset(&e->block_arena);
    sr_status status = sr_refold_unit(&e->refold, unit, e->ledger->then, true, &e->block, &e->block_arena, e->err);
    e->unit = status == SR_OK ? unit : -1;
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
    char      text[SR_REPORT_ID_TEXT];
    sr_status status = fold_unit(e, unit);
    if (status != SR_OK)
        return status;
    sr_id_text(id->s.ptr, text);
    sr_ledger_item item = {find(&e->block, text), e->block.reports, e->index++};
    if (!item.incident)
        return sr_error_set(e->err, SR_E_CORRUPT, e->ledger->path, 0,
                            "incident %s does not follow from its claims; `sitrep rebuild` computes all anew", text);
    if (e->foreign) {
        sr_export_incident out;
        sr_arena_mark      mark = sr_arena_here(&e->block_arena);
        sr_export_from_folded(item.incident, item.reports, &out, &e->block_arena);
        sr_export_put(&e->exporter, &out, &e->block_arena);
        sr_arena_return(&e->block_arena, mark);
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

SR_NORETURN static void leave(void *payload) { longjmp(((sr_ledger *)payload)->boundary, 1); }

sr_status sr_ledger_export(sr_ledger *ledger, const char *format, const sr_ledger_query *query, sr_on_bytes *on_bytes,
                           void *payload, sr_error *err)
{
    exporting e = {.ledger = ledger, .on_bytes = on_bytes, .payload = payload, .unit = -1, .err = err};
    SR_LEDGER_GUARD(ledger, err);
    sr_arena_init(&e.block_arena, 0, leave, ledger);
    sr_status status = sr_ledger__refold(ledger, &e.refold, err);
    if (status == SR_OK)
        status = choose(&e, format, err);
    if (status == SR_OK)
        status = sr_ledger__begin_read(ledger, err);
    if (status == SR_OK)
        status = sr_ledger__end(ledger, export(&e, query, err), err);
    if (e.foreign)
        sr_export_free(&e.exporter);
    sr_arena_free(&e.block_arena);
    sr_buf_free(&e.out);
    return status;
}
