/* The sweep and the tree; see html.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/html.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "ingest/feed_repair.h"

#define PIECE (16u << 10) // bytes given to the parser at once
#define PIECE_TAGS 256u   // tags given at once: the depth is looked at between pieces
#define BLANK_BYTES 1u     // of white space between tags: enough to tell words apart
#define NAME_BYTES 32u      // bytes of a tag's or attribute's name that we know

enum { BLOCK = 1, VOID = 2, HIDE = 4 };

typedef struct tag_row {
    const char *name;
    uint8_t     what;
} tag_row;

static const tag_row tags[SR_TAG_COUNT] = {
    [SR_TAG_TEXT] = {"", 0},
    [SR_TAG_OTHER] = {"", 0},
    [SR_TAG_CUSTOM] = {"", BLOCK},
#define X(NAME, name, what) [SR_TAG_##NAME] = {#name, what},
#include "ingest/html_tag_list.h"
#undef X
};

typedef struct attribute_row {
    const char *name;
    size_t      len;
} attribute_row;

static const attribute_row attributes[SR_ATTRIBUTE_COUNT] = {
#define X(NAME, name) [SR_ATTRIBUTE_##NAME] = {name, sizeof(name) - 1},
    SR_HTML_ATTRIBUTES(X)
#undef X
};

bool sr_html_is_block(uint8_t tag)
{
    return tags[tag].what & BLOCK;
}

bool sr_html_is_hidden(uint8_t tag)
{
    return tags[tag].what & HIDE;
}

static uint8_t tag_of(const char *name)
{
    for (uint8_t t = SR_TAG_CUSTOM + 1; t < SR_TAG_COUNT; t++) // first letters first: most differ in one of two
        if (tags[t].name[0] == name[0] && tags[t].name[1] == name[1] && strcmp(tags[t].name, name) == 0)
            return t;
    return strchr(name, '-') ? SR_TAG_CUSTOM : SR_TAG_OTHER;
}

/** @return SR_ATTRIBUTE_COUNT: nobody asks for it */
static uint8_t attribute_of(sr_str name)
{
    uint8_t a = 0;
    for (; a < SR_ATTRIBUTE_COUNT; a++)
        if (attributes[a].len == name.len && attributes[a].name[0] == sr_to_lower(name.ptr[0]) &&
            sr_str_eq_case(name, sr_str_from(attributes[a].name, attributes[a].len)))
            break;
    return a;
}

/* ----------------------------------------------------------------------- tree */

typedef struct builder {
    sr_html *html;
    uint32_t open[SR_LIMIT_PAGE_DEPTH + PIECE_TAGS + 8]; // stack of elements
    size_t   depth;
    size_t   too_deep; // elements that did not fit on it
} builder;

static sr_html_node *push_node(builder *b, uint8_t tag)
{
    sr_buf *room = &b->html->node_room;
    if (!sr_buf_reserve(room, sizeof(sr_html_node)))
        return NULL;
    b->html->nodes = (sr_html_node *)(void *)room->ptr;
    room->len += sizeof(sr_html_node);
    size_t        i = b->html->n++;
    sr_html_node *node = &b->html->nodes[i];
    *node = (sr_html_node){.parent = b->depth ? b->open[b->depth - 1] : 0, .end = (uint32_t)i + 1, .tag = tag};
    return node;
}

/* Code points 80 to 9F, which &#150; names, mean windows-1252. */
static uint32_t meant(uint32_t cp)
{
    static const uint16_t high[32] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                      0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
    return cp >= 0x80 && cp < 0xA0 ? high[cp - 0x80] : cp;
}

