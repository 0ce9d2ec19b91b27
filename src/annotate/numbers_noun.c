/* What a number counts or measures: its noun and its unit.
 *
 * The tests go from the sure to the unsure: signs of money and percent, labels, ages, units of
 * time, length and weight, ordinals, fractions, years; then the noun phrase behind the number.
 * Without tags a noun phrase ends at a word of kind `stop` (data/number-words.tsv); with tags at
 * a word that cannot be in one.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/numbers.h"

#include "know/gazetteer.h"

#include "base/banned.h"

#define NOWHERE UINT32_MAX

static const sr_token *token_at(const sr_numbers *n, uint32_t i)
{
    return &n->doc->tokens[n->p->at[i].token];
}

static bool is_upos(const sr_numbers *n, uint32_t i, sr_upos upos)
{
    return i < n->p->n && token_at(n, i)->upos == upos;
}

static bool is_noun(const sr_numbers *n, uint32_t i)
{
    return is_upos(n, i, SR_UPOS_NOUN) || is_upos(n, i, SR_UPOS_PROPN);
}

uint32_t sr_numbers_person(const sr_numbers *n, uint32_t i, bool *many, bool *group)
{
    sr_lexicon_match m;
    if (i >= n->p->n || n->p->at[i].kind != SR_PIECE_WORD || !sr_piece_find(n->p, n->persons, i, &m))
        return 0;
    *many = sr_str_eq(sr_lexicon_cell(n->lexicon, n->persons, m.row, n->person_number), SR_STR("many"));
    *group = sr_str_eq(sr_lexicon_cell(n->lexicon, n->persons, m.row, n->person_class), SR_STR("group"));
    return m.n_tokens;
}

/* A word that can stand between a number and its noun, or be the noun. */
static bool in_phrase(const sr_numbers *n, uint32_t i)
{
    const sr_pieces *p = n->p;
    if (i >= p->n)
        return false;
    if (p->at[i].kind == SR_PIECE_MARK)
        return p->at[i].mark == '-' && i + 1 < p->n && !p->at[i].space && !p->at[i + 1].space;
    if (p->at[i].kind == SR_PIECE_DIGITS && i > 0 && p->at[i - 1].kind == SR_PIECE_WORD && !p->at[i].space)
        return true; // "G3"
    if (p->at[i].kind != SR_PIECE_WORD)
        return p->at[i].kind == SR_PIECE_ORDINAL || p->at[i].kind == SR_PIECE_DECADE ||
               (i + 1 < p->n && sr_piece_mark(p, i + 1, '-')) || (i > 0 && sr_piece_mark(p, i - 1, '-'));
    sr_word_kind k = sr_number_kind(p, i);
    if (k == SR_WORD_MORE || k == SR_WORD_CASUALTY || k == SR_WORD_ORDINAL)
        return true;
    if (k != SR_WORD_NONE || sr_time_kind(p, i) == SR_WORD_THE)
        return false;
    if (!n->tagged)
        return true;
    sr_upos upos = (sr_upos)token_at(n, i)->upos;
    return upos == SR_UPOS_NOUN || upos == SR_UPOS_PROPN || upos == SR_UPOS_ADJ || upos == SR_UPOS_X ||
           upos == SR_UPOS_SYM || upos == SR_UPOS_VERB || upos == SR_UPOS_ADV;
}

/* A noun of another thing follows, so the word before it is no head ("police station"). */
static bool goes_on(const sr_numbers *n, uint32_t i)
{
    bool many, group;
    if (i >= n->p->n || n->p->at[i].kind != SR_PIECE_WORD)
        return sr_piece_mark(n->p, i, '-') && !n->p->at[i].space && in_phrase(n, i);
    if (sr_number_kind(n->p, i) == SR_WORD_CASUALTY)
        return false; // "three others injured"
    if (sr_numbers_person(n, i, &many, &group))
        return true;
    if (sr_str_ends(token_at(n, i)->fold, SR_STR("ing")))
        return false; // "three men carrying guns"
    return n->tagged && is_upos(n, i, SR_UPOS_NOUN) && in_phrase(n, i);
}

