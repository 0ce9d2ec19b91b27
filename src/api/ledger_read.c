/* Reading one thing: an incident, its claims and timeline, a report, an actor; searching; what was
 * learned between two instants.
 *
 * Records are made by the writers of publish; rows of the store become JSON column by column, by
 * the same writer.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "api/ledger_int.h"
#include "base/utf8.h"
#include "publish/json_record.h"
#include "publish/plain.h"
#include "publish/publish.h"

#define SEARCH_HITS 20
#define ACTORS 50
#define SNIPPET_BYTES 200
#define ROWS_MAX 1000

/* ---- rows as JSON ---- */

void sr_ledger__put_cell(sr_json *json, const sr_cell *cell)
{
    char id[SR_REPORT_ID_TEXT];
    switch (cell->kind) {
    case SR_CELL_NULL: sr_json_null(json); break;
    case SR_CELL_INT: sr_json_int(json, cell->i); break;
    case SR_CELL_REAL: sr_json_real(json, cell->r, 6); break;
    case SR_CELL_TEXT: sr_json_str(json, cell->s); break;
    case SR_CELL_BLOB:
        if (cell->s.len == SR_ID_BYTES) {
            sr_id_text(cell->s.ptr, id);
            sr_json_str(json, sr_str_c(id));
        } else {
            sr_json_null(json);
        }
        break;
    }
}

sr_status sr_ledger__hand(sr_buf *buf, sr_on_json *on_json, void *payload, sr_error *err)
{
    if (buf->failed)
        return sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    sr_buf_byte(buf, 0); // terminated, for those who like it so
    int stop = on_json((const char *)buf->ptr, buf->len - 1, payload);
    sr_buf_clear(buf);
    return stop ? sr_error_set(err, SR_E_STOPPED, NULL, 0, "the call was stopped") : SR_OK;
}

typedef struct rows {
    sr_buf      buf;
    sr_json    *json; // NULL: each row on its own
    sr_on_json *on_json;
    void       *payload;
    sr_status   status;
    sr_error   *err;
} rows;

static bool on_row(void *payload, const sr_cell *cells, size_t n)
{
    rows   *r = payload;
    sr_json own = sr_json_to(&r->buf), *json = r->json ? r->json : &own;
    sr_json_object(json);
    for (size_t i = 0; i < n; i++) {
        sr_json_key(json, cells[i].name);
        sr_ledger__put_cell(json, &cells[i]);
    }
    sr_json_end_object(json);
    if (!r->json)
        r->status = sr_ledger__hand(&r->buf, r->on_json, r->payload, r->err);
    return r->status == SR_OK;
}

sr_status sr_ledger__rows(sr_ledger *ledger, sr_sql sql, const sr_cell *args, size_t n_args, sr_on_json *on_json,
                          void *payload, sr_error *err)
{
    rows      r = {.on_json = on_json, .payload = payload, .err = err};
    sr_status status = sr_store_run(ledger->store, sql, args, n_args, on_row, &r, err);
    sr_buf_free(&r.buf);
    return status == SR_OK ? r.status : status;
}

sr_status sr_ledger__array(sr_ledger *ledger, sr_json *json, const char *key, sr_sql sql, const sr_cell *args,
                           size_t n_args, sr_error *err)
{
    rows r = {.json = json, .err = err};
    sr_json_key(json, key);
    sr_json_array(json);
    sr_status status = sr_store_run(ledger->store, sql, args, n_args, on_row, &r, err);
    sr_json_end_array(json);
    return status;
}

/* ---- words ---- */

/* A word between quotation marks is text for FTS5, whatever is in it. */
static void put_word(sr_buf *out, sr_str word, bool prefix)
{
    if (out->len)
        sr_buf_byte(out, ' ');
    sr_buf_byte(out, '"');
    for (size_t i = 0; i < word.len; i++) {
        if (word.ptr[i] == '"')
            sr_buf_byte(out, '"');
        sr_buf_byte(out, word.ptr[i]);
    }
    sr_buf_byte(out, '"');
    if (prefix)
        sr_buf_byte(out, '*');
}

