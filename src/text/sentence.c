/* Sentence borders: rules over tokens and the white space between them.
 *
 * Borders are looked for only inside paragraphs.  A sentence ends with a stop (. ! ? …), or an
 * abbreviation that can end one, and takes closing quotation marks and brackets behind it
 * along; whether it ends is read from the next word: its case, whether it is one that opens
 * sentences, two spaces before it.  In upper-case text the case says nothing and a full stop
 * ends the sentence unless it belongs to an abbreviation.
 *
 * A bracket that stands alone between sentences is an editor's remark and its own sentence;
 * what stands before the prose (date line, dateline) is kept apart in the same way.
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/text_int.h"

#include "base/limits.h"

#define REMARK_TOKENS 40u  // longest bracketed remark
#define SPEAKER_TOKENS 4u  // longest speaker between a quotation and its verb

typedef struct splitter {
    const sr_document *doc;
    const uint8_t     *gaps;
    size_t             n;
    bool               upper;
    const sr_know     *know;
} splitter;

static uint8_t first_byte(const splitter *x, size_t i)
{
    return x->doc->tokens[i].fold.len ? x->doc->tokens[i].fold.ptr[0] : 0;
}

static bool is_mark(const splitter *x, size_t i, char c)
{
    return i < x->n && x->doc->tokens[i].fold.len == 1 && x->doc->tokens[i].fold.ptr[0] == (uint8_t)c;
}

static bool has(const splitter *x, size_t i, unsigned flags)
{
    return (x->doc->tokens[i].flags & flags) != 0;
}

static bool is_word(const splitter *x, size_t i, const char *form)
{
    return i < x->n && sr_str_eq(x->doc->tokens[i].fold, sr_str_c(form));
}

/* ----------------------------------------------------------------------- ends */

/* Faces like :-) go with the sentence before them. */
static bool is_face(const splitter *x, size_t i)
{
    sr_str form = x->doc->tokens[i].fold;
    return (form.len == 2 || form.len == 3) && strchr(":;=", form.ptr[0]) && strchr("()dp", form.ptr[form.len - 1]);
}

typedef enum end_kind { NO_END, STOP, DOTS, CRY, SHORT } end_kind;

/* What kind of end token i can be. */
static end_kind end_of(const splitter *x, size_t i)
{
    sr_str form = x->doc->tokens[i].fold;
    if (form.len == 0)
        return NO_END;
    uint8_t last = form.ptr[form.len - 1];
    if (has(x, i, SR_TOKEN_WORD | SR_TOKEN_DIGIT))
        return last == '.' ? SHORT : NO_END;
    if (form.ptr[0] == '.')
        return form.len == 1 ? STOP : DOTS;
    if (is_face(x, i))
        return DOTS;
    return form.ptr[0] == '!' || form.ptr[0] == '?' ? CRY : NO_END;
}

/* Number of tokens of a note mark like [13] or [citation needed]. */
static size_t note_mark(const splitter *x, size_t i)
{
    if (!is_mark(x, i, '[') || x->upper)
        return 0;
    for (size_t k = i + 1; k < x->n && k < i + 8; k++) {
        if (is_mark(x, k, ']'))
            return k > i + 1 ? k + 1 - i : 0;
        bool needed = has(x, k, SR_TOKEN_WORD) && is_word(x, k + 1, "needed");
        if (!has(x, k, SR_TOKEN_DIGIT) && !needed && !is_word(x, k, "needed") && !is_word(x, k, "better") &&
            !is_mark(x, k, ',') && !is_mark(x, k, '-'))
            return 0;
    }
    return 0;
}

