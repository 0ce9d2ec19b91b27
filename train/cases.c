/* Training reports and their keys; see cases.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "train/cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "annotate/annotate.h"
#include "base/utf8.h"
#include "ingest/dateline.h"
#include "text/text.h"

#define SR_CASE_PLACES 8
#define GVA_EVERY 3 // of gva's articles every third is taken: they are alike

/* ------------------------------------------------------------------ files */

static sr_str read_gz(const char *folder, const char *name, sr_arena *arena)
{
    sr_str path = sr_str_format(arena, "%s/%s", folder, name);
    gzFile f = gzopen((const char *)path.ptr, "rb");
    sr_buf all = SR_BUF_INIT;
    int    got = 1;
    if (!f)
        sr_train_fail("%.*s: not there; training needs the data folder (--shared FOLDER)", SR_ARG(path));
    while (got > 0 && sr_buf_reserve(&all, 1u << 16)) {
        got = gzread(f, all.ptr + all.len, 1u << 16);
        all.len += got > 0 ? (size_t)got : 0;
    }
    if (got < 0 || all.failed)
        sr_train_fail("%.*s: cannot be read", SR_ARG(path));
    gzclose(f);
    sr_str text = sr_str_copy(arena, sr_buf_view(&all));
    sr_buf_free(&all);
    return text;
}

static sr_str member(json_object *o, const char *name)
{
    json_object *v = NULL;
    if (!json_object_object_get_ex(o, name, &v) || !v || !json_object_is_type(v, json_type_string))
        return (sr_str){NULL, 0};
    return sr_str_c(json_object_get_string(v));
}

static json_object *parse(sr_str line, sr_arena *arena)
{
    return line.len ? json_tokener_parse((const char *)sr_str_copy(arena, line).ptr) : NULL;
}

/* ------------------------------------------------------------------ words */

typedef struct word_list {
    sr_str at[32];
    size_t n;
} word_list;

static const char *const fronts[] = {"a", "an", "the", "this", "that", "these", "those", "his", "her", "its",
                                     "their", "some", "several", "at", "least", "about", "more", "than", "one",
                                     "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
                                     "other", "another", "unidentified", "alleged", "s", NULL};
static const char *const breaks[] = {"of", "in", "at", "on", "by", "from", "to", "with", "for", "near", "who",
                                     "which", "that", "and", "or", "belonging", "wearing", "carrying", NULL};

/* Words of letters and digits, in lower case. */
static word_list words_of(sr_str text)
{
    word_list w = {.n = 0};
    size_t    at = 0;
    while (at < text.len && w.n < SR_COUNT(w.at)) {
        while (at < text.len && !sr_is_alpha(text.ptr[at]) && !sr_is_digit(text.ptr[at]) && text.ptr[at] < 0x80)
            at++;
        size_t begin = at;
        while (at < text.len && (sr_is_alpha(text.ptr[at]) || sr_is_digit(text.ptr[at]) || text.ptr[at] >= 0x80))
            at++;
        if (at > begin)
            w.at[w.n++] = sr_str_slice(text, begin, at);
    }
    return w;
}

static word_list without_front(word_list w)
{
    while (w.n > 1 && (sr_str_among(w.at[0], fronts) || sr_is_digit(w.at[0].ptr[0]))) {
        memmove(w.at, w.at + 1, (w.n - 1) * sizeof *w.at);
        w.n--;
    }
    return w;
}

static sr_str head_of(const word_list *w)
{
    for (size_t i = 1; i < w->n; i++)
        if (sr_str_among(w->at[i], breaks))
            return w->at[i - 1];
    return w->n ? w->at[w->n - 1] : (sr_str){NULL, 0};
}

static bool within(const word_list *part, const word_list *all)
{
    for (size_t i = 0; i < part->n; i++) {
        bool there = false;
        for (size_t k = 0; k < all->n && !there; k++)
            there = sr_str_eq(part->at[i], all->at[k]);
        if (!there)
            return false;
    }
    return part->n > 0;
}

