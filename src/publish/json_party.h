/* Parties, types and questions of an incident as JSON, for records of one report and of a ledger.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_PUBLISH_JSON_PARTY_H
#define SR_PUBLISH_JSON_PARTY_H

#include "publish/json_record.h"

/** Members of a row of a list (SR_FIELD_PERPETRATOR … SR_FIELD_RELATION), without braces, evidence
 *  and probability. */
void sr_json_party(sr_json *json, sr_field field, const sr_party *party);
/** The members type, types, subtype, factors. */
void sr_json_types(sr_json *json, const sr_incident *incident);
/** The member open_questions. */
void sr_json_questions(sr_json *json, const sr_incident *incident);
/** The value of a claim in the shape of its field. */
void sr_json_value(sr_json *json, sr_field field, const sr_value *value);

#endif
