/* Reading numerals; see amount.h.
 *
 * English numerals are a sum of products: "two hundred and two thousand" adds small words into
 * `part`, multiplies it by hundreds, and adds it, multiplied by a scale, to `total`.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/amount.h"

#include <math.h>

#include "base/banned.h"

typedef struct sum {
    double total, part;   // finished scales; the group being read
    double last_scale;    // scales go down: "one million two thousand"
    bool   open_unit;     // a unit may follow ("twenty", "hundred")
    bool   open_ten;      // tens may follow ("hundred")
    bool   any, digits;
    double scale;
} sum;

static bool glued(const sr_pieces *p, uint32_t i)
{
    return i < p->n && !p->at[i].space;
}

/* Skips the hyphen of "twenty-five". */
static uint32_t over_hyphen(const sr_pieces *p, uint32_t i)
{
    return sr_piece_mark(p, i, '-') ? i + 1 : i;
}

static bool is_small(sr_word_kind k)
{
    return k == SR_WORD_UNIT || k == SR_WORD_TEN;
}

/* "1 234 567": groups of three digits, spaced. */
static uint32_t spaced_groups(const sr_pieces *p, uint32_t i, double *value)
{
    uint32_t end = i + 1;
    if (p->at[i].digits > 3 || p->at[i].decimal || p->at[i].grouped || p->at[i].value <= 0 ||
        (i > 0 && sr_piece_mark(p, i - 1, '$')))
        return end;
    double all = p->at[i].value;
    while (sr_piece_digits(p, end) && p->at[end].digits == 3 && !p->at[end].grouped &&
           p->at[end].space) {
        uint32_t next = end + 1;
        if (next < p->n && glued(p, next) && p->at[next].kind != SR_PIECE_MARK)
            break;
        all = all * 1000 + p->at[end].value;
        end++;
    }
    if (end > i + 1 && p->at[end - 1].decimal && p->at[end - 1].digits != 3)
        return i + 1;
    *value = all;
    return end;
}

/* Digits with what multiplies them: "1.2 million", "10k". */
static uint32_t read_digits(const sr_pieces *p, uint32_t i, sum *s)
{
    double value = p->at[i].value;
    uint32_t end = spaced_groups(p, i, &value);
    if (i > 0 && sr_piece_mark(p, i - 1, '.') && p->at[i - 1].space && glued(p, i)) { // ".25"
        for (unsigned k = 0; k < p->at[i].digits; k++)
            value /= 10;
    }
    s->part = value;
    s->any = s->digits = true;
    bool apart = end < p->n && p->at[end].end - p->at[end].begin > 1 && !sr_piece_is(p, end, "mm");
    if (sr_number_kind(p, end) == SR_WORD_SUFFIX && (glued(p, end) || apart) &&
        !(end + 1 < p->n && glued(p, end + 1) && p->at[end + 1].kind != SR_PIECE_MARK)) {
        double by = p->number[end].value;
        bool thousand = by == 1e3;
        // "m" alone may be metres; a million needs money before it or is written "M".
        bool letter_m = by == 1e6 && p->at[end].end - p->at[end].begin == 1;
        bool money = i > 0 && p->at[i - 1].kind != SR_PIECE_DIGITS && glued(p, i) && i >= 1;
        uint8_t c = p->doc->text.ptr[p->at[end].begin];
        if (thousand || !letter_m || money || (sr_is_upper(c) && !p->doc->upper)) {
            s->part *= by;
            s->scale = by;
            end++;
        }
    }
    return end;
}

/* One more word of a numeral at i; returns the piece behind it, i when it does not continue. */
static uint32_t word_step(const sr_pieces *p, uint32_t i, sum *s)
{
    sr_word_kind k = sr_number_kind(p, i);
    double v = i < p->n ? p->number[i].value : 0;
    switch (k) {
    case SR_WORD_UNIT:
        if (s->any && !(s->open_unit && (v < 10 || s->open_ten)))
            return i;
        if (s->any && v == 0)
            return i;
        s->part += v;
        s->open_unit = s->open_ten = false;
        break;
    case SR_WORD_TEN:
        if (s->any && !s->open_ten)
            return i;
        s->part += v;
        s->open_ten = false;
        s->open_unit = true;
        break;
    case SR_WORD_HUNDRED:
        if (s->any && (s->part >= 10000 || (s->part == 0 && s->total == 0)))
            return i;
        s->part = (s->part > 0 ? s->part : 1) * 100;
        s->open_unit = s->open_ten = true;
        s->scale = 100;
        break;
    case SR_WORD_SCALE:
        if (s->part == 0 && s->total > 0) { // "three lakh crore"
            s->total *= v;
        } else {
            if (s->total > 0 && v >= s->last_scale)
                return i;
            s->total += (s->any ? s->part : 1) * v;
        }
        s->part = 0;
        s->last_scale = v;
        s->scale = v;
        s->open_unit = s->open_ten = true;
        break;
    case SR_WORD_VAGUE:
        if (!s->any || !sr_piece_is(p, i, "dozens"))
            return i;
        v = 12;
        SR_FALLTHROUGH;
    case SR_WORD_DOZEN:
        if (s->part >= 100) // "three hundred and two dozen"
            s->part += fmod(s->part, 100) * (v - 1);
        else
            s->part = (s->part > 0 ? s->part : 1) * v;
        s->scale = v;
        s->open_unit = s->open_ten = false;
        break;
    default:
        return i;
    }
    s->any = true;
    return i + 1;
}

