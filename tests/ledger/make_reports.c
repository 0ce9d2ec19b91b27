/* Prints made-up reports as JSON lines, for tests and measurements of the whole program.
 *
 *   make_reports N SEED            reports of few days and places
 *   make_reports N SEED RATE       a stream: RATE reports a day, in 2,000 towns of the world (models/gazetteer.bin)
 *
 * A stream grows as news does, in time and in the order of publication: however long it is, a week of it holds as much.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "know/gazetteer.h"
#include "know/know.h"
#include "reports.h"

#define AT_ONCE 2000 // reports of one set: copies and versions stay inside it
#define TOWNS 2000
#define TOWN_SIZE 64

typedef struct town {
    char     name[TOWN_SIZE];
    uint32_t population;
} town;

static void put_member(const char *key, const char *value)
{
    if (!value)
        return;
    printf(",\"%s\":\"", key);
    for (; *value; value++)
        if (*value == '"' || *value == '\\')
            printf("\\%c", *value);
        else
            putchar(*value);
    putchar('"');
}

static int by_publication(const void *a, const void *b)
{
    const made_report *x = *(made_report *const *)a, *y = *(made_report *const *)b;
    int                cmp = strncmp(x->published, y->published, 10); // the day: YYYY-MM-DD
    return cmp ? cmp : (x > y) - (x < y);
}

/* The set's number stands in names and addresses: no two sets share any. */
static void put_set(made_report *set, unsigned long size, unsigned long number, bool stream)
{
    static made_report *order[AT_ONCE];
    for (unsigned long i = 0; i < size; i++)
        order[i] = &set[i];
    if (stream)
        qsort(order, size, sizeof *order, by_publication);
    for (unsigned long i = 0; i < size; i++) {
        char url[128];
        (void)snprintf(url, sizeof url, "%s-%lu", order[i]->in.url, number);
        printf("{\"id\":\"%lu-%s\"", number, order[i]->id);
        put_member("url", url);
        put_member("publisher", order[i]->in.publisher);
        put_member("published", order[i]->in.published);
        put_member("title", order[i]->in.title);
        put_member("text", order[i]->text);
        puts("}");
    }
}

static int by_population(const void *a, const void *b)
{
    const town *x = a, *y = b;
    if (x->population != y->population)
        return x->population > y->population ? -1 : 1;
    return strcmp(x->name, y->name);
}

static bool is_ascii(sr_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= 128)
            return false;
    return s.len > 0;
}

/* The most populous towns, "Name, Country". */
static unsigned read_towns(town *out, unsigned room)
{
    sr_know *know = NULL;
    sr_error err = {0};
    if (sr_know_open(&know, NULL, &err) != SR_OK)
        return 0;
    const sr_gazetteer *g = sr_know_gazetteer(know);
    unsigned            n = 0;
    town               *all = calloc(sr_gazetteer_places(g) + 1u, sizeof *all);
    for (uint32_t i = 0; all && i < sr_gazetteer_places(g); i++) {
        sr_gazetteer_place place, country;
        sr_gazetteer_place_at(g, i, &place);
        if (place.kind != SR_GAZETTEER_CITY || place.section || place.population < 100000 || !place.located || !is_ascii(place.name))
            continue;
        sr_gazetteer_place_at(g, sr_gazetteer_country(g, place.country), &country);
        if (!is_ascii(country.name) || place.name.len + country.name.len + 3 > TOWN_SIZE)
            continue;
        (void)snprintf(all[n].name, TOWN_SIZE, "%.*s, %.*s", (int)place.name.len, (const char *)place.name.ptr,
                       (int)country.name.len, (const char *)country.name.ptr);
        all[n++].population = place.population;
    }
    if (all)
        qsort(all, n, sizeof *all, by_population);
    n = n < room ? n : room;
    if (all)
        memcpy(out, all, n * sizeof *all);
    free(all);
    sr_know_close(know);
    return n;
}

int main(int argc, char **argv)
{
    unsigned long n = argc > 1 ? strtoul(argv[1], NULL, 10) : 100;
    uint64_t      seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    unsigned long rate = argc > 3 ? strtoul(argv[3], NULL, 10) : 0;
    made_report  *set = calloc(AT_ONCE, sizeof *set);
    static town   towns[TOWNS];
    const char   *names[TOWNS];
    unsigned      n_towns = rate ? read_towns(towns, TOWNS) : 0;
    if (!set || (rate && !n_towns))
        return 1;
    for (unsigned i = 0; i < n_towns; i++)
        names[i] = towns[i].name;
    for (unsigned long done = 0; done < n; done += AT_ONCE) {
        unsigned long size = n - done < AT_ONCE ? n - done : AT_ONCE;
        uint64_t      own = made_random(&seed);
        if (rate)
            made_stream(set, size, own, (unsigned)(done / rate), (unsigned)(AT_ONCE / rate) + 1, names, n_towns);
        else
            made_set(set, size, own, 0);
        put_set(set, size, done / AT_ONCE, rate > 0);
    }
    free(set);
    return 0;
}
