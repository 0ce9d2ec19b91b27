/* OPML; see opml.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/opml.h"

#include <libxml/parser.h>

#include "base/library.h"
#include "base/limits.h"
#include "ingest/feed_repair.h"

typedef struct list {
    sr_arena *arena;
    SR_LIST(sr_opml_feed) feeds;
    bool outlines;
} list;

static sr_str attribute(const xmlNode *node, const char *name)
{
    for (const xmlAttr *a = node->properties; a; a = a->next)
        if (sr_str_eq_case(sr_str_c((const char *)a->name), sr_str_c(name)) && a->children && a->children->content)
            return sr_str_trim(sr_str_c((const char *)a->children->content));
    return (sr_str){NULL, 0};
}

static void add(list *l, sr_str url, sr_str title)
{
    for (size_t i = 0; i < l->feeds.n; i++)
        if (sr_str_eq(l->feeds.at[i].url, url))
            return;
    if (l->feeds.n < SR_LIMIT_OPML_FEEDS)
        *SR_PUSH(l->arena, &l->feeds) = (sr_opml_feed){sr_str_copy(l->arena, url), sr_str_copy(l->arena, title)};
}

static void walk(list *l, const xmlNode *node)
{
    for (; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        bool outline = sr_str_eq_case(sr_str_c((const char *)node->name), SR_STR("outline"));
        l->outlines = l->outlines || outline || sr_str_eq_case(sr_str_c((const char *)node->name), SR_STR("opml"));
        sr_str url = outline ? attribute(node, "xmlurl") : (sr_str){NULL, 0}, title = attribute(node, "title");
        if (url.len)
            add(l, url, title.len ? title : attribute(node, "text"));
        walk(l, node->children);
    }
}

sr_status sr_opml_read(sr_str bytes, sr_arena *arena, sr_opml_feed **feeds, size_t *n)
{
    sr_buf text = SR_BUF_INIT, xml = SR_BUF_INIT;
    sr_feed_faults faults;
    list l = {.arena = arena};
    sr_status status = SR_E_NOMEM;
    *feeds = NULL;
    *n = 0;
    if (!sr_library_load(SR_LIBRARY_XML))
        return SR_E_NOT_FOUND;
    xmlInitParser();
    if (sr_feed_decode(bytes, (sr_str){NULL, 0}, &text, &faults) && sr_feed_repair(sr_buf_view(&text), &xml, &faults)) {
        xmlDoc *doc = xml.len ? xmlReadMemory((const char *)xml.ptr, (int)xml.len, NULL, "UTF-8",
                                              XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING) : NULL;
        if (doc)
            walk(&l, doc->children);
        xmlFreeDoc(doc);
        status = l.outlines ? SR_OK : SR_E_INPUT;
    }
    sr_buf_free(&text);
    sr_buf_free(&xml);
    *feeds = l.feeds.at;
    *n = l.feeds.n;
    return status;
}
