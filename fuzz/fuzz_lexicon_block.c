/* Damaged lexicon blocks: the input is a payload, put into a sound container so that only the
 * reader's own checks stand between it and the look-ups.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "know/lexicon.h"
#include "know/model.h"

static void look_up(const sr_lexicon *lexicon, int table)
{
    uint64_t         tokens[] = {sr_hash(SR_STR("open")), sr_hash(SR_STR("fire")), sr_hash(SR_STR("on"))};
    sr_lexicon_match match;
    if (!sr_lexicon_find(lexicon, table, tokens, tokens + 1, 2, &match))
        return;
    FUZZ_HOLDS(match.n_tokens >= 1 && match.n_tokens <= 2);
    for (uint32_t row = match.row; row != SR_NO_ROW; row = sr_lexicon_next(lexicon, table, row))
        FUZZ_HOLDS(row < sr_lexicon_rows(lexicon, table));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static volatile uint64_t sink;
    sr_buf      file = SR_BUF_INIT;
    sr_lexicon *lexicon;
    (void)!sr_model_verify(sr_str_from(data, size), "fuzz", NULL);
    sr_model_wrap(&file, "lexicon", 1, 0, sr_str_from(data, size));
    if (sr_lexicon_open(&lexicon, sr_buf_view(&file), "fuzz", NULL, NULL) == SR_OK) {
        for (int t = 0; t < SR_MIN(sr_lexicon_tables(lexicon), 100); t++) {
            uint32_t rows = SR_MIN(sr_lexicon_rows(lexicon, t), 1000u);
            sink = sink + sr_lexicon_table_name(lexicon, t).len + sr_lexicon_key(lexicon, t, SR_STR("A"));
            for (uint32_t r = 0; r < rows; r++)
                for (int c = 0; c < SR_MIN(sr_lexicon_columns(lexicon, t), 20); c++)
                    sink = sink + sr_hash(sr_lexicon_cell(lexicon, t, r, c));
            look_up(lexicon, t);
        }
        sr_lexicon_close(lexicon);
    }
    sr_buf_free(&file);
    return 0;
}
