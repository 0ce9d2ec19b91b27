/* `sitrep import`: tables of incidents and dictionaries of actors into the ledger, as attributed claims.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ledger.h"

typedef struct values {
    ledger_values ledger;
    bool          quiet;
} values;

static const opt opts[] = {
    OPT_DB,
    {"quiet", 'q', OPT_FLAG, offsetof(values, quiet), 0, NULL, "no summary"},
    OPT_HELP,
    {0},
};

static void on_message(const sr_message *message, void *payload)
{
    (void)payload;
    cli_put_plain(message->file, stderr);
    fprintf(stderr, ":%llu: ", (unsigned long long)message->offset);
    cli_put_plain(message->text, stderr);
    fputc('\n', stderr);
}

static int import(sr_ledger *ledger, const char *path, bool quiet)
{
    sr_error          err = {0};
    sr_ingest_totals  totals = {0};
    sr_ingest_options options = SR_INGEST_OPTIONS_INIT;
    options.on_message = on_message;
    sr_status status = sr_ledger_import(ledger, path, &options, &totals, &err);
    if (status != SR_OK) {
        int code = ledger_failed(&err);
        return status == SR_E_NOT_FOUND ? EXIT_FAILED : code; // the file, not something in the ledger
    }
    if (!quiet)
        fprintf(stderr, "%llu rows: %llu new, %llu repeated; %llu claims, %llu incidents new or changed\n",
                (unsigned long long)totals.reports, (unsigned long long)totals.added,
                (unsigned long long)totals.repeated, (unsigned long long)totals.claims,
                (unsigned long long)totals.incidents);
    return totals.messages ? EXIT_INPUT : EXIT_DONE;
}

static int run(int argc, char **argv, const command *self)
{
    values v = {0};
    int    n = opt_parse(argc, argv, self, &v), code;
    if (n < 0)
        return EXIT_USAGE;
    if (!n) {
        fputs("sitrep import: wants a file; see `sitrep help import`\n", stderr);
        return EXIT_USAGE;
    }
    sr_ledger *ledger = ledger_open(&v.ledger, true, &code);
    if (!ledger)
        return code;
    code = EXIT_DONE;
    for (int i = 0; i < n && code != EXIT_FAILED; i++) {
        int one = import(ledger, argv[i], v.quiet);
        code = one == EXIT_DONE ? code : one;
    }
    sr_ledger_close(ledger);
    return code;
}

const command cmd_import = {
    .name = "import",
    .usage = "[OPTION…] FILE…",
    .summary = "put tables of incidents and dictionaries of actors into the ledger, as claims of their sources",
    .help = "FILE is one of these; its content tells which:\n"
            "  ACLED      an export (CSV with header, old or new)\n"
            "  GDELT      events (58 or 61 columns parted by tabs, no header)\n"
            "  PETRARCH   or TABARI: a dictionary of actors (NAME_ [CODE], +SYNONYM_, [CODE FROM-TO])\n"
            "Each row of a table becomes a report of its source; claims point at its cells. GDELT's\n"
            "rows of talk are passed over, and so is a 0 of ACLED's fatalities, which also means\n"
            "\"not known\". Each name and code of a dictionary becomes a claim of the file that points\n"
            "at its line; `sitrep actor NAME` shows them. Importing again changes nothing.\n\n"
            "examples\n"
            "  sitrep import --db kenya.db acled-kenya.csv\n"
            "  sitrep import 20240322.export.CSV\n"
            "  sitrep import Phoenix.MilNonState.actors.txt\n\n" LEDGER_EXIT_CODES,
    .opts = opts,
    .run = run,
};
