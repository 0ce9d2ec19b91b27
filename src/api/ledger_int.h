/* What the files of the ledger's API share.
 *
 * Out of memory: the arenas' handler leaves to `boundary`, which every public call sets before it
 * does anything (SR_LEDGER_GUARD).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_API_LEDGER_INT_H
#define SR_API_LEDGER_INT_H

#include <setjmp.h>
#include <sitrep/ledger.h>

#include "pipeline/refold.h"
#include "publish/json.h"

struct sr_ledger {
    sr_store            *store;
    char                *path;
    bool                 read_only;
    sr_know             *know;  // of the fold's model; NULL: not needed yet
    const sr_fold_model *model;
    sr_arena             model_arena;
    sr_arena             arena; // of one call
    sr_arena             lists; // of one refold
    sr_buf               record; // of one incident
    int64_t              then;  // SR_NO_LIMIT: all that is known
    int64_t              then_reading, then_decision; // the last ones that its state was made of
    uint64_t             left_out; // by the last export
    jmp_buf              boundary;
};

#define SR_LEDGER_THRESHOLD ((float)SR_DEFAULT_THRESHOLD)

/** What a call does when memory runs out. */
sr_status sr_ledger__no_memory(sr_ledger *ledger, sr_error *err);
#define SR_LEDGER_GUARD(ledger, err)                                           \
    do {                                                                       \
        sr_arena_reset(&(ledger)->arena);                                      \
        if (setjmp((ledger)->boundary))                                        \
            return sr_ledger__no_memory((ledger), (err));                      \
    } while (0)

/** Everything that folds needs; opens the model the first time. */
sr_status sr_ledger__refold(sr_ledger *ledger, sr_refold *out, sr_error *err);
/** Begin to write; SR_E_USAGE on a handle that only reads or looks at an earlier instant. */
sr_status sr_ledger__begin_write(sr_ledger *ledger, sr_error *err);
/** End a transaction: commit, or roll back and give `status` back. */
sr_status sr_ledger__end(sr_ledger *ledger, sr_status status, sr_error *err);
sr_status sr_ledger__begin_read(sr_ledger *ledger, sr_error *err);

/** Full id of an incident. */
sr_status sr_ledger__find_incident(sr_ledger *ledger, const char *id, uint8_t out[SR_ID_BYTES], sr_error *err);
/** Full id of a report, by its id, a prefix of it or a name. */
sr_status sr_ledger__find_report(sr_ledger *ledger, const char *id, uint8_t out[SR_ID_BYTES], int64_t *n, sr_error *err);

/** A cell as JSON; BLOBs of 16 bytes are ids. */
void      sr_ledger__put_cell(sr_json *json, const sr_cell *cell);
/** Rows of a statement, each an object of its columns, handed to the user. */
sr_status sr_ledger__rows(sr_ledger *ledger, sr_sql sql, const sr_cell *args, size_t n_args, sr_on_json *on_json,
                          void *payload, sr_error *err);
/** Rows of a statement as an array of objects in a JSON object that is being written. */
sr_status sr_ledger__array(sr_ledger *ledger, sr_json *json, const char *key, sr_sql sql, const sr_cell *args,
                           size_t n_args, sr_error *err);
/** Hand a buffer over and clear it. @return SR_E_STOPPED, SR_E_NOMEM */
sr_status sr_ledger__hand(sr_buf *buf, sr_on_json *on_json, void *payload, sr_error *err);

/** Words of a user as a query of FTS5; empty when there is no word in it. In the arena. */
sr_str    sr_ledger__words(const char *words, sr_arena *arena);
/** Seconds of an ISO 8601 instant; a day is its end. @return SR_E_INPUT */
sr_status sr_ledger__instant(const char *text, int64_t *out, sr_error *err);

#endif
