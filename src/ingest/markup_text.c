/* Fragments of HTML -> text; see markup_text.h.
 *
 * A tokenizer as the HTML standard has it, as far as text needs it: no tree is made, so nesting and
 * attributes cost nothing.  Searches that fail are remembered: linear in any case.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/markup_text.h"

#include "base/utf8.h"
#include "ingest/feed_repair.h"

typedef struct markup {
    sr_str s;
    size_t i;
    sr_text_maker *to;
    bool no_tag_end, no_quote[2], no_comment_end, no_cdata_end;
} markup;

static bool is_name_in(sr_str name, const char *list)
{
    for (sr_str rest = sr_str_c(list); rest.len;)
        if (sr_str_eq_case(sr_str_cut(&rest, ' '), name))
            return true;
    return false;
}

bool sr_markup_is_silent(sr_str name)
{
    return is_name_in(name, "script style applet template noembed");
}

static void put_breaks(sr_text_maker *to)
{
    if (to->out->len)
        for (int i = 0; i < to->breaks; i++)
            sr_buf_byte(to->out, '\n');
    if (to->space && !to->breaks && to->out->len)
        sr_buf_byte(to->out, ' ');
    to->breaks = 0;
    to->space = false;
}

void sr_text_maker_put(sr_text_maker *to, sr_str text)
{
    for (size_t i = 0; i < text.len;) {
        size_t begin = i;
        while (i < text.len && !sr_is_space(text.ptr[i]))
            i++;
        if (i > begin) {
            put_breaks(to);
            sr_buf_put(to->out, sr_str_slice(text, begin, i));
        }
        for (; i < text.len && sr_is_space(text.ptr[i]); i++)
            to->space = true;
    }
}

void sr_text_maker_tag(sr_text_maker *to, sr_str name)
{
    static const char paragraphs[] = "p div blockquote h1 h2 h3 h4 h5 h6 ul ol dl table section article header footer"
                                     " figure figcaption pre hr aside main center form fieldset";
    if (is_name_in(name, paragraphs))
        to->breaks = 2;
    else if (is_name_in(name, "br li tr dt dd caption option address") && to->breaks < 1)
        to->breaks = 1;
    else if (is_name_in(name, "td th"))
        to->space = true;
}

static uint8_t at(const markup *m, size_t ahead)
{
    return m->i + ahead < m->s.len ? m->s.ptr[m->i + ahead] : 0;
}

static bool skip_to(markup *m, const char *end, bool *none)
{
    size_t n = strlen(end);
    const uint8_t *found = *none ? NULL : memmem(m->s.ptr + m->i, m->s.len - m->i, end, n);
    *none = !found;
    if (found)
        m->i = (size_t)(found - m->s.ptr) + n;
    return found != NULL;
}

/* Offset behind the '>' of a tag, quotes respected where they close; 0: it has none. */
static size_t tag_end(markup *m)
{
    if (m->no_tag_end)
        return 0;
    for (size_t i = m->i + 1; i < m->s.len; i++) {
        uint8_t c = m->s.ptr[i];
        int which = c == '"' ? 0 : c == '\'' ? 1 : -1;
        if (c == '>')
            return i + 1;
        if (which < 0 || m->no_quote[which] || m->s.ptr[i - 1] != '=')
            continue;
        size_t close = sr_str_find(m->s, c, i + 1);
        if (close < m->s.len)
            i = close;
        else
            m->no_quote[which] = true;
    }
    m->no_tag_end = true;
    return 0;
}

/* Pass over the content of a script up to its end tag. */
static void skip_silent(markup *m, sr_str name)
{
    for (; m->i < m->s.len; m->i++) {
        const uint8_t *found = memmem(m->s.ptr + m->i, m->s.len - m->i, "</", 2);
        m->i = found ? (size_t)(found - m->s.ptr) : m->s.len;
        if (sr_str_eq_case(sr_str_slice(m->s, m->i + 2, m->i + 2 + name.len), name))
            return;
    }
    m->i = m->s.len;
}

static void read_tag(markup *m)
{
    size_t begin = m->i + 1 + (at(m, 1) == '/'), n = begin, end = tag_end(m);
    if (!end) { // "<" of a text that has no tags
        sr_text_maker_put(m->to, SR_STR("<"));
        m->i++;
        return;
    }
    while (n < end && (sr_is_alpha(m->s.ptr[n]) || sr_is_digit(m->s.ptr[n])))
        n++;
    sr_str name = sr_str_slice(m->s, begin, n);
    bool opens = at(m, 1) != '/' && m->s.ptr[end - 2] != '/';
    m->i = end;
    sr_text_maker_tag(m->to, name);
    if (opens && sr_markup_is_silent(name))
        skip_silent(m, name);
}