static bool is_demonym(const sr_numbers *n, uint32_t i)
{
    const sr_gazetteer *g = sr_know_gazetteer(n->know);
    const sr_token *t = token_at(n, i);
    if (!g || !(t->flags & SR_TOKEN_CAPITAL) || n->p->at[i].kind != SR_PIECE_WORD)
        return false;
    sr_gazetteer_form form = sr_gazetteer_form_of(t->fold, true);
    return sr_gazetteer_demonym(g, &form, 1, NULL) > 0;
}

static bool plural_form(const sr_numbers *n, uint32_t i)
{
    sr_str fold = token_at(n, i)->fold;
    return fold.len > 3 && fold.ptr[fold.len - 1] == 's' && fold.ptr[fold.len - 2] != 's';
}

typedef struct phrase {
    uint32_t noun, end;
    bool     person;
} phrase;

/* A person noun of `len` pieces at i that is the head there. */
static bool person_head(const sr_numbers *n, uint32_t i, uint32_t len, bool many, double count)
{
    if (goes_on(n, i + len))
        return false;
    if (n->tagged && (is_upos(n, i + len - 1, SR_UPOS_VERB) || is_upos(n, i + len - 1, SR_UPOS_ADP) ||
                      (is_upos(n, i + len - 1, SR_UPOS_ADJ) && in_phrase(n, i + len))))
        return false;
    if (!n->tagged && in_phrase(n, i + len) && plural_form(n, i + len))
        return false;
    // "three student groups": a singular does not go with three; "dead" and "police" do.
    return many || count == 1 || n->tagged || !in_phrase(n, i + len);
}

/* The noun phrase from piece i on. @param count  for agreement: 1 or more */
static phrase read_phrase(const sr_numbers *n, uint32_t i, double count)
{
    const sr_pieces *p = n->p;
    phrase found = {NOWHERE, i, false};
    uint32_t casualty = NOWHERE;
    if (sr_number_kind(p, i) == SR_WORD_PART_OF && p->number[i].n > 1)
        return found;
    if (sr_piece_is(p, i, "of")) {
        for (i++; i < p->n && (sr_time_kind(p, i) == SR_WORD_THE || sr_piece_is(p, i, "its") ||
                               sr_piece_is(p, i, "their") || sr_piece_is(p, i, "his") ||
                               sr_piece_is(p, i, "these") || sr_piece_is(p, i, "those") ||
                               sr_piece_is(p, i, "our") || sr_piece_digits(p, i) ||
                               sr_number_kind(p, i) == SR_WORD_UNIT);)
            i++;
    }
    for (uint32_t k = i; k < p->n && k < i + 9 && in_phrase(n, k); k++) {
        bool many = false, group = false;
        uint32_t len = sr_numbers_person(n, k, &many, &group);
        if (len && person_head(n, k, len, many, count))
            return (phrase){k + len - 1, k + len, !group};
        if (sr_number_kind(p, k) == SR_WORD_CASUALTY)
            casualty = casualty == NOWHERE ? k : casualty;
        else if (p->at[k].kind == SR_PIECE_WORD && !(n->tagged && !is_noun(n, k)))
            found = (phrase){k, k + 1, false};
        if (!n->tagged && found.noun == k && count != 1 && plural_form(n, k))
            break;
        if (len > 1)
            k += len - 1;
    }
    if (casualty != NOWHERE && (found.noun == NOWHERE || found.noun < casualty || !n->tagged || !goes_on(n, casualty + 1)))
        return (phrase){casualty, casualty + 1, true};
    if (found.noun != NOWHERE && is_demonym(n, found.noun))
        found.person = true;
    return found;
}

/* ------------------------------------------------------------------ units */

typedef struct unit_row {
    uint32_t n;
    sr_unit  unit;
    double   factor;
} unit_row;

static bool unit_at(const sr_numbers *n, uint32_t i, const char *place, unit_row *out)
{
    sr_lexicon_match m;
    if (!sr_piece_find(n->p, n->units, i, &m))
        return false;
    for (uint32_t row = m.row; row != SR_NO_ROW; row = sr_lexicon_next(n->lexicon, n->units, row)) {
        if (!sr_str_eq(sr_lexicon_cell(n->lexicon, n->units, row, n->unit_place), sr_str_c(place)))
            continue;
        int unit = sr_unit_from(sr_lexicon_cell(n->lexicon, n->units, row, n->unit_unit));
        out->n = m.n_tokens;
        out->unit = unit < 0 ? SR_UNIT_THING : (sr_unit)unit;
        if (!sr_str_decimal(sr_lexicon_cell(n->lexicon, n->units, row, n->unit_factor), &out->factor))
            out->factor = 0;
        return true;
    }
    return false;
}

