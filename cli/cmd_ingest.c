/* `sitrep ingest`: reports into the ledger.
 * SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "ledger.h"
#include "progress.h"

typedef struct values {
    ledger_values ledger;
    bool          progress, quiet;
    unsigned      threads, batch;
    const char   *data_dir, *models_dir;
} values;

#define AT(member) offsetof(values, member)

static const opt opts[] = {
    OPT_DB,
    {"threads", 0, OPT_NUMBER, AT(threads), SR_LIMIT_THREADS, "N", "for reading; the ledger is the same for any N. Default: 2"},
    {"batch", 0, OPT_NUMBER, AT(batch), 100000, "N", "reports a transaction; default 256"},
    {"progress", 'p', OPT_FLAG, AT(progress), 0, NULL, "show a bar when standard error is a terminal"},
    {"quiet", 'q', OPT_FLAG, AT(quiet), 0, NULL, "no summary"},
    {"json", 'j', OPT_FLAG, LEDGER_AT(json), 0, NULL, "the summary as one JSON object on standard output"},
    {"data", 0, OPT_TEXT, AT(data_dir), 0, "DIR", "folder with further rows (TSV) of the tables"},
    {"models", 0, OPT_TEXT, AT(models_dir), 0, "DIR", "folder with other models"},
    OPT_HELP,
    {0},
};

static void print_json(const sr_ingest_totals *t)
{
    char line[512];
    (void)snprintf(line, sizeof line,
                   "{\"reports\":%llu,\"added\":%llu,\"versions\":%llu,\"copies\":%llu,\"repeated\":%llu,\"refused\":%llu,"
                   "\"claims\":%llu,\"incidents\":%llu}\n",
                   (unsigned long long)t->reports, (unsigned long long)t->added, (unsigned long long)t->versions,
                   (unsigned long long)t->copies, (unsigned long long)t->repeated, (unsigned long long)t->messages,
                   (unsigned long long)t->claims, (unsigned long long)t->incidents);
    ledger_print(line);
}

static void print_summary(const sr_ingest_totals *t)
{
    fprintf(stderr, "%llu report%s: %llu new", (unsigned long long)t->reports, t->reports == 1 ? "" : "s",
            (unsigned long long)t->added);
    if (t->versions || t->copies)
        fprintf(stderr, " (%llu new version%s, %llu cop%s)", (unsigned long long)t->versions, t->versions == 1 ? "" : "s",
                (unsigned long long)t->copies, t->copies == 1 ? "y" : "ies");
    fprintf(stderr, ", %llu repeated, %llu refused or repaired; %llu claims, %llu incident%s new or changed\n",
            (unsigned long long)t->repeated, (unsigned long long)t->messages, (unsigned long long)t->claims,
            (unsigned long long)t->incidents, t->incidents == 1 ? "" : "s");
}

static int ingest(sr_ledger *ledger, const char *const *paths, size_t n, const values *v)
{
    sr_error          err = {0};
    sr_engine        *engine;
    sr_ingest_totals  totals = {0};
    progress_bar      bar;
    sr_engine_options engine_options = {v->data_dir, v->models_dir, ledger_message, &bar};
    sr_ingest_options options = SR_INGEST_OPTIONS_INIT;
    progress_start(&bar, v->progress);
    if (sr_engine_open(&engine, &engine_options, &err) != SR_OK)
        return ledger_failed(&err);
    options.threads = v->threads;
    options.batch = v->batch;
    options.on_message = ledger_message;
    options.on_progress = ledger_progress;
    options.payload = &bar;
    sr_status status = sr_ledger_ingest_files(ledger, engine, paths, n, &options, &totals, &err);
    progress_clear(&bar);
    sr_engine_close(engine);
    if (v->ledger.json)
        print_json(&totals);
    else if (!v->quiet)
        print_summary(&totals);
    if (status != SR_OK)
        return ledger_failed(&err);
    return totals.messages ? EXIT_INPUT : EXIT_DONE;
}

static int run(int argc, char **argv, const command *self)
{
    static const char *const standard_input[] = {"-"};
    values v = {.threads = 2};
    int    n = opt_parse(argc, argv, self, &v), code;
    if (n < 0)
        return EXIT_USAGE;
    sr_ledger *ledger = ledger_open(&v.ledger, true, &code);
    if (!ledger)
        return code;
    code = n ? ingest(ledger, (const char *const *)argv, (size_t)n, &v) : ingest(ledger, standard_input, 1, &v);
    sr_ledger_close(ledger);
    return code;
}

const command cmd_ingest = {
    .name = "ingest",
    .usage = "[OPTION…] [FILE…]",
    .summary = "read reports and put what they say into the ledger",
    .help = "FILE is what `sitrep read` takes. Reports that are in the ledger already are passed over,\n"
            "so a run that was broken off goes on where it stopped, and the order does not matter.\n"
            "The ledger is made if it is not there.\n\n"
            "examples\n"
            "  sitrep ingest news.jsonl.gz\n"
            "  sitrep ingest --db kenya.db --progress archive/\n"
            "  curl -s https://example.org/report.txt | sitrep ingest\n\n" LEDGER_EXIT_CODES,
    .opts = opts,
    .run = run,
};
