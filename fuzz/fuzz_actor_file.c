/* Actor dictionaries of users: whatever their bytes, the rows can be built and opened, and every
 * name belongs to an actor that is there.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "know/actor_file.h"

static size_t words(sr_str s, uint64_t **hashes, sr_arena *arena)
{
    size_t n = 0;
    *hashes = SR_NEW(arena, uint64_t, s.len + 1);
    while (s.len)
        (*hashes)[n++] = sr_hash(sr_str_cut(&s, ' '));
    return n;
}

static void check(const sr_lexicon *lexicon)
{
    int actors = sr_lexicon_table(lexicon, SR_STR("actors"));
    int names = sr_lexicon_table(lexicon, SR_STR("actor-names"));
    int actor = sr_lexicon_column(lexicon, names, SR_STR("actor"));
    for (uint32_t row = 0; row < sr_lexicon_rows(lexicon, names); row++)
        FUZZ_HOLDS(sr_lexicon_key(lexicon, actors, sr_lexicon_cell(lexicon, names, row, actor)) != SR_NO_ROW);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sr_arena    arena;
    sr_buf      block = SR_BUF_INIT;
    sr_lexicon *lexicon;
    if (size > 60000) // longer cells are left out one by one, a name may then lack its actor
        return 0;
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_lexicon_builder *builder = sr_lexicon_build_start(&arena, words, NULL, NULL);
    sr_actor_file_read(builder, NULL, sr_str_from(data, size), "fuzz.actors.txt", NULL, NULL, &arena);
    FUZZ_HOLDS(sr_lexicon_build_finish(builder, &block, NULL) == SR_OK);
    FUZZ_HOLDS(sr_lexicon_open(&lexicon, sr_buf_view(&block), "fuzz", NULL, NULL) == SR_OK);
    check(lexicon);
    sr_lexicon_close(lexicon);
    sr_buf_free(&block);
    sr_arena_free(&arena);
    return 0;
}
