/* Enums of the closed vocabularies and their printed names.
 *
 * sr_<list>_name gives static text; sr_<list>_from gives the value of a printed
 * name, or -1.  Rows: record/lists.h.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_RECORD_VOCABULARY_H
#define SR_RECORD_VOCABULARY_H

#include "base/str.h"
#include "record/lists.h"

/* name of the type, prefix of its values, list */
#define SR_VOCABULARIES(V)                                                     \
    V(upos, UPOS) V(deprel, DEPREL) V(entity_kind, ENTITY_KIND)                \
    V(timex_type, TIMEX_TYPE) V(precision, PRECISION)                          \
    V(place_precision, PLACE_PRECISION) V(unit, UNIT)                          \
    V(incident_type, INCIDENT_TYPE) V(actuality, ACTUALITY)                    \
    V(stance, STANCE) V(position_verb, POSITION_VERB)                          \
    V(speaker_class, SPEAKER_CLASS) V(report_kind, REPORT_KIND)                \
    V(field, FIELD)

#define X(NAME, text) SR_UPOS_##NAME,
typedef enum sr_upos { SR_UPOS_LIST(X) SR_UPOS_COUNT } sr_upos;
#undef X
#define X(NAME, text) SR_DEPREL_##NAME,
typedef enum sr_deprel { SR_DEPREL_LIST(X) SR_DEPREL_COUNT } sr_deprel;
#undef X
#define X(NAME, text) SR_ENTITY_##NAME,
typedef enum sr_entity_kind { SR_ENTITY_KIND_LIST(X) SR_ENTITY_KIND_COUNT } sr_entity_kind;
#undef X
#define X(NAME, text) SR_TIMEX_##NAME,
typedef enum sr_timex_type { SR_TIMEX_TYPE_LIST(X) SR_TIMEX_TYPE_COUNT } sr_timex_type;
#undef X
#define X(NAME, text) SR_PRECISION_##NAME,
typedef enum sr_precision { SR_PRECISION_LIST(X) SR_PRECISION_COUNT } sr_precision;
#undef X
#define X(NAME, text) SR_PLACE_PRECISION_##NAME,
typedef enum sr_place_precision {
    SR_PLACE_PRECISION_LIST(X) SR_PLACE_PRECISION_COUNT
} sr_place_precision;
#undef X
#define X(NAME, text) SR_UNIT_##NAME,
typedef enum sr_unit { SR_UNIT_LIST(X) SR_UNIT_COUNT } sr_unit;
#undef X
#define X(NAME, text) SR_INCIDENT_##NAME,
typedef enum sr_incident_type { SR_INCIDENT_TYPE_LIST(X) SR_INCIDENT_TYPE_COUNT } sr_incident_type;
#undef X
#define X(NAME, text) SR_ACTUALITY_##NAME,
typedef enum sr_actuality { SR_ACTUALITY_LIST(X) SR_ACTUALITY_COUNT } sr_actuality;
#undef X
#define X(NAME, text) SR_STANCE_##NAME,
typedef enum sr_stance { SR_STANCE_LIST(X) SR_STANCE_COUNT } sr_stance;
#undef X
#define X(NAME, text) SR_POSITION_##NAME,
typedef enum sr_position_verb { SR_POSITION_VERB_LIST(X) SR_POSITION_VERB_COUNT } sr_position_verb;
#undef X
#define X(NAME, text) SR_SPEAKER_##NAME,
typedef enum sr_speaker_class { SR_SPEAKER_CLASS_LIST(X) SR_SPEAKER_CLASS_COUNT } sr_speaker_class;
#undef X
#define X(NAME, text) SR_REPORT_##NAME,
typedef enum sr_report_kind { SR_REPORT_KIND_LIST(X) SR_REPORT_KIND_COUNT } sr_report_kind;
#undef X
#define X(NAME, text) SR_FIELD_##NAME,
typedef enum sr_field { SR_FIELD_LIST(X) SR_FIELD_COUNT } sr_field;
#undef X

#define V(name, LIST)                                                          \
    sr_str sr_##name##_name(int value);                                        \
    int    sr_##name##_from(sr_str text);
SR_VOCABULARIES(V)
#undef V

#endif
