/* The ledger's file: a set of reports and claims that only grows, people's decisions, and what was
 * computed from them.
 *
 * Two layers: an engine runs named statements in transactions (db.h); this part knows what a
 * report, a claim and an incident are.  It never folds, reads a text or writes a format: pipeline
 * takes a block from here, folds it and puts incidents back.
 *
 *   n     number of a row in this file; never shown
 *   id    16 bytes of content hash; as text 32 hex digits
 *
 * Caveats: one handle has one user at a time.  Calls that put something in stand between
 * sr_store_begin(write) and sr_store_commit; a failed call leaves the transaction to be rolled
 * back.  Views in callbacks live until the callback returns; what is loaded lives in the arena.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_STORE_STORE_H
#define SR_STORE_STORE_H

#include "record/claim.h"
#include "record/report_id.h"
#include "store/db.h"

typedef struct sr_store sr_store;

typedef sr_db_options sr_store_options;

SR_NODISCARD sr_status sr_store_open(sr_store **out, const char *path, const sr_store_options *options,
                                     sr_error *err);
void                   sr_store_close(sr_store *store);
SR_NODISCARD sr_status sr_store_begin(sr_store *store, bool write, sr_error *err);
SR_NODISCARD sr_status sr_store_commit(sr_store *store, sr_error *err);
/** Also ends statements that were left in the middle; never fails. */
void                   sr_store_rollback(sr_store *store);

/** Run a statement. @param on_cells  told each row; NULL */
sr_status sr_store_run(sr_store *store, sr_sql sql, const sr_cell *args, size_t n_args,
                       sr_on_cells *on_cells, void *payload, sr_error *err);
/** The same, put together from pieces. */
sr_status sr_store_run_pieces(sr_store *store, const sr_sql *pieces, size_t n, const sr_cell *args,
                              size_t n_args, sr_on_cells *on_cells, void *payload, sr_error *err);
/** First column of the first row as a number; `none` without a row. */
sr_status sr_store_number(sr_store *store, sr_sql sql, const sr_cell *args, size_t n_args, int64_t none,
                          int64_t *out, sr_error *err);
/** First column of all rows. */
typedef struct sr_numbers {
    int64_t *at;
    size_t   n, room;
} sr_numbers;
sr_status sr_store_numbers(sr_store *store, sr_sql sql, const sr_cell *args, size_t n_args, sr_numbers *out,
                           sr_arena *arena, sr_error *err);

/* ---- putting in (put.c) ---- */

/** What became of a report. */
typedef struct sr_store_added {
    int64_t  report;      // n
    int64_t  edition;     // n
    bool     is_new;      // the report was not there
    bool     is_version;  // new, at an address that is known
    bool     is_copy;     // new, a text that is known from elsewhere
    bool     has_reading; // of this edition by this extractor
    uint8_t  id[SR_ID_BYTES];
} sr_store_added;

/** Put a report, its name and its edition in, if absent.
 *  @param report     its url is made canonical; its id is one of its names
 *  @param extractor  whose reading is asked for */
SR_NODISCARD sr_status sr_store_add_report(sr_store *store, const sr_report *report, sr_str extractor,
                                           sr_store_added *out, sr_arena *arena, sr_error *err);
/** Is a report there already? Read only.
 *  @param has    out: a reading of this edition by this extractor
 *  @param named  out: and what the caller calls it */
SR_NODISCARD sr_status sr_store_has_report(sr_store *store, const sr_report *report, sr_str extractor,
                                           bool *has, bool *named, sr_arena *arena, sr_error *err);
/** Put a reading and its claims in, if absent.
 *  @param claims  their `report` is replaced by the report's id
 *  @param n       out: claims that were not there */
SR_NODISCARD sr_status sr_store_add_reading(sr_store *store, const sr_store_added *report, sr_str extractor,
                                            const sr_claims *claims, uint64_t *n, sr_error *err);
/** Choose edition and reading that stand for a report; after every sr_store_add_reading of one that was there: a new
 *  report's first reading stands for it. */
SR_NODISCARD sr_status sr_store_settle_report(sr_store *store, int64_t report, sr_error *err);

/** A decision about two mentions; record/fold.h says what it means. */
typedef struct sr_store_decision {
    bool     same;
    uint8_t  report_a[SR_ID_BYTES], report_b[SR_ID_BYTES];
    uint32_t mention_a, mention_b; // SR_NONE: what the report is about
    sr_str   author;
    int64_t  at;                   // instant
    sr_str   note;
} sr_store_decision;
SR_NODISCARD sr_status sr_store_add_decision(sr_store *store, const sr_store_decision *decision, sr_error *err);
/** The id of a decision: hash of its members. */
void sr_store_decision_id(const sr_store_decision *decision, uint8_t out[SR_ID_BYTES]);

/** What a line of a dictionary of actors says; table actor_claim tells the members. */
typedef struct sr_store_actor_claim {
    sr_str  actor, field, value, kind, country, first, last, source;
    int64_t line;
    sr_str  evidence;
} sr_store_actor_claim;
/** @param is_new  out: it was not there; NULL */
SR_NODISCARD sr_status sr_store_add_actor_claim(sr_store *store, const sr_store_actor_claim *claim, bool *is_new,
                                                sr_error *err);
