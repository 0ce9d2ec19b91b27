/* Dictionaries of actors into the ledger: each line of a file of PETRARCH or TABARI that names an actor or
 * gives it a code becomes a claim of the file, which points at that line (table actor_claim).
 *
 * A name is a claim without dates, as it is the code that a date bounds; only a synonym that has its own code
 * on its line is bounded with it.  All of a file goes in or nothing; the same line again changes nothing, and
 * what a later edition of the file no longer says stays.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "api/ledger_import.h"
#include "base/utf8.h"
#include "know/actor_file.h"

typedef struct importing {
    sr_import *run;
    sr_str     dictionary, source;
    uint32_t   line;  // of the last note, from 1
    size_t     begin; // of that line
    sr_status  status;
} importing;

/* Notes come nearly in order: those on a whole entry lead back to its head, so the walk is short. */
static uint64_t offset_of(importing *j, uint32_t line)
{
    const uint8_t *bytes = j->dictionary.ptr;
    for (; j->line < line && j->begin < j->dictionary.len; j->begin++)
        j->line += bytes[j->begin] == '\n';
    for (; j->line > line && j->begin; j->line--)
        for (j->begin--; j->begin && bytes[j->begin - 1] != '\n'; j->begin--) {}
    return j->begin;
}

static void on_note(void *payload, const char *where, uint32_t line, const char *text)
{
    char       what[160];
    importing *j = payload;
    (void)where;
    (void)snprintf(what, sizeof what, "line %u: %s", line, text);
    sr_import_tell(j->run, offset_of(j, line), what, false);
}

/* YYYYMMDD as a day, or the month or year where 00 stands for the rest; '' for 0. */
static sr_str date_text(sr_arena *arena, uint32_t date)
{
    uint32_t year = date / 10000, month = date / 100 % 100, day = date % 100;
    if (!date)
        return SR_STR("");
    if (!month)
        return sr_str_format(arena, "%04u", year);
    return day ? sr_str_format(arena, "%04u-%02u-%02u", year, month, day) : sr_str_format(arena, "%04u-%02u", year, month);
}

static void put(importing *j, const sr_store_actor_claim *claim)
{
    bool is_new = false;
    if (j->status != SR_OK)
        return;
    j->status = sr_ledger_put_actor_claim(&j->run->put, claim, &is_new, j->run->err);
    j->run->put.totals.reports++;
    j->run->put.totals.added += is_new;
    j->run->put.totals.repeated += !is_new;
}

static void on_entry(void *payload, const sr_actor_entry *e)
{
    importing *j = payload;
    sr_arena  *arena = &j->run->put.ledger->arena;
    for (size_t i = 0; i < e->n_names; i++) {
        const sr_actor_name *n = &e->names[i];
        put(j, &(sr_store_actor_claim){.actor = e->id, .field = SR_STR("name"), .value = n->name, .source = j->source,
                                       .first = date_text(arena, n->first), .last = date_text(arena, n->last),
                                       .line = n->line, .evidence = n->text});
    }
    for (size_t i = 0; i < e->n_codes; i++) {
        const sr_actor_code *c = &e->codes[i];
        sr_actor_meaning     m = sr_actor_code_meaning(j->run->lexicon, c->code, e->dated);
        put(j, &(sr_store_actor_claim){.actor = e->id, .field = SR_STR("affiliation"), .value = c->code,
                                       .kind = m.kind, .country = m.country, .source = j->source,
                                       .first = date_text(arena, c->first), .last = date_text(arena, c->last),
                                       .line = c->line, .evidence = c->text});
    }
}

/* The file's name, without its folders: what the same dictionary is called elsewhere. */
static sr_str source_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return sr_str_c(slash ? slash + 1 : path);
}

sr_status sr_import_actors(sr_import *run, sr_str dictionary)
{
    importing j = {.run = run, .dictionary = dictionary, .source = source_of(run->path), .line = 1, .status = SR_OK};
    if (sr_utf8_check(j.source) != j.source.len)
        return sr_error_set(run->err, SR_E_INPUT, run->path, 0, "the file's name is not UTF-8, so it cannot be named as a source");
    sr_actor_file_each(dictionary, run->path, on_note, &j, on_entry, &j, &run->put.ledger->arena);
    return j.status;
}
