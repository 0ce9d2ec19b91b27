/* The tokeniser: text -> tokens, as Universal Dependencies cuts English (EWT and GUM 2.16).
 *
 * The text is a sequence of chunks, runs without white space.  Most chunks are one word of
 * ASCII letters and become a token at once; the others are cut from left to right, each token
 * by the class of its first byte.  Every look ahead stays inside the chunk, a chunk has at most
 * CHUNK bytes (longer runs come in pieces), and a few bytes behind it for abbreviations: so the
 * work is linear in the text.
 *
 * Forms: the whole text is lowered once into `fold` (ASCII), each token's form is a view of it;
 * tokens with other bytes are rewritten in place, which never makes them longer.
 *
 * Invalid UTF-8 and control bytes are no reason to stop: the former are symbols, the latter
 * white space.
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/text_int.h"

#include "base/limits.h"
#include "base/utf8.h"

#define CHUNK 4096u
#define PEEK 64u      // bytes looked at behind an abbreviation
#define MAIL_LOCAL 64u // longest local part of a mail address
#define WRAP_MIN 40u  // narrower text is not wrapped but broken by hand
#define WRAP_MAX 100u

enum { // classes of bytes
    S = 1,  // white space and control
    U = 2,  // A-Z
    L = 4,  // a-z
    D = 8,  // 0-9
    P = 16, // other ASCII
    A = 32, // @
    H = 64, // not ASCII
    LETTER = U | L,
    ALNUM = U | L | D,
};

#define ROW16(x) x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x
static const uint8_t class_of[256] = {
    ROW16(S), ROW16(S),
    S, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    D, D, D, D, D, D, D, D, D, D, P, P, P, P, P, P,
    A, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
    U, U, U, U, U, U, U, U, U, U, U, P, P, P, P, P,
    P, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, P, P, P, P, S,
    ROW16(H), ROW16(H), ROW16(H), ROW16(H), ROW16(H), ROW16(H), ROW16(H), ROW16(H),
};

typedef struct lexer {
    const uint8_t  *s;     // the text
    size_t          len;
    uint8_t        *fold;  // [len]
    sr_arena       *arena;
    sr_text__lexed *out;
    size_t          room;
    size_t          end;   // of the chunk
    size_t          mail_begin, mail_end; // next mail address of the chunk; == end: none
    size_t          line_begin;  // of the current line
    size_t          wrap;        // width the text is wrapped at; 0: lines are paragraphs
    sr_text__gap    gap;         // before the next token
    bool            single_open; // an opening single quotation mark waits for its end
    bool            upper;
    const sr_know  *know;        // users' abbreviations, or NULL
    bool            full;        // no more tokens
} lexer;

static bool is(const lexer *x, size_t i, unsigned classes)
{
    return i < x->end && (class_of[x->s[i]] & classes);
}

static sr_str view(const lexer *x, size_t begin, size_t end)
{
    return sr_str_from(x->s + begin, end - begin);
}

/* Code point at i; its length in *n. */
static uint32_t read_at(const lexer *x, size_t i, size_t *n)
{
    return sr_utf8_read(sr_str_from(x->s, x->len), i, n);
}

/* Bytes of the letter (or combining mark) at i; 0: none. */
static size_t letter(const lexer *x, size_t i)
{
    if (i >= x->end)
        return 0;
    uint8_t c = class_of[x->s[i]];
    if (c & LETTER)
        return 1;
    if (!(c & H))
        return 0;
    size_t n;
    uint32_t cp = read_at(x, i, &n);
    return cp != SR_UTF8_INVALID && sr_utf8_is_letter(cp) ? n : 0;
}

/* Bytes of the apostrophe at i: ' or a typographic one; 0: none. */
static size_t apostrophe(const lexer *x, size_t i)
{
    if (i >= x->end)
        return 0;
    if (x->s[i] == '\'')
        return 1;
    bool curly = i + 2 < x->end && x->s[i] == 0xE2 && x->s[i + 1] == 0x80 &&
                 (x->s[i + 2] == 0x99 || x->s[i + 2] == 0x98);
    return curly ? 3 : 0;
}

/* Bytes of white space at i that is not ASCII; 0: none. */
static size_t wide_space(const lexer *x, size_t i)
{
    uint8_t c = x->s[i];
    if (c != 0xC2 && c != 0xE2 && c != 0xE3 && c != 0xEF)
        return 0;
    size_t n;
    uint32_t cp = read_at(x, i, &n);
    return cp != SR_UTF8_INVALID && sr_utf8_is_space(cp) ? n : 0;
}

