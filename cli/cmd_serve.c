/* `sitrep serve`: the HTTP API and the page over a ledger.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

#include "server/server.h"

typedef struct values {
    const char *db, *address, *token_file, *cors, *data_dir, *models_dir;
    unsigned port, rate, workers;
    bool read_only, log, help;
} values;

#define AT(member) offsetof(values, member)

static const opt opts[] = {
    {"db", 0, OPT_TEXT, AT(db), 0, "FILE", "ledger; default $SITREP_DB, else the user's own"},
    {"address", 'a', OPT_TEXT, AT(address), 0, "IP", "default 127.0.0.1; any other needs a token"},
    {"port", 'p', OPT_NUMBER, AT(port), 65535, "N", "default 8650"},
    {"token-file", 0, OPT_TEXT, AT(token_file), 0, "FILE",
     "first line: what clients must show; or $SITREP_TOKEN"},
    {"read-only", 0, OPT_FLAG, AT(read_only), 0, NULL, "take no reports by POST"},
    {"rate", 0, OPT_NUMBER, AT(rate), 1000000, "N",
     "requests a second and address; default 100, on loopback any"},
    {"workers", 0, OPT_NUMBER, AT(workers), 64, "N", "readers of the ledger; default 4"},
    {"cors", 0, OPT_TEXT, AT(cors), 0, "ORIGIN", "let pages of this origin read the API"},
    {"log", 0, OPT_FLAG, AT(log), 0, NULL, "one line a request on standard error"},
    {"data", 0, OPT_TEXT, AT(data_dir), 0, "DIR", "folder with further rows (TSV) of the tables"},
    {"models", 0, OPT_TEXT, AT(models_dir), 0, "DIR", "folder with other models"},
    {"help", 'h', OPT_FLAG, AT(help), 0, NULL, "print this"},
    {0},
};

static int run(int argc, char **argv, const command *self)
{
    values v = {0};
    sr_error err = {0};
    int n = opt_parse(argc, argv, self, &v);
    if (n < 0)
        return EXIT_USAGE;
    if (n > 0) {
        fputs("sitrep serve: ", stderr);
        cli_put_plain(argv[0], stderr);
        fputs(": takes no argument; see `sitrep help serve`\n", stderr);
        return EXIT_USAGE;
    }
    server_options options = {.db = v.db,
                              .address = v.address,
                              .port = v.port,
                              .token_file = v.token_file,
                              .cors = v.cors,
                              .rate = v.rate,
                              .workers = v.workers,
                              .read_only = v.read_only,
                              .log = v.log,
                              .data_dir = v.data_dir,
                              .models_dir = v.models_dir};
    sr_status status = server_run(&options, &err);
    if (status == SR_OK)
        return EXIT_DONE;
    fputs("sitrep serve: ", stderr);
    if (err.where[0]) {
        cli_put_plain(err.where, stderr);
        fputs(": ", stderr);
    }
    cli_put_plain(err.text[0] ? err.text : sr_status_text(status), stderr);
    fputc('\n', stderr);
    return status == SR_E_USAGE ? EXIT_USAGE : EXIT_FAILED;
}

const command cmd_serve = {
    .name = "serve",
    .usage = "[OPTION…]",
    .summary = "serve a ledger: a page for people, an API for programs",
    .help = "The page is at http://127.0.0.1:8650/, the API at /api/v1/ (described by\n"
            "/api/v1/openapi.json), counters for Prometheus at /metrics. The page shows changes as "
            "they\n"
            "come; `sitrep ingest` may run at the same time.\n\n"
            "Any address but loopback needs a token, and speaks plain HTTP: put TLS in front.\n\n"
            "examples\n"
            "  sitrep serve\n"
            "  sitrep serve --db desk.db --port 9000 --read-only\n"
            "  openssl rand -hex 24 > token; sitrep serve --address 0.0.0.0 --token-file token\n\n"
            "exit codes: 0 stopped by SIGINT or SIGTERM, 2 usage, 4 failed\n",
    .opts = opts,
    .run = run,
};
