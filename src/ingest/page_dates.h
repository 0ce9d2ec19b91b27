/* Dates as pages write them, in digits and in words of some thirty languages.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_PAGE_DATES_H
#define SR_INGEST_PAGE_DATES_H

#include "record/report.h"

typedef struct sr_page_day {
    sr_instant instant;
    size_t     begin, end; // bytes of the text
    bool       words;      // a month's name: not to be taken for something else
    bool       ambiguous;  // 3/4/2020
    bool       short_year; // 3.4.20
} sr_page_day;

/** The first date of the text at or after `from`.
 *  @param month_first  3/4/2020 is March 4
 *  @return false: none.  Cost: linear. */
bool sr_page_day_find(sr_str text, size_t from, bool month_first, sr_page_day *out);

/** A text that is a date: ISO 8601, RFC 822, or whatever sr_page_day_find finds at its begin. */
bool sr_page_day_parse(sr_str text, bool month_first, sr_instant *out);

/** /2019/03/12/, /20190312, 2019-03-12, 12-03-2019 in an address; day SR_DAY_NONE: none. */
sr_day sr_page_day_of_url(sr_str url);

/** A day on which a page of the web can have been published: from 1994 to 2037. */
bool sr_page_day_plausible(sr_day day);

#endif
