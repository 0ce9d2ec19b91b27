/* Records of web archives; see warc.h.
 *
 * Whatever is no record is passed over up to the next line that begins with "WARC/".  A record whose
 * length lies is found out by what follows it: where no record begins behind it but one begins
 * inside it, it is the damage.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/warc.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "ingest/warc_stream.h"

#define HEADER_BYTES (64u << 10)
#define FIELDS_MAX 200u
#define LOOK_BYTES 32u // of a record's begin

struct sr_warc {
    sr_warc_stream *stream;
    sr_buf          fields;  // unfolded values of the record at hand
    sr_buf          room[3]; // of sr_http_read
    size_t          block;   // bytes of the block and header to take before the next record
    char            note[200];
    uint64_t        note_at;
    bool            told_end;
};

sr_status sr_warc_open(sr_warc **out, const sr_os *os, const char *path, sr_error *err)
{
    *out = NULL;
    sr_warc *w = calloc(1, sizeof *w);
    if (!w)
        return sr_error_set(err, SR_E_NOMEM, path, 0, "out of memory");
    sr_status status = sr_warc_stream_open(&w->stream, os, path, err);
    if (status != SR_OK) {
        free(w);
        return status;
    }
    *out = w;
    return SR_OK;
}

void sr_warc_close(sr_warc *w)
{
    if (!w)
        return;
    sr_warc_stream_close(w->stream);
    sr_buf_free(&w->fields);
    for (size_t i = 0; i < SR_COUNT(w->room); i++)
        sr_buf_free(&w->room[i]);
    free(w);
}

uint64_t sr_warc_bytes(const sr_warc *w)
{
    return sr_warc_stream_raw(w->stream);
}

sr_str sr_warc_note(const sr_warc *w, uint64_t *offset)
{
    *offset = w->note_at;
    return sr_str_c(w->note);
}

static sr_warc_step damage(sr_warc *w, uint64_t at, const char *what)
{
    w->note_at = at;
    (void)snprintf(w->note, sizeof w->note, "%s", what);
    return SR_WARC_DAMAGE;
}

/* ----------------------------------------------------------------- finding records */

static sr_str window(const sr_warc *w)
{
    return sr_warc_stream_window(w->stream);
}

static void take(sr_warc *w, size_t n)
{
    sr_warc_stream_take(w->stream, n);
}

static bool begins_record(sr_str s)
{
    return s.len >= 6 && sr_str_starts(s, SR_STR("WARC/")) && sr_is_digit(s.ptr[5]);
}

/* Line ends between records. */
static void skip_line_ends(sr_warc *w)
{
    for (;;) {
        sr_warc_stream_want(w->stream, 6);
        sr_str s = window(w);
        size_t n = 0;
        while (n < s.len && sr_is_space(s.ptr[n]))
            n++;
        take(w, n);
        if (n == 0 || n < s.len)
            return;
    }
}

/* A version line and the begin of a field: what a record begins with, and hardly a text. */
static bool looks_like_record(sr_str s)
{
    size_t i = 6;
    if (!begins_record(s))
        return false;
    while (i < s.len && (sr_is_digit(s.ptr[i]) || s.ptr[i] == '.'))
        i++;
    i += i < s.len && s.ptr[i] == '\r';
    if (i >= s.len || s.ptr[i] != '\n')
        return false;
    s = sr_str_slice(s, i + 1, s.len);
    return sr_str_eq_case(sr_str_slice(s, 0, 5), SR_STR("WARC-")) || sr_str_eq_case(sr_str_slice(s, 0, 8), SR_STR("Content-"));
}

/* Offset of the first record of s, at or after `from`; s.len: none.  A record that was cut off may
 * leave no line end before the next. */
static size_t find_record(sr_str s, size_t from)
{
    for (size_t at = from; at + LOOK_BYTES / 2 < s.len; at++) {
        const uint8_t *found = memmem(s.ptr + at, s.len - at, "WARC/", 5);
        if (!found)
            break;
        at = (size_t)(found - s.ptr);
        if (looks_like_record(sr_str_slice(s, at, at + LOOK_BYTES)))
            return at;
    }
    return s.len;
}

