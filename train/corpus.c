/* Reading training texts; see corpus.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "train/corpus.h"

#include <stdio.h>
#include <stdlib.h>
#include <lzma.h>
#include <stdarg.h>

#include "annotate/tag.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "record/vocabulary.h"

void sr_train_fail(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    fputs("train: ", stderr);
    vfprintf(stderr, fmt, args);
    fputc('\n', stderr);
    va_end(args);
    exit(4);
}

void sr_train_shuffle(uint32_t *order, uint32_t n, uint64_t *state)
{
    for (uint32_t i = 0; i < n; i++)
        order[i] = i;
    for (uint32_t i = n; i > 1; i--) {
        uint32_t j = (uint32_t)(sr_train_random(state) % i);
        uint32_t swap = order[i - 1];
        order[i - 1] = order[j];
        order[j] = swap;
    }
}

static void unpack(sr_buf *out, sr_str packed, const char *path)
{
    lzma_stream z = LZMA_STREAM_INIT;
    if (lzma_stream_decoder(&z, UINT64_MAX, LZMA_CONCATENATED) != LZMA_OK)
        sr_train_fail("%s: cannot unpack", path);
    z.next_in = packed.ptr;
    z.avail_in = packed.len;
    lzma_ret ret = LZMA_OK;
    while (ret == LZMA_OK) {
        if (!sr_buf_reserve(out, 1u << 20))
            sr_train_fail("%s: out of memory", path);
        z.next_out = out->ptr + out->len;
        z.avail_out = 1u << 20;
        ret = lzma_code(&z, LZMA_FINISH);
        out->len += (1u << 20) - z.avail_out;
    }
    lzma_end(&z);
    if (ret != LZMA_STREAM_END)
        sr_train_fail("%s: damaged archive", path);
}

sr_str sr_train_file(const char *folder, const char *name, sr_arena *arena)
{
    sr_str path = sr_str_format(arena, "%s/%s", folder, name);
    FILE  *f = fopen((const char *)path.ptr, "rb");
    if (!f)
        sr_train_fail("%.*s: not there; training needs the data folder (--shared FOLDER, "
                      "default ../shared)", SR_ARG(path));
    sr_buf raw = SR_BUF_INIT;
    size_t got = 1;
    while (got > 0 && sr_buf_reserve(&raw, 1u << 16)) {
        got = fread(raw.ptr + raw.len, 1, 1u << 16, f);
        raw.len += got;
    }
    if (ferror(f) || raw.failed)
        sr_train_fail("%.*s: cannot be read", SR_ARG(path));
    fclose(f);
    sr_buf plain = SR_BUF_INIT;
    bool   packed = sr_str_ends(path, SR_STR(".xz"));
    if (packed)
        unpack(&plain, sr_buf_view(&raw), (const char *)path.ptr);
    sr_str text = sr_str_copy(arena, sr_buf_view(packed ? &plain : &raw));
    sr_buf_free(&raw);
    sr_buf_free(&plain);
    return text;
}

/* ASCII form of a mark, as text/ folds; NULL: keep it. */
static const char *plain_mark(uint32_t cp)
{
    switch (cp) {
    case 0x2018: case 0x2019: case 0x201A: case 0x201B: case 0x2032: case 0xB4:
        return "'";
    case 0x201C: case 0x201D: case 0x201E: case 0x201F: case 0xAB: case 0xBB: case 0x2033:
        return "\"";
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2212:
        return "-";
    case 0x2014: case 0x2015:
        return "--";
    case 0x2026:
        return "...";
    default:
        return NULL;
    }
}

/* As text/ folds: lower case, typographic marks made ASCII. */
static sr_str fold(sr_str form, sr_arena *arena)
{
    if (sr_str_eq(form, SR_STR("``")) || sr_str_eq(form, SR_STR("''")))
        return SR_STR("\"");
    sr_str   lower = sr_utf8_fold(arena, form);
    uint8_t *out = sr_arena_alloc(arena, lower.len + 1, 1);
    size_t   n = 0;
    for (size_t i = 0, len = 1; i < lower.len; i += len) {
        const char *mark = plain_mark(sr_utf8_read(lower, i, &len));
        const void *from = mark ? (const void *)mark : (const void *)(lower.ptr + i);
        size_t      bytes = mark ? strlen(mark) : len;
        memcpy(out + n, from, bytes);
        n += bytes;
    }
    return sr_str_from(out, n);
}

