/* UTF-8 text of a feed -> sound XML; see feed_repair.h.
 *
 * One pass over the text with a stack of the open elements' names.  Each search ahead (for "-->",
 * "]]>", a quote) that fails is remembered, so the pass is linear whatever the text.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/feed_repair.h"

#include <libxml/HTMLparser.h>

#include "base/library.h"
#include "base/limits.h"
#include "base/utf8.h"

#define ATTRIBUTES_MAX 48u
#define ENTITIES_MAX 64u
#define ENTITY_BYTES 1024u
#define NAME_MAX_BYTES 64u

typedef struct entity {
    sr_str name, value;
} entity;

typedef struct repair {
    sr_str  s;
    size_t  i;
    sr_buf *out;
    sr_str  open[SR_LIMIT_FEED_DEPTH]; // names of the open elements
    size_t  depth, over;               // over: open tags left out because they were too deep
    bool    began, done;               // the root was opened, closed
    entity  entities[ENTITIES_MAX];    // of the DOCTYPE
    size_t  n_entities;
    bool    no_comment_end, no_cdata_end, no_quote[2], no_tag_end;
    sr_feed_faults *faults;
} repair;

uint32_t sr_html_entity(sr_str name)
{
    char text[32];
    if (name.len == 0 || name.len >= sizeof text)
        return 0;
    memcpy(text, name.ptr, name.len);
    text[name.len] = 0;
    const htmlEntityDesc *found = sr_library_load(SR_LIBRARY_XML) ? htmlEntityLookup((const xmlChar *)text) : NULL;
    return found ? found->value : 0;
}

static uint8_t at(const repair *r, size_t ahead)
{
    return r->i + ahead < r->s.len ? r->s.ptr[r->i + ahead] : 0;
}

static bool starts(const repair *r, const char *word)
{
    size_t n = strlen(word);
    return sr_str_eq_case(sr_str_slice(r->s, r->i, r->i + n), sr_str_from(word, n));
}

static void fault(repair *r, size_t *counter)
{
    sr_feed_faults *f = r->faults;
    if (f->tags + f->references == 0)
        f->first = r->i;
    ++*counter;
}

static bool is_name_byte(uint8_t c)
{
    return sr_is_alpha(c) || sr_is_digit(c) || c == '_' || c == '-' || c == '.' || c == ':' || c >= 0x80;
}

/* -------------------------------------------------------------------- characters */

static void put_number(repair *r, uint32_t cp)
{
    bool sound = cp == '\t' || cp == '\n' || cp == '\r' || (cp >= 0x20 && cp < 0xD800) ||
                 (cp >= 0xE000 && cp < 0xFFFE) || (cp >= 0x10000 && cp < 0x110000);
    sr_buf_printf(r->out, "&#%u;", sound ? sr_c1_meant(cp) : 0xFFFD);
}

/* One character that is no markup. */
static void put_sign(repair *r, bool in_cdata)
{
    size_t n;
    uint8_t c = at(r, 0), bytes[4];
    if (c < 0x80) {
        bool space = c == '\t' || c == '\n' || c == '\r';
        r->i++;
        if (c < 0x20 && !space)
            sr_buf_byte(r->out, ' ');
        else if (!in_cdata && c == '<')
            sr_buf_put(r->out, SR_STR("&lt;"));
        else if (!in_cdata && c == '>')
            sr_buf_put(r->out, SR_STR("&gt;"));
        else
            sr_buf_byte(r->out, c);
        return;
    }
    uint32_t cp = sr_utf8_read(r->s, r->i, &n);
    r->i += n;
    cp = cp == SR_UTF8_INVALID || cp == 0xFFFE || cp == 0xFFFF ? 0xFFFD : sr_c1_meant(cp);
    sr_buf_put(r->out, sr_str_from(bytes, sr_utf8_write(cp, bytes)));
}

/* A run of plain characters at once. */
static void put_plain(repair *r)
{
    size_t begin = r->i;
    for (; r->i < r->s.len; r->i++) {
        uint8_t c = r->s.ptr[r->i];
        if (c == '<' || c == '&' || c == '>' || (c < 0x20 && c != '\n' && c != '\t' && c != '\r') || c == 0xC2 || c == 0xEF)
            break;
    }
    sr_buf_put(r->out, sr_str_slice(r->s, begin, r->i));
    if (r->i == begin)
        put_sign(r, false);
}

