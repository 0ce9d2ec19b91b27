/* HTML bytes -> a compact tree.
 *
 * Two steps.  The sweep goes over the bytes once: it drops comments, scripts, styles, drawings and
 * attributes that nobody asks for, and keeps the limits; what is left, a third of a page of today,
 * goes piece by piece to libxml2's HTML push parser, which knows the implied tags.  Its SAX events
 * build the tree, so there is no second one.  Texts and attributes do not make that detour: the
 * sweep keeps them, with libxml2's table for the names of characters, and gives the parser a
 * number instead.
 *
 * Nodes are in document order: the subtree of node i is [i, nodes[i].end), node 0 is the root.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_HTML_H
#define SR_INGEST_HTML_H

#include "base/buf.h"
#include "base/error.h"

typedef enum sr_html_tag {
    SR_TAG_TEXT,   // no element but text
    SR_TAG_OTHER,  // an element that is not in the list
    SR_TAG_CUSTOM, // <my-element>
#define X(NAME, name, what) SR_TAG_##NAME,
#include "ingest/html_tag_list.h"
#undef X
    SR_TAG_COUNT
} sr_html_tag;

/** Attributes that are kept. */
#define SR_HTML_ATTRIBUTES(X)                                                                      \
    X(ID, "id")                                                                                    \
    X(CLASS, "class")                                                                              \
    X(ITEMPROP, "itemprop")                                                                        \
    X(ITEMTYPE, "itemtype")                                                                        \
    X(PROPERTY, "property")                                                                        \
    X(NAME, "name")                                                                                \
    X(CONTENT, "content")                                                                          \
    X(HTTP_EQUIV, "http-equiv")                                                                    \
    X(ROLE, "role")                                                                                \
    X(REL, "rel")                                                                                  \
    X(HREF, "href")                                                                                \
    X(DATETIME, "datetime")                                                                        \
    X(LANG, "lang")                                                                                \
    X(TITLE, "title")                                                                              \
    X(STYLE, "style")                                                                              \
    X(HIDDEN, "hidden")                                                                            \
    X(ARIA_HIDDEN, "aria-hidden")                                                                  \
    X(PUBDATE, "pubdate")                                                                          \
    X(TYPE, "type")                                                                                \
    X(TESTID, "data-testid")                                                                       \
    X(COMPONENT, "data-component")

typedef enum sr_html_attribute {
#define X(NAME, name) SR_ATTRIBUTE_##NAME,
    SR_HTML_ATTRIBUTES(X)
#undef X
    SR_ATTRIBUTE_COUNT
} sr_html_attribute;

typedef struct sr_html_node {
    uint32_t parent;
    uint32_t end;   // behind the subtree
    uint32_t first; // text: first byte of `text`; element: first of `values`
    uint32_t n;     // text: bytes; element: attributes
    uint8_t  tag;   // sr_html_tag
} sr_html_node;

typedef struct sr_html_value {
    uint32_t first, n; // bytes of `text`
    uint8_t  name;     // sr_html_attribute
} sr_html_value;

/** A <script> that holds data. */
typedef struct sr_html_script {
    sr_str text; // a view into the bytes given
    bool   ld;   // JSON-LD
} sr_html_script;

#define SR_HTML_SCRIPTS 256u

/** The tree, and the memory it is built in; used again for the next page.  Zero it first. */
typedef struct sr_html {
    sr_html_node  *nodes;
    size_t         n;
    sr_html_value *values;
    size_t         n_values;
    sr_buf         text; // of texts and values
    sr_html_script scripts[SR_HTML_SCRIPTS];
    size_t         n_scripts;
    bool           cut;  // a limit was reached
    sr_buf         swept, node_room, value_room, kept_room; // private
} sr_html;

/** @param utf8  valid UTF-8
 *  @return SR_OK; SR_E_NOMEM.  Cost: linear. */
SR_NODISCARD sr_status sr_html_parse(sr_html *html, sr_str utf8);
void                   sr_html_free(sr_html *html);

/** The value of an attribute; empty when it has none. */
sr_str sr_html_get(const sr_html *html, size_t node, sr_html_attribute name);
bool   sr_html_has(const sr_html *html, size_t node, sr_html_attribute name);
static inline sr_str sr_html_text(const sr_html *html, size_t node)
{
    return sr_str_from(html->text.ptr + html->nodes[node].first, html->nodes[node].n);
}
/** All text of a subtree, white space squeezed, in the arena. */
sr_str sr_html_inner_text(const sr_html *html, size_t node, sr_arena *arena);

/** Signs without width: soft hyphens, marks of direction, joins; no text has them. */
bool sr_html_is_invisible(uint32_t cp);

bool sr_html_is_block(uint8_t tag);
bool sr_html_is_hidden(uint8_t tag); // its content is no text of the page

#endif
