/* Small record types as JSON; shared by the writers of JSON forms.
 *
 * Unknown is null.  Forms and value sets: docs/format-record.md.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_PUBLISH_JSON_RECORD_H
#define SR_PUBLISH_JSON_RECORD_H

#include "publish/json.h"
#include "record/incident.h"

/** [begin,end], or {"in":"title","span":[begin,end]}. */
void sr_json_span(sr_json *json, sr_span span);
/** An array of spans. */
void sr_json_evidence(sr_json *json, sr_evidence evidence);
/** "YYYY-MM-DD" or null. */
void sr_json_day(sr_json *json, sr_day day);
/** A day, or a day with time and offset as far as they are known (ISO 8601); or null. */
void sr_json_instant(sr_json *json, sr_instant instant);
/** {"start","end","precision"}; null when both ends are unknown. */
void sr_json_period(sr_json *json, sr_period period);
/** The members low, best, high of the open object. */
void sr_json_count_members(sr_json *json, sr_count count);
/** {"low","best","high"} or null. */
void sr_json_count(sr_json *json, sr_count count);
/** {"name","venue","admin1", …} or null when neither place nor venue is known. */
void sr_json_place(sr_json *json, const sr_place_value *place, sr_str venue);

#endif
