/* `sitrep inspect`: what a page, a feed or an archive gave, before any reading of meaning.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

#include <string.h>

typedef struct values {
    int  what; // -1: not told
    bool help; // main.c answers --help
} values;

#define AT(member) offsetof(values, member)

/* A further kind of source is a row here and one in the table of src/api/inspect.c. */
static const opt opts[] = {
    {"page", 0, OPT_CHOICE, AT(what), SR_INSPECT_PAGE, NULL, "FILE is an HTML page: its text, title, author, dates"},
    {"feed", 0, OPT_CHOICE, AT(what), SR_INSPECT_FEED, NULL, "FILE is RSS, RDF, Atom or JSON Feed: the feed and its entries"},
    {"dates", 0, OPT_CHOICE, AT(what), SR_INSPECT_DATES, NULL, "FILE has lines {\"id\",\"input\"}: the instant of each input"},
    {"warc", 0, OPT_CHOICE, AT(what), SR_INSPECT_WARC, NULL, "FILE is a web archive (WARC): its records"},
    {"help", 'h', OPT_FLAG, AT(help), 0, NULL, "print this"},
    {0},
};

typedef struct job {
    bool unwritten; // standard output failed or its reader went away
} job;

static int on_output(const char *bytes, size_t len, void *payload)
{
    job *j = payload;
    j->unwritten = !cli_write(bytes, len);
    return j->unwritten;
}

static void on_message(const sr_message *message, void *payload)
{
    (void)payload;
    cli_put_plain(message->file, stderr);
    fprintf(stderr, ":%llu: ", (unsigned long long)message->offset);
    cli_put_plain(message->text, stderr);
    fputc('\n', stderr);
}

static int run(int argc, char **argv, const command *self)
{
    static const char *const standard_input[] = {"-"};
    values                   v = {.what = -1};
    job                      j = {0};
    sr_error                 err = {0};
    sr_inspect_totals        totals = {0};
    sr_inspect_options       options = {on_output, on_message, &j};
    int                      n = opt_parse(argc, argv, self, &v);
    if (n < 0)
        return EXIT_USAGE;
    if (v.what < 0) {
        fputs("sitrep: inspect: say what FILE is, for example --page; see `sitrep help inspect`\n", stderr);
        return EXIT_USAGE;
    }
    sr_status status = n ? sr_inspect_files((sr_inspect_what)v.what, (const char *const *)argv, (size_t)n, &options, &totals, &err)
                         : sr_inspect_files((sr_inspect_what)v.what, standard_input, 1, &options, &totals, &err);
    if (j.unwritten)
        return EXIT_DONE; // cli_finish tells
    if (status != SR_OK) {
        fprintf(stderr, "sitrep: inspect: %s\n", err.text[0] ? err.text : sr_status_text(status));
        return EXIT_FAILED;
    }
    return totals.messages ? EXIT_INPUT : EXIT_DONE;
}

const command cmd_inspect = {
    .name = "inspect",
    .usage = "--page|--feed|--dates|--warc [FILE…]",
    .summary = "print what sources gave, before any reading of meaning",
    .help = "FILE may be a folder (walked, sorted) or - for standard input, which is also the\n"
            "default. Compressed files (.gz, .xz, .zst) are opened as they are. One JSON object\n"
            "a line; its members are in docs/format-record.md.\n\n"
            "examples\n"
            "  sitrep inspect --page article.html\n"
            "  sitrep inspect --page pages/ | jq -r '[.date, .title] | @tsv'\n"
            "  curl -s https://example.org/news/1 | sitrep inspect --page\n"
            "  sitrep inspect --feed feeds/ | jq -r '.entries[] | [.published, .title] | @tsv'\n"
            "  echo '{\"id\":1,\"input\":\"Tue, 05 Mar 2019 07:08:09 GMT\"}' | sitrep inspect --dates\n"
            "  sitrep inspect --warc crawl.warc.gz\n\n"
            "exit codes: 0 done, 2 usage, 3 some input was bad (the rest was done), 4 failed\n",
    .opts = opts,
    .run = run,
};