bool sr_case_says(const sr_case *c, const sr_noun *noun, const sr_case_fill *fill)
{
    sr_str    text = sr_utf8_fold(c->arena, sr_document_words(&c->doc, noun->range));
    word_list narrow = without_front(words_of(text)), wide;
    wide = words_of(sr_utf8_fold(c->arena, sr_document_words(&c->doc, noun->whole)));
    for (uint32_t i = 0; i < fill->n; i++) {
        word_list value = without_front(words_of(fill->values[i]));
        if (!value.n || !narrow.n)
            continue;
        bool same_head = sr_str_eq(head_of(&value), head_of(&narrow));
        if (same_head && (within(&value, &wide) || within(&narrow, &value)))
            return true;
        if (narrow.n == value.n && within(&narrow, &value))
            return true;
        /* Names: the surname alone, or with a title. */
        if (sr_str_eq(value.at[value.n - 1], narrow.at[narrow.n - 1]) && value.at[value.n - 1].len > 2 &&
            within(&narrow, &value))
            return true;
    }
    return false;
}

/* ------------------------------------------------------------------ keys */

static const char *const slot_names[SR_SLOT_COUNT] = {
    [SR_SLOT_PERSON] = "perp_individual_id",          [SR_SLOT_BODY] = "perp_organization_id",
    [SR_SLOT_THING] = "phys_tgt_id",                  [SR_SLOT_NAME] = "hum_tgt_name",
    [SR_SLOT_DESCRIPTION] = "hum_tgt_description",    [SR_SLOT_WEAPON] = "incident_instrument_id",
};

static sr_case_fill fill_of(json_object *o, sr_arena *arena)
{
    json_object *values = NULL, *optional = NULL;
    sr_case_fill fill = {0};
    if (!json_object_object_get_ex(o, "values", &values))
        return fill;
    fill.n = (uint32_t)json_object_array_length(values);
    fill.values = SR_NEW(arena, sr_str, fill.n + 1);
    for (uint32_t i = 0; i < fill.n; i++)
        fill.values[i] = sr_utf8_fold(arena, sr_str_c(json_object_get_string(json_object_array_get_idx(values, i))));
    fill.optional = json_object_object_get_ex(o, "optional", &optional) && json_object_get_boolean(optional);
    return fill;
}

static void add_place(sr_case_template *t, sr_str name, sr_arena *arena)
{
    name = sr_str_trim(name);
    if (!t->places)
        t->places = SR_NEW(arena, sr_str, SR_CASE_PLACES);
    if (name.len && t->n_places < SR_CASE_PLACES)
        t->places[t->n_places++] = sr_utf8_fold(arena, name);
}

/* "PERU: LIMA (CITY): ATE (NEIGHBORHOOD)", of all alternatives; the most precise first. */
static void read_places(sr_case_template *t, json_object *o, sr_arena *arena)
{
    json_object *fills = NULL, *values = NULL;
    if (!json_object_object_get_ex(o, "incident_location", &fills) || json_object_array_length(fills) == 0 ||
        !json_object_object_get_ex(json_object_array_get_idx(fills, 0), "values", &values))
        return;
    sr_str steps[SR_CASE_PLACES];
    uint32_t n = 0;
    sr_str text = sr_str_c(json_object_get_string(json_object_array_get_idx(values, 0)));
    while (text.len && n < SR_CASE_PLACES) {
        sr_str step = sr_str_cut(&text, ':');
        steps[n++] = sr_str_slice(step, 0, sr_str_find(step, '(', 0));
    }
    while (n > 0)
        add_place(t, steps[--n], arena);
}

static void read_template(sr_case_template *t, json_object *o, sr_arena *arena)
{
    json_object *v = NULL;
    *t = (sr_case_template){0};
    read_places(t, o, arena);
    t->optional = json_object_object_get_ex(o, "optional", &v) && json_object_get_boolean(v);
    if (json_object_object_get_ex(o, "incident_type", &v) && json_object_array_length(v)) {
        json_object *values = NULL;
        (void)json_object_object_get_ex(json_object_array_get_idx(v, 0), "values", &values);
        t->type = sr_str_c(json_object_get_string(json_object_array_get_idx(values, 0)));
    }
    for (int s = 0; s < SR_SLOT_COUNT; s++) {
        if (!json_object_object_get_ex(o, slot_names[s], &v))
            continue;
        t->n[s] = (uint32_t)json_object_array_length(v);
        t->fills[s] = SR_NEW(arena, sr_case_fill, t->n[s] + 1);
        for (uint32_t i = 0; i < t->n[s]; i++)
            t->fills[s][i] = fill_of(json_object_array_get_idx(v, i), arena);
    }
}

