/* Tokens and sentences alone, without any model: for scoring the tokeniser and for making
 * training data that is cut as running text is.
 *
 *   tokenise [--time N] FILE.jsonl      CoNLL-U with TokenRange (form of the record format, 2a)
 *
 * FILE has one JSON object a line with `id` (or `doc`), `text`, and perhaps `title`.  With --time
 * nothing is printed but the speed of N passes over all documents.
 * SPDX-License-Identifier: Apache-2.0 */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "base/file.h"
#include "text/text.h"

static sr_str member(json_object *object, const char *name)
{
    json_object *value;
    if (!json_object_object_get_ex(object, name, &value) || !json_object_is_type(value, json_type_string))
        return (sr_str){NULL, 0};
    return sr_str_from(json_object_get_string(value), (size_t)json_object_get_string_len(value));
}

static void print_word(const sr_document *doc, const sr_token *t, uint32_t n, sr_buf *out)
{
    sr_str form = sr_str_slice(doc->text, t->begin, t->end);
    sr_buf_printf(out, "%u\t%.*s\t_\t_\t_\t_\t%u\t%s\t_\tTokenRange=%u:%u", n, SR_ARG(form), n > 1 ? 1 : 0,
                  n > 1 ? "dep" : "root", t->begin - doc->body_offset, t->end - doc->body_offset);
    sr_buf_put(out, t->flags & SR_TOKEN_QUOTED ? SR_STR("|Quoted=Yes\n") : SR_STR("\n"));
}

static void print_document(const sr_document *doc, sr_str id, sr_buf *out)
{
    sr_buf_printf(out, "# newdoc id = %.*s\n", SR_ARG(id));
    for (uint32_t s = 0; s < doc->n_sentences; s++) {
        const sr_sentence *sent = &doc->sentences[s];
        if (sent->flags & SR_SENTENCE_TITLE)
            continue;
        sr_str text = sr_str_slice(doc->text, sent->begin_byte, sent->end_byte);
        sr_buf_printf(out, "# flags = %u\n# text = ", sent->flags);
        for (size_t i = 0; i < text.len; i++)
            sr_buf_byte(out, text.ptr[i] == '\n' ? ' ' : text.ptr[i]);
        sr_buf_byte(out, '\n');
        for (uint32_t i = sent->first; i < sent->end; i++) {
            const sr_token *t = &doc->tokens[i];
            uint32_t last = i;
            while (last + 1 < sent->end && doc->tokens[last + 1].flags & SR_TOKEN_JOINED)
                last++;
            if (last > i && !(t->flags & SR_TOKEN_JOINED)) {
                sr_str form = sr_str_slice(doc->text, t->begin, doc->tokens[last].end);
                sr_buf_printf(out, "%u-%u\t%.*s\t_\t_\t_\t_\t_\t_\t_\tTokenRange=%u:%u\n", i - sent->first + 1,
                              last - sent->first + 1, SR_ARG(form), t->begin - doc->body_offset,
                              doc->tokens[last].end - doc->body_offset);
            }
            print_word(doc, t, i - sent->first + 1, out);
        }
        sr_buf_byte(out, '\n');
    }
}

int main(int argc, char **argv)
{
    int times = argc == 4 && strcmp(argv[1], "--time") == 0 ? atoi(argv[2]) : 0;
    sr_error err = {0};
    sr_str bytes;
    if ((argc != 2 && !times) || sr_file_map(argv[argc - 1], &bytes, &err) != SR_OK) {
        (void)fprintf(stderr, "usage: tokenise [--time N] FILE.jsonl  %s\n", err.text);
        return 2;
    }
    sr_arena arena;
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_buf out = SR_BUF_INIT;
    size_t tokens = 0, size = 0;
    double seconds = 0;
    sr_str rest = bytes;
    while (rest.len) {
        sr_str line = sr_str_copy(&arena, sr_str_cut(&rest, '\n'));
        json_object *object = json_tokener_parse((const char *)line.ptr);
        sr_report report = {.title = member(object, "title"), .text = member(object, "text"),
                            .id = member(object, "id").len ? member(object, "id") : member(object, "doc")};
        sr_arena_reset(&arena);
        struct timespec a, b;
        (void)clock_gettime(CLOCK_MONOTONIC, &a);
        for (int pass = 0; pass < SR_MAX(times, 1); pass++) {
            sr_document doc = {0};
            sr_arena_reset(&arena);
            sr_text_read(&report, NULL, &doc, &arena);
            tokens += doc.n_tokens;
            size += report.text.len;
            if (!times)
                print_document(&doc, report.id, &out);
        }
        (void)clock_gettime(CLOCK_MONOTONIC, &b);
        seconds += (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) * 1e-9;
        json_object_put(object);
        (void)fwrite(out.ptr, 1, out.len, stdout);
        sr_buf_clear(&out);
    }
    if (times)
        (void)printf("%zu tokens, %zu bytes, %.3f s: %.2f M tokens/s, %.1f MB/s\n", tokens, size, seconds,
                     (double)tokens / seconds / 1e6, (double)size / seconds / 1e6);
    sr_buf_free(&out);
    sr_arena_free(&arena);
    sr_file_unmap(bytes);
    return 0;
}
