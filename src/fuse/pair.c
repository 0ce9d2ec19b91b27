/* The same-incident decision for a pair of reports; see pair.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuse/pair.h"

#include <math.h>
#include <stdlib.h>

#define EARTH_KM 6371.0

sr_str sr_pair_definition(void)
{
#define X(NAME) #NAME " "
    return SR_STR(SR_PAIR_LIST(X) "3");
#undef X
}

/* Value above each knot: a piecewise linear function for a linear model. */
static void hinges(float *out, float value, const float *knots, int n)
{
    for (int i = 0; i < n; i++)
        out[i] = value > knots[i] ? value - knots[i] : 0.0f;
}

static float cosine(const sr_digest_term *a, uint32_t n_a, const sr_digest_term *b, uint32_t n_b)
{
    return (float)sr_digest_dot(a, n_a, b, n_b) / (SR_DIGEST_UNIT_WEIGHT * SR_DIGEST_UNIT_WEIGHT);
}

/* ---- relations of two values: an index into a run of features ---- */

enum { REL_SAME, REL_UNKNOWN, REL_OTHER };

static int published_bin(const sr_digest *a, const sr_digest *b)
{
    static const int from[] = {0, 1, 2, 4, 8, 15, 31, 91};
    if (a->published == SR_DAY_NONE || b->published == SR_DAY_NONE)
        return SR_PAIR_PUBLISHED_UNKNOWN;
    int gap = abs(a->published - b->published), bin = 0;
    while (bin + 1 < (int)SR_COUNT(from) && gap >= from[bin + 1])
        bin++;
    return SR_PAIR_PUBLISHED_0 + bin;
}

static bool is_day(const sr_digest_unit *u)
{
    return u->first == u->last && u->first != SR_DAY_NONE;
}

static int date_bin(const sr_digest_unit *a, const sr_digest_unit *b)
{
    static const int from[] = {0, 1, 2, 4, 11, 41};
    if (a->first == SR_DAY_NONE || b->first == SR_DAY_NONE || a->last == SR_DAY_NONE || b->last == SR_DAY_NONE)
        return SR_PAIR_DATE_UNKNOWN;
    if (!is_day(a) || !is_day(b))
        return a->first <= b->last && b->first <= a->last ? SR_PAIR_DATE_WITHIN : SR_PAIR_DATE_OUTSIDE;
    int gap = abs(a->first - b->first), bin = 0;
    while (bin + 1 < (int)SR_COUNT(from) && gap >= from[bin + 1])
        bin++;
    return SR_PAIR_DATE_0 + bin;
}

static int date_relation(int bin)
{
    if (bin == SR_PAIR_DATE_UNKNOWN || bin == SR_PAIR_DATE_WITHIN)
        return REL_UNKNOWN;
    return bin == SR_PAIR_DATE_0 || bin == SR_PAIR_DATE_1 ? REL_SAME : REL_OTHER;
}

static double distance_km(const sr_digest_unit *a, const sr_digest_unit *b)
{
    const double rad = 3.14159265358979323846 / 180;
    double x = ((double)b->lon - (double)a->lon) * rad * cos(((double)a->lat + (double)b->lat) * rad / 2);
    double y = ((double)b->lat - (double)a->lat) * rad;
    return EARTH_KM * sqrt(x * x + y * y);
}

static bool is_town(const sr_digest_unit *u)
{
    return u->place_precision == SR_PLACE_PRECISION_EXACT || u->place_precision == SR_PLACE_PRECISION_CITY;
}

static int place_bin(const sr_digest_unit *a, const sr_digest_unit *b)
{
    if ((!a->place && !a->country[0]) || (!b->place && !b->country[0]))
        return SR_PAIR_PLACE_UNKNOWN;
    if (is_town(a) && is_town(b)) {
        if (a->geonameid ? a->geonameid == b->geonameid : a->place == b->place && a->admin1 == b->admin1)
            return SR_PAIR_PLACE_SAME;
        if (a->located && b->located) {
            double km = distance_km(a, b);
            if (km < 60)
                return km < 15 ? SR_PAIR_PLACE_15KM : SR_PAIR_PLACE_60KM;
        }
    }
    if (memcmp(a->country, b->country, sizeof a->country) != 0)
        return SR_PAIR_PLACE_ELSEWHERE;
    if (a->admin1 && b->admin1)
        return a->admin1 == b->admin1 ? SR_PAIR_PLACE_REGION : SR_PAIR_PLACE_OTHER_REGION;
    return SR_PAIR_PLACE_COUNTRY;
}

