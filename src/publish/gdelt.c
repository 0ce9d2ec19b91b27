/* Actor pairs of an incident; see gdelt.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/gdelt.h"

/* CAMEO role of a speaker. */
static const char *const speakers[SR_SPEAKER_CLASS_COUNT] = {
    [SR_SPEAKER_UNKNOWN] = "",
    [SR_SPEAKER_PERPETRATOR_GROUP] = "",
    [SR_SPEAKER_GOVERNMENT] = "GOV",
    [SR_SPEAKER_FOREIGN_GOVERNMENT] = "GOV",
    [SR_SPEAKER_POLICE] = "COP",
    [SR_SPEAKER_MILITARY] = "MIL",
    [SR_SPEAKER_HOSPITAL] = "HLH",
    [SR_SPEAKER_UN] = "IGO",
    [SR_SPEAKER_NGO] = "NGO",
    [SR_SPEAKER_WITNESS] = "CVL",
    [SR_SPEAKER_MEDIA] = "MED",
    [SR_SPEAKER_EXPERT] = "",
    [SR_SPEAKER_UNNAMED_OFFICIAL] = "GOV",
};

/* Capitals as far as they are ASCII; GDELT's names have no others. */
static sr_str capitals(sr_arena *arena, sr_str s)
{
    uint8_t *out = sr_arena_copy(arena, s.ptr, s.len);
    for (size_t i = 0; i < s.len; i++)
        if (sr_is_lower(out[i]))
            out[i] = (uint8_t)(out[i] - 32);
    return sr_str_from(out, s.len);
}

/* The code of a group or body of this name in data/cameo-codes.tsv. */
static sr_str known_group(const sr_lexicon *lexicon, sr_str name)
{
    int table = sr_lexicon_table(lexicon, SR_STR("cameo-codes"));
    int c_name = sr_lexicon_column(lexicon, table, SR_STR("name"));
    int c_kind = sr_lexicon_column(lexicon, table, SR_STR("kind"));
    uint32_t n = name.len ? sr_lexicon_rows(lexicon, table) : 0;
    for (uint32_t row = 0; row < n; row++) {
        sr_str kind = sr_lexicon_cell(lexicon, table, row, c_kind);
        bool body = sr_str_eq(kind, SR_STR("group")) || sr_str_eq(kind, SR_STR("organization"));
        if (body && sr_str_eq_case(sr_lexicon_cell(lexicon, table, row, c_name), name))
            return sr_lexicon_cell(lexicon, table, row,
                                   sr_lexicon_column(lexicon, table, SR_STR("code")));
    }
    return (sr_str){NULL, 0};
}

/* @param home  country when the actor itself does not tell one and is the state's; empty: none */
static sr_cameo_actor actor_of(const sr_row *row, sr_str name, sr_str actor, sr_str nation,
                               sr_str role, sr_str home)
{
    const sr_lexicon *lexicon = row->options->lexicon;
    sr_str country = sr_actor_country(lexicon, actor);
    if (!country.len)
        country = nation.len ? nation : home;
    return (sr_cameo_actor){.name = capitals(row->arena, name),
                            .country = sr_country_cell(lexicon, country, "iso3"),
                            .group = known_group(lexicon, name),
                            .role = role};
}

static bool is_of_state(sr_role role)
{
    return role == SR_ROLE_GOVERNMENT || role == SR_ROLE_MILITARY || role == SR_ROLE_POLICE ||
           role == SR_ROLE_CIVILIANS || role == SR_ROLE_PROTESTERS || role == SR_ROLE_RIOTERS;
}

static sr_cameo_actor party_actor(const sr_row *row, const sr_export_party *party)
{
    if (!party)
        return (sr_cameo_actor){0};
    const sr_value *value = &party->value;
    sr_role role = sr_role_of(value);
    sr_str home = is_of_state(role) ? sr_str_c(row->in->place.country) : (sr_str){NULL, 0};
    sr_cameo_actor actor = actor_of(row, sr_party_name(party), value->actor, value->nationality,
                                    sr_role_cameo(role), home);
    actor.party = party;
    return actor;
}

