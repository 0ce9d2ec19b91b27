/* The tokeniser and the sentence splitter: whatever the bytes, tokens are in order and inside the
 * text, sentences partition them, forms are never longer than their tokens; the first byte chooses
 * title and body begin.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "base/limits.h"
#include "text/text.h"

static void check_tokens(const sr_document *doc)
{
    for (uint32_t i = 0; i < doc->n_tokens; i++) {
        const sr_token *t = &doc->tokens[i];
        FUZZ_HOLDS(t->begin < t->end && t->end <= doc->text.len);
        FUZZ_HOLDS(t->end - t->begin <= SR_LIMIT_TOKEN_BYTES);
        FUZZ_HOLDS(i == 0 || t->begin >= doc->tokens[i - 1].end);
        FUZZ_HOLDS(t->fold.len > 0 && t->fold.len <= t->end - t->begin);
        FUZZ_HOLDS(doc->hashes[i] == sr_hash(t->fold));
        FUZZ_HOLDS(t->sentence < doc->n_sentences);
        const sr_sentence *s = &doc->sentences[t->sentence];
        FUZZ_HOLDS(s->first <= i && i < s->end && s->begin_byte <= t->begin && t->end <= s->end_byte);
        FUZZ_HOLDS(!(t->flags & SR_TOKEN_JOINED) || (i > 0 && doc->tokens[i - 1].end == t->begin));
    }
}

static void check_sentences(const sr_document *doc)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        const sr_sentence *s = &doc->sentences[i];
        FUZZ_HOLDS(s->first == at && s->end > at && s->end - at <= SR_LIMIT_SENTENCE_TOKENS);
        at = s->end;
    }
    FUZZ_HOLDS(at == doc->n_tokens);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    sr_arena arena;
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_str all = sr_str_from(data + 1, size - 1);
    size_t title = data[0] & 0x0F, body = data[0] >> 4;
    sr_report report = {.title = sr_str_slice(all, 0, title), .text = sr_str_slice(all, title, all.len),
                        .body_begin = body};
    if (report.text.len == 0)
        report.text.ptr = data;
    sr_document doc = {0};
    sr_text_read(&report, NULL, &doc, &arena);
    check_tokens(&doc);
    check_sentences(&doc);
    uint64_t *hashes;
    (void)sr_text_phrase(all, &hashes, &arena);
    sr_arena_free(&arena);
    return 0;
}