static int place_relation(int bin)
{
    if (bin == SR_PAIR_PLACE_SAME || bin == SR_PAIR_PLACE_15KM)
        return REL_SAME;
    return bin == SR_PAIR_PLACE_OTHER_REGION || bin == SR_PAIR_PLACE_ELSEWHERE ? REL_OTHER : REL_UNKNOWN;
}

/* UNKNOWN, NOBODY, SAME, NEAR, OTHER in this order from `unknown` on */
static int count_bin(int32_t a, int32_t b, int unknown)
{
    if (a < 0 || b < 0)
        return unknown;
    if (a == b)
        return unknown + (a == 0 ? 1 : 2);
    int64_t gap = llabs((int64_t)a - b), large = SR_MAX(a, b);
    return unknown + (gap <= 1 || gap * 5 <= large ? 3 : 4);
}

/* Types that different words make of one happening. */
static int family(uint8_t type)
{
    static const uint8_t of[SR_INCIDENT_TYPE_COUNT] = {
        [SR_INCIDENT_PROTEST] = 1, [SR_INCIDENT_RIOT] = 1, [SR_INCIDENT_MOB_VIOLENCE] = 1,
        [SR_INCIDENT_ARREST] = 2,  [SR_INCIDENT_OTHER] = 3, [SR_INCIDENT_KIDNAPPING] = 4,
        [SR_INCIDENT_HOSTAGE_TAKING] = 4, [SR_INCIDENT_HIJACKING] = 4,
    };
    return of[type < SR_INCIDENT_TYPE_COUNT ? type : SR_INCIDENT_OTHER];
}

static int type_bin(const sr_digest_unit *a, const sr_digest_unit *b)
{
    if (a->mention == SR_NONE || b->mention == SR_NONE)
        return a->mention == b->mention ? SR_PAIR_TYPE_NEITHER : SR_PAIR_TYPE_ONE;
    if (a->type == b->type)
        return SR_PAIR_TYPE_SAME;
    return family(a->type) == family(b->type) ? SR_PAIR_TYPE_NEAR : SR_PAIR_TYPE_OTHER;
}

static uint32_t shared(const uint32_t *a, uint32_t n_a, const uint32_t *b, uint32_t n_b)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < n_a; i++)
        for (uint32_t k = 0; k < n_b; k++)
            n += a[i] == b[k];
    return n;
}

/* ---- groups of features ---- */

static void text_features(const sr_fold_model *m, const sr_digest *a, const sr_digest *b, float text, float *x)
{
    static const float text_knots[] = {0, .05f, .1f, .2f, .3f, .45f, .6f};
    static const float title_knots[] = {0, .1f, .3f, .6f}, lead_knots[] = {0, .05f, .15f, .3f, .5f};
    float lead = cosine(a->lead, a->n_lead, b->lead, b->n_lead);
    hinges(x + SR_PAIR_TEXT_00, text, text_knots, SR_COUNT(text_knots));
    hinges(x + SR_PAIR_TITLE_00, cosine(a->title, a->n_title, b->title, b->n_title), title_knots, SR_COUNT(title_knots));
    hinges(x + SR_PAIR_LEAD_00, lead, lead_knots, SR_COUNT(lead_knots));
    x[SR_PAIR_TITLE_NONE] = a->n_title == 0 || b->n_title == 0;
    x[SR_PAIR_TEXT_LEAD] = text * lead;
    float copy = sr_fold_resemblance(&a->signature, &b->signature);
    x[SR_PAIR_COPY] = copy;
    x[SR_PAIR_COPY_30] = copy >= 0.3f;
    x[SR_PAIR_COPY_60] = copy >= SR_FOLD_COPY;
    x[SR_PAIR_URL_SAME] = a->url && a->url == b->url;
    float rarest = 0;
    for (uint32_t i = 0, k = 0; i < a->n_words && k < b->n_words;) {
        if (a->words[i].hash == b->words[k].hash) {
            rarest = fmaxf(rarest, sr_fold_word_idf(m, a->words[i].hash));
            i++, k++;
        } else if (a->words[i].hash < b->words[k].hash) {
            i++;
        } else {
            k++;
        }
    }
    x[SR_PAIR_WORD_RAREST] = rarest / 10;
}

