/* The run over all inputs; see ingest.h.
 *
 * A state machine of one open source: its form is told by its ending and first bytes, then each
 * step takes one report from it.  State moves on before anything is allocated in the caller's
 * arena, so leaving from there loses one report and nothing else.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/ingest.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/library.h"
#include "base/limits.h"
#include "ingest/bytes.h"
#include "ingest/charset.h"
#include "ingest/dateline.h"
#include "ingest/feed.h"
#include "ingest/joined.h"
#include "ingest/json_report.h"
#include "ingest/language.h"
#include "ingest/page.h"
#include "ingest/parts.h"
#include "ingest/source.h"
#include "ingest/walk.h"

#define LOOK_BYTES 8192u // of a source, to tell its form

typedef enum form { NONE, PLAIN, LINES, PAGE, FEED, WARC, ARCHIVE, MAIL } form;

/* What was read and what was not, for the summary. */
typedef enum counted {
    READ_TEXTS, READ_LINES, READ_FILE_PAGES, READ_ENTRIES, READ_PAGES, READ_MAILS, READ_PARTS, READ_LIVE, READ_JOINED,
    NO_TEXT, NO_ARTICLE, BAD_LINES, BAD_FILES, NOT_READ, COUNTED
} counted;

/* The bytes of a part as a world of one file. */
typedef struct memory {
    sr_str bytes;
    size_t at;
    sr_os  os;
    char   path[1024];
} memory;

/* Entries of a live blog that wait to be given, in its order. */
typedef struct live {
    sr_arena arena;  // holds all of it
    const sr_page_entry *at;
    size_t   n, next;
    sr_report about; // what they have in common
} live;

struct sr_ingest {
    const sr_os    *os;
    sr_ingest_describe *describe; // NULL: files have no address
    sr_walk         walk;
    size_t          at;      // next input
    sr_source      *source;  // NULL: none is open
    const sr_input *input;   // of the source
    form            form;
    uint64_t        lines;   // reports of the source so far, read or passed over
    uint64_t        past;    // bytes of the inputs behind us
    sr_json_reader *json;
    sr_page_reader *page;    // NULL until the first page
    sr_feed_reader *feeds;   // NULL until the first feed
    sr_arena         feed_arena; // of the feed at hand
    jmp_buf          series_boundary;
    sr_feed_document feed;
    size_t           entry;  // next of the feed
    size_t           teasers; // of the feed: entries without a text
    sr_parts        *parts;  // of the container at hand
    sr_ingest       *inner;  // the run over the part at hand
    memory           memory; // what it reads
    sr_buf           room;   // a part's text, converted
    sr_joined       *joined; // articles that wait for their next page; NULL until the first
    live             live;   // the live blog whose entries are given
    unsigned         depth;  // containers around
    uint64_t         counts[COUNTED];
    bool             summed; // the summary was given
};

typedef struct step {
    sr_ingest *run;
    sr_arena  *arena;
    SR_LIST(sr_diagnostic) notes;
} step;

void sr_ingest_set_describe(sr_ingest *run, sr_ingest_describe *describe)
{
    run->describe = describe;
}

/* What the world tells of the input at hand. */
static void describe_input(const sr_ingest *run, sr_str *url, sr_str *content_type)
{
    *url = *content_type = (sr_str){NULL, 0};
    if (run->describe)
        run->describe(run->os->world, run->input->path, url, content_type);
}

/* ---------------------------------------------------------------------- notes */

static void note_at(step *s, const char *path, uint64_t offset, sr_str text)
{
    sr_diagnostic *d = SR_PUSH(s->arena, &s->notes);
    d->file = sr_str_copy(s->arena, sr_str_c(path));
    d->offset = offset;
    d->text = text;
}

static void note(step *s, uint64_t offset, sr_str text)
{
    note_at(s, s->run->input->path, offset, text);
}

/* As note, of something that loses nothing of the input. */
static void remark(step *s, uint64_t offset, sr_str text)
{
    note(s, offset, text);
    s->notes.at[s->notes.n - 1].remark = true;
}

