/* What the commands of the ledger share: opening it, printing what it gives.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_CLI_LEDGER_H
#define SR_CLI_LEDGER_H

#include <json-c/json.h>

#include "cli.h"

/** Options that every command of the ledger has; first member of the command's struct. */
typedef struct ledger_values {
    const char *db;
    const char *as_of;
    bool        json, help;
    int         color; // 0 auto, 1 always, 2 never
} ledger_values;

#define LEDGER_AT(member) offsetof(ledger_values, member)
#define OPT_DB {"db", 0, OPT_TEXT, LEDGER_AT(db), 0, "PATH", "the ledger; default $SITREP_DB, else sitrep.db in your data folder"}
#define OPT_AS_OF {"as-of", 0, OPT_TEXT, LEDGER_AT(as_of), 0, "T", "as it was known then: 2024-03-22 or 2024-03-22T18:00Z"}
#define OPT_JSON {"json", 'j', OPT_FLAG, LEDGER_AT(json), 0, NULL, "one JSON object a line"}
#define OPT_HELP {"help", 'h', OPT_FLAG, LEDGER_AT(help), 0, NULL, "print this"}
#define OPT_COLOR {"color", 0, OPT_WHEN, LEDGER_AT(color), 0, "WHEN", "auto, always or never"}

#define LEDGER_EXIT_CODES                                                                          \
    "exit codes: 0 done, 1 nothing found, 2 usage, 3 some input was bad (the rest was done),\n"    \
    "4 failed.\n"

/** Open the ledger for reading, or for writing.
 *  @return NULL after a message; *code is then the exit code */
sr_ledger *ledger_open(const ledger_values *values, bool write, int *code);
/** Say what went wrong. @return the exit code */
int        ledger_failed(const sr_error *err);
/** Exit code of a call: 0, or a message and another; stopped writing is left to cli_finish. */
int        ledger_code(sr_status status, const sr_error *err);
bool       ledger_color(int when);

/** sr_on_json: a line on standard output. @param payload  uint64_t: lines so far */
int ledger_print_json(const char *json, size_t len, void *payload);
/** Bytes on standard output. */
int ledger_print_bytes(const char *bytes, size_t len, void *payload);
void ledger_print(const char *text);
/** Text of a report or record, safe for a terminal, in a column. @param columns  0: no padding, no cut */
void ledger_print_cell(const char *text, unsigned columns);
/** A count for people: "12", "at least 12", "60 to 70". */
void ledger_count_text(sr_view_count count, char *out, size_t room);

/** Exactly n arguments, else a message. */
bool ledger_arguments(const command *cmd, int n, int wanted, const char *what);

/** Members of JSON objects; "" and -1 when absent. */
const char *ledger_text_of(json_object *object, const char *key);
long long   ledger_int_of(json_object *object, const char *key);
json_object *ledger_array_of(json_object *object, const char *key);
/** A value of a record for people, whatever its shape. */
void        ledger_value_text(json_object *value, char *out, size_t room);

/** Long work beside a progress_bar, which is the payload of all three: what was wrong with the input, how far reading
 *  is, how far other work is. */
void ledger_message(const sr_message *message, void *bar);
int  ledger_progress(const sr_progress *progress, const sr_ingest_totals *totals, void *bar);
int  ledger_work(uint64_t done, uint64_t total, void *bar);

#endif
