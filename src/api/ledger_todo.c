/* Calls of <sitrep/ledger.h> that are not built yet.
 * SPDX-License-Identifier: Apache-2.0 */
#include <sitrep/ledger.h>

#include "base/error.h"

#pragma GCC diagnostic ignored "-Wunused-parameter"

sr_status sr_ledger_open(sr_ledger **out, const char *path, const sr_ledger_options *options, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_open is not built yet");
}

sr_status sr_ledger_as_of(sr_ledger *ledger, const char *instant, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_as_of is not built yet");
}

sr_status sr_ledger_ingest_files(sr_ledger *ledger, sr_engine *engine, const char *const *paths, size_t n, const sr_ingest_options *options, sr_ingest_totals *totals, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_ingest_files is not built yet");
}

sr_status sr_ledger_ingest_reports(sr_ledger *ledger, sr_engine *engine, const sr_report_input *reports, size_t n, const sr_ingest_options *options, sr_ingest_totals *totals, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_ingest_reports is not built yet");
}

sr_status sr_ledger_list(sr_ledger *ledger, const sr_ledger_query *query, sr_on_row *on_row, void *payload, sr_ledger_page *page, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_list is not built yet");
}

sr_status sr_ledger_resolve(sr_ledger *ledger, const char *id, char out[SR_LEDGER_ID_TEXT], sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_resolve is not built yet");
}

sr_status sr_ledger_incident(sr_ledger *ledger, const char *id, sr_on_json *on_json, void *payload, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_incident is not built yet");
}

sr_status sr_ledger_claims(sr_ledger *ledger, const char *incident, sr_on_json *on_json, void *payload, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_claims is not built yet");
}

sr_status sr_ledger_timeline(sr_ledger *ledger, const char *incident, sr_on_json *on_json, void *payload, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_timeline is not built yet");
}

sr_status sr_ledger_report(sr_ledger *ledger, const char *id, sr_on_json *on_json, void *payload, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_report is not built yet");
}

sr_status sr_ledger_search(sr_ledger *ledger, const char *words, unsigned limit, sr_on_json *on_json, void *payload, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_search is not built yet");
}

sr_status sr_ledger_actors(sr_ledger *ledger, const char *words, unsigned limit, sr_on_json *on_json, void *payload, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_actors is not built yet");
}

sr_status sr_ledger_actor(sr_ledger *ledger, const char *name, sr_on_json *on_json, void *payload, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_actor is not built yet");
}

sr_status sr_ledger_diff(sr_ledger *ledger, const char *from, const char *to, sr_on_json *on_json, void *payload, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_diff is not built yet");
}

sr_status sr_ledger_counts(sr_ledger *ledger, const sr_ledger_query *query, const char *by, sr_on_json *on_json, void *payload, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_counts is not built yet");
}

sr_status sr_ledger_export(sr_ledger *ledger, const char *format, const sr_ledger_query *query, sr_on_bytes *on_bytes, void *payload, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_export is not built yet");
}

sr_status sr_ledger_same(sr_ledger *ledger, const char *a, const char *b, const char *by, const char *at, const char *note, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_same is not built yet");
}

sr_status sr_ledger_split(sr_ledger *ledger, const char *incident, const char *report, const char *by, const char *at, const char *note, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_split is not built yet");
}

sr_status sr_ledger_decisions(sr_ledger *ledger, sr_on_json *on_json, void *payload, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_decisions is not built yet");
}

sr_status sr_ledger_merge(sr_ledger *ledger, const char *other, sr_on_work *on_work, void *payload, sr_ingest_totals *totals, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_merge is not built yet");
}

sr_status sr_ledger_rebuild(sr_ledger *ledger, sr_on_work *on_work, void *payload, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_rebuild is not built yet");
}

sr_status sr_ledger_verify(sr_ledger *ledger, void (*on_fault)(const char *text, void *payload), sr_on_work *on_work, void *payload, uint64_t *faults, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_verify is not built yet");
}

sr_status sr_ledger_check(sr_ledger *ledger, void (*on_fault)(const char *text, void *payload), void *payload, uint64_t *faults, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_check is not built yet");
}

sr_status sr_ledger_stats(sr_ledger *ledger, sr_on_json *on_json, void *payload, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_stats is not built yet");
}

sr_status sr_ledger_backup(sr_ledger *ledger, const char *path, sr_on_work *on_work, void *payload, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_backup is not built yet");
}

sr_status sr_ledger_vacuum(sr_ledger *ledger, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_vacuum is not built yet");
}

sr_status sr_ledger_dump(sr_ledger *ledger, sr_on_bytes *on_bytes, void *payload, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_dump is not built yet");
}

sr_status sr_ledger_load(sr_ledger *ledger, const char *path, const sr_ingest_options *options, sr_ingest_totals *totals, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_load is not built yet");
}

sr_status sr_ledger_put_setting(sr_ledger *ledger, const char *kind, const char *name, const char *json, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_put_setting is not built yet");
}

sr_status sr_ledger_settings(sr_ledger *ledger, const char *kind, const char *name, sr_on_json *on_json, void *payload, sr_error *err)
{
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "sr_ledger_settings is not built yet");
}

void sr_ledger_close(sr_ledger *ledger) {}
void sr_ledger_default_path(char *out, size_t room)
{
    if (room)
        out[0] = 0;
}
uint64_t sr_ledger_sequence(sr_ledger *ledger) { return 0; }
const sr_export_format *sr_ledger_formats(size_t i) { return NULL; }
