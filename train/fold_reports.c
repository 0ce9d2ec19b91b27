/* sr_fold: reads reports, folds them in memory and prints what the fold made of them, without a
 * ledger; for measuring and for looking.
 *
 *   sr_fold clusters FILE...    one JSON object an incident: docs, date, state, city, killed,
 *                               injured, names
 *   sr_fold show FILE...        for people: values, figures, rows, revisions
 *   sr_fold time FILE...        seconds of each part
 *   sr_fold timeline TASKS TOPIC FILE...   the days of a topic that matter: one JSON object a task
 *   sr_fold blocks FILE...      how large the blocks are that links make
 *   sr_fold block N K           the same of N generated reports of K incidents of one town in one week
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "fuse/fold.h"
#include "train/corpus.h"
#include "train/reports.h"

#define THRESHOLD 0.3f

static json_object *text_of(sr_str s)
{
    return s.len ? json_object_new_string_len((const char *)s.ptr, (int)s.len) : NULL;
}

static void add_names(json_object *names, const sr_fold_rows *rows)
{
    for (uint32_t i = 0; i < rows->n; i++)
        if (rows->at[i].value.name.len)
            json_object_array_add(names, text_of(rows->at[i].value.name));
}

static int64_t size_of(sr_count c)
{
    return c.best != SR_COUNT_OPEN ? c.best : c.low != SR_COUNT_OPEN ? c.low : c.high;
}

/* A count in the flat form: 0 when the other one is told and this one is not. */
static json_object *flat(sr_count c, sr_count other)
{
    if (sr_count_known(c))
        return json_object_new_int64(size_of(c));
    return sr_count_known(other) ? json_object_new_int64(0) : NULL;
}

static void print_cluster(const sr_folded_incident *in, const sr_train_reports *reports)
{
    json_object *row = json_object_new_object(), *docs = json_object_new_array(), *names = json_object_new_array();
    const sr_incident *r = &in->record;
    char date[SR_DAY_TEXT];
    bool town = r->place.precision == SR_PLACE_PRECISION_CITY || r->place.precision == SR_PLACE_PRECISION_EXACT;
    for (uint32_t i = 0; i < in->n_members; i++)
        if (in->members[i].main)
            json_object_array_add(docs, text_of(reports->at[in->members[i].report].caller_ids[0]));
    add_names(names, &in->victims);
    add_names(names, &in->perpetrators);
    sr_day_format(r->date.first, date);
    json_object_object_add(row, "docs", docs);
    json_object_object_add(row, "date", *date ? json_object_new_string(date) : NULL);
    json_object_object_add(row, "state", text_of(r->place.admin1));
    json_object_object_add(row, "city", town ? text_of(r->place.name) : NULL);
    json_object_object_add(row, "killed", flat(r->counts[SR_HARM_KILLED], r->counts[SR_HARM_WOUNDED]));
    json_object_object_add(row, "injured", flat(r->counts[SR_HARM_WOUNDED], r->counts[SR_HARM_KILLED]));
    json_object_object_add(row, "names", names);
    if (json_object_array_length(docs))
        puts(json_object_to_json_string_ext(row, JSON_C_TO_STRING_PLAIN));
    json_object_put(row);
}

static void print_value(uint8_t field, const sr_value *v)
{
    char day[SR_DAY_TEXT];
    if (sr_count_known(v->count) && field >= SR_FIELD_KILLED && field <= SR_FIELD_WOUNDED_ATTACKERS)
        printf("%lld", (long long)size_of(v->count));
    else if (field == SR_FIELD_DATE)
        sr_day_format(v->period.first, day), printf("%s", *day ? day : "-");
    else
        printf("%.*s%s%.*s", SR_ARG(v->code), v->code.len && v->name.len ? " " : "", SR_ARG(v->name.len ? v->name : v->description));
}

static void print_rows(const char *name, const sr_fold_rows *rows)
{
    static const char *const state[] = {"", " (superseded)", " (contested)"};
    for (uint32_t i = 0; i < rows->n; i++) {
        const sr_fold_row *r = &rows->at[i];
        printf("  %s: ", name);
        print_value(SR_FIELD_PERPETRATOR, &r->value);
        printf(" [%.*s by %.*s] %u%s\n", SR_ARG(sr_stance_name(r->stance)), SR_ARG(r->source.name), r->support, state[r->state]);
    }
}

