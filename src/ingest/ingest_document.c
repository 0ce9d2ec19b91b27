/* A report from the open source: a text, a page, a line of JSON, an entry of a feed; see ingest_int.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/dateline.h"
#include "ingest/ingest_int.h"
#include "ingest/language.h"

/* What the world tells of the input at hand. */
static void describe_input(const sr_ingest *run, sr_str *url, sr_str *content_type)
{
    *url = *content_type = (sr_str){NULL, 0};
    if (run->describe)
        run->describe(run->os->world, run->input->path, url, content_type);
}

/* ---------------------------------------------------------------------- notes */

void sr_ingest__note_at(step *s, const char *path, uint64_t offset, sr_str text)
{
    sr_diagnostic *d = SR_PUSH(s->arena, &s->notes);
    d->file = sr_str_copy(s->arena, sr_str_c(path));
    d->offset = offset;
    d->text = text;
}

void sr_ingest__note(step *s, uint64_t offset, sr_str text)
{
    sr_ingest__note_at(s, s->run->input->path, offset, text);
}

/* As note, of something that loses nothing of the input. */
void sr_ingest__remark(step *s, uint64_t offset, sr_str text)
{
    sr_ingest__note(s, offset, text);
    s->notes.at[s->notes.n - 1].remark = true;
}

static void note_faults(step *s, uint64_t offset, const sr_bytes_faults *faults)
{
    if (faults->invalid)
        sr_ingest__note(s, offset + faults->first,
             sr_str_format(s->arena, "%zu byte%s that %s not UTF-8; replaced by U+FFFD", faults->invalid,
                           faults->invalid == 1 ? "" : "s", faults->invalid == 1 ? "is" : "are"));
    if (faults->nul)
        sr_ingest__note(s, offset + faults->first,
             sr_str_format(s->arena, "%zu NUL byte%s; replaced by spaces", faults->nul,
                           faults->nul == 1 ? "" : "s"));
}

/* Is the library there that a form needs?  What is missing is told. */
bool sr_ingest__has(step *s, sr_library library)
{
    if (sr_library_load(library))
        return true;
    sr_ingest__note(s, 0, sr_str_format(s->arena, "%s is not installed, which this needs; skipped", sr_library_name(library)));
    return false;
}

/* -------------------------------------------------------------------- reports */

/* The language, where the caller did not tell it. */
static void read_language(step *s, sr_report *report)
{
    if (report->language.len == 0)
        report->language = sr_str_c(sr_language_of(sr_str_slice(report->text, report->body_begin, report->text.len)));
    if (!sr_language_is_english(report->language))
        sr_ingest__remark(s, report->file_offset, sr_str_format(s->arena, "in %.*s, not English; kept, but no incidents are read from it",
                                                     SR_ARG(sr_language_name(report->language))));
}

/* What the text's first lines tell, where the caller did not. */
void sr_ingest__read_head(step *s, sr_report *report)
{
    sr_dateline head;
    sr_dateline_read(report->text, &head);
    report->body_begin = head.body_begin;
    report->dateline_place = head.place;
    report->dateline_region = head.region;
    report->dateline_source = head.source;
    read_language(s, report);
    if (report->published.day != SR_DAY_NONE)
        return;
    report->published.day = head.day;
    if (head.fault == SR_DATELINE_NO_SUCH_DAY)
        sr_ingest__remark(s, report->file_offset, SR_STR("the date of the report is no day of the calendar; left unknown"));
    else if (head.fault == SR_DATELINE_NO_YEAR)
        sr_ingest__remark(s, report->file_offset, SR_STR("the dateline has no year; publication date left unknown"));
}

void sr_ingest__start_report(step *s, sr_report *report, uint64_t offset)
{
    memset(report, 0, sizeof *report);
    report->published = (sr_instant){.day = SR_DAY_NONE, .second = -1};
    report->file = sr_str_copy(s->arena, sr_str_c(s->run->input->path));
    report->file_offset = offset;
}

