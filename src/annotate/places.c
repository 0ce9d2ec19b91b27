/* Places: names in the text to points on the map; fills doc->places.
 *
 *   1 names that may be places, with what speaks for and against it   places_find.c
 *   2 which place each means                                          places_resolve.c
 *   3 names confirmed by their company; values; "30 km north of X"    here
 *
 * Reads: tokens, tags where there are any, times and quantities (their words are no names),
 * entities (a person's or body's name is no place).  Gives one sr_place a name, each link of a
 * chain ("Tlahuac, Mexico City, Mexico") its own; a relative place spans its words from the number on
 * and stands before the place it starts from.  Demonyms are nationalities, not places.
 *
 * A name that the gazetteer knows only in a country that the report does not speak of, and only as a
 * small town, keeps its words and is taken to lie in the country that the report is on.  A place that the gazetteer does not know but whose container it does ("the village of X in Y
 * district") has its own name, no GeoNames id, the container's provinces, and the container's point and
 * precision; where the container is a whole country or unknown it is not located.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/places.h"

#include <math.h>

#include "annotate/annotate.h"
#include "annotate/places_int.h"
#include "base/day.h"
#include "record/vocabulary.h"

static const struct {
    float company;  // log-odds for a reading in a country or province that the report speaks of
    float contained; // for a name with its container
    float blur;     // radius of a relative place as a part of its distance
    float blur_km;  // and at least
    float unclear;  // margin below which readings compete
} weight = {.company = 1.5F, .contained = 3.5F, .blur = 0.25F, .blur_km = 3.0F, .unclear = 2.0F};

enum { HEADLINE_WORDS = 4, HEADLINE_LETTERS = 4 };

/* ------------------------------------------------------------------ values */

bool sr_place_contains(const sr_place_value *outer, const sr_place_value *inner)
{
    if (outer->geonameid && outer->geonameid == inner->geonameid)
        return true;
    if (!outer->country[0] || memcmp(outer->country, inner->country, 2) != 0)
        return false;
    switch (outer->precision) {
    case SR_PLACE_PRECISION_COUNTRY:
        return true;
    case SR_PLACE_PRECISION_ADMIN1:
        return outer->admin1.len && sr_str_eq(outer->admin1, inner->admin1);
    case SR_PLACE_PRECISION_ADMIN2:
        return outer->admin2.len && sr_str_eq(outer->admin1, inner->admin1) && sr_str_eq(outer->admin2, inner->admin2);
    default:
        return sr_str_eq(outer->name, inner->name) && sr_str_eq(outer->admin1, inner->admin1);
    }
}

uint32_t sr_place_over(const sr_document *doc, uint32_t token)
{
    uint32_t low = 0, high = doc->n_places, found = SR_NONE;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->places[middle].range.first <= token)
            low = middle + 1;
        else
            high = middle;
    }
    for (uint32_t i = low; i-- > 0 && low - i < 4;) // at most a relative place around a place
        if (doc->places[i].range.end > token && (found == SR_NONE || doc->places[i].range.end - doc->places[i].range.first <
                                                     doc->places[found].range.end - doc->places[found].range.first))
            found = i;
    return found;
}

static uint8_t precision_of(const sr_gazetteer_place *p)
{
    static const uint8_t precisions[SR_GAZETTEER_KINDS] = {
        [SR_GAZETTEER_COUNTRY] = SR_PLACE_PRECISION_COUNTRY,     [SR_GAZETTEER_ADMIN1] = SR_PLACE_PRECISION_ADMIN1,
        [SR_GAZETTEER_ADMIN2] = SR_PLACE_PRECISION_ADMIN2,       [SR_GAZETTEER_CITY] = SR_PLACE_PRECISION_CITY,
        [SR_GAZETTEER_FEATURE] = SR_PLACE_PRECISION_ADMIN1,      [SR_GAZETTEER_REGION] = SR_PLACE_PRECISION_ADMIN1,
        [SR_GAZETTEER_CONTINENT] = SR_PLACE_PRECISION_COUNTRY,
    };
    if (p->borrowed && p->kind == SR_GAZETTEER_CITY)
        return p->admin2 != SR_NO_PLACE ? SR_PLACE_PRECISION_ADMIN2 : SR_PLACE_PRECISION_ADMIN1;
    if (p->kind == SR_GAZETTEER_REGION && !p->country[0])
        return SR_PLACE_PRECISION_COUNTRY;
    return precisions[p->kind];
}