static void note_faults(step *s, uint64_t offset, const sr_bytes_faults *faults)
{
    if (faults->invalid)
        note(s, offset + faults->first,
             sr_str_format(s->arena, "%zu byte%s that %s not UTF-8; replaced by U+FFFD", faults->invalid,
                           faults->invalid == 1 ? "" : "s", faults->invalid == 1 ? "is" : "are"));
    if (faults->nul)
        note(s, offset + faults->first,
             sr_str_format(s->arena, "%zu NUL byte%s; replaced by spaces", faults->nul,
                           faults->nul == 1 ? "" : "s"));
}

/* Is the library there that a form needs?  What is missing is told. */
static bool has(step *s, sr_library library)
{
    if (sr_library_load(library))
        return true;
    note(s, 0, sr_str_format(s->arena, "%s is not installed, which this needs; skipped", sr_library_name(library)));
    return false;
}

/* --------------------------------------------------------------------- naming */

static bool cut_ending(sr_str *name, const char *ending)
{
    sr_str e = sr_str_c(ending);
    if (name->len <= e.len || !sr_str_eq_case(sr_str_slice(*name, name->len - e.len, name->len), e))
        return false;
    name->len -= e.len;
    return true;
}

/* File name without folder and packing ending. */
static sr_str unpacked_name(const char *path)
{
    sr_str name = sr_str_c(path);
    for (size_t i = name.len; i > 0; i--) {
        if (name.ptr[i - 1] == '/') {
            name = sr_str_slice(name, i, name.len);
            break;
        }
    }
    (void)(cut_ending(&name, ".gz") || cut_ending(&name, ".xz") || cut_ending(&name, ".zst"));
    return name;
}

sr_str sr_ingest_name(const char *path)
{
    sr_str name = unpacked_name(path);
    if (strcmp(path, "-") == 0)
        return SR_STR("stdin");
    size_t dot = name.len;
    while (dot > 0 && name.len - dot < 6 && (sr_is_alpha(name.ptr[dot - 1]) || sr_is_digit(name.ptr[dot - 1])))
        dot--;
    if (dot > 1 && dot < name.len && name.ptr[dot - 1] == '.' && sr_is_alpha(name.ptr[dot]))
        name.len = dot - 1;
    return name;
}

static form form_by_ending(const char *path)
{
    sr_str name = unpacked_name(path);
    if (cut_ending(&name, ".jsonl") || cut_ending(&name, ".ndjson"))
        return LINES;
    if (cut_ending(&name, ".warc"))
        return WARC;
    if (cut_ending(&name, ".eml") || cut_ending(&name, ".mbox"))
        return MAIL;
    if (cut_ending(&name, ".html") || cut_ending(&name, ".htm") || cut_ending(&name, ".xhtml"))
        return PAGE;
    return cut_ending(&name, ".txt") ? PLAIN : NONE;
}

/* -------------------------------------------------------------------- reports */

/* The language, where the caller did not tell it. */
static void read_language(step *s, sr_report *report)
{
    if (report->language.len == 0)
        report->language = sr_str_c(sr_language_of(sr_str_slice(report->text, report->body_begin, report->text.len)));
    if (!sr_language_is_english(report->language))
        remark(s, report->file_offset, sr_str_format(s->arena, "in %.*s, not English; kept, but no incidents are read from it",
                                                     SR_ARG(sr_language_name(report->language))));
}

/* What the text's first lines tell, where the caller did not. */
static void read_head(step *s, sr_report *report)
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
        remark(s, report->file_offset, SR_STR("the date of the report is no day of the calendar; left unknown"));
    else if (head.fault == SR_DATELINE_NO_YEAR)
        remark(s, report->file_offset, SR_STR("the dateline has no year; publication date left unknown"));
}

static void start_report(step *s, sr_report *report, uint64_t offset)
{
    memset(report, 0, sizeof *report);
    report->published = (sr_instant){.day = SR_DAY_NONE, .second = -1};
    report->file = sr_str_copy(s->arena, sr_str_c(s->run->input->path));
    report->file_offset = offset;
}

/* A part's run is done: what it counted is the container's. */
static void close_inner(sr_ingest *run)
{
    for (int i = 0; run->inner && i < COUNTED; i++)
        run->counts[i] += run->inner->counts[i];
    sr_ingest_close(run->inner);
    run->inner = NULL;
}

