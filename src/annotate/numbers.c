/* Numbers: counts with their bounds and what they count, ages, money, labels.
 *
 * Gives doc->quantities.  Reads tokens, sentences, and tags where there are any.
 *
 *   at least N, N or more   {N, N, open}     more than N      {N, N, open}: the round figure that
 *   up to N, at most N      {open, N, N}     fewer than N     was said is the best one there is
 *   nearly N                {open, N, N}     about N          {open, N, open}
 *   N to M, between N and M {N, N, M}        dozens, several  {24, open, open}, {3, open, open}
 *   nobody, no casualties   {0, 0, 0}        a man            {1, 1, 1}
 *
 * A range's best figure is its lower one: the one that all who gave it agree on.
 * A quantity's range is the number with its bounds words; its noun stands apart.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/annotate.h"
#include "annotate/numbers.h"

#include <math.h>

#include "base/banned.h"

typedef enum bound { BOUND_NONE, BOUND_LOW, BOUND_ABOVE, BOUND_HIGH, BOUND_BELOW, BOUND_NEAR,
                     BOUND_ABOUT, BOUND_EXACT, BOUND_BETWEEN, BOUND_FROM, BOUND_COUNT } bound;

static const char *const BOUNDS[BOUND_COUNT] = {
    "", "low", "above", "high", "below", "near", "about", "exact", "between", "from"};

#define MOST ((double)(INT64_C(1) << 53))

static int64_t whole(double v)
{
    return v >= 0 && v < MOST ? (int64_t)floor(v + 0.5) : SR_COUNT_OPEN;
}

static sr_numbers numbers_open(const sr_pieces *p, const sr_document *doc, const sr_know *know, sr_arena *arena)
{
    sr_numbers n = {.p = p, .doc = doc, .know = know, .lexicon = sr_know_lexicon(know), .arena = arena};
    const sr_lexicon *x = n.lexicon;
    n.bounds = sr_lexicon_table(x, SR_STR("bound-words"));
    n.bound_kind = sr_lexicon_column(x, n.bounds, SR_STR("kind"));
    n.bound_place = sr_lexicon_column(x, n.bounds, SR_STR("place"));
    n.units = sr_lexicon_table(x, SR_STR("unit-words"));
    n.unit_unit = sr_lexicon_column(x, n.units, SR_STR("unit"));
    n.unit_factor = sr_lexicon_column(x, n.units, SR_STR("factor"));
    n.unit_place = sr_lexicon_column(x, n.units, SR_STR("place"));
    n.labels = sr_lexicon_table(x, SR_STR("label-words"));
    n.label_joint = sr_lexicon_column(x, n.labels, SR_STR("joint"));
    n.persons = sr_lexicon_table(x, SR_STR("person-nouns"));
    n.person_class = sr_lexicon_column(x, n.persons, SR_STR("class"));
    n.person_number = sr_lexicon_column(x, n.persons, SR_STR("number"));
    n.tagged = doc->n_tokens > 0 && doc->tokens[0].upos != SR_UPOS_NONE;
    return n;
}

/* The bounds row at piece i that stands at `place`; its pieces, 0: none. */
static uint32_t find_bound(const sr_numbers *n, uint32_t i, const char *place, bound *out)
{
    sr_lexicon_match m;
    if (!sr_piece_find(n->p, n->bounds, i, &m))
        return 0;
    for (uint32_t row = m.row; row != SR_NO_ROW; row = sr_lexicon_next(n->lexicon, n->bounds, row)) {
        if (!sr_str_eq(sr_lexicon_cell(n->lexicon, n->bounds, row, n->bound_place), sr_str_c(place)))
            continue;
        sr_str kind = sr_lexicon_cell(n->lexicon, n->bounds, row, n->bound_kind);
        for (int k = 1; k < BOUND_COUNT; k++) {
            if (sr_str_eq(kind, sr_str_c(BOUNDS[k])))
                *out = (bound)k;
        }
        return m.n_tokens;
    }
    return 0;
}

