/* Identity of reports: what makes two of them one.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_RECORD_REPORT_ID_H
#define SR_RECORD_REPORT_ID_H

#include "record/report.h"

#define SR_ID_BYTES 16
#define SR_REPORT_ID_TEXT 33

/** The address of a page without what does not lead to another page: scheme and host in lower
 *  case, no default port, no fragment, no marks of campaigns (utm_…, fbclid …).  Anything that is
 *  no http address stays as it is.  In the arena. */
sr_str sr_url_canonical(sr_str url, sr_arena *arena);

/** First 16 bytes of SHA-256 over publisher, canonical url and text, each behind its length.
 *  Texts are hostile, so the hash must be one that nobody can make two of.
 *  @param url  canonical */
void   sr_report_id(sr_str publisher, sr_str url, sr_str text, uint8_t out[SR_ID_BYTES]);
/** The same function for other things that are identified by their parts. */
void   sr_id_of(const sr_str *parts, size_t n, uint8_t out[SR_ID_BYTES]);

/** Hash of what is told about a report beside its text: publication, title, language, members. */
int64_t sr_edition_id(const sr_report *report);

/** Seconds of UTC since 1970; a day without a time of day is its last second, without an offset
 *  UTC.  INT64_MIN: unknown. */
int64_t sr_instant_seconds(sr_instant instant);

/** 32 hex digits, terminated. */
void   sr_id_text(const uint8_t id[SR_ID_BYTES], char out[SR_REPORT_ID_TEXT]);
/** @return false: not 32 hex digits */
bool   sr_id_parse(sr_str text, uint8_t out[SR_ID_BYTES]);

#endif