static bool put_numeric(repair *r)
{
    bool hex = at(r, 2) == 'x' || at(r, 2) == 'X';
    size_t k = hex ? 3 : 2, begin = k;
    uint32_t cp = 0;
    for (; k < begin + 8; k++) {
        uint8_t c = sr_to_lower(at(r, k));
        if (!sr_is_digit(c) && !(hex && c >= 'a' && c <= 'f'))
            break;
        cp = cp * (hex ? 16 : 10) + (uint32_t)(sr_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    if (k == begin)
        return false;
    put_number(r, cp);
    r->i += k + (at(r, k) == ';');
    return true;
}

static void put_escaped(repair *r, sr_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.ptr[i];
        sr_str named = c == '&' ? SR_STR("&amp;") : c == '<' ? SR_STR("&lt;") : c == '"' ? SR_STR("&quot;")
                     : sr_str_slice(text, i, i + 1);
        sr_buf_put(r->out, named);
    }
}

/* A reference at "&", or an ampersand. */
static void put_reference(repair *r)
{
    static const char *const xml[] = {"amp", "lt", "gt", "quot", "apos"};
    size_t n = 0;
    if (at(r, 1) == '#' && put_numeric(r))
        return;
    while (n < 32 && (sr_is_alpha(at(r, 1 + n)) || sr_is_digit(at(r, 1 + n)) || (n && is_name_byte(at(r, 1 + n)))))
        n++;
    sr_str name = sr_str_slice(r->s, r->i + 1, r->i + 1 + n);
    if (n && at(r, 1 + n) == ';') {
        for (size_t i = 0; i < r->n_entities; i++) {
            if (sr_str_eq(r->entities[i].name, name)) {
                put_escaped(r, r->entities[i].value);
                r->i += n + 2;
                return;
            }
        }
        for (size_t i = 0; i < SR_COUNT(xml); i++) {
            if (sr_str_eq(name, sr_str_c(xml[i]))) {
                sr_buf_put(r->out, sr_str_slice(r->s, r->i, r->i + n + 2));
                r->i += n + 2;
                return;
            }
        }
        uint32_t cp = sr_html_entity(name);
        if (cp) {
            put_number(r, cp);
            r->i += n + 2;
            return;
        }
    }
    fault(r, &r->faults->references);
    sr_buf_put(r->out, SR_STR("&amp;"));
    r->i++;
}

/* ----------------------------------------------------------------------- DOCTYPE */

static void skip_space(repair *r)
{
    while (r->i < r->s.len && sr_is_space(r->s.ptr[r->i]))
        r->i++;
}

/* <!ENTITY name "value"> whose value is plain text or character references. */
static void read_entity(repair *r)
{
    r->i += 8;
    skip_space(r);
    size_t begin = r->i;
    while (is_name_byte(at(r, 0)))
        r->i++;
    sr_str name = sr_str_slice(r->s, begin, r->i);
    skip_space(r);
    uint8_t quote = at(r, 0);
    if (name.len == 0 || name.len > 32 || (quote != '"' && quote != '\''))
        return;
    size_t end = sr_str_find(sr_str_slice(r->s, 0, r->i + 1 + ENTITY_BYTES), quote, r->i + 1);
    if (at(r, end - r->i) != quote)
        return;
    sr_str value = sr_str_slice(r->s, r->i + 1, end);
    r->i = end + 1;
    if (sr_str_find(value, '&', 0) < value.len || sr_str_find(value, '<', 0) < value.len || r->n_entities == ENTITIES_MAX)
        return; // it would expand: the reference stays text
    r->entities[r->n_entities++] = (entity){name, value};
}

/* Pass over a DOCTYPE, keeping its simple entities; false: it has no end. */
static bool skip_doctype(repair *r)
{
    size_t begin = r->i;
    bool inside = false;
    uint8_t quote = 0;
    for (r->i += 9; r->i < r->s.len && r->i - begin < SR_LIMIT_FEED_DOCTYPE; r->i++) {
        uint8_t c = at(r, 0);
        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if (inside && starts(r, "<!ENTITY")) {
            read_entity(r);
            r->i--;
        } else if (c == '[') {
            inside = true;
        } else if (c == ']') {
            inside = false;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>' && !inside) {
            r->i++;
            return true;
        }
    }
    r->i = begin;
    return false;
}

/* -------------------------------------------------------------------------- tags */

static void close_top(repair *r)
{
    r->depth--;
    sr_buf_put(r->out, SR_STR("</"));
    sr_buf_put(r->out, r->open[r->depth]);
    sr_buf_byte(r->out, '>');
    r->done = r->depth == 0;
}

static void close_to(repair *r, size_t depth)
{
    while (r->depth > depth)
        close_top(r);
}

/* Index of the innermost open element of that name; r->depth: none. */
static size_t find_open(const repair *r, sr_str name)
{
    for (size_t k = r->depth; k-- > 0;)
        if (sr_str_eq(r->open[k], name))
            return k;
    for (size_t k = r->depth; k-- > 0;)
        if (sr_str_eq_case(r->open[k], name))
            return k;
    return r->depth;
}

static sr_str read_name(repair *r)
{
    size_t begin = r->i;
    while (r->i < r->s.len && is_name_byte(r->s.ptr[r->i]))
        r->i++;
    return sr_str_slice(r->s, begin, r->i);
}

static void read_close(repair *r)
{
    size_t begin = r->i;
    r->i += 2;
    sr_str name = read_name(r);
    while (r->i < r->s.len && r->s.ptr[r->i] != '>' && r->s.ptr[r->i] != '<')
        r->i++;
    r->i += at(r, 0) == '>';
    if (r->over) {
        r->over--;
        return;
    }
    size_t k = find_open(r, name);
    if (k == r->depth) { // never opened
        size_t end = r->i;
        r->i = begin;
        fault(r, &r->faults->tags);
        r->i = end;
        return;
    }
    if (k + 1 < r->depth)
        fault(r, &r->faults->tags);
    close_to(r, k);
}

/* A value in quotes, or up to a space; written escaped. */
static void put_value(repair *r)
{
    uint8_t quote = at(r, 0);
    size_t end = r->s.len;
    int which = quote == '"' ? 0 : 1;
    bool quoted = (quote == '"' || quote == '\'') && !r->no_quote[which];
    if (quoted) {
        end = sr_str_find(r->s, quote, r->i + 1);
        quoted = end < r->s.len;
        r->no_quote[which] = !quoted;
    }
    if (quoted) {
        r->i++;
    } else {
        fault(r, &r->faults->tags);
        r->i += quote == '"' || quote == '\'';
        for (end = r->i; end < r->s.len && !sr_is_space(r->s.ptr[end]) && r->s.ptr[end] != '>' && r->s.ptr[end] != '<';)
            end++;
    }
    sr_buf_byte(r->out, '"');
    while (r->i < end) {
        uint8_t c = at(r, 0);
        if (c == '&')
            put_reference(r);
        else if (c == '"') {
            sr_buf_put(r->out, SR_STR("&quot;"));
            r->i++;
        } else
            put_sign(r, false);
    }
    sr_buf_byte(r->out, '"');
    r->i += quoted;
}

static bool is_sound_name(sr_str name)
{
    return name.len && name.len <= NAME_MAX_BYTES && (sr_is_alpha(name.ptr[0]) || name.ptr[0] == '_' || name.ptr[0] >= 0x80) &&
           name.ptr[name.len - 1] != ':';
}

/* Attributes up to the tag's end; *empty: it ends with "/>". */
static void read_attributes(repair *r, bool keep, bool *empty)
{
    sr_str seen[ATTRIBUTES_MAX];
    size_t n = 0, was = r->out->len;
    *empty = false;
    for (;;) {
        skip_space(r);
        uint8_t c = at(r, 0);
        if (r->i >= r->s.len || c == '<')
            return;
        if (c == '>' || (c == '/' && at(r, 1) == '>')) {
            *empty = c == '/';
            r->i += c == '/' ? 2 : 1;
            return;
        }
        sr_str name = read_name(r);
        if (name.len == 0) {
            r->i++;
            continue;
        }
        bool sound = is_sound_name(name) && n < ATTRIBUTES_MAX && keep;
        for (size_t k = 0; sound && k < n; k++)
            sound = !sr_str_eq(seen[k], name);
        was = r->out->len;
        sr_buf_byte(r->out, ' ');
        sr_buf_put(r->out, name);
        skip_space(r);
        if (at(r, 0) == '=') {
            sr_buf_byte(r->out, '=');
            r->i++;
            skip_space(r);
            put_value(r);
        } else {
            sr_buf_put(r->out, SR_STR("=\"\""));
        }
        if (sound)
            seen[n++] = name;
        else if (!r->out->failed)
            r->out->len = was;
    }
}

/* Names of one entry: an open one ends where the next begins. */
static bool is_entry(sr_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] == ':')
            name = sr_str_slice(name, i + 1, name.len);
    return sr_str_eq_case(name, SR_STR("item")) || sr_str_eq_case(name, SR_STR("entry"));
}

