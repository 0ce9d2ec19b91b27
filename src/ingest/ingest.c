/* The run over all inputs; see ingest.h.
 *
 * A state machine of one open source: its form is told by its ending and first bytes, then each
 * step takes one report from it.  State moves on before anything is allocated in the caller's
 * arena, so leaving from there loses one report and nothing else.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/ingest.h"

#include <stdlib.h>

#include "base/limits.h"
#include "ingest/bytes.h"
#include "ingest/dateline.h"
#include "ingest/json_report.h"
#include "ingest/page.h"
#include "ingest/source.h"
#include "ingest/walk.h"

#define LOOK_BYTES 8192u // of a source, to tell its form

typedef enum form { NONE, PLAIN, LINES, PAGE } form;

struct sr_ingest {
    const sr_os    *os;
    sr_walk         walk;
    size_t          at;      // next input
    sr_source      *source;  // NULL: none is open
    const sr_input *input;   // of the source
    form            form;
    uint64_t        lines;   // reports of the source so far, read or passed over
    uint64_t        past;    // bytes of the inputs behind us
    sr_json_reader *json;
    sr_page_reader *page;    // NULL until the first page
};

typedef struct step {
    sr_ingest *run;
    sr_arena  *arena;
    SR_LIST(sr_diagnostic) notes;
} step;

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
    if (cut_ending(&name, ".html") || cut_ending(&name, ".htm") || cut_ending(&name, ".xhtml"))
        return PAGE;
    return cut_ending(&name, ".txt") ? PLAIN : NONE;
}

/* -------------------------------------------------------------------- reports */

/* What the text's first lines tell, where the caller did not. */
static void read_head(step *s, sr_report *report)
{
    sr_dateline head;
    sr_dateline_read(report->text, &head);
    report->body_begin = head.body_begin;
    report->dateline_place = head.place;
    report->dateline_region = head.region;
    report->dateline_source = head.source;
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

static void close_source(sr_ingest *run)
{
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
        remark(s, 0, sr_str_format(s->arena, "%s; nothing is read from it", page->reason ? page->reason : "no article on the page"));
    else if (page->kind == SR_PAGE_LISTING)
        remark(s, 0, SR_STR("a list of teasers; each is read as it stands"));
}

/* A whole source as one page. */
static sr_ingest_step read_page(step *s, sr_report *report)
{
    sr_ingest *run = s->run;
    sr_error err = {0};
    sr_page page;
    run->form = NONE; // whatever happens, this source is done
    sr_status status = sr_source_want(run->source, SR_LIMIT_PAGE_BYTES + 1, &err);
    bool converted = sr_source_notes(run->source) & SR_SOURCE_UTF16;
    sr_page_input in = {.bytes = sr_source_window(run->source),
                        .content_type = converted ? SR_STR("charset=utf-8") : SR_STR("")};
    if (!run->page)
        run->page = sr_page_reader_open();
    if (!run->page || sr_page_read(run->page, &in, s->arena, &page) != SR_OK) {
        note(s, 0, SR_STR("out of memory; the page was skipped"));
        return SR_INGEST_SKIPPED;
    }
    start_report(s, report, 0);
    report->id = sr_str_copy(s->arena, sr_ingest_name(run->input->path));
    sr_page_to_report(&page, report);
    note_page(s, &page);
    if (status != SR_OK)
        note_failure(s, &err);
    read_head(s, report);
    return SR_INGEST_REPORT;
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

/* --------------------------------------------------------------------- inputs */

static sr_ingest_step skip_source(step *s, const char *text)
{
    close_source(s->run);
    note(s, 0, sr_str_c(text));
    return SR_INGEST_SKIPPED;
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
            return skip_source(s, "a page, feed or archive, which is not read; skipped");
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

sr_ingest_step sr_ingest_next(sr_ingest *run, sr_arena *arena, sr_report *report,
                              sr_ingest_notes *notes)
{
    step s = {.run = run, .arena = arena};
    sr_ingest_step result = SR_INGEST_REPORT;
    if (run->source && run->form == NONE)
        close_source(run);
    if (!run->source)
        result = run->at < run->walk.n ? open_next(&s) : SR_INGEST_END;
    if (result == SR_INGEST_REPORT)
        result = run->form == PLAIN ? read_plain(&s, report) : run->form == PAGE ? read_page(&s, report) : read_line(&s, report);
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
    sr_source_close(run->source);
    sr_json_reader_close(run->json);
    sr_page_reader_close(run->page);
    sr_walk_free(&run->walk);
    free(run);
}
