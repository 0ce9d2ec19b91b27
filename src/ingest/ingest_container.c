/* A report from what holds others – mail, archives, web archives; see ingest_int.h.  A part that is a text or a
 * page is read here, any other in a run of its own over its bytes.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "ingest/charset.h"
#include "ingest/ingest_int.h"

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
        sr_ingest__note(s, part->offset, SR_STR("the text is longer than 8 MB; the rest was not read"));
    sr_ingest__start_report(s, report, part->offset);
    report->text = sr_bytes_repair(text, s->arena, &faults);
    fill_in(s, part, report);
    sr_ingest__read_head(s, report);
    run->counts[part->publisher.len ? READ_MAILS : READ_PARTS]++;
    return SR_INGEST_REPORT;
}

/* A part that is a page of a known address, or a mail in HTML. */
static sr_ingest_step read_page_part(step *s, const sr_part *part, sr_report *report)
{
    sr_ingest *run = s->run;
    sr_page page;
    sr_page_input in = {.bytes = part->bytes, .content_type = part->content_type, .url = part->url};
    if (!sr_ingest__has(s, SR_LIBRARY_XML))
        return SR_INGEST_SKIPPED;
    if (!run->page)
        run->page = sr_page_reader_open();
    if (!run->page || sr_page_read(run->page, &in, s->arena, &page) != SR_OK) {
        sr_ingest__note(s, part->offset, SR_STR("out of memory; the page was skipped"));
        return SR_INGEST_SKIPPED;
    }
    if (part->url.len && (page.kind == SR_PAGE_NOT_ARTICLE || page.kind == SR_PAGE_LISTING)) {
        run->counts[NO_ARTICLE]++;
        return SR_INGEST_SKIPPED;
    }
    run->counts[part->publisher.len ? READ_MAILS : READ_PAGES]++;
    sr_ingest__start_report(s, report, part->offset);
    sr_page_to_report(&page, report);
    fill_in(s, part, report);
    return sr_ingest__give_page(s, &page, part->url, report);
}

/* Any other part is read like a file. */
static sr_ingest_step open_part(step *s, const sr_part *part)
{
    sr_ingest *run = s->run;
    memory *m = &run->memory;
    if (run->depth >= SR_LIMIT_NESTING) {
        run->counts[NOT_READ]++;
        sr_ingest__note(s, part->offset, SR_STR("archives nested too deep; skipped"));
        return SR_INGEST_SKIPPED;
    }
    *m = (memory){.bytes = part->bytes, .os = {look_memory, NULL, open_memory, read_memory, close_memory, m}};
    sr_str name = part->name.len ? part->name : part->url.len ? part->url : SR_STR("part");
    (void)snprintf(m->path, sizeof m->path, "%.700s/%.*s", run->input->path, (int)SR_MIN(name.len, (size_t)300),
                   (const char *)name.ptr);
    const char *path = m->path;
    if (sr_ingest_open(&run->inner, &path, 1, &m->os, NULL) != SR_OK) {
        sr_ingest__note(s, part->offset, SR_STR("out of memory; skipped"));
        return SR_INGEST_SKIPPED;
    }
    run->inner->depth = run->depth + 1;
    return SR_INGEST_SKIPPED;
}

/* A part's run is done: what it counted is the container's. */
void sr_ingest__close_inner(sr_ingest *run)
{
    for (int i = 0; run->inner && i < COUNTED; i++)
        run->counts[i] += run->inner->counts[i];
    sr_ingest_close(run->inner);
    run->inner = NULL;
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
    sr_ingest__close_inner(run);
    return SR_INGEST_SKIPPED;
}

/* The next report of a container, or nothing yet. */
sr_ingest_step sr_ingest__read_parts(step *s, sr_report *report)
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
        sr_ingest__note(s, run->parts->note_at, told);
        return SR_INGEST_SKIPPED;
    case SR_PART_REMARK:
        sr_ingest__remark(s, run->parts->note_at, told);
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