static bool has_letter(sr_str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (sr_is_alpha(word.ptr[i]) || sr_is_digit(word.ptr[i]) || word.ptr[i] >= 0x80)
            return true;
    return false;
}

sr_str sr_ledger__words(const char *words, sr_arena *arena)
{
    sr_buf out = SR_BUF_INIT;
    sr_str rest = sr_str_trim(sr_str_c(words));
    while (rest.len) {
        bool   quoted = rest.ptr[0] == '"';
        size_t begin = quoted, end = begin;
        while (end < rest.len && (quoted ? rest.ptr[end] != '"' : !sr_is_space(rest.ptr[end])))
            end++;
        sr_str word = sr_str_slice(rest, begin, end);
        bool   prefix = !quoted && sr_str_ends(word, SR_STR("*"));
        if (prefix)
            word.len--;
        if (has_letter(word))
            put_word(&out, word, prefix);
        rest = sr_str_trim(sr_str_slice(rest, end + quoted, rest.len));
    }
    sr_str text = sr_str_copy(arena, sr_buf_view(&out));
    sr_buf_free(&out);
    return text.len ? text : SR_STR("\"\""); // finds nothing
}

/* ---- one incident ---- */

typedef struct one {
    sr_on_json *on_json;
    void       *payload;
    sr_status   status;
    sr_error   *err;
    int64_t     unit, n;
    bool        found;
} one;

static bool on_json_cell(void *payload, const sr_cell *c, size_t n)
{
    one *o = payload;
    o->found = true;
    if (n > 2)
        o->unit = c[1].i, o->n = c[2].i;
    if (o->on_json && o->on_json((const char *)c[0].s.ptr, c[0].s.len, o->payload))
        o->status = sr_error_set(o->err, SR_E_STOPPED, NULL, 0, "the call was stopped");
    return o->status == SR_OK;
}

/* First column of the rows of one incident, each as it is. */
static sr_status give(sr_ledger *ledger, const char *id, sr_sql sql, one *o, sr_error *err)
{
    uint8_t   found[SR_ID_BYTES];
    sr_status status = sr_ledger__find_incident(ledger, id, found, err);
    if (status == SR_OK)
        status = sr_store_run(ledger->store, sql, SR_CELLS(SR_BLOB(sr_str_from(found, SR_ID_BYTES))), on_json_cell, o, err);
    return status == SR_OK ? o->status : status;
}

sr_status sr_ledger_incident(sr_ledger *ledger, const char *id, sr_on_json *on_json, void *payload, sr_error *err)
{
    one o = {.on_json = on_json, .payload = payload, .err = err};
    SR_LEDGER_GUARD(ledger, err);
    sr_status status = sr_ledger__begin_read(ledger, err);
    return status == SR_OK ? sr_ledger__end(ledger, give(ledger, id, SR_SQL_GET_RECORD, &o, err), err) : status;
}

sr_status sr_ledger_timeline(sr_ledger *ledger, const char *incident, sr_on_json *on_json, void *payload, sr_error *err)
{
    one o = {.on_json = on_json, .payload = payload, .err = err};
    SR_LEDGER_GUARD(ledger, err);
    sr_status status = sr_ledger__begin_read(ledger, err);
    return status == SR_OK ? sr_ledger__end(ledger, give(ledger, incident, SR_SQL_GET_REVISIONS, &o, err), err) : status;
}

/* ---- for people ---- */

static sr_status put_text(sr_ledger *ledger, const char *id, bool timeline, bool color, sr_buf *out, sr_error *err)
{
    one       o = {.err = err};
    uint8_t   found[SR_ID_BYTES];
    char      text[SR_REPORT_ID_TEXT];
    sr_refold refold;
    sr_block  block;
    sr_status status = sr_ledger__refold(ledger, &refold, err);
    if (status == SR_OK)
        status = give(ledger, id, SR_SQL_GET_RECORD, &o, err);
    if (status == SR_OK)
        status = sr_ledger__find_incident(ledger, id, found, err);
    if (status == SR_OK)
        status = sr_refold_unit(&refold, o.unit, ledger->then, true, &block, &ledger->arena, err);
    if (status != SR_OK)
        return status;
    sr_id_text(found, text);
    for (uint32_t i = 0; i < block.folded.n; i++) {
        sr_ledger_item item = {&block.folded.at[i], block.reports, 0};
        if (!sr_str_eq(item.incident->id, sr_str_c(text)))
            continue;
        (timeline ? sr_write_timeline_text : sr_write_incident_text)(&item, color, out);
        return SR_OK;
    }
    return sr_error_set(err, SR_E_CORRUPT, ledger->path, 0,
                        "incident %s does not follow from its claims; `sitrep rebuild` computes all anew", text);
}