/* "&#8211;", "&#x2013", "&amp;" at `at`, as UTF-8. @return bytes it takes; 0: it is none */
static size_t read_reference(sr_str s, size_t at, uint8_t sign[4], size_t *len)
{
    size_t   i = at + 1, begin;
    uint32_t cp = 0;
    *len = 0;
    if (i < s.len && s.ptr[i] == '#') {
        bool hex = i + 1 < s.len && sr_to_lower(s.ptr[i + 1]) == 'x';
        for (begin = i += hex ? 2 : 1; i < s.len && cp <= 0x10FFFF; i++) {
            uint8_t c = sr_to_lower(s.ptr[i]);
            if (!sr_is_digit(c) && !(hex && c >= 'a' && c <= 'f'))
                break;
            cp = cp * (hex ? 16 : 10) + (uint32_t)(sr_is_digit(c) ? c - '0' : c - 'a' + 10);
        }
        if (i == begin)
            return 0;
        if (cp == 0 || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
            cp = 0xFFFD;
        i += i < s.len && s.ptr[i] == ';';
    } else {
        for (begin = i; i < s.len && i - begin < NAME_BYTES && (sr_is_alpha(s.ptr[i]) || sr_is_digit(s.ptr[i])); i++)
            continue;
        if (i >= s.len || s.ptr[i] != ';' || (cp = sr_html_entity(sr_str_slice(s, begin, i))) == 0)
            return 0;
        i++;
    }
    *len = sr_utf8_write(meant(cp), sign);
    return i - at;
}

/* Bytes as they are but for the signs 80 to 9F. */
static void put_plain(sr_buf *out, sr_str s)
{
    size_t begin = 0;
    for (size_t i = 0; (i = sr_str_find(s, 0xC2, i)) + 1 < s.len; i++) {
        uint8_t sign[4];
        if (s.ptr[i + 1] < 0x80 || s.ptr[i + 1] > 0x9F)
            continue;
        sr_buf_put(out, sr_str_slice(s, begin, i));
        sr_buf_put(out, sr_str_from(sign, sr_utf8_write(meant(s.ptr[i + 1]), sign)));
        begin = i + 2;
    }
    sr_buf_put(out, sr_str_slice(s, begin, s.len));
}

/* Text or a value with its references made characters. */
static void put_decoded(sr_buf *out, sr_str value)
{
    for (size_t at = 0; at < value.len;) {
        size_t  mark = sr_str_find(value, '&', at), len = 0, taken = 0;
        uint8_t sign[4];
        put_plain(out, sr_str_slice(value, at, mark));
        if (mark < value.len && (taken = read_reference(value, mark, sign, &len)) > 0)
            sr_buf_put(out, sr_str_from(sign, len));
        else if (mark < value.len)
            sr_buf_byte(out, '&');
        at = mark + SR_MAX(taken, (size_t)1);
    }
}

/* The value of an attribute, kept until its element comes from the parser. */
static void push_value(sr_html *html, uint8_t name, sr_str value)
{
    if (!sr_buf_reserve(&html->value_room, sizeof(sr_html_value)))
        return;
    if (value.len > SR_LIMIT_PAGE_VALUE) {
        value.len = SR_LIMIT_PAGE_VALUE;
        while (value.len && (value.ptr[value.len] & 0xC0) == 0x80)
            value.len--;
    }
    size_t first = html->text.len;
    put_decoded(&html->text, value);
    html->values = (sr_html_value *)(void *)html->value_room.ptr;
    html->value_room.len += sizeof(sr_html_value);
    html->values[html->n_values++] = (sr_html_value){(uint32_t)first, (uint32_t)(html->text.len - first), name};
}

/* Elements come with one attribute: which values are theirs, see sweep_start_tag. */
static void read_values(const char *told, sr_html_node *node)
{
    char *end;
    node->first = (uint32_t)strtoul(told, &end, 10);
    node->n = *end == ':' ? (uint32_t)strtoul(end + 1, NULL, 10) : 0;
}

static void on_start(void *payload, const xmlChar *name, const xmlChar **given)
{
    builder *b = payload;
    if (b->depth >= SR_COUNT(b->open)) {
        b->too_deep++;
        return;
    }
    sr_html_node *node = push_node(b, tag_of((const char *)name));
    if (!node)
        return;
    if (given && given[0] && given[1])
        read_values((const char *)given[1], node);
    b->open[b->depth++] = (uint32_t)(b->html->n - 1);
}

static void on_end(void *payload, const xmlChar *name)
{
    builder *b = payload;
    (void)name; // the parser balances: it is that of the last one opened
    if (b->too_deep) {
        b->too_deep--;
        return;
    }
    if (b->depth > 1) // the root stays open
        b->html->nodes[b->open[--b->depth]].end = (uint32_t)b->html->n;
}

/* Text of the page comes as marks, code points of a private plane that number what the sweep has kept; only
 * white space comes as it is. */
#define MARK 0xF0000U
#define MARKS 0xFFF0U // numbers come again after so many; a fraction of them is under way

static const sr_html_value *kept_text(const sr_html *html, uint32_t cp)
{
    size_t n = html->kept_room.len / sizeof(sr_html_value);
    size_t back = n ? ((n - 1) % MARKS + MARKS - (cp - MARK)) % MARKS : n;
    return back < n ? (const sr_html_value *)(const void *)html->kept_room.ptr + (n - 1 - back) : NULL;
}

/* More text of the node, which is at `first` in html->text, or else at the end of it when it is copied. */
static void add_text(sr_html *html, sr_html_node *node, size_t first, size_t n)
{
    if (node->n == 0)
        node->first = (uint32_t)first;
    if (node->first + node->n == first) {
        node->n += (uint32_t)n;
        return;
    }
    if (!sr_buf_reserve(&html->text, node->n + n))
        return;
    size_t to = html->text.len;
    sr_buf_put(&html->text, sr_str_from(html->text.ptr + node->first, node->n));
    sr_buf_put(&html->text, sr_str_from(html->text.ptr + first, n));
    node->first = (uint32_t)to;
    node->n += (uint32_t)n;
}

static sr_html_node *text_node(builder *b)
{
    sr_html_node *last = &b->html->nodes[b->html->n - 1];
    if (last->tag == SR_TAG_TEXT && last->parent == b->open[b->depth - 1])
        return last;
    return push_node(b, SR_TAG_TEXT);
}

static void on_text(void *payload, const xmlChar *bytes, int len)
{
    builder      *b = payload;
    sr_html      *html = b->html;
    sr_html_node *node = len > 0 && b->depth ? text_node(b) : NULL;
    sr_str        s = sr_str_from(bytes, len > 0 ? (size_t)len : 0);
    for (size_t i = 0, size; node && i < s.len; i += size) {
        uint32_t cp = s.ptr[i];
        size = 1;
        const sr_html_value *kept = cp < 0x80 ? NULL : kept_text(html, cp = sr_utf8_read(s, i, &size));
        if (kept) {
            add_text(html, node, kept->first, kept->n);
        } else if (cp < 0x80) {
            size_t at = html->text.len;
            sr_buf_byte(&html->text, (uint8_t)cp);
            add_text(html, node, at, html->text.len - at);
        }
    }
}

/* ---------------------------------------------------------------------- sweep */

typedef struct sweep {
    sr_str           in;
    sr_buf          *out;
    htmlParserCtxtPtr parser;
    builder         *builder;
    sr_html         *html;
    size_t           tags, tags_in_piece;
    bool             behind_text; // the last thing written is a mark: more text belongs to it
    size_t           no_quote[2]; // from here on there is no ' and no "
} sweep;

static void flush(sweep *s)
{
    if (s->out->len)
        (void)htmlParseChunk(s->parser, (const char *)s->out->ptr, (int)s->out->len, 0);
    sr_buf_clear(s->out);
    s->tags_in_piece = 0;
    s->behind_text = false; // the parser may have taken it
}

/* Where a raw element (script, style) ends: at its end tag, else at the end. */
static size_t raw_end(sr_str in, size_t at, sr_str name)
{
    for (; (at = sr_str_find(in, '<', at)) < in.len; at++)
        if (at + 2 + name.len <= in.len && in.ptr[at + 1] == '/' &&
            sr_str_eq_case(sr_str_slice(in, at + 2, at + 2 + name.len), name))
            return at;
    return in.len;
}

/* Behind the value at `at`; *value is it without quotes. */
static size_t read_value(sweep *s, size_t at, sr_str *value)
{
    sr_str  in = s->in;
    uint8_t quote = at < in.len ? in.ptr[at] : 0;
    if (quote == '"' || quote == '\'') {
        size_t *none = &s->no_quote[quote == '"'];
        size_t  end = at + 1 < *none ? sr_str_find(in, quote, at + 1) : in.len;
        if (end < in.len) {
            *value = sr_str_slice(in, at + 1, end);
            return end + 1;
        }
        *none = SR_MIN(*none, at + 1);
        at++; // a quote that is never closed: as if it were not there
    }
    size_t end = at;
    while (end < in.len && !sr_is_space(in.ptr[end]) && in.ptr[end] != '>')
        end++;
    *value = sr_str_slice(in, at, end);
    return end;
}

/* " v=12:3": the values [12, 15) are those of this element. */
static void put_values(sr_buf *out, size_t first, unsigned n)
{
    char  text[48], *at = text + sizeof text;
    for (size_t k = n; k || at == text + sizeof text; k /= 10)
        *--at = (char)('0' + k % 10);
    *--at = ':';
    for (size_t k = first, begun = 0; k || !begun; k /= 10, begun = 1)
        *--at = (char)('0' + k % 10);
    *--at = '=';
    *--at = 'v';
    *--at = ' ';
    sr_buf_put(out, sr_str_from(at, (size_t)(text + sizeof text - at)));
}

/* Attributes up to ">"; those somebody asks for are kept. @return behind the tag */
static size_t sweep_attributes(sweep *s, size_t at, bool *ld, bool write)
{
    sr_str   in = s->in;
    unsigned kept = 0;
    while (at < in.len && in.ptr[at] != '>') {
        if (sr_is_space(in.ptr[at]) || in.ptr[at] == '/') {
            at++;
            continue;
        }
        size_t begin = at++;
        while (at < in.len && !sr_is_space(in.ptr[at]) && in.ptr[at] != '=' && in.ptr[at] != '>' && in.ptr[at] != '/')
            at++;
        sr_str name = sr_str_slice(in, begin, at), value = {NULL, 0};
        size_t next = at;
        while (next < in.len && sr_is_space(in.ptr[next]))
            next++;
        if (next < in.len && in.ptr[next] == '=') {
            next++;
            while (next < in.len && sr_is_space(in.ptr[next]))
                next++;
            at = read_value(s, next, &value);
        }
        uint8_t a = attribute_of(name);
        if (a == SR_ATTRIBUTE_COUNT)
            continue;
        if (a == SR_ATTRIBUTE_TYPE)
            *ld = sr_str_search(value, SR_STR("ld+json"), 0) < value.len;
        if (!write || kept >= SR_LIMIT_PAGE_ATTRIBUTES)
            continue;
        kept++;
        push_value(s->html, a, value);
    }
    if (kept)
        put_values(s->out, s->html->n_values - kept, kept);
    return SR_MIN(at + 1, in.len);
}

/* Elements whose content is not HTML or never text; it is dropped with them. */
static bool is_raw(sr_str name)
{
#define NAME(literal) {(const uint8_t *)(literal), sizeof(literal) - 1}
    static const sr_str raw[] = {NAME("script"),   NAME("style"),    NAME("svg"), NAME("iframe"), NAME("noembed"),
                                 NAME("noframes"), NAME("template"), NAME("xmp"), NAME("math")};
#undef NAME
    uint8_t first = name.len ? sr_to_lower(name.ptr[0]) : 0;
    for (size_t i = 0; i < SR_COUNT(raw); i++)
        if (first == raw[i].ptr[0] && sr_str_eq_case(name, raw[i]))
            return true;
    return false;
}

static void keep_script(sr_html *html, sr_str text, bool ld)
{
    if (html->n_scripts < SR_HTML_SCRIPTS && text.len)
        html->scripts[html->n_scripts++] = (sr_html_script){text, ld};
}

static size_t name_end(sr_str in, size_t at)
{
    while (at < in.len && !sr_is_space(in.ptr[at]) && in.ptr[at] != '>' && in.ptr[at] != '/')
        at++;
    return at;
}

/* Names as the parser can take them: letters, digits, "-", ":", "_"; short. */
static bool is_plain_name(sr_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!sr_is_alpha(name.ptr[i]) && !sr_is_digit(name.ptr[i]) && name.ptr[i] != '-' && name.ptr[i] != ':' &&
            name.ptr[i] != '_')
            return false;
    return name.len > 0 && name.len <= NAME_BYTES;
}