static void close_source(sr_ingest *run)
{
    close_inner(run);
    if (run->input && run->parts && !run->source)
        run->past += run->input->size;
    if (run->parts)
        run->parts->close(run->parts);
    run->parts = NULL;
    run->feed = (sr_feed_document){0};
    if (run->input && run->source)
        run->past += run->input->size ? run->input->size : sr_source_raw(run->source);
    sr_source_close(run->source);
    run->source = NULL;
    run->form = NONE;
    run->lines = 0;
}

/* A note on the end of a source that failed on the way. */
static void note_failure(step *s, const sr_error *err)
{
    note(s, err->offset, sr_str_format(s->arena, "%s; the rest was not read", err->text));
}

/* A whole source as one report. */
static sr_ingest_step read_plain(step *s, sr_report *report)
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
        note(s, bytes.len, SR_STR("the report is longer than 8 MB; the rest was not read"));
    }
    start_report(s, report, 0);
    report->text = sr_bytes_repair(bytes, s->arena, &faults);
    report->id = sr_str_copy(s->arena, sr_ingest_name(run->input->path));
    note_faults(s, 0, &faults);
    if (status != SR_OK)
        note_failure(s, &err);
    read_head(s, report);
    return SR_INGEST_REPORT;
}

/* What was odd on a page, as notes. */
static void note_page(step *s, const sr_page *page)
{
    if (page->cut)
        note(s, 0, SR_STR("the page is larger than the limits; the rest was not read"));
    if (page->invalid)
        note(s, 0, sr_str_format(s->arena, "%zu byte sequence%s that %s not %s; replaced by U+FFFD", page->invalid,
                                 page->invalid == 1 ? "" : "s", page->invalid == 1 ? "is" : "are", page->charset));
    if (page->kind == SR_PAGE_NOT_ARTICLE)
        remark(s, 0, sr_str_format(s->arena, "%s; skipped", page->reason));
    else if (page->kind == SR_PAGE_LISTING)
        remark(s, 0, SR_STR("a list of teasers of other pages; read as it stands"));
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
static sr_ingest_step give_entry(step *s, sr_report *report)
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
    read_head(s, report);
    return SR_INGEST_REPORT;
}

/* An article of several pages that is whole, or with `end` one that waited in vain. */
static bool give_joined(step *s, bool end, sr_report *report)
{
    sr_joined_report whole;
    if (!s->run->joined || !sr_joined_give(s->run->joined, end, s->arena, &whole))
        return false;
    *report = whole.report;
    if (whole.pages > 1) {
        note_at(s, (const char *)report->file.ptr, report->file_offset, sr_str_format(s->arena, "an article of %u pages, put together", whole.pages));
        s->notes.at[s->notes.n - 1].remark = true;
        s->run->counts[READ_JOINED] += whole.pages - 1;
    }
    read_head(s, report);
    return true;
}

/* What is made of a page that was read into a report: itself, or a part of something larger. */
static sr_ingest_step give_page(step *s, const sr_page *page, sr_str url, sr_report *report)
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
    read_head(s, report);
    return SR_INGEST_REPORT;
}

