/* A text read by the program's own code, as far as a test of extract wants it: annotated, up to its drafts, or to
 * its incidents.  One sr_know for the test program: reading_open and reading_close are its group set-up.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_TESTS_SUPPORT_READING_H
#define SR_TESTS_SUPPORT_READING_H

#include "support/test.h"

#include "annotate/annotate.h"
#include "extract/extract.h"
#include "extract/mention.h"
#include "fuse/fuse.h"
#include "text/text.h"

static sr_know *know;

typedef struct reading {
    sr_arena     arena; // freed by the test
    sr_report    report;
    sr_document  doc;
    sr_reader    reader;
    sr_mentions  mentions;
    sr_drafts    drafts;
    sr_claims    claims;
    sr_incidents incidents;
} reading;

/** Annotate a text of Wednesday, 16 June 2021; it outlives the reading. */
static inline void reading_annotate(reading *r, const char *text)
{
    memset(r, 0, sizeof *r);
    sr_arena_init(&r->arena, 0, NULL, NULL);
    r->report = (sr_report){.id = SR_STR("t"), .text = sr_str_c(text),
                            .published = {.day = sr_day_from(2021, 6, 16), .second = -1}};
    sr_text_read(&r->report, know, &r->doc, &r->arena);
    sr_annotate(&r->doc, know, SR_ANNOTATE_ALL, &r->arena);
}

/** Up to the drafts. */
static inline void reading_draft(reading *r, const char *text)
{
    reading_annotate(r, text);
    assert_true(sr_extract_drafts(&r->doc, know, &r->reader, &r->mentions, &r->drafts, &r->arena));
}

/** Up to the incidents at least as probable as the threshold. */
static inline void reading_fuse(reading *r, const char *text, float threshold)
{
    reading_annotate(r, text);
    sr_extract(&r->doc, know, &r->claims, &r->arena);
    sr_fuse_report(&r->claims, threshold, &r->incidents, &r->arena);
}

static inline int reading_open(void **state)
{
    (void)state;
    return sr_know_open(&know, NULL, NULL) == SR_OK ? 0 : -1;
}

static inline int reading_close(void **state)
{
    (void)state;
    sr_know_close(know);
    return 0;
}

#endif
