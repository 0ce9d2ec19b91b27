/* Sides and cases of an incident; see sides.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/sides.h"

typedef enum side { NONE, STATE, ARMED, RIOTERS, PROTESTERS, CIVILIANS } side;

static const struct {
    const char *acled, *cameo;
    side side;
} roles[] = {
#define X(NAME, acled, cameo, side) {acled, cameo, side},
    SR_ROLE_LIST(X)
#undef X
};

/* Words that begin with these tell what a party is; the first row that occurs decides. */
static const struct {
    const char *begin;
    sr_role role;
} words[] = {
    {"protest", SR_ROLE_PROTESTERS},
    {"demonstrator", SR_ROLE_PROTESTERS},
    {"rioter", SR_ROLE_RIOTERS},
    {"looter", SR_ROLE_RIOTERS},
    {"mob", SR_ROLE_RIOTERS},
    {"hooligan", SR_ROLE_RIOTERS},
    {"rebel", SR_ROLE_REBELS},
    {"guerrilla", SR_ROLE_REBELS},
    {"guerilla", SR_ROLE_REBELS},
    {"insurgent", SR_ROLE_REBELS},
    {"separatist", SR_ROLE_REBELS},
    {"jihadi", SR_ROLE_REBELS},
    {"tribe", SR_ROLE_IDENTITY},
    {"tribal", SR_ROLE_IDENTITY},
    {"clan", SR_ROLE_IDENTITY},
    {"herder", SR_ROLE_IDENTITY},
    {"pastoralist", SR_ROLE_IDENTITY},
    {"communal", SR_ROLE_IDENTITY},
    {"militia", SR_ROLE_MILITIA},
    {"paramilitar", SR_ROLE_MILITIA},
    {"cartel", SR_ROLE_MILITIA},
    {"gang", SR_ROLE_MILITIA},
    {"vigilante", SR_ROLE_MILITIA},
    {"police", SR_ROLE_POLICE},
    {"gendarme", SR_ROLE_POLICE},
    {"soldier", SR_ROLE_MILITARY},
    {"troops", SR_ROLE_MILITARY},
    {"military", SR_ROLE_MILITARY},
    {"army", SR_ROLE_MILITARY},
    {"navy", SR_ROLE_MILITARY},
    {"marines", SR_ROLE_MILITARY},
    {"government", SR_ROLE_GOVERNMENT},
    {"gunm", SR_ROLE_UNIDENTIFIED},
    {"militant", SR_ROLE_UNIDENTIFIED},
    {"terrorist", SR_ROLE_UNIDENTIFIED},
    {"assailant", SR_ROLE_UNIDENTIFIED},
    {"attacker", SR_ROLE_UNIDENTIFIED},
    {"bandit", SR_ROLE_UNIDENTIFIED},
    {"bomber", SR_ROLE_UNIDENTIFIED},
    {"kidnapper", SR_ROLE_UNIDENTIFIED},
    {"extremist", SR_ROLE_UNIDENTIFIED},
};

/* Types of victims and targets, and kinds of names. */
static const struct {
    const char *code;
    sr_role role;
} codes[] = {
    {"active_military", SR_ROLE_MILITARY},
    {"military", SR_ROLE_MILITARY},
    {"law_enforcement", SR_ROLE_POLICE},
    {"police", SR_ROLE_POLICE},
    {"law_enforcement_facility", SR_ROLE_POLICE},
    {"combatant", SR_ROLE_GROUP},
    {"militia", SR_ROLE_MILITIA},
    {"civilian", SR_ROLE_CIVILIANS},
    {"diplomat", SR_ROLE_CIVILIANS},
    {"political_figure", SR_ROLE_CIVILIANS},
    {"government_official", SR_ROLE_CIVILIANS},
    {"former_government_official", SR_ROLE_CIVILIANS},
    {"legal_or_judicial", SR_ROLE_CIVILIANS},
    {"former_active_military", SR_ROLE_CIVILIANS},
    {"security_guard", SR_ROLE_CIVILIANS},
    {"religious", SR_ROLE_CIVILIANS},
    {"education", SR_ROLE_CIVILIANS},
    {"media", SR_ROLE_CIVILIANS},
    {"medical", SR_ROLE_CIVILIANS},
    {"ngo", SR_ROLE_CIVILIANS},
    {"business", SR_ROLE_CIVILIANS},
};

