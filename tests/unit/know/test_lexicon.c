/* Lexicons: building, opening, matching; against a matcher that tries everything.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>

#include "base/arena.h"
#include "know/lexicon.h"
#include "know/lexicon_int.h"
#include "know/lexicon_build.h"
#include "know/model.h"

/* Words apart at spaces: the lexicon does not care how phrases are split. */
static size_t words(sr_str s, uint64_t **hashes, sr_arena *arena)
{
    size_t n = 0;
    *hashes = SR_NEW(arena, uint64_t, s.len + 1);
    while (s.len)
        (*hashes)[n++] = sr_hash(sr_str_cut(&s, ' '));
    return n;
}

typedef struct bench {
    sr_arena            arena;
    sr_lexicon_builder *builder;
    sr_buf              block;
    sr_lexicon         *lexicon;
    char                notes[2048]; // "where:line text\n" …
} bench;

static void take_note(void *payload, const char *where, uint32_t line, const char *text)
{
    bench *b = payload;
    size_t used = strlen(b->notes);
    (void)snprintf(b->notes + used, sizeof b->notes - used, "%s:%u %s\n", where, line, text);
}

static void start(bench *b)
{
    memset(b, 0, sizeof *b);
    sr_arena_init(&b->arena, 0, NULL, NULL);
    b->builder = sr_lexicon_build_start(&b->arena, words, take_note, b);
}

static void finish(bench *b, const sr_lexicon *base)
{
    sr_error err = {0};
    assert_int_equal(sr_lexicon_build_finish(b->builder, &b->block, &err), SR_OK);
    assert_int_equal(sr_lexicon_open(&b->lexicon, sr_buf_view(&b->block), "test", base, &err), SR_OK);
}

static void stop(bench *b)
{
    sr_lexicon_close(b->lexicon);
    sr_buf_free(&b->block);
    sr_arena_free(&b->arena);
}

static void add(bench *b, const char *table, const char *tsv)
{
    (void)sr_lexicon_build_tsv(b->builder, sr_str_c(table), sr_str_c(tsv), table);
}

/* Match `text` (words apart at spaces); lemmas may be NULL.  Gives "N:CELL CELL …" of column 1. */
static const char *found(bench *b, const char *table, const char *text, const char *lemma_text)
{
    static char       out[256];
    uint64_t         *forms, *lemmas = NULL;
    int               t = sr_lexicon_table(b->lexicon, sr_str_c(table));
    size_t            n = words(sr_str_c(text), &forms, &b->arena);
    sr_lexicon_match  match;
    if (lemma_text)
        assert_int_equal(words(sr_str_c(lemma_text), &lemmas, &b->arena), n);
    if (!sr_lexicon_find(b->lexicon, t, forms, lemmas, n, &match))
        return "none";
    int used = snprintf(out, sizeof out, "%u:", match.n_tokens);
    for (uint32_t row = match.row; row != SR_NO_ROW; row = sr_lexicon_next(b->lexicon, t, row))
        used += snprintf(out + used, sizeof out - (size_t)used, " %.*s",
                         SR_ARG(sr_lexicon_cell(b->lexicon, t, row, 1)));
    return out;
}

static void test_know_lexicon__matching(void **state)
{
    (void)state;
    static const struct {
        const char *text, *lemmas, *expected;
    } rows[] = {
        {"open fire on", NULL, "2: shoot"},
        {"open the door", NULL, "1: open1 open2"},
        {"opened fire", NULL, "none"},
        {"opened fire", "open fire", "2: shoot"},
        {"opened the gate wide", "open the gate wide", "3: gate"},
        {"opened the window", "open the window", "2: form"},
        {"left", "leave", "1: side"},
        {"left behind", "leave behind", "2: abandon"},
        {"fire", NULL, "none"},
        {"open fires", "open fire", "2: shoot"},
        {"", NULL, "none"},
    };
    bench b;
    start(&b);
    add(&b, "toy", "# c\nphrase\tcode\nopen\topen1\nopen fire\tshoot\nopen\topen2\nopen the gate\tgate\n"
                   "opened the\tform\nleft\tside\nleave\tgo\nleave behind\tabandon\n\tempty\n");
    finish(&b, NULL);
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        const char *got = found(&b, "toy", rows[i].text, rows[i].lemmas);
        if (strcmp(got, rows[i].expected) != 0)
            fail_msg("\"%s\": got \"%s\", expected \"%s\"", rows[i].text, got, rows[i].expected);
    }
    assert_string_equal(found(&b, "other", "open", NULL), "none");
    assert_int_equal(sr_lexicon_rows(b.lexicon, 0), 9);
    assert_str(sr_lexicon_cell(b.lexicon, 0, 8, 1), "empty");
    stop(&b);
}

