/* The engine: opened once, reads files or reports in memory, hands over results in input order.
 *
 * Ownership: sr_engine_open gives the engine to the caller, sr_engine_close takes it back; what
 * callbacks are given lives until they return; nothing else is ever freed by the caller.
 * Threads: an engine may be used by several threads at once (its knowledge is read-only).
 * Callbacks run in the thread that called, one at a time, in the order of the input; the same
 * input gives the same bytes for any number of threads.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SITREP_PIPELINE_H
#define SITREP_PIPELINE_H

#include <sitrep/error.h>
#include <sitrep/incident.h>
#include <sitrep/report.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct sr_engine sr_engine;

typedef struct sr_engine_options {
    const char *data_dir;   /* folder with further rows (<table>.tsv); NULL: none */
    const char *models_dir; /* folder with other models (<name>.bin); NULL: those built in */
    /** A row of data_dir that was not taken as it stands; NULL: not told. */
    void (*on_message)(const sr_message *message, void *payload);
    void *payload;
} sr_engine_options;

/** Forms of output; docs/format-record.md. */
typedef enum sr_format {
    SR_FORMAT_TEXT,        /* for people; nothing for a report without incident */
    SR_FORMAT_JSON,        /* one object a report */
    SR_FORMAT_CLAIMS,      /* one object a claim */
    SR_FORMAT_ANNOTATIONS, /* CoNLL-U with stand-off lines */
    SR_FORMAT_MUC4,        /* MUC-4 templates, one object a report */
    SR_FORMAT_GVDB,        /* Gun Violence Database form, one object a report */
    SR_FORMAT_NONE,        /* no bytes: for those who want on_report only */
    /* exports: what stands before the first incident, incidents, what stands behind the last */
    SR_FORMAT_CSV,         /* one row an incident */
    SR_FORMAT_GEOJSON,     /* RFC 7946, one feature an incident */
    SR_FORMAT_ACLED,       /* ACLED's 31 columns */
    SR_FORMAT_UCDP,        /* UCDP GED's 49 columns */
    SR_FORMAT_GTD,         /* GTD's 135 columns */
    SR_FORMAT_GDELT,       /* GDELT 2.0 events, 61 columns */
    SR_FORMAT_GDELT_MENTIONS, /* GDELT 2.0 mentions, 16 columns */
    SR_FORMAT_KML,         /* KML 2.2 */
    SR_FORMAT_STIX,        /* STIX 2.1 bundle */
    SR_FORMAT_CAP,         /* CAP 1.2, one document an incident */
    SR_FORMAT_ATOM,        /* RFC 4287 with GeoRSS */
    SR_FORMAT_COUNT
} sr_format;

/** Name of a format on the command line ("json", "acled"); NULL for a number that none has. Static. */
SR_API const char *sr_format_name(int format);
/** One line on a format for people; NULL as above. Static. */
SR_API const char *sr_format_summary(int format);

typedef struct sr_progress {
    uint64_t bytes;       /* of the input, read so far */
    uint64_t bytes_total; /* 0: not known */
    uint64_t reports;
    uint64_t incidents;
} sr_progress;

/** How to read. Callbacks may be NULL; one that returns non-zero stops the run. */
typedef struct sr_read_options {
    sr_format format;
    double    threshold; /* incidents and values less probable than this are left out; [0, 1] */
    unsigned  threads;   /* 0 and 1: only the caller's */
    int       color;     /* text: terminal colours */
    int (*on_output)(const char *bytes, size_t len, void *payload);
    int (*on_report)(const sr_view_report *report, void *payload);
    void (*on_message)(const sr_message *message, void *payload);
    void (*on_progress)(const sr_progress *progress, void *payload);
    void *payload;
} sr_read_options;

#define SR_DEFAULT_THRESHOLD 0.3
#define SR_READ_OPTIONS_INIT {SR_FORMAT_TEXT, SR_DEFAULT_THRESHOLD, 1, 0, NULL, NULL, NULL, NULL, NULL}

typedef struct sr_read_totals {
    uint64_t reports;
    uint64_t incidents;
    uint64_t messages;  /* bad input that was told, remarks not counted */
    uint64_t bytes_out; /* handed to on_output */
} sr_read_totals;

/** Open an engine: maps what is known (lexicons, gazetteer, models); a few milliseconds.
 *  @param out      belongs to the caller
 *  @param options  may be NULL
 *  @return SR_OK; SR_E_NOT_FOUND, SR_E_IO, SR_E_CORRUPT, SR_E_VERSION, SR_E_NOMEM */
SR_API SR_NODISCARD sr_status sr_engine_open(sr_engine **out, const sr_engine_options *options,
                                             sr_error *err);
/** @param engine  may be NULL */
SR_API void sr_engine_close(sr_engine *engine);

/** Read files, folders (walked, sorted) and "-" (standard input), in the order given.
 *  @param paths   [n] terminated
 *  @param totals  filled in any case; may be NULL
 *  @return SR_OK, also when some input was bad (totals->messages tells); SR_E_STOPPED when a
 *  callback asked for it; SR_E_USAGE for options out of range; SR_E_NOMEM */
SR_API SR_NODISCARD sr_status sr_engine_read_files(sr_engine *engine, const char *const *paths,
                                                   size_t n, const sr_read_options *options,
                                                   sr_read_totals *totals, sr_error *err);

/** Read one report in memory; as above. Text that is not UTF-8 is told and repaired. */
SR_API SR_NODISCARD sr_status sr_engine_read_report(sr_engine *engine,
                                                    const sr_report_input *report,
                                                    const sr_read_options *options,
                                                    sr_read_totals *totals, sr_error *err);

#ifdef __cplusplus
}
#endif

#endif
