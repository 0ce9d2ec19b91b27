/* Lists of feeds as feed readers export them (OPML 1.0, 2.0).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_OPML_H
#define SR_INGEST_OPML_H

#include "base/buf.h"
#include "base/error.h"

typedef struct sr_opml_feed {
    sr_str url, title; // of an outline with xmlUrl
} sr_opml_feed;

/** The feeds of a list in their order, in the arena; an address once. Broken XML is repaired.
 *  @return SR_OK; SR_E_INPUT no OPML; SR_E_NOT_FOUND libxml2 is not installed; SR_E_NOMEM */
SR_NODISCARD sr_status sr_opml_read(sr_str bytes, sr_arena *arena, sr_opml_feed **feeds, size_t *n);

#endif
