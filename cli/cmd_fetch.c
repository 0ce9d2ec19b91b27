/* `sitrep fetch`: pages and feeds by their addresses, read at once, no database.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

#include <string.h>
#include <unistd.h>

#include "web_options.h"

typedef struct values {
    int        format;
    bool       help;
    web_values web;
} values;

#define AT(member) offsetof(values, member)
#define WEB_AT(member) offsetof(values, web.member)

static const opt opts[] = {
    {"json", 'j', OPT_CHOICE, AT(format), SR_FORMAT_JSON, NULL, "one JSON object a report"},
    {"claims", 0, OPT_CHOICE, AT(format), SR_FORMAT_CLAIMS, NULL, "one JSON object a claim"},
    WEB_OPTS(WEB_AT),
    {"help", 'h', OPT_FLAG, AT(help), 0, NULL, "print this"},
    {0},
};

static volatile sig_atomic_t stop;

static void on_signal(int number)
{
    (void)number;
    stop = 1;
}

static int on_output(const char *bytes, size_t len, void *payload)
{
    (void)payload;
    return len && !cli_write(bytes, len);
}

static void on_message(const sr_message *message, void *payload)
{
    (void)payload;
    cli_put_plain(message->file[0] ? message->file : "(report)", stderr);
    fprintf(stderr, ":%llu: ", (unsigned long long)message->offset);
    cli_put_plain(message->text, stderr);
    fputc('\n', stderr);
}

static int fetch(const char *const *urls, size_t n, const values *v)
{
    sr_engine      *engine;
    sr_error        err = {0};
    sr_read_totals  totals = {0};
    sr_web_options  web = SR_WEB_OPTIONS_INIT;
    sr_read_options read = SR_READ_OPTIONS_INIT;
    web_set(&web, &v->web);
    web.stop = &stop;
    read.format = (sr_format)v->format;
    read.color = isatty(STDOUT_FILENO);
    read.on_output = on_output;
    read.on_message = on_message;
    sr_status status = sr_engine_open(&engine, NULL, &err);
    if (status == SR_OK) {
        status = sr_web_read(engine, urls, n, &web, &read, &totals, &err);
        sr_engine_close(engine);
    }
    if (status != SR_OK && status != SR_E_STOPPED) {
        fprintf(stderr, "sitrep: fetch: %s\n", err.text[0] ? err.text : sr_status_text(status));
        return EXIT_FAILED;
    }
    if (totals.messages)
        return EXIT_INPUT;
    return totals.bytes_out ? EXIT_DONE : EXIT_NOTHING;
}

static int run(int argc, char **argv, const command *self)
{
    values v = {.web = WEB_VALUES_INIT};
    int    n = opt_parse(argc, argv, self, &v);
    if (n < 0)
        return EXIT_USAGE;
    if (n == 0) {
        fputs("sitrep: fetch: say what to fetch, for example https://example.org/feed; see `sitrep help fetch`\n", stderr);
        return EXIT_USAGE;
    }
    (void)signal(SIGTERM, on_signal);
    (void)signal(SIGINT, on_signal);
    return fetch((const char *const *)argv, (size_t)n, &v);
}

const command cmd_fetch = {
    .name = "fetch",
    .usage = "[OPTION…] URL…",
    .summary = "fetch pages and feeds and print their incidents",
    .help = "URL is a page, a feed, or anything else that `sitrep read` takes as a file. Of a feed the\n"
            "entries with a text of their own are read; `sitrep follow` fetches the others, too.\n\n"
            "examples\n"
            "  sitrep fetch https://example.org/news/1\n"
            "  sitrep fetch --json https://example.org/feed.xml > incidents.jsonl\n\n"
            "exit codes: 0 done, 1 nothing came out, 2 usage, 3 something could not be fetched or read\n"
            "(the rest was done), 4 failed\n",
    .opts = opts,
    .run = run,
};