static void print_incident(const sr_folded_incident *in, const sr_train_reports *reports)
{
    static const char *const kinds[] = {"first", "value", "row", "report", "merged", "split"};
    static const char *const state[] = {"", " superseded", " contested"};
    printf("%.*s%s: %u reports, %u independent\n", SR_ARG(in->id), in->story ? " (story)" : "", in->n_members, in->support);
    for (uint32_t i = 0; i < in->n_members; i++)
        printf("  report: %.*s%s%s\n", SR_ARG(reports->at[in->members[i].report].title),
               in->members[i].copy_of != SR_NONE ? " (copy)" : "", in->members[i].background ? " (background)" : "");
    for (uint32_t i = 0; i < in->n_former; i++)
        printf("  former: %.*s\n", SR_ARG(in->former[i]));
    for (uint32_t i = 0; i < in->n_values; i++) {
        printf("  %c %.*s: ", in->values[i].chosen ? '*' : ' ', SR_ARG(sr_field_name(in->values[i].field)));
        print_value(in->values[i].field, &in->values[i].value);
        printf(" (%u)\n", in->values[i].support);
    }
    for (uint32_t i = 0; i < in->n_figures; i++) {
        char day[SR_DAY_TEXT];
        sr_day_format(in->figures[i].as_of.day, day);
        printf("  figure %d: %lld as of %s%s\n", in->figures[i].harm, (long long)size_of(in->figures[i].count), day, state[in->figures[i].state]);
    }
    print_rows("perpetrator", &in->perpetrators);
    print_rows("victim", &in->victims);
    for (uint32_t i = 0; i < in->n_revisions; i++) {
        char day[SR_DAY_TEXT];
        const sr_revision *r = &in->revisions[i];
        sr_day_format(r->at.day, day);
        printf("  %s %s %.*s ", day, kinds[r->kind], SR_ARG(r->kind == SR_REVISION_VALUE || r->kind == SR_REVISION_ROW ? sr_field_name(r->field) : SR_STR("")));
        print_value(r->field, &r->from);
        printf(" -> ");
        print_value(r->field, &r->to);
        printf(" %.*s\n", SR_ARG(r->other));
    }
}

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- a big block ---- */

