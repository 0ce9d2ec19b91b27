/* `gtd`: the 135 columns of the Global Terrorism Database, CSV.
 *
 * Left out are incidents of a kind GTD has no place for (also what states do, where the perpetrator
 * is known to be one) and what did not happen.  What an analyst judges (crit1-3, alternative,
 * INT_*), GTD's own country numbers, motives and money stay empty; unknown numbers are empty, too,
 * not -99. Ids are longer than GTD's, so that none is taken for one of theirs.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/codes.h"
#include "publish/export_int.h"
#include "publish/table.h"

static const sr_str nothing;

#define EVENT_NUMBERS 100000000u // of one day

static const struct gtd_weapon {
    const char *ours;
    int type, subtype;
    const char *text;
} weapons[] = {
#define SR_GTD_WEAPONS
#define X(ours, type, subtype, text) {ours, type, subtype, text},
#include "publish/gtd_list.h"
#undef X
#undef SR_GTD_WEAPONS
};

static const struct gtd_target {
    const char *ours;
    int type;
} targets[] = {
#define SR_GTD_TARGETS
#define X(ours, type) {ours, type},
#include "publish/gtd_list.h"
#undef X
#undef SR_GTD_TARGETS
};

#define SLOTS 4

/* What fills numbered columns. */
typedef struct slots {
    const struct gtd_weapon *weapon[SLOTS];
    const sr_export_party *target[SLOTS];
    int target_type[SLOTS];
    uint32_t n_weapons, n_targets;
} slots;

static const slots *slots_of(const sr_row *row)
{
    return row->more;
}

static sr_str number(const sr_row *row, int64_t n)
{
    return sr_cell_int(row->arena, n);
}

static sr_str text_of(const sr_row *row, const char *scheme, sr_str code)
{
    return sr_code_cell(row->options->lexicon, scheme, code, "name");
}

static void find_weapons(const sr_export_incident *in, slots *s)
{
    for (uint32_t i = 0; i < in->weapons.n; i++)
        for (size_t w = 0; w < SR_COUNT(weapons) && s->n_weapons < SLOTS; w++) {
            bool had = false;
            for (uint32_t k = 0; k < s->n_weapons; k++)
                had |= s->weapon[k] == &weapons[w];
            if (!had && sr_str_eq(in->weapons.at[i].value.code, sr_str_c(weapons[w].ours)))
                s->weapon[s->n_weapons++] = &weapons[w];
        }
}

static int target_type(sr_str code)
{
    for (size_t i = 0; i < SR_COUNT(targets); i++)
        if (sr_str_eq(code, sr_str_c(targets[i].ours)))
            return targets[i].type;
    return 0;
}

static void find_targets(const sr_export_parties *parties, slots *s)
{
    for (uint32_t i = 0; i < parties->n && s->n_targets < 3; i++) {
        const sr_export_party *party = &parties->at[i];
        bool had = !sr_party_name(party).len;
        for (uint32_t k = 0; k < s->n_targets && !had; k++)
            had = sr_str_eq(sr_party_name(party), sr_party_name(s->target[k]));
        if (had)
            continue;
        s->target_type[s->n_targets] = target_type(party->value.code);
        s->target[s->n_targets++] = party;
    }
}

static sr_str attack(const sr_row *row)
{
    return sr_code(row->options->lexicon, row->in->type, row->in->subtype, SR_SCHEME_GTD,
                   row->sides.cases);
}

static sr_str cell_eventid(const sr_row *row)
{
    sr_day day = row->in->date.first;
    if (day == SR_DAY_NONE)
        return nothing;
    sr_civil c = sr_day_civil(day);
    return sr_str_format(row->arena, "%04d%02d%02d%08u", c.year, c.month, c.day,
                         (unsigned)(sr_hash(row->in->id) % EVENT_NUMBERS));
}