static uint8_t flags_of(sr_str form)
{
    unsigned letters = 0, digits = 0, lower = 0, upper_first = 0;
    for (size_t i = 0, len = 1; i < form.len; i += len) {
        uint32_t cp = sr_utf8_read(form, i, &len);
        if (cp < 0x80 && sr_is_digit((uint8_t)cp))
            digits++;
        if (!sr_utf8_is_letter(cp))
            continue;
        if (letters == 0)
            upper_first = sr_utf8_is_upper(cp);
        letters++;
        lower += !sr_utf8_is_upper(cp);
    }
    return (uint8_t)((upper_first ? SR_TOKEN_CAPITAL : 0) |
                     (letters > 1 && lower == 0 ? SR_TOKEN_CAPS : 0) |
                     (digits ? SR_TOKEN_DIGIT : 0) | (letters ? SR_TOKEN_WORD : 0) |
                     (letters + digits == 0 ? SR_TOKEN_PUNCT : 0));
}

typedef struct row {
    sr_str   form, lemma, name, misc;
    uint32_t head;    // 1-based in its sentence, 0 root
    uint8_t  upos, xpos, deprel;
    bool     space_before, joined;
} row;

typedef struct builder {
    SR_LIST(row) rows;
    SR_LIST(sr_sentence) sentences;
    SR_LIST(bool) wide;
    sr_arena *arena;
    uint32_t  first; // row of the sentence being read
    bool      opens; // a document or paragraph begins
} builder;

static void sentence_end(builder *b)
{
    uint32_t end = (uint32_t)b->rows.n;
    if (end == b->first)
        return;
    *SR_PUSH(b->arena, &b->sentences) = (sr_sentence){.first = b->first, .end = end};
    *SR_PUSH(b->arena, &b->wide) = b->opens;
    b->opens = false;
    b->first = end;
}

static void corpus_layout(sr_corpus *out, builder *b)
{
    uint32_t n = (uint32_t)b->rows.n;
    sr_arena *a = b->arena;
    size_t bytes = 0;
    for (uint32_t i = 0; i < n; i++)
        bytes += b->rows.at[i].form.len + 1;
    uint8_t *text = sr_arena_alloc(a, bytes + 1, 1);
    *out = (sr_corpus){0};
    out->doc.tokens = SR_NEW(a, sr_token, n + 1);
    out->doc.hashes = SR_NEW(a, uint64_t, n + 1);
    size_t at = 0;
    for (uint32_t s = 0; s < b->sentences.n; s++) {
        for (uint32_t i = b->sentences.at[s].first; i < b->sentences.at[s].end; i++) {
            const row *r = &b->rows.at[i];
            sr_token  *t = &out->doc.tokens[i];
            if (r->space_before)
                text[at++] = ' ';
            memcpy(text + at, r->form.ptr, r->form.len);
            t->begin = (uint32_t)at;
            t->end = (uint32_t)(at += r->form.len);
            t->fold = fold(r->form, a);
            t->sentence = s;
            t->head = SR_NO_TOKEN;
            t->flags = (uint8_t)(flags_of(r->form) | (r->space_before ? SR_TOKEN_SPACE : 0) |
                                 (r->joined ? SR_TOKEN_JOINED : 0));
            out->doc.hashes[i] = sr_hash(t->fold);
        }
    }
    out->doc.text = sr_str_from(text, at);
    out->doc.n_tokens = n;
    out->doc.sentences = b->sentences.at;
    out->doc.n_sentences = (uint32_t)b->sentences.n;
    out->wide = b->wide.at;
}

static void corpus_gold(sr_corpus *out, const builder *b)
{
    uint32_t n = (uint32_t)b->rows.n;
    sr_arena *a = b->arena;
    out->upos = SR_NEW(a, uint8_t, n + 1);
    out->xpos = SR_NEW(a, uint8_t, n + 1);
    out->lemmas = SR_NEW(a, sr_str, n + 1);
    out->heads = SR_NEW(a, uint32_t, n + 1);
    out->deprels = SR_NEW(a, uint8_t, n + 1);
    out->names = SR_NEW(a, sr_str, n + 1);
    out->misc = SR_NEW(a, sr_str, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        const row *r = &b->rows.at[i];
        uint32_t first = b->sentences.at[out->doc.tokens[i].sentence].first;
        out->upos[i] = r->upos;
        out->xpos[i] = r->xpos;
        out->lemmas[i] = r->lemma;
        out->heads[i] = r->head == 0 ? SR_NO_TOKEN : first + r->head - 1;
        out->deprels[i] = r->deprel;
        out->names[i] = r->name;
        out->misc[i] = r->misc;
    }
}

