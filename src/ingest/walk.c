/* Walking folders; see walk.h.  Depth first, each folder's names sorted before it is entered.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/walk.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/checked.h"
#include "base/limits.h"

typedef struct walker {
    sr_walk     *out;
    size_t       room;
    const sr_os *os;
    bool         unknown;   // the size of an input is not known
    bool         no_memory;
} walker;

typedef struct name {
    char      *text;
    sr_os_kind kind;
    uint64_t   size;
} name;

typedef struct names {
    name  *at;
    size_t n, room;
    bool   no_memory;
} names;

/* One more element of a malloc'd list; NULL: no memory. */
static void *push(void **list, size_t *n, size_t *room, size_t size)
{
    if (*n == *room) {
        size_t more = *room ? *room * 2 : 64, bytes;
        void *bigger = sr_mul_ok(more, size, &bytes) ? realloc(*list, bytes) : NULL;
        if (!bigger)
            return NULL;
        *list = bigger;
        *room = more;
    }
    uint8_t *p = (uint8_t *)*list + (*n)++ * size;
    memset(p, 0, size);
    return p;
}

static void add(walker *w, const char *path, const char *fault, uint64_t size, bool walked)
{
    char *own = strdup(path), *why = fault ? strdup(fault) : NULL;
    sr_input *input = own && (why || !fault)
                          ? push((void **)&w->out->inputs, &w->out->n, &w->room, sizeof *input) : NULL;
    if (!input) {
        free(own);
        free(why);
        w->no_memory = true;
        return;
    }
    *input = (sr_input){.path = own, .fault = why, .size = size, .walked = walked};
    w->out->bytes += size;
}

static bool collect(void *payload, const sr_os_entry *entry)
{
    names *list = payload;
    if (entry->name.len && entry->name.ptr[0] == '.')
        return true;
    name *one = push((void **)&list->at, &list->n, &list->room, sizeof *one);
    if (one)
        one->text = strdup((const char *)entry->name.ptr);
    if (!one || !one->text) {
        list->n -= one != NULL;
        list->no_memory = true;
        return false;
    }
    one->kind = entry->kind;
    one->size = entry->size;
    return true;
}

static int by_bytes(const void *a, const void *b)
{
    const name *x = a, *y = b;
    return strcmp(x->text, y->text);
}

static void walk_folder(walker *w, const char *path, int depth);

static void walk_entry(walker *w, const char *folder, const name *entry, int depth)
{
    size_t len = strlen(folder), whole = len + strlen(entry->text) + 2;
    char *path = malloc(whole);
    if (!path) {
        w->no_memory = true;
        return;
    }
    bool slash = len && folder[len - 1] == '/';
    (void)snprintf(path, whole, "%s%s%s", folder, slash ? "" : "/", entry->text);
    if (entry->kind == SR_OS_FOLDER)
        walk_folder(w, path, depth + 1);
    else if (entry->kind == SR_OS_FILE)
        add(w, path, NULL, entry->size, true);
    else
        add(w, path, "not a file; skipped", 0, true);
    free(path);
}

static void walk_folder(walker *w, const char *path, int depth)
{
    if (depth >= SR_LIMIT_WALK_DEPTH) {
        add(w, path, "folders nested too deep; skipped", 0, true);
        return;
    }
    sr_error err = {0};
    names list = {0};
    sr_status status = w->os->list(w->os->world, path, collect, &list, &err);
    w->no_memory = w->no_memory || list.no_memory;
    if (list.n)
        qsort(list.at, list.n, sizeof *list.at, by_bytes);
    for (size_t i = 0; i < list.n && !w->no_memory; i++)
        walk_entry(w, path, &list.at[i], depth);
    if (status != SR_OK) {
        char text[sizeof err.text + 32];
        (void)snprintf(text, sizeof text, "%s; its files are missing", err.text);
        add(w, path, text, 0, depth > 0);
    }
    for (size_t i = 0; i < list.n; i++)
        free(list.at[i].text);
    free(list.at);
}

static void walk_path(walker *w, const char *path)
{
    sr_error err = {0};
    sr_os_entry entry = {0};
    if (strcmp(path, "-") == 0) {
        add(w, path, NULL, 0, false);
        w->unknown = true;
        return;
    }
    if (w->os->look(w->os->world, path, &entry, &err) != SR_OK) {
        char text[sizeof err.text + 16];
        (void)snprintf(text, sizeof text, "%s; skipped", err.text);
        add(w, path, text, 0, false);
    } else if (entry.kind == SR_OS_FOLDER) {
        walk_folder(w, path, 0);
    } else if (entry.kind == SR_OS_OTHER) {
        add(w, path, "not a file; skipped", 0, false);
    } else {
        w->unknown = w->unknown || entry.kind == SR_OS_PIPE;
        add(w, path, NULL, entry.size, false);
    }
}

sr_status sr_walk_paths(sr_walk *out, const sr_os *os, const char *const *paths, size_t n,
                        sr_error *err)
{
    static const char *const standard_input[] = {"-"};
    memset(out, 0, sizeof *out);
    walker w = {.out = out, .os = os};
    if (n == 0) {
        paths = standard_input;
        n = 1;
    }
    for (size_t i = 0; i < n && !w.no_memory; i++)
        walk_path(&w, paths[i]);
    if (w.unknown)
        out->bytes = 0;
    if (!w.no_memory)
        return SR_OK;
    sr_walk_free(out);
    return sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
}

void sr_walk_free(sr_walk *walk)
{
    for (size_t i = 0; i < walk->n; i++) {
        free((void *)(uintptr_t)walk->inputs[i].path);
        free((void *)(uintptr_t)walk->inputs[i].fault);
    }
    free(walk->inputs);
    memset(walk, 0, sizeof *walk);
}
