/* Entities of a text as one line, for tables of expectations.
 *
 *   kind words =actor @country    parted by " | "; a name has its kind in capitals
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_TESTS_UNIT_ANNOTATE_SHOW_H
#define SR_TESTS_UNIT_ANNOTATE_SHOW_H

#include "read.h"

#include "base/buf.h"
#include "record/vocabulary.h"

static inline void show_entity(const sr_document *doc, const sr_entity *e, sr_buf *out)
{
    sr_str kind = sr_entity_kind_name(e->kind);
    for (size_t i = 0; i < kind.len; i++)
        sr_buf_byte(out, e->named ? (uint8_t)(kind.ptr[i] - 32) : kind.ptr[i]);
    sr_buf_printf(out, " %.*s", SR_ARG(sr_document_words(doc, e->range)));
    if (e->actor.len)
        sr_buf_printf(out, " =%.*s", SR_ARG(e->actor));
    if (e->country[0])
        sr_buf_printf(out, " @%s", e->country);
}

/** All entities of the text, read with every annotator. @param upper  in capitals */
static inline sr_str show_text(read_state *s, const char *text, bool upper, sr_document *doc)
{
    static char       copy[4096];
    static sr_report  report;
    size_t            n = strlen(text);
    sr_buf            out = SR_BUF_INIT;
    assert_true(n < sizeof copy);
    for (size_t i = 0; i <= n; i++)
        copy[i] = upper && text[i] >= 'a' && text[i] <= 'z' ? (char)(text[i] - 32) : text[i];
    read_text(s, copy, "2020-05-01", &report, doc);
    sr_annotate(doc, s->know, SR_ANNOTATE_ALL, &s->arena);
    for (uint32_t i = 0; i < doc->n_entities; i++) {
        if (i)
            sr_buf_put(&out, SR_STR(" | "));
        show_entity(doc, &doc->entities[i], &out);
    }
    sr_str line = sr_str_copy(&s->arena, sr_buf_view(&out));
    sr_buf_free(&out);
    return line;
}

#endif