/* A whole source as one page. */
static sr_ingest_step read_page(step *s, sr_report *report)
{
    sr_ingest *run = s->run;
    sr_error err = {0};
    sr_page page;
    run->form = NONE; // whatever happens, this source is done
    if (!has(s, SR_LIBRARY_XML))
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
        note(s, 0, SR_STR("out of memory; the page was skipped"));
        return SR_INGEST_SKIPPED;
    }
    note_page(s, &page);
    if (status != SR_OK)
        note_failure(s, &err);
    if (page.kind == SR_PAGE_NOT_ARTICLE)
        return SR_INGEST_SKIPPED;
    start_report(s, report, 0);
    report->id = sr_str_copy(s->arena, sr_ingest_name(run->input->path));
    sr_page_to_report(&page, report);
    if (in.url.len)
        report->id = sr_str_copy(s->arena, report->url.len ? report->url : in.url);
    return give_page(s, &page, in.url, report);
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
        note_failure(s, &err);
    else if (s->run->lines == 0)
        note(s, 0, SR_STR("no reports in it; skipped"));
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
static sr_ingest_step read_line(step *s, sr_report *report)
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
        note(s, offset, SR_STR("a line longer than 64 MB; skipped"));
        return SR_INGEST_SKIPPED;
    }
    sr_bytes_faults faults = {0};
    sr_arena_mark mark = sr_arena_here(s->arena);
    sr_source_take(run->source, size); // the view stays good until the source is asked for more
    sr_str sound = sr_bytes_repair(line, s->arena, &faults);
    sr_report got;
    start_report(s, &got, offset);
    sr_json_result result = sr_json_report_read(run->json, sound, s->arena, &got);
    if (result.status != SR_OK) {
        sr_arena_return(s->arena, mark);
        note(s, offset + result.fault_at, sr_str_format(s->arena, "%s; the line was skipped", result.fault));
        return SR_INGEST_SKIPPED;
    }
    *report = got;
    note_faults(s, offset, &faults);
    if (result.bad_date)
        note(s, offset, SR_STR("\"published\" is no ISO 8601 date; left unknown"));
    if (sr_str_find(report->text, 0, 0) < report->text.len) {
        report->text = sr_bytes_repair(report->text, s->arena, &faults);
        faults.first = 0;
        note_faults(s, offset, &faults);
    }
    if (report->id.len == 0)
        report->id = make_id(s);
    read_head(s, report);
    return SR_INGEST_REPORT;
}

/* ---------------------------------------------------------------------- feeds */

/* Read the whole source as a feed; false: it is none, which the notes tell. */
static bool open_feed(step *s)
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
        note(s, 0, SR_STR("the feed takes too much memory; skipped"));
        return false;
    }
    sr_status read = sr_feed_read(run->feeds, &in, &run->feed_arena, &run->feed);
    if (status != SR_OK)
        note_failure(s, &err);
    if (run->feed.fault.len && run->feed.fault_loses_nothing)
        remark(s, run->feed.fault_at, sr_str_copy(s->arena, run->feed.fault));
    else if (run->feed.fault.len)
        note(s, run->feed.fault_at, sr_str_copy(s->arena, run->feed.fault));
    return read == SR_OK;
}

static sr_ingest_step end_feed(step *s)
{
    sr_ingest *run = s->run;
    run->form = NONE;
    if (run->teasers)
        remark(s, 0, sr_str_format(s->arena, "%zu of %zu entries have no text of their own; `sitrep follow` fetches them by their links",
                                   run->teasers, run->feed.n_entries));
    else if (run->feed.n_entries == 0)
        note(s, 0, SR_STR("the feed has no entries"));
    return SR_INGEST_SKIPPED;
}

/* The next entry that has a text. */
static sr_ingest_step read_entry(step *s, sr_report *report)
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
        start_report(s, report, 0);
        sr_feed_to_report(&run->feed, item, report);
        copy_strings(report, s->arena);
        if (report->id.len == 0)
            report->id = sr_str_format(s->arena, "%.*s#%zu", SR_ARG(sr_ingest_name(run->input->path)), run->entry);
        read_head(s, report);
        return SR_INGEST_REPORT;
    }
    return end_feed(s);
}

/* ---------------------------------------------------------------------- parts */

static sr_status look_memory(void *world, const char *path, sr_os_entry *entry, sr_error *err)
{
    (void)path, (void)err;
    *entry = (sr_os_entry){.kind = SR_OS_FILE, .size = ((memory *)world)->bytes.len};
    return SR_OK;
}

static sr_status open_memory(void *world, const char *path, int *handle, sr_error *err)
{
    (void)path, (void)err;
    *handle = 0;
    ((memory *)world)->at = 0;
    return SR_OK;
}

static sr_status read_memory(void *world, int handle, uint8_t *out, size_t room, size_t *got, sr_error *err)
{
    (void)handle, (void)err;
    memory *m = world;
    *got = SR_MIN(room, m->bytes.len - m->at);
    if (*got)
        memcpy(out, m->bytes.ptr + m->at, *got);
    m->at += *got;
    return SR_OK;
}