static bool money_sign(const sr_numbers *n, uint32_t i, uint32_t *len)
{
    sr_lexicon_match m;
    if (!sr_piece_find(n->p, n->units, i, &m)) {
        // A sign of more than one byte ("£") was cut from its token like a word.
        return false;
    }
    for (uint32_t row = m.row; row != SR_NO_ROW; row = sr_lexicon_next(n->lexicon, n->units, row)) {
        if (sr_str_eq(sr_lexicon_cell(n->lexicon, n->units, row, n->unit_place), SR_STR("before"))) {
            *len = m.n_tokens;
            return true;
        }
    }
    return false;
}

/* Words between the two ends of a range. */
static uint32_t range_joint(const sr_pieces *p, uint32_t i, bound before, bool digits)
{
    if (sr_piece_mark(p, i, '-'))
        return i + 1;
    if (sr_piece_is(p, i, "to") || sr_piece_is(p, i, "through"))
        return i + 1;
    if (before == BOUND_BETWEEN && sr_piece_is(p, i, "and"))
        return i + 1;
    if (sr_piece_is(p, i, "or"))
        return i + 1;
    (void)digits;
    return 0;
}

/* "60 to 70", "two or three dozen"; fills b->high and b->end. */
static void read_range(const sr_numbers *n, sr_bounded *b, bound before)
{
    const sr_pieces *p = n->p;
    uint32_t at = range_joint(p, b->end, before, b->low.digits), len;
    if (!at)
        return;
    bool words = sr_piece_is(p, b->end, "or");
    if (b->money && money_sign(n, at, &len))
        at += len;
    if (b->low.kind == SR_AMOUNT_ORDINAL && sr_time_kind(p, at) == SR_WORD_THE)
        at++;
    sr_amount high = sr_amount_read(p, at);
    if (high.kind == SR_AMOUNT_NONE || high.kind == SR_AMOUNT_VAGUE || high.article ||
        (high.kind == SR_AMOUNT_ORDINAL) != (b->low.kind == SR_AMOUNT_ORDINAL))
        return;
    double low = b->low.value;
    if (high.scale > 1 && b->low.scale == 1 && low <= high.value / high.scale)
        low *= high.scale; // "two to three dozen", "60 to 70 thousand"
    if (low >= high.value || high.kind == SR_AMOUNT_FRACTION)
        return;
    if (words && (high.value > low * 2 || !high.whole))
        return; // "one or more" is a bound; "two or 300" nothing
    bool dash = sr_piece_mark(p, b->end, '-');
    bool spelled = dash && !b->low.digits && !high.digits && high.value >= 20;
    if (spelled && high.scale == 1)
        return;
    b->low.value = low;
    b->high = high;
    b->end = high.end;
    b->bound = true;
}

static void apply(sr_count *c, bound k, double value)
{
    int64_t v = whole(value);
    switch (k) {
    case BOUND_LOW: case BOUND_ABOVE: *c = (sr_count){v, v, SR_COUNT_OPEN}; break;
    case BOUND_HIGH: case BOUND_BELOW: case BOUND_NEAR: *c = (sr_count){SR_COUNT_OPEN, v, v}; break;
    case BOUND_ABOUT: *c = (sr_count){SR_COUNT_OPEN, v, SR_COUNT_OPEN}; break;
    default: *c = (sr_count){v, v, v}; break;
    }
}

