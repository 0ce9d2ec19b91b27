/* Times: dates, clock times, lengths and repetitions, with their TIMEX3 values.
 *
 * Gives doc->times.  Reads tokens, sentences, quantities (which four digits are a year), tags
 * where there are any, and the report's day of publication; never a clock.
 *
 * Spans follow TimeML: articles and modifiers belong to an expression ("the end of 1944"),
 * prepositions do not; the ends of a range are two expressions.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/annotate.h"
#include "annotate/times.h"

#include "base/banned.h"

sr_when sr_when_new(const sr_times *t, uint32_t i)
{
    return (sr_when){.begin = i, .sentence = t->sentence, .year = SR_YEAR_NONE, .hour = -1, .minute = -1, .second = -1};
}

/* --------------------------------------------------------------- tense */

static bool past_verb(const sr_times *t, uint32_t i)
{
    const sr_piece *piece = &t->p->at[i];
    const sr_token *token = &t->doc->tokens[piece->token];
    sr_str s = token->fold;
    if (piece->kind != SR_PIECE_WORD)
        return false;
    if (sr_str_eq(s, SR_STR("was")) || sr_str_eq(s, SR_STR("were")) || sr_str_eq(s, SR_STR("had")) ||
        sr_str_eq(s, SR_STR("did")) || sr_str_eq(s, SR_STR("said")) || sr_str_eq(s, SR_STR("began")) ||
        sr_str_eq(s, SR_STR("took")) || sr_str_eq(s, SR_STR("left")) || sr_str_eq(s, SR_STR("came")) || sr_str_eq(s, SR_STR("went")))
        return true;
    return s.len > 4 && sr_str_ends(s, SR_STR("ed")) && (!t->tagged || token->upos == SR_UPOS_VERB);
}

sr_tense sr_when_tense(const sr_times *t, uint32_t begin, uint32_t end)
{
    const sr_pieces *p = t->p;
    uint32_t best = UINT32_MAX;
    sr_tense tense = SR_TENSE_NONE;
    for (uint32_t i = 0; i < p->n; i++) {
        if (i >= begin && i < end)
            continue;
        bool will = sr_time_kind(p, i) == SR_WORD_WILL && !(i > 0 && (sr_piece_is(p, i - 1, "was") || sr_piece_is(p, i - 1, "were")));
        if (!will && !past_verb(t, i))
            continue;
        uint32_t far = i < begin ? begin - i : 2 * (i - end + 1); // the verb is mostly before
        if (far < best) {
            best = far;
            tense = will ? SR_TENSE_FUTURE : SR_TENSE_PAST;
        }
    }
    return tense;
}

/* ------------------------------------------------------------- collecting */

static uint8_t joint_before(const sr_times *t, const sr_when *w)
{
    const sr_pieces *p = t->p;
    if (t->found.n == 0)
        return 0;
    const sr_when *last = &t->found.at[t->found.n - 1];
    if (last->sentence != t->sentence || last->end >= w->begin || w->begin - last->end > 2)
        return 0;
    uint32_t i = last->end;
    if (w->begin - i == 2 && !sr_piece_mark(p, i, ',') && sr_time_kind(p, i + 1) != SR_WORD_THE)
        return 0;
    if (w->begin - i == 2 && sr_piece_mark(p, i, ','))
        i++;
    if (sr_piece_mark(p, i, '-') || sr_piece_is(p, i, "to") || sr_piece_is(p, i, "until") || sr_piece_is(p, i, "till") ||
        sr_piece_is(p, i, "through"))
        return 'r';
    if (sr_piece_is(p, i, "and") && last->begin > 0 && sr_piece_is(p, last->begin - 1, "between"))
        return 'r';
    return sr_piece_is(p, i, "and") || sr_piece_is(p, i, "or") || sr_piece_mark(p, i, ',') ? 'a' : 0;
}

sr_when *sr_when_keep(sr_times *t, const sr_when *w, uint32_t begin, uint32_t end)
{
    sr_when kept = *w;
    kept.begin = begin;
    kept.end = end;
    kept.range = sr_piece_range(t->p, begin, end);
    kept.sentence = t->sentence;
    if (!kept.joint)
        kept.joint = joint_before(t, &kept);
    kept.tense = (uint8_t)sr_when_tense(t, begin, end);
    if (kept.year != SR_YEAR_NONE && kept.year < 0)
        t->bc = true;
    sr_when *out = SR_PUSH(t->arena, &t->found);
    *out = kept;
    return out;
}

