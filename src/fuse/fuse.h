/* From claims to incidents: a pure function, the same for one report and for a block of a ledger.
 *
 * It never sees a text.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_FUSE_FUSE_H
#define SR_FUSE_FUSE_H

#include "record/incident.h"

/** Fold the claims of one report: one incident a mention, main first.
 *  @param threshold  claims less probable than this are left out; [0, 1] */
void sr_fuse_report(const sr_claims *claims, float threshold, sr_incidents *out, sr_arena *arena);

#endif