/** The id of such a claim: hash of its members. */
void sr_store_actor_claim_id(const sr_store_actor_claim *claim, uint8_t out[SR_ID_BYTES]);

/** Row of a claim as cells; `reading` first. For engines and copies between files. */
#define SR_CLAIM_CELLS 41
void sr_store_claim_cells(int64_t reading, const uint8_t id[SR_ID_BYTES], const sr_claim *claim,
                          sr_cell out[SR_CLAIM_CELLS]);
/** And back; views of the cells. @return false: a value that no claim has */
bool sr_store_claim_from(const sr_cell cells[SR_CLAIM_CELLS], sr_claim *out);
/** The number an extractor's version ends in; 0 without one. */
int64_t sr_store_extractor_number(sr_str extractor);

/* ---- taking out (load.c) ---- */

/** A report with all that stands for it; in an arena. */
typedef struct sr_stored {
    int64_t    n;
    sr_report  report;    // its id is 32 hex digits
    sr_str    *names;
    uint32_t   n_names;
    sr_str     extractor;
    sr_claims  claims;    // canonical order
    sr_str    *claim_ids; // [claims.n], 32 hex digits
    int64_t    published; // instant; INT64_MIN unknown
    int64_t    latest;    // instant of the edition published last; INT64_MAX: one is undated
    int64_t    unit;      // -1: not folded
    sr_str     digest;    // empty: none yet
} sr_stored;

enum { SR_STORED_TEXT = 1, SR_STORED_CLAIMS = 2, SR_STORED_DIGEST = 4 };
/** @param parts  what is wanted beside the members that cost nothing
 *  @return SR_E_NOT_FOUND; SR_E_CORRUPT a claim that cannot be read */
SR_NODISCARD sr_status sr_store_load(sr_store *store, int64_t report, unsigned parts, sr_stored *out,
                                     sr_arena *arena, sr_error *err);

/** One reading of a report, whether it stands for it or not (SR_SQL_READINGS_OF). */
SR_NODISCARD sr_status sr_store_load_reading(sr_store *store, int64_t reading, unsigned parts, sr_stored *out,
                                             sr_arena *arena, sr_error *err);

/* ---- what is derived (cache.c) ---- */

/** An incident as it is kept: columns to ask by, and the record. */
typedef struct sr_store_incident {
    uint8_t   id[SR_ID_BYTES];
    int64_t   unit;
    bool      story;
    sr_period date;
    sr_str    type, subtype, stage;
    sr_place_value place;
    sr_str    venue;
    sr_count  killed, wounded;
    int64_t   killed_figure, wounded_figure; // -1 unknown
    sr_str    perpetrator, certainty;
    bool      contested;
    uint32_t  reports, reports_all;
    sr_str    first_seen, last_seen;  // ISO 8601
    int64_t   changed;                // instant; 0 unknown
    float     probability;
    sr_str    json;
    const sr_str *former;             // 32 hex digits
    uint32_t      n_former;
    const struct sr_store_member {
        int64_t  report;
        uint32_t mention;
    } *members;
    uint32_t n_members;
    const struct sr_store_actor {
        sr_str actor, role, name, kind, stance;
    } *actors;
    uint32_t n_actors;
    const struct sr_store_revision {
        int64_t instant; // INT64_MIN unknown
        sr_str  json;
    } *revisions;
    uint32_t n_revisions;
} sr_store_incident;

/** An incident that is in the cache, before it is replaced. */
typedef struct sr_store_cached {
    int64_t n;
    uint8_t id[SR_ID_BYTES];
    int64_t digest;
} sr_store_cached;
typedef struct sr_store_cached_list {
    sr_store_cached *at;
    size_t           n, room;
} sr_store_cached_list;

SR_NODISCARD sr_status sr_store_cached_of(sr_store *store, int64_t unit, sr_store_cached_list *out,
                                          sr_arena *arena, sr_error *err);
SR_NODISCARD sr_status sr_store_drop_cached(sr_store *store, int64_t n, sr_error *err);
SR_NODISCARD sr_status sr_store_put_incident(sr_store *store, const sr_store_incident *incident,
                                             int64_t sequence, sr_error *err);
/** Hash of all that sr_store_put_incident keeps. */
int64_t sr_store_incident_digest(const sr_store_incident *incident);

/** What reports are compared by, and the keys they are found under.
 *  @param old  keys that no longer hold */
SR_NODISCARD sr_status sr_store_put_digest(sr_store *store, int64_t report, sr_str digest, const uint64_t *keys,
                                           size_t n_keys, const uint64_t *old, size_t n_old, sr_error *err);
/** Forget everything that is derived. */
SR_NODISCARD sr_status sr_store_clear(sr_store *store, sr_error *err);

/* ---- looking at an earlier instant ---- */

/** Later reads see temporary tables that start empty. */
SR_NODISCARD sr_status sr_store_shadow(sr_store *store, int64_t then, sr_error *err);
void                   sr_store_unshadow(sr_store *store);

/* ---- care ---- */

SR_NODISCARD sr_status sr_store_backup(sr_store *store, const char *path,
                                       int (*step)(uint64_t, uint64_t, void *), void *payload, sr_error *err);
SR_NODISCARD sr_status sr_store_vacuum(sr_store *store, sr_error *err);

#endif