/* "and" inside a numeral: "one hundred and twelve", "two thousand and two hundred". */
static bool and_joins(const sr_pieces *p, uint32_t i, const sum *s)
{
    if (sr_number_kind(p, i) != SR_WORD_AND || !(s->open_unit && s->open_ten))
        return false;
    sr_word_kind next = sr_number_kind(p, i + 1);
    if (s->digits && s->scale == 1)
        return false;
    if (sr_piece_digits(p, i + 1) && (sr_number_kind(p, i + 2) == SR_WORD_HUNDRED || p->at[i + 1].decimal))
        return false;
    if (sr_piece_digits(p, i + 1))
        return s->digits && !p->at[i + 1].space ? true : s->digits && p->at[i + 1].value > 0 && p->at[i + 1].value < s->scale;
    if (!is_small(next))
        return false;
    // "a hundred and one thousand" goes on; "three hundred and two hundred" are two.
    sr_word_kind after = sr_number_kind(p, i + 2);
    if (after == SR_WORD_HUNDRED && s->scale <= 100)
        return false;
    if (s->scale >= 1e6 && (after == SR_WORD_HALF || after == SR_WORD_PART))
        return false; // "two million and three fifths"
    return true;
}

static uint32_t read_sum(const sr_pieces *p, uint32_t i, sum *s)
{
    if (sr_piece_digits(p, i)) {
        i = read_digits(p, i, s);
        if (sr_number_kind(p, i) != SR_WORD_SCALE && sr_number_kind(p, i) != SR_WORD_HUNDRED &&
            sr_number_kind(p, i) != SR_WORD_DOZEN && !sr_piece_is(p, i, "dozens"))
            return i;
    }
    for (;;) {
        uint32_t at = i;
        if (s->any && sr_piece_mark(p, i, '-') &&
            (is_small(sr_number_kind(p, i + 1)) || sr_number_kind(p, i + 1) == SR_WORD_HUNDRED ||
             sr_number_kind(p, i + 1) == SR_WORD_SCALE) && s->open_unit)
            at = i + 1;
        else if (s->any && and_joins(p, i, s))
            at = i + 1;
        if (at > i && sr_piece_digits(p, at)) {
            s->part += p->at[at].value;
            return at + 1;
        }
        if (sr_piece_digits(p, i) && s->digits && s->scale > 1 && s->any && s->scale > p->at[i].value &&
            sr_number_kind(p, i + 1) == SR_WORD_HUNDRED) { // "4 thousand 3 hundred"
            s->total += p->at[i].value * 100;
            s->part = 0;
            s->scale = 100;
            s->open_unit = s->open_ten = true;
            i += 2;
            continue;
        }
        uint32_t next = word_step(p, at, s);
        if (next == at)
            return i;
        i = next;
    }
}

/* "point five", "point zero three". */
static uint32_t read_point(const sr_pieces *p, uint32_t i, double *value)
{
    if (sr_number_kind(p, i) != SR_WORD_POINT || !is_small(sr_number_kind(p, i + 1)))
        return i;
    uint32_t end = i + 1;
    double scale = 1, after = 0;
    for (; is_small(sr_number_kind(p, end)); end = over_hyphen(p, end + 1)) {
        double v = p->number[end].value;
        bool ten = sr_number_kind(p, end) == SR_WORD_TEN;
        if (ten && sr_number_kind(p, over_hyphen(p, end + 1)) == SR_WORD_UNIT) {
            end = over_hyphen(p, end + 1);
            v += p->number[end].value;
        }
        scale /= v >= 10 ? 100 : 10;
        after += v * scale;
    }
    *value += after;
    return end;
}

