/* Memory runs out at every place, one after the other: in the ledger's own arenas and inside SQLite.
 * Each failure comes back as a status with a message, the ledger stays whole, and putting the same
 * reports in again ends with the bytes of an undisturbed run.
 *
 *   test_faults [STEP]     every STEP-th place; default 1
 * SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/ledger_int.h"
#include "reports.h"

#define REPORTS 6

static sqlite3_mem_methods usual;
static long                countdown; // calls until SQLite gets no memory; 0: it always does

static void *failing_malloc(int n)
{
    if (countdown && --countdown == 0)
        return NULL;
    return usual.xMalloc(n);
}

static void *failing_realloc(void *at, int n)
{
    if (countdown && --countdown == 0)
        return NULL;
    return usual.xRealloc(at, n);
}

typedef struct bytes {
    char   at[1 << 18];
    size_t n;
} bytes;

static int append(const char *at, size_t n, void *payload)
{
    bytes *b = payload;
    if (b->n + n >= sizeof b->at)
        return 1;
    memcpy(b->at + b->n, at, n);
    b->n += n;
    return 0;
}

static sr_engine *engine;

static void die(const char *what, unsigned long place, const sr_error *err)
{
    fprintf(stderr, "FAILED: %s at place %lu: %s\n", what, place, err ? err->text : "");
    exit(1);
}

static sr_status put(sr_ledger *ledger, const sr_report_input *in, sr_error *err)
{
    sr_ingest_options options = SR_INGEST_OPTIONS_INIT;
    options.batch = 2;
    return sr_ledger_ingest_reports(ledger, engine, in, REPORTS, &options, NULL, err);
}

static void look(sr_ledger *ledger, bytes *out, unsigned long place)
{
    sr_error err = {0};
    out->n = 0;
    if (sr_ledger_export(ledger, "jsonl", NULL, append, out, &err) != SR_OK)
        die("export", place, &err);
}

/* @return false: the place was not reached, everything went well */
static bool fails_at(unsigned long place, bool sqlite, const sr_report_input *in, const bytes *wanted)
{
    static bytes got;
    sr_error     err = {0};
    uint64_t     faults = 1;
    sr_ledger   *ledger;
    if (sr_ledger_open(&ledger, ":memory:", NULL, &err) != SR_OK)
        die("open", place, &err);
    if (sqlite)
        countdown = (long)place;
    else
        ledger->arena.fail_at = place;
    sr_status status = put(ledger, in, &err);
    bool      reached = sqlite ? countdown == 0 : ledger->arena.fail_at == 0;
    countdown = 0;
    ledger->arena.fail_at = 0;
    if (status != SR_OK && (status != SR_E_NOMEM || !err.text[0]))
        die("the status tells something else", place, &err);
    if (sr_ledger_check(ledger, NULL, NULL, &faults, &err) != SR_OK || faults)
        die("the ledger is not sound", place, &err);
    if (put(ledger, in, &err) != SR_OK)
        die("putting in again", place, &err);
    look(ledger, &got, place);
    if (got.n != wanted->n || memcmp(got.at, wanted->at, got.n) != 0)
        die("other bytes than undisturbed", place, NULL);
    sr_ledger_close(ledger);
    return reached;
}

int main(int argc, char **argv)
{
    static made_report set[REPORTS];
    static bytes       wanted;
    sr_report_input    in[REPORTS];
    sr_error           err = {0};
    sr_ledger         *ledger;
    unsigned long      step = argc > 1 ? strtoul(argv[1], NULL, 10) : 1;
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &usual) != SQLITE_OK)
        return 1;
    sqlite3_mem_methods failing = usual;
    failing.xMalloc = failing_malloc;
    failing.xRealloc = failing_realloc;
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &failing) != SQLITE_OK || sr_engine_open(&engine, NULL, &err) != SR_OK)
        return 1;
    made_set(set, REPORTS, 42, 0);
    for (size_t i = 0; i < REPORTS; i++)
        in[i] = set[i].in;
    if (sr_ledger_open(&ledger, ":memory:", NULL, &err) != SR_OK || put(ledger, in, &err) != SR_OK)
        die("undisturbed", 0, &err);
    look(ledger, &wanted, 0);
    sr_ledger_close(ledger);
    for (int sqlite = 0; sqlite < 2; sqlite++) {
        unsigned long place = 1;
        while (fails_at(place, sqlite != 0, in, &wanted))
            place += step;
        printf("%s: %lu places, every %lu of them failed\n", sqlite ? "SQLite" : "arena", place, step);
        if (place < 20)
            die("too few places: nothing was tested", place, NULL);
    }
    sr_engine_close(engine);
    return 0;
}
