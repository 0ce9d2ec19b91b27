/* What a writer of export_list.h is.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_PUBLISH_EXPORT_INT_H
#define SR_PUBLISH_EXPORT_INT_H

#include "publish/export.h"

typedef struct sr_export_writer {
    void (*start)(sr_exporter *exporter); // NULL: nothing stands before the first incident
    /** Writes nothing for an incident that the form has no place for.
     *  @param arena  memory of this incident */
    void (*put)(sr_exporter *exporter, const sr_export_incident *incident, sr_arena *arena);
    void (*end)(sr_exporter *exporter); // NULL: nothing stands behind the last
} sr_export_writer;

/** True for what may stand as a row in a table of events that has no column for the stage: it
 *  happened, is happening, or was tried. */
bool sr_export_is_event(const sr_export_incident *incident);

/** True for http and https: where a reader of alerts may be led to. */
bool sr_export_is_web(sr_str url);

#endif
