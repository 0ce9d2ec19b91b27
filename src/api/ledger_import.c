/* Files of other programs into the ledger, as attributed claims: what a file is, its content tells.
 * SPDX-License-Identifier: Apache-2.0 */
#include "api/ledger_import.h"
#include "base/file.h"
#include "know/actor_file.h"

void sr_import_tell(sr_import *run, uint64_t offset, const char *what, bool remark)
{
    sr_message message = {run->path, offset, what, remark};
    run->put.totals.messages += !remark;
    if (run->put.options->on_message)
        run->put.options->on_message(&message, run->put.options->payload);
}

static sr_status import_bytes(sr_import *run, sr_str bytes)
{
    if (sr_import_table_looks(bytes, &run->put.ledger->arena))
        return sr_import_table(run, bytes);
    if (sr_actor_file_looks(bytes))
        return sr_import_actors(run, bytes);
    return sr_error_set(run->err, SR_E_INPUT, run->path, 0,
                        "neither ACLED's header (event_id_cnty, event_date, sub_event_type) nor 58 or 61 columns "
                        "of GDELT nor a dictionary of actors (NAME_ [CODE])");
}

static const sr_ingest_options usual = SR_INGEST_OPTIONS_INIT;

sr_status sr_ledger_import(sr_ledger *ledger, const char *path, const sr_ingest_options *options,
                           sr_ingest_totals *totals, sr_error *err)
{
    sr_error  own = {0};
    sr_import run = {.path = path, .err = err ? err : &own};
    sr_refold refold;
    sr_str    bytes;
    if (totals)
        *totals = (sr_ingest_totals){0};
    if (ledger->read_only)
        return sr_error_set(err, SR_E_USAGE, ledger->path, 0, "the ledger was opened for reading only");
    sr_status status = sr_file_map(path, &bytes, err);
    if (status != SR_OK)
        return status;
    sr_arena_reset(&ledger->arena);
    sr_ledger_put_init(&run.put, ledger, options ? options : &usual);
    if (setjmp(ledger->boundary)) {
        sr_file_unmap(bytes);
        sr_ledger_put_free(&run.put);
        return sr_ledger__no_memory(ledger, err);
    }
    status = sr_ledger__refold(ledger, &refold, run.err);
    run.lexicon = sr_know_lexicon(ledger->know);
    if (status == SR_OK)
        status = import_bytes(&run, bytes);
    if (status == SR_OK)
        status = sr_ledger_put_commit(&run.put, run.err);
    else
        sr_store_rollback(ledger->store);
    if (totals)
        *totals = status == SR_OK ? run.put.totals : run.put.committed;
    sr_ledger_put_free(&run.put);
    sr_file_unmap(bytes);
    return status;
}
