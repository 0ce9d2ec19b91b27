/* Feeds of any kind; see feed.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/feed_int.h"

#include <json-c/json.h>
#include <libxml/parser.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/library.h"
#include "base/limits.h"
#include "ingest/feed_date.h"
#include "ingest/feed_repair.h"

#define SNIFF_BYTES 4096u
#define TEASER_BYTES 400u // a summary this long tells what happened

static void prepare_xml(void)
{
    xmlInitParser();
}

sr_feed_reader *sr_feed_reader_open(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (!sr_library_load(SR_LIBRARY_XML))
        return NULL;
    (void)pthread_once(&once, prepare_xml);
    return calloc(1, sizeof(sr_feed_reader));
}

static void drop(sr_feed_reader *reader)
{
    xmlFreeDoc(reader->tree);
    json_object_put(reader->json);
    reader->tree = reader->json = NULL;
}

void sr_feed_reader_close(sr_feed_reader *reader)
{
    if (!reader)
        return;
    drop(reader);
    sr_buf_free(&reader->decoded);
    sr_buf_free(&reader->repaired);
    sr_buf_free(&reader->text);
    free(reader);
}

/* ------------------------------------------------------------------------ values */

sr_str sr_feed__taken(sr_feed_job *job, bool line)
{
    sr_str text = sr_str_trim(sr_buf_view(&job->reader->text));
    sr_str kept = line ? sr_str_squeeze(job->arena, text) : sr_str_copy(job->arena, text);
    sr_buf_clear(&job->reader->text);
    return kept;
}

sr_str sr_feed__text(sr_feed_job *job, sr_str raw, bool html, bool line)
{
    if (!html)
        return line ? sr_str_squeeze(job->arena, raw) : sr_str_copy(job->arena, sr_str_trim(raw));
    sr_text_maker maker = {.out = &job->reader->text};
    sr_buf_clear(maker.out);
    sr_markup_to_text(raw, &maker);
    return sr_feed__taken(job, line);
}

void sr_feed__set_date(sr_feed_date *date, sr_str text)
{
    sr_feed_date got = {.text = sr_str_trim(text)};
    bool         known = sr_feed_date_read(got.text, &got.at, &got.whole);
    if (known || date->at.day == SR_DAY_NONE)
        *date = got;
}

void sr_feed__add(sr_feed_job *job, sr_feed_strings *list, sr_str value)
{
    if (value.len == 0 || list->n >= SR_LIMIT_FEED_TAGS)
        return;
    if ((list->n & (list->n - 1)) == 0) { // 0, 1, 2, 4, …: full
        sr_str *bigger = SR_NEW(job->arena, sr_str, list->n ? 2 * list->n : 1);
        if (list->n)
            memcpy(bigger, list->at, list->n * sizeof *bigger);
        list->at = bigger;
    }
    list->at[list->n++] = value;
}

/* ----------------------------------------------------------------------- reading */

static bool is_json(sr_str text)
{
    return text.len && text.ptr[0] == '{';
}

/* What was repaired, in words. */
static void tell_faults(sr_feed_job *job, const sr_feed_faults *faults)
{
    sr_feed_document *out = job->out;
    if (out->fault.len)
        return;
    out->fault_at = faults->first;
    out->fault_loses_nothing = !faults->cut && !faults->undecoded;
    if (faults->cut)
        out->fault = sr_str_format(job->arena, "the feed is longer than %u MB; the rest was not read",
                                   SR_LIMIT_FEED_BYTES >> 20);
    else if (faults->undecoded)
        out->fault = sr_str_format(job->arena, "%zu bytes that its encoding does not have; replaced", faults->undecoded);
    else if (faults->tags || faults->references)
        out->fault = sr_str_format(job->arena, "not well-formed XML (%zu tags, %zu stray &); repaired", faults->tags,
                                   faults->references);
}

static sr_status read_it(sr_feed_job *job, const sr_feed_input *in)
{
    sr_feed_reader *reader = job->reader;
    sr_feed_faults  faults;
    bool            cut = in->bytes.len > SR_LIMIT_FEED_BYTES;
    if (!sr_feed_decode(sr_str_slice(in->bytes, 0, SR_LIMIT_FEED_BYTES), in->charset, &reader->decoded, &faults))
        return SR_E_NOMEM;
    faults.cut = cut;
    sr_str text = sr_str_trim(sr_buf_view(&reader->decoded));
    if (text.len == 0) {
        job->out->fault = SR_STR("nothing in it; skipped");
        return SR_E_INPUT;
    }
    sr_status status;
    if (is_json(text)) {
        status = sr_feed__read_json(job);
    } else {
        if (!sr_feed_repair(sr_buf_view(&reader->decoded), &reader->repaired, &faults))
            return SR_E_NOMEM;
        status = sr_feed__read_xml(job);
    }
    tell_faults(job, &faults);
    return status;
}

sr_status sr_feed_read(sr_feed_reader *reader, const sr_feed_input *in, sr_arena *arena, sr_feed_document *out)
{
    sr_feed_job job = {reader, arena, out, in->url};
    drop(reader);
    reader->text.ceiling = SR_LIMIT_FEED_BYTES;
    memset(out, 0, sizeof *out);
    out->format = "";
    out->feed.published.at.day = out->feed.updated.at.day = SR_DAY_NONE;
    sr_status status = read_it(&job, in);
    drop(reader);
    return status;
}

/* A word in the first bytes, whatever its case. */
static bool has_word(sr_str head, const char *word)
{
    sr_str w = sr_str_c(word);
    for (size_t i = 0; i + w.len <= head.len; i++)
        if (sr_str_eq_case(sr_str_slice(head, i, i + w.len), w))
            return true;
    return false;
}

bool sr_feed_sniff(sr_str head)
{
    static const char *const roots[] = {"<rss", "<feed", "<rdf:rdf", "<channel", "<atom:feed", "<rdf "};
    head = sr_str_trim(sr_str_slice(head, 0, SNIFF_BYTES));
    if (head.len == 0)
        return false;
    if (head.ptr[0] == '{')
        return has_word(head, "jsonfeed.org/version");
    size_t zeros = 0;
    for (size_t i = 0; i < head.len && i < 64; i++)
        zeros += head.ptr[i] == 0;
    if (head.ptr[0] != '<' && !zeros && !sr_str_starts(head, SR_STR("\xEF\xBB\xBF<")))
        return false;
    if (has_word(head, "<html") || has_word(head, "<!doctype html>"))
        return false;
    for (size_t i = 0; i < SR_COUNT(roots); i++)
        if (has_word(head, roots[i]))
            return true;
    return false;
}

/* ----------------------------------------------------------------------- reports */

bool sr_feed_item_is_report(const sr_feed_item *item)
{
    return item->content.len || item->summary.len >= TEASER_BYTES;
}

void sr_feed_to_report(const sr_feed_document *feed, const sr_feed_item *item, sr_report *report)
{
    report->text = item->content.len > item->summary.len ? item->content : item->summary;
    report->title = item->title;
    report->id = item->id.len ? item->id : item->link;
    report->url = item->link;
    report->publisher = item->publisher.len ? item->publisher : feed->feed.title;
    report->language = item->language.len ? item->language : feed->feed.language;
    if (item->published.whole)
        report->published = item->published.at;
    else if (item->updated.whole)
        report->published = item->updated.at;
}
