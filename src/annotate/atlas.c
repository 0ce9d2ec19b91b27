/* See atlas.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/atlas.h"

sr_atlas *sr_atlas_make(const sr_document *doc, const sr_know *know, sr_arena *arena)
{
    const sr_gazetteer *gazetteer = sr_know_gazetteer(know);
    if (!gazetteer)
        return NULL;
    sr_atlas *a = SR_NEW(arena, sr_atlas, 1);
    a->gazetteer = gazetteer;
    a->doc = doc;
    a->forms = SR_NEW(arena, sr_gazetteer_form, doc->n_tokens + 1);
    a->sights = SR_NEW(arena, sr_sight, doc->n_tokens + 1);
    for (uint32_t i = 0; i < doc->n_tokens; i++)
        a->forms[i] = sr_gazetteer_form_of(doc->tokens[i].fold, (doc->tokens[i].flags & SR_TOKEN_SPACE) != 0);
    return a;
}

static uint32_t left(const sr_atlas *a, uint32_t i)
{
    return a->doc->sentences[a->doc->tokens[i].sentence].end - i;
}

void sr_atlas_fetch(const sr_atlas *atlas, uint32_t i, unsigned step)
{
    sr_gazetteer_fetch(atlas->gazetteer, atlas->forms + i, left(atlas, i), step);
}

size_t sr_atlas_place(sr_atlas *atlas, uint32_t i, const sr_gazetteer_reading **readings, size_t *count)
{
    sr_sight *s = &atlas->sights[i];
    if (!s->place_known) {
        size_t n = 0;
        s->place = (uint8_t)sr_gazetteer_find(atlas->gazetteer, atlas->forms + i, left(atlas, i), &s->readings, &n);
        s->n_readings = (uint32_t)n;
        s->place_known = true;
    }
    *readings = s->readings;
    *count = s->n_readings;
    return s->place;
}

size_t sr_atlas_people(sr_atlas *atlas, uint32_t i, uint32_t *country)
{
    sr_sight *s = &atlas->sights[i];
    if (!s->people_known) {
        s->people = (uint8_t)sr_gazetteer_demonym(atlas->gazetteer, atlas->forms + i, left(atlas, i), &s->country);
        s->people_known = true;
    }
    if (country)
        *country = s->country;
    return s->people;
}
