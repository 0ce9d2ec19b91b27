/* Reading lengths of time, shifts and repetitions: "more than three days", "a decade", "two weeks
 * ago", "three days after 5 May", "22-year-old", "every Friday", "twice a week".
 *
 * A length is a shift when "ago", "later", "before X" follow, or "in" stands before it and the
 * sentence tells of the future.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/times.h"

#include "base/banned.h"

static bool ends_in_s(const sr_times *t, uint32_t i)
{
    return sr_to_lower(t->doc->text.ptr[t->p->at[i].end - 1]) == 's';
}

/* The unit of time at i; *plural tells how it was written. */
static uint32_t unit_at(const sr_times *t, uint32_t i, char *unit, bool *plural)
{
    const sr_pieces *p = t->p;
    if (sr_time_kind(p, i) == SR_WORD_TIME_UNIT) {
        *unit = p->time[i].letter[0];
        *plural = ends_in_s(t, i + p->time[i].n - 1) && p->at[i].end - p->at[i].begin > 2;
        return i + p->time[i].n;
    }
    if (sr_when_is(t, i, "night") || sr_when_is(t, i, "nights")) {
        *unit = 'D';
        *plural = sr_when_is(t, i, "nights");
        return i + 1;
    }
    if (sr_when_is(t, i, "h") && i > 0 && sr_piece_digits(p, i - 1) && !p->at[i].space) {
        *unit = 'H';
        *plural = true;
        return i + 1;
    }
    return 0;
}

static uint32_t over_hyphen(const sr_times *t, uint32_t i)
{
    return sr_piece_mark(t->p, i, '-') ? i + 1 : i;
}

/* A bounds word before a length ("more than", "about"); the piece behind it. */
static uint32_t bound_before(const sr_times *t, uint32_t i)
{
    sr_lexicon_match m;
    if (!sr_piece_find(t->p, t->bounds, i, &m))
        return i;
    for (uint32_t row = m.row; row != SR_NO_ROW; row = sr_lexicon_next(t->lexicon, t->bounds, row)) {
        if (sr_str_eq(sr_lexicon_cell(t->lexicon, t->bounds, row, t->bound_place), SR_STR("before")) &&
            !sr_when_is(t, i, "between") && !sr_when_is(t, i, "from") && !sr_when_is(t, i, "all") && !sr_when_is(t, i, "exceeding"))
            return i + m.n_tokens;
    }
    return i;
}

/* One "number unit" of a length. */
static uint32_t one_part(const sr_times *t, uint32_t i, sr_span_part *part)
{
    const sr_pieces *p = t->p;
    bool plural, hyphen;
    uint32_t end;
    sr_word_kind k = sr_number_kind(p, i);
    sr_amount a = sr_amount_read(p, i);
    if (a.kind == SR_AMOUNT_ORDINAL)
        return 0;
    if (a.kind == SR_AMOUNT_NONE) {
        if (k != SR_WORD_ARTICLE && k != SR_WORD_ANOTHER)
            return 0;
        uint32_t at = sr_when_is(t, i + 1, "full") || sr_when_is(t, i + 1, "whole") || sr_when_is(t, i + 1, "further") || sr_when_is(t, i + 1, "single") ? i + 2 : i + 1;
        *part = (sr_span_part){.n = 1};
        end = unit_at(t, at, &part->unit, &plural);
        bool ordinal = end && part->unit == 'S' && end < p->n && p->at[end].kind == SR_PIECE_WORD &&
                       sr_time_kind(p, end) == SR_WORD_NONE; // "a second man"
        return end && !plural && !ordinal ? end : 0;
    }
    uint32_t at = a.end;
    hyphen = sr_piece_mark(p, at, '-') && !p->at[at].space;
    if (hyphen || sr_when_is(t, at, "of") || sr_number_kind(p, at) == SR_WORD_MORE || sr_when_is(t, at, "full") || sr_when_is(t, at, "whole") ||
        sr_when_is(t, at, "consecutive") || sr_when_is(t, at, "straight") || (sr_number_kind(p, at) == SR_WORD_ARTICLE && a.kind == SR_AMOUNT_FRACTION))
        at++;
    *part = (sr_span_part){.n = a.value, .unknown = a.kind == SR_AMOUNT_VAGUE || !(a.value < 1e9)};
    end = unit_at(t, at, &part->unit, &plural);
    if (!end && a.kind == SR_AMOUNT_CARDINAL && at == a.end && at < p->n && p->at[at].kind == SR_PIECE_WORD &&
        sr_number_kind(p, at) == SR_WORD_NONE && sr_time_kind(p, at) == SR_WORD_NONE && a.value < 1000) {
        end = unit_at(t, at + 1, &part->unit, &plural); // "two bloody weeks"
        if (end && (!plural || ends_in_s(t, at)))
            return 0;
    }
    if (!end)
        return 0;
    if (part->unit == 'S' && !plural && !hyphen && !sr_when_is(t, end - 1, "sec"))
        return a.value == 1 && !a.digits && sr_when_is(t, end, "time") ? end : a.value == 1 && a.digits ? end : 0;
    if (part->unit == 'Q' && a.value <= 4 && !plural)
        return 0;
    return end;
}