/* ------------------------------------------------------------- making tokens */

/* ASCII form of a mark; NULL: keep it. */
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

/* Form and flags of a token with bytes beyond ASCII. */
static void describe_wide(lexer *x, sr_token *t)
{
    uint8_t *out = x->fold + t->begin;
    size_t n, letters = 0;
    bool lower = false, upper = false;
    for (size_t i = t->begin; i < t->end; i += n) {
        uint32_t cp = read_at(x, i, &n);
        uint32_t low = cp == SR_UTF8_INVALID ? cp : sr_utf8_lower(cp);
        const char *mark = plain_mark(cp);
        if (mark) {
            while (*mark)
                *out++ = (uint8_t)*mark++;
        } else if (cp == SR_UTF8_INVALID) {
            *out++ = x->s[i];
        } else {
            out += sr_utf8_write(low, out);
        }
        if (cp < 0x80 && sr_is_digit((uint8_t)cp))
            t->flags |= SR_TOKEN_DIGIT;
        if (cp == SR_UTF8_INVALID || !sr_utf8_is_letter(cp))
            continue;
        if (letters++ == 0 && low != cp)
            t->flags |= SR_TOKEN_CAPITAL;
        upper = upper || low != cp;
        lower = lower || low == cp;
    }
    t->fold.len = (size_t)(out - t->fold.ptr);
    if (letters)
        t->flags |= SR_TOKEN_WORD;
    if (letters > 1 && upper && !lower)
        t->flags |= SR_TOKEN_CAPS;
}

static void describe(lexer *x, sr_token *t)
{
    unsigned all = 0, letters = 0;
    for (size_t i = t->begin; i < t->end; i++) {
        unsigned c = class_of[x->s[i]];
        if (!(all & LETTER) && (c & U))
            t->flags |= SR_TOKEN_CAPITAL;
        all |= c;
        letters += (c & LETTER) != 0;
    }
    t->fold = sr_str_from(x->fold + t->begin, t->end - t->begin);
    if (SR_UNLIKELY(all & H)) {
        t->flags &= (uint8_t)~SR_TOKEN_CAPITAL;
        describe_wide(x, t);
    } else {
        if (all & D)
            t->flags |= SR_TOKEN_DIGIT;
        if (letters)
            t->flags |= SR_TOKEN_WORD;
        if (letters > 1 && !(all & L))
            t->flags |= SR_TOKEN_CAPS;
    }
    if (!(t->flags & (SR_TOKEN_WORD | SR_TOKEN_DIGIT)))
        t->flags |= SR_TOKEN_PUNCT;
    if (t->fold.len == 2 && t->fold.ptr[0] == t->fold.ptr[1] &&
        (t->fold.ptr[0] == '`' || t->fold.ptr[0] == '\'')) {
        x->fold[t->begin] = '"';
        t->fold.len = 1;
    }
}

static void note_cut(lexer *x, bool *what, size_t at)
{
    if (!x->out->cut_token && !x->out->cut_tokens)
        x->out->cut_at = (uint32_t)at;
    *what = true;
}

static void grow(lexer *x)
{
    size_t room = x->room + x->room / 2 + 64;
    sr_token *tokens = SR_NEW(x->arena, sr_token, room);
    uint8_t *gaps = SR_NEW(x->arena, uint8_t, room);
    if (x->out->n) {
        memcpy(tokens, x->out->tokens, x->out->n * sizeof *tokens);
        memcpy(gaps, x->out->gaps, x->out->n);
    }
    x->out->tokens = tokens;
    x->out->gaps = gaps;
    x->room = room;
}

static void emit_one(lexer *x, size_t begin, size_t end, unsigned flags)
{
    if (SR_UNLIKELY(x->out->n == SR_LIMIT_REPORT_TOKENS)) {
        if (!x->full)
            note_cut(x, &x->out->cut_tokens, begin);
        x->full = true;
        return;
    }
    if (SR_UNLIKELY(x->out->n == x->room))
        grow(x);
    sr_token *t = &x->out->tokens[x->out->n];
    x->out->gaps[x->out->n++] = (uint8_t)x->gap;
    t->begin = (uint32_t)begin;
    t->end = (uint32_t)end;
    t->head = SR_NO_TOKEN;
    t->flags = (uint8_t)(flags | (x->gap != SR_GAP_NONE ? SR_TOKEN_SPACE : 0));
    describe(x, t);
    x->gap = SR_GAP_NONE;
}

