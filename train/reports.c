/* Reports of data sets with their claims; see reports.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "train/reports.h"

#include <stdio.h>

#include "annotate/annotate.h"
#include "extract/extract.h"
#include "ingest/ingest.h"
#include "text/text.h"
#include "train/corpus.h"

static void keep(sr_arena *arena, sr_str *s)
{
    *s = s->len ? sr_str_copy(arena, *s) : (sr_str){NULL, 0};
}

static void keep_claim(sr_arena *arena, sr_claim *c, sr_str report)
{
    sr_str *texts[] = {&c->value.code, &c->value.name, &c->value.actor, &c->value.kind, &c->value.description,
                       &c->value.effect, &c->value.nationality, &c->value.other, &c->value.age, &c->value.gender,
                       &c->value.was, &c->value.place.name, &c->value.place.admin1, &c->value.place.admin2,
                       &c->source.name, &c->source.actor};
    for (size_t i = 0; i < SR_COUNT(texts); i++)
        keep(arena, texts[i]);
    c->report = report;
}

static const sr_claims *keep_claims(sr_arena *arena, const sr_claims *claims, sr_str report)
{
    sr_claims *out = SR_NEW(arena, sr_claims, 1);
    *out = *claims;
    out->at = SR_NEW(arena, sr_claim, claims->n + 1);
    for (uint32_t i = 0; i < claims->n; i++) {
        out->at[i] = claims->at[i];
        keep_claim(arena, &out->at[i], report);
    }
    return out;
}

static void read_claims(const sr_know *know, const sr_report *report, sr_fold_report *out, sr_arena *scratch, sr_arena *arena)
{
    sr_document doc;
    sr_claims   claims = {0};
    memset(&doc, 0, sizeof doc);
    sr_text_read(report, know, &doc, scratch);
    sr_annotate(&doc, know, SR_ANNOTATE_ALL, scratch);
    sr_extract(&doc, know, &claims, scratch);
    out->claims = keep_claims(arena, &claims, out->id);
    out->extractor = SR_STR(SR_EXTRACT_VERSION);
}

static sr_fold_report *push(sr_train_reports *list, sr_arena *arena)
{
    if (list->n == list->room) {
        list->room = list->room ? 2 * list->room : 256;
        sr_fold_report *grown = SR_NEW(arena, sr_fold_report, list->room);
        if (list->n)
            memcpy(grown, list->at, list->n * sizeof *grown);
        list->at = grown;
    }
    return &list->at[list->n++];
}

static void add_report(const sr_know *know, const sr_report *r, bool claims, sr_train_reports *list, sr_arena *scratch, sr_arena *arena)
{
    sr_fold_report *out = push(list, arena);
    sr_str         *id = SR_NEW(arena, sr_str, 1);
    sr_str all = sr_str_join(scratch, sr_str_join(scratch, sr_str_join(scratch, r->publisher, r->url), r->id), r->text);
    *id = sr_str_copy(arena, r->id);
    *out = (sr_fold_report){.id = sr_str_format(arena, "%016llx%016llx", (unsigned long long)sr_hash(all),
                                                (unsigned long long)sr_hash(sr_str_join(scratch, all, SR_STR("2")))),
                            .published = r->published, .publisher = sr_str_copy(arena, r->publisher),
                            .url = sr_str_copy(arena, r->url), .title = sr_str_copy(arena, r->title),
                            .text = sr_str_copy(arena, r->text), .caller_ids = id, .n_caller_ids = 1};
    if (claims)
        read_claims(know, r, out, scratch, arena);
}

/* As feeds give them: three of four reports are cut to some two sentences, every second of these without a title. */
#define SUMMARY_BYTES 260u

static void cut_to_summary(sr_report *r)
{
    uint64_t lot = sr_hash(r->id) >> 7;
    if (lot % 4 == 0 || r->text.len <= SUMMARY_BYTES)
        return;
    size_t end = SUMMARY_BYTES;
    while (end > SUMMARY_BYTES / 3 && !(r->text.ptr[end - 1] == '.' && r->text.ptr[end] == ' '))
        end--;
    for (size_t at = SUMMARY_BYTES; end <= SUMMARY_BYTES / 3 && at > 0; at--)
        if (r->text.ptr[at] == ' ')
            end = at;
    r->text = sr_str_slice(r->text, 0, end);
    if (lot % 8 < 4)
        r->title = (sr_str){NULL, 0};
}

#define CROWDED_FROM 17800 // day since 1970 from which they are pressed together
#define CROWDED_TIMES 17

void sr_train_read_reports(const sr_know *know, const char *path, bool claims, unsigned how, sr_train_reports *out,
                           sr_arena *arena)
{
    sr_error   err = {0};
    sr_ingest *ingest;
    sr_arena   scratch;
    sr_arena_init(&scratch, 0, NULL, NULL);
    if (sr_ingest_open(&ingest, &path, 1, NULL, &err) != SR_OK)
        sr_train_fail("%s: %s", err.where, err.text);
    for (;;) {
        sr_report       report = {0};
        sr_ingest_notes notes;
        sr_arena_reset(&scratch);
        sr_ingest_step step = sr_ingest_next(ingest, &scratch, &report, &notes);
        for (size_t i = 0; i < notes.n; i++)
            if (!notes.at[i].remark)
                fprintf(stderr, "%.*s:%llu: %.*s\n", SR_ARG(notes.at[i].file), (unsigned long long)notes.at[i].offset, SR_ARG(notes.at[i].text));
        if (step == SR_INGEST_END)
            break;
        if (how & SR_TRAIN_SUMMARIES)
            cut_to_summary(&report);
        if (how & SR_TRAIN_CROWDED && report.published.day != SR_DAY_NONE)
            report.published.day = CROWDED_FROM + (report.published.day - CROWDED_FROM) / CROWDED_TIMES;
        if (step == SR_INGEST_REPORT)
            add_report(know, &report, claims, out, &scratch, arena);
    }
    sr_ingest_close(ingest);
    sr_arena_free(&scratch);
}