/* "an hour and a half", "one year and a quarter". */
static uint32_t and_half(const sr_times *t, uint32_t i, sr_span_part *part)
{
    if (sr_number_kind(t->p, i) != SR_WORD_AND || part->unknown)
        return i;
    uint32_t at = sr_number_kind(t->p, i + 1) == SR_WORD_ARTICLE ? i + 2 : i + 1;
    if (sr_number_kind(t->p, at) == SR_WORD_HALF || sr_when_is(t, at, "quarter")) {
        char unit;
        bool plural;
        if (unit_at(t, at + 1, &unit, &plural))
            return i;
        part->n += sr_when_is(t, at, "quarter") ? 0.25 : 0.5;
        return at + 1;
    }
    return i;
}

static int rank(char unit)
{
    static const char ORDER[] = "SNHBDKWFMQYECL";
    const char *at = strchr(ORDER, unit);
    return at ? (int)(at - ORDER) : -1;
}

/* "three days", "two years and three months", "about a week", "22-year". */
static uint32_t length(const sr_times *t, uint32_t i, sr_when *w)
{
    uint32_t end = one_part(t, i, &w->parts[0]);
    if (!end)
        return 0;
    w->n_parts = 1;
    end = and_half(t, end, &w->parts[0]);
    while (w->n_parts < 3) {
        uint32_t at = sr_number_kind(t->p, end) == SR_WORD_AND || sr_piece_mark(t->p, end, ',') ? end + 1 : end;
        sr_span_part more;
        if (sr_number_kind(t->p, at) == SR_WORD_ARTICLE)
            break;
        uint32_t next = one_part(t, at, &more);
        if (!next || rank(more.unit) >= rank(w->parts[w->n_parts - 1].unit) || more.unknown)
            break;
        w->parts[w->n_parts++] = more;
        end = next;
    }
    w->form = SR_WHEN_DURATION;
    return end;
}

/* Bare plurals: "for weeks", "months later", "within days". */
static uint32_t bare_plural(const sr_times *t, uint32_t i, sr_when *w)
{
    char unit;
    bool plural;
    uint32_t end = sr_time_kind(t->p, i) == SR_WORD_TIME_UNIT ? unit_at(t, i, &unit, &plural) : 0;
    if (!end || !plural || sr_piece_digits(t->p, end))
        return 0;
    static const char *const BEFORE[] = {"for", "in", "within", "after", "over", "of", "and", "recent", "during", "early", "coming", NULL};
    bool led = sr_time_kind(t->p, end) == SR_WORD_AGO || sr_time_kind(t->p, end) == SR_WORD_LATER ||
               sr_when_is(t, end, "before") || sr_when_is(t, end, "after") || i == 0;
    for (const char *const *b = BEFORE; *b && i > 0; b++)
        led = led || sr_when_is(t, i - 1, *b);
    if (!led || unit == 'S' || (unit == 'Q'))
        return 0;
    w->parts[0] = (sr_span_part){.n = 0, .unit = unit, .unknown = true};
    w->n_parts = 1;
    w->form = SR_WHEN_DURATION;
    return end;
}