static void emit(lexer *x, size_t begin, size_t end, unsigned flags)
{
    while (SR_UNLIKELY(end - begin > SR_LIMIT_TOKEN_BYTES)) {
        size_t cut = begin + SR_LIMIT_TOKEN_BYTES;
        while (cut > begin + SR_LIMIT_TOKEN_BYTES - 4 && (x->s[cut] & 0xC0) == 0x80)
            cut--;
        note_cut(x, &x->out->cut_token, cut);
        emit_one(x, begin, cut, flags);
        begin = cut;
    }
    emit_one(x, begin, end, flags);
}

/* ------------------------------------------------------------- abbreviations */

/* First byte of the next word of the paragraph; x->len: none near. */
static size_t next_word(const lexer *x, size_t i)
{
    unsigned lines = 0;
    size_t stop = SR_MIN(x->len, i + PEEK);
    for (; i < stop && (class_of[x->s[i]] & S); i++)
        if (x->s[i] == '\n' && ++lines > 1)
            return x->len;
    return i < stop ? i : x->len;
}

/* Whether the word at i, a capital before it, goes on with a name rather than a sentence. */
static bool goes_on(const lexer *x, size_t i)
{
    if (i >= x->len || !sr_is_upper(x->s[i]))
        return false;
    size_t end = i;
    while (end < x->len && end < i + 16 && (class_of[x->s[end]] & LETTER))
        end++;
    return !(sr_text__classes(view(x, i, end)) & SR_CLASS_STARTER) || end - i == 1;
}

static bool after_word(const lexer *x, const char *fold)
{
    return x->out->n && sr_str_eq(x->out->tokens[x->out->n - 1].fold, sr_str_c(fold));
}

/* Whether the full stop at `stop` belongs to the word [begin, stop). */
static bool keeps_stop(const lexer *x, size_t begin, size_t stop)
{
    if (stop + 1 < x->end && x->s[stop + 1] == '.')
        return false;
    bool capital = sr_is_upper(x->s[begin]);
    size_t next = next_word(x, stop + 1);
    if (stop - begin == 1 && capital)
        return next > stop + 1 && goes_on(x, next);
    if (stop - begin > 2 && x->s[stop - 2] == '.' && sr_is_alpha(x->s[stop - 1]))
        return true; // U.S.  a.m.  Ph.D.
    if (stop - begin == 1 && after_word(x, "("))
        return true; // (b. May 1950)
    unsigned c = sr_text__classes_with(x->know, view(x, begin, stop));
    if (c & SR_CLASS_PLAIN && !sr_str_eq_case(view(x, begin, stop), SR_STR("al")))
        return true;
    if (c & SR_CLASS_PLAIN && after_word(x, "et"))
        return true;
    if (c & SR_CLASS_CAPITAL && capital && !x->upper)
        return true;
    if (c & SR_CLASS_STATE && capital && !x->upper && after_word(x, ","))
        return true;
    bool digit = next < x->len && sr_is_digit(x->s[next]);
    if (digit && (c & SR_CLASS_NUMBER || (c & SR_CLASS_DATE && capital)))
        return true;
    return (c & SR_CLASS_TITLE) != 0 && next < x->len;
}

/* --------------------------------------------------------------------- words */

/* Whether the dot at i, letters on both sides, is inside a word: U.S, whitehouse.gov. */
static bool joins_dot(const lexer *x, size_t segment, size_t i, size_t end)
{
    size_t len = i - segment, last = i + 1, stop = i + 1;
    if (len == 1 || sr_str_eq_case(view(x, segment, i), SR_STR("www")))
        return true;
    while (stop < end && stop < i + 64 &&
           (class_of[x->s[stop]] & ALNUM || x->s[stop] == '-' || x->s[stop] == '.')) {
        if (x->s[stop] == '.' && stop + 1 < end && class_of[x->s[stop + 1]] & ALNUM)
            last = stop + 1;
        stop++;
    }
    while (stop > last && !(class_of[x->s[stop - 1]] & ALNUM))
        stop--;
    if (sr_text__classes(view(x, last, stop)) & SR_CLASS_DOMAIN && !sr_is_upper(x->s[i + 1]))
        return true;
    if (sr_is_upper(x->s[segment]) && stop - i == 2 && stop < end && x->s[stop] == '.')
        return true; // Ph.D.
    bool caps = len > 1 && sr_is_upper(x->s[i - 1]) && sr_is_upper(x->s[i + 1]);
    if (caps)
        return (sr_text__classes(view(x, last, stop)) & SR_CLASS_DOMAIN) != 0;
    return last > i + 1 && sr_is_lower(x->s[i + 1]) && sr_is_lower(x->s[segment]);
}