void sr_place_from(const sr_gazetteer *g, uint32_t index, sr_place_value *out)
{
    sr_gazetteer_place p, admin;
    sr_gazetteer_place_at(g, index, &p);
    *out = (sr_place_value){.name = p.name, .geonameid = p.geonameid, .lat = p.lat, .lon = p.lon, .located = p.located,
                            .population = p.population, .precision = precision_of(&p)};
    memcpy(out->country, p.country, sizeof out->country);
    sr_gazetteer_place_at(g, p.kind == SR_GAZETTEER_ADMIN1 ? index : p.admin1, &admin);
    out->admin1 = admin.name;
    sr_gazetteer_place_at(g, p.kind == SR_GAZETTEER_ADMIN2 ? index : p.admin2, &admin);
    out->admin2 = admin.name;
}

/* ------------------------------------------------------------------ setting up */

static void open_tables(sr_place_work *w)
{
    const struct {
        int        *table, *column;
        const char *name, *column_name;
    } tables[] = {
        {&w->stop, &w->stop_class, "place-stop", "class"},     {&w->context, &w->context_class, "place-context", "class"},
        {&w->context, &w->context_value, "place-context", "value"}, {&w->kinds, &w->kinds_kind, "place-kinds", "kind"},
        {&w->kinds, &w->kinds_where, "place-kinds", "where"},  {&w->name_words, &w->name_kind, "name-words", "kind"},
    };
    for (size_t i = 0; i < SR_COUNT(tables); i++) {
        *tables[i].table = sr_lexicon_table(w->lexicon, sr_str_c(tables[i].name));
        *tables[i].column = sr_lexicon_column(w->lexicon, *tables[i].table, sr_str_c(tables[i].column_name));
    }
    w->titles = sr_lexicon_table(w->lexicon, SR_STR("titles"));
}

/* Capitals tell nothing in upper-case text and in headlines with every word capital. */
static bool is_blind(const sr_document *doc, const sr_sentence *s)
{
    uint32_t words = 0, capitals = 0;
    for (uint32_t i = s->first; i < s->end; i++) {
        const sr_token *t = &doc->tokens[i];
        if (!(t->flags & SR_TOKEN_WORD) || t->fold.len < HEADLINE_LETTERS)
            continue;
        words++;
        capitals += (t->flags & SR_TOKEN_CAPITAL) != 0;
    }
    return doc->upper || (words >= HEADLINE_WORDS && capitals * 5 >= words * 4);
}

static void close_range(sr_place_work *w, sr_range range, uint32_t mark)
{
    for (uint32_t i = range.first; i < range.end; i++)
        if (w->cover[i] != SR_NONE)
            w->cover[i] = mark;
}

static void set_up(sr_place_work *w)
{
    sr_document *doc = w->doc;
    w->cover = SR_NEW(w->arena, uint32_t, doc->n_tokens);
    w->blind = SR_NEW(w->arena, bool, doc->n_sentences);
    w->forms = doc->atlas->forms;
    for (uint32_t s = 0; s < doc->n_sentences; s++)
        w->blind[s] = is_blind(doc, &doc->sentences[s]);
    for (uint32_t i = 0; i < doc->n_times; i++)
        close_range(w, doc->times[i].range, SR_NONE);
    for (uint32_t i = 0; i < doc->n_entities; i++)
        if (doc->entities[i].named)
            close_range(w, doc->entities[i].range, i + 1);
    w->n_countries = SR_MIN(sr_gazetteer_countries(w->gazetteer), (uint32_t)SR_COUNT(w->country));
}

/* ------------------------------------------------------------------ giving them */

/* Names a little below zero stay when the report speaks of where they lie. */
static float confirmed(const sr_place_work *w, const sr_place_mention *m)
{
    float e = m->evidence;
    if (m->outer != SR_NONE && w->mentions.at[m->outer].evidence > 0)
        e += weight.contained;
    if (m->place == SR_NO_PLACE)
        return e;
    sr_gazetteer_place p;
    sr_gazetteer_place_at(w->gazetteer, m->place, &p);
    uint32_t country = sr_gazetteer_country(w->gazetteer, p.country);
    if (country < w->n_countries && w->country[country] > 1)
        e += weight.company;
    return e;
}

static void borrow_from(const sr_place_work *w, const sr_place_mention *m, sr_place_value *out)
{
    out->name = sr_document_words(w->doc, m->name);
    if (w->home != SR_NO_PLACE) {
        sr_gazetteer_place home;
        sr_gazetteer_place_at(w->gazetteer, w->home, &home);
        memcpy(out->country, home.country, sizeof out->country);
        out->precision = SR_PLACE_PRECISION_COUNTRY;
    }
    size_t next = (size_t)(m - w->mentions.at) + 1;
    if (next >= w->mentions.n || w->mentions.at[next].place == SR_NO_PLACE || m->outer == SR_NONE)
        return;
    sr_str name = out->name;
    sr_place_from(w->gazetteer, w->mentions.at[next].place, out);
    out->name = name;
    out->geonameid = 0;
    out->population = 0;
    out->located = out->located && out->precision != SR_PLACE_PRECISION_COUNTRY;
}