/* "month-long", "three-day-old", "22 years old", "26 years of age". */
static uint32_t long_tail(const sr_times *t, uint32_t i)
{
    uint32_t at = over_hyphen(t, i);
    if (sr_time_kind(t->p, at) == SR_WORD_LONG)
        return at + 1;
    if (sr_when_is(t, i, "of") && sr_when_is(t, i + 1, "age"))
        return i + 2;
    if (sr_when_is(t, i, "period") && i > 1 && sr_piece_mark(t->p, i - 2, '-'))
        return i + 1;
    return i;
}

static uint32_t unit_long(const sr_times *t, uint32_t i, sr_when *w)
{
    char unit;
    bool plural;
    uint32_t end = sr_time_kind(t->p, i) == SR_WORD_TIME_UNIT ? unit_at(t, i, &unit, &plural) : 0;
    if (!end || !sr_piece_mark(t->p, end, '-') || !sr_when_is(t, end + 1, "long"))
        return 0;
    w->parts[0] = (sr_span_part){.n = plural ? 0 : 1, .unit = unit, .unknown = plural};
    w->n_parts = 1;
    w->form = SR_WHEN_DURATION;
    return end + 2;
}

/* "the last three days", "next 4 business days", "5 past years", "the following days". */
static uint32_t directed(sr_times *t, uint32_t i, sr_when *w)
{
    uint8_t dir = SR_DIR_NONE;
    bool these = sr_time_kind(t->p, i) == SR_WORD_THESE;
    uint32_t at = these ? i + 1 : sr_when_direction(t, i, &dir), end;
    uint32_t start = sr_when_the(t, i) ? i + 1 : i;
    bool edge = false;
    if (!at && (sr_when_is(t, start, "first") || sr_when_is(t, start, "final") || sr_when_is(t, start, "early") || sr_when_is(t, start, "intervening"))) {
        at = start + 1;
        edge = true;
    }
    if (!at) {
        at = start;
        sr_amount a = sr_amount_read(t->p, at); // "the four previous weeks"
        if (a.kind == SR_AMOUNT_CARDINAL && (at = sr_when_direction(t, a.end, &dir)) != 0) {
            char unit;
            bool plural;
            end = unit_at(t, at, &unit, &plural);
            if (end && plural) {
                w->parts[0] = (sr_span_part){.n = a.value, .unit = unit};
                w->n_parts = 1;
                goto found;
            }
        }
        return 0;
    }
    uint32_t few = sr_when_is(t, at, "couple") && !sr_when_is(t, at + 1, "of") ? at : 0;
    char unit;
    bool plural;
    if (few && (end = unit_at(t, at + 1, &unit, &plural)) != 0) {
        w->parts[0] = (sr_span_part){.n = 2, .unit = unit};
        w->n_parts = 1;
    } else if ((end = length(t, at, w)) != 0 && w->n_parts > 1 && sr_time_kind(t->p, end) == SR_WORD_AGO) {
        w->n_parts = 1; // "the last three months and two days ago": two expressions
        end = one_part(t, at, &w->parts[0]);
    } else if (end == 0) {
        end = unit_at(t, at, &unit, &plural);
        if (!end || !(plural || unit == 'F' || (dir == SR_DIR_PAST && start > i)) || unit == 'S')
            return 0;
        w->parts[0] = (sr_span_part){.n = plural ? 0 : 1, .unit = unit, .unknown = plural};
        w->n_parts = 1;
    } else if (w->parts[0].unknown && sr_number_kind(t->p, at) == SR_WORD_ARTICLE) {
        return 0;
    }
found:
    w->form = SR_WHEN_DURATION;
    if ((edge || dir == SR_DIR_PREVIOUS || dir == SR_DIR_LAST) && sr_when_is(t, end, "of")) {
        size_t kept = t->found.n; // "the first ten months of 1915"
        sr_when *whole = SR_NEW(t->arena, sr_when, 1);
        *whole = sr_when_new(t, end + 1);
        uint32_t stop = sr_when_date(t, end + 1, whole);
        t->found.n = kept;
        if (stop) {
            w->from = whole;
            w->sense = sr_when_is(t, start, "first") ? 1 : -1;
            return stop;
        }
    }
    if (edge || these)
        return end;
    w->sense = dir == SR_DIR_NEXT || dir == SR_DIR_FOLLOWING || dir == SR_DIR_COMING ? 1
               : dir == SR_DIR_LAST || dir == SR_DIR_PAST || dir == SR_DIR_PREVIOUS ? -1 : 0;
    w->to_now = w->sense != 0;
    return end;
}