/* A note on the end of a source that failed on the way. */
void sr_ingest__note_failure(step *s, const sr_error *err)
{
    sr_ingest__note(s, err->offset, sr_str_format(s->arena, "%s; the rest was not read", err->text));
}

/* A whole source as one report. */
sr_ingest_step sr_ingest__read_plain(step *s, sr_report *report)
{
    sr_ingest *run = s->run;
    sr_error err = {0};
    sr_bytes_faults faults;
    run->form = NONE; // whatever happens, this source is done
    sr_status status = sr_source_want(run->source, SR_LIMIT_REPORT_BYTES + 1, &err);
    sr_str bytes = sr_source_window(run->source);
    bool cut = bytes.len > SR_LIMIT_REPORT_BYTES;
    if (cut) {
        bytes.len = SR_LIMIT_REPORT_BYTES;
        while (bytes.len > SR_LIMIT_REPORT_BYTES - 4 && (bytes.ptr[bytes.len] & 0xC0) == 0x80)
            bytes.len--;
        sr_ingest__note(s, bytes.len, SR_STR("the report is longer than 8 MB; the rest was not read"));
    }
    sr_ingest__start_report(s, report, 0);
    report->text = sr_bytes_repair(bytes, s->arena, &faults);
    report->id = sr_str_copy(s->arena, sr_ingest_name(run->input->path));
    note_faults(s, 0, &faults);
    if (status != SR_OK)
        sr_ingest__note_failure(s, &err);
    sr_ingest__read_head(s, report);
    return SR_INGEST_REPORT;
}

/* What was odd on a page, as notes. */
static void note_page(step *s, const sr_page *page)
{
    if (page->cut)
        sr_ingest__note(s, 0, SR_STR("the page is larger than the limits; the rest was not read"));
    if (page->invalid)
        sr_ingest__note(s, 0, sr_str_format(s->arena, "%zu byte sequence%s that %s not %s; replaced by U+FFFD", page->invalid,
                                 page->invalid == 1 ? "" : "s", page->invalid == 1 ? "is" : "are", page->charset));
    if (page->kind == SR_PAGE_NOT_ARTICLE)
        sr_ingest__remark(s, 0, sr_str_format(s->arena, "%s; skipped", page->reason));
    else if (page->kind == SR_PAGE_LISTING)
        sr_ingest__remark(s, 0, SR_STR("a list of teasers of other pages; read as it stands"));
}

/* ---------------------------------------------------------------- parts of articles */

/* No memory for a feed or the entries of a live blog. */
SR_NORETURN static void leave_series(void *payload)
{
    longjmp(((sr_ingest *)payload)->series_boundary, 1);
}

static void copy_strings(sr_report *report, sr_arena *arena)
{
    sr_str *const strings[] = {&report->id, &report->url, &report->publisher, &report->title, &report->language, &report->text};
    for (size_t i = 0; i < SR_COUNT(strings); i++)
        *strings[i] = sr_str_copy(arena, *strings[i]);
}

/* A live blog is a report for each entry, with its own time; what stands before them comes with the first step. */
static bool open_live(sr_ingest *run, const sr_page *page, const sr_report *report)
{
    live *l = &run->live;
    l->n = l->next = 0;
    if (page->n_entries == 0)
        return false;
    sr_arena_free(&l->arena);
    sr_arena_init(&l->arena, SR_LIMIT_REPORT_MEMORY, leave_series, run);
    if (setjmp(run->series_boundary))
        return false; // no memory: the blog is read as one
    sr_page_entry *entries = SR_NEW(&l->arena, sr_page_entry, page->n_entries);
    for (size_t i = 0; i < page->n_entries; i++)
        entries[i] = (sr_page_entry){sr_str_copy(&l->arena, page->entries[i].title), sr_str_copy(&l->arena, page->entries[i].text),
                                     page->entries[i].published};
    l->about = *report;
    l->about.text = (sr_str){NULL, 0};
    copy_strings(&l->about, &l->arena);
    l->about.file = sr_str_copy(&l->arena, report->file);
    l->about.dateline_place = l->about.dateline_region = l->about.dateline_source = l->about.text;
    l->at = entries;
    l->n = page->n_entries;
    return true;
}

