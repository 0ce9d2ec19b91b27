/* From records to the plain structs of <sitrep/incident.h>.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_API_VIEW_H
#define SR_API_VIEW_H

#include <sitrep/incident.h>

#include "publish/publish.h"

/** Fill *out; strings and lists live in the arena. */
void sr_view_make(const sr_reading *reading, sr_view_report *out, sr_arena *arena);

#endif
