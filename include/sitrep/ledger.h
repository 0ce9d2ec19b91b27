/* The ledger: reports and their claims kept for ever in one file, and the incidents that follow
 * from them.
 *
 *     sr_ledger *ledger;
 *     if (sr_ledger_open(&ledger, path, NULL, &err) == SR_OK) {
 *         status = sr_ledger_ingest_files(ledger, engine, paths, n, NULL, &totals, &err);
 *         sr_ledger_query query = SR_LEDGER_QUERY_INIT;
 *         query.country = "KE", query.killed_min = 5;
 *         status = sr_ledger_list(ledger, &query, on_row, payload, &page, &err);
 *         sr_ledger_close(ledger);
 *     }
 *
 * A ledger is a set of claims: adding twice, in another order, in pieces or by merging two ledgers
 * comes to the same.  Incidents are computed from it by a pure function and only cached in it.
 *
 * Ownership: sr_ledger_open gives the handle, sr_ledger_close takes it back.  What a callback is
 * given lives until it returns; strings are terminated UTF-8, "" when unknown.  A callback that
 * returns non-zero ends the call with SR_E_STOPPED.
 * Threads: a handle has one user at a time.  Any number of handles, in threads and processes, may
 * read one file while one writes; each read sees one consistent state.  Two writers take turns
 * (busy_ms).
 * Errors of every call: SR_E_IO (file, disk full, read-only, locked by another writer),
 * SR_E_CORRUPT, SR_E_VERSION, SR_E_NOMEM, SR_E_USAGE, and those told at the call.  A call that
 * fails leaves the ledger as it was before its last finished batch.
 *
 * Ids of incidents and reports are 32 hex digits; wherever one is asked for, the first digits will
 * do as long as only one begins so (at least four).  Former ids of merged incidents resolve.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SITREP_LEDGER_H
#define SITREP_LEDGER_H

#include <sitrep/pipeline.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct sr_ledger sr_ledger;

#define SR_LEDGER_ID_TEXT 33

typedef struct sr_ledger_options {
    int      read_only; /* the file must be there; nothing is ever written */
    int      create;    /* make a file that is not there (and its folder); default yes */
    unsigned busy_ms;   /* how long to wait for another writer; default 10,000 */
    unsigned cache_mb;  /* page cache; default 64 */
} sr_ledger_options;
#define SR_LEDGER_OPTIONS_INIT {0, 1, 10000, 64}

/** Open a ledger file.
 *  @param path     NULL: sr_ledger_default_path; ":memory:": one that lives as long as the handle
 *  @param options  NULL: SR_LEDGER_OPTIONS_INIT
 *  @return SR_E_NOT_FOUND no such file (read_only or not create); SR_E_VERSION the file is of a
 *  newer sitrep; SR_E_CORRUPT no ledger, or damaged.  Older formats are brought up to date. */
SR_API SR_NODISCARD sr_status sr_ledger_open(sr_ledger **out, const char *path,
                                             const sr_ledger_options *options, sr_error *err);
/** @param ledger  may be NULL */
SR_API void sr_ledger_close(sr_ledger *ledger);
/** $SITREP_DB, else sitrep.db in the user's data folder ($XDG_DATA_HOME/sitrep or
 *  ~/.local/share/sitrep). @param out  [room] the path, cut when it does not fit */
SR_API void sr_ledger_default_path(char *out, size_t room);

/** Look at the ledger as it was known at an instant: every later read of this handle sees what
 *  ingesting only the reports published until then would have given.
 *  @param instant  ISO 8601 day (its end) or day and time; NULL: all that is known
 *  @return SR_E_INPUT no such instant.  Cost: incidents with reports on both sides of the instant
 *  are folded anew. */
SR_API SR_NODISCARD sr_status sr_ledger_as_of(sr_ledger *ledger, const char *instant,
                                              sr_error *err);

/* ------------------------------------------------------------------ putting reports in */

typedef struct sr_ingest_totals {
    uint64_t reports;   /* seen */
    uint64_t added;     /* that were not in the ledger */
    uint64_t repeated;  /* that were, with the same text, url and publisher */
    uint64_t versions;  /* of those added: another text at a known url */
    uint64_t copies;    /* of those added: a text that is known from elsewhere */
    uint64_t claims;    /* added */
    uint64_t incidents; /* new or changed by this run */
    uint64_t messages;  /* inputs that were bad and told */
} sr_ingest_totals;

