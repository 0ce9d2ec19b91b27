/* What our records are called in MUC-4 templates; each table is used by write_muc4.c only.
 * Sources: MUC-4 slot definitions (1992); the type and position tables of the project's papers.
 * A value without a row has no MUC-4 counterpart and is not printed.
 * SPDX-License-Identifier: Apache-2.0 */

/* Incident type: X(ours, theirs).  Not an incident of the task: riots, protests, sexual violence,
 * arrests and the rest.  Bombs from aircraft are an ATTACK. */
#ifdef SR_MUC4_TYPES
X(ATTACK, "ATTACK")
X(BOMBING, "BOMBING")
X(ARSON, "ARSON")
X(KIDNAPPING, "KIDNAPPING")
X(HOSTAGE_TAKING, "KIDNAPPING")
X(HIJACKING, "HIJACKING")
X(ROBBERY, "ROBBERY")
X(ASSASSINATION, "ATTACK")
X(UNARMED_ASSAULT, "ATTACK")
X(FACILITY_ATTACK, "ATTACK")
X(AIRSTRIKE, "ATTACK")
X(SHELLING, "ATTACK")
X(ARMED_CLASH, "ATTACK")
X(MOB_VIOLENCE, "ATTACK")
#endif

/* Stage: X(ours, theirs).  Hypothetical and retracted incidents are rumours, which do not count. */
#ifdef SR_MUC4_STAGES
X(ACCOMPLISHED, "ACCOMPLISHED")
X(ONGOING, "ACCOMPLISHED")
X(DISPUTED, "ACCOMPLISHED")
X(ATTEMPTED, "ATTEMPTED")
X(FOILED, "ATTEMPTED")
X(THREATENED, "THREATENED")
X(PLANNED, "THREATENED")
#endif

/* Stance on a perpetrator: X(ours, theirs). */
#ifdef SR_MUC4_CONFIDENCES
X(REPORTED_AS_FACT, "REPORTED AS FACT")
X(CLAIMED_BY_ACTOR, "CLAIMED OR ADMITTED")
X(ACCUSED_BY_AUTHORITIES, "SUSPECTED OR ACCUSED BY AUTHORITIES")
X(SUSPECTED_BY_AUTHORITIES, "SUSPECTED OR ACCUSED BY AUTHORITIES")
X(ACCUSED, "SUSPECTED OR ACCUSED")
X(SUSPECTED, "SUSPECTED OR ACCUSED")
X(POSSIBLE, "POSSIBLE")
X(DENIED_BY_ACTOR, "ACQUITTED")
X(CLEARED_BY_AUTHORITIES, "ACQUITTED")
#endif

/* Weapon: X(ours, theirs). */
#ifdef SR_MUC4_WEAPONS
X("gun", "GUN")
X("machine_gun", "MACHINE GUN")
X("mortar", "MORTAR")
X("handgun", "HANDGUN")
X("rifle", "RIFLE")
X("explosive", "EXPLOSIVE")
X("bomb", "BOMB")
X("vehicle_bomb", "VEHICLE BOMB")
X("dynamite", "DYNAMITE")
X("mine", "MINE")
X("aerial_bomb", "AERIAL BOMB")
X("grenade", "GRENADE")
X("molotov_cocktail", "MOLOTOV COCKTAIL")
X("projectile", "PROJECTILE")
X("missile", "MISSILE")
X("rocket", "ROCKET")
X("cutting_device", "CUTTING DEVICE")
X("fire", "FIRE")
X("stone", "STONE")
X("torture", "TORTURE")
#endif

