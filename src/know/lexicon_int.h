/* The compiled lexicon's layout, shared by its reader and its builder; docs/format-model.md
 * has the byte table.
 *
 * A table is a trie over token hashes.  A node knows its parent and the token that leads to it;
 * an open-addressing table of node numbers, keyed by (parent, token), finds the children.  A
 * bitset of first tokens is asked before, as most tokens of a text start no phrase.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_KNOW_LEXICON_INT_H
#define SR_KNOW_LEXICON_INT_H

#include <stdint.h>

#define SR_LEXICON_KIND "lexicon"
#define SR_LEXICON_VERSION 2u
#define SR_LEXICON_ROOT 0u       // node 0
#define SR_LEXICON_KEYS UINT32_MAX // parent of the nodes that stand for whole first cells
#define SR_LEXICON_MORE 0x80000000u // in a slot: longer phrases go on from its node

typedef struct sr_lexicon__node {
    uint64_t token;
    uint32_t parent; // node, smaller than this one; or SR_LEXICON_KEYS
    uint32_t row;    // first row of the phrase that ends here; SR_NO_ROW: none
} sr_lexicon__node;

/* Offsets count from the start of the payload and are multiples of 8. */
typedef struct sr_lexicon__head {
    uint32_t n_tables;
    uint32_t pool;     // offset of the strings: each a uint16 length, then its bytes
    uint32_t pool_len; // bytes
    uint32_t reserved; // 0
} sr_lexicon__head;

typedef struct sr_lexicon__entry {
    uint32_t name;      // string
    uint32_t n_columns;
    uint32_t columns;   // uint32 [n_columns] strings
    uint32_t n_rows;
    uint32_t cells;     // uint32 [n_rows][n_columns] strings
    uint32_t next;      // uint32 [n_rows] next row with the same phrase; SR_NO_ROW
    uint32_t n_nodes;
    uint32_t nodes;     // sr_lexicon__node [n_nodes]
    uint32_t n_slots;   // a power of two, more than n_nodes
    uint32_t slots;     // uint32 [n_slots] node, with SR_LEXICON_MORE; 0 empty
    uint32_t n_filter;  // a power of two: 64-bit words
    uint32_t filter;    // uint64 [n_filter] bits of first tokens
} sr_lexicon__entry;

/** Where looking for (parent, token) starts, before it is cut to the table's size. */
static inline uint32_t sr_lexicon__slot(uint32_t parent, uint64_t token)
{
    uint64_t h = (token ^ (parent + UINT64_C(1)) * UINT64_C(0x9E3779B97F4A7C15)) * UINT64_C(0xD6E8FEB86659FD93);
    return (uint32_t)(h >> 32);
}

#endif