static bool noun_follows(const sr_times *t, uint32_t i)
{
    const sr_pieces *p = t->p;
    if (i >= p->n || p->at[i].kind != SR_PIECE_WORD || sr_number_kind(p, i) != SR_WORD_NONE)
        return false;
    sr_upos upos = (sr_upos)t->doc->tokens[p->at[i].token].upos;
    return !t->tagged || upos == SR_UPOS_NOUN || upos == SR_UPOS_PROPN || upos == SR_UPOS_ADJ;
}

/* "now", "recently", "former", "the future". */
static uint32_t reference(const sr_times *t, uint32_t i, sr_when *w)
{
    const sr_pieces *p = t->p;
    bool the = sr_time_kind(p, i) == SR_WORD_THE;
    uint32_t at = the ? i + 1 : i;
    sr_word_kind k = sr_time_kind(p, at);
    w->form = SR_WHEN_REF;
    if (the && k == SR_WORD_DIR && sr_piece_is(p, at, "past") && !noun_follows(t, at + 1) &&
        sr_time_kind(p, at + 1) == SR_WORD_NONE && sr_number_kind(p, at + 1) != SR_WORD_UNIT) {
        w->text = "PAST_REF";
        return at + 1;
    }
    if (k != SR_WORD_PRESENT && k != SR_WORD_PAST && k != SR_WORD_FUTURE)
        return 0;
    sr_word word = p->time[at];
    uint32_t end = at + word.n;
    bool noun = noun_follows(t, end);
    // "former" and "recent" stand before their noun, without the article; "the future" by itself.
    if (word.adjective && noun == the && !(the && k == SR_WORD_FUTURE && !noun))
        return 0;
    if (word.adjective && !noun && k != SR_WORD_FUTURE && !(the && sr_piece_is(p, at, "present")))
        return 0;
    if (!word.adjective && the && word.n == 1)
        return 0;
    w->text = k == SR_WORD_PRESENT ? "PRESENT_REF" : k == SR_WORD_PAST ? "PAST_REF" : "FUTURE_REF";
    return end;
}

/* A piece that can begin an expression; most cannot. */
static bool may_begin(const sr_times *t, uint32_t i)
{
    const sr_pieces *p = t->p;
    sr_lexicon_match m;
    sr_word_kind k = (sr_word_kind)p->time[i].kind;
    if (k == SR_WORD_THE) // "the" and one more word that says so
        return i + 1 < p->n && (p->time[i + 1].kind || p->number[i + 1].kind || p->at[i + 1].kind != SR_PIECE_WORD);
    if (i + 1 < p->n && p->at[i + 1].kind == SR_PIECE_DIGITS && !p->at[i + 1].space) // "Q3"
        return true;
    return k || p->at[i].kind != SR_PIECE_WORD || p->number[i].kind || sr_piece_find(p, t->holidays, i, &m) ||
           sr_piece_find(p, t->bounds, i, &m);
}

/* "1914-18": the short second year of a range; the piece behind it, `end` if there is none. */
static uint32_t second_year(sr_times *t, const sr_when *first, uint32_t end)
{
    const sr_pieces *p = t->p;
    bool year = first->form == SR_WHEN_DATE && first->said_year && first->year_digits == 4 && first->year > 0 &&
                !first->month && !first->season && !first->quarter && !first->half && !first->week && !first->holiday;
    if (!year || !sr_when_separator(t, end) || !sr_piece_mark(p, end, '-') || !sr_piece_digits(p, end + 1))
        return end;
    const sr_piece *two = &p->at[end + 1];
    bool more = sr_when_separator(t, end + 2) || (sr_when_glued(t, end + 2) && p->at[end + 2].kind != SR_PIECE_MARK);
    if (two->digits != 2 || two->decimal || two->value <= first->year % 100 || more)
        return end;
    sr_when w = sr_when_new(t, end + 1);
    w.form = SR_WHEN_DATE;
    w.year = first->year / 100 * 100 + (int32_t)two->value;
    w.year_digits = 4;
    w.said_year = true;
    (void)sr_when_keep(t, &w, end + 1, end + 2);
    return end + 2;
}

