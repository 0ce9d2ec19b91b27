/* `sitrep search`, `actors`, `actor` and `diff`: finding one's way.
 *
 * The library gives JSON; here it becomes lines for people.
 * SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "ledger.h"

#define ID_DIGITS 8
#define WORDS_BYTES 1024

typedef struct values {
    ledger_values ledger;
    unsigned      limit;
    const char   *from, *to;
} values;

#define AT(member) offsetof(values, member)
#define OPT_LIMIT(text) {"limit", 'n', OPT_NUMBER, AT(limit), 1000, "N", text}

static const opt search_opts[] = {OPT_DB, OPT_LIMIT("reports at most; default 20"), OPT_AS_OF, OPT_JSON, OPT_HELP, {0}};
static const opt actors_opts[] = {OPT_DB, OPT_LIMIT("actors at most; default 50"), OPT_AS_OF, OPT_JSON, OPT_HELP, {0}};
static const opt actor_opts[] = {OPT_DB, OPT_AS_OF, OPT_JSON, OPT_HELP, {0}};
static const opt diff_opts[] = {
    OPT_DB,
    {"from", 0, OPT_TEXT, AT(from), 0, "T", "what was published after T"},
    {"to", 0, OPT_TEXT, AT(to), 0, "T", "until T"},
    OPT_JSON,
    OPT_HELP,
    {0},
};

typedef struct printer {
    bool     json;
    uint64_t n;
    char     last[64]; // of diff: the incident before
} printer;

/* Parses one object for a printer of lines. */
static int with_object(const char *json, printer *p, void (*print)(json_object *object, printer *p))
{
    p->n++;
    if (p->json)
        return ledger_print_json(json, strlen(json), NULL);
    json_object *object = json_tokener_parse(json);
    if (object)
        print(object, p);
    json_object_put(object);
    return 0;
}

static void print_text(const char *text) { ledger_print_cell(text, 0); }

static void join(int argc, char **argv, char *out, size_t room)
{
    size_t used = 0;
    out[0] = 0;
    for (int i = 0; i < argc && used < room; i++)
        used += (size_t)snprintf(out + used, room - used, "%s%s", i ? " " : "", argv[i]);
}

static int finish(sr_status status, const sr_error *err, const printer *p, const char *nothing)
{
    int code = ledger_code(status, err);
    if (code == EXIT_DONE && !p->n) {
        fprintf(stderr, "sitrep: %s\n", nothing);
        return EXIT_NOTHING;
    }
    return code;
}

/* ---- search ---- */

static void print_hit(json_object *o, printer *p)
{
    json_object *ids = ledger_array_of(o, "incidents");
    char         id[64];
    (void)p;
    (void)snprintf(id, sizeof id, "%.*s  ", ID_DIGITS, ledger_text_of(o, "report"));
    ledger_print(id);
    (void)snprintf(id, sizeof id, "%.16s  ", ledger_text_of(o, "published")[0] ? ledger_text_of(o, "published") : "undated");
    ledger_print(id);
    print_text(ledger_text_of(o, "title")[0] ? ledger_text_of(o, "title") : ledger_text_of(o, "url"));
    ledger_print("\n          ");
    print_text(ledger_text_of(o, "snippet"));
    ledger_print("\n");
    for (size_t i = 0; ids && i < json_object_array_length(ids); i++) {
        (void)snprintf(id, sizeof id, "%s%.*s", i ? ", " : "          incidents ", ID_DIGITS,
                       json_object_get_string(json_object_array_get_idx(ids, i)));
        ledger_print(id);
    }
    if (ids && json_object_array_length(ids))
        ledger_print("\n");
}

static int on_hit(const char *json, size_t len, void *payload)
{
    (void)len;
    return with_object(json, payload, print_hit);
}

static int run_search(int argc, char **argv, const command *self)
{
    values   v = {.limit = 0};
    char     words[WORDS_BYTES];
    sr_error err = {0};
    int      n = opt_parse(argc, argv, self, &v), code;
    if (n < 0 || (n == 0 && !ledger_arguments(self, n, 1, "words to search for")))
        return EXIT_USAGE;
    join(n, argv, words, sizeof words);
    sr_ledger *ledger = ledger_open(&v.ledger, false, &code);
    if (!ledger)
        return code;
    printer p = {.json = v.ledger.json};
    code = finish(sr_ledger_search(ledger, words, v.limit, on_hit, &p, &err), &err, &p, "no report holds all these words");
    sr_ledger_close(ledger);
    return code;
}

