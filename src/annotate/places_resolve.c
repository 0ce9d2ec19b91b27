/* Choosing which place a name means: identity first, then what the report is about.
 *
 * Each reading gets a score: how well known the place is, what its word of kind says, and how it
 * fits the places around it – the countries that the report names (by name, by people, by
 * dateline), the place named as its container ("X, Y"; "X in Y"), the provinces and towns of
 * other names.  Two rounds: the first knows the countries only, the second what the first chose.
 * One name means one place throughout a report unless a container says otherwise.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/places_int.h"

#include <math.h>

static const struct {
    float decade;    // each tenfold population
    float kind[SR_GAZETTEER_KINDS];
    float capital, seat, section, borrowed;
    float common, common_town, alternate, shortened;
    float hint, hint_missed; // the word of kind agrees; asks for something else
    float country;   // it lies in the country most spoken of
    float province;  // another name is its province, or lies in it
    float near;      // another town is close
    float outer, outer_missed; // in the place named as its container; not
    float same;      // what the name means elsewhere in the report
    float listed;    // of one kind with its neighbour in a list ("Ohio, Georgia and Texas")
    float stranger;  // a region of a country that the report does not speak of
    float near_km;
} weight = {
    .decade = 1.0F,
    .kind = {[SR_GAZETTEER_COUNTRY] = 2.0F, [SR_GAZETTEER_ADMIN1] = -0.7F, [SR_GAZETTEER_ADMIN2] = -2.2F,
             [SR_GAZETTEER_CITY] = 0, [SR_GAZETTEER_FEATURE] = 3.0F, [SR_GAZETTEER_REGION] = 2.0F,
             [SR_GAZETTEER_CONTINENT] = 5.0F},
    .capital = 1.0F, .seat = 0.5F, .section = -1.0F, .borrowed = -0.5F,
    .common = 4.0F, .common_town = 0.5F, .alternate = -1.5F, .shortened = -0.5F, .hint = 4.0F, .hint_missed = -4.0F,
    .country = 2.8F, .province = 1.5F, .near = 0.8F, .outer = 6.0F, .outer_missed = -1.0F, .same = 3.0F,
    .listed = 3.0F, .stranger = -3.0F,
    .near_km = 150.0F,
};

/* Weights of what names a country. */
static const struct {
    float name, people, inside, dateline, report; // name: where something is; people, or a party: half of it
} voice = {.name = 1.0F, .people = 0.5F, .inside = 0.4F, .dateline = 2.0F, .report = 0.25F};

/* A small town of a country that a report on one country never names is not what is meant. */
static const struct {
    float    loud;   // weight of a country that a report is on
    float    share;  // its part of all that is said of countries
    float    faint;  // a country spoken of less than this part of it counts as not named
    uint32_t small, smallest; // population of such towns when the name has several readings; has few
    uint32_t few;
} foreign = {.loud = 2.0F, .share = 0.5F, .faint = 0.25F, .small = 100000, .smallest = 15000, .few = 2};

enum { MOST_READINGS = 48, USUAL_READINGS = 3, ROUNDS = 2, LINK_TOKENS = 5 };

/* ------------------------------------------------------------------ countries of the report */

static void speak(sr_place_work *w, const char *iso2, float weight_of)
{
    uint32_t country = sr_gazetteer_country(w->gazetteer, iso2);
    if (country < w->n_countries)
        w->country[country] += weight_of;
}

static float loudest(const sr_place_work *w)
{
    float most = 0;
    for (uint32_t i = 0; i < w->n_countries; i++)
        most = w->country[i] > most ? w->country[i] : most;
    return most;
}

static void hear_people(sr_place_work *w)
{
    size_t next = 0; // mention at or behind token i
    for (uint32_t i = 0; i < w->doc->n_tokens; i++) {
        uint32_t country;
        while (next < w->mentions.n && w->mentions.at[next].range.end <= i)
            next++;
        bool named = next < w->mentions.n && w->mentions.at[next].range.first <= i && w->mentions.at[next].evidence > 0;
        if (named || !(w->doc->tokens[i].flags & SR_TOKEN_CAPITAL) ||
            !sr_atlas_people(w->doc->atlas, i, &country))
            continue;
        if (country < w->n_countries)
            w->country[country] += voice.people;
    }
}

