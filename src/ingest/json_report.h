/* One line of JSON -> a report.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_JSON_REPORT_H
#define SR_INGEST_JSON_REPORT_H

#include "base/error.h"
#include "record/report.h"

typedef struct sr_json_reader sr_json_reader;

/** @return NULL: out of memory */
sr_json_reader *sr_json_reader_open(void);
void            sr_json_reader_close(sr_json_reader *reader);

typedef struct sr_json_result {
    sr_status   status;    // SR_OK: a report; SR_E_INPUT: none, `fault` tells; SR_E_NOMEM
    char        fault[160]; // terminated
    size_t      fault_at;  // bytes into the line
    bool        bad_date;  // `published` is no ISO 8601 instant and was left unknown
} sr_json_result;

/** @param line    valid UTF-8 without line end
 *  @param report  id, url, publisher, published, title, language, text and members are set, in
 *                 the arena; the rest is untouched
 *  If the arena leaves by longjmp the reader stays sound. */
sr_json_result sr_json_report_read(sr_json_reader *reader, sr_str line, sr_arena *arena,
                                   sr_report *report);

#endif