/* First token behind the closing marks that follow a stop; `end` at the latest. */
static size_t after_closers(const splitter *x, size_t i, size_t end, bool *quote)
{
    *quote = false;
    while (i < end && x->gaps[i] != SR_GAP_PARAGRAPH) {
        bool single;
        sr_text__mark mark = sr_text__quote_mark(x->doc, x->gaps, i, &single);
        size_t note = note_mark(x, i);
        if (mark == SR_MARK_CLOSE || (mark == SR_MARK_EITHER && x->gaps[i] == SR_GAP_NONE))
            *quote = true;
        else if (note)
            i = SR_MIN(i + note, end) - 1;
        else if (!is_face(x, i) && !is_mark(x, i, ')') && !is_mark(x, i, ']') && !is_mark(x, i, '}'))
            break;
        i++;
    }
    return i;
}

/* The first word from i on, behind opening marks; x->n: none near. */
static size_t opening_word(const splitter *x, size_t i)
{
    for (size_t k = i; k < x->n && k < i + 4; k++) {
        if (k > i && x->gaps[k] == SR_GAP_PARAGRAPH)
            return x->n;
        if (has(x, k, SR_TOKEN_WORD | SR_TOKEN_DIGIT))
            return k;
        if (strchr(",;:.!?)]}", first_byte(x, k)))
            return x->n;
    }
    return x->n;
}

static bool is_reporting(sr_str form)
{
    static const char *const verbs[] = {"said", "says", "asked", "told", "added", "replied", "shouted",
                                        "wrote", "declared", "stated", "cried", "exclaimed"};
    for (size_t i = 0; i < SR_COUNT(verbs); i++)
        if (sr_str_eq(form, sr_str_c(verbs[i])))
            return true;
    return false;
}

/* Whether who said it follows a quotation: "Why?" Smith asked. */
static bool speaker_follows(const splitter *x, size_t i)
{
    for (size_t k = i; k < x->n && k < i + SPEAKER_TOKENS && x->gaps[k] != SR_GAP_PARAGRAPH; k++) {
        if (is_reporting(x->doc->tokens[k].fold))
            return true;
        if (!has(x, k, SR_TOKEN_WORD))
            return false;
    }
    return false;
}

static bool is_starter(const splitter *x, size_t i)
{
    return (sr_text__classes(x->doc->tokens[i].fold) & SR_CLASS_STARTER) != 0;
}

/* Whether an abbreviation at i ends a sentence that the word `next` follows. */
static bool short_ends(const splitter *x, size_t i, size_t next)
{
    sr_str form = x->doc->tokens[i].fold;
    unsigned c = sr_text__classes_with(x->know, sr_str_slice(form, 0, form.len - 1));
    if (c & (SR_CLASS_TITLE | SR_CLASS_NUMBER) || form.len == 2)
        return false;
    return is_starter(x, next) && x->doc->tokens[next].fold.len > 1;
}

/* Whether a sentence ends with the stop at i, when token k is the next behind its closers. */
static bool ends(const splitter *x, size_t start, size_t i, size_t k, end_kind kind, bool quote)
{
    size_t next = opening_word(x, k);
    if (next == x->n)
        return false;
    if (kind == STOP && i == start + 1 && x->doc->tokens[start].fold.len <= 3 &&
        has(x, start, SR_TOKEN_DIGIT))
        return false; // 1. first item
    bool lower = has(x, next, SR_TOKEN_WORD) && !has(x, next, SR_TOKEN_CAPITAL) &&
                 !has(x, next, SR_TOKEN_DIGIT);
    if (x->gaps[k] == SR_GAP_NONE)
        return kind != SHORT && !lower && !x->upper && has(x, next, SR_TOKEN_CAPITAL) &&
               !has(x, next, SR_TOKEN_DIGIT);
    if (lower) // sloppy writing; but "Why?" he asked, and unknown abbreviations
        return !quote && k == next && i > start && has(x, i - 1, SR_TOKEN_WORD) &&
               (kind == CRY || (kind == STOP && x->doc->tokens[i - 1].fold.len > 3));
    if (kind == SHORT)
        return (x->gaps[k] == SR_GAP_WIDE && !short_ends(x, i, next)
                    ? x->doc->tokens[i].fold.len > 4 : false) || short_ends(x, i, next);
    if (kind == CRY && quote && speaker_follows(x, next))
        return false;
    return true;
}