/* The denominator at i: "third(s)", "quarter", "twenty-fifths"; 0: none. */
static double denominator(const sr_pieces *p, uint32_t i, bool plural, uint32_t *end)
{
    sr_word_kind k = sr_number_kind(p, i);
    double ten = 0;
    if (k == SR_WORD_TEN) {
        uint32_t next = over_hyphen(p, i + 1);
        sr_word_kind after = sr_number_kind(p, next);
        if (!(after == SR_WORD_PART || after == SR_WORD_ORDINAL) || p->number[next].value > 9)
            return 0;
        ten = p->number[i].value;
        i = next;
        k = after;
    }
    bool fits = k == SR_WORD_PART || (k == SR_WORD_HALF && ten == 0) ||
                (!plural && (k == SR_WORD_ORDINAL || k == SR_WORD_ORDINAL_TEN || k == SR_WORD_ORDINAL_SCALE) &&
                 (p->number[i].value > 2 || ten > 0));
    if (!fits)
        return 0;
    *end = i + 1;
    return ten + p->number[i].value;
}

static bool is_scale(const sr_pieces *p, uint32_t i)
{
    return sr_number_kind(p, i) == SR_WORD_SCALE;
}

/* "half a million", "half a dozen", "quarter million", "a half". */
static sr_amount read_half(const sr_pieces *p, uint32_t i)
{
    uint32_t at = i, end;
    bool article = sr_number_kind(p, at) == SR_WORD_ARTICLE;
    if (article)
        at = over_hyphen(p, at + 1);
    double d = denominator(p, at, false, &end);
    bool halves = sr_number_kind(p, at) == SR_WORD_HALF || (sr_number_kind(p, at) == SR_WORD_PART &&
                                                            sr_piece_is(p, at, "quarter"));
    if (d == 0 || !(article || halves))
        return (sr_amount){0};
    sr_amount a = {.kind = SR_AMOUNT_FRACTION, .end = end, .value = 1 / d, .scale = 1, .article = article};
    uint32_t more = end;
    if (sr_number_kind(p, more) == SR_WORD_ARTICLE)
        more++;
    if (sr_piece_mark(p, more, '-') && sr_number_kind(p, more + 1) == SR_WORD_DOZEN)
        more++;
    if (is_scale(p, more) || sr_number_kind(p, more) == SR_WORD_DOZEN ||
        (sr_number_kind(p, more) == SR_WORD_HUNDRED && more > end)) {
        a.value *= p->number[more].value;
        a.scale = p->number[more].value;
        a.kind = SR_AMOUNT_CARDINAL;
        a.end = more + 1;
        a.whole = true;
    }
    return a;
}

/* "3/4", "1 4/5" behind digits. */
static uint32_t read_slash(const sr_pieces *p, uint32_t i, double *value)
{
    uint32_t at = i + 1;
    if (sr_piece_digits(p, at) && sr_piece_mark(p, at + 1, '/') && sr_piece_digits(p, at + 2) &&
        !glued(p, at) == true && glued(p, at + 1) && glued(p, at + 2) && p->at[at + 2].value > p->at[at].value) {
        *value = p->at[i].value + p->at[at].value / p->at[at + 2].value;
        return at + 3;
    }
    if (sr_piece_mark(p, at, '/') && sr_piece_digits(p, at + 1) && glued(p, at) && glued(p, at + 1) &&
        p->at[at + 1].value > 1 && !sr_piece_mark(p, at + 2, '/')) {
        *value = p->at[i].value / p->at[at + 1].value;
        return at + 2;
    }
    return i;
}

static sr_amount vague(const sr_pieces *p, uint32_t i)
{
    uint32_t at = i;
    bool article = sr_number_kind(p, at) == SR_WORD_ARTICLE;
    if (article)
        at++;
    sr_word_kind k = sr_number_kind(p, at);
    if (k != SR_WORD_VAGUE && k != SR_WORD_COUPLE)
        return (sr_amount){0};
    sr_word w = p->number[at];
    sr_amount a = {.kind = k == SR_WORD_COUPLE ? SR_AMOUNT_CARDINAL : SR_AMOUNT_VAGUE, .end = at + w.n,
                   .value = w.value, .scale = 1, .whole = true, .unknown = w.value <= 0, .article = article};
    // "tens of thousands", "several hundred", "a couple of dozen"
    uint32_t next = a.end;
    if (sr_piece_is(p, next, "of") && sr_number_kind(p, next + 1) != SR_WORD_NONE)
        next++;
    sr_word_kind by = sr_number_kind(p, next);
    double factor = by == SR_WORD_SCALE || by == SR_WORD_HUNDRED || by == SR_WORD_DOZEN ? p->number[next].value
                    : by == SR_WORD_VAGUE && p->number[next].value >= 200 ? p->number[next].value / 2 : 0;
    if (factor > 1 && next < p->n) {
        a.value = (a.value > 0 ? a.value : 1) * factor;
        a.end = next + 1;
    }
    return a;
}