/* Sum of the rarities of the names that both have, in tens; their share among the fewer names. */
static float name_features(const sr_digest *a, const sr_digest *b, float *x)
{
    static const float knots[] = {0, .5f, 1.5f, 3};
    int32_t  sum = 0, rarest = 0, all_a = 0, all_b = 0;
    for (uint32_t i = 0; i < a->n_names; i++)
        all_a += a->names[i].weight;
    for (uint32_t k = 0; k < b->n_names; k++)
        all_b += b->names[k].weight;
    for (uint32_t i = 0, k = 0; i < a->n_names && k < b->n_names;) {
        if (a->names[i].hash == b->names[k].hash) {
            int32_t weight = SR_MIN(a->names[i].weight, b->names[k].weight);
            sum += weight;
            rarest = SR_MAX(rarest, weight);
            i++, k++;
        } else if (a->names[i].hash < b->names[k].hash) {
            i++;
        } else {
            k++;
        }
    }
    float tens = fminf((float)sum / 1000, 6.0f);
    hinges(x + SR_PAIR_NAMES_00, tens, knots, SR_COUNT(knots));
    x[SR_PAIR_NAMES_NONE] = a->n_names == 0 || b->n_names == 0;
    x[SR_PAIR_NAMES_SHARE] = sum ? (float)sum / (float)SR_MIN(all_a, all_b) : 0;
    x[SR_PAIR_NAME_RAREST] = (float)rarest / 1000;
    return tens;
}

static void age_features(const sr_digest *a, const sr_digest *b, float *x)
{
    if (!a->n_ages || !b->n_ages) {
        x[SR_PAIR_AGES_UNKNOWN] = 1;
        return;
    }
    uint32_t n = shared(a->ages, a->n_ages, b->ages, b->n_ages);
    x[SR_PAIR_AGES_NONE + SR_MIN(n, 3u)] = 1;
    x[SR_PAIR_AGES_ALL] = n == SR_MIN(a->n_ages, b->n_ages) ? 1.0f : 0.0f;
}

static void set_relation(const uint32_t *a, uint32_t n_a, const uint32_t *b, uint32_t n_b, float *same, float *other)
{
    if (!n_a || !n_b)
        return;
    *(shared(a, n_a, b, n_b) ? same : other) = 1;
}

static void value_features(const sr_digest_unit *a, const sr_digest_unit *b, float *x)
{
    x[count_bin(a->killed, b->killed, SR_PAIR_KILLED_UNKNOWN)] = 1;
    x[count_bin(a->wounded, b->wounded, SR_PAIR_WOUNDED_UNKNOWN)] = 1;
    x[type_bin(a, b)] = 1;
    if (a->subtype && b->subtype)
        x[a->subtype == b->subtype ? SR_PAIR_SUBTYPE_SAME : SR_PAIR_SUBTYPE_OTHER] = 1;
    if (a->venue && b->venue)
        x[a->venue == b->venue ? SR_PAIR_VENUE_SAME : SR_PAIR_VENUE_OTHER] = 1;
    set_relation(a->actors, a->n_actors, b->actors, b->n_actors, &x[SR_PAIR_ACTOR_SAME], &x[SR_PAIR_ACTOR_OTHER]);
    set_relation(a->people, a->n_people, b->people, b->n_people, &x[SR_PAIR_PERSON_SAME], &x[SR_PAIR_PERSON_OTHER]);
    x[SR_PAIR_PERSON_TWO] = shared(a->people, a->n_people, b->people, b->n_people) >= 2;
}

/* Few words are alike by chance: a summary of two sentences is weighed by itself. */
#define SHORT_WORDS 48.0f

static float shortness(const sr_digest *a, const sr_digest *b)
{
    return fmaxf(0, 1 - (float)SR_MIN(a->n_words, b->n_words) / SHORT_WORDS);
}

