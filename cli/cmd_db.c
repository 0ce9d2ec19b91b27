/* `sitrep rebuild`, `verify` and `db`: care of the ledger.
 * SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/limits.h"
#include "ledger.h"
#include "progress.h"

typedef struct values {
    ledger_values ledger;
    bool          progress, reread;
    unsigned      threads;
    progress_bar  bar; // payload of long work
} values;

#define AT(member) offsetof(values, member)
#define OPT_PROGRESS {"progress", 'p', OPT_FLAG, AT(progress), 0, NULL, "show a bar when standard error is a terminal"}

static const opt care_opts[] = {OPT_DB, OPT_PROGRESS, OPT_HELP, {0}};
static const opt rebuild_opts[] = {
    OPT_DB,
    OPT_PROGRESS,
    {"reread", 0, OPT_FLAG, AT(reread), 0, NULL, "first read the reports again that this version has not read"},
    {"threads", 0, OPT_NUMBER, AT(threads), SR_LIMIT_THREADS, "N", "for reading; default 2"},
    OPT_HELP,
    {0},
};
static const opt db_opts[] = {OPT_DB, OPT_PROGRESS, OPT_JSON, OPT_HELP, {0}};

static void on_fault(const char *text, void *payload)
{
    progress_clear(payload);
    cli_put_plain(text, stderr);
    fputc('\n', stderr);
}

static int faults_code(sr_status status, const sr_error *err, uint64_t faults)
{
    if (status != SR_OK)
        return ledger_failed(err);
    if (faults)
        fprintf(stderr, "sitrep: %llu fault%s\n", (unsigned long long)faults, faults == 1 ? "" : "s");
    else
        ledger_print("sound\n");
    return faults ? EXIT_FAILED : EXIT_DONE;
}

/* ---- rebuild, verify ---- */

static sr_status reread(sr_ledger *ledger, values *v, sr_error *err)
{
    sr_engine        *engine;
    sr_ingest_totals  totals;
    sr_engine_options engine_options = {NULL, NULL, ledger_message, &v->bar};
    sr_ingest_options options = SR_INGEST_OPTIONS_INIT;
    sr_status         status = sr_engine_open(&engine, &engine_options, err);
    if (status != SR_OK)
        return status;
    options.threads = v->threads;
    options.on_message = ledger_message;
    options.on_progress = ledger_progress;
    options.payload = &v->bar;
    status = sr_ledger_reread(ledger, engine, &options, &totals, err);
    progress_clear(&v->bar);
    sr_engine_close(engine);
    fprintf(stderr, "%llu report%s read again; %llu claims, %llu incident%s new or changed\n", (unsigned long long)totals.reports,
            totals.reports == 1 ? "" : "s", (unsigned long long)totals.claims, (unsigned long long)totals.incidents,
            totals.incidents == 1 ? "" : "s");
    return status;
}

static int run_rebuild(int argc, char **argv, const command *self)
{
    values   v = {.threads = 2};
    sr_error err = {0};
    int      n = opt_parse(argc, argv, self, &v), code;
    if (n < 0 || !ledger_arguments(self, n, 0, "no arguments"))
        return EXIT_USAGE;
    sr_ledger *ledger = ledger_open(&v.ledger, true, &code);
    if (!ledger)
        return code;
    progress_start(&v.bar, v.progress);
    sr_status status = v.reread ? reread(ledger, &v, &err) : SR_OK;
    if (status == SR_OK)
        status = sr_ledger_rebuild(ledger, ledger_work, &v.bar, &err);
    progress_clear(&v.bar);
    sr_ledger_close(ledger);
    return ledger_code(status, &err);
}

static int run_verify(int argc, char **argv, const command *self)
{
    values   v = {.progress = false};
    sr_error err = {0};
    uint64_t faults = 0;
    int      n = opt_parse(argc, argv, self, &v), code;
    if (n < 0 || !ledger_arguments(self, n, 0, "no arguments"))
        return EXIT_USAGE;
    sr_ledger *ledger = ledger_open(&v.ledger, false, &code);
    if (!ledger)
        return code;
    progress_start(&v.bar, v.progress);
    sr_status status = sr_ledger_verify(ledger, on_fault, ledger_work, &v.bar, &faults, &err);
    progress_clear(&v.bar);
    sr_ledger_close(ledger);
    return faults_code(status, &err, faults);
}

/* ---- db ---- */

typedef int db_action(sr_ledger *ledger, const char *path, values *v, sr_error *err);

static int db_check(sr_ledger *ledger, const char *path, values *v, sr_error *err)
{
    uint64_t  faults = 0;
    (void)path;
    sr_status status = sr_ledger_check(ledger, on_fault, &v->bar, &faults, err);
    return faults_code(status, err, faults);
}

static int print_stats(const char *json, size_t len, void *payload)
{
    values *v = payload;
    if (v->ledger.json)
        return ledger_print_json(json, len, NULL);
    json_object *object = json_tokener_parse(json);
    if (!object)
        return 0;
    struct json_object_iterator at = json_object_iter_begin(object), end = json_object_iter_end(object);
    for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
        char name[64], text[96];
        json_object *value = json_object_iter_peek_value(&at);
        (void)snprintf(name, sizeof name, "%s", json_object_iter_peek_name(&at));
        for (char *c = name; *c; c++)
            *c = *c == '_' ? ' ' : *c;
        (void)snprintf(text, sizeof text, "%-16s %12lld\n", name, value ? (long long)json_object_get_int64(value) : 0);
        ledger_print(text);
    }
    json_object_put(object);
    return 0;
}