/* Bytes of a mark at i after which the word goes on; 0: the word ends. */
static size_t joins(const lexer *x, size_t begin, size_t segment, size_t i, size_t end)
{
    size_t mark = apostrophe(x, i), len = i - segment;
    if (mark)
        return i + mark < end && letter(x, i + mark) ? mark : 0;
    if (i + 1 >= end)
        return 0;
    uint8_t next = class_of[x->s[i + 1]];
    switch (x->s[i]) {
    case '.':
        if (next & LETTER)
            return joins_dot(x, segment, i, end);
        return next & D && len <= 2 && len > 0 && !sr_text__classes(view(x, segment, i));
    case '-':
        return segment == begin && next & (ALNUM | H) &&
               sr_text__classes(view(x, begin, i)) & SR_CLASS_PREFIX;
    case '&':
        return next & LETTER && len <= 3 && len > 0 &&
               (sr_is_upper(x->s[i - 1]) ? next & U : len == 1 && next & L) != 0;
    case '/':
        return next & LETTER && len == 1 && segment == begin;
    case '*':
        return next & LETTER && len > 0;
    default:
        return 0;
    }
}

/* End of the word at begin; *clitic: byte of its last apostrophe inside, 0: none. */
static size_t word_end(const lexer *x, size_t begin, size_t end, size_t *clitic)
{
    size_t i = begin, segment = begin, n;
    *clitic = 0;
    for (;;) {
        while (i < end) {
            uint8_t c = class_of[x->s[i]];
            if (c & ALNUM || x->s[i] == '_')
                i++;
            else if (c & H && (n = letter(x, i)) > 0)
                i += n;
            else
                break;
        }
        n = i < end ? joins(x, begin, segment, i, end) : 0;
        if (n == 0)
            break;
        if (apostrophe(x, i))
            *clitic = i;
        i += n;
        segment = i;
    }
    if (i < end && x->s[i] == '.' && keeps_stop(x, begin, i))
        return i + 1;
    if (i < end && x->s[i] == '$' && i - begin <= 3 && sr_is_upper(x->s[begin]))
        return i + 1; // US$
    return i;
}

/* Where the word with an apostrophe at `mark` is cut in two; 0: nowhere. */
static size_t clitic_at(const lexer *x, size_t begin, size_t mark, size_t end)
{
    uint8_t rest[3] = {0};
    size_t from = mark + apostrophe(x, mark), len = end - from;
    if (len == 0 || len > 2 || mark == begin)
        return 0;
    for (size_t i = 0; i < len; i++)
        rest[i] = sr_to_lower(x->s[from + i]);
    if (len == 1 && rest[0] == 't')
        return mark - 1 > begin && sr_to_lower(x->s[mark - 1]) == 'n' ? mark - 1 : 0;
    if (len == 1)
        return rest[0] == 's' || rest[0] == 'm' || rest[0] == 'd' ? mark : 0;
    static const char pairs[][3] = {"re", "ve", "ll"};
    for (size_t i = 0; i < SR_COUNT(pairs); i++)
        if (memcmp(pairs[i], rest, 2) == 0)
            return mark;
    return 0;
}

/* The same for a word of ASCII letters without apostrophe: cannot, gonna, dont. */
static size_t joined_at(const lexer *x, size_t begin, size_t end)
{
    uint8_t last = sr_to_lower(x->s[end - 1]);
    if ((last != 't' && last != 'a') || end - begin < 4 || end - begin > 8)
        return 0;
    unsigned c = sr_text__classes(view(x, begin, end));
    return c & SR_CLASS_CLITIC3 ? end - 3 : c & SR_CLASS_CLITIC2 ? end - 2 : 0;
}