static void short_features(const sr_digest *a, const sr_digest *b, float text, float names, int where, float *x)
{
    float few = shortness(a, b);
    x[SR_PAIR_SHORT] = few;
    x[SR_PAIR_SHORT_TEXT] = few * text;
    x[SR_PAIR_SHORT_LEAD] = few * x[SR_PAIR_LEAD_00];
    x[SR_PAIR_SHORT_NAMES] = few * names;
    x[SR_PAIR_SHORT_RAREST] = few * x[SR_PAIR_WORD_RAREST];
    x[SR_PAIR_SHORT_PLACE_SAME] = where == REL_SAME ? few : 0;
    x[SR_PAIR_SHORT_COPY] = few * x[SR_PAIR_COPY];
}

void sr_pair_features(const sr_fold_model *m, const sr_digest *a, const sr_digest *b, int32_t dot,
                      float x[SR_PAIR_FEATURES])
{
    const sr_digest_unit *u = &a->units[0], *v = &b->units[0];
    float text = (float)dot / (SR_DIGEST_UNIT_WEIGHT * SR_DIGEST_UNIT_WEIGHT);
    memset(x, 0, SR_PAIR_FEATURES * sizeof *x);
    x[SR_PAIR_BIAS] = 1;
    text_features(m, a, b, text, x);
    float names = name_features(a, b, x);
    age_features(a, b, x);
    int published = published_bin(a, b), date = date_bin(u, v), place = place_bin(u, v);
    x[published] = x[date] = x[place] = 1;
    value_features(u, v, x);
    int when = date_relation(date), where = place_relation(place);
    bool far = published >= SR_PAIR_PUBLISHED_8;
    x[SR_PAIR_TEXT_PLACE_SAME + where] = text;
    x[SR_PAIR_TEXT_DATE_SAME + when] = text;
    x[far ? SR_PAIR_TEXT_PUBLISHED_FAR : SR_PAIR_TEXT_PUBLISHED_NEAR] = published == SR_PAIR_PUBLISHED_UNKNOWN ? 0 : text;
    x[SR_PAIR_TEXT_NEITHER] = x[SR_PAIR_TYPE_NEITHER] * text;
    if (where != REL_UNKNOWN)
        x[where == REL_SAME ? SR_PAIR_NAMES_PLACE_SAME : SR_PAIR_NAMES_PLACE_OTHER] = names;
    if (when != REL_UNKNOWN)
        x[when == REL_SAME ? SR_PAIR_NAMES_DATE_SAME : SR_PAIR_NAMES_DATE_OTHER] = names;
    x[SR_PAIR_NAMES_PUBLISHED_FAR] = far ? names : 0;
    x[SR_PAIR_DATE_PLACE_SAME] = when == REL_SAME && where == REL_SAME;
    short_features(a, b, text, names, where, x);
}

/* Without a model: text, place and day by hand. */
static double by_rule(const float *x)
{
    double text = (double)x[SR_PAIR_TEXT_00];
    return -4.0 + 12.0 * text + 2.0 * (double)x[SR_PAIR_DATE_PLACE_SAME] + 4.0 * (double)x[SR_PAIR_COPY_60] +
           2.0 * (double)x[SR_PAIR_PERSON_SAME] - 2.0 * (double)(x[SR_PAIR_PLACE_ELSEWHERE] + x[SR_PAIR_PLACE_OTHER_REGION]) -
           2.0 * (double)(x[SR_PAIR_DATE_41] + x[SR_PAIR_DATE_11] + x[SR_PAIR_DATE_OUTSIDE]);
}

/* In sets with gold every second pair that is alike is the same; in a stream, which has dates, hardly any is.
 * Where an incident was read on both sides its place and day tell; of two sentences without one, a town's
 * name does not. */
#define DOUBT 6.0 // log odds for no words at all

double sr_pair_doubt(const sr_digest *a, const sr_digest *b)
{
    bool told = a->units[0].mention != SR_NONE && b->units[0].mention != SR_NONE;
    bool dated = a->published != SR_DAY_NONE && b->published != SR_DAY_NONE;
    return told || !dated ? 0 : DOUBT * (double)shortness(a, b);
}