/* "pounds of explosives", "500-pound bomb" are weight; "pounds" alone is money. */
static void settle_pounds(const sr_numbers *n, uint32_t i, unit_row *u)
{
    const sr_pieces *p = n->p;
    if (!(sr_piece_is(p, i, "pounds") || sr_piece_is(p, i, "pound")))
        return;
    if (sr_piece_is(p, i + 1, "of") || (i > 0 && sr_piece_mark(p, i - 1, '-'))) {
        u->unit = SR_UNIT_WEIGHT;
        u->factor = 0.45359237;
    }
}

static bool per_time(const sr_numbers *n, uint32_t i)
{
    const sr_pieces *p = n->p;
    if (sr_piece_mark(p, i, '/'))
        return sr_time_kind(p, i + 1) == SR_WORD_TIME_UNIT || sr_piece_is(p, i + 1, "h");
    bool joint = sr_time_kind(p, i) == SR_WORD_PER || sr_number_kind(p, i) == SR_WORD_ARTICLE ||
                 sr_time_kind(p, i) == SR_WORD_EVERY;
    return joint && sr_time_kind(p, i + 1) == SR_WORD_TIME_UNIT;
}

static uint32_t over_hyphen(const sr_pieces *p, uint32_t i)
{
    return sr_piece_mark(p, i, '-') ? i + 1 : i;
}

static bool measured(const sr_numbers *n, const sr_bounded *b, sr_counted *c)
{
    unit_row u;
    uint32_t at = over_hyphen(n->p, b->end);
    if (!unit_at(n, at, "after", &u)) {
        if (!(n->tagged ? is_upos(n, at, SR_UPOS_ADJ) : is_demonym(n, at < n->p->n ? at : b->number)) ||
            at >= n->p->n || !unit_at(n, at + 1, "after", &u) || u.unit != SR_UNIT_MONEY)
            return false;
        at++; // "200 Syrian pounds"
    }
    settle_pounds(n, at, &u);
    *c = (sr_counted){at + u.n - 1, at + u.n, (uint8_t)u.unit, u.factor};
    if (u.unit == SR_UNIT_LABEL || u.unit == SR_UNIT_THING)
        c->factor = 0;
    if (per_time(n, c->end))
        c->unit = SR_UNIT_RATE;
    return true;
}

/* "22-year-old", "22 years old", "aged 22", "Name, 22,". */
static bool is_age(const sr_numbers *n, const sr_bounded *b, sr_counted *c)
{
    const sr_pieces *p = n->p;
    uint32_t at = over_hyphen(p, b->end);
    if (sr_time_kind(p, at) == SR_WORD_TIME_UNIT) {
        uint32_t old = over_hyphen(p, at + 1);
        if (sr_piece_is(p, old, "old") || sr_piece_is(p, old, "olds") ||
            (sr_piece_is(p, old, "of") && sr_piece_is(p, old + 1, "age"))) {
            *c = (sr_counted){NOWHERE, old + 1, SR_UNIT_AGE, 0};
            return true;
        }
        return false;
    }
    if (b->low.value > 120 || !b->low.whole)
        return false;
    if (b->begin > 0 && (sr_time_kind(p, b->begin - 1) == SR_WORD_AGED || sr_piece_is(p, b->begin - 1, "age") ||
                         sr_piece_is(p, b->begin - 1, "ages"))) {
        *c = (sr_counted){NOWHERE, b->end, SR_UNIT_AGE, 0};
        return true;
    }
    bool next = sr_piece_is(p, b->end, "and") && b->end + 1 < p->n && is_upos(n, b->end + 1, SR_UPOS_PROPN);
    bool closed = b->end >= p->n || p->at[b->end].kind == SR_PIECE_MARK || (n->tagged && next); // "A, 14 and B, 16,"
    bool comma = sr_piece_mark(p, b->begin ? b->begin - 1 : p->n, ',') || sr_piece_mark(p, b->begin ? b->begin - 1 : p->n, '(');
    if (!closed || !comma || b->begin < 2 || !b->low.digits || b->bound || b->low.value < 1 ||
        sr_piece_mark(p, b->end, '-') || sr_piece_mark(p, b->end, ':'))
        return false;
    const sr_token *name = token_at(n, b->begin - 2);
    bool named = n->tagged ? name->upos == SR_UPOS_PROPN
                           : (name->flags & SR_TOKEN_CAPITAL) && sr_time_kind(p, b->begin - 2) == SR_WORD_NONE;
    if (!named || (name->flags & SR_TOKEN_DIGIT) || sr_time_kind(p, b->begin - 2) == SR_WORD_MONTH)
        return false;
    *c = (sr_counted){NOWHERE, b->end, SR_UNIT_AGE, 0};
    return true;
}

