/* Hashes to numbers; see map.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "train/map.h"

#include <stdlib.h>

#include "train/corpus.h"

static uint32_t slot_of(const sr_map *m, uint64_t key)
{
    uint32_t slot = (uint32_t)(key ^ key >> 32) & m->mask;
    while (m->index[slot] != 0 && m->keys[m->index[slot] - 1] != key)
        slot = (slot + 1) & m->mask;
    return slot;
}

static void grow(sr_map *m)
{
    m->room = m->room ? m->room * 2 : 1024;
    m->mask = m->room * 2 - 1;
    m->keys = realloc(m->keys, m->room * sizeof *m->keys);
    free(m->index);
    m->index = calloc((size_t)m->mask + 1, sizeof *m->index);
    if (!m->keys || !m->index)
        sr_train_fail("out of memory");
    for (uint32_t i = 0; i < m->n; i++)
        m->index[slot_of(m, m->keys[i])] = i + 1;
}

uint32_t sr_map_get(const sr_map *map, uint64_t key)
{
    uint32_t at = map->n == 0 ? 0 : map->index[slot_of(map, key)];
    return at == 0 ? SR_MAP_NONE : at - 1;
}

uint32_t sr_map_add(sr_map *map, uint64_t key)
{
    uint32_t at = sr_map_get(map, key);
    if (at != SR_MAP_NONE)
        return at;
    if (map->n == map->room)
        grow(map);
    map->keys[map->n] = key;
    map->index[slot_of(map, key)] = ++map->n;
    return map->n - 1;
}
