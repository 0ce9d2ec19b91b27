/* From annotations to claims: incident mentions, their participants, counts and positions.
 *
 * Fourth stage of the way.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_EXTRACT_EXTRACT_H
#define SR_EXTRACT_EXTRACT_H

#include "know/know.h"
#include "record/claim.h"

#define SR_EXTRACT_VERSION "sitrep-extract-3"

/** Read the claims of one annotated document, in canonical order.
 *  Thread-safe for different documents. */
void sr_extract(const sr_document *doc, const sr_know *know, sr_claims *out, sr_arena *arena);

#endif