/* ----------------------------------------------------------------- labels */

static bool label_word(const sr_numbers *n, uint32_t i, bool hyphen)
{
    sr_lexicon_match m;
    if (!sr_piece_find(n->p, n->labels, i, &m) || m.n_tokens != 1)
        return false;
    bool only = sr_str_eq(sr_lexicon_cell(n->lexicon, n->labels, m.row, n->label_joint), SR_STR("hyphen"));
    return hyphen || !only;
}

/* "Flight 93", "M-19", "B52", "9/11", "3D": the number is part of a name. */
static bool is_label(const sr_numbers *n, const sr_bounded *b)
{
    const sr_pieces *p = n->p;
    uint32_t i = b->number;
    if (!b->low.digits || b->money || b->bound)
        return false;
    if (sr_piece_mark(p, i + 1, '/') && sr_piece_digits(p, i + 2) && !p->at[i + 1].space && !p->at[i + 2].space &&
        p->at[i + 2].value > 8)
        return true;
    if (i == 0)
        return false;
    const sr_piece *before = &p->at[i - 1];
    if (!p->at[i].space && before->kind == SR_PIECE_WORD)
        return true; // "B52"
    if (!p->at[i].space && sr_piece_mark(p, i - 1, '-') && i >= 2 && !before->space &&
        p->at[i - 2].kind == SR_PIECE_WORD) {
        bool capital = sr_is_upper(n->doc->text.ptr[p->at[i - 2].begin]);
        bool brief = p->at[i - 2].end - p->at[i - 2].begin <= 4;
        return (capital && brief) || label_word(n, i - 2, true);
    }
    uint32_t word = i - 1;
    if (before->kind == SR_PIECE_MARK && before->mark == '.' && i >= 2 && !before->space)
        word = i - 2; // "No. 5"
    if (!label_word(n, word, false))
        return false;
    bool abbreviated = word < i - 1 || n->doc->text.ptr[p->at[word].end - 1] == '.';
    bool capital = (token_at(n, word)->flags & SR_TOKEN_CAPITAL) != 0;
    return capital || (abbreviated && i + 1 >= p->n);
}

/* -------------------------------------------------------------- years, dates */

static bool near_month(const sr_pieces *p, uint32_t i, uint32_t end)
{
    if (i > 0 && sr_time_kind(p, i - 1) == SR_WORD_MONTH && !p->time[i - 1].weak)
        return true;
    if (i > 1 && sr_time_kind(p, i - 2) == SR_WORD_MONTH &&
        (sr_piece_mark(p, i - 1, ',') || sr_piece_is(p, i - 1, "the")))
        return true;
    if (i > 0 && sr_time_kind(p, i - 1) == SR_WORD_MONTH && p->time[i - 1].weak && p->at[i].digits <= 2)
        return true;
    uint32_t at = sr_piece_is(p, end, "of") ? end + 1 : end;
    if (sr_piece_mark(p, at, '-') || sr_piece_mark(p, at, '/'))
        at++;
    return sr_time_kind(p, at) == SR_WORD_MONTH;
}

