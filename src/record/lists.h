/* Closed vocabularies of the records, one row a value: X(NAME, "name as printed").
 * Each list is included for its enum and for its names (record/vocabulary.h).
 * Sources: design papers of the project (types, stances, stages, positions),
 * Universal Dependencies 2 (tags and relations), TIMEX3.
 * A new value is a new row; order is the canonical order of output.
 * SPDX-License-Identifier: Apache-2.0 */

#define SR_UPOS_LIST(X)                                                        \
    X(NONE, "_") X(ADJ, "ADJ") X(ADP, "ADP") X(ADV, "ADV") X(AUX, "AUX")       \
    X(CCONJ, "CCONJ") X(DET, "DET") X(INTJ, "INTJ") X(NOUN, "NOUN")            \
    X(NUM, "NUM") X(PART, "PART") X(PRON, "PRON") X(PROPN, "PROPN")            \
    X(PUNCT, "PUNCT") X(SCONJ, "SCONJ") X(SYM, "SYM") X(VERB, "VERB") X(X, "X")

#define SR_DEPREL_LIST(X)                                                      \
    X(NONE, "_") X(ROOT, "root") X(ACL, "acl") X(ACL_RELCL, "acl:relcl")       \
    X(ADVCL, "advcl") X(ADVCL_RELCL, "advcl:relcl") X(ADVMOD, "advmod")        \
    X(AMOD, "amod") X(APPOS, "appos") X(AUX, "aux") X(AUX_PASS, "aux:pass")    \
    X(CASE, "case") X(CC, "cc") X(CC_PRECONJ, "cc:preconj") X(CCOMP, "ccomp")  \
    X(COMPOUND, "compound") X(COMPOUND_PRT, "compound:prt") X(CONJ, "conj")    \
    X(COP, "cop") X(CSUBJ, "csubj") X(CSUBJ_OUTER, "csubj:outer")              \
    X(CSUBJ_PASS, "csubj:pass") X(DEP, "dep") X(DET, "det")                    \
    X(DET_PREDET, "det:predet") X(DISCOURSE, "discourse")                      \
    X(DISLOCATED, "dislocated") X(EXPL, "expl") X(FIXED, "fixed")              \
    X(FLAT, "flat") X(GOESWITH, "goeswith") X(IOBJ, "iobj") X(LIST, "list")    \
    X(MARK, "mark") X(NMOD, "nmod") X(NMOD_DESC, "nmod:desc")                  \
    X(NMOD_POSS, "nmod:poss") X(NMOD_UNMARKED, "nmod:unmarked")                \
    X(NSUBJ, "nsubj") X(NSUBJ_OUTER, "nsubj:outer")                            \
    X(NSUBJ_PASS, "nsubj:pass") X(NUMMOD, "nummod") X(OBJ, "obj")              \
    X(OBL, "obl") X(OBL_AGENT, "obl:agent") X(OBL_UNMARKED, "obl:unmarked")    \
    X(ORPHAN, "orphan") X(PARATAXIS, "parataxis") X(PUNCT, "punct")            \
    X(REPARANDUM, "reparandum") X(VOCATIVE, "vocative") X(XCOMP, "xcomp")

#define SR_ENTITY_KIND_LIST(X)                                                 \
    X(PERSON, "person") X(ORGANIZATION, "organization") X(GROUP, "group")      \
    X(AGENCY, "agency") X(STATE, "state") X(PLACE, "place")                    \
    X(FACILITY, "facility") X(WEAPON, "weapon") X(NATIONALITY, "nationality")  \
    X(ROLE, "role") X(EVENT, "event")

#define SR_TIMEX_TYPE_LIST(X)                                                  \
    X(DATE, "DATE") X(TIME, "TIME") X(DURATION, "DURATION") X(SET, "SET")

#define SR_PRECISION_LIST(X)                                                   \
    X(UNKNOWN, "unknown") X(HOUR, "hour") X(PART_OF_DAY, "part_of_day")        \
    X(DAY, "day") X(WEEK, "week") X(MONTH, "month") X(SEASON, "season")        \
    X(YEAR, "year")

#define SR_PLACE_PRECISION_LIST(X)                                             \
    X(UNKNOWN, "unknown") X(EXACT, "exact") X(CITY, "city")                    \
    X(ADMIN2, "admin2") X(ADMIN1, "admin1") X(COUNTRY, "country")

/* What a counted thing is, as far as its words say. */
#define SR_UNIT_LIST(X)                                                        \
    X(NONE, "_") X(PERSON, "person") X(THING, "thing") X(AGE, "age")           \
    X(YEAR, "year") X(MONEY, "money") X(PERCENT, "percent")                    \
    X(ORDINAL, "ordinal") X(FRACTION, "fraction") X(RATE, "rate")              \
    X(DISTANCE, "km") X(WEIGHT, "kg") X(TIME, "time") X(LABEL, "label")