static float probability(float log_odds, float margin)
{
    float clear = margin > weight.unclear ? 1.0F : 0.5F + 0.5F * (margin < 0 ? 0 : margin) / weight.unclear;
    return clear / (1.0F + expf(-log_odds));
}

/* "30 km north-west of" right before token i: its first token, or SR_NO_TOKEN. */
static uint32_t relative(const sr_place_work *w, uint32_t i, double *km, double *bearing)
{
    uint32_t first = sr_places_first(w, i), at = i, n;
    double   unit = 0;
    if (at < first + 3 || !sr_places_context(w, at - 1, at, SR_PLACE_CONTEXT_LINK, NULL, NULL))
        return SR_NO_TOKEN;
    at--;
    for (n = 3; n > 0; n--) // "north - west" is three tokens
        if (at >= first + n + 2) {
            uint32_t long_ = 0;
            if (sr_places_context(w, at - n, at, SR_PLACE_CONTEXT_BEARING, &long_, bearing) && long_ == n)
                break;
        }
    if (n == 0)
        return SR_NO_TOKEN;
    at -= n;
    if (sr_places_is(w, at - 1, "to") || sr_places_is(w, at - 1, "the"))
        at--;
    if (at <= first + 1 || !sr_places_context(w, at - 1, at, SR_PLACE_CONTEXT_UNIT, NULL, &unit))
        return SR_NO_TOKEN;
    for (uint32_t q = 0; q < w->doc->n_quantities; q++) {
        const sr_quantity *quantity = &w->doc->quantities[q];
        if (quantity->range.end < at - 1 || quantity->range.end > at || quantity->range.first >= at - 1)
            continue;
        int64_t best = quantity->count.best != SR_COUNT_OPEN ? quantity->count.best : quantity->count.low;
        *km = quantity->amount > 0 ? quantity->amount : best == SR_COUNT_OPEN ? 0 : (double)best * unit;
        return *km > 0 ? quantity->range.first : SR_NO_TOKEN;
    }
    double number;
    if (sr_str_decimal(w->doc->tokens[at - 2].fold, &number) && number > 0) {
        *km = number * unit;
        return at - 2;
    }
    return SR_NO_TOKEN;
}

static void give(sr_place_work *w, const sr_place_mention *m, float log_odds, sr_place *out, uint32_t *n)
{
    sr_place place = {.range = m->range, .probability = probability(log_odds, m->margin)};
    if (m->place == SR_NO_PLACE || m->foreign)
        borrow_from(w, m, &place.value);
    else
        sr_place_from(w->gazetteer, m->place, &place.value);
    double   km, bearing;
    uint32_t first = relative(w, m->range.first, &km, &bearing);
    if (first != SR_NO_TOKEN && place.value.located) {
        sr_place far = place;
        far.range.first = first;
        sr_gazetteer_move(&far.value.lat, &far.value.lon, bearing, km);
        far.value.radius_km = fmax((double)weight.blur * km, (double)weight.blur_km);
        far.value.geonameid = 0;
        far.value.population = 0;
        out[(*n)++] = far;
    }
    out[(*n)++] = place;
}

void sr_annotate_places(sr_document *doc, const sr_know *know, sr_arena *arena)
{
    const sr_gazetteer *gazetteer = sr_know_gazetteer(know);
    if (!gazetteer || doc->n_tokens == 0)
        return;
    sr_place_work *w = SR_NEW(arena, sr_place_work, 1);
    *w = (sr_place_work){.doc = doc, .gazetteer = gazetteer, .lexicon = sr_know_lexicon(know), .arena = arena};
    open_tables(w);
    if (!doc->atlas)
        doc->atlas = sr_atlas_make(doc, know, arena);
    set_up(w);
    sr_places_find(w);
    sr_places_resolve(w);
    doc->places = SR_NEW(arena, sr_place, 2 * w->mentions.n);
    doc->n_places = 0;
    for (size_t i = 0; i < w->mentions.n; i++) {
        float e = confirmed(w, &w->mentions.at[i]);
        if (e > 0)
            give(w, &w->mentions.at[i], e, doc->places, &doc->n_places);
    }
}