bool sr_numbers_in_date(const sr_pieces *p, const sr_bounded *b)
{
    uint32_t i = b->number, end = b->low.end;
    bool day = b->low.whole && b->low.value >= 1 && b->low.value <= 31;
    bool year = b->low.digits && p->at[i].digits == 4;
    if ((day || year) && near_month(p, i, b->end > end && b->high.kind ? b->end : end))
        return true;
    if (!b->low.digits)
        return false;
    bool two = p->at[i].digits == 2 && !p->at[i].decimal && i > 1 && p->at[i].space;
    if (two && sr_time_kind(p, i - 1) == SR_WORD_MONTH && sr_piece_digits(p, i - 2))
        return true; // "3 JAN 90"
    // "10:30", "2024-03-22", "3/22/2024"
    if (sr_piece_mark(p, end, ':') && sr_piece_digits(p, end + 1) && !p->at[end].space)
        return true;
    if (i > 0 && sr_piece_mark(p, i - 1, ':') && !p->at[i].space && i > 1 && sr_piece_digits(p, i - 2))
        return true;
    for (uint32_t k = i >= 4 ? i - 4 : 0; k <= i && k + 4 < p->n; k++) {
        bool same = p->at[k + 1].kind == SR_PIECE_MARK && p->at[k + 1].mark == p->at[k + 3].mark &&
                    (p->at[k + 1].mark == '-' || p->at[k + 1].mark == '/' || p->at[k + 1].mark == '.');
        if (same && sr_piece_digits(p, k) && sr_piece_digits(p, k + 2) && sr_piece_digits(p, k + 4) &&
            !p->at[k + 1].space && !p->at[k + 2].space && !p->at[k + 3].space && !p->at[k + 4].space)
            return true;
    }
    return false;
}

/* "0945", "at 2230": four digits that are a time of day. */
static bool is_clock_digits(const sr_pieces *p, uint32_t i, bool upper)
{
    const sr_piece *d = &p->at[i];
    if (d->kind != SR_PIECE_DIGITS || d->digits != 4 || d->grouped || d->decimal || d->value >= 2400 || (int)d->value % 100 >= 60)
        return false;
    if (p->doc->text.ptr[d->begin] == '0')
        return true;
    return upper && i > 0 && sr_piece_is(p, i - 1, "at");
}

static bool is_clock(const sr_pieces *p, const sr_bounded *b)
{
    sr_word_kind after = sr_time_kind(p, b->end);
    if (is_clock_digits(p, b->number, p->doc->upper))
        return true;
    if (b->bound && b->high.kind == SR_AMOUNT_NONE && after != SR_WORD_AMPM)
        return false;
    return b->low.value <= 2400 && (after == SR_WORD_AMPM || after == SR_WORD_OCLOCK ||
                                    (after == SR_WORD_ZONE && b->low.digits && !p->at[b->end].space == false &&
                                     p->at[b->number].digits == 4));
}

static bool led_by(const sr_pieces *p, uint32_t i, const char *const *words)
{
    for (; *words && i > 0; words++) {
        if (sr_piece_is(p, i - 1, *words))
            return true;
    }
    return false;
}

/* Four digits: a year unless they count the noun behind them.  Counts of four digits are mostly
 * grouped ("2,000"), so a word that goes with years decides. */
static bool is_year(const sr_numbers *n, const sr_bounded *b)
{
    static const char *const STRONG[] = {"in", "since", "until", "during", "till", "year", "years", "early", "late", "mid",
                                         "circa", "ca", "throughout", NULL};
    static const char *const WEAK[] = {"by", "from", "before", "after", "of", "between", "and", "to", "as", "late", NULL};
    const sr_pieces *p = n->p;
    uint32_t i = b->number;
    if (!b->low.digits || p->at[i].digits != 4 || p->at[i].grouped || p->at[i].decimal ||
        b->low.value < 1000 || b->low.value > 2100 || b->low.scale > 1)
        return false;
    bool modern = b->low.value >= 1800 && b->low.value <= 2050;
    uint32_t before = b->begin > 1 && sr_piece_mark(p, b->begin - 1, '-') ? b->begin - 1 : b->begin;
    bool strong = led_by(p, before, STRONG) || (before > 0 && sr_time_kind(p, before - 1) == SR_WORD_MONTH) ||
                  (before > 0 && sr_piece_mark(p, before - 1, '('));
    if (sr_piece_is(p, b->begin, "later") || sr_piece_is(p, b->end - 1, "later"))
        return true; // "later than 2018", "2018 or later"
    if (sr_piece_is(p, b->end, "'s") || (modern && strong))
        return true;
    phrase next = read_phrase(n, b->end, 2);
    bool plural = next.noun != NOWHERE && (next.person || plural_form(n, next.noun));
    bool the = before > 0 && sr_time_kind(p, before - 1) == SR_WORD_THE;
    if (the && !plural)
        return true; // "the 1784 treaty"
    if (the && modern && !next.person)
        return true;
    if (b->bound && b->high.kind == SR_AMOUNT_NONE)
        return modern && !plural && next.noun == NOWHERE && sr_piece_is(p, b->begin, "about");
    bool led = strong || led_by(p, before, WEAK);
    if (plural)
        return (led && !next.person && next.noun > b->end + 1) || (modern && led_by(p, before, WEAK) && !next.person && !led_by(p, before, (const char *const[]){"of", "to", "and", NULL}));
    bool verb = n->tagged && is_upos(n, b->end, SR_UPOS_VERB);
    return led || verb || next.noun == NOWHERE || modern;
}