static const struct {
    const char *type;
    sr_case means;
} weapons[] = {
    {"gun", SR_CASE_WITH_FIREARM},
    {"machine_gun", SR_CASE_WITH_FIREARM},
    {"handgun", SR_CASE_WITH_FIREARM},
    {"rifle", SR_CASE_WITH_FIREARM},
    {"explosive", SR_CASE_WITH_EXPLOSIVE},
    {"bomb", SR_CASE_WITH_EXPLOSIVE},
    {"vehicle_bomb", SR_CASE_WITH_EXPLOSIVE},
    {"dynamite", SR_CASE_WITH_EXPLOSIVE},
    {"mine", SR_CASE_WITH_EXPLOSIVE},
    {"aerial_bomb", SR_CASE_WITH_EXPLOSIVE},
    {"grenade", SR_CASE_WITH_EXPLOSIVE},
    {"mortar", SR_CASE_WITH_EXPLOSIVE},
    {"missile", SR_CASE_WITH_EXPLOSIVE},
    {"rocket", SR_CASE_WITH_EXPLOSIVE},
    {"projectile", SR_CASE_WITH_EXPLOSIVE},
    {"cutting_device", SR_CASE_WITH_BLADE},
    {"fire", SR_CASE_WITH_FIRE},
    {"molotov_cocktail", SR_CASE_WITH_FIRE},
    {"vehicle", SR_CASE_WITH_VEHICLE},
    {"chemical", SR_CASE_WITH_CHEMICAL},
    {"biological", SR_CASE_WITH_BIOLOGICAL},
};

sr_str sr_role_acled(sr_role role)
{
    return sr_str_c(roles[role].acled);
}
sr_str sr_role_cameo(sr_role role)
{
    return sr_str_c(roles[role].cameo);
}

/* A word of `text` begins with `begin`, whatever the case. */
static bool has_word(sr_str text, sr_str begin)
{
    for (size_t i = 0; i + begin.len <= text.len; i++) {
        bool at_word = i == 0 || !(sr_is_alpha(text.ptr[i - 1]) || text.ptr[i - 1] >= 0x80);
        if (at_word && sr_str_eq_case(sr_str_slice(text, i, i + begin.len), begin))
            return true;
    }
    return false;
}

static sr_role role_of_words(sr_str text)
{
    for (size_t i = 0; i < SR_COUNT(words); i++)
        if (has_word(text, sr_str_c(words[i].begin)))
            return words[i].role;
    return SR_ROLE_UNKNOWN;
}

static sr_role role_of_kind(sr_str kind)
{
    if (sr_str_eq(kind, SR_STR("group")))
        return SR_ROLE_GROUP;
    if (sr_str_eq(kind, SR_STR("state")))
        return SR_ROLE_GOVERNMENT;
    if (sr_str_eq(kind, SR_STR("agency")))
        return SR_ROLE_GOVERNMENT;
    return SR_ROLE_UNKNOWN;
}

sr_role sr_role_of(const sr_value *value)
{
    for (size_t i = 0; value->code.len && i < SR_COUNT(codes); i++)
        if (sr_str_eq(value->code, sr_str_c(codes[i].code)))
            return codes[i].role;
    sr_role by_words = role_of_words(value->name);
    if (by_words == SR_ROLE_UNKNOWN)
        by_words = role_of_words(value->description);
    sr_role by_kind = role_of_kind(value->kind);
    /* "Red Army Faction" is a group, whatever its words; "army" of a state is no group. */
    if (by_kind == SR_ROLE_GROUP && roles[by_words].side == STATE)
        return SR_ROLE_GROUP;
    return by_words == SR_ROLE_UNKNOWN ? by_kind : by_words;
}

bool sr_party_stands(const sr_export_party *party)
{
    return party->stance != SR_STANCE_DENIED_BY_ACTOR &&
           party->stance != SR_STANCE_CLEARED_BY_AUTHORITIES;
}

bool sr_party_is_sure(const sr_export_incident *in, const sr_export_party *party)
{
    for (uint32_t i = 0; i < in->n_questions; i++)
        if (in->questions[i].kind == SR_QUESTION_CONTESTED &&
            in->questions[i].field == SR_FIELD_PERPETRATOR)
            return false;
    return party->stance == SR_STANCE_REPORTED_AS_FACT ||
           party->stance == SR_STANCE_CLAIMED_BY_ACTOR;
}

bool sr_party_is_named(const sr_export_party *party)
{
    sr_str name = party->value.name;
    if (party->value.actor.len)
        return true;
    for (size_t i = 0, end; i < name.len; i = end + 1) {
        for (end = i; end < name.len && !sr_is_space(name.ptr[end]);)
            end++;
        sr_str word = sr_str_slice(name, i, end);
        bool tells = role_of_words(word) != SR_ROLE_UNKNOWN && end == name.len && i == 0;
        if (word.len && !tells && (sr_is_upper(word.ptr[0]) || word.ptr[0] >= 0x80))
            return true;
    }
    return false;
}

sr_str sr_party_name(const sr_export_party *party)
{
    return party->value.name.len ? party->value.name : party->value.description;
}

static bool same_actor(const sr_export_party *a, const sr_export_party *b)
{
    if (a->value.actor.len && b->value.actor.len)
        return sr_str_eq(a->value.actor, b->value.actor);
    return sr_str_eq_case(sr_party_name(a), sr_party_name(b));
}

