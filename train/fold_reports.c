/* sr_fold: reads reports, folds them in memory and prints what the fold made of them, without a
 * ledger; for measuring and for looking.
 *
 *   sr_fold clusters FILE...    one JSON object an incident: docs, date, state, city, killed,
 *                               injured, names
 *   sr_fold show FILE...        for people: values, figures, rows, revisions
 *   sr_fold time FILE...        seconds of each part
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include <json-c/json.h>
#include <stdio.h>
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

int main(int argc, char **argv)
{
    sr_arena         arena;
    sr_know         *know;
    sr_error         err = {0};
    sr_train_reports reports = {0};
    sr_folded        folded;
    if (argc < 3) {
        fputs("use: sr_fold clusters|show|time FILE...\n", stderr);
        return 2;
    }
    sr_arena_init(&arena, 0, NULL, NULL);
    if (sr_know_open(&know, NULL, &err) != SR_OK)
        sr_train_fail("%s: %s", err.where, err.text);
    double begin = now();
    for (int i = 2; i < argc; i++)
        sr_train_read_reports(know, argv[i], true, &reports, &arena);
    double read = now();
    const sr_fold_model *model = sr_fold_model_open(know, &arena);
    for (uint32_t i = 0; i < reports.n; i++)
        reports.at[i].digest = sr_fold_digest(model, &reports.at[i], &arena);
    double digested = now();
    sr_fold(model, reports.at, reports.n, NULL, 0, THRESHOLD, &folded, &arena);
    if (strcmp(argv[1], "time") == 0)
        printf("%u reports: read %.3f s, digests %.3f s, fold %.3f s\n", reports.n, read - begin, digested - read, now() - digested);
    for (uint32_t i = 0; i < folded.n && strcmp(argv[1], "time") != 0; i++)
        if (strcmp(argv[1], "clusters") == 0)
            print_cluster(&folded.at[i], &reports);
        else
            print_incident(&folded.at[i], &reports);
    sr_know_close(know);
    sr_arena_free(&arena);
    return 0;
}