static void read_open(repair *r)
{
    bool empty;
    r->i++;
    sr_str name = read_name(r);
    size_t k = is_entry(name) ? find_open(r, name) : r->depth;
    if (k < r->depth) {
        fault(r, &r->faults->tags);
        close_to(r, k);
    }
    if (r->depth == SR_LIMIT_FEED_DEPTH) {
        read_attributes(r, false, &empty);
        r->over += !empty;
        return;
    }
    sr_buf_byte(r->out, '<');
    sr_buf_put(r->out, name);
    read_attributes(r, true, &empty);
    sr_buf_put(r->out, empty ? SR_STR("/>") : SR_STR(">"));
    r->began = true;
    if (!empty)
        r->open[r->depth++] = name;
    else
        r->done = r->depth == 0;
}

/* Pass over what goes up to `end`; false: it has no end, which *none remembers. */
static bool skip_to(repair *r, const char *end, bool *none)
{
    sr_str needle = sr_str_c(end);
    if (*none)
        return false;
    const uint8_t *found = memmem(r->s.ptr + r->i, r->s.len - r->i, needle.ptr, needle.len);
    *none = !found;
    if (found)
        r->i = (size_t)(found - r->s.ptr) + needle.len;
    return found != NULL;
}

static void read_cdata(repair *r)
{
    size_t begin = r->i + 9;
    bool whole = skip_to(r, "]]>", &r->no_cdata_end);
    size_t end = whole ? r->i - 3 : r->s.len;
    if (!whole)
        fault(r, &r->faults->tags);
    r->i = begin;
    if (r->depth) {
        sr_buf_put(r->out, SR_STR("<![CDATA["));
        while (r->i < end)
            put_sign(r, true);
        sr_buf_put(r->out, SR_STR("]]>"));
    }
    r->i = whole ? end + 3 : end;
}

