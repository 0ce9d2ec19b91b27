/* A literal reading for the tests of writers: one report, one main incident with every list
 * filled, one background incident.  The text was written for these tests.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_TESTS_PUBLISH_SAMPLE_H
#define SR_TESTS_PUBLISH_SAMPLE_H

#include "support/test.h"

#include "publish/publish.h"

#define SAMPLE_TEXT                                                                                \
    "At least 12 farmers were killed by the Red Front near Arlen on Friday, police said. "         \
    "The Red Front denied it."

typedef struct sample {
    sr_report    report;
    sr_document  doc;
    sr_claims    claims;
    sr_incidents incidents;
    sr_reading   reading;
    sr_incident  incident[2];
    sr_span      spans[4];
    sr_party     perpetrators[2], target, victim, weapon, warning, position, relation;
    sr_question  questions[2];
    sr_str       factors[1];
    sr_claim     claim[3];
} sample;

static sr_party sample_party(sample *s, const char *name, uint32_t span)
{
    sr_party party = {.value = sr_value_none(), .stated = SR_DAY_NONE, .probability = 0.5f};
    party.value.name = sr_str_c(name);
    party.evidence = (sr_evidence){&s->spans[span], 1};
    return party;
}

static void sample_parties(sample *s)
{
    s->perpetrators[0] = sample_party(s, "Red Front", 1);
    s->perpetrators[0].value.actor = SR_STR("red-front");
    s->perpetrators[0].value.kind = SR_STR("group");
    s->perpetrators[0].stance = SR_STANCE_ACCUSED_BY_AUTHORITIES;
    s->perpetrators[0].source = (sr_source){SR_STR("police"), {NULL, 0}, SR_SPEAKER_POLICE};
    s->perpetrators[1] = s->perpetrators[0];
    s->perpetrators[1].stance = SR_STANCE_DENIED_BY_ACTOR;
    s->perpetrators[1].source =
        (sr_source){SR_STR("The Red Front"), SR_STR("red-front"), SR_SPEAKER_PERPETRATOR_GROUP};
    s->target = sample_party(s, "barn", 0);
    s->target.value.kind = SR_STR("facility");
    s->target.value.code = SR_STR("commercial");
    s->target.value.effect = SR_STR("destroyed");
    s->target.value.count = (sr_count){1, 1, 1};
    s->victim = sample_party(s, "", 0);
    s->victim.value.description = SR_STR("farmers");
    s->victim.value.code = SR_STR("civilian");
    s->victim.value.effect = SR_STR("death");
    s->victim.value.count = (sr_count){12, 12, SR_COUNT_OPEN};
    s->weapon = sample_party(s, "rifles", 0);
    s->weapon.value.code = SR_STR("rifle");
    s->warning = sample_party(s, "an attack", 0);
    s->warning.source = s->perpetrators[0].source;
    s->warning.value.period = (sr_period){sr_day_from(2023, 3, 1), sr_day_from(2023, 3, 31),
                                          SR_PRECISION_MONTH};
    s->position = sample_party(s, "Red Front", 1);
    s->position.value.code = SR_STR("blames");
    s->position.source = s->perpetrators[0].source;
    s->position.stance = SR_STANCE_ACCUSED_BY_AUTHORITIES;
    s->relation = sample_party(s, "Red Front", 2);
    s->relation.value.code = SR_STR("part_of");
    s->relation.value.other = SR_STR("Red League");
}

static void sample_incidents(sample *s)
{
    sr_incident *main = &s->incident[0], *old = &s->incident[1];
    for (int i = 0; i < 2; i++)
        for (int h = 0; h < SR_HARM_COUNT; h++)
            s->incident[i].counts[h] = SR_COUNT_NONE;
    main->type = SR_INCIDENT_ATTACK;
    main->types = 1u << SR_INCIDENT_ATTACK | 1u << SR_INCIDENT_ARMED_CLASH;
    main->subtype = SR_STR("mass_shooting");
    s->factors[0] = SR_STR("firearms");
    main->factors = s->factors;
    main->n_factors = 1;
    main->date = (sr_period){sr_day_from(2023, 5, 5), sr_day_from(2023, 5, 5), SR_PRECISION_DAY};
    main->time_of_day = SR_STR("19:30");
    main->place = (sr_place_value){.name = SR_STR("Arlen"),
                                   .admin1 = SR_STR("Lower Hills"),
                                   .country = "CO",
                                   .located = true,
                                   .lat = 4.5,
                                   .lon = -74.25,
                                   .precision = SR_PLACE_PRECISION_CITY};
    main->venue = SR_STR("market");
    main->counts[SR_HARM_KILLED] = (sr_count){12, 12, SR_COUNT_OPEN};
    main->count_evidence[SR_HARM_KILLED] = (sr_evidence){&s->spans[0], 1};
    main->perpetrators = (sr_parties){s->perpetrators, 2};
    main->targets = (sr_parties){&s->target, 1};
    main->victims = (sr_parties){&s->victim, 1};
    main->weapons = (sr_parties){&s->weapon, 1};
    main->warnings = (sr_parties){&s->warning, 1};
    main->positions = (sr_parties){&s->position, 1};
    main->relations = (sr_parties){&s->relation, 1};
    s->questions[0] = (sr_question){SR_QUESTION_CONTESTED, SR_FIELD_PERPETRATOR};
    s->questions[1] = (sr_question){SR_QUESTION_UNKNOWN, SR_FIELD_WOUNDED};
    main->questions = s->questions;
    main->n_questions = 2;
    main->evidence = (sr_evidence){s->spans, 2};
    main->probability = 0.93f;
    old->background = true;
    old->type = SR_INCIDENT_PROTEST;
    old->date = (sr_period){SR_DAY_NONE, SR_DAY_NONE, SR_PRECISION_UNKNOWN};
    old->probability = 0.5f;
}

static void sample_claims(sample *s)
{
    for (int i = 0; i < 3; i++)
        s->claim[i] = (sr_claim){.report = SR_STR("r1"),
                                 .value = sr_value_none(),
                                 .span = s->spans[0],
                                 .stated = SR_DAY_NONE,
                                 .probability = 0.75f};
    s->claim[0].field = SR_FIELD_TYPE;
    s->claim[0].value.code = SR_STR("ATTACK");
    s->claim[1].field = SR_FIELD_KILLED;
    s->claim[1].value.count = (sr_count){12, 12, SR_COUNT_OPEN};
    s->claim[1].source = (sr_source){SR_STR("police"), {NULL, 0}, SR_SPEAKER_POLICE};
    s->claim[2].field = SR_FIELD_RELATION;
    s->claim[2].mention = SR_NONE;
    s->claim[2].value.name = SR_STR("Red Front");
    s->claim[2].value.code = SR_STR("part_of");
    s->claim[2].value.other = SR_STR("Red League");
    s->claim[2].span = s->spans[2];
    s->claims = (sr_claims){s->claim, 3, 1, SR_REPORT_FRESH, 0.9f};
}

/* Fill *s; it must not be moved afterwards. */
static void sample_make(sample *s)
{
    memset(s, 0, sizeof *s);
    s->spans[0] = (sr_span){0, 30, false};
    s->spans[1] = (sr_span){31, 51, false};
    s->spans[2] = (sr_span){0, 8, true};
    s->report = (sr_report){.id = SR_STR("r1"),
                            .title = SR_STR("Twelve killed"),
                            .language = SR_STR("en"),
                            .text = SR_STR(SAMPLE_TEXT),
                            .published = {sr_day_from(2023, 5, 6), 37800, 120, true}};
    sample_parties(s);
    sample_incidents(s);
    sample_claims(s);
    s->incidents = (sr_incidents){s->incident, 2};
    s->reading = (sr_reading){&s->report, NULL, &s->claims, &s->incidents};
}

static sr_str sample_xpos(int xpos) { return xpos ? SR_STR("VBP") : SR_STR("_"); }

/* What a format writes; free with sr_buf_free. */
SR_UNUSED static sr_buf sample_write(sample *s, sr_publish_format format, bool color)
{
    const sr_publish_options options = {.color = color,
                                        .xpos = sample_xpos,
                                        .extractor = "test-1"};
    sr_buf                   out = SR_BUF_INIT;
    sr_publish(format, &s->reading, &options, &out);
    assert_false(out.failed);
    return out;
}

SR_UNUSED static bool sample_has(const sr_buf *out, const char *needle)
{
    return sr_str_search(sr_buf_view(out), sr_str_c(needle), 0) < out->len;
}

#endif
