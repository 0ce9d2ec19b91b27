/* Prints made-up reports as JSON lines, for tests and measurements of the whole program.
 *
 *   make_reports N SEED [SPREAD]     reports of few days and places, or of SPREAD of each
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "reports.h"

#define AT_ONCE 2000 // reports of one set: copies and versions stay inside it

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

int main(int argc, char **argv)
{
    unsigned long n = argc > 1 ? strtoul(argv[1], NULL, 10) : 100;
    uint64_t      seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    unsigned      spread = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 0;
    made_report  *set = calloc(AT_ONCE, sizeof *set);
    if (!set)
        return 1;
    for (unsigned long done = 0; done < n; done += AT_ONCE) {
        unsigned long size = n - done < AT_ONCE ? n - done : AT_ONCE;
        made_set(set, size, made_random(&seed), spread);
        for (unsigned long i = 0; i < size; i++) {
            printf("{\"id\":\"%lu-%s\"", done / AT_ONCE, set[i].id);
            put_member("url", set[i].in.url);
            put_member("publisher", set[i].in.publisher);
            put_member("published", set[i].in.published);
            put_member("title", set[i].in.title);
            put_member("text", set[i].text);
            puts("}");
        }
    }
    free(set);
    return 0;
}
