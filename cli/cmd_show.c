/* `sitrep show` and `sitrep timeline`: one incident.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ledger.h"

typedef struct values {
    ledger_values ledger;
    bool          claims, report;
} values;

#define AT(member) offsetof(values, member)

static const opt show_opts[] = {
    OPT_DB,
    OPT_AS_OF,
    OPT_JSON,
    {"claims", 0, OPT_FLAG, AT(claims), 0, NULL, "the claims it rests on, one JSON object a line"},
    {"report", 0, OPT_FLAG, AT(report), 0, NULL, "ID is a report: all of it, as one JSON object"},
    OPT_COLOR,
    OPT_HELP,
    {0},
};
static const opt timeline_opts[] = {OPT_DB, OPT_AS_OF, OPT_JSON, OPT_COLOR, OPT_HELP, {0}};

typedef int print_one(sr_ledger *ledger, const char *id, const values *v, sr_error *err);

static int show(sr_ledger *ledger, const char *id, const values *v, sr_error *err)
{
    sr_status status;
    if (v->report)
        status = sr_ledger_report(ledger, id, ledger_print_json, NULL, err);
    else if (v->claims)
        status = sr_ledger_claims(ledger, id, ledger_print_json, NULL, err);
    else if (v->ledger.json)
        status = sr_ledger_incident(ledger, id, ledger_print_json, NULL, err);
    else
        status = sr_ledger_text(ledger, id, 0, ledger_color(v->ledger.color), ledger_print_bytes, NULL, err);
    return ledger_code(status, err);
}

static int timeline(sr_ledger *ledger, const char *id, const values *v, sr_error *err)
{
    sr_status status = v->ledger.json
                           ? sr_ledger_timeline(ledger, id, ledger_print_json, NULL, err)
                           : sr_ledger_text(ledger, id, 1, ledger_color(v->ledger.color), ledger_print_bytes, NULL, err);
    return ledger_code(status, err);
}

/* Each id after the other; the worst exit code. */
static int run_with(int argc, char **argv, const command *self, print_one *print)
{
    values v = {.report = false};
    int    n = opt_parse(argc, argv, self, &v), code = EXIT_DONE;
    if (n < 0 || (n == 0 && !ledger_arguments(self, n, 1, "the id of an incident")))
        return EXIT_USAGE;
    sr_ledger *ledger = ledger_open(&v.ledger, false, &code);
    if (!ledger)
        return code;
    for (int i = 0; i < n; i++) {
        sr_error err = {0};
        int      one = print(ledger, argv[i], &v, &err);
        if (i + 1 < n && !v.ledger.json && !v.claims && !v.report)
            ledger_print("\n");
        code = one > code ? one : code;
    }
    sr_ledger_close(ledger);
    return code;
}

static int run_show(int argc, char **argv, const command *self) { return run_with(argc, argv, self, show); }
static int run_timeline(int argc, char **argv, const command *self) { return run_with(argc, argv, self, timeline); }

const command cmd_show = {
    .name = "show",
    .usage = "[OPTION…] ID…",
    .summary = "show an incident: values, who says what, timeline, open questions, reports",
    .help = "ID is the id of an incident, or its first digits. Former ids of incidents that turned out\n"
            "to be one lead to it.\n\n"
            "examples\n"
            "  sitrep show 54c23e7e\n"
            "  sitrep show --as-of 2024-03-23 54c23e7e     as it was known then\n"
            "  sitrep show --claims 54c23e7e | grep '\"field\":\"killed\"'\n"
            "  sitrep show --report 4f3a9c01               a report with its text\n\n" LEDGER_EXIT_CODES,
    .opts = show_opts,
    .run = run_show,
};

const command cmd_timeline = {
    .name = "timeline",
    .usage = "[OPTION…] ID…",
    .summary = "show what was learned about an incident, report by report",
    .help = "examples\n"
            "  sitrep timeline 54c23e7e\n"
            "  sitrep timeline --json 54c23e7e\n\n" LEDGER_EXIT_CODES,
    .opts = timeline_opts,
    .run = run_timeline,
};