/* The next entry.  Its address is the blog's, and so no address of its own: a text at the same one would be
 * taken for a new version of the first. */
sr_ingest_step sr_ingest__give_entry(step *s, sr_report *report)
{
    live *l = &s->run->live;
    const sr_page_entry *e = &l->at[l->next++];
    *report = l->about;
    report->id = sr_str_format(s->arena, "%.*s#%zu", SR_ARG(l->about.id), l->next);
    report->url = (sr_str){NULL, 0};
    report->title = e->title.len ? e->title : l->about.title;
    report->text = e->text;
    report->published = e->published;
    copy_strings(report, s->arena);
    report->file = sr_str_copy(s->arena, l->about.file);
    s->run->counts[READ_LIVE]++;
    sr_ingest__read_head(s, report);
    return SR_INGEST_REPORT;
}

/* An article of several pages that is whole, or with `end` one that waited in vain. */
bool sr_ingest__give_joined(step *s, bool end, sr_report *report)
{
    sr_joined_report whole;
    if (!s->run->joined || !sr_joined_give(s->run->joined, end, s->arena, &whole))
        return false;
    *report = whole.report;
    if (whole.pages > 1) {
        sr_ingest__note_at(s, (const char *)report->file.ptr, report->file_offset, sr_str_format(s->arena, "an article of %u pages, put together", whole.pages));
        s->notes.at[s->notes.n - 1].remark = true;
        s->run->counts[READ_JOINED] += whole.pages - 1;
    }
    sr_ingest__read_head(s, report);
    return true;
}

/* What is made of a page that was read into a report: itself, or a part of something larger. */
sr_ingest_step sr_ingest__give_page(step *s, const sr_page *page, sr_str url, sr_report *report)
{
    sr_ingest *run = s->run;
    if (page->kind == SR_PAGE_LIVE_BLOG && open_live(run, page, report)) {
        if (page->intro.len == 0)
            return SR_INGEST_SKIPPED; // the entries follow
        report->text = sr_str_copy(s->arena, page->intro);
    } else if (page->kind == SR_PAGE_ARTICLE && url.len) {
        if (!run->joined)
            run->joined = sr_joined_open();
        if (run->joined && sr_joined_take(run->joined, report, url, page->next))
            return SR_INGEST_SKIPPED;
    }
    sr_ingest__read_head(s, report);
    return SR_INGEST_REPORT;
}

/* A whole source as one page. */
sr_ingest_step sr_ingest__read_page(step *s, sr_report *report)
{
    sr_ingest *run = s->run;
    sr_error err = {0};
    sr_page page;
    run->form = NONE; // whatever happens, this source is done
    if (!sr_ingest__has(s, SR_LIBRARY_XML))
        return SR_INGEST_SKIPPED;
    sr_status status = sr_source_want(run->source, SR_LIMIT_PAGE_BYTES + 1, &err);
    bool converted = sr_source_notes(run->source) & SR_SOURCE_UTF16;
    sr_page_input in = {.bytes = sr_source_window(run->source),
                        .content_type = SR_STR("")};
    describe_input(run, &in.url, &in.content_type);
    if (converted)
        in.content_type = SR_STR("charset=utf-8");
    if (!run->page)
        run->page = sr_page_reader_open();
    if (!run->page || sr_page_read(run->page, &in, s->arena, &page) != SR_OK) {
        sr_ingest__note(s, 0, SR_STR("out of memory; the page was skipped"));
        return SR_INGEST_SKIPPED;
    }
    note_page(s, &page);
    if (status != SR_OK)
        sr_ingest__note_failure(s, &err);
    if (page.kind == SR_PAGE_NOT_ARTICLE)
        return SR_INGEST_SKIPPED;
    sr_ingest__start_report(s, report, 0);
    report->id = sr_str_copy(s->arena, sr_ingest_name(run->input->path));
    sr_page_to_report(&page, report);
    if (in.url.len)
        report->id = sr_str_copy(s->arena, report->url.len ? report->url : in.url);
    return sr_ingest__give_page(s, &page, in.url, report);
}

