/* The sample's incidents as exporters get them, and a run over them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_TESTS_PUBLISH_EXPORT_SAMPLE_H
#define SR_TESTS_PUBLISH_EXPORT_SAMPLE_H

#include "sample.h"

#include "know/know.h"
#include "publish/table.h"

/* Text that would be a formula, markup, a new line or no UTF-8 at all where it is not guarded. */
#define HOSTILE "=cmd|' /C calc'!A0\t<b>&\"x\"</b>\r\n\x01\xFF;,]]>"

/* Every text of the sample that comes from an article becomes hostile. */
SR_UNUSED static void sample_make_hostile(sample *s)
{
    sample_make(s);
    sr_str bad = SR_STR(HOSTILE);
    s->report.title = s->report.publisher = s->report.id = bad;
    s->report.url = SR_STR("javascript:alert(1)//\"'<>");
    for (int i = 0; i < 2; i++)
        s->perpetrators[i].value.name = s->perpetrators[i].source.name = bad;
    s->target.value.name = s->victim.value.description = s->weapon.value.name = bad;
    s->position.value.name = s->position.source.name = bad;
    s->incident[0].venue = s->incident[0].place.name = s->incident[0].place.admin1 = bad;
    s->spans[0] = (sr_span){0, (uint32_t)bad.len, true};
}

/* What a format writes about the sample's incidents; free with sr_buf_free. */
static sr_buf sample_export(sample *s, sr_export_kind kind, const sr_lexicon *lexicon)
{
    sr_export_options options = {.lexicon = lexicon};
    sr_exporter       exporter;
    sr_buf            out = SR_BUF_INIT;
    sr_arena          arena;
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_export_start(&exporter, kind, &options, &out);
    for (uint32_t i = 0; i < s->incidents.n; i++) {
        sr_export_incident in;
        sr_export_from_report(&s->report, &s->incidents.at[i], i, &in, &arena);
        sr_export_put(&exporter, &in, &arena);
    }
    sr_export_end(&exporter);
    sr_export_free(&exporter);
    sr_arena_free(&arena);
    return out;
}

#endif
