/* Cutting tokens into pieces and knowing the words of quantity and time; see words.h.
 *
 * A word piece that is its whole token uses the token's hash; only cut ones are hashed anew.
 * Rows of the tables are read once a document, when they are first met.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/words.h"

#include "base/limits.h"

#include "base/banned.h"

static const sr_str KINDS[] = {
#define X(NAME, text) {(const uint8_t *)(text), sizeof(text) - 1},
    SR_WORD_LIST(X)
#undef X
};

static void open_table(sr_word_table *t, const sr_lexicon *lexicon, sr_str name, sr_arena *arena)
{
    t->lexicon = lexicon;
    t->table = sr_lexicon_table(lexicon, name);
    t->kind = sr_lexicon_column(lexicon, t->table, SR_STR("kind"));
    t->value = sr_lexicon_column(lexicon, t->table, SR_STR("value"));
    t->weak = sr_lexicon_column(lexicon, t->table, SR_STR("weak"));
    t->n_rows = sr_lexicon_rows(lexicon, t->table);
    t->rows = SR_NEW(arena, sr_word, t->n_rows + 1);
}

static void read_row(const sr_word_table *t, uint32_t row, sr_word *w)
{
    sr_str kind = sr_lexicon_cell(t->lexicon, t->table, row, t->kind);
    sr_str value = sr_lexicon_cell(t->lexicon, t->table, row, t->value);
    sr_str weak = sr_lexicon_cell(t->lexicon, t->table, row, t->weak);
    w->known = 1;
    w->row = row;
    for (unsigned k = 0; k < SR_WORD_COUNT; k++) {
        if (sr_str_eq(kind, KINDS[k])) {
            w->kind = (uint8_t)k;
            break;
        }
    }
    if (!sr_str_decimal(value, &w->value))
        w->value = 0;
    for (size_t i = 0; i < 2 && i < value.len; i++)
        w->letter[i] = (char)value.ptr[i];
    w->weak = sr_str_eq(weak, SR_STR("weak"));
    w->adjective = sr_str_eq(weak, SR_STR("adj")) ? 1 : sr_str_eq(weak, SR_STR("adj2")) ? 2 : 0;
}

static sr_word look(sr_word_table *t, const uint64_t *hashes, uint32_t n)
{
    sr_lexicon_match m;
    if (!sr_lexicon_find(t->lexicon, t->table, hashes, NULL, n, &m))
        return (sr_word){0};
    sr_word *w = &t->rows[m.row];
    if (!w->known)
        read_row(t, m.row, w);
    sr_word found = *w;
    found.n = (uint16_t)m.n_tokens;
    return found;
}

/* Room for pieces of cut tokens, beyond a piece for each token. */
enum { SPARE = 8 };

static void grow(sr_pieces *p, uint32_t need)
{
    if (need <= p->room)
        return;
    uint32_t room = SR_MAX(need, p->room * 2);
    sr_piece *at = SR_NEW(p->arena, sr_piece, room);
    uint64_t *hashes = SR_NEW(p->arena, uint64_t, room);
    if (p->n) {
        memcpy(at, p->at, p->n * sizeof *at);
        memcpy(hashes, p->hashes, p->n * sizeof *hashes);
    }
    p->at = at;
    p->hashes = hashes;
    p->number = SR_NEW(p->arena, sr_word, room);
    p->time = SR_NEW(p->arena, sr_word, room);
    p->room = room;
}

static sr_piece *push(sr_pieces *p, uint32_t token, size_t begin, size_t end, sr_piece_kind kind)
{
    const sr_token *t = &p->doc->tokens[token];
    grow(p, p->n + 1);
    sr_piece *piece = &p->at[p->n++];
    *piece = (sr_piece){.token = token, .begin = t->begin + (uint32_t)begin,
                        .end = t->begin + (uint32_t)end, .kind = (uint8_t)kind};
    piece->space = begin == 0 && ((t->flags & SR_TOKEN_SPACE) || token == p->first);
    return piece;
}