static size_t sweep_start_tag(sweep *s, size_t at)
{
    size_t end = name_end(s->in, at + 1);
    sr_str name = sr_str_slice(s->in, at + 1, end);
    bool   raw = is_raw(name), ld = false;
    bool   fits = s->tags < SR_LIMIT_PAGE_TAGS && s->builder->depth < SR_LIMIT_PAGE_DEPTH && !s->builder->too_deep;
    bool   write = !raw && fits && is_plain_name(name);
    s->html->cut |= !fits;
    if (write) {
        sr_buf_byte(s->out, '<');
        sr_buf_put(s->out, name);
        s->behind_text = false;
    }
    size_t behind = sweep_attributes(s, end, &ld, write);
    if (write) {
        sr_buf_byte(s->out, '>');
        s->tags++;
        s->tags_in_piece++;
    }
    if (!raw || (behind >= 2 && s->in.ptr[behind - 2] == '/' && !sr_str_eq_case(name, SR_STR("script"))))
        return behind;
    size_t stop = raw_end(s->in, behind, name);
    if (sr_str_eq_case(name, SR_STR("script")))
        keep_script(s->html, sr_str_slice(s->in, behind, stop), ld);
    return SR_MIN(s->in.len, sr_str_find(s->in, '>', stop) + 1);
}

