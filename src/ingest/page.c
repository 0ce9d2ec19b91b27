/* The way of one page; see page.h.
 *
 * libxml2 and json-c hold memory of their own while they run, so everything is made in the
 * reader's arena, whose handler comes back here; only the results go to the caller's arena, at the
 * end, when nothing else is held.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/page.h"

#include <json-c/json.h>
#include <libxml/parser.h>
#include <stdlib.h>

#include "base/library.h"
#include "base/limits.h"
#include "ingest/charset.h"
#include "ingest/language.h"
#include "ingest/page_int.h"
#include "record/nfc.h"

#define WORK_MEMORY (512u << 20) // bytes one page may take

static void on_oom(void *payload)
{
    sr_page_reader *r = payload;
    longjmp(r->boundary, 1);
}

sr_page_reader *sr_page_reader_open(void)
{
    sr_page_reader *r = sr_library_load(SR_LIBRARY_XML) ? calloc(1, sizeof *r) : NULL;
    if (!r)
        return NULL;
    xmlInitParser();
    r->tokener = json_tokener_new_ex(SR_LIMIT_JSON_DEPTH);
    if (!r->tokener) {
        free(r);
        return NULL;
    }
    sr_arena_init(&r->work, WORK_MEMORY, on_oom, r);
    return r;
}

void sr_page_reader_close(sr_page_reader *r)
{
    if (!r)
        return;
    json_object_put(r->json);
    json_tokener_free(r->tokener);
    sr_html_free(&r->html);
    sr_buf_free(&r->utf8);
    sr_arena_free(&r->work);
    free(r);
}

/* ---------------------------------------------------------------------- whole */

sr_status sr_page_prepare(sr_page_reader *r, const sr_page_input *in, sr_page_meta *meta, sr_blocks *blocks)
{
    sr_charset_result charset;
    sr_str            utf8;
    sr_status status = sr_charset_to_utf8(in->bytes, in->content_type, true, &r->utf8, &utf8, &charset);
    if (status == SR_OK)
        status = sr_html_parse(&r->html, utf8);
    if (status != SR_OK)
        return status;
    sr_page_read_meta(r, in, meta);
    sr_page_blocks(&r->html, &r->work, blocks);
    meta->page.charset = charset.name;
    meta->page.invalid = charset.invalid;
    meta->page.cut = r->html.cut || blocks->cut;
    return SR_OK;
}

/* The text itself is believed before what the page says of it (many templates say "en"); the page's
 * tag is kept where both are of one language, because it may name a country. */
static void set_language(sr_page *out, sr_str declared)
{
    sr_str told = sr_str_c(sr_language_of(out->text));
    bool   same = told.len && sr_str_eq_case(sr_str_slice(declared, 0, told.len), told) &&
                (declared.len == told.len || declared.ptr[told.len] == '-' || declared.ptr[told.len] == '_');
    out->language = told.len && !same ? told : declared;
    out->language_from = told.len && !same ? SR_PAGE_FROM_TEXT : declared.len ? SR_PAGE_FROM_ELEMENT : SR_PAGE_FROM_NOWHERE;
}

/* All that is read, as views into the reader. */
static sr_status read_page(sr_page_reader *r, const sr_page_input *in, sr_page *out)
{
    sr_page_meta meta;
    sr_blocks    blocks;
    sr_status    status = sr_page_prepare(r, in, &meta, &blocks);
    if (status != SR_OK)
        return status;
    if (in->fragment)
        sr_page_choose_all(&blocks);
    else
        sr_page_choose(&r->html, &meta, &blocks, &r->work);
    sr_page_find_author(&r->html, &blocks, &r->work, &meta);
    sr_page_find_dates(&r->html, &blocks, &r->work, meta.month_first, &meta);
    *out = meta.page;
    out->text = sr_nfc(&r->work, sr_page_text(&blocks, 0, blocks.n, false, &r->work), NULL);
    out->title = sr_nfc(&r->work, out->title, NULL);
    set_language(out, meta.declared_language);
    sr_page_find_kind(&r->html, &meta, &blocks, &r->work, out);
    if (out->kind == SR_PAGE_LIVE_BLOG)
        sr_page_find_entries(&r->html, &blocks, &r->work, &meta, out);
    out->next = sr_page_find_next(&r->html, in->url.len ? in->url : out->url, &r->work);
    return SR_OK;
}