/* A fraction behind a whole number: "two thirds", "two and a half". */
static void read_fraction(const sr_pieces *p, uint32_t begin, sr_amount *a, double scale)
{
    uint32_t at = a->end, end;
    double d = denominator(p, over_hyphen(p, at), a->value != 1, &end);
    bool of_year = begin > 0 && (sr_time_kind(p, begin - 1) == SR_WORD_DIR || sr_time_kind(p, begin - 1) == SR_WORD_AFTER);
    if (d > 0 && of_year && (sr_piece_is(p, at, "quarters") || sr_piece_is(p, at, "quarter")))
        return; // "the last two quarters"
    if (d > 0 && a->whole && a->value > 0 && a->value < 1000) {
        a->value /= d;
        a->end = end;
        a->kind = SR_AMOUNT_FRACTION;
        a->whole = false;
        return;
    }
    if (sr_number_kind(p, at) == SR_WORD_GLYPH && a->whole) {
        a->value += p->number[at].value;
        a->end = at + 1;
        a->whole = false;
        return;
    }
    if (sr_number_kind(p, at) != SR_WORD_AND)
        return;
    double numerator = 1;
    at++;
    if (sr_number_kind(p, at) == SR_WORD_ARTICLE) {
        at++;
    } else if (sr_number_kind(p, at) == SR_WORD_UNIT) {
        numerator = p->number[at].value;
        at = over_hyphen(p, at + 1);
    } else if (sr_number_kind(p, at) != SR_WORD_HALF) {
        return;
    }
    d = denominator(p, at, numerator != 1, &end);
    if (d == 0 || (sr_number_kind(p, at) == SR_WORD_ORDINAL && p->number[at].value == 1))
        return;
    double unit = 1;
    if (is_scale(p, end))      // "one billion and a half million"
        unit = p->number[end++].value;
    else if (scale >= 1e6)     // "a million and a half"
        unit = scale;
    a->value += numerator / d * unit;
    a->end = end;
    a->whole = unit > 1;
    if (scale == 1 && unit >= 1e6) { // "five and a half million"
        a->value = (a->value - numerator / d * unit + numerator / d) * unit;
        a->scale = unit;
    } else if (unit == 1 && is_scale(p, end)) {
        a->value *= p->number[end].value;
        a->scale = p->number[end].value;
        a->end = end + 1;
        a->whole = true;
    }
}

/* "nine out of 10", "one in five": a share of so many. */
static void read_share(const sr_pieces *p, sr_amount *a)
{
    bool out_of = sr_piece_is(p, a->end, "out") && sr_piece_is(p, a->end + 1, "of");
    bool in = a->value == 1 && sr_piece_is(p, a->end, "in");
    if (!(out_of || in) || !a->whole)
        return;
    sum s = {.scale = 1};
    uint32_t at = a->end + (out_of ? 2 : 1);
    bool year = sr_piece_digits(p, at) && p->at[at].digits == 4 && !p->at[at].grouped;
    uint32_t end = year ? at : read_sum(p, at, &s);
    double of = s.total + s.part;
    if (end == at || of <= a->value || (in && of > 1000 && !s.digits))
        return;
    *a = (sr_amount){.kind = SR_AMOUNT_FRACTION, .end = end, .value = a->value / of, .scale = 1, .digits = a->digits};
}

static bool ordinal_at(const sr_pieces *p, uint32_t i)
{
    sr_word_kind k = sr_number_kind(p, i);
    return k == SR_WORD_ORDINAL || k == SR_WORD_ORDINAL_TEN || k == SR_WORD_ORDINAL_SCALE;
}

/* An ordinal that ends a numeral: "twenty-fifth", "one hundred and fifth". */
static bool ordinal_tail(const sr_pieces *p, const sum *s, sr_amount *a)
{
    uint32_t at = a->end;
    if (s->any && (sr_piece_mark(p, at, '-') || (sr_number_kind(p, at) == SR_WORD_AND && s->open_ten)))
        at++;
    if (!ordinal_at(p, at))
        return false;
    sr_word_kind k = sr_number_kind(p, at);
    double v = p->number[at].value;
    if (!s->any)
        a->value = v;
    else if (k == SR_WORD_ORDINAL_SCALE && (s->part > 0 || s->total > 0) && !s->digits)
        a->value = a->value * v;
    else if ((k == SR_WORD_ORDINAL && s->open_unit && (v < 10 || s->open_ten)) ||
             (k == SR_WORD_ORDINAL_TEN && s->open_ten))
        a->value += v;
    else
        return false;
    a->kind = SR_AMOUNT_ORDINAL;
    a->end = at + 1;
    return true;
}