static void hear_dateline(sr_place_work *w)
{
    const sr_report *report = w->doc->report;
    if (!report || !report->dateline_place.len)
        return;
    sr_str rest = report->dateline_place;
    while (rest.len) {
        sr_gazetteer_form           form = sr_gazetteer_form_of(sr_str_trim(sr_str_cut(&rest, ',')), true);
        const sr_gazetteer_reading *readings;
        sr_gazetteer_place          place;
        if (!sr_gazetteer_exact(w->gazetteer, &form, 1, &readings))
            continue;
        sr_gazetteer_place_at(w->gazetteer, sr_gazetteer_index(readings[0]), &place);
        speak(w, place.country, voice.dateline);
    }
}

/* "in Peru", "Lima, Peru" tells where; "Peru said" does not. */
static float own_voice(const sr_place_work *w, const sr_place_mention *m, uint8_t kind)
{
    uint32_t at = m->name.first, first = sr_places_first(w, at);
    if (kind != SR_GAZETTEER_COUNTRY)
        return voice.inside;
    while (at > first && (sr_places_is(w, at - 1, "the") ||
                          sr_places_context(w, at - 1, at, SR_PLACE_CONTEXT_SIDE, NULL, NULL)))
        at--;
    bool where = at > first && (sr_places_is(w, at - 1, ",") || sr_places_is(w, at - 1, "(") ||
                                sr_places_context(w, at - 1, at, SR_PLACE_CONTEXT_PREP, NULL, NULL));
    return where ? voice.name : voice.people;
}

/* What the first readings of certain names say; later what was chosen. */
static void hear_mentions(sr_place_work *w)
{
    for (size_t i = 0; i < w->mentions.n; i++) {
        sr_place_mention  *m = &w->mentions.at[i];
        sr_gazetteer_place place;
        if (m->place == SR_NO_PLACE)
            continue;
        sr_gazetteer_place_at(w->gazetteer, m->place, &place);
        speak(w, place.country, own_voice(w, m, place.kind));
    }
}

static void hear(sr_place_work *w)
{
    memset(w->country, 0, sizeof w->country);
    hear_people(w);
    hear_dateline(w);
    hear_mentions(w);
}

/* ------------------------------------------------------------------ containers */

/* Whether the words between two mentions tie the first to the second: "X, Y", "X in northern Y",
 * "X (Y)", "X, in the province of Y". */
static bool tied(const sr_place_work *w, uint32_t from, uint32_t to)
{
    bool comma = false, prep = false;
    if (to - from > LINK_TOKENS)
        return false;
    for (uint32_t i = from; i < to; i++) {
        if (sr_places_is(w, i, ",") && i == from && !(i + 1 < to && sr_places_is(w, i + 1, "the")))
            comma = true;
        else if (sr_places_is(w, i, "(") && i == from)
            prep = true;
        else if (sr_places_is(w, i, "in") && !prep)
            prep = true;
        else if (sr_places_kind(w, i, to, NULL).kind >= 0)
            i += sr_places_kind(w, i, to, NULL).n - 1;
        else if (!sr_places_is(w, i, "the") && !sr_places_is(w, i, "of") && !sr_places_is(w, i, "'s") &&
                 !sr_places_context(w, i, to, SR_PLACE_CONTEXT_SIDE, NULL, NULL))
            return false;
    }
    return comma || prep;
}

/* Tokens between two names of a list: commas, "and", "or". */
static bool listed(const sr_place_work *w, uint32_t from, uint32_t to)
{
    if (from >= to || to - from > 2)
        return false;
    for (uint32_t i = from; i < to; i++)
        if (!sr_places_is(w, i, ",") && !sr_places_is(w, i, "and") && !sr_places_is(w, i, "or") && !sr_places_is(w, i, ";"))
            return false;
    return true;
}

static const sr_place_mention *left_of(const sr_place_work *w, uint32_t self)
{
    const sr_place_mention *m = &w->mentions.at[self];
    return self > 0 && listed(w, m[-1].range.end, m->range.first) ? m - 1 : NULL;
}

static const sr_place_mention *right_of(const sr_place_work *w, uint32_t self)
{
    const sr_place_mention *m = &w->mentions.at[self];
    return self + 1 < w->mentions.n && listed(w, m->range.end, m[1].range.first) ? m + 1 : NULL;
}

/* Whether a place of this kind is among the best known of that name. */
static bool usual(const sr_place_work *w, const sr_place_mention *m, uint8_t kind)
{
    for (uint32_t i = 0; i < m->n && i < USUAL_READINGS; i++) {
        sr_gazetteer_place p;
        sr_gazetteer_place_at(w->gazetteer, sr_gazetteer_index(m->readings[i]), &p);
        if (p.kind == kind && sr_gazetteer_flags(m->readings[i]) & SR_GAZETTEER_MAIN)
            return true;
    }
    return false;
}

