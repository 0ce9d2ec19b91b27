/* `sitrep watch`: saved queries that tell when something happens.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/str.h"
#include "server/watch.h"

typedef struct values {
    const char *db, *rule, *query, *page, *webhook, *secret_file, *command, *mail, *atom, *cap;
    unsigned publishers, every;
    bool all, once, actual, help;
} values;

#define AT(member) offsetof(values, member)

static const opt opts[] = {
    {"db", 0, OPT_TEXT, AT(db), 0, "FILE", "ledger; default $SITREP_DB, else the user's own"},
    {"rule", 0, OPT_TEXT, AT(rule), 0, "RULE", "when to tell; see below"},
    {"publishers", 0, OPT_NUMBER, AT(publishers), 1000, "N",
     "so many different ones must tell it; copies do not count"},
    {"query", 0, OPT_TEXT, AT(query), 0, "QUERY",
     "of which incidents, as in the API: type=BOMBING&country=NG"},
    {"webhook", 0, OPT_TEXT, AT(webhook), 0, "URL", "post alerts there"},
    {"secret-file", 0, OPT_TEXT, AT(secret_file), 0, "FILE", "first line signs them (HMAC-SHA256)"},
    {"command", 0, OPT_TEXT, AT(command), 0, "PROGRAM",
     "start it, the alert on its standard input"},
    {"mail", 0, OPT_TEXT, AT(mail), 0, "ADDRESS", "send them by the local sendmail"},
    {"atom", 0, OPT_TEXT, AT(atom), 0, "FILE", "keep a feed of the last ones there"},
    {"cap", 0, OPT_TEXT, AT(cap), 0, "FOLDER", "write each as CAP 1.2 there"},
    {"actual", 0, OPT_FLAG, AT(actual), 0, NULL, "with status Actual; without it they are a Test"},
    {"page", 0, OPT_TEXT, AT(page), 0, "URL",
     "where `serve` is seen, for links; default http://127.0.0.1:8650"},
    {"all", 0, OPT_FLAG, AT(all), 0, NULL, "also tell of what is in the ledger already"},
    {"once", 0, OPT_FLAG, AT(once), 0, NULL, "run: look once, then end"},
    {"every", 0, OPT_NUMBER, AT(every), 86400, "N", "run: look every N seconds; default 5"},
    {"help", 'h', OPT_FLAG, AT(help), 0, NULL, "print this"},
    {0},
};

static int failed(const sr_error *err, sr_status status)
{
    fputs("sitrep watch: ", stderr);
    if (err->where[0]) {
        cli_put_plain(err->where, stderr);
        fputs(": ", stderr);
    }
    cli_put_plain(err->text[0] ? err->text : sr_status_text(status), stderr);
    fputc('\n', stderr);
    return status == SR_E_USAGE ? EXIT_USAGE : EXIT_FAILED;
}

static int usage(const char *what)
{
    fprintf(stderr, "sitrep watch: %s; see `sitrep help watch`\n", what);
    return EXIT_USAGE;
}

static void set(json_object *o, const char *name, const char *value)
{
    json_object_object_add(o, name, json_object_new_string(value));
}

/* "type=BOMBING&country=NG" as an object. */
static json_object *read_query(const char *given)
{
    json_object *out = json_object_new_object();
    sr_str rest = sr_str_c(given ? given : "");
    while (rest.ptr && rest.len) {
        sr_str pair = sr_str_cut(&rest, '&'), name = sr_str_cut(&pair, '=');
        char key[64];
        (void)snprintf(key, sizeof key, "%.*s", (int)SR_MIN(name.len, sizeof key - 1),
                       (const char *)name.ptr);
        json_object_object_add(
            out, key,
            json_object_new_string_len(pair.ptr ? (const char *)pair.ptr : "", (int)pair.len));
    }
    return out;
}

static json_object *way(json_object *list, const char *kind)
{
    json_object *one = json_object_new_object();
    set(one, "kind", kind);
    json_object_array_add(list, one);
    return one;
}

static bool read_secret(const char *path, char out[512])
{
    FILE *f = path ? fopen(path, "re") : NULL;
    out[0] = 0;
    if (!path)
        return true;
    bool ok = f && fgets(out, 512, f);
    if (f)
        (void)fclose(f);
    out[strcspn(out, "\r\n")] = 0;
    return ok && out[0];
}

static bool read_ways(const values *v, json_object *list)
{
    char secret[512];
    if (!read_secret(v->secret_file, secret))
        return false;
    if (v->webhook) {
        json_object *one = way(list, "webhook");
        set(one, "url", v->webhook);
        if (secret[0])
            set(one, "secret", secret);
    }
    if (v->command) {
        json_object *argv = json_object_new_array();
        json_object_array_add(argv, json_object_new_string(v->command));
        json_object_object_add(way(list, "command"), "argv", argv);
    }
    if (v->mail)
        set(way(list, "mail"), "to", v->mail);
    if (v->atom)
        set(way(list, "atom"), "file", v->atom);
    if (v->cap) {
        json_object *one = way(list, "cap");
        set(one, "folder", v->cap);
        set(one, "status", v->actual ? "Actual" : "Test");
    }
    return true;
}

static int add(sr_ledger *ledger, const char *name, const values *v)
{
    json_object *watch = json_object_new_object(), *ways = json_object_new_array();
    sr_error err = {0};
    if (!read_ways(v, ways)) {
        json_object_put(ways);
        json_object_put(watch);
        return usage("--secret-file: cannot be read or is empty");
    }
    json_object_object_add(watch, "query", read_query(v->query));
    set(watch, "rule", v->rule ? v->rule : "");
    json_object_object_add(watch, "publishers", json_object_new_int64(v->publishers));
    json_object_object_add(watch, "deliver", ways);
    if (v->page)
        set(watch, "page", v->page);
    sr_status status = watch_add(ledger, name, json_object_to_json_string(watch), v->all, &err);
    json_object_put(watch);
    return status == SR_OK ? EXIT_DONE : failed(&err, status);
}