static size_t lex_word(lexer *x, size_t begin, size_t end)
{
    size_t mark, stop = word_end(x, begin, end, &mark);
    size_t cut = mark ? clitic_at(x, begin, mark, stop) : joined_at(x, begin, stop);
    if (cut) {
        emit(x, begin, cut, 0);
        emit(x, cut, stop, SR_TOKEN_JOINED);
        return stop;
    }
    emit(x, begin, stop, 0);
    size_t n = apostrophe(x, stop);
    if (n && stop < end && sr_to_lower(x->s[stop - 1]) == 's' && !x->single_open &&
        !letter(x, stop + n) && !apostrophe(x, stop + n)) { // Pirates'
        emit(x, stop, stop + n, SR_TOKEN_JOINED);
        return stop + n;
    }
    return stop;
}

/* ------------------------------------------------------------------- numbers */

/* End of digits and hyphens that make a phone number or a date (713-853-3989, 2024-03-22);
 * `begin`: they do not. */
static size_t dashed(const lexer *x, size_t begin, size_t end)
{
    size_t groups = 0, total = 0, size[4] = {0}, i = begin;
    while (groups < SR_COUNT(size)) {
        size_t from = i;
        while (i < end && i - from < 6 && sr_is_digit(x->s[i]))
            i++;
        if (i == from)
            return begin;
        size[groups++] = i - from;
        total += i - from;
        if (i + 1 >= end || x->s[i] != '-' || !sr_is_digit(x->s[i + 1]))
            break;
        i++;
    }
    if (is(x, i, ALNUM) || (i + 1 < end && x->s[i] == '-'))
        return begin;
    bool phone = (groups == 2 && size[0] == 3 && size[1] == 4) || (groups == 4 && total == 11);
    bool date = groups == 3 && total >= 5 && size[0] <= 4 && size[1] <= 3 && size[2] <= 4;
    return phone || date ? i : begin;
}

/* Whether exactly three digits follow the comma at i. */
static bool thousands(const lexer *x, size_t i)
{
    return is(x, i + 1, D) && is(x, i + 2, D) && is(x, i + 3, D) && !is(x, i + 4, D);
}

static size_t digits_end(const lexer *x, size_t begin, size_t end)
{
    size_t i = begin;
    for (;;) {
        while (i < end && sr_is_digit(x->s[i]))
            i++;
        if (i >= end)
            return i;
        uint8_t c = x->s[i];
        bool more = c == ',' ? thousands(x, i) && i + 3 < end
                             : (c == '.' || c == ':' || c == '/') && i + 1 < end && is(x, i + 1, D);
        if (!more)
            return i;
        i++;
    }
}

/* End of a number with the letters that belong to it: 1980s, 12th, 4chan, but 7|am. */
static size_t number_end(const lexer *x, size_t begin, size_t end)
{
    size_t i = dashed(x, begin, end);
    if (i > begin)
        return i;
    i = digits_end(x, begin, end);
    size_t mark = apostrophe(x, i);
    if (mark && i + mark < end && sr_to_lower(x->s[i + mark]) == 's' && !is(x, i + mark + 1, ALNUM))
        return i + mark + 1; // 60's
    size_t stop = i;
    while (stop < end && class_of[x->s[stop]] & LETTER)
        stop++;
    if (stop == i)
        return i;
    if (sr_text__classes(view(x, i, stop)) & SR_CLASS_UNIT)
        return i;
    uint8_t c = sr_to_lower(x->s[i]);
    if (stop - i == 1 && (c == 'a' || c == 'p') && stop + 1 < end && x->s[stop] == '.' &&
        sr_to_lower(x->s[stop + 1]) == 'm')
        return i; // 7a.m.
    while (stop < end && class_of[x->s[stop]] & ALNUM)
        stop++;
    return stop;
}

/* --------------------------------------------------------------------- marks */

static bool word_is(const lexer *x, size_t begin, size_t end, const char *word)
{
    return sr_str_eq_case(view(x, begin, end), sr_str_c(word));
}

