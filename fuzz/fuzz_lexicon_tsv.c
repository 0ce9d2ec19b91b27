/* Users' tables: whatever their bytes, what is built can be opened, and building once more from
 * the compiled rows gives the same bytes.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "know/lexicon_build.h"

static size_t words(sr_str s, uint64_t **hashes, sr_arena *arena)
{
    size_t n = 0;
    *hashes = SR_NEW(arena, uint64_t, s.len + 1);
    while (s.len)
        (*hashes)[n++] = sr_hash(sr_str_cut(&s, ' '));
    return n;
}

static void build_again(const sr_lexicon *lexicon, sr_str block, sr_arena *arena)
{
    sr_buf              again = SR_BUF_INIT;
    sr_lexicon_builder *builder = sr_lexicon_build_start(arena, words, NULL, NULL);
    for (int t = 0; t < sr_lexicon_tables(lexicon); t++)
        sr_lexicon_build_rows(builder, lexicon, t);
    FUZZ_HOLDS(sr_lexicon_build_finish(builder, &again, NULL) == SR_OK);
    FUZZ_HOLDS(sr_str_eq(sr_buf_view(&again), block));
    sr_buf_free(&again);
}

/* Each row is found by its own phrase. */
static void find_rows(const sr_lexicon *lexicon, int table, sr_arena *arena)
{
    for (uint32_t row = 0; row < SR_MIN(sr_lexicon_rows(lexicon, table), 1000u); row++) {
        uint64_t        *hashes;
        size_t           n = words(sr_lexicon_cell(lexicon, table, row, 0), &hashes, arena);
        sr_lexicon_match match;
        if (n == 0 || n > SR_LEXICON_TOKENS)
            continue;
        FUZZ_HOLDS(sr_lexicon_find(lexicon, table, hashes, NULL, n, &match));
        FUZZ_HOLDS(match.n_tokens == n);
        while (match.row < row)
            match.row = sr_lexicon_next(lexicon, table, match.row);
        FUZZ_HOLDS(match.row == row);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sr_arena    arena;
    sr_buf      block = SR_BUF_INIT;
    sr_lexicon *lexicon;
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_lexicon_builder *builder = sr_lexicon_build_start(&arena, words, NULL, NULL);
    (void)sr_lexicon_build_tsv(builder, SR_STR("toy"), sr_str_from(data, size), "fuzz");
    FUZZ_HOLDS(sr_lexicon_build_finish(builder, &block, NULL) == SR_OK);
    FUZZ_HOLDS(sr_lexicon_open(&lexicon, sr_buf_view(&block), "fuzz", NULL, NULL) == SR_OK);
    build_again(lexicon, sr_buf_view(&block), &arena);
    for (int t = 0; t < sr_lexicon_tables(lexicon); t++)
        find_rows(lexicon, t, &arena);
    sr_lexicon_close(lexicon);
    sr_buf_free(&block);
    sr_arena_free(&arena);
    return 0;
}