/* ---- actors ---- */

static void print_actor_row(json_object *o, printer *p)
{
    char text[160];
    if (p->n == 1)
        ledger_print("incidents  first       last        kind          country  name\n");
    (void)snprintf(text, sizeof text, "%9lld  ", ledger_int_of(o, "incidents"));
    ledger_print(text);
    ledger_print_cell(ledger_text_of(o, "first"), 10);
    ledger_print("  ");
    ledger_print_cell(ledger_text_of(o, "last"), 10);
    ledger_print("  ");
    ledger_print_cell(ledger_text_of(o, "kind"), 12);
    ledger_print("  ");
    ledger_print_cell(ledger_text_of(o, "country"), 7);
    ledger_print("  ");
    print_text(ledger_text_of(o, "name"));
    if (ledger_text_of(o, "actor")[0] != '~') {
        ledger_print("  (");
        print_text(ledger_text_of(o, "actor"));
        ledger_print(")");
    }
    ledger_print("\n");
}

static int on_actor_row(const char *json, size_t len, void *payload)
{
    (void)len;
    return with_object(json, payload, print_actor_row);
}

static int run_actors(int argc, char **argv, const command *self)
{
    values   v = {.limit = 0};
    char     words[WORDS_BYTES];
    sr_error err = {0};
    int      n = opt_parse(argc, argv, self, &v), code;
    if (n < 0)
        return EXIT_USAGE;
    join(n, argv, words, sizeof words);
    sr_ledger *ledger = ledger_open(&v.ledger, false, &code);
    if (!ledger)
        return code;
    printer p = {.json = v.ledger.json};
    code = finish(sr_ledger_actors(ledger, n ? words : NULL, v.limit, on_actor_row, &p, &err), &err, &p, "no such actor");
    sr_ledger_close(ledger);
    return code;
}

/* ---- one actor ---- */

static void print_label(const char *label)
{
    ledger_print("  ");
    ledger_print_cell(label, 13);
}

static void print_more(size_t n, size_t most)
{
    char text[64];
    if (n <= most)
        return;
    print_label("");
    (void)snprintf(text, sizeof text, "and %zu more (--json)\n", n - most);
    ledger_print(text);
}

static void print_years(json_object *o)
{
    const char *first = ledger_text_of(o, "first"), *last = ledger_text_of(o, "last");
    if (!first[0] && !last[0])
        return;
    ledger_print(first[0] ? last[0] ? "  (" : "  (since " : "  (until ");
    print_text(first);
    ledger_print(first[0] && last[0] ? " to " : "");
    print_text(last);
    ledger_print(")");
}

/* "suspected_by_authorities" for reading. */
static void print_code(const char *code)
{
    char text[80];
    (void)snprintf(text, sizeof text, "%s", code);
    for (char *c = text; *c; c++)
        if (*c == '_')
            *c = ' ';
    print_text(text);
}

/* Who says so: "Phoenix.actors.txt:12". */
static void print_source(json_object *o)
{
    char line[32];
    if (!ledger_text_of(o, "source")[0])
        return;
    (void)snprintf(line, sizeof line, ":%lld", ledger_int_of(o, "line"));
    ledger_print("  – ");
    print_text(ledger_text_of(o, "source"));
    ledger_print(line);
}

static void print_affiliations(json_object *rows, size_t most)
{
    char   text[64];
    size_t n = rows ? json_object_array_length(rows) : 0;
    for (size_t i = 0; i < n && i < most; i++) {
        json_object *o = json_object_array_get_idx(rows, i);
        const char  *kind = ledger_text_of(o, "kind"), *country = ledger_text_of(o, "country");
        print_label(i ? "" : "affiliation");
        print_text(ledger_text_of(o, "code"));
        if (kind[0] || country[0]) {
            (void)snprintf(text, sizeof text, "%s%s%s", kind, kind[0] && country[0] ? ", " : "", country);
            ledger_print("  ");
            print_text(text);
        }
        print_years(o);
        print_source(o);
        ledger_print("\n");
    }
    print_more(n, most);
}

