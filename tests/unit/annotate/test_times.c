/* Times: spans, types, values and days.  Each row prints all expressions of its text as
 * "words TYPE value first..last [time of day]", joined by "; ".
 * SPDX-License-Identifier: Apache-2.0 */
#include "read.h"

#include "base/buf.h"

typedef struct row {
    const char *published, *text, *expected;
} row;

static void put_all(const sr_document *doc, sr_buf *out)
{
    for (uint32_t i = 0; i < doc->n_times; i++) {
        const sr_timex *t = &doc->times[i];
        char first[SR_DAY_TEXT], last[SR_DAY_TEXT];
        sr_day_format(t->period.first, first);
        sr_day_format(t->period.last, last);
        sr_buf_printf(out, "%s%.*s %.*s %.*s", i ? "; " : "", SR_ARG(sr_document_words(doc, t->range)),
                      SR_ARG(sr_timex_type_name(t->type)), SR_ARG(t->value));
        if (first[0] && strcmp(first, last) != 0)
            sr_buf_printf(out, " %s..%s", first, last);
        else if (first[0])
            sr_buf_printf(out, " %s", first);
        if (t->time_of_day.len)
            sr_buf_printf(out, " [%.*s]", SR_ARG(t->time_of_day));
    }
    sr_buf_byte(out, 0);
}

static void check(read_state *s, const row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        sr_report report;
        sr_document doc;
        sr_buf out = SR_BUF_INIT;
        read_text(s, rows[i].text, rows[i].published, &report, &doc);
        sr_annotate_numbers(&doc, s->know, &s->arena);
        sr_annotate_times(&doc, s->know, &s->arena);
        put_all(&doc, &out);
        if (strcmp((const char *)out.ptr, rows[i].expected) != 0)
            fail_msg("\"%s\":\n  got      %s\n  expected %s", rows[i].text, out.ptr, rows[i].expected);
        sr_buf_free(&out);
    }
}

/* 22 March 2024 is a Friday. */
static void news_days(void **state)
{
    static const row ROWS[] = {
        {"2024-03-22", "He died on Friday.", "Friday DATE 2024-03-22 2024-03-22"},
        {"2024-03-22", "He died on Sunday.", "Sunday DATE 2024-03-17 2024-03-17"},
        {"2024-03-22", "She was stabbed as she was about to speak on Sunday.", "Sunday DATE 2024-03-17 2024-03-17"},
        {"2024-03-22", "A man in his late 20s was held; a woman in her 40s was let go.", ""},
        {"2024-03-22", "They will meet on Sunday.", "Sunday DATE 2024-03-24 2024-03-24"},
        {"2024-03-22", "They met yesterday.", "yesterday DATE 2024-03-21 2024-03-21"},
        {"2024-03-22", "Two shells fell last night.", "last night TIME 2024-03-21TNI 2024-03-21 [night]"},
        {"2024-03-22", "Two shells fell this morning.", "this morning TIME 2024-03-22TMO 2024-03-22 [morning]"},
        {"2024-03-22", "It began late on Thursday.", "late on Thursday DATE 2024-03-21 2024-03-21"},
        {"2024-03-22", "It began on Thursday evening.", "Thursday evening TIME 2024-03-21TEV 2024-03-21 [evening]"},
        {"2024-03-22", "It was signed on 30 December.", "30 December DATE 2023-12-30 2023-12-30"},
        {"2024-03-22", "It will open on 30 December.", "30 December DATE 2024-12-30 2024-12-30"},
        {"2024-03-22", "It fell last week.", "last week DATE 2024-W11 2024-03-11..2024-03-17"},
        {"2024-03-22", "It fell two days ago.", "two days ago DATE 2024-03-20 2024-03-20"},
        {"2024-03-22", "It fell in November.", "November DATE 2023-11 2023-11-01..2023-11-30"},
        {"2024-03-22", "It fell earlier this month.", "earlier this month DATE 2024-03 2024-03-01..2024-03-22"},
        {"2024-03-22", "It fell at 07:30 on Tuesday.", "07:30 on Tuesday TIME 2024-03-19T07:30 2024-03-19 [07:30]"},
        {"2024-03-22", "He spoke on Easter Sunday.", "Easter Sunday DATE 2023-04-09 2023-04-09"},
        {"2024-03-22", "They marched over the weekend.", "the weekend DATE 2024-W11-WE 2024-03-16..2024-03-17"},
        {"2024-03-22", "AT 0945 THIS MORNING MEN CAME.", "0945 THIS MORNING TIME 2024-03-22T09:45 2024-03-22 [09:45]"},
        {"2024-03-22", "THEY MAY HAVE MARCHED IN MAY.", "MAY DATE 2023-05 2023-05-01..2023-05-31"},
        {"2024-03-22", "He died on 29 February 2023.", "29 February 2023 DATE 2023-02-29"},
        {"2024-03-22", "Eid al-Fitr was calm.", "Eid al-Fitr DATE 2023-04 2023-04-21..2023-04-23"},
        {"", "He died on Friday.", "Friday DATE XXXX-WXX-5"},
        {"", "He died on 3 May.", "3 May DATE XXXX-05-03"},
        {"", "He died yesterday.", "yesterday DATE XXXX-XX-XX"},
    };
    check(*state, ROWS, SR_COUNT(ROWS));
}

