/* `sitrep export`: the incidents of the ledger in a form for other programs.
 * SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "ledger.h"
#include "query.h"

typedef struct values {
    ledger_values ledger;
    query_values  query;
    int           format; // number of its name
    bool          formats;
} values;

#define AT(member) offsetof(values, member)
#define QUERY_AT(member) (offsetof(values, query) + offsetof(query_values, member))

static const opt opts[] = {
    OPT_DB,
    {"format", 'f', OPT_NAME, AT(format), 0, "NAME", "default jsonl; one of:"},
    {"formats", 0, OPT_FLAG, AT(formats), 0, NULL, "list the formats"},
    QUERY_OPTS(QUERY_AT),
    OPT_AS_OF,
    OPT_HELP,
    {0},
};

static const char *format_name(int i)
{
    const sr_export_format *f = sr_ledger_formats((size_t)i);
    return f ? f->name : NULL;
}

static void tell_left_out(const sr_ledger *ledger, const char *format)
{
    uint64_t n = sr_ledger_left_out(ledger);
    if (n)
        fprintf(stderr, "sitrep export: %llu incident%s no place in %s; left out\n", (unsigned long long)n,
                n == 1 ? " has" : "s have", format);
}

static int list_formats(void)
{
    for (size_t i = 0; sr_ledger_formats(i); i++) {
        const sr_export_format *f = sr_ledger_formats(i);
        ledger_print_cell(f->name, 16);
        ledger_print(f->summary);
        ledger_print("\n");
    }
    return EXIT_DONE;
}

static int run(int argc, char **argv, const command *self)
{
    values          v = {0};
    sr_ledger_query query;
    sr_error        err = {0};
    int             n = opt_parse(argc, argv, self, &v), code;
    if (n < 0 || !ledger_arguments(self, n, 0, "no arguments, only options") || !query_make(self, &v.query, &query))
        return EXIT_USAGE;
    if (v.formats)
        return list_formats();
    sr_ledger *ledger = ledger_open(&v.ledger, false, &code);
    if (!ledger)
        return code;
    code = ledger_code(sr_ledger_export(ledger, format_name(v.format), &query, ledger_print_bytes, NULL, &err), &err);
    tell_left_out(ledger, format_name(v.format));
    sr_ledger_close(ledger);
    return code;
}

const command cmd_export = {
    .name = "export",
    .usage = "[OPTION…]",
    .summary = "write the incidents of the ledger in a form for other programs",
    .help = "All incidents that fit, oldest first, on standard output. Equal ledgers give equal bytes.\n"
            "`sitrep export --formats` lists the formats.\n\n"
            "examples\n"
            "  sitrep export > incidents.jsonl\n"
            "  sitrep export --format csv --country KE --from 2024-01-01 > kenya.csv\n"
            "  sitrep export --format geojson --near 33.3,44.4,30 > map.geojson\n\n" LEDGER_EXIT_CODES,
    .opts = opts,
    .name_of = format_name,
    .run = run,
};