static uint32_t read_at(sr_times *t, uint32_t i)
{
    const sr_pieces *p = t->p;
    size_t kept = t->found.n;
    sr_when date = sr_when_new(t, i), span = date, set = date, ref = date;
    uint32_t set_end = sr_when_set(t, i, &set);
    if (set_end) {
        (void)sr_when_keep(t, &set, i, set_end);
        return set_end;
    }
    uint32_t span_end = sr_when_span(t, i, &span);
    size_t span_extra = t->found.n - kept;
    sr_when extra = span_extra ? t->found.at[kept] : date;
    t->found.n = kept;
    uint32_t date_end = sr_when_date(t, i, &date);
    // "three days after 5 May" is longer; of equal ones the date is meant.
    if (span_end > date_end) {
        t->found.n = kept;
        if (span_extra)
            *SR_PUSH(t->arena, &t->found) = extra;
        (void)sr_when_keep(t, &span, span.begin, span_end);
        return span_end;
    }
    if (date_end) {
        uint32_t begin = date.begin;
        // "the 1972 elections", "the May 2007 high": the article is the noun's.
        if (begin == i && sr_time_kind(p, i) == SR_WORD_THE && date.form == SR_WHEN_DATE && !date.mod && !date.dir &&
            noun_follows(t, date_end) && sr_time_kind(p, date_end) == SR_WORD_NONE)
            begin++;
        (void)sr_when_keep(t, &date, begin, date_end);
        return second_year(t, &date, date_end);
    }
    uint32_t ref_end = reference(t, i, &ref);
    if (ref_end) {
        (void)sr_when_keep(t, &ref, i, ref_end);
        return ref_end;
    }
    return i + 1;
}

static void read_sentence(sr_times *t, uint32_t sentence)
{
    const sr_pieces *p = t->p = &t->doc->pieces[sentence];
    if (!p->any)
        return;
    t->sentence = sentence;
    for (uint32_t i = 0; i < p->n;)
        i = may_begin(t, i) ? read_at(t, i) : i + 1;
}

bool sr_timex_range(const sr_document *doc, uint32_t i, sr_period *out)
{
    if (i + 1 >= doc->n_times)
        return false;
    const sr_timex *a = &doc->times[i], *b = &doc->times[i + 1];
    uint32_t at = a->range.end, end = b->range.first;
    bool known = a->period.first != SR_DAY_NONE && b->period.last != SR_DAY_NONE && a->period.first <= b->period.last;
    if (!known || at >= end || end - at > 2 || doc->tokens[at].sentence != doc->tokens[end].sentence)
        return false;
    if (end - at == 2 && !sr_str_eq(doc->tokens[at + 1].fold, SR_STR("the")))
        return false;
    static const char *const JOINTS[] = {"-", "--", "to", "until", "till", "through"};
    sr_str joint = doc->tokens[at].fold;
    bool range = sr_str_eq(joint, SR_STR("and")) && a->range.first > 0 &&
                 sr_str_eq(doc->tokens[a->range.first - 1].fold, SR_STR("between"));
    for (size_t k = 0; k < SR_COUNT(JOINTS); k++)
        range = range || sr_str_eq(joint, sr_str_c(JOINTS[k]));
    if (range)
        *out = (sr_period){a->period.first, b->period.last, SR_MAX(a->period.precision, b->period.precision)};
    return range;
}

void sr_annotate_times(sr_document *doc, const sr_know *know, sr_arena *arena)
{
    sr_times t = {.p = sr_pieces_of(doc, know, arena), .doc = doc, .lexicon = sr_know_lexicon(know), .arena = arena};
    t.holidays = sr_lexicon_table(t.lexicon, SR_STR("holidays"));
    t.holiday_rule = sr_lexicon_column(t.lexicon, t.holidays, SR_STR("rule"));
    t.bounds = sr_lexicon_table(t.lexicon, SR_STR("bound-words"));
    t.bound_place = sr_lexicon_column(t.lexicon, t.bounds, SR_STR("place"));
    t.tagged = doc->n_tokens > 0 && doc->tokens[0].upos != SR_UPOS_NONE;
    for (uint32_t s = 0; s < doc->n_sentences; s++)
        read_sentence(&t, s);
    sr_when_solve(&t);
}
