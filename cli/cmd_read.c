/* `sitrep read`: reports in, incidents out, no database.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "progress.h"
#include "web_options.h"

typedef struct values {
    int         format;
    bool        progress, help; // main.c answers --help
    unsigned    threads;
    double      threshold;
    const char *data_dir, *models_dir;
    int         color; // 0 auto, 1 always, 2 never
    web_values  web;
} values;

#define AT(member) offsetof(values, member)

static const opt opts[] = {
    {"json", 'j', OPT_CHOICE, AT(format), SR_FORMAT_JSON, NULL, "one JSON object a report"},
    {"claims", 0, OPT_CHOICE, AT(format), SR_FORMAT_CLAIMS, NULL, "one JSON object a claim"},
    {"annotations", 0, OPT_CHOICE, AT(format), SR_FORMAT_ANNOTATIONS, NULL,
     "CoNLL-U: tokens, tags, trees, names, times, places"},
    {"muc4", 0, OPT_CHOICE, AT(format), SR_FORMAT_MUC4, NULL, "MUC-4 templates, JSON lines"},
    {"gvdb", 0, OPT_CHOICE, AT(format), SR_FORMAT_GVDB, NULL,
     "Gun Violence Database form, JSON lines"},
    {"format", 'f', OPT_NAME, AT(format), 0, "NAME", "one of these forms:"},
    {"threshold", 't', OPT_SHARE, AT(threshold), 0, "P",
     "leave out what is less probable; 0 to 1, default 0.3"},
    {"threads", 0, OPT_NUMBER, AT(threads), SR_LIMIT_THREADS, "N",
     "default: one; the output is the same for any N"},
    {"progress", 'p', OPT_FLAG, AT(progress), 0, NULL, "show a bar when standard error is a terminal"},
    {"color", 0, OPT_WHEN, AT(color), 0, "WHEN", "auto, always or never"},
    {"data", 0, OPT_TEXT, AT(data_dir), 0, "DIR", "folder with further rows (TSV) of the tables"},
    {"models", 0, OPT_TEXT, AT(models_dir), 0, "DIR", "folder with other models"},
    {"allow-private", 0, OPT_FLAG, AT(web.allow_private), 0, NULL, "URLs: also addresses of this machine and network"},
    {"help", 'h', OPT_FLAG, AT(help), 0, NULL, "print this"},
    {0},
};

typedef struct job {
    progress_bar bar;
    bool         unwritten; // standard output failed or its reader went away
} job;

static int on_output(const char *bytes, size_t len, void *payload)
{
    job *j = payload;
    if (!len)
        return 0;
    progress_clear(&j->bar);
    j->unwritten = !cli_write(bytes, len);
    return j->unwritten;
}

static void on_message(const sr_message *message, void *payload)
{
    job *j = payload;
    progress_clear(&j->bar);
    cli_put_plain(message->file[0] ? message->file : "(report)", stderr);
    fprintf(stderr, ":%llu: ", (unsigned long long)message->offset);
    cli_put_plain(message->text, stderr);
    fputc('\n', stderr);
}

static void on_progress(const sr_progress *progress, void *payload)
{
    progress_draw(&((job *)payload)->bar, progress);
}

static int failed(const sr_error *err)
{
    fputs("sitrep: ", stderr);
    if (err->where[0]) {
        cli_put_plain(err->where, stderr);
        fprintf(stderr, ":%llu: ", (unsigned long long)err->offset);
    }
    cli_put_plain(err->text[0] ? err->text : sr_status_text(err->code), stderr);
    fputc('\n', stderr);
    return EXIT_FAILED;
}

/* Colour on a terminal, unless the user or NO_COLOR says otherwise. */
static bool wants_color(int when)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    if (when != 0)
        return when == 1;
    return isatty(STDOUT_FILENO) && !(no_color && no_color[0]) &&
           !(term && strcmp(term, "dumb") == 0);
}

static bool any_url(const char *const *paths, size_t n)
{
    while (n && !sr_web_is_url(paths[n - 1]))
        n--;
    return n > 0;
}

static int read_paths(sr_engine *engine, const char *const *paths, size_t n, const values *v)
{
    job             j = {0};
    sr_error        err = {0};
    sr_read_totals  totals = {0};
    sr_read_options options = SR_READ_OPTIONS_INIT;
    options.format = (sr_format)v->format;
    options.threshold = v->threshold;
    options.threads = v->threads;
    options.color = wants_color(v->color);
    options.on_output = on_output;
    options.on_message = on_message;
    options.on_progress = v->progress ? on_progress : NULL;
    options.payload = &j;
    progress_start(&j.bar, v->progress);
    sr_web_options web = SR_WEB_OPTIONS_INIT;
    web_set(&web, &v->web);
    web.files = 1;
    sr_status status = any_url(paths, n) ? sr_web_read(engine, paths, n, &web, &options, &totals, &err)
                                         : sr_engine_read_files(engine, paths, n, &options, &totals, &err);
    progress_clear(&j.bar);
    if (j.unwritten)
        return EXIT_DONE; // cli_finish tells
    if (status != SR_OK)
        return failed(&err);
    if (v->format == SR_FORMAT_TEXT && !totals.incidents)
        fprintf(stderr, "sitrep: no incident found in %llu report%s\n",
                (unsigned long long)totals.reports, totals.reports == 1 ? "" : "s");
    if (totals.messages)
        return EXIT_INPUT;
    return totals.bytes_out || v->format == SR_FORMAT_ANNOTATIONS ? EXIT_DONE : EXIT_NOTHING;
}

static int run(int argc, char **argv, const command *self)
{
    values             v = {.threads = 1, .threshold = SR_DEFAULT_THRESHOLD, .web = WEB_VALUES_INIT};
    sr_error           err = {0};
    sr_engine         *engine;
    static const char *const standard_input[] = {"-"};
    int                n = opt_parse(argc, argv, self, &v);
    if (n < 0)
        return EXIT_USAGE;
    job               j = {0};
    sr_engine_options options = {v.data_dir, v.models_dir, on_message, &j};
    if (sr_engine_open(&engine, &options, &err) != SR_OK)
        return failed(&err);
    int code = n ? read_paths(engine, (const char *const *)argv, (size_t)n, &v)
                 : read_paths(engine, standard_input, 1, &v);
    sr_engine_close(engine);
    return code;
}

const command cmd_read = {
    .name = "read",
    .usage = "[OPTION…] [FILE|URL…]",
    .summary = "read reports and print their incidents",
    .help = "FILE is a text, a file of JSON lines, a page, a feed (RSS, Atom, JSON Feed), mail, an\n"
            "archive (zip, tar), a web archive (WARC), a folder (walked, sorted) or - for standard\n"
            "input, which is also the default. Compressed files (.gz, .xz, .zst) are opened as\n"
            "they are, archives inside archives, too. A URL is fetched first, as `sitrep fetch` does.\n\n"
            "examples\n"
            "  sitrep read report.txt\n"
            "  sitrep read --json --threads 2 folder/ news.jsonl.gz > incidents.jsonl\n"
            "  sitrep read https://example.org/news/1 older.warc.gz\n"
            "  cat report.txt | sitrep read\n\n"
            "exit codes: 0 done, 1 nothing came out, 2 usage, 3 some input was bad (the rest was\n"
            "done), 4 failed. Messages go to standard error as FILE:OFFSET: what is wrong; what\n"
            "was done about it.\n",
    .opts = opts,
    .name_of = sr_format_name,
    .run = run,
};