/* ------------------------------------------------------------------- whole */

sr_counted sr_numbers_counted(const sr_numbers *n, const sr_bounded *b)
{
    const sr_pieces *p = n->p;
    sr_counted c = {NOWHERE, b->end, SR_UNIT_NONE, 0};
    if (b->money)
        return (sr_counted){NOWHERE, b->end, SR_UNIT_MONEY, 1};
    if (b->low.kind == SR_AMOUNT_ORDINAL) {
        c.unit = SR_UNIT_ORDINAL;
        return c;
    }
    if (is_age(n, b, &c))
        return c;
    uint32_t at = over_hyphen(p, b->end);
    bool item = b->number == 0 && b->low.digits && (sr_piece_mark(p, 1, '.') || sr_piece_mark(p, 1, ')'));
    if (item) {
        c.unit = SR_UNIT_LABEL; // "1. The …"
        return c;
    }
    if (measured(n, b, &c))
        return c;
    if (is_label(n, b)) {
        c.unit = SR_UNIT_LABEL;
        return c;
    }
    if (is_clock(p, b)) {
        c.unit = SR_UNIT_TIME;
        return c;
    }
    if (sr_piece_is(p, at, "of") && sr_time_kind(p, at + 1) == SR_WORD_TIME_UNIT)
        at++; // "a couple of hours"
    if (sr_time_kind(p, at) == SR_WORD_TIME_UNIT)
        return (sr_counted){at, at + 1, SR_UNIT_TIME, 0};
    if (b->low.kind == SR_AMOUNT_FRACTION && !b->low.whole) {
        phrase f = read_phrase(n, b->end, 2);
        return (sr_counted){f.noun, f.end, SR_UNIT_FRACTION, 0};
    }
    if (is_year(n, b)) {
        c.unit = SR_UNIT_YEAR;
        return c;
    }
    phrase f = read_phrase(n, b->end, b->high.kind ? 2 : b->low.value);
    c.noun = f.noun;
    c.end = f.end;
    if (f.noun != NOWHERE)
        c.unit = f.person ? SR_UNIT_PERSON : SR_UNIT_THING;
    if (per_time(n, f.end))
        c.unit = SR_UNIT_RATE;
    return c;
}

uint32_t sr_numbers_one(const sr_numbers *n, uint32_t i)
{
    const sr_pieces *p = n->p;
    for (uint32_t k = i + 1; k < p->n && k < i + 8 && (in_phrase(n, k) || sr_piece_digits(p, k)); k++) {
        bool many = false, group = false;
        uint32_t len = sr_numbers_person(n, k, &many, &group);
        if (!len)
            continue;
        uint32_t after = k + len;
        bool possessive = sr_piece_is(p, after, "'s") || sr_piece_is(p, after, "\xE2\x80\x99s");
        if (!many && !group && !possessive && person_head(n, k, len, false, 1))
            return k + len - 1;
        k = after - 1;
        if (possessive)
            return NOWHERE;
    }
    return NOWHERE;
}

uint32_t sr_numbers_none(const sr_numbers *n, uint32_t i)
{
    const sr_pieces *p = n->p;
    if (sr_piece_is(p, i, "of") || sr_time_kind(p, i) == SR_WORD_THE)
        i++;
    for (uint32_t k = i; k < p->n && k < i + 4 && in_phrase(n, k); k++) {
        bool many = false, group = false;
        uint32_t len = sr_numbers_person(n, k, &many, &group);
        if (len && !group && !goes_on(n, k + len))
            return k + len - 1;
        if (sr_number_kind(p, k) == SR_WORD_CASUALTY)
            return k;
    }
    return NOWHERE;
}