/* Year, month and day are 0 where not known. */
static sr_civil civil(const sr_row *row)
{
    sr_period date = row->in->date;
    sr_civil none = {0, 0, 0};
    if (date.first == SR_DAY_NONE || date.last == SR_DAY_NONE)
        return none;
    sr_civil a = sr_day_civil(date.first), b = sr_day_civil(date.last);
    if (date.precision == SR_PRECISION_UNKNOWN || a.year != b.year)
        return none;
    if (a.month != b.month)
        return (sr_civil){a.year, 0, 0};
    return (sr_civil){a.year, a.month, a.day == b.day ? a.day : 0};
}

static sr_str cell_year(const sr_row *row)
{
    return number(row, civil(row).year);
}
static sr_str cell_month(const sr_row *row)
{
    return number(row, civil(row).month);
}
static sr_str cell_day(const sr_row *row)
{
    return number(row, civil(row).day);
}

static sr_str cell_approxdate(const sr_row *row)
{
    sr_period date = row->in->date;
    sr_str a = sr_cell_day(row->arena, date.first), b = sr_cell_day(row->arena, date.last);
    if (civil(row).day || !(a.len || b.len))
        return nothing;
    if (date.precision == SR_PRECISION_UNKNOWN)
        return sr_str_format(row->arena, "on or before %.*s", SR_ARG(b.len ? b : a));
    return sr_str_format(row->arena, "between %.*s and %.*s", SR_ARG(a), SR_ARG(b));
}

static sr_str country_cell(const sr_row *row, const char *column)
{
    return sr_country_cell(row->options->lexicon, sr_str_c(row->in->place.country), column);
}

static sr_str cell_region(const sr_row *row)
{
    return country_cell(row, "gtd_region");
}
static sr_str cell_region_txt(const sr_row *row)
{
    return country_cell(row, "gtd_region_name");
}

static sr_str cell_city(const sr_row *row)
{
    uint8_t precision = row->in->place.precision;
    return precision == SR_PLACE_PRECISION_CITY || precision == SR_PLACE_PRECISION_EXACT
               ? row->in->place.name
               : nothing;
}

static sr_str cell_specificity(const sr_row *row)
{
    switch (row->in->place.precision) {
    case SR_PLACE_PRECISION_EXACT:
    case SR_PLACE_PRECISION_CITY:
        return row->in->place.located ? SR_STR("1") : SR_STR("5");
    case SR_PLACE_PRECISION_ADMIN2:
        return SR_STR("3");
    case SR_PLACE_PRECISION_ADMIN1:
        return SR_STR("4");
    default:
        return SR_STR("5");
    }
}

static sr_str cell_vicinity(const sr_row *row)
{
    return row->in->place.radius_km > 0 ? SR_STR("1") : SR_STR("0");
}

static sr_str cell_location(const sr_row *row)
{
    return row->in->venue;
}

static sr_str cell_success(const sr_row *row)
{
    return row->sides.cases >> SR_CASE_FAILED & 1 ? SR_STR("0") : SR_STR("1");
}

static sr_str cell_suicide(const sr_row *row)
{
    return sr_str_eq(row->in->subtype, SR_STR("bombing.suicide")) ? SR_STR("1") : SR_STR("0");
}

static sr_str cell_attack_txt(const sr_row *row)
{
    return text_of(row, "gtd", attack(row));
}

/* --- targets --- */

static sr_str target_type_cell(const sr_row *row, uint32_t i)
{
    const slots *s = slots_of(row);
    return i < s->n_targets && s->target_type[i] ? number(row, s->target_type[i]) : nothing;
}

static sr_str target_name(const sr_row *row, uint32_t i)
{
    const slots *s = slots_of(row);
    return i < s->n_targets ? sr_party_name(s->target[i]) : nothing;
}

static sr_str target_nation(const sr_row *row, uint32_t i)
{
    const slots *s = slots_of(row);
    return i < s->n_targets
               ? sr_country_cell(row->options->lexicon, s->target[i]->value.nationality, "name")
               : nothing;
}

