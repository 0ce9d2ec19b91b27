/* What kind of report stands before us: fresh news, what followed, a court, a day of remembrance, an opinion,
 * a forecast, a round-up, a drill.  Points by the words of the table report-kinds, weighed with the incidents.
 *
 * Court reports and anniversaries pass every filter by event: the kind is a filter of its own.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract/kind.h"

/* Points that make a kind, and how far into a report its opening reaches. */
#define ENOUGH 3u
#define OPENING_SENTENCES 2u
/* Fresh incidents of a round-up. */
#define MANY 5u
/* Days between the main incident and the report of what followed. */
#define LATER 3

/* @param outright  bits of the kinds that a sure phrase of the opening tells */
static void count_points(const sr_reader *r, unsigned points[SR_REPORT_KIND_COUNT], uint32_t *outright)
{
    int table = sr_lexicon_table(r->t.lexicon, SR_STR("report-kinds"));
    int kind = sr_lexicon_column(r->t.lexicon, table, SR_STR("kind"));
    int weight = sr_lexicon_column(r->t.lexicon, table, SR_STR("weight"));
    const sr_document *doc = r->doc;
    for (uint32_t t = 0; t < doc->n_tokens; t++) {
        sr_lexicon_match m;
        if (!sr_reader_find(r, table, t, doc->sentences[doc->tokens[t].sentence].end, &m))
            continue;
        const sr_sentence *s = &doc->sentences[doc->tokens[t].sentence];
        bool opening = (s->flags & SR_SENTENCE_TITLE) != 0 || doc->tokens[t].sentence < OPENING_SENTENCES;
        for (uint32_t row = m.row; row != SR_NO_ROW; row = sr_lexicon_next(r->t.lexicon, table, row)) {
            int      k = sr_report_kind_from(sr_reader_cell(r, table, row, kind));
            uint64_t w = 0;
            if (k >= 0 && sr_str_uint(sr_reader_cell(r, table, row, weight), 9, &w))
                points[k] += (unsigned)w * (opening ? 2u : 1u);
            if (k >= 0 && opening && w >= ENOUGH)
                *outright |= 1u << k;
        }
        t += m.n_tokens - 1;
    }
}

/* The surest fresh incident; NULL: none. */
static const sr_incident_draft *main_of(const sr_drafts *drafts, uint32_t *fresh)
{
    const sr_incident_draft *best = NULL;
    *fresh = 0;
    for (uint32_t i = 0; i < drafts->n; i++) {
        const sr_incident_draft *d = &drafts->at[i];
        if (d->background || d->probability < 0.5f)
            continue;
        ++*fresh;
        if (!best || d->probability > best->probability)
            best = d;
    }
    return best;
}

/* Days between a draft and the report; -1: not known. */
static int64_t days_since(const sr_reader *r, const sr_incident_draft *d)
{
    sr_day published = r->doc->report->published.day;
    sr_day last = d->period.last == SR_DAY_NONE ? d->period.first : d->period.last;
    return published == SR_DAY_NONE || last == SR_DAY_NONE || d->period.precision > SR_PRECISION_DAY ||
                   (int64_t)published < last
               ? -1
               : (int64_t)published - last;
}

static bool told_later(const sr_reader *r, const sr_incident_draft *d)
{
    return days_since(r, d) >= LATER;
}

static bool told_at_once(const sr_reader *r, const sr_incident_draft *d)
{
    return d->time != SR_NONE && days_since(r, d) >= 0 && days_since(r, d) < LATER;
}

static bool accomplished(const sr_mentions *mentions, const sr_drafts *drafts, const sr_incident_draft *d)
{
    for (uint32_t i = 0; i < mentions->n; i++)
        if (mentions->at[i].incident < drafts->n && &drafts->at[mentions->at[i].incident] == d &&
            mentions->at[i].actuality == SR_ACTUALITY_ACCOMPLISHED && mentions->at[i].probability >= 0.4f)
            return true;
    return false;
}

uint8_t sr_kind_of_report(const sr_reader *r, const sr_mentions *mentions, const sr_drafts *drafts)
{
    /* In this order: a trial told on an anniversary is a trial. */
    static const uint8_t by_words[] = {SR_REPORT_COURT, SR_REPORT_ANNIVERSARY, SR_REPORT_EXERCISE};
    unsigned points[SR_REPORT_KIND_COUNT] = {0};
    uint32_t fresh = 0, outright = 0;
    const sr_incident_draft *d = main_of(drafts, &fresh);
    count_points(r, points, &outright);
    /* Long reports hold such words by chance, and news of yesterday stays news beside a court house. */
    unsigned enough = (ENOUGH + r->doc->n_sentences / 8u) * (d && told_at_once(r, d) ? 3u : 1u);
    for (size_t i = 0; i < SR_COUNT(by_words); i++)
        if (points[by_words[i]] > enough || outright >> by_words[i] & 1 || (points[by_words[i]] >= ENOUGH && !d))
            return by_words[i];
    if (points[SR_REPORT_OPINION] > 2u * enough)
        return SR_REPORT_OPINION;
    if (fresh >= MANY || (fresh > 1 && points[SR_REPORT_ROUND_UP] >= ENOUGH))
        return SR_REPORT_ROUND_UP;
    if (!d)
        return points[SR_REPORT_FORECAST] >= ENOUGH ? SR_REPORT_FORECAST
               : points[SR_REPORT_OPINION] > enough ? SR_REPORT_OPINION
                                                    : SR_REPORT_OTHER;
    if (!accomplished(mentions, drafts, d) && points[SR_REPORT_FORECAST] > enough)
        return SR_REPORT_FORECAST;
    return told_later(r, d) || outright >> SR_REPORT_FOLLOW_UP & 1 || points[SR_REPORT_FOLLOW_UP] > enough ? SR_REPORT_FOLLOW_UP : SR_REPORT_FRESH;
}
