/* `sitrep follow`: feeds into the ledger, again and again.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "ledger.h"
#include "web_options.h"

typedef struct values {
    ledger_values ledger;
    const char   *opml;
    bool          once, quiet;
    unsigned      every, threads;
    web_values    web;
} values;

#define AT(member) offsetof(values, member)
#define WEB_AT(member) offsetof(values, web.member)

static const opt opts[] = {
    OPT_DB,
    {"opml", 0, OPT_TEXT, AT(opml), 0, "FILE", "follow also the feeds of a list"},
    {"once", 0, OPT_FLAG, AT(once), 0, NULL, "one round, then end"},
    {"every", 0, OPT_NUMBER, AT(every), 10080, "MINUTES", "between two rounds; default 15"},
    {"threads", 0, OPT_NUMBER, AT(threads), SR_LIMIT_THREADS, "N", "for reading; default 2"},
    {"quiet", 'q', OPT_FLAG, AT(quiet), 0, NULL, "no summary of rounds"},
    WEB_OPTS(WEB_AT),
    OPT_HELP,
    {0},
};

static volatile sig_atomic_t stop;

static void on_signal(int number)
{
    (void)number;
    stop = 1;
}

static void on_message(const sr_message *message, void *payload)
{
    (void)payload;
    cli_put_plain(message->file[0] ? message->file : "(report)", stderr);
    fputs(": ", stderr);
    cli_put_plain(message->text, stderr);
    fputc('\n', stderr);
}

/* The feeds to add, owned. */
typedef struct urls {
    char **at;
    size_t n;
} urls;

static int add_url(const char *url, const char *title, void *payload)
{
    urls  *u = payload;
    char **more = realloc(u->at, (u->n + 1) * sizeof *more);
    (void)title;
    if (!more || !(more[u->n] = strdup(url))) {
        u->at = more ? more : u->at;
        return 1;
    }
    u->at = more;
    u->n++;
    return 0;
}

static void print_round(const sr_follow_totals *t)
{
    fprintf(stderr, "%llu feed%s asked: %llu unchanged, %llu failed; %llu new entr%s, %llu page%s fetched; %llu report%s added, "
                    "%llu incident%s new or changed\n",
            (unsigned long long)t->feeds, t->feeds == 1 ? "" : "s", (unsigned long long)t->unchanged, (unsigned long long)t->failed,
            (unsigned long long)t->entries, t->entries == 1 ? "y" : "ies", (unsigned long long)t->pages, t->pages == 1 ? "" : "s",
            (unsigned long long)t->ingest.added, t->ingest.added == 1 ? "" : "s", (unsigned long long)t->ingest.incidents,
            t->ingest.incidents == 1 ? "" : "s");
}

/* Wait, or until a signal comes. */
static void wait_minutes(unsigned minutes)
{
    for (unsigned second = 0; second < 60 * minutes && !stop; second++) {
        struct timespec one = {1, 0};
        (void)nanosleep(&one, NULL); // a signal ends it early
    }
}

static int rounds(sr_ledger *ledger, sr_engine *engine, const urls *u, const values *v)
{
    sr_follow_options options = SR_FOLLOW_OPTIONS_INIT;
    bool bad = false;
    web_set(&options.web, &v->web);
    options.web.stop = &stop;
    options.threads = v->threads;
    options.on_message = on_message;
    do {
        sr_error         err = {0};
        sr_follow_totals totals = {0};
        sr_status status = sr_web_follow(ledger, engine, (const char *const *)u->at, u->n, &options, &totals, &err);
        if (!v->quiet)
            print_round(&totals);
        if (status != SR_OK && status != SR_E_STOPPED)
            return ledger_failed(&err);
        bad = totals.failed || totals.messages;
        if (!v->once)
            wait_minutes(v->every);
    } while (!v->once && !stop);
    return v->once && bad ? EXIT_INPUT : EXIT_DONE;
}

static int follow(const urls *u, const values *v)
{
    int        code;
    sr_error   err = {0};
    sr_engine *engine;
    sr_ledger *ledger = ledger_open(&v->ledger, true, &code);
    if (!ledger)
        return code;
    if (sr_engine_open(&engine, NULL, &err) == SR_OK) {
        code = rounds(ledger, engine, u, v);
        sr_engine_close(engine);
    } else {
        code = ledger_failed(&err);
    }
    sr_ledger_close(ledger);
    return code;
}

static int run(int argc, char **argv, const command *self)
{
    values   v = {.web = WEB_VALUES_INIT, .every = 15, .threads = 2};
    urls     u = {NULL, 0};
    sr_error err = {0};
    int      code, n = opt_parse(argc, argv, self, &v);
    if (n < 0)
        return EXIT_USAGE;
    for (int i = 0; i < n; i++)
        (void)add_url(argv[i], NULL, &u);
    (void)signal(SIGTERM, on_signal);
    (void)signal(SIGINT, on_signal);
    if (v.opml && sr_web_opml(v.opml, add_url, &u, &err) != SR_OK)
        code = ledger_failed(&err);
    else
        code = follow(&u, &v);
    for (size_t i = 0; i < u.n; i++)
        free(u.at[i]);
    free(u.at);
    return code;
}

const command cmd_follow = {
    .name = "follow",
    .usage = "[OPTION…] [FEED…]",
    .summary = "follow feeds: new entries and the pages they link to go into the ledger",
    .help = "FEED is the address of RSS, RDF, Atom or JSON Feed. Feeds that were named once are known to\n"
            "the ledger and followed from then on; without any these are followed. A feed is asked only\n"
            "for what changed, each host is given a pause, robots.txt is obeyed for pages; a feed that\n"
            "fails is asked again later and later, at most six hours. SIGTERM ends it cleanly; what was\n"
            "begun is taken up in the next run. `sitrep feeds` tells how they are.\n\n"
            "examples\n"
            "  sitrep follow https://example.org/feed.xml\n"
            "  sitrep follow --opml feeds.opml --every 5\n"
            "  sitrep follow --once\n\n" LEDGER_EXIT_CODES,
    .opts = opts,
    .run = run,
};