#define TARGET_CELLS(i)                                                                            \
    static sr_str cell_targtype##i(const sr_row *row)                                              \
    {                                                                                              \
        return target_type_cell(row, i - 1);                                                       \
    }                                                                                              \
    static sr_str cell_targtype##i##_txt(const sr_row *row)                                        \
    {                                                                                              \
        return text_of(row, "gtd_target", target_type_cell(row, i - 1));                           \
    }                                                                                              \
    static sr_str cell_target##i(const sr_row *row)                                                \
    {                                                                                              \
        return target_name(row, i - 1);                                                            \
    }                                                                                              \
    static sr_str cell_natlty##i##_txt(const sr_row *row)                                          \
    {                                                                                              \
        return target_nation(row, i - 1);                                                          \
    }
TARGET_CELLS(1)
TARGET_CELLS(2)
TARGET_CELLS(3)

/* --- perpetrators --- */

static bool is_person(const sr_export_party *p)
{
    return sr_str_eq(p->value.kind, SR_STR("person"));
}

/* The i-th of those that have a name: "gunmen" are no group. */
static const sr_export_party *perpetrator(const sr_row *row, uint32_t i)
{
    for (uint32_t k = 0; k < row->sides.n_by; k++)
        if ((is_person(row->sides.by[k]) || sr_party_is_named(row->sides.by[k])) && i-- == 0)
            return row->sides.by[k];
    return NULL;
}

static sr_str group_name(const sr_row *row, uint32_t i)
{
    const sr_export_party *p = perpetrator(row, i);
    if (!p)
        return i == 0 ? SR_STR("Unknown") : nothing;
    return is_person(p) ? SR_STR("Unaffiliated Individual(s)") : sr_party_name(p);
}

/* 1 unless the report itself or the group says that it was them. */
static sr_str uncertain(const sr_row *row, uint32_t i)
{
    const sr_export_party *p = perpetrator(row, i);
    if (!p)
        return nothing;
    return p->stance == SR_STANCE_REPORTED_AS_FACT || p->stance == SR_STANCE_CLAIMED_BY_ACTOR
               ? SR_STR("0")
               : SR_STR("1");
}

static bool claims(const sr_export_party *p)
{
    return p && p->stance == SR_STANCE_CLAIMED_BY_ACTOR;
}

static sr_str claimed(const sr_row *row, uint32_t i)
{
    const sr_export_party *p = perpetrator(row, i);
    if (!p)
        return nothing;
    return claims(p) ? SR_STR("1") : SR_STR("0");
}

static sr_str claim_mode(const sr_row *row, uint32_t i)
{
    return claims(perpetrator(row, i)) ? SR_STR("10") : nothing;
}

static sr_str claim_mode_txt(const sr_row *row, uint32_t i)
{
    return claims(perpetrator(row, i)) ? SR_STR("Unknown") : nothing;
}

static sr_str cell_gname(const sr_row *row)
{
    return group_name(row, 0);
}
static sr_str cell_gname2(const sr_row *row)
{
    return group_name(row, 1);
}
static sr_str cell_gname3(const sr_row *row)
{
    return group_name(row, 2);
}
static sr_str cell_guncertain1(const sr_row *row)
{
    return uncertain(row, 0);
}
static sr_str cell_guncertain2(const sr_row *row)
{
    return uncertain(row, 1);
}
static sr_str cell_guncertain3(const sr_row *row)
{
    return uncertain(row, 2);
}
static sr_str cell_claimed(const sr_row *row)
{
    return claimed(row, 0);
}
static sr_str cell_claimmode(const sr_row *row)
{
    return claim_mode(row, 0);
}
static sr_str cell_claimmode_txt(const sr_row *row)
{
    return claim_mode_txt(row, 0);
}
static sr_str cell_claim2(const sr_row *row)
{
    return claimed(row, 1);
}
static sr_str cell_claimmode2(const sr_row *row)
{
    return claim_mode(row, 1);
}
static sr_str cell_claimmode2_txt(const sr_row *row)
{
    return claim_mode_txt(row, 1);
}
static sr_str cell_claim3(const sr_row *row)
{
    return claimed(row, 2);
}
static sr_str cell_claimmode3(const sr_row *row)
{
    return claim_mode(row, 2);
}
static sr_str cell_claimmode3_txt(const sr_row *row)
{
    return claim_mode_txt(row, 2);
}