/* "the whole summer", "all day", "the day", "half the year". */
static uint32_t whole_unit(const sr_times *t, uint32_t i, sr_when *w)
{
    if (sr_time_kind(t->p, i) != SR_WORD_WHOLE || !sr_when_is(t, i, "all"))
        return 0;
    char unit;
    bool plural;
    uint32_t end = unit_at(t, i + 1, &unit, &plural);
    if (!end || plural)
        return 0;
    w->parts[0] = (sr_span_part){.n = 1, .unit = unit};
    w->n_parts = 1;
    w->form = SR_WHEN_DURATION;
    return end;
}

/* What makes a shift of a length; gives the piece behind it. */
static uint32_t shift_tail(sr_times *t, uint32_t end, sr_when *w)
{
    const sr_pieces *p = t->p;
    sr_word_kind k = sr_time_kind(p, end);
    if (k == SR_WORD_AGO) {
        w->form = SR_WHEN_SHIFT;
        w->sense = -1;
        w->base = SR_BASE_NOW;
        return end + 1;
    }
    if (k == SR_WORD_LATER && p->time[end].n == 1) {
        uint8_t dir;
        if (sr_when_is(t, end + 1, "than") || (sr_when_direction(t, end + 1, &dir) && sr_time_kind(p, end + 2) == SR_WORD_TIME_UNIT))
            return end; // "later than", "later this week"
        w->form = SR_WHEN_SHIFT;
        w->sense = p->time[end].value < 0 ? -1 : 1;
        w->base = SR_BASE_STORY;
        return end + 1;
    }
    if (k == SR_WORD_HENCE && (p->time[end].n > 1 || sr_when_is(t, end, "hence"))) {
        w->form = SR_WHEN_SHIFT;
        w->sense = 1;
        w->base = SR_BASE_NOW;
        w->plan = true;
        return end + p->time[end].n;
    }
    bool after = k == SR_WORD_AFTER;
    if (!(after || (k == SR_WORD_HENCE && sr_when_is(t, end, "from"))))
        return end;
    uint32_t at = end + p->time[end].n;
    sr_when *from = SR_NEW(t->arena, sr_when, 1);
    *from = sr_when_new(t, at);
    size_t kept = t->found.n;
    uint32_t stop = sr_when_date(t, at, from);
    if (sr_when_is(t, end, "since") && from->year == SR_YEAR_NONE)
        stop = 0;
    // "64 days from 21 November to 31 January" is a length
    if (stop && sr_when_is(t, end, "from") && (sr_when_is(t, stop, "to") || sr_when_is(t, stop, "until") || sr_when_is(t, stop, "through")))
        stop = 0;
    if (!stop || t->found.n > kept) {
        t->found.n = kept;
        if (sr_when_is(t, end, "before") && (at >= p->n || (p->at[at].kind == SR_PIECE_MARK && p->at[at].mark != '"'))) {
            w->form = SR_WHEN_SHIFT; // "Two years before, …"
            w->sense = -1;
            w->base = SR_BASE_STORY;
            return end + 1;
        }
        return end;
    }
    from->tense = (uint8_t)sr_when_tense(t, w->begin, stop);
    from->range = sr_piece_range(p, at, stop);
    from->sentence = t->sentence;
    w->form = SR_WHEN_SHIFT;
    w->sense = !after || p->time[end].value > 0 ? 1 : -1;
    w->base = SR_BASE_WHEN;
    w->from = from;
    w->plan = true;
    return stop;
}

static bool is_rate(const sr_times *t, uint32_t i)
{
    if (sr_number_kind(t->p, i) != SR_WORD_ARTICLE || i == 0)
        return false;
    return sr_when_is(t, i - 1, "times") || sr_when_is(t, i - 1, "twice") || sr_when_is(t, i - 1, "once") || sr_when_is(t, i - 1, "thrice");
}