static void test_know_lexicon__cells(void **state)
{
    (void)state;
    bench b;
    start(&b);
    add(&b, "zeta", "type\tcode\tnote\nA\t1\tone\nB\t2\nA\t3\tthree\n");
    add(&b, "alpha", "\xEF\xBB\xBFphrase\r\nword\r\n\r\nlast");
    finish(&b, NULL);
    assert_int_equal(sr_lexicon_tables(b.lexicon), 2);
    assert_str(sr_lexicon_table_name(b.lexicon, 0), "alpha");
    int zeta = sr_lexicon_table(b.lexicon, SR_STR("zeta"));
    assert_int_equal(zeta, 1);
    assert_int_equal(sr_lexicon_columns(b.lexicon, zeta), 3);
    assert_int_equal(sr_lexicon_column(b.lexicon, zeta, SR_STR("note")), 2);
    assert_int_equal(sr_lexicon_column(b.lexicon, zeta, SR_STR("no")), -1);
    assert_str(sr_lexicon_cell(b.lexicon, zeta, 1, 2), "");
    assert_str(sr_lexicon_cell(b.lexicon, zeta, 2, 2), "three");
    assert_int_equal(sr_lexicon_key(b.lexicon, zeta, SR_STR("A")), 0);
    assert_int_equal(sr_lexicon_key(b.lexicon, zeta, SR_STR("B")), 1);
    assert_int_equal(sr_lexicon_key(b.lexicon, zeta, SR_STR("a")), SR_NO_ROW);
    assert_int_equal(sr_lexicon_key(b.lexicon, 0, SR_STR("word")), SR_NO_ROW);
    assert_str(sr_lexicon_cell(b.lexicon, 0, 0, 0), "word");
    assert_str(sr_lexicon_cell(b.lexicon, 0, 1, 0), "last");
    assert_str(sr_lexicon_cell(b.lexicon, 0, 2, 0), "");
    assert_str(sr_lexicon_cell(b.lexicon, -1, 0, 0), "");
    assert_str(sr_lexicon_cell(NULL, 0, 0, 0), "");
    assert_int_equal(sr_lexicon_rows(b.lexicon, 2), 0);
    assert_string_equal(b.notes, "");
    stop(&b);
}

static void test_know_lexicon__notes(void **state)
{
    (void)state;
    bench b;
    start(&b);
    add(&b, "a", "# only a comment\n");
    add(&b, "b", "phrase\tx\tx\nk\t1\t2\n");
    add(&b, "c", "phrase\tx\nk\t1\t2\nbad \xFF\t1\nok\n");
    add(&b, "c", "other\tx\n1\t2\n");
    add(&b, "d", "phrase\n1 2 3 4 5 6 7 8 9 10 1 2 3 4 5 6 7 8 9 20 1 2 3 4 5 6 7 8 9 30 1 2 3\n");
    finish(&b, NULL);
    assert_string_equal(b.notes, "a:1 no line names the columns; the file was left out\n"
                                 "b:1 two columns of one name; the file was left out\n"
                                 "c:2 more cells than columns; the row was left out\n"
                                 "c:3 not UTF-8; the row was left out\n"
                                 "c:1 the table's first column is missing; the file was left out\n"
                                 "d:2 a phrase of more than 32 words; it will not be found\n");
    assert_string_equal(found(&b, "c", "ok", NULL), "1: ");
    stop(&b);
}

/* A user's rows come first; his tables stand beside the built-in ones. */
static void test_know_lexicon__users_rows(void **state)
{
    (void)state;
    bench built_in, user;
    start(&built_in);
    add(&built_in, "kept", "phrase\tc\nblue\tkept\n");
    add(&built_in, "toy", "phrase\tcode\tmore\nred\tours\tm\ngreen\tleaf\tm\n");
    finish(&built_in, NULL);
    int toy = sr_lexicon_table(built_in.lexicon, SR_STR("toy"));
    start(&user);
    sr_lexicon_build_columns(user.builder, built_in.lexicon, toy);
    add(&user, "toy", "own\tphrase\tcode\nx\tred\ttheirs\ny\tred car\tcar\n");
    sr_lexicon_build_rows(user.builder, built_in.lexicon, toy);
    sr_lexicon_build_rows(user.builder, built_in.lexicon, -1);
    finish(&user, built_in.lexicon);
    assert_string_equal(found(&user, "toy", "red", NULL), "1: theirs ours");
    assert_string_equal(found(&user, "toy", "red car", NULL), "2: car");
    assert_string_equal(found(&user, "toy", "green", NULL), "1: leaf");
    assert_string_equal(found(&user, "kept", "blue", NULL), "1: kept");
    toy = sr_lexicon_table(user.lexicon, SR_STR("toy"));
    assert_str(sr_lexicon_cell(user.lexicon, toy, 0, sr_lexicon_column(user.lexicon, toy, SR_STR("own"))), "x");
    assert_str(sr_lexicon_cell(user.lexicon, toy, 3, sr_lexicon_column(user.lexicon, toy, SR_STR("own"))), "");
    assert_str(sr_lexicon_cell(user.lexicon, toy, 3, sr_lexicon_column(user.lexicon, toy, SR_STR("more"))), "m");
    assert_int_equal(sr_lexicon_tables(user.lexicon), 2);
    stop(&user);
    stop(&built_in);
}

