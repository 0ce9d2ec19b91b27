/* Opening what the program knows; users' rows and model files.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <unistd.h>

#include "know/know.h"
#include "know/model.h"
#include "text/text.h"

/* Words apart at spaces: enough for these rows. */
static size_t words(sr_str s, uint64_t **hashes, sr_arena *arena)
{
    size_t n = 0;
    *hashes = SR_NEW(arena, uint64_t, s.len + 1);
    while (s.len)
        (*hashes)[n++] = sr_hash(sr_str_cut(&s, ' '));
    return n;
}

typedef struct folder {
    char path[64];
    char file[128];
} folder;

static void write_file(folder *f, const char *name, sr_str bytes)
{
    (void)snprintf(f->file, sizeof f->file, "%s/%s", f->path, name);
    FILE *out = fopen(f->file, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, out), bytes.len);
    assert_int_equal(fclose(out), 0);
}

static folder make_folder(void)
{
    folder f = {"/tmp/sitrep-know-XXXXXX", ""};
    assert_non_null(mkdtemp(f.path));
    return f;
}

static void drop(folder *f)
{
    assert_int_equal(unlink(f->file), 0);
    assert_int_equal(rmdir(f->path), 0);
}

static void test_know_open__built_in(void **state)
{
    (void)state;
    sr_know *know;
    sr_error err = {0};
    assert_int_equal(sr_know_open(&know, NULL, &err), SR_OK);
    assert_non_null(sr_know_lexicon(know));
    sr_str file = sr_know_model(know, SR_STR("lexicon"));
    assert_int_equal((uintptr_t)file.ptr % 64, 0);
    assert_int_equal(sr_model_verify(file, "lexicon", &err), SR_OK);
    assert_int_equal(sr_know_model(know, SR_STR("no such model")).len, 0);
    sr_know_close(know);
}

/* Running text splits words as the compiler of the tables did: each row is found by its phrase. */
static void test_know_open__rows_found(void **state)
{
    (void)state;
    sr_know *know;
    sr_arena arena;
    uint32_t rows = 0;
    assert_int_equal(sr_know_open(&know, NULL, NULL), SR_OK);
    const sr_lexicon *lexicon = sr_know_lexicon(know);
    sr_arena_init(&arena, 0, NULL, NULL);
    for (int t = 0; t < sr_lexicon_tables(lexicon); t++) {
        for (uint32_t row = 0; row < sr_lexicon_rows(lexicon, t); row++, rows++) {
            uint64_t        *hashes;
            sr_str           phrase = sr_lexicon_cell(lexicon, t, row, 0);
            size_t           n = sr_text_phrase(phrase, &hashes, &arena);
            sr_lexicon_match match;
            if (!sr_lexicon_find(lexicon, t, hashes, NULL, n, &match) || match.n_tokens != n)
                fail_msg("%.*s: \"%.*s\"", SR_ARG(sr_lexicon_table_name(lexicon, t)), SR_ARG(phrase));
            while (match.row < row)
                match.row = sr_lexicon_next(lexicon, t, match.row);
            assert_int_equal(match.row, row);
        }
    }
    assert_true(rows > 1000);
    sr_arena_free(&arena);
    sr_know_close(know);
}

static void test_know_open__users_rows(void **state)
{
    (void)state;
    folder f = make_folder();
    write_file(&f, "own-table.tsv", SR_STR("# mine\nphrase\tcode\nred lorry\tA\nx\ty\tz\nred lorry\tB\n"));
    sr_know        *know;
    sr_error        err = {0};
    sr_know_options options = {.data_dir = f.path, .phrase = words};
    assert_int_equal(sr_know_open(&know, &options, &err), SR_OK);
    const sr_lexicon *lexicon = sr_know_lexicon(know);
    int               table = sr_lexicon_table(lexicon, SR_STR("own-table"));
    uint64_t          forms[] = {sr_hash(SR_STR("red")), sr_hash(SR_STR("lorry"))};
    sr_lexicon_match  match;
    assert_true(sr_lexicon_find(lexicon, table, forms, NULL, 2, &match));
    assert_str(sr_lexicon_cell(lexicon, table, match.row, 1), "A");
    assert_str(sr_lexicon_cell(lexicon, table, sr_lexicon_next(lexicon, table, match.row), 1), "B");
    size_t              n;
    const sr_know_note *notes = sr_know_notes(know, &n);
    assert_int_equal(n, 1);
    assert_int_equal(notes[0].line, 4);
    assert_string_equal(notes[0].file, f.file);
    sr_know_close(know);
    options.phrase = NULL;
    assert_int_equal(sr_know_open(&know, &options, &err), SR_E_USAGE);
    assert_null(know);
    drop(&f);
}

static void test_know_open__users_model(void **state)
{
    (void)state;
    folder f = make_folder();
    sr_buf bytes = SR_BUF_INIT;
    sr_model_wrap(&bytes, "toy", 1, 2, SR_STR("payload"));
    write_file(&f, "toy.bin", sr_buf_view(&bytes));
    sr_know        *know;
    sr_error        err = {0};
    sr_know_options options = {.models_dir = f.path};
    sr_str          payload;
    assert_int_equal(sr_know_open(&know, &options, &err), SR_OK);
    sr_str file = sr_know_model(know, SR_STR("toy"));
    assert_int_equal(sr_model_check(file, "toy", "toy", 1, 2, &payload, &err), SR_OK);
    assert_str(payload, "payload");
    sr_know_close(know);
    bytes.ptr[bytes.len - 1] ^= 1;
    write_file(&f, "toy.bin", sr_buf_view(&bytes));
    assert_int_equal(sr_know_open(&know, &options, &err), SR_E_CORRUPT);
    assert_string_equal(err.where, f.file);
    sr_buf_free(&bytes);
    drop(&f);
    assert_int_equal(sr_know_open(&know, &options, &err), SR_E_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_know_open__built_in),
        cmocka_unit_test(test_know_open__rows_found),
        cmocka_unit_test(test_know_open__users_rows),
        cmocka_unit_test(test_know_open__users_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