static void copy_views(sr_page *page, sr_arena *arena)
{
    sr_str *const views[] = {&page->text,     &page->title, &page->author, &page->publisher,
                             &page->language, &page->url,   &page->intro,  &page->next};
    for (size_t i = 0; i < SR_COUNT(views); i++)
        *views[i] = sr_str_copy(arena, *views[i]);
    sr_page_entry *entries = SR_NEW(arena, sr_page_entry, page->n_entries);
    for (size_t i = 0; i < page->n_entries; i++) {
        entries[i] = page->entries[i];
        entries[i].title = sr_str_copy(arena, sr_nfc(arena, entries[i].title, NULL));
        entries[i].text = sr_str_copy(arena, sr_nfc(arena, entries[i].text, NULL));
    }
    page->entries = entries;
}

sr_status sr_page_read(sr_page_reader *r, const sr_page_input *in, sr_arena *arena, sr_page *out)
{
    sr_page page = {0};
    *out = page;
    sr_arena_reset(&r->work);
    if (setjmp(r->boundary) != 0) {
        sr_arena_free(&r->work);
        return SR_E_NOMEM;
    }
    sr_status status = read_page(r, in, &page);
    if (status != SR_OK)
        return status;
    *out = page;
    copy_views(out, arena);
    return SR_OK;
}

void sr_page_to_report(const sr_page *page, sr_report *report)
{
    report->text = page->text;
    if (report->title.len == 0)
        report->title = page->title;
    if (report->publisher.len == 0)
        report->publisher = page->publisher;
    if (report->language.len == 0)
        report->language = page->language;
    if (report->url.len == 0)
        report->url = page->url;
    if (report->published.day == SR_DAY_NONE)
        report->published = page->published.instant;
}

const char *sr_page_kind_name(sr_page_kind kind)
{
    static const char *const names[] = {"article", "live blog", "listing", "not an article"};
    return names[kind];
}

const char *sr_page_from_name(sr_page_from from)
{
    static const char *const names[] = {"", "JSON-LD", "meta", "element", "url", "text", "input", "modified"};
    return names[from];
}

/* Behind white space, a byte order mark, comments, declarations. */
static sr_str past_prolog(sr_str s)
{
    if (sr_str_starts(s, SR_STR("\xEF\xBB\xBF")))
        s = sr_str_slice(s, 3, s.len);
    for (;;) {
        while (s.len && sr_is_space(s.ptr[0]))
            s = sr_str_slice(s, 1, s.len);
        size_t end = s.len;
        if (sr_str_starts(s, SR_STR("<!--"))) {
            end = sr_str_search(s, SR_STR("-->"), 0);
            end = end < s.len ? end + 3 : s.len;
        } else if (sr_str_starts(s, SR_STR("<?"))) {
            end = SR_MIN(s.len, sr_str_find(s, '>', 0) + 1);
        } else {
            return s;
        }
        s = sr_str_slice(s, end, s.len);
    }
}

bool sr_page_sniff(sr_str head)
{
    static const char *const starts[] = {"<!doctype html", "<html", "<head", "<body", "<title", "<meta", "<script", "<link",
                                         "<div", "<p>", "<h1", "<table", "<a ", "<style", "<article", "<section", "<br"};
    sr_str s = past_prolog(head);
    for (size_t i = 0; i < SR_COUNT(starts); i++) {
        sr_str start = sr_str_c(starts[i]);
        if (sr_str_eq_case(sr_str_slice(s, 0, start.len), start))
            return true;
    }
    return false;
}