/* --- against trying everything --- */

enum { PHRASES = 100000, LONGEST = 5, ALPHABET = 60, TEXTS = 3000 };

typedef struct naive {
    uint8_t words[PHRASES][LONGEST];
    uint8_t n[PHRASES];
} naive;

static uint32_t next_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33);
}

/* A path by forms and lemmas, form first at each token, as one comparable number: 0 form, 1 lemma. */
static int path_of(const naive *all, size_t i, const uint8_t *forms, const uint8_t *lemmas, size_t n)
{
    int path = 0;
    if (all->n[i] > n)
        return -1;
    for (size_t k = 0; k < all->n[i]; k++) {
        bool form = all->words[i][k] == forms[k];
        if (!form && all->words[i][k] != lemmas[k])
            return -1;
        path = path * 2 + !form;
    }
    return path;
}

static size_t try_all(const naive *all, const uint8_t *forms, const uint8_t *lemmas, size_t n)
{
    size_t best = PHRASES;
    int    best_path = 0;
    for (size_t i = 0; i < PHRASES; i++) {
        int path = path_of(all, i, forms, lemmas, n);
        if (path < 0)
            continue;
        if (best == PHRASES || all->n[i] > all->n[best] || (all->n[i] == all->n[best] && path < best_path)) {
            best = i;
            best_path = path;
        }
    }
    return best;
}

static naive *random_phrases(sr_buf *tsv, uint64_t *seed)
{
    naive *all = calloc(1, sizeof *all);
    assert_non_null(all);
    sr_buf_printf(tsv, "phrase\tnumber\n");
    for (size_t i = 0; i < PHRASES; i++) {
        all->n[i] = (uint8_t)(1 + next_random(seed) % LONGEST);
        for (size_t k = 0; k < all->n[i]; k++) {
            all->words[i][k] = (uint8_t)(all->n[i] < 3 ? next_random(seed) % 20 : next_random(seed) % ALPHABET);
            sr_buf_printf(tsv, "%sw%d", k ? " " : "", all->words[i][k]);
        }
        sr_buf_printf(tsv, "\t%zu\n", i);
    }
    return all;
}

static void test_know_lexicon__like_naive(void **state)
{
    (void)state;
    bench    b;
    uint64_t seed = 7, hash[ALPHABET];
    sr_buf   tsv = SR_BUF_INIT;
    naive   *all = random_phrases(&tsv, &seed);
    start(&b);
    assert_true(sr_lexicon_build_tsv(b.builder, SR_STR("toy"), sr_buf_view(&tsv), "toy"));
    finish(&b, NULL);
    for (int i = 0; i < ALPHABET; i++) {
        char word[8];
        (void)snprintf(word, sizeof word, "w%d", i);
        hash[i] = sr_hash(sr_str_c(word));
    }
    size_t hits = 0;
    for (size_t t = 0; t < TEXTS; t++) {
        uint8_t          forms[LONGEST + 2], lemmas[LONGEST + 2];
        uint64_t         form_hashes[LONGEST + 2], lemma_hashes[LONGEST + 2];
        size_t           n = 1 + next_random(&seed) % (LONGEST + 2), seen = next_random(&seed) % PHRASES;
        sr_lexicon_match match = {SR_NO_ROW, 0};
        for (size_t k = 0; k < n; k++) {
            forms[k] = (uint8_t)(next_random(&seed) % ALPHABET);
            lemmas[k] = next_random(&seed) % 2 ? forms[k] : (uint8_t)(next_random(&seed) % ALPHABET);
            if (k < all->n[seen]) // most texts begin with a phrase, by form or by lemma
                *(next_random(&seed) % 2 ? &forms[k] : &lemmas[k]) = all->words[seen][k];
            form_hashes[k] = hash[forms[k]];
            lemma_hashes[k] = hash[lemmas[k]];
        }
        size_t expected = try_all(all, forms, lemmas, n);
        bool   any = sr_lexicon_find(b.lexicon, 0, form_hashes, lemma_hashes, n, &match);
        assert_int_equal(any, expected < PHRASES);
        if (any) {
            assert_int_equal(match.row, expected);
            assert_int_equal(match.n_tokens, all->n[expected]);
        }
        hits += any;
    }
    assert_true(hits > TEXTS / 2 && hits < TEXTS);
    free(all);
    sr_buf_free(&tsv);
    stop(&b);
}

