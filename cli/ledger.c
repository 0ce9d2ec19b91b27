/* What the commands of the ledger share; see ledger.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ledger.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "progress.h"

int ledger_failed(const sr_error *err)
{
    fputs("sitrep: ", stderr);
    if (err->where[0]) {
        cli_put_plain(err->where, stderr);
        if (err->offset)
            fprintf(stderr, ":%llu", (unsigned long long)err->offset);
        fputs(": ", stderr);
    }
    cli_put_plain(err->text[0] ? err->text : sr_status_text(err->code), stderr);
    fputc('\n', stderr);
    switch (err->code) {
    case SR_E_NOT_FOUND: return EXIT_NOTHING;
    case SR_E_USAGE:
    case SR_E_INPUT: return EXIT_USAGE;
    case SR_OK:
    case SR_E_IO:
    case SR_E_NOMEM:
    case SR_E_LIMIT:
    case SR_E_CORRUPT:
    case SR_E_VERSION:
    case SR_E_STOPPED: break;
    }
    return EXIT_FAILED;
}

int ledger_code(sr_status status, const sr_error *err)
{
    if (status == SR_OK || status == SR_E_STOPPED)
        return EXIT_DONE;
    return ledger_failed(err);
}

sr_ledger *ledger_open(const ledger_values *values, bool write, int *code)
{
    sr_error          err = {0};
    sr_ledger        *ledger;
    sr_ledger_options options = SR_LEDGER_OPTIONS_INIT;
    options.read_only = !write;
    if (sr_ledger_open(&ledger, values->db, &options, &err) != SR_OK) {
        *code = ledger_failed(&err);
        if (err.code == SR_E_NOT_FOUND)
            *code = EXIT_FAILED;
        return NULL;
    }
    if (values->as_of && sr_ledger_as_of(ledger, values->as_of, &err) != SR_OK) {
        *code = ledger_failed(&err);
        sr_ledger_close(ledger);
        return NULL;
    }
    return ledger;
}

bool ledger_color(int when)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    if (when != 0)
        return when == 1;
    return isatty(STDOUT_FILENO) && !(no_color && no_color[0]) && !(term && strcmp(term, "dumb") == 0);
}

int ledger_print_json(const char *json, size_t len, void *payload)
{
    if (payload)
        ++*(uint64_t *)payload;
    return !cli_write(json, len) || !cli_write("\n", 1);
}

int ledger_print_bytes(const char *bytes, size_t len, void *payload)
{
    if (payload)
        *(uint64_t *)payload += len;
    return !cli_write(bytes, len);
}

void ledger_print(const char *text) { (void)cli_write(text, strlen(text)); }

void ledger_print_cell(const char *text, unsigned columns)
{
    char     out[2048];
    unsigned used = sr_terminal_text(text, columns, out, sizeof out);
    ledger_print(out);
    for (; used < columns; used++)
        ledger_print(" ");
}

void ledger_count_text(sr_view_count c, char *out, size_t room)
{
    bool low = c.low != SR_VIEW_OPEN, high = c.high != SR_VIEW_OPEN;
    if (low && high && c.low == c.high)
        (void)snprintf(out, room, "%lld", (long long)c.low);
    else if (low && high && c.low > 0)
        (void)snprintf(out, room, "%lld to %lld", (long long)c.low, (long long)c.high);
    else if (high)
        (void)snprintf(out, room, "up to %lld", (long long)c.high);
    else if (low)
        (void)snprintf(out, room, "at least %lld", (long long)c.low);
    else if (c.best != SR_VIEW_OPEN)
        (void)snprintf(out, room, "about %lld", (long long)c.best);
    else
        (void)snprintf(out, room, "%s", "");
}

bool ledger_arguments(const command *cmd, int n, int wanted, const char *what)
{
    if (n == wanted)
        return true;
    fprintf(stderr, "sitrep %s: wants %s; see `sitrep help %s`\n", cmd->name, what, cmd->name);
    return false;
}

/* ---- members of JSON ---- */

const char *ledger_text_of(json_object *object, const char *key)
{
    json_object *value;
    if (!json_object_object_get_ex(object, key, &value) || !json_object_is_type(value, json_type_string))
        return "";
    return json_object_get_string(value);
}

long long ledger_int_of(json_object *object, const char *key)
{
    json_object *value;
    if (!json_object_object_get_ex(object, key, &value) || !json_object_is_type(value, json_type_int))
        return -1;
    return json_object_get_int64(value);
}

json_object *ledger_array_of(json_object *object, const char *key)
{
    json_object *value;
    return json_object_object_get_ex(object, key, &value) && json_object_is_type(value, json_type_array) ? value : NULL;
}

static int64_t bound_of(json_object *object, const char *key)
{
    json_object *value;
    if (!json_object_object_get_ex(object, key, &value) || !json_object_is_type(value, json_type_int))
        return SR_VIEW_OPEN;
    return json_object_get_int64(value);
}

void ledger_value_text(json_object *value, char *out, size_t room)
{
    static const char *const names[] = {"name", "description", "verb", "type", "about"};
    (void)snprintf(out, room, "nothing");
    if (json_object_is_type(value, json_type_string)) {
        (void)snprintf(out, room, "%s", json_object_get_string(value));
    } else if (json_object_is_type(value, json_type_object) && json_object_object_get_ex(value, "low", NULL)) {
        ledger_count_text((sr_view_count){bound_of(value, "low"), bound_of(value, "best"), bound_of(value, "high")}, out, room);
    } else if (json_object_is_type(value, json_type_object) && json_object_object_get_ex(value, "start", NULL)) {
        const char *start = ledger_text_of(value, "start"), *end = ledger_text_of(value, "end");
        bool        one = strcmp(start, end) == 0 || !end[0];
        (void)snprintf(out, room, "%s%s%s", start, one ? "" : " to ", one ? "" : end);
    } else if (json_object_is_type(value, json_type_object)) {
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
            if (ledger_text_of(value, names[i])[0]) {
                (void)snprintf(out, room, "%s", ledger_text_of(value, names[i]));
                return;
            }
        if (ledger_text_of(value, "country")[0])
            (void)snprintf(out, room, "%s", ledger_text_of(value, "country"));
    }
}

void ledger_message(const sr_message *message, void *bar)
{
    progress_clear(bar);
    cli_put_plain(message->file[0] ? message->file : "(report)", stderr);
    fprintf(stderr, ":%llu: ", (unsigned long long)message->offset);
    cli_put_plain(message->text, stderr);
    fputc('\n', stderr);
}

int ledger_progress(const sr_progress *progress, const sr_ingest_totals *totals, void *bar)
{
    (void)totals;
    progress_draw(bar, progress);
    return 0;
}

int ledger_work(uint64_t done, uint64_t total, void *bar)
{
    sr_progress progress = {.bytes = done, .bytes_total = total, .reports = done};
    progress_draw(bar, &progress);
    return 0;
}