static sr_str cell_individual(const sr_row *row)
{
    const sr_export_party *p = perpetrator(row, 0);
    return !p ? nothing : is_person(p) ? SR_STR("1") : SR_STR("0");
}

static sr_str cell_nperps(const sr_row *row)
{
    const sr_export_party *p = perpetrator(row, 0);
    return p && p->value.count.best != SR_COUNT_OPEN ? number(row, p->value.count.best) : nothing;
}

static sr_str cell_compclaim(const sr_row *row)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < row->sides.n_by; i++)
        n += claims(row->sides.by[i]);
    return !n ? nothing : n > 1 ? SR_STR("1") : SR_STR("0");
}

/* --- weapons --- */

static sr_str weapon_type(const sr_row *row, uint32_t i)
{
    const slots *s = slots_of(row);
    if (i < s->n_weapons)
        return number(row, s->weapon[i]->type);
    return i ? nothing
             : sr_code(row->options->lexicon, row->in->type, row->in->subtype, SR_SCHEME_GTD_WEAPON,
                       row->sides.cases);
}

static sr_str weapon_subtype(const sr_row *row, uint32_t i)
{
    const slots *s = slots_of(row);
    return i < s->n_weapons && s->weapon[i]->subtype ? number(row, s->weapon[i]->subtype) : nothing;
}

#define WEAPON_CELLS(i)                                                                            \
    static sr_str cell_weaptype##i(const sr_row *row)                                              \
    {                                                                                              \
        return weapon_type(row, i - 1);                                                            \
    }                                                                                              \
    static sr_str cell_weaptype##i##_txt(const sr_row *row)                                        \
    {                                                                                              \
        return text_of(row, "gtd_weapon", weapon_type(row, i - 1));                                \
    }                                                                                              \
    static sr_str cell_weapsubtype##i(const sr_row *row)                                           \
    {                                                                                              \
        return weapon_subtype(row, i - 1);                                                         \
    }                                                                                              \
    static sr_str cell_weapsubtype##i##_txt(const sr_row *row)                                     \
    {                                                                                              \
        const slots *s = slots_of(row);                                                            \
        return (uint32_t)i - 1 < s->n_weapons ? sr_str_c(s->weapon[i - 1]->text) : nothing;        \
    }
WEAPON_CELLS(1)
WEAPON_CELLS(2)
WEAPON_CELLS(3)
WEAPON_CELLS(4)

static sr_str cell_weapdetail(const sr_row *row)
{
    sr_str all = nothing;
    for (uint32_t i = 0; i < row->in->weapons.n; i++)
        all = sr_cell_join(row->arena, all, "; ", row->in->weapons.at[i].value.name);
    return all;
}

/* --- harm --- */

static sr_str harm(const sr_row *row, int which)
{
    int64_t low, best, high;
    return sr_export_bounds(row->in->counts[which], &low, &best, &high) ? number(row, best)
                                                                        : nothing;
}

static sr_str cell_nkill(const sr_row *row)
{
    return harm(row, SR_HARM_KILLED);
}
static sr_str cell_nkillter(const sr_row *row)
{
    return harm(row, SR_HARM_KILLED_ATTACKERS);
}
static sr_str cell_nwound(const sr_row *row)
{
    return harm(row, SR_HARM_WOUNDED);
}
static sr_str cell_nwoundte(const sr_row *row)
{
    return harm(row, SR_HARM_WOUNDED_ATTACKERS);
}

static bool is_kidnapping(const sr_row *row)
{
    uint8_t type = row->in->type;
    return type == SR_INCIDENT_KIDNAPPING || type == SR_INCIDENT_HOSTAGE_TAKING ||
           type == SR_INCIDENT_HIJACKING;
}

