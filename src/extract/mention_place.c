/* Where a mention happened: the place told with it.
 *
 * In its sentence, the most precise and nearest; no part of somebody's or something's name ("U.S.
 * intelligence", "Baltimore Avenue"), unless the thing itself is the scene ("the Moscow music hall
 * became the scene of an attack").
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract/mention.h"

/* The entity that holds a place's name within its own; NULL: none. */
static const sr_entity *name_around(const sr_reader *r, sr_range place)
{
    const sr_document *doc = r->doc;
    uint32_t low = place.first > 8 ? place.first - 8 : 0;
    for (uint32_t t = low; t <= place.first; t++) {
        uint32_t e = r->entity_of[t];
        if (e == SR_NONE)
            continue;
        for (uint32_t i = e + 1; i-- > 0 && e - i < 4;) {
            const sr_entity *entity = &doc->entities[i];
            if (entity->range.first <= place.first && entity->range.end >= place.end &&
                entity->range.end - entity->range.first > place.end - place.first &&
                (entity->kind == SR_ENTITY_AGENCY || entity->kind == SR_ENTITY_ORGANIZATION ||
                 entity->kind == SR_ENTITY_GROUP || entity->kind == SR_ENTITY_PERSON ||
                 entity->kind == SR_ENTITY_FACILITY))
                return entity;
        }
    }
    return NULL;
}

static bool names_a_street(const sr_document *doc, uint32_t head)
{
    static const char *const words[] = {"avenue", "street",  "road",    "drive", "boulevard", "lane", "court",
                                        "place",  "highway", "parkway", "ave",   "blvd",      "way",  "circle"};
    for (size_t i = 0; i < SR_COUNT(words) && doc->tokens[head].upos == SR_UPOS_PROPN; i++)
        if (sr_str_eq(doc->tokens[head].fold, sr_str_c(words[i])))
            return true;
    return false;
}

static bool takes_part(const sr_mention *m, const sr_entity *e)
{
    for (uint32_t i = 0; i < m->n; i++)
        if (m->at[i].noun.range.first < e->range.end && e->range.first < m->at[i].noun.range.end)
            return true;
    return false;
}

static bool names_no_scene(const sr_reader *r, const sr_mention *m, sr_range place)
{
    const sr_entity *around = name_around(r, place);
    return around && (around->kind != SR_ENTITY_FACILITY || names_a_street(r->doc, around->head) ||
                      !takes_part(m, around));
}

/* "in", "at", "near": what follows is where. */
static bool said_where(const sr_document *doc, uint32_t first)
{
    static const char *const words[] = {"in", "at", "near", "of", "outside"};
    for (size_t i = 0; i < SR_COUNT(words) && first > 0; i++)
        if (sr_str_eq(doc->tokens[first - 1].fold, sr_str_c(words[i])))
            return true;
    return false;
}

uint32_t sr_mention_place(const sr_reader *r, const sr_mention *m)
{
    const sr_document *doc = r->doc;
    uint32_t best = SR_NONE;
    int best_score = INT32_MIN;
    for (uint32_t i = 0; i < doc->n_places; i++) {
        const sr_place *p = &doc->places[i];
        if (doc->tokens[p->range.first].sentence != m->sentence || names_no_scene(r, m, p->range) ||
            sr_reader_dateline(r, p->range.first))
            continue;
        int distance = p->range.first >= m->trigger.end ? (int)(p->range.first - m->trigger.end)
                                                        : (int)(m->trigger.first - p->range.first) + 4;
        int score = -distance - 12 * (p->value.precision == SR_PLACE_PRECISION_COUNTRY ? 2
                                      : p->value.precision == SR_PLACE_PRECISION_ADMIN1 ? 1
                                                                                        : 0);
        score += said_where(doc, p->range.first) ? 20 : 0;
        if (score > best_score) {
            best = i;
            best_score = score;
        }
    }
    return best;
}