static void close_memory(void *world, int handle) { (void)world, (void)handle; }

static bool is_html(sr_str content_type)
{
    return sr_str_eq_case(sr_str_slice(content_type, 0, 9), SR_STR("text/html")) ||
           sr_str_eq_case(sr_str_slice(content_type, 0, 17), SR_STR("application/xhtml"));
}

/* What the container knows of a part, where the part itself does not tell. */
static void fill_in(step *s, const sr_part *part, sr_report *report)
{
    const struct {
        sr_str *to, from;
    } rows[] = {{&report->title, part->title}, {&report->publisher, part->publisher}, {&report->url, part->url},
                {&report->id, part->id.len ? part->id : part->url}};
    sr_bytes_faults faults;
    for (size_t i = 0; i < SR_COUNT(rows); i++)
        if (rows[i].to->len == 0 && rows[i].from.len)
            *rows[i].to = sr_bytes_repair(rows[i].from, s->arena, &faults);
    if (report->published.day == SR_DAY_NONE)
        report->published = part->published;
    if (report->id.len == 0)
        report->id = sr_str_format(s->arena, "%.*s#%llu", SR_ARG(sr_ingest_name(s->run->input->path)),
                                   (unsigned long long)s->run->lines);
}

/* A part that is text: the body of a mail, a conversion. */
static sr_ingest_step read_text_part(step *s, const sr_part *part, sr_report *report)
{
    sr_ingest *run = s->run;
    sr_charset_result charset;
    sr_bytes_faults faults;
    sr_str text;
    if (sr_charset_to_utf8(sr_str_slice(part->bytes, 0, SR_LIMIT_REPORT_BYTES), part->content_type, false, &run->room, &text, &charset) != SR_OK)
        text = (sr_str){NULL, 0};
    if (part->bytes.len > SR_LIMIT_REPORT_BYTES)
        note(s, part->offset, SR_STR("the text is longer than 8 MB; the rest was not read"));
    start_report(s, report, part->offset);
    report->text = sr_bytes_repair(text, s->arena, &faults);
    fill_in(s, part, report);
    read_head(s, report);
    run->counts[part->publisher.len ? READ_MAILS : READ_PARTS]++;
    return SR_INGEST_REPORT;
}

/* A part that is a page of a known address, or a mail in HTML. */
static sr_ingest_step read_page_part(step *s, const sr_part *part, sr_report *report)
{
    sr_ingest *run = s->run;
    sr_page page;
    sr_page_input in = {.bytes = part->bytes, .content_type = part->content_type, .url = part->url};
    if (!has(s, SR_LIBRARY_XML))
        return SR_INGEST_SKIPPED;
    if (!run->page)
        run->page = sr_page_reader_open();
    if (!run->page || sr_page_read(run->page, &in, s->arena, &page) != SR_OK) {
        note(s, part->offset, SR_STR("out of memory; the page was skipped"));
        return SR_INGEST_SKIPPED;
    }
    if (part->url.len && (page.kind == SR_PAGE_NOT_ARTICLE || page.kind == SR_PAGE_LISTING)) {
        run->counts[NO_ARTICLE]++;
        return SR_INGEST_SKIPPED;
    }
    run->counts[part->publisher.len ? READ_MAILS : READ_PAGES]++;
    start_report(s, report, part->offset);
    sr_page_to_report(&page, report);
    fill_in(s, part, report);
    return give_page(s, &page, part->url, report);
}

/* Any other part is read like a file. */
static sr_ingest_step open_part(step *s, const sr_part *part)
{
    sr_ingest *run = s->run;
    memory *m = &run->memory;
    if (run->depth >= SR_LIMIT_NESTING) {
        run->counts[NOT_READ]++;
        note(s, part->offset, SR_STR("archives nested too deep; skipped"));
        return SR_INGEST_SKIPPED;
    }
    *m = (memory){.bytes = part->bytes, .os = {look_memory, NULL, open_memory, read_memory, close_memory, m}};
    sr_str name = part->name.len ? part->name : part->url.len ? part->url : SR_STR("part");
    (void)snprintf(m->path, sizeof m->path, "%.700s/%.*s", run->input->path, (int)SR_MIN(name.len, (size_t)300),
                   (const char *)name.ptr);
    const char *path = m->path;
    if (sr_ingest_open(&run->inner, &path, 1, &m->os, NULL) != SR_OK) {
        note(s, part->offset, SR_STR("out of memory; skipped"));
        return SR_INGEST_SKIPPED;
    }
    run->inner->depth = run->depth + 1;
    return SR_INGEST_SKIPPED;
}

