/* Codes of the Common Alerting Protocol 1.2 for what we know of an incident.
 *
 * An export (`publish`) and a delivery of a watch (`server`) speak of the same incident, one from
 * its record, one from that record's JSON; both ask here, so they cannot differ.  Values come in
 * by the names of the record (docs/format-record.md).  Pure, thread-safe.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_BASE_CAP_CODES_H
#define SR_BASE_CAP_CODES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/** Past; Immediate while it goes on; Future when threatened or planned; Unknown when hypothetical.
 */
const char *sr_cap_urgency(sr_str stage);

/** Extreme from 50 dead, Severe from 10, Moderate from one, Minor when nobody died.
 *  The figure is the best one, else the lower bound, else the upper one; a negative one is open,
 *  and Unknown when all are. */
const char *sr_cap_severity(int64_t low, int64_t best, int64_t high);

/** Possible when disputed, threatened, planned, hypothetical or contested; else Observed by two
 *  independent reports, Likely by one.
 *  @param contested  the type or the stage of the incident is */
const char *sr_cap_certainty(sr_str stage, bool contested, int64_t support);

/** Kilometres around a place; 0: no circle, since the place is no exact point and no town.
 *  @param radius_km  of a place that is only near its name; 0: the place itself */
double sr_cap_radius(sr_str precision, double radius_km);

#endif
