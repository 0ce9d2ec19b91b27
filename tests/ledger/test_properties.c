/* What the ledger guarantees, on many made-up sets of reports: order, batches, repetition, threads,
 * splitting and merging, computing anew, dump and load, looking back – all give the same bytes.
 *
 *   test_properties [CASES [SEED]]     the seed of a case that fails is printed
 * SPDX-License-Identifier: Apache-2.0 */
#include <sitrep/sitrep.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reports.h"

#define REPORTS_MAX 24

typedef struct bytes {
    char  *at;
    size_t n, room;
} bytes;

static int append(const char *at, size_t n, void *payload)
{
    bytes *b = payload;
    if (b->n + n + 1 > b->room) {
        b->room = 2 * (b->n + n + 1);
        b->at = realloc(b->at, b->room);
        if (!b->at)
            abort();
    }
    memcpy(b->at + b->n, at, n);
    b->n += n;
    b->at[b->n] = 0;
    return 0;
}

static sr_engine *engine;
static uint64_t   case_seed;
static char       folder[] = "/tmp/sitrep-properties-XXXXXX";
static unsigned   paths;

static void fail(const char *what, const sr_error *err)
{
    fprintf(stderr, "FAILED: %s (seed %llu)%s%s\n", what, (unsigned long long)case_seed, err && err->text[0] ? ": " : "",
            err ? err->text : "");
    exit(1);
}

static void must(sr_status status, const char *what, const sr_error *err)
{
    if (status != SR_OK)
        fail(what, err);
}

static sr_ledger *open_at(const char *path)
{
    sr_error   err = {0};
    sr_ledger *ledger;
    must(sr_ledger_open(&ledger, path, NULL, &err), "open", &err);
    return ledger;
}

static char *new_path(void)
{
    char *path = malloc(80);
    if (!path)
        abort();
    (void)snprintf(path, 80, "%s/%u.db", folder, paths++);
    return path;
}

static void drop(char *path)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    char                     file[100];
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(file, sizeof file, "%s%s", path, endings[i]);
        (void)remove(file);
    }
    free(path);
}

static void put(sr_ledger *ledger, made_report **order, size_t n, unsigned batch, unsigned threads)
{
    sr_error          err = {0};
    sr_report_input   in[2 * REPORTS_MAX];
    sr_ingest_options options = SR_INGEST_OPTIONS_INIT;
    options.batch = batch;
    options.threads = threads;
    for (size_t i = 0; i < n; i++)
        in[i] = order[i]->in;
    must(sr_ledger_ingest_reports(ledger, engine, in, n, &options, NULL, &err), "ingest", &err);
}

/* All that an outsider sees of a ledger. */
static bytes look(sr_ledger *ledger)
{
    sr_error err = {0};
    bytes    out = {0};
    must(sr_ledger_export(ledger, "jsonl", NULL, append, &out, &err), "export jsonl", &err);
    must(sr_ledger_export(ledger, "clusters", NULL, append, &out, &err), "export clusters", &err);
    must(sr_ledger_diff(ledger, NULL, NULL, append, &out, &err), "diff", &err);
    (void)append("", 0, &out);
    return out;
}

static void same(const bytes *wanted, sr_ledger *ledger, const char *what)
{
    bytes got = look(ledger);
    if (got.n != wanted->n || memcmp(got.at, wanted->at, got.n) != 0) {
        FILE *a = fopen("/tmp/wanted.jsonl", "w"), *b = fopen("/tmp/got.jsonl", "w");
        if (a && b)
            fputs(wanted->at, a), fputs(got.at, b);
        fail(what, NULL);
    }
    free(got.at);
}

static void check_orders(const bytes *wanted, made_report **order, size_t n, uint64_t *seed)
{
    made_report *twice[2 * REPORTS_MAX];
    for (unsigned threads = 1; threads <= 4; threads++) {
        sr_ledger *ledger = open_at(":memory:");
        made_shuffle(order, n, seed);
        put(ledger, order, n, 1 + (unsigned)(made_random(seed) % 7), threads);
        same(wanted, ledger, "another order, batch and number of threads");
        put(ledger, order, n, 3, 1);
        same(wanted, ledger, "everything once more");
        sr_ledger_close(ledger);
    }
    for (size_t i = 0; i < n; i++)
        twice[i] = twice[n + i] = order[i];
    made_shuffle(twice, 2 * n, seed);
    sr_ledger *ledger = open_at(":memory:");
    put(ledger, twice, 2 * n, 256, 1);
    same(wanted, ledger, "every report twice in one run");
    sr_ledger_close(ledger);
}

static void on_fault(const char *text, void *payload)
{
    (void)payload;
    fprintf(stderr, "%s\n", text);
}