static size_t length(json_object *list)
{
    return json_object_is_type(list, json_type_array)    ? json_object_array_length(list)
           : json_object_is_type(list, json_type_object) ? (size_t)json_object_object_length(list)
                                                         : 0;
}

static int print_watch(const char *json, size_t len, void *payload)
{
    json_object *o = json_tokener_parse(json), *value = json_object_object_get(o, "value"),
                *trouble;
    (void)len;
    *(unsigned *)payload += 1;
    cli_put_plain(json_object_get_string(json_object_object_get(o, "name")), stdout);
    fputs("  ", stdout);
    cli_put_plain(json_object_get_string(json_object_object_get(value, "rule")), stdout);
    printf("  from %lld publisher(s), %zu told, %zu waiting\n",
           (long long)json_object_get_int64(json_object_object_get(value, "publishers")),
           length(json_object_object_get(value, "fired")),
           length(json_object_object_get(value, "pending")));
    if (json_object_object_get_ex(value, "trouble", &trouble)) {
        fputs("  trouble: ", stdout);
        cli_put_plain(json_object_get_string(trouble), stdout);
        fputc('\n', stdout);
    }
    json_object_put(o);
    return 0;
}

static int list(sr_ledger *ledger)
{
    unsigned n = 0;
    sr_error err = {0};
    sr_status status = sr_ledger_settings(ledger, "watch", NULL, print_watch, &n, &err);
    if (status != SR_OK)
        return failed(&err, status);
    return n ? EXIT_DONE : EXIT_NOTHING;
}

/* Look, deliver, wait; what fails is tried again, later and later. */
static int run_all(sr_ledger *ledger, const char *name, const values *v)
{
    unsigned every = v->every ? v->every : 5, pause = every, waits;
    for (;;) {
        sr_error err = {0};
        sr_status status = watch_run(ledger, name, &waits, &err);
        if (status != SR_OK)
            return failed(&err, status);
        if (waits)
            fprintf(
                stderr,
                "sitrep watch: %u alert%s could not be delivered; `sitrep watch list` says why\n",
                waits, waits == 1 ? "" : "s");
        if (v->once)
            return waits ? EXIT_INPUT : EXIT_DONE;
        pause = waits ? SR_MIN(pause * 2, 300u) : every;
        struct timespec t = {.tv_sec = (time_t)pause};
        (void)nanosleep(&t, NULL);
    }
}

static int run(int argc, char **argv, const command *self)
{
    values v = {0};
    sr_error err = {0};
    sr_ledger *ledger;
    sr_ledger_options options = SR_LEDGER_OPTIONS_INIT;
    int n = opt_parse(argc, argv, self, &v);
    if (n < 0)
        return EXIT_USAGE;
    const char *what = n > 0 ? argv[0] : "", *name = n > 1 ? argv[1] : NULL;
    bool adds = strcmp(what, "add") == 0, removes = strcmp(what, "remove") == 0,
         runs = strcmp(what, "run") == 0;
    if ((!adds && !removes && !runs && strcmp(what, "list") != 0) || n > 2)
        return usage("wants add NAME, remove NAME, list or run [NAME]");
    if ((adds || removes) && !name)
        return usage("wants the name of the watch");
    sr_status status = sr_ledger_open(&ledger, v.db, &options, &err);
    if (status != SR_OK)
        return failed(&err, status);
    int code;
    if (removes) {
        status = sr_ledger_put_setting(ledger, "watch", name, NULL, &err);
        code = status == SR_OK ? EXIT_DONE : failed(&err, status);
    } else {
        code = adds ? add(ledger, name, &v) : runs ? run_all(ledger, name, &v) : list(ledger);
    }
    sr_ledger_close(ledger);
    return code;
}

const command cmd_watch = {
    .name = "watch",
    .usage = "add NAME --rule RULE --publishers N DELIVERY… | remove NAME | list | run [NAME]",
    .summary = "tell when reports say something, with the corroboration you ask for",
    .help =
        "rules\n"
        "  killed >= N           (or wounded) that many told by --publishers different publishers\n"
        "  killed revised > P %  (or wounded) the figure moved by more than that\n"
        "  position on NAME      somebody says something new about NAME\n"
        "  warning naming NAME   a warning given before the incident names NAME\n\n"
        "An alert holds the values, the words of the reports with their sources, and links. What "
        "waits\n"
        "is kept in the ledger and tried again: nothing is missed when a run ends. An alert that comes\n"
        "twice, as a run was killed in between, has the same id: for a webhook in X-Sitrep-Alert and\n"
        "Idempotency-Key, for mail in Message-ID, for a command in SITREP_ALERT. With a secret, a webhook\n"
        "also gets X-Sitrep-Signature: sha256=HMAC of the body.\n\n"
        "examples\n"
        "  sitrep watch add mass --rule 'killed >= 10' --publishers 2 --mail desk@example.org\n"
        "  sitrep watch add ng --query country=NG --rule 'killed >= 1' --publishers 1 --atom "
        "ng.xml\n"
        "  sitrep watch run\n\n"
        "exit codes: 0 done, 1 no watch, 2 usage, 3 an alert could not be delivered, 4 failed\n",
    .opts = opts,
    .run = run,
};