/* The mention that may say where this one is.  In a list of countries or of provinces
 * ("Oregon, Ohio and Texas") none does. */
static uint32_t next_mention(const sr_place_work *w, uint32_t i)
{
    const sr_place_mention *a = &w->mentions.at[i], *b = a + 1;
    if (i + 1 >= w->mentions.n || sr_places_first(w, a->name.first) != sr_places_first(w, b->name.first) ||
        !tied(w, a->range.end, b->range.first))
        return SR_NONE;
    bool alike = (usual(w, a, SR_GAZETTEER_COUNTRY) && usual(w, b, SR_GAZETTEER_COUNTRY)) ||
                 (usual(w, a, SR_GAZETTEER_ADMIN1) && usual(w, b, SR_GAZETTEER_ADMIN1));
    bool state = usual(w, a, SR_GAZETTEER_ADMIN1); // "Georgia, U.S."
    if (alike && (left_of(w, i) || right_of(w, i + 1) || !(state || !usual(w, a, SR_GAZETTEER_COUNTRY))))
        return SR_NONE;
    return i + 1;
}

/* ------------------------------------------------------------------ scores */

static float identity(const sr_gazetteer_place *p, unsigned flags)
{
    float s = weight.decade * log10f((float)p->population + 10.0F) + weight.kind[p->kind];
    s += p->capital ? weight.capital : 0;
    s += p->seat ? weight.seat : 0;
    s += p->section ? weight.section : 0;
    s += p->borrowed ? weight.borrowed : 0;
    s += !(flags & SR_GAZETTEER_COMMON) ? 0 : p->kind == SR_GAZETTEER_CITY ? weight.common_town : weight.common;
    s += flags & SR_GAZETTEER_MAIN ? 0 : weight.alternate;
    s += flags & SR_GAZETTEER_SHORT ? weight.shortened : 0;
    return s;
}

static float fits_hint(const sr_gazetteer_place *p, int hint)
{
    if (hint < 0)
        return 0;
    if (hint == p->kind)
        return weight.hint;
    bool area = hint == SR_GAZETTEER_ADMIN1 || hint == SR_GAZETTEER_ADMIN2;
    bool is_area = p->kind == SR_GAZETTEER_ADMIN1 || p->kind == SR_GAZETTEER_ADMIN2;
    return area && is_area ? weight.hint / 2 : weight.hint_missed;
}

/* The different places chosen so far, first come first. */
static void settle(sr_place_work *w)
{
    w->n_settled = 0;
    for (size_t i = 0; i < w->mentions.n && w->n_settled < SR_PLACES_SETTLED; i++) {
        uint32_t at = 0, index = w->mentions.at[i].place;
        if (index == SR_NO_PLACE || w->mentions.at[i].evidence <= 0)
            continue;
        while (at < w->n_settled && w->settled[at].index != index)
            at++;
        if (at == w->n_settled) {
            sr_gazetteer_place_at(w->gazetteer, index, &w->settled[at]);
            w->settled_times[w->n_settled++] = 0;
        }
        w->settled_times[at]++;
    }
}

/* How the place fits the other names that are settled. */
static float fits_others(const sr_place_work *w, const sr_place_mention *m, const sr_gazetteer_place *p)
{
    float province = 0, near = 0;
    for (uint32_t i = 0; i < w->n_settled; i++) {
        const sr_gazetteer_place *other = &w->settled[i];
        if (other->index == p->index || (other->index == m->place && w->settled_times[i] == 1))
            continue;
        if (p->admin1 != SR_NO_PLACE && (other->index == p->admin1 || other->admin1 == p->admin1))
            province = weight.province;
        if (p->kind == SR_GAZETTEER_CITY && other->kind == SR_GAZETTEER_CITY && fabs(p->lat - other->lat) < 2 &&
            p->located && other->located && sr_gazetteer_km(p->lat, p->lon, other->lat, other->lon) < (double)weight.near_km)
            near = weight.near;
    }
    return province + near;
}

/* Whether a place lies in what is named as its container. */
static bool inside_any(const sr_place_work *w, uint32_t place, const sr_place_mention *outer)
{
    for (uint32_t i = 0; i < outer->n && i < MOST_READINGS; i++)
        if (sr_gazetteer_index(outer->readings[i]) != place &&
            sr_gazetteer_inside(w->gazetteer, place, sr_gazetteer_index(outer->readings[i])))
            return true;
    return false;
}

