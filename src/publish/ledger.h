/* What only a ledger has, to bytes: the whole record with its history, clusters of reports, and
 * both for people.  Forms of other programs stand in export.h.
 *
 * One writer a format, one row in ledger_list.h.  Writers see only what the fold gave (record/fold.h), keep no state and may run in
 * several threads; the same incidents give the same bytes.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_PUBLISH_LEDGER_H
#define SR_PUBLISH_LEDGER_H

#include "base/buf.h"
#include "record/fold.h"

/** One incident and the reports that its members, evidence and revisions point into. */
typedef struct sr_ledger_item {
    const sr_folded_incident *incident;
    const sr_fold_report     *reports;
    uint64_t                  index; // rows written before it
} sr_ledger_item;

typedef void sr_ledger_writer(const sr_ledger_item *row, sr_buf *out);

typedef struct sr_ledger_form {
    const char       *name;       // as `sitrep export --format` has it
    const char       *media_type;
    const char       *summary;    // one line, for help
    bool              stories;    // also what holds no incident, only reports of one happening
    sr_ledger_writer *row;
} sr_ledger_form;

/** The i-th format; NULL behind the last. Static. */
const sr_ledger_form *sr_ledger_at(size_t i);
/** @return NULL: no such format */
const sr_ledger_form *sr_ledger_find(sr_str name);

#define X(NAME, name, media, summary, stories) sr_ledger_writer sr_ledger_##NAME;
#include "publish/ledger_list.h"
#undef X

/** The record of an incident as one JSON object without line end; `sr_ledger_jsonl` is this with
 *  one, `sitrep show --json` is this. */
void sr_write_record(const sr_ledger_item *row, sr_buf *out);
/** One revision as a JSON object. @param incident  adds the member "incident" */
void sr_write_revision(const sr_ledger_item *row, uint32_t revision, bool incident, sr_buf *out);
/** The record for people. */
void sr_write_incident_text(const sr_ledger_item *row, bool color, sr_buf *out);
/** The timeline for people. */
void sr_write_timeline_text(const sr_ledger_item *row, bool color, sr_buf *out);

/** Best figure of a count, else its lower, else its upper bound; -1 unknown. */
int64_t sr_ledger_figure(sr_count count);
#endif