/* The next line that is not blank, without its end; *offset is its first byte.
 * @return false: no more lines.  `size` bytes are to be taken when the line was used. */
static bool next_line(step *s, sr_str *line, uint64_t *offset, size_t *size)
{
    sr_source *source = s->run->source;
    size_t looked = 0;
    for (;;) {
        sr_str window = sr_source_window(source);
        size_t end = sr_str_find(window, '\n', looked);
        bool whole = end < window.len;
        if (!whole && window.len <= SR_LIMIT_LINE_BYTES && !sr_source_ended(source)) {
            looked = window.len;
            /* A failure ends the source; no_line asks for it once what came before is read. */
            if (sr_source_want(source, window.len + 1, NULL) != SR_OK)
                looked = 0;
            continue;
        }
        *size = SR_MIN(end + 1, window.len);
        *line = sr_str_trim(sr_str_slice(window, 0, end));
        *offset = sr_source_offset(source);
        if (line->len)
            *offset += (uint64_t)(line->ptr - window.ptr);
        if (line->len || *size == 0)
            return line->len > 0;
        sr_source_take(source, *size);
        looked = 0;
    }
}

/* Pass over the rest of a line that is too long. */
static void skip_line(sr_source *source)
{
    for (;;) {
        sr_str window = sr_source_window(source);
        size_t end = sr_str_find(window, '\n', 0);
        bool found = end < window.len;
        sr_source_take(source, found ? end + 1 : window.len);
        if (found || (window.len == 0 && sr_source_ended(source)))
            return;
        if (sr_source_want(source, 1, NULL) != SR_OK)
            continue; // and it has ended
    }
}

static sr_ingest_step no_line(step *s)
{
    sr_error err = {0};
    s->run->form = NONE;
    if (sr_source_want(s->run->source, 1, &err) != SR_OK)
        sr_ingest__note_failure(s, &err);
    else if (s->run->lines == 0)
        sr_ingest__note(s, 0, SR_STR("no reports in it; skipped"));
    return SR_INGEST_SKIPPED;
}

/* "NAME#n", or "NAME" where the file has no other report. */
static sr_str make_id(step *s)
{
    sr_ingest *run = s->run;
    sr_str name = sr_ingest_name(run->input->path), line;
    uint64_t offset;
    size_t size;
    if (run->lines == 1 && !next_line(s, &line, &offset, &size))
        return sr_str_copy(s->arena, name);
    return sr_str_format(s->arena, "%.*s#%llu", SR_ARG(name), (unsigned long long)run->lines);
}