static sr_ingest_step read_inner(step *s, sr_report *report)
{
    sr_ingest *run = s->run;
    sr_ingest_notes notes;
    sr_ingest_step result = sr_ingest_next(run->inner, s->arena, report, &notes);
    for (size_t i = 0; i < notes.n; i++) {
        *SR_PUSH(s->arena, &s->notes) = notes.at[i];
        run->counts[NOT_READ] += result == SR_INGEST_SKIPPED && !notes.at[i].remark && !run->inner->parts;
    }
    if (result == SR_INGEST_REPORT && (run->inner->form == NONE || run->inner->form == LINES) && !run->inner->parts)
        run->counts[READ_PARTS]++;
    if (result != SR_INGEST_END)
        return result;
    close_inner(run);
    return SR_INGEST_SKIPPED;
}

/* The next report of a container, or nothing yet. */
static sr_ingest_step read_parts(step *s, sr_report *report)
{
    sr_ingest *run = s->run;
    sr_part part;
    if (run->inner)
        return read_inner(s, report);
    sr_part_step what = run->parts->next(run->parts, &part);
    sr_str told = sr_str_copy(s->arena, sr_str_c(run->parts->note));
    switch (what) {
    case SR_PART:
        break;
    case SR_PART_NOTE:
        run->counts[NOT_READ]++;
        note(s, run->parts->note_at, told);
        return SR_INGEST_SKIPPED;
    case SR_PART_REMARK:
        remark(s, run->parts->note_at, told);
        return SR_INGEST_SKIPPED;
    case SR_PART_END:
        run->form = NONE;
        return SR_INGEST_SKIPPED;
    }
    run->lines++;
    if (part.is_text)
        return read_text_part(s, &part, report);
    if (is_html(part.content_type))
        return read_page_part(s, &part, report);
    return open_part(s, &part);
}

/* What was read and passed over, said at the end of a run that met more than one sound plain file. */
static void sum_up(step *s)
{
    static const char *const words[COUNTED] = {
        [READ_TEXTS] = "texts", [READ_LINES] = "JSON lines", [READ_FILE_PAGES] = "pages", [READ_ENTRIES] = "feed entries",
        [READ_PAGES] = "pages of archives", [READ_MAILS] = "mails", [READ_PARTS] = "files of archives",
        [READ_LIVE] = "entries of live blogs", [READ_JOINED] = "further pages of articles", [NO_TEXT] = "feed entries without text",
        [NO_ARTICLE] = "pages that are no article", [BAD_LINES] = "lines that could not be read",
        [BAD_FILES] = "files that could not be read", [NOT_READ] = "parts that could not be read"};
    sr_ingest *run = s->run;
    char text[800];
    size_t n = 0, some = 0;
    if (run->depth || run->summed)
        return;
    run->summed = true;
    for (int i = 0; i < COUNTED; i++) {
        if (i == NO_TEXT)
            n += (size_t)snprintf(text + n, sizeof text - n, "%s", some ? "" : "nothing"), some = 0;
        if (run->counts[i])
            n += (size_t)snprintf(text + n, sizeof text - n, "%s%s %llu", some++ ? ", " : i < NO_TEXT ? "" : "; passed over: ",
                                  words[i], (unsigned long long)run->counts[i]);
    }
    const uint64_t *c = run->counts;
    uint64_t plain = c[READ_TEXTS] + c[READ_LINES] + c[READ_FILE_PAGES], bad = c[BAD_LINES] + c[BAD_FILES] + c[NO_ARTICLE], all = 0;
    for (int i = 0; i < COUNTED; i++)
        all += c[i];
    if (all == plain || (all == plain + bad && run->walk.n == 1))
        return; // nothing that was not told already
    note_at(s, "summary", 0, sr_str_format(s->arena, "read: %s", text));
    s->notes.at[s->notes.n - 1].remark = true;
}

