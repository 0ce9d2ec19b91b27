/* From the store to incidents and back: what has to be folded is taken out, folded, and kept.
 *
 * A unit is a set of reports that links connect (fuse/fold.h); it is folded together and on its
 * own, so the work a new report makes does not grow with the ledger.  The fold is a pure function,
 * and which reports are in a unit follows from the set alone; so do the incidents.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_PIPELINE_REFOLD_H
#define SR_PIPELINE_REFOLD_H

#include "fuse/fold.h"
#include "know/lexicon.h"
#include "publish/ledger.h"
#include "store/store.h"

#define SR_NO_LIMIT INT64_MAX // no instant: everything that is known

typedef struct sr_refold {
    sr_store            *store;
    const sr_fold_model *model;
    const sr_lexicon    *lexicon;   // words that are no names
    float                threshold; // claims less probable than this are left out; [0, 1]
    sr_arena            *arena;     // scratch; given back between units
    sr_arena            *lists;     // of one call
    sr_buf              *record;    // scratch; the caller's, so that it is freed whatever the arenas' handlers do
    int64_t              sequence;  // of the change that is being made
    uint64_t             changed;   // out: incidents new or changed so far
    /** Told of each; NULL. */
    void (*on_incident)(void *payload, const uint8_t id[SR_ID_BYTES], bool is_new);
    /** How far it is: reports and units; non-zero stops. NULL. */
    int (*on_work)(uint64_t done, uint64_t total, void *payload);
    void *payload;
} sr_refold;

/** Fold what reports that are new, or were told of anew, touch.  Within a transaction.
 *  Cost: the units they belong to and those they are compared with.  Everything, once, when the ledger was
 *  folded with another model: its digests are then of no use to compare with. */
SR_NODISCARD sr_status sr_refold_reports(sr_refold *refold, const int64_t *reports, size_t n, sr_error *err);

/** Forget what is derived and fold everything anew. */
SR_NODISCARD sr_status sr_refold_all(sr_refold *refold, sr_error *err);

/** A unit, or a part of it, folded. */
typedef struct sr_block {
    sr_stored      *stored;  // [n]
    sr_fold_report *reports; // [n]
    uint32_t        n;
    sr_folded       folded;
} sr_block;

/** Take reports out and fold them.
 *  @param then   only what was published by then, and decided by then
 *  @param texts  with their texts */
SR_NODISCARD sr_status sr_refold_block(const sr_refold *refold, const int64_t *reports, size_t n, int64_t then,
                                       bool texts, sr_block *out, sr_arena *arena, sr_error *err);
/** The same for a unit. */
SR_NODISCARD sr_status sr_refold_unit(const sr_refold *refold, int64_t unit, int64_t then, bool texts,
                                      sr_block *out, sr_arena *arena, sr_error *err);

/** Fill the temporary tables that look at an earlier instant; sr_store_shadow was called. */
SR_NODISCARD sr_status sr_refold_then(sr_refold *refold, int64_t then, sr_error *err);

/** What the store keeps of a folded incident. */
void sr_refold_incident(const sr_refold *refold, const sr_block *block, const sr_folded_incident *incident,
                        int64_t unit, sr_store_incident *out, sr_arena *arena);

#endif
