/* Numbers and times: whatever the text, ranges stay inside one sentence and in order, periods do
 * not run backwards.  The first two bytes choose the day of publication (0: unknown).
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "annotate/annotate.h"
#include "text/text.h"

static const sr_know *knowledge(void)
{
    static sr_know *know;
    sr_error err = {0};
    if (!know && sr_know_open(&know, NULL, &err) != SR_OK)
        abort();
    return know;
}

static void check_range(const sr_document *doc, sr_range range)
{
    FUZZ_HOLDS(range.first < range.end && range.end <= doc->n_tokens);
    FUZZ_HOLDS(doc->tokens[range.first].sentence == doc->tokens[range.end - 1].sentence);
}

static void check_quantities(const sr_document *doc)
{
    for (uint32_t i = 0; i < doc->n_quantities; i++) {
        const sr_quantity *q = &doc->quantities[i];
        check_range(doc, q->range);
        FUZZ_HOLDS(i == 0 || doc->quantities[i - 1].range.first <= q->range.first);
        FUZZ_HOLDS(q->unit < SR_UNIT_COUNT);
        FUZZ_HOLDS(q->noun == SR_NO_TOKEN || (q->noun < doc->n_tokens &&
                                              doc->tokens[q->noun].sentence == doc->tokens[q->range.first].sentence));
        FUZZ_HOLDS(q->count.low == SR_COUNT_OPEN || q->count.high == SR_COUNT_OPEN || q->count.low <= q->count.high);
    }
}

static void check_times(const sr_document *doc)
{
    for (uint32_t i = 0; i < doc->n_times; i++) {
        const sr_timex *t = &doc->times[i];
        sr_period whole;
        check_range(doc, t->range);
        FUZZ_HOLDS(i == 0 || doc->times[i - 1].range.first <= t->range.first);
        FUZZ_HOLDS(t->type < SR_TIMEX_TYPE_COUNT && t->period.precision < SR_PRECISION_COUNT && t->value.len > 0);
        FUZZ_HOLDS(t->period.first == SR_DAY_NONE || t->period.last == SR_DAY_NONE || t->period.first <= t->period.last);
        if (sr_timex_range(doc, i, &whole))
            FUZZ_HOLDS(whole.first <= whole.last);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3)
        return 0;
    sr_arena arena;
    sr_arena_init(&arena, 0, NULL, NULL);
    int day = data[0] * 256 + data[1];
    sr_report report = {.text = sr_str_from(data + 2, size - 2),
                        .published = {.day = day ? day - 20000 : SR_DAY_NONE, .second = -1}};
    sr_document doc = {0};
    sr_text_read(&report, knowledge(), &doc, &arena);
    sr_annotate_numbers(&doc, knowledge(), &arena);
    sr_annotate_times(&doc, knowledge(), &arena);
    check_quantities(&doc);
    check_times(&doc);
    sr_arena_free(&arena);
    return 0;
}
