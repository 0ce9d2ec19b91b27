/* `sitrep list`: incidents of the ledger, one line each.
 * SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "ledger.h"
#include "query.h"

#define ID_DIGITS 8

typedef struct values {
    ledger_values ledger;
    query_values  query;
    int           sort;
    unsigned      limit;
    const char   *cursor;
} values;

#define AT(member) offsetof(values, member)
#define QUERY_AT(member) (offsetof(values, query) + offsetof(query_values, member))

static const opt opts[] = {
    OPT_DB,
    QUERY_OPTS(QUERY_AT),
    {"latest", 0, OPT_CHOICE, AT(sort), SR_LEDGER_BY_DATE, NULL, "latest day first (default)"},
    {"oldest", 0, OPT_CHOICE, AT(sort), SR_LEDGER_BY_OLDEST, NULL, "earliest day first"},
    {"by-change", 0, OPT_CHOICE, AT(sort), SR_LEDGER_BY_CHANGED, NULL, "last reported first"},
    {"by-killed", 0, OPT_CHOICE, AT(sort), SR_LEDGER_BY_KILLED, NULL, "most killed first"},
    {"by-reports", 0, OPT_CHOICE, AT(sort), SR_LEDGER_BY_SUPPORT, NULL, "most reports first"},
    {"limit", 'n', OPT_NUMBER, AT(limit), 1000, "N", "rows a page; default 50"},
    {"page", 0, OPT_TEXT, AT(cursor), 0, "CURSOR", "the page that follows one printed before"},
    OPT_AS_OF,
    OPT_JSON,
    OPT_COLOR,
    OPT_HELP,
    {0},
};

typedef struct printer {
    bool     json, color, begun;
    uint64_t n;
} printer;

static void print_head(printer *p)
{
    ledger_print(p->color ? "\033[36m" : "");
    ledger_print("id        day         type             where                           killed       wounded      reports  blamed");
    ledger_print(p->color ? "\033[0m\n" : "\n");
    p->begun = true;
}

static void print_day(const sr_ledger_row *row)
{
    char day[16];
    size_t length = strcmp(row->date_precision, "year") == 0 ? 4 : strcmp(row->date_precision, "month") == 0 ? 7 : 10;
    (void)snprintf(day, sizeof day, "%.*s", (int)length, row->start[0] ? row->start : row->end);
    ledger_print_cell(day[0] ? day : "unknown", 10);
}

static int on_row(const sr_ledger_row *row, void *payload)
{
    printer *p = payload;
    char     text[512];
    p->n++;
    if (p->json)
        return ledger_print_json(row->json, row->json_len, NULL);
    if (!p->begun)
        print_head(p);
    (void)snprintf(text, sizeof text, "%.*s", ID_DIGITS, row->id);
    ledger_print_cell(text, ID_DIGITS + 2);
    print_day(row);
    ledger_print("  ");
    ledger_print_cell(row->type, 15);
    ledger_print("  ");
    (void)snprintf(text, sizeof text, "%s%s%s", row->place[0] ? row->place : row->venue,
                   (row->place[0] || row->venue[0]) && row->country[0] ? ", " : "", row->country);
    ledger_print_cell(text[0] ? text : "unknown", 30);
    ledger_print("  ");
    ledger_count_text(row->killed, text, sizeof text);
    ledger_print_cell(text[0] ? text : "-", 11);
    ledger_print("  ");
    ledger_count_text(row->wounded, text, sizeof text);
    ledger_print_cell(text[0] ? text : "-", 11);
    (void)snprintf(text, sizeof text, "  %5u%s  ", row->reports, row->contested ? " !" : "  ");
    ledger_print(text);
    ledger_print_cell(row->perpetrator, 0);
    ledger_print("\n");
    return 0;
}

static int list(sr_ledger *ledger, const sr_ledger_query *query, const values *v)
{
    printer        p = {.json = v->ledger.json, .color = ledger_color(v->ledger.color)};
    sr_error       err = {0};
    sr_ledger_page page;
    sr_status      status = sr_ledger_list(ledger, query, on_row, &p, &page, &err);
    int            code = ledger_code(status, &err);
    if (code != EXIT_DONE)
        return code;
    if (!p.n)
        fputs("sitrep: no incident fits\n", stderr);
    else if (page.cursor[0])
        fprintf(stderr, "sitrep: %llu of %llu incidents; the next ones: --page %s\n", (unsigned long long)p.n,
                (unsigned long long)page.total, page.cursor);
    return p.n ? EXIT_DONE : EXIT_NOTHING;
}

static int run(int argc, char **argv, const command *self)
{
    values          v = {.sort = SR_LEDGER_BY_DATE};
    sr_ledger_query query;
    int             n = opt_parse(argc, argv, self, &v), code;
    if (n < 0 || !ledger_arguments(self, n, 0, "no arguments, only options") || !query_make(self, &v.query, &query))
        return EXIT_USAGE;
    query.sort = (sr_ledger_sort)v.sort;
    query.limit = v.limit;
    query.cursor = v.cursor;
    sr_ledger *ledger = ledger_open(&v.ledger, false, &code);
    if (!ledger)
        return code;
    code = list(ledger, &query, &v);
    sr_ledger_close(ledger);
    return code;
}

const command cmd_list = {
    .name = "list",
    .usage = "[OPTION…]",
    .summary = "list the incidents of the ledger",
    .help = "One line an incident; what is asked must all hold. \"!\" marks what sources contradict one\n"
            "another about. The first digits of an id are enough for every command.\n\n"
            "examples\n"
            "  sitrep list --country KE --from 2024-01-01 --killed 5\n"
            "  sitrep list --near -1.29,36.82,50 --type BOMBING,ATTACK\n"
            "  sitrep list --actor al-shabaab --contested --json\n"
            "  sitrep list --as-of 2024-03-22 --by-killed\n\n" LEDGER_EXIT_CODES,
    .opts = opts,
    .run = run,
};