/* The next line of a source as a report. */
sr_ingest_step sr_ingest__read_line(step *s, sr_report *report)
{
    sr_ingest *run = s->run;
    sr_str line;
    uint64_t offset;
    size_t size;
    if (!next_line(s, &line, &offset, &size))
        return no_line(s);
    run->lines++;
    if (line.len > SR_LIMIT_LINE_BYTES) {
        skip_line(run->source);
        sr_ingest__note(s, offset, SR_STR("a line longer than 64 MB; skipped"));
        return SR_INGEST_SKIPPED;
    }
    sr_bytes_faults faults = {0};
    sr_arena_mark mark = sr_arena_here(s->arena);
    sr_source_take(run->source, size); // the view stays good until the source is asked for more
    sr_str sound = sr_bytes_repair(line, s->arena, &faults);
    sr_report got;
    sr_ingest__start_report(s, &got, offset);
    sr_json_result result = sr_json_report_read(run->json, sound, s->arena, &got);
    if (result.status != SR_OK) {
        sr_arena_return(s->arena, mark);
        sr_ingest__note(s, offset + result.fault_at, sr_str_format(s->arena, "%s; the line was skipped", result.fault));
        return SR_INGEST_SKIPPED;
    }
    *report = got;
    note_faults(s, offset, &faults);
    if (result.bad_date)
        sr_ingest__note(s, offset, SR_STR("\"published\" is no ISO 8601 date; left unknown"));
    if (sr_str_find(report->text, 0, 0) < report->text.len) {
        report->text = sr_bytes_repair(report->text, s->arena, &faults);
        faults.first = 0;
        note_faults(s, offset, &faults);
    }
    if (report->id.len == 0)
        report->id = make_id(s);
    sr_ingest__read_head(s, report);
    return SR_INGEST_REPORT;
}

/* ---------------------------------------------------------------------- feeds */

/* Read the whole source as a feed; false: it is none, which the notes tell. */
bool sr_ingest__open_feed(step *s)
{
    sr_ingest *run = s->run;
    sr_error err = {0};
    sr_status status = sr_source_want(run->source, SR_LIMIT_FEED_BYTES + 1, &err);
    sr_feed_input in = {.bytes = sr_source_window(run->source)};
    sr_str type;
    describe_input(run, &in.url, &type);
    sr_arena_free(&run->feed_arena);
    sr_arena_init(&run->feed_arena, SR_LIMIT_REPORT_MEMORY, leave_series, run);
    run->entry = run->teasers = 0;
    if (!run->feeds)
        run->feeds = sr_feed_reader_open();
    if (!run->feeds || setjmp(run->series_boundary)) {
        sr_ingest__note(s, 0, SR_STR("the feed takes too much memory; skipped"));
        return false;
    }
    sr_status read = sr_feed_read(run->feeds, &in, &run->feed_arena, &run->feed);
    if (status != SR_OK)
        sr_ingest__note_failure(s, &err);
    if (run->feed.fault.len && run->feed.fault_loses_nothing)
        sr_ingest__remark(s, run->feed.fault_at, sr_str_copy(s->arena, run->feed.fault));
    else if (run->feed.fault.len)
        sr_ingest__note(s, run->feed.fault_at, sr_str_copy(s->arena, run->feed.fault));
    return read == SR_OK;
}

static sr_ingest_step end_feed(step *s)
{
    sr_ingest *run = s->run;
    run->form = NONE;
    if (run->teasers)
        sr_ingest__remark(s, 0, sr_str_format(s->arena, "%zu of %zu entries have no text of their own; `sitrep follow` fetches them by their links",
                                   run->teasers, run->feed.n_entries));
    else if (run->feed.n_entries == 0)
        sr_ingest__note(s, 0, SR_STR("the feed has no entries"));
    return SR_INGEST_SKIPPED;
}

/* The next entry that has a text. */
sr_ingest_step sr_ingest__read_entry(step *s, sr_report *report)
{
    sr_ingest *run = s->run;
    while (run->entry < run->feed.n_entries) {
        const sr_feed_item *item = &run->feed.entries[run->entry++];
        if (!sr_feed_item_is_report(item)) {
            run->teasers++;
            run->counts[NO_TEXT]++;
            continue;
        }
        run->counts[READ_ENTRIES]++;
        sr_ingest__start_report(s, report, 0);
        sr_feed_to_report(&run->feed, item, report);
        copy_strings(report, s->arena);
        if (report->id.len == 0)
            report->id = sr_str_format(s->arena, "%.*s#%zu", SR_ARG(sr_ingest_name(run->input->path)), run->entry);
        sr_ingest__read_head(s, report);
        return SR_INGEST_REPORT;
    }
    return end_feed(s);
}
