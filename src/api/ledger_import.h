/* What the parts of `import` share: ledger_import.c finds out what a file is, each other part puts one
 * kind in.  The run's transaction is committed by the door.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_API_LEDGER_IMPORT_H
#define SR_API_LEDGER_IMPORT_H

#include "api/ledger_put.h"

typedef struct sr_import {
    sr_ledger_put     put;
    const sr_lexicon *lexicon;
    const char       *path;
    sr_error         *err;
} sr_import;

/** Tell something about the file. @param remark  nothing was bad */
void sr_import_tell(sr_import *run, uint64_t offset, const char *what, bool remark);

/** ACLED's header, or as many columns as GDELT's events have. */
bool      sr_import_table_looks(sr_str table, sr_arena *arena);
sr_status sr_import_table(sr_import *run, sr_str table);
/** A dictionary of PETRARCH or TABARI: what each line says of an actor. */
sr_status sr_import_actors(sr_import *run, sr_str dictionary);

#endif