static void set_count(sr_bounded *b, bound before, bound after)
{
    bound k = after != BOUND_NONE ? after : before;
    if (b->low.kind == SR_AMOUNT_VAGUE) {
        int64_t v = b->low.unknown ? SR_COUNT_OPEN : whole(b->low.value);
        b->count = (sr_count){v, SR_COUNT_OPEN, SR_COUNT_OPEN};
        if (k == BOUND_HIGH || k == BOUND_BELOW)
            b->count = (sr_count){SR_COUNT_OPEN, SR_COUNT_OPEN, SR_COUNT_OPEN};
        return;
    }
    if (b->high.kind != SR_AMOUNT_NONE) {
        b->count = (sr_count){whole(b->low.value), whole(b->low.value), whole(b->high.value)};
        if (k == BOUND_LOW || k == BOUND_ABOVE)
            b->count.high = SR_COUNT_OPEN;
        return;
    }
    apply(&b->count, k, b->low.value);
}

/* "at most 100 and at least 20", "more than 10 but fewer than 40": two bounds of one number. */
static void read_second(const sr_numbers *n, sr_bounded *b, bound first)
{
    const sr_pieces *p = n->p;
    bool lower = first == BOUND_LOW || first == BOUND_ABOVE, upper = first == BOUND_HIGH || first == BOUND_BELOW;
    uint32_t at = b->end;
    if (!(lower || upper) || b->low.kind != SR_AMOUNT_CARDINAL)
        return;
    if (sr_piece_mark(p, at, ',') )
        at++;
    if (sr_piece_is(p, at, "and") || sr_piece_is(p, at, "but"))
        at++;
    if (at == b->end)
        return;
    bound second = BOUND_NONE;
    uint32_t len = find_bound(n, at, "before", &second);
    bool fits = lower ? second == BOUND_HIGH || second == BOUND_BELOW : second == BOUND_LOW || second == BOUND_ABOVE;
    if (!len || !fits)
        return;
    sr_amount other = sr_amount_read(p, at + len);
    if (other.kind != SR_AMOUNT_CARDINAL || (lower ? other.value <= b->low.value : other.value >= b->low.value))
        return;
    int64_t v = whole(b->low.value), w = whole(other.value);
    b->count = lower ? (sr_count){v, v, w} : (sr_count){w, w, v};
    b->end = other.end;
}

/* The number with its bounds that begins at piece i. */
static bool read_bounded(const sr_numbers *n, uint32_t i, sr_bounded *b)
{
    const sr_pieces *p = n->p;
    bound before = BOUND_NONE, after = BOUND_NONE;
    uint32_t at = i, len = find_bound(n, at, "before", &before);
    *b = (sr_bounded){.begin = i};
    if (len) {
        bound inner = BOUND_NONE;
        at += len;
        if (sr_time_kind(p, at) == SR_WORD_THE && sr_amount_read(p, at + 1).kind == SR_AMOUNT_ORDINAL)
            at++; // "between the tenth and the fifteenth"
        uint32_t more = find_bound(n, at, "before", &inner);
        if (more && sr_amount_read(p, at + more).kind != SR_AMOUNT_NONE) {
            at += more; // "at least some 60", "only about 30", "about more than 2"
            if (before == BOUND_EXACT || before == BOUND_ABOUT)
                before = inner;
        }
    }
    if (money_sign(n, at, &len)) {
        b->money = true;
        at += len;
    }
    b->number = at;
    b->low = sr_amount_read(p, at);
    if (b->low.kind == SR_AMOUNT_NONE)
        return false;
    b->end = b->low.end;
    b->bound = before != BOUND_NONE && before != BOUND_EXACT;
    read_range(n, b, before);
    bool ranged = b->high.kind != SR_AMOUNT_NONE;
    if ((before == BOUND_BETWEEN || before == BOUND_FROM) && !ranged) {
        b->begin = b->money ? at - len : at;
        b->bound = false;
        before = BOUND_NONE;
    }
    uint32_t tail = find_bound(n, b->end, "after", &after);
    bound next = BOUND_NONE;
    for (uint32_t k = 1; tail && k < tail + 1; k++) { // "5000 or less than 6000": the words are the next number's
        uint32_t ahead = find_bound(n, b->end + k, "before", &next);
        if (ahead && sr_amount_read(p, b->end + k + ahead).kind != SR_AMOUNT_NONE)
            tail = 0;
    }
    if (tail && !(sr_piece_mark(p, b->end, '-') && !sr_piece_is(p, b->end + 1, "odd")) &&
        sr_amount_read(p, b->end + tail).kind == SR_AMOUNT_NONE) {
        b->end += tail;
        b->bound = true;
    } else {
        after = BOUND_NONE;
    }
    set_count(b, before, after);
    read_second(n, b, before);
    return true;
}

