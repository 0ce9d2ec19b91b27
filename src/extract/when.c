/* When an incident happened: the days that the report's time expressions tell, weighed.
 *
 * Each expression near a mention of the incident votes for its days: most when it stands in the
 * clause of a trigger, less in its sentence, least in the sentences next to it; more the finer it
 * is and the earlier it comes.  The day on which somebody said something or was arrested tells
 * nothing about the deed.  Expressions of the same day add up.
 *
 * Invariant: the choice depends on the document alone; of equals the first in the text wins.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract/mention.h"

/* Votes by where an expression stands. */
#define OWN_CLAUSE 3.0f
#define OWN_SENTENCE 1.6f
#define NEXT_SENTENCE 1.0f
#define SOME_SENTENCES 0.4f
#define NEAR_SENTENCES 3u // how far "some" reaches
/* What a vote is worth by how much it tells. */
#define DAY_TOLD 2.0f
#define WEEK_TOLD 0.8f
#define MONTH_TOLD 0.5f
#define LONGER_TOLD 0.2f
#define DAY_OF_SPEECH 0.15f // "police said Sunday"
#define EARLY_SENTENCES 12u  // after so many a vote has lost half of its weight
#define LEAST_VOTE 0.5f
#define CANDIDATES_MAX 64u // expressions weighed for one incident

static float precision_weight(uint8_t precision)
{
    switch ((sr_precision)precision) {
    case SR_PRECISION_HOUR:
    case SR_PRECISION_PART_OF_DAY:
    case SR_PRECISION_DAY:
        return DAY_TOLD;
    case SR_PRECISION_WEEK:
        return WEEK_TOLD;
    case SR_PRECISION_MONTH:
        return MONTH_TOLD;
    default:
        return LONGER_TOLD;
    }
}

enum { // flags of tokens, made once a report
    BEGINS_SAYING = 1, // first token of a word of saying
    AFTER_SAYING = 2,  // right behind it, or behind the speaker that follows it
};

static uint8_t *saying_flags(const sr_reader *r)
{
    const sr_document *doc = r->doc;
    uint8_t *flags = SR_NEW(r->arena, uint8_t, doc->n_tokens + 1);
    memset(flags, 0, doc->n_tokens + 1);
    for (uint32_t i = 0; i < doc->n_attributions; i++) {
        const sr_attribution *a = &doc->attributions[i];
        flags[a->cue.first] |= BEGINS_SAYING;
        flags[a->cue.end] |= AFTER_SAYING;
        if (a->speaker.first == a->cue.end)
            flags[a->speaker.end] |= AFTER_SAYING;
    }
    return flags;
}

/* "police said Sunday", "the coroner on Sunday identified": a day without an hour beside a word of
 * saying, and no clause of its own behind it. */
static bool day_of_speech(const sr_document *doc, const uint8_t *flags, const sr_timex *x)
{
    if (x->period.precision < SR_PRECISION_DAY)
        return false;
    uint32_t begin = x->range.first, end = x->range.end;
    if (begin > 0 && (sr_str_eq(doc->tokens[begin - 1].fold, SR_STR("on")) ||
                      sr_str_eq(doc->tokens[begin - 1].fold, SR_STR("late")) ||
                      sr_str_eq(doc->tokens[begin - 1].fold, SR_STR("early"))))
        begin--;
    bool closes = end >= doc->n_tokens || !(doc->tokens[end].flags & SR_TOKEN_WORD) ||
                  sr_str_eq(doc->tokens[end].fold, SR_STR("that"));
    return flags[end] & BEGINS_SAYING || (closes && flags[begin] & AFTER_SAYING);
}

/* Lines above the text that tell when it was written ("Posted: Sunday, February 16, 2014"). */
static bool day_of_report(const sr_reader *r, const sr_timex *x)
{
    static const char *const words[] = {"posted", "published", "updated", "modified", "created", "edt",
                                        "est",    "cst",       "cdt",     "pst",      "pdt"};
    const sr_document *doc = r->doc;
    uint32_t from = x->range.first >= 4 ? x->range.first - 4 : 0;
    uint32_t to = SR_MIN(x->range.end + 3, doc->n_tokens);
    if (sr_reader_dateline(r, x->range.first))
        return true;
    for (uint32_t t = from; t < to; t++)
        for (size_t i = 0; i < SR_COUNT(words); i++)
            if ((i < 5) == (t < x->range.first) && sr_str_eq(doc->tokens[t].fold, sr_str_c(words[i])))
                return true;
    return false;
}

/* What mention m of the draft makes of an expression `gap` sentences away. */
static float nearness(const sr_mention *m, uint32_t time, uint32_t gap)
{
    float vote = m->time == time         ? OWN_CLAUSE
                 : gap == 0              ? OWN_SENTENCE
                 : gap == 1              ? NEXT_SENTENCE
                 : gap <= NEAR_SENTENCES ? SOME_SENTENCES
                                         : 0.0f;
    return m->strength == SR_STRENGTH_EVENT && gap == 0 ? 1.2f * vote : vote;
}

typedef struct candidate {
    uint32_t time;
    float    near, vote;
} candidate;

typedef struct chooser {
    const sr_reader   *r;
    const sr_mentions *all;
    const uint8_t     *flags;
    const uint32_t    *owner;     // [times] draft whose mention has it in its clause; SR_NONE
    const uint32_t    *first_time; // [sentences + 1] first expression of a sentence
    candidate          list[CANDIDATES_MAX];
    uint32_t           n;
} chooser;