static void print_names(json_object *names, const char *label, size_t most)
{
    size_t n = names ? json_object_array_length(names) : 0;
    for (size_t i = 0; i < n && i < most; i++) {
        json_object *o = json_object_array_get_idx(names, i);
        print_label(i ? "" : label);
        print_text(ledger_text_of(o, "name"));
        print_years(o);
        print_source(o);
        ledger_print("\n");
    }
    print_more(n, most);
}

static void print_roles(json_object *roles)
{
    char   text[64];
    size_t n = roles ? json_object_array_length(roles) : 0;
    for (size_t i = 0; i < n; i++) {
        json_object *o = json_object_array_get_idx(roles, i);
        print_label(i ? "" : "roles");
        print_code(ledger_text_of(o, "role"));
        if (ledger_text_of(o, "stance")[0]) {
            ledger_print(", ");
            print_code(ledger_text_of(o, "stance"));
        }
        (void)snprintf(text, sizeof text, "  %lld incident%s\n", ledger_int_of(o, "incidents"),
                       ledger_int_of(o, "incidents") == 1 ? "" : "s");
        ledger_print(text);
    }
}

static void print_relations(json_object *relations)
{
    char   text[96];
    size_t n = relations ? json_object_array_length(relations) : 0;
    for (size_t i = 0; i < n && i < 20; i++) {
        json_object *o = json_object_array_get_idx(relations, i);
        print_label(i ? "" : "with");
        print_text(ledger_text_of(o, "name"));
        ledger_print(" (");
        print_code(ledger_text_of(o, "their_roles"));
        (void)snprintf(text, sizeof text, ")  %lld incident%s, %s to %s\n", ledger_int_of(o, "incidents"),
                       ledger_int_of(o, "incidents") == 1 ? "" : "s", ledger_text_of(o, "first"), ledger_text_of(o, "last"));
        ledger_print(text);
    }
}

static void print_incidents(json_object *incidents)
{
    char   text[96];
    size_t n = incidents ? json_object_array_length(incidents) : 0;
    for (size_t i = 0; i < n && i < 50; i++) {
        json_object *o = json_object_array_get_idx(incidents, i);
        print_label(i ? "" : "incidents");
        (void)snprintf(text, sizeof text, "%.*s  ", ID_DIGITS, ledger_text_of(o, "id"));
        ledger_print(text);
        ledger_print_cell(ledger_text_of(o, "start"), 10);
        ledger_print("  ");
        ledger_print_cell(ledger_text_of(o, "type"), 15);
        ledger_print("  ");
        ledger_print_cell(ledger_text_of(o, "place"), 24);
        (void)snprintf(text, sizeof text, "  %-2.2s  ", ledger_text_of(o, "country"));
        ledger_print(text);
        print_code(ledger_text_of(o, "roles"));
        ledger_print("\n");
    }
}

static void print_actor(json_object *o, printer *p)
{
    (void)p;
    print_text(ledger_text_of(o, "name"));
    print_years(o);
    ledger_print("\n");
    static const char *const lines[][2] = {{"id", "actor"}, {"kind", "kind"}, {"country", "country"}, {"part of", "parent_name"}};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        if (ledger_text_of(o, lines[i][1])[0]) {
            print_label(lines[i][0]);
            print_text(ledger_text_of(o, lines[i][1]));
            ledger_print("\n");
        }
    print_names(ledger_array_of(o, "aliases"), "names", 12);
    print_affiliations(ledger_array_of(o, "affiliations"), 12);
    print_names(ledger_array_of(o, "written"), "written", 8);
    print_roles(ledger_array_of(o, "roles"));
    print_relations(ledger_array_of(o, "relations"));
    print_incidents(ledger_array_of(o, "incidents"));
}

static int on_actor(const char *json, size_t len, void *payload)
{
    (void)len;
    return with_object(json, payload, print_actor);
}

static int run_actor(int argc, char **argv, const command *self)
{
    values   v = {.limit = 0};
    char     name[WORDS_BYTES];
    sr_error err = {0};
    int      n = opt_parse(argc, argv, self, &v), code;
    if (n < 0 || (n == 0 && !ledger_arguments(self, n, 1, "the name or id of an actor")))
        return EXIT_USAGE;
    join(n, argv, name, sizeof name);
    sr_ledger *ledger = ledger_open(&v.ledger, false, &code);
    if (!ledger)
        return code;
    printer p = {.json = v.ledger.json};
    code = ledger_code(sr_ledger_actor(ledger, name, on_actor, &p, &err), &err);
    sr_ledger_close(ledger);
    return code;
}

