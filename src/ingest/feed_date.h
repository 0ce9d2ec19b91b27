/* Dates of feeds, pages and mail headers, in every form met in the wild.
 *
 *   Thu, 01 Jan 2004 19:48:21 GMT     RFC 822, 2822, 5322, with their usual damage
 *   2003-12-31T10:14:55.1234+08:00    ISO 8601 and W3C-DTF, compact, ordinal and week dates, two-digit years
 *   Sun Jul 15 01:16:00 +0000 2012    asctime and what goes with it
 *   2004-július-13T9:15-05:00         month names of fifteen languages
 *   2004년 05월 28일 오후 01:31:15     Korean, Chinese and Japanese
 *
 * What has two readings (01/02/2004, 22013) or none stays unknown: a wrong date is worse than a gap.
 * The clock is never asked.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_FEED_DATE_H
#define SR_INGEST_FEED_DATE_H

#include "record/report.h"

/** The instant a string tells, as far as it tells it. A month or a year alone is its first day.
 *  @param whole  out: the day is told, not only a month or a year; may be NULL
 *  @return false: it is no date; *out is then unknown.  Cost: O(1), longer than 128 bytes is no date */
bool sr_feed_date_read(sr_str text, sr_instant *out, bool *whole);

#define SR_UTC_TEXT 21
/** "2004-01-01T19:48:21Z", terminated; without an offset the clock is taken for UTC, without a
 *  time the day begins.  "" when the day is unknown or leaves the years 1 to 9999. */
void sr_instant_format_utc(const sr_instant *instant, char out[SR_UTC_TEXT]);

#endif