/* Bytes of a number at s[i]: digits, commas before three digits, one decimal point. */
static size_t number_end(sr_str s, size_t i, sr_piece *out)
{
    double value = 0;
    size_t digits = 0;
    for (; i < s.len && sr_is_digit(s.ptr[i]); i++, digits++)
        value = value * 10 + (s.ptr[i] - '0');
    while (digits >= 1 && digits <= 2 && i + 6 < s.len && s.ptr[i] == ',' && sr_is_digit(s.ptr[i + 1]) &&
           sr_is_digit(s.ptr[i + 2]) && s.ptr[i + 3] == ',' && sr_is_digit(s.ptr[i + 4])) { // "12,34,567"
        value = value * 100 + (s.ptr[i + 1] - '0') * 10 + (s.ptr[i + 2] - '0');
        i += 3;
        digits += 2;
        out->grouped = true;
    }
    while (digits <= 15 && i + 3 < s.len && s.ptr[i] == ',' && sr_is_digit(s.ptr[i + 1]) &&
           sr_is_digit(s.ptr[i + 2]) && sr_is_digit(s.ptr[i + 3]) &&
           !(i + 4 < s.len && sr_is_digit(s.ptr[i + 4]))) {
        for (size_t k = 1; k <= 3; k++)
            value = value * 10 + (s.ptr[i + k] - '0');
        i += 4;
        digits += 3;
        out->grouped = true;
    }
    if (i + 1 < s.len && s.ptr[i] == '.' && sr_is_digit(s.ptr[i + 1])) {
        size_t k = i + 1;
        double scale = 0.1, fraction = 0;
        for (; k < s.len && sr_is_digit(s.ptr[k]); k++, scale /= 10)
            fraction += scale * (s.ptr[k] - '0');
        bool dotted = k + 1 < s.len && s.ptr[k] == '.' && sr_is_digit(s.ptr[k + 1]);
        if (!dotted) { // "23.04.2022" is no number
            value += fraction;
            out->decimal = true;
            i = k;
        }
    }
    out->value = value;
    out->digits = (uint8_t)SR_MIN(digits, (size_t)255);
    return i;
}

static bool is_letter(uint8_t c)
{
    return sr_is_alpha(c) || c >= 0x80;
}

/* A dash of any width, or a "~", at s[i]; gives its bytes, 0: none. */
static size_t dash_len(sr_str s, size_t i)
{
    if (s.ptr[i] == '-' || s.ptr[i] == '~')
        return 1;
    if (i + 2 < s.len && s.ptr[i] == 0xE2 && s.ptr[i + 1] == 0x80 && s.ptr[i + 2] >= 0x90 &&
        s.ptr[i + 2] <= 0x95)
        return 3;
    if (i + 2 < s.len && s.ptr[i] == 0xE2 && s.ptr[i + 1] == 0x88 && s.ptr[i + 2] == 0x92)
        return 3;
    return 0;
}

/* A run of letters; dots and apostrophes between letters belong to it ("p.m.", "o'clock"). */
static size_t letters_end(sr_str s, size_t i)
{
    bool dotted = false;
    for (; i < s.len; i++) {
        if (is_letter(s.ptr[i]) && dash_len(s, i) == 0)
            continue;
        bool joins = s.ptr[i] == '.' || s.ptr[i] == '\'';
        if (joins && i + 1 < s.len && is_letter(s.ptr[i + 1]) && dash_len(s, i + 1) == 0) {
            dotted = dotted || s.ptr[i] == '.';
            continue;
        }
        if (s.ptr[i] == '.' && dotted)
            i++;
        break;
    }
    return i;
}

static uint64_t fold_hash(sr_str s)
{
    uint8_t folded[SR_LIMIT_TOKEN_BYTES];
    size_t n = SR_MIN(s.len, sizeof folded);
    for (size_t i = 0; i < n; i++)
        folded[i] = sr_to_lower(s.ptr[i]);
    return sr_hash(sr_str_from(folded, n));
}

/* "th", "s" behind digits make one piece of both. */
static size_t number_suffix(sr_str s, size_t i, bool wire, sr_piece *piece)
{
    size_t end = letters_end(s, i);
    if (end == i)
        return i;
    uint8_t a = sr_to_lower(s.ptr[i]), b = i + 1 < end ? sr_to_lower(s.ptr[i + 1]) : 0;
    bool ordinal = end - i == 2 && ((a == 't' && b == 'h') || (a == 's' && b == 't') ||
                                    (a == 'n' && b == 'd') || (a == 'r' && b == 'd'));
    int last = piece->digits <= 2 && !piece->decimal ? (int)piece->value % 10 : 0;
    ordinal = ordinal || (end - i == 1 && a == 'd' && (last == 2 || last == 3) && (wire || s.ptr[i] == 'd')); // "2D BRIGADE"
    if (ordinal)
        piece->kind = SR_PIECE_ORDINAL;
    else if (end - i == 1 && a == 's' && (piece->digits == 4 || piece->digits == 2 || piece->digits == 3))
        piece->kind = SR_PIECE_DECADE;
    else if (end - i == 2 && a == '\'' && b == 's')
        piece->kind = SR_PIECE_DECADE;
    else
        return i;
    return end;
}