static void absolute(void **state)
{
    static const row ROWS[] = {
        {"", "It fell on 3 JAN 90.", "3 JAN 90 DATE 1990-01-03 1990-01-03"},
        {"", "It fell on May 4, 2010.", "May 4, 2010 DATE 2010-05-04 2010-05-04"},
        {"", "It fell in March 2024.", "March 2024 DATE 2024-03 2024-03-01..2024-03-31"},
        {"", "Since 2014 it grew.", "2014 DATE 2014 2014-01-01..2014-12-31"},
        {"", "In the early 1990s it grew.", "the early 1990s DATE 199 1990-01-01..1999-12-31"},
        {"", "From 3 to 7 May 2010 it rained.", "3 DATE 2010-05-03 2010-05-03; 7 May 2010 DATE 2010-05-07 2010-05-07"},
        {"", "The summer of 1916 was wet.", "The summer of 1916 DATE 1916-SU 1916-06-01..1916-08-31"},
        {"", "In the 15th century it stood.", "the 15th century DATE 14 1400-01-01..1499-12-31"},
        {"", "The end of 1944 came.", "The end of 1944 DATE 1944 1944-01-01..1944-12-31"},
        {"", "Rome fell in 390 BC.", "390 BC DATE BC0390"},
    };
    check(*state, ROWS, SR_COUNT(ROWS));
}

/* Ages and houses look like decades and years. */
static void no_years(void **state)
{
    static const row ROWS[] = {
        {"2016-03-22", "Two bakers in their 20s left.", ""},
        {"2016-03-22", "A baker in her early 30s left.", ""},
        {"2016-03-22", "Most seemed in their late teens or early 20s.", ""},
        {"2016-03-22", "Women in their twenties, thirties and 40s came.", ""},
        {"2016-03-22", "His house was built in the 20s.", "the 20s DATE 192 1920-01-01..1929-12-31"},
        {"2016-03-22", "Their town grew in the 1920s.", "the 1920s DATE 192 1920-01-01..1929-12-31"},
        {"2016-03-22", "They live in the 1300 block of Elm Street.", ""},
        {"2016-03-22", "A child died in 1400 blk of Harrow.", ""},
        {"2016-03-22", "Quell, 31, of 1862 Tall Pine Road, fled.", ""},
        {"2016-03-22", "They stood in front of 1650 Southeast 9th Avenue.", ""},
        {"2016-03-22", "They met at 1745 Larkspur St. at night.", "night TIME XXXX-XX-XXTNI [night]"},
        {"2016-03-22", "It began in 2010 Main Street said.", "2010 DATE 2010 2010-01-01..2010-12-31"},
        {"2016-03-22", "The 2010 Elm Street attack was worse.", "2010 DATE 2010 2010-01-01..2010-12-31"},
        {"2016-03-22", "THE END OF 1989 SAW ROAD BLOCKS.", "THE END OF 1989 DATE 1989 1989-01-01..1989-12-31"},
    };
    check(*state, ROWS, SR_COUNT(ROWS));
}

static void lengths(void **state)
{
    static const row ROWS[] = {
        {"2024-03-22", "It rained for three days.", "three days DURATION P3D"},
        {"2024-03-22", "A two-hour march.", "two-hour DURATION PT2H"},
        {"2024-03-22", "It took more than two weeks.", "more than two weeks DURATION P2W"},
        {"2024-03-22", "It took several months.", "several months DURATION PXM"},
        {"2024-03-22", "Buses go every Friday.", "every Friday SET XXXX-WXX-5"},
        {"2024-03-22", "There is daily traffic.", "daily SET XXXX-XX-XX"},
        {"2024-03-22", "It may be that they march.", ""},
        {"2024-03-22", "He sat down a second time.", ""},
    };
    check(*state, ROWS, SR_COUNT(ROWS));
}

/* Dates of a history follow its last date, not the day on which it was published. */
static void story(void **state)
{
    static const row ROWS[] = {
        {"", "On 3 May 1808 they rose. Two days later they fled. The next month it ended.",
         "3 May 1808 DATE 1808-05-03 1808-05-03; Two days later DATE 1808-05-05 1808-05-05; "
         "The next month DATE 1808-06 1808-06-01..1808-06-30"},
        {"2024-03-22", "In 2002, men took a hall. On 26 October it was stormed.",
         "2002 DATE 2002 2002-01-01..2002-12-31; 26 October DATE 2002-10-26 2002-10-26"},
    };
    check(*state, ROWS, SR_COUNT(ROWS));
}

static void ranges(void **state)
{
    static const struct {
        const char *text, *first, *last; // "": no range
    } ROWS[] = {
        {"It lasted from 3 to 7 May 2010.", "2010-05-03", "2010-05-07"},
        {"It lasted between March and May 2010.", "2010-03-01", "2010-05-31"},
        {"The war of 1914-18 ended.", "1914-01-01", "1918-12-31"},
        {"It rained in 2010 and 2012.", "", ""},
    };
    for (size_t i = 0; i < SR_COUNT(ROWS); i++) {
        read_state *s = *state;
        sr_report report;
        sr_document doc;
        sr_period whole = {SR_DAY_NONE, SR_DAY_NONE, 0};
        char first[SR_DAY_TEXT], last[SR_DAY_TEXT];
        read_text(s, ROWS[i].text, "", &report, &doc);
        sr_annotate_numbers(&doc, s->know, &s->arena);
        sr_annotate_times(&doc, s->know, &s->arena);
        assert_row(sr_timex_range(&doc, 0, &whole) == (ROWS[i].first[0] != 0), ROWS[i].text);
        sr_day_format(whole.first, first);
        sr_day_format(whole.last, last);
        assert_row(strcmp(first, ROWS[i].first) == 0 && strcmp(last, ROWS[i].last) == 0, ROWS[i].text);
        assert_row(!sr_timex_range(&doc, doc.n_times - 1, &whole), ROWS[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(news_days),
        cmocka_unit_test(absolute), cmocka_unit_test(no_years),
        cmocka_unit_test(lengths),
        cmocka_unit_test(story),
        cmocka_unit_test(ranges),
    };
    return cmocka_run_group_tests(tests, read_setup, read_teardown);
}