static void find_perpetrators(const sr_export_incident *in, sr_sides *sides)
{
    for (uint32_t i = 0; i < in->perpetrators.n && sides->n_by < SR_SIDE_NAMES; i++) {
        const sr_export_party *party = &in->perpetrators.at[i];
        bool known = !sr_party_stands(party) || !sr_party_name(party).len;
        for (uint32_t k = 0; k < sides->n_by && !known; k++)
            known = same_actor(sides->by[k], party);
        if (!known)
            sides->by[sides->n_by++] = party;
    }
    if (sides->n_by)
        sides->by_role = sr_role_of(&sides->by[0]->value);
}

static bool is_armed(side s)
{
    return s == STATE || s == ARMED;
}

/* Of all that was hit, bodies that fight come first: they make a clash of an attack. */
static void find_hit(const sr_export_parties *parties, sr_sides *sides)
{
    for (uint32_t i = 0; i < parties->n; i++) {
        const sr_export_party *party = &parties->at[i];
        sr_role role = sr_role_of(&party->value);
        side now = roles[role].side, had = roles[sides->on_role].side;
        if (role == SR_ROLE_UNKNOWN && sides->on)
            continue;
        if (!sides->on || had == NONE || (is_armed(now) && !is_armed(had))) {
            sides->on = party;
            sides->on_role = role;
        }
    }
}

static uint32_t bit(sr_case c)
{
    return UINT32_C(1) << c;
}

static uint32_t cases_of_sides(const sr_sides *sides)
{
    static const uint32_t by[] = {
        [NONE] = 0,
        [STATE] = 1u << SR_CASE_BY_STATE,
        [ARMED] = 1u << SR_CASE_BY_ARMED,
        [RIOTERS] = 1u << SR_CASE_BY_RIOTERS,
        [PROTESTERS] = 1u << SR_CASE_BY_PROTESTERS,
        [CIVILIANS] = 1u << SR_CASE_BY_CIVILIANS,
    };
    static const uint32_t on[] = {
        [NONE] = 0,
        [STATE] = 1u << SR_CASE_ON_ARMED,
        [ARMED] = 1u << SR_CASE_ON_ARMED,
        [RIOTERS] = 1u << SR_CASE_ON_PROTESTERS,
        [PROTESTERS] = 1u << SR_CASE_ON_PROTESTERS,
        [CIVILIANS] = 1u << SR_CASE_ON_CIVILIANS,
    };
    return by[roles[sides->by_role].side] | on[roles[sides->on_role].side];
}

static uint32_t cases_of_stage(uint8_t stage)
{
    switch (stage) {
    case SR_ACTUALITY_ATTEMPTED:
        return bit(SR_CASE_FAILED);
    case SR_ACTUALITY_FOILED:
        return bit(SR_CASE_FAILED) | bit(SR_CASE_FOILED);
    case SR_ACTUALITY_THREATENED:
    case SR_ACTUALITY_PLANNED:
        return bit(SR_CASE_FAILED) | bit(SR_CASE_THREAT);
    default:
        return 0;
    }
}

static uint32_t cases_of_harm(const sr_export_incident *in)
{
    sr_count killed = in->counts[SR_HARM_KILLED];
    uint32_t cases = 0;
    if (killed.best == 1 || (killed.low == 1 && killed.high == 1))
        cases |= bit(SR_CASE_SINGLE);
    if (killed.low > 0 || killed.best > 0)
        cases |= bit(SR_CASE_DEADLY);
    for (int i = 0; i < SR_HARM_COUNT; i++)
        if (in->counts[i].low > 0 || in->counts[i].best > 0)
            cases |= bit(SR_CASE_ON_PEOPLE);
    if (in->victims.n)
        cases |= bit(SR_CASE_ON_PEOPLE);
    return cases;
}

static uint32_t cases_of_weapons(const sr_export_parties *parties)
{
    uint32_t cases = 0;
    for (uint32_t i = 0; i < parties->n; i++)
        for (size_t w = 0; w < SR_COUNT(weapons); w++)
            if (sr_str_eq(parties->at[i].value.code, sr_str_c(weapons[w].type)))
                cases |= bit(weapons[w].means);
    return cases;
}

sr_sides sr_sides_of(const sr_export_incident *in)
{
    sr_sides sides = {.by_role = SR_ROLE_UNKNOWN, .on_role = SR_ROLE_UNKNOWN};
    find_perpetrators(in, &sides);
    find_hit(&in->victims, &sides);
    find_hit(&in->targets, &sides);
    sides.cases = cases_of_sides(&sides) | cases_of_stage(in->stage) | cases_of_harm(in) |
                  cases_of_weapons(&in->weapons);
    return sides;
}