/** Callbacks may be NULL; one that returns non-zero stops the run after the batch it is in. */
typedef struct sr_ingest_options {
    unsigned threads; /* for reading; 0 and 1: only the caller's. The result is the same for any */
    unsigned batch;   /* reports a transaction; 0: 256 */
    void (*on_message)(const sr_message *message, void *payload);
    int (*on_progress)(const sr_progress *progress, const sr_ingest_totals *totals, void *payload);
    /* after each commit: an incident that is new (`is_new`) or changed; for alerts and live pages */
    int (*on_incident)(const char *id, int is_new, void *payload);
    void *payload;
} sr_ingest_options;
#define SR_INGEST_OPTIONS_INIT {1, 0, NULL, NULL, NULL, NULL}

/** Read files, folders and "-" with an engine and put what they say into the ledger.  Reports that
 *  are there already are not read again, so a run that was broken off goes on where it stopped.
 *  @param options  NULL: SR_INGEST_OPTIONS_INIT
 *  @param totals   filled in any case; may be NULL
 *  @return SR_OK, also when some input was bad; SR_E_STOPPED */
SR_API SR_NODISCARD sr_status sr_ledger_ingest_files(sr_ledger *ledger, sr_engine *engine,
                                                     const char *const *paths, size_t n,
                                                     const sr_ingest_options *options,
                                                     sr_ingest_totals *totals, sr_error *err);
/** The same for reports in memory. @param reports  [n] */
SR_API SR_NODISCARD sr_status sr_ledger_ingest_reports(sr_ledger *ledger, sr_engine *engine,
                                                       const sr_report_input *reports, size_t n,
                                                       const sr_ingest_options *options,
                                                       sr_ingest_totals *totals, sr_error *err);

/** Read the ledger's own reports again where this program's extractor has not read them yet.  The new
 *  claims stand beside the old ones and supersede them in the incidents; nothing is removed.  Rows of
 *  tables are left as they are.  Options and totals as for sr_ledger_ingest_files; a run that was broken
 *  off goes on where it stopped. */
SR_API SR_NODISCARD sr_status sr_ledger_reread(sr_ledger *ledger, sr_engine *engine,
                                               const sr_ingest_options *options, sr_ingest_totals *totals,
                                               sr_error *err);

/** Put a file of another program in, as claims of the sources it names; what it is, its content tells.
 *  A table of incidents – ACLED's CSV (old and new headers) or GDELT events (58 or 61 columns): each row is
 *  a report whose text is the row; rows that are no incidents are passed over, and their number told.
 *  A dictionary of actors of PETRARCH or TABARI: each line that names an actor or gives it a code, with the
 *  dates of the code, is a claim of the file (sr_ledger_actor shows them); `reports` counts these claims.
 *  What is wrong is told and left out.
 *  @param options  threads and batch are not used; NULL: SR_INGEST_OPTIONS_INIT
 *  @return SR_E_INPUT it is none of these; SR_E_NOT_FOUND */
SR_API SR_NODISCARD sr_status sr_ledger_import(sr_ledger *ledger, const char *path,
                                               const sr_ingest_options *options,
                                               sr_ingest_totals *totals, sr_error *err);

/* ---------------------------------------------------------------------------- reading */

/** One JSON object, without a line end; docs/format-record.md tells the forms. */
typedef int sr_on_json(const char *json, size_t len, void *payload);

typedef enum sr_ledger_sort {
    SR_LEDGER_BY_DATE,    /* day of the incident, latest first */
    SR_LEDGER_BY_OLDEST,  /* day of the incident, earliest first */
    SR_LEDGER_BY_CHANGED, /* publication of the last report about it, latest first */
    SR_LEDGER_BY_KILLED,  /* most first */
    SR_LEDGER_BY_SUPPORT  /* independent reports, most first */
} sr_ledger_sort;