/* --- damaged blocks --- */

static sr_buf small_block(bench *b)
{
    start(b);
    add(b, "toy", "phrase\tcode\nopen fire\tshoot\nopen\tx\nopen\ty\n");
    add(b, "keys", "type\tcode\nA\tx\n");
    sr_buf block = SR_BUF_INIT;
    assert_int_equal(sr_lexicon_build_finish(b->builder, &block, NULL), SR_OK);
    return block;
}

/* Everything a caller can ask; must stay inside the block whatever it holds. */
static void ask_everything(const sr_lexicon *lexicon)
{
    uint64_t         tokens[] = {sr_hash(SR_STR("open")), sr_hash(SR_STR("fire"))};
    sr_lexicon_match match;
    size_t           sum = 0;
    for (int t = 0; t < sr_lexicon_tables(lexicon); t++) {
        sum += sr_lexicon_table_name(lexicon, t).len + sr_lexicon_key(lexicon, t, SR_STR("A"));
        for (uint32_t r = 0; r < SR_MIN(sr_lexicon_rows(lexicon, t), 100u); r++)
            for (int c = 0; c < SR_MIN(sr_lexicon_columns(lexicon, t), 100); c++)
                sum += sr_hash(sr_lexicon_cell(lexicon, t, r, c));
        if (sr_lexicon_find(lexicon, t, tokens, tokens, 2, &match))
            for (uint32_t r = match.row; r != SR_NO_ROW; r = sr_lexicon_next(lexicon, t, r))
                sum++;
    }
    static volatile size_t sink; // so that the reads are made
    sink = sum;
    (void)sink;
}

static sr_str rewrapped(sr_buf *file, sr_str payload)
{
    sr_buf_clear(file);
    sr_model_wrap(file, SR_LEXICON_KIND, SR_LEXICON_VERSION, 0, payload);
    return sr_buf_view(file);
}

static void test_know_lexicon__cut(void **state)
{
    (void)state;
    bench       b;
    sr_buf      block = small_block(&b), file = SR_BUF_INIT;
    sr_lexicon *lexicon;
    for (size_t n = 0; n < block.len; n++)
        assert_int_equal(sr_lexicon_open(&lexicon, sr_str_from(block.ptr, n), "cut", NULL, NULL), SR_E_CORRUPT);
    /* the same with a sound header: only the reader's own checks are left */
    sr_str payload = sr_str_from(block.ptr + SR_MODEL_HEADER, block.len - SR_MODEL_HEADER);
    for (size_t n = 0; n < payload.len; n++) {
        sr_error err = {0};
        assert_int_equal(sr_lexicon_open(&lexicon, rewrapped(&file, sr_str_slice(payload, 0, n)), "cut", NULL, &err),
                         SR_E_CORRUPT);
        assert_string_equal(err.where, "cut");
    }
    assert_int_equal(sr_lexicon_open(&lexicon, rewrapped(&file, payload), "whole", NULL, NULL), SR_OK);
    ask_everything(lexicon);
    sr_lexicon_close(lexicon);
    sr_buf_free(&file);
    sr_buf_free(&block);
    stop(&b);
}

static void test_know_lexicon__flipped(void **state)
{
    (void)state;
    bench    b;
    sr_buf   block = small_block(&b), file = SR_BUF_INIT;
    uint8_t *payload = block.ptr + SR_MODEL_HEADER;
    size_t   len = block.len - SR_MODEL_HEADER, refused = 0;
    static const uint8_t masks[] = {0x01, 0x10, 0x80, 0xFF};
    for (size_t i = 0; i < len * SR_COUNT(masks); i++) {
        sr_lexicon *lexicon;
        payload[i / SR_COUNT(masks)] ^= masks[i % SR_COUNT(masks)];
        sr_status status =
            sr_lexicon_open(&lexicon, rewrapped(&file, sr_str_from(payload, len)), "flipped", NULL, NULL);
        payload[i / SR_COUNT(masks)] ^= masks[i % SR_COUNT(masks)];
        assert_true(status == SR_OK || status == SR_E_CORRUPT);
        refused += status != SR_OK;
        if (status == SR_OK)
            ask_everything(lexicon);
        sr_lexicon_close(lexicon);
    }
    assert_true(refused > len / 2);
    sr_buf_free(&file);
    sr_buf_free(&block);
    stop(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_know_lexicon__matching),  cmocka_unit_test(test_know_lexicon__cells),
        cmocka_unit_test(test_know_lexicon__notes),     cmocka_unit_test(test_know_lexicon__users_rows),
        cmocka_unit_test(test_know_lexicon__like_naive), cmocka_unit_test(test_know_lexicon__cut),
        cmocka_unit_test(test_know_lexicon__flipped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
