/* What `gdelt` (events) and `gdelt_mentions` share: the actor pairs of an incident.
 *
 * One incident makes a row for each perpetrator that is not only blamed (one with a blank first
 * actor where there is none), and one for each statement about it that CAMEO has a code for.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_PUBLISH_GDELT_H
#define SR_PUBLISH_GDELT_H

#include "publish/codes.h"
#include "publish/export_int.h"
#include "publish/table.h"

/** An actor as CAMEO writes it; empty members are not known. */
typedef struct sr_cameo_actor {
    sr_str name;                  // capitals
    sr_str country;               // ISO 3166-1 alpha-3, as CAMEO writes countries
    sr_str group;                 // known group
    sr_str role;                  // GOV MIL COP REB UAF CVL NGO MED HLH IGO …
    const sr_export_party *party; // whose evidence tells where it stands; NULL
} sr_cameo_actor;

typedef struct sr_gdelt_event {
    sr_cameo_actor one, two;
    sr_str code;   // CAMEO
    uint64_t id;   // the same for the same incident, actors and code
    bool position; // a statement about the incident, not the incident
    sr_export_evidence evidence;
} sr_gdelt_event;

typedef SR_LIST(sr_gdelt_event) sr_gdelt_events;

/** Empty when GDELT has no place for the incident, or it did not happen. */
void sr_gdelt_events_of(const sr_row *row, sr_gdelt_events *out);
/** YYYYMMDDHHMMSS in UTC; empty: unknown. */
sr_str sr_gdelt_stamp(const sr_row *row, sr_instant at);

#endif