/* Pass over what is no record; false: nothing more comes. */
static bool skip_garbage(sr_warc *w, uint64_t *skipped)
{
    for (*skipped = 0;;) {
        sr_warc_stream_want(w->stream, 64u << 10);
        sr_str s = window(w);
        if (begins_record(s) && *skipped)
            return true;
        size_t at = find_record(s, 0);
        bool found = at < s.len, last = sr_warc_stream_ended(w->stream);
        size_t n = found ? at : last ? s.len : s.len - SR_MIN(s.len, (size_t)LOOK_BYTES);
        take(w, n);
        *skipped += n;
        if (found)
            return true;
        if (n == 0 || last)
            return false;
    }
}

/* ------------------------------------------------------------------------- headers */

/* Offset behind the header's empty line in the window; 0: it has none. */
static size_t read_header_size(sr_warc *w)
{
    for (size_t want = 4096;; want *= 2) {
        sr_warc_stream_want(w->stream, want);
        sr_str s = sr_str_slice(window(w), 0, want);
        for (size_t at = sr_str_find(s, '\n', 0); at < s.len; at = sr_str_find(s, '\n', at + 1)) {
            if (at + 1 < s.len && s.ptr[at + 1] == '\n')
                return at + 2;
            if (at + 2 < s.len && s.ptr[at + 1] == '\r' && s.ptr[at + 2] == '\n')
                return at + 3;
        }
        if (s.len < want || want >= HEADER_BYTES)
            return 0;
    }
}

static sr_str cut_return(sr_str line)
{
    return line.len && line.ptr[line.len - 1] == '\r' ? sr_str_slice(line, 0, line.len - 1) : line;
}

/* The fields of a record: name, value unfolded into w->fields. */
typedef struct field {
    sr_str name;
    size_t begin, end; // of its value in w->fields
} field;

static size_t read_fields(sr_warc *w, sr_str head, field fields[FIELDS_MAX])
{
    size_t n = 0;
    bool   open = false; // the last field may go on
    sr_buf_clear(&w->fields);
    (void)sr_str_cut(&head, '\n'); // the version
    while (head.len) {
        sr_str line = cut_return(sr_str_cut(&head, '\n')), value = line;
        if (line.len && (line.ptr[0] == ' ' || line.ptr[0] == '\t')) {
            if (open) { // folded: one space for the line end and what follows it
                sr_buf_byte(&w->fields, ' ');
                sr_buf_put(&w->fields, sr_str_trim(line));
            }
        } else {
            sr_str name = sr_str_cut(&value, ':');
            open = value.ptr && n < FIELDS_MAX && name.len;
            if (open) {
                fields[n++] = (field){sr_str_trim(name), w->fields.len, 0};
                sr_buf_put(&w->fields, sr_str_trim(value));
            }
        }
        if (open)
            fields[n - 1].end = w->fields.len;
    }
    return n;
}

static sr_str value_of(const sr_warc *w, const field *fields, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (sr_str_eq_case(fields[i].name, sr_str_c(name)))
            return sr_str_slice(sr_buf_view(&w->fields), fields[i].begin, fields[i].end);
    return (sr_str){NULL, 0};
}

/* "<http://…>" without its brackets. */
static sr_str bare(sr_str uri)
{
    return uri.len > 1 && uri.ptr[0] == '<' && uri.ptr[uri.len - 1] == '>' ? sr_str_slice(uri, 1, uri.len - 1) : uri;
}

/* ------------------------------------------------------------------------- records */

/* The window ends inside the record of `whole` bytes: was a lie, or the file is damaged. */
static sr_warc_step cut_record(sr_warc *w, uint64_t at, size_t header)
{
    sr_str s = window(w);
    size_t inside = find_record(s, header > 6 ? header : 6); // behind its own begin
    const char *why = sr_warc_stream_damage(w->stream);
    char text[160];
    if (inside < s.len) {
        take(w, inside);
        return damage(w, at, "the record is shorter than it says; skipped");
    }
    (void)snprintf(text, sizeof text, "the file is %s inside a record; the record was skipped", why ? why : "cut off");
    if (!sr_warc_stream_resync(w->stream)) {
        take(w, window(w).len);
        w->told_end = true;
    }
    return damage(w, at, text);
}

/* Does the next record, or the end, follow the `whole` bytes of this one? */
static bool is_followed(sr_warc *w, size_t whole)
{
    for (size_t want = whole + 16;; want += 4096) {
        sr_warc_stream_want(w->stream, want);
        sr_str s = window(w);
        size_t i = whole;
        while (i < s.len && sr_is_space(s.ptr[i]))
            i++;
        if (i + 6 <= s.len || s.len < want)
            return i >= s.len || begins_record(sr_str_slice(s, i, s.len));
        if (want - whole > (1u << 20))
            return false;
    }
}