static void add_name(sr_case_template *t, sr_case_slot slot, sr_str name, sr_arena *arena)
{
    if (!name.len)
        return;
    sr_case_fill *fills = SR_NEW(arena, sr_case_fill, t->n[slot] + 2);
    if (t->n[slot])
        memcpy(fills, t->fills[slot], t->n[slot] * sizeof *fills);
    fills[t->n[slot]] = (sr_case_fill){.values = SR_NEW(arena, sr_str, 1), .n = 1};
    fills[t->n[slot]].values[0] = sr_utf8_fold(arena, name);
    t->fills[slot] = fills;
    t->n[slot]++;
}

bool sr_case_type_fits(const sr_case_template *template, uint8_t type)
{
    static const struct {
        const char *key;
        uint32_t    ours;
    } rows[] = {
        {"KIDNAPPING", 1u << SR_INCIDENT_KIDNAPPING | 1u << SR_INCIDENT_HOSTAGE_TAKING},
        {"BOMBING", 1u << SR_INCIDENT_BOMBING | 1u << SR_INCIDENT_SHELLING | 1u << SR_INCIDENT_AIRSTRIKE},
        {"ARSON", 1u << SR_INCIDENT_ARSON},
        {"ROBBERY", 1u << SR_INCIDENT_ROBBERY},
    };
    for (size_t i = 0; i < SR_COUNT(rows); i++)
        if (sr_str_eq(template->type, sr_str_c(rows[i].key)))
            return (rows[i].ours >> type & 1) || type == SR_INCIDENT_ATTACK;
    return true;
}

/* ------------------------------------------------------------------ alignment */

/* How much speaks for draft d being the incident of template t; 0: nothing. */
static int agreement(const sr_case *c, uint32_t d, const sr_case_template *t)
{
    int points = 0;
    if (!sr_case_type_fits(t, c->drafts.at[d].type))
        return 0;
    bool any = false, all_empty = true;
    for (uint32_t i = 0; i < c->mentions.n; i++)
        for (uint32_t p = 0; c->mentions.at[i].incident == d && p < c->mentions.at[i].n; p++) {
            const sr_noun *noun = &c->mentions.at[i].at[p].noun;
            any = true;
            for (int s = 0; s < SR_SLOT_COUNT; s++)
                for (uint32_t f = 0; f < t->n[s]; f++)
                    points += 2 * sr_case_says(c, noun, &t->fills[s][f]);
        }
    for (int s = 0; s < SR_SLOT_COUNT; s++)
        all_empty &= t->n[s] == 0;
    if (!points && any && !all_empty)
        return 0;
    return 2 * points + 1 + (int)(c->drafts.n - d > 0 && !c->drafts.at[d].background);
}

static void align(sr_case *c)
{
    bool used[SR_CASE_TEMPLATES] = {false};
    c->aligned = SR_NEW(c->arena, uint32_t, c->drafts.n + 1);
    memset(c->aligned, 0xFF, (c->drafts.n + 1) * sizeof *c->aligned);
    if (c->kind != SR_CASE_WIRE) {
        for (uint32_t d = 0; d < c->drafts.n; d++)
            if (c->drafts.at[d].order == 0)
                c->aligned[d] = 0;
        return;
    }
    for (;;) {
        int best = 0;
        uint32_t best_d = 0, best_t = 0;
        for (uint32_t d = 0; d < c->drafts.n; d++)
            for (uint32_t t = 0; c->aligned[d] == SR_NONE && t < c->n_templates; t++) {
                int points = used[t] ? 0 : agreement(c, d, &c->templates[t]);
                if (points > best) {
                    best = points;
                    best_d = d;
                    best_t = t;
                }
            }
        if (!best)
            return;
        c->aligned[best_d] = best_t;
        used[best_t] = true;
    }
}

