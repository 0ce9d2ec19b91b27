/* Places of a document: what `extract` asks of them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_ANNOTATE_PLACES_H
#define SR_ANNOTATE_PLACES_H

#include "know/know.h"
#include "record/document.h"

/** Whether `inner` lies in `outer`, or is it, as far as their countries and provinces tell. */
bool     sr_place_contains(const sr_place_value *outer, const sr_place_value *inner);
/** Index of the shortest place over a token; SR_NONE. Cost: O(log places). */
uint32_t sr_place_over(const sr_document *doc, uint32_t token);
/** Fill *out from an index of the gazetteer (see sr_know_gazetteer). */
struct sr_gazetteer;
void     sr_place_from(const struct sr_gazetteer *gazetteer, uint32_t index, sr_place_value *out);

#endif
