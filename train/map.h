/* A map from 64-bit hashes to running numbers 0, 1, 2 … in order of first sight.
 * Memory is malloc's and lives as long as the trainer.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_TRAIN_MAP_H
#define SR_TRAIN_MAP_H

#include <stdint.h>

#define SR_MAP_NONE UINT32_MAX

typedef struct sr_map {
    uint64_t *keys;  // [n] in order of first sight
    uint32_t  n, room;
    uint32_t *index; // [mask + 1] number + 1; 0: empty
    uint32_t  mask;
} sr_map;

/** Number of the key, added if new. */
uint32_t sr_map_add(sr_map *map, uint64_t key);
/** Number of the key; SR_MAP_NONE: not there. */
uint32_t sr_map_get(const sr_map *map, uint64_t key);

#endif