static void put_code(sr_text_maker *to, uint32_t cp)
{
    uint8_t bytes[4];
    bool sound = cp && cp < 0x110000 && !(cp >= 0xD800 && cp < 0xE000);
    sr_text_maker_put(to, sr_str_from(bytes, sr_utf8_write(sound ? sr_c1_meant(cp) : 0xFFFD, bytes)));
}

static bool read_numeric(markup *m)
{
    bool hex = at(m, 2) == 'x' || at(m, 2) == 'X';
    size_t begin = hex ? 3 : 2, k = begin;
    uint32_t cp = 0;
    for (; k < begin + 8; k++) {
        uint8_t c = sr_to_lower(at(m, k));
        if (!sr_is_digit(c) && !(hex && c >= 'a' && c <= 'f'))
            break;
        cp = cp * (hex ? 16 : 10) + (uint32_t)(sr_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    if (k == begin)
        return false;
    put_code(m->to, cp);
    m->i += k + (at(m, k) == ';');
    return true;
}

/* The reference at "&": its length and character; 0: there is none. */
static size_t named(sr_str s, size_t i, uint32_t *cp)
{
    size_t n = 0;
    while (n < 32 && i + 1 + n < s.len && (sr_is_alpha(s.ptr[i + 1 + n]) || sr_is_digit(s.ptr[i + 1 + n])))
        n++;
    sr_str name = sr_str_slice(s, i + 1, i + 1 + n);
    bool closed = i + 1 + n < s.len && s.ptr[i + 1 + n] == ';';
    if (!n || (!closed && !is_name_in(name, "amp lt gt quot nbsp")))
        return 0;
    *cp = sr_str_eq(name, SR_STR("apos")) ? '\'' : sr_html_entity(name);
    return *cp ? 1 + n + closed : 0;
}

static void read_reference(markup *m)
{
    uint32_t cp;
    if (at(m, 1) == '#' && read_numeric(m))
        return;
    size_t n = named(m->s, m->i, &cp);
    if (n)
        put_code(m->to, cp);
    else
        sr_text_maker_put(m->to, SR_STR("&"));
    m->i += n ? n : 1;
}

static void read_sign(markup *m)
{
    uint8_t c = at(m, 1);
    size_t begin = m->i + 9;
    if (m->s.ptr[m->i] == '&') {
        read_reference(m);
    } else if (sr_is_alpha(c) || (c == '/' && sr_is_alpha(at(m, 2)))) {
        read_tag(m);
    } else if (c == '!' && at(m, 2) == '-' && at(m, 3) == '-' && skip_to(m, "-->", &m->no_comment_end)) {
        return;
    } else if (sr_str_eq(sr_str_slice(m->s, m->i, begin), SR_STR("<![CDATA[")) && skip_to(m, "]]>", &m->no_cdata_end)) {
        sr_text_maker_put(m->to, sr_str_slice(m->s, begin, m->i - 3));
    } else if (((c == '!' && sr_is_alpha(at(m, 2))) || c == '?') && tag_end(m)) {
        m->i = tag_end(m);
    } else {
        sr_text_maker_put(m->to, SR_STR("<"));
        m->i++;
    }
}

void sr_markup_to_text(sr_str html, sr_text_maker *maker)
{
    markup m = {.s = html, .to = maker};
    while (m.i < m.s.len) {
        size_t begin = m.i;
        while (m.i < m.s.len && m.s.ptr[m.i] != '<' && m.s.ptr[m.i] != '&')
            m.i++;
        sr_text_maker_put(maker, sr_str_slice(m.s, begin, m.i));
        if (m.i < m.s.len)
            read_sign(&m);
    }
}

bool sr_markup_looks(sr_str text)
{
    static const char known[] = "a abbr acronym address article aside audio b big blockquote br caption center cite code"
                                " col dd del dfn div dl dt em embed figcaption figure font footer form h1 h2 h3 h4 h5 h6"
                                " header hr i iframe img input ins kbd label li link main map nav object ol p param pre q"
                                " s samp script section small source span strike strong style sub sup table tbody td tfoot"
                                " th thead time tr tt u ul var video blink svg math html body head meta";
    uint32_t cp;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '&' && i + 1 < text.len) {
            if (named(text, i, &cp) || (text.ptr[i + 1] == '#' && i + 2 < text.len &&
                                        (sr_is_digit(text.ptr[i + 2]) || text.ptr[i + 2] == 'x' || text.ptr[i + 2] == 'X')))
                return true;
        } else if (text.ptr[i] == '<') {
            size_t begin = i + 1 + (i + 1 < text.len && text.ptr[i + 1] == '/'), n = begin;
            while (n < text.len && n - begin < 12 && (sr_is_alpha(text.ptr[n]) || sr_is_digit(text.ptr[n])))
                n++;
            if (n < text.len && (text.ptr[n] == '>' || text.ptr[n] == '/' || sr_is_space(text.ptr[n])) &&
                is_name_in(sr_str_slice(text, begin, n), known))
                return true;
        }
    }
    return false;
}