int32_t sr_pair_score(const sr_fold_model *m, const sr_digest *a, const sr_digest *b, int32_t dot)
{
    float x[SR_PAIR_FEATURES];
    sr_pair_features(m, a, b, dot, x);
    double sum = 0;
    if (!m->weights)
        sum = by_rule(x);
    else
        for (int i = 0; i < SR_PAIR_FEATURES; i++)
            sum += (double)(x[i] * m->weights[i]);
    return (int32_t)lround(1000 * fmax(-20, fmin(20, sum - sr_pair_doubt(a, b))));
}

/* Reports that are far apart in time and name nobody of both tell of different happenings, unless they are
 * all but the same words; so the units of a ledger stay small as it grows. */
#define REPRINT_DOT (SR_DIGEST_UNIT_WEIGHT * SR_DIGEST_UNIT_WEIGHT / 2)

static bool are_far_apart(const sr_digest *a, const sr_digest *b, int32_t dot)
{
    if (a->published == SR_DAY_NONE || b->published == SR_DAY_NONE || abs(a->published - b->published) <= SR_PAIR_FAR_APART)
        return false;
    return dot < REPRINT_DOT && !shared(a->units[0].people, a->units[0].n_people, b->units[0].people, b->units[0].n_people);
}

/* Violence told in two countries, in towns far apart, or on days far apart, is not one incident, however
 * alike the words are: where a report is placed wrongly, it still speaks of the right town, or people named
 * in both tell; a text printed again later has other days for the same words.  A report in which no incident
 * was read is of a town's incident only if it speaks of the town. */
#define OTHER_DAYS 4     // days between, in places far apart
#define OTHER_WEEKS 12   // in one place: days are misread, too
#define OTHER_PLACE_KM 150.0

static bool has_word(const sr_digest *d, uint32_t hash)
{
    for (uint32_t i = 0; i < d->n_words; i++)
        if (d->words[i].hash == hash)
            return true;
    return false;
}

static bool speaks_of(const sr_digest *d, const sr_digest_unit *u)
{
    return !u->place_word || has_word(d, u->place_word);
}

/* Violence in a town: not a protest, an arrest, or what is only somehow an incident. */
static bool is_attack(const sr_digest_unit *u)
{
    return is_town(u) && (family(u->type) == 0 || family(u->type) == 4);
}

static bool are_abroad(const sr_digest_unit *u, const sr_digest_unit *v)
{
    bool other = u->country[0] && v->country[0] && memcmp(u->country, v->country, sizeof u->country) != 0;
    return other && (!u->located || !v->located || distance_km(u, v) > OTHER_PLACE_KM);
}

static bool are_far_towns(const sr_digest_unit *u, const sr_digest_unit *v)
{
    return is_town(u) && is_town(v) && u->located && v->located && distance_km(u, v) > OTHER_PLACE_KM;
}

static bool contradict(const sr_digest *a, const sr_digest *b)
{
    if (a->table && a->table == b->table) // its maker's word: another row is another incident
        return a->url != b->url;
    const sr_digest_unit *u = &a->units[0], *v = &b->units[0];
    if ((u->mention == SR_NONE) != (v->mention == SR_NONE))
        return u->mention == SR_NONE ? is_attack(v) && !speaks_of(a, v) : is_attack(u) && !speaks_of(b, u);
    if (u->mention == SR_NONE || shared(u->people, u->n_people, v->people, v->n_people))
        return false;
    if (are_abroad(u, v) || (are_far_towns(u, v) && !speaks_of(a, v) && !speaks_of(b, u)))
        return true;
    bool later = is_day(u) && is_day(v) && abs(u->first - v->first) >= (are_far_towns(u, v) ? OTHER_DAYS : OTHER_WEEKS);
    return later && sr_fold_resemblance(&a->signature, &b->signature) < SR_FOLD_COPY;
}

/* Two reports that are not compared may still meet in a cluster, by a third that names neither town nor day.  One
 * misread place or day must not keep a report from its incident, so more is asked here than of a pair: places apart and
 * days apart, or places or fresh days apart and hardly a word in common. */
#define FRESH_DAYS 7 // between an incident and its news: a day read in it is hardly misread
#define UNLIKE_DOT (SR_DIGEST_UNIT_WEIGHT * SR_DIGEST_UNIT_WEIGHT / 10)

static bool is_fresh(const sr_digest *d, const sr_digest_unit *u)
{
    return is_day(u) && d->published != SR_DAY_NONE && abs(d->published - u->first) <= FRESH_DAYS;
}

