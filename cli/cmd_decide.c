/* `sitrep merge`, `same` and `split`: putting ledgers together, and people's decisions.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "ledger.h"
#include "progress.h"

typedef struct values {
    ledger_values ledger;
    bool          progress, quiet;
    const char   *by, *at, *note, *report;
} values;

#define AT(member) offsetof(values, member)
#define OPT_DECISION                                                                                       \
    {"by", 0, OPT_TEXT, AT(by), 0, "NAME", "who decides; default $SITREP_USER, else $USER"},               \
    {"at", 0, OPT_TEXT, AT(at), 0, "T", "when it was decided; default now"},                               \
    {"note", 0, OPT_TEXT, AT(note), 0, "TEXT", "why"}

static const opt merge_opts[] = {
    OPT_DB,
    {"progress", 'p', OPT_FLAG, AT(progress), 0, NULL, "show a bar when standard error is a terminal"},
    {"quiet", 'q', OPT_FLAG, AT(quiet), 0, NULL, "no summary"},
    OPT_HELP,
    {0},
};
static const opt same_opts[] = {OPT_DB, OPT_DECISION, OPT_HELP, {0}};
static const opt split_opts[] = {
    OPT_DB,
    {"report", 0, OPT_TEXT, AT(report), 0, "ID", "only this report leaves; default: each report stands alone"},
    OPT_DECISION,
    OPT_HELP,
    {0},
};

static const char *author(const values *v)
{
    const char *names[] = {v->by, getenv("SITREP_USER"), getenv("USER"), getenv("LOGNAME")};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i] && names[i][0])
            return names[i];
    return "";
}

static int run_merge(int argc, char **argv, const command *self)
{
    values           v = {.quiet = false};
    sr_ingest_totals totals;
    sr_error         err = {0};
    progress_bar     bar;
    int              n = opt_parse(argc, argv, self, &v), code;
    if (n < 0 || !ledger_arguments(self, n, 1, "one other ledger"))
        return EXIT_USAGE;
    sr_ledger *ledger = ledger_open(&v.ledger, true, &code);
    if (!ledger)
        return code;
    progress_start(&bar, v.progress);
    sr_status status = sr_ledger_merge(ledger, argv[0], ledger_work, &bar, &totals, &err);
    progress_clear(&bar);
    sr_ledger_close(ledger);
    if (status != SR_OK) {
        code = ledger_failed(&err);
        return status == SR_E_NOT_FOUND ? EXIT_FAILED : code;
    }
    if (!v.quiet)
        fprintf(stderr, "%llu reports of the other ledger, %llu new here; %llu claims, %llu incidents new or changed\n",
                (unsigned long long)totals.reports, (unsigned long long)totals.added, (unsigned long long)totals.claims,
                (unsigned long long)totals.incidents);
    return EXIT_DONE;
}

static int run_same(int argc, char **argv, const command *self)
{
    values   v = {.quiet = false};
    sr_error err = {0};
    int      n = opt_parse(argc, argv, self, &v), code;
    if (n < 0 || !ledger_arguments(self, n, 2, "the ids of two incidents"))
        return EXIT_USAGE;
    sr_ledger *ledger = ledger_open(&v.ledger, true, &code);
    if (!ledger)
        return code;
    code = ledger_code(sr_ledger_same(ledger, argv[0], argv[1], author(&v), v.at, v.note, &err), &err);
    sr_ledger_close(ledger);
    return code;
}

static int run_split(int argc, char **argv, const command *self)
{
    values   v = {.quiet = false};
    sr_error err = {0};
    int      n = opt_parse(argc, argv, self, &v), code;
    if (n < 0 || !ledger_arguments(self, n, 1, "the id of an incident"))
        return EXIT_USAGE;
    sr_ledger *ledger = ledger_open(&v.ledger, true, &code);
    if (!ledger)
        return code;
    code = ledger_code(sr_ledger_split(ledger, argv[0], v.report, author(&v), v.at, v.note, &err), &err);
    sr_ledger_close(ledger);
    return code;
}

const command cmd_merge = {
    .name = "merge",
    .usage = "[OPTION…] OTHER.db",
    .summary = "add everything of another ledger",
    .help = "The result is what ingesting both inputs into one ledger would have given; the other ledger\n"
            "is only read. Ids are computed anew on the way.\n\n"
            "examples\n"
            "  sitrep merge --db ours.db theirs.db\n\n" LEDGER_EXIT_CODES,
    .opts = merge_opts,
    .run = run_merge,
};

const command cmd_same = {
    .name = "same",
    .usage = "[OPTION…] ID ID",
    .summary = "decide that two incidents are one",
    .help = "A decision is a claim with an author: it is kept for ever, travels with the ledger, and a\n"
            "later `sitrep split` takes it back.\n\n"
            "examples\n"
            "  sitrep same --note 'both are the bridge' 54c23e7e 9a01bb32\n\n" LEDGER_EXIT_CODES,
    .opts = same_opts,
    .run = run_same,
};

const command cmd_split = {
    .name = "split",
    .usage = "[OPTION…] ID",
    .summary = "decide that reports of an incident tell of different ones",
    .help = "A later `sitrep same` takes it back.\n\n"
            "examples\n"
            "  sitrep split --report 4f3a9c01 54c23e7e     this report leaves the incident\n"
            "  sitrep split 54c23e7e                       each report stands alone\n\n" LEDGER_EXIT_CODES,
    .opts = split_opts,
    .run = run_split,
};