static sr_amount numeral(const sr_pieces *p, uint32_t i)
{
    sum s = {.scale = 1};
    uint32_t at = i;
    bool article = sr_number_kind(p, at) == SR_WORD_ARTICLE || sr_number_kind(p, at) == SR_WORD_ANOTHER;
    if (article) { // only before words that need one
        sr_word_kind k = sr_number_kind(p, at + 1);
        bool another = sr_number_kind(p, at) == SR_WORD_ANOTHER;
        if (!(k == SR_WORD_HUNDRED || k == SR_WORD_SCALE || k == SR_WORD_DOZEN) || another)
            return (sr_amount){0};
        if (k == SR_WORD_DOZEN && p->number[at + 1].value == 20 && !sr_piece_is(p, at + 2, "of"))
            return (sr_amount){0};
        at++;
    } else if (sr_number_kind(p, at) == SR_WORD_DOZEN && p->number[at].value == 20) {
        return (sr_amount){0}; // "the score"
    }
    sr_amount a = {.kind = SR_AMOUNT_CARDINAL, .whole = true, .article = article, .digits = sr_piece_digits(p, i)};
    double slash;
    uint32_t end = a.digits ? read_slash(p, at, &slash) : at;
    if (end > at)
        return (sr_amount){.kind = SR_AMOUNT_FRACTION, .end = end, .value = slash, .scale = 1, .digits = true};
    a.end = read_sum(p, at, &s);
    a.value = s.total + s.part;
    a.scale = s.scale;
    if (s.any && !s.digits && sr_number_kind(p, a.end) == SR_WORD_POINT) {
        double value = a.value;
        a.end = read_point(p, a.end, &value);
        a.whole = value == a.value;
        a.value = value;
        if (is_scale(p, a.end)) {
            a.value *= p->number[a.end].value;
            a.scale = p->number[a.end++].value;
        }
        return a;
    }
    if ((!s.digits || s.scale > 1) && ordinal_at(p, a.end) == false && !s.any)
        a.kind = SR_AMOUNT_NONE;
    if (!s.digits) {
        // "two fifths" is a fraction, "twenty-fifth" an ordinal, "twenty fifths" a fraction.
        if (ordinal_tail(p, &s, &a))
            return a;
        if (!s.any)
            return (sr_amount){0};
    }
    a.whole = s.digits ? a.value == floor(a.value) : true;
    read_fraction(p, i, &a, s.scale);
    if (a.kind == SR_AMOUNT_CARDINAL)
        read_share(p, &a);
    return a;
}

sr_amount sr_amount_read(const sr_pieces *p, uint32_t i)
{
    if (i >= p->n)
        return (sr_amount){0};
    if (p->at[i].kind == SR_PIECE_ORDINAL)
        return (sr_amount){.kind = SR_AMOUNT_ORDINAL, .end = i + 1, .value = p->at[i].value, .scale = 1,
                           .whole = true, .digits = true};
    if (sr_number_kind(p, i) == SR_WORD_GLYPH)
        return (sr_amount){.kind = SR_AMOUNT_FRACTION, .end = i + 1, .value = p->number[i].value, .scale = 1};
    sr_amount a = vague(p, i);
    if (a.kind == SR_AMOUNT_NONE)
        a = read_half(p, i);
    if (a.kind == SR_AMOUNT_NONE && (sr_piece_digits(p, i) || sr_number_kind(p, i) != SR_WORD_NONE))
        a = numeral(p, i);
    return a;
}

sr_amount sr_amount_plain(const sr_pieces *p, uint32_t i)
{
    if (i >= p->n)
        return (sr_amount){0};
    if (p->at[i].kind == SR_PIECE_DIGITS)
        return p->at[i].decimal || p->at[i].grouped
                   ? (sr_amount){0}
                   : (sr_amount){.kind = SR_AMOUNT_CARDINAL, .end = i + 1, .value = p->at[i].value, .scale = 1,
                                 .whole = true, .digits = true};
    if (p->at[i].kind == SR_PIECE_ORDINAL)
        return sr_amount_read(p, i);
    sum s = {.scale = 1};
    sr_amount a = {.kind = SR_AMOUNT_CARDINAL, .whole = true, .scale = 1};
    a.end = read_sum(p, i, &s);
    a.value = s.total + s.part;
    if (ordinal_tail(p, &s, &a) || s.any)
        return a;
    return (sr_amount){0};
}
