/* Arenas: memory named by how long it lives.
 *
 *   perm     one process     lexicons, models
 *   doc      one report      tokens, annotations, claims; reset, not freed
 *   scratch  one function    given back with a mark on return
 *
 * Memory from an arena is zeroed and aligned for any type.  Out of memory is
 * one path per report: sr_arena_alloc never returns NULL; when no memory can be
 * had it calls the arena's handler, which leaves to the report boundary (the
 * pipeline uses longjmp) and must not return.  Between that boundary and an
 * allocation nothing but arena memory may be held.  Without a handler the
 * process aborts.
 *
 * Not thread-safe: one arena has one owner.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_BASE_ARENA_H
#define SR_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"

typedef struct sr_arena_block sr_arena_block;

typedef void sr_oom_handler(void *payload);

typedef struct sr_arena {
    sr_arena_block *block;    // newest block; NULL before the first allocation
    sr_arena_block *spare;    // blocks kept by a reset for the next report
    size_t          in_use;   // bytes handed out since the last reset
    size_t          ceiling;  // in_use may not pass this; 0: no ceiling
    sr_oom_handler *on_oom;   // must not return; NULL: abort
    void           *payload;  // given to on_oom
    uint64_t        fail_at;  // tests: the n-th allocation from now fails; 0: never
} sr_arena;

/** A point to return to; valid until the arena is reset or returned to an earlier one. */
typedef struct sr_arena_mark {
    sr_arena_block *block;
    size_t          used;
    size_t          in_use;
} sr_arena_mark;

/** An empty arena; no memory is taken before the first allocation. */
void sr_arena_init(sr_arena *arena, size_t ceiling, sr_oom_handler *on_oom, void *payload);

/** Zeroed memory of count * size bytes, aligned to 16. Never NULL; see above.
 *  Cost: amortised O(bytes). */
void *sr_arena_alloc(sr_arena *arena, size_t count, size_t size);

/** Memory for `count` objects of `type`, zeroed. */
#define SR_NEW(arena, type, count) ((type *)sr_arena_alloc((arena), (count), sizeof(type)))

/** A copy of `len` bytes, followed by a zero byte that is not counted. */
void *sr_arena_copy(sr_arena *arena, const void *bytes, size_t len);

sr_arena_mark sr_arena_here(const sr_arena *arena);
/** Give back everything allocated since the mark. */
void sr_arena_return(sr_arena *arena, sr_arena_mark mark);

/** Forget everything, keep up to SR_LIMIT_ARENA_KEEP bytes for the next report. */
void sr_arena_reset(sr_arena *arena);
/** Give all memory back to the system. */
void sr_arena_free(sr_arena *arena);

/* A growing list in an arena: an element type's array, its length and its room.
 * Old copies stay in the arena until it is reset: total cost is linear. */
#define SR_LIST(type)                                                          \
    struct {                                                                   \
        type  *at;                                                             \
        size_t n;                                                              \
        size_t room;                                                           \
    }

/** Append one zeroed element and return its address. */
#define SR_PUSH(arena, list)                                                   \
    (sr_list__grow((arena), (void **)&(list)->at, (list)->n, &(list)->room,    \
                   sizeof *(list)->at),                                        \
     &(list)->at[(list)->n++])

void sr_list__grow(sr_arena *arena, void **at, size_t n, size_t *room, size_t size);

#endif