static void see(chooser *c, uint32_t time, float near)
{
    for (uint32_t i = 0; i < c->n; i++)
        if (c->list[i].time == time) {
            c->list[i].near = SR_MAX(c->list[i].near, near);
            return;
        }
    if (c->n < CANDIDATES_MAX)
        c->list[c->n++] = (candidate){time, near, 0};
}

static void see_around(chooser *c, const sr_mention *m)
{
    uint32_t last = SR_MIN(m->sentence + NEAR_SENTENCES, c->r->doc->n_sentences - 1);
    for (uint32_t s = m->sentence - SR_MIN(m->sentence, NEAR_SENTENCES); s <= last; s++)
        for (uint32_t t = c->first_time[s]; t < c->first_time[s + 1]; t++)
            see(c, t, nearness(m, t, s > m->sentence ? s - m->sentence : m->sentence - s));
}

static float vote_of(const chooser *c, const candidate *k, uint32_t draft)
{
    const sr_reader *r = c->r;
    const sr_timex *x = &r->doc->times[k->time];
    sr_day published = r->doc->report->published.day;
    if (x->type == SR_TIMEX_DURATION || x->type == SR_TIMEX_SET || x->period.first == SR_DAY_NONE ||
        day_of_report(r, x) || (published != SR_DAY_NONE && x->period.first > published))
        return 0;
    bool other = c->owner[k->time] != SR_NONE && c->owner[k->time] != draft;
    float vote = other && k->near < OWN_CLAUSE ? 0.25f * k->near : k->near;
    if (k->near < OWN_CLAUSE && precision_weight(x->period.precision) < DAY_TOLD)
        return 0;
    uint32_t sentence = r->doc->tokens[x->range.first].sentence;
    vote *= precision_weight(x->period.precision);
    vote /= 1.0f + (float)sentence / (float)EARLY_SENTENCES;
    return day_of_speech(r->doc, c->flags, x) ? vote * DAY_OF_SPEECH : vote;
}

static bool same_days(sr_period a, sr_period b)
{
    sr_day a_last = a.last == SR_DAY_NONE ? a.first : a.last;
    sr_day b_last = b.last == SR_DAY_NONE ? b.first : b.last;
    return a.first == b.first && a_last == b_last;
}

/* "who killed three in 2019 was sentenced on Monday": a day outside the year that the deed's own clause tells
 * belongs to something else. */
static void within_told(chooser *c, uint32_t lead)
{
    const sr_timex *times = c->r->doc->times;
    sr_day published = c->r->doc->report->published.day;
    for (uint32_t i = 0; i < c->n; i++) {
        const sr_timex *own = &times[c->list[i].time];
        if (c->list[i].time != lead || own->period.first == SR_DAY_NONE || own->period.last == SR_DAY_NONE ||
            own->type != SR_TIMEX_DATE || own->period.precision < SR_PRECISION_YEAR ||
            (published != SR_DAY_NONE && own->period.last >= published))
            continue;
        for (uint32_t k = 0; k < c->n; k++)
            if (c->list[k].near < OWN_CLAUSE && (times[c->list[k].time].period.first < own->period.first ||
                                                 times[c->list[k].time].period.first > own->period.last))
                c->list[k].vote = 0;
    }
}

static void choose(chooser *c, uint32_t draft, sr_incident_draft *d)
{
    const sr_timex *times = c->r->doc->times;
    c->n = 0;
    for (uint32_t i = 0; i < c->all->n; i++)
        if (c->all->at[i].incident == draft)
            see_around(c, &c->all->at[i]);
    for (uint32_t i = 0; i < c->n; i++)
        c->list[i].vote = vote_of(c, &c->list[i], draft);
    within_told(c, c->all->at[d->lead].time);
    float best = LEAST_VOTE;
    for (uint32_t i = 0; i < c->n; i++) {
        float sum = c->list[i].vote;
        for (uint32_t k = 0; k < c->n && c->list[i].vote > 0; k++)
            if (k != i && same_days(times[c->list[i].time].period, times[c->list[k].time].period))
                sum += 0.5f * c->list[k].vote;
        if (sum > best) {
            best = sum;
            d->time = c->list[i].time;
            d->period = times[d->time].period;
        }
    }
}

void sr_drafts_when(const sr_reader *r, const sr_mentions *all, sr_drafts *drafts)
{
    const sr_document *doc = r->doc;
    uint32_t *owner = SR_NEW(r->arena, uint32_t, doc->n_times + 1);
    uint32_t *first = SR_NEW(r->arena, uint32_t, doc->n_sentences + 1);
    for (uint32_t i = 0; i < doc->n_times; i++)
        owner[i] = SR_NONE;
    for (uint32_t i = 0; i < all->n; i++)
        if (all->at[i].time != SR_NONE && all->at[i].incident != SR_NONE)
            owner[all->at[i].time] = all->at[i].incident;
    for (uint32_t s = 0, t = 0; s <= doc->n_sentences; s++) {
        while (t < doc->n_times && s < doc->n_sentences && doc->tokens[doc->times[t].range.first].sentence < s)
            t++;
        first[s] = s < doc->n_sentences ? t : doc->n_times;
    }
    chooser c = {.r = r, .all = all, .flags = saying_flags(r), .owner = owner, .first_time = first};
    for (uint32_t d = 0; d < drafts->n; d++)
        choose(&c, d, &drafts->at[d]);
}