/* ---- diff ---- */

static void print_change(json_object *o, printer *p)
{
    char         text[512];
    const char  *incident = ledger_text_of(o, "incident"), *kind = ledger_text_of(o, "kind");
    json_object *from = NULL, *to = NULL;
    if (strcmp(incident, p->last) != 0) {
        (void)snprintf(text, sizeof text, "%.*s\n", ID_DIGITS, incident);
        ledger_print(text);
        (void)snprintf(p->last, sizeof p->last, "%s", incident);
    }
    ledger_print("  ");
    (void)snprintf(text, sizeof text, "%.16s", ledger_text_of(o, "at")[0] ? ledger_text_of(o, "at") : "undated");
    ledger_print_cell(text, 16);
    ledger_print("  ");
    (void)json_object_object_get_ex(o, "from", &from);
    (void)json_object_object_get_ex(o, "to", &to);
    if (strcmp(kind, "first") == 0) {
        ledger_print("first report");
    } else if (strcmp(kind, "report") == 0) {
        ledger_print("another report");
    } else if (strcmp(kind, "value") == 0 || strcmp(kind, "row") == 0) {
        print_code(ledger_text_of(o, "field"));
        ledger_print(from && to ? " from " : to ? ": " : " no longer: ");
        ledger_value_text(from ? from : to, text, sizeof text);
        print_text(text);
        if (from && to) {
            ledger_print(" to ");
            ledger_value_text(to, text, sizeof text);
            print_text(text);
        }
    } else {
        ledger_print(strcmp(kind, "merged") == 0 ? "the same as " : "apart from ");
        ledger_print_cell(ledger_text_of(o, "other"), ID_DIGITS);
    }
    ledger_print("\n");
}

static int on_change(const char *json, size_t len, void *payload)
{
    (void)len;
    return with_object(json, payload, print_change);
}

static int run_diff(int argc, char **argv, const command *self)
{
    values   v = {.limit = 0};
    sr_error err = {0};
    int      n = opt_parse(argc, argv, self, &v), code;
    if (n < 0 || !ledger_arguments(self, n, 0, "--from and --to, no arguments"))
        return EXIT_USAGE;
    sr_ledger *ledger = ledger_open(&v.ledger, false, &code);
    if (!ledger)
        return code;
    printer p = {.json = v.ledger.json};
    code = finish(sr_ledger_diff(ledger, v.from, v.to, on_change, &p, &err), &err, &p, "nothing was learned between these instants");
    sr_ledger_close(ledger);
    return code;
}

const command cmd_search = {
    .name = "search",
    .usage = "[OPTION…] WORD…",
    .summary = "find reports that hold all the words",
    .help = "Quoted phrases and beginnings of words (bomb*) are understood.\n\n"
            "examples\n"
            "  sitrep search market bombing\n"
            "  sitrep search '\"car bomb\"' mosul\n\n" LEDGER_EXIT_CODES,
    .opts = search_opts,
    .run = run_search,
};

const command cmd_actors = {
    .name = "actors",
    .usage = "[OPTION…] [WORD…]",
    .summary = "list who acts, suffers and speaks in the ledger",
    .help = "With words: those who have them in one of their names.\n\n"
            "examples\n"
            "  sitrep actors\n"
            "  sitrep actors shabaab\n\n" LEDGER_EXIT_CODES,
    .opts = actors_opts,
    .run = run_actors,
};

const command cmd_actor = {
    .name = "actor",
    .usage = "[OPTION…] NAME",
    .summary = "show one actor: names, roles, relations, incidents",
    .help = "NAME is an id of `sitrep actors`, or one of the names.\n\n"
            "examples\n"
            "  sitrep actor al-shabaab\n"
            "  sitrep actor Harakat al-Shabaab al-Mujahideen\n\n" LEDGER_EXIT_CODES,
    .opts = actor_opts,
    .run = run_actor,
};

const command cmd_diff = {
    .name = "diff",
    .usage = "[OPTION…]",
    .summary = "show what was learned between two instants",
    .help = "examples\n"
            "  sitrep diff --from 2024-03-22 --to 2024-03-24\n"
            "  sitrep diff --from 2024-03-22T18:00Z --json\n\n" LEDGER_EXIT_CODES,
    .opts = diff_opts,
    .run = run_diff,
};
