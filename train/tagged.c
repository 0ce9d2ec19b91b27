/* What the trained models see, for scoring them without the rest of the program.
 *
 *   sr_tagged [--models DIR] [--upper] [--parse] [--time N] FILE.jsonl
 *
 * Prints CoNLL-U with TokenRange and `# entity` lines (form of the record format, 2a) for one
 * JSON object a line with `id` and `text`.  --upper reads the texts in capitals; --time prints
 * the speed of N passes of each stage instead.
 * SPDX-License-Identifier: Apache-2.0 */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "annotate/annotate.h"
#include "annotate/tag.h"
#include "annotate/names.h"
#include "base/buf.h"
#include "base/file.h"
#include "text/text.h"

typedef struct options {
    bool upper, parse;
    int  times;
} options;

static sr_str member(json_object *object, const char *name)
{
    json_object *value;
    if (!json_object_object_get_ex(object, name, &value) ||
        !json_object_is_type(value, json_type_string))
        return (sr_str){NULL, 0};
    return sr_str_from(json_object_get_string(value), (size_t)json_object_get_string_len(value));
}

static sr_str raised(sr_str text, sr_arena *arena)
{
    uint8_t *copy = sr_arena_copy(arena, text.ptr, text.len);
    for (size_t i = 0; i < text.len; i++)
        if (sr_is_lower(copy[i]))
            copy[i] = (uint8_t)(copy[i] - 32);
    return sr_str_from(copy, text.len);
}

static void print_word(const sr_document *doc, uint32_t i, sr_buf *out)
{
    const sr_token    *t = &doc->tokens[i];
    const sr_sentence *s = &doc->sentences[t->sentence];
    bool parsed = (s->flags & SR_SENTENCE_PARSED) != 0;
    uint32_t head = parsed ? t->head == SR_NO_TOKEN ? 0 : t->head - s->first + 1 : i > s->first;
    sr_buf_printf(out, "%u\t%.*s\t%.*s\t%.*s\t%.*s\t_\t%u\t%.*s\t_\tTokenRange=%u:%u\n",
                  i - s->first + 1, SR_ARG(sr_str_slice(doc->text, t->begin, t->end)),
                  SR_ARG(t->lemma), SR_ARG(sr_upos_name(t->upos)),
                  SR_ARG(sr_xpos_name(t->xpos)), head,
                  SR_ARG(parsed ? sr_deprel_name(t->deprel) : head ? SR_STR("dep") : SR_STR("root")),
                  t->begin - doc->body_offset, t->end - doc->body_offset);
}

static void print_sentence(const sr_document *doc, const sr_sentence *s, sr_buf *out)
{
    for (uint32_t e = 0; e < doc->n_entities; e++) {
        const sr_entity *x = &doc->entities[e];
        if (x->range.first >= s->first && x->range.end <= s->end)
            sr_buf_printf(out, "# entity = %u %u %.*s _\n",
                          doc->tokens[x->range.first].begin - doc->body_offset,
                          doc->tokens[x->range.end - 1].end - doc->body_offset,
                          SR_ARG(sr_entity_kind_name(x->kind)));
    }
    for (uint32_t i = s->first; i < s->end; i++) {
        uint32_t last = i;
        while (last + 1 < s->end && (doc->tokens[last + 1].flags & SR_TOKEN_JOINED) != 0)
            last++;
        if (last > i && (doc->tokens[i].flags & SR_TOKEN_JOINED) == 0)
            sr_buf_printf(out, "%u-%u\t%.*s\t_\t_\t_\t_\t_\t_\t_\tTokenRange=%u:%u\n",
                          i - s->first + 1, last - s->first + 1,
                          SR_ARG(sr_str_slice(doc->text, doc->tokens[i].begin, doc->tokens[last].end)),
                          doc->tokens[i].begin - doc->body_offset,
                          doc->tokens[last].end - doc->body_offset);
        print_word(doc, i, out);
    }
    sr_buf_byte(out, '\n');
}

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static const char *const stages[] = {"text", "tags", "parse", "names"};

static void annotate(const sr_report *report, const sr_know *know, const options *o, double *spent,
                     sr_document *doc, sr_arena *arena)
{
    double at = now(), next;
    *doc = (sr_document){0};
    sr_text_read(report, know, doc, arena);
    spent[0] += (next = now()) - at, at = next;
    sr_annotate_tags(doc, know, arena);
    spent[1] += (next = now()) - at, at = next;
    for (uint32_t i = 0; o->parse && i < doc->n_sentences; i++)
        sr_annotate_parse(doc, i, know, arena);
    spent[2] += (next = now()) - at, at = next;
    doc->entities = sr_names_tag(doc, know, arena, &doc->n_entities);
    spent[3] += now() - at;
    sr_annotate_printed_lemmas(doc, know, arena);
}

int main(int argc, char **argv)
{
    options         o = {0};
    sr_know_options ko = {0};
    const char     *file = NULL;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--upper") == 0)
            o.upper = true;
        else if (strcmp(argv[i], "--parse") == 0)
            o.parse = true;
        else if (strcmp(argv[i], "--models") == 0 && i + 1 < argc)
            ko.models_dir = argv[++i];
        else if (strcmp(argv[i], "--time") == 0 && i + 1 < argc)
            o.times = atoi(argv[++i]);
        else
            file = argv[i];
    }
    sr_error err = {0};
    sr_str   bytes;
    sr_know *know;
    if (!file || sr_file_map(file, &bytes, &err) != SR_OK ||
        sr_know_open(&know, &ko, &err) != SR_OK) {
        (void)fprintf(stderr, "use: sr_tagged [--models DIR] [--upper] [--parse] [--time N] "
                      "FILE.jsonl  %s %s\n", err.where, err.text);
        return 2;
    }
    sr_arena arena;
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_buf out = SR_BUF_INIT;
    double spent[SR_COUNT(stages)] = {0};
    size_t tokens = 0;
    for (sr_str rest = bytes; rest.len > 0;) {
        sr_str       line = sr_str_copy(&arena, sr_str_cut(&rest, '\n'));
        json_object *object = json_tokener_parse((const char *)line.ptr);
        for (int pass = 0; pass < SR_MAX(o.times, 1); pass++) {
            sr_arena_reset(&arena);
            sr_document doc;
            sr_report   report = {.id = member(object, "id"), .text = member(object, "text")};
            if (o.upper)
                report.text = raised(report.text, &arena);
            annotate(&report, know, &o, spent, &doc, &arena);
            tokens += doc.n_tokens;
            if (o.times > 0)
                continue;
            sr_buf_printf(&out, "# newdoc id = %.*s\n", SR_ARG(report.id));
            for (uint32_t s = 0; s < doc.n_sentences; s++)
                print_sentence(&doc, &doc.sentences[s], &out);
        }
        (void)fwrite(out.ptr, 1, out.len, stdout);
        sr_buf_clear(&out);
        json_object_put(object);
    }
    for (size_t i = 0; i < SR_COUNT(stages) && o.times > 0; i++)
        (void)printf("%s: %.0f k tokens/s\n", stages[i], (double)tokens / spent[i] / 1e3);
    sr_buf_free(&out);
    sr_arena_free(&arena);
    sr_know_close(know);
    sr_file_unmap(bytes);
    return 0;
}