/** Which incidents. Zero and NULL: not asked; all that is asked must hold. */
typedef struct sr_ledger_query {
    const char *type;      /* one or several incident types, comma between */
    const char *stage;     /* likewise */
    const char *country;   /* ISO 3166-1 alpha-2, or several */
    const char *place;     /* name of a place, first-level division or venue, without regard to case */
    const char *from, *to; /* YYYY-MM-DD; the incident's days touch these */
    const char *actor;     /* id or name of a perpetrator, target, speaker … */
    const char *text;      /* words in one of its reports */
    const char *report;    /* id of a report, or an id its caller gave it */
    int         has_box;   /* west, south, east, north hold */
    double      west, south, east, north; /* degrees; west > east crosses the date line */
    int         has_circle;               /* lat, lon, radius_km hold */
    double      lat, lon, radius_km;
    int64_t     killed_min;  /* best, else low, figure at least; 0: not asked */
    int64_t     wounded_min;
    unsigned    reports_min; /* independent reports */
    int         contested;   /* 1: something about it is contested; -1: nothing */
    double      probability_min;
    uint64_t    changed_after; /* sr_ledger_sequence at some earlier time: what changed since */
    sr_ledger_sort sort;
    unsigned    limit;  /* rows a page; 0: 50; at most 1,000. Exports ignore it */
    const char *cursor; /* of the page before; NULL: from the start */
} sr_ledger_query;
#define SR_LEDGER_QUERY_INIT {0}

/** One incident in a list. */
typedef struct sr_ledger_row {
    const char   *id;
    const char   *type, *subtype, *stage;
    const char   *start, *end;          /* YYYY-MM-DD */
    const char   *date_precision;
    const char   *place, *venue, *admin1, *country;
    const char   *place_precision;
    int           located;
    double        lat, lon;             /* degrees */
    sr_view_count killed, wounded;
    const char   *perpetrator;          /* the strongest one that is blamed; "" nobody */
    const char   *certainty;            /* its stance */
    int           contested;
    unsigned      reports;              /* independent ones */
    unsigned      reports_all;          /* copies included */
    const char   *first_seen, *last_seen; /* publication of the first and last report, ISO 8601 */
    double        probability;          /* in [0, 1] */
    const char   *json;                 /* the whole record as sr_ledger_incident gives it */
    size_t        json_len;
} sr_ledger_row;

/** What came after a list. */
typedef struct sr_ledger_page {
    uint64_t total;       /* incidents that fit the query, on all pages */
    char     cursor[96];  /* for the next page; "" when this was the last */
} sr_ledger_page;

typedef int sr_on_row(const sr_ledger_row *row, void *payload);

/** A page of incidents. @param page  may be NULL */
SR_API SR_NODISCARD sr_status sr_ledger_list(sr_ledger *ledger, const sr_ledger_query *query,
                                             sr_on_row *on_row, void *payload,
                                             sr_ledger_page *page, sr_error *err);

/** Every incident of a query in one pass: no order, no pages, and rows without their record (json
 *  is ""). For maps and counts of one's own. Cost: some microseconds an incident. */
SR_API SR_NODISCARD sr_status sr_ledger_each(sr_ledger *ledger, const sr_ledger_query *query,
                                             sr_on_row *on_row, void *payload, sr_error *err);

/** Where an incident lies. */
typedef struct sr_ledger_point {
    uint64_t    row;     /* a number of this file, for sr_ledger_points only */
    int         located;
    double      lat, lon; /* degrees */
    const char *country, *precision;
} sr_ledger_point;
typedef int sr_on_point(const sr_ledger_point *point, void *payload);
/** Rows that are wanted whole, when all points were told. @return how many stand at *rows */
typedef size_t sr_choose_points(const uint64_t **rows, void *payload);

/** Where all incidents of a query lie, in one pass; then the rows that `choose` wants, in its order
 *  and without their record, of the same state of the ledger.  For maps: what lies near one another
 *  is only counted. Cost: a microsecond a point, ten a row. */
SR_API SR_NODISCARD sr_status sr_ledger_points(sr_ledger *ledger, const sr_ledger_query *query,
                                               sr_on_point *on_point, sr_choose_points *choose,
                                               sr_on_row *on_row, void *payload, sr_error *err);

/** Full id of a prefix or a former id. @return SR_E_NOT_FOUND; SR_E_USAGE several begin so */
SR_API SR_NODISCARD sr_status sr_ledger_resolve(sr_ledger *ledger, const char *id,
                                                char out[SR_LEDGER_ID_TEXT], sr_error *err);

/** One incident: values, history, positions, timeline, questions, reports. @return SR_E_NOT_FOUND */
SR_API SR_NODISCARD sr_status sr_ledger_incident(sr_ledger *ledger, const char *id,
                                                 sr_on_json *on_json, void *payload, sr_error *err);
/** One incident for people.
 *  @param timeline  only its timeline  @param color  terminal colours */