/* A record too long to be held: its block is passed over. */
static sr_warc_step skip_block(sr_warc *w, sr_warc_record *r, uint64_t length)
{
    r->skipped = true;
    while (length) {
        sr_warc_stream_want(w->stream, 1);
        size_t n = (size_t)SR_MIN((uint64_t)window(w).len, length);
        if (n == 0)
            return cut_record(w, r->offset, 0);
        take(w, n);
        length -= n;
    }
    return SR_WARC_RECORD;
}

static sr_warc_step read_record(sr_warc *w, sr_warc_record *r)
{
    field fields[FIELDS_MAX];
    uint64_t length;
    r->offset = sr_warc_stream_offset(w->stream);
    size_t header = read_header_size(w);
    if (!header) {
        if (sr_warc_stream_ended(w->stream))
            return cut_record(w, r->offset, 1);
        take(w, 5); // no longer the begin of a record
        return damage(w, r->offset, "a record's header does not end; skipped");
    }
    size_t second = find_record(sr_str_slice(window(w), 0, header), 6);
    if (second < header) {
        take(w, second);
        return damage(w, r->offset, "a record's header is cut off by the next record; skipped");
    }
    size_t n = read_fields(w, sr_str_slice(window(w), 0, header), fields);
    r->type = value_of(w, fields, n, "warc-type");
    r->uri = bare(value_of(w, fields, n, "warc-target-uri"));
    r->date = value_of(w, fields, n, "warc-date");
    r->id = bare(value_of(w, fields, n, "warc-record-id"));
    r->content_type = value_of(w, fields, n, "content-type");
    if (!sr_str_uint(sr_str_trim(value_of(w, fields, n, "content-length")), UINT64_MAX / 2, &length)) {
        take(w, header - 1); // the line end stays: a record may begin behind it
        return damage(w, r->offset, "a record without a length; skipped");
    }
    r->length = length;
    if (length > SR_LIMIT_WARC_BLOCK) {
        take(w, header);
        return skip_block(w, r, length);
    }
    size_t whole = header + (size_t)length;
    sr_warc_stream_want(w->stream, whole);
    if (window(w).len < whole)
        return cut_record(w, r->offset, header);
    if (!is_followed(w, whole)) {
        size_t inside = find_record(sr_str_slice(window(w), 0, whole + LOOK_BYTES), header);
        if (inside < whole) {
            take(w, inside);
            return damage(w, r->offset, "the record is shorter than it says; skipped");
        }
    }
    r->block = sr_str_slice(window(w), header, whole);
    w->block = whole;
    return SR_WARC_RECORD;
}

sr_warc_step sr_warc_next(sr_warc *w, sr_warc_record *r)
{
    uint64_t skipped;
    *r = (sr_warc_record){0};
    take(w, w->block);
    w->block = 0;
    if (w->told_end)
        return SR_WARC_END;
    skip_line_ends(w);
    uint64_t at = sr_warc_stream_offset(w->stream);
    sr_str s = window(w);
    if (begins_record(s))
        return read_record(w, r);
    if (s.len == 0) {
        const char *why = sr_warc_stream_damage(w->stream);
        if (!why)
            return SR_WARC_END;
        char text[160];
        (void)snprintf(text, sizeof text, "the file is %s; going on behind it", why);
        w->told_end = !sr_warc_stream_resync(w->stream);
        return damage(w, at, text);
    }
    if (sr_str_eq_case(sr_str_slice(s, 0, 5), SR_STR("WARC/"))) {
        w->told_end = true;
        return damage(w, at, "a record of a version that is not known; the rest was not read");
    }
    bool more = skip_garbage(w, &skipped);
    if (!more && sr_warc_stream_damage(w->stream))
        more = sr_warc_stream_resync(w->stream);
    w->told_end = !more;
    char text[100];
    (void)snprintf(text, sizeof text, "%llu bytes that are no record; skipped", (unsigned long long)skipped);
    return damage(w, at, text);
}

bool sr_warc_http(sr_warc *w, const sr_warc_record *r, sr_http_message *message)
{
    sr_str type = sr_str_trim(r->type);
    *message = (sr_http_message){0};
    return (sr_str_eq_case(type, SR_STR("response")) || sr_str_eq_case(type, SR_STR("revisit"))) &&
           sr_http_read(r->block, w->room, message);
}
