/* When and where a report was written, as its first line tells: date lines and datelines; and
 * the instants of JSON reports.
 *
 *   date 2024-03-22
 *   SAN SALVADOR, 3 JAN 90 (ACAN-EFE) -- [TEXT] …
 *   KABUL, Afghanistan (Jan. 10, 2011) – …        MOSCOW (Reuters) - …
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_DATELINE_H
#define SR_INGEST_DATELINE_H

#include "record/report.h"

typedef enum sr_dateline_fault {
    SR_DATELINE_SOUND,
    SR_DATELINE_NO_SUCH_DAY, // 31 FEB 90
    SR_DATELINE_NO_YEAR,     // 3 JAN
} sr_dateline_fault;

typedef struct sr_dateline {
    size_t  body_begin; // bytes before the prose: date line, dateline, [TAGS], white space
    sr_day  day;        // of the date line, else of the dateline; SR_DAY_NONE
    sr_str  place;      // "KABUL"; views into the text, empty when not told
    sr_str  region;     // "Afghanistan"
    sr_str  source;     // "Reuters"
    sr_dateline_fault fault; // why the day is not known
    size_t  fault_at;   // byte of the date that is not one
} sr_dateline;

/** Read the begin of a report's text. Cost: O(1): a few thousand bytes at most. */
void sr_dateline_read(sr_str text, sr_dateline *out);

/** ISO 8601: 2024-03-22, 2024-03-22T14:05[:07[.5]][Z|+03:00|+0300|+03]; a space for the T.
 *  @return false: it is not one, or there is no such day or time; *out is then unknown */
bool sr_instant_parse(sr_str s, sr_instant *out);

#endif