/* "the day before", "the week after next", "the night after". */
static uint32_t day_before(const sr_times *t, uint32_t i, sr_when *w)
{
    if (!sr_when_the(t, i))
        return 0;
    char unit;
    bool plural;
    uint32_t end = unit_at(t, i + 1, &unit, &plural);
    if (!end || plural || unit == 'H' || unit == 'N' || unit == 'S' || unit == 'Q' || unit == 'E')
        return 0;
    if (sr_when_is(t, end, "after") && sr_when_is(t, end + 1, "next")) {
        w->form = SR_WHEN_SHIFT;
        w->parts[0] = (sr_span_part){.n = 2, .unit = unit};
        w->n_parts = 1;
        w->sense = 1;
        return end + 2;
    }
    bool before = sr_when_is(t, end, "before"), after = sr_when_is(t, end, "after") || sr_when_is(t, end, "following");
    bool closed = end + 1 >= t->p->n || t->p->at[end + 1].kind == SR_PIECE_MARK;
    if (!(before || after) || !closed)
        return 0;
    w->form = SR_WHEN_SHIFT;
    w->parts[0] = (sr_span_part){.n = 1, .unit = unit};
    w->n_parts = 1;
    w->sense = before ? -1 : 1;
    w->base = SR_BASE_STORY;
    return end + 1;
}

/* "two to three weeks": the second end of a range of lengths is read by itself; the first needs
 * the unit of the second. */
static uint32_t ranged(sr_times *t, uint32_t i, sr_when *w)
{
    sr_amount a = sr_amount_read(t->p, i);
    if (a.kind != SR_AMOUNT_CARDINAL || !(sr_when_is(t, a.end, "to") || sr_when_is(t, a.end, "or") || sr_piece_mark(t->p, a.end, '-')))
        return 0;
    sr_when second = *w;
    uint32_t end = length(t, a.end + 1, &second);
    if (!end || second.n_parts != 1 || second.parts[0].n <= a.value || sr_number_kind(t->p, a.end + 1) == SR_WORD_ARTICLE)
        return 0;
    sr_when first = *w;
    first.form = SR_WHEN_DURATION;
    first.parts[0] = (sr_span_part){.n = a.value, .unit = second.parts[0].unit};
    first.n_parts = 1;
    (void)sr_when_keep(t, &first, i, a.end);
    *w = second;
    w->begin = a.end + 1;
    w->joint = 'r';
    return end;
}

uint32_t sr_when_span(sr_times *t, uint32_t i, sr_when *w)
{
    uint32_t end;
    sr_when blank = *w;
    if ((end = day_before(t, i, w)) || (end = whole_unit(t, i, w)) || (end = unit_long(t, i, w)) || (end = directed(t, i, w)))
        return end;
    *w = blank;
    uint32_t at = bound_before(t, i);
    if (at == i && sr_number_kind(t->p, i) == SR_WORD_ANOTHER && sr_amount_read(t->p, i + 1).kind == SR_AMOUNT_CARDINAL)
        at++;
    if (at > i && sr_number_kind(t->p, at) == SR_WORD_NONE && !sr_piece_digits(t->p, at))
        at = i;
    if (at == i && (end = ranged(t, i, w)))
        return end;
    *w = blank;
    if (is_rate(t, at))
        return 0;
    end = length(t, at, w);
    if (!end && !(end = bare_plural(t, at, w))) {
        *w = blank;
        return 0;
    }
    uint32_t tail = long_tail(t, end);
    if (tail > end)
        return tail;
    tail = shift_tail(t, end, w);
    if (tail == end && !w->parts[0].unknown && i > 0 && sr_when_is(t, i - 1, "in") && w->form == SR_WHEN_DURATION)
        w->plan = true; // "in two weeks": solved by tense
    return tail;
}

/* ------------------------------------------------------------------- sets */

static const char *set_of_unit(char unit)
{
    switch (unit) {
    case 'D': return "XXXX-XX-XX";
    case 'W': return "XXXX-WXX";
    case 'M': return "XXXX-XX";
    case 'Y': return "XXXX";
    case 'H': return "PT1H";
    case 'N': return "PT1M";
    case 'K': return "XXXX-WXX-WE";
    case 'Q': return "P3M";
    default: return "P1X";
    }
}