static sr_quantity *emit(sr_numbers *n, uint32_t begin, uint32_t end, sr_count count, sr_unit unit)
{
    sr_quantity *q = SR_PUSH(n->arena, &n->out);
    *q = (sr_quantity){.range = sr_piece_range(n->p, begin, end), .count = count, .unit = (uint8_t)unit,
                       .noun = SR_NO_TOKEN};
    return q;
}

static bool part_before(const sr_pieces *p, uint32_t i)
{
    for (uint32_t back = 1; back <= 4 && back <= i; back++) {
        sr_word w = p->number[i - back];
        if (w.kind == SR_WORD_PART_OF && w.n + 0u == back)
            return true;
    }
    return false;
}

/* "of whom 4", "four of them": part of what was said before. */
static bool part_after(const sr_pieces *p, uint32_t i)
{
    return sr_number_kind(p, i) == SR_WORD_PART_OF ||
           (sr_piece_is(p, i, "of") && (sr_piece_is(p, i + 1, "the") || sr_piece_is(p, i + 1, "them") ||
                                        sr_piece_is(p, i + 1, "those") || sr_piece_is(p, i + 1, "whom") ||
                                        sr_piece_is(p, i + 1, "which")));
}

/* "minus five", "-5" (but not "M-5" or "3-5"). */
static bool is_negative(const sr_pieces *p, uint32_t i)
{
    if (i == 0)
        return false;
    if (sr_number_kind(p, i - 1) == SR_WORD_MINUS)
        return true;
    return sr_piece_mark(p, i - 1, '-') && p->at[i - 1].space && sr_piece_digits(p, i) && !p->at[i].space;
}

/* "the one", "which one", "both … and": no number of anything. */
static bool is_pronoun(const sr_pieces *p, const sr_bounded *b, const sr_counted *c)
{
    if (sr_piece_is(p, b->begin, "both"))
        return c->noun >= p->n;
    static const char *const BEFORE[] = {"the", "this", "that", "which", "each", "every", "no", "any", NULL};
    if (c->noun < p->n || b->low.value != 1 || b->low.kind != SR_AMOUNT_CARDINAL || b->low.digits || b->end - b->begin != 1 || b->begin == 0)
        return false;
    for (const char *const *w = BEFORE; *w; w++) {
        if (sr_piece_is(p, b->begin - 1, *w))
            return !sr_piece_is(p, b->end, "of");
    }
    // "a good one", "one would have to"
    const sr_token *before = &p->doc->tokens[p->at[b->begin - 1].token];
    bool aux = b->end < p->n && p->doc->tokens[p->at[b->end].token].upos == SR_UPOS_AUX &&
               (sr_piece_is(p, b->end, "would") || sr_piece_is(p, b->end, "can") || sr_piece_is(p, b->end, "must") ||
                sr_piece_is(p, b->end, "should") || sr_piece_is(p, b->end, "may") || sr_piece_is(p, b->end, "could"));
    return before->upos == SR_UPOS_ADJ || aux;
}