/* -------------------------------------------------------------------- remarks */

/* End of the bracketed remark that starts at i; i: there is none. */
static size_t remark_end(const splitter *x, size_t i)
{
    if (!is_mark(x, i, '['))
        return i;
    for (size_t k = i + 1; k < x->n && k < i + REMARK_TOKENS; k++) {
        if (x->gaps[k] == SR_GAP_PARAGRAPH)
            return i;
        if (!is_mark(x, k, ']'))
            continue;
        bool last = k + 1 == x->n || x->gaps[k + 1] == SR_GAP_PARAGRAPH;
        bool fresh = !last && x->gaps[k + 1] != SR_GAP_NONE &&
                     (x->upper || !has(x, k + 1, SR_TOKEN_WORD) || has(x, k + 1, SR_TOKEN_CAPITAL));
        return last || fresh ? k + 1 : i;
    }
    return i;
}

/* --------------------------------------------------------------------- whole */

typedef SR_LIST(sr_sentence) sentence_list;

static void close_sentence(sr_document *doc, sentence_list *list, sr_arena *arena, size_t first,
                           size_t end, unsigned flags)
{
    sr_sentence *s = SR_PUSH(arena, list);
    s->first = (uint32_t)first;
    s->end = (uint32_t)end;
    s->begin_byte = doc->tokens[first].begin;
    s->end_byte = doc->tokens[end - 1].end;
    s->flags = flags;
    for (size_t i = first; i < end; i++)
        doc->tokens[i].sentence = (uint32_t)list->n - 1;
}

/* End of the sentence that starts at `start`. */
static size_t sentence_end(const splitter *x, size_t start, bool whole_paragraph, bool *cut)
{
    size_t stop = SR_MIN(x->n, start + SR_LIMIT_SENTENCE_TOKENS);
    for (size_t i = start; i < stop; i++) {
        if (i > start && x->gaps[i] == SR_GAP_PARAGRAPH)
            return i;
        end_kind kind = whole_paragraph ? NO_END : end_of(x, i);
        if (kind == NO_END)
            continue;
        bool quote;
        size_t k = after_closers(x, i + 1, stop, &quote);
        if (k == x->n || x->gaps[k] == SR_GAP_PARAGRAPH || ends(x, start, i, k, kind, quote))
            return k;
        i = k - 1;
    }
    if (stop < x->n && x->gaps[stop] != SR_GAP_PARAGRAPH) {
        *cut = true;
        while (stop > start + 1 && has(x, stop, SR_TOKEN_JOINED))
            stop--;
    }
    return stop;
}

bool sr_text__split(sr_document *doc, const uint8_t *gaps, sr_text__options options,
                    sr_arena *arena)
{
    splitter x = {.doc = doc, .gaps = gaps, .n = doc->n_tokens, .upper = options.upper,
                  .know = options.know};
    sentence_list list = {0};
    bool cut = false;
    for (size_t start = 0; start < x.n;) {
        unsigned flags = gaps[start] == SR_GAP_PARAGRAPH ? SR_SENTENCE_PARAGRAPH : 0;
        bool title = options.has_title && doc->tokens[start].begin < doc->body_offset;
        bool before = !title && doc->tokens[start].begin < options.body;
        size_t end = title || before ? start : remark_end(&x, start);
        if (end > start || before)
            flags |= SR_SENTENCE_REMARK;
        if (end == start)
            end = sentence_end(&x, start, title || before, &cut);
        close_sentence(doc, &list, arena, start, end, flags | (title ? SR_SENTENCE_TITLE : 0));
        start = end;
    }
    doc->sentences = list.at;
    doc->n_sentences = (uint32_t)list.n;
    return cut;
}
