/* Batches of readings on their way into the ledger; shared by ingest, import, merge and load.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_API_LEDGER_PUT_H
#define SR_API_LEDGER_PUT_H

#include "api/ledger_int.h"

typedef struct sr_ledger_told {
    uint8_t id[SR_ID_BYTES];
    bool    is_new;
} sr_ledger_told;

typedef struct sr_ledger_put {
    sr_ledger               *ledger;
    const sr_ingest_options *options;
    const sr_lexicon        *lexicon;   // whose actors are noted; NULL: none
    sr_ingest_totals         totals;    // so far
    sr_ingest_totals         committed; // at the last commit
    bool                     begun;     // a transaction is open
    bool                     moved;     // claims about actors were put in
    unsigned                 n_batch;   // reports in it
    sr_arena                 kept;      // of the batch
    SR_LIST(int64_t) dirty;             // reports to fold
    SR_LIST(sr_ledger_told) told;       // incidents that changed
    uint64_t                *actors;    // hashes of actors that are noted: open addressing, 0 is free
    size_t                   actors_room, n_actors;
} sr_ledger_put;

void sr_ledger_put_init(sr_ledger_put *put, sr_ledger *ledger, const sr_ingest_options *options);
void sr_ledger_put_free(sr_ledger_put *put);
/** Put a report and a reading of it in; begins a transaction when none is open.
 *  @param claims   NULL: only the report's name and edition
 *  @param lexicon  tables in which the claims' actors are looked up; NULL */
sr_status sr_ledger_put_reading(sr_ledger_put *put, const sr_report *report, sr_str extractor, const sr_claims *claims,
                                const sr_lexicon *lexicon, sr_error *err);
/** Put in what a dictionary says of an actor; begins a transaction when none is open.
 *  @param is_new  out: it was not there; NULL */
sr_status sr_ledger_put_actor_claim(sr_ledger_put *put, const sr_store_actor_claim *claim, bool *is_new, sr_error *err);
/** Note that the incidents of a report have to be folded anew. */
void      sr_ledger_put_dirty(sr_ledger_put *put, int64_t report);
sr_status sr_ledger_put_begin(sr_ledger_put *put, sr_error *err);
/** Fold what the batch touches, commit, tell what changed. Nothing to do without a batch. */
sr_status sr_ledger_put_commit(sr_ledger_put *put, sr_error *err);

#endif
