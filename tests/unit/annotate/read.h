/* Reading a sentence as far as an annotator's test needs it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_TESTS_UNIT_ANNOTATE_READ_H
#define SR_TESTS_UNIT_ANNOTATE_READ_H

#include "support/test.h"

#include "annotate/annotate.h"
#include "text/text.h"

typedef struct read_state {
    sr_know *know;
    sr_arena arena;
} read_state;

static inline int read_setup(void **state)
{
    static read_state s;
    sr_error err = {0};
    if (sr_know_open(&s.know, NULL, &err) != SR_OK)
        return -1;
    sr_arena_init(&s.arena, 0, NULL, NULL);
    *state = &s;
    return 0;
}

static inline int read_teardown(void **state)
{
    read_state *s = *state;
    sr_know_close(s->know);
    sr_arena_free(&s->arena);
    return 0;
}

/** Tokens and sentences of a text published on a day ("" unknown); the arena starts anew. */
static inline void read_text(read_state *s, const char *text, const char *published, sr_report *report,
                             sr_document *doc)
{
    sr_arena_reset(&s->arena);
    *report = (sr_report){.text = sr_str_c(text), .published = {.day = SR_DAY_NONE, .second = -1}};
    report->published.day = sr_day_parse(sr_str_c(published));
    *doc = (sr_document){0};
    sr_text_read(report, s->know, doc, &s->arena);
}

#endif