static void check_merge(const bytes *wanted, made_report **order, size_t n, uint64_t *seed)
{
    sr_error   err = {0};
    char      *path = new_path();
    sr_ledger *part = open_at(path), *whole = open_at(":memory:");
    size_t     cut = made_random(seed) % (n + 1), overlap = made_random(seed) % (n - cut + 1);
    made_shuffle(order, n, seed);
    put(part, order, cut + overlap, 4, 1);
    put(whole, order + cut, n - cut, 4, 1);
    sr_ledger_close(part);
    must(sr_ledger_merge(whole, path, NULL, NULL, NULL, &err), "merge", &err);
    same(wanted, whole, "split and merged");
    must(sr_ledger_rebuild(whole, NULL, NULL, &err), "rebuild", &err);
    same(wanted, whole, "computed anew");
    uint64_t faults = 1;
    must(sr_ledger_verify(whole, on_fault, NULL, NULL, &faults, &err), "verify", &err);
    if (faults)
        fail("verify tells faults", NULL);
    sr_ledger_close(whole);
    drop(path);
}

static void check_dump(const bytes *wanted, sr_ledger *ledger)
{
    sr_error   err = {0};
    bytes      first = {0}, second = {0};
    char      *path = new_path();
    sr_ledger *loaded = open_at(":memory:");
    must(sr_ledger_dump(ledger, append, &first, &err), "dump", &err);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(first.at, 1, first.n, file) != first.n || fclose(file) != 0)
        abort();
    must(sr_ledger_load(loaded, path, NULL, NULL, &err), "load", &err);
    same(wanted, loaded, "dumped and loaded");
    must(sr_ledger_dump(loaded, append, &second, &err), "dump", &err);
    if (first.n != second.n || memcmp(first.at, second.at, first.n) != 0)
        fail("a dump of what was loaded", NULL);
    sr_ledger_close(loaded);
    free(first.at);
    free(second.at);
    drop(path);
}

/* Looking back is what ingesting only the reports published until then gives. */
static void check_as_of(sr_ledger *ledger, made_report **order, size_t n, const bytes *now)
{
    sr_error err = {0};
    char     then[16];
    (void)snprintf(then, sizeof then, "%.10s", order[0]->published[0] ? order[0]->published : "2017-01-15");
    made_report *known[REPORTS_MAX];
    size_t       m = 0;
    for (size_t i = 0; i < n; i++) // +03:00 at 18:00 is the same day in UTC
        if (order[i]->published[0] && strncmp(order[i]->published, then, 10) <= 0)
            known[m++] = order[i];
    sr_ledger *past = open_at(":memory:");
    put(past, known, m, 5, 1);
    bytes wanted = look(past);
    must(sr_ledger_as_of(ledger, then, &err), "as of", &err);
    same(&wanted, ledger, "as of an instant");
    must(sr_ledger_as_of(ledger, NULL, &err), "back to now", &err);
    same(now, ledger, "back to now");
    sr_ledger_close(past);
    free(wanted.at);
}

static void check_case(uint64_t seed)
{
    static made_report set[REPORTS_MAX];
    made_report       *order[REPORTS_MAX];
    size_t             n = 2 + (size_t)(made_random(&seed) % (REPORTS_MAX - 2));
    made_set(set, n, seed, made_random(&seed) % 2 ? 0 : 12);
    for (size_t i = 0; i < n; i++)
        order[i] = &set[i];
    sr_ledger *ledger = open_at(":memory:");
    put(ledger, order, n, 256, 1);
    bytes wanted = look(ledger);
    check_orders(&wanted, order, n, &seed);
    check_merge(&wanted, order, n, &seed);
    check_dump(&wanted, ledger);
    check_as_of(ledger, order, n, &wanted);
    sr_ledger_close(ledger);
    free(wanted.at);
}

int main(int argc, char **argv)
{
    unsigned long cases = argc > 1 ? strtoul(argv[1], NULL, 10) : 40;
    uint64_t      seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 20240322;
    sr_error      err = {0};
    if (!mkdtemp(folder))
        return 1;
    must(sr_engine_open(&engine, NULL, &err), "engine", &err);
    static const uint64_t failed_once[] = {30000090, 30000192};
    for (size_t i = 0; i < sizeof failed_once / sizeof failed_once[0]; i++) {
        case_seed = failed_once[i];
        check_case(case_seed);
    }
    for (unsigned long i = 0; i < cases; i++) {
        case_seed = seed + i;
        check_case(case_seed);
    }
    sr_engine_close(engine);
    (void)rmdir(folder);
    printf("%lu cases from seed %llu: order, batches, repetition, threads, merge, rebuild, verify, dump, as-of\n", cases,
           (unsigned long long)seed);
    return 0;
}