/* Neighbours of a list are of one kind, and none lies in the other. */
static float fits_list(const sr_place_work *w, uint32_t self, const sr_gazetteer_place *p)
{
    const sr_place_mention *beside[] = {left_of(w, self), right_of(w, self)};
    for (size_t i = 0; i < SR_COUNT(beside); i++) {
        sr_gazetteer_place other;
        if (!beside[i] || beside[i]->place == SR_NO_PLACE)
            continue;
        sr_gazetteer_place_at(w->gazetteer, beside[i]->place, &other);
        if (i == 0 ? inside_any(w, other.index, &w->mentions.at[self]) : sr_gazetteer_inside(w->gazetteer, p->index, other.index))
            continue; // "Ames, Iowa"
        if (other.kind == p->kind && other.index != p->index &&
            (p->kind == SR_GAZETTEER_COUNTRY || p->kind == SR_GAZETTEER_CITY || memcmp(p->country, other.country, 2) == 0))
            return weight.listed;
    }
    return 0;
}

/* What else speaks of its country. */
static float fits_country(const sr_place_work *w, const sr_place_mention *m, const sr_gazetteer_place *p, float most)
{
    uint32_t country = sr_gazetteer_country(w->gazetteer, p->country);
    if (country >= w->n_countries)
        return 0;
    float own = m->place == p->index ? own_voice(w, m, p->kind) : 0;
    float others = w->country[country] - own;
    if (p->kind == SR_GAZETTEER_REGION && others < voice.inside)
        return weight.stranger;
    most = most - own > others ? most - own : others;
    return others > 0 ? weight.country * others / (most + voice.report) : 0;
}

static float score(const sr_place_work *w, uint32_t self, const sr_gazetteer_place *p, unsigned flags, float most)
{
    const sr_place_mention *m = &w->mentions.at[self];
    return identity(p, flags) + fits_hint(p, m->hint) + fits_country(w, m, p, most) + fits_others(w, m, p);
}

static void choose(sr_place_work *w, uint32_t self, float most)
{
    sr_place_mention *m = &w->mentions.at[self];
    float             best = -1e9F, second = -1e9F;
    uint32_t          chosen = SR_NO_PLACE, next = next_mention(w, self);
    m->outer = SR_NONE;
    for (uint32_t i = 0; i < m->n && i < MOST_READINGS; i++) {
        sr_gazetteer_place p;
        sr_gazetteer_place_at(w->gazetteer, sr_gazetteer_index(m->readings[i]), &p);
        float s = score(w, self, &p, sr_gazetteer_flags(m->readings[i]), most);
        s += i < USUAL_READINGS ? fits_list(w, self, &p) : 0;
        bool  in = next != SR_NONE && inside_any(w, p.index, &w->mentions.at[next]);
        bool  odd = !(sr_gazetteer_flags(m->readings[i]) & (SR_GAZETTEER_MAIN | SR_GAZETTEER_COMMON));
        if (next != SR_NONE)
            s += !in ? weight.outer_missed : odd ? weight.outer / 2 : weight.outer;
        if (s > best) {
            second = best;
            best = s;
            chosen = p.index;
            m->outer = in ? next : SR_NONE;
        } else if (s > second)
            second = s;
    }
    m->place = chosen;
    m->margin = best - second;
}

/* The container's reading must be one that holds what lies in it. */
static void agree(sr_place_work *w, uint32_t self)
{
    sr_place_mention *m = &w->mentions.at[self];
    if (m->outer == SR_NONE || m->place == SR_NO_PLACE)
        return;
    sr_place_mention  *outer = &w->mentions.at[m->outer];
    sr_gazetteer_place p, around;
    sr_gazetteer_place_at(w->gazetteer, m->place, &p);
    sr_gazetteer_place_at(w->gazetteer, outer->place, &around);
    bool town = around.kind == SR_GAZETTEER_CITY && p.admin1 == around.admin1; // a quarter, a suburb
    if (outer->place == SR_NO_PLACE || town || sr_gazetteer_inside(w->gazetteer, m->place, outer->place))
        return;
    for (uint32_t i = 0; i < outer->n && i < MOST_READINGS; i++) {
        uint32_t index = sr_gazetteer_index(outer->readings[i]);
        if (index != m->place && sr_gazetteer_inside(w->gazetteer, m->place, index)) {
            outer->place = index;
            return;
        }
    }
}

/* One name, one place: what stands with its container decides. */
static void unify(sr_place_work *w)
{
    sr_places_forget(w);
    for (uint32_t i = 0; i < w->mentions.n; i++) {
        const sr_place_mention *a = &w->mentions.at[i];
        if (a->n == 0 || a->outer == SR_NONE || a->place == SR_NO_PLACE)
            continue;
        uint32_t *same = sr_places_same(w, a);
        if (*same == 0)
            *same = i + 1;
    }
    for (uint32_t i = 0; i < w->mentions.n; i++) {
        sr_place_mention *b = &w->mentions.at[i];
        uint32_t          same = b->n ? *sr_places_same(w, b) : 0;
        if (same && b->outer == SR_NONE && b->hint == w->mentions.at[same - 1].hint && b->margin < weight.same)
            b->place = w->mentions.at[same - 1].place;
    }
}