static void add_word(sr_buf *text, uint64_t number)
{
    static const char *const parts[] = {"ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "za"};
    for (int i = 0; i < 4; i++, number /= 10)
        sr_buf_put(text, sr_str_c(parts[number % 10]));
    sr_buf_byte(text, ' ');
}

static sr_claim *add_claim(sr_claims *claims, sr_str report, sr_field field)
{
    sr_claim *c = &claims->at[claims->n++];
    *c = (sr_claim){.report = report, .field = (uint8_t)field, .value = sr_value_none(), .span = {claims->n * 9, claims->n * 9 + 5, false},
                    .stated = SR_DAY_NONE, .probability = 0.8f};
    return c;
}

/* Report i of a block: 200 words, a third of them of its incident's own, and six claims. */
static void make_report(sr_fold_report *r, uint32_t i, uint32_t incidents, sr_arena *arena)
{
    uint64_t random = i;
    uint32_t which = (uint32_t)(sr_train_random(&random) % incidents);
    sr_buf   text = SR_BUF_INIT;
    for (int w = 0; w < 200; w++) {
        uint64_t x = sr_train_random(&random);
        add_word(&text, x % 3 ? x / 3 % 2000 : 2000 + which * 40 + x / 3 % 40);
    }
    *r = (sr_fold_report){.id = sr_str_format(arena, "%032x", i), .text = sr_str_copy(arena, sr_buf_view(&text)), .extractor = SR_STR("block"),
                          .published = {20000 + (sr_day)(sr_train_random(&random) % 7), (int32_t)(sr_train_random(&random) % 86400), 0, false}};
    sr_buf_free(&text);
    sr_claims *claims = SR_NEW(arena, sr_claims, 1);
    claims->at = SR_NEW(arena, sr_claim, 6);
    claims->n_mentions = 1;
    add_claim(claims, r->id, SR_FIELD_TYPE)->value.code = SR_STR("ATTACK");
    add_claim(claims, r->id, SR_FIELD_DATE)->value.period = (sr_period){20000, 20000, SR_PRECISION_DAY};
    add_claim(claims, r->id, SR_FIELD_PLACE)->value.place = (sr_place_value){.name = SR_STR("Town"), .country = "XA", .geonameid = 7,
        .lat = 10, .lon = 20, .located = true, .precision = SR_PLACE_PRECISION_CITY};
    int64_t killed = (int64_t)(which % 30 + i % 3);
    add_claim(claims, r->id, SR_FIELD_KILLED)->value.count = (sr_count){killed, killed, killed};
    add_claim(claims, r->id, SR_FIELD_VICTIM)->value.name = sr_str_format(arena, "Jo V%u", which * 5 + i % 5);
    add_claim(claims, r->id, SR_FIELD_WEAPON)->value.name = SR_STR("gun");
    r->claims = claims;
}

static void make_block(sr_train_reports *reports, uint32_t n, uint32_t incidents, sr_arena *arena)
{
    reports->at = SR_NEW(arena, sr_fold_report, n);
    reports->n = n;
    for (uint32_t i = 0; i < n; i++)
        make_report(&reports->at[i], i, incidents, arena);
}

/* ---- timelines ---- */

/* How much a day matters: claims that date an incident to it, and reports published on it. */
typedef struct day_weight {
    sr_day   day;
    uint32_t weight;
    sr_str   text; // first sentence of the first report published on it
} day_weight;

static int by_weight(const void *a, const void *b)
{
    const day_weight *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return (x->day > y->day) - (x->day < y->day);
}

static int by_day(const void *a, const void *b)
{
    const day_weight *x = a, *y = b;
    return (x->day > y->day) - (x->day < y->day);
}

static void weigh_report(const sr_fold_report *r, sr_day first, uint32_t n, day_weight *days)
{
    for (uint32_t i = 0; r->claims && i < r->claims->n; i++) {
        const sr_claim *c = &r->claims->at[i];
        sr_period       p = c->value.period;
        if (c->field == SR_FIELD_DATE && p.first == p.last && p.first >= first && (uint32_t)(p.first - first) < n)
            days[p.first - first].weight += 2;
    }
    if (r->published.day < first || (uint32_t)(r->published.day - first) >= n)
        return;
    day_weight *d = &days[r->published.day - first];
    sr_str      text = r->text;
    d->weight++;
    if (!d->text.len)
        d->text = sr_str_trim(sr_str_cut(&text, '\n'));
}

static int64_t number_of(json_object *task, const char *name)
{
    json_object *v;
    return json_object_object_get_ex(task, name, &v) ? json_object_get_int64(v) : 0;
}

static sr_str text_member(json_object *task, const char *name)
{
    json_object *v;
    return json_object_object_get_ex(task, name, &v) && v ? sr_str_c(json_object_get_string(v)) : (sr_str){NULL, 0};
}

static void print_timeline(json_object *task, const sr_train_reports *reports, sr_arena *arena)
{
    sr_day first = sr_day_parse(text_member(task, "start")), last = sr_day_parse(text_member(task, "end"));
    if (first == SR_DAY_NONE || last == SR_DAY_NONE || last < first)
        return;
    uint32_t    n = (uint32_t)(last - first) + 1, most = (uint32_t)SR_MIN(number_of(task, "dates"), (int64_t)n);
    day_weight *days = SR_NEW(arena, day_weight, n);
    for (uint32_t i = 0; i < n; i++)
        days[i].day = first + (sr_day)i;
    for (uint32_t i = 0; i < reports->n; i++)
        weigh_report(&reports->at[i], first, n, days);
    qsort(days, n, sizeof *days, by_weight);
    qsort(days, most, sizeof *days, by_day);
    json_object *row = json_object_new_object(), *entries = json_object_new_array();
    json_object_object_add(row, "timeline", text_of(text_member(task, "timeline")));
    for (uint32_t i = 0; i < most; i++) {
        json_object *entry = json_object_new_object(), *text = json_object_new_array();
        char         day[SR_DAY_TEXT];
        sr_day_format(days[i].day, day);
        json_object_object_add(entry, "date", json_object_new_string(day));
        if (days[i].text.len)
            json_object_array_add(text, text_of(days[i].text));
        json_object_object_add(entry, "text", text);
        json_object_array_add(entries, entry);
    }
    json_object_object_add(row, "entries", entries);
    puts(json_object_to_json_string_ext(row, JSON_C_TO_STRING_PLAIN));
    json_object_put(row);
}

static void print_timelines(const char *path, const char *topic, const sr_train_reports *reports, sr_arena *arena)
{
    sr_str lines = sr_train_file(*path == '/' ? "" : ".", path, arena);
    while (lines.len) {
        sr_str       line = sr_str_cut(&lines, '\n');
        json_object *task = line.len ? json_tokener_parse((const char *)sr_str_copy(arena, line).ptr) : NULL;
        if (task && sr_str_eq(text_member(task, "topic"), sr_str_c(topic)))
            print_timeline(task, reports, arena);
        json_object_put(task);
    }
}

/* ---- blocks ---- */

static uint32_t root(uint32_t *up, uint32_t i)
{
    while (up[i] != i)
        i = up[i] = up[up[i]];
    return i;
}

typedef struct entry {
    uint64_t key;
    uint32_t report;
} entry;

static int by_key(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->report > y->report) - (x->report < y->report);
}