static size_t sweep_end_tag(sweep *s, size_t at)
{
    size_t end = name_end(s->in, at + 2);
    sr_str name = sr_str_slice(s->in, at + 2, end);
    if (s->tags < 2 * SR_LIMIT_PAGE_TAGS && is_plain_name(name) && !is_raw(name)) {
        sr_buf_put(s->out, SR_STR("</"));
        sr_buf_put(s->out, name);
        sr_buf_byte(s->out, '>');
        s->behind_text = false;
        s->tags++;
        s->tags_in_piece++;
    }
    return SR_MIN(s->in.len, sr_str_find(s->in, '>', end) + 1);
}

static size_t sweep_comment(sr_str in, size_t at)
{
    if (!sr_str_starts(sr_str_slice(in, at, at + 4), SR_STR("<!--")))
        return SR_MIN(in.len, sr_str_find(in, '>', at) + 1); // doctype, <![endif]>, <?xml ?>
    for (size_t i = at + 2; (i = sr_str_find(in, '>', i + 1)) < in.len;)
        if (in.ptr[i - 1] == '-' && in.ptr[i - 2] == '-')
            return i + 1;
    return in.len;
}

static bool is_blank(sr_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!sr_is_space(s.ptr[i]))
            return false;
    return true;
}

/* Text is kept, and a mark written for it. */
static void sweep_text(sweep *s, sr_str text)
{
    sr_html *html = s->html;
    if (text.len == 0)
        return;
    if (!s->behind_text && is_blank(text)) {
        sr_buf_put(s->out, sr_str_slice(text, 0, BLANK_BYTES));
        return;
    }
    size_t first = html->text.len, n = html->kept_room.len / sizeof(sr_html_value);
    put_decoded(&html->text, text);
    if (s->behind_text && n > 0) {
        ((sr_html_value *)(void *)html->kept_room.ptr)[n - 1].n += (uint32_t)(html->text.len - first);
        return;
    }
    uint8_t mark[4];
    if (!sr_buf_reserve(&html->kept_room, sizeof(sr_html_value)))
        return;
    html->kept_room.len += sizeof(sr_html_value);
    ((sr_html_value *)(void *)html->kept_room.ptr)[n] = (sr_html_value){(uint32_t)first, (uint32_t)(html->text.len - first), 0};
    sr_buf_put(s->out, sr_str_from(mark, sr_utf8_write(MARK + (uint32_t)(n % MARKS), mark)));
    s->behind_text = true;
}