/* A token that begins with an apostrophe: 's on its own, '90s, '', or a mark. */
static size_t lex_apostrophe(lexer *x, size_t begin, size_t end)
{
    static const char *const clitics[] = {"s", "re", "ve", "ll", "m", "d", "em", "til", "cause", "n"};
    size_t n = apostrophe(x, begin), from = begin + n, stop = from;
    if (apostrophe(x, from)) { // '' as a double mark
        emit(x, begin, from + apostrophe(x, from), 0);
        return from + apostrophe(x, from);
    }
    if (is(x, from, D) && is(x, from + 1, D) && !is(x, from + 2, D)) {
        stop = from + 2 + (from + 2 < end && sr_to_lower(x->s[from + 2]) == 's');
        if (!is(x, stop, ALNUM)) {
            emit(x, begin, stop, 0);
            return stop;
        }
        stop = from;
    }
    while (stop < end && class_of[x->s[stop]] & LETTER)
        stop++;
    for (size_t i = 0; i < SR_COUNT(clitics); i++) {
        if (word_is(x, from, stop, clitics[i]) && !is(x, stop, D) && !apostrophe(x, stop)) {
            emit(x, begin, stop, 0);
            return stop;
        }
    }
    x->single_open = stop > from || letter(x, from) || is(x, from, D);
    emit(x, begin, from, 0);
    return from;
}

/* End of a run of one and the same ASCII sign. */
static size_t run_end(const lexer *x, size_t begin, size_t end)
{
    size_t i = begin + 1;
    while (i < end && x->s[i] == x->s[begin])
        i++;
    return i;
}

/* Signs of a face, only where the chunk begins and ends with them: :-) */
static bool is_face(const lexer *x, size_t begin, size_t end)
{
    size_t len = end - begin;
    if ((len != 2 && len != 3) || !strchr(":;=", x->s[begin]))
        return false;
    if (len == 3 && x->s[begin + 1] != '-')
        return false;
    return strchr("()DPp", x->s[end - 1]) != NULL && x->s[end - 1];
}

/* End of the token of ASCII signs at begin. */
static size_t sign_end(const lexer *x, size_t begin, size_t end)
{
    size_t i = begin + 1;
    switch (x->s[begin]) {
    case '!': case '?':
        while (i < end && (x->s[i] == '!' || x->s[i] == '?'))
            i++;
        return i;
    case '`':
        return i < end && x->s[i] == '`' ? i + 1 : i;
    case '[': { // [...] stands for words left out
        size_t stop = i < end && x->s[i] == '.' ? run_end(x, i, end) : i;
        return stop > i + 1 && stop < end && x->s[stop] == ']' ? stop + 1 : i;
    }
    case '#': case '@':
        if (!letter(x, i))
            return run_end(x, begin, end);
        while (i < end && (class_of[x->s[i]] & ALNUM || x->s[i] == '_'))
            i++;
        return i;
    case '.': case '-': case '*': case '=': case '_': case '~': case '+': case '|': case '<':
    case '>': case '^': case '\\': case '/': case '$': case ':':
        return run_end(x, begin, end);
    default:
        return i;
    }
}

static size_t lex_wide(lexer *x, size_t begin, size_t end)
{
    size_t n, more;
    uint32_t cp = read_at(x, begin, &n);
    size_t i = begin + n;
    if (cp != SR_UTF8_INVALID && sr_utf8_is_letter(cp))
        return lex_word(x, begin, end);
    if (apostrophe(x, begin))
        return lex_apostrophe(x, begin, end);
    if (cp == 0x2013 || cp == 0x2014 || cp == 0x2026) // runs of dashes and of dots
        while (i < end && (read_at(x, i, &more) == cp || (cp == 0x2026 && x->s[i] == '.')))
            i += more;
    emit(x, begin, i, 0);
    return i;
}

/* -------------------------------------------------------------------- chunks */

/* End of an address of the web that starts at begin; `begin`: there is none. */
static size_t url_end(const lexer *x, size_t begin, size_t end)
{
    static const char *const starts[] = {"http://", "https://", "ftp://", "www."};
    sr_str rest = view(x, begin, end);
    bool found = false;
    for (size_t i = 0; i < SR_COUNT(starts) && !found; i++) {
        sr_str start = sr_str_c(starts[i]);
        found = rest.len > start.len + 1 && sr_str_eq_case(sr_str_slice(rest, 0, start.len), start);
    }
    if (!found)
        return begin;
    size_t i = begin;
    bool paren = false;
    while (i < end && x->s[i] != '<' && x->s[i] != '>' && x->s[i] != '"' && x->s[i] != 0xE2)
        paren |= x->s[i++] == '(';
    while (i > begin + 1 && (strchr(".,;:!?'", x->s[i - 1]) || (!paren && x->s[i - 1] == ')') ||
                             x->s[i - 1] == ']'))
        i--;
    return i;
}