/* ------------------------------------------------------------------ sets */

typedef struct set_reader {
    const sr_know *know;
    sr_case_each  *each;
    void          *payload;
    sr_arena       scratch;
} set_reader;

static void read_report(set_reader *s, sr_case *c, json_object *document, const char *date)
{
    c->arena = &s->scratch;
    c->report = (sr_report){.id = SR_STR("x"), .text = sr_str_copy(c->arena, member(document, "text")),
                            .title = sr_str_copy(c->arena, member(document, "title"))};
    sr_dateline head; // as ingest reads it
    sr_dateline_read(c->report.text, &head);
    c->report.body_begin = head.body_begin;
    c->report.dateline_place = head.place;
    c->report.dateline_region = head.region;
    c->report.dateline_source = head.source;
    c->report.published.day = sr_day_parse(member(document, date));
    if (c->report.published.day == SR_DAY_NONE)
        c->report.published.day = head.day;
    c->report.published.second = -1;
    sr_text_read(&c->report, s->know, &c->doc, c->arena);
    sr_annotate(&c->doc, s->know, SR_ANNOTATE_ALL, c->arena);
    (void)sr_extract_drafts(&c->doc, s->know, &c->reader, &c->mentions, &c->drafts, c->arena);
    align(c);
    s->each(c, s->payload);
}

static void read_wire(set_reader *s, const sr_train_options *options, sr_arena *arena)
{
    const char *folder = sr_train_folder(options, "muc4/dev", arena);
    sr_str documents = sr_train_file(folder, "documents.jsonl", arena);
    sr_str keys = sr_train_file(folder, "keys.jsonl", arena);
    for (uint32_t number = 0; documents.len; number++) {
        sr_str line = sr_str_cut(&documents, '\n'), key = sr_str_cut(&keys, '\n');
        sr_arena_reset(&s->scratch);
        json_object *document = parse(line, &s->scratch), *o = parse(key, &s->scratch), *list = NULL;
        /* Neighbouring documents can be near copies: whole runs of 20 go into one fold. */
        sr_case c = {.kind = SR_CASE_WIRE, .number = number, .fold = (uint8_t)(number / 20 % SR_CASE_FOLDS)};
        if (document && o && json_object_object_get_ex(o, "templates", &list)) {
            for (size_t i = 0; i < json_object_array_length(list) && c.n_templates < SR_CASE_TEMPLATES; i++)
                read_template(&c.templates[c.n_templates++], json_object_array_get_idx(list, i), &s->scratch);
            read_report(s, &c, document, "date_iso");
        }
        json_object_put(document);
        json_object_put(o);
    }
}

static void read_wiki(set_reader *s, const sr_train_options *options, sr_arena *arena)
{
    const char *folder = sr_train_folder(options, "wiki-incidents-2018", arena);
    sr_str documents = sr_train_file(folder, "train.jsonl", arena);
    for (uint32_t number = 0; documents.len; number++) {
        sr_str line = sr_str_cut(&documents, '\n');
        sr_arena_reset(&s->scratch);
        json_object *document = parse(line, &s->scratch), *named = NULL;
        sr_case c = {.kind = SR_CASE_WIKI, .number = number, .fold = (uint8_t)(number % SR_CASE_FOLDS),
                     .n_templates = 1};
        if (document) {
            if (json_object_object_get_ex(document, "perpetrator_in_text", &named) && json_object_get_boolean(named))
                add_name(&c.templates[0], SR_SLOT_BODY, member(document, "perpetrator"), &s->scratch);
            for (sr_str where = member(document, "location"); where.len;)
                add_place(&c.templates[0], sr_str_cut(&where, ','), &s->scratch);
            read_report(s, &c, document, "none");
        }
        json_object_put(document);
    }
}