static size_t sweep_markup(sweep *s, size_t at)
{
    uint8_t next = at + 1 < s->in.len ? s->in.ptr[at + 1] : 0;
    if (next == '!' || next == '?')
        return sweep_comment(s->in, at);
    if (next == '/' && at + 2 < s->in.len && sr_is_alpha(s->in.ptr[at + 2]))
        return sweep_end_tag(s, at);
    if (sr_is_alpha(next))
        return sweep_start_tag(s, at);
    sweep_text(s, sr_str_slice(s->in, at, at + 1));
    return at + 1;
}

static void run_sweep(sweep *s)
{
    for (size_t at = 0; at < s->in.len && !s->out->failed;) {
        size_t end = SR_MIN(sr_str_find(s->in, '<', at), at + PIECE);
        sweep_text(s, sr_str_slice(s->in, at, end));
        at = end;
        if (at < s->in.len && s->in.ptr[at] == '<')
            at = sweep_markup(s, at);
        if (s->out->len >= PIECE || s->tags_in_piece >= PIECE_TAGS)
            flush(s);
    }
    flush(s);
    (void)htmlParseChunk(s->parser, NULL, 0, 1);
}

/* ---------------------------------------------------------------------- parse */

static void clear(sr_html *html)
{
    html->n = html->n_values = html->n_scripts = 0;
    html->cut = false;
    sr_buf_clear(&html->node_room);
    sr_buf_clear(&html->value_room);
    sr_buf_clear(&html->text);
    sr_buf_clear(&html->kept_room);
    sr_buf_clear(&html->swept);
}

