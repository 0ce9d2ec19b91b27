/* The kind of a report; see kind.c.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_EXTRACT_KIND_H
#define SR_EXTRACT_KIND_H

#include "extract/mention.h"

/** sr_report_kind of a report whose drafts are judged.  Cost: linear in its tokens.  Thread-safe. */
uint8_t sr_kind_of_report(const sr_reader *r, const sr_mentions *mentions, const sr_drafts *drafts);

#endif
