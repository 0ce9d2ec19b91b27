/* Who did it to whom, as coding schemes ask: the two sides of an incident, the class of each, and
 * the cases that the alternatives of data/incident-types.tsv are chosen by.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_PUBLISH_SIDES_H
#define SR_PUBLISH_SIDES_H

#include "publish/export.h"

/* Class of a side: X(NAME, ACLED's word, CAMEO's role, side). */
#define SR_ROLE_LIST(X)                                                                            \
    X(UNKNOWN, "", "", NONE)                                                                       \
    X(GOVERNMENT, "State forces", "GOV", STATE)                                                    \
    X(MILITARY, "State forces", "MIL", STATE)                                                      \
    X(POLICE, "State forces", "COP", STATE)                                                        \
    X(REBELS, "Rebel group", "REB", ARMED)                                                         \
    X(MILITIA, "Political militia", "UAF", ARMED)                                                  \
    X(IDENTITY, "Identity militia", "UAF", ARMED)                                                  \
    X(GROUP, "", "", ARMED)                                                                        \
    X(UNIDENTIFIED, "Political militia", "UAF", ARMED)                                             \
    X(RIOTERS, "Rioters", "CVL", RIOTERS)                                                          \
    X(PROTESTERS, "Protesters", "CVL", PROTESTERS)                                                 \
    X(CIVILIANS, "Civilians", "CVL", CIVILIANS)

#define X(NAME, acled, cameo, side) SR_ROLE_##NAME,
typedef enum sr_role { SR_ROLE_LIST(X) SR_ROLE_COUNT } sr_role;
#undef X

/* Cases of incident-types.tsv: X(NAME, "name there"). */
#define SR_CASE_LIST(X)                                                                            \
    X(BY_STATE, "by_state")                                                                        \
    X(BY_ARMED, "by_armed") X(BY_RIOTERS, "by_rioters") X(BY_PROTESTERS, "by_protesters")          \
        X(BY_CIVILIANS, "by_civilians") X(ON_ARMED, "on_armed") X(ON_CIVILIANS, "on_civilians")    \
            X(ON_PROTESTERS, "on_protesters") X(ON_PEOPLE, "on_people")                            \
                X(WITH_FIREARM, "with_firearm") X(WITH_EXPLOSIVE, "with_explosive")                \
                    X(WITH_BLADE, "with_blade") X(WITH_FIRE, "with_fire")                          \
                        X(WITH_VEHICLE, "with_vehicle") X(WITH_CHEMICAL, "with_chemical")          \
                            X(WITH_BIOLOGICAL, "with_biological") X(SINGLE, "single")              \
                                X(DEADLY, "deadly") X(FAILED, "failed") X(FOILED, "foiled")        \
                                    X(THREAT, "threat") X(GDELT, "gdelt")

#define X(NAME, name) SR_CASE_##NAME,
typedef enum sr_case { SR_CASE_LIST(X) SR_CASE_COUNT } sr_case;
#undef X

#define SR_SIDE_NAMES 3 // perpetrators that formats have room for

typedef struct sr_sides {
    /** Perpetrators, one an actor: its strongest row; denied and cleared ones are not there. */
    const sr_export_party *by[SR_SIDE_NAMES];
    uint32_t n_by; // at most SR_SIDE_NAMES
    sr_role by_role;
    const sr_export_party *on; // the side that was hit: a body that fights, else people; NULL
    sr_role on_role;
    uint32_t cases; // 1 << sr_case
} sr_sides;

/** Cost: linear in the incident's rows. */
sr_sides sr_sides_of(const sr_export_incident *incident);
/** Class of one party, from its kind, its type and the words that name it. */
sr_role sr_role_of(const sr_value *value);
/** True when nobody clears the party and it does not deny, so that it stands as a perpetrator. */
bool sr_party_stands(const sr_export_party *party);
/** True when the perpetrator is not only blamed: reported as fact or claimed by itself, and nobody
 *  contests it.  Forms that have no place for doubt name no other. */
bool     sr_party_is_sure(const sr_export_incident *incident, const sr_export_party *party);
/** A name rather than a description: in the actor table, or with a capital letter in a word that does
 *  not only tell what it is: "Red Front", "M23 rebels", not "Gunmen" or "militants". */
bool sr_party_is_named(const sr_export_party *party);
/** "Red Front", else "gunmen": what a party is called; may be empty. */
sr_str sr_party_name(const sr_export_party *party);

sr_str sr_role_acled(sr_role role);
sr_str sr_role_cameo(sr_role role);

#endif