static const char *weekday_set(const sr_times *t, unsigned weekday, const char *part)
{
    sr_str s = sr_str_format(t->arena, "XXXX-WXX-%u%s%s", weekday, part[0] ? "T" : "", part);
    return (const char *)s.ptr;
}

static uint32_t every(sr_times *t, uint32_t i, sr_when *w)
{
    const sr_pieces *p = t->p;
    if (sr_time_kind(p, i) != SR_WORD_EVERY)
        return 0;
    uint32_t at = i + p->time[i].n, end;
    double n = 1;
    char unit;
    bool plural;
    if (sr_time_kind(p, at) == SR_WORD_OTHER) {
        n = 2;
        at++;
    } else if (sr_number_kind(p, at) != SR_WORD_NONE || sr_piece_digits(p, at)) {
        sr_amount a = sr_amount_plain(p, at);
        if (a.kind == SR_AMOUNT_NONE)
            return 0;
        n = a.value;
        at = a.end;
    }
    if (sr_time_kind(p, at) == SR_WORD_WEEKDAY) {
        char part[3] = "";
        unsigned day = (unsigned)p->time[at].value;
        if (sr_time_kind(p, at + 1) == SR_WORD_PART_DAY) {
            memcpy(part, p->time[at + 1].letter, sizeof part);
            at++;
        }
        w->text = weekday_set(t, day, part);
        return at + 1;
    }
    if (sr_time_kind(p, at) == SR_WORD_PART_DAY) {
        w->text = (const char *)sr_str_format(t->arena, "XXXX-XX-XXT%s", p->time[at].letter).ptr;
        return at + 1;
    }
    if (sr_time_kind(p, at) == SR_WORD_SEASON) {
        static const char *const SEASONS[] = {"XXXX-SP", "XXXX-SU", "XXXX-FA", "XXXX-WI"};
        w->text = SEASONS[(unsigned)(p->time[at].value - 1) % 4];
        return at + 1;
    }
    if (!(end = unit_at(t, at, &unit, &plural)))
        return 0;
    if (n > 1 && n < 1000)
        w->text = (const char *)sr_str_format(t->arena, "P%s%d%c", unit == 'H' || unit == 'N' ? "T" : "", (int)n,
                                              unit == 'N' ? 'M' : unit).ptr;
    else
        w->text = set_of_unit(unit);
    return end;
}

uint32_t sr_when_set(sr_times *t, uint32_t i, sr_when *w)
{
    const sr_pieces *p = t->p;
    w->form = SR_WHEN_SET;
    uint32_t end = every(t, i, w);
    if (end)
        return end;
    sr_word_kind k = sr_time_kind(p, i);
    char unit;
    bool plural;
    if (k == SR_WORD_FREQ) {
        static const struct { const char *word, *value; } ROWS[] = {
            {"daily", "XXXX-XX-XX"}, {"everyday", "XXXX-XX-XX"}, {"weekly", "XXXX-WXX"}, {"monthly", "XXXX-XX"}, {"yearly", "XXXX"},
            {"annual", "XXXX"}, {"annually", "XXXX"}, {"nightly", "XXXX-XX-XXTNI"}, {"hourly", "PT1H"},
            {"quarterly", "P3M"}};
        w->text = "P1X";
        for (size_t r = 0; r < SR_COUNT(ROWS); r++) {
            if (sr_when_is(t, i, ROWS[r].word))
                w->text = ROWS[r].value;
        }
        if (sr_when_is(t, i, "hourly") || sr_when_is(t, i, "biweekly"))
            return 0;
        return i + 1;
    }
    if (k == SR_WORD_WEEKDAYS) {
        w->text = weekday_set(t, (unsigned)p->time[i].value, "");
        return i + 1;
    }
    if (k == SR_WORD_WEEKDAY && sr_time_kind(p, i + 1) == SR_WORD_FREQ)
        return 0;
    bool per = k == SR_WORD_PER || is_rate(t, i);
    if (per && (end = unit_at(t, i + 1, &unit, &plural)) && !plural) {
        w->text = (const char *)sr_str_format(t->arena, "P%s1%c", unit == 'H' || unit == 'N' || unit == 'S' ? "T" : "",
                                              unit == 'N' ? 'M' : unit).ptr;
        return k == SR_WORD_PER ? end : end;
    }
    return 0;
}