sr_status sr_ledger_text(sr_ledger *ledger, const char *id, int timeline, int color,
                         int (*on_bytes)(const char *bytes, size_t len, void *payload), void *payload, sr_error *err)
{
    sr_buf out = SR_BUF_INIT;
    SR_LEDGER_GUARD(ledger, err);
    sr_status status = sr_ledger__begin_read(ledger, err);
    if (status == SR_OK)
        status = sr_ledger__end(ledger, put_text(ledger, id, timeline != 0, color != 0, &out, err), err);
    if (status == SR_OK)
        status = sr_ledger__hand(&out, on_bytes, payload, err);
    sr_buf_free(&out);
    return status;
}

unsigned sr_terminal_text(const char *text, unsigned columns, char *out, size_t room)
{
    sr_buf   buf = SR_BUF_INIT;
    unsigned used = (unsigned)sr_plain_put(&buf, sr_str_c(text), columns);
    (void)snprintf(out, room, "%.*s", SR_ARG(sr_buf_view(&buf)));
    sr_buf_free(&buf);
    return used;
}

/* ---- claims and reports ---- */

/* The claims of some mentions of a report (SR_NONE: of all). */
static void keep_mentions(sr_claims *claims, const sr_numbers *mentions)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < claims->n; i++) {
        bool wanted = false;
        for (size_t k = 0; k < mentions->n; k++)
            wanted |= mentions->at[k] == (claims->at[i].mention == SR_NONE ? -1 : (int64_t)claims->at[i].mention);
        if (wanted)
            claims->at[n++] = claims->at[i];
    }
    claims->n = n;
}

static sr_status hand_claims(sr_ledger *ledger, int64_t report, const sr_numbers *mentions, one *o, sr_error *err)
{
    sr_stored stored;
    sr_buf    out = SR_BUF_INIT;
    sr_status status = sr_store_load(ledger->store, report, SR_STORED_CLAIMS, &stored, &ledger->arena, err);
    if (status != SR_OK)
        return status;
    if (mentions)
        keep_mentions(&stored.claims, mentions);
    sr_reading         reading = {.report = &stored.report, .claims = &stored.claims};
    sr_publish_options options = {.extractor = (const char *)stored.extractor.ptr};
    sr_publish(SR_PUBLISH_CLAIMS, &reading, &options, &out);
    if (out.failed)
        status = sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    for (sr_str rest = sr_buf_view(&out); status == SR_OK && rest.len;) {
        sr_str line = sr_str_cut(&rest, '\n');
        if (line.len && o->on_json((const char *)line.ptr, line.len, o->payload))
            status = sr_error_set(err, SR_E_STOPPED, NULL, 0, "the call was stopped");
    }
    sr_buf_free(&out);
    return status;
}

typedef struct members {
    sr_arena *arena;
    SR_LIST(int64_t) reports;
    SR_LIST(int64_t) mentions;
} members;

static bool on_member(void *payload, const sr_cell *c, size_t n)
{
    members *m = payload;
    (void)n;
    *SR_PUSH(m->arena, &m->reports) = c[0].i;
    *SR_PUSH(m->arena, &m->mentions) = c[1].i;
    return true;
}