sr_status sr_html_parse(sr_html *html, sr_str utf8)
{
    builder       b = {.html = html};
    htmlSAXHandler sax = {.startElement = on_start,
                          .endElement = on_end,
                          .characters = on_text,
                          .ignorableWhitespace = on_text,
                          .cdataBlock = on_text};
    clear(html);
    if (utf8.len > SR_LIMIT_PAGE_BYTES) {
        utf8.len = SR_LIMIT_PAGE_BYTES;
        html->cut = true;
    }
    if (!push_node(&b, SR_TAG_OTHER)) // the root
        return SR_E_NOMEM;
    b.open[b.depth++] = 0;
    htmlParserCtxtPtr parser = htmlCreatePushParserCtxt(&sax, &b, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
    if (!parser)
        return SR_E_NOMEM;
    (void)htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                         HTML_PARSE_IGNORE_ENC | HTML_PARSE_COMPACT);
    sweep s = {.in = utf8, .out = &html->swept, .parser = parser, .builder = &b, .html = html,
               .no_quote = {utf8.len, utf8.len}};
    run_sweep(&s);
    bool failed = parser->errNo == XML_ERR_NO_MEMORY;
    htmlFreeParserCtxt(parser);
    while (b.depth)
        html->nodes[b.open[--b.depth]].end = (uint32_t)html->n;
    failed |= html->node_room.failed || html->value_room.failed || html->text.failed || html->kept_room.failed || html->swept.failed;
    return failed ? SR_E_NOMEM : SR_OK;
}

void sr_html_free(sr_html *html)
{
    sr_buf_free(&html->node_room);
    sr_buf_free(&html->value_room);
    sr_buf_free(&html->text);
    sr_buf_free(&html->kept_room);
    sr_buf_free(&html->swept);
}

/* -------------------------------------------------------------------- looking */

static const sr_html_value *find_value(const sr_html *html, size_t node, sr_html_attribute name)
{
    const sr_html_node *n = &html->nodes[node];
    for (size_t i = 0; n->tag != SR_TAG_TEXT && i < n->n; i++)
        if (html->values[n->first + i].name == name)
            return &html->values[n->first + i];
    return NULL;
}

sr_str sr_html_get(const sr_html *html, size_t node, sr_html_attribute name)
{
    const sr_html_value *v = find_value(html, node, name);
    return v ? sr_str_trim(sr_str_from(html->text.ptr + v->first, v->n)) : (sr_str){NULL, 0};
}

bool sr_html_has(const sr_html *html, size_t node, sr_html_attribute name)
{
    return find_value(html, node, name) != NULL;
}

/* Signs without width: soft hyphens, marks of direction, joins. */
bool sr_html_is_invisible(uint32_t cp)
{
    return cp == 0xAD || cp == 0x200B || cp == 0xFEFF || cp == 0x2060 || cp == 0x200E || cp == 0x200F;
}

/* The text without them, in place; spaces of other kinds made plain. */
static sr_str visible(uint8_t *text, size_t len)
{
    size_t n, kept = 0;
    for (size_t i = 0; i < len; i += n) {
        n = 1;
        if (text[i] < 0x80) {
            text[kept++] = text[i];
            continue;
        }
        uint32_t cp = sr_utf8_read(sr_str_from(text, len), i, &n);
        if (sr_html_is_invisible(cp))
            continue;
        if (sr_utf8_is_space(cp)) {
            text[kept++] = ' ';
            continue;
        }
        memmove(text + kept, text + i, n);
        kept += n;
    }
    return sr_str_from(text, kept);
}

sr_str sr_html_inner_text(const sr_html *html, size_t node, sr_arena *arena)
{
    size_t len = 0, end = html->nodes[node].end;
    for (size_t i = node; i < end; i++)
        len += html->nodes[i].tag == SR_TAG_TEXT ? html->nodes[i].n : 1;
    uint8_t *out = sr_arena_alloc(arena, len + 1, 1);
    len = 0;
    for (size_t i = node; i < end; i++) {
        if (html->nodes[i].tag == SR_TAG_TEXT) {
            memcpy(out + len, html->text.ptr + html->nodes[i].first, html->nodes[i].n);
            len += html->nodes[i].n;
        } else if (sr_html_is_block(html->nodes[i].tag) || html->nodes[i].tag == SR_TAG_BR) {
            out[len++] = ' ';
        }
    }
    return sr_str_squeeze(arena, visible(out, len));
}
