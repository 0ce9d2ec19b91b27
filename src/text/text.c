/* From a report to a document; see text.h.  Joins title and text, then tokens (lex.c),
 * sentences (sentence.c), quotation (quote.c).
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/text.h"

#include "base/limits.h"
#include "text/text_int.h"

static void diagnose(sr_document *doc, sr_arena *arena, uint64_t offset, bool remark, sr_str text)
{
    /* At most four are ever made for a document; see the callers. */
    if (!doc->diagnostics)
        doc->diagnostics = SR_NEW(arena, sr_diagnostic, 8);
    doc->diagnostics[doc->n_diagnostics++] = (sr_diagnostic){
        .file = doc->report->file,
        .offset = doc->report->file_offset + offset,
        .text = text,
        .remark = remark};
}

/* Title, empty line, text, in NFC; the text alone, and mostly no copy, without a title. */
static void join(sr_document *doc, sr_arena *arena)
{
    sr_str title = doc->report->title, body = doc->report->text;
    if (body.len > SR_LIMIT_REPORT_BYTES) {
        size_t cut = SR_LIMIT_REPORT_BYTES;
        while (cut > SR_LIMIT_REPORT_BYTES - 4 && (body.ptr[cut] & 0xC0) == 0x80)
            cut--;
        body.len = cut;
        diagnose(doc, arena, cut, false, SR_STR("the report is longer than 8 MB; the rest was not read"));
    }
    if (title.len > SR_LIMIT_LINE_BYTES / 64)
        title.len = 0;
    body = sr_nfc(arena, body, &doc->body_map);
    title = sr_nfc(arena, title, &doc->title_map);
    if (title.len == 0) {
        doc->text = body;
        return;
    }
    uint8_t *p = sr_arena_alloc(arena, title.len + 2 + body.len + 1, 1);
    memcpy(p, title.ptr, title.len);
    memcpy(p + title.len, "\n\n", 2);
    if (body.len)
        memcpy(p + title.len + 2, body.ptr, body.len);
    doc->text = sr_str_from(p, title.len + 2 + body.len);
    doc->body_offset = (uint32_t)title.len + 2;
}

static void hash_forms(sr_document *doc, sr_arena *arena)
{
    doc->hashes = SR_NEW(arena, uint64_t, doc->n_tokens + 1u);
    for (size_t i = 0; i < doc->n_tokens; i++)
        doc->hashes[i] = sr_hash(doc->tokens[i].fold);
}

void sr_text_read(const sr_report *report, const sr_know *know, sr_document *doc, sr_arena *arena)
{
    doc->report = report;
    join(doc, arena);
    doc->upper = sr_text__is_upper(sr_str_slice(doc->text, doc->body_offset, doc->text.len));
    sr_text__options options = {.upper = doc->upper, .has_title = doc->body_offset > 0,
                                .know = know};
    if (report->body_begin > 0 && report->body_begin < report->text.len)
        options.body = sr_document_at(doc, (uint32_t)report->body_begin);
    while (options.body > 0 && options.body < doc->text.len && (doc->text.ptr[options.body] & 0xC0) == 0x80)
        options.body++; // never inside a letter
    sr_text__lexed lexed;
    uint8_t *fold = SR_NEW(arena, uint8_t, doc->text.len + 1);
    sr_text__lex(doc->text, fold, options, arena, &lexed);
    doc->tokens = lexed.tokens;
    doc->n_tokens = (uint32_t)lexed.n;
    uint64_t cut_at = lexed.cut_at < doc->body_offset ? 0 : sr_document_span(doc, (uint32_t)lexed.cut_at, (uint32_t)lexed.cut_at).begin;
    if (lexed.cut_token)
        diagnose(doc, arena, cut_at, true, SR_STR("a run of more than 256 bytes without a space; cut into pieces"));
    if (lexed.cut_tokens)
        diagnose(doc, arena, cut_at, false, SR_STR("more than 2,000,000 words; the rest was not read"));
    hash_forms(doc, arena);
    if (sr_text__split(doc, lexed.gaps, options, arena))
        diagnose(doc, arena, 0, true, SR_STR("a sentence of more than 400 words; cut into pieces"));
    sr_text__quotes(doc, lexed.gaps);
}

size_t sr_text_phrase(sr_str phrase, uint64_t **hashes, sr_arena *arena)
{
    sr_text__lexed lexed;
    // In running text a word follows "Gen.", so its stop stays; a row's last word gets one, too.
    bool stop = sr_str_ends(phrase, SR_STR("."));
    if (stop)
        phrase = sr_str_join(arena, phrase, SR_STR(" X"));
    uint8_t *fold = SR_NEW(arena, uint8_t, phrase.len + 1);
    sr_text__lex(phrase, fold, (sr_text__options){0}, arena, &lexed);
    size_t n = stop ? lexed.n - 1 : lexed.n;
    *hashes = SR_NEW(arena, uint64_t, n + 1);
    for (size_t i = 0; i < n; i++)
        (*hashes)[i] = sr_hash(lexed.tokens[i].fold);
    return n;
}