SR_API SR_NODISCARD sr_status sr_ledger_text(sr_ledger *ledger, const char *id, int timeline, int color,
                                             int (*on_bytes)(const char *bytes, size_t len, void *payload),
                                             void *payload, sr_error *err);
/** The claims an incident rests on, one object a claim. */
SR_API SR_NODISCARD sr_status sr_ledger_claims(sr_ledger *ledger, const char *incident,
                                               sr_on_json *on_json, void *payload, sr_error *err);
/** The revisions of an incident in order, one object each. */
SR_API SR_NODISCARD sr_status sr_ledger_timeline(sr_ledger *ledger, const char *incident,
                                                 sr_on_json *on_json, void *payload, sr_error *err);
/** A report by its id or an id its caller gave it: everything, its text included. */
SR_API SR_NODISCARD sr_status sr_ledger_report(sr_ledger *ledger, const char *id,
                                               sr_on_json *on_json, void *payload, sr_error *err);
/** Reports that hold all the words, best first: {"report","title","published","publisher","url",
 *  "snippet","incidents":[id…]}.
 *  @param words  "quoted phrases" and word* are understood; anything else is a word.  NULL: all
 *                reports, the last published first
 *  @param limit  0: 20 */
SR_API SR_NODISCARD sr_status sr_ledger_search(sr_ledger *ledger, const char *words, unsigned limit,
                                               sr_on_json *on_json, void *payload, sr_error *err);
/** Who acts in the ledger or is in a dictionary that was put in, most incidents first: {"actor","name",
 *  "kind","country","incidents","first","last","source"}; source: dictionaries.  @param words  in one of its names; NULL: all  @param limit  0: 50 */
SR_API SR_NODISCARD sr_status sr_ledger_actors(sr_ledger *ledger, const char *words, unsigned limit,
                                               sr_on_json *on_json, void *payload, sr_error *err);
/** One actor by id or name: aliases with the time they hold, affiliations, parent, roles, incidents,
 *  relations over time.  What dictionaries say has "source", "line" and "evidence".  @return SR_E_NOT_FOUND */
SR_API SR_NODISCARD sr_status sr_ledger_actor(sr_ledger *ledger, const char *name,
                                              sr_on_json *on_json, void *payload, sr_error *err);
/** What was learned after `from` until `to` (instants as for sr_ledger_as_of; NULL: open), in order:
 *  the revisions of all incidents, each with "incident". */
SR_API SR_NODISCARD sr_status sr_ledger_diff(sr_ledger *ledger, const char *from, const char *to,
                                             sr_on_json *on_json, void *payload, sr_error *err);
/** Incidents by "type", "country", "stage", "day", "month" or "year": {"value","incidents","killed"}. */
SR_API SR_NODISCARD sr_status sr_ledger_counts(sr_ledger *ledger, const sr_ledger_query *query,
                                               const char *by, sr_on_json *on_json, void *payload,
                                               sr_error *err);
/** Number of the last change of the cached incidents; grows with every commit that changed some.
 *  Cheap enough to be asked every second.  0: on failure */
SR_API uint64_t sr_ledger_sequence(sr_ledger *ledger);

/* ---------------------------------------------------------------------------- export */

/** Bytes of an export, in pieces. */
typedef int sr_on_bytes(const char *bytes, size_t len, void *payload);

/** All incidents of a query (NULL: all), oldest first, in a named format.
 *  @param format  see sr_ledger_formats
 *  @return SR_E_USAGE no such format */
SR_API SR_NODISCARD sr_status sr_ledger_export(sr_ledger *ledger, const char *format,
                                               const sr_ledger_query *query, sr_on_bytes *on_bytes,
                                               void *payload, sr_error *err);
/** Incidents that the last export of this handle left out, as its format has no place for them. */
SR_API uint64_t sr_ledger_left_out(const sr_ledger *ledger);
typedef struct sr_export_format {
    const char *name;
    const char *media_type;
    const char *summary; /* one line */
} sr_export_format;
/** The i-th export format; NULL behind the last. Static storage. */
SR_API const sr_export_format *sr_ledger_formats(size_t i);

/* ------------------------------------------------------------------- people's decisions */

/** A decision is a claim: attributed, kept for ever, and taken back by the opposite one.
 *  `same`: two incidents are one.  `split`: a report (or all but the first when report is NULL)
 *  does not belong to an incident.
 *  @param by  who decides; not empty   @param at  ISO 8601 instant; NULL: now
 *  @param note  why; may be NULL */