/* Find the next mail address (or name@HOST) at or after `from`. */
static void find_mail(lexer *x, size_t from)
{
    for (size_t at = from; at < x->end; at++) {
        const uint8_t *p = memchr(x->s + at, '@', x->end - at);
        if (!p)
            break;
        at = (size_t)(p - x->s);
        size_t begin = at, stop = at + 1;
        while (begin > from && at - begin < MAIL_LOCAL &&
               (class_of[x->s[begin - 1]] & ALNUM || strchr("._%+-", x->s[begin - 1])))
            begin--;
        while (begin < at && !(class_of[x->s[begin]] & ALNUM))
            begin++;
        while (stop < x->end && (class_of[x->s[stop]] & ALNUM || x->s[stop] == '.' || x->s[stop] == '-'))
            stop++;
        while (stop > at + 1 && !(class_of[x->s[stop - 1]] & ALNUM))
            stop--;
        if (begin < at && stop > at + 1) {
            x->mail_begin = begin;
            x->mail_end = stop;
            return;
        }
    }
    x->mail_begin = x->mail_end = x->end;
}

static size_t lex_one(lexer *x, size_t i, size_t end)
{
    uint8_t c = x->s[i];
    unsigned class = class_of[c];
    size_t stop;
    if (class & LETTER) {
        stop = sr_to_lower(c) == 'h' || sr_to_lower(c) == 'w' || sr_to_lower(c) == 'f'
                   ? url_end(x, i, end) : i;
        if (stop == i)
            return lex_word(x, i, end);
    } else if (class & D) {
        stop = number_end(x, i, end);
    } else if (class & H) {
        return lex_wide(x, i, end);
    } else if (c == '\'') {
        return lex_apostrophe(x, i, end);
    } else {
        stop = sign_end(x, i, end);
    }
    emit(x, i, stop, 0);
    return stop;
}

static void lex_chunk(lexer *x, size_t begin, unsigned all)
{
    size_t i = begin;
    if (SR_LIKELY(!(all & ~(unsigned)LETTER))) {
        size_t cut = joined_at(x, begin, x->end);
        if (cut) {
            emit(x, begin, cut, 0);
            begin = cut;
        }
        emit(x, begin, x->end, cut ? SR_TOKEN_JOINED : 0);
        return;
    }
    if (is_face(x, begin, x->end)) {
        emit(x, begin, x->end, 0);
        return;
    }
    x->mail_begin = x->mail_end = x->end;
    if (all & A)
        find_mail(x, i);
    while (i < x->end && !x->full) {
        if (i == x->mail_begin) {
            emit(x, i, x->mail_end, 0);
            i = x->mail_end;
            find_mail(x, i);
        } else {
            i = lex_one(x, i, x->mail_begin);
            if (i > x->mail_begin)
                find_mail(x, i);
        }
    }
}

/* --------------------------------------------------------------------- lines */

/* Width the text is wrapped at: nearly all lines are at most that long. 0: not wrapped. */
static size_t wrap_width(sr_str text)
{
    size_t counts[WRAP_MAX + 2] = {0}, lines = 0, begin = 0;
    while (begin < text.len) {
        size_t end = sr_str_find(text, '\n', begin);
        if (sr_str_trim(sr_str_slice(text, begin, end)).len) {
            counts[SR_MIN(end - begin, WRAP_MAX + 1u)]++;
            lines++;
        }
        begin = end + 1;
    }
    size_t above = counts[WRAP_MAX + 1], width = WRAP_MAX;
    if (lines < 2 || above * 20 > lines)
        return 0;
    while (width > 0 && (above + counts[width]) * 33 < lines)
        above += counts[width--];
    return width < WRAP_MIN ? 0 : width;
}

/* Whether a list item starts at i: "- x", "* x", "• x". */
static bool is_bullet(const lexer *x, size_t i)
{
    if (i + 1 >= x->len)
        return false;
    if (x->s[i] == '-' || x->s[i] == '*')
        return x->s[i + 1] == ' ';
    return x->s[i] == 0xE2 && i + 3 < x->len && x->s[i + 1] == 0x80 &&
           (x->s[i + 2] == 0xA2 || x->s[i + 2] == 0x93) && x->s[i + 3] == ' ';
}