static uint8_t code(int value, int other)
{
    return (uint8_t)(value < 0 ? other : value);
}

/* A subtype that is not in the list keeps its main relation. */
static uint8_t deprel_code(sr_str text)
{
    int value = sr_deprel_from(text);
    if (value < 0)
        value = sr_deprel_from(sr_str_slice(text, 0, sr_str_find(text, ':', 0)));
    return code(value, SR_DEPREL_DEP);
}

void sr_corpus_conllu(sr_corpus *out, sr_str text, sr_arena *arena)
{
    builder  b = {.arena = arena, .opens = true};
    bool     space = true;
    uint64_t mwt_end = 0;
    bool     mwt_space = true;
    while (text.len > 0) {
        sr_str line = sr_str_cut(&text, '\n');
        if (line.len == 0) {
            sentence_end(&b);
            mwt_end = 0;
            space = true;
            continue;
        }
        if (line.ptr[0] == '#') {
            b.opens = b.opens || sr_str_starts(line, SR_STR("# newpar")) ||
                      sr_str_starts(line, SR_STR("# newdoc"));
            continue;
        }
        sr_str col[10] = {{NULL, 0}};
        for (int c = 0; c < 10; c++)
            col[c] = sr_str_cut(&line, '\t');
        bool     glued = sr_str_search(col[9], SR_STR("SpaceAfter=No"), 0) < col[9].len;
        uint64_t id = 0;
        if (!sr_str_uint(col[0], 100000, &id)) {
            sr_str rest = col[0];
            (void)sr_str_cut(&rest, '-');
            if (rest.len > 0 && sr_str_uint(rest, 100000, &mwt_end))
                mwt_space = !glued;
            continue;
        }
        row     *r = SR_PUSH(arena, &b.rows);
        uint64_t head = 0;
        (void)sr_str_uint(col[6], 100000, &head);
        *r = (row){.form = col[1], .lemma = col[2], .misc = col[9], .head = (uint32_t)head,
                   .upos = code(sr_upos_from(col[3]), SR_UPOS_X),
                   .xpos = code(sr_xpos_from(col[4]), SR_XPOS_XX),
                   .deprel = deprel_code(col[7]), .space_before = space,
                   .joined = !space && mwt_end > 0 && id <= mwt_end};
        space = id < mwt_end ? false : id == mwt_end ? mwt_space : !glued;
    }
    sentence_end(&b);
    corpus_layout(out, &b);
    corpus_gold(out, &b);
}

void sr_corpus_columns(sr_corpus *out, sr_str text, int word, int tag, int pos, sr_arena *arena)
{
    builder b = {.arena = arena, .opens = true};
    while (text.len > 0) {
        sr_str line = sr_str_trim(sr_str_cut(&text, '\n'));
        if (line.len == 0) {
            sentence_end(&b);
            continue;
        }
        if (sr_str_starts(line, SR_STR("# doc")) || sr_str_starts(line, SR_STR("-DOCSTART-"))) {
            sentence_end(&b);
            b.opens = true;
            continue;
        }
        uint8_t by = sr_str_find(line, '\t', 0) < line.len ? '\t' : ' ';
        sr_str  col[8] = {{NULL, 0}};
        int     n = 0;
        while (n < 8 && line.len > 0)
            col[n++] = sr_str_cut(&line, by);
        if (n < 2 || word >= n || tag >= n)
            continue;
        *SR_PUSH(arena, &b.rows) = (row){
            .form = col[word], .name = col[tag < 0 ? n - 1 : tag], .space_before = true,
            .xpos = pos < 0 ? 0 : code(sr_xpos_from(col[pos]), SR_XPOS_XX)};
    }
    sentence_end(&b);
    corpus_layout(out, &b);
    corpus_gold(out, &b);
}