static sr_str cell_ishostkid(const sr_row *row)
{
    return is_kidnapping(row) || sr_count_known(row->in->counts[SR_HARM_ABDUCTED]) ? SR_STR("1")
                                                                                   : SR_STR("0");
}

static sr_str cell_nhostkid(const sr_row *row)
{
    return harm(row, SR_HARM_ABDUCTED);
}

/* 1 when a thing is said to be damaged, 0 when one is said not to be. */
static sr_str cell_property(const sr_row *row)
{
    sr_str told = nothing;
    for (uint32_t i = 0; i < row->in->targets.n; i++) {
        sr_str effect = row->in->targets.at[i].value.effect;
        if (sr_str_eq(effect, SR_STR("destroyed")) || sr_str_eq(effect, SR_STR("some_damage")))
            return SR_STR("1");
        if (sr_str_eq(effect, SR_STR("no_damage")))
            told = SR_STR("0");
    }
    return told;
}

static sr_str cite(const sr_row *row, uint32_t i)
{
    if (i >= row->in->n_reports)
        return nothing;
    const sr_export_report *r = &row->in->reports[i];
    sr_str text = r->title.len ? sr_str_format(row->arena, "\"%.*s\"", SR_ARG(r->title)) : nothing;
    text = sr_cell_join(row->arena, text, ", ", sr_export_publisher(r));
    text = sr_cell_join(row->arena, text, ", ", sr_cell_day(row->arena, r->published.day));
    return sr_cell_join(row->arena, text, ", ", r->url);
}

static sr_str cell_scite1(const sr_row *row)
{
    return cite(row, 0);
}
static sr_str cell_scite2(const sr_row *row)
{
    return cite(row, 1);
}
static sr_str cell_scite3(const sr_row *row)
{
    return cite(row, 2);
}

static sr_str cell_dbsource(const sr_row *row)
{
    (void)row;
    return sr_str_c(sr_export_version(SR_EXPORT_GTD));
}

#define EMPTY(name)                                                                                \
    {                                                                                              \
        name, NULL                                                                                 \
    }