static void read_markup(repair *r)
{
    uint8_t c = at(r, 1);
    if (sr_is_alpha(c) || c == '_' || c >= 0x80) {
        read_open(r);
    } else if (c == '/' && (is_name_byte(at(r, 2)) || at(r, 2) == '>')) {
        read_close(r);
    } else if (starts(r, "<!--") && skip_to(r, "-->", &r->no_comment_end)) {
        return;
    } else if (starts(r, "<![CDATA[")) {
        read_cdata(r);
    } else if (starts(r, "<!DOCTYPE") && !r->began && skip_doctype(r)) {
        return;
    } else if (c == '?' && skip_to(r, "?>", &r->no_tag_end)) {
        return;
    } else {
        fault(r, &r->faults->tags);
        if (r->depth)
            put_sign(r, false);
        else
            r->i++;
    }
}

bool sr_feed_repair(sr_str text, sr_buf *out, sr_feed_faults *faults)
{
    repair r = {.s = text, .out = out, .faults = faults};
    sr_buf_clear(out);
    while (r.i < r.s.len && !r.done && !out->failed) {
        uint8_t c = r.s.ptr[r.i];
        if (c == '<')
            read_markup(&r);
        else if (r.depth == 0)
            r.i++;
        else if (c == '&')
            put_reference(&r);
        else
            put_plain(&r);
    }
    if (r.depth)
        fault(&r, &faults->tags);
    close_to(&r, 0);
    return !out->failed;
}