/* --------------------------------------------------------------------- inputs */

static sr_ingest_step skip_source(step *s, const char *text)
{
    close_source(s->run);
    note(s, 0, sr_str_c(text));
    return SR_INGEST_SKIPPED;
}

/* What was told already. */
static sr_ingest_step skip_quietly(step *s)
{
    close_source(s->run);
    return SR_INGEST_SKIPPED;
}

static bool begins_warc(sr_str head)
{
    return sr_str_starts(head, SR_STR("WARC/"));
}

/* Forms that hold several reports, by their first bytes. */
static form form_by_bytes(sr_str head)
{
    return begins_warc(head)         ? WARC
           : sr_archive_sniff(head) ? ARCHIVE
           : sr_feed_sniff(head)    ? FEED
           : sr_mail_sniff(head)    ? MAIL
                                    : NONE;
}

/* Open what holds several reports. */
static sr_ingest_step open_container(step *s, form what)
{
    sr_ingest *run = s->run;
    sr_error err = {0};
    run->form = what;
    if (what != WARC && !has(s, what == FEED ? SR_LIBRARY_XML : what == MAIL ? SR_LIBRARY_MIME : SR_LIBRARY_ARCHIVE))
        return skip_quietly(s);
    if (what == FEED)
        return open_feed(s) ? SR_INGEST_REPORT : skip_quietly(s);
    if (what == MAIL && sr_source_want(run->source, SR_LIMIT_PART_BYTES, &err) != SR_OK)
        note_failure(s, &err);
    run->parts = what == MAIL      ? sr_mail_open(sr_source_window(run->source))
                 : what == ARCHIVE ? sr_archive_open(run->source)
                                   : sr_warc_parts_open(run->os, run->input->path, run->source);
    return run->parts ? SR_INGEST_REPORT : skip_source(s, "out of memory; skipped");
}

/* Open the next input and tell its form. */
static sr_ingest_step open_next(step *s)
{
    sr_ingest *run = s->run;
    run->input = &run->walk.inputs[run->at++];
    sr_error err = {0};
    if (run->input->fault) {
        note(s, 0, sr_str_copy(s->arena, sr_str_c(run->input->fault)));
        return SR_INGEST_SKIPPED;
    }
    if (form_by_ending(run->input->path) == WARC && strcmp(run->input->path, "-") != 0)
        return open_container(s, WARC); // which unpacks by itself, record by record
    sr_status status = sr_source_open(&run->source, run->os, run->input->path, &err);
    if (status == SR_OK)
        status = sr_source_want(run->source, LOOK_BYTES, &err);
    if (status != SR_OK && (!run->source || sr_source_window(run->source).len == 0)) {
        note(s, 0, sr_str_format(s->arena, "%s; skipped", err.text));
        run->past += run->input->size;
        close_source(run);
        return SR_INGEST_SKIPPED;
    }
    run->form = form_by_ending(run->input->path);
    form inside = run->form == NONE ? form_by_bytes(sr_source_window(run->source)) : run->form;
    if (inside == FEED || inside == ARCHIVE || inside == MAIL || inside == WARC)
        return open_container(s, inside);
    sr_bytes_kind kind = sr_bytes_look(sr_source_window(run->source));
    if (run->form == NONE && (kind == SR_BYTES_MARKUP || kind == SR_BYTES_BINARY) && sr_page_sniff(sr_source_window(run->source)))
        run->form = PAGE;
    if (run->form == PAGE && kind != SR_BYTES_EMPTY)
        kind = SR_BYTES_TEXT; // of any encoding
    switch (kind) {
    case SR_BYTES_EMPTY:
        if (run->form == LINES || !sr_source_ended(run->source))
            break;
        return skip_source(s, "nothing in it; skipped");
    case SR_BYTES_BINARY:
        return skip_source(s, "does not look like text; skipped");
    case SR_BYTES_MARKUP:
        if (run->form == NONE)
            return skip_source(s, "markup that is neither page nor feed; skipped");
        break;
    case SR_BYTES_JSON:
        run->form = run->form == NONE ? LINES : run->form;
        break;
    case SR_BYTES_TEXT:
        break;
    }
    run->form = run->form == NONE ? PLAIN : run->form;
    if (sr_source_notes(run->source) & SR_SOURCE_UTF16)
        remark(s, 0, SR_STR("UTF-16; converted to UTF-8"));
    return SR_INGEST_REPORT;
}

