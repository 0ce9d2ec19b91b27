/* Numbers: bounds, what is counted, units.  Each row prints all quantities of its sentence as
 * "words low best high unit noun flags", open bounds as _, joined by "; ".
 * SPDX-License-Identifier: Apache-2.0 */
#include "read.h"

#include "base/buf.h"

typedef struct row {
    const char *text, *expected;
} row;

static void put_bound(sr_buf *out, int64_t v)
{
    if (v == SR_COUNT_OPEN)
        sr_buf_put(out, SR_STR(" _"));
    else
        sr_buf_printf(out, " %lld", (long long)v);
}

static void put_all(const sr_document *doc, sr_buf *out)
{
    for (uint32_t i = 0; i < doc->n_quantities; i++) {
        const sr_quantity *q = &doc->quantities[i];
        sr_str words = sr_document_words(doc, q->range);
        sr_buf_printf(out, "%s%.*s", i ? "; " : "", SR_ARG(words));
        put_bound(out, q->count.low);
        put_bound(out, q->count.best);
        put_bound(out, q->count.high);
        sr_buf_printf(out, " %.*s", SR_ARG(sr_unit_name(q->unit)));
        if (q->noun != SR_NO_TOKEN)
            sr_buf_printf(out, " %.*s", SR_ARG(doc->tokens[q->noun].fold));
        if (q->amount < 0 || q->amount > 0)
            sr_buf_printf(out, " =%.4g", q->amount);
        sr_buf_printf(out, "%s%s", q->more ? " more" : "", q->part ? " part" : "");
    }
    sr_buf_byte(out, 0);
}

static void check(read_state *s, const row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        sr_report report;
        sr_document doc;
        sr_buf out = SR_BUF_INIT;
        read_text(s, rows[i].text, "2024-03-22", &report, &doc);
        sr_annotate_numbers(&doc, s->know, &s->arena);
        put_all(&doc, &out);
        if (strcmp((const char *)out.ptr, rows[i].expected) != 0)
            fail_msg("\"%s\":\n  got      %s\n  expected %s", rows[i].text, out.ptr, rows[i].expected);
        sr_buf_free(&out);
    }
}

static void bounds(void **state)
{
    static const row ROWS[] = {
        {"At least 60 people died.", "At least 60 60 60 _ person people"},
        {"More than 100 villagers fled.", "More than 100 100 100 _ person villagers"},
        {"Up to 20 gunmen came.", "Up to 20 _ 20 20 person gunmen"},
        {"As many as 200 people fled.", "As many as 200 _ 200 200 person people"},
        {"Nearly 40 miners died.", "Nearly 40 _ 40 40 person miners"},
        {"Some 50 nurses marched.", "Some 50 _ 50 _ person nurses"},
        {"Between 60 and 70 soldiers died.", "Between 60 and 70 60 60 70 person soldiers"},
        {"60-70 rebels attacked.", "60-70 60 60 70 person rebels"},
        {"Two to three dozen rebels attacked.", "Two to three dozen 24 24 36 person rebels"},
        {"Dozens of civilians fled.", "Dozens 24 _ _ person civilians"},
        {"Scores of families and several women fled.", "Scores 40 _ _ thing families; several 3 _ _ person women"},
        {"About a dozen people hid.", "About a dozen _ 12 _ person people"},
        {"Half a dozen men hid.", "Half a dozen 6 6 6 person men"},
        {"Hundreds of thousands of people fled.", "Hundreds of thousands 200000 _ _ person people"},
        {"Thirty or more pupils hid.", "Thirty or more 30 30 _ person pupils"},
    };
    check(*state, ROWS, SR_COUNT(ROWS));
}

static void zeros_and_ones(void **state)
{
    static const row ROWS[] = {
        {"No one was hurt.", "No one 0 0 0 person"},
        {"No casualties were reported.", "No 0 0 0 person casualties"},
        {"No police officers came.", "No 0 0 0 person officers"},
        {"A man and two children died.", "A 1 1 1 person man; two 2 2 2 person children"},
        {"Another suspected bomber fled.", "Another 1 1 1 person bomber more"},
        {"There was no doubt.", ""},
        {"A bridge fell.", ""},
    };
    check(*state, ROWS, SR_COUNT(ROWS));
}

static void words_and_flags(void **state)
{
    static const row ROWS[] = {
        {"Twenty-five policemen, including three officers, fell.",
         "Twenty-five 25 25 25 person policemen; three 3 3 3 person officers part"},
        {"One hundred and twelve prisoners escaped.", "One hundred and twelve 112 112 112 person prisoners"},
        {"1,200 people and 1.2 million books.", "1,200 1200 1200 1200 person people; 1.2 million 1200000 1200000 1200000 thing books"},
        {"Four more people died.", "Four 4 4 4 person people more"},
        {"12 others were hurt.", "12 12 12 12 person others"},
        {"Another 12 workers fell ill.", "Another 12 12 12 12 person workers more"},
        {"Thirty boys, among them two cadets, left.", "Thirty 30 30 30 person boys; two 2 2 2 person cadets part"},
    };
    check(*state, ROWS, SR_COUNT(ROWS));
}

static void units(void **state)
{
    static const row ROWS[] = {
        {"A 22-year-old left.", "22 22 22 22 age"},
        {"Maria Sanz, 41, left.", "41 41 41 41 age"},
        {"The boys, aged 9 and 11.", "9 9 9 9 age; 11 11 11 11 _"},
        {"It cost $1.5 million.", "$1.5 million 1500000 1500000 1500000 money =1.5e+06"},
        {"It took 20 percent.", "20 20 20 20 percent percent =20"},
        {"It is 5 km away.", "5 5 5 5 km km =5"},
        {"A 500-pound bomb.", "500 500 500 500 kg pound =226.8"},
        {"A third of the troops left.", "A third _ _ _ fraction troops =0.3333 part"},
        {"Flight 93 left with an AK-47 in 2010.", "93 93 93 93 label; 47 47 47 47 label; 2010 2010 2010 2010 year"},
        {"The third man left.", "third 3 3 3 ordinal"},
        {"It began at 10:30 on May 4.", ""},
        {"It lasted three hours.", "three 3 3 3 time hours"},
        {"Nine out of 10 voters came.", "Nine out of 10 _ _ _ fraction voters =0.9"},
        {"3 JAN 90 -- THE 2D BRIGADE LOST 29 MEN AT 2230.", "2D 2 2 2 ordinal; 29 29 29 29 person men; 2230 2230 2230 2230 time"},
        {"1. The army left.", "1 1 1 1 label"},
        {"The 1784 treaty held since 1990.", "1784 1784 1784 1784 year; 1990 1990 1990 1990 year"},
    };
    check(*state, ROWS, SR_COUNT(ROWS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds),
        cmocka_unit_test(zeros_and_ones),
        cmocka_unit_test(words_and_flags),
        cmocka_unit_test(units),
    };
    return cmocka_run_group_tests(tests, read_setup, read_teardown);
}
