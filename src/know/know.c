/* Opening and holding lexicons, gazetteer and models; see know.h.
 *
 * Order: files inside the program, then the user's model files (they replace by name), then the
 * lexicon with the user's rows, then the gazetteer.
 * SPDX-License-Identifier: Apache-2.0 */
#include "know/know.h"

#include <setjmp.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "know/actor_file.h"
#include "know/know_int.h"
#include "know/model.h"
#ifdef SR_HAVE_GAZETTEER
#include "know/gazetteer.h"
#endif

/* Room of the memo: that of some ten thousand words. */
#define MEMO_BYTES ((size_t)16 << 20)

typedef struct model {
    sr_str      name;
    const char *where;
    sr_str      file;
    bool        mapped; // ours to unmap
} model;

struct sr_know {
    sr_arena      arena;
    sr_lexicon   *built_in; // tables of the program
    sr_lexicon   *lexicon;  // with the user's rows; NULL: none given
    sr_buf        block;    // the user's compiled rows
    sr_gazetteer *gazetteer;
    sr_memo      *memo;     // NULL: no memory for it
    SR_LIST(model) models;
    SR_LIST(sr_know_note) notes;
    SR_LIST(sr_str) files; // the user's tables, mapped
};

static model *find_model(const sr_know *know, sr_str name)
{
    for (size_t i = 0; i < know->models.n; i++)
        if (sr_str_eq(know->models.at[i].name, name))
            return &know->models.at[i];
    return NULL;
}

static const char *path_of(sr_know *know, const char *folder, const char *name)
{
    return (const char *)sr_str_format(&know->arena, "%s/%s", folder, name).ptr;
}

static sr_str stem(const char *name, const char *suffix)
{
    return sr_str_from(name, strlen(name) - strlen(suffix));
}

static sr_status take_model(sr_know *know, sr_str name, const char *path, sr_error *err)
{
    sr_str    file;
    sr_status status = sr_file_map(path, &file, err);
    if (status != SR_OK)
        return status;
    model *m = find_model(know, name);
    if (!m)
        m = SR_PUSH(&know->arena, &know->models);
    *m = (model){sr_str_copy(&know->arena, name), path, file, true};
    return sr_model_verify(file, path, err);
}

static sr_status take_models(sr_know *know, const char *folder, sr_error *err)
{
    const char *const *names;
    size_t             n;
    sr_status status = sr_file_list(folder, ".bin", &know->arena, &names, &n, err);
    for (size_t i = 0; i < n && status == SR_OK; i++)
        status = take_model(know, stem(names[i], ".bin"), path_of(know, folder, names[i]), err);
    return status;
}

static void take_note(void *payload, const char *where, uint32_t line, const char *text)
{
    sr_know *know = payload;
    *SR_PUSH(&know->arena, &know->notes) =
        (sr_know_note){where, line, (const char *)sr_str_copy(&know->arena, sr_str_c(text)).ptr};
}

/* --- the user's rows --- */

typedef struct users {
    sr_lexicon_builder *builder;
    bool               *touched; // [tables of the program] have rows of the user
} users;

static void touch(const sr_know *know, users *u, sr_str name)
{
    int table = sr_lexicon_table(know->built_in, name);
    if (table < 0 || u->touched[table])
        return;
    u->touched[table] = true;
    sr_lexicon_build_columns(u->builder, know->built_in, table);
}

static void add_file(sr_know *know, users *u, const char *path, const char *name, sr_str bytes)
{
    if (sr_str_ends(sr_str_c(name), SR_STR(".tsv"))) {
        touch(know, u, stem(name, ".tsv"));
        (void)sr_lexicon_build_tsv(u->builder, stem(name, ".tsv"), bytes, path);
    } else {
        touch(know, u, SR_STR("actors"));
        touch(know, u, SR_STR("actor-names"));
        sr_actor_file_read(u->builder, know->built_in, bytes, path, take_note, know, &know->arena);
    }
}

static sr_status add_files(sr_know *know, const char *folder, const char *suffix, users *u, sr_error *err)
{
    const char *const *names;
    size_t             n;
    sr_status status = sr_file_list(folder, suffix, &know->arena, &names, &n, err);
    for (size_t i = 0; i < n && status == SR_OK; i++) {
        const char *path = path_of(know, folder, names[i]);
        sr_str     *bytes = SR_PUSH(&know->arena, &know->files);
        status = sr_file_map(path, bytes, err);
        if (status == SR_OK)
            add_file(know, u, path, names[i], *bytes);
    }
    return status;
}