static sr_status claims_of(sr_ledger *ledger, const char *incident, one *o, sr_error *err)
{
    uint8_t   id[SR_ID_BYTES];
    members   m = {.arena = &ledger->arena};
    sr_status status = sr_ledger__find_incident(ledger, incident, id, err);
    if (status == SR_OK)
        status = sr_store_run(ledger->store, SR_SQL_GET_MEMBERS, SR_CELLS(SR_BLOB(sr_str_from(id, SR_ID_BYTES))), on_member, &m, err);
    for (size_t i = 0, end; status == SR_OK && i < m.reports.n; i = end) {
        for (end = i; end < m.reports.n && m.reports.at[end] == m.reports.at[i];)
            end++;
        sr_numbers mentions = {m.mentions.at + i, end - i, end - i};
        status = hand_claims(ledger, m.reports.at[i], &mentions, o, err);
    }
    return status;
}

sr_status sr_ledger_claims(sr_ledger *ledger, const char *incident, sr_on_json *on_json, void *payload, sr_error *err)
{
    one o = {.on_json = on_json, .payload = payload, .err = err};
    SR_LEDGER_GUARD(ledger, err);
    sr_status status = sr_ledger__begin_read(ledger, err);
    return status == SR_OK ? sr_ledger__end(ledger, claims_of(ledger, incident, &o, err), err) : status;
}

typedef struct id_array {
    sr_json *json;
} id_array;

static bool on_id_cell(void *payload, const sr_cell *c, size_t n)
{
    (void)n;
    sr_ledger__put_cell(((id_array *)payload)->json, &c[0]);
    return true;
}

static sr_status put_incident_ids(sr_ledger *ledger, sr_json *json, int64_t report, sr_error *err)
{
    id_array ids = {json};
    sr_json_key(json, "incidents");
    sr_json_array(json);
    sr_status status = sr_store_run(ledger->store, SR_SQL_INCIDENTS_OF_REPORT, SR_CELLS(SR_INT(report)), on_id_cell, &ids, err);
    sr_json_end_array(json);
    return status;
}

static sr_status put_report(sr_ledger *ledger, int64_t n, sr_json *json, sr_error *err)
{
    sr_stored s;
    sr_status status = sr_store_load(ledger->store, n, SR_STORED_TEXT, &s, &ledger->arena, err);
    if (status != SR_OK)
        return status;
    sr_json_object(json);
    sr_json_put_str(json, "id", s.report.id);
    sr_json_key(json, "names");
    sr_json_array(json);
    for (uint32_t i = 0; i < s.n_names; i++)
        sr_json_str(json, s.names[i]);
    sr_json_end_array(json);
    sr_json_key(json, "published");
    sr_json_instant(json, s.report.published);
    sr_json_put_str(json, "publisher", s.report.publisher);
    sr_json_put_str(json, "url", s.report.url);
    sr_json_put_str(json, "title", s.report.title);
    sr_json_put_str(json, "language", s.report.language);
    sr_json_put_str(json, "kind", sr_report_kind_name(s.claims.kind));
    sr_json_key(json, "relevance");
    sr_json_real(json, (double)s.claims.relevance, 3);
    status = put_incident_ids(ledger, json, n, err);
    sr_json_put_str(json, "text", s.report.text);
    if (s.report.members.len) {
        sr_json_key(json, "members");
        sr_json_raw(json, s.report.members);
    }
    sr_json_end_object(json);
    return status;
}

sr_status sr_ledger_report(sr_ledger *ledger, const char *id, sr_on_json *on_json, void *payload, sr_error *err)
{
    uint8_t found[SR_ID_BYTES];
    int64_t n;
    sr_buf  out = SR_BUF_INIT;
    sr_json json = sr_json_to(&out);
    SR_LEDGER_GUARD(ledger, err);
    sr_status status = sr_ledger__begin_read(ledger, err);
    if (status != SR_OK)
        return status;
    status = sr_ledger__find_report(ledger, id, found, &n, err);
    if (status == SR_OK)
        status = put_report(ledger, n, &json, err);
    status = sr_ledger__end(ledger, status, err);
    if (status == SR_OK)
        status = sr_ledger__hand(&out, on_json, payload, err);
    sr_buf_free(&out);
    return status;
}

/* ---- search ---- */

typedef struct hit {
    int64_t    n;
    sr_str     report, title, publisher, url, snippet;
    sr_instant published;
} hit;

