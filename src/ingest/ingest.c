/* The run over all inputs; see ingest.h.
 *
 * A state machine of one open source: its form is told by its ending and first bytes, then each
 * step takes one report from it.  State moves on before anything is allocated in the caller's
 * arena, so leaving from there loses one report and nothing else.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "ingest/ingest_int.h"

#define LOOK_BYTES 8192u // of a source, to tell its form

void sr_ingest_set_describe(sr_ingest *run, sr_ingest_describe *describe)
{
    run->describe = describe;
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

static void close_source(sr_ingest *run)
{
    sr_ingest__close_inner(run);
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
    sr_ingest__note_at(s, "summary", 0, sr_str_format(s->arena, "read: %s", text));
    s->notes.at[s->notes.n - 1].remark = true;
}

/* --------------------------------------------------------------------- inputs */

static sr_ingest_step skip_source(step *s, const char *text)
{
    close_source(s->run);
    sr_ingest__note(s, 0, sr_str_c(text));
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
    if (what != WARC && !sr_ingest__has(s, what == FEED ? SR_LIBRARY_XML : what == MAIL ? SR_LIBRARY_MIME : SR_LIBRARY_ARCHIVE))
        return skip_quietly(s);
    if (what == FEED)
        return sr_ingest__open_feed(s) ? SR_INGEST_REPORT : skip_quietly(s);
    if (what == MAIL && sr_source_want(run->source, SR_LIMIT_PART_BYTES, &err) != SR_OK)
        sr_ingest__note_failure(s, &err);
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
        sr_ingest__note(s, 0, sr_str_copy(s->arena, sr_str_c(run->input->fault)));
        return SR_INGEST_SKIPPED;
    }
    if (form_by_ending(run->input->path) == WARC && strcmp(run->input->path, "-") != 0)
        return open_container(s, WARC); // which unpacks by itself, record by record
    sr_status status = sr_source_open(&run->source, run->os, run->input->path, &err);
    if (status == SR_OK)
        status = sr_source_want(run->source, LOOK_BYTES, &err);
    if (status != SR_OK && (!run->source || sr_source_window(run->source).len == 0)) {
        sr_ingest__note(s, 0, sr_str_format(s->arena, "%s; skipped", err.text));
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
        sr_ingest__remark(s, 0, SR_STR("UTF-16; converted to UTF-8"));
    return SR_INGEST_REPORT;
}

static sr_ingest_step read_form(step *s, sr_report *report)
{
    switch (s->run->form) {
    case PLAIN:
        return sr_ingest__read_plain(s, report);
    case PAGE:
        return sr_ingest__read_page(s, report);
    case FEED:
        return sr_ingest__read_entry(s, report);
    case WARC: case ARCHIVE: case MAIL:
        return sr_ingest__read_parts(s, report);
    case NONE: case LINES:
        break;
    }
    return sr_ingest__read_line(s, report);
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
        (void)sr_ingest__give_entry(&s, report);
    else
        found = sr_ingest__give_joined(&s, false, report);
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
    if (result == SR_INGEST_END && sr_ingest__give_joined(&s, true, report))
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