static int db_stats(sr_ledger *ledger, const char *path, values *v, sr_error *err)
{
    (void)path;
    return ledger_code(sr_ledger_stats(ledger, print_stats, v, err), err);
}

static int db_backup(sr_ledger *ledger, const char *path, values *v, sr_error *err)
{
    progress_start(&v->bar, v->progress);
    sr_status status = sr_ledger_backup(ledger, path, ledger_work, &v->bar, err);
    progress_clear(&v->bar);
    return ledger_code(status, err);
}

static int db_vacuum(sr_ledger *ledger, const char *path, values *v, sr_error *err)
{
    (void)path, (void)v;
    return ledger_code(sr_ledger_vacuum(ledger, err), err);
}

static int db_dump(sr_ledger *ledger, const char *path, values *v, sr_error *err)
{
    (void)path, (void)v;
    return ledger_code(sr_ledger_dump(ledger, ledger_print_bytes, NULL, err), err);
}

static int db_load(sr_ledger *ledger, const char *path, values *v, sr_error *err)
{
    sr_ingest_totals  totals;
    sr_ingest_options options = SR_INGEST_OPTIONS_INIT;
    options.on_message = ledger_message;
    options.payload = &v->bar;
    sr_status status = sr_ledger_load(ledger, path ? path : "-", &options, &totals, err);
    if (status != SR_OK) {
        int code = ledger_failed(err);
        return status == SR_E_NOT_FOUND ? EXIT_FAILED : code;
    }
    fprintf(stderr, "%llu reports, %llu new; %llu claims\n", (unsigned long long)totals.reports,
            (unsigned long long)totals.added, (unsigned long long)totals.claims);
    return totals.messages ? EXIT_INPUT : EXIT_DONE;
}

static const struct {
    const char *name;
    bool        write;
    int         least, most; // arguments
    db_action  *run;
} actions[] = {{"check", false, 0, 0, db_check},   {"stats", false, 0, 0, db_stats}, {"backup", false, 1, 1, db_backup},
               {"vacuum", true, 0, 0, db_vacuum}, {"dump", false, 0, 0, db_dump},   {"load", true, 0, 1, db_load}};

static int run_db(int argc, char **argv, const command *self)
{
    values   v = {.progress = false};
    sr_error err = {0};
    size_t   i = 0;
    int      n = opt_parse(argc, argv, self, &v), code;
    if (n < 0)
        return EXIT_USAGE;
    while (n > 0 && i < sizeof actions / sizeof actions[0] && strcmp(actions[i].name, argv[0]) != 0)
        i++;
    if (n < 1 || i == sizeof actions / sizeof actions[0] || n - 1 < actions[i].least || n - 1 > actions[i].most) {
        fprintf(stderr, "sitrep db: wants check, stats, backup PATH, vacuum, dump or load [FILE]; see `sitrep help db`\n");
        return EXIT_USAGE;
    }
    sr_ledger *ledger = ledger_open(&v.ledger, actions[i].write, &code);
    if (!ledger)
        return code;
    code = actions[i].run(ledger, n > 1 ? argv[1] : NULL, &v, &err);
    sr_ledger_close(ledger);
    return code;
}

const command cmd_rebuild = {
    .name = "rebuild",
    .usage = "[OPTION…]",
    .summary = "compute all incidents anew from the claims",
    .help = "Needed after a new version of sitrep folds differently. Reports and claims are not touched:\n"
            "what --reread reads stands beside the older readings and supersedes them in the incidents.\n\n"
            "examples\n"
            "  sitrep rebuild --progress\n"
            "  sitrep rebuild --reread\n\n" LEDGER_EXIT_CODES,
    .opts = rebuild_opts,
    .run = run_rebuild,
};

const command cmd_verify = {
    .name = "verify",
    .usage = "[OPTION…]",
    .summary = "compute every id and every incident anew and compare",
    .help = "Each difference is told; exit code 4 when there is one. Needs room for a second ledger in\n"
            "$TMPDIR.\n\n"
            "examples\n"
            "  sitrep verify --db shared.db\n\n" LEDGER_EXIT_CODES,
    .opts = care_opts,
    .run = run_verify,
};

const command cmd_db = {
    .name = "db",
    .usage = "[OPTION…] check|stats|backup PATH|vacuum|dump|load [FILE]",
    .summary = "care of the ledger's file: check, figures, copies",
    .help = "  check        is the file sound: pages, indexes, references\n"
            "  stats        how much is in it\n"
            "  backup PATH  a copy of the file, while it is in use\n"
            "  vacuum       give unused space back\n"
            "  dump         reports, claims and decisions as JSON lines; equal ledgers give equal bytes\n"
            "  load [FILE]  add what a dump holds; every id is checked\n\n"
            "examples\n"
            "  sitrep db stats\n"
            "  sitrep db backup /media/usb/sitrep.db\n"
            "  sitrep db dump | zstd > ledger.jsonl.zst\n\n" LEDGER_EXIT_CODES,
    .opts = db_opts,
    .run = run_db,
};