sr_pair_bearing sr_pair_bearing_of(const sr_digest *a, uint32_t unit_a, const sr_digest *b, uint32_t unit_b)
{
    const sr_digest_unit *u = &a->units[unit_a], *v = &b->units[unit_b];
    if (u->mention == SR_NONE || v->mention == SR_NONE)
        return SR_PAIR_VAGUE;
    if (a->table && a->table == b->table)
        return a->url != b->url ? SR_PAIR_APART : SR_PAIR_TOGETHER;
    if (shared(u->people, u->n_people, v->people, v->n_people) || sr_pair_is_copy(a, b))
        return SR_PAIR_TOGETHER;
    bool far = are_far_towns(u, v), spoken = speaks_of(a, v) || speaks_of(b, u);
    bool away = are_abroad(u, v) || (far && !spoken);
    int  gap = is_day(u) && is_day(v) ? abs(u->first - v->first) : 0;
    bool weeks = gap >= OTHER_WEEKS && is_fresh(a, u) && is_fresh(b, v);
    if (away && gap >= OTHER_DAYS)
        return SR_PAIR_APART;
    if ((away || weeks) && sr_digest_dot(a->words, a->n_words, b->words, b->n_words) < UNLIKE_DOT)
        return SR_PAIR_APART;
    return is_town(u) && is_town(v) && u->located && v->located && !away && !weeks ? SR_PAIR_TOGETHER : SR_PAIR_VAGUE;
}

static bool alike(const sr_digest *a, const sr_digest *b, int32_t dot)
{
    return dot >= SR_PAIR_LEAST_DOT || a->n_words < SR_PAIR_FEW_WORDS || b->n_words < SR_PAIR_FEW_WORDS;
}

bool sr_pair_is_candidate(const sr_digest *a, const sr_digest *b, int32_t dot)
{
    return alike(a, b, dot) && !are_far_apart(a, b, dot) && !contradict(a, b);
}

bool sr_pair_same_background(const sr_digest_unit *a, const sr_digest_unit *b)
{
    if (a->mention == SR_NONE || b->mention == SR_NONE || !is_day(a) || a->first != b->first || !is_day(b))
        return false;
    return is_town(a) && place_bin(a, b) == SR_PAIR_PLACE_SAME && family(a->type) == family(b->type);
}

bool sr_pair_is_copy(const sr_digest *a, const sr_digest *b)
{
    return (a->url && a->url == b->url) ||
           (a->signature.n >= 8 && b->signature.n >= 8 && sr_fold_resemblance(&a->signature, &b->signature) >= SR_FOLD_COPY);
}

bool sr_pair_links(int32_t score, bool copy) { return score > 0 || (copy && score >= SR_PAIR_LEAST_SCORE); }

/* One report against many; see fold.h. */
struct sr_fold_probe {
    const sr_fold_model *model;
    bool                 sound;
    sr_digest            own, other; // `other`: the one at hand
};

sr_fold_probe *sr_fold_probe_open(const sr_fold_model *model, sr_str digest, sr_arena *arena)
{
    sr_fold_probe *probe = SR_NEW(arena, sr_fold_probe, 1);
    probe->model = model;
    probe->sound = sr_digest_unpack(model, digest, &probe->own);
    return probe;
}

bool sr_fold_probe_linked(sr_fold_probe *probe, sr_str digest)
{
    const sr_digest *a = &probe->own, *b = &probe->other;
    if (!probe->sound || !sr_digest_unpack_words(probe->model, digest, &probe->other))
        return false;
    int32_t dot = sr_digest_dot(a->words, a->n_words, b->words, b->n_words);
    if (a->n_units == 1 && b->n_units == 1 && !alike(a, b, dot))
        return false;
    if (!sr_digest_unpack(probe->model, digest, &probe->other))
        return false;
    if (sr_pair_is_candidate(a, b, dot) && sr_pair_links(sr_pair_score(probe->model, a, b, dot), sr_pair_is_copy(a, b)))
        return true;
    for (uint32_t i = 0; i < a->n_units; i++)
        for (uint32_t k = 0; k < b->n_units; k++)
            if ((i || k) && sr_pair_same_background(&a->units[i], &b->units[k]))
                return true;
    return false;
}
