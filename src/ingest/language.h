/* The language of a text.
 *
 * Letters tell most languages that are not written in Latin ones; the others are told by their
 * short frequent words ("the", "und", "que").  That is enough for whole reports and costs next to
 * nothing; a line or two may stay unknown.  docs/decisions/050 says why no library does it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_LANGUAGE_H
#define SR_INGEST_LANGUAGE_H

#include "base/str.h"

/** ISO 639 code, static; "" when it cannot be told.  Looks at the first SR_LANGUAGE_LOOK bytes. */
const char *sr_language_of(sr_str text);
#define SR_LANGUAGE_LOOK (8u << 10)

/** "German" for "de", "de-AT"; the code itself where we have no name. */
sr_str sr_language_name(sr_str code);

/** May a text with this BCP 47 tag be read as English?  Yes for "", "en", "en-GB", "eng", "mul". */
bool sr_language_is_english(sr_str code);

#endif
