/* Pages that wait for their next one; see joined.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/joined.h"

#include <stdlib.h>

#include "base/limits.h"

#define WAITING 64u // articles at once; the oldest goes on when there are more
#define PAGES_MOST 100u

typedef struct article {
    sr_report report;  // of the first page; its views are in `strings`
    uint8_t  *strings;
    sr_buf    text;
    char     *next;    // NULL: whole
    unsigned  pages;
} article;

struct sr_joined {
    article at[WAITING];
    size_t  n;
    article given; // the last one, of which a copy was made or could not be
};

static void drop(article *a)
{
    free(a->strings);
    sr_buf_free(&a->text);
    free(a->next);
}

sr_joined *sr_joined_open(void)
{
    return calloc(1, sizeof(sr_joined));
}

void sr_joined_close(sr_joined *j)
{
    for (size_t i = 0; j && i < j->n; i++)
        drop(&j->at[i]);
    if (j)
        drop(&j->given);
    free(j);
}

enum { STRINGS = 7 };

static void strings_of(sr_report *r, sr_str *out[STRINGS])
{
    sr_str *const strings[STRINGS] = {&r->id, &r->file, &r->url, &r->publisher, &r->title, &r->language, &r->members};
    memcpy(out, strings, sizeof strings);
}

/* The report with its strings in one piece of memory; false: there is none. */
static bool keep(article *a, const sr_report *report)
{
    sr_str *strings[STRINGS];
    size_t  size = 1;
    a->report = *report;
    strings_of(&a->report, strings);
    for (size_t i = 0; i < STRINGS; i++)
        size += strings[i]->len;
    uint8_t *at = a->strings = malloc(size);
    for (size_t i = 0; at && i < STRINGS; i++) {
        if (strings[i]->len)
            memcpy(at, strings[i]->ptr, strings[i]->len);
        *strings[i] = sr_str_from(at, strings[i]->len);
        at += strings[i]->len;
    }
    a->report.text = a->report.dateline_place = a->report.dateline_region = a->report.dateline_source = (sr_str){NULL, 0};
    sr_buf_put(&a->text, report->text);
    return at && !a->text.failed;
}

static void set_next(article *a, sr_str next)
{
    free(a->next);
    a->next = next.len && a->pages < PAGES_MOST && a->text.len < SR_LIMIT_REPORT_BYTES && !a->text.failed
                  ? strndup((const char *)next.ptr, next.len) : NULL;
}

static void add(article *a, const sr_report *report, sr_str next)
{
    sr_buf_put(&a->text, SR_STR("\n\n"));
    sr_buf_put(&a->text, report->text);
    a->pages++;
    set_next(a, next);
}

bool sr_joined_take(sr_joined *j, const sr_report *report, sr_str url, sr_str next)
{
    for (size_t i = 0; i < j->n; i++)
        if (j->at[i].next && sr_str_eq(sr_str_c(j->at[i].next), url)) {
            add(&j->at[i], report, next);
            return true;
        }
    if (next.len == 0 || j->n == WAITING) // its turn has come, see sr_joined_give: nobody is lost
        return false;
    article *a = &j->at[j->n];
    *a = (article){.pages = 1};
    if (!keep(a, report)) {
        drop(a);
        return false;
    }
    set_next(a, next);
    j->n++;
    return true;
}

bool sr_joined_give(sr_joined *j, bool end, sr_arena *arena, sr_joined_report *out)
{
    size_t i = 0;
    while (i < j->n && j->at[i].next && !end && j->n < WAITING)
        i++;
    if (i == j->n)
        return false;
    drop(&j->given);
    j->given = j->at[i]; // first out of the list: who leaves by longjmp does not come back for it
    memmove(&j->at[i], &j->at[i + 1], (j->n - i - 1) * sizeof j->at[0]);
    j->n--;
    sr_str *strings[STRINGS];
    out->report = j->given.report;
    strings_of(&out->report, strings);
    for (size_t k = 0; k < STRINGS; k++)
        *strings[k] = sr_str_copy(arena, *strings[k]);
    out->report.text = sr_str_copy(arena, sr_buf_view(&j->given.text));
    out->pages = j->given.pages;
    return true;
}
