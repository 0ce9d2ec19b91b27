/* The order of the annotators; see annotate.h.
 *
 * Each reads what the earlier ones left in the document, so the order of the lines
 * is the order of dependence.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/annotate.h"

void sr_annotate(sr_document *doc, const sr_know *know, unsigned flags, sr_arena *arena)
{
    (void)flags;
    sr_annotate_tags(doc, know, arena);
    sr_annotate_numbers(doc, know, arena);
    sr_annotate_times(doc, know, arena);
    sr_annotate_entities(doc, know, arena);
    sr_annotate_places(doc, know, arena);
    sr_annotate_speech(doc, know, arena);
    sr_annotate_coreference(doc, know, arena);
}