/* Names of victims and suspects of every article's incident, by document id. */
static json_object *gva_register(sr_str gold, sr_arena *arena)
{
    json_object *by_document = json_object_new_object();
    while (gold.len) {
        json_object *o = parse(sr_str_cut(&gold, '\n'), arena), *docs = NULL;
        for (size_t i = 0; o && json_object_object_get_ex(o, "docs", &docs) && i < json_object_array_length(docs); i++)
            json_object_object_add(by_document, json_object_get_string(json_object_array_get_idx(docs, i)),
                                   json_object_get(o));
        json_object_put(o);
    }
    return by_document;
}

static void read_gva(set_reader *s, const sr_train_options *options, sr_arena *arena)
{
    const char *folder = sr_train_folder(options, "gva-incidents", arena);
    sr_str documents = read_gz(folder, "docs.dev.jsonl.gz", arena);
    json_object *known = gva_register(sr_train_file(folder, "gold.dev.jsonl", arena), arena);
    for (uint32_t number = 0; documents.len; number++) {
        sr_str line = sr_str_cut(&documents, '\n');
        sr_arena_reset(&s->scratch);
        if (number % GVA_EVERY)
            continue;
        json_object *document = parse(line, &s->scratch), *incident = NULL, *people = NULL;
        sr_case c = {.kind = SR_CASE_GVA, .number = number, .fold = (uint8_t)(number % SR_CASE_FOLDS),
                     .n_templates = 1};
        if (document && json_object_object_get_ex(known, (const char *)sr_str_copy(&s->scratch, member(document, "id")).ptr, &incident) &&
            json_object_object_get_ex(incident, "participants", &people)) {
            for (size_t i = 0; i < json_object_array_length(people); i++) {
                json_object *one = json_object_array_get_idx(people, i);
                bool victim = sr_str_eq(member(one, "type"), SR_STR("Victim"));
                add_name(&c.templates[0], victim ? SR_SLOT_NAME : SR_SLOT_PERSON, member(one, "name"), &s->scratch);
            }
            add_place(&c.templates[0], member(incident, "city"), &s->scratch);
            add_place(&c.templates[0], member(incident, "state"), &s->scratch);
            read_report(s, &c, document, "published");
        }
        json_object_put(document);
    }
    json_object_put(known);
}

void sr_cases(const sr_train_options *options, const sr_know *know, unsigned kinds, sr_case_each *each,
              void *payload)
{
    set_reader s = {.know = know, .each = each, .payload = payload};
    sr_arena   files;
    sr_arena_init(&s.scratch, 0, NULL, NULL);
    sr_arena_init(&files, 0, NULL, NULL);
    if (kinds & 1u << SR_CASE_WIRE)
        read_wire(&s, options, &files);
    if (kinds & 1u << SR_CASE_WIKI)
        read_wiki(&s, options, &files);
    if (kinds & 1u << SR_CASE_GVA)
        read_gva(&s, options, &files);
    sr_arena_free(&s.scratch);
    sr_arena_free(&files);
}

void sr_train_folds(const sr_train_options *options, sr_logistic *l,
                    void (*write)(const char *folder, const sr_logistic *l))
{
    for (uint8_t fold = 0; fold < SR_CASE_FOLDS; fold++) {
        char folder[4096];
        snprintf(folder, sizeof folder, "%s/fold%u", options->models, fold);
        sr_logistic_train(l, fold);
        write(folder, l);
    }
}

void sr_train_on_cases(const sr_train_options *options, const char *name, unsigned kinds, sr_case_each *each,
                       void (*write)(const char *folder, const sr_logistic *l), unsigned epochs)
{
    sr_logistic l;
    sr_know    *know;
    sr_error    err = {0};
    if (sr_know_open(&know, NULL, &err) != SR_OK)
        sr_train_fail("%s: %s", err.where, err.text);
    sr_logistic_init(&l, 2, options->seed);
    l.epochs = epochs ? epochs : l.epochs;
    sr_cases(options, know, kinds, each, &l);
    if (options->folds) {
        sr_train_folds(options, &l, write);
    } else {
        sr_logistic_report(&l, name);
        sr_logistic_train(&l, SR_LOGISTIC_ALL);
        write(options->models, &l);
    }
    sr_logistic_free(&l);
    sr_know_close(know);
}
