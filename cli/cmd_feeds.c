/* `sitrep feeds`: how the feeds that are followed are, and their list.
 * SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "ledger.h"
#include "server/settings.h"
#include "server/text.h"

typedef struct values {
    ledger_values ledger;
    bool          opml;
    const char   *forget;
    unsigned      silent;
} values;

#define AT(member) offsetof(values, member)

static const opt opts[] = {
    OPT_DB,
    OPT_JSON,
    {"opml", 0, OPT_FLAG, AT(opml), 0, NULL, "the list as OPML, for other feed readers"},
    {"silent", 0, OPT_NUMBER, AT(silent), 3650, "DAYS", "mark a feed without news for so long; default 3"},
    {"forget", 0, OPT_TEXT, AT(forget), 0, "URL", "follow it no more"},
    OPT_HELP,
    {0},
};

typedef struct job {
    const values *v;
    uint64_t      n;
    char          silent_before[INSTANT_TEXT]; // "2024-03-22T14:05:07Z"
} job;

static void put_escaped(const char *text)
{
    for (; *text; text++) {
        const char *named = *text == '&' ? "&amp;" : *text == '<' ? "&lt;" : *text == '>' ? "&gt;" : *text == '"' ? "&quot;" : NULL;
        char one[2] = {(unsigned char)*text < 0x20 ? ' ' : *text, 0};
        ledger_print(named ? named : one);
    }
}

static void print_opml(const char *url, json_object *state)
{
    const char *title = ledger_text_of(state, "title");
    ledger_print("    <outline type=\"rss\" text=\"");
    put_escaped(title[0] ? title : url);
    ledger_print("\" xmlUrl=\"");
    put_escaped(url);
    ledger_print("\"/>\n");
}

static void print_row(const job *j, const char *url, json_object *state)
{
    const char *error = ledger_text_of(state, "error"), *success = ledger_text_of(state, "last_success");
    const char *newest = ledger_text_of(state, "newest");
    long long items = ledger_int_of(state, "items");
    char line[96];
    ledger_print_cell(feed_health(state, j->silent_before), 16);
    (void)snprintf(line, sizeof line, " %4lld items  ", items > 0 ? items : 0);
    ledger_print(line);
    ledger_print_cell(newest[0] ? newest : "no date told", 20);
    ledger_print("  ");
    ledger_print_cell(ledger_text_of(state, "title"), 28);
    ledger_print("  ");
    ledger_print_cell(url, 0);
    ledger_print("\n");
    if (error[0]) {
        ledger_print("                 ");
        ledger_print_cell(error, 0);
        ledger_print(success[0] ? "; last success " : "; never well");
        ledger_print_cell(success, 0);
        ledger_print("\n");
    }
}

static int on_feed(const char *json, size_t len, void *payload)
{
    job *j = payload;
    json_tokener *t = json_tokener_new();
    json_object *o = t ? json_tokener_parse_ex(t, json, (int)len) : NULL, *state = NULL;
    (void)json_object_object_get_ex(o, "value", &state);
    if (o && state) {
        const char *url = ledger_text_of(o, "name");
        j->n++;
        if (j->v->opml) {
            print_opml(url, state);
        } else if (j->v->ledger.json) {
            json_object_object_del(state, "seen");
            (void)json_object_object_add(state, "url", json_object_new_string(url));
            (void)json_object_object_add(state, "health", json_object_new_string(feed_health(state, j->silent_before)));
            ledger_print(json_object_to_json_string_ext(state, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
            ledger_print("\n");
        } else {
            print_row(j, url, state);
        }
    }
    json_object_put(o);
    if (t)
        json_tokener_free(t);
    return 0;
}

static int list(sr_ledger *ledger, const values *v)
{
    sr_error err = {0};
    job      j = {.v = v};
    text_instant(v->silent, j.silent_before);
    if (v->opml)
        ledger_print("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head><title>sitrep feeds</title></head>\n  <body>\n");
    sr_status status = sr_ledger_settings(ledger, "feed", NULL, on_feed, &j, &err);
    if (v->opml)
        ledger_print("  </body>\n</opml>\n");
    if (status != SR_OK)
        return ledger_code(status, &err);
    if (!j.n && !v->opml)
        fputs("sitrep: no feeds are followed yet; begin with `sitrep follow URL`\n", stderr);
    return j.n ? EXIT_DONE : EXIT_NOTHING;
}

static int run(int argc, char **argv, const command *self)
{
    values v = {.silent = FEED_SILENT_DAYS};
    int    n = opt_parse(argc, argv, self, &v), code;
    if (n < 0 || !ledger_arguments(self, n, 0, "arguments"))
        return EXIT_USAGE;
    sr_ledger *ledger = ledger_open(&v.ledger, v.forget != NULL, &code);
    if (!ledger)
        return code;
    if (v.forget) {
        sr_error err = {0};
        code = ledger_code(sr_ledger_put_setting(ledger, "feed", v.forget, NULL, &err), &err);
    } else {
        code = list(ledger, &v);
    }
    sr_ledger_close(ledger);
    return code;
}

const command cmd_feeds = {
    .name = "feeds",
    .usage = "[OPTION…]",
    .summary = "list the feeds that are followed and how they are",
    .help = "Health is one of well, silent (no news for --silent days), failing, not asked lately and\n"
            "not asked yet.\n\n"
            "examples\n"
            "  sitrep feeds\n"
            "  sitrep feeds --json | jq -r 'select(.health != \"well\") | [.health, .url, .error] | @tsv'\n"
            "  sitrep feeds --opml > feeds.opml\n\n" LEDGER_EXIT_CODES,
    .opts = opts,
    .run = run,
};