typedef struct searching {
    sr_arena *arena;
    sr_str    first_word; // lower case
    SR_LIST(hit) hits;
} searching;

/* Where the word stands in the text, without regard to ASCII case. */
static size_t find_word(sr_str text, sr_str word)
{
    for (size_t i = 0; word.len && i + word.len <= text.len; i++)
        if (sr_str_eq_case(sr_str_slice(text, i, i + word.len), word))
            return i;
    return 0;
}

/* Some words around the first that was searched. */
static sr_str snippet(const searching *s, sr_str text)
{
    size_t at = find_word(text, s->first_word), begin = at > SNIPPET_BYTES / 3 ? at - SNIPPET_BYTES / 3 : 0;
    size_t end = SR_MIN(text.len, begin + SNIPPET_BYTES);
    while (begin > 0 && begin < at && !sr_is_space(text.ptr[begin - 1]))
        begin++;
    while (end < text.len && end > at && !sr_is_space(text.ptr[end]))
        end--;
    while (end < text.len && (text.ptr[end] & 0xC0) == 0x80)
        end++;
    return sr_str_squeeze(s->arena, sr_str_slice(text, begin, end));
}

static bool on_hit(void *payload, const sr_cell *c, size_t n)
{
    searching *s = payload;
    char       id[SR_REPORT_ID_TEXT];
    (void)n;
    sr_id_text(c[1].s.ptr, id);
    *SR_PUSH(s->arena, &s->hits) = (hit){
        .n = c[0].i, .report = sr_str_copy(s->arena, sr_str_c(id)), .title = sr_str_copy(s->arena, c[2].s),
        .published = {.day = c[3].kind == SR_CELL_INT ? (sr_day)c[3].i : SR_DAY_NONE,
                      .second = c[4].kind == SR_CELL_INT ? (int32_t)c[4].i : -1,
                      .offset_minutes = (int32_t)c[5].i, .has_offset = c[5].kind == SR_CELL_INT},
        .publisher = sr_str_copy(s->arena, c[6].s), .url = sr_str_copy(s->arena, c[7].s), .snippet = snippet(s, c[8].s)};
    return true;
}

static sr_status hand_hit(sr_ledger *ledger, const hit *h, sr_buf *out, one *o, sr_error *err)
{
    sr_json json = sr_json_to(out);
    sr_json_object(&json);
    sr_json_put_str(&json, "report", h->report);
    sr_json_put_str(&json, "title", h->title);
    sr_json_key(&json, "published");
    sr_json_instant(&json, h->published);
    sr_json_put_str(&json, "publisher", h->publisher);
    sr_json_put_str(&json, "url", h->url);
    sr_json_put_str(&json, "snippet", h->snippet);
    sr_status status = put_incident_ids(ledger, &json, h->n, err);
    sr_json_end_object(&json);
    return status == SR_OK ? sr_ledger__hand(out, o->on_json, o->payload, err) : status;
}

static sr_str first_word_of(const char *words)
{
    sr_str rest = sr_str_trim(sr_str_c(words));
    while (rest.len && (rest.ptr[0] == '"' || sr_is_space(rest.ptr[0])))
        rest = sr_str_slice(rest, 1, rest.len);
    size_t end = 0;
    while (end < rest.len && !sr_is_space(rest.ptr[end]) && rest.ptr[end] != '"' && rest.ptr[end] != '*')
        end++;
    return sr_str_slice(rest, 0, end);
}