/* What the white space [begin, end), with a line end in it, means. */
static sr_text__gap line_gap(const lexer *x, size_t begin, size_t end, size_t lines, size_t line_end)
{
    if (lines > 1)
        return SR_GAP_PARAGRAPH;
    size_t from = x->line_begin, word = 0, indent = end - line_end - 1;
    while (from < begin && (x->s[from] == ' ' || x->s[from] == '\t'))
        from++;
    size_t before = from - x->line_begin, width = begin - x->line_begin;
    while (word < WRAP_MAX && end + word < x->len && !(class_of[x->s[end + word]] & S))
        word++;
    bool stop = begin > from && strchr(".!?:", x->s[begin - 1]);
    bool bullet = is_bullet(x, end);
    if (indent >= 2 && indent > before && !is_bullet(x, from))
        return SR_GAP_PARAGRAPH;
    if (bullet && (x->s[end] != '-' || is_bullet(x, from)))
        return SR_GAP_PARAGRAPH;
    if (!bullet && !stop && end < x->len && sr_is_lower(x->s[end]))
        return SR_GAP_LINE;
    if (x->wrap == 0)
        return SR_GAP_PARAGRAPH;
    if (width + 1 + word > x->wrap)
        return SR_GAP_LINE;
    return !stop && !bullet && width * 10 > x->wrap * 7 ? SR_GAP_LINE : SR_GAP_PARAGRAPH;
}

/* Skip white space at i, set the gap, give the byte behind it. */
static size_t skip_space(lexer *x, size_t i)
{
    size_t begin = i, lines = 0, line_end = 0, n;
    while (i < x->len) {
        uint8_t c = x->s[i];
        if (class_of[c] & S) {
            if (c == '\n' || c == '\f' || (c == '\r' && i + 1 < x->len && x->s[i + 1] != '\n')) {
                lines += c == '\f' ? 2 : 1;
                line_end = i;
            }
            i++;
        } else if (class_of[c] & H && (n = wide_space(x, i)) > 0) {
            if (n == 3 && x->s[i + 1] == 0x80 && (x->s[i + 2] == 0xA8 || x->s[i + 2] == 0xA9)) {
                lines += x->s[i + 2] - 0xA7u; // U+2028 line, U+2029 paragraph
                line_end = i;
            }
            i += n;
        } else {
            break;
        }
    }
    if (i == begin)
        return i;
    if (lines == 0) {
        x->gap = SR_MAX(x->gap, i - begin > 1 ? SR_GAP_WIDE : SR_GAP_SPACE);
    } else {
        x->gap = line_gap(x, begin, i, lines, line_end);
        x->line_begin = line_end + 1;
        if (x->gap == SR_GAP_PARAGRAPH)
            x->single_open = false;
    }
    return i;
}

bool sr_text__is_upper(sr_str text)
{
    size_t lower = 0, upper = 0;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = class_of[text.ptr[i]];
        lower += (c & L) != 0;
        upper += (c & U) != 0;
    }
    return upper >= 8 && lower * 20 < upper;
}

void sr_text__lex(sr_str text, uint8_t *fold, sr_text__options options, sr_arena *arena,
                  sr_text__lexed *out)
{
    lexer x = {.s = text.ptr, .len = text.len, .fold = fold, .arena = arena, .out = out,
               .upper = options.upper, .know = options.know, .gap = SR_GAP_PARAGRAPH, .wrap = wrap_width(text)};
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < text.len; i++)
        fold[i] = (uint8_t)(text.ptr[i] + ((uint8_t)(text.ptr[i] - 'A') < 26 ? 32 : 0));
    x.room = 0;
    size_t first = text.len / 4 + 16;
    x.room = first - first / 3;
    grow(&x);
    size_t i = skip_space(&x, 0);
    x.gap = SR_GAP_PARAGRAPH;
    while (i < text.len && !x.full) {
        size_t begin = i, stop = SR_MIN(text.len, i + CHUNK);
        unsigned all = 0;
        if (begin < options.body && options.body < stop)
            stop = options.body; // no token crosses into the prose
        for (; i < stop; i++) {
            unsigned c = class_of[text.ptr[i]];
            if (c & S || (c & H && wide_space(&x, i)))
                break;
            all |= c;
        }
        while (i == stop && i > begin + 4 && i < text.len && (text.ptr[i] & 0xC0) == 0x80)
            i = --stop;
        x.end = i;
        lex_chunk(&x, begin, all);
        i = skip_space(&x, i);
        if (begin < options.body && i >= options.body)
            x.gap = SR_GAP_PARAGRAPH;
    }
}