static sr_ingest_step read_form(step *s, sr_report *report)
{
    switch (s->run->form) {
    case PLAIN:
        return read_plain(s, report);
    case PAGE:
        return read_page(s, report);
    case FEED:
        return read_entry(s, report);
    case WARC: case ARCHIVE: case MAIL:
        return read_parts(s, report);
    case NONE: case LINES:
        break;
    }
    return read_line(s, report);
}

/* Count what is no part of a container: those count themselves. */
static void count(step *s, form what, sr_ingest_step result)
{
    sr_ingest *run = s->run;
    bool bad = false;
    for (size_t i = 0; i < s->notes.n; i++)
        bad |= !s->notes.at[i].remark;
    if (run->depth || result == SR_INGEST_END || run->parts || (what != NONE && what != PLAIN && what != LINES && what != PAGE))
        return;
    if (result == SR_INGEST_REPORT)
        run->counts[what == LINES ? READ_LINES : what == PAGE ? READ_FILE_PAGES : READ_TEXTS]++;
    else if (bad)
        run->counts[what == LINES ? BAD_LINES : BAD_FILES]++;
    else if (what == PAGE && s->notes.n)
        run->counts[NO_ARTICLE]++;
}

sr_ingest_step sr_ingest_next(sr_ingest *run, sr_arena *arena, sr_report *report,
                              sr_ingest_notes *notes)
{
    step s = {.run = run, .arena = arena};
    sr_ingest_step result = SR_INGEST_REPORT;
    bool found = run->live.next < run->live.n;
    if (found)
        (void)give_entry(&s, report);
    else
        found = give_joined(&s, false, report);
    if (found) {
        *notes = (sr_ingest_notes){s.notes.at, s.notes.n};
        return SR_INGEST_REPORT;
    }
    if ((run->source || run->parts) && run->form == NONE)
        close_source(run);
    if (!run->source && !run->parts)
        result = run->at < run->walk.n ? open_next(&s) : SR_INGEST_END;
    form what = run->form;
    if (result == SR_INGEST_REPORT)
        result = read_form(&s, report);
    count(&s, what, result);
    if (result == SR_INGEST_END && give_joined(&s, true, report))
        result = SR_INGEST_REPORT;
    if (result == SR_INGEST_END)
        sum_up(&s);
    *notes = (sr_ingest_notes){s.notes.at, s.notes.n};
    return result;
}

sr_status sr_ingest_open(sr_ingest **out, const char *const *paths, size_t n, const sr_os *os,
                         sr_error *err)
{
    *out = NULL;
    sr_ingest *run = calloc(1, sizeof *run);
    if (!run || !(run->json = sr_json_reader_open())) {
        free(run);
        return sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    }
    run->os = os ? os : &sr_os_real;
    sr_status status = sr_walk_paths(&run->walk, run->os, paths, n, err);
    if (status != SR_OK) {
        sr_ingest_close(run);
        return status;
    }
    *out = run;
    return SR_OK;
}

uint64_t sr_ingest_bytes(const sr_ingest *run, uint64_t *total)
{
    *total = run->walk.bytes;
    return run->past + (run->source ? sr_source_raw(run->source) : 0);
}

void sr_ingest_close(sr_ingest *run)
{
    if (!run)
        return;
    close_source(run);
    sr_feed_reader_close(run->feeds);
    sr_arena_free(&run->feed_arena);
    sr_arena_free(&run->live.arena);
    sr_joined_close(run->joined);
    sr_buf_free(&run->room);
    sr_json_reader_close(run->json);
    sr_page_reader_close(run->page);
    sr_walk_free(&run->walk);
    free(run);
}