#define SR_INCIDENT_TYPE_LIST(X)                                               \
    X(ATTACK, "ATTACK") X(BOMBING, "BOMBING") X(ARSON, "ARSON")                \
    X(KIDNAPPING, "KIDNAPPING") X(HOSTAGE_TAKING, "HOSTAGE_TAKING")            \
    X(HIJACKING, "HIJACKING") X(ROBBERY, "ROBBERY")                            \
    X(ASSASSINATION, "ASSASSINATION") X(UNARMED_ASSAULT, "UNARMED_ASSAULT")    \
    X(FACILITY_ATTACK, "FACILITY_ATTACK") X(AIRSTRIKE, "AIRSTRIKE")            \
    X(SHELLING, "SHELLING") X(ARMED_CLASH, "ARMED_CLASH")                      \
    X(MOB_VIOLENCE, "MOB_VIOLENCE") X(RIOT, "RIOT") X(PROTEST, "PROTEST")      \
    X(SEXUAL_VIOLENCE, "SEXUAL_VIOLENCE") X(ARREST, "ARREST")                  \
    X(OTHER, "OTHER")

/* Stage of an incident and actuality of a claim share one list. */
#define SR_ACTUALITY_LIST(X)                                                   \
    X(ACCOMPLISHED, "accomplished") X(ONGOING, "ongoing")                      \
    X(ATTEMPTED, "attempted") X(FOILED, "foiled")                              \
    X(THREATENED, "threatened") X(PLANNED, "planned")                          \
    X(HYPOTHETICAL, "hypothetical") X(DISPUTED, "disputed")                    \
    X(RETRACTED, "retracted")

/* Who stands behind a perpetrator, target or number, and how; strongest first. */
#define SR_STANCE_LIST(X)                                                      \
    X(REPORTED_AS_FACT, "reported_as_fact")                                    \
    X(CLAIMED_BY_ACTOR, "claimed_by_actor")                                    \
    X(ACCUSED_BY_AUTHORITIES, "accused_by_authorities")                        \
    X(SUSPECTED_BY_AUTHORITIES, "suspected_by_authorities")                    \
    X(ACCUSED, "accused") X(SUSPECTED, "suspected") X(POSSIBLE, "possible")    \
    X(DENIED_BY_ACTOR, "denied_by_actor")                                      \
    X(CLEARED_BY_AUTHORITIES, "cleared_by_authorities")

#define SR_POSITION_VERB_LIST(X)                                               \
    X(SAYS, "_") X(CLAIMS_RESPONSIBILITY, "claims_responsibility")             \
    X(DENIES_RESPONSIBILITY, "denies_responsibility")                          \
    X(DENIES_EVENT, "denies_event") X(BLAMES, "blames")                        \
    X(SUSPECTS, "suspects") X(RULES_OUT, "rules_out")                          \
    X(CONDEMNS, "condemns") X(WELCOMES, "welcomes")                            \
    X(WARNS_BEFORE, "warns_before") X(DEMANDS, "demands")                      \
    X(THREATENS, "threatens") X(CONFIRMS, "confirms")                          \
    X(REVISES_FIGURE, "revises_figure") X(INVESTIGATES, "investigates")        \
    X(CHARGES, "charges") X(CONVICTS, "convicts") X(APOLOGISES, "apologises")

#define SR_SPEAKER_CLASS_LIST(X)                                               \
    X(UNKNOWN, "unknown") X(PERPETRATOR_GROUP, "perpetrator_group")            \
    X(GOVERNMENT, "government") X(FOREIGN_GOVERNMENT, "foreign_government")    \
    X(POLICE, "police") X(MILITARY, "military") X(HOSPITAL, "hospital")        \
    X(UN, "un") X(NGO, "ngo") X(WITNESS, "witness") X(MEDIA, "media")          \
    X(EXPERT, "expert") X(UNNAMED_OFFICIAL, "unnamed_official")

#define SR_REPORT_KIND_LIST(X)                                                 \
    X(OTHER, "other") X(FRESH, "fresh_incident") X(FOLLOW_UP, "follow_up")     \
    X(COURT, "court") X(ANNIVERSARY, "anniversary") X(OPINION, "opinion")      \
    X(FORECAST, "forecast") X(ROUND_UP, "round_up") X(EXERCISE, "exercise")

/* Fields of a claim, in canonical order. */
#define SR_FIELD_LIST(X)                                                       \
    X(TYPE, "type") X(SUBTYPE, "subtype") X(FACTOR, "factor")                  \
    X(STAGE, "stage") X(DATE, "date") X(TIME_OF_DAY, "time_of_day")            \
    X(PLACE, "place") X(VENUE, "venue") X(KILLED, "killed")                    \
    X(WOUNDED, "wounded") X(MISSING, "missing") X(ABDUCTED, "abducted")        \
    X(KILLED_ATTACKERS, "killed_attackers")                                    \
    X(WOUNDED_ATTACKERS, "wounded_attackers")                                  \
    X(PERPETRATOR, "perpetrator") X(TARGET, "target") X(VICTIM, "victim")      \
    X(WEAPON, "weapon") X(WARNING, "warning") X(POSITION, "position")          \
    X(RELATION, "relation") X(ROLE, "role")
