/* From tokens to annotations: the order in which the annotators run.
 *
 *   tag (tags, lemmas) → numbers → times → names → actors → places → speech → coreference;
 *   parse where a sentence needs it
 *
 * Third stage of the way.  Each annotator has its own file, reads what the earlier ones left in
 * the document and appends its list.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_ANNOTATE_ANNOTATE_H
#define SR_ANNOTATE_ANNOTATE_H

#include "know/know.h"
#include "record/document.h"

enum {
    SR_ANNOTATE_PARSE_ALL = 1, // parse every sentence, not only those that need it
    SR_ANNOTATE_ALL = 2,       // annotate reports without any trigger, too
    SR_ANNOTATE_PRINTED = 4,   // at the end, give lemmas the form in which UD prints them
};

/** Can the annotators read the models that know holds?  A model that is not there is no error: they
 *  do without.  @return SR_E_VERSION for one of another kind or made with other features,
 *  SR_E_CORRUPT; err names the model.  Cost: a few comparisons. */
SR_NODISCARD sr_status sr_annotate_check(const sr_know *know, sr_error *err);

/** Annotate *doc in place. Thread-safe for different documents.  Never fails: what cannot be
 *  read stays unknown. */
void sr_annotate(sr_document *doc, const sr_know *know, unsigned flags, sr_arena *arena);

/* One function an annotator; in the order of the way. */
void sr_annotate_tags(sr_document *doc, const sr_know *know, sr_arena *arena);
void sr_annotate_numbers(sr_document *doc, const sr_know *know, sr_arena *arena);
void sr_annotate_times(sr_document *doc, const sr_know *know, sr_arena *arena);
/** The whole stretch when the words between times[i] and times[i + 1] make a range of them ("from
 *  3 to 7 May", "between March and May"); its ends stay expressions of their own in doc->times.
 *  false: no range, or its days are not known. */
bool sr_timex_range(const sr_document *doc, uint32_t i, sr_period *out);
void sr_annotate_entities(sr_document *doc, const sr_know *know, sr_arena *arena);
void sr_annotate_places(sr_document *doc, const sr_know *know, sr_arena *arena);
void sr_annotate_speech(sr_document *doc, const sr_know *know, sr_arena *arena);
void sr_annotate_coreference(sr_document *doc, const sr_know *know, sr_arena *arena);
/** Give lemmas the form in which UD prints them: proper names and "I" keep capitals.  Comes last:
 *  annotators and extraction compare lemmas in small letters.  Lemma hashes stay. */
void sr_annotate_printed_lemmas(sr_document *doc, const sr_know *know, sr_arena *arena);
/** Set heads and relations of one sentence. */
void sr_annotate_parse(sr_document *doc, uint32_t sentence, const sr_know *know, sr_arena *arena);

#endif