static sr_status take_rows(sr_know *know, const sr_know_options *options, sr_error *err)
{
    if (!options->phrase)
        return sr_error_set(err, SR_E_USAGE, options->data_dir, 0,
                            "users' rows need a way to split phrases");
    int   n_tables = sr_lexicon_tables(know->built_in);
    users u = {.builder = sr_lexicon_build_start(&know->arena, options->phrase, take_note, know),
               .touched = SR_NEW(&know->arena, bool, n_tables)};
    sr_status status = add_files(know, options->data_dir, ".tsv", &u, err);
    if (status == SR_OK)
        status = add_files(know, options->data_dir, SR_ACTOR_FILE_SUFFIX, &u, err);
    for (int i = 0; i < n_tables; i++)
        if (u.touched[i])
            sr_lexicon_build_rows(u.builder, know->built_in, i);
    if (status == SR_OK)
        status = sr_lexicon_build_finish(u.builder, &know->block, err);
    if (status == SR_OK)
        status = sr_lexicon_open(&know->lexicon, sr_buf_view(&know->block), options->data_dir,
                                 know->built_in, err);
    return status;
}

/* --- opening --- */

static sr_status open_gazetteer(sr_know *know, sr_error *err)
{
#ifdef SR_HAVE_GAZETTEER
    const model *m = find_model(know, SR_STR("gazetteer"));
    if (m)
        return sr_gazetteer_open(&know->gazetteer, m->file, m->where, err);
#else
    (void)know, (void)err;
#endif
    return SR_OK;
}

static sr_status fill(sr_know *know, const sr_know__blob *blobs, size_t n, const sr_know_options *options,
                      sr_error *err)
{
    for (size_t i = 0; i < n; i++)
        *SR_PUSH(&know->arena, &know->models) =
            (model){sr_str_c(blobs[i].name), blobs[i].name, sr_str_from(blobs[i].bytes, blobs[i].len), false};
    sr_status status = SR_OK;
    if (options->models_dir)
        status = take_models(know, options->models_dir, err);
    const model *m = find_model(know, SR_STR("lexicon"));
    if (status == SR_OK && m)
        status = sr_lexicon_open(&know->built_in, m->file, m->where, NULL, err);
    if (status == SR_OK && options->data_dir)
        status = take_rows(know, options, err);
    if (status == SR_OK)
        status = open_gazetteer(know, err);
    return status;
}

static void out_of_memory(void *payload)
{
    jmp_buf *back = payload;
    longjmp(*back, 1);
}

/* Apart from its caller, whose variables a longjmp must not touch. */
static sr_status fill_or_leave(sr_know *know, const sr_know__blob *blobs, size_t n,
                               const sr_know_options *options, sr_error *err)
{
    jmp_buf back;
    know->arena.on_oom = out_of_memory;
    know->arena.payload = &back;
    if (setjmp(back))
        return SR_E_NOMEM;
    return fill(know, blobs, n, options, err);
}

static const sr_know_options no_options;

sr_status sr_know__open(sr_know **out, const sr_know__blob *blobs, size_t n,
                        const sr_know_options *options, sr_error *err)
{
    *out = NULL;
    sr_know *know = calloc(1, sizeof *know);
    if (!know)
        return sr_error_set(err, SR_E_NOMEM, "lexicons and models", 0, "no memory to open them");
    sr_arena_init(&know->arena, 0, NULL, NULL);
    sr_status status = fill_or_leave(know, blobs, n, options ? options : &no_options, err);
    know->arena.on_oom = NULL;
    know->arena.payload = NULL;
    if (status == SR_OK) {
        know->memo = sr_memo_new(MEMO_BYTES);
        *out = know;
        return SR_OK;
    }
    sr_know_close(know);
    if (status == SR_E_NOMEM)
        return sr_error_set(err, status, "lexicons and models", 0, "no memory to open them");
    return status;
}

void sr_know_close(sr_know *know)
{
    if (!know)
        return;
#ifdef SR_HAVE_GAZETTEER
    sr_gazetteer_close(know->gazetteer);
#endif
    sr_memo_free(know->memo);
    sr_lexicon_close(know->lexicon);
    sr_lexicon_close(know->built_in);
    sr_buf_free(&know->block);
    for (size_t i = 0; i < know->models.n; i++)
        if (know->models.at[i].mapped)
            sr_file_unmap(know->models.at[i].file);
    for (size_t i = 0; i < know->files.n; i++)
        sr_file_unmap(know->files.at[i]);
    sr_arena_free(&know->arena);
    free(know);
}

const sr_lexicon *sr_know_lexicon(const sr_know *know)
{
    if (!know)
        return NULL;
    return know->lexicon ? know->lexicon : know->built_in;
}

const sr_gazetteer *sr_know_gazetteer(const sr_know *know)
{
    return know ? know->gazetteer : NULL;
}

sr_str sr_know_model(const sr_know *know, sr_str name)
{
    const model *m = know ? find_model(know, name) : NULL;
    return m ? m->file : (sr_str){NULL, 0};
}

sr_memo *sr_know_memo(const sr_know *know)
{
    return know ? know->memo : NULL;
}

const sr_know_note *sr_know_notes(const sr_know *know, size_t *n)
{
    *n = know ? know->notes.n : 0;
    return know ? know->notes.at : NULL;
}