SR_API SR_NODISCARD sr_status sr_ledger_same(sr_ledger *ledger, const char *a, const char *b,
                                             const char *by, const char *at, const char *note,
                                             sr_error *err);
SR_API SR_NODISCARD sr_status sr_ledger_split(sr_ledger *ledger, const char *incident,
                                              const char *report, const char *by, const char *at,
                                              const char *note, sr_error *err);
/** All decisions, in order of their instants. */
SR_API SR_NODISCARD sr_status sr_ledger_decisions(sr_ledger *ledger, sr_on_json *on_json,
                                                  void *payload, sr_error *err);

/* ----------------------------------------------------------------------------- care */

/** Told while a long work goes on; total 0: not known. */
typedef int sr_on_work(uint64_t done, uint64_t total, void *payload);

/** Add everything of another ledger. @param totals  may be NULL */
SR_API SR_NODISCARD sr_status sr_ledger_merge(sr_ledger *ledger, const char *other,
                                              sr_on_work *on_work, void *payload,
                                              sr_ingest_totals *totals, sr_error *err);
/** Compute all incidents anew from the claims. */
SR_API SR_NODISCARD sr_status sr_ledger_rebuild(sr_ledger *ledger, sr_on_work *on_work,
                                                void *payload, sr_error *err);
/** Compute every id and every incident anew and compare; each difference is told.
 *  @param faults  out: how many */
SR_API SR_NODISCARD sr_status sr_ledger_verify(sr_ledger *ledger,
                                               void (*on_fault)(const char *text, void *payload),
                                               sr_on_work *on_work, void *payload,
                                               uint64_t *faults, sr_error *err);
/** Is the file sound: pages, indexes, foreign keys, format. As above. */
SR_API SR_NODISCARD sr_status sr_ledger_check(sr_ledger *ledger,
                                              void (*on_fault)(const char *text, void *payload),
                                              void *payload, uint64_t *faults, sr_error *err);
/** What is in it: one object of counts and sizes. */
SR_API SR_NODISCARD sr_status sr_ledger_stats(sr_ledger *ledger, sr_on_json *on_json,
                                              void *payload, sr_error *err);
/** A copy of the file, while it is in use. @param path  must not be there */
SR_API SR_NODISCARD sr_status sr_ledger_backup(sr_ledger *ledger, const char *path,
                                               sr_on_work *on_work, void *payload, sr_error *err);
/** Give unused space back. */
SR_API SR_NODISCARD sr_status sr_ledger_vacuum(sr_ledger *ledger, sr_error *err);
/** All reports, claims and decisions as JSON lines, in canonical order: equal ledgers give equal
 *  bytes, on every machine. */
SR_API SR_NODISCARD sr_status sr_ledger_dump(sr_ledger *ledger, sr_on_bytes *on_bytes,
                                             void *payload, sr_error *err);
/** Add what a dump holds. @param path  "-" is standard input
 *  @param on_message  lines that are wrong, which are skipped; may be NULL */
SR_API SR_NODISCARD sr_status sr_ledger_load(sr_ledger *ledger, const char *path,
                                             const sr_ingest_options *options,
                                             sr_ingest_totals *totals, sr_error *err);

/** Text of an article, safe for a terminal: white space becomes one space, what could steer a
 *  terminal or hide words becomes U+FFFD.
 *  @param columns  at most so many, the last one "…" when it was cut; 0: no limit
 *  @param out      [room] terminated, cut when it does not fit
 *  @return columns used */
SR_API unsigned sr_terminal_text(const char *text, unsigned columns, char *out, size_t room);

/* ------------------------------------------------- small tables kept beside the claims */

/** Settings of feeds ("feed") and watches ("watch"): a name and a JSON object that their owners
 *  understand. Not part of the ledger's set: not merged, not dumped.
 *  @param kind  "feed" or "watch"   @param json  NULL: forget it */
SR_API SR_NODISCARD sr_status sr_ledger_put_setting(sr_ledger *ledger, const char *kind,
                                                    const char *name, const char *json,
                                                    sr_error *err);
/** All of a kind by name: {"name",…, "value":{…}}; or one of them.
 *  @param name  NULL: all; else SR_E_NOT_FOUND when there is none */
SR_API SR_NODISCARD sr_status sr_ledger_settings(sr_ledger *ledger, const char *kind,
                                                 const char *name, sr_on_json *on_json,
                                                 void *payload, sr_error *err);

#ifdef __cplusplus
}
#endif

#endif