static void cut_token(sr_pieces *p, uint32_t token)
{
    const sr_token *t = &p->doc->tokens[token];
    sr_str s = sr_str_slice(p->doc->text, t->begin, t->end);
    for (size_t i = 0; i < s.len;) {
        size_t end = i, dash = dash_len(s, i);
        sr_piece *piece;
        bool point = s.ptr[i] == '.' && i + 1 < s.len && sr_is_digit(s.ptr[i + 1]) && i == 0;
        if (sr_is_digit(s.ptr[i]) || point) {
            piece = push(p, token, i, i, SR_PIECE_DIGITS);
            end = number_end(s, i, piece);
            size_t ends = number_suffix(s, end, p->doc->upper, piece);
            if (ends == end && end + 2 <= s.len && s.ptr[end] == '\'' && s.ptr[end + 1] == 's') {
                piece->kind = SR_PIECE_DECADE;
                ends = end + 2;
            }
            end = ends;
        } else if (dash || !is_letter(s.ptr[i])) {
            piece = push(p, token, i, i, SR_PIECE_MARK);
            end = i + (dash ? dash : 1);
            piece->mark = dash ? '-' : s.ptr[i];
        } else {
            piece = push(p, token, i, i, SR_PIECE_WORD);
            end = letters_end(s, i);
        }
        end = SR_MAX(end, i + 1);
        piece->end = t->begin + (uint32_t)end;
        p->hashes[p->n - 1] = piece->kind == SR_PIECE_DIGITS
                                  ? 0
                                  : fold_hash(sr_str_slice(s, i, end));
        i = end;
    }
}

/* A word that is one piece: letters only, or an abbreviation with its dot. */
static void whole_token(sr_pieces *p, uint32_t token)
{
    const sr_token *t = &p->doc->tokens[token];
    size_t len = t->end - t->begin;
    push(p, token, 0, len, SR_PIECE_WORD);
    uint64_t hash = p->doc->hashes[token];
    if (len > 2 && len < 6 && t->fold.len == len && t->fold.ptr[len - 1] == '.' &&
        sr_str_find(t->fold, '.', 0) == len - 1)
        hash = sr_hash(sr_str_slice(t->fold, 0, len - 1)); // "Dec."
    p->hashes[p->n - 1] = hash;
}

static bool is_plain(sr_str fold)
{
    for (size_t i = 0; i < fold.len; i++) {
        if (fold.ptr[i] == '-' || fold.ptr[i] == '/' || fold.ptr[i] == '~' || fold.ptr[i] == 0xE2)
            return false;
    }
    return true;
}

static void read_sentence(sr_pieces *p, uint32_t sentence)
{
    const sr_sentence *s = &p->doc->sentences[sentence];
    p->first = s->first;
    p->end = s->end;
    grow(p, s->end - s->first + SPARE);
    for (uint32_t i = s->first; i < s->end; i++) {
        const sr_token *t = &p->doc->tokens[i];
        if ((t->flags & SR_TOKEN_DIGIT) || (t->flags & SR_TOKEN_PUNCT) || !is_plain(t->fold)) {
            p->any = p->any || (t->flags & SR_TOKEN_DIGIT);
            cut_token(p, i);
        } else {
            whole_token(p, i);
        }
    }
    for (uint32_t i = 0; i < p->n; i++) {
        if (p->at[i].kind == SR_PIECE_DIGITS)
            continue;
        p->number[i] = look(&p->numbers, p->hashes + i, p->n - i);
        p->time[i] = look(&p->times, p->hashes + i, p->n - i);
        p->any = p->any || p->number[i].kind || p->time[i].kind;
    }
}

const sr_pieces *sr_pieces_of(sr_document *doc, const sr_know *know, sr_arena *arena)
{
    if (doc->pieces)
        return doc->pieces;
    const sr_lexicon *lexicon = sr_know_lexicon(know);
    sr_pieces        *all = SR_NEW(arena, sr_pieces, doc->n_sentences + 1);
    sr_pieces         p = {.doc = doc, .arena = arena};
    open_table(&p.numbers, lexicon, SR_STR("number-words"), arena);
    open_table(&p.times, lexicon, SR_STR("time-words"), arena);
    for (uint32_t s = 0; s < doc->n_sentences; s++) {
        all[s] = p;
        read_sentence(&all[s], s);
    }
    return doc->pieces = all;
}

uint32_t sr_piece_of(const sr_pieces *p, uint32_t token)
{
    uint32_t low = 0, high = p->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (p->at[mid].token < token)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

bool sr_piece_is(const sr_pieces *p, uint32_t i, const char *word)
{
    if (i >= p->n)
        return false;
    const uint8_t *s = p->doc->text.ptr + p->at[i].begin, *end = p->doc->text.ptr + p->at[i].end;
    for (; s < end && *word; s++, word++) {
        if (sr_to_lower(*s) != (uint8_t)*word)
            return false;
    }
    return !*word && (s == end || (s + 1 == end && *s == '.')); // "hrs."
}

sr_range sr_piece_range(const sr_pieces *p, uint32_t i, uint32_t end)
{
    if (i >= end || end > p->n)
        return (sr_range){0, 0};
    return (sr_range){p->at[i].token, p->at[end - 1].token + 1};
}

bool sr_piece_find(const sr_pieces *p, int table, uint32_t i, sr_lexicon_match *match)
{
    return i < p->n && sr_lexicon_find(p->numbers.lexicon, table, p->hashes + i, NULL, p->n - i, match);
}