static uint32_t emit_bounded(sr_numbers *n, sr_bounded *b)
{
    const sr_pieces *p = n->p;
    if (sr_numbers_in_date(p, b))
        return b->end;
    bool more = b->begin > 0 && (sr_number_kind(p, b->begin - 1) == SR_WORD_ANOTHER ||
                                 sr_number_kind(p, b->begin - 1) == SR_WORD_MORE);
    sr_counted c = sr_numbers_counted(n, b);
    if ((b->low.unknown && c.unit != SR_UNIT_PERSON) || is_pronoun(p, b, &c))
        return b->end;
    uint32_t begin = more && sr_number_kind(p, b->begin - 1) == SR_WORD_ANOTHER ? b->begin - 1 : b->begin;
    sr_quantity *q = emit(n, begin, b->end, b->count, (sr_unit)c.unit);
    q->noun = c.noun < p->n ? p->at[c.noun].token : SR_NO_TOKEN;
    q->more = more || sr_number_kind(p, b->end) == SR_WORD_MORE;
    q->part = part_before(p, begin) || part_after(p, b->end);
    bool name = c.unit == SR_UNIT_LABEL && b->low.kind == SR_AMOUNT_FRACTION; // "9/11"
    if ((c.factor > 0 || !b->low.whole) && !name)
        q->amount = b->low.value * (c.factor > 0 ? c.factor : 1);
    bool minus = is_negative(p, b->number);
    if (minus)
        q->amount = q->amount > 0 ? -q->amount : -b->low.value;
    if (!b->low.whole || minus)
        q->count = (sr_count){SR_COUNT_OPEN, SR_COUNT_OPEN, SR_COUNT_OPEN};
    return b->end;
}

/* "nobody", "no casualties". */
static uint32_t emit_zero(sr_numbers *n, uint32_t i)
{
    const sr_pieces *p = n->p;
    uint32_t end = i + p->number[i].n, noun = UINT32_MAX;
    if (sr_number_kind(p, i) == SR_WORD_NO) {
        noun = sr_numbers_none(n, end);
        if (noun == UINT32_MAX)
            return i;
    } else if (sr_piece_is(p, i, "none") && sr_piece_is(p, i + 1, "of")) {
        noun = sr_numbers_none(n, end + 1);
    }
    sr_quantity *q = emit(n, i, end, (sr_count){0, 0, 0}, SR_UNIT_PERSON);
    if (noun < p->n)
        q->noun = p->at[noun].token;
    return end;
}

static uint32_t emit_one(sr_numbers *n, uint32_t i)
{
    const sr_pieces *p = n->p;
    uint32_t noun = sr_numbers_one(n, i);
    if (noun == UINT32_MAX)
        return i;
    sr_quantity *q = emit(n, i, i + 1, (sr_count){1, 1, 1}, SR_UNIT_PERSON);
    q->noun = p->at[noun].token;
    q->more = sr_number_kind(p, i) == SR_WORD_ANOTHER;
    q->part = part_before(p, i);
    return i + 1;
}

static uint32_t step(sr_numbers *n, uint32_t i)
{
    const sr_pieces *p = n->p;
    sr_word_kind k = sr_number_kind(p, i);
    sr_bounded b;
    if (k == SR_WORD_NOBODY || k == SR_WORD_NO) {
        uint32_t end = emit_zero(n, i);
        if (end > i)
            return end;
    }
    if (p->at[i].kind == SR_PIECE_DECADE)
        return i + 1;
    if (read_bounded(n, i, &b)) {
        uint32_t end = emit_bounded(n, &b);
        return SR_MAX(end, i + 1);
    }
    if (k == SR_WORD_ARTICLE || k == SR_WORD_ANOTHER) {
        uint32_t end = emit_one(n, i);
        if (end > i)
            return end;
    }
    return i + 1;
}

void sr_annotate_numbers(sr_document *doc, const sr_know *know, sr_arena *arena)
{
    const sr_pieces *pieces = sr_pieces_of(doc, know, arena);
    sr_numbers       n = numbers_open(pieces, doc, know, arena);
    for (uint32_t s = 0; s < doc->n_sentences; s++) {
        n.p = &pieces[s];
        for (uint32_t i = 0; n.p->any && i < n.p->n;)
            i = step(&n, i);
    }
    doc->quantities = n.out.at;
    doc->n_quantities = (uint32_t)n.out.n;
}