#define TARGET_COLUMNS(i)                                                                          \
    {"targtype" #i, cell_targtype##i}, {"targtype" #i "_txt", cell_targtype##i##_txt},             \
        EMPTY("targsubtype" #i), EMPTY("targsubtype" #i "_txt"), EMPTY("corp" #i),                 \
        {"target" #i, cell_target##i}, EMPTY("natlty" #i),                                         \
    {                                                                                              \
        "natlty" #i "_txt", cell_natlty##i##_txt                                                   \
    }
#define WEAPON_COLUMNS(i)                                                                          \
    {"weaptype" #i, cell_weaptype##i}, {"weaptype" #i "_txt", cell_weaptype##i##_txt},             \
        {"weapsubtype" #i, cell_weapsubtype##i},                                                   \
    {                                                                                              \
        "weapsubtype" #i "_txt", cell_weapsubtype##i##_txt                                         \
    }

static const sr_column columns[] = {
    {"eventid", cell_eventid},
    {"iyear", cell_year},
    {"imonth", cell_month},
    {"iday", cell_day},
    {"approxdate", cell_approxdate},
    EMPTY("extended"),
    EMPTY("resolution"),
    EMPTY("country"),
    {"country_txt", sr_cell_country},
    {"region", cell_region},
    {"region_txt", cell_region_txt},
    {"provstate", sr_cell_admin1},
    {"city", cell_city},
    {"latitude", sr_cell_lat},
    {"longitude", sr_cell_lon},
    {"specificity", cell_specificity},
    {"vicinity", cell_vicinity},
    {"location", cell_location},
    {"summary", sr_cell_notes},
    EMPTY("crit1"),
    EMPTY("crit2"),
    EMPTY("crit3"),
    EMPTY("doubtterr"),
    EMPTY("alternative"),
    EMPTY("alternative_txt"),
    EMPTY("multiple"),
    {"success", cell_success},
    {"suicide", cell_suicide},
    {"attacktype1", attack},
    {"attacktype1_txt", cell_attack_txt},
    EMPTY("attacktype2"),
    EMPTY("attacktype2_txt"),
    EMPTY("attacktype3"),
    EMPTY("attacktype3_txt"),
    TARGET_COLUMNS(1),
    TARGET_COLUMNS(2),
    TARGET_COLUMNS(3),
    {"gname", cell_gname},
    EMPTY("gsubname"),
    {"gname2", cell_gname2},
    EMPTY("gsubname2"),
    {"gname3", cell_gname3},
    EMPTY("gsubname3"),
    EMPTY("motive"),
    {"guncertain1", cell_guncertain1},
    {"guncertain2", cell_guncertain2},
    {"guncertain3", cell_guncertain3},
    {"individual", cell_individual},
    {"nperps", cell_nperps},
    EMPTY("nperpcap"),
    {"claimed", cell_claimed},
    {"claimmode", cell_claimmode},
    {"claimmode_txt", cell_claimmode_txt},
    {"claim2", cell_claim2},
    {"claimmode2", cell_claimmode2},
    {"claimmode2_txt", cell_claimmode2_txt},
    {"claim3", cell_claim3},
    {"claimmode3", cell_claimmode3},
    {"claimmode3_txt", cell_claimmode3_txt},
    {"compclaim", cell_compclaim},
    WEAPON_COLUMNS(1),
    WEAPON_COLUMNS(2),
    WEAPON_COLUMNS(3),
    WEAPON_COLUMNS(4),
    {"weapdetail", cell_weapdetail},
    {"nkill", cell_nkill},
    EMPTY("nkillus"),
    {"nkillter", cell_nkillter},
    {"nwound", cell_nwound},
    EMPTY("nwoundus"),
    {"nwoundte", cell_nwoundte},
    {"property", cell_property},
    EMPTY("propextent"),
    EMPTY("propextent_txt"),
    EMPTY("propvalue"),
    EMPTY("propcomment"),
    {"ishostkid", cell_ishostkid},
    {"nhostkid", cell_nhostkid},
    EMPTY("nhostkidus"),
    EMPTY("nhours"),
    EMPTY("ndays"),
    EMPTY("divert"),
    EMPTY("kidhijcountry"),
    EMPTY("ransom"),
    EMPTY("ransomamt"),
    EMPTY("ransomamtus"),
    EMPTY("ransompaid"),
    EMPTY("ransompaidus"),
    EMPTY("ransomnote"),
    EMPTY("hostkidoutcome"),
    EMPTY("hostkidoutcome_txt"),
    EMPTY("nreleased"),
    EMPTY("addnotes"),
    {"scite1", cell_scite1},
    {"scite2", cell_scite2},
    {"scite3", cell_scite3},
    {"dbsource", cell_dbsource},
    EMPTY("INT_LOG"),
    EMPTY("INT_IDEO"),
    EMPTY("INT_MISC"),
    EMPTY("INT_ANY"),
    EMPTY("related"),
};
_Static_assert(SR_COUNT(columns) == 135, "GTD has 135 columns");

static void start(sr_exporter *exporter)
{
    sr_csv_header(exporter->out, columns, SR_COUNT(columns));
}

static void put(sr_exporter *exporter, const sr_export_incident *incident, sr_arena *arena)
{
    sr_row row = sr_row_of(exporter, incident, arena);
    slots s = {0};
    if (!sr_export_is_event(incident) || !attack(&row).len)
        return;
    find_weapons(incident, &s);
    find_targets(&incident->targets, &s);
    find_targets(&incident->victims, &s);
    row.more = &s;
    sr_csv_row(exporter->out, columns, SR_COUNT(columns), &row);
}

const sr_export_writer sr_export_gtd = {start, put, NULL};