static void show_blocks(const sr_fold_model *model, const sr_train_reports *reports, sr_arena *arena)
{
    uint32_t *up = SR_NEW(arena, uint32_t, reports->n + 1), *size = SR_NEW(arena, uint32_t, reports->n + 1), n = 0, largest = 0;
    entry    *at = SR_NEW(arena, entry, (size_t)reports->n * SR_FOLD_KEYS_MAX + 1);
    uint64_t  pairs = 0, squares = 0;
    for (uint32_t i = 0; i < reports->n; i++) {
        sr_fold_keys keys;
        up[i] = i;
        sr_fold_block_keys(model, reports->at[i].digest, &keys, arena);
        for (uint32_t k = 0; k < keys.n; k++)
            at[n++] = (entry){keys.at[k], i};
    }
    qsort(at, n, sizeof *at, by_key);
    for (uint32_t i = 0; i < n; i++) {
        sr_arena_mark  mark = sr_arena_here(arena);
        sr_fold_probe *probe = sr_fold_probe_open(model, reports->at[at[i].report].digest, arena);
        for (uint32_t k = i + 1; k < n && at[k].key == at[i].key; k++) {
            pairs++;
            if (root(up, at[i].report) != root(up, at[k].report) && sr_fold_probe_linked(probe, reports->at[at[k].report].digest))
                up[root(up, at[i].report)] = root(up, at[k].report);
        }
        sr_arena_return(arena, mark);
    }
    for (uint32_t i = 0; i < reports->n; i++)
        size[root(up, i)]++;
    for (uint32_t i = 0; i < reports->n; i++)
        largest = SR_MAX(largest, size[i]);
    for (uint32_t i = 0; i < reports->n; i++)
        squares += (uint64_t)size[i] * size[i];
    printf("%u reports, %.1f keys and %.0f key-sharing reports each; largest block %u, mean block of a report %.1f\n", reports->n,
           (double)n / reports->n, 2.0 * (double)pairs / reports->n, largest, (double)squares / reports->n);
}

int main(int argc, char **argv)
{
    sr_arena         arena;
    sr_know         *know;
    sr_error         err = {0};
    sr_train_reports reports = {0};
    sr_folded        folded;
    if (argc < 3) {
        fputs("use: sr_fold clusters|show|time FILE..., sr_fold block N K\n", stderr);
        return 2;
    }
    sr_arena_init(&arena, 0, NULL, NULL);
    if (sr_know_open(&know, NULL, &err) != SR_OK)
        sr_train_fail("%s: %s", err.where, err.text);
    double begin = now();
    bool block = strcmp(argv[1], "block") == 0;
    if (block && argc == 4)
        make_block(&reports, (uint32_t)strtoul(argv[2], NULL, 10), SR_MAX(1u, (uint32_t)strtoul(argv[3], NULL, 10)), &arena);
    bool timeline = strcmp(argv[1], "timeline") == 0 && argc > 4;
    for (int i = timeline ? 4 : 2; i < argc && !block; i++)
        sr_train_read_reports(know, argv[i], true, 0, &reports, &arena);
    double read = now();
    if (timeline) {
        print_timelines(argv[2], argv[3], &reports, &arena);
        sr_know_close(know);
        sr_arena_free(&arena);
        return 0;
    }
    const sr_fold_model *model = sr_fold_model_open(know, &arena);
    for (uint32_t i = 0; i < reports.n; i++)
        reports.at[i].digest = sr_fold_digest(model, &reports.at[i], &arena);
    double digested = now();
    if (strcmp(argv[1], "blocks") == 0) {
        show_blocks(model, &reports, &arena);
        sr_know_close(know);
        sr_arena_free(&arena);
        return 0;
    }
    sr_fold(model, reports.at, reports.n, NULL, 0, THRESHOLD, &folded, &arena);
    bool timed = block || strcmp(argv[1], "time") == 0;
    if (timed)
        printf("%u reports, %u incidents, %.0f MB: read %.3f s, digests %.3f s, fold %.3f s\n", reports.n, folded.n, (double)arena.in_use / 1e6, read - begin, digested - read, now() - digested);
    for (uint32_t i = 0; i < folded.n && !timed; i++)
        if (strcmp(argv[1], "clusters") == 0)
            print_cluster(&folded.at[i], &reports);
        else
            print_incident(&folded.at[i], &reports);
    sr_know_close(know);
    sr_arena_free(&arena);
    return 0;
}