/* Thing attacked: X(ours, theirs). */
#ifdef SR_MUC4_THINGS
X("civilian_residence", "CIVILIAN RESIDENCE")
X("commercial", "COMMERCIAL")
X("business", "COMMERCIAL")
X("communications", "COMMUNICATIONS")
X("media", "COMMUNICATIONS")
X("diplomat_office_or_residence", "DIPLOMAT OFFICE OR RESIDENCE")
X("energy", "ENERGY")
X("utility", "ENERGY")
X("financial", "FINANCIAL")
X("law_enforcement_facility", "LAW ENFORCEMENT FACILITY")
X("police", "LAW ENFORCEMENT FACILITY")
X("political_figure_office_or_residence", "POLITICAL FIGURE OFFICE OR RESIDENCE")
X("government_office_or_residence", "GOVERNMENT OFFICE OR RESIDENCE")
X("organization_office", "ORGANIZATION OFFICE")
X("ngo", "ORGANIZATION OFFICE")
X("transport_vehicle", "TRANSPORT VEHICLE")
X("transport", "TRANSPORT VEHICLE")
X("transportation_facility", "TRANSPORTATION FACILITY")
X("transportation_route", "TRANSPORTATION ROUTE")
X("water", "WATER")
X("military", "OTHER")
X("religious", "OTHER")
X("education", "OTHER")
X("medical", "OTHER")
X("other", "OTHER")
#endif

/* Person attacked: X(ours, theirs). */
#ifdef SR_MUC4_PEOPLE
X("civilian", "CIVILIAN")
X("diplomat", "DIPLOMAT")
X("political_figure", "POLITICAL FIGURE")
X("government_official", "GOVERNMENT OFFICIAL")
X("former_government_official", "FORMER GOVERNMENT OFFICIAL")
X("legal_or_judicial", "LEGAL OR JUDICIAL")
X("active_military", "ACTIVE MILITARY")
X("military", "ACTIVE MILITARY")
X("former_active_military", "FORMER ACTIVE MILITARY")
X("law_enforcement", "LAW ENFORCEMENT")
X("police", "LAW ENFORCEMENT")
X("security_guard", "SECURITY GUARD")
X("militia", "ACTIVE MILITARY")
X("religious", "CIVILIAN")
X("education", "CIVILIAN")
X("media", "CIVILIAN")
X("medical", "CIVILIAN")
X("ngo", "CIVILIAN")
X("business", "CIVILIAN")
#endif

/* Effect on a thing: X(ours, theirs). */
#ifdef SR_MUC4_THING_EFFECTS
X("destroyed", "DESTROYED")
X("some_damage", "SOME DAMAGE")
X("no_damage", "NO DAMAGE")
X("money_taken_from_target", "MONEY TAKEN FROM TARGET")
X("property_taken_from_target", "PROPERTY TAKEN FROM TARGET")
X("target_taken", "TARGET TAKEN")
#endif

/* Effect on a person: X(ours, theirs). */
#ifdef SR_MUC4_PERSON_EFFECTS
X("death", "DEATH")
X("injury", "INJURY")
X("no_injury", "NO INJURY")
X("no_death", "NO DEATH")
X("no_injury_or_death", "NO INJURY OR DEATH")
X("regained_freedom", "REGAINED FREEDOM")
X("escaped", "ESCAPED")
X("resignation", "RESIGNATION")
X("no_resignation", "NO RESIGNATION")
#endif

/* Nations whose name in the task is not the present English one: X(ISO code, theirs). */
#ifdef SR_MUC4_NATIONS
X("CN", "PEOPLES REP OF CHINA")
X("CS", "YUGOSLAVIA")
X("CZ", "CZECHOSLOVAKIA")
X("DE", "WEST GERMANY")
X("GB", "UNITED KINGDOM")
X("KP", "DEMOCRATIC PEOPLES REP OF KOREA")
X("KR", "REPUBLIC OF KOREA")
X("NL", "NETHERLANDS")
X("RS", "YUGOSLAVIA")
X("RU", "USSR")
X("TC", "TURKS ISLANDS")
X("TT", "TRINIDAD AND TOBAGO")
X("TW", "REPUBLIC OF CHINA")
X("US", "UNITED STATES")
X("VA", "VATICAN CITY")
X("VN", "VIETNAM")
X("ZA", "REPUBLIC OF SOUTH AFRICA")
#endif