/* Is the chosen place known by this name only as another spelling of its own? */
static bool is_other_spelling(const sr_place_mention *m)
{
    for (uint32_t i = 0; i < m->n; i++)
        if (sr_gazetteer_index(m->readings[i]) == m->place && sr_gazetteer_flags(m->readings[i]) & SR_GAZETTEER_MAIN)
            return false;
    return true;
}

static bool is_foreign(const sr_place_work *w, const sr_place_mention *m, float most, float all)
{
    sr_gazetteer_place p;
    sr_gazetteer_place_at(w->gazetteer, m->place, &p);
    uint32_t country = sr_gazetteer_country(w->gazetteer, p.country);
    bool     town = p.kind == SR_GAZETTEER_CITY || p.kind == SR_GAZETTEER_ADMIN2;
    if (!town || p.capital || m->outer != SR_NONE || country >= w->n_countries)
        return false;
    float own = w->country[country] - voice.inside;
    if (own <= 0 && most >= voice.people && p.population < foreign.small && is_other_spelling(m))
        return true; // "Khar" is Haar in Bavaria, too: not in a report that tells of others only
    if (most < foreign.loud || most < foreign.share * all)
        return false;
    return own <= foreign.faint * most && p.population < (m->n > foreign.few ? foreign.small : foreign.smallest);
}

/* "Katwa in Congo": a village there that is not known, if the only ones known are elsewhere. */
static bool is_namesake(const sr_place_work *w, uint32_t self)
{
    const sr_place_mention *m = &w->mentions.at[self];
    uint32_t                next = m->outer == SR_NONE ? next_mention(w, self) : SR_NONE;
    sr_gazetteer_place      p, around;
    if (next == SR_NONE || w->mentions.at[next].place == SR_NO_PLACE)
        return false;
    sr_gazetteer_place_at(w->gazetteer, m->place, &p);
    sr_gazetteer_place_at(w->gazetteer, w->mentions.at[next].place, &around);
    bool area = around.kind == SR_GAZETTEER_COUNTRY || around.kind == SR_GAZETTEER_ADMIN1 || around.kind == SR_GAZETTEER_ADMIN2;
    bool town = p.kind == SR_GAZETTEER_CITY || p.kind == SR_GAZETTEER_ADMIN2;
    return area && town && !p.capital && p.population < foreign.small && memcmp(p.country, around.country, 2) != 0;
}

static void mark_foreign(sr_place_work *w)
{
    float most = loudest(w), all = 0;
    w->home = SR_NO_PLACE;
    for (uint32_t i = 0; i < w->n_countries; i++)
        all += w->country[i];
    for (uint32_t i = 0; i < w->n_countries; i++)
        if (w->country[i] >= foreign.loud && w->country[i] >= foreign.share * all)
            w->home = i;
    for (uint32_t i = 0; i < w->mentions.n; i++) {
        sr_place_mention *m = &w->mentions.at[i];
        if (m->place == SR_NO_PLACE)
            continue;
        bool namesake = is_namesake(w, i);
        if (namesake)
            m->outer = i + 1;
        m->foreign = namesake || is_foreign(w, m, most, all);
    }
}

void sr_places_resolve(sr_place_work *w)
{
    for (size_t i = 0; i < w->mentions.n; i++) {
        sr_place_mention  *m = &w->mentions.at[i];
        sr_gazetteer_place p;
        m->place = SR_NO_PLACE;
        if (m->n == 0)
            continue;
        sr_gazetteer_place_at(w->gazetteer, sr_gazetteer_index(m->readings[0]), &p);
        if (p.kind == SR_GAZETTEER_COUNTRY && m->evidence > 0)
            m->place = p.index;
    }
    for (int round = 0; round < ROUNDS; round++) {
        hear(w);
        settle(w);
        float most = loudest(w);
        for (size_t i = w->mentions.n; i-- > 0;)
            if (w->mentions.at[i].n)
                choose(w, (uint32_t)i, most);
            else
                w->mentions.at[i].outer = next_mention(w, (uint32_t)i);
        for (size_t i = w->mentions.n; i-- > 0;)
            agree(w, (uint32_t)i);
    }
    unify(w);
    hear(w);
    mark_foreign(w);
}
