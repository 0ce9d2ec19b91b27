/* Actor dictionaries of users: whatever their bytes, the rows can be built and opened, and every
 * name belongs to an actor that is there.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "base/limits.h"
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

/* Places and texts of an entry are those of lines of the file. */
static void check_entry(void *payload, const sr_actor_entry *e)
{
    uint32_t lines = *(const uint32_t *)payload;
    FUZZ_HOLDS(e->n_names && e->n_codes && e->id.len && e->line && e->line <= lines);
    for (size_t i = 0; i < e->n_names; i++)
        FUZZ_HOLDS(e->names[i].name.len && e->names[i].line >= e->line && e->names[i].line <= lines &&
                   e->names[i].text.len <= SR_LIMIT_ACTOR_LINE_BYTES);
    for (size_t i = 0; i < e->n_codes; i++)
        FUZZ_HOLDS(e->codes[i].line >= e->line && e->codes[i].line <= lines && e->codes[i].first <= 99991231);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sr_arena    arena;
    sr_buf      block = SR_BUF_INIT;
    sr_lexicon *lexicon;
    if (size > 60000) // longer cells are left out one by one, a name may then lack its actor
        return 0;
    sr_arena_init(&arena, 0, NULL, NULL);
    uint32_t lines = 1;
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    sr_actor_file_each(sr_str_from(data, size), "fuzz", NULL, NULL, check_entry, &lines, &arena);
    (void)sr_actor_file_looks(sr_str_from(data, size));
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
