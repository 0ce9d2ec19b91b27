/* `inspect --page`: what sr_page_read found on an HTML page, one object a page.
 * SPDX-License-Identifier: Apache-2.0 */
#include "api/inspect.h"

#include "base/limits.h"
#include "ingest/page.h"
#include "ingest/source.h"

static void put_from(sr_json *json, const char *key, sr_page_from from)
{
    sr_json_put_some(json, key, sr_str_c(sr_page_from_name(from)));
}

static void put_page(sr_inspection *run, const sr_input *input, const sr_page *page)
{
    sr_json    json = sr_json_to(&run->line);
    sr_instant day = {.day = page->published.instant.day, .second = -1};
    sr_json_object(&json);
    sr_json_put_str(&json, "id", sr_inspect_name(input->path));
    sr_json_key(&json, "text");
    sr_json_str(&json, page->text);
    sr_json_put_str(&json, "title", page->title);
    sr_json_put_str(&json, "author", page->author);
    sr_inspect_put_instant(&json, "date", &day);
    sr_inspect_put_instant(&json, "published", &page->published.instant);
    sr_inspect_put_instant(&json, "modified", &page->modified.instant);
    sr_json_put_str(&json, "publisher", page->publisher);
    sr_json_put_str(&json, "language", page->language);
    sr_json_put_str(&json, "url", page->url);
    sr_json_put_str(&json, "kind", sr_str_c(sr_page_kind_name(page->kind)));
    sr_json_put_some(&json, "reason", sr_str_c(page->reason));
    sr_json_put_str(&json, "charset", sr_str_c(page->charset));
    sr_json_key(&json, "found_in");
    sr_json_object(&json);
    put_from(&json, "title", page->title_from);
    put_from(&json, "author", page->author_from);
    put_from(&json, "published", page->published.from);
    put_from(&json, "modified", page->modified.from);
    put_from(&json, "publisher", page->publisher_from);
    put_from(&json, "language", page->language_from);
    put_from(&json, "url", page->url_from);
    sr_json_end_object(&json);
    sr_json_end_object(&json);
    sr_inspect_put(run);
}

sr_status sr_inspect_page(sr_inspection *run, const sr_input *input, sr_error *err)
{
    sr_error   trouble = {0};
    sr_page    page;
    sr_status status = sr_source_open(&run->source, &sr_os_real, input->path, &trouble);
    if (status == SR_OK)
        status = sr_source_want(run->source, SR_LIMIT_PAGE_BYTES + 1, &trouble);
    if (status != SR_OK)
        sr_inspect_note(run, input->path, trouble.offset, trouble.text, false);
    if (!run->source)
        return status == SR_E_NOMEM ? sr_error_set(err, status, NULL, 0, "out of memory") : SR_OK;
    bool          converted = sr_source_notes(run->source) & SR_SOURCE_UTF16;
    sr_page_input in = {.bytes = sr_source_window(run->source), .content_type = converted ? SR_STR("charset=utf-8") : SR_STR("")};
    if (!run->page)
        run->page = sr_page_reader_open();
    status = run->page ? sr_page_read(run->page, &in, &run->arena, &page) : SR_E_NOMEM;
    if (status != SR_OK) {
        sr_inspect_note(run, input->path, 0, "out of memory; the page was left out", false);
        return SR_OK;
    }
    if (page.cut)
        sr_inspect_note(run, input->path, 0, "the page is larger than the limits; the rest was not read", false);
    put_page(run, input, &page);
    return SR_OK;
}