sr_status sr_ledger_search(sr_ledger *ledger, const char *words, unsigned limit, sr_on_json *on_json, void *payload,
                           sr_error *err)
{
    one       o = {.on_json = on_json, .payload = payload};
    searching s = {.arena = &ledger->arena, .first_word = first_word_of(words ? words : "")};
    sr_buf    out = SR_BUF_INIT;
    SR_LEDGER_GUARD(ledger, err);
    sr_status status = sr_ledger__begin_read(ledger, err);
    if (status != SR_OK)
        return status;
    int64_t most = SR_MIN(limit ? limit : SEARCH_HITS, (unsigned)ROWS_MAX);
    if (words)
        status = sr_store_run(ledger->store, SR_SQL_SEARCH, SR_CELLS(SR_TEXT(sr_ledger__words(words, &ledger->arena)), SR_INT(most)),
                              on_hit, &s, err);
    else
        status = sr_store_run(ledger->store, SR_SQL_LATEST_REPORTS, SR_CELLS(SR_INT(most)), on_hit, &s, err);
    for (size_t i = 0; status == SR_OK && i < s.hits.n; i++)
        status = hand_hit(ledger, &s.hits.at[i], &out, &o, err);
    sr_buf_free(&out);
    return sr_ledger__end(ledger, status, err);
}

/* ---- actors ---- */

/* Words as a pattern of LIKE. */
static sr_str pattern(const char *words, sr_arena *arena)
{
    sr_buf out = SR_BUF_INIT;
    sr_buf_byte(&out, '%');
    for (; *words; words++) {
        if (strchr("%_\\", *words))
            sr_buf_byte(&out, '\\');
        sr_buf_byte(&out, (uint8_t)*words);
    }
    sr_buf_byte(&out, '%');
    sr_str text = sr_str_copy(arena, sr_buf_view(&out));
    sr_buf_free(&out);
    return text;
}

sr_status sr_ledger_actors(sr_ledger *ledger, const char *words, unsigned limit, sr_on_json *on_json, void *payload,
                           sr_error *err)
{
    SR_LEDGER_GUARD(ledger, err);
    sr_cell like = words && words[0] ? SR_TEXT(pattern(words, &ledger->arena)) : SR_NULL();
    return sr_ledger__rows(ledger, SR_SQL_ACTORS, SR_CELLS(like, SR_INT(limit ? limit : ACTORS)), on_json, payload, err);
}

/* What is known of an actor before its lists. */
typedef struct actor_head {
    sr_arena *arena;
    sr_str    key, keys; // the actor's own; all under which it is noted in incidents, as JSON
    sr_str    name, kind, country, parent, first, last; // of the table of actors
    sr_str    parent_name;
    sr_str    told_name, told_kind, told_country; // by dictionaries
    sr_str    noted_name, noted_kind;             // in incidents
} actor_head;

typedef struct wanted_cells {
    sr_arena *arena;
    sr_str  **to;
    size_t    n;
} wanted_cells;

static bool on_wanted(void *payload, const sr_cell *c, size_t n)
{
    wanted_cells *w = payload;
    for (size_t i = 0; i < w->n && i < n; i++)
        *w->to[i] = sr_str_copy(w->arena, c[i].s);
    return false;
}

/* The first row of a statement about one thing. */
static sr_status first_row(sr_ledger *ledger, sr_sql sql, sr_str about, sr_str **to, size_t n, sr_error *err)
{
    wanted_cells w = {&ledger->arena, to, n};
    return sr_store_run(ledger->store, sql, SR_CELLS(SR_TEXT(about)), on_wanted, &w, err);
}

static sr_status find_actor(sr_ledger *ledger, const char *name, actor_head *a, sr_error *err)
{
    sr_str    id;
    sr_str   *key[] = {&a->key}, *keys[] = {&a->keys}, *parent[] = {&a->parent_name};
    sr_str   *kind[] = {&a->noted_kind}, *written[] = {&a->noted_name};
    sr_str   *row[] = {&id, &a->name, &a->kind, &a->country, &a->parent, &a->first, &a->last};
    sr_str   *told[] = {&a->told_name, &a->told_kind, &a->told_country};
    sr_status status = first_row(ledger, SR_SQL_FIND_ACTOR_KEY, sr_str_c(name), key, 1, err);
    if (status == SR_OK && !a->key.len)
        return sr_error_set(err, SR_E_NOT_FOUND, NULL, 0, "no actor %.80s; `sitrep actors WORD` lists those with a word in the name", name);
    if (status == SR_OK)
        status = first_row(ledger, SR_SQL_ACTOR_KEYS, a->key, keys, 1, err);
    if (status == SR_OK)
        status = first_row(ledger, SR_SQL_ACTOR_KIND, a->keys, kind, 1, err);
    if (status == SR_OK)
        status = first_row(ledger, SR_SQL_ACTOR_WRITTEN, a->keys, written, 1, err);
    if (status == SR_OK)
        status = first_row(ledger, SR_SQL_ACTOR_ROW, a->key, row, SR_COUNT(row), err);
    if (status == SR_OK)
        status = first_row(ledger, SR_SQL_ACTOR_TOLD, a->key, told, SR_COUNT(told), err);
    if (status == SR_OK && a->parent.len)
        status = first_row(ledger, SR_SQL_ACTOR_PARENT, a->parent, parent, 1, err);
    return status;
}