/* "police" and "Kenyan authorities" in Kenya are Kenya's; "French intelligence" there is not. */
static bool is_local(const sr_row *row, sr_str name)
{
    sr_str country = sr_cell_country(row), stem = sr_str_slice(country, 0, 4);
    bool named = false;
    for (size_t i = 0; i < name.len; i++) {
        bool at_word = i == 0 || name.ptr[i - 1] == ' ';
        named |= sr_is_upper(name.ptr[i]);
        if (at_word && stem.len == 4 && sr_str_eq_case(sr_str_slice(name, i, i + 4), stem))
            return true;
    }
    return !named;
}

static sr_cameo_actor speaker_actor(const sr_row *row, const sr_source *source)
{
    bool state = source->class != SR_SPEAKER_FOREIGN_GOVERNMENT && source->class != SR_SPEAKER_UN &&
                 source->class != SR_SPEAKER_PERPETRATOR_GROUP && source->class != SR_SPEAKER_MEDIA;
    bool local = state && is_local(row, source->name);
    sr_str home = local ? sr_str_c(row->in->place.country) : (sr_str){NULL, 0};
    return actor_of(row, source->name, source->actor, (sr_str){NULL, 0},
                    sr_str_c(speakers[source->class]), home);
}

static void add(const sr_row *row, sr_gdelt_events *out, sr_gdelt_event event)
{
    sr_str key = sr_str_format(row->arena, "%.*s\n%.*s\n%.*s\n%.*s", SR_ARG(row->in->id),
                               SR_ARG(event.one.name), SR_ARG(event.two.name), SR_ARG(event.code));
    event.id = sr_hash(key) >> 1; // fits a signed number
    for (size_t i = 0; i < out->n; i++)
        if (out->at[i].id == event.id)
            return;
    *SR_PUSH(row->arena, out) = event;
}

static void add_positions(const sr_row *row, sr_gdelt_events *out)
{
    const sr_export_parties *positions = &row->in->positions;
    for (uint32_t i = 0; i < positions->n; i++) {
        const sr_export_party *p = &positions->at[i];
        sr_str code = sr_position_cameo(row->options->lexicon, p->value.code);
        if (!code.len || !p->source.name.len)
            continue;
        sr_cameo_actor accused = p->value.name.len ? party_actor(row, p) : (sr_cameo_actor){0};
        add(row, out,
            (sr_gdelt_event){.one = speaker_actor(row, &p->source),
                             .two = accused,
                             .code = code,
                             .position = true,
                             .evidence = p->evidence});
    }
}

void sr_gdelt_events_of(const sr_row *row, sr_gdelt_events *out)
{
    const sr_export_incident *in = row->in;
    uint32_t cases = row->sides.cases | UINT32_C(1) << SR_CASE_GDELT;
    sr_str code = sr_code(row->options->lexicon, in->type, in->subtype, SR_SCHEME_CAMEO, cases);
    bool told = sr_export_is_event(in) || in->stage == SR_ACTUALITY_THREATENED;
    if (!code.len || !told)
        return;
    for (uint32_t i = 0; i < SR_MAX(row->sides.n_by, 1u); i++) {
        const sr_export_party *by =
            i < row->sides.n_by && sr_party_is_sure(in, row->sides.by[i]) ? row->sides.by[i] : NULL;
        add(row, out,
            (sr_gdelt_event){.one = party_actor(row, by),
                             .two = party_actor(row, row->sides.on),
                             .code = code,
                             .evidence = in->evidence});
    }
    add_positions(row, out);
}

sr_str sr_gdelt_stamp(const sr_row *row, sr_instant at)
{
    int64_t seconds = sr_cell_seconds(at);
    if (seconds == INT64_MIN)
        return (sr_str){NULL, 0};
    int64_t day = seconds >= 0 ? seconds / 86400 : -((-seconds + 86399) / 86400);
    int rest = (int)(seconds - day * 86400);
    sr_civil c = sr_day_civil((sr_day)day);
    return sr_str_format(row->arena, "%04d%02d%02d%02d%02d%02d", c.year, c.month, c.day,
                         rest / 3600, rest / 60 % 60, rest % 60);
}
