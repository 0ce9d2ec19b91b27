/* Quotation: which tokens stand between quotation marks.
 *
 * Typographic marks say whether they open or close; straight ones are read from the spaces
 * around them, and in turn where those do not tell.  A mark can be missing: a quotation ends
 * with its paragraph if the next one opens with a mark again (a speech over several paragraphs),
 * else with the sentence that it began in.  Single marks count only as a pair in a paragraph,
 * because most of them are apostrophes.
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/text_int.h"

static sr_text__mark by_spacing(const sr_document *doc, const uint8_t *gaps, size_t i)
{
    bool before = gaps[i] != SR_GAP_NONE;
    bool after = i + 1 == doc->n_tokens || gaps[i + 1] != SR_GAP_NONE;
    bool opened = i > 0 && doc->tokens[i - 1].fold.len == 1 && strchr("([", doc->tokens[i - 1].fold.ptr[0]);
    if ((before || opened) && !after)
        return SR_MARK_OPEN;
    if (!before && (after || doc->tokens[i + 1].flags & SR_TOKEN_PUNCT))
        return SR_MARK_CLOSE;
    return SR_MARK_EITHER;
}

sr_text__mark sr_text__quote_mark(const sr_document *doc, const uint8_t *gaps, size_t token,
                                  bool *single)
{
    const sr_token *t = &doc->tokens[token];
    *single = t->fold.len == 1 && t->fold.ptr[0] == '\'';
    bool tick = t->fold.len == 1 && t->fold.ptr[0] == '`';
    if (t->fold.len != 1 || t->flags & SR_TOKEN_JOINED ||
        (t->fold.ptr[0] != '"' && !*single && !tick))
        return SR_MARK_NONE;
    const uint8_t *s = doc->text.ptr + t->begin;
    size_t len = t->end - t->begin;
    if (tick || (len == 2 && s[0] == '`')) {
        *single = tick;
        return SR_MARK_OPEN;
    }
    if (len == 3 && s[0] == 0xE2 && s[1] == 0x80) {
        switch (s[2]) {
        case 0x9C: case 0x9E: case 0x98: case 0x9A:
            return SR_MARK_OPEN;
        case 0x9D:
            return SR_MARK_CLOSE;
        default: // U+2019 is an apostrophe, too
            break;
        }
    }
    if (len == 2 && s[0] == 0xC2 && (s[1] == 0xAB || s[1] == 0xBB))
        return s[1] == 0xAB ? SR_MARK_OPEN : SR_MARK_CLOSE;
    return by_spacing(doc, gaps, token);
}

static void mark_range(sr_document *doc, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        doc->tokens[i].flags |= SR_TOKEN_QUOTED;
}

/* End of the sentence that token i is in. */
static size_t sentence_end(const sr_document *doc, size_t i)
{
    return doc->sentences[doc->tokens[i].sentence].end;
}

/* A paragraph [begin, end): double marks. */
static void doubles(sr_document *doc, const uint8_t *gaps, size_t begin, size_t end)
{
    size_t open = end; // the mark that opened; end: none
    for (size_t i = begin; i < end; i++) {
        bool single;
        sr_text__mark mark = sr_text__quote_mark(doc, gaps, i, &single);
        if (mark == SR_MARK_NONE || single)
            continue;
        if (open == end) {
            if (mark != SR_MARK_CLOSE)
                open = i;
        } else if (mark == SR_MARK_OPEN) { // its end is missing
            mark_range(doc, open + 1, SR_MIN(i, sentence_end(doc, open)));
            open = i;
        } else {
            mark_range(doc, open + 1, i);
            open = end;
        }
    }
    if (open == end)
        return;
    bool single = false;
    sr_text__mark next = end < doc->n_tokens ? sr_text__quote_mark(doc, gaps, end, &single) : SR_MARK_NONE;
    bool goes_on = !single && (next == SR_MARK_OPEN || next == SR_MARK_EITHER);
    mark_range(doc, open + 1, goes_on ? end : SR_MIN(end, sentence_end(doc, open)));
}

/* The same for single marks: only pairs. */
static void singles(sr_document *doc, const uint8_t *gaps, size_t begin, size_t end)
{
    size_t open = end;
    for (size_t i = begin; i < end; i++) {
        bool single;
        sr_text__mark mark = sr_text__quote_mark(doc, gaps, i, &single);
        if (!single)
            continue;
        if (mark == SR_MARK_OPEN) {
            open = i;
        } else if (mark == SR_MARK_CLOSE && open != end) {
            mark_range(doc, open + 1, i);
            open = end;
        }
    }
}

void sr_text__quotes(sr_document *doc, const uint8_t *gaps)
{
    size_t begin = 0;
    while (begin < doc->n_tokens) {
        size_t end = begin + 1;
        while (end < doc->n_tokens && gaps[end] != SR_GAP_PARAGRAPH)
            end++;
        doubles(doc, gaps, begin, end);
        singles(doc, gaps, begin, end);
        begin = end;
    }
}