static sr_str first_of(sr_str a, sr_str b) { return a.len ? a : b; }

static sr_status put_actor(sr_ledger *ledger, const char *name, sr_json *json, sr_error *err)
{
    static const struct {
        const char *key;
        sr_sql      sql;
        bool        by_keys;
    } lists[] = {{"aliases", SR_SQL_ACTOR_NAMES, false}, {"affiliations", SR_SQL_ACTOR_AFFILIATIONS, false},
                 {"written", SR_SQL_ACTOR_WRITTEN, true}, {"roles", SR_SQL_ACTOR_ROLES, true},
                 {"relations", SR_SQL_ACTOR_RELATIONS, true}, {"incidents", SR_SQL_ACTOR_INCIDENTS, true}};
    actor_head a = {.arena = &ledger->arena};
    sr_status  status = find_actor(ledger, name, &a, err);
    if (status != SR_OK)
        return status;
    sr_json_object(json);
    sr_json_put_str(json, "actor", a.key);
    sr_json_put_str(json, "name", first_of(a.name, first_of(a.told_name, a.noted_name)));
    sr_json_put_str(json, "kind", first_of(a.kind, first_of(a.told_kind, a.noted_kind)));
    sr_json_put_str(json, "country", first_of(a.country, a.told_country));
    sr_json_put_str(json, "parent", a.parent);
    sr_json_put_str(json, "parent_name", a.parent_name);
    sr_json_put_str(json, "first", a.first);
    sr_json_put_str(json, "last", a.last);
    for (size_t i = 0; status == SR_OK && i < SR_COUNT(lists); i++)
        status = sr_ledger__array(ledger, json, lists[i].key, lists[i].sql,
                                  SR_CELLS(SR_TEXT(lists[i].by_keys ? a.keys : a.key)), err);
    sr_json_end_object(json);
    return status;
}

sr_status sr_ledger_actor(sr_ledger *ledger, const char *name, sr_on_json *on_json, void *payload, sr_error *err)
{
    sr_buf  out = SR_BUF_INIT;
    sr_json json = sr_json_to(&out);
    SR_LEDGER_GUARD(ledger, err);
    sr_status status = sr_ledger__begin_read(ledger, err);
    if (status == SR_OK)
        status = sr_ledger__end(ledger, put_actor(ledger, name, &json, err), err);
    if (status == SR_OK)
        status = sr_ledger__hand(&out, on_json, payload, err);
    sr_buf_free(&out);
    return status;
}

/* ---- between two instants ---- */

sr_status sr_ledger_diff(sr_ledger *ledger, const char *from, const char *to, sr_on_json *on_json, void *payload, sr_error *err)
{
    int64_t first = INT64_MIN, last = INT64_MAX;
    one     o = {.on_json = on_json, .payload = payload, .err = err};
    SR_LEDGER_GUARD(ledger, err);
    sr_status status = from ? sr_ledger__instant(from, &first, err) : SR_OK;
    if (status == SR_OK && to)
        status = sr_ledger__instant(to, &last, err);
    if (status != SR_OK)
        return status;
    sr_cell args[] = {SR_INT(first), SR_INT(last)};
    args[0].name = ":from";
    args[1].name = ":to";
    status = sr_store_run(ledger->store, SR_SQL_DIFF, args, SR_COUNT(args), on_json_cell, &o, err);
    return status == SR_OK ? o.status : status;
}
