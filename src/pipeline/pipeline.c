/* The main path, on one screen; see pipeline.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "pipeline/pipeline.h"

#include "annotate/annotate.h"
#include "extract/extract.h"
#include "fuse/fuse.h"
#include "ingest/language.h"
#include "text/text.h"

void sr_pipeline_read(const sr_report *report, const sr_know *know,
                      const sr_pipeline_options *options, sr_pipeline_result *out,
                      sr_arena *arena)
{
    bool     annotations = sr_publish_wants_annotations(options->format);
    unsigned flags = annotations ? SR_ANNOTATE_ALL | SR_ANNOTATE_PARSE_ALL | SR_ANNOTATE_PRINTED
                                   : 0;

    sr_text_read(report, know, &out->doc, arena);
    if (!annotations && !sr_language_is_english(report->language))
        return; // ingest has told
    sr_annotate(&out->doc, know, flags, arena);
    if (annotations)
        return;
    sr_extract(&out->doc, know, &out->claims, arena);
    if (!options->claims_only)
        sr_fuse_report(&out->claims, options->threshold, &out->incidents, arena);
}
